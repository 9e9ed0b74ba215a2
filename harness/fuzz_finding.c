/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_finding.c - what a case did wrong; see fuzz_finding.h
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "fuzz_finding.h"
#include "fuzz_rules.h"
#include "splats.h"

/* rows of the table of splats that say nothing of their own here */
static const char *const ignored[] = {
	"allocation",		/* a table may ask for more memory than there is */
	"call-trace", "call-trace-x86", "backtrace", NULL
};

/* functions that belong to the code under test begin so */
static const char *const subjects[] = {
	"rproc_", "rpmsg_", "virtio_", "vring_", "virtqueue_", "find_table", "__rproc", NULL
};

/* splats after which memory is not what it was; other reads out of bounds leave it alone */
static const char *const fatal[] = {
	"Write of size", "use-after-free", "double-free", "invalid-free", "Kernel panic",
	"Unable to handle kernel ", "Unhandled fault: ",
	"kernel BUG", "BUG kmalloc", "list_add corruption", "list_del corruption",
	"refcount_t:", NULL
};

static bool is_subject(const char *name)
{
	for (unsigned int i = 0; subjects[i]; i++)
		if (!strncmp(name, subjects[i], strlen(subjects[i])))
			return true;
	return false;
}

static size_t name_length(const char *s)
{
	size_t len = 0;

	while (isalnum((unsigned char)s[len]) || s[len] == '_')
		len++;
	return len;
}

/* the first function of the code under test that stands as NAME+0x in @text */
static size_t find_subject(const char *text, const char **name)
{
	for (const char *at = text; (at = strstr(at, "+0x")); at += 3) {
		const char *begin = at;

		while (begin > text && (isalnum((unsigned char)begin[-1]) || begin[-1] == '_'))
			begin--;
		if (!is_subject(begin))
			continue;
		*name = begin;
		return name_length(begin);
	}
	return 0;
}

/* without addresses, offsets, process numbers */
static void normalise(const char *line, size_t len, char *out, size_t size)
{
	size_t used = 0;

	for (size_t i = 0; i < len && used + 1 < size; i++) {
		if (!strncmp(line + i, "+0x", 3) || !strncmp(line + i, " at addr", 8) ||
		    !strncmp(line + i, ": 0x", 4))
			break;
		if (!strncmp(line + i, "PID: ", 5) || !strncmp(line + i, "CPU: ", 5)) {
			i += 5 + strspn(line + i + 5, "0123456789");
			continue;
		}
		out[used++] = line[i];
	}
	out[used] = '\0';
}

static bool is_ignored(const struct hx_splat *splat)
{
	return hx_index(splat->name, ignored) >= 0;
}

static void add_name(struct hx_finding *finding, const char *how, const char *name, size_t len)
{
	size_t used = strlen(finding->title);

	if (len && len < 40)
		snprintf(finding->title + used, sizeof(finding->title) - used, " %s %.*s", how,
			 (int)len, name);
}

/* an access to nowhere: what a process and a machine say of it, and where they say the place */
static const struct fault {
	const char *begin, *place;
	bool is_before;		/* the place stands before the line */
} faults[] = {
	{ "Kernel panic - not syncing: Segfault with no mm", "RIP: 0033:", true },
	{ "Unable to handle kernel ", "PC is at ", false },
	{ "Unhandled fault: ", "PC is at ", false },
	/* just before it */
	{ "BUG: KASAN: null-ptr-deref in ", "null-ptr-deref in ", false },
};

/* one title for both; false when the line says something else */
static bool is_fault(const char *log, const char *line, struct hx_finding *finding)
{
	for (unsigned int i = 0; i < HX_ARRAY_SIZE(faults); i++) {
		const struct fault *f = &faults[i];
		const char *place;

		if (strncmp(line, f->begin, strlen(f->begin)))
			continue;
		place = strstr(f->is_before ? log : line, f->place);
		snprintf(finding->title, sizeof(finding->title), "fault");
		if (place && (!f->is_before || place < line)) {
			place += strlen(f->place);
			add_name(finding, "in", place, name_length(place));
		}
		return true;
	}
	return false;
}

/* the line behind a title of KASAN says what was done: a word and a run of bytes differ */
static void add_access(const char *line, struct hx_finding *finding)
{
	size_t used = strlen(finding->title);
	const char *next = strchr(line, '\n');
	unsigned int size;
	char what[8];

	if (next && sscanf(next + 1, "%7s of size %u", what, &size) == 2)
		snprintf(finding->title + used, sizeof(finding->title) - used, ", %s of %s",
			 *what == 'R' ? "read" : "write", size > 8 ? "bytes" : "a word");
}

static void make_title(const char *log, const char *line, size_t len, struct hx_finding *finding)
{
	const char *name = "";
	size_t name_len;
	bool is_nowhere = is_fault(log, line, finding);

	if (!is_nowhere)
		normalise(line, len, finding->title, sizeof(finding->title) - 96);
	name_len = find_subject(line, &name);
	if (!strstr(finding->title, "rproc_") && !strstr(finding->title, "rpmsg_"))
		add_name(finding, "from", name, name_len);
	if (!is_nowhere)
		add_access(line, finding);
}

