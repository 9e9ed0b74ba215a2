/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz.h - one job of a fuzzer: a guest, a corpus, a generator
 *
 * A corpus is a directory of cases as text, each named by the hash of its text:
 * several jobs and machines may fill the same one, and copying such directories
 * into each other joins them.  A finding is a directory below `findings`:
 * case.table (as small as it gets), log, title.  Both are written as they come.
 */
#ifndef HX_FUZZ_H
#define HX_FUZZ_H

#include "fuzz_cover.h"
#include "fuzz_finding.h"
#include "fuzz_gen.h"
#include "fuzz_guest.h"

/* shared by the jobs and who shows them; each job writes its own */
struct hx_fuzz_stats {
	volatile uint64_t executions, num_starts;
	volatile uint32_t num_edges, num_blocks, num_reached, num_corpus;
	volatile uint32_t num_findings, num_known;
	volatile uint64_t first_finding;	/* execution that it came with, 0: none */
};

struct hx_fuzz_setup {
	struct hx_engine engine;
	const char *corpus;		/* directory that grows */
	const char *seeds;		/* directory that is read only, NULL: none */
	const char *findings;
	const struct hx_list *known;	/* patterns (fnmatch) of titles that are no news */
	uint64_t seed;
	uint64_t end_ms;		/* by hx_now_ms(), 0: none */
	uint64_t max_executions;	/* 0: no limit */
	bool ends_at_finding;		/* at the first that is not known */
	const volatile bool *is_over;	/* set by a signal */
};

struct hx_fuzz {
	const struct hx_fuzz_setup *setup;
	struct hx_fuzz_stats *stats;
	struct hx_guest guest;
	struct hx_cover cover;
	struct hx_gen gen;
	struct hx_case *corpus;
	unsigned int num_corpus;
	struct hx_arena arena;
	struct hx_list titles;		/* of findings that were met, known or not */
};

/* until the setup says stop; 0, HX_ERIG, HX_EIO.  hx_fuzz_close() in any case */
int hx_fuzz_run(struct hx_fuzz *fuzz, const struct hx_fuzz_setup *setup,
		struct hx_fuzz_stats *stats, struct hx_error *err);
void hx_fuzz_close(struct hx_fuzz *fuzz);

/* of job 0.. of shard 1..@shards: another one than that of any job of any other shard */
uint64_t hx_fuzz_seed(uint64_t seed, unsigned int jobs, unsigned int shards, unsigned int shard,
		      unsigned int job);
/* a title with HX_WITH_FLIP is known without it, too; a pattern with it is for such titles alone */
bool hx_fuzz_is_known(const struct hx_list *known, const char *title);

/* fill in, run, judge; a guest that is not to be trusted any more is stopped */
int hx_fuzz_try(struct hx_guest *guest, const struct hx_case *c, struct hx_finding *finding,
		struct hx_error *err);

/*
 * fuzz_minimize.c: make @c as small as it gets while it has the title that it has.
 * @max_runs bounds the attempts, @is_over ends them.  0 or HX_ERIG.
 */
int hx_fuzz_minimize(struct hx_guest *guest, struct hx_case *c, const char *title,
		     unsigned int max_runs, const volatile bool *is_over, struct hx_error *err);

#endif
