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
} AmpFifo;

struct AmpMboxState {
    SysBusDevice parent_obj;

    AmpView view[2];                    /* A side, M side */
    qemu_irq irq[AMP_MBOX_USERS];
    QEMUTimer timer;                    /* armed from the FIFOs */

    AmpFifo fifo[AMP_MBOX_FIFOS];
    uint32_t status[AMP_MBOX_USERS];
    uint32_t enable[AMP_MBOX_USERS];
    AmpRng rng;

    AmpLabState *lab;                   /* properties, constant */
    uint32_t core;
};

/* Which faults the words of a FIFO meet; -1: none */
static const struct {
    int drop;
    int dup;
} fifo_faults[AMP_MBOX_FIFOS] = {
    [0 ... AMP_MBOX_FIFOS - 1] = { -1, -1 },
    [AMP_MBOX_FIFO_A2M] = { AMP_FAULT_DROP_A2M, -1 },
    [AMP_MBOX_FIFO_M2A] = { AMP_FAULT_DROP_M2A, AMP_FAULT_DUP_M2A },
};

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

static void mbox_update(AmpMboxState *s)
{
    uint32_t now = 0;

    for (unsigned m = 0; m < AMP_MBOX_FIFOS; m++) {
        now |= s->fifo[m].visible ? AMP_MBOX_NEWMSG(m) : 0;
        now |= s->fifo[m].count < AMP_MBOX_DEPTH ? AMP_MBOX_NOTFULL(m) : 0;
    }
    for (unsigned u = 0; u < AMP_MBOX_USERS; u++) {
        s->status[u] |= now;
        qemu_set_irq(s->irq[u], (s->status[u] & s->enable[u]) != 0);
    }
}

static void mbox_tick(void *opaque)
{
    AmpMboxState *s = opaque;

    mbox_deliver(s);
    mbox_update(s);
}

static void fifo_append(AmpMboxState *s, AmpFifo *f, uint32_t word)
{
    int64_t ready = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);

    if (amp_lab_jitter(s->lab)) {
        ready += amp_rng_range(&s->rng, 0, DELAY_MAX_NS);
    }
    f->word[f->count] = word;
    f->ready_ns[f->count] = ready;
    f->count++;
}

static bool fifo_fault(AmpMboxState *s, int fault)
{
    return fault >= 0 && amp_lab_fault(s->lab, s->core, fault);
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
    if (fifo_fault(s, fifo_faults[m].drop)) {
        return;
    }
    fifo_append(s, f, word);
    if (fifo_fault(s, fifo_faults[m].dup) && f->count < AMP_MBOX_DEPTH) {
        fifo_append(s, f, word);
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
        return s->fifo[i].count == AMP_MBOX_DEPTH;
    case BANK_MSGSTATUS:
        return s->fifo[i].visible;
    case BANK_RAW:
        return s->status[i];
    case BANK_CLR:
        return s->status[i] & s->enable[i];
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

static void mbox_reset(DeviceState *dev)
{
    AmpMboxState *s = AMP_MBOX(dev);

    memset(s->fifo, 0, sizeof(s->fifo));
    memset(s->status, 0, sizeof(s->status));
    memset(s->enable, 0, sizeof(s->enable));
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
