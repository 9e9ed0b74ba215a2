// SPDX-License-Identifier: GPL-2.0-only
/*
 * A client of rpmsg that uses what no client of the kernel's own tree does
 *
 * It takes each channel rproctest-echo, with an endpoint of its own.  Two files of
 * the channel take an address: a message of sixteen bytes, the address in hex, goes
 * to the channel's remote address as if that had sent it, so the answer is for whoever
 * has that address.
 *
 *	send_offchannel, trysend_offchannel	the function rpmsg_...() of that name
 *
 * A file fails with what the function returns.  Parameter fail_probe, an errno,
 * makes the probe fail as long as it is set.
 *
 * Leaves out: kernels without these functions (Kbuild looks); what comes to its
 * own endpoint is dropped.
 */

#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/rpmsg.h>

#define AMP_CLIENT_LEN	16

static int fail_probe;
module_param(fail_probe, int, 0644);
MODULE_PARM_DESC(fail_probe, "Errno that each probe fails with, 0: none (default: 0)");

typedef int (*amp_client_fn)(struct rpmsg_endpoint *ept, u32 src, u32 dst, void *data, int len);

static ssize_t amp_client_send(struct device *dev, const char *buf, size_t count, amp_client_fn fn)
{
	struct rpmsg_device *rpdev = container_of(dev, struct rpmsg_device, dev);
	char text[AMP_CLIENT_LEN + 1];
	u32 src;
	int ret;

	ret = kstrtou32(buf, 0, &src);
	if (ret)
		return ret;
	snprintf(text, sizeof(text), "from %011x", src);
	ret = fn(rpdev->ept, src, rpdev->dst, text, AMP_CLIENT_LEN);
	return ret ? ret : count;
}

static ssize_t send_offchannel_store(struct device *dev, struct device_attribute *attr,
				     const char *buf, size_t count)
{
	return amp_client_send(dev, buf, count, rpmsg_send_offchannel);
}
static DEVICE_ATTR_WO(send_offchannel);

static ssize_t trysend_offchannel_store(struct device *dev, struct device_attribute *attr,
					const char *buf, size_t count)
{
	return amp_client_send(dev, buf, count, rpmsg_trysend_offchannel);
}
static DEVICE_ATTR_WO(trysend_offchannel);

static struct attribute *amp_client_attrs[] = {
	&dev_attr_send_offchannel.attr,
	&dev_attr_trysend_offchannel.attr,
	NULL
};

static const struct attribute_group amp_client_group = {
	.attrs = amp_client_attrs,
};

static int amp_client_probe(struct rpmsg_device *rpdev)
{
	if (fail_probe)
		return -fail_probe;
	return device_add_group(&rpdev->dev, &amp_client_group);
}

static void amp_client_remove(struct rpmsg_device *rpdev)
{
	device_remove_group(&rpdev->dev, &amp_client_group);
}

static int amp_client_received(struct rpmsg_device *rpdev, void *data, int len, void *priv,
			       u32 src)
{
	return 0;
}

static const struct rpmsg_device_id amp_client_channels[] = {
	{ .name = "rproctest-echo" },
	{ }
};
MODULE_DEVICE_TABLE(rpmsg, amp_client_channels);

static struct rpmsg_driver amp_client_driver = {
	.drv.name = "amp_client",
	.id_table = amp_client_channels,
	.probe = amp_client_probe,
	.remove = amp_client_remove,
	.callback = amp_client_received,
};
module_rpmsg_driver(amp_client_driver);

MODULE_DESCRIPTION("Client of the channel rproctest-echo");
MODULE_LICENSE("GPL");
