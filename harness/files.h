/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * files.h - whole files and directories of the host, and SHA-256 over them
 *
 * Every function returns 0, or HX_EIO with the path and the system's reason in
 * @err unless it says otherwise.  Writes are complete or an error: a full disk
 * never leaves a short file unnoticed.
 */
#ifndef HX_FILES_H
#define HX_FILES_H

#include "base.h"

#define HX_HASH_TEXT	65	/* 64 hex digits and the NUL */

/* append the file's bytes to @text (also when it is not text) */
int hx_read_file(const char *path, struct hx_text *text, struct hx_error *err);
int hx_write_file(const char *path, const void *bytes, size_t len, unsigned int mode,
		  struct hx_error *err);
/* the directory and all above it; existing ones are no error */
int hx_make_dirs(const char *path, struct hx_error *err);
/* remove a tree without following links; an absent one is no error */
int hx_remove_tree(const char *path, struct hx_error *err);
bool hx_is_file(const char *path);
bool hx_is_dir(const char *path);

/*
 * SHA-256 over the bytes of several files, one after the other, as
 * `cat FILES | sha256sum` gives it.  @paths ends with NULL.
 */
int hx_hash_files(const char *const *paths, char hash[HX_HASH_TEXT], struct hx_error *err);
/* of a text in memory; cannot fail */
void hx_hash_text(const char *text, char hash[HX_HASH_TEXT]);

/*
 * The regular files below @path (or @path itself), sorted, into @list.  Names
 * that begin with '.' or end in '~' or ".md" are left out.
 */
int hx_list_files(struct hx_arena *arena, const char *path, struct hx_list *list,
		  struct hx_error *err);

#endif
