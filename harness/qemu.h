/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * qemu.h - the simulator's command line, and its life as a child process
 *
 * QEMU runs in the run directory and names its files without a path, so that
 * the same command in another directory is the same run.
 */
#ifndef HX_QEMU_H
#define HX_QEMU_H

#include <sys/types.h>

#include "options.h"

#define HX_FILE_INITRD	"initrd.cpio"
#define HX_FILE_BUNDLE	"bundle.cpio"	/* what makes this run of the booted guest */
#define HX_FILE_RUNNING	"running%u.elf"	/* what a core runs from power-on */
#define HX_FILE_CONSOLE	"console.log"
#define HX_FILE_REPORT	"report.log"
#define HX_FILE_TRACE	"trace.bin"
#define HX_FILE_DUMP	"dump.bin"	/* core dumps that the guest fetched */
#define HX_FILE_MEMORY	"memory.bin"	/* what the cores' memories held at each hold */
#define HX_FILE_UART	"uart.log"	/* profiles with a UART: what core 0 sent */
#define HX_FILE_QEMU	"qemu.log"	/* standard error and what -d logs */
#define HX_FILE_COMMAND	"command"
#define HX_FILE_VERDICT	"verdict.json"

/* no run may fill the disk: bytes that one file of it may have */
#define HX_MAX_FILE_BYTES	(1ull << 30)

struct hx_qemu_run {
	const struct hx_options *opt;
	const struct hx_profile *profile;
	const struct hx_kernel *kernel;
	const struct hx_machine *machine;
	const char *running;		/* the machine's property; "", NULL: no core runs at power-on */
	const char *save;		/* NULL: keep no state */
	const char *restore;		/* the state to begin from, NULL: power-on */
	uint64_t seed;
	uint64_t limit_ns;		/* virtual, 0: none */
	bool fetches_dumps;
	bool is_interactive;		/* console on standard input, host time, no files */
};

/* the words of the command, ended by NULL, in the arena */
const char **hx_qemu_command(struct hx_arena *arena, const struct hx_qemu_run *run);

/*
 * What of the command the guest's boot depends on, up to where it is ready for
 * its bundle, as text in the arena: all but what takes effect there.
 */
const char *hx_qemu_shape(struct hx_arena *arena, const struct hx_qemu_run *run);

/* the command as a line for a shell, appended to @out */
void hx_qemu_quote(const char *const *command, struct hx_text *out);

/**
 * hx_qemu_spawn() - start the simulator in @dir
 * @pid: out: the child, leader of a process group of its own; it dies with us
 *
 * Returns: a pidfd that becomes readable when it ends; HX_ERIG when it cannot
 * be started.
 */
int hx_qemu_spawn(const char *const *command, const char *dir, pid_t *pid,
		  struct hx_error *err);

#endif
