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
	"multi-vdev",		/* more than one vdev in a resource table */
	"multi-core",		/* more than one remote core */
	"trace",		/* trace buffers */
	"fwram",		/* a carveout in DRAM for code and data */
	"named-memory",		/* vrings and buffers in reserved-memory nodes of their own */
	NULL
};

static const struct hx_stack_module ref_stack[] = {
	{ "mailbox", "OMAP2PLUS_MBOX", false },
	{ "rpmsg_char", "RPMSG_CHAR", true },	/* from 4.11 on */
	{ "rpmsg_ctrl", "RPMSG_CTRL", true },	/* its own module from 5.18 on */
	{ "amp_echo", "AMP_ECHO", true },	/* ours, where there is no rpmsg_char */
	{ "virtio_rpmsg_bus", "RPMSG_VIRTIO", false },
	{ "driver", "AMP_REMOTEPROC", false },
	{ NULL, NULL, false }
};

const struct hx_profile hx_profiles[] = {
	{ "ref", "amp_remoteproc", "omap-mailbox", ref_stack, hx_offer_words, AMP_MAX_CORES },
};

const unsigned int hx_num_profiles = HX_ARRAY_SIZE(hx_profiles);

const struct hx_profile *hx_profile_find(const char *name)
{
	for (unsigned int i = 0; i < hx_num_profiles; i++)
		if (!strcmp(hx_profiles[i].name, name))
			return &hx_profiles[i];
	return NULL;
}

const char *hx_profile_role(const struct hx_profile *profile, const char *word)
{
	if (!strcmp(word, "driver"))
		return profile->driver;
	if (!strcmp(word, "mailbox"))
		return profile->mailbox;
	return word;
}
