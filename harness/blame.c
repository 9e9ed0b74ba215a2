/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * blame.c - what a failed run says: a finding and its key; see explore.h
 *
 * The key is the operation with the functions of the kernel's splat, or with the
 * text when there is none: addresses, offsets and modules' places differ from boot
 * to boot.
 */
#include <string.h>

#include "explore.h"
#include "qemu.h"

#define KEY_FRAMES	4u	/* functions of a stack that tell two findings apart */

const char *hx_kernel_stack(struct hx_arena *arena, const char *console, unsigned int max)
{
	struct hx_text out = { 0 };
	const char *line = console, *text;
	unsigned int num = 0;

	for (; *line && num < max; line += strcspn(line, "\n"), line += *line == '\n') {
		const char *end = line + strcspn(line, "\n"), *at = strstr(line, " from ");
		const char *begin = at;

		if (!at || at > end)
			continue;
		while (begin > line && begin[-1] != ' ')
			begin--;
		if (!strncmp(begin, "dump_", 5) || !strncmp(begin, "show_stack", 10) ||
		    !strncmp(begin, "unwind_", 7) || !strncmp(begin, "__warn", 6) ||
		    !strncmp(begin, "warn_", 5))
			continue;
		hx_text_add(&out, "%s%.*s", num++ ? " < " : "", (int)(at - begin), begin);
	}
	text = hx_strdup(arena, out.s ? out.s : "");
	hx_text_free(&out);
	return text;
}

static const char *stack_of(struct hx_explore *e, const struct hx_point *point)
{
	struct hx_text console = { 0 };
	struct hx_error ignored;
	const char *stack = "";

	if (point->result.dir && !hx_read_file(hx_printf(point->arena, "%s/" HX_FILE_CONSOLE,
							 point->result.dir), &console, &ignored))
		stack = hx_kernel_stack(e->arena, console.s, KEY_FRAMES);
	hx_text_free(&console);
	return stack;
}

bool hx_job_blame(struct hx_explore *e, struct hx_job *job, struct hx_batch_place *place,
		  struct hx_finding *finding)
{
	const struct hx_result *r = &job->point.result;
	const struct hx_sequence *seq;
	const char *where = "end";

	*place = (struct hx_batch_place){ 0, 0 };
	if (!hx_batch_find(&job->batch, r->line, place)) {
		if (job->batch.num > 1)
			return false;
		place->step = job->batch.sequence[0].num;
	}
	seq = &job->batch.sequence[place->sequence];
	*finding = (struct hx_finding){
		.text = hx_strdup(e->arena, r->text), .edge = HX_NO_EDGE, .count = 1,
		.stack = stack_of(e, &job->point), .seed = job->seed,
		.at_ms = hx_explore_ms(e), .seq = *seq,
		.batch = hx_strdup(e->arena, job->batch.text.s),
	};
	if (seq->race && place->step == seq->race) {
		/* the pair is to blame, no transition */
		finding->seq.num = place->step + 1;
		where = hx_printf(e->arena, "%s || %s",
				  e->model.tables->op[seq->op[seq->race - 1]].name,
				  e->model.tables->op[seq->op[seq->race]].name);
	} else if (place->step < seq->num) {
		if (place->step < seq->race)
			finding->seq.race = 0;
		finding->edge = hx_search_node(&e->graph, seq, place->step) * e->model.num_ops +
				seq->op[place->step];
		finding->seq.num = place->step + 1;
		where = e->model.tables->op[seq->op[place->step]].name;
	}
	/* a splat behind another failure may be the cleanup's */
	if (strncmp(finding->text, "kernel:", 7))
		finding->stack = "";
	finding->key = hx_printf(e->arena, "%s: %s", where,
				 *finding->stack ? finding->stack : finding->text);
	return true;
}
