// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a running core does to the kernel; see amp_running.h
 *
 * The compiler reads this before remoteproc_coredump.c of a User-Mode Linux.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/remoteproc.h>
#include <linux/rpmsg.h>
#include <linux/sizes.h>
#include <linux/virtio_ring.h>

#include "remoteproc_internal.h"
#include "amp_flip.h"
#include "amp_guests.h"
#include "amp_running.h"

static struct amp_fuzz *const fuzz = AMP_GUESTS_SHARED;

/* what runs may write to its own table, when the kernel uses that and no copy */
static NO_COVER bool has_table(struct rproc *rproc)
{
	return rproc->table_ptr && rproc->table_ptr != rproc->cached_table &&
	       (rproc->state == RPROC_RUNNING || rproc->state == RPROC_ATTACHED);
}

/* in the table that the kernel uses now, or in that of the next attach */
NO_COVER int amp_running_flip(struct rproc *rproc, const struct amp_fuzz_step *step)
{
	amp_flip_set(step);
	if (has_table(rproc))
		amp_flip_arm(rproc->table_ptr, rproc->table_sz);
	return 0;
}

NO_COVER int amp_running_change(struct rproc *rproc, const struct amp_fuzz_step *step)
{
	u32 bytes = min(step->bytes, AMP_FUZZ_DATA_BYTES);

	if (!has_table(rproc))
		return -ENOENT;
	if (step->at > rproc->table_sz || bytes > rproc->table_sz - step->at)
		return -EINVAL;
	memcpy((void *)rproc->table_ptr + step->at, step->data, bytes);
	return 0;
}

/* a driver is told of no more than has come */
static NO_COVER int take_message(struct rpmsg_device *rpdev, void *data, int len, void *priv,
				 u32 src)
{
	const struct amp_fuzz_step *step = &fuzz->step[fuzz->at_step % AMP_FUZZ_STEPS];
	u32 came = step->used_bytes == AMP_FUZZ_TRUE ? step->bytes : step->used_bytes;

	if (step->op != AMP_FUZZ_MESSAGE || step->ahead != 1)
		return 0;
	if (came < AMP_FUZZ_HEADER_BYTES)
		fuzz->too_long = AMP_FUZZ_NO_HEADER;
	else if (len < 0 || (u32)len > came - AMP_FUZZ_HEADER_BYTES)
		fuzz->too_long = AMP_FUZZ_LONGER;
	return 0;
}

static NO_COVER int take_channel(struct rpmsg_device *rpdev)
{
	return 0;
}

static const struct rpmsg_device_id channels[] = { { .name = AMP_FUZZ_CHANNEL }, { } };

static struct rpmsg_driver channel_driver = {
	.drv.name = "amp-fuzz-channel",
	.id_table = channels,
	.probe = take_channel,
	.callback = take_message,
};

static NO_COVER struct rproc_vring *find_ring(struct rproc *rproc,
					      const struct amp_fuzz_step *step, struct vring *vr)
{
	struct rproc_mem_entry *mem;
	struct rproc_vdev *rvdev;
	struct rproc_vring *ring;
	u32 skip = step->image;

	list_for_each_entry(rvdev, &rproc->rvdevs, node) {
		if (skip--)
			continue;
		ring = &rvdev->vring[step->ring % RVDEV_NUM_VRINGS];
		mem = rproc_find_carveout_by_name(rproc, "vdev%dvring%d", rvdev->index,
						  step->ring % RVDEV_NUM_VRINGS);
		/*
		 * a ring that does not fit its memory is another bug, and so is one at the end of
		 * the address space: what the kernel loads to address 0 lies in it
		 */
		if (!ring->vq || !mem || !mem->va || mem->da + (u32)mem->len < mem->da ||
		    !is_power_of_2(ring->num) ||
		    ring->num > SZ_32K || !is_power_of_2(ring->align) || ring->align > PAGE_SIZE ||
		    vring_size(ring->num, ring->align) > mem->len)
			return NULL;
		vring_init(vr, ring->num, mem->va, ring->align);
		return ring;
	}
	return NULL;
}

/* as far as it is memory that the kernel has offered */
static NO_COVER void fill_buffer(const struct vring_desc *desc, const struct amp_fuzz_step *step)
{
	u32 bytes = min3(step->bytes, AMP_FUZZ_DATA_BYTES, desc->len);

	if (desc->addr && pfn_valid(PHYS_PFN(desc->addr)))
		memcpy(phys_to_virt(desc->addr), step->data, bytes);
}

NO_COVER int amp_running_message(struct rproc *rproc, const struct amp_fuzz_step *step)
{
	struct vring_used_elem *used;
	struct rproc_vring *ring;
	u32 id = step->id;
	struct vring vr;
	u16 at;

	ring = find_ring(rproc, step, &vr);
	if (!ring)
		return -ENODEV;
	at = vr.used->idx;
	if (id == AMP_FUZZ_TRUE) {
		if (at == vr.avail->idx)
			return -EAGAIN;
		id = vr.avail->ring[at % vr.num];
	}
	if (id < vr.num)
		fill_buffer(&vr.desc[id], step);
	used = &vr.used->ring[at % vr.num];
	used->id = id;
	used->len = step->used_bytes == AMP_FUZZ_TRUE ? step->bytes : step->used_bytes;
	/* further than that is the same again and again */
	vr.used->idx = at + step->ahead % (2 * vr.num + 1);
	return rproc_vq_interrupt(rproc, ring->notifyid) == IRQ_HANDLED ? 0 : -ENOENT;
}

NO_COVER int amp_running_open(void)
{
	return register_rpmsg_driver(&channel_driver);
}

/* the file that follows has one of its own */
#undef pr_fmt
