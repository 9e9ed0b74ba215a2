/* SPDX-License-Identifier: GPL-2.0-or-later */
/* channel.c - see channel.h */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "channel.h"

/* The number behind @prefix when the component is exactly that, else -1. */
static int numbered(const char *part, size_t len, const char *prefix)
{
	size_t skip = strlen(prefix), i;
	int value = 0;

	if (len <= skip || len > skip + 6 || strncmp(part, prefix, skip))
		return -1;
	for (i = skip; i < len; i++) {
		if (part[i] < '0' || part[i] > '9')
			return -1;
		value = 10 * value + part[i] - '0';
	}
	return value;
}

/* The last component of that kind; *@end is the offset behind it. */
static int last_numbered(const char *path, const char *prefix, size_t *end)
{
	const char *part = path;
	int found = -1;

	while (*part) {
		size_t len = strcspn(part, "/");
		int value = numbered(part, len, prefix);

		if (value >= 0) {
			found = value;
			*end = (size_t)(part + len - path);
		}
		part += len;
		part += *part == '/';
	}
	return found;
}

int ag_path_rproc(const char *path)
{
	size_t end;

	return last_numbered(path, "remoteproc", &end);
}

bool ag_path_virtio(const char *path, char out[AG_PATH])
{
	size_t end;

	if (last_numbered(path, "virtio", &end) < 0 || end >= AG_PATH)
		return false;
	memcpy(out, path, end);
	out[end] = '\0';
	return true;
}

static bool real_path(const char *path, char out[AG_PATH])
{
	char *real = realpath(path, NULL);
	bool fits = real && strlen(real) < AG_PATH;

	if (fits)
		strcpy(out, real);
	free(real);
	return fits;
}

/* The device node comes after the device. */
static int client_of(const char *device)
{
	struct ag_list names = { 0 };
	char path[AG_PATH];
	int client = -1;
	size_t i;

	ag_list_dir(ag_path(path, "/sys/bus/rpmsg/devices/%s/misc", device), &names);
	for (i = 0; i < names.num && client < 0; i++)
		client = numbered(names.item[i], strlen(names.item[i]), "amp-echo");
	ag_list_free(&names);
	return ag_exists(ag_path(path, "/dev/amp-echo%d", client)) ? client : -1;
}

/*
 * A device's name has its service's in it (rpmsg_register_device_override(),
 * before that rpmsg_register_device(), rpmsg_core.c), with '!' for '/' (kobject.c):
 * of a thousand channels most need not be opened.
 */
static bool may_be(const char *device, const char *name)
{
	return strchr(name, '/') || strstr(device, name);
}

static bool look_at(const char *device, const char *name, uint32_t rproc,
		    struct ag_channel *out)
{
	char path[AG_PATH], real[AG_PATH], text[AG_SMALL];

	if (!may_be(device, name) ||
	    ag_read_attr(ag_path(path, "/sys/bus/rpmsg/devices/%s/name", device), text,
			 sizeof(text)) < 0 || strcmp(text, name))
		return false;
	if (!real_path(ag_path(path, "/sys/bus/rpmsg/devices/%s", device), real) ||
	    ag_path_rproc(real) != (int)rproc || !ag_path_virtio(real, out->virtio))
		return false;
	if (ag_read_attr(ag_path(path, "/sys/bus/rpmsg/devices/%s/dst", device), text,
			 sizeof(text)) <= 0)
		return false;
	out->dst = (uint32_t)strtoul(text, NULL, 0);
	out->client = client_of(device);
	return true;
}

unsigned int ag_channel_count(const char *name, uint32_t rproc, unsigned int nth,
			      struct ag_channel *out)
{
	struct ag_list devices = { 0 };
	struct ag_channel one;
	unsigned int count = 0;
	char path[AG_PATH];
	size_t i;

	ag_list_dir(ag_path(path, "/sys/bus/rpmsg/devices"), &devices);
	for (i = 0; i < devices.num; i++)
		if (look_at(devices.item[i], name, rproc, &one) && count++ == nth && out)
			*out = one;
	ag_list_free(&devices);
	return count;
}

int ag_channel_ctrl(const char *virtio)
{
	struct ag_list devices = { 0 };
	size_t i, len = strlen(virtio);
	char path[AG_PATH], real[AG_PATH];
	int ctrl = -1;

	ag_list_dir(ag_path(path, "/sys/class/rpmsg"), &devices);
	for (i = 0; i < devices.num && ctrl < 0; i++) {
		const char *device = devices.item[i];

		if (real_path(ag_path(path, "/sys/class/rpmsg/%s", device), real) &&
		    !strncmp(real, virtio, len) && real[len] == '/')
			ctrl = numbered(device, strlen(device), "rpmsg_ctrl");
	}
	ag_list_free(&devices);
	return ctrl;
}

void ag_channel_endpoints(int ctrl, struct ag_list *numbers)
{
	struct ag_list names = { 0 };
	char path[AG_PATH];
	size_t i;

	ag_list_dir(ag_path(path, "/sys/class/rpmsg/rpmsg_ctrl%d", ctrl), &names);
	for (i = 0; i < names.num; i++)
		if (numbered(names.item[i], strlen(names.item[i]), "rpmsg") >= 0)
			ag_list_add(numbers, names.item[i] + strlen("rpmsg"));
	ag_list_free(&names);
}
