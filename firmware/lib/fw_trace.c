// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Trace buffer; see fw_trace.h.
 */
#include "fw_trace.h"

#define DIGITS_MAX	10

char fw_trace_buffer[FW_TRACE_SIZE];
static uint32_t trace_end;	/* text bytes, below FW_TRACE_SIZE: a NUL follows */

/* Keep the newer half, from the first line that begins in it */
static void make_room(void)
{
	uint32_t from = trace_end / 2;
	uint32_t to = 0;

	while (from < trace_end && fw_trace_buffer[from - 1] != '\n')
		from++;
	while (from < trace_end)
		fw_trace_buffer[to++] = fw_trace_buffer[from++];
	trace_end = to;
	while (to < FW_TRACE_SIZE)
		fw_trace_buffer[to++] = '\0';
}

static void put(char c)
{
	if (trace_end + 1 >= FW_TRACE_SIZE)
		make_room();
	fw_trace_buffer[trace_end++] = c;
}

static void put_text(const char *text)
{
	while (*text)
		put(*text++);
}

static void put_number(uint32_t value, uint32_t base, unsigned int least)
{
	char digit[DIGITS_MAX];
	unsigned int num = 0;

	do {
		digit[num++] = "0123456789abcdef"[value % base];
		value /= base;
	} while (value || num < least);
	while (num)
		put(digit[--num]);
}

void fw_trace(const char *text)
{
	put_text(text);
	put('\n');
}

void fw_trace_number(const char *text, uint32_t value)
{
	put_text(text);
	put(' ');
	put_number(value, 10, 1);
	put('\n');
}

void fw_trace_hex(const char *text, uint32_t value)
{
	put_text(text);
	put_text(" 0x");
	put_number(value, 16, 8);
	put('\n');
}
