/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * search_tour.c - sequences that take what nobody has planned yet; see search.h
 */
#include "search_parts.h"

/*
 * Of the operations that nobody has planned (in @node, or with HX_NO_NODE
 * anywhere) the one that was planned least; -1: none.
 */
static int pick_rare(struct hx_search *search, unsigned int node)
{
	unsigned int num_ops = search->graph->model->num_ops;
	unsigned int first = hx_search_chance(search, num_ops);
	int rare = -1;

	for (unsigned int i = 0; i < num_ops; i++) {
		unsigned int op = (first + i) % num_ops;

		if (node == HX_NO_NODE ? search->is_done[op] : !hx_search_is_open(search, node, op))
			continue;
		if (rare < 0 || search->num_planned[op] < search->num_planned[rare])
			rare = (int)op;
	}
	return rare;
}

/* the nearest node where the rarest operation is not planned, HX_NO_NODE: all are */
static unsigned int next_goal(struct hx_search *search, unsigned int node)
{
	int op;

	while ((op = pick_rare(search, HX_NO_NODE)) >= 0) {
		unsigned int goal = hx_search_nearest(search, node, hx_search_is_open,
						      (unsigned int)op);

		if (goal != HX_NO_NODE)
			return goal;
		/* from the beginning everything can be reached, from elsewhere not */
		if (node)
			return HX_NO_NODE;
		search->is_done[op] = true;
	}
	return HX_NO_NODE;
}

/* an operation of @node that is not planned, one that stays there when there is; -1: none */
static int pick_near(struct hx_search *search, unsigned int node)
{
	unsigned int num_ops = search->graph->model->num_ops;
	unsigned int first = hx_search_chance(search, num_ops);
	int leads_away = -1;

	for (unsigned int i = 0; i < num_ops; i++) {
		unsigned int op = (first + i) % num_ops;

		if (!hx_search_is_open(search, node, op))
			continue;
		if (hx_graph_edge(search->graph, node, op)->next == node)
			return (int)op;
		leads_away = (int)op;
	}
	return leads_away;
}

static bool has_open(const struct hx_search *search, unsigned int node, unsigned int unused)
{
	(void)unused;
	for (unsigned int op = 0; op < search->graph->model->num_ops; op++)
		if (hx_search_is_open(search, node, op))
			return true;
	return false;
}

/* to what is nearest, again and again */
static bool tour_near(struct hx_search *search, struct hx_sequence *out)
{
	unsigned int node = 0, goal, length = search->near_length;

	out->num = out->race = 0;
	while (out->num < length &&
	       (goal = hx_search_nearest(search, node, has_open, 0)) != HX_NO_NODE &&
	       (!out->num || out->num + hx_search_way(search, goal) < length) &&
	       hx_search_append(search, goal, out)) {
		int op = pick_near(search, goal);

		node = goal;
		do
			hx_search_take(search, &node, (unsigned int)op, out);
		while (out->num < length && (op = pick_near(search, node)) >= 0);
	}
	return out->num && hx_search_home(search, out);
}

bool hx_search_tour(struct hx_search *search, struct hx_sequence *out)
{
	unsigned int node = 0, goal;
	bool is_any = false;

	if (search->near_length)
		return tour_near(search, out);
	goal = next_goal(search, 0);
	out->num = out->race = 0;
	while (goal != HX_NO_NODE && hx_search_append(search, goal, out) &&
	       out->num < HX_MAX_SEQUENCE - search->length / 2) {
		int op;

		node = goal;
		while ((op = pick_rare(search, node)) >= 0 &&
		       (!is_any || out->num < search->length)) {
			hx_search_take(search, &node, (unsigned int)op, out);
			is_any = true;
		}
		if (out->num >= search->length)
			break;
		goal = next_goal(search, node);
	}
	return is_any && hx_search_home(search, out);
}
