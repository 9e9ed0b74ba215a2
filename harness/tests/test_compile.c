/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_compile.c - what lines become, op by op
 */
#include <errno.h>
#include <poll.h>
#include <string.h>

#include "../../sim/abi/amp_ctrl.h"
#include "../../sim/abi/amp_lab.h"
#include "compile.h"
#include "needs.h"
#include "tests.h"

static struct hx_arena arena;
static struct hx_error err;
static struct hx_kernel kernel;
static struct hx_compiled compiled;
static struct hx_scenarios all;
static struct hx_env env;

static void add_module(struct hx_module *module, const char *stem, const char *name,
		       const char *depends)
{
	*module = (struct hx_module){ .stem = stem, .name = name, .path = "" };
	if (depends)
		hx_list_add(&arena, &module->depends, depends, 0);
}

static void begin(void)
{
	arena = (struct hx_arena){ 0 };
	kernel = (struct hx_kernel){ .dir = "k", .release = "6.1.0", .major = 6, .minor = 1,
				     .config = "CONFIG_RPMSG_CHAR=y\nCONFIG_A=m\n" };
	kernel.module = hx_alloc(&arena, 5 * sizeof(*kernel.module));
	add_module(&kernel.module[0], "amp_remoteproc", "amp_remoteproc", NULL);
	add_module(&kernel.module[1], "omap-mailbox", "omap_mailbox", NULL);
	add_module(&kernel.module[2], "rpmsg_core", "rpmsg_core", NULL);
	add_module(&kernel.module[3], "rpmsg_ns", "rpmsg_ns", "rpmsg_core");
	add_module(&kernel.module[4], "virtio_rpmsg_bus", "virtio_rpmsg_bus", "rpmsg_ns");
	kernel.num_modules = 5;
	env = (struct hx_env){ .profile = &hx_profiles[0], .kernel = &kernel,
			       .firmware_dir = "/nonexistent", .scale_percent = 100 };
}

static void finish(void)
{
	hx_arena_free(&arena);
}

static int compile_with(const char *head, const char *body, const struct hx_change *change)
{
	const char *text = hx_printf(&arena, "title x\n%s%s", head, body);
	int ret = hx_scenario_parse(&arena, "f", "f", text, strlen(text), &all, &err);

	return ret ? ret : hx_compile(&arena, &all.v[0], &env, change, &compiled, &err);
}

static void compile(const char *body)
{
	ck_assert_msg(!compile_with("machine remotes=2\n", body, NULL), "%s", err.text);
}

static const char *string(uint32_t offset)
{
	return offset == HX_NO_STRING ? NULL : compiled.strings + offset;
}

#define MS	1000000ull

