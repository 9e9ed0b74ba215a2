/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A byte of a resource table that changes while Linux reads it
 *
 * The fault "table-flips" of abi/amp_lab.h: while it is armed the byte that its
 * argument names is no RAM but I/O over the RAM, so that each read by the A
 * side is an occasion.  An occasion that is hit is as if the core had written
 * the argument's value just before; reads of the core, and all writes, go
 * through.  A read of several bytes with this one among them is one occasion.
 *
 * Owned by the core's control block, which says where the table is.
 * Leaves out: tables outside the core's own two memories; the byte stays I/O
 * after its last occasion, until the fault is armed or disarmed again.
 */
#include "qemu/osdep.h"
#include "hw/core/cpu.h"
#include "compat.h"
#include "amp_flip.h"

static uint64_t flip_read(void *opaque, hwaddr offset, unsigned size)
{
    AmpFlip *f = opaque;
    uint8_t *byte = memory_region_get_ram_ptr(f->ram) + f->offset;

    if (!amp_remote_is_current(f->remote) &&
        amp_lab_fault(f->lab, f->core, AMP_FAULT_TABLE_FLIPS)) {
        *byte = AMP_FLIP_VALUE(amp_lab_fault_arg(f->lab, f->core,
                                                 AMP_FAULT_TABLE_FLIPS));
        memory_region_set_dirty(f->ram, f->offset, 1);
    }
    return *byte;
}

static void flip_write(void *opaque, hwaddr offset, uint64_t value,
                       unsigned size)
{
    AmpFlip *f = opaque;
    uint8_t *byte = memory_region_get_ram_ptr(f->ram) + f->offset;

    *byte = value;
    memory_region_set_dirty(f->ram, f->offset, 1);
}

static const MemoryRegionOps flip_ops = {
    .read = flip_read,
    .write = flip_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 1, .max_access_size = 1 },
    .impl = { .min_access_size = 1, .max_access_size = 1 },
};

static void flip_lift(AmpFlip *f)
{
    if (f->ram) {
        memory_region_del_subregion(f->ram, &f->iomem);
        f->ram = NULL;
    }
}

/* The core's own memory at @da, or NULL */
static MemoryRegion *find_memory(AmpFlip *f, hwaddr da, hwaddr *offset)
{
    MemoryRegionSection found = memory_region_find(amp_remote_view(f->remote),
                                                   da, 1);

    if (!found.mr) {
        return NULL;
    }
    memory_region_unref(found.mr);      /* it lives as long as the core */
    *offset = found.offset_within_region;
    for (int m = AMP_MEM_ITCM; m <= AMP_MEM_DTCM; m++) {
        if (found.mr == amp_remote_memory(f->remote, m)) {
            return found.mr;
        }
    }
    return NULL;
}

static void flip_update(void *opaque)
{
    AmpFlip *f = opaque;
    uint32_t arg = amp_lab_fault_arg(f->lab, f->core, AMP_FAULT_TABLE_FLIPS);

    flip_lift(f);
    if (!f->table ||
        !amp_lab_fault_is_armed(f->lab, f->core, AMP_FAULT_TABLE_FLIPS)) {
        return;
    }
    f->ram = find_memory(f, (hwaddr)f->table + AMP_FLIP_OFFSET(arg), &f->offset);
    if (f->ram) {
        memory_region_add_subregion_overlap(f->ram, f->offset, &f->iomem, 1);
    }
}

static void flip_ready(Notifier *notifier, void *data)
{
    flip_update(container_of(notifier, AmpFlip, ready));
}

void amp_flip_set_table(AmpFlip *f, uint32_t table)
{
    f->table = table;
    flip_update(f);
}

void amp_flip_init(AmpFlip *f, Object *owner, AmpLabState *lab,
                   AmpRemoteState *remote, uint32_t core)
{
    f->lab = lab;
    f->remote = remote;
    f->core = core;
    memory_region_init_io(&f->iomem, owner, &flip_ops, f, "amp-flip", 1);
    amp_lab_on_faults(lab, core, flip_update, f);
    f->ready.notify = flip_ready;
    amp_lab_on_ready(lab, &f->ready);
}
