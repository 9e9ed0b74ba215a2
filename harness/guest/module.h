/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * module.h - kernel modules: what is loaded, inserting, removing
 *
 * A module has two spellings: the file's (omap-mailbox.ko) and the kernel's
 * (omap_mailbox); every function takes either.
 */
#ifndef AG_MODULE_H
#define AG_MODULE_H

#include <stdbool.h>
#include <stddef.h>

struct ag_module {
	bool loaded;		/* listed; the rest is only set then */
	bool live;		/* neither coming nor going */
	long references;	/* -1: the kernel does not count */
};

bool ag_module_same(const char *a, const char *b);

/**
 * ag_module_find() - look for a module in the text of /proc/modules
 *
 * Returns: 0, @out->loaded says whether it is there; -EINVAL when its line is
 * not what the kernel's seq_file writes.
 */
int ag_module_find(const char *text, const char *name, struct ag_module *out);

/* The same from the file itself; also -errno of reading it. */
int ag_module_state(const char *name, struct ag_module *out);

/* The file of a module in /lib/modules, whatever its spelling; false: none. */
bool ag_module_file(const char *name, char *out, size_t size);

/* Removes without waiting for references.  Returns: 0 or -errno. */
int ag_module_remove(const char *name);

/* Modules that ops have inserted and nobody has removed since. */
size_t ag_module_inserted(void);
/* The @index-th of them in the order of insertion, copied to @out; false: none. */
bool ag_module_inserted_name(size_t index, char *out, size_t size);
/* Takes it off the list, removed or not. */
void ag_module_forget(const char *name);

#endif
