/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * graph.c - all states that a model can reach; see graph.h
 */
#include <stdlib.h>
#include <string.h>

#include "graph.h"

/* finds the node of a state: open addressing, at most half full */
struct table {
	unsigned int *slot;	/* number of the node + 1, 0: free */
	unsigned int size;	/* a power of two */
};

static unsigned int hash(const struct hx_model *model, const struct hx_state *state)
{
	unsigned int sum = 2166136261u;

	for (unsigned int i = 0; i < model->num_vars; i++)
		sum = (sum ^ state->v[i]) * 16777619u;
	return sum ^ sum >> 15;
}

static unsigned int *find(const struct hx_graph *graph, const struct table *table,
			  const struct hx_state *state)
{
	unsigned int at = hash(graph->model, state) & (table->size - 1);

	while (table->slot[at] && !hx_model_same(graph->model, state,
						 &graph->node[table->slot[at] - 1].state))
		at = (at + 1) & (table->size - 1);
	return &table->slot[at];
}

static void enlarge(const struct hx_graph *graph, struct table *table)
{
	table->size = table->size ? 2 * table->size : 1024;
	free(table->slot);
	table->slot = calloc(table->size, sizeof(*table->slot));
	if (!table->slot)
		abort();
	for (unsigned int i = 0; i < graph->num_nodes; i++)
		*find(graph, table, &graph->node[i].state) = i + 1;
}

static unsigned int add_node(struct hx_arena *arena, struct hx_graph *graph, struct table *table,
			     const struct hx_state *state, unsigned int depth)
{
	struct hx_text words = { 0 };
	struct hx_node *node;

	graph->node = hx_grow(arena, graph->node, graph->num_nodes, sizeof(*graph->node));
	node = &graph->node[graph->num_nodes];
	hx_text_add(&words, "%s", "");
	hx_model_words(graph->model, state, &words);
	*node = (struct hx_node){
		.state = *state, .depth = depth, .words = hx_strdup(arena, words.s),
		.is_hazard = hx_model_hazard(graph->model, state) != NULL,
	};
	hx_text_free(&words);
	*find(graph, table, state) = ++graph->num_nodes;
	if (2 * graph->num_nodes > table->size)
		enlarge(graph, table);
	return graph->num_nodes - 1;
}

static void take_step(struct hx_arena *arena, struct hx_graph *graph, struct table *table,
		      unsigned int from, unsigned int op, struct hx_edge *edge)
{
	struct hx_state state = graph->node[from].state;
	struct hx_step step;
	unsigned int slot;

	hx_model_step(graph->model, &state, op, &step);
	*edge = (struct hx_edge){ step.rule, HX_NO_NODE, step.releases, step.reads };
	if (!step.rule)
		return;
	if (step.rule->is_known) {
		graph->num_known++;
		return;
	}
	graph->num_edges++;
	slot = *find(graph, table, &step.next);
	edge->next = slot ? slot - 1 : add_node(arena, graph, table, &step.next,
						graph->node[from].depth + 1);
}

void hx_graph_make(struct hx_arena *arena, const struct hx_model *model, const bool *allowed,
		   struct hx_graph *graph)
{
	struct hx_state begin = hx_model_begin(model);
	struct table table = { 0 };
	unsigned int num = 0;

	*graph = (struct hx_graph){ .model = model };
	enlarge(graph, &table);
	add_node(arena, graph, &table, &begin, 0);
	for (unsigned int node = 0; node < graph->num_nodes; node++)
		for (unsigned int op = 0; op < model->num_ops; op++) {
			struct hx_edge edge = { NULL, HX_NO_NODE, 0, 0 };

			if (!allowed || allowed[op])
				take_step(arena, graph, &table, node, op, &edge);
			graph->edge = hx_grow(arena, graph->edge, num, sizeof(edge));
			graph->edge[num++] = edge;
		}
	free(table.slot);
}

static void print_rule(const struct hx_model_rule *row, struct hx_text *out)
{
	hx_text_add(out, "    %-28s %s%s%s\n", *row->when ? row->when : "otherwise",
		    row->error ? row->error : "works", row->effect && *row->effect ? ": " : "",
		    row->effect ? row->effect : "");
	hx_text_add(out, "    %-28s   (%s)\n", "", row->source);
}

