/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tests.h - the suites; each is in test-NAME.c */
#ifndef AG_TESTS_H
#define AG_TESTS_H

#include <check.h>

Suite *suite_program(void);	/* hostile program files */
Suite *suite_text(void);	/* report lines, kernel log records, lists */
Suite *suite_sysfs(void);	/* modules, channels, snapshots */
Suite *suite_exec(void);	/* running programs on a fake guest */
Suite *suite_held(void);	/* files that stay open */
Suite *suite_walk(void);	/* allocations that fail */

#endif
