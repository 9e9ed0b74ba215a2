/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test-exec.c - programs running on a fake guest */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "amp_ctrl.h"
#include "fake.h"
#include "lab.h"
#include "tests.h"

static struct build b;

/* Report lines with the time, the fourth field of those that have one, taken out. */
static const char *said(void)
{
	static char out[sizeof(fake.report)];
	const char *line = fake.report;
	char *to = out;

	while (*line) {
		size_t len = strcspn(line, "\n");
		int head = 0, tail = 0;
		unsigned long long ns;

		/* the head is copied, the number skipped */
		if (sscanf(line, "%*s %*u %*u%n %llu%n", &head, &ns, &tail) == 1 && tail) {
			memcpy(to, line, (size_t)head);
			memcpy(to + head, line + tail, len - (size_t)tail);
			to += len - (size_t)(tail - head);
		} else {
			memcpy(to, line, len);
			to += len;
		}
		*to++ = '\n';
		line += len + 1;
	}
	*to = '\0';
	return out;
}

static struct hx_op *expect_file(const char *path, uint32_t want, const char *text)
{
	struct hx_op *op = build_op(&b, HX_EXPECT_FILE);

	op->s0 = build_string(&b, path);
	op->n0 = want;
	if (text)
		op->s1 = build_string(&b, text);
	return op;
}

static struct hx_op *write_file(const char *path, const char *text, int error)
{
	struct hx_op *op = build_op(&b, HX_WRITE);

	op->s0 = build_string(&b, path);
	op->s1 = build_string(&b, text);
	op->error = error;
	return op;
}

static void start(void)
{
	fake_start();
	build_start(&b);
	fake_file("/f", "one two\n");
}

START_TEST(ops_are_said_as_they_begin_and_end)
{
	build_op(&b, HX_STEP)->s0 = build_string(&b, "title");
	expect_file("/f", HX_PRESENT, NULL);
	ck_assert_int_eq(build_run(&b), AG_PASS);
	ck_assert_str_eq(said(), "begin 0 10\nok 0 10\nbegin 1 20\nok 1 20\n");
}
END_TEST

START_TEST(the_first_failure_ends_the_program)
{
	expect_file("/f", HX_IS, "three");
	expect_file("/f", HX_PRESENT, NULL);
	ck_assert_int_eq(build_run(&b), AG_FAIL);
	ck_assert_str_eq(said(), "begin 0 10\n"
			 "fail 0 10 /f is \"one two\", want \"three\"\n");
}
END_TEST

START_TEST(a_repeat_says_its_first_and_last_pass)
{
	struct hx_op *op = build_op(&b, HX_REPEAT);

	op->n0 = 1000;
	op->n1 = 1;
	expect_file("/f", HX_HAS, "two");
	ck_assert_int_eq(build_run(&b), AG_PASS);
	ck_assert_str_eq(said(), "begin 0 10\nbegin 1 20\nok 1 20\nbegin 1 20\nok 1 20\n"
			 "ok 0 10\n");
}
END_TEST

START_TEST(a_repeat_in_a_repeat_says_the_corners)
{
	struct hx_op *op = build_op(&b, HX_REPEAT);

	op->n0 = 3;
	op->n1 = 2;
	op = build_op(&b, HX_REPEAT);
	op->n0 = 3;
	op->n1 = 1;
	expect_file("/f", HX_PRESENT, NULL);
	ck_assert_int_eq(build_run(&b), AG_PASS);
	ck_assert_str_eq(said(), "begin 0 10\n"
			 "begin 1 20\nbegin 2 30\nok 2 30\nbegin 2 30\nok 2 30\nok 1 20\n"
			 "begin 1 20\nbegin 2 30\nok 2 30\nbegin 2 30\nok 2 30\nok 1 20\n"
			 "ok 0 10\n");
}
END_TEST

