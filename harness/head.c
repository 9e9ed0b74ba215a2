/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * head.c - the head verbs of a scenario; see verbs.h for the table
 */
#include <string.h>

#include "../sim/abi/amp_map.h"
#include "machine.h"
#include "needs.h"
#include "profile.h"
#include "verbs.h"

int hx_head_title(struct hx_place *at, const struct hx_args *args)
{
	(void)args;
	if (at->sc->title)
		return hx_place_error(at, "a second title");
	at->sc->title = at->line->rest;
	return 0;
}

int hx_head_guards(struct hx_place *at, const struct hx_args *args)
{
	(void)args;
	hx_list_add(at->arena, &at->sc->guards, at->line->rest, at->line->number);
	return 0;
}

/* every word through @check (NULL: all are good), then into @list */
static int add_words(struct hx_place *at, const struct hx_args *args, struct hx_list *list,
		     int (*check)(const char *word, struct hx_error *err))
{
	const struct hx_arg *words = &args->v[0];

	for (unsigned int i = 0; i < words->num_words; i++) {
		struct hx_error why = { 0 };

		if (check && check(words->words[i].text, &why))
			return hx_place_error(at, "%s", why.text);
		hx_list_add(at->arena, list, words->words[i].text, at->line->number);
	}
	return 0;
}

int hx_head_needs(struct hx_place *at, const struct hx_args *args)
{
	return add_words(at, args, &at->sc->needs, hx_need_check);
}

int hx_head_caught_by(struct hx_place *at, const struct hx_args *args)
{
	return add_words(at, args, &at->sc->caught_by, hx_caught_by_check);
}

static int check_machine_word(const char *word, struct hx_error *err)
{
	struct hx_machine machine = hx_machine_default;

	return hx_machine_word(&machine, word, err);
}

int hx_head_machine(struct hx_place *at, const struct hx_args *args)
{
	return add_words(at, args, &at->sc->machine, check_machine_word);
}

int hx_head_with(struct hx_place *at, const struct hx_args *args)
{
	/* scenario.c has made the variants before it came here */
	(void)at;
	(void)args;
	return 0;
}

int hx_head_seeds(struct hx_place *at, const struct hx_args *args)
{
	const struct hx_arg *slow = hx_arg(args, "slow");
	uint64_t num = hx_arg(args, "N")->n, num_slow = slow ? slow->n : num;

	if (!num || num > HX_MAX_SEEDS || !num_slow || num_slow > HX_MAX_SEEDS)
		return hx_place_error(at, "seeds is 1 to %u", HX_MAX_SEEDS);
	at->sc->num_seeds = (unsigned int)num;
	at->sc->num_slow_seeds = (unsigned int)num_slow;
	at->sc->has_seeds = true;
	return 0;
}

int hx_head_tags(struct hx_place *at, const struct hx_args *args)
{
	return add_words(at, args, &at->sc->tags, NULL);
}

int hx_head_timeout(struct hx_place *at, const struct hx_args *args)
{
	at->sc->timeout_ns = hx_arg(args, "T")->n;
	if (at->sc->timeout_ns < 1000000)
		return hx_place_error(at, "a timeout below 1ms");
	return 0;
}

/* the first word of the bug's text */
static const char *known_word(struct hx_place *at, const struct hx_known *known)
{
	return hx_strndup(at->arena, known->text, strcspn(known->text, " \t"));
}

static void known_next(struct hx_known *known)
{
	known->text += strcspn(known->text, " \t");
	known->text += strspn(known->text, " \t");
}

/* takes "profile:NAME " off the bug's text */
static int known_profile(struct hx_place *at, struct hx_known *known)
{
	static const char prefix[] = "profile:";
	const char *word = known_word(at, known);

	if (strncmp(word, prefix, strlen(prefix)))
		return 0;
	known->profile = hx_profile_find(word + strlen(prefix));
	if (!known->profile)
		return hx_place_error(at, "%s: there is no such profile", word);
	known_next(known);
	return 0;
}

/* takes "kconfig:NAME " off it */
static void known_config(struct hx_place *at, struct hx_known *known)
{
	static const char prefix[] = "kconfig:";
	const char *word = known_word(at, known);

	if (strncmp(word, prefix, strlen(prefix)) || !word[strlen(prefix)])
		return;
	known->config = word + strlen(prefix);
	known_next(known);
}

int hx_head_known(struct hx_place *at, const struct hx_args *args)
{
	struct hx_scenario *sc = at->sc;
	struct hx_known known = { .text = at->line->rest };
	int ret = known_profile(at, &known);

	(void)args;
	if (ret)
		return ret;
	known_config(at, &known);
	for (unsigned int i = 0; i < HX_ARRAY_SIZE(known.range) &&
	     hx_parse_version_range(known_word(at, &known), &known.range[i]); i++)
		known_next(&known);
	if (!*known.text)
		return hx_place_error(at, "known wants the bug's name behind the kernel");
	sc->known = hx_grow(at->arena, sc->known, sc->num_known, sizeof(known));
	sc->known[sc->num_known++] = known;
	return 0;
}

int hx_head_firmware(struct hx_place *at, const struct hx_args *args)
{
	const struct hx_arg *core = hx_arg(args, "coreN");
	struct hx_scenario *sc = at->sc;
	struct hx_image image = {
		.image = hx_arg(args, "IMAGE")->text,
		.core = core ? (unsigned int)core->n : HX_ALL_CORES,
		.line = at->line->number,
	};

	sc->firmware = hx_grow(at->arena, sc->firmware, sc->num_firmware, sizeof(image));
	sc->firmware[sc->num_firmware++] = image;
	return 0;
}

int hx_head_demand(struct hx_place *at, const struct hx_args *args)
{
	struct hx_scenario *sc = at->sc;
	struct hx_demand demand = {
		.want = (enum hx_table_want)hx_arg(args, "set|unset|alike")->n,
		.core = (unsigned int)hx_arg(args, "coreN")->n,
		.line = at->line->number,
	};

	sc->demand = hx_grow(at->arena, sc->demand, sc->num_demands, sizeof(demand));
	sc->demand[sc->num_demands++] = demand;
	return 0;
}

int hx_head_demand_coredump(struct hx_place *at, const struct hx_args *args)
{
	struct hx_scenario *sc = at->sc;
	const struct hx_arg *count = hx_arg(args, "N");
	struct hx_dump_demand demand = {
		.core = (unsigned int)hx_arg(args, "coreN")->n,
		.has_sections = hx_arg(args, "segments|sections")->n == 1,
		.count = count ? (unsigned int)count->n : 0,
		.line = at->line->number,
	};

	sc->dump = hx_grow(at->arena, sc->dump, sc->num_dumps, sizeof(demand));
	sc->dump[sc->num_dumps++] = demand;
	return 0;
}
