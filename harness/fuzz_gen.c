/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_gen.c - the generator; see fuzz_gen.h
 *
 * A case is made of what firmware has, then changed: a field takes a number that
 * is a boundary somewhere, a record goes, comes, doubles or moves.  The kinds'
 * own table says what fields there are, so a new field needs nothing here.
 */
#include <elf.h>
#include <string.h>

#include "../sim/abi/amp_fuzz.h"
#include "fuzz_gen.h"

/* numbers at which somebody's arithmetic ends; each is also used one more or less */
static const uint64_t edges[] = {
	0, 1, 2, 4, 8, 12, 16, 20, 24, 28, 32, 52, 64, 128, 255, 256, 512, 513, 4096,
	0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff,
	0x100000000, 0x7fffffffffffffff, 0x8000000000000000, 0xfffffffffffffff0,
	0xffffffffffffffff, AMP_FUZZ_TCM_BASE, AMP_FUZZ_TCM_BASE + AMP_FUZZ_TCM_BYTES,
};

/* kinds that are put into a case that has them not, the frequent ones more than once */
static const uint8_t inserted[] = {
	HX_SEGMENT, HX_SECTION, HX_CARVEOUT, HX_CARVEOUT, HX_DEVMEM, HX_TRACE, HX_VDEV, HX_VRING,
	HX_VRING, HX_CONFIG, HX_ENTRY, HX_HOLE, HX_RAW, HX_LENGTH, HX_FILE, HX_IMAGE, HX_ELF,
	HX_TABLE, HX_START, HX_STOP, HX_CRASH, HX_SWAP, HX_SHOW, HX_ATTACH, HX_DETACH,
	HX_CHANGE, HX_MESSAGE, HX_MESSAGE, HX_FLIP,
};

static const char *const names[] = {
	"", "trace0", "fwram", "vdev0buffer", "vdev0vring0", "vdev0vring1", "vdev1vring0", "%s%n",
	"abcdefghijklmnopqrstuvwxyz012345", ".resource_table", ".resource_table.0", ".shstrtab",
};

void hx_gen_seed(struct hx_gen *gen, uint64_t seed)
{
	/* not 0, and near seeds far apart */
	gen->state = (seed + 1) * 0x9e3779b97f4a7c15ull | 1;
}

/* xorshift64* */
static uint64_t next(struct hx_gen *gen)
{
	gen->state ^= gen->state >> 12;
	gen->state ^= gen->state << 25;
	gen->state ^= gen->state >> 27;
	return gen->state * 0x2545f4914f6cdd1dull;
}

uint32_t hx_gen_below(struct hx_gen *gen, uint32_t below)
{
	return (uint32_t)((next(gen) >> 32) * below >> 32);
}

static bool one_in(struct hx_gen *gen, uint32_t n)
{
	return !hx_gen_below(gen, n);
}

static uint64_t number(struct hx_gen *gen, uint64_t old)
{
	switch (hx_gen_below(gen, 8)) {
	case 0:
		return next(gen) >> hx_gen_below(gen, 64);
	case 1:
		return old + hx_gen_below(gen, 17) - 8;
	case 2:
		return old ^ 1ull << hx_gen_below(gen, 64);
	case 3:
		return hx_gen_below(gen, 300);
	default:
		return edges[hx_gen_below(gen, HX_ARRAY_SIZE(edges))] + hx_gen_below(gen, 3) - 1;
	}
}

static void some_bytes(struct hx_gen *gen, struct hx_rec *rec)
{
	uint8_t bytes[HX_BLOB];
	uint32_t len = hx_gen_below(gen, one_in(gen, 8) ? HX_BLOB + 1 : 16);

	for (uint32_t i = 0; i < len; i++)
		bytes[i] = one_in(gen, 2) ? 0 : (uint8_t)(next(gen) >> 56);
	hx_rec_blob(rec, bytes, len);
}

static void some_blob(struct hx_gen *gen, struct hx_rec *rec)
{
	enum hx_blob blob = hx_kinds[rec->kind].blob;
	const char *name = names[hx_gen_below(gen, HX_ARRAY_SIZE(names))];

	if (blob == HX_BLOB_DATA)
		some_bytes(gen, rec);
	else if (blob != HX_NO_BLOB)
		hx_rec_blob(rec, name, strlen(name));
}

static unsigned int num_fields(const struct hx_rec *rec)
{
	unsigned int num = 0;

	while (hx_kinds[rec->kind].field[num].name)
		num++;
	return num;
}

