/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_scenario.c - the text of scenarios: heads, variants, and every error
 */
#include <string.h>

#include "compile.h"
#include "scenario.h"
#include "tests.h"

static struct hx_arena arena;
static struct hx_scenarios all;
static struct hx_error err;

static void begin(void)
{
	arena = (struct hx_arena){ 0 };
	all = (struct hx_scenarios){ 0 };
	err = (struct hx_error){ 0 };
}

static void finish(void)
{
	hx_arena_free(&arena);
}

static int parse(const char *text)
{
	return hx_scenario_parse(&arena, "f", "f", text, strlen(text), &all, &err);
}

/* parse, and compile every variant for a profile without a kernel */
static int compile_all(const char *text)
{
	const struct hx_env env = {
		.profile = &hx_profiles[0], .firmware_dir = "/nonexistent", .scale_percent = 100,
	};
	int ret = parse(text);

	for (unsigned int i = 0; i < all.num && !ret; i++) {
		struct hx_compiled compiled;

		ret = hx_compile(&arena, &all.v[i], &env, NULL, &compiled, &err);
	}
	return ret;
}

static const struct {
	const char *text;	/* of a whole file; line 1 is a title unless it is wrong too */
	const char *error;
} wrong[] = {
	/* files */
	{ "", "f:1: no title line" },
	{ "boot\n", "f:1: no title line" },
	{ "title x\n", "f:1: no body: nothing would be done" },
	{ "title\nboot\n", "f:1: title wants a text" },
	{ "title x\ntitle y\nboot\n", "f:2: a second title" },
	{ "title x\nboot\n\x01\n", "f:3: control character 0x01" },
	{ "title x\nboot\ntags y\n", "f:3: tags belongs to the head, above line 2" },
	/* head */
	{ "title x\nneeds foo:bar\nboot\n", "f:2: unknown need \"foo:bar\"" },
	{ "title x\nneeds crash:mailbx\nboot\n",
	  "f:2: unknown need \"crash:mailbx\", did you mean \"crash:mailbox\"?" },
	{ "title x\nneeds kernel>5.1\nboot\n", "f:2: unknown need \"kernel>5.1\"" },
	{ "title x\ncaught-by luck\nboot\n",
	  "f:2: \"luck\" is not fault:..., firmware:..., machine:... or mutant:..." },
	{ "title x\ncaught-by fault:drop-a2x@0\nboot\n",
	  "f:2: unknown fault \"drop-a2x\", did you mean \"drop-a2m\"?" },
	{ "title x\ncaught-by fault:drop-a2m\nboot\n",
	  "f:2: fault \"drop-a2m\" is not NAME@CORE" },
	{ "title x\ncaught-by fault:drop-a2m@0:skp=1\nboot\n",
	  "f:2: fault \"drop-a2m@0:skp=1\": \"skp=1\" is not skip=N, count=N, arg=N or "
	  "chance=N" },
	{ "title x\ncaught-by fault:drop-a2m@4\nboot\n",
	  "f:2: fault \"drop-a2m@4\": no such core" },
	{ "title x\ncaught-by firmware:echo@0\nboot\n",
	  "f:2: \"firmware:echo@0\" is not firmware:IMAGE@coreN" },
	{ "title x\nmachine remots=2\nboot\n",
	  "f:2: unknown machine word \"remots=2\", did you mean \"remotes=\"?" },
	{ "title x\nmachine remotes=5\nboot\n", "f:2: machine word \"remotes=5\": remotes is 1 to 4" },
	{ "title x\nmachine running=echo\nboot\n",
	  "f:2: machine word \"running=echo\": running is IMAGE@CORE" },
	{ "title x\nmachine running=echo@1\nboot\n",
	  "f:1: machine running=echo@1: the machine has 1 remote core" },
	{ "title x\nmachine jitter=yes\nboot\n",
	  "f:2: machine word \"jitter=yes\": jitter is off or on" },
	{ "title x\nwith A\nboot\n", "f:2: with wants a name and its values" },
	{ "title x\nwith A 1\nwith A 2\nboot\n", "f:3: A has its values from line 2" },
	{ "title x\nwith A 1 2 3 4 5 6 7 8\nwith B 1 2 3 4 5 6 7 8\nboot\n",
	  "f:3: more than 60 variants" },
	{ "title x\nboot ${A}\n", "f:2: ${A}: no with line gives it a value" },
	{ "title x\nwith A 1\nboot ${A\n", "f:3: ${A: no with line gives it a value" },
	{ "title x\nseeds 0\nboot\n", "f:2: seeds is 1 to 100000" },
	{ "title x\ntimeout 5\nboot\n",
	  "f:2: timeout: \"5\" stands where it wants a duration such as 20ms" },
	{ "title x\ntimeout 10us\nboot\n", "f:2: a timeout below 1ms" },
	{ "title x\nknown kernel<6.1\nboot\n", "f:2: known wants the bug's name behind the kernel" },
	{ "title x\nfirmware echo on core1\nboot\n",
	  "f:2: core1: the machine has 1 remote core" },
	/* words */
	{ "title x\nexpct y\n", "f:2: unknown verb \"expct\", did you mean \"expect\"?" },
	{ "title x\nfrobnicate y\n", "f:2: unknown verb \"frobnicate\"" },
	{ "title x\nwrite /x \"y\n", "f:2: a quoted text does not end" },
	{ "title x\nwrite x y\n", "f:2: \"x\" is no path from the root" },
	{ "title x\nboot a b\n", "f:2: boot: \"b\" stands where it wants the end of the line" },
	/* arguments */
	{ "title x\nstart rproc1\n", "f:2: rproc1: the machine has 1 remote core" },
	{ "title x\nstart rproc4\n", "f:2: start: \"rproc4\" stands where it wants rprocN" },
	{ "title x\nstop rproc0 fails EBUSYY\n",
	  "f:2: stop: \"EBUSYY\" stands where it wants an error such as EBUSY" },
	{ "title x\nstop rproc0 fail EBUSY\n",
	  "f:2: stop: \"fail\" is not understood, did you mean \"fails\"?" },
	{ "title x\ncrash rproc0 fatl\n",
	  "f:2: crash: \"fatl\" is not understood, did you mean \"fatal\"?" },
	{ "title x\nset rproc0 recovry off\n",
	  "f:2: set: \"recovry\" is not understood, did you mean \"recovery\"?" },
	{ "title x\nopen e0 c\n", "f:2: open: the line ends where it wants on, within" },
	{ "title x\nopen e16 c within 1s\n", "f:2: open: \"e16\" stands where it wants eN, fN" },
	{ "title x\nopen e0 c within 1m\n",
	  "f:2: open: \"1m\" stands where it wants a duration such as 20ms" },
	{ "title x\nrecv e0 size=4 number=1\n", "f:2: recv: the line ends where it wants within" },
	{ "title x\nexchange e0 size=1..4 count=1\n",
	  "f:2: exchange: the line ends where it wants within" },
	{ "title x\nexchange e0 size=4..1 count=1 within 1s\n",
	  "f:2: exchange: \"size=4..1\" stands where it wants size=A..B" },
	{ "title x\nexchange e0 size=1..497 count=1 within 1s\n", "f:2: size is 1 to 496" },
	{ "title x\nframes eth0 size=1..1501 count=1 within 1s\n", "f:2: size is 1 to 1500" },
	{ "title x\nchars hvc0 size=1 count=1 within 1s\n",
	  "f:2: \"hvc0\" is no path from the root" },
	{ "title x\nexchange e0 size=1..4 cont=1 within 1s\n",
	  "f:2: exchange: \"cont=1\" stands where it wants count=N" },
	{ "title x\nsend e0 size=497 number=1\n", "f:2: size is 1 to 496" },
	{ "title x\nsend e0 size=0 number=1\n", "f:2: size is 1 to 496" },
	{ "title x\nsend e0 size=1 number=4294967296\n", "f:2: number is too large" },
	{ "title x\ncommand core0 none\n", "f:2: command: nothing to command" },
	{ "title x\ncommand core0 lokup\n",
	  "f:2: command: \"lokup\" is not understood, did you mean \"lockup\"?" },
	{ "title x\ninject drop-a2x core0\n",
	  "f:2: inject: \"drop-a2x\" is not understood, did you mean \"drop-a2m\"?" },
	{ "title x\ninject drop-a2m core1\n", "f:2: core1: the machine has 1 remote core" },
	{ "title x\nexpect f0 poll in,oot\n",
	  "f:2: \"in,oot\" are no events: in, pri, out, err, hup, with commas" },
	{ "title x\nread f0 \"a\" room=0\n", "f:2: room is 1 to 1500" },
	/* blocks */
	{ "title x\nrepeat 3\nboot\n", "f:2: this block has no end" },
	{ "title x\nrepeat 3\nend\n", "f:3: nothing stands between line 2 and here" },
	{ "title x\nrepeat 0\nboot\nend\n", "f:2: repeat 1 time or more" },
	{ "title x\nboot\nend\n", "f:3: end of nothing" },
	{ "title x\nrace\nrepeat 2\nrace\nboot\nend\nend\nend\n",
	  "f:4: a race has lines and repeats only, no race" },
	/* expect */
	{ "title x\nexpect rproc0 state runing\n",
	  "f:2: expect: \"runing\" is not understood, did you mean \"running\"?" },
	{ "title x\nexpect rproc0 stat running\n",
	  "f:2: expect: \"stat\" is not understood, did you mean \"state\"?" },
	{ "title x\nexpect core0 hld\n",
	  "f:2: expect: \"hld\" is not understood, did you mean \"held\"?" },
	{ "title x\nexpect chanel x present\n",
	  "f:2: expect: \"chanel\" is not understood, did you mean \"channel\"?" },
	{ "title x\nexpect no dmesg \"x\" within 1s\n",
	  "f:2: expect: \"within\" stands where it wants the end of the line" },
	{ "title x\nexpect file x present\n", "f:2: \"x\" is no path from the root" },
	{ "title x\nexpect\n", NULL },
};

