/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * machine.h - what a scenario may ask of the machine, and faults at power-on
 *
 * Words such as remotes=2 come from `machine` lines, `caught-by machine:WORD`
 * and --with-machine; faults from `caught-by fault:...` and --with-fault.
 */
#ifndef HX_MACHINE_H
#define HX_MACHINE_H

#include "../sim/abi/amp_map.h"
#include "base.h"

struct hx_machine {
	unsigned int remotes;		/* remote cores */
	unsigned int smp;		/* application cores */
	unsigned int ram_mib;
	bool has_jitter;
	unsigned int pct;	/* depth of the search for interleavings, 0: turns */
	bool has_named_memory;		/* vdev-memory=named */
	bool has_auto_boot;		/* the driver boots the cores by itself */
	bool has_quick_flush;		/* pages of a TLB at once; docs/machine.md */
	/* IMAGE@CORE, which runs when the machine is powered on, for each core; NULL: none */
	const char *running[AMP_MAX_CORES];
	const char *faults;		/* the machine's property, "" = none */
};

/* what holds where no word says otherwise */
extern const struct hx_machine hx_machine_default;

/* apply one word; 0, or HX_ESCENARIO with a sentence without file and line */
int hx_machine_word(struct hx_machine *machine, const char *word, struct hx_error *err);

/* the image of running=IMAGE@CORE, in the arena; NULL: the core is held at power-on */
const char *hx_machine_running(struct hx_arena *arena, const struct hx_machine *machine,
			       unsigned int core);

/*
 * Check NAME@CORE[:skip=N][:count=N][:arg=N].  @remotes: cores there are, or 0
 * when that is not known yet.  0, or HX_ESCENARIO as above.
 */
int hx_fault_check(const char *fault, unsigned int remotes, struct hx_error *err);

#endif
