/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * search.h - which sequences of operations to try next
 *
 * A sequence begins with nothing loaded and ends where everything can be taken
 * down.  A tour goes from one transition that nobody has planned yet to the
 * next, and prefers operations that were planned less than others, so that what
 * lies deep is not left for the end, or with near_length what is near: two of three
 * transitions lead where they come from, and all of those of a state are taken when
 * it is there; a walk takes any.  Neither takes a transition that is avoided.  Chance
 * comes from the seed alone.
 *
 * The bitmaps are indexed by transition (graph.h) and owned by the caller.
 */
#ifndef HX_SEARCH_H
#define HX_SEARCH_H

#include "graph.h"

#define HX_MAX_SEQUENCE	128u

struct hx_sequence {
	uint16_t op[HX_MAX_SEQUENCE];
	unsigned int num;
	unsigned int race;	/* steps race - 1 and race run at once; 0: none do */
};

struct hx_search {
	const struct hx_graph *graph;
	uint8_t *planned;	/* transitions that need not be aimed at any more */
	uint8_t *paired;	/* transition * num_ops + operation that followed it */
	uint8_t *avoided;	/* transitions that are not taken: a bug is known there */
	uint64_t chance;	/* state of the generator; begins as the seed */
	unsigned int length;	/* of a sequence, without its way home */
	unsigned int near_length;	/* of tours that take what is near; 0: what is rare */
	unsigned int *num_planned;	/* of each operation */
	unsigned int *num_raced;	/* of each pair, first * num_ops + second */
	unsigned int *race_node;	/* of each pair, the lower first; see hx_search_pairs() */
	uint8_t *race_planned;		/* of each pair: need not be aimed at any more */
	unsigned int next_race;		/* all pairs before it are planned */
	bool *is_done;			/* of each operation: nothing is left to plan */
	unsigned int *from, *by, *queue, *stamp;	/* of the breadth-first search */
	unsigned int round;
};

/* the numbers are 0 and @size - 1 when there is room for all transitions */
void hx_search_open(struct hx_arena *arena, const struct hx_graph *graph, uint64_t seed,
		    unsigned int length, struct hx_search *search);

/* does the model lead somewhere there, and is it not avoided? */
bool hx_search_can_take(const struct hx_search *search, unsigned int node, unsigned int op);

/* a number below @limit */
unsigned int hx_search_chance(struct hx_search *search, unsigned int limit);

/* false: every transition that can be reached is planned */
bool hx_search_tour(struct hx_search *search, struct hx_sequence *out);
/* prefers what has not followed the transition before it yet */
void hx_search_walk(struct hx_search *search, struct hx_sequence *out);
/*
 * For each pair of operations the nearest state in which they may run at once, in
 * race_node, HX_NO_NODE: there is none.  Returns how many pairs have one.
 */
unsigned int hx_search_pairs(struct hx_search *search);
/* the number of a pair, whichever is first */
unsigned int hx_search_pair(const struct hx_search *search, unsigned int a, unsigned int b);
/*
 * Two operations at once that come to the same whichever is first: the same
 * errors, the same state, as many releases.  First each pair of hx_search_pairs()
 * that is not planned, by the shortest way; then a walk, and of the pairs that its
 * last state has one that was raced least.
 */
void hx_search_race(struct hx_search *search, struct hx_sequence *out);
/* may the model's operations @a and @b of @node run at once? */
bool hx_search_commutes(const struct hx_search *search, unsigned int node, unsigned int a,
			unsigned int b);
/*
 * The @index-th sequence of @length of the operations in @ops (a number in base
 * @num_ops); false: the model does not ask for it.
 */
bool hx_search_nth(struct hx_search *search, const unsigned int *ops, unsigned int num_ops,
		   unsigned int length, uint64_t index, struct hx_sequence *out);

/* the shortest sequence that takes transition @edge; false: there is none */
bool hx_search_reach(struct hx_search *search, unsigned int edge, struct hx_sequence *out);

/* append the shortest way to a state that can be taken down; false: there is none */
bool hx_search_home(struct hx_search *search, struct hx_sequence *seq);

/* the node after @num operations, HX_NO_NODE when the model does not lead there */
unsigned int hx_search_node(const struct hx_graph *graph, const struct hx_sequence *seq,
			    unsigned int num);

static inline bool hx_bit(const uint8_t *map, unsigned int i)
{
	return map[i / 8] >> i % 8 & 1;
}
static inline void hx_set_bit(uint8_t *map, unsigned int i)
{
	map[i / 8] |= (uint8_t)(1u << i % 8);
}
static inline void hx_clear_bit(uint8_t *map, unsigned int i)
{
	map[i / 8] &= (uint8_t)~(1u << i % 8);
}

#endif
