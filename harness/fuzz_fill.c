/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_fill.c - a case as the memory that a guest reads; see fuzz_guest.h
 */
#include <string.h>

#include "fuzz_guest.h"

static void fill_step(struct amp_fuzz_step *step, const struct hx_rec *rec)
{
	struct hx_text data = { 0 };

	*step = (struct amp_fuzz_step){ .op = (uint32_t)(rec->kind - HX_START) };
	if (rec->kind == HX_FLIP) {
		step->at = (uint32_t)rec->value[HX_FLIP_AT];
		step->read = (uint32_t)hx_rec_get(rec, HX_FLIP_READ);
		step->value = (uint8_t)rec->value[HX_FLIP_VALUE];
	} else if (rec->kind == HX_CHANGE) {
		step->at = (uint32_t)rec->value[HX_CHANGE_AT];
		hx_text_add_bytes(&data, rec->blob, rec->len);
	} else {
		step->image = (uint32_t)(rec->value[HX_STEP_IMAGE] % AMP_FUZZ_IMAGES);
	}
	if (rec->kind == HX_MESSAGE) {
		step->ring = (uint32_t)rec->value[HX_MESSAGE_RING];
		step->id = rec->set & 1u << HX_MESSAGE_ID ?
			   (uint32_t)rec->value[HX_MESSAGE_ID] : AMP_FUZZ_TRUE;
		step->used_bytes = rec->set & 1u << HX_MESSAGE_BYTES ?
				   (uint32_t)rec->value[HX_MESSAGE_BYTES] : AMP_FUZZ_TRUE;
		step->ahead = (uint32_t)hx_rec_get(rec, HX_MESSAGE_AHEAD);
		hx_case_message(rec, &data);
	}
	step->bytes = (uint32_t)data.len;
	if (data.len)
		memcpy(step->data, data.s, data.len);
	hx_text_free(&data);
}

_Static_assert(AMP_FUZZ_DATA_BYTES >= HX_BLOB + 16, "a message with its header");

void hx_guest_fill(struct hx_guest *guest, const struct hx_case *c)
{
	static const struct amp_fuzz_step plain[] = {
		{ .op = AMP_FUZZ_START }, { .op = AMP_FUZZ_SHOW }, { .op = AMP_FUZZ_STOP }
	};
	struct amp_fuzz *s = guest->shared;

	memset(s->image_bytes, 0, sizeof(s->image_bytes));
	memset(s->table_bytes, 0, sizeof(s->table_bytes));
	for (unsigned int i = 0; i < hx_case_images(c); i++) {
		struct hx_text image = { 0 }, table = { 0 };

		hx_case_image(c, i, &image);
		hx_case_table(c, i, &table);
		s->image_bytes[i] = (uint32_t)image.len;
		s->table_bytes[i] = (uint32_t)table.len;
		memcpy(s->image[i], image.s, image.len);
		if (table.len)
			memcpy(s->table[i], table.s, table.len);
		hx_text_free(&image);
		hx_text_free(&table);
	}
	s->num_steps = 0;
	for (unsigned int i = 0; i < c->num && s->num_steps < AMP_FUZZ_STEPS; i++)
		if (hx_is_step(c->rec[i].kind))
			fill_step(&s->step[s->num_steps++], &c->rec[i]);
	if (s->num_steps)
		return;
	memcpy(s->step, plain, sizeof(plain));
	s->num_steps = HX_ARRAY_SIZE(plain);
}

/* the records of steps stand in the order of the operations */
_Static_assert(HX_STOP - HX_START == AMP_FUZZ_STOP, "stop");
_Static_assert(HX_CRASH - HX_START == AMP_FUZZ_CRASH, "crash");
_Static_assert(HX_SWAP - HX_START == AMP_FUZZ_SWAP, "swap");
_Static_assert(HX_SHOW - HX_START == AMP_FUZZ_SHOW, "show");
_Static_assert(HX_ATTACH - HX_START == AMP_FUZZ_ATTACH, "attach");
_Static_assert(HX_DETACH - HX_START == AMP_FUZZ_DETACH, "detach");
_Static_assert(HX_CHANGE - HX_START == AMP_FUZZ_CHANGE, "change");
_Static_assert(HX_MESSAGE - HX_START == AMP_FUZZ_MESSAGE, "message");
_Static_assert(HX_FLIP - HX_START == AMP_FUZZ_FLIP, "flip");
_Static_assert(HX_IMAGES == AMP_FUZZ_IMAGES, "images");
_Static_assert(HX_IMAGE_MAX == AMP_FUZZ_IMAGE_BYTES, "size of an image");
_Static_assert(HX_TABLE_MAX == AMP_FUZZ_TABLE_BYTES, "size of a table");
