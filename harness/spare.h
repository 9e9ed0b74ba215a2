/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * spare.h - transitions that stand for others
 *
 * A transition depends on the variables that were looked at until it was clear
 * what the operation does: by its rules, and by the consequences of what it has
 * set.  What differs in other variables only is the same by the model, so not all
 * of it need be taken: a combination is an operation, the values of the variables
 * that it depends on there, and two more variables with their values.  Who has
 * taken all combinations has taken every operation in every situation that the
 * model tells apart, and each time with all values that any two other variables
 * can have together.  What he may have missed is a kernel in which three variables
 * matter together that the model says are none of the operation's business there.
 *
 * Everything is in the arena that is handed in.
 */
#ifndef HX_SPARE_H
#define HX_SPARE_H

#include "graph.h"

struct hx_spare {
	const struct hx_graph *graph;
	struct hx_arena *arena;
	uint64_t *taken;		/* combinations, open addressing; 0: free */
	unsigned int size, num;		/* places, a power of two; combinations */
};

void hx_spare_open(struct hx_arena *arena, const struct hx_graph *graph, struct hx_spare *spare);

/*
 * In @is_spare, by transition: those that need not be taken when the others are.
 * Returns how many combinations there are.
 */
unsigned int hx_spare_choose(struct hx_spare *spare, uint8_t *is_spare);

/* how many combinations there are in the transitions of @covered */
unsigned int hx_spare_count(struct hx_spare *spare, const uint8_t *covered);

#endif
