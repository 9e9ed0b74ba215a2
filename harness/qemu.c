/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * qemu.c - the simulator's command line and process; see qemu.h
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "qemu.h"

/*
 * What the kernel is told: a splat ends the run, records written to /dev/kmsg
 * are never dropped for their number, and the console has warnings and worse
 * (the whole log is in the report).
 */
#define KERNEL_ARGS	"console=ttyAMA0 loglevel=5 rdinit=/init panic=-1 oops=panic " \
			"printk.devkmsg=on"

struct words {
	struct hx_arena *arena;
	const char **v;
	unsigned int num;
};

static void add(struct words *w, const char *first, const char *second)
{
	const char *both[] = { first, second };

	for (unsigned int i = 0; i < 2 && both[i]; i++) {
		w->v = hx_grow(w->arena, w->v, w->num, sizeof(*w->v));
		w->v[w->num++] = both[i];
	}
}

/* a comma ends a value unless it stands twice */
static const char *path_value(struct hx_arena *arena, const char *path)
{
	char *value = hx_alloc(arena, 2 * strlen(path) + 1), *to = value;

	for (; *path; path++) {
		if (*path == ',')
			*to++ = ',';
		*to++ = *path;
	}
	return value;
}

/* ",key=value", or nothing where there is no value */
static const char *maybe(struct hx_arena *arena, const char *key, const char *value)
{
	return value && *value ? hx_printf(arena, ",%s=%s", key, value) : "";
}

static void add_machine(struct words *w, const struct hx_qemu_run *run)
{
	const struct hx_machine *m = run->machine;
	struct hx_arena *a = w->arena;

	add(w, "-M", hx_printf(a, "amp-virt,profile=%s,remotes=%u,seed=%lu,jitter=%s,limit-ms=%lu,"
			       "vdev-memory=%s,dtb-randomness=off,bundle=" HX_FILE_BUNDLE
			       "%s%s%s%s%s%s%s",
			       run->profile->name, m->remotes,
			       (unsigned long)run->seed, m->has_jitter ? "on" : "off",
			       (unsigned long)((run->limit_ns + 999999) / 1000000),
			       m->has_named_memory ? "named" : "pool",
			       m->has_auto_boot ? "" : ",auto-boot=off",
			       m->has_quick_flush ? ",quick-flush=on" : "",
			       m->pct ? hx_printf(a, ",pct=%u", m->pct) : "",
			       maybe(a, "faults", m->faults), maybe(a, "running", run->running),
			       maybe(a, "save", run->save ? path_value(a, run->save) : NULL),
			       maybe(a, "restore",
				     run->restore ? path_value(a, run->restore) : NULL)));
	add(w, "-cpu", "cortex-a15");
	add(w, "-smp", hx_printf(w->arena, "%u,maxcpus=%u", m->smp, m->smp + m->remotes));
	add(w, "-m", hx_printf(w->arena, "%uM", m->ram_mib));
}

/* closed world: time is counted in instructions and nothing is read from the host */
static void add_closed_world(struct words *w, const struct hx_qemu_run *run)
{
	bool is_icount = run->opt->mode == HX_MODE_ICOUNT;

	add(w, "-accel", is_icount ? "tcg,thread=single" : "tcg,thread=multi");
	if (is_icount)
		add(w, "-icount", "shift=1,sleep=off");
	add(w, "-rtc", "base=2026-01-01T00:00:00,clock=vm");
	add(w, "-display", "none");
	add(w, "-chardev", "file,id=amp-report,path=" HX_FILE_REPORT);
	add(w, "-chardev", "file,id=amp-trace,path=" HX_FILE_TRACE);
	if (run->fetches_dumps) {
		add(w, "-chardev", "file,id=amp-dump,path=" HX_FILE_DUMP);
		add(w, "-chardev", "file,id=amp-memory,path=" HX_FILE_MEMORY);
	}
	if (run->profile->has_uart)
		add(w, "-chardev", "file,id=amp-uart0,path=" HX_FILE_UART);
	add(w, "-chardev", "file,id=amp-console,path=" HX_FILE_CONSOLE);
	add(w, "-serial", "chardev:amp-console");
	/* without -D the log goes to standard error, which is HX_FILE_QEMU */
	add(w, "-d", "guest_errors,unimp");
}

static void add_prompt(struct words *w, const struct hx_qemu_run *run)
{
	add(w, "-accel", "tcg,thread=single");
	add(w, "-display", "none");
	add(w, "-serial", "mon:stdio");
	if (run->opt->wants_gdb)
		add(w, "-s", "-S");
}

