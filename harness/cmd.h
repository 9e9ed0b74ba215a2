/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cmd.h - the commands; each returns the exit status of the program
 *
 * A command prints its own result.  What goes wrong before there is one is left
 * in @err, and the command returns HX_STATUS_RIG for main to print it.
 */
#ifndef HX_CMD_H
#define HX_CMD_H

#include "options.h"

enum hx_status {
	HX_STATUS_GOOD = 0,
	HX_STATUS_FAILED = 1,
	HX_STATUS_RIG = 2,
	HX_STATUS_SKIPPED = 77,
	HX_STATUS_OUR_BUG = 99,
	HX_STATUS_INTERRUPTED = 130,
};

int hx_cmd_list(struct hx_options *opt, struct hx_error *err);
/* `list --matrix` */
int hx_cmd_matrix(struct hx_options *opt, struct hx_error *err);
int hx_cmd_check(struct hx_options *opt, struct hx_error *err);
int hx_cmd_run(struct hx_options *opt, struct hx_error *err);
int hx_cmd_prove(struct hx_options *opt, struct hx_error *err);
int hx_cmd_replay(struct hx_options *opt, struct hx_error *err);
int hx_cmd_trace(struct hx_options *opt, struct hx_error *err);
int hx_cmd_score(struct hx_options *opt, struct hx_error *err);
int hx_cmd_fuzz(struct hx_options *opt, struct hx_error *err);
int hx_cmd_table(struct hx_options *opt, struct hx_error *err);
int hx_cmd_explore(struct hx_options *opt, struct hx_error *err);
int hx_cmd_report(struct hx_options *opt, struct hx_error *err);
int hx_cmd_shell(struct hx_options *opt, struct hx_error *err);

#endif
