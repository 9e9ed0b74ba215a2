/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Views: what register blocks of amp-virt have in common; see amp_sim.h
 *
 * Leaves out: the lab block, which has a view for each core.
 */
#include "qemu/osdep.h"
#include "amp_sim.h"

void amp_views_init(SysBusDevice *dev, AmpView *view,
                    const MemoryRegionOps *ops, void *opaque, uint8_t core,
                    const char *name, uint64_t size)
{
    for (unsigned v = 0; v < 2; v++) {
        view[v].dev = opaque;
        view[v].side = v ? AMP_SIDE_M : AMP_SIDE_A;
        view[v].core = core;
        memory_region_init_io(&view[v].iomem, OBJECT(dev), ops, &view[v], name,
                              size);
        sysbus_init_mmio(dev, &view[v].iomem);
    }
}

bool amp_reg_allows(AmpLabState *s, const AmpView *view, const AmpReg *regs,
                    hwaddr offset, unsigned size, bool write, uint64_t value)
{
    const char *what = NULL;
    uint32_t need = write ? 1u << view->side : AMP_REG_READ;

    while (regs->access && regs->offset != offset) {
        regs++;
    }
    if (!regs->access) {
        what = "no register there";
    } else if (!(regs->access & need)) {
        what = write ? "not writable by this side" : "write-only";
    } else if (size != 4 && !(size == 1 && (regs->access & AMP_REG_BYTES))) {
        what = "wrong size";
    }
    if (what) {
        amp_lab_guest_error(s, view, what, offset, value);
    }
    return !what;
}
