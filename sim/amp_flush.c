/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * TLB maintenance of single pages at once, when asked for
 *
 * From 6.10 on Linux gives back each part of a module (mm/execmem.c) with
 * VM_FLUSH_RESET_PERMS, for which mm/vmalloc.c flushes all from the lowest to the
 * highest address that is waiting for it: on this machine some 37000 pages, one
 * by one, some times for each module.  QEMU tells every core of each page, the
 * remotes too, and ends the turn for it, which is most of the host's time in
 * such a run.  With the machine's property "quick-flush" the pages are flushed
 * where the instruction stands and the turn goes on
 * (-Wl,--wrap=tlb_flush_page_all_cpus_synced).  The instruction may take effect
 * as early as that (ARM DDI 0406C, B3.10); but who has which turn is another,
 * so that a seed means another run: off, unless somebody asks.
 *
 * Leaves out: TCG without icount, where the cores have threads of their own.
 */
#include "qemu/osdep.h"
#include "cpu.h"
#include "exec/exec-all.h"
#include "sysemu/cpu-timers.h"
#include "amp_sim.h"

static bool at_once;    /* property; set before the first instruction */

void amp_flush_at_once(bool yes)
{
    at_once = yes;
}

/* The sets of translations that may have any: one flushed and not filled again has none */
static uint16_t modes_in_use(CPUArchState *env)
{
    uint16_t modes = 0;

    for (unsigned i = 0; i < NB_MMU_MODES; i++) {
        const CPUTLBDesc *desc = &env_tlb(env)->d[i];

        if (desc->n_used_entries || desc->vindex) {
            modes |= 1u << i;
        }
    }
    return modes;
}

void __real_tlb_flush_page_all_cpus_synced(CPUState *src, target_ulong addr);
void __wrap_tlb_flush_page_all_cpus_synced(CPUState *src, target_ulong addr);

void __wrap_tlb_flush_page_all_cpus_synced(CPUState *src, target_ulong addr)
{
    CPUState *cpu;

    if (!at_once || !icount_enabled()) {
        __real_tlb_flush_page_all_cpus_synced(src, addr);
        return;
    }
    CPU_FOREACH(cpu) {
        /* the remotes have no tables, and are not in the shareable domain */
        if (!arm_feature(cpu->env_ptr, ARM_FEATURE_M)) {
            tlb_flush_page_by_mmuidx(cpu, addr, modes_in_use(cpu->env_ptr));
        }
    }
}
