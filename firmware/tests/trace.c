// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tests of fw_trace.c.  The buffer is a global: libcheck's fork gives each test
 * an empty one.
 */
#include <stdio.h>
#include <string.h>

#include "fw_trace.h"
#include "suites.h"

START_TEST(lines_follow_each_other)
{
	fw_trace("echo: ready");
	fw_trace_number("command", 4711);
	fw_trace_number("command", 0);
	fw_trace_number("command", 0xffffffff);
	fw_trace_hex("at", 0x1a2);
	fw_trace_hex("at", 0xfedcba98);
	fw_trace("");
	ck_assert_str_eq(fw_trace_buffer,
			 "echo: ready\ncommand 4711\ncommand 0\ncommand 4294967295\n"
			 "at 0x000001a2\nat 0xfedcba98\n\n");
}
END_TEST

START_TEST(a_full_buffer_keeps_the_newest_lines_whole)
{
	char last[32], *line;
	unsigned int n;

	for (n = 0; n < 2000; n++) {
		fw_trace_number("line", n);
		ck_assert_uint_lt(strnlen(fw_trace_buffer, FW_TRACE_SIZE), FW_TRACE_SIZE);
		snprintf(last, sizeof(last), "line %u\n", n);
		line = strstr(fw_trace_buffer, last);
		ck_assert_ptr_nonnull(line);
		ck_assert_str_eq(line, last);
		ck_assert_int_eq(strncmp(fw_trace_buffer, "line ", 5), 0);
	}
	/* half of it was kept each time */
	ck_assert_uint_gt(strlen(fw_trace_buffer), FW_TRACE_SIZE / 2 - 16);
}
END_TEST

START_TEST(a_line_longer_than_the_buffer_does_not_run_over_it)
{
	static char text[3 * FW_TRACE_SIZE];

	memset(text, 'x', sizeof(text) - 1);
	fw_trace(text);
	fw_trace("after");
	ck_assert_uint_lt(strnlen(fw_trace_buffer, FW_TRACE_SIZE), FW_TRACE_SIZE);
	ck_assert_ptr_nonnull(strstr(fw_trace_buffer, "x\nafter\n"));
}
END_TEST

Suite *trace_suite(void)
{
	Suite *suite = suite_create("trace");
	TCase *tc = tcase_create("trace");

	tcase_add_test(tc, lines_follow_each_other);
	tcase_add_test(tc, a_full_buffer_keeps_the_newest_lines_whole);
	tcase_add_test(tc, a_line_longer_than_the_buffer_does_not_run_over_it);
	suite_add_tcase(suite, tc);
	return suite;
}
