/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * firmware.h - images of remote cores: could one run, and what is where in it
 */
#ifndef HX_FIRMWARE_H
#define HX_FIRMWARE_H

#include "base.h"

/*
 * 0 when @path is a little-endian 32-bit ARM executable with something to
 * load; HX_EFIRMWARE with one sentence otherwise.  Only for images that a user
 * names: those of scenarios may be bad on purpose.
 */
int hx_firmware_check(const char *path, struct hx_error *err);

/*
 * Where the resource table of an image is, 0 and 0 when it has none or cannot be
 * read: a boot loader finds no more.
 */
void hx_firmware_table(const char *path, uint32_t *address, uint32_t *size);

/*
 * The function that the core's program counter @pc is in, as NAME+0xOFFSET in
 * the arena; NULL when the file cannot be read or has no function there.
 */
const char *hx_firmware_symbol(struct hx_arena *arena, const char *path, uint32_t pc);

#endif
