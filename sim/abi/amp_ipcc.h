/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Inter-processor communication controller (IPCC) of the STM32MP157
 *
 * Registers as RM0436, chapter "Inter-processor communication controller", has
 * them and Linux' drivers/mailbox/stm32-ipcc.c uses them.  A channel is a flag
 * for each direction: the sender sets it (occupied), the receiver clears it
 * (free); no word travels.  Processor 0 is the A side, 1 the M side.  32-bit
 * accesses, little-endian, every register from both sides.
 */
#ifndef AMP_IPCC_H
#define AMP_IPCC_H

#define AMP_IPCC_CR(p)		(0x000u + 0x10u * (p))	/* interrupts of processor p */
#define AMP_IPCC_MR(p)		(0x004u + 0x10u * (p))	/* 1: channel masked */
#define AMP_IPCC_SCR(p)		(0x008u + 0x10u * (p))	/* write 1: clear, set; reads 0 */
#define AMP_IPCC_TOSR(p)	(0x00cu + 0x10u * (p))	/* RO, flags that p has set */
#define AMP_IPCC_HWCFGR		0x3f0u			/* RO, channels */
#define AMP_IPCC_VERR		0x3f4u			/* RO */
#define AMP_IPCC_IPIDR		0x3f8u			/* RO */
#define AMP_IPCC_SIDR		0x3fcu			/* RO */
#define AMP_IPCC_SIZE		0x400u

#define AMP_IPCC_CR_RXO		(1u << 0)		/* a channel is occupied for p */
#define AMP_IPCC_CR_TXF		(1u << 16)		/* a channel of p is free */
#define AMP_IPCC_RX(n)		(1u << (n))		/* MR: occupied; SCR: clear */
#define AMP_IPCC_TX(n)		(1u << (16 + (n)))	/* MR: free; SCR: set */

#define AMP_IPCC_PROCS		2
#define AMP_IPCC_A		0
#define AMP_IPCC_M		1
#define AMP_IPCC_CHANNELS	6
#define AMP_IPCC_ALL		((1u << AMP_IPCC_CHANNELS) - 1u)

#define AMP_IPCC_VERR_VALUE	0x00000010u		/* 1.0 */
#define AMP_IPCC_IPIDR_VALUE	0x00100071u
#define AMP_IPCC_SIDR_VALUE	0xa3c5dd01u

/* Channels as the device tree gives them to Linux' stm32_rproc */
#define AMP_IPCC_VQ0		0	/* vring 0 has moved */
#define AMP_IPCC_VQ1		1	/* vring 1 has moved */
#define AMP_IPCC_SHUTDOWN	2	/* A to M: stop; cleared when that is done */
#define AMP_IPCC_DETACH		3	/* A to M: Linux leaves; cleared when seen */

_Static_assert(AMP_IPCC_TOSR(AMP_IPCC_PROCS - 1) < AMP_IPCC_HWCFGR, "processors overlap");
_Static_assert(AMP_IPCC_DETACH < AMP_IPCC_CHANNELS, "too few channels");

#endif
