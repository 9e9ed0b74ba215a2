/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_model.c - the model of the stack, the search through it, batches
 */
#include <stdio.h>
#include <string.h>

#include "explore.h"
#include "tests.h"

#define NUM_MODELS	5

static struct hx_arena arena;
static struct hx_model model;
static struct hx_graph graph;
static struct hx_error err;

static void begin(void)
{
	arena = (struct hx_arena){ 0 };
	ck_assert_msg(!hx_model_open(&arena, &hx_model_stack, &model, &err), "%s", err.text);
}

/* in place of the stack's, which is the first */
static void take_model(int number)
{
	ck_assert_msg(!hx_model_open(&arena, hx_models[number], &model, &err), "%s", err.text);
}

static void finish(void)
{
	hx_arena_free(&arena);
}

/* a small part of the stack, so that everything can be tried */
static void begin_small(void)
{
	static const char *const ops[] = {
		"insmod mailbox", "rmmod mailbox", "insmod driver", "rmmod driver", "start",
		"stop", "image away", "image back",
	};
	bool allowed[128] = { false };

	begin();
	for (unsigned int i = 0; i < HX_ARRAY_SIZE(ops); i++)
		allowed[hx_model_find_op(&model, ops[i])] = true;
	hx_graph_make(&arena, &model, allowed, &graph);
}

/* @text: operations, separated by ';' */
static struct hx_sequence sequence(const char *text)
{
	struct hx_sequence seq = { .num = 0, .race = 0 };

	while (*text) {
		size_t len = strcspn(text, ";");
		int op = hx_model_find_op(&model, hx_strndup(&arena, text, len));

		ck_assert_msg(op >= 0, "no operation \"%.*s\"", (int)len, text);
		seq.op[seq.num++] = (uint16_t)op;
		text += len + (text[len] == ';');
	}
	return seq;
}

static struct hx_step last_step(const char *text)
{
	struct hx_sequence seq = sequence(text);
	struct hx_step step = { .next = hx_model_begin(&model) };

	for (unsigned int i = 0; i < seq.num; i++) {
		struct hx_state state = step.next;

		hx_model_step(&model, &state, seq.op[i], &step);
		ck_assert_msg(step.rule != NULL, "%s: step %u is not asked", text, i);
	}
	return step;
}

#define BOOTED	"insmod mailbox;insmod core;insmod ns;insmod bus;insmod driver"

static const struct {
	const char *sequence;
	const char *error;
	const char *state;
} steps[] = {
	{ "insmod mailbox", NULL, "mailbox" },
	{ "insmod mailbox;insmod mailbox", "EEXIST", "mailbox" },
	{ "insmod bus", "ENOENT", "nothing" },
	{ "insmod driver", NULL, "driver" },
	{ "insmod driver;insmod mailbox", NULL,
	  "mailbox driver bound power=1 st=run vdev" },
	{ BOOTED, NULL, "mailbox core ns bus driver bound power=1 st=run vdev vbus chan" },
	{ BOOTED ";rmmod mailbox", "EAGAIN",
	  "mailbox core ns bus driver bound power=1 st=run vdev vbus chan" },
	{ BOOTED ";rmmod bus", NULL, "mailbox core ns driver bound power=1 st=run vdev" },
	{ BOOTED ";insmod char;insmod ctrl;open;stop", NULL,
	  "mailbox core ns bus chr ctrl driver bound e0=dead" },
	{ BOOTED ";start;rmmod driver", "known",
	  "mailbox core ns bus driver bound power=2 st=run vdev vbus chan" },
	{ BOOTED ";insmod consumer;rmmod driver", "EAGAIN",
	  "mailbox core ns bus driver consumer bound held power=2 st=run vdev vbus chan" },
	{ BOOTED ";recovery off;crash", NULL,
	  "mailbox core ns bus driver bound power=1 st=crash manual vdev vbus chan" },
};

START_TEST(steps_lead_where_the_kernel_leads)
{
	struct hx_step step = last_step(steps[_i].sequence);
	struct hx_text state = { 0 };

	hx_model_describe(&model, &step.next, &state);
	ck_assert_str_eq(state.s, steps[_i].state);
	if (steps[_i].error)
		ck_assert_str_eq(step.rule->row->error, steps[_i].error);
	else
		ck_assert_ptr_null(step.rule->row->error);
	hx_text_free(&state);
}
END_TEST