void hx_finding_of_log(const char *log, size_t len, struct hx_finding *finding)
{
	struct hx_text text = { 0 };

	*finding = (struct hx_finding){ 0 };
	hx_text_add_bytes(&text, log, len);
	for (char *line = text.s, *end; *line; line = end) {
		const struct hx_splat *splat;
		char kept;

		end = line + strcspn(line, "\n");
		end += *end == '\n';
		kept = *end;
		*end = '\0';
		splat = hx_splat_of(line);
		*end = kept;
		if (!splat || is_ignored(splat))
			continue;
		/* behind the time stamp */
		if (*line == '[' && strchr(line, ']'))
			line = strchr(line, ']') + 2;
		make_title(text.s, line, strcspn(line, "\n"), finding);
		break;
	}
	for (unsigned int i = 0; fatal[i] && *finding->title; i++)
		finding->is_fatal |= strstr(text.s, fatal[i]) != NULL;
	hx_text_free(&text);
}

static const char *step_name(const struct amp_fuzz *s)
{
	uint32_t op = s->at_step < s->num_steps ? s->step[s->at_step].op : AMP_FUZZ_STOP;

	return HX_START + op < HX_NUM_KINDS ? hx_kinds[HX_START + op].word : "?";
}

static void judge_left(const struct amp_fuzz *s, struct hx_finding *finding)
{
	static const char *const names[] = AMP_FUZZ_LEFT_NAMES;
	struct hx_text text = { 0 };

	hx_text_add(&text, "left behind:");
	for (unsigned int i = 0; i < AMP_FUZZ_LEFT_BITS; i++)
		if (s->left & 1u << i)
			hx_text_add(&text, " %s", names[i]);
	snprintf(finding->title, sizeof(finding->title), "%s", text.s);
	hx_text_free(&text);
}

/* an image that was booted, or a message that was passed on, although a rule forbids it */
static void judge_accepted(const struct amp_fuzz *s, struct hx_finding *finding)
{
	static const char *const too_long[] = {
		[AMP_FUZZ_LONGER] = "a message longer than what came",
		[AMP_FUZZ_NO_HEADER] = "a message of which no header came",
	};

	if (s->too_long && s->too_long < HX_ARRAY_SIZE(too_long))
		snprintf(finding->title, sizeof(finding->title), "accepted: %s",
			 too_long[s->too_long]);
	for (uint32_t i = 0; i < s->num_steps && !*finding->title; i++) {
		uint32_t image = s->step[i].image;
		const char *broken = NULL;

		if (s->step[i].op == AMP_FUZZ_START && !s->result[i] && image < AMP_FUZZ_IMAGES)
			broken = hx_rules_broken(s->image[image], s->image_bytes[image]);
		if (broken)
			snprintf(finding->title, sizeof(finding->title), "accepted: %s", broken);
	}
}

/* what only a table that changes while it is read does is another bug */
static void note_flip(const struct amp_fuzz *s, struct hx_finding *finding)
{
	size_t used = strlen(finding->title);

	for (uint32_t i = 0; used && i < s->num_steps && i <= s->at_step; i++) {
		if (s->step[i].op != AMP_FUZZ_FLIP)
			continue;
		snprintf(finding->title + used, sizeof(finding->title) - used, HX_WITH_FLIP);
		return;
	}
}

void hx_finding_judge(const struct hx_guest *guest, enum hx_guest_end end,
		      struct hx_finding *finding)
{
	const struct amp_fuzz *s = guest->shared;
	uint32_t len = s->log_bytes < AMP_FUZZ_LOG_BYTES ? s->log_bytes : AMP_FUZZ_LOG_BYTES;

	*finding = (struct hx_finding){ 0 };
	if (len)
		hx_finding_of_log(s->log, len, finding);
	if (!*finding->title && end == HX_GUEST_HUNG)
		snprintf(finding->title, sizeof(finding->title), "hang in %s", step_name(s));
	if (!*finding->title && end == HX_GUEST_ENDED)
		snprintf(finding->title, sizeof(finding->title), "silent end in %s", step_name(s));
	if (!*finding->title && s->left)
		judge_left(s, finding);
	if (!*finding->title)
		judge_accepted(s, finding);
	note_flip(s, finding);
	finding->is_fatal |= end != HX_GUEST_DONE;
}

void hx_finding_slug(const char *title, char slug[HX_TITLE])
{
	size_t len = 0;

	for (; *title && len + 1 < 100; title++) {
		bool is_plain = isalnum((unsigned char)*title) || *title == '_';

		if (is_plain)
			slug[len++] = (char)tolower((unsigned char)*title);
		else if (len && slug[len - 1] != '-')
			slug[len++] = '-';
	}
	while (len && slug[len - 1] == '-')
		len--;
	slug[len] = '\0';
}