START_TEST(a_failure_in_a_quiet_pass_is_said)
{
	struct hx_op *op = build_op(&b, HX_REPEAT);

	op->n0 = 5;
	op->n1 = 3;
	/* true once: the second pass finds what the first has written */
	expect_file("/f", HX_HAS, "two");
	write_file("/f", "other", 0);
	build_op(&b, HX_STEP)->s0 = build_string(&b, "");
	ck_assert_int_eq(build_run(&b), AG_FAIL);
	ck_assert_ptr_nonnull(strstr(said(), "ok 3 40\nfail 1 20 /f is \"other\", "
				     "want in it \"two\"\n"));
}
END_TEST

/* Two racers wait for what the other one writes: neither ends without the other. */
START_TEST(racers_run_side_by_side)
{
	struct hx_op *op;
	unsigned int i;

	build_op(&b, HX_RACE)->n1 = 6;
	for (i = 0; i < 2; i++) {
		op = build_op(&b, HX_REPEAT);
		op->n0 = 1;
		op->n1 = 2;
		write_file(i ? "/g" : "/f", "done", 0);
		expect_file(i ? "/f" : "/g", HX_IS, "done")->within_ns = 3600 * AG_NS_PER_S;
	}
	fake_file("/g", "");
	ck_assert_int_eq(build_run(&b), AG_PASS);
	ck_assert_ptr_nonnull(strstr(said(), "ok 0 10\n"));
}
END_TEST

START_TEST(a_race_is_as_bad_as_its_worst_racer)
{
	build_op(&b, HX_RACE)->n1 = 3;
	expect_file("/f", HX_PRESENT, NULL);
	expect_file("/f", HX_ABSENT, NULL);
	build_op(&b, HX_EXPECT_CORE)->n0 = 3;
	build_op(&b, HX_STEP)->s0 = build_string(&b, "never");
	ck_assert_int_eq(build_run(&b), AG_BROKEN);
	ck_assert_ptr_nonnull(strstr(said(), "ok 1 20\n"));
	ck_assert_ptr_nonnull(strstr(said(), "fail 2 30 /f is present, want absent\n"));
	ck_assert_ptr_nonnull(strstr(said(), "broken 3 40 the machine has 2 remote cores, "
				     "there is no core3\n"));
	ck_assert_ptr_null(strstr(said(), "begin 4"));
	ck_assert_ptr_null(strstr(said(), "ok 0"));
}
END_TEST

START_TEST(a_wait_ends_at_its_deadline_and_not_before)
{
	uint64_t began_ns = ag_lab_now_ns();

	b.head.scale_percent = 50;
	expect_file("/g", HX_PRESENT, NULL)->within_ns = 40 * AG_NS_PER_MS;
	ck_assert_int_eq(build_run(&b), AG_FAIL);
	ck_assert_uint_eq(ag_lab_now_ns() - began_ns, 20 * AG_NS_PER_MS);
	ck_assert_str_eq(said(), "begin 0 10\nfail 0 10 /g is absent, want present\n");
}
END_TEST

/* errno demanded, file written to, text of the failure ("" = none) */
static const struct {
	int error;
	const char *path, *text;
} writes[] = {
	{ 0, "/f", "" },
	{ ENOENT, "/none", "" },
	{ EISDIR, "/dir", "" },
	{ EBUSY, "/none", "fail 0 10 writing to /none: ENOENT, want EBUSY\n" },
	{ EBUSY, "/f", "fail 0 10 writing to /f: success, want EBUSY\n" },
	{ 0, "/none", "fail 0 10 writing to /none: ENOENT, want success\n" },
};

START_TEST(an_op_fails_with_exactly_the_errno_demanded)
{
	fake_dir("/dir");
	write_file(writes[_i].path, "x", writes[_i].error);
	ck_assert_int_eq(build_run(&b), *writes[_i].text ? AG_FAIL : AG_PASS);
	ck_assert_ptr_nonnull(strstr(said(), *writes[_i].text ? writes[_i].text : "ok 0 10\n"));
}
END_TEST

static void rproc_op(unsigned int kind, const char *attr, const char *text)
{
	struct hx_op *op = build_op(&b, kind);

	op->s0 = build_string(&b, attr);
	op->s1 = build_string(&b, text);
}

