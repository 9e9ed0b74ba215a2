/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Turns of the cores by priority: probabilistic concurrency testing
 *
 * Burckhardt, Kothari, Musuvathi, Nagarakatte: A Randomized Scheduler with
 * Probabilistic Guarantees of Finding Bugs (ASPLOS 2010), with processors for
 * threads and instructions for steps.  Time is cut into eras, an era into windows
 * of one length, which is drawn for each era: nobody knows how long the race is
 * that there is to find, and the chance to hit a moment in a short one is lost in
 * a long window.  In each window every core has a random priority, and of the cores that are awake only the first
 * executes; at depth - 1 random instructions of the window it becomes the last.
 * A bug that takes depth ordered events which all lie in one window of k
 * instructions shows with a probability of 1 / (n * k^(depth - 1)) at least, n
 * being the cores, if none of them waits for another in a loop.  One that does
 * would wait for ever: a core that was the first for PATIENCE_NS becomes the
 * last.  That is not the paper's, and such a window is outside of the promise.
 *
 * QEMU interface:
 *  + property "depth": 1..8
 *  + link "lab": seed
 * It begins when the guest is ready for its work (AMP_LAB_READY).
 * Everything is a function of the seed: see amp_sched.c for why.
 * Not modelled: TCG without icount, where the host decides; migration: the state
 * of the window is not in it, and what -incoming alone restores takes turns in
 * a round.  amp_state.c begins with a new window.
 */
#include "qemu/osdep.h"
#include "qemu/timer.h"
#include "qapi/error.h"
#include "hw/core/cpu.h"
#include "hw/qdev-properties.h"
#include "compat.h"
#include "amp_sim.h"

#define ERA_NS 2000000
#define LENGTHS 9             /* windows of 2 ms, 1 ms, ... 7.8 us */
#define PATIENCE_NS 200000
#define MAX_DEPTH 8
#define MAX_CPUS 16

struct AmpPctState {
    DeviceState parent_obj;

    QEMUTimer timer;
    Notifier ready;
    AmpRng rng;
    int64_t era_end_ns;
    int64_t window_ns;               /* of this era */
    int64_t window_end_ns;
    int64_t change_ns[MAX_DEPTH];    /* ascending */
    uint32_t num_changes;            /* of this window, that are still to come */
    int rank[MAX_CPUS];              /* by CPU index; the highest executes */
    int lowest;                      /* rank that nobody has yet */
    CPUState *first;                 /* who was the first at the last tick */

    AmpLabState *lab;                /* the rest: properties, constant */
    uint32_t depth;
};

/* The machine has one or none; cpu_can_run() is told of no device */
static AmpPctState *the_pct;

static int rank_of(const AmpPctState *s, const CPUState *cs)
{
    return cs->cpu_index < MAX_CPUS ? s->rank[cs->cpu_index] : INT_MIN;
}

bool __real_cpu_can_run(CPUState *cpu);

static bool is_awake(CPUState *cs)
{
    return __real_cpu_can_run(cs) && (!cs->halted || cpu_has_work(cs));
}

static CPUState *first_awake(const AmpPctState *s)
{
    CPUState *cs, *first = NULL;

    CPU_FOREACH(cs) {
        if (is_awake(cs) && (!first || rank_of(s, cs) > rank_of(s, first))) {
            first = cs;
        }
    }
    return first;
}

bool amp_pct_lets(CPUState *cpu)
{
    CPUState *first = the_pct ? first_awake(the_pct) : NULL;

    return !first || first == cpu;
}

static void make_last(AmpPctState *s, const CPUState *cs)
{
    if (cs && cs->cpu_index < MAX_CPUS) {
        s->rank[cs->cpu_index] = s->lowest--;
    }
}

static int by_time(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return x < y ? -1 : x > y;
}

static void begin_window(AmpPctState *s, int64_t now_ns)
{
    if (now_ns >= s->era_end_ns) {
        s->era_end_ns = now_ns + ERA_NS;
        s->window_ns = ERA_NS >> amp_rng_range(&s->rng, 0, LENGTHS - 1);
    }
    s->lowest = -1;
    for (int i = 0; i < MAX_CPUS; i++) {
        int other = amp_rng_range(&s->rng, 0, i);

        s->rank[i] = s->rank[other];
        s->rank[other] = i;
    }
    s->num_changes = s->depth - 1;
    for (uint32_t i = 0; i < s->num_changes; i++) {
        s->change_ns[i] = now_ns + amp_rng_range(&s->rng, 1, s->window_ns - 1);
    }
    qsort(s->change_ns, s->num_changes, sizeof(s->change_ns[0]), by_time);
    s->window_end_ns = now_ns + s->window_ns;
    s->first = NULL;
}

static int64_t next_ns(const AmpPctState *s, int64_t now_ns)
{
    int64_t next = MIN(s->window_end_ns, now_ns + PATIENCE_NS);

    if (s->num_changes) {
        next = MIN(next, s->change_ns[s->depth - 1 - s->num_changes]);
    }
    return next;
}

static void tick(void *opaque)
{
    AmpPctState *s = opaque;
    int64_t now_ns = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);
    CPUState *first = first_awake(s);
    bool is_change = s->num_changes &&
                     s->change_ns[s->depth - 1 - s->num_changes] <= now_ns;

    if (now_ns >= s->window_end_ns) {
        begin_window(s, now_ns);
    } else if (is_change) {
        s->num_changes--;
        make_last(s, first);
    } else if (first && first == s->first) {
        make_last(s, first);
    }
    s->first = first_awake(s);
    timer_mod(&s->timer, next_ns(s, now_ns));
}

/* The boot before it is the same for all seeds, and may be a saved one */
static void begin(Notifier *notifier, void *data)
{
    AmpPctState *s = container_of(notifier, AmpPctState, ready);
    int64_t now_ns = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);

    begin_window(s, now_ns);
    timer_mod(&s->timer, next_ns(s, now_ns));
    the_pct = s;
}

static void pct_realize(DeviceState *dev, Error **errp)
{
    AmpPctState *s = AMP_PCT(dev);

    if (!s->depth || s->depth > MAX_DEPTH) {
        error_setg(errp, "pct=%u: want 1..%d", s->depth, MAX_DEPTH);
        return;
    }
    if (!icount_enabled()) {
        error_setg(errp, "pct=%u: wants -icount", s->depth);
        return;
    }
    amp_lab_seed_rng(s->lab, &s->rng, 0, AMP_RNG_PCT);
    timer_init_ns(&s->timer, QEMU_CLOCK_VIRTUAL, tick, s);
    s->ready.notify = begin;
    amp_lab_on_ready(s->lab, &s->ready);
}

static Property pct_properties[] = {
    DEFINE_PROP_LINK("lab", AmpPctState, lab, TYPE_AMP_LAB, AmpLabState *),
    DEFINE_PROP_UINT32("depth", AmpPctState, depth, 0),
    AMP_PROP_END
};

static void pct_class_init(ObjectClass *oc, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(oc);

    dc->realize = pct_realize;
    dc->user_creatable = false;
    device_class_set_props(dc, pct_properties);
}

static const TypeInfo pct_types[] = {
    {
        .name = TYPE_AMP_PCT,
        .parent = TYPE_DEVICE,
        .instance_size = sizeof(AmpPctState),
        .class_init = pct_class_init,
    },
};

DEFINE_TYPES(pct_types)
