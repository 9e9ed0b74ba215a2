/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_output.c - KTAP, JUnit and JSON as others read them
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>

#include "output.h"
#include "results.h"
#include "tests.h"

static const struct hx_profile *const both_profiles[] = { &hx_profiles[0], &hx_profiles[1], NULL };
static struct hx_arena arena;
static struct hx_scenario scenario;
static struct hx_point points[5];
static struct hx_plan plan;

static void set_point(unsigned int i, const char *name, enum hx_verdict verdict,
		      const char *text)
{
	points[i] = (struct hx_point){
		.sc = &scenario, .profile = &hx_profiles[0], .name = name, .seed = 7, .again = "rproctest run --seed 7 s/a",
		.result = { .verdict = verdict, .raw = verdict, .text = text, .is_done = true,
			    .wall_ms = 1234 },
	};
}

static void begin(void)
{
	arena = (struct hx_arena){ 0 };
	scenario = (struct hx_scenario){ .path = "s/a", .name = "a", .variant = "",
					 .title = "a title" };
	set_point(0, "a", HX_PASS, "");
	set_point(1, "b", HX_FAIL, "it is <not> \"so\"\nand \x01 \xff & more");
	points[1].result.line = 5;
	points[1].result.step = "the step";
	points[1].result.dir = "runs/b";
	strcpy(points[1].result.hash, "abcd");
	set_point(2, "c", HX_BROKEN, "no room");
	set_point(3, "d", HX_SKIP, "needs x");
	set_point(4, "e", HX_KNOWN, "a bug (it is so)");
	points[4].profile = &hx_profiles[1];
	plan = (struct hx_plan){ .point = points, .num_points = 5 };
	plan.kernel.release = "6.1";
	plan.kernel.image = "k/zImage";
}

static void finish(void)
{
	hx_arena_free(&arena);
}

static const char *const ktap[] = {
	"ok 1 - a\n",
	"not ok 2 - b\n"
	"# trace abcd\n"
	"# s/a:5: it is <not> \"so\" and   \xff & more\n"
	"# in step: the step\n"
	"# seed 7, run again: rproctest run --seed 7 s/a\n"
	"# kept in runs/b\n",
	"not ok 3 - c # ERROR no room\n"
	"# s/a: no room\n"
	"# seed 7, run again: rproctest run --seed 7 s/a\n",
	"ok 4 - d # SKIP needs x\n",
	"ok 5 - e # XFAIL a bug (it is so)\n",
};

START_TEST(a_result_is_a_line_of_ktap_and_says_why)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	hx_ktap_point(out, (unsigned int)_i + 1, &points[_i]);
	fclose(out);
	ck_assert_str_eq(text, ktap[_i]);
	free(text);
}
END_TEST

/* how long it took is all that differs from one run to the next */
static const char *without_time(char *text)
{
	char *took = strstr(text, "# took ");

	ck_assert_ptr_nonnull(took);
	memmove(took, strchr(took, '\n') + 1, strlen(strchr(took, '\n')));
	return text;
}

/* results come in any order, KTAP in that of the plan */
START_TEST(ktap_keeps_the_order_of_the_plan)
{
	static const unsigned int order[] = { 3, 0, 4, 2, 1 };
	struct hx_sink sink = hx_output_ktap_sink;
	struct hx_output output;
	struct hx_text want = { 0 };
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	for (unsigned int i = 0; i < 5; i++)
		points[i].result.is_done = false;
	hx_output_begin(&output, out, &plan, true, false);
	for (unsigned int i = 0; i < 5; i++) {
		points[order[i]].result.is_done = true;
		sink.done(&output, &points[order[i]]);
	}
	hx_output_end(&output, 0);
	fclose(out);
	hx_text_add(&want, "KTAP version 1\n1..5\n");
	for (unsigned int i = 0; i < 5; i++)
		hx_text_add(&want, "%s", ktap[i]);
	hx_text_add(&want, "1 passed, 1 failed, 1 skipped, 1 known, 1 broken\n");
	ck_assert_str_eq(without_time(text), want.s);
	ck_assert_int_eq(hx_output_status(&output, 0), 1);
	ck_assert_int_eq(hx_output_status(&output, 2), 130);
	hx_text_free(&want);
	free(text);
}
END_TEST

