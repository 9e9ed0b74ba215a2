/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * System MMU of an OMAP4 in front of a remote core
 *
 * QEMU interface:
 *  + sysbus MMIO region 0: registers as the A side sees them, region 1: the
 *    same as the core sees them; 4-byte accesses only
 *  + sysbus MMIO region 2: what the machine lays under everything else in the
 *    core's address space; its first 4 GiB are translated
 *  + sysbus IRQ 0: level, high while a fault is pending and enabled (A side)
 *  + property "core", links "lab" and "remote"
 *
 * Registers and tables are in abi/amp_omap_mmu.h; sources: OMAP4430 TRM
 * SWPU231 and the use that Linux' omap-iommu.c makes of them.  A translation
 * (amp_omap_tlb.c) lives in the TLB until it is replaced or flushed, whatever
 * becomes of the tables; QEMU's own TLB of the core holds no more than that.
 *
 * Behind the 4 GiB lie, out of reach of the core's 32 bits, what addresses are
 * translated to: the bus, the refusal of an access, and RAM that needs no check
 * because a carveout gives it.  They are in the core's own address space since
 * QEMU finds registers behind an IOMMU only there.
 *
 * Not modelled: a fault without GP_REG bit 0 holds the core's access until the
 * fault is cleared, here each fault is a bus error; several hits of one address;
 * the emulator's TLB; SYSCONFIG.
 */
#include "qemu/osdep.h"
#include "qemu/main-loop.h"
#include "qapi/error.h"
#include "migration/vmstate.h"
#include "exec/address-spaces.h"
#include "hw/irq.h"
#include "hw/qdev-properties.h"
#include "compat.h"
#include "amp_sim.h"
#include "amp_omap_tlb.h"

#define TYPE_AMP_OMAP_MMU_FRONT "amp-omap-mmu-front"

#define SPACE_SIZE (1ull << 32)
#define AT_FRONT 0
#define AT_BUS (1 * SPACE_SIZE)
#define AT_REFUSED (2 * SPACE_SIZE)
#define AT_CODE (3 * SPACE_SIZE)
#define AT_END (4 * SPACE_SIZE)

struct AmpOmapMmuState {
    SysBusDevice parent_obj;

    AmpView view[2];            /* A side, M side */
    qemu_irq irq;
    MemoryRegion space;
    IOMMUMemoryRegion front;
    MemoryRegion bus;
    MemoryRegion refused;
    MemoryRegion code;

    AmpOmapTlb tlb;
    uint32_t irq_status;
    uint32_t irq_enable;
    uint32_t cntl;
    uint32_t fault_ad;
    uint32_t ttb;
    uint32_t cam;
    uint32_t ram;
    uint32_t gp_reg;

    AmpLabState *lab;           /* properties, constant */
    AmpRemoteState *remote;
    uint32_t core;
};

static void mmu_update(AmpOmapMmuState *s)
{
    qemu_set_irq(s->irq, (s->irq_status & s->irq_enable) != 0);
}

/* Where @da is, with no change of anything: 0, or the fault */
static uint32_t look_up(AmpOmapMmuState *s, uint32_t da, AmpOmapEntry *e,
                        bool *is_new)
{
    *is_new = false;
    if (!(s->cntl & AMP_MMU_CNTL_ENABLE)) {
        *e = amp_omap_identity(da);
        return 0;
    }
    if (amp_omap_tlb_find(&s->tlb, da, e)) {
        return 0;
    }
    *is_new = true;
    return s->cntl & AMP_MMU_CNTL_TWL ? amp_omap_walk(s->ttb, da, e)
                                      : AMP_MMU_IRQ_TLBMISS;
}

/* For the core's window on DRAM */
static bool mmu_where(void *opaque, uint32_t da, uint32_t *pa)
{
    AmpOmapEntry e;
    bool is_new;

    if (look_up(opaque, da, &e, &is_new)) {
        return false;
    }
    *pa = amp_omap_translated(&e, da);
    return true;
}

/* An entry of the TLB that the core has used makes room for another */
static void replace(AmpOmapMmuState *s, AmpOmapEntry e)
{
    AmpOmapEntry *old = amp_omap_tlb_victim(&s->tlb);

    if (old->cam & AMP_MMU_CAM_V) {
        amp_remote_flush(s->remote);
    }
    *old = e;
}

/* What the part does for an access: 0 and where it goes, or the fault */
static uint32_t translate(AmpOmapMmuState *s, uint32_t da, uint32_t *pa)
{
    AmpOmapEntry e;
    bool is_new;
    uint32_t fault = look_up(s, da, &e, &is_new);

    if (!fault && is_new) {
        replace(s, e);
        amp_omap_tlb_advance(&s->tlb);
    }
    *pa = fault ? 0 : amp_omap_translated(&e, da);
    return fault;
}

