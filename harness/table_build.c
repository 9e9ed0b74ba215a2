/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * table_build.c - the bytes that a case describes; see table.h
 *
 * A file is: ELF header, program headers, contents of the segments, resource
 * table, section names, section headers.  Sections are an empty one, those of
 * the text, `.resource_table` where a table is not in one of those, `.shstrtab`.
 * Fields with a value of their own change a number in a header, never where
 * something lies.
 */
#include <elf.h>
#include <string.h>

#include "table.h"

struct span {
	unsigned int begin, end;	/* records of one image */
};

static struct span find_image(const struct hx_case *c, unsigned int image)
{
	struct span s = { 0, 0 };

	for (; s.begin < c->num && image; s.begin++)
		image -= c->rec[s.begin].kind == HX_IMAGE;
	s.end = s.begin;
	while (s.end < c->num && c->rec[s.end].kind != HX_IMAGE)
		s.end++;
	return s;
}

static unsigned int count(const struct hx_case *c, struct span s, enum hx_rec_kind kind)
{
	unsigned int num = 0;

	for (unsigned int i = s.begin; i < s.end; i++)
		num += c->rec[i].kind == kind;
	return num;
}

/* grown with zeros to @len; what does not fit @max is left out */
static void extend(struct hx_text *out, size_t len, size_t max)
{
	static const char zeros[256];

	if (len > max)
		len = max;
	while (out->len < len)
		hx_text_add_bytes(out, zeros, len - out->len < sizeof(zeros) ?
				  len - out->len : sizeof(zeros));
}

static void put_bytes(struct hx_text *out, uint64_t at, const void *bytes, size_t len, size_t max)
{
	if (at >= max)
		return;
	if (len > max - at)
		len = max - at;
	extend(out, at + len, max);
	if (len)
		memcpy(out->s + at, bytes, len);
}

static void put_number(struct hx_text *out, uint64_t at, uint64_t value, size_t size, size_t max)
{
	uint8_t bytes[8];

	for (unsigned int i = 0; i < size; i++)
		bytes[i] = (uint8_t)(value >> 8 * i);
	put_bytes(out, at, bytes, size, max);
}

/* the fields of @rec at @at; those that follow and have no value stay 0 */
static void put_fields(struct hx_text *out, uint64_t at, const struct hx_rec *rec, bool is_64,
		       size_t max)
{
	const struct hx_kind_info *info = &hx_kinds[rec->kind];

	extend(out, at + (is_64 ? info->size64 : info->size32), max);
	for (unsigned int i = 0; info->field[i].name; i++) {
		const struct hx_field *f = &info->field[i];

		put_number(out, at + (is_64 ? f->at64 : f->at32), hx_rec_get(rec, i),
			   is_64 ? f->size64 : f->size32, max);
	}
}

/* a field that follows: @value unless the text says something else */
static void put_follow(struct hx_text *out, uint64_t at, const struct hx_rec *rec, bool is_64,
		       const char *name, uint64_t value, size_t max)
{
	const struct hx_field *f = hx_kinds[rec->kind].field;
	unsigned int i = 0;

	while (strcmp(f[i].name, name))
		i++;
	if (!(rec->set & 1u << i))
		put_number(out, at + (is_64 ? f[i].at64 : f[i].at32), value,
			   is_64 ? f[i].size64 : f[i].size32, max);
}

/* vrings and config of the vdev at @index; returns the end */
static uint64_t put_vdev(const struct hx_case *c, struct span s, unsigned int index, uint64_t at,
			 struct hx_text *out)
{
	uint64_t end = at + hx_kinds[HX_VDEV].size32;
	unsigned int num_vrings = 0, config_len = 0;