static void print_lines(const struct hx_model_op *op, struct hx_text *out)
{
	hx_text_add(out, "  %s   `", op->name);
	for (const char *c = op->line; *c; c++)
		hx_text_add(out, *c == '\n' ? "`, `" : "%c", *c);
	hx_text_add(out, "`\n");
}

void hx_graph_print(const struct hx_graph *graph, struct hx_text *out)
{
	const struct hx_model_tables *t = graph->model->tables;

	hx_text_add(out, "Model %s: %s\n\n%s\nVariables (first value: at the beginning; events last for one step)\n",
		    t->name, t->title, t->head);
	for (const struct hx_model_var *v = t->var; v->name; v++)
		hx_text_add(out, "  %-10s %-18s %s%s\n", v->name, v->values,
			    v->is_event ? "event: " : "", v->doc);
	hx_text_add(out, "\nOperations (of the rules the first that holds; none: not asked)\n");
	for (const struct hx_model_op *op = t->op; op->name; op++) {
		print_lines(op, out);
		for (const struct hx_model_rule *row = t->rule; row->when; row++)
			if (!strcmp(row->op, op->name))
				print_rule(row, out);
	}
	hx_text_add(out, "\nConsequences (after each operation, until none changes anything)\n");
	for (const struct hx_model_rule *row = t->consequence; row->when; row++)
		print_rule(row, out);
	hx_text_add(out, "\nNot taken down from (listed bugs)\n");
	for (const struct hx_model_rule *row = t->hazard; row->when; row++)
		print_rule(row, out);
	hx_text_add(out, "\nPromises (looked at where they hold)\n");
	for (const struct hx_model_promise *row = t->promise; row->when; row++)
		hx_text_add(out, "    %-28s %s\n    %-28s   (%s)\n", row->when, row->line, "",
			    row->source);
	hx_text_add(out, "\n%u states, %u transitions, %u more into listed bugs or out of bounds\n",
		    graph->num_nodes, graph->num_edges, graph->num_known);
}

const char *hx_graph_label(struct hx_arena *arena, const struct hx_graph *graph,
			   unsigned int node)
{
	const struct hx_model *model = graph->model;
	const char *label = "", *at = model->tables->drawn;

	while (*at) {
		size_t len = strcspn(at, " ");
		const char *name = hx_strndup(arena, at, len);
		int var = hx_model_find_var(model, name);
		unsigned int value = var < 0 ? 0 : graph->node[node].state.v[var];
		bool is_plain = var < 0 || !strcmp(model->tables->var[var].values, "no yes");

		if (value)
			label = hx_printf(arena, "%s%s%s%s%s", label, *label ? " " : "", name,
					  is_plain ? "" : "=", is_plain ? "" :
					  hx_model_value(model, (unsigned int)var, value));
		at += len + (at[len] == ' ');
	}
	return *label ? label : "nothing";
}

void hx_graph_dot(const struct hx_graph *graph, struct hx_text *out)
{
	struct hx_arena arena = { 0 };
	struct hx_list seen = { 0 };

	hx_text_add(out, "digraph %s {\n\tnode [shape=box, fontname=Helvetica];\n"
		    "\tedge [fontname=Helvetica, fontsize=9];\n", graph->model->tables->name);
	for (unsigned int node = 0; node < graph->num_nodes; node++)
		for (unsigned int op = 0; op < graph->model->num_ops; op++) {
			const char *from, *to, *line;

			if (!hx_graph_leads(graph, node, op))
				continue;
			from = hx_graph_label(&arena, graph, node);
			to = hx_graph_label(&arena, graph, hx_graph_edge(graph, node, op)->next);
			line = hx_printf(&arena, "\t\"%s\" -> \"%s\" [label=\"%s\"];\n", from, to,
					 graph->model->tables->op[op].name);
			if (strcmp(from, to) && !hx_list_has(&seen, line)) {
				hx_list_add(&arena, &seen, line, 0);
				hx_text_add(out, "%s", line);
			}
		}
	hx_text_add(out, "}\n");
	hx_arena_free(&arena);
}
