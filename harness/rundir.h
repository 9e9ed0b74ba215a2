/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rundir.h - one run's directory: filled before it, read after it
 *
 * A directory is locked while a run uses it, so that two programs never share
 * one; the second takes another name.  What a run leaves is listed in qemu.h.
 */
#ifndef HX_RUNDIR_H
#define HX_RUNDIR_H

#include "plan.h"
#include "qemu.h"
#include "states.h"

struct hx_rundir {
	const char *path;
	int lock_fd;			/* -1: not open */
	const char **command;		/* from power-on, as it is written down */
	bool is_restored;		/* it begins from a saved state */
	const char **started;		/* the same run from a saved state, or saving it */
};

/**
 * hx_rundir_open() - make @out_dir/@label, empty and locked
 *
 * Returns: 0; HX_EIO.  Release with hx_rundir_close().
 */
int hx_rundir_open(struct hx_arena *arena, const char *out_dir, const char *label,
		   struct hx_rundir *dir, struct hx_error *err);
/* write initramfs, bundle and command of a point; 0, HX_ERIG, HX_EIO */
int hx_rundir_fill(struct hx_arena *arena, struct hx_states *states,
		   const struct hx_point *point, struct hx_rundir *dir, struct hx_error *err);
/*
 * Put the images that run from power-on into @path, which is a run's directory;
 * the machine's property for them, in the arena, or NULL with HX_ERIG or HX_EIO
 * in @err.
 */
const char *hx_rundir_running(struct hx_arena *arena, const struct hx_compiled *compiled,
			      const char *path, struct hx_error *err);
/* unlock; remove the directory unless it is to be kept */
void hx_rundir_close(struct hx_rundir *dir, bool keeps);

/**
 * hx_rundir_judge() - read what a run left and judge it
 * @facts: how it ended; the rest is filled in
 *
 * Fills @point->result but for wall_ms and dir.
 */
void hx_rundir_judge(struct hx_arena *arena, const struct hx_rundir *dir,
		     struct hx_facts *facts, struct hx_point *point);

/* trace hash of a run directory; 0, HX_EIO */
int hx_rundir_hash(struct hx_arena *arena, const char *path, char hash[HX_HASH_TEXT],
		   struct hx_error *err);

#endif
