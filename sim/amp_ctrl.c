/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Control block of one remote core: hold and run, crash cause, watchdog, command
 *
 * QEMU interface:
 *  + sysbus MMIO region 0: registers as the A side sees them, region 1: the
 *    same as the core sees them; 4-byte accesses only
 *  + sysbus IRQ 0: crash, IRQ 1: watchdog (A side), IRQ 2: command pending
 *    (M side), all level
 *  + property "core", links "lab" and "remote"
 *
 * Registers are in abi/amp_ctrl.h.  The watchdog counts while the core runs or
 * is locked up; a hold stops it.  In a profile whose SoC has a control of its
 * own this block is the lab's: it shows what that one does to the core.
 * Not modelled: nothing, this is no silicon.
 */
#include "qemu/osdep.h"
#include "qemu/timer.h"
#include "qapi/error.h"
#include "migration/vmstate.h"
#include "hw/irq.h"
#include "hw/qdev-properties.h"
#include "compat.h"
#include "amp_flip.h"

enum { LINE_CRASH, LINE_WDOG, LINE_CMD, LINES };

#define BOOT_ADDR_ALIGN 128u

struct AmpCtrlState {
    SysBusDevice parent_obj;

    AmpView view[2];            /* A side, M side */
    qemu_irq irq[LINES];
    QEMUTimer wdog_timer;       /* pending: the watchdog counts */

    uint32_t run;
    uint32_t boot_addr;
    uint32_t cause;
    uint32_t cause_arg;
    uint32_t releases;
    uint32_t irq_status;
    uint32_t irq_enable;
    uint32_t rsc_table;         /* set by set_table() alone */
    uint32_t rsc_size;
    uint32_t scratch;
    uint32_t wdog_ctrl;
    uint32_t wdog_period_us;
    uint32_t cmd;
    uint32_t cmd_arg;
    uint32_t cmd_pending;
    AmpFlip flip;               /* what it knows is migrated as rsc_table */

    AmpLabState *lab;           /* properties, constant */
    AmpRemoteState *remote;
    uint32_t core;
};

static void ctrl_update(AmpCtrlState *s)
{
    uint32_t active = s->irq_status & s->irq_enable;

    qemu_set_irq(s->irq[LINE_CRASH], (active & AMP_IRQ_CRASH) != 0);
    qemu_set_irq(s->irq[LINE_WDOG], (active & AMP_IRQ_WDOG) != 0);
    qemu_set_irq(s->irq[LINE_CMD], s->cmd_pending);
}

/* What each crash does: its interrupt, and the fault that loses it */
static const struct {
    uint32_t irq;
    enum amp_fault lost;
} causes[] = {
    [AMP_CAUSE_LOCKUP] = { AMP_IRQ_CRASH, AMP_FAULT_CRASH_LOST },
    [AMP_CAUSE_WDOG] = { AMP_IRQ_WDOG, AMP_FAULT_WDOG_LOST },
    [AMP_CAUSE_SOFT] = { AMP_IRQ_CRASH, AMP_FAULT_CRASH_LOST },
};

static void ctrl_crash(AmpCtrlState *s, uint32_t cause, uint32_t arg)
{
    if (s->cause == AMP_CAUSE_NONE) {
        s->cause = cause;
        s->cause_arg = arg;
    }
    if (!amp_lab_fault(s->lab, s->core, causes[cause].lost)) {
        s->irq_status |= causes[cause].irq;
        if (cause == AMP_CAUSE_WDOG) {
            amp_remote_bark(s->remote);
        }
    }
    ctrl_update(s);
}

static void ctrl_lockup(void *opaque, uint32_t pc)
{
    ctrl_crash(opaque, AMP_CAUSE_LOCKUP, pc);
}

static void wdog_stop(AmpCtrlState *s)
{
    s->wdog_ctrl = 0;
    timer_del(&s->wdog_timer);
}

static void wdog_load(AmpCtrlState *s)
{
    timer_mod(&s->wdog_timer, qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL) +
              s->wdog_period_us * (int64_t)SCALE_US);
}

static uint32_t wdog_left_us(AmpCtrlState *s)
{
    int64_t now = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);

    if (!timer_pending(&s->wdog_timer)) {
        return 0;
    }
    return MAX(0, (int64_t)timer_expire_time_ns(&s->wdog_timer) - now) /
           SCALE_US;
}

/* Barks once; enabled as it stays, a feed makes it count again */
static void wdog_tick(void *opaque)
{
    AmpCtrlState *s = opaque;
    uint32_t pc = amp_remote_pc(s->remote);

    amp_lab_event(s->lab, AMP_EV_WDOG, s->core, AMP_SIDE_MACHINE, pc, 0);
    ctrl_crash(s, AMP_CAUSE_WDOG, pc);
}

