/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * plan.h - which runs there are: profiles x scenario files x variants x seeds (x proofs)
 *
 * A point is one run to be.  Points of one scenario file and one caught-by word
 * form a group; outside `prove` the group has no meaning.
 */
#ifndef HX_PLAN_H
#define HX_PLAN_H

#include "options.h"
#include "verdict.h"

struct hx_point {
	struct hx_scenario *sc;
	struct hx_compiled *compiled;	/* shared by the seeds of a variant */
	const struct hx_profile *profile;
	const char *name;		/* profile, sc->name, and the seed where there are several */
	uint64_t seed;
	const char *unmet;		/* needs that are not met, NULL: none */
	const char *known;		/* the listed bug that this kernel has, NULL: none */
	const char *baseline;		/* "FILE:LINE" where it is listed to fail, NULL: nowhere */
	const char *again;		/* the command that runs just this */
	const char *label;		/* a file name of its own, for the run directory */
	unsigned int group;
	bool leaves_leaks;		/* another point of the scenario looks for them */
	bool is_dropped;		/* nobody needs to know any more */
	struct hx_arena *arena;		/* of what the run leaves; NULL: the plan's */
	struct hx_result result;
};

/* a proof: what a scenario says must make it fail */
struct hx_group {
	const char *name;
	const char *caught_by;		/* NULL: the scenario names nothing */
	const char *lacks;		/* why this build cannot do it; NULL: it can */
	bool is_shown;			/* one of its points failed */
};

struct hx_plan {
	struct hx_arena arena;
	struct hx_env env;		/* of the first profile */
	struct hx_kernel kernel;
	struct hx_point *point;
	unsigned int num_points;
	struct hx_group *group;
	unsigned int num_groups;
	struct hx_list files;		/* names of the files read */
	struct hx_list baseline;	/* names of known failures */
	uint64_t wall_ms;		/* what running the points took */
	struct hx_list errors;		/* "path:line: ..."; item.line: number of the file, from 1 */
};

enum hx_plan_flags {
	HX_PLAN_PROVE = 1,		/* points for every caught-by word */
	HX_PLAN_NO_KERNEL = 2,		/* go on without a kernel where there is none */
	HX_PLAN_ONE_SEED = 4,		/* one point for all seeds */
};

/**
 * hx_plan_open() - a plan without points: environment and kernel
 *
 * The profile is the first of the options.
 *
 * Returns: 0; HX_EKERNEL.  Release with hx_plan_free() in any case.
 */
int hx_plan_open(const struct hx_options *opt, unsigned int flags, struct hx_plan *plan,
		 struct hx_error *err);

/**
 * hx_plan_make() - the points of @opt->paths, in the order of the paths, for each profile
 * @plan: out; release with hx_plan_free() in any case
 *
 * An error in a scenario does not end it: it is added to @plan->errors and the
 * next file is read.
 *
 * Returns: 0; HX_EKERNEL; HX_EUSAGE when a path leads to no scenario; HX_EIO.
 */
int hx_plan_make(struct hx_options *opt, unsigned int flags, struct hx_plan *plan,
		 struct hx_error *err);
void hx_plan_free(struct hx_plan *plan);

#endif
