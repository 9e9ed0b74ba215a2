/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * model_stack.c - the stack of profile ref, one core, kernels from 6.1 on
 *
 * How the tables are read is in model.h; the rules are in model_stack_rules.c.
 * `rproctest explore --model` prints them.
 *
 * The firmware is the image echo: it announces its two services when a driver
 * has set up the rings, and again when another does.
 *
 * Leaves out: what the other models have; named memory, messages to and from
 * kernel clients.
 */
#include "model.h"
#include "model_rows.h"

#define NAMESERVICE	"/sys/bus/rpmsg/drivers/rpmsg_ns/"
#define CHANNELS	"/sys/bus/rpmsg/"
#define CHANNEL		"virtio0.rproctest-echo.-1.1025"

static const struct hx_model_var vars[] = {
	{ "mailbox", "no yes", false, "module omap-mailbox" },
	{ "core", "no yes", false, "module rpmsg_core" },
	{ "ns", "no yes", false, "module rpmsg_ns" },
	{ "bus", "no yes", false, "module virtio_rpmsg_bus" },
	{ "chr", "no yes", false, "module rpmsg_char" },
	{ "ctrl", "no yes", false, "module rpmsg_ctrl" },
	{ "client", "no yes", false, "module rpmsg_client_sample" },
	{ "driver", "no yes", false, "module amp_remoteproc" },
	{ "consumer", "no yes", false, "module amp_consumer" },
	{ "bound", "no yes", false, "the platform device has its driver: remoteproc0 is there" },
	{ "waits", "no yes", false, "the consumer's probe is deferred" },
	{ "held", "no yes", false, "the consumer has booted the core and holds its handle" },
	{ "power", "0 1 2 3", false, "rproc->power: boots not taken back" },
	{ "st", "off run crash", false, "rproc->state" },
	{ "manual", "no yes", false, "recovery is disabled" },
	{ "nofile", "no yes", false, "the image is not in /lib/firmware" },
	{ "vdev", "no yes", false, "there is the virtio device" },
	{ "vbus", "no yes", false, "virtio_rpmsg_bus is bound to it" },
	{ "chan", "no yes", false, "the channels that the firmware announced" },
	{ "nsoff", "no yes", false, "rpmsg_ns is unbound from its device" },
	{ "e0", "closed open dead", false, "an endpoint of user space; dead: only its file is left" },
	{ "probe", "no yes", true, "the platform device looks for its driver" },
	{ "cprobe", "no yes", true, "and the consumer" },
	{ "boot", "no yes", true, "the driver boots its core by itself" },
	{ "restart", "no yes", true, "recovery: the core is stopped and started" },
	{ "up", "no yes", true, "the core starts" },
	{ "down", "no yes", true, "the core stops" },
	{ "vprobe", "no yes", true, "the virtio device looks for its driver" },
	{ "announce", "no yes", true, "the firmware announces its services" },
	{ "released", "0 1 2 3", true, "how often the core is released" },
	{ NULL, NULL, false, NULL }
};

