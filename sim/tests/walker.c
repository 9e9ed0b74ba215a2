/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * walker - test image for profile omap: accesses where the A side asks for them
 *
 * Memory: code and vector table at the start of l2ram, words of walker.h at the
 * start of its second half, stack at its end.  After a fault it goes on with
 * the next request.
 * Leaves out: interrupts; probe.c has them.
 */
#include <stdint.h>

#include "amp_omap.h"
#include "walker.h"

#define SECOND_HALF (AMP_OMAP_M_L2RAM + AMP_OMAP_L2RAM_HALF)
#define WORD(n) (*(volatile uint32_t *)(SECOND_HALF + 4u * (n)))

static void done(void)
{
    WORD(WALKER_OP) = WALKER_NONE;
    WORD(WALKER_DONE)++;
}

__attribute__((noinline)) static void obey(void)
{
    uint32_t op = WORD(WALKER_OP);      /* before what was written before it */
    volatile uint32_t *at = (volatile uint32_t *)WORD(WALKER_ADDR);

    switch (op) {
    case WALKER_READ:
        WORD(WALKER_VALUE) = *at;
        break;
    case WALKER_WRITE:
        *at = WORD(WALKER_VALUE);
        break;
    case WALKER_CALL:
        WORD(WALKER_VALUE) = ((uint32_t (*)(void))((uintptr_t)at | 1))();
        break;
    default:
        return;
    }
    /* a write may fault later than its instruction */
    __asm__ volatile("dsb" ::: "memory");
    done();
}

static void start(void)
{
    for (;;) {
        obey();
    }
}

/* Goes on in start(), on a fresh stack; ARM DDI 0403, B1.5.6: the frame */
static void on_fault(void)
{
    WORD(WALKER_FAULTS)++;
    done();
    __asm__ volatile("msr msp, %0\n\t"
                     "mov r0, #0\n\t"
                     "push {r0}\n\t"            /* program status: Thumb */
                     "mov r0, #0x01000000\n\t"
                     "str r0, [sp]\n\t"
                     "push {%1}\n\t"            /* where to go on */
                     "sub sp, #24\n\t"          /* r0-r3, r12, lr */
                     "mvn lr, #6\n\t"           /* to thread mode, this stack */
                     "bx lr"
                     :: "r"(SECOND_HALF + AMP_OMAP_L2RAM_HALF),
                        "r"((uintptr_t)start & ~1u) : "r0", "memory");
    __builtin_unreachable();
}

/* Stack pointer, reset, NMI, HardFault */
__attribute__((section(".vectors"), used))
static const void *const vectors[16] = {
    [0] = (void *)(SECOND_HALF + AMP_OMAP_L2RAM_HALF),
    [1] = start,
    [3] = on_fault,
};
