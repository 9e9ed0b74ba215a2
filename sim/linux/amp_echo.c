// SPDX-License-Identifier: GPL-2.0-only
/*
 * Endpoints of user space on the channel rproctest-echo, for old kernels
 *
 * Before 5.13 rpmsg over virtio has no side for user space: rpmsg_char, where it
 * is there (4.11), finds no device to create endpoints on.  This client gives each
 * channel of that name a misc device, amp-echoN; its sysfs parent is the channel.
 * Every open of it is an endpoint of its own, which talks to the channel's remote
 * address:
 *
 *	read	one message, cut to the buffer; EAGAIN when there is none
 *	write	one message; EAGAIN when no buffer is free, EMSGSIZE, EINTR
 *	poll	POLLIN, and POLLERR when the channel has gone
 *
 * After the channel has gone a write fails with EPIPE, and a read when nothing
 * is left, as with rpmsg_char.  Nothing blocks, O_NONBLOCK or not: the agent
 * polls.
 *
 * Ownership: a channel's struct amp_echo lives until its last file is closed;
 * @lock guards its files and their endpoints.  The rpmsg core holds the
 * endpoint's own lock around amp_echo_received(), which takes none of ours.
 */

#include <linux/fs.h>
#include <linux/idr.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/rpmsg.h>
#include <linux/skbuff.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#define AMP_ECHO_LARGEST	4096

/**
 * struct amp_echo - one channel
 * @misc: its device node
 * @name: of the node
 * @id: number in the name
 * @rpdev: the channel, valid for as long as the node can be opened
 * @files: open files
 * @lock: see above
 * @refs: the channel, and each file
 */
struct amp_echo {
	struct miscdevice misc;
	char name[16];
	int id;
	struct rpmsg_device *rpdev;
	struct list_head files;
	struct mutex lock;	/* files and their endpoints */
	struct kref refs;
};

/**
 * struct amp_echo_file - one open of it
 * @node: in the channel's files
 * @echo: the channel
 * @ept: endpoint, NULL when the channel has gone
 * @queue: messages that nobody has read yet
 * @wait: somebody who polls
 */
struct amp_echo_file {
	struct list_head node;
	struct amp_echo *echo;
	struct rpmsg_endpoint *ept;
	struct sk_buff_head queue;
	wait_queue_head_t wait;
};

static DEFINE_IDA(amp_echo_numbers);

static void amp_echo_release(struct kref *refs)
{
	struct amp_echo *echo = container_of(refs, struct amp_echo, refs);

	ida_simple_remove(&amp_echo_numbers, echo->id);
	kfree(echo);
}

static int amp_echo_received(struct rpmsg_device *rpdev, void *data, int len, void *priv,
			     u32 src)
{
	struct amp_echo_file *file = priv;
	struct sk_buff *skb = alloc_skb(len, GFP_KERNEL);

	if (!skb)
		return -ENOMEM;

	memcpy(skb_put(skb, len), data, len);
	skb_queue_tail(&file->queue, skb);
	wake_up_interruptible(&file->wait);
	return 0;
}

/* misc_open() holds the lock that misc_deregister() takes: the channel is there */
static int amp_echo_open(struct inode *inode, struct file *filp)
{
	struct amp_echo *echo = container_of(filp->private_data, struct amp_echo, misc);
	struct rpmsg_channel_info info = { .src = RPMSG_ADDR_ANY };
	struct amp_echo_file *file;

	file = kzalloc(sizeof(*file), GFP_KERNEL);
	if (!file)
		return -ENOMEM;

	file->echo = echo;
	skb_queue_head_init(&file->queue);
	init_waitqueue_head(&file->wait);
	info.dst = echo->rpdev->dst;
	memcpy(info.name, echo->rpdev->id.name, sizeof(info.name));

	file->ept = rpmsg_create_ept(echo->rpdev, amp_echo_received, file, info);
	if (!file->ept) {
		kfree(file);
		return -ENOMEM;
	}

	kref_get(&echo->refs);
	mutex_lock(&echo->lock);
	list_add(&file->node, &echo->files);
	mutex_unlock(&echo->lock);
	filp->private_data = file;
	return nonseekable_open(inode, filp);
}

/* echo->lock is held */
static void amp_echo_drop_ept(struct amp_echo_file *file)
{
	if (file->ept)
		rpmsg_destroy_ept(file->ept);
	file->ept = NULL;
}

static int amp_echo_close(struct inode *inode, struct file *filp)
{
	struct amp_echo_file *file = filp->private_data;
	struct amp_echo *echo = file->echo;

	mutex_lock(&echo->lock);
	list_del(&file->node);
	amp_echo_drop_ept(file);
	mutex_unlock(&echo->lock);

	skb_queue_purge(&file->queue);
	kfree(file);
	kref_put(&echo->refs, amp_echo_release);
	return 0;
}

