/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * model.h - what the stack promises: states, operations, rules
 *
 * A model is data (model_stack.c, model_cdev.c, model_attach.c, model_two.c,
 * model_images.c), in words that a maintainer can read and correct; this file
 * says how the words are read.  There are several because what is independent
 * multiplies.
 *
 * A state is a value for each variable.  A condition is a list of terms, all of
 * which hold: "bus", "!bus" (not the first value), "st=run", "st!=run".  An
 * effect is a list of settings: "bus" (the second value), "!bus" (the first),
 * "st=run", "power+1", "power-1".
 *
 * An operation is asked of the kernel by one scenario line or some.  Of its rules the
 * first whose condition holds says what must happen: an error, or the effect
 * and then whatever follows from it (the consequences, as long as one holds).
 * Where no rule holds the operation is not asked.  An event is a variable that
 * only consequences see: it is its first value again when they are done.
 *
 * A rule whose error is "known" names a listed kernel bug; the explorer does not
 * go there.  A hazard is a state from which taking everything down meets one.
 *
 * Strings are constant; the arena holds the rest.  Errors: a text in the table
 * that means nothing is HX_ESCENARIO with the text.
 */
#ifndef HX_MODEL_H
#define HX_MODEL_H

#include "base.h"

#define HX_MODEL_VARS	32u
#define HX_MODEL_TERMS	12u

struct hx_model_var {
	const char *name;
	const char *values;	/* the first is that of the beginning */
	bool is_event;
	const char *doc;
};

struct hx_model_op {
	const char *name;
	const char *line;	/* of a scenario, without "fails"; several: what may be
				 * asked in between is not followed */
	const char *needs;	/* module that the kernel must have, NULL: none */
};

struct hx_model_rule {
	const char *op;		/* NULL: a consequence */
	const char *when;
	const char *error;	/* NULL: it works; an errno's name; "known" */
	const char *effect;
	const char *source;	/* kernel file: function; what is known: file */
};

/* a word of `expect stack`, and when it is there */
struct hx_model_word {
	const char *text;	/* %u: how many of @counted hold */
	const char *when;
	const char *counted;	/* conditions, separated by ';' */
};

/* a line that must hold wherever the condition does */
struct hx_model_promise {
	const char *when;
	const char *line;
	const char *source;
};

struct hx_model_tables {
	const char *name, *title;
	const char *head;	/* lines of a scenario: needs, machine, firmware */
	const char *demand;	/* a line more of the head where dumps are fetched; NULL: none */
	const char *back;	/* lines that put the firmware's files back */
	const char *drawn;	/* variables that the graph shows, all others left out */
	/*
	 * a cleanup does not bring the core to where it was before the first
	 * operation: one sequence a boot
	 */
	bool is_once;
	const struct hx_model_var *var;		/* each ended by a NULL name */
	const struct hx_model_op *op;
	const struct hx_model_rule *rule;
	const struct hx_model_rule *consequence;
	const struct hx_model_rule *hazard;
	const struct hx_model_word *word;
	const struct hx_model_promise *promise;
};
/* all of profile ref on kernels from 6.1 on; the first is the one if nobody chooses */
extern const struct hx_model_tables hx_model_stack, hx_model_cdev, hx_model_attach, hx_model_two,
	hx_model_images;
extern const struct hx_model_tables *const hx_models[];	/* ends with NULL */
/* NULL: there is none of that name */
const struct hx_model_tables *hx_model_named(const char *name);

struct hx_state {
	uint8_t v[HX_MODEL_VARS];
};

struct hx_term {
	uint8_t var, value;
	int8_t add;		/* effects: +1, -1 */
	bool is_not;
};
struct hx_terms {
	struct hx_term term[HX_MODEL_TERMS];
	unsigned int num;
};

struct hx_rule {
	const struct hx_model_rule *row;
	unsigned int op;
	int error;		/* 0: it works */
	bool is_known;
	struct hx_terms when, effect;
};

struct hx_model {
	const struct hx_model_tables *tables;
	unsigned int num_vars, num_ops, num_rules, num_consequences, num_hazards;
	unsigned int num_promises;
	struct hx_rule *rule, *consequence, *hazard;
	struct hx_terms *promise;
	unsigned int released;	/* the event that counts releases of the core */
	struct hx_arena *arena;
};

/* what an operation does in a state */
struct hx_step {
	const struct hx_rule *rule;	/* NULL: it is not asked */
	struct hx_state next;
	unsigned int releases;
	uint32_t reads;		/* a bit for each variable whose value it depends on */
};

/* 0, or HX_ESCENARIO */
int hx_model_open(struct hx_arena *arena, const struct hx_model_tables *tables,
		  struct hx_model *model, struct hx_error *err);

/*
 * Take the @number-th rule of @op (from 1) for its opposite: what works fails with
 * EIO, what fails works and changes nothing.  To see that the explorer notices.
 * False: there is no such rule.
 */
bool hx_model_break(struct hx_model *model, unsigned int op, unsigned int number);

/* the state at the beginning, when nothing is loaded */
struct hx_state hx_model_begin(const struct hx_model *model);
void hx_model_step(const struct hx_model *model, const struct hx_state *state, unsigned int op,
		   struct hx_step *step);
/* the listed bug that a cleanup in @state meets, NULL: none */
const struct hx_rule *hx_model_hazard(const struct hx_model *model, const struct hx_state *state);
bool hx_model_holds(const struct hx_terms *when, const struct hx_state *state);
bool hx_model_same(const struct hx_model *model, const struct hx_state *a,
		   const struct hx_state *b);

/* the number of an operation or variable, -1: there is none of that name */
int hx_model_find_op(const struct hx_model *model, const char *name);
int hx_model_find_var(const struct hx_model *model, const char *name);
/* the value of a variable by its name */
const char *hx_model_value(const struct hx_model *model, unsigned int var, unsigned int value);

/* a condition or an effect; 0 or HX_ESCENARIO */
int hx_model_parse_terms(const struct hx_model *model, const char *text, struct hx_terms *out,
			 struct hx_error *err);

/* the words of `expect stack` in @state, appended to @out */
void hx_model_words(const struct hx_model *model, const struct hx_state *state,
		    struct hx_text *out);
/* "bus st=run power=1": what is not as at the beginning; "nothing" */
void hx_model_describe(const struct hx_model *model, const struct hx_state *state,
		       struct hx_text *out);

#endif
