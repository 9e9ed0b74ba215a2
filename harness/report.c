/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * report.c - read what the guest reported; see report.h
 */
#include <ctype.h>
#include <string.h>

#include "report.h"

struct reader {
	struct hx_arena *arena;
	struct hx_report *report;
	uint32_t num_ops;
	char *at;		/* what is left of the line */
};

/* the next field up to a blank, or the whole rest */
static char *field(struct reader *r)
{
	char *begin = r->at;

	if (!begin)
		return NULL;
	r->at = strchr(begin, ' ');
	if (r->at)
		*r->at++ = '\0';
	return begin;
}

static bool number(struct reader *r, uint64_t max, uint64_t *value)
{
	const char *text = field(r);

	return text && hx_parse_u64(text, value) && *value <= max;
}

static unsigned int hex_digit(char c)
{
	return (unsigned int)(isdigit((unsigned char)c) ? c - '0' : (c | 0x20) - 'a' + 10);
}

/* \xNN becomes the byte; a NUL would end the text early and becomes '?' */
static const char *unescape(char *text)
{
	char *to = text, *from = text;

	while (*from) {
		if (from[0] == '\\' && from[1] == 'x' && isxdigit((unsigned char)from[2]) &&
		    isxdigit((unsigned char)from[3])) {
			char byte = (char)(hex_digit(from[2]) << 4 | hex_digit(from[3]));

			*to++ = byte ? byte : '?';
			from += 4;
			continue;
		}
		*to++ = *from++;
	}
	*to = '\0';
	return text;
}

/* OP LINE TIME; the agent says 0 0 where it never came to an op */
static bool place(struct reader *r, uint64_t *op, uint64_t *line, uint64_t *time_ns)
{
	if (!number(r, UINT32_MAX, op) || !number(r, UINT32_MAX, line) ||
	    !number(r, UINT64_MAX, time_ns))
		return false;
	if (*op >= r->num_ops && (*op || *line))
		return false;
	if (*time_ns > r->report->last_ns)
		r->report->last_ns = *time_ns;
	return true;
}

static bool read_hello(struct reader *r)
{
	uint64_t version;

	if (!number(r, UINT32_MAX, &version) || !r->at)
		return false;
	r->report->has_hello = true;
	r->report->version = (uint32_t)version;
	r->report->release = unescape(r->at);
	return true;
}

static bool read_begin(struct reader *r)
{
	uint64_t op, line, time_ns;

	if (!place(r, &op, &line, &time_ns) || r->at)
		return false;
	r->report->has_begun = true;
	r->report->last_op = (uint32_t)op;
	r->report->last_line = (uint32_t)line;
	return true;
}

static bool read_ok(struct reader *r)
{
	uint64_t op, line, time_ns;

	return place(r, &op, &line, &time_ns) && !r->at;
}

static bool read_trouble(struct reader *r, struct hx_trouble *trouble)
{
	uint64_t op, line, time_ns;

	if (!place(r, &op, &line, &time_ns) || !r->at)
		return false;
	if (!trouble->is_set)
		*trouble = (struct hx_trouble){ true, (uint32_t)op, (uint32_t)line, time_ns,
						unescape(r->at) };
	return true;
}

static bool read_fail(struct reader *r)
{
	return read_trouble(r, &r->report->fail);
}

static bool read_broken(struct reader *r)
{
	return read_trouble(r, &r->report->broken);
}

static bool read_check(struct reader *r)
{
	const char *name = field(r), *result = field(r);

	if (!name || !result || (strcmp(result, "ok") && strcmp(result, "fail")))
		return false;
	if (!strcmp(result, "fail") && !r->report->check)
		r->report->check = hx_printf(r->arena, "%s: %s", name,
					     r->at ? unescape(r->at) : "");
	return true;
}

static bool read_kmsg(struct reader *r)
{
	uint64_t level, time_us;

	if (!number(r, UINT32_MAX, &level) || !number(r, UINT64_MAX, &time_us))
		return false;
	hx_list_add(r->arena, &r->report->kmsg, r->at ? unescape(r->at) : "", 0);
	return true;
}

static bool read_metric(struct reader *r)
{
	struct hx_metric metric = { .name = field(r) };
	struct hx_report *report = r->report;

	if (!metric.name || !number(r, UINT64_MAX, &metric.value) || !r->at)
		return false;
	metric.unit = unescape(r->at);
	report->metric = hx_grow(r->arena, report->metric, report->num_metrics, sizeof(metric));
	report->metric[report->num_metrics++] = metric;
	return true;
}

/* of no use to a verdict; ci/coverage.sh takes them from the report itself */
static bool read_cover(struct reader *r)
{
	return field(r) && r->at;
}

static bool read_end(struct reader *r)
{
	static const char *const ends[] = { "pass", "fail", "broken", NULL };
	const char *end = field(r);

	if (!end || r->at || hx_index(end, ends) < 0 || r->report->end)
		return false;
	r->report->end = end;
	return true;
}

static bool read_line(struct reader *r)
{
	static const struct {
		const char *word;
		bool (*read)(struct reader *r);
	} kinds[] = {
		{ "hello", read_hello }, { "begin", read_begin }, { "ok", read_ok },
		{ "fail", read_fail }, { "broken", read_broken }, { "check", read_check },
		{ "kmsg", read_kmsg }, { "metric", read_metric }, { "cover", read_cover },
		{ "end", read_end },
	};
	const char *word = field(r);

	for (size_t i = 0; i < HX_ARRAY_SIZE(kinds); i++)
		if (!strcmp(word, kinds[i].word))
			return kinds[i].read(r);
	return false;
}

void hx_report_read(struct hx_arena *arena, const char *text, uint32_t num_ops,
		    struct hx_report *report)
{
	struct reader r = { .arena = arena, .report = report, .num_ops = num_ops };

	*report = (struct hx_report){ 0 };
	while (*text) {
		size_t len = strcspn(text, "\n");
		const char *line = hx_strndup(arena, text, len);
		bool is_whole = text[len] == '\n';

		r.at = hx_strdup(arena, line);
		if (!is_whole)
			report->is_cut = true;
		else if (!read_line(&r) && !report->bad_line)
			report->bad_line = line;
		text += len + is_whole;
	}
}
