/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test-sysfs.c - what is read from /proc and /sys: modules, channels, snapshots */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "always.h"
#include "amp_ctrl.h"
#include "channel.h"
#include "fake.h"
#include "module.h"
#include "snapshot.h"
#include "tests.h"

static const char modules[] =
	"amp_remoteproc 20480 0 - Live 0x7f000000 (O)\n"
	"rpmsg_ctrl 16384 1 rpmsg_char, Live 0x7f005000\n"
	"rpmsg_core 20480 12 virtio_rpmsg_bus,rpmsg_char, Unloading 0x7f008000\n"
	"old 1 - - Live 0x0\n"
	"torn 1\n"
	"odd 1 many - Live 0x0\n";

static const struct {
	const char *name;
	int err;
	struct ag_module want;
} lookups[] = {
	{ "amp_remoteproc", 0, { true, true, 0 } },
	{ "amp-remoteproc", 0, { true, true, 0 } },
	{ "rpmsg_ctrl", 0, { true, true, 1 } },
	{ "rpmsg_core", 0, { true, false, 12 } },
	{ "old", 0, { true, true, -1 } },
	{ "rpmsg", 0, { false, false, 0 } },
	{ "rpmsg_core2", 0, { false, false, 0 } },
	{ "", 0, { false, false, 0 } },
	{ "torn", -22, { false, false, 0 } },
	{ "odd", -22, { false, false, 0 } },
};

START_TEST(a_module_is_found_by_either_spelling)
{
	struct ag_module got;

	ck_assert_int_eq(ag_module_find(modules, lookups[_i].name, &got), lookups[_i].err);
	if (lookups[_i].err)
		return;
	ck_assert_int_eq(got.loaded, lookups[_i].want.loaded);
	ck_assert_int_eq(got.live, lookups[_i].want.live);
	ck_assert_int_eq(got.references, lookups[_i].want.references);
}
END_TEST

START_TEST(a_module_file_is_found_by_either_spelling)
{
	char path[AG_PATH];

	fake_file("/lib/modules/omap-mailbox.ko", "");
	fake_file("/lib/modules/omap-mailbox.txt", "");
	ck_assert(ag_module_file("omap_mailbox", path, sizeof(path)));
	ck_assert_str_eq(path + strlen(ag_root), "/lib/modules/omap-mailbox.ko");
	ck_assert(ag_module_file("omap-mailbox", path, sizeof(path)));
	ck_assert(!ag_module_file("omap", path, sizeof(path)));
	ck_assert(!ag_module_file("omap-mailbox", path, 10));
}
END_TEST

static const struct {
	const char *path;
	int rproc;
	const char *virtio;	/* "" = none */
} paths[] = {
	{ "/sys/devices/remoteproc/remoteproc0/virtio3/virtio3.a.-1.1024", 0,
	  "/sys/devices/remoteproc/remoteproc0/virtio3" },
	{ "/sys/a/remoteproc12/rproc-virtio.0.auto/virtio0/x", 12,
	  "/sys/a/remoteproc12/rproc-virtio.0.auto/virtio0" },
	{ "/sys/remoteproc1/remoteproc1#vdev0buffer/virtio1/y", 1,
	  "/sys/remoteproc1/remoteproc1#vdev0buffer/virtio1" },
	{ "/sys/b000000.remoteproc/remoteproc/x", -1, "" },
	{ "/sys/remoteproc0x/virtio/virtio0.x", -1, "" },
	{ "/sys/remoteproc99999999999/virtio1", -1, "/sys/remoteproc99999999999/virtio1" },
	{ "", -1, "" },
	{ "remoteproc2", 2, "" },
};

START_TEST(a_path_says_whose_channel_it_is)
{
	char virtio[AG_PATH] = "";

	ck_assert_int_eq(ag_path_rproc(paths[_i].path), paths[_i].rproc);
	ck_assert_int_eq(ag_path_virtio(paths[_i].path, virtio), paths[_i].virtio[0] != '\0');
	ck_assert_str_eq(virtio, paths[_i].virtio);
}
END_TEST

