/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * model_words.c - a state of a model in words; see model.h
 */
#include <stdlib.h>
#include <string.h>

#include "model.h"

#define MAX_WORDS	64u

/* @text: conditions separated by ';' */
static unsigned int count(const struct hx_model *model, const char *text,
			  const struct hx_state *state)
{
	unsigned int num = 0;

	while (text && *text) {
		size_t len = strcspn(text, ";");
		struct hx_terms terms;
		struct hx_error err;

		if (!hx_model_parse_terms(model, hx_strndup(model->arena, text, len), &terms, &err))
			num += hx_model_holds(&terms, state);
		text += len + (text[len] == ';');
	}
	return num;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void hx_model_words(const struct hx_model *model, const struct hx_state *state,
		    struct hx_text *out)
{
	const struct hx_model_word *row = model->tables->word;
	const char *words[MAX_WORDS];
	unsigned int num = 0;
	struct hx_terms when;
	struct hx_error err;

	for (; row->text && num < MAX_WORDS; row++) {
		const char *mark = strstr(row->text, "%u");

		if (hx_model_parse_terms(model, row->when, &when, &err) || !hx_model_holds(&when, state))
			continue;
		words[num++] = !mark ? row->text :
			hx_printf(model->arena, "%.*s%u%s", (int)(mark - row->text), row->text,
				  count(model, row->counted, state), mark + 2);
	}
	qsort(words, num, sizeof(*words), by_text);
	for (unsigned int i = 0; i < num; i++)
		hx_text_add(out, "%s%s", i ? " " : "", words[i]);
}

void hx_model_describe(const struct hx_model *model, const struct hx_state *state,
		       struct hx_text *out)
{
	bool is_any = false;

	for (unsigned int i = 0; i < model->num_vars; i++) {
		const char *name = model->tables->var[i].name;

		if (!state->v[i])
			continue;
		hx_text_add(out, "%s%s", is_any ? " " : "", name);
		if (strcmp(model->tables->var[i].values, "no yes"))
			hx_text_add(out, "=%s", hx_model_value(model, i, state->v[i]));
		is_any = true;
	}
	if (!is_any)
		hx_text_add(out, "nothing");
}
