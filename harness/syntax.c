/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * syntax.c - match the words of a line against a verb's syntax; see syntax.h
 *
 * Error numbers are those of Linux' asm-generic list, which the host and the
 * guest share.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "../sim/abi/amp_ctrl.h"
#include "../sim/abi/amp_lab.h"
#include "../sim/abi/amp_map.h"
#include "program.h"
#include "syntax.h"

const char *const hx_attr_words[] = {
	"firmware", "recovery", "coredump", "name", NULL
};

const char *const hx_state_words[] = {
	"offline", "suspended", "running", "crashed", "deleted", "attached", "detached",
	"invalid", NULL
};

/* what drivers/remoteproc/remoteproc_debugfs.c takes: the number of a crash type */
const char *const hx_crash_words[] = { "mmufault", "watchdog", "fatal", NULL };

const char *const hx_fault_words[AMP_FAULT_KINDS + 1] = AMP_FAULT_NAMES;

const char *const hx_command_words[] = {
	[AMP_CMD_NONE] = "none",
	[AMP_CMD_HARDFAULT] = "hardfault",
	[AMP_CMD_LOCKUP] = "lockup",
	[AMP_CMD_HANG] = "hang",
	[AMP_CMD_MSG_CRASH] = "msg-crash",
	[AMP_CMD_MSG_TYPE] = "msg-type",
	[AMP_CMD_SOFT_CRASH] = "soft-crash",
	[AMP_CMD_ANNOUNCE] = "announce",
	[AMP_CMD_DESTROY] = "destroy",
	[AMP_CMD_BURST] = "burst",
	[AMP_CMD_TRACE] = "trace",
	[AMP_CMD_SLEEP] = "sleep",
	[AMP_CMD_WAKE] = "wake",
	[AMP_CMD_TOUCH] = "touch",
	[AMP_CMD_TABLE] = "table",
	[AMP_CMD_SIN] = "sin",
	[AMP_CMD_SIN + 1] = NULL
};

struct matcher {
	const struct hx_line *line;
	bool is_used[HX_MAX_WORDS];
	unsigned int num_used;
	struct hx_args *args;
	struct hx_miss *miss;
};

struct token {
	const char *text;
	size_t len;
};

int hx_errno_number(const char *name)
{
	for (int i = 1; i < 134; i++) {
		const char *known = strerrorname_np(i);

		if (known && !strcmp(known, name))
			return i;
	}
	return 0;
}

const struct hx_arg *hx_arg(const struct hx_args *args, const char *token)
{
	size_t len = strlen(token);

	for (unsigned int i = 0; i < args->num; i++) {
		const struct hx_arg *arg = &args->v[i];

		if (arg->token_len >= len && !memcmp(arg->token, token, len) &&
		    (arg->token_len == len || arg->token[len] == '='))
			return arg;
	}
	return NULL;
}

static const struct hx_word *next_word(const struct matcher *m, unsigned int *index)
{
	for (unsigned int i = 1; i < m->line->num_words; i++) {
		if (m->is_used[i])
			continue;
		*index = i;
		return &m->line->word[i];
	}
	return NULL;
}

/* this is the place where the line went wrong, unless another syntax came further */
static bool is_best_miss(struct matcher *m, const char *got)
{
	struct hx_miss *miss = m->miss;

	if (m->num_used < miss->depth)
		return false;
	if (m->num_used > miss->depth) {
		miss->depth = m->num_used;
		miss->num_words = 0;
		hx_text_free(&miss->expected);
	}
	miss->got = got;
	return true;
}

static void add_word(struct hx_miss *miss, const char *word, size_t len)
{
	if (miss->num_words == HX_ARRAY_SIZE(miss->words) || len >= sizeof(miss->words[0]))
		return;
	memcpy(miss->words[miss->num_words], word, len);
	miss->words[miss->num_words++][len] = '\0';
}

static bool token_is(const struct token *token, const char *text)
{
	return strlen(text) == token->len && !memcmp(token->text, text, token->len);
}

/* what a person calls a token */
static struct token plain_words(const char *expected, size_t len)
{
	static const char *const plain[][2] = {
		{ "N", "a number" }, { "T", "a duration such as 20ms" },
		{ "ERRNO", "an error such as EBUSY" }, { "\"TEXT\"", "a text in quotes" },
	};
	struct token token = { expected, len };

