/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * explore_state.c - what an exploration knows, as a file; see explore_state.h
 */
#include <stdio.h>
#include <string.h>

#include <jansson.h>
#include <nettle/sha2.h>

#include "explore_state.h"

#define KEY_BYTES	8u

static const char *key_of(const struct hx_explore *e)
{
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct hx_text text = { 0 };
	struct sha256_ctx ctx;
	char hex[2 * KEY_BYTES + 1];

	hx_graph_print(&e->graph, &text);
	sha256_init(&ctx);
	sha256_update(&ctx, text.len, (const uint8_t *)text.s);
	sha256_update(&ctx, strlen(e->plan->kernel.hash), (const uint8_t *)e->plan->kernel.hash);
	sha256_digest(&ctx, sizeof(digest), digest);
	hx_text_free(&text);
	for (unsigned int i = 0; i < KEY_BYTES; i++)
		sprintf(hex + 2 * i, "%02x", digest[i]);
	return hx_strdup(e->arena, hex);
}

static unsigned int num_transitions(const struct hx_explore *e)
{
	return e->graph.num_nodes * e->model.num_ops;
}

static unsigned int num_pairs(const struct hx_explore *e)
{
	return e->model.num_ops * e->model.num_ops;
}

static json_t *map_to_json(const uint8_t *map, unsigned int num)
{
	struct hx_text hex = { 0 };
	json_t *value;

	for (unsigned int i = 0; i < num; i += 4) {
		unsigned int digit = 0;

		for (unsigned int k = 0; k < 4 && i + k < num; k++)
			digit |= (unsigned int)hx_bit(map, i + k) << k;
		hx_text_add(&hex, "%x", digit);
	}
	value = json_string(hex.s);
	hx_text_free(&hex);
	return value;
}

static bool map_from_json(const char *hex, uint8_t *map, unsigned int num)
{
	if (!hex || strlen(hex) != (num + 3) / 4)
		return false;
	for (unsigned int i = 0; hex[i]; i++) {
		const char *digits = "0123456789abcdef", *at = strchr(digits, hex[i]);

		for (unsigned int k = 0; at && k < 4 && 4 * i + k < num; k++)
			if ((at - digits) >> k & 1)
				hx_set_bit(map, 4 * i + k);
	}
	return true;
}

static json_t *finding_to_json(const struct hx_explore *e, const struct hx_finding *finding)
{
	json_t *ops = json_array();

	for (unsigned int i = 0; i < finding->seq.num; i++)
		json_array_append_new(ops,
				      json_string(e->model.tables->op[finding->seq.op[i]].name));
	return json_pack("{s:s,s:s,s:s,s:o,s:I,s:I,s:I,s:I,s:b,s:b,s:s*}",
			 "key", finding->key, "text", finding->text, "stack", finding->stack,
			 "sequence", ops, "edge", (json_int_t)finding->edge,
			 "count", (json_int_t)finding->count, "seed", (json_int_t)finding->seed,
			 "at_ms", (json_int_t)finding->at_ms, "minimal", finding->is_minimal,
			 "shaky", finding->is_shaky, "file", finding->file);
}

int hx_explore_save(const struct hx_explore *explore, const char *path, struct hx_error *err)
{
	const char *next = hx_printf(explore->arena, "%s.new", path);
	json_t *findings = json_array(), *root;
	char *text;
	int ret;

	for (unsigned int i = 0; i < explore->num_findings; i++)
		json_array_append_new(findings, finding_to_json(explore, &explore->finding[i]));
	root = json_pack("{s:i,s:s,s:s,s:[ii],s:I,s:I,s:I,s:I,s:I,s:I,s:o,s:o,s:o,s:o}",
			 "format", 1, "key", key_of(explore),
			 "kernel", explore->plan->kernel.release,
			 "shard", explore->opt->shard, explore->opt->num_shards,
			 "ms", (json_int_t)hx_explore_ms(explore),
			 "sequences", (json_int_t)explore->num_sequences,
			 "steps", (json_int_t)explore->num_steps,
			 "boots", (json_int_t)explore->num_boots,
			 "next_seed", (json_int_t)explore->next_seed,
			 "next_index", (json_int_t)explore->next_index,
			 "covered", map_to_json(explore->covered, num_transitions(explore)),
			 "avoided", map_to_json(explore->search.avoided, num_transitions(explore)),
			 "raced", map_to_json(explore->raced, num_pairs(explore)),
			 "findings", findings);
	text = json_dumps(root, JSON_INDENT(1));
	json_decref(root);
	if (!text)
		return hx_error(err, HX_EIO, "%s: cannot be made", path);
	ret = hx_write_file(next, text, strlen(text), 0666, err);
	free(text);
	if (!ret && rename(next, path))
		ret = hx_error(err, HX_EIO, "%s: cannot be renamed", next);
	return ret;
}

