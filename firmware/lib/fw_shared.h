/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fw_shared.h - memory that the A side writes while we read it
 *
 * Every value of the A side is read once into a local, the local is checked and
 * the local is used.  The accessors make "once" true for the compiler, the
 * window makes an address of the A side a pointer or refuses it.
 *
 * Leaves out: caches (the core has none) and byte order (both sides are
 * little-endian).
 */
#ifndef FW_SHARED_H
#define FW_SHARED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the functions of lib/ return, negated */
enum fw_error {
	FW_ERANGE = 1,	/* an address, or its last byte, lies outside the window */
	FW_EGEOMETRY,	/* ring size or alignment is none that a split ring can have */
	FW_EINDEX,	/* an index moved further than the ring is long, or is no index */
	FW_ECHAIN,	/* descriptors chained in a loop, or more than FW_CHAIN_MAX */
	FW_EDIRECTION,	/* a buffer to fill that is read-only, or the other way round */
	FW_ELENGTH,	/* a message longer than its buffer, or than ours */
};

/**
 * struct fw_window - what an address of the A side may point to
 * @da:   first address
 * @size: bytes
 * @va:   where we see it; borrowed
 */
struct fw_window {
	uint32_t da;
	uint32_t size;
	uint8_t *va;
};

/**
 * fw_window_at() - @len bytes at @da, or NULL if one of them lies outside
 */
static inline uint8_t *fw_window_at(const struct fw_window *window, uint64_t da, uint32_t len)
{
	uint64_t offset = da - window->da;	/* below the window: beyond any size */

	if (offset > window->size || len > window->size - offset)
		return NULL;
	return window->va + offset;
}

static inline uint8_t fw_get8(const void *at)
{
	return *(const volatile uint8_t *)at;
}

static inline uint16_t fw_get16(const void *at)
{
	return *(const volatile uint16_t *)at;
}

static inline uint32_t fw_get32(const void *at)
{
	return *(const volatile uint32_t *)at;
}

static inline void fw_put16(void *at, uint16_t value)
{
	*(volatile uint16_t *)at = value;
}

static inline void fw_put32(void *at, uint32_t value)
{
	*(volatile uint32_t *)at = value;
}

/* Orders every access before it against every access after it, for both sides */
static inline void fw_barrier(void)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
}

#endif
