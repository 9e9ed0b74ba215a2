// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Vector table and first steps
 *
 * The loader has copied every segment to where it runs, so only .bss is left to
 * clear: a loader other than Linux need not do it.  .kept is not touched by
 * anybody: what lies there outlives a restart of the core.
 */
#include "board.h"

extern uint32_t board_stack_top[], board_bss_start[], board_bss_end[];

typedef void (*vector)(void);

_Noreturn static void reset(void)
{
	for (uint32_t *word = board_bss_start; word < board_bss_end; word++)
		*word = 0;

	main();
	board_undefined_instruction();
}

/* The frame lies where the stack pointer is at entry: take it before C does */
__attribute__((naked)) static void fault(void)
{
	__asm__ volatile("mrs r0, msp\n\tb board_on_fault");
}

static const struct {
	uint32_t *stack;
	vector exception[15];
	vector line[BOARD_LINES];
} vectors __attribute__((section(".vectors"), used)) = {
	.stack = board_stack_top,
	.exception = {
		[0] = reset,
		[1 ... 13] = fault,
		[14] = board_on_tick,
	},
	.line = {
		[BOARD_LINE_MBOX] = board_on_mbox,
		[BOARD_LINE_COMMAND] = board_on_command,
	},
};
