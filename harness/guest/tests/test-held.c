/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test-held.c - files that stay open, on a fake guest
 *
 * A pipe with a name stands for the character device: what is written to it can be
 * read from it, and an empty one has nothing to read.  Leaves out requests that
 * succeed: no file here knows them.
 */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>

#include "fake.h"
#include "lab.h"
#include "tests.h"
#include "util.h"

#define DEVICE	"/dev/rpmsg0"

static struct build b;

static void start(void)
{
	char path[AG_PATH];

	fake_start();
	build_start(&b);
	fake_dir("/dev");
	ck_assert_int_eq(mkfifo(ag_path(path, DEVICE), 0600), 0);
}

static struct hx_op *hold(uint32_t manner)
{
	struct hx_op *op = build_op(&b, HX_HOLD);

	op->s0 = build_string(&b, DEVICE);
	op->n1 = manner;
	return op;
}

/* @room: of a read; @text: NULL when the call fails */
static struct hx_op *transfer(unsigned int kind, const char *text, uint32_t room)
{
	struct hx_op *op = build_op(&b, kind);

	if (text)
		op->s0 = build_string(&b, text);
	op->n1 = room;
	return op;
}

static void fails(struct hx_op *op, int error, uint64_t within_ns)
{
	op->error = error;
	op->within_ns = within_ns;
}

static void poll_gives(uint32_t events)
{
	build_op(&b, HX_POLL)->n1 = events;
}

static void says(enum ag_result want, const char *text)
{
	ck_assert_int_eq(build_run(&b), want);
	ck_assert_msg(strstr(fake.report, text), "want \"%s\" in:\n%s", text, fake.report);
}

START_TEST(what_is_written_is_read)
{
	hold(HX_NONBLOCK);
	transfer(HX_HELD_WRITE, "ping", 0);
	transfer(HX_HELD_READ, "ping", 0);
	build_op(&b, HX_LET_GO);
	says(AG_PASS, "ok 3 ");
}
END_TEST

static const struct {
	const char *want;
	uint32_t room;
	const char *text;	/* NULL: passes */
} reads[] = {
	{ "ping", 4, NULL },
	{ "pi", 2, NULL },
	{ "pong", 4, "f0 gives 4 bytes \"ping\", want \"pong\"" },
	{ "pin", 4, "f0 gives 4 bytes \"ping\", want \"pin\"" },
	{ "pings", 5, "f0 gives 4 bytes \"ping\", want \"pings\"" },
};

START_TEST(a_read_gives_the_text_and_no_other)
{
	hold(HX_NONBLOCK);
	transfer(HX_HELD_WRITE, "ping", 0);
	transfer(HX_HELD_READ, reads[_i].want, reads[_i].room);
	says(reads[_i].text ? AG_FAIL : AG_PASS, reads[_i].text ? reads[_i].text : "ok 2 ");
}
END_TEST

START_TEST(an_empty_file_is_read_until_the_deadline)
{
	uint64_t before_ns = ag_lab_now_ns();

	hold(HX_NONBLOCK);
	fails(transfer(HX_HELD_READ, NULL, 0), EAGAIN, 5 * AG_NS_PER_MS);
	says(AG_PASS, "ok 1 ");
	ck_assert_uint_ge(ag_lab_now_ns(), before_ns + 5 * AG_NS_PER_MS);
}
END_TEST

START_TEST(a_read_that_blocks_is_given_up)
{
	hold(HX_BLOCKS);
	fails(transfer(HX_HELD_READ, NULL, 0), ETIMEDOUT, 2 * AG_NS_PER_MS);
	transfer(HX_HELD_WRITE, "ping", 0);
	transfer(HX_HELD_READ, "ping", 0)->within_ns = 2 * AG_NS_PER_MS;
	says(AG_PASS, "ok 3 ");
}
END_TEST

static const struct {
	bool is_full;	/* something was written */
	uint32_t want;
	const char *text;	/* NULL: passes */
} polls[] = {
	{ false, POLLOUT, NULL },
	{ true, POLLIN | POLLOUT, NULL },
	{ true, POLLOUT, "poll of f0 gives in,out, want out" },
	{ false, POLLIN | POLLOUT, "poll of f0 gives out, want in,out" },
	{ false, 0, "poll of f0 gives out, want nothing" },
};

