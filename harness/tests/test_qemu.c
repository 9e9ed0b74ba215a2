/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_qemu.c - the simulator's command, the initramfs, options, the child
 */
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <archive.h>
#include <archive_entry.h>

#include "initramfs.h"
#include "qemu.h"
#include "tests.h"

static struct hx_arena arena;
static struct hx_error err;
static char dir[] = "/tmp/harness-tests-XXXXXX";

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

static const char *command_line(const struct hx_qemu_run *run)
{
	struct hx_text line = { 0 };
	const char *copy;

	hx_qemu_quote(hx_qemu_command(&arena, run), &line);
	copy = hx_strdup(&arena, line.s);
	hx_text_free(&line);
	return copy;
}

START_TEST(the_closed_world_is_one_command)
{
	const struct hx_kernel kernel = { .image = "/k/zImage" };
	const struct hx_machine machine = {
		.remotes = 2, .smp = 1, .ram_mib = 128, .has_jitter = true, .faults = "a@0+b@1",
		.has_auto_boot = false,
	};
	struct hx_options opt = { .qemu = "/q" };
	struct hx_qemu_run run = {
		.opt = &opt, .profile = &hx_profiles[0], .kernel = &kernel, .machine = &machine, .seed = 7, .limit_ns = 1500000,
	};

	ck_assert_str_eq(command_line(&run),
		"/q -M amp-virt,profile=ref,remotes=2,seed=7,jitter=on,limit-ms=2,vdev-memory=pool,"
		"dtb-randomness=off,bundle=bundle.cpio,auto-boot=off,faults=a@0+b@1 -cpu cortex-a15 -smp 1,maxcpus=3 -m 128M "
		"-nodefaults -no-reboot -accel tcg,thread=single -icount shift=1,sleep=off "
		"-rtc base=2026-01-01T00:00:00,clock=vm -display none "
		"-chardev file,id=amp-report,path=report.log -chardev file,id=amp-trace,path=trace.bin "
		"-chardev file,id=amp-console,path=console.log -serial chardev:amp-console "
		"-d guest_errors,unimp -kernel /k/zImage -initrd initrd.cpio "
		"-append 'console=ttyAMA0 loglevel=5 rdinit=/init panic=-1 oops=panic "
		"printk.devkmsg=on'");
	opt.mode = HX_MODE_MTTCG;
	ck_assert_ptr_null(strstr(command_line(&run), "-icount"));
	ck_assert_ptr_nonnull(strstr(command_line(&run), "thread=multi"));
	run.is_interactive = true;
	opt.wants_gdb = true;
	ck_assert_ptr_nonnull(strstr(command_line(&run), "-serial mon:stdio -s -S"));
	ck_assert_ptr_null(strstr(command_line(&run), "-chardev"));
}
END_TEST

START_TEST(the_shape_is_what_the_boot_depends_on)
{
	const struct hx_kernel kernel = { .image = "/k/zImage" };
	struct hx_machine machine = hx_machine_default;
	struct hx_options opt = { .qemu = "/q" };
	struct hx_qemu_run run = {
		.opt = &opt, .profile = &hx_profiles[0], .kernel = &kernel, .machine = &machine,
	};
	const char *shape = hx_qemu_shape(&arena, &run);

	run.seed = 5;
	run.limit_ns = 7;
	run.fetches_dumps = true;
	run.save = "/s";
	machine.faults = "a@0";
	machine.pct = 3;
	machine.has_jitter = false;
	ck_assert_str_eq(hx_qemu_shape(&arena, &run), shape);
	machine.smp = 2;
	ck_assert_str_ne(hx_qemu_shape(&arena, &run), shape);
	machine.smp = hx_machine_default.smp;
	machine.has_auto_boot = !machine.has_auto_boot;
	ck_assert_str_ne(hx_qemu_shape(&arena, &run), shape);
	machine.has_auto_boot = hx_machine_default.has_auto_boot;
	ck_assert(!hx_machine_word(&machine, "quick-flush=on", &err));
	ck_assert_ptr_nonnull(strstr(hx_qemu_shape(&arena, &run), ",quick-flush=on "));
	ck_assert_str_ne(hx_qemu_shape(&arena, &run), shape);
}
END_TEST

