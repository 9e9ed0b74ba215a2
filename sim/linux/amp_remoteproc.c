// SPDX-License-Identifier: GPL-2.0-only
/*
 * Platform driver for the remote cores of the machine amp-virt
 *
 * One platform device is one core: its control block (hold, run, state, crash
 * and watchdog interrupt), its tightly coupled memories, a mailbox channel and
 * reserved memory.  Binding: rproctest,amp-remoteproc.yaml beside this file.
 *
 * Mailbox: the channel is requested by probe and freed after the rproc is gone.
 * So the mailbox driver's module is in use as long as this driver is bound, a
 * missing one defers the probe, and words that arrive while the core is held
 * are taken out and dropped here instead of waiting for the next start.  The
 * order of removal is: this driver, then the mailbox driver.
 *
 * Kicks: the callback may run in any context, so it only notes the notifyid;
 * the work item, which may sleep, hands it on.  It takes rproc->lock, because
 * the core must not take a virtqueue away meanwhile; therefore stop() does not
 * wait for it, and finds in the state that there is nothing to do.
 *
 * Crashes, each reported as it comes:
 *	AMP_MSG_CRASH			RPROC_FATAL_ERROR
 *	AMP_MSG_CRASH_TYPE(t)		t, also when it is no enum rproc_crash_type
 *	watchdog interrupt		RPROC_WATCHDOG
 *	crash interrupt, LOCKUP		RPROC_FATAL_ERROR
 *	crash interrupt, SOFT		RPROC_FATAL_ERROR; the code that comes with
 *					it is the firmware's own and only logged,
 *					or with soft_types the type, as it is
 * The interrupts report in hard interrupt context, or with threaded_lines in a
 * thread; the messages in the context that the mailbox driver calls its client in, or
 * with messages_in_irq in a hard interrupt, as that of some other driver might be.
 *
 * Boot address: the ELF entry, when it can be a vector table (128-byte
 * aligned); an image whose entry is its reset handler has its vector table at
 * device address 0.
 *
 * Attach: a core that runs when the driver is bound is taken over as it is, with
 * the resource table that its control block names, and left running when the
 * driver goes while it is detached.  No message tells the firmware of a detach:
 * it sees the status of its vdevs.
 *
 * Parameters fail_attach, fail_table and fail_detach, an errno each, make that
 * operation fail as long as they are set; attach_on_recovery lets the kernel take over a
 * crashed core that came up again by itself.  More of that kind is in amp_test.h.
 *
 * Leaves out: suspend; what amp_compat.h says of old kernels.
 * The mailbox framework has no flush: a word that its driver still carries when
 * the core is held, and delivers only after the next start, counts as one of the
 * new life.
 */

#include <linux/bitmap.h>
#include <linux/dma-mapping.h>
#include <linux/elf.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/iopoll.h>
#include <linux/irq_work.h>
#include <linux/mailbox_client.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/of_address.h>
#include <linux/of_reserved_mem.h>
#include <linux/platform_device.h>
#include <linux/remoteproc.h>
#include <linux/workqueue.h>

#include "amp_compat.h"
#include "amp_ctrl.h"
#include "amp_map.h"
#include "amp_mbox.h"

#define AMP_START_TIMEOUT_US	100000
#define AMP_HOLD_TIMEOUT_US	100000
#define AMP_POLL_US		20
#define AMP_VECTORS_ALIGN	128
#define AMP_NO_REGION		99	/* of memory-region */
#define AMP_NO_MEMORY		0x70000000	/* of the core's */
#define AMP_IRQS		(AMP_IRQ_CRASH | AMP_IRQ_WDOG)

static bool auto_boot = true;
module_param(auto_boot, bool, 0444);
MODULE_PARM_DESC(auto_boot, "Start each core when its driver is bound (default: true)");

static bool attach_on_recovery;
module_param(attach_on_recovery, bool, 0444);
MODULE_PARM_DESC(attach_on_recovery, "A crashed core comes up by itself (default: false)");

