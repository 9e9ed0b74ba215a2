/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the test image walker.c does for the A side, in profile omap
 *
 * The A side writes ADDR and VALUE, then OP; the image does it, sets OP to NONE
 * and counts it in DONE.  Words at the start of the second half of l2ram.
 * Shared by the image and the tests.
 */
#ifndef WALKER_H
#define WALKER_H

#define WALKER_NONE  0u
#define WALKER_READ  1u     /* VALUE = word at ADDR */
#define WALKER_WRITE 2u     /* word at ADDR = VALUE */
#define WALKER_CALL  3u     /* VALUE = what the code at ADDR returns */

#define WALKER_OP     0u
#define WALKER_ADDR   1u
#define WALKER_VALUE  2u
#define WALKER_DONE   3u
#define WALKER_FAULTS 4u    /* accesses that ended in a fault: VALUE is untouched */

#endif
