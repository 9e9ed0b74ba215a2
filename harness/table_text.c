/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * table_text.c - cases as text: read and written; see table.h
 *
 * A line is KIND [FIELD=NUMBER...] [name="TEXT"|data=HEX]; `#` begins a comment
 * line.  Numbers are decimal or 0x.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "table.h"

#define HEX_A_LINE	32	/* decimal numbers below this are shown as such */

static void print_text(const struct hx_rec *rec, struct hx_text *out)
{
	hx_text_add(out, " name=\"");
	for (unsigned int i = 0; i < rec->len; i++) {
		unsigned char c = rec->blob[i];

		if (c == '"' || c == '\\' || !isascii(c) || !isprint(c))
			hx_text_add(out, "\\x%02x", c);
		else
			hx_text_add(out, "%c", c);
	}
	hx_text_add(out, "\"");
}

static void print_data(const struct hx_rec *rec, struct hx_text *out)
{
	hx_text_add(out, " data=");
	for (unsigned int i = 0; i < rec->len; i++)
		hx_text_add(out, "%02x", rec->blob[i]);
}

static void print_rec(const struct hx_rec *rec, struct hx_text *out)
{
	const struct hx_kind_info *info = &hx_kinds[rec->kind];

	hx_text_add(out, "%s", info->word);
	for (unsigned int i = 0; info->field[i].name; i++)
		if (rec->set & 1u << i)
			hx_text_add(out, rec->value[i] < HEX_A_LINE ? " %s=%lu" : " %s=0x%lx",
				    info->field[i].name, (unsigned long)rec->value[i]);
	if (rec->len && info->blob == HX_BLOB_DATA)
		print_data(rec, out);
	else if (rec->len)
		print_text(rec, out);
	hx_text_add(out, "\n");
}

void hx_case_print(const struct hx_case *c, struct hx_text *out)
{
	for (unsigned int i = 0; i < c->num; i++)
		print_rec(&c->rec[i], out);
}

struct reader {
	const char *name;
	unsigned int line;
	struct hx_rec *rec;
	struct hx_error *err;
};

static int wrong(struct reader *r, const char *text, const char *word)
{
	return hx_error(r->err, HX_EFIRMWARE, "%s:%u: %s \"%s\"", r->name, r->line, text, word);
}

static int hex_digit(char c)
{
	return isdigit((unsigned char)c) ? c - '0' :
	       isxdigit((unsigned char)c) ? tolower((unsigned char)c) - 'a' + 10 : -1;
}

/* two digits, -1 when they are not */
static int hex_byte(const char *s)
{
	int high = hex_digit(s[0]), low = high < 0 ? -1 : hex_digit(s[1]);

	return low < 0 ? -1 : high << 4 | low;
}

static int read_data(struct reader *r, const char *text)
{
	uint8_t bytes[HX_BLOB];
	size_t len = strlen(text);

	if (len % 2 || len / 2 > sizeof(bytes))
		return wrong(r, "wants two hex digits a byte, 256 bytes at most:", text);
	for (size_t i = 0; i < len; i += 2) {
		int byte = hex_byte(text + i);

		if (byte < 0)
			return wrong(r, "not hex digits:", text);
		bytes[i / 2] = (uint8_t)byte;
	}
	hx_rec_blob(r->rec, bytes, len / 2);
	return 0;
}

/* @text is within its quotes */
static int read_name(struct reader *r, const char *text)
{
	size_t max = hx_kinds[r->rec->kind].blob == HX_BLOB_NAME ? HX_NAME : HX_BLOB;
	uint8_t bytes[HX_BLOB];
	size_t len = 0;

	for (const char *s = text; *s; s++) {
		int byte = (unsigned char)*s;

		if (*s == '\\') {
			byte = s[1] == 'x' ? hex_byte(s + 2) : -1;
			if (byte < 0)
				return wrong(r, "a backslash wants xHH behind it:", text);
			s += 3;
		}
		if (len == max)
			return wrong(r, "the name is too long:", text);
		bytes[len++] = (uint8_t)byte;
	}
	hx_rec_blob(r->rec, bytes, len);
	return 0;
}

static int read_blob(struct reader *r, const char *key, char *value)
{
	enum hx_blob blob = hx_kinds[r->rec->kind].blob;
	size_t len = strlen(value);

	if (!strcmp(key, "data") && blob == HX_BLOB_DATA)
		return read_data(r, value);
	if (strcmp(key, "name") || (blob != HX_BLOB_NAME && blob != HX_BLOB_TEXT))
		return wrong(r, "no such field here:", key);
	if (len < 2 || value[0] != '"' || value[len - 1] != '"')
		return wrong(r, "a name wants quotes:", value);
	value[len - 1] = '\0';
	return read_name(r, value + 1);
}

static int read_field(struct reader *r, char *word)
{
	const struct hx_kind_info *info = &hx_kinds[r->rec->kind];
	char *value = strchr(word, '=');
	uint64_t number;

	if (!value)
		return wrong(r, "wants FIELD=VALUE:", word);
	*value++ = '\0';
	for (unsigned int i = 0; info->field[i].name; i++) {
		if (strcmp(word, info->field[i].name))
			continue;
		if (!hx_parse_u64(value, &number))
			return wrong(r, "not a number:", value);
		hx_rec_set(r->rec, i, number);
		return 0;
	}
	return read_blob(r, word, value);
}

/* the next word of @at, a quoted part may hold blanks; NULL at the end */
static char *next_word(char **at)
{
	char *word = *at + strspn(*at, " \t\r");
	bool is_quoted = false;
	char *end = word;

	if (!*word)
		return NULL;
	for (; *end && (is_quoted || !strchr(" \t\r", *end)); end++)
		is_quoted ^= *end == '"';
	*at = *end ? end + 1 : end;
	*end = '\0';
	return word;
}

static int read_line(struct reader *r, char *line, struct hx_case *c)
{
	char *word = next_word(&line);
	int ret = 0, kind = 0;

	if (!word || *word == '#')
		return 0;
	while (kind < HX_NUM_KINDS && strcmp(hx_kinds[kind].word, word))
		kind++;
	if (kind == HX_NUM_KINDS)
		return wrong(r, "unknown word", word);
	r->rec = hx_case_add(c, (enum hx_rec_kind)kind);
	while (!ret && (word = next_word(&line)))
		ret = read_field(r, word);
	return ret;
}

int hx_case_parse(const char *name, const char *text, struct hx_case *c, struct hx_error *err)
{
	struct reader r = { .name = name, .err = err };
	char *copy = strdup(text), *at = copy, *line;
	int ret = 0;

	if (!copy)
		abort();
	while (!ret && (line = strsep(&at, "\n"))) {
		r.line++;
		ret = read_line(&r, line, c);
	}
	free(copy);
	if (ret)
		hx_case_free(c);
	return ret;
}
