/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * model_cdev.c - one core and its character devices, crashes of each kind
 *
 * /dev/remoteproc0 starts, stops and detaches as the file `state` does, and its
 * close shuts down if that was asked for.  What asks is the device's, not the
 * file's.  A file that is open outlives its device.
 *
 * Endpoints, devices and terminals of user space come and go within an operation.
 * All modules but the platform driver's are there as soon as they are loaded.
 * Leaves out: what the other models have.  Interface: model.h.
 */
#include "model.h"
#include "model_rows.h"

#define NUMBER_TAKEN	"the number is the old device's until its file is closed: remoteproc/" \
			"remoteproc_core.c: rproc_type_release()"
#define IOCTL		"remoteproc/remoteproc_cdev.c: rproc_device_ioctl()"
#define WRITE		"remoteproc/remoteproc_cdev.c: rproc_cdev_write()"
#define DUMPS		"remoteproc/remoteproc_coredump.c: rproc_coredump()"

static const struct hx_model_var vars[] = {
	{ "loaded", "no yes", false, "all modules but amp_remoteproc" },
	{ "driver", "no yes", false, "module amp_remoteproc, bound: remoteproc0 is there" },
	{ "power", "0 1 2", false, "rproc->power: boots not taken back" },
	{ "st", "off run crash", false, "rproc->state" },
	{ "manual", "no yes", false, "recovery is disabled" },
	{ "nofile", "no yes", false, "the image is not in /lib/firmware" },
	{ "flag", "no yes", false, "rproc->cdev_put_on_release" },
	{ "f0", "closed open dead", false, "a file of /dev/remoteproc0; dead: its device has gone" },
	{ "old", "no yes", false, "rproc->cdev_put_on_release of the device that has gone" },
	{ "boot", "no yes", true, "the driver boots its core by itself" },
	{ "restart", "no yes", true, "recovery: the core is stopped and started" },
	{ "up", "no yes", true, "the core starts" },
	{ "down", "no yes", true, "the core stops" },
	{ "gone", "no yes", true, "remoteproc0 goes" },
	{ "released", "0 1 2 3", true, "how often the core is released" },
	NO_VAR
};

#define ENDPOINT	"open f2 /dev/rpmsg_ctrl0\nioctl f2 create-ept mine dst=1025\n"
#define DEVCD		"/sys/class/devcoredump/devcd1"

