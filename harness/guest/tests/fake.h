/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fake.h - what stands in for the hardware and for PID 1 in the unit tests
 *
 * Registers are plain memory, time passes when somebody waits and only then, the
 * report is kept as text, and the guest's files are below a directory that
 * fake_start() makes and fake_stop() removes.
 */
#ifndef AG_FAKE_H
#define AG_FAKE_H

#include <stdint.h>

#include "agent.h"

/* ag_end() is an exit with this and the verdict on top. */
#define FAKE_END	40

struct fake {
	char report[1 << 20];
	size_t len;
	uint32_t core[4][64];	/* registers, by word */
	uint32_t armed[6];	/* arguments of the last ag_fault_arm() */
	uint32_t hits;
	uint32_t guest_errors;
};

extern struct fake fake;

void fake_start(void);
void fake_stop(void);

/* Makes the directories above and the file or link below the fake root. */
void fake_file(const char *path, const char *text);
void fake_link(const char *path, const char *target);
void fake_dir(const char *path);

/* A program under construction; strings are kept as they come. */
struct build {
	struct hx_program head;
	struct hx_op ops[64];
	char strings[4096];
	uint64_t file[2048];	/* aligned */
	size_t len;
};

void build_start(struct build *b);
uint32_t build_string(struct build *b, const char *text);
/* A new op of that kind with strings "none", line 10 times its place from 1. */
struct hx_op *build_op(struct build *b, unsigned int kind);
/* The bytes of the file, in b->file and b->len. */
void build_finish(struct build *b);
/* Checks it (it must be good) and runs it. */
enum ag_result build_run(struct build *b);

#endif