START_TEST(releases_are_counted)
{
	ck_assert_uint_eq(last_step(BOOTED).releases, 1);
	ck_assert_uint_eq(last_step(BOOTED ";crash").releases, 1);
	ck_assert_uint_eq(last_step(BOOTED ";stop").releases, 0);
}
END_TEST

START_TEST(words_are_sorted_and_counted)
{
	struct hx_step step = last_step("insmod core;insmod ns;insmod bus;insmod char");
	struct hx_text words = { 0 };

	hx_model_words(&model, &step.next, &words);
	ck_assert_str_eq(words.s, "rpmsg_char=0 rpmsg_core=3 rpmsg_ns=1 virtio_rpmsg_bus=0");
	hx_text_free(&words);
}
END_TEST

/* a rule behind one that always comes first says nothing */
START_TEST(every_rule_is_the_first_somewhere)
{
	bool *used;

	take_model(_i);
	hx_graph_make(&arena, &model, NULL, &graph);
	used = hx_alloc(&arena, model.num_rules);
	for (unsigned int node = 0; node < graph.num_nodes; node++)
		for (unsigned int op = 0; op < model.num_ops; op++) {
			const struct hx_rule *rule = hx_graph_edge(&graph, node, op)->rule;

			if (rule)
				used[rule - model.rule] = true;
		}
	for (unsigned int i = 0; i < model.num_rules; i++)
		ck_assert_msg(used[i], "%s: %s, \"%s\": never the first that holds",
			      model.tables->name, model.rule[i].row->op, model.rule[i].row->when);
}
END_TEST

START_TEST(what_is_drawn_is_a_variable)
{
	const char *at;

	take_model(_i);
	ck_assert_ptr_eq(hx_model_named(model.tables->name), model.tables);
	for (at = model.tables->drawn; *at; at += strcspn(at, " "), at += *at == ' ')
		ck_assert_int_ge(hx_model_find_var(&model, hx_strndup(&arena, at,
								      strcspn(at, " "))), 0);
	ck_assert_ptr_null(hx_models[NUM_MODELS]);
	ck_assert_ptr_null(hx_model_named("none"));
}
END_TEST

/* a condition of a word that never holds is a slip of the pen */
START_TEST(every_word_is_there_somewhere)
{
	take_model(_i);
	hx_graph_make(&arena, &model, NULL, &graph);
	for (const struct hx_model_word *row = model.tables->word; row->text; row++) {
		const char *mark = strchr(row->text, '%');
		const char *text = hx_strndup(&arena, row->text, mark ? (size_t)(mark - row->text) :
					      strlen(row->text));
		unsigned int node = 0;

		while (node < graph.num_nodes && !strstr(graph.node[node].words, text))
			node++;
		ck_assert_msg(node < graph.num_nodes, "%s: \"%s\" is nowhere",
			      model.tables->name, row->text);
	}
}
END_TEST

START_TEST(everything_can_be_taken_down_from_everywhere)
{
	struct hx_search search;

	take_model(_i);
	hx_graph_make(&arena, &model, NULL, &graph);
	hx_search_open(&arena, &graph, 1, 10, &search);
	for (unsigned int edge = 0; edge < graph.num_nodes * model.num_ops; edge += 97) {
		struct hx_sequence seq;

		if (!hx_graph_leads(&graph, edge / model.num_ops, edge % model.num_ops))
			continue;
		ck_assert(hx_search_reach(&search, edge, &seq));
		ck_assert(hx_search_home(&search, &seq));
		ck_assert(!graph.node[hx_search_node(&graph, &seq, seq.num)].is_hazard);
	}
}
END_TEST

static const struct hx_model_var few_vars[] = {
	{ "a", "no yes", false, "" }, { "released", "0 1", true, "" }, { NULL, NULL, false, NULL },
};
static const struct hx_model_op few_ops[] = { { "op", "stop rproc0", NULL }, { NULL, NULL, NULL } };
static const struct hx_model_rule no_rules[] = { { NULL, NULL, NULL, NULL, NULL } };
static const struct hx_model_word no_words[] = { { NULL, NULL, NULL } };
static const struct hx_model_promise no_promises[] = { { NULL, NULL, NULL } };

