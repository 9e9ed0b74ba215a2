/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * plan.c - which runs there are; see plan.h
 */
#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "baseline.h"
#include "needs.h"
#include "plan.h"

/* a file that was read */
struct file {
	const char *name;
	const char *variant;		/* the only one that is wanted, NULL: all */
	struct hx_scenarios all;
	bool has_error;			/* one that is told of */
};

struct planner {
	struct hx_options *opt;
	struct hx_plan *plan;
	struct hx_error *err;
	unsigned int flags;
	unsigned int count;		/* points so far, those of other shards too */
	struct file *file;
	unsigned int num_files;
	const char *variant;		/* of the file at hand */
	const struct hx_scenario **searched;	/* for leaks */
	unsigned int num_searched;
	const struct hx_env *env;	/* of the profile at hand */
};

static void add_point(struct planner *p, const struct hx_point *point)
{
	struct hx_plan *plan = p->plan;

	if (p->count++ % p->opt->num_shards != p->opt->shard - 1)
		return;
	plan->point = hx_grow(&plan->arena, plan->point, plan->num_points, sizeof(*point));
	plan->point[plan->num_points++] = *point;
}

static const char *known_bug(const struct planner *p, const struct hx_scenario *sc)
{
	const struct hx_kernel *kernel = p->plan->env.kernel;

	for (unsigned int i = 0; i < sc->num_known; i++) {
		const struct hx_known *known = &sc->known[i];

		if (known->profile && known->profile != p->env->profile)
			continue;
		if (known->config && kernel && !hx_kernel_config(kernel, known->config))
			continue;
		if (!kernel || (hx_kernel_in_range(kernel, &known->range[0]) &&
				hx_kernel_in_range(kernel, &known->range[1])))
			return known->text;
	}
	return NULL;
}

/*
 * The search is most of a run's time: one for each scenario, none where a listed
 * bug fails the run anyway; but always for proofs, which may rest on it.
 */
static bool leaves_leaks(struct planner *p, const struct hx_scenario *sc, const char *known)
{
	const struct hx_kernel *kernel = p->plan->env.kernel;

	if (!kernel || !hx_kernel_config(kernel, "DEBUG_KMEMLEAK"))
		return false;
	if (p->opt->leaks != HX_LEAKS_FIRST || (p->flags & HX_PLAN_PROVE))
		return p->opt->leaks == HX_LEAKS_OFF;
	if (known)
		return true;
	for (unsigned int i = 0; i < p->num_searched; i++)
		if (p->searched[i] == sc)
			return true;
	p->searched = hx_grow(&p->plan->arena, p->searched, p->num_searched, sizeof(*p->searched));
	p->searched[p->num_searched++] = sc;
	return false;
}

/* the command that runs one point again; @word: the proof's, or NULL */
static const char *again(struct planner *p, const struct hx_scenario *sc,
			 const struct hx_point *point, const char *word)
{
	struct hx_arena *a = &p->plan->arena;
	const char *with = "", *text;

	if (word)
		with = hx_printf(a, " --with-%.*s %s", (int)strcspn(word, ":"), word,
				 strchr(word, ':') + 1);
	text = hx_printf(a, "%s run --seed %lu%s%s%s%s", p->opt->program,
			 (unsigned long)point->seed, sc->has_seeds ? " --seeds 1" : "",
			 point->leaves_leaks ? " --leaks off" : "",
			 p->opt->again.s ? p->opt->again.s : "", with);
	if (p->env->profile != &hx_profiles[0])
		text = hx_printf(a, "%s --profile %s", text, p->env->profile->name);
	return hx_printf(a, "%s %s%s%s", text, sc->path, *sc->variant ? "@" : "", sc->variant);
}