	for (unsigned int i = 0; i < HX_ARRAY_SIZE(plain); i++)
		if (token_is(&token, plain[i][0]))
			return (struct token){ plain[i][1], strlen(plain[i][1]) };
	return token;
}

/* @words: the known words that @expected stands for, or NULL */
static void note_miss(struct matcher *m, const char *got, const char *expected, size_t len,
		      const char *const *words)
{
	struct token wanted = plain_words(expected, len);
	struct hx_miss *miss = m->miss;

	if (!is_best_miss(m, got))
		return;
	expected = wanted.text;
	len = wanted.len;
	if (!miss->expected.s || !memmem(miss->expected.s, miss->expected.len, expected, len))
		hx_text_add(&miss->expected, "%s%.*s", miss->expected.len ? ", " : "",
			    (int)len, expected);
	for (; words && *words; words++)
		add_word(miss, *words, strlen(*words));
}

static struct hx_arg *take(struct matcher *m, const struct token *token, unsigned int index,
			   const char *text)
{
	struct hx_arg *arg = &m->args->v[m->args->num++];

	*arg = (struct hx_arg){ .token = token->text, .token_len = token->len, .text = text,
				.words = &m->line->word[index], .num_words = 1 };
	m->is_used[index] = true;
	m->num_used++;
	return arg;
}

/* a|b, or one literal word; the argument's number is the place in the token */
static bool match_literal(struct matcher *m, const struct token *token)
{
	unsigned int index = 0, place = 0;
	const struct hx_word *word = next_word(m, &index);
	const char *at = token->text, *end = token->text + token->len;

	while (at < end) {
		const char *bar = memchr(at, '|', (size_t)(end - at));
		size_t len = (size_t)((bar ? bar : end) - at);

		if (word && !word->is_quoted && strlen(word->text) == len &&
		    !memcmp(word->text, at, len)) {
			take(m, token, index, word->text)->n = place;
			return true;
		}
		note_miss(m, word ? word->text : NULL, at, len, NULL);
		if (m->num_used == m->miss->depth)
			add_word(m->miss, at, len);
		at += len + 1;
		place++;
	}
	return false;
}

/* N, or A..B where the token wants a range */
static bool parse_range(const char *value, bool is_range, uint64_t *n, uint64_t *n_end)
{
	const char *dots = is_range ? strstr(value, "..") : NULL;
	char first[24] = "";

	if (!dots) {
		*n_end = 0;
		return hx_parse_u64(value, n) && (*n_end = *n, true);
	}
	if ((size_t)(dots - value) >= sizeof(first))
		return false;
	memcpy(first, value, (size_t)(dots - value));
	return hx_parse_u64(first, n) && hx_parse_u64(dots + 2, n_end) && *n <= *n_end;
}

/* size=N and size=A..B: wherever they stand in the line */
static bool match_key(struct matcher *m, const struct token *token)
{
	const char *equals = memchr(token->text, '=', token->len);
	size_t key_len = (size_t)(equals - token->text) + 1;
	bool is_range = token->len - key_len == 4;
	const struct hx_word *word;
	const char *got = NULL;
	unsigned int index;
	struct hx_arg *arg;
	uint64_t n, n_end;

	for (unsigned int i = 1; i < m->line->num_words; i++) {
		got = m->line->word[i].text;
		if (m->is_used[i] || strncmp(got, token->text, key_len)) {
			got = NULL;
			continue;
		}
		if (!parse_range(got + key_len, is_range, &n, &n_end))
			break;
		arg = take(m, token, i, got + key_len);
		arg->n = n;
		arg->n_end = n_end;
		return true;
	}
	word = next_word(m, &index);
	note_miss(m, got ? got : word ? word->text : NULL, token->text, token->len, NULL);
	return false;
}

/* rproc3: the name and a number below @limit */
static bool parse_index(const char *word, const struct token *token, unsigned int limit,
			uint64_t *n)
{
	size_t len = token->len - 1;

	return !strncmp(word, token->text, len) && hx_parse_u64(word + len, n) && *n < limit;
}

