/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ring.h - the driver's side of a vring, for the tests
 *
 * Writes what a driver would write, or what it must not.  The window is a block
 * of the heap of exactly its size, so that AddressSanitizer sees every access
 * outside it.  Layout constants are written out here a second time on purpose:
 * a mistake in the library's is not repeated by the test.
 */
#ifndef RING_H
#define RING_H

#include "fw_link.h"

#define WINDOW_DA	0x46000000u
#define WINDOW_SIZE	0x10000u
#define RING_NUM	8u
#define RING_ALIGN	256u
#define BUF_SIZE	512u

#define F_NEXT		1u
#define F_WRITE		2u
#define F_INDIRECT	4u

struct ring {
	struct fw_window *window;
	uint32_t da;
	uint32_t num;
	uint32_t align;
};

struct fw_window *window_new(uint32_t size);
void window_free(struct fw_window *window);

/* Zeroes the ring, as a driver does */
void ring_reset(const struct ring *ring);
void ring_desc(const struct ring *ring, uint32_t index, uint64_t addr, uint32_t len,
	       uint16_t flags, uint16_t next);
/* Entry for the place that the index has now; does not move the index */
void ring_offer(const struct ring *ring, uint16_t head);
void ring_set_idx(const struct ring *ring, uint16_t idx);
uint16_t ring_idx(const struct ring *ring);
void ring_set_avail_flags(const struct ring *ring, uint16_t flags);
/* All of a good buffer: descriptor @head, entry and index */
void ring_give(const struct ring *ring, uint16_t head, uint64_t addr, uint32_t len,
	       uint16_t flags);
uint16_t ring_used_idx(const struct ring *ring);
uint32_t ring_used_id(const struct ring *ring, uint16_t at);
uint32_t ring_used_len(const struct ring *ring, uint16_t at);

#endif
