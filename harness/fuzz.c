/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz.c - one job of a fuzzer; see fuzz.h
 */
#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

#include "files.h"
#include "fuzz.h"
#include "fuzz_store.h"

#define CASE_MS		200u	/* processor time for a case; most take less than one */
#define NEW_ONE_IN	24u	/* so often a case is made from nothing */
#define MINIMIZE_RUNS	400u

uint64_t hx_fuzz_seed(uint64_t seed, unsigned int jobs, unsigned int shards, unsigned int shard,
		      unsigned int job)
{
	return (seed * jobs + job) * shards + shard - 1;
}

static bool matches(const struct hx_list *known, const char *title)
{
	for (unsigned int i = 0; i < known->num; i++)
		if (!fnmatch(known->item[i].text, title, 0))
			return true;
	return false;
}

bool hx_fuzz_is_known(const struct hx_list *known, const char *title)
{
	char plain[HX_TITLE];
	char *flip;

	snprintf(plain, sizeof(plain), "%s", title);
	flip = strstr(plain, HX_WITH_FLIP);
	if (flip)
		*flip = '\0';
	return matches(known, title) || (flip && matches(known, plain));
}

static int run_case(struct hx_guest *guest, const struct hx_case *c, struct hx_finding *finding,
		    struct hx_error *err)
{
	int ret = hx_guest_start(guest, err);

	if (ret)
		return ret;
	hx_guest_fill(guest, c);
	hx_finding_judge(guest, hx_guest_run(guest, true, CASE_MS), finding);
	return 0;
}

int hx_fuzz_try(struct hx_guest *guest, const struct hx_case *c, struct hx_finding *finding,
		struct hx_error *err)
{
	int ret = run_case(guest, c, finding, err);

	if (!ret && finding->is_fatal)
		hx_guest_stop(guest);
	return ret;
}

static void keep(struct hx_fuzz *fuzz, const struct hx_case *c)
{
	fuzz->corpus = hx_grow(&fuzz->arena, fuzz->corpus, fuzz->num_corpus, sizeof(*c));
	hx_case_copy(&fuzz->corpus[fuzz->num_corpus++], c);
	fuzz->stats->num_corpus = fuzz->num_corpus;
}

static int take_finding(struct hx_fuzz *fuzz, const struct hx_case *c,
			const struct hx_finding *finding, struct hx_error *err)
{
	const struct amp_fuzz *s = fuzz->guest.shared;
	bool is_known = hx_fuzz_is_known(fuzz->setup->known, finding->title);
	struct hx_finding again;
	struct hx_case small = { 0 };
	struct hx_text log = { 0 };
	int ret;

	if (hx_list_has(&fuzz->titles, finding->title))
		return 0;
	hx_list_add(&fuzz->arena, &fuzz->titles, finding->title, 0);
	if (is_known) {
		fuzz->stats->num_known++;
		return 0;
	}
	if (!fuzz->stats->first_finding)
		fuzz->stats->first_finding = fuzz->stats->executions;
	fuzz->stats->num_findings++;
	hx_case_copy(&small, c);
	ret = hx_fuzz_minimize(&fuzz->guest, &small, finding->title, MINIMIZE_RUNS,
			       fuzz->setup->is_over, err);
	/* the log of the small one, with the stacks that cost too much time for all */
	fuzz->guest.with_stacks = true;
	if (!ret)
		ret = hx_fuzz_try(&fuzz->guest, &small, &again, err);
	fuzz->guest.with_stacks = false;
	hx_text_add_bytes(&log, s->log, s->log_bytes < AMP_FUZZ_LOG_BYTES ? s->log_bytes : 0);
	if (!ret)
		ret = hx_store_finding(fuzz->setup->findings, s, &small, finding->title, &log, err);
	hx_case_free(&small);
	hx_text_free(&log);
	return ret;
}

