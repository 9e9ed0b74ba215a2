/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profile.c - the table of SoC profiles; see profile.h
 */
#include <string.h>

#include "../sim/abi/amp_map.h"
#include "profile.h"

const char *const hx_offer_words[] = {
	"crash:mailbox",	/* the firmware tells of a crash by a mailbox message */
	"crash:typed",		/* the message names the type of the crash */
	"crash:lockup",		/* hardware sees the core's lockup */
	"crash:watchdog",	/* a watchdog bites when the core hangs */
	"crash:mmu",		/* an MMU sees accesses that nothing is mapped for */
	"mailbox:fifo",		/* a mailbox of words that wait in a queue */
	"multi-vdev",		/* more than one vdev in a resource table */
	"multi-core",		/* more than one remote core */
	"trace",		/* trace buffers */
	"fwram",		/* a carveout in DRAM for code and data */
	"named-memory",		/* vrings and buffers in reserved-memory nodes of their own */
	"coredump",		/* the driver says what a core dump is made of */
	"manual-boot",		/* the driver can be kept from booting its cores by itself */
	"start:checked",	/* a core that does not come up fails the start */
	"table:required",	/* an image without a good resource table is refused */
	"memory:checked",	/* vrings and buffers lie where stray accesses are seen */
	"sysfs:writable",	/* user space may start, stop and set the core up */
	"vdev:any",		/* vdevs in a resource table */
	"attach",		/* to a core that runs before the kernel does */
	"shutdown",		/* the kernel asks the firmware to end before it stops the core */
	NULL
};

static const char *const ref_offers[] = {
	"crash:mailbox", "crash:typed", "crash:lockup", "crash:watchdog",
	"mailbox:fifo", "multi-vdev", "multi-core", "trace", "fwram", "named-memory", "manual-boot", "start:checked",
	"table:required", "memory:checked", "coredump", "sysfs:writable", "vdev:any", "attach",
	NULL
};

static const char *const stm32_offers[] = {
	"crash:watchdog", "trace", "named-memory", "manual-boot", "shutdown", "coredump",
	"sysfs:writable", "vdev:any", "attach", NULL
};

static const char *const omap_offers[] = {
	"crash:mailbox", "crash:mmu", "mailbox:fifo", "multi-vdev", "trace", "fwram",
	"table:required", "memory:checked", "sysfs:writable", "vdev:any", NULL
};

static const char *const wkup_offers[] = { "trace", "manual-boot", NULL };

static const struct hx_stack_module ref_stack[] = {
	{ "mailbox", "OMAP2PLUS_MBOX", false },
	{ "rpmsg_char", "RPMSG_CHAR", true },	/* from 4.11 on */
	{ "rpmsg_ctrl", "RPMSG_CTRL", true },	/* its own module from 5.18 on */
	{ "amp_echo", "AMP_ECHO", true },	/* ours, before 5.13 */
	{ "virtio_rpmsg_bus", "RPMSG_VIRTIO", false },
	{ "driver", "AMP_REMOTEPROC", false },
	{ NULL, NULL, false }
};

static const struct hx_stack_module stm32_stack[] = {
	{ "mailbox", "STM32_IPCC", false },
	{ "rpmsg_char", "RPMSG_CHAR", false },
	{ "rpmsg_ctrl", "RPMSG_CTRL", true },
	{ "amp_echo", "AMP_ECHO", true },
	{ "virtio_rpmsg_bus", "RPMSG_VIRTIO", false },
	{ "driver", "STM32_RPROC", false },
	{ NULL, NULL, false }
};

/* the core is booted by its consumer */
static const struct hx_stack_module wkup_stack[] = {
	{ "mailbox", "OMAP2PLUS_MBOX", false },
	{ "driver", "WKUP_M3_RPROC", false },
	{ "wkup_m3_ipc", "WKUP_M3_IPC", false },
	{ NULL, NULL, false }
};

static const struct hx_stack_module omap_stack[] = {
	{ "mailbox", "OMAP2PLUS_MBOX", false },
	{ "rpmsg_char", "RPMSG_CHAR", false },
	{ "rpmsg_ctrl", "RPMSG_CTRL", true },
	{ "amp_echo", "AMP_ECHO", true },	/* ours, before 5.13 */
	{ "virtio_rpmsg_bus", "RPMSG_VIRTIO", false },
	{ "driver", "OMAP_REMOTEPROC", false },
	{ NULL, NULL, false }
};

const struct hx_profile hx_profiles[] = {
	{
		.name = "ref", .driver = "amp_remoteproc", .mailbox = "omap-mailbox",
		.manual_param = "auto_boot=0",
		.image = "echo", .firmware_subdir = "", .firmware_file = "amp-core%u.elf",
		.stack = ref_stack, .offers = ref_offers, .max_cores = AMP_MAX_CORES,
	}, {
		.name = "stm32", .driver = "stm32_rproc", .mailbox = "stm32-ipcc",
		.image = "echo", .firmware_subdir = "/stm32", .firmware_file = "rproc-m4-fw",
		.stack = stm32_stack, .offers = stm32_offers, .max_cores = 1,
		.has_uart = true,
	}, {
		.name = "wkup-m3", .driver = "wkup_m3_rproc", .mailbox = "omap-mailbox",
		.image = "pm", .firmware_subdir = "/wkup-m3",
		.firmware_file = "am335x-pm-firmware.elf",
		.stack = wkup_stack, .offers = wkup_offers, .max_cores = 1,
		/* before, the driver takes its reset from a board file only */
		.needs = "kernel>=6.1",
	}, {
		.name = "omap", .driver = "omap_remoteproc", .mailbox = "omap-mailbox",
		.image = "echo", .firmware_subdir = "/omap", .firmware_file = "amp-core%u.elf",
		.stack = omap_stack, .offers = omap_offers, .max_cores = 1,
		.lame = { "kernel>=6.12", "kernel<7.0" },
		.lame_need = "an omap-iommu that finds its devices",
	},
};

const unsigned int hx_num_profiles = HX_ARRAY_SIZE(hx_profiles);

const struct hx_profile *hx_profile_find(const char *name)
{
	for (unsigned int i = 0; i < hx_num_profiles; i++)
		if (!strcmp(hx_profiles[i].name, name))
			return &hx_profiles[i];
	return NULL;
}

const char *hx_profile_file(struct hx_arena *arena, const struct hx_profile *profile,
			    unsigned int core)
{
	const char *at = strstr(profile->firmware_file, "%u");

	if (!at)
		return profile->firmware_file;
	return hx_printf(arena, "%.*s%u%s", (int)(at - profile->firmware_file),
			 profile->firmware_file, core, at + 2);
}

const char *hx_profile_images(struct hx_arena *arena, const struct hx_profile *profile,
			      const char *dir)
{
	return hx_printf(arena, "%s%s", dir, profile->firmware_subdir);
}

const char *hx_profile_prefix(struct hx_arena *arena, const struct hx_profile *profile)
{
	return profile == &hx_profiles[0] ? "" : hx_printf(arena, "%s: ", profile->name);
}

void hx_profile_names(struct hx_text *out)
{
	for (unsigned int i = 0; i < hx_num_profiles; i++)
		hx_text_add(out, "%s%s", i ? ", " : "", hx_profiles[i].name);
}

const char *hx_profile_role(const struct hx_profile *profile, const char *word)
{
	if (!strcmp(word, "driver"))
		return profile->driver;
	if (!strcmp(word, "mailbox"))
		return profile->mailbox;
	return word;
}
