/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * run.h - run the points of a plan, several at a time
 *
 * One loop waits for children, deadlines and signals; nothing is polled.  When
 * the user ends the program (SIGINT, SIGTERM, SIGHUP) every child is killed and
 * what has no result yet stays without one.
 */
#ifndef HX_RUN_H
#define HX_RUN_H

#include "plan.h"

/* who is told; all are called from within hx_run_points() */
struct hx_sink {
	void *context;
	/*
	 * The next point, owned by the sink until it is done; NULL: none now, ask
	 * again when one is done.  Without it: those of the plan.
	 */
	struct hx_point *(*next)(void *context);
	/* false: the point need not be run any more; NULL: all are wanted */
	bool (*wants)(void *context, const struct hx_point *point);
	/* the point has its result, or was dropped */
	void (*done)(void *context, const struct hx_point *point);
	/* a few times a second while something runs; NULL: nobody looks */
	void (*progress)(void *context, const struct hx_point *const *running,
			 unsigned int num_running);
};

/*
 * What every run needs is there: better one error than one for each run.  0, or
 * HX_ERIG with what is missing and how to make it.
 */
int hx_run_check(const struct hx_options *opt, struct hx_error *err);

/**
 * hx_run_points() - run all points of @plan
 * @signal_number: out: the signal that ended it early, 0: none did
 *
 * Returns: 0; HX_ERIG when nothing could be run.
 */
int hx_run_points(const struct hx_options *opt, struct hx_plan *plan,
		  const struct hx_sink *sink, int *signal_number, struct hx_error *err);

/*
 * One simulator in @dir to its end: for replays.  Fills ending and exit_status
 * of @facts; 0 or HX_ERIG.
 */
int hx_run_one(const struct hx_options *opt, const char *const *command, const char *dir,
	       struct hx_facts *facts, int *signal_number, struct hx_error *err);

#endif
