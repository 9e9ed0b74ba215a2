/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_guest.c - a kernel that takes cases; see fuzz_guest.h
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "fuzz_guest.h"

#define BOOT_MS		30000u	/* processor time */
#define IDLE_MS		60000u	/* host time that a guest may take, however busy the host is */
#define PAGE		4096u

#define KERNEL_ARGS	"kasan_multi_shot kasan.fault=report panic=1 loglevel=0 "

/* what the engines do differently */
struct ops {
	void (*exec)(const struct hx_engine *engine);	/* in the child; returns when it cannot */
	bool (*end)(struct hx_guest *guest);	/* a guest that waits for a case */
	unsigned int slower;			/* than native */
};

static void exec_native(const struct hx_engine *engine)
{
	execl(engine->kernel, "linux", "mem=48M", "time-travel=inf-cpu", "con=null", "con0=null",
	      KERNEL_ARGS, (char *)NULL);
}

static bool end_native(struct hx_guest *guest)
{
	return !kill(guest->pid, SIGKILL);
}

static void exec_machine(const struct hx_engine *engine)
{
	execl(engine->qemu, engine->qemu, "-M", "amp-virt,guests=on,dtb-randomness=off",
	      "-cpu", "cortex-a15", "-smp", "1,maxcpus=2", "-m", "128M", "-nodefaults",
	      "-no-reboot", "-accel", "tcg,thread=single", "-display", "none",
	      "-kernel", engine->image, "-append",
	      KERNEL_ARGS "rcupdate.rcu_cpu_stall_suppress=1", (char *)NULL);
}

static bool end_machine(struct hx_guest *guest)
{
	const char word = AMP_FUZZ_GO_END;

	return write(guest->go, &word, 1) == 1;
}

static const struct ops native = { exec_native, end_native, 1 };
static const struct ops machine = { exec_machine, end_machine, 25 };

static const struct ops *ops_of(const struct hx_guest *guest)
{
	return guest->engine->image ? &machine : &native;
}

int hx_guest_open(struct hx_guest *guest, const struct hx_engine *engine, struct hx_error *err)
{
	size_t size = (sizeof(*guest->shared) + PAGE - 1) / PAGE * PAGE;

	*guest = (struct hx_guest){ .engine = engine, .memory = -1, .go = -1, .done = -1 };
	guest->memory = memfd_create("amp-fuzz", MFD_CLOEXEC);
	if (guest->memory < 0 || ftruncate(guest->memory, (off_t)size))
		return hx_error(err, HX_ERIG, "memory for a guest: %s", strerror(errno));
	guest->shared = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, guest->memory, 0);
	if (guest->shared == MAP_FAILED) {
		guest->shared = NULL;
		return hx_error(err, HX_ERIG, "memory for a guest: %s", strerror(errno));
	}
	return 0;
}

/* in the child: the descriptors that amp_fuzz.c knows, nothing of ours besides */
static void become_guest(const struct hx_guest *guest, int go, int done)
{
	/* a core file of 64 MiB for each crash helps nobody */
	const struct rlimit none = { 0, 0 };
	int null = open("/dev/null", O_RDWR);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setpgid(0, 0);
	setrlimit(RLIMIT_CORE, &none);
	dup2(null, 0);
	dup2(null, 1);
	dup2(null, 2);
	dup2(go, AMP_FUZZ_FD_GO);
	dup2(done, AMP_FUZZ_FD_DONE);
	dup2(guest->memory, AMP_FUZZ_FD_MEMORY);
	ops_of(guest)->exec(guest->engine);
	_exit(127);
}

/* processor time of the guest, which a busy host does not change; 0 when unknown */
static uint64_t processor_ms(pid_t pid)
{
	struct timespec used;
	clockid_t clock;

	if (clock_getcpuclockid(pid, &clock) || clock_gettime(clock, &used))
		return 0;
	return (uint64_t)used.tv_sec * 1000 + (uint64_t)used.tv_nsec / 1000000;
}

enum wait { WAIT_HEARD, WAIT_OVER, WAIT_GONE };

/* a word of the kernel's process, before the process @pid has used up its time */
static enum wait wait_for_word(struct hx_guest *guest, pid_t pid, unsigned int timeout_ms,
			       struct amp_fuzz_word *word)
{
	uint64_t end = hx_now_ms() + IDLE_MS, end_used = processor_ms(pid) + timeout_ms;
	struct pollfd fd = { .fd = guest->done, .events = POLLIN };

