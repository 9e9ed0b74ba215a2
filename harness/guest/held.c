/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * held.c - files of the guest that stay open: read, write, poll, ioctl
 *
 * Character devices of rpmsg and remoteproc, held over whatever happens to the
 * device behind them.  A file is opened without blocking unless the scenario
 * wants it to block; a call that blocks is ended by a signal at the op's
 * deadline and then counts as ETIMEDOUT, so that no thread hangs in one that
 * can be interrupted.  A file of a child is held by a process of its own, which
 * sits in a read and is killed to close it.  Interface: agent.h.
 *
 * Left out: mmap, lseek, more than one process for a file.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/ioctl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "agent.h"
#include "endpoint.h"
#include "lab.h"
#include "util.h"

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

#define ROOM		4096u
#define RETRY_NS	(200 * AG_NS_PER_US)
#define AGAIN_NS	AG_NS_PER_MS	/* a signal that comes before the call is no use */
#define CHILD_FILES	256		/* descriptors that a child may inherit */

/* include/uapi/linux/remoteproc_cdev.h of the kernel, which libc headers may lack */
#define SET_SHUTDOWN	_IOW(0xb7, 1, int32_t)
#define GET_SHUTDOWN	_IOR(0xb7, 2, int32_t)
/* no request of rpmsg or remoteproc */
#define UNKNOWN		_IO(0xb5, 0x7f)

/* Only one thread opens or closes a file at a time: the program's matter. */
static struct {
	bool open;
	bool blocks;
	int fd;		/* -1: of a child */
	pid_t child;
} held[HX_MAX_FILES];

static enum ag_result not_held(struct ag_ctx *ctx, const struct hx_op *op)
{
	return ag_why(ctx, AG_BROKEN, "f%u is not open in this process", op->n0);
}

static bool is_held(const struct hx_op *op)
{
	return held[op->n0].open && held[op->n0].fd >= 0;
}

static void no_op(int signal)
{
	(void)signal;
}

/* From the deadline on SIGUSR1 hits this thread every AGAIN_NS; 0 or an errno. */
static int arm(timer_t *timer, uint64_t until_ns)
{
	struct sigaction action = { .sa_handler = no_op };
	struct sigevent event = { .sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGUSR1 };
	uint64_t now_ns = ag_lab_now_ns(), left_ns = AGAIN_NS;
	struct itimerspec when = { .it_interval = { .tv_nsec = AGAIN_NS } };

	if (until_ns > now_ns + AGAIN_NS)
		left_ns = until_ns - now_ns;
	when.it_value.tv_sec = (time_t)(left_ns / AG_NS_PER_S);
	when.it_value.tv_nsec = (long)(left_ns % AG_NS_PER_S);
	event.sigev_notify_thread_id = gettid();
	sigaction(SIGUSR1, &action, NULL);
	if (timer_create(CLOCK_MONOTONIC, &event, timer))
		return errno;
	return timer_settime(*timer, 0, &when, NULL) ? errno : 0;
}

/* The child's whole life: @report gets the errno of the open. */
static void __attribute__((noreturn)) be_child(const char *path, int report)
{
	int fd, err;
	char byte;

	dup2(report, 0);
	for (fd = 1; fd < CHILD_FILES; fd++)
		close(fd);
	fd = open(path, O_RDWR);
	err = fd < 0 ? errno : 0;
	if (write(0, &err, sizeof(err)) != sizeof(err) || err)
		_exit(1);
	while (read(fd, &byte, 1) >= 0)
		;
	for (;;)
		pause();
}

/* Returns: 0 or a positive errno. */
static int open_by_child(uint32_t index, const char *path)
{
	int pipes[2], err = EIO;
	pid_t child;

	if (pipe(pipes))
		return errno;
	child = fork();
	if (!child)
		be_child(path, pipes[1]);
	close(pipes[1]);
	if (child > 0 && read(pipes[0], &err, sizeof(err)) != sizeof(err))
		err = EIO;
	close(pipes[0]);
	if (child > 0 && err)
		waitpid(child, NULL, 0);
	if (err)
		return err;
	held[index].child = child;
	held[index].fd = -1;
	return 0;
}

/* Returns: 0 or a positive errno. */
static int open_here(uint32_t index, const char *path, bool blocks)
{
	int fd = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC | (blocks ? 0 : O_NONBLOCK));

	if (fd < 0)
		return errno;
	held[index].fd = fd;
	held[index].child = 0;
	return 0;
}

