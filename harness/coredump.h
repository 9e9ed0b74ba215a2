/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * coredump.h - are the core dumps that the guest fetched what the cores held?
 */
#ifndef HX_COREDUMP_H
#define HX_COREDUMP_H

#include "scenario.h"

/**
 * hx_coredump_check() - hold the dumps against the machine's own view
 * @dumps:  the dump channel of the run; untrusted
 * @memory: the memory channel, pieces of each core's memory at each hold
 * @line:   out: the demand's line in the scenario; unchanged when all are met
 *
 * Both are rows of struct amp_piece with their bytes (sim/abi/amp_lab.h).
 *
 * Returns: NULL when all demands are met; else one sentence about the first that
 * is not, in the arena.  A core of which no dump was fetched meets none.
 */
const char *hx_coredump_check(struct hx_arena *arena, const struct hx_scenario *sc,
			      const struct hx_text *dumps, const struct hx_text *memory,
			      unsigned int *line);

#endif
