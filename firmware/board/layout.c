// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the linker script must know of sim/abi: compiled to assembly, of which
 * the Makefile keeps the lines that begin with "->".
 *
 * BOARD_CODE_IN_DRAM: code goes to core 0's FWRAM, otherwise to BOARD_CODE.
 */
#include "board.h"

#ifdef BOARD_CODE_IN_DRAM
#define CODE		BOARD_FWRAM
#define CODE_SIZE	AMP_FWRAM_SIZE
#else
#define CODE		BOARD_CODE
#define CODE_SIZE	BOARD_CODE_SIZE
#endif

#define SYMBOL(name, value)	__asm__ volatile("->" #name " = %c0;" : : "i"(value))

void layout(void);

void layout(void)
{
	SYMBOL(layout_code, CODE);
	SYMBOL(layout_code_size, CODE_SIZE);
	SYMBOL(layout_data, BOARD_DATA);
	SYMBOL(layout_data_size, BOARD_DATA_SIZE);
	SYMBOL(layout_table_size, BOARD_TABLE_SIZE);
}
