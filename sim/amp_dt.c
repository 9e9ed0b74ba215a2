/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Device tree of the remotes, written from the profile's tables
 *
 * Adds /reserved-memory, a simple-bus /amp@... with one set of nodes a core,
 * and the lab block.  libfdt puts a new node before its elder siblings, so
 * everything is added last to first: drivers then probe in the order of the
 * cores.
 * Leaves out: overlays, and any node that does not belong to a core or the lab.
 */
#include "qemu/osdep.h"
#include "qapi/error.h"
#include "hw/arm/virt.h"
#include "hw/arm/fdt.h"
#include "compat.h"
#include "amp_profile.h"

#define BUS_SIZE 0x01000000u

static bool reserved_is_used(const AmpVirtMachineState *s, const AmpReserved *r)
{
    return s->named_memory || !r->named_only;
}

static void set_cells(AmpDt *dt, const char *path, const char *name,
                      const uint32_t *cell, unsigned count)
{
    g_autofree uint32_t *be = g_new(uint32_t, count);

    for (unsigned i = 0; i < count; i++) {
        be[i] = cpu_to_be32(cell[i]);
    }
    qemu_fdt_setprop(dt->fdt, path, name, be, count * sizeof(*be));
}

void amp_dt_memory_region(AmpDt *dt, const char *path, const char *name)
{
    uint32_t cell[AMP_LABELS];
    unsigned count = 0;

    for (const AmpReserved *r = dt->machine->profile->reserved; r->name; r++) {
        if (reserved_is_used(dt->machine, r)) {
            cell[count++] = dt->phandle[r->label];
        }
    }
    set_cells(dt, path, name, cell, count);
}

void amp_dt_firmware_name(AmpDt *dt, const char *path, const char *name)
{
    g_autofree char *file = g_strdup_printf("amp-core%u.elf", dt->core);

    qemu_fdt_setprop_string(dt->fdt, path, name, file);
}

/* <da pa size>: where the A side finds what the core calls da */
void amp_dt_da_map(AmpDt *dt, const char *path, const char *name)
{
    uint32_t base = AMP_CORE(dt->core);
    uint32_t cell[] = {
        AMP_M_ITCM, base + AMP_OFF_ITCM, AMP_ITCM_SIZE,
        AMP_M_DTCM, base + AMP_OFF_DTCM, AMP_DTCM_SIZE,
        AMP_M_DRAM_EXEC, AMP_DRAM_BASE,
        MIN(MACHINE(dt->machine)->ram_size, AMP_WINDOW_MAX),
    };

    set_cells(dt, path, name, cell, ARRAY_SIZE(cell));
}

void amp_dt_auto_boot(AmpDt *dt, const char *path, const char *name)
{
    if (dt->machine->auto_boot) {
        qemu_fdt_setprop(dt->fdt, path, name, NULL, 0);
    }
}

/* The fixed clock that the board has for its own devices */
void amp_dt_clock(AmpDt *dt, const char *path, const char *name)
{
    uint32_t phandle = VIRT_MACHINE(dt->machine)->clock_phandle;

    set_cells(dt, path, name, &phandle, 1);
}

static void add_prop(AmpDt *dt, const char *path, const AmpProp *p)
{
    uint32_t cell[AMP_MAX_CELLS];

    switch (p->kind) {
    case AMP_PROP_STRINGS:
        qemu_fdt_setprop(dt->fdt, path, p->name, p->text, p->text_size);
        break;
    case AMP_PROP_CELLS:
        for (unsigned i = 0; i < p->count; i++) {
            cell[i] = extract32(p->labels, i, 1) ? dt->phandle[p->cell[i]]
                                                 : p->cell[i];
        }
        set_cells(dt, path, p->name, cell, p->count);
        break;
    case AMP_PROP_CALL:
        p->call(dt, path, p->name);
        break;
    }
}

static const AmpDevice *find_device(const AmpProfile *p, const char *name)
{
    for (const AmpDevice *d = p->devices; d->name; d++) {
        if (!strcmp(d->name, name)) {
            return d;
        }
    }
    g_assert_not_reached();
}

static void add_interrupts(AmpDt *dt, const char *path, const char *device)
{
    const AmpDevice *d = find_device(dt->machine->profile, device);
    uint32_t cell[3 * AMP_MAX_WIRES];
    unsigned count = 0;

    for (int i = 0; d->wires[i].to != AMP_TO_NONE; i++) {
        if (d->wires[i].to == AMP_TO_A) {
            cell[count++] = GIC_FDT_IRQ_TYPE_SPI;
            cell[count++] = AMP_SPI(dt->core, d->wires[i].line);
            cell[count++] = d->wires[i].is_edge ? GIC_FDT_IRQ_FLAGS_EDGE_LO_HI
                                                : GIC_FDT_IRQ_FLAGS_LEVEL_HI;
        }
    }
    set_cells(dt, path, "interrupts", cell, count);
}

static void add_reg(AmpDt *dt, const char *path, const AmpNode *node,
                    uint32_t base)
{
    uint32_t cell[2 * AMP_MAX_REGS];
    unsigned count = 0;

    for (int i = 0; i < AMP_MAX_REGS && node->reg[i].size; i++) {
        cell[count++] = base + node->reg[i].offset;
        cell[count++] = node->reg[i].size;
    }
    set_cells(dt, path, "reg", cell, count);
}

