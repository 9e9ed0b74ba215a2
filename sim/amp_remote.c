/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One remote core: a Cortex-M4 with its memories, held until released
 *
 * QEMU interface:
 *  + GPIO inputs AMP_REMOTE_NVIC_IN 0..nvic-lines - 1: level interrupts
 *  + properties "core", "nvic-lines", "itcm-size" and "dtcm-size" (bytes), links
 *    "lab" and "dram" (the machine's RAM)
 *  + C functions of amp_sim.h, for the control blocks of the profile
 *
 * The core has an address space of its own, which the machine fills with the
 * core's memories, the DRAM window and devices.  The window is a container:
 * what checks or translates the core's accesses to DRAM goes between it and
 * the RAM.
 *
 * A release resets CPU, NVIC and SysTick.  Lockup is no state of QEMU's CPU:
 * it calls cpu_abort(), which the linker replaces by __wrap_cpu_abort() here
 * (-Wl,--wrap=cpu_abort); the core is then powered off.
 * Not modelled: AIRCR.SYSRESETREQ (a guest error), bit-band, debug unit, any
 * access time of the memories.
 */
#include "qemu/osdep.h"
#include "qemu/timer.h"
#include "qapi/error.h"
#include "migration/vmstate.h"
#include "cpu.h"
#include "exec/exec-all.h"
#include "target/arm/arm-powerctl.h"
#include "hw/arm/armv7m.h"
#include "hw/arm/boot.h"
#include "hw/clock.h"
#include "hw/cpu/cluster.h"
#include "hw/irq.h"
#include "hw/ptimer.h"
#include "hw/qdev-clock.h"
#include "hw/qdev-properties.h"
#include "compat.h"
#include "amp_grant.h"
#include "amp_sim.h"

#define START_MIN_NS 10000
#define START_MAX_NS 50000
/* Affinity of the first remote: one that no PSCI CPU_ON of the A side names */
#define AFFINITY_BASE 0x00fe0000u
#define AMP_IMAGE_MEMORIES 4
#define PIECES_MAX 32
/* Where AMP_FAULT_ROT strikes: far behind what any image of ours uses */
#define ROT_OFFSET 0x8001
#define ROT_BIT 0x10
#define NVIC_LINES_MAX 160
#define NVIC_WORDS (NVIC_LINES_MAX / 32)

typedef struct AmpImageMemory {
    uint64_t offset;                    /* in DRAM */
    uint64_t size;                      /* 0: none */
} AmpImageMemory;

struct AmpRemoteState {
    SysBusDevice parent_obj;

    CPUClusterState cluster;
    ARMv7MState armv7m;
    Clock *clock;
    MemoryRegion view;
    MemoryRegion bus;
    MemoryRegion memory[AMP_MEMORIES];
    AmpGrant grant;
    AmpImageMemory image[AMP_IMAGE_MEMORIES];
    AmpView errors;                     /* the core as author of a mistake */
    QEMUTimer start_timer;

    uint32_t state;                     /* AMP_STATE_* */
    uint32_t boot_addr;
    uint32_t irq_level[NVIC_WORDS];     /* outlives the NVIC's reset */
    AmpRng rng;
    int64_t called_ns;                  /* see AMP_CTRL_QUIET_US */
    uint32_t lives;                     /* releases so far */
    bool is_early;                      /* power-on: to be released at once */

    struct {
        bool is_set;
        uint32_t boot_addr, table, size;
    } early;                            /* constant after the board is built */
    struct {
        uint32_t addr, from, size;
    } piece[PIECES_MAX];                /* the same */
    unsigned num_pieces;
    const AmpRemoteListener *listener[AMP_REMOTE_LISTENERS];
    void *listener_opaque[AMP_REMOTE_LISTENERS];
    AmpLabState *lab;                   /* properties, constant */
    MemoryRegion *dram;
    uint32_t core;
    uint32_t clock_hz;
    uint32_t nvic_lines;
    uint32_t itcm_size;
    uint32_t dtcm_size;
};

static AmpRemoteState *remotes[AMP_MAX_CORES];  /* for __wrap_cpu_abort() */

static CPUState *remote_cpu(const AmpRemoteState *s)
{
    return CPU(s->armv7m.cpu);
}

/* Calls @member of every listener that has it */
#define TELL(s, member, ...)                                               \
    do {                                                                   \
        for (int i_ = 0; i_ < AMP_REMOTE_LISTENERS; i_++) {                \
            if ((s)->listener[i_] && (s)->listener[i_]->member) {          \
                (s)->listener[i_]->member((s)->listener_opaque[i_],        \
                                          ##__VA_ARGS__);                  \
            }                                                              \
        }                                                                  \
    } while (0)

static void remote_called(AmpRemoteState *s)
{
    s->called_ns = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);
}

static void remote_event(AmpRemoteState *s, enum amp_event_kind kind,
                         uint8_t side, uint32_t a, uint32_t b)
{
    amp_lab_event(s->lab, kind, s->core, side, a, b);
}

static void remote_power(AmpRemoteState *s, bool on)
{
    CPUState *cs = remote_cpu(s);

    s->armv7m.cpu->power_state = on ? PSCI_ON : PSCI_OFF;
    cs->halted = !on;
    if (!on) {
        cs->exception_index = EXCP_HLT;
    }
}

/*
 * Runs @func while the core executes nothing: at once where that is so now,
 * which is when the one thread of all cores is where it was asked for.
 */
static void remote_do(AmpRemoteState *s, run_on_cpu_func func)
{
    bool one_thread = tcg_enabled() && !qemu_tcg_mttcg_enabled();

    if (!tcg_enabled() || (one_thread && qemu_in_vcpu_thread())) {
        func(remote_cpu(s), RUN_ON_CPU_HOST_PTR(s));
    } else {
        async_run_on_cpu(remote_cpu(s), func, RUN_ON_CPU_HOST_PTR(s));
    }
}

static void find_tables(AmpRemoteState *s)
{
    amp_grant_forget(&s->grant);
    for (int m = AMP_MEM_ITCM; m <= AMP_MEM_DTCM; m++) {
        amp_grant_scan(&s->grant, memory_region_get_ram_ptr(&s->memory[m]),
                       memory_region_size(&s->memory[m]));
    }
    for (int i = 0; i < AMP_IMAGE_MEMORIES; i++) {
        amp_grant_scan(&s->grant, s->grant.ram + s->image[i].offset,
                       s->image[i].size);
    }
}

void amp_remote_add_image_memory(AmpRemoteState *s, uint64_t offset,
                                 uint64_t size)
{
    for (int i = 0; i < AMP_IMAGE_MEMORIES; i++) {
        if (!s->image[i].size) {
            s->image[i] = (AmpImageMemory) { offset, size };
            return;
        }
    }
    g_assert_not_reached();
}

/*
 * Work may be done some time after it was asked for, in that order; a hold may
 * meet a newer release, a start a newer hold.
 */
static void start_work(CPUState *cs, run_on_cpu_data data)
{
    AmpRemoteState *s = data.host_ptr;
    CPUARMState *env = &s->armv7m.cpu->env;

    if (s->state != AMP_STATE_STARTING) {
        return;
    }
    device_cold_reset(DEVICE(&s->armv7m.nvic));
    device_cold_reset(DEVICE(&s->armv7m.systick[M_REG_NS]));
    s->armv7m.cpu->init_nsvtor = s->boot_addr;
    find_tables(s);     /* the reset reads the vectors, maybe from a carveout */
    cpu_reset(cs);
    for (unsigned n = 0; n < s->nvic_lines; n++) {
        qemu_set_irq(qdev_get_gpio_in(DEVICE(&s->armv7m), n),
                     extract32(s->irq_level[n / 32], n % 32, 1));
    }
    s->state = AMP_STATE_RUNNING;
    remote_called(s);
    remote_event(s, AMP_EV_START, AMP_SIDE_MACHINE, env->regs[15],
                 env->regs[13]);
    amp_grant_report(&s->grant);
    remote_power(s, true);
    amp_lab_slice(s->lab);
    qemu_cpu_kick(cs);
}

void amp_remote_keep(AmpRemoteState *s, uint32_t addr, uint32_t from,
                     uint32_t size)
{
    g_assert(s->num_pieces < PIECES_MAX);
    s->piece[s->num_pieces].addr = addr;
    s->piece[s->num_pieces].from = from;
    s->piece[s->num_pieces].size = size;
    s->num_pieces++;
}

static void keep_memory(AmpRemoteState *s)
{
    AddressSpace *as = amp_remote_address_space(s);

    for (unsigned i = 0; i < s->num_pieces; i++) {
        g_autofree uint8_t *bytes = g_malloc(s->piece[i].size);

        address_space_read(as, s->piece[i].from, MEMTXATTRS_UNSPECIFIED, bytes,
                           s->piece[i].size);
        amp_lab_memory(s->lab, s->core, s->lives, s->piece[i].addr, bytes,
                       s->piece[i].size);
    }
}

static void hold_work(CPUState *cs, run_on_cpu_data data)
{
    AmpRemoteState *s = data.host_ptr;

    remote_power(s, false);
    remote_event(s, AMP_EV_HOLD, AMP_SIDE_MACHINE, 0, 0);
    if (s->state != AMP_STATE_STARTING) {
        s->state = AMP_STATE_HELD;
    }
    if (amp_lab_keeps_memory(s->lab)) {
        keep_memory(s);
    }
    if (amp_lab_fault(s->lab, s->core, AMP_FAULT_ROT)) {
        uint8_t *bytes = memory_region_get_ram_ptr(&s->memory[AMP_MEM_DTCM]);

        bytes[ROT_OFFSET] ^= ROT_BIT;
    }
}

static void release(AmpRemoteState *s, uint32_t boot_addr, uint8_t side)
{
    int64_t latency_ns = START_MIN_NS;

    TELL(s, released);
    s->lives++;
    s->boot_addr = boot_addr;
    s->state = AMP_STATE_STARTING;
    remote_event(s, AMP_EV_RELEASE, side, boot_addr, 0);
    if (amp_lab_jitter(s->lab)) {
        latency_ns = amp_rng_range(&s->rng, START_MIN_NS, START_MAX_NS);
    }
    if (amp_lab_fault(s->lab, s->core, AMP_FAULT_START_DEAD)) {
        return;
    }
    if (amp_lab_fault(s->lab, s->core, AMP_FAULT_START_LATE)) {
        latency_ns += SCALE_US * (int64_t)amp_lab_fault_arg(s->lab, s->core,
                                                  AMP_FAULT_START_LATE);
    }
    timer_mod(&s->start_timer,
              qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL) + latency_ns);
}