/* indices of images and places in a table stay where there is something */
static uint64_t fit(struct hx_gen *gen, const struct hx_rec *rec, unsigned int field, uint64_t value)
{
	if (rec->kind == HX_CHANGE)
		return one_in(gen, 16) ? value : value % 256;
	if (rec->kind == HX_FLIP)
		return field == HX_FLIP_AT ? value % 256 : field == HX_FLIP_READ ? value % 16 : value;
	if (hx_is_step((enum hx_rec_kind)rec->kind) &&
	    (rec->kind != HX_MESSAGE || field <= HX_MESSAGE_RING))
		return value % 2;
	if ((rec->kind == HX_RAW || rec->kind == HX_LENGTH || rec->kind == HX_FILE ||
	     (hx_is_entry((enum hx_rec_kind)rec->kind) && field == HX_AT)) && !one_in(gen, 16))
		return value % 512;
	return value;
}

static void change_field(struct hx_gen *gen, struct hx_rec *rec)
{
	unsigned int num = num_fields(rec), field;

	if (hx_kinds[rec->kind].blob != HX_NO_BLOB && one_in(gen, num + 1)) {
		some_blob(gen, rec);
		return;
	}
	if (!num)
		return;
	field = hx_gen_below(gen, num);
	if ((rec->set & 1u << field) && one_in(gen, 4)) {
		rec->set &= (uint16_t)~(1u << field);
		rec->value[field] = 0;
		return;
	}
	hx_rec_set(rec, field, fit(gen, rec, field, number(gen, hx_rec_get(rec, field))));
}

/* name, address, flags: what the name service wants to hear */
static void some_announcement(struct hx_gen *gen, struct hx_rec *rec)
{
	const char *name = one_in(gen, 2) ? AMP_FUZZ_CHANNEL :
			   names[hx_gen_below(gen, HX_ARRAY_SIZE(names))];
	uint8_t bytes[HX_NAME + 8] = { 0 };

	memcpy(bytes, name, strlen(name));
	bytes[HX_NAME + 1] = 4;
	bytes[HX_NAME + 4] = (uint8_t)one_in(gen, 3);
	hx_rec_blob(rec, bytes, sizeof(bytes));
}

static struct hx_rec *add(struct hx_gen *gen, struct hx_case *c, enum hx_rec_kind kind)
{
	struct hx_rec *rec = hx_case_add(c, kind);

	if (kind == HX_MESSAGE)
		some_announcement(gen, rec);
	else if (kind == HX_FLIP)
		hx_gen_flip(gen, c, rec);
	else if (hx_kinds[kind].blob != HX_NO_BLOB)
		some_blob(gen, rec);
	return rec;
}

static void make_vdev(struct hx_gen *gen, struct hx_case *c)
{
	uint32_t num_vrings = one_in(gen, 6) ? hx_gen_below(gen, 4) : 2;

	hx_case_add(c, HX_VDEV);
	for (uint32_t i = 0; i < num_vrings; i++)
		hx_case_add(c, HX_VRING);
	if (one_in(gen, 3))
		add(gen, c, HX_CONFIG);
}

static void make_table(struct hx_gen *gen, struct hx_case *c)
{
	static const uint8_t kinds[] = { HX_CARVEOUT, HX_TRACE, HX_VDEV, HX_VDEV, HX_ENTRY };

	hx_case_add(c, HX_TABLE);
	for (uint32_t num = hx_gen_below(gen, 5); num; num--) {
		uint8_t kind = kinds[hx_gen_below(gen, sizeof(kinds))];

		if (kind == HX_VDEV)
			make_vdev(gen, c);
		else
			add(gen, c, kind);
	}
}

static void make_image(struct hx_gen *gen, struct hx_case *c)
{
	struct hx_rec *rec = hx_case_add(c, HX_ELF);

	if (one_in(gen, 2))
		hx_rec_set(rec, HX_ELF_CLASS, ELFCLASS64);
	for (uint32_t num = 1 + hx_gen_below(gen, 3); num; num--) {
		rec = add(gen, c, HX_SEGMENT);
		hx_rec_set(rec, 3, AMP_FUZZ_TCM_BASE + 16 * hx_gen_below(gen, 64));
	}
	if (one_in(gen, 2)) {
		rec = hx_case_add(c, HX_SECTION);
		hx_rec_set(rec, 3, AMP_FUZZ_TCM_BASE + 16 * hx_gen_below(gen, 64));
		hx_rec_blob(rec, names[9], strlen(names[9]));
	}
	if (!one_in(gen, 16))
		make_table(gen, c);
}

