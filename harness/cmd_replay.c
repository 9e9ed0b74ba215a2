/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cmd_replay.c - `replay` and `trace`: look at a run that was kept
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "qemu.h"
#include "results.h"
#include "run.h"
#include "rundir.h"
#include "trace.h"

static const char *the_directory(struct hx_options *opt, struct hx_error *err)
{
	if (opt->paths.num == 1)
		return opt->paths.item[0].text;
	hx_error(err, HX_EUSAGE, "wants one run directory");
	return NULL;
}

static void print_event(const void *bytes, struct hx_text *line)
{
	struct amp_event event;

	memcpy(&event, bytes, sizeof(event));
	hx_trace_line(&event, line);
}

int hx_cmd_trace(struct hx_options *opt, struct hx_error *err)
{
	const char *dir = the_directory(opt, err);
	struct hx_text bytes = { 0 };
	int status = HX_STATUS_RIG;

	if (dir && !hx_read_file(hx_printf(&opt->arena, "%s/" HX_FILE_TRACE, dir), &bytes, err)) {
		for (size_t at = 0; at + sizeof(struct amp_event) <= bytes.len;
		     at += sizeof(struct amp_event)) {
			struct hx_text line = { 0 };

			print_event(bytes.s + at, &line);
			puts(line.s);
			hx_text_free(&line);
		}
		status = HX_STATUS_GOOD;
		if (bytes.len % sizeof(struct amp_event)) {
			hx_error(err, HX_EIO, "%s: the trace ends inside an event", dir);
			status = HX_STATUS_RIG;
		}
	}
	hx_text_free(&bytes);
	return status;
}

/* the same kernel must still be where it was */
static int check_recorded(const struct hx_recorded *recorded, struct hx_error *err)
{
	const char *paths[] = { recorded->kernel, NULL };
	char hash[HX_HASH_TEXT];

	if (strcmp(recorded->mode, "icount"))
		return hx_error(err, HX_ERIG, "a run in mode %s is not deterministic",
				recorded->mode);
	if (!recorded->hash)
		return hx_error(err, HX_ERIG, "the run was cut short and has no trace hash");
	if (hx_hash_files(paths, hash, err))
		return HX_EIO;
	if (strcmp(hash, recorded->kernel_hash))
		return hx_error(err, HX_ERIG, "%s is not the kernel of that run any more",
				recorded->kernel);
	return 0;
}

/* which of the three files went another way first, and where */
static void print_difference(struct hx_arena *arena, const char *was, const char *is)
{
	static const char *const files[] = { HX_FILE_TRACE, HX_FILE_REPORT, HX_FILE_CONSOLE };

	for (unsigned int i = 0; i < HX_ARRAY_SIZE(files); i++) {
		struct hx_text a = { 0 }, b = { 0 };
		struct hx_error ignored;
		size_t at = 0;

		hx_read_file(hx_printf(arena, "%s/%s", was, files[i]), &a, &ignored);
		hx_read_file(hx_printf(arena, "%s/%s", is, files[i]), &b, &ignored);
		while (at < a.len && at < b.len && a.s[at] == b.s[at])
			at++;
		if (at < a.len || at < b.len)
			printf("# %s: %zu and %zu bytes, alike up to byte %zu\n", files[i],
			       a.len, b.len, at);
		hx_text_free(&a);
		hx_text_free(&b);
	}
}

static int compare(struct hx_arena *arena, const struct hx_recorded *recorded,
		   const char *was, const char *is, struct hx_error *err)
{
	char hash[HX_HASH_TEXT];

	if (hx_rundir_hash(arena, is, hash, err))
		return HX_STATUS_RIG;
	if (strcmp(hash, recorded->hash))
		printf("recorded %s\nreplayed %s\n", recorded->hash, hash);
	if (!strcmp(hash, recorded->hash)) {
		struct hx_error ignored;

		hx_remove_tree(is, &ignored);
		return HX_STATUS_GOOD;
	}
	print_difference(arena, was, is);
	printf("# kept in %s\n", is);
	return HX_STATUS_FAILED;
}

/* a file that the run had and the command names without a path */
static int link_input(struct hx_options *opt, const char *was, const char *is, const char *name,
		      struct hx_error *err)
{
	const char *path = hx_printf(&opt->arena, "%s/%s", is, name);

	if (!hx_is_file(hx_printf(&opt->arena, "%s/%s", was, name)) ||
	    !symlink(hx_printf(&opt->arena, "../%s", name), path))
		return 0;
	return hx_error(err, HX_EIO, "%s: %s", path, strerror(errno));
}

static int run_again(struct hx_options *opt, const struct hx_recorded *recorded,
		     const char *was, const char *is, struct hx_error *err)
{
	struct hx_facts facts = { 0 };
	int signal_number, ret;

	ret = link_input(opt, was, is, HX_FILE_INITRD, err);
	if (!ret)
		ret = link_input(opt, was, is, HX_FILE_BUNDLE, err);
	for (unsigned int core = 0; core < AMP_MAX_CORES && !ret; core++)
		ret = link_input(opt, was, is, hx_printf(&opt->arena, HX_FILE_RUNNING, core), err);
	if (ret)
		return HX_STATUS_RIG;
	ret = hx_run_one(opt, recorded->command, is, &facts, &signal_number, err);
	if (signal_number)
		return HX_STATUS_INTERRUPTED;
	if (!ret && facts.ending != HX_EXITED)
		ret = hx_error(err, HX_ERIG, "the simulator did not end by itself; see %s", is);
	return ret ? HX_STATUS_RIG : compare(&opt->arena, recorded, was, is, err);
}

int hx_cmd_replay(struct hx_options *opt, struct hx_error *err)
{
	const char *was = the_directory(opt, err), *is;
	unsigned int times = opt->times ? opt->times : 1, num = 0;
	struct hx_recorded recorded;
	int status;

	if (!was || hx_verdict_read(&opt->arena, was, &recorded, err) ||
	    check_recorded(&recorded, err))
		return HX_STATUS_RIG;
	is = hx_printf(&opt->arena, "%s/replay", was);
	do {
		if (hx_remove_tree(is, err) || hx_make_dirs(is, err))
			return HX_STATUS_RIG;
		status = run_again(opt, &recorded, was, is, err);
		num += status == HX_STATUS_GOOD;
	} while (status == HX_STATUS_GOOD && num < times);
	if (status == HX_STATUS_GOOD || status == HX_STATUS_FAILED)
		printf("%u of %u replays met %s\n", num, times, recorded.hash);
	return status;
}
