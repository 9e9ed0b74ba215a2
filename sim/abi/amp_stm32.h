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
#define AMP_STM32_OFF_VRING1	0x00041000u
#define AMP_STM32_VRING_SIZE	0x00001000u
#define AMP_STM32_OFF_VBUFFER	0x00042000u
#define AMP_STM32_VBUFFER_SIZE	0x0001e000u

/* Registers: A side, offset in core 0's block; M side */
#define AMP_STM32_OFF_IPCC	0x00100000u
#define AMP_STM32_OFF_RCC	0x00103000u
#define AMP_STM32_OFF_TAMP	0x00104000u
#define AMP_STM32_OFF_HSEM	0x00105000u
#define AMP_STM32_OFF_USART3	0x00106000u
#define AMP_STM32_M_IPCC	0x4c001000u
#define AMP_STM32_M_USART3	0x4000f000u
#define AMP_STM32_M_HSEM	0x4c000000u
#define AMP_STM32_M_RCC		0x50000000u
#define AMP_STM32_M_TAMP	0x5c00a000u
#define AMP_STM32_RCC_SIZE	0x00001000u
#define AMP_STM32_TAMP_SIZE	0x00000400u
#define AMP_STM32_HSEM_SIZE	0x00000400u
#define AMP_STM32_USART_SIZE	0x00000400u

/* M side: peripherals that have no model, words that keep what is written */
#define AMP_STM32_M_APB1	0x40000000u
#define AMP_STM32_APB1_SIZE	0x00020000u
#define AMP_STM32_M_AHB2	0x48000000u
#define AMP_STM32_AHB2_SIZE	0x00010000u
#define AMP_STM32_M_AHB3	0x4c000000u
#define AMP_STM32_AHB3_SIZE	0x00010000u
#define AMP_STM32_M_AHB4	0x50000000u
#define AMP_STM32_AHB4_SIZE	0x00100000u
#define AMP_STM32_M_AHB5	0x54000000u
#define AMP_STM32_AHB5_SIZE	0x00010000u
#define AMP_STM32_M_APB5	0x5c000000u
#define AMP_STM32_APB5_SIZE	0x00010000u

/* A side: lines of AMP_SPI() */
#define AMP_STM32_SPI_RX	0	/* level, IPCC: a channel is occupied */
#define AMP_STM32_SPI_TX	1	/* level, IPCC: a channel is free */
#define AMP_STM32_SPI_WDOG	2	/* edge, the core's watchdog */

/* M side: NVIC external interrupts; 150 are the part's, above them the lab's */
#define AMP_STM32_NVIC_LINES	160
#define AMP_STM32_NVIC_USART3	39
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

/* The core's clock: HSI, which is what RCC's registers tell after a reset */
#define AMP_STM32_CORE_HZ	64000000u

/*
 * HSEM: 32 semaphores that a read takes.  A word is 0, or lock, core, process.
 * CR frees all of a core, with the key that KEYR holds.
 */
#define AMP_HSEM_SEMAPHORES	32
#define AMP_HSEM_R(n)		(0x000u + 4u * (n))
#define AMP_HSEM_RLR(n)		(0x080u + 4u * (n))	/* RO: takes it for its reader */
#define AMP_HSEM_CR		0x140u	/* WO */
#define AMP_HSEM_KEYR		0x144u
#define AMP_HSEM_LOCK		(1u << 31)
#define AMP_HSEM_CORE(id)	((uint32_t)(id) << 8)
#define AMP_HSEM_CORE_MASK	0x00000f00u
#define AMP_HSEM_PROC_MASK	0x000000ffu
#define AMP_HSEM_KEY_MASK	0xffff0000u
#define AMP_HSEM_CORE_A		1u
#define AMP_HSEM_CORE_M		2u

/* USART: as far as a console needs it */
#define AMP_USART_CR1		0x00u
#define AMP_USART_CR2		0x04u
#define AMP_USART_CR3		0x08u
#define AMP_USART_BRR		0x0cu
#define AMP_USART_GTPR		0x10u
#define AMP_USART_RTOR		0x14u
#define AMP_USART_RQR		0x18u	/* WO */
#define AMP_USART_ISR		0x1cu	/* RO */
#define AMP_USART_ICR		0x20u	/* WO */
#define AMP_USART_RDR		0x24u	/* RO */
#define AMP_USART_TDR		0x28u
#define AMP_USART_PRESC		0x2cu
#define AMP_USART_CR1_UE	(1u << 0)
#define AMP_USART_CR1_RE	(1u << 2)
#define AMP_USART_CR1_TE	(1u << 3)
#define AMP_USART_CR1_TCIE	(1u << 6)
#define AMP_USART_CR1_TXEIE	(1u << 7)
#define AMP_USART_ISR_TC	(1u << 6)
#define AMP_USART_ISR_TXE	(1u << 7)
#define AMP_USART_ISR_TEACK	(1u << 21)
#define AMP_USART_ISR_REACK	(1u << 22)

_Static_assert(AMP_STM32_OFF_VBUFFER + AMP_STM32_VBUFFER_SIZE <= AMP_STM32_SRAM_SIZE,
	       "buffer outside the SRAM");
_Static_assert(AMP_STM32_OFF_USART3 + AMP_STM32_USART_SIZE <= AMP_CORE_STRIDE, "core block too small");
_Static_assert(AMP_STM32_OFF_RCC >= AMP_OFF_CTRL + AMP_CTRL_SIZE, "RCC runs into control");

#endif
