// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What comes in on a vdev goes back; see fw_mirror.h.
 */
#include <string.h>

#include "board.h"
#include "fw_link.h"
#include "fw_mirror.h"
#include "fw_run.h"

#define MIRRORS		(FW_NETS + FW_CONSOLES)
#define ROOM		4096u	/* a console's buffer; a frame is shorter */

/* struct virtio_net_hdr without mergeable buffers, virtio 1.1, 5.1.6.1 */
#define NET_HEADER	10u
#define MAC_SIZE	6u

struct mirror {
	struct fw_link link;
	void (*turn)(uint8_t *bytes, uint32_t len);
	uint32_t received;
};

static const struct fw_window window = {
	.da = AMP_DRAM_BASE,
	.size = AMP_WINDOW_MAX,
	.va = (uint8_t *)BOARD_DRAM_AT,
};

static struct mirror mirrors[MIRRORS];
static struct mirror *const mirrors_end = mirrors + MIRRORS;
static uint32_t flips_every;

static void turn_frame(uint8_t *bytes, uint32_t len)
{
	uint8_t *to = bytes + NET_HEADER, *from = to + MAC_SIZE;
	uint8_t mac[MAC_SIZE];

	if (len < NET_HEADER + 2 * MAC_SIZE)
		return;
	memset(bytes, 0, NET_HEADER);
	memcpy(mac, to, MAC_SIZE);
	memcpy(to, from, MAC_SIZE);
	memcpy(from, mac, MAC_SIZE);
}

static void turn_text(uint8_t *bytes, uint32_t len)
{
	(void)bytes;
	(void)len;
}

/* Bytes of a chain that the driver has filled, at most ROOM, or an error */
static int gather(const struct fw_chain *chain, uint8_t *bytes)
{
	uint32_t len = 0;

	for (unsigned int i = 0; i < chain->num; i++) {
		const struct fw_buf *buf = &chain->buf[i];

		if (buf->is_writable)
			return -FW_EDIRECTION;
		if (buf->len > ROOM - len)
			return -FW_ELENGTH;
		memcpy(bytes + len, buf->va, buf->len);
		len += buf->len;
	}
	return len;
}

static int scatter(const struct fw_chain *chain, const uint8_t *bytes, uint32_t len)
{
	uint32_t done = 0;

	for (unsigned int i = 0; i < chain->num && done < len; i++) {
		const struct fw_buf *buf = &chain->buf[i];
		uint32_t part = buf->len < len - done ? buf->len : len - done;

		if (!buf->is_writable)
			return -FW_EDIRECTION;
		memcpy(buf->va, bytes + done, part);
		done += part;
	}
	return done == len ? 0 : -FW_ELENGTH;
}

static void sin(struct mirror *mirror, uint8_t *bytes, uint32_t len)
{
	if (flips_every && ++mirror->received % flips_every == 0 && len)
		bytes[len - 1] ^= 0x10;
}

/* 1: one went back; 0: nothing there, or no buffer for it; else an error */
static int reflect(struct mirror *mirror)
{
	static uint8_t bytes[ROOM];
	struct fw_link *link = &mirror->link;
	struct fw_chain in, out;
	int len, ret;

	if (!fw_vring_pending(&link->tx))
		return 0;
	ret = fw_vring_get(&link->rx, &in);
	if (ret <= 0)
		return ret;
	len = gather(&in, bytes);
	if (len < 0)
		return len;
	ret = fw_vring_get(&link->tx, &out);
	if (ret <= 0)
		return ret;

	mirror->turn(bytes, len);
	sin(mirror, bytes, len);
	ret = scatter(&out, bytes, len);
	if (ret)
		return ret;

	fw_vring_put(&link->rx, in.head, 0);
	fw_vring_put(&link->tx, out.head, len);
	link->owes_rx_kick = true;
	link->owes_tx_kick = true;
	return 1;
}

/* What a ring says means something only while its driver is there */
static void check(struct mirror *mirror, int err)
{
	if (err < 0 && fw_link_update(&mirror->link) == FW_LINK_SAME)
		fw_fail(FW_FAULT_RING, err);
}

static void run(struct mirror *mirror, uint32_t events)
{
	int ret = fw_link_update(&mirror->link);

	if (ret < 0)
		fw_fail(FW_FAULT_RING, ret);
	if (!mirror->link.is_up || !(events & FW_EV_KICK))
		return;
	do
		ret = reflect(mirror);
	while (ret > 0);
	check(mirror, ret);
	fw_link_flush(&mirror->link);
}

void fw_mirrors_run(uint32_t events)
{
	for (struct mirror *mirror = mirrors; mirror < mirrors_end; mirror++)
		run(mirror, events);
}

void fw_mirrors_init(uint32_t the_flips_every)
{
	struct mirror *mirror = mirrors;

	flips_every = the_flips_every;
	for (struct fw_rsc_net *net = fw_table.net; net < fw_table.net + FW_NETS; net++) {
		fw_link_init(&mirror->link, &window, &net->vdev, fw_send_word);
		mirror++->turn = turn_frame;
	}
	for (struct fw_rsc_vdev *console = fw_table.console;
	     console < fw_table.console + FW_CONSOLES; console++) {
		fw_link_init(&mirror->link, &window, console, fw_send_word);
		mirror++->turn = turn_text;
	}
}
