/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * base.c - errors, arenas, lists, growing texts, nearest words; see base.h
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base.h"

#define BLOCK_SIZE	16384

struct hx_block {
	struct hx_block *next;
	size_t used;
	size_t size;
	_Alignas(max_align_t) unsigned char bytes[];
};

static const char *const code_text[] = {
	[-HX_OK] = "no error",
	[-HX_EUSAGE] = "wrong command line",
	[-HX_ESCENARIO] = "error in a scenario",
	[-HX_EKERNEL] = "kernel directory not usable",
	[-HX_EFIRMWARE] = "firmware image not usable",
	[-HX_EIO] = "file not usable",
	[-HX_ERIG] = "a part of the rig is missing or broken",
	[-HX_EDIFFERS] = "the replay went another way",
};

int hx_error(struct hx_error *err, int code, const char *fmt, ...)
{
	va_list ap;

	err->code = code;
	va_start(ap, fmt);
	vsnprintf(err->text, sizeof(err->text), fmt, ap);
	va_end(ap);
	return code;
}

const char *hx_strerror(int code)
{
	if (code > 0 || -code >= (int)HX_ARRAY_SIZE(code_text))
		return "unknown error";
	return code_text[-code];
}

static void *must(void *memory)
{
	if (!memory)
		abort();
	return memory;
}

void *hx_alloc(struct hx_arena *arena, size_t size)
{
	size_t need = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
	struct hx_block *block = arena->blocks;
	void *memory;

	if (!block || block->size - block->used < need) {
		size_t room = need > BLOCK_SIZE ? need : BLOCK_SIZE;

		block = must(calloc(1, sizeof(*block) + room));
		block->size = room;
		block->next = arena->blocks;
		arena->blocks = block;
	}
	memory = block->bytes + block->used;
	block->used += need;
	return memory;
}

char *hx_strndup(struct hx_arena *arena, const char *text, size_t len)
{
	char *copy = hx_alloc(arena, len + 1);

	memcpy(copy, text, len);
	return copy;
}

char *hx_strdup(struct hx_arena *arena, const char *text)
{
	return hx_strndup(arena, text, strlen(text));
}

char *hx_printf(struct hx_arena *arena, const char *fmt, ...)
{
	va_list ap;
	char *text, *copy;
	int len;

	va_start(ap, fmt);
	len = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (len < 0)
		abort();
	copy = hx_strndup(arena, text, (size_t)len);
	free(text);
	return copy;
}

void hx_arena_free(struct hx_arena *arena)
{
	while (arena->blocks) {
		struct hx_block *block = arena->blocks;

		arena->blocks = block->next;
		free(block);
	}
}

void *hx_grow(struct hx_arena *arena, void *array, unsigned int num, size_t size)
{
	void *bigger;

	/* room is doubled whenever @num is a power of two */
	if (num && (num & (num - 1)))
		return array;
	bigger = hx_alloc(arena, (num ? 2 * (size_t)num : 1) * size);
	if (num)
		memcpy(bigger, array, num * size);
	return bigger;
}

void hx_list_add(struct hx_arena *arena, struct hx_list *list, const char *text,
		 unsigned int line)
{
	list->item = hx_grow(arena, list->item, list->num, sizeof(*list->item));
	list->item[list->num++] = (struct hx_item){ hx_strdup(arena, text), line };
}

bool hx_list_has(const struct hx_list *list, const char *text)
{
	for (unsigned int i = 0; i < list->num; i++)
		if (!strcmp(list->item[i].text, text))
			return true;
	return false;
}

void hx_text_add_bytes(struct hx_text *text, const void *bytes, size_t len)
{
	if (text->room - text->len <= len) {
		text->room = (text->len + len + 1) * 2;
		text->s = must(realloc(text->s, text->room));
	}
	if (len)
		memcpy(text->s + text->len, bytes, len);
	text->len += len;
	text->s[text->len] = '\0';
}

void hx_text_add(struct hx_text *text, const char *fmt, ...)
{
	va_list ap;
	char *more;
	int len;

	va_start(ap, fmt);
	len = vasprintf(&more, fmt, ap);
	va_end(ap);
	if (len < 0)
		abort();
	hx_text_add_bytes(text, more, (size_t)len);
	free(more);
}

void hx_text_free(struct hx_text *text)
{
	free(text->s);
	*text = (struct hx_text){ 0 };
}

/* Levenshtein distance with two rows; words longer than a row are far from all */
static unsigned int distance(const char *a, const char *b)
{
	unsigned int row[2][64];
	size_t len_a = strlen(a), len_b = strlen(b);

	if (len_a >= 64 || len_b >= 64)
		return 64;
	for (size_t j = 0; j <= len_b; j++)
		row[0][j] = (unsigned int)j;
	for (size_t i = 1; i <= len_a; i++) {
		unsigned int *above = row[(i - 1) & 1], *here = row[i & 1];

		here[0] = (unsigned int)i;
		for (size_t j = 1; j <= len_b; j++) {
			unsigned int best = above[j - 1] + (a[i - 1] != b[j - 1]);

			if (above[j] + 1 < best)
				best = above[j] + 1;
			if (here[j - 1] + 1 < best)
				best = here[j - 1] + 1;
			here[j] = best;
		}
	}
	return row[len_a & 1][len_b];
}

const char *hx_nearest(const char *word, const char *const *words)
{
	/* a third of the letters may be wrong, but always one or two */
	unsigned int best = (unsigned int)strlen(word) / 3 + 1;
	const char *nearest = NULL;

	for (; *words; words++) {
		unsigned int d = distance(word, *words);

		if (d < best || (d == best && !nearest)) {
			best = d;
			nearest = *words;
		}
	}
	return nearest;
}

int hx_index(const char *word, const char *const *words)
{
	for (int i = 0; words[i]; i++)
		if (!strcmp(word, words[i]))
			return i;
	return -1;
}

bool hx_parse_u64(const char *text, uint64_t *value)
{
	bool hex = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
	char *end;

	if (!isdigit((unsigned char)text[0]) || (hex && !isxdigit((unsigned char)text[2])))
		return false;
	errno = 0;
	*value = strtoull(text, &end, hex ? 16 : 10);
	return !errno && !*end;
}

uint64_t hx_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}
