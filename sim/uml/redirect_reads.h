/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a file of a fuzzing kernel tells KASAN of its reads: amp_flip.c
 *
 * The compiler reads this before the file.  It makes those calls itself, so that
 * they are redirected for the assembler.
 */
#ifndef AMP_REDIRECT_READS_H
#define AMP_REDIRECT_READS_H

asm(".set __asan_load1_noabort, amp_flip_load1\n"
    ".set __asan_load2_noabort, amp_flip_load2\n"
    ".set __asan_load4_noabort, amp_flip_load4\n"
    ".set __asan_load8_noabort, amp_flip_load8\n");

#endif
