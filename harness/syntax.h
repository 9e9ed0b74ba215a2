/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * syntax.h - match the words of a line against a verb's syntax
 *
 * The syntax that the manual shows is what the matcher executes.  Its tokens,
 * separated by one blank:
 *
 *   lower case      that word             rprocN coreN eN   a name with its number
 *   a|b             one of these words    N                 a whole number
 *   size=N          anywhere in the line  T                 a duration
 *   size=A..B       a range, also one N   "TEXT"            one word or quoted text
 *   WORD            any word; ATTR STATE  WORD...           one or more to the end
 *                   TYPE FAULT COMMAND    P=V...            one or more of that form
 *                   ERRNO: of a closed list
 *   [on coreN]      may be left out
 *
 * Nothing is allocated; the arguments borrow from the line.
 */
#ifndef HX_SYNTAX_H
#define HX_SYNTAX_H

#include "scenario.h"

#define HX_MAX_ARGS	12u

/* the value of one token */
struct hx_arg {
	const char *token;	/* as in the syntax, without brackets */
	size_t token_len;
	const char *text;	/* the word; of size=N what follows '=' */
	uint64_t n;		/* number, duration in ns, index in a list of words */
	uint64_t n_end;		/* A..B: B; else like n */
	const struct hx_word *words;	/* WORD...: the words */
	unsigned int num_words;
};

struct hx_args {
	const struct hx_line *line;
	struct hx_arg v[HX_MAX_ARGS];
	unsigned int num;
};

/* how far the best of several syntaxes came, and what it wanted there */
struct hx_miss {
	unsigned int depth;		/* words that matched */
	const char *got;		/* NULL: the line ended */
	struct hx_text expected;	/* "a, b, c" */
	char words[48][24];		/* known words that would have matched */
	unsigned int num_words;
};

/* true when the line (its verb aside) is of this syntax; else @miss is better or equal */
bool hx_match(const char *syntax, const struct hx_line *line, struct hx_args *args,
	      struct hx_miss *miss);

/* the argument of a token ("coreN", "size", "present|absent"), NULL when left out */
const struct hx_arg *hx_arg(const struct hx_args *args, const char *token);

/* lists of words, each ended by NULL */
extern const char *const hx_attr_words[];	/* ATTR: what set and expect take */
extern const char *const hx_state_words[];	/* STATE: of a remoteproc device */
extern const char *const hx_crash_words[];	/* TYPE: of debugfs */
extern const char *const hx_fault_words[];	/* FAULT: index = enum amp_fault */
extern const char *const hx_command_words[];	/* COMMAND: index = AMP_CMD_* */

/* the number of an error name such as EBUSY, 0 when there is none of that name */
int hx_errno_number(const char *name);

#endif
