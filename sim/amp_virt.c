/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Machine amp-virt: QEMU's virt board with 1..AMP_MAX_CORES remote cores
 *
 * QEMU interface (machine properties, beside those of virt):
 *  + "remotes": remote cores, 1..AMP_MAX_CORES
 *  + "profile": row of the profile table (amp_profile.c)
 *  + "seed": of all chance in the machine; "jitter": off takes chance out
 *  + "pct": depth of the search for interleavings, 0 = the cores take turns
 *  + "limit-ms": virtual time at which the run is ended, 0 = never
 *  + "vdev-memory": "pool" or "named", see abi/amp_map.h
 *  + "auto-boot": off takes it from the device tree, where the profile has it
 *  + "faults": see abi/amp_lab.h
 *  + "running": images that run before a driver looks, see amp_boot.c
 *  + "bundle", "save", "restore": see amp_state.c
 *  + "guests": on for the fuzzer, see amp_guests.c
 *  + "m-side-window": maps the M side's register views into the A side, for
 *    register tests
 *  + "offers": read only, what scenarios can ask of the profile
 *  + chardevs with the ids "amp-report", "amp-trace", "amp-dump", "amp-memory"
 *    and, where the profile has a UART, "amp-uart0" for core 0's, all optional
 *
 * Builds the board in three walks over the profile: memories and devices of
 * each core, then the device tree (amp_dt.c).
 * Not modelled: ACPI tables for the remotes, any accelerator but TCG.
 */
#include "qemu/osdep.h"
#include "qemu/error-report.h"
#include "qemu/units.h"
#include "qapi/error.h"
#include "qapi/visitor.h"
#include "cpu.h"
#include "exec/exec-all.h"
#include "chardev/char.h"
#include "hw/arm/virt.h"
#include "hw/boards.h"
#include "hw/qdev-properties.h"
#include "hw/qdev-properties-system.h"
#include "compat.h"
#include "amp_sim.h"
#include "amp_profile.h"

static void (*virt_init)(MachineState *machine);

static uint32_t core_base(const AmpProfile *p, unsigned core)
{
    return p->core_base + core * p->core_stride;
}

/*
 * Over what lies there already: the virt board has its PCI bus, which nothing
 * here uses, at the addresses of some SoC's memories, and the DRAM window of a
 * core can reach into its devices.
 */
#define OVER_RAM 1
#define OVER_ALL 2
#define UNDER_ALL (-1)

static void map_alias(MemoryRegion *where, hwaddr addr, MemoryRegion *what,
                      int priority)
{
    MemoryRegion *alias = g_new(MemoryRegion, 1);

    memory_region_init_alias(alias, NULL, memory_region_name(what), what, 0,
                             memory_region_size(what));
    memory_region_add_subregion_overlap(where, addr, alias, priority);
}

static void map_memories(AmpVirtMachineState *s, unsigned core)
{
    const AmpProfile *p = s->profile;

    for (const AmpMemoryMap *m = p->memories; m->to != AMP_TO_NONE; m++) {
        MemoryRegion *mr = amp_remote_memory(s->remote[core], m->memory);

        if (m->to == AMP_TO_A) {
            map_alias(get_system_memory(), core_base(p, core) + m->addr, mr,
                      OVER_ALL);
        } else {
            map_alias(m->to == AMP_TO_BUS ? amp_remote_bus(s->remote[core])
                                          : amp_remote_view(s->remote[core]),
                      m->addr, mr, 0);
        }
    }
    for (const AmpReserved *r = p->reserved; r->name; r++) {
        if (r->label == AMP_L_FWRAM) {
            amp_remote_add_image_memory(s->remote[core],
                                        p->resv_base + core * p->resv_stride +
                                        r->offset - AMP_DRAM_BASE, r->size);
        }
    }
}

/*
 * What a core dump can show: the core's own memories, and carveouts in DRAM at
 * both addresses that the core has for them, read where nothing is checked.
 */
