/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * always.h - the checks that no scenario asks for
 *
 * Names of the "check" lines: modules, devices, drivers, class, debugfs, dev,
 * chrdevs, interrupts, iomem, ioremap (snapshot.h: after = before), taint,
 * guest-errors, kmemleak (kernels that have it), kmsg (no record lost); and
 * cleanup, which main.c writes first.
 *
 * Call ag_always_begin() before the first op and ag_always_end() after cleanup.
 * Splats in the kernel log are not looked for here: the host has all of it.
 */
#ifndef AG_ALWAYS_H
#define AG_ALWAYS_H

#include "agent.h"

void ag_check(const char *name, bool good, const char *text);

void ag_always_begin(void);

/*
 * In the middle of a run, after a cleanup: is everything as it was?  Writes no
 * line.  Returns: AG_PASS, or AG_FAIL with the first difference as the text.
 */
enum ag_result ag_always_again(struct ag_ctx *ctx);

/* Taint of the kernel without what our own modules bring; 0 when it cannot be read. */
unsigned long ag_taint(void);
/* Errors that this project's devices have logged since ag_always_begin(). */
uint32_t ag_guest_errors(void);

/* Writes "check" lines.  Returns: AG_PASS, or AG_FAIL when one has failed. */
enum ag_result ag_always_end(struct ag_ctx *ctx);

#endif
