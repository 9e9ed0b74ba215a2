/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Processors of the A side that spin with interrupts off
 *
 * When the time limit of a run is met, amp_spin_look() is asked some times
 * whether the guest hangs because of that.  A processor that it finds each time
 * is told to the trace and takes an undefined instruction where it stands, as a
 * watchdog's NMI would interrupt it: the kernel reports that with the symbol
 * and the backtrace.  Waiting in WFI, as an idle processor does, is no spinning.
 *
 * Leaves out: looking before the limit, or when the guest was never ready; a
 * processor whose interrupts are on but that never leaves a lock, of which
 * Linux' own watchdogs tell.
 */
#include "qemu/osdep.h"
#include "cpu.h"
#include "syndrome.h"
#include "compat.h"
#include "amp_sim.h"

#define LOOKS        20u
#define LOOK_NS      SCALE_MS
#define SPEAK_NS     (500 * (int64_t)SCALE_MS)  /* to print an oops */

static bool is_spinning(CPUState *cs)
{
    CPUARMState *env = &ARM_CPU(cs)->env;

    return !arm_feature(env, ARM_FEATURE_M) && !cs->halted && !cs->stopped &&
           env->daif & PSTATE_I;
}

static void interrupt(CPUState *cs, run_on_cpu_data data)
{
    CPUARMState *env = &ARM_CPU(cs)->env;

    cs->exception_index = EXCP_UDEF;
    env->exception.syndrome = syn_uncategorized();
    env->exception.target_el = 1;
}

static void tell(AmpLabState *lab, CPUState *cs)
{
    CPUARMState *env = &ARM_CPU(cs)->env;

    amp_lab_event(lab, AMP_EV_SPIN, AMP_EV_NO_CORE, AMP_SIDE_MACHINE,
                  is_a64(env) ? env->pc : env->regs[15], cs->cpu_index);
    async_run_on_cpu(cs, interrupt, RUN_ON_CPU_NULL);
}

int64_t amp_spin_look(AmpSpin *spin, AmpLabState *lab)
{
    uint32_t now = 0;
    CPUState *cs;

    CPU_FOREACH(cs) {
        now |= (uint32_t)is_spinning(cs) << (cs->cpu_index & 31);
    }
    spin->cpus = spin->looks ? spin->cpus & now : now;
    if (spin->looks > LOOKS || !spin->cpus) {
        return 0;
    }
    if (++spin->looks <= LOOKS) {
        return LOOK_NS;
    }
    CPU_FOREACH(cs) {
        if (spin->cpus >> (cs->cpu_index & 31) & 1) {
            tell(lab, cs);
        }
    }
    return SPEAK_NS;
}
