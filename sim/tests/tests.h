/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The suites of sim-tests and what they share
 *
 * One suite a file, made by the function of its name.  Addresses of core 0's
 * registers in the A side's map: as that side sees them, and as the core does
 * (machine property m-side-window=on).
 */
#ifndef TESTS_H
#define TESTS_H

#include <check.h>

#include "amp_map.h"
#include "amp_ctrl.h"
#include "amp_lab.h"
#include "amp_mbox.h"
#include "vm.h"

#define A_MBOX (AMP_CORE(0) + AMP_OFF_MBOX)
#define A_CTRL (AMP_CORE(0) + AMP_OFF_CTRL)
#define A_LAB AMP_LAB_BASE
#define A_ITCM (AMP_CORE(0) + AMP_OFF_ITCM)
#define A_DTCM (AMP_CORE(0) + AMP_OFF_DTCM)
/* see AMP_TEST_WINDOW in amp_profile.h */
#define M_SIDE(m_addr) (AMP_CORE(0) + 0x180000u + ((m_addr) - AMP_M_MBOX))
#define M_MBOX M_SIDE(AMP_M_MBOX)
#define M_CTRL M_SIDE(AMP_M_CTRL)
#define M_LAB M_SIDE(AMP_M_LAB)

/* Machine for register tests: both sides visible, no chance */
#define PLAIN "m-side-window=on,jitter=off"

#define START_NS 10000u     /* start latency without jitter */
#define TEST_LIMIT_S 60     /* of one test, host time */

static inline uint32_t errors_of(struct vm *vm)
{
    return vm_get(vm, A_LAB + AMP_LAB_GUEST_ERRORS);
}

/* Faults of core 0 */
static inline void arm_fault(struct vm *vm, enum amp_fault fault,
                             uint32_t count)
{
    vm_put(vm, A_LAB + AMP_LAB_FAULT_SELECT, AMP_FAULT_INDEX(0, fault));
    vm_put(vm, A_LAB + AMP_LAB_FAULT_COUNT, count);
}

static inline uint32_t hits_of(struct vm *vm, enum amp_fault fault)
{
    vm_put(vm, A_LAB + AMP_LAB_FAULT_SELECT, AMP_FAULT_INDEX(0, fault));
    return vm_get(vm, A_LAB + AMP_LAB_FAULT_HITS);
}

Suite *suite_boot(void);
Suite *suite_ctrl(void);
Suite *suite_guests(void);
Suite *suite_ipcc(void);
Suite *suite_lab(void);
Suite *suite_machine(void);
Suite *suite_mbox(void);
Suite *suite_omap(void);
Suite *suite_part(void);
Suite *suite_remote(void);
Suite *suite_state(void);
Suite *suite_stm32(void);
Suite *suite_wkup(void);

struct reg_case {
    const char *name;
    uint32_t a;             /* address in the A side's view */
    uint32_t m;             /* in the M side's */
    uint32_t reset;         /* value after reset */
    const char *access;     /* r: readable, A, M: writable by that side,
                               v: changes by itself */
    uint32_t write;         /* a value to write, without side effect */
    uint32_t after;         /* what the register reads then */
};

/*
 * check_register() - what every register must pass, in a machine of its own
 *
 * Reset value, no read of what is write-only, no write by the wrong side, no
 * access of a wrong size or at a wrong address; each refusal is one guest
 * error and changes nothing.
 */
void check_register(const struct reg_case *r, const char *machine);

/* Trace and reports of a machine, as chardevs in memory */
struct lab_files {
    struct vm_file trace;
    struct vm_file report;
    char arg[2][128];
    const char *args[5];
};
void lab_files_open(struct lab_files *files);
/* Events so far, malloc'ed */
struct amp_event *lab_events(struct lab_files *files, size_t *count);

#endif
