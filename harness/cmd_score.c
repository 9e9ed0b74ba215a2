/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cmd_score.c - `score`: the tables of `make prove`, and prove.json
 *
 * Prints what hx_score_make() has found and nothing else; the file has the same.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "files.h"
#include "score.h"

#define TEXT_SHOWN	160	/* all of it is in the file */
#define LABEL_SIZE	128

/* name, and what it was built with and run on where that is not the usual */
static const char *label(const json_t *mutant)
{
	static char text[LABEL_SIZE];
	const char *config = hx_score_text(mutant, "config");
	const char *profile = hx_score_text(mutant, "profile");
	bool is_base = !strcmp(config, "base"), is_ref = !strcmp(profile, "ref");

	snprintf(text, sizeof(text), "%s%s%s%s%s", hx_score_text(mutant, "name"),
		 is_base ? "" : " CONFIG=", is_base ? "" : config,
		 is_ref ? "" : " PROFILE=", is_ref ? "" : profile);
	return text;
}

/* the first run that caught it, and what that said below */
static void print_caught(const json_t *mutant)
{
	const json_t *first = json_array_get(json_object_get(mutant, "caught_by"), 0);

	printf("  %-34s %s\n  %-34s   %.*s\n", label(mutant), hx_score_text(first, "run"), "",
	       TEXT_SHOWN, hx_score_text(first, "text"));
}

static void print_survivor(const json_t *mutant)
{
	printf("  %s\n      %s\n", label(mutant), hx_score_text(mutant, "survives"));
}

static void print_needs(const json_t *mutant)
{
	printf("  %-34s %s\n", hx_score_text(mutant, "name"), hx_score_text(mutant, "needs"));
}

static void print_name(const json_t *mutant)
{
	printf("  %s\n", label(mutant));
}

/* the sections of the table of mutants, in this order */
static const struct {
	const char *state;
	const char *title;
	void (*print)(const json_t *mutant);
} sections[] = {
	{ "caught", "Mutants, the first run that catches each, and what it says", print_caught },
	{ "survived", "Mutants that survive, and why", print_survivor },
	{ "needs", "Mutants that were not run, and what they need", print_needs },
	{ "broken", "Mutants that could not be run", print_name },
};

static void print_mutants(const json_t *mutants)
{
	json_t *mutant;
	size_t j;

	for (unsigned int i = 0; i < HX_ARRAY_SIZE(sections); i++) {
		bool has_title = false;

		json_array_foreach(mutants, j, mutant) {
			if (strcmp(hx_score_text(mutant, "state"), sections[i].state))
				continue;
			if (!has_title)
				printf("%s\n\n", sections[i].title);
			has_title = true;
			sections[i].print(mutant);
		}
		printf(has_title ? "\n" : "");
	}
}

static void print_scenarios(const json_t *scenarios)
{
	json_t *scenario, *word;
	size_t i, j;

	if (!json_array_size(scenarios))
		return;
	printf("Scenarios, and what makes each fail\n\n");
	json_array_foreach(scenarios, i, scenario) {
		printf("  %-34s", hx_score_text(scenario, "name"));
		json_array_foreach(json_object_get(scenario, "caught_by"), j, word)
			if (!strcmp(hx_score_text(word, "state"), "shown"))
				printf(" %s", hx_score_text(word, "word"));
		if (!json_is_true(json_object_get(scenario, "fails")))
			printf(" %s", *hx_score_text(scenario, "needs") ?
				      hx_score_text(scenario, "needs") : "NOTHING");
		printf("\n");
	}
	printf("\n");
}

static unsigned int count_state(const json_t *mutants, const char *state)
{
	unsigned int num = 0;
	json_t *mutant;
	size_t i;

	json_array_foreach(mutants, i, mutant)
		num += !strcmp(hx_score_text(mutant, "state"), state);
	return num;
}

static void print_end(const json_t *result)
{
	const json_t *errors = json_object_get(result, "errors");
	const json_t *mutants = json_object_get(result, "mutants");
	unsigned int num_caught = count_state(mutants, "caught");
	unsigned int num_survived = count_state(mutants, "survived");
	json_t *error;
	size_t i;

	json_array_foreach(errors, i, error)
		printf("error: %s\n", json_string_value(error));
	printf("score %.3f: %u of %u mutants caught, %u survive, %u not run, %zu errors\n",
	       json_real_value(json_object_get(result, "score")), num_caught,
	       num_caught + num_survived, num_survived,
	       count_state(mutants, "needs") + count_state(mutants, "broken"),
	       json_array_size(errors));
}

static int write_json(const struct hx_options *opt, const json_t *result, struct hx_error *err)
{
	char *bytes = json_dumps(result, JSON_INDENT(2));
	struct hx_text path = { 0 };
	int ret = hx_make_dirs(opt->report_dir, err);

	hx_text_add(&path, "%s/prove.json", opt->report_dir);
	if (!ret)
		ret = hx_write_file(path.s, bytes, strlen(bytes), 0666, err);
	hx_text_free(&path);
	free(bytes);
	return ret;
}

int hx_cmd_score(struct hx_options *opt, struct hx_error *err)
{
	int status = HX_STATUS_RIG;
	json_t *result = NULL;

	if (opt->paths.num != 1) {
		hx_error(err, HX_EUSAGE, "score wants one directory, as `make prove` fills it");
		return status;
	}
	if (!hx_score_make(opt->paths.item[0].text, opt->is_part, &opt->arena, &result, err)) {
		print_mutants(json_object_get(result, "mutants"));
		print_scenarios(json_object_get(result, "scenarios"));
		print_end(result);
		status = json_array_size(json_object_get(result, "errors")) ? HX_STATUS_FAILED :
			 HX_STATUS_GOOD;
		if (write_json(opt, result, err))
			status = HX_STATUS_RIG;
	}
	json_decref(result);
	return status;
}