/*
 * Called for a page of QEMU's, which is smaller than any of the MMU's.  The
 * access itself, with its exact address, is refused by the region.
 */
static IOMMUTLBEntry front_translate(IOMMUMemoryRegion *mr, hwaddr addr,
                                     IOMMUAccessFlags flag, int index)
{
    AmpOmapMmuState *s = container_of(mr, AmpOmapMmuState, front);
    IOMMUTLBEntry entry = {
        .target_as = amp_remote_address_space(s->remote),
        .iova = addr & ~0x3ffull,
        .translated_addr = AT_REFUSED + (addr & ~0x3ffull),
        .addr_mask = 0x3ff,
        .perm = IOMMU_RW,
    };
    bool was_locked = qemu_mutex_iothread_locked();
    uint32_t pa;

    /* the core fills its TLB without the lock, the A side writes with it */
    if (!was_locked) {
        qemu_mutex_lock_iothread();
    }
    if (!translate(s, entry.iova, &pa)) {
        bool is_code = amp_remote_is_code(s->remote, pa, entry.addr_mask + 1);

        entry.translated_addr = (is_code ? AT_CODE : AT_BUS) + pa;
    }
    if (!was_locked) {
        qemu_mutex_unlock_iothread();
    }
    return entry;
}

/* The first fault is kept until it is cleared */
static void mmu_fault(AmpOmapMmuState *s, uint32_t fault, uint32_t da)
{
    amp_lab_event(s->lab, AMP_EV_MMU, s->core, AMP_SIDE_M, da, fault);
    if (amp_lab_fault(s->lab, s->core, AMP_FAULT_CRASH_LOST)) {
        return;
    }
    if (!s->irq_status) {
        s->fault_ad = da;
    }
    s->irq_status |= fault;
    mmu_update(s);
}

/* A page that was mapped since QEMU asked is not refused any more */
static MemTxResult refuse(void *opaque, hwaddr da, void *bytes, unsigned size,
                          MemTxAttrs attrs, bool is_write)
{
    AmpOmapMmuState *s = opaque;
    uint32_t pa, fault = translate(s, da, &pa);

    if (!fault) {
        return address_space_rw(amp_remote_address_space(s->remote),
                                AT_BUS + pa, attrs, bytes, size, is_write);
    }
    mmu_fault(s, fault, da);
    return MEMTX_DECODE_ERROR;
}

static MemTxResult refused_read(void *opaque, hwaddr da, uint64_t *value,
                                unsigned size, MemTxAttrs attrs)
{
    uint8_t bytes[8] = { 0 };
    MemTxResult result = refuse(opaque, da, bytes, size, attrs, false);

    *value = ldn_le_p(bytes, size);
    return result;
}

static MemTxResult refused_write(void *opaque, hwaddr da, uint64_t value,
                                 unsigned size, MemTxAttrs attrs)
{
    uint8_t bytes[8];

    stn_le_p(bytes, size, value);
    return refuse(opaque, da, bytes, size, attrs, true);
}

static const MemoryRegionOps refused_ops = {
    .read_with_attrs = refused_read,
    .write_with_attrs = refused_write,
    AMP_ANY_SIZE
};

/* Registers: those that hold what was written, each with its bits */
static const struct {
    uint32_t offset;
    uint32_t bits;
    size_t field;
} words[] = {
    { AMP_MMU_IRQENABLE, AMP_MMU_IRQ_ALL,
      offsetof(AmpOmapMmuState, irq_enable) },
    { AMP_MMU_CNTL, AMP_MMU_CNTL_ALL, offsetof(AmpOmapMmuState, cntl) },
    { AMP_MMU_TTB, AMP_MMU_TTB_MASK, offsetof(AmpOmapMmuState, ttb) },
    { AMP_MMU_LOCK, AMP_MMU_LOCK_MASK << AMP_MMU_LOCK_BASE_SHIFT |
                    AMP_MMU_LOCK_MASK << AMP_MMU_LOCK_VICT_SHIFT,
      offsetof(AmpOmapMmuState, tlb.lock) },
    { AMP_MMU_CAM, UINT32_MAX, offsetof(AmpOmapMmuState, cam) },
    { AMP_MMU_RAM, UINT32_MAX, offsetof(AmpOmapMmuState, ram) },
    { AMP_MMU_GP_REG, 1, offsetof(AmpOmapMmuState, gp_reg) },
};

static uint32_t *find_word(AmpOmapMmuState *s, hwaddr offset, uint32_t *bits)
{
    for (unsigned i = 0; i < ARRAY_SIZE(words); i++) {
        if (words[i].offset == offset) {
            *bits = words[i].bits;
            return (uint32_t *)((uint8_t *)s + words[i].field);
        }
    }
    return NULL;
}

