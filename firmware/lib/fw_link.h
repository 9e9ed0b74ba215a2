/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fw_link.h - rpmsg over one vdev, device side, with the name service
 *
 * Message layout and name service are those of the kernel: struct rpmsg_hdr of
 * drivers/rpmsg/virtio_rpmsg_bus.c and struct rpmsg_ns_msg of
 * include/linux/rpmsg/ns.h.
 *
 * The link follows the status byte of the vdev: it is up while the driver says
 * DRIVER_OK.  Nobody tells a remote core that the driver has gone, so call
 * fw_link_update() now and then, and on every error, before believing it.
 *
 * All that comes from the A side is untrusted.  Functions return negative
 * enum fw_error and leave the rings alone then.  No registers: kicks go through
 * the function given to fw_link_init().  One caller at a time.
 *
 * Leaves out: blocking, endpoints (an address is a number), flow control.
 */
#ifndef FW_LINK_H
#define FW_LINK_H

#include "fw_table.h"
#include "fw_vring.h"

#define FW_RPMSG_HEADER	16u
#define FW_RPMSG_NAME	32u
#define FW_NS_ADDR	53u

enum fw_link_event {
	FW_LINK_SAME,
	FW_LINK_CAME_UP,	/* for the first time, or with fresh rings */
	FW_LINK_WENT_DOWN,
};

struct fw_message {
	uint32_t src;
	uint32_t dst;
	uint32_t len;		/* payload bytes, may be 0 */
	/* sending, 0 when received: */
	uint32_t lie;		/* bytes that the header says above that */
	uint32_t used;		/* what the used ring says, if lies_used */
	bool lies_used;
};

struct fw_link {
	const struct fw_window *window;
	struct fw_rsc_vdev *vdev;	/* shared */
	void (*kick)(uint32_t notifyid);
	struct fw_vring tx;		/* vring 0: to the A side */
	struct fw_vring rx;		/* vring 1: from it */
	bool is_up;
	bool owes_tx_kick;
	bool owes_rx_kick;
};

/**
 * fw_link_init() - a link that is down
 * @window: where rings and buffers may lie; borrowed
 * @vdev:   entry of our resource table; borrowed
 * @kick:   tells the A side that the vring with this notifyid has moved
 */
void fw_link_init(struct fw_link *link, const struct fw_window *window,
		  struct fw_rsc_vdev *vdev, void (*kick)(uint32_t notifyid));

/**
 * fw_link_update() - follow the status byte
 *
 * Returns: enum fw_link_event; an error of fw_vring_init() when the driver is
 * ready and its rings are not usable: the link is down then.
 */
int fw_link_update(struct fw_link *link);

/**
 * fw_link_recv() - take the next message
 * @msg:  out
 * @data: out: payload
 * @size: bytes that @data can take
 *
 * Returns: 1; 0 when there is none or the link is down; errors of
 * fw_vring_get(), -FW_EDIRECTION, -FW_ELENGTH.  @msg and @data are undefined
 * unless 1 is returned.
 */
int fw_link_recv(struct fw_link *link, struct fw_message *msg, uint8_t *data, uint32_t size);

/**
 * fw_link_can_send() - would fw_link_send() find a buffer
 */
bool fw_link_can_send(const struct fw_link *link);

/**
 * fw_link_send() - send a message
 *
 * Returns: 1; 0 when there is no buffer or the link is down; errors of
 * fw_vring_get(), -FW_EDIRECTION, -FW_ELENGTH (longer than the buffer).
 */
int fw_link_send(struct fw_link *link, const struct fw_message *msg, const uint8_t *data);

/**
 * fw_link_announce() - tell the name service of the A side
 * @name:   service, up to FW_RPMSG_NAME - 1 characters; the rest is cut
 * @addr:   its address here
 * @is_new: false: it goes away
 *
 * Returns: as fw_link_send(); 1 also when no name service was negotiated.
 */
int fw_link_announce(struct fw_link *link, const char *name, uint32_t addr, bool is_new);

/**
 * fw_link_flush() - send the kicks that are owed
 */
void fw_link_flush(struct fw_link *link);

#endif
