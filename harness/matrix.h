/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * matrix.h - scenario x profile x kernel, made of one plan for each kernel
 *
 * The points of all plans are the same in the same order: those of the first
 * profile, then those of the next.
 */
#ifndef HX_MATRIX_H
#define HX_MATRIX_H

#include "plan.h"

struct hx_matrix {
	struct hx_plan *plan;		/* one for each kernel */
	const char **kernel;		/* their names */
	unsigned int num_kernels;
	unsigned int num_profiles;	/* of each plan, >= 1 */
};

/* to standard output: each scenario, and below it what it does where */
void hx_matrix_print(const struct hx_matrix *matrix);
/* an array with an object for each cell, docs/running.md; to be freed */
char *hx_matrix_json(const struct hx_matrix *matrix);

#endif
