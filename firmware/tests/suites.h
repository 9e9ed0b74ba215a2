/* SPDX-License-Identifier: GPL-2.0-or-later */
/* suites.h - one libcheck suite for each module of lib/ that has no registers */
#ifndef SUITES_H
#define SUITES_H

#include <check.h>

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

Suite *vring_suite(void);
Suite *link_suite(void);
Suite *trace_suite(void);

#endif
