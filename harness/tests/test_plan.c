/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_plan.c - several profiles in one plan, and the matrix made of plans
 *
 * Leaves out: kernels with modules; tests/engine.sh has a built one.
 */
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "matrix.h"
#include "tests.h"

static char dir[] = "/tmp/harness-tests-XXXXXX";
static struct hx_options opt;
static struct hx_plan plan;
static struct hx_error err;
static const char *path;

static const char scenario[] =
	"title    t\n"
	"needs    multi-core\n"
	"caught-by fault:drop-a2m@0\n"
	"known    profile:stm32 kernel<6.1 of another profile\n"
	"known    kernel<6.1 a bug\n"
	"firmware none\n"
	"insmod   driver\n";

static void begin(void)
{
	static const char *const words[] = {
		"run", "--profile", "ref,stm32", "--kernel", "/none", NULL,
	};

	err = (struct hx_error){ 0 };
	ck_assert_ptr_nonnull(mkdtemp(dir));
	ck_assert_int_eq(hx_options_parse(5, (char **)words, &opt, &err), 0);
	path = hx_printf(&opt.arena, "%s/s", dir);
	opt.program = "rproctest";
	hx_list_add(&opt.arena, &opt.paths, path, 0);
	/* what --kernel left there would demand one */
	hx_text_free(&opt.again);
	opt.again = (struct hx_text){ 0 };
	ck_assert_int_eq(hx_write_file(path, scenario, strlen(scenario), 0600, &err), 0);
}

static void finish(void)
{
	hx_plan_free(&plan);
	hx_options_free(&opt);
	ck_assert_int_eq(hx_remove_tree(dir, &err), 0);
}

START_TEST(each_profile_has_points_of_its_own)
{
	ck_assert_int_eq(hx_plan_make(&opt, HX_PLAN_NO_KERNEL, &plan, &err), 0);
	ck_assert_uint_eq(plan.num_points, 2);
	ck_assert_uint_eq(plan.files.num, 1);
	ck_assert_str_eq(plan.point[0].name, path);
	ck_assert_str_eq(plan.point[1].name, hx_printf(&opt.arena, "stm32: %s", path));
	ck_assert_str_ne(plan.point[0].label, plan.point[1].label);
	ck_assert_str_eq(plan.point[0].again,
			 hx_printf(&opt.arena, "rproctest run --seed 1 %s", path));
	ck_assert_str_eq(plan.point[1].again,
			 hx_printf(&opt.arena, "rproctest run --seed 1 --profile stm32 %s", path));
	ck_assert_ptr_null(plan.point[0].unmet);
	ck_assert_str_eq(plan.point[1].unmet, "multi-core");
	ck_assert_str_eq(plan.point[1].compiled->env->profile->name, "stm32");
	ck_assert_str_eq(plan.point[0].known, "a bug");
	ck_assert_str_eq(plan.point[1].known, "of another profile");
}
END_TEST

START_TEST(each_profile_has_proofs_of_its_own)
{
	ck_assert_int_eq(hx_plan_make(&opt, HX_PLAN_NO_KERNEL | HX_PLAN_PROVE, &plan, &err), 0);
	ck_assert_uint_eq(plan.num_groups, 2);
	ck_assert_str_eq(plan.group[0].name, path);
	ck_assert_ptr_null(plan.group[0].lacks);
	ck_assert_str_eq(plan.group[1].name, hx_printf(&opt.arena, "stm32: %s", path));
	ck_assert_str_eq(plan.group[1].lacks, "needs multi-core");
}
END_TEST

START_TEST(an_error_is_told_once)
{
	ck_assert_int_eq(hx_write_file(path, "frob\n", 5, 0600, &err), 0);
	ck_assert_int_eq(hx_plan_make(&opt, HX_PLAN_NO_KERNEL, &plan, &err), 0);
	ck_assert_uint_eq(plan.errors.num, 1);
	ck_assert_uint_eq(plan.num_points, 0);
}
END_TEST

/* @name below the directory of the test */
static void put(const char *name, const char *text)
{
	ck_assert_int_eq(hx_write_file(hx_printf(&opt.arena, "%s/%s", dir, name), text,
				       strlen(text), 0600, &err), 0);
}