START_TEST(a_proof_is_a_failure_and_nothing_else)
{
	struct hx_group groups[] = {
		{ "a", "fault:x@0", NULL, false }, { "a", "firmware:y", NULL, false },
		{ "a", "mutant:z", "needs another kernel", false }, { "b", NULL, NULL, false },
	};
	struct hx_sink sink = hx_output_ktap_sink;
	struct hx_output output;
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	plan.group = groups;
	plan.num_groups = 4;
	plan.num_points = 3;
	points[1].group = 0;
	points[0].group = 1;
	points[2].group = 1;
	for (unsigned int i = 0; i < 3; i++)
		points[i].result.is_done = false;
	hx_output_begin(&output, out, &plan, true, true);
	for (unsigned int i = 0; i < 3; i++) {
		points[i].result.is_done = true;
		sink.done(&output, &points[i]);
	}
	hx_output_end(&output, 0);
	fclose(out);
	ck_assert_str_eq(without_time(text),
			 "KTAP version 1\n1..4\n"
			 "ok 1 - a: caught by fault:x@0\n"
			 "not ok 2 - a: caught by firmware:y\n"
			 "# a: verdict pass\n# run again: rproctest run --seed 7 s/a\n"
			 "# c: verdict broken: no room\n# run again: rproctest run --seed 7 s/a\n"
			 "ok 3 - a: caught by mutant:z # SKIP needs another kernel\n"
			 "not ok 4 - b: names nothing that makes it fail (caught-by)\n"
			 "1 passed, 2 failed, 1 skipped\n");
	ck_assert_int_eq(hx_output_status(&output, 0), 1);
	free(text);
}
END_TEST

static char dir[] = "/tmp/harness-tests-XXXXXX";

static void begin_files(void)
{
	begin();
	ck_assert_ptr_nonnull(mkdtemp(dir));
}

static void finish_files(void)
{
	struct hx_error err;

	ck_assert_int_eq(hx_remove_tree(dir, &err), 0);
	finish();
}

static unsigned int count_nodes(xmlDocPtr doc, const char *path)
{
	xmlXPathContextPtr context = xmlXPathNewContext(doc);
	xmlXPathObjectPtr found = xmlXPathEvalExpression(BAD_CAST path, context);
	unsigned int num = found && found->nodesetval ? (unsigned int)found->nodesetval->nodeNr : 0;

	xmlXPathFreeObject(found);
	xmlXPathFreeContext(context);
	return num;
}

START_TEST(junit_can_be_read_whatever_the_guest_says)
{
	const char *path = hx_printf(&arena, "%s/junit.xml", dir);
	struct hx_error err;
	xmlDocPtr doc;

	ck_assert_int_eq(hx_junit_write(&plan, path, &err), 0);
	doc = xmlReadFile(path, NULL, XML_PARSE_NONET);
	ck_assert_ptr_nonnull(doc);
	ck_assert_uint_eq(count_nodes(doc, "/testsuite[@tests='5'][@failures='1'][@errors='1']"
				      "[@skipped='2']"), 1);
	ck_assert_uint_eq(count_nodes(doc, "//testcase[@time='1.234']"), 5);
	ck_assert_uint_eq(count_nodes(doc, "//testcase[@name='b']/failure[contains(., '<not>')]"), 1);
	ck_assert_uint_eq(count_nodes(doc, "//testcase[@name='c']/error"), 1);
	ck_assert_uint_eq(count_nodes(doc, "//skipped"), 2);
	ck_assert_uint_eq(count_nodes(doc, "//testcase[@classname='rproctest.ref']"), 4);
	ck_assert_uint_eq(count_nodes(doc, "//testcase[@classname='rproctest.stm32']"), 1);
	xmlFreeDoc(doc);
	xmlCleanupParser();
}
END_TEST

