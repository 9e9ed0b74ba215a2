/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * IPCC of the STM32MP157 between the A side and one remote core
 *
 * QEMU interface:
 *  + sysbus MMIO region 0: registers as the A side sees them, region 1: the
 *    same as the core sees them; 4-byte accesses only
 *  + sysbus IRQs 0, 1: A side, a channel is occupied, a channel is free;
 *    2, 3: the same for the core; all level
 *  + property "core", link "lab"
 *
 * Registers are in abi/amp_ipcc.h; sources: RM0436 and the use that Linux'
 * stm32-ipcc.c makes of them.  A flag takes 0..DELAY_MAX_NS to reach the
 * receiver; the sender sees it at once.  A flag that is set already stays as
 * it is: a doorbell cannot ring twice.
 * Not modelled: secure access, the clock, wake-up from low power.
 */
#include "qemu/osdep.h"
#include "qemu/timer.h"
#include "qapi/error.h"
#include "migration/vmstate.h"
#include "hw/irq.h"
#include "hw/qdev-properties.h"
#include "compat.h"
#include "amp_sim.h"
#include "abi/amp_ipcc.h"

#define DELAY_MAX_NS 5000
#define MR_BITS (AMP_IPCC_ALL | AMP_IPCC_ALL << 16)

enum { LINE_RX, LINE_TX, LINES };

typedef struct AmpIpccProc {
    uint32_t cr;
    uint32_t mr;
    uint32_t sent;          /* flags that it has set: 1 = occupied */
    uint32_t seen;          /* of these, the other one sees them */
    uint32_t withheld;      /* of these, freed, by a fault not for the sender */
    int64_t ready_ns[AMP_IPCC_CHANNELS];    /* of flags sent, not yet seen */
} AmpIpccProc;

struct AmpIpccState {
    SysBusDevice parent_obj;

    AmpView view[AMP_IPCC_PROCS];
    qemu_irq irq[AMP_IPCC_PROCS][LINES];
    QEMUTimer timer;        /* armed from the flags */

    AmpIpccProc proc[AMP_IPCC_PROCS];
    bool is_spurious;       /* by a fault, until the A side looks */
    AmpRng rng;

    AmpLabState *lab;       /* properties, constant */
    uint32_t core;
};

/* By who sends; a flag cannot come twice or overtake */
static const struct {
    enum amp_fault drop, delay;
} flag_faults[AMP_IPCC_PROCS] = {
    [AMP_IPCC_A] = { AMP_FAULT_DROP_A2M, AMP_FAULT_DELAY_A2M },
    [AMP_IPCC_M] = { AMP_FAULT_DROP_M2A, AMP_FAULT_DELAY_M2A },
};

static bool fault_hits(AmpIpccState *s, enum amp_fault fault)
{
    return amp_lab_fault(s->lab, s->core, fault);
}

static uint32_t flags_underway(const AmpIpccProc *from)
{
    return from->sent & ~from->seen & ~from->withheld;
}

static void ipcc_arm(AmpIpccState *s)
{
    int64_t next = INT64_MAX;

    amp_lab_set_words_underway(s->lab, s->core,
                               ctpop32(flags_underway(&s->proc[AMP_IPCC_A])));
    for (unsigned p = 0; p < AMP_IPCC_PROCS; p++) {
        for (unsigned n = 0; n < AMP_IPCC_CHANNELS; n++) {
            if (extract32(flags_underway(&s->proc[p]), n, 1)) {
                next = MIN(next, s->proc[p].ready_ns[n]);
            }
        }
    }
    if (next != INT64_MAX) {
        timer_mod(&s->timer, next);
    } else {
        timer_del(&s->timer);
    }
}

static void ipcc_deliver(AmpIpccState *s)
{
    int64_t now = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);

    for (unsigned p = 0; p < AMP_IPCC_PROCS; p++) {
        for (unsigned n = 0; n < AMP_IPCC_CHANNELS; n++) {
            if (s->proc[p].ready_ns[n] <= now) {
                s->proc[p].seen |= flags_underway(&s->proc[p]) & AMP_IPCC_RX(n);
            }
        }
    }
    ipcc_arm(s);
}

