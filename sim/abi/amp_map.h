/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory map, interrupt lines and limits of the machine amp-virt
 *
 * One home for every address of the `ref` profile.  "A side" is the
 * application processor (Linux), "M side" is a remote Cortex-M core.  All
 * addresses are physical bus addresses of the side named, all sizes bytes.
 *
 * Sources: the free ranges of QEMU's virt board are those between its own
 * devices (hw/arm/virt.c, a15memmap: 0x0b000000-0x0bffffff); M-side placement
 * follows the ARMv7-M default memory map (ARM DDI 0403, B3.1: code below
 * 0x20000000, SRAM 0x20000000-0x3fffffff, 0x40000000-0x5fffffff execute-never,
 * RAM 0x60000000-0x9fffffff, external devices from 0xa0000000).
 *
 * Leaves out: what other SoC profiles place elsewhere; that is in the profile
 * table of the machine.
 */
#ifndef AMP_MAP_H
#define AMP_MAP_H

#define AMP_MAX_CORES		4

/* A side: one block of AMP_CORE_STRIDE for every remote core */
#define AMP_CORE_BASE		0x0b000000u
#define AMP_CORE_STRIDE		0x00200000u
#define AMP_OFF_ITCM		0x00000000u
#define AMP_OFF_DTCM		0x00080000u
#define AMP_OFF_MBOX		0x00100000u
#define AMP_OFF_CTRL		0x00101000u
#define AMP_CORE(n)		(AMP_CORE_BASE + (n) * AMP_CORE_STRIDE)

#define AMP_ITCM_SIZE		0x00020000u
#define AMP_DTCM_SIZE		0x00020000u
#define AMP_MBOX_SIZE		0x00000200u
#define AMP_CTRL_SIZE		0x00001000u

/* A side: one lab block for the machine */
#define AMP_LAB_BASE		0x0bf00000u
#define AMP_LAB_SIZE		0x00001000u

/* M side: the same for every core, each sees only its own devices */
#define AMP_M_ITCM		0x00000000u
#define AMP_M_DTCM		0x20000000u
#define AMP_M_DRAM		0x40000000u	/* A side's DRAM at its own address, data only */
#define AMP_M_DRAM_EXEC		0x80000000u	/* the same DRAM again, executable */
#define AMP_M_MBOX		0xa0000000u
#define AMP_M_CTRL		0xa0001000u
#define AMP_M_LAB		0xa0002000u

/* DRAM as both sides see it; the window shows at most AMP_WINDOW_MAX of it */
#define AMP_DRAM_BASE		0x40000000u
#define AMP_DRAM_MIN_SIZE	0x08000000u	/* less RAM than this is refused */
#define AMP_WINDOW_MAX		0x20000000u

/*
 * Reserved memory, one block of AMP_RESV_STRIDE for every core (A side):
 *  + POOL: shared-dma-pool, vrings and buffers of any number of vdevs
 *  + FWRAM: carveout for firmware code and data in DRAM, seen by the core at
 *    its address in the executable window
 *  + NAMED: vdev0vring0, vdev0vring1 and vdev0buffer when the machine was
 *    asked for named regions (property vdev-memory=named)
 */
#define AMP_RESV_BASE		0x46000000u
#define AMP_RESV_STRIDE		0x00800000u
#define AMP_OFF_POOL		0x00000000u
#define AMP_POOL_SIZE		0x00400000u
#define AMP_OFF_FWRAM		0x00400000u
#define AMP_FWRAM_SIZE		0x00100000u
#define AMP_OFF_VRING0		0x00500000u
#define AMP_OFF_VRING1		0x00508000u
#define AMP_VRING_SIZE		0x00008000u
#define AMP_OFF_VBUFFER		0x00540000u
#define AMP_VBUFFER_SIZE	0x00040000u
#define AMP_RESV(n)		(AMP_RESV_BASE + (n) * AMP_RESV_STRIDE)

/* A side: GIC shared peripheral interrupts (number without the 32 of the GIC) */
#define AMP_SPI_BASE		176
#define AMP_SPI_STRIDE		4
#define AMP_SPI_MBOX		0	/* level, mailbox user AMP_MBOX_USER_A */
#define AMP_SPI_CRASH		1	/* level, control block */
#define AMP_SPI_WDOG		2	/* level, control block */
#define AMP_SPI(n, line)	(AMP_SPI_BASE + (n) * AMP_SPI_STRIDE + (line))

/* M side: NVIC external interrupts */
#define AMP_M_CLOCK_HZ		100000000u	/* SysTick counts this */
#define AMP_NVIC_LINES		32
#define AMP_NVIC_MBOX		0	/* level, mailbox user AMP_MBOX_USER_M */
#define AMP_NVIC_CMD		1	/* level, command pending in the control block */

_Static_assert(AMP_OFF_ITCM + AMP_ITCM_SIZE <= AMP_OFF_DTCM, "ITCM runs into DTCM");
_Static_assert(AMP_OFF_DTCM + AMP_DTCM_SIZE <= AMP_OFF_MBOX, "DTCM runs into mailbox");
_Static_assert(AMP_OFF_MBOX + AMP_MBOX_SIZE <= AMP_OFF_CTRL, "mailbox runs into control");
_Static_assert(AMP_OFF_CTRL + AMP_CTRL_SIZE <= AMP_CORE_STRIDE, "core block too small");
_Static_assert(AMP_CORE(AMP_MAX_CORES) <= AMP_LAB_BASE, "cores run into lab");
_Static_assert(AMP_OFF_VBUFFER + AMP_VBUFFER_SIZE <= AMP_RESV_STRIDE, "reserved block too small");
_Static_assert(AMP_RESV(AMP_MAX_CORES) <= AMP_DRAM_BASE + AMP_DRAM_MIN_SIZE,
	       "reserved memory outside the smallest RAM");

#endif
