/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * probe - test image for the remote core, one behaviour a mode (probe.h)
 *
 * Memory: code and vector table where it is linked (ITCM, or DRAM seen through
 * the executable window), words of probe.h at the start of the DTCM, stack at
 * its end.  No data of its own, nothing to start up.
 * Leaves out: everything a real image has; those are in firmware/.
 */
#include <stdint.h>

#include "amp_map.h"
#include "amp_ctrl.h"
#include "amp_lab.h"
#include "amp_mbox.h"
#include "probe.h"

#define REG(addr) (*(volatile uint32_t *)(addr))
#define WORD(n) REG(AMP_M_DTCM + 4u * (n))
#define CTRL(off) REG(AMP_M_CTRL + (off))
#define MBOX(off) REG(AMP_M_MBOX + (off))

/* ARMv7-M system registers (ARM DDI 0403, B3) */
#define SYST_CSR REG(0xe000e010u)
#define SYST_RVR REG(0xe000e014u)
#define NVIC_ISER0 REG(0xe000e100u)
#define AIRCR REG(0xe000ed0cu)
#define AIRCR_SYSRESETREQ 0x05fa0004u
#define TICK 1000u

static void wait_for_ever(void)
{
    for (;;) {
        __asm__ volatile("wfi" ::: "memory");
    }
}

static void count(void)
{
    WORD(PROBE_COUNTER)++;
    wait_for_ever();
}

static void spin(void)
{
    for (;;) {
        WORD(PROBE_COUNTER)++;
    }
}

static void lockup(void)
{
    __asm__ volatile("udf #0");
}

/* Writes to the mailbox once only: it would raise its line anew */
static void echo(void)
{
    uint32_t newmsg = AMP_MBOX_NEWMSG(AMP_MBOX_FIFO_A2M);

    if (!(MBOX(AMP_MBOX_IRQENABLE_SET(AMP_MBOX_USER_M)) & newmsg)) {
        MBOX(AMP_MBOX_IRQENABLE_SET(AMP_MBOX_USER_M)) = newmsg;
    }
    NVIC_ISER0 = 1u << AMP_NVIC_MBOX;
    wait_for_ever();
}

static void on_mailbox(void)
{
    while (MBOX(AMP_MBOX_MSGSTATUS(AMP_MBOX_FIFO_A2M))) {
        uint32_t word = MBOX(AMP_MBOX_MESSAGE(AMP_MBOX_FIFO_A2M));

        WORD(PROBE_COUNTER)++;
        MBOX(AMP_MBOX_MESSAGE(AMP_MBOX_FIFO_M2A)) = word + 1;
    }
    MBOX(AMP_MBOX_IRQSTATUS_CLR(AMP_MBOX_USER_M)) =
        AMP_MBOX_NEWMSG(AMP_MBOX_FIFO_A2M);
}

static void engines(void)
{
    WORD(PROBE_ISER) = NVIC_ISER0;
    WORD(PROBE_SYST) = SYST_CSR;
    NVIC_ISER0 = ~0u;
    SYST_RVR = TICK;
    SYST_CSR = 7;
    wait_for_ever();
}

static void on_tick(void)
{
    WORD(PROBE_TICKS)++;
}

static void wdog(void)
{
    CTRL(AMP_CTRL_WDOG_PERIOD) = PROBE_WDOG_US;
    CTRL(AMP_CTRL_WDOG_CTRL) = 1;
    wait_for_ever();
}

static void ask_reset(void)
{
    AIRCR = AIRCR_SYSRESETREQ;
    count();
}

static void marks(void)
{
    for (uint32_t n = 0;; n++) {
        for (uint32_t work = 0; work < 1000; work++) {
            WORD(PROBE_COUNTER)++;
        }
        REG(AMP_M_LAB + AMP_LAB_MARK) = n;
    }
}

static void start(void)
{
    static void (*const modes[])(void) = {
        [PROBE_COUNT] = count,
        [PROBE_SPIN] = spin,
        [PROBE_LOCKUP] = lockup,
        [PROBE_ECHO] = echo,
        [PROBE_ENGINES] = engines,
        [PROBE_WDOG] = wdog,
        [PROBE_RESET] = ask_reset,
        [PROBE_MARKS] = marks,
    };

    modes[CTRL(AMP_CTRL_SCRATCH)]();
}

/* Faults again: that is the lockup */
static void on_fault(void)
{
    lockup();
}

/* Stack pointer, reset, NMI, HardFault, ..., SysTick, lines */
__attribute__((section(".vectors"), used))
static const void *const vectors[16 + AMP_NVIC_LINES] = {
    [0] = (void *)(AMP_M_DTCM + AMP_DTCM_SIZE),
    [1] = start,
    [3] = on_fault,
    [15] = on_tick,
    [16 + AMP_NVIC_MBOX] = on_mailbox,
};
