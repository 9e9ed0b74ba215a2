/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * results.h - results as files: verdict.json, results.json, junit.xml
 *
 * The form of the files is in docs/running.md.  Every function returns 0 or
 * HX_EIO.
 */
#ifndef HX_RESULTS_H
#define HX_RESULTS_H

#include "plan.h"

/* one run, in its directory */
int hx_verdict_write(const struct hx_options *opt, const struct hx_plan *plan,
		     const struct hx_point *point, const char *const *command,
		     const char *dir, struct hx_error *err);

/* all points that have a result */
int hx_results_write(const struct hx_options *opt, const struct hx_plan *plan, int status,
		     const char *path, struct hx_error *err);
int hx_junit_write(const struct hx_plan *plan, const char *path, struct hx_error *err);

/* both, where the options say; the report directory is made */
int hx_report_write(const struct hx_options *opt, const struct hx_plan *plan, int status,
		    struct hx_error *err);

/* what a replay needs of a verdict.json */
struct hx_recorded {
	const char **command;
	const char *hash;
	const char *kernel;		/* the image */
	const char *kernel_hash;
	const char *mode;
};
int hx_verdict_read(struct hx_arena *arena, const char *dir, struct hx_recorded *recorded,
		    struct hx_error *err);

#endif