static void add_channel(const char *rproc, const char *device, const char *name,
			const char *dst)
{
	char dir[AG_PATH], path[AG_PATH];

	snprintf(dir, sizeof(dir), "/sys/devices/%s/%s", rproc, device);
	snprintf(path, sizeof(path), "%.200s/name", dir);
	fake_file(path, name);
	snprintf(path, sizeof(path), "%.200s/dst", dir);
	fake_file(path, dst);
	snprintf(path, sizeof(path), "/sys/bus/rpmsg/devices/%s", device);
	snprintf(dir, sizeof(dir), "../../../devices/%s/%s", rproc, device);
	fake_link(path, dir);
}

/* Two remote processors with the same service, one of them twice. */
static void two_rprocs(void)
{
	add_channel("remoteproc0/virtio1", "virtio1.echo.-1.1024", "echo\n", "0x400\n");
	add_channel("remoteproc0/virtio1", "virtio1.other.-1.1025", "other\n", "0x401\n");
	add_channel("remoteproc1/virtio0", "virtio0.echo.-1.7", "echo\n", "0x7\n");
	add_channel("remoteproc1/virtio0", "virtio0.echo.-1.8", "echo\n", "0x8\n");
	fake_file("/sys/devices/remoteproc0/virtio1/rpmsg_ctrl1/rpmsg4/name", "x");
	fake_file("/sys/devices/remoteproc0/virtio1/rpmsg_ctrl1/rpmsg12/name", "x");
	fake_file("/sys/devices/remoteproc0/virtio1/rpmsg_ctrl1/power/x", "x");
	fake_file("/sys/devices/remoteproc0/virtio10/rpmsg_ctrl0/dev", "x");
	fake_link("/sys/class/rpmsg/rpmsg_ctrl0",
		  "../../devices/remoteproc0/virtio10/rpmsg_ctrl0");
	fake_link("/sys/class/rpmsg/rpmsg_ctrl1",
		  "../../devices/remoteproc0/virtio1/rpmsg_ctrl1");
}

START_TEST(channels_are_counted_below_their_rproc)
{
	struct ag_channel channel;

	ck_assert_uint_eq(ag_channel_count("echo", 0, 0, &channel), 0);
	two_rprocs();
	ck_assert_uint_eq(ag_channel_count("echo", 0, 0, &channel), 1);
	ck_assert_uint_eq(channel.dst, 0x400);
	ck_assert_uint_eq(ag_channel_count("echo", 1, 0, &channel), 2);
	ck_assert_uint_eq(channel.dst, 7);
	ck_assert_uint_eq(ag_channel_count("echo", 1, 1, &channel), 2);
	ck_assert_uint_eq(channel.dst, 8);
	ck_assert_uint_eq(ag_channel_count("echo", 1, 2, &channel), 2);
	ck_assert_uint_eq(channel.dst, 8);
	ck_assert_uint_eq(ag_channel_count("ech", 0, 0, NULL), 0);
	ck_assert_uint_eq(ag_channel_count("echo", 2, 0, NULL), 0);
}
END_TEST

START_TEST(the_control_device_is_that_of_the_virtio_device)
{
	struct ag_list numbers = { 0 };
	struct ag_channel channel;

	two_rprocs();
	ag_channel_count("echo", 0, 0, &channel);
	/* and not that of virtio10 */
	ck_assert_int_eq(ag_channel_ctrl(channel.virtio), 1);
	ag_channel_count("echo", 1, 0, &channel);
	ck_assert_int_eq(ag_channel_ctrl(channel.virtio), -1);
	ag_channel_endpoints(1, &numbers);
	ck_assert_uint_eq(numbers.num, 2);
	ck_assert_str_eq(numbers.item[0], "12");
	ck_assert_str_eq(numbers.item[1], "4");
	ag_list_free(&numbers);
}
END_TEST

