/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * explore.c - batches of sequences, one after the other; see explore.h
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "explore.h"
#include "qemu.h"

#define BATCH_LINES	6400u	/* of one boot; some seconds */
#define BATCH_BYTES	(HX_MAX_STRINGS - 32768u)

uint64_t hx_explore_ms(const struct hx_explore *explore)
{
	return explore->spent_ms + (explore->begin_ms ? hx_now_ms() - explore->begin_ms : 0);
}

static int choose_ops(struct hx_explore *e, bool *allowed, struct hx_error *err)
{
	const struct hx_model_op *op = e->model.tables->op;
	const struct hx_list *only = &e->opt->ops;

	for (unsigned int i = 0; i < only->num; i++)
		if (hx_model_find_op(&e->model, only->item[i].text) < 0)
			return hx_error(err, HX_EUSAGE, "--ops: the model has no operation \"%s\"",
					only->item[i].text);
	for (unsigned int i = 0; op[i].name; i++)
		allowed[i] = (!only->num || hx_list_has(only, op[i].name)) &&
			     (!op[i].needs || hx_kernel_module(e->plan->env.kernel, op[i].needs));
	return 0;
}

static int break_rule(struct hx_explore *e, struct hx_error *err)
{
	const char *text = e->opt->wrong_rule, *colon = text ? strrchr(text, ':') : NULL;
	uint64_t number = 0;
	int op = colon ? hx_model_find_op(&e->model, hx_strndup(e->arena, text,
								(size_t)(colon - text))) : -1;

	if (!text || (op >= 0 && hx_parse_u64(colon + 1, &number) && number && number < UINT_MAX &&
		      hx_model_break(&e->model, (unsigned int)op, (unsigned int)number)))
		return 0;
	return hx_error(err, HX_EUSAGE, "--wrong-rule: the model has no rule \"%s\"", text);
}

int hx_explore_open(struct hx_arena *arena, const struct hx_options *opt, struct hx_plan *plan,
		    struct hx_explore *explore, struct hx_error *err)
{
	const struct hx_model_tables *tables = opt->with_model ?
		hx_model_named(opt->with_model) : hx_models[0];
	unsigned int length = opt->length ? opt->length : 40;
	bool *allowed;
	int ret;

	*explore = (struct hx_explore){ .arena = arena, .opt = opt, .plan = plan };
	if (!tables)
		return hx_error(err, HX_EUSAGE, "--with-model: there is no model \"%s\"",
				opt->with_model);
	ret = hx_model_open(arena, tables, &explore->model, err);
	if (ret)
		return ret;
	allowed = hx_alloc(arena, explore->model.num_ops * sizeof(*allowed));
	ret = choose_ops(explore, allowed, err);
	if (!ret)
		ret = break_rule(explore, err);
	if (ret)
		return ret;
	hx_graph_make(arena, &explore->model, allowed, &explore->graph);
	hx_search_open(arena, &explore->graph, opt->seed * opt->num_shards + opt->shard, length,
		       &explore->search);
	explore->covered = hx_alloc(arena, (size_t)explore->graph.num_nodes *
				    explore->model.num_ops / 8 + 1);
	explore->is_spare = hx_alloc(arena, (size_t)explore->graph.num_nodes *
				     explore->model.num_ops / 8 + 1);
	explore->raced = hx_alloc(arena, explore->model.num_ops * explore->model.num_ops / 8 + 1);
	hx_spare_open(arena, &explore->graph, &explore->spare);
	explore->promised = hx_alloc(arena, explore->graph.num_nodes);
	explore->next_seed = opt->seed;
	return 0;
}

static bool is_over(const struct hx_explore *e)
{
	uint64_t limit = (uint64_t)e->opt->time_s * 1000;

	return e->rig || e->is_exhausted || (limit && hx_explore_ms(e) >= limit) ||
	       (e->opt->ends_at_failure && e->num_findings);
}

