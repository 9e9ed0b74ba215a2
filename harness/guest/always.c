/* SPDX-License-Identifier: GPL-2.0-or-later */
/* always.c - see always.h; called by the main thread only */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "always.h"
#include "kmsg.h"
#include "lab.h"
#include "report.h"
#include "snapshot.h"
#include "util.h"

/* Releases may be deferred to work that is still queued. */
#define SETTLE_NS	AG_NS_PER_S
#define SETTLE_STEP_NS	AG_NS_PER_MS

/* Out-of-tree and unsigned modules: ours are. */
#define TAINT_IGNORED	(1ul << 12 | 1ul << 13)

/* The kernel reports objects from 5 s of age on (mm/kmemleak.c, MSECS_MIN_AGE). */
#define LEAK_AGE_NS	(6 * AG_NS_PER_S)
#define LEAK_SCAN_NS	(120 * AG_NS_PER_S)

static struct ag_snapshot before;
static uint32_t guest_errors;

void ag_check(const char *name, bool good, const char *text)
{
	ag_report(text, "check %s %s", name, good ? "ok" : "fail");
}

void ag_always_begin(void)
{
	guest_errors = ag_lab_guest_errors();
	ag_snapshot_take(&before);
}

static size_t differences(const struct ag_snapshot *after)
{
	char text[AG_TEXT];
	size_t i, count = 0;

	for (i = 0; i < AG_SNAPS; i++)
		count += ag_list_diff(&before.list[i], &after->list[i], text, sizeof(text));
	return count;
}

/* Takes snapshots until one is as that of the beginning, or the time is up. */
static void settle(const struct ag_ctx *ctx, struct ag_snapshot *after)
{
	uint64_t until_ns = ag_lab_now_ns() + ag_scaled(ctx->prog, SETTLE_NS);
	uint64_t pause_ns = SETTLE_STEP_NS;

	for (;;) {
		uint64_t now_ns = ag_lab_now_ns();

		ag_snapshot_take(after);
		if (!differences(after) || now_ns >= until_ns)
			break;
		ag_snapshot_free(after);
		ag_pause(pause_ns);
		pause_ns *= 2;
	}
}

static bool check_snapshot(const struct ag_ctx *ctx)
{
	struct ag_snapshot after = { 0 };
	char text[AG_TEXT];
	bool all = true;
	size_t i;

	settle(ctx, &after);
	for (i = 0; i < AG_SNAPS; i++) {
		bool good = !ag_list_diff(&before.list[i], &after.list[i], text, sizeof(text));

		if (good)
			snprintf(text, sizeof(text), "%zu entries", after.list[i].num);
		ag_check(ag_snapshot_name(i), good, text);
		all = all && good;
	}
	ag_snapshot_free(&after);
	return all;
}

enum ag_result ag_always_again(struct ag_ctx *ctx)
{
	struct ag_snapshot after = { 0 };
	enum ag_result result = AG_PASS;
	char text[AG_TEXT / 2];
	size_t i;

	settle(ctx, &after);
	for (i = 0; i < AG_SNAPS && result == AG_PASS; i++)
		if (ag_list_diff(&before.list[i], &after.list[i], text, sizeof(text)))
			result = ag_why(ctx, AG_FAIL, "not fresh: %s: %s", ag_snapshot_name(i),
					text);
	ag_snapshot_free(&after);
	if (result == AG_PASS && ag_taint())
		result = ag_why(ctx, AG_FAIL, "not fresh: taint 0x%lx", ag_taint());
	if (result == AG_PASS && ag_guest_errors())
		result = ag_why(ctx, AG_FAIL, "not fresh: %u guest errors", ag_guest_errors());
	return result;
}

unsigned long ag_taint(void)
{
	char path[AG_PATH], text[64];

	ag_read_attr(ag_path(path, "/proc/sys/kernel/tainted"), text, sizeof(text));
	return strtoul(text, NULL, 10) & ~TAINT_IGNORED;
}

uint32_t ag_guest_errors(void)
{
	return ag_lab_guest_errors() - guest_errors;
}

static bool check_taint(const struct ag_ctx *ctx)
{
	char path[AG_PATH], text[64];
	ssize_t len = ag_read_attr(ag_path(path, "/proc/sys/kernel/tainted"), text, sizeof(text));
	unsigned long taint;

	if (len < 0) {
		snprintf(text, sizeof(text), "/proc/sys/kernel/tainted: %s",
			 ag_errno_name((int)-len));
		ag_check("taint", false, text);
		return false;
	}
	taint = strtoul(text, NULL, 10) & ~TAINT_IGNORED;
	snprintf(text, sizeof(text), "0x%lx", taint);
	ag_check("taint", !taint, text);
	return !taint;
}

static bool check_guest_errors(const struct ag_ctx *ctx)
{
	uint32_t count = ag_guest_errors();
	char text[64];

	snprintf(text, sizeof(text), "%u by this project's devices", count);
	ag_check("guest-errors", !count, text);
	return !count;
}

/*
 * Two scans: the first only takes the checksums of new objects.  Kernels without
 * kmemleak have no such file, and no such check; nor has a run that is told so.
 */
static bool check_leaks(const struct ag_ctx *ctx)
{
	char path[AG_PATH], *text;
	ssize_t len;
	int err;

	if ((ctx->prog->head->flags & HX_P_NO_LEAKS) ||
	    !ag_exists(ag_path(path, "/sys/kernel/debug/kmemleak")))
		return true;
	ag_pause(LEAK_AGE_NS);
	err = ag_write_text(path, "scan");
	if (!err)
		err = ag_write_text(path, "scan");
	len = err ? err : ag_read_all(path, &text);
	if (len < 0) {
		ag_check("kmemleak", false, ag_errno_name((int)-len));
		return false;
	}
	ag_check("kmemleak", !len, len ? text : "no leaks");
	free(text);
	return !len;
}

/* Last: the checks before it may have made the kernel say something. */
static bool check_kmsg(const struct ag_ctx *ctx)
{
	size_t records, gaps;
	char text[64];

	ag_kmsg_drain(false);
	ag_kmsg_count(&records, &gaps);
	snprintf(text, sizeof(text), "%zu records, %zu gaps", records, gaps);
	ag_check("kmsg", !gaps, text);
	return !gaps;
}

static bool (*const checks[])(const struct ag_ctx *ctx) = {
	check_snapshot, check_taint, check_guest_errors, check_leaks, check_kmsg,
};

enum ag_result ag_always_end(struct ag_ctx *ctx)
{
	bool all = true;
	size_t i;

	ag_watchdog_set(ctx, AG_OUTSIDE,
			ag_lab_now_ns() + ag_scaled(ctx->prog, LEAK_SCAN_NS));
	for (i = 0; i < ARRAY_SIZE(checks); i++)
		all = checks[i](ctx) && all;
	ag_watchdog_set(ctx, AG_OUTSIDE, 0);
	ag_snapshot_free(&before);
	return all ? AG_PASS : AG_FAIL;
}
