/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reset manager and boot address of an OMAP4's IPU, as far as Linux drives them
 *
 * QEMU interface:
 *  + sysbus MMIO region 0: registers as the A side sees them, region 1: the
 *    same as the core sees them; 4-byte accesses only
 *  + property "core", links "lab" and "remote"
 *
 * Registers are in abi/amp_omap.h; sources: OMAP4430 TRM SWPU231 (PRM, control
 * module) and the use that Linux' omap_remoteproc.c makes of a reset controller
 * and of `ti,bootreg`.  RST_CPU0 = 1 holds the core, 0 releases it at BOOTADDR.
 * Not modelled: the second core, the reset of MMU and cache (their bits are
 * kept), RSTST, clocks and power.
 */
#include "qemu/osdep.h"
#include "qapi/error.h"
#include "migration/vmstate.h"
#include "hw/qdev-properties.h"
#include "compat.h"
#include "amp_sim.h"
#include "abi/amp_omap.h"

struct AmpOmapPrmState {
    SysBusDevice parent_obj;

    AmpView view[2];            /* A side, M side */

    uint32_t rstctrl;
    uint32_t bootaddr;
    bool runs;                  /* the core was released, and not held since */

    AmpLabState *lab;           /* properties, constant */
    AmpRemoteState *remote;
    uint32_t core;
};

static void prm_released(void *opaque)
{
    AmpOmapPrmState *s = opaque;

    s->runs = true;
}

static void prm_held(void *opaque)
{
    AmpOmapPrmState *s = opaque;

    s->runs = false;
}

static const AmpRemoteListener prm_listener = {
    .released = prm_released,
    .held = prm_held,
};

/* A hold that a fault has lost can be asked for again */
static void prm_update(AmpOmapPrmState *s)
{
    bool is_reset = extract32(s->rstctrl, AMP_PRM_RST_CPU0, 1);

    if (is_reset && s->runs) {
        amp_remote_hold(s->remote);
    } else if (!is_reset && !s->runs) {
        amp_remote_release(s->remote, s->bootaddr);
    }
}

static const AmpReg prm_regs[] = {
    { AMP_PRM_RSTCTRL, AMP_REG_READ | AMP_REG_BY_A },
    { AMP_PRM_BOOTADDR, AMP_REG_READ | AMP_REG_BY_A },
    { }
};

static uint64_t prm_read(void *opaque, hwaddr offset, unsigned size)
{
    AmpView *view = opaque;
    AmpOmapPrmState *s = view->dev;

    amp_lab_yield();
    if (!amp_reg_allows(s->lab, view, prm_regs, offset, size, false, 0)) {
        return 0;
    }
    return offset == AMP_PRM_RSTCTRL ? s->rstctrl : s->bootaddr;
}

static void prm_write(void *opaque, hwaddr offset, uint64_t value,
                      unsigned size)
{
    AmpView *view = opaque;
    AmpOmapPrmState *s = view->dev;
    uint32_t taken = offset == AMP_PRM_RSTCTRL ? AMP_PRM_RST_ALL
                                               : AMP_PRM_BOOTADDR_MASK;

    amp_lab_yield();
    if (!amp_reg_allows(s->lab, view, prm_regs, offset, size, true, value)) {
        return;
    }
    if (value & ~taken) {
        amp_lab_guest_error(s->lab, view, "value refused", offset, value);
        return;
    }
    if (offset == AMP_PRM_RSTCTRL) {
        s->rstctrl = value;
    } else {
        s->bootaddr = value;
    }
    prm_update(s);
}

static const MemoryRegionOps prm_ops = {
    .read = prm_read,
    .write = prm_write,
    AMP_ANY_SIZE
};

static void prm_reset(DeviceState *dev)
{
    AmpOmapPrmState *s = AMP_OMAP_PRM(dev);

    s->rstctrl = AMP_PRM_RST_ALL;
    s->bootaddr = 0;
    s->runs = false;
}

static void prm_realize(DeviceState *dev, Error **errp)
{
    AmpOmapPrmState *s = AMP_OMAP_PRM(dev);

    if (!s->lab || !s->remote || s->core >= AMP_MAX_CORES) {
        error_setg(errp, "links 'lab', 'remote' and core 0..%d must be set",
                   AMP_MAX_CORES - 1);
        return;
    }
    amp_views_init(SYS_BUS_DEVICE(s), s->view, &prm_ops, s, s->core,
                   "amp-omap-prm", AMP_OMAP_PRM_SIZE);
    amp_remote_listen(s->remote, &prm_listener, s);
}

static const VMStateDescription vmstate_prm = {
    .name = "amp-omap-prm",
    .version_id = 1,
    .minimum_version_id = 1,
    .fields = (VMStateField[]) {
        VMSTATE_UINT32(rstctrl, AmpOmapPrmState),
        VMSTATE_UINT32(bootaddr, AmpOmapPrmState),
        VMSTATE_BOOL(runs, AmpOmapPrmState),
        VMSTATE_END_OF_LIST()
    }
};

static Property prm_properties[] = {
    DEFINE_PROP_LINK("lab", AmpOmapPrmState, lab, TYPE_AMP_LAB, AmpLabState *),
    DEFINE_PROP_LINK("remote", AmpOmapPrmState, remote, TYPE_AMP_REMOTE,
                     AmpRemoteState *),
    DEFINE_PROP_UINT32("core", AmpOmapPrmState, core, 0),
    AMP_PROP_END
};

static void prm_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    dc->realize = prm_realize;
    dc->vmsd = &vmstate_prm;
    dc->user_creatable = false;
    amp_class_set_reset(dc, prm_reset);
    device_class_set_props(dc, prm_properties);
}

static const TypeInfo prm_types[] = {
    {
        .name = TYPE_AMP_OMAP_PRM,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(AmpOmapPrmState),
        .class_init = prm_class_init,
    },
};
DEFINE_TYPES(prm_types)
