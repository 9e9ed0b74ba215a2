/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_flip.c - which byte of a table changes while it is read; see fuzz_gen.h
 *
 * Leaves out: images behind the first; entries that say where they are are
 * reckoned to be where they would be otherwise.
 */
#include "fuzz_gen.h"

#define HEAD_BYTES	16u	/* of a table, before the offsets */
#define READS		8u	/* the parser reads hardly a byte more often */

static bool is_in_table(enum hx_rec_kind kind)
{
	return kind == HX_TABLE || hx_is_entry(kind) || kind == HX_VRING || kind == HX_CONFIG;
}

static uint32_t bytes_of(const struct hx_rec *rec)
{
	const struct hx_kind_info *info = &hx_kinds[rec->kind];

	if (rec->kind == HX_TABLE)
		return 0;	/* its bytes come before those of all entries */
	return info->size32 + (info->blob == HX_BLOB_NAME ? HX_NAME : rec->len);
}

/* of one of the fields, so that a byte counts as much as a word */
static uint32_t byte_in(struct hx_gen *gen, const struct hx_rec *rec)
{
	const struct hx_field *field = hx_kinds[rec->kind].field;
	uint32_t num = 0, pick;

	for (unsigned int i = 0; field[i].name; i++)
		num += field[i].size32 > 0;
	if (!num)
		return 0;
	pick = hx_gen_below(gen, num);
	for (; !field->size32 || pick; field++)
		pick -= field->size32 > 0;
	return field->at32 + hx_gen_below(gen, field->size32);
}

static uint32_t some_byte(struct hx_gen *gen, const struct hx_case *c)
{
	uint32_t num = 0, num_entries = 0, at, pick;
	unsigned int end = 0, i;

	for (; end < c->num && c->rec[end].kind != HX_IMAGE; end++) {
		num += is_in_table(c->rec[end].kind);
		num_entries += hx_is_entry(c->rec[end].kind);
	}
	if (!num)
		return 0;
	at = HEAD_BYTES + num_entries * sizeof(uint32_t);
	pick = hx_gen_below(gen, num);
	for (i = 0; !is_in_table(c->rec[i].kind) || pick; i++) {
		if (!is_in_table(c->rec[i].kind))
			continue;
		at += bytes_of(&c->rec[i]);
		pick--;
	}
	return c->rec[i].kind == HX_TABLE ? hx_gen_below(gen, at) : at + byte_in(gen, &c->rec[i]);
}

void hx_gen_flip(struct hx_gen *gen, const struct hx_case *c, struct hx_rec *rec)
{
	hx_rec_set(rec, HX_FLIP_AT, some_byte(gen, c));
	hx_rec_set(rec, HX_FLIP_READ, 1 + hx_gen_below(gen, READS));
	hx_rec_set(rec, HX_FLIP_VALUE, hx_gen_below(gen, hx_gen_below(gen, 2) ? 256 : 8));
}
