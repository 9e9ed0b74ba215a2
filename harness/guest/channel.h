/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * channel.h - rpmsg channels and their control devices, as sysfs shows them
 *
 * A channel is a device on the rpmsg bus; whose it is stands in the path of its
 * real directory, which has a component "remoteprocN" (and below that "virtioM")
 * in every kernel since 4.9, whatever else the path and the name are made of.
 */
#ifndef AG_CHANNEL_H
#define AG_CHANNEL_H

#include <stdint.h>

#include "util.h"

struct ag_channel {
	char virtio[AG_PATH];	/* real path of the virtio device */
	uint32_t dst;		/* the remote's address */
	int client;		/* N of amp-echoN, this project's own client; -1: none */
};

/* N of the last component "remoteprocN", -1 when there is none. */
int ag_path_rproc(const char *path);

/* @path up to and with its last component "virtioM"; false: there is none. */
bool ag_path_virtio(const char *path, char out[AG_PATH]);

/**
 * ag_channel_count() - channels of a name below one remote processor
 * @nth: which of them goes to @out, from 0
 * @out: out: untouched when there are not so many; may be NULL
 *
 * Returns: how many; 0 also without an rpmsg bus.
 */
unsigned int ag_channel_count(const char *name, uint32_t rproc, unsigned int nth,
			      struct ag_channel *out);

/* N of rpmsg_ctrlN on the virtio device with that real path, -1: none. */
int ag_channel_ctrl(const char *virtio);

/* Adds the numbers N of the endpoint devices rpmsgN below rpmsg_ctrl@ctrl, as text. */
void ag_channel_endpoints(int ctrl, struct ag_list *numbers);

#endif
