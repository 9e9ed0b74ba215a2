/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * watchdog.c - ends a run that a call into the kernel does not come back from
 *
 * A thread of real-time priority looks once in a while at what the others do;
 * an op past its deadline is reported with the kernel's stack of its thread and
 * the run is over, without cleanup: nothing can be taken back from under a
 * blocked thread.  A kernel that does not schedule any more is for the machine's
 * time limit.  Interface: agent.h.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>

#include "agent.h"
#include "lab.h"
#include "report.h"
#include "util.h"

#define LOOK_NS		AG_NS_PER_S
#define STACK_BYTES	(AG_TEXT / 2)

static struct ag_ctx *all;	/* guarded by lock, and so are op, deadline_ns in them */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

void ag_watchdog_add(struct ag_ctx *ctx)
{
	pthread_mutex_lock(&lock);
	ctx->next = all;
	all = ctx;
	pthread_mutex_unlock(&lock);
}

void ag_watchdog_del(struct ag_ctx *ctx)
{
	struct ag_ctx **at;

	pthread_mutex_lock(&lock);
	for (at = &all; *at; at = &(*at)->next)
		if (*at == ctx) {
			*at = ctx->next;
			break;
		}
	pthread_mutex_unlock(&lock);
}

void ag_watchdog_set(struct ag_ctx *ctx, uint32_t op, uint64_t deadline_ns)
{
	pthread_mutex_lock(&lock);
	ctx->op = op;
	ctx->deadline_ns = deadline_ns;
	pthread_mutex_unlock(&lock);
}

/* "[<0>] f+0x1/0x2\n[<0>] g+0x3/0x4\n" to "f+0x1/0x2 < g+0x3/0x4"; else where it waits */
static void describe_stack(pid_t tid, char *out, size_t size)
{
	char path[AG_PATH], text[AG_SMALL], *line, *rest = text;
	size_t used = 0;

	if (ag_read_text(ag_path(path, "/proc/self/task/%d/stack", tid), text,
			 sizeof(text)) <= 0 &&
	    ag_read_text(ag_path(path, "/proc/self/task/%d/wchan", tid), text,
			 sizeof(text)) <= 0)
		strcpy(text, "unknown");
	out[0] = '\0';
	while ((line = strsep(&rest, "\n")) && used < size) {
		char *symbol = strstr(line, "] ");

		if (*line)
			snprintf(out + used, size - used, "%s%s", used ? " < " : "",
				 symbol ? symbol + 2 : line);
		used = strlen(out);
	}
}

static void give_up(const struct ag_ctx *ctx)
{
	bool inside = ctx->op != AG_OUTSIDE;
	const struct hx_op *op = inside ? &ctx->prog->ops[ctx->op] : NULL;
	char text[AG_TEXT], stack[STACK_BYTES];

	describe_stack(ctx->tid, stack, sizeof(stack));
	snprintf(text, sizeof(text), "%s does not come back; its thread is in %s",
		 inside ? ag_rows[op->kind].name : "cleanup", stack);
	ag_report(text, "broken %u %u %llu", inside ? ctx->op : 0, inside ? op->line : 0,
		  (unsigned long long)ag_lab_now_ns());
	ag_end(AG_BROKEN);
}

static void *watch(void *unused)
{
	const struct sched_param param = { .sched_priority = 1 };
	const struct ag_ctx *ctx;

	/* PID 1 may; a unit test without the right to does without. */
	pthread_setschedparam(pthread_self(), SCHED_FIFO, &param);
	for (;;) {
		ag_pause(LOOK_NS);
		pthread_mutex_lock(&lock);
		for (ctx = all; ctx; ctx = ctx->next)
			if (ctx->deadline_ns && ag_lab_now_ns() > ctx->deadline_ns)
				give_up(ctx);
		pthread_mutex_unlock(&lock);
	}
	return NULL;
}

int ag_watchdog_start(void)
{
	pthread_t thread;

	return -pthread_create(&thread, NULL, watch, NULL);
}