START_TEST(an_error_names_file_line_and_what_was_wanted)
{
	int ret = compile_all(wrong[_i].text);

	ck_assert_msg(ret == HX_ESCENARIO, "%s: got %d (%s)", wrong[_i].text, ret, err.text);
	ck_assert_int_eq(err.code, HX_ESCENARIO);
	if (wrong[_i].error)
		ck_assert_str_eq(err.text, wrong[_i].error);
}
END_TEST

START_TEST(a_head_is_read_as_it_stands)
{
	const struct hx_scenario *sc;

	ck_assert_int_eq(parse("# a comment\n"
			       "title    it's \"quoted\" # and no comment\n"
			       "\n"
			       "guards   one thing\n"
			       "  guards another\r\n"
			       "needs    module:a kernel>=5.10\tfirmware:echo\n"
			       "caught-by fault:drop-a2m@0:skip=3 mutant:x\n"
			       "machine  remotes=2\n"
			       "seeds    5 slow=2\n"
			       "tags     quick slow\n"
			       "timeout  2s\n"
			       "known    kernel>=5.10 kernel<6.1 a bug\n"
			       "known    profile:stm32 kconfig:LOCKDEP another\n"
			       "firmware idle on core1\n"
			       "boot"), 0);
	ck_assert_uint_eq(all.num, 1);
	sc = &all.v[0];
	ck_assert_str_eq(sc->title, "it's \"quoted\" # and no comment");
	ck_assert_uint_eq(sc->guards.num, 2);
	ck_assert_str_eq(sc->guards.item[1].text, "another");
	ck_assert_uint_eq(sc->needs.num, 3);
	ck_assert_str_eq(sc->needs.item[2].text, "firmware:echo");
	ck_assert_uint_eq(sc->needs.item[2].line, 6);
	ck_assert_uint_eq(sc->caught_by.num, 2);
	ck_assert_uint_eq(sc->num_seeds, 5);
	ck_assert_uint_eq(sc->num_slow_seeds, 2);
	ck_assert_uint_eq(sc->timeout_ns, 2000000000);
	ck_assert_uint_eq(sc->num_known, 2);
	ck_assert(!sc->known[0].range[0].is_below && sc->known[0].range[0].major == 5);
	ck_assert(sc->known[0].range[1].is_below && sc->known[0].range[1].major == 6);
	ck_assert_str_eq(sc->known[0].text, "a bug");
	ck_assert_ptr_null(sc->known[0].config);
	ck_assert(!sc->known[1].range[0].is_set);
	ck_assert_str_eq(sc->known[1].config, "LOCKDEP");
	ck_assert_str_eq(sc->known[1].text, "another");
	ck_assert_uint_eq(sc->num_firmware, 1);
	ck_assert_uint_eq(sc->firmware[0].core, 1);
	ck_assert_uint_eq(sc->num_body, 1);
	ck_assert_uint_eq(sc->body[0].number, 15);
}
END_TEST