/* profile, name, proof and seed in letters that are good in a file name */
static const char *label(struct planner *p, const struct hx_scenario *sc, uint64_t seed,
			 const char *word)
{
	bool is_first = p->env->profile == &hx_profiles[0];
	char *text = hx_printf(&p->plan->arena, "%s%s%s%s%s-seed%lu",
			       is_first ? "" : p->env->profile->name, is_first ? "" : "-", sc->name,
			       word ? "-" : "", word ? word : "", (unsigned long)seed);
	size_t first = strspn(text, "./");

	for (char *c = text; *c; c++)
		if (!isalnum((unsigned char)*c) && !strchr("-_.=", *c))
			*c = '-';
	return text + first;
}

/* where the baseline lists a result, NULL: nowhere */
static const char *listed(struct planner *p, const char *name)
{
	const struct hx_item *entry = hx_baseline_find(&p->plan->baseline, name);

	return entry ? hx_printf(&p->plan->arena, "%s:%u", p->opt->baseline, entry->line) : NULL;
}

static unsigned int num_seeds(const struct planner *p, const struct hx_scenario *sc)
{
	const struct hx_kernel *kernel = p->env->kernel;

	if (p->opt->num_seeds)
		return p->opt->num_seeds;
	return kernel && hx_kernel_config(kernel, "KASAN") ? sc->num_slow_seeds : sc->num_seeds;
}

/* the seeds of one variant under one change */
static int add_seeds(struct planner *p, struct hx_scenario *sc, const struct hx_change *change,
		     const char *word, unsigned int group)
{
	struct hx_arena *a = &p->plan->arena;
	const char *prefix = hx_profile_prefix(a, p->env->profile);
	unsigned int num = num_seeds(p, sc);
	struct hx_compiled *compiled = hx_alloc(a, sizeof(*compiled));
	int ret = hx_compile(a, sc, p->env, change, compiled, p->err);
	const char *unmet, *known = known_bug(p, sc);

	if (ret)
		return ret;
	unmet = hx_unmet_needs(a, sc, compiled, p->env);
	if (p->flags & HX_PLAN_ONE_SEED)
		num = 1;
	for (unsigned int i = 0; i < num; i++) {
		uint64_t seed = p->opt->seed + i;
		struct hx_point point = {
			.sc = sc, .compiled = compiled, .profile = p->env->profile,
			.name = hx_printf(a, "%s%s", prefix, sc->name), .seed = seed,
			.unmet = unmet, .known = known, .group = group,
			.label = label(p, sc, seed, word),
			.leaves_leaks = !unmet && leaves_leaks(p, sc, known),
		};

		point.again = again(p, sc, &point, word);
		if (num > 1)
			point.name = hx_printf(a, "%s%cseed=%lu", point.name,
					       *sc->variant ? ',' : '@', (unsigned long)seed);
		point.baseline = listed(p, point.name);
		add_point(p, &point);
	}
	return 0;
}

static unsigned int add_group(struct planner *p, const char *name, const char *word,
			      const char *lacks)
{
	struct hx_plan *plan = p->plan;
	struct hx_group group = { name, word, lacks, false };

	plan->group = hx_grow(&plan->arena, plan->group, plan->num_groups, sizeof(group));
	plan->group[plan->num_groups] = group;
	return plan->num_groups++;
}

static bool is_wanted(const struct planner *p, const struct hx_scenario *sc)
{
	if (p->variant && strcmp(p->variant, sc->variant))
		return false;
	if (!p->opt->tags.num)
		return true;
	for (unsigned int i = 0; i < p->opt->tags.num; i++)
		if (hx_list_has(&sc->tags, p->opt->tags.item[i].text))
			return true;
	return false;
}

static int add_plain(struct planner *p, const struct hx_scenarios *all)
{
	int ret = 0;

	for (unsigned int i = 0; i < all->num && !ret; i++) {
		if (!is_wanted(p, &all->v[i]))
			continue;
		ret = add_seeds(p, &all->v[i], &p->opt->change, NULL, 0);
	}
	return ret;
}

/* a with line may name the word in some variants only */
static bool has_proof(const struct planner *p, const struct hx_scenario *sc, const char *word)
{
	return is_wanted(p, sc) && hx_list_has(&sc->caught_by, word);
}

/*
 * What keeps every variant that names @word from running as it stands, NULL:
 * nothing.  A need that only the change brings is not looked at: it is an image
 * that is missing, and the proof must fail.
 */
