/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * options.c - the table of options; see options.h
 */
#include <ctype.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "firmware.h"
#include "needs.h"
#include "options.h"

#define MAX_JOBS	256u

/* commands, as a mask; the order of names is that of the bits */
enum {
	LIST = 1, CHECK = 2, RUN = 4, PROVE = 8, REPLAY = 16, TRACE = 32, SHELL = 64, SCORE = 128,
	TABLE = 256, EXPLORE = 512, REPORT = 1024, FUZZ = 2048
};
static const char *const commands[] = {
	"list", "check", "run", "prove", "replay", "trace", "shell", "score",
	"table", "explore", "report", "fuzz", NULL
};

#define BOOTS		(RUN | PROVE | REPLAY | EXPLORE)
#define COMPILES	(LIST | CHECK | RUN | PROVE)
#define EXPLORES	(EXPLORE | REPORT)

struct option_row {
	const char *name;
	char letter;		/* 0: none */
	const char *value;	/* what the help calls it, NULL: a switch */
	unsigned int commands;
	bool changes_verdict;	/* part of the line that runs it again */
	const char *doc;
	int (*set)(struct hx_options *opt, const char *value, struct hx_error *err);
	size_t offset;		/* without set(): of a bool or a const char * */
};

static int wrong(struct hx_error *err, const char *option, const char *value, const char *wants)
{
	return hx_error(err, HX_EUSAGE, "%s \"%s\": wants %s", option, value, wants);
}

static int number(struct hx_error *err, const char *option, const char *value, uint64_t min,
		  uint64_t max, unsigned int *out)
{
	uint64_t n;

	if (!hx_parse_u64(value, &n) || n < min || n > max)
		return hx_error(err, HX_EUSAGE, "%s \"%s\": wants a number from %lu to %lu",
				option, value, (unsigned long)min, (unsigned long)max);
	*out = (unsigned int)n;
	return 0;
}

static int set_jobs(struct hx_options *opt, const char *value, struct hx_error *err)
{
	return number(err, "-j", value, 1, MAX_JOBS, &opt->jobs);
}

static int set_shard(struct hx_options *opt, const char *value, struct hx_error *err)
{
	int used = 0;

	if (!isdigit((unsigned char)*value) ||
	    sscanf(value, "%6u/%6u%n", &opt->shard, &opt->num_shards, &used) != 2 ||
	    value[used] || !opt->shard || opt->shard > opt->num_shards)
		return wrong(err, "--shard", value, "I/N, with I from 1 to N");
	return 0;
}

static int set_seed(struct hx_options *opt, const char *value, struct hx_error *err)
{
	if (!hx_parse_u64(value, &opt->seed))
		return wrong(err, "--seed", value, "a number");
	return 0;
}

static int set_seeds(struct hx_options *opt, const char *value, struct hx_error *err)
{
	return number(err, "--seeds", value, 1, HX_MAX_SEEDS, &opt->num_seeds);
}

static int set_count(struct hx_options *opt, const char *value, struct hx_error *err)
{
	return number(err, "--count", value, 1, UINT32_MAX, &opt->count);
}

static int set_scale(struct hx_options *opt, const char *value, struct hx_error *err)
{
	return number(err, "--scale", value, 1, 100000, &opt->scale_percent);
}

static int set_wall(struct hx_options *opt, const char *value, struct hx_error *err)
{
	return number(err, "--wall-limit", value, 1, 86400, &opt->wall_limit_s);
}

static int set_mode(struct hx_options *opt, const char *value, struct hx_error *err)
{
	static const char *const modes[] = { "icount", "mttcg", NULL };
	int mode = hx_index(value, modes);

	if (mode < 0)
		return wrong(err, "--mode", value, "icount or mttcg");
	opt->mode = (enum hx_mode)mode;
	return 0;
}

static int set_leaks(struct hx_options *opt, const char *value, struct hx_error *err)
{
	static const char *const words[] = { "first", "all", "off", NULL };
	int leaks = hx_index(value, words);

	if (leaks < 0)
		return wrong(err, "--leaks", value, "first, all or off");
	opt->leaks = (enum hx_leaks)leaks;
	return 0;
}

static int wrong_profile(const char *value, struct hx_error *err)
{
	struct hx_text names = { 0 };
	int ret;

	hx_profile_names(&names);
	ret = hx_error(err, HX_EUSAGE, "--profile \"%s\": wants all, or some of %s", value,
		       names.s);
	hx_text_free(&names);
	return ret;
}