START_TEST(every_combination_of_values_is_a_variant)
{
	static const char *const names[] = {
		"f@A=1,B=x", "f@A=1,B=y", "f@A=2,B=x", "f@A=2,B=y",
	};

	ck_assert_int_eq(parse("title a ${A} b ${B}\nwith A 1 2\nwith B x y\n"
			       "tags t${A}${B}\nwrite /${B} \"${A} ${A}\"\n"), 0);
	ck_assert_uint_eq(all.num, 4);
	for (unsigned int i = 0; i < all.num; i++)
		ck_assert_str_eq(all.v[i].name, names[i]);
	ck_assert_str_eq(all.v[3].title, "a 2 b y");
	ck_assert_str_eq(all.v[1].tags.item[0].text, "t1y");
	ck_assert_str_eq(all.v[2].body[0].word[1].text, "/x");
	ck_assert_str_eq(all.v[2].body[0].word[2].text, "2 2");
	ck_assert(all.v[2].body[0].word[2].is_quoted);
}
END_TEST

START_TEST(quoted_words_hold_blanks_and_escapes)
{
	ck_assert_int_eq(parse("title x\nwrite /a \"b \\\"c\\\" \\\\ \\n\"\n"), 0);
	ck_assert_str_eq(all.v[0].body[0].word[2].text, "b \"c\" \\ \n");
}
END_TEST

