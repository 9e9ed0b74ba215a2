/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rundir.c - one run's directory; see rundir.h
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "coredump.h"
#include "demand.h"
#include "firmware.h"
#include "guesterrors.h"
#include "initramfs.h"
#include "rundir.h"
#include "splats.h"
#include "stray.h"
#include "trace.h"

#define MAX_TWINS	64u	/* programs that run the same point at the same time */

/* lock @path when nobody else has: 1; 0: somebody has; HX_EIO */
static int try_lock(const char *path, int *fd, struct hx_error *err)
{
	int ret = hx_make_dirs(path, err);

	if (ret)
		return ret;
	*fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (*fd >= 0 && !flock(*fd, LOCK_EX | LOCK_NB))
		return 1;
	ret = errno == EWOULDBLOCK || errno == ENOENT ? 0 : HX_EIO;
	if (ret)
		hx_error(err, HX_EIO, "%s: %s", path, strerror(errno));
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
	return ret;
}

/* remove what an earlier run left; the directory itself carries our lock */
static int empty(struct hx_arena *arena, const char *path, struct hx_error *err)
{
	static const char *const files[] = {
		HX_FILE_INITRD, HX_FILE_BUNDLE, HX_FILE_CONSOLE, HX_FILE_REPORT, HX_FILE_TRACE, HX_FILE_QEMU,
		HX_FILE_COMMAND, HX_FILE_VERDICT, HX_FILE_DUMP, HX_FILE_MEMORY, HX_FILE_UART,
		"replay",
	};
	int ret = 0;

	for (unsigned int core = 0; core < AMP_MAX_CORES && !ret; core++)
		ret = hx_remove_tree(hx_printf(arena, "%s/" HX_FILE_RUNNING, path, core), err);

	for (unsigned int i = 0; i < HX_ARRAY_SIZE(files) && !ret; i++)
		ret = hx_remove_tree(hx_printf(arena, "%s/%s", path, files[i]), err);
	return ret;
}

int hx_rundir_open(struct hx_arena *arena, const char *out_dir, const char *label,
		   struct hx_rundir *dir, struct hx_error *err)
{
	*dir = (struct hx_rundir){ .lock_fd = -1 };
	for (unsigned int twin = 1; twin <= MAX_TWINS; twin++) {
		int ret;

		dir->path = twin == 1 ? hx_printf(arena, "%s/%s", out_dir, label)
				      : hx_printf(arena, "%s/%s.%u", out_dir, label, twin);
		ret = try_lock(dir->path, &dir->lock_fd, err);
		if (ret < 0)
			return ret;
		if (ret)
			return empty(arena, dir->path, err);
	}
	return hx_error(err, HX_EIO, "%s: %u programs run this already", dir->path, MAX_TWINS);
}

const char *hx_rundir_running(struct hx_arena *arena, const struct hx_compiled *compiled,
			      const char *path, struct hx_error *err)
{
	const char *property = "";

	for (unsigned int core = 0; core < AMP_MAX_CORES; core++) {
		const char *name = hx_printf(arena, HX_FILE_RUNNING, core), *from, *to;
		struct hx_text bytes = { 0 };
		uint32_t address, size;
		int ret;

		if (!compiled->running[core])
			continue;
		from = hx_image_path(arena, compiled->env, compiled->running[core]);
		to = hx_printf(arena, "%s/%s", path, name);
		ret = hx_image_read(from, &bytes, err);
		if (!ret)
			ret = hx_write_file(to, bytes.s, bytes.len, 0666, err);
		hx_text_free(&bytes);
		if (ret)
			return NULL;
		hx_firmware_table(to, &address, &size);
		property = hx_printf(arena, "%s%s%s@%u:table=0x%x:size=%u:at=ready", property,
				     *property ? "+" : "", name, core, address, size);
	}
	return property;
}

static int write_command(struct hx_arena *arena, const struct hx_rundir *dir,
			 struct hx_error *err)
{
	struct hx_text line = { 0 };
	int ret;