static bool has_false_irq(AmpIpccState *s)
{
    return s->is_spurious ||
           amp_lab_fault_is_on(s->lab, s->core, AMP_FAULT_IRQ_STUCK);
}

static void ipcc_update(AmpIpccState *s)
{
    for (unsigned p = 0; p < AMP_IPCC_PROCS; p++) {
        const AmpIpccProc *own = &s->proc[p];
        uint32_t occupied = s->proc[!p].seen & ~own->mr;
        uint32_t free_tx = ~own->sent & ~(own->mr >> 16) & AMP_IPCC_ALL;

        qemu_set_irq(s->irq[p][LINE_RX],
                     ((own->cr & AMP_IPCC_CR_RXO) && occupied) ||
                     (p == AMP_IPCC_A && has_false_irq(s)));
        qemu_set_irq(s->irq[p][LINE_TX],
                     (own->cr & AMP_IPCC_CR_TXF) && free_tx);
    }
}

static void ipcc_tick(void *opaque)
{
    AmpIpccState *s = opaque;

    ipcc_deliver(s);
    ipcc_update(s);
}

static void ipcc_set(AmpIpccState *s, const AmpView *view, unsigned p,
                     unsigned n)
{
    AmpIpccProc *own = &s->proc[p];

    if (own->sent & AMP_IPCC_RX(n)) {
        return;
    }
    amp_lab_event(s->lab, AMP_EV_MBOX_PUSH, s->core, view->side, n, p);
    if (fault_hits(s, flag_faults[p].drop)) {
        return;
    }
    if (p == AMP_IPCC_M && fault_hits(s, AMP_FAULT_IRQ_SPURIOUS)) {
        s->is_spurious = true;
    }
    own->sent |= AMP_IPCC_RX(n);
    own->ready_ns[n] = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);
    if (amp_lab_jitter(s->lab)) {
        own->ready_ns[n] += amp_rng_range(&s->rng, 0, DELAY_MAX_NS);
    }
    if (fault_hits(s, flag_faults[p].delay)) {
        own->ready_ns[n] += (int64_t)SCALE_US *
            amp_lab_fault_arg(s->lab, s->core, flag_faults[p].delay);
    }
}

static unsigned view_proc(const AmpView *view)
{
    return view->side == AMP_SIDE_A ? AMP_IPCC_A : AMP_IPCC_M;
}

/* @p is who sent the flag */
static void ipcc_clear(AmpIpccState *s, const AmpView *view, unsigned p,
                       unsigned n)
{
    AmpIpccProc *from = &s->proc[p];

    if (from->sent & ~from->withheld & AMP_IPCC_RX(n)) {
        amp_lab_event(s->lab, AMP_EV_MBOX_POP, s->core, view->side, n, p);
        if (p == AMP_IPCC_A && fault_hits(s, AMP_FAULT_FULL_A2M)) {
            from->withheld |= AMP_IPCC_RX(n);
        }
    }
    from->sent &= ~AMP_IPCC_RX(n) | from->withheld;
    from->seen &= ~AMP_IPCC_RX(n);
}

/* What @p has occupied, as who looks is told */
static uint32_t ipcc_look(AmpIpccState *s, const AmpView *view, unsigned p)
{
    const AmpIpccProc *from = &s->proc[p];

    if (view_proc(view) == p) {
        return p == AMP_IPCC_M && fault_hits(s, AMP_FAULT_FULL_M2A) ?
               AMP_IPCC_ALL : from->sent;
    }
    /* Linux wants to know why there was an interrupt; a false one ends here */
    if (p == AMP_IPCC_M && has_false_irq(s)) {
        s->is_spurious = false;
        if (!(from->seen & ~s->proc[!p].mr)) {
            fault_hits(s, AMP_FAULT_IRQ_STUCK);
        }
        ipcc_update(s);
    }
    return from->seen;
}