/* a token that stands for one word; -1: the token is no such placeholder */
static int parse_placeholder(const struct token *token, const char *word, uint64_t *n,
			     const char *const **words)
{
	static const struct {
		const char *token;
		const char *const *words;
	} lists[] = {
		{ "ATTR", hx_attr_words }, { "STATE", hx_state_words }, { "TYPE", hx_crash_words },
		{ "FAULT", hx_fault_words }, { "COMMAND", hx_command_words },
	};
	static const struct {
		const char *token;
		unsigned int limit;
	} indices[] = {
		{ "rprocN", AMP_MAX_CORES }, { "coreN", AMP_MAX_CORES }, { "eN", HX_MAX_ENDPOINTS },
		{ "fN", HX_MAX_FILES },
	};

	for (unsigned int i = 0; i < HX_ARRAY_SIZE(lists); i++) {
		int place;

		if (!token_is(token, lists[i].token))
			continue;
		*words = lists[i].words;
		place = word ? hx_index(word, lists[i].words) : -1;
		*n = (uint64_t)place;
		return place >= 0;
	}
	for (unsigned int i = 0; i < HX_ARRAY_SIZE(indices); i++)
		if (token_is(token, indices[i].token))
			return word && parse_index(word, token, indices[i].limit, n);
	if (token_is(token, "N"))
		return word && hx_parse_u64(word, n);
	if (token_is(token, "T"))
		return word && hx_parse_duration(word, n);
	if (token_is(token, "ERRNO"))
		return word && (*n = (uint64_t)hx_errno_number(word)) != 0;
	return -1;
}

static bool match_word(struct matcher *m, const struct token *token)
{
	const char *const *words = NULL;
	unsigned int index = 0;
	const struct hx_word *word = next_word(m, &index);
	uint64_t n = 0;
	int known = parse_placeholder(token, word ? word->text : NULL, &n, &words);
	struct hx_arg *arg;

	if (!known || !word) {
		note_miss(m, word ? word->text : NULL, token->text, token->len, words);
		return false;
	}
	arg = take(m, token, index, word->text);
	arg->n = n;
	arg->n_end = n;
	return true;
}

/* WORD... and P=V...: at least one, as many as there are */
static bool match_many(struct matcher *m, const struct token *token)
{
	bool wants_value = memchr(token->text, '=', token->len) != NULL;
	struct hx_arg *arg = NULL;
	const struct hx_word *word;
	unsigned int index;

	while ((word = next_word(m, &index)) && (!wants_value || strchr(word->text, '='))) {
		if (!arg) {
			arg = take(m, token, index, word->text);
			continue;
		}
		m->is_used[index] = true;
		m->num_used++;
		arg->num_words++;
	}
	if (!arg)
		note_miss(m, word ? word->text : NULL, token->text, token->len, NULL);
	return arg != NULL;
}

static bool match_token(struct matcher *m, const struct token *token)
{
	bool is_literal = true;

	if (token->len > 3 && !memcmp(token->text + token->len - 3, "...", 3))
		return match_many(m, token);
	for (size_t i = 0; i < token->len; i++)
		if (isupper((unsigned char)token->text[i]))
			is_literal = false;
	if (is_literal)
		return match_literal(m, token);
	if (islower((unsigned char)token->text[0]) && memchr(token->text, '=', token->len))
		return match_key(m, token);
	return match_word(m, token);
}

/* cut the next token off @at; brackets become flags */
static const char *next_token(const char *at, struct token *token, bool *opens, bool *closes)
{
	at += strspn(at, " ");
	*opens = *at == '[';
	at += *opens;
	token->text = at;
	token->len = strcspn(at, " ");
	*closes = token->len && at[token->len - 1] == ']';
	token->len -= *closes;
	return at + token->len + *closes;
}

bool hx_match(const char *syntax, const struct hx_line *line, struct hx_args *args,
	      struct hx_miss *miss)
{
	struct matcher m = { .line = line, .args = args, .miss = miss };
	const struct hx_word *word;
	bool opens, closes;
	struct token token;
	unsigned int index;

	*args = (struct hx_args){ .line = line };
	while (*syntax) {
		syntax = next_token(syntax, &token, &opens, &closes);
		if (match_token(&m, &token))
			continue;
		if (!opens)
			return false;
		/* the group is left out: go on behind it */
		while (!closes)
			syntax = next_token(syntax, &token, &opens, &closes);
	}
	word = next_word(&m, &index);
	if (word)
		note_miss(&m, word->text, "the end of the line", 19, NULL);
	return !word;
}
