/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * shrink.c - findings in as few steps as they take, and as scenarios
 *
 * A candidate is what is left of a sequence when a piece is taken out; one that
 * the model does not lead through is no candidate.  All candidates of a round
 * are run, each with a boot of its own, and the first that fails with the same
 * key is the next sequence (delta debugging; Zeller, Hildebrandt 2002).
 * Interface: explore.h.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "explore.h"

#define MAX_CANDIDATES	(HX_MAX_SEQUENCE + 1)

struct trial {
	struct hx_explore *explore;
	const struct hx_finding *finding;
	const struct hx_sequence *candidate;
	unsigned int num, next;
	struct hx_job *job[MAX_CANDIDATES];
	bool shows[MAX_CANDIDATES];
	unsigned int first;		/* lowest that shows it */
	struct hx_error *err;
	int ret;
};

static struct hx_point *next_candidate(void *context)
{
	struct trial *trial = context;
	struct hx_explore *e = trial->explore;
	struct hx_job *job;

	/* what comes behind one that shows it is not wanted any more */
	if (trial->ret || trial->next >= trial->num || trial->next > trial->first)
		return NULL;
	job = calloc(1, sizeof(*job));
	if (!job)
		abort();
	trial->job[trial->next] = job;
	job->seed = trial->finding->seed;
	hx_batch_open(&job->arena, &e->graph, e->opt->races, &job->batch);
	hx_batch_add(&job->batch, &trial->candidate[trial->next], NULL);
	trial->ret = hx_job_compile(e, job, hx_printf(&job->arena, "candidate-%u", trial->next),
				    trial->err);
	trial->next++;
	return trial->ret ? NULL : &job->point;
}

static void candidate_done(void *context, const struct hx_point *point)
{
	struct trial *trial = context;
	struct hx_batch_place place;
	struct hx_finding finding;
	unsigned int i = 0;

	while (&trial->job[i]->point != point)
		i++;
	if (point->result.verdict == HX_FAIL || (point->result.verdict == HX_BROKEN &&
						 point->result.line))
		trial->shows[i] = hx_job_blame(trial->explore, trial->job[i], &place, &finding) &&
				  !strcmp(finding.key, trial->finding->key);
	if (trial->shows[i] && i < trial->first)
		trial->first = i;
	if (point->result.dir)
		hx_remove_tree(point->result.dir, &(struct hx_error){ 0 });
}

/* the first candidate that shows the finding, @num: none does */
static int try_all(struct hx_explore *e, const struct hx_finding *finding,
		   const struct hx_sequence *candidate, unsigned int num, unsigned int *first,
		   int *signal_number, struct hx_error *err)
{
	struct trial trial = { .explore = e, .finding = finding, .candidate = candidate,
			       .num = num, .first = num, .err = err };
	const struct hx_sink sink = { .context = &trial, .next = next_candidate,
				      .done = candidate_done };
	struct hx_options opt = *e->opt;
	int ret;

	opt.ends_at_failure = false;
	ret = hx_run_points(&opt, e->plan, &sink, signal_number, err);

	for (unsigned int i = 0; i < trial.next; i++) {
		hx_batch_close(&trial.job[i]->batch);
		hx_arena_free(&trial.job[i]->arena);
		free(trial.job[i]);
	}
	*first = trial.first;
	return ret ? ret : trial.ret;
}

/* does the model lead through all of it, and home? */
static bool complete(struct hx_explore *e, const struct hx_finding *finding,
		     struct hx_sequence *seq)
{
	if (hx_search_node(&e->graph, seq, seq->num) == HX_NO_NODE)
		return false;
	/* a step that fails is the last; else the stack is taken down, and must be allowed to */
	return finding->edge != HX_NO_EDGE || hx_search_home(&e->search, seq);
}

