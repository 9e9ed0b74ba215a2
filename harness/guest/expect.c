/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * expect.c - expectations: one look at one source
 *
 * Each returns AG_FAIL with what is wanted and what is seen; exec.c looks again
 * until the op's time is over and reports the last look.  Interface: agent.h.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "agent.h"
#include "amp_ctrl.h"
#include "amp_lab.h"
#include "channel.h"
#include "kmsg.h"
#include "lab.h"
#include "module.h"
#include "util.h"

#define SHOWN	200	/* bytes of a text in a failure's text */

static const char *const state_name[] = {
	[AMP_STATE_HELD] = "held",
	[AMP_STATE_STARTING] = "starting",
	[AMP_STATE_RUNNING] = "running",
	[AMP_STATE_LOCKUP] = "lockup",
};

static const char *const cause_name[] = {
	[AMP_CAUSE_NONE] = "none",
	[AMP_CAUSE_LOCKUP] = "lockup",
	[AMP_CAUSE_WDOG] = "wdog",
	[AMP_CAUSE_SOFT] = "soft",
};

static const char *const fault_name[AMP_FAULT_KINDS] = AMP_FAULT_NAMES;

/* Kernels with the state in debugfs write "running (2)". */
static void drop_number(char *text)
{
	char *open = strstr(text, " (");

	if (open)
		*open = '\0';
}

enum ag_result ag_expect_rproc(struct ag_ctx *ctx, const struct hx_op *op)
{
	const char *attr = ag_string(ctx, op->s0), *want = ag_string(ctx, op->s1);
	char path[AG_PATH], got[AG_SMALL];
	bool in_debugfs;
	ssize_t len;

	ag_rproc_path(path, op->n0, attr, &in_debugfs);
	len = ag_read_attr(path, got, sizeof(got));
	if (len < 0)
		return ag_why(ctx, AG_FAIL, "%s of remoteproc%u cannot be read (%s), want %s",
			      attr, op->n0, ag_errno_name((int)-len), want);
	if (in_debugfs && !strcmp(attr, "state"))
		drop_number(got);
	if (!strcmp(got, want))
		return AG_PASS;
	return ag_why(ctx, AG_FAIL, "%s is %.*s, want %s", attr, SHOWN, got, want);
}

enum ag_result ag_expect_rproc_here(struct ag_ctx *ctx, const struct hx_op *op)
{
	char path[AG_PATH];
	bool here = ag_exists(ag_path(path, "/sys/class/remoteproc/remoteproc%u", op->n0)) ||
		    ag_exists(ag_path(path, "/sys/kernel/debug/remoteproc/remoteproc%u",
				      op->n0));

	if (here == (op->n1 == HX_PRESENT))
		return AG_PASS;
	return ag_why(ctx, AG_FAIL, "remoteproc%u is %s, want %s", op->n0,
		      here ? "present" : "absent", here ? "absent" : "present");
}

enum ag_result ag_expect_module(struct ag_ctx *ctx, const struct hx_op *op)
{
	const char *name = ag_string(ctx, op->s0);
	struct ag_module is;
	int err = ag_module_state(name, &is);

	if (err)
		return ag_why(ctx, AG_BROKEN, "/proc/modules: %s", ag_errno_name(-err));
	if (op->n0 == HX_ABSENT && is.loaded)
		return ag_why(ctx, AG_FAIL, "module %s is present, want absent", name);
	if (op->n0 != HX_ABSENT && !(is.loaded && is.live))
		return ag_why(ctx, AG_FAIL, "module %s is %s, want present", name,
			      is.loaded ? "coming or going" : "absent");
	if (op->n0 == HX_COUNT && is.references != (long)op->n1)
		return ag_why(ctx, AG_FAIL, "module %s has refcount %ld, want %u", name,
			      is.references, op->n1);
	return AG_PASS;
}

static enum ag_result expect_asleep(struct ag_ctx *ctx, uint32_t core)
{
	uint32_t quiet_us = ag_core_read(core, AMP_CTRL_QUIET_US);

	if (quiet_us >= HX_ASLEEP_US)
		return AG_PASS;
	return ag_why(ctx, AG_FAIL, "core%u is awake or was called %u us ago, want asleep", core,
		      quiet_us);
}

enum ag_result ag_expect_core(struct ag_ctx *ctx, const struct hx_op *op)
{
	enum ag_result result = ag_have_core(ctx, op->n0);
	uint32_t got;

	if (result != AG_PASS)
		return result;
	if (op->n1 == HX_ASLEEP)
		return expect_asleep(ctx, op->n0);
	got = ag_core_read(op->n0, AMP_CTRL_STATE);
	if (got == op->n1)
		return AG_PASS;
	return ag_why(ctx, AG_FAIL, "core%u is %s, want %s", op->n0,
		      got < ARRAY_SIZE(state_name) ? state_name[got] : "in no known state",
		      state_name[op->n1]);
}

enum ag_result ag_expect_cause(struct ag_ctx *ctx, const struct hx_op *op)
{
	enum ag_result result = ag_have_core(ctx, op->n0);
	uint32_t got;

	if (result != AG_PASS)
		return result;
	got = ag_core_read(op->n0, AMP_CTRL_CAUSE);
	if (got == op->n1)
		return AG_PASS;
	return ag_why(ctx, AG_FAIL, "core%u has cause %s (0x%x), want %s", op->n0,
		      got < ARRAY_SIZE(cause_name) ? cause_name[got] : "unknown",
		      ag_core_read(op->n0, AMP_CTRL_CAUSE_ARG), cause_name[op->n1]);
}

