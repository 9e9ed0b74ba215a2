/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test-text.c - report lines, kernel log records, lists, the bundle */
#include <stdlib.h>
#include <string.h>

#include "bundle.h"
#include "fake.h"
#include "kmsg.h"
#include "report.h"
#include "snapshot.h"
#include "tests.h"

static const struct {
	const char *in;
	size_t len, size;
	const char *out;
} escapes[] = {
	{ "", 0, 16, "" },
	{ "plain ~", 7, 16, "plain ~" },
	{ "a\nb", 3, 16, "a\\x0ab" },
	{ "a\0b", 3, 16, "a\\x00b" },
	{ "\x7f\x80\xff\x1f", 4, 32, "\\x7f\\x80\\xff\\x1f" },
	{ "\\x41", 4, 16, "\\x5cx41" },
	{ "abcd", 4, 5, "abcd" },	/* exactly full */
	{ "abcde", 5, 5, "abcd" },	/* one over */
	{ "ab\n", 3, 6, "ab" },		/* no half of \x0a */
	{ "ab\n", 3, 7, "ab\\x0a" },
	{ "x", 1, 1, "" },
};

START_TEST(text_is_escaped_and_cut_at_whole_bytes)
{
	/* Exactly as large as it is said to be, for ASan. */
	char *out = malloc(escapes[_i].size);
	size_t len = ag_escape(out, escapes[_i].size, escapes[_i].in, escapes[_i].len);

	ck_assert_str_eq(out, escapes[_i].out);
	ck_assert_uint_eq(len, strlen(out));
	free(out);
}
END_TEST

START_TEST(a_line_is_head_blank_text_newline)
{
	ag_report("two\twords", "fail %d %d", 1, 2);
	ag_report(NULL, "end pass");
	ck_assert_str_eq(fake.report, "fail 1 2 two\\x09words\nend pass\n");
}
END_TEST

START_TEST(a_line_too_long_is_cut_and_ended)
{
	size_t size = 100000;
	char *text = malloc(size);

	memset(text, '\n', size - 1);
	text[size - 1] = '\0';
	ag_report(text, "x");
	ag_report(NULL, "%s", text);
	ag_report(NULL, "next");
	ck_assert_uint_lt(fake.len, 20000);
	ck_assert_str_eq(fake.report + fake.len - 6, "\nnext\n");
	free(text);
}
END_TEST

static const struct {
	const char *in;
	int err;
	unsigned int level;
	uint64_t usec;
	const char *text;
} records[] = {
	{ "6,1,0,-;Booting Linux\n", 0, 6, 0, "Booting Linux" },
	{ "30,42,1234567,-;from a user\n SUBSYSTEM=x\n DEVICE=+y\n", 0, 6, 1234567,
	  "from a user" },
	{ "4,1,2,c,caller=T1;text;with;semicolons\n", 0, 4, 2, "text;with;semicolons" },
	{ "4,1,2,-;tab\\x09 back\\x5c rest\\x4\n", 0, 4, 2, "tab\t back\\ rest\\x4" },
	{ "4,1,2,-;\\x", 0, 4, 2, "\\x" },
	{ "4,1,2,-;", 0, 4, 2, "" },
	{ "", -22, 0, 0, NULL },
	{ "4", -22, 0, 0, NULL },
	{ "4,1", -22, 0, 0, NULL },
	{ "4,1,2", -22, 0, 0, NULL },
	{ "4,1,2,-", -22, 0, 0, NULL },
	{ "x,1,2,-;t\n", -22, 0, 0, NULL },
	{ "4,,2,-;t\n", -22, 0, 0, NULL },
};

START_TEST(a_record_of_the_kernel_log_is_taken_apart)
{
	size_t len = strlen(records[_i].in);
	char *bytes = malloc(len ? len : 1);
	struct ag_record got = { 0 };

	memcpy(bytes, records[_i].in, len);
	ck_assert_int_eq(ag_kmsg_parse(bytes, len, &got), records[_i].err);
	if (records[_i].text) {
		ck_assert_uint_eq(got.level, records[_i].level);
		ck_assert_uint_eq(got.usec, records[_i].usec);
		ck_assert_uint_eq(got.len, strlen(records[_i].text));
		ck_assert(!memcmp(got.text, records[_i].text, got.len));
	}
	free(bytes);
}
END_TEST

