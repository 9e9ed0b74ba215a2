/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a running core does to the kernel: write to its table, return buffers
 *
 * In the task of the loop, one step at a time; what such a step is given is in
 * sim/abi/amp_fuzz.h.  All return 0 or a negative errno.
 */
#ifndef AMP_RUNNING_H
#define AMP_RUNNING_H

#include <linux/remoteproc.h>

#include "amp_fuzz.h"

/* the loop is no subject */
#define NO_COVER	__attribute__((no_sanitize_coverage))

/* the driver of AMP_FUZZ_CHANNEL, which says what it was given in @too_long */
int amp_running_open(void);
int amp_running_change(struct rproc *rproc, const struct amp_fuzz_step *step);
int amp_running_flip(struct rproc *rproc, const struct amp_fuzz_step *step);
int amp_running_message(struct rproc *rproc, const struct amp_fuzz_step *step);

#endif
