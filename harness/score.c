/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * score.c - which mutants were caught by what; see score.h
 */
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "score_parts.h"

#define FORMAT	1	/* of prove.json; docs/running.md */

/* a line of the file mutants */
enum column { NAME, CONFIG, PROFILE, UNMET, SURVIVES, COLUMNS };

void hx_score_complain(struct hx_score *s, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	json_array_append_new(s->errors, json_vsprintf(fmt, args));
	va_end(args);
}

const char *hx_score_text(const json_t *object, const char *key)
{
	const char *value = json_string_value(json_object_get(object, key));

	return value ? value : "";
}

json_t *hx_score_load(struct hx_score *s, int *ret, const char *fmt, ...)
{
	json_t *name, *object = NULL;
	json_error_t why;
	const char *path;
	va_list args;

	va_start(args, fmt);
	name = json_vsprintf(fmt, args);
	va_end(args);
	path = hx_printf(s->arena, "%s/%s", s->dir, json_string_value(name));
	json_decref(name);
	if (!hx_is_file(path))
		return NULL;
	object = json_load_file(path, 0, &why);
	if (!object)
		*ret = hx_error(s->err, HX_EIO, "%s: %s", path, why.text);
	return object;
}

const char *hx_score_scenario(struct hx_score *s, const char *run)
{
	const char *name = strstr(run, ": ");

	name = name ? name + 2 : run;
	return hx_strndup(s->arena, name, strcspn(name, "@"));
}

/* ---- the kernel as it is ---- */

/* a scenario has run when one of its variants has, on one profile */
static void note_need(struct hx_score *s, const json_t *result)
{
	const char *name = hx_score_scenario(s, hx_score_text(result, "name"));
	const char *before = json_string_value(json_object_get(s->unmet, name));
	const char *text = hx_score_text(result, "text");

	if (strcmp(hx_score_text(result, "verdict"), "skip"))
		text = "";
	if (!before || !*text)
		json_object_set_new(s->unmet, name, json_string(text));
}

/* the verdicts of @kind, read once; NULL when it was not run */
static json_t *control(struct hx_score *s, const char *kind, int *ret)
{
	json_t *verdicts = json_object_get(s->control, kind), *file, *result;
	size_t i;

	if (verdicts)
		return verdicts;
	file = hx_score_load(s, ret, "control-%s/results.json", kind);
	if (!file)
		return NULL;
	verdicts = json_object();
	json_object_set_new(s->control, kind, verdicts);
	json_array_foreach(json_object_get(file, "results"), i, result) {
		const char *name = hx_score_text(result, "name");
		const char *verdict = hx_score_text(result, "verdict");

		json_object_set_new(verdicts, name, json_string(verdict));
		note_need(s, result);
		if (!strcmp(verdict, "fail") || !strcmp(verdict, "broken"))
			hx_score_complain(s, "scenario %s: %s on the kernel as it is (%s): %s",
					  name, verdict, kind, hx_score_text(result, "text"));
	}
	json_decref(file);
	return verdicts;
}

/* ---- mutants ---- */

/* adds to @catches what caught it in one file; false: there is no such file */
static bool add_catches(struct hx_score *s, const char *mutant, const char *which,
			const json_t *good, json_t *catches, int *ret)
{
	json_t *file = hx_score_load(s, ret, "mutant/%s/%s/results.json", mutant, which);
	json_t *result;
	bool is_there = file;
	size_t i;

	json_array_foreach(json_object_get(file, "results"), i, result) {
		const char *name = hx_score_text(result, "name");

		if (strcmp(hx_score_text(result, "verdict"), "fail") ||
		    strcmp(hx_score_text(good, name), "pass"))
			continue;
		json_array_append_new(catches, json_pack("{s:s, s:s, s:O, s:s}", "run", name,
				      "text", hx_score_text(result, "text"),
				      "line", json_object_get(result, "line"),
				      "again", hx_score_text(result, "again")));
	}
	json_decref(file);
	return is_there;
}

static void judge_mutant(struct hx_score *s, const char *name, const char *survives,
			 const json_t *catches)
{
	bool is_caught = json_array_size(catches);

	s->num_caught += is_caught;
	s->num_survived += !is_caught;
	if (!is_caught && !*survives)
		hx_score_complain(s, "mutant %s: nothing catches it, and its patch does not say "
				  "why (Survives:)", name);
	if (is_caught && *survives)
		hx_score_complain(s, "mutant %s: %s catches it, and its patch says that it "
				  "survives", name,
				  hx_score_text(json_array_get(catches, 0), "run"));
}

