/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Profile `wkup-m3`: memory map, lines and control registers of the AM335x' WKUP M3
 *
 * Sources: SPRUH73 (memory map of chapter 2, control module of chapter 9) and
 * the use that Linux' wkup_m3_rproc.c, wkup_m3_ipc.c and omap-mailbox.c make
 * of it.  The M side has memories, IPC registers and mailbox where the part has
 * them; on the A side all is in core 0's block, because the part's addresses
 * are the virt board's RAM.  Interrupt numbers are ours on both sides.  The
 * mailbox is amp_mbox.h's, the reset line the RUN bit of the control block.
 */
#ifndef AMP_WKUP_H
#define AMP_WKUP_H

#include "amp_ctrl.h"
#include "amp_map.h"

/* Memories: the driver takes their distance on the bus for the core's addresses */
#define AMP_WKUP_OFF_UMEM	AMP_OFF_ITCM
#define AMP_WKUP_OFF_DMEM	AMP_OFF_DTCM
#define AMP_WKUP_M_UMEM		0x00000000u	/* where the core boots */
#define AMP_WKUP_M_DMEM		0x00080000u
#define AMP_WKUP_UMEM_SIZE	0x00004000u
#define AMP_WKUP_DMEM_SIZE	0x00002000u

/* Registers: A side, offset in core 0's block (in its page as on the part); M side */
#define AMP_WKUP_OFF_IPC	0x00103324u
#define AMP_WKUP_M_IPC		0x44e11324u
#define AMP_WKUP_M_MBOX		0x480c8000u

/* A side: lines of AMP_SPI() */
#define AMP_WKUP_SPI_TXEV	1	/* level, the core's event; 0 is AMP_SPI_MBOX */

/* IPC registers of the control module */
#define AMP_WKUP_IPC_TXEV_EOI	0x00u	/* A: 1 takes the event back and holds it off, 0 lets it in */
#define AMP_WKUP_IPC_MSG(n)	(0x04u + 4u * (n))	/* A, M: words without a meaning to the machine */
#define AMP_WKUP_IPC_MSGS	8
#define AMP_WKUP_IPC_SEV	0x24u	/* M, WO: 1 is the core's event, see amp_wkup_ipc.c */
#define AMP_WKUP_IPC_SIZE	0x28u

/* What firmware and wkup_m3_ipc.c mean by the words */
#define AMP_WKUP_MSG_CMD	1	/* command in 15..0; status of the core in 31..16 */
#define AMP_WKUP_MSG_VERSION	2	/* version of the firmware in 15..0 */
#define AMP_WKUP_CMD_DS0	0x04u
#define AMP_WKUP_CMD_STANDBY	0x0cu
#define AMP_WKUP_CMD_RESET	0x0eu
#define AMP_WKUP_CMD_IDLE	0x10u
#define AMP_WKUP_VERSION_MIN	0x191u	/* older firmware is warned of */

_Static_assert(AMP_WKUP_OFF_DMEM - AMP_WKUP_OFF_UMEM == AMP_WKUP_M_DMEM - AMP_WKUP_M_UMEM,
	       "the driver would load data elsewhere");
_Static_assert(AMP_WKUP_OFF_IPC >= AMP_OFF_CTRL + AMP_CTRL_SIZE, "IPC runs into control");

#endif