static int fail_attach;
module_param(fail_attach, int, 0644);
MODULE_PARM_DESC(fail_attach, "Errno that each attach fails with, 0: none (default: 0)");

static int fail_table;
module_param(fail_table, int, 0644);
MODULE_PARM_DESC(fail_table, "Errno that looking for a loaded table fails with, 0: none (default: 0)");

static int fail_detach;
module_param(fail_detach, int, 0644);
MODULE_PARM_DESC(fail_detach, "Errno that each detach fails with, 0: none (default: 0)");

static bool threaded_lines;
module_param(threaded_lines, bool, 0444);
MODULE_PARM_DESC(threaded_lines, "Crash interrupts have a thread, and no handler (default: false)");

static bool messages_in_irq;
module_param(messages_in_irq, bool, 0444);
MODULE_PARM_DESC(messages_in_irq, "Words of the mailbox are taken in a hard interrupt (default: false)");

static int reports_in_irq;
module_param(reports_in_irq, int, 0444);
MODULE_PARM_DESC(reports_in_irq, "Crashes that were reported in a hard interrupt");

static bool soft_types;
module_param(soft_types, bool, 0444);
MODULE_PARM_DESC(soft_types, "The code of a SOFT crash is its type (default: false)");

static bool dump_sections;
module_param(dump_sections, bool, 0444);
MODULE_PARM_DESC(dump_sections, "Core dumps have sections, not segments (default: false)");

static bool dump_cause;
module_param(dump_cause, bool, 0444);
MODULE_PARM_DESC(dump_cause, "Core dumps have the control block's cause of the crash (default: false)");

static const char * const amp_tcm_names[] = { "itcm", "dtcm" };

struct amp_line_info {
	const char *name;
	u32 bit;
	enum rproc_crash_type type;
};

static const struct amp_line_info amp_line_infos[] = {
	{ "crash", AMP_IRQ_CRASH, RPROC_FATAL_ERROR },
	{ "watchdog", AMP_IRQ_WDOG, RPROC_WATCHDOG },
};

struct amp_line {
	const struct amp_line_info *info;
	struct amp_rproc *amp;
	int irq;
};

/**
 * struct amp_region - memory that both sides reach
 * @name: carveout name, NULL for a tightly coupled memory
 * @va: mapping, NULL for a vdev's buffer memory, which the DMA API maps
 * @pa: address on the application side
 * @size: bytes
 * @da: address on the remote side
 * @index: place in memory-region
 */
struct amp_region {
	const char *name;
	void __iomem *va;
	phys_addr_t pa;
	size_t size;
	u32 da;
	int index;
};

#ifdef AMP_HAVE_SUBDEVS
/**
 * struct amp_subdev - a sub-device that does nothing (amp_test.h)
 * @subdev: in the rproc's list
 * @amp: its core
 */
struct amp_subdev {
	struct rproc_subdev subdev;
	struct amp_rproc *amp;
};
#endif

/**
 * struct amp_rproc - one core
 * @rproc: the rproc that this is the private part of
 * @dev: platform device
 * @ctrl: control block
 * @lines: crash and watchdog interrupt
 * @client: mailbox client
 * @chan: mailbox channel, both directions
 * @irq_work: takes @irq_word in a hard interrupt
 * @irq_word: word of the mailbox
 * @wq: ordered queue for @kick_work
 * @kick_work: hands @kicks to the virtqueues
 * @kicks: notifyids kicked by the remote and not handed on yet
 * @live: the core may execute: words from the mailbox mean something
 * @unloaded: its memory was not touched since it was held
 * @going: the driver is being unbound: no crash is reported any more
 * @runs_on: and it was detached when that began
 * @regions: tightly coupled memories, then memory-region without its first
 * @num_regions: entries of @regions
 * @subdevs: sub-devices
 */