/* everything that @seq is without @chunk steps in a row; the last step of a transition stays */
static unsigned int make_candidates(struct hx_explore *e, const struct hx_finding *finding,
				    unsigned int chunk, struct hx_sequence *out)
{
	const struct hx_sequence *seq = &finding->seq;
	unsigned int end = seq->num - (finding->edge != HX_NO_EDGE), num = 0;

	for (unsigned int at = 0; at + chunk <= end && num < MAX_CANDIDATES; at++) {
		struct hx_sequence *candidate = &out[num];

		/* a race stays whole */
		if (seq->race && at <= seq->race && at + chunk >= seq->race)
			continue;
		*candidate = *seq;
		if (at + chunk < seq->race)
			candidate->race -= chunk;
		memmove(&candidate->op[at], &candidate->op[at + chunk],
			(seq->num - at - chunk) * sizeof(seq->op[0]));
		candidate->num -= chunk;
		num += candidate->num && complete(e, finding, candidate) &&
		       candidate->num < seq->num;
	}
	return num;
}

/* the shortest way to the transition, by the model */
static int begin_short(struct hx_explore *e, struct hx_finding *finding, int *signal_number,
		       struct hx_error *err)
{
	struct hx_sequence candidate[2];
	unsigned int first, num = 0;
	int ret;

	if (finding->edge != HX_NO_EDGE &&
	    hx_search_reach(&e->search, finding->edge, &candidate[num]))
		num++;
	candidate[num++] = finding->seq;
	ret = try_all(e, finding, candidate, num, &first, signal_number, err);
	finding->is_shaky = first == num;
	if (first < num)
		finding->seq = candidate[first];
	return ret;
}

static int shrink(struct hx_explore *e, struct hx_finding *finding, int *signal_number,
		  struct hx_error *err)
{
	struct hx_sequence *candidate = calloc(MAX_CANDIDATES, sizeof(*candidate));
	int ret = begin_short(e, finding, signal_number, err);
	unsigned int chunk = finding->seq.num / 2, num, first;

	if (!candidate)
		abort();
	while (!ret && !*signal_number && chunk && !finding->is_shaky) {
		num = make_candidates(e, finding, chunk, candidate);
		ret = try_all(e, finding, candidate, num, &first, signal_number, err);
		if (first < num)
			finding->seq = candidate[first];
		else
			chunk /= 2;
		if (chunk > finding->seq.num)
			chunk = finding->seq.num;
	}
	finding->is_minimal = !ret && !*signal_number && !finding->is_shaky;
	free(candidate);
	return ret;
}

int hx_explore_shrink(struct hx_explore *explore, int *signal_number, struct hx_error *err)
{
	int ret = 0;

	for (unsigned int i = 0; i < explore->num_findings && !ret && !*signal_number; i++)
		if (!explore->finding[i].is_minimal && !explore->finding[i].is_shaky)
			ret = shrink(explore, &explore->finding[i], signal_number, err);
	return ret;
}

/* letters that are good in a file name, at most @max of them */
static const char *file_name(struct hx_arena *arena, const char *text, size_t max)
{
	char *name = hx_strndup(arena, text, max);

	for (char *c = name; *c; c++)
		if (!isalnum((unsigned char)*c))
			*c = '-';
	return name;
}

int hx_explore_write(struct hx_explore *explore, const char *dir, struct hx_error *err)
{
	int ret = explore->num_findings ? hx_make_dirs(dir, err) : 0;

	for (unsigned int i = 0; i < explore->num_findings && !ret; i++) {
		struct hx_finding *finding = &explore->finding[i];
		struct hx_text text = { 0 };

		finding->file = hx_printf(explore->arena, "%s/%03u-%s", dir, i,
					  file_name(explore->arena, finding->key, 30));
		/* what does not show alone is kept as it was, with all that ran before it */
		if (finding->is_shaky && finding->batch)
			hx_text_add(&text, "%s", finding->batch);
		else
			hx_batch_scenario(explore->arena, &explore->graph, &finding->seq,
					  finding->text, finding->key, &text);
		ret = hx_write_file(finding->file, text.s, text.len, 0666, err);
		hx_text_free(&text);
	}
	return ret;
}
