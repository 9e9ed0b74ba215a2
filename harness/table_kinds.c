/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * table_kinds.c - the kinds of records and the list that they are in; see table.h
 *
 * The structures are those of the ELF standard (elf.h) and of the resource
 * table as Documentation/staging/remoteproc.rst of Linux describes it.
 */
#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include "table.h"

#define ELF_FIELD(name, type, member, ...) \
	{ name, offsetof(Elf32_##type, member), sizeof(((Elf32_##type *)0)->member), \
	  offsetof(Elf64_##type, member), sizeof(((Elf64_##type *)0)->member), __VA_ARGS__ }
#define PUT(name, at, size, ...)	{ name, at, size, at, size, __VA_ARGS__ }
#define NOT_IN(name, ...)		{ name, 0, 0, 0, 0, __VA_ARGS__ }
#define FOLLOWS				0, true
/* where an entry is put, what its offset says, its type */
#define ENTRY(t)	NOT_IN("at", FOLLOWS), NOT_IN("offset", FOLLOWS), PUT("type", 0, 4, t)
#define ANYWHERE	0xffffffffu

const struct hx_kind_info hx_kinds[HX_NUM_KINDS] = {
	[HX_ELF] = { "elf", HX_NO_BLOB, 0, sizeof(Elf32_Ehdr), sizeof(Elf64_Ehdr), {
		{ "class", EI_CLASS, 1, EI_CLASS, 1, ELFCLASS32, false },
		{ "magic", 0, 4, 0, 4, 0x464c457f, false },
		{ "data", EI_DATA, 1, EI_DATA, 1, ELFDATA2LSB, false },
		ELF_FIELD("type", Ehdr, e_type, ET_EXEC),
		ELF_FIELD("machine", Ehdr, e_machine, EM_ARM),
		ELF_FIELD("entry", Ehdr, e_entry, 0),
		ELF_FIELD("phoff", Ehdr, e_phoff, FOLLOWS),
		ELF_FIELD("shoff", Ehdr, e_shoff, FOLLOWS),
		ELF_FIELD("ehsize", Ehdr, e_ehsize, FOLLOWS),
		ELF_FIELD("phentsize", Ehdr, e_phentsize, FOLLOWS),
		ELF_FIELD("phnum", Ehdr, e_phnum, FOLLOWS),
		ELF_FIELD("shentsize", Ehdr, e_shentsize, FOLLOWS),
		ELF_FIELD("shnum", Ehdr, e_shnum, FOLLOWS),
		ELF_FIELD("shstrndx", Ehdr, e_shstrndx, FOLLOWS),
		{ "version", EI_VERSION, 1, EI_VERSION, 1, EV_CURRENT, false } } },
	[HX_SEGMENT] = { "segment", HX_BLOB_DATA, 0, sizeof(Elf32_Phdr), sizeof(Elf64_Phdr), {
		ELF_FIELD("type", Phdr, p_type, PT_LOAD),
		ELF_FIELD("offset", Phdr, p_offset, FOLLOWS),
		ELF_FIELD("vaddr", Phdr, p_vaddr, 0),
		ELF_FIELD("paddr", Phdr, p_paddr, 0),
		ELF_FIELD("filesz", Phdr, p_filesz, FOLLOWS),
		ELF_FIELD("memsz", Phdr, p_memsz, FOLLOWS),
		ELF_FIELD("flags", Phdr, p_flags, PF_R),
		ELF_FIELD("align", Phdr, p_align, 1) } },
	[HX_SECTION] = { "section", HX_BLOB_TEXT, 0, sizeof(Elf32_Shdr), sizeof(Elf64_Shdr), {
		ELF_FIELD("nameoff", Shdr, sh_name, FOLLOWS),
		ELF_FIELD("type", Shdr, sh_type, SHT_PROGBITS),
		ELF_FIELD("flags", Shdr, sh_flags, 0),
		ELF_FIELD("addr", Shdr, sh_addr, 0),
		ELF_FIELD("offset", Shdr, sh_offset, FOLLOWS),
		ELF_FIELD("size", Shdr, sh_size, FOLLOWS),
		ELF_FIELD("link", Shdr, sh_link, 0),
		ELF_FIELD("info", Shdr, sh_info, 0),
		ELF_FIELD("align", Shdr, sh_addralign, 4),
		ELF_FIELD("entsize", Shdr, sh_entsize, 0) } },
	[HX_TABLE] = { "table", HX_NO_BLOB, 0, 16, 16, {
		PUT("version", 0, 4, 1), PUT("num", 4, 4, FOLLOWS),
		PUT("reserved0", 8, 4, 0), PUT("reserved1", 12, 4, 0) } },
	[HX_CARVEOUT] = { "carveout", HX_BLOB_NAME, 0, 24, 24, {
		ENTRY(0), PUT("da", 4, 4, ANYWHERE), PUT("pa", 8, 4, ANYWHERE),
		PUT("len", 12, 4, 4096), PUT("flags", 16, 4, 0), PUT("reserved", 20, 4, 0) } },
	[HX_DEVMEM] = { "devmem", HX_BLOB_NAME, 1, 24, 24, {
		ENTRY(1), PUT("da", 4, 4, 0), PUT("pa", 8, 4, 0), PUT("len", 12, 4, 4096),
		PUT("flags", 16, 4, 0), PUT("reserved", 20, 4, 0) } },
	[HX_TRACE] = { "trace", HX_BLOB_NAME, 2, 16, 16, {
		ENTRY(2), PUT("da", 4, 4, 0), PUT("len", 8, 4, 4096),
		PUT("reserved", 12, 4, 0) } },
	[HX_VDEV] = { "vdev", HX_NO_BLOB, 3, 28, 28, {
		ENTRY(3), PUT("id", 4, 4, 7), PUT("notifyid", 8, 4, 0),
		PUT("dfeatures", 12, 4, 1), PUT("gfeatures", 16, 4, 0),
		PUT("config_len", 20, 4, FOLLOWS), PUT("status", 24, 1, 0),
		PUT("num_of_vrings", 25, 1, FOLLOWS), PUT("reserved0", 26, 1, 0),
		PUT("reserved1", 27, 1, 0) } },
	[HX_VRING] = { "vring", HX_NO_BLOB, 0, 20, 20, {
		PUT("da", 0, 4, ANYWHERE), PUT("align", 4, 4, 4096), PUT("num", 8, 4, 16),
		PUT("notifyid", 12, 4, ANYWHERE), PUT("pa", 16, 4, 0) } },
	[HX_CONFIG] = { "config", HX_BLOB_DATA, 0, 0, 0, { { 0 } } },
	[HX_ENTRY] = { "entry", HX_BLOB_DATA, 128, 4, 4, { ENTRY(128) } },
	[HX_HOLE] = { "hole", HX_NO_BLOB, 0, 0, 0, {
		NOT_IN("at", FOLLOWS), NOT_IN("offset", FOLLOWS) } },
	[HX_RAW] = { "raw", HX_BLOB_DATA, 0, 0, 0, { NOT_IN("at", 0) } },
	[HX_LENGTH] = { "length", HX_NO_BLOB, 0, 0, 0, { NOT_IN("bytes", 0) } },
	[HX_FILE] = { "file", HX_NO_BLOB, 0, 0, 0, { NOT_IN("bytes", 0) } },
	[HX_IMAGE] = { "image", HX_NO_BLOB, 0, 0, 0, { { 0 } } },
	[HX_START] = { "start", HX_NO_BLOB, 0, 0, 0, { NOT_IN("image", 0) } },
	[HX_STOP] = { "stop", HX_NO_BLOB, 0, 0, 0, { { 0 } } },
	[HX_CRASH] = { "crash", HX_NO_BLOB, 0, 0, 0, { { 0 } } },
	[HX_SWAP] = { "swap", HX_NO_BLOB, 0, 0, 0, { NOT_IN("image", 0) } },
	[HX_SHOW] = { "show", HX_NO_BLOB, 0, 0, 0, { { 0 } } },
	[HX_ATTACH] = { "attach", HX_NO_BLOB, 0, 0, 0, { NOT_IN("image", 0) } },
	[HX_DETACH] = { "detach", HX_NO_BLOB, 0, 0, 0, { { 0 } } },
	[HX_CHANGE] = { "change", HX_BLOB_DATA, 0, 0, 0, { NOT_IN("at", 0) } },
	/* header of rpmsg as virtio_rpmsg_bus has it; address 53 is the name service */
	[HX_MESSAGE] = { "message", HX_BLOB_DATA, 0, 16, 16, {
		NOT_IN("vdev", 0), NOT_IN("ring", 0), NOT_IN("id", FOLLOWS),
		NOT_IN("bytes", FOLLOWS), NOT_IN("ahead", 1), PUT("src", 0, 4, 1024),
		PUT("dst", 4, 4, 53), PUT("reserved", 8, 4, 0), PUT("len", 12, 2, FOLLOWS),
		PUT("flags", 14, 2, 0) } },
	[HX_FLIP] = { "flip", HX_NO_BLOB, 0, 0, 0, {
		NOT_IN("at", 0), NOT_IN("read", 1), NOT_IN("value", 0) } },
};

bool hx_is_entry(enum hx_rec_kind kind)
{
	return (kind >= HX_CARVEOUT && kind <= HX_VDEV) || kind == HX_ENTRY || kind == HX_HOLE;
}

bool hx_is_step(enum hx_rec_kind kind)
{
	return kind >= HX_START;
}

void hx_case_free(struct hx_case *c)
{
	free(c->rec);
	*c = (struct hx_case){ 0 };
}

static void make_room(struct hx_case *c, unsigned int num)
{
	if (num <= c->room)
		return;
	c->room = num * 2;
	c->rec = realloc(c->rec, c->room * sizeof(*c->rec));
	if (!c->rec)
		abort();
}

struct hx_rec *hx_case_insert(struct hx_case *c, unsigned int index, enum hx_rec_kind kind)
{
	make_room(c, c->num + 1);
	memmove(&c->rec[index + 1], &c->rec[index], (c->num - index) * sizeof(*c->rec));
	c->num++;
	memset(&c->rec[index], 0, sizeof(*c->rec));
	c->rec[index].kind = (uint8_t)kind;
	return &c->rec[index];
}

struct hx_rec *hx_case_add(struct hx_case *c, enum hx_rec_kind kind)
{
	return hx_case_insert(c, c->num, kind);
}

void hx_case_remove(struct hx_case *c, unsigned int index)
{
	c->num--;
	memmove(&c->rec[index], &c->rec[index + 1], (c->num - index) * sizeof(*c->rec));
}

void hx_case_copy(struct hx_case *to, const struct hx_case *from)
{
	make_room(to, from->num);
	to->num = from->num;
	if (from->num)
		memcpy(to->rec, from->rec, from->num * sizeof(*from->rec));
}

bool hx_case_equal(const struct hx_case *a, const struct hx_case *b)
{
	if (a->num != b->num)
		return false;
	for (unsigned int i = 0; i < a->num; i++) {
		const struct hx_rec *x = &a->rec[i], *y = &b->rec[i];

		if (x->kind != y->kind || x->set != y->set || x->len != y->len ||
		    memcmp(x->value, y->value, sizeof(x->value)) ||
		    memcmp(x->blob, y->blob, x->len))
			return false;
	}
	return true;
}

unsigned int hx_case_images(const struct hx_case *c)
{
	unsigned int num = 1;

	for (unsigned int i = 0; i < c->num; i++)
		num += c->rec[i].kind == HX_IMAGE;
	return num < HX_IMAGES ? num : HX_IMAGES;
}

void hx_rec_set(struct hx_rec *rec, unsigned int field, uint64_t value)
{
	rec->set |= (uint16_t)(1u << field);
	rec->value[field] = value;
}

uint64_t hx_rec_get(const struct hx_rec *rec, unsigned int field)
{
	if (rec->set & 1u << field)
		return rec->value[field];
	return hx_kinds[rec->kind].field[field].value;
}

void hx_rec_blob(struct hx_rec *rec, const void *bytes, size_t len)
{
	enum hx_blob blob = hx_kinds[rec->kind].blob;
	size_t max = blob == HX_BLOB_NAME ? HX_NAME : HX_BLOB;

	if (len > max)
		len = max;
	memset(rec->blob, 0, sizeof(rec->blob));
	if (len)
		memcpy(rec->blob, bytes, len);
	while (blob != HX_BLOB_DATA && len && !rec->blob[len - 1])
		len--;
	rec->len = (uint16_t)len;
}
