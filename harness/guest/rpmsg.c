/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rpmsg.c - endpoints: open, close, send, receive, exchange
 *
 * An endpoint is made by RPMSG_CREATE_EPT_IOCTL on the control device of the
 * channel's own virtio device and used without blocking, so that no thread can
 * hang in a read or a write.  In kernels without control devices every open of
 * our client's device is an endpoint (sim/linux/amp_echo.c).  Interface: agent.h.
 *
 * Left out: every other use of such devices, see held.c.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "agent.h"
#include "channel.h"
#include "endpoint.h"
#include "lab.h"
#include "report.h"
#include "util.h"

#define ROOM		4096u	/* for more than a message may be, so that it shows */
#define RETRY_NS	(200 * AG_NS_PER_US)

/* Only one thread opens or closes an endpoint at a time: the program's matter. */
static struct {
	bool open;
	int fd;
	int device;	/* N of /dev/rpmsgN, -1: our client's */
	struct ag_channel channel;
} endpoint[HX_MAX_ENDPOINTS];

/* Finding the device that an ioctl has made takes nobody else making one. */
static pthread_mutex_t create_lock = PTHREAD_MUTEX_INITIALIZER;

static unsigned int num_open_on(const struct ag_channel *channel)
{
	unsigned int num = 0;
	uint32_t i;

	for (i = 0; i < HX_MAX_ENDPOINTS; i++)
		num += endpoint[i].open && endpoint[i].channel.dst == channel->dst &&
		       !strcmp(endpoint[i].channel.virtio, channel->virtio);
	return num;
}

/* Of several channels of one name the one with the fewest of our endpoints. */
static bool pick_channel(const char *name, uint32_t rproc, struct ag_channel *out)
{
	unsigned int least = HX_MAX_ENDPOINTS + 1, n;
	struct ag_channel one;

	for (n = 0; ag_channel_count(name, rproc, n, &one) > n; n++) {
		if (num_open_on(&one) >= least)
			continue;
		least = num_open_on(&one);
		*out = one;
	}
	return n;
}

static enum ag_result find_channel(struct ag_ctx *ctx, const struct hx_op *op)
{
	const char *name = ag_string(ctx, op->s0);
	struct ag_channel channel;

	if (!pick_channel(name, op->n1, &channel))
		return ag_why(ctx, AG_FAIL, "no channel %s on remoteproc%u", name, op->n1);
	if (channel.client < 0 && ag_channel_ctrl(channel.virtio) < 0)
		return ag_why(ctx, AG_FAIL, "channel %s has no rpmsg_ctrl device", name);
	return AG_PASS;
}

static bool listed(const struct ag_list *list, const char *text)
{
	size_t i;

	for (i = 0; i < list->num; i++)
		if (!strcmp(list->item[i], text))
			return true;
	return false;
}

static int create_locked(int fd, int ctrl, struct ag_endpoint_info *info)
{
	struct ag_list before = { 0 }, after = { 0 };
	int device = -ENODEV;
	size_t i;

	ag_channel_endpoints(ctrl, &before);
	if (ioctl(fd, AG_CREATE_EPT, info))
		device = -errno;
	else
		ag_channel_endpoints(ctrl, &after);
	for (i = 0; i < after.num; i++)
		if (!listed(&before, after.item[i]))
			device = atoi(after.item[i]);
	ag_list_free(&before);
	ag_list_free(&after);
	return device;
}