#define BY_A (AMP_REG_READ | AMP_REG_BY_A)

static const AmpReg mmu_regs[] = {
    { AMP_MMU_REVISION, AMP_REG_READ },
    { AMP_MMU_IRQSTATUS, BY_A },
    { AMP_MMU_IRQENABLE, BY_A },
    { AMP_MMU_WALKING_ST, AMP_REG_READ },
    { AMP_MMU_CNTL, BY_A },
    { AMP_MMU_FAULT_AD, AMP_REG_READ },
    { AMP_MMU_TTB, BY_A },
    { AMP_MMU_LOCK, BY_A },
    { AMP_MMU_LD_TLB, BY_A },
    { AMP_MMU_CAM, BY_A },
    { AMP_MMU_RAM, BY_A },
    { AMP_MMU_GFLUSH, BY_A },
    { AMP_MMU_FLUSH_ENTRY, BY_A },
    { AMP_MMU_READ_CAM, AMP_REG_READ },
    { AMP_MMU_READ_RAM, AMP_REG_READ },
    { AMP_MMU_EMU_FAULT_AD, AMP_REG_READ },
    { AMP_MMU_GP_REG, BY_A },
    { }
};

static uint64_t mmu_read(void *opaque, hwaddr offset, unsigned size)
{
    AmpView *view = opaque;
    AmpOmapMmuState *s = view->dev;
    uint32_t bits, *word;

    if (!amp_reg_allows(s->lab, view, mmu_regs, offset, size, false, 0)) {
        return 0;
    }
    word = find_word(s, offset, &bits);
    if (word) {
        return *word;
    }
    switch (offset) {
    case AMP_MMU_REVISION:
        return AMP_MMU_REVISION_VALUE;
    case AMP_MMU_IRQSTATUS:
        return s->irq_status;
    case AMP_MMU_FAULT_AD:
        return s->fault_ad;
    case AMP_MMU_READ_CAM:
        return amp_omap_tlb_victim(&s->tlb)->cam;
    case AMP_MMU_READ_RAM:
        return amp_omap_tlb_victim(&s->tlb)->ram;
    default:
        return 0;
    }
}

static void mmu_command(AmpOmapMmuState *s, hwaddr offset)
{
    switch (offset) {
    case AMP_MMU_LD_TLB:
        replace(s, (AmpOmapEntry) { s->cam, s->ram });
        return;
    case AMP_MMU_GFLUSH:
        amp_omap_tlb_drop_all(&s->tlb);
        break;
    case AMP_MMU_FLUSH_ENTRY:
        amp_omap_tlb_drop(&s->tlb, s->cam & AMP_MMU_TAG);
        break;
    default:
        g_assert_not_reached();
    }
    amp_remote_flush(s->remote);
}

static void mmu_write(void *opaque, hwaddr offset, uint64_t value,
                      unsigned size)
{
    AmpView *view = opaque;
    AmpOmapMmuState *s = view->dev;
    uint32_t bits, *word;

    if (!amp_reg_allows(s->lab, view, mmu_regs, offset, size, true, value)) {
        return;
    }
    word = find_word(s, offset, &bits);
    if (word && value & ~bits) {
        amp_lab_guest_error(s->lab, view, "value refused", offset, value);
        return;
    }
    if (word) {
        *word = value;
    } else if (offset == AMP_MMU_IRQSTATUS) {
        s->irq_status &= ~value;
    } else if (value & 1) {
        mmu_command(s, offset);
    }
    if (offset == AMP_MMU_CNTL || offset == AMP_MMU_TTB) {
        amp_remote_flush(s->remote);
    }
    mmu_update(s);
}

static const MemoryRegionOps mmu_ops = {
    .read = mmu_read,
    .write = mmu_write,
    AMP_ANY_SIZE
};

static void mmu_reset(DeviceState *dev)
{
    AmpOmapMmuState *s = AMP_OMAP_MMU(dev);
    uint32_t bits;

    s->tlb = (AmpOmapTlb) { 0 };
    for (unsigned i = 0; i < ARRAY_SIZE(words); i++) {
        *find_word(s, words[i].offset, &bits) = 0;
    }
    s->irq_status = 0;
    s->fault_ad = 0;
    amp_remote_flush(s->remote);
    mmu_update(s);
}

