/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Mailbox of the `ref` profile: OMAP4 mailbox registers and our messages
 *
 * The register layout is that of the OMAP4 "system mailbox" (AM335x TRM
 * SPRUH73, chapter 17) as far as Linux' drivers/mailbox/omap-mailbox.c uses
 * it (type 2 interrupt registers).  32-bit accesses, little-endian.
 *
 * Messages are 32-bit words.  RP_MBOX_* values are those that the kernel's
 * drivers/remoteproc/omap_remoteproc.h gives, so that one firmware can talk to
 * both drivers.  A word below AMP_MSG_KICK_END is a kick; it is the notifyid of
 * the vring.
 */
#ifndef AMP_MBOX_H
#define AMP_MBOX_H

#define AMP_MBOX_REVISION		0x000u	/* RO */
#define AMP_MBOX_SYSCONFIG		0x010u	/* RO zero: no soft reset modelled */
#define AMP_MBOX_MESSAGE(fifo)		(0x040u + 4u * (fifo))	/* write pushes, read pops */
#define AMP_MBOX_FIFOSTATUS(fifo)	(0x080u + 4u * (fifo))	/* RO, 1 = full */
#define AMP_MBOX_MSGSTATUS(fifo)	(0x0c0u + 4u * (fifo))	/* RO, words that can be read */
#define AMP_MBOX_IRQSTATUS_RAW(user)	(0x100u + 0x10u * (user)) /* W1S */
#define AMP_MBOX_IRQSTATUS_CLR(user)	(0x104u + 0x10u * (user)) /* masked status, W1C */
#define AMP_MBOX_IRQENABLE_SET(user)	(0x108u + 0x10u * (user)) /* W1S */
#define AMP_MBOX_IRQENABLE_CLR(user)	(0x10cu + 0x10u * (user)) /* W1C */

#define AMP_MBOX_NEWMSG(fifo)		(1u << (2u * (fifo)))
#define AMP_MBOX_NOTFULL(fifo)		(1u << (2u * (fifo) + 1u))

#define AMP_MBOX_REVISION_VALUE		0x00000400u
#define AMP_MBOX_DEPTH			4	/* words in a FIFO */
#define AMP_MBOX_FIFOS			4
#define AMP_MBOX_USERS			2

#define AMP_MBOX_USER_A			0	/* application processor */
#define AMP_MBOX_USER_M			1	/* remote core */
#define AMP_MBOX_FIFO_A2M		0
#define AMP_MBOX_FIFO_M2A		1

#define AMP_MSG_KICK_END		0x00010000u
/* M to A: crash of the kernel's enum rproc_crash_type number t, 0..255 */
#define AMP_MSG_CRASH_TYPE(t)		(0xfffffe00u | (t))
#define AMP_MSG_CRASH_TYPE_MASK		0xffffff00u
#define AMP_MSG_READY			0xffffff00u	/* M to A: firmware is up; logged only */
#define AMP_MSG_CRASH			0xffffff02u	/* M to A: fatal error */
#define AMP_MSG_ECHO_REQUEST		0xffffff03u	/* A to M */
#define AMP_MSG_ECHO_REPLY		0xffffff04u	/* M to A */

_Static_assert(AMP_MBOX_IRQENABLE_CLR(AMP_MBOX_USERS - 1) < 0x200u, "mailbox block too small");
_Static_assert(AMP_MBOX_FIFOS <= 16, "status bits are two a FIFO in 32 bits");

#endif