static const struct {
	const char *config;
	enum hx_leaks leaks;
	bool leaves[4];
} searches[] = {
	{ "CONFIG_DEBUG_KMEMLEAK=y\n", HX_LEAKS_FIRST, { false, true, true, true } },
	{ "CONFIG_DEBUG_KMEMLEAK=y\n", HX_LEAKS_ALL, { false, false, false, false } },
	{ "CONFIG_DEBUG_KMEMLEAK=y\n", HX_LEAKS_OFF, { true, true, true, true } },
	{ "CONFIG_A=y\n", HX_LEAKS_FIRST, { false, false, false, false } },
};

START_TEST(leaks_are_looked_for_in_one_run_of_a_scenario)
{
	put("s", "title t\nseeds 2\nfirmware none\nstep a\n");
	put("zImage", "");
	put("release", "6.1.0\n");
	put("config", searches[_i].config);
	put("modules.list", "");
	ck_assert_int_eq(hx_make_dirs(hx_printf(&opt.arena, "%s/modules", dir), &err), 0);
	opt.kernel_dir = dir;
	opt.leaks = searches[_i].leaks;
	ck_assert_msg(!hx_plan_make(&opt, 0, &plan, &err), "%s", err.text);
	ck_assert_uint_eq(plan.num_points, 4);
	for (unsigned int i = 0; i < 4; i++) {
		ck_assert_int_eq(plan.point[i].leaves_leaks, searches[_i].leaves[i]);
		ck_assert_int_eq(!!strstr(plan.point[i].again, " --leaks off"),
				 searches[_i].leaves[i]);
	}
}
END_TEST

static const char *cell(const json_t *cells, unsigned int index, const char *key)
{
	return json_string_value(json_object_get(json_array_get(cells, index), key));
}

START_TEST(the_matrix_says_run_skip_and_known)
{
	static const struct {
		const char *profile, *kernel, *state, *why;
	} want[] = {
		{ "ref", "new", "run", "" }, { "stm32", "new", "skip", "multi-core" },
		{ "ref", "old", "known", "a bug" }, { "stm32", "old", "skip", "multi-core" },
	};
	const char *kernels[] = { "new", "old" };
	struct hx_plan plans[2];
	struct hx_matrix matrix = {
		.plan = plans, .kernel = kernels, .num_kernels = 2, .num_profiles = 2,
	};
	char *text;
	json_t *cells;

	for (unsigned int i = 0; i < 2; i++) {
		ck_assert_int_eq(hx_plan_make(&opt, HX_PLAN_NO_KERNEL, &plans[i], &err), 0);
		/* without a kernel every bug is looked at as its own */
		for (unsigned int j = 0; j < 2 && i == 0; j++)
			plans[i].point[j].known = NULL;
	}
	text = hx_matrix_json(&matrix);
	cells = json_loads(text, 0, NULL);
	ck_assert_uint_eq(json_array_size(cells), HX_ARRAY_SIZE(want));
	for (unsigned int i = 0; i < HX_ARRAY_SIZE(want); i++) {
		ck_assert_str_eq(cell(cells, i, "scenario"), path);
		ck_assert_str_eq(cell(cells, i, "profile"), want[i].profile);
		ck_assert_str_eq(cell(cells, i, "kernel"), want[i].kernel);
		ck_assert_str_eq(cell(cells, i, "state"), want[i].state);
		ck_assert_str_eq(cell(cells, i, "why"), want[i].why);
	}
	json_decref(cells);
	free(text);
	for (unsigned int i = 0; i < 2; i++)
		hx_plan_free(&plans[i]);
}
END_TEST

Suite *plan_suite(void)
{
	Suite *suite = suite_create("plan");
	TCase *tcase = tcase_create("profiles");

	tcase_add_checked_fixture(tcase, begin, finish);
	tcase_add_test(tcase, each_profile_has_points_of_its_own);
	tcase_add_test(tcase, each_profile_has_proofs_of_its_own);
	tcase_add_test(tcase, an_error_is_told_once);
	tcase_add_loop_test(tcase, leaks_are_looked_for_in_one_run_of_a_scenario, 0,
			    HX_ARRAY_SIZE(searches));
	tcase_add_test(tcase, the_matrix_says_run_skip_and_known);
	suite_add_tcase(suite, tcase);
	return suite;
}
