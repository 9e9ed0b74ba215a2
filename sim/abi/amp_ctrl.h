/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Control block of one remote core: hold and run, state, crash, watchdog
 *
 * Our own device, no silicon has it.  Both sides see the same registers; the
 * letters say who may write: A = Linux, M = the core itself.  A write by the
 * other side, or to a read-only register, is a guest error and has no effect.
 * 32-bit accesses only, little-endian.
 *
 * Life of a core: HELD -(A writes RUN=1)-> STARTING -(start latency)-> RUNNING;
 * RUNNING -(fault inside a HardFault)-> LOCKUP; any -(A writes RUN=0)-> HELD.
 * STATE reads HELD only when the core executes nothing any more.  The core's
 * NVIC and SysTick, the watchdog, CAUSE, CAUSE_ARG, IRQ_STATUS and a pending
 * command are reset by a release (RUN 0 -> 1); TCM and mailbox are not.
 */
#ifndef AMP_CTRL_H
#define AMP_CTRL_H

#define AMP_CTRL_ID		0x00u	/* RO AMP_CTRL_ID_VALUE */
#define AMP_CTRL_VERSION	0x04u	/* RO AMP_CTRL_VERSION_VALUE */
#define AMP_CTRL_RUN		0x08u	/* A: bit 0: 1 = release, 0 = hold */
#define AMP_CTRL_BOOT_ADDR	0x0cu	/* A: M-side address of the vector table, 128-byte aligned */
#define AMP_CTRL_STATE		0x10u	/* RO AMP_STATE_* */
#define AMP_CTRL_CAUSE		0x14u	/* RO AMP_CAUSE_*, first crash since the release */
#define AMP_CTRL_CAUSE_ARG	0x18u	/* RO LOCKUP, WDOG: program counter; SOFT: the code written */
#define AMP_CTRL_RELEASES	0x1cu	/* RO releases since power-on */
#define AMP_CTRL_IRQ_STATUS	0x20u	/* A: AMP_IRQ_*, write 1 to clear */
#define AMP_CTRL_IRQ_ENABLE	0x24u	/* A: AMP_IRQ_* */
#define AMP_CTRL_RSC_TABLE	0x28u	/* A, M: M-side address of the resource table, 0 = none */
#define AMP_CTRL_SCRATCH	0x2cu	/* A, M: no meaning to the machine */
#define AMP_CTRL_WDOG_CTRL	0x30u	/* M: bit 0 enables and loads */
#define AMP_CTRL_WDOG_PERIOD	0x34u	/* M: microseconds, 1..60000000 */
#define AMP_CTRL_WDOG_FEED	0x38u	/* M, WO: AMP_WDOG_FEED_VALUE reloads, else guest error */
#define AMP_CTRL_WDOG_LEFT	0x3cu	/* RO microseconds left, 0 when disabled or expired */
#define AMP_CTRL_CRASH		0x40u	/* M, WO: report a crash: CAUSE SOFT, CAUSE_ARG = value */
#define AMP_CTRL_CMD		0x44u	/* A: AMP_CMD_*; sets pending, raises AMP_NVIC_CMD */
#define AMP_CTRL_CMD_ARG	0x48u	/* A: written before CMD */
#define AMP_CTRL_CMD_PENDING	0x4cu	/* reads 1 until M writes 1 (W1C) */
#define AMP_CTRL_RSC_SIZE	0x50u	/* A, M: bytes of the resource table */
/*
 * RO microseconds since anything called the core: its release, a change of an
 * interrupt line, a mailbox word.  0 while it executes, a word is on its way to
 * it, or SysTick is due within AMP_QUIET_MARGIN_US; SysTick is no call.
 */
#define AMP_CTRL_QUIET_US	0x54u
#define AMP_QUIET_MARGIN_US	1000u

/* CAUSE, CAUSE_ARG and RELEASES: what a core dump may want of this block */
#define AMP_CTRL_CAUSE_SIZE	12u

#define AMP_CTRL_ID_VALUE	0x414d5043u	/* "AMPC" */
#define AMP_CTRL_VERSION_VALUE	1u
#define AMP_WDOG_FEED_VALUE	0x0000feedu
#define AMP_WDOG_PERIOD_MAX	60000000u

#define AMP_STATE_HELD		0u
#define AMP_STATE_STARTING	1u
#define AMP_STATE_RUNNING	2u
#define AMP_STATE_LOCKUP	3u

#define AMP_CAUSE_NONE		0u
#define AMP_CAUSE_LOCKUP	1u
#define AMP_CAUSE_WDOG		2u
#define AMP_CAUSE_SOFT		3u

#define AMP_IRQ_CRASH		(1u << 0)	/* LOCKUP or SOFT; line AMP_SPI_CRASH */
#define AMP_IRQ_WDOG		(1u << 1)	/* line AMP_SPI_WDOG */

/*
 * Commands: what the lab asks the firmware to do, without mailbox, vring or
 * rpmsg.  Firmware of this project obeys them in its AMP_NVIC_CMD handler; the
 * machine gives them no meaning.
 */
#define AMP_CMD_NONE		0u
#define AMP_CMD_HARDFAULT	1u	/* undefined instruction; handler reports RP_MBOX_CRASH */
#define AMP_CMD_LOCKUP		2u	/* fault inside the HardFault handler */
#define AMP_CMD_HANG		3u	/* spin with interrupts off, watchdog not fed */
#define AMP_CMD_MSG_CRASH	4u	/* send AMP_MSG_CRASH */
#define AMP_CMD_MSG_TYPE	5u	/* send AMP_MSG_CRASH_TYPE(arg) */
#define AMP_CMD_SOFT_CRASH	6u	/* write arg to AMP_CTRL_CRASH */
#define AMP_CMD_ANNOUNCE	7u	/* announce the image's services again */
#define AMP_CMD_DESTROY		8u	/* RPMSG_NS_DESTROY for the image's services */
#define AMP_CMD_BURST		9u	/* send arg messages to the last sender of the echo service */
#define AMP_CMD_TRACE		10u	/* write "command <arg>" to the trace buffer */
#define AMP_CMD_SLEEP		11u	/* stop serving rings until AMP_CMD_WAKE */
#define AMP_CMD_WAKE		12u
#define AMP_CMD_TOUCH		13u	/* read the word at arg, whether something is there or not */
#define AMP_CMD_TABLE		14u	/* compare the resource table with what it was at the start */
#define AMP_CMD_SIN		15u	/* do the image's sin; arg: see it */

#endif
