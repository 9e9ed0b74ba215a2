/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_scenario.c - a case as a scenario; see fuzz_scenario.h
 */
#include <errno.h>
#include <string.h>

#include "fuzz_scenario.h"

#define TABLE_FILE	"/sys/kernel/debug/remoteproc/remoteproc0/resource_table"

#define SECTION_ADDR	3	/* field of a section */
#define SEGMENT_PADDR	3	/* of a segment */
#define TABLE_OFFSET	0x1000u	/* in the core's data memory, behind what segments there have */

/* vectors and a loop for a Cortex-M at address 0: stack, entry, wfi, back */
static const uint8_t code[] = {
	0x00, 0x00, 0x01, 0x20, 0x09, 0x00, 0x00, 0x00, 0x30, 0xbf, 0xfd, 0xe7
};

static bool is_refused(const struct amp_fuzz *s, unsigned int image)
{
	for (unsigned int i = 0; i < s->num_steps && i < s->at_step; i++)
		if (s->step[i].op == AMP_FUZZ_START && s->step[i].image == image &&
		    s->result[i] < 0 && s->result[i] != -EBUSY)
			return true;
	return false;
}

/* where none is said the table belongs to address 0, where the vectors are */
static void place_table(struct hx_case *one)
{
	static const char name[] = ".resource_table";
	struct hx_rec *rec;
	bool has_table = false;

	for (unsigned int i = 0; i < one->num; i++) {
		if (one->rec[i].kind == HX_SECTION)
			return;
		has_table |= one->rec[i].kind == HX_TABLE;
	}
	if (!has_table)
		return;
	rec = hx_case_add(one, HX_SECTION);
	hx_rec_set(rec, SECTION_ADDR, AMP_FUZZ_TCM_BASE + TABLE_OFFSET);
	hx_rec_blob(rec, name, sizeof(name));
}

void hx_scenario_image(const struct hx_case *c, const struct amp_fuzz *answer, unsigned int image,
		       struct hx_case *one)
{
	for (unsigned int i = 0, at = 0; i < c->num; i++) {
		enum hx_rec_kind kind = (enum hx_rec_kind)c->rec[i].kind;

		if (kind == HX_IMAGE)
			at++;
		else if (at == image && !hx_is_step(kind))
			*hx_case_add(one, kind) = c->rec[i];
	}
	/* an image that is refused stays as it is: more of it may not be */
	if (is_refused(answer, image))
		return;
	hx_rec_blob(hx_case_add(one, HX_SEGMENT), code, sizeof(code));
	place_table(one);
}

/* refused starts are what the case is about; other steps that were refused did nothing */
static bool is_done(const struct amp_fuzz *s, unsigned int step)
{
	int result = step < s->at_step ? s->result[step] : 0;

	return !result || ((s->step[step].op == AMP_FUZZ_START || s->step[step].op == AMP_FUZZ_ATTACH) &&
			   result != -EBUSY);
}

void hx_scenario_running(const struct hx_case *c, unsigned int image, struct hx_case *one)
{
	struct hx_text table = { 0 };
	struct hx_rec *rec;

	hx_case_table(c, image, &table);
	hx_case_add(one, HX_ELF);
	hx_rec_blob(hx_case_add(one, HX_SEGMENT), code, sizeof(code));
	for (size_t at = 0; at < table.len; at += HX_BLOB) {
		rec = hx_case_add(one, HX_SEGMENT);
		hx_rec_set(rec, SEGMENT_PADDR, AMP_FUZZ_TCM_BASE + TABLE_OFFSET + at);
		hx_rec_blob(rec, table.s + at, table.len - at);
	}
	/* a boot loader says where it is; what the section has nobody loads */
	if (table.len)
		hx_case_read_table(one, table.s, table.len);
	place_table(one);
	hx_text_free(&table);
}

/*
 * What the steps do with a core that runs already, as far as firmware that does nothing can:
 * one that is attached to is that of the first attach until it is stopped, and starts after that
 */