	for (unsigned int i = index + 1; i < s.end; i++) {
		const struct hx_rec *rec = &c->rec[i];

		if (rec->kind == HX_VRING) {
			put_fields(out, end, rec, false, HX_TABLE_MAX);
			end += hx_kinds[HX_VRING].size32;
			num_vrings++;
		} else if (rec->kind == HX_CONFIG) {
			put_bytes(out, end, rec->blob, rec->len, HX_TABLE_MAX);
			end += rec->len;
			config_len += rec->len;
		} else {
			break;
		}
	}
	put_follow(out, at, &c->rec[index], false, "num_of_vrings", num_vrings, HX_TABLE_MAX);
	put_follow(out, at, &c->rec[index], false, "config_len", config_len, HX_TABLE_MAX);
	return end;
}

/* the entry at record @index; returns where it ends */
static uint64_t put_entry(const struct hx_case *c, struct span s, unsigned int index, uint64_t at,
			  struct hx_text *out)
{
	const struct hx_rec *rec = &c->rec[index];
	const struct hx_kind_info *info = &hx_kinds[rec->kind];
	uint64_t end = at + info->size32;

	if (rec->kind == HX_HOLE)
		return at;
	put_fields(out, at, rec, false, HX_TABLE_MAX);
	if (info->blob == HX_BLOB_NAME) {
		extend(out, end + HX_NAME, HX_TABLE_MAX);
		put_bytes(out, end, rec->blob, rec->len, HX_TABLE_MAX);
		return end + HX_NAME;
	}
	if (rec->kind == HX_VDEV)
		return put_vdev(c, s, index, at, out);
	put_bytes(out, end, rec->blob, rec->len, HX_TABLE_MAX);
	return end + rec->len;
}

/* entries behind the offsets, one after the other unless they say where */
static void put_entries(const struct hx_case *c, struct span s, uint64_t next, struct hx_text *out)
{
	uint64_t slot = hx_kinds[HX_TABLE].size32;

	for (unsigned int i = s.begin; i < s.end; i++) {
		const struct hx_rec *rec = &c->rec[i];
		uint64_t at;

		if (!hx_is_entry(rec->kind))
			continue;
		at = rec->set & 1u << HX_AT ? rec->value[HX_AT] : next;
		if (at <= HX_TABLE_MAX)
			next = put_entry(c, s, i, at, out);
		put_number(out, slot, rec->set & 1u << HX_OFFSET ? rec->value[HX_OFFSET] : at, 4,
			   HX_TABLE_MAX);
		slot += 4;
	}
}

static const struct hx_rec *find(const struct hx_case *c, struct span s, enum hx_rec_kind kind)
{
	for (unsigned int i = s.begin; i < s.end; i++)
		if (c->rec[i].kind == kind)
			return &c->rec[i];
	return NULL;
}

static void cut(struct hx_text *out, uint64_t len, size_t max)
{
	extend(out, len, max);
	if (out->len > len)
		out->len = len;
}

void hx_case_table(const struct hx_case *c, unsigned int image, struct hx_text *out)
{
	struct span s = find_image(c, image);
	const struct hx_rec *table = find(c, s, HX_TABLE);
	struct hx_text bytes = { 0 };
	unsigned int num = 0;

	for (unsigned int i = s.begin; i < s.end; i++)
		num += hx_is_entry(c->rec[i].kind);
	if (table) {
		put_fields(&bytes, 0, table, false, HX_TABLE_MAX);
		put_follow(&bytes, 0, table, false, "num", num, HX_TABLE_MAX);
		put_entries(c, s, hx_kinds[HX_TABLE].size32 + 4 * (uint64_t)num, &bytes);
	}
	for (unsigned int i = s.begin; i < s.end; i++) {
		const struct hx_rec *rec = &c->rec[i];

		if (rec->kind == HX_RAW)
			put_bytes(&bytes, rec->value[0], rec->blob, rec->len, HX_TABLE_MAX);
		else if (rec->kind == HX_LENGTH)
			cut(&bytes, rec->value[HX_BYTES], HX_TABLE_MAX);
	}
	hx_text_add_bytes(out, bytes.s, bytes.len);
	hx_text_free(&bytes);
}