/* rows of the table, each once, in the order of @value */
static int set_profile(struct hx_options *opt, const char *value, struct hx_error *err)
{
	const struct hx_profile **chosen = hx_alloc(&opt->arena,
						    (hx_num_profiles + 1) * sizeof(*chosen));
	char *copy = hx_strdup(&opt->arena, value), *save;
	unsigned int num = 0, i;

	for (char *name = strtok_r(copy, ",", &save); name; name = strtok_r(NULL, ",", &save)) {
		bool is_all = !strcmp(name, "all");

		if (!is_all && !hx_profile_find(name))
			return wrong_profile(value, err);
		for (const struct hx_profile *p = hx_profiles; p < hx_profiles + hx_num_profiles;
		     p++) {
			if (!is_all && strcmp(name, p->name))
				continue;
			for (i = 0; i < num && chosen[i] != p; i++)
				;
			chosen[i] = p;
			num += i == num;
		}
	}
	if (!num)
		return wrong_profile(value, err);
	opt->profiles = chosen;
	opt->profile = chosen[0];
	opt->has_profiles = true;
	return 0;
}

/* commands that have one machine only */
static int set_one_profile(struct hx_options *opt, const char *value, struct hx_error *err)
{
	int ret = set_profile(opt, value, err);

	if (!ret && opt->profiles[1])
		return wrong(err, "--profile", value, "one profile");
	return ret;
}

static int set_tags(struct hx_options *opt, const char *value, struct hx_error *err)
{
	char *copy = hx_strdup(&opt->arena, value), *save;

	(void)err;
	for (char *tag = strtok_r(copy, ",", &save); tag; tag = strtok_r(NULL, ",", &save))
		hx_list_add(&opt->arena, &opt->tags, tag, 0);
	return 0;
}

static int set_ops(struct hx_options *opt, const char *value, struct hx_error *err)
{
	char *copy = hx_strdup(&opt->arena, value), *save;

	(void)err;
	for (char *op = strtok_r(copy, ",", &save); op; op = strtok_r(NULL, ",", &save))
		hx_list_add(&opt->arena, &opt->ops, op, 0);
	return 0;
}

static int set_time(struct hx_options *opt, const char *value, struct hx_error *err)
{
	return number(err, "--time", value, 1, 30 * 86400, &opt->time_s);
}

static int set_length(struct hx_options *opt, const char *value, struct hx_error *err)
{
	return number(err, "--length", value, 1, 100, &opt->length);
}

static int set_times(struct hx_options *opt, const char *value, struct hx_error *err)
{
	return number(err, "--times", value, 1, 1000000, &opt->times);
}

static int set_out(struct hx_options *opt, const char *value, struct hx_error *err)
{
	(void)err;
	opt->out_dir = value;
	opt->has_out_dir = true;
	return 0;
}

static int set_change(struct hx_options *opt, const char *kind, const char *value,
		      struct hx_error *err)
{
	struct hx_item word = { hx_printf(&opt->arena, "%s:%s", kind, value), 0 };
	int ret = hx_caught_by_check(word.text, err);

	if (ret)
		return HX_EUSAGE;
	hx_caught_by_change(&opt->arena, &word, &opt->change);
	return 0;
}

static int set_fault(struct hx_options *opt, const char *value, struct hx_error *err)
{
	return set_change(opt, "fault", value, err);
}

static int set_image(struct hx_options *opt, const char *value, struct hx_error *err)
{
	return set_change(opt, "firmware", value, err);
}

static int set_machine(struct hx_options *opt, const char *value, struct hx_error *err)
{
	return set_change(opt, "machine", value, err);
}

static int set_firmware(struct hx_options *opt, const char *value, struct hx_error *err)
{
	opt->firmware_elf = value;
	return hx_firmware_check(value, err);
}

static int set_kernel_dir(struct hx_options *opt, const char *value, struct hx_error *err)
{
	(void)err;
	opt->kernel_dir = value;
	opt->has_kernel_dir = true;
	return 0;
}

#define AT(field)	NULL, offsetof(struct hx_options, field)
#define BY(fn)		fn, 0

