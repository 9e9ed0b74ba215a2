/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * shell.c - the interactive op: a program on the console until it ends
 *
 * The console becomes the controlling terminal of a session of its own, so that
 * Ctrl-C and job control work.  With busybox its applets are linked first.  The
 * machine's time limit is lifted: nobody types in virtual time.  Interface:
 * agent.h.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent.h"
#include "lab.h"
#include "util.h"

static const char *const environment[] = {
	"PATH=/bin", "HOME=/", "TERM=vt102", "PS1=guest:\\w# ", NULL,
};

/* /dev/console itself cannot control a session; the terminal behind it can. */
static int open_terminal(void)
{
	char path[AG_PATH], active[64], *last;

	if (ag_read_attr(ag_path(path, "/sys/class/tty/console/active"), active,
			 sizeof(active)) <= 0)
		return open("/dev/console", O_RDWR);
	/* Several are separated by blanks; the last is /dev/console. */
	last = strrchr(active, ' ');
	return open(ag_path(path, "/dev/%s", last ? last + 1 : active), O_RDWR);
}

static void greet(int fd)
{
	struct ag_list rprocs = { 0 };
	char path[AG_PATH];
	size_t i;

	ag_list_dir(ag_path(path, "/sys/class/remoteproc"), &rprocs);
	dprintf(fd, "\nThis is the guest; \"exit\" ends the run.\n");
	for (i = 0; i < rprocs.num; i++)
		dprintf(fd, "  %s: state, firmware in /sys/class/remoteproc/%s\n"
			    "               trace0, crash in /sys/kernel/debug/remoteproc/%s\n",
			rprocs.item[i], rprocs.item[i], rprocs.item[i]);
	if (!rprocs.num)
		dprintf(fd, "  no remote processor is registered\n");
	dprintf(fd, "  modules in /lib/modules, firmware images in /lab/images\n\n");
	ag_list_free(&rprocs);
}

static bool is_busybox(const char *program)
{
	const char *slash = strrchr(program, '/');

	return !strcmp(slash ? slash + 1 : program, "busybox");
}

static void become(const char *program)
{
	const char *const install[] = { program, "--install", "-s", "/bin", NULL };
	const char *const shell[] = { is_busybox(program) ? "sh" : program, NULL };
	int fd, status;
	pid_t pid;

	setsid();
	fd = open_terminal();
	ioctl(fd, TIOCSCTTY, 0);
	dup2(fd, 0);
	dup2(fd, 1);
	dup2(fd, 2);
	if (is_busybox(program)) {
		mkdir("/bin", 0755);
		pid = fork();
		if (!pid) {
			execve(program, (char **)install, (char **)environment);
			_exit(127);
		}
		waitpid(pid, &status, 0);
	}
	greet(1);
	execve(program, (char **)shell, (char **)environment);
	dprintf(2, "%s: %s\n", program, ag_errno_name(errno));
	_exit(127);
}

enum ag_result ag_run_shell(struct ag_ctx *ctx, const struct hx_op *op)
{
	const char *program = ag_string(ctx, op->s0);
	int status = 0;
	pid_t pid, gone;

	if (access(program, X_OK))
		return ag_why(ctx, AG_BROKEN, "%s: %s", program, ag_errno_name(errno));
	ag_lab_set_limit_ms(0);
	pid = fork();
	if (pid < 0)
		return ag_why(ctx, AG_BROKEN, "fork: %s", ag_errno_name(errno));
	if (!pid)
		become(program);
	/* PID 1 also gets what the shell leaves behind. */
	do {
		gone = waitpid(-1, &status, 0);
	} while (gone >= 0 && gone != pid);
	kill(-1, SIGKILL);
	while (waitpid(-1, &status, 0) > 0)
		;
	return AG_PASS;
}
