/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * program.h - a compiled scenario, and what the guest says while it runs
 *
 * The host program compiles a scenario into one file, /lab/program in the
 * guest's initramfs; the agent (the guest's init) executes it and writes report
 * lines to the lab block's REPORT register.  This header is the only thing that
 * the two sides share besides sim/abi.
 *
 * The file: struct hx_program, then num_ops struct hx_op, then string_bytes of
 * NUL-terminated strings.  Little-endian, no padding between the parts.  The
 * agent checks magic, version, sizes, string offsets and block nesting before
 * it executes anything, and reports "broken" on a mismatch.
 *
 * Report lines, each ended by '\n', fields separated by one space, the last
 * field runs to the end of the line; a byte outside 0x20..0x7e and a backslash
 * are written \xNN.  TIME is virtual nanoseconds since power-on.
 *
 *   hello HX_VERSION KERNEL-RELEASE
 *   begin OP LINE TIME
 *   ok OP LINE TIME
 *   fail OP LINE TIME TEXT	the subject did what it must not
 *   broken OP LINE TIME TEXT	the rig could not do its part
 *   check NAME ok|fail TEXT	an always-on check, after the last op
 *   kmsg LEVEL USEC TEXT	one record of the kernel log
 *   metric NAME VALUE UNIT	a figure; integers only
 *   cover PATH HEX		bytes of a file of line counters; its lines in order
 *   end pass|fail|broken	last line; the agent then writes LAB_EXIT
 *
 * OP is the index into ops, LINE the scenario's line.  "begin" and "ok" of ops
 * inside a repeat block are written for the first pass and the last only.
 */
#ifndef HX_PROGRAM_H
#define HX_PROGRAM_H

#include <stdint.h>

#define HX_MAGIC	0x31505848u	/* "HXP1" */
#define HX_VERSION	1u
#define HX_MAX_OPS	8192u
#define HX_MAX_STRINGS	2097152u
#define HX_MAX_ENDPOINTS 16u
#define HX_MAX_FILES	8u		/* that are held open at a time */
#define HX_MAX_MESSAGE	496u		/* rpmsg buffer of 512 less the header of 16 */
#define HX_MAX_FRAME	1500u		/* payload of an Ethernet frame */

/* hx_op.s0, s1: offset into the strings, or this for "none" */
#define HX_NO_STRING	0xffffffffu
/* hx_op.within_ns: evaluate once, now */
#define HX_AT_ONCE	0u

enum hx_kind {
	HX_STEP = 1,	/* s0 title */
	HX_INSMOD,	/* s0 module, s1 parameters or none; flags HX_IF_ABSENT */
	HX_RMMOD,	/* s0 module; flags HX_FORCE_CLEANUP never set by a scenario */
	HX_RPROC,	/* n0 index, s0 attribute ("state", "firmware", "recovery",
			 * "coredump", "crash"), s1 text: write it */
	HX_WRITE,	/* s0 path, s1 text */
	HX_INSTALL,	/* s0 image in /lab/images or none (delete), s1 name below
			 * /lib/firmware */
	HX_OPEN,	/* n0 endpoint, n1 rproc, s0 channel; waits for the channel */
	HX_CLOSE,	/* n0 endpoint */
	HX_SEND,	/* n0 endpoint, n1 bytes, n2 message number (payload = hx_fill()) */
	HX_RECV,	/* n0 endpoint, n1 bytes, n2 message number: byte for byte */
	HX_EXCHANGE,	/* n0 endpoint, n1 smallest, n2 largest size, n3 count: send, wait
			 * for the echo, compare; sizes run n1..n2 and around again.
			 * within_ns is for the whole of it */
	HX_COMMAND,	/* n0 core, n1 AMP_CMD_*, n2 argument: via the control block */
	HX_INJECT,	/* n0 core, n1 enum amp_fault, n2 skip, n3 count, n4 arg; flags: of the
			 * occasions 1 in so many, 0 = each */
	HX_REPEAT,	/* n0 times, n1 ops in the body that follows */
	HX_RACE,	/* n1 ops in the body that follows, each by a thread of its own */

	/* expectations: poll until true or within_ns is over */
	HX_EXPECT_RPROC,	/* n0 index, s0 attribute, s1 text it must equal */
	HX_EXPECT_RPROC_HERE,	/* n0 index, n1 1 = present, 0 = absent */
	HX_EXPECT_MODULE,	/* s0 module, n0 enum hx_want, n1 count */
	HX_EXPECT_CORE,		/* n0 core, n1 AMP_STATE_* or HX_ASLEEP */
	HX_EXPECT_CAUSE,	/* n0 core, n1 AMP_CAUSE_* */
	HX_EXPECT_RELEASES,	/* n0 core, n1 count, n2 more for every earlier pass of
				 * the repeat that it stands in */
	HX_EXPECT_CHANNEL,	/* s0 channel, n0 enum hx_want, n1 count, n2 rproc */
	HX_EXPECT_DMESG,	/* s0 text, n0 HX_PRESENT or HX_ABSENT; since the run began */
	HX_EXPECT_TRACE,	/* n0 rproc, s0 text, n1 least count (0 = 1) */
	HX_EXPECT_HITS,		/* n0 core, n1 enum amp_fault, n2 count, exact */
	HX_EXPECT_FILE,		/* s0 path, n0 enum hx_want, s1 text, n1 permissions */

