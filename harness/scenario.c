/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * scenario.c - lines, words and variants of a scenario; see scenario.h
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "scenario.h"
#include "verbs.h"

/* one `with` line: a name and its values */
struct with {
	const char *name;
	const struct hx_word *value;
	unsigned int num_values;
	unsigned int line;
};

struct source {
	struct hx_arena *arena;
	const char *path;
	const char *name;
	struct hx_error *err;
	struct hx_line *line;
	unsigned int num_lines;
	struct with *with;
	unsigned int num_withs;
};

int hx_line_error(struct hx_error *err, const char *path, unsigned int line,
		  const char *fmt, ...)
{
	char text[sizeof(err->text) - 64];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return hx_error(err, HX_ESCENARIO, "%.200s:%u: %s", path, line, text);
}

bool hx_parse_version_range(const char *word, struct hx_version_range *range)
{
	bool is_below = !strncmp(word, "kernel<", 7);
	unsigned int major, minor;
	int used = 0;

	if (!is_below && strncmp(word, "kernel>=", 8))
		return false;
	word += is_below ? 7 : 8;
	if (!isdigit((unsigned char)*word) ||
	    sscanf(word, "%4u.%4u%n", &major, &minor, &used) != 2 || word[used])
		return false;
	*range = (struct hx_version_range){ true, is_below, major, minor };
	return true;
}

bool hx_parse_duration(const char *text, uint64_t *ns)
{
	static const struct {
		const char *unit;
		uint64_t ns;
	} units[] = {
		{ "ns", 1 }, { "us", 1000 }, { "ms", 1000000 }, { "s", 1000000000 },
	};
	size_t digits = strspn(text, "0123456789");
	char number[16];
	uint64_t value;

	if (!digits || digits >= sizeof(number))
		return false;
	snprintf(number, sizeof(number), "%.*s", (int)digits, text);
	if (!hx_parse_u64(number, &value))
		return false;
	for (unsigned int i = 0; i < HX_ARRAY_SIZE(units); i++) {
		if (strcmp(text + digits, units[i].unit))
			continue;
		*ns = value * units[i].ns;
		return value <= HX_MAX_TIMEOUT_NS / units[i].ns;
	}
	return false;
}

/* a quoted word: @at points behind the opening quote; NULL when it never ends */
static const char *quoted_word(struct source *src, const char *at, struct hx_word *word)
{
	char *text = hx_alloc(src->arena, strlen(at) + 1);

	word->text = text;
	word->is_quoted = true;
	for (; *at && *at != '"'; at++) {
		if (*at == '\\' && (at[1] == '"' || at[1] == '\\'))
			at++;
		else if (*at == '\\' && at[1] == 'n') {
			*text++ = '\n';
			at++;
			continue;
		}
		*text++ = *at;
	}
	return *at ? at + 1 : NULL;
}

static int split_line(struct source *src, struct hx_line *line, const char *at)
{
	while (*at) {
		struct hx_word word = { 0 };

		if (isblank((unsigned char)*at)) {
			at++;
			continue;
		}
		if (line->num_words == 1)
			line->rest = at;
		if (*at == '"') {
			at = quoted_word(src, at + 1, &word);
			if (!at)
				return hx_line_error(src->err, src->path, line->number,
						     "a quoted text does not end");
		} else {
			size_t len = strcspn(at, " \t");

			word.text = hx_strndup(src->arena, at, len);
			at += len;
		}
		if (line->num_words == HX_MAX_WORDS)
			return hx_line_error(src->err, src->path, line->number,
					     "more than %u words", HX_MAX_WORDS);
		line->word = hx_grow(src->arena, line->word, line->num_words, sizeof(word));
		line->word[line->num_words++] = word;
	}
	return 0;
}

/* rest-of-line verbs are prose: quotes in them mean nothing */
static int prose_line(struct source *src, struct hx_line *line, const char *text, size_t verb_len)
{
	const char *rest = text + verb_len;

	line->word = hx_alloc(src->arena, sizeof(*line->word));
	line->word[0].text = hx_strndup(src->arena, text, verb_len);
	line->num_words = 1;
	line->rest = rest + strspn(rest, " \t");
	return 0;
}

static int read_line(struct source *src, unsigned int number, const char *begin, size_t len)
{
	struct hx_line line = { .number = number, .rest = "" };
	size_t verb_len;
	char *text;
	int ret;

	while (len && isspace((unsigned char)begin[len - 1]))
		len--;
	while (len && isblank((unsigned char)*begin)) {
		begin++;
		len--;
	}
	if (!len || *begin == '#')
		return 0;
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)begin[i] < 0x20 && begin[i] != '\t')
			return hx_line_error(src->err, src->path, number,
					     "control character 0x%02x", begin[i]);
	text = hx_strndup(src->arena, begin, len);
	verb_len = strcspn(text, " \t");
	ret = hx_verb_takes_prose(text, verb_len) ? prose_line(src, &line, text, verb_len)
						  : split_line(src, &line, text);
	if (ret)
		return ret;
	src->line = hx_grow(src->arena, src->line, src->num_lines, sizeof(line));
	src->line[src->num_lines++] = line;
	return 0;
}

static int read_lines(struct source *src, const char *text, size_t len)
{
	unsigned int number = 1;

	if (strlen(text) != len)
		return hx_error(src->err, HX_ESCENARIO, "%s: not a text file", src->path);
	while (*text) {
		size_t line_len = strcspn(text, "\n");
		int ret = read_line(src, number++, text, line_len);

		if (ret)
			return ret;
		text += line_len + (text[line_len] == '\n');
	}
	return 0;
}

