/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * table_read.c - tables and ELF files to records; see table.h
 *
 * A table is read entry by entry as far as it makes sense, then built again; the
 * bytes that differ follow as `raw`, the length as `length`.  So nothing is lost,
 * and what is regular reads well.
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <gelf.h>
#include <libelf.h>

#include "table.h"

#define MAX_ENTRIES	256u	/* of a table that are read as entries */

struct bytes {
	const uint8_t *p;
	size_t len;
};

static uint64_t number(struct bytes b, uint64_t at, size_t size)
{
	uint64_t value = 0;

	for (size_t i = 0; i < size; i++)
		value |= (uint64_t)b.p[at + i] << 8 * i;
	return value;
}

/* the fields of @rec that are not what they would be anyway */
static void read_fields(struct hx_rec *rec, struct bytes b, uint64_t at)
{
	const struct hx_kind_info *info = &hx_kinds[rec->kind];

	for (unsigned int i = 0; info->field[i].name; i++) {
		const struct hx_field *f = &info->field[i];
		uint64_t value = f->size32 ? number(b, at + f->at32, f->size32) : 0;

		if (f->size32 && !f->follows && value != f->value)
			hx_rec_set(rec, i, value);
	}
}

/* a field that follows, where it is not @value */
static void read_follow(struct hx_rec *rec, struct bytes b, uint64_t at, const char *name,
			uint64_t value)
{
	const struct hx_field *f = hx_kinds[rec->kind].field;
	unsigned int i = 0;
	uint64_t got;

	while (strcmp(f[i].name, name))
		i++;
	got = number(b, at + f[i].at32, f[i].size32);
	if (got != value)
		hx_rec_set(rec, i, got);
}

/* the kind that the entry at @at reads as, a hole when it is not all there */
static enum hx_rec_kind kind_at(struct bytes b, uint64_t at)
{
	uint64_t type;

	if (at + 4 > b.len)
		return HX_HOLE;
	type = number(b, at, 4);
	for (int kind = HX_CARVEOUT; kind <= HX_VDEV; kind++) {
		const struct hx_kind_info *info = &hx_kinds[kind];
		size_t size = info->size32 + (info->blob == HX_BLOB_NAME ? HX_NAME : 0);

		if (info->type == type && at + size <= b.len)
			return (enum hx_rec_kind)kind;
	}
	return HX_ENTRY;
}

/* up to @max vrings, then the config; returns the end */
static uint64_t read_vdev(struct hx_case *c, struct bytes b, uint64_t at, uint64_t next)
{
	unsigned int vdev = c->num - 1, num_vrings = number(b, at + 25, 1), num = 0;
	uint64_t config_len = number(b, at + 20, 4), end = at + hx_kinds[HX_VDEV].size32;
	uint64_t config_begin;

	for (; num < num_vrings && end + hx_kinds[HX_VRING].size32 <= next; num++) {
		read_fields(hx_case_add(c, HX_VRING), b, end);
		end += hx_kinds[HX_VRING].size32;
	}
	config_begin = end;
	while (end < next && end - config_begin < config_len) {
		size_t len = next - end;

		if (len > config_len - (end - config_begin))
			len = config_len - (end - config_begin);
		len = len < HX_BLOB ? len : HX_BLOB;
		hx_rec_blob(hx_case_add(c, HX_CONFIG), b.p + end, len);
		end += len;
	}
	read_follow(&c->rec[vdev], b, at, "num_of_vrings", num);
	read_follow(&c->rec[vdev], b, at, "config_len", end - config_begin);
	return end;
}

/* the entry that an offset names; @next: where the following one begins */
static uint64_t read_entry(struct hx_case *c, struct bytes b, uint64_t at, uint64_t next,
			   uint64_t expected)
{
	enum hx_rec_kind kind = kind_at(b, at);
	struct hx_rec *rec = hx_case_add(c, kind);
	uint64_t end = at + hx_kinds[kind].size32;

	if (at != expected)
		hx_rec_set(rec, kind == HX_HOLE ? HX_OFFSET : HX_AT, at);
	if (kind == HX_HOLE)
		return expected;
	read_fields(rec, b, at);
	if (kind == HX_VDEV)
		return read_vdev(c, b, at, next);
	if (kind == HX_ENTRY) {
		if (next > end)
			hx_rec_blob(rec, b.p + end, next - end < HX_BLOB ? next - end : HX_BLOB);
		return end + rec->len;
	}
	hx_rec_blob(rec, b.p + end, HX_NAME);
	return end + HX_NAME;
}

/* where the next entry behind @at begins, or the table ends */
static uint64_t next_begin(struct bytes b, unsigned int num, uint64_t at)
{
	uint64_t next = b.len;

	for (unsigned int i = 0; i < num; i++) {
		uint64_t other = number(b, 16 + 4 * i, 4);

		if (other > at && other < next)
			next = other;
	}
	return next;
}

