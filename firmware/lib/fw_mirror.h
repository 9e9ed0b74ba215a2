/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fw_mirror.h - vdevs that are no rpmsg bus: what comes in goes back
 *
 * One mirror for each net and console vdev of the image's table (fw_table.h).
 * A frame goes back with its two addresses exchanged, characters as they came.
 *
 * The kernel gives rpmsg buffers out of the core's reserved memory; frames and
 * characters lie wherever it has allocated them, so all of DRAM is taken for
 * buffers here.  Everything else of the A side is untrusted as in fw_link.h:
 * what makes no sense while the driver is there is fw_fail().
 *
 * Leaves out: offloads, mergeable buffers, control queues, more than one queue a
 * direction, several ports.  None of them is offered.
 */
#ifndef FW_MIRROR_H
#define FW_MIRROR_H

#include <stdint.h>

/**
 * fw_mirrors_init() - all mirrors of the image, down
 * @flips_every: a sin: one bit of each so many-th frame or text; 0: never
 */
void fw_mirrors_init(uint32_t flips_every);

/**
 * fw_mirrors_run() - follow the drivers, send back what is there
 * @events: what fw_wait() returned
 */
void fw_mirrors_run(uint32_t events);

#endif