static ssize_t amp_echo_read(struct file *filp, char __user *buf, size_t len, loff_t *pos)
{
	struct amp_echo_file *file = filp->private_data;
	struct sk_buff *skb = skb_dequeue(&file->queue);
	ssize_t ret;

	if (!skb)
		return READ_ONCE(file->ept) ? -EAGAIN : -EPIPE;

	ret = min_t(size_t, len, skb->len);
	if (copy_to_user(buf, skb->data, ret))
		ret = -EFAULT;
	kfree_skb(skb);
	return ret;
}

static ssize_t amp_echo_write(struct file *filp, const char __user *buf, size_t len, loff_t *pos)
{
	struct amp_echo_file *file = filp->private_data;
	void *data;
	int ret;

	if (len > AMP_ECHO_LARGEST)
		return -EMSGSIZE;
	data = memdup_user(buf, len);
	if (IS_ERR(data))
		return PTR_ERR(data);

	ret = mutex_lock_interruptible(&file->echo->lock);
	if (ret)
		goto free;
	ret = file->ept ? rpmsg_trysend(file->ept, data, len) : -EPIPE;
	mutex_unlock(&file->echo->lock);
	if (ret == -ENOMEM)
		ret = -EAGAIN;
free:
	kfree(data);
	return ret ? ret : len;
}

static unsigned int amp_echo_poll(struct file *filp, poll_table *table)
{
	struct amp_echo_file *file = filp->private_data;
	unsigned int mask = 0;

	poll_wait(filp, &file->wait, table);
	if (!skb_queue_empty(&file->queue))
		mask |= POLLIN | POLLRDNORM;
	if (!READ_ONCE(file->ept))
		mask |= POLLERR;
	return mask;
}

static const struct file_operations amp_echo_fops = {
	.owner = THIS_MODULE,
	.open = amp_echo_open,
	.release = amp_echo_close,
	.read = amp_echo_read,
	.write = amp_echo_write,
	.poll = amp_echo_poll,
	.llseek = no_llseek,
};

static int amp_echo_probe(struct rpmsg_device *rpdev)
{
	struct amp_echo *echo;
	int ret;

	echo = kzalloc(sizeof(*echo), GFP_KERNEL);
	if (!echo)
		return -ENOMEM;

	echo->id = ida_simple_get(&amp_echo_numbers, 0, 0, GFP_KERNEL);
	if (echo->id < 0) {
		ret = echo->id;
		kfree(echo);
		return ret;
	}

	echo->rpdev = rpdev;
	INIT_LIST_HEAD(&echo->files);
	mutex_init(&echo->lock);
	kref_init(&echo->refs);
	snprintf(echo->name, sizeof(echo->name), "amp-echo%d", echo->id);
	echo->misc.name = echo->name;
	echo->misc.minor = MISC_DYNAMIC_MINOR;
	echo->misc.fops = &amp_echo_fops;
	echo->misc.parent = &rpdev->dev;

	ret = misc_register(&echo->misc);
	if (ret) {
		kref_put(&echo->refs, amp_echo_release);
		return ret;
	}

	dev_set_drvdata(&rpdev->dev, echo);
	return 0;
}

static void amp_echo_remove(struct rpmsg_device *rpdev)
{
	struct amp_echo *echo = dev_get_drvdata(&rpdev->dev);
	struct amp_echo_file *file;

	misc_deregister(&echo->misc);
	mutex_lock(&echo->lock);
	list_for_each_entry(file, &echo->files, node) {
		amp_echo_drop_ept(file);
		wake_up_interruptible(&file->wait);
	}
	mutex_unlock(&echo->lock);
	kref_put(&echo->refs, amp_echo_release);
}

/* the channel's own endpoint, which the core makes; nobody knows its address */
static int amp_echo_nobody(struct rpmsg_device *rpdev, void *data, int len, void *priv, u32 src)
{
	return 0;
}

static const struct rpmsg_device_id amp_echo_channels[] = {
	{ .name = "rproctest-echo" },
	{ }
};
MODULE_DEVICE_TABLE(rpmsg, amp_echo_channels);

static struct rpmsg_driver amp_echo_driver = {
	.drv.name = "amp_echo",
	.id_table = amp_echo_channels,
	.probe = amp_echo_probe,
	.remove = amp_echo_remove,
	.callback = amp_echo_nobody,
};
module_rpmsg_driver(amp_echo_driver);

MODULE_DESCRIPTION("Endpoints of user space on the channel rproctest-echo");
MODULE_LICENSE("GPL");