static void keep_memories(AmpVirtMachineState *s, unsigned core)
{
    const AmpProfile *p = s->profile;
    AmpRemoteState *remote = s->remote[core];

    for (const AmpMemoryMap *m = p->memories; m->to != AMP_TO_NONE; m++) {
        if (m->to == AMP_TO_M && m->memory <= AMP_MEM_DTCM) {
            amp_remote_keep(remote, m->addr, m->addr, memory_region_size(
                            amp_remote_memory(remote, m->memory)));
        }
    }
    for (const AmpReserved *r = p->reserved; r->name; r++) {
        uint32_t addr = p->resv_base + core * p->resv_stride + r->offset;
        uint32_t exec = addr - AMP_DRAM_BASE + AMP_M_DRAM_EXEC;

        if (!r->compatible && addr >= AMP_DRAM_BASE) {
            amp_remote_keep(remote, addr, exec, r->size);
            amp_remote_keep(remote, exec, exec, r->size);
        }
    }
}

static void connect_irqs(AmpVirtMachineState *s, unsigned core,
                         const AmpDevice *d, SysBusDevice *sbd)
{
    DeviceState *gic = VIRT_MACHINE(s)->gic;

    for (int i = 0; d->wires[i].to != AMP_TO_NONE; i++) {
        if (d->wires[i].to == AMP_TO_A) {
            sysbus_connect_irq(sbd, i, qdev_get_gpio_in(gic,
                                       AMP_SPI(core, d->wires[i].line)));
        } else if (d->wires[i].to == AMP_TO_M) {
            sysbus_connect_irq(sbd, i, qdev_get_gpio_in_named(
                                       DEVICE(s->remote[core]),
                                       AMP_REMOTE_NVIC_IN, d->wires[i].line));
        }
    }
}

/* The M side's view of a device, and for register tests the A side's of it */
static void map_m_view(AmpVirtMachineState *s, unsigned core,
                       MemoryRegion *where, uint32_t m_addr,
                       uint32_t test_offset, MemoryRegion *mr)
{
    memory_region_add_subregion_overlap(where, m_addr, mr, OVER_ALL);
    if (s->m_side_window) {
        map_alias(get_system_memory(), AMP_TEST_WINDOW(core) + test_offset, mr,
                  OVER_ALL);
    }
}

static void set_chardev(DeviceState *dev, const char *id, unsigned core)
{
    g_autofree char *full = g_strdup_printf("%s%u", id ?: "", core);
    Chardev *chr = id ? qemu_chr_find(full) : NULL;

    if (chr) {
        qdev_prop_set_chr(dev, "chardev", chr);
    }
}

static void create_device(AmpVirtMachineState *s, unsigned core,
                          const AmpDevice *d)
{
    g_autofree char *name = g_strdup_printf("%s%u", d->name, core);
    DeviceState *dev = qdev_new(d->type);
    SysBusDevice *sbd = SYS_BUS_DEVICE(dev);
    MemoryRegion *view = amp_remote_view(s->remote[core]);
    uint32_t a_addr = core_base(s->profile, core) + d->a_offset;

    object_property_add_child(OBJECT(s), name, OBJECT(dev));
    object_property_set_link(OBJECT(dev), "lab", OBJECT(s->lab), &error_abort);
    if (d->has_remote) {
        object_property_set_link(OBJECT(dev), "remote",
                                 OBJECT(s->remote[core]), &error_abort);
    }
    qdev_prop_set_uint32(dev, "core", core);
    set_chardev(dev, d->chardev, core);
    sysbus_realize_and_unref(sbd, &error_fatal);
    sysbus_mmio_map(sbd, 0, a_addr);
    map_m_view(s, core, d->behind_mmu ? amp_remote_bus(s->remote[core]) : view,
               d->behind_mmu ? a_addr : d->m_addr, d->a_offset - AMP_OFF_MBOX,
               sysbus_mmio_get_region(sbd, 1));
    if (sysbus_has_mmio(sbd, 2)) {
        memory_region_add_subregion_overlap(view, 0,
                                            sysbus_mmio_get_region(sbd, 2),
                                            UNDER_ALL);
    }
    connect_irqs(s, core, d, sbd);
}

