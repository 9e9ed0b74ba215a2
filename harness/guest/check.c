/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * check.c - is a program what program.h says?
 *
 * The file is taken as hostile: every count, offset, number and block length is
 * checked against the bytes that are there, so that exec.c and the ops need not
 * look again.  What depends on the machine or the kernel (does core 3 exist?)
 * is for the op to find out.  Interface: agent.h.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "agent.h"
#include "amp_ctrl.h"
#include "amp_lab.h"
#include "amp_map.h"
#include "lab.h"
#include "util.h"

#define MAX_LENGTH	4096u
#define MAX_ERRNO	4095
#define MAX_WITHIN_NS	(24ull * 3600 * AG_NS_PER_S)
#define MAX_PERCENT	100000u
#define CHANNEL_BYTES	32u	/* RPMSG_NAME_SIZE, terminator included */
#define NETDEV_BYTES	16u	/* IFNAMSIZ, the same */

static const struct {
	uint32_t least, most;
} range[AG_N_KINDS] = {
	[AG_N_ZERO]	= { 0, 0 },
	[AG_N_ANY]	= { 0, UINT32_MAX },
	[AG_N_SOME]	= { 1, UINT32_MAX },
	[AG_N_BOOL]	= { 0, 1 },
	[AG_N_RPROC]	= { 0, AG_MAX_RPROCS - 1 },
	[AG_N_CORE]	= { 0, AMP_MAX_CORES - 1 },
	[AG_N_ENDPOINT]	= { 0, HX_MAX_ENDPOINTS - 1 },
	[AG_N_SIZE]	= { 1, HX_MAX_MESSAGE },
	[AG_N_FRAME]	= { 1, HX_MAX_FRAME },
	[AG_N_LENGTH]	= { 0, MAX_LENGTH },
	[AG_N_FAULT]	= { 0, AMP_FAULT_KINDS - 1 },
	[AG_N_STATE]	= { AMP_STATE_HELD, HX_ASLEEP },
	[AG_N_CAUSE]	= { AMP_CAUSE_NONE, AMP_CAUSE_SOFT },
	[AG_N_HERE]	= { HX_ABSENT, HX_PRESENT },
	[AG_N_NUMBERED]	= { HX_ABSENT, HX_COUNT },
	[AG_N_WORDED]	= { HX_ABSENT, HX_MODE },
	[AG_N_FILE]	= { 0, HX_MAX_FILES - 1 },
	[AG_N_ROOM]	= { 0, MAX_LENGTH },
	[AG_N_MANNER]	= { 0, HX_MANNERS - 1 },
	[AG_N_REQUEST]	= { 0, HX_REQUESTS - 1 },
	[AG_N_BODY]	= { 1, HX_MAX_OPS },
};

