/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * main.c - the guest's init: sets the scene, runs /lab/program, ends the run
 *
 * Started by the kernel as PID 1 from an initramfs that may hold nothing but
 * this program and modules; the rest comes in the machine's bundle.  It never
 * returns: the run ends by LAB_EXIT, whose value is enum ag_result.  A crash of
 * the agent is a kernel panic and so visible to the host.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "agent.h"
#include "always.h"
#include "bundle.h"
#include "cover.h"
#include "kmsg.h"
#include "lab.h"
#include "report.h"
#include "util.h"

static const struct {
	const char *type, *where;
	bool needed;
} mounts[] = {
	{ "proc",	"/proc",		true },
	{ "sysfs",	"/sys",			true },
	{ "devtmpfs",	"/dev",			true },
	{ "debugfs",	"/sys/kernel/debug",	false },
	{ "tmpfs",	"/tmp",			false },
};

static const char *const verdict[] = {
	[AG_PASS] = "pass",
	[AG_FAIL] = "fail",
	[AG_BROKEN] = "broken",
};

static bool have_lab;

static void wait_for_power_off(void) __attribute__((noreturn));
static void wait_for_power_off(void)
{
	for (;;)
		pause();
}

/* Only the first thread that comes here ends the run. */
void ag_end(enum ag_result result)
{
	static atomic_flag ended = ATOMIC_FLAG_INIT;

	if (atomic_flag_test_and_set(&ended))
		wait_for_power_off();
	ag_kmsg_try_drain();
	ag_report(NULL, "end %s", verdict[result]);
	ag_lab_exit(result);
	wait_for_power_off();
}

void ag_die(const char *fmt, ...)
{
	char text[AG_TEXT];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	fprintf(stderr, "agent: %s\n", text);
	if (!have_lab) {
		reboot(RB_POWER_OFF);
		wait_for_power_off();
	}
	ag_report(text, "broken 0 0 %llu", (unsigned long long)ag_lab_now_ns());
	ag_end(AG_BROKEN);
}

/* The kernel has no console for us when the initramfs has no /dev/console. */
static void open_console(void)
{
	int fd = open("/dev/console", O_RDWR);

	while (fd >= 0 && fd < 2)
		fd = dup(fd);
	if (fd > 2)
		close(fd);
}

static void mount_all(void)
{
	const char *failed = NULL;
	size_t i;
	int err = 0;

	for (i = 0; i < ARRAY_SIZE(mounts); i++) {
		mkdir(mounts[i].where, 0755);
		if (mount(mounts[i].type, mounts[i].where, mounts[i].type, 0, NULL) &&
		    errno != EBUSY && mounts[i].needed && !failed) {
			failed = mounts[i].where;
			err = errno;
		}
	}
	open_console();
	if (failed)
		ag_die("mounting %s: %s", failed, ag_errno_name(err));
}

static void say_hello(void)
{
	struct utsname uts;

	uname(&uts);
	ag_report(uts.release, "hello %u", HX_VERSION);
}

/* Everything up to here is the same for all runs of a kernel and a machine. */
static void fetch(void)
{
	size_t len;
	const void *bytes = ag_lab_bundle(&len);
	int err = ag_bundle_unpack(bytes, len);

	if (err)
		ag_die("the bundle of %zu bytes: %s", len, ag_errno_name(-err));
}

static void load(struct ag_program *prog)
{
	char path[AG_PATH], why[AG_TEXT], *bytes;
	ssize_t len = ag_read_all(ag_path(path, "/lab/program"), &bytes);

	if (len < 0)
		ag_die("/lab/program: %s", ag_errno_name((int)-len));
	/* @bytes is kept until the end of the run. */
	if (ag_program_check(prog, bytes, (size_t)len, why))
		ag_die("/lab/program: %s", why);
}

static void metric(const char *name, uint64_t ns)
{
	ag_report(NULL, "metric %s %llu ns", name, (unsigned long long)ns);
}

static enum ag_result run(const struct ag_program *prog, uint64_t began_ns)
{
	struct ag_ctx ctx = { .prog = prog, .tid = getpid() };
	uint64_t first_ns, last_ns;
	enum ag_result result, checks;
	bool clean;

	ag_always_begin();
	first_ns = ag_lab_now_ns();
	result = ag_exec(prog);
	last_ns = ag_lab_now_ns();

	ag_watchdog_add(&ctx);
	clean = ag_cleanup(&ctx);
	ag_check("cleanup", clean, clean ? "everything went" : ctx.text);
	checks = ag_always_end(&ctx);
	ag_watchdog_del(&ctx);
	ag_cover_report();
	if (!clean)
		checks = AG_FAIL;

	metric("boot", began_ns);
	metric("prepare", first_ns - began_ns);
	metric("ops", last_ns - first_ns);
	metric("finish", ag_lab_now_ns() - last_ns);
	return result > checks ? result : checks;
}

int main(void)
{
	struct ag_program prog;
	uint64_t began_ns;
	int err;

	mount_all();
	err = ag_lab_open();
	if (err)
		ag_die("the lab block does not answer: %s", ag_errno_name(-err));
	have_lab = true;
	began_ns = ag_lab_now_ns();
	fetch();
	say_hello();
	load(&prog);
	err = ag_kmsg_open();
	if (err)
		ag_die("/dev/kmsg: %s", ag_errno_name(-err));
	err = ag_watchdog_start();
	if (err)
		ag_die("no watchdog thread: %s", ag_errno_name(-err));
	ag_end(run(&prog, began_ns));
}
