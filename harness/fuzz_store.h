/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_store.h - what a fuzzer leaves on the disk: cases and findings
 *
 * Several processes may write to the same directories.  Each function returns 0 or
 * HX_EIO.  Leaves out: reading; a case is a text like any other.
 */
#ifndef HX_FUZZ_STORE_H
#define HX_FUZZ_STORE_H

#include "../sim/abi/amp_fuzz.h"
#include "table.h"

/*
 * A file in @dir, named by the hash of its text: there as a whole or not at all, also for a
 * reader on another machine.
 */
int hx_store_case(const char *dir, const struct hx_case *c, struct hx_error *err);

/*
 * A directory below @findings, named by @title: the case, the kernel's @log, and the scenario
 * that does the same on the machine when there can be one.  @answer is what the guest said to
 * the case.  One that is there stays.
 */
int hx_store_finding(const char *findings, const struct amp_fuzz *answer, const struct hx_case *c,
		     const char *title, const struct hx_text *log, struct hx_error *err);

#endif
