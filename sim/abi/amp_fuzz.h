/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * amp_fuzz.h - memory that the fuzzer on the host shares with a kernel, and how they take turns
 *
 * The kernel, a process of its own or that of a machine, boots once, and then makes
 * guests, copies of what it is by then, one at a time: AMP_FUZZ_BORN comes through AMP_FUZZ_FD_DONE.  The host fills in steps and
 * images and writes a byte to AMP_FUZZ_FD_GO; the guest does the steps, leaves its
 * answers and says AMP_FUZZ_DONE.  When it ends instead, or is killed, its console
 * is in @log, AMP_FUZZ_ENDED comes, and the next is born.  Little-endian, both sides on one machine.
 */
#ifndef AMP_FUZZ_H
#define AMP_FUZZ_H

#ifdef __KERNEL__
#include <linux/types.h>
#else
#include <stdint.h>
#endif

#define AMP_FUZZ_MAGIC		0x7a667072u
#define AMP_FUZZ_STEPS		16u
#define AMP_FUZZ_DATA_BYTES	512u
#define AMP_FUZZ_TRUE		0xffffffffu
#define AMP_FUZZ_IMAGES		4u
#define AMP_FUZZ_IMAGE_BYTES	(256u << 10)
#define AMP_FUZZ_TABLE_BYTES	(64u << 10)
#define AMP_FUZZ_LOG_BYTES	(64u << 10)
#define AMP_FUZZ_PCS		65535u	/* basic blocks of one case */
#define AMP_FUZZ_FD_GO		198	/* descriptors of the guest's process */
#define AMP_FUZZ_FD_DONE	199
#define AMP_FUZZ_FD_MEMORY	200

/* what goes through AMP_FUZZ_FD_GO; a process is ended by its id, a machine by a word */
enum amp_fuzz_go { AMP_FUZZ_GO_CASE, AMP_FUZZ_GO_END };

/*
 * Registers of the machine (guests=on), 32 bits, write only, which stand for the
 * descriptors.  What is written counts at AMP_FUZZ_REG_AREA alone.
 */
#define AMP_FUZZ_REGS		0x0bf01000u
#define AMP_FUZZ_REGS_SIZE	0x1000u
#define AMP_FUZZ_REG_AREA	0x00u	/* physical address of struct amp_fuzz, by pages */
#define AMP_FUZZ_REG_SERVE	0x04u	/* here each guest begins */
#define AMP_FUZZ_REG_DONE	0x08u	/* say AMP_FUZZ_DONE */
#define AMP_FUZZ_REG_END	0x0cu	/* the guest ends: nothing that follows is executed for long */
#define AMP_FUZZ_REG_NEXT	0x10u	/* done when there is a case */

/* memory of the remote core that does not come from the table */
#define AMP_FUZZ_TCM_BASE	0x20000000u
#define AMP_FUZZ_TCM_BYTES	(16u << 10)

/* what comes through AMP_FUZZ_FD_DONE */
enum amp_fuzz_what { AMP_FUZZ_BORN, AMP_FUZZ_DONE, AMP_FUZZ_ENDED };
struct amp_fuzz_word {
	uint32_t what;		/* enum amp_fuzz_what */
	uint32_t pid;		/* of the guest, when it is born or has ended */
};

enum amp_fuzz_op {
	AMP_FUZZ_START,		/* boot the image */
	AMP_FUZZ_STOP,
	AMP_FUZZ_CRASH,		/* report a crash, recover */
	AMP_FUZZ_SWAP,		/* the image that the next load finds */
	AMP_FUZZ_SHOW,		/* read the debugfs files of table and carveouts */
	AMP_FUZZ_ATTACH,	/* attach to a core with the image's table in its memory */
	AMP_FUZZ_DETACH,
	AMP_FUZZ_CHANGE,	/* the core writes to its table while the kernel uses it */
	AMP_FUZZ_MESSAGE,	/* the core fills a buffer, returns it, and kicks */
	AMP_FUZZ_FLIP,		/* the core writes a byte of its table while the kernel reads it */
};

/* what a case left behind, as bits of @left */
#define AMP_FUZZ_LEFT_POWER	0x01u	/* in use though nobody uses it */
#define AMP_FUZZ_LEFT_STATE	0x02u	/* neither offline nor detached */
#define AMP_FUZZ_LEFT_CARVEOUT	0x04u
#define AMP_FUZZ_LEFT_TRACE	0x08u
#define AMP_FUZZ_LEFT_VDEV	0x10u
#define AMP_FUZZ_LEFT_MAPPING	0x20u
#define AMP_FUZZ_LEFT_NOTIFYID	0x40u
#define AMP_FUZZ_LEFT_SUBDEV	0x80u
#define AMP_FUZZ_LEFT_NAMES \
	{ "power", "state", "carveout", "trace", "vdev", "mapping", "notifyid", "subdev" }
#define AMP_FUZZ_LEFT_BITS	8u

/* the channel whose driver looks at what it is given */
#define AMP_FUZZ_CHANNEL	"amp-fuzz"
#define AMP_FUZZ_HEADER_BYTES	16u	/* of a message */
enum amp_fuzz_too_long {
	AMP_FUZZ_FITS,
	AMP_FUZZ_LONGER,	/* than what came, by the message's header */
	AMP_FUZZ_NO_HEADER,	/* the same, and less than a header came */
};

struct amp_fuzz_step {
	uint32_t op;		/* enum amp_fuzz_op */
	uint32_t image;		/* index; of a message: of the vdev */
	uint32_t at;		/* of a change, a flip: offset in the table */
	uint32_t ring;		/* of a message: 0 is what the kernel receives from */
	uint32_t id;		/* AMP_FUZZ_TRUE: of the buffer that is next */
	uint32_t used_bytes;	/* AMP_FUZZ_TRUE: as many as were written */
	uint32_t ahead;		/* steps of the ring's index, 1 is right */
	uint32_t read;		/* of a flip: the read that finds another byte, 1: the first */
	uint32_t value;		/* of a flip: that byte */
	uint32_t bytes;		/* of @data */
	uint8_t data[AMP_FUZZ_DATA_BYTES];
};

struct amp_fuzz {
	uint32_t magic;		/* guest: AMP_FUZZ_MAGIC once it is ready */
	/* host */
	uint32_t num_steps;
	uint32_t with_cover;	/* collect @pc */
	uint32_t with_stacks;	/* a splat says who allocated the memory; slow */
	struct amp_fuzz_step step[AMP_FUZZ_STEPS];
	uint32_t image_bytes[AMP_FUZZ_IMAGES];
	uint32_t table_bytes[AMP_FUZZ_IMAGES];
	/* guest */
	int32_t result[AMP_FUZZ_STEPS];	/* of each step: 0 or a negative errno */
	uint32_t at_step;
	uint32_t left;
	uint32_t log_bytes;
	uint32_t too_long;	/* enum amp_fuzz_too_long: messages that a driver was given */
	uint32_t word_bytes;	/* of @num_pcs and @pc: 4 when the guest's addresses have 32 bits */
	uint32_t reserved;
	uint64_t num_pcs;	/* directly before @pc, as KCOV has it */
	uint64_t pc[AMP_FUZZ_PCS];
	char log[AMP_FUZZ_LOG_BYTES];
	uint8_t image[AMP_FUZZ_IMAGES][AMP_FUZZ_IMAGE_BYTES];
	uint8_t table[AMP_FUZZ_IMAGES][AMP_FUZZ_TABLE_BYTES];
};

#endif
