/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The test image in a machine: loaded, released in a mode, held
 *
 * Core @n of the machine; no call returns before the machine has done it.
 */
#ifndef PROBE_VM_H
#define PROBE_VM_H

#include "probe.h"
#include "tests.h"

extern const uint8_t probe_itcm[], probe_itcm_end[];
extern const uint8_t probe_dram[], probe_dram_end[];
#define PROBE_SIZE(where) ((size_t)(probe_##where##_end - probe_##where))

/* Where the DRAM image is linked: core 0's FWRAM in the executable window */
#define PROBE_DRAM_BASE \
    (AMP_M_DRAM_EXEC + AMP_RESV(0) + AMP_OFF_FWRAM - AMP_DRAM_BASE)

static inline void probe_load(struct vm *vm, uint32_t n)
{
    vm_load(vm, AMP_CORE(n) + AMP_OFF_ITCM, probe_itcm, PROBE_SIZE(itcm));
}

static inline void probe_run(struct vm *vm, uint32_t n, uint32_t mode)
{
    uint32_t ctrl = AMP_CORE(n) + AMP_OFF_CTRL;

    vm_put(vm, ctrl + AMP_CTRL_SCRATCH, mode);
    vm_put(vm, ctrl + AMP_CTRL_RUN, 1);
}

static inline void probe_hold(struct vm *vm, uint32_t n)
{
    uint32_t ctrl = AMP_CORE(n) + AMP_OFF_CTRL;

    vm_put(vm, ctrl + AMP_CTRL_RUN, 0);
    vm_await(vm, ctrl + AMP_CTRL_STATE, AMP_STATE_HELD);
}

#endif
