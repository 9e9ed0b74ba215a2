/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A byte of a table in the core's memory that changes while the kernel reads it
 *
 * Armed for one byte at a time; the read that the step names, counted from then
 * on, finds the step's value, which stays.  Reads are those that KASAN is told
 * of in the files that redirect_reads.h is compiled in front of, before each is
 * done: all that the compiler has left of the source's, and no others.
 * Leaves out: reads by memcpy() and other functions.
 */
#ifndef AMP_FLIP_H
#define AMP_FLIP_H

#include "amp_fuzz.h"

/* what the next amp_flip_arm() arms */
void amp_flip_set(const struct amp_fuzz_step *step);
/* the table is here; nothing happens if no byte is set, or it lies outside */
void amp_flip_arm(void *table, u32 bytes);
/* before the table's memory is freed */
void amp_flip_end(void);

#endif
