/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * wire.c - what goes out comes back: frames of a network interface, characters
 * of a terminal
 *
 * The far end returns a frame with its addresses exchanged, a text as it is.
 * Both are used without blocking and compared byte by byte.  A frame has the
 * first EtherType that is free for experiments (IEEE 802), so that it is nobody
 * else's; the interface is brought up and stays so.  Interface: agent.h.
 *
 * Left out: opening for longer than one op.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "agent.h"
#include "lab.h"
#include "report.h"
#include "util.h"

#define TYPE_FREE	0x88b5u
#define MAC_SIZE	6u
#define RETRY_NS	(200 * AG_NS_PER_US)

struct frame_head {
	uint8_t to[MAC_SIZE];
	uint8_t from[MAC_SIZE];
	uint16_t type;		/* big-endian */
};

_Static_assert(sizeof(struct frame_head) == 14, "an Ethernet header is 14 bytes");

/* the head of what goes out and of what comes back; none of a terminal */
struct wire {
	int fd;
	uint32_t head_size;
	struct frame_head out, back;
};

struct unit {
	uint8_t bytes[sizeof(struct frame_head) + HX_MAX_FRAME + 64];
	uint32_t len;
};

static const uint8_t peer[MAC_SIZE] = { 2, 0, 0, 0, 2, 0 };

static void build(struct unit *unit, const struct wire *wire, const struct frame_head *head,
		  uint32_t size, uint32_t number)
{
	memcpy(unit->bytes, head, wire->head_size);
	for (uint32_t i = 0; i < size; i++)
		unit->bytes[wire->head_size + i] = hx_fill(number, i);
	unit->len = wire->head_size + size;
}

/* Returns: 0 or a positive errno. */
static int transmit(int fd, const struct unit *unit, uint64_t until_ns)
{
	uint32_t done = 0;

	while (done < unit->len) {
		uint64_t now_ns = ag_lab_now_ns();
		ssize_t len = write(fd, unit->bytes + done, unit->len - done);

		if (len > 0)
			done += (uint32_t)len;
		else if (len < 0 && errno != EAGAIN && errno != ENOBUFS)
			return errno;
		else if (now_ns >= until_ns)
			return ETIMEDOUT;
		else
			ag_pause(RETRY_NS);
	}
	return 0;
}

/* Fills @unit until it has @size bytes.  Returns: 0 or a positive errno. */
static int receive(int fd, struct unit *unit, uint32_t size, uint64_t until_ns)
{
	unit->len = 0;
	while (unit->len < size) {
		uint64_t now_ns = ag_lab_now_ns();
		ssize_t len = read(fd, unit->bytes + unit->len, sizeof(unit->bytes) - unit->len);
		struct pollfd wait = { .fd = fd, .events = POLLIN };
		struct timespec left;

		if (len > 0) {
			unit->len += (uint32_t)len;
			continue;
		}
		if (len < 0 && errno != EAGAIN)
			return errno;
		if (now_ns >= until_ns)
			return ETIMEDOUT;
		left.tv_sec = (time_t)((until_ns - now_ns) / AG_NS_PER_S);
		left.tv_nsec = (long)((until_ns - now_ns) % AG_NS_PER_S);
		if (ppoll(&wait, 1, &left, NULL) < 0 && errno != EINTR)
			return errno;
	}
	return 0;
}

static enum ag_result compare(struct ag_ctx *ctx, const struct unit *got,
			      const struct unit *want, uint32_t number)
{
	uint32_t i;

	for (i = 0; i < want->len && i < got->len; i++)
		if (got->bytes[i] != want->bytes[i])
			return ag_why(ctx, AG_FAIL, "number %u, byte %u of %u: got 0x%02x, want 0x%02x",
				      number, i, want->len, got->bytes[i], want->bytes[i]);
	if (got->len != want->len)
		return ag_why(ctx, AG_FAIL, "number %u: got %u bytes, want %u", number, got->len,
			      want->len);
	return AG_PASS;
}

static enum ag_result exchange_one(struct ag_ctx *ctx, const struct wire *wire, uint32_t size,
				   uint32_t number)
{
	struct unit unit, want;
	int err;

	build(&unit, wire, &wire->out, size, number);
	build(&want, wire, &wire->back, size, number);
	err = transmit(wire->fd, &unit, ctx->until_ns);
	if (err)
		return ag_why(ctx, AG_FAIL, "sending number %u of %u bytes: %s", number, unit.len,
			      ag_errno_name(err));
	err = receive(wire->fd, &unit, want.len, ctx->until_ns);
	if (err)
		return ag_why(ctx, AG_FAIL, "number %u: %u of %u bytes have come back: %s", number,
			      unit.len, want.len, ag_errno_name(err));
	return compare(ctx, &unit, &want, number);
}