/* one case: run, judge, keep what is new */
static int execute(struct hx_fuzz *fuzz, const struct hx_case *c, bool is_new, struct hx_error *err)
{
	struct hx_finding finding;
	unsigned int num_new;
	int ret = run_case(&fuzz->guest, c, &finding, err);

	if (ret)
		return ret;
	fuzz->stats->executions++;
	num_new = hx_cover_add(&fuzz->cover, fuzz->guest.shared);
	fuzz->stats->num_edges = fuzz->cover.num_edges;
	fuzz->stats->num_reached = fuzz->cover.num_reached;
	if (finding.is_fatal)
		hx_guest_stop(&fuzz->guest);
	if (*finding.title) {
		ret = take_finding(fuzz, c, &finding, err);
	} else if (num_new) {
		keep(fuzz, c);
		if (is_new)
			ret = hx_store_case(fuzz->setup->corpus, c, err);
	}
	fuzz->stats->num_starts = fuzz->guest.num_starts;
	return ret;
}

static bool is_over(const struct hx_fuzz *fuzz)
{
	const struct hx_fuzz_setup *s = fuzz->setup;

	return *s->is_over || (s->end_ms && hx_now_ms() >= s->end_ms) ||
	       (s->max_executions && fuzz->stats->executions >= s->max_executions) ||
	       (s->ends_at_finding && fuzz->stats->num_findings);
}

/* every case of a directory; what is no case any more is left alone */
static int read_corpus(struct hx_fuzz *fuzz, const char *dir, struct hx_error *err)
{
	struct hx_arena arena = { 0 };
	struct hx_list files = { 0 };
	int ret = 0;

	if (dir && hx_is_dir(dir))
		ret = hx_list_files(&arena, dir, &files, err);
	for (unsigned int i = 0; i < files.num && !ret && !is_over(fuzz); i++) {
		struct hx_text text = { 0 };
		struct hx_case c = { 0 };
		struct hx_error ignored;

		if (!hx_read_file(files.item[i].text, &text, &ignored) &&
		    !hx_case_parse(files.item[i].text, text.s ? text.s : "", &c, &ignored))
			ret = execute(fuzz, &c, false, err);
		hx_case_free(&c);
		hx_text_free(&text);
	}
	hx_arena_free(&arena);
	return ret;
}

/* the newer half of the corpus is taken as often as all of it */
static const struct hx_case *pick(struct hx_fuzz *fuzz)
{
	unsigned int num = fuzz->num_corpus, half = num / 2;

	if (hx_gen_below(&fuzz->gen, 2))
		return &fuzz->corpus[hx_gen_below(&fuzz->gen, num)];
	return &fuzz->corpus[half + hx_gen_below(&fuzz->gen, num - half)];
}

static int one_case(struct hx_fuzz *fuzz, struct hx_error *err)
{
	struct hx_case c = { 0 };
	int ret;

	if (!fuzz->num_corpus || !hx_gen_below(&fuzz->gen, NEW_ONE_IN)) {
		hx_gen_make(&fuzz->gen, &c);
	} else {
		hx_case_copy(&c, pick(fuzz));
		hx_gen_change(&fuzz->gen, &c, pick(fuzz));
	}
	ret = execute(fuzz, &c, true, err);
	hx_case_free(&c);
	return ret;
}

int hx_fuzz_run(struct hx_fuzz *fuzz, const struct hx_fuzz_setup *setup,
		struct hx_fuzz_stats *stats, struct hx_error *err)
{
	int ret;

	*fuzz = (struct hx_fuzz){ .setup = setup, .stats = stats };
	fuzz->guest.memory = fuzz->guest.go = fuzz->guest.done = -1;
	hx_gen_seed(&fuzz->gen, setup->seed);
	ret = hx_cover_open(&fuzz->cover, setup->engine.kernel, err);
	stats->num_blocks = fuzz->cover.num_blocks;
	if (!ret)
		ret = hx_guest_open(&fuzz->guest, &setup->engine, err);
	if (!ret)
		ret = read_corpus(fuzz, setup->seeds, err);
	if (!ret)
		ret = read_corpus(fuzz, setup->corpus, err);
	while (!ret && !is_over(fuzz))
		ret = one_case(fuzz, err);
	return ret;
}

void hx_fuzz_close(struct hx_fuzz *fuzz)
{
	for (unsigned int i = 0; i < fuzz->num_corpus; i++)
		hx_case_free(&fuzz->corpus[i]);
	hx_guest_close(&fuzz->guest);
	hx_cover_close(&fuzz->cover);
	hx_arena_free(&fuzz->arena);
}