struct amp_rproc {
	struct rproc *rproc;
	struct device *dev;
	void __iomem *ctrl;
	struct amp_line lines[ARRAY_SIZE(amp_line_infos)];
	struct mbox_client client;
	struct mbox_chan *chan;
	struct irq_work irq_work;
	u32 irq_word;
	struct workqueue_struct *wq;
	struct work_struct kick_work;
	DECLARE_BITMAP(kicks, AMP_MSG_KICK_END);
	bool live;
	bool unloaded;
	bool going;
	bool runs_on;
	struct amp_region *regions;
	int num_regions;
#ifdef AMP_HAVE_SUBDEVS
	struct amp_subdev subdevs[2];
#endif
};

/* Crashes and kicks */

static void amp_report(struct amp_rproc *amp, enum rproc_crash_type type)
{
	if (READ_ONCE(amp->going))
		return;
	if (hardirq_count())
		reports_in_irq++;
	rproc_report_crash(amp->rproc, type);
}

#include "amp_test.h"

static enum rproc_crash_type amp_line_type(struct amp_line *line)
{
	struct amp_rproc *amp = line->amp;

	if (soft_types && readl(amp->ctrl + AMP_CTRL_CAUSE) == AMP_CAUSE_SOFT)
		return readl(amp->ctrl + AMP_CTRL_CAUSE_ARG);
	return line->info->type;
}

static irqreturn_t amp_irq(int irq, void *data)
{
	struct amp_line *line = data;
	struct amp_rproc *amp = line->amp;

	if (!(readl(amp->ctrl + AMP_CTRL_IRQ_STATUS) & line->info->bit))
		return IRQ_NONE;

	dev_err(amp->dev, "%s interrupt: cause %u, argument 0x%08x\n",
		line->info->name, readl(amp->ctrl + AMP_CTRL_CAUSE),
		readl(amp->ctrl + AMP_CTRL_CAUSE_ARG));
	writel(line->info->bit, amp->ctrl + AMP_CTRL_IRQ_STATUS);
	amp_report(amp, amp_line_type(line));

	return IRQ_HANDLED;
}

static void amp_kick_work(struct work_struct *work)
{
	struct amp_rproc *amp = container_of(work, struct amp_rproc, kick_work);
	struct rproc *rproc = amp->rproc;
	unsigned int id;

	mutex_lock(&rproc->lock);
	if (!amp_is_up(rproc))
		goto unlock;

	for_each_set_bit(id, amp->kicks, rproc->max_notifyid + 1) {
		/* ordered before the ring is read: a later kick sets it again */
		if (!test_and_clear_bit(id, amp->kicks))
			continue;
		if (rproc_vq_interrupt(rproc, id) == IRQ_NONE)
			dev_dbg(amp->dev, "nothing found in vq %u\n", id);
	}
unlock:
	mutex_unlock(&rproc->lock);
}

static void amp_kicked(struct amp_rproc *amp, u32 id)
{
	if ((int)id > amp->rproc->max_notifyid) {
		dev_dbg(amp->dev, "kick for vq %u, which is not there\n", id);
		return;
	}

	set_bit(id, amp->kicks);
	queue_work(amp->wq, &amp->kick_work);
}

static void amp_word(struct amp_rproc *amp, u32 msg)
{
	if (!READ_ONCE(amp->live)) {
		dev_dbg(amp->dev, "word 0x%08x from a core that is held\n", msg);
		return;
	}

	if (msg < AMP_MSG_KICK_END)
		amp_kicked(amp, msg);
	else if ((msg & AMP_MSG_CRASH_TYPE_MASK) == AMP_MSG_CRASH_TYPE(0))
		amp_report(amp, msg & ~AMP_MSG_CRASH_TYPE_MASK);
	else if (msg == AMP_MSG_CRASH)
		amp_report(amp, RPROC_FATAL_ERROR);
	else
		dev_dbg(amp->dev, "word 0x%08x\n", msg);
}

