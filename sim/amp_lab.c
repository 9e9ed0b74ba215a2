/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lab block: virtual time, chance, faults, event trace, report channel
 *
 * QEMU interface:
 *  + sysbus MMIO region 0: registers as the A side sees them
 *  + sysbus MMIO regions 1..cores: the same, as remote core 0.. sees them
 *  + properties "cores", "seed", "jitter", "limit-ms", "faults" (see
 *    abi/amp_lab.h for its grammar)
 *  + chardevs "report", "trace", "dump" and "memory", all optional
 *
 * Registers are in abi/amp_lab.h.  Owns the slice timer too: while a remote
 * executes, the cores take turns at seeded moments.
 * Not modelled: nothing, this is no silicon.  The trace is not kept: a guest
 * reads how many events there were, the host reads them from the chardev.
 */
#include "qemu/osdep.h"
#include "qemu/log.h"
#include "qemu/timer.h"
#include "qemu/cutils.h"
#include "qapi/error.h"
#include "migration/vmstate.h"
#include "hw/core/cpu.h"
#include "hw/qdev-properties.h"
#include "hw/qdev-properties-system.h"
#include "chardev/char-fe.h"
#include "compat.h"
#include "amp_sim.h"

#define SLICE_MIN_NS 50000
#define SLICE_MAX_NS 150000
#define SLICE_PLAIN_NS 100000
#define FAULTS (AMP_MAX_CORES * AMP_FAULT_KINDS)
#define VIEWS (1 + AMP_MAX_CORES)
#define CHANCES 32
#define FAULT_LISTENERS 2

typedef struct AmpFault {
    uint32_t skip;
    uint32_t count;
    uint32_t arg;
    uint32_t chance;
    uint32_t hits;
} AmpFault;

struct AmpLabState {
    SysBusDevice parent_obj;

    AmpView view[VIEWS];            /* A side, then one a core */
    QEMUTimer limit_timer;
    QEMUTimer slice_timer;

    AmpRng guest_rng;
    AmpRng slice_rng;
    AmpRng fault_rng;
    AmpFault fault[FAULTS];
    uint32_t time_hi[VIEWS];        /* latched by a read of TIME_LO */
    uint32_t fault_select;
    uint32_t limit_now_ms;
    AmpSpin spin;                       /* not migrated: nothing follows it */
    uint32_t events;
    uint32_t guest_errors;
    bool ended;
    struct {
        AmpFaultsFn *fn;
        void *opaque;
    } on_faults[AMP_MAX_CORES][FAULT_LISTENERS];    /* set when realized */
    uint32_t underway[AMP_MAX_CORES];   /* the mailboxes tell it anew */
    bool is_ready;
    bool was_written;               /* a channel by the guest; not migrated */
    const char *used;               /* when it got ready; the same */

    struct {
        AmpRng *rng;
        uint32_t core;
        enum amp_rng_stream stream;
    } chance[CHANCES];              /* all there is; constant after reset */
    unsigned num_chances;
    NotifierList ready;             /* constant after the board is built */
    uint32_t bundle_size;
    CharBackend report;             /* the rest: properties, constant */
    CharBackend trace;
    CharBackend dump;
    CharBackend memory;
    uint32_t cores;
    uint64_t seed;
    bool jitter;
    uint32_t limit_ms;
    char *faults;
    AmpFault fault_at_reset[FAULTS];
    AmpRemoteState *remote[AMP_MAX_CORES];
};

static const char *const fault_names[AMP_FAULT_KINDS] = AMP_FAULT_NAMES;

/* Chance: SplitMix64 (Steele, Lea, Flood 2014), one stream a purpose */
static uint64_t splitmix64(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15ull);

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return z ^ (z >> 31);
}

static uint64_t first_state(const AmpLabState *s, uint32_t core,
                            enum amp_rng_stream stream)
{
    uint64_t state = s->seed;

    state = splitmix64(&state) ^ ((uint64_t)core << 32 | stream);
    return splitmix64(&state);
}

void amp_lab_seed_rng(AmpLabState *s, AmpRng *rng, uint32_t core,
                      enum amp_rng_stream stream)
{
    unsigned i = 0;

    rng->state = first_state(s, core, stream);
    while (i < s->num_chances && s->chance[i].rng != rng) {
        i++;
    }
    g_assert(i < CHANCES);
    s->chance[i].rng = rng;
    s->chance[i].core = core;
    s->chance[i].stream = stream;
    s->num_chances = MAX(s->num_chances, i + 1);
}

