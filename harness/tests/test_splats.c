/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_splats.c - lines that are splats, lines that only look so
 *
 * Every row of the table has a line here; a row without one fails a test.
 */
#include <string.h>

#include "splats.h"
#include "tests.h"

static const struct {
	const char *name;	/* of the row, NULL: the line is harmless */
	const char *line;
} samples[] = {
	{ "bug", "[    1.234567] BUG: KASAN: slab-use-after-free in rpmsg_dev_remove+0x1/0x2" },
	{ "bug", "[    1.2][   T12] BUG: sleeping function called from invalid context at a.c:1" },
	{ "bug", "BUG: spinlock bad magic on CPU#0, swapper/0" },
	{ "bug-at", "[    1.234567] kernel BUG at drivers/remoteproc/remoteproc_core.c:1!" },
	{ "slub", "BUG kmalloc-64 (Tainted: G    B  ): Redzone overwritten" },
	{ "warning", "[  1.0] WARNING: CPU: 0 PID: 1 at lib/refcount.c:28 x+0x1/0x2" },
	{ "warning", "WARNING: possible circular locking dependency detected" },
	{ "warning", "WARNING: suspicious RCU usage" },
	{ "oops", "Internal error: Oops: 5 [#1] PREEMPT SMP ARM" },
	{ "oops-fault", "Unable to handle kernel NULL pointer dereference at virtual address 0" },
	{ "unhandled", "Unhandled fault: external abort on non-linefetch (0x008) at 0x0" },
	{ "unhandled-abort", "Unhandled prefetch abort: debug event (0x222) at 0x0" },
	{ "panic", "[   12.0] Kernel panic - not syncing: Attempted to kill init!" },
	{ "lockdep-old", "[    1.0] [ INFO: possible circular locking dependency detected ]" },
	{ "lockdep-info", "INFO: possible recursive locking detected" },
	{ "lockdep-key", "INFO: trying to register non-static key." },
	{ "hung-task", "INFO: task init:1 blocked for more than 120 seconds." },
	{ "rcu-stall", "rcu: INFO: rcu_preempt self-detected stall on CPU" },
	{ "rcu-stall", "rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:" },
	{ "soft-lockup", "watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [init:1]" },
	{ "workqueue", "workqueue lockup - pool cpus=0 node=0 flags=0x0 nice=0 stuck for 33s!" },
	{ "refcount", "refcount_t: underflow; use-after-free." },
	{ "kobject", "kobject: 'x' (00000000): tried to init an initialized object, bad" },
	{ "kobject-add", "kobject: kobject_add_internal failed for x with -EEXIST" },
	{ "kobject-release", "Device 'x' does not have a release() function, it is broken" },
	{ "sysfs-twice", "sysfs: cannot create duplicate filename '/class/mbox/mbox-core'" },
	{ "list-add", "list_add corruption. prev->next should be next (1), but was 2." },
	{ "list-del", "list_del corruption, 1->next is LIST_POISON1 (00000100)" },
	{ "dma-debug", "remoteproc remoteproc0: DMA-API: device driver frees DMA memory twice" },
	{ "debug-objects", "ODEBUG: free active (active state 0) object type: timer_list" },
	{ "debug-objects-init", "ODEBUG: init active (active state 0) object type: work_struct" },
	{ "debug-objects-active", "ODEBUG: activate not available object type: timer_list" },
	{ "debug-objects-assert", "ODEBUG: assert_init not available object type: timer_list" },
	{ "ubsan", "UBSAN: array-index-out-of-bounds in a.c:1:2" },
	{ "kmemleak", "kmemleak: 1 new suspected memory leaks (see /sys/kernel/debug/kmemleak)" },
	{ "allocation", "init: page allocation failure: order:4, mode:0xcc0(GFP_KERNEL)" },
	{ "nobody-cared", "irq 40: nobody cared (try booting with the \"irqpoll\" option)" },
	{ "irq-flags", "genirq: Flags mismatch irq 40. 00000004 (a) vs. 00000004 (b)" },
	{ "atomic", "x: scheduling while atomic: init/1/0x00000002" },
	{ "backtrace", "Backtrace: " },
	{ "call-trace", "[    1.0] Call trace:" },
	{ "call-trace-x86", "Call Trace:" },

	{ NULL, "" },
	{ NULL, "kobject: kobject_add_internal failed for x (error: -12 parent: y)" },
	{ NULL, "[    1.234567] remoteproc remoteproc0: crash detected in amp: type fatal error" },
	{ NULL, "remoteproc remoteproc0: handling crash #1 in amp" },
	{ NULL, "remoteproc remoteproc0: Boot failed: -22" },
	{ NULL, "virtio_rpmsg_bus virtio0: msg received with no recipient" },
	{ NULL, "amp_remoteproc: loading out-of-tree module taints kernel." },
	{ NULL, "rpmsg_client_sample: WARNING: this is a message of a driver" },
	{ NULL, "printk: debug: ignoring loglevel setting." },
	{ NULL, "ODEBUG: selftest passed" },
	{ NULL, "DMA-API: preallocated 65536 debug entries" },
	{ NULL, "DMA-API: debugging enabled by kernel config" },
	{ NULL, "Kernel memory protection not selected by kernel config." },
	{ NULL, "rcu: Hierarchical RCU implementation." },
	{ NULL, "DEBUG_LOCKS_WARN_ON is off" },
	{ NULL, "Lock dependency validator: Copyright (c) 2006 Red Hat, Inc., Ingo Molnar" },
	{ NULL, "kmemleak: Kernel memory leak detector initialized (mem pool available: 15867)" },
	{ NULL, "debug: BUGGY hardware?" },
	{ NULL, "[x] BUG: not at the start of the message" },
};

START_TEST(a_line_is_a_splat_or_is_not)
{
	const struct hx_splat *splat = hx_splat_of(samples[_i].line);

	ck_assert_msg(!splat == !samples[_i].name, "%s: got %s", samples[_i].line,
		      splat ? splat->name : "nothing");
	if (splat)
		ck_assert_str_eq(splat->name, samples[_i].name);
}
END_TEST

START_TEST(every_row_has_a_sample)
{
	for (unsigned int i = 0; i < hx_num_splats; i++) {
		unsigned int num = 0;

		for (unsigned int j = 0; j < HX_ARRAY_SIZE(samples); j++)
			num += samples[j].name && !strcmp(samples[j].name, hx_splats[i].name);
		ck_assert_msg(num, "%s has no sample", hx_splats[i].name);
	}
}
END_TEST

START_TEST(the_first_splat_of_a_text_is_found_without_its_time_stamp)
{
	struct hx_arena arena = { 0 };

	ck_assert_str_eq(hx_splat_find(&arena, "a\r\n\n[    1.5] WARNING: b\nBUG: c"),
			 "WARNING: b");
	ck_assert_ptr_null(hx_splat_find(&arena, "a\nb\n"));
	ck_assert_ptr_null(hx_splat_find(&arena, ""));
	ck_assert_str_eq(hx_splat_find(&arena, "x\nBUG: c"), "BUG: c");
	hx_arena_free(&arena);
}
END_TEST

Suite *splats_suite(void)
{
	Suite *suite = suite_create("splats");
	TCase *tcase = tcase_create("table");

	tcase_add_loop_test(tcase, a_line_is_a_splat_or_is_not, 0, HX_ARRAY_SIZE(samples));
	tcase_add_test(tcase, every_row_has_a_sample);
	tcase_add_test(tcase, the_first_splat_of_a_text_is_found_without_its_time_stamp);
	suite_add_tcase(suite, tcase);
	return suite;
}
