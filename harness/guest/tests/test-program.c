/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test-program.c - program files: good ones, and every way to be wrong */
#include <stdlib.h>
#include <string.h>

#include "amp_lab.h"
#include "fake.h"
#include "tests.h"

/* A small program in which every rule has something to look at. */
static void good(struct build *b)
{
	struct hx_op *op;

	build_start(b);
	build_op(b, HX_STEP)->s0 = build_string(b, "a title");		/* 0 */
	op = build_op(b, HX_RPROC);					/* 1 */
	op->s0 = build_string(b, "state");
	op->s1 = build_string(b, "start");
	op->error = 16;
	op = build_op(b, HX_REPEAT);					/* 2 */
	op->n0 = 2;
	op->n1 = 3;
	op = build_op(b, HX_EXCHANGE);					/* 3 */
	op->n1 = 1;
	op->n2 = HX_MAX_MESSAGE;
	op->n3 = 10;
	op = build_op(b, HX_RACE);					/* 4 */
	op->n1 = 1;
	build_op(b, HX_INSMOD)->s0 = build_string(b, "omap-mailbox");	/* 5 */
	op = build_op(b, HX_WRITE);					/* 6 */
	op->s0 = build_string(b, "/sys/x");
	op->s1 = build_string(b, "");
	op = build_op(b, HX_INSTALL);					/* 7 */
	op->s1 = build_string(b, "ti/x.elf");
	op = build_op(b, HX_EXPECT_FILE);				/* 8 */
	op->s0 = build_string(b, "/x");
	op->n0 = HX_IS;
	op->s1 = build_string(b, "y");
	op = build_op(b, HX_OPEN);					/* 9 */
	op->s0 = build_string(b, "rproctest-echo");
	op = build_op(b, HX_INJECT);					/* 10 */
	op->n1 = AMP_FAULT_KINDS - 1;
	op = build_op(b, HX_FRAMES);					/* 11 */
	op->s0 = build_string(b, "eth0-of-15-long");
	op->n1 = 1;
	op->n2 = HX_MAX_FRAME;
	op->n3 = 1;
	op = build_op(b, HX_CHARS);					/* 12 */
	op->s0 = build_string(b, "/dev/hvc0");
	op->n1 = 1;
	op->n2 = 1;
	op->n3 = 1;
}

static uint32_t text(struct build *b, const char *s)
{
	return build_string(b, s);
}

#define HARM_FN(name, statement) \
	static void harm_##name(struct build *b) { statement; }
HARM_FN(magic, b->head.magic ^= 1)
HARM_FN(version, b->head.version++)
HARM_FN(many_ops, b->head.num_ops = UINT32_MAX)
HARM_FN(one_op_more, b->head.num_ops++)
HARM_FN(many_strings, b->head.string_bytes = UINT32_MAX)
HARM_FN(scale_zero, b->head.scale_percent = 0)
HARM_FN(scale_large, b->head.scale_percent = UINT32_MAX)
HARM_FN(head_flags, b->head.flags = 1u << 31)
HARM_FN(open_string, b->strings[b->head.string_bytes - 1] = 'x')
HARM_FN(kind_zero, b->ops[0].kind = 0)
HARM_FN(kind_large, b->ops[0].kind = HX_KINDS)
HARM_FN(no_string, b->ops[0].s0 = HX_NO_STRING)
HARM_FN(string_out, b->ops[0].s0 = b->head.string_bytes)
HARM_FN(string_extra, b->ops[0].s1 = 0)
HARM_FN(attr, b->ops[1].s0 = text(b, "power"))
HARM_FN(attr_path, b->ops[1].s0 = text(b, "../state"))
HARM_FN(step_fails, b->ops[0].error = 1)
HARM_FN(errno_negative, b->ops[1].error = -16)
HARM_FN(errno_large, b->ops[1].error = 4096)
HARM_FN(rproc, b->ops[1].n0 = UINT32_MAX)
HARM_FN(unused_number, b->ops[0].n4 = 1)
HARM_FN(flags, b->ops[0].flags = 1)
HARM_FN(unknown_flag, b->ops[5].flags = HX_IF_ABSENT | 2)
HARM_FN(within, b->ops[0].within_ns = UINT64_MAX)
HARM_FN(repeat_zero, b->ops[2].n0 = 0)
HARM_FN(body_zero, b->ops[2].n1 = 0)
HARM_FN(body_long, b->ops[2].n1 = 11)
HARM_FN(body_huge, b->ops[2].n1 = UINT32_MAX)
HARM_FN(body_crosses, b->ops[4].n1 = 2)
HARM_FN(race_in_race, b->ops[2].kind = HX_RACE; b->ops[2].n0 = 0)
HARM_FN(size_zero, b->ops[3].n1 = 0)
HARM_FN(size_large, b->ops[3].n2 = HX_MAX_MESSAGE + 1)
HARM_FN(size_order, b->ops[3].n1 = 2; b->ops[3].n2 = 1)
HARM_FN(endpoint, b->ops[3].n0 = HX_MAX_ENDPOINTS)
HARM_FN(module_path, b->ops[5].s0 = text(b, "a/b"))
HARM_FN(module_empty, b->ops[5].s0 = text(b, ""))
HARM_FN(relative, b->ops[6].s0 = text(b, "sys/x"))
HARM_FN(climb, b->ops[7].s1 = text(b, "ti/../../init"))
HARM_FN(absolute, b->ops[7].s1 = text(b, "/init"))
HARM_FN(file_count, b->ops[8].n0 = HX_COUNT)
HARM_FN(file_want, b->ops[8].n0 = HX_MODE + 1)
HARM_FN(file_no_text, b->ops[8].s1 = HX_NO_STRING)
HARM_FN(file_text, b->ops[8].n0 = HX_PRESENT)
HARM_FN(channel, b->ops[9].s0 = text(b, "a-name-of-32-bytes-is-one-too-lon"))
HARM_FN(core, b->ops[10].n0 = 4)
HARM_FN(fault, b->ops[10].n1 = AMP_FAULT_KINDS)
HARM_FN(netdev, b->ops[11].s0 = text(b, "a-name-of-16-cha"))
HARM_FN(netdev_path, b->ops[11].s0 = text(b, "../eth0"))
HARM_FN(frame_large, b->ops[11].n2 = HX_MAX_FRAME + 1)
HARM_FN(frame_order, b->ops[11].n1 = 2; b->ops[11].n2 = 1)
HARM_FN(chars_relative, b->ops[12].s0 = text(b, "hvc0"))
HARM_FN(chars_none, b->ops[12].n3 = 0)