/* Under every device, over the DRAM window */
static void create_words(AmpVirtMachineState *s, unsigned core,
                         const AmpWords *w)
{
    unsigned i = w - s->profile->words;
    g_autofree char *name = g_strdup_printf("%s%u", w->name, core);
    DeviceState *dev = qdev_new(TYPE_AMP_WORDS);

    object_property_add_child(OBJECT(s), name, OBJECT(dev));
    object_property_set_link(OBJECT(dev), "lab", OBJECT(s->lab), &error_abort);
    object_property_set_link(OBJECT(dev), "remote", OBJECT(s->remote[core]),
                             &error_abort);
    qdev_prop_set_uint32(dev, "core", core);
    qdev_prop_set_uint32(dev, "base", w->m_addr);
    qdev_prop_set_uint32(dev, "size", w->size);
    sysbus_realize_and_unref(SYS_BUS_DEVICE(dev), &error_fatal);
    memory_region_add_subregion_overlap(amp_remote_view(s->remote[core]),
        w->m_addr, sysbus_mmio_get_region(SYS_BUS_DEVICE(dev), 0), OVER_RAM);
    if (s->m_side_window) {
        MemoryRegion *part = g_new(MemoryRegion, 1);

        memory_region_init_alias(part, NULL, name,
                                 sysbus_mmio_get_region(SYS_BUS_DEVICE(dev), 0),
                                 0, AMP_TEST_WORDS_SIZE);
        memory_region_add_subregion_overlap(get_system_memory(),
                                            AMP_TEST_WORDS(core, i), part,
                                            OVER_ALL);
    }
}

static void create_pct(AmpVirtMachineState *s)
{
    DeviceState *dev;

    if (!s->pct) {
        return;
    }
    dev = qdev_new(TYPE_AMP_PCT);
    object_property_add_child(OBJECT(s), "turns", OBJECT(dev));
    object_property_set_link(OBJECT(dev), "lab", OBJECT(s->lab), &error_abort);
    qdev_prop_set_uint32(dev, "depth", s->pct);
    qdev_realize_and_unref(dev, NULL, &error_fatal);
}

static void create_lab(AmpVirtMachineState *s)
{
    DeviceState *dev = qdev_new(TYPE_AMP_LAB);
    Chardev *report = qemu_chr_find("amp-report");
    Chardev *trace = qemu_chr_find("amp-trace");
    Chardev *dump = qemu_chr_find("amp-dump");
    Chardev *memory = qemu_chr_find("amp-memory");

    object_property_add_child(OBJECT(s), "lab", OBJECT(dev));
    qdev_prop_set_uint32(dev, "cores", s->remotes);
    qdev_prop_set_uint64(dev, "seed", s->seed);
    qdev_prop_set_bit(dev, "jitter", s->jitter);
    qdev_prop_set_uint32(dev, "limit-ms", s->limit_ms);
    qdev_prop_set_string(dev, "faults", s->faults ?: "");
    if (report) {
        qdev_prop_set_chr(dev, "report", report);
    }
    if (trace) {
        qdev_prop_set_chr(dev, "trace", trace);
    }
    if (dump) {
        qdev_prop_set_chr(dev, "dump", dump);
    }
    if (memory) {
        qdev_prop_set_chr(dev, "memory", memory);
    }
    s->lab = AMP_LAB(dev);
    sysbus_realize_and_unref(SYS_BUS_DEVICE(dev), &error_fatal);
    sysbus_mmio_map(SYS_BUS_DEVICE(dev), 0, s->profile->lab_base);
}

static void create_remote(AmpVirtMachineState *s, unsigned core)
{
    g_autofree char *name = g_strdup_printf("remote%u", core);
    DeviceState *dev = qdev_new(TYPE_AMP_REMOTE);

    object_property_add_child(OBJECT(s), name, OBJECT(dev));
    object_property_set_link(OBJECT(dev), "lab", OBJECT(s->lab), &error_abort);
    object_property_set_link(OBJECT(dev), "dram", OBJECT(MACHINE(s)->ram),
                             &error_abort);
    qdev_prop_set_uint32(dev, "core", core);
    qdev_prop_set_uint32(dev, "clock-hz",
                         s->profile->core_hz ?: AMP_M_CLOCK_HZ);
    qdev_prop_set_uint32(dev, "nvic-lines", s->profile->nvic_lines);
    qdev_prop_set_uint32(dev, "itcm-size", s->profile->itcm_size);
    qdev_prop_set_uint32(dev, "dtcm-size", s->profile->dtcm_size);
    sysbus_realize_and_unref(SYS_BUS_DEVICE(dev), &error_fatal);
    s->remote[core] = AMP_REMOTE(dev);
}