void amp_remote_release(AmpRemoteState *s, uint32_t boot_addr)
{
    release(s, boot_addr, AMP_SIDE_A);
}

void amp_remote_boot(AmpRemoteState *s, uint32_t boot_addr, uint32_t table,
                     uint32_t size)
{
    TELL(s, loaded, table, size);
    release(s, boot_addr, AMP_SIDE_MACHINE);
}

static void start_tick(void *opaque)
{
    AmpRemoteState *s = opaque;

    if (!s->is_early) {
        remote_do(s, start_work);
        return;
    }
    s->is_early = false;
    amp_remote_boot(s, s->early.boot_addr, s->early.table, s->early.size);
}

void amp_remote_run_early(AmpRemoteState *s, uint32_t boot_addr,
                          uint32_t table, uint32_t size)
{
    s->early.is_set = true;
    s->early.boot_addr = boot_addr;
    s->early.table = table;
    s->early.size = size;
}

AddressSpace *amp_remote_address_space(AmpRemoteState *s)
{
    return cpu_get_address_space(remote_cpu(s), ARMASIdx_NS);
}

bool amp_remote_hold(AmpRemoteState *s)
{
    if (amp_lab_fault(s->lab, s->core, AMP_FAULT_HOLD_IGNORED)) {
        return false;
    }
    if (s->state == AMP_STATE_STARTING) {
        timer_del(&s->start_timer);
        s->state = AMP_STATE_HELD;
    }
    remote_do(s, hold_work);
    TELL(s, held);
    return true;
}

