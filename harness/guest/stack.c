/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stack.c - what there is of the stack, as one line of words; a fresh start
 *
 * EXPECT_STACK compares that line, and how often the cores were released since
 * the last FRESH, with what the program demands.  The words, sorted:
 *
 *   MODULE=REFERENCES		every loaded module
 *   rprocN=STATE,RECOVERY	remoteprocN of the class
 *   coreN=held|starting|...	every core that is not held
 *   VIRTIO=DRIVER		devices of the virtio and the rpmsg bus; "-": unbound
 *   NODE			members of class rpmsg
 *   remoteprocN/traceN		trace files in debugfs
 *   tainted=0xN guest-errors=N	since the run began, unless 0
 *
 * FRESH undoes what the ops before it have done, as the end of a run does, and
 * fails when something is not as it was before the first op.
 *
 * Called by the main thread only.  Interface: agent.h.  Leaves out: firmware
 * files and armed faults, which FRESH does not put back.
 */
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agent.h"
#include "always.h"
#include "amp_ctrl.h"
#include "lab.h"

static uint32_t releases_before;	/* at the last FRESH, of all cores */

static uint32_t releases(void)
{
	uint32_t sum = 0, core;

	for (core = 0; core < ag_lab_cores(); core++)
		sum += ag_core_read(core, AMP_CTRL_RELEASES);
	return sum;
}

static void add_modules(struct ag_list *words)
{
	char path[AG_PATH], *text, *line, *rest, word[AG_SMALL];

	if (ag_read_all(ag_path(path, "/proc/modules"), &text) < 0)
		return;
	rest = text;
	while ((line = strsep(&rest, "\n"))) {
		char name[64], count[24];

		if (sscanf(line, "%63s %*u %23s", name, count) != 2)
			continue;
		snprintf(word, sizeof(word), "%s=%s", name, count);
		ag_list_add(words, word);
	}
	free(text);
}

static void add_rprocs(struct ag_list *words)
{
	char path[AG_PATH], state[64], recovery[64], word[AG_PATH];
	struct ag_list devices = { 0 };
	unsigned int index;
	size_t i;

	ag_list_dir(ag_path(path, "/sys/class/remoteproc"), &devices);
	for (i = 0; i < devices.num; i++) {
		bool in_debugfs;

		if (sscanf(devices.item[i], "remoteproc%u", &index) != 1)
			continue;
		ag_read_attr(ag_rproc_path(path, index, "state", &in_debugfs), state,
			     sizeof(state));
		ag_read_attr(ag_rproc_path(path, index, "recovery", &in_debugfs), recovery,
			     sizeof(recovery));
		snprintf(word, sizeof(word), "rproc%u=%s,%s", index, state, recovery);
		ag_list_add(words, word);
	}
	ag_list_free(&devices);
}

static void add_cores(struct ag_list *words)
{
	static const char *const state[] = {
		[AMP_STATE_STARTING] = "starting",
		[AMP_STATE_RUNNING] = "running",
		[AMP_STATE_LOCKUP] = "lockup",
	};
	char word[AG_PATH];
	uint32_t core, is;

	for (core = 0; core < ag_lab_cores(); core++) {
		is = ag_core_read(core, AMP_CTRL_STATE);
		if (is == AMP_STATE_HELD || is >= ARRAY_SIZE(state))
			continue;
		snprintf(word, sizeof(word), "core%u=%s", core, state[is]);
		ag_list_add(words, word);
	}
}

/* every device of a bus with its driver */
static void add_bus(struct ag_list *words, const char *bus)
{
	char path[AG_PATH], link[AG_PATH], word[2 * AG_PATH];
	struct ag_list devices = { 0 };
	size_t i;

	ag_list_dir(ag_path(path, "/sys/bus/%s/devices", bus), &devices);
	for (i = 0; i < devices.num; i++) {
		ssize_t len = readlink(ag_path(path, "/sys/bus/%s/devices/%s/driver", bus,
					       devices.item[i]), link, sizeof(link) - 1);

		link[len < 0 ? 0 : len] = '\0';
		snprintf(word, sizeof(word), "%s=%s", devices.item[i],
			 len < 0 ? "-" : basename(link));
		ag_list_add(words, word);
	}
	ag_list_free(&devices);
}