static void amp_irq_word(struct irq_work *work)
{
	struct amp_rproc *amp = container_of(work, struct amp_rproc, irq_work);

	amp_word(amp, amp->irq_word);
}

/* One word at a time, whatever the context; with messages_in_irq not in one that masks IRQs */
static void amp_mbox_received(struct mbox_client *client, void *data)
{
	struct amp_rproc *amp = container_of(client, struct amp_rproc, client);
	u32 msg = (u32)(uintptr_t)data;

	if (!messages_in_irq) {
		amp_word(amp, msg);
		return;
	}
	amp->irq_word = msg;
	irq_work_queue(&amp->irq_work);
	irq_work_sync(&amp->irq_work);
}

static void amp_send(struct amp_rproc *amp, u32 msg)
{
	int ret;

	/* the word itself travels as the pointer */
	ret = mbox_send_message(amp->chan, (void *)(uintptr_t)msg);
	if (ret < 0)
		dev_warn_ratelimited(amp->dev, "word 0x%08x not sent: %d\n", msg, ret);
}

/* Hold and run */

static void amp_listen(struct amp_rproc *amp, bool live)
{
	WRITE_ONCE(amp->live, live);
	writel(live ? AMP_IRQS : 0, amp->ctrl + AMP_CTRL_IRQ_ENABLE);
}

/*
 * On 0 the core executes nothing any more and no interrupt of it is under way.
 * What it says from here on is about a life that is over: a recovery must not
 * hear of it in the next.  A core that is not held is heard as before.
 */
static int amp_hold(struct amp_rproc *amp)
{
	bool was_live = amp->live;
	u32 state;
	int i, ret;

	amp_listen(amp, false);
	writel(0, amp->ctrl + AMP_CTRL_RUN);
	ret = readl_poll_timeout(amp->ctrl + AMP_CTRL_STATE, state,
				 state == AMP_STATE_HELD, AMP_POLL_US,
				 AMP_HOLD_TIMEOUT_US);
	if (ret) {
		dev_err(amp->dev, "core is not held, state %u\n", state);
		amp_listen(amp, was_live);
		return ret;
	}

	writel(AMP_IRQS, amp->ctrl + AMP_CTRL_IRQ_STATUS);
	for (i = 0; i < ARRAY_SIZE(amp->lines); i++)
		synchronize_irq(amp->lines[i].irq);

	return 0;
}

static int amp_start(struct rproc *rproc)
{
	struct amp_rproc *amp = rproc->priv;
	u32 boot = rproc->bootaddr;
	u32 state;
	int ret;

	if (!IS_ALIGNED(boot, AMP_VECTORS_ALIGN))
		boot = 0;

	bitmap_zero(amp->kicks, AMP_MSG_KICK_END);
	amp_listen(amp, true);
	writel(boot, amp->ctrl + AMP_CTRL_BOOT_ADDR);
	writel(1, amp->ctrl + AMP_CTRL_RUN);

	ret = readl_poll_timeout(amp->ctrl + AMP_CTRL_STATE, state,
				 state == AMP_STATE_RUNNING || state == AMP_STATE_LOCKUP,
				 AMP_POLL_US, AMP_START_TIMEOUT_US);
	if (ret) {
		dev_err(amp->dev, "core does not start, state %u\n", state);
		amp_hold(amp);
		return ret;
	}

	amp_send(amp, AMP_MSG_ECHO_REQUEST);
	amp_pass(amp, AMP_AT_START);
	return 0;
}

static int amp_stop(struct rproc *rproc)
{
	struct amp_rproc *amp = rproc->priv;
	int ret = amp_hold(amp);

	if (ret)
		return ret;
	amp->unloaded = true;
	amp_pass(amp, AMP_AT_STOP);
	return 0;
}

static void amp_kick(struct rproc *rproc, int notifyid)
{
	amp_send(rproc->priv, notifyid);
}

/* Memory */

static bool amp_is_vdev_buffer(const char *name)
{
	return strstarts(name, "vdev") && strstr(name, "buffer");
}