static const struct hx_model_op ops[] = {
	{ "load", "modprobe mailbox\nmodprobe endpoints\nmodprobe virtio_rpmsg_bus", "rpmsg_ctrl" },
	{ "insmod driver", "insmod driver", NULL },
	{ "rmmod driver", "rmmod driver", NULL },
	{ "open", "open f0 /dev/remoteproc0", NULL },
	{ "close", "close f0", NULL },
	{ "close another", "open f1 /dev/remoteproc0\nclose f1", NULL },
	{ "ask", "ioctl f0 set-shutdown-on-release 1", NULL },
	{ "ask not", "ioctl f0 set-shutdown-on-release 0", NULL },
	{ "was asked", "ioctl f0 get-shutdown-on-release 1", NULL },
	{ "was not asked", "ioctl f0 get-shutdown-on-release 0", NULL },
	/* a crash that was reported of a core that was off is work, which must not meet this life */
	{ "file start", SETTLED "\nwrite f0 \"start\"", NULL },
	{ "file stop", "write f0 \"stop\"", NULL },
	{ "file detach", "write f0 \"detach\"", NULL },
	{ "file bogus", "write f0 \"bogus\"", NULL },
	{ "start", SETTLED "\nstart rproc0", NULL },
	{ "stop", "stop rproc0", NULL },
	{ "detach", "set rproc0 state detach", NULL },
	{ "bogus", "set rproc0 state bogus", NULL },
	{ "crash mmufault", "write " DEBUGFS "crash \"0\"", NULL },
	{ "crash watchdog", "write " DEBUGFS "crash \"1\"", NULL },
	{ "crash fatal", "write " DEBUGFS "crash \"2\"", NULL },
	{ "message", "command core0 msg-crash", NULL },
	{ "hard fault", "command core0 hardfault", NULL },
	{ "lockup", "command core0 lockup", NULL },
	{ "hang", "command core0 hang", NULL },
	{ "recovery off", "set rproc0 recovery disabled", NULL },
	{ "recovery on", "set rproc0 recovery enabled", NULL },
	{ "recover", "set rproc0 recovery recover", NULL },
	{ "firmware", "set rproc0 firmware amp-core0.elf", NULL },
	{ "no name", "set rproc0 firmware \"\\n\"", NULL },
	{ "coredump", "set rproc0 coredump disabled", NULL },
	{ "image away", IMAGE_AWAY, NULL },
	{ "image back", "install echo", NULL },
	{ "exchange", "open e0 rproctest-echo within 500ms\n"
	  "exchange e0 size=1..496 count=3 within 1s\nclose e0", NULL },
	{ "dump", "expect core0 asleep within 500ms\nset rproc0 coredump enabled\n"
	  "crash rproc0 fatal\nfetch rproc0 within 2s\nset rproc0 coredump disabled", NULL },
	{ "dump inline", "expect core0 asleep within 500ms\nset rproc0 coredump inline\n"
	  "crash rproc0 fatal\nexpect core0 held within 1s\nfetch rproc0 within 2s\n"
	  "set rproc0 coredump disabled", NULL },
	/* the number counts up: of the first dump of a boot, which this must not be */
	{ "no dump", "set rproc0 recovery disabled\ncrash rproc0 fatal\n"
	  "expect rproc0 state crashed within 1s\nset rproc0 recovery recover\n"
	  "expect file " DEVCD " absent\nset rproc0 recovery enabled", NULL },
	{ "endpoint", ENDPOINT "open f3 /dev/rpmsg0\nwrite f3 \"once\"\n"
	  "expect f3 poll in within 100ms\nread f3 \"once\"\nioctl f3 destroy-ept\n"
	  "write f3 \"twice\" fails EPIPE\nclose f3\nclose f2", "rpmsg_ctrl" },
	{ "device", "open f2 /dev/rpmsg_ctrl0\nioctl f2 create-dev mine src=2000 dst=1025\n"
	  "expect channel mine present\nioctl f2 create-dev mine src=2000 dst=1025 fails ENXIO\n"
	  "ioctl f2 release-dev mine src=2000 dst=1025\nexpect channel mine absent\nclose f2",
	  "rpmsg_ctrl" },
	{ "no room", ENDPOINT "open f3 /dev/rpmsg0\ncommand core0 sleep\n"
	  "expect core0 asleep within 500ms\nrepeat 64\nwrite f3 \"a\"\nend\n"
	  "write f3 \"a\" fails EAGAIN\nioctl f2 create-dev rpmsg-raw src=2000 dst=1025\n"
	  "expect channel rpmsg-raw present\nexpect file /dev/rpmsg1 absent\nclose f3\nclose f2\n"
	  "stop rproc0", "rpmsg_ctrl" },
	{ "woken", ENDPOINT "open f3 /dev/rpmsg0 blocking\nrace\nread f3 fails EPIPE within 1s\n"
	  "stop rproc0\nend\nclose f3\nclose f2", "rpmsg_ctrl" },
	{ "terminal", "modprobe rpmsg_tty\nopen f2 /dev/rpmsg_ctrl0\n"
	  "ioctl f2 create-dev rpmsg-tty dst=1025\nopen f3 /dev/ttyRPMSG0 within 100ms\n"
	  "write f3 \"ping\"\nread f3 \"ping\" within 100ms\nstop rproc0\n"
	  "expect f3 poll in,out,err,hup within 1s\nclose f3\nclose f2\n"
	  "expect module rpmsg_tty refcount 0 within 100ms\nrmmod rpmsg_tty", "rpmsg_tty" },
	NO_OP
};

/* what counts up and down, by either file */
#define START_RULES(op) \
	{ op, "power=2", "known", NULL, COUNTED }, \
	{ op, "power!=0", WORKS, "power+1", BOOTS }, \
	{ op, "nofile", NO_IMAGE }, \
	{ op, "", WORKS, "power=1 up", BOOTS }
#define STOP_RULES(op) \
	{ op, "st=off", NOT_UP }, \
	{ op, "power!=1", WORKS, "power-1", STOPS }, \
	{ op, "", WORKS, "power=0 down", STOPS }
#define CRASH_RULES(op) \
	{ op, "!driver", NO_RPROC }, \
	{ op, "st=run manual", WORKS, "st=crash", CRASHES }, \
	{ op, "st=run nofile", "known", NULL, NO_FIRMWARE }, \
	{ op, "st=run", WORKS, "restart", RECOVERS }, \
	{ op, "", WORKS, "", CRASHES }
/* the close of any file of it */
#define RELEASE_RULES(op, closed) \
	{ op, "flag st=run power=1", WORKS, closed "power=0 down", RELEASES }, \
	{ op, "flag st=run", WORKS, closed "power-1", RELEASES }, \
	{ op, "", WORKS, closed, RELEASES }

/* a dump takes the host a second, an announcement without room the guest 15 */
#define ONE_STATE	"st=run power=1 !manual !nofile f0=closed !flag"