/* What virt decides from the number of its own cores alone */
static void enable_parallel_code(void)
{
    CPUState *cs;

    if (tcg_enabled() && qemu_tcg_mttcg_enabled()) {
        CPU_FOREACH(cs) {
            cs->tcg_cflags |= CF_PARALLEL;
        }
    }
}

static void amp_virt_init(MachineState *machine)
{
    AmpVirtMachineState *s = AMP_VIRT_MACHINE(machine);

    if (machine->ram_size < AMP_DRAM_MIN_SIZE) {
        error_report("amp-virt needs at least %u MiB of memory (-m)",
                     (unsigned)(AMP_DRAM_MIN_SIZE / MiB));
        exit(EXIT_FAILURE);
    }
    if (s->remotes > s->profile->max_cores) {
        error_report("remotes=%u: profile %s has at most %u", s->remotes,
                     s->profile->name, s->profile->max_cores);
        exit(EXIT_FAILURE);
    }
    virt_init(machine);
    create_lab(s);
    create_pct(s);
    for (unsigned core = 0; core < s->remotes; core++) {
        create_remote(s, core);
        map_memories(s, core);
        map_m_view(s, core, amp_remote_view(s->remote[core]),
                   s->profile->m_lab, AMP_TEST_LAB,
                   sysbus_mmio_get_region(SYS_BUS_DEVICE(s->lab), 1 + core));
        for (const AmpDevice *d = s->profile->devices; d->name; d++) {
            create_device(s, core, d);
        }
        keep_memories(s, core);
        for (const AmpWords *w = s->profile->words; w && w->name; w++) {
            create_words(s, core, w);
        }
    }
    amp_flush_at_once(s->quick_flush);
    amp_boot_load(s, &error_fatal);
    amp_state_create(s, &error_fatal);
    amp_guests_create(s, &error_fatal);
    enable_parallel_code();
    amp_dt_create(s);
}

/*
 * TCG keeps a context for each core and counts those of -smp only, before the
 * board is built: make room for the remotes (-Wl,--wrap=tcg_init).
 */
void __real_tcg_init(size_t tb_size, int splitwx, unsigned max_cpus);
void __wrap_tcg_init(size_t tb_size, int splitwx, unsigned max_cpus);

void __wrap_tcg_init(size_t tb_size, int splitwx, unsigned max_cpus)
{
    Object *machine = object_dynamic_cast(qdev_get_machine(),
                                          TYPE_AMP_VIRT_MACHINE);

    if (machine) {
        max_cpus += AMP_VIRT_MACHINE(machine)->remotes;
    }
    __real_tcg_init(tb_size, splitwx, max_cpus);
}

/* Properties */

static void get_uint(Object *obj, Visitor *v, const char *name, void *opaque,
                     Error **errp)
{
    AmpVirtMachineState *s = AMP_VIRT_MACHINE(obj);
    uint64_t value = !strcmp(name, "seed") ? s->seed :
                     !strcmp(name, "remotes") ? s->remotes :
                     !strcmp(name, "pct") ? s->pct : s->limit_ms;

    visit_type_uint64(v, name, &value, errp);
}

static void set_remotes(Object *obj, Visitor *v, const char *name,
                        void *opaque, Error **errp)
{
    uint32_t value;

    if (!visit_type_uint32(v, name, &value, errp)) {
        return;
    }
    if (value < 1 || value > AMP_MAX_CORES) {
        error_setg(errp, "remotes=%u: want 1..%d", value, AMP_MAX_CORES);
        return;
    }
    AMP_VIRT_MACHINE(obj)->remotes = value;
}

static void set_seed(Object *obj, Visitor *v, const char *name, void *opaque,
                     Error **errp)
{
    visit_type_uint64(v, name, &AMP_VIRT_MACHINE(obj)->seed, errp);
}

static void set_pct(Object *obj, Visitor *v, const char *name, void *opaque,
                    Error **errp)
{
    visit_type_uint32(v, name, &AMP_VIRT_MACHINE(obj)->pct, errp);
}

