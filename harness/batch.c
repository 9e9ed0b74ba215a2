/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * batch.c - sequences as the text of a scenario; see batch.h
 */
#include <string.h>

#include "batch.h"

/* how long the stack may take to come to where an operation leads */
#define SETTLE	"1s"

/* for each of @lines, which has a newline but for the last */
static void add_places(struct hx_batch *batch, unsigned int sequence, unsigned int step,
		       const char *lines)
{
	while (lines) {
		batch->place = hx_grow(batch->arena, batch->place, batch->num_lines,
				       sizeof(*batch->place));
		batch->place[batch->num_lines++] = (struct hx_batch_place){ sequence, step };
		lines = strchr(lines, '\n');
		lines = lines ? lines + 1 : NULL;
	}
}

/* @line: one line or some */
static void add_line(struct hx_batch *batch, unsigned int sequence, unsigned int step,
		     const char *line)
{
	hx_text_add(&batch->text, "%s\n", line);
	add_places(batch, sequence, step, line);
}

/* grace periods of RCU are most of the guest's time otherwise, and find nothing */
static const char head[] =
	"title    sequences of the explorer\n"
	"caught-by fault:start-dead@0\n"
	"timeout  30s\n";
static const char races_head[] = "machine  smp=2 pct=3\n";
/* nothing but host time, which Linux from 6.10 on takes a multiple of otherwise */
static const char plain_head[] = "machine  quick-flush=on\n";
static const char first[] = "write    /sys/kernel/rcu_expedited \"1\"";

/* "" where @steps fetch no dump */
static const char *demand_of(const struct hx_graph *graph, const struct hx_text *steps)
{
	const char *demand = graph->model->tables->demand;

	return demand && steps->s && strstr(steps->s, "\nfetch ") ? demand : "";
}

/* as many lines whatever is demanded: it shows in the end, and lines have places before */
static const char *head_of(const struct hx_batch *batch, const char *demand)
{
	return hx_printf(batch->arena, "%s%s%s%s\n%s", head, batch->graph->model->tables->head,
			 batch->races ? races_head : plain_head, *demand ? demand : "#", first);
}

void hx_batch_open(struct hx_arena *arena, const struct hx_graph *graph, bool races,
		   struct hx_batch *batch)
{
	*batch = (struct hx_batch){ .graph = graph, .arena = arena, .races = races };
	add_places(batch, HX_NO_NODE, 0, head_of(batch, ""));
}

static const char *step_line(struct hx_batch *batch, const struct hx_edge *edge, unsigned int op)
{
	const char *line = batch->graph->model->tables->op[op].line;

	if (!edge->rule->error)
		return line;
	return hx_printf(batch->arena, "%s fails %s", line, edge->rule->row->error);
}

static void add_promises(struct hx_batch *batch, unsigned int step, unsigned int node)
{
	const struct hx_model *model = batch->graph->model;

	for (unsigned int i = 0; i < model->num_promises; i++)
		if (hx_model_holds(&model->promise[i], &batch->graph->node[node].state))
			add_line(batch, batch->num, step,
				 hx_printf(batch->arena, "%s within " SETTLE,
					   model->tables->promise[i].line));
}

static void add_steps(struct hx_batch *batch, const struct hx_sequence *seq, bool *promised)
{
	unsigned int node = 0, releases = 0;
	int nofile;

	for (unsigned int i = 0; i < seq->num; i++) {
		const struct hx_edge *edge = hx_graph_edge(batch->graph, node, seq->op[i]);
		bool is_first = seq->race == i + 1, is_second = seq->race && seq->race == i;

		if (is_first)
			add_line(batch, batch->num, i, "race");
		add_line(batch, batch->num, i + is_first, step_line(batch, edge, seq->op[i]));
		node = edge->next;
		releases += edge->releases;
		if (is_first)
			continue;
		if (is_second)
			add_line(batch, batch->num, i, "end");
		add_line(batch, batch->num, i,
			 hx_printf(batch->arena, "expect   stack \"%s\" releases %u within " SETTLE,
				   batch->graph->node[node].words, releases));
		if (promised && !promised[node]) {
			promised[node] = true;
			add_promises(batch, i, node);
		}
	}
	/* files are all that a fresh start does not put back */
	nofile = hx_model_find_var(batch->graph->model, "nofile");
	if (nofile >= 0 && batch->graph->node[node].state.v[nofile])
		add_line(batch, batch->num, seq->num, batch->graph->model->tables->back);
}

void hx_batch_add(struct hx_batch *batch, const struct hx_sequence *seq, bool *promised)
{
	/* what is wrong here, the sequence before has left behind */
	add_line(batch, batch->num ? batch->num - 1 : 0,
		 batch->num ? batch->sequence[batch->num - 1].num : 0,
		 hx_printf(batch->arena, "fresh    %u", batch->num));
	add_steps(batch, seq, promised);
	batch->sequence = hx_grow(batch->arena, batch->sequence, batch->num, sizeof(*seq));
	batch->sequence[batch->num++] = *seq;
}

void hx_batch_end(struct hx_batch *batch)
{
	struct hx_text whole = { 0 };

	if (batch->num)
		add_line(batch, batch->num - 1, batch->sequence[batch->num - 1].num,
			 "fresh    end");
	hx_text_add(&whole, "%s\n%s", head_of(batch, demand_of(batch->graph, &batch->text)),
		    batch->text.s ? batch->text.s : "");
	hx_text_free(&batch->text);
	batch->text = whole;
}

void hx_batch_close(struct hx_batch *batch)
{
	hx_text_free(&batch->text);
}

bool hx_batch_find(const struct hx_batch *batch, unsigned int line,
		   struct hx_batch_place *place)
{
	if (!line || line > batch->num_lines ||
	    batch->place[line - 1].sequence == HX_NO_NODE)
		return false;
	*place = batch->place[line - 1];
	return true;
}

void hx_batch_scenario(struct hx_arena *arena, const struct hx_graph *graph,
		       const struct hx_sequence *seq, const char *title, const char *comment,
		       struct hx_text *out)
{
	struct hx_batch batch = { .graph = graph, .arena = arena };
	const char *demand;

	/* releases are counted from a fresh start on, and a core may have had one before */
	if (graph->model->tables->is_once)
		add_line(&batch, 0, 0, "fresh    the beginning");
	add_steps(&batch, seq, NULL);
	demand = demand_of(graph, &batch.text);
	hx_text_add(out, "# %s\n# Found by `rproctest explore`, not looked into yet.\n", comment);
	hx_text_add(out, "title    %s\n%s%s%scaught-by fault:start-dead@0\n%s\n%s", title,
		    graph->model->tables->head, demand, *demand ? "\n" : "",
		    seq->race ? races_head : plain_head, batch.text.s);
	hx_text_add(out, "fresh    the end\n");
	hx_text_free(&batch.text);
}