static const struct option_row rows[] = {
	{ "jobs", 'j', "N", RUN | PROVE | EXPLORE | FUZZ, false, "runs at once (1)", BY(set_jobs) },
	{ "shard", 0, "I/N", COMPILES | EXPLORE | FUZZ, false, "only every Nth run, starting with the Ith",
	  BY(set_shard) },
	{ "seed", 0, "S", RUN | PROVE | SHELL | EXPLORE | FUZZ, false, "the first seed (1)", BY(set_seed) },
	{ "seeds", 0, "N", RUN | PROVE, false, "this many seeds, whatever the scenario says",
	  BY(set_seeds) },
	{ "mode", 0, "icount|mttcg", RUN | PROVE, true, "deterministic (icount), or a host thread "
	  "for every core", BY(set_mode) },
	{ "leaks", 0, "first|all|off", RUN, false, "on a kernel with kmemleak, look for leaks in the "
	  "first run of a scenario, or in all", BY(set_leaks) },
	{ "junit", 0, "FILE", RUN | PROVE, false, "where the JUnit file goes (REPORT/junit.xml)",
	  AT(junit) },
	{ "out", 'o', "DIR", BOOTS | SHELL, false, "where run directories go (build/runs; "
	  "explore: build/explore)", BY(set_out) },
	{ "out", 'o', "FILE", TABLE, false, "what build writes: FILE.elf, or the bare table FILE.bin",
	  AT(out_file) },
	{ "report", 0, "DIR", RUN | PROVE | SCORE, false, "where results go (build/report)",
	  AT(report_dir) },
	{ "keep", 'k', NULL, RUN | PROVE | EXPLORE, false, "keep the directories of runs that passed",
	  AT(keeps) },
	{ "cold", 0, NULL, RUN | PROVE | EXPLORE, false, "begin every run at power-on, use and save "
	  "no states", AT(is_cold) },
	{ "state", 0, "DIR", RUN | PROVE | EXPLORE, false, "where saved machine states are "
	  "(build/state)", AT(state_dir) },
	{ "native", 0, "FILE", FUZZ, false, "the fuzzing kernel (build/fuzz/linux)", AT(native) },
	{ "machine", 0, "DIR", FUZZ, false, "the fuzzing kernel for the machine (build/fuzz/machine) "
	  "instead", AT(fuzz_machine) },
	{ "corpus", 0, "DIR", FUZZ, false, "cases to begin with, grows (OUT/corpus)", AT(corpus) },
	{ "seeds-dir", 0, "DIR", FUZZ, false, "cases to begin with, only read", AT(seeds_dir) },
	{ "known", 0, "FILE", FUZZ, false, "patterns of titles that are no news, one a line",
	  AT(known) },
	{ "scenarios", 0, "DIR", FUZZ, false, "with files: leave there a scenario of each that can "
	  "have one", AT(case_scenarios) },
	{ "count", 0, "N", FUZZ, false, "end each job after so many executions", BY(set_count) },
	{ "out", 'o', "DIR", FUZZ, false, "findings and coverage go here (build/fuzz)",
	  AT(fuzz_dir) },
	{ "until-fail", 0, NULL, FUZZ, false, "end at the first finding that is not known",
	  AT(ends_at_failure) },
	{ "until-fail", 0, NULL, RUN | EXPLORE, false, "run nothing more after a failure; the rest is "
	  "skipped",
	  AT(ends_at_failure) },
	{ "part", 0, NULL, SCORE, false, "some mutants only: ask for no score and no scenarios",
	  AT(is_part) },
	{ "kernel", 0, "DIR", COMPILES | SHELL | EXPLORES, true, "the kernel (build/kernel/default)",
	  BY(set_kernel_dir) },
	{ "firmware-dir", 0, "DIR", COMPILES | SHELL | EXPLORES, true, "the images (build/firmware)",
	  AT(firmware_dir) },
	{ "firmware", 0, "ELF", COMPILES | SHELL, true, "a file that stands for the image echo",
	  BY(set_firmware) },
	{ "profile", 0, "P,...", COMPILES, false, "SoC profiles, one after the other, or all (ref)",
	  BY(set_profile) },
	{ "profile", 0, "P", SHELL, false, "the SoC profile (ref)", BY(set_one_profile) },
	{ "scale", 0, "PERCENT", RUN | PROVE | EXPLORE, true, "stretch every deadline (100)",
	  BY(set_scale) },
	{ "tags", 0, "T,...", COMPILES, false, "only scenarios with one of these tags",
	  BY(set_tags) },
	{ "with-fault", 0, "F", RUN | EXPLORE, true, "arm NAME@CORE[:skip=N][:count=N][:arg=N][:chance=N] at power-on",
	  BY(set_fault) },
	{ "with-firmware", 0, "IMAGE", RUN | EXPLORE, true, "IMAGE[@coreN] in place of every image",
	  BY(set_image) },
	{ "with-machine", 0, "WORD", RUN | SHELL | EXPLORE, true, "a word as in a machine line",
	  BY(set_machine) },
	{ "wall-limit", 0, "SECONDS", BOOTS, false, "end a run as broken after this host time "
	  "(120)", BY(set_wall) },
	{ "qemu", 0, "FILE", BOOTS | SHELL | FUZZ, true, "the simulator (build/qemu/qemu-system-amp)",
	  AT(qemu) },
	{ "agent", 0, "FILE", RUN | PROVE | SHELL | EXPLORE, true, "the guest's init (build/guest/agent)",
	  AT(agent) },
	{ "baseline", 0, "FILE", RUN, false, "names of known failures, one a line: they do not "
	  "count", AT(baseline) },
	{ "ktap", 0, NULL, RUN | PROVE, false, "KTAP also on a terminal", AT(wants_ktap) },
	{ "time", 0, "SECONDS", EXPLORE | FUZZ, false, "stop after this host time",
	  BY(set_time) },
	{ "times", 0, "N", REPLAY, false, "so often, one after the other (1)", BY(set_times) },
	{ "length", 0, "N", EXPLORE, false, "operations of a sequence (40)", BY(set_length) },
	{ "ops", 0, "OP,...", EXPLORES, false, "only these operations of the model", BY(set_ops) },
	{ "wrong-rule", 0, "OP:N", EXPLORE, false, "break the Nth rule of OP, to see that it is found",
	  AT(wrong_rule) },
	{ "all", 0, NULL, EXPLORE, false, "every sequence of --length over --ops, in order",
	  AT(wants_all) },
	{ "walks", 0, NULL, EXPLORE, false, "random walks from the start", AT(walks) },
	{ "races", 0, NULL, EXPLORE, false, "walks that end with two operations at once",
	  AT(races) },
	{ "pairs", 0, NULL, EXPLORE, false, "end when the transitions were tried that stand for all",
	  AT(only_pairs) },
	{ "tours", 0, NULL, EXPLORE, false, "no random walks when every transition was tried",
	  AT(only_tours) },
	{ "long", 0, NULL, EXPLORE, false, "leave findings as long as they were found",
	  AT(leaves_long) },
	{ "with-model", 0, "M", EXPLORES, false, "stack, cdev, attach, two or images (stack)",
	  AT(with_model) },
	{ "model", 0, NULL, EXPLORE, false, "print the models, or that one, and end",
	  AT(prints_model) },
	{ "dot", 0, "FILE", EXPLORE, false, "write the graph of the model for dot and end",
	  AT(dot) },
	{ "svg", 0, "FILE", EXPLORE, false, "draw the graph of the model and end", AT(svg) },
	{ "verbs", 0, NULL, LIST, false, "list the verbs of the language instead",
	  AT(lists_verbs) },
	{ "matrix", 0, NULL, LIST, false, "what runs where: scenarios x profiles x kernels built",
	  AT(wants_matrix) },
	{ "json", 0, NULL, LIST, false, "the matrix as JSON", AT(wants_json) },
	{ "profiles", 0, NULL, LIST, false, "list the SoC profiles instead",
	  AT(lists_profiles) },
	{ "dry-run", 0, NULL, SHELL, false, "print the command of the simulator only",
	  AT(is_dry_run) },
	{ "gdb", 0, NULL, SHELL, false, "wait for gdb on port 1234 before the first instruction",
	  AT(wants_gdb) },
	{ "help", 'h', NULL, ~0u, false, "this list", AT(wants_help) },
};

