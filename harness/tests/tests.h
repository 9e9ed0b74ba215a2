/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tests.h - the suites of harness-tests, one for each module of the program
 */
#ifndef HX_TESTS_H
#define HX_TESTS_H

#include <check.h>

Suite *base_suite(void);
Suite *scenario_suite(void);
Suite *compile_suite(void);
Suite *kernel_suite(void);
Suite *report_suite(void);
Suite *splats_suite(void);
Suite *verdict_suite(void);
Suite *plan_suite(void);
Suite *output_suite(void);
Suite *qemu_suite(void);
Suite *docs_suite(void);
Suite *fuzz_suite(void);
Suite *table_suite(void);
Suite *trace_suite(void);
Suite *score_suite(void);
Suite *model_suite(void);

#endif