/* The places of 6.1 and those of 4.9. */
START_TEST(an_attribute_is_where_the_kernel_has_it)
{
	if (_i) {
		fake_file("/sys/class/remoteproc/remoteproc0/state", "offline\n");
		fake_file("/sys/class/remoteproc/remoteproc0/recovery", "enabled\n");
	} else {
		fake_file("/sys/kernel/debug/remoteproc/remoteproc0/state", "offline (0)\n");
		fake_file("/sys/kernel/debug/remoteproc/remoteproc0/recovery", "enabled\n");
	}
	fake_file("/sys/kernel/debug/remoteproc/remoteproc0/crash", "");
	rproc_op(HX_EXPECT_RPROC, "state", "offline");
	rproc_op(HX_EXPECT_RPROC, "recovery", "enabled");
	build_op(&b, HX_EXPECT_RPROC_HERE)->n1 = HX_PRESENT;
	rproc_op(HX_RPROC, "crash", "2");
	expect_file("/sys/kernel/debug/remoteproc/remoteproc0/crash", HX_IS, "2");
	rproc_op(HX_EXPECT_RPROC, "state", "running");
	ck_assert_int_eq(build_run(&b), AG_FAIL);
	ck_assert_ptr_nonnull(strstr(said(), "fail 5 60 state is offline, want running\n"));
}
END_TEST

START_TEST(an_absent_rproc_fails_with_enoent)
{
	build_op(&b, HX_EXPECT_RPROC_HERE)->n1 = HX_ABSENT;
	rproc_op(HX_RPROC, "state", "start");
	b.ops[1].error = ENOENT;
	rproc_op(HX_EXPECT_RPROC, "state", "running");
	ck_assert_int_eq(build_run(&b), AG_FAIL);
	ck_assert_ptr_nonnull(strstr(said(), "fail 2 30 state of remoteproc0 cannot be read "
				     "(ENOENT), want running\n"));
}
END_TEST

START_TEST(an_image_is_installed_and_deleted)
{
	struct hx_op *op = build_op(&b, HX_INSTALL);

	fake_file("/lab/images/echo.elf", "ELF");
	op->s0 = build_string(&b, "echo.elf");
	op->s1 = build_string(&b, "sub/amp-core0.elf");
	expect_file("/lib/firmware/sub/amp-core0.elf", HX_IS, "ELF");
	expect_file("/lib/firmware/sub/amp-core0.elf.new", HX_ABSENT, NULL);
	build_op(&b, HX_INSTALL)->s1 = op->s1;
	expect_file("/lib/firmware/sub/amp-core0.elf", HX_ABSENT, NULL);
	build_op(&b, HX_INSTALL)->s1 = op->s1;
	op = build_op(&b, HX_INSTALL);
	op->s0 = build_string(&b, "none.elf");
	op->s1 = build_string(&b, "x");
	ck_assert_int_eq(build_run(&b), AG_BROKEN);
	ck_assert_ptr_nonnull(strstr(said(), "ok 5 60\nbegin 6 70\n"
				     "broken 6 70 installing x: ENOENT\n"));
}
END_TEST

START_TEST(traces_are_counted_over_all_buffers)
{
	struct hx_op *op;

	fake_file("/sys/kernel/debug/remoteproc/remoteproc1/trace0", "ready ready\n");
	fake_file("/sys/kernel/debug/remoteproc/remoteproc1/trace1", "ready\n");
	fake_file("/sys/kernel/debug/remoteproc/remoteproc1/name", "ready\n");
	op = build_op(&b, HX_EXPECT_TRACE);
	op->n0 = 1;
	op->s0 = build_string(&b, "ready");
	op->n1 = 3;
	b.ops[b.head.num_ops++] = *op;
	b.ops[1].n1 = 4;
	ck_assert_int_eq(build_run(&b), AG_FAIL);
	ck_assert_ptr_nonnull(strstr(said(), "ok 0 10\nbegin 1 10\nfail 1 10 \"ready\" is 3 times "
				     "in the 2 traces of remoteproc1, want 4\n"));
}
END_TEST

