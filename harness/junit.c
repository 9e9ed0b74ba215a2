/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * junit.c - results in the form of JUnit; see results.h
 *
 * One suite, one case for each run, whose class is its profile: fail becomes <failure>, broken <error>,
 * skip and known <skipped>.  Bytes that XML cannot hold become '?'.
 */
#include <string.h>

#include <libxml/xmlwriter.h>

#include "results.h"

/* the same text without what XML 1.0 forbids; in @arena */
static const char *clean(struct hx_arena *arena, const char *text)
{
	char *copy = hx_strdup(arena, text ? text : "");

	for (char *c = copy; *c; c++)
		if ((unsigned char)*c >= 0x7f ||
		    ((unsigned char)*c < 0x20 && *c != '\n' && *c != '\t'))
			*c = '?';
	return copy;
}

static void attribute(xmlTextWriterPtr xml, struct hx_arena *arena, const char *name,
		      const char *value)
{
	xmlTextWriterWriteAttribute(xml, BAD_CAST name, BAD_CAST clean(arena, value));
}

static void write_outcome(xmlTextWriterPtr xml, struct hx_arena *arena,
			  const struct hx_point *point)
{
	static const char *const elements[] = {
		[HX_FAIL] = "failure", [HX_BROKEN] = "error", [HX_SKIP] = "skipped",
		[HX_KNOWN] = "skipped",
	};
	const struct hx_result *r = &point->result;

	if (r->verdict == HX_PASS)
		return;
	xmlTextWriterStartElement(xml, BAD_CAST elements[r->verdict]);
	attribute(xml, arena, "message",
		  hx_printf(arena, "%s: %s", hx_verdict_names[r->verdict], r->text));
	if (r->verdict == HX_FAIL || r->verdict == HX_BROKEN) {
		const char *line = r->line ? hx_printf(arena, ":%u", r->line) : "";
		const char *why = hx_printf(arena, "%s%s: %s\nseed %lu, run again: %s\n",
					    point->sc->path, line, r->text,
					    (unsigned long)point->seed, point->again);

		xmlTextWriterWriteString(xml, BAD_CAST clean(arena, why));
	}
	xmlTextWriterEndElement(xml);
}

static const char *seconds(struct hx_arena *arena, uint64_t ms)
{
	return hx_printf(arena, "%lu.%03lu", (unsigned long)(ms / 1000), (unsigned long)(ms % 1000));
}

static void write_case(xmlTextWriterPtr xml, struct hx_arena *arena,
		       const struct hx_point *point)
{
	xmlTextWriterStartElement(xml, BAD_CAST "testcase");
	attribute(xml, arena, "classname", hx_printf(arena, "rproctest.%s", point->profile->name));
	attribute(xml, arena, "name", point->name);
	attribute(xml, arena, "time", seconds(arena, point->result.wall_ms));
	write_outcome(xml, arena, point);
	xmlTextWriterEndElement(xml);
}

static const char *count(struct hx_arena *arena, const struct hx_plan *plan,
			 unsigned int verdicts)
{
	unsigned int num = 0;

	for (unsigned int i = 0; i < plan->num_points; i++)
		num += plan->point[i].result.is_done &&
		       (verdicts & 1u << plan->point[i].result.verdict);
	return hx_printf(arena, "%u", num);
}

static void write_suite(xmlTextWriterPtr xml, struct hx_arena *arena,
			const struct hx_plan *plan)
{
	xmlTextWriterSetIndent(xml, 1);
	xmlTextWriterStartDocument(xml, NULL, "UTF-8", NULL);
	xmlTextWriterStartElement(xml, BAD_CAST "testsuite");
	attribute(xml, arena, "name", hx_printf(arena, "rproctest, Linux %s",
						plan->kernel.release ? plan->kernel.release : "?"));
	attribute(xml, arena, "time", seconds(arena, plan->wall_ms));
	attribute(xml, arena, "tests", count(arena, plan, ~0u));
	attribute(xml, arena, "failures", count(arena, plan, 1u << HX_FAIL));
	attribute(xml, arena, "errors", count(arena, plan, 1u << HX_BROKEN));
	attribute(xml, arena, "skipped", count(arena, plan, 1u << HX_SKIP | 1u << HX_KNOWN));
	for (unsigned int i = 0; i < plan->num_points; i++)
		if (plan->point[i].result.is_done)
			write_case(xml, arena, &plan->point[i]);
	xmlTextWriterEndElement(xml);
	xmlTextWriterEndDocument(xml);
}

int hx_junit_write(const struct hx_plan *plan, const char *path, struct hx_error *err)
{
	xmlBufferPtr buffer = xmlBufferCreate();
	xmlTextWriterPtr xml = buffer ? xmlNewTextWriterMemory(buffer, 0) : NULL;
	struct hx_arena arena = { 0 };
	int ret;

	if (!xml) {
		xmlBufferFree(buffer);
		return hx_error(err, HX_EIO, "%s: no memory for it", path);
	}
	write_suite(xml, &arena, plan);
	xmlFreeTextWriter(xml);
	ret = hx_write_file(path, xmlBufferContent(buffer), (size_t)xmlBufferLength(buffer), 0666,
			    err);
	xmlBufferFree(buffer);
	hx_arena_free(&arena);
	return ret;
}
