// SPDX-License-Identifier: GPL-2.0-or-later
/* bad.c - see bad.h */
#include <err.h>
#include <elf.h>
#include <string.h>

#include "amp_map.h"
#include "bad.h"

/* Of struct resource_table, include/linux/rsc_table.h of the kernel */
#define TABLE_VERSION	0
#define TABLE_NUM	4
#define TABLE_RESERVED	8
#define ENTRY_TYPE	0
#define TYPE_CARVEOUT	0
#define TYPE_DEVMEM	1
#define TYPE_TRACE	2
#define TYPE_VDEV	3
#define TYPE_VENDOR	128	/* RSC_VENDOR_START */
#define TRACE_RESERVED	12
#define DEVMEM_PA	8
#define DEVMEM_RESERVED	20
#define CARVEOUT_DA	4
#define CARVEOUT_PA	8
#define CARVEOUT_LEN	12
#define CARVEOUT_FLAGS	16
#define CARVEOUT_RESERVED 20
#define CARVEOUT_NAME	24
#define VDEV_CONFIG_LEN	20
#define VDEV_RESERVED	26
#define VDEV_VRING_0	28
#define VRING_SIZE	20
#define VRING_ALIGN	4
#define VRING_NUM	8

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

/* Not even a header of 32 bits */
static void short_file(struct image *image)
{
	image->size = sizeof(Elf32_Ehdr) - 1;
}

/* A header of 32 bits that is said to be one of 64, which would be longer */
static void short_header(struct image *image)
{
	image->byte[EI_CLASS] = ELFCLASS64;
	image->size = sizeof(Elf64_Ehdr) - 1;
}

static void no_segments(struct image *image)
{
	image->byte[offsetof(Elf32_Ehdr, e_phnum)] = 0;
}

static void far_segments(struct image *image)
{
	put32(image, offsetof(Elf32_Ehdr, e_phoff), (uint32_t)image->size + 1);
}

/* More in the file than there is room for it */
static void tight_segment(struct image *image)
{
	put32(image, image->programs + offsetof(Elf32_Phdr, p_memsz),
	      get32(image, image->programs + offsetof(Elf32_Phdr, p_filesz)) - 1);
}

