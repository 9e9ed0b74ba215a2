/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dump.c - core dumps: from /sys/class/devcoredump to the host
 *
 * A dump is read as a whole, given to the host through the lab block together
 * with the life of the core that it is of, and dismissed.  Whether it is true is
 * for the host to say.  Interface: agent.h.
 *
 * Where the scenario does not say which, the life is the last that ended: that of the last release where the
 * core is held (an inline dump is read while its recovery waits), else the one
 * before.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agent.h"
#include "amp_ctrl.h"
#include "lab.h"
#include "util.h"

/* Is the dump @name one of remoteproc @index? */
static bool is_of(const char *name, uint32_t index)
{
	char path[AG_PATH], target[AG_PATH], want[32];
	const char *last;
	ssize_t len = readlink(ag_path(path, "/sys/class/devcoredump/%s/failing_device", name),
			       target, sizeof(target) - 1);

	if (len < 0)
		return false;
	target[len] = '\0';
	last = strrchr(target, '/');
	snprintf(want, sizeof(want), "/remoteproc%u", index);
	return last && !strcmp(last, want);
}

/* The first dump of @index, in @path; false: there is none */
static bool find(char path[AG_PATH], uint32_t index)
{
	struct ag_list dumps = { 0 };
	bool found = false;
	size_t i;

	ag_list_dir(ag_path(path, "/sys/class/devcoredump"), &dumps);
	for (i = 0; i < dumps.num && !found; i++) {
		found = !strncmp(dumps.item[i], "devcd", 5) && is_of(dumps.item[i], index);
		if (found)
			ag_path(path, "/sys/class/devcoredump/%s/data", dumps.item[i]);
	}
	ag_list_free(&dumps);
	return found;
}

static uint32_t last_life(uint32_t core)
{
	return ag_core_read(core, AMP_CTRL_RELEASES) -
	       (ag_core_read(core, AMP_CTRL_STATE) != AMP_STATE_HELD);
}

/* An expectation: runs until there is a dump.  remoteprocN is coreN here. */
enum ag_result ag_run_fetch(struct ag_ctx *ctx, const struct hx_op *op)
{
	char path[AG_PATH], *bytes;
	enum ag_result result = ag_have_core(ctx, op->n0);
	ssize_t len;
	int err;

	if (result != AG_PASS)
		return result;
	if (!find(path, op->n0))
		return ag_why(ctx, AG_FAIL, "rproc%u has no core dump", op->n0);
	len = ag_read_all(path, &bytes);
	if (len < 0)
		return ag_why(ctx, AG_FAIL, "%s cannot be read: %s", path,
			      ag_errno_name((int)-len));
	ag_lab_dump(op->n0, op->n1 ? op->n1 : last_life(op->n0), bytes, (uint32_t)len);
	free(bytes);
	err = ag_write_text(path, "1");
	return err ? ag_why(ctx, AG_FAIL, "%s does not go: %s", path, ag_errno_name(-err)) :
		     AG_PASS;
}
