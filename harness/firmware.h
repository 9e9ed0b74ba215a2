/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * firmware.h - is a file an image that a remote core could run?
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

#endif
