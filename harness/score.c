/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * score.c - which mutants were caught by what; see score.h
 */
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "score.h"

#define FORMAT	1	/* of prove.json; docs/running.md */

/* a line of the file mutants */
enum column { NAME, CONFIG, UNMET, SURVIVES, COLUMNS };

struct score {
	const char *dir;
	struct hx_arena *arena;
	struct hx_error *err;
	bool is_part;
	json_t *control;	/* {config: {name of a run: verdict}} */
	json_t *mutants;
	json_t *scenarios;
	json_t *errors;
	unsigned int num_caught, num_survived;
};

static void complain(struct score *s, const char *text)
{
	json_array_append_new(s->errors, json_string(text));
}

static const char *member(const json_t *object, const char *key)
{
	const char *value = json_string_value(json_object_get(object, key));

	return value ? value : "";
}

/* a file that is not there: NULL and no error */
static json_t *load(struct score *s, const char *path, int *ret)
{
	json_error_t why;
	json_t *object;

	if (!hx_is_file(path))
		return NULL;
	object = json_load_file(path, 0, &why);
	if (!object)
		*ret = hx_error(s->err, HX_EIO, "%s: %s", path, why.text);
	return object;
}

/* "modules/swap" of "modules/swap@VDEVS=2,seed=3" */
static const char *base_name(struct score *s, const char *name)
{
	return hx_strndup(s->arena, name, strcspn(name, "@"));
}

/* ---- the kernel as it is ---- */

/* the verdicts of @config, read once; NULL when it was not run */
static json_t *control(struct score *s, const char *config, int *ret)
{
	json_t *verdicts = json_object_get(s->control, config), *file, *result;
	size_t i;

	if (verdicts)
		return verdicts;
	file = load(s, hx_printf(s->arena, "%s/control-%s/results.json", s->dir, config), ret);
	if (!file)
		return NULL;
	verdicts = json_object();
	json_object_set_new(s->control, config, verdicts);
	json_array_foreach(json_object_get(file, "results"), i, result) {
		const char *verdict = member(result, "verdict");

		json_object_set_new(verdicts, member(result, "name"), json_string(verdict));
		if (!strcmp(verdict, "fail") || !strcmp(verdict, "broken"))
			complain(s, hx_printf(s->arena, "scenario %s: %s on the kernel as it is "
					      "(%s): %s", member(result, "name"), verdict,
					      config, member(result, "text")));
	}
	json_decref(file);
	return verdicts;
}

/* ---- mutants ---- */

/* adds to @catches what caught it in one file; false: there is no such file */
static bool add_catches(struct score *s, const char *path, const json_t *good, json_t *catches,
			int *ret)
{
	json_t *file = load(s, path, ret), *result;
	size_t i;

	json_array_foreach(json_object_get(file, "results"), i, result) {
		const char *name = member(result, "name");

		if (strcmp(member(result, "verdict"), "fail") ||
		    strcmp(member(good, name), "pass"))
			continue;
		json_array_append_new(catches, json_pack("{s:s, s:s, s:O, s:s}", "run", name,
				      "text", member(result, "text"),
				      "line", json_object_get(result, "line"),
				      "again", member(result, "again")));
	}
	json_decref(file);
	return file;
}

static void judge_mutant(struct score *s, const char *name, const char *survives,
			 const json_t *catches)
{
	bool is_caught = json_array_size(catches);

	s->num_caught += is_caught;
	s->num_survived += !is_caught;
	if (!is_caught && !*survives)
		complain(s, hx_printf(s->arena, "mutant %s: nothing catches it, and its patch "
				      "does not say why (Survives:)", name));
	if (is_caught && *survives)
		complain(s, hx_printf(s->arena, "mutant %s: %s catches it, and its patch says "
				      "that it survives", name,
				      member(json_array_get(catches, 0), "run")));
}

static int add_mutant(struct score *s, char *const *column)
{
	static const char *const files[] = { "named", "rest" };
	json_t *catches = json_array(), *good;
	const char *state = "needs";
	bool has_run = false;
	int ret = 0;

	if (!*column[UNMET]) {
		good = control(s, column[CONFIG], &ret);
		for (unsigned int i = 0; i < HX_ARRAY_SIZE(files) && !ret; i++)
			has_run |= add_catches(s, hx_printf(s->arena, "%s/mutant/%s/%s/results.json",
					       s->dir, column[NAME], files[i]), good, catches,
					       &ret);
		state = !has_run || !good ? "broken" :
			json_array_size(catches) ? "caught" : "survived";
		if (!strcmp(state, "broken"))
			complain(s, hx_printf(s->arena, "mutant %s: was not built or not run",
					      column[NAME]));
		else
			judge_mutant(s, column[NAME], column[SURVIVES], catches);
	}
	json_array_append_new(s->mutants, json_pack("{s:s, s:s, s:s, s:s, s:s, s:o}",
			      "name", column[NAME], "config", column[CONFIG], "state", state,
			      "needs", column[UNMET], "survives", column[SURVIVES],
			      "caught_by", catches));
	return ret;
}

