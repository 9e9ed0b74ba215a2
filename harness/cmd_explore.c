/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cmd_explore.c - `explore` and `report`: search, live line, tables
 */
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cmd.h"
#include "explore_state.h"

#define CLEAR_LINE	"\r\033[K"
#define SAVE_MS		10000u

static uint64_t saved_ms;
static uint64_t sequences_before;	/* in earlier runs of this exploration */

static const char *state_path(const struct hx_explore *e)
{
	return hx_printf(e->arena, "%s/" HX_FILE_EXPLORE, e->opt->out_dir);
}

static void show_line(const struct hx_explore *e)
{
	uint64_t ms = hx_explore_ms(e), limit_ms = (uint64_t)e->opt->time_s * 1000;
	struct winsize size = { 0 };
	struct hx_text line = { 0 };

	hx_text_add(&line, "%u states, %u of %u transitions, %.1f sequences/s, %u findings",
		    e->graph.num_nodes, e->num_covered, e->graph.num_edges,
		    ms ? (double)e->num_sequences * 1000.0 / (double)ms : 0.0, e->num_findings);
	if (limit_ms > ms)
		hx_text_add(&line, ", %lus left", (unsigned long)((limit_ms - ms) / 1000));
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || !size.ws_col)
		size.ws_col = 80;
	printf(CLEAR_LINE "%.*s", size.ws_col - 1, line.s);
	fflush(stdout);
	hx_text_free(&line);
}

static void progress(const struct hx_explore *e)
{
	struct hx_error ignored;

	if (isatty(STDOUT_FILENO))
		show_line(e);
	if (hx_now_ms() - saved_ms < SAVE_MS)
		return;
	/* the last save tells what is wrong */
	hx_explore_save(e, state_path(e), &ignored);
	saved_ms = hx_now_ms();
}

static void print_sequence(const struct hx_explore *e, const struct hx_sequence *seq)
{
	for (unsigned int i = 0; i < seq->num; i++)
		printf("%s%s", i ? ", " : "", e->model.tables->op[seq->op[i]].name);
	printf("\n");
}

static void print_finding(const struct hx_explore *e, const struct hx_finding *finding)
{
	printf("%sfinding after %.1f s: %s\n", isatty(STDOUT_FILENO) ? CLEAR_LINE : "",
	       (double)finding->at_ms / 1000.0, finding->key);
	if (*finding->stack)
		printf("# %s\n", finding->text);
	printf("# %u time%s, %u steps%s: ", finding->count, finding->count > 1 ? "s" : "",
	       finding->seq.num, finding->is_minimal ? ", none of which can be left out" :
	       finding->is_shaky ? ", not seen again when run alone" : "");
	print_sequence(e, &finding->seq);
	if (finding->file)
		printf("# build/rproctest run --seed %lu %s\n", (unsigned long)finding->seed,
		       finding->file);
	fflush(stdout);
}

static void count_op(const struct hx_explore *e, unsigned int op, unsigned int *done,
		     unsigned int *all)
{
	*done = *all = 0;
	for (unsigned int node = 0; node < e->graph.num_nodes; node++) {
		if (!hx_graph_leads(&e->graph, node, op))
			continue;
		++*all;
		*done += hx_bit(e->covered, node * e->model.num_ops + op);
	}
}

/* only where somebody has raced: counting takes a while */
static void print_pairs(struct hx_explore *e)
{
	unsigned int num = 0;

	for (unsigned int i = 0; i < e->model.num_ops * e->model.num_ops; i++)
		num += hx_bit(e->raced, i);
	if (!num && !e->opt->races)
		return;
	if (!e->num_pairs)
		e->num_pairs = hx_search_pairs(&e->search);
	printf("%-18s %10u %10u\n", "pairs at once", num, e->num_pairs);
}

static void print_coverage(struct hx_explore *e)
{
	uint64_t ms = hx_explore_ms(e);

	if (!e->num_combinations)
		e->num_combinations = hx_spare_choose(&e->spare, e->is_spare);
	printf("%-18s %10s %10s\n", "operation", "covered", "of");
	for (unsigned int op = 0; op < e->model.num_ops; op++) {
		unsigned int done, all;

		count_op(e, op, &done, &all);
		if (all)
			printf("%-18s %10u %10u\n", e->model.tables->op[op].name, done, all);
	}
	printf("%-18s %10u %10u\n", "combinations", hx_spare_count(&e->spare, e->covered),
	       e->num_combinations);
	print_pairs(e);
	printf("%-18s %10u %10u\n", "all transitions", e->num_covered, e->graph.num_edges);
	printf("%u states, %lu sequences, %lu operations, %lu boots, %.1f s, %.1f sequences/s, "
	       "%.1f operations/s\n", e->graph.num_nodes, (unsigned long)e->num_sequences,
	       (unsigned long)e->num_steps, (unsigned long)e->num_boots, (double)ms / 1000.0,
	       ms ? (double)e->num_sequences * 1000.0 / (double)ms : 0.0,
	       ms ? (double)e->num_steps * 1000.0 / (double)ms : 0.0);
}

