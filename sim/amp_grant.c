/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What of DRAM the kernel has given a remote core, and taken back
 *
 * A memory region that stands for the machine's RAM in the core's window.  Each
 * access is let through, as hardware would, after a look at the resource table
 * in the core's own memory, which is how Linux gives memory whatever its
 * platform driver (kernel: remoteproc_core.c, remoteproc_virtio.c):
 *  + a carveout, device memory or trace entry gives its range for good;
 *  + a vring with an address gives itself, and the buffers that its descriptors
 *    name, as long as the status byte of its vdev says DRIVER.  The reset takes
 *    that away: the kernel frees the buffers and nothing else tells the core.
 *    (0 is seen for a moment only: the virtio core acknowledges the device
 *    again, status 1, when its driver has gone.)
 * Anything else is a stray access: a guest error with program counter and
 * address, and AMP_EV_STRAY.  After STRAYS_MAX in one life of the core they are
 * counted by the event only.
 *
 * Behind an MMU the window sees addresses after their translation.  A carveout
 * lies at its physical address then, a vring with an address that is mapped
 * where that leads to; device memory entries are maps and give no DRAM.
 *
 * Tables are looked for at every start, in the memories that the core's image
 * can lie in (amp_grant_scan()): words that have the shape of one.  An image
 * that left its table behind in such a memory still gives what it gave.
 *
 * Not checked: accesses through the executable alias of the window, the order
 * of avail and used ring, memory of other cores that is given to them.
 */
#include "qemu/osdep.h"
#include "qemu/bswap.h"
#include "qemu/log.h"
#include "qemu/units.h"
#include "cpu.h"
#include "exec/exec-all.h"
#include "compat.h"
#include "amp_grant.h"

/* Layout of the table: include/linux/rsc_table.h (remoteproc.h before 6.1) */
#define TABLE_HEADER   16
#define TABLE_MAX      (4 * KiB)
#define ENTRIES_MAX    64
#define RSC_CARVEOUT   0u
#define RSC_DEVMEM     1u
#define RSC_TRACE      2u
#define RSC_VDEV       3u
#define RSC_VENDOR     128u
#define RSC_VENDOR_END 512u
#define RSC_DA         4       /* behind the type, of the first three */
#define RSC_PA         8
#define RSC_LEN_CARVE  12
#define RSC_LEN_TRACE  8
#define ENTRY_MIN      16      /* bytes of the shortest entry, a trace of old */
#define VDEV_STATUS    24
#define STATUS_DRIVER  2       /* virtio: a driver has the device */
#define VDEV_VRINGS    25
#define VDEV_RINGS     28
#define VRING_SIZE     20
#define VRING_ALIGN    4
#define VRING_NUM      8
#define ADDR_ANY       UINT32_MAX

/* Split virtqueue (virtio 1.1, 2.6): bytes of a descriptor and of the rest */
#define DESC_SIZE      16
#define STRAYS_MAX     16

typedef struct Range {
    uint64_t base;
    uint64_t size;
} Range;

static bool holds(Range r, uint64_t addr, unsigned size)
{
    return addr >= r.base && size <= r.size && addr - r.base <= r.size - size;
}

/* Entry @i of @table, NULL if a part of its fixed size lies outside */
static const uint8_t *entry_at(const AmpGrantTable *table, uint32_t i,
                               uint32_t size)
{
    uint32_t at = ldl_le_p(table->bytes + TABLE_HEADER + 4 * i);

    return at <= table->size && size <= table->size - at ? table->bytes + at
                                                         : NULL;
}

static bool is_table(const AmpGrantTable *table)
{
    uint32_t num, at, last;

    if (table->size < TABLE_HEADER + 4 || ldl_le_p(table->bytes) != 1 ||
        ldq_le_p(table->bytes + 8) != 0) {
        return false;
    }
    num = ldl_le_p(table->bytes + 4);
    if (num < 1 || num > ENTRIES_MAX ||
        TABLE_HEADER + 4 * num > table->size) {
        return false;
    }
    last = TABLE_HEADER + 4 * num;
    for (uint32_t i = 0; i < num; i++) {
        const uint8_t *entry = entry_at(table, i, ENTRY_MIN);

        at = ldl_le_p(table->bytes + TABLE_HEADER + 4 * i);
        if (!entry || at < last || at % 4 != 0 ||
            (ldl_le_p(entry) > RSC_VDEV && (ldl_le_p(entry) < RSC_VENDOR ||
                                            ldl_le_p(entry) > RSC_VENDOR_END))) {
            return false;
        }
        last = at + 4;
    }
    return true;
}

