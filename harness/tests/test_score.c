/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_score.c - what `make prove` calls a catch, a survivor and a defect
 *
 * Results are written as words, RUN=VERDICT; proofs as SCENARIO/WORD=STATE with
 * STATE shown, missed or impossible; a "_" stands for the blank in a name.
 */
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "score.h"
#include "tests.h"

static struct hx_arena arena;
static struct hx_error err;
static const char *dir;
static json_t *score;

static void begin(void)
{
	arena = (struct hx_arena){ 0 };
	err = (struct hx_error){ 0 };
	dir = mkdtemp(hx_strdup(&arena, "/tmp/score-XXXXXX"));
	ck_assert_ptr_nonnull(dir);
	score = NULL;
}

static void finish(void)
{
	json_decref(score);
	ck_assert_int_eq(hx_remove_tree(dir, &err), 0);
	hx_arena_free(&arena);
}

static void write_text(const char *name, const char *text)
{
	char *path = hx_printf(&arena, "%s/%s", dir, name);

	*strrchr(path, '/') = '\0';
	ck_assert_int_eq(hx_make_dirs(path, &err), 0);
	ck_assert_int_eq(hx_write_file(hx_printf(&arena, "%s/%s", dir, name), text, strlen(text),
				       0600, &err), 0);
}

static json_t *one_result(const char *name, const char *value)
{
	return json_pack("{s:s, s:s, s:s, s:i, s:s}", "name", name, "verdict", value, "text",
			 strcmp(value, "skip") ? "" : "needs kernel<4.10", "line", 1, "again",
			 "run again");
}

static json_t *one_proof(const char *name, const char *value)
{
	const char *slash = strrchr(name, '/');

	return json_pack("{s:s%, s:s?, s:b, s:b}", "name", name, (size_t)(slash - name),
			 "caught_by", slash[1] ? slash + 1 : NULL,
			 "possible", strcmp(value, "impossible"), "shown", !strcmp(value, "shown"));
}