/* what it takes whatever else the machine does; the simulators have ended */
static void print_processor(const struct hx_explore *e)
{
	const int who[] = { RUSAGE_SELF, RUSAGE_CHILDREN };
	double num = (double)(e->num_sequences - sequences_before), s = 0;
	struct rusage usage;

	for (unsigned int i = 0; i < HX_ARRAY_SIZE(who); i++)
		if (!getrusage(who[i], &usage))
			s += (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
			     (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
	if (num > 0)
		printf("%.1f s of processor, %.2f ms a sequence\n", s, s * 1000.0 / num);
}

static void print_all(struct hx_explore *e)
{
	if (isatty(STDOUT_FILENO))
		printf(CLEAR_LINE);
	print_coverage(e);
	for (unsigned int i = 0; i < e->num_findings; i++)
		print_finding(e, &e->finding[i]);
	printf("%u finding%s\n", e->num_findings, e->num_findings == 1 ? "" : "s");
}

/* text: words, dot or SVG of all models that @opt asks for; @opt's choice is changed */
static int model_text(struct hx_options *opt, struct hx_plan *plan, struct hx_arena *arena,
		      struct hx_text *text, struct hx_error *err)
{
	const char *only = opt->with_model;
	struct hx_drawing drawing = { 0 };

	for (unsigned int i = 0; hx_models[i]; i++) {
		struct hx_explore e;

		opt->with_model = only ? only : hx_models[i]->name;
		if (hx_explore_open(arena, opt, plan, &e, err))
			return HX_STATUS_RIG;
		if (opt->dot)
			hx_graph_dot(&e.graph, text);
		else if (opt->svg)
			hx_graph_svg(&e.graph, &drawing);
		else
			hx_graph_print(&e.graph, text);
		if (only)
			break;
	}
	if (opt->svg)
		hx_drawing_end(&drawing, text);
	return 0;
}

static int print_models(struct hx_options *opt, struct hx_error *err)
{
	const char *file = opt->dot ? opt->dot : opt->svg;
	struct hx_arena arena = { 0 };
	struct hx_text text = { 0 };
	struct hx_plan plan;
	int ret = hx_plan_open(opt, 0, &plan, err);

	if (!ret)
		ret = model_text(opt, &plan, &arena, &text, err);
	if (!ret && file)
		ret = hx_write_file(file, text.s, text.len, 0666, err);
	else if (!ret)
		fputs(text.s, stdout);
	hx_text_free(&text);
	hx_plan_free(&plan);
	hx_arena_free(&arena);
	return ret ? HX_STATUS_RIG : HX_STATUS_GOOD;
}

static int explore(struct hx_explore *e, struct hx_error *err)
{
	const char *state = state_path(e);
	int signal_number = 0, ret;

	if (hx_is_file(state) && hx_explore_load(e, state, true, err))
		return HX_STATUS_RIG;
	sequences_before = e->num_sequences;
	e->progress = progress;
	e->found = print_finding;
	saved_ms = hx_now_ms();
	ret = hx_explore_run(e, &signal_number, err);
	if (!ret && !signal_number && !e->opt->leaves_long)
		ret = hx_explore_shrink(e, &signal_number, err);
	if (!ret)
		ret = hx_explore_write(e, hx_printf(e->arena, "%s/found", e->opt->out_dir), err);
	if (!ret)
		ret = hx_explore_save(e, state, err);
	if (ret)
		return HX_STATUS_RIG;
	print_all(e);
	print_processor(e);
	if (signal_number)
		return HX_STATUS_INTERRUPTED;
	return e->num_findings ? HX_STATUS_FAILED : HX_STATUS_GOOD;
}

static int with_plan(struct hx_options *opt, int (*run)(struct hx_explore *e,
							struct hx_error *err),
		     struct hx_error *err)
{
	struct hx_arena arena = { 0 };
	struct hx_explore e;
	struct hx_plan plan;
	int status = HX_STATUS_RIG;

	if (!hx_plan_open(opt, 0, &plan, err) &&
	    !hx_explore_open(&arena, opt, &plan, &e, err))
		status = run(&e, err);
	hx_plan_free(&plan);
	hx_arena_free(&arena);
	return status;
}

int hx_cmd_explore(struct hx_options *opt, struct hx_error *err)
{
	if (!opt->has_out_dir)
		opt->out_dir = hx_printf(&opt->arena, "%s/explore%s%s", hx_shorten(opt->build),
					 opt->with_model ? "-" : "",
					 opt->with_model ? opt->with_model : "");
	if (opt->prints_model || opt->dot || opt->svg)
		return print_models(opt, err);
	return hx_run_check(opt, err) ? HX_STATUS_RIG : with_plan(opt, explore, err);
}

static int merge(struct hx_explore *e, struct hx_error *err)
{
	for (unsigned int i = 0; i < e->opt->paths.num; i++)
		if (hx_explore_load(e, hx_printf(e->arena, "%s/" HX_FILE_EXPLORE,
						 e->opt->paths.item[i].text), false, err))
			return HX_STATUS_RIG;
	print_all(e);
	return e->num_findings ? HX_STATUS_FAILED : HX_STATUS_GOOD;
}

int hx_cmd_report(struct hx_options *opt, struct hx_error *err)
{
	if (!opt->paths.num) {
		hx_error(err, HX_EUSAGE, "report wants the directories of explorations");
		return HX_STATUS_RIG;
	}
	return with_plan(opt, merge, err);
}
