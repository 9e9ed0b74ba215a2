/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kernel.c - kernel directories and their modules; see kernel.h
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <gelf.h>
#include <libelf.h>

#include "kernel.h"

#define MAX_DEPTH	16	/* of dependencies of modules */
#define MAKE_HINT	"run `make kernel`, or say --kernel DIR"

bool hx_same_module(const char *a, const char *b)
{
	for (; *a && *b; a++, b++)
		if ((*a == '-' ? '_' : *a) != (*b == '-' ? '_' : *b))
			return false;
	return *a == *b;
}

static int read_text(struct hx_arena *arena, const char *dir, const char *file,
		     const char **out, struct hx_error *err)
{
	struct hx_text text = { 0 };
	char *path = hx_printf(arena, "%s/%s", dir, file);
	int ret = hx_read_file(path, &text, err);

	if (!ret)
		*out = hx_strndup(arena, text.s, text.len);
	hx_text_free(&text);
	return ret ? hx_error(err, HX_EKERNEL, "%s: no readable %s: %s", dir, file, MAKE_HINT) : 0;
}

/* .modinfo is a sequence of NUL-terminated key=value; untrusted */
static void read_depends(struct hx_arena *arena, const char *bytes, size_t len,
			 struct hx_module *module)
{
	const char *end = bytes + len;

	while (bytes < end) {
		size_t item_len = strnlen(bytes, (size_t)(end - bytes));

		if (item_len > 8 && !memcmp(bytes, "depends=", 8)) {
			char *names = hx_strndup(arena, bytes + 8, item_len - 8), *save;

			for (char *name = strtok_r(names, ",", &save); name;
			     name = strtok_r(NULL, ",", &save))
				hx_list_add(arena, &module->depends, name, 0);
		}
		bytes += item_len + 1;
	}
}

static bool find_modinfo(Elf *elf, struct hx_arena *arena, struct hx_module *module)
{
	Elf_Scn *scn = NULL;
	size_t names;

	if (elf_kind(elf) != ELF_K_ELF || elf_getshdrstrndx(elf, &names))
		return false;
	while ((scn = elf_nextscn(elf, scn))) {
		GElf_Shdr shdr;
		Elf_Data *data;
		const char *name;

		if (!gelf_getshdr(scn, &shdr))
			return false;
		name = elf_strptr(elf, names, shdr.sh_name);
		if (!name || strcmp(name, ".modinfo"))
			continue;
		data = elf_getdata(scn, NULL);
		if (!data || !data->d_buf)
			return false;
		read_depends(arena, data->d_buf, data->d_size, module);
		return true;
	}
	return false;
}

static int read_module(struct hx_arena *arena, const char *path, struct hx_module *module,
		       struct hx_error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool is_good = false;
	Elf *elf;

	if (fd < 0)
		return hx_error(err, HX_EKERNEL, "%s: cannot be opened", path);
	elf = elf_begin(fd, ELF_C_READ, NULL);
	if (elf)
		is_good = find_modinfo(elf, arena, module);
	elf_end(elf);
	close(fd);
	return is_good ? 0 : hx_error(err, HX_EKERNEL, "%s: not a kernel module", path);
}

static int is_module_file(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return len > 3 && !strcmp(entry->d_name + len - 3, ".ko");
}

static int read_modules(struct hx_arena *arena, struct hx_kernel *kernel, struct hx_error *err)
{
	char *dir = hx_printf(arena, "%s/modules", kernel->dir);
	struct dirent **entry;
	int num = scandir(dir, &entry, is_module_file, alphasort), ret = 0;

	if (num < 0)
		return hx_error(err, HX_EKERNEL, "%s: no modules directory: %s", kernel->dir,
				MAKE_HINT);
	kernel->module = hx_alloc(arena, (size_t)(num + 1) * sizeof(*kernel->module));
	for (int i = 0; i < num; i++) {
		struct hx_module *module = &kernel->module[kernel->num_modules];
		const char *file = entry[i]->d_name;
		char *name = hx_strndup(arena, file, strlen(file) - 3);

		module->stem = hx_strdup(arena, name);
		module->name = name;
		for (; *name; name++)
			if (*name == '-')
				*name = '_';
		module->path = hx_printf(arena, "%s/%s", dir, file);
		if (!ret)
			ret = read_module(arena, module->path, module, err);
		kernel->num_modules++;
		free(entry[i]);
	}
	free(entry);
	return ret;
}

