/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_verdict.c - from facts to verdicts, alone and against each other
 */
#include <string.h>

#include "baseline.h"
#include "cmd.h"
#include "tests.h"
#include "verdict.h"

/* a run in which nothing is wrong; each row spoils something */
static struct hx_report good_report(void)
{
	return (struct hx_report){ .has_hello = true, .version = HX_VERSION, .release = "6.1",
				   .end = "pass", .has_begun = true, .last_line = 9 };
}

static struct hx_facts good_facts(const struct hx_report *report)
{
	return (struct hx_facts){ .ending = HX_EXITED, .report = report, .has_exit_event = true,
				  .is_trace_whole = true, .wall_limit_s = 5 };
}

typedef void (*spoil_fn)(struct hx_facts *facts, struct hx_report *report);

static void nothing(struct hx_facts *facts, struct hx_report *report)
{
	(void)facts;
	(void)report;
}

static void fail_line(struct hx_facts *facts, struct hx_report *report)
{
	(void)facts;
	report->fail = (struct hx_trouble){ true, 1, 7, 0, "it is not so" };
	report->end = "fail";
}

static void broken_line(struct hx_facts *facts, struct hx_report *report)
{
	(void)facts;
	report->broken = (struct hx_trouble){ true, 1, 8, 0, "no such core" };
	report->end = "broken";
}

static void splat(struct hx_facts *facts, struct hx_report *report)
{
	(void)report;
	facts->splat = "BUG: x";
}

/* the kernel panicked: QEMU ends by itself, nothing was reported */
static void panic(struct hx_facts *facts, struct hx_report *report)
{
	facts->splat = "Kernel panic - not syncing";
	facts->has_exit_event = false;
	report->end = NULL;
}

static void check(struct hx_facts *facts, struct hx_report *report)
{
	(void)facts;
	report->check = "modules: more: a";
	report->end = "fail";
}

static void demand(struct hx_facts *facts, struct hx_report *report)
{
	(void)report;
	facts->demand = "the ring is unset";
	facts->demand_line = 4;
}

static void guest_error(struct hx_facts *facts, struct hx_report *report)
{
	(void)report;
	facts->guest_error = "bad offset";
}

static void guest_event(struct hx_facts *facts, struct hx_report *report)
{
	(void)report;
	facts->num_guest_errors = 2;
}

static void no_end(struct hx_facts *facts, struct hx_report *report)
{
	facts->has_exit_event = false;
	report->end = NULL;
}

static void no_agent(struct hx_facts *facts, struct hx_report *report)
{
	facts->has_exit_event = false;
	*report = (struct hx_report){ 0 };
}

static void limit(struct hx_facts *facts, struct hx_report *report)
{
	facts->has_limit_event = true;
	no_end(facts, report);
}

static void spin(struct hx_facts *facts, struct hx_report *report)
{
	limit(facts, report);
	facts->spins_in = "here+0x1/0x2";
}

static void wall(struct hx_facts *facts, struct hx_report *report)
{
	facts->ending = HX_WALL_LIMIT;
	facts->exit_status = 9;
	no_end(facts, report);
}

static void killed(struct hx_facts *facts, struct hx_report *report)
{
	facts->ending = HX_SIGNALLED;
	facts->exit_status = 9;
	no_end(facts, report);
}

static void died(struct hx_facts *facts, struct hx_report *report)
{
	facts->exit_status = 1;
	no_end(facts, report);
}

static void interrupted(struct hx_facts *facts, struct hx_report *report)
{
	facts->ending = HX_INTERRUPTED;
	no_end(facts, report);
}

static void not_started(struct hx_facts *facts, struct hx_report *report)
{
	facts->ending = HX_NOT_STARTED;
	facts->rig_text = "no room";
	*report = (struct hx_report){ 0 };
}

static void cut_report(struct hx_facts *facts, struct hx_report *report)
{
	report->is_cut = true;
	no_end(facts, report);
}

