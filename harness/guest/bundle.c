/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * bundle.c - see bundle.h
 *
 * The format is that of initramfs archives (kernel:
 * Documentation/driver-api/early-userspace/buffer-format.rst): a header of hex
 * digits, the name, the data, each padded to 4 bytes.  Regular files and
 * directories only; owners, times and links are left out.
 */
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#include "bundle.h"
#include "util.h"

#define MAGIC		"070701"
#define HEADER		110u
#define DIGITS		8u
#define MAX_NAME	256u

/* numbers of the header that matter */
enum { MODE = 1, FILESIZE = 6, NAMESIZE = 11 };

static uint32_t number(const char *header, unsigned int index)
{
	const char *digit = header + strlen(MAGIC) + index * DIGITS;
	uint32_t value = 0;
	unsigned int i;

	for (i = 0; i < DIGITS; i++, digit++)
		value = value << 4 | (uint32_t)(*digit <= '9' ? *digit - '0' : (*digit | 32) - 'a' + 10);
	return value;
}

static size_t padded(size_t len)
{
	return (len + 3) & ~(size_t)3;
}

static int put(const char *name, uint32_t mode, const char *bytes, size_t len)
{
	char path[AG_PATH];
	int err;

	ag_path(path, "/%s", name);
	if (S_ISDIR(mode))
		return mkdir(path, 0755) && errno != EEXIST ? -errno : 0;
	if (!S_ISREG(mode))
		return -EINVAL;
	err = ag_make_parents(path);
	if (!err)
		err = ag_write_file(path, bytes, len);
	if (!err && chmod(path, mode & 0777))
		err = -errno;
	return err;
}

int ag_bundle_unpack(const void *bytes, size_t len)
{
	const char *at = bytes, *end = at + len;
	int err = 0;

	while (!err) {
		char header[HEADER], name[MAX_NAME];
		size_t name_len, size;

		if ((size_t)(end - at) < HEADER)
			return -EINVAL;
		memcpy(header, at, HEADER);
		name_len = number(header, NAMESIZE);
		size = number(header, FILESIZE);
		if (memcmp(header, MAGIC, strlen(MAGIC)) || !name_len || name_len > MAX_NAME ||
		    (size_t)(end - at) < padded(HEADER + name_len))
			return -EINVAL;
		memcpy(name, at + HEADER, name_len);
		name[name_len - 1] = '\0';
		at += padded(HEADER + name_len);
		if (!strcmp(name, "TRAILER!!!"))
			return 0;
		if ((size_t)(end - at) < size)
			return -EINVAL;
		err = put(name, number(header, MODE), at, size);
		at += padded(size) < (size_t)(end - at) ? padded(size) : (size_t)(end - at);
	}
	return err;
}
