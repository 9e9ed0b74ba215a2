// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Sins on command; see sins.h.
 *
 * Each line "sin: done" in the trace is one command that was obeyed, so that a
 * scenario tells a kernel that bore it from an image that did nothing.
 */
#include <stddef.h>
#include <string.h>

#include "fw_run.h"
#include "fw_table.h"
#include "fw_trace.h"
#include "sins.h"

#define LIE		0xffffu
#define PAYLOAD		16u
#define NOBODY		0x30000u	/* an address of ours that no service has */
#define FLOOD_ADDR	0x10000u
#define NS_SIZE		40u		/* a good announcement */
#define NS_SIZE_MAX	(2 * NS_SIZE)

/* virtio 1.1, 2.6.5 and 2.6.8 */
#define DESC_SIZE	16u
#define DESC_FLAGS	12u
#define DESC_NEXT	14u
#define DESC_F_NEXT	1u
#define USED_IDX	2u

static uint32_t flood_left, flood_sent;

static void done(struct fw_link *link)
{
	link->owes_tx_kick = true;
	fw_link_flush(link);
	fw_trace("sin: done");
}

static void put(struct fw_link *link, uint32_t id, unsigned int times)
{
	struct fw_chain chain;

	if (fw_vring_get(&link->tx, &chain) <= 0)
		return;
	memset(chain.buf[0].va, 0, FW_RPMSG_HEADER);
	for (unsigned int i = 0; i < times; i++)
		fw_vring_put(&link->tx, id == FW_RSC_ADDR_ANY ? chain.head : id,
			     FW_RPMSG_HEADER);
	done(link);
}

void sin_rx_id(struct sinner *sinner, uint32_t arg)
{
	put(sinner->link, arg, 1);
}

void sin_rx_twice(struct sinner *sinner, uint32_t arg)
{
	(void)arg;
	put(sinner->link, FW_RSC_ADDR_ANY, 2);
}

/* Linux looks at this ring when it wants a buffer */
void sin_tx_id(struct sinner *sinner, uint32_t arg)
{
	fw_vring_put(&sinner->link->rx, arg, 0);
	done(sinner->link);
}

void sin_rx_idx(struct sinner *sinner, uint32_t arg)
{
	struct fw_vring *tx = &sinner->link->tx;

	tx->next_used += arg;
	fw_put16(tx->used + USED_IDX, tx->next_used);
	done(sinner->link);
}

void sin_rx_loop(struct sinner *sinner, uint32_t arg)
{
	struct fw_vring *tx = &sinner->link->tx;
	struct fw_chain chain;

	(void)arg;
	if (fw_vring_get(tx, &chain) <= 0)
		return;
	memset(chain.buf[0].va, 0, FW_RPMSG_HEADER);
	for (unsigned int i = 0; i < tx->num; i++) {
		uint8_t *desc = tx->desc + i * DESC_SIZE;

		fw_put16(desc + DESC_FLAGS, fw_get16(desc + DESC_FLAGS) | DESC_F_NEXT);
		fw_put16(desc + DESC_NEXT, i);
	}
	fw_vring_put(tx, chain.head, FW_RPMSG_HEADER);
	done(sinner->link);
}

static void send(struct sinner *sinner, const struct fw_message *msg, const void *data)
{
	if (fw_link_send(sinner->link, msg, data) <= 0)
		fw_trace("sin: no buffer");
}

static struct fw_message to_last(const struct sinner *sinner)
{
	return (struct fw_message){
		.src = sinner->last->src, .dst = sinner->last->dst, .len = PAYLOAD,
	};
}

static void send_used(struct sinner *sinner, uint32_t used, uint32_t lie)
{
	static const uint8_t data[PAYLOAD];
	struct fw_message msg = to_last(sinner);

	msg.used = used;
	msg.lies_used = true;
	msg.lie = lie;
	send(sinner, &msg, data);
	done(sinner->link);
}

void sin_used_len(struct sinner *sinner, uint32_t arg)
{
	send_used(sinner, arg, 0);
}

void sin_used_len_lie(struct sinner *sinner, uint32_t arg)
{
	send_used(sinner, arg, LIE - PAYLOAD);
}

void sin_dst(struct sinner *sinner, uint32_t arg)
{
	static const uint8_t data[PAYLOAD];
	const struct fw_message msg = { .src = NOBODY, .dst = arg, .len = PAYLOAD };

	send(sinner, &msg, data);
	done(sinner->link);
}

