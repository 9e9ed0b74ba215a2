/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * output.h - what a person or a CI job sees while points run
 *
 * KTAP version 1 on a pipe, in the order of the plan whatever ends first; on a
 * terminal a line that moves, and a few lines for each run that went wrong.
 */
#ifndef HX_OUTPUT_H
#define HX_OUTPUT_H

#include <stdio.h>

#include "plan.h"
#include "run.h"

struct hx_output {
	FILE *out;
	bool has_ktap;
	bool is_proving;		/* groups are what counts, not points */
	struct hx_plan *plan;
	unsigned int next;		/* KTAP: point or group to print next */
	unsigned int num_done;
	uint64_t begin_ms;
	struct hx_totals totals;
	unsigned int num_shown, num_not_shown, num_impossible;	/* proofs */
};

/* the sink to hand to hx_run_points(); @output is its context */
extern const struct hx_sink hx_output_sink;		/* with a moving line */
extern const struct hx_sink hx_output_ktap_sink;

void hx_output_begin(struct hx_output *output, FILE *out, struct hx_plan *plan,
		     bool has_ktap, bool is_proving);
/* the last lines, and the plan's wall_ms; @signal_number: what ended it early, 0: nothing */
void hx_output_end(struct hx_output *output, int signal_number);

/* the exit status that the results come to */
int hx_output_status(const struct hx_output *output, int signal_number);

/* the lines of one result: "ok N - name" and its diagnostics */
void hx_ktap_point(FILE *out, unsigned int number, const struct hx_point *point);

#endif
