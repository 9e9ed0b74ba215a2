/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * OMAP4-compatible mailbox between the A side and one remote core
 *
 * QEMU interface:
 *  + sysbus MMIO region 0: registers as the A side sees them, region 1: the
 *    same as the core sees them; 4-byte accesses only
 *  + sysbus IRQs 0..AMP_MBOX_USERS-1: level, high while an event of that user
 *    is pending and enabled
 *  + property "core", link "lab"
 *
 * Registers are in abi/amp_mbox.h; sources: AM335x TRM SPRUH73 chapter 17 and
 * the use that Linux' omap-mailbox.c makes of them.  A status bit is latched
 * until written 1, and set again at once while its condition holds: NEWMSG
 * while the FIFO can be read, NOTFULL while it can be written.  A word takes
 * 0..DELAY_MAX_NS to reach the reader, in order; it fills its slot meanwhile.
 * Not modelled: SYSCONFIG (soft reset, idle modes), more than two users.
 */
#include "qemu/osdep.h"
#include "qemu/timer.h"
#include "qapi/error.h"
#include "migration/vmstate.h"
#include "hw/irq.h"
#include "hw/qdev-properties.h"
#include "compat.h"
#include "amp_sim.h"

#define DELAY_MAX_NS 5000
#define STATUS_BITS ((1u << (2 * AMP_MBOX_FIFOS)) - 1)

typedef struct AmpFifo {
    uint32_t word[AMP_MBOX_DEPTH];      /* oldest first */
    int64_t ready_ns[AMP_MBOX_DEPTH];   /* seen from then on, elders first */
    uint32_t count;                     /* slots filled */
    uint32_t visible;                   /* of these, can be read */
    uint32_t held_back;                 /* by a fault, until the next one came */
    bool has_held_back;
} AmpFifo;

struct AmpMboxState {
    SysBusDevice parent_obj;

    AmpView view[2];                    /* A side, M side */
    qemu_irq irq[AMP_MBOX_USERS];
    QEMUTimer timer;                    /* armed from the FIFOs */

    AmpFifo fifo[AMP_MBOX_FIFOS];
    uint32_t status[AMP_MBOX_USERS];
    uint32_t enable[AMP_MBOX_USERS];
    bool is_spurious;                   /* by a fault, until the A side looks */
    AmpRng rng;

    AmpLabState *lab;                   /* properties, constant */
    uint32_t core;
};

/* The faults that the words of a FIFO meet; FIFOs without a row meet none */
static const struct AmpFifoFaults {
    bool has_any;
    enum amp_fault drop, dup, delay, swap, full;
} fifo_faults[AMP_MBOX_FIFOS] = {
    [AMP_MBOX_FIFO_A2M] = { true, AMP_FAULT_DROP_A2M, AMP_FAULT_DUP_A2M,
                            AMP_FAULT_DELAY_A2M, AMP_FAULT_SWAP_A2M,
                            AMP_FAULT_FULL_A2M },
    [AMP_MBOX_FIFO_M2A] = { true, AMP_FAULT_DROP_M2A, AMP_FAULT_DUP_M2A,
                            AMP_FAULT_DELAY_M2A, AMP_FAULT_SWAP_M2A,
                            AMP_FAULT_FULL_M2A },
};

static bool fault_hits(AmpMboxState *s, enum amp_fault fault)
{
    return amp_lab_fault(s->lab, s->core, fault);
}

static bool fault_is_on(AmpMboxState *s, enum amp_fault fault)
{
    return amp_lab_fault_is_on(s->lab, s->core, fault);
}

/* What its sender is told */
static bool has_room(AmpMboxState *s, unsigned m)
{
    return s->fifo[m].count < AMP_MBOX_DEPTH &&
           !(fifo_faults[m].has_any && fault_is_on(s, fifo_faults[m].full));
}

static void mbox_arm(AmpMboxState *s)
{
    const AmpFifo *to_core = &s->fifo[AMP_MBOX_FIFO_A2M];
    int64_t next = INT64_MAX;

    amp_lab_set_words_underway(s->lab, s->core,
                               to_core->count - to_core->visible);

    for (unsigned m = 0; m < AMP_MBOX_FIFOS; m++) {
        AmpFifo *f = &s->fifo[m];

        if (f->visible < f->count) {
            next = MIN(next, f->ready_ns[f->visible]);
        }
    }
    if (next != INT64_MAX) {
        timer_mod(&s->timer, next);
    } else {
        timer_del(&s->timer);
    }
}

static void mbox_deliver(AmpMboxState *s)
{
    int64_t now = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);

    for (unsigned m = 0; m < AMP_MBOX_FIFOS; m++) {
        AmpFifo *f = &s->fifo[m];

        while (f->visible < f->count && f->ready_ns[f->visible] <= now) {
            f->visible++;
        }
    }
    mbox_arm(s);
}

