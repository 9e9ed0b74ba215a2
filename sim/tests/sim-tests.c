/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sim-tests - tests of the machine amp-virt and its devices
 *
 * Usage: sim-tests.  Runs every suite; CK_RUN_SUITE=mbox runs one,
 * CK_TAP_LOG_FILE_NAME=file writes TAP.  The QEMU under test is
 * ../qemu/qemu-system-amp seen from this program, or SIM_QEMU.
 * Exit status: 0 all passed, 1 a test failed.
 */
#include <stdlib.h>

#include "tests.h"

int main(void)
{
    SRunner *sr = srunner_create(suite_machine());
    int failed;

    srunner_add_suite(sr, suite_lab());
    srunner_add_suite(sr, suite_mbox());
    srunner_add_suite(sr, suite_ctrl());
    srunner_add_suite(sr, suite_remote());
    srunner_add_suite(sr, suite_state());
    srunner_add_suite(sr, suite_guests());
    srunner_add_suite(sr, suite_ipcc());
    srunner_add_suite(sr, suite_stm32());
    srunner_add_suite(sr, suite_wkup());
    srunner_add_suite(sr, suite_boot());
    srunner_add_suite(sr, suite_omap());
    srunner_add_suite(sr, suite_part());
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
