/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_fuzz.c - the parts of the fuzzer that need no kernel
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "fuzz.h"
#include "fuzz_finding.h"
#include "fuzz_gen.h"
#include "fuzz_rules.h"
#include "fuzz_scenario.h"
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

/* also when the machines have different numbers of jobs */
START_TEST(no_job_of_any_shard_has_the_seed_of_another)
{
	enum { SHARDS = 3 };
	uint64_t seen[64];
	unsigned int num = 0;

	for (unsigned int shard = 1; shard <= SHARDS; shard++)
		for (unsigned int job = 0; job < 2 * shard; job++)
			seen[num++] = hx_fuzz_seed(_i, 2 * shard, SHARDS, shard, job);
	for (unsigned int i = 0; i < num; i++)
		for (unsigned int j = 0; j < i; j++)
			ck_assert_uint_ne(seen[i], seen[j]);
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
	  "fault in string from rproc_boot", true },
	{ "Unable to handle kernel paging request at virtual address 9f000005\n"
	  "Internal error: Oops: 5 [#1] SMP ARM\nPC is at string+0x58/0x2dc\n"
	  " string from rproc_boot+0x1/0x2\n", "fault in string from rproc_boot", true },
	{ "Unable to handle kernel NULL pointer dereference at virtual address 0\n"
	  "PC is at rproc_free_vring+0x58/0x2dc\n", "fault in rproc_free_vring", true },
	{ "BUG: KASAN: null-ptr-deref in rproc_free_vring+0x58/0x2dc\n"
	  "Read of size 4 at addr 00000000 by task swapper/1\n", "fault in rproc_free_vring", false },
	{ "Kernel panic - not syncing: Segfault with no mm\n",
	  "fault", true },
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

static const struct {
	const char *text, *broken;
} rules[] = {
	{ "segment\ntable\ncarveout\ntrace\nvdev\nvring\nvring\nconfig data=00\nentry\n", NULL },
	{ "elf class=2\nsegment\ntable\nvdev\nvring\n", NULL },
	{ "file bytes=20\n", "an image shorter than its header" },
	{ "elf class=2\nfile bytes=60\n", "an image shorter than its header" },
	{ "elf magic=1\nsegment\ntable\n", "an image that is no ELF file" },
	{ "elf class=3\nsegment\ntable\n", "an image of no class" },
	{ "elf data=2\nsegment\ntable\n", "an image of another endianness" },
	{ "elf phnum=0\nsegment\ntable\n", "an image without segments" },
	{ "elf phoff=0x10000\nsegment\ntable\n", "program headers outside of the file" },
	{ "elf shoff=0x10000\nsegment\ntable\n", "section headers outside of the file" },
	{ "segment filesz=9 memsz=8 data=000000000000000000\ntable\n",
	  "a segment with more contents than memory" },
	{ "segment filesz=0x1000 memsz=0x1000\ntable\n", "a segment whose contents are cut off" },
	{ "segment\ntable version=2\n", "a table of another version" },
	{ "segment\ntable reserved1=1\n", "reserved bytes in a table" },
	{ "segment\ntable\nlength bytes=15\n", "a table without header" },
	{ "segment\ntable num=100\n", "more entries than the table holds" },
	{ "segment\ntable\nhole offset=0xfffffff0\n", "an entry that is not in the table" },
	{ "segment\ntable\ncarveout reserved=1\n", "reserved bytes in a carveout" },
	{ "segment\ntable\ntrace reserved=1\n", "reserved bytes in a trace" },
	{ "segment\ntable\nvdev reserved1=1\n", "reserved bytes in a vdev" },
	{ "segment\ntable\ncarveout\nlength bytes=70\n", "a carveout that is cut off" },
	{ "segment\ntable\nvdev config_len=1\n",
	  "a vdev whose rings or configuration are cut off" },
	{ "segment\ntable\nvdev\nvring\nvring\nvring\n", "a vdev with too many rings" },
	/* a carveout over the first ring, whose notify id the kernel writes before it looks there */
	{ "segment\ntable\nvdev\nvring\nvring\ntrace offset=0x2c\n", NULL },
	{ "segment\ntable\ntrace offset=0x74\nvdev at=0x60\nvring\nvring\nlength bytes=200\n",
	  "reserved bytes in a carveout" },
};