static void set_limit(Object *obj, Visitor *v, const char *name, void *opaque,
                      Error **errp)
{
    visit_type_uint32(v, name, &AMP_VIRT_MACHINE(obj)->limit_ms, errp);
}

static bool get_jitter(Object *obj, Error **errp)
{
    return AMP_VIRT_MACHINE(obj)->jitter;
}

static void set_jitter(Object *obj, bool value, Error **errp)
{
    AMP_VIRT_MACHINE(obj)->jitter = value;
}

static bool get_m_side_window(Object *obj, Error **errp)
{
    return AMP_VIRT_MACHINE(obj)->m_side_window;
}

static void set_m_side_window(Object *obj, bool value, Error **errp)
{
    AMP_VIRT_MACHINE(obj)->m_side_window = value;
}

static bool get_quick_flush(Object *obj, Error **errp)
{
    return AMP_VIRT_MACHINE(obj)->quick_flush;
}

static void set_quick_flush(Object *obj, bool value, Error **errp)
{
    AMP_VIRT_MACHINE(obj)->quick_flush = value;
}

static bool get_guests(Object *obj, Error **errp)
{
    return AMP_VIRT_MACHINE(obj)->guests;
}

static void set_guests(Object *obj, bool value, Error **errp)
{
    AMP_VIRT_MACHINE(obj)->guests = value;
}

static bool get_auto_boot(Object *obj, Error **errp)
{
    return AMP_VIRT_MACHINE(obj)->auto_boot;
}

static void set_auto_boot(Object *obj, bool value, Error **errp)
{
    AMP_VIRT_MACHINE(obj)->auto_boot = value;
}

static char *get_vdev_memory(Object *obj, Error **errp)
{
    return g_strdup(AMP_VIRT_MACHINE(obj)->named_memory ? "named" : "pool");
}

static void set_vdev_memory(Object *obj, const char *value, Error **errp)
{
    if (strcmp(value, "pool") && strcmp(value, "named")) {
        error_setg(errp, "vdev-memory=%s: want pool or named", value);
        return;
    }
    AMP_VIRT_MACHINE(obj)->named_memory = !strcmp(value, "named");
}

#define TEXT_PROPERTY(name)                                                \
    static char *get_##name(Object *obj, Error **errp)                     \
    {                                                                      \
        return g_strdup(AMP_VIRT_MACHINE(obj)->name ?: "");                \
    }                                                                      \
                                                                           \
    static void set_##name(Object *obj, const char *value, Error **errp)   \
    {                                                                      \
        g_free(AMP_VIRT_MACHINE(obj)->name);                               \
        AMP_VIRT_MACHINE(obj)->name = g_strdup(value);                     \
    }

TEXT_PROPERTY(faults)
TEXT_PROPERTY(running)
TEXT_PROPERTY(bundle)
TEXT_PROPERTY(save)
TEXT_PROPERTY(restore)

static char *get_profile(Object *obj, Error **errp)
{
    return g_strdup(AMP_VIRT_MACHINE(obj)->profile->name);
}

static void set_profile(Object *obj, const char *value, Error **errp)
{
    const AmpProfile *p = amp_profile_find(value);

    if (!p) {
        error_setg(errp, "profile=%s: no such profile", value);
        return;
    }
    AMP_VIRT_MACHINE(obj)->profile = p;
}

static char *get_offers(Object *obj, Error **errp)
{
    return g_strdup(AMP_VIRT_MACHINE(obj)->profile->offers);
}

static void amp_virt_instance_init(Object *obj)
{
    AmpVirtMachineState *s = AMP_VIRT_MACHINE(obj);

    s->remotes = 1;
    s->jitter = true;
    s->auto_boot = true;
    s->profile = amp_profile_find("ref");
}

static void amp_virt_finalize(Object *obj)
{
    g_free(AMP_VIRT_MACHINE(obj)->faults);
    g_free(AMP_VIRT_MACHINE(obj)->running);
    g_free(AMP_VIRT_MACHINE(obj)->bundle);
    g_free(AMP_VIRT_MACHINE(obj)->save);
    g_free(AMP_VIRT_MACHINE(obj)->restore);
}

