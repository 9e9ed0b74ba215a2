/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * explore_state.h - what an exploration knows, as a file: to go on with, and to merge
 *
 * The file is JSON: format (1), key (of model, operations and kernel), shard,
 * the counters, covered and avoided (transitions, four to a hex digit) and the
 * findings.  A file with another key is of another exploration.
 */
#ifndef HX_EXPLORE_STATE_H
#define HX_EXPLORE_STATE_H

#include "explore.h"

#define HX_FILE_EXPLORE	"state.json"

/* 0 or HX_EIO; the old file stays until the new one is whole */
int hx_explore_save(const struct hx_explore *explore, const char *path, struct hx_error *err);

/**
 * hx_explore_load() - add what a file knows to what is known
 * @explore: open; not running
 * @is_ours: go on with it: seeds and search too, else coverage and findings only
 *
 * Returns: 0; HX_EIO when it cannot be read; HX_EUSAGE when it is no such file
 * or one of another kernel or model.
 */
int hx_explore_load(struct hx_explore *explore, const char *path, bool is_ours,
		    struct hx_error *err);

#endif
