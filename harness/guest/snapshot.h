/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * snapshot.h - what must be after a run as it was before
 *
 * A snapshot is a sorted list of lines for every check.  What the kernel shows
 * is brought into a form in which only what a driver owns is left: addresses
 * that move, counters and interrupt lines without an owner are not in it.
 */
#ifndef AG_SNAPSHOT_H
#define AG_SNAPSHOT_H

#include "util.h"

enum ag_snap {
	AG_SNAP_MODULES,
	AG_SNAP_DEVICES,
	AG_SNAP_DRIVERS,
	AG_SNAP_CLASS,
	AG_SNAP_DEBUGFS,
	AG_SNAP_DEV,
	AG_SNAP_CHRDEVS,
	AG_SNAP_INTERRUPTS,
	AG_SNAP_IOMEM,
	AG_SNAP_IOREMAP,
	AG_SNAPS,
};

struct ag_snapshot {
	struct ag_list list[AG_SNAPS];
};

const char *ag_snapshot_name(enum ag_snap snap);

/* @snap was zeroed or freed; sources that the kernel does not have are empty. */
void ag_snapshot_take(struct ag_snapshot *snap);
void ag_snapshot_free(struct ag_snapshot *snap);

/**
 * ag_list_diff() - compare two sorted lists
 * @text: out: "left behind: A, B; gone: C", cut where it does not fit
 *
 * Returns: entries that only one of them has.
 */
size_t ag_list_diff(const struct ag_list *before, const struct ag_list *after, char *text,
		    size_t size);

/* One line of a /proc file as the snapshot has it; false: leave it out. */
typedef bool (*ag_filter_fn)(const char *line, char *out, size_t size);
bool ag_filter_modules(const char *line, char *out, size_t size);
bool ag_filter_chrdevs(const char *line, char *out, size_t size);
bool ag_filter_interrupts(const char *line, char *out, size_t size);
bool ag_filter_ioremap(const char *line, char *out, size_t size);

#endif