static int add_mutants(struct score *s)
{
	struct hx_text text = { 0 };
	char *save = NULL, *line;
	int ret = hx_read_file(hx_printf(s->arena, "%s/mutants", s->dir), &text, s->err);

	line = ret || !text.s ? NULL : strtok_r(text.s, "\n", &save);
	for (; line && !ret; line = strtok_r(NULL, "\n", &save)) {
		char *column[COLUMNS] = { 0 };

		for (unsigned int i = 0; i < COLUMNS; i++)
			column[i] = strsep(&line, "\t");
		if (column[SURVIVES])
			ret = add_mutant(s, column);
		else
			ret = hx_error(s->err, HX_EIO, "%s/mutants: a line of less than %d "
				       "columns", s->dir, COLUMNS);
	}
	hx_text_free(&text);
	return ret;
}

/* ---- scenarios ---- */

static const json_t *find_mutant(const struct score *s, const char *name)
{
	json_t *mutant;
	size_t i;

	json_array_foreach(s->mutants, i, mutant)
		if (!strcmp(member(mutant, "name"), name))
			return mutant;
	return NULL;
}

/* is the scenario among what caught the mutant? */
static bool is_caught_by(struct score *s, const json_t *mutant, const char *scenario)
{
	json_t *one;
	size_t i;

	json_array_foreach(json_object_get(mutant, "caught_by"), i, one)
		if (!strcmp(base_name(s, member(one, "run")), scenario))
			return true;
	return false;
}

/* "shown", "not shown", or "not run" for a mutant that needs something */
static const char *state_of_word(struct score *s, const json_t *proof)
{
	const char *word = member(proof, "caught_by"), *name = member(proof, "name");
	const json_t *mutant;

	if (json_is_true(json_object_get(proof, "possible")))
		return json_is_true(json_object_get(proof, "shown")) ? "shown" : "not shown";
	mutant = find_mutant(s, word + strcspn(word, ":") + 1);
	if (!mutant && s->is_part)
		return "not run";
	if (!mutant)
		return "not shown";
	if (is_caught_by(s, mutant, name))
		return "shown";
	return strcmp(member(mutant, "state"), "needs") ? "not shown" : "not run";
}

/* the last scenario of the list when it is this one, else a new one */
static json_t *scenario_object(struct score *s, const char *name)
{
	size_t num = json_array_size(s->scenarios);
	json_t *last = num ? json_array_get(s->scenarios, num - 1) : NULL;

	if (last && !strcmp(member(last, "name"), name))
		return last;
	last = json_pack("{s:s, s:b, s:[]}", "name", name, "fails", 0, "caught_by");
	json_array_append_new(s->scenarios, last);
	return last;
}

static void add_word(struct score *s, const json_t *proof)
{
	const char *name = member(proof, "name"), *word = member(proof, "caught_by"), *state;
	json_t *scenario = scenario_object(s, name);

	if (!*word)
		return;
	state = state_of_word(s, proof);
	json_array_append_new(json_object_get(scenario, "caught_by"),
			      json_pack("{s:s, s:s}", "word", word, "state", state));
	if (!strcmp(state, "shown"))
		json_object_set_new(scenario, "fails", json_true());
	else if (!strcmp(state, "not shown"))
		complain(s, hx_printf(s->arena, "scenario %s: does not fail with %s", name, word));
}

static int add_scenarios(struct score *s)
{
	const char *path = hx_printf(s->arena, "%s/words/results.json", s->dir);
	json_t *file, *proof, *scenario;
	int ret = 0;
	size_t i;

	file = load(s, path, &ret);
	if (!file && !ret && !s->is_part)
		complain(s, hx_printf(s->arena, "%s: the scenarios' proofs were not run", path));
	json_array_foreach(json_object_get(file, "proofs"), i, proof)
		add_word(s, proof);
	json_array_foreach(s->scenarios, i, scenario)
		if (!json_is_true(json_object_get(scenario, "fails")))
			complain(s, hx_printf(s->arena, "scenario %s: fails nowhere",
					      member(scenario, "name")));
	json_decref(file);
	return ret;
}

/* ---- all of it ---- */

static double score_of(const struct score *s)
{
	unsigned int num = s->num_caught + s->num_survived;

	return num ? (double)s->num_caught / num : 0;
}

static void judge_score(struct score *s)
{
	unsigned int num = s->num_caught + s->num_survived;

	if (num < HX_SCORE_MUTANTS)
		complain(s, hx_printf(s->arena, "%u mutants were run, at least %u must be", num,
				      HX_SCORE_MUTANTS));
	if (score_of(s) < HX_SCORE_LEAST)
		complain(s, hx_printf(s->arena, "the score is %.3f, at least %.1f is wanted",
				      score_of(s), HX_SCORE_LEAST));
}

int hx_score_make(const char *dir, bool is_part, struct hx_arena *arena, json_t **result,
		  struct hx_error *err)
{
	struct score s = {
		.dir = dir, .arena = arena, .err = err, .is_part = is_part,
		.control = json_object(),
		.mutants = json_array(), .scenarios = json_array(), .errors = json_array(),
	};
	int ret = add_mutants(&s);

	if (!ret)
		ret = add_scenarios(&s);
	if (!ret && !is_part)
		judge_score(&s);
	json_decref(s.control);
	*result = json_pack("{s:i, s:b, s:f, s:i, s:i, s:o, s:o, s:o}", "format", FORMAT,
			    "part", is_part, "score", score_of(&s), "caught", s.num_caught,
			    "survived", s.num_survived, "mutants", s.mutants,
			    "scenarios", s.scenarios, "errors", s.errors);
	return ret;
}
