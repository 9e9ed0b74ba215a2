/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * expect.c - the forms of `expect`; see verbs.h for the table
 *
 * The place of a word in the syntax is its number: "held|starting|..." follows
 * AMP_STATE_* with HX_ASLEEP behind them, "none|lockup|..." AMP_CAUSE_*, "absent|present" and "is|has"
 * enum hx_want.
 */
#include <stdlib.h>
#include <string.h>

#include "../sim/abi/amp_ctrl.h"
#include "compile.h"

_Static_assert(AMP_STATE_HELD == 0 && AMP_STATE_STARTING == 1 && AMP_STATE_RUNNING == 2 &&
	       AMP_STATE_LOCKUP == 3 && HX_ASLEEP == 4, "the order of the words of coreN");
_Static_assert(AMP_CAUSE_NONE == 0 && AMP_CAUSE_LOCKUP == 1 && AMP_CAUSE_WDOG == 2 &&
	       AMP_CAUSE_SOFT == 3, "the order of the words of cause");
_Static_assert(HX_ABSENT == 0 && HX_PRESENT == 1 && HX_HAS == HX_IS + 1,
	       "the order of the words of absent|present and is|has");

static struct hx_op *emit_expect(struct hx_place *at, const struct hx_args *args,
				 unsigned int kind)
{
	const struct hx_arg *within = hx_arg(args, "T");
	struct hx_op *op = hx_emit(at, kind);

	op->within_ns = within ? within->n : HX_AT_ONCE;
	return op;
}

static uint32_t word_place(const struct hx_args *args, const char *token)
{
	return (uint32_t)hx_arg(args, token)->n;
}

int hx_expect_rproc(struct hx_place *at, const struct hx_args *args)
{
	const struct hx_arg *attr = hx_arg(args, "ATTR"), *state = hx_arg(args, "STATE");
	uint32_t number;
	int ret = hx_remote_number(at, args, "rprocN", &number);
	struct hx_op *op;

	if (ret)
		return ret;
	op = emit_expect(at, args, HX_EXPECT_RPROC);
	op->n0 = number;
	op->s0 = hx_emit_string(at, attr ? attr->text : "state");
	op->s1 = hx_emit_string(at, state ? state->text : hx_arg(args, "VALUE")->text);
	return 0;
}

int hx_expect_rproc_here(struct hx_place *at, const struct hx_args *args)
{
	/* a number above the machine's is good here: absent is what it must be */
	struct hx_op *op = emit_expect(at, args, HX_EXPECT_RPROC_HERE);

	op->n0 = (uint32_t)hx_arg(args, "rprocN")->n;
	op->n1 = word_place(args, "absent|present");
	return 0;
}

/* absent, present or count N into n0 and n1 */
static void set_want(struct hx_op *op, const struct hx_args *args)
{
	const struct hx_arg *count = hx_arg(args, "N");

	op->n0 = count ? HX_COUNT : word_place(args, "absent|present");
	op->n1 = count ? (uint32_t)count->n : 0;
}

int hx_expect_module(struct hx_place *at, const struct hx_args *args)
{
	const char *module = hx_profile_role(at->compiler->env->profile,
					     hx_arg(args, "MODULE")->text);
	struct hx_op *op = emit_expect(at, args, HX_EXPECT_MODULE);

	op->s0 = hx_emit_string(at, module);
	set_want(op, args);
	return 0;
}

static int emit_core(struct hx_place *at, const struct hx_args *args, unsigned int kind,
		     const char *token)
{
	uint32_t number;
	int ret = hx_remote_number(at, args, "coreN", &number);
	struct hx_op *op;

	if (ret)
		return ret;
	op = emit_expect(at, args, kind);
	op->n0 = number;
	op->n1 = word_place(args, token);
	op->n2 = hx_arg(args, "pass") != NULL;
	return 0;
}

int hx_expect_core(struct hx_place *at, const struct hx_args *args)
{
	return emit_core(at, args, HX_EXPECT_CORE, "held|starting|running|lockup|asleep");
}

int hx_expect_cause(struct hx_place *at, const struct hx_args *args)
{
	return emit_core(at, args, HX_EXPECT_CAUSE, "none|lockup|wdog|soft");
}