static void cut_trace(struct hx_facts *facts, struct hx_report *report)
{
	(void)report;
	facts->is_trace_whole = false;
}

static void no_exit_event(struct hx_facts *facts, struct hx_report *report)
{
	(void)report;
	facts->has_exit_event = false;
}

static void bad_line(struct hx_facts *facts, struct hx_report *report)
{
	(void)facts;
	report->bad_line = "hullo";
}

static void other_version(struct hx_facts *facts, struct hx_report *report)
{
	(void)facts;
	report->version = HX_VERSION + 1;
}

static void unexplained(struct hx_facts *facts, struct hx_report *report)
{
	(void)facts;
	report->end = "broken";
}

static const struct {
	spoil_fn first, second;
	enum hx_verdict verdict;
	const char *text;
	unsigned int line;
	bool is_our_bug;
} rows[] = {
	{ nothing, nothing, HX_PASS, "", 0, false },
	{ fail_line, nothing, HX_FAIL, "it is not so", 7, false },
	{ broken_line, nothing, HX_BROKEN, "no such core", 8, false },
	{ splat, nothing, HX_FAIL, "kernel: BUG: x", 9, false },
	{ panic, nothing, HX_FAIL, "kernel: Kernel panic - not syncing", 9, false },
	{ check, nothing, HX_FAIL, "modules: more: a", 0, false },
	{ guest_error, nothing, HX_FAIL, "guest error: bad offset", 0, false },
	{ guest_event, nothing, HX_FAIL, "2 guest errors in the event trace", 0, false },
	{ demand, nothing, HX_FAIL, "the ring is unset", 4, false },
	{ no_end, nothing, HX_BROKEN, "the report has no end", 9, false },
	{ no_agent, nothing, HX_BROKEN, "the guest never came to the agent; see console.log", 0,
	  false },
	{ limit, nothing, HX_BROKEN, "the guest hung: its virtual time limit was met", 9, false },
	{ spin, nothing, HX_FAIL,
	  "the guest hung: a processor spins with interrupts off in here+0x1/0x2", 9, false },
	{ wall, nothing, HX_BROKEN, "the simulator did not end within 5 s", 9, false },
	{ killed, nothing, HX_BROKEN, "the simulator was killed by signal 9 (SIGKILL)", 0, false },
	{ died, nothing, HX_BROKEN, "the simulator ended with status 1; see qemu.log", 0, false },
	{ interrupted, nothing, HX_BROKEN, "interrupted", 0, false },
	{ not_started, nothing, HX_BROKEN, "no room", 0, false },
	{ cut_report, nothing, HX_BROKEN, "the report ends inside a line: is the disk full?", 0,
	  false },
	{ cut_trace, nothing, HX_BROKEN, "the event trace is cut short: is the disk full?", 0,
	  false },
	{ no_exit_event, nothing, HX_BROKEN, "the event trace is cut short: is the disk full?", 0,
	  false },
	{ bad_line, nothing, HX_BROKEN, "the report has a line that means nothing: hullo", 0, true },
	{ other_version, nothing, HX_BROKEN, "the agent speaks version 2, this program 1", 0, true },
	{ unexplained, nothing, HX_BROKEN, "the agent ends with \"broken\" and does not say why", 0,
	  true },
	/* two at once */
	{ fail_line, splat, HX_FAIL, "it is not so (kernel: BUG: x)", 7, false },
	{ splat, limit, HX_FAIL, "kernel: BUG: x", 9, false },
	{ splat, spin, HX_FAIL,
	  "the guest hung: a processor spins with interrupts off in here+0x1/0x2", 9, false },
	{ splat, killed, HX_FAIL, "kernel: BUG: x", 9, false },
	{ splat, broken_line, HX_FAIL, "kernel: BUG: x", 9, false },
	{ fail_line, killed, HX_FAIL, "it is not so", 7, false },
	{ fail_line, check, HX_FAIL, "it is not so", 7, false },
	{ interrupted, fail_line, HX_BROKEN, "interrupted", 0, false },
	{ interrupted, splat, HX_BROKEN, "interrupted", 0, false },
	{ check, cut_trace, HX_BROKEN, "the event trace is cut short: is the disk full?", 0, false },
	{ guest_error, limit, HX_BROKEN, "the guest hung: its virtual time limit was met", 9, false },
	{ check, guest_error, HX_FAIL, "modules: more: a", 0, false },
	{ guest_error, demand, HX_FAIL, "guest error: bad offset", 0, false },
};

