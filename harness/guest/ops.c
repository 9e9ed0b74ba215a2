/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ops.c - the table of ops, and those that are one step
 *
 * Interface: agent.h.  Leaves out blocks (exec.c), expectations (expect.c),
 * messages (rpmsg.c), files that stay open (held.c), frames and characters (wire.c), modules (module.c), the shell (shell.c).
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "agent.h"
#include "amp_ctrl.h"
#include "lab.h"
#include "util.h"

/* How long a core may take to accept a command before the next can be given, or to start. */
#define COMMAND_NS	(100 * AG_NS_PER_MS)

static const struct ag_attr rproc_attr[] = {
	{ "state",	true,	true },		/* debugfs: up to 4.10 */
	{ "firmware",	true,	false },
	{ "recovery",	true,	true },
	{ "coredump",	true,	true },
	{ "name",	true,	true },
	{ "crash",	false,	true },
};

const struct ag_attr *ag_attr_find(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rproc_attr); i++)
		if (!strcmp(rproc_attr[i].name, name))
			return &rproc_attr[i];
	return NULL;
}

/**
 * ag_rproc_path() - where this kernel has an attribute of a remote processor
 * @out:        the path; the first candidate when there is none
 * @attr:       one that ag_attr_find() knows
 * @in_debugfs: out: found in debugfs
 */
const char *ag_rproc_path(char out[AG_PATH], uint32_t index, const char *attr, bool *in_debugfs)
{
	static const char sysfs[] = "/sys/class/remoteproc/remoteproc%u/%s";
	static const char debugfs[] = "/sys/kernel/debug/remoteproc/remoteproc%u/%s";
	const struct ag_attr *a = ag_attr_find(attr);

	*in_debugfs = false;
	if (a->in_class && ag_exists(ag_path(out, sysfs, index, attr)))
		return out;
	*in_debugfs = a->in_debugfs;
	if (a->in_debugfs && (!a->in_class || ag_exists(ag_path(out, debugfs, index, attr))))
		return ag_path(out, debugfs, index, attr);
	*in_debugfs = false;
	return ag_path(out, sysfs, index, attr);
}

static enum ag_result run_step(struct ag_ctx *ctx, const struct hx_op *op)
{
	return AG_PASS;
}

/*
 * Kernels with the state in debugfs only cannot be stopped there when there is a
 * trace buffer; our driver gives its device a file that can (sim/linux).
 */
static void own_state_path(char path[AG_PATH], uint32_t index)
{
	char own[AG_PATH], name[AG_SMALL];
	bool in_debugfs;

	if (ag_read_attr(ag_rproc_path(own, index, "name", &in_debugfs), name,
			 sizeof(name)) <= 0)
		return;
	ag_path(own, "/sys/bus/platform/devices/%s/rproc_state", name);
	if (ag_exists(own))
		strcpy(path, own);
}

static enum ag_result run_rproc(struct ag_ctx *ctx, const struct hx_op *op)
{
	const char *attr = ag_string(ctx, op->s0), *text = ag_string(ctx, op->s1);
	char path[AG_PATH];
	bool in_debugfs;
	int err;

	ag_rproc_path(path, op->n0, attr, &in_debugfs);
	if (in_debugfs && !strcmp(attr, "state"))
		own_state_path(path, op->n0);
	err = ag_write_text(path, text);
	return ag_judge(ctx, op, -err, "writing \"%s\" to %s of remoteproc%u", text, attr,
			op->n0);
}

static enum ag_result run_write(struct ag_ctx *ctx, const struct hx_op *op)
{
	const char *name = ag_string(ctx, op->s0);
	char path[AG_PATH];
	int err = ag_write_text(ag_path(path, "%s", name), ag_string(ctx, op->s1));

	return ag_judge(ctx, op, -err, "writing to %s", name);
}

static enum ag_result run_install(struct ag_ctx *ctx, const struct hx_op *op)
{
	const char *name = ag_string(ctx, op->s1);
	char from[AG_PATH], to[AG_PATH];
	int err;