static enum ag_result find_file(struct ag_ctx *ctx, const struct hx_op *op)
{
	char path[AG_PATH];

	if (ag_exists(ag_path(path, "%s", ag_string(ctx, op->s0))))
		return AG_PASS;
	return ag_why(ctx, AG_FAIL, "no %s", ag_string(ctx, op->s0));
}

enum ag_result ag_run_hold(struct ag_ctx *ctx, const struct hx_op *op)
{
	const char *name = ag_string(ctx, op->s0);
	char path[AG_PATH];
	int err;

	if (held[op->n0].open)
		return ag_why(ctx, AG_BROKEN, "f%u is open", op->n0);
	/* without a deadline the open itself says what is wrong */
	if (op->within_ns != HX_AT_ONCE && ag_wait(ctx, op, find_file) != AG_PASS)
		return AG_FAIL;
	ag_path(path, "%s", name);
	err = op->n1 == HX_BY_CHILD ? open_by_child(op->n0, path)
				    : open_here(op->n0, path, op->n1 == HX_BLOCKS);
	held[op->n0].open = !err;
	held[op->n0].blocks = op->n1 == HX_BLOCKS;
	return ag_judge(ctx, op, err, "opening %s", name);
}

/* Returns: 0 or a positive errno. */
static int let_go(uint32_t index)
{
	int err = 0;

	if (held[index].fd < 0) {
		kill(held[index].child, SIGKILL);
		waitpid(held[index].child, NULL, 0);
	} else if (close(held[index].fd)) {
		err = errno;
	}
	held[index].open = false;
	return err;
}

enum ag_result ag_run_let_go(struct ag_ctx *ctx, const struct hx_op *op)
{
	if (!held[op->n0].open)
		return not_held(ctx, op);
	return ag_judge(ctx, op, let_go(op->n0), "closing f%u", op->n0);
}

void ag_held_close(void)
{
	uint32_t i;

	for (i = HX_MAX_FILES; i-- > 0; )
		if (held[i].open)
			let_go(i);
}

/* One read or write.  Returns: bytes, or -errno; EAGAIN until the deadline if it must not block. */
static ssize_t transfer(struct ag_ctx *ctx, const struct hx_op *op, void *bytes, size_t len)
{
	int fd = held[op->n0].fd;

	for (;;) {
		uint64_t now_ns = ag_lab_now_ns();
		ssize_t done = op->kind == HX_HELD_READ ? read(fd, bytes, len)
							: write(fd, bytes, len);

		if (done >= 0)
			return done;
		if (errno == EINTR && held[op->n0].blocks)
			return -ETIMEDOUT;
		if (errno != EAGAIN || now_ns >= ctx->until_ns)
			return -errno;
		ag_pause(RETRY_NS);
	}
}

static ssize_t transfer_within(struct ag_ctx *ctx, const struct hx_op *op, void *bytes,
			       size_t len)
{
	bool armed = held[op->n0].blocks && op->within_ns != HX_AT_ONCE;
	timer_t timer;
	ssize_t done;
	int err = armed ? arm(&timer, ctx->until_ns) : 0;

	if (err)
		return -err;
	done = transfer(ctx, op, bytes, len);
	if (armed)
		timer_delete(timer);
	/* woken by our signal: the kernel looks first at what it waits for, then at signals */
	return armed && ag_lab_now_ns() >= ctx->until_ns ? -ETIMEDOUT : done;
}

enum ag_result ag_run_held_read(struct ag_ctx *ctx, const struct hx_op *op)
{
	const char *want = op->s0 == HX_NO_STRING ? "" : ag_string(ctx, op->s0);
	size_t room = op->n1 ? op->n1 : ROOM;
	char bytes[ROOM + 1];
	ssize_t len;

	if (!is_held(op))
		return not_held(ctx, op);
	len = transfer_within(ctx, op, bytes, room);
	if (len < 0 || op->error)
		return ag_judge(ctx, op, len < 0 ? (int)-len : 0, "reading f%u", op->n0);
	bytes[len] = '\0';
	if ((size_t)len == strlen(want) && !memcmp(bytes, want, (size_t)len))
		return AG_PASS;
	return ag_why(ctx, AG_FAIL, "f%u gives %zd bytes \"%.200s\", want \"%s\"", op->n0, len,
		      bytes, want);
}

enum ag_result ag_run_held_write(struct ag_ctx *ctx, const struct hx_op *op)
{
	const char *text = ag_string(ctx, op->s0);
	ssize_t len;

