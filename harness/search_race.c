/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * search_race.c - which two operations to try at once; see search.h
 */
#include <string.h>

#include "search_parts.h"

/* lines that may stand in a race: one, and not both on the one endpoint or file that there is */
static bool can_race(const struct hx_search *search, unsigned int a, unsigned int b)
{
	const struct hx_model_op *op = search->graph->model->tables->op;

	return !strchr(op[a].line, '\n') && !strchr(op[b].line, '\n') &&
	       !(strstr(op[a].line, " e0") && strstr(op[b].line, " e0")) &&
	       !(strstr(op[a].line, " f0") && strstr(op[b].line, " f0"));
}

bool hx_search_commutes(const struct hx_search *search, unsigned int node, unsigned int a,
			unsigned int b)
{
	const struct hx_edge *first_a = hx_graph_edge(search->graph, node, a), *then_a;
	const struct hx_edge *first_b = hx_graph_edge(search->graph, node, b), *then_b;

	if (a == b || !can_race(search, a, b) || !hx_search_can_take(search, node, a) ||
	    !hx_search_can_take(search, node, b) || !hx_search_can_take(search, first_a->next, b) ||
	    !hx_search_can_take(search, first_b->next, a))
		return false;
	then_a = hx_graph_edge(search->graph, first_b->next, a);
	then_b = hx_graph_edge(search->graph, first_a->next, b);
	return first_a->rule->error == then_a->rule->error &&
	       first_b->rule->error == then_b->rule->error && then_a->next == then_b->next &&
	       first_a->releases + then_b->releases == first_b->releases + then_a->releases;
}

unsigned int hx_search_pair(const struct hx_search *search, unsigned int a, unsigned int b)
{
	return a < b ? a * search->graph->model->num_ops + b :
		       b * search->graph->model->num_ops + a;
}

/* nodes come in the order of their depth */
unsigned int hx_search_pairs(struct hx_search *search)
{
	unsigned int num_ops = search->graph->model->num_ops, num = 0;

	for (unsigned int at = 0; at < num_ops * num_ops; at++) {
		unsigned int a = at / num_ops, b = at % num_ops, node = 0;

		while (a < b && node < search->graph->num_nodes &&
		       !hx_search_commutes(search, node, a, b))
			node++;
		search->race_node[at] = a < b && node < search->graph->num_nodes ? node : HX_NO_NODE;
		num += search->race_node[at] != HX_NO_NODE;
	}
	return num;
}

/* false: all pairs are planned, or cannot be reached any more */
static bool next_pair(struct hx_search *search, struct hx_sequence *out)
{
	unsigned int num_ops = search->graph->model->num_ops;

	for (; search->next_race < num_ops * num_ops; search->next_race++) {
		unsigned int at = search->next_race, node = search->race_node[at];

		if (node == HX_NO_NODE || hx_bit(search->race_planned, at) ||
		    !hx_search_commutes(search, node, at / num_ops, at % num_ops) ||
		    !hx_search_reach(search, node * num_ops + at / num_ops, out) ||
		    out->num == HX_MAX_SEQUENCE)
			continue;
		hx_set_bit(search->race_planned, at);
		search->num_raced[at]++;
		out->race = out->num;
		out->op[out->num++] = (uint16_t)(at % num_ops);
		return hx_search_home(search, out);
	}
	return false;
}

/* the pair of @node that was raced least; false: it has none */
static bool pick_race(struct hx_search *search, unsigned int node, unsigned int pair[2])
{
	unsigned int num_ops = search->graph->model->num_ops, least = 0;
	unsigned int shift = hx_search_chance(search, num_ops * num_ops);
	bool is_any = false;

	for (unsigned int i = 0; i < num_ops * num_ops; i++) {
		unsigned int at = (i + shift) % (num_ops * num_ops);
		unsigned int a = at / num_ops, b = at % num_ops;

		if ((is_any && search->num_raced[at] >= least) ||
		    !hx_search_commutes(search, node, a, b))
			continue;
		is_any = true;
		least = search->num_raced[at];
		pair[0] = a;
		pair[1] = b;
	}
	if (is_any)
		search->num_raced[pair[0] * num_ops + pair[1]]++;
	return is_any;
}

void hx_search_race(struct hx_search *search, struct hx_sequence *out)
{
	unsigned int pair[2] = { 0, 0 }, node;

	if (next_pair(search, out))
		return;
	do {
		search->length = 5 + hx_search_chance(search, 20);
		hx_search_walk(search, out);
		node = hx_search_node(search->graph, out, out->num);
	} while (!pick_race(search, node, pair));
	out->op[out->num++] = (uint16_t)pair[0];
	out->race = out->num;
	out->op[out->num++] = (uint16_t)pair[1];
	hx_search_home(search, out);
}
