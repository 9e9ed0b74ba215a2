/* SPDX-License-Identifier: GPL-2.0-or-later */
/* util.c - see util.h */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util.h"

const char *ag_root = "";

void *ag_realloc(void *old, size_t size)
{
	void *new = realloc(old, size ? size : 1);

	if (!new)
		ag_die("out of memory (%zu bytes)", size);
	return new;
}

char *ag_strndup(const char *text, size_t len)
{
	char *new = ag_realloc(NULL, len + 1);

	memcpy(new, text, len);
	new[len] = '\0';
	return new;
}

void ag_list_add(struct ag_list *list, const char *text)
{
	if (list->num == list->space) {
		list->space = list->space ? 2 * list->space : 16;
		list->item = ag_realloc(list->item, list->space * sizeof(*list->item));
	}
	list->item[list->num++] = ag_strndup(text, strlen(text));
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void ag_list_sort(struct ag_list *list)
{
	if (list->num)
		qsort(list->item, list->num, sizeof(*list->item), by_text);
}

void ag_list_free(struct ag_list *list)
{
	while (list->num)
		free(list->item[--list->num]);
	free(list->item);
	memset(list, 0, sizeof(*list));
}

const char *ag_path(char out[AG_PATH], const char *fmt, ...)
{
	size_t len = (size_t)snprintf(out, AG_PATH, "%s", ag_root);
	va_list args;

	if (len >= AG_PATH)
		return out;
	va_start(args, fmt);
	vsnprintf(out + len, AG_PATH - len, fmt, args);
	va_end(args);
	return out;
}

bool ag_exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

/* Reads on until the end: a seq_file gives one page at a time. */
static ssize_t read_on(int fd, char *out, size_t size)
{
	size_t len = 0;

	while (len < size) {
		ssize_t got = read(fd, out + len, size - len);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		if (!got)
			break;
		len += (size_t)got;
	}
	return (ssize_t)len;
}

ssize_t ag_read_text(const char *path, char *out, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t len;

	out[0] = '\0';
	if (fd < 0)
		return -errno;
	len = read_on(fd, out, size - 1);
	out[len > 0 ? len : 0] = '\0';
	close(fd);
	return len;
}

ssize_t ag_read_attr(const char *path, char *out, size_t size)
{
	ssize_t len = ag_read_text(path, out, size);

	if (len > 0 && out[len - 1] == '\n')
		out[--len] = '\0';
	return len;
}

ssize_t ag_read_all(const char *path, char **out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t len = 0, space = 0;
	char *text = NULL;
	ssize_t got;

	if (fd < 0)
		return -errno;
	do {
		space = space ? 2 * space : 16384;
		text = ag_realloc(text, space + 1);
		got = read_on(fd, text + len, space - len);
		if (got > 0)
			len += (size_t)got;
	} while (got > 0 && len == space);
	close(fd);
	if (got < 0) {
		free(text);
		return got;
	}
	text[len] = '\0';
	*out = text;
	return (ssize_t)len;
}

int ag_write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
	size_t len = strlen(text);
	ssize_t done;
	int err = 0;

	if (fd < 0)
		return -errno;
	done = write(fd, text, len);
	if (done < 0)
		err = -errno;
	else if ((size_t)done != len)
		err = -EIO;
	close(fd);
	return err;
}

int ag_make_parents(const char *path)
{
	char part[AG_PATH];
	char *slash = part;

	if ((size_t)snprintf(part, sizeof(part), "%s", path) >= sizeof(part))
		return -ENAMETOOLONG;
	while ((slash = strchr(slash + 1, '/'))) {
		*slash = '\0';
		if (mkdir(part, 0755) && errno != EEXIST)
			return -errno;
		*slash = '/';
	}
	return 0;
}

int ag_write_file(const char *path, const char *bytes, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	int err = 0;

	if (fd < 0)
		return -errno;
	while (len && !err) {
		ssize_t done = write(fd, bytes, len);

		if (done < 0 && errno != EINTR)
			err = -errno;
		if (done > 0) {
			bytes += done;
			len -= (size_t)done;
		}
	}
	if (close(fd) && !err)
		err = -errno;
	return err;
}

int ag_copy_file(const char *from, const char *to)
{
	char temporary[AG_PATH + 4];
	char *bytes;
	ssize_t len = ag_read_all(from, &bytes);
	int err;

	if (len < 0)
		return (int)len;
	snprintf(temporary, sizeof(temporary), "%s.new", to);
	err = ag_make_parents(to);
	if (!err)
		err = ag_write_file(temporary, bytes, (size_t)len);
	if (!err && rename(temporary, to))
		err = -errno;
	free(bytes);
	return err;
}

int ag_list_dir(const char *path, struct ag_list *names)
{
	DIR *dir = opendir(path);
	struct dirent *entry;

	if (!dir)
		return -errno;
	while ((entry = readdir(dir)))
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			ag_list_add(names, entry->d_name);
	closedir(dir);
	ag_list_sort(names);
	return 0;
}

const char *ag_errno_name(int error)
{
	const char *name = error ? strerrorname_np(error) : "success";

	return name ? name : "an unknown errno";
}
