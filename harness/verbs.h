/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * verbs.h - the closed list of verbs: one table for the compiler and the manual
 *
 * Each row is one form of a verb; a verb with several forms has several rows.
 * Head verbs describe the scenario and fill struct hx_scenario; body verbs
 * become operations of the program.  The functions are in head.c, body.c and
 * held.c and expect.c.
 */
#ifndef HX_VERBS_H
#define HX_VERBS_H

#include "scenario.h"
#include "syntax.h"

struct hx_compiler;	/* compile.h; NULL while head lines are read */

/* a line on its way through the table */
struct hx_place {
	struct hx_arena *arena;
	struct hx_scenario *sc;
	const struct hx_line *line;
	struct hx_error *err;
	struct hx_compiler *compiler;
};

struct hx_verb {
	bool is_head;
	bool takes_prose;	/* the rest of the line is text, not words */
	const char *name;
	const char *syntax;	/* what follows the name; syntax.h */
	const char *doc;
	/* 0, or an error code with "path:line: ..." */
	int (*fn)(struct hx_place *at, const struct hx_args *args);
};

extern const struct hx_verb hx_verbs[];
extern const unsigned int hx_num_verbs;

/* what goes wrong with the line at hand; returns HX_ESCENARIO */
int hx_place_error(struct hx_place *at, const char *fmt, ...) HX_PRINTF(2, 3);

bool hx_verb_takes_prose(const char *verb, size_t len);

#define HX_HEAD_DONE	1
/*
 * Take @line into @sc when its verb is a head verb: HX_HEAD_DONE; 0 when it is
 * a body line; HX_ESCENARIO on an unknown verb or a head line that is wrong.
 */
int hx_head_line(struct hx_arena *arena, struct hx_scenario *sc, const struct hx_line *line,
		 struct hx_error *err);
/* a body line into at->compiler */
int hx_body_line(struct hx_place *at);

/* the table in the form of docs/scenarios.md, appended to @out */
void hx_verbs_markdown(struct hx_text *out);

/* head.c, body.c, held.c, expect.c */
int hx_head_title(struct hx_place *at, const struct hx_args *args);
int hx_head_guards(struct hx_place *at, const struct hx_args *args);
int hx_head_needs(struct hx_place *at, const struct hx_args *args);
int hx_head_caught_by(struct hx_place *at, const struct hx_args *args);
int hx_head_machine(struct hx_place *at, const struct hx_args *args);
int hx_head_with(struct hx_place *at, const struct hx_args *args);
int hx_head_seeds(struct hx_place *at, const struct hx_args *args);
int hx_head_tags(struct hx_place *at, const struct hx_args *args);
int hx_head_timeout(struct hx_place *at, const struct hx_args *args);
int hx_head_known(struct hx_place *at, const struct hx_args *args);
int hx_head_firmware(struct hx_place *at, const struct hx_args *args);
int hx_head_demand(struct hx_place *at, const struct hx_args *args);

int hx_head_demand_coredump(struct hx_place *at, const struct hx_args *args);

int hx_body_step(struct hx_place *at, const struct hx_args *args);
int hx_body_boot(struct hx_place *at, const struct hx_args *args);
int hx_body_insmod(struct hx_place *at, const struct hx_args *args);
int hx_body_modprobe(struct hx_place *at, const struct hx_args *args);
int hx_body_rmmod(struct hx_place *at, const struct hx_args *args);
int hx_body_start(struct hx_place *at, const struct hx_args *args);
int hx_body_stop(struct hx_place *at, const struct hx_args *args);
int hx_body_set(struct hx_place *at, const struct hx_args *args);
int hx_body_crash(struct hx_place *at, const struct hx_args *args);
int hx_body_install(struct hx_place *at, const struct hx_args *args);
int hx_body_write(struct hx_place *at, const struct hx_args *args);
int hx_body_open(struct hx_place *at, const struct hx_args *args);
int hx_body_hold(struct hx_place *at, const struct hx_args *args);
int hx_body_let_go(struct hx_place *at, const struct hx_args *args);
int hx_body_held_read(struct hx_place *at, const struct hx_args *args);
int hx_body_held_write(struct hx_place *at, const struct hx_args *args);
int hx_body_ioctl(struct hx_place *at, const struct hx_args *args);
int hx_body_close(struct hx_place *at, const struct hx_args *args);
int hx_body_send(struct hx_place *at, const struct hx_args *args);
int hx_body_recv(struct hx_place *at, const struct hx_args *args);
int hx_body_exchange(struct hx_place *at, const struct hx_args *args);
int hx_body_frames(struct hx_place *at, const struct hx_args *args);
int hx_body_chars(struct hx_place *at, const struct hx_args *args);
int hx_body_fetch(struct hx_place *at, const struct hx_args *args);
int hx_body_command(struct hx_place *at, const struct hx_args *args);
int hx_body_release(struct hx_place *at, const struct hx_args *args);
int hx_body_inject(struct hx_place *at, const struct hx_args *args);
int hx_body_fresh(struct hx_place *at, const struct hx_args *args);
int hx_body_repeat(struct hx_place *at, const struct hx_args *args);
int hx_body_permute(struct hx_place *at, const struct hx_args *args);
int hx_body_race(struct hx_place *at, const struct hx_args *args);
int hx_body_walk(struct hx_place *at, const struct hx_args *args);
int hx_body_failing(struct hx_place *at, const struct hx_args *args);
int hx_body_end(struct hx_place *at, const struct hx_args *args);

int hx_expect_rproc(struct hx_place *at, const struct hx_args *args);
int hx_expect_stack(struct hx_place *at, const struct hx_args *args);
int hx_expect_rproc_here(struct hx_place *at, const struct hx_args *args);
int hx_expect_module(struct hx_place *at, const struct hx_args *args);
int hx_expect_core(struct hx_place *at, const struct hx_args *args);
int hx_expect_cause(struct hx_place *at, const struct hx_args *args);
int hx_expect_releases(struct hx_place *at, const struct hx_args *args);
int hx_expect_channel(struct hx_place *at, const struct hx_args *args);
int hx_expect_dmesg(struct hx_place *at, const struct hx_args *args);
int hx_expect_no_dmesg(struct hx_place *at, const struct hx_args *args);
int hx_expect_trace(struct hx_place *at, const struct hx_args *args);
int hx_expect_fault(struct hx_place *at, const struct hx_args *args);
int hx_expect_poll(struct hx_place *at, const struct hx_args *args);
int hx_expect_file_mode(struct hx_place *at, const struct hx_args *args);
int hx_expect_file(struct hx_place *at, const struct hx_args *args);
int hx_expect_file_here(struct hx_place *at, const struct hx_args *args);

#endif