static int set_defaults(struct hx_options *opt, struct hx_error *err)
{
	char exe[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	struct hx_arena *a = &opt->arena;

	if (len < 0)
		return hx_error(err, HX_ERIG, "/proc/self/exe cannot be read");
	exe[len] = '\0';
	opt->build = hx_strdup(a, dirname(exe));
	opt->root = hx_strdup(a, dirname(exe));
	opt->qemu = hx_printf(a, "%s/qemu/qemu-system-amp", opt->build);
	opt->agent = hx_printf(a, "%s/guest/agent", opt->build);
	opt->busybox = hx_printf(a, "%s/guest/busybox", opt->build);
	opt->kernel_dir = hx_printf(a, "%s/kernel/default", opt->build);
	opt->firmware_dir = hx_printf(a, "%s/firmware", opt->build);
	opt->out_dir = hx_printf(a, "%s/runs", opt->build);
	opt->state_dir = hx_printf(a, "%s/state", opt->build);
	opt->report_dir = hx_printf(a, "%s/report", opt->build);
	set_profile(opt, hx_profiles[0].name, err);
	opt->has_profiles = false;
	opt->native = hx_printf(a, "%s/fuzz/linux", opt->build);
	opt->fuzz_dir = hx_printf(a, "%s/fuzz", opt->build);
	opt->jobs = 1;
	opt->shard = 1;
	opt->num_shards = 1;
	opt->seed = 1;
	opt->scale_percent = 100;
	opt->wall_limit_s = 120;
	return 0;
}

static const struct option_row *find_row(const char *name, size_t len, unsigned int mask)
{
	for (unsigned int i = 0; i < HX_ARRAY_SIZE(rows); i++)
		if ((rows[i].commands & mask) && strlen(rows[i].name) == len &&
		    !strncmp(rows[i].name, name, len))
			return &rows[i];
	return NULL;
}

static const struct option_row *find_letter(char letter, unsigned int mask)
{
	for (unsigned int i = 0; i < HX_ARRAY_SIZE(rows); i++)
		if ((rows[i].commands & mask) && letter && rows[i].letter == letter)
			return &rows[i];
	return NULL;
}

static int apply(struct hx_options *opt, const struct option_row *row, const char *value,
		 struct hx_error *err)
{
	char *field = (char *)opt + row->offset;

	if (row->changes_verdict)
		hx_text_add(&opt->again, " --%s%s%s", row->name, value ? " " : "",
			    value ? value : "");
	if (row->set)
		return row->set(opt, value, err);
	if (row->value)
		*(const char **)field = value;
	else
		*(bool *)field = true;
	return 0;
}

/* one argument that begins with '-'; @argv[*at] and perhaps its value behind it */
static int parse_one(struct hx_options *opt, char **argv, int *at, unsigned int mask,
		     struct hx_error *err)
{
	const char *arg = argv[*at], *value = NULL;
	const struct option_row *row;

	if (arg[1] == '-') {
		size_t len = strcspn(arg + 2, "=");

		row = find_row(arg + 2, len, mask);
		if (arg[2 + len] == '=')
			value = arg + 3 + len;
	} else {
		row = find_letter(arg[1], mask);
		if (arg[1] && arg[2])
			value = arg + 2;
	}
	if (!row)
		return hx_error(err, HX_EUSAGE, "%s does not know %s; see `rproctest %s --help`",
				argv[0], arg, argv[0]);
	if (row->value && !value)
		value = argv[*at + 1] ? argv[++*at] : NULL;
	if (row->value ? !value : value != NULL)
		return hx_error(err, HX_EUSAGE, "%s: %s", arg,
				row->value ? "wants a value" : "takes no value");
	return apply(opt, row, value, err);
}

/* the simulator runs in another directory */
static void make_absolute(struct hx_options *opt, const char **path)
{
	char real[PATH_MAX];

	if (*path && realpath(*path, real))
		*path = hx_strdup(&opt->arena, real);
}

const char *hx_shorten(const char *path)
{
	char cwd[PATH_MAX];
	size_t len;

	if (!getcwd(cwd, sizeof(cwd)))
		return path;
	len = strlen(cwd);
	return !strncmp(path, cwd, len) && path[len] == '/' ? path + len + 1 : path;
}

int hx_options_parse(int argc, char **argv, struct hx_options *opt, struct hx_error *err)
{
	int command = hx_index(argv[0], commands);
	bool is_over = false;
	int ret;

	*opt = (struct hx_options){ 0 };
	ret = set_defaults(opt, err);
	for (int i = 1; i < argc && !ret; i++) {
		if (!is_over && !strcmp(argv[i], "--"))
			is_over = true;
		else if (!is_over && argv[i][0] == '-')
			ret = parse_one(opt, argv, &i, 1u << command, err);
		else
			hx_list_add(&opt->arena, &opt->paths, argv[i], 0);
	}
	make_absolute(opt, &opt->qemu);
	make_absolute(opt, &opt->kernel_dir);
	opt->out_dir = hx_shorten(opt->out_dir);
	opt->report_dir = hx_shorten(opt->report_dir);
	return ret;
}

void hx_options_all_profiles(struct hx_options *opt)
{
	struct hx_error none;

	set_profile(opt, "all", &none);
}

void hx_options_free(struct hx_options *opt)
{
	hx_text_free(&opt->again);
	hx_arena_free(&opt->arena);
}

void hx_options_help(const char *command, struct hx_text *out)
{
	int index = hx_index(command, commands);

	for (unsigned int i = 0; i < HX_ARRAY_SIZE(rows); i++) {
		const struct option_row *row = &rows[i];
		char left[48];
		int len;

		if (!(rows[i].commands & 1u << index))
			continue;
		len = snprintf(left, sizeof(left), "--%s%s%s", row->name, row->value ? " " : "",
			       row->value ? row->value : "");
		if (row->letter)
			snprintf(left + len, sizeof(left) - (size_t)len, ", -%c", row->letter);
		hx_text_add(out, "  %-28s %s\n", left, row->doc);
	}
}
