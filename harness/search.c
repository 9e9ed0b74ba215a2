/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * search.c - which sequences of operations to try next; see search.h
 */
#include <string.h>

#include "search_parts.h"

void hx_search_open(struct hx_arena *arena, const struct hx_graph *graph, uint64_t seed,
		    unsigned int length, struct hx_search *search)
{
	size_t bytes = ((size_t)graph->num_nodes * graph->model->num_ops + 7) / 8;
	size_t nodes = graph->num_nodes * sizeof(unsigned int);

	*search = (struct hx_search){
		.graph = graph, .chance = seed, .length = length,
		.planned = hx_alloc(arena, bytes),
		.paired = hx_alloc(arena, bytes * graph->model->num_ops), .avoided = hx_alloc(arena, bytes),
		.num_planned = hx_alloc(arena, graph->model->num_ops * sizeof(unsigned int)),
		.num_raced = hx_alloc(arena, graph->model->num_ops * graph->model->num_ops *
				      sizeof(unsigned int)),
		.race_node = hx_alloc(arena, graph->model->num_ops * graph->model->num_ops *
				      sizeof(unsigned int)),
		.race_planned = hx_alloc(arena, graph->model->num_ops * graph->model->num_ops / 8 + 1),
		.is_done = hx_alloc(arena, graph->model->num_ops * sizeof(bool)),
		.from = hx_alloc(arena, nodes), .by = hx_alloc(arena, nodes),
		.queue = hx_alloc(arena, nodes), .stamp = hx_alloc(arena, nodes),
	};
}

/* splitmix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators) */
unsigned int hx_search_chance(struct hx_search *search, unsigned int limit)
{
	uint64_t z = search->chance += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return (unsigned int)((z ^ z >> 31) % limit);
}

static unsigned int number_of(const struct hx_search *search, unsigned int node, unsigned int op)
{
	return node * search->graph->model->num_ops + op;
}

bool hx_search_can_take(const struct hx_search *search, unsigned int node, unsigned int op)
{
	return hx_graph_leads(search->graph, node, op) &&
	       !hx_bit(search->avoided, number_of(search, node, op));
}

bool hx_search_is_open(const struct hx_search *search, unsigned int node, unsigned int op)
{
	return hx_search_can_take(search, node, op) &&
	       !hx_bit(search->planned, number_of(search, node, op));
}

static bool is_safe(const struct hx_search *search, unsigned int node, unsigned int unused)
{
	(void)unused;
	return !search->graph->node[node].is_hazard;
}

static bool is_node(const struct hx_search *search, unsigned int node, unsigned int goal)
{
	(void)search;
	return node == goal;
}

unsigned int hx_search_nearest(struct hx_search *search, unsigned int start, hx_goal_fn wanted,
			       unsigned int goal)
{
	unsigned int head = 0, tail = 0, num_ops = search->graph->model->num_ops;

	search->round++;
	search->stamp[start] = search->round;
	search->from[start] = HX_NO_NODE;
	search->queue[tail++] = start;
	while (head < tail) {
		unsigned int node = search->queue[head++];

		if (wanted(search, node, goal))
			return node;
		for (unsigned int op = 0; op < num_ops; op++) {
			unsigned int next = hx_graph_edge(search->graph, node, op)->next;

			if (!hx_search_can_take(search, node, op) || search->stamp[next] == search->round)
				continue;
			search->stamp[next] = search->round;
			search->from[next] = node;
			search->by[next] = op;
			search->queue[tail++] = next;
		}
	}
	return HX_NO_NODE;
}

unsigned int hx_search_way(const struct hx_search *search, unsigned int node)
{
	unsigned int steps = 0;

	for (unsigned int at = node; search->from[at] != HX_NO_NODE; at = search->from[at])
		steps++;
	return steps;
}

bool hx_search_append(struct hx_search *search, unsigned int node, struct hx_sequence *seq)
{
	unsigned int steps = hx_search_way(search, node);

	if (seq->num + steps > HX_MAX_SEQUENCE)
		return false;
	seq->num += steps;
	for (unsigned int at = node, i = seq->num; search->from[at] != HX_NO_NODE;
	     at = search->from[at])
		seq->op[--i] = (uint16_t)search->by[at];
	return true;
}

unsigned int hx_search_node(const struct hx_graph *graph, const struct hx_sequence *seq,
			    unsigned int num)
{
	unsigned int node = 0;

	for (unsigned int i = 0; i < num; i++) {
		if (!hx_graph_leads(graph, node, seq->op[i]))
			return HX_NO_NODE;
		node = hx_graph_edge(graph, node, seq->op[i])->next;
	}
	return node;
}

bool hx_search_home(struct hx_search *search, struct hx_sequence *seq)
{
	unsigned int node = hx_search_node(search->graph, seq, seq->num);

	if (node == HX_NO_NODE)
		return false;
	node = hx_search_nearest(search, node, is_safe, 0);
	return node != HX_NO_NODE && hx_search_append(search, node, seq);
}

bool hx_search_reach(struct hx_search *search, unsigned int edge, struct hx_sequence *out)
{
	unsigned int num_ops = search->graph->model->num_ops;
	unsigned int node = hx_search_nearest(search, 0, is_node, edge / num_ops);

	out->num = out->race = 0;
	if (node == HX_NO_NODE || !hx_search_append(search, node, out) ||
	    out->num == HX_MAX_SEQUENCE)
		return false;
	out->op[out->num++] = (uint16_t)(edge % num_ops);
	return true;
}

/* any operation of @node, one that is new after transition @last when there is; -1: none */
static int pick_pair(struct hx_search *search, unsigned int node, unsigned int last)
{
	unsigned int num_ops = search->graph->model->num_ops;
	unsigned int first = hx_search_chance(search, num_ops);
	int any = -1;

	for (unsigned int i = 0; i < num_ops; i++) {
		unsigned int op = (first + i) % num_ops;

		if (!hx_search_can_take(search, node, op))
			continue;
		if (last == HX_NO_NODE || !hx_bit(search->paired, last * num_ops + op))
			return (int)op;
		any = (int)op;
	}
	return any;
}

void hx_search_take(struct hx_search *search, unsigned int *node, unsigned int op,
		    struct hx_sequence *out)
{
	hx_set_bit(search->planned, number_of(search, *node, op));
	search->num_planned[op]++;
	out->op[out->num++] = (uint16_t)op;
	*node = hx_graph_edge(search->graph, *node, op)->next;
}

void hx_search_walk(struct hx_search *search, struct hx_sequence *out)
{
	unsigned int node, last;

	do {
		node = 0;
		last = HX_NO_NODE;
		out->num = out->race = 0;
		while (out->num < search->length) {
			int op = pick_pair(search, node, last);

			if (op < 0)
				break;
			if (last != HX_NO_NODE)
				hx_set_bit(search->paired, last * search->graph->model->num_ops +
					   (unsigned int)op);
			last = number_of(search, node, (unsigned int)op);
			hx_search_take(search, &node, (unsigned int)op, out);
		}
	} while (!hx_search_home(search, out));
}

bool hx_search_nth(struct hx_search *search, const unsigned int *ops, unsigned int num_ops,
		   unsigned int length, uint64_t index, struct hx_sequence *out)
{
	unsigned int node = 0;

	out->num = out->race = 0;
	for (unsigned int i = 0; i < length; i++, index /= num_ops) {
		unsigned int op = ops[index % num_ops];

		if (!hx_search_can_take(search, node, op))
			return false;
		hx_search_take(search, &node, op, out);
	}
	return hx_search_home(search, out);
}