static const struct hx_model_rule wrong_rules[][2] = {
	{ { "oops", "", NULL, "", "" }, { .when = NULL } },
	{ { "op", "b", NULL, "", "" }, { .when = NULL } },
	{ { "op", "a=maybe", NULL, "", "" }, { .when = NULL } },
	{ { "op", "a", "EOOPS", "", "" }, { .when = NULL } },
	{ { "op", "a", NULL, "a=", "" }, { .when = NULL } },
};

START_TEST(a_table_that_means_nothing_is_refused)
{
	const struct hx_model_tables tables = {
		.var = few_vars, .op = few_ops, .rule = wrong_rules[_i], .consequence = no_rules,
		.hazard = no_rules, .word = no_words, .promise = no_promises,
	};

	ck_assert_int_eq(hx_model_open(&arena, &tables, &model, &err), HX_ESCENARIO);
}
END_TEST

/* all tours until there is nothing left; returns their operations */
static unsigned int tour(unsigned int near_length)
{
	struct hx_search search;
	struct hx_sequence seq;
	unsigned int num = 0, num_steps = 0;

	hx_search_open(&arena, &graph, 1, 12, &search);
	search.near_length = near_length;
	while (hx_search_tour(&search, &seq)) {
		ck_assert_uint_le(seq.num, HX_MAX_SEQUENCE);
		ck_assert(!graph.node[hx_search_node(&graph, &seq, seq.num)].is_hazard);
		num_steps += seq.num;
	}
	for (unsigned int node = 0; node < graph.num_nodes; node++)
		for (unsigned int op = 0; op < model.num_ops; op++)
			if (hx_graph_leads(&graph, node, op)) {
				ck_assert(hx_bit(search.planned, node * model.num_ops + op));
				num++;
			}
	ck_assert_uint_eq(num, graph.num_edges);
	return num_steps;
}

START_TEST(tours_take_every_transition_once_at_least)
{
	tour(0);
}
END_TEST

START_TEST(tours_to_what_is_near_take_every_transition_with_fewer_operations)
{
	ck_assert_uint_lt(tour(12), tour(0));
	ck_assert_uint_lt(4 * tour(HX_MAX_SEQUENCE - 16), 3 * tour(0));
}
END_TEST

START_TEST(a_broken_rule_says_the_opposite)
{
	unsigned int insmod = (unsigned int)hx_model_find_op(&model, "insmod mailbox");
	const struct hx_state begin_state = hx_model_begin(&model);
	struct hx_step step;

	ck_assert(!hx_model_break(&model, insmod, 9));
	ck_assert(hx_model_break(&model, insmod, 1));
	ck_assert(!last_step("insmod mailbox;insmod mailbox").rule->error);
	ck_assert(hx_model_break(&model, insmod, 4));
	step = last_step("insmod mailbox");
	ck_assert_str_eq(step.rule->row->error, "EIO");
	ck_assert(hx_model_same(&model, &step.next, &begin_state));
}
END_TEST

/* what is left has all combinations of the whole, and each of it one that nobody else has */
START_TEST(some_transitions_stand_for_all)
{
	unsigned int num = graph.num_nodes * model.num_ops, all, last = 0;
	uint8_t *is_spare = hx_alloc(&arena, num / 8 + 1);
	uint8_t *every = hx_alloc(&arena, num / 8 + 1), *chosen = hx_alloc(&arena, num / 8 + 1);
	struct hx_spare spare;

	hx_spare_open(&arena, &graph, &spare);
	all = hx_spare_choose(&spare, is_spare);
	for (unsigned int i = 0; i < num; i++) {
		if (!hx_graph_leads(&graph, i / model.num_ops, i % model.num_ops))
			continue;
		hx_set_bit(every, i);
		if (hx_bit(is_spare, i))
			continue;
		hx_set_bit(chosen, i);
		last = i;
	}
	ck_assert_mem_ne(every, chosen, num / 8 + 1);
	ck_assert_uint_eq(hx_spare_count(&spare, every), all);
	ck_assert_uint_eq(hx_spare_count(&spare, chosen), all);
	hx_clear_bit(chosen, last);
	ck_assert_uint_lt(hx_spare_count(&spare, chosen), all);
}
END_TEST

