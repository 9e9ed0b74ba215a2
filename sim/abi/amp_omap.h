/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Profile `omap`: memory map, lines and control registers, after OMAP4's IPU
 *
 * The M side has the subsystem's own memory where Linux' omap_remoteproc.c
 * expects it (l2ram at 0x20000000); everything else of that side but the lab's
 * two blocks lies behind its MMU, at the A side's addresses, and is there only
 * where the kernel has mapped it.  On the A side registers are in core 0's
 * block, because the part's own addresses are RAM on the virt board.
 */
#ifndef AMP_OMAP_H
#define AMP_OMAP_H

#include "amp_map.h"

/* The subsystem's memory; two that lie side by side, for the machine's sake */
#define AMP_OMAP_OFF_L2RAM	0x00000000u	/* A side, in core 0's block */
#define AMP_OMAP_M_L2RAM	0x20000000u
#define AMP_OMAP_L2RAM_HALF	0x00008000u
#define AMP_OMAP_L2RAM_SIZE	(2u * AMP_OMAP_L2RAM_HALF)

/* Registers, in core 0's block; the mailbox is at AMP_OFF_MBOX */
#define AMP_OMAP_OFF_MMU	0x00105000u
#define AMP_OMAP_OFF_PRM	0x00106000u
#define AMP_OMAP_M_MMU		0x55082000u
#define AMP_OMAP_PRM_SIZE	0x00001000u

/*
 * Reset manager (PRM), and in the same page the control module's word for the
 * boot address.  On the part only DSPs have that; the driver takes it for any.
 */
#define AMP_PRM_RSTCTRL		0x210u	/* 1 holds; bits 0, 1: cores, 2: MMU and cache */
#define AMP_PRM_BOOTADDR	0x304u	/* vector table of core 0, bits 31..10 */
#define AMP_PRM_RST_CPU0	0
#define AMP_PRM_RST_CPU1	1	/* there is no such core: no effect */
#define AMP_PRM_RST_ALL		7u
#define AMP_PRM_BOOTADDR_MASK	0xfffffc00u

/* What the kernel may use itself until it is asked for must be 8 MiB aligned */
#define AMP_OMAP_POOL_SIZE	AMP_RESV_STRIDE

/* A side: lines of AMP_SPI() */
#define AMP_OMAP_SPI_MBOX	0	/* level */
#define AMP_OMAP_SPI_MMU	1	/* level */

/*
 * What firmware asks the kernel to map, as that for the part does: the mailbox,
 * where the part's firmware has its L4 bus, and the pool with vrings and
 * buffers; or all of RAM, for devices whose buffers lie anywhere.  A carveout
 * for code is at 0, where the cores look for their vectors without a boot
 * address.
 */
#define AMP_OMAP_DA_MBOX	0xaa0f4000u
#define AMP_OMAP_MBOX_PAGE	0x00001000u
#define AMP_OMAP_DA_DRAM	0x60000000u	/* of which the pool is a part */
#define AMP_OMAP_DA_FWRAM	0x00000000u

_Static_assert(AMP_OMAP_OFF_PRM + AMP_OMAP_PRM_SIZE <= 0x00180000u,
	       "PRM runs into the view for register tests");
_Static_assert(AMP_OMAP_OFF_MMU >= AMP_OFF_CTRL + AMP_CTRL_SIZE, "MMU runs into control");

#endif
