/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cover.h - the counters of a kernel that counts its lines, to the host
 *
 * Such a kernel (CONFIG=coverage) has a file for each source file that it
 * counts, in gcov's own form, below /sys/kernel/debug/gcov; those of a module
 * stay when the module goes.  Any other kernel has none, and nothing is said.
 */
#ifndef AG_COVER_H
#define AG_COVER_H

/* Report lines "cover PATH HEX", as many for a file as it takes, in order. */
void ag_cover_report(void);

#endif