/* state of a mutant whose needs are met; @catches: filled */
static const char *state_of_runs(struct hx_score *s, char *const *column, json_t *catches,
				 int *ret)
{
	const char *kind = hx_printf(s->arena, "%s-%s", column[CONFIG], column[PROFILE]);
	const char *name = column[NAME];
	json_t *good = control(s, kind, ret);
	bool have_named, have_rest;

	have_named = add_catches(s, name, "named", good, catches, ret);
	have_rest = add_catches(s, name, "rest", good, catches, ret);
	if (good && json_array_size(catches))
		return "caught";
	/* of a part of the scenarios all may name it */
	return good && (have_rest || (s->is_part && have_named)) ? "survived" : "broken";
}

static int add_mutant(struct hx_score *s, char *const *column)
{
	const char *name = column[NAME], *state = "needs";
	json_t *catches = json_array();
	int ret = 0;

	if (!*column[UNMET]) {
		state = state_of_runs(s, column, catches, &ret);
		if (!strcmp(state, "broken"))
			hx_score_complain(s, "mutant %s: was not built or not run", name);
		else
			judge_mutant(s, name, column[SURVIVES], catches);
	}
	json_array_append_new(s->mutants, json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:o}",
			      "name", name, "config", column[CONFIG], "profile", column[PROFILE],
			      "state", state, "needs", column[UNMET],
			      "survives", column[SURVIVES], "caught_by", catches));
	return ret;
}

/* the lines of a file of the directory */
static int read_lines(struct hx_score *s, const char *name, struct hx_list *lines)
{
	const char *path = hx_printf(s->arena, "%s/%s", s->dir, name);
	struct hx_text text = { 0 };
	char *save = NULL, *line;
	int ret = hx_read_file(path, &text, s->err);

	line = ret || !text.s ? NULL : strtok_r(text.s, "\n", &save);
	for (; line; line = strtok_r(NULL, "\n", &save))
		hx_list_add(s->arena, lines, hx_strdup(s->arena, line), 0);
	hx_text_free(&text);
	return ret;
}

static int add_mutants(struct hx_score *s)
{
	struct hx_list lines = { 0 };
	int ret = read_lines(s, "mutants", &lines);

	for (unsigned int l = 0; l < lines.num && !ret; l++) {
		char *line = hx_strdup(s->arena, lines.item[l].text);
		char *column[COLUMNS] = { 0 };

		for (unsigned int i = 0; i < COLUMNS; i++)
			column[i] = strsep(&line, "\t");
		if (column[SURVIVES])
			ret = add_mutant(s, column);
		else
			ret = hx_error(s->err, HX_EIO, "%s/mutants: a line of less than %d "
				       "columns", s->dir, COLUMNS);
	}
	return ret;
}

/* ---- all of it ---- */

static double score_of(const struct hx_score *s)
{
	unsigned int num = s->num_caught + s->num_survived;

	return num ? (double)s->num_caught / num : 0;
}

static void judge_score(struct hx_score *s)
{
	unsigned int num = s->num_caught + s->num_survived;

	if (num < HX_SCORE_MUTANTS)
		hx_score_complain(s, "%u mutants were run, at least %u must be", num,
				  HX_SCORE_MUTANTS);
	if (score_of(s) < HX_SCORE_LEAST)
		hx_score_complain(s, "the score is %.3f, at least %.1f is wanted", score_of(s),
				  HX_SCORE_LEAST);
}

static int judge_all(struct hx_score *s)
{
	struct hx_list profiles = { 0 };
	int ret = read_lines(s, "profiles", &profiles);

	for (unsigned int i = 0; i < profiles.num && !ret; i++)
		control(s, hx_printf(s->arena, "base-%s", profiles.item[i].text), &ret);
	if (!ret)
		ret = add_mutants(s);
	if (!ret)
		ret = hx_score_words(s, &profiles);
	if (!ret && !s->is_part)
		judge_score(s);
	return ret;
}

int hx_score_make(const char *dir, bool is_part, struct hx_arena *arena, json_t **result,
		  struct hx_error *err)
{
	struct hx_score s = {
		.dir = dir, .arena = arena, .err = err, .is_part = is_part,
		.control = json_object(), .unmet = json_object(),
		.mutants = json_array(), .scenarios = json_array(), .errors = json_array(),
	};
	int ret = judge_all(&s);

	json_decref(s.control);
	json_decref(s.unmet);
	*result = json_pack("{s:i, s:b, s:f, s:i, s:i, s:o, s:o, s:o}", "format", FORMAT,
			    "part", is_part, "score", score_of(&s), "caught", s.num_caught,
			    "survived", s.num_survived, "mutants", s.mutants,
			    "scenarios", s.scenarios, "errors", s.errors);
	return ret;
}