uint32_t amp_rng_next(AmpRng *rng)
{
    return splitmix64(&rng->state) >> 32;
}

uint32_t amp_rng_range(AmpRng *rng, uint32_t lo, uint32_t hi)
{
    return lo + ((uint64_t)amp_rng_next(rng) * ((uint64_t)hi - lo + 1) >> 32);
}

bool amp_lab_jitter(AmpLabState *s)
{
    return s->jitter;
}

void amp_lab_event(AmpLabState *s, enum amp_event_kind kind, uint8_t core,
                   uint8_t side, uint32_t a, uint32_t b)
{
    struct amp_event event = {
        .time_ns = cpu_to_le64(qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL)),
        .kind = cpu_to_le16(kind),
        .core = core,
        .side = side,
        .a = cpu_to_le32(a),
        .b = cpu_to_le32(b),
    };

    /* The machine runs on for a while after it was told to stop */
    if (s->ended) {
        return;
    }
    s->events++;
    qemu_chr_fe_write_all(&s->trace, (const uint8_t *)&event, sizeof(event));
}

bool amp_lab_fault(AmpLabState *s, uint32_t core, enum amp_fault fault)
{
    AmpFault *f = &s->fault[AMP_FAULT_INDEX(core, fault)];

    if (f->count == 0) {
        return false;
    }
    if (f->skip > 0) {
        f->skip--;
        return false;
    }
    if (f->chance > 1 && amp_rng_range(&s->fault_rng, 1, f->chance) > 1) {
        return false;
    }
    if (f->count != UINT32_MAX) {
        f->count--;
    }
    f->hits++;
    amp_lab_event(s, AMP_EV_FAULT, core, AMP_SIDE_MACHINE, fault, f->hits);
    return true;
}

bool amp_lab_fault_is_armed(AmpLabState *s, uint32_t core, enum amp_fault fault)
{
    return s->fault[AMP_FAULT_INDEX(core, fault)].count > 0;
}

bool amp_lab_fault_is_on(AmpLabState *s, uint32_t core, enum amp_fault fault)
{
    return amp_lab_fault_is_armed(s, core, fault) &&
           s->fault[AMP_FAULT_INDEX(core, fault)].skip == 0;
}

uint32_t amp_lab_fault_arg(AmpLabState *s, uint32_t core, enum amp_fault fault)
{
    return s->fault[AMP_FAULT_INDEX(core, fault)].arg;
}

void amp_lab_on_faults(AmpLabState *s, uint32_t core, AmpFaultsFn *fn,
                       void *opaque)
{
    for (int i = 0; i < FAULT_LISTENERS; i++) {
        if (!s->on_faults[core][i].fn) {
            s->on_faults[core][i].fn = fn;
            s->on_faults[core][i].opaque = opaque;
            return;
        }
    }
    g_assert_not_reached();
}

void amp_lab_set_words_underway(AmpLabState *s, uint32_t core, uint32_t words)
{
    s->underway[core] = words;
}

uint32_t amp_lab_words_underway(AmpLabState *s, uint32_t core)
{
    return s->underway[core];
}

void amp_lab_guest_error(AmpLabState *s, const AmpView *view,
                         const char *what, hwaddr offset, uint64_t value)
{
    qemu_log_mask(LOG_GUEST_ERROR, "%s: core %d side %d: %s, offset 0x%"
                  HWADDR_PRIx " value 0x%" PRIx64 "\n",
                  object_get_typename(view->dev), view->core, view->side,
                  what, offset, value);
    s->guest_errors++;
    amp_lab_event(s, AMP_EV_GUEST_ERROR, view->core, view->side, offset, value);
}

void amp_lab_yield(void)
{
    if (current_cpu && !qemu_tcg_mttcg_enabled()) {
        cpu_exit(current_cpu);
    }
}


/* Registers */