const char **hx_qemu_command(struct hx_arena *arena, const struct hx_qemu_run *run)
{
	struct words w = { .arena = arena };

	add(&w, run->opt->qemu, NULL);
	add_machine(&w, run);
	add(&w, "-nodefaults", "-no-reboot");
	if (run->is_interactive)
		add_prompt(&w, run);
	else
		add_closed_world(&w, run);
	add(&w, "-kernel", run->kernel->image);
	add(&w, "-initrd", HX_FILE_INITRD);
	add(&w, "-append", KERNEL_ARGS);
	if (run->restore)
		add(&w, "-incoming", "defer");
	w.v = hx_grow(arena, w.v, w.num, sizeof(*w.v));
	w.v[w.num] = NULL;
	return w.v;
}

const char *hx_qemu_shape(struct hx_arena *arena, const struct hx_qemu_run *run)
{
	struct hx_machine machine = *run->machine;
	struct hx_qemu_run boot = *run;
	struct hx_text line = { 0 };
	const char *shape;

	machine.has_jitter = true;
	machine.pct = 0;
	machine.faults = "";
	boot.machine = &machine;
	boot.save = boot.restore = boot.running = NULL;
	boot.seed = boot.limit_ns = 0;
	boot.fetches_dumps = false;
	hx_qemu_quote(hx_qemu_command(arena, &boot), &line);
	shape = hx_strdup(arena, line.s);
	hx_text_free(&line);
	return shape;
}

void hx_qemu_quote(const char *const *command, struct hx_text *out)
{
	for (; *command; command++) {
		const char *word = *command;

		hx_text_add(out, "%s", out->len ? " " : "");
		if (*word && strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_-+=:,./@%") == strlen(word)) {
			hx_text_add(out, "%s", word);
			continue;
		}
		hx_text_add(out, "'");
		for (; *word; word++)
			hx_text_add(out, *word == '\'' ? "'\\''" : "%c", *word);
		hx_text_add(out, "'");
	}
}

/* in the child: never returns; the reason goes up the pipe */
static void become(const char *const *command, const char *dir, int pipe_fd, pid_t parent)
{
	struct rlimit limit;
	sigset_t none;
	int in, out;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	setpgid(0, 0);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (!getrlimit(RLIMIT_FSIZE, &limit) && limit.rlim_cur > HX_MAX_FILE_BYTES) {
		limit.rlim_cur = HX_MAX_FILE_BYTES;
		setrlimit(RLIMIT_FSIZE, &limit);
	}
	in = open("/dev/null", O_RDONLY);
	if (!chdir(dir) && in >= 0) {
		out = open(HX_FILE_QEMU, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0666);
		if (out >= 0 && dup2(in, 0) == 0 && dup2(out, 1) == 1 && dup2(out, 2) == 2)
			execv(command[0], (char *const *)command);
	}
	in = errno;
	/* when even this fails the parent sees an exit status */
	if (write(pipe_fd, &in, sizeof(in)) < 0)
		_exit(1);
	_exit(1);
}

int hx_qemu_spawn(const char *const *command, const char *dir, pid_t *pid,
		  struct hx_error *err)
{
	pid_t parent = getpid();
	int pipe_fd[2], why, pidfd;
	ssize_t got;

	if (pipe2(pipe_fd, O_CLOEXEC))
		return hx_error(err, HX_ERIG, "pipe: %s", strerror(errno));
	*pid = fork();
	if (*pid == 0)
		become(command, dir, pipe_fd[1], parent);
	close(pipe_fd[1]);
	if (*pid < 0) {
		close(pipe_fd[0]);
		return hx_error(err, HX_ERIG, "fork: %s", strerror(errno));
	}
	setpgid(*pid, *pid);
	/* ends with the exec, which closes the other end */
	got = read(pipe_fd[0], &why, sizeof(why));
	close(pipe_fd[0]);
	if (got == sizeof(why)) {
		waitpid(*pid, NULL, 0);
		return hx_error(err, HX_ERIG, "%s: %s", command[0], strerror(why));
	}
	pidfd = pidfd_open(*pid, 0);
	if (pidfd < 0) {
		hx_error(err, HX_ERIG, "pidfd_open: %s", strerror(errno));
		kill(*pid, SIGKILL);
		waitpid(*pid, NULL, 0);
		return HX_ERIG;
	}
	return pidfd;
}