static void judge(unsigned int row, const char *known, struct hx_arena *arena,
		  struct hx_result *result)
{
	struct hx_report report = good_report();
	struct hx_facts facts = good_facts(&report);

	rows[row].first(&facts, &report);
	rows[row].second(&facts, &report);
	facts.known = known;
	*result = (struct hx_result){ 0 };
	hx_judge(arena, &facts, result);
}

START_TEST(facts_come_to_a_verdict)
{
	struct hx_arena arena = { 0 };
	struct hx_result result;

	judge((unsigned int)_i, NULL, &arena, &result);
	ck_assert_str_eq(result.text, rows[_i].text);
	ck_assert_str_eq(hx_verdict_names[result.verdict], hx_verdict_names[rows[_i].verdict]);
	ck_assert_int_eq(result.raw, result.verdict);
	ck_assert_uint_eq(result.line, rows[_i].line);
	ck_assert_int_eq(result.is_our_bug, rows[_i].is_our_bug);
	ck_assert(result.is_done);
	hx_arena_free(&arena);
}
END_TEST

/* a listed bug: fail becomes known, pass becomes fail, broken stays */
START_TEST(a_listed_bug_changes_pass_and_fail_only)
{
	static const enum hx_verdict want[] = {
		[HX_PASS] = HX_FAIL, [HX_FAIL] = HX_KNOWN, [HX_BROKEN] = HX_BROKEN,
	};
	struct hx_arena arena = { 0 };
	struct hx_result result;

	judge((unsigned int)_i, "a bug", &arena, &result);
	ck_assert_int_eq(result.raw, rows[_i].verdict);
	ck_assert_int_eq(result.verdict, want[rows[_i].verdict]);
	if (result.verdict == HX_KNOWN)
		ck_assert(!strncmp(result.text, "a bug (", 7));
	if (rows[_i].verdict == HX_PASS)
		ck_assert_str_eq(result.text, "passed, though listed as known: a bug");
	hx_arena_free(&arena);
}
END_TEST

static const struct {
	unsigned int num[HX_VERDICTS];
	bool has_our_bug;
	int status;
	const char *text;
} totals[] = {
	{ { [HX_PASS] = 2 }, false, 0, "2 passed, 0 failed, 0 skipped" },
	{ { [HX_PASS] = 2, [HX_SKIP] = 1, [HX_KNOWN] = 1 }, false, 0,
	  "2 passed, 0 failed, 1 skipped, 1 known" },
	{ { [HX_KNOWN] = 1, [HX_SKIP] = 1 }, false, 0, "0 passed, 0 failed, 1 skipped, 1 known" },
	{ { [HX_SKIP] = 3 }, false, 77, "0 passed, 0 failed, 3 skipped" },
	{ { [HX_FAIL] = 1, [HX_PASS] = 9 }, false, 1, "9 passed, 1 failed, 0 skipped" },
	{ { [HX_BROKEN] = 1, [HX_PASS] = 9 }, false, 2, "9 passed, 0 failed, 0 skipped, 1 broken" },
	{ { [HX_BROKEN] = 1, [HX_SKIP] = 9 }, false, 2, "0 passed, 0 failed, 9 skipped, 1 broken" },
	{ { [HX_BROKEN] = 1, [HX_FAIL] = 1 }, false, 1, "0 passed, 1 failed, 0 skipped, 1 broken" },
	{ { [HX_FAIL] = 1, [HX_SKIP] = 1 }, false, 1, "0 passed, 1 failed, 1 skipped" },
	{ { [HX_FAIL] = 1, [HX_BROKEN] = 1 }, true, 99, "0 passed, 1 failed, 0 skipped, 1 broken" },
	{ { 0 }, false, 0, "0 passed, 0 failed, 0 skipped" },
};