START_TEST(poll_gives_these_events_and_no_other)
{
	hold(HX_NONBLOCK);
	if (polls[_i].is_full)
		transfer(HX_HELD_WRITE, "ping", 0);
	poll_gives(polls[_i].want);
	says(polls[_i].text ? AG_FAIL : AG_PASS, polls[_i].text ? polls[_i].text : "ok ");
}
END_TEST

START_TEST(a_child_holds_a_file_until_it_is_closed)
{
	hold(HX_BY_CHILD);
	build_op(&b, HX_LET_GO);
	hold(HX_NONBLOCK);
	transfer(HX_HELD_WRITE, "ping", 0);
	/* a child that lived on would take it away */
	transfer(HX_HELD_READ, "ping", 0);
	says(AG_PASS, "ok 4 ");
}
END_TEST

static const struct {
	unsigned int first, second;	/* ops on f0; HX_KINDS: none */
	uint32_t manner;		/* of HX_HOLD */
	const char *text;
} misuses[] = {
	{ HX_LET_GO, HX_KINDS, 0, "f0 is not open in this process" },
	{ HX_HELD_READ, HX_KINDS, 0, "f0 is not open in this process" },
	{ HX_IOCTL, HX_KINDS, 0, "f0 is not open in this process" },
	{ HX_POLL, HX_KINDS, 0, "f0 is not open in this process" },
	{ HX_HOLD, HX_HOLD, HX_NONBLOCK, "f0 is open" },
	{ HX_HOLD, HX_HELD_READ, HX_BY_CHILD, "f0 is not open in this process" },
	{ HX_HOLD, HX_POLL, HX_BY_CHILD, "f0 is not open in this process" },
};

static void misuse(unsigned int kind, uint32_t manner)
{
	if (kind == HX_HOLD)
		hold(manner);
	else if (kind != HX_KINDS)
		build_op(&b, kind);
}

START_TEST(a_scenario_that_mixes_up_its_files_is_broken)
{
	misuse(misuses[_i].first, misuses[_i].manner);
	misuse(misuses[_i].second, misuses[_i].manner);
	says(AG_BROKEN, misuses[_i].text);
}
END_TEST

START_TEST(calls_that_fail_have_their_errno)
{
	struct hx_op *op;

	op = hold(HX_NONBLOCK);
	op->s0 = build_string(&b, "/dev/none");
	op->error = ENOENT;
	hold(HX_NONBLOCK);
	op = build_op(&b, HX_IOCTL);
	op->n1 = HX_DESTROY_EPT;
	op->error = ENOTTY;
	says(AG_PASS, "ok 2 ");
}
END_TEST

START_TEST(a_file_is_waited_for)
{
	struct hx_op *op = hold(HX_NONBLOCK);

	op->s0 = build_string(&b, "/dev/none");
	op->within_ns = 5 * AG_NS_PER_MS;
	says(AG_FAIL, "no /dev/none");
}
END_TEST

Suite *suite_held(void)
{
	Suite *suite = suite_create("held");
	TCase *tcase = tcase_create("held");

	tcase_add_checked_fixture(tcase, start, fake_stop);
	tcase_add_test(tcase, what_is_written_is_read);
	tcase_add_loop_test(tcase, a_read_gives_the_text_and_no_other, 0, ARRAY_SIZE(reads));
	tcase_add_test(tcase, an_empty_file_is_read_until_the_deadline);
	tcase_add_test(tcase, a_read_that_blocks_is_given_up);
	tcase_add_loop_test(tcase, poll_gives_these_events_and_no_other, 0, ARRAY_SIZE(polls));
	tcase_add_test(tcase, a_child_holds_a_file_until_it_is_closed);
	tcase_add_loop_test(tcase, a_scenario_that_mixes_up_its_files_is_broken, 0,
			    ARRAY_SIZE(misuses));
	tcase_add_test(tcase, calls_that_fail_have_their_errno);
	tcase_add_test(tcase, a_file_is_waited_for);
	suite_add_tcase(suite, tcase);
	return suite;
}