static void wait_for_batch(struct hx_explore *e, const struct hx_sequence *seq, unsigned int num)
{
	struct hx_pending *pending;

	if (!num)
		return;
	pending = hx_alloc(e->arena, sizeof(*pending));
	pending->seq = hx_alloc(e->arena, num * sizeof(*seq));
	for (unsigned int i = 0; i < num; i++)
		if (hx_choice_avoids(e, &seq[i]))
			hx_choice_give_back(e, &seq[i]);
		else
			pending->seq[pending->num++] = seq[i];
	pending->next = e->pending;
	e->pending = pending;
}

static void fill(struct hx_explore *e, struct hx_job *job)
{
	struct hx_pending *pending = e->pending;
	struct hx_sequence seq;

	if (pending) {
		e->pending = pending->next;
		for (unsigned int i = 0; i < pending->num; i++)
			hx_batch_add(&job->batch, &pending->seq[i], e->promised);
		return;
	}
	while (job->batch.num_lines < BATCH_LINES && job->batch.text.len < BATCH_BYTES &&
	       !e->is_exhausted) {
		e->is_exhausted = !hx_choice_next(e, &seq);
		if (!e->is_exhausted)
			hx_batch_add(&job->batch, &seq, e->promised);
		if (e->model.tables->is_once)
			return;
	}
}

int hx_job_compile(struct hx_explore *e, struct hx_job *job, const char *label,
		   struct hx_error *err)
{
	struct hx_compiled *compiled = hx_alloc(&job->arena, sizeof(*compiled));
	struct hx_scenarios all = { 0 };
	int ret;

	hx_batch_end(&job->batch);
	ret = hx_scenario_parse(&job->arena, label, label, job->batch.text.s,
				job->batch.text.len, &all, err);
	if (!ret)
		ret = hx_compile(&job->arena, all.v, &e->plan->env, &e->opt->change, compiled, err);
	if (ret)
		return ret;
	job->point = (struct hx_point){
		.sc = all.v, .compiled = compiled, .profile = e->plan->env.profile,
		.name = label, .seed = job->seed,
		.again = label, .label = label, .arena = &job->arena,
	};
	return 0;
}

static struct hx_job *job_of(const struct hx_point *point)
{
	return (struct hx_job *)((char *)point - offsetof(struct hx_job, point));
}

static void close_job(struct hx_job *job)
{
	hx_batch_close(&job->batch);
	hx_arena_free(&job->arena);
	free(job);
}

static struct hx_point *next_point(void *context)
{
	struct hx_explore *e = context;
	struct hx_error err = { 0 };
	struct hx_job *job;

	while (e->pending && !e->pending->num)
		e->pending = e->pending->next;
	if (is_over(e) && !(e->is_exhausted && e->pending && !e->rig))
		return NULL;
	job = calloc(1, sizeof(*job));
	if (!job)
		abort();
	job->seed = e->next_seed++;
	hx_batch_open(&job->arena, &e->graph, e->opt->races, &job->batch);
	fill(e, job);
	if (!job->batch.num) {
		close_job(job);
		return NULL;
	}
	if (hx_job_compile(e, job, hx_printf(&job->arena, "batch-%lu", (unsigned long)job->seed),
			   &err)) {
		e->rig = hx_strdup(e->arena, err.text);
		close_job(job);
		return NULL;
	}
	return &job->point;
}

static void cover(struct hx_explore *e, const struct hx_sequence *seq, unsigned int steps)
{
	unsigned int node = 0;

	for (unsigned int i = 0; i < steps; i++) {
		unsigned int edge = node * e->model.num_ops + seq->op[i];

		if (!hx_bit(e->covered, edge)) {
			hx_set_bit(e->covered, edge);
			e->num_covered++;
		}
		node = hx_graph_edge(&e->graph, node, seq->op[i])->next;
	}
	e->num_steps += steps;
	if (seq->race && steps > seq->race)
		hx_set_bit(e->raced, hx_search_pair(&e->search, seq->op[seq->race - 1],
						    seq->op[seq->race]));
}