static const struct hx_model_op ops[] = {
	{ "insmod mailbox", "insmod mailbox", NULL },
	{ "rmmod mailbox", "rmmod mailbox", NULL },
	{ "insmod core", "insmod rpmsg_core", "rpmsg_core" },
	{ "rmmod core", "rmmod rpmsg_core", "rpmsg_core" },
	{ "insmod ns", "insmod rpmsg_ns", "rpmsg_ns" },
	{ "rmmod ns", "rmmod rpmsg_ns", "rpmsg_ns" },
	{ "insmod bus", "insmod virtio_rpmsg_bus", NULL },
	{ "rmmod bus", "rmmod virtio_rpmsg_bus", NULL },
	{ "insmod char", "insmod rpmsg_char", "rpmsg_char" },
	{ "rmmod char", "rmmod rpmsg_char", "rpmsg_char" },
	{ "insmod ctrl", "insmod rpmsg_ctrl", "rpmsg_ctrl" },
	{ "rmmod ctrl", "rmmod rpmsg_ctrl", "rpmsg_ctrl" },
	{ "insmod client", "insmod rpmsg_client_sample count=2", "rpmsg_client_sample" },
	{ "rmmod client", "rmmod rpmsg_client_sample", "rpmsg_client_sample" },
	{ "insmod driver", "insmod driver", NULL },
	{ "rmmod driver", "rmmod driver", NULL },
	{ "insmod consumer", "insmod amp_consumer", "amp_consumer" },
	{ "rmmod consumer", "rmmod amp_consumer", "amp_consumer" },
	{ "unbind", "write " PLATFORM "unbind \"b101000.remoteproc\"", NULL },
	{ "bind", "write " PLATFORM "bind \"b101000.remoteproc\"", NULL },
	{ "unbind virtio", "write " VIRTIO "unbind \"virtio0\"", NULL },
	{ "bind virtio", "write " VIRTIO "bind \"virtio0\"", NULL },
	{ "unbind ns", "write " NAMESERVICE "unbind \"virtio0.rpmsg_ns.53.53\"", "rpmsg_ns" },
	{ "bind ns", "write " NAMESERVICE "bind \"virtio0.rpmsg_ns.53.53\"", "rpmsg_ns" },
	{ "start", "start rproc0", NULL },
	{ "stop", "stop rproc0", NULL },
	{ "crash", "write " DEBUGFS "crash \"1\"", NULL },
	{ "crash message", "command core0 msg-crash", NULL },
	{ "crash typed", "command core0 msg-type 9\n"
	  "expect dmesg \"type unknown\" within 1s", NULL },
	{ "start nothing", "inject start-dead core0 count=1\nstart rproc0 fails ETIMEDOUT", NULL },
	{ "start half", OTHER("bad-truncated") "start rproc0 fails EINVAL" OURS, NULL },
	{ "start overflow", OTHER("bad-table-overflow") "start rproc0 fails EINVAL" OURS, NULL },
	{ "start other", OTHER("idle") "start rproc0\n"
	  "expect trace rproc0 \"idle: ready\" within 500ms\nstop rproc0" OURS, NULL },
	{ "recovery off", "set rproc0 recovery disabled", NULL },
	{ "recovery on", "set rproc0 recovery enabled", NULL },
	{ "recover", "set rproc0 recovery recover", NULL },
	{ "firmware", "set rproc0 firmware amp-core0.elf", NULL },
	{ "coredump", "write " DEBUGFS "coredump \"disabled\"", NULL },
	{ "image away", IMAGE_AWAY, NULL },
	{ "image back", "install echo", NULL },
	{ "destroy", "command core0 destroy", NULL },
	{ "announce", "command core0 announce", NULL },
	{ "open", "open e0 rproctest-echo within 1us", NULL },
	{ "close", "close e0", NULL },
	{ "exchange", "exchange e0 size=1..496 count=3 within 1s", NULL },
	{ "exchange many", "exchange e0 size=16..16 count=140 within 5s", NULL },
	{ "fill ring", "command core0 sleep\nrepeat 64\nsend e0 size=16 number=1\nend\n"
	  "send e0 size=16 number=2 fails EAGAIN\ncommand core0 wake\n"
	  "recv e0 size=16 number=1 within 500ms\nclose e0", NULL },
	{ "late answers", "exchange e0 size=16..16 count=2 within 500ms\nclose e0\n"
	  "command core0 burst 8\nopen e0 rproctest-echo within 500ms\n"
	  "exchange e0 size=16..16 count=2 within 500ms", NULL },
	{ "override", "write " CHANNELS "devices/" CHANNEL "/driver_override \"rpmsg_chrdev\"\n"
	  "write " CHANNELS "drivers_probe \"" CHANNEL "\"\n"
	  "expect file /dev/rpmsg0 present within 500ms\nwrite /dev/rpmsg0 \"once\"\n"
	  "write /dev/rpmsg0 \"twice\"\nstop rproc0", "rpmsg_ctrl" },
	{ "send", "send e0 size=16 number=1", NULL },
	{ "send long", "send e0 size=497 number=1", NULL },
	{ NULL, NULL, NULL }
};