START_TEST(verdicts_come_to_an_exit_status_and_a_line)
{
	struct hx_totals sum = { .has_our_bug = totals[_i].has_our_bug };
	struct hx_text line = { 0 };

	for (unsigned int v = 0; v < HX_VERDICTS; v++)
		for (unsigned int i = 0; i < totals[_i].num[v]; i++)
			hx_totals_add(&sum, &(struct hx_result){ .verdict = (enum hx_verdict)v });
	ck_assert_int_eq(hx_exit_status(&sum), totals[_i].status);
	hx_totals_text(&sum, &line);
	ck_assert_str_eq(line.s, totals[_i].text);
	hx_text_free(&line);
}
END_TEST

START_TEST(a_failure_of_the_baseline_is_known_and_a_pass_is_a_pass)
{
	static const struct {
		spoil_fn spoil;
		enum hx_verdict verdict;
	} cases[] = {
		{ check, HX_KNOWN }, { splat, HX_KNOWN }, { nothing, HX_PASS }, { died, HX_BROKEN },
	};

	for (unsigned int i = 0; i < HX_ARRAY_SIZE(cases); i++) {
		struct hx_report report = good_report();
		struct hx_facts facts = good_facts(&report);
		struct hx_arena arena = { 0 };
		struct hx_result result;

		cases[i].spoil(&facts, &report);
		facts.baseline = "known.txt:3";
		hx_judge(&arena, &facts, &result);
		ck_assert_str_eq(hx_verdict_names[result.verdict], hx_verdict_names[cases[i].verdict]);
		if (result.verdict == HX_KNOWN)
			ck_assert_ptr_nonnull(strstr(result.text, "known.txt:3 ("));
		hx_arena_free(&arena);
	}
}
END_TEST

START_TEST(a_baseline_name_stands_for_itself_and_its_variants)
{
	struct hx_item items[] = { { "boot/a", 1 }, { "boot/b@N=2", 4 } };
	const struct hx_list list = { items, 2 };

	ck_assert_uint_eq(hx_baseline_find(&list, "boot/a")->line, 1);
	ck_assert_uint_eq(hx_baseline_find(&list, "boot/a@seed=3")->line, 1);
	ck_assert_uint_eq(hx_baseline_find(&list, "boot/b@N=2")->line, 4);
	ck_assert_ptr_null(hx_baseline_find(&list, "boot/b"));
	ck_assert_ptr_null(hx_baseline_find(&list, "boot/b@N=1"));
	ck_assert_ptr_null(hx_baseline_find(&list, "boot/ab"));
}
END_TEST

Suite *verdict_suite(void)
{
	Suite *suite = suite_create("verdict");
	TCase *tcase = tcase_create("matrix");

	tcase_add_loop_test(tcase, facts_come_to_a_verdict, 0, HX_ARRAY_SIZE(rows));
	tcase_add_loop_test(tcase, a_listed_bug_changes_pass_and_fail_only, 0, HX_ARRAY_SIZE(rows));
	tcase_add_loop_test(tcase, verdicts_come_to_an_exit_status_and_a_line, 0,
			    HX_ARRAY_SIZE(totals));
	tcase_add_test(tcase, a_failure_of_the_baseline_is_known_and_a_pass_is_a_pass);
	tcase_add_test(tcase, a_baseline_name_stands_for_itself_and_its_variants);
	suite_add_tcase(suite, tcase);
	return suite;
}