START_TEST(a_state_is_named_whatever_its_path)
{
	const struct hx_kernel kernel = { .image = "/k/zImage" };
	struct hx_options opt = { .qemu = "/q" };
	struct hx_qemu_run run = {
		.opt = &opt, .profile = &hx_profiles[0], .kernel = &kernel,
		.machine = &hx_machine_default, .restore = "/a,b",
	};

	ck_assert_ptr_nonnull(strstr(command_line(&run), ",restore=/a,,b "));
	ck_assert_ptr_nonnull(strstr(command_line(&run), " -incoming defer"));
	run.save = "/c";
	run.restore = NULL;
	ck_assert_ptr_nonnull(strstr(command_line(&run), ",save=/c "));
	ck_assert_ptr_null(strstr(command_line(&run), "-incoming"));
}
END_TEST

START_TEST(a_word_is_quoted_for_a_shell_when_it_must_be)
{
	static const char *const words[] = { "a-b,c=d", "", "a b", "it's", "$x", NULL };
	struct hx_text line = { 0 };

	hx_qemu_quote(words, &line);
	ck_assert_str_eq(line.s, "a-b,c=d '' 'a b' 'it'\\''s' '$x'");
	hx_text_free(&line);
}
END_TEST

static int wait_status(int pidfd, pid_t pid)
{
	struct pollfd fd = { .fd = pidfd, .events = POLLIN };
	int status;

	ck_assert_int_eq(poll(&fd, 1, 10000), 1);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	close(pidfd);
	return status;
}

START_TEST(a_child_runs_in_its_directory_with_its_output_in_a_file)
{
	static const char *const command[] = { "/bin/sh", "-c", "pwd; echo err >&2; exit 3", NULL };
	struct hx_text log = { 0 };
	pid_t pid;
	int pidfd = hx_qemu_spawn(command, dir, &pid, &err);

	ck_assert_int_ge(pidfd, 0);
	ck_assert_int_eq(getpgid(pid), pid);
	ck_assert_int_eq(WEXITSTATUS(wait_status(pidfd, pid)), 3);
	ck_assert_int_eq(hx_read_file(hx_printf(&arena, "%s/qemu.log", dir), &log, &err), 0);
	ck_assert_str_eq(log.s, hx_printf(&arena, "%s\nerr\n", dir));
	hx_text_free(&log);
}
END_TEST

START_TEST(a_command_that_cannot_be_run_is_an_error)
{
	static const char *const command[] = { "/nonexistent", NULL };
	static const char *const shell[] = { "/bin/sh", NULL };
	pid_t pid;

	ck_assert_int_eq(hx_qemu_spawn(command, dir, &pid, &err), HX_ERIG);
	ck_assert_str_eq(err.text, "/nonexistent: No such file or directory");
	ck_assert_int_eq(hx_qemu_spawn(shell, "/nonexistent", &pid, &err), HX_ERIG);
}
END_TEST

static void put(const char *name, const char *text)
{
	ck_assert_int_eq(hx_write_file(hx_printf(&arena, "%s/%s", dir, name), text, strlen(text), 0600,
				       &err), 0);
}

/* names and sizes of an archive, one a line */
static void read_archive(const char *path, struct hx_text *out)
{
	struct archive *archive = archive_read_new();
	struct archive_entry *entry;

	archive_read_support_format_cpio(archive);
	ck_assert_int_eq(archive_read_open_filename(archive, path, 4096), ARCHIVE_OK);
	while (archive_read_next_header(archive, &entry) == ARCHIVE_OK)
		if (archive_entry_filetype(entry) == AE_IFREG)
			hx_text_add(out, "%s %d\n", archive_entry_pathname(entry),
				    (int)archive_entry_size(entry));
	archive_read_free(archive);
}

