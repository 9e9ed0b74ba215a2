// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the linker script must know of sim/abi: compiled to assembly, of which
 * the Makefile keeps the lines that begin with "->".
 *
 * BOARD_CODE_IN_DRAM: code goes to core 0's FWRAM, otherwise to ITCM.
 */
#include "board.h"

#ifdef BOARD_CODE_IN_DRAM
#define CODE		BOARD_FWRAM
#define CODE_SIZE	AMP_FWRAM_SIZE
#else
#define CODE		AMP_M_ITCM
#define CODE_SIZE	AMP_ITCM_SIZE
#endif

#define SYMBOL(name, value)	__asm__ volatile("->" #name " = %c0;" : : "i"(value))

void layout(void);

void layout(void)
{
	SYMBOL(layout_code, CODE);
	SYMBOL(layout_code_size, CODE_SIZE);
	SYMBOL(layout_data, AMP_M_DTCM);
	SYMBOL(layout_data_size, AMP_DTCM_SIZE);
}