	HX_FRAMES,	/* s0 interface, n1 smallest, n2 largest payload, n3 count: send,
			 * wait for the frame with its addresses exchanged, compare.
			 * within_ns is for the interface to come and the whole of it */
	HX_CHARS,	/* s0 path of a terminal, n1, n2, n3 and within_ns the same */

	HX_FETCH,	/* n0 rproc, n1 life that the dump is of (0 = the last that ended):
			 * wait for it, give it to the host, dismiss it */
	HX_SHELL,	/* s0 program: interactive, console; no deadline, no report */

	HX_FRESH,		/* s0 title: undo what was done, demand that all is as before */
	HX_EXPECT_STACK,	/* s0 what there is, in the words of harness/guest/stack.c,
				 * n0 releases of all cores since the last HX_FRESH */

	HX_WALK,	/* n0 most passes, n1 ops in the body that follows: passes, each undone
			 * (as HX_FRESH does), until in one of them no allocation has failed */
	HX_FAILING,	/* n0 0 = of the agent during the next op, 1 = of every worker of the
			 * kernel until the pass ends: the pass's n-th allocation fails */

	HX_HOLD,	/* n0 file, n1 enum hx_manner, s0 path: open, once it is there */
	HX_LET_GO,	/* n0 file: close; the process that holds it is killed */
	HX_HELD_READ,	/* n0 file, n1 room (0 = plenty), s0 text that one read gives */
	HX_HELD_WRITE,	/* n0 file, s0 text that one write takes */
	HX_IOCTL,	/* n0 file, n1 enum hx_request; s0 name, n2 source, n3 destination
			 * of an endpoint; or n2 value */
	HX_POLL,	/* n0 file, n1 POLL* that poll() must give: all of them and no other */
	HX_RELEASE,	/* n0 core: let it run what its memory holds, if it does not */
	HX_KINDS,
};

enum hx_want {
	HX_ABSENT,
	HX_PRESENT,
	HX_COUNT,	/* exactly n1: module references, channels */
	HX_IS,		/* the text, a final newline aside */
	HX_HAS,		/* contains the text */
	HX_MODE,	/* has the permissions n1, 07777 at most */
};

#define HX_ASLEEP	4u		/* running, and quiet for HX_ASLEEP_US */
#define HX_ASLEEP_US	1000u

/* how a file is opened */
enum hx_manner {
	HX_NONBLOCK,
	HX_BLOCKS,
	HX_BY_CHILD,	/* by a process that sits in a read */
	HX_MANNERS,
};

enum hx_request {
	HX_CREATE_EPT,
	HX_CREATE_DEV,
	HX_RELEASE_DEV,
	HX_DESTROY_EPT,
	HX_UNKNOWN_IOCTL,
	HX_SET_SHUTDOWN,
	HX_GET_SHUTDOWN,
	HX_REQUESTS,
};

#define HX_IF_ABSENT	(1u << 0)	/* INSMOD: nothing to do when it is loaded */
#define HX_MAY_FAIL	(1u << 1)	/* with an error: success is as good */

struct hx_program {
	uint32_t magic;
	uint32_t version;
	uint32_t num_ops;
	uint32_t string_bytes;
	uint32_t scale_percent;	/* every within_ns is multiplied by this / 100 */
	uint32_t flags;		/* HX_P_* */
};

#define HX_P_KMSG	(1u << 0)	/* report every kernel log record, not only at the end */
#define HX_P_NO_LEAKS	(1u << 1)	/* no search for leaks at the end */

struct hx_op {
	uint16_t kind;		/* enum hx_kind */
	uint16_t flags;
	uint32_t line;		/* of the scenario file */
	int32_t error;		/* positive errno that it must fail with, 0 = succeed */
	uint32_t s0, s1;
	uint32_t n0, n1, n2, n3, n4;
	uint64_t within_ns;
};

_Static_assert(sizeof(struct hx_program) == 24, "program header is 24 bytes");
_Static_assert(sizeof(struct hx_op) == 48, "an op is 48 bytes");

/*
 * Payload of message number @number at byte @i.  Both directions carry the same
 * bytes (the firmware echoes), so a lost, doubled or swapped message shows.
 */
static inline uint8_t hx_fill(uint32_t number, uint32_t i)
{
	uint32_t x = (number + 1u) * 2654435761u + i * 40503u;

	return (uint8_t)(x >> 16 ^ x >> 8);
}

#endif
