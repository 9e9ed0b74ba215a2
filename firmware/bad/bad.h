/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * bad.h - a good image in memory, and the table of what can be done to it
 *
 * Each damage changes one thing of the bytes, which are a little-endian 32-bit ELF
 * file.  A place outside the file ends the program.
 */
#ifndef FW_BAD_H
#define FW_BAD_H

#include <stddef.h>
#include <stdint.h>

#define TABLE_OFFSETS	16	/* in a resource table: where each entry is */

struct image {
	uint8_t *byte;
	size_t size;		/* bytes written out */
	size_t table;		/* offset of the section .resource_table */
	size_t table_header;	/* offset of its section header */
	size_t programs;	/* offset of the program headers */
};

struct bad {
	const char *name;
	void (*damage)(struct image *image);
};

extern const struct bad bads[];
extern const size_t num_bads;

#endif
