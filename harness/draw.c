/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * draw.c - the graph of a model as a picture (SVG)
 *
 * States that differ only in modules that lie there are one box; its column is
 * how many operations it is away from the beginning.  A line has the operations
 * as its title, which a browser shows under the pointer.  Interface: graph.h.
 * Leaves out: avoiding that lines cross; `--dot` is for those who have graphviz.
 */
#include <string.h>

#include "graph.h"

#define COLUMN	190u
#define ROW	110u
#define WIDTH	130u
#define LINE	14u

struct box {
	const char *label;
	unsigned int column, row;
};

struct line {
	unsigned int from, to;
	struct hx_list ops;
};

struct drawing {
	struct hx_arena arena;
	const struct hx_graph *graph;
	struct box *box;
	struct line *line;
	unsigned int num_boxes, num_lines, num_columns, num_rows;
	unsigned int *box_of;		/* node */
};

static unsigned int find_box(struct drawing *d, unsigned int node)
{
	const char *label = hx_graph_label(&d->arena, d->graph, node);
	unsigned int i = 0;

	while (i < d->num_boxes && strcmp(d->box[i].label, label))
		i++;
	if (i == d->num_boxes) {
		d->box = hx_grow(&d->arena, d->box, i, sizeof(*d->box));
		/* nodes come in the order of their depth */
		d->box[d->num_boxes++] = (struct box){ label, d->graph->node[node].depth, 0 };
	}
	return i;
}

static void add_line(struct drawing *d, unsigned int from, unsigned int to, const char *op)
{
	unsigned int i = 0;

	while (i < d->num_lines && (d->line[i].from != from || d->line[i].to != to))
		i++;
	if (i == d->num_lines) {
		d->line = hx_grow(&d->arena, d->line, i, sizeof(*d->line));
		d->line[d->num_lines++] = (struct line){ .from = from, .to = to };
	}
	if (!hx_list_has(&d->line[i].ops, op))
		hx_list_add(&d->arena, &d->line[i].ops, op, 0);
}

static void collect(struct drawing *d)
{
	const struct hx_graph *graph = d->graph;

	d->box_of = hx_alloc(&d->arena, graph->num_nodes * sizeof(*d->box_of));
	for (unsigned int node = 0; node < graph->num_nodes; node++)
		d->box_of[node] = find_box(d, node);
	for (unsigned int node = 0; node < graph->num_nodes; node++)
		for (unsigned int op = 0; op < graph->model->num_ops; op++) {
			unsigned int to;

			if (!hx_graph_leads(graph, node, op))
				continue;
			to = d->box_of[hx_graph_edge(graph, node, op)->next];
			if (to != d->box_of[node])
				add_line(d, d->box_of[node], to,
					 graph->model->tables->op[op].name);
		}
}

static void place(struct drawing *d)
{
	for (unsigned int i = 0; i < d->num_boxes; i++) {
		struct box *box = &d->box[i];

		for (unsigned int k = 0; k < i; k++)
			box->row += d->box[k].column == box->column;
		if (box->column + 1 > d->num_columns)
			d->num_columns = box->column + 1;
		if (box->row + 1 > d->num_rows)
			d->num_rows = box->row + 1;
	}
}

static unsigned int x_of(const struct box *box)
{
	return 20 + box->column * COLUMN;
}

static unsigned int y_of(const struct box *box)
{
	return 20 + box->row * ROW + box->column % 2 * ROW / 2;
}

static void add_box(const struct box *box, struct hx_text *out)
{
	unsigned int line = 0, lines = 1;

	for (const char *c = box->label; *c; c++)
		lines += *c == ' ';
	hx_text_add(out, "<rect x=\"%u\" y=\"%u\" width=\"%u\" height=\"%u\"/>\n", x_of(box),
		    y_of(box), WIDTH, lines * LINE + 8);
	for (const char *c = box->label; *c; line++) {
		size_t len = strcspn(c, " ");

		hx_text_add(out, "<text x=\"%u\" y=\"%u\">%.*s</text>\n", x_of(box) + 6,
			    y_of(box) + (line + 1) * LINE, (int)len, c);
		c += len + (c[len] == ' ');
	}
}

static void add_path(const struct drawing *d, const struct line *line, struct hx_text *out)
{
	const struct box *from = &d->box[line->from], *to = &d->box[line->to];
	bool is_back = to->column <= from->column;

	hx_text_add(out, "<path class=\"%s\" d=\"M%u %u L%u %u\"><title>", is_back ? "back" : "on",
		    x_of(from) + (is_back ? 0 : WIDTH), y_of(from) + LINE,
		    x_of(to) + (is_back ? WIDTH : 0), y_of(to) + LINE);
	for (unsigned int i = 0; i < line->ops.num; i++)
		hx_text_add(out, "%s%s", i ? ", " : "", line->ops.item[i].text);
	hx_text_add(out, "</title></path>\n");
}

void hx_graph_svg(const struct hx_graph *graph, struct hx_drawing *out)
{
	struct drawing d = { .graph = graph };

	collect(&d);
	place(&d);
	hx_text_add(&out->body, "<g transform=\"translate(0,%u)\">\n"
		    "<text x=\"20\" y=\"14\">%s: %s</text>\n", out->height,
		    graph->model->tables->name, graph->model->tables->title);
	for (unsigned int i = 0; i < d.num_lines; i++)
		add_path(&d, &d.line[i], &out->body);
	for (unsigned int i = 0; i < d.num_boxes; i++)
		add_box(&d.box[i], &out->body);
	hx_text_add(&out->body, "</g>\n");
	if (40 + d.num_columns * COLUMN > out->width)
		out->width = 40 + d.num_columns * COLUMN;
	out->height += 40 + (d.num_rows + 1) * ROW;
	hx_arena_free(&d.arena);
}

void hx_drawing_end(struct hx_drawing *drawing, struct hx_text *out)
{
	hx_text_add(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%u\" height=\"%u\">\n"
		    "<style>rect { fill: #eef; stroke: #336 } text { font: 11px sans-serif }\n"
		    "path { stroke: #575; stroke-width: 1.5 } .back { stroke: #caa }\n"
		    "path:hover { stroke: #c00; stroke-width: 3 }</style>\n%s</svg>\n",
		    drawing->width, drawing->height, drawing->body.s ? drawing->body.s : "");
	hx_text_free(&drawing->body);
	*drawing = (struct hx_drawing){ 0 };
}
