/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * agent.h - how the agent's parts meet: one op's run, the table of ops
 *
 * main.c      PID 1: mounts, lab block, the run from hello to end
 * check.c     is a program what program.h says? before anything of it runs
 * exec.c      runs a program: blocks, deadlines, report lines, races
 * ops.c       the table, one row for every kind, and the short ops
 * expect.c    expectations; each reads one source
 * held.c      files that stay open
 * rpmsg.c     endpoints; channel.c finds channels and control devices in sysfs
 * stack.c     what there is of the stack in one line; a fresh start
 * wire.c      frames and characters that come back
 * module.c    insert, remove, /proc/modules
 * dump.c      core dumps
 * walk.c      allocations that fail, one after the other
 * cover.c     counters of executed lines, from a kernel that has them
 * cleanup.c   puts everything back and says what would not go
 * snapshot.c  before and after
 * kmsg.c      the kernel log
 * always.c    checks that no scenario asks for
 * watchdog.c  ends a run that a call into the kernel does not come back from
 * shell.c     the interactive op
 * lab.c, report.c, util.c: registers, lines, files
 *
 * Files are found below ag_root (util.h), so that all but lab.c and main.c run
 * in the unit tests too.  Times are virtual nanoseconds.
 */
#ifndef AG_AGENT_H
#define AG_AGENT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "program.h"
#include "util.h"

#define AG_TEXT		1024	/* bytes of a failure's text */
#define AG_MAX_DEPTH	8	/* of blocks in blocks */
#define AG_MAX_RACERS	32	/* threads of one race */
#define AG_MAX_RPROCS	16	/* remoteprocN that a program may name */

/* ag_ctx.op outside the ops: cleanup and the checks after it */
#define AG_OUTSIDE	UINT32_MAX

/* Also the value written to LAB_EXIT; the larger one wins. */
enum ag_result {
	AG_PASS,
	AG_FAIL,	/* the subject did what it must not */
	AG_BROKEN,	/* the rig could not do its part */
	AG_CUT,		/* inside a walk only: an allocation has failed, and so did this */
};

/* A checked program; see ag_program_check(). */
struct ag_program {
	const struct hx_program *head;
	const struct hx_op *ops;
	const char *strings;
};

/*
 * One thread's place in the program.  Owned by that thread; the watchdog reads
 * op, tid and deadline_ns under its own lock.
 */
struct ag_ctx {
	const struct ag_program *prog;
	uint32_t op;		/* index of the op that runs */
	uint32_t pass;		/* earlier passes of the innermost repeat around it */
	bool loud;		/* first or last pass of every repeat around it */
	pid_t tid;
	uint64_t deadline_ns;	/* the watchdog's; 0 = none */
	uint64_t until_ns;	/* the op's own: when its waiting ends */
	int error;		/* the op's errno, where it has one; 0 = none */
	size_t seen;		/* EXPECT_DMESG: records already searched by this op */
	char text[AG_TEXT];	/* why it is not AG_PASS */
	struct ag_ctx *next;	/* list of the watchdog */
};

typedef enum ag_result (*ag_run_fn)(struct ag_ctx *ctx, const struct hx_op *op);

/* What a string must be. */
enum ag_string {
	AG_S_NONE,	/* HX_NO_STRING */
	AG_S_TEXT,	/* anything */
	AG_S_NAME,	/* not empty, no '/', not "." or ".." */
	AG_S_BELOW,	/* a path below a directory: relative, no ".." */
	AG_S_PATH,	/* absolute */
	AG_S_ATTR,	/* one that rproc_attr[] lists */
	AG_S_CHANNEL,	/* AG_S_NAME that fits struct rpmsg_endpoint_info */
	AG_S_NETDEV,	/* AG_S_NAME that fits struct ifreq */
	AG_S_PLAIN = 0x0f,
	AG_S_OPTIONAL = 0x10,	/* or HX_NO_STRING */
};

/* What a number must be; the ranges are in check.c. */
enum ag_number {
	AG_N_ZERO,
	AG_N_ANY,
	AG_N_SOME,	/* not zero */
	AG_N_BOOL,
	AG_N_RPROC,
	AG_N_CORE,
	AG_N_ENDPOINT,
	AG_N_SIZE,	/* of a message that can arrive */
	AG_N_FRAME,	/* payload of a frame */
	AG_N_LENGTH,	/* of a message that may be too long on purpose */
	AG_N_FAULT,
	AG_N_STATE,
	AG_N_CAUSE,
	AG_N_HERE,	/* HX_ABSENT, HX_PRESENT */
	AG_N_NUMBERED,	/* HX_ABSENT .. HX_COUNT */
	AG_N_WORDED,	/* HX_ABSENT .. HX_MODE without HX_COUNT */
	AG_N_FILE,
	AG_N_ROOM,	/* bytes for one read, 0 = plenty */
	AG_N_MANNER,	/* enum hx_manner */
	AG_N_REQUEST,	/* enum hx_request */
	AG_N_BODY,	/* ops that follow */
	AG_N_KINDS,
};

#define AG_MAY_FAIL	(1u << 0)	/* hx_op.error has a meaning */
#define AG_POLL		(1u << 1)	/* an expectation: run until true */
#define AG_BLOCK	(1u << 2)	/* has a body */
#define AG_NO_LIMIT	(1u << 3)	/* the watchdog leaves it alone */

struct ag_row {
	const char *name;
	uint8_t flags;
	uint8_t strings[2];	/* enum ag_string of s0, s1 */
	uint8_t numbers[5];	/* enum ag_number of n0 .. n4 */
	uint16_t op_flags;	/* hx_op.flags that may be set */
	/* what a row cannot say; NULL, or the reason why not, NULL = good */
	const char *(*validate)(const struct hx_op *op);
	ag_run_fn run;		/* NULL: exec.c does it */
};

