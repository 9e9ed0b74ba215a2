/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Guests of a fuzzing kernel: copies of its process or machine, taken when it is ready
 *
 * Booting takes longer than a hundred cases; a copy of a process that has booted
 * takes less than a few.  amp_guests_serve() returns in each copy, one at a time,
 * and never in the process that it was called in.
 */
#ifndef AMP_GUESTS_H
#define AMP_GUESTS_H

#include "amp_fuzz.h"

#ifdef CONFIG_UML
/* far from what the kernel and its C library map */
#define AMP_GUESTS_SHARED	((struct amp_fuzz *)0x10000000000ul)
#else
/* of the kernel's own; the machine lays the host's memory over it */
extern struct amp_fuzz amp_guests_memory;
#define AMP_GUESTS_SHARED	(&amp_guests_memory)
#endif

/* 0, or a negative errno when the fuzzer has left no memory */
int amp_guests_open(void);
void amp_guests_serve(void);
/* wait for the next case, by way of saying that the last one is done; ends with the fuzzer */
void amp_guests_done(void);
void amp_guests_next(void);

#endif