	if (!is_held(op))
		return not_held(ctx, op);
	len = transfer_within(ctx, op, (void *)text, strlen(text));
	if (len >= 0 && (size_t)len != strlen(text))
		return ag_why(ctx, AG_FAIL, "f%u took %zd of %zu bytes", op->n0, len,
			      strlen(text));
	return ag_judge(ctx, op, len < 0 ? (int)-len : 0, "writing \"%s\" to f%u", text, op->n0);
}

/* Returns: 0 or a positive errno. */
static int request(struct ag_ctx *ctx, const struct hx_op *op, int32_t *value)
{
	struct ag_endpoint_info info = { .src = op->n2, .dst = op->n3 };
	static const unsigned long code[] = {
		[HX_CREATE_EPT] = AG_CREATE_EPT,
		[HX_CREATE_DEV] = AG_CREATE_DEV,
		[HX_RELEASE_DEV] = AG_RELEASE_DEV,
		[HX_DESTROY_EPT] = AG_DESTROY_EPT,
		[HX_UNKNOWN_IOCTL] = UNKNOWN,
		[HX_SET_SHUTDOWN] = SET_SHUTDOWN,
		[HX_GET_SHUTDOWN] = GET_SHUTDOWN,
	};
	void *arg = &info;

	if (op->n1 == HX_SET_SHUTDOWN || op->n1 == HX_GET_SHUTDOWN)
		arg = value;
	else if (op->s0 != HX_NO_STRING)
		memcpy(info.name, ag_string(ctx, op->s0),
		       strnlen(ag_string(ctx, op->s0), sizeof(info.name) - 1));
	return ioctl(held[op->n0].fd, code[op->n1], arg) ? errno : 0;
}

enum ag_result ag_run_ioctl(struct ag_ctx *ctx, const struct hx_op *op)
{
	int32_t value = op->n1 == HX_SET_SHUTDOWN ? (int32_t)op->n2 : -1;
	int err;

	if (!is_held(op))
		return not_held(ctx, op);
	err = request(ctx, op, &value);
	if (!err && op->n1 == HX_GET_SHUTDOWN && value != (int32_t)op->n2)
		return ag_why(ctx, AG_FAIL, "f%u says %d, want %u", op->n0, value, op->n2);
	return ag_judge(ctx, op, err, "ioctl of f%u", op->n0);
}

static void name_events(short events, char out[AG_SMALL])
{
	static const struct {
		short bit;
		const char *name;
	} names[] = {
		{ POLLIN, "in" }, { POLLPRI, "pri" }, { POLLOUT, "out" }, { POLLERR, "err" },
		{ POLLHUP, "hup" },
	};
	size_t used = 0, i;

	strcpy(out, "nothing");
	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (events & names[i].bit)
			used += (size_t)snprintf(out + used, AG_SMALL - used, "%s%s",
						 used ? "," : "", names[i].name);
}

/* With a deadline it sleeps in poll() itself, so that a wake-up that is missing shows. */
enum ag_result ag_run_poll(struct ag_ctx *ctx, const struct hx_op *op)
{
	bool waits = op->within_ns != HX_AT_ONCE;
	short want = (short)op->n1, all = POLLIN | POLLOUT | POLLPRI;
	struct pollfd poll = { .fd = held[op->n0].fd, .events = waits ? want & all : all };
	uint64_t now_ns = ag_lab_now_ns();
	uint64_t left_ns = ctx->until_ns > now_ns ? ctx->until_ns - now_ns : 0;
	struct timespec left = { .tv_sec = (time_t)(left_ns / AG_NS_PER_S),
				 .tv_nsec = (long)(left_ns % AG_NS_PER_S) };
	char got_name[AG_SMALL], want_name[AG_SMALL];

	if (!is_held(op))
		return not_held(ctx, op);
	if (ppoll(&poll, 1, &left, NULL) < 0)
		return ag_why(ctx, AG_BROKEN, "poll of f%u: %s", op->n0, ag_errno_name(errno));
	name_events(poll.revents, got_name);
	name_events(want, want_name);
	if (poll.revents != want)
		return ag_why(ctx, AG_FAIL, "poll of f%u gives %s, want %s", op->n0, got_name,
			      want_name);
	if (waits && ag_lab_now_ns() >= ctx->until_ns)
		return ag_why(ctx, AG_FAIL, "poll of f%u slept on, though %s", op->n0, got_name);
	return AG_PASS;
}
