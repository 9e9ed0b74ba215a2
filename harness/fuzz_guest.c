/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_guest.c - a kernel as a process; see fuzz_guest.h
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

int hx_guest_open(struct hx_guest *guest, const char *kernel, struct hx_error *err)
{
	size_t size = (sizeof(*guest->shared) + PAGE - 1) / PAGE * PAGE;

	*guest = (struct hx_guest){ .kernel = kernel, .memory = -1, .go = -1, .done = -1 };
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
	execl(guest->kernel, "linux", "mem=48M", "time-travel=inf-cpu", "con=null", "con0=null",
	      "loglevel=0", "kasan_multi_shot", "kasan.fault=report", "panic=1", (char *)NULL);
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

static enum hx_guest_end wait_for_done(struct hx_guest *guest, unsigned int timeout_ms)
{
	uint64_t end = hx_now_ms() + IDLE_MS, end_used = processor_ms(guest->pid) + timeout_ms;
	struct pollfd fd = { .fd = guest->done, .events = POLLIN };
	char byte;

	for (;;) {
		int ready = poll(&fd, 1, (int)timeout_ms);

		if (ready > 0)
			break;
		if ((ready < 0 && errno == EINTR) ||
		    (hx_now_ms() < end && processor_ms(guest->pid) < end_used))
			continue;
		hx_guest_stop(guest);
		return HX_GUEST_HUNG;
	}
	if (read(guest->done, &byte, 1) == 1)
		return HX_GUEST_DONE;
	hx_guest_stop(guest);
	return HX_GUEST_ENDED;
}

int hx_guest_start(struct hx_guest *guest, struct hx_error *err)
{
	int go[2], done[2];

	if (guest->pid)
		return 0;
	if (pipe2(go, O_CLOEXEC) || pipe2(done, O_CLOEXEC))
		return hx_error(err, HX_ERIG, "pipes for a guest: %s", strerror(errno));
	guest->shared->magic = 0;
	guest->shared->log_bytes = 0;
	guest->pid = fork();
	if (!guest->pid)
		become_guest(guest, go[0], done[1]);
	close(go[0]);
	close(done[1]);
	guest->go = go[1];
	guest->done = done[0];
	guest->num_starts++;
	if (guest->pid < 0 || wait_for_done(guest, BOOT_MS) != HX_GUEST_DONE ||
	    guest->shared->magic != AMP_FUZZ_MAGIC) {
		hx_guest_stop(guest);
		return hx_error(err, HX_ERIG, "%s does not start as a fuzzing kernel",
				guest->kernel);
	}
	return 0;
}

void hx_guest_fill(struct hx_guest *guest, const struct hx_case *c)
{
	static const struct amp_fuzz_step plain[] = {
		{ AMP_FUZZ_START, 0 }, { AMP_FUZZ_SHOW, 0 }, { AMP_FUZZ_STOP, 0 }
	};
	struct amp_fuzz *s = guest->shared;

	memset(s->image_bytes, 0, sizeof(s->image_bytes));
	memset(s->table_bytes, 0, sizeof(s->table_bytes));
	for (unsigned int i = 0; i < hx_case_images(c); i++) {
		struct hx_text image = { 0 }, table = { 0 };

		hx_case_image(c, i, &image);
		hx_case_table(c, i, &table);
		s->image_bytes[i] = (uint32_t)image.len;
		s->table_bytes[i] = (uint32_t)table.len;
		memcpy(s->image[i], image.s, image.len);
		if (table.len)
			memcpy(s->table[i], table.s, table.len);
		hx_text_free(&image);
		hx_text_free(&table);
	}
	s->num_steps = 0;
	for (unsigned int i = 0; i < c->num && s->num_steps < AMP_FUZZ_STEPS; i++)
		if (hx_is_step(c->rec[i].kind))
			s->step[s->num_steps++] = (struct amp_fuzz_step){
				(uint32_t)(c->rec[i].kind - HX_START),
				(uint32_t)(c->rec[i].value[HX_STEP_IMAGE] % AMP_FUZZ_IMAGES) };
	if (s->num_steps)
		return;
	memcpy(s->step, plain, sizeof(plain));
	s->num_steps = HX_ARRAY_SIZE(plain);
}

/* the records of steps stand in the order of the operations */
_Static_assert(HX_STOP - HX_START == AMP_FUZZ_STOP, "stop");
_Static_assert(HX_CRASH - HX_START == AMP_FUZZ_CRASH, "crash");
_Static_assert(HX_SWAP - HX_START == AMP_FUZZ_SWAP, "swap");
_Static_assert(HX_SHOW - HX_START == AMP_FUZZ_SHOW, "show");
_Static_assert(HX_ATTACH - HX_START == AMP_FUZZ_ATTACH, "attach");
_Static_assert(HX_DETACH - HX_START == AMP_FUZZ_DETACH, "detach");
_Static_assert(HX_IMAGES == AMP_FUZZ_IMAGES, "images");
_Static_assert(HX_IMAGE_MAX == AMP_FUZZ_IMAGE_BYTES, "size of an image");
_Static_assert(HX_TABLE_MAX == AMP_FUZZ_TABLE_BYTES, "size of a table");

enum hx_guest_end hx_guest_run(struct hx_guest *guest, bool with_cover, unsigned int timeout_ms)
{
	char byte = 0;

	guest->shared->with_cover = with_cover;
	guest->shared->num_pcs = 0;
	guest->shared->left = 0;
	guest->shared->log_bytes = 0;
	if (write(guest->go, &byte, 1) != 1) {
		hx_guest_stop(guest);
		return HX_GUEST_ENDED;
	}
	return wait_for_done(guest, timeout_ms);
}

void hx_guest_stop(struct hx_guest *guest)
{
	if (guest->pid > 0) {
		/* its helper threads are in its group */
		kill(-guest->pid, SIGKILL);
		kill(guest->pid, SIGKILL);
		while (waitpid(guest->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	guest->pid = 0;
	if (guest->go >= 0)
		close(guest->go);
	if (guest->done >= 0)
		close(guest->done);
	guest->go = guest->done = -1;
}

void hx_guest_close(struct hx_guest *guest)
{
	hx_guest_stop(guest);
	if (guest->shared)
		munmap(guest->shared, sizeof(*guest->shared));
	if (guest->memory >= 0)
		close(guest->memory);
	guest->shared = NULL;
	guest->memory = -1;
}
