/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * soc.h - profile stm32 as its firmware sees it; see board.h for what each board
 * must say
 *
 * Code is in RETRAM, where the core boots, data in the first part of SRAM.
 */
#ifndef BOARD_SOC_H
#define BOARD_SOC_H

#include "amp_ipcc.h"
#include "amp_mbox.h"
#include "amp_stm32.h"

/* The regions of the rings have 4 KiB each on the part */
#define BOARD_VRING_ALIGN	16u
#define BOARD_CLOCK_HZ		AMP_STM32_CORE_HZ
#define BOARD_LINES		AMP_STM32_NVIC_LINES
#define BOARD_LINE_MBOX		AMP_STM32_NVIC_RX
#define BOARD_LINE_COMMAND	AMP_STM32_NVIC_CMD

#define BOARD_CODE		AMP_STM32_M_RETRAM
#define BOARD_CODE_SIZE		AMP_STM32_RETRAM_SIZE
#define BOARD_DATA		(AMP_STM32_SRAM + AMP_STM32_OFF_MCURAM2)
#define BOARD_DATA_SIZE		AMP_STM32_MCURAM2_SIZE
#define BOARD_TABLE_SIZE	AMP_STM32_TABLE_SIZE

#define BOARD_SHARED		(AMP_STM32_SRAM + AMP_STM32_OFF_VRING0)
#define BOARD_SHARED_SIZE	(AMP_STM32_SRAM_SIZE - AMP_STM32_OFF_VRING0)
#define BOARD_SHARED_AT		BOARD_SHARED

#define BOARD_DRAM_AT		AMP_M_DRAM

/* No channel says it: the watchdog does, because nobody feeds it any more */
#define BOARD_TELLS_CRASHES	false
#define BOARD_FAULT_IS_TOLD()	false

#endif
