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
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "amp_map.h"

/* Of struct resource_table, include/linux/rsc_table.h of the kernel */
#define TABLE_VERSION	0
#define TABLE_NUM	4
#define TABLE_OFFSETS	16
#define ENTRY_TYPE	0
#define TYPE_CARVEOUT	0
#define TYPE_DEVMEM	1
#define TYPE_TRACE	2
#define TYPE_VDEV	3
#define DEVMEM_PA	8
#define DEVMEM_RESERVED	20
#define CARVEOUT_DA	4
#define CARVEOUT_PA	8
#define CARVEOUT_LEN	12
#define CARVEOUT_FLAGS	16
#define CARVEOUT_RESERVED 20
#define CARVEOUT_NAME	24
#define VDEV_CONFIG_LEN	20
#define VDEV_VRING_0	28
#define VRING_NUM	8

struct image {
	uint8_t *byte;
	size_t size;		/* bytes written out */
	size_t table;		/* offset of the section .resource_table */
	size_t table_header;	/* offset of its section header */
	size_t programs;	/* offset of the program headers */
};

static void put32(struct image *image, size_t at, uint32_t value)
{
	if (at + sizeof(value) > image->size)
		errx(1, "offset %zu is outside the file", at);
	memcpy(image->byte + at, &value, sizeof(value));
}

static uint32_t get32(const struct image *image, size_t at)
{
	uint32_t value;

	if (at + sizeof(value) > image->size)
		errx(1, "offset %zu is outside the file", at);
	memcpy(&value, image->byte + at, sizeof(value));
	return value;
}

static void truncate_file(struct image *image)
{
	image->size /= 2;
}

static void empty_file(struct image *image)
{
	image->size = 0;
}

static void unknown_class(struct image *image)
{
	image->byte[EI_CLASS] = ELFCLASSNONE;
}

static void no_magic(struct image *image)
{
	image->byte[EI_MAG0] = '#';
}

static void big_endian(struct image *image)
{
	image->byte[EI_DATA] = ELFDATA2MSB;
}

/* The header says that the section ends in the middle of the offsets */
static void short_table(struct image *image)
{
	put32(image, image->table_header + offsetof(Elf32_Shdr, sh_size), TABLE_OFFSETS + 2);
}

static void unknown_version(struct image *image)
{
	put32(image, image->table + TABLE_VERSION, 2);
}

/* So many entries that their offsets alone run out of the table */
static void many_entries(struct image *image)
{
	put32(image, image->table + TABLE_NUM, 0x10000);
}

/* The first entry lies behind the end of the table */
static void far_offset(struct image *image)
{
	put32(image, image->table + TABLE_OFFSETS, 0x1000);
}

static size_t first_entry(const struct image *image, uint32_t type)
{
	size_t offset = image->table + TABLE_OFFSETS, entry;

	do {
		entry = image->table + get32(image, offset);
		offset += sizeof(uint32_t);
	} while (get32(image, entry + ENTRY_TYPE) != type);
	return entry;
}

/* Added to the size of the entry in 32 bits, the configuration's comes round to little */
static void huge_config(struct image *image)
{
	put32(image, first_entry(image, TYPE_VDEV) + VDEV_CONFIG_LEN, 0xffffffd0);
}

/* No page of any MMU begins there */
static void odd_devmem(struct image *image)
{
	size_t pa = first_entry(image, TYPE_DEVMEM) + DEVMEM_PA;

	put32(image, pa, get32(image, pa) + 0x10);
}

static void reserved_devmem(struct image *image)
{
	put32(image, first_entry(image, TYPE_DEVMEM) + DEVMEM_RESERVED, 1);
}

/* Data belongs where the machine has core 0's vdev0buffer: no place to load to */
static void segment_in_buffer(struct image *image)
{
	put32(image, image->programs + sizeof(Elf32_Phdr) + offsetof(Elf32_Phdr, p_paddr),
	      AMP_RESV(0) + AMP_OFF_VBUFFER + 0x1000);
}

/* A carveout of one page in place of the trace, with a name that is a format for printf() */
static void format_as_name(struct image *image)
{
	size_t entry = first_entry(image, TYPE_TRACE);

	put32(image, entry + ENTRY_TYPE, TYPE_CARVEOUT);
	put32(image, entry + CARVEOUT_DA, UINT32_MAX);
	put32(image, entry + CARVEOUT_PA, UINT32_MAX);
	put32(image, entry + CARVEOUT_LEN, 4096);
	put32(image, entry + CARVEOUT_FLAGS, 0);
	put32(image, entry + CARVEOUT_RESERVED, 0);
	put32(image, entry + CARVEOUT_NAME, '%' | 'n' << 8);
}

/* One ring of a bus has half as many buffers as the other */
static void uneven_rings(struct image *image)
{
	size_t num = first_entry(image, TYPE_VDEV) + VDEV_VRING_0 + VRING_NUM;

	put32(image, num, get32(image, num) / 2);
}

static const struct {
	const char *name;
	void (*damage)(struct image *image);
} bads[] = {
	{ "bad-truncated", truncate_file },
	{ "bad-empty", empty_file },
	{ "bad-class", unknown_class },
	{ "bad-magic", no_magic },
	{ "bad-endian", big_endian },
	{ "bad-table-trunc", short_table },
	{ "bad-table-version", unknown_version },
	{ "bad-table-count", many_entries },
	{ "bad-table-offset", far_offset },
	{ "bad-table-overflow", huge_config },
	{ "bad-carveout-name", format_as_name },
	{ "bad-rings", uneven_rings },
	{ "bad-segment", segment_in_buffer },
	{ "bad-devmem-odd", odd_devmem },
	{ "bad-devmem-reserved", reserved_devmem },
};

#define NUM_BADS	(sizeof(bads) / sizeof(bads[0]))

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

	while (argc == 4 && i < NUM_BADS && strcmp(bads[i].name, argv[1]))
		i++;
	if (argc != 4 || i == NUM_BADS) {
		fprintf(stderr, "usage: make-bad NAME GOOD.elf BAD.elf\nnames:");
		for (i = 0; i < NUM_BADS; i++)
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
