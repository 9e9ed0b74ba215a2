/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_guest.h - a kernel that takes cases and answers them, by one of two engines
 *
 * native: User-Mode Linux, a process.  machine: the machine amp-virt, its remote
 * core held.  Either kernel has sim/uml/amp_fuzz.c in it and does one case at a
 * time; what lies between is sim/abi/amp_fuzz.h.
 *
 * Ownership: hx_guest_open() makes the memory, hx_guest_start() boots the kernel
 * and gets a guest, a copy of the process or the machine; hx_guest_close() ends all.
 * A guest that ended, hung or was stopped is followed by another one with the
 * next hx_guest_start().
 */
#ifndef HX_FUZZ_GUEST_H
#define HX_FUZZ_GUEST_H

#include <sys/types.h>

#include "../sim/abi/amp_fuzz.h"
#include "table.h"

enum hx_guest_end {
	HX_GUEST_DONE,		/* the case was answered */
	HX_GUEST_ENDED,		/* the guest ended: panic, or a fault of its process */
	HX_GUEST_HUNG,		/* no answer in time; it was killed */
};

/* what runs the kernel; borrowed */
struct hx_engine {
	const char *kernel;	/* the program with its symbols; native: what runs */
	const char *image;	/* machine: what QEMU loads; NULL: native */
	const char *qemu;
};

struct hx_guest {
	const struct hx_engine *engine;
	struct amp_fuzz *shared;
	bool with_stacks;	/* logs say who allocated the memory; slow */
	pid_t kernel_pid;	/* of the process that has the guests, 0: none runs */
	pid_t pid;		/* of the guest's process, 0: none runs */
	int memory, go, done;
	unsigned int num_starts;
};

/* 0, or HX_ERIG */
int hx_guest_open(struct hx_guest *guest, const struct hx_engine *engine, struct hx_error *err);
/* a process that waits for a case; no-op when there is one.  0, or HX_ERIG */
int hx_guest_start(struct hx_guest *guest, struct hx_error *err);
/* steps and images of @c into the shared memory; without steps: start, show, stop */
void hx_guest_fill(struct hx_guest *guest, const struct hx_case *c);
/*
 * Do what was filled in; the guest must have been started.  It has hung when it has
 * used so much processor time, on the machine as much more as it is slower, or a minute
 * of the host is over.
 */
enum hx_guest_end hx_guest_run(struct hx_guest *guest, bool with_cover, unsigned int timeout_ms);
void hx_guest_stop(struct hx_guest *guest);
void hx_guest_close(struct hx_guest *guest);

#endif