/* one line, one op; line 3 since title and machine stand above it */
static const struct {
	const char *line;
	struct hx_op op;
	const char *s0, *s1;
} lines[] = {
	{ "step a b", { .kind = HX_STEP }, "a b", NULL },
	{ "insmod driver auto_boot=0 x=1",
	  { .kind = HX_INSMOD }, "amp_remoteproc", "auto_boot=0 x=1" },
	{ "insmod mailbox fails EBUSY", { .kind = HX_INSMOD, .error = EBUSY }, "omap-mailbox",
	  NULL },
	{ "modprobe omap_mailbox", { .kind = HX_INSMOD, .flags = HX_IF_ABSENT },
	  "omap-mailbox", NULL },
	{ "modprobe mailbox fails ENODEV", { .kind = HX_INSMOD, .error = ENODEV },
	  "omap-mailbox", NULL },
	{ "rmmod driver", { .kind = HX_RMMOD }, "amp_remoteproc", NULL },
	{ "start rproc1", { .kind = HX_RPROC, .n0 = 1 }, "state", "start" },
	{ "stop rproc0 fails EINVAL", { .kind = HX_RPROC, .error = EINVAL }, "state", "stop" },
	{ "set rproc0 recovery disabled", { .kind = HX_RPROC }, "recovery", "disabled" },
	{ "set rproc0 state bogus fails EINVAL", { .kind = HX_RPROC, .error = EINVAL }, "state",
	  "bogus" },
	{ "crash rproc0", { .kind = HX_RPROC }, "crash", "0" },
	{ "crash rproc1 fatal", { .kind = HX_RPROC, .n0 = 1 }, "crash", "2" },
	{ "install echo on core1", { .kind = HX_INSTALL }, "echo.elf", "amp-core1.elf" },
	{ "install none on core1", { .kind = HX_INSTALL }, NULL, "amp-core1.elf" },
	{ "install idle as other.elf", { .kind = HX_INSTALL }, "idle.elf", "other.elf" },
	{ "write /a/b \"c d\" fails EPERM", { .kind = HX_WRITE, .error = EPERM }, "/a/b", "c d" },
	{ "open e3 chan on rproc1 within 20ms",
	  { .kind = HX_OPEN, .n0 = 3, .n1 = 1, .within_ns = 20 * MS }, "chan", NULL },
	{ "open f2 /dev/x blocking within 1us",
	  { .kind = HX_HOLD, .n0 = 2, .n1 = HX_BLOCKS, .within_ns = 1000 }, "/dev/x", NULL },
	{ "open f0 /dev/x by-child fails EBUSY",
	  { .kind = HX_HOLD, .n1 = HX_BY_CHILD, .error = EBUSY }, "/dev/x", NULL },
	{ "open f0 /dev/x", { .kind = HX_HOLD }, "/dev/x", NULL },
	{ "close f7", { .kind = HX_LET_GO, .n0 = 7 }, NULL, NULL },
	{ "read f1 \"a b\" room=3 within 1us",
	  { .kind = HX_HELD_READ, .n0 = 1, .n1 = 3, .within_ns = 1000 }, "a b", NULL },
	{ "read f1 fails EPIPE", { .kind = HX_HELD_READ, .n0 = 1, .error = EPIPE }, NULL, NULL },
	{ "write f1 \"a\" may-fail EPIPE",
	  { .kind = HX_HELD_WRITE, .flags = HX_MAY_FAIL, .n0 = 1, .error = EPIPE }, "a", NULL },
	{ "ioctl f0 create-dev x dst=5",
	  { .kind = HX_IOCTL, .n1 = HX_CREATE_DEV, .n2 = UINT32_MAX, .n3 = 5 }, "x", NULL },
	{ "ioctl f0 unknown fails EINVAL",
	  { .kind = HX_IOCTL, .n1 = HX_UNKNOWN_IOCTL, .n2 = UINT32_MAX, .n3 = UINT32_MAX,
	    .error = EINVAL }, NULL, NULL },
	{ "ioctl f0 get-shutdown-on-release 1",
	  { .kind = HX_IOCTL, .n1 = HX_GET_SHUTDOWN, .n2 = 1, .n3 = UINT32_MAX }, NULL, NULL },
	{ "expect f3 poll in,err within 1us",
	  { .kind = HX_POLL, .n0 = 3, .n1 = POLLIN | POLLERR, .within_ns = 1000 }, NULL, NULL },
	{ "expect f3 poll nothing", { .kind = HX_POLL, .n0 = 3 }, NULL, NULL },
	{ "close e15", { .kind = HX_CLOSE, .n0 = 15 }, NULL, NULL },
	{ "send e1 number=9 size=8", { .kind = HX_SEND, .n0 = 1, .n1 = 8, .n2 = 9 }, NULL, NULL },
	{ "send e1 size=497 number=9 fails EMSGSIZE",
	  { .kind = HX_SEND, .error = EMSGSIZE, .n0 = 1, .n1 = 497, .n2 = 9 }, NULL, NULL },
	{ "recv e1 size=8 number=0x10 within 1us",
	  { .kind = HX_RECV, .n0 = 1, .n1 = 8, .n2 = 16, .within_ns = 1000 }, NULL, NULL },
	{ "exchange e0 size=1..496 count=1000 within 5s",
	  { .kind = HX_EXCHANGE, .n1 = 1, .n2 = 496, .n3 = 1000, .within_ns = 5000 * MS }, NULL,
	  NULL },
	{ "exchange e0 count=2 size=7 within 5s",
	  { .kind = HX_EXCHANGE, .n1 = 7, .n2 = 7, .n3 = 2, .within_ns = 5000 * MS }, NULL,
	  NULL },
	{ "frames eth1 size=46..1500 count=3 within 2s",
	  { .kind = HX_FRAMES, .n1 = 46, .n2 = 1500, .n3 = 3, .within_ns = 2000 * MS }, "eth1",
	  NULL },
	{ "chars /dev/hvc0 size=4 count=1 within 1us",
	  { .kind = HX_CHARS, .n1 = 4, .n2 = 4, .n3 = 1, .within_ns = 1000 }, "/dev/hvc0", NULL },
	{ "command core1 trace 47", { .kind = HX_COMMAND, .n0 = 1, .n1 = AMP_CMD_TRACE, .n2 = 47 },
	  NULL, NULL },
	{ "release core1", { .kind = HX_RELEASE, .n0 = 1 }, NULL, NULL },
	{ "inject dup-m2a core1",
	  { .kind = HX_INJECT, .n0 = 1, .n1 = AMP_FAULT_DUP_M2A, .n3 = UINT32_MAX }, NULL, NULL },
	{ "inject drop-m2a core0 arg=3 count=1 skip=2",
	  { .kind = HX_INJECT, .n1 = AMP_FAULT_DROP_M2A, .n2 = 2, .n3 = 1, .n4 = 3 }, NULL, NULL },
	{ "expect rproc1 state running within 2s",
	  { .kind = HX_EXPECT_RPROC, .n0 = 1, .within_ns = 2000 * MS }, "state", "running" },
	{ "expect rproc0 firmware x.elf", { .kind = HX_EXPECT_RPROC }, "firmware", "x.elf" },
	{ "expect rproc3 absent", { .kind = HX_EXPECT_RPROC_HERE, .n0 = 3 }, NULL, NULL },
	{ "expect rproc1 present", { .kind = HX_EXPECT_RPROC_HERE, .n0 = 1, .n1 = 1 }, NULL, NULL },
	{ "expect module driver present", { .kind = HX_EXPECT_MODULE, .n0 = HX_PRESENT },
	  "amp_remoteproc", NULL },
	{ "expect module mailbox refcount 3",
	  { .kind = HX_EXPECT_MODULE, .n0 = HX_COUNT, .n1 = 3 }, "omap-mailbox", NULL },
	{ "expect core1 lockup", { .kind = HX_EXPECT_CORE, .n0 = 1, .n1 = AMP_STATE_LOCKUP }, NULL,
	  NULL },
	{ "expect core0 cause soft", { .kind = HX_EXPECT_CAUSE, .n1 = AMP_CAUSE_SOFT }, NULL, NULL },
	{ "expect core0 releases 101", { .kind = HX_EXPECT_RELEASES, .n1 = 101 }, NULL, NULL },
	{ "expect core0 releases 2 plus pass within 1ms",
	  { .kind = HX_EXPECT_RELEASES, .n1 = 2, .n2 = 1, .within_ns = MS }, NULL, NULL },
	{ "expect channel c absent on rproc1",
	  { .kind = HX_EXPECT_CHANNEL, .n0 = HX_ABSENT, .n2 = 1 }, "c", NULL },
	{ "expect channel c count 8 within 1s",
	  { .kind = HX_EXPECT_CHANNEL, .n0 = HX_COUNT, .n1 = 8, .within_ns = 1000 * MS }, "c", NULL },
	{ "expect dmesg \"a b\"", { .kind = HX_EXPECT_DMESG, .n0 = HX_PRESENT }, "a b", NULL },
	{ "expect no dmesg \"a b\"", { .kind = HX_EXPECT_DMESG, .n0 = HX_ABSENT }, "a b", NULL },
	{ "expect trace rproc1 \"r\" count 3", { .kind = HX_EXPECT_TRACE, .n0 = 1, .n1 = 3 }, "r",
	  NULL },
	{ "expect fault crash-lost core1 hits 2",
	  { .kind = HX_EXPECT_HITS, .n0 = 1, .n1 = AMP_FAULT_CRASH_LOST, .n2 = 2 }, NULL, NULL },
	{ "expect file /p has \"t\"", { .kind = HX_EXPECT_FILE, .n0 = HX_HAS }, "/p", "t" },
	{ "expect file /p is \"t\"", { .kind = HX_EXPECT_FILE, .n0 = HX_IS }, "/p", "t" },
	{ "expect file /p mode 0600", { .kind = HX_EXPECT_FILE, .n0 = HX_MODE, .n1 = 0600 }, "/p",
	  NULL },
	{ "expect file /p absent", { .kind = HX_EXPECT_FILE, .n0 = HX_ABSENT }, "/p", NULL },
};