START_TEST(a_rule_knows_what_may_not_be_booted)
{
	struct hx_text image = { 0 };
	struct hx_case c = { 0 };
	struct hx_error err;
	const char *broken;

	ck_assert_int_eq(hx_case_parse("rule", rules[_i].text, &c, &err), 0);
	hx_case_image(&c, 0, &image);
	broken = hx_rules_broken((const uint8_t *)image.s, image.len);
	ck_assert_pstr_eq(broken, rules[_i].broken);
	hx_text_free(&image);
	hx_case_free(&c);
}
END_TEST

/* what the table overwrites there is not the core's code */
static const struct {
	const char *text;
	bool has_section;
} placed[] = {
	{ "segment\ntable\nvdev\n", true },
	{ "segment\n", false },
	{ "section addr=0x10 name=\".resource_table\"\ntable\n", true },
};

START_TEST(an_image_for_the_machine_keeps_its_vectors)
{
	static struct amp_fuzz answer;
	struct hx_case c = { 0 }, one = { 0 };
	struct hx_error err;
	unsigned int num = 0;

	ck_assert_int_eq(hx_case_parse("image", placed[_i].text, &c, &err), 0);
	hx_scenario_image(&c, &answer, 0, &one);
	for (unsigned int i = 0; i < one.num; i++) {
		if (one.rec[i].kind != HX_SECTION)
			continue;
		num++;
		ck_assert_uint_ne(hx_rec_get(&one.rec[i], 3), 0);
	}
	ck_assert_uint_eq(num, placed[_i].has_section);
	hx_case_free(&c);
	hx_case_free(&one);
}
END_TEST

START_TEST(a_case_makes_a_scenario_of_what_was_done)
{
	static struct amp_fuzz answer = {
		.num_steps = 4, .at_step = 3, .result = { -EINVAL, 0, 0 },
		.step = { { .op = AMP_FUZZ_START, .image = 1 }, { .op = AMP_FUZZ_START },
			  { .op = AMP_FUZZ_SHOW }, { .op = AMP_FUZZ_CRASH } },
	};
	const char *const image[HX_IMAGES] = { "a.table", "b.table" };
	struct hx_text text = { 0 };

	ck_assert(hx_scenario_print(&answer, "title", image, NULL, &text));
	ck_assert_ptr_nonnull(strstr(text.s, "insmod   driver\n"
		"install  b.table\nstart    rproc0 fails EINVAL\n"
		"install  a.table\nstart    rproc0\nexpect   file "));
	ck_assert_ptr_nonnull(strstr(text.s, "crash    rproc0\nstop     rproc0\n"));
	hx_text_free(&text);
}
END_TEST

START_TEST(a_case_with_an_attach_makes_a_scenario_of_a_core_that_runs)
{
	static struct amp_fuzz answer = {
		.num_steps = 6, .at_step = 5, .result = { 0, -EINVAL, 0, -EBUSY, 0 },
		.step = { { .op = AMP_FUZZ_FLIP, .at = 0x61, .read = 3, .value = 7 },
			  { .op = AMP_FUZZ_ATTACH }, { .op = AMP_FUZZ_ATTACH },
			  { .op = AMP_FUZZ_START }, { .op = AMP_FUZZ_STOP },
			  { .op = AMP_FUZZ_START } },
	};
	const char *const image[HX_IMAGES] = { "a.table" };
	struct hx_text text = { 0 };

	ck_assert(hx_scenario_print(&answer, "title", image, "run.table", &text));
	ck_assert_ptr_nonnull(strstr(text.s, "auto-boot=off running=run.table@0\n"));
	ck_assert_ptr_nonnull(strstr(text.s, "insmod   driver\n"
		"inject   table-flips core0 skip=2 count=1 arg=0x6107\n"
		"start    rproc0 fails EINVAL\nstart    rproc0\nstop     rproc0\n"
		"install  a.table\nstart    rproc0\nstop     rproc0\n"));
	hx_text_free(&text);
}
END_TEST

