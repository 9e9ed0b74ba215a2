/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * HSEM of the STM32MP157: semaphores that a read takes
 *
 * QEMU interface:
 *  + sysbus MMIO region 0: registers as the A side sees them, region 1: as the
 *    core sees them; 4-byte accesses only
 *  + property "core", link "lab"
 *
 * Firmware of the part takes one before it touches a peripheral that Linux may
 * use too.  Registers are in abi/amp_stm32.h; source: RM0436.  A reset of the
 * core keeps what it has taken.
 * Not modelled: the interrupts on a release.
 */
#include "qemu/osdep.h"
#include "qapi/error.h"
#include "migration/vmstate.h"
#include "hw/qdev-properties.h"
#include "compat.h"
#include "amp_sim.h"
#include "abi/amp_stm32.h"

struct AmpHsemState {
    SysBusDevice parent_obj;

    AmpView view[2];            /* A side, M side */

    uint32_t semaphore[AMP_HSEM_SEMAPHORES];
    uint32_t key;

    AmpLabState *lab;           /* properties, constant */
    uint32_t core;
};

#define OWNER (AMP_HSEM_LOCK | AMP_HSEM_CORE_MASK | AMP_HSEM_PROC_MASK)

static uint32_t hsem_core(const AmpView *view)
{
    return AMP_HSEM_CORE(view->side == AMP_SIDE_A ? AMP_HSEM_CORE_A
                                                  : AMP_HSEM_CORE_M);
}

static bool hsem_is(hwaddr offset, uint32_t first)
{
    return offset >= first && offset < first + 4 * AMP_HSEM_SEMAPHORES;
}

/* Whether there is a register that may be accessed so */
static bool hsem_allows(hwaddr offset, unsigned size, bool write)
{
    if (size != 4 || offset % 4) {
        return false;
    }
    return hsem_is(offset, AMP_HSEM_R(0)) || offset == AMP_HSEM_KEYR ||
           (write ? offset == AMP_HSEM_CR : hsem_is(offset, AMP_HSEM_RLR(0)));
}

static uint64_t hsem_read(void *opaque, hwaddr offset, unsigned size)
{
    AmpView *view = opaque;
    AmpHsemState *s = view->dev;
    uint32_t *semaphore = &s->semaphore[offset / 4 % AMP_HSEM_SEMAPHORES];

    amp_lab_yield();
    if (!hsem_allows(offset, size, false)) {
        amp_lab_guest_error(s->lab, view, "no register there, or wrong size",
                            offset, 0);
        return 0;
    }
    if (offset == AMP_HSEM_KEYR) {
        return s->key;
    }
    if (hsem_is(offset, AMP_HSEM_RLR(0)) && !*semaphore) {
        *semaphore = AMP_HSEM_LOCK | hsem_core(view);
    }
    return *semaphore;
}

/* Takes a free one, frees one's own; what is somebody else's stays */
static void hsem_set(uint32_t *semaphore, uint32_t core, uint32_t value)
{
    if ((value & AMP_HSEM_CORE_MASK) != core) {
        return;
    }
    if (value & AMP_HSEM_LOCK) {
        *semaphore = *semaphore ?: value & OWNER;
    } else if (*semaphore == (AMP_HSEM_LOCK | (value & OWNER))) {
        *semaphore = 0;
    }
}

static void hsem_free_all(AmpHsemState *s, uint32_t value)
{
    if ((value & AMP_HSEM_KEY_MASK) != s->key) {
        return;
    }
    for (unsigned i = 0; i < AMP_HSEM_SEMAPHORES; i++) {
        if ((s->semaphore[i] & AMP_HSEM_CORE_MASK) ==
            (value & AMP_HSEM_CORE_MASK)) {
            s->semaphore[i] = 0;
        }
    }
}

static void hsem_write(void *opaque, hwaddr offset, uint64_t value,
                       unsigned size)
{
    AmpView *view = opaque;
    AmpHsemState *s = view->dev;

    amp_lab_yield();
    if (!hsem_allows(offset, size, true)) {
        amp_lab_guest_error(s->lab, view, "no register there, or wrong size",
                            offset, value);
    } else if (offset == AMP_HSEM_KEYR) {
        s->key = value & AMP_HSEM_KEY_MASK;
    } else if (offset == AMP_HSEM_CR) {
        hsem_free_all(s, value);
    } else {
        hsem_set(&s->semaphore[offset / 4], hsem_core(view), value);
    }
}

static const MemoryRegionOps hsem_ops = {
    .read = hsem_read,
    .write = hsem_write,
    AMP_ANY_SIZE
};

static void hsem_reset(DeviceState *dev)
{
    AmpHsemState *s = AMP_HSEM(dev);

    memset(s->semaphore, 0, sizeof(s->semaphore));
    s->key = 0;
}

static void hsem_realize(DeviceState *dev, Error **errp)
{
    AmpHsemState *s = AMP_HSEM(dev);

    if (!s->lab || s->core >= AMP_MAX_CORES) {
        error_setg(errp, "link 'lab' and core 0..%d must be set",
                   AMP_MAX_CORES - 1);
        return;
    }
    amp_views_init(SYS_BUS_DEVICE(s), s->view, &hsem_ops, s, s->core,
                   "amp-hsem", AMP_STM32_HSEM_SIZE);
}

static const VMStateDescription vmstate_hsem = {
    .name = "amp-hsem",
    .version_id = 1,
    .minimum_version_id = 1,
    .fields = (VMStateField[]) {
        VMSTATE_UINT32_ARRAY(semaphore, AmpHsemState, AMP_HSEM_SEMAPHORES),
        VMSTATE_UINT32(key, AmpHsemState),
        VMSTATE_END_OF_LIST()
    }
};

static Property hsem_properties[] = {
    DEFINE_PROP_LINK("lab", AmpHsemState, lab, TYPE_AMP_LAB, AmpLabState *),
    DEFINE_PROP_UINT32("core", AmpHsemState, core, 0),
    AMP_PROP_END
};

static void hsem_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    dc->realize = hsem_realize;
    dc->vmsd = &vmstate_hsem;
    dc->user_creatable = false;
    amp_class_set_reset(dc, hsem_reset);
    device_class_set_props(dc, hsem_properties);
}

static const TypeInfo hsem_types[] = {
    {
        .name = TYPE_AMP_HSEM,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(AmpHsemState),
        .class_init = hsem_class_init,
    },
};
DEFINE_TYPES(hsem_types)
