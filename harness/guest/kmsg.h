/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kmsg.h - the kernel log from power-on, kept by the agent
 *
 * Records are read from /dev/kmsg (format: the kernel's
 * Documentation/ABI/testing/dev-kmsg) and kept until the end of the run.
 * Every function may be called by any thread.
 */
#ifndef AG_KMSG_H
#define AG_KMSG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ag_record {
	unsigned int level;	/* 0 = emergency .. 7 = debug */
	uint64_t usec;
	const char *text;	/* not terminated */
	size_t len;
};

/**
 * ag_kmsg_parse() - take one record of /dev/kmsg apart
 * @record: "prio,seq,usec,flags[,...];text\n[ KEY=value\n]..."; changed: the
 *          kernel's \xNN in the text are turned back into bytes
 * @out:    points into @record
 *
 * Returns: 0, or -EINVAL with @out untouched.
 */
int ag_kmsg_parse(char *record, size_t len, struct ag_record *out);

/* Returns: 0, -errno of opening /dev/kmsg. */
int ag_kmsg_open(void);

/* Takes what there is in; with @report, sends what has not been sent. */
void ag_kmsg_drain(bool report);

/* The same, without waiting for another thread: for the watchdog. */
void ag_kmsg_try_drain(void);

/**
 * ag_kmsg_find() - is @text in a record of the log?
 * @seen: in/out: records from the first on that need not be looked at
 */
bool ag_kmsg_find(const char *text, size_t *seen);

/* Records kept, and times that the kernel overwrote some before they were read. */
void ag_kmsg_count(size_t *records, size_t *gaps);

#endif
