/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * model_attach.c - a core that runs before Linux: attach, detach, and its end
 *
 * The boot loader has started it.  Its driver finds it running and the kernel
 * attaches; a detach leaves it running, also when the driver goes then.  Once it
 * was stopped only the image of the file system runs, and no cleanup brings back
 * what was there: a boot for each sequence.
 *
 * All modules but the platform driver's and virtio_rpmsg_bus are there as soon as
 * they are loaded.  Leaves out: tables that are no good, a detach that fails
 * (scenarios/attach has both), a table that fails after a detach (scenarios/found),
 * attach on recovery.  Interface: model.h.
 */
#include "model.h"
#include "model_rows.h"

#define WHILE_DETACHED	"scenarios/found/crash-while-detached"
#define AFTER_FAILURE	"scenarios/found/attach-after-failed-attach"
#define PARAMETERS	"/sys/module/amp_remoteproc/parameters/"
#define ATTACHES	"remoteproc/remoteproc_core.c: rproc_attach()"

static const struct hx_model_var vars[] = {
	{ "loaded", "no yes", false, "all modules but amp_remoteproc and the bus" },
	{ "bus", "no yes", false, "module virtio_rpmsg_bus" },
	{ "driver", "no yes", false, "module amp_remoteproc, bound: remoteproc0 is there" },
	{ "power", "0 1 2", false, "rproc->power: boots not taken back" },
	{ "st", "off run crash att det", false, "rproc->state; att, det: attached, detached" },
	{ "held", "no yes", false, "the core was stopped" },
	{ "vdev", "no yes", false, "there is the virtio device" },
	{ "chan", "no yes", false, "the channels that the firmware announced" },
	{ "manual", "no yes", false, "recovery is disabled" },
	{ "nofile", "no yes", false, "the image is not in /lib/firmware" },
	{ "spoilt", "no yes", false, "an attach has failed, and its table is as that left it" },
	{ "boot", "no yes", true, "the driver boots its core by itself, or attaches" },
	{ "restart", "no yes", true, "recovery: the core is stopped and started" },
	{ "up", "no yes", true, "the core starts" },
	{ "attach", "no yes", true, "the kernel attaches" },
	{ "down", "no yes", true, "the core stops" },
	{ "announce", "no yes", true, "the firmware announces its services" },
	{ "released", "0 1 2 3", true, "how often the core is released" },
	NO_VAR
};

static const struct hx_model_op ops[] = {
	{ "load", "modprobe mailbox\nmodprobe endpoints\nmodprobe rpmsg_ns", "rpmsg_ctrl" },
	{ "insmod bus", "insmod virtio_rpmsg_bus", NULL },
	{ "rmmod bus", "rmmod virtio_rpmsg_bus", NULL },
	{ "insmod driver", "insmod driver", NULL },
	{ "insmod failing", "insmod driver fail_attach=5\n"
	  "expect dmesg \"can't attach\" within 1s\nwrite " PARAMETERS "fail_attach \"0\"", NULL },
	{ "rmmod driver", "rmmod driver", NULL },
	{ "attach fails", "write " PARAMETERS "fail_attach \"5\"\nstart rproc0 fails EIO\n"
	  "write " PARAMETERS "fail_attach \"0\"", NULL },
	{ "attach clean", "command core0 table\nexpect core0 asleep within 500ms\nstart rproc0\n"
	  "expect trace rproc0 \"table: as at the start\" within 500ms", NULL },
	{ "start", "start rproc0", NULL },
	{ "stop", "stop rproc0", NULL },
	{ "detach", "set rproc0 state detach", NULL },
	{ "file start", "write /dev/remoteproc0 \"start\"", NULL },
	{ "file stop", "write /dev/remoteproc0 \"stop\"", NULL },
	{ "file detach", "write /dev/remoteproc0 \"detach\"", NULL },
	{ "release", "open f0 /dev/remoteproc0\nioctl f0 set-shutdown-on-release 1\n"
	  "open f1 /dev/remoteproc0\nclose f1\nioctl f0 set-shutdown-on-release 0\nclose f0", NULL },
	{ "crash", "write " DEBUGFS "crash \"2\"", NULL },
	{ "message", "command core0 msg-crash", NULL },
	{ "recovery off", "set rproc0 recovery disabled", NULL },
	{ "recovery on", "set rproc0 recovery enabled", NULL },
	{ "recover", "set rproc0 recovery recover", NULL },
	{ "firmware", "set rproc0 firmware amp-core0.elf", NULL },
	{ "image away", IMAGE_AWAY, NULL },
	{ "image back", "install echo", NULL },
	{ "exchange", "open e0 rproctest-echo within 500ms\n"
	  "exchange e0 size=1..496 count=3 within 1s\nclose e0", NULL },
	NO_OP
};

