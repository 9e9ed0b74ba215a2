/* SPDX-License-Identifier: GPL-2.0-or-later */
/* snapshot.c - see snapshot.h */
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "snapshot.h"

#define DEEPEST	8

static bool whole_line(const char *line, char *out, size_t size)
{
	return (size_t)snprintf(out, size, "%s", line) < size;
}

/*
 * The kernel registers its hypervisor consoles, all of them, when the first is
 * used, and keeps them (drivers/tty/hvc/hvc_console.c, which is no module): no
 * leak of the driver that used one.
 */
static bool is_hvc(const char *node)
{
	return !strncmp(node, "hvc", 3) && isdigit((unsigned char)node[3]);
}

bool ag_filter_chrdevs(const char *line, char *out, size_t size)
{
	const char *owner = strrchr(line, ' ');

	return (!owner || strcmp(owner, " hvc")) && whole_line(line, out, size);
}

/* A source is a file whose lines pass a filter, or a tree of names, @depth deep. */
static const struct {
	enum ag_snap snap;
	const char *path;
	ag_filter_fn filter;
	unsigned int depth;
} source[] = {
	{ AG_SNAP_MODULES,	"/proc/modules",		ag_filter_modules,	0 },
	{ AG_SNAP_DEVICES,	"/sys/bus/platform/devices",	NULL,			1 },
	{ AG_SNAP_DEVICES,	"/sys/bus/virtio/devices",	NULL,			1 },
	{ AG_SNAP_DEVICES,	"/sys/bus/rpmsg/devices",	NULL,			1 },
	{ AG_SNAP_DRIVERS,	"/sys/bus/platform/drivers",	NULL,			1 },
	{ AG_SNAP_DRIVERS,	"/sys/bus/virtio/drivers",	NULL,			1 },
	{ AG_SNAP_DRIVERS,	"/sys/bus/rpmsg/drivers",	NULL,			1 },
	{ AG_SNAP_CLASS,	"/sys/class",			NULL,			2 },
	{ AG_SNAP_DEBUGFS,	"/sys/kernel/debug/remoteproc",	NULL,			DEEPEST },
	{ AG_SNAP_DEV,		"/dev",				NULL,			DEEPEST },
	{ AG_SNAP_CHRDEVS,	"/proc/devices",		ag_filter_chrdevs,	0 },
	{ AG_SNAP_INTERRUPTS,	"/proc/interrupts",		ag_filter_interrupts,	0 },
	{ AG_SNAP_IOMEM,	"/proc/iomem",			whole_line,		0 },
	{ AG_SNAP_IOREMAP,	"/proc/vmallocinfo",		ag_filter_ioremap,	0 },
};

static const char *const name[AG_SNAPS] = {
	[AG_SNAP_MODULES] = "modules",
	[AG_SNAP_DEVICES] = "devices",
	[AG_SNAP_DRIVERS] = "drivers",
	[AG_SNAP_CLASS] = "class",
	[AG_SNAP_DEBUGFS] = "debugfs",
	[AG_SNAP_DEV] = "dev",
	[AG_SNAP_CHRDEVS] = "chrdevs",
	[AG_SNAP_INTERRUPTS] = "interrupts",
	[AG_SNAP_IOMEM] = "iomem",
	[AG_SNAP_IOREMAP] = "ioremap",
};

const char *ag_snapshot_name(enum ag_snap snap)
{
	return name[snap];
}

/* "name size references users state address": what grows or moves is left out */
bool ag_filter_modules(const char *line, char *out, size_t size)
{
	char module[64], references[24], state[16];

	if (sscanf(line, "%63s %*u %23s %*s %15s", module, references, state) != 3)
		return whole_line(line, out, size);
	snprintf(out, size, "%s %s %s", module, references, state);
	return true;
}

static const char *skip_blanks(const char *at)
{
	return at + strspn(at, " \t");
}

static const char *skip_word(const char *at)
{
	return skip_blanks(at + strcspn(at, " \t"));
}

static bool all_digits(const char *word)
{
	size_t len = strcspn(word, " \t");

	return len && strspn(word, "0123456789") == len;
}

/*
 * "NN: COUNT... CHIP HWIRQ Level|Edge  OWNER, OWNER": only lines with an owner;
 * the kernel goes on listing an interrupt that has fired once.  Lines with a
 * name for a number (IPI0, Err) are taken with their text.
 */
bool ag_filter_interrupts(const char *line, char *out, size_t size)
{
	const char *label = skip_blanks(line), *at = strchr(label, ':');
	int len;

	if (!at)
		return false;
	len = (int)(at - label);
	at = skip_blanks(at + 1);
	while (all_digits(at))
		at = skip_word(at);
	if (!isdigit((unsigned char)*label)) {
		snprintf(out, size, "%.*s %s", len, label, at);
		return true;
	}
	at = skip_word(at);
	if (all_digits(at))
		at = skip_word(at);
	if (!strncmp(at, "Level", 5) || !strncmp(at, "Edge", 4))
		at = skip_word(at);
	if (!*at)
		return false;
	snprintf(out, size, "%s", at);
	return true;
}

