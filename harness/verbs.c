/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * verbs.c - the table of verbs, and the way of a line through it; see verbs.h
 */
#include <stdio.h>
#include <string.h>

#include "compile.h"

#define HEAD	true, false
#define PROSE	true, true
#define BODY	false, false
#define TITLE	false, true

const struct hx_verb hx_verbs[] = {
	{ PROSE, "title", "TEXT", "what holds, as a sentence; every scenario has one",
	  hx_head_title },
	{ PROSE, "guards", "TEXT", "the commit, thread or bug this would have caught; may stand "
	  "several times", hx_head_guards },
	{ HEAD, "needs", "WORD...", "what must be there, else the scenario is skipped and says so",
	  hx_head_needs },
	{ HEAD, "caught-by", "WORD...", "what must make it fail; `prove` runs each",
	  hx_head_caught_by },
	{ HEAD, "machine", "WORD...", "what the machine is like", hx_head_machine },
	{ HEAD, "with", "NAME VALUE...", "one variant for each value; `${NAME}` stands for it in "
	  "the other lines", hx_head_with },
	{ HEAD, "seeds", "N [slow=M]", "run with N seeds, from the run's seed upwards; with M on a "
	  "kernel with KASAN", hx_head_seeds },
	{ HEAD, "tags", "WORD...", "words that `--tags` chooses by", hx_head_tags },
	{ HEAD, "timeout", "T", "the guest is ended as hung after this time, 60s if not "
	  "given, and on a kernel with KASAN 6s later", hx_head_timeout },
	{ PROSE, "known", "[profile:NAME] [kconfig:NAME] [kernel>=X.Y] [kernel<X.Y] TEXT",
	  "a bug of those kernels, on that SoC profile, with that CONFIG_NAME, that is listed and not fixed: failing is no failure, passing is; may stand several times",
	  hx_head_known },
	{ HEAD, "firmware", "IMAGE [on coreN]", "the image in place at power-on, the profile's if "
	  "not given; `none`: no file", hx_head_firmware },
	{ HEAD, "demand", "table coreN set|unset|alike", "what the core finds in its resource "
	  "table at its first instruction: an address for every vring, for none, or the same at "
	  "every start; looked at after the run", hx_head_demand },
	{ HEAD, "demand", "coredump coreN segments|sections [N]", "every dump that was fetched is "
	  "an ELF core file of these (N of them) and nothing else, each byte for byte what the core "
	  "saw there when it was held; looked at after the run", hx_head_demand_coredump },

	{ TITLE, "step", "TEXT", "a title for what follows, shown with a failure", hx_body_step },
	{ BODY, "boot", "[IMAGE]", "load the whole stack and wait until every core runs; with "
	  "IMAGE in place of what each core had", hx_body_boot },
	{ BODY, "insmod", "MODULE [PARAM=VALUE...] [fails|may-fail ERRNO]", "insert one module",
	  hx_body_insmod },
	{ BODY, "modprobe", "MODULE [PARAM=VALUE...] [fails|may-fail ERRNO]", "insert a module and what it "
	  "depends on, as far as they are absent", hx_body_modprobe },
	{ BODY, "rmmod", "MODULE [fails|may-fail ERRNO]", "remove one module", hx_body_rmmod },
	{ BODY, "start", "rprocN [fails|may-fail ERRNO]", "write `start` to its state", hx_body_start },
	{ BODY, "stop", "rprocN [fails|may-fail ERRNO]", "write `stop` to its state", hx_body_stop },
	{ BODY, "set", "rprocN state VALUE [fails|may-fail ERRNO]", "write its state, any text",
	  hx_body_set },
	{ BODY, "set", "rprocN ATTR VALUE [fails|may-fail ERRNO]", "write another attribute: firmware, "
	  "recovery, coredump", hx_body_set },
	{ BODY, "crash", "rprocN [TYPE] [fails|may-fail ERRNO]", "report a crash through debugfs, "
	  "`mmufault` if no type is given", hx_body_crash },
	{ BODY, "install", "IMAGE [on coreN] [as FILE]", "put an image where the driver looks for "
	  "it (every core's place, one core's, or FILE below /lib/firmware); `none` removes",
	  hx_body_install },
	{ BODY, "write", "fN \"TEXT\" [within T] [fails|may-fail ERRNO]", "one write to an open file; one "
	  "that blocks is given up after T, with ETIMEDOUT", hx_body_held_write },
	{ BODY, "write", "PATH \"TEXT\" [fails|may-fail ERRNO]", "write a file of the guest",
	  hx_body_write },
	{ BODY, "open", "eN CHANNEL [on rprocN] within T [fails|may-fail ERRNO]", "wait for the channel, "
	  "open an endpoint on it; of several channels of that name on the one with the fewest open "
	  "endpoints", hx_body_open },
	{ BODY, "open", "fN PATH [blocking|by-child] [within T] [fails|may-fail ERRNO]", "open a file of the "
	  "guest, and hold it: without blocking if not told otherwise, `by-child`: by a process of "
	  "its own, which sits in a read; with T the file is waited for", hx_body_hold },
	{ BODY, "close", "fN [fails|may-fail ERRNO]", "close a file; a process that holds it is killed",
	  hx_body_let_go },
	{ BODY, "read", "fN fails ERRNO [within T]", "one read of an open file", hx_body_held_read },
	{ BODY, "read", "fN \"TEXT\" [room=N] [within T]", "one read, into N bytes, gives that "
	  "text; one that blocks is given up after T", hx_body_held_read },
	{ BODY, "ioctl", "fN create-ept|create-dev|release-dev CHANNEL [src=N] [dst=N] [fails|may-fail ERRNO]",
	  "a request to `/dev/rpmsg_ctrlN`; any address if not given", hx_body_ioctl },
	{ BODY, "ioctl", "fN destroy-ept|unknown [fails|may-fail ERRNO]", "a request to `/dev/rpmsgN`, or one "
	  "that nobody knows", hx_body_ioctl },
	{ BODY, "ioctl", "fN set-shutdown-on-release|get-shutdown-on-release N [fails|may-fail ERRNO]",
	  "a request to `/dev/remoteprocN`; it must get N", hx_body_ioctl },
	{ BODY, "close", "eN", "close an endpoint", hx_body_close },
	{ BODY, "send", "eN size=N number=N [fails|may-fail ERRNO]", "send message `number`",
	  hx_body_send },
	{ BODY, "recv", "eN size=N number=N within T", "the next message is `number`, byte for "
	  "byte", hx_body_recv },
	{ BODY, "exchange", "eN size=A..B count=N within T", "send, wait for the echo, compare; "
	  "sizes run from A to B and around again; T is for all of it", hx_body_exchange },
	{ BODY, "frames", "NETDEV size=A..B count=N within T", "bring a network interface up, send "
	  "Ethernet frames of that payload, wait for each to come back with its addresses "
	  "exchanged, compare; T includes that the interface comes", hx_body_frames },
	{ BODY, "chars", "PATH size=A..B count=N within T", "the same with bytes and a character "
	  "device; a terminal is made raw", hx_body_chars },
	{ BODY, "fetch", "rprocN [life=N] within T", "wait for its core dump, read it, hand it to "
	  "the host for `demand coredump`, dismiss it; it is of the core's Nth life, or of the one "
	  "that ended last", hx_body_fetch },
	{ BODY, "command", "coreN COMMAND [N]", "give the firmware a command through the control "
	  "block", hx_body_command },
	{ BODY, "release", "coreN", "let a core run what its memory holds, as a boot loader would "
	  "that has loaded it; one that runs is left alone", hx_body_release },
	{ BODY, "inject", "FAULT coreN [skip=N] [count=N] [arg=N] [chance=N]", "arm a fault: let "
	  "`skip` occasions pass, hit `count` (all if not given), of the occasions 1 in `chance`, by "
	  "the seed; `count=0` disarms it", hx_body_inject },
	{ TITLE, "fresh", "TEXT", "undo what the lines above have done, as the end of a run does; "
	  "all must be as before the first line. A title for what follows", hx_body_fresh },
	{ BODY, "repeat", "N [slow=M]", "what follows up to `end`, N times; M times on a kernel with KASAN", hx_body_repeat },
	{ BODY, "walk", "N", "what follows up to `end`, until in one pass no allocation has failed, "
	  "in at most N passes; after each other pass all is undone and must be as before the first "
	  "line", hx_body_walk },
	{ BODY, "failing", "[workers]", "in pass n of the `walk` the n-th allocation fails that the "
	  "next line causes, or that the kernel's workers make from here on; a line that fails then "
	  "ends the pass", hx_body_failing },
	{ BODY, "race", "", "each line up to `end` by a thread of its own, all at once; a "
	  "`repeat` with all of its lines is one",
	  hx_body_race },
	{ BODY, "permute", "", "all lines of the file once for each order of those up to `end`, with "
	  "`fresh` in between", hx_body_permute },
	{ BODY, "end", "", "the end of `repeat`, `race`, `walk` or `permute`", hx_body_end },

	{ BODY, "expect", "rprocN state STATE [within T]", "state of the device",
	  hx_expect_rproc },
	{ BODY, "expect", "rprocN ATTR VALUE [within T]", "another attribute: firmware, recovery, "
	  "coredump, name",
	  hx_expect_rproc },
	{ BODY, "expect", "stack \"TEXT\" releases N [within T]", "all there is: modules, devices "
	  "and their drivers, cores, in the words of `harness/guest/stack.c`; releases of cores "
	  "since the last `fresh`", hx_expect_stack },
	{ BODY, "expect", "rprocN absent|present [within T]", "is there such a device",
	  hx_expect_rproc_here },
	{ BODY, "expect", "module MODULE absent|present [within T]", "is the module loaded",
	  hx_expect_module },
	{ BODY, "expect", "module MODULE refcount N [within T]", "references to the module",
	  hx_expect_module },
	{ BODY, "expect", "coreN held|starting|running|lockup|asleep [within T]", "state of "
	  "the core itself, by its control block; `asleep`: it waits for an interrupt, and nothing "
	  "has called it for 1 ms", hx_expect_core },
	{ BODY, "expect", "coreN cause none|lockup|wdog|soft [within T]", "first crash since the "
	  "release", hx_expect_cause },
	{ BODY, "expect", "coreN releases N [plus pass] [within T]", "how often it was "
	  "released since power-on; `plus pass`: one more in every further pass of the `repeat`",
	  hx_expect_releases },
	{ BODY, "expect", "channel CHANNEL absent|present [on rprocN] [within T]", "is there such "
	  "a channel", hx_expect_channel },
	{ BODY, "expect", "channel CHANNEL count N [on rprocN] [within T]", "how many there are",
	  hx_expect_channel },
	{ BODY, "expect", "dmesg \"TEXT\" [within T]", "a record of the kernel log has the text",
	  hx_expect_dmesg },
	{ BODY, "expect", "no dmesg \"TEXT\"", "no record of the kernel log has it",
	  hx_expect_no_dmesg },
	{ BODY, "expect", "trace rprocN \"TEXT\" [count N] [within T]", "the firmware's trace has "
	  "the text, N times or more", hx_expect_trace },
	{ BODY, "expect", "fault FAULT coreN hits N [within T]", "occasions that the fault has "
	  "hit since power-on", hx_expect_fault },
	{ BODY, "expect", "fN poll EVENTS [within T]", "what poll() says of an open file, neither "
	  "more nor less: words of in, pri, out, err, hup with commas between them, or nothing; with T "
	  "it sleeps until then",
	  hx_expect_poll },
	{ BODY, "expect", "file PATH is|has \"TEXT\" [within T]", "what a file of the guest holds",
	  hx_expect_file },
	{ BODY, "expect", "file PATH mode MODE [within T]", "its permissions, as in `mode 0600`",
	  hx_expect_file_mode },
	{ BODY, "expect", "file PATH absent|present [within T]", "is there such a file",
	  hx_expect_file_here },
};