int hx_expect_releases(struct hx_place *at, const struct hx_args *args)
{
	return emit_core(at, args, HX_EXPECT_RELEASES, "N");
}

int hx_expect_channel(struct hx_place *at, const struct hx_args *args)
{
	uint32_t number;
	int ret = hx_remote_number(at, args, "rprocN", &number);
	struct hx_op *op;

	if (ret)
		return ret;
	hx_imply(at->compiler, "vdev", "any");
	op = emit_expect(at, args, HX_EXPECT_CHANNEL);
	op->s0 = hx_emit_string(at, hx_arg(args, "CHANNEL")->text);
	set_want(op, args);
	op->n2 = number;
	return 0;
}

int hx_expect_dmesg(struct hx_place *at, const struct hx_args *args)
{
	struct hx_op *op = emit_expect(at, args, HX_EXPECT_DMESG);

	op->s0 = hx_emit_string(at, hx_arg(args, "\"TEXT\"")->text);
	op->n0 = HX_PRESENT;
	return 0;
}

int hx_expect_no_dmesg(struct hx_place *at, const struct hx_args *args)
{
	int ret = hx_expect_dmesg(at, args);

	at->compiler->out->op[at->compiler->out->num_ops - 1].n0 = HX_ABSENT;
	return ret;
}

int hx_expect_stack(struct hx_place *at, const struct hx_args *args)
{
	struct hx_op *op = emit_expect(at, args, HX_EXPECT_STACK);

	op->s0 = hx_emit_string(at, hx_arg(args, "\"TEXT\"")->text);
	op->n0 = (uint32_t)hx_arg(args, "N")->n;
	return 0;
}

int hx_expect_trace(struct hx_place *at, const struct hx_args *args)
{
	const struct hx_arg *count = hx_arg(args, "N");
	uint32_t number;
	int ret = hx_remote_number(at, args, "rprocN", &number);
	struct hx_op *op;

	if (ret)
		return ret;
	op = emit_expect(at, args, HX_EXPECT_TRACE);
	op->n0 = number;
	op->n1 = count ? (uint32_t)count->n : 0;
	op->s0 = hx_emit_string(at, hx_arg(args, "\"TEXT\"")->text);
	return 0;
}

int hx_expect_fault(struct hx_place *at, const struct hx_args *args)
{
	uint32_t number;
	int ret = hx_remote_number(at, args, "coreN", &number);
	struct hx_op *op;

	if (ret)
		return ret;
	op = emit_expect(at, args, HX_EXPECT_HITS);
	op->n0 = number;
	op->n1 = (uint32_t)hx_arg(args, "FAULT")->n;
	op->n2 = (uint32_t)hx_arg(args, "N")->n;
	return 0;
}

static struct hx_op *emit_file(struct hx_place *at, const struct hx_args *args)
{
	const char *path = hx_arg(args, "PATH")->text;
	struct hx_op *op;

	if (*path != '/') {
		hx_place_error(at, "\"%s\" is no path from the root", path);
		return NULL;
	}
	op = emit_expect(at, args, HX_EXPECT_FILE);
	op->s0 = hx_emit_string(at, path);
	return op;
}

int hx_expect_file(struct hx_place *at, const struct hx_args *args)
{
	struct hx_op *op = emit_file(at, args);

	if (!op)
		return HX_ESCENARIO;
	op->n0 = HX_IS + word_place(args, "is|has");
	op->s1 = hx_emit_string(at, hx_arg(args, "\"TEXT\"")->text);
	return 0;
}

int hx_expect_file_mode(struct hx_place *at, const struct hx_args *args)
{
	const char *text = hx_arg(args, "MODE")->text;
	struct hx_op *op;

	if (strlen(text) != 4 || *text != '0' || strspn(text, "01234567") != 4)
		return hx_place_error(at, "\"%s\" are no permissions: four octal digits, 0 first",
				      text);
	op = emit_file(at, args);
	if (!op)
		return HX_ESCENARIO;
	op->n0 = HX_MODE;
	op->n1 = (uint32_t)strtoul(text, NULL, 8);
	return 0;
}

int hx_expect_file_here(struct hx_place *at, const struct hx_args *args)
{
	struct hx_op *op = emit_file(at, args);

	if (!op)
		return HX_ESCENARIO;
	op->n0 = word_place(args, "absent|present");
	return 0;
}
