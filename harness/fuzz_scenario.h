/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_scenario.h - a case as a scenario for the whole machine
 *
 * The images get a segment of code that does nothing, so that the core stays up:
 * only what the kernel does with the image counts.  The scenario names its images
 * as FILE.table and passes on a kernel without the bug; what it expects of each
 * step is what the native kernel answered.
 */
#ifndef HX_FUZZ_SCENARIO_H
#define HX_FUZZ_SCENARIO_H

#include "fuzz_guest.h"

/* the image with this number alone, without steps, with code unless @answer refuses it; @one is empty */
void hx_scenario_image(const struct hx_case *c, const struct amp_fuzz *answer, unsigned int image,
		       struct hx_case *one);

/* the image that runs already for the case's attach, or -1: there is none */
int hx_scenario_running_image(const struct amp_fuzz *answer);

/*
 * Firmware as a boot loader has left it: code that does nothing, and the table of image
 * @image in the core's memory; @one is empty
 */
void hx_scenario_running(const struct hx_case *c, unsigned int image, struct hx_case *one);

/*
 * hx_scenario_print() - the text of a scenario, appended to @out
 * @answer: what the native kernel made of the case
 * @image: names of its images' files
 * @running: name of the file of what runs already, for a case with an attach
 *
 * Returns false, with nothing appended, for a case whose core does something of its
 * own: changes its table between two steps, sends messages; and for one that
 * attaches to more than one image, or to a core that was started or stopped before.
 */
bool hx_scenario_print(const struct amp_fuzz *answer, const char *title,
		       const char *const image[HX_IMAGES], const char *running,
		       struct hx_text *out);

#endif
