// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * echo - return every message to its sender, byte for byte
 *
 * Two services on every vdev: rpmsg-client-sample, which the kernel's sample
 * driver binds to, and rproctest-echo.  They are announced when the driver is
 * ready, and again when it comes back.
 *
 * Other vdevs that its table has are mirrors: lib/fw_mirror.h.
 *
 * Rings are looked at when a kick came, never by the tick: a kick that is lost
 * is a message that waits.  The tick follows the vdev's status, for which there
 * is no kick.
 *
 * AMP_CMD_ANNOUNCE, DESTROY: all services of all vdevs.  AMP_CMD_BURST: the
 * last message that rproctest-echo answered, again as often as asked for.
 * AMP_CMD_SLEEP, WAKE: rings are left alone in between.  AMP_CMD_SIN: sins.h.
 *
 * Faults: a ring that makes no sense while the driver is there is fw_fail(), so
 * the A side sees a crash, never a hang.
 */
#include <stddef.h>
#include <string.h>

#include "board.h"
#include "conduct.h"
#include "fw_link.h"
#include "fw_mirror.h"
#include "fw_run.h"
#include "fw_trace.h"
#include "sins.h"

#define MESSAGE_MAX	496u	/* the kernel's rpmsg buffers of 512 less the header */
#define LONG_MESSAGE	100u
#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

struct service {
	const char *name;
	uint32_t addr;
};

static const struct service services[] = {
	{ "rpmsg-client-sample", 1024 },
	{ "rproctest-echo", 1025 },
};

#define ALL_SERVICES	((1u << ARRAY_SIZE(services)) - 1)
#define BURST_SERVICE	1025u

struct reply {
	struct fw_message msg;
	uint8_t data[MESSAGE_MAX];
};

struct echo {
	struct fw_link link;
	bool was_announced;	/* in this life */
	uint32_t to_announce;	/* a bit for each of services[] */
	uint32_t to_destroy;
	uint32_t announce_at;	/* tick */
	uint32_t received;
	uint32_t received_long;
	uint32_t burst_left;
	struct reply last;	/* of BURST_SERVICE; dst 0: none yet */
	struct reply held;	/* to be sent after the next one; dst 0: none */
};

static const struct fw_window window = {
	.da = BOARD_SHARED,
	.size = BOARD_SHARED_SIZE,
	.va = (uint8_t *)BOARD_SHARED_AT,
};

static const struct echo_conduct *const conduct = &echo_conducts[ECHO_CONDUCT];
static struct echo echoes[FW_VDEVS];
static struct echo *burst_from;	/* whose last reply is the latest */
static uint32_t ticks;
static bool is_asleep;

static bool is_mute(void)
{
	return conduct->sins.is_mute || (conduct->sins.is_mute_when_restarted &&
					 board_ctrl_read(AMP_CTRL_RELEASES) > 1);
}

static void came_up(struct echo *echo)
{
	bool announces = !(conduct->sins.announces_once && echo->was_announced);

	echo->to_announce = announces ? ALL_SERVICES : 0;
	echo->to_destroy = 0;
	echo->announce_at = ticks + conduct->sins.late_us / FW_TICK_US;
	echo->was_announced = true;
	echo->burst_left = 0;
	echo->last.msg.dst = 0;
	echo->held.msg.dst = 0;
}

/* The rings are no longer ours, their numbers are still in the table */
static void kick_both(const struct echo *echo, uint32_t times)
{
	const struct fw_rsc_vdev *vdev = echo->link.vdev;

	for (uint32_t i = 0; i < times * ARRAY_SIZE(vdev->vring); i++)
		fw_send_word(fw_get32(&vdev->vring[i % ARRAY_SIZE(vdev->vring)].notifyid));
	if (times)
		fw_trace("sin: done");
}

static enum fw_link_event follow(struct echo *echo)
{
	int event;

	if (conduct->sins.trusts_driver && echo->link.is_up)
		return FW_LINK_SAME;