#ifdef AMP_HAVE_CARVEOUTS
static struct rproc_mem_entry *amp_carveout(struct amp_rproc *amp,
					    const struct amp_region *region)
{
	struct rproc_mem_entry *mem;

	if (!region->va && strcmp(buffers, "plain"))
		return rproc_of_resm_mem_entry_init(amp->dev,
						    strcmp(buffers, "absent") ? region->index : AMP_NO_REGION,
						    region->size, region->da, "%s", region->name);

	mem = rproc_mem_entry_init(amp->dev, (__force void *)region->va, region->pa,
				   region->size, region->da, NULL, NULL, "%s", region->name);
	if (mem && region->va)
		amp_mem_is_iomem(mem);
	return mem;
}

/* No memory of the core's: the words lie in the control block and are read by the word */
static void amp_dump_cause(struct rproc *rproc, struct rproc_dump_segment *segment,
			   void *dest, size_t offset, size_t size)
{
	struct amp_rproc *amp = rproc->priv;
	u32 words[AMP_CTRL_CAUSE_SIZE / sizeof(u32)];
	int i;

	for (i = 0; i < ARRAY_SIZE(words); i++)
		words[i] = readl(amp->ctrl + AMP_CTRL_CAUSE + i * sizeof(u32));
	memcpy(dest, (u8 *)words + offset, size);
}

static const char *amp_region_name(struct amp_rproc *amp, const struct amp_region *region)
{
	return region->name ? region->name : amp_tcm_names[region - amp->regions];
}

/* A dump in sections takes the name of each from what is private to the segment */
static int amp_dump_region(struct rproc *rproc, const struct amp_region *region)
{
	if (!dump_sections)
		return rproc_coredump_add_segment(rproc, region->da, region->size);
	return rproc_coredump_add_custom_segment(rproc, region->da, region->size, NULL,
						 (void *)amp_region_name(rproc->priv, region));
}

/* The core forgets carveouts and dump segments at every shutdown */
static int amp_prepare(struct rproc *rproc)
{
	struct amp_rproc *amp = rproc->priv;
	const struct amp_region *region;
	struct rproc_mem_entry *mem;
	int ret = 0;

	for (region = amp->regions; region < amp->regions + amp->num_regions; region++) {
		if (region->va)
			ret = amp_dump_region(rproc, region);
		if (ret)
			break;
		if (!region->name)
			continue;

		mem = amp_carveout(amp, region);
		if (!mem) {
			ret = -ENOMEM;
			break;
		}
		rproc_add_carveout(rproc, mem);
	}

	if (!ret && dump_astray)
		ret = rproc_coredump_add_segment(rproc, AMP_NO_MEMORY, PAGE_SIZE);
	if (!ret && dump_cause)
		ret = rproc_coredump_add_custom_segment(rproc, AMP_M_CTRL + AMP_CTRL_CAUSE,
							AMP_CTRL_CAUSE_SIZE, amp_dump_cause,
							"cause");

	/* the core does not clean up after a prepare() that failed */
	if (ret)
		rproc_resource_cleanup(rproc);
	return ret;
}
#endif

static bool amp_within(u64 addr, size_t len, u64 base, size_t size)
{
	return addr >= base && len <= size && addr - base <= size - len;
}

static void *AMP_DA_TO_VA(amp_da_to_va)
{
	struct amp_rproc *amp = rproc->priv;
	const struct amp_region *region;
	u64 base;

	if (amp->unloaded) {
		amp->unloaded = false;
		amp_pass(amp, AMP_AT_LOAD);
	}

	for (region = amp->regions; region < amp->regions + amp->num_regions; region++) {
		if (!region->va)
			continue;

		/* reserved memory is also seen at its own address, a TCM is not */
		base = region->da;
		if (region->name && !amp_within(da, len, base, region->size))
			base = region->pa;
		if (!amp_within(da, len, base, region->size))
			continue;

		amp_say_iomem();
		return (__force void *)(region->va + (da - base));
	}

	return NULL;
}