int hx_kernel_open(struct hx_arena *arena, const char *dir, struct hx_kernel *kernel,
		   struct hx_error *err)
{
	const char *paths[2] = { NULL, NULL };
	const char *release;
	int ret;

	*kernel = (struct hx_kernel){ .dir = hx_strdup(arena, dir) };
	elf_version(EV_CURRENT);
	if (!hx_is_dir(dir))
		return hx_error(err, HX_EKERNEL, "%s: no such kernel directory: %s", dir,
				MAKE_HINT);
	kernel->image = hx_printf(arena, "%s/zImage", dir);
	if (!hx_is_file(kernel->image))
		return hx_error(err, HX_EKERNEL, "%s: no zImage: %s", dir, MAKE_HINT);
	ret = read_text(arena, dir, "release", &release, err);
	if (!ret)
		ret = read_text(arena, dir, "config", &kernel->config, err);
	if (!ret)
		ret = read_modules(arena, kernel, err);
	if (ret)
		return ret;
	kernel->release = hx_strndup(arena, release, strcspn(release, "\n"));
	if (sscanf(release, "%u.%u", &kernel->major, &kernel->minor) != 2)
		return hx_error(err, HX_EKERNEL, "%s/release: \"%s\" is no kernel version", dir,
				kernel->release);
	paths[0] = kernel->image;
	return hx_hash_files(paths, kernel->hash, err);
}

const struct hx_module *hx_kernel_module(const struct hx_kernel *kernel, const char *name)
{
	for (unsigned int i = 0; i < kernel->num_modules; i++)
		if (hx_same_module(kernel->module[i].name, name))
			return &kernel->module[i];
	return NULL;
}

char hx_kernel_config(const struct hx_kernel *kernel, const char *symbol)
{
	size_t len = strlen(symbol);

	for (const char *line = kernel->config; *line; line += line[0] == '\n') {
		if (!strncmp(line, "CONFIG_", 7) && !strncmp(line + 7, symbol, len) &&
		    line[7 + len] == '=')
			return line[8 + len] == 'm' ? 'm' : line[8 + len] == 'n' ? 0 : 'y';
		line += strcspn(line, "\n");
	}
	return 0;
}

bool hx_kernel_in_range(const struct hx_kernel *kernel, const struct hx_version_range *range)
{
	bool is_below = kernel->major != range->major ? kernel->major < range->major
						      : kernel->minor < range->minor;

	return !range->is_set || is_below == range->is_below;
}

static int closure(struct hx_arena *arena, const struct hx_kernel *kernel,
		   const struct hx_module *module, unsigned int depth, struct hx_list *list,
		   struct hx_error *err)
{
	int ret = 0;

	if (hx_list_has(list, module->stem))
		return 0;
	if (depth == MAX_DEPTH)
		return hx_error(err, HX_EKERNEL, "%s: the dependencies of %s have no end",
				kernel->dir, module->name);
	for (unsigned int i = 0; i < module->depends.num && !ret; i++) {
		const char *name = module->depends.item[i].text;
		const struct hx_module *other = hx_kernel_module(kernel, name);

		if (!other)
			ret = hx_error(err, HX_EKERNEL, "%s: %s, which %s depends on, is missing",
				       kernel->dir, name, module->name);
		else
			ret = closure(arena, kernel, other, depth + 1, list, err);
	}
	if (!ret)
		hx_list_add(arena, list, module->stem, 0);
	return ret;
}

int hx_kernel_closure(struct hx_arena *arena, const struct hx_kernel *kernel,
		      const struct hx_module *module, struct hx_list *list,
		      struct hx_error *err)
{
	return closure(arena, kernel, module, 0, list, err);
}