void amp_grant_scan(AmpGrant *g, const uint8_t *bytes, uint64_t size)
{
    for (uint64_t at = 0; at + TABLE_HEADER < size; at += 4) {
        AmpGrantTable table = { bytes + at, MIN(size - at, TABLE_MAX) };

        if (g->num_tables < AMP_GRANT_TABLES && is_table(&table)) {
            g->table[g->num_tables++] = table;
        }
    }
}

void amp_grant_forget(AmpGrant *g)
{
    g->num_tables = 0;
    g->strays = 0;
}

/* Address of vring @n of a vdev entry and its descriptors; false: not given */
static bool vring_of(AmpGrant *g, const AmpGrantTable *table,
                     const uint8_t *vdev, unsigned n, Range *ring,
                     uint32_t *num)
{
    uint64_t at = vdev - table->bytes + VDEV_RINGS + n * VRING_SIZE;
    uint32_t align, pa;

    if (at + VRING_SIZE > table->size) {
        return false;
    }
    align = ldl_le_p(table->bytes + at + VRING_ALIGN);
    *num = ldl_le_p(table->bytes + at + VRING_NUM);
    ring->base = ldl_le_p(table->bytes + at);
    if (g->where && g->where(g->where_opaque, ring->base, &pa)) {
        ring->base = pa;
    }
    if (ring->base == 0 || ring->base == ADDR_ANY || *num == 0 ||
        *num > 32 * KiB || !is_power_of_2(align)) {
        return false;
    }
    /* descriptors, available ring with event word; used ring with event word */
    ring->size = QEMU_ALIGN_UP((uint64_t)*num * (DESC_SIZE + 2) + 6, align) +
                 *num * 8ull + 6;
    return true;
}

static bool buffer_holds(AmpGrant *g, Range ring, uint32_t num, uint64_t addr,
                         unsigned size)
{
    Range ram = { g->base, memory_region_size(&g->window) };

    if (!holds(ram, ring.base, ring.size)) {
        return false;
    }
    for (uint32_t i = 0; i < num; i++) {
        const uint8_t *desc = g->ram + (ring.base - g->base) + i * DESC_SIZE;
        Range buffer = { ldq_le_p(desc), ldl_le_p(desc + 8) };

        if (holds(buffer, addr, size)) {
            return true;
        }
    }
    return false;
}

static bool vdev_holds(AmpGrant *g, const AmpGrantTable *table,
                       const uint8_t *vdev, uint64_t addr, unsigned size,
                       bool *is_taken_back)
{
    Range ring;
    uint32_t num;

    for (unsigned n = 0; n < vdev[VDEV_VRINGS]; n++) {
        if (!vring_of(g, table, vdev, n, &ring, &num) ||
            !(holds(ring, addr, size) ||
              buffer_holds(g, ring, num, addr, size))) {
            continue;
        }
        if (vdev[VDEV_STATUS] & STATUS_DRIVER) {
            return true;
        }
        *is_taken_back = true;
    }
    return false;
}

static bool range_holds(AmpGrant *g, const uint8_t *entry, unsigned len_at,
                        uint64_t addr, unsigned size)
{
    uint32_t len = ldl_le_p(entry + len_at);
    Range da = { ldl_le_p(entry + RSC_DA), g->where ? 0 : len };
    Range pa = { ldl_le_p(entry + RSC_PA), len_at == RSC_LEN_TRACE ? 0 : len };

    return holds(da, addr, size) || holds(pa, addr, size);
}

bool amp_grant_is_carveout(AmpGrant *g, uint64_t addr, unsigned size)
{
    for (unsigned t = 0; t < g->num_tables; t++) {
        const AmpGrantTable *table = &g->table[t];

        for (uint32_t i = 0; i < ldl_le_p(table->bytes + 4); i++) {
            const uint8_t *entry = entry_at(table, i, ENTRY_MIN);

            if (entry && ldl_le_p(entry) == RSC_CARVEOUT &&
                range_holds(g, entry, RSC_LEN_CARVE, addr, size)) {
                return true;
            }
        }
    }
    return false;
}

