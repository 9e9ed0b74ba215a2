/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * batch.h - sequences as the text of a scenario, and back from a line to a step
 *
 * Several sequences share a boot: each begins with `fresh`, and every step is
 * followed by `expect stack` with what the model says.  A batch is an ordinary
 * scenario; so is what is left of it when a sequence has failed.
 */
#ifndef HX_BATCH_H
#define HX_BATCH_H

#include "search.h"

/* where a line of the text is; @step == sequence's num: after its last step */
struct hx_batch_place {
	unsigned int sequence;
	unsigned int step;
};

struct hx_batch {
	const struct hx_graph *graph;
	struct hx_arena *arena;
	bool races;
	struct hx_text text;		/* the steps; with the head from hx_batch_end() on */
	struct hx_batch_place *place;	/* of each line, from 0 */
	unsigned int num_lines;
	struct hx_sequence *sequence;
	unsigned int num;
};

/*
 * @races: two application cores, since sequences may have a race.  Release with
 * hx_batch_close(); the places and sequences are the arena's.
 */
void hx_batch_open(struct hx_arena *arena, const struct hx_graph *graph, bool races,
		   struct hx_batch *batch);
/* @promised: flag for each node, set when its promises have been written; NULL: none are */
void hx_batch_add(struct hx_batch *batch, const struct hx_sequence *seq, bool *promised);
/* the last line, and the first ones */
void hx_batch_end(struct hx_batch *batch);
void hx_batch_close(struct hx_batch *batch);

/* @line from 1; false: it belongs to no sequence */
bool hx_batch_find(const struct hx_batch *batch, unsigned int line,
		   struct hx_batch_place *place);

/* one sequence as a scenario of its own, with @title and a comment */
void hx_batch_scenario(struct hx_arena *arena, const struct hx_graph *graph,
		       const struct hx_sequence *seq, const char *title, const char *comment,
		       struct hx_text *out);

#endif
