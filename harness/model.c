/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * model.c - reads the tables of a model and applies its rules; see model.h
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "model.h"
#include "syntax.h"

const struct hx_model_tables *const hx_models[] = {
	&hx_model_stack, &hx_model_cdev, &hx_model_attach, &hx_model_two, &hx_model_images,
	NULL
};

const struct hx_model_tables *hx_model_named(const char *name)
{
	for (unsigned int i = 0; hx_models[i]; i++)
		if (!strcmp(hx_models[i]->name, name))
			return hx_models[i];
	return NULL;
}

static size_t word_len(const char *at)
{
	return strcspn(at, " ");
}

/* the @n-th word of @text and its length, NULL: there are not so many */
static const char *nth_word(const char *text, unsigned int n, size_t *len)
{
	while (n-- && *text) {
		text += word_len(text);
		text += *text == ' ';
	}
	*len = word_len(text);
	return *text ? text : NULL;
}

static int value_of(const struct hx_model *model, unsigned int var, const char *text, size_t len)
{
	const char *word;
	size_t word_length;

	for (unsigned int i = 0; (word = nth_word(model->tables->var[var].values, i,
						  &word_length)); i++)
		if (word_length == len && !memcmp(word, text, len))
			return (int)i;
	return -1;
}

const char *hx_model_value(const struct hx_model *model, unsigned int var, unsigned int value)
{
	size_t len;
	const char *word = nth_word(model->tables->var[var].values, value, &len);

	return word ? hx_strndup(model->arena, word, len) : "?";
}

static int find_var(const struct hx_model *model, const char *name, size_t len)
{
	for (unsigned int i = 0; i < model->num_vars; i++)
		if (strlen(model->tables->var[i].name) == len &&
		    !memcmp(model->tables->var[i].name, name, len))
			return (int)i;
	return -1;
}

int hx_model_find_var(const struct hx_model *model, const char *name)
{
	return find_var(model, name, strlen(name));
}

int hx_model_find_op(const struct hx_model *model, const char *name)
{
	for (unsigned int i = 0; i < model->num_ops; i++)
		if (!strcmp(model->tables->op[i].name, name))
			return (int)i;
	return -1;
}

static int bad(struct hx_error *err, const char *what, const char *text)
{
	return hx_error(err, HX_ESCENARIO, "model: %s \"%s\" is not understood", what, text);
}

/* one term of @len bytes; false: it means nothing */
static bool parse_term(const struct hx_model *model, const char *text, size_t len,
		       struct hx_term *term)
{
	bool is_negated = *text == '!';
	const char *end = text + len, *sign = text + is_negated;
	int var, value = 1;

	while (sign < end && !strchr("=!+-", *sign))
		sign++;
	var = find_var(model, text + is_negated, (size_t)(sign - text) - is_negated);
	*term = (struct hx_term){ .is_not = is_negated || *sign == '!' };
	if (sign < end && (*sign == '+' || *sign == '-')) {
		term->add = *sign == '+' ? 1 : -1;
	} else if (sign < end) {
		sign += *sign == '!';
		value = var < 0 ? -1 : value_of(model, (unsigned int)var, sign + 1,
						(size_t)(end - sign - 1));
	} else if (is_negated) {
		/* without a value "x" is the second value, "!x" the first */
		term->is_not = false;
		value = 0;
	}
	if (var < 0 || value < 0)
		return false;
	term->var = (uint8_t)var;
	term->value = (uint8_t)value;
	return true;
}

int hx_model_parse_terms(const struct hx_model *model, const char *text, struct hx_terms *out,
		       struct hx_error *err)
{
	*out = (struct hx_terms){ .num = 0 };
	while (*text) {
		size_t len = word_len(text);

		if (out->num == HX_MODEL_TERMS || !parse_term(model, text, len,
							      &out->term[out->num++]))
			return bad(err, "condition or effect", text);
		text += len;
		text += *text == ' ';
	}
	return 0;
}

static int parse_rule(const struct hx_model *model, const struct hx_model_rule *row,
		      struct hx_rule *rule, struct hx_error *err)
{
	int op = row->op ? hx_model_find_op(model, row->op) : 0;
	int ret = hx_model_parse_terms(model, row->when, &rule->when, err);

	rule->row = row;
	rule->is_known = row->error && !strcmp(row->error, "known");
	rule->op = (unsigned int)op;
	if (!ret)
		ret = hx_model_parse_terms(model, row->effect ? row->effect : "", &rule->effect, err);
	if (!ret && op < 0)
		ret = bad(err, "operation", row->op);
	if (!ret && row->error && !rule->is_known) {
		rule->error = hx_errno_number(row->error);
		ret = rule->error ? 0 : bad(err, "error", row->error);
	}
	return ret;
}

static int parse_rules(struct hx_model *model, const struct hx_model_rule *row,
		       struct hx_rule **rules, unsigned int *num, struct hx_error *err)
{
	int ret = 0;

	*num = 0;
	for (; row->when && !ret; row++) {
		*rules = hx_grow(model->arena, *rules, *num, sizeof(**rules));
		memset(&(*rules)[*num], 0, sizeof(**rules));
		ret = parse_rule(model, row, &(*rules)[(*num)++], err);
	}
	return ret;
}