static void split(struct ag_list *list, const char *words)
{
	char one[2] = "";

	for (; *words; words++) {
		one[0] = *words;
		ag_list_add(list, one);
	}
	ag_list_sort(list);
}

/* One letter is one entry. */
static const struct {
	const char *before, *after;
	size_t count;
	const char *text;
} diffs[] = {
	{ "", "", 0, "" },
	{ "abc", "cba", 0, "" },
	{ "", "a", 1, "left behind: a" },
	{ "a", "", 1, "gone: a" },
	{ "abc", "axc", 2, "left behind: x; gone: b" },
	{ "ab", "abcd", 2, "left behind: c, d" },
	{ "aab", "ab", 1, "gone: a" },
	{ "ab", "aaab", 2, "left behind: a, a" },
	{ "cd", "ab", 4, "left behind: a, b; gone: c, d" },
};

START_TEST(lists_differ_by_what_only_one_has)
{
	struct ag_list before = { 0 }, after = { 0 };
	char text[64];

	split(&before, diffs[_i].before);
	split(&after, diffs[_i].after);
	ck_assert_uint_eq(ag_list_diff(&before, &after, text, sizeof(text)), diffs[_i].count);
	ck_assert_str_eq(text, diffs[_i].text);
	ag_list_free(&before);
	ag_list_free(&after);
}
END_TEST

START_TEST(a_long_difference_is_cut_and_still_counted)
{
	struct ag_list before = { 0 }, after = { 0 };
	char *text = malloc(20);

	split(&after, "abcdefghij");
	ck_assert_uint_eq(ag_list_diff(&before, &after, text, 20), 10);
	ck_assert_str_eq(text, "left behind: a, b, ");
	free(text);
	ag_list_free(&after);
}
END_TEST

/* an archive of one directory and one file, as `find | cpio -o -H newc` writes it */
#define CPIO(mode, size, name_size, name) \
	"07070100000000" mode "000000000000000000000001" "00000000" size \
	"00000000000000000000000000000000" name_size "00000000" name
#define CPIO_DIR	CPIO("000041ed", "00000000", "00000004", "lab\0\0\0")
#define CPIO_FILE	CPIO("000081A4", "00000005", "00000006", "lab/x\0") "hello\0\0\0"
#define CPIO_END	CPIO("00000000", "00000000", "0000000b", "TRAILER!!!\0\0\0\0")

static const char bundle[] = CPIO_DIR CPIO_FILE CPIO_END;

START_TEST(a_bundle_is_unpacked)
{
	char path[AG_PATH], text[16];

	ck_assert_int_eq(ag_bundle_unpack(bundle, sizeof(bundle) - 1), 0);
	ck_assert_int_eq(ag_read_text(ag_path(path, "/lab/x"), text, sizeof(text)), 5);
	ck_assert_str_eq(text, "hello");
}
END_TEST

/* Every length that is short; the copy is exactly as long, for ASan. */
START_TEST(a_bundle_cut_short_is_refused)
{
	size_t whole = sizeof(bundle) - 1, len;

	for (len = 0; len < whole; len++) {
		char *copy = malloc(len ? len : 1);
		int err;

		memcpy(copy, bundle, len);
		err = ag_bundle_unpack(copy, len);
		ck_assert_msg(err == -22, "%zu bytes of %zu: %d", len, whole, err);
		free(copy);
	}
}
END_TEST

Suite *suite_text(void)
{
	Suite *suite = suite_create("text");
	TCase *tcase = tcase_create("lines");

	tcase_add_checked_fixture(tcase, fake_start, fake_stop);
	tcase_add_loop_test(tcase, text_is_escaped_and_cut_at_whole_bytes, 0,
			    (int)ARRAY_SIZE(escapes));
	tcase_add_test(tcase, a_line_is_head_blank_text_newline);
	tcase_add_test(tcase, a_line_too_long_is_cut_and_ended);
	tcase_add_loop_test(tcase, a_record_of_the_kernel_log_is_taken_apart, 0,
			    (int)ARRAY_SIZE(records));
	tcase_add_loop_test(tcase, lists_differ_by_what_only_one_has, 0,
			    (int)ARRAY_SIZE(diffs));
	tcase_add_test(tcase, a_bundle_is_unpacked);
	tcase_add_test(tcase, a_bundle_cut_short_is_refused);
	tcase_add_test(tcase, a_long_difference_is_cut_and_still_counted);
	suite_add_tcase(suite, tcase);
	return suite;
}
