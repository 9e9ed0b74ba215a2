/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What differs between kernels, for amp_remoteproc.c
 *
 * The driver is written to the interfaces of Linux 6.1.  Kbuild looks into the
 * headers of the kernel that it builds against and defines AMP_HAVE_* for what
 * is there, so a tree with backports is judged by what it holds and not by its
 * version number.
 *
 * Kernels without carveouts (4.9) allocate vrings and buffers when a virtio driver
 * asks for them, and not from a reserved pool; there is no operation to prepare,
 * no memory of a name and no core dump.
 */
#ifndef AMP_COMPAT_H
#define AMP_COMPAT_H

#include <linux/device.h>
#include <linux/io.h>
#include <linux/irqreturn.h>
#include <linux/of_reserved_mem.h>
#include <linux/platform_device.h>
#include <linux/remoteproc.h>

/* exported by every kernel, declared in remoteproc's private header only */
irqreturn_t rproc_vq_interrupt(struct rproc *rproc, int vq_id);

/* rproc_ops.da_to_va() and struct rproc_mem_entry learned of iomem in one go */
#ifdef AMP_HAVE_IOMEM_FLAG
#define AMP_DA_TO_VA(fn) \
	fn(struct rproc *rproc, u64 da, size_t len, bool *is_iomem)
#define amp_say_iomem()		do { if (is_iomem) *is_iomem = true; } while (0)

static inline void amp_mem_is_iomem(struct rproc_mem_entry *mem)
{
	mem->is_iomem = true;
}
#else
#define AMP_DA_TO_VA(fn)	fn(struct rproc *rproc, u64 da, AMP_LEN len)
#define amp_say_iomem()		do { } while (0)

static inline void amp_mem_is_iomem(struct rproc_mem_entry *mem)
{
}
#endif

#ifdef AMP_HAVE_CARVEOUTS
#define AMP_LEN			size_t
#define AMP_PREPARE		.prepare = amp_prepare,

static inline int amp_pool_init(struct device *dev)
{
	return of_reserved_mem_device_init_by_idx(dev, dev->of_node, 0);
}

static inline int amp_add_state(struct device *dev, struct rproc *rproc)
{
	return 0;
}
#else
#define AMP_LEN			int
#define AMP_PREPARE

/* rpmsg wants the linear address of its buffers: they come from the default CMA area */
static inline int amp_pool_init(struct device *dev)
{
	return 0;
}

static inline void rproc_coredump_set_elf_info(struct rproc *rproc, u8 class, u16 machine)
{
}

/*
 * The platform device's file rproc_state takes "start" and "stop", with the
 * errors of the class's file in later kernels.  The only other one is in debugfs,
 * and a stop there waits for itself when the firmware has a trace buffer.
 */
static inline ssize_t rproc_state_store(struct device *dev, struct device_attribute *attr,
					const char *buf, size_t count)
{
	struct rproc *rproc = dev_get_drvdata(dev);
	int ret = -EINVAL;

	if (sysfs_streq(buf, "start")) {
		ret = rproc_boot(rproc);
	} else if (sysfs_streq(buf, "stop") && rproc->state != RPROC_OFFLINE) {
		rproc_shutdown(rproc);
		ret = 0;
	}
	return ret ? ret : count;
}

static DEVICE_ATTR_WO(rproc_state);

static inline void amp_remove_state(void *dev)
{
	device_remove_file(dev, &dev_attr_rproc_state);
}

static inline int amp_add_state(struct device *dev, struct rproc *rproc)
{
	int ret;

	dev_set_drvdata(dev, rproc);
	ret = device_create_file(dev, &dev_attr_rproc_state);
	return ret ? ret : devm_add_action_or_reset(dev, amp_remove_state, dev);
}
#endif

/* Kernels before 5.13 can attach and not let go again, older ones neither */
#ifdef AMP_HAVE_DETACH
#define AMP_ATTACH		.attach = amp_attach, .detach = amp_detach,	\
				.get_loaded_rsc_table = amp_get_loaded_rsc_table,

static inline bool amp_is_detached(const struct rproc *rproc)
{
	return rproc->state == RPROC_DETACHED;
}

static inline bool amp_is_up(const struct rproc *rproc)
{
	return rproc->state == RPROC_RUNNING || rproc->state == RPROC_ATTACHED;
}

static inline void amp_set_detached(struct rproc *rproc)
{
	rproc->state = RPROC_DETACHED;
}
#else
#define AMP_ATTACH

static inline bool amp_is_detached(const struct rproc *rproc)
{
	return false;
}

static inline bool amp_is_up(const struct rproc *rproc)
{
	return rproc->state == RPROC_RUNNING;
}

static inline void amp_set_detached(struct rproc *rproc)
{
}
#endif

#ifdef AMP_HAVE_SECTIONS
#define AMP_SECTIONS		.coredump = rproc_coredump_using_sections,
#else
#define AMP_SECTIONS
#endif

static inline void amp_attach_on_recovery(struct rproc *rproc)
{
#ifdef AMP_HAVE_FEATURES
	set_bit(RPROC_FEAT_ATTACH_ON_RECOVERY, rproc->features);
#endif
}

#ifndef AMP_HAVE_DEVM
static inline void amp_devm_free(void *rproc)
{
	rproc_free(rproc);
}

static inline struct rproc *devm_rproc_alloc(struct device *dev, const char *name,
					     const struct rproc_ops *ops,
					     const char *firmware, int len)
{
	struct rproc *rproc = rproc_alloc(dev, name, ops, firmware, len);

	if (rproc && devm_add_action_or_reset(dev, amp_devm_free, rproc))
		return NULL;
	return rproc;
}

static inline void amp_devm_del(void *rproc)
{
	rproc_del(rproc);
}

static inline int devm_rproc_add(struct device *dev, struct rproc *rproc)
{
	int ret = rproc_add(rproc);

	return ret ? ret : devm_add_action_or_reset(dev, amp_devm_del, rproc);
}
#endif

#ifndef AMP_HAVE_IOREMAP_BYNAME
static inline void __iomem *
devm_platform_ioremap_resource_byname(struct platform_device *pdev, const char *name)
{
	return devm_ioremap_resource(&pdev->dev,
				     platform_get_resource_byname(pdev, IORESOURCE_MEM, name));
}
#endif

#ifndef AMP_HAVE_ERR_PROBE
#define dev_err_probe(dev, err, fmt, ...)					\
({										\
	int __err = (err);							\
										\
	if (__err != -EPROBE_DEFER)						\
		dev_err(dev, "error %d: " fmt, __err, ##__VA_ARGS__);		\
	__err;									\
})
#endif

#endif
