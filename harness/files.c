/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * files.c - whole files, directories and hashes; see files.h
 */
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nettle/sha2.h>

#include "files.h"

static int failed(struct hx_error *err, const char *path)
{
	return hx_error(err, HX_EIO, "%s: %s", path, strerror(errno));
}

int hx_read_file(const char *path, struct hx_text *text, struct hx_error *err)
{
	static char chunk[65536];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got;

	if (fd < 0)
		return failed(err, path);
	while ((got = read(fd, chunk, sizeof(chunk))) > 0)
		hx_text_add_bytes(text, chunk, (size_t)got);
	if (got < 0) {
		failed(err, path);
		close(fd);
		return HX_EIO;
	}
	close(fd);
	hx_text_add_bytes(text, "", 0);
	return 0;
}

int hx_write_file(const char *path, const void *bytes, size_t len, unsigned int mode,
		  struct hx_error *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
	const char *at = bytes;

	if (fd < 0)
		return failed(err, path);
	while (len) {
		ssize_t put = write(fd, at, len);

		if (put < 0) {
			failed(err, path);
			close(fd);
			return HX_EIO;
		}
		at += put;
		len -= (size_t)put;
	}
	if (close(fd))
		return failed(err, path);
	return 0;
}

int hx_make_dirs(const char *path, struct hx_error *err)
{
	char *part = strdup(path);
	int ret = 0;

	if (!part)
		abort();
	for (char *slash = part + 1; !ret; slash++) {
		char was = *slash;

		if (was && was != '/')
			continue;
		*slash = '\0';
		if (mkdir(part, 0777) && errno != EEXIST)
			ret = failed(err, part);
		*slash = was;
		if (!was)
			break;
	}
	if (!ret && !hx_is_dir(path))
		ret = hx_error(err, HX_EIO, "%s: not a directory", path);
	free(part);
	return ret;
}

int hx_remove_tree(const char *path, struct hx_error *err)
{
	char *const roots[] = { (char *)path, NULL };
	struct stat st;
	FTSENT *entry;
	int ret = 0;
	FTS *fts;

	if (lstat(path, &st) && errno == ENOENT)
		return 0;
	fts = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	if (!fts)
		return failed(err, path);
	while ((entry = fts_read(fts))) {
		if (entry->fts_info == FTS_D)
			continue;
		if (remove(entry->fts_accpath) && errno != ENOENT)
			ret = failed(err, entry->fts_path);
	}
	fts_close(fts);
	return ret;
}

bool hx_is_file(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISREG(st.st_mode);
}

bool hx_is_dir(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

static void write_digest(struct sha256_ctx *ctx, char hash[HX_HASH_TEXT])
{
	uint8_t digest[SHA256_DIGEST_SIZE];

	sha256_digest(ctx, sizeof(digest), digest);
	for (size_t i = 0; i < sizeof(digest); i++)
		sprintf(hash + 2 * i, "%02x", digest[i]);
}

int hx_hash_files(const char *const *paths, char hash[HX_HASH_TEXT], struct hx_error *err)
{
	static uint8_t chunk[65536];
	struct sha256_ctx ctx;

	sha256_init(&ctx);
	for (; *paths; paths++) {
		int fd = open(*paths, O_RDONLY | O_CLOEXEC);
		ssize_t got;

		if (fd < 0)
			return failed(err, *paths);
		while ((got = read(fd, chunk, sizeof(chunk))) > 0)
			sha256_update(&ctx, (size_t)got, chunk);
		if (got < 0)
			failed(err, *paths);
		close(fd);
		if (got < 0)
			return HX_EIO;
	}
	write_digest(&ctx, hash);
	return 0;
}

void hx_hash_text(const char *text, char hash[HX_HASH_TEXT])
{
	struct sha256_ctx ctx;

	sha256_init(&ctx);
	sha256_update(&ctx, strlen(text), (const uint8_t *)text);
	write_digest(&ctx, hash);
}

static bool is_wanted(const FTSENT *entry)
{
	size_t len = entry->fts_namelen;
	const char *name = entry->fts_name;

	return name[0] != '.' && name[len - 1] != '~' &&
	       !(len > 3 && !strcmp(name + len - 3, ".md"));
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

int hx_list_files(struct hx_arena *arena, const char *path, struct hx_list *list,
		  struct hx_error *err)
{
	char *const roots[] = { (char *)path, NULL };
	FTSENT *entry;
	int ret = 0;
	FTS *fts;

	if (hx_is_file(path)) {
		hx_list_add(arena, list, path, 0);
		return 0;
	}
	fts = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, by_name);
	if (!fts)
		return failed(err, path);
	while (!ret && (entry = fts_read(fts))) {
		if (entry->fts_info == FTS_NS || entry->fts_info == FTS_DNR ||
		    entry->fts_info == FTS_ERR)
			ret = hx_error(err, HX_EIO, "%s: %s", entry->fts_path,
				       strerror(entry->fts_errno));
		else if (entry->fts_info == FTS_F && is_wanted(entry))
			hx_list_add(arena, list, entry->fts_path, 0);
		else if (entry->fts_info == FTS_D && entry->fts_level > 0 &&
			 entry->fts_name[0] == '.')
			fts_set(fts, entry, FTS_SKIP);
	}
	fts_close(fts);
	return ret;
}