START_TEST(a_line_becomes_its_op)
{
	const struct hx_op *op, *want = &lines[_i].op;

	compile(hx_printf(&arena, "%s\n", lines[_i].line));
	ck_assert_uint_eq(compiled.num_ops, 1);
	op = &compiled.op[0];
	ck_assert_uint_eq(op->kind, want->kind);
	ck_assert_uint_eq(op->flags, want->flags);
	ck_assert_uint_eq(op->line, 3);
	ck_assert_int_eq(op->error, want->error);
	ck_assert_pstr_eq(string(op->s0), lines[_i].s0);
	ck_assert_pstr_eq(string(op->s1), lines[_i].s1);
	ck_assert_uint_eq(op->n0, want->n0);
	ck_assert_uint_eq(op->n1, want->n1);
	ck_assert_uint_eq(op->n2, want->n2);
	ck_assert_uint_eq(op->n3, want->n3);
	ck_assert_uint_eq(op->n4, want->n4);
	ck_assert_uint_eq(op->within_ns, want->within_ns);
}
END_TEST

START_TEST(modprobe_inserts_what_a_module_depends_on_first)
{
	static const char *const order[] = { "rpmsg_core", "rpmsg_ns", "virtio_rpmsg_bus" };

	compile("modprobe virtio_rpmsg_bus a=1 fails EBUSY\n");
	ck_assert_uint_eq(compiled.num_ops, 3);
	for (unsigned int i = 0; i < 3; i++) {
		ck_assert_str_eq(string(compiled.op[i].s0), order[i]);
		ck_assert_int_eq(compiled.op[i].error, i == 2 ? EBUSY : 0);
		ck_assert_uint_eq(compiled.op[i].flags, i == 2 ? 0 : HX_IF_ABSENT);
		ck_assert_pstr_eq(string(compiled.op[i].s1), i == 2 ? "a=1" : NULL);
	}
	ck_assert_uint_eq(compiled.modules.num, 3);
}
END_TEST

