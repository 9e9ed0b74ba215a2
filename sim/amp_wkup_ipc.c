/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * IPC registers of the AM335x' control module, between Linux and the WKUP M3
 *
 * QEMU interface:
 *  + sysbus MMIO region 0: registers as the A side sees them, region 1: the
 *    same as the core sees them; 4-byte accesses only
 *  + sysbus IRQ 0: level, the core's event (A side)
 *  + property "core", link "lab"
 *
 * Registers are in abi/amp_wkup.h; sources: SPRUH73 (M3_TXEV_EOI) and the use
 * that Linux' wkup_m3_ipc.c makes of them.  On the part the event is that of the
 * core's SEV instruction, which QEMU's CPU executes as nothing: here the core
 * writes IPC_SEV.  An event while TXEV_EOI is 1 is lost, as is one that the
 * fault drop-m2a hits.
 * Not modelled: SEV itself, the rest of the control module.
 */
#include "qemu/osdep.h"
#include "qapi/error.h"
#include "migration/vmstate.h"
#include "hw/irq.h"
#include "hw/qdev-properties.h"
#include "compat.h"
#include "amp_sim.h"
#include "abi/amp_wkup.h"

struct AmpWkupIpcState {
    SysBusDevice parent_obj;

    AmpView view[2];            /* A side, M side */
    qemu_irq irq;

    uint32_t msg[AMP_WKUP_IPC_MSGS];
    uint32_t eoi;
    bool event;

    AmpLabState *lab;           /* properties, constant */
    uint32_t core;
};

#define BY_BOTH (AMP_REG_READ | AMP_REG_BY_A | AMP_REG_BY_M)

static const AmpReg ipc_regs[] = {
    { AMP_WKUP_IPC_TXEV_EOI, AMP_REG_READ | AMP_REG_BY_A },
    { AMP_WKUP_IPC_MSG(0), BY_BOTH }, { AMP_WKUP_IPC_MSG(1), BY_BOTH },
    { AMP_WKUP_IPC_MSG(2), BY_BOTH }, { AMP_WKUP_IPC_MSG(3), BY_BOTH },
    { AMP_WKUP_IPC_MSG(4), BY_BOTH }, { AMP_WKUP_IPC_MSG(5), BY_BOTH },
    { AMP_WKUP_IPC_MSG(6), BY_BOTH }, { AMP_WKUP_IPC_MSG(7), BY_BOTH },
    { AMP_WKUP_IPC_SEV, AMP_REG_BY_M },
    { }
};

static void ipc_update(AmpWkupIpcState *s)
{
    qemu_set_irq(s->irq, s->event);
}

static uint64_t ipc_read(void *opaque, hwaddr offset, unsigned size)
{
    AmpView *view = opaque;
    AmpWkupIpcState *s = view->dev;

    amp_lab_yield();
    if (!amp_reg_allows(s->lab, view, ipc_regs, offset, size, false, 0)) {
        return 0;
    }
    if (offset == AMP_WKUP_IPC_TXEV_EOI) {
        return s->eoi;
    }
    return s->msg[(offset - AMP_WKUP_IPC_MSG(0)) / 4];
}

static void ipc_sev(AmpWkupIpcState *s)
{
    amp_lab_event(s->lab, AMP_EV_MBOX_PUSH, s->core, AMP_SIDE_M,
                  s->msg[AMP_WKUP_MSG_CMD], s->msg[AMP_WKUP_MSG_VERSION]);
    if (!amp_lab_fault(s->lab, s->core, AMP_FAULT_DROP_M2A) && !s->eoi) {
        s->event = true;
    }
}

static void ipc_write(void *opaque, hwaddr offset, uint64_t value,
                      unsigned size)
{
    AmpView *view = opaque;
    AmpWkupIpcState *s = view->dev;
    bool is_bit = offset == AMP_WKUP_IPC_TXEV_EOI || offset == AMP_WKUP_IPC_SEV;

    amp_lab_yield();
    if (!amp_reg_allows(s->lab, view, ipc_regs, offset, size, true, value)) {
        return;
    }
    if (is_bit && (value > 1 || (offset == AMP_WKUP_IPC_SEV && !value))) {
        amp_lab_guest_error(s->lab, view, "value refused", offset, value);
        return;
    }
    switch (offset) {
    case AMP_WKUP_IPC_TXEV_EOI:
        s->eoi = value;
        s->event = s->event && !value;
        break;
    case AMP_WKUP_IPC_SEV:
        ipc_sev(s);
        break;
    default:
        s->msg[(offset - AMP_WKUP_IPC_MSG(0)) / 4] = value;
        break;
    }
    ipc_update(s);
}

static const MemoryRegionOps ipc_ops = {
    .read = ipc_read,
    .write = ipc_write,
    AMP_ANY_SIZE
};

static void ipc_reset(DeviceState *dev)
{
    AmpWkupIpcState *s = AMP_WKUP_IPC(dev);

    memset(s->msg, 0, sizeof(s->msg));
    s->eoi = 0;
    s->event = false;
    ipc_update(s);
}

static void ipc_realize(DeviceState *dev, Error **errp)
{
    AmpWkupIpcState *s = AMP_WKUP_IPC(dev);

    if (!s->lab || s->core >= AMP_MAX_CORES) {
        error_setg(errp, "link 'lab' and core 0..%d must be set",
                   AMP_MAX_CORES - 1);
        return;
    }
    amp_views_init(SYS_BUS_DEVICE(s), s->view, &ipc_ops, s, s->core,
                   "amp-wkup-ipc", AMP_WKUP_IPC_SIZE);
    sysbus_init_irq(SYS_BUS_DEVICE(s), &s->irq);
}

static const VMStateDescription vmstate_ipc = {
    .name = "amp-wkup-ipc",
    .version_id = 1,
    .minimum_version_id = 1,
    .fields = (VMStateField[]) {
        VMSTATE_UINT32_ARRAY(msg, AmpWkupIpcState, AMP_WKUP_IPC_MSGS),
        VMSTATE_UINT32(eoi, AmpWkupIpcState),
        VMSTATE_BOOL(event, AmpWkupIpcState),
        VMSTATE_END_OF_LIST()
    }
};

static Property ipc_properties[] = {
    DEFINE_PROP_LINK("lab", AmpWkupIpcState, lab, TYPE_AMP_LAB, AmpLabState *),
    DEFINE_PROP_UINT32("core", AmpWkupIpcState, core, 0),
    AMP_PROP_END
};

static void ipc_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    dc->realize = ipc_realize;
    dc->vmsd = &vmstate_ipc;
    dc->user_creatable = false;
    amp_class_set_reset(dc, ipc_reset);
    device_class_set_props(dc, ipc_properties);
}

static const TypeInfo ipc_types[] = {
    {
        .name = TYPE_AMP_WKUP_IPC,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(AmpWkupIpcState),
        .class_init = ipc_class_init,
    },
};
DEFINE_TYPES(ipc_types)
