/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_table.c - tables as text: nothing is lost on the way there and back
 */
#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "files.h"
#include "table.h"
#include "tests.h"

#define ROUNDS		400u	/* random cases of one seed */

static struct hx_case parse(const char *text)
{
	struct hx_case c = { 0 };
	struct hx_error err = { 0 };

	ck_assert_msg(!hx_case_parse("text", text, &c, &err), "%s", err.text);
	return c;
}

static struct hx_text table_of(const char *text)
{
	struct hx_case c = parse(text);
	struct hx_text out = { 0 };

	hx_case_table(&c, 0, &out);
	hx_case_free(&c);
	return out;
}

static uint32_t word(struct hx_text bytes, size_t at)
{
	uint32_t value;

	ck_assert_uint_le(at + 4, bytes.len);
	memcpy(&value, bytes.s + at, 4);
	return value;
}

/* places in a table and the word that stands there */
static const struct {
	const char *text;
	size_t len, at;
	uint32_t want;
} places[] = {
	{ "table", 16, 0, 1 },
	{ "table version=7", 16, 0, 7 },
	{ "table\ntrace da=0x10 len=32 name=\"t\"", 20 + 48, 4, 1 },
	{ "table\ntrace da=0x10 len=32 name=\"t\"", 68, 16, 20 },
	{ "table\ntrace da=0x10 len=32 name=\"t\"", 68, 24, 0x10 },
	{ "table\ntrace\ncarveout", 24 + 48 + 56, 20, 24 + 48 },
	{ "table\ntrace\ncarveout at=24", 24 + 56, 20, 24 },
	{ "table\ntrace offset=0xfffffff0", 68, 16, 0xfffffff0 },
	{ "table\nhole offset=0x1000", 20, 16, 0x1000 },
	{ "table num=9\nhole", 20, 4, 9 },
	{ "table\nvdev\nvring num=3\nvring", 20 + 28 + 40, 20 + 24, 0x200 << 0 },
	{ "table\nvdev\nvring num=3\nvring", 88, 48 + 8, 3 },
	{ "table\nvdev config_len=0xffffffd0", 48, 20 + 20, 0xffffffd0 },
	{ "table\nvdev\nconfig data=01020304", 52, 48, 0x04030201 },
	{ "table\nvdev\nconfig data=01020304", 52, 40, 4 },
	{ "table\nentry type=512 data=aabbccdd", 28, 20, 512 },
	{ "table\nentry data=aabbccdd", 28, 24, 0xddccbbaa },
	{ "table\nraw at=32 data=ff000000", 36, 32, 0xff },
	{ "table\ntrace\nlength bytes=22\n", 22, 4, 1 },
	{ "table\nlength bytes=64", 64, 60, 0 },
};

START_TEST(a_table_is_laid_out_as_its_text_says)
{
	struct hx_text bytes = table_of(places[_i].text);

	ck_assert_uint_eq(bytes.len, places[_i].len);
	ck_assert_uint_eq(word(bytes, places[_i].at), places[_i].want);
	hx_text_free(&bytes);
}
END_TEST

START_TEST(a_name_may_fill_its_field_without_an_end)
{
	struct hx_text bytes = table_of("table\n"
		"trace name=\"abcdefghijklmnopqrstuvwxyz\\x22\\x5c\\xff345\"");

	ck_assert_int_eq(memcmp(bytes.s + bytes.len - 6, "\"\\\xff" "345", 6), 0);
	hx_text_free(&bytes);
}
END_TEST

static const struct {
	const char *text, *want;
} errors[] = {
	{ "tabel", "text:1: unknown word \"tabel\"" },
	{ "# it is\n\ntable wrong=1", "text:3: no such field here: \"wrong\"" },
	{ "table num", "wants FIELD=VALUE" },
	{ "table num=x", "not a number" },
	{ "trace name=x", "wants quotes" },
	{ "trace name=\"abcdefghijklmnopqrstuvwxyz0123456\"", "too long" },
	{ "trace name=\"\\n\"", "backslash" },
	{ "config data=012", "two hex digits" },
	{ "config data=0g", "not hex" },
	{ "table data=00", "no such field" },
};