/* @text with ${NAME} replaced by the values of the variant @pick */
static const char *replace(struct source *src, const char *text, const unsigned int *pick,
			   unsigned int number)
{
	struct hx_text out = { 0 };
	const char *copy, *open;

	while ((open = strstr(text, "${"))) {
		size_t len = strcspn(open, "}");
		unsigned int i;

		for (i = 0; i < src->num_withs; i++)
			if (open[len] && strlen(src->with[i].name) == len - 2 &&
			    !strncmp(src->with[i].name, open + 2, len - 2))
				break;
		if (i == src->num_withs) {
			hx_line_error(src->err, src->path, number,
				      "%.*s: no with line gives it a value",
				      (int)(open[len] ? len + 1 : len), open);
			hx_text_free(&out);
			return NULL;
		}
		hx_text_add_bytes(&out, text, (size_t)(open - text));
		hx_text_add(&out, "%s", src->with[i].value[pick[i]].text);
		text = open + len + 1;
	}
	if (!out.s)
		return text;
	hx_text_add(&out, "%s", text);
	copy = hx_strdup(src->arena, out.s);
	hx_text_free(&out);
	return copy;
}

static int bind_line(struct source *src, const struct hx_line *from, const unsigned int *pick,
		     struct hx_line *to)
{
	*to = *from;
	to->word = hx_alloc(src->arena, from->num_words * sizeof(*to->word));
	to->rest = replace(src, from->rest, pick, from->number);
	if (!to->rest)
		return HX_ESCENARIO;
	for (unsigned int i = 0; i < from->num_words; i++) {
		to->word[i] = from->word[i];
		to->word[i].text = replace(src, from->word[i].text, pick, from->number);
		if (!to->word[i].text)
			return HX_ESCENARIO;
	}
	return 0;
}

static const char *variant_label(struct source *src, const unsigned int *pick)
{
	struct hx_text label = { 0 };
	const char *copy = "";

	for (unsigned int i = 0; i < src->num_withs; i++)
		hx_text_add(&label, "%s%s=%s", i ? "," : "", src->with[i].name,
			    src->with[i].value[pick[i]].text);
	if (label.s)
		copy = hx_strdup(src->arena, label.s);
	hx_text_free(&label);
	return copy;
}

static int bind_variant(struct source *src, const unsigned int *pick, struct hx_scenario *sc)
{
	sc->path = src->path;
	sc->variant = variant_label(src, pick);
	sc->name = *sc->variant ? hx_printf(src->arena, "%s@%s", src->name, sc->variant)
				: src->name;
	sc->num_seeds = sc->num_slow_seeds = 1;
	sc->timeout_ns = HX_DEFAULT_TIMEOUT_NS;
	for (unsigned int i = 0; i < src->num_lines; i++) {
		struct hx_line line;
		int ret = bind_line(src, &src->line[i], pick, &line);

		if (!ret)
			ret = hx_head_line(src->arena, sc, &line, src->err);
		if (ret < 0)
			return ret;
		if (ret == HX_HEAD_DONE)
			continue;
		sc->body = hx_grow(src->arena, sc->body, sc->num_body, sizeof(line));
		sc->body[sc->num_body++] = line;
	}
	if (!sc->title)
		return hx_line_error(src->err, src->path, 1, "no title line");
	if (!sc->num_body)
		return hx_line_error(src->err, src->path, 1, "no body: nothing would be done");
	return 0;
}

static bool is_name(const char *word)
{
	return (isalpha((unsigned char)*word) || *word == '_') &&
	       word[strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
			   "0123456789_")] == '\0';
}

static int read_withs(struct source *src, unsigned int *num_variants)
{
	*num_variants = 1;
	for (unsigned int i = 0; i < src->num_lines; i++) {
		const struct hx_line *line = &src->line[i];
		struct with with;

		if (strcmp(line->word[0].text, "with"))
			continue;
		if (line->num_words < 3 || !is_name(line->word[1].text))
			return hx_line_error(src->err, src->path, line->number,
					     "with wants a name and its values");
		with = (struct with){ line->word[1].text, line->word + 2, line->num_words - 2,
				      line->number };
		for (unsigned int j = 0; j < src->num_withs; j++)
			if (!strcmp(src->with[j].name, with.name))
				return hx_line_error(src->err, src->path, line->number,
						     "%s has its values from line %u", with.name,
						     src->with[j].line);
		src->with = hx_grow(src->arena, src->with, src->num_withs, sizeof(with));
		src->with[src->num_withs++] = with;
		*num_variants *= with.num_values;
		if (*num_variants > HX_MAX_VARIANTS)
			return hx_line_error(src->err, src->path, line->number,
					     "more than %u variants", HX_MAX_VARIANTS);
	}
	return 0;
}

int hx_scenario_parse(struct hx_arena *arena, const char *path, const char *name,
		      const char *text, size_t len, struct hx_scenarios *out,
		      struct hx_error *err)
{
	struct source src = { .arena = arena, .path = hx_strdup(arena, path),
			      .name = hx_strdup(arena, name), .err = err };
	struct hx_scenarios all = { 0 };
	unsigned int num_variants;
	unsigned int *pick;
	int ret;

	ret = read_lines(&src, text, len);
	if (!ret)
		ret = read_withs(&src, &num_variants);
	if (ret)
		return ret;
	all.v = hx_alloc(arena, num_variants * sizeof(*all.v));
	pick = hx_alloc(arena, (src.num_withs + 1) * sizeof(*pick));
	while (all.num < num_variants) {
		unsigned int i = src.num_withs;

		ret = bind_variant(&src, pick, &all.v[all.num++]);
		if (ret)
			return ret;
		/* count up, the last with line fastest */
		while (i-- && ++pick[i] == src.with[i].num_values)
			pick[i] = 0;
	}
	*out = all;
	return 0;
}
