/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_cover.c - edges, and the blocks that a kernel has; see fuzz_cover.h
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <gelf.h>
#include <libelf.h>

#include "fuzz_cover.h"

#define EDGE_BITS	20u

/* the only form of a call that gcc uses for __sanitizer_cov_trace_pc() */
#define X86_CALL	0xe8u	/* call rel32 */
#define X86_CALL_BYTES	5u
#define ARM_BL		0xebu	/* bl, always; 24 bits of words from 8 bytes behind */
#define ARM_BYTES	4u

struct symbol {
	const char *name;
	uint64_t begin, size;
};

struct program {
	Elf *elf;
	struct symbol *symbol;
	unsigned int num_symbols;
	uint64_t trace;		/* address of __sanitizer_cov_trace_pc() */
};

static int by_begin(const void *a, const void *b)
{
	const struct symbol *x = a, *y = b;

	return x->begin < y->begin ? -1 : x->begin > y->begin;
}

static int by_address(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static void read_symbols(struct hx_arena *arena, struct program *p)
{
	Elf_Scn *scn = NULL;
	GElf_Shdr shdr;
	GElf_Sym sym;

	while ((scn = elf_nextscn(p->elf, scn))) {
		Elf_Data *data;

		if (!gelf_getshdr(scn, &shdr) || shdr.sh_type != SHT_SYMTAB)
			continue;
		data = elf_getdata(scn, NULL);
		for (int i = 0; data && gelf_getsym(data, i, &sym); i++) {
			const char *name = elf_strptr(p->elf, shdr.sh_link, sym.st_name);

			if (GELF_ST_TYPE(sym.st_info) != STT_FUNC || !name || !sym.st_size)
				continue;
			if (!strcmp(name, "__sanitizer_cov_trace_pc"))
				p->trace = sym.st_value;
			p->symbol = hx_grow(arena, p->symbol, p->num_symbols, sizeof(*p->symbol));
			p->symbol[p->num_symbols++] = (struct symbol){
				hx_strdup(arena, name), sym.st_value, sym.st_size };
		}
	}
	if (p->num_symbols)
		qsort(p->symbol, p->num_symbols, sizeof(*p->symbol), by_begin);
}

/* where a call at @bytes, address @at, goes to and comes back to; false when there is none */
static bool read_x86_call(const uint8_t *bytes, uint64_t at, uint64_t *to, uint64_t *after)
{
	int32_t distance;

	memcpy(&distance, bytes + 1, sizeof(distance));
	*after = at + X86_CALL_BYTES;
	*to = *after + (uint64_t)(int64_t)distance;
	return *bytes == X86_CALL;
}

static bool read_arm_call(const uint8_t *bytes, uint64_t at, uint64_t *to, uint64_t *after)
{
	uint32_t word;

	memcpy(&word, bytes, sizeof(word));
	*after = at + ARM_BYTES;
	*to = (uint32_t)(at + 2 * ARM_BYTES + ((uint64_t)((int64_t)((uint64_t)word << 40) >> 40) << 2));
	return word >> 24 == ARM_BL;
}

static const struct isa {
	uint16_t machine;
	uint8_t bytes, step;	/* of a call; from one place where one may be to the next */
	bool (*read_call)(const uint8_t *bytes, uint64_t at, uint64_t *to, uint64_t *after);
} isas[] = {
	{ EM_X86_64, X86_CALL_BYTES, 1, read_x86_call },
	{ EM_ARM, ARM_BYTES, ARM_BYTES, read_arm_call },
};

/* the calls in one executable section */
static void read_calls(struct hx_cover *cover, const struct program *p, const struct isa *isa,
		       Elf_Scn *scn, const GElf_Shdr *shdr)
{
	Elf_Data *data = elf_rawdata(scn, NULL);
	const uint8_t *bytes = data ? data->d_buf : NULL;

	for (size_t i = 0; bytes && i + isa->bytes <= data->d_size; i += isa->step) {
		uint64_t to, after;

		if (!isa->read_call(bytes + i, shdr->sh_addr + i, &to, &after) || to != p->trace)
			continue;
		cover->block = hx_grow(&cover->arena, cover->block, cover->num_blocks,
				       sizeof(*cover->block));
		cover->block[cover->num_blocks++] = after;
	}
}

static const struct isa *isa_of(Elf *elf)
{
	GElf_Ehdr ehdr;

	for (unsigned int i = 0; elf && gelf_getehdr(elf, &ehdr) && i < HX_ARRAY_SIZE(isas); i++)
		if (ehdr.e_machine == isas[i].machine)
			return &isas[i];
	return NULL;
}

/* functions that hold blocks, in the order of their addresses */
static void read_functions(struct hx_cover *cover, const struct program *p)
{
	unsigned int at = 0;

	for (unsigned int i = 0; i < p->num_symbols && at < cover->num_blocks; i++) {
		const struct symbol *s = &p->symbol[i];
		struct hx_function f = { s->name, s->begin, s->begin + s->size, 0, 0 };

		while (at < cover->num_blocks && cover->block[at] <= f.begin)
			at++;
		while (at < cover->num_blocks && cover->block[at] <= f.end) {
			f.num_blocks++;
			at++;
		}
		if (!f.num_blocks)
			continue;
		cover->function = hx_grow(&cover->arena, cover->function, cover->num_functions,
					  sizeof(f));
		cover->function[cover->num_functions++] = f;
	}
}

int hx_cover_open(struct hx_cover *cover, const char *kernel, struct hx_error *err)
{
	int fd = open(kernel, O_RDONLY | O_CLOEXEC);
	struct program p = { 0 };
	const struct isa *isa;
	Elf_Scn *scn = NULL;
	GElf_Shdr shdr;

	*cover = (struct hx_cover){ 0 };
	if (fd < 0)
		return hx_error(err, HX_ERIG, "%s: %s (`make fuzz` builds it)", kernel,
				strerror(errno));
	elf_version(EV_CURRENT);
	p.elf = elf_begin(fd, ELF_C_READ, NULL);
	if (p.elf)
		read_symbols(&cover->arena, &p);
	isa = isa_of(p.elf);
	while (isa && p.trace && (scn = elf_nextscn(p.elf, scn)))
		if (gelf_getshdr(scn, &shdr) && (shdr.sh_flags & SHF_EXECINSTR))
			read_calls(cover, &p, isa, scn, &shdr);
	elf_end(p.elf);
	close(fd);
	if (!cover->num_blocks)
		return hx_error(err, HX_ERIG, "%s: a kernel without symbols or without KCOV", kernel);
	qsort(cover->block, cover->num_blocks, sizeof(*cover->block), by_address);
	read_functions(cover, &p);
	cover->is_reached = hx_alloc(&cover->arena, cover->num_blocks);
	cover->edges = hx_alloc(&cover->arena, 1u << (EDGE_BITS - 3));
	return 0;
}

static uint32_t edge_hash(uint64_t from, uint64_t to)
{
	return (uint32_t)((from * 0x9e3779b97f4a7c15ull ^ to * 0xc2b2ae3d27d4eb4full) >>
			  (64 - EDGE_BITS));
}

static void reach(struct hx_cover *cover, uint64_t pc)
{
	uint64_t *found = bsearch(&pc, cover->block, cover->num_blocks, sizeof(pc), by_address);

	if (!found || cover->is_reached[found - cover->block])
		return;
	cover->is_reached[found - cover->block] = 1;
	cover->num_reached++;
}

/* of KCOV's area, whose words are as long as the guest's addresses */
static uint64_t word(const struct amp_fuzz *shared, uint64_t index)
{
	const void *area = &shared->num_pcs;

	return shared->word_bytes == sizeof(uint32_t) ? ((const uint32_t *)area)[index] :
							((const uint64_t *)area)[index];
}

unsigned int hx_cover_add(struct hx_cover *cover, const struct amp_fuzz *shared)
{
	uint64_t num = word(shared, 0), last = 0;
	unsigned int num_new = 0;

	for (uint64_t i = 1; i <= num && i <= AMP_FUZZ_PCS; i++) {
		uint64_t pc = word(shared, i);
		uint32_t hash = edge_hash(last, pc);

		last = pc;
		if (cover->edges[hash >> 3] & 1u << (hash & 7))
			continue;
		cover->edges[hash >> 3] |= (uint8_t)(1u << (hash & 7));
		num_new++;
		reach(cover, pc);
	}
	cover->num_edges += num_new;
	return num_new;
}

void hx_cover_report(struct hx_cover *cover, struct hx_text *out)
{
	unsigned int at = 0;

	hx_text_add(out, "# blocks reached, blocks, function, offsets of the others\n");
	for (unsigned int i = 0; i < cover->num_functions; i++) {
		struct hx_function *f = &cover->function[i];
		struct hx_text missed = { 0 };

		f->num_reached = 0;
		while (at < cover->num_blocks && cover->block[at] <= f->begin)
			at++;
		for (; at < cover->num_blocks && cover->block[at] <= f->end; at++) {
			f->num_reached += cover->is_reached[at];
			if (!cover->is_reached[at])
				hx_text_add(&missed, " +0x%x", (unsigned int)(cover->block[at] - f->begin));
		}
		hx_text_add(out, "%4u %4u %s%s\n", f->num_reached, f->num_blocks, f->name,
			    f->num_reached && missed.s ? missed.s : "");
		hx_text_free(&missed);
	}
	hx_text_add(out, "%4u %4u all\n", cover->num_reached, cover->num_blocks);
}

void hx_cover_close(struct hx_cover *cover)
{
	hx_arena_free(&cover->arena);
	*cover = (struct hx_cover){ 0 };
}