static const AmpReg lab_regs[] = {
    { AMP_LAB_ID, AMP_REG_READ },
    { AMP_LAB_VERSION, AMP_REG_READ },
    { AMP_LAB_TIME_LO, AMP_REG_READ },
    { AMP_LAB_TIME_HI, AMP_REG_READ },
    { AMP_LAB_SEED, AMP_REG_READ },
    { AMP_LAB_RANDOM, AMP_REG_READ },
    { AMP_LAB_REPORT, AMP_REG_BY_A | AMP_REG_BYTES },
    { AMP_LAB_MARK, AMP_REG_BY_A | AMP_REG_BY_M },
    { AMP_LAB_EXIT, AMP_REG_BY_A },
    { AMP_LAB_EVENTS, AMP_REG_READ },
    { AMP_LAB_GUEST_ERRORS, AMP_REG_READ },
    { AMP_LAB_CORES, AMP_REG_READ },
    { AMP_LAB_FAULT_SELECT, AMP_REG_READ | AMP_REG_BY_A },
    { AMP_LAB_FAULT_SKIP, AMP_REG_READ | AMP_REG_BY_A },
    { AMP_LAB_FAULT_COUNT, AMP_REG_READ | AMP_REG_BY_A },
    { AMP_LAB_FAULT_ARG, AMP_REG_READ | AMP_REG_BY_A },
    { AMP_LAB_FAULT_CHANCE, AMP_REG_READ | AMP_REG_BY_A },
    { AMP_LAB_FAULT_HITS, AMP_REG_READ },
    { AMP_LAB_LIMIT_MS, AMP_REG_READ | AMP_REG_BY_A },
    { AMP_LAB_DUMP, AMP_REG_BY_A | AMP_REG_BYTES },
    { AMP_LAB_READY, AMP_REG_BY_A },
    { AMP_LAB_BUNDLE, AMP_REG_READ },
    { }
};

static void end_run(AmpLabState *s, enum amp_event_kind kind, uint8_t side,
                    uint32_t value)
{
    amp_lab_event(s, kind, AMP_EV_NO_CORE, side, value, 0);
    s->ended = true;
    qemu_system_shutdown_request(SHUTDOWN_CAUSE_GUEST_SHUTDOWN);
}

static void limit_tick(void *opaque)
{
    AmpLabState *s = opaque;
    int64_t wait_ns = s->is_ready ? amp_spin_look(&s->spin, s) : 0;

    if (wait_ns) {
        timer_mod(&s->limit_timer,
                  qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL) + wait_ns);
    } else {
        end_run(s, AMP_EV_LIMIT, AMP_SIDE_MACHINE, 0);
    }
}

static void limit_update(AmpLabState *s)
{
    if (s->limit_now_ms) {
        timer_mod(&s->limit_timer, s->limit_now_ms * (int64_t)SCALE_MS);
    } else {
        timer_del(&s->limit_timer);
    }
}

static bool any_remote_awake(AmpLabState *s)
{
    for (uint32_t n = 0; n < s->cores; n++) {
        if (s->remote[n] && amp_remote_awake(s->remote[n])) {
            return true;
        }
    }
    return false;
}

void amp_lab_slice(AmpLabState *s)
{
    uint32_t slice_ns = SLICE_PLAIN_NS;

    if (timer_pending(&s->slice_timer) || qemu_tcg_mttcg_enabled()) {
        return;
    }
    if (s->jitter) {
        slice_ns = amp_rng_range(&s->slice_rng, SLICE_MIN_NS, SLICE_MAX_NS);
    }
    timer_mod(&s->slice_timer,
              qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL) + slice_ns);
}

static void slice_tick(void *opaque)
{
    AmpLabState *s = opaque;
    CPUState *cs;

    if (!any_remote_awake(s)) {
        return;
    }
    /* With icount a due timer has ended the turn already, see amp_sched.c */
    if (!icount_enabled()) {
        CPU_FOREACH(cs) {
            cpu_exit(cs);
        }
    }
    amp_lab_slice(s);
}

void amp_lab_add_remote(AmpLabState *s, uint32_t core, AmpRemoteState *remote)
{
    s->remote[core] = remote;
}

