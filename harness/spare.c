/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * spare.c - transitions that stand for others; see spare.h
 */
#include <string.h>

#include "spare.h"
#include "search.h"

static uint64_t mix(uint64_t sum, unsigned int value)
{
	sum = (sum ^ value) * 0x9e3779b97f4a7c15u;
	return sum ^ sum >> 29;
}

static unsigned int find(const struct hx_spare *spare, uint64_t key)
{
	unsigned int at = (unsigned int)(key >> 8) & (spare->size - 1);

	while (spare->taken[at] && spare->taken[at] != key)
		at = (at + 1) & (spare->size - 1);
	return at;
}

static void enlarge(struct hx_spare *spare)
{
	struct hx_spare old = *spare;

	spare->size *= 2;
	spare->taken = hx_alloc(spare->arena, spare->size * sizeof(*spare->taken));
	for (unsigned int i = 0; i < old.size; i++)
		if (old.taken[i])
			spare->taken[find(spare, old.taken[i])] = old.taken[i];
}

/* true: nobody has taken this combination before */
static bool take_one(struct hx_spare *spare, uint64_t key)
{
	unsigned int at;

	key |= 1;
	at = find(spare, key);
	if (spare->taken[at])
		return false;
	spare->taken[at] = key;
	if (2 * ++spare->num > spare->size)
		enlarge(spare);
	return true;
}

/* take all combinations of a transition; false: all were taken before */
static bool take(struct hx_spare *spare, unsigned int node, unsigned int op)
{
	const struct hx_model *model = spare->graph->model;
	const uint8_t *value = spare->graph->node[node].state.v;
	uint32_t reads = hx_graph_edge(spare->graph, node, op)->reads;
	unsigned int other[HX_MODEL_VARS], num = 0;
	uint64_t sum = mix(0, op);
	bool is_new;

	for (unsigned int i = 0; i < model->num_vars; i++)
		if (reads >> i & 1)
			sum = mix(mix(sum, i), value[i]);
		else if (!model->tables->var[i].is_event)
			other[num++] = i;
	is_new = take_one(spare, sum);
	for (unsigned int i = 0; i < num; i++) {
		uint64_t one = mix(mix(sum, other[i]), value[other[i]]);

		for (unsigned int k = 0; k < i; k++)
			is_new |= take_one(spare, mix(mix(one, other[k]), value[other[k]]));
	}
	return is_new;
}

static void forget(struct hx_spare *spare)
{
	memset(spare->taken, 0, spare->size * sizeof(*spare->taken));
	spare->num = 0;
}

void hx_spare_open(struct hx_arena *arena, const struct hx_graph *graph, struct hx_spare *spare)
{
	*spare = (struct hx_spare){ .graph = graph, .arena = arena, .size = 4096 };
	spare->taken = hx_alloc(arena, spare->size * sizeof(*spare->taken));
}

/* nodes come in the order of their depth: the shortest way to a combination is taken */
unsigned int hx_spare_choose(struct hx_spare *spare, uint8_t *is_spare)
{
	unsigned int num_ops = spare->graph->model->num_ops;

	forget(spare);
	for (unsigned int i = 0; i < spare->graph->num_nodes * num_ops; i++)
		if (!hx_graph_leads(spare->graph, i / num_ops, i % num_ops) ||
		    !take(spare, i / num_ops, i % num_ops))
			hx_set_bit(is_spare, i);
	return spare->num;
}

unsigned int hx_spare_count(struct hx_spare *spare, const uint8_t *covered)
{
	unsigned int num_ops = spare->graph->model->num_ops;

	forget(spare);
	for (unsigned int i = 0; i < spare->graph->num_nodes * num_ops; i++)
		if (hx_bit(covered, i))
			take(spare, i / num_ops, i % num_ops);
	return spare->num;
}