static int find_lack(struct planner *p, const struct hx_scenarios *all, const char *word,
		     const char **lacks)
{
	struct hx_arena *a = &p->plan->arena;
	int ret = 0;

	*lacks = NULL;
	for (unsigned int i = 0; i < all->num && !ret; i++) {
		struct hx_compiled *compiled;
		const char *unmet;

		if (!has_proof(p, &all->v[i], word))
			continue;
		compiled = hx_alloc(a, sizeof(*compiled));
		ret = hx_compile(a, &all->v[i], p->env, NULL, compiled, p->err);
		if (ret)
			break;
		unmet = hx_unmet_needs(a, &all->v[i], compiled, p->env);
		*lacks = unmet ? hx_printf(a, "needs %s", unmet) : NULL;
		if (!unmet)
			break;
	}
	return ret;
}

/* every variant under one caught-by word */
static int add_proof(struct planner *p, const struct hx_scenarios *all, const char *name,
		     const struct hx_item *word)
{
	struct hx_change *change = hx_alloc(&p->plan->arena, sizeof(*change));
	const char *lacks = "needs another kernel";
	unsigned int group;
	int ret = 0;

	if (hx_caught_by_change(&p->plan->arena, word, change))
		ret = find_lack(p, all, word->text, &lacks);
	group = add_group(p, name, word->text, lacks);
	for (unsigned int i = 0; i < all->num && !lacks && !ret; i++)
		if (has_proof(p, &all->v[i], word->text))
			ret = add_seeds(p, &all->v[i], change, word->text, group);
	return ret;
}

static int add_proofs(struct planner *p, const struct hx_scenarios *all, const char *name)
{
	struct hx_list words = { 0 };
	bool is_any_wanted = false;
	int ret = 0;

	for (unsigned int i = 0; i < all->num; i++) {
		is_any_wanted |= is_wanted(p, &all->v[i]);
		for (unsigned int j = 0; j < all->v[i].caught_by.num; j++) {
			const struct hx_item *word = &all->v[i].caught_by.item[j];

			if (is_wanted(p, &all->v[i]) && !hx_list_has(&words, word->text))
				hx_list_add(&p->plan->arena, &words, word->text, word->line);
		}
	}
	if (is_any_wanted && !words.num)
		add_group(p, name, NULL, NULL);
	for (unsigned int i = 0; i < words.num && !ret; i++)
		ret = add_proof(p, all, name, &words.item[i]);
	return ret;
}

/* a file below scenarios/ is called by its path there, others as they were given */
static const char *short_name(struct planner *p, const char *path)
{
	char *base = hx_printf(&p->plan->arena, "%s/scenarios/", p->opt->root);
	char real[PATH_MAX], real_base[PATH_MAX];
	size_t len;

	if (!realpath(path, real) || !realpath(base, real_base))
		return path;
	len = strlen(real_base);
	if (strncmp(real, real_base, len) || real[len] != '/')
		return path;
	return hx_strdup(&p->plan->arena, real + len + 1);
}

/* an error in a scenario is kept, and ends nothing; others are returned */
static int keep_error(struct planner *p, struct file *file, int ret)
{
	if (ret != HX_ESCENARIO)
		return ret;
	hx_list_add(&p->plan->arena, &p->plan->errors, p->err->text,
		    (unsigned int)(file - p->file) + 1);
	*p->err = (struct hx_error){ 0 };
	file->has_error = true;
	return 0;
}

static int read_file(struct planner *p, const char *path, const char *variant)
{
	struct hx_arena *a = &p->plan->arena;
	struct hx_text text = { 0 };
	struct file *file;
	int ret;

	p->file = hx_grow(a, p->file, p->num_files, sizeof(*p->file));
	file = &p->file[p->num_files++];
	*file = (struct file){ .name = short_name(p, path), .variant = variant };
	hx_list_add(a, &p->plan->files, file->name, 0);
	ret = hx_read_file(path, &text, p->err);
	if (!ret)
		ret = hx_scenario_parse(a, path, file->name, text.s, text.len, &file->all, p->err);
	hx_text_free(&text);
	return keep_error(p, file, ret);
}

