// SPDX-License-Identifier: GPL-2.0-only
/*
 * Guests of a fuzzing kernel on the machine; see amp_guests.h
 *
 * The compiler reads this before remoteproc_sysfs.c of a kernel for the machine
 * amp-virt, guests=on, which makes the copies (sim/amp_guests.c).
 *
 * stack_trace_save() is replaced as in amp_guests.c: KASAN asks for a stack with
 * each allocation.
 */
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/panic_notifier.h>
#include <linux/stacktrace.h>

#include "amp_guests.h"

unsigned int amp_guests_trace(unsigned long *store, unsigned int size, unsigned int skipnr);

static union {
	struct amp_fuzz fuzz;
	u8 pages[PAGE_ALIGN(sizeof(struct amp_fuzz))];
} memory __page_aligned_bss;
extern struct amp_fuzz amp_guests_memory __attribute__((alias("memory")));

static void __iomem *regs;
static bool is_guest;

/* the original, under the name that the compiler gives it */
unsigned int stack_trace_save(unsigned long *store, unsigned int size, unsigned int skipnr)
{
	if (is_guest && !memory.fuzz.with_stacks)
		return 0;
	return amp_guests_trace(store, size, skipnr + 1);
}

static int on_panic(struct notifier_block *self, unsigned long unused, void *text)
{
	writel(0, regs + AMP_FUZZ_REG_END);
	return NOTIFY_DONE;
}

static struct notifier_block panic_block = {
	.notifier_call = on_panic,
	.priority = INT_MAX,
};

int amp_guests_open(void)
{
	regs = ioremap(AMP_FUZZ_REGS, AMP_FUZZ_REGS_SIZE);
	if (!regs)
		return -ENOMEM;
	atomic_notifier_chain_register(&panic_notifier_list, &panic_block);
	writel(virt_to_phys(&memory), regs + AMP_FUZZ_REG_AREA);
	return 0;
}

void amp_guests_serve(void)
{
	writel(0, regs + AMP_FUZZ_REG_SERVE);
	is_guest = true;
}

void amp_guests_done(void)
{
	writel(0, regs + AMP_FUZZ_REG_DONE);
}

void amp_guests_next(void)
{
	writel(0, regs + AMP_FUZZ_REG_NEXT);
}
