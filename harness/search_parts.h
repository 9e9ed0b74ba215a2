/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * search_parts.h - ways through the graph, for search.c, search_tour.c and search_race.c
 */
#ifndef HX_SEARCH_PARTS_H
#define HX_SEARCH_PARTS_H

#include "search.h"

/* what a breadth-first search looks for; @goal is the caller's */
typedef bool (*hx_goal_fn)(const struct hx_search *search, unsigned int node, unsigned int goal);

/* can it be taken, and has nobody planned it? */
bool hx_search_is_open(const struct hx_search *search, unsigned int node, unsigned int op);

/* the nearest node from @start on that is @wanted, HX_NO_NODE: none */
unsigned int hx_search_nearest(struct hx_search *search, unsigned int start, hx_goal_fn wanted,
			       unsigned int goal);

/* operations that hx_search_nearest() has found to lead to @node */
unsigned int hx_search_way(const struct hx_search *search, unsigned int node);

/* append them; false: no room */
bool hx_search_append(struct hx_search *search, unsigned int node, struct hx_sequence *seq);

/* append @op, which is planned from now on; @node: moves on */
void hx_search_take(struct hx_search *search, unsigned int *node, unsigned int op,
		    struct hx_sequence *out);

#endif
