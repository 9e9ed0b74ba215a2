// SPDX-License-Identifier: GPL-2.0-only
/*
 * A driver that needs a remote core and has it by phandle, as wkup_m3_ipc does
 *
 * The node names the core (rproctest,amp-consumer.yaml beside this file).  The
 * probe is deferred until the core's own driver is there.  From then on until
 * the consumer is unbound it holds the handle, and with that the module of that
 * driver; it boots the core once, which counts like any other boot, and shuts it
 * down once.
 *
 * Parameters: boot (the core is booted at all), by_work (not in the probe but
 * by a work item, as consumers do whose firmware may come late).
 *
 * Leaves out: using the core.
 */

#include <linux/device.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/platform_device.h>
#include <linux/remoteproc.h>
#include <linux/workqueue.h>

static bool boot = true;
module_param(boot, bool, 0444);
MODULE_PARM_DESC(boot, "Boot the core (default: true)");

static bool by_work;
module_param(by_work, bool, 0444);
MODULE_PARM_DESC(by_work, "Boot it by a work item, not in the probe (default: false)");

/**
 * struct amp_consumer - one user of one core
 * @dev: platform device
 * @rproc: the core, held from probe to remove
 * @boot_work: boots it
 * @booted: our boot counts, so a shutdown is owed
 */
struct amp_consumer {
	struct device *dev;
	struct rproc *rproc;
	struct work_struct boot_work;
	bool booted;
};

static int amp_consumer_boot(struct amp_consumer *consumer)
{
	int ret = rproc_boot(consumer->rproc);

	if (ret)
		dev_err(consumer->dev, "core does not boot: %d\n", ret);
	consumer->booted = !ret;
	return ret;
}

static void amp_consumer_boot_work(struct work_struct *work)
{
	amp_consumer_boot(container_of(work, struct amp_consumer, boot_work));
}

/* A boot that has not begun is not done any more */
static void amp_consumer_shutdown(void *data)
{
	struct amp_consumer *consumer = data;

	cancel_work_sync(&consumer->boot_work);
	if (consumer->booted)
		rproc_shutdown(consumer->rproc);
}

static void amp_consumer_put(void *rproc)
{
	rproc_put(rproc);
}

static int amp_consumer_get(struct amp_consumer *consumer)
{
	struct device *dev = consumer->dev;
	u32 handle;
	int ret;

	ret = of_property_read_u32(dev->of_node, "rproc", &handle);
	if (ret) {
		dev_err(dev, "no rproc\n");
		return ret;
	}

	consumer->rproc = rproc_get_by_phandle(handle);
	if (!consumer->rproc)
		return -EPROBE_DEFER;
	return devm_add_action_or_reset(dev, amp_consumer_put, consumer->rproc);
}

static int amp_consumer_probe(struct platform_device *pdev)
{
	struct amp_consumer *consumer;
	int ret;

	consumer = devm_kzalloc(&pdev->dev, sizeof(*consumer), GFP_KERNEL);
	if (!consumer)
		return -ENOMEM;

	consumer->dev = &pdev->dev;
	INIT_WORK(&consumer->boot_work, amp_consumer_boot_work);
	ret = amp_consumer_get(consumer);
	if (!ret)
		ret = devm_add_action_or_reset(&pdev->dev, amp_consumer_shutdown, consumer);
	if (ret || !boot)
		return ret;

	if (!by_work)
		return amp_consumer_boot(consumer);
	schedule_work(&consumer->boot_work);
	return 0;
}

static const struct of_device_id amp_consumer_of_match[] = {
	{ .compatible = "rproctest,amp-consumer" },
	{ }
};
MODULE_DEVICE_TABLE(of, amp_consumer_of_match);

static struct platform_driver amp_consumer_driver = {
	.probe = amp_consumer_probe,
	.driver = {
		.name = "amp-consumer",
		.of_match_table = amp_consumer_of_match,
	},
};
module_platform_driver(amp_consumer_driver);

MODULE_DESCRIPTION("User of a remote core of the machine amp-virt");
MODULE_LICENSE("GPL");