static const struct {
	ag_filter_fn filter;
	const char *in, *out;	/* NULL = left out */
} lines[] = {
	{ ag_filter_modules, "a 20480 2 b,c, Live 0x7f000000 (O)", "a 2 Live" },
	{ ag_filter_modules, "garbage", "garbage" },
	{ ag_filter_interrupts, "           CPU0       CPU1       ", NULL },
	{ ag_filter_interrupts, " 24:       1234          7     GICv2  27 Level     arch_timer",
	  "arch_timer" },
	{ ag_filter_interrupts, " 29:          3     GICv2 208 Level", NULL },
	{ ag_filter_interrupts, " 29:          3     GICv2 208 Level     ", NULL },
	{ ag_filter_interrupts, " 29:          3     GICv2 209 Edge      b100000.crash, other",
	  "b100000.crash, other" },
	{ ag_filter_interrupts, " 30:          3     GIC-0 210      owner", "owner" },
	{ ag_filter_interrupts, "IPI0:          0          0  CPU wakeup interrupts",
	  "IPI0 CPU wakeup interrupts" },
	{ ag_filter_interrupts, "Err:          0", "Err " },
	{ ag_filter_interrupts, "", NULL },
	{ ag_filter_ioremap, "0xf0800000-0xf0802000    8192 probe+0x10/0x20 phys=0x1 ioremap",
	  "8192 probe+0x10/0x20 phys=0x1 ioremap" },
	{ ag_filter_ioremap, "0xf0800000-0xf0802000    8192 module_alloc vmalloc", NULL },
	{ ag_filter_ioremap, "0xf0800000-0xf0802000    8192 memremap+0xe4/0x1 phys=0x1 ioremap",
	  NULL },
	{ ag_filter_ioremap,
	  "0xf0800000-0xf0802000    8192 of_syscon_register+0xc0/0x1 phys=0x1 ioremap", NULL },
	{ ag_filter_ioremap,
	  "0xf0800000-0xf0802000    8192 of_iomap+0xb4/0xc8 phys=0x0b103000 ioremap", NULL },
	{ ag_filter_ioremap, "ioremap", "" },
	{ ag_filter_chrdevs, "250 rpmsg", "250 rpmsg" },
	{ ag_filter_chrdevs, "229 hvc", NULL },
	{ ag_filter_chrdevs, "229 hvcs", "229 hvcs" },
};

START_TEST(lines_lose_what_moves_by_itself)
{
	char got[AG_PATH] = "untouched";
	bool kept = lines[_i].filter(lines[_i].in, got, sizeof(got));

	ck_assert_int_eq(kept, lines[_i].out != NULL);
	if (kept)
		ck_assert_str_eq(got, lines[_i].out);
}
END_TEST

/* What a run may leave behind, and the check that says so. */
static const struct {
	const char *path, *text, *line;
} leftovers[] = {
	{ "/proc/modules", "omap_mailbox 1 0 - Live 0x0\n",
	  "check modules fail left behind: omap_mailbox 0 Live\n" },
	{ "/sys/bus/platform/devices/b000000.x", "",
	  "check devices fail left behind: /sys/bus/platform/devices/b000000.x\n" },
	{ "/sys/bus/rpmsg/drivers/y", "",
	  "check drivers fail left behind: /sys/bus/rpmsg/drivers/y\n" },
	{ "/sys/class/remoteproc/remoteproc0", "",
	  "check class fail left behind: /sys/class/remoteproc, /sys/class/remoteproc/" },
	{ "/sys/kernel/debug/remoteproc/remoteproc0/trace0", "",
	  "check debugfs fail left behind: /sys/kernel/debug/remoteproc/remoteproc0, " },
	{ "/dev/hvc0", "", NULL },
	{ "/dev/hvcs", "", "check dev fail left behind: /dev/hvcs\n" },
	{ "/dev/rpmsg0", "", "check dev fail left behind: /dev/rpmsg0\n" },
	{ "/proc/devices", "250 rpmsg\n", "check chrdevs fail left behind: 250 rpmsg\n" },
	{ "/proc/interrupts", " 29:  3  GICv2 208 Level  b100000.mailbox\n",
	  "check interrupts fail left behind: b100000.mailbox\n" },
	{ "/proc/iomem", "0b100000-0b1001ff : mailbox\n",
	  "check iomem fail left behind: 0b100000-0b1001ff : mailbox\n" },
	{ "/proc/vmallocinfo", "0x1-0x2 8192 0x7f0 phys=0xb100000 ioremap\n",
	  "check ioremap fail left behind: 8192 0x7f0 phys=0xb100000 ioremap\n" },
	{ "/proc/sys/kernel/tainted", "512\n", "check taint fail 0x200\n" },
	/* a plain file gives back what was written to it: the order to scan */
	{ "/sys/kernel/debug/kmemleak", "", "check kmemleak fail scan\n" },
	{ NULL, NULL, NULL },
};

