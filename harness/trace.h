/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * trace.h - the machine's event trace: an array of struct amp_event
 *
 * The file is untrusted in length and content; kinds that are not known are
 * counted and printed as numbers.
 */
#ifndef HX_TRACE_H
#define HX_TRACE_H

#include "../sim/abi/amp_lab.h"
#include "base.h"

struct hx_trace_facts {
	bool is_whole;			/* the length is a whole number of events */
	bool has_limit;
	bool has_spin;
	bool has_exit;
	uint32_t num_guest_errors;
	uint64_t num_events;
	uint64_t last_ns;
};

void hx_trace_scan(const void *bytes, size_t len, struct hx_trace_facts *facts);

/* one event as a line without newline, appended to @out */
void hx_trace_line(const struct amp_event *event, struct hx_text *out);

#endif