enum ag_result ag_expect_releases(struct ag_ctx *ctx, const struct hx_op *op)
{
	enum ag_result result = ag_have_core(ctx, op->n0);
	uint32_t want = op->n1 + op->n2 * ctx->pass;
	uint32_t got;

	if (result != AG_PASS)
		return result;
	got = ag_core_read(op->n0, AMP_CTRL_RELEASES);
	if (got == want)
		return AG_PASS;
	return ag_why(ctx, AG_FAIL, "core%u has %u releases, want %u", op->n0, got, want);
}

enum ag_result ag_expect_hits(struct ag_ctx *ctx, const struct hx_op *op)
{
	enum ag_result result = ag_have_core(ctx, op->n0);
	uint32_t got;

	if (result != AG_PASS)
		return result;
	got = ag_fault_hits(op->n0, op->n1);
	if (got == op->n2)
		return AG_PASS;
	return ag_why(ctx, AG_FAIL, "fault %s has hit core%u %u times, want %u",
		      fault_name[op->n1], op->n0, got, op->n2);
}

enum ag_result ag_expect_channel(struct ag_ctx *ctx, const struct hx_op *op)
{
	const char *name = ag_string(ctx, op->s0);
	unsigned int got = ag_channel_count(name, op->n2, 0, NULL);

	if (op->n0 == HX_COUNT ? got == op->n1 : (op->n0 == HX_PRESENT) == (got > 0))
		return AG_PASS;
	if (op->n0 == HX_COUNT)
		return ag_why(ctx, AG_FAIL, "%u channels %s on remoteproc%u, want %u", got,
			      name, op->n2, op->n1);
	return ag_why(ctx, AG_FAIL, "channel %s on remoteproc%u is %s, want %s", name, op->n2,
		      got ? "present" : "absent", got ? "absent" : "present");
}

enum ag_result ag_expect_dmesg(struct ag_ctx *ctx, const struct hx_op *op)
{
	const char *text = ag_string(ctx, op->s0);
	bool found = ag_kmsg_find(text, &ctx->seen);

	if (found == (op->n0 == HX_PRESENT))
		return AG_PASS;
	return ag_why(ctx, AG_FAIL, "the kernel log %s \"%s\"", found ? "has" : "does not have",
		      text);
}

static unsigned int occurrences(const char *hay, const char *needle)
{
	size_t len = strlen(needle);
	unsigned int count = 0;

	while (len && (hay = strstr(hay, needle))) {
		hay += len;
		count++;
	}
	return count;
}

enum ag_result ag_expect_trace(struct ag_ctx *ctx, const struct hx_op *op)
{
	const char *text = ag_string(ctx, op->s0);
	uint32_t want = op->n1 ? op->n1 : 1, got = 0;
	struct ag_list names = { 0 };
	char path[AG_PATH], *trace;
	unsigned int traces = 0;
	size_t i;

	ag_list_dir(ag_path(path, "/sys/kernel/debug/remoteproc/remoteproc%u", op->n0), &names);
	for (i = 0; i < names.num; i++) {
		if (strncmp(names.item[i], "trace", 5))
			continue;
		ag_path(path, "/sys/kernel/debug/remoteproc/remoteproc%u/%s", op->n0,
			names.item[i]);
		if (ag_read_all(path, &trace) < 0)
			continue;
		traces++;
		got += occurrences(trace, text);
		free(trace);
	}
	ag_list_free(&names);
	if (got >= want)
		return AG_PASS;
	return ag_why(ctx, AG_FAIL, "\"%s\" is %u times in the %u traces of remoteproc%u, want %u",
		      text, got, traces, op->n0, want);
}

static enum ag_result judge_text(struct ag_ctx *ctx, const struct hx_op *op, char *got,
				 size_t len)
{
	const char *name = ag_string(ctx, op->s0), *want = ag_string(ctx, op->s1);

	if (op->n0 == HX_HAS && strstr(got, want))
		return AG_PASS;
	if (len && got[len - 1] == '\n')
		got[len - 1] = '\0';
	if (op->n0 == HX_IS && !strcmp(got, want))
		return AG_PASS;
	return ag_why(ctx, AG_FAIL, "%s is \"%.*s\", want %s\"%s\"", name, SHOWN, got,
		      op->n0 == HX_HAS ? "in it " : "", want);
}

static enum ag_result judge_mode(struct ag_ctx *ctx, const char *path, uint32_t want)
{
	struct stat st;

	if (stat(path, &st))
		return ag_why(ctx, AG_FAIL, "%s: %s", path, ag_errno_name(errno));
	if ((st.st_mode & 07777) == want)
		return AG_PASS;
	return ag_why(ctx, AG_FAIL, "%s has mode 0%03o, want 0%03o", path,
		      (unsigned int)st.st_mode & 07777, want);
}

enum ag_result ag_expect_file(struct ag_ctx *ctx, const struct hx_op *op)
{
	const char *name = ag_string(ctx, op->s0);
	char path[AG_PATH], *got;
	enum ag_result result;
	ssize_t len;

	ag_path(path, "%s", name);
	if (op->n0 == HX_ABSENT || op->n0 == HX_PRESENT) {
		bool here = ag_exists(path);

		if (here == (op->n0 == HX_PRESENT))
			return AG_PASS;
		return ag_why(ctx, AG_FAIL, "%s is %s, want %s", name,
			      here ? "present" : "absent", here ? "absent" : "present");
	}
	if (op->n0 == HX_MODE)
		return judge_mode(ctx, path, op->n1);
	len = ag_read_all(path, &got);
	if (len < 0)
		return ag_why(ctx, AG_FAIL, "%s cannot be read: %s", name,
			      ag_errno_name((int)-len));
	result = judge_text(ctx, op, got, (size_t)len);
	free(got);
	return result;
}