static uint64_t lab_read(void *opaque, hwaddr offset, unsigned size)
{
    AmpView *view = opaque;
    AmpLabState *s = view->dev;
    uint32_t *time_hi = &s->time_hi[view - s->view];
    AmpFault *fault = &s->fault[s->fault_select];
    uint64_t now;

    if (!amp_reg_allows(s, view, lab_regs, offset, size, false, 0)) {
        return 0;
    }
    switch (offset) {
    case AMP_LAB_ID:
        return AMP_LAB_ID_VALUE;
    case AMP_LAB_VERSION:
        return AMP_LAB_VERSION_VALUE;
    case AMP_LAB_TIME_LO:
        now = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);
        *time_hi = now >> 32;
        return (uint32_t)now;
    case AMP_LAB_TIME_HI:
        return *time_hi;
    case AMP_LAB_SEED:
        return (uint32_t)s->seed;
    case AMP_LAB_RANDOM:
        return amp_rng_next(&s->guest_rng);
    case AMP_LAB_EVENTS:
        return s->events;
    case AMP_LAB_GUEST_ERRORS:
        return s->guest_errors;
    case AMP_LAB_CORES:
        return s->cores;
    case AMP_LAB_FAULT_SELECT:
        return s->fault_select;
    case AMP_LAB_FAULT_SKIP:
        return fault->skip;
    case AMP_LAB_FAULT_COUNT:
        return fault->count;
    case AMP_LAB_FAULT_ARG:
        return fault->arg;
    case AMP_LAB_FAULT_CHANCE:
        return fault->chance;
    case AMP_LAB_FAULT_HITS:
        return fault->hits;
    case AMP_LAB_LIMIT_MS:
        return s->limit_now_ms;
    case AMP_LAB_BUNDLE:
        return s->bundle_size;
    default:
        g_assert_not_reached();
    }
}

static void put_bytes(AmpLabState *s, CharBackend *channel, uint32_t value,
                      unsigned size)
{
    uint32_t bytes = cpu_to_le32(value);

    if (!s->ended) {
        s->was_written = true;
        qemu_chr_fe_write_all(channel, (const uint8_t *)&bytes, size);
    }
}

bool amp_lab_keeps_memory(AmpLabState *s)
{
    return qemu_chr_fe_backend_connected(&s->memory) && !s->ended;
}

void amp_lab_memory(AmpLabState *s, uint32_t core, uint32_t life,
                    uint32_t addr, const void *bytes, uint32_t size)
{
    struct amp_piece piece = {
        .magic = cpu_to_le32(AMP_PIECE_MEMORY),
        .core = cpu_to_le32(core),
        .life = cpu_to_le32(life),
        .addr = cpu_to_le32(addr),
        .size = cpu_to_le32(size),
    };

    qemu_chr_fe_write_all(&s->memory, (const uint8_t *)&piece, sizeof(piece));
    qemu_chr_fe_write_all(&s->memory, bytes, size);
}

/* Saved states */

void amp_lab_on_ready(AmpLabState *s, Notifier *notifier)
{
    notifier_list_add(&s->ready, notifier);
}

void amp_lab_set_bundle(AmpLabState *s, uint32_t size)
{
    s->bundle_size = size;
}

static const char *find_use(const AmpLabState *s)
{
    if (s->events != 1) {
        return "there were events";
    }
    if (s->guest_errors) {
        return "there were guest errors";
    }
    if (s->was_written) {
        return "a channel to the host was written to";
    }
    for (unsigned i = 0; i < s->num_chances; i++) {
        if (s->chance[i].rng->state != first_state(s, s->chance[i].core,
                                                   s->chance[i].stream)) {
            return "chance was used";
        }
    }
    return NULL;
}

const char *amp_lab_used(const AmpLabState *s)
{
    return s->used;
}

/* Those who are told may use chance at once */
static void be_ready(AmpLabState *s)
{
    if (s->is_ready) {
        return;
    }
    s->is_ready = true;
    s->used = find_use(s);
    amp_sched_restart();
    notifier_list_notify(&s->ready, NULL);
}

void amp_lab_begin(AmpLabState *s)
{
    for (unsigned i = 0; i < s->num_chances; i++) {
        s->chance[i].rng->state = first_state(s, s->chance[i].core,
                                              s->chance[i].stream);
    }
    memcpy(s->fault, s->fault_at_reset, sizeof(s->fault));
    s->limit_now_ms = s->limit_ms;
    limit_update(s);
    notifier_list_notify(&s->ready, NULL);
}

static void faults_changed(AmpLabState *s, uint32_t core)
{
    for (int i = 0; i < FAULT_LISTENERS && s->on_faults[core][i].fn; i++) {
        s->on_faults[core][i].fn(s->on_faults[core][i].opaque);
    }
}

