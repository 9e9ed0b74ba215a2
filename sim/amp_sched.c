/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Turns of the cores under icount
 *
 * QEMU's single-threaded TCG gives the cores turns in a fixed round; with
 * icount a turn ends when the next virtual timer is due.  Some of its functions
 * are replaced by the linker (-Wl,--wrap), so that the lab block's slice timer,
 * and nothing of the host, decides whose turn it is:
 *  + icount_prepare_for_run: QEMU looks for due timers only once round, or when
 *    a core's budget has turned out to be nothing.  That core then loses its
 *    turn, and with a timer due in each turn of the first core the others never
 *    run.  Due timers are run before the budget is set.
 *  + rcu_add_force_rcu_notifier: a host thread that waits for readers of RCU
 *    ends the turn of whichever core has it, at the host's time.  With icount
 *    it waits for the end of the turn instead.
 *  + qemu_clock_deadline_ns_all: QEMU ends a turn for timers of the host's
 *    clock too, such as those that follow a restore.  The main loop runs them
 *    anyway.
 *  + cpu_can_run: amp_sched_restart() passes over the cores up to the first, as
 *    a new process does that restores them; amp_pct.c has a say too.
 *
 * Leaves out: TCG without icount; there the slice timer kicks the cores.
 */
#include "qemu/osdep.h"
#include "qemu/notify.h"
#include "qemu/timer.h"
#include "hw/core/cpu.h"
#include "compat.h"
#include "amp_sim.h"

/* Until the first core is asked; written and read under the big lock */
static bool restarts;

void amp_sched_restart(void)
{
    restarts = icount_enabled();
    amp_lab_yield();
}

bool __real_cpu_can_run(CPUState *cpu);
bool __wrap_cpu_can_run(CPUState *cpu);

bool __wrap_cpu_can_run(CPUState *cpu)
{
    if (restarts && cpu != first_cpu) {
        return false;
    }
    restarts = false;
    return __real_cpu_can_run(cpu) && amp_pct_lets(cpu);
}

void __real_icount_prepare_for_run(CPUState *cpu);
void __wrap_icount_prepare_for_run(CPUState *cpu);

void __wrap_icount_prepare_for_run(CPUState *cpu)
{
    bool asked_to_exit;

    if (qemu_clock_expired(QEMU_CLOCK_VIRTUAL)) {
        qemu_mutex_lock_iothread();
        asked_to_exit = cpu->exit_request;
        qemu_clock_run_timers(QEMU_CLOCK_VIRTUAL);
        /*
         * Whoever sets a timer kicks all cores so that they take up the new
         * deadline.  This one has not begun; the kick would cost its turn.
         */
        if (!asked_to_exit && !cpu->stop && cpu_work_list_empty(cpu)) {
            cpu->exit_request = 0;
        }
        qemu_mutex_unlock_iothread();
    }
    __real_icount_prepare_for_run(cpu);
}

void __real_rcu_add_force_rcu_notifier(Notifier *notifier);
void __wrap_rcu_add_force_rcu_notifier(Notifier *notifier);

/* The one thread that asks for it never takes it back */
void __wrap_rcu_add_force_rcu_notifier(Notifier *notifier)
{
    if (!icount_enabled()) {
        __real_rcu_add_force_rcu_notifier(notifier);
    }
}

int64_t __real_qemu_clock_deadline_ns_all(QEMUClockType type, int attr_mask);
int64_t __wrap_qemu_clock_deadline_ns_all(QEMUClockType type, int attr_mask);

int64_t __wrap_qemu_clock_deadline_ns_all(QEMUClockType type, int attr_mask)
{
    if (icount_enabled() && type == QEMU_CLOCK_REALTIME) {
        return -1;    /* none */
    }
    return __real_qemu_clock_deadline_ns_all(type, attr_mask);
}
