/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stray.h - where in the firmware a stray access came from
 */
#ifndef HX_STRAY_H
#define HX_STRAY_H

#include "compile.h"
#include "report.h"

/**
 * hx_stray_explain() - add symbol, image and virtual time to a stray access
 * @line:  a line that the simulator logged about its guest
 * @bytes: the trace file, @len bytes; untrusted
 *
 * The symbol is looked up in the image that was last put where the driver looks
 * for that core's, as far as the guest came; an image that was there before is
 * not considered.
 *
 * Returns: a text in the arena; @line itself when it is about something else,
 * and without the symbol when the image has none there.
 */
const char *hx_stray_explain(struct hx_arena *arena, const struct hx_compiled *compiled,
			     const struct hx_report *report, const void *bytes, size_t len,
			     const char *line);

#endif
