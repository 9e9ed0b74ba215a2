/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cmd_shell.c - `shell`: the stack is booted, then a prompt on the console
 *
 * Not a closed world: time is the host's, the console is the terminal, nothing
 * is judged.  The guest's program is a scenario like any other, with the op
 * that no scenario can write behind it.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "initramfs.h"
#include "qemu.h"
#include "rundir.h"

static const char scenario[] = "title a prompt\nboot\n";

/* append the prompt to what the scenario became */
static void add_prompt(struct hx_arena *arena, struct hx_compiled *compiled)
{
	static const char program[] = "/bin/busybox";
	uint32_t offset = compiled->string_bytes;
	char *strings = hx_alloc(arena, offset + sizeof(program));

	memcpy(strings, compiled->strings, offset);
	memcpy(strings + offset, program, sizeof(program));
	compiled->strings = strings;
	compiled->string_bytes += sizeof(program);
	compiled->op = hx_grow(arena, compiled->op, compiled->num_ops, sizeof(*compiled->op));
	compiled->op[compiled->num_ops++] = (struct hx_op){
		.kind = HX_SHELL, .s0 = offset, .s1 = HX_NO_STRING,
	};
}

static int prepare(struct hx_options *opt, struct hx_plan *plan, struct hx_compiled *compiled,
		   struct hx_error *err)
{
	struct hx_scenarios all;
	int ret;

	plan->env = (struct hx_env){
		.profile = opt->profile, .kernel = &plan->kernel,
		.firmware_dir = hx_profile_images(&plan->arena, opt->profile, opt->firmware_dir),
		.firmware_elf = opt->firmware_elf, .scale_percent = 100,
	};
	ret = hx_kernel_open(&plan->arena, opt->kernel_dir, &plan->kernel, err);
	if (!ret)
		ret = hx_scenario_parse(&plan->arena, "shell", "shell", scenario, strlen(scenario),
					&all, err);
	if (!ret)
		ret = hx_compile(&plan->arena, &all.v[0], &plan->env, &opt->change, compiled, err);
	if (!ret && !hx_is_file(opt->busybox))
		ret = hx_error(err, HX_ERIG, "%s: no such file: run `make busybox`", opt->busybox);
	if (!ret)
		add_prompt(&plan->arena, compiled);
	return ret;
}

/* replaces this program; only errors return */
static int become(const char *const *command, const char *dir, struct hx_error *err)
{
	if (!chdir(dir))
		execv(command[0], (char *const *)command);
	return hx_error(err, HX_ERIG, "%s: %s", command[0], strerror(errno));
}

static int start(struct hx_options *opt, struct hx_plan *plan,
		 const struct hx_compiled *compiled, struct hx_error *err)
{
	const struct hx_bundle bundle = {
		.busybox = opt->busybox, .env = &plan->env, .compiled = compiled,
		.has_all_images = true,
	};
	struct hx_qemu_run run = {
		.opt = opt, .profile = opt->profile, .kernel = &plan->kernel,
		.machine = &compiled->machine,
		.seed = opt->seed, .is_interactive = true,
	};
	struct hx_rundir dir = { .lock_fd = -1 };
	struct hx_text line = { 0 };
	const char **command;
	int ret;

	ret = hx_rundir_open(&plan->arena, opt->out_dir, "shell", &dir, err);
	if (!ret)
		ret = hx_initramfs_write(&plan->arena, opt->agent, &plan->kernel,
					 hx_printf(&plan->arena, "%s/" HX_FILE_INITRD, dir.path),
					 err);
	if (!ret)
		ret = hx_bundle_write(&plan->arena, &bundle,
				      hx_printf(&plan->arena, "%s/" HX_FILE_BUNDLE, dir.path),
				      err);
	if (!ret)
		run.running = hx_rundir_running(&plan->arena, compiled, dir.path, err);
	if (!ret && !run.running)
		ret = HX_EIO;
	command = ret ? NULL : hx_qemu_command(&plan->arena, &run);
	if (!ret && opt->is_dry_run) {
		hx_qemu_quote(command, &line);
		printf("cd %s && %s\n", dir.path, line.s);
		hx_text_free(&line);
	} else if (!ret) {
		printf("Leave with \"exit\", or Ctrl-A x.%s\n",
		       opt->wants_gdb ? "  Waiting for gdb on port 1234." : "");
		ret = become(command, dir.path, err);
	}
	hx_rundir_close(&dir, true);
	return ret;
}

int hx_cmd_shell(struct hx_options *opt, struct hx_error *err)
{
	struct hx_plan plan = { 0 };
	struct hx_compiled compiled;
	int ret = 0;

	if (opt->paths.num)
		ret = hx_error(err, HX_EUSAGE, "shell takes no path");
	if (!ret)
		ret = prepare(opt, &plan, &compiled, err);
	if (!ret)
		ret = start(opt, &plan, &compiled, err);
	hx_plan_free(&plan);
	return ret ? HX_STATUS_RIG : HX_STATUS_GOOD;
}
