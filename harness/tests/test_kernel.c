/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_kernel.c - versions, configuration, modules, kernel directories, images
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "firmware.h"
#include "kernel.h"
#include "tests.h"

static const struct {
	const char *word;
	unsigned int major, minor;	/* of the kernel */
	int holds;			/* -1: the word is no condition */
} ranges[] = {
	{ "kernel>=6.1", 6, 1, 1 }, { "kernel>=6.1", 6, 0, 0 }, { "kernel>=6.1", 7, 0, 1 },
	{ "kernel>=6.10", 6, 9, 0 }, { "kernel>=6.9", 6, 10, 1 }, { "kernel>=5.10", 5, 9, 0 },
	{ "kernel<6.1", 6, 1, 0 }, { "kernel<6.1", 6, 0, 1 }, { "kernel<6.1", 5, 19, 1 },
	{ "kernel<6.10", 6, 9, 1 }, { "kernel<4.10", 4, 9, 1 }, { "kernel<5.0", 4, 20, 1 },
	{ "kernel<=6.1", 0, 0, -1 }, { "kernel>6.1", 0, 0, -1 }, { "kernel>=6", 0, 0, -1 },
	{ "kernel>=6.1.2", 0, 0, -1 }, { "kernel>=-6.1", 0, 0, -1 }, { "kernel>=6.x", 0, 0, -1 },
	{ "kernel", 0, 0, -1 }, { "", 0, 0, -1 },
};

START_TEST(a_kernel_is_in_a_range_or_is_not)
{
	struct hx_kernel kernel = { .major = ranges[_i].major, .minor = ranges[_i].minor };
	struct hx_version_range range = { 0 };
	bool is_range = hx_parse_version_range(ranges[_i].word, &range);

	ck_assert_int_eq(is_range, ranges[_i].holds >= 0);
	if (is_range)
		ck_assert_int_eq(hx_kernel_in_range(&kernel, &range), ranges[_i].holds);
}
END_TEST

static const struct {
	const char *symbol;
	char value;
} symbols[] = {
	{ "A", 'y' }, { "B", 'm' }, { "C", 0 }, { "D", 'y' }, { "E", 'y' }, { "AB", 0 },
	{ "F", 0 }, { "", 0 },
};

START_TEST(a_symbol_is_built_in_a_module_or_neither)
{
	const struct hx_kernel kernel = {
		.config = "# a comment\nCONFIG_A=y\nCONFIG_B=m\n# CONFIG_C is not set\n"
			  "CONFIG_D=\"text\"\nCONFIG_E=12\nXCONFIG_F=y",
	};

	ck_assert_int_eq(hx_kernel_config(&kernel, symbols[_i].symbol), symbols[_i].value);
}
END_TEST

START_TEST(names_of_modules_are_the_same_with_dash_and_underscore)
{
	ck_assert(hx_same_module("omap-mailbox", "omap_mailbox"));
	ck_assert(hx_same_module("a_b-c", "a-b_c"));
	ck_assert(!hx_same_module("omap-mailbo", "omap-mailbox"));
	ck_assert(!hx_same_module("omap-mailbox", "omap-mailbo"));
}
END_TEST

START_TEST(dependencies_without_end_are_an_error)
{
	struct hx_arena arena = { 0 };
	struct hx_module modules[2] = {
		{ .stem = "a", .name = "a" }, { .stem = "b", .name = "b" },
	};
	const struct hx_kernel kernel = { .dir = "k", .module = modules, .num_modules = 2 };
	struct hx_list list = { 0 };
	struct hx_error err;

	hx_list_add(&arena, &modules[0].depends, "b", 0);
	hx_list_add(&arena, &modules[1].depends, "a", 0);
	ck_assert_int_eq(hx_kernel_closure(&arena, &kernel, &modules[0], &list, &err), HX_EKERNEL);
	modules[1].depends.num = 0;
	hx_list_add(&arena, &modules[1].depends, "c", 0);
	ck_assert_int_eq(hx_kernel_closure(&arena, &kernel, &modules[0], &list, &err), HX_EKERNEL);
	ck_assert_str_eq(err.text, "k: c, which b depends on, is missing");
	hx_arena_free(&arena);
}
END_TEST

static char dir[] = "/tmp/harness-tests-XXXXXX";
static struct hx_arena arena;
static struct hx_kernel kernel;
static struct hx_error err;

static void put(const char *name, const char *text)
{
	ck_assert_int_eq(hx_write_file(hx_printf(&arena, "%s/%s", dir, name), text, strlen(text), 0600,
				       &err), 0);
}

static void begin(void)
{
	arena = (struct hx_arena){ 0 };
	ck_assert_ptr_nonnull(mkdtemp(dir));
}

static void finish(void)
{
	hx_arena_free(&arena);
	ck_assert_int_eq(hx_remove_tree(dir, &err), 0);
}