START_TEST(a_wrong_text_is_an_error_with_its_line)
{
	struct hx_case c = { 0 };
	struct hx_error err = { 0 };

	ck_assert_int_eq(hx_case_parse("text", errors[_i].text, &c, &err), HX_EFIRMWARE);
	ck_assert_msg(strstr(err.text, errors[_i].want) != NULL, "got: %s", err.text);
	ck_assert_uint_eq(c.num, 0);
}
END_TEST

static uint64_t random_value(void)
{
	uint64_t value = (uint64_t)random() << 33 ^ (uint64_t)random() << 11 ^ (uint64_t)random();

	return value >> random() % 64;
}

static void random_record(struct hx_case *c)
{
	struct hx_rec *rec = hx_case_add(c, (enum hx_rec_kind)(random() % HX_NUM_KINDS));
	const struct hx_kind_info *info = &hx_kinds[rec->kind];
	uint8_t bytes[HX_BLOB];

	for (unsigned int i = 0; info->field[i].name; i++)
		if (random() % 3 == 0)
			hx_rec_set(rec, i, random_value());
	if (info->blob == HX_NO_BLOB)
		return;
	for (unsigned int i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)random();
	hx_rec_blob(rec, bytes, (size_t)random() % (HX_BLOB + 1));
}

START_TEST(any_case_survives_its_text_and_can_be_built)
{
	srandom((unsigned int)_i + 1);
	for (unsigned int round = 0; round < ROUNDS; round++) {
		struct hx_case c = { 0 }, again;
		struct hx_text text = { 0 }, image = { 0 };

		for (long num = random() % 12; num >= 0; num--)
			random_record(&c);
		hx_case_print(&c, &text);
		again = parse(text.s);
		ck_assert_msg(hx_case_equal(&c, &again), "seed %d:\n%s", _i + 1, text.s);
		for (unsigned int i = 0; i < hx_case_images(&c); i++)
			hx_case_image(&c, i, &image);
		ck_assert_uint_le(image.len, HX_IMAGES * HX_IMAGE_MAX);
		hx_case_free(&c);
		hx_case_free(&again);
		hx_text_free(&text);
		hx_text_free(&image);
	}
}
END_TEST

/* bytes to text to bytes; @bytes are of a size of their own, so that a reader beyond shows */
static void table_survives(const uint8_t *bytes, size_t len)
{
	struct hx_case c = { 0 }, again;
	struct hx_text text = { 0 }, built = { 0 };
	uint8_t *exact = malloc(len ? len : 1);

	if (len)
		memcpy(exact, bytes, len);
	hx_case_read_table(&c, exact, len);
	hx_case_print(&c, &text);
	again = parse(text.s);
	hx_case_table(&again, 0, &built);
	ck_assert_msg(built.len == len && (!len || !memcmp(built.s, bytes, len)),
		      "%zu bytes, want %zu:\n%s", built.len, len, text.s);
	free(exact);
	hx_case_free(&c);
	hx_case_free(&again);
	hx_text_free(&text);
	hx_text_free(&built);
}

START_TEST(any_bytes_survive_as_the_text_of_a_table)
{
	uint8_t bytes[512];

	srandom((unsigned int)_i + 1);
	for (unsigned int round = 0; round < ROUNDS; round++) {
		size_t len = (size_t)random() % sizeof(bytes);

		for (size_t i = 0; i < len; i++)
			bytes[i] = random() % 3 ? 0 : (uint8_t)(random() >> random() % 8);
		bytes[4] = (uint8_t)(random() % 6);
		table_survives(bytes, len);
	}
}
END_TEST

