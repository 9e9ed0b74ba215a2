/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * results.c - verdict.json and results.json; see results.h
 */
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "qemu.h"
#include "results.h"

#define FORMAT	1	/* of both files; docs/running.md */

static const char *const mode_names[] = {
	[HX_MODE_ICOUNT] = "icount",
	[HX_MODE_MTTCG] = "mttcg",
};

/* text of the guest need not be UTF-8, JSON must be */
static json_t *text(const char *bytes)
{
	json_t *value = bytes ? json_string(bytes) : json_null();
	struct hx_text plain = { 0 };

	if (value)
		return value;
	for (; *bytes; bytes++)
		hx_text_add(&plain, (unsigned char)*bytes < 0x80 ? "%c" : "?", *bytes);
	value = json_string(plain.s);
	hx_text_free(&plain);
	return value;
}

static json_t *metrics(const struct hx_result *result)
{
	json_t *object = json_object();

	for (unsigned int i = 0; i < result->num_metrics; i++) {
		const struct hx_metric *metric = &result->metric[i];
		json_t *value = json_pack("{s:I, s:o}", "value", (json_int_t)metric->value, "unit",
					  text(metric->unit));

		json_object_set_new(object, metric->name, value);
	}
	return object;
}

static json_t *point_object(const struct hx_options *opt, const struct hx_point *point)
{
	const struct hx_result *r = &point->result;

	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:I, s:s, s:s, s:o, s:I, s:o, s:o, s:I, s:I, "
			 "s:b, s:s, s:o, s:o}",
			 "name", point->name, "profile", point->profile->name,
			 "scenario", point->sc->path,
			 "variant", point->sc->variant, "title", point->sc->title,
			 "seed", (json_int_t)point->seed, "mode", mode_names[opt->mode],
			 "verdict", hx_verdict_names[r->verdict], "text", text(r->text),
			 "line", (json_int_t)r->line, "step", text(r->step),
			 "trace_hash", text(*r->hash ? r->hash : NULL),
			 "virtual_ns", (json_int_t)r->virtual_ns, "wall_ms", (json_int_t)r->wall_ms,
			 "restored", r->is_restored, "again", point->again, "run_dir", text(r->dir), "metrics", metrics(r));
}

static json_t *kernel_object(const struct hx_plan *plan)
{
	return json_pack("{s:s, s:s, s:s}", "release", plan->kernel.release, "image",
			 plan->kernel.image, "sha256", plan->kernel.hash);
}

/* takes @object */
static int write_object(json_t *object, const char *path, struct hx_error *err)
{
	char *bytes = object ? json_dumps(object, JSON_INDENT(2)) : NULL;
	int ret;

	json_decref(object);
	if (!bytes)
		return hx_error(err, HX_EIO, "%s: the result cannot be put into JSON", path);
	ret = hx_write_file(path, bytes, strlen(bytes), 0666, err);
	free(bytes);
	return ret;
}

int hx_verdict_write(const struct hx_options *opt, const struct hx_plan *plan,
		     const struct hx_point *point, const char *const *command,
		     const char *dir, struct hx_error *err)
{
	json_t *object = point_object(opt, point), *words = json_array();
	struct hx_text path = { 0 };
	int ret;

	for (; command && *command; command++)
		json_array_append_new(words, text(*command));
	json_object_set_new(object, "format", json_integer(FORMAT));
	json_object_set_new(object, "kernel", kernel_object(plan));
	json_object_set_new(object, "command", words);
	hx_text_add(&path, "%s/" HX_FILE_VERDICT, dir);
	ret = write_object(object, path.s, err);
	hx_text_free(&path);
	return ret;
}

static json_t *totals_object(const struct hx_plan *plan)
{
	json_t *object = json_object();

	for (unsigned int v = 0; v < HX_VERDICTS; v++) {
		unsigned int num = 0;

		for (unsigned int i = 0; i < plan->num_points; i++)
			num += plan->point[i].result.is_done &&
			       (unsigned int)plan->point[i].result.verdict == v;
		json_object_set_new(object, hx_verdict_names[v], json_integer(num));
	}
	return object;
}

