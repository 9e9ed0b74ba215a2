// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The driver's side of a vring; see ring.h.
 */
#include <stdlib.h>
#include <string.h>

#include "ring.h"

struct fw_window *window_new(uint32_t size)
{
	struct fw_window *window = malloc(sizeof(*window));

	window->da = WINDOW_DA;
	window->size = size;
	window->va = calloc(1, size);
	return window;
}

void window_free(struct fw_window *window)
{
	free(window->va);
	free(window);
}

static uint8_t *at(const struct ring *ring, uint32_t offset)
{
	return ring->window->va + (ring->da - ring->window->da) + offset;
}

static uint32_t avail_at(const struct ring *ring)
{
	return 16 * ring->num;
}

static uint32_t used_at(const struct ring *ring)
{
	uint32_t end = avail_at(ring) + 6 + 2 * ring->num;

	return (end + ring->align - 1) / ring->align * ring->align;
}

static void put16(uint8_t *to, uint16_t value)
{
	memcpy(to, &value, sizeof(value));
}

static uint16_t get16(const uint8_t *from)
{
	uint16_t value;

	memcpy(&value, from, sizeof(value));
	return value;
}

static uint32_t get32(const uint8_t *from)
{
	uint32_t value;

	memcpy(&value, from, sizeof(value));
	return value;
}

void ring_reset(const struct ring *ring)
{
	memset(at(ring, 0), 0, used_at(ring) + 6 + 8 * ring->num);
}

void ring_desc(const struct ring *ring, uint32_t index, uint64_t addr, uint32_t len,
	       uint16_t flags, uint16_t next)
{
	uint8_t *desc = at(ring, 16 * index);

	memcpy(desc, &addr, sizeof(addr));
	memcpy(desc + 8, &len, sizeof(len));
	put16(desc + 12, flags);
	put16(desc + 14, next);
}

void ring_offer(const struct ring *ring, uint16_t head)
{
	put16(at(ring, avail_at(ring) + 4 + 2 * (ring_idx(ring) % ring->num)), head);
}

void ring_set_idx(const struct ring *ring, uint16_t idx)
{
	put16(at(ring, avail_at(ring) + 2), idx);
}

uint16_t ring_idx(const struct ring *ring)
{
	return get16(at(ring, avail_at(ring) + 2));
}

void ring_set_avail_flags(const struct ring *ring, uint16_t flags)
{
	put16(at(ring, avail_at(ring)), flags);
}

void ring_give(const struct ring *ring, uint16_t head, uint64_t addr, uint32_t len,
	       uint16_t flags)
{
	ring_desc(ring, head, addr, len, flags, 0);
	ring_offer(ring, head);
	ring_set_idx(ring, ring_idx(ring) + 1);
}

uint16_t ring_used_idx(const struct ring *ring)
{
	return get16(at(ring, used_at(ring) + 2));
}

uint32_t ring_used_id(const struct ring *ring, uint16_t n)
{
	return get32(at(ring, used_at(ring) + 4 + 8 * (n % ring->num)));
}

uint32_t ring_used_len(const struct ring *ring, uint16_t n)
{
	return get32(at(ring, used_at(ring) + 8 + 8 * (n % ring->num)));
}
