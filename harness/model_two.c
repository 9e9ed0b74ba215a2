/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * model_two.c - two cores with two vdevs each: what one does, the other does not notice
 *
 * The four virtio devices share one sequence of numbers: a core that starts takes
 * the two lowest that are free, in the order of its resource table.
 *
 * Nothing boots by itself.  The firmware looks only at the ring that it was kicked for.  Leaves out: what the other models have; that the second
 * core's device is bound first.  Interface: model.h.
 */
#include "model.h"
#include "model_rows.h"

#define SECOND		"b301000.remoteproc"
#define STARTS		"remoteproc/remoteproc_core.c: rproc_start()"
#define RPROC_STOP	"remoteproc/remoteproc_core.c: rproc_stop()"
#define NUMBERS		"virtio/virtio.c: register_virtio_device(): the lowest number that is free"
#define PROBES		"rpmsg/virtio_rpmsg_bus.c: rpmsg_probe()"
#define REMOVES		"rpmsg/virtio_rpmsg_bus.c: rpmsg_remove()"
#define MESSAGES	"rpmsg/virtio_rpmsg_bus.c"

static const struct hx_model_var vars[] = {
	{ "loaded", "no yes", false, "the modules but amp_remoteproc and the bus" },
	{ "bus", "no yes", false, "module virtio_rpmsg_bus" },
	{ "driver", "no yes", false, "module amp_remoteproc, bound to the first core" },
	{ "second", "no yes", false, "and to the second" },
	{ "a", "off run", false, "the first core" },
	{ "b", "off run", false, "the second core" },
	{ "pa", "none low high", false, "vdevs of the first core: virtio0 and 1, virtio2 and 3" },
	{ "pb", "none low high", false, "vdevs of the second core" },
	{ "v0", "none loose bound new", false, "virtio0; loose: without its driver" },
	{ "v1", "none loose bound new", false, "virtio1" },
	{ "v2", "none loose bound new", false, "virtio2" },
	{ "v3", "none loose bound new", false, "virtio3" },
	{ "downa", "no yes", true, "the first core stops" },
	{ "downb", "no yes", true, "the second core stops" },
	{ "upa", "no yes", true, "the first core starts" },
	{ "upb", "no yes", true, "the second core starts" },
	{ "scan", "no yes", true, "the bus looks for its devices" },
	{ "released", "0 1 2 3", true, "how often cores are released" },
	NO_VAR
};

/* an endpoint on each vdev of a core; which is which the kernel chooses */
#define EXCHANGE(core) \
	"modprobe endpoints\nopen e0 rproctest-echo on " core " within 500ms\n" \
	"open e1 rproctest-echo on " core " within 500ms\n" \
	"exchange e0 size=1..496 count=3 within 1s\nexchange e1 size=1..496 count=3 within 1s\n" \
	"close e0\nclose e1\nrmmod rpmsg_ctrl\nrmmod rpmsg_char"

static const struct hx_model_op ops[] = {
	{ "load", "modprobe mailbox\nmodprobe rpmsg_ns", NULL },
	{ "insmod bus", "insmod virtio_rpmsg_bus", NULL },
	{ "rmmod bus", "rmmod virtio_rpmsg_bus", NULL },
	{ "insmod driver", "insmod driver auto_boot=0", NULL },
	{ "rmmod driver", "rmmod driver", NULL },
	{ "unbind second", "write " PLATFORM "unbind \"" SECOND "\"", NULL },
	{ "bind second", "write " PLATFORM "bind \"" SECOND "\"", NULL },
	{ "start a", "start rproc0", NULL },
	{ "start b", "start rproc1", NULL },
	{ "stop a", "stop rproc0", NULL },
	{ "stop b", "stop rproc1", NULL },
	{ "crash a", "command core0 msg-crash", NULL },
	{ "crash b", "command core1 msg-crash", NULL },
	{ "unbind 0", "write " VIRTIO "unbind \"virtio0\"", NULL },
	{ "unbind 1", "write " VIRTIO "unbind \"virtio1\"", NULL },
	{ "unbind 2", "write " VIRTIO "unbind \"virtio2\"", NULL },
	{ "unbind 3", "write " VIRTIO "unbind \"virtio3\"", NULL },
	{ "bind 0", "write " VIRTIO "bind \"virtio0\"", NULL },
	{ "bind 1", "write " VIRTIO "bind \"virtio1\"", NULL },
	{ "bind 2", "write " VIRTIO "bind \"virtio2\"", NULL },
	{ "bind 3", "write " VIRTIO "bind \"virtio3\"", NULL },
	{ "exchange a", EXCHANGE("rproc0"), "rpmsg_ctrl" },
	{ "exchange b", EXCHANGE("rproc1"), "rpmsg_ctrl" },
	NO_OP
};