static enum ag_result checks_with(const char *path, const char *text)
{
	struct hx_program head = { .scale_percent = 1 };
	struct ag_program prog = { .head = &head };
	struct ag_ctx ctx = { .prog = &prog };

	fake_dir("/dev");
	fake_dir("/sys");
	fake_file("/proc/sys/kernel/tainted", "12288\n");
	ag_always_begin();
	if (path)
		fake_file(path, text);
	return ag_always_end(&ctx);
}

START_TEST(what_is_left_behind_fails_its_check)
{
	enum ag_result got = checks_with(leftovers[_i].path, leftovers[_i].text);

	ck_assert_int_eq(got, leftovers[_i].line ? AG_FAIL : AG_PASS);
	if (leftovers[_i].line)
		ck_assert_msg(strstr(fake.report, leftovers[_i].line) != NULL, "want %s in %s",
			      leftovers[_i].line, fake.report);
	else
		ck_assert_msg(!strstr(fake.report, " fail "), "%s", fake.report);
}
END_TEST

START_TEST(guest_errors_of_the_machine_fail_their_check)
{
	struct hx_program head = { .scale_percent = 1 };
	struct ag_program prog = { .head = &head };
	struct ag_ctx ctx = { .prog = &prog };

	fake_file("/proc/sys/kernel/tainted", "0\n");
	fake.guest_errors = 3;
	ag_always_begin();
	fake.guest_errors = 5;
	ck_assert_int_eq(ag_always_end(&ctx), AG_FAIL);
	ck_assert_msg(strstr(fake.report, "check guest-errors fail 2 by") != NULL, "%s",
		      fake.report);
}
END_TEST

/* what there is, and a line that it is compared with */
static const struct {
	const char *want;
	uint32_t releases;
	const char *why;	/* NULL: equal */
} stacks[] = {
	{ "bus=1 core1=running remoteproc0/trace0 rpmsg0 rproc0=running,enabled "
	  "virtio0=virtio_rpmsg_bus virtio1=-", 2, NULL },
	{ "bus=1 core1=running remoteproc0/trace0 rpmsg0 rproc0=running,enabled "
	  "virtio0=virtio_rpmsg_bus virtio1=-", 1, "stack: ; releases: 2, want 1" },
	{ "", 2, "stack: +bus=1 +core1=running +remoteproc0/trace0 +rpmsg0 +rproc0=running,enabled "
	  "+virtio0=virtio_rpmsg_bus +virtio1=-" },
	{ "bus=10 core1=running remoteproc0/trace0 rpmsg0 rproc0=offline,enabled "
	  "virtio0=virtio_rpmsg_bus virtio1=- zzz", 2,
	  "stack: +bus=1 -bus=10 -rproc0=offline,enabled +rproc0=running,enabled -zzz" },
};