void amp_remote_bark(AmpRemoteState *s)
{
    TELL(s, bark);
}

uint32_t amp_remote_state(const AmpRemoteState *s)
{
    return s->state;
}

uint32_t amp_remote_pc(AmpRemoteState *s)
{
    return s->armv7m.cpu->env.regs[15];
}

/* SysTick can end a WFI without passing through nvic-in */
bool amp_remote_awake(const AmpRemoteState *s)
{
    bool ticking = s->armv7m.systick[M_REG_NS].control & 1;

    return s->state == AMP_STATE_RUNNING &&
           (!remote_cpu(s)->halted || ticking);
}

static bool systick_is_near(AmpRemoteState *s)
{
    SysTickState *systick = &s->armv7m.systick[M_REG_NS];

    return (systick->control & 1) &&
           ptimer_get_count(systick->ptimer) / (s->clock_hz / 1000000) <
           AMP_QUIET_MARGIN_US;
}

uint32_t amp_remote_quiet_us(AmpRemoteState *s)
{
    CPUState *cs = remote_cpu(s);

    if (amp_lab_words_underway(s->lab, s->core)) {
        remote_called(s);
    }
    if (s->state != AMP_STATE_RUNNING || !cs->halted || cpu_has_work(cs) ||
        systick_is_near(s)) {
        return 0;
    }
    return (qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL) - s->called_ns) / SCALE_US;
}