/* where a module is loaded already nothing else is looked at; where it is not, a lot is */
START_TEST(a_transition_depends_on_what_was_looked_at)
{
	struct hx_step step = last_step("insmod mailbox;insmod mailbox");
	uint32_t mailbox = 1u << hx_model_find_var(&model, "mailbox");

	ck_assert_uint_eq(step.reads, mailbox);
	step = last_step("insmod driver;insmod mailbox");
	ck_assert(step.reads & 1u << hx_model_find_var(&model, "driver"));
	ck_assert(step.reads & 1u << hx_model_find_var(&model, "nofile"));
	ck_assert(!(step.reads & 1u << hx_model_find_var(&model, "client")));
}
END_TEST

START_TEST(what_is_avoided_is_not_taken)
{
	struct hx_search search;
	struct hx_sequence seq;
	unsigned int driver = (unsigned int)hx_model_find_op(&model, "insmod driver");

	hx_search_open(&arena, &graph, 1, 12, &search);
	for (unsigned int node = 0; node < graph.num_nodes; node++)
		hx_set_bit(search.avoided, node * model.num_ops + driver);
	for (unsigned int i = 0; i < 20; i++) {
		hx_search_walk(&search, &seq);
		for (unsigned int k = 0; k < seq.num; k++)
			ck_assert_uint_ne(seq.op[k], driver);
	}
}
END_TEST

START_TEST(the_seed_decides_a_walk)
{
	struct hx_search one, same, other;
	struct hx_sequence a, b, c;

	hx_search_open(&arena, &graph, 7, 30, &one);
	hx_search_open(&arena, &graph, 7, 30, &same);
	hx_search_open(&arena, &graph, 8, 30, &other);
	hx_search_walk(&one, &a);
	hx_search_walk(&same, &b);
	hx_search_walk(&other, &c);
	ck_assert_uint_eq(a.num, b.num);
	ck_assert(!memcmp(a.op, b.op, a.num * sizeof(a.op[0])));
	ck_assert(a.num != c.num || memcmp(a.op, c.op, a.num * sizeof(a.op[0])));
}
END_TEST

START_TEST(all_sequences_of_a_length_are_tried)
{
	const unsigned int ops[] = {
		(unsigned int)hx_model_find_op(&model, "insmod mailbox"),
		(unsigned int)hx_model_find_op(&model, "insmod driver"),
	};
	struct hx_search search;
	struct hx_sequence seq;

	hx_search_open(&arena, &graph, 1, 2, &search);
	for (uint64_t index = 0; index < 4; index++) {
		ck_assert(hx_search_nth(&search, ops, 2, 2, index, &seq));
		ck_assert_uint_eq(seq.op[0], ops[index % 2]);
		ck_assert_uint_eq(seq.op[1], ops[index / 2]);
	}
}
END_TEST

static unsigned int count_lines(const char *text)
{
	unsigned int num = 0;

	while ((text = strchr(text, '\n'))) {
		num++;
		text++;
	}
	return num;
}