static bool table_holds(AmpGrant *g, const AmpGrantTable *table, uint64_t addr,
                        unsigned size, bool *is_taken_back)
{
    for (uint32_t i = 0; i < ldl_le_p(table->bytes + 4); i++) {
        const uint8_t *entry = entry_at(table, i, ENTRY_MIN);
        bool is_given = false;

        if (!entry) {
            continue;
        }
        switch (ldl_le_p(entry)) {
        case RSC_DEVMEM:
            is_given = !g->where &&
                       range_holds(g, entry, RSC_LEN_CARVE, addr, size);
            break;
        case RSC_CARVEOUT:
            is_given = range_holds(g, entry, RSC_LEN_CARVE, addr, size);
            break;
        case RSC_TRACE:
            is_given = range_holds(g, entry, RSC_LEN_TRACE, addr, size);
            break;
        case RSC_VDEV:
            entry = entry_at(table, i, VDEV_RINGS);
            is_given = entry && vdev_holds(g, table, entry, addr, size,
                                           is_taken_back);
            break;
        }
        if (is_given) {
            return true;
        }
    }
    return false;
}

/* The instruction that makes the access; the core's own copy is of its block */
static uint32_t pc_now(CPUState *cs)
{
    uint64_t data[TARGET_INSN_START_WORDS];
    uint32_t pc = ARM_CPU(cs)->env.regs[15];

    if (cs->mem_io_pc && cpu_unwind_state_data(cs, cs->mem_io_pc, data)) {
        pc = TARGET_TB_PCREL ? (pc & TARGET_PAGE_MASK) | data[0] : data[0];
    }
    return pc;
}

static void check(AmpGrant *g, hwaddr offset, unsigned size, bool is_write)
{
    uint64_t addr = g->base + offset;
    bool is_taken_back = false;
    uint32_t pc;

    for (unsigned i = 0; i < g->num_tables; i++) {
        if (table_holds(g, &g->table[i], addr, size, &is_taken_back)) {
            return;
        }
    }
    /* a debugger's or the monitor's look is not the core's */
    if (!current_cpu || current_cpu != g->cpu) {
        return;
    }
    pc = pc_now(current_cpu);
    amp_lab_event(g->lab, AMP_EV_STRAY, g->core, AMP_SIDE_M, addr, pc);
    if (g->strays++ < STRAYS_MAX) {
        qemu_log_mask(LOG_GUEST_ERROR, "core%u: stray %s of %u bytes at 0x%"
                      PRIx64 ", pc 0x%08x: memory that the kernel has %s\n",
                      g->core, is_write ? "write" : "read", size, addr, pc,
                      is_taken_back ? "taken back" : "not given");
    }
}

static uint64_t grant_read(void *opaque, hwaddr offset, unsigned size)
{
    AmpGrant *g = opaque;

    check(g, offset, size, false);
    return ldn_le_p(g->ram + offset, size);
}

static void grant_write(void *opaque, hwaddr offset, uint64_t value,
                        unsigned size)
{
    AmpGrant *g = opaque;
    uint8_t bytes[8];

    check(g, offset, size, true);
    stn_le_p(bytes, size, value);
    /* not straight into the RAM: it may hold code that has been translated */
    address_space_write(&address_space_memory, g->base + offset,
                        MEMTXATTRS_UNSPECIFIED, bytes, size);
}

static const MemoryRegionOps grant_ops = {
    .read = grant_read,
    .write = grant_write,
    AMP_ANY_SIZE
};

void amp_grant_init(AmpGrant *g, Object *owner, MemoryRegion *dram,
                    uint64_t base, uint64_t size)
{
    g->ram = memory_region_get_ram_ptr(dram);
    g->base = base;
    memory_region_init_io(&g->window, owner, &grant_ops, g, "amp-m-dram-given",
                          size);
}

/* What the core finds in its tables at its first instruction */
void amp_grant_report(AmpGrant *g)
{
    for (unsigned i = 0; i < g->num_tables; i++) {
        const AmpGrantTable *table = &g->table[i];

        for (uint32_t e = 0; e < ldl_le_p(table->bytes + 4); e++) {
            const uint8_t *vdev = entry_at(table, e, VDEV_RINGS);

            if (!vdev || ldl_le_p(vdev) != RSC_VDEV) {
                continue;
            }
            for (unsigned n = 0; n < vdev[VDEV_VRINGS]; n++) {
                const uint8_t *ring = vdev + VDEV_RINGS + n * VRING_SIZE;

                if (ring + VRING_SIZE <= table->bytes + table->size) {
                    amp_lab_event(g->lab, AMP_EV_TABLE, g->core,
                                  AMP_SIDE_MACHINE, ldl_le_p(ring),
                                  e << 16 | n << 8 | vdev[VDEV_STATUS]);
                }
            }
        }
    }
}
