// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rpmsg over one vdev; see fw_link.h.
 */
#include <string.h>

#include "fw_link.h"

/* virtio 1.1, 2.1 */
#define STATUS_DRIVER_OK	4u
#define STATUS_FAILED		128u

struct rpmsg_header {
	uint32_t src;
	uint32_t dst;
	uint32_t reserved;
	uint16_t len;
	uint16_t flags;
};

struct ns_message {
	char name[FW_RPMSG_NAME];
	uint32_t addr;
	uint32_t flags;		/* 0 = create, 1 = destroy */
};

_Static_assert(sizeof(struct rpmsg_header) == FW_RPMSG_HEADER, "rpmsg header");
_Static_assert(sizeof(struct ns_message) == 40, "name service message");

void fw_link_init(struct fw_link *link, const struct fw_window *window,
		  struct fw_rsc_vdev *vdev, void (*kick)(uint32_t notifyid))
{
	memset(link, 0, sizeof(*link));
	link->window = window;
	link->vdev = vdev;
	link->kick = kick;
}

static int open_vring(const struct fw_link *link, struct fw_vring *vring, unsigned int n)
{
	const struct fw_rsc_vring *rsc = &link->vdev->vring[n];

	return fw_vring_init(vring, link->window, fw_get32(&rsc->da), fw_get32(&rsc->num),
			     fw_get32(&rsc->align));
}

int fw_link_update(struct fw_link *link)
{
	bool was_up = link->is_up;
	uint8_t status = fw_get8(&link->vdev->status);
	int err;

	link->is_up = false;
	if ((status & (STATUS_DRIVER_OK | STATUS_FAILED)) != STATUS_DRIVER_OK)
		return was_up ? FW_LINK_WENT_DOWN : FW_LINK_SAME;

	/* the driver sets the status after it has laid out the rings */
	fw_barrier();
	if (was_up && !fw_vring_restarted(&link->tx) && !fw_vring_restarted(&link->rx)) {
		link->is_up = true;
		return FW_LINK_SAME;
	}

	err = open_vring(link, &link->tx, 0);
	if (!err)
		err = open_vring(link, &link->rx, 1);
	if (err)
		return err;

	link->owes_tx_kick = false;
	link->owes_rx_kick = false;
	link->is_up = true;
	return FW_LINK_CAME_UP;
}

/* Linux gives every message one buffer: more, or the wrong kind, is a mistake */
static int get_buf(struct fw_vring *vring, bool is_writable, struct fw_chain *chain)
{
	int ret = fw_vring_get(vring, chain);

	if (ret <= 0)
		return ret;
	if (chain->num == 1 && chain->buf[0].is_writable == is_writable &&
	    chain->buf[0].len >= FW_RPMSG_HEADER)
		return 1;

	vring->next_avail--;
	if (chain->num != 1)
		return -FW_ECHAIN;
	return chain->buf[0].is_writable != is_writable ? -FW_EDIRECTION : -FW_ELENGTH;
}

int fw_link_recv(struct fw_link *link, struct fw_message *msg, uint8_t *data, uint32_t size)
{
	struct rpmsg_header header;
	struct fw_chain chain;
	const struct fw_buf *buf = &chain.buf[0];
	int ret;

	if (!link->is_up)
		return 0;
	ret = get_buf(&link->rx, false, &chain);
	if (ret <= 0)
		return ret;

	memcpy(&header, buf->va, sizeof(header));
	/* what follows uses our copy, never the buffer's again */
	fw_barrier();
	if (header.len > buf->len - sizeof(header) || header.len > size) {
		link->rx.next_avail--;
		return -FW_ELENGTH;
	}
	memcpy(data, buf->va + sizeof(header), header.len);
	msg->src = header.src;
	msg->dst = header.dst;
	msg->len = header.len;
	msg->lie = 0;
	msg->lies_used = false;

	fw_vring_put(&link->rx, chain.head, 0);
	link->owes_rx_kick = true;
	return 1;
}

bool fw_link_can_send(const struct fw_link *link)
{
	return link->is_up && fw_vring_pending(&link->tx);
}

int fw_link_send(struct fw_link *link, const struct fw_message *msg, const uint8_t *data)
{
	struct rpmsg_header header = {
		.src = msg->src, .dst = msg->dst, .len = msg->len + msg->lie,
	};
	struct fw_chain chain;
	const struct fw_buf *buf = &chain.buf[0];
	int ret;

	if (!link->is_up)
		return 0;
	ret = get_buf(&link->tx, true, &chain);
	if (ret <= 0)
		return ret;

	if (msg->len > buf->len - sizeof(header) || msg->len > UINT16_MAX) {
		link->tx.next_avail--;
		return -FW_ELENGTH;
	}
	memcpy(buf->va, &header, sizeof(header));
	memcpy(buf->va + sizeof(header), data, msg->len);

	fw_vring_put(&link->tx, chain.head,
		     msg->lies_used ? msg->used : sizeof(header) + msg->len);
	link->owes_tx_kick = true;
	return 1;
}

int fw_link_announce(struct fw_link *link, const char *name, uint32_t addr, bool is_new)
{
	struct ns_message ns = { .addr = addr, .flags = is_new ? 0 : 1 };
	const struct fw_message msg = { .src = addr, .dst = FW_NS_ADDR, .len = sizeof(ns) };
	unsigned int i;

	if (!(fw_get32(&link->vdev->gfeatures) & FW_RPMSG_F_NS))
		return 1;

	for (i = 0; i < sizeof(ns.name) - 1 && name[i]; i++)
		ns.name[i] = name[i];
	return fw_link_send(link, &msg, (const uint8_t *)&ns);
}

static void flush(struct fw_link *link, bool *owed, const struct fw_vring *vring, unsigned int n)
{
	if (*owed && fw_vring_wants_kick(vring))
		link->kick(fw_get32(&link->vdev->vring[n].notifyid));
	*owed = false;
}

void fw_link_flush(struct fw_link *link)
{
	if (!link->is_up)
		return;
	flush(link, &link->owes_tx_kick, &link->tx, 0);
	flush(link, &link->owes_rx_kick, &link->rx, 1);
}