/* one part more is there in each step; the last step is good */
START_TEST(a_kernel_directory_that_lacks_something_says_what)
{
	static const char *const wants[] = {
		"no zImage", "no readable release", "no readable config", "no modules directory",
	};

	ck_assert_int_eq(hx_kernel_open(&arena, "/nonexistent", &kernel, &err), HX_EKERNEL);
	ck_assert_str_eq(err.text, "/nonexistent: no such kernel directory: run `make kernel`, or "
			 "say --kernel DIR");
	for (unsigned int i = 0; i < HX_ARRAY_SIZE(wants); i++) {
		ck_assert_int_eq(hx_kernel_open(&arena, dir, &kernel, &err), HX_EKERNEL);
		ck_assert_msg(strstr(err.text, wants[i]) != NULL, "%s", err.text);
		switch (i) {
		case 0:
			put("zImage", "x");
			break;
		case 1:
			put("release", "6.12.3-test\n");
			break;
		case 2:
			put("config", "CONFIG_A=y\n");
			break;
		default:
			hx_make_dirs(hx_printf(&arena, "%s/modules", dir), &err);
		}
	}
	ck_assert_int_eq(hx_kernel_open(&arena, dir, &kernel, &err), 0);
	ck_assert_str_eq(kernel.release, "6.12.3-test");
	ck_assert_uint_eq(kernel.major * 100 + kernel.minor, 612);
	ck_assert_uint_eq(strlen(kernel.hash), 64);
	put("release", "unknown\n");
	ck_assert_int_eq(hx_kernel_open(&arena, dir, &kernel, &err), HX_EKERNEL);
	put("release", "6.12\n");
	put("modules/a.ko", "not an ELF file");
	ck_assert_int_eq(hx_kernel_open(&arena, dir, &kernel, &err), HX_EKERNEL);
	ck_assert(strstr(err.text, "a.ko: not a kernel module"));
}
END_TEST

/* an ELF header for 32-bit ARM, little-endian, executable, one program header */
static const unsigned char header[84] = {
	0x7f, 'E', 'L', 'F', 1, 1, 1, [16] = 2, [18] = 40, [20] = 1, [28] = 52, [40] = 52,
	[42] = 32, [44] = 1, [46] = 40, [52] = 1,
};

static const struct {
	size_t size;			/* of the file */
	int at;				/* byte that is changed, -1: none */
	unsigned char to;
	const char *wrong;
} images[] = {
	{ 84, -1, 0, NULL },
	{ 0, -1, 0, "the file is empty" },
	{ 20, -1, 0, "not an ELF file" },
	{ 84, 0, 'E', "not an ELF file" },
	{ 84, 18, 62, "an ELF file, but not for 32-bit ARM" },
	{ 84, 16, 1, "an ELF file, but not an executable" },
	{ 84, 52, 2, "an ELF file with nothing to load" },
};

START_TEST(an_image_of_a_user_is_checked_before_anything_boots)
{
	const char *path = hx_printf(&arena, "%s/image.elf", dir);
	unsigned char bytes[sizeof(header)];

	memcpy(bytes, header, sizeof(bytes));
	if (images[_i].at >= 0)
		bytes[images[_i].at] = images[_i].to;
	ck_assert_int_eq(hx_write_file(path, bytes, images[_i].size, 0600, &err), 0);
	if (!images[_i].wrong) {
		ck_assert_msg(!hx_firmware_check(path, &err), "%s", err.text);
		return;
	}
	ck_assert_int_eq(hx_firmware_check(path, &err), HX_EFIRMWARE);
	ck_assert_str_eq(err.text, hx_printf(&arena, "firmware %s: %s", path, images[_i].wrong));
}
END_TEST

START_TEST(an_image_that_is_absent_is_an_error)
{
	ck_assert_int_eq(hx_firmware_check("/nonexistent", &err), HX_EFIRMWARE);
	ck_assert_str_eq(err.text, "firmware /nonexistent: No such file or directory");
}
END_TEST

Suite *kernel_suite(void)
{
	Suite *suite = suite_create("kernel");
	TCase *plain = tcase_create("plain"), *files = tcase_create("files");

	tcase_add_loop_test(plain, a_kernel_is_in_a_range_or_is_not, 0, HX_ARRAY_SIZE(ranges));
	tcase_add_loop_test(plain, a_symbol_is_built_in_a_module_or_neither, 0,
			    HX_ARRAY_SIZE(symbols));
	tcase_add_test(plain, names_of_modules_are_the_same_with_dash_and_underscore);
	tcase_add_test(plain, dependencies_without_end_are_an_error);
	tcase_add_checked_fixture(files, begin, finish);
	tcase_add_test(files, a_kernel_directory_that_lacks_something_says_what);
	tcase_add_loop_test(files, an_image_of_a_user_is_checked_before_anything_boots, 0,
			    HX_ARRAY_SIZE(images));
	tcase_add_test(files, an_image_that_is_absent_is_an_error);
	suite_add_tcase(suite, plain);
	suite_add_tcase(suite, files);
	return suite;
}
