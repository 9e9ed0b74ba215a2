/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cmd_table.c - `table dump FILE`, `table build FILE -o OUT`: tables as text and back
 */
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "files.h"
#include "table.h"

static bool ends_in(const char *text, const char *end)
{
	size_t len = strlen(text), len_end = strlen(end);

	return len >= len_end && !strcmp(text + len - len_end, end);
}

static int dump(const char *path, struct hx_error *err)
{
	struct hx_text bytes = { 0 }, out = { 0 };
	struct hx_case c = { 0 };
	int ret = hx_read_file(path, &bytes, err);

	if (!ret && bytes.len >= 4 && !memcmp(bytes.s, "\177ELF", 4))
		ret = hx_case_read_elf(&c, path, err);
	else if (!ret)
		hx_case_read_table(&c, bytes.s, bytes.len);
	if (!ret) {
		hx_case_print(&c, &out);
		fputs(out.s ? out.s : "", stdout);
	}
	hx_case_free(&c);
	hx_text_free(&bytes);
	hx_text_free(&out);
	return ret;
}

static int build(const char *path, const char *to, struct hx_error *err)
{
	struct hx_text text = { 0 }, out = { 0 };
	struct hx_case c = { 0 };
	int ret = hx_read_file(path, &text, err);

	if (!ret)
		ret = hx_case_parse(path, text.s ? text.s : "", &c, err);
	if (!ret) {
		if (ends_in(to, ".bin"))
			hx_case_table(&c, 0, &out);
		else
			hx_case_image(&c, 0, &out);
		ret = hx_write_file(to, out.s, out.len, 0666, err);
	}
	hx_case_free(&c);
	hx_text_free(&text);
	hx_text_free(&out);
	return ret;
}

int hx_cmd_table(struct hx_options *opt, struct hx_error *err)
{
	const char *verb = opt->paths.num == 2 ? opt->paths.item[0].text : "";
	int ret;

	if (!strcmp(verb, "dump"))
		ret = dump(opt->paths.item[1].text, err);
	else if (!strcmp(verb, "build") && opt->out_file)
		ret = build(opt->paths.item[1].text, opt->out_file, err);
	else
		ret = hx_error(err, HX_EUSAGE,
			       "table wants: dump FILE, or build FILE -o OUT (.elf or .bin)");
	return ret ? HX_STATUS_RIG : HX_STATUS_GOOD;
}