#define UNBIND_RULES(op, v) \
	{ op, "!bus", NO_DRIVER }, \
	{ op, v "!=bound", NOT_BOUND }, \
	{ op, "", WORKS, v "=loose", REMOVES }
#define BIND_RULES(op, v) \
	{ op, "!bus", NO_DRIVER }, \
	{ op, v "=none", NO_DEVICE }, \
	{ op, v "=bound", IS_BOUND }, \
	{ op, "", WORKS, v "=bound", PROBES }

static const struct hx_model_rule rules[] = {
	{ "load", "!loaded", WORKS, "loaded", "kernel/module/main.c: do_init_module()" },
	{ "insmod bus", "!loaded", "known", NULL, "the model stack has what depends on what" },
	{ "insmod bus", "bus", LOADED },
	{ "insmod bus", "", WORKS, "bus scan", PROBES },
	{ "rmmod bus", "!bus", ABSENT },
	{ "rmmod bus", "", WORKS, "!bus", REMOVES },

	{ "insmod driver", "driver", LOADED },
	{ "insmod driver", "!loaded", "known", NULL, "the model stack has what is deferred" },
	{ "insmod driver", "", WORKS, "driver second", "amp_remoteproc: amp_probe()" },
	{ "rmmod driver", "!driver", ABSENT },
	{ "rmmod driver", "", WORKS, "!driver !second downa downb", DELETES },
	{ "unbind second", "!driver", NO_DRIVER },
	{ "unbind second", "!second", NOT_BOUND },
	{ "unbind second", "", WORKS, "!second downb", DELETES },
	{ "bind second", "!driver", NO_DRIVER },
	{ "bind second", "second", IS_BOUND },
	{ "bind second", "", WORKS, "second", "base/bus.c: bind_store()" },

	{ "start a", "!driver", NO_RPROC },
	{ "start a", "a=off", WORKS, "upa", BOOTS },
	{ "start b", "!second", NO_RPROC },
	{ "start b", "b=off", WORKS, "upb", BOOTS },
	{ "stop a", "!driver", NO_RPROC },
	{ "stop a", "a=off", NOT_UP },
	{ "stop a", "", WORKS, "downa", STOPS },
	{ "stop b", "!second", NO_RPROC },
	{ "stop b", "b=off", NOT_UP },
	{ "stop b", "", WORKS, "downb", STOPS },
	{ "crash a", "a=run", WORKS, "downa upa", RECOVERS },
	{ "crash b", "b=run", WORKS, "downb upb", RECOVERS },

	UNBIND_RULES("unbind 0", "v0"),
	UNBIND_RULES("unbind 1", "v1"),
	UNBIND_RULES("unbind 2", "v2"),
	UNBIND_RULES("unbind 3", "v3"),
	BIND_RULES("bind 0", "v0"),
	BIND_RULES("bind 1", "v1"),
	BIND_RULES("bind 2", "v2"),
	BIND_RULES("bind 3", "v3"),

	{ "exchange a", "pa=low v0=bound v1=bound", WORKS, "", MESSAGES },
	{ "exchange a", "pa=high v2=bound v3=bound", WORKS, "", MESSAGES },
	{ "exchange b", "pb=low v0=bound v1=bound", WORKS, "", MESSAGES },
	{ "exchange b", "pb=high v2=bound v3=bound", WORKS, "", MESSAGES },
	NO_RULE
};

