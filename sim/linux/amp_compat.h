/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What differs between kernels, for amp_remoteproc.c
 *
 * The driver is written to the interfaces of Linux 6.1.  Kbuild looks into the
 * headers of the kernel that it builds against and defines AMP_HAVE_* for what
 * is there, so a tree with backports is judged by what it holds and not by its
 * version number.
 *
 * Leaves out: kernels without carveouts and devm_rproc_alloc() (4.9), whose
 * rproc_ops knows four operations only and whose vrings are allocated late;
 * they need an operations table of their own.
 */
#ifndef AMP_COMPAT_H
#define AMP_COMPAT_H

#include <linux/irqreturn.h>
#include <linux/remoteproc.h>

/* exported by every kernel, declared in remoteproc's private header only */
irqreturn_t rproc_vq_interrupt(struct rproc *rproc, int vq_id);

/* rproc_ops.da_to_va() and struct rproc_mem_entry learned of iomem in one go */
#ifdef AMP_HAVE_IOMEM_FLAG
#define AMP_DA_TO_VA(fn) \
	fn(struct rproc *rproc, u64 da, size_t len, bool *is_iomem)
#define amp_say_iomem()		do { if (is_iomem) *is_iomem = true; } while (0)
#define amp_mem_is_iomem(mem)	((mem)->is_iomem = true)
#else
#define AMP_DA_TO_VA(fn)	fn(struct rproc *rproc, u64 da, size_t len)
#define amp_say_iomem()		do { } while (0)
#define amp_mem_is_iomem(mem)	do { } while (0)
#endif

#endif
