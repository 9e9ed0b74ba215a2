// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * firmware-tests - firmware/lib on the host, against rings no driver would make
 *
 * CK_TAP_LOG_FILE_NAME=- writes TAP to standard output.  Exit status: 0 when
 * all passed, 1 otherwise.
 */
#include <stdlib.h>

#include "suites.h"

int main(void)
{
	SRunner *runner = srunner_create(vring_suite());
	int failed;

	srunner_add_suite(runner, link_suite());
	srunner_add_suite(runner, trace_suite());
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