static void add_finding(struct hx_explore *e, const struct hx_finding *finding)
{
	if (finding->edge != HX_NO_EDGE)
		hx_set_bit(e->search.avoided, finding->edge);
	for (unsigned int i = 0; i < e->num_findings; i++) {
		struct hx_finding *old = &e->finding[i];

		if (strcmp(old->key, finding->key))
			continue;
		old->count++;
		if (finding->seq.num < old->seq.num) {
			old->seq = finding->seq;
			old->edge = finding->edge;
		}
		return;
	}
	e->finding = hx_grow(e->arena, e->finding, e->num_findings, sizeof(*finding));
	e->finding[e->num_findings++] = *finding;
	if (e->found)
		e->found(e, &e->finding[e->num_findings - 1]);
}

/* no line is to blame: each half by itself */
static void halve(struct hx_explore *e, const struct hx_batch *batch)
{
	unsigned int half = batch->num / 2;

	wait_for_batch(e, batch->sequence, half);
	wait_for_batch(e, batch->sequence + half, batch->num - half);
}

static void take_failure(struct hx_explore *e, struct hx_job *job)
{
	const struct hx_batch *batch = &job->batch;
	struct hx_batch_place place;
	struct hx_finding finding;

	/* the host may have been slow: only one that hangs alone is blamed for it */
	if ((job->point.result.verdict == HX_BROKEN && batch->num > 1) ||
	    !hx_job_blame(e, job, &place, &finding)) {
		halve(e, batch);
		return;
	}
	for (unsigned int i = 0; i < place.sequence; i++)
		cover(e, &batch->sequence[i], batch->sequence[i].num);
	cover(e, &batch->sequence[place.sequence], place.step);
	e->num_sequences += place.sequence + 1;
	add_finding(e, &finding);
	wait_for_batch(e, batch->sequence + place.sequence + 1, batch->num - place.sequence - 1);
}

static void done(void *context, const struct hx_point *point)
{
	struct hx_explore *e = context;
	struct hx_job *job = job_of(point);
	const struct hx_result *r = &point->result;

	e->num_boots++;
	if (r->is_our_bug || (r->verdict == HX_BROKEN && !r->line)) {
		if (strcmp(r->text, "interrupted"))
			e->rig = hx_strdup(e->arena, r->text);
		for (unsigned int i = 0; i < job->batch.num; i++)
			hx_choice_give_back(e, &job->batch.sequence[i]);
	} else if (r->verdict != HX_PASS) {
		take_failure(e, job);
	} else {
		for (unsigned int i = 0; i < job->batch.num; i++)
			cover(e, &job->batch.sequence[i], job->batch.sequence[i].num);
		e->num_sequences += job->batch.num;
	}
	if (r->dir && !e->opt->keeps)
		hx_remove_tree(r->dir, &(struct hx_error){ 0 });
	close_job(job);
}

static void progress(void *context, const struct hx_point *const *running,
		     unsigned int num_running)
{
	struct hx_explore *e = context;

	(void)running;
	(void)num_running;
	if (e->progress)
		e->progress(e);
}

int hx_explore_run(struct hx_explore *explore, int *signal_number, struct hx_error *err)
{
	const struct hx_sink sink = {
		.context = explore, .next = next_point, .done = done, .progress = progress,
	};
	struct hx_options opt = *explore->opt;
	int ret;

	/* a failure does not end a search by itself: is_over() says when */
	opt.ends_at_failure = false;
	explore->begin_ms = hx_now_ms();
	hx_choice_plan(explore);
	ret = hx_run_points(&opt, explore->plan, &sink, signal_number, err);
	explore->spent_ms = hx_explore_ms(explore);
	explore->begin_ms = 0;
	if (!ret && explore->rig)
		ret = hx_error(err, HX_ERIG, "%s", explore->rig);
	return ret;
}
