/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A remote core without a core: firmware and tables from the host, memory, no life
 *
 * Its operations succeed and do nothing; what they are given (table, segments,
 * rings) goes through the kernel's own parser, loader and virtio code.
 */
#ifndef AMP_CORE_H
#define AMP_CORE_H

#include <linux/remoteproc.h>

extern struct amp_core {
	u32 image;		/* that the next load finds */
	u32 table;		/* that an attach finds */
} amp_core;

extern const struct rproc_ops amp_core_ops;

/* around each case: the core's memory.  0 or -ENOMEM */
int amp_core_begin(void);
/* nothing of the case may use it any more */
void amp_core_end(void);

#endif