static void wdog_feed(AmpCtrlState *s, const AmpView *view, uint32_t value)
{
    if (value != AMP_WDOG_FEED_VALUE) {
        amp_lab_guest_error(s->lab, view, "wrong watchdog feed",
                            AMP_CTRL_WDOG_FEED, value);
    } else if (s->wdog_ctrl) {
        wdog_load(s);
    }
}

static void ctrl_release_state(AmpCtrlState *s)
{
    wdog_stop(s);
    s->wdog_period_us = AMP_WDOG_PERIOD_MAX;
    s->cause = AMP_CAUSE_NONE;
    s->cause_arg = 0;
    s->irq_status = 0;
    s->cmd = AMP_CMD_NONE;
    s->cmd_pending = 0;
}

static void ctrl_released(void *opaque)
{
    AmpCtrlState *s = opaque;

    ctrl_release_state(s);
    s->releases++;
    s->run = 1;
    ctrl_update(s);
}

/* For a dump that has these words too: the rest of the core keeps its memory */
static void keep_cause(AmpCtrlState *s)
{
    const uint32_t words[] = {
        cpu_to_le32(s->cause), cpu_to_le32(s->cause_arg),
        cpu_to_le32(s->releases),
    };

    QEMU_BUILD_BUG_ON(sizeof(words) != AMP_CTRL_CAUSE_SIZE);
    if (amp_lab_keeps_memory(s->lab)) {
        amp_lab_memory(s->lab, s->core, s->releases,
                       AMP_M_CTRL + AMP_CTRL_CAUSE, words, sizeof(words));
    }
}

static void ctrl_held(void *opaque)
{
    AmpCtrlState *s = opaque;

    wdog_stop(s);
    s->run = 0;
    keep_cause(s);
}

static void set_table(AmpCtrlState *s, uint32_t table)
{
    s->rsc_table = table;
    amp_flip_set_table(&s->flip, table);
}

static void ctrl_loaded(void *opaque, uint32_t table, uint32_t size)
{
    AmpCtrlState *s = opaque;

    set_table(s, table);
    s->rsc_size = size;
}

static const AmpRemoteListener ctrl_listener = {
    .loaded = ctrl_loaded,
    .released = ctrl_released,
    .held = ctrl_held,
    .lockup = ctrl_lockup,
};

static void ctrl_run(AmpCtrlState *s, uint32_t run)
{
    if (run == s->run) {
        return;
    }
    if (run) {
        amp_remote_release(s->remote, s->boot_addr);
    } else {
        amp_remote_hold(s->remote);
    }
}

static void ctrl_cmd(AmpCtrlState *s, uint32_t cmd)
{
    s->cmd = cmd;
    amp_lab_event(s->lab, AMP_EV_CMD, s->core, AMP_SIDE_A, cmd, s->cmd_arg);
    if (!amp_lab_fault(s->lab, s->core, AMP_FAULT_CMD_LOST)) {
        s->cmd_pending = 1;
    }
}

static const AmpReg ctrl_regs[] = {
    { AMP_CTRL_ID, AMP_REG_READ },
    { AMP_CTRL_VERSION, AMP_REG_READ },
    { AMP_CTRL_RUN, AMP_REG_READ | AMP_REG_BY_A },
    { AMP_CTRL_BOOT_ADDR, AMP_REG_READ | AMP_REG_BY_A },
    { AMP_CTRL_STATE, AMP_REG_READ },
    { AMP_CTRL_CAUSE, AMP_REG_READ },
    { AMP_CTRL_CAUSE_ARG, AMP_REG_READ },
    { AMP_CTRL_RELEASES, AMP_REG_READ },
    { AMP_CTRL_IRQ_STATUS, AMP_REG_READ | AMP_REG_BY_A },
    { AMP_CTRL_IRQ_ENABLE, AMP_REG_READ | AMP_REG_BY_A },
    { AMP_CTRL_RSC_TABLE, AMP_REG_READ | AMP_REG_BY_A | AMP_REG_BY_M },
    { AMP_CTRL_SCRATCH, AMP_REG_READ | AMP_REG_BY_A | AMP_REG_BY_M },
    { AMP_CTRL_WDOG_CTRL, AMP_REG_READ | AMP_REG_BY_M },
    { AMP_CTRL_WDOG_PERIOD, AMP_REG_READ | AMP_REG_BY_M },
    { AMP_CTRL_WDOG_FEED, AMP_REG_BY_M },
    { AMP_CTRL_WDOG_LEFT, AMP_REG_READ },
    { AMP_CTRL_CRASH, AMP_REG_BY_M },
    { AMP_CTRL_CMD, AMP_REG_READ | AMP_REG_BY_A },
    { AMP_CTRL_CMD_ARG, AMP_REG_READ | AMP_REG_BY_A },
    { AMP_CTRL_CMD_PENDING, AMP_REG_READ | AMP_REG_BY_M },
    { AMP_CTRL_RSC_SIZE, AMP_REG_READ | AMP_REG_BY_A | AMP_REG_BY_M },
    { AMP_CTRL_QUIET_US, AMP_REG_READ },
    { }
};

