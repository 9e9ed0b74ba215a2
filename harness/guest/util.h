/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * util.h - files below a root, string lists, and the one way to give up
 *
 * Every path that the agent reads is absolute and taken below ag_root, which is
 * "" in the guest; the unit tests point it at a directory of their own.  No
 * function here prints.  Functions return 0 or a length, or a negative errno,
 * unless they say otherwise.  Memory is never short without the run being over:
 * allocation failures end in ag_die().
 */
#ifndef AG_UTIL_H
#define AG_UTIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define AG_PATH		512	/* bytes of a path, with root and terminator */
#define AG_SMALL	4096	/* bytes of a file that is read as one attribute */

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

extern const char *ag_root;

/* The rig cannot go on: says so on every channel it has, ends the run. */
void ag_die(const char *fmt, ...) __attribute__((noreturn, format(printf, 1, 2)));

void *ag_realloc(void *old, size_t size);
char *ag_strndup(const char *text, size_t len);

/* Strings, owned by the list. */
struct ag_list {
	char **item;
	size_t num;
	size_t space;
};

void ag_list_add(struct ag_list *list, const char *text);
void ag_list_sort(struct ag_list *list);
void ag_list_free(struct ag_list *list);

/**
 * ag_path() - an absolute path, below ag_root
 *
 * Returns: @out, always terminated; a path that does not fit is cut, so that
 * opening it fails.
 */
const char *ag_path(char out[AG_PATH], const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

bool ag_exists(const char *path);

/**
 * ag_read_text() - the first @size - 1 bytes of a file, terminated
 * @path: as ag_path() made it
 *
 * Returns: bytes read (the rest of @out is untouched), or -errno with @out "".
 */
ssize_t ag_read_text(const char *path, char *out, size_t size);

/* The same with one final newline taken off. */
ssize_t ag_read_attr(const char *path, char *out, size_t size);

/* The whole file; the caller frees *@out, which has a NUL behind the last byte. */
ssize_t ag_read_all(const char *path, char **out);

/* One write() of the whole text, as sysfs wants it; a short one is -EIO. */
int ag_write_text(const char *path, const char *text);

/* A file of just these bytes. */
int ag_write_file(const char *path, const char *bytes, size_t len);

/* Every directory above the last component of @path, as far as missing. */
int ag_make_parents(const char *path);

/* To a temporary name beside @to, then renamed over it. */
int ag_copy_file(const char *from, const char *to);

/* Names in a directory without "." and "..", sorted; nothing is added on error. */
int ag_list_dir(const char *path, struct ag_list *names);

/* "EBUSY" for 16, "success" for 0; never NULL. */
const char *ag_errno_name(int error);

#endif