START_TEST(a_batch_says_what_each_line_is)
{
	struct hx_sequence one = sequence("insmod mailbox;insmod mailbox");
	struct hx_sequence two = sequence("image away");
	struct hx_batch_place place;
	struct hx_batch batch;

	hx_batch_open(&arena, &graph, false, &batch);
	hx_batch_add(&batch, &one, NULL);
	hx_batch_add(&batch, &two, NULL);
	hx_batch_end(&batch);
	ck_assert_ptr_nonnull(strstr(batch.text.s,
		"fresh    0\n"
		"insmod mailbox\n"
		"expect   stack \"omap_mailbox=0\" releases 0 within 1s\n"
		"insmod mailbox fails EEXIST\n"
		"expect   stack \"omap_mailbox=0\" releases 0 within 1s\n"
		"fresh    1\n"
		"write /proc/sys/vm/stat_refresh \"1\"\n"
		"install none\n"
		"expect   stack \"\" releases 0 within 1s\n"
		"install  echo\n"
		"fresh    end\n"));
	ck_assert_uint_eq(count_lines(batch.text.s), batch.num_lines);
	ck_assert(!hx_batch_find(&batch, 1, &place));
	/* the last step of the first sequence, and what it left behind */
	ck_assert(hx_batch_find(&batch, batch.num_lines - 6, &place));
	ck_assert(place.sequence == 0 && place.step == 1);
	ck_assert(hx_batch_find(&batch, batch.num_lines - 5, &place));
	ck_assert(place.sequence == 0 && place.step == 2);
	ck_assert(hx_batch_find(&batch, batch.num_lines, &place));
	ck_assert(place.sequence == 1 && place.step == 1);
	ck_assert(!hx_batch_find(&batch, batch.num_lines + 1, &place));
	hx_batch_close(&batch);
}
END_TEST

START_TEST(the_picture_has_every_box_once)
{
	struct hx_drawing drawing = { 0 };
	struct hx_text svg = { 0 };
	unsigned int boxes = 0;

	hx_graph_svg(&graph, &drawing);
	hx_drawing_end(&drawing, &svg);
	for (const char *at = svg.s; (at = strstr(at, "<rect x=")); at++)
		boxes++;
	/* nothing; driver; and bound: off, running with power 1, 2 and 3 */
	ck_assert_uint_eq(boxes, 6);
	ck_assert_ptr_nonnull(strstr(svg.s, "<title>insmod mailbox"));
	ck_assert_ptr_nonnull(strstr(svg.s, ">power=1</text>"));
	hx_text_free(&svg);
}
END_TEST

START_TEST(only_what_commutes_is_raced)
{
	unsigned int mailbox = (unsigned int)hx_model_find_op(&model, "insmod mailbox");
	unsigned int driver = (unsigned int)hx_model_find_op(&model, "insmod driver");
	unsigned int start = (unsigned int)hx_model_find_op(&model, "start");
	struct hx_search search;
	struct hx_sequence seq;

	hx_search_open(&arena, &graph, 1, 12, &search);
	ck_assert(hx_search_commutes(&search, 0, mailbox, driver));
	ck_assert(!hx_search_commutes(&search, 0, mailbox, mailbox));
	/* there is something to start when the driver came first, and nothing else */
	ck_assert(!hx_search_commutes(&search, 0, driver, start) ||
		  hx_graph_edge(&graph, 0, start)->rule->error);
	for (unsigned int i = 0; i < 20; i++) {
		unsigned int node;

		hx_search_race(&search, &seq);
		ck_assert(seq.race && seq.race < seq.num);
		node = hx_search_node(&graph, &seq, seq.race - 1);
		ck_assert(hx_search_commutes(&search, node, seq.op[seq.race - 1],
					     seq.op[seq.race]));
	}
}
END_TEST

/* every pair that may run at once somewhere comes first, once, and then any */
START_TEST(every_pair_is_raced_before_any_again)
{
	bool is_raced[128 * 128] = { false };
	struct hx_search search;
	struct hx_sequence seq;
	unsigned int num;

	hx_search_open(&arena, &graph, 1, 12, &search);
	num = hx_search_pairs(&search);
	ck_assert_uint_gt(num, 10);
	for (unsigned int i = 0; i < num; i++) {
		unsigned int a, b, pair;

		hx_search_race(&search, &seq);
		a = seq.op[seq.race - 1];
		b = seq.op[seq.race];
		pair = hx_search_pair(&search, a, b);
		ck_assert_uint_eq(pair, hx_search_pair(&search, b, a));
		ck_assert(hx_search_commutes(&search, search.race_node[pair], a, b));
		ck_assert(!is_raced[pair]);
		is_raced[pair] = true;
	}
	hx_search_race(&search, &seq);
	ck_assert(is_raced[hx_search_pair(&search, seq.op[seq.race - 1], seq.op[seq.race])]);
}
END_TEST