static uint64_t ctrl_read(void *opaque, hwaddr offset, unsigned size)
{
    AmpView *view = opaque;
    AmpCtrlState *s = view->dev;

    amp_lab_yield();
    if (!amp_reg_allows(s->lab, view, ctrl_regs, offset, size, false, 0)) {
        return 0;
    }
    switch (offset) {
    case AMP_CTRL_ID:
        return AMP_CTRL_ID_VALUE;
    case AMP_CTRL_VERSION:
        return AMP_CTRL_VERSION_VALUE;
    case AMP_CTRL_RUN:
        return s->run;
    case AMP_CTRL_BOOT_ADDR:
        return s->boot_addr;
    case AMP_CTRL_STATE:
        return amp_remote_state(s->remote);
    case AMP_CTRL_CAUSE:
        return s->cause;
    case AMP_CTRL_CAUSE_ARG:
        return s->cause_arg;
    case AMP_CTRL_RELEASES:
        return s->releases;
    case AMP_CTRL_IRQ_STATUS:
        return s->irq_status;
    case AMP_CTRL_IRQ_ENABLE:
        return s->irq_enable;
    case AMP_CTRL_RSC_TABLE:
        return s->rsc_table;
    case AMP_CTRL_SCRATCH:
        return s->scratch;
    case AMP_CTRL_WDOG_CTRL:
        return s->wdog_ctrl;
    case AMP_CTRL_WDOG_PERIOD:
        return s->wdog_period_us;
    case AMP_CTRL_WDOG_LEFT:
        return wdog_left_us(s);
    case AMP_CTRL_CMD:
        return s->cmd;
    case AMP_CTRL_CMD_ARG:
        return s->cmd_arg;
    case AMP_CTRL_CMD_PENDING:
        return s->cmd_pending;
    case AMP_CTRL_RSC_SIZE:
        return s->rsc_size;
    case AMP_CTRL_QUIET_US:
        return amp_remote_quiet_us(s->remote);
    default:
        g_assert_not_reached();
    }
}

static void ctrl_write_checked(AmpCtrlState *s, const AmpView *view,
                               hwaddr offset, uint32_t value)
{
    switch (offset) {
    case AMP_CTRL_RUN:
        ctrl_run(s, value & 1);
        break;
    case AMP_CTRL_BOOT_ADDR:
        s->boot_addr = value;
        break;
    case AMP_CTRL_IRQ_STATUS:
        s->irq_status &= ~value;
        break;
    case AMP_CTRL_IRQ_ENABLE:
        s->irq_enable = value & (AMP_IRQ_CRASH | AMP_IRQ_WDOG);
        break;
    case AMP_CTRL_RSC_TABLE:
        set_table(s, value);
        break;
    case AMP_CTRL_SCRATCH:
        s->scratch = value;
        break;
    case AMP_CTRL_WDOG_CTRL:
        wdog_stop(s);
        if (value & 1) {
            s->wdog_ctrl = 1;
            wdog_load(s);
        }
        break;
    case AMP_CTRL_WDOG_PERIOD:
        s->wdog_period_us = value;
        break;
    case AMP_CTRL_WDOG_FEED:
        wdog_feed(s, view, value);
        break;
    case AMP_CTRL_CRASH:
        amp_lab_event(s->lab, AMP_EV_CRASH, s->core, AMP_SIDE_M, value, 0);
        ctrl_crash(s, AMP_CAUSE_SOFT, value);
        break;
    case AMP_CTRL_CMD:
        ctrl_cmd(s, value);
        break;
    case AMP_CTRL_CMD_ARG:
        s->cmd_arg = value;
        break;
    case AMP_CTRL_CMD_PENDING:
        s->cmd_pending &= ~value;
        break;
    case AMP_CTRL_RSC_SIZE:
        s->rsc_size = value;
        break;
    default:
        g_assert_not_reached();
    }
}

/* Values that no register takes, whatever its state */
static bool ctrl_value_bad(hwaddr offset, uint32_t value)
{
    switch (offset) {
    case AMP_CTRL_BOOT_ADDR:
        return value % BOOT_ADDR_ALIGN != 0;
    case AMP_CTRL_WDOG_PERIOD:
        return value < 1 || value > AMP_WDOG_PERIOD_MAX;
    default:
        return false;
    }
}