/* the points of one file for the profile at hand */
static int add_file(struct planner *p, struct file *file)
{
	const char *name = hx_printf(&p->plan->arena, "%s%s",
				     hx_profile_prefix(&p->plan->arena, p->env->profile), file->name);
	int ret;

	if (file->has_error)
		return 0;
	p->variant = file->variant;
	ret = p->flags & HX_PLAN_PROVE ? add_proofs(p, &file->all, name)
				       : add_plain(p, &file->all);
	return keep_error(p, file, ret);
}

/* a path is a file, a directory, or FILE@VARIANT */
static int read_path(struct planner *p, const char *path)
{
	const char *at = strrchr(path, '@'), *variant = NULL;
	struct hx_list files = { 0 };
	int ret;

	if (!hx_is_file(path) && !hx_is_dir(path) && at) {
		variant = at + 1;
		path = hx_strndup(&p->plan->arena, path, (size_t)(at - path));
	}
	if (!hx_is_file(path) && !hx_is_dir(path))
		return hx_error(p->err, HX_EUSAGE, "%s: no such scenario or directory", path);
	ret = hx_list_files(&p->plan->arena, path, &files, p->err);
	for (unsigned int i = 0; i < files.num && !ret; i++)
		ret = read_file(p, files.item[i].text, variant);
	return ret;
}

/* all files for one profile */
static int add_profile(struct planner *p, const struct hx_profile *profile)
{
	struct hx_plan *plan = p->plan;
	struct hx_env *env = hx_alloc(&plan->arena, sizeof(*env));
	int ret = 0;

	*env = plan->env;
	env->profile = profile;
	env->firmware_dir = hx_profile_images(&plan->arena, profile, p->opt->firmware_dir);
	p->env = env;
	for (unsigned int i = 0; i < p->num_files && !ret; i++)
		ret = add_file(p, &p->file[i]);
	return ret;
}

int hx_plan_open(const struct hx_options *opt, unsigned int flags, struct hx_plan *plan,
		 struct hx_error *err)
{
	int ret;

	*plan = (struct hx_plan){ 0 };
	plan->env = (struct hx_env){
		.profile = opt->profile,
		.firmware_dir = hx_profile_images(&plan->arena, opt->profile, opt->firmware_dir),
		.firmware_elf = opt->firmware_elf,
		.scale_percent = opt->scale_percent,
	};
	if ((flags & HX_PLAN_NO_KERNEL) && !hx_is_dir(opt->kernel_dir) && !opt->again.s)
		return 0;
	ret = hx_kernel_open(&plan->arena, opt->kernel_dir, &plan->kernel, err);
	if (!ret)
		plan->env.kernel = &plan->kernel;
	return ret;
}

int hx_plan_make(struct hx_options *opt, unsigned int flags, struct hx_plan *plan,
		 struct hx_error *err)
{
	struct planner p = { .opt = opt, .plan = plan, .err = err, .flags = flags };
	int ret = hx_plan_open(opt, flags, plan, err);

	if (!ret && opt->baseline)
		ret = hx_baseline_read(&plan->arena, opt->baseline, &plan->baseline, err);
	if (!opt->paths.num)
		hx_list_add(&opt->arena, &opt->paths,
			    hx_printf(&opt->arena, "%s/scenarios", opt->root), 0);
	for (unsigned int i = 0; i < opt->paths.num && !ret; i++)
		ret = read_path(&p, opt->paths.item[i].text);
	for (unsigned int i = 0; opt->profiles[i] && !ret; i++)
		ret = add_profile(&p, opt->profiles[i]);
	if (!ret && !p.count && !plan->num_groups && !plan->errors.num)
		ret = hx_error(err, HX_EUSAGE, "no scenario is chosen");
	return ret;
}

void hx_plan_free(struct hx_plan *plan)
{
	hx_arena_free(&plan->arena);
}