	event = fw_link_update(&echo->link);
	if (event < 0)
		fw_fail(FW_FAULT_RING, event);
	if (event == FW_LINK_CAME_UP)
		came_up(echo);
	if (event == FW_LINK_WENT_DOWN)
		kick_both(echo, conduct->sins.late_kicks);
	return event;
}

/* What a ring says means something only while its driver is there */
static void doubt(struct echo *echo, int err)
{
	if (err < 0 && follow(echo) == FW_LINK_SAME)
		fw_fail(FW_FAULT_RING, err);
}

/* Name service messages for the services in @set, as long as there are buffers */
static void tell(struct echo *echo, uint32_t *set, bool is_new)
{
	int ret = 1;

	for (unsigned int i = 0; i < ARRAY_SIZE(services) && ret > 0; i++) {
		if (!(*set & 1u << i))
			continue;
		ret = fw_link_announce(&echo->link, services[i].name, services[i].addr, is_new);
		if (ret > 0)
			*set &= ~(1u << i);
	}
	doubt(echo, ret);
}

static void tell_services(struct echo *echo)
{
	if (is_mute() || !echo->link.is_up || ticks < echo->announce_at)
		return;
	tell(echo, &echo->to_destroy, false);
	tell(echo, &echo->to_announce, true);
	fw_link_flush(&echo->link);
}

static bool is_service(uint32_t addr)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(services); i++)
		if (services[i].addr == addr)
			return true;
	return false;
}

static bool is_turn(uint32_t count, uint32_t every)
{
	return every && count % every == 0;
}

static int send(struct echo *echo, const struct reply *reply)
{
	return fw_link_send(&echo->link, &reply->msg, reply->data);
}

static int send_held(struct echo *echo)
{
	int ret = 0;

	if (echo->held.msg.dst)
		ret = send(echo, &echo->held);
	echo->held.msg.dst = 0;
	return ret;
}

/* A good image only sends; what else happens here are the sins */
static int answer(struct echo *echo, struct reply *reply)
{
	const struct echo_sins *sins = &conduct->sins;
	int ret;

	echo->received++;
	if (is_turn(echo->received, sins->drops_every))
		return 0;
	if (reply->msg.len > LONG_MESSAGE && is_turn(++echo->received_long, sins->flips_every))
		reply->data[reply->msg.len / 2] ^= 0x10;
	if (sins->is_short && reply->msg.len == MESSAGE_MAX)
		reply->msg.len--;
	if (is_turn(echo->received, sins->lies_every))
		reply->msg.lie = MESSAGE_MAX;
	if (is_turn(echo->received, sins->swaps_every)) {
		echo->held = *reply;
		return 0;
	}

	ret = send(echo, reply);
	if (ret > 0 && sins->doubles)
		ret = send(echo, reply);
	if (ret > 0)
		ret = send_held(echo);
	return ret;
}

/* What came to a service goes back to where it came from */
static int take(struct echo *echo, struct reply *reply)
{
	struct fw_message *msg = &reply->msg;
	const uint32_t service = msg->dst;

	if (!is_service(service))
		return 0;

	msg->dst = msg->src;
	msg->src = service;
	if (service == BURST_SERVICE) {
		echo->last = *reply;
		burst_from = echo;
	}
	return answer(echo, reply);
}

static bool is_kicked(const struct echo *echo, uint32_t kicked)
{
	uint32_t ours = 0;

	for (unsigned int i = 0; i < ARRAY_SIZE(echo->link.vdev->vring); i++)
		ours |= 1u << fw_get32(&echo->link.vdev->vring[i].notifyid) % 32;
	return !conduct->sins.heeds_notifyid || (kicked & ours);
}

/* No message is taken before there is a buffer for its reply */
static void serve(struct echo *echo)
{
	static struct reply reply;
	int ret = 0;

	while (ret >= 0 && fw_link_can_send(&echo->link) && !conduct->sins.hoards) {
		ret = fw_link_recv(&echo->link, &reply.msg, reply.data, sizeof(reply.data));
		if (ret <= 0)
			break;
		ret = take(echo, &reply);
	}
	while (ret >= 0 && echo->burst_left && fw_link_can_send(&echo->link)) {
		ret = send(echo, &echo->last);
		echo->burst_left--;
	}
	sins_go_on(&echo->link);
	doubt(echo, ret);
	fw_link_flush(&echo->link);
}