static void lab_write(void *opaque, hwaddr offset, uint64_t value,
                      unsigned size)
{
    AmpView *view = opaque;
    AmpLabState *s = view->dev;
    AmpFault *fault = &s->fault[s->fault_select];

    if (!amp_reg_allows(s, view, lab_regs, offset, size, true, value)) {
        return;
    }
    switch (offset) {
    case AMP_LAB_REPORT:
        put_bytes(s, &s->report, value, size);
        break;
    case AMP_LAB_DUMP:
        put_bytes(s, &s->dump, value, size);
        break;
    case AMP_LAB_MARK:
        amp_lab_event(s, AMP_EV_MARK, view->core, view->side, value, 0);
        break;
    case AMP_LAB_EXIT:
        end_run(s, AMP_EV_EXIT, view->side, value);
        break;
    case AMP_LAB_READY:
        be_ready(s);
        break;
    case AMP_LAB_FAULT_SELECT:
        if (value >= s->cores * AMP_FAULT_KINDS) {
            amp_lab_guest_error(s, view, "no such fault", offset, value);
            break;
        }
        s->fault_select = value;
        break;
    case AMP_LAB_FAULT_SKIP:
        fault->skip = value;
        break;
    case AMP_LAB_FAULT_COUNT:
        fault->count = value;
        faults_changed(s, s->fault_select / AMP_FAULT_KINDS);
        break;
    case AMP_LAB_FAULT_CHANCE:
        fault->chance = value;
        break;
    case AMP_LAB_FAULT_ARG:
        fault->arg = value;
        break;
    case AMP_LAB_LIMIT_MS:
        s->limit_now_ms = value;
        limit_update(s);
        break;
    default:
        g_assert_not_reached();
    }
}

static const MemoryRegionOps lab_ops = {
    .read = lab_read,
    .write = lab_write,
    AMP_ANY_SIZE
};

static void lab_reset(DeviceState *dev)
{
    AmpLabState *s = AMP_LAB(dev);

    amp_lab_seed_rng(s, &s->guest_rng, 0, AMP_RNG_GUEST);
    amp_lab_seed_rng(s, &s->slice_rng, 0, AMP_RNG_SLICE);
    amp_lab_seed_rng(s, &s->fault_rng, 0, AMP_RNG_FAULT);
    memcpy(s->fault, s->fault_at_reset, sizeof(s->fault));
    memset(s->time_hi, 0, sizeof(s->time_hi));
    s->fault_select = 0;
    s->events = 0;
    s->guest_errors = 0;
    s->limit_now_ms = s->limit_ms;
    memset(&s->spin, 0, sizeof(s->spin));
    s->ended = false;
    s->is_ready = false;
    s->was_written = false;
    limit_update(s);
    timer_del(&s->slice_timer);
    amp_lab_event(s, AMP_EV_RESET, AMP_EV_NO_CORE, AMP_SIDE_MACHINE,
                  s->seed, 0);
}

/* NAME@CORE[:skip=N][:count=N][:arg=N][:chance=N] */
static bool parse_fault(AmpLabState *s, const char *text, Error **errp)
{
    g_auto(GStrv) word = g_strsplit(text, ":", -1);
    char *at = word[0] ? strchr(word[0], '@') : NULL;
    AmpFault fault = { .count = UINT32_MAX };
    unsigned int core;
    int kind;

    if (!at || qemu_strtoui(at + 1, NULL, 10, &core) || core >= s->cores) {
        error_setg(errp, "fault '%s': want NAME@CORE, core 0..%u", text,
                   s->cores - 1);
        return false;
    }
    *at = '\0';
    for (kind = 0; kind < AMP_FAULT_KINDS; kind++) {
        if (!strcmp(word[0], fault_names[kind])) {
            break;
        }
    }
    if (kind == AMP_FAULT_KINDS) {
        error_setg(errp, "fault '%s': no such fault", word[0]);
        return false;
    }
    for (char **w = word + 1; *w; w++) {
        struct { const char *key; uint32_t *value; } keys[] = {
            { "skip=", &fault.skip },
            { "count=", &fault.count },
            { "arg=", &fault.arg },
            { "chance=", &fault.chance },
        };
        bool ok = false;

        for (size_t k = 0; k < ARRAY_SIZE(keys); k++) {
            const char *number;

            if (strstart(*w, keys[k].key, &number)) {
                ok = !qemu_strtoui(number, NULL, 0, keys[k].value);
            }
        }
        if (!ok) {
            error_setg(errp, "fault '%s': want skip=, count=, arg= or chance= and a "
                       "number, not '%s'", text, *w);
            return false;
        }
    }
    s->fault_at_reset[AMP_FAULT_INDEX(core, kind)] = fault;
    return true;
}

