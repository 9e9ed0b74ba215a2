// SPDX-License-Identifier: GPL-2.0-only
/*
 * Guests of a fuzzing kernel; see amp_guests.h
 *
 * The compiler reads this before remoteproc_sysfs.c of a User-Mode Linux.  A copy
 * of the process must share no memory with it: amp_guests_map_memory() stands in
 * for UML's os_map_memory() where that maps the kernel's memory (physmem.c, tlb.c),
 * which is a file that user space shares.  Nothing of user space runs here.
 *
 * Three more functions of the kernel are replaced, by names that the compiler is
 * told (ci/build-fuzz.sh):
 *  - stack_trace_save(): KASAN notes the stack of each allocation, and UML reads
 *    its stacks word by word, two thirds of a case's time; only when asked to
 *  - flush_tlb_kernel_vm(), um_tlb_sync() in UML's fault handler: it retries an
 *    access between start_vm and end_vm, where nothing may be, without end
 *  - the end of a panic: the process ends there, rather than its process group
 *
 * Leaves out: processors other than x86-64; pages that vmap() shows twice.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/panic_notifier.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/stacktrace.h>
#include <linux/version.h>
#include <asm/kasan.h>
#include <asm/tlbflush.h>
#include <os.h>

#include "amp_guests.h"

/* of the host, where the kernel has names that may be another architecture's */
enum { HOST_MMAP = 9, HOST_MADVISE = 28, HOST_CLONE = 56, HOST_WAIT4 = 61, HOST_PRCTL = 157,
	HOST_EXIT_GROUP = 231 };
#define HOST_SIGCHLD		17
#define HOST_SIGKILL		9
#define HOST_PDEATHSIG		1	/* PR_SET_PDEATHSIG */
#define HOST_RWX		7	/* PROT_ */
#define HOST_PRIVATE_ZEROES	0x4032	/* MAP_PRIVATE, FIXED, ANONYMOUS, NORESERVE */
#define HOST_DOFORK		11	/* MADV_ */

static struct amp_fuzz *const fuzz = AMP_GUESTS_SHARED;
static bool is_guest;
static unsigned long last_fault;	/* of this case, between start_vm and end_vm */

int amp_guests_map_memory(void *virt, int fd, unsigned long long off, unsigned long len,
			  int r, int w, int x);
void amp_guests_flush(void);
int amp_guests_sync(struct mm_struct *mm);
unsigned int amp_guests_trace(unsigned long *store, unsigned int size, unsigned int skipnr);

static long host(long number, long a, long b, long c, long d, long e, long f)
{
	register long r10 asm("r10") = d, r8 asm("r8") = e, r9 asm("r9") = f;
	long ret;

	asm volatile("syscall" : "=a"(ret)
		     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
		     : "rcx", "r11", "memory");
	return ret;
}

static void end_process(void)
{
	host(HOST_EXIT_GROUP, 1, 0, 0, 0, 0, 0);
}

/* memory that is zero when it is mapped, as the file's would be */
int amp_guests_map_memory(void *virt, int fd, unsigned long long off, unsigned long len,
			  int r, int w, int x)
{
	long ret = host(HOST_MMAP, (long)virt, (long)len, HOST_RWX, HOST_PRIVATE_ZEROES, -1, 0);

	return ret == (long)virt ? 0 : (int)ret;
}

/* the original, under the name that the compiler gives it */
unsigned int stack_trace_save(unsigned long *store, unsigned int size, unsigned int skipnr)
{
	if (is_guest && !fuzz->with_stacks)
		return 0;
	return amp_guests_trace(store, size, skipnr + 1);
}

/* the second one at an address: the first has brought the host's mappings up to date */
static void note_fault(void)
{
	struct pt_regs *regs = current->thread.segv_regs;
	unsigned long address = regs ? FAULT_ADDRESS(regs->regs.faultinfo) : 0;

	if (!is_guest || !address || address != last_fault) {
		last_fault = address;
		return;
	}
	show_regs(regs);
	/* as UML says of any other address */
	panic("Segfault with no mm");
}

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)
void amp_guests_flush(void)
{
	note_fault();
	flush_tlb_kernel_vm();
}
#else
int amp_guests_sync(struct mm_struct *mm)
{
	note_fault();
	return um_tlb_sync(mm);
}
#endif

static int on_panic(struct notifier_block *self, unsigned long unused, void *text)
{
	end_process();
	return NOTIFY_DONE;
}

/* UML's own, which kills the process group, comes next */
static struct notifier_block panic_block = {
	.notifier_call = on_panic,
	.priority = INT_MAX,
};

static void say(u32 what, u32 pid)
{
	struct amp_fuzz_word word = { what, pid };

	if (os_write_file(AMP_FUZZ_FD_DONE, &word, sizeof(word)) != sizeof(word))
		end_process();
}

int amp_guests_open(void)
{
	int ret = os_map_memory(fuzz, AMP_FUZZ_FD_MEMORY, 0, PAGE_ALIGN(sizeof(*fuzz)), 1, 1, 0);

	if (ret)
		return ret;
	atomic_notifier_chain_register(&panic_notifier_list, &panic_block);
	/* later kernels keep it from children */
	host(HOST_MADVISE, KASAN_SHADOW_START, KASAN_SHADOW_SIZE, HOST_DOFORK, 0, 0, 0);
	return 0;
}

void amp_guests_serve(void)
{
	for (;;) {
		long pid = host(HOST_CLONE, HOST_SIGCHLD, 0, 0, 0, 0, 0);

		if (!pid) {
			host(HOST_PRCTL, HOST_PDEATHSIG, HOST_SIGKILL, 0, 0, 0, 0);
			is_guest = true;
			return;
		}
		if (pid < 0)
			end_process();
		say(AMP_FUZZ_BORN, pid);
		while (host(HOST_WAIT4, pid, 0, 0, 0, 0, 0) == -EINTR)
			;
		say(AMP_FUZZ_ENDED, pid);
	}
}

void amp_guests_done(void)
{
	say(AMP_FUZZ_DONE, 0);
}

void amp_guests_next(void)
{
	char byte;
	int ret;

	do
		ret = os_read_file(AMP_FUZZ_FD_GO, &byte, 1);
	while (ret == -EINTR);
	if (ret != 1)
		end_process();
	last_fault = 0;
}