/* results.json below @name, out of words; NULL: no such file */
static void write_results(const char *name, const char *words, const char *member,
			  json_t *(*make)(const char *name, const char *value))
{
	json_t *array = json_array(), *file = json_pack("{s:o}", member, array);
	char *copy = hx_strdup(&arena, words ? words : ""), *save, *word, *bytes;

	for (word = strtok_r(copy, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
		char *value = strrchr(word, '=');

		*value = '\0';
		if (strchr(word, '_'))
			*strchr(word, '_') = ' ';
		json_array_append_new(array, make(word, value + 1));
	}
	bytes = json_dumps(file, 0);
	if (words)
		write_text(hx_printf(&arena, "%s/results.json", name), bytes);
	free(bytes);
	json_decref(file);
}

static void make_score(bool is_part)
{
	ck_assert_msg(!hx_score_make(dir, is_part, &arena, &score, &err), "%s", err.text);
}

static const char *error_at(size_t i)
{
	const char *text = json_string_value(json_array_get(json_object_get(score, "errors"), i));

	return text ? text : "";
}

static const struct row {
	const char *unmet, *survives;	/* of the mutant m */
	const char *control, *named, *rest;
	const char *state;		/* of m */
	const char *error;		/* the only one; "" none */
} mutants[] = {
	{ "", "", "a=pass b=pass", "a=fail", NULL, "caught", "" },
	{ "", "", "a=pass b=pass", "a=pass", "b=fail", "caught", "" },
	{ "", "", "a@N=1=pass a@N=2=pass", "a@N=1=pass a@N=2=fail", NULL, "caught", "" },
	{ "", "because", "a=pass", NULL, "a=pass", "survived", "" },
	{ "", "", "a=pass", NULL, "a=pass", "survived",
	  "mutant m: nothing catches it, and its patch does not say why (Survives:)" },
	{ "", "because", "a=pass", "a=fail", NULL, "caught",
	  "mutant m: a catches it, and its patch says that it survives" },
	/* only a fail where the kernel as it is passes is a catch */
	{ "", "because", "a=pass", NULL, "a=broken", "survived", "" },
	{ "", "because", "a=pass", NULL, "a=skip", "survived", "" },
	{ "", "because", "a=known", NULL, "a=fail", "survived", "" },
	{ "", "because", "b=pass", NULL, "a=fail", "survived", "" },
	{ "", "because", "a=fail", NULL, "a=fail", "survived",
	  "scenario a: fail on the kernel as it is (base-ref): " },
	{ "", "because", "a=broken", NULL, "a=pass", "survived",
	  "scenario a: broken on the kernel as it is (base-ref): " },
	/* what was not run proves nothing */
	{ "", "because", "a=pass", NULL, NULL, "broken", "mutant m: was not built or not run" },
	{ "", "", NULL, "a=fail", NULL, "broken", "mutant m: was not built or not run" },
	{ "attach: no", "", "a=pass", NULL, NULL, "needs", "" },
};

START_TEST(a_mutant_is_judged_by_its_runs)
{
	const struct row *row = &mutants[_i];
	const json_t *mutant;

	write_text("profiles", "ref\n");
	write_text("mutants", hx_printf(&arena, "m\tbase\tref\t%s\t%s\n", row->unmet,
					row->survives));
	write_results("control-base-ref", row->control, "results", one_result);
	write_results("mutant/m/named", row->named, "results", one_result);
	write_results("mutant/m/rest", row->rest, "results", one_result);
	make_score(true);
	mutant = json_array_get(json_object_get(score, "mutants"), 0);
	ck_assert_str_eq(hx_score_text(mutant, "state"), row->state);
	ck_assert_str_eq(error_at(0), row->error);
	ck_assert_str_eq(error_at(1), "");
}
END_TEST

START_TEST(a_survivor_of_all_scenarios_has_met_all_of_them)
{
	write_text("profiles", "ref\n");
	write_text("mutants", "m\tbase\tref\t\tbecause\n");
	write_results("control-base-ref", "a=pass b=pass", "results", one_result);
	write_results("mutant/m/named", "a=pass", "results", one_result);
	make_score(false);
	ck_assert_str_eq(error_at(0), "mutant m: was not built or not run");
}
END_TEST

START_TEST(a_mutant_is_compared_with_its_own_config_and_profile)
{
	write_text("profiles", "ref\nstm32\n");
	write_text("mutants", "m\tdebug\tstm32\t\t\n");
	write_results("control-base-ref", "a=known", "results", one_result);
	write_results("control-base-stm32", "a=skip", "results", one_result);
	write_results("control-debug-stm32", "stm32:_a=pass", "results", one_result);
	write_results("mutant/m/named", "stm32:_a=fail", "results", one_result);
	make_score(true);
	ck_assert_str_eq(error_at(0), "");
	ck_assert_int_eq(json_integer_value(json_object_get(score, "caught")), 1);
}
END_TEST

static const struct {
	const char *control_ref, *control_stm32;
	const char *words_ref, *words_stm32;
	bool fails;		/* the scenario g/a */
	const char *error;	/* the first about scenarios; "" none */
} scenarios[] = {
	{ "g/a=pass", NULL, "g/a/fault:x=shown", NULL, true, "" },
	{ "g/a=pass", NULL, "g/a/mutant:caught=impossible", NULL, true, "" },
	{ "g/a=pass", NULL, "g/a/fault:x=shown g/a/fault:y=missed", NULL, true,
	  "scenario g/a: does not fail with fault:y" },
	{ "g/a=pass", NULL, "g/a/fault:x=missed", NULL, false,
	  "scenario g/a: does not fail with fault:x" },
	{ "g/a=pass", NULL, "g/a/=impossible", NULL, false, "scenario g/a: fails nowhere" },
	{ "g/a=pass", NULL, NULL, NULL, false, "scenario g/a: fails nowhere" },
	/* a mutant that was not run shows nothing, one that was and is not caught less */
	{ "g/a=pass", NULL, "g/a/mutant:needy=impossible", NULL, false,
	  "scenario g/a: fails nowhere" },
	{ "g/a=pass", NULL, "g/a/fault:x=shown g/a/mutant:needy=impossible", NULL, true, "" },
	{ "g/a=pass", NULL, "g/a/fault:x=shown g/a/mutant:other=impossible", NULL, true,
	  "scenario g/a: does not fail with mutant:other" },
	{ "g/a=pass", NULL, "g/a/fault:x=shown g/a/mutant:typo=impossible", NULL, true,
	  "scenario g/a: does not fail with mutant:typo" },
	/* the other profile's turn */
	{ "g/a=skip", "stm32:_g/a=pass", NULL, "stm32:_g/a/fault:x=shown", true, "" },
	{ "g/a=skip", "stm32:_g/a=pass", NULL, "stm32:_g/a/fault:x=missed", false,
	  "scenario g/a: does not fail with fault:x" },
	{ "g/a=skip", "stm32:_g/a=pass", NULL, NULL, false, "scenario g/a: fails nowhere" },
	/* no profile can run it */
	{ "g/a=skip", "stm32:_g/a=skip", NULL, NULL, false, "" },
	{ "g/a@N=1=skip g/a@N=2=pass", NULL, NULL, NULL, false, "scenario g/a: fails nowhere" },
};

START_TEST(a_scenario_that_never_fails_is_a_defect)
{
	const char *error;
	json_t *scenario;
	size_t i = 0;

	write_text("profiles", "ref\nstm32\n");
	write_text("mutants", "caught\tbase\tref\t\t\nother\tbase\tref\t\t\n"
		   "needy\tbase\tref\tattach: no\t\n");
	write_results("control-base-ref", scenarios[_i].control_ref, "results", one_result);
	write_results("control-base-stm32", scenarios[_i].control_stm32, "results", one_result);
	write_results("words-ref", scenarios[_i].words_ref, "proofs", one_proof);
	write_results("words-stm32", scenarios[_i].words_stm32, "proofs", one_proof);
	write_results("mutant/caught/named", "g/a=fail", "results", one_result);
	write_results("mutant/other/rest", "g/b=fail", "results", one_result);
	make_score(false);
	for (error = error_at(0); *error && strncmp(error, "scenario", 8); error = error_at(++i))
		continue;
	ck_assert_str_eq(error, scenarios[_i].error);
	json_array_foreach(json_object_get(score, "scenarios"), i, scenario) {
		if (strcmp(hx_score_text(scenario, "name"), "g/a"))
			continue;
		ck_assert_int_eq(json_is_true(json_object_get(scenario, "fails")),
				 scenarios[_i].fails);
		return;
	}
	ck_abort_msg("the scenario has no line");
}
END_TEST

static const struct {
	unsigned int num_caught, num_survived;
	const char *error;	/* the only one; "" none */
} totals[] = {
	{ 25, 0, "" },
	{ 23, 2, "" },
	{ 36, 4, "" },
	{ 35, 4, "the score is 0.897, at least 0.9 is wanted" },
	{ 22, 3, "the score is 0.880, at least 0.9 is wanted" },
	{ 24, 0, "24 mutants were run, at least 25 must be" },
};

START_TEST(a_score_and_a_number_are_demanded_of_the_whole)
{
	unsigned int num = totals[_i].num_caught + totals[_i].num_survived;
	struct hx_text lines = { 0 };

	for (unsigned int m = 0; m < num; m++) {
		bool is_caught = m < totals[_i].num_caught;

		hx_text_add(&lines, "m%u\tbase\tref\t\t%s\n", m, is_caught ? "" : "because");
		write_results(hx_printf(&arena, "mutant/m%u/rest", m),
			      is_caught ? "a=fail" : "a=pass", "results", one_result);
	}
	write_text("profiles", "ref\n");
	write_text("mutants", lines.s);
	hx_text_free(&lines);
	write_results("control-base-ref", "a=pass", "results", one_result);
	write_results("words-ref", "a/fault:x=shown", "proofs", one_proof);
	make_score(false);
	ck_assert_str_eq(error_at(0), totals[_i].error);
	ck_assert_str_eq(error_at(1), "");
}
END_TEST

static const struct {
	const char *name, *text;
} damaged[] = {
	{ "mutants", "m\tbase\tref\t\n" },
	{ "control-base-ref/results.json", "{" },
	{ "words-ref/results.json", "" },
	{ "mutant/m/rest/results.json", "nothing" },
};

START_TEST(a_damaged_file_is_an_error)
{
	write_text("profiles", "ref\n");
	write_text("mutants", "m\tbase\tref\t\t\n");
	write_results("control-base-ref", "a=pass", "results", one_result);
	write_text(damaged[_i].name, damaged[_i].text);
	ck_assert_int_eq(hx_score_make(dir, true, &arena, &score, &err), HX_EIO);
	ck_assert_ptr_nonnull(strstr(err.text, damaged[_i].name));
}
END_TEST

Suite *score_suite(void)
{
	Suite *suite = suite_create("score");
	TCase *tc = tcase_create("score");

	tcase_add_checked_fixture(tc, begin, finish);
	tcase_add_loop_test(tc, a_mutant_is_judged_by_its_runs, 0, HX_ARRAY_SIZE(mutants));
	tcase_add_test(tc, a_survivor_of_all_scenarios_has_met_all_of_them);
	tcase_add_test(tc, a_mutant_is_compared_with_its_own_config_and_profile);
	tcase_add_loop_test(tc, a_scenario_that_never_fails_is_a_defect, 0,
			    HX_ARRAY_SIZE(scenarios));
	tcase_add_loop_test(tc, a_score_and_a_number_are_demanded_of_the_whole, 0,
			    HX_ARRAY_SIZE(totals));
	tcase_add_loop_test(tc, a_damaged_file_is_an_error, 0, HX_ARRAY_SIZE(damaged));
	suite_add_tcase(suite, tc);
	return suite;
}
