/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * score.h - which mutants were caught by what, and what makes each scenario fail
 *
 * Reads what ci/prove.sh has left in a directory:
 *
 *   profiles                     SoC profiles, one a line
 *   mutants                      one line each, with tabs between: name, config,
 *                                profile, need that is not met, why it survives
 *                                (the last two may be empty)
 *   control-CONFIG-PROFILE/results.json  the scenarios on the kernel as it is
 *   words-PROFILE/results.json   of `rproctest prove`; not there for a part
 *   mutant/NAME/named/results.json   the scenarios whose caught-by names it
 *   mutant/NAME/rest/results.json    the others until one failed
 *
 * A run catches a mutant when its verdict is fail and the same run (name and
 * seed) passes on the kernel as it is.  Nobody catches one when all have tried.
 */
#ifndef HX_SCORE_H
#define HX_SCORE_H

#include <jansson.h>

#include "base.h"

#define HX_SCORE_LEAST		0.9	/* of the mutants that were run, caught */
#define HX_SCORE_MUTANTS	25u	/* run at least */

/**
 * hx_score_make() - judge the runs below @dir
 * @is_part: some mutants only: ask for no score, no number, no scenarios
 * @arena:   of texts needed in between; borrowed
 * @result:  out: prove.json as docs/running.md has it; release with json_decref()
 *           in any case
 *
 * What is not as it must be is in its array "errors".
 *
 * Returns: 0; HX_EIO when a file cannot be read or is not what it should be.
 */
int hx_score_make(const char *dir, bool is_part, struct hx_arena *arena, json_t **result,
		  struct hx_error *err);

/* a text of an object, "" when it has none */
const char *hx_score_text(const json_t *object, const char *key);

#endif