START_TEST(the_stack_is_compared_word_by_word)
{
	struct ag_ctx ctx = { .text = "" };
	struct build b;
	struct hx_op *op;
	struct ag_program prog;
	char why[AG_TEXT];

	fake_file("/proc/modules", "bus 10 1 - Live 0x0\n");
	fake_file("/sys/class/remoteproc/remoteproc0/state", "running\n");
	fake_file("/sys/class/remoteproc/remoteproc0/recovery", "enabled\n");
	fake_file("/sys/bus/virtio/devices/virtio1/status", "");
	fake_link("/sys/bus/virtio/devices/virtio0/driver", "../drivers/virtio_rpmsg_bus");
	fake_file("/sys/class/rpmsg/rpmsg0/name", "");
	fake_file("/sys/kernel/debug/remoteproc/remoteproc0/trace0", "");
	fake_file("/sys/kernel/debug/remoteproc/remoteproc0/name", "");
	fake.core[1][AMP_CTRL_STATE / 4] = AMP_STATE_RUNNING;
	fake.core[1][AMP_CTRL_RELEASES / 4] = 2;
	build_start(&b);
	op = build_op(&b, HX_EXPECT_STACK);
	op->s0 = build_string(&b, stacks[_i].want);
	op->n0 = stacks[_i].releases;
	build_finish(&b);
	ck_assert_msg(!ag_program_check(&prog, b.file, b.len, why), "%s", why);
	ctx.prog = &prog;
	ck_assert_int_eq(ag_expect_stack(&ctx, prog.ops), stacks[_i].why ? AG_FAIL : AG_PASS);
	ck_assert_str_eq(ctx.text, stacks[_i].why ? stacks[_i].why : "");
}
END_TEST

START_TEST(a_fresh_start_finds_what_stayed_behind)
{
	struct ag_ctx ctx = { .text = "" };
	struct ag_program prog;
	char why[AG_TEXT];
	struct build b;

	fake_file("/proc/modules", "");
	build_start(&b);
	build_op(&b, HX_FRESH)->s0 = build_string(&b, "one");
	build_finish(&b);
	ck_assert_msg(!ag_program_check(&prog, b.file, b.len, why), "%s", why);
	ctx.prog = &prog;
	ag_always_begin();
	ck_assert_int_eq(ag_run_fresh(&ctx, prog.ops), AG_PASS);
	fake_dir("/sys/bus/virtio/devices/virtio0");
	ck_assert_int_eq(ag_run_fresh(&ctx, prog.ops), AG_FAIL);
	ck_assert_str_eq(ctx.text,
			 "not fresh: devices: left behind: /sys/bus/virtio/devices/virtio0");
}
END_TEST

Suite *suite_sysfs(void)
{
	Suite *suite = suite_create("sysfs");
	TCase *tcase = tcase_create("files");

	tcase_add_checked_fixture(tcase, fake_start, fake_stop);
	tcase_add_loop_test(tcase, a_module_is_found_by_either_spelling, 0,
			    (int)ARRAY_SIZE(lookups));
	tcase_add_test(tcase, a_module_file_is_found_by_either_spelling);
	tcase_add_loop_test(tcase, a_path_says_whose_channel_it_is, 0, (int)ARRAY_SIZE(paths));
	tcase_add_test(tcase, channels_are_counted_below_their_rproc);
	tcase_add_test(tcase, the_control_device_is_that_of_the_virtio_device);
	tcase_add_loop_test(tcase, lines_lose_what_moves_by_itself, 0, (int)ARRAY_SIZE(lines));
	tcase_add_loop_test(tcase, what_is_left_behind_fails_its_check, 0,
			    (int)ARRAY_SIZE(leftovers));
	tcase_add_test(tcase, guest_errors_of_the_machine_fail_their_check);
	tcase_add_loop_test(tcase, the_stack_is_compared_word_by_word, 0,
			    (int)ARRAY_SIZE(stacks));
	tcase_add_test(tcase, a_fresh_start_finds_what_stayed_behind);
	suite_add_tcase(suite, tcase);
	return suite;
}
