/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * needs.h - the words of `needs` and `caught-by`
 */
#ifndef HX_NEEDS_H
#define HX_NEEDS_H

#include "compile.h"

/* is it a word of the language?  0, or HX_ESCENARIO with a sentence */
int hx_need_check(const char *word, struct hx_error *err);
int hx_caught_by_check(const char *word, struct hx_error *err);

/*
 * The needs of a scenario that @env does not meet, ", " between them, in the
 * arena; NULL when all are met.  Needs that the body implies count too.
 */
const char *hx_unmet_needs(struct hx_arena *arena, const struct hx_scenario *sc,
			   const struct hx_compiled *compiled, const struct hx_env *env);

/*
 * Turn a caught-by word into a change.  Returns false when this build cannot do
 * it (mutant:...).
 */
bool hx_caught_by_change(struct hx_arena *arena, const struct hx_item *word,
			 struct hx_change *change);

#endif
