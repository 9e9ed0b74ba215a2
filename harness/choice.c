/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * choice.c - which sequence an exploration tries next; see explore.h
 *
 * What the options ask for and the shard leaves, in the order that docs/exploring.md
 * tells; how a sequence is made is in search.c.
 */
#include <string.h>

#include "explore.h"

#define NEAR_LENGTH	(HX_MAX_SEQUENCE - 16)	/* what is left is the way home */

/* transitions of other shards are theirs to aim at */
static bool is_of_others(const struct hx_explore *e, unsigned int edge)
{
	return edge * 2654435761u % e->opt->num_shards != e->opt->shard - 1;
}

static void plan_races(struct hx_explore *e)
{
	e->num_pairs = hx_search_pairs(&e->search);
	for (unsigned int at = 0; at < e->model.num_ops * e->model.num_ops; at++)
		if (hx_bit(e->raced, at) || is_of_others(e, at))
			hx_set_bit(e->search.race_planned, at);
}

/* what is aimed at first: our own transitions that no other stands for */
void hx_choice_plan(struct hx_explore *e)
{
	unsigned int num = e->graph.num_nodes * e->model.num_ops;

	if (e->opt->races)
		plan_races(e);
	if (e->opt->walks || e->opt->races || e->opt->wants_all)
		return;
	e->num_combinations = hx_spare_choose(&e->spare, e->is_spare);
	for (unsigned int i = 0; i < num; i++)
		if (hx_bit(e->is_spare, i) || is_of_others(e, i))
			hx_set_bit(e->search.planned, i);
}

/*
 * And then: the rest of our own.  It is most of the work, and nobody waits for
 * something of everything any more: tours are long and take what is near.
 */
static void plan_spare(struct hx_explore *e)
{
	unsigned int num = e->graph.num_nodes * e->model.num_ops;

	e->takes_spare = true;
	e->search.near_length = e->opt->length ? e->opt->length : NEAR_LENGTH;
	memset(e->search.is_done, 0, e->model.num_ops * sizeof(*e->search.is_done));
	for (unsigned int i = 0; i < num; i++)
		if (hx_bit(e->is_spare, i) && !is_of_others(e, i) && !hx_bit(e->covered, i))
			hx_clear_bit(e->search.planned, i);
}

bool hx_choice_avoids(const struct hx_explore *e, const struct hx_sequence *seq)
{
	unsigned int node = 0;

	for (unsigned int i = 0; i < seq->num; i++) {
		if (hx_bit(e->search.avoided, node * e->model.num_ops + seq->op[i]))
			return true;
		node = hx_graph_edge(&e->graph, node, seq->op[i])->next;
	}
	return false;
}

void hx_choice_give_back(struct hx_explore *e, const struct hx_sequence *seq)
{
	unsigned int node = 0;

	for (unsigned int i = 0; i < seq->num; i++) {
		unsigned int edge = node * e->model.num_ops + seq->op[i];

		if (!hx_bit(e->covered, edge)) {
			hx_clear_bit(e->search.planned, edge);
			e->search.is_done[seq->op[i]] = false;
		}
		node = hx_graph_edge(&e->graph, node, seq->op[i])->next;
	}
	if (seq->race) {
		hx_clear_bit(e->search.race_planned,
			     hx_search_pair(&e->search, seq->op[seq->race - 1], seq->op[seq->race]));
		e->search.next_race = 0;
	}
}

/* all sequences of a length over the chosen operations, in order; false: no more */
static bool next_of_all(struct hx_explore *e, struct hx_sequence *seq)
{
	unsigned int ops[HX_MAX_SEQUENCE], num = 0;
	double all = 1;

	for (unsigned int i = 0; i < e->opt->ops.num && num < HX_MAX_SEQUENCE; i++)
		ops[num++] = (unsigned int)hx_model_find_op(&e->model, e->opt->ops.item[i].text);
	for (unsigned int i = 0; i < e->opt->length; i++)
		all *= num;
	while (num && (double)e->next_index < all) {
		uint64_t index = e->next_index++;

		if (index % e->opt->num_shards == e->opt->shard - 1 &&
		    hx_search_nth(&e->search, ops, num, e->opt->length, index, seq))
			return true;
	}
	return false;
}

bool hx_choice_next(struct hx_explore *e, struct hx_sequence *seq)
{
	if (e->opt->wants_all)
		return next_of_all(e, seq);
	if (e->opt->races) {
		hx_search_race(&e->search, seq);
		return true;
	}
	if (!e->opt->walks && hx_search_tour(&e->search, seq))
		return true;
	if (!e->opt->walks && !e->opt->only_pairs && !e->takes_spare) {
		plan_spare(e);
		if (hx_search_tour(&e->search, seq))
			return true;
	}
	if (e->opt->only_tours || e->opt->only_pairs)
		return false;
	hx_search_walk(&e->search, seq);
	return true;
}