START_TEST(boot_loads_the_stack_and_waits_for_every_core)
{
	/* rpmsg_char is built in, rpmsg_ctrl is not there and optional */
	static const char *const order[] = {
		"omap-mailbox", "rpmsg_core", "rpmsg_ns", "virtio_rpmsg_bus", "amp_remoteproc",
	};

	compile("boot idle\n");
	ck_assert_uint_eq(compiled.num_ops, 9);
	for (unsigned int core = 0; core < 2; core++) {
		ck_assert_uint_eq(compiled.op[core].kind, HX_INSTALL);
		ck_assert_str_eq(string(compiled.op[core].s0), "idle.elf");
		ck_assert_uint_eq(compiled.op[7 + core].kind, HX_EXPECT_RPROC);
		ck_assert_uint_eq(compiled.op[7 + core].n0, core);
		ck_assert_uint_eq(compiled.op[7 + core].within_ns, 2000 * MS);
	}
	for (unsigned int i = 0; i < 5; i++)
		ck_assert_str_eq(string(compiled.op[2 + i].s0), order[i]);
}
END_TEST

START_TEST(without_auto_boot_the_driver_is_told_where_it_has_a_parameter)
{
	ck_assert(!compile_with("machine auto-boot=off\n", "insmod driver x=1\n", NULL));
	ck_assert_str_eq(string(compiled.op[0].s1), "x=1 auto_boot=0");
	ck_assert(!compile_with("machine auto-boot=off\n", "insmod mailbox\n", NULL));
	ck_assert_ptr_null(string(compiled.op[0].s1));
	env.profile = hx_profile_find("stm32");
	ck_assert(!compile_with("machine auto-boot=off\n", "insmod driver\n", NULL));
	ck_assert_str_eq(string(compiled.op[0].s0), "stm32_rproc");
	ck_assert_ptr_null(string(compiled.op[0].s1));
}
END_TEST

