/* SPDX-License-Identifier: GPL-2.0-or-later */
/* module.c - see module.h; inserted[] is guarded by lock */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "agent.h"
#include "module.h"
#include "util.h"

#define MAX_INSERTED	64
#define NAME_BYTES	64	/* MODULE_NAME_LEN is 64 less a pointer */

static char inserted[MAX_INSERTED][NAME_BYTES];
static size_t num_inserted;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static char plain(char c)
{
	return c == '-' ? '_' : c;
}

/* Compares @len bytes of @a with all of @b. */
static bool same(const char *a, size_t len, const char *b)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (!b[i] || plain(a[i]) != plain(b[i]))
			return false;
	return !b[len];
}

bool ag_module_same(const char *a, const char *b)
{
	return same(a, strlen(a), b);
}

/* "name size references users state address"; references are '-' when not counted */
static int parse_line(const char *line, struct ag_module *out)
{
	char references[24], state[16], *end;

	if (sscanf(line, "%*s %*u %23s %*s %15s", references, state) != 2)
		return -EINVAL;
	out->references = strtol(references, &end, 10);
	if (!strcmp(references, "-"))
		out->references = -1;
	else if (end == references || *end)
		return -EINVAL;
	out->loaded = true;
	out->live = !strcmp(state, "Live");
	return 0;
}

int ag_module_find(const char *text, const char *name, struct ag_module *out)
{
	memset(out, 0, sizeof(*out));
	while (*text) {
		if (same(text, strcspn(text, " \n"), name))
			return parse_line(text, out);
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	return 0;
}

int ag_module_state(const char *name, struct ag_module *out)
{
	char path[AG_PATH], *text;
	ssize_t len = ag_read_all(ag_path(path, "/proc/modules"), &text);
	int err;

	if (len < 0)
		return (int)len;
	err = ag_module_find(text, name, out);
	free(text);
	return err;
}

bool ag_module_file(const char *name, char *out, size_t size)
{
	struct ag_list files = { 0 };
	char path[AG_PATH];
	bool found = false;
	size_t i;

	ag_list_dir(ag_path(path, "/lib/modules"), &files);
	for (i = 0; i < files.num && !found; i++) {
		const char *file = files.item[i];
		size_t len = strlen(file);

		if (len > 3 && !strcmp(file + len - 3, ".ko") && same(file, len - 3, name)) {
			char full[AG_PATH];

			ag_path(full, "/lib/modules/%s", file);
			found = (size_t)snprintf(out, size, "%s", full) < size;
		}
	}
	ag_list_free(&files);
	return found;
}

int ag_module_remove(const char *name)
{
	char kernel_name[NAME_BYTES];
	size_t i;

	if ((size_t)snprintf(kernel_name, sizeof(kernel_name), "%s", name) >= NAME_BYTES)
		return -ENAMETOOLONG;
	for (i = 0; kernel_name[i]; i++)
		kernel_name[i] = plain(kernel_name[i]);
	return syscall(SYS_delete_module, kernel_name, O_NONBLOCK) ? -errno : 0;
}

size_t ag_module_inserted(void)
{
	size_t num;

	pthread_mutex_lock(&lock);
	num = num_inserted;
	pthread_mutex_unlock(&lock);
	return num;
}

bool ag_module_inserted_name(size_t index, char *out, size_t size)
{
	bool any;

	pthread_mutex_lock(&lock);
	any = index < num_inserted;
	if (any)
		snprintf(out, size, "%s", inserted[index]);
	pthread_mutex_unlock(&lock);
	return any;
}

static void remember(const char *name)
{
	pthread_mutex_lock(&lock);
	if (num_inserted == MAX_INSERTED)
		ag_die("more than %u modules inserted", MAX_INSERTED);
	snprintf(inserted[num_inserted++], NAME_BYTES, "%s", name);
	pthread_mutex_unlock(&lock);
}

void ag_module_forget(const char *name)
{
	size_t i;

	pthread_mutex_lock(&lock);
	for (i = num_inserted; i > 0; i--)
		if (ag_module_same(inserted[i - 1], name))
			break;
	if (i) {
		memmove(inserted[i - 1], inserted[i], (num_inserted - i) * NAME_BYTES);
		num_inserted--;
	}
	pthread_mutex_unlock(&lock);
}

static int insert(const char *path, const char *parameters)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int err = 0;

	if (fd < 0)
		return -errno;
	if (syscall(SYS_finit_module, fd, parameters, 0))
		err = -errno;
	close(fd);
	return err;
}

enum ag_result ag_run_insmod(struct ag_ctx *ctx, const struct hx_op *op)
{
	const char *name = ag_string(ctx, op->s0);
	struct ag_module state;
	char path[AG_PATH];
	int err;

	if (op->flags & HX_IF_ABSENT) {
		err = ag_module_state(name, &state);
		if (err)
			return ag_why(ctx, AG_BROKEN, "/proc/modules: %s", ag_errno_name(-err));
		if (state.loaded)
			return AG_PASS;
	}
	if (!ag_module_file(name, path, sizeof(path)))
		return ag_why(ctx, AG_BROKEN, "no /lib/modules/%s.ko", name);
	err = insert(path, ag_string(ctx, op->s1));
	if (!err)
		remember(name);
	return ag_judge(ctx, op, -err, "inserting %s", name);
}

enum ag_result ag_run_rmmod(struct ag_ctx *ctx, const struct hx_op *op)
{
	const char *name = ag_string(ctx, op->s0);
	int err = ag_module_remove(name);

	if (!err)
		ag_module_forget(name);
	return ag_judge(ctx, op, -err, "removing %s", name);
}
