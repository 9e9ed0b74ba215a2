/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_docs.c - the manual says what the program does
 */
#include <stdio.h>
#include <string.h>

#include "../../sim/abi/amp_lab.h"
#include "files.h"
#include "machine.h"
#include "profile.h"
#include "syntax.h"
#include "tests.h"
#include "verbs.h"

#define DOC	HX_SOURCE "/../docs/scenarios.md"

static struct hx_text doc;

static void begin(void)
{
	struct hx_error err;

	ck_assert_msg(!hx_read_file(DOC, &doc, &err), "%s", err.text);
}

static void finish(void)
{
	hx_text_free(&doc);
}

START_TEST(the_manual_has_the_table_of_verbs)
{
	struct hx_text table = { 0 };

	hx_verbs_markdown(&table);
	ck_assert_msg(strstr(doc.s, table.s) != NULL,
		      "%s does not have the table that `rproctest list --verbs` prints", DOC);
	hx_text_free(&table);
}
END_TEST

static void has_word(const char *word)
{
	char quoted[64];

	snprintf(quoted, sizeof(quoted), "`%s`", word);
	ck_assert_msg(strstr(doc.s, quoted) != NULL, "%s lacks %s", DOC, quoted);
}

START_TEST(the_manual_has_every_word_of_the_closed_lists)
{
	const char *const *const lists[] = {
		hx_offer_words, hx_fault_words, hx_command_words + 1, hx_attr_words, hx_state_words,
		hx_crash_words,
	};

	for (unsigned int i = 0; i < HX_ARRAY_SIZE(lists); i++)
		for (const char *const *word = lists[i]; *word; word++)
			has_word(*word);
}
END_TEST

START_TEST(names_of_faults_are_those_of_the_machine)
{
	static const char *const names[] = AMP_FAULT_NAMES;

	for (unsigned int i = 0; i < AMP_FAULT_KINDS; i++)
		ck_assert_str_eq(hx_fault_words[i], names[i]);
}
END_TEST

Suite *docs_suite(void)
{
	Suite *suite = suite_create("docs");
	TCase *tcase = tcase_create("scenarios");

	tcase_add_checked_fixture(tcase, begin, finish);
	tcase_add_test(tcase, the_manual_has_the_table_of_verbs);
	tcase_add_test(tcase, the_manual_has_every_word_of_the_closed_lists);
	tcase_add_test(tcase, names_of_faults_are_those_of_the_machine);
	suite_add_tcase(suite, tcase);
	return suite;
}