/* what the records do not say yet */
static void read_rest(struct hx_case *c, struct bytes b, struct bytes built)
{
	for (size_t at = 0; at < b.len;) {
		struct hx_rec *rec;
		size_t len = 0;

		if (at < built.len && b.p[at] == built.p[at]) {
			at++;
			continue;
		}
		/* beyond what was built there are zeros anyway */
		while (at + len < b.len && len < HX_BLOB &&
		       (at + len < built.len ? b.p[at + len] != built.p[at + len] :
			b.p[at + len] != 0))
			len++;
		if (!len) {
			at++;
			continue;
		}
		rec = hx_case_add(c, HX_RAW);
		hx_rec_set(rec, 0, at);
		hx_rec_blob(rec, b.p + at, len);
		at += len;
	}
}

void hx_case_read_table(struct hx_case *c, const void *bytes, size_t len)
{
	struct bytes b = { bytes, len < HX_TABLE_MAX ? len : HX_TABLE_MAX };
	struct hx_case alone = { 0 };
	struct hx_text built = { 0 };
	unsigned int num = 0;
	uint64_t expected;

	hx_case_add(&alone, HX_TABLE);
	if (b.len >= 16) {
		uint64_t says = number(b, 4, 4), room = (b.len - 16) / 4;

		num = (unsigned int)(says < room ? says : room);
		num = num < MAX_ENTRIES ? num : MAX_ENTRIES;
		read_fields(&alone.rec[0], b, 0);
		read_follow(&alone.rec[0], b, 0, "num", num);
	}
	expected = 16 + 4 * (uint64_t)num;
	for (unsigned int i = 0; i < num; i++) {
		uint64_t at = number(b, 16 + 4 * i, 4);

		expected = read_entry(&alone, b, at, next_begin(b, num, at), expected);
	}
	hx_case_table(&alone, 0, &built);
	read_rest(&alone, b, (struct bytes){ (const uint8_t *)built.s, built.len });
	hx_text_free(&built);
	hx_case_table(&alone, 0, &built);
	if (built.len != b.len)
		hx_rec_set(hx_case_add(&alone, HX_LENGTH), HX_BYTES, b.len);
	for (unsigned int i = 0; i < alone.num; i++)
		*hx_case_add(c, HX_ELF) = alone.rec[i];
	hx_text_free(&built);
	hx_case_free(&alone);
}

static void read_header(struct hx_case *c, Elf *elf)
{
	struct hx_rec *rec = hx_case_add(c, HX_ELF);
	size_t num = 0;
	GElf_Ehdr ehdr;
	GElf_Phdr phdr;

	gelf_getehdr(elf, &ehdr);
	if (gelf_getclass(elf) == ELFCLASS64)
		hx_rec_set(rec, HX_ELF_CLASS, ELFCLASS64);
	if (ehdr.e_type != ET_EXEC)
		hx_rec_set(rec, 3, ehdr.e_type);
	if (ehdr.e_machine != EM_ARM)
		hx_rec_set(rec, 4, ehdr.e_machine);
	hx_rec_set(rec, 5, ehdr.e_entry);
	elf_getphdrnum(elf, &num);
	for (size_t i = 0; i < num && gelf_getphdr(elf, (int)i, &phdr); i++) {
		const uint64_t value[] = { phdr.p_type, 0, phdr.p_vaddr, phdr.p_paddr, 0,
					   phdr.p_memsz, phdr.p_flags, phdr.p_align };

		rec = hx_case_add(c, HX_SEGMENT);
		for (unsigned int j = 0; j < HX_ARRAY_SIZE(value); j++)
			if (value[j] != hx_kinds[HX_SEGMENT].field[j].value ||
			    hx_kinds[HX_SEGMENT].field[j].follows)
				hx_rec_set(rec, j, value[j]);
		/* there is no content: nothing of the file, all of the memory */
		rec->set &= (uint16_t)~(1u << 1 | 1u << 4);
		rec->value[1] = rec->value[4] = 0;
	}
}

static void read_section(struct hx_case *c, Elf *elf)
{
	Elf_Scn *scn = NULL;
	size_t names = 0;
	GElf_Shdr shdr;

	elf_getshdrstrndx(elf, &names);
	while ((scn = elf_nextscn(elf, scn))) {
		const char *name = gelf_getshdr(scn, &shdr) ?
				   elf_strptr(elf, names, shdr.sh_name) : NULL;
		Elf_Data *data = name && !strcmp(name, ".resource_table") ?
				 elf_rawdata(scn, NULL) : NULL;
		struct hx_rec *rec;

		if (!data || !data->d_buf)
			continue;
		rec = hx_case_add(c, HX_SECTION);
		hx_rec_set(rec, 3, shdr.sh_addr);
		hx_rec_blob(rec, name, strlen(name));
		hx_case_read_table(c, data->d_buf, data->d_size);
		return;
	}
}

int hx_case_read_elf(struct hx_case *c, const char *path, struct hx_error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), ret = 0;
	GElf_Ehdr ehdr;
	Elf *elf;

	if (fd < 0)
		return hx_error(err, HX_EFIRMWARE, "%s: %s", path, strerror(errno));
	elf_version(EV_CURRENT);
	elf = elf_begin(fd, ELF_C_READ, NULL);
	if (!elf || elf_kind(elf) != ELF_K_ELF || !gelf_getehdr(elf, &ehdr)) {
		ret = hx_error(err, HX_EFIRMWARE, "%s: not an ELF file", path);
	} else {
		read_header(c, elf);
		read_section(c, elf);
	}
	elf_end(elf);
	close(fd);
	return ret;
}