bool amp_remote_is_current(const AmpRemoteState *s)
{
    return current_cpu && current_cpu == remote_cpu(s);
}

MemoryRegion *amp_remote_view(AmpRemoteState *s)
{
    return &s->view;
}

MemoryRegion *amp_remote_bus(AmpRemoteState *s)
{
    return &s->bus;
}

void amp_remote_flush(AmpRemoteState *s)
{
    if (tcg_enabled()) {
        tlb_flush(remote_cpu(s));
    }
}

bool amp_remote_is_code(AmpRemoteState *s, uint64_t pa, unsigned size)
{
    return amp_grant_is_carveout(&s->grant, pa, size);
}

void amp_remote_set_mmu(AmpRemoteState *s, AmpWhere *where, void *opaque)
{
    s->grant.where = where;
    s->grant.where_opaque = opaque;
}

MemoryRegion *amp_remote_memory(AmpRemoteState *s, enum amp_memory memory)
{
    return &s->memory[memory];
}

void amp_remote_listen(AmpRemoteState *s, const AmpRemoteListener *listener,
                       void *opaque)
{
    for (int i = 0; i < AMP_REMOTE_LISTENERS; i++) {
        if (!s->listener[i]) {
            s->listener[i] = listener;
            s->listener_opaque[i] = opaque;
            return;
        }
    }
    g_assert_not_reached();
}

static void remote_irq(void *opaque, int line, int level)
{
    AmpRemoteState *s = opaque;

    s->irq_level[line / 32] = deposit32(s->irq_level[line / 32], line % 32, 1,
                                        level != 0);
    remote_called(s);
    qemu_set_irq(qdev_get_gpio_in(DEVICE(&s->armv7m), line), level);
    if (level && s->state == AMP_STATE_RUNNING) {
        amp_lab_slice(s->lab);
    }
}

static void remote_sysresetreq(void *opaque, int line, int level)
{
    AmpRemoteState *s = opaque;

    if (level) {
        amp_lab_guest_error(s->lab, &s->errors, "AIRCR.SYSRESETREQ", 0xd0c, 0);
    }
}

/* In place of QEMU's own: a lockup of a remote is an event, not its end */
void G_NORETURN __real_cpu_abort(CPUState *cpu, const char *fmt, ...);
void G_NORETURN __wrap_cpu_abort(CPUState *cpu, const char *fmt, ...)
    G_GNUC_PRINTF(2, 3);

void G_NORETURN __wrap_cpu_abort(CPUState *cpu, const char *fmt, ...)
{
    g_autofree char *text = NULL;
    va_list ap;

    va_start(ap, fmt);
    text = g_strdup_vprintf(fmt, ap);
    va_end(ap);
    for (int n = 0; n < AMP_MAX_CORES; n++) {
        AmpRemoteState *s = remotes[n];

        if (s && remote_cpu(s) == cpu && cpu == current_cpu &&
            g_str_has_prefix(text, "Lockup:")) {
            uint32_t pc = amp_remote_pc(s);

            s->state = AMP_STATE_LOCKUP;
            remote_power(s, false);
            remote_event(s, AMP_EV_LOCKUP, AMP_SIDE_M, pc, 0);
            TELL(s, lockup, pc);
            g_free(g_steal_pointer(&text));    /* the jump skips clean-ups */
            cpu_loop_exit(cpu);
        }
    }
    __real_cpu_abort(cpu, "%s", text);
}