static bool has_false_irq(AmpMboxState *s)
{
    return s->is_spurious || fault_is_on(s, AMP_FAULT_IRQ_STUCK);
}

static void mbox_update(AmpMboxState *s)
{
    uint32_t now = 0;

    for (unsigned m = 0; m < AMP_MBOX_FIFOS; m++) {
        now |= s->fifo[m].visible ? AMP_MBOX_NEWMSG(m) : 0;
        now |= has_room(s, m) ? AMP_MBOX_NOTFULL(m) : 0;
    }
    for (unsigned u = 0; u < AMP_MBOX_USERS; u++) {
        s->status[u] |= now;
        qemu_set_irq(s->irq[u], (s->status[u] & s->enable[u]) != 0 ||
                     (u == AMP_MBOX_USER_A && has_false_irq(s)));
    }
}

static void mbox_tick(void *opaque)
{
    AmpMboxState *s = opaque;

    mbox_deliver(s);
    mbox_update(s);
}

static void fifo_append(AmpMboxState *s, AmpFifo *f, uint32_t word,
                        uint32_t delay_us)
{
    int64_t ready = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL) +
                    delay_us * (int64_t)SCALE_US;

    if (amp_lab_jitter(s->lab)) {
        ready += amp_rng_range(&s->rng, 0, DELAY_MAX_NS);
    }
    f->word[f->count] = word;
    f->ready_ns[f->count] = ready;
    f->count++;
}

static void push_badly(AmpMboxState *s, AmpFifo *f,
                       const struct AmpFifoFaults *faults, uint32_t word)
{
    uint32_t delay_us = 0;

    if (fault_hits(s, faults->drop)) {
        return;
    }
    if (!f->has_held_back && fault_hits(s, faults->swap)) {
        f->has_held_back = true;
        f->held_back = word;
        return;
    }
    if (fault_hits(s, faults->delay)) {
        delay_us = amp_lab_fault_arg(s->lab, s->core, faults->delay);
    }
    if (f == &s->fifo[AMP_MBOX_FIFO_M2A] &&
        fault_hits(s, AMP_FAULT_IRQ_SPURIOUS)) {
        s->is_spurious = true;
    }
    fifo_append(s, f, word, delay_us);
    if (fault_hits(s, faults->dup) && f->count < AMP_MBOX_DEPTH) {
        fifo_append(s, f, word, 0);
    }
    if (f->has_held_back && f->count < AMP_MBOX_DEPTH) {
        f->has_held_back = false;
        fifo_append(s, f, f->held_back, 0);
    }
}

static void mbox_push(AmpMboxState *s, const AmpView *view, unsigned m,
                      uint32_t word)
{
    AmpFifo *f = &s->fifo[m];

    if (f->count == AMP_MBOX_DEPTH) {
        amp_lab_guest_error(s->lab, view, "write to a full FIFO",
                            AMP_MBOX_MESSAGE(m), word);
        return;
    }
    amp_lab_event(s->lab, AMP_EV_MBOX_PUSH, s->core, view->side, word, m);
    if (fifo_faults[m].has_any) {
        push_badly(s, f, &fifo_faults[m], word);
    } else {
        fifo_append(s, f, word, 0);
    }
    mbox_deliver(s);
}

static uint32_t mbox_pop(AmpMboxState *s, const AmpView *view, unsigned m)
{
    AmpFifo *f = &s->fifo[m];
    uint32_t word = f->word[0];

    if (f->visible == 0) {
        amp_lab_guest_error(s->lab, view, "read of an empty FIFO",
                            AMP_MBOX_MESSAGE(m), 0);
        return 0;
    }
    f->count--;
    f->visible--;
    memmove(&f->word[0], &f->word[1], sizeof(f->word) - sizeof(f->word[0]));
    memmove(&f->ready_ns[0], &f->ready_ns[1],
            sizeof(f->ready_ns) - sizeof(f->ready_ns[0]));
    amp_lab_event(s->lab, AMP_EV_MBOX_POP, s->core, view->side, word, m);
    mbox_update(s);
    return word;
}

static bool mbox_is_full(AmpMboxState *s, const AmpView *view, unsigned m)
{
    bool is_full = s->fifo[m].count == AMP_MBOX_DEPTH;
    uint8_t sender = m == AMP_MBOX_FIFO_A2M ? AMP_SIDE_A : AMP_SIDE_M;

    if (fifo_faults[m].has_any && view->side == sender &&
        fault_hits(s, fifo_faults[m].full)) {
        is_full = true;
        mbox_update(s);     /* it may have been the last time */
    }
    return is_full;
}

