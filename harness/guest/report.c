/* SPDX-License-Identifier: GPL-2.0-or-later */
/* report.c - see report.h */
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lab.h"
#include "report.h"

#define LINE_BYTES	8192

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static size_t escape_one(char *out, unsigned char byte)
{
	static const char digit[] = "0123456789abcdef";

	if (byte >= 0x20 && byte <= 0x7e && byte != '\\') {
		out[0] = (char)byte;
		return 1;
	}
	out[0] = '\\';
	out[1] = 'x';
	out[2] = digit[byte >> 4];
	out[3] = digit[byte & 15];
	return 4;
}

size_t ag_escape(char *out, size_t size, const char *text, size_t len)
{
	size_t used = 0;
	char one[4];

	while (len--) {
		size_t n = escape_one(one, (unsigned char)*text++);

		if (used + n >= size)
			break;
		memcpy(out + used, one, n);
		used += n;
	}
	out[used] = '\0';
	return used;
}

void ag_report(const char *text, const char *head, ...)
{
	static char line[LINE_BYTES];	/* guarded by lock */
	va_list args;
	size_t len;
	int n;

	pthread_mutex_lock(&lock);
	va_start(args, head);
	n = vsnprintf(line, sizeof(line) - 2, head, args);
	va_end(args);
	len = n < 0 ? 0 : (size_t)n < sizeof(line) - 3 ? (size_t)n : sizeof(line) - 3;
	if (text) {
		line[len++] = ' ';
		len += ag_escape(line + len, sizeof(line) - 1 - len, text, strlen(text));
	}
	line[len++] = '\n';
	ag_lab_report(line, len);
	pthread_mutex_unlock(&lock);
}