	hx_qemu_quote(dir->command, &line);
	hx_text_add(&line, "\n");
	ret = hx_write_file(hx_printf(arena, "%s/" HX_FILE_COMMAND, dir->path), line.s, line.len,
			    0666, err);
	hx_text_free(&line);
	return ret;
}

int hx_rundir_fill(struct hx_arena *arena, struct hx_states *states,
		   const struct hx_point *point, struct hx_rundir *dir, struct hx_error *err)
{
	const struct hx_bundle bundle = {
		.env = point->compiled->env, .compiled = point->compiled,
		.leaves_leaks = point->leaves_leaks,
	};
	struct hx_qemu_run run = {
		.opt = states->opt, .profile = point->profile, .kernel = states->kernel,
		.machine = &point->compiled->machine,
		.running = hx_rundir_running(arena, point->compiled, dir->path, err),
		.fetches_dumps = point->compiled->fetches,
		.seed = point->seed, .limit_ns = point->compiled->timeout_ns,
	};
	int ret = run.running ? 0 : HX_EIO;

	if (!ret)
		ret = hx_states_initrd(states, dir->path, err);
	if (!ret)
		ret = hx_bundle_write(arena, &bundle,
				      hx_printf(arena, "%s/" HX_FILE_BUNDLE, dir->path), err);
	if (ret)
		return ret;
	dir->command = hx_qemu_command(arena, &run);
	hx_states_choose(states, &run);
	dir->is_restored = run.restore;
	dir->started = hx_qemu_command(arena, &run);
	return write_command(arena, dir, err);
}

void hx_rundir_close(struct hx_rundir *dir, bool keeps)
{
	struct hx_error ignored;

	if (dir->lock_fd < 0)
		return;
	/* a directory that cannot be removed harms nobody: the next run takes it */
	if (!keeps)
		hx_remove_tree(dir->path, &ignored);
	close(dir->lock_fd);
	dir->lock_fd = -1;
}

int hx_rundir_hash(struct hx_arena *arena, const char *path, char hash[HX_HASH_TEXT],
		   struct hx_error *err)
{
	const char *paths[] = {
		hx_printf(arena, "%s/" HX_FILE_TRACE, path),
		hx_printf(arena, "%s/" HX_FILE_REPORT, path),
		hx_printf(arena, "%s/" HX_FILE_CONSOLE, path),
		NULL
	};

	return hx_hash_files(paths, hash, err);
}

/* a file of the run; one that is absent is empty, since QEMU may not have come so far */
static void read_file(struct hx_arena *arena, const struct hx_rundir *dir, const char *name,
		      struct hx_text *text)
{
	struct hx_error ignored;

	hx_read_file(hx_printf(arena, "%s/%s", dir->path, name), text, &ignored);
	hx_text_add_bytes(text, "", 0);
	/* a NUL would hide what follows it */
	for (size_t i = 0; i < text->len && !strstr(name, ".bin"); i++)
		if (!text->s[i])
			text->s[i] = '?';
}

static const char *find_splat(struct hx_arena *arena, const struct hx_rundir *dir,
			      const struct hx_report *report)
{
	struct hx_text console = { 0 };
	const char *splat = NULL;

	for (unsigned int i = 0; i < report->kmsg.num && !splat; i++)
		splat = hx_splat_find(arena, report->kmsg.item[i].text);
	read_file(arena, dir, HX_FILE_CONSOLE, &console);
	if (!splat)
		splat = hx_splat_find(arena, console.s);
	hx_text_free(&console);
	return splat;
}

/*
 * Where a processor spun: the machine has interrupted it there, and the kernel's
 * report of that names the place, as 32 or 64 bit ARM does
 */
static const char *find_spin(struct hx_arena *arena, const struct hx_rundir *dir)
{
	static const char *const marks[] = { "PC is at ", "pc : " };
	struct hx_text console = { 0 };
	const char *place = "a place that the kernel does not tell";

	read_file(arena, dir, HX_FILE_CONSOLE, &console);
	for (unsigned int i = 0; console.s && i < HX_ARRAY_SIZE(marks); i++) {
		const char *at = strstr(console.s, marks[i]);

		if (!at)
			continue;
		at += strlen(marks[i]);
		place = hx_strndup(arena, at, strcspn(at, "\r\n"));
		break;
	}
	hx_text_free(&console);
	return place;
}

