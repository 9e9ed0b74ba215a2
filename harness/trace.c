/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * trace.c - the machine's event trace; see trace.h
 */
#include <string.h>

#include "../sim/abi/amp_ctrl.h"
#include "syntax.h"
#include "trace.h"

static const char *const kind_names[] = AMP_EV_NAMES;
static const char *const side_names[] = { "machine", "A", "M" };

_Static_assert(HX_ARRAY_SIZE(kind_names) == AMP_EV_KINDS, "every kind has a name");
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the file is read as it is");

/* what a and b are, by kind; NULL: the kind has no such field */
static const struct {
	const char *a, *b;
} fields[AMP_EV_KINDS] = {
	[AMP_EV_RESET] = { "seed", NULL },
	[AMP_EV_RELEASE] = { "boot", NULL },
	[AMP_EV_START] = { "pc", "sp" },
	[AMP_EV_LOCKUP] = { "pc", NULL },
	[AMP_EV_WDOG] = { "pc", NULL },
	[AMP_EV_CRASH] = { "code", NULL },
	[AMP_EV_CMD] = { "command", "arg" },
	[AMP_EV_MBOX_PUSH] = { "word", "fifo" },
	[AMP_EV_MBOX_POP] = { "word", "fifo" },
	[AMP_EV_FAULT] = { "fault", "hits" },
	[AMP_EV_MARK] = { "value", NULL },
	[AMP_EV_EXIT] = { "value", NULL },
	[AMP_EV_GUEST_ERROR] = { "offset", "value" },
	[AMP_EV_TABLE] = { "da", "vring" },
	[AMP_EV_STRAY] = { "addr", "pc" },
	[AMP_EV_MMU] = { "addr", "interrupt" },
	[AMP_EV_UNMODELLED] = { "addr", "pc" },
	[AMP_EV_SPIN] = { "pc", "processor" },
};

void hx_trace_scan(const void *bytes, size_t len, struct hx_trace_facts *facts)
{
	*facts = (struct hx_trace_facts){ .is_whole = len % sizeof(struct amp_event) == 0 };
	for (size_t at = 0; at + sizeof(struct amp_event) <= len; at += sizeof(struct amp_event)) {
		struct amp_event event;

		memcpy(&event, (const char *)bytes + at, sizeof(event));
		facts->num_events++;
		facts->last_ns = event.time_ns;
		facts->has_limit |= event.kind == AMP_EV_LIMIT;
		facts->has_spin |= event.kind == AMP_EV_SPIN;
		facts->has_exit |= event.kind == AMP_EV_EXIT;
		facts->num_guest_errors += event.kind == AMP_EV_GUEST_ERROR;
	}
}

static void add_field(struct hx_text *out, const char *name, uint32_t value)
{
	if (!strcmp(name, "command") && value <= AMP_CMD_TOUCH)
		hx_text_add(out, " %s=%s", name, hx_command_words[value]);
	else if (!strcmp(name, "fault") && value < AMP_FAULT_KINDS)
		hx_text_add(out, " %s=%s", name, hx_fault_words[value]);
	else if (!strcmp(name, "hits") || !strcmp(name, "fifo") || !strcmp(name, "value") ||
		 !strcmp(name, "processor"))
		hx_text_add(out, " %s=%u", name, value);
	else
		hx_text_add(out, " %s=0x%08x", name, value);
}

void hx_trace_line(const struct amp_event *event, struct hx_text *out)
{
	const char *name = event->kind < AMP_EV_KINDS ? kind_names[event->kind] : "?";

	hx_text_add(out, "%5llu.%09llu  ", (unsigned long long)(event->time_ns / 1000000000u),
		    (unsigned long long)(event->time_ns % 1000000000u));
	if (event->core == AMP_EV_NO_CORE)
		hx_text_add(out, "-     ");
	else
		hx_text_add(out, "core%-2u", event->core);
	hx_text_add(out, "%-8s%-11s",
		    event->side < HX_ARRAY_SIZE(side_names) ? side_names[event->side] : "?", name);
	if (event->kind >= AMP_EV_KINDS) {
		hx_text_add(out, " kind=%u a=0x%08x b=0x%08x", event->kind, event->a, event->b);
		return;
	}
	if (fields[event->kind].a)
		add_field(out, fields[event->kind].a, event->a);
	if (fields[event->kind].b)
		add_field(out, fields[event->kind].b, event->b);
}
