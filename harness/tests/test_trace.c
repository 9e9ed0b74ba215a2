/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_trace.c - what is read out of the event trace: demands and stray accesses
 *
 * A trace is written as a text: S starts core 0, O core 1; a digit is a vring of
 * core 0's table, 0 without an address, others with the address 0x1000 * digit.
 */
#include <string.h>

#include "../../sim/abi/amp_lab.h"
#include "demand.h"
#include "stray.h"
#include "tests.h"

static struct hx_arena arena;
static struct amp_event event[16];

static void begin(void)
{
	arena = (struct hx_arena){ 0 };
	memset(event, 0, sizeof(event));
}

static void finish(void)
{
	hx_arena_free(&arena);
}

static size_t fill(const char *text)
{
	unsigned int num = 0, vring = 0;

	for (; *text; text++, num++) {
		event[num].kind = *text == 'S' || *text == 'O' ? AMP_EV_START : AMP_EV_TABLE;
		event[num].core = *text == 'O';
		if (event[num].kind == AMP_EV_START) {
			vring = 0;
			continue;
		}
		event[num].a = *text == '0' ? 0xffffffff : 0x1000u * (uint32_t)(*text - '0');
		event[num].b = 1u << 16 | vring++ << 8 | 7;
	}
	return num * sizeof(event[0]);
}

static const struct {
	enum hx_table_want want;
	const char *trace;
	const char *says;	/* NULL: the demand is met */
} rows[] = {
	{ HX_TABLE_SET, "S12", NULL },
	{ HX_TABLE_SET, "S12OS34", NULL },
	{ HX_TABLE_SET, "S10", "core0, start 1: vring 1 of table entry 1 is unset at the first "
			       "instruction, want an address" },
	{ HX_TABLE_SET, "S12S01", "start 2: vring 0 of table entry 1 is unset" },
	{ HX_TABLE_UNSET, "S00S00", NULL },
	{ HX_TABLE_UNSET, "S01", "vring 1 of table entry 1 is 0x00001000" },
	{ HX_TABLE_ALIKE, "S00S00", NULL },
	{ HX_TABLE_ALIKE, "S12S12", NULL },
	{ HX_TABLE_ALIKE, "S00S12", "is 0x00001000 at the first instruction, want unset as at "
				    "start 1" },
	{ HX_TABLE_ALIKE, "S12S13", "is 0x00003000 at the first instruction, want 0x00002000" },
	{ HX_TABLE_ALIKE, "S1S12", "want a ring that start 1 had" },
	{ HX_TABLE_ALIKE, "S12", "core0 started only once" },
	{ HX_TABLE_SET, "", "never started with a ring" },
	{ HX_TABLE_UNSET, "S", "never started with a ring" },
	{ HX_TABLE_ALIKE, "S1S", "never started with a ring" },
};

START_TEST(a_demand_is_met_or_says_what_is_wrong)
{
	struct hx_demand demand = { rows[_i].want, 0, 5 };
	const struct hx_scenario sc = { .demand = &demand, .num_demands = 1 };
	unsigned int line = 0;
	const char *text = hx_demand_check(&arena, &sc, event, fill(rows[_i].trace), &line);

	if (!rows[_i].says) {
		ck_assert_msg(!text, "row %d: %s", _i, text);
		ck_assert_uint_eq(line, 0);
		return;
	}
	ck_assert_msg(text && strstr(text, rows[_i].says), "row %d: got \"%s\"", _i,
		      text ? text : "met");
	ck_assert_uint_eq(line, 5);
}
END_TEST

START_TEST(a_trace_that_is_cut_short_is_read_up_to_there)
{
	struct hx_demand demand = { HX_TABLE_SET, 0, 5 };
	const struct hx_scenario sc = { .demand = &demand, .num_demands = 1 };
	unsigned int line = 0;

	ck_assert_ptr_nonnull(hx_demand_check(&arena, &sc, event, fill("S1") - 1, &line));
}
END_TEST

static const char *explain(const char *line, size_t len)
{
	static const struct hx_env env = {
		.profile = &hx_profiles[0], .firmware_dir = "/nonexistent",
	};
	static struct hx_compiled compiled = { .env = &env, .image = { "echo" } };
	static const struct hx_report report = { 0 };

	return hx_stray_explain(&arena, &compiled, &report, event, len, line);
}

START_TEST(other_guest_errors_stay_as_they_are)
{
	const char *line = "core0: offset 0x44 has no register";

	ck_assert_ptr_eq(explain(line, 0), line);
	ck_assert_ptr_null(explain(NULL, 0));
}
END_TEST

START_TEST(a_stray_access_gets_its_time)
{
	const char *line = "core0: stray write of 4 bytes at 0x46000402, pc 0x000001a8: memory";

	event[0] = (struct amp_event){ .time_ns = 1, .kind = AMP_EV_STRAY, .a = 0x46000402,
				       .b = 0x1aa };
	event[1] = (struct amp_event){ .time_ns = 1230000004, .kind = AMP_EV_STRAY,
				       .a = 0x46000402, .b = 0x1a8 };
	ck_assert_str_eq(explain(line, 2 * sizeof(event[0])),
			 "core0: stray write of 4 bytes at 0x46000402, pc 0x000001a8: memory, "
			 "at 1.230000004 s");
	/* neither image nor event: nothing is made up */
	ck_assert_str_eq(explain(line, sizeof(event[0])), line);
}
END_TEST

Suite *trace_suite(void)
{
	Suite *suite = suite_create("trace");
	TCase *tcase = tcase_create("trace");

	tcase_add_checked_fixture(tcase, begin, finish);
	tcase_add_loop_test(tcase, a_demand_is_met_or_says_what_is_wrong, 0,
			    (int)HX_ARRAY_SIZE(rows));
	tcase_add_test(tcase, a_trace_that_is_cut_short_is_read_up_to_there);
	tcase_add_test(tcase, other_guest_errors_stay_as_they_are);
	tcase_add_test(tcase, a_stray_access_gets_its_time);
	suite_add_tcase(suite, tcase);
	return suite;
}
