/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * states.h - initramfs archives and saved machine states, shared by all runs
 *
 *   build/state/initrd-KEY.cpio	agent and modules of a kernel
 *   build/state/KEY/			a guest as it stands when it is ready for its
 *					bundle (sim/amp_state.c); there whole or not at all
 *   build/state/KEY.wanted		somebody booted it once
 *
 * KEY is a hash of all that the boot depends on: simulator, kernel, agent,
 * modules, shape of the machine.  The second run of a key saves its state on its
 * way, all others begin there; a mutant kernel that boots once is not saved.
 * Programs share the directory without waiting for each other: a name appears
 * by rename(), and what a program uses it has locked.  What was not used for
 * longest goes first.
 */
#ifndef HX_STATES_H
#define HX_STATES_H

#include "qemu.h"

struct hx_state;

struct hx_states {
	const struct hx_options *opt;
	const struct hx_kernel *kernel;
	struct hx_arena arena;
	const char *initrd;		/* NULL: not made yet */
	const char *parts;		/* hashes of what all keys have in common */
	struct hx_state *state;
	unsigned int num_states;
};

/* nothing is read before the first run; release with hx_states_close() */
void hx_states_open(struct hx_states *states, const struct hx_options *opt,
		    const struct hx_kernel *kernel);
void hx_states_close(struct hx_states *states);

/**
 * hx_states_initrd() - put the initramfs into a run's directory
 *
 * Returns: 0; HX_ERIG when a part is missing; HX_EIO.
 */
int hx_states_initrd(struct hx_states *states, const char *dir, struct hx_error *err);

/*
 * Where @run begins, and whether it saves its state: sets save and restore.
 * Runs of real time, and cores that run from power-on, begin there.
 */
void hx_states_choose(struct hx_states *states, struct hx_qemu_run *run);

#endif
