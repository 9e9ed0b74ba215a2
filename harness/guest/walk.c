/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * walk.c - the n-th allocation fails, and what the kernel makes of it
 *
 * Interface: agent.h.  A walk (exec.c runs it) is passes over its body; in pass n
 * the op HX_FAILING arms, for this task or for every worker of the kernel, the
 * failure of the n-th allocation from there on (/proc/PID/fail-nth).  Of this task
 * it is in force during the next op only, of workers until the pass ends.
 *
 * Once an allocation has failed, a line that fails is what was to be expected:
 * the pass ends there (AG_CUT).  What is demanded then is an errno that says so,
 * and that all is as it was when everything is undone.  A pass in which nothing
 * was left to fail must do what its lines say, and is the last one.
 *
 * Leaves out: workers that the kernel creates after the arming; memory for DMA
 * that comes from reserved pools, which are no part of the fault injection.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agent.h"
#include "util.h"

#define MAX_TASKS	128
#define HEAP_BYTES	(4u << 20)

/* One walk at a time, by the main thread: races have no blocks. */
static struct {
	int fd[MAX_TASKS];	/* fail-nth of each armed task */
	unsigned int num;
	bool own;		/* it is this task that is armed */
	bool hit;		/* an allocation has failed in this pass */
} armed;

/* Allocations that may wait fail as well, and each failure is in the kernel's log. */
static const struct {
	const char *path, *text;
} setting[] = {
	{ "/sys/kernel/debug/failslab/ignore-gfp-wait",			"N" },
	{ "/sys/kernel/debug/failslab/verbose",				"1" },
	{ "/sys/kernel/debug/failslab/verbose_ratelimit_interval_ms",	"0" },
	{ "/sys/kernel/debug/fail_page_alloc/ignore-gfp-wait",		"N" },
	{ "/sys/kernel/debug/fail_page_alloc/ignore-gfp-highmem",	"N" },
	{ "/sys/kernel/debug/fail_page_alloc/min-order",		"0" },
	{ "/sys/kernel/debug/fail_page_alloc/verbose",			"1" },
	{ "/sys/kernel/debug/fail_page_alloc/verbose_ratelimit_interval_ms", "0" },
};

/*
 * What a call may say when memory was short.  EINVAL is what device_add() says of a
 * device without a name, and most callers of dev_set_name() do not look at what it
 * returns (platform_device_add() among them); ENOENT is what the agent makes of a file
 * of sysfs that it could not open.
 */
static const int sensible[] = { ENOMEM, ENOSPC, EAGAIN, EINVAL, ENOENT };

/* The agent itself must not ask for memory while its own allocations fail. */
static void keep_heap(void)
{
	mallopt(M_TRIM_THRESHOLD, 4 * HEAP_BYTES);
	mallopt(M_MMAP_THRESHOLD, HEAP_BYTES);
	mallopt(M_TOP_PAD, HEAP_BYTES);
	free(ag_realloc(NULL, HEAP_BYTES / 2));
}

static int prepare(void)
{
	char path[AG_PATH];
	size_t i;
	int err = 0;

	keep_heap();
	for (i = 0; i < ARRAY_SIZE(setting) && !err; i++)
		err = ag_write_text(ag_path(path, "%s", setting[i].path), setting[i].text);
	return err;
}

static bool open_task(const char *task)
{
	char path[AG_PATH];
	int fd = open(ag_path(path, "/proc/%s/fail-nth", task), O_RDWR | O_CLOEXEC);

	if (fd >= 0)
		armed.fd[armed.num++] = fd;
	return fd >= 0;
}

static void open_workers(void)
{
	struct ag_list tasks = { 0 };
	char path[AG_PATH], comm[32];
	size_t i;

	ag_list_dir(ag_path(path, "/proc"), &tasks);
	for (i = 0; i < tasks.num && armed.num < MAX_TASKS; i++)
		if (isdigit((unsigned char)*tasks.item[i]) &&
		    ag_read_attr(ag_path(path, "/proc/%s/comm", tasks.item[i]), comm,
				 sizeof(comm)) > 0 &&
		    !strncmp(comm, "kworker", 7))
			open_task(tasks.item[i]);
	ag_list_free(&tasks);
}

static bool set_nth(const char *text)
{
	unsigned int i, good = 0;

	for (i = 0; i < armed.num; i++)
		good += pwrite(armed.fd[i], text, strlen(text), 0) > 0;
	return good > 0;
}

/* Its counter is down to nothing: that task's allocation has failed. */
static void look(void)
{
	unsigned int i;
	char left[16];

	for (i = 0; i < armed.num && !armed.hit; i++) {
		ssize_t len = pread(armed.fd[i], left, sizeof(left) - 1, 0);

		armed.hit = len > 0 && left[0] == '0';
	}
}

static void disarm(void)
{
	look();
	set_nth("0");
	while (armed.num)
		close(armed.fd[--armed.num]);
}

enum ag_result ag_run_failing(struct ag_ctx *ctx, const struct hx_op *op)
{
	char nth[16];
	int err = prepare();

	disarm();
	if (err)
		return ag_why(ctx, AG_BROKEN, "failing allocations: %s", ag_errno_name(-err));
	armed.own = !op->n0;
	armed.hit = false;
	if (armed.own)
		open_task("thread-self");
	else
		open_workers();
	snprintf(nth, sizeof(nth), "%u", ctx->pass + 1);
	if (!set_nth(nth))
		return ag_why(ctx, AG_BROKEN, "no task to arm: %s", ag_errno_name(errno));
	return AG_PASS;
}

static bool is_sensible(int error)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(sensible); i++)
		if (error == sensible[i])
			return true;
	return false;
}

enum ag_result ag_walk_line(struct ag_ctx *ctx, const struct hx_op *op, enum ag_result result)
{
	bool is_subject = armed.num && armed.own;	/* it was its allocation */
	size_t len;

	if (op->kind == HX_FAILING || (!armed.num && !armed.hit))
		return result;
	if (is_subject)
		disarm();
	else
		look();
	/* short of memory, the agent's own part of the line cannot be done either */
	if (is_subject && armed.hit && result == AG_BROKEN)
		return AG_CUT;
	if (result != AG_FAIL || !armed.hit)
		return result;
	if (!is_subject || !ctx->error || is_sensible(ctx->error))
		return AG_CUT;
	len = strlen(ctx->text);
	snprintf(ctx->text + len, sizeof(ctx->text) - len, "; allocation %u had failed",
		 ctx->pass + 1);
	return AG_FAIL;
}

bool ag_walk_hit(void)
{
	bool hit;

	disarm();
	hit = armed.hit;
	armed.hit = false;
	return hit;
}
