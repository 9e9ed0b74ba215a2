/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * conduct.h - how a build of echo behaves: well, or with one sin
 *
 * A table of one line for each image; the image's line in the Makefile names
 * its entry (ECHO_CONDUCT).  Zero in a field of struct echo_sins is good
 * behaviour.
 */
#ifndef ECHO_CONDUCT_H
#define ECHO_CONDUCT_H

#include "fw_run.h"
#include "sins.h"

enum echo_conduct_name {
	ECHO,
	ECHO_NOREANNOUNCE,
	ECHO_NOWATCH,
	ECHO_STRICT,
	SIN_MUTE,
	SIN_ONCE,
	SIN_CRASHLOOP,
	SIN_LATE,
	SIN_FLIP,
	SIN_DROP,
	SIN_SWAP,
	SIN_DUP,
	SIN_SHORT,
	SIN_LONG,
	SIN_DEAF,
	SIN_NOFEED,
	SIN_QUIET_FAULT,
	SIN_NOEND,
	SIN_TABLE_NONE,
	SIN_TABLE_ASTRAY,
	SIN_TABLE_SHORT,
	SIN_HOARD,
	SIN_KICK_EARLY,
	SIN_KICK_LATE,
	SIN_STATUS_LATE,
	SIN_RX_ID,
	SIN_TX_ID,
	SIN_RX_TWICE,
	SIN_RX_IDX,
	SIN_RX_LOOP,
	SIN_USED_LEN,
	SIN_USED_LEN_LIE,
	SIN_DST,
	SIN_HEADER_LEN,
	SIN_NS_FLOOD,
	SIN_NS_AGAIN,
	SIN_NS_UNKNOWN,
	SIN_NS_ENDLESS_NAME,
	SIN_NS_NO_NAME,
	SIN_NS_SIZE,
	SIN_KICK_WORD,
	SIN_KICK_STORM,
	SIN_KICK_ENDLESS,
	SIN_TABLE_WIPED,
	SIN_TABLE_STATUS,
	ECHO_CONDUCTS,
};

struct echo_sins {
	bool is_mute;			/* never announces */
	bool is_mute_when_restarted;	/* never announces, but in the first life since power-on */
	bool announces_once;		/* not again when the driver comes back */
	bool trusts_driver;		/* looks at the vdev status until it is ready, never again */
	bool heeds_notifyid;		/* looks at the rings of the vdev that a kick names only */
	bool crashes_again;		/* soon after a start that followed a crash */
	uint32_t late_us;		/* announces so long after the driver is ready */
	uint32_t flips_every;		/* one bit of each so many-th long message */
	uint32_t drops_every;		/* each so many-th message is not answered */
	uint32_t swaps_every;		/* each so many-th reply comes after the next one */
	bool doubles;			/* every reply comes twice */
	bool is_short;			/* the largest reply lacks its last byte */
	uint32_t lies_every;		/* each so many-th reply says that it is longer than a buffer */
	bool hoards;			/* takes no message, so that no buffer comes back */
	uint32_t early_kicks;		/* of each ring, before there is a driver */
	uint32_t late_kicks;		/* the same after it has gone */
	sin_fn *act;			/* at AMP_CMD_SIN */
	bool rests;			/* then looks at no ring any more */
};

struct echo_conduct {
	const char *ready;		/* the ready line */
	struct fw_policy policy;
	struct echo_sins sins;
};

extern const struct echo_conduct echo_conducts[ECHO_CONDUCTS];

#endif