	ag_path(to, "/lib/firmware/%s", name);
	if (op->s0 == HX_NO_STRING) {
		err = unlink(to) && errno != ENOENT ? -errno : 0;
	} else {
		ag_path(from, "/lab/images/%s", ag_string(ctx, op->s0));
		err = ag_copy_file(from, to);
	}
	if (err)
		return ag_why(ctx, AG_BROKEN, "installing %s: %s", name, ag_errno_name(-err));
	return AG_PASS;
}

enum ag_result ag_have_core(struct ag_ctx *ctx, uint32_t core)
{
	if (core < ag_lab_cores())
		return AG_PASS;
	return ag_why(ctx, AG_BROKEN, "the machine has %u remote cores, there is no core%u",
		      ag_lab_cores(), core);
}

static enum ag_result command_taken(struct ag_ctx *ctx, const struct hx_op *op)
{
	if (!ag_core_read(op->n0, AMP_CTRL_CMD_PENDING))
		return AG_PASS;
	return ag_why(ctx, AG_FAIL, "core%u has not taken command %u yet", op->n0,
		      ag_core_read(op->n0, AMP_CTRL_CMD));
}

/* Without a deadline of its own the command is given, not waited for: some never return. */
static enum ag_result run_command(struct ag_ctx *ctx, const struct hx_op *op)
{
	uint64_t own_ns = ctx->until_ns;
	enum ag_result result = ag_have_core(ctx, op->n0);

	if (result != AG_PASS)
		return result;
	ctx->until_ns = ag_lab_now_ns() + ag_scaled(ctx->prog, COMMAND_NS);
	result = ag_wait(ctx, op, command_taken);
	ctx->until_ns = own_ns;
	if (result != AG_PASS)
		return result;
	ag_core_write(op->n0, AMP_CTRL_CMD_ARG, op->n2);
	ag_core_write(op->n0, AMP_CTRL_CMD, op->n1);
	return op->within_ns == HX_AT_ONCE ? AG_PASS : ag_wait(ctx, op, command_taken);
}

static enum ag_result is_running(struct ag_ctx *ctx, const struct hx_op *op)
{
	if (ag_core_read(op->n0, AMP_CTRL_STATE) == AMP_STATE_RUNNING)
		return AG_PASS;
	return ag_why(ctx, AG_FAIL, "core%u does not run, released by no driver", op->n0);
}

static enum ag_result run_release(struct ag_ctx *ctx, const struct hx_op *op)
{
	enum ag_result result = ag_have_core(ctx, op->n0);

	if (result != AG_PASS)
		return result;
	if (is_running(ctx, op) == AG_PASS)
		return AG_PASS;
	ag_core_write(op->n0, AMP_CTRL_RUN, 1);
	ctx->until_ns = ag_lab_now_ns() + ag_scaled(ctx->prog, COMMAND_NS);
	return ag_wait(ctx, op, is_running);
}

static enum ag_result run_inject(struct ag_ctx *ctx, const struct hx_op *op)
{
	enum ag_result result = ag_have_core(ctx, op->n0);

	if (result == AG_PASS)
		ag_fault_arm(op->n0, op->n1, op->n2, op->n3, op->n4, op->flags);
	return result;
}

static const char *sizes_in_order(const struct hx_op *op)
{
	return op->n1 > op->n2 ? "the smallest size is above the largest" : NULL;
}

/* The text is there when it is compared with, and only then; counts need no text. */
static const char *file_has_text(const struct hx_op *op)
{
	bool wanted = op->n0 == HX_IS || op->n0 == HX_HAS;

	if (op->n0 == HX_COUNT)
		return "a file has no count";
	return wanted == (op->s1 != HX_NO_STRING) ? NULL : "text and want do not match";
}

#define TEXT	AG_S_TEXT
#define NAME	AG_S_NAME
#define OPTION	(AG_S_TEXT | AG_S_OPTIONAL)

