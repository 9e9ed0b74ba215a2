// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Device side of a split virtqueue; see fw_vring.h.
 */
#include "fw_vring.h"

/* virtio 1.1, 2.6.5, 2.6.6 and 2.6.8 */
struct vring_desc {
	uint64_t addr;
	uint32_t len;
	uint16_t flags;
	uint16_t next;
};

struct vring_avail {
	uint16_t flags;
	uint16_t idx;
	uint16_t ring[];
};

struct vring_used_elem {
	uint32_t id;
	uint32_t len;
};

struct vring_used {
	uint16_t flags;
	uint16_t idx;
	struct vring_used_elem ring[];
};

_Static_assert(sizeof(struct vring_desc) == 16, "descriptor");
_Static_assert(offsetof(struct vring_avail, ring) == 4, "available ring");
_Static_assert(offsetof(struct vring_used, ring) == 4, "used ring");

#define VRING_DESC_F_NEXT		1u
#define VRING_DESC_F_WRITE		2u
#define VRING_DESC_F_INDIRECT		4u
#define VRING_AVAIL_F_NO_INTERRUPT	1u
#define VRING_MAX_NUM			32768u

static bool is_power_of_two(uint32_t x)
{
	return x && !(x & (x - 1));
}

int fw_vring_init(struct fw_vring *vring, const struct fw_window *window, uint32_t da,
		  uint32_t num, uint32_t align)
{
	uint32_t avail_at, used_at, size;
	uint8_t *va;

	if (!is_power_of_two(num) || num > VRING_MAX_NUM || !is_power_of_two(align) ||
	    align < sizeof(uint32_t) || align > window->size ||
	    da % sizeof(struct vring_desc))
		return -FW_EGEOMETRY;

	/* the available ring ends with a 16-bit field that only events use */
	avail_at = num * sizeof(struct vring_desc);
	used_at = avail_at + sizeof(struct vring_avail) + (num + 1) * sizeof(uint16_t);
	used_at = (used_at + align - 1) & ~(align - 1);
	size = used_at + sizeof(struct vring_used) + num * sizeof(struct vring_used_elem);

	va = fw_window_at(window, da, size);
	if (!va)
		return -FW_ERANGE;

	vring->window = window;
	vring->desc = va;
	vring->avail = va + avail_at;
	vring->used = va + used_at;
	vring->num = num;
	vring->next_avail = 0;
	vring->next_used = 0;
	return 0;
}

static uint16_t avail_idx(const struct fw_vring *vring)
{
	return fw_get16(vring->avail + offsetof(struct vring_avail, idx));
}

bool fw_vring_pending(const struct fw_vring *vring)
{
	return avail_idx(vring) != vring->next_avail;
}

static void read_desc(const struct fw_vring *vring, uint16_t index, struct vring_desc *desc)
{
	const uint8_t *at = vring->desc + index * sizeof(*desc);

	desc->addr = fw_get32(at + offsetof(struct vring_desc, addr));
	desc->addr |= (uint64_t)fw_get32(at + offsetof(struct vring_desc, addr) + 4) << 32;
	desc->len = fw_get32(at + offsetof(struct vring_desc, len));
	desc->flags = fw_get16(at + offsetof(struct vring_desc, flags));
	desc->next = fw_get16(at + offsetof(struct vring_desc, next));
}

/* A loop needs no detection of its own: it is longer than any chain we take */
static int read_chain(const struct fw_vring *vring, uint16_t index, struct fw_chain *chain)
{
	struct vring_desc desc;
	struct fw_buf *buf;

	chain->head = index;
	chain->num = 0;
	do {
		if (index >= vring->num)
			return -FW_EINDEX;
		if (chain->num == FW_CHAIN_MAX)
			return -FW_ECHAIN;
		read_desc(vring, index, &desc);
		if (desc.flags & VRING_DESC_F_INDIRECT)
			return -FW_ECHAIN;

		buf = &chain->buf[chain->num++];
		buf->va = fw_window_at(vring->window, desc.addr, desc.len);
		if (!buf->va)
			return -FW_ERANGE;
		buf->len = desc.len;
		buf->is_writable = desc.flags & VRING_DESC_F_WRITE;
		index = desc.next;
	} while (desc.flags & VRING_DESC_F_NEXT);

	return 0;
}

int fw_vring_get(struct fw_vring *vring, struct fw_chain *chain)
{
	uint16_t waiting = avail_idx(vring) - vring->next_avail;
	struct fw_chain taken;
	const uint8_t *slot;
	int err;

	if (!waiting)
		return 0;
	if (waiting > vring->num)
		return -FW_EINDEX;

	/* pairs with the driver's barrier between ring entry and index */
	fw_barrier();
	slot = vring->avail + offsetof(struct vring_avail, ring) +
	       vring->next_avail % vring->num * sizeof(uint16_t);
	err = read_chain(vring, fw_get16(slot), &taken);
	if (err)
		return err;

	*chain = taken;
	vring->next_avail++;
	return 1;
}

void fw_vring_put(struct fw_vring *vring, uint32_t head, uint32_t written)
{
	uint8_t *slot = vring->used + offsetof(struct vring_used, ring) +
			vring->next_used % vring->num * sizeof(struct vring_used_elem);

	fw_put32(slot + offsetof(struct vring_used_elem, id), head);
	fw_put32(slot + offsetof(struct vring_used_elem, len), written);
	/* pairs with the driver's barrier between used index and ring entry */
	fw_barrier();
	fw_put16(vring->used + offsetof(struct vring_used, idx), ++vring->next_used);
}

bool fw_vring_wants_kick(const struct fw_vring *vring)
{
	/* pairs with the driver's: it sets the flag, then looks at the index */
	fw_barrier();
	return !(fw_get16(vring->avail + offsetof(struct vring_avail, flags)) &
		 VRING_AVAIL_F_NO_INTERRUPT);
}

bool fw_vring_restarted(const struct fw_vring *vring)
{
	return fw_get16(vring->used + offsetof(struct vring_used, idx)) != vring->next_used;
}