/*
 * "0xVA-0xVA SIZE CALLER phys=PA ioremap": all but where it is mapped.  The
 * kernel maps a reserved memory pool at its first use by memremap() and keeps it
 * (kernel/dma/coherent.c), and the same with a system controller
 * (drivers/mfd/syscon.c), so those are nobody's leak.  Where functions keep a frame
 * of_iomap(), through which it does that, shows in its place; the drivers under
 * test do not call it.
 */
bool ag_filter_ioremap(const char *line, char *out, size_t size)
{
	if (!strstr(line, "ioremap") || strstr(line, " memremap+") ||
	    strstr(line, " of_syscon_register+") || strstr(line, " of_iomap+"))
		return false;
	snprintf(out, size, "%s", skip_word(line));
	return true;
}

static void add_file(struct ag_list *list, const char *path, ag_filter_fn filter)
{
	char *text, *line, *rest, kept[AG_PATH];

	if (ag_read_all(path, &text) < 0)
		return;
	rest = text;
	while ((line = strsep(&rest, "\n")))
		if (*line && filter(line, kept, sizeof(kept)))
			ag_list_add(list, kept);
	free(text);
}

/* A device node is more than its name. */
static void add_node(struct ag_list *list, const char *path, unsigned char type)
{
	const char *shown = path + strlen(ag_root);
	char text[AG_PATH + 32];
	struct stat st;

	if ((type != DT_CHR && type != DT_BLK) || lstat(path, &st)) {
		ag_list_add(list, shown);
		return;
	}
	snprintf(text, sizeof(text), "%s %c %u:%u", shown, type == DT_CHR ? 'c' : 'b',
		 major(st.st_rdev), minor(st.st_rdev));
	ag_list_add(list, text);
}

/*
 * What device depends on what by the device tree is the driver core's own account:
 * up to 5.10 an entry goes when the drivers have been bound.
 */
static bool is_devlink(const char *entry)
{
	return !strcmp(entry, "devlink");
}

/*
 * The type in the directory entry is enough, and all file systems of the guest
 * give it: a stat of every file in sysfs would be most of the agent's time.
 */
static void add_tree(struct ag_list *list, const char *path, unsigned int depth)
{
	struct dirent *entry;
	char inner[AG_PATH];
	DIR *dir = opendir(path);

	if (!dir)
		return;
	while ((entry = readdir(dir))) {
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..") ||
		    is_hvc(entry->d_name) || is_devlink(entry->d_name) ||
		    (size_t)snprintf(inner, sizeof(inner), "%s/%s", path, entry->d_name) >=
		    sizeof(inner))
			continue;
		add_node(list, inner, entry->d_type);
		if (depth > 1 && entry->d_type == DT_DIR)
			add_tree(list, inner, depth - 1);
	}
	closedir(dir);
}

void ag_snapshot_take(struct ag_snapshot *snap)
{
	char path[AG_PATH];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(source); i++) {
		struct ag_list *list = &snap->list[source[i].snap];

		ag_path(path, "%s", source[i].path);
		if (source[i].filter)
			add_file(list, path, source[i].filter);
		else
			add_tree(list, path, source[i].depth);
	}
	for (i = 0; i < AG_SNAPS; i++)
		ag_list_sort(&snap->list[i]);
}

void ag_snapshot_free(struct ag_snapshot *snap)
{
	size_t i;

	for (i = 0; i < AG_SNAPS; i++)
		ag_list_free(&snap->list[i]);
}

static void append(char *text, size_t size, const char *separator, const char *item)
{
	size_t used = strlen(text);

	snprintf(text + used, size - used, "%s%s", separator, item);
}

/* Counts what only @a has, and lists it under @heading. */
static size_t only_in(const struct ag_list *a, const struct ag_list *b, const char *heading,
		      char *text, size_t size)
{
	size_t i, k = 0, found = 0;

	for (i = 0; i < a->num; i++) {
		while (k < b->num && strcmp(b->item[k], a->item[i]) < 0)
			k++;
		if (k < b->num && !strcmp(b->item[k], a->item[i])) {
			k++;
			continue;
		}
		if (!found)
			append(text, size, *text ? "; " : "", heading);
		append(text, size, found ? ", " : " ", a->item[i]);
		found++;
	}
	return found;
}

size_t ag_list_diff(const struct ag_list *before, const struct ag_list *after, char *text,
		    size_t size)
{
	size_t count;

	text[0] = '\0';
	count = only_in(after, before, "left behind:", text, size);
	return count + only_in(before, after, "gone:", text, size);
}
