/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * states.c - initramfs archives and saved machine states; see states.h
 *
 * A state is only a way to be quicker: whatever goes wrong with one, short of
 * the initramfs, the run begins at power-on.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "files.h"
#include "initramfs.h"
#include "states.h"

#define MAX_BYTES	(3ull << 30)	/* of all states and archives */
#define UNFINISHED_S	600		/* after so long nobody is about to lock it */
#define KEY_DIGITS	24

/* one key that this program met */
struct hx_state {
	const char *path;
	bool is_used;			/* and locked, until the program ends */
	bool is_tried;			/* a run saves it, or did and could not */
	int lock_fd;
};

/* something in the directory */
struct entry {
	const char *path;
	time_t used;
	uint64_t bytes;
	bool is_dir;
	bool is_unfinished;
};

/* used now: what is older goes first */
static void touch(const char *path)
{
	utimensat(AT_FDCWD, path, NULL, 0);
}

/* ---- what nobody uses any more ---- */

static void look_at(struct hx_arena *arena, const char *path, struct entry *entry)
{
	struct stat st;
	DIR *dir;

	*entry = (struct entry){ .path = path };
	if (lstat(path, &st))
		return;
	entry->used = st.st_mtime;
	entry->bytes = (uint64_t)st.st_blocks * 512;
	entry->is_dir = S_ISDIR(st.st_mode);
	entry->is_unfinished = strstr(strrchr(path, '/'), ".new") ||
			       (entry->is_dir && strchr(strrchr(path, '/'), '.'));
	dir = entry->is_dir ? opendir(path) : NULL;
	for (struct dirent *file; dir && (file = readdir(dir));)
		if (*file->d_name != '.' &&
		    !lstat(hx_printf(arena, "%s/%s", path, file->d_name), &st))
			entry->bytes += (uint64_t)st.st_blocks * 512;
	if (dir)
		closedir(dir);
}

