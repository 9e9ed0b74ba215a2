/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lab block: virtual time, chance, faults, event trace, report channel
 *
 * One for the machine, seen by the A side at AMP_LAB_BASE and by every remote
 * core at AMP_M_LAB.  No driver of the kernel under test touches it: the guest
 * agent maps it through /dev/mem.  Little-endian; 32-bit accesses except
 * REPORT and DUMP, which take 1 and 4 bytes.  A write to a read-only register is a
 * guest error and has no effect.
 */
#ifndef AMP_LAB_H
#define AMP_LAB_H

#ifdef __KERNEL__
#include <linux/types.h>
#else
#include <stdint.h>
#endif

#define AMP_LAB_ID		0x00u	/* RO AMP_LAB_ID_VALUE */
#define AMP_LAB_VERSION		0x04u	/* RO AMP_LAB_VERSION_VALUE */
#define AMP_LAB_TIME_LO		0x08u	/* RO virtual nanoseconds; reading latches TIME_HI */
#define AMP_LAB_TIME_HI		0x0cu	/* RO */
#define AMP_LAB_SEED		0x10u	/* RO low word of the seed */
#define AMP_LAB_RANDOM		0x14u	/* RO next word of the guest's seeded stream */
#define AMP_LAB_REPORT		0x18u	/* A, WO: bytes to the report channel, lowest first */
#define AMP_LAB_MARK		0x1cu	/* WO: trace event AMP_EV_MARK with this value */
#define AMP_LAB_EXIT		0x20u	/* A, WO: end the run (power off) with this value */
#define AMP_LAB_EVENTS		0x24u	/* RO trace events so far */
#define AMP_LAB_GUEST_ERRORS	0x28u	/* RO guest errors of this project's devices so far */
#define AMP_LAB_CORES		0x2cu	/* RO remote cores */
#define AMP_LAB_FAULT_SELECT	0x30u	/* A: AMP_FAULT_INDEX(core, fault) for the others */
#define AMP_LAB_FAULT_SKIP	0x34u	/* A: occasions to let pass first */
#define AMP_LAB_FAULT_COUNT	0x38u	/* A: occasions to hit then; 0 = off, ~0 = all */
#define AMP_LAB_FAULT_ARG	0x3cu	/* A: see the fault */
#define AMP_LAB_FAULT_HITS	0x40u	/* RO occasions hit since power-on */
#define AMP_LAB_LIMIT_MS	0x44u	/* A: virtual time at which the run is ended as hung; 0 = never */

#define AMP_LAB_DUMP		0x48u	/* A, WO: bytes to the dump channel, lowest first */
#define AMP_LAB_READY		0x4cu	/* A, WO: the guest waits for its bundle; the first write counts */
#define AMP_LAB_BUNDLE		0x50u	/* RO bytes at AMP_BUNDLE_BASE; valid after READY */
#define AMP_LAB_FAULT_CHANCE	0x54u	/* A: of the occasions 1 in so many, by the seed; 0, 1 = each */

/*
 * What makes a run of a booted guest, read-only, for the A side: a file of the
 * host that the machine knows nothing of.  The virt board has the window of its
 * PCI bus there, which nothing uses.
 */
#define AMP_BUNDLE_BASE		0x28000000u
#define AMP_BUNDLE_MAX		0x01000000u

#define AMP_LAB_ID_VALUE	0x414d504cu	/* "AMPL" */
#define AMP_LAB_VERSION_VALUE	1u

/*
 * Faults.  An "occasion" is each time the thing named first would happen.
 * Armed by the guest through the registers above or at power-on by the machine
 * property "faults": a list, comma-free so that it can stand in -machine, of
 * NAME@CORE[:skip=N][:count=N][:arg=N][:chance=N] separated by '+'; count defaults to ~0.
 */