static const struct hx_model_rule rules[] = {
	{ "load", "!loaded", WORKS, "loaded", "kernel/module/main.c: do_init_module()" },

	{ "insmod driver", "driver", LOADED },
	{ "insmod driver", "!loaded", "known", NULL, "the model stack has what is deferred" },
	{ "insmod driver", "f0=dead", "known", NULL, NUMBER_TAKEN },
	{ "insmod driver", "nofile", "known", NULL, UNBOOTED },
	{ "insmod driver", "", WORKS, "driver boot", "amp_remoteproc: amp_probe()" },
	{ "rmmod driver", "!driver", ABSENT },
	{ "rmmod driver", "power=2", "known", NULL, POWER_TWO },
	{ "rmmod driver", "", WORKS, "!driver !manual power=0 down gone", DELETES },

	{ "open", "f0!=closed", "known", NULL, "one file is followed" },
	{ "open", "!driver", "ENOENT", NULL,
	  "remoteproc/remoteproc_core.c: rproc_del(): device_del() takes the node" },
	{ "open", "", WORKS, "f0=open", "remoteproc/remoteproc_cdev.c: rproc_char_device_add()" },
	{ "close", "f0=dead", WORKS, "f0=closed !old",
	  "remoteproc/remoteproc_cdev.c: rproc_cdev_release(): the state is offline" },
	{ "close", "f0=closed", "known", NULL, "there is no file" },
	RELEASE_RULES("close", "f0=closed "),
	{ "close another", "!driver", "known", NULL, "there is no file" },
	RELEASE_RULES("close another", ""),

	{ "ask", "f0=open", WORKS, "flag", IOCTL },
	{ "ask", "f0=dead", WORKS, "old", IOCTL },
	{ "ask not", "f0=open", WORKS, "!flag", IOCTL },
	{ "ask not", "f0=dead", WORKS, "!old", IOCTL },
	{ "was asked", "f0=open flag", WORKS, "", IOCTL },
	{ "was asked", "f0=dead old", WORKS, "", IOCTL },
	{ "was not asked", "f0=open !flag", WORKS, "", IOCTL },
	{ "was not asked", "f0=dead !old", WORKS, "", IOCTL },

	{ "file start", "f0=closed", "known", NULL, "there is no file" },
	{ "file start", "f0=dead", "ENODEV", NULL,
	  "remoteproc/remoteproc_core.c: rproc_boot(): deleting" },
	START_RULES("file start"),
	{ "file stop", "f0=closed", "known", NULL, "there is no file" },
	{ "file stop", "f0=dead", NOT_UP },
	STOP_RULES("file stop"),
	{ "file detach", "f0=closed", "known", NULL, "there is no file" },
	{ "file detach", "", NOT_ATTACHED },
	{ "file bogus", "f0=closed", "known", NULL, "there is no file" },
	{ "file bogus", "", "EINVAL", NULL, WRITE },

	{ "start", "!driver", NO_RPROC },
	START_RULES("start"),
	{ "stop", "!driver", NO_RPROC },
	STOP_RULES("stop"),
	{ "detach", "!driver", NO_RPROC },
	{ "detach", "", NOT_ATTACHED },
	{ "bogus", "!driver", NO_RPROC },
	{ "bogus", "", "EINVAL", NULL, "remoteproc/remoteproc_sysfs.c: state_store()" },

	CRASH_RULES("crash mmufault"),
	CRASH_RULES("crash watchdog"),
	CRASH_RULES("crash fatal"),
	{ "message", "st=run manual", WORKS, "st=crash", CRASHES },
	{ "message", "st=run !nofile", WORKS, "restart", RECOVERS },
	{ "hard fault", "st=run manual", WORKS, "st=crash", CRASHES },
	{ "hard fault", "st=run !nofile", WORKS, "restart", RECOVERS },
	{ "lockup", "st=run !manual !nofile", WORKS, "restart", RECOVERS },
	{ "hang", "st=run !manual !nofile", WORKS, "restart", RECOVERS },

	RECOVERY_RULES,

	{ "firmware", "!driver", NO_RPROC },
	{ "firmware", "st!=off", IS_UP },
	{ "firmware", "", WORKS, "", "remoteproc/remoteproc_core.c: rproc_set_firmware()" },
	{ "no name", "!driver", NO_RPROC },
	{ "no name", "st!=off", IS_UP },
	{ "no name", "", "EINVAL", NULL, "remoteproc/remoteproc_core.c: rproc_set_firmware()" },
	{ "coredump", "!driver", NO_RPROC },
	{ "coredump", "st=crash", "EBUSY", NULL, "remoteproc/remoteproc_sysfs.c: coredump_store()" },
	{ "coredump", "", WORKS, "", "remoteproc/remoteproc_sysfs.c: coredump_store()" },

	{ "image away", "!nofile", WORKS, "nofile", "user space" },
	{ "image back", "nofile", WORKS, "!nofile", "user space" },
	{ "exchange", "st=run", WORKS, "", "rpmsg/virtio_rpmsg_bus.c" },
	{ "dump", ONE_STATE, WORKS, "restart", DUMPS },
	{ "dump inline", ONE_STATE, WORKS, "restart", DUMPS },
	{ "no dump", "st=run !manual !nofile", WORKS, "restart", DUMPS },
	{ "endpoint", "st=run", WORKS, "", "rpmsg/rpmsg_char.c: rpmsg_eptdev_ioctl()" },
	{ "device", "st=run", WORKS, "", "rpmsg/rpmsg_ctrl.c: rpmsg_ctrldev_ioctl()" },
	{ "no room", ONE_STATE, WORKS, "power=0 down",
	  "rpmsg/virtio_rpmsg_bus.c: virtio_rpmsg_announce_create()" },
	{ "woken", "st=run power=1", WORKS, "power=0 down",
	  "rpmsg/rpmsg_char.c: rpmsg_chrdev_eptdev_destroy()" },
	{ "terminal", "st=run power=1", WORKS, "power=0 down", "tty/rpmsg_tty.c: rpmsg_tty_remove()" },
	NO_RULE
};

