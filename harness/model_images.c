/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * model_images.c - images that lie, and images of other kinds, between ordinary ones
 *
 * Each operation with an image puts it in place by another name, starts it, lets
 * it do what it is for and stops it; what the kernel is to say of a lie is in the
 * line that expects it.  The sins are in firmware/README.md.
 *
 * Leaves out: lies that scenarios/found has.  Interface: model.h.
 */
#include "model.h"
#include "model_rows.h"

#define RECEIVES	"rpmsg/virtio_rpmsg_bus.c: rpmsg_recv_single()"
#define ANNOUNCED	"rpmsg/rpmsg_ns.c: rpmsg_ns_cb()"

static const struct hx_model_var vars[] = {
	{ "loaded", "no yes", false, "all modules but amp_remoteproc" },
	{ "driver", "no yes", false, "module amp_remoteproc, bound: remoteproc0 is there" },
	{ "st", "off run", false, "rproc->state" },
	{ "released", "0 1 2 3", true, "how often the core is released" },
	NO_VAR
};

#define EXCHANGE	"exchange e0 size=1..496 count=3 within 1s\n"
#define OPEN		"start rproc0\nopen e0 rproctest-echo within 500ms\n" EXCHANGE
#define CLOSE		"close e0\nexpect core0 asleep within 500ms\nstop rproc0" OURS
#define LIES(image, sin, said) \
	OTHER(image) OPEN "command core0 sin " sin "\nexpect dmesg \"" said "\" within 500ms\n" \
	EXCHANGE CLOSE

static const struct hx_model_op ops[] = {
	{ "load", "modprobe mailbox\nmodprobe endpoints\nmodprobe virtio_rpmsg_bus", "rpmsg_ctrl" },
	{ "insmod driver", "insmod driver auto_boot=0", NULL },
	{ "rmmod driver", "rmmod driver", NULL },
	{ "start", "start rproc0", NULL },
	{ "stop", "stop rproc0", NULL },
	{ "exchange", "open e0 rproctest-echo within 500ms\n" EXCHANGE "close e0", NULL },
	{ "no recipient", LIES("sin-dst", "4096", "msg received with no recipient"), NULL },
	{ "used id", OTHER("sin-rx-id") OPEN "command core0 sin 64\n"
	  "expect dmesg \"out of range\" within 500ms\nsend e0 size=16 number=1\n" CLOSE, NULL },
	{ "endless name", LIES("sin-ns-endless-name", "0",
			       "creating channel xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx addr 0x77"), NULL },
	{ "short announcement", LIES("sin-ns-size", "32", "malformed ns msg (32)"), NULL },
	{ "long announcement", LIES("sin-ns-size", "80", "malformed ns msg (80)"), NULL },
	{ "message too long", LIES("sin-header-len", "1", "inbound msg too big"), NULL },
	{ "announce again", LIES("sin-ns-again", "20", "already exist"), NULL },
	{ "kick early", OTHER("sin-kick-early") "rmmod virtio_rpmsg_bus\nstart rproc0\n"
	  "expect trace rproc0 \"sin: done\" within 500ms\nexpect core0 asleep within 500ms\n"
	  "insmod virtio_rpmsg_bus\nopen e0 rproctest-echo within 500ms\n" EXCHANGE CLOSE, NULL },
	{ "serial", OTHER("serial") "modprobe virtio_console\nstart rproc0\n"
	  "expect file /dev/vport0p0 present within 500ms\nexpect core0 asleep within 500ms\n"
	  "stop rproc0\nrmmod virtio_console" OURS, "virtio_console" },
	{ "no table", OTHER("no-table") "start rproc0 fails EINVAL" OURS, NULL },
	NO_OP
};

#define IMAGE_RULE(op, source)	{ op, "driver st=off", WORKS, "released+1", source }

static const struct hx_model_rule rules[] = {
	{ "load", "!loaded", WORKS, "loaded", "kernel/module/main.c: do_init_module()" },
	{ "insmod driver", "driver", LOADED },
	{ "insmod driver", "!loaded", "known", NULL, "the model stack has what is deferred" },
	{ "insmod driver", "", WORKS, "driver", "amp_remoteproc: amp_probe()" },
	{ "rmmod driver", "!driver", ABSENT },
	{ "rmmod driver", "", WORKS, "!driver st=off", DELETES },
	{ "start", "!driver", NO_RPROC },
	{ "start", "st=off", WORKS, "st=run released+1", BOOTS },
	{ "stop", "!driver", NO_RPROC },
	{ "stop", "st=off", NOT_UP },
	{ "stop", "", WORKS, "st=off", STOPS },
	{ "exchange", "st=run", WORKS, "", RECEIVES },
	IMAGE_RULE("no recipient", RECEIVES),
	IMAGE_RULE("used id", "virtio/virtio_ring.c: virtqueue_get_buf_ctx_split()"),
	IMAGE_RULE("endless name", ANNOUNCED),
	IMAGE_RULE("short announcement", ANNOUNCED),
	IMAGE_RULE("long announcement", ANNOUNCED),
	IMAGE_RULE("message too long", RECEIVES),
	IMAGE_RULE("announce again", "rpmsg/virtio_rpmsg_bus.c: __rpmsg_create_channel()"),
	IMAGE_RULE("kick early", "remoteproc/remoteproc_virtio.c: rproc_vq_interrupt()"),
	IMAGE_RULE("serial", "char/virtio_console.c: virtcons_probe()"),
	{ "no table", "driver st=off", WORKS, "",
	  "remoteproc/remoteproc_elf_loader.c: rproc_elf_load_rsc_table()" },
	NO_RULE
};

static const struct hx_model_rule consequences[] = { NO_RULE };
static const struct hx_model_rule hazards[] = { NO_RULE };

static const struct hx_model_word words[] = {
	LOADED_WORDS,
	{ "amp_remoteproc=0", "driver", NULL },
	{ "rproc0=offline,enabled", "driver st=off", NULL },
	{ "rproc0=running,enabled", "st=run", NULL },
	{ "core0=running", "st=run", NULL },
	{ "remoteproc0/trace0", "st=run", NULL },
	BUS_WORDS("virtio0", "st=run"),
	CHANNEL_WORDS("virtio0", "st=run"),
	CONTROL_WORDS("virtio0", "st=run"),
	NO_WORD
};

static const struct hx_model_promise promises[] = { NO_PROMISE };

const struct hx_model_tables hx_model_images = {
	.name = "images", .title = "images that lie, and images of other kinds",
	.head = "needs    firmware:echo firmware:sin-dst multi-vdev kernel>=6.1\n",
	.back = "install  echo", .drawn = "driver st",
	.var = vars, .op = ops, .rule = rules, .consequence = consequences,
	.hazard = hazards, .word = words, .promise = promises,
};
