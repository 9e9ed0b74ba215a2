/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_report.c - lines of the guest, good ones and hostile ones; trace events
 */
#include <string.h>

#include "guesterrors.h"
#include "report.h"
#include "tests.h"
#include "trace.h"

#define NUM_OPS	3u

static struct hx_arena arena;
static struct hx_report report;

static void begin(void)
{
	arena = (struct hx_arena){ 0 };
}

static void finish(void)
{
	hx_arena_free(&arena);
}

START_TEST(a_whole_report_is_understood)
{
	hx_report_read(&arena,
		       "hello 1 6.1.192 with blanks\n"
		       "begin 0 4 100\nok 0 4 200\nbegin 1 5 300\n"
		       "fail 1 5 400 state is \\x22x\\x5c\\x00\n"
		       "fail 2 6 500 another\n"
		       "kmsg 6 12 a line\nkmsg 4 13 \n"
		       "check taint ok 0x0\ncheck modules fail more: a\ncheck dev fail b\n"
		       "metric boot 220 ns\n"
		       "end fail\n", NUM_OPS, &report);
	ck_assert_ptr_null(report.bad_line);
	ck_assert(report.has_hello && !report.is_cut);
	ck_assert_uint_eq(report.version, 1);
	ck_assert_str_eq(report.release, "6.1.192 with blanks");
	ck_assert(report.fail.is_set && !report.broken.is_set);
	ck_assert_uint_eq(report.fail.op, 1);
	ck_assert_uint_eq(report.fail.line, 5);
	ck_assert_uint_eq(report.fail.time_ns, 400);
	ck_assert_str_eq(report.fail.text, "state is \"x\\?");
	ck_assert_str_eq(report.check, "modules: more: a");
	ck_assert_uint_eq(report.last_op, 1);
	ck_assert_uint_eq(report.last_line, 5);
	ck_assert_uint_eq(report.last_ns, 500);
	ck_assert_uint_eq(report.kmsg.num, 2);
	ck_assert_str_eq(report.kmsg.item[0].text, "a line");
	ck_assert_uint_eq(report.num_metrics, 1);
	ck_assert_uint_eq(report.metric[0].value, 220);
	ck_assert_str_eq(report.metric[0].unit, "ns");
	ck_assert_str_eq(report.end, "fail");
}
END_TEST

static const char *const bad[] = {
	"", " ", "hullo 1 x", "hello", "hello x y", "hello 1", "begin 0 4", "begin 3 4 100",
	"begin 0 4 100 x", "begin -1 4 100", "begin 99999999999 4 100", "ok 0", "ok x y z",
	"fail 0 4 100", "fail 3 4 100 text", "broken 0 4", "check", "check taint",
	"check taint maybe x", "kmsg 6", "kmsg six 12 x", "metric boot", "metric boot x ns",
	"metric boot 1", "end", "end well", "end pass pass", "BEGIN 0 4 100",
};

START_TEST(a_line_that_means_nothing_is_remembered)
{
	const char *text = hx_printf(&arena, "hello 1 x\n%s\nend pass\n", bad[_i]);

	hx_report_read(&arena, text, NUM_OPS, &report);
	ck_assert_pstr_eq(report.bad_line, bad[_i]);
	/* and the reading goes on */
	ck_assert_str_eq(report.end, "pass");
}
END_TEST

START_TEST(a_report_has_one_end)
{
	hx_report_read(&arena, "end pass\nend fail\n", NUM_OPS, &report);
	ck_assert_str_eq(report.end, "pass");
	ck_assert_str_eq(report.bad_line, "end fail");
}
END_TEST

START_TEST(an_agent_that_never_came_to_an_op_may_say_so)
{
	hx_report_read(&arena, "broken 0 0 12 no lab block\n", 0, &report);
	ck_assert_ptr_null(report.bad_line);
	ck_assert(report.broken.is_set);
}
END_TEST

START_TEST(a_last_line_without_end_is_cut_not_bad)
{
	hx_report_read(&arena, "hello 1 x\nbegin 0 4 1", NUM_OPS, &report);
	ck_assert(report.is_cut);
	ck_assert_ptr_null(report.bad_line);
	ck_assert(!report.has_begun);
}
END_TEST

START_TEST(an_empty_report_says_nothing)
{
	hx_report_read(&arena, "", NUM_OPS, &report);
	ck_assert(!report.has_hello && !report.has_begun && !report.is_cut);
	ck_assert_ptr_null(report.end);
}
END_TEST

START_TEST(a_report_that_is_damaged_is_read_to_its_end)
{
	static const char good[] =
		"hello 1 6.1\nbegin 0 4 100\nok 0 4 200\nfail 1 5 400 \\x22x\\x5c\nkmsg 6 12 a\n"
		"check taint ok 0x0\ncheck dev fail b\nmetric boot 220 ns\nend fail\n";
	static const char bytes[] = "\n \\x-0129azAZ\x01\xff";
	uint32_t seed = 1;

	for (unsigned int i = 0; i < 5000; i++) {
		char text[sizeof(good)];

		memcpy(text, good, sizeof(good));
		for (unsigned int j = 0; j < 3; j++) {
			seed = seed * 1664525 + 1013904223;
			text[(seed >> 8) % (sizeof(good) - 1)] =
				bytes[(seed >> 3) % (sizeof(bytes) - 1)];
		}
		finish();
		begin();
		hx_report_read(&arena, text, NUM_OPS, &report);
		ck_assert(!report.fail.is_set || report.fail.op < NUM_OPS);
		ck_assert_uint_lt(report.last_op, NUM_OPS);
	}
}
END_TEST

