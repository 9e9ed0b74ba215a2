/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * splats.h - does a line of the kernel's log say that the kernel is in trouble?
 */
#ifndef HX_SPLATS_H
#define HX_SPLATS_H

#include "base.h"

struct hx_splat {
	const char *name;	/* of the kind, for tests and messages */
	const char *text;
	bool is_at_start;	/* of the message, time stamps aside; else anywhere */
};

extern const struct hx_splat hx_splats[];
extern const unsigned int hx_num_splats;

/* the row that one line matches, NULL: the line is harmless */
const struct hx_splat *hx_splat_of(const char *line);

/* the first line of @text that is one, in the arena; NULL: none */
const char *hx_splat_find(struct hx_arena *arena, const char *text);

#endif