static const struct {
	const char *why;
	void (*harm)(struct build *b);
} bad[] = {
	{ "magic", harm_magic },
	{ "version 2", harm_version },
	{ "4294967295 ops", harm_many_ops },
	{ "op 13: kind 0 is unknown", harm_one_op_more },
	{ "4294967295 bytes of strings", harm_many_strings },
	{ "scale of 0", harm_scale_zero },
	{ "scale of 4294967295", harm_scale_large },
	{ "flags 0x80000000", harm_head_flags },
	{ "last string is not terminated", harm_open_string },
	{ "op 0: kind 0 is unknown", harm_kind_zero },
	{ "is unknown", harm_kind_large },
	{ "op 0 (step): bad string s0", harm_no_string },
	{ "op 0 (step): bad string s0", harm_string_out },
	{ "op 0 (step): bad string s1", harm_string_extra },
	{ "op 1 (rproc): bad string s0", harm_attr },
	{ "op 1 (rproc): bad string s0", harm_attr_path },
	{ "op 0 (step): cannot fail", harm_step_fails },
	{ "op 1 (rproc): errno -16", harm_errno_negative },
	{ "op 1 (rproc): errno 4096", harm_errno_large },
	{ "op 1 (rproc): n0 = 4294967295", harm_rproc },
	{ "op 0 (step): n4 = 1", harm_unused_number },
	{ "op 0 (step): flags 0x1", harm_flags },
	{ "op 5 (insmod): flags 0x3", harm_unknown_flag },
	{ "op 0 (step): waits too long", harm_within },
	{ "op 2 (repeat): n0 = 0", harm_repeat_zero },
	{ "op 2 (repeat): n1 = 0", harm_body_zero },
	{ "op 2: body of 11 ops", harm_body_long },
	{ "op 2 (repeat): n1 = 4294967295", harm_body_huge },
	{ "op 4: body of 2 ops", harm_body_crosses },
	{ "op 4: a race in a race", harm_race_in_race },
	{ "op 3 (exchange): n1 = 0", harm_size_zero },
	{ "op 3 (exchange): n2 = 497", harm_size_large },
	{ "op 3 (exchange): the smallest", harm_size_order },
	{ "op 3 (exchange): n0 = 16", harm_endpoint },
	{ "op 5 (insmod): bad string s0", harm_module_path },
	{ "op 5 (insmod): bad string s0", harm_module_empty },
	{ "op 6 (write): bad string s0", harm_relative },
	{ "op 7 (install): bad string s1", harm_climb },
	{ "op 7 (install): bad string s1", harm_absolute },
	{ "op 8 (expect file): a file has no count", harm_file_count },
	{ "op 8 (expect file): n0 = 6", harm_file_want },
	{ "op 8 (expect file): text and want", harm_file_no_text },
	{ "op 8 (expect file): text and want", harm_file_text },
	{ "op 9 (open): bad string s0", harm_channel },
	{ "op 10 (inject): n0 = 4", harm_core },
	{ "op 10 (inject): n1 = ", harm_fault },
	{ "op 11 (frames): bad string s0", harm_netdev },
	{ "op 11 (frames): bad string s0", harm_netdev_path },
	{ "op 11 (frames): n2 = 1501", harm_frame_large },
	{ "op 11 (frames): the smallest", harm_frame_order },
	{ "op 12 (chars): bad string s0", harm_chars_relative },
	{ "op 12 (chars): n3 = 0", harm_chars_none },
};