static const struct {
	struct amp_event event;
	const char *line;
} events[] = {
	{ { .time_ns = 0, .kind = AMP_EV_RESET, .core = AMP_EV_NO_CORE, .a = 7 },
	  "    0.000000000  -     machine reset       seed=0x00000007" },
	{ { .time_ns = 1234567890, .kind = AMP_EV_CMD, .core = 2, .side = AMP_SIDE_A, .a = 2 },
	  "    1.234567890  core2 A       cmd         command=lockup arg=0x00000000" },
	{ { .kind = AMP_EV_FAULT, .core = 0, .a = AMP_FAULT_DROP_M2A, .b = 3 },
	  "    0.000000000  core0 machine fault       fault=drop-m2a hits=3" },
	{ { .kind = AMP_EV_HOLD, .core = 0, .side = AMP_SIDE_M },
	  "    0.000000000  core0 M       hold       " },
	{ { .kind = 999, .core = 0, .side = 9, .a = 1, .b = 2 },
	  "    0.000000000  core0 ?       ?           kind=999 a=0x00000001 b=0x00000002" },
	{ { .kind = AMP_EV_CMD, .core = 0, .side = AMP_SIDE_A, .a = 0xffffffff },
	  "    0.000000000  core0 A       cmd         command=0xffffffff arg=0x00000000" },
};

START_TEST(an_event_is_a_line)
{
	struct hx_text line = { 0 };

	hx_trace_line(&events[_i].event, &line);
	ck_assert_str_eq(line.s, events[_i].line);
	hx_text_free(&line);
}
END_TEST

START_TEST(a_trace_is_scanned_for_what_decides)
{
	static const struct amp_event trace[] = {
		{ .kind = AMP_EV_RESET }, { .kind = AMP_EV_GUEST_ERROR },
		{ .kind = AMP_EV_GUEST_ERROR }, { .kind = AMP_EV_LIMIT, .time_ns = 5 },
	};
	struct hx_trace_facts facts;

	hx_trace_scan(trace, sizeof(trace), &facts);
	ck_assert(facts.is_whole && facts.has_limit && !facts.has_exit);
	ck_assert_uint_eq(facts.num_guest_errors, 2);
	ck_assert_uint_eq(facts.num_events, 4);
	hx_trace_scan(trace, sizeof(trace) - 1, &facts);
	ck_assert(!facts.is_whole && !facts.has_limit);
	hx_trace_scan(trace, 0, &facts);
	ck_assert(facts.is_whole && !facts.num_events);
}
END_TEST

static const struct {
	const char *log, *error;
} logs[] = {
	{ "", NULL },
	{ "\n\n", NULL },
	{ "qemu-system-amp: terminating on signal 15\n", NULL },
	{ "Invalid read at addr 0x0, size 4, region '(null)', reason: rejected\n"
	  "Invalid read at addr 0x4, size 4, region '(null)', reason: rejected\n", NULL },
	{ "Invalid read at addr 0x8, size 4, region '(null)', reason: rejected\n",
	  "Invalid read at addr 0x8, size 4, region '(null)', reason: rejected" },
	{ "qemu-system-amp: warning: x\namp_mbox_write: bad offset 0x44\nmore\n",
	  "amp_mbox_write: bad offset 0x44" },
	{ "amp-ctrl: not modelled", "amp-ctrl: not modelled" },
};

START_TEST(a_guest_error_is_a_line_that_is_not_allowed)
{
	ck_assert_pstr_eq(hx_guest_error_find(&arena, logs[_i].log), logs[_i].error);
}
END_TEST

Suite *report_suite(void)
{
	Suite *suite = suite_create("report");
	TCase *tcase = tcase_create("lines");

	tcase_add_checked_fixture(tcase, begin, finish);
	tcase_add_test(tcase, a_whole_report_is_understood);
	tcase_add_loop_test(tcase, a_line_that_means_nothing_is_remembered, 0, HX_ARRAY_SIZE(bad));
	tcase_add_test(tcase, a_report_has_one_end);
	tcase_add_test(tcase, an_agent_that_never_came_to_an_op_may_say_so);
	tcase_add_test(tcase, a_last_line_without_end_is_cut_not_bad);
	tcase_add_test(tcase, an_empty_report_says_nothing);
	tcase_add_test(tcase, a_report_that_is_damaged_is_read_to_its_end);
	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, an_event_is_a_line, 0, HX_ARRAY_SIZE(events));
	tcase_add_test(tcase, a_trace_is_scanned_for_what_decides);
	tcase_add_loop_test(tcase, a_guest_error_is_a_line_that_is_not_allowed, 0,
			    HX_ARRAY_SIZE(logs));
	suite_add_tcase(suite, tcase);
	return suite;
}
