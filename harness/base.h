/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * base.h - what every file of the host program uses: errors, memory, text
 *
 * Errors: a function that can fail returns 0 or one of enum hx_code and leaves
 * one sentence, without a newline, in struct hx_error.  Nothing below main and
 * the cmd_ files prints or exits.
 *
 * Memory: what lives as long as a plan comes from an arena and is released with
 * it, all at once; nothing from an arena is freed on its own.  When the host has
 * no memory left the program aborts: there is no verdict to save at that point.
 *
 * Not thread-safe; the program has one thread.
 */
#ifndef HX_BASE_H
#define HX_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HX_ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#define HX_PRINTF(fmt, args)	__attribute__((format(printf, fmt, args)))

enum hx_code {
	HX_OK = 0,
	HX_EUSAGE = -1,		/* the command line */
	HX_ESCENARIO = -2,	/* the text of a scenario */
	HX_EKERNEL = -3,	/* the kernel directory or a module in it */
	HX_EFIRMWARE = -4,	/* a firmware image */
	HX_EIO = -5,		/* a file or directory of the host */
	HX_ERIG = -6,		/* a part of the rig: QEMU, agent, run directory */
	HX_EDIFFERS = -7,	/* a replay did not meet the recorded trace hash */
};

struct hx_error {
	int code;
	char text[1024];
};

/* fill @err, return @code; a text that does not fit is cut */
int hx_error(struct hx_error *err, int code, const char *fmt, ...) HX_PRINTF(3, 4);
/* what the code means, for a user; never NULL */
const char *hx_strerror(int code);

/* an arena starts zeroed: struct hx_arena a = { 0 } */
struct hx_block;
struct hx_arena {
	struct hx_block *blocks;
};

/* zeroed memory, aligned for any type */
void *hx_alloc(struct hx_arena *arena, size_t size);
char *hx_strdup(struct hx_arena *arena, const char *text);
char *hx_strndup(struct hx_arena *arena, const char *text, size_t len);
char *hx_printf(struct hx_arena *arena, const char *fmt, ...) HX_PRINTF(2, 3);
void hx_arena_free(struct hx_arena *arena);

/* a growing array in an arena: room for one more element of @size bytes */
void *hx_grow(struct hx_arena *arena, void *array, unsigned int num, size_t size);

/* a list of texts, each with the scenario line it stands on (0: none) */
struct hx_item {
	const char *text;
	unsigned int line;
};
struct hx_list {
	struct hx_item *item;
	unsigned int num;
};
void hx_list_add(struct hx_arena *arena, struct hx_list *list, const char *text,
		 unsigned int line);
bool hx_list_has(const struct hx_list *list, const char *text);

/* a growing text of its own; { 0 } is empty, hx_text_free() releases it */
struct hx_text {
	char *s;	/* NUL-terminated once anything was added */
	size_t len;
	size_t room;
};
void hx_text_add(struct hx_text *text, const char *fmt, ...) HX_PRINTF(2, 3);
void hx_text_add_bytes(struct hx_text *text, const void *bytes, size_t len);
void hx_text_free(struct hx_text *text);

/*
 * The word of @words (ended by NULL) nearest to @word, for "did you mean";
 * NULL when none is near.
 */
const char *hx_nearest(const char *word, const char *const *words);
/* index in a NULL-ended table of words, -1 when absent */
int hx_index(const char *word, const char *const *words);

/* a whole number, decimal or 0x: false when @text is anything else or too large */
bool hx_parse_u64(const char *text, uint64_t *value);

/* host time in milliseconds, monotonic; for progress and wall-clock limits only */
uint64_t hx_now_ms(void);

#endif
