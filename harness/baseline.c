/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * baseline.c - a file of known failures; see baseline.h
 */
#include <string.h>

#include "baseline.h"
#include "files.h"

int hx_baseline_read(struct hx_arena *arena, const char *path, struct hx_list *out,
		     struct hx_error *err)
{
	struct hx_text text = { 0 };
	int ret = hx_read_file(path, &text, err);
	unsigned int number = 0;

	for (const char *line = text.s; !ret && line && *line; number++) {
		const char *name = line + strspn(line, " \t");
		size_t len = strcspn(name, " \t\r\n");

		/* "stm32: boot/announce" */
		if (len > 1 && *name != '#' && name[len - 1] == ':' && name[len] == ' ')
			len += 1 + strcspn(name + len + 1, " \t\r\n");
		if (len && *name != '#')
			hx_list_add(arena, out, hx_strndup(arena, name, len), number + 1);
		line += strcspn(line, "\n");
		line += *line == '\n';
	}
	hx_text_free(&text);
	return ret;
}

const struct hx_item *hx_baseline_find(const struct hx_list *list, const char *name)
{
	for (unsigned int i = 0; i < list->num; i++) {
		const char *entry = list->item[i].text;
		size_t len = strlen(entry);

		if (!strncmp(entry, name, len) && (!name[len] || name[len] == '@'))
			return &list->item[i];
	}
	return NULL;
}