static const struct hx_model_rule consequences[] = {
	{ NULL, "gone f0=open flag", NULL, "!gone !flag f0=dead old",
	  "remoteproc/remoteproc_cdev.c: cdev_set_parent(): the file keeps the device" },
	{ NULL, "gone f0=open", NULL, "!gone f0=dead",
	  "remoteproc/remoteproc_cdev.c: cdev_set_parent(): the file keeps the device" },
	{ NULL, "gone", NULL, "!gone !flag", "remoteproc/remoteproc_core.c: rproc_type_release()" },
	{ NULL, "down", NULL, "!down st=off", "remoteproc/remoteproc_core.c: rproc_stop()" },
	{ NULL, "restart", NULL, "!restart up",
	  "remoteproc/remoteproc_core.c: rproc_boot_recovery()" },
	{ NULL, "boot", NULL, "!boot power=1 up",
	  "remoteproc/remoteproc_core.c: rproc_trigger_auto_boot()" },
	{ NULL, "up", NULL, "!up st=run released+1",
	  "remoteproc/remoteproc_core.c: rproc_start()" },
	NO_RULE
};

static const struct hx_model_rule hazards[] = {
	{ NULL, "power=2", "known", NULL, POWER_TWO },
	NO_RULE
};

static const struct hx_model_word words[] = {
	LOADED_WORDS,
	{ "amp_remoteproc=0", "driver", NULL },
	{ "rproc0=offline,enabled", "driver st=off !manual", NULL },
	{ "rproc0=offline,disabled", "driver st=off manual", NULL },
	{ "rproc0=running,enabled", "driver st=run !manual", NULL },
	{ "rproc0=running,disabled", "driver st=run manual", NULL },
	{ "rproc0=crashed,disabled", "driver st=crash manual", NULL },
	{ "core0=running", "st!=off", NULL },
	{ "remoteproc0/trace0", "st!=off", NULL },
	BUS_WORDS("virtio0", "st!=off"),
	CHANNEL_WORDS("virtio0", "st!=off"),
	CONTROL_WORDS("virtio0", "st!=off"),
	NO_WORD
};

static const struct hx_model_promise promises[] = {
	{ "driver", "expect file /dev/remoteproc0 present",
	  "remoteproc/remoteproc_cdev.c: rproc_char_device_add()" },
	{ "!driver", "expect file /dev/remoteproc0 absent",
	  "remoteproc/remoteproc_core.c: rproc_del()" },
	{ "driver", "expect rproc0 firmware amp-core0.elf",
	  "remoteproc/remoteproc_sysfs.c: firmware_show()" },
	NO_PROMISE
};

const struct hx_model_tables hx_model_cdev = {
	.name = "cdev", .title = "one core and its character devices; crashes of each kind, core dumps",
	.head = "needs    firmware:echo kconfig:REMOTEPROC_CDEV crash:mailbox kernel>=6.1\n",
	.demand = "demand   coredump core0 segments",
	.back = "install  echo", .drawn = "driver power st flag f0",
	.var = vars, .op = ops, .rule = rules, .consequence = consequences,
	.hazard = hazards, .word = words, .promise = promises,
};
