/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sins.h - what an image does to the A side at AMP_CMD_SIN
 *
 * An image has one sin (struct echo_sins, act); the command's argument says how
 * much of it, or with which number.  Sins that go on (a flood) go on in
 * sins_go_on(), whenever the rings are served.
 *
 * Leaves out: sins of a reply; those are echo.c's own.
 */
#ifndef ECHO_SINS_H
#define ECHO_SINS_H

#include "fw_link.h"

/* What a sin may use; borrowed from the first vdev's echo */
struct sinner {
	struct fw_link *link;
	uint32_t vdevs;			/* in the table behind that link's, it included */
	const struct fw_message *last;	/* reply of the echo service, dst 0: none yet */
	void *table;			/* the image's resource table */
	uint32_t table_size;
};

typedef void sin_fn(struct sinner *sinner, uint32_t arg);

/* Rings; "rx" is the one that Linux receives by, "tx" the other */
sin_fn sin_rx_id;		/* gives a buffer back with the number arg */
sin_fn sin_tx_id;
sin_fn sin_rx_twice;		/* gives a buffer back twice */
sin_fn sin_rx_idx;		/* adds arg to the used index, and no buffer */
sin_fn sin_rx_loop;		/* chains every descriptor to itself, gives one back */
sin_fn sin_used_len;		/* a message of 16 bytes, arg bytes of it used */
sin_fn sin_used_len_lie;	/* the same, and its header says 65535 */
/* Messages */
sin_fn sin_dst;			/* a message to address arg, where nobody is */
sin_fn sin_header_len;		/* arg messages that say 65535 bytes */
sin_fn sin_ns_flood;		/* arg announcements, each of a name of its own */
sin_fn sin_ns_again;		/* announces the echo service again, arg times */
sin_fn sin_ns_unknown;		/* takes a service back that there never was */
sin_fn sin_ns_endless_name;	/* a name without an end */
sin_fn sin_ns_no_name;		/* a name of no character */
sin_fn sin_ns_size;		/* an announcement of arg bytes, 40 is right */
/* Kicks */
sin_fn sin_kick_word;		/* sends the word arg */
sin_fn sin_kick_storm;		/* arg kicks for nothing, every ring in turn, as fast as the mailbox takes them */
sin_fn sin_kick_endless;	/* kicks until the core is held */
/* The resource table */
sin_fn sin_table_wiped;		/* every byte of it 0xff */
sin_fn sin_status_late;		/* waits until the driver has cleared that byte, sets it to 1 */
sin_fn sin_table_status;	/* the vdev's status byte is arg */

void sins_go_on(struct fw_link *link);

#endif