static int refuse(char why[AG_TEXT], const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static int refuse(char why[AG_TEXT], const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(why, AG_TEXT, fmt, args);
	va_end(args);
	return -EINVAL;
}

static bool climbs(const char *path)
{
	const char *part = path;

	while (part) {
		if (!strncmp(part, "..", 2) && (part[2] == '/' || !part[2]))
			return true;
		part = strchr(part, '/');
		part = part ? part + 1 : NULL;
	}
	return false;
}

static bool is_name(const char *text)
{
	return *text && !strchr(text, '/') && strcmp(text, ".") && !climbs(text);
}

static bool string_fits(uint8_t rule, const char *text)
{
	switch (rule & AG_S_PLAIN) {
	case AG_S_TEXT:
		return true;
	case AG_S_NAME:
		return is_name(text);
	case AG_S_BELOW:
		return *text && *text != '/' && !climbs(text);
	case AG_S_PATH:
		return *text == '/' && strlen(text) < AG_PATH / 2;
	case AG_S_ATTR:
		return ag_attr_find(text) != NULL;
	case AG_S_CHANNEL:
		return is_name(text) && strlen(text) < CHANNEL_BYTES;
	case AG_S_NETDEV:
		return is_name(text) && strlen(text) < NETDEV_BYTES;
	default:
		return false;
	}
}

static bool string_good(const struct ag_program *prog, uint8_t rule, uint32_t offset)
{
	if (offset == HX_NO_STRING)
		return rule == AG_S_NONE || rule & AG_S_OPTIONAL;
	return offset < prog->head->string_bytes && string_fits(rule, prog->strings + offset);
}

static int check_op(const struct ag_program *prog, uint32_t i, char why[AG_TEXT])
{
	const struct hx_op *op = &prog->ops[i];
	const uint32_t number[5] = { op->n0, op->n1, op->n2, op->n3, op->n4 };
	const uint32_t string[2] = { op->s0, op->s1 };
	const struct ag_row *row;
	const char *reason;
	unsigned int k;

	if (!op->kind || op->kind >= HX_KINDS)
		return refuse(why, "op %u: kind %u is unknown", i, op->kind);
	row = &ag_rows[op->kind];
	for (k = 0; k < ARRAY_SIZE(string); k++)
		if (!string_good(prog, row->strings[k], string[k]))
			return refuse(why, "op %u (%s): bad string s%u", i, row->name, k);
	for (k = 0; k < ARRAY_SIZE(number); k++)
		if (number[k] < range[row->numbers[k]].least ||
		    number[k] > range[row->numbers[k]].most)
			return refuse(why, "op %u (%s): n%u = %u is out of range", i,
				      row->name, k, number[k]);
	if (op->flags & ~(row->op_flags | (op->error ? HX_MAY_FAIL : 0)))
		return refuse(why, "op %u (%s): flags 0x%x", i, row->name, op->flags);
	if (op->error && !(row->flags & AG_MAY_FAIL))
		return refuse(why, "op %u (%s): cannot fail with an errno", i, row->name);
	if (op->error < 0 || op->error > MAX_ERRNO)
		return refuse(why, "op %u (%s): errno %d", i, row->name, op->error);
	if (op->within_ns > MAX_WITHIN_NS)
		return refuse(why, "op %u (%s): waits too long", i, row->name);
	reason = row->validate ? row->validate(op) : NULL;
	return reason ? refuse(why, "op %u (%s): %s", i, row->name, reason) : 0;
}

/* The ops of [begin, end) fill their blocks and their blocks fit. */
static int check_blocks(const struct ag_program *prog, uint32_t begin, uint32_t end,
			unsigned int depth, bool in_race, char why[AG_TEXT])
{
	uint32_t i = begin, racers = 0;

	if (depth > AG_MAX_DEPTH)
		return refuse(why, "op %u: blocks are nested too deep", begin);
	while (i < end) {
		const struct hx_op *op = &prog->ops[i++];
		bool race = op->kind == HX_RACE;

		racers++;
		if (!(ag_rows[op->kind].flags & AG_BLOCK))
			continue;
		if (op->n1 > end - i)
			return refuse(why, "op %u: body of %u ops runs out of its block",
				      i - 1, op->n1);
		if (race && in_race)
			return refuse(why, "op %u: a race in a race", i - 1);
		if (check_blocks(prog, i, i + op->n1, depth + 1, in_race || race, why))
			return -EINVAL;
		i += op->n1;
	}
	if (begin && prog->ops[begin - 1].kind == HX_RACE && racers > AG_MAX_RACERS)
		return refuse(why, "op %u: more than %u racers", begin - 1, AG_MAX_RACERS);
	return 0;
}

static int check_head(const struct hx_program *head, size_t len, char why[AG_TEXT])
{
	if (len < sizeof(*head))
		return refuse(why, "%zu bytes are less than a header", len);
	if (head->magic != HX_MAGIC || head->version != HX_VERSION)
		return refuse(why, "magic 0x%x, version %u", head->magic, head->version);
	if (head->num_ops > HX_MAX_OPS || head->string_bytes > HX_MAX_STRINGS)
		return refuse(why, "%u ops, %u bytes of strings", head->num_ops,
			      head->string_bytes);
	if (!head->scale_percent || head->scale_percent > MAX_PERCENT)
		return refuse(why, "scale of %u percent", head->scale_percent);
	if (head->flags & ~(HX_P_KMSG | HX_P_NO_LEAKS))
		return refuse(why, "flags 0x%x", head->flags);
	if (len != sizeof(*head) + head->num_ops * sizeof(struct hx_op) + head->string_bytes)
		return refuse(why, "%zu bytes, not what the header says", len);
	return 0;
}

/**
 * ag_program_check() - take a program file apart
 * @prog:  out: points into @bytes; only valid when 0 is returned
 * @bytes: the file, aligned to 8; borrowed
 * @why:   out: the reason for a refusal
 *
 * Returns: 0, or -EINVAL.
 */
int ag_program_check(struct ag_program *prog, const void *bytes, size_t len,
		     char why[AG_TEXT])
{
	uint32_t i;

	if (check_head(bytes, len, why))
		return -EINVAL;
	prog->head = bytes;
	prog->ops = (const struct hx_op *)(prog->head + 1);
	prog->strings = (const char *)(prog->ops + prog->head->num_ops);
	if (prog->head->string_bytes && prog->strings[prog->head->string_bytes - 1])
		return refuse(why, "the last string is not terminated");
	for (i = 0; i < prog->head->num_ops; i++)
		if (check_op(prog, i, why))
			return -EINVAL;
	return check_blocks(prog, 0, prog->head->num_ops, 0, false, why);
}

/* @offset is good or HX_NO_STRING, which gives "". */
const char *ag_string(const struct ag_ctx *ctx, uint32_t offset)
{
	return offset == HX_NO_STRING ? "" : ctx->prog->strings + offset;
}