static const struct hx_model_word words[] = {
	{ "omap_mailbox=%u", "mailbox", "bound" },
	{ "rpmsg_core=%u", "core", "ns;bus;chr;ctrl;client" },
	{ "rpmsg_ns=%u", "ns", "bus" },
	{ "virtio_rpmsg_bus=0", "bus", NULL },
	{ "rpmsg_char=%u", "chr", "ctrl;e0!=closed;e0!=closed" },
	{ "rpmsg_ctrl=0", "ctrl", NULL },
	{ "rpmsg_client_sample=0", "client", NULL },
	{ "amp_remoteproc=%u", "driver", "held" },
	{ "amp_consumer=0", "consumer", NULL },
	{ "rproc0=offline,enabled", "bound st=off !manual", NULL },
	{ "rproc0=offline,disabled", "bound st=off manual", NULL },
	{ "rproc0=running,enabled", "bound st=run !manual", NULL },
	{ "rproc0=running,disabled", "bound st=run manual", NULL },
	{ "rproc0=crashed,disabled", "bound st=crash manual", NULL },
	{ "core0=running", "st!=off", NULL },
	{ "remoteproc0/trace0", "st!=off", NULL },
	{ "virtio0=-", "vdev !vbus", NULL },
	{ "virtio0=virtio_rpmsg_bus", "vbus", NULL },
	{ "virtio0.rpmsg_ns.53.53=rpmsg_ns", "vbus !nsoff", NULL },
	{ "virtio0.rpmsg_ns.53.53=-", "vbus nsoff", NULL },
	{ "virtio0.rpmsg_ctrl.0.0=rpmsg_ctrl", "vbus ctrl", NULL },
	{ "virtio0.rpmsg_ctrl.0.0=-", "vbus !ctrl", NULL },
	{ "virtio0.rproctest-echo.-1.1025=-", "chan", NULL },
	{ "virtio0.rpmsg-client-sample.-1.1024=rpmsg_client_sample", "chan client", NULL },
	{ "virtio0.rpmsg-client-sample.-1.1024=-", "chan !client", NULL },
	{ "rpmsg_ctrl0", "vbus ctrl", NULL },
	{ "rpmsg0", "e0=open", NULL },
	{ NULL, NULL, NULL }
};

static const struct hx_model_promise promises[] = {
	{ "bound st=off", "expect file " DEBUGFS "resource_table has \"No resource table found\"",
	  "remoteproc/remoteproc_debugfs.c: rproc_rsc_table_show()" },
	/* the vdev's own is 0, whatever its rings have */
	{ "bound st!=off", "expect file " DEBUGFS "resource_table has \"Notify ID 1\"",
	  "remoteproc/remoteproc_core.c: rproc_alloc_vring()" },
	{ "bound st!=off", "expect file " DEBUGFS "carveout_memories has \"vdev0vring0\"",
	  "remoteproc/remoteproc_core.c: rproc_alloc_vring()" },
	{ "bound", "expect file " DEBUGFS "recovery mode 0600",
	  "remoteproc/remoteproc_debugfs.c: rproc_create_debug_dir()" },
	{ "bound", "expect rproc0 coredump disabled",
	  "remoteproc/remoteproc_sysfs.c: coredump_show()" },
	{ NULL, NULL, NULL }
};

const struct hx_model_tables hx_model_stack = {
	.name = "stack", .title = "modules and devices of one core, consumers, messages",
	.head = "needs    firmware:echo\n", .back = "install  echo",
	.drawn = "driver bound held power st vbus e0",
	.var = vars, .op = ops, .rule = hx_stack_rules,
	.consequence = hx_stack_consequences,
	.hazard = hx_stack_hazards, .word = words, .promise = promises,
};