static void ipcc_scr(AmpIpccState *s, const AmpView *view, unsigned p,
                     uint32_t value)
{
    for (unsigned n = 0; n < AMP_IPCC_CHANNELS; n++) {
        if (value & AMP_IPCC_RX(n)) {
            ipcc_clear(s, view, !p, n);
        }
        if (value & AMP_IPCC_TX(n)) {
            ipcc_set(s, view, p, n);
        }
    }
    ipcc_deliver(s);
}

#define BOTH (AMP_REG_READ | AMP_REG_BY_A | AMP_REG_BY_M)

static const AmpReg ipcc_regs[] = {
    { AMP_IPCC_CR(0), BOTH },
    { AMP_IPCC_MR(0), BOTH },
    { AMP_IPCC_SCR(0), BOTH },
    { AMP_IPCC_TOSR(0), AMP_REG_READ },
    { AMP_IPCC_CR(1), BOTH },
    { AMP_IPCC_MR(1), BOTH },
    { AMP_IPCC_SCR(1), BOTH },
    { AMP_IPCC_TOSR(1), AMP_REG_READ },
    { AMP_IPCC_HWCFGR, AMP_REG_READ },
    { AMP_IPCC_VERR, AMP_REG_READ },
    { AMP_IPCC_IPIDR, AMP_REG_READ },
    { AMP_IPCC_SIDR, AMP_REG_READ },
    { }
};

static uint64_t ipcc_read(void *opaque, hwaddr offset, unsigned size)
{
    AmpView *view = opaque;
    AmpIpccState *s = view->dev;
    unsigned p = offset / AMP_IPCC_CR(1) & 1;

    amp_lab_yield();
    if (!amp_reg_allows(s->lab, view, ipcc_regs, offset, size, false, 0)) {
        return 0;
    }
    switch (offset) {
    case AMP_IPCC_CR(0):
    case AMP_IPCC_CR(1):
        return s->proc[p].cr;
    case AMP_IPCC_MR(0):
    case AMP_IPCC_MR(1):
        return s->proc[p].mr;
    case AMP_IPCC_TOSR(0):
    case AMP_IPCC_TOSR(1):
        return ipcc_look(s, view, p);
    case AMP_IPCC_HWCFGR:
        return AMP_IPCC_CHANNELS;
    case AMP_IPCC_VERR:
        return AMP_IPCC_VERR_VALUE;
    case AMP_IPCC_IPIDR:
        return AMP_IPCC_IPIDR_VALUE;
    case AMP_IPCC_SIDR:
        return AMP_IPCC_SIDR_VALUE;
    default:
        return 0;
    }
}

static void ipcc_write(void *opaque, hwaddr offset, uint64_t value,
                       unsigned size)
{
    AmpView *view = opaque;
    AmpIpccState *s = view->dev;
    unsigned p = offset / AMP_IPCC_CR(1) & 1;

    amp_lab_yield();
    if (!amp_reg_allows(s->lab, view, ipcc_regs, offset, size, true, value)) {
        return;
    }
    switch (offset) {
    case AMP_IPCC_CR(0):
    case AMP_IPCC_CR(1):
        s->proc[p].cr = value & (AMP_IPCC_CR_RXO | AMP_IPCC_CR_TXF);
        break;
    case AMP_IPCC_MR(0):
    case AMP_IPCC_MR(1):
        s->proc[p].mr = value & MR_BITS;
        break;
    case AMP_IPCC_SCR(0):
    case AMP_IPCC_SCR(1):
        ipcc_scr(s, view, p, value);
        break;
    default:
        g_assert_not_reached();
    }
    ipcc_update(s);
}

static const MemoryRegionOps ipcc_ops = {
    .read = ipcc_read,
    .write = ipcc_write,
    AMP_ANY_SIZE
};

static void ipcc_faults_changed(void *opaque)
{
    AmpIpccState *s = opaque;
    AmpIpccProc *linux_side = &s->proc[AMP_IPCC_A];

    if (!amp_lab_fault_is_on(s->lab, s->core, AMP_FAULT_FULL_A2M)) {
        linux_side->sent &= ~linux_side->withheld;
        linux_side->withheld = 0;
    }
    ipcc_update(s);
}

