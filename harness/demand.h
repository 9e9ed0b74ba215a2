/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * demand.h - what the event trace must show, looked at after the run
 */
#ifndef HX_DEMAND_H
#define HX_DEMAND_H

#include "scenario.h"

/**
 * hx_demand_check() - hold the demands of @sc against the event trace
 * @bytes: the trace file, @len bytes; untrusted
 * @line:  out: the demand's line in the scenario; unchanged when all are met
 *
 * Returns: NULL when all are met; else one sentence about the first that is not,
 * in the arena.  A core that never started with a ring in its table meets none.
 */
const char *hx_demand_check(struct hx_arena *arena, const struct hx_scenario *sc,
			    const void *bytes, size_t len, unsigned int *line);

#endif