/* Why was there an interrupt?  A false one ends when Linux has looked */
static uint32_t mbox_look(AmpMboxState *s, const AmpView *view, unsigned u)
{
    uint32_t active = s->status[u] & s->enable[u];

    if (u == AMP_MBOX_USER_A && view->side == AMP_SIDE_A && has_false_irq(s)) {
        s->is_spurious = false;
        if (!active) {
            fault_hits(s, AMP_FAULT_IRQ_STUCK);
        }
        mbox_update(s);
    }
    return active;
}

/*
 * Register banks: @count registers, @stride apart.  Index and bank are all
 * that read and write need to know of an offset.
 */
enum mbox_bank {
    BANK_REVISION, BANK_SYSCONFIG, BANK_MESSAGE, BANK_FIFOSTATUS,
    BANK_MSGSTATUS, BANK_RAW, BANK_CLR, BANK_ENABLE_SET, BANK_ENABLE_CLR,
    BANKS,
};

static const struct {
    uint16_t base;
    uint8_t stride;
    uint8_t count;
    bool writable;
} banks[BANKS] = {
    [BANK_REVISION] = { AMP_MBOX_REVISION, 4, 1, false },
    [BANK_SYSCONFIG] = { AMP_MBOX_SYSCONFIG, 4, 1, false },
    [BANK_MESSAGE] = { AMP_MBOX_MESSAGE(0), 4, AMP_MBOX_FIFOS, true },
    [BANK_FIFOSTATUS] = { AMP_MBOX_FIFOSTATUS(0), 4, AMP_MBOX_FIFOS, false },
    [BANK_MSGSTATUS] = { AMP_MBOX_MSGSTATUS(0), 4, AMP_MBOX_FIFOS, false },
    [BANK_RAW] = { AMP_MBOX_IRQSTATUS_RAW(0), 16, AMP_MBOX_USERS, true },
    [BANK_CLR] = { AMP_MBOX_IRQSTATUS_CLR(0), 16, AMP_MBOX_USERS, true },
    [BANK_ENABLE_SET] = { AMP_MBOX_IRQENABLE_SET(0), 16, AMP_MBOX_USERS, true },
    [BANK_ENABLE_CLR] = { AMP_MBOX_IRQENABLE_CLR(0), 16, AMP_MBOX_USERS, true },
};

static enum mbox_bank find_bank(hwaddr offset, unsigned *index)
{
    for (int b = 0; b < BANKS; b++) {
        hwaddr rel = offset - banks[b].base;

        if (offset >= banks[b].base && rel % banks[b].stride == 0 &&
            rel / banks[b].stride < banks[b].count) {
            *index = rel / banks[b].stride;
            return b;
        }
    }
    return BANKS;
}

static bool mbox_allows(AmpMboxState *s, const AmpView *view,
                        enum mbox_bank bank, hwaddr offset, unsigned size,
                        bool write, uint64_t value)
{
    const char *what = NULL;

    if (bank == BANKS) {
        what = "no register there";
    } else if (size != 4) {
        what = "wrong size";
    } else if (write && !banks[bank].writable) {
        what = "read-only";
    }
    if (what) {
        amp_lab_guest_error(s->lab, view, what, offset, value);
    }
    return !what;
}

static uint64_t mbox_read(void *opaque, hwaddr offset, unsigned size)
{
    AmpView *view = opaque;
    AmpMboxState *s = view->dev;
    unsigned i = 0;
    enum mbox_bank bank = find_bank(offset, &i);

    amp_lab_yield();
    if (!mbox_allows(s, view, bank, offset, size, false, 0)) {
        return 0;
    }
    switch (bank) {
    case BANK_REVISION:
        return AMP_MBOX_REVISION_VALUE;
    case BANK_SYSCONFIG:
        return 0;
    case BANK_MESSAGE:
        return mbox_pop(s, view, i);
    case BANK_FIFOSTATUS:
        return mbox_is_full(s, view, i);
    case BANK_MSGSTATUS:
        return s->fifo[i].visible;
    case BANK_RAW:
        return s->status[i];
    case BANK_CLR:
        return mbox_look(s, view, i);
    case BANK_ENABLE_SET:
    case BANK_ENABLE_CLR:
        return s->enable[i];
    default:
        g_assert_not_reached();
    }
}

static void mbox_write(void *opaque, hwaddr offset, uint64_t value,
                       unsigned size)
{
    AmpView *view = opaque;
    AmpMboxState *s = view->dev;
    unsigned i = 0;
    enum mbox_bank bank = find_bank(offset, &i);

    amp_lab_yield();
    if (!mbox_allows(s, view, bank, offset, size, true, value)) {
        return;
    }
    switch (bank) {
    case BANK_MESSAGE:
        mbox_push(s, view, i, value);
        break;
    case BANK_RAW:
        s->status[i] |= value & STATUS_BITS;
        break;
    case BANK_CLR:
        s->status[i] &= ~value;
        break;
    case BANK_ENABLE_SET:
        s->enable[i] |= value & STATUS_BITS;
        break;
    case BANK_ENABLE_CLR:
        s->enable[i] &= ~value;
        break;
    default:
        g_assert_not_reached();
    }
    mbox_update(s);
}

