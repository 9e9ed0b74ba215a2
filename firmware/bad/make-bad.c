// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * make-bad - a damaged ELF file, made from a good one
 *
 *	make-bad NAME GOOD.elf BAD.elf
 *
 * NAME is an entry of bads[]; each differs from the good file in one thing.
 * libelf finds the section headers; damage is done to the bytes.  Both files
 * are little-endian 32-bit ELF, as is every image of this folder.
 *
 * Exit status: 0; 1 when a file cannot be read, parsed or written; 2 when
 * called wrongly.
 */
#include <err.h>
#include <gelf.h>
#include <libelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bad.h"

static void read_file(struct image *image, const char *path)
{
	FILE *file = fopen(path, "rb");
	long size;

	if (!file || fseek(file, 0, SEEK_END))
		err(1, "%s", path);
	size = ftell(file);
	if (size <= 0)
		errx(1, "%s: no file to make another of", path);
	rewind(file);
	image->size = size;
	image->byte = malloc(image->size);
	if (!image->byte || fread(image->byte, 1, image->size, file) != image->size)
		err(1, "%s", path);
	fclose(file);
}

static void find_table(struct image *image, const char *path)
{
	Elf *elf = elf_memory((char *)image->byte, image->size);
	Elf_Scn *section = NULL;
	GElf_Shdr shdr;
	GElf_Ehdr ehdr;
	size_t names;
	const char *name;

	if (!elf || !gelf_getehdr(elf, &ehdr) || elf_getshdrstrndx(elf, &names))
		errx(1, "%s: %s", path, elf_errmsg(-1));
	while ((section = elf_nextscn(elf, section))) {
		if (!gelf_getshdr(section, &shdr))
			errx(1, "%s: %s", path, elf_errmsg(-1));
		name = elf_strptr(elf, names, shdr.sh_name);
		if (name && !strcmp(name, ".resource_table"))
			break;
	}
	if (!section || shdr.sh_size < TABLE_OFFSETS + sizeof(uint32_t))
		errx(1, "%s: no resource table", path);
	image->table = shdr.sh_offset;
	image->programs = ehdr.e_phoff;
	image->table_header = ehdr.e_shoff + elf_ndxscn(section) * sizeof(Elf32_Shdr);
	elf_end(elf);
}

static void write_file(const struct image *image, const char *path)
{
	FILE *file = fopen(path, "wb");

	if (!file || fwrite(image->byte, 1, image->size, file) != image->size || fclose(file))
		err(1, "%s", path);
}

int main(int argc, char **argv)
{
	struct image image;
	size_t i = 0;

	while (argc == 4 && i < num_bads && strcmp(bads[i].name, argv[1]))
		i++;
	if (argc != 4 || i == num_bads) {
		fprintf(stderr, "usage: make-bad NAME GOOD.elf BAD.elf\nnames:");
		for (i = 0; i < num_bads; i++)
			fprintf(stderr, " %s", bads[i].name);
		fprintf(stderr, "\n");
		return 2;
	}
	if (elf_version(EV_CURRENT) == EV_NONE)
		errx(1, "libelf: %s", elf_errmsg(-1));

	read_file(&image, argv[2]);
	find_table(&image, argv[2]);
	bads[i].damage(&image);
	write_file(&image, argv[3]);
	free(image.byte);
	return 0;
}