static bool can_be_shown(const struct amp_fuzz *s)
{
	int running = hx_scenario_running_image(s);
	bool is_held = running < 0;

	for (unsigned int i = 0; i < s->num_steps && i <= s->at_step; i++) {
		const struct amp_fuzz_step *step = &s->step[i];
		bool is_refused = i < s->at_step && s->result[i] < 0;

		switch (step->op) {
		case AMP_FUZZ_CHANGE:
		case AMP_FUZZ_MESSAGE:
			return false;
		case AMP_FUZZ_ATTACH:
			if (!(is_refused && s->result[i] == -EBUSY) &&
			    (is_held || (int)step->image != running))
				return false;
			break;
		case AMP_FUZZ_FLIP:
		case AMP_FUZZ_DETACH:
			if (is_held && !is_refused)
				return false;
			break;
		case AMP_FUZZ_START:
			if (!is_held && !(is_refused && s->result[i] == -EBUSY))
				return false;
			break;
		case AMP_FUZZ_STOP:
			is_held |= !is_refused;
			break;
		}
	}
	return true;
}

int hx_scenario_running_image(const struct amp_fuzz *s)
{
	for (unsigned int i = 0; i < s->num_steps && i <= s->at_step; i++)
		if (s->step[i].op == AMP_FUZZ_ATTACH && s->step[i].image < HX_IMAGES)
			return (int)s->step[i].image;
	return -1;
}

static void print_line(const struct amp_fuzz *s, unsigned int step, const char *line,
		       struct hx_text *out)
{
	int result = step < s->at_step ? s->result[step] : 0;

	hx_text_add(out, "%s", line);
	if (result < 0)
		hx_text_add(out, " fails %s", strerrorname_np(-result));
	hx_text_add(out, "\n");
}

static void print_step(const struct amp_fuzz *s, unsigned int step,
		       const char *const image[HX_IMAGES], struct hx_text *out)
{
	const char *file = image[s->step[step].image % HX_IMAGES];

	switch (s->step[step].op) {
	case AMP_FUZZ_START:
		hx_text_add(out, "install  %s\n", file ? file : "none");
		print_line(s, step, "start    rproc0", out);
		break;
	case AMP_FUZZ_STOP:
		print_line(s, step, "stop     rproc0", out);
		break;
	case AMP_FUZZ_CRASH:
		/* debugfs says nothing of what becomes of it */
		hx_text_add(out, "crash    rproc0\n");
		break;
	case AMP_FUZZ_SWAP:
		hx_text_add(out, "install  %s\n", file ? file : "none");
		break;
	case AMP_FUZZ_ATTACH:
		print_line(s, step, "start    rproc0", out);
		break;
	case AMP_FUZZ_DETACH:
		print_line(s, step, "set      rproc0 state detach", out);
		break;
	case AMP_FUZZ_FLIP:
		if (s->step[step].read)
			hx_text_add(out, "inject   table-flips core0 skip=%u count=1 arg=0x%x\n",
				    s->step[step].read - 1,
				    s->step[step].at << 8 | s->step[step].value);
		break;
	case AMP_FUZZ_SHOW:
		/* it is read, whatever is in it: a table without entries has no line */
		hx_text_add(out, "expect   file " TABLE_FILE " has \"\"\n");
		break;
	}
}

bool hx_scenario_print(const struct amp_fuzz *s, const char *title,
		       const char *const image[HX_IMAGES], const char *running,
		       struct hx_text *out)
{
	bool is_up = false;

	if (!can_be_shown(s))
		return false;
	hx_text_add(out, "# found by the fuzzer on the native kernel\n"
		    "title    %s\n"
		    "needs    profile:ref\n"
		    "machine  auto-boot=off", title);
	if (hx_scenario_running_image(s) >= 0)
		hx_text_add(out, " running=%s@0", running);
	hx_text_add(out, "\n\n"
		    "modprobe mailbox\n"
		    "modprobe virtio_rpmsg_bus\n"
		    "insmod   driver\n");
	for (unsigned int i = 0; i < s->num_steps && i <= s->at_step; i++) {
		if (!is_done(s, i) || (s->step[i].op == AMP_FUZZ_SHOW && !is_up && i < s->at_step))
			continue;
		print_step(s, i, image, out);
		if (s->step[i].op == AMP_FUZZ_START || s->step[i].op == AMP_FUZZ_ATTACH)
			is_up = i >= s->at_step || !s->result[i];
		else if ((s->step[i].op == AMP_FUZZ_STOP || s->step[i].op == AMP_FUZZ_DETACH) &&
			 (i >= s->at_step || !s->result[i]))
			is_up = false;
	}
	if (is_up)
		hx_text_add(out, "stop     rproc0\n");
	return true;
}
