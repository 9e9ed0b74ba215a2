/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * profile.h - SoC profiles: what a simulated SoC is made of and what it offers
 *
 * A row says which kernel modules play the roles that scenarios name (`driver`,
 * `mailbox`), what `boot` loads, and which `needs` words the profile meets.
 * The machine's side of the same profile is in sim/.
 */
#ifndef HX_PROFILE_H
#define HX_PROFILE_H

#include "base.h"

/* a module of the stack, and the symbol that says that it is built in */
struct hx_stack_module {
	const char *module;	/* or a role */
	const char *config;	/* without CONFIG_ */
	bool is_optional;	/* kernels that lack it have no need of it */
};

struct hx_profile {
	const char *name;
	const char *driver;
	const char *mailbox;
	const char *manual_param;	/* of the driver with auto-boot=off; NULL: a matter of the DT */
	const char *image;			/* in place if a scenario names none */
	const char *firmware_subdir;		/* of the images' directory, "" = itself */
	const char *firmware_file;		/* what the driver asks for; one %u: the core */
	const struct hx_stack_module *stack;	/* ended by module == NULL */
	const char *const *offers;		/* ended by NULL */
	const char *needs;			/* a word that each of its runs needs, or NULL */
	unsigned int max_cores;
	const char *lame[2];		/* range of kernels that boot none of its cores, NULL: none */
	const char *lame_need;		/* what they lack */
	bool has_uart;			/* a UART of core 0's, whose output is kept */
};

/* all words that any profile may offer; ended by NULL */
extern const char *const hx_offer_words[];
extern const struct hx_profile hx_profiles[];
extern const unsigned int hx_num_profiles;

/* NULL when there is none of that name */
const struct hx_profile *hx_profile_find(const char *name);
/* the file that the driver asks for on @core, in the arena */
const char *hx_profile_file(struct hx_arena *arena, const struct hx_profile *profile,
			    unsigned int core);
/* where the profile's images are below @dir, in the arena */
const char *hx_profile_images(struct hx_arena *arena, const struct hx_profile *profile,
			      const char *dir);
/* the module that plays a role in @profile; @word itself when it is no role */
const char *hx_profile_role(const struct hx_profile *profile, const char *word);
/* what the names of its results begin with: "stm32: ", and "" for the first row */
const char *hx_profile_prefix(struct hx_arena *arena, const struct hx_profile *profile);
/* the names of all rows, ", " between them, appended to @out */
void hx_profile_names(struct hx_text *out);

#endif