static void add_names(struct ag_list *words)
{
	char path[AG_PATH], word[2 * AG_PATH];
	struct ag_list names = { 0 }, files = { 0 };
	size_t i, k;

	ag_list_dir(ag_path(path, "/sys/class/rpmsg"), &names);
	for (i = 0; i < names.num; i++)
		ag_list_add(words, names.item[i]);
	ag_list_free(&names);
	ag_list_dir(ag_path(path, "/sys/kernel/debug/remoteproc"), &names);
	for (i = 0; i < names.num; i++) {
		ag_list_dir(ag_path(path, "/sys/kernel/debug/remoteproc/%s", names.item[i]),
			    &files);
		for (k = 0; k < files.num; k++) {
			if (strncmp(files.item[k], "trace", 5))
				continue;
			snprintf(word, sizeof(word), "%s/%s", names.item[i], files.item[k]);
			ag_list_add(words, word);
		}
		ag_list_free(&files);
	}
	ag_list_free(&names);
}

static void add_troubles(struct ag_list *words)
{
	unsigned long taint = ag_taint();
	uint32_t errors = ag_guest_errors();
	char word[64];

	if (taint) {
		snprintf(word, sizeof(word), "tainted=0x%lx", taint);
		ag_list_add(words, word);
	}
	if (errors) {
		snprintf(word, sizeof(word), "guest-errors=%u", errors);
		ag_list_add(words, word);
	}
}

static void look(char *out, size_t size)
{
	struct ag_list words = { 0 };
	size_t i, used = 0;

	add_modules(&words);
	add_rprocs(&words);
	add_cores(&words);
	add_bus(&words, "virtio");
	add_bus(&words, "rpmsg");
	add_names(&words);
	add_troubles(&words);
	ag_list_sort(&words);
	out[0] = '\0';
	for (i = 0; i < words.num && used < size; i++)
		used += (size_t)snprintf(out + used, size - used, "%s%s", i ? " " : "",
					 words.item[i]);
	ag_list_free(&words);
}

/* The words that only one of two sorted lines has, each with its sign. */
static void differ(const char *want, const char *is, char *out, size_t size)
{
	size_t used = 0;

	out[0] = '\0';
	while ((*want || *is) && used < size) {
		size_t want_len = strcspn(want, " "), is_len = strcspn(is, " ");
		size_t both = want_len < is_len ? want_len : is_len;
		int order = strncmp(want, is, both);

		if (!order)
			order = want_len < is_len ? -1 : want_len > is_len;
		/* an empty line is behind every word */
		if (!*want || !*is)
			order = *want ? -1 : 1;
		if (order)
			used += (size_t)snprintf(out + used, size - used, "%s%c%.*s",
						 used ? " " : "", order < 0 ? '-' : '+',
						 (int)(order < 0 ? want_len : is_len),
						 order < 0 ? want : is);
		if (order <= 0)
			want += want_len + (want[want_len] == ' ');
		if (order >= 0)
			is += is_len + (is[is_len] == ' ');
	}
}

enum ag_result ag_expect_stack(struct ag_ctx *ctx, const struct hx_op *op)
{
	const char *want = ag_string(ctx, op->s0);
	char is[AG_SMALL], text[AG_TEXT / 2];
	uint32_t count = releases() - releases_before;

	look(is, sizeof(is));
	if (!strcmp(is, want) && count == op->n0)
		return AG_PASS;
	differ(want, is, text, sizeof(text));
	if (count != op->n0)
		return ag_why(ctx, AG_FAIL, "stack: %s; releases: %u, want %u", text, count,
			      op->n0);
	return ag_why(ctx, AG_FAIL, "stack: %s", text);
}

enum ag_result ag_run_fresh(struct ag_ctx *ctx, const struct hx_op *op)
{
	enum ag_result result;
	char text[AG_TEXT];

	if (!ag_cleanup(ctx)) {
		memcpy(text, ctx->text, sizeof(text));
		return ag_why(ctx, AG_FAIL, "not fresh: %s", text);
	}
	result = ag_always_again(ctx);
	releases_before = releases();
	return result;
}