#ifdef AMP_HAVE_DETACH
static int amp_attach(struct rproc *rproc)
{
	struct amp_rproc *amp = rproc->priv;

	if (fail_attach)
		return -fail_attach;

	bitmap_zero(amp->kicks, AMP_MSG_KICK_END);
	amp_listen(amp, true);
	return 0;
}

/* What the core says from here on is nobody's business; it runs on */
static int amp_detach(struct rproc *rproc)
{
	struct amp_rproc *amp = rproc->priv;

	if (fail_detach)
		return -fail_detach;

	amp_listen(amp, false);
	return 0;
}

/* Live, in the core's own memory; no address: it has none */
static struct resource_table *amp_get_loaded_rsc_table(struct rproc *rproc, size_t *size)
{
	struct amp_rproc *amp = rproc->priv;
	u32 da = readl(amp->ctrl + AMP_CTRL_RSC_TABLE);
	bool is_iomem;
	void *table;

	if (fail_table)
		return ERR_PTR(-fail_table);
	if (!da)
		return NULL;

	*size = readl(amp->ctrl + AMP_CTRL_RSC_SIZE);
	table = amp_da_to_va(rproc, da, *size, &is_iomem);
	if (!table) {
		dev_err(amp->dev, "no memory at 0x%08x, resource table of %zu bytes\n", da, *size);
		return ERR_PTR(-EINVAL);
	}
	return table;
}
#endif

#define AMP_OPS				\
	AMP_PREPARE			\
	AMP_ATTACH			\
	.start = amp_start,		\
	.stop = amp_stop,		\
	.kick = amp_kick,		\
	.da_to_va = amp_da_to_va,

static const struct rproc_ops amp_rproc_ops = {
	AMP_OPS
};

static const struct rproc_ops amp_section_ops = {
	AMP_OPS
	AMP_SECTIONS
};

/* Probe */

/* Address of @res on the remote side, from rproctest,da-map = <da pa size>... */
static int amp_pa_to_da(struct device *dev, const struct resource *res, u32 *da)
{
	struct device_node *np = dev->of_node;
	u32 range[3];
	int i, j;

	for (i = 0; ; i += ARRAY_SIZE(range)) {
		for (j = 0; j < ARRAY_SIZE(range); j++)
			if (of_property_read_u32_index(np, "rproctest,da-map", i + j, &range[j]))
				return dev_err_probe(dev, -EINVAL, "%pR not in rproctest,da-map\n",
						     res);

		if (amp_within(res->start, resource_size(res), range[1], range[2])) {
			*da = res->start - range[1] + range[0];
			return 0;
		}
	}
}

static int amp_map_region(struct amp_rproc *amp, struct amp_region *region,
			  const struct resource *res)
{
	int ret;

	region->pa = res->start;
	region->size = resource_size(res);

	/* vrings and buffers carry bus addresses, code is linked to the map's */
	if (region->name && strstarts(region->name, "vdev")) {
		region->da = region->pa;
	} else {
		ret = amp_pa_to_da(amp->dev, res, &region->da);
		if (ret)
			return ret;
	}

	if (region->name && amp_is_vdev_buffer(region->name))
		return 0;

	/* memory, not registers: the loader's copies need not be aligned */
	region->va = devm_ioremap_wc(amp->dev, region->pa, region->size);
	if (!region->va)
		return dev_err_probe(amp->dev, -ENOMEM, "%pR cannot be mapped\n", res);
	return 0;
}

static int amp_get_tcm(struct amp_rproc *amp, const char *name)
{
	struct platform_device *pdev = to_platform_device(amp->dev);
	struct resource *res;

	res = platform_get_resource_byname(pdev, IORESOURCE_MEM, name);
	if (!res)
		return dev_err_probe(amp->dev, -EINVAL, "no reg named %s\n", name);

	return amp_map_region(amp, &amp->regions[amp->num_regions++], res);
}

