/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_gen.h - cases out of nothing, and cases out of cases
 *
 * Everything follows from the state of one generator: the same seed gives the
 * same cases in the same order on any host.
 */
#ifndef HX_FUZZ_GEN_H
#define HX_FUZZ_GEN_H

#include "table.h"

#define HX_GEN_RECORDS	48u	/* of a case, at most */

struct hx_gen {
	uint64_t state;
};

void hx_gen_seed(struct hx_gen *gen, uint64_t seed);
/* 0..@below-1 */
uint32_t hx_gen_below(struct hx_gen *gen, uint32_t below);

/* a case that a kernel might well accept; @c is empty */
void hx_gen_make(struct hx_gen *gen, struct hx_case *c);
/* one to some changes; @other: a case to take records from, may be @c's parent */
void hx_gen_change(struct hx_gen *gen, struct hx_case *c, const struct hx_case *other);

/* fuzz_flip.c: a byte of @c's first table, at one of the reads that parse it, and its value */
void hx_gen_flip(struct hx_gen *gen, const struct hx_case *c, struct hx_rec *rec);

#endif
