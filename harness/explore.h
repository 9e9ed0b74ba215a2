/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * explore.h - sequences without end against a kernel, with a model as the judge
 *
 * What is found is a finding: the kernel did in a step what the model does not
 * say, or something stayed behind after a sequence.  Findings of one key are
 * one; the transition where it happens is avoided from then on, so that one bug
 * does not hide the others.
 *
 * Everything lives in the arena of the exploration but batches, each of which
 * has its own.  One thread.
 */
#ifndef HX_EXPLORE_H
#define HX_EXPLORE_H

#include "batch.h"
#include "run.h"
#include "spare.h"

#define HX_NO_EDGE	0xffffffffu

struct hx_finding {
	const char *key;		/* findings with the same are one */
	const char *text;		/* what the run said */
	const char *stack;		/* functions of the kernel's splat, "" */
	struct hx_sequence seq;		/* the shortest so far that shows it */
	unsigned int edge;		/* where it happens, HX_NO_EDGE: after the sequence */
	unsigned int count;
	uint64_t seed;			/* of the run */
	uint64_t at_ms;			/* since the exploration began */
	bool is_minimal;
	bool is_shaky;			/* did not show again when run alone */
	const char *batch;		/* the text of the run that showed it */
	const char *file;		/* the scenario, NULL: not written */
};

/* sequences that wait for a batch of their own */
struct hx_pending {
	struct hx_sequence *seq;
	unsigned int num;
	struct hx_pending *next;
};

struct hx_explore {
	struct hx_arena *arena;
	const struct hx_options *opt;
	struct hx_plan *plan;
	struct hx_model model;
	struct hx_graph graph;
	struct hx_search search;
	struct hx_spare spare;
	uint8_t *is_spare;		/* transitions that others stand for; taken last */
	bool takes_spare;		/* the others were planned, all of them */
	unsigned int num_combinations;	/* of the model */
	uint8_t *covered;		/* transitions that the kernel took as the model says */
	uint8_t *raced;			/* pairs of operations of which it took both at once so */
	unsigned int num_pairs;		/* that the model has; 0: not counted */
	bool *promised;			/* by node */
	struct hx_finding *finding;
	unsigned int num_findings;
	struct hx_pending *pending;
	uint64_t begin_ms, spent_ms;	/* spent: in earlier runs of this exploration */
	uint64_t num_sequences, num_steps, num_boots;
	unsigned int num_covered;
	uint64_t next_seed;
	uint64_t next_index;		/* of all sequences of a length; counts up */
	bool is_exhausted;		/* there is nothing left to try */
	const char *rig;		/* why it cannot go on, NULL: it can */
	/* who looks; may be NULL */
	void (*found)(const struct hx_explore *explore, const struct hx_finding *finding);
	void (*progress)(const struct hx_explore *explore);
};

/**
 * hx_explore_open() - model, graph and search for the kernel of @plan
 * @explore: out; @arena, @opt and @plan are borrowed
 *
 * Returns: 0; HX_EUSAGE when an operation of --ops is none; HX_ESCENARIO.
 */
int hx_explore_open(struct hx_arena *arena, const struct hx_options *opt, struct hx_plan *plan,
		    struct hx_explore *explore, struct hx_error *err);

/* until the time is over, a signal comes or nothing is left; 0 or HX_ERIG */
int hx_explore_run(struct hx_explore *explore, int *signal_number, struct hx_error *err);

/* make the sequences of the findings as short as they can be; 0 or HX_ERIG */
int hx_explore_shrink(struct hx_explore *explore, int *signal_number, struct hx_error *err);

/* a scenario file for every finding below @dir; 0 or HX_EIO */
int hx_explore_write(struct hx_explore *explore, const char *dir, struct hx_error *err);

/* milliseconds of this run and those before it */
uint64_t hx_explore_ms(const struct hx_explore *explore);

/* choice.c: what is aimed at, once before the search */
void hx_choice_plan(struct hx_explore *explore);
/* false: there is nothing left to try */
bool hx_choice_next(struct hx_explore *explore, struct hx_sequence *seq);
/* does it take a transition that is avoided by now? */
bool hx_choice_avoids(const struct hx_explore *explore, const struct hx_sequence *seq);
/* a sequence that is not tried after all: what it was to cover is open again */
void hx_choice_give_back(struct hx_explore *explore, const struct hx_sequence *seq);

/* blame.c: the functions of "func from func2+0x1/0x2" lines of a console, the first @max */
const char *hx_kernel_stack(struct hx_arena *arena, const char *console, unsigned int max);

/* one batch as a run: compiled, with a name; for explore.c, blame.c and shrink.c */
struct hx_job {
	struct hx_arena arena;
	struct hx_batch batch;
	struct hx_point point;
	uint64_t seed;
	bool is_used;
};
int hx_job_compile(struct hx_explore *explore, struct hx_job *job, const char *label,
		   struct hx_error *err);
/* what a failed run says: where, and a finding in the arena of the exploration */
bool hx_job_blame(struct hx_explore *explore, struct hx_job *job, struct hx_batch_place *place,
		  struct hx_finding *finding);

#endif