START_TEST(an_image_is_installed_as_the_driver_of_the_profile_names_it)
{
	env.profile = hx_profile_find("stm32");
	ck_assert(!compile_with("", "install echo\n", NULL));
	ck_assert_str_eq(string(compiled.op[0].s1), "rproc-m4-fw");
	ck_assert_str_eq(compiled.image[0], "echo");
	env.profile = hx_profile_find("wkup-m3");
	ck_assert(!compile_with("", "install none\n", NULL));
	ck_assert_str_eq(string(compiled.op[0].s1), "am335x-pm-firmware.elf");
	ck_assert_str_eq(compiled.image[0], "pm");
}
END_TEST

START_TEST(a_block_counts_the_ops_of_its_body)
{
	compile("repeat 3\nstep a\nrace\nstep b\nstep c\nend\nend\nstep d\n");
	ck_assert_uint_eq(compiled.num_ops, 6);
	ck_assert_uint_eq(compiled.op[0].kind, HX_REPEAT);
	ck_assert_uint_eq(compiled.op[0].n0, 3);
	ck_assert_uint_eq(compiled.op[0].n1, 4);
	ck_assert_uint_eq(compiled.op[2].kind, HX_RACE);
	ck_assert_uint_eq(compiled.op[2].n1, 2);
}
END_TEST

START_TEST(a_repeat_may_be_shorter_on_a_slow_kernel)
{
	compile("repeat 30 slow=2\nstep a\nend\n");
	ck_assert_uint_eq(compiled.op[0].n0, 30);
	kernel.config = "CONFIG_KASAN=y\n";
	compile("repeat 30 slow=2\nstep a\nend\nrepeat 4\nstep a\nend\n");
	ck_assert_uint_eq(compiled.op[0].n0, 2);
	ck_assert_uint_eq(compiled.op[2].n0, 4);
}
END_TEST

START_TEST(a_permute_is_every_order_of_its_lines_in_the_whole_body)
{
	static const char *const orders[] = { "abc", "acb", "bac", "bca", "cab", "cba" };

	compile("step x\npermute\nstep a\nstep b\nstep c\nend\nstep y\n");
	ck_assert_uint_eq(compiled.num_ops, 36);
	for (unsigned int i = 0; i < compiled.num_ops; i++) {
		const struct hx_op *op = &compiled.op[i];
		const char want[] = { 'x', orders[i / 6][0], orders[i / 6][1], orders[i / 6][2], 'y' };

		ck_assert_uint_eq(op->kind, i % 6 ? HX_STEP : HX_FRESH);
		if (i % 6)
			ck_assert_int_eq(string(op->s0)[0], want[i % 6 - 1]);
	}
	ck_assert_str_eq(string(compiled.op[6].s0), "in the order step a, then step c, then step b");
	/* a line is itself, wherever it stands */
	ck_assert_uint_eq(compiled.op[8].line, compiled.op[2].line);
	ck_assert_uint_eq(compiled.op[9].line, compiled.op[4].line);
}
END_TEST

static const struct {
	const char *body, *message;
} wrong_permutes[] = {
	{ "permute\nstep a\nend\n", "f:2: permute 2 to 6 lines" },
	{ "permute\nstep a\nstep b\n", "f:2: this block has no end" },
	{ "permute\nrepeat 2\nstep a\nend\nend\n",
	  "f:3: a permute has single lines only, no blocks" },
	{ "repeat 2\npermute\nstep a\nstep b\nend\nend\n",
	  "f:3: one permute in a scenario, and in no other block" },
	{ "permute\nstep a\nstep b\nend\npermute\nstep a\nstep b\nend\n",
	  "f:6: one permute in a scenario, and in no other block" },
	{ "install none\npermute\nstep a\nstep b\nend\n",
	  "f:2: beside a permute: not put back for the next order" },
};

START_TEST(a_permute_that_cannot_be_is_refused)
{
	ck_assert_int_eq(compile_with("", wrong_permutes[_i].body, NULL), HX_ESCENARIO);
	ck_assert_str_eq(err.text, wrong_permutes[_i].message);
}
END_TEST

