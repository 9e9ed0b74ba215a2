/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Translations of the OMAP MMU; see amp_omap_tlb.h
 *
 * Of several entries for one address the first counts; on the part that is a
 * fault.  Endianness and element size of a page are taken as they come and mean
 * nothing.
 */
#include "qemu/osdep.h"
#include "compat.h"
#include "exec/address-spaces.h"
#include "amp_omap_tlb.h"

static const uint32_t page_sizes[] = AMP_MMU_SIZES;

static uint32_t offset_mask(const AmpOmapEntry *e)
{
    return page_sizes[e->cam & AMP_MMU_CAM_SIZE] - 1;
}

static bool is_for(const AmpOmapEntry *e, uint32_t da)
{
    return e->cam & AMP_MMU_CAM_V &&
           !(((e->cam & AMP_MMU_TAG) ^ da) & ~offset_mask(e));
}

static AmpOmapEntry entry_of(uint32_t da, uint32_t pa, uint32_t size)
{
    AmpOmapEntry e = { .cam = size | AMP_MMU_CAM_V };

    e.cam |= da & ~offset_mask(&e);
    e.ram = pa & ~offset_mask(&e);
    return e;
}

AmpOmapEntry amp_omap_identity(uint32_t da)
{
    return entry_of(da, da, AMP_MMU_4K);
}

uint32_t amp_omap_translated(const AmpOmapEntry *e, uint32_t da)
{
    return (e->ram & ~offset_mask(e)) | (da & offset_mask(e));
}

bool amp_omap_tlb_find(const AmpOmapTlb *tlb, uint32_t da, AmpOmapEntry *e)
{
    for (unsigned i = 0; i < AMP_MMU_ENTRIES; i++) {
        if (is_for(&tlb->entry[i], da)) {
            *e = tlb->entry[i];
            return true;
        }
    }
    return false;
}

static unsigned victim(const AmpOmapTlb *tlb)
{
    return tlb->lock >> AMP_MMU_LOCK_VICT_SHIFT & AMP_MMU_LOCK_MASK;
}

AmpOmapEntry *amp_omap_tlb_victim(AmpOmapTlb *tlb)
{
    return &tlb->entry[victim(tlb)];
}

void amp_omap_tlb_advance(AmpOmapTlb *tlb)
{
    unsigned next = victim(tlb) + 1;

    if (next == AMP_MMU_ENTRIES) {
        next = tlb->lock >> AMP_MMU_LOCK_BASE_SHIFT & AMP_MMU_LOCK_MASK;
    }
    tlb->lock &= ~(AMP_MMU_LOCK_MASK << AMP_MMU_LOCK_VICT_SHIFT);
    tlb->lock |= next << AMP_MMU_LOCK_VICT_SHIFT;
}

void amp_omap_tlb_drop(AmpOmapTlb *tlb, uint32_t da)
{
    for (unsigned i = 0; i < AMP_MMU_ENTRIES; i++) {
        if (is_for(&tlb->entry[i], da)) {
            tlb->entry[i].cam &= ~AMP_MMU_CAM_V;
        }
    }
}

void amp_omap_tlb_drop_all(AmpOmapTlb *tlb)
{
    for (unsigned i = 0; i < AMP_MMU_ENTRIES; i++) {
        if (!(tlb->entry[i].cam & AMP_MMU_CAM_P)) {
            tlb->entry[i].cam &= ~AMP_MMU_CAM_V;
        }
    }
}

static bool read_word(hwaddr table, unsigned index, uint32_t *word)
{
    MemTxResult result;

    *word = address_space_ldl_le(&address_space_memory, table + 4 * index,
                                 MEMTXATTRS_UNSPECIFIED, &result);
    return result == MEMTX_OK;
}

uint32_t amp_omap_walk(uint32_t ttb, uint32_t da, AmpOmapEntry *e)
{
    uint32_t l1, l2, kind;

    if (!read_word(ttb, AMP_MMU_L1_INDEX(da), &l1)) {
        return AMP_MMU_IRQ_TABLEWALK;
    }
    kind = l1 & AMP_MMU_L1_KIND;
    if (kind == AMP_MMU_L1_SECTION || kind == AMP_MMU_L1_SUPER) {
        *e = entry_of(da, l1,
                      kind == AMP_MMU_L1_SUPER ? AMP_MMU_16M : AMP_MMU_1M);
        return 0;
    }
    if ((l1 & 3) != AMP_MMU_L1_TABLE) {
        return AMP_MMU_IRQ_TRANSLATION;
    }
    if (!read_word(l1 & AMP_MMU_L1_TABLE_MASK, AMP_MMU_L2_INDEX(da), &l2)) {
        return AMP_MMU_IRQ_TABLEWALK;
    }
    if (!(l2 & (AMP_MMU_L2_SMALL | AMP_MMU_L2_LARGE))) {
        return AMP_MMU_IRQ_TRANSLATION;
    }
    *e = entry_of(da, l2, l2 & AMP_MMU_L2_SMALL ? AMP_MMU_4K : AMP_MMU_64K);
    return 0;
}

static const VMStateDescription vmstate_entry = {
    .name = "amp-omap-entry",
    .version_id = 1,
    .minimum_version_id = 1,
    .fields = (VMStateField[]) {
        VMSTATE_UINT32(cam, AmpOmapEntry),
        VMSTATE_UINT32(ram, AmpOmapEntry),
        VMSTATE_END_OF_LIST()
    }
};

const VMStateDescription vmstate_amp_omap_tlb = {
    .name = "amp-omap-tlb",
    .version_id = 1,
    .minimum_version_id = 1,
    .fields = (VMStateField[]) {
        VMSTATE_STRUCT_ARRAY(entry, AmpOmapTlb, AMP_MMU_ENTRIES, 1,
                             vmstate_entry, AmpOmapEntry),
        VMSTATE_UINT32(lock, AmpOmapTlb),
        VMSTATE_END_OF_LIST()
    }
};
