/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * baseline.h - a file of known failures: one name a line
 *
 * A name is that of a result; without its @VARIANT it stands for all variants.
 * Empty lines and lines that begin with '#' mean nothing; what follows the name
 * on its line is a remark.
 */
#ifndef HX_BASELINE_H
#define HX_BASELINE_H

#include "base.h"

/* the names of the file, with their lines, into @out; 0, HX_EIO */
int hx_baseline_read(struct hx_arena *arena, const char *path, struct hx_list *out,
		     struct hx_error *err);

/* the entry for a result, NULL: none */
const struct hx_item *hx_baseline_find(const struct hx_list *list, const char *name);

#endif
