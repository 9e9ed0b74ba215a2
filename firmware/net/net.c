// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * net - vdevs that are network interfaces or a console, and no rpmsg bus
 *
 * Every frame goes back to its sender, every character too; lib/fw_mirror.h has
 * the rules.  Beside that only what every image does: trace, watchdog, commands.
 *
 * Of the conducts in echo/conduct.h only flips_every means something here.
 */
#include "../echo/conduct.h"
#include "board.h"
#include "fw_mirror.h"
#include "fw_run.h"
#include "fw_table.h"
#include "fw_trace.h"

static void obey(void)
{
	uint32_t arg;
	uint32_t cmd = fw_command(&arg);

	if (cmd == AMP_CMD_NONE)
		return;
	fw_trace_number("unknown command", cmd);
	fw_command_done();
}

int main(void)
{
	const struct echo_conduct *conduct = &echo_conducts[ECHO_CONDUCT];
	uint32_t events;

	fw_mirrors_init(conduct->sins.flips_every);
	fw_start("net: ready", &fw_table, sizeof(fw_table), &conduct->policy);
	for (;;) {
		events = fw_wait();
		if (events & FW_EV_COMMAND)
			obey();
		fw_mirrors_run(events);
	}
}
