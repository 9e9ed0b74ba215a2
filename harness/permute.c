/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * permute.c - a scenario whose `permute` block stands in every order; see permute.h
 */
#include <string.h>

#include "compile.h"
#include "permute.h"

/* lines begin + 1 ... begin + num of the body; order: offsets, from 1 */
struct block {
	unsigned int begin, num;
	unsigned int order[HX_MAX_PERMUTED];
};

static const char *verb(const struct hx_place *at, unsigned int i)
{
	return at->sc->body[i].word[0].text;
}

static int wrong(struct hx_place *at, unsigned int i, const char *text)
{
	at->line = &at->sc->body[i];
	return hx_place_error(at, "%s", text);
}

static bool is_block(const char *text)
{
	static const char *const blocks[] = { "repeat", "race", "walk", "permute" };

	for (unsigned int i = 0; i < HX_ARRAY_SIZE(blocks); i++)
		if (!strcmp(text, blocks[i]))
			return true;
	return false;
}

/* 1: there is a block; 0: none */
static int find(struct hx_place *at, struct block *block)
{
	unsigned int begin = 0, end, num = at->sc->num_body, depth = 0;

	for (; begin < num && (depth || strcmp(verb(at, begin), "permute")); begin++)
		depth += is_block(verb(at, begin)) - !strcmp(verb(at, begin), "end");
	if (begin == num)
		return 0;
	for (end = begin + 1; end < num && strcmp(verb(at, end), "end"); end++)
		if (is_block(verb(at, end)))
			return wrong(at, end, "a permute has single lines only, no blocks");
	if (end == num)
		return wrong(at, begin, "this block has no end");
	*block = (struct block){ begin, end - begin - 1, { 0 } };
	if (block->num < 2 || block->num > HX_MAX_PERMUTED)
		return wrong(at, begin, "permute 2 to 6 lines");
	for (unsigned int i = 0; i < block->num; i++)
		block->order[i] = i + 1;
	return 1;
}

static int refuse_what_stays(struct hx_place *at)
{
	for (unsigned int i = 0; i < at->sc->num_body; i++)
		if (!strcmp(verb(at, i), "install") || !strcmp(verb(at, i), "inject"))
			return wrong(at, i, "beside a permute: not put back for the next order");
	for (unsigned int core = 0; core < AMP_MAX_CORES; core++)
		if (at->compiler->out->running[core])
			return wrong(at, 0, "a core that runs from power-on: not put back for the "
				     "next order of the permute");
	return 0;
}

/* the next order, false: that was the last (Knuth, The Art of Computer Programming 7.2.1.2, L) */
static bool advance(struct block *block)
{
	unsigned int *order = block->order, left = block->num - 1, right = block->num - 1, swap;

	while (left && order[left - 1] > order[left])
		left--;
	if (!left)
		return false;
	while (order[right] < order[left - 1])
		right--;
	swap = order[left - 1];
	order[left - 1] = order[right];
	order[right] = swap;
	for (right = block->num - 1; left < right; left++, right--) {
		swap = order[left];
		order[left] = order[right];
		order[right] = swap;
	}
	return true;
}

static void emit_fresh(struct hx_place *at, const struct block *block)
{
	const char *title = "";

	for (unsigned int i = 0; i < block->num; i++) {
		const struct hx_line *line = &at->sc->body[block->begin + block->order[i]];

		title = hx_printf(at->arena, "%s%s%s %s", title, i ? ", then " : "in the order ",
				  line->word[0].text, line->rest);
	}
	hx_emit(at, HX_FRESH)->s0 = hx_emit_string(at, title);
}

static int compile_line(struct hx_place *at, unsigned int i)
{
	at->line = &at->sc->body[i];
	return hx_body_line(at);
}

static int compile_order(struct hx_place *at, const struct block *block)
{
	unsigned int end = block->begin + block->num + 1;
	int ret = 0;

	at->line = &at->sc->body[block->begin];
	emit_fresh(at, block);
	for (unsigned int i = 0; i < at->sc->num_body && !ret; i++) {
		if (i == block->begin || i == end)
			continue;
		ret = compile_line(at, i > block->begin && i < end ?
				   block->begin + block->order[i - block->begin - 1] : i);
	}
	return ret;
}

int hx_permute_body(struct hx_place *at)
{
	struct block block;
	int ret = find(at, &block);

	if (ret < 0)
		return ret;
	if (!ret) {
		for (unsigned int i = 0; i < at->sc->num_body && !ret; i++)
			ret = compile_line(at, i);
		return ret;
	}
	ret = refuse_what_stays(at);
	do {
		if (!ret)
			ret = compile_order(at, &block);
	} while (!ret && advance(&block));
	return ret;
}
