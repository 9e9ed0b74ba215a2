/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * initramfs.h - the guest's root file system: an uncompressed newc archive
 *
 *   /init, /lab/program, /lab/images/IMAGE.elf, /lib/modules/NAME.ko,
 *   /lib/firmware/FILE for each core, as the driver names it, /bin/busybox where there is one
 *
 * The same inputs give the same bytes: no times, owners or inode numbers of the
 * host go in.
 */
#ifndef HX_INITRAMFS_H
#define HX_INITRAMFS_H

#include "compile.h"

struct hx_initramfs {
	const char *agent;
	const char *busybox;		/* NULL: none */
	const struct hx_env *env;
	const struct hx_compiled *compiled;
	bool has_all_modules;		/* else those that the program needs */
	bool has_all_images;
};

/* 0; HX_ERIG when a part is missing, HX_EIO when the archive cannot be written */
int hx_initramfs_write(struct hx_arena *arena, const struct hx_initramfs *fs,
		       const char *path, struct hx_error *err);

#endif
