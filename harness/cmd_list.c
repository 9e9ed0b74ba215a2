/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cmd_list.c - `list` and `check`: what can be known without booting
 */
#include <stdio.h>

#include "cmd.h"
#include "plan.h"
#include "profile.h"

static void print_words(const char *label, const struct hx_list *list)
{
	if (!list->num)
		return;
	printf("    %s", label);
	for (unsigned int i = 0; i < list->num; i++)
		printf(" %s", list->item[i].text);
	printf("\n");
}

static void print_point(const struct hx_point *point)
{
	printf("%s: %s\n", point->name, point->sc->title);
	print_words("needs", &point->sc->needs);
	if (point->unmet)
		printf("    skip: %s\n", point->unmet);
	if (point->known)
		printf("    known: %s\n", point->known);
	print_words("caught-by", &point->sc->caught_by);
	print_words("tags", &point->sc->tags);
}

static void print_verbs(void)
{
	struct hx_text table = { 0 };

	hx_verbs_markdown(&table);
	fputs(table.s, stdout);
	hx_text_free(&table);
}

int hx_cmd_list(struct hx_options *opt, struct hx_error *err)
{
	struct hx_plan plan;
	int status = HX_STATUS_GOOD;

	if (opt->lists_verbs)
		print_verbs();
	for (unsigned int i = 0; i < hx_num_profiles && opt->lists_profiles; i++)
		printf("%s\n", hx_profiles[i].name);
	if (opt->lists_verbs || opt->lists_profiles)
		return status;
	if (opt->wants_matrix)
		return hx_cmd_matrix(opt, err);
	if (hx_plan_make(opt, HX_PLAN_NO_KERNEL | HX_PLAN_ONE_SEED, &plan, err) ||
	    plan.errors.num)
		status = HX_STATUS_RIG;
	for (unsigned int i = 0; i < plan.num_points; i++)
		print_point(&plan.point[i]);
	for (unsigned int i = 0; i < plan.errors.num; i++)
		fprintf(stderr, "%s\n", plan.errors.item[i].text);
	hx_plan_free(&plan);
	return status;
}

static const char *error_of(const struct hx_plan *plan, unsigned int file)
{
	for (unsigned int i = 0; i < plan->errors.num; i++)
		if (plan->errors.item[i].line == file + 1)
			return plan->errors.item[i].text;
	return NULL;
}

/* KTAP: one point for each file; what a caught-by word changes must compile too */
static int print_check(const struct hx_plan *plan, const struct hx_plan *proofs)
{
	int status = HX_STATUS_GOOD;

	printf("KTAP version 1\n1..%u\n", plan->files.num);
	for (unsigned int i = 0; i < plan->files.num; i++) {
		const char *error = error_of(plan, i);

		if (!error)
			error = error_of(proofs, i);
		printf("%sok %u - %s\n", error ? "not " : "", i + 1, plan->files.item[i].text);
		if (!error)
			continue;
		printf("# %s\n", error);
		status = HX_STATUS_RIG;
	}
	if (!plan->env.kernel)
		printf("# no kernel: modules were not looked up\n");
	return status;
}

int hx_cmd_check(struct hx_options *opt, struct hx_error *err)
{
	unsigned int flags = HX_PLAN_NO_KERNEL | HX_PLAN_ONE_SEED;
	struct hx_plan plan, proofs = { 0 };
	int status = HX_STATUS_RIG;

	if (!hx_plan_make(opt, flags, &plan, err) &&
	    !hx_plan_make(opt, flags | HX_PLAN_PROVE, &proofs, err))
		status = print_check(&plan, &proofs);
	hx_plan_free(&plan);
	hx_plan_free(&proofs);
	return status;
}
