// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * idle - drive no vdev: feed the watchdog, obey commands, write traces
 *
 * Built with a resource table that holds a trace buffer (idle), also a vdev that
 * it takes no notice of (one-ring), and without any table (no-table), which only
 * FW_VDEVS being defined tells apart.
 */
#include <stddef.h>

#include "amp_ctrl.h"
#include "fw_run.h"
#include "fw_table.h"
#include "fw_trace.h"

#ifdef FW_VDEVS
#define TABLE	(&fw_table)
#define SIZE	sizeof(fw_table)
#define READY	"idle: ready"
#else
#define TABLE	NULL
#define SIZE	0
#define READY	"no-table: ready"
#endif

static const struct fw_policy policy = {
	.feeds_watchdog = true,
	.obeys_commands = true,
	.reports_faults = true,
	.heeds_requests = true,
};

int main(void)
{
	uint32_t arg, cmd;

	fw_start(READY, TABLE, SIZE, &policy);
	for (;;) {
		if (!(fw_wait() & FW_EV_COMMAND))
			continue;
		cmd = fw_command(&arg);
		if (cmd == AMP_CMD_NONE)
			continue;
		fw_trace_number("unknown command", cmd);
		fw_command_done();
	}
}