static void ctrl_write(void *opaque, hwaddr offset, uint64_t value,
                       unsigned size)
{
    AmpView *view = opaque;
    AmpCtrlState *s = view->dev;

    amp_lab_yield();
    if (!amp_reg_allows(s->lab, view, ctrl_regs, offset, size, true, value)) {
        return;
    }
    if (ctrl_value_bad(offset, value)) {
        amp_lab_guest_error(s->lab, view, "value refused", offset, value);
        return;
    }
    ctrl_write_checked(s, view, offset, value);
    ctrl_update(s);
}

static const MemoryRegionOps ctrl_ops = {
    .read = ctrl_read,
    .write = ctrl_write,
    AMP_ANY_SIZE
};

static void ctrl_reset(DeviceState *dev)
{
    AmpCtrlState *s = AMP_CTRL(dev);

    ctrl_release_state(s);
    s->run = 0;
    s->boot_addr = 0;
    s->releases = 0;
    s->irq_enable = 0;
    set_table(s, 0);
    s->rsc_size = 0;
    s->scratch = 0;
    s->cmd_arg = 0;
    ctrl_update(s);
}

static void ctrl_realize(DeviceState *dev, Error **errp)
{
    AmpCtrlState *s = AMP_CTRL(dev);

    if (!s->lab || !s->remote || s->core >= AMP_MAX_CORES) {
        error_setg(errp, "links 'lab', 'remote' and core 0..%d must be set",
                   AMP_MAX_CORES - 1);
        return;
    }
    amp_views_init(SYS_BUS_DEVICE(s), s->view, &ctrl_ops, s, s->core,
                   "amp-ctrl", AMP_CTRL_SIZE);
    for (unsigned line = 0; line < LINES; line++) {
        sysbus_init_irq(SYS_BUS_DEVICE(s), &s->irq[line]);
    }
    timer_init_ns(&s->wdog_timer, QEMU_CLOCK_VIRTUAL, wdog_tick, s);
    amp_remote_listen(s->remote, &ctrl_listener, s);
    amp_flip_init(&s->flip, OBJECT(s), s->lab, s->remote, s->core);
}

static int ctrl_post_load(void *opaque, int version_id)
{
    AmpCtrlState *s = opaque;

    amp_flip_set_table(&s->flip, s->rsc_table);
    return 0;
}

static const VMStateDescription vmstate_ctrl = {
    .name = "amp-ctrl",
    .version_id = 2,
    .minimum_version_id = 2,
    .post_load = ctrl_post_load,
    .fields = (VMStateField[]) {
        VMSTATE_TIMER(wdog_timer, AmpCtrlState),
        VMSTATE_UINT32(run, AmpCtrlState),
        VMSTATE_UINT32(boot_addr, AmpCtrlState),
        VMSTATE_UINT32(cause, AmpCtrlState),
        VMSTATE_UINT32(cause_arg, AmpCtrlState),
        VMSTATE_UINT32(releases, AmpCtrlState),
        VMSTATE_UINT32(irq_status, AmpCtrlState),
        VMSTATE_UINT32(irq_enable, AmpCtrlState),
        VMSTATE_UINT32(rsc_table, AmpCtrlState),
        VMSTATE_UINT32(rsc_size, AmpCtrlState),
        VMSTATE_UINT32(scratch, AmpCtrlState),
        VMSTATE_UINT32(wdog_ctrl, AmpCtrlState),
        VMSTATE_UINT32(wdog_period_us, AmpCtrlState),
        VMSTATE_UINT32(cmd, AmpCtrlState),
        VMSTATE_UINT32(cmd_arg, AmpCtrlState),
        VMSTATE_UINT32(cmd_pending, AmpCtrlState),
        VMSTATE_END_OF_LIST()
    }
};

static Property ctrl_properties[] = {
    DEFINE_PROP_LINK("lab", AmpCtrlState, lab, TYPE_AMP_LAB, AmpLabState *),
    DEFINE_PROP_LINK("remote", AmpCtrlState, remote, TYPE_AMP_REMOTE,
                     AmpRemoteState *),
    DEFINE_PROP_UINT32("core", AmpCtrlState, core, 0),
    AMP_PROP_END
};

static void ctrl_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    dc->realize = ctrl_realize;
    dc->vmsd = &vmstate_ctrl;
    dc->user_creatable = false;
    amp_class_set_reset(dc, ctrl_reset);
    device_class_set_props(dc, ctrl_properties);
}

static const TypeInfo ctrl_types[] = {
    {
        .name = TYPE_AMP_CTRL,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(AmpCtrlState),
        .class_init = ctrl_class_init,
    },
};
DEFINE_TYPES(ctrl_types)
