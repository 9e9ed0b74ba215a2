/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kmsg.c - see kmsg.h.  @lock guards all of @kernel_log. */
#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kmsg.h"
#include "report.h"
#include "util.h"

#define RECORD_BYTES	8192	/* a record is less: the kernel's limit is a page or two */

struct kept {
	unsigned int level;
	uint64_t usec;
	char *text;	/* owned; a NUL byte in the kernel's text ends it */
};

static struct {
	int fd;
	struct kept *kept;
	size_t num, space, reported, gaps;
} kernel_log = { .fd = -1 };
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* Turns \xNN into bytes, in place; anything else with a backslash stays. */
static size_t unescape(char *text, size_t len)
{
	size_t from, to = 0;

	for (from = 0; from < len; from++) {
		char hex[3] = "";

		if (text[from] == '\\' && from + 3 < len && text[from + 1] == 'x' &&
		    isxdigit((unsigned char)text[from + 2]) &&
		    isxdigit((unsigned char)text[from + 3])) {
			memcpy(hex, text + from + 2, 2);
			text[to++] = (char)strtoul(hex, NULL, 16);
			from += 3;
		} else {
			text[to++] = text[from];
		}
	}
	return to;
}

/* A decimal number ended by @end; moves *@at behind that. */
static bool number(const char **at, const char *limit, char end, uint64_t *out)
{
	const char *p = *at;
	uint64_t value = 0;

	while (p < limit && *p >= '0' && *p <= '9')
		value = 10 * value + (uint64_t)(*p++ - '0');
	if (p == *at || p >= limit || *p != end)
		return false;
	*at = p + 1;
	*out = value;
	return true;
}

int ag_kmsg_parse(char *record, size_t len, struct ag_record *out)
{
	const char *at = record, *limit = record + len;
	uint64_t prio, sequence, usec;
	char *text, *end;

	if (!number(&at, limit, ',', &prio) || !number(&at, limit, ',', &sequence) ||
	    !number(&at, limit, ',', &usec))
		return -EINVAL;
	text = memchr(at, ';', (size_t)(limit - at));
	if (!text)
		return -EINVAL;
	text++;
	end = memchr(text, '\n', (size_t)(limit - text));
	out->level = prio & 7;
	out->usec = usec;
	out->text = text;
	out->len = unescape(text, (size_t)((end ? end : limit) - text));
	return 0;
}

int ag_kmsg_open(void)
{
	char path[AG_PATH];

	kernel_log.fd = open(ag_path(path, "/dev/kmsg"), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	return kernel_log.fd < 0 ? -errno : 0;
}

static void keep(const struct ag_record *record)
{
	struct kept *k;

	if (kernel_log.num == kernel_log.space) {
		kernel_log.space = kernel_log.space ? 2 * kernel_log.space : 256;
		kernel_log.kept = ag_realloc(kernel_log.kept, kernel_log.space * sizeof(*kernel_log.kept));
	}
	k = &kernel_log.kept[kernel_log.num++];
	k->level = record->level;
	k->usec = record->usec;
	k->text = ag_strndup(record->text, record->len);
}

static void take_in_locked(void)
{
	static char bytes[RECORD_BYTES];	/* guarded by lock */
	struct ag_record record;
	ssize_t len;

	while (kernel_log.fd >= 0) {
		len = read(kernel_log.fd, bytes, sizeof(bytes));
		if (len < 0 && errno == EPIPE)
			kernel_log.gaps++;	/* overwritten; the next read goes on behind it */
		else if (len < 0 && errno == EINTR)
			continue;
		else if (len <= 0)
			break;
		else if (!ag_kmsg_parse(bytes, (size_t)len, &record))
			keep(&record);
	}
}

static void report_locked(void)
{
	for (; kernel_log.reported < kernel_log.num; kernel_log.reported++) {
		const struct kept *k = &kernel_log.kept[kernel_log.reported];

		ag_report(k->text, "kmsg %u %llu", k->level, (unsigned long long)k->usec);
	}
}

void ag_kmsg_drain(bool report)
{
	pthread_mutex_lock(&lock);
	take_in_locked();
	if (report)
		report_locked();
	pthread_mutex_unlock(&lock);
}

void ag_kmsg_try_drain(void)
{
	if (pthread_mutex_trylock(&lock))
		return;
	take_in_locked();
	report_locked();
	pthread_mutex_unlock(&lock);
}

bool ag_kmsg_find(const char *text, size_t *seen)
{
	bool found = false;

	pthread_mutex_lock(&lock);
	take_in_locked();
	for (; *seen < kernel_log.num && !found; (*seen)++)
		found = strstr(kernel_log.kept[*seen].text, text) != NULL;
	pthread_mutex_unlock(&lock);
	return found;
}

void ag_kmsg_count(size_t *records, size_t *gaps)
{
	pthread_mutex_lock(&lock);
	*records = kernel_log.num;
	*gaps = kernel_log.gaps;
	pthread_mutex_unlock(&lock);
}
