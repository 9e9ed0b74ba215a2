/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * model_stack.c - the stack of profile ref, one core, kernels from 6.1 on
 *
 * How the tables are read is in model.h; what they mean is for those who know
 * the kernel: each rule names the function that it was read from, below
 * drivers/ of the kernel unless it says otherwise.  `rproctest explore --model`
 * prints them.
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
#define ADDRESS_TAKEN	"scenarios/found/channel-address-taken"
#define UNSEEN		"nothing tells when a deferred probe has ended: base/dd.c: " \
			"deferred_probe_work_func()"
#define UNDER_CONSUMER	"scenarios/found/driver-unbound-under-consumer"

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

#define IN_USE		"EAGAIN", NULL, "kernel/module/main.c: try_stop_module(); a symbol is used"
#define NO_SYMBOL	"ENOENT", NULL, "kernel/module/main.c: simplify_symbols()"

static const struct hx_model_rule rules[] = {
	{ "insmod mailbox", "mailbox", LOADED },
	{ "insmod mailbox", "driver waits", "known", NULL, UNSEEN },
	{ "insmod mailbox", "driver nofile", "known", NULL, UNBOOTED },
	{ "insmod mailbox", "", WORKS, "mailbox probe",
	  "base/dd.c: driver_bound() retries deferred probes" },
	{ "rmmod mailbox", "!mailbox", ABSENT },
	{ "rmmod mailbox", "bound", "EAGAIN", NULL,
	  "mailbox/mailbox.c: mbox_request_channel() takes the module" },
	{ "rmmod mailbox", "", WORKS, "!mailbox", "mailbox/omap-mailbox.c" },

	{ "insmod core", "core", LOADED },
	{ "insmod core", "", WORKS, "core", "rpmsg/rpmsg_core.c: rpmsg_init()" },
	{ "rmmod core", "!core", ABSENT },
	{ "rmmod core", "ns", IN_USE },
	{ "rmmod core", "chr", IN_USE },
	{ "rmmod core", "client", IN_USE },
	{ "rmmod core", "", WORKS, "!core", "rpmsg/rpmsg_core.c: rpmsg_fini()" },

	{ "insmod ns", "ns", LOADED },
	{ "insmod ns", "!core", NO_SYMBOL },
	{ "insmod ns", "", WORKS, "ns", "rpmsg/rpmsg_ns.c: rpmsg_ns_init()" },
	{ "rmmod ns", "!ns", ABSENT },
	{ "rmmod ns", "bus", IN_USE },
	{ "rmmod ns", "", WORKS, "!ns", "rpmsg/rpmsg_ns.c: rpmsg_ns_exit()" },

	{ "insmod bus", "bus", LOADED },
	{ "insmod bus", "!ns", NO_SYMBOL },
	{ "insmod bus", "", WORKS, "bus vprobe", "rpmsg/virtio_rpmsg_bus.c: rpmsg_init()" },
	{ "rmmod bus", "!bus", ABSENT },
	{ "rmmod bus", "", WORKS, "!bus", "rpmsg/virtio_rpmsg_bus.c: rpmsg_remove()" },

	{ "insmod char", "chr", LOADED },
	{ "insmod char", "!core", NO_SYMBOL },
	{ "insmod char", "", WORKS, "chr", "rpmsg/rpmsg_char.c: rpmsg_chrdev_init()" },
	{ "rmmod char", "!chr", ABSENT },
	{ "rmmod char", "ctrl", IN_USE },
	{ "rmmod char", "e0!=closed", "EAGAIN", NULL,
	  "rpmsg/rpmsg_char.c: rpmsg_eptdev_fops, cdev: owner" },
	{ "rmmod char", "", WORKS, "!chr", "rpmsg/rpmsg_char.c: rpmsg_chrdev_exit()" },

	{ "insmod ctrl", "ctrl", LOADED },
	{ "insmod ctrl", "!chr", NO_SYMBOL },
	{ "insmod ctrl", "", WORKS, "ctrl", "rpmsg/rpmsg_ctrl.c: rpmsg_ctrldev_probe()" },
	{ "rmmod ctrl", "!ctrl", ABSENT },
	{ "rmmod ctrl", "", WORKS, "!ctrl",
	  "rpmsg/rpmsg_ctrl.c: rpmsg_ctrldev_remove() destroys its endpoints" },

	{ "insmod client", "client", LOADED },
	{ "insmod client", "!core", NO_SYMBOL },
	{ "insmod client", "chan e0=open", "known", NULL, ADDRESS_TAKEN },
	{ "insmod client", "", WORKS, "client",
	  "samples/rpmsg/rpmsg_client_sample.c: rpmsg_sample_probe()" },
	{ "rmmod client", "!client", ABSENT },
	{ "rmmod client", "", WORKS, "!client",
	  "samples/rpmsg/rpmsg_client_sample.c: rpmsg_sample_remove()" },

	{ "insmod driver", "driver", LOADED },
	{ "insmod driver", "mailbox waits", "known", NULL, UNSEEN },
	{ "insmod driver", "mailbox nofile", "known", NULL, UNBOOTED },
	{ "insmod driver", "", WORKS, "driver probe", "amp_remoteproc: amp_probe()" },
	{ "rmmod driver", "!driver", ABSENT },
	{ "rmmod driver", "held", "EAGAIN", NULL,
	  "remoteproc/remoteproc_core.c: rproc_get_by_phandle() takes the module" },
	{ "rmmod driver", "power=2", "known", NULL, POWER_TWO },
	{ "rmmod driver", "power=3", "known", NULL, POWER_TWO },
	{ "rmmod driver", "", WORKS, "!driver !bound !manual down power=0",
	  "remoteproc/remoteproc_core.c: rproc_del() shuts down" },

	{ "insmod consumer", "consumer", LOADED },
	{ "insmod consumer", "power=3", "known", NULL, "power is followed up to 3" },
	{ "insmod consumer", "", WORKS, "consumer waits cprobe",
	  "amp_consumer: amp_consumer_probe() defers while there is no rproc" },
	{ "rmmod consumer", "!consumer", ABSENT },
	{ "rmmod consumer", "held power=0", WORKS, "!consumer !held",
	  "remoteproc/remoteproc_core.c: rproc_shutdown() refuses an offline core" },
	{ "rmmod consumer", "held power=1", WORKS, "!consumer !held power=0 down",
	  "remoteproc/remoteproc_core.c: rproc_shutdown(): the last user" },
	{ "rmmod consumer", "held", WORKS, "!consumer !held power-1",
	  "remoteproc/remoteproc_core.c: rproc_shutdown(): power is counted" },
	{ "rmmod consumer", "", WORKS, "!consumer !waits", "amp_consumer" },

	{ "unbind", "!driver", NO_DRIVER },
	{ "unbind", "!bound", "ENODEV", NULL, "base/bus.c: unbind_store()" },
	{ "unbind", "held", "known", NULL, UNDER_CONSUMER },
	{ "unbind", "power=2", "known", NULL, POWER_TWO },
	{ "unbind", "power=3", "known", NULL, POWER_TWO },
	{ "unbind", "", WORKS, "!bound !manual down power=0",
	  "remoteproc/remoteproc_core.c: rproc_del() shuts down" },
	{ "bind", "!driver", NO_DRIVER },
	{ "bind", "bound", "EBUSY", NULL, "base/dd.c: __driver_probe_device()" },
	{ "bind", "!mailbox", "EAGAIN", NULL, "base/dd.c: device_driver_attach(): deferred" },
	{ "bind", "waits", "known", NULL, UNSEEN },
	{ "bind", "nofile", "known", NULL, UNBOOTED },
	{ "bind", "", WORKS, "probe", "base/bus.c: bind_store()" },

	{ "unbind virtio", "!bus", NO_DRIVER },
	{ "unbind virtio", "!vbus", "ENODEV", NULL, "base/bus.c: unbind_store()" },
	{ "unbind virtio", "", WORKS, "!vbus", "rpmsg/virtio_rpmsg_bus.c: rpmsg_remove()" },
	{ "bind virtio", "!bus", NO_DRIVER },
	{ "bind virtio", "!vdev", "ENODEV", NULL, "base/bus.c: bind_store()" },
	{ "bind virtio", "vbus", "EBUSY", NULL, "base/dd.c: __driver_probe_device()" },
	{ "bind virtio", "", WORKS, "vprobe", "rpmsg/virtio_rpmsg_bus.c: rpmsg_probe()" },

	{ "unbind ns", "!ns", NO_DRIVER },
	{ "unbind ns", "!vbus", "ENODEV", NULL, "base/bus.c: unbind_store()" },
	{ "unbind ns", "nsoff", "ENODEV", NULL, "base/bus.c: unbind_store()" },
	{ "unbind ns", "", WORKS, "nsoff", "rpmsg/rpmsg_ns.c: the channels stay" },
	{ "bind ns", "!ns", NO_DRIVER },
	{ "bind ns", "!vbus", "ENODEV", NULL, "base/bus.c: bind_store()" },
	{ "bind ns", "!nsoff", "EBUSY", NULL, "base/dd.c: __driver_probe_device()" },
	{ "bind ns", "", WORKS, "!nsoff", "rpmsg/rpmsg_ns.c: rpmsg_ns_probe()" },

	{ "start", "!bound", NO_RPROC },
	{ "start", "power=3", "known", NULL, "power is followed up to 3" },
	{ "start", "power!=0", WORKS, "power+1",
	  "remoteproc/remoteproc_core.c: rproc_boot(): power is counted" },
	{ "start", "nofile", "ENOENT", NULL,
	  "remoteproc/remoteproc_core.c: rproc_boot(): request_firmware()" },
	{ "start", "", WORKS, "power=1 up", "remoteproc/remoteproc_core.c: rproc_fw_boot()" },
	{ "stop", "!bound", NO_RPROC },
	{ "stop", "st=off", "EINVAL", NULL, "remoteproc/remoteproc_core.c: rproc_shutdown()" },
	{ "stop", "power!=1", WORKS, "power-1",
	  "remoteproc/remoteproc_core.c: rproc_shutdown(): still needed" },
	{ "stop", "", WORKS, "power=0 down", "remoteproc/remoteproc_core.c: rproc_stop()" },

	{ "crash", "!bound", NO_RPROC },
	{ "crash", "st=run manual", WORKS, "st=crash",
	  "remoteproc/remoteproc_core.c: rproc_crash_handler_work()" },
	{ "crash", "st=run nofile", "known", NULL, NO_FIRMWARE },
	{ "crash", "st=run", WORKS, "restart",
	  "remoteproc/remoteproc_core.c: rproc_trigger_recovery()" },
	{ "crash", "", WORKS, "",
	  "remoteproc/remoteproc_core.c: rproc_crash_handler_work(): not running" },
	{ "crash message", "st=run !manual !nofile", WORKS, "restart",
	  "remoteproc/remoteproc_core.c: rproc_report_crash()" },
	{ "crash typed", "st=run !manual !nofile", WORKS, "restart",
	  "remoteproc/remoteproc_core.c: rproc_crash_to_string(): unknown type" },

	{ "start nothing", "bound st=off power=0 !nofile", WORKS, "released+1",
	  "remoteproc/remoteproc_core.c: rproc_fw_boot() cleans up" },
	{ "start half", "bound st=off power=0 !nofile", WORKS, "",
	  "remoteproc/remoteproc_elf_loader.c: rproc_elf_sanity_check()" },
	{ "start overflow", "bound st=off power=0 !nofile", WORKS, "",
	  "remoteproc/remoteproc_core.c: rproc_handle_vdev()" },
	{ "start other", "bound st=off power=0 !nofile", WORKS, "released+1",
	  "remoteproc/remoteproc_core.c: rproc_boot() releases the image" },

	{ "recovery off", "!bound", NO_RPROC },
	{ "recovery off", "", WORKS, "manual", "remoteproc/remoteproc_sysfs.c: recovery_store()" },
	{ "recovery on", "!bound", NO_RPROC },
	{ "recovery on", "st=crash nofile", "known", NULL, NO_FIRMWARE },
	{ "recovery on", "st=crash", WORKS, "!manual restart",
	  "remoteproc/remoteproc_sysfs.c: recovery_store()" },
	{ "recovery on", "", WORKS, "!manual", "remoteproc/remoteproc_sysfs.c: recovery_store()" },
	{ "recover", "!bound", NO_RPROC },
	{ "recover", "st=crash nofile", "known", NULL, NO_FIRMWARE },
	{ "recover", "st=crash", WORKS, "restart",
	  "remoteproc/remoteproc_sysfs.c: recovery_store()" },
	{ "recover", "", WORKS, "", "remoteproc/remoteproc_core.c: rproc_trigger_recovery()" },

	{ "firmware", "!bound", NO_RPROC },
	{ "firmware", "st!=off", "EBUSY", NULL,
	  "remoteproc/remoteproc_core.c: rproc_set_firmware()" },
	{ "firmware", "", WORKS, "", "remoteproc/remoteproc_core.c: rproc_set_firmware()" },
	{ "coredump", "!bound", NO_RPROC },
	{ "coredump", "st=crash", "EBUSY", NULL, "remoteproc/remoteproc_debugfs.c: rproc_coredump_write()" },
	{ "coredump", "", WORKS, "",
	  "remoteproc/remoteproc_debugfs.c: rproc_coredump_write()" },

	{ "image away", "!nofile", WORKS, "nofile", "user space" },
	{ "image back", "nofile", WORKS, "!nofile", "user space" },

	{ "destroy", "st=run chan !nsoff", WORKS, "!chan", "rpmsg/rpmsg_ns.c: rpmsg_ns_cb()" },
	{ "announce", "st=run vbus chan !nsoff", WORKS, "",
	  "rpmsg/virtio_rpmsg_bus.c: __rpmsg_create_channel(): there is one" },
	{ "announce", "st=run vbus !chan !nsoff", WORKS, "chan", "rpmsg/rpmsg_ns.c: rpmsg_ns_cb()" },

	{ "open", "e0!=closed", "known", NULL, "one endpoint is followed" },
	{ "open", "!chan", "ENOENT", NULL, "the agent finds no channel" },
	{ "open", "!ctrl", "ENOENT", NULL, "the agent finds no control device" },
	{ "open", "", WORKS, "e0=open",
	  "rpmsg/rpmsg_char.c: rpmsg_chrdev_eptdev_create(), rpmsg_eptdev_open()" },
	{ "close", "e0!=closed", WORKS, "e0=closed", "rpmsg/rpmsg_char.c: rpmsg_eptdev_release()" },
	{ "exchange", "e0=open st=run", WORKS, "", "rpmsg/virtio_rpmsg_bus.c" },
	{ "exchange many", "e0=open st=run", WORKS, "",
	  "rpmsg/virtio_rpmsg_bus.c: get_a_tx_buf(), rpmsg_recv_single(): buffers come back" },
	{ "fill ring", "e0=open st=run", WORKS, "e0=closed",
	  "rpmsg/rpmsg_char.c: rpmsg_eptdev_write_iter(): no buffer is EAGAIN" },
	{ "late answers", "e0=open st=run chan", WORKS, "",
	  "rpmsg/virtio_rpmsg_bus.c: __rpmsg_destroy_ept()" },
	{ "override", "chan chr e0=closed st=run power=1", WORKS, "power=0 down",
	  "rpmsg/rpmsg_char.c: rpmsg_chrdev_probe(), the channel's own endpoint" },
	{ "send", "e0=dead", "EPIPE", NULL, "rpmsg/rpmsg_char.c: rpmsg_eptdev_write_iter()" },
	{ "send long", "e0=open", "EMSGSIZE", NULL,
	  "rpmsg/virtio_rpmsg_bus.c: rpmsg_send_offchannel_raw()" },
	{ NULL, NULL, NULL, NULL, NULL }
};