static int amp_get_reserved(struct amp_rproc *amp, int index)
{
	struct amp_region *region = &amp->regions[amp->num_regions++];
	struct device_node *np;
	struct resource res;
	int ret;

	np = of_parse_phandle(amp->dev->of_node, "memory-region", index);
	if (!np)
		return dev_err_probe(amp->dev, -EINVAL, "no memory-region %d\n", index);

	ret = of_address_to_resource(np, 0, &res);
	region->name = devm_kstrdup(amp->dev, np->name, GFP_KERNEL);
	region->index = index;
	of_node_put(np);
	if (ret)
		return dev_err_probe(amp->dev, ret, "memory-region %d has no address\n", index);
	if (!region->name)
		return -ENOMEM;

	return amp_map_region(amp, region, &res);
}

static void amp_release_pool(void *dev)
{
	of_reserved_mem_device_release(dev);
}

static int amp_get_memory(struct amp_rproc *amp)
{
	struct device *dev = amp->dev;
	int i, num, ret;

	num = of_count_phandle_with_args(dev->of_node, "memory-region", NULL);
	if (num < 1)
		return dev_err_probe(dev, -EINVAL, "no memory-region\n");

	ret = dma_set_mask_and_coherent(dev, DMA_BIT_MASK(32));
	if (ret)
		return ret;
	ret = amp_pool_init(dev);
	if (ret)
		return dev_err_probe(dev, ret, "memory-region 0 is no DMA pool\n");
	ret = devm_add_action_or_reset(dev, amp_release_pool, dev);
	if (ret)
		return ret;

	amp->regions = devm_kcalloc(dev, ARRAY_SIZE(amp_tcm_names) + num - 1,
				    sizeof(*amp->regions), GFP_KERNEL);
	if (!amp->regions)
		return -ENOMEM;

	for (i = 0; i < ARRAY_SIZE(amp_tcm_names) && !ret; i++)
		ret = amp_get_tcm(amp, amp_tcm_names[i]);
	for (i = 1; i < num && !ret; i++)
		ret = amp_get_reserved(amp, i);
	return ret;
}

static int amp_get_ctrl(struct amp_rproc *amp)
{
	struct platform_device *pdev = to_platform_device(amp->dev);
	u32 id;

	amp->ctrl = devm_platform_ioremap_resource_byname(pdev, "ctrl");
	if (IS_ERR(amp->ctrl))
		return PTR_ERR(amp->ctrl);

	id = readl(amp->ctrl + AMP_CTRL_ID);
	if (id != AMP_CTRL_ID_VALUE)
		return dev_err_probe(amp->dev, -ENODEV, "no control block, id 0x%08x\n", id);
	return 0;
}

static int amp_get_lines(struct amp_rproc *amp)
{
	struct platform_device *pdev = to_platform_device(amp->dev);
	int i, ret;

	for (i = 0; i < ARRAY_SIZE(amp->lines); i++) {
		struct amp_line *line = &amp->lines[i];

		line->amp = amp;
		line->info = &amp_line_infos[i];
		line->irq = platform_get_irq_byname(pdev, line->info->name);
		if (line->irq < 0)
			return line->irq;

		if (threaded_lines)
			ret = devm_request_threaded_irq(amp->dev, line->irq, NULL, amp_irq,
							IRQF_ONESHOT, dev_name(amp->dev), line);
		else
			ret = devm_request_irq(amp->dev, line->irq, amp_irq, 0,
					       dev_name(amp->dev), line);
		if (ret)
			return dev_err_probe(amp->dev, ret, "no %s interrupt\n", line->info->name);
	}

	return 0;
}

static void amp_destroy_queue(void *wq)
{
	destroy_workqueue(wq);
}

static void amp_free_mbox(void *chan)
{
	mbox_free_channel(chan);
}