const unsigned int hx_num_verbs = HX_ARRAY_SIZE(hx_verbs);

int hx_place_error(struct hx_place *at, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return hx_line_error(at->err, at->sc->path, at->line->number, "%s", text);
}

bool hx_verb_takes_prose(const char *verb, size_t len)
{
	for (unsigned int i = 0; i < hx_num_verbs; i++)
		if (strlen(hx_verbs[i].name) == len && !memcmp(hx_verbs[i].name, verb, len))
			return hx_verbs[i].takes_prose;
	return false;
}

static int unknown_verb(struct hx_place *at)
{
	const char *names[HX_ARRAY_SIZE(hx_verbs) + 1] = { NULL };
	const char *verb = at->line->word[0].text, *nearest;

	for (unsigned int i = 0; i < hx_num_verbs; i++)
		names[i] = hx_verbs[i].name;
	nearest = hx_nearest(verb, names);
	if (!nearest)
		return hx_place_error(at, "unknown verb \"%s\"", verb);
	return hx_place_error(at, "unknown verb \"%s\", did you mean \"%s\"?", verb, nearest);
}

/* no form of the verb fits: say what was wanted where the best one went wrong */
static int wrong_line(struct hx_place *at, struct hx_miss *miss)
{
	const char *words[HX_ARRAY_SIZE(miss->words) + 1] = { NULL };
	const char *verb = at->line->word[0].text, *nearest;

	for (unsigned int i = 0; i < miss->num_words; i++)
		words[i] = miss->words[i];
	nearest = miss->got ? hx_nearest(miss->got, words) : NULL;
	if (!miss->got)
		return hx_place_error(at, "%s: the line ends where it wants %s", verb,
				      miss->expected.s);
	if (nearest)
		return hx_place_error(at, "%s: \"%s\" is not understood, did you mean \"%s\"?",
				      verb, miss->got, nearest);
	return hx_place_error(at, "%s: \"%s\" stands where it wants %s", verb, miss->got,
			      miss->expected.s);
}

