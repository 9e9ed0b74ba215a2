/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * permute.h - a scenario whose `permute` block stands in every order
 *
 * The whole body is compiled once for each order of the lines of the block, one
 * after the other in the same run; a `fresh` line with the order as its title
 * comes before each, as between the sequences of the explorer.  The orders are
 * those of the lexicographic permutation of the line numbers, so the first is the
 * one in the file.
 *
 * A scenario has one such block at most, of 2 to HX_MAX_PERMUTED lines outside of
 * all other blocks.  What `fresh` does not put back cannot stand in it: `install`,
 * `inject`, a core that runs from power-on.
 */
#ifndef HX_PERMUTE_H
#define HX_PERMUTE_H

#include "verbs.h"

#define HX_MAX_PERMUTED	6u

/* all lines of at->sc; 0, or an error code with "path:line: ..." */
int hx_permute_body(struct hx_place *at);

#endif
