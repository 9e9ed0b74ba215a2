/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * options.h - the command line: one table of options for all commands
 *
 * Paths that are not given are those of the build directory, which is where
 * the program itself lies; scenarios are in scenarios/ beside that directory.
 */
#ifndef HX_OPTIONS_H
#define HX_OPTIONS_H

#include "base.h"
#include "compile.h"

enum hx_mode {
	HX_MODE_ICOUNT,		/* closed world, deterministic */
	HX_MODE_MTTCG,		/* a host thread for every core; for stress */
};

enum hx_leaks {
	HX_LEAKS_FIRST,		/* a search in one run of a scenario */
	HX_LEAKS_ALL,
	HX_LEAKS_OFF,
};

struct hx_options {
	struct hx_arena arena;
	const char *program;		/* how to call this program again */
	const char *root;		/* the project */
	const char *build;
	const char *qemu;
	const char *agent;
	const char *busybox;
	const char *kernel_dir;
	bool has_kernel_dir;		/* chosen by the user */
	const char *firmware_dir;
	const char *firmware_elf;	/* NULL: none */
	const char *out_dir;		/* run directories */
	const char *state_dir;		/* saved machine states */
	const char *native;		/* kernel that runs as a process */
	const char *fuzz_machine;	/* directory of one for the machine, instead; NULL: none */
	const char *corpus;		/* NULL: fuzz_dir/corpus */
	const char *seeds_dir;		/* NULL: none */
	const char *known;		/* file, NULL: none */
	const char *case_scenarios;	/* directory, NULL: none is wanted */
	const char *fuzz_dir;
	unsigned int count;		/* executions, 0: no limit */
	const char *out_file;		/* of `table build`, NULL: none */
	bool has_out_dir;		/* the user named it */
	const char *report_dir;
	const char *baseline;		/* file of known failures, NULL: none */
	const char *junit;		/* NULL: report_dir/junit.xml */
	const struct hx_profile *profile;	/* the first of those chosen */
	const struct hx_profile *const *profiles;	/* ended by NULL, each once */
	bool has_profiles;		/* chosen by the user */
	enum hx_mode mode;
	enum hx_leaks leaks;
	unsigned int jobs;
	unsigned int shard, num_shards;	/* shard is 1..num_shards */
	uint64_t seed;
	unsigned int num_seeds;		/* 0: what the scenario says */
	unsigned int scale_percent;
	unsigned int wall_limit_s;
	struct hx_list tags;
	struct hx_change change;
	struct hx_list ops;		/* of the model, none: all */
	const char *with_model;		/* name of a model, NULL: the first */
	const char *dot, *svg;		/* files for the graph, NULL: none */
	unsigned int time_s;		/* 0: until nothing is left */
	unsigned int times;		/* that a run is replayed, 0: once */
	unsigned int length;		/* of a sequence, 0: the default */
	bool prints_model;
	const char *wrong_rule;		/* OP:N: a rule of the model to break, NULL: none */
	bool wants_all;			/* every sequence of a length */
	bool walks;			/* no tours first */
	bool races;			/* walks that end with two operations at once */
	bool only_pairs;		/* neither: what stands for the other transitions */
	bool only_tours;		/* no walks after them */
	bool leaves_long;		/* findings are not cut down */
	bool keeps;
	bool is_cold;			/* every run begins at power-on */
	bool ends_at_failure;
	bool wants_ktap;		/* also on a terminal */
	bool lists_verbs;
	bool wants_matrix;
	bool wants_json;
	bool lists_profiles;
	bool is_dry_run;
	bool is_part;
	bool wants_gdb;
	bool wants_help;
	struct hx_list paths;
	struct hx_text again;		/* the options that change a verdict, to run it again */
};

/**
 * hx_options_parse() - read a command's arguments
 * @argv: argv[0] is the command's name
 * @opt:  out; release with hx_options_free() in any case
 *
 * Returns: 0; HX_EUSAGE; HX_EFIRMWARE when --firmware names no usable ELF.
 */
int hx_options_parse(int argc, char **argv, struct hx_options *opt, struct hx_error *err);
/* as --profile all does */
void hx_options_all_profiles(struct hx_options *opt);
void hx_options_free(struct hx_options *opt);

/* @path as seen from the working directory when it lies below, else as it is */
const char *hx_shorten(const char *path);

/* one line for every option that the command takes, appended to @out */
void hx_options_help(const char *command, struct hx_text *out);

#endif