static void mmu_space(AmpOmapMmuState *s)
{
    MemoryRegion *bus = amp_remote_bus(s->remote);
    MemoryRegion *dram = amp_remote_memory(s->remote, AMP_MEM_EXEC);

    memory_region_init(&s->space, OBJECT(s), "amp-omap-mmu-space", AT_END);
    memory_region_init_iommu(&s->front, sizeof(s->front),
                             TYPE_AMP_OMAP_MMU_FRONT, OBJECT(s),
                             "amp-omap-mmu-front", SPACE_SIZE);
    memory_region_add_subregion(&s->space, AT_FRONT, MEMORY_REGION(&s->front));
    memory_region_init_alias(&s->bus, OBJECT(s), "amp-omap-mmu-bus", bus, 0,
                             SPACE_SIZE);
    memory_region_add_subregion(&s->space, AT_BUS, &s->bus);
    memory_region_init_io(&s->refused, OBJECT(s), &refused_ops, s,
                          "amp-omap-mmu-refused", SPACE_SIZE);
    memory_region_add_subregion(&s->space, AT_REFUSED, &s->refused);
    memory_region_init_alias(&s->code, OBJECT(s), "amp-omap-mmu-code", dram, 0,
                             memory_region_size(dram));
    memory_region_add_subregion(&s->space, AT_CODE + AMP_DRAM_BASE, &s->code);
    sysbus_init_mmio(SYS_BUS_DEVICE(s), &s->space);
}

static void mmu_realize(DeviceState *dev, Error **errp)
{
    AmpOmapMmuState *s = AMP_OMAP_MMU(dev);

    if (!s->lab || !s->remote || s->core >= AMP_MAX_CORES) {
        error_setg(errp, "links 'lab', 'remote' and core 0..%d must be set",
                   AMP_MAX_CORES - 1);
        return;
    }
    amp_views_init(SYS_BUS_DEVICE(s), s->view, &mmu_ops, s, s->core,
                   "amp-omap-mmu", AMP_MMU_SIZE);
    mmu_space(s);
    sysbus_init_irq(SYS_BUS_DEVICE(s), &s->irq);
    amp_remote_set_mmu(s->remote, mmu_where, s);
}

static int mmu_post_load(void *opaque, int version_id)
{
    AmpOmapMmuState *s = opaque;

    amp_remote_flush(s->remote);
    return 0;
}

static const VMStateDescription vmstate_mmu = {
    .name = "amp-omap-mmu",
    .version_id = 1,
    .minimum_version_id = 1,
    .post_load = mmu_post_load,
    .fields = (VMStateField[]) {
        VMSTATE_STRUCT(tlb, AmpOmapMmuState, 1, vmstate_amp_omap_tlb,
                       AmpOmapTlb),
        VMSTATE_UINT32(irq_status, AmpOmapMmuState),
        VMSTATE_UINT32(irq_enable, AmpOmapMmuState),
        VMSTATE_UINT32(cntl, AmpOmapMmuState),
        VMSTATE_UINT32(fault_ad, AmpOmapMmuState),
        VMSTATE_UINT32(ttb, AmpOmapMmuState),
        VMSTATE_UINT32(cam, AmpOmapMmuState),
        VMSTATE_UINT32(ram, AmpOmapMmuState),
        VMSTATE_UINT32(gp_reg, AmpOmapMmuState),
        VMSTATE_END_OF_LIST()
    }
};

static Property mmu_properties[] = {
    DEFINE_PROP_LINK("lab", AmpOmapMmuState, lab, TYPE_AMP_LAB, AmpLabState *),
    DEFINE_PROP_LINK("remote", AmpOmapMmuState, remote, TYPE_AMP_REMOTE,
                     AmpRemoteState *),
    DEFINE_PROP_UINT32("core", AmpOmapMmuState, core, 0),
    AMP_PROP_END
};

static void mmu_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    dc->realize = mmu_realize;
    dc->vmsd = &vmstate_mmu;
    dc->user_creatable = false;
    amp_class_set_reset(dc, mmu_reset);
    device_class_set_props(dc, mmu_properties);
}

static int front_index(IOMMUMemoryRegion *mr, MemTxAttrs attrs)
{
    return 0;
}

static int front_num_indexes(IOMMUMemoryRegion *mr)
{
    return 1;
}

static void front_class_init(ObjectClass *klass, void *data)
{
    IOMMUMemoryRegionClass *imrc = IOMMU_MEMORY_REGION_CLASS(klass);

    imrc->translate = front_translate;
    imrc->attrs_to_index = front_index;
    imrc->num_indexes = front_num_indexes;
}

static const TypeInfo mmu_types[] = {
    {
        .name = TYPE_AMP_OMAP_MMU,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(AmpOmapMmuState),
        .class_init = mmu_class_init,
    }, {
        .name = TYPE_AMP_OMAP_MMU_FRONT,
        .parent = TYPE_IOMMU_MEMORY_REGION,
        .class_init = front_class_init,
    },
};
DEFINE_TYPES(mmu_types)