START_TEST(a_change_puts_its_image_in_place_of_all_others)
{
	struct hx_change change = { 0 };

	hx_list_add(&arena, &change.firmware, "sin@core1", 0);
	ck_assert_int_eq(compile_with("machine remotes=2\n", "boot idle\ninstall none\n", &change), 0);
	ck_assert_str_eq(compiled.image[0], "echo");
	ck_assert_str_eq(compiled.image[1], "sin");
	ck_assert_str_eq(string(compiled.op[0].s0), "idle.elf");
	ck_assert_str_eq(string(compiled.op[1].s0), "sin.elf");
	ck_assert_uint_eq(compiled.op[compiled.num_ops - 1].s0, HX_NO_STRING);
	ck_assert(hx_list_has(&compiled.images, "sin"));
}
END_TEST

START_TEST(a_change_sets_faults_and_machine_words)
{
	struct hx_change change = { 0 };

	hx_list_add(&arena, &change.faults, "drop-a2m@0:skip=1", 0);
	hx_list_add(&arena, &change.faults, "wdog-lost@1", 0);
	hx_list_add(&arena, &change.machine, "remotes=2", 0);
	ck_assert_int_eq(compile_with("machine jitter=off\n", "boot\n", &change), 0);
	ck_assert_str_eq(compiled.machine.faults, "drop-a2m@0:skip=1+wdog-lost@1");
	ck_assert_uint_eq(compiled.machine.remotes, 2);
	ck_assert(!compiled.machine.has_jitter);
	change.machine.num = 0;
	ck_assert_int_eq(compile_with("", "boot\n", &change), HX_ESCENARIO);
	ck_assert_str_eq(err.text, "f:0: fault \"wdog-lost@1\": no such core");
}
END_TEST

START_TEST(the_program_file_is_what_the_agent_reads)
{
	struct hx_program head;
	struct hx_text out = { 0 };
	struct hx_op op;

	env.scale_percent = 150;
	compile("step a\nwrite /b \"a\"\n");
	hx_program_write(&compiled, &env, HX_P_NO_LEAKS, &out);
	memcpy(&head, out.s, sizeof(head));
	ck_assert_uint_eq(head.magic, HX_MAGIC);
	ck_assert_uint_eq(head.version, HX_VERSION);
	ck_assert_uint_eq(head.num_ops, 2);
	ck_assert_uint_eq(head.scale_percent, 150);
	ck_assert_uint_eq(head.flags, HX_P_NO_LEAKS);
	/* "a" is stored once */
	ck_assert_uint_eq(head.string_bytes, 5);
	ck_assert_uint_eq(out.len, sizeof(head) + 2 * sizeof(op) + 5);
	memcpy(&op, out.s + sizeof(head) + sizeof(op), sizeof(op));
	ck_assert_str_eq(out.s + sizeof(head) + 2 * sizeof(op) + op.s1, "a");
	ck_assert_uint_eq(compiled.timeout_ns, HX_DEFAULT_TIMEOUT_NS / 100 * 150);
	hx_text_free(&out);
}
END_TEST

START_TEST(a_program_has_8192_ops_and_not_one_more)
{
	struct hx_text body = { 0 };

	for (unsigned int i = 0; i < HX_MAX_OPS; i++)
		hx_text_add(&body, "close e0\n");
	ck_assert_int_eq(compile_with("", body.s, NULL), 0);
	hx_text_add(&body, "close e0\n");
	ck_assert_int_eq(compile_with("", body.s, NULL), HX_ESCENARIO);
	ck_assert_str_eq(err.text, "f:1: more than 8192 operations");
	hx_text_free(&body);
}
END_TEST

static const struct {
	const char *head, *body;
	const char *unmet;
} needs[] = {
	{ "needs module:driver module:omap_mailbox", "step a", NULL },
	{ "needs module:none", "step a", "module:none" },
	{ "needs kconfig:RPMSG_CHAR kconfig:A", "step a", NULL },
	{ "needs kconfig:RPMSG kconfig:AB", "step a", "kconfig:RPMSG, kconfig:AB" },
	{ "needs kernel>=6.1 kernel<6.2 kernel>=5.10", "step a", NULL },
	{ "needs kernel>=6.2", "step a", "kernel>=6.2" },
	{ "needs kernel<6.1", "step a", "kernel<6.1" },
	{ "needs profile:ref crash:lockup multi-core", "step a", NULL },
	{ "needs profile:other", "step a", "profile:other" },
	{ "needs firmware:x", "step a", "firmware:x" },
	{ "firmware none", "insmod nobody", "module:nobody" },
	{ "firmware none", "install idle", "firmware:idle" },
	{ "firmware idle", "step a", "firmware:idle" },
};