static void far_segment(struct image *image)
{
	put32(image, image->programs + offsetof(Elf32_Phdr, p_offset), (uint32_t)image->size - 1);
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

/* The header says that the section goes on behind the end of the file */
static void long_table(struct image *image)
{
	put32(image, image->table_header + offsetof(Elf32_Shdr, sh_size), (uint32_t)image->size);
}

static void reserved_table(struct image *image)
{
	put32(image, image->table + TABLE_RESERVED, 1);
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

/* The first entry is one of @type in the last 12 bytes of the table: too few for it */
static void cut_entry(struct image *image, uint32_t type)
{
	uint32_t at = get32(image, image->table_header + offsetof(Elf32_Shdr, sh_size)) - 12;

	put32(image, image->table + TABLE_OFFSETS, at);
	put32(image, image->table + at, type);
}

static void short_trace(struct image *image)
{
	cut_entry(image, TYPE_TRACE);
}

static void short_carveout(struct image *image)
{
	cut_entry(image, TYPE_CARVEOUT);
}

static void short_devmem(struct image *image)
{
	cut_entry(image, TYPE_DEVMEM);
}

static void reserved_trace(struct image *image)
{
	put32(image, first_entry(image, TYPE_TRACE) + TRACE_RESERVED, 1);
}

static void reserved_vdev(struct image *image)
{
	image->byte[first_entry(image, TYPE_VDEV) + VDEV_RESERVED] = 1;
}

/* In place of the trace, behind which there is room for three */
static void three_rings(struct image *image)
{
	size_t entry = first_entry(image, TYPE_TRACE);

	put32(image, entry + ENTRY_TYPE, TYPE_VDEV);
	put32(image, entry + VDEV_CONFIG_LEN, 0);
	put32(image, entry + VDEV_RESERVED - 2, 3 << 8);
}

/* The driver's memory for the second ring is too small for it */
static void large_ring(struct image *image)
{
	put32(image, first_entry(image, TYPE_VDEV) + VDEV_VRING_0 + VRING_SIZE + VRING_NUM,
	      0x4000);
}

static void unaligned_ring(struct image *image)
{
	put32(image, first_entry(image, TYPE_VDEV) + VDEV_VRING_0 + VRING_ALIGN, 0);
}

/* The trace becomes an entry that no driver here knows */
static void vendor_entry(struct image *image)
{
	put32(image, first_entry(image, TYPE_TRACE) + ENTRY_TYPE, TYPE_VENDOR);
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

/* A carveout in place of the trace; all of its name's 32 bytes are written */
static size_t carve(struct image *image, const char *name, uint32_t da, uint32_t len)
{
	size_t entry = first_entry(image, TYPE_TRACE);
	char padded[32] = "";

	put32(image, entry + ENTRY_TYPE, TYPE_CARVEOUT);
	put32(image, entry + CARVEOUT_DA, da);
	put32(image, entry + CARVEOUT_PA, UINT32_MAX);
	put32(image, entry + CARVEOUT_LEN, len);
	put32(image, entry + CARVEOUT_FLAGS, 0);
	put32(image, entry + CARVEOUT_RESERVED, 0);
	strncpy(padded, name, sizeof(padded) - 1);
	for (size_t i = 0; i < sizeof(padded); i += sizeof(uint32_t)) {
		uint32_t word;

		memcpy(&word, padded + i, sizeof(word));
		put32(image, entry + CARVEOUT_NAME + i, word);
	}
	return entry;
}

/* One page, with a name that is a format for printf() */
static void format_as_name(struct image *image)
{
	carve(image, "%n", UINT32_MAX, 4096);
}

static void reserved_carveout(struct image *image)
{
	put32(image, carve(image, "own", UINT32_MAX, 4096) + CARVEOUT_RESERVED, 1);
}

/* The driver has a carveout of that name: larger, behind, and not as far */
static void large_carveout(struct image *image)
{
	carve(image, "vdev0vring0", UINT32_MAX, 0x10000000);
}

static void low_carveout(struct image *image)
{
	carve(image, "vdev0vring0", 0, 4096);
}

static void high_carveout(struct image *image)
{
	carve(image, "vdev0vring0", UINT32_MAX - 4096, 4096);
}

/* It begins within and ends behind */
static void over_carveout(struct image *image)
{
	carve(image, "vdev0vring0", AMP_RESV(0) + AMP_OFF_VRING0 + 4096, AMP_VRING_SIZE);
}

/* No page of any MMU begins there */
static void odd_carveout(struct image *image)
{
	carve(image, "own", 0x90000010, 4096);
}

/* More than any pool has */
static void huge_carveout(struct image *image)
{
	carve(image, "own", UINT32_MAX, 0x40000000);
}

/* One ring of a bus has half as many buffers as the other */
static void uneven_rings(struct image *image)
{
	size_t num = first_entry(image, TYPE_VDEV) + VDEV_VRING_0 + VRING_NUM;

	put32(image, num, get32(image, num) / 2);
}

const struct bad bads[] = {
	{ "bad-truncated", truncate_file },
	{ "bad-empty", empty_file },
	{ "bad-short-file", short_file },
	{ "bad-short-header", short_header },
	{ "bad-no-segments", no_segments },
	{ "bad-far-segments", far_segments },
	{ "bad-tight-segment", tight_segment },
	{ "bad-far-segment", far_segment },
	{ "bad-class", unknown_class },
	{ "bad-magic", no_magic },
	{ "bad-endian", big_endian },
	{ "bad-table-trunc", short_table },
	{ "bad-table-long", long_table },
	{ "bad-table-reserved", reserved_table },
	{ "bad-table-version", unknown_version },
	{ "bad-table-count", many_entries },
	{ "bad-table-offset", far_offset },
	{ "bad-table-overflow", huge_config },
	{ "bad-carveout-name", format_as_name },
	{ "bad-carveout-short", short_carveout },
	{ "bad-carveout-reserved", reserved_carveout },
	{ "bad-carveout-large", large_carveout },
	{ "bad-carveout-low", low_carveout },
	{ "bad-carveout-high", high_carveout },
	{ "bad-carveout-over", over_carveout },
	{ "bad-carveout-odd", odd_carveout },
	{ "bad-carveout-huge", huge_carveout },
	{ "bad-trace-short", short_trace },
	{ "bad-trace-reserved", reserved_trace },
	{ "bad-vdev-reserved", reserved_vdev },
	{ "bad-vdev-rings", three_rings },
	{ "bad-ring-align", unaligned_ring },
	{ "bad-ring-large", large_ring },
	{ "bad-entry-vendor", vendor_entry },
	{ "bad-rings", uneven_rings },
	{ "bad-segment", segment_in_buffer },
	{ "bad-devmem-short", short_devmem },
	{ "bad-devmem-odd", odd_devmem },
	{ "bad-devmem-reserved", reserved_devmem },
};

const size_t num_bads = sizeof(bads) / sizeof(bads[0]);
