/* SPDX-License-Identifier: GPL-2.0-or-later */
/* main.c - the agent's unit tests, a suite for every part */
#include <check.h>
#include <stdlib.h>

#include "tests.h"

int main(void)
{
	SRunner *runner = srunner_create(suite_program());
	int failed;

	srunner_add_suite(runner, suite_text());
	srunner_add_suite(runner, suite_sysfs());
	srunner_add_suite(runner, suite_exec());
	srunner_add_suite(runner, suite_held());
	srunner_add_suite(runner, suite_walk());
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