static void ipcc_reset(DeviceState *dev)
{
    AmpIpccState *s = AMP_IPCC(dev);

    memset(s->proc, 0, sizeof(s->proc));
    for (unsigned p = 0; p < AMP_IPCC_PROCS; p++) {
        s->proc[p].mr = MR_BITS;
    }
    s->is_spurious = false;
    amp_lab_seed_rng(s->lab, &s->rng, s->core, AMP_RNG_MBOX);
    ipcc_arm(s);
    ipcc_update(s);
}

static void ipcc_realize(DeviceState *dev, Error **errp)
{
    AmpIpccState *s = AMP_IPCC(dev);

    if (!s->lab || s->core >= AMP_MAX_CORES) {
        error_setg(errp, "link 'lab' and core 0..%d must be set",
                   AMP_MAX_CORES - 1);
        return;
    }
    amp_views_init(SYS_BUS_DEVICE(s), s->view, &ipcc_ops, s, s->core,
                   "amp-ipcc", AMP_IPCC_SIZE);
    for (unsigned v = 0; v < ARRAY_SIZE(s->view); v++) {
        for (unsigned line = 0; line < LINES; line++) {
            sysbus_init_irq(SYS_BUS_DEVICE(s), &s->irq[v][line]);
        }
    }
    timer_init_ns(&s->timer, QEMU_CLOCK_VIRTUAL, ipcc_tick, s);
    amp_lab_on_faults(s->lab, s->core, ipcc_faults_changed, s);
}

/* The lines are migrated by who receives them; the timer follows the flags */
static int ipcc_post_load(void *opaque, int version_id)
{
    AmpIpccState *s = opaque;

    for (unsigned p = 0; p < AMP_IPCC_PROCS; p++) {
        if (s->proc[p].sent & ~AMP_IPCC_ALL ||
            (s->proc[p].seen | s->proc[p].withheld) & ~s->proc[p].sent ||
            s->proc[p].seen & s->proc[p].withheld) {
            return -EINVAL;
        }
    }
    ipcc_arm(s);
    return 0;
}

static const VMStateDescription vmstate_ipcc_proc = {
    .name = "amp-ipcc-proc",
    .version_id = 1,
    .minimum_version_id = 1,
    .fields = (VMStateField[]) {
        VMSTATE_UINT32(cr, AmpIpccProc),
        VMSTATE_UINT32(mr, AmpIpccProc),
        VMSTATE_UINT32(sent, AmpIpccProc),
        VMSTATE_UINT32(seen, AmpIpccProc),
        VMSTATE_UINT32(withheld, AmpIpccProc),
        VMSTATE_INT64_ARRAY(ready_ns, AmpIpccProc, AMP_IPCC_CHANNELS),
        VMSTATE_END_OF_LIST()
    }
};

static const VMStateDescription vmstate_ipcc = {
    .name = "amp-ipcc",
    .version_id = 1,
    .minimum_version_id = 1,
    .post_load = ipcc_post_load,
    .fields = (VMStateField[]) {
        VMSTATE_STRUCT_ARRAY(proc, AmpIpccState, AMP_IPCC_PROCS, 1,
                             vmstate_ipcc_proc, AmpIpccProc),
        VMSTATE_BOOL(is_spurious, AmpIpccState),
        VMSTATE_UINT64(rng.state, AmpIpccState),
        VMSTATE_END_OF_LIST()
    }
};

static Property ipcc_properties[] = {
    DEFINE_PROP_LINK("lab", AmpIpccState, lab, TYPE_AMP_LAB, AmpLabState *),
    DEFINE_PROP_UINT32("core", AmpIpccState, core, 0),
    AMP_PROP_END
};

static void ipcc_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    dc->realize = ipcc_realize;
    dc->vmsd = &vmstate_ipcc;
    dc->user_creatable = false;
    amp_class_set_reset(dc, ipcc_reset);
    device_class_set_props(dc, ipcc_properties);
}

static const TypeInfo ipcc_types[] = {
    {
        .name = TYPE_AMP_IPCC,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(AmpIpccState),
        .class_init = ipcc_class_init,
    },
};
DEFINE_TYPES(ipcc_types)