/* sequences that use what they are given */
static void make_steps(struct hx_gen *gen, struct hx_case *c)
{
	static const uint8_t plans[][6] = {
		{ HX_START, HX_SHOW, HX_STOP }, { HX_START, HX_CRASH, HX_STOP },
		{ HX_ATTACH, HX_SHOW, HX_DETACH }, { HX_ATTACH, HX_STOP },
		{ HX_START, HX_SWAP, HX_CRASH, HX_SHOW, HX_STOP },
		{ HX_START, HX_STOP, HX_START, HX_STOP }, { HX_ATTACH, HX_CRASH, HX_STOP },
		{ HX_ATTACH, HX_DETACH, HX_ATTACH, HX_STOP, HX_START, HX_STOP },
		{ HX_START, HX_MESSAGE, HX_MESSAGE, HX_STOP },
		{ HX_START, HX_CHANGE, HX_SHOW, HX_MESSAGE, HX_CRASH, HX_STOP },
		{ HX_ATTACH, HX_CHANGE, HX_MESSAGE, HX_SHOW, HX_DETACH },
		{ HX_FLIP, HX_ATTACH, HX_SHOW, HX_STOP },
	};
	const uint8_t *plan = plans[hx_gen_below(gen, HX_ARRAY_SIZE(plans))];

	for (unsigned int i = 0; i < sizeof(plans[0]) && plan[i]; i++) {
		struct hx_rec *rec = add(gen, c, plan[i]);

		if (plan[i] == HX_SWAP || ((plan[i] == HX_START || plan[i] == HX_ATTACH) && one_in(gen, 4)))
			hx_rec_set(rec, HX_STEP_IMAGE, 1);
	}
}

void hx_gen_make(struct hx_gen *gen, struct hx_case *c)
{
	make_image(gen, c);
	if (one_in(gen, 3)) {
		hx_case_add(c, HX_IMAGE);
		make_image(gen, c);
	}
	if (!one_in(gen, 3))
		make_steps(gen, c);
}

static void insert(struct hx_gen *gen, struct hx_case *c)
{
	enum hx_rec_kind kind = inserted[hx_gen_below(gen, sizeof(inserted))];
	unsigned int at = hx_gen_below(gen, c->num + 1);
	struct hx_rec *rec = hx_case_insert(c, at, kind);

	some_blob(gen, rec);
	if (kind == HX_FLIP)
		hx_gen_flip(gen, c, rec);
	else if (one_in(gen, 2))
		change_field(gen, rec);
}

/* a run of records of @other into @c */
static void splice(struct hx_gen *gen, struct hx_case *c, const struct hx_case *other)
{
	unsigned int from, num, at;

	if (!other->num)
		return;
	from = hx_gen_below(gen, other->num);
	num = 1 + hx_gen_below(gen, other->num - from);
	at = hx_gen_below(gen, c->num + 1);
	for (unsigned int i = 0; i < num && c->num < HX_GEN_RECORDS; i++) {
		struct hx_rec rec = other->rec[from + i];

		*hx_case_insert(c, at + i, (enum hx_rec_kind)rec.kind) = rec;
	}
}

static void change_one(struct hx_gen *gen, struct hx_case *c, const struct hx_case *other)
{
	unsigned int at = c->num ? hx_gen_below(gen, c->num) : 0, to;
	struct hx_rec rec;

	switch (c->num ? hx_gen_below(gen, 16) : 15) {
	case 0:
	case 1:
		hx_case_remove(c, at);
		break;
	case 2:
		rec = c->rec[at];
		*hx_case_insert(c, at, (enum hx_rec_kind)rec.kind) = rec;
		break;
	case 3:
		rec = c->rec[at];
		hx_case_remove(c, at);
		to = hx_gen_below(gen, c->num + 1);
		*hx_case_insert(c, to, (enum hx_rec_kind)rec.kind) = rec;
		break;
	case 4:
		splice(gen, c, other);
		break;
	case 5:
	case 6:
	case 15:
		insert(gen, c);
		break;
	default:
		change_field(gen, &c->rec[at]);
		break;
	}
}

void hx_gen_change(struct hx_gen *gen, struct hx_case *c, const struct hx_case *other)
{
	unsigned int num = 1;

	while (num < 8 && one_in(gen, 2))
		num++;
	for (; num; num--)
		change_one(gen, c, other);
	while (c->num > HX_GEN_RECORDS)
		hx_case_remove(c, hx_gen_below(gen, c->num));
}