bool hx_case_has_elf(const struct hx_case *c, unsigned int image)
{
	struct span s = find_image(c, image);

	return find(c, s, HX_ELF) || find(c, s, HX_SEGMENT) || find(c, s, HX_SECTION);
}

/* what goes into the file, before it is there */
struct layout {
	const struct hx_case *c;
	struct span s;
	bool is_64;
	struct hx_text out;
	struct hx_text names;
	uint64_t phoff, data, table, table_len, shoff;
	unsigned int num_segments, num_sections;
};

static bool is_table(const struct hx_rec *rec)
{
	static const char name[] = ".resource_table";

	return rec->len >= sizeof(name) - 1 && !memcmp(rec->blob, name, sizeof(name) - 1);
}

static void put_segments(struct layout *l)
{
	size_t size = l->is_64 ? sizeof(Elf64_Phdr) : sizeof(Elf32_Phdr);
	uint64_t at = l->phoff, data = l->data;

	for (unsigned int i = l->s.begin; i < l->s.end; i++) {
		const struct hx_rec *rec = &l->c->rec[i];
		uint64_t filesz = rec->set & 1u << 4 ? rec->value[4] : rec->len;

		if (rec->kind != HX_SEGMENT)
			continue;
		put_fields(&l->out, at, rec, l->is_64, HX_IMAGE_MAX);
		put_follow(&l->out, at, rec, l->is_64, "offset", data, HX_IMAGE_MAX);
		put_follow(&l->out, at, rec, l->is_64, "filesz", filesz, HX_IMAGE_MAX);
		put_follow(&l->out, at, rec, l->is_64, "memsz", filesz, HX_IMAGE_MAX);
		put_bytes(&l->out, data, rec->blob, rec->len, HX_IMAGE_MAX);
		data += rec->len;
		at += size;
	}
	l->table = (data + 7) & ~7ull;
}

static void put_section(struct layout *l, const struct hx_rec *rec, uint64_t offset, uint64_t size)
{
	size_t shdr = l->is_64 ? sizeof(Elf64_Shdr) : sizeof(Elf32_Shdr);
	uint64_t at = l->shoff + l->num_sections++ * shdr;

	put_fields(&l->out, at, rec, l->is_64, HX_IMAGE_MAX);
	put_follow(&l->out, at, rec, l->is_64, "nameoff", l->names.len, HX_IMAGE_MAX);
	put_follow(&l->out, at, rec, l->is_64, "offset", offset, HX_IMAGE_MAX);
	put_follow(&l->out, at, rec, l->is_64, "size", size, HX_IMAGE_MAX);
	hx_text_add_bytes(&l->names, rec->blob, rec->len);
	hx_text_add_bytes(&l->names, "", 1);
}

static struct hx_rec plain_section(const char *name)
{
	struct hx_rec rec = { .kind = HX_SECTION };

	hx_rec_blob(&rec, name, strlen(name));
	return rec;
}

/* the names come first, as their length is what the rest stands behind */
static uint64_t length_of_names(const struct layout *l, bool needs_table)
{
	uint64_t len = 1 + sizeof(".shstrtab") + (needs_table ? sizeof(".resource_table") : 0);

	for (unsigned int i = l->s.begin; i < l->s.end; i++)
		if (l->c->rec[i].kind == HX_SECTION)
			len += l->c->rec[i].len + 1u;
	return len;
}

