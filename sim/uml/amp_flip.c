// SPDX-License-Identifier: GPL-2.0-only
/*
 * A byte of a table that changes while the kernel reads it; see amp_flip.h
 *
 * The compiler reads this before remoteproc_cdev.c of a fuzzing kernel.
 */
#include <linux/kernel.h>
#include <linux/types.h>

#include "amp_flip.h"
#include "amp_running.h"

/* mm/kasan/kasan.h, which is KASAN's own; @addr is a number in some kernels */
bool kasan_check_range(const void *addr, size_t size, bool write, unsigned long ret_ip);

static struct {
	u8 *byte;		/* NULL: none */
	u32 reads_left;
	u8 value;
} flip;
static struct amp_fuzz_step flip_step;	/* its read is 0: none is set */

NO_COVER void amp_flip_set(const struct amp_fuzz_step *step)
{
	flip_step = *step;
}

NO_COVER void amp_flip_arm(void *table, u32 bytes)
{
	if (!flip_step.read || flip_step.at >= bytes)
		return;
	flip.reads_left = flip_step.read;
	flip.value = flip_step.value;
	flip.byte = table + flip_step.at;
	flip_step.read = 0;
}

NO_COVER void amp_flip_end(void)
{
	flip.byte = NULL;
	flip_step.read = 0;
}

/* As if the core had written it just now */
static noinline NO_COVER __no_sanitize_address void read_flipping(void)
{
	if (--flip.reads_left)
		return;
	*flip.byte = flip.value;
	flip.byte = NULL;
}

#define FLIP_LOAD(size)									\
	void amp_flip_load##size(const u8 *addr);					\
	NO_COVER __no_sanitize_address void amp_flip_load##size(const u8 *addr)		\
	{										\
		if (unlikely((size_t)(flip.byte - addr) < size))			\
			read_flipping();						\
		kasan_check_range(addr, size, false, _RET_IP_);				\
	}

FLIP_LOAD(1)
FLIP_LOAD(2)
FLIP_LOAD(4)
FLIP_LOAD(8)
