/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * initramfs.h - the guest's files, in two uncompressed newc archives
 *
 * The initramfs is the same for all runs of a kernel: /init and /lib/modules/NAME.ko.
 * The bundle is what the guest fetches when it is up:
 *   /lab/program, /lab/images/IMAGE.elf, /lib/firmware/FILE for each core, as
 *   the driver names it, /bin/busybox where there is one
 *
 * The same inputs give the same bytes: no times, owners or inode numbers of the
 * host go in.
 */
#ifndef HX_INITRAMFS_H
#define HX_INITRAMFS_H

#include "compile.h"

struct hx_bundle {
	const char *busybox;		/* NULL: none */
	const struct hx_env *env;
	const struct hx_compiled *compiled;
	bool has_all_images;		/* else those that the program needs */
	bool leaves_leaks;		/* nobody looks for them at the end */
};

/* both: 0; HX_ERIG when a part is missing, HX_EIO when the archive cannot be written */
int hx_initramfs_write(struct hx_arena *arena, const char *agent,
		       const struct hx_kernel *kernel, const char *path, struct hx_error *err);
int hx_bundle_write(struct hx_arena *arena, const struct hx_bundle *bundle, const char *path,
		    struct hx_error *err);

#endif