#define VDEV_RULES(v) \
	{ NULL, "!bus " v "=bound", NULL, v "=loose", REMOVES }, \
	{ NULL, "bus " v "=new", NULL, v "=bound", PROBES }, \
	{ NULL, v "=new", NULL, v "=loose", STARTS }, \
	{ NULL, "scan " v "=loose", NULL, v "=bound", PROBES }

static const struct hx_model_rule consequences[] = {
	{ NULL, "downa pa=low", NULL, "!downa a=off pa=none v0=none v1=none", RPROC_STOP },
	{ NULL, "downa pa=high", NULL, "!downa a=off pa=none v2=none v3=none", RPROC_STOP },
	{ NULL, "downb pb=low", NULL, "!downb b=off pb=none v0=none v1=none", RPROC_STOP },
	{ NULL, "downb pb=high", NULL, "!downb b=off pb=none v2=none v3=none", RPROC_STOP },
	{ NULL, "upa pb=low", NULL, "!upa a=run pa=high v2=new v3=new released+1", NUMBERS },
	{ NULL, "upa", NULL, "!upa a=run pa=low v0=new v1=new released+1", NUMBERS },
	{ NULL, "upb pa=low", NULL, "!upb b=run pb=high v2=new v3=new released+1", NUMBERS },
	{ NULL, "upb", NULL, "!upb b=run pb=low v0=new v1=new released+1", NUMBERS },
	VDEV_RULES("v0"),
	VDEV_RULES("v1"),
	VDEV_RULES("v2"),
	VDEV_RULES("v3"),
	NO_RULE
};

static const struct hx_model_rule hazards[] = { NO_RULE };

#define VDEV_WORDS(bus, v) \
	{ bus "=-", v "=loose", NULL }, \
	{ bus ".rpmsg_ctrl.0.0=-", v "=bound", NULL }, \
	BUS_WORDS(bus, v "=bound"), \
	CHANNEL_WORDS(bus, v "=bound")

static const struct hx_model_word words[] = {
	{ "omap_mailbox=%u", "loaded", "driver;second" },
	{ "rpmsg_core=%u", "loaded", "loaded;bus" },
	{ "rpmsg_ns=%u", "loaded", "bus" },
	{ "virtio_rpmsg_bus=0", "bus", NULL },
	{ "amp_remoteproc=0", "driver", NULL },
	{ "rproc0=offline,enabled", "driver a=off", NULL },
	{ "rproc0=running,enabled", "a=run", NULL },
	{ "rproc1=offline,enabled", "second b=off", NULL },
	{ "rproc1=running,enabled", "b=run", NULL },
	{ "core0=running", "a=run", NULL },
	{ "core1=running", "b=run", NULL },
	{ "remoteproc0/trace0", "a=run", NULL },
	{ "remoteproc1/trace0", "b=run", NULL },
	VDEV_WORDS("virtio0", "v0"),
	VDEV_WORDS("virtio1", "v1"),
	VDEV_WORDS("virtio2", "v2"),
	VDEV_WORDS("virtio3", "v3"),
	NO_WORD
};

#define DEBUGFS_OF(core)	"/sys/kernel/debug/remoteproc/" core "/"

static const struct hx_model_promise promises[] = {
	{ "a=run", "expect file " DEBUGFS_OF("remoteproc0") "resource_table has \"Notify ID 3\"",
	  "remoteproc/remoteproc_core.c: rproc_alloc_vring()" },
	{ "b=run", "expect file " DEBUGFS_OF("remoteproc1") "resource_table has \"Notify ID 3\"",
	  "remoteproc/remoteproc_core.c: rproc_alloc_vring()" },
	NO_PROMISE
};

const struct hx_model_tables hx_model_two = {
	.name = "two", .title = "two cores with two vdevs each",
	.head = "needs    firmware:echo-2vdev-strict multi-vdev multi-core crash:mailbox kernel>=6.1\n"
		"machine  remotes=2\nfirmware echo-2vdev-strict\n",
	.back = "install  echo-2vdev-strict", .drawn = "driver second a b pa pb",
	.var = vars, .op = ops, .rule = rules, .consequence = consequences,
	.hazard = hazards, .word = words, .promise = promises,
};
