/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A core's window on DRAM, checked against what the kernel has given it
 *
 * Part of a remote core (amp_remote.c), which owns it; no device of its own and
 * nothing to migrate: the tables are found again after a load.
 */
#ifndef AMP_GRANT_H
#define AMP_GRANT_H

#include "amp_sim.h"

#define AMP_GRANT_TABLES 8

typedef struct AmpGrantTable {
    const uint8_t *bytes;    /* in the core's memory, live */
    uint64_t size;           /* of what may be looked at */
} AmpGrantTable;

typedef struct AmpGrant {
    MemoryRegion window;
    uint8_t *ram;            /* the machine's RAM */
    uint64_t base;           /* its address on both sides */
    AmpGrantTable table[AMP_GRANT_TABLES];
    unsigned num_tables;
    uint32_t strays;         /* since the core's start */
    AmpWhere *where;         /* the MMU in front of the window, NULL if none */
    void *where_opaque;
    CPUState *cpu;           /* set by the owner, like the two below */
    AmpLabState *lab;
    uint32_t core;
} AmpGrant;

void amp_grant_init(AmpGrant *g, Object *owner, MemoryRegion *dram,
                    uint64_t base, uint64_t size);

/* Looks for resource tables in a memory that the image may lie in */
void amp_grant_scan(AmpGrant *g, const uint8_t *bytes, uint64_t size);
/* No table, no stray access: before the scans of a start */
void amp_grant_forget(AmpGrant *g);
/* Is all of it in a carveout, which is never taken back? */
bool amp_grant_is_carveout(AmpGrant *g, uint64_t addr, unsigned size);
/* One AMP_EV_TABLE for each vring of the tables found */
void amp_grant_report(AmpGrant *g);

#endif
