/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * held.c - the verbs of files that stay open; see verbs.h for the table
 */
#include <poll.h>
#include <string.h>

#include "compile.h"

#define ADDR_ANY	0xffffffffu	/* RPMSG_ADDR_ANY */

/* a new op on file fN */
static struct hx_op *emit_held(struct hx_place *at, const struct hx_args *args, unsigned int kind)
{
	const struct hx_arg *within = hx_arg(args, "T"), *error = hx_arg(args, "ERRNO");
	struct hx_op *op = hx_emit(at, kind);

	op->n0 = (uint32_t)hx_arg(args, "fN")->n;
	op->within_ns = within ? within->n : HX_AT_ONCE;
	op->error = error ? (int)error->n : 0;
	return op;
}

int hx_body_hold(struct hx_place *at, const struct hx_args *args)
{
	const struct hx_arg *manner = hx_arg(args, "blocking|by-child");
	const char *path = hx_arg(args, "PATH")->text;
	struct hx_op *op;

	if (*path != '/')
		return hx_place_error(at, "\"%s\" is no path from the root", path);
	op = emit_held(at, args, HX_HOLD);
	op->n1 = manner ? HX_BLOCKS + (uint32_t)manner->n : HX_NONBLOCK;
	op->s0 = hx_emit_string(at, path);
	return 0;
}

int hx_body_let_go(struct hx_place *at, const struct hx_args *args)
{
	emit_held(at, args, HX_LET_GO);
	return 0;
}

int hx_body_held_read(struct hx_place *at, const struct hx_args *args)
{
	const struct hx_arg *text = hx_arg(args, "\"TEXT\""), *room = hx_arg(args, "room");
	struct hx_op *op;

	if (room && (!room->n || room->n > HX_MAX_FRAME))
		return hx_place_error(at, "room is 1 to %u", HX_MAX_FRAME);
	op = emit_held(at, args, HX_HELD_READ);
	op->n1 = room ? (uint32_t)room->n : 0;
	if (text)
		op->s0 = hx_emit_string(at, text->text);
	return 0;
}

int hx_body_held_write(struct hx_place *at, const struct hx_args *args)
{
	emit_held(at, args, HX_HELD_WRITE)->s0 = hx_emit_string(at, hx_arg(args, "\"TEXT\"")->text);
	return 0;
}

int hx_body_ioctl(struct hx_place *at, const struct hx_args *args)
{
	static const struct {
		const char *token;	/* of verbs.c */
		enum hx_request first;
	} forms[] = {
		{ "create-ept|create-dev|release-dev", HX_CREATE_EPT },
		{ "destroy-ept|unknown", HX_DESTROY_EPT },
		{ "set-shutdown-on-release|get-shutdown-on-release", HX_SET_SHUTDOWN },
	};
	const struct hx_arg *name = hx_arg(args, "CHANNEL"), *value = hx_arg(args, "N");
	const struct hx_arg *src = hx_arg(args, "src"), *dst = hx_arg(args, "dst");
	struct hx_op *op = emit_held(at, args, HX_IOCTL);

	for (unsigned int i = 0; i < HX_ARRAY_SIZE(forms); i++) {
		const struct hx_arg *request = hx_arg(args, forms[i].token);

		if (request)
			op->n1 = forms[i].first + (uint32_t)request->n;
	}
	op->n2 = src ? (uint32_t)src->n : ADDR_ANY;
	op->n3 = dst ? (uint32_t)dst->n : ADDR_ANY;
	if (value)
		op->n2 = (uint32_t)value->n;
	if (name)
		op->s0 = hx_emit_string(at, name->text);
	return 0;
}

/* "in,err" to POLLIN | POLLERR; false: no such event */
static bool parse_events(const char *text, uint32_t *events)
{
	static const char *const word[] = { "in", "pri", "out", "err", "hup", "nothing", NULL };
	static const uint32_t bit[] = { POLLIN, POLLPRI, POLLOUT, POLLERR, POLLHUP, 0 };

	*events = 0;
	for (;;) {
		size_t len = strcspn(text, ",");
		char one[8] = "";
		int i;

		if (len >= sizeof(one))
			return false;
		memcpy(one, text, len);
		i = hx_index(one, word);
		if (i < 0)
			return false;
		*events |= bit[i];
		if (!text[len])
			return true;
		text += len + 1;
	}
}

int hx_expect_poll(struct hx_place *at, const struct hx_args *args)
{
	const char *text = hx_arg(args, "EVENTS")->text;
	uint32_t events;
	struct hx_op *op;

	if (!parse_events(text, &events))
		return hx_place_error(at, "\"%s\" are no events: in, pri, out, err, hup, with commas",
				      text);
	op = emit_held(at, args, HX_POLL);
	op->n1 = events;
	return 0;
}
