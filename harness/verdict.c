/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * verdict.c - how a run comes to its verdict; see verdict.h
 *
 * The rules are a list; the first that holds decides.  What the subject was
 * seen to do wrong counts more than how the run ended: a kernel that splats and
 * then hangs has failed, it did not break the rig.
 */
#include <string.h>

#include "cmd.h"
#include "verdict.h"

const char *const hx_verdict_names[] = {
	[HX_PASS] = "pass",
	[HX_FAIL] = "fail",
	[HX_BROKEN] = "broken",
	[HX_SKIP] = "skip",
	[HX_KNOWN] = "known",
	[HX_VERDICTS] = NULL,
};

struct judge {
	struct hx_arena *arena;
	const struct hx_facts *facts;
	struct hx_result *result;
};

/* a rule gives its text when it holds, NULL when it does not */
typedef const char *(*rule_fn)(struct judge *j);

static const char *not_started(struct judge *j)
{
	return j->facts->ending == HX_NOT_STARTED ? j->facts->rig_text : NULL;
}

static const char *interrupted(struct judge *j)
{
	return j->facts->ending == HX_INTERRUPTED ? "interrupted" : NULL;
}

static const char *other_protocol(struct judge *j)
{
	const struct hx_report *report = j->facts->report;

	if (!report->has_hello || report->version == HX_VERSION)
		return NULL;
	j->result->is_our_bug = true;
	return hx_printf(j->arena, "the agent speaks version %u, this program %u",
			 report->version, HX_VERSION);
}

static const char *splat(struct judge *j)
{
	if (!j->facts->splat)
		return NULL;
	j->result->line = j->facts->report->last_line;
	return hx_printf(j->arena, "kernel: %s", j->facts->splat);
}

static const char *reported_fail(struct judge *j)
{
	const struct hx_trouble *fail = &j->facts->report->fail;

	if (!fail->is_set)
		return NULL;
	j->result->line = fail->line;
	return j->facts->splat ? hx_printf(j->arena, "%s (kernel: %s)", fail->text,
					   j->facts->splat) : fail->text;
}

static const char *reported_broken(struct judge *j)
{
	const struct hx_trouble *broken = &j->facts->report->broken;

	if (!broken->is_set)
		return NULL;
	j->result->line = broken->line;
	return broken->text;
}

static const char *rig_trouble(struct judge *j)
{
	return j->facts->rig_text;
}

static const char *hung(struct judge *j)
{
	if (!j->facts->has_limit_event)
		return NULL;
	j->result->line = j->facts->report->last_line;
	return "the guest hung: its virtual time limit was met";
}

static const char *spins(struct judge *j)
{
	if (!j->facts->spins_in)
		return NULL;
	j->result->line = j->facts->report->last_line;
	return hx_printf(j->arena, "the guest hung: a processor spins with interrupts off in %s",
			 j->facts->spins_in);
}

static const char *wall_limit(struct judge *j)
{
	if (j->facts->ending != HX_WALL_LIMIT)
		return NULL;
	j->result->line = j->facts->report->last_line;
	return hx_printf(j->arena, "the simulator did not end within %u s",
			 j->facts->wall_limit_s);
}

static const char *simulator_died(struct judge *j)
{
	if (j->facts->ending == HX_SIGNALLED)
		return hx_printf(j->arena, "the simulator was killed by signal %d (SIG%s)",
				 j->facts->exit_status, sigabbrev_np(j->facts->exit_status));
	if (j->facts->exit_status)
		return hx_printf(j->arena, "the simulator ended with status %d; see qemu.log",
				 j->facts->exit_status);
	return NULL;
}

static const char *no_end(struct judge *j)
{
	if (j->facts->report->is_cut)
		return "the report ends inside a line: is the disk full?";
	if (j->facts->report->end)
		return NULL;
	j->result->line = j->facts->report->last_line;
	if (!j->facts->report->has_hello)
		return "the guest never came to the agent; see console.log";
	return "the report has no end";
}

static const char *cut_trace(struct judge *j)
{
	return j->facts->is_trace_whole && j->facts->has_exit_event ?
		NULL : "the event trace is cut short: is the disk full?";
}

static const char *bad_report(struct judge *j)
{
	if (!j->facts->report->bad_line)
		return NULL;
	j->result->is_our_bug = true;
	return hx_printf(j->arena, "the report has a line that means nothing: %s",
			 j->facts->report->bad_line);
}

static const char *failed_check(struct judge *j)
{
	return j->facts->report->check;
}

