/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_finding.h - what a case did wrong, as one line that is the same for the same bug
 */
#ifndef HX_FUZZ_FINDING_H
#define HX_FUZZ_FINDING_H

#include "fuzz_guest.h"

#define HX_TITLE	224
#define HX_WITH_FLIP	", with a flip"	/* end of the title, when the case has one */

struct hx_finding {
	char title[HX_TITLE];	/* "" when nothing was wrong */
	bool is_fatal;		/* the guest's memory is not to be trusted any more */
};

/*
 * Judge the answer that lies in @guest's shared memory, which @end goes with:
 * splats, how it ended, what was left behind, what should have been refused.
 * The title has the kind of splat, the function it is in, and where that is one
 * that everybody calls, its caller; no addresses and no numbers.
 */
void hx_finding_judge(const struct hx_guest *guest, enum hx_guest_end end,
		      struct hx_finding *finding);
/* the same of a log alone */
void hx_finding_of_log(const char *log, size_t len, struct hx_finding *finding);
/* letters, digits and '-' of the title, for a file's name */
void hx_finding_slug(const char *title, char slug[HX_TITLE]);

#endif