static void list_is(const char *path, const char *want)
{
	struct hx_text list = { 0 };

	read_archive(path, &list);
	ck_assert_str_eq(list.s, want);
	hx_text_free(&list);
}

START_TEST(the_guest_has_what_the_program_needs_and_it_is_always_the_same)
{
	struct hx_module modules[2] = {
		{ .stem = "a", .name = "a", .path = hx_printf(&arena, "%s/a.ko", dir) },
		{ .stem = "b", .name = "b", .path = hx_printf(&arena, "%s/b.ko", dir) },
	};
	struct hx_kernel kernel = { .module = modules, .num_modules = 2 };
	struct hx_env env = { .profile = &hx_profiles[0], .kernel = &kernel, .firmware_dir = dir,
			      .scale_percent = 100 };
	struct hx_compiled compiled = { .machine = { .remotes = 2 }, .image = { "echo" },
					.strings = "" };
	const char *agent = hx_printf(&arena, "%s/agent", dir);
	struct hx_bundle bundle = { .env = &env, .compiled = &compiled };
	const char *first = hx_printf(&arena, "%s/1", dir), *second = hx_printf(&arena, "%s/2", dir);
	const char *one[] = { first, NULL }, *two[] = { second, NULL };
	char hash[2][HX_HASH_TEXT];

	put("agent", "12");
	put("a.ko", "123");
	put("b.ko", "1234");
	put("echo.elf", "12345");
	hx_list_add(&arena, &compiled.modules, "b", 0);
	hx_list_add(&arena, &compiled.images, "echo", 0);
	put("other.elf", "123456");
	ck_assert_msg(!hx_initramfs_write(&arena, agent, &kernel, first, &err), "%s", err.text);
	list_is(first, "init 2\nlib/modules/a.ko 3\nlib/modules/b.ko 4\n");
	ck_assert_int_eq(hx_initramfs_write(&arena, agent, &kernel, second, &err), 0);
	ck_assert_int_eq(hx_hash_files(one, hash[0], &err) | hx_hash_files(two, hash[1], &err), 0);
	ck_assert_str_eq(hash[0], hash[1]);
	ck_assert_msg(!hx_bundle_write(&arena, &bundle, first, &err), "%s", err.text);
	list_is(first, "lab/program 24\nlab/images/echo.elf 5\nlib/firmware/amp-core0.elf 5\n");
	bundle.has_all_images = true;
	ck_assert_int_eq(hx_bundle_write(&arena, &bundle, first, &err), 0);
	list_is(first, "lab/program 24\nlab/images/echo.elf 5\nlab/images/other.elf 6\n"
		"lib/firmware/amp-core0.elf 5\n");
	ck_assert_int_eq(unlink(agent), 0);
	ck_assert_int_eq(hx_initramfs_write(&arena, agent, &kernel, first, &err), HX_ERIG);
}
END_TEST

#define PROFILES	"ref, stm32, wkup-m3, omap"