/* Exactly as long as it is said to be, so that ASan sees one byte too many. */
static int check_exact(const struct build *b, size_t len, char why[AG_TEXT])
{
	void *bytes = malloc(len ? len : 1);
	struct ag_program prog;
	int err;

	memcpy(bytes, b->file, len);
	err = ag_program_check(&prog, bytes, len, why);
	free(bytes);
	return err;
}

START_TEST(a_good_program_is_taken)
{
	static struct build b;
	char why[AG_TEXT] = "";

	good(&b);
	build_finish(&b);
	ck_assert_msg(!check_exact(&b, b.len, why), "%s", why);
}
END_TEST

START_TEST(an_empty_program_is_taken)
{
	static struct build b;
	char why[AG_TEXT] = "";

	build_start(&b);
	build_finish(&b);
	ck_assert_msg(!check_exact(&b, b.len, why), "%s", why);
}
END_TEST

/* The bytes are those of the good program where a count lies about them. */
START_TEST(a_bad_program_is_refused_with_the_reason)
{
	static struct build b;
	struct hx_program lie;
	char why[AG_TEXT] = "";

	good(&b);
	bad[_i].harm(&b);
	lie = b.head;
	if (lie.num_ops > HX_MAX_OPS)
		b.head.num_ops = 11;
	if (lie.string_bytes > HX_MAX_STRINGS)
		b.head.string_bytes = 1;
	build_finish(&b);
	memcpy(b.file, &lie, sizeof(lie));
	ck_assert_msg(check_exact(&b, b.len, why), "taken, want \"%s\"", bad[_i].why);
	ck_assert_msg(strstr(why, bad[_i].why) != NULL, "got \"%s\", want \"%s\"", why,
		      bad[_i].why);
}
END_TEST

START_TEST(a_file_of_any_other_length_is_refused)
{
	static struct build b;
	char why[AG_TEXT];
	size_t len;

	good(&b);
	build_finish(&b);
	for (len = 0; len <= b.len + 64; len++)
		ck_assert_msg(!!check_exact(&b, len, why) == (len != b.len),
			      "%zu of %zu bytes", len, b.len);
}
END_TEST

/* Flips every bit of the file: whatever is taken must not lead out of the file. */
START_TEST(no_single_bit_leads_out_of_the_file)
{
	static struct build b;
	char why[AG_TEXT];
	size_t bit;

	good(&b);
	build_finish(&b);
	for (bit = 0; bit < 8 * b.len; bit++) {
		((uint8_t *)b.file)[bit / 8] ^= (uint8_t)(1u << bit % 8);
		check_exact(&b, b.len, why);
		((uint8_t *)b.file)[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
}
END_TEST

static int nested(unsigned int depth, unsigned int racers, char why[AG_TEXT])
{
	static struct build b;
	unsigned int i;

	build_start(&b);
	for (i = 0; i < depth; i++) {
		struct hx_op *op = build_op(&b, HX_REPEAT);

		op->n0 = 1;
		op->n1 = depth - i + racers;
	}
	build_op(&b, HX_RACE)->n1 = racers;
	for (i = 0; i < racers; i++)
		build_op(&b, HX_EXPECT_CORE);
	build_finish(&b);
	return check_exact(&b, b.len, why);
}

START_TEST(blocks_nest_and_race_up_to_their_limits)
{
	char why[AG_TEXT] = "";

	ck_assert_msg(!nested(AG_MAX_DEPTH - 1, AG_MAX_RACERS, why), "%s", why);
	ck_assert(nested(AG_MAX_DEPTH, 1, why));
	ck_assert_msg(strstr(why, "too deep") != NULL, "%s", why);
	ck_assert(nested(1, AG_MAX_RACERS + 1, why));
	ck_assert_msg(strstr(why, "more than 32 racers") != NULL, "%s", why);
}
END_TEST

START_TEST(every_kind_has_a_row)
{
	ck_assert_ptr_nonnull(ag_rows[_i].name);
	ck_assert_int_eq(ag_rows[_i].run == NULL, (ag_rows[_i].flags & AG_BLOCK) != 0);
}
END_TEST

Suite *suite_program(void)
{
	Suite *suite = suite_create("program");
	TCase *tcase = tcase_create("check");

	tcase_add_test(tcase, a_good_program_is_taken);
	tcase_add_test(tcase, an_empty_program_is_taken);
	tcase_add_loop_test(tcase, a_bad_program_is_refused_with_the_reason, 0,
			    (int)ARRAY_SIZE(bad));
	tcase_add_test(tcase, a_file_of_any_other_length_is_refused);
	tcase_add_test(tcase, no_single_bit_leads_out_of_the_file);
	tcase_add_test(tcase, blocks_nest_and_race_up_to_their_limits);
	tcase_add_loop_test(tcase, every_kind_has_a_row, HX_STEP, HX_KINDS);
	suite_add_tcase(suite, tcase);
	return suite;
}
