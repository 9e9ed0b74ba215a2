/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * score_words.c - what makes each scenario fail; see score_parts.h
 *
 * A word of a caught-by line is
 *   shown      the scenario failed with it
 *   not shown  it was run and the scenario did not fail: an error
 *   not run    it needs something that is not here
 * A scenario without a word that was shown fails nowhere, which is an error,
 * unless the scenario itself cannot run here.
 */
#include <string.h>

#include "score_parts.h"

static const json_t *find_named(const json_t *array, const char *key, const char *name)
{
	json_t *one;
	size_t i;

	json_array_foreach(array, i, one)
		if (!strcmp(hx_score_text(one, key), name))
			return one;
	return NULL;
}

/* is the scenario among what caught the mutant? */
static bool is_caught_by(struct hx_score *s, const json_t *mutant, const char *scenario)
{
	json_t *one;
	size_t i;

	json_array_foreach(json_object_get(mutant, "caught_by"), i, one)
		if (!strcmp(hx_score_scenario(s, hx_score_text(one, "run")), scenario))
			return true;
	return false;
}

static const char *state_of_mutant(struct hx_score *s, const char *scenario, const char *name)
{
	const json_t *mutant = find_named(s->mutants, "name", name);

	if (!mutant)
		return s->is_part ? "not run" : "not shown";
	if (is_caught_by(s, mutant, scenario))
		return "shown";
	return strcmp(hx_score_text(mutant, "state"), "needs") ? "not shown" : "not run";
}

static const char *state_of_word(struct hx_score *s, const json_t *proof)
{
	static const char prefix[] = "mutant:";
	const char *word = hx_score_text(proof, "caught_by");

	if (!strncmp(word, prefix, strlen(prefix)))
		return state_of_mutant(s, hx_score_scenario(s, hx_score_text(proof, "name")),
				       word + strlen(prefix));
	if (!json_is_true(json_object_get(proof, "possible")))
		return "not run";
	return json_is_true(json_object_get(proof, "shown")) ? "shown" : "not shown";
}

static json_t *scenario_object(struct hx_score *s, const char *name)
{
	json_t *scenario = (json_t *)find_named(s->scenarios, "name", name);

	if (scenario)
		return scenario;
	scenario = json_pack("{s:s, s:b, s:s, s:[]}", "name", name, "fails", 0, "needs",
			     hx_score_text(s->unmet, name), "caught_by");
	json_array_append_new(s->scenarios, scenario);
	return scenario;
}

static void add_word(struct hx_score *s, const json_t *proof)
{
	const char *name = hx_score_scenario(s, hx_score_text(proof, "name")), *state;
	const char *word = hx_score_text(proof, "caught_by");
	json_t *scenario = scenario_object(s, name);

	if (!*word)
		return;
	state = state_of_word(s, proof);
	json_array_append_new(json_object_get(scenario, "caught_by"),
			      json_pack("{s:s, s:s}", "word", word, "state", state));
	if (!strcmp(state, "shown"))
		json_object_set_new(scenario, "fails", json_true());
	else if (!strcmp(state, "not shown"))
		hx_score_complain(s, "scenario %s: does not fail with %s", name, word);
}

static int add_words(struct hx_score *s, const char *profile)
{
	int ret = 0;
	json_t *file = hx_score_load(s, &ret, "words-%s/results.json", profile), *proof;
	size_t i;

	json_array_foreach(json_object_get(file, "proofs"), i, proof)
		add_word(s, proof);
	json_decref(file);
	return ret;
}

int hx_score_words(struct hx_score *s, const struct hx_list *profiles)
{
	json_t *scenario, *need;
	const char *name;
	int ret = 0;
	size_t i;

	for (unsigned int p = 0; p < profiles->num && !ret; p++)
		ret = add_words(s, profiles->item[p].text);
	if (!json_array_size(s->scenarios) && s->is_part)
		return ret;
	/* one whose words were not run at all has a line too */
	json_object_foreach(s->unmet, name, need)
		scenario_object(s, name);
	json_array_foreach(s->scenarios, i, scenario)
		if (!json_is_true(json_object_get(scenario, "fails")) &&
		    !*hx_score_text(scenario, "needs"))
			hx_score_complain(s, "scenario %s: fails nowhere",
					  hx_score_text(scenario, "name"));
	return ret;
}
