/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * main.c - harness-tests: the unit tests of the host program
 *
 * TAP goes where CK_TAP_LOG_FILE_NAME says; exit status 1 when a test failed.
 */
#include <stdlib.h>

#include "tests.h"

int main(void)
{
	SRunner *runner = srunner_create(base_suite());
	int failed;

	srunner_add_suite(runner, scenario_suite());
	srunner_add_suite(runner, compile_suite());
	srunner_add_suite(runner, kernel_suite());
	srunner_add_suite(runner, report_suite());
	srunner_add_suite(runner, splats_suite());
	srunner_add_suite(runner, verdict_suite());
	srunner_add_suite(runner, plan_suite());
	srunner_add_suite(runner, output_suite());
	srunner_add_suite(runner, qemu_suite());
	srunner_add_suite(runner, docs_suite());
	srunner_add_suite(runner, fuzz_suite());
	srunner_add_suite(runner, table_suite());
	srunner_add_suite(runner, trace_suite());
	srunner_add_suite(runner, score_suite());
	srunner_add_suite(runner, model_suite());
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
