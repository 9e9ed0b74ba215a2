/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lab.h - the registers of the lab block and of the control blocks
 *
 * The only part of the agent that touches hardware or waits for time to pass;
 * the unit tests put another in its place.  Register offsets are those of
 * sim/abi.  Every function may be called by any thread once ag_lab_open() has
 * returned 0.  Times are virtual nanoseconds since power-on.
 */
#ifndef AG_LAB_H
#define AG_LAB_H

#include <stddef.h>
#include <stdint.h>

#define AG_NS_PER_US	1000ull
#define AG_NS_PER_MS	1000000ull
#define AG_NS_PER_S	1000000000ull

/**
 * ag_lab_open() - map the blocks through /dev/mem and check what they are
 *
 * Returns: 0; -errno of open or mmap; -ENODEV when an ID or version register
 * does not read what sim/abi says.
 */
int ag_lab_open(void);

uint32_t ag_lab_cores(void);
uint64_t ag_lab_now_ns(void);
void ag_pause(uint64_t ns);
uint32_t ag_lab_guest_errors(void);
void ag_lab_set_limit_ms(uint32_t limit_ms);
void ag_lab_exit(uint32_t value);

/**
 * ag_lab_bundle() - say that the guest is ready, take what it is to do
 * @len: out: bytes
 *
 * The run may be saved within this call and go on elsewhere: nothing before it
 * may depend on what is to be done.  Reported before it, a word would be lost.
 *
 * Returns: an archive, of format newc; borrowed, read-only.
 */
const void *ag_lab_bundle(size_t *len);

/* Whole lines: the caller keeps two threads' bytes apart. */
void ag_lab_report(const char *bytes, size_t len);

/* One core dump of @core, as that was in the life that is its @life-th. */
void ag_lab_dump(uint32_t core, uint32_t life, const void *bytes, uint32_t size);

/* @core below ag_lab_cores(), @offset one of AMP_CTRL_* */
uint32_t ag_core_read(uint32_t core, uint32_t offset);
void ag_core_write(uint32_t core, uint32_t offset, uint32_t value);

/* @chance: of the occasions 1 in so many, 0 = each */
void ag_fault_arm(uint32_t core, uint32_t fault, uint32_t skip, uint32_t count, uint32_t arg,
		  uint32_t chance);
uint32_t ag_fault_hits(uint32_t core, uint32_t fault);

#endif
