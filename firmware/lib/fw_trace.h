/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fw_trace.h - lines of text for whoever reads the trace buffer
 *
 * One NUL-terminated text of lines; when it is full its older half goes, so a
 * reader on the other side can for a moment see lines twice, never a byte that
 * was not written.  Callable from main and from a handler that does not return.
 */
#ifndef FW_TRACE_H
#define FW_TRACE_H

#include <stdint.h>

/* A board with little memory gives less */
#ifndef FW_TRACE_SIZE
#define FW_TRACE_SIZE	4096u
#endif

extern char fw_trace_buffer[FW_TRACE_SIZE];

/* "@text", "@text @value" in decimal, "@text 0x@value" with eight digits */
void fw_trace(const char *text);
void fw_trace_number(const char *text, uint32_t value);
void fw_trace_hex(const char *text, uint32_t value);

#endif
