/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Translations of the OMAP MMU: its TLB and the walk through the page tables
 *
 * Part of amp_omap_mmu.c, which owns the state and the registers.  Entries are
 * as the registers CAM and RAM have them (abi/amp_omap_mmu.h).
 * Leaves out: when QEMU's own TLB must forget; the callers know.
 */
#ifndef AMP_OMAP_TLB_H
#define AMP_OMAP_TLB_H

#include "migration/vmstate.h"
#include "abi/amp_omap_mmu.h"

typedef struct AmpOmapEntry {
    uint32_t cam;
    uint32_t ram;
} AmpOmapEntry;

typedef struct AmpOmapTlb {
    AmpOmapEntry entry[AMP_MMU_ENTRIES];
    uint32_t lock;          /* register LOCK: who is replaced next, and read */
} AmpOmapTlb;

extern const VMStateDescription vmstate_amp_omap_tlb;

/* What @da is to a core whose MMU is off: itself */
AmpOmapEntry amp_omap_identity(uint32_t da);
/* Where the entry, which is for @da, leads */
uint32_t amp_omap_translated(const AmpOmapEntry *e, uint32_t da);

/* False if no entry is for @da */
bool amp_omap_tlb_find(const AmpOmapTlb *tlb, uint32_t da, AmpOmapEntry *e);
/* The entry that LOCK names */
AmpOmapEntry *amp_omap_tlb_victim(AmpOmapTlb *tlb);
/* LOCK names the next one; after the last the first that is not kept */
void amp_omap_tlb_advance(AmpOmapTlb *tlb);
void amp_omap_tlb_drop(AmpOmapTlb *tlb, uint32_t da);
/* All but those with CAM_P */
void amp_omap_tlb_drop_all(AmpOmapTlb *tlb);

/* Finds @da in the tables at @ttb: 0, or the interrupt that it is worth */
uint32_t amp_omap_walk(uint32_t ttb, uint32_t da, AmpOmapEntry *e);

#endif
