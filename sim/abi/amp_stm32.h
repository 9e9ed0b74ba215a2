/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Profile `stm32`: memory map, lines and control registers of the STM32MP157
 *
 * The M side has what firmware for that part relies on where RM0436 places it
 * (memory map, NVIC positions); on the A side memories are at the part's
 * addresses as well, because the virt board has nothing there that an
 * emulated PCI bus would not give up, and registers in core 0's block.  Our
 * control block and the lab block stay where amp_map.h has them, for the lab
 * alone.
 */
#ifndef AMP_STM32_H
#define AMP_STM32_H

#include "amp_map.h"

/* Memories; RETRAM is at the core's 0, where it boots */
#define AMP_STM32_RETRAM	0x38000000u	/* A side */
#define AMP_STM32_M_RETRAM	0x00000000u
#define AMP_STM32_RETRAM_SIZE	0x00010000u
#define AMP_STM32_SRAM		0x10000000u	/* both sides */
#define AMP_STM32_SRAM_ALIAS	0x30000000u	/* both sides, the same again */
#define AMP_STM32_SRAM_SIZE	0x00060000u

/* What the device tree makes of the SRAM, offsets in it */
#define AMP_STM32_OFF_MCURAM2	0x00000000u	/* code and data of the firmware */
#define AMP_STM32_MCURAM2_SIZE	0x00040000u
#define AMP_STM32_OFF_VRING0	0x00040000u
#define AMP_STM32_OFF_VRING1	0x00044000u
#define AMP_STM32_VRING_SIZE	0x00004000u
#define AMP_STM32_OFF_VBUFFER	0x00048000u
#define AMP_STM32_VBUFFER_SIZE	0x00018000u

/* Registers: A side, offset in core 0's block; M side */
#define AMP_STM32_OFF_IPCC	0x00100000u
#define AMP_STM32_OFF_RCC	0x00103000u
#define AMP_STM32_OFF_TAMP	0x00104000u
#define AMP_STM32_M_IPCC	0x4c001000u
#define AMP_STM32_M_RCC		0x50000000u
#define AMP_STM32_M_TAMP	0x5c00a000u
#define AMP_STM32_RCC_SIZE	0x00001000u
#define AMP_STM32_TAMP_SIZE	0x00000400u

/* A side: lines of AMP_SPI() */
#define AMP_STM32_SPI_RX	0	/* level, IPCC: a channel is occupied */
#define AMP_STM32_SPI_TX	1	/* level, IPCC: a channel is free */
#define AMP_STM32_SPI_WDOG	2	/* edge, the core's watchdog */

/* M side: NVIC external interrupts; 150 are the part's, above them the lab's */
#define AMP_STM32_NVIC_LINES	160
#define AMP_STM32_NVIC_RX	103
#define AMP_STM32_NVIC_TX	104
#define AMP_STM32_NVIC_CMD	159

/* RCC, reset and clock control: what holds and resets the core */
#define AMP_RCC_TZCR		0x000u	/* RO 0: nothing is secure */
#define AMP_RCC_MP_GCR		0x10cu	/* bit 0 BOOT_MCU: 1 lets the core leave its hold */
#define AMP_RCC_MP_GRSTCSETR	0x404u	/* bit 1 MCURST: resets the core, clears itself */
#define AMP_RCC_BOOT_MCU	(1u << 0)
#define AMP_RCC_MCURST_BIT	1
#define AMP_RCC_MCURST		(1u << AMP_RCC_MCURST_BIT)

/* TAMP: 32 backup registers, words without a meaning to the machine */
#define AMP_TAMP_BKP(n)		(0x100u + 4u * (n))
#define AMP_TAMP_BKPS		32
#define AMP_TAMP_RSC_TABLE	AMP_TAMP_BKP(17)	/* M-side address, 0 = none */
#define AMP_TAMP_M4_STATE	AMP_TAMP_BKP(18)	/* AMP_M4_* */
#define AMP_M4_OFF		0u
#define AMP_M4_RUNNING		2u
/* What stm32_rproc maps of a table that it finds so, and overwrites */
#define AMP_STM32_TABLE_SIZE	1024u

_Static_assert(AMP_STM32_OFF_VBUFFER + AMP_STM32_VBUFFER_SIZE <= AMP_STM32_SRAM_SIZE,
	       "buffer outside the SRAM");
_Static_assert(AMP_STM32_OFF_TAMP + AMP_STM32_TAMP_SIZE <= AMP_CORE_STRIDE, "core block too small");
_Static_assert(AMP_STM32_OFF_RCC >= AMP_OFF_CTRL + AMP_CTRL_SIZE, "RCC runs into control");

#endif