/* by the file in sysfs and by the character device */
#define START_RULES(op) \
	{ op, "!driver", NO_RPROC }, \
	{ op, "power=2", "known", NULL, COUNTED }, \
	{ op, "power!=0", WORKS, "power+1", BOOTS }, \
	{ op, "st=det spoilt", "known", NULL, AFTER_FAILURE }, \
	{ op, "st=det", WORKS, "power=1 attach", BOOTS }, \
	{ op, "nofile", NO_IMAGE }, \
	{ op, "", WORKS, "power=1 up", BOOTS }
#define STOP_RULES(op) \
	{ op, "!driver", NO_RPROC }, \
	{ op, "st=off", NOT_UP }, \
	{ op, "st=det", NOT_UP }, \
	{ op, "power=2", WORKS, "power-1", STOPS }, \
	{ op, "", WORKS, "power=0 down", STOPS }
#define DETACH_RULES(op) \
	{ op, "!driver", NO_RPROC }, \
	{ op, "st!=att", NOT_ATTACHED }, \
	{ op, "power=2", WORKS, "power-1", DETACHES }, \
	{ op, "", WORKS, "power=0 st=det !vdev", DETACHES }

static const struct hx_model_rule rules[] = {
	{ "load", "!loaded", WORKS, "loaded", "kernel/module/main.c: do_init_module()" },
	{ "insmod bus", "!loaded", "known", NULL, "the model stack has what depends on what" },
	{ "insmod bus", "bus", LOADED },
	{ "insmod bus", "st=run", WORKS, "bus announce", "rpmsg/virtio_rpmsg_bus.c: rpmsg_probe()" },
	{ "insmod bus", "st=att", WORKS, "bus announce", "rpmsg/virtio_rpmsg_bus.c: rpmsg_probe()" },
	{ "insmod bus", "", WORKS, "bus", "rpmsg/virtio_rpmsg_bus.c: rpmsg_init()" },
	{ "rmmod bus", "!bus", ABSENT },
	{ "rmmod bus", "", WORKS, "!bus", "rpmsg/virtio_rpmsg_bus.c: rpmsg_remove()" },

	{ "insmod driver", "driver", LOADED },
	{ "insmod driver", "!loaded", "known", NULL, "the model stack has what is deferred" },
	{ "insmod driver", "held nofile", "known", NULL, UNBOOTED },
	{ "insmod driver", "!held spoilt", "known", NULL, AFTER_FAILURE },
	{ "insmod driver", "", WORKS, "driver boot", "amp_remoteproc: amp_find_core()" },
	{ "insmod failing", "!driver loaded !held !spoilt", WORKS, "driver st=det spoilt",
	  "remoteproc/remoteproc_core.c: rproc_attach_work()" },
	{ "attach fails", "st=det !spoilt", WORKS, "spoilt", ATTACHES },
	{ "attach clean", "st=det !spoilt", WORKS, "power=1 attach",
	  "remoteproc/remoteproc_core.c: rproc_reset_rsc_table_on_detach()" },
	{ "rmmod driver", "!driver", ABSENT },
	{ "rmmod driver", "power=2", "known", NULL, POWER_TWO },
	{ "rmmod driver", "st=det", WORKS, "!driver !manual st=off",
	  "remoteproc/remoteproc_core.c: rproc_del(); amp_remoteproc: amp_hold_last()" },
	{ "rmmod driver", "", WORKS, "!driver !manual power=0 down", DELETES },

	START_RULES("start"),
	START_RULES("file start"),
	STOP_RULES("stop"),
	STOP_RULES("file stop"),
	DETACH_RULES("detach"),
	DETACH_RULES("file detach"),
	{ "release", "driver st=att power=1", WORKS, "power=0 st=det !vdev", RELEASES },
	{ "release", "driver st=att", WORKS, "power-1", RELEASES },
	{ "release", "driver st=run power=1", WORKS, "power=0 down", RELEASES },
	{ "release", "driver st=run", WORKS, "power-1", RELEASES },
	{ "release", "driver", WORKS, "", RELEASES },

	{ "crash", "!driver", NO_RPROC },
	{ "crash", "st=off", WORKS, "", CRASHES },
	{ "crash", "st=crash", WORKS, "", CRASHES },
	{ "crash", "st=det", "known", NULL, WHILE_DETACHED },
	{ "crash", "manual", WORKS, "st=crash", CRASHES },
	{ "crash", "nofile", "known", NULL, NO_FIRMWARE },
	{ "crash", "", WORKS, "restart", RECOVERS },
	{ "message", "vdev manual st!=crash", WORKS, "st=crash", CRASHES },
	{ "message", "vdev !nofile st!=crash", WORKS, "restart", RECOVERS },
	{ "message", "st=det", WORKS, "", "amp_remoteproc: amp_detach(): nobody listens" },

	RECOVERY_RULES,

	{ "firmware", "!driver", NO_RPROC },
	{ "firmware", "st!=off", IS_UP },
	{ "firmware", "", WORKS, "", "remoteproc/remoteproc_core.c: rproc_set_firmware()" },
	{ "image away", "!nofile", WORKS, "nofile", "user space" },
	{ "image back", "nofile", WORKS, "!nofile", "user space" },
	{ "exchange", "chan st!=crash", WORKS, "", "rpmsg/virtio_rpmsg_bus.c" },
	NO_RULE
};