/* the case says whether a table changed; what is known without is known with it */
static const struct {
	const char *pattern, *title;
	bool is_known;
} known_titles[] = {
	{ "fault in f", "fault in f", true },
	{ "fault in f", "fault in f, with a flip", true },
	{ "fault in f, with a flip", "fault in f, with a flip", true },
	{ "fault in f, with a flip", "fault in f", false },
	{ "fault in *, with a flip", "fault in f", false },
};

START_TEST(a_title_with_a_flip_is_known_as_one_without_is)
{
	struct hx_arena arena = { 0 };
	struct hx_list known = { 0 };

	hx_list_add(&arena, &known, known_titles[_i].pattern, 0);
	ck_assert_int_eq(hx_fuzz_is_known(&known, known_titles[_i].title), known_titles[_i].is_known);
	hx_arena_free(&arena);
}
END_TEST

START_TEST(a_finding_says_that_the_table_changed)
{
	static struct amp_fuzz answer = {
		.num_steps = 2, .step = { { .op = AMP_FUZZ_FLIP }, { .op = AMP_FUZZ_ATTACH } },
		.at_step = 1,
	};
	struct hx_guest guest = { .shared = &answer };
	struct hx_finding finding;

	hx_finding_judge(&guest, HX_GUEST_HUNG, &finding);
	ck_assert_str_eq(finding.title, "hang in attach" HX_WITH_FLIP);
	answer.step[0].op = AMP_FUZZ_STOP;
	hx_finding_judge(&guest, HX_GUEST_HUNG, &finding);
	ck_assert_str_eq(finding.title, "hang in attach");
}
END_TEST

/* what firmware that does nothing cannot show; attach1 is to image 1 */
static const char *const unshown[] = {
	"start change", "start message", "start flip", "start stop attach", "attach attach1",
	"attach stop attach", "attach start", "attach detach start",
};

static unsigned int read_steps(const char *text, struct amp_fuzz_step step[AMP_FUZZ_STEPS])
{
	unsigned int num = 0;

	for (; *text; text += strcspn(text, " "), text += strspn(text, " ")) {
		enum hx_rec_kind kind = HX_START;
		size_t len = strcspn(text, " 1");

		while (strlen(hx_kinds[kind].word) != len || strncmp(text, hx_kinds[kind].word, len))
			kind++;
		step[num] = (struct amp_fuzz_step){ .op = (uint32_t)(kind - HX_START) };
		step[num++].image = text[len] == '1';
	}
	return num;
}

START_TEST(a_case_that_idle_firmware_cannot_show_makes_no_scenario)
{
	static struct amp_fuzz answer;
	const char *const image[HX_IMAGES] = { "a.table", "b.table" };
	struct hx_text text = { 0 };

	answer.num_steps = answer.at_step = read_steps(unshown[_i], answer.step);
	ck_assert(!hx_scenario_print(&answer, "title", image, "run.table", &text));
	ck_assert_ptr_null(text.s);
}
END_TEST