static const char *unmet_demand(struct judge *j)
{
	if (j->facts->demand)
		j->result->line = j->facts->demand_line;
	return j->facts->demand;
}

static const char *guest_errors(struct judge *j)
{
	if (j->facts->guest_error)
		return hx_printf(j->arena, "guest error: %s", j->facts->guest_error);
	if (j->facts->num_guest_errors)
		return hx_printf(j->arena, "%u guest errors in the event trace",
				 j->facts->num_guest_errors);
	return NULL;
}

/* the agent's own word must be one of those that the lines above explain */
static const char *unexplained_end(struct judge *j)
{
	if (!strcmp(j->facts->report->end, "pass"))
		return NULL;
	j->result->is_our_bug = true;
	return hx_printf(j->arena, "the agent ends with \"%s\" and does not say why",
			 j->facts->report->end);
}

static const struct {
	enum hx_verdict verdict;
	rule_fn holds;
} rules[] = {
	{ HX_BROKEN, not_started },
	{ HX_BROKEN, interrupted },
	{ HX_BROKEN, other_protocol },
	{ HX_FAIL, spins },
	{ HX_FAIL, reported_fail },
	{ HX_FAIL, splat },
	{ HX_BROKEN, reported_broken },
	{ HX_BROKEN, rig_trouble },
	{ HX_BROKEN, hung },
	{ HX_BROKEN, wall_limit },
	{ HX_BROKEN, simulator_died },
	{ HX_BROKEN, bad_report },
	{ HX_BROKEN, no_end },
	{ HX_BROKEN, cut_trace },
	{ HX_FAIL, failed_check },
	{ HX_FAIL, guest_errors },
	{ HX_FAIL, unmet_demand },
	{ HX_BROKEN, unexplained_end },
};

/* a listed bug turns a failure into "known", and a pass into a failure */
static void consider_known(struct judge *j)
{
	struct hx_result *result = j->result;

	if (!j->facts->known)
		return;
	if (result->verdict == HX_FAIL) {
		result->verdict = HX_KNOWN;
		result->text = hx_printf(j->arena, "%s (%s)", j->facts->known, result->text);
	} else if (result->verdict == HX_PASS) {
		result->verdict = HX_FAIL;
		result->text = hx_printf(j->arena, "passed, though listed as known: %s",
					 j->facts->known);
	}
}

/* an entry of the baseline: failing is nothing new, passing is no failure */
static void consider_baseline(struct judge *j)
{
	struct hx_result *result = j->result;

	if (!j->facts->baseline || result->verdict != HX_FAIL)
		return;
	result->verdict = HX_KNOWN;
	result->text = hx_printf(j->arena, "%s (%s)", j->facts->baseline, result->text);
}

void hx_judge(struct hx_arena *arena, const struct hx_facts *facts, struct hx_result *result)
{
	struct judge j = { arena, facts, result };
	const char *text = NULL;

	result->verdict = HX_PASS;
	result->text = "";
	result->line = 0;
	result->is_our_bug = false;
	for (unsigned int i = 0; i < HX_ARRAY_SIZE(rules) && !text; i++) {
		text = rules[i].holds(&j);
		if (text) {
			result->verdict = rules[i].verdict;
			result->text = text;
		}
	}
	result->raw = result->verdict;
	result->is_done = true;
	consider_known(&j);
	consider_baseline(&j);
}

void hx_totals_add(struct hx_totals *totals, const struct hx_result *result)
{
	totals->num[result->verdict]++;
	totals->has_our_bug |= result->is_our_bug;
}

int hx_exit_status(const struct hx_totals *totals)
{
	const unsigned int *num = totals->num;

	if (totals->has_our_bug)
		return HX_STATUS_OUR_BUG;
	if (num[HX_FAIL])
		return HX_STATUS_FAILED;
	if (num[HX_BROKEN])
		return HX_STATUS_RIG;
	return num[HX_SKIP] && !num[HX_PASS] && !num[HX_KNOWN] ? HX_STATUS_SKIPPED
							       : HX_STATUS_GOOD;
}

void hx_totals_text(const struct hx_totals *totals, struct hx_text *out)
{
	const unsigned int *num = totals->num;

	hx_text_add(out, "%u passed, %u failed, %u skipped", num[HX_PASS], num[HX_FAIL],
		    num[HX_SKIP]);
	if (num[HX_KNOWN])
		hx_text_add(out, ", %u known", num[HX_KNOWN]);
	if (num[HX_BROKEN])
		hx_text_add(out, ", %u broken", num[HX_BROKEN]);
}