/* Returns: N of the new /dev/rpmsgN, or -errno. */
static int create(int ctrl, const char *name, uint32_t dst)
{
	struct ag_endpoint_info info = { .src = AG_ADDR_ANY, .dst = dst };
	char path[AG_PATH];
	int fd, device;

	/* Terminated: the name was checked to fit, and the rest is zero. */
	memcpy(info.name, name, strnlen(name, sizeof(info.name) - 1));
	fd = open(ag_path(path, "/dev/rpmsg_ctrl%d", ctrl), O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	pthread_mutex_lock(&create_lock);
	device = create_locked(fd, ctrl, &info);
	pthread_mutex_unlock(&create_lock);
	close(fd);
	return device;
}

/* Returns: 0 or a positive errno. */
static int open_device(uint32_t index, const char *path, int device)
{
	int fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		return errno;
	endpoint[index].fd = fd;
	endpoint[index].device = device;
	endpoint[index].open = true;
	return 0;
}

/* Returns: 0 or a positive errno. */
static int open_endpoint(uint32_t index, const char *name, uint32_t rproc)
{
	struct ag_channel channel;
	char path[AG_PATH];
	int device;

	if (!pick_channel(name, rproc, &channel))
		return ENOENT;
	endpoint[index].channel = channel;
	if (channel.client >= 0)
		return open_device(index, ag_path(path, "/dev/amp-echo%d", channel.client), -1);
	device = ag_channel_ctrl(channel.virtio);
	if (device < 0)
		return ENOENT;
	device = create(device, name, channel.dst);
	if (device < 0)
		return -device;
	return open_device(index, ag_path(path, "/dev/rpmsg%d", device), device);
}

enum ag_result ag_run_open(struct ag_ctx *ctx, const struct hx_op *op)
{
	const char *name = ag_string(ctx, op->s0);
	enum ag_result result;

	if (endpoint[op->n0].open)
		return ag_why(ctx, AG_BROKEN, "e%u is open", op->n0);
	result = ag_wait(ctx, op, find_channel);
	if (result != AG_PASS && op->error != ENOENT)
		return result;
	return ag_judge(ctx, op, open_endpoint(op->n0, name, op->n1), "opening %s", name);
}

/*
 * A device that its virtio device has taken along must not be destroyed again:
 * kernels before 7.3 crash (rpmsg: char: Check for ongoing chrdev destroy).
 * Its number stays taken while the file is open, so the name is not another's.
 */
static int close_endpoint(uint32_t index)
{
	char path[AG_PATH];
	int err = 0;

	ag_path(path, "/sys/class/rpmsg/rpmsg%d", endpoint[index].device);
	if (endpoint[index].device >= 0 && ag_exists(path) &&
	    ioctl(endpoint[index].fd, AG_DESTROY_EPT))
		err = errno;
	close(endpoint[index].fd);
	endpoint[index].open = false;
	return err;
}

enum ag_result ag_run_close(struct ag_ctx *ctx, const struct hx_op *op)
{
	if (!endpoint[op->n0].open)
		return ag_why(ctx, AG_BROKEN, "e%u is not open", op->n0);
	return ag_judge(ctx, op, close_endpoint(op->n0), "closing e%u", op->n0);
}

void ag_endpoints_close(void)
{
	uint32_t i;

	for (i = HX_MAX_ENDPOINTS; i-- > 0; )
		if (endpoint[i].open)
			close_endpoint(i);
}

static void fill(uint8_t *bytes, uint32_t size, uint32_t number)
{
	uint32_t i;

	for (i = 0; i < size; i++)
		bytes[i] = hx_fill(number, i);
}

/* Returns: 0 or a positive errno; EAGAIN: no free transmit buffer until the end. */
static int transmit(int fd, uint32_t size, uint32_t number, uint64_t until_ns)
{
	uint8_t bytes[ROOM];

	fill(bytes, size, number);
	for (;;) {
		uint64_t now_ns = ag_lab_now_ns();
		ssize_t done = write(fd, bytes, size);

		if (done >= 0)
			return (size_t)done == size ? 0 : EIO;
		if (errno != EAGAIN || now_ns >= until_ns)
			return errno;
		ag_pause(RETRY_NS);
	}
}

/* Returns: bytes read, or -errno; -ETIMEDOUT: nothing came. */
static ssize_t receive(int fd, uint8_t bytes[ROOM], uint64_t until_ns)
{
	for (;;) {
		uint64_t now_ns = ag_lab_now_ns();
		ssize_t len = read(fd, bytes, ROOM);
		struct pollfd wait = { .fd = fd, .events = POLLIN };
		struct timespec left;

		if (len >= 0)
			return len;
		if (errno != EAGAIN)
			return -errno;
		if (now_ns >= until_ns)
			return -ETIMEDOUT;
		left.tv_sec = (time_t)((until_ns - now_ns) / AG_NS_PER_S);
		left.tv_nsec = (long)((until_ns - now_ns) % AG_NS_PER_S);
		if (ppoll(&wait, 1, &left, NULL) < 0 && errno != EINTR)
			return -errno;
	}
}

static enum ag_result compare(struct ag_ctx *ctx, const uint8_t *got, size_t len,
			      uint32_t size, uint32_t number)
{
	uint32_t i;

	for (i = 0; i < size && i < len; i++)
		if (got[i] != hx_fill(number, i))
			return ag_why(ctx, AG_FAIL,
				      "message %u, byte %u of %u: got 0x%02x, want 0x%02x",
				      number, i, size, got[i], hx_fill(number, i));
	if (len != size)
		return ag_why(ctx, AG_FAIL, "message %u: got %zu bytes, want %u", number, len,
			      size);
	return AG_PASS;
}

static enum ag_result not_open(struct ag_ctx *ctx, const struct hx_op *op)
{
	return ag_why(ctx, AG_BROKEN, "e%u is not open", op->n0);
}

enum ag_result ag_run_send(struct ag_ctx *ctx, const struct hx_op *op)
{
	if (!endpoint[op->n0].open)
		return not_open(ctx, op);
	return ag_judge(ctx, op, transmit(endpoint[op->n0].fd, op->n1, op->n2, ctx->until_ns),
			"sending message %u of %u bytes", op->n2, op->n1);
}

enum ag_result ag_run_recv(struct ag_ctx *ctx, const struct hx_op *op)
{
	uint8_t bytes[ROOM];
	ssize_t len;

	if (!endpoint[op->n0].open)
		return not_open(ctx, op);
	len = receive(endpoint[op->n0].fd, bytes, ctx->until_ns);
	if (len < 0 || op->error)
		return ag_judge(ctx, op, len < 0 ? (int)-len : 0, "receiving message %u",
				op->n2);
	return compare(ctx, bytes, (size_t)len, op->n1, op->n2);
}

static enum ag_result exchange_one(struct ag_ctx *ctx, int fd, uint32_t size, uint32_t number)
{
	uint8_t bytes[ROOM];
	int err = transmit(fd, size, number, ctx->until_ns);
	ssize_t len;

	if (err)
		return ag_why(ctx, AG_FAIL, "sending message %u of %u bytes: %s", number, size,
			      ag_errno_name(err));
	len = receive(fd, bytes, ctx->until_ns);
	if (len < 0)
		return ag_why(ctx, AG_FAIL, "message %u of %u bytes does not come back: %s",
			      number, size, ag_errno_name((int)-len));
	return compare(ctx, bytes, (size_t)len, size, number);
}

enum ag_result ag_run_exchange(struct ag_ctx *ctx, const struct hx_op *op)
{
	uint64_t began_ns = ag_lab_now_ns();
	enum ag_result result = AG_PASS;
	uint32_t number;

	if (!endpoint[op->n0].open)
		return not_open(ctx, op);
	for (number = 0; number < op->n3 && result == AG_PASS; number++)
		result = exchange_one(ctx, endpoint[op->n0].fd,
				      op->n1 + number % (op->n2 - op->n1 + 1), number);
	if (result == AG_PASS && ctx->loud) {
		ag_report(NULL, "metric exchange-%u-count %u messages", ctx->op, op->n3);
		ag_report(NULL, "metric exchange-%u-time %llu ns", ctx->op,
			  (unsigned long long)(ag_lab_now_ns() - began_ns));
	}
	return result;
}
