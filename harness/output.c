/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * output.c - KTAP and the moving line; see output.h
 */
#include <string.h>
#include <sys/ioctl.h>

#include "cmd.h"
#include "output.h"

#define CLEAR_LINE	"\r\033[K"

/* a guest's text may hold newlines; a diagnostic is one line */
static void print_text(FILE *out, const char *text)
{
	for (; *text; text++)
		fputc((unsigned char)*text < 0x20 ? ' ' : *text, out);
}

/* the lines that say why, each behind @prefix */
static void print_why(FILE *out, const char *prefix, const struct hx_point *point)
{
	const struct hx_result *r = &point->result;

	fprintf(out, "%s%s", prefix, point->sc->path);
	if (r->line)
		fprintf(out, ":%u", r->line);
	fprintf(out, ": ");
	print_text(out, r->text);
	fprintf(out, "\n");
	if (r->step) {
		fprintf(out, "%sin step: ", prefix);
		print_text(out, r->step);
		fprintf(out, "\n");
	}
	fprintf(out, "%sseed %lu, run again: %s\n", prefix, (unsigned long)point->seed,
		point->again);
	if (r->dir)
		fprintf(out, "%skept in %s\n", prefix, r->dir);
}

void hx_ktap_point(FILE *out, unsigned int number, const struct hx_point *point)
{
	static const char *const directives[] = {
		[HX_PASS] = "", [HX_FAIL] = "", [HX_BROKEN] = " # ERROR ", [HX_SKIP] = " # SKIP ",
		[HX_KNOWN] = " # XFAIL ",
	};
	const struct hx_result *r = &point->result;
	bool is_bad = r->verdict == HX_FAIL || r->verdict == HX_BROKEN;

	fprintf(out, "%sok %u - %s%s", is_bad ? "not " : "", number, point->name,
		directives[r->verdict]);
	if (*directives[r->verdict])
		print_text(out, r->text);
	fprintf(out, "\n");
	if (*r->hash)
		fprintf(out, "# trace %s\n", r->hash);
	if (is_bad)
		print_why(out, "# ", point);
}

static void print_group(FILE *out, unsigned int number, const struct hx_plan *plan,
			const struct hx_group *group)
{
	if (!group->caught_by) {
		fprintf(out, "not ok %u - %s: names nothing that makes it fail (caught-by)\n",
			number, group->name);
		return;
	}
	fprintf(out, "%sok %u - %s: caught by %s%s%s\n",
		!group->lacks && !group->is_shown ? "not " : "", number, group->name,
		group->caught_by, group->lacks ? " # SKIP " : "", group->lacks ? group->lacks : "");
	if (group->lacks || group->is_shown)
		return;
	for (unsigned int i = 0; i < plan->num_points; i++) {
		const struct hx_point *point = &plan->point[i];

		if (&plan->group[point->group] != group || !point->result.is_done)
			continue;
		fprintf(out, "# %s: verdict %s", point->name,
			hx_verdict_names[point->result.raw]);
		fprintf(out, *point->result.text ? ": " : "");
		print_text(out, point->result.text);
		fprintf(out, "\n# run again: %s\n", point->again);
	}
}

/* no point of the group is still to come */
static bool is_group_done(const struct hx_plan *plan, unsigned int group)
{
	for (unsigned int i = 0; i < plan->num_points; i++)
		if (plan->point[i].group == group && !plan->point[i].result.is_done &&
		    !plan->point[i].is_dropped)
			return false;
	return true;
}

/* every proof that is decided, in order */
static void print_groups(struct hx_output *o)
{
	while (o->next < o->plan->num_groups) {
		struct hx_group *group = &o->plan->group[o->next];

		if (!group->is_shown && !is_group_done(o->plan, o->next))
			return;
		o->next++;
		o->num_shown += group->is_shown;
		o->num_impossible += group->lacks != NULL;
		o->num_not_shown += !group->lacks && !group->is_shown;
		if (!o->has_ktap && (group->is_shown || group->lacks != NULL))
			continue;
		if (!o->has_ktap)
			fputs(CLEAR_LINE, o->out);
		print_group(o->out, o->next, o->plan, group);
	}
}

static void print_points(struct hx_output *o)
{
	while (o->next < o->plan->num_points && o->plan->point[o->next].result.is_done) {
		hx_ktap_point(o->out, o->next + 1, &o->plan->point[o->next]);
		o->next++;
	}
}

/* on a terminal, at once: only what needs eyes */
static void print_compact(struct hx_output *o, const struct hx_point *point)
{
	const struct hx_result *r = &point->result;

	if (r->verdict == HX_PASS)
		return;
	fprintf(o->out, CLEAR_LINE "%s  %s", hx_verdict_names[r->verdict], point->name);
	if (r->verdict == HX_SKIP || r->verdict == HX_KNOWN) {
		fprintf(o->out, ": ");
		print_text(o->out, r->text);
	}
	fprintf(o->out, "\n");
	if (r->verdict == HX_FAIL || r->verdict == HX_BROKEN)
		print_why(o->out, "    ", point);
}

