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
	[SIN_HOARD]		= { "sin-hoard: ready", GOOD, { .hoards = true } },
	[SIN_KICK_EARLY]	= { "sin-kick-early: ready", GOOD, { .early_kicks = 100 } },
	[SIN_KICK_LATE]		= { "sin-kick-late: ready", GOOD, { .late_kicks = 100 } },
	[SIN_STATUS_LATE]	= { "sin-status-late: ready", GOOD, { .act = sin_status_late } },
	[SIN_RX_ID]		= { "sin-rx-id: ready", GOOD, { .act = sin_rx_id, .rests = true } },
	[SIN_TX_ID]		= { "sin-tx-id: ready", GOOD, { .act = sin_tx_id } },
	[SIN_RX_TWICE]		= { "sin-rx-twice: ready", GOOD, { .act = sin_rx_twice, .rests = true } },
	[SIN_RX_IDX]		= { "sin-rx-idx: ready", GOOD, { .act = sin_rx_idx, .rests = true } },
	[SIN_RX_LOOP]		= { "sin-rx-loop: ready", GOOD, { .act = sin_rx_loop, .rests = true } },
	[SIN_USED_LEN]		= { "sin-used-len: ready", GOOD, { .act = sin_used_len } },
	[SIN_USED_LEN_LIE]	= { "sin-used-len-lie: ready", GOOD, { .act = sin_used_len_lie } },
	[SIN_DST]		= { "sin-dst: ready", GOOD, { .act = sin_dst } },
	[SIN_HEADER_LEN]	= { "sin-header-len: ready", GOOD, { .act = sin_header_len } },
	[SIN_NS_FLOOD]		= { "sin-ns-flood: ready", GOOD, { .act = sin_ns_flood } },
	[SIN_NS_AGAIN]		= { "sin-ns-again: ready", GOOD, { .act = sin_ns_again } },
	[SIN_NS_UNKNOWN]	= { "sin-ns-unknown: ready", GOOD, { .act = sin_ns_unknown } },
	[SIN_NS_ENDLESS_NAME]	= { "sin-ns-endless-name: ready", GOOD, { .act = sin_ns_endless_name } },
	[SIN_NS_NO_NAME]	= { "sin-ns-no-name: ready", GOOD, { .act = sin_ns_no_name } },
	[SIN_NS_SIZE]		= { "sin-ns-size: ready", GOOD, { .act = sin_ns_size } },
	[SIN_KICK_WORD]		= { "sin-kick-word: ready", GOOD, { .act = sin_kick_word } },
	[SIN_KICK_STORM]	= { "sin-kick-storm: ready", GOOD, { .act = sin_kick_storm } },
	[SIN_KICK_ENDLESS]	= { "sin-kick-endless: ready", GOOD, { .act = sin_kick_endless } },
	[SIN_TABLE_WIPED]	= { "sin-table-wiped: ready", GOOD, { .act = sin_table_wiped } },
	[SIN_TABLE_STATUS]	= { "sin-table-status: ready", GOOD, { .act = sin_table_status } },
};
