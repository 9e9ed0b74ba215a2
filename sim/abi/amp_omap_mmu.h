/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * System MMU of OMAP4 in front of a remote core: registers and page tables
 *
 * As OMAP4430 TRM SWPU231, chapter "MMU", has it and Linux'
 * drivers/iommu/omap-iommu.[ch] and omap-iopgtable.h use it.  32-bit accesses,
 * little-endian; the A side writes, both sides read.
 */
#ifndef AMP_OMAP_MMU_H
#define AMP_OMAP_MMU_H

#define AMP_MMU_REVISION	0x00u	/* RO */
#define AMP_MMU_IRQSTATUS	0x18u	/* AMP_MMU_IRQ_*, write 1 to clear */
#define AMP_MMU_IRQENABLE	0x1cu	/* AMP_MMU_IRQ_* */
#define AMP_MMU_WALKING_ST	0x40u	/* RO 0: no walk is ever seen on its way */
#define AMP_MMU_CNTL		0x44u	/* AMP_MMU_CNTL_* */
#define AMP_MMU_FAULT_AD	0x48u	/* RO address of the fault in IRQSTATUS */
#define AMP_MMU_TTB		0x4cu	/* first-level table, 16 KiB aligned */
#define AMP_MMU_LOCK		0x50u	/* entries kept, entry to be replaced or read */
#define AMP_MMU_LD_TLB		0x54u	/* write 1: CAM, RAM to that entry; reads 0 */
#define AMP_MMU_CAM		0x58u	/* AMP_MMU_CAM_* */
#define AMP_MMU_RAM		0x5cu	/* physical address and attributes */
#define AMP_MMU_GFLUSH		0x60u	/* write 1: drop all but those with CAM_P; reads 0 */
#define AMP_MMU_FLUSH_ENTRY	0x64u	/* write 1: drop what CAM names; reads 0 */
#define AMP_MMU_READ_CAM	0x68u	/* RO */
#define AMP_MMU_READ_RAM	0x6cu	/* RO */
#define AMP_MMU_EMU_FAULT_AD	0x70u	/* RO 0 */
#define AMP_MMU_GP_REG		0x88u	/* bit 0: a fault is answered by a bus error */
#define AMP_MMU_SIZE		0x100u

#define AMP_MMU_REVISION_VALUE	0x00000020u	/* 2.0 */
#define AMP_MMU_ENTRIES		32

#define AMP_MMU_IRQ_TLBMISS	(1u << 0)	/* and no table walks: CNTL_TWL is off */
#define AMP_MMU_IRQ_TRANSLATION	(1u << 1)	/* the tables have no such page */
#define AMP_MMU_IRQ_TABLEWALK	(1u << 3)	/* the tables cannot be read */
#define AMP_MMU_IRQ_ALL		0x1fu

#define AMP_MMU_CNTL_ENABLE	(1u << 1)	/* else addresses go through as they are */
#define AMP_MMU_CNTL_TWL	(1u << 2)	/* table walking logic */
#define AMP_MMU_CNTL_ALL	0xeu

#define AMP_MMU_LOCK_BASE_SHIFT	10
#define AMP_MMU_LOCK_VICT_SHIFT	4
#define AMP_MMU_LOCK_MASK	0x1fu

#define AMP_MMU_TAG		0xfffff000u	/* of CAM and RAM */
#define AMP_MMU_CAM_P		(1u << 3)	/* outlives GFLUSH */
#define AMP_MMU_CAM_V		(1u << 2)	/* valid */
#define AMP_MMU_CAM_SIZE	3u		/* index of AMP_MMU_SIZES */
#define AMP_MMU_SIZES		{ 0x00100000u, 0x00010000u, 0x00001000u, 0x01000000u }
#define AMP_MMU_1M		0u
#define AMP_MMU_64K		1u
#define AMP_MMU_4K		2u
#define AMP_MMU_16M		3u

/* First level: a word for each MiB; 16 equal ones for 16 MiB */
#define AMP_MMU_L1_INDEX(da)	((da) >> 20)
#define AMP_MMU_L1_KIND		(1u << 18 | 3u)
#define AMP_MMU_L1_SECTION	2u
#define AMP_MMU_L1_SUPER	(1u << 18 | 2u)
#define AMP_MMU_L1_TABLE	1u		/* of bits 1..0 alone */
#define AMP_MMU_L1_TABLE_MASK	0xfffffc00u
/* Second level: a word for each 4 KiB; 16 equal ones for 64 KiB */
#define AMP_MMU_L2_INDEX(da)	((da) >> 12 & 0xffu)
#define AMP_MMU_L2_LARGE	1u
#define AMP_MMU_L2_SMALL	2u		/* bit 1, whatever bit 0 */

#define AMP_MMU_TTB_MASK	0xffffc000u

_Static_assert(AMP_MMU_ENTRIES == AMP_MMU_LOCK_MASK + 1, "entries are named by 5 bits");

#endif