static bool wants(void *context, const struct hx_point *point)
{
	const struct hx_output *o = context;

	return !o->is_proving || !o->plan->group[point->group].is_shown;
}

static void done(void *context, const struct hx_point *point)
{
	struct hx_output *o = context;

	o->num_done++;
	if (o->is_proving) {
		if (point->result.is_done && point->result.raw == HX_FAIL)
			o->plan->group[point->group].is_shown = true;
		if (point->result.is_our_bug)
			o->totals.has_our_bug = true;
		print_groups(o);
	} else {
		hx_totals_add(&o->totals, &point->result);
		if (o->has_ktap)
			print_points(o);
		else
			print_compact(o, point);
	}
	fflush(o->out);
}

static void progress(void *context, const struct hx_point *const *running,
		     unsigned int num_running)
{
	struct hx_output *o = context;
	struct hx_text line = { 0 };
	struct winsize size = { 0 };
	int columns = 80;

	if (!ioctl(fileno(o->out), TIOCGWINSZ, &size) && size.ws_col)
		columns = size.ws_col;
	hx_text_add(&line, "[%u/%u] %lus", o->num_done, o->plan->num_points,
		    (unsigned long)(hx_now_ms() - o->begin_ms) / 1000);
	if (o->totals.num[HX_FAIL] + o->totals.num[HX_BROKEN] || o->num_not_shown)
		hx_text_add(&line, ", %u failed", o->totals.num[HX_FAIL] +
			    o->totals.num[HX_BROKEN] + o->num_not_shown);
	for (unsigned int i = 0; i < num_running; i++)
		hx_text_add(&line, "%s%s", i ? ", " : ": ", running[i]->name);
	fprintf(o->out, CLEAR_LINE "%.*s", columns - 1, line.s);
	fflush(o->out);
	hx_text_free(&line);
}

const struct hx_sink hx_output_sink = { .wants = wants, .done = done, .progress = progress };
const struct hx_sink hx_output_ktap_sink = { .wants = wants, .done = done };

void hx_output_begin(struct hx_output *o, FILE *out, struct hx_plan *plan, bool has_ktap,
		     bool is_proving)
{
	*o = (struct hx_output){ .out = out, .has_ktap = has_ktap, .is_proving = is_proving,
				 .plan = plan, .begin_ms = hx_now_ms() };
	if (has_ktap)
		fprintf(out, "KTAP version 1\n1..%u\n",
			is_proving ? plan->num_groups : plan->num_points);
	if (is_proving)
		print_groups(o);
	fflush(out);
}

/* points that had begun when the user ended it, and how many had not */
static void print_interrupted(struct hx_output *o, int signal_number)
{
	unsigned int num_left = 0;

	if (!o->has_ktap)
		fputs(CLEAR_LINE, o->out);
	for (unsigned int i = 0; i < o->plan->num_points; i++) {
		const struct hx_point *point = &o->plan->point[i];

		if (point->result.is_done && !strcmp(point->result.text, "interrupted"))
			fprintf(o->out, "# interrupted: %s\n", point->name);
		num_left += !point->result.is_done && !point->is_dropped;
	}
	fprintf(o->out, "# not run: %u\nBail out! SIG%s\n", num_left, sigabbrev_np(signal_number));
}

void hx_output_end(struct hx_output *o, int signal_number)
{
	struct hx_text line = { 0 };

	o->plan->wall_ms = hx_now_ms() - o->begin_ms;
	if (signal_number)
		print_interrupted(o, signal_number);
	else if (!o->has_ktap)
		fputs(CLEAR_LINE, o->out);
	fprintf(o->out, "# took %lu.%lu s\n", (unsigned long)(o->plan->wall_ms / 1000),
		(unsigned long)(o->plan->wall_ms % 1000 / 100));
	if (o->is_proving)
		hx_text_add(&line, "%u passed, %u failed, %u skipped", o->num_shown,
			    o->num_not_shown, o->num_impossible);
	else
		hx_totals_text(&o->totals, &line);
	fprintf(o->out, "%s\n", line.s);
	fflush(o->out);
	hx_text_free(&line);
}

int hx_output_status(const struct hx_output *o, int signal_number)
{
	if (signal_number)
		return HX_STATUS_INTERRUPTED;
	if (!o->is_proving)
		return hx_exit_status(&o->totals);
	if (o->totals.has_our_bug)
		return HX_STATUS_OUR_BUG;
	if (o->num_not_shown)
		return HX_STATUS_FAILED;
	return o->num_shown ? HX_STATUS_GOOD : HX_STATUS_SKIPPED;
}
