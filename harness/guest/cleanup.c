/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cleanup.c - puts back what the ops have done, last thing first
 *
 * Files and endpoints, then what the kernel keeps for somebody to fetch (device core
 * dumps), then, when the cores have come to rest, the modules that ops have inserted,
 * the last first.
 * Firmware files stay: nothing looks at them any more.  Interface: agent.h.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "agent.h"
#include "amp_ctrl.h"
#include "lab.h"
#include "module.h"
#include "util.h"

/* References may be dropped by work that is still queued. */
#define REMOVE_NS	(2 * AG_NS_PER_S)
#define STEP_NS		(15 * AG_NS_PER_S)
#define RETRY_NS	AG_NS_PER_MS

/* One that never sleeps is taken away as it is. */
#define SLEEP_NS	(20 * AG_NS_PER_MS)
#define SLEEP_STEP_NS	(AG_NS_PER_MS / 4)

/* A dump holds a device for five minutes unless somebody writes to it. */
static void drop_dumps(void)
{
	struct ag_list dumps = { 0 };
	char path[AG_PATH];
	size_t i;

	ag_list_dir(ag_path(path, "/sys/class/devcoredump"), &dumps);
	for (i = 0; i < dumps.num; i++)
		if (!strncmp(dumps.item[i], "devcd", 5))
			ag_write_text(ag_path(path, "/sys/class/devcoredump/%s/data",
					      dumps.item[i]), "1");
	ag_list_free(&dumps);
}

static bool all_asleep(void)
{
	uint32_t core;

	for (core = 0; core < ag_lab_cores(); core++) {
		uint32_t state = ag_core_read(core, AMP_CTRL_STATE);

		if (state == AMP_STATE_STARTING ||
		    (state == AMP_STATE_RUNNING &&
		     ag_core_read(core, AMP_CTRL_QUIET_US) < HX_ASLEEP_US))
			return false;
	}
	return true;
}

/*
 * The kernel resets a vdev before it holds the core: one that is at its ring then
 * is reported, and no scenario can help what comes after its last op.
 */
static void let_cores_sleep(struct ag_ctx *ctx)
{
	uint64_t until_ns = ag_lab_now_ns() + ag_scaled(ctx->prog, SLEEP_NS);

	while (!all_asleep() && ag_lab_now_ns() < until_ns)
		ag_pause(SLEEP_STEP_NS);
}

static void note(struct ag_ctx *ctx, const char *name, int err)
{
	struct ag_module is = { .references = -1 };
	size_t used = strlen(ctx->text);

	ag_module_state(name, &is);
	snprintf(ctx->text + used, sizeof(ctx->text) - used,
		 "%smodule %s does not go: %s, refcount %ld", used ? "; " : "", name,
		 ag_errno_name(-err), is.references);
}

static void arm(struct ag_ctx *ctx)
{
	ag_watchdog_set(ctx, AG_OUTSIDE,
			ag_lab_now_ns() + ag_scaled(ctx->prog, STEP_NS));
}

/* Tries every module once, the last first.  Returns: those that went. */
static size_t remove_round(struct ag_ctx *ctx, bool last_round)
{
	size_t i = ag_module_inserted(), gone = 0;
	char name[64];
	int err;

	ctx->text[0] = '\0';
	while (i-- > 0 && ag_module_inserted_name(i, name, sizeof(name))) {
		arm(ctx);
		err = ag_module_remove(name);
		if (!err || err == -ENOENT) {
			ag_module_forget(name);
			gone++;
		} else if (last_round) {
			note(ctx, name, err);
		}
	}
	return gone;
}

/* A module that another one holds, inserted before it, goes in a later round. */
static void remove_modules(struct ag_ctx *ctx)
{
	uint64_t wait_ns = ag_scaled(ctx->prog, REMOVE_NS);
	uint64_t until_ns = ag_lab_now_ns() + wait_ns;

	while (ag_module_inserted()) {
		uint64_t now_ns = ag_lab_now_ns();

		if (remove_round(ctx, now_ns >= until_ns))
			until_ns = ag_lab_now_ns() + wait_ns;
		else if (now_ns >= until_ns)
			break;
		else
			ag_pause(RETRY_NS);
	}
}

bool ag_cleanup(struct ag_ctx *ctx)
{
	ctx->text[0] = '\0';
	arm(ctx);
	ag_held_close();
	ag_endpoints_close();
	drop_dumps();
	let_cores_sleep(ctx);
	remove_modules(ctx);
	ag_watchdog_set(ctx, AG_OUTSIDE, 0);
	return !ctx->text[0];
}
