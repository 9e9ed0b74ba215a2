/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cover.c - see cover.h; called by the main thread only */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cover.h"
#include "report.h"
#include "util.h"

#define TOP		"/sys/kernel/debug/gcov"
#define DEEPEST		24	/* directories: the build tree's path is repeated there */
#define LINE_BYTES	2048	/* of a file in one report line */

static void say(const char *name, const unsigned char *bytes, size_t len)
{
	char hex[2 * LINE_BYTES + 1];
	size_t i;

	for (i = 0; i < len; i++)
		sprintf(hex + 2 * i, "%02x", bytes[i]);
	ag_report(NULL, "cover %s %s", name, hex);
}

static void report_file(const char *path)
{
	const char *name = path + strlen(ag_root) + strlen(TOP);
	ssize_t len, at;
	char *bytes;

	len = ag_read_all(path, &bytes);
	if (len < 0)
		return;
	for (at = 0; at < len; at += LINE_BYTES)
		say(name, (unsigned char *)bytes + at,
		    len - at < LINE_BYTES ? (size_t)(len - at) : LINE_BYTES);
	free(bytes);
}

static bool is_counters(const char *name)
{
	size_t len = strlen(name);

	return len > 5 && !strcmp(name + len - 5, ".gcda");
}

static void report_tree(const char *path, unsigned int depth)
{
	struct ag_list names = { 0 };
	char inner[AG_PATH];
	struct stat st;
	size_t i;

	ag_list_dir(path, &names);
	for (i = 0; i < names.num; i++) {
		if ((size_t)snprintf(inner, sizeof(inner), "%s/%s", path, names.item[i]) >=
		    sizeof(inner) || lstat(inner, &st))
			continue;
		if (S_ISREG(st.st_mode) && is_counters(names.item[i]))
			report_file(inner);
		else if (S_ISDIR(st.st_mode) && depth)
			report_tree(inner, depth - 1);
	}
	ag_list_free(&names);
}

void ag_cover_report(void)
{
	char path[AG_PATH];

	report_tree(ag_path(path, TOP), DEEPEST);
}
