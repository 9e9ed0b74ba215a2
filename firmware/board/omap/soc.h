/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * soc.h - profile omap as its firmware sees it; see board.h for what each board
 * must say
 *
 * Code and data are in the subsystem's l2ram.  All else is behind the MMU and
 * there because the resource table asks for it: the mailbox, and the memory
 * with vrings and buffers.  The kernel gives their addresses as its own, so
 * they are translated here.
 */
#ifndef BOARD_SOC_H
#define BOARD_SOC_H

#include "amp_mbox.h"
#include "amp_omap.h"

#define BOARD_LINES		AMP_NVIC_LINES
#define BOARD_LINE_MBOX		AMP_NVIC_MBOX
#define BOARD_LINE_COMMAND	AMP_NVIC_CMD
#define BOARD_MBOX		AMP_OMAP_DA_MBOX

#define BOARD_CODE		AMP_OMAP_M_L2RAM
#define BOARD_CODE_SIZE		AMP_OMAP_L2RAM_HALF
#define BOARD_DATA		(AMP_OMAP_M_L2RAM + AMP_OMAP_L2RAM_HALF)
#define BOARD_DATA_SIZE		AMP_OMAP_L2RAM_HALF
#define BOARD_TABLE_SIZE	0

#define BOARD_SHARED		(AMP_RESV(0) + AMP_OFF_POOL)
#define BOARD_SHARED_SIZE	AMP_OMAP_POOL_SIZE
#define BOARD_SHARED_AT		(AMP_OMAP_DA_DRAM + (BOARD_SHARED - AMP_DRAM_BASE))
#define BOARD_DRAM_AT		AMP_OMAP_DA_DRAM
#define BOARD_FWRAM		AMP_OMAP_DA_FWRAM

#define BOARD_TELLS_CRASHES	true

/* A bus fault: the MMU has refused an access and says so itself */
#define BOARD_CFSR		0xe000ed28u	/* ARM DDI 0403, B3.2.15 */
#define BOARD_CFSR_BUS		0x0000ff00u
#define BOARD_FAULT_IS_TOLD()	((board_read(BOARD_CFSR) & BOARD_CFSR_BUS) != 0)

/* Entries of device memory: device address, physical address, bytes, name */
#define BOARD_MAP_MBOX	AMP_OMAP_DA_MBOX, AMP_CORE(0) + AMP_OFF_MBOX, AMP_OMAP_MBOX_PAGE, "mailbox"
#define BOARD_MAP_POOL	BOARD_SHARED_AT, BOARD_SHARED, BOARD_SHARED_SIZE, "pool"
#define BOARD_MAP_DRAM	AMP_OMAP_DA_DRAM, AMP_DRAM_BASE, AMP_WINDOW_MAX, "dram"

#endif
