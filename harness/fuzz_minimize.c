/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_minimize.c - cases made small; see fuzz.h
 */
#include <string.h>

#include "fuzz.h"

struct minimizer {
	struct hx_guest *guest;
	struct hx_case *c;
	const char *title;
	unsigned int runs_left;
	const volatile bool *is_over;
	int ret;
	struct hx_error *err;
};

/* keep @smaller when it does the same; says whether it was kept */
static bool try(struct minimizer *m, struct hx_case *smaller)
{
	struct hx_finding finding;
	bool is_same = false;

	if (!m->ret && m->runs_left && !*m->is_over) {
		m->runs_left--;
		m->ret = hx_fuzz_try(m->guest, smaller, &finding, m->err);
		is_same = !m->ret && !strcmp(finding.title, m->title);
	}
	if (is_same)
		hx_case_copy(m->c, smaller);
	hx_case_free(smaller);
	return is_same;
}

static bool remove_records(struct minimizer *m)
{
	bool has_changed = false;

	for (unsigned int i = m->c->num; i--;) {
		struct hx_case smaller = { 0 };

		hx_case_copy(&smaller, m->c);
		hx_case_remove(&smaller, i);
		has_changed |= try(m, &smaller);
	}
	return has_changed;
}

static bool unset_field(struct minimizer *m, unsigned int index, unsigned int field)
{
	struct hx_case smaller = { 0 };

	hx_case_copy(&smaller, m->c);
	smaller.rec[index].set &= (uint16_t)~(1u << field);
	smaller.rec[index].value[field] = 0;
	return try(m, &smaller);
}

static bool empty_blob(struct minimizer *m, unsigned int index)
{
	struct hx_case smaller = { 0 };

	hx_case_copy(&smaller, m->c);
	hx_rec_blob(&smaller.rec[index], NULL, 0);
	return try(m, &smaller);
}

static bool empty_records(struct minimizer *m)
{
	bool has_changed = false;

	for (unsigned int i = 0; i < m->c->num; i++) {
		for (unsigned int field = 0; field < HX_FIELDS; field++)
			if (m->c->rec[i].set & 1u << field)
				has_changed |= unset_field(m, i, field);
		if (m->c->rec[i].len)
			has_changed |= empty_blob(m, i);
	}
	return has_changed;
}

int hx_fuzz_minimize(struct hx_guest *guest, struct hx_case *c, const char *title,
		     unsigned int max_runs, const volatile bool *is_over, struct hx_error *err)
{
	struct minimizer m = { guest, c, title, max_runs, is_over, 0, err };
	bool has_changed = true;

	while (has_changed && m.runs_left && !m.ret && !*is_over) {
		has_changed = remove_records(&m);
		has_changed |= empty_records(&m);
	}
	return m.ret;
}
