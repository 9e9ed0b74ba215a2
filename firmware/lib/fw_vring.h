/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fw_vring.h - device side of a split virtqueue
 *
 * The layout is that of the virtio specification 1.1, 2.6 (split virtqueues),
 * legacy interface: descriptors, available ring, and the used ring at the next
 * multiple of the alignment.  The driver on the A side makes buffers available,
 * we take them with fw_vring_get() and give them back with fw_vring_put().
 *
 * Everything in the ring but our own indices is untrusted.  After an error the
 * ring is as before the call and no buffer has been touched.  No allocation, no
 * printing, no registers; one caller at a time for each ring.
 *
 * Leaves out: indirect descriptors (FW_ECHAIN), event indices, packed rings.
 */
#ifndef FW_VRING_H
#define FW_VRING_H

#include "fw_shared.h"

#define FW_CHAIN_MAX	4u

struct fw_buf {
	uint8_t *va;		/* in the window, any alignment */
	uint32_t len;		/* bytes */
	bool is_writable;	/* by us */
};

struct fw_chain {
	struct fw_buf buf[FW_CHAIN_MAX];
	unsigned int num;
	uint16_t head;		/* for fw_vring_put() */
};

struct fw_vring {
	const struct fw_window *window;
	uint8_t *desc;
	uint8_t *avail;
	uint8_t *used;
	uint16_t num;
	uint16_t next_avail;	/* ours: what we have taken */
	uint16_t next_used;	/* ours: what we have given back */
};

/**
 * fw_vring_init() - use the ring that the driver has laid out and zeroed
 * @vring:  out; untouched on error
 * @window: where @da and the buffers must lie; borrowed as long as @vring
 * @da:     ring, 16-byte aligned
 * @num:    descriptors, a power of two up to 32768
 * @align:  of the used ring, a power of two from 4 up
 *
 * Returns: 0; -FW_EGEOMETRY; -FW_ERANGE.
 */
int fw_vring_init(struct fw_vring *vring, const struct fw_window *window, uint32_t da,
		  uint32_t num, uint32_t align);

/**
 * fw_vring_pending() - is there a buffer to take, or an index that is wrong
 */
bool fw_vring_pending(const struct fw_vring *vring);

/**
 * fw_vring_get() - take the next available buffer
 * @chain: out; untouched unless 1 is returned
 *
 * Returns: 1; 0 when there is none; -FW_EINDEX, -FW_ECHAIN, -FW_ERANGE.
 */
int fw_vring_get(struct fw_vring *vring, struct fw_chain *chain);

/**
 * fw_vring_put() - give a buffer back
 * @head:    of the chain that was taken
 * @written: bytes that we have written into it
 */
void fw_vring_put(struct fw_vring *vring, uint32_t head, uint32_t written);

/**
 * fw_vring_wants_kick() - does the driver want to hear of what was given back
 */
bool fw_vring_wants_kick(const struct fw_vring *vring);

/**
 * fw_vring_restarted() - has the driver begun anew with this ring
 *
 * The used index is ours alone.  When it is not what we last wrote, the driver
 * has zeroed the ring behind our back.
 */
bool fw_vring_restarted(const struct fw_vring *vring);

#endif