static int amp_get_mbox(struct amp_rproc *amp)
{
	int ret;

	INIT_WORK(&amp->kick_work, amp_kick_work);
	init_irq_work(&amp->irq_work, amp_irq_word);
	amp->wq = alloc_ordered_workqueue("%s", 0, dev_name(amp->dev));
	if (!amp->wq)
		return -ENOMEM;
	ret = devm_add_action_or_reset(amp->dev, amp_destroy_queue, amp->wq);
	if (ret)
		return ret;

	amp->client.dev = amp->dev;
	amp->client.rx_callback = amp_mbox_received;
	amp->chan = mbox_request_channel(&amp->client, 0);
	if (IS_ERR(amp->chan))
		return dev_err_probe(amp->dev, PTR_ERR(amp->chan), "no mailbox channel\n");
	return devm_add_action_or_reset(amp->dev, amp_free_mbox, amp->chan);
}

/* A core that somebody has started is taken over, where the kernel can; else it is held */
static int amp_find_core(struct amp_rproc *amp)
{
	if (readl(amp->ctrl + AMP_CTRL_STATE) == AMP_STATE_RUNNING)
		amp_set_detached(amp->rproc);
	return amp_is_detached(amp->rproc) ? 0 : amp_hold(amp);
}

/* After the rproc: its shutdown may have failed, or somebody else's count kept it up */
static void amp_hold_last(void *data)
{
	struct amp_rproc *amp = data;

	if (amp->runs_on || amp_is_detached(amp->rproc))
		amp_listen(amp, false);
	else
		amp_hold(amp);
}

/* Before the rproc goes: kernels differ in what they do with a late report */
static void amp_go(void *data)
{
	struct amp_rproc *amp = data;

	WRITE_ONCE(amp->going, true);
	/* rproc_del() of some kernels leaves another state behind */
	amp->runs_on = amp_is_detached(amp->rproc);
}

static int amp_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	const char *firmware = NULL;
	struct amp_rproc *amp;
	struct rproc *rproc;
	int ret;

	of_property_read_string(dev->of_node, "firmware-name", &firmware);
	rproc = devm_rproc_alloc(dev, dev_name(dev),
				 dump_sections ? &amp_section_ops : &amp_rproc_ops, firmware,
				 sizeof(*amp));
	if (!rproc)
		return -ENOMEM;

	amp = rproc->priv;
	amp->rproc = rproc;
	amp->dev = dev;
	rproc->auto_boot = auto_boot;
	rproc->has_iommu = false;
	if (attach_on_recovery)
		amp_attach_on_recovery(rproc);
	if (!dump_unnamed)
		rproc_coredump_set_elf_info(rproc, ELFCLASS32, EM_ARM);

	ret = amp_get_ctrl(amp);
	if (!ret)
		ret = amp_get_lines(amp);
	if (!ret)
		ret = amp_get_mbox(amp);
	if (!ret)
		ret = amp_get_memory(amp);
	if (!ret)
		ret = amp_find_core(amp);
	if (!ret)
		ret = devm_add_action_or_reset(dev, amp_hold_last, amp);
	if (!ret)
		ret = amp_add_subdevs(amp);
	if (!ret)
		ret = devm_rproc_add(dev, rproc);
	if (!ret)
		ret = devm_add_action_or_reset(dev, amp_go, amp);
	if (!ret)
		ret = amp_add_state(dev, rproc);
	return ret;
}

static const struct of_device_id amp_of_match[] = {
	{ .compatible = "rproctest,amp-remoteproc" },
	{ }
};
MODULE_DEVICE_TABLE(of, amp_of_match);

static struct platform_driver amp_driver = {
	.probe = amp_probe,
	.driver = {
		.name = "amp-remoteproc",
		.of_match_table = amp_of_match,
	},
};
module_platform_driver(amp_driver);

MODULE_DESCRIPTION("Remote cores of the machine amp-virt");
MODULE_LICENSE("GPL");
