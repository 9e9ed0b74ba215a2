/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * exec.c - runs a checked program: blocks, deadlines, report lines, races
 *
 * Every op ends in one ag_result; the first that is not AG_PASS ends its block
 * and all blocks around it (the other racers of a race run to their own end).
 * Interface: agent.h.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agent.h"
#include "kmsg.h"
#include "lab.h"
#include "report.h"
#include "util.h"

/* Virtual time.  An idle guest costs the host nothing, so polling often is cheap. */
#define POLL_FIRST_NS	(200 * AG_NS_PER_US)
#define POLL_LAST_NS	AG_NS_PER_MS
/* In a long wait a pause is this part of it so far, or the host polls for minutes, too */
#define POLL_PART	64

/* When the watchdog gives an op up: its own deadline, or this, and then some. */
#define OP_NS		(10 * AG_NS_PER_S)
#define MARGIN_NS	(5 * AG_NS_PER_S)

struct race {
	pthread_barrier_t start;
};

struct racer {
	struct ag_ctx ctx;
	struct race *race;
	uint32_t begin, end;
	enum ag_result result;
	pthread_t thread;
};

static enum ag_result run_range(struct ag_ctx *ctx, uint32_t begin, uint32_t end);

enum ag_result ag_why(struct ag_ctx *ctx, enum ag_result result, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(ctx->text, sizeof(ctx->text), fmt, args);
	va_end(args);
	return result;
}

enum ag_result ag_judge(struct ag_ctx *ctx, const struct hx_op *op, int error,
			const char *what, ...)
{
	char text[AG_TEXT / 2];
	va_list args;

	ctx->error = error;
	if (error == op->error || (!error && op->flags & HX_MAY_FAIL))
		return AG_PASS;
	va_start(args, what);
	vsnprintf(text, sizeof(text), what, args);
	va_end(args);
	return ag_why(ctx, AG_FAIL, "%s: %s, want %s", text, ag_errno_name(error),
		      ag_errno_name(op->error));
}

uint64_t ag_scaled(const struct ag_program *prog, uint64_t ns)
{
	return ns / 100 * prog->head->scale_percent;
}

enum ag_result ag_wait(struct ag_ctx *ctx, const struct hx_op *op, ag_run_fn run)
{
	uint64_t begin_ns = ag_lab_now_ns(), pause_ns = POLL_FIRST_NS;

	for (;;) {
		/* Taken before the look, so that the last look is not before the deadline. */
		uint64_t now_ns = ag_lab_now_ns();
		enum ag_result result = run(ctx, op);

		if (result != AG_FAIL || now_ns >= ctx->until_ns)
			return result;
		if (pause_ns > ctx->until_ns - now_ns)
			pause_ns = ctx->until_ns - now_ns;
		ag_pause(pause_ns);
		pause_ns = pause_ns < POLL_LAST_NS / 2 ? 2 * pause_ns : POLL_LAST_NS;
		if (pause_ns < (now_ns - begin_ns) / POLL_PART)
			pause_ns = (now_ns - begin_ns) / POLL_PART;
	}
}

static void say(const struct ag_ctx *ctx, uint32_t op, const char *word, const char *text)
{
	ag_report(text, "%s %u %u %llu", word, op, ctx->prog->ops[op].line,
		  (unsigned long long)ag_lab_now_ns());
}

static void say_result(const struct ag_ctx *ctx, uint32_t op, enum ag_result result)
{
	if (result == AG_FAIL)
		say(ctx, op, "fail", ctx->text);
	else if (result == AG_BROKEN)
		say(ctx, op, "broken", ctx->text);
	else if (result == AG_PASS && ctx->loud)
		say(ctx, op, "ok", NULL);
}

static enum ag_result run_one(struct ag_ctx *ctx, uint32_t i)
{
	const struct hx_op *op = &ctx->prog->ops[i];
	const struct ag_row *row = &ag_rows[op->kind];
	uint64_t within_ns = ag_scaled(ctx->prog, op->within_ns);
	uint64_t limit_ns = op->within_ns ? within_ns : ag_scaled(ctx->prog, OP_NS);
	uint64_t now_ns = ag_lab_now_ns();
	enum ag_result result;

	ctx->seen = 0;
	ctx->error = 0;
	ctx->until_ns = now_ns + within_ns;
	limit_ns += now_ns + ag_scaled(ctx->prog, MARGIN_NS);
	ag_watchdog_set(ctx, i, row->flags & AG_NO_LIMIT ? 0 : limit_ns);
	result = row->flags & AG_POLL ? ag_wait(ctx, op, row->run) : row->run(ctx, op);
	ag_watchdog_set(ctx, i, 0);
	return result;
}

static enum ag_result run_repeat(struct ag_ctx *ctx, uint32_t i)
{
	const struct hx_op *op = &ctx->prog->ops[i];
	enum ag_result result = AG_PASS;
	uint32_t outer = ctx->pass;
	bool loud = ctx->loud;
	uint32_t pass;