static void remote_reset(DeviceState *dev)
{
    AmpRemoteState *s = AMP_REMOTE(dev);

    timer_del(&s->start_timer);
    s->state = AMP_STATE_HELD;
    s->boot_addr = 0;
    s->lives = 0;
    memset(s->irq_level, 0, sizeof(s->irq_level));
    s->armv7m.cpu->init_nsvtor = 0;
    amp_lab_seed_rng(s->lab, &s->rng, s->core, AMP_RNG_START);
    remote_power(s, false);
    /* other devices and the memories are reset before this timer is due */
    s->is_early = s->early.is_set;
    if (s->is_early) {
        timer_mod(&s->start_timer, qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL));
    }
}

static void remote_init(Object *obj)
{
    AmpRemoteState *s = AMP_REMOTE(obj);

    object_initialize_child(obj, "cluster", &s->cluster, TYPE_CPU_CLUSTER);
    object_initialize_child(OBJECT(&s->cluster), "armv7m", &s->armv7m,
                            TYPE_ARMV7M);
    s->clock = clock_new(obj, "clock");
    qdev_init_gpio_in_named(DEVICE(obj), remote_irq, AMP_REMOTE_NVIC_IN,
                            NVIC_LINES_MAX);
    qdev_init_gpio_in_named(DEVICE(obj), remote_sysresetreq, "sysresetreq", 1);
}

static bool remote_tcm(AmpRemoteState *s, enum amp_memory memory,
                       const char *name, uint64_t size, Error **errp)
{
    g_autofree char *full = g_strdup_printf("amp-core%u.%s", s->core, name);
    ERRP_GUARD();

    memory_region_init_ram(&s->memory[memory], OBJECT(s), full, size, errp);
    return !*errp;
}

static bool remote_memory(AmpRemoteState *s, Error **errp)
{
    uint64_t size = MIN(memory_region_size(s->dram), AMP_WINDOW_MAX);

    /* 4 GiB and, for an MMU, what addresses can be translated to */
    memory_region_init(&s->view, OBJECT(s), "amp-m-view", 1ull << 34);
    memory_region_init(&s->bus, OBJECT(s), "amp-m-bus", 1ull << 32);
    amp_grant_init(&s->grant, OBJECT(s), s->dram, AMP_DRAM_BASE, size);
    memory_region_init_alias(&s->memory[AMP_MEM_WINDOW], OBJECT(s),
                             "amp-m-dram", &s->grant.window, 0, size);
    memory_region_init_alias(&s->memory[AMP_MEM_EXEC], OBJECT(s),
                             "amp-m-dram-exec", s->dram, 0, size);
    return remote_tcm(s, AMP_MEM_ITCM, "itcm", s->itcm_size, errp) &&
           remote_tcm(s, AMP_MEM_DTCM, "dtcm", s->dtcm_size, errp);
}

/*
 * The core realizes before its cluster can, so the cluster's number must be
 * put by hand where the translator looks for it.
 */
static bool remote_cluster(AmpRemoteState *s, Error **errp)
{
    CPUState *cs = remote_cpu(s);

    qdev_prop_set_uint32(DEVICE(&s->cluster), "cluster-id", s->core);
    if (!qdev_realize(DEVICE(&s->cluster), NULL, errp)) {
        return false;
    }
    cs->tcg_cflags &= ~CF_CLUSTER_MASK;
    cs->tcg_cflags |= cs->cluster_index << CF_CLUSTER_SHIFT;
    s->armv7m.cpu->mp_affinity = AFFINITY_BASE + s->core;
    return true;
}