/* may-fail: the op that the line has become is as good when it succeeds */
static void note_tolerance(struct hx_place *at, const struct hx_args *args)
{
	const struct hx_arg *word = hx_arg(args, "fails|may-fail");
	struct hx_compiled *out = at->compiler ? at->compiler->out : NULL;

	if (word && word->n)
		out->op[out->num_ops - 1].flags |= HX_MAY_FAIL;
}

static int run_forms(struct hx_place *at)
{
	struct hx_miss miss = { 0 };
	struct hx_args args = { .line = at->line };
	int ret = 0;

	for (unsigned int i = 0; i < hx_num_verbs; i++) {
		const struct hx_verb *verb = &hx_verbs[i];

		if (strcmp(verb->name, at->line->word[0].text))
			continue;
		if (verb->takes_prose && !*at->line->rest) {
			ret = hx_place_error(at, "%s wants a text", verb->name);
			goto out;
		}
		if (verb->takes_prose || hx_match(verb->syntax, at->line, &args, &miss)) {
			ret = verb->fn(at, &args);
			if (!ret && !verb->takes_prose)
				note_tolerance(at, &args);
			goto out;
		}
	}
	ret = wrong_line(at, &miss);
out:
	hx_text_free(&miss.expected);
	return ret;
}

int hx_head_line(struct hx_arena *arena, struct hx_scenario *sc, const struct hx_line *line,
		 struct hx_error *err)
{
	struct hx_place at = { arena, sc, line, err, NULL };
	unsigned int i;
	int ret;