static const struct {
	const char *words[6];
	const char *error;	/* NULL: it is good */
} lines[] = {
	{ { "run", "-j4", "--shard=2/3", "--seed", "0x10", "a" }, NULL },
	{ { "run", "-j", "4", "--", "-a" }, NULL },
	{ { "run", "-j", "0" }, "-j \"0\": wants a number from 1 to 256" },
	{ { "run", "-j" }, "-j: wants a value" },
	{ { "run", "--keep=yes" }, "--keep=yes: takes no value" },
	{ { "run", "--shard", "4/3" }, "--shard \"4/3\": wants I/N, with I from 1 to N" },
	{ { "run", "--shard", "0/3" }, "--shard \"0/3\": wants I/N, with I from 1 to N" },
	{ { "run", "--seed", "x" }, "--seed \"x\": wants a number" },
	{ { "run", "--mode", "fast" }, "--mode \"fast\": wants icount or mttcg" },
	{ { "run", "--profile", "x" }, "--profile \"x\": wants all, or some of " PROFILES },
	{ { "run", "--profile", "ref,x" }, "--profile \"ref,x\": wants all, or some of " PROFILES },
	{ { "run", "--profile", "," }, "--profile \",\": wants all, or some of " PROFILES },
	{ { "shell", "--profile", "ref,stm32" }, "--profile \"ref,stm32\": wants one profile" },
	{ { "run", "--with-fault", "x" }, "fault \"x\" is not NAME@CORE" },
	{ { "run", "--frob" }, "run does not know --frob; see `rproctest run --help`" },
	{ { "list", "-j", "4" }, "list does not know -j; see `rproctest list --help`" },
	{ { "run", "-" }, "run does not know -; see `rproctest run --help`" },
};

START_TEST(a_command_line_is_understood_or_says_why_not)
{
	struct hx_options opt;
	int argc = 0, ret;

	while (argc < 6 && lines[_i].words[argc])
		argc++;
	ret = hx_options_parse(argc, (char **)lines[_i].words, &opt, &err);
	if (lines[_i].error) {
		ck_assert_int_eq(ret, HX_EUSAGE);
		ck_assert_str_eq(err.text, lines[_i].error);
	} else {
		ck_assert_msg(!ret, "%s", err.text);
		ck_assert_uint_eq(opt.jobs, 4);
		ck_assert_uint_eq(opt.paths.num, 1);
	}
	hx_options_free(&opt);
}
END_TEST

static const struct {
	const char *value, *want;
} chosen[] = {
	{ "stm32", "stm32" }, { "stm32,ref", "stm32,ref" }, { "ref,ref", "ref" },
	{ "all", "ref,stm32,wkup-m3,omap" }, { "stm32,all", "stm32,ref,wkup-m3,omap" },
};

START_TEST(a_profile_is_chosen_once_and_in_the_order_given)
{
	const char *words[] = { "run", "--profile", chosen[_i].value, NULL };
	struct hx_text got = { 0 };
	struct hx_options opt;

	ck_assert_int_eq(hx_options_parse(3, (char **)words, &opt, &err), 0);
	for (unsigned int i = 0; opt.profiles[i]; i++)
		hx_text_add(&got, "%s%s", i ? "," : "", opt.profiles[i]->name);
	ck_assert_str_eq(got.s, chosen[_i].want);
	ck_assert_ptr_eq(opt.profile, opt.profiles[0]);
	hx_text_free(&got);
	hx_options_free(&opt);
}
END_TEST

Suite *qemu_suite(void)
{
	Suite *suite = suite_create("qemu");
	TCase *tcase = tcase_create("command");

	tcase_add_checked_fixture(tcase, begin, finish);
	tcase_add_test(tcase, the_closed_world_is_one_command);
	tcase_add_test(tcase, the_shape_is_what_the_boot_depends_on);
	tcase_add_test(tcase, a_state_is_named_whatever_its_path);
	tcase_add_test(tcase, a_word_is_quoted_for_a_shell_when_it_must_be);
	tcase_add_test(tcase, a_child_runs_in_its_directory_with_its_output_in_a_file);
	tcase_add_test(tcase, a_command_that_cannot_be_run_is_an_error);
	tcase_add_test(tcase, the_guest_has_what_the_program_needs_and_it_is_always_the_same);
	tcase_add_loop_test(tcase, a_command_line_is_understood_or_says_why_not, 0,
			    HX_ARRAY_SIZE(lines));
	tcase_add_loop_test(tcase, a_profile_is_chosen_once_and_in_the_order_given, 0,
			    HX_ARRAY_SIZE(chosen));
	suite_add_tcase(suite, tcase);
	return suite;
}
