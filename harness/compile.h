/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * compile.h - from a scenario to the program that the guest executes
 *
 * Roles become modules of the profile, modprobe becomes insmod in the order of
 * the kernel's dependencies, faults and images of the command line or of a
 * caught-by word are worked in.  The result is a function of its inputs.
 */
#ifndef HX_COMPILE_H
#define HX_COMPILE_H

#include "../sim/abi/amp_map.h"
#include "kernel.h"
#include "machine.h"
#include "profile.h"
#include "program.h"
#include "verbs.h"

/* what scenarios are compiled for; borrowed, unchanged */
struct hx_env {
	const struct hx_profile *profile;
	const struct hx_kernel *kernel;		/* NULL: modules are taken at their word */
	const char *firmware_dir;		/* IMAGE.elf */
	const char *firmware_elf;		/* stands for the image echo; NULL: none does */
	unsigned int scale_percent;		/* of every deadline */
};

/* what a proof or the command line changes; all lists may be empty */
struct hx_change {
	struct hx_list faults;		/* NAME@CORE... */
	struct hx_list firmware;	/* IMAGE or IMAGE@coreN: in place of every image of it */
	struct hx_list machine;		/* machine words */
};

struct hx_compiled {
	const struct hx_env *env;
	struct hx_machine machine;
	struct hx_op *op;
	unsigned int num_ops;
	const char *strings;		/* NUL-terminated texts, one after the other */
	uint32_t string_bytes;
	const char *image[AMP_MAX_CORES];	/* in place at power-on, NULL: no file */
	const char *running[AMP_MAX_CORES];	/* runs from power-on, NULL: none */
	bool fetches;			/* core dumps: the host needs the cores' memory */
	struct hx_list modules;		/* stems that the guest needs files of */
	struct hx_list images;		/* names that the guest needs files of */
	struct hx_list implied;		/* needs that the body has without a needs line */
	uint64_t timeout_ns;		/* scaled */
};

/* the state of a compilation; the functions of the table see it */
#define HX_MAX_DEPTH	8u
struct hx_compiler {
	struct hx_arena *arena;
	const struct hx_scenario *sc;
	const struct hx_env *env;
	const struct hx_change *change;
	struct hx_compiled *out;
	unsigned int block[HX_MAX_DEPTH];	/* ops that opened the blocks around */
	unsigned int depth;
	struct hx_text strings;
};

/**
 * hx_compile() - compile one variant
 * @change: NULL: nothing is changed
 * @out:    out, in the arena
 *
 * Returns: 0; HX_ESCENARIO with "path:line: ..."; HX_EKERNEL when the kernel's
 * own modules do not fit together.
 */
int hx_compile(struct hx_arena *arena, struct hx_scenario *sc, const struct hx_env *env,
	       const struct hx_change *change, struct hx_compiled *out,
	       struct hx_error *err);

/* the file /lab/program, appended to @out; @flags: HX_P_* */
void hx_program_write(const struct hx_compiled *compiled, const struct hx_env *env,
		      uint32_t flags, struct hx_text *out);

/*
 * Where the ELF of an image is, in the arena.  An image FILE.table is a text that
 * describes one (table.h); hx_image_read() gives the bytes of both.
 */
const char *hx_image_path(struct hx_arena *arena, const struct hx_env *env, const char *image);
bool hx_image_is_text(const char *image);
int hx_image_read(const char *path, struct hx_text *bytes, struct hx_error *err);
/* of the file below /lab/images of the guest, without .elf */
const char *hx_image_name(struct hx_arena *arena, const char *image);

/* for the table's functions: a new op; hx_compile() looks at the number in the end */
struct hx_op *hx_emit(struct hx_place *at, unsigned int kind);
uint32_t hx_emit_string(struct hx_place *at, const char *text);
/* insmod of @module and, if @with_depends, of what it depends on; 0 or an error */
int hx_emit_module(struct hx_place *at, const char *module, const char *params, int error,
		   bool with_depends);
/* one more need, "KIND:NAME", that a line of the body has */
void hx_imply(struct hx_compiler *c, const char *kind, const char *name);
/* the number of rprocN or coreN, 0 when left out; an error when the machine has no such core */
int hx_remote_number(struct hx_place *at, const struct hx_args *args, const char *token,
		     uint32_t *number);
/* the image that @image becomes on @core, noted as needed; NULL when it is none */
const char *hx_take_image(struct hx_compiler *c, const char *image, unsigned int core);

#endif
