/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * verdict.h - the five verdicts, and how a run comes to one
 *
 * hx_judge() sees facts only: what the guest reported, what the kernel said,
 * what the machine logged, how QEMU ended.  It knows no files.
 */
#ifndef HX_VERDICT_H
#define HX_VERDICT_H

#include "base.h"
#include "files.h"
#include "report.h"

enum hx_verdict {
	HX_PASS,
	HX_FAIL,	/* the subject was wrong */
	HX_BROKEN,	/* the rig was wrong */
	HX_SKIP,	/* a named need is not met */
	HX_KNOWN,	/* failed as a listed bug makes it fail */
	HX_VERDICTS,
};
extern const char *const hx_verdict_names[];	/* "pass" ..., ended by NULL */

/* how QEMU came to its end */
enum hx_ending {
	HX_EXITED,		/* by itself; status in hx_facts.exit_status */
	HX_SIGNALLED,		/* by somebody else's signal; its number in exit_status */
	HX_WALL_LIMIT,		/* we killed it: host time was up */
	HX_INTERRUPTED,		/* we killed it: the user ended the program */
	HX_NOT_STARTED,		/* in hx_facts.rig_text why */
};

struct hx_facts {
	enum hx_ending ending;
	int exit_status;
	unsigned int wall_limit_s;
	const char *rig_text;		/* what the rig could not do, NULL: nothing */
	const struct hx_report *report;
	const char *splat;		/* first kernel splat's line, NULL: none */
	const char *demand;		/* first demand of the scenario not met, NULL: none */
	unsigned int demand_line;
	const char *guest_error;	/* first line the simulator logged, NULL: none */
	uint32_t num_guest_errors;	/* events in the trace */
	bool has_limit_event;		/* the machine ended a hung guest */
	const char *spins_in;		/* where a processor spun with interrupts off, NULL: none */
	bool has_exit_event;		/* the agent ended the run */
	bool is_trace_whole;		/* the trace file ends with a whole record */
	const char *known;		/* the listed bug, NULL: none */
	const char *baseline;		/* where it is listed to fail, NULL: nowhere */
};

struct hx_result {
	enum hx_verdict verdict;
	enum hx_verdict raw;		/* before a listed bug was considered */
	const char *text;		/* one line, "" when it passed */
	unsigned int line;		/* of the scenario; 0: none in particular */
	bool is_our_bug;		/* guest and host do not agree on the protocol */
	bool is_done;
	bool is_restored;		/* from a saved state; filled by the runner, too */
	/* filled by the runner */
	const char *step;		/* title of the last step begun, NULL: none */
	const char *dir;		/* run directory, NULL: removed */
	const struct hx_metric *metric;
	unsigned int num_metrics;
	uint64_t virtual_ns;		/* of the last report line */
	uint64_t wall_ms;
	char hash[HX_HASH_TEXT];	/* "" when there is no trace */
};

/* verdict, raw, text, line and is_our_bug of @result; text in @arena */
void hx_judge(struct hx_arena *arena, const struct hx_facts *facts, struct hx_result *result);

struct hx_totals {
	unsigned int num[HX_VERDICTS];
	bool has_our_bug;
};
void hx_totals_add(struct hx_totals *totals, const struct hx_result *result);
/* 0, 1, 2, 77 or 99 as docs/running.md says */
int hx_exit_status(const struct hx_totals *totals);
/* "N passed, N failed, N skipped" and what else there is */
void hx_totals_text(const struct hx_totals *totals, struct hx_text *out);

#endif