static const struct hx_model_rule consequences[] = {
	{ NULL, "!vdev chan", NULL, "!chan", "rpmsg/virtio_rpmsg_bus.c: rpmsg_remove_device()" },
	{ NULL, "!bus chan", NULL, "!chan", "rpmsg/virtio_rpmsg_bus.c: rpmsg_remove_device()" },
	/* a driver that goes holds a core that is offline */
	{ NULL, "down", NULL, "!down st=off held !vdev !spoilt",
	  "remoteproc/remoteproc_core.c: rproc_stop()" },
	{ NULL, "restart", NULL, "!restart !vdev up",
	  "remoteproc/remoteproc_core.c: rproc_boot_recovery()" },
	{ NULL, "boot !held", NULL, "!boot power=1 attach",
	  "remoteproc/remoteproc_core.c: rproc_trigger_auto_boot(), rproc_attach_work()" },
	{ NULL, "boot", NULL, "!boot power=1 up",
	  "remoteproc/remoteproc_core.c: rproc_trigger_auto_boot()" },
	{ NULL, "attach", NULL, "!attach st=att vdev announce", ATTACHES },
	{ NULL, "up", NULL, "!up st=run !held vdev announce released+1",
	  "remoteproc/remoteproc_core.c: rproc_start()" },
	{ NULL, "announce vdev bus", NULL, "!announce chan", "rpmsg/rpmsg_ns.c: rpmsg_ns_cb()" },
	NO_RULE
};

static const struct hx_model_rule hazards[] = {
	{ NULL, "power=2", "known", NULL, POWER_TWO },
	NO_RULE
};

static const struct hx_model_word words[] = {
	{ "omap_mailbox=%u", "loaded", "driver" },
	{ "rpmsg_core=%u", "loaded", "loaded;loaded;loaded;bus" },
	{ "rpmsg_ns=%u", "loaded", "bus" },
	{ "virtio_rpmsg_bus=0", "bus", NULL },
	{ "rpmsg_char=1", "loaded", NULL },
	{ "rpmsg_ctrl=0", "loaded", NULL },
	{ "amp_remoteproc=0", "driver", NULL },
	{ "rproc0=offline,enabled", "driver st=off !manual", NULL },
	{ "rproc0=offline,disabled", "driver st=off manual", NULL },
	{ "rproc0=running,enabled", "st=run !manual", NULL },
	{ "rproc0=running,disabled", "st=run manual", NULL },
	{ "rproc0=crashed,disabled", "st=crash manual", NULL },
	{ "rproc0=attached,enabled", "st=att !manual", NULL },
	{ "rproc0=attached,disabled", "st=att manual", NULL },
	{ "rproc0=detached,enabled", "st=det !manual", NULL },
	{ "rproc0=detached,disabled", "st=det manual", NULL },
	{ "core0=running", "!held", NULL },
	{ "remoteproc0/trace0", "vdev", NULL },
	{ "virtio0=-", "vdev !bus", NULL },
	BUS_WORDS("virtio0", "vdev bus"),
	CHANNEL_WORDS("virtio0", "chan"),
	CONTROL_WORDS("virtio0", "vdev bus"),
	NO_WORD
};

static const struct hx_model_promise promises[] = {
	{ "vdev", "expect file " DEBUGFS "resource_table has \"Notify ID 1\"",
	  "remoteproc/remoteproc_core.c: rproc_alloc_vring()" },
	/* rproc_attach() that fails leaves table_ptr as it is */
	{ "driver !vdev !spoilt", "expect file " DEBUGFS "resource_table has \"No resource table found\"",
	  "remoteproc/remoteproc_debugfs.c: rproc_rsc_table_show()" },
	NO_PROMISE
};

const struct hx_model_tables hx_model_attach = {
	.name = "attach", .title = "a core that runs before Linux: attach and detach",
	.head = "needs    firmware:echo attach kconfig:REMOTEPROC_CDEV kernel>=6.1\n"
		"machine  running=echo@0\n",
	.back = "install  echo", .drawn = "driver power st held spoilt", .is_once = true,
	.var = vars, .op = ops, .rule = rules, .consequence = consequences,
	.hazard = hazards, .word = words, .promise = promises,
};
