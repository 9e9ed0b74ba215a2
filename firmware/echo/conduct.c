// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The table of conducts; see conduct.h.
 */
#include "conduct.h"

#define POLICY(feeds, obeys, reports, heeds, says) {	\
	.feeds_watchdog = feeds,			\
	.obeys_commands = obeys,			\
	.reports_faults = reports,			\
	.heeds_requests = heeds,			\
	.tells = FW_TELLS_##says,			\
}
#define GOOD	POLICY(true, true, true, true, TABLE)
#define DEAF	POLICY(true, false, true, true, TABLE)
#define NOFEED	POLICY(false, true, true, true, TABLE)
#define QUIET	POLICY(true, true, false, true, TABLE)
#define NOEND	POLICY(true, true, true, false, TABLE)
#define TELLS(says)	POLICY(true, true, true, true, says)

const struct echo_conduct echo_conducts[ECHO_CONDUCTS] = {
	[ECHO]			= { "echo: ready", GOOD, { 0 } },
	[ECHO_NOREANNOUNCE]	= { "echo-noreannounce: ready", GOOD, { .announces_once = true } },
	[ECHO_NOWATCH]		= { "echo-nowatch: ready", GOOD, { .trusts_driver = true } },
	[ECHO_STRICT]		= { "echo-strict: ready", GOOD, { .heeds_notifyid = true } },
	[SIN_MUTE]		= { "sin-mute: ready", GOOD, { .is_mute = true } },
	[SIN_ONCE]		= { "sin-once: ready", GOOD, { .is_mute_when_restarted = true } },
	[SIN_CRASHLOOP]		= { "sin-crashloop: ready", GOOD, { .crashes_again = true } },
	[SIN_LATE]		= { "sin-late: ready", GOOD, { .late_us = 5000000 } },
	[SIN_FLIP]		= { "sin-flip: ready", GOOD, { .flips_every = 5 } },
	[SIN_DROP]		= { "sin-drop: ready", GOOD, { .drops_every = 7 } },
	[SIN_SWAP]		= { "sin-swap: ready", GOOD, { .swaps_every = 4 } },
	[SIN_DUP]		= { "sin-dup: ready", GOOD, { .doubles = true } },
	[SIN_SHORT]		= { "sin-short: ready", GOOD, { .is_short = true } },
	[SIN_LONG]		= { "sin-long: ready", GOOD, { .lies_every = 2 } },
	[SIN_DEAF]		= { "sin-deaf: ready", DEAF, { 0 } },
	[SIN_NOFEED]		= { "sin-nofeed: ready", NOFEED, { 0 } },
	[SIN_QUIET_FAULT]	= { "sin-quiet-fault: ready", QUIET, { 0 } },
	[SIN_NOEND]		= { "sin-noend: ready", NOEND, { 0 } },
	[SIN_TABLE_NONE]	= { "sin-table-none: ready", TELLS(NONE), { 0 } },
	[SIN_TABLE_ASTRAY]	= { "sin-table-astray: ready", TELLS(ASTRAY), { 0 } },
	[SIN_TABLE_SHORT]	= { "sin-table-short: ready", TELLS(SHORT), { 0 } },
};