enum amp_fault {
	AMP_FAULT_DROP_A2M,	/* "drop-a2m": a mailbox word to the core is lost */
	AMP_FAULT_DROP_M2A,	/* "drop-m2a": a mailbox word from the core is lost */
	AMP_FAULT_DUP_M2A,	/* "dup-m2a": a mailbox word from the core arrives twice */
	AMP_FAULT_START_DEAD,	/* "start-dead": a release leaves the core in STARTING for ever */
	AMP_FAULT_HOLD_IGNORED,	/* "hold-ignored": RUN=0 leaves the core running */
	AMP_FAULT_CRASH_LOST,	/* "crash-lost": AMP_IRQ_CRASH is not raised */
	AMP_FAULT_WDOG_LOST,	/* "wdog-lost": AMP_IRQ_WDOG is not raised */
	AMP_FAULT_CMD_LOST,	/* "cmd-lost": a command does not become pending */
	AMP_FAULT_ROT,		/* "rot": a bit of the core's data memory flips when it is held */
	AMP_FAULT_DUP_A2M,	/* "dup-a2m": a mailbox word to the core arrives twice */
	AMP_FAULT_DELAY_A2M,	/* "delay-a2m": a mailbox word to the core takes arg us longer */
	AMP_FAULT_DELAY_M2A,	/* "delay-m2a": one from the core does */
	AMP_FAULT_SWAP_A2M,	/* "swap-a2m": a mailbox word to the core comes after the next one */
	AMP_FAULT_SWAP_M2A,	/* "swap-m2a": one from the core does */
	AMP_FAULT_FULL_A2M,	/* "full-a2m": who looks finds no room on the way to the core */
	AMP_FAULT_FULL_M2A,	/* "full-m2a": the same on the way from it */
	AMP_FAULT_IRQ_SPURIOUS,	/* "irq-spurious": with a word from the core an interrupt before it */
	AMP_FAULT_IRQ_STUCK,	/* "irq-stuck": Linux looks for the reason of an interrupt; none */
	AMP_FAULT_START_LATE,	/* "start-late": a release takes arg us longer */
	AMP_FAULT_TABLE_FLIPS,	/* "table-flips": Linux reads a byte of the table; see below */
	AMP_FAULT_KINDS,
};
#define AMP_FAULT_INDEX(core, fault)	((core) * AMP_FAULT_KINDS + (fault))
#define AMP_FAULT_NAMES { \
	"drop-a2m", "drop-m2a", "dup-m2a", "start-dead", \
	"hold-ignored", "crash-lost", "wdog-lost", "cmd-lost", \
	"rot", "dup-a2m", "delay-a2m", "delay-m2a", "swap-a2m", "swap-m2a", \
	"full-a2m", "full-m2a", "irq-spurious", "irq-stuck", "start-late", "table-flips", \
}
/* the argument of "table-flips": which byte of the table, and what it is from then on */
#define AMP_FLIP_OFFSET(arg)	((arg) >> 8)
#define AMP_FLIP_VALUE(arg)	((arg) & 0xffu)

/*
 * One event of the trace.  The trace file is a plain array of these,
 * little-endian, in the order of time.
 */
struct amp_event {
	uint64_t time_ns;	/* virtual */
	uint16_t kind;		/* enum amp_event_kind */
	uint8_t core;		/* remote core, AMP_EV_NO_CORE where none is meant */
	uint8_t side;		/* who caused it: AMP_SIDE_* */
	uint32_t a;		/* see the kind */
	uint32_t b;
	uint32_t reserved;	/* zero */
};

#define AMP_EV_NO_CORE		0xffu
#define AMP_SIDE_MACHINE	0u
#define AMP_SIDE_A		1u
#define AMP_SIDE_M		2u

enum amp_event_kind {
	AMP_EV_RESET = 1,	/* machine reset; a = low word of the seed */
	AMP_EV_RELEASE,		/* a = boot address */
	AMP_EV_START,		/* the core's first instruction; a = pc, b = sp */
	AMP_EV_HOLD,
	AMP_EV_LOCKUP,		/* a = pc */
	AMP_EV_WDOG,		/* a = pc */
	AMP_EV_CRASH,		/* a = code */
	AMP_EV_CMD,		/* a = command, b = argument */
	AMP_EV_MBOX_PUSH,	/* a = word, b = FIFO */
	AMP_EV_MBOX_POP,	/* a = word, b = FIFO */
	AMP_EV_FAULT,		/* a = enum amp_fault, b = hits */
	AMP_EV_MARK,		/* a = value */
	AMP_EV_EXIT,		/* a = value */
	AMP_EV_LIMIT,		/* the virtual time limit was met */
	AMP_EV_GUEST_ERROR,	/* a = offset, b = value */
	AMP_EV_TABLE,		/* with START, one a vring: a = its da, b = entry << 16 | vring << 8 | status */
	AMP_EV_STRAY,		/* access to DRAM not given or taken back: a = address, b = pc */
	AMP_EV_MMU,		/* an MMU refused the core's access: a = its address, b = interrupt */
	AMP_EV_UNMODELLED,	/* first access to 1 KiB of registers without a model: a = address, b = pc */
	AMP_EV_SPIN,		/* at the limit a processor of the A side spins: a = pc, b = its number */
	AMP_EV_KINDS,
};
#define AMP_EV_NAMES { \
	"?", "reset", "release", "start", "hold", "lockup", "wdog", "crash", "cmd", \
	"mbox-push", "mbox-pop", "fault", "mark", "exit", "limit", "guest-error", \
	"table", "stray", "mmu", "unmodelled", "spin", \
}

/*
 * Core dumps.  The guest writes each dump that it fetched to the dump channel,
 * one of these before it.  With a chardev for it the machine writes what a
 * core's memory holds each time that it is held, piece by piece, one of these
 * before each: the same bytes, if the kernel has dumped what was there.
 */
struct amp_piece {
	uint32_t magic;		/* AMP_PIECE_DUMP, AMP_PIECE_MEMORY */
	uint32_t core;
	uint32_t life;		/* releases of the core so far */
	uint32_t addr;		/* M side; 0 in a dump */
	uint32_t size;		/* bytes that follow */
};

#define AMP_PIECE_DUMP		0x504d5544u	/* "DUMP" */
#define AMP_PIECE_MEMORY	0x204d454du	/* "MEM " */

_Static_assert(sizeof(struct amp_piece) == 20, "the head of a piece is 20 bytes");
_Static_assert(sizeof(struct amp_event) == 24, "the trace record is 24 bytes");

#endif