/* state wanted, cause wanted, releases wanted, text of the failure */
static const struct {
	uint32_t kind, want;
	const char *text;
} cores[] = {
	{ HX_EXPECT_CORE, AMP_STATE_LOCKUP, NULL },
	{ HX_EXPECT_CORE, AMP_STATE_HELD, "core1 is lockup, want held" },
	{ HX_EXPECT_CORE, HX_ASLEEP,
	  "core1 is awake or was called 999 us ago, want asleep" },
	{ HX_EXPECT_CAUSE, AMP_CAUSE_SOFT, NULL },
	{ HX_EXPECT_CAUSE, AMP_CAUSE_WDOG, "core1 has cause soft (0xdead), want wdog" },
	{ HX_EXPECT_RELEASES, 7, NULL },
	{ HX_EXPECT_RELEASES, 8, "core1 has 7 releases, want 8" },
};

START_TEST(a_core_is_judged_by_its_control_block)
{
	struct hx_op *op = build_op(&b, cores[_i].kind);

	fake.core[1][AMP_CTRL_STATE / 4] = AMP_STATE_LOCKUP;
	fake.core[1][AMP_CTRL_CAUSE / 4] = AMP_CAUSE_SOFT;
	fake.core[1][AMP_CTRL_CAUSE_ARG / 4] = 0xdead;
	fake.core[1][AMP_CTRL_RELEASES / 4] = 7;
	fake.core[1][AMP_CTRL_QUIET_US / 4] = HX_ASLEEP_US - 1;
	op->n0 = 1;
	op->n1 = cores[_i].want;
	ck_assert_int_eq(build_run(&b), cores[_i].text ? AG_FAIL : AG_PASS);
	ck_assert_ptr_nonnull(strstr(said(), cores[_i].text ? cores[_i].text : "ok 0 10"));
}
END_TEST

START_TEST(a_command_waits_for_the_one_before)
{
	struct hx_op *op = build_op(&b, HX_COMMAND);

	op->n0 = 1;
	op->n1 = AMP_CMD_TRACE;
	op->n2 = 77;
	b.ops[b.head.num_ops++] = *op;
	/* memory stands for registers here: nothing makes a command pending or takes it */
	b.head.num_ops = 1;
	ck_assert_int_eq(build_run(&b), AG_PASS);
	ck_assert_uint_eq(fake.core[1][AMP_CTRL_CMD / 4], AMP_CMD_TRACE);
	ck_assert_uint_eq(fake.core[1][AMP_CTRL_CMD_ARG / 4], 77);
	fake.core[1][AMP_CTRL_CMD_PENDING / 4] = 1;
	fake.core[1][AMP_CTRL_CMD_ARG / 4] = 0;
	ck_assert_int_eq(build_run(&b), AG_FAIL);
	ck_assert_uint_eq(fake.core[1][AMP_CTRL_CMD_ARG / 4], 0);
	ck_assert_ptr_nonnull(strstr(said(), "fail 0 10 core1 has not taken command 10 yet\n"));
}
END_TEST

START_TEST(a_core_that_runs_is_not_released)
{
	struct hx_op *op = build_op(&b, HX_RELEASE);

	op->n0 = 1;
	fake.core[1][AMP_CTRL_STATE / 4] = AMP_STATE_RUNNING;
	ck_assert_int_eq(build_run(&b), AG_PASS);
	ck_assert_uint_eq(fake.core[1][AMP_CTRL_RUN / 4], 0);
	/* memory stands for registers here: nothing starts */
	fake.core[1][AMP_CTRL_STATE / 4] = AMP_STATE_HELD;
	ck_assert_int_eq(build_run(&b), AG_FAIL);
	ck_assert_uint_eq(fake.core[1][AMP_CTRL_RUN / 4], 1);
	ck_assert_ptr_nonnull(strstr(said(), "core1 does not run, released by no driver"));
}
END_TEST

