/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cmd_matrix.c - `list --matrix`: scenario x profile x kernel, without booting
 *
 * Kernels are all that the build directory holds, mutants aside, or the one of
 * --kernel; profiles are all, or those of --profile.  A cell is run, known or
 * skip; why is the listed bug or the needs that are not met.
 *
 * Leaves out: what a run would come to.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "cmd.h"
#include "matrix.h"

static int compare(const void *a, const void *b)
{
	return strverscmp(((const struct hx_item *)a)->text, ((const struct hx_item *)b)->text);
}

/* names of the kernels below build/kernel, oldest first */
static void find_kernels(struct hx_options *opt, struct hx_list *names)
{
	const char *dir = hx_printf(&opt->arena, "%s/kernel", opt->build);
	DIR *stream = opendir(dir);
	struct dirent *entry;

	while (stream && (entry = readdir(stream))) {
		const char *name = entry->d_name;

		if (*name == '.' || !strncmp(name, "mutant-", 7) || !strcmp(name, "default") ||
		    !hx_is_file(hx_printf(&opt->arena, "%s/%s/zImage", dir, name)))
			continue;
		hx_list_add(&opt->arena, names, hx_strdup(&opt->arena, name), 0);
	}
	if (stream)
		closedir(stream);
	if (names->num)
		qsort(names->item, names->num, sizeof(*names->item), compare);
}

static const char *state_of(const struct hx_point *point, const char **why)
{
	*why = point->unmet ? point->unmet : point->known ? point->known : "";
	return point->unmet ? "skip" : point->known ? "known" : "run";
}

/* the scenario in one profile: kernels of the same state and reason on one line */
static void print_row(const struct hx_matrix *m, unsigned int row)
{
	const char *label = m->plan[0].point[row].profile->name;

	for (unsigned int k = 0; k < m->num_kernels; k++) {
		const char *why, *state = state_of(&m->plan[k].point[row], &why);
		const char *other_why, *other;
		bool is_new = true;

		for (unsigned int i = 0; i < k && is_new; i++) {
			other = state_of(&m->plan[i].point[row], &other_why);
			is_new = strcmp(other, state) || strcmp(other_why, why);
		}
		if (!is_new)
			continue;
		printf("    %-8s  %-5s", label, state);
		for (unsigned int i = k; i < m->num_kernels; i++) {
			other = state_of(&m->plan[i].point[row], &other_why);
			if (!strcmp(other, state) && !strcmp(other_why, why))
				printf(" %s", m->kernel[i]);
		}
		printf("%s%s\n", *why ? ": " : "", why);
	}
}

void hx_matrix_print(const struct hx_matrix *m)
{
	unsigned int num_rows = m->plan[0].num_points / m->num_profiles;

	for (unsigned int i = 0; i < num_rows; i++) {
		printf("%s\n", m->plan[0].point[i].sc->name);
		for (unsigned int p = 0; p < m->num_profiles; p++)
			print_row(m, p * num_rows + i);
	}
}

char *hx_matrix_json(const struct hx_matrix *m)
{
	json_t *cells = json_array();
	char *text;

	for (unsigned int k = 0; k < m->num_kernels; k++)
		for (unsigned int i = 0; i < m->plan[k].num_points; i++) {
			const struct hx_point *point = &m->plan[k].point[i];
			const char *why, *state = state_of(point, &why);

			json_array_append_new(cells, json_pack("{s:s, s:s, s:s, s:s, s:s}",
					      "scenario", point->sc->name,
					      "profile", point->profile->name,
					      "kernel", m->kernel[k], "state", state, "why", why));
		}
	text = json_dumps(cells, JSON_INDENT(1));
	json_decref(cells);
	return text;
}

/* one plan for each kernel; their points are the same, in the same order */
static int make_plans(struct hx_options *opt, struct hx_matrix *m, struct hx_error *err)
{
	struct hx_list names = { 0 };
	int ret = 0;

	if (opt->has_kernel_dir)
		hx_list_add(&opt->arena, &names, opt->kernel_dir, 0);
	else
		find_kernels(opt, &names);
	if (!names.num)
		return hx_error(err, HX_EKERNEL, "no kernel is built: run `make kernel`");
	m->plan = hx_alloc(&opt->arena, names.num * sizeof(*m->plan));
	m->kernel = hx_alloc(&opt->arena, names.num * sizeof(*m->kernel));
	while (m->num_kernels < names.num && !ret) {
		struct hx_plan *plan = &m->plan[m->num_kernels];

		m->kernel[m->num_kernels] = basename(names.item[m->num_kernels].text);
		if (!opt->has_kernel_dir)
			opt->kernel_dir = hx_printf(&opt->arena, "%s/kernel/%s", opt->build,
						    m->kernel[m->num_kernels]);
		m->num_kernels++;
		ret = hx_plan_make(opt, HX_PLAN_ONE_SEED, plan, err);
		if (!ret && plan->errors.num)
			ret = hx_error(err, HX_ESCENARIO, "%s", plan->errors.item[0].text);
	}
	return ret;
}

int hx_cmd_matrix(struct hx_options *opt, struct hx_error *err)
{
	struct hx_matrix m = { 0 };
	int status = HX_STATUS_RIG;
	char *json;

	if (!opt->has_profiles)
		hx_options_all_profiles(opt);
	while (opt->profiles[m.num_profiles])
		m.num_profiles++;
	if (!make_plans(opt, &m, err)) {
		status = HX_STATUS_GOOD;
		if (opt->wants_json) {
			json = hx_matrix_json(&m);
			puts(json);
			free(json);
		} else {
			hx_matrix_print(&m);
		}
	}
	for (unsigned int k = 0; k < m.num_kernels; k++)
		hx_plan_free(&m.plan[k]);
	return status;
}
