/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * score_parts.h - what score.c and score_words.c share; nobody else includes it
 */
#ifndef HX_SCORE_PARTS_H
#define HX_SCORE_PARTS_H

#include "score.h"

/* everything is score.c's to release */
struct hx_score {
	const char *dir;
	struct hx_arena *arena;
	struct hx_error *err;
	bool is_part;
	json_t *control;	/* {"CONFIG-PROFILE": {name of a run: verdict}} */
	json_t *unmet;		/* {scenario that ran on no profile: what it needs} */
	json_t *mutants, *scenarios, *errors;	/* as in prove.json */
	unsigned int num_caught, num_survived;
};

/* one more line of "errors" */
void hx_score_complain(struct hx_score *s, const char *fmt, ...) HX_PRINTF(2, 3);
/* a file below the directory; one that is not there: NULL, and @ret as it was */
json_t *hx_score_load(struct hx_score *s, int *ret, const char *fmt, ...) HX_PRINTF(3, 4);
/* "modules/swap" of "stm32: modules/swap@VDEVS=2,seed=3" */
const char *hx_score_scenario(struct hx_score *s, const char *run);

/**
 * hx_score_words() - what makes each scenario fail
 * @profiles: SoC profiles, those whose words were run
 *
 * Fills "scenarios"; "mutants" and @s->unmet must be complete.
 *
 * Returns: 0; HX_EIO.
 */
int hx_score_words(struct hx_score *s, const struct hx_list *profiles);

#endif
