/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * soc.h - profile wkup-m3 as its firmware sees it; see board.h for what each
 * board must say
 *
 * Code is in UMEM, where the core boots, data in DMEM.  The core has no way to
 * memory of the A side, so there are no vrings.
 */
#ifndef BOARD_SOC_H
#define BOARD_SOC_H

#include "amp_mbox.h"
#include "amp_wkup.h"

#define BOARD_LINES		AMP_NVIC_LINES
#define BOARD_LINE_MBOX		AMP_NVIC_MBOX
#define BOARD_LINE_COMMAND	AMP_NVIC_CMD

#define BOARD_CODE		AMP_WKUP_M_UMEM
#define BOARD_CODE_SIZE		AMP_WKUP_UMEM_SIZE
#define BOARD_DATA		AMP_WKUP_M_DMEM
#define BOARD_DATA_SIZE		AMP_WKUP_DMEM_SIZE
#define BOARD_TABLE_SIZE	0

#define BOARD_SHARED		AMP_WKUP_M_DMEM
#define BOARD_SHARED_SIZE	0
#define BOARD_SHARED_AT		BOARD_SHARED

/* Nobody listens */
#define BOARD_TELLS_CRASHES	false
#define BOARD_FAULT_IS_TOLD()	false

#endif