void sin_header_len(struct sinner *sinner, uint32_t arg)
{
	static const uint8_t data[PAYLOAD];
	struct fw_message msg = to_last(sinner);

	msg.lie = LIE - PAYLOAD;
	for (uint32_t i = 0; i < arg && fw_link_can_send(sinner->link); i++)
		send(sinner, &msg, data);
	done(sinner->link);
}

/* Name service */

static void ns_send(struct sinner *sinner, const char *name, uint32_t addr, bool is_new)
{
	if (fw_link_announce(sinner->link, name, addr, is_new) <= 0)
		fw_trace("sin: no buffer");
}

void sin_ns_flood(struct sinner *sinner, uint32_t arg)
{
	flood_left = arg;
	flood_sent = 0;
	sins_go_on(sinner->link);
	fw_trace("sin: done");
}

void sins_go_on(struct fw_link *link)
{
	char name[] = "flood-0000";

	for (; flood_left && fw_link_can_send(link); flood_left--, flood_sent++) {
		uint32_t rest = flood_sent;

		for (unsigned int i = sizeof(name) - 2; name[i] != '-'; i--, rest /= 10)
			name[i] = '0' + rest % 10;
		if (fw_link_announce(link, name, FLOOD_ADDR + flood_sent, true) <= 0)
			return;
	}
}

void sin_ns_again(struct sinner *sinner, uint32_t arg)
{
	while (arg--)
		ns_send(sinner, "rproctest-echo", sinner->last->src, true);
	done(sinner->link);
}

void sin_ns_unknown(struct sinner *sinner, uint32_t arg)
{
	(void)arg;
	ns_send(sinner, "never-was", NOBODY, false);
	done(sinner->link);
}

void sin_ns_no_name(struct sinner *sinner, uint32_t arg)
{
	(void)arg;
	ns_send(sinner, "", NOBODY, true);
	done(sinner->link);
}

/* The first 32 bytes are the name, then address and flags */
static void ns_send_raw(struct sinner *sinner, uint32_t size)
{
	uint8_t data[NS_SIZE_MAX];
	const struct fw_message msg = { .src = NOBODY, .dst = FW_NS_ADDR, .len = size };

	memset(data, 'x', FW_RPMSG_NAME);
	memset(data + FW_RPMSG_NAME, 0, sizeof(data) - FW_RPMSG_NAME);
	data[FW_RPMSG_NAME] = 0x77;
	send(sinner, &msg, data);
	done(sinner->link);
}

void sin_ns_endless_name(struct sinner *sinner, uint32_t arg)
{
	(void)arg;
	ns_send_raw(sinner, NS_SIZE);
}

void sin_ns_size(struct sinner *sinner, uint32_t arg)
{
	ns_send_raw(sinner, arg < NS_SIZE_MAX ? arg : NS_SIZE_MAX);
}

/* Kicks */

void sin_kick_word(struct sinner *sinner, uint32_t arg)
{
	(void)sinner;
	fw_send_word(arg);
	fw_trace("sin: done");
}

void sin_kick_storm(struct sinner *sinner, uint32_t arg)
{
	const struct fw_rsc_vdev *vdev = sinner->link->vdev;

	for (uint32_t i = 0; i < arg; i++)
		fw_send_word(fw_get32(&vdev[i / 2 % sinner->vdevs].vring[i % 2].notifyid));
	fw_trace("sin: done");
}

void sin_kick_endless(struct sinner *sinner, uint32_t arg)
{
	(void)arg;
	fw_trace("sin: done");
	for (;;)
		fw_send_word(fw_get32(&sinner->link->vdev->vring[0].notifyid));
}

/* The resource table */

void sin_table_wiped(struct sinner *sinner, uint32_t arg)
{
	(void)arg;
	memset(sinner->table, 0xff, sinner->table_size);
	fw_trace("sin: done");
}

/* The tick, which feeds the watchdog, goes on */
void sin_status_late(struct sinner *sinner, uint32_t arg)
{
	(void)arg;
	fw_trace("sin: waits");
	while (fw_get8(&sinner->link->vdev->status))
		;
	sin_table_status(sinner, 1);
}

void sin_table_status(struct sinner *sinner, uint32_t arg)
{
	*(volatile uint8_t *)&sinner->link->vdev->status = arg;
	fw_trace("sin: done");
}