	for (i = 0; i < hx_num_verbs; i++)
		if (!strcmp(hx_verbs[i].name, line->word[0].text))
			break;
	if (i == hx_num_verbs)
		return unknown_verb(&at);
	if (!hx_verbs[i].is_head)
		return 0;
	if (sc->num_body)
		return hx_place_error(&at, "%s belongs to the head, above line %u",
				      hx_verbs[i].name, sc->body[0].number);
	ret = run_forms(&at);
	return ret ? ret : HX_HEAD_DONE;
}

int hx_body_line(struct hx_place *at)
{
	return run_forms(at);
}

static void add_cell(struct hx_text *out, const char *text)
{
	for (; *text; text++)
		hx_text_add(out, *text == '|' ? "\\%c" : "%c", *text);
}

void hx_verbs_markdown(struct hx_text *out)
{
	hx_text_add(out, "| where | line | meaning |\n|---|---|---|\n");
	for (unsigned int i = 0; i < hx_num_verbs; i++) {
		const struct hx_verb *verb = &hx_verbs[i];

		hx_text_add(out, "| %s | `%s%s", verb->is_head ? "head" : "body", verb->name,
			    *verb->syntax ? " " : "");
		add_cell(out, verb->syntax);
		hx_text_add(out, "` | %s |\n", verb->doc);
	}
}