static json_t *groups_array(const struct hx_plan *plan)
{
	json_t *array = json_array();

	for (unsigned int i = 0; i < plan->num_groups; i++) {
		const struct hx_group *group = &plan->group[i];

		json_array_append_new(array, json_pack("{s:s, s:o, s:b, s:b}", "name", group->name,
						       "caught_by", text(group->caught_by),
						       "possible", !group->lacks,
						       "shown", group->is_shown));
	}
	return array;
}

/* of all that were run, "," between them */
static json_t *profile_names(const struct hx_options *opt)
{
	struct hx_text names = { 0 };
	json_t *value;

	for (unsigned int i = 0; opt->profiles[i]; i++)
		hx_text_add(&names, "%s%s", i ? "," : "", opt->profiles[i]->name);
	value = json_string(names.s);
	hx_text_free(&names);
	return value;
}

int hx_results_write(const struct hx_options *opt, const struct hx_plan *plan, int status,
		     const char *path, struct hx_error *err)
{
	json_t *results = json_array(), *object;

	for (unsigned int i = 0; i < plan->num_points; i++)
		if (plan->point[i].result.is_done)
			json_array_append_new(results, point_object(opt, &plan->point[i]));
	object = json_pack("{s:i, s:o, s:s, s:o, s:o, s:o, s:I, s:i}", "format", FORMAT,
			   "profile", profile_names(opt), "mode", mode_names[opt->mode],
			   "kernel", kernel_object(plan), "results", results,
			   "totals", totals_object(plan), "wall_ms", (json_int_t)plan->wall_ms,
			   "status", status);
	if (object && plan->num_groups)
		json_object_set_new(object, "proofs", groups_array(plan));
	return write_object(object, path, err);
}

int hx_report_write(const struct hx_options *opt, const struct hx_plan *plan, int status,
		    struct hx_error *err)
{
	struct hx_text json = { 0 }, xml = { 0 };
	int ret = hx_make_dirs(opt->report_dir, err);

	hx_text_add(&json, "%s/results.json", opt->report_dir);
	hx_text_add(&xml, "%s/junit.xml", opt->report_dir);
	if (!ret)
		ret = hx_results_write(opt, plan, status, json.s, err);
	if (!ret)
		ret = hx_junit_write(plan, opt->junit ? opt->junit : xml.s, err);
	hx_text_free(&json);
	hx_text_free(&xml);
	return ret;
}

static const char *member(struct hx_arena *arena, const json_t *object, const char *key)
{
	const char *value = json_string_value(json_object_get(object, key));

	return value ? hx_strdup(arena, value) : NULL;
}

static void read_command(struct hx_arena *arena, const json_t *array,
			 struct hx_recorded *recorded)
{
	size_t num = json_array_size(array);

	recorded->command = hx_alloc(arena, (num + 1) * sizeof(*recorded->command));
	for (size_t i = 0; i < num; i++) {
		const char *word = json_string_value(json_array_get(array, i));

		recorded->command[i] = hx_strdup(arena, word ? word : "");
	}
}

int hx_verdict_read(struct hx_arena *arena, const char *dir, struct hx_recorded *recorded,
		    struct hx_error *err)
{
	const char *path = hx_printf(arena, "%s/" HX_FILE_VERDICT, dir);
	json_error_t why;
	json_t *object = json_load_file(path, 0, &why), *kernel;

	*recorded = (struct hx_recorded){ 0 };
	if (!object)
		return hx_error(err, HX_EIO, "%s: not the directory of a run: %s", path, why.text);
	kernel = json_object_get(object, "kernel");
	recorded->hash = member(arena, object, "trace_hash");
	recorded->mode = member(arena, object, "mode");
	recorded->kernel = member(arena, kernel, "image");
	recorded->kernel_hash = member(arena, kernel, "sha256");
	read_command(arena, json_object_get(object, "command"), recorded);
	json_decref(object);
	if (!recorded->mode || !recorded->kernel || !recorded->kernel_hash ||
	    !recorded->command[0])
		return hx_error(err, HX_EIO, "%s: not what a run has written", path);
	return 0;
}