static void remote_realize(DeviceState *dev, Error **errp)
{
    AmpRemoteState *s = AMP_REMOTE(dev);
    DeviceState *armv7m = DEVICE(&s->armv7m);

    if (!s->lab || !s->dram || s->core >= AMP_MAX_CORES) {
        error_setg(errp, "links 'lab', 'dram' and core 0..%d must be set",
                   AMP_MAX_CORES - 1);
        return;
    }
    if (s->nvic_lines > NVIC_LINES_MAX) {
        error_setg(errp, "nvic-lines: at most %d", NVIC_LINES_MAX);
        return;
    }
    if (!remote_memory(s, errp)) {
        return;
    }
    qdev_prop_set_uint32(armv7m, "num-irq", s->nvic_lines);
    qdev_prop_set_string(armv7m, "cpu-type", ARM_CPU_TYPE_NAME("cortex-m4"));
    qdev_prop_set_bit(armv7m, "start-powered-off", true);
    object_property_set_link(OBJECT(armv7m), "memory", OBJECT(&s->view),
                             &error_abort);
    clock_set_hz(s->clock, s->clock_hz);
    qdev_connect_clock_in(armv7m, "cpuclk", s->clock);
    if (!sysbus_realize(SYS_BUS_DEVICE(armv7m), errp)) {
        return;
    }
    qdev_connect_gpio_out_named(armv7m, "SYSRESETREQ", 0,
                                qdev_get_gpio_in_named(dev, "sysresetreq", 0));
    if (!remote_cluster(s, errp)) {
        return;
    }
    /* Loads nothing; registers the CPU's part of a system reset */
    armv7m_load_kernel(s->armv7m.cpu, NULL, 0, 0);

    s->grant.cpu = remote_cpu(s);
    s->grant.lab = s->lab;
    s->grant.core = s->core;
    s->errors = (AmpView) { .dev = s, .side = AMP_SIDE_M, .core = s->core };
    timer_init_ns(&s->start_timer, QEMU_CLOCK_VIRTUAL, start_tick, s);
    remotes[s->core] = s;
    amp_lab_add_remote(s->lab, s->core, s);
}

/* CPU and NVIC migrate themselves, power included */
static int remote_post_load(void *opaque, int version_id)
{
    AmpRemoteState *s = opaque;

    s->armv7m.cpu->init_nsvtor = s->boot_addr;
    find_tables(s);
    return s->state <= AMP_STATE_LOCKUP ? 0 : -EINVAL;
}

static const VMStateDescription vmstate_remote = {
    .name = "amp-remote",
    .version_id = 3,
    .minimum_version_id = 3,
    .post_load = remote_post_load,
    .fields = (VMStateField[]) {
        VMSTATE_TIMER(start_timer, AmpRemoteState),
        VMSTATE_UINT32(state, AmpRemoteState),
        VMSTATE_UINT32(boot_addr, AmpRemoteState),
        VMSTATE_UINT32_ARRAY(irq_level, AmpRemoteState, NVIC_WORDS),
        VMSTATE_UINT64(rng.state, AmpRemoteState),
        VMSTATE_INT64(called_ns, AmpRemoteState),
        VMSTATE_UINT32(lives, AmpRemoteState),
        VMSTATE_BOOL(is_early, AmpRemoteState),
        VMSTATE_END_OF_LIST()
    }
};

static Property remote_properties[] = {
    DEFINE_PROP_LINK("lab", AmpRemoteState, lab, TYPE_AMP_LAB, AmpLabState *),
    DEFINE_PROP_LINK("dram", AmpRemoteState, dram, TYPE_MEMORY_REGION,
                     MemoryRegion *),
    DEFINE_PROP_UINT32("core", AmpRemoteState, core, 0),
    DEFINE_PROP_UINT32("clock-hz", AmpRemoteState, clock_hz, AMP_M_CLOCK_HZ),
    DEFINE_PROP_UINT32("nvic-lines", AmpRemoteState, nvic_lines,
                       AMP_NVIC_LINES),
    DEFINE_PROP_UINT32("itcm-size", AmpRemoteState, itcm_size, AMP_ITCM_SIZE),
    DEFINE_PROP_UINT32("dtcm-size", AmpRemoteState, dtcm_size, AMP_DTCM_SIZE),
    AMP_PROP_END
};

static void remote_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    dc->realize = remote_realize;
    dc->vmsd = &vmstate_remote;
    dc->user_creatable = false;
    amp_class_set_reset(dc, remote_reset);
    device_class_set_props(dc, remote_properties);
}

static const TypeInfo remote_types[] = {
    {
        .name = TYPE_AMP_REMOTE,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(AmpRemoteState),
        .instance_init = remote_init,
        .class_init = remote_class_init,
    },
};
DEFINE_TYPES(remote_types)