START_TEST(a_profile_can_have_a_need_of_its_own)
{
	struct hx_kernel other = { .major = 5, .minor = 10, .config = "" };

	env.profile = hx_profile_find("wkup-m3");
	env.kernel = &other;
	ck_assert_int_eq(compile_with("firmware none\n", "step a\n", NULL), 0);
	ck_assert_pstr_eq(hx_unmet_needs(&arena, &all.v[0], &compiled, &env), "kernel>=6.1");
	other = (struct hx_kernel){ .major = 6, .minor = 1 };
	ck_assert_ptr_null(hx_unmet_needs(&arena, &all.v[0], &compiled, &env));
}
END_TEST

START_TEST(a_need_that_is_not_met_is_named)
{
	const char *unmet;

	/* without a firmware line the image echo is needed; that is not the point here */
	ck_assert_int_eq(compile_with(hx_printf(&arena, "%s\n", needs[_i].head),
				      hx_printf(&arena, "%s\n", needs[_i].body), NULL), 0);
	if (!strstr(needs[_i].head, "firmware "))
		compiled.implied.num = 0;
	unmet = hx_unmet_needs(&arena, &all.v[0], &compiled, &env);
	ck_assert_pstr_eq(unmet, needs[_i].unmet);
}
END_TEST

START_TEST(a_caught_by_word_becomes_a_change_when_this_build_can_do_it)
{
	static const struct hx_item words[] = {
		{ "fault:drop-a2m@0", 1 }, { "firmware:sin", 1 }, { "machine:jitter=off", 1 },
		{ "mutant:x", 1 },
	};
	struct hx_change change = { 0 };

	for (unsigned int i = 0; i < 4; i++)
		ck_assert_int_eq(hx_caught_by_change(&arena, &words[i], &change), i < 3);
	ck_assert_str_eq(change.faults.item[0].text, "drop-a2m@0");
	ck_assert_str_eq(change.firmware.item[0].text, "sin");
	ck_assert_str_eq(change.machine.item[0].text, "jitter=off");
}
END_TEST

Suite *compile_suite(void)
{
	Suite *suite = suite_create("compile");
	TCase *tcase = tcase_create("ops");

	tcase_add_checked_fixture(tcase, begin, finish);
	tcase_add_loop_test(tcase, a_line_becomes_its_op, 0, HX_ARRAY_SIZE(lines));
	tcase_add_test(tcase, modprobe_inserts_what_a_module_depends_on_first);
	tcase_add_test(tcase, boot_loads_the_stack_and_waits_for_every_core);
	tcase_add_test(tcase, without_auto_boot_the_driver_is_told_where_it_has_a_parameter);
	tcase_add_test(tcase, an_image_is_installed_as_the_driver_of_the_profile_names_it);
	tcase_add_test(tcase, a_block_counts_the_ops_of_its_body);
	tcase_add_test(tcase, a_repeat_may_be_shorter_on_a_slow_kernel);
	tcase_add_test(tcase, a_permute_is_every_order_of_its_lines_in_the_whole_body);
	tcase_add_loop_test(tcase, a_permute_that_cannot_be_is_refused, 0,
			    (int)HX_ARRAY_SIZE(wrong_permutes));
	tcase_add_test(tcase, a_change_puts_its_image_in_place_of_all_others);
	tcase_add_test(tcase, a_change_sets_faults_and_machine_words);
	tcase_add_test(tcase, the_program_file_is_what_the_agent_reads);
	tcase_add_test(tcase, a_program_has_8192_ops_and_not_one_more);
	tcase_add_test(tcase, a_profile_can_have_a_need_of_its_own);
	tcase_add_loop_test(tcase, a_need_that_is_not_met_is_named, 0, HX_ARRAY_SIZE(needs));
	tcase_add_test(tcase, a_caught_by_word_becomes_a_change_when_this_build_can_do_it);
	suite_add_tcase(suite, tcase);
	return suite;
}
