/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_base.c - errors, lists, numbers, nearest words, files
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base.h"
#include "files.h"
#include "tests.h"

static const struct {
	const char *text;
	bool is_good;
	uint64_t value;
} numbers[] = {
	{ "0", true, 0 }, { "7", true, 7 }, { "0x10", true, 16 }, { "010", true, 10 },
	{ "18446744073709551615", true, UINT64_MAX },
	{ "18446744073709551616", false, 0 }, { "", false, 0 }, { "-1", false, 0 },
	{ " 1", false, 0 }, { "+1", false, 0 }, { "1k", false, 0 }, { "0x", false, 0 },
	{ "x1", false, 0 },
};

START_TEST(a_number_is_all_of_its_text)
{
	uint64_t value = 0;
	bool is_good = hx_parse_u64(numbers[_i].text, &value);

	ck_assert_msg(is_good == numbers[_i].is_good, "\"%s\": got %d", numbers[_i].text, is_good);
	if (is_good)
		ck_assert_uint_eq(value, numbers[_i].value);
}
END_TEST

static const struct {
	const char *word, *want;
} near[] = {
	{ "expct", "expect" }, { "step", "step" }, { "modprob", "modprobe" },
	{ "stoop", "stop" }, { "xylophone", NULL }, { "", NULL },
};

START_TEST(the_nearest_word_is_proposed_and_far_ones_are_not)
{
	static const char *const words[] = { "expect", "step", "stop", "modprobe", NULL };
	const char *got = hx_nearest(near[_i].word, words);

	if (near[_i].want)
		ck_assert_str_eq(got, near[_i].want);
	else
		ck_assert_msg(!got || !*near[_i].word, "got %s", got);
}
END_TEST

START_TEST(a_list_keeps_what_is_added_in_order)
{
	struct hx_arena arena = { 0 };
	struct hx_list list = { 0 };
	char text[16];

	for (unsigned int i = 0; i < 1000; i++) {
		snprintf(text, sizeof(text), "item%u", i);
		hx_list_add(&arena, &list, text, i);
	}
	ck_assert_uint_eq(list.num, 1000);
	for (unsigned int i = 0; i < 1000; i++) {
		snprintf(text, sizeof(text), "item%u", i);
		ck_assert_str_eq(list.item[i].text, text);
		ck_assert_uint_eq(list.item[i].line, i);
	}
	ck_assert(hx_list_has(&list, "item999"));
	ck_assert(!hx_list_has(&list, "item1000"));
	hx_arena_free(&arena);
}
END_TEST

START_TEST(arena_memory_is_zeroed_and_aligned)
{
	struct hx_arena arena = { 0 };

	for (size_t size = 1; size < 70000; size = size * 3 + 1) {
		unsigned char *memory = hx_alloc(&arena, size);

		ck_assert_uint_eq((uintptr_t)memory % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			ck_assert_uint_eq(memory[i], 0);
		memset(memory, 0xa5, size);
	}
	hx_arena_free(&arena);
}
END_TEST

START_TEST(an_error_text_that_is_too_long_is_cut)
{
	struct hx_error err;
	char text[3000];

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	ck_assert_int_eq(hx_error(&err, HX_EIO, "%s", text), HX_EIO);
	ck_assert_uint_eq(strlen(err.text), sizeof(err.text) - 1);
	ck_assert_str_eq(hx_strerror(HX_EIO), "file not usable");
	ck_assert_str_eq(hx_strerror(-99), "unknown error");
}
END_TEST

static char dir[] = "/tmp/harness-tests-XXXXXX";

static void make_dir(void)
{
	ck_assert_ptr_nonnull(mkdtemp(dir));
}

static void remove_dir(void)
{
	struct hx_error err;

	ck_assert_int_eq(hx_remove_tree(dir, &err), 0);
	ck_assert(!hx_is_dir(dir));
}

START_TEST(a_hash_is_that_of_the_files_one_after_the_other)
{
	struct hx_arena arena = { 0 };
	struct hx_error err;
	char hash[HX_HASH_TEXT];
	const char *a = hx_printf(&arena, "%s/a", dir), *b = hx_printf(&arena, "%s/b", dir);
	const char *both[] = { a, b, NULL }, *none[] = { hx_printf(&arena, "%s/c", dir), NULL };

	ck_assert_int_eq(hx_write_file(a, "a", 1, 0600, &err), 0);
	ck_assert_int_eq(hx_write_file(b, "bc", 2, 0600, &err), 0);
	ck_assert_int_eq(hx_hash_files(both, hash, &err), 0);
	/* FIPS 180-2, appendix B.1: SHA-256 of "abc" */
	ck_assert_str_eq(hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	ck_assert_int_eq(hx_hash_files(none, hash, &err), HX_EIO);
	hx_arena_free(&arena);
}
END_TEST

START_TEST(a_tree_is_listed_sorted_without_what_is_no_scenario)
{
	static const char *const files[] = { "b", "a.md", ".hidden", "sub/c", "a", "old~", NULL };
	static const char *const want[] = { "a", "b", "sub/c" };
	struct hx_arena arena = { 0 };
	struct hx_list list = { 0 };
	struct hx_error err;

	ck_assert_int_eq(hx_make_dirs(hx_printf(&arena, "%s/sub", dir), &err), 0);
	for (unsigned int i = 0; files[i]; i++)
		ck_assert_int_eq(hx_write_file(hx_printf(&arena, "%s/%s", dir, files[i]), "", 0, 0600,
					       &err), 0);
	ck_assert_int_eq(hx_list_files(&arena, dir, &list, &err), 0);
	ck_assert_uint_eq(list.num, HX_ARRAY_SIZE(want));
	for (unsigned int i = 0; i < list.num; i++)
		ck_assert_str_eq(list.item[i].text, hx_printf(&arena, "%s/%s", dir, want[i]));
	hx_arena_free(&arena);
}
END_TEST

START_TEST(a_write_that_finds_no_room_is_an_error)
{
	struct hx_error err;

	/* every write to it fails with ENOSPC */
	ck_assert_int_eq(hx_write_file("/dev/full", "x", 1, 0600, &err), HX_EIO);
	ck_assert_str_eq(err.text, "/dev/full: No space left on device");
}
END_TEST

Suite *base_suite(void)
{
	Suite *suite = suite_create("base");
	TCase *plain = tcase_create("plain"), *files = tcase_create("files");

	tcase_add_loop_test(plain, a_number_is_all_of_its_text, 0, HX_ARRAY_SIZE(numbers));
	tcase_add_loop_test(plain, the_nearest_word_is_proposed_and_far_ones_are_not, 0,
			    HX_ARRAY_SIZE(near));
	tcase_add_test(plain, a_list_keeps_what_is_added_in_order);
	tcase_add_test(plain, arena_memory_is_zeroed_and_aligned);
	tcase_add_test(plain, an_error_text_that_is_too_long_is_cut);
	tcase_add_test(plain, a_write_that_finds_no_room_is_an_error);
	tcase_add_checked_fixture(files, make_dir, remove_dir);
	tcase_add_test(files, a_hash_is_that_of_the_files_one_after_the_other);
	tcase_add_test(files, a_tree_is_listed_sorted_without_what_is_no_scenario);
	suite_add_tcase(suite, plain);
	suite_add_tcase(suite, files);
	return suite;
}