/* the title of the last step that had begun */
static const char *last_step(const struct hx_compiled *compiled, const struct hx_report *report)
{
	uint32_t op = report->fail.is_set ? report->fail.op : report->last_op;

	if (!report->has_begun || op >= compiled->num_ops)
		return NULL;
	do {
		if (compiled->op[op].kind == HX_STEP || compiled->op[op].kind == HX_FRESH)
			return compiled->strings + compiled->op[op].s0;
	} while (op--);
	return NULL;
}

/* the first guest error of the simulator's log; @trace: bytes of the event trace */
static const char *find_guest_error(struct hx_arena *arena, const struct hx_rundir *dir,
				    const struct hx_compiled *compiled,
				    const struct hx_report *report, const struct hx_text *trace)
{
	struct hx_text log = { 0 };
	const char *line;

	read_file(arena, dir, HX_FILE_QEMU, &log);
	line = hx_guest_error_find(arena, log.s);
	hx_text_free(&log);
	return hx_stray_explain(arena, compiled, report, trace->s, trace->len, line);
}

static void check_dumps(struct hx_arena *arena, const struct hx_rundir *dir,
			const struct hx_point *point, struct hx_facts *facts)
{
	struct hx_text dumps = { 0 }, memory = { 0 };

	read_file(arena, dir, HX_FILE_DUMP, &dumps);
	read_file(arena, dir, HX_FILE_MEMORY, &memory);
	facts->demand = hx_coredump_check(arena, point->sc, &dumps, &memory,
					  &facts->demand_line);
	hx_text_free(&dumps);
	hx_text_free(&memory);
}

static void read_machine(struct hx_arena *arena, const struct hx_rundir *dir,
			 const struct hx_point *point, struct hx_facts *facts)
{
	struct hx_trace_facts trace;
	struct hx_text bytes = { 0 };

	read_file(arena, dir, HX_FILE_TRACE, &bytes);
	hx_trace_scan(bytes.s, bytes.len, &trace);
	facts->guest_error = find_guest_error(arena, dir, point->compiled, facts->report,
					      &bytes);
	facts->demand = hx_demand_check(arena, point->sc, bytes.s, bytes.len,
					&facts->demand_line);
	hx_text_free(&bytes);
	if (!facts->demand && point->sc->num_dumps)
		check_dumps(arena, dir, point, facts);
	facts->has_limit_event = trace.has_limit;
	facts->spins_in = trace.has_spin ? find_spin(arena, dir) : NULL;
	facts->has_exit_event = trace.has_exit;
	facts->is_trace_whole = trace.is_whole;
	facts->num_guest_errors = trace.num_guest_errors;
}

void hx_rundir_judge(struct hx_arena *arena, const struct hx_rundir *dir,
		     struct hx_facts *facts, struct hx_point *point)
{
	struct hx_result *result = &point->result;
	struct hx_report *report = hx_alloc(arena, sizeof(*report));
	struct hx_text text = { 0 };
	struct hx_error err;

	read_file(arena, dir, HX_FILE_REPORT, &text);
	hx_report_read(arena, text.s, point->compiled->num_ops, report);
	hx_text_free(&text);
	facts->report = report;
	facts->known = point->known;
	facts->baseline = point->baseline;
	if (facts->ending != HX_NOT_STARTED) {
		read_machine(arena, dir, point, facts);
		facts->splat = find_splat(arena, dir, report);
		/* a run that was cut short by us or the system has no trace to compare */
		if (facts->ending != HX_EXITED ||
		    hx_rundir_hash(arena, dir->path, result->hash, &err))
			result->hash[0] = '\0';
	}
	result->step = last_step(point->compiled, report);
	result->metric = report->metric;
	result->num_metrics = report->num_metrics;
	result->virtual_ns = report->last_ns;
	hx_judge(arena, facts, result);
}