static bool child_has_reg(const AmpNode *node)
{
    return node->child && strchr(node->child, '@');
}

static char *path_of(AmpDt *dt, const char *bus, const AmpNode *node,
                     uint32_t base)
{
    g_autofree char *child = !node->child ? g_strdup("") :
        child_has_reg(node) ? g_strdup_printf("/%s", node->child) :
        g_strdup_printf("/%s%u", node->child, dt->core);

    if (!node->reg[0].size || child_has_reg(node)) {
        return g_strdup_printf("%s/%s%u%s", bus, node->name, dt->core, child);
    }
    return g_strdup_printf("%s/%s@%x%s", bus, node->name,
                           base + node->reg[0].offset, child);
}

static void add_node(AmpDt *dt, const char *bus, const AmpNode *node)
{
    const AmpProfile *p = dt->machine->profile;
    uint32_t base = p->core_base + dt->core * p->core_stride;
    g_autofree char *path = path_of(dt, bus, node, base);

    qemu_fdt_add_path(dt->fdt, path);
    if (node->reg[0].size && (!node->child || child_has_reg(node))) {
        add_reg(dt, path, node, base);
    }
    if (node->device) {
        add_interrupts(dt, path, node->device);
    }
    for (const AmpProp *prop = node->props; prop->name; prop++) {
        add_prop(dt, path, prop);
    }
    if (node->label) {
        qemu_fdt_setprop_cell(dt->fdt, path, "phandle",
                              dt->phandle[node->label]);
    }
}

static void add_reserved(AmpDt *dt, const AmpReserved *r)
{
    const AmpProfile *p = dt->machine->profile;
    uint32_t base = p->resv_base + dt->core * p->resv_stride + r->offset;
    g_autofree char *path = g_strdup_printf("/reserved-memory/%s@%x",
                                            r->name, base);

    qemu_fdt_add_subnode(dt->fdt, path);
    if (r->compatible) {
        qemu_fdt_setprop_string(dt->fdt, path, "compatible", r->compatible);
    }
    qemu_fdt_setprop_sized_cells(dt->fdt, path, "reg", 2, base, 2, r->size);
    qemu_fdt_setprop(dt->fdt, path, r->is_reusable ? "reusable" : "no-map",
                     NULL, 0);
    qemu_fdt_setprop_cell(dt->fdt, path, "phandle", dt->phandle[r->label]);
}

static void add_core(AmpDt *dt, const char *bus)
{
    const AmpProfile *p = dt->machine->profile;
    const AmpReserved *r = p->reserved;
    const AmpNode *node = p->nodes;

    for (int label = AMP_NO_LABEL + 1; label < AMP_LABELS; label++) {
        dt->phandle[label] = qemu_fdt_alloc_phandle(dt->fdt);
    }
    while (r->name) {
        r++;
    }
    while (r-- > p->reserved) {
        if (reserved_is_used(dt->machine, r)) {
            add_reserved(dt, r);
        }
    }
    while (node->name) {
        node++;
    }
    while (node-- > p->nodes) {
        add_node(dt, bus, node);
    }
}

static void add_lab(AmpDt *dt, const char *bus)
{
    const AmpProfile *p = dt->machine->profile;
    g_autofree char *path = g_strdup_printf("%s/lab@%x", bus, p->lab_base);
    uint32_t reg[] = { p->lab_base, AMP_LAB_SIZE };

    qemu_fdt_add_subnode(dt->fdt, path);
    qemu_fdt_setprop_string(dt->fdt, path, "compatible", "rproctest,amp-lab");
    set_cells(dt, path, "reg", reg, ARRAY_SIZE(reg));
}

/* The board's root has two cells for addresses and two for sizes */
static void add_bus(AmpDt *dt, const char *bus)
{
    const AmpProfile *p = dt->machine->profile;
    uint32_t ranges[] = {
        p->core_base, 0, p->core_base, BUS_SIZE,
        p->more_base, 0, p->more_base, p->more_size,
    };

    qemu_fdt_add_subnode(dt->fdt, bus);
    qemu_fdt_setprop_string(dt->fdt, bus, "compatible", "simple-bus");
    qemu_fdt_setprop_cell(dt->fdt, bus, "#address-cells", 1);
    qemu_fdt_setprop_cell(dt->fdt, bus, "#size-cells", 1);
    set_cells(dt, bus, "ranges", ranges,
              ARRAY_SIZE(ranges) / (p->more_size ? 1 : 2));

    qemu_fdt_add_subnode(dt->fdt, "/reserved-memory");
    qemu_fdt_setprop_cell(dt->fdt, "/reserved-memory", "#address-cells", 2);
    qemu_fdt_setprop_cell(dt->fdt, "/reserved-memory", "#size-cells", 2);
    qemu_fdt_setprop(dt->fdt, "/reserved-memory", "ranges", NULL, 0);
}

void amp_dt_create(AmpVirtMachineState *s)
{
    AmpDt dt = { .machine = s, .fdt = MACHINE(s)->fdt };
    g_autofree char *bus = g_strdup_printf("/amp@%x", s->profile->core_base);

    add_bus(&dt, bus);
    add_lab(&dt, bus);
    for (unsigned core = s->remotes; core-- > 0; ) {
        dt.core = core;
        add_core(&dt, bus);
    }
}
