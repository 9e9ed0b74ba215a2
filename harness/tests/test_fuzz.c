/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_fuzz.c - the parts of the fuzzer that need no kernel
 */
#include <stdio.h>
#include <string.h>

#include "fuzz_finding.h"
#include "fuzz_gen.h"
#include "tests.h"

#define CASES	2000u

static void text_of_cases(uint64_t seed, struct hx_text *out)
{
	struct hx_case last = { 0 };
	struct hx_gen gen;

	hx_gen_seed(&gen, seed);
	for (unsigned int i = 0; i < CASES / 10; i++) {
		struct hx_case c = { 0 };

		if (i % 4)
			hx_case_copy(&c, &last);
		else
			hx_gen_make(&gen, &c);
		hx_gen_change(&gen, &c, &last);
		hx_case_print(&c, out);
		hx_case_free(&last);
		last = c;
	}
	hx_case_free(&last);
}

START_TEST(the_same_seed_gives_the_same_cases_and_another_gives_others)
{
	struct hx_text one = { 0 }, again = { 0 }, other = { 0 };

	text_of_cases(7, &one);
	text_of_cases(7, &again);
	text_of_cases(8, &other);
	ck_assert_str_eq(one.s, again.s);
	ck_assert_str_ne(one.s, other.s);
	hx_text_free(&one);
	hx_text_free(&again);
	hx_text_free(&other);
}
END_TEST

START_TEST(the_generator_uses_every_kind_of_record)
{
	bool is_used[HX_NUM_KINDS] = { false };
	struct hx_gen gen;

	hx_gen_seed(&gen, 1);
	for (unsigned int i = 0; i < CASES; i++) {
		struct hx_case c = { 0 };

		hx_gen_make(&gen, &c);
		hx_gen_change(&gen, &c, &c);
		for (unsigned int j = 0; j < c.num; j++)
			is_used[c.rec[j].kind] = true;
		ck_assert_uint_le(c.num, HX_GEN_RECORDS);
		hx_case_free(&c);
	}
	for (unsigned int i = 0; i < HX_NUM_KINDS; i++)
		ck_assert_msg(is_used[i], "never made: %s", hx_kinds[i].word);
}
END_TEST

static const struct {
	const char *log, *title;
	bool is_fatal;
} logs[] = {
	{ "remoteproc remoteproc0: bad phdr da 0x0 mem 0x1\n", "", false },
	{ "page allocation failure: order:9\nCall Trace:\n [<0>] rproc_boot+0x1/0x2\n", "", false },
	{ "BUG: KASAN: slab-out-of-bounds in rproc_elf_load_segments+0x123/0x456\n"
	  "Read of size 4 at addr 0000000061234567 by task swapper/1\n",
	  "BUG: KASAN: slab-out-of-bounds in rproc_elf_load_segments, read of a word", false },
	{ "BUG: KASAN: slab-out-of-bounds in memcpy+0x2c/0x60\nWrite of size 9 at addr 00\n"
	  "Call Trace:\n [<60001234>] ? memcpy+0x2c/0x60\n [<60005678>] rproc_start+0x1/0x2\n",
	  "BUG: KASAN: slab-out-of-bounds in memcpy from rproc_start, write of bytes", true },
	{ "WARNING: CPU: 0 PID: 17 at mm/page_alloc.c:5572 __alloc_pages+0x1/0x2\n",
	  "WARNING: at mm/page_alloc.c:5572 __alloc_pages", false },
	{ "RIP: 0033:string+0x103/0x230\nKernel panic - not syncing: Segfault with no mm\n"
	  "Call Trace:\n [<6028>] ? rproc_boot+0x1/0x2\n",
	  "Kernel panic - not syncing: Segfault with no mm in string from rproc_boot", true },
	{ "Kernel panic - not syncing: Segfault with no mm\n",
	  "Kernel panic - not syncing: Segfault with no mm", true },
};

START_TEST(a_finding_has_a_title_without_addresses)
{
	struct hx_finding finding;

	hx_finding_of_log(logs[_i].log, strlen(logs[_i].log), &finding);
	ck_assert_str_eq(finding.title, logs[_i].title);
	ck_assert_int_eq(finding.is_fatal, logs[_i].is_fatal);
}
END_TEST

START_TEST(a_title_makes_a_name_for_a_file)
{
	char slug[HX_TITLE];

	hx_finding_slug("BUG: KASAN: out-of-bounds in memcpy from rproc_start.", slug);
	ck_assert_str_eq(slug, "bug-kasan-out-of-bounds-in-memcpy-from-rproc_start");
	hx_finding_slug("../../..", slug);
	ck_assert_str_eq(slug, "");
}
END_TEST

Suite *fuzz_suite(void)
{
	Suite *suite = suite_create("fuzz");
	TCase *gen = tcase_create("generator"), *finding = tcase_create("findings");

	tcase_add_test(gen, the_same_seed_gives_the_same_cases_and_another_gives_others);
	tcase_add_test(gen, the_generator_uses_every_kind_of_record);
	tcase_add_loop_test(finding, a_finding_has_a_title_without_addresses, 0,
			    HX_ARRAY_SIZE(logs));
	tcase_add_test(finding, a_title_makes_a_name_for_a_file);
	tcase_set_timeout(gen, 60);
	suite_add_tcase(suite, gen);
	suite_add_tcase(suite, finding);
	return suite;
}