static void put_sections(struct layout *l)
{
	struct hx_rec table = plain_section(".resource_table"), names = plain_section(".shstrtab");
	struct hx_rec none = plain_section("");
	bool needs_table = l->table_len;
	uint64_t at_names = l->table + l->table_len, len;

	for (unsigned int i = l->s.begin; i < l->s.end; i++)
		needs_table &= l->c->rec[i].kind != HX_SECTION || !is_table(&l->c->rec[i]);
	len = length_of_names(l, needs_table);
	l->shoff = (at_names + len + 7) & ~7ull;
	hx_rec_set(&none, 1, SHT_NULL);
	hx_rec_set(&none, 8, 0);
	put_section(l, &none, 0, 0);
	for (unsigned int i = l->s.begin; i < l->s.end; i++)
		if (l->c->rec[i].kind == HX_SECTION)
			put_section(l, &l->c->rec[i], l->table,
				    is_table(&l->c->rec[i]) ? l->table_len : 0);
	if (needs_table)
		put_section(l, &table, l->table, l->table_len);
	hx_rec_set(&names, 1, SHT_STRTAB);
	put_section(l, &names, at_names, len);
	put_bytes(&l->out, at_names, l->names.s, l->names.len, HX_IMAGE_MAX);
}

static void put_header(struct layout *l, const struct hx_rec *elf)
{
	const struct {
		const char *name;
		uint64_t value;
	} follows[] = {
		{ "phoff", l->phoff }, { "shoff", l->shoff }, { "phnum", l->num_segments },
		{ "shnum", l->num_sections }, { "shstrndx", l->num_sections - 1 },
		{ "ehsize", l->is_64 ? sizeof(Elf64_Ehdr) : sizeof(Elf32_Ehdr) },
		{ "phentsize", l->is_64 ? sizeof(Elf64_Phdr) : sizeof(Elf32_Phdr) },
		{ "shentsize", l->is_64 ? sizeof(Elf64_Shdr) : sizeof(Elf32_Shdr) },
	};

	put_fields(&l->out, 0, elf, l->is_64, HX_IMAGE_MAX);
	for (unsigned int i = 0; i < HX_ARRAY_SIZE(follows); i++)
		put_follow(&l->out, 0, elf, l->is_64, follows[i].name, follows[i].value,
			   HX_IMAGE_MAX);
	/* e_version, which is not in the text */
	put_number(&l->out, offsetof(Elf32_Ehdr, e_version), EV_CURRENT, 4, HX_IMAGE_MAX);
}

void hx_case_image(const struct hx_case *c, unsigned int image, struct hx_text *out)
{
	static const struct hx_rec plain = { .kind = HX_ELF };
	struct layout l = { .c = c, .s = find_image(c, image) };
	const struct hx_rec *elf = find(c, l.s, HX_ELF), *file = find(c, l.s, HX_FILE);
	struct hx_text table = { 0 };

	elf = elf ? elf : &plain;
	l.is_64 = (uint8_t)hx_rec_get(elf, HX_ELF_CLASS) == ELFCLASS64;
	hx_case_table(c, image, &table);
	l.table_len = table.len;
	l.num_segments = count(c, l.s, HX_SEGMENT);
	l.phoff = l.is_64 ? sizeof(Elf64_Ehdr) : sizeof(Elf32_Ehdr);
	l.data = l.phoff + l.num_segments * (l.is_64 ? sizeof(Elf64_Phdr) : sizeof(Elf32_Phdr));
	put_segments(&l);
	put_bytes(&l.out, l.table, table.s, table.len, HX_IMAGE_MAX);
	put_sections(&l);
	put_header(&l, elf);
	if (file)
		cut(&l.out, file->value[HX_BYTES], HX_IMAGE_MAX);
	hx_text_add_bytes(out, l.out.s, l.out.len);
	hx_text_free(&table);
	hx_text_free(&l.names);
	hx_text_free(&l.out);
}

void hx_case_message(const struct hx_rec *rec, struct hx_text *out)
{
	uint64_t size = hx_kinds[rec->kind].size32;

	put_fields(out, 0, rec, false, size);
	put_follow(out, 0, rec, false, "len", rec->len, size);
	put_bytes(out, size, rec->blob, rec->len, size + HX_BLOB);
}