static const struct hx_model_rule consequences[] = {
	{ NULL, "!vdev vbus", NULL, "!vbus", "virtio/virtio.c: virtio_dev_remove()" },
	{ NULL, "!bus vbus", NULL, "!vbus", "virtio/virtio.c: virtio_dev_remove()" },
	{ NULL, "!vbus chan", NULL, "!chan", "rpmsg/virtio_rpmsg_bus.c: rpmsg_remove_device()" },
	{ NULL, "!vbus nsoff", NULL, "!nsoff", "rpmsg/virtio_rpmsg_bus.c: rpmsg_remove()" },
	{ NULL, "!vbus e0=open", NULL, "e0=dead", "rpmsg/rpmsg_ctrl.c: rpmsg_ctrldev_remove()" },
	{ NULL, "!ctrl e0=open", NULL, "e0=dead", "rpmsg/rpmsg_ctrl.c: rpmsg_ctrldev_remove()" },
	{ NULL, "down", NULL, "!down st=off !vdev", "remoteproc/remoteproc_core.c: rproc_stop()" },
	{ NULL, "restart", NULL, "!restart !vdev up",
	  "remoteproc/remoteproc_core.c: rproc_boot_recovery()" },
	{ NULL, "probe driver mailbox !bound", NULL, "!probe bound boot cprobe",
	  "amp_remoteproc: amp_probe()" },
	{ NULL, "boot", NULL, "!boot power=1 up",
	  "remoteproc/remoteproc_core.c: rproc_trigger_auto_boot()" },
	{ NULL, "cprobe waits bound power!=0", NULL, "!cprobe !waits held power+1",
	  "amp_consumer: rproc_boot() counts" },
	{ NULL, "cprobe waits bound power=0 !nofile", NULL, "!cprobe !waits held power=1 up",
	  "amp_consumer: rproc_boot()" },
	{ NULL, "cprobe waits bound power=0 nofile", NULL, "!cprobe !waits",
	  "amp_consumer: rproc_boot() fails, and the probe" },
	{ NULL, "up", NULL, "!up st=run vdev vprobe released+1",
	  "remoteproc/remoteproc_core.c: rproc_start()" },
	{ NULL, "vprobe vdev bus !vbus", NULL, "!vprobe vbus announce",
	  "rpmsg/virtio_rpmsg_bus.c: rpmsg_probe()" },
	{ NULL, "announce vbus st=run", NULL, "!announce chan", "rpmsg/rpmsg_ns.c: rpmsg_ns_cb()" },
	{ NULL, NULL, NULL, NULL, NULL }
};

static const struct hx_model_rule hazards[] = {
	{ NULL, "power=2 !held", "known", NULL, POWER_TWO },
	{ NULL, "power=3", "known", NULL, POWER_TWO },
	{ NULL, NULL, NULL, NULL, NULL }
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
	.var = vars, .op = ops, .rule = rules, .consequence = consequences,
	.hazard = hazards, .word = words, .promise = promises,
};