START_TEST(a_good_table_with_a_few_wrong_bytes_survives)
{
	struct hx_text good = table_of("table\ncarveout name=\"fw\"\ntrace\nvdev\nvring\nvring\n"
				       "config data=0102030405\nentry type=300 data=0011");

	srandom((unsigned int)_i + 1);
	for (unsigned int round = 0; round < ROUNDS; round++) {
		size_t len = random() % 2 ? good.len : (size_t)random() % (good.len + 1);
		uint8_t *bytes = malloc(good.len);

		memcpy(bytes, good.s, good.len);
		for (long num = random() % 4; num > 0; num--)
			bytes[(size_t)random() % good.len] = (uint8_t)(random() >> random() % 8);
		table_survives(bytes, len);
		free(bytes);
	}
	hx_text_free(&good);
}
END_TEST

START_TEST(a_regular_table_reads_without_raw_bytes)
{
	static const char text[] = "table\ncarveout len=0x2000 name=\"fw\"\n"
		"trace da=0x100 name=\"trace0\"\nvdev id=3\nvring num=8\nvring\n"
		"config data=0102\nentry type=0x12c data=0011\n";
	struct hx_text bytes = table_of(text), out = { 0 };
	struct hx_case c = { 0 };

	hx_case_read_table(&c, bytes.s, bytes.len);
	hx_case_print(&c, &out);
	ck_assert_str_eq(out.s, text);
	hx_case_free(&c);
	hx_text_free(&bytes);
	hx_text_free(&out);
}
END_TEST

/* both classes through libelf: what was written is what it finds */
START_TEST(an_elf_file_gives_its_table_back)
{
	static const char *const heads[] = { "elf", "elf class=2" };
	struct hx_text text = { 0 }, want = { 0 }, got = { 0 }, image = { 0 };
	struct hx_error err = { 0 };
	char path[] = "/tmp/table-XXXXXX";
	struct hx_case c, again = { 0 };
	int fd = mkstemp(path);

	ck_assert_int_ge(fd, 0);
	close(fd);
	hx_text_add(&text, "%s\nsegment paddr=0x1000 memsz=64 data=0102\n"
		    "section addr=0x2000 name=\".resource_table\"\ntable\nvdev\nvring\nvring\n"
		    "raw at=200 data=7f\n", heads[_i]);
	c = parse(text.s);
	hx_case_table(&c, 0, &want);
	hx_case_image(&c, 0, &image);
	ck_assert_int_eq(hx_write_file(path, image.s, image.len, 0600, &err), 0);
	ck_assert_msg(!hx_case_read_elf(&again, path, &err), "%s", err.text);
	hx_case_table(&again, 0, &got);
	ck_assert_uint_eq(got.len, want.len);
	ck_assert_int_eq(memcmp(got.s, want.s, want.len), 0);
	ck_assert_uint_eq(hx_rec_get(&again.rec[0], HX_ELF_CLASS), _i + 1);
	ck_assert_uint_eq(hx_rec_get(&again.rec[1], 3), 0x1000);
	unlink(path);
	hx_case_free(&c);
	hx_case_free(&again);
	hx_text_free(&text);
	hx_text_free(&want);
	hx_text_free(&got);
	hx_text_free(&image);
}
END_TEST

Suite *table_suite(void)
{
	Suite *suite = suite_create("table");
	TCase *layout = tcase_create("layout"), *trips = tcase_create("round trips");

	tcase_add_loop_test(layout, a_table_is_laid_out_as_its_text_says, 0,
			    HX_ARRAY_SIZE(places));
	tcase_add_test(layout, a_name_may_fill_its_field_without_an_end);
	tcase_add_loop_test(layout, a_wrong_text_is_an_error_with_its_line, 0,
			    HX_ARRAY_SIZE(errors));
	tcase_add_loop_test(trips, any_case_survives_its_text_and_can_be_built, 0, 4);
	tcase_add_loop_test(trips, any_bytes_survive_as_the_text_of_a_table, 0, 4);
	tcase_add_loop_test(trips, a_good_table_with_a_few_wrong_bytes_survives, 0, 4);
	tcase_add_test(trips, a_regular_table_reads_without_raw_bytes);
	tcase_add_loop_test(trips, an_elf_file_gives_its_table_back, 0, 2);
	tcase_set_timeout(trips, 60);
	suite_add_tcase(suite, layout);
	suite_add_tcase(suite, trips);
	return suite;
}