static enum ag_result exchange(struct ag_ctx *ctx, const struct hx_op *op,
			       const struct wire *wire)
{
	enum ag_result result = AG_PASS;
	uint32_t number;

	for (number = 0; number < op->n3 && result == AG_PASS; number++)
		result = exchange_one(ctx, wire, op->n1 + number % (op->n2 - op->n1 + 1), number);
	return result;
}

/* Returns: 0, or a positive errno with the call's name in @call. */
static int open_interface(struct wire *wire, const char *name, const char **call)
{
	struct sockaddr_ll address = { .sll_family = AF_PACKET, .sll_protocol = htons(TYPE_FREE) };
	struct ifreq request = { 0 };

	*call = "socket";
	/* no protocol before the bind: frames of other interfaces would be queued */
	wire->fd = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (wire->fd < 0)
		return errno;
	strncpy(request.ifr_name, name, sizeof(request.ifr_name) - 1);
	*call = "SIOCGIFHWADDR";
	if (ioctl(wire->fd, SIOCGIFHWADDR, &request))
		return errno;
	memcpy(wire->out.from, request.ifr_hwaddr.sa_data, MAC_SIZE);
	*call = "SIOCSIFFLAGS";
	request.ifr_flags = IFF_UP;
	if (ioctl(wire->fd, SIOCSIFFLAGS, &request))
		return errno;
	*call = "SIOCGIFINDEX";
	if (ioctl(wire->fd, SIOCGIFINDEX, &request))
		return errno;
	address.sll_ifindex = request.ifr_ifindex;
	*call = "bind";
	return bind(wire->fd, (struct sockaddr *)&address, sizeof(address)) ? errno : 0;
}

static void address_frames(struct wire *wire)
{
	wire->head_size = sizeof(wire->out);
	wire->out.type = htons(TYPE_FREE);
	memcpy(wire->out.to, peer, MAC_SIZE);
	wire->back = wire->out;
	memcpy(wire->back.to, wire->out.from, MAC_SIZE);
	memcpy(wire->back.from, peer, MAC_SIZE);
}

static enum ag_result find_interface(struct ag_ctx *ctx, const struct hx_op *op)
{
	char path[AG_PATH];

	if (ag_exists(ag_path(path, "/sys/class/net/%s", ag_string(ctx, op->s0))))
		return AG_PASS;
	return ag_why(ctx, AG_FAIL, "no interface %s", ag_string(ctx, op->s0));
}

enum ag_result ag_run_frames(struct ag_ctx *ctx, const struct hx_op *op)
{
	const char *name = ag_string(ctx, op->s0), *call;
	enum ag_result result = ag_wait(ctx, op, find_interface);
	struct wire wire = { .fd = -1 };
	int err;

	if (result != AG_PASS)
		return result;
	err = open_interface(&wire, name, &call);
	if (err) {
		result = ag_why(ctx, AG_FAIL, "%s of %s: %s", call, name, ag_errno_name(err));
	} else {
		address_frames(&wire);
		result = exchange(ctx, op, &wire);
	}
	if (wire.fd >= 0)
		close(wire.fd);
	return result;
}

static enum ag_result find_terminal(struct ag_ctx *ctx, const struct hx_op *op)
{
	char path[AG_PATH];

	if (ag_exists(ag_path(path, "%s", ag_string(ctx, op->s0))))
		return AG_PASS;
	return ag_why(ctx, AG_FAIL, "no %s", ag_string(ctx, op->s0));
}

/*
 * Bytes as they are: no echo of ours, which the far end would return for ever.
 * A serial port of a remote processor has none: it is no terminal.
 */
static int make_raw(int fd)
{
	struct termios how;

	if (tcgetattr(fd, &how))
		return errno == ENOTTY ? 0 : errno;
	cfmakeraw(&how);
	return tcsetattr(fd, TCSANOW, &how) ? errno : 0;
}

enum ag_result ag_run_chars(struct ag_ctx *ctx, const struct hx_op *op)
{
	enum ag_result result = ag_wait(ctx, op, find_terminal);
	const char *name = ag_string(ctx, op->s0);
	struct wire wire = { 0 };
	char path[AG_PATH];
	int err;

	if (result != AG_PASS)
		return result;
	wire.fd = open(ag_path(path, "%s", name), O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (wire.fd < 0)
		return ag_why(ctx, AG_FAIL, "opening %s: %s", name, ag_errno_name(errno));
	err = make_raw(wire.fd);
	if (err)
		result = ag_why(ctx, AG_FAIL, "making %s raw: %s", name, ag_errno_name(err));
	else
		result = exchange(ctx, op, &wire);
	close(wire.fd);
	return result;
}