static bool finding_from_json(struct hx_explore *e, const json_t *value, struct hx_finding *out)
{
	const char *key = json_string_value(json_object_get(value, "key"));
	const char *text = json_string_value(json_object_get(value, "text"));
	const char *stack = json_string_value(json_object_get(value, "stack"));
	const char *file = json_string_value(json_object_get(value, "file"));
	const json_t *ops = json_object_get(value, "sequence");

	if (!key || !text || !stack || json_array_size(ops) > HX_MAX_SEQUENCE)
		return false;
	*out = (struct hx_finding){
		.key = hx_strdup(e->arena, key), .text = hx_strdup(e->arena, text),
		.stack = hx_strdup(e->arena, stack),
		.edge = (unsigned int)json_integer_value(json_object_get(value, "edge")),
		.count = (unsigned int)json_integer_value(json_object_get(value, "count")),
		.seed = (uint64_t)json_integer_value(json_object_get(value, "seed")),
		.at_ms = (uint64_t)json_integer_value(json_object_get(value, "at_ms")),
		.is_minimal = json_is_true(json_object_get(value, "minimal")),
		.is_shaky = json_is_true(json_object_get(value, "shaky")),
		.file = file ? hx_strdup(e->arena, file) : NULL,
	};
	for (size_t i = 0; i < json_array_size(ops); i++) {
		const char *name = json_string_value(json_array_get(ops, i));
		int op = name ? hx_model_find_op(&e->model, name) : -1;

		if (op < 0)
			return false;
		out->seq.op[out->seq.num++] = (uint16_t)op;
	}
	return true;
}

static bool add_findings(struct hx_explore *e, const json_t *findings)
{
	struct hx_finding finding;

	for (size_t i = 0; i < json_array_size(findings); i++) {
		unsigned int k = 0;

		if (!finding_from_json(e, json_array_get(findings, i), &finding))
			return false;
		while (k < e->num_findings && strcmp(e->finding[k].key, finding.key))
			k++;
		if (k < e->num_findings) {
			e->finding[k].count += finding.count;
			continue;
		}
		e->finding = hx_grow(e->arena, e->finding, e->num_findings, sizeof(finding));
		e->finding[e->num_findings++] = finding;
	}
	return true;
}

static uint64_t number(const json_t *root, const char *name)
{
	return (uint64_t)json_integer_value(json_object_get(root, name));
}

static bool add_state(struct hx_explore *e, const json_t *root, bool is_ours)
{
	const char *covered = json_string_value(json_object_get(root, "covered"));
	const char *avoided = json_string_value(json_object_get(root, "avoided"));
	/* files from before pairs were counted have none */
	const char *raced = json_string_value(json_object_get(root, "raced"));

	if (!map_from_json(covered, e->covered, num_transitions(e)) ||
	    !map_from_json(avoided, e->search.avoided, num_transitions(e)) ||
	    (raced && !map_from_json(raced, e->raced, num_pairs(e))) ||
	    !add_findings(e, json_object_get(root, "findings")))
		return false;
	e->num_covered = 0;
	for (unsigned int i = 0; i < num_transitions(e); i++)
		e->num_covered += hx_bit(e->covered, i);
	e->spent_ms += number(root, "ms");
	e->num_sequences += number(root, "sequences");
	e->num_steps += number(root, "steps");
	e->num_boots += number(root, "boots");
	if (!is_ours)
		return true;
	map_from_json(covered, e->search.planned, num_transitions(e));
	e->next_seed = number(root, "next_seed");
	e->next_index = number(root, "next_index");
	e->search.chance += e->next_seed;
	return true;
}

int hx_explore_load(struct hx_explore *explore, const char *path, bool is_ours,
		    struct hx_error *err)
{
	struct hx_text text = { 0 };
	const char *key;
	json_t *root;
	int ret = hx_read_file(path, &text, err);

	if (ret)
		return ret;
	root = json_loads(text.s, 0, NULL);
	hx_text_free(&text);
	key = json_string_value(json_object_get(root, "key"));
	if (!key || number(root, "format") != 1)
		ret = hx_error(err, HX_EUSAGE, "%s: no exploration", path);
	else if (strcmp(key, key_of(explore)))
		ret = hx_error(err, HX_EUSAGE, "%s: of another kernel, model or choice of "
			       "operations; take another directory or remove it", path);
	else if (!add_state(explore, root, is_ours))
		ret = hx_error(err, HX_EUSAGE, "%s: is damaged", path);
	json_decref(root);
	return ret;
}
