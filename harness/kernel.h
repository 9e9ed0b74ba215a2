/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kernel.h - one kernel under test: a directory that the build has filled
 *
 *   zImage        the image
 *   release       one line, what `uname -r` says
 *   config        the whole .config
 *   modules/      every module as NAME.ko, flat; dependencies are read from .modinfo
 *
 * Nothing is written there.  Module names are compared with '-' and '_' alike.
 */
#ifndef HX_KERNEL_H
#define HX_KERNEL_H

#include "base.h"
#include "files.h"
#include "scenario.h"

struct hx_module {
	const char *stem;	/* file name without .ko: what insmod wants */
	const char *name;	/* with '_': what the kernel calls it */
	const char *path;
	struct hx_list depends;	/* as the kernel calls them */
};

struct hx_kernel {
	const char *dir;
	const char *image;
	const char *release;
	unsigned int major, minor;
	const char *config;
	struct hx_module *module;
	unsigned int num_modules;
	char hash[HX_HASH_TEXT];	/* of the image */
};

/**
 * hx_kernel_open() - read a kernel directory
 *
 * Everything in @kernel lives in @arena.  The files are checked: a module that
 * is no ELF relocatable with .modinfo is an error, not a surprise in the guest.
 *
 * Returns: 0; HX_EKERNEL with a sentence that names what to do.
 */
int hx_kernel_open(struct hx_arena *arena, const char *dir, struct hx_kernel *kernel,
		   struct hx_error *err);

/* NULL when the kernel has no such module */
const struct hx_module *hx_kernel_module(const struct hx_kernel *kernel, const char *name);

/* 'y', 'm' or 0 */
char hx_kernel_config(const struct hx_kernel *kernel, const char *symbol);

bool hx_kernel_in_range(const struct hx_kernel *kernel, const struct hx_version_range *range);

/*
 * The stems of a module and all that it depends on, dependencies first, added
 * to @list unless they are there.  0; HX_EKERNEL when one is missing.
 */
int hx_kernel_closure(struct hx_arena *arena, const struct hx_kernel *kernel,
		      const struct hx_module *module, struct hx_list *list,
		      struct hx_error *err);

/* compare with '-' and '_' alike */
bool hx_same_module(const char *a, const char *b);

#endif