static void amp_virt_class_init(ObjectClass *oc, void *data)
{
    MachineClass *mc = MACHINE_CLASS(oc);

    mc->desc = "virt with remote Cortex-M cores";
    virt_init = mc->init;
    mc->init = amp_virt_init;
    mc->default_ram_size = AMP_DRAM_MIN_SIZE;
    /* The remotes' MPU has regions smaller than virt's pages of 4 KiB */
    mc->minimum_page_bits = 10;

    object_class_property_add(oc, "remotes", "uint32", get_uint, set_remotes,
                              NULL, NULL);
    object_class_property_set_description(oc, "remotes",
                                          "Remote cores, 1..4");
    object_class_property_add(oc, "seed", "uint64", get_uint, set_seed,
                              NULL, NULL);
    object_class_property_set_description(oc, "seed",
                                          "Seed of all chance in the machine");
    object_class_property_add(oc, "pct", "uint32", get_uint, set_pct, NULL,
                              NULL);
    object_class_property_set_description(oc, "pct",
                                          "Depth of the search for "
                                          "interleavings, 0 = turns");
    object_class_property_add(oc, "limit-ms", "uint32", get_uint, set_limit,
                              NULL, NULL);
    object_class_property_set_description(oc, "limit-ms",
                                          "Virtual time that ends the run");
    object_class_property_add_bool(oc, "jitter", get_jitter, set_jitter);
    object_class_property_set_description(oc, "jitter",
                                          "Set off to take chance out");
    object_class_property_add_bool(oc, "auto-boot", get_auto_boot,
                                   set_auto_boot);
    object_class_property_set_description(oc, "auto-boot",
                                          "Set off to let somebody start them");
    object_class_property_add_bool(oc, "quick-flush", get_quick_flush,
                                   set_quick_flush);
    object_class_property_set_description(oc, "quick-flush",
                                          "Pages of a TLB at once, within the "
                                          "turn");
    object_class_property_add_bool(oc, "guests", get_guests, set_guests);
    object_class_property_set_description(oc, "guests",
                                          "Set on by the fuzzer");
    object_class_property_add_str(oc, "vdev-memory", get_vdev_memory,
                                  set_vdev_memory);
    object_class_property_set_description(oc, "vdev-memory",
                                          "Where vrings live: pool or named");
    object_class_property_add_str(oc, "faults", get_faults, set_faults);
    object_class_property_set_description(oc, "faults",
                                          "NAME@CORE[:skip=N][:count=N]+...");
    object_class_property_add_str(oc, "running", get_running, set_running);
    object_class_property_set_description(oc, "running",
                                          "FILE@CORE[:table=N][:size=N][:at=ready]+...");
    object_class_property_add_str(oc, "bundle", get_bundle, set_bundle);
    object_class_property_set_description(oc, "bundle",
                                          "File that the ready guest reads");
    object_class_property_add_str(oc, "save", get_save, set_save);
    object_class_property_set_description(oc, "save",
                                          "Directory for the ready machine");
    object_class_property_add_str(oc, "restore", get_restore, set_restore);
    object_class_property_set_description(oc, "restore",
                                          "Directory to begin from");
    object_class_property_add_str(oc, "profile", get_profile, set_profile);
    object_class_property_set_description(oc, "profile",
                                          "Row of the SoC profile table");
    object_class_property_add_str(oc, "offers", get_offers, NULL);
    object_class_property_set_description(oc, "offers",
                                          "What the profile offers scenarios");
    object_class_property_add_bool(oc, "m-side-window", get_m_side_window,
                                   set_m_side_window);
    object_class_property_set_description(oc, "m-side-window",
                                          "Map M-side registers for tests");
}

static const TypeInfo amp_virt_types[] = {
    {
        .name = TYPE_AMP_VIRT_MACHINE,
        .parent = TYPE_VIRT_MACHINE,
        .instance_size = sizeof(AmpVirtMachineState),
        .instance_init = amp_virt_instance_init,
        .instance_finalize = amp_virt_finalize,
        .class_init = amp_virt_class_init,
    },
};
DEFINE_TYPES(amp_virt_types)
