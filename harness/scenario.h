/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * scenario.h - the text of a scenario: lines, words, variants
 *
 * A scenario is a text file, one verb a line.  '#' opens a comment where it is
 * the first character of a line.  A word in double quotes may hold blanks; \"
 * and \\ stand for themselves, \n for a newline.  ${NAME} is replaced by the
 * value that a `with NAME V1 V2` line gives it; every combination of values is
 * a variant, a scenario of its own.
 *
 * This file knows words and head lines, not what the body means: that is
 * compile.h.  Everything returned lives in the arena that was given.
 */
#ifndef HX_SCENARIO_H
#define HX_SCENARIO_H

#include "base.h"

#define HX_MAX_VARIANTS		60u
#define HX_MAX_WORDS		64u	/* in a line */
#define HX_MAX_SEEDS		100000u
#define HX_MAX_TIMEOUT_NS	(3600ull * 1000000000ull)
#define HX_DEFAULT_TIMEOUT_NS	(60ull * 1000000000ull)

struct hx_word {
	const char *text;
	bool is_quoted;
};

struct hx_line {
	unsigned int number;		/* in the file, from 1 */
	struct hx_word *word;		/* word[0] is the verb */
	unsigned int num_words;
	const char *rest;		/* the line after the verb, trimmed */
};

/* a condition on the kernel's version, written kernel<X.Y or kernel>=X.Y */
struct hx_version_range {
	bool is_set;
	bool is_below;			/* kernel<X.Y */
	unsigned int major, minor;
};

/* a listed kernel bug: the scenario is expected to fail where both ranges hold */
struct hx_known {
	const struct hx_profile *profile;	/* NULL: all */
	const char *config;			/* CONFIG_NAME that the kernel has; NULL: any */
	struct hx_version_range range[2];
	const char *text;
};

/* an image for one core, or for all of them (HX_ALL_CORES) */
#define HX_ALL_CORES	0xffffffffu
struct hx_image {
	const char *image;
	unsigned int core;
	unsigned int line;
};

/* what a core must find in its resource table at its first instruction */
enum hx_table_want {
	HX_TABLE_SET,		/* an address for every vring */
	HX_TABLE_UNSET,		/* for none */
	HX_TABLE_ALIKE,		/* the same at every start */
};

/* what the core dumps of a core must be */
struct hx_dump_demand {
	unsigned int core;
	bool has_sections;	/* else segments */
	unsigned int count;	/* 0: one or more */
	unsigned int line;
};

struct hx_demand {
	enum hx_table_want want;
	unsigned int core;
	unsigned int line;
};

struct hx_scenario {
	const char *path;		/* as the user gave it */
	const char *name;		/* path below scenarios/, and @variant */
	const char *variant;		/* "VDEVS=2,NAME=x", "" when there is no with line */
	const char *title;
	struct hx_list guards;
	struct hx_list needs;
	struct hx_list caught_by;
	struct hx_list machine;
	struct hx_list tags;
	struct hx_known *known;
	unsigned int num_known;
	struct hx_image *firmware;
	unsigned int num_firmware;
	struct hx_demand *demand;
	unsigned int num_demands;
	struct hx_dump_demand *dump;
	unsigned int num_dumps;
	unsigned int num_seeds;		/* 1 when there is no seeds line */
	unsigned int num_slow_seeds;	/* the same on a kernel with KASAN */
	bool has_seeds;
	uint64_t timeout_ns;		/* virtual */
	struct hx_line *body;
	unsigned int num_body;
};

struct hx_scenarios {
	struct hx_scenario *v;		/* the variants, in the order of the with lines */
	unsigned int num;
};

/**
 * hx_scenario_parse() - the variants of one scenario
 * @arena: owns everything in @out
 * @path:  for messages
 * @name:  for reports, without the variant
 * @text:  the file; untrusted, NUL-terminated, @len bytes
 * @out:   out; unchanged on error
 *
 * Returns: 0; HX_ESCENARIO with "path:line: message" in @err.
 */
int hx_scenario_parse(struct hx_arena *arena, const char *path, const char *name,
		      const char *text, size_t len, struct hx_scenarios *out,
		      struct hx_error *err);

/* the error of a line, "path:line: ..."; returns HX_ESCENARIO */
int hx_line_error(struct hx_error *err, const char *path, unsigned int line,
		  const char *fmt, ...) HX_PRINTF(4, 5);

/*
 * kernel<X.Y or kernel>=X.Y into @range; false when @word is neither.
 */
bool hx_parse_version_range(const char *word, struct hx_version_range *range);

/* "20ms" and the like in nanoseconds; units ns us ms s; false when it is no duration */
bool hx_parse_duration(const char *text, uint64_t *ns);

#endif
