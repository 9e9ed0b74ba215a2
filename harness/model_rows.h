/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * model_rows.h - what rows of several models have in common; see model.h
 *
 * Paths of the guest, and pieces of rules: error, effect, kernel function.
 */
#ifndef HX_MODEL_ROWS_H
#define HX_MODEL_ROWS_H

#define PLATFORM	"/sys/bus/platform/drivers/amp-remoteproc/"
#define VIRTIO		"/sys/bus/virtio/drivers/virtio_rpmsg_bus/"
#define DEBUGFS		"/sys/kernel/debug/remoteproc/remoteproc0/"

/*
 * An automatic boot that is over may still hold its firmware, and a request for
 * that name is given the same (firmware_loader/main.c: alloc_lookup_fw_priv()).
 * It runs on system_wq, as what this write waits for does on every processor
 * (schedule_on_each_cpu()): behind a worker that can run (kernel/workqueue.c).
 */
#define SETTLED		"write /proc/sys/vm/stat_refresh \"1\""
#define IMAGE_AWAY	SETTLED "\ninstall none"

/* another image, by a name of its own: one that is being read serves whoever asks meanwhile */
#define OTHER(image)	"install " image " as other.elf\nset rproc0 firmware other.elf\n"
#define OURS		"\nset rproc0 firmware amp-core0.elf"

#define WORKS		NULL
#define LOADED		"EEXIST", NULL, "kernel/module/main.c: add_unformed_module()"
#define ABSENT		"ENOENT", NULL, "kernel/module/main.c: SYSCALL_DEFINE2(delete_module)"
#define NO_DRIVER	"ENOENT", NULL, "base/driver.c: driver_register(): the file comes with it"
#define NO_RPROC	"ENOENT", NULL, "remoteproc/remoteproc_core.c: rproc_add(), rproc_del()"
#define NOT_BOUND	"ENODEV", NULL, "base/bus.c: unbind_store()"
#define NO_DEVICE	"ENODEV", NULL, "base/bus.c: bind_store()"
#define IS_BOUND	"EBUSY", NULL, "base/dd.c: __driver_probe_device()"
#define IS_UP		"EBUSY", NULL, "remoteproc/remoteproc_core.c: rproc_set_firmware()"
#define NOT_UP		"EINVAL", NULL, "remoteproc/remoteproc_core.c: rproc_shutdown()"
#define NOT_ATTACHED	"EINVAL", NULL, "remoteproc/remoteproc_core.c: rproc_detach()"
#define NO_IMAGE	"ENOENT", NULL, \
			"remoteproc/remoteproc_core.c: rproc_boot(): request_firmware()"

#define BOOTS		"remoteproc/remoteproc_core.c: rproc_boot()"
#define STOPS		"remoteproc/remoteproc_core.c: rproc_shutdown()"
#define DETACHES	"remoteproc/remoteproc_core.c: rproc_detach()"
#define DELETES		"remoteproc/remoteproc_core.c: rproc_del() shuts down"
#define CRASHES		"remoteproc/remoteproc_core.c: rproc_crash_handler_work()"
#define RECOVERS	"remoteproc/remoteproc_core.c: rproc_trigger_recovery()"
#define RECOVERY	"remoteproc/remoteproc_sysfs.c: recovery_store()"
#define RELEASES	"remoteproc/remoteproc_cdev.c: rproc_cdev_release()"
#define COUNTED		"power is followed up to 2"

#define POWER_TWO	"scenarios/found/driver-removed-with-power-two"
#define NO_FIRMWARE	"scenarios/found/recovery-without-firmware"
#define UNBOOTED	"nothing tells when the automatic boot has failed: remoteproc/" \
			"remoteproc_core.c: rproc_auto_boot_callback()"

/* rules of the model stack, which are a file of their own */
extern const struct hx_model_rule hx_stack_rules[], hx_stack_consequences[], hx_stack_hazards[];

/* the file "recovery"; variables: driver, st, manual, nofile, restart */
#define RECOVERY_RULES \
	{ "recovery off", "!driver", NO_RPROC }, \
	{ "recovery off", "", WORKS, "manual", RECOVERY }, \
	{ "recovery on", "!driver", NO_RPROC }, \
	{ "recovery on", "st=crash nofile", "known", NULL, NO_FIRMWARE }, \
	{ "recovery on", "st=crash", WORKS, "!manual restart", RECOVERY }, \
	{ "recovery on", "", WORKS, "!manual", RECOVERY }, \
	{ "recover", "!driver", NO_RPROC }, \
	{ "recover", "st=crash nofile", "known", NULL, NO_FIRMWARE }, \
	{ "recover", "st=crash", WORKS, "restart", RECOVERY }, \
	{ "recover", "", WORKS, "", RECOVERS }

/* rows that end a table */
#define NO_VAR		{ NULL, NULL, false, NULL }
#define NO_OP		{ NULL, NULL, NULL }
#define NO_RULE		{ NULL, NULL, NULL, NULL, NULL }
#define NO_WORD		{ NULL, NULL, NULL }
#define NO_PROMISE	{ NULL, NULL, NULL }

/* a virtio device @bus whose driver is bound when @when, without channels of user space */
#define BUS_WORDS(bus, when) \
	{ bus "=virtio_rpmsg_bus", when, NULL }, \
	{ bus ".rpmsg_ns.53.53=rpmsg_ns", when, NULL }
#define CHANNEL_WORDS(bus, when) \
	{ bus ".rproctest-echo.-1.1025=-", when, NULL }, \
	{ bus ".rpmsg-client-sample.-1.1024=-", when, NULL }
#define CONTROL_WORDS(bus, when) \
	{ bus ".rpmsg_ctrl.0.0=rpmsg_ctrl", when, NULL }, \
	{ "rpmsg_ctrl0", when, NULL }
/* all modules but the driver's; variables: loaded, driver */
#define LOADED_WORDS \
	{ "omap_mailbox=%u", "loaded", "driver" }, \
	{ "rpmsg_core=4", "loaded", NULL }, \
	{ "rpmsg_ns=1", "loaded", NULL }, \
	{ "virtio_rpmsg_bus=0", "loaded", NULL }, \
	{ "rpmsg_char=1", "loaded", NULL }, \
	{ "rpmsg_ctrl=0", "loaded", NULL }

#endif