static int parse_promises(struct hx_model *model, struct hx_error *err)
{
	const struct hx_model_promise *row = model->tables->promise;
	int ret = 0;

	for (; row->when && !ret; row++) {
		model->promise = hx_grow(model->arena, model->promise, model->num_promises,
					 sizeof(*model->promise));
		ret = hx_model_parse_terms(model, row->when, &model->promise[model->num_promises++], err);
	}
	return ret;
}

int hx_model_open(struct hx_arena *arena, const struct hx_model_tables *tables,
		  struct hx_model *model, struct hx_error *err)
{
	int ret, released;

	*model = (struct hx_model){ .tables = tables, .arena = arena };
	while (tables->var[model->num_vars].name)
		model->num_vars++;
	while (tables->op[model->num_ops].name)
		model->num_ops++;
	released = hx_model_find_var(model, "released");
	if (released < 0 || model->num_vars > HX_MODEL_VARS)
		return hx_error(err, HX_ESCENARIO, "model: no variable \"released\", or too many");
	model->released = (unsigned int)released;
	ret = parse_rules(model, tables->rule, &model->rule, &model->num_rules, err);
	if (!ret)
		ret = parse_rules(model, tables->consequence, &model->consequence,
				  &model->num_consequences, err);
	if (!ret)
		ret = parse_rules(model, tables->hazard, &model->hazard, &model->num_hazards, err);
	return ret ? ret : parse_promises(model, err);
}

bool hx_model_break(struct hx_model *model, unsigned int op, unsigned int number)
{
	struct hx_model_rule *row;
	struct hx_rule *rule = model->rule, *end = rule + model->num_rules;

	while (rule < end && (rule->op != op || --number))
		rule++;
	if (rule == end)
		return false;
	row = hx_alloc(model->arena, sizeof(*row));
	*row = *rule->row;
	row->error = rule->error || rule->is_known ? NULL : "EIO";
	rule->row = row;
	rule->error = row->error ? EIO : 0;
	rule->is_known = false;
	rule->effect.num = 0;
	return true;
}

struct hx_state hx_model_begin(const struct hx_model *model)
{
	(void)model;
	return (struct hx_state){ .v = { 0 } };
}

bool hx_model_same(const struct hx_model *model, const struct hx_state *a,
		   const struct hx_state *b)
{
	return !memcmp(a->v, b->v, model->num_vars);
}

/* adds the variables that are looked at, up to the one that decides, to @reads */
static bool holds(const struct hx_terms *when, const struct hx_state *state, uint32_t *reads)
{
	for (unsigned int i = 0; i < when->num; i++) {
		const struct hx_term *term = &when->term[i];

		*reads |= 1u << term->var;
		if ((state->v[term->var] == term->value) == term->is_not)
			return false;
	}
	return true;
}

bool hx_model_holds(const struct hx_terms *when, const struct hx_state *state)
{
	uint32_t ignored = 0;

	return holds(when, state, &ignored);
}

/* adds the variables that are set to @writes */
static void apply(const struct hx_terms *effect, struct hx_step *step, uint32_t *writes)
{
	for (unsigned int i = 0; i < effect->num; i++) {
		const struct hx_term *term = &effect->term[i];
		uint8_t *value = &step->next.v[term->var];

		*writes |= 1u << term->var;
		if (term->add)
			step->reads |= 1u << term->var;
		*value = term->add ? (uint8_t)(*value + term->add) : term->value;
	}
}

static bool mentions(const struct hx_terms *when, uint32_t vars)
{
	for (unsigned int i = 0; i < when->num; i++)
		if (vars >> when->term[i].var & 1)
			return true;
	return false;
}

/*
 * The first consequence that holds and changes something, until none does.  No
 * consequence held before the operation, so only those count that mention what
 * has been set since.
 */
static void settle(const struct hx_model *model, struct hx_step *step, uint32_t writes)
{
	bool is_changed = true;

	while (is_changed) {
		is_changed = false;
		for (unsigned int i = 0; i < model->num_consequences && !is_changed; i++) {
			const struct hx_rule *rule = &model->consequence[i];
			struct hx_state before = step->next;

			if (!mentions(&rule->when, writes) ||
			    !holds(&rule->when, &step->next, &step->reads))
				continue;
			apply(&rule->effect, step, &writes);
			is_changed = !hx_model_same(model, &before, &step->next);
		}
	}
}

void hx_model_step(const struct hx_model *model, const struct hx_state *state, unsigned int op,
		   struct hx_step *step)
{
	uint32_t writes = 0;

	*step = (struct hx_step){ .next = *state };
	for (unsigned int i = 0; i < model->num_rules && !step->rule; i++)
		if (model->rule[i].op == op && holds(&model->rule[i].when, state, &step->reads))
			step->rule = &model->rule[i];
	if (!step->rule)
		return;
	apply(&step->rule->effect, step, &writes);
	settle(model, step, writes);
	step->releases = step->next.v[model->released];
	for (unsigned int i = 0; i < model->num_vars; i++)
		if (model->tables->var[i].is_event)
			step->next.v[i] = 0;
}

const struct hx_rule *hx_model_hazard(const struct hx_model *model, const struct hx_state *state)
{
	for (unsigned int i = 0; i < model->num_hazards; i++)
		if (hx_model_holds(&model->hazard[i].when, state))
			return &model->hazard[i];
	return NULL;
}
