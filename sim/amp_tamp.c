/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Backup registers of the STM32MP157 (in TAMP): words that both share
 *
 * QEMU interface:
 *  + sysbus MMIO region 0: registers as the A side sees them, region 1: the
 *    same as the core sees them; 4-byte accesses only
 *  + property "core", links "lab" and "remote"
 *
 * Firmware leaves its state and its resource table's address here for Linux'
 * stm32_rproc.c, see abi/amp_stm32.h; a reset of the core keeps them.  An image
 * that runs from power-on has both here from the start, by the boot loader.
 * Not modelled: tamper detection, protection, the backup domain's battery.
 */
#include "qemu/osdep.h"
#include "qapi/error.h"
#include "migration/vmstate.h"
#include "hw/qdev-properties.h"
#include "compat.h"
#include "amp_sim.h"
#include "abi/amp_stm32.h"

struct AmpTampState {
    SysBusDevice parent_obj;

    AmpView view[2];            /* A side, M side */

    uint32_t bkp[AMP_TAMP_BKPS];

    AmpLabState *lab;           /* properties, constant */
    AmpRemoteState *remote;
    uint32_t core;
};

static void tamp_loaded(void *opaque, uint32_t table, uint32_t size)
{
    AmpTampState *s = opaque;

    s->bkp[(AMP_TAMP_RSC_TABLE - AMP_TAMP_BKP(0)) / 4] = table;
    s->bkp[(AMP_TAMP_M4_STATE - AMP_TAMP_BKP(0)) / 4] = AMP_M4_RUNNING;
}

static const AmpRemoteListener tamp_listener = {
    .loaded = tamp_loaded,
};

/* NULL, and a guest error, if the access is not to one of the registers */
static uint32_t *tamp_find(AmpTampState *s, const AmpView *view, hwaddr offset,
                           unsigned size, uint64_t value)
{
    amp_lab_yield();
    if (size == 4 && offset % 4 == 0 && offset >= AMP_TAMP_BKP(0) &&
        offset < AMP_TAMP_BKP(AMP_TAMP_BKPS)) {
        return &s->bkp[(offset - AMP_TAMP_BKP(0)) / 4];
    }
    amp_lab_guest_error(s->lab, view, "no register there, or wrong size",
                        offset, value);
    return NULL;
}

static uint64_t tamp_read(void *opaque, hwaddr offset, unsigned size)
{
    AmpView *view = opaque;
    uint32_t *reg = tamp_find(view->dev, view, offset, size, 0);

    return reg ? *reg : 0;
}

static void tamp_write(void *opaque, hwaddr offset, uint64_t value,
                       unsigned size)
{
    AmpView *view = opaque;
    uint32_t *reg = tamp_find(view->dev, view, offset, size, value);

    if (reg) {
        *reg = value;
    }
}

static const MemoryRegionOps tamp_ops = {
    .read = tamp_read,
    .write = tamp_write,
    AMP_ANY_SIZE
};

static void tamp_reset(DeviceState *dev)
{
    AmpTampState *s = AMP_TAMP(dev);

    memset(s->bkp, 0, sizeof(s->bkp));
}

static void tamp_realize(DeviceState *dev, Error **errp)
{
    AmpTampState *s = AMP_TAMP(dev);

    if (!s->lab || !s->remote || s->core >= AMP_MAX_CORES) {
        error_setg(errp, "links 'lab', 'remote' and core 0..%d must be set",
                   AMP_MAX_CORES - 1);
        return;
    }
    amp_views_init(SYS_BUS_DEVICE(s), s->view, &tamp_ops, s, s->core,
                   "amp-tamp", AMP_STM32_TAMP_SIZE);
    amp_remote_listen(s->remote, &tamp_listener, s);
}

static const VMStateDescription vmstate_tamp = {
    .name = "amp-tamp",
    .version_id = 1,
    .minimum_version_id = 1,
    .fields = (VMStateField[]) {
        VMSTATE_UINT32_ARRAY(bkp, AmpTampState, AMP_TAMP_BKPS),
        VMSTATE_END_OF_LIST()
    }
};

static Property tamp_properties[] = {
    DEFINE_PROP_LINK("lab", AmpTampState, lab, TYPE_AMP_LAB, AmpLabState *),
    DEFINE_PROP_LINK("remote", AmpTampState, remote, TYPE_AMP_REMOTE,
                     AmpRemoteState *),
    DEFINE_PROP_UINT32("core", AmpTampState, core, 0),
    AMP_PROP_END
};

static void tamp_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    dc->realize = tamp_realize;
    dc->vmsd = &vmstate_tamp;
    dc->user_creatable = false;
    amp_class_set_reset(dc, tamp_reset);
    device_class_set_props(dc, tamp_properties);
}

static const TypeInfo tamp_types[] = {
    {
        .name = TYPE_AMP_TAMP,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(AmpTampState),
        .class_init = tamp_class_init,
    },
};
DEFINE_TYPES(tamp_types)