START_TEST(bytes_behind_a_nul_are_an_error)
{
	static const char text[] = "title x\nboot\n\0expct";

	ck_assert_int_eq(hx_scenario_parse(&arena, "f", "f", text, sizeof(text) - 1, &all, &err),
			 HX_ESCENARIO);
	ck_assert_str_eq(err.text, "f: not a text file");
}
END_TEST

START_TEST(a_line_has_64_words_and_not_one_more)
{
	struct hx_text text = { 0 };

	hx_text_add(&text, "title x\ntags");
	for (unsigned int i = 1; i < HX_MAX_WORDS; i++)
		hx_text_add(&text, " t%u", i);
	hx_text_add(&text, "\nboot\n");
	ck_assert_int_eq(parse(text.s), 0);
	hx_text_free(&text);
	hx_text_add(&text, "title x\ntags");
	for (unsigned int i = 1; i < HX_MAX_WORDS + 1; i++)
		hx_text_add(&text, " t%u", i);
	hx_text_add(&text, "\nboot\n");
	ck_assert_int_eq(parse(text.s), HX_ESCENARIO);
	ck_assert_str_eq(err.text, "f:2: more than 64 words");
	hx_text_free(&text);
}
END_TEST

/* one change at a seeded place; what comes out must be a result or an error, never a crash */
static void mutate(char *text, size_t len, uint32_t *seed)
{
	static const char bytes[] = "\n\t \"\\#${}[]|=.@:+-0129azAZ\x01\x7f\xff";

	for (unsigned int i = 0; i < 3; i++) {
		*seed = *seed * 1664525 + 1013904223;
		text[(*seed >> 8) % len] = bytes[(*seed >> 3) % (sizeof(bytes) - 1)];
	}
}

