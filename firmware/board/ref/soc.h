/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * soc.h - profile ref as its firmware sees it; see board.h for what each board
 * must say
 */
#ifndef BOARD_SOC_H
#define BOARD_SOC_H

#include "amp_mbox.h"

#define BOARD_LINES		AMP_NVIC_LINES
#define BOARD_LINE_MBOX		AMP_NVIC_MBOX
#define BOARD_LINE_COMMAND	AMP_NVIC_CMD
#define BOARD_MBOX		AMP_M_MBOX

#define BOARD_CODE		AMP_M_ITCM
#define BOARD_CODE_SIZE		AMP_ITCM_SIZE
#define BOARD_DATA		AMP_M_DTCM
#define BOARD_DATA_SIZE		AMP_DTCM_SIZE
#define BOARD_TABLE_SIZE	0

/* Vrings and buffers lie in what the machine reserves for cores, nowhere else */
#define BOARD_SHARED		AMP_RESV_BASE
#define BOARD_SHARED_SIZE	(AMP_MAX_CORES * AMP_RESV_STRIDE)
#define BOARD_SHARED_AT		BOARD_SHARED

/* FWRAM of core 0, where the core may execute it */
#define BOARD_FWRAM	(AMP_M_DRAM_EXEC + (AMP_RESV(0) + AMP_OFF_FWRAM - AMP_DRAM_BASE))

#define BOARD_DRAM_AT		AMP_M_DRAM

#define BOARD_TELLS_CRASHES	true
#define BOARD_FAULT_IS_TOLD()	false

#endif