	for (;;) {
		int ready = poll(&fd, 1, (int)timeout_ms);

		if (ready > 0)
			break;
		if ((ready < 0 && errno == EINTR) ||
		    (hx_now_ms() < end && processor_ms(pid) < end_used))
			continue;
		return WAIT_OVER;
	}
	return read(guest->done, word, sizeof(*word)) == sizeof(*word) ? WAIT_HEARD : WAIT_GONE;
}

static void stop_kernel(struct hx_guest *guest)
{
	if (guest->kernel_pid > 0) {
		/* the guest is in its group */
		kill(-guest->kernel_pid, SIGKILL);
		kill(guest->kernel_pid, SIGKILL);
		while (waitpid(guest->kernel_pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	guest->kernel_pid = guest->pid = 0;
	if (guest->go >= 0)
		close(guest->go);
	if (guest->done >= 0)
		close(guest->done);
	guest->go = guest->done = -1;
}

static int start_kernel(struct hx_guest *guest, struct hx_error *err)
{
	int go[2], done[2];

	if (pipe2(go, O_CLOEXEC) || pipe2(done, O_CLOEXEC))
		return hx_error(err, HX_ERIG, "pipes for a guest: %s", strerror(errno));
	guest->shared->magic = 0;
	guest->shared->log_bytes = 0;
	guest->kernel_pid = fork();
	if (!guest->kernel_pid)
		become_guest(guest, go[0], done[1]);
	close(go[0]);
	close(done[1]);
	guest->go = go[1];
	guest->done = done[0];
	if (guest->kernel_pid < 0)
		return hx_error(err, HX_ERIG, "no process for a kernel: %s", strerror(errno));
	return 0;
}

int hx_guest_start(struct hx_guest *guest, struct hx_error *err)
{
	struct amp_fuzz_word word = { 0 };
	int ret = 0;

	if (guest->pid)
		return 0;
	if (!guest->kernel_pid)
		ret = start_kernel(guest, err);
	if (!ret && (wait_for_word(guest, guest->kernel_pid, BOOT_MS, &word) != WAIT_HEARD ||
		     word.what != AMP_FUZZ_BORN || guest->shared->magic != AMP_FUZZ_MAGIC))
		ret = hx_error(err, HX_ERIG, "%s does not start as a fuzzing kernel",
			       guest->engine->kernel);
	if (ret) {
		stop_kernel(guest);
		return ret;
	}
	guest->pid = (pid_t)word.pid;
	guest->num_starts++;
	return 0;
}

void hx_guest_stop(struct hx_guest *guest)
{
	struct amp_fuzz_word word = { 0 };

	if (!guest->pid)
		return;
	if (!ops_of(guest)->end(guest)) {
		stop_kernel(guest);
		return;
	}
	guest->pid = 0;
	/* an answer may be on its way before */
	do
		if (wait_for_word(guest, guest->kernel_pid, BOOT_MS, &word) != WAIT_HEARD) {
			stop_kernel(guest);
			return;
		}
	while (word.what != AMP_FUZZ_ENDED);
}

enum hx_guest_end hx_guest_run(struct hx_guest *guest, bool with_cover, unsigned int timeout_ms)
{
	struct amp_fuzz_word word = { 0 };
	const char byte = AMP_FUZZ_GO_CASE;

	guest->shared->with_cover = with_cover;
	guest->shared->with_stacks = guest->with_stacks;
	guest->shared->num_pcs = 0;
	guest->shared->left = 0;
	guest->shared->too_long = 0;
	guest->shared->log_bytes = 0;
	if (write(guest->go, &byte, 1) != 1) {
		stop_kernel(guest);
		return HX_GUEST_ENDED;
	}
	switch (wait_for_word(guest, guest->pid, timeout_ms * ops_of(guest)->slower, &word)) {
	case WAIT_OVER:
		/* a machine that hangs hears no word */
		if (guest->engine->image)
			stop_kernel(guest);
		hx_guest_stop(guest);
		return HX_GUEST_HUNG;
	case WAIT_GONE:
		stop_kernel(guest);
		return HX_GUEST_ENDED;
	case WAIT_HEARD:
		break;
	}
	if (word.what == AMP_FUZZ_DONE)
		return HX_GUEST_DONE;
	guest->pid = 0;
	return HX_GUEST_ENDED;
}

void hx_guest_close(struct hx_guest *guest)
{
	stop_kernel(guest);
	if (guest->shared)
		munmap(guest->shared, sizeof(*guest->shared));
	if (guest->memory >= 0)
		close(guest->memory);
	guest->shared = NULL;
	guest->memory = -1;
}