extern const struct ag_row ag_rows[HX_KINDS];

/* Attributes of a remote processor and where a kernel may have them. */
struct ag_attr {
	const char *name;
	bool in_class;		/* /sys/class/remoteproc, 4.11 and later */
	bool in_debugfs;
};

const struct ag_attr *ag_attr_find(const char *name);

/* check.c */
int ag_program_check(struct ag_program *prog, const void *bytes, size_t len,
		     char why[AG_TEXT]);
const char *ag_string(const struct ag_ctx *ctx, uint32_t offset);

/* exec.c */
enum ag_result ag_exec(const struct ag_program *prog);
enum ag_result ag_why(struct ag_ctx *ctx, enum ag_result result, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* Compares an errno (positive, 0 = success) with the one that the op demands. */
enum ag_result ag_judge(struct ag_ctx *ctx, const struct hx_op *op, int error,
			const char *what, ...) __attribute__((format(printf, 4, 5)));
uint64_t ag_scaled(const struct ag_program *prog, uint64_t ns);
/* Polls @run until it is not AG_FAIL or @ctx->until_ns has passed. */
enum ag_result ag_wait(struct ag_ctx *ctx, const struct hx_op *op, ag_run_fn run);

/* ops.c */
const char *ag_rproc_path(char out[AG_PATH], uint32_t index, const char *attr, bool *in_debugfs);
enum ag_result ag_have_core(struct ag_ctx *ctx, uint32_t core);

/* expect.c */
enum ag_result ag_expect_rproc(struct ag_ctx *ctx, const struct hx_op *op);
enum ag_result ag_expect_rproc_here(struct ag_ctx *ctx, const struct hx_op *op);
enum ag_result ag_expect_module(struct ag_ctx *ctx, const struct hx_op *op);
enum ag_result ag_expect_core(struct ag_ctx *ctx, const struct hx_op *op);
enum ag_result ag_expect_cause(struct ag_ctx *ctx, const struct hx_op *op);
enum ag_result ag_expect_releases(struct ag_ctx *ctx, const struct hx_op *op);
enum ag_result ag_expect_channel(struct ag_ctx *ctx, const struct hx_op *op);
enum ag_result ag_expect_dmesg(struct ag_ctx *ctx, const struct hx_op *op);
enum ag_result ag_expect_trace(struct ag_ctx *ctx, const struct hx_op *op);
enum ag_result ag_expect_hits(struct ag_ctx *ctx, const struct hx_op *op);
enum ag_result ag_expect_file(struct ag_ctx *ctx, const struct hx_op *op);

/* rpmsg.c */
enum ag_result ag_run_open(struct ag_ctx *ctx, const struct hx_op *op);
enum ag_result ag_run_close(struct ag_ctx *ctx, const struct hx_op *op);
enum ag_result ag_run_send(struct ag_ctx *ctx, const struct hx_op *op);
enum ag_result ag_run_recv(struct ag_ctx *ctx, const struct hx_op *op);
enum ag_result ag_run_exchange(struct ag_ctx *ctx, const struct hx_op *op);
void ag_endpoints_close(void);

/* held.c */
enum ag_result ag_run_hold(struct ag_ctx *ctx, const struct hx_op *op);
enum ag_result ag_run_let_go(struct ag_ctx *ctx, const struct hx_op *op);
enum ag_result ag_run_held_read(struct ag_ctx *ctx, const struct hx_op *op);
enum ag_result ag_run_held_write(struct ag_ctx *ctx, const struct hx_op *op);
enum ag_result ag_run_ioctl(struct ag_ctx *ctx, const struct hx_op *op);
enum ag_result ag_run_poll(struct ag_ctx *ctx, const struct hx_op *op);
void ag_held_close(void);

/* stack.c */
enum ag_result ag_expect_stack(struct ag_ctx *ctx, const struct hx_op *op);
enum ag_result ag_run_fresh(struct ag_ctx *ctx, const struct hx_op *op);

/* wire.c */
enum ag_result ag_run_frames(struct ag_ctx *ctx, const struct hx_op *op);
enum ag_result ag_run_chars(struct ag_ctx *ctx, const struct hx_op *op);

/* dump.c */
enum ag_result ag_run_fetch(struct ag_ctx *ctx, const struct hx_op *op);

/* walk.c */
enum ag_result ag_run_failing(struct ag_ctx *ctx, const struct hx_op *op);
/* What @result of the line @op of a walk counts as. */
enum ag_result ag_walk_line(struct ag_ctx *ctx, const struct hx_op *op, enum ag_result result);
/* The end of a pass: has an allocation failed in it? */
bool ag_walk_hit(void);

/* module.c: see module.h for the rest */
enum ag_result ag_run_insmod(struct ag_ctx *ctx, const struct hx_op *op);
enum ag_result ag_run_rmmod(struct ag_ctx *ctx, const struct hx_op *op);

/* shell.c */
enum ag_result ag_run_shell(struct ag_ctx *ctx, const struct hx_op *op);

/* cleanup.c: true when everything went; else @text says what did not */
bool ag_cleanup(struct ag_ctx *ctx);

/* watchdog.c */
int ag_watchdog_start(void);
void ag_watchdog_add(struct ag_ctx *ctx);
void ag_watchdog_del(struct ag_ctx *ctx);
/* Op @op of @ctx runs from now on; 0 = no deadline. */
void ag_watchdog_set(struct ag_ctx *ctx, uint32_t op, uint64_t deadline_ns);

/* main.c (the tests have their own): last lines, "end", LAB_EXIT; does not return */
void ag_end(enum ag_result result) __attribute__((noreturn));

#endif
