/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test-walk.c - allocations that fail, on a fake guest
 *
 * An allocation "fails" when a line of the program writes 0 to the counter that
 * the agent has armed, which is a plain file here.
 */
#include <stdio.h>
#include <string.h>

#include "fake.h"
#include "tests.h"

#define COUNTER	"/proc/thread-self/fail-nth"
#define SLAB	"/sys/kernel/debug/failslab/"
#define PAGES	"/sys/kernel/debug/fail_page_alloc/"

static struct build b;

static void start(void)
{
	static const char *const files[] = {
		COUNTER, SLAB "ignore-gfp-wait", SLAB "verbose",
		SLAB "verbose_ratelimit_interval_ms", PAGES "ignore-gfp-wait",
		PAGES "ignore-gfp-highmem", PAGES "min-order", PAGES "verbose",
		PAGES "verbose_ratelimit_interval_ms",
	};
	size_t i;

	fake_start();
	build_start(&b);
	for (i = 0; i < ARRAY_SIZE(files); i++)
		fake_file(files[i], "");
	fake_file("/f", "one");
}

static void begin_walk(uint32_t passes, uint32_t lines)
{
	struct hx_op *op = build_op(&b, HX_WALK);

	op->n0 = passes;
	op->n1 = lines + 1;
	build_op(&b, HX_FAILING);
}

static void write_file(const char *path, const char *text)
{
	struct hx_op *op = build_op(&b, HX_WRITE);

	op->s0 = build_string(&b, path);
	op->s1 = build_string(&b, text);
}

static void expect_file(const char *text)
{
	struct hx_op *op = build_op(&b, HX_EXPECT_FILE);

	op->s0 = build_string(&b, "/f");
	op->n0 = HX_IS;
	op->s1 = build_string(&b, text);
}

START_TEST(a_walk_ends_where_no_allocation_fails)
{
	begin_walk(5, 1);
	expect_file("one");
	ck_assert_int_eq(build_run(&b), AG_PASS);
	ck_assert_ptr_nonnull(strstr(fake.report, "metric walk:10 1 passes"));
}
END_TEST

START_TEST(a_failure_without_a_failed_allocation_counts)
{
	begin_walk(5, 1);
	expect_file("two");
	ck_assert_int_eq(build_run(&b), AG_FAIL);
	ck_assert_ptr_nonnull(strstr(fake.report, "fail 2 30"));
}
END_TEST

START_TEST(a_walk_without_an_end_fails)
{
	begin_walk(3, 2);
	write_file(COUNTER, "0");
	expect_file("two");
	ck_assert_int_eq(build_run(&b), AG_FAIL);
	ck_assert_ptr_nonnull(strstr(fake.report, "allocation 3 still failed"));
	ck_assert_ptr_null(strstr(fake.report, "want \"two\""));
}
END_TEST

START_TEST(without_the_means_the_rig_is_broken)
{
	remove(ag_path((char[AG_PATH]){ 0 }, COUNTER));
	begin_walk(3, 1);
	expect_file("one");
	ck_assert_int_eq(build_run(&b), AG_BROKEN);
}
END_TEST

Suite *suite_walk(void)
{
	Suite *suite = suite_create("walk");
	TCase *tcase = tcase_create("walks");

	tcase_add_checked_fixture(tcase, start, fake_stop);
	tcase_add_test(tcase, a_walk_ends_where_no_allocation_fails);
	tcase_add_test(tcase, a_failure_without_a_failed_allocation_counts);
	tcase_add_test(tcase, a_walk_without_an_end_fails);
	tcase_add_test(tcase, without_the_means_the_rig_is_broken);
	suite_add_tcase(suite, tcase);
	return suite;
}
