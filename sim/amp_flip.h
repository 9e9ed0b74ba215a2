/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A byte of a resource table that changes while Linux reads it; see amp_flip.c
 *
 * Owned by the device that it is a part of, from realize on.  No state of its
 * own is migrated: the lab has the fault, the owner the table's address, which
 * it gives anew after a reset.
 */
#ifndef AMP_FLIP_H
#define AMP_FLIP_H

#include "amp_sim.h"

typedef struct AmpFlip {
    MemoryRegion iomem;
    MemoryRegion *ram;      /* what the byte is a part of; NULL: none is I/O */
    hwaddr offset;          /* there */
    uint32_t table;         /* M-side address, 0: none */
    Notifier ready;
    AmpLabState *lab;       /* the rest: constant */
    AmpRemoteState *remote;
    uint32_t core;
} AmpFlip;

void amp_flip_init(AmpFlip *f, Object *owner, AmpLabState *lab,
                   AmpRemoteState *remote, uint32_t core);
/* The core's resource table is at @table, M-side; 0: it has none */
void amp_flip_set_table(AmpFlip *f, uint32_t table);

#endif
