/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cmd_run.c - `run` and `prove`: a plan, the runs, the report
 */
#include <stdio.h>
#include <unistd.h>

#include "cmd.h"
#include "output.h"
#include "results.h"
#include "run.h"

static int run_plan(struct hx_options *opt, struct hx_plan *plan, bool is_proving,
		    struct hx_error *err)
{
	bool has_ktap = opt->wants_ktap || !isatty(STDOUT_FILENO);
	struct hx_sink sink = has_ktap ? hx_output_ktap_sink : hx_output_sink;
	int signal_number = 0, status;
	struct hx_output output;

	if (hx_run_check(opt, err))
		return HX_STATUS_RIG;
	hx_output_begin(&output, stdout, plan, has_ktap, is_proving);
	sink.context = &output;
	if (hx_run_points(opt, plan, &sink, &signal_number, err))
		return HX_STATUS_RIG;
	hx_output_end(&output, signal_number);
	status = hx_output_status(&output, signal_number);
	/* results that cannot be written are a broken rig, whatever they say */
	if (hx_report_write(opt, plan, status, err) && status != HX_STATUS_INTERRUPTED)
		status = HX_STATUS_RIG;
	return status;
}

static int run(struct hx_options *opt, unsigned int flags, struct hx_error *err)
{
	int status = HX_STATUS_RIG;
	struct hx_plan plan;

	if (!hx_plan_make(opt, flags, &plan, err)) {
		for (unsigned int i = 0; i < plan.errors.num; i++)
			fprintf(stderr, "%s\n", plan.errors.item[i].text);
		if (!plan.errors.num)
			status = run_plan(opt, &plan, flags & HX_PLAN_PROVE, err);
	}
	hx_plan_free(&plan);
	return status;
}

int hx_cmd_run(struct hx_options *opt, struct hx_error *err)
{
	return run(opt, 0, err);
}

int hx_cmd_prove(struct hx_options *opt, struct hx_error *err)
{
	return run(opt, HX_PLAN_PROVE, err);
}