/* under a name that nobody looks for, so that none meets it half */
static void remove_entry(struct hx_arena *arena, const struct entry *entry)
{
	const char *gone = hx_printf(arena, "%s.gone", entry->path);
	struct hx_error ignored;
	int fd = entry->is_dir ? open(entry->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

	if (entry->is_dir && (fd < 0 || flock(fd, LOCK_EX | LOCK_NB))) {
		if (fd >= 0)
			close(fd);
		return;
	}
	if (!rename(entry->path, gone))
		hx_remove_tree(gone, &ignored);
	if (fd >= 0)
		close(fd);
}

static int by_use(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return (x->used < y->used) - (x->used > y->used);
}

static void prune(const char *path)
{
	struct hx_arena arena = { 0 };
	struct entry *entry = NULL;
	unsigned int num = 0;
	uint64_t bytes = 0;
	time_t now = time(NULL);
	DIR *dir = opendir(path);

	for (struct dirent *file; dir && (file = readdir(dir));) {
		if (*file->d_name == '.')
			continue;
		entry = hx_grow(&arena, entry, num, sizeof(*entry));
		look_at(&arena, hx_printf(&arena, "%s/%s", path, file->d_name), &entry[num++]);
	}
	if (dir)
		closedir(dir);
	if (num)
		qsort(entry, num, sizeof(*entry), by_use);
	for (unsigned int i = 0; i < num; i++) {
		if (entry[i].is_unfinished && now - entry[i].used < UNFINISHED_S)
			continue;
		bytes += entry[i].bytes;
		if (entry[i].is_unfinished || bytes > MAX_BYTES)
			remove_entry(&arena, &entry[i]);
	}
	hx_arena_free(&arena);
}

/* ---- keys ---- */

static int add_hash(struct hx_text *text, const char *what, const char *path,
		    struct hx_error *err)
{
	const char *paths[] = { path, NULL };
	char hash[HX_HASH_TEXT];
	struct hx_error why;

	if (hx_hash_files(paths, hash, &why))
		return hx_error(err, HX_ERIG, "%s", why.text);
	hx_text_add(text, "%s %s\n", what, hash);
	return 0;
}

/* made under a name of its own: a program that ends here leaves no half */
static int make_initrd(struct hx_states *states, const char *path, struct hx_error *err)
{
	const char *part = hx_printf(&states->arena, "%s.new%d", path, (int)getpid());
	int ret = hx_initramfs_write(&states->arena, states->opt->agent, states->kernel, part,
				     err);

	if (!ret && rename(part, path))
		ret = hx_error(err, HX_EIO, "%s: %s", path, strerror(errno));
	if (ret)
		unlink(part);
	return ret;
}

static int find_initrd(struct hx_states *states, struct hx_error *err)
{
	const char *dir = states->opt->state_dir, *path;
	struct hx_text parts = { 0 };
	char hash[HX_HASH_TEXT];
	int ret = hx_make_dirs(dir, err);

	if (!ret)
		ret = add_hash(&parts, "agent", states->opt->agent, err);
	for (unsigned int i = 0; i < states->kernel->num_modules && !ret; i++)
		ret = add_hash(&parts, states->kernel->module[i].stem,
			       states->kernel->module[i].path, err);
	if (!ret) {
		hx_hash_text(parts.s, hash);
		path = hx_printf(&states->arena, "%s/initrd-%.*s.cpio", dir, KEY_DIGITS, hash);
		if (hx_is_file(path))
			touch(path);
		else
			ret = make_initrd(states, path, err);
	}
	if (!ret) {
		states->initrd = path;
		prune(dir);
	}
	hx_text_free(&parts);
	return ret;
}

static int find_parts(struct hx_states *states)
{
	struct hx_text parts = { 0 };
	struct hx_error ignored;
	int ret = add_hash(&parts, "qemu", states->opt->qemu, &ignored);

	hx_text_add(&parts, "kernel %s\n%s\n", states->kernel->hash, states->initrd);
	states->parts = hx_strdup(&states->arena, parts.s);
	hx_text_free(&parts);
	return ret;
}

static struct hx_state *find_state(struct hx_states *states, const struct hx_qemu_run *run)
{
	char hash[HX_HASH_TEXT];
	struct hx_state *state;
	const char *path;

	hx_hash_text(hx_printf(&states->arena, "%s%s", states->parts,
			       hx_qemu_shape(&states->arena, run)), hash);
	path = hx_printf(&states->arena, "%s/%.*s", states->opt->state_dir, KEY_DIGITS, hash);
	for (unsigned int i = 0; i < states->num_states; i++)
		if (!strcmp(states->state[i].path, path))
			return &states->state[i];
	states->state = hx_grow(&states->arena, states->state, states->num_states,
				sizeof(*state));
	state = &states->state[states->num_states++];
	*state = (struct hx_state){ .path = path, .lock_fd = -1 };
	return state;
}

/* false: nobody has saved it, or somebody removes it just now */
static bool take(struct hx_state *state)
{
	if (state->is_used)
		return true;
	state->lock_fd = open(state->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (state->lock_fd < 0)
		return false;
	if (flock(state->lock_fd, LOCK_SH | LOCK_NB) || !hx_is_dir(state->path)) {
		close(state->lock_fd);
		return false;
	}
	state->is_used = true;
	touch(state->path);
	return true;
}

/* it pays from the second boot on */
static bool is_wanted_again(struct hx_states *states, const struct hx_state *state)
{
	const char *path = hx_printf(&states->arena, "%s.wanted", state->path);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

	if (fd < 0)
		return errno == EEXIST;
	close(fd);
	return false;
}

/* ---- interface ---- */

void hx_states_open(struct hx_states *states, const struct hx_options *opt,
		    const struct hx_kernel *kernel)
{
	*states = (struct hx_states){ .opt = opt, .kernel = kernel };
}

void hx_states_close(struct hx_states *states)
{
	for (unsigned int i = 0; i < states->num_states; i++)
		if (states->state[i].is_used)
			close(states->state[i].lock_fd);
	hx_arena_free(&states->arena);
}

int hx_states_initrd(struct hx_states *states, const char *dir, struct hx_error *err)
{
	const char *path = hx_printf(&states->arena, "%s/" HX_FILE_INITRD, dir);
	struct hx_text bytes = { 0 };
	int ret = states->initrd ? 0 : find_initrd(states, err);

	/* a link, so that the directory has all it needs whatever becomes of ours */
	if (ret || !link(states->initrd, path))
		return ret;
	ret = hx_read_file(states->initrd, &bytes, err);
	if (!ret)
		ret = hx_write_file(path, bytes.s, bytes.len, 0666, err);
	hx_text_free(&bytes);
	return ret;
}

void hx_states_choose(struct hx_states *states, struct hx_qemu_run *run)
{
	struct hx_state *state;

	run->save = run->restore = NULL;
	if (run->opt->is_cold || run->opt->mode != HX_MODE_ICOUNT || run->is_interactive ||
	    !states->initrd || (!states->parts && find_parts(states)))
		return;
	state = find_state(states, run);
	if (take(state)) {
		run->restore = state->path;
	} else if (!state->is_tried && is_wanted_again(states, state)) {
		state->is_tried = true;
		run->save = state->path;
	}
}