START_TEST(a_fault_is_armed_and_its_hits_are_exact)
{
	struct hx_op *op = build_op(&b, HX_INJECT);
	const uint32_t want[6] = { 1, 2, 3, 4, 5, 6 };

	op->n0 = 1;
	op->n1 = 2;
	op->n2 = 3;
	op->n3 = 4;
	op->n4 = 5;
	op->flags = 6;
	op = build_op(&b, HX_EXPECT_HITS);
	op->n0 = 1;
	op->n1 = 2;
	op->n2 = 9;
	fake.hits = 10;
	ck_assert_int_eq(build_run(&b), AG_FAIL);
	ck_assert(!memcmp(fake.armed, want, sizeof(want)));
	ck_assert_ptr_nonnull(strstr(said(), "fail 1 20 fault dup-m2a has hit core1 10 times, "
				     "want 9\n"));
}
END_TEST

START_TEST(an_endpoint_that_is_not_open_breaks_the_run)
{
	struct hx_op *op = build_op(&b, HX_SEND);

	op->n0 = 3;
	op->n1 = 1;
	ck_assert_int_eq(build_run(&b), AG_BROKEN);
	ck_assert_ptr_nonnull(strstr(said(), "broken 0 10 e3 is not open\n"));
}
END_TEST

START_TEST(a_channel_that_does_not_come_is_named)
{
	struct hx_op *op = build_op(&b, HX_OPEN);

	op->s0 = build_string(&b, "echo");
	op->n1 = 2;
	op->within_ns = AG_NS_PER_MS;
	ck_assert_int_eq(build_run(&b), AG_FAIL);
	ck_assert_ptr_nonnull(strstr(said(), "fail 0 10 no channel echo on remoteproc2\n"));
}
END_TEST

/* The open() of a FIFO that nobody reads does not come back, as a hung sysfs write. */
START_TEST(a_blocked_op_ends_the_run_as_broken)
{
	char path[AG_PATH];

	ck_assert_int_eq(mkfifo(ag_path(path, "/fifo"), 0600), 0);
	b.head.scale_percent = 1;
	write_file("/fifo", "x", 0);
	ck_assert_int_eq(ag_watchdog_start(), 0);
	build_run(&b);
}
END_TEST

Suite *suite_exec(void)
{
	Suite *suite = suite_create("exec");
	TCase *tcase = tcase_create("programs"), *hung = tcase_create("hung");

	tcase_add_checked_fixture(tcase, start, fake_stop);
	tcase_add_test(tcase, ops_are_said_as_they_begin_and_end);
	tcase_add_test(tcase, the_first_failure_ends_the_program);
	tcase_add_test(tcase, a_repeat_says_its_first_and_last_pass);
	tcase_add_test(tcase, a_repeat_in_a_repeat_says_the_corners);
	tcase_add_test(tcase, a_failure_in_a_quiet_pass_is_said);
	tcase_add_test(tcase, racers_run_side_by_side);
	tcase_add_test(tcase, a_race_is_as_bad_as_its_worst_racer);
	tcase_add_test(tcase, a_wait_ends_at_its_deadline_and_not_before);
	tcase_add_loop_test(tcase, an_op_fails_with_exactly_the_errno_demanded, 0,
			    (int)ARRAY_SIZE(writes));
	tcase_add_loop_test(tcase, an_attribute_is_where_the_kernel_has_it, 0, 2);
	tcase_add_test(tcase, an_absent_rproc_fails_with_enoent);
	tcase_add_test(tcase, an_image_is_installed_and_deleted);
	tcase_add_test(tcase, traces_are_counted_over_all_buffers);
	tcase_add_loop_test(tcase, a_core_is_judged_by_its_control_block, 0,
			    (int)ARRAY_SIZE(cores));
	tcase_add_test(tcase, a_command_waits_for_the_one_before);
	tcase_add_test(tcase, a_core_that_runs_is_not_released);
	tcase_add_test(tcase, a_fault_is_armed_and_its_hits_are_exact);
	tcase_add_test(tcase, an_endpoint_that_is_not_open_breaks_the_run);
	tcase_add_test(tcase, a_channel_that_does_not_come_is_named);
	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(hung, start, fake_stop);
	tcase_add_exit_test(hung, a_blocked_op_ends_the_run_as_broken, FAKE_END + AG_BROKEN);
	suite_add_tcase(suite, hung);
	return suite;
}