static const MemoryRegionOps mbox_ops = {
    .read = mbox_read,
    .write = mbox_write,
    AMP_ANY_SIZE
};

static void mbox_faults_changed(void *opaque)
{
    mbox_update(opaque);
}

static void mbox_reset(DeviceState *dev)
{
    AmpMboxState *s = AMP_MBOX(dev);

    memset(s->fifo, 0, sizeof(s->fifo));
    memset(s->status, 0, sizeof(s->status));
    memset(s->enable, 0, sizeof(s->enable));
    s->is_spurious = false;
    amp_lab_seed_rng(s->lab, &s->rng, s->core, AMP_RNG_MBOX);
    mbox_deliver(s);
    mbox_update(s);
}

static void mbox_realize(DeviceState *dev, Error **errp)
{
    AmpMboxState *s = AMP_MBOX(dev);

    if (!s->lab || s->core >= AMP_MAX_CORES) {
        error_setg(errp, "link 'lab' and core 0..%d must be set",
                   AMP_MAX_CORES - 1);
        return;
    }
    amp_views_init(SYS_BUS_DEVICE(s), s->view, &mbox_ops, s, s->core,
                   "amp-mbox", AMP_MBOX_SIZE);
    for (unsigned u = 0; u < AMP_MBOX_USERS; u++) {
        sysbus_init_irq(SYS_BUS_DEVICE(s), &s->irq[u]);
    }
    timer_init_ns(&s->timer, QEMU_CLOCK_VIRTUAL, mbox_tick, s);
    amp_lab_on_faults(s->lab, s->core, mbox_faults_changed, s);
}

/* The lines are migrated by who receives them; the timer follows the FIFOs */
static int mbox_post_load(void *opaque, int version_id)
{
    AmpMboxState *s = opaque;

    for (unsigned m = 0; m < AMP_MBOX_FIFOS; m++) {
        if (s->fifo[m].count > AMP_MBOX_DEPTH ||
            s->fifo[m].visible > s->fifo[m].count) {
            return -EINVAL;
        }
    }
    mbox_arm(s);
    return 0;
}

static const VMStateDescription vmstate_fifo = {
    .name = "amp-mbox-fifo",
    .version_id = 1,
    .minimum_version_id = 1,
    .fields = (VMStateField[]) {
        VMSTATE_UINT32_ARRAY(word, AmpFifo, AMP_MBOX_DEPTH),
        VMSTATE_INT64_ARRAY(ready_ns, AmpFifo, AMP_MBOX_DEPTH),
        VMSTATE_UINT32(count, AmpFifo),
        VMSTATE_UINT32(visible, AmpFifo),
        VMSTATE_UINT32(held_back, AmpFifo),
        VMSTATE_BOOL(has_held_back, AmpFifo),
        VMSTATE_END_OF_LIST()
    }
};

static const VMStateDescription vmstate_mbox = {
    .name = "amp-mbox",
    .version_id = 1,
    .minimum_version_id = 1,
    .post_load = mbox_post_load,
    .fields = (VMStateField[]) {
        VMSTATE_STRUCT_ARRAY(fifo, AmpMboxState, AMP_MBOX_FIFOS, 1,
                             vmstate_fifo, AmpFifo),
        VMSTATE_UINT32_ARRAY(status, AmpMboxState, AMP_MBOX_USERS),
        VMSTATE_UINT32_ARRAY(enable, AmpMboxState, AMP_MBOX_USERS),
        VMSTATE_BOOL(is_spurious, AmpMboxState),
        VMSTATE_UINT64(rng.state, AmpMboxState),
        VMSTATE_END_OF_LIST()
    }
};

static Property mbox_properties[] = {
    DEFINE_PROP_LINK("lab", AmpMboxState, lab, TYPE_AMP_LAB, AmpLabState *),
    DEFINE_PROP_UINT32("core", AmpMboxState, core, 0),
    AMP_PROP_END
};

static void mbox_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    dc->realize = mbox_realize;
    dc->vmsd = &vmstate_mbox;
    dc->user_creatable = false;
    amp_class_set_reset(dc, mbox_reset);
    device_class_set_props(dc, mbox_properties);
}

static const TypeInfo mbox_types[] = {
    {
        .name = TYPE_AMP_MBOX,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(AmpMboxState),
        .class_init = mbox_class_init,
    },
};
DEFINE_TYPES(mbox_types)
