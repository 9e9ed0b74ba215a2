/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * demand.c - what the event trace must show; see demand.h
 *
 * Leaves out: what the tables become after the first instruction; the trace
 * does not have it.
 */
#include <string.h>

#include "../sim/abi/amp_lab.h"
#include "demand.h"

#define UNSET		0xffffffffu	/* the address of a vring that has none yet */
#define MAX_RINGS	64u		/* of all tables of a core; more are not looked at */

/* a vring as one start of the core finds it */
struct ring {
	uint32_t id;		/* table entry << 8 | vring */
	uint32_t da;
};

struct starts {
	struct hx_arena *arena;
	const struct hx_demand *demand;
	struct ring first[MAX_RINGS];	/* at the core's first start */
	unsigned int num_first;
	unsigned int num_rings;		/* so far at the start at hand */
	unsigned int num_starts;
};

static const char *address(struct hx_arena *arena, uint32_t da)
{
	return da == UNSET ? "unset" : hx_printf(arena, "0x%08x", da);
}

static const char *wrong_ring(struct starts *s, const struct ring *ring, const char *want)
{
	return hx_printf(s->arena, "core%u, start %u: vring %u of table entry %u is %s at the "
			 "first instruction, want %s", s->demand->core, s->num_starts,
			 ring->id & 0xff, ring->id >> 8, address(s->arena, ring->da), want);
}

static const char *check_alike(struct starts *s, const struct ring *ring)
{
	const struct ring *first = &s->first[s->num_rings];

	if (s->num_starts == 1) {
		s->first[s->num_first++] = *ring;
		return NULL;
	}
	if (s->num_rings >= s->num_first || first->id != ring->id)
		return wrong_ring(s, ring, "a ring that start 1 had");
	if (first->da == ring->da)
		return NULL;
	return wrong_ring(s, ring, hx_printf(s->arena, "%s as at start 1",
					     address(s->arena, first->da)));
}

static const char *check_ring(struct starts *s, const struct ring *ring)
{
	const char *wrong = NULL;

	if (s->num_rings >= MAX_RINGS)
		return NULL;
	if (s->demand->want == HX_TABLE_SET && ring->da == UNSET)
		wrong = wrong_ring(s, ring, "an address");
	if (s->demand->want == HX_TABLE_UNSET && ring->da != UNSET)
		wrong = wrong_ring(s, ring, "unset");
	if (s->demand->want == HX_TABLE_ALIKE)
		wrong = check_alike(s, ring);
	s->num_rings++;
	return wrong;
}

/* the events of the other cores and kinds say nothing here */
static const char *check_event(struct starts *s, const struct amp_event *event)
{
	const struct ring ring = { event->b >> 8, event->a };

	if (event->core != s->demand->core)
		return NULL;
	if (event->kind == AMP_EV_START) {
		s->num_starts++;
		s->num_rings = 0;
	}
	return event->kind == AMP_EV_TABLE ? check_ring(s, &ring) : NULL;
}

/* nothing was seen: that is no proof of anything */
static const char *check_enough(const struct starts *s)
{
	if (!s->num_rings)
		return hx_printf(s->arena, "core%u never started with a ring in its table",
				 s->demand->core);
	if (s->demand->want == HX_TABLE_ALIKE && s->num_starts < 2)
		return hx_printf(s->arena, "core%u started only once", s->demand->core);
	return NULL;
}

const char *hx_demand_check(struct hx_arena *arena, const struct hx_scenario *sc,
			    const void *bytes, size_t len, unsigned int *line)
{
	const char *wrong = NULL;

	for (unsigned int i = 0; i < sc->num_demands && !wrong; i++) {
		struct starts s = { .arena = arena, .demand = &sc->demand[i] };
		struct amp_event event;

		for (size_t at = 0; at + sizeof(event) <= len && !wrong; at += sizeof(event)) {
			memcpy(&event, (const char *)bytes + at, sizeof(event));
			wrong = check_event(&s, &event);
		}
		if (!wrong)
			wrong = check_enough(&s);
		if (wrong)
			*line = sc->demand[i].line;
	}
	return wrong;
}
