/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_rules.c - what no kernel may accept; see fuzz_rules.h
 */
#include <elf.h>
#include <string.h>

#include "fuzz_rules.h"

#define TABLE_NAME	".resource_table"
#define TABLE_HEADER	16u	/* version, number of entries, two reserved words */
#define ENTRY_TYPE	4u
#define VRING_BYTES	20u
#define MAX_VRINGS	2u	/* of a vdev, struct rproc_vdev's limit */
#define MAX_ENTRY	(4u + 24u + MAX_VRINGS * VRING_BYTES)	/* bytes of the longest that is read */

struct bytes {
	const uint8_t *at;
	uint64_t len;
};

/* places in headers of both classes, bytes */
static const struct layout {
	uint8_t ehdr, phdr, shdr, word;
	uint8_t phoff, shoff, phnum, shnum, shstrndx;
	uint8_t p_offset, p_filesz, p_memsz;
	uint8_t sh_offset, sh_size;
} layouts[] = {
#define LAYOUT(n) { \
	sizeof(Elf##n##_Ehdr), sizeof(Elf##n##_Phdr), sizeof(Elf##n##_Shdr), n / 8, \
	offsetof(Elf##n##_Ehdr, e_phoff), offsetof(Elf##n##_Ehdr, e_shoff), \
	offsetof(Elf##n##_Ehdr, e_phnum), offsetof(Elf##n##_Ehdr, e_shnum), \
	offsetof(Elf##n##_Ehdr, e_shstrndx), offsetof(Elf##n##_Phdr, p_offset), \
	offsetof(Elf##n##_Phdr, p_filesz), offsetof(Elf##n##_Phdr, p_memsz), \
	offsetof(Elf##n##_Shdr, sh_offset), offsetof(Elf##n##_Shdr, sh_size) }
	LAYOUT(32), LAYOUT(64)
#undef LAYOUT
};

/* entries of a table: type, bytes behind it, place of its reserved word */
static const struct entry {
	uint32_t type, size, reserved, reserved_bytes;
	const char *short_one, *reserved_one;
} entries[] = {
	{ 0, 52, 16, 4, "a carveout that is cut off", "reserved bytes in a carveout" },
	{ 2, 44, 8, 4, "a trace that is cut off", "reserved bytes in a trace" },
	{ 3, 24, 22, 2, "a vdev that is cut off", "reserved bytes in a vdev" },
};
enum { VDEV = 3, VDEV_CONFIG_LEN = 16, VDEV_NUM_OF_VRINGS = 21, VDEV_BYTES = 24 };

static bool has(struct bytes b, uint64_t at, uint64_t len)
{
	return at <= b.len && len <= b.len - at;
}

/* the caller has asked has() */
static uint64_t number(struct bytes b, uint64_t at, unsigned int size)
{
	uint64_t value = 0;

	for (unsigned int i = 0; i < size; i++)
		value |= (uint64_t)b.at[at + i] << 8 * i;
	return value;
}

static const char *judge_vdev(struct bytes entry)
{
	uint64_t num = number(entry, VDEV_NUM_OF_VRINGS, 1);
	uint64_t config_len = number(entry, VDEV_CONFIG_LEN, 4);

	if (!has(entry, VDEV_BYTES, num * VRING_BYTES + config_len))
		return "a vdev whose rings or configuration are cut off";
	return num > MAX_VRINGS ? "a vdev with too many rings" : NULL;
}

static const char *judge_entry(struct bytes table, uint64_t at)
{
	struct bytes entry;
	uint64_t type;

	if (at < TABLE_HEADER || !has(table, at, ENTRY_TYPE))
		return "an entry that is not in the table";
	type = number(table, at, ENTRY_TYPE);
	entry = (struct bytes){ table.at + at + ENTRY_TYPE, table.len - at - ENTRY_TYPE };
	for (unsigned int i = 0; i < HX_ARRAY_SIZE(entries); i++) {
		if (type != entries[i].type)
			continue;
		if (entry.len < entries[i].size)
			return entries[i].short_one;
		if (number(entry, entries[i].reserved, entries[i].reserved_bytes))
			return entries[i].reserved_one;
		return type == VDEV ? judge_vdev(entry) : NULL;
	}
	return NULL;
}

/*
 * The kernel writes addresses and notify ids to the rings of a vdev, sizes and addresses to
 * carveouts, while it goes through the table: an entry that lies over one before it is not
 * what it was in the file when its turn comes
 */
static bool was_written(struct bytes table, uint64_t index)
{
	uint64_t at = number(table, TABLE_HEADER + 4 * index, 4);

	for (uint64_t i = 0; i < index; i++) {
		uint64_t other = number(table, TABLE_HEADER + 4 * i, 4), len = ENTRY_TYPE;
		uint64_t type = number(table, other, ENTRY_TYPE);

		for (unsigned int k = 0; k < HX_ARRAY_SIZE(entries); k++)
			if (type == entries[k].type)
				len += entries[k].size;
		if (type == VDEV)
			len += VRING_BYTES * number(table, other + ENTRY_TYPE + VDEV_NUM_OF_VRINGS, 1);
		if (at < other + len && other < at + MAX_ENTRY)
			return true;
	}
	return false;
}

static const char *judge_table(struct bytes table)
{
	uint64_t num;

	if (table.len < TABLE_HEADER)
		return "a table without header";
	if (number(table, 0, 4) != 1)
		return "a table of another version";
	if (number(table, 8, 8))
		return "reserved bytes in a table";
	num = number(table, 4, 4);
	if (!has(table, TABLE_HEADER, 4 * num))
		return "more entries than the table holds";
	for (uint64_t i = 0; i < num; i++) {
		const char *broken;

		/* nor is what follows it: whether that was written is not known any more */
		if (i && was_written(table, i))
			return NULL;
		broken = judge_entry(table, number(table, TABLE_HEADER + 4 * i, 4));
		if (broken)
			return broken;
	}
	return NULL;
}

static const char *judge_segments(struct bytes image, const struct layout *l)
{
	uint64_t phoff = number(image, l->phoff, l->word), num = number(image, l->phnum, 2);

	if (!num)
		return "an image without segments";
	if (phoff > image.len)
		return "program headers outside of the file";
	if (!has(image, phoff, num * l->phdr))
		return NULL;
	for (uint64_t at = phoff; at < phoff + num * l->phdr; at += l->phdr) {
		uint64_t offset = number(image, at + l->p_offset, l->word);
		uint64_t filesz = number(image, at + l->p_filesz, l->word);
		uint64_t memsz = number(image, at + l->p_memsz, l->word);

		if (number(image, at, 4) != PT_LOAD || !memsz)
			continue;
		if (filesz > memsz)
			return "a segment with more contents than memory";
		if (offset + filesz >= offset && !has(image, offset, filesz))
			return "a segment whose contents are cut off";
	}
	return NULL;
}

/* the first section of that name, as the kernel looks for it */
static const char *judge_sections(struct bytes image, const struct layout *l)
{
	uint64_t shoff = number(image, l->shoff, l->word), num = number(image, l->shnum, 2);
	uint64_t names = number(image, l->shstrndx, 2);

	if (shoff + l->shdr >= shoff && !has(image, shoff, l->shdr))
		return "section headers outside of the file";
	if (names >= num || !has(image, shoff, num * l->shdr))
		return NULL;
	names = number(image, shoff + names * l->shdr + l->sh_offset, l->word);
	for (uint64_t at = shoff; at < shoff + num * l->shdr; at += l->shdr) {
		uint64_t offset = number(image, at + l->sh_offset, l->word);
		uint64_t size = number(image, at + l->sh_size, l->word);
		uint64_t name = names + number(image, at, 4);

		if (name < names || !has(image, name, sizeof(TABLE_NAME)))
			return NULL;
		if (memcmp(image.at + name, TABLE_NAME, sizeof(TABLE_NAME)))
			continue;
		if (!has(image, offset, size))
			return "a table that is cut off";
		return judge_table((struct bytes){ image.at + offset, size });
	}
	return NULL;
}

const char *hx_rules_broken(const uint8_t *at, size_t len)
{
	struct bytes image = { at, len };
	const struct layout *l;
	const char *broken;

	if (len < layouts[0].ehdr)
		return "an image shorter than its header";
	if (memcmp(at, ELFMAG, SELFMAG))
		return "an image that is no ELF file";
	if (at[EI_CLASS] != ELFCLASS32 && at[EI_CLASS] != ELFCLASS64)
		return "an image of no class";
	l = &layouts[at[EI_CLASS] - ELFCLASS32];
	if (len < l->ehdr)
		return "an image shorter than its header";
	if (at[EI_DATA] != ELFDATA2LSB)
		return "an image of another endianness";
	broken = judge_segments(image, l);
	return broken ? broken : judge_sections(image, l);
}
