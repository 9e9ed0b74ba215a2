/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * RCC of the STM32MP157 as far as it holds and resets the remote core
 *
 * QEMU interface:
 *  + sysbus MMIO region 0: registers as the A side sees them, region 1: the
 *    same as the core sees them; 4-byte accesses only
 *  + sysbus IRQ 0: the core's watchdog has barked (A side); high until the
 *    core is held or released
 *  + property "core", links "lab" and "remote"
 *
 * Registers are in abi/amp_stm32.h; sources: RM0436 and the use that Linux'
 * stm32_rproc.c makes of them.  BOOT_MCU=1 lets a core that is held go, at the
 * vector table at its 0; BOOT_MCU=0 holds it at its next reset only.  The reset
 * is over at once, so MCURST reads 0.  The watchdog itself is the one of our
 * control block; on the part its line comes by way of EXTI.  The core can
 * write every other word and read it back, so that firmware made for the part
 * can enable clocks; those that were never written tell what is so after a
 * reset, HSI as the core's clock.
 * Not modelled: clocks, every other reset, security.
 */
#include "qemu/osdep.h"
#include "qapi/error.h"
#include "migration/vmstate.h"
#include "hw/irq.h"
#include "hw/qdev-properties.h"
#include "compat.h"
#include "amp_sim.h"
#include "abi/amp_stm32.h"

struct AmpRccState {
    SysBusDevice parent_obj;

    AmpView view[2];            /* A side, M side */
    qemu_irq irq;

    uint32_t gcr;
    bool runs;                  /* the core was let go, and not held since */
    bool barked;
    uint32_t other[AMP_STM32_RCC_SIZE / 4];     /* M side only */

    AmpLabState *lab;           /* properties, constant */
    AmpRemoteState *remote;
    uint32_t core;
};

static void rcc_update(AmpRccState *s)
{
    qemu_set_irq(s->irq, s->barked);
}

static void rcc_released(void *opaque)
{
    AmpRccState *s = opaque;

    s->runs = true;
    s->barked = false;
    rcc_update(s);
}

static void rcc_held(void *opaque)
{
    AmpRccState *s = opaque;

    s->runs = false;
    s->barked = false;
    rcc_update(s);
}

static void rcc_bark(void *opaque)
{
    AmpRccState *s = opaque;

    s->barked = true;
    rcc_update(s);
}

static const AmpRemoteListener rcc_listener = {
    .released = rcc_released,
    .held = rcc_held,
    .bark = rcc_bark,
};

static void rcc_boot(AmpRccState *s)
{
    if (!s->runs && s->gcr & AMP_RCC_BOOT_MCU) {
        amp_remote_release(s->remote, AMP_STM32_M_RETRAM);
    }
}

static const AmpReg rcc_regs[] = {
    { AMP_RCC_TZCR, AMP_REG_READ },
    { AMP_RCC_MP_GCR, AMP_REG_READ | AMP_REG_BY_A | AMP_REG_BY_M },
    { AMP_RCC_MP_GRSTCSETR, AMP_REG_READ | AMP_REG_BY_A | AMP_REG_BY_M },
    { }
};

/* A word without a meaning, for the core alone; NULL: it is none */
static uint32_t *rcc_other(const AmpView *view, hwaddr offset, unsigned size)
{
    AmpRccState *s = view->dev;

    for (const AmpReg *reg = rcc_regs; reg->access; reg++) {
        if (reg->offset == offset) {
            return NULL;
        }
    }
    return view->side == AMP_SIDE_M && size == 4 && offset % 4 == 0 ?
           &s->other[offset / 4] : NULL;
}

static uint64_t rcc_read(void *opaque, hwaddr offset, unsigned size)
{
    AmpView *view = opaque;
    AmpRccState *s = view->dev;
    uint32_t *other = rcc_other(view, offset, size);

    amp_lab_yield();
    if (other) {
        return *other;
    }
    if (!amp_reg_allows(s->lab, view, rcc_regs, offset, size, false, 0)) {
        return 0;
    }
    return offset == AMP_RCC_MP_GCR ? s->gcr : 0;
}

/* Bits of registers that are not modelled */
static bool rcc_value_bad(hwaddr offset, uint32_t value)
{
    return value & ~(offset == AMP_RCC_MP_GCR ? AMP_RCC_BOOT_MCU
                                              : AMP_RCC_MCURST);
}

static void rcc_write(void *opaque, hwaddr offset, uint64_t value,
                      unsigned size)
{
    AmpView *view = opaque;
    AmpRccState *s = view->dev;
    uint32_t *other = rcc_other(view, offset, size);

    amp_lab_yield();
    if (other) {
        *other = value;
        return;
    }
    if (!amp_reg_allows(s->lab, view, rcc_regs, offset, size, true, value)) {
        return;
    }
    if (rcc_value_bad(offset, value)) {
        amp_lab_guest_error(s->lab, view, "value refused", offset, value);
        return;
    }
    if (offset == AMP_RCC_MP_GCR) {
        s->gcr = value;
    } else if (value & AMP_RCC_MCURST && s->runs) {
        amp_remote_hold(s->remote);
    }
    rcc_boot(s);
}

static const MemoryRegionOps rcc_ops = {
    .read = rcc_read,
    .write = rcc_write,
    AMP_ANY_SIZE
};

static void rcc_reset(DeviceState *dev)
{
    AmpRccState *s = AMP_RCC(dev);

    s->gcr = 0;
    memset(s->other, 0, sizeof(s->other));
    rcc_held(s);
}

static void rcc_realize(DeviceState *dev, Error **errp)
{
    AmpRccState *s = AMP_RCC(dev);

    if (!s->lab || !s->remote || s->core >= AMP_MAX_CORES) {
        error_setg(errp, "links 'lab', 'remote' and core 0..%d must be set",
                   AMP_MAX_CORES - 1);
        return;
    }
    amp_views_init(SYS_BUS_DEVICE(s), s->view, &rcc_ops, s, s->core,
                   "amp-rcc", AMP_STM32_RCC_SIZE);
    sysbus_init_irq(SYS_BUS_DEVICE(s), &s->irq);
    amp_remote_listen(s->remote, &rcc_listener, s);
}

static const VMStateDescription vmstate_rcc = {
    .name = "amp-rcc",
    .version_id = 1,
    .minimum_version_id = 1,
    .fields = (VMStateField[]) {
        VMSTATE_UINT32(gcr, AmpRccState),
        VMSTATE_BOOL(runs, AmpRccState),
        VMSTATE_BOOL(barked, AmpRccState),
        VMSTATE_UINT32_ARRAY(other, AmpRccState, AMP_STM32_RCC_SIZE / 4),
        VMSTATE_END_OF_LIST()
    }
};

static Property rcc_properties[] = {
    DEFINE_PROP_LINK("lab", AmpRccState, lab, TYPE_AMP_LAB, AmpLabState *),
    DEFINE_PROP_LINK("remote", AmpRccState, remote, TYPE_AMP_REMOTE,
                     AmpRemoteState *),
    DEFINE_PROP_UINT32("core", AmpRccState, core, 0),
    AMP_PROP_END
};

static void rcc_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    dc->realize = rcc_realize;
    dc->vmsd = &vmstate_rcc;
    dc->user_creatable = false;
    amp_class_set_reset(dc, rcc_reset);
    device_class_set_props(dc, rcc_properties);
}

static const TypeInfo rcc_types[] = {
    {
        .name = TYPE_AMP_RCC,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(AmpRccState),
        .class_init = rcc_class_init,
    },
};
DEFINE_TYPES(rcc_types)