static void lab_realize(DeviceState *dev, Error **errp)
{
    AmpLabState *s = AMP_LAB(dev);
    g_auto(GStrv) fault = g_strsplit(s->faults ?: "", "+", -1);

    if (s->cores < 1 || s->cores > AMP_MAX_CORES) {
        error_setg(errp, "cores must be 1..%d", AMP_MAX_CORES);
        return;
    }
    for (char **f = fault; *f; f++) {
        if (!parse_fault(s, *f, errp)) {
            return;
        }
    }
    for (uint32_t v = 0; v <= s->cores; v++) {
        s->view[v].dev = s;
        s->view[v].side = v ? AMP_SIDE_M : AMP_SIDE_A;
        s->view[v].core = v ? v - 1 : AMP_EV_NO_CORE;
        memory_region_init_io(&s->view[v].iomem, OBJECT(s), &lab_ops,
                              &s->view[v], "amp-lab", AMP_LAB_SIZE);
        sysbus_init_mmio(SYS_BUS_DEVICE(s), &s->view[v].iomem);
    }
    timer_init_ns(&s->limit_timer, QEMU_CLOCK_VIRTUAL, limit_tick, s);
    timer_init_ns(&s->slice_timer, QEMU_CLOCK_VIRTUAL, slice_tick, s);
    notifier_list_init(&s->ready);
}

static const VMStateDescription vmstate_fault = {
    .name = "amp-fault",
    .version_id = 1,
    .minimum_version_id = 1,
    .fields = (VMStateField[]) {
        VMSTATE_UINT32(skip, AmpFault),
        VMSTATE_UINT32(count, AmpFault),
        VMSTATE_UINT32(arg, AmpFault),
        VMSTATE_UINT32(chance, AmpFault),
        VMSTATE_UINT32(hits, AmpFault),
        VMSTATE_END_OF_LIST()
    }
};

/* A damaged stream must not index past the faults */
static int lab_post_load(void *opaque, int version_id)
{
    AmpLabState *s = opaque;

    return s->fault_select < FAULTS ? 0 : -EINVAL;
}

static const VMStateDescription vmstate_lab = {
    .name = "amp-lab",
    .version_id = 2,
    .minimum_version_id = 2,
    .post_load = lab_post_load,
    .fields = (VMStateField[]) {
        VMSTATE_UINT32_EQUAL(cores, AmpLabState, "number of remotes"),
        VMSTATE_TIMER(limit_timer, AmpLabState),
        VMSTATE_TIMER(slice_timer, AmpLabState),
        VMSTATE_UINT64(guest_rng.state, AmpLabState),
        VMSTATE_UINT64(slice_rng.state, AmpLabState),
        VMSTATE_UINT64(fault_rng.state, AmpLabState),
        VMSTATE_STRUCT_ARRAY(fault, AmpLabState, FAULTS, 1, vmstate_fault,
                             AmpFault),
        VMSTATE_UINT32_ARRAY(time_hi, AmpLabState, VIEWS),
        VMSTATE_UINT32(fault_select, AmpLabState),
        VMSTATE_UINT32(limit_now_ms, AmpLabState),
        VMSTATE_UINT32(events, AmpLabState),
        VMSTATE_UINT32(guest_errors, AmpLabState),
        VMSTATE_BOOL(ended, AmpLabState),
        VMSTATE_BOOL(is_ready, AmpLabState),
        VMSTATE_END_OF_LIST()
    }
};

static Property lab_properties[] = {
    DEFINE_PROP_CHR("report", AmpLabState, report),
    DEFINE_PROP_CHR("trace", AmpLabState, trace),
    DEFINE_PROP_CHR("dump", AmpLabState, dump),
    DEFINE_PROP_CHR("memory", AmpLabState, memory),
    DEFINE_PROP_UINT32("cores", AmpLabState, cores, 1),
    DEFINE_PROP_UINT64("seed", AmpLabState, seed, 0),
    DEFINE_PROP_BOOL("jitter", AmpLabState, jitter, true),
    DEFINE_PROP_UINT32("limit-ms", AmpLabState, limit_ms, 0),
    DEFINE_PROP_STRING("faults", AmpLabState, faults),
    AMP_PROP_END
};

static void lab_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    dc->realize = lab_realize;
    dc->vmsd = &vmstate_lab;
    dc->user_creatable = false;
    amp_class_set_reset(dc, lab_reset);
    device_class_set_props(dc, lab_properties);
}

static const TypeInfo lab_types[] = {
    {
        .name = TYPE_AMP_LAB,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(AmpLabState),
        .class_init = lab_class_init,
    },
};
DEFINE_TYPES(lab_types)
