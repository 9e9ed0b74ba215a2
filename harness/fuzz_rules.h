/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_rules.h - what no kernel may accept, read by other code than the kernel's
 *
 * A check that is missing need not break memory: reserved bytes, a version, a
 * class.  What the kernel has accepted is therefore compared with the rules of
 * ELF and of the resource table (Documentation/staging/remoteproc.rst).
 */
#ifndef HX_FUZZ_RULES_H
#define HX_FUZZ_RULES_H

#include "base.h"

/*
 * hx_rules_broken() - why the image may not be booted
 *
 * @image is untrusted.  Returns a static text, or NULL when no rule says so for
 * sure: behind the first thing that cannot be read nothing is judged.
 *
 * Leaves out: rings without size or alignment (the kernel drops their vdev alone),
 * device memory, vendor entries, sums of an ELF64 that wrap.
 */
const char *hx_rules_broken(const uint8_t *image, size_t len);

#endif
