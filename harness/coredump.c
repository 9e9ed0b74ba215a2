/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * coredump.c - core dumps against memory, byte for byte; see coredump.h
 *
 * Leaves out: what the ELF header says of machine and entry, which is the
 * platform driver's.
 */
#include <string.h>

#include <gelf.h>
#include <libelf.h>

#include "../sim/abi/amp_lab.h"
#include "coredump.h"

/* a segment or section of a dump */
struct part {
	const char *what;	/* "segment 2", "section itcm" */
	uint64_t addr;
	uint64_t offset;
	uint64_t size;
};

struct check {
	struct hx_arena *arena;
	const struct hx_dump_demand *demand;
	const struct hx_text *memory;
	struct amp_piece head;		/* of the dump */
	const char *bytes;		/* of the dump */
	unsigned int num_parts;
	uint64_t end;			/* of the parts so far, in the dump */
};

/* the piece at @at and its bytes; 0: there is none, or not all of it */
static size_t next_piece(const struct hx_text *text, size_t at, struct amp_piece *piece,
			 const char **bytes)
{
	if (at + sizeof(*piece) > text->len)
		return 0;
	memcpy(piece, text->s + at, sizeof(*piece));
	at += sizeof(*piece);
	if (piece->size > text->len - at)
		return 0;
	*bytes = text->s + at;
	return at + piece->size;
}

/* what the core saw at @part when it was held; NULL: nothing is known of it */
static const char *held_memory(const struct check *c, const struct part *part)
{
	struct amp_piece piece;
	const char *bytes;
	size_t at = 0;

	while ((at = next_piece(c->memory, at, &piece, &bytes)))
		if (piece.magic == AMP_PIECE_MEMORY && piece.core == c->head.core &&
		    piece.life == c->head.life && part->addr >= piece.addr &&
		    part->size <= piece.size && part->addr - piece.addr <= piece.size - part->size)
			return bytes + (part->addr - piece.addr);
	return NULL;
}

static const char *check_part(struct check *c, const struct part *part)
{
	const char *got, *want;

	c->num_parts++;
	if (part->offset > c->head.size || part->size > c->head.size - part->offset)
		return hx_printf(c->arena, "%s runs out of the file", part->what);
	if (part->offset + part->size > c->end)
		c->end = part->offset + part->size;
	want = held_memory(c, part);
	if (!want)
		return hx_printf(c->arena, "%s: core%u held no %lu bytes at 0x%lx in its life %u",
				 part->what, c->head.core, (unsigned long)part->size,
				 (unsigned long)part->addr, c->head.life);
	got = c->bytes + part->offset;
	for (uint64_t i = 0; i < part->size; i++)
		if (got[i] != want[i])
			return hx_printf(c->arena, "%s: byte at 0x%lx is 0x%02x, the core held 0x%02x",
					 part->what, (unsigned long)(part->addr + i),
					 (unsigned char)got[i], (unsigned char)want[i]);
	return NULL;
}

static const char *check_segments(struct check *c, Elf *elf)
{
	const char *wrong = NULL;
	GElf_Phdr phdr;
	size_t num;

	if (elf_getphdrnum(elf, &num))
		return "the program headers cannot be read";
	for (size_t i = 0; i < num && !wrong; i++) {
		if (!gelf_getphdr(elf, (int)i, &phdr) || phdr.p_type != PT_LOAD ||
		    phdr.p_filesz != phdr.p_memsz)
			return hx_printf(c->arena, "segment %zu is none to load whole", i);
		wrong = check_part(c, &(struct part){ hx_printf(c->arena, "segment %zu", i),
						      phdr.p_vaddr, phdr.p_offset,
						      phdr.p_filesz });
	}
	return wrong;
}

static const char *check_sections(struct check *c, Elf *elf)
{
	const char *wrong = NULL, *name;
	Elf_Scn *scn = NULL;
	GElf_Shdr shdr;
	size_t names;

	if (elf_getshdrstrndx(elf, &names))
		return "the sections have no names";
	while (!wrong && (scn = elf_nextscn(elf, scn))) {
		name = gelf_getshdr(scn, &shdr) ? elf_strptr(elf, names, shdr.sh_name) : NULL;
		if (!name || !*name)
			return hx_printf(c->arena, "section %zu has no name", elf_ndxscn(scn));
		if (shdr.sh_type == SHT_PROGBITS)
			wrong = check_part(c, &(struct part){ hx_printf(c->arena, "section %s", name),
							      shdr.sh_addr, shdr.sh_offset,
							      shdr.sh_size });
	}
	return wrong;
}

static const char *check_elf(struct check *c, Elf *elf)
{
	bool has_sections = c->demand->has_sections;
	const char *wrong;
	GElf_Ehdr ehdr;

	if (!elf || elf_kind(elf) != ELF_K_ELF || !gelf_getehdr(elf, &ehdr))
		return "it is no ELF file";
	if (ehdr.e_type != ET_CORE)
		return "it is an ELF file, but no core";
	if ((has_sections ? ehdr.e_phnum : ehdr.e_shnum))
		return has_sections ? "it has segments" : "it has sections";
	wrong = has_sections ? check_sections(c, elf) : check_segments(c, elf);
	if (wrong)
		return wrong;
	if (!c->num_parts || (c->demand->count && c->num_parts != c->demand->count))
		return hx_printf(c->arena, "it has %u %s, want %u", c->num_parts,
				 has_sections ? "sections" : "segments", c->demand->count);
	if (c->end != c->head.size)
		return hx_printf(c->arena, "%lu bytes follow its last part",
				 (unsigned long)(c->head.size - c->end));
	return NULL;
}

static const char *check_dump(struct check *c)
{
	/* aligned, and libelf's own */
	char *copy = hx_alloc(c->arena, c->head.size + 1);
	const char *wrong;
	Elf *elf;

	memcpy(copy, c->bytes, c->head.size);
	elf_version(EV_CURRENT);
	elf = elf_memory(copy, c->head.size);
	wrong = check_elf(c, elf);
	elf_end(elf);
	return wrong ? hx_printf(c->arena, "core dump of core%u: %s", c->head.core, wrong) : NULL;
}

static const char *check_demand(struct hx_arena *arena, const struct hx_dump_demand *demand,
				const struct hx_text *dumps, const struct hx_text *memory)
{
	struct check c = { .arena = arena, .demand = demand, .memory = memory };
	const char *wrong = NULL;
	unsigned int num = 0;
	size_t at = 0;

	while (!wrong && (at = next_piece(dumps, at, &c.head, &c.bytes))) {
		if (c.head.magic != AMP_PIECE_DUMP || c.head.core != demand->core)
			continue;
		num++;
		c.num_parts = 0;
		c.end = 0;
		wrong = check_dump(&c);
	}
	if (!wrong && !num)
		wrong = hx_printf(arena, "no core dump of core%u was fetched", demand->core);
	return wrong;
}

const char *hx_coredump_check(struct hx_arena *arena, const struct hx_scenario *sc,
			      const struct hx_text *dumps, const struct hx_text *memory,
			      unsigned int *line)
{
	const char *wrong = NULL;

	for (unsigned int i = 0; i < sc->num_dumps && !wrong; i++) {
		wrong = check_demand(arena, &sc->dump[i], dumps, memory);
		if (wrong)
			*line = sc->dump[i].line;
	}
	return wrong;
}
