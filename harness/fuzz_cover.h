/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_cover.h - which edges were reached, and what there is to reach
 *
 * An edge is a pair of basic blocks, one after the other in the trace of a case.
 * What there is to reach comes from the kernel's program: every call of
 * __sanitizer_cov_trace_pc() in it stands at the begin of a block.
 */
#ifndef HX_FUZZ_COVER_H
#define HX_FUZZ_COVER_H

#include "../sim/abi/amp_fuzz.h"
#include "base.h"

struct hx_function {
	const char *name;
	uint64_t begin, end;
	unsigned int num_blocks, num_reached;
};

struct hx_cover {
	struct hx_arena arena;
	uint8_t *edges;			/* one bit for each hash of an edge */
	unsigned int num_edges;
	uint64_t *block;		/* sorted: return addresses of the calls */
	uint8_t *is_reached;
	unsigned int num_blocks, num_reached;
	struct hx_function *function;	/* sorted; those with blocks only */
	unsigned int num_functions;
};

/* read the kernel's program; 0, or HX_ERIG when it has no symbols or no KCOV */
int hx_cover_open(struct hx_cover *cover, const char *kernel, struct hx_error *err);
/* take the trace in; returns how many edges were new */
unsigned int hx_cover_add(struct hx_cover *cover, const struct amp_fuzz *shared);
/* blocks reached of each function, and the offsets of those that were not */
void hx_cover_report(struct hx_cover *cover, struct hx_text *out);
void hx_cover_close(struct hx_cover *cover);

#endif