	for (pass = 0; pass < op->n0 && result == AG_PASS; pass++) {
		ctx->pass = pass;
		ctx->loud = loud && (!pass || pass == op->n0 - 1);
		result = run_range(ctx, i + 1, i + 1 + op->n1);
	}
	ctx->pass = outer;
	ctx->loud = loud;
	return result;
}

/*
 * One pass for each allocation, until there is none left to fail.  What the last
 * pass has done stays, for the lines that follow.
 */
static enum ag_result run_walk(struct ag_ctx *ctx, uint32_t i)
{
	const struct hx_op *op = &ctx->prog->ops[i];
	enum ag_result result = AG_CUT;
	bool loud = ctx->loud;

	for (ctx->pass = 0; ctx->pass < op->n0 && result == AG_CUT; ctx->pass++) {
		ctx->loud = loud && !ctx->pass;
		result = run_range(ctx, i + 1, i + 1 + op->n1);
		if (ag_walk_hit() && (result == AG_PASS || result == AG_CUT)) {
			result = ag_run_fresh(ctx, op);
			say_result(ctx, i, result);
			result = result == AG_PASS ? AG_CUT : result;
		}
	}
	if (result == AG_CUT) {
		result = ag_why(ctx, AG_FAIL, "allocation %u still failed, want an end by then",
				ctx->pass);
		say_result(ctx, i, result);
	}
	if (result == AG_PASS)
		ag_report(NULL, "metric walk:%u %u passes", op->line, ctx->pass);
	ctx->pass = 0;
	ctx->loud = loud;
	return result;
}

static void *race_thread(void *arg)
{
	struct racer *racer = arg;

	racer->ctx.tid = gettid();
	ag_watchdog_add(&racer->ctx);
	pthread_barrier_wait(&racer->race->start);
	racer->result = run_range(&racer->ctx, racer->begin, racer->end);
	ag_watchdog_del(&racer->ctx);
	return NULL;
}

/* One racer for every op directly in the body; a block is one, with its body. */
static unsigned int split_race(const struct ag_ctx *ctx, uint32_t i, struct race *race,
			       struct racer racers[AG_MAX_RACERS])
{
	const struct hx_op *ops = ctx->prog->ops;
	uint32_t at = i + 1, end = at + ops[i].n1;
	unsigned int num = 0;

	while (at < end) {
		struct racer *racer = &racers[num++];

		memset(racer, 0, sizeof(*racer));
		racer->ctx.prog = ctx->prog;
		racer->ctx.loud = ctx->loud;
		racer->race = race;
		racer->begin = at;
		racer->end = at + 1 + (ag_rows[ops[at].kind].flags & AG_BLOCK ? ops[at].n1 : 0);
		at = racer->end;
	}
	return num;
}

static enum ag_result run_race(struct ag_ctx *ctx, uint32_t i)
{
	struct racer *racers = ag_realloc(NULL, AG_MAX_RACERS * sizeof(*racers));
	enum ag_result result = AG_PASS;
	struct race race;
	unsigned int num = split_race(ctx, i, &race, racers), k;

	pthread_barrier_init(&race.start, NULL, num);
	for (k = 0; k < num; k++) {
		int err = pthread_create(&racers[k].thread, NULL, race_thread, &racers[k]);

		/* Those that exist wait at the barrier for ever. */
		if (err)
			ag_die("no thread for a race: %s", ag_errno_name(err));
	}
	for (k = 0; k < num; k++) {
		pthread_join(racers[k].thread, NULL);
		if (racers[k].result > result)
			result = racers[k].result;
	}
	pthread_barrier_destroy(&race.start);
	free(racers);
	return result;
}

static enum ag_result run_op(struct ag_ctx *ctx, uint32_t i)
{
	const struct hx_op *op = &ctx->prog->ops[i];
	enum ag_result result;

	if (ctx->loud)
		say(ctx, i, "begin", NULL);
	if (ag_rows[op->kind].flags & AG_BLOCK) {
		result = op->kind == HX_REPEAT ? run_repeat(ctx, i) :
			 op->kind == HX_WALK ? run_walk(ctx, i) : run_race(ctx, i);
		/* The op inside that failed has said so. */
		if (result == AG_PASS)
			say_result(ctx, i, result);
		return result;
	}
	result = ag_walk_line(ctx, op, run_one(ctx, i));
	ag_kmsg_drain(ctx->prog->head->flags & HX_P_KMSG);
	say_result(ctx, i, result);
	return result;
}

static enum ag_result run_range(struct ag_ctx *ctx, uint32_t begin, uint32_t end)
{
	enum ag_result result = AG_PASS;
	uint32_t i = begin;

	while (i < end && result == AG_PASS) {
		const struct hx_op *op = &ctx->prog->ops[i];

		result = run_op(ctx, i);
		i += 1 + (ag_rows[op->kind].flags & AG_BLOCK ? op->n1 : 0);
	}
	return result;
}

enum ag_result ag_exec(const struct ag_program *prog)
{
	struct ag_ctx ctx = { .prog = prog, .loud = true, .tid = gettid() };
	enum ag_result result;

	ag_watchdog_add(&ctx);
	result = run_range(&ctx, 0, prog->head->num_ops);
	ag_watchdog_del(&ctx);
	return result;
}