START_TEST(a_text_that_is_damaged_is_an_error_or_a_scenario)
{
	static const char good[] =
		"title a ${V}\nneeds firmware:echo kernel>=6.1 crash:lockup\nwith V 1 2\n"
		"caught-by fault:drop-a2m@0:skip=1 firmware:x@core0 machine:remotes=2\n"
		"machine remotes=2 jitter=off\nknown kernel<6.1 bug\nfirmware idle on core1\n"
		"boot echo\nrepeat 3\nrace\nsend e0 size=${V} number=1\nend\n"
		"exchange e0 size=1..496 count=3 within 2s\nend\nwrite /a \"b \\\"c\\\"\"\n"
		"expect channel x count 3 on rproc1 within 1s\nexpect file /a has \"b\"\n"
		"inject drop-m2a core0 skip=1 count=2\ncommand core1 trace 3\n";
	uint32_t seed = 1;

	ck_assert_msg(!compile_all(good), "%s", err.text);
	for (unsigned int i = 0; i < 3000; i++) {
		char text[sizeof(good)];

		memcpy(text, good, sizeof(good));
		mutate(text, sizeof(good) - 1, &seed);
		finish();
		begin();
		if (compile_all(text))
			ck_assert_msg(!strncmp(err.text, "f:", 2), "seed %u: %s", seed, err.text);
	}
}
END_TEST

static const struct {
	const char *text;
	bool is_good;
	uint64_t ns;
} durations[] = {
	{ "500ns", true, 500 }, { "10us", true, 10000 }, { "20ms", true, 20000000 },
	{ "2s", true, 2000000000 }, { "0s", true, 0 }, { "3600s", true, 3600000000000 },
	{ "3601s", false, 0 }, { "2", false, 0 }, { "s", false, 0 }, { "2 s", false, 0 },
	{ "2sec", false, 0 }, { "-2s", false, 0 }, { "1.5s", false, 0 },
	{ "99999999999999999999ns", false, 0 },
};

START_TEST(a_duration_has_a_number_and_a_unit)
{
	uint64_t ns = 0;
	bool is_good = hx_parse_duration(durations[_i].text, &ns);

	ck_assert_msg(is_good == durations[_i].is_good, "%s: got %d", durations[_i].text, is_good);
	if (is_good)
		ck_assert_uint_eq(ns, durations[_i].ns);
}
END_TEST

Suite *scenario_suite(void)
{
	Suite *suite = suite_create("scenario");
	TCase *tcase = tcase_create("text");

	tcase_add_checked_fixture(tcase, begin, finish);
	tcase_add_loop_test(tcase, an_error_names_file_line_and_what_was_wanted, 0,
			    HX_ARRAY_SIZE(wrong));
	tcase_add_test(tcase, a_head_is_read_as_it_stands);
	tcase_add_test(tcase, every_combination_of_values_is_a_variant);
	tcase_add_test(tcase, quoted_words_hold_blanks_and_escapes);
	tcase_add_test(tcase, bytes_behind_a_nul_are_an_error);
	tcase_add_test(tcase, a_line_has_64_words_and_not_one_more);
	tcase_add_test(tcase, a_text_that_is_damaged_is_an_error_or_a_scenario);
	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, a_duration_has_a_number_and_a_unit, 0, HX_ARRAY_SIZE(durations));
	suite_add_tcase(suite, tcase);
	return suite;
}
