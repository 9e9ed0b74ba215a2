/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * board.h - one remote core of amp-virt as its firmware sees it
 *
 * Registers of the core itself come from the ARMv7-M Architecture Reference
 * Manual (ARM DDI 0403); the devices and their addresses are in sim/abi.
 * board/start.c has the vector table and calls main() with interrupts enabled
 * and every interrupt line masked.
 *
 * A directory below this one is a board, one for each SoC profile.  It has a
 * header soc.h and, unless another board's serve it, functions board_mbox_*();
 * the header says
 *
 *	BOARD_LINES		interrupt lines of the NVIC
 *	BOARD_LINE_MBOX, BOARD_LINE_COMMAND
 *	BOARD_CODE, BOARD_DATA	where an image goes, each with its _SIZE
 *	BOARD_TABLE_SIZE	room that a resource table takes at least
 *	BOARD_SHARED		where vrings and buffers may lie, with its _SIZE;
 *				_AT: where the core has that
 *	BOARD_DRAM_AT		where the core has the A side's DRAM
 *	BOARD_TELLS_CRASHES	is there a message for it
 *	BOARD_FAULT_IS_TOLD()	in a fault handler: does the A side know already
 *	BOARD_FWRAM		a carveout for code, if there can be one
 *	BOARD_MBOX		an OMAP mailbox, if that is what the board has
 *	BOARD_MAP_MBOX, _POOL, _DRAM
 *				device memory to ask for, if there is an MMU
 *
 * and, where they differ from what is below,
 *
 *	BOARD_CLOCK_HZ		what SysTick counts
 *	BOARD_VRING_ALIGN	of the rings in a resource table
 */
#ifndef BOARD_H
#define BOARD_H

#include <stdbool.h>
#include <stdint.h>

#include "amp_ctrl.h"
#include "amp_map.h"
#include "soc.h"

#ifndef BOARD_CLOCK_HZ
#define BOARD_CLOCK_HZ		AMP_M_CLOCK_HZ
#endif
#ifndef BOARD_VRING_ALIGN
#define BOARD_VRING_ALIGN	4096u
#endif

/* ARM DDI 0403, B3.2.2, B3.3.2 and B3.4.3 */
#define BOARD_SYST_CSR	0xe000e010u
#define BOARD_SYST_RVR	0xe000e014u
#define BOARD_SYST_CVR	0xe000e018u
#define BOARD_NVIC_ISER	0xe000e100u
#define BOARD_NVIC_ICER	0xe000e180u

#define BOARD_SYST_RUN	7u	/* processor clock, interrupt, enable */

static inline uint32_t board_read(uint32_t address)
{
	return *(volatile uint32_t *)address;
}

static inline void board_write(uint32_t address, uint32_t value)
{
	*(volatile uint32_t *)address = value;
}

#define board_ctrl_read(reg)		board_read(AMP_M_CTRL + (reg))
#define board_ctrl_write(reg, value)	board_write(AMP_M_CTRL + (reg), (value))
#define board_mbox_read(reg)		board_read(BOARD_MBOX + (reg))
#define board_mbox_write(reg, value)	board_write(BOARD_MBOX + (reg), (value))

static inline void board_irqs_off(void)
{
	__asm__ volatile("cpsid i" ::: "memory");
}

static inline void board_irqs_on(void)
{
	__asm__ volatile("cpsie i\n\tisb" ::: "memory");
}

/* Returns also when an interrupt is pending that is masked */
static inline void board_sleep(void)
{
	__asm__ volatile("dsb\n\twfi" ::: "memory");
}

static inline void board_line_on(unsigned int line)
{
	board_write(BOARD_NVIC_ISER + line / 32 * 4, 1u << line % 32);
}

static inline void board_line_off(unsigned int line)
{
	board_write(BOARD_NVIC_ICER + line / 32 * 4, 1u << line % 32);
	__asm__ volatile("dsb\n\tisb" ::: "memory");
}

static inline void board_tick_start(uint32_t period_us)
{
	board_write(BOARD_SYST_RVR, BOARD_CLOCK_HZ / 1000000u * period_us - 1u);
	board_write(BOARD_SYST_CVR, 0);
	board_write(BOARD_SYST_CSR, BOARD_SYST_RUN);
}

_Noreturn static inline void board_undefined_instruction(void)
{
	__asm__ volatile("udf #0");
	__builtin_unreachable();
}

/* What the A side can say */
enum board_mbox_event {
	BOARD_MBOX_KICK = 1u << 0,	/* a vring moved */
	BOARD_MBOX_ECHO = 1u << 1,	/* answer AMP_MSG_ECHO_REPLY */
	BOARD_MBOX_SHUTDOWN = 1u << 2,	/* finish, then board_mbox_done() */
	BOARD_MBOX_DETACH = 1u << 3,	/* the A side leaves: board_mbox_done() */
};

/* Lets BOARD_LINE_MBOX be raised, and says where the table is, 0: there is none */
void board_mbox_start(uint32_t table, uint32_t size);
/* Words are those of amp_mbox.h; a board has no use for some of them */
bool board_mbox_is_full(uint32_t word);
void board_mbox_send(uint32_t word);
/*
 * All that was said since the last call, a set; the line is low then.  @kicked
 * gets bit (notifyid % 32) for every vring that moved.
 */
uint32_t board_mbox_take(uint32_t *kicked);
void board_mbox_done(enum board_mbox_event event);

/* Handlers that an image must provide; lib/fw_run.c has them */
int main(void);
void board_on_tick(void);
void board_on_mbox(void);
void board_on_command(void);
_Noreturn void board_on_fault(const uint32_t *frame);

/* Words of the exception frame, ARM DDI 0403, B1.5.6 */
#define BOARD_FRAME_PC	6

#endif
