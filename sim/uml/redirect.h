/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where remoteproc_core.c of a fuzzing kernel gets its firmware from
 *
 * The compiler reads this before the file.  An image comes from the fuzzer, in
 * memory of exactly its size: KASAN sees the first byte read behind it, which
 * the page-aligned memory of the firmware loader would hide.
 */
#ifndef AMP_FUZZ_REDIRECT_H
#define AMP_FUZZ_REDIRECT_H

#include <linux/firmware.h>

int amp_fuzz_request_firmware(const struct firmware **fw, const char *name, struct device *dev);
void amp_fuzz_release_firmware(const struct firmware *fw);

#define request_firmware	amp_fuzz_request_firmware
#define release_firmware	amp_fuzz_release_firmware

#endif