static void announce(uint32_t arg)
{
	(void)arg;
	for (unsigned int i = 0; i < FW_VDEVS; i++) {
		echoes[i].to_announce = ALL_SERVICES;
		echoes[i].announce_at = ticks;
	}
}

static void destroy(uint32_t arg)
{
	(void)arg;
	for (unsigned int i = 0; i < FW_VDEVS; i++)
		echoes[i].to_destroy = ALL_SERVICES;
}

static void burst(uint32_t arg)
{
	if (burst_from && burst_from->last.msg.dst)
		burst_from->burst_left = arg;
}

static void sin(uint32_t arg)
{
	struct echo *echo = &echoes[0];
	struct sinner sinner = { &echo->link, FW_VDEVS, &echo->last.msg, &fw_table, sizeof(fw_table) };

	if (!conduct->sins.act || !echo->link.is_up)
		return;
	conduct->sins.act(&sinner, arg);
	is_asleep = conduct->sins.rests;
}

static void go_to_sleep(uint32_t arg)
{
	(void)arg;
	is_asleep = true;
}

static void wake(uint32_t arg)
{
	(void)arg;
	is_asleep = false;
}

/* What Linux found when it came, which a detach has to leave behind */
static uint32_t table_at_start[sizeof(fw_table) / sizeof(uint32_t)];

static void check_table(uint32_t arg)
{
	const volatile uint32_t *table = (const volatile uint32_t *)&fw_table;
	bool is_same = true;

	(void)arg;
	for (unsigned int i = 0; i < ARRAY_SIZE(table_at_start); i++)
		is_same &= table[i] == table_at_start[i];
	fw_trace(is_same ? "table: as at the start" : "table: changed");
}

static void keep_table(void)
{
	const volatile uint32_t *table = (const volatile uint32_t *)&fw_table;

	for (unsigned int i = 0; i < ARRAY_SIZE(table_at_start); i++)
		table_at_start[i] = table[i];
}

static void (*const commands[])(uint32_t arg) = {
	[AMP_CMD_ANNOUNCE] = announce,
	[AMP_CMD_DESTROY] = destroy,
	[AMP_CMD_BURST] = burst,
	[AMP_CMD_SLEEP] = go_to_sleep,
	[AMP_CMD_WAKE] = wake,
	[AMP_CMD_TABLE] = check_table,
	[AMP_CMD_SIN] = sin,
};

static void obey(void)
{
	uint32_t arg;
	uint32_t cmd = fw_command(&arg);

	if (cmd == AMP_CMD_NONE)
		return;
	if (cmd < ARRAY_SIZE(commands) && commands[cmd])
		commands[cmd](arg);
	else
		fw_trace_number("unknown command", cmd);
	fw_command_done();
}

static void run(uint32_t events)
{
	uint32_t kicked;

	if (events & FW_EV_COMMAND)
		obey();
	if (events & FW_EV_TICK)
		ticks++;
	if (is_asleep)
		return;

	kicked = fw_kicked();
	for (unsigned int i = 0; i < FW_VDEVS; i++) {
		follow(&echoes[i]);
		tell_services(&echoes[i]);
		if ((events & FW_EV_COMMAND) ||
		    ((events & FW_EV_KICK) && is_kicked(&echoes[i], kicked)))
			serve(&echoes[i]);
	}
	fw_mirrors_run(events);
	if (conduct->sins.crashes_again && fw_crashed_before() && ticks)
		fw_fail(FW_FAULT_ASKED, 0);
}

int main(void)
{
	for (unsigned int i = 0; i < FW_VDEVS; i++)
		fw_link_init(&echoes[i].link, &window, &fw_table.vdev[i], fw_send_word);

	keep_table();
	fw_mirrors_init(conduct->sins.flips_every);
	fw_start(conduct->ready, &fw_table, sizeof(fw_table), &conduct->policy);
	kick_both(&echoes[0], conduct->sins.early_kicks);
	for (;;)
		run(fw_wait());
}
