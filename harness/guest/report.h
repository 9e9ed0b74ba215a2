/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * report.h - lines to the host, in the form that harness/program.h gives
 *
 * Lines of several threads are never mixed.  A line goes out in one piece and
 * at once: nothing is held back that a panic could lose.
 */
#ifndef AG_REPORT_H
#define AG_REPORT_H

#include <stddef.h>
#include <stdint.h>

/**
 * ag_escape() - @len bytes of @text so that they can stand in a report line
 * @out:  terminated; bytes outside 0x20..0x7e and '\' become \xNN
 * @size: of @out, at least 1; what does not fit is left out, never half a \xNN
 *
 * Returns: bytes in @out without the terminator.
 */
size_t ag_escape(char *out, size_t size, const char *text, size_t len);

/* One line: the formatted head (plain), then @text (escaped) unless it is NULL. */
void ag_report(const char *text, const char *head, ...) __attribute__((format(printf, 2, 3)));

#endif
