/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * table.h - firmware images and resource tables as text, and what is done with them
 *
 * A case is a list of records, one for each line of its text: the parts of one
 * or more images (ELF header, segments, sections, resource table and its
 * entries) and the steps that use them.  The kinds of records and their fields
 * are one table (table_kinds.c); text, layout and mutation all follow from it.
 *
 * A field has a value of its own or none; without one it takes its default, or,
 * where it counts or points at something, what is true.  So a text says just
 * what is special, and may say what is false: any number fits any field, and is
 * cut to the field's width when the image is made.
 *
 * Nothing here trusts its input: texts, tables and ELF files may hold anything.
 * docs/fuzzing.md is the manual of the text.
 *
 * Leaves out: contents of segments and sections other than the table and the
 * section names; big-endian images.
 */
#ifndef HX_TABLE_H
#define HX_TABLE_H

#include "base.h"

#define HX_FIELDS		16	/* of a record, at most */
#define HX_BLOB			256	/* bytes of a record, at most */
#define HX_NAME			32	/* bytes of a name in a resource table */
#define HX_IMAGE_MAX		(256u << 10)	/* bytes of one image, at most */
#define HX_TABLE_MAX		(64u << 10)	/* bytes of one table, at most */
#define HX_IMAGES		4	/* of a case, at most */

enum hx_rec_kind {
	HX_ELF, HX_SEGMENT, HX_SECTION, HX_TABLE, HX_CARVEOUT, HX_DEVMEM, HX_TRACE, HX_VDEV,
	HX_VRING, HX_CONFIG, HX_ENTRY, HX_HOLE, HX_RAW, HX_LENGTH, HX_FILE, HX_IMAGE,
	HX_START, HX_STOP, HX_CRASH, HX_SWAP, HX_SHOW, HX_ATTACH, HX_DETACH,
	HX_CHANGE, HX_MESSAGE, HX_FLIP,
	HX_NUM_KINDS,
};

/* fields that have the same place in every kind that has them */
enum { HX_AT = 0, HX_OFFSET = 1 };		/* entries */
enum { HX_STEP_IMAGE = 0 };			/* steps */
enum { HX_CHANGE_AT = 0 };
enum { HX_FLIP_AT = 0, HX_FLIP_READ, HX_FLIP_VALUE };
enum { HX_MESSAGE_VDEV = 0, HX_MESSAGE_RING, HX_MESSAGE_ID, HX_MESSAGE_BYTES, HX_MESSAGE_AHEAD };
enum { HX_ELF_CLASS = 0 };
enum { HX_BYTES = 0 };				/* length, file */

/* what a record's bytes are */
enum hx_blob { HX_NO_BLOB, HX_BLOB_NAME, HX_BLOB_TEXT, HX_BLOB_DATA };

struct hx_field {
	const char *name;	/* NULL: end of the fields */
	uint8_t at32, size32;	/* place in the structure, bytes; size 0: not in it */
	uint8_t at64, size64;	/* the same in an ELF64; elsewhere as at32, size32 */
	uint32_t value;		/* what it is when the text does not say */
	bool follows;		/* then it is made to fit instead */
};

struct hx_kind_info {
	const char *word;
	enum hx_blob blob;
	uint32_t type;			/* of an entry of the table */
	uint8_t size32, size64;		/* of the structure, without name and type */
	struct hx_field field[HX_FIELDS + 1];
};

extern const struct hx_kind_info hx_kinds[HX_NUM_KINDS];

bool hx_is_entry(enum hx_rec_kind kind);	/* has a place in the table's offsets */
bool hx_is_step(enum hx_rec_kind kind);

struct hx_rec {
	uint8_t kind;
	uint16_t set;			/* bit N: field N has a value of its own */
	uint16_t len;			/* bytes of @blob in use, the rest is 0 */
	uint64_t value[HX_FIELDS];	/* 0 where not set */
	uint8_t blob[HX_BLOB];
};

/* starts zeroed; hx_case_free() releases it */
struct hx_case {
	struct hx_rec *rec;
	unsigned int num, room;
};

void hx_case_free(struct hx_case *c);
/* an empty record of @kind at @index, what was there moves on */
struct hx_rec *hx_case_insert(struct hx_case *c, unsigned int index, enum hx_rec_kind kind);
struct hx_rec *hx_case_add(struct hx_case *c, enum hx_rec_kind kind);
void hx_case_remove(struct hx_case *c, unsigned int index);
void hx_case_copy(struct hx_case *to, const struct hx_case *from);
bool hx_case_equal(const struct hx_case *a, const struct hx_case *b);
unsigned int hx_case_images(const struct hx_case *c);

void hx_rec_set(struct hx_rec *rec, unsigned int field, uint64_t value);
/* the value of its own, or the default */
uint64_t hx_rec_get(const struct hx_rec *rec, unsigned int field);
/* bytes beyond HX_BLOB are dropped; a name loses its trailing NULs */
void hx_rec_blob(struct hx_rec *rec, const void *bytes, size_t len);

/*
 * hx_case_parse() - text to case
 * @name: of the file, for errors
 * Returns 0, or HX_EFIRMWARE with "NAME:LINE: ..." in @err; @c is empty then.
 */
int hx_case_parse(const char *name, const char *text, struct hx_case *c, struct hx_error *err);

/* case to text; parsing that gives an equal case */
void hx_case_print(const struct hx_case *c, struct hx_text *out);

/*
 * hx_case_table(), hx_case_image() - the bytes of resource table or file of image @image
 *
 * Appended to @out.  Cannot fail: what lies beyond HX_TABLE_MAX or HX_IMAGE_MAX
 * is left out.  An image without a table has a table of no bytes.
 */
void hx_case_table(const struct hx_case *c, unsigned int image, struct hx_text *out);
void hx_case_image(const struct hx_case *c, unsigned int image, struct hx_text *out);
/* header and payload of the message that record @rec is, appended to @out */
void hx_case_message(const struct hx_rec *rec, struct hx_text *out);
/* the case describes a file, not a bare table */
bool hx_case_has_elf(const struct hx_case *c, unsigned int image);

/*
 * hx_case_read_table() - bytes of a table to records, appended to @c
 *
 * Any bytes will do: what has no better word becomes `raw`.  The records give
 * the very same bytes again.  @len is cut to HX_TABLE_MAX.
 */
void hx_case_read_table(struct hx_case *c, const void *bytes, size_t len);

/*
 * hx_case_read_elf() - an ELF file to records: header, segments without their
 * contents, and the table of its section .resource_table
 *
 * Returns 0, or HX_EFIRMWARE when libelf does not take the file.
 */
int hx_case_read_elf(struct hx_case *c, const char *path, struct hx_error *err);

#endif