START_TEST(a_race_is_a_block_with_one_state_behind_it)
{
	struct hx_sequence seq = sequence("insmod mailbox;insmod driver");
	struct hx_batch batch;

	seq.race = 1;
	hx_batch_open(&arena, &graph, true, &batch);
	hx_batch_add(&batch, &seq, NULL);
	hx_batch_end(&batch);
	ck_assert_ptr_nonnull(strstr(batch.text.s, "machine  smp=2 pct=3\n"));
	ck_assert_ptr_nonnull(strstr(batch.text.s, "race\ninsmod mailbox\ninsmod driver\nend\n"
				     "expect   stack \"amp_remoteproc=0 core0=running"));
	hx_batch_close(&batch);
}
END_TEST

static const struct {
	const char *console, *stack;
} stacks[] = {
	{ "", "" },
	/* what prints the stack is no part of it, nor are offsets */
	{ "[ 1.0]  dump_backtrace from show_stack+0x18/0x1c\n"
	  "[ 1.0]  show_stack from dump_stack_lvl+0x60/0x78\n"
	  "[ 1.0]  __warn from warn_slowpath_fmt+0x1/0x2\n"
	  "[ 1.0]  one from two+0x1/0x2\n[ 1.0]  two from three+0x3/0x4 [rpmsg_core]\n",
	  "one < two" },
	{ "[ 9.9]  one from two+0x77/0x88\n[ 9.9]  two from three+0x9/0x99 [rpmsg_core]\n",
	  "one < two" },
	{ " a from b\n b from c\n c from d\n d from e\n", "a < b < c" },
};

START_TEST(a_stack_is_its_functions)
{
	ck_assert_str_eq(hx_kernel_stack(&arena, stacks[_i].console, 3), stacks[_i].stack);
}
END_TEST

Suite *model_suite(void)
{
	Suite *suite = suite_create("model");
	TCase *tcase = tcase_create("stack");

	tcase_add_checked_fixture(tcase, begin, finish);
	tcase_set_timeout(tcase, 30);
	tcase_add_loop_test(tcase, steps_lead_where_the_kernel_leads, 0,
			    (int)HX_ARRAY_SIZE(steps));
	tcase_add_test(tcase, releases_are_counted);
	tcase_add_test(tcase, words_are_sorted_and_counted);
	tcase_add_loop_test(tcase, every_rule_is_the_first_somewhere, 0, NUM_MODELS);
	tcase_add_loop_test(tcase, everything_can_be_taken_down_from_everywhere, 0, NUM_MODELS);
	tcase_add_loop_test(tcase, what_is_drawn_is_a_variable, 0, NUM_MODELS);
	tcase_add_loop_test(tcase, every_word_is_there_somewhere, 0, NUM_MODELS);
	tcase_add_loop_test(tcase, a_stack_is_its_functions, 0, (int)HX_ARRAY_SIZE(stacks));
	tcase_add_loop_test(tcase, a_table_that_means_nothing_is_refused, 0,
			    (int)HX_ARRAY_SIZE(wrong_rules));
	suite_add_tcase(suite, tcase);

	tcase = tcase_create("search");
	tcase_add_checked_fixture(tcase, begin_small, finish);
	tcase_add_test(tcase, tours_take_every_transition_once_at_least);
	tcase_add_test(tcase, tours_to_what_is_near_take_every_transition_with_fewer_operations);
	tcase_add_test(tcase, a_broken_rule_says_the_opposite);
	tcase_add_test(tcase, some_transitions_stand_for_all);
	tcase_add_test(tcase, a_transition_depends_on_what_was_looked_at);
	tcase_add_test(tcase, what_is_avoided_is_not_taken);
	tcase_add_test(tcase, the_seed_decides_a_walk);
	tcase_add_test(tcase, all_sequences_of_a_length_are_tried);
	tcase_add_test(tcase, the_picture_has_every_box_once);
	tcase_add_test(tcase, only_what_commutes_is_raced);
	tcase_add_test(tcase, every_pair_is_raced_before_any_again);
	tcase_add_test(tcase, a_race_is_a_block_with_one_state_behind_it);
	tcase_add_test(tcase, a_batch_says_what_each_line_is);
	suite_add_tcase(suite, tcase);
	return suite;
}