const struct ag_row ag_rows[HX_KINDS] = {
	[HX_STEP] = { "step", 0, { TEXT }, { 0 }, 0, NULL, run_step },
	[HX_INSMOD] = { "insmod", AG_MAY_FAIL, { NAME, OPTION }, { 0 }, HX_IF_ABSENT, NULL,
			ag_run_insmod },
	[HX_RMMOD] = { "rmmod", AG_MAY_FAIL, { NAME }, { 0 }, 0, NULL, ag_run_rmmod },
	[HX_RPROC] = { "rproc", AG_MAY_FAIL, { AG_S_ATTR, TEXT }, { AG_N_RPROC }, 0, NULL,
		       run_rproc },
	[HX_WRITE] = { "write", AG_MAY_FAIL, { AG_S_PATH, TEXT }, { 0 }, 0, NULL, run_write },
	[HX_INSTALL] = { "install", 0, { NAME | AG_S_OPTIONAL, AG_S_BELOW }, { 0 }, 0, NULL,
			 run_install },
	[HX_OPEN] = { "open", AG_MAY_FAIL, { AG_S_CHANNEL }, { AG_N_ENDPOINT, AG_N_RPROC }, 0,
		      NULL, ag_run_open },
	[HX_CLOSE] = { "close", 0, { 0 }, { AG_N_ENDPOINT }, 0, NULL, ag_run_close },
	[HX_SEND] = { "send", AG_MAY_FAIL, { 0 }, { AG_N_ENDPOINT, AG_N_LENGTH, AG_N_ANY }, 0,
		      NULL, ag_run_send },
	[HX_RECV] = { "recv", AG_MAY_FAIL, { 0 }, { AG_N_ENDPOINT, AG_N_SIZE, AG_N_ANY }, 0,
		      NULL, ag_run_recv },
	[HX_EXCHANGE] = { "exchange", 0, { 0 },
			  { AG_N_ENDPOINT, AG_N_SIZE, AG_N_SIZE, AG_N_SOME }, 0,
			  sizes_in_order, ag_run_exchange },
	[HX_FRAMES] = { "frames", 0, { AG_S_NETDEV },
			{ 0, AG_N_FRAME, AG_N_FRAME, AG_N_SOME }, 0, sizes_in_order,
			ag_run_frames },
	[HX_CHARS] = { "chars", 0, { AG_S_PATH },
		       { 0, AG_N_FRAME, AG_N_FRAME, AG_N_SOME }, 0, sizes_in_order,
		       ag_run_chars },
	[HX_COMMAND] = { "command", 0, { 0 }, { AG_N_CORE, AG_N_SOME, AG_N_ANY }, 0, NULL,
			 run_command },
	[HX_RELEASE] = { "release", 0, { 0 }, { AG_N_CORE }, 0, NULL, run_release },
	[HX_INJECT] = { "inject", 0, { 0 },
			{ AG_N_CORE, AG_N_FAULT, AG_N_ANY, AG_N_ANY, AG_N_ANY }, UINT16_MAX,
			NULL, run_inject },
	[HX_REPEAT] = { "repeat", AG_BLOCK, { 0 }, { AG_N_SOME, AG_N_BODY }, 0, NULL, NULL },
	[HX_WALK] = { "walk", AG_BLOCK, { 0 }, { AG_N_SOME, AG_N_BODY }, 0, NULL, NULL },
	[HX_FAILING] = { "failing", 0, { 0 }, { AG_N_BOOL }, 0, NULL, ag_run_failing },
	[HX_RACE] = { "race", AG_BLOCK, { 0 }, { 0, AG_N_BODY }, 0, NULL, NULL },

	[HX_EXPECT_RPROC] = { "expect rproc", AG_POLL, { AG_S_ATTR, TEXT }, { AG_N_RPROC }, 0,
			      NULL, ag_expect_rproc },
	[HX_EXPECT_RPROC_HERE] = { "expect rproc here", AG_POLL, { 0 },
				   { AG_N_RPROC, AG_N_BOOL }, 0, NULL, ag_expect_rproc_here },
	[HX_EXPECT_MODULE] = { "expect module", AG_POLL, { NAME }, { AG_N_NUMBERED, AG_N_ANY },
			       0, NULL, ag_expect_module },
	[HX_EXPECT_CORE] = { "expect core", AG_POLL, { 0 }, { AG_N_CORE, AG_N_STATE }, 0, NULL,
			     ag_expect_core },
	[HX_EXPECT_CAUSE] = { "expect cause", AG_POLL, { 0 }, { AG_N_CORE, AG_N_CAUSE }, 0,
			      NULL, ag_expect_cause },
	[HX_EXPECT_RELEASES] = { "expect releases", AG_POLL, { 0 },
				 { AG_N_CORE, AG_N_ANY, AG_N_BOOL }, 0, NULL,
				 ag_expect_releases },
	[HX_EXPECT_CHANNEL] = { "expect channel", AG_POLL, { AG_S_CHANNEL },
				{ AG_N_NUMBERED, AG_N_ANY, AG_N_RPROC }, 0, NULL,
				ag_expect_channel },
	[HX_EXPECT_DMESG] = { "expect dmesg", AG_POLL, { TEXT }, { AG_N_HERE }, 0, NULL,
			      ag_expect_dmesg },
	[HX_EXPECT_TRACE] = { "expect trace", AG_POLL, { TEXT }, { AG_N_RPROC, AG_N_ANY }, 0,
			      NULL, ag_expect_trace },
	[HX_EXPECT_HITS] = { "expect hits", AG_POLL, { 0 },
			     { AG_N_CORE, AG_N_FAULT, AG_N_ANY }, 0, NULL, ag_expect_hits },
	[HX_EXPECT_FILE] = { "expect file", AG_POLL, { AG_S_PATH, OPTION },
			     { AG_N_WORDED, AG_N_ANY }, 0, file_has_text, ag_expect_file },

	[HX_FRESH] = { "fresh", 0, { AG_S_TEXT }, { 0 }, 0, NULL, ag_run_fresh },
	[HX_EXPECT_STACK] = { "expect stack", AG_POLL, { AG_S_TEXT }, { AG_N_ANY }, 0, NULL,
			      ag_expect_stack },
	[HX_FETCH] = { "fetch", AG_POLL, { 0 }, { AG_N_RPROC, AG_N_ANY }, 0, NULL, ag_run_fetch },

	[HX_HOLD] = { "open file", AG_MAY_FAIL, { AG_S_PATH }, { AG_N_FILE, AG_N_MANNER }, 0, NULL,
		      ag_run_hold },
	[HX_LET_GO] = { "close file", AG_MAY_FAIL, { 0 }, { AG_N_FILE }, 0, NULL, ag_run_let_go },
	[HX_HELD_READ] = { "read", AG_MAY_FAIL, { OPTION }, { AG_N_FILE, AG_N_ROOM }, 0, NULL,
			   ag_run_held_read },
	[HX_HELD_WRITE] = { "write file", AG_MAY_FAIL, { TEXT }, { AG_N_FILE }, 0, NULL,
			    ag_run_held_write },
	[HX_IOCTL] = { "ioctl", AG_MAY_FAIL, { AG_S_CHANNEL | AG_S_OPTIONAL },
		       { AG_N_FILE, AG_N_REQUEST, AG_N_ANY, AG_N_ANY }, 0, NULL, ag_run_ioctl },
	[HX_POLL] = { "poll", 0, { 0 }, { AG_N_FILE, AG_N_ANY }, 0, NULL, ag_run_poll },

	[HX_SHELL] = { "shell", AG_NO_LIMIT, { AG_S_PATH }, { 0 }, 0, NULL, ag_run_shell },
};
