/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * needs.c - the words of `needs` and `caught-by`; see needs.h
 */
#include <string.h>

#include "needs.h"

static bool has_module(struct hx_arena *arena, const struct hx_env *env, const char *name)
{
	(void)arena;
	return hx_kernel_module(env->kernel, hx_profile_role(env->profile, name)) != NULL;
}

static bool has_config(struct hx_arena *arena, const struct hx_env *env, const char *symbol)
{
	(void)arena;
	return hx_kernel_config(env->kernel, symbol) != 0;
}

static bool has_firmware(struct hx_arena *arena, const struct hx_env *env, const char *image)
{
	return hx_is_file(hx_image_path(arena, env, image));
}

static bool is_profile(struct hx_arena *arena, const struct hx_env *env, const char *name)
{
	(void)arena;
	return !strcmp(env->profile->name, name);
}

static const struct need_kind {
	const char *prefix;
	bool wants_kernel;
	bool (*is_met)(struct hx_arena *arena, const struct hx_env *env, const char *value);
} need_kinds[] = {
	{ "module:", true, has_module },
	{ "kconfig:", true, has_config },
	{ "firmware:", false, has_firmware },
	{ "profile:", false, is_profile },
};

/* the kind of a need with a value, NULL when it is an offer or a kernel */
static const struct need_kind *find_kind(const char *word)
{
	for (unsigned int i = 0; i < HX_ARRAY_SIZE(need_kinds); i++) {
		size_t len = strlen(need_kinds[i].prefix);

		if (!strncmp(word, need_kinds[i].prefix, len) && word[len])
			return &need_kinds[i];
	}
	return NULL;
}

int hx_need_check(const char *word, struct hx_error *err)
{
	const char *words[32] = { NULL }, *nearest;
	struct hx_version_range range;
	unsigned int num = 0;

	if (find_kind(word) || hx_parse_version_range(word, &range) ||
	    hx_index(word, hx_offer_words) >= 0)
		return 0;
	for (unsigned int i = 0; hx_offer_words[i]; i++)
		words[num++] = hx_offer_words[i];
	for (unsigned int i = 0; i < HX_ARRAY_SIZE(need_kinds); i++)
		words[num++] = need_kinds[i].prefix;
	nearest = hx_nearest(word, words);
	return hx_error(err, HX_ESCENARIO, "unknown need \"%s\"%s%s%s", word,
			nearest ? ", did you mean \"" : "", nearest ? nearest : "",
			nearest ? "\"?" : "");
}

static bool is_met(struct hx_arena *arena, const struct hx_env *env, const char *word)
{
	const struct need_kind *kind = find_kind(word);
	struct hx_version_range range;

	if (kind)
		return (kind->wants_kernel && !env->kernel) ||
		       kind->is_met(arena, env, word + strlen(kind->prefix));
	if (hx_parse_version_range(word, &range))
		return !env->kernel || hx_kernel_in_range(env->kernel, &range);
	return hx_index(word, env->profile->offers) >= 0;
}

/* A scenario that names the profile runs on kernels that boot none of its cores */
static bool is_lame(const struct hx_scenario *sc, const struct hx_env *env)
{
	const struct hx_profile *profile = env->profile;
	struct hx_version_range range;

	if (!env->kernel || !profile->lame_need)
		return false;
	for (unsigned int i = 0; i < HX_ARRAY_SIZE(profile->lame); i++)
		if (!hx_parse_version_range(profile->lame[i], &range) ||
		    !hx_kernel_in_range(env->kernel, &range))
			return false;
	for (unsigned int i = 0; i < sc->needs.num; i++)
		if (!strncmp(sc->needs.item[i].text, "profile:", strlen("profile:")))
			return false;
	return true;
}

const char *hx_unmet_needs(struct hx_arena *arena, const struct hx_scenario *sc,
			   const struct hx_compiled *compiled, const struct hx_env *env)
{
	struct hx_list profile = { 0 }, unmet = { 0 };
	const struct hx_list *lists[] = { &profile, &sc->needs, &compiled->implied };
	const char *text = is_lame(sc, env) ? env->profile->lame_need : NULL;

	if (env->profile->needs)
		hx_list_add(arena, &profile, env->profile->needs, 0);
	for (unsigned int i = 0; i < HX_ARRAY_SIZE(lists); i++)
		for (unsigned int j = 0; j < lists[i]->num; j++) {
			const char *word = lists[i]->item[j].text;

			if (is_met(arena, env, word) || hx_list_has(&unmet, word))
				continue;
			hx_list_add(arena, &unmet, word, 0);
			text = text ? hx_printf(arena, "%s, %s", text, word) : word;
		}
	return text;
}

static const char *after(const char *word, const char *prefix)
{
	size_t len = strlen(prefix);

	return strncmp(word, prefix, len) || !word[len] ? NULL : word + len;
}

int hx_caught_by_check(const char *word, struct hx_error *err)
{
	struct hx_machine machine = hx_machine_default;
	const char *value = after(word, "fault:"), *core;
	uint64_t number;

	if (value)
		return hx_fault_check(value, 0, err);
	value = after(word, "machine:");
	if (value)
		return hx_machine_word(&machine, value, err);
	value = after(word, "firmware:");
	core = value ? strchr(value, '@') : NULL;
	if (core && (strncmp(core, "@core", 5) || !hx_parse_u64(core + 5, &number) ||
		     number >= AMP_MAX_CORES))
		return hx_error(err, HX_ESCENARIO, "\"%s\" is not firmware:IMAGE@coreN", word);
	if (value || after(word, "mutant:"))
		return 0;
	return hx_error(err, HX_ESCENARIO, "\"%s\" is not fault:..., firmware:..., machine:... or "
			"mutant:...", word);
}

bool hx_caught_by_change(struct hx_arena *arena, const struct hx_item *word,
			 struct hx_change *change)
{
	struct {
		const char *prefix;
		struct hx_list *list;
	} kinds[] = {
		{ "fault:", &change->faults },
		{ "firmware:", &change->firmware },
		{ "machine:", &change->machine },
	};

	for (unsigned int i = 0; i < HX_ARRAY_SIZE(kinds); i++) {
		const char *value = after(word->text, kinds[i].prefix);

		if (!value)
			continue;
		hx_list_add(arena, kinds[i].list, value, word->line);
		return true;
	}
	return false;
}