START_TEST(what_runs_from_power_on_has_the_table_in_its_memory)
{
	static const char image[] = "segment\ntable\nvdev\nvring\nvring\nentry data=0102\nstart\n";
	struct hx_case c = { 0 }, one = { 0 };
	struct hx_text table = { 0 }, loaded = { 0 };
	struct hx_error err;

	ck_assert_int_eq(hx_case_parse("image", image, &c, &err), 0);
	hx_scenario_running(&c, 0, &one);
	hx_case_table(&c, 0, &table);
	/* the first segment is code */
	for (unsigned int i = 2; i < one.num && one.rec[i].kind == HX_SEGMENT; i++)
		hx_text_add_bytes(&loaded, one.rec[i].blob, one.rec[i].len);
	ck_assert_uint_eq(loaded.len, table.len);
	ck_assert_mem_eq(loaded.s, table.s, table.len);
	hx_text_free(&loaded);
	hx_case_table(&one, 0, &loaded);
	ck_assert_uint_eq(loaded.len, table.len);
	ck_assert_mem_eq(loaded.s, table.s, table.len);
	hx_text_free(&table);
	hx_text_free(&loaded);
	hx_case_free(&c);
	hx_case_free(&one);
}
END_TEST

/* fields of the table, wherever they are, and nothing behind its end */
START_TEST(a_byte_that_flips_is_one_of_the_table)
{
	static const char image[] = "table\ntrace\nvdev\nvring\nvring\nconfig data=01\nimage\ntable\n";
	bool has_count = false, has_head = false;
	struct hx_text table = { 0 };
	struct hx_case c = { 0 };
	struct hx_error err;
	struct hx_gen gen;

	ck_assert_int_eq(hx_case_parse("image", image, &c, &err), 0);
	hx_case_table(&c, 0, &table);
	hx_gen_seed(&gen, 1);
	for (unsigned int i = 0; i < 2000; i++) {
		struct hx_rec rec = { .kind = HX_FLIP };

		hx_gen_flip(&gen, &c, &rec);
		ck_assert_uint_lt(rec.value[HX_FLIP_AT], table.len);
		ck_assert_uint_ge(rec.value[HX_FLIP_READ], 1);
		ck_assert_uint_lt(rec.value[HX_FLIP_VALUE], 256);
		/* header, two offsets, trace, and then in the vdev */
		has_count |= rec.value[HX_FLIP_AT] == 16 + 8 + 16 + 32 + 25;
		has_head |= rec.value[HX_FLIP_AT] < 16;
	}
	ck_assert(has_count && has_head);
	hx_text_free(&table);
	hx_case_free(&c);
}
END_TEST

Suite *fuzz_suite(void)
{
	Suite *suite = suite_create("fuzz");
	TCase *gen = tcase_create("generator"), *finding = tcase_create("findings");

	tcase_add_test(gen, the_same_seed_gives_the_same_cases_and_another_gives_others);
	tcase_add_loop_test(gen, no_job_of_any_shard_has_the_seed_of_another, 0, 4);
	tcase_add_test(gen, the_generator_uses_every_kind_of_record);
	tcase_add_loop_test(finding, a_finding_has_a_title_without_addresses, 0,
			    HX_ARRAY_SIZE(logs));
	tcase_add_loop_test(finding, a_rule_knows_what_may_not_be_booted, 0,
			    HX_ARRAY_SIZE(rules));
	tcase_add_test(finding, a_case_makes_a_scenario_of_what_was_done);
	tcase_add_loop_test(finding, a_title_with_a_flip_is_known_as_one_without_is, 0,
			    HX_ARRAY_SIZE(known_titles));
	tcase_add_test(finding, a_finding_says_that_the_table_changed);
	tcase_add_test(finding, a_case_with_an_attach_makes_a_scenario_of_a_core_that_runs);
	tcase_add_loop_test(finding, a_case_that_idle_firmware_cannot_show_makes_no_scenario, 0,
			    HX_ARRAY_SIZE(unshown));
	tcase_add_test(finding, what_runs_from_power_on_has_the_table_in_its_memory);
	tcase_add_test(gen, a_byte_that_flips_is_one_of_the_table);
	tcase_add_loop_test(finding, an_image_for_the_machine_keeps_its_vectors, 0,
			    HX_ARRAY_SIZE(placed));
	tcase_add_test(finding, a_title_makes_a_name_for_a_file);
	tcase_set_timeout(gen, 60);
	suite_add_tcase(suite, gen);
	suite_add_tcase(suite, finding);
	return suite;
}
