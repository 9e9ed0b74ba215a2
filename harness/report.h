/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * report.h - read what the guest reported; the lines are in program.h
 *
 * The text is untrusted: it comes from the guest.  A line that is none of those
 * in program.h, or names an op that the program does not have, is remembered
 * as the first bad line and the reading goes on.
 */
#ifndef HX_REPORT_H
#define HX_REPORT_H

#include "base.h"
#include "program.h"

/* a line that begins with fail or broken */
struct hx_trouble {
	bool is_set;
	uint32_t op;
	uint32_t line;
	uint64_t time_ns;
	const char *text;
};

struct hx_metric {
	const char *name;
	uint64_t value;
	const char *unit;
};

struct hx_report {
	bool has_hello;
	uint32_t version;
	const char *release;
	struct hx_trouble fail;		/* the first of its kind */
	struct hx_trouble broken;
	const char *check;		/* first check that failed: "name: text" */
	const char *end;		/* "pass", "fail", "broken"; NULL: no last line */
	const char *bad_line;		/* first line that is not understood */
	bool is_cut;			/* the last line has no end */
	uint32_t last_op;		/* of the last begin line */
	uint32_t last_line;
	bool has_begun;
	uint64_t last_ns;
	struct hx_list kmsg;		/* texts of the kernel log, unescaped */
	struct hx_metric *metric;
	unsigned int num_metrics;
};

/* @num_ops: of the program that was run */
void hx_report_read(struct hx_arena *arena, const char *text, uint32_t num_ops,
		    struct hx_report *report);

#endif