START_TEST(results_json_can_be_read_whatever_the_guest_says)
{
	const char *path = hx_printf(&arena, "%s/results.json", dir);
	struct hx_options opt = { .profiles = both_profiles };
	json_t *object, *results;
	json_error_t why;
	struct hx_error err;

	ck_assert_int_eq(hx_results_write(&opt, &plan, 1, path, &err), 0);
	object = json_load_file(path, 0, &why);
	ck_assert_msg(object, "%s", why.text);
	results = json_object_get(object, "results");
	ck_assert_uint_eq(json_array_size(results), 5);
	ck_assert_str_eq(json_string_value(json_object_get(json_array_get(results, 4), "verdict")),
			 "known");
	ck_assert_int_eq(json_integer_value(json_object_get(json_object_get(object, "totals"),
							    "broken")), 1);
	ck_assert_int_eq(json_integer_value(json_object_get(object, "status")), 1);
	ck_assert_str_eq(json_string_value(json_object_get(object, "profile")), "ref,stm32");
	ck_assert_str_eq(json_string_value(json_object_get(json_array_get(results, 4), "profile")),
			 "stm32");
	json_decref(object);
}
END_TEST

START_TEST(a_replay_reads_what_a_run_wrote)
{
	static const char *const command[] = { "/q", "-M", "a,b='c d'", NULL };
	struct hx_options opt = { .profiles = both_profiles };
	struct hx_recorded recorded;
	struct hx_error err;

	strcpy(plan.kernel.hash, "1234");
	ck_assert_int_eq(hx_verdict_write(&opt, &plan, &points[1], command, dir, &err), 0);
	ck_assert_int_eq(hx_verdict_read(&arena, dir, &recorded, &err), 0);
	ck_assert_str_eq(recorded.hash, "abcd");
	ck_assert_str_eq(recorded.kernel_hash, "1234");
	ck_assert_str_eq(recorded.mode, "icount");
	for (unsigned int i = 0; i < 4; i++)
		ck_assert_pstr_eq(recorded.command[i], command[i]);
}
END_TEST

static const char *const bad_records[] = {
	"", "{", "[]", "{}", "{\"command\": [], \"mode\": \"icount\"}", "null",
};

START_TEST(a_record_that_is_none_is_an_error)
{
	const char *path = hx_printf(&arena, "%s/verdict.json", dir);
	struct hx_recorded recorded;
	struct hx_error err;

	ck_assert_int_eq(hx_write_file(path, bad_records[_i], strlen(bad_records[_i]), 0600, &err), 0);
	ck_assert_int_eq(hx_verdict_read(&arena, dir, &recorded, &err), HX_EIO);
}
END_TEST

Suite *output_suite(void)
{
	Suite *suite = suite_create("output");
	TCase *ktap_case = tcase_create("ktap"), *files = tcase_create("files");

	tcase_add_checked_fixture(ktap_case, begin, finish);
	tcase_add_loop_test(ktap_case, a_result_is_a_line_of_ktap_and_says_why, 0,
			    HX_ARRAY_SIZE(ktap));
	tcase_add_test(ktap_case, ktap_keeps_the_order_of_the_plan);
	tcase_add_test(ktap_case, a_proof_is_a_failure_and_nothing_else);
	tcase_add_checked_fixture(files, begin_files, finish_files);
	tcase_add_test(files, junit_can_be_read_whatever_the_guest_says);
	tcase_add_test(files, results_json_can_be_read_whatever_the_guest_says);
	tcase_add_test(files, a_replay_reads_what_a_run_wrote);
	tcase_add_loop_test(files, a_record_that_is_none_is_an_error, 0, HX_ARRAY_SIZE(bad_records));
	suite_add_tcase(suite, ktap_case);
	suite_add_tcase(suite, files);
	return suite;
}
