/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * graph.h - all states that a model can reach, and the transitions between them
 *
 * Node 0 is the state at the beginning.  A transition is a node and an
 * operation, numbered node * num_ops + op; it may be absent (not asked), lead
 * into a listed bug (known), or somewhere.  The numbers are a function of the
 * model and of the operations that are allowed.
 */
#ifndef HX_GRAPH_H
#define HX_GRAPH_H

#include "model.h"

#define HX_NO_NODE	0xffffffffu

struct hx_node {
	struct hx_state state;
	unsigned int depth;		/* operations from the beginning, at least */
	const char *words;		/* of `expect stack` */
	bool is_hazard;
};

struct hx_edge {
	const struct hx_rule *rule;	/* NULL: not asked */
	unsigned int next;		/* HX_NO_NODE: known */
	unsigned int releases;
	uint32_t reads;			/* variables whose values made it what it is */
};

struct hx_graph {
	const struct hx_model *model;
	struct hx_node *node;
	struct hx_edge *edge;
	unsigned int num_nodes, num_edges;	/* edges: those that lead somewhere */
	unsigned int num_known;
};

/* @allowed: a flag for each operation, NULL: all of them */
void hx_graph_make(struct hx_arena *arena, const struct hx_model *model, const bool *allowed,
		   struct hx_graph *graph);

static inline const struct hx_edge *hx_graph_edge(const struct hx_graph *graph,
						  unsigned int node, unsigned int op)
{
	return &graph->edge[node * graph->model->num_ops + op];
}

/* is there a way, and does it lead somewhere? */
static inline bool hx_graph_leads(const struct hx_graph *graph, unsigned int node, unsigned int op)
{
	const struct hx_edge *edge = hx_graph_edge(graph, node, op);

	return edge->rule && edge->next != HX_NO_NODE;
}

/* the tables of the model in words, and how much of it can be reached */
void hx_graph_print(const struct hx_graph *graph, struct hx_text *out);
/* the states, those that differ in modules only drawn as one, in the language of dot */
void hx_graph_dot(const struct hx_graph *graph, struct hx_text *out);
/* pictures below each other; zeroes at first, and again at the end; draw.c */
struct hx_drawing {
	struct hx_text body;
	unsigned int width, height;
};
/* the same as a picture, below those that are there */
void hx_graph_svg(const struct hx_graph *graph, struct hx_drawing *out);
/* all of them as a file */
void hx_drawing_end(struct hx_drawing *drawing, struct hx_text *out);
/* what is drawn of a node, words separated by one blank, in the arena */
const char *hx_graph_label(struct hx_arena *arena, const struct hx_graph *graph,
			   unsigned int node);

#endif
