/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * main.c - rproctest: find the command, print what went wrong
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"

static const struct {
	const char *name;
	const char *arguments;
	const char *doc;
	int (*run)(struct hx_options *opt, struct hx_error *err);
} commands[] = {
	{ "run", "[path...]", "boot and judge scenarios", hx_cmd_run },
	{ "list", "[path...]", "titles, needs, tags; --matrix: what runs where", hx_cmd_list },
	{ "check", "[path...]", "read and compile scenarios without booting", hx_cmd_check },
	{ "prove", "[path...]", "run each scenario against what must make it fail",
	  hx_cmd_prove },
	{ "replay", "RUNDIR", "run again, demand the same trace hash", hx_cmd_replay },
	{ "trace", "RUNDIR", "print the event trace of a run", hx_cmd_trace },
	{ "score", "DIR", "judge what `make prove` has run", hx_cmd_score },
	{ "table", "dump|build FILE", "resource tables as text, and back", hx_cmd_table },
	{ "explore", "", "try sequences without end, with a model as the judge", hx_cmd_explore },
	{ "report", "DIR...", "merge and print what explorations have found", hx_cmd_report },
	{ "fuzz", "[FILE...]", "look for tables and images that the kernel cannot stand",
	  hx_cmd_fuzz },
	{ "shell", "", "boot the stack, then a prompt in the guest", hx_cmd_shell },
};

static void print_commands(FILE *out)
{
	fprintf(out, "usage: rproctest COMMAND [option...] [path...]\n\n");
	for (size_t i = 0; i < HX_ARRAY_SIZE(commands); i++)
		fprintf(out, "  %-8s%-17s%s\n", commands[i].name, commands[i].arguments,
			commands[i].doc);
	fprintf(out, "\n`rproctest COMMAND --help` lists the options; docs/running.md says "
		"more.\n");
}

static void print_help(size_t index)
{
	struct hx_text options = { 0 };

	hx_options_help(commands[index].name, &options);
	printf("usage: rproctest %s [option...] %s\n%s\n\n%s", commands[index].name,
	       commands[index].arguments, commands[index].doc, options.s);
	hx_text_free(&options);
}

static int run_command(size_t index, int argc, char **argv)
{
	struct hx_error err = { 0 };
	struct hx_options opt;
	int status = HX_STATUS_RIG;

	if (!hx_options_parse(argc - 1, argv + 1, &opt, &err)) {
		opt.program = hx_shorten(argv[0]);
		if (opt.wants_help) {
			print_help(index);
			status = HX_STATUS_GOOD;
		} else {
			status = commands[index].run(&opt, &err);
		}
	}
	if (err.code)
		fprintf(stderr, "rproctest: %s\n", err.text);
	hx_options_free(&opt);
	return status;
}

int main(int argc, char **argv)
{
	/* a limit on the size of files is an error like a full disk, not a death */
	signal(SIGXFSZ, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (size_t i = 0; argc > 1 && i < HX_ARRAY_SIZE(commands); i++)
		if (!strcmp(argv[1], commands[i].name))
			return run_command(i, argc, argv);
	if (argc > 1 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "help"))) {
		print_commands(stdout);
		return HX_STATUS_GOOD;
	}
	if (argc > 1)
		fprintf(stderr, "rproctest: unknown command \"%s\"\n", argv[1]);
	print_commands(stderr);
	return HX_STATUS_RIG;
}
