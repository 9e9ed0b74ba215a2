/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fw_run.h - what every image does: events, watchdog, mailbox, commands, faults
 *
 * An image calls fw_start() once and then fw_wait() for ever.  Interrupt
 * handlers only note events; the commands that kill the core (AMP_CMD_HARDFAULT,
 * LOCKUP, HANG) are obeyed in the handler, so they work also when main does not
 * come round any more.  All others are obeyed in main, and acknowledged when
 * they are done.
 *
 * After a HardFault: pc and frame in the trace, AMP_MSG_CRASH in the mailbox,
 * watchdog off, sleep: one crash is one report.  On a board without such a
 * message the watchdog is the report; an MMU that refused the access is one.
 */
#ifndef FW_RUN_H
#define FW_RUN_H

#include <stdbool.h>
#include <stdint.h>

#define FW_TICK_US	10000u
/* Long enough for a host thread that waits its turn, short to spin through */
#define FW_WATCHDOG_US	200000u

enum fw_event {
	FW_EV_KICK = 1u << 0,		/* a vring moved */
	FW_EV_TICK = 1u << 1,		/* FW_TICK_US are over */
	FW_EV_COMMAND = 1u << 2,	/* fw_command() has one */
};

/* Codes of fw_fail(), in the trace */
enum fw_fault {
	FW_FAULT_RING = 1,	/* the rings or messages of the A side make no sense */
	FW_FAULT_ASKED,		/* the image is meant to */
};

/* What an image says of its resource table, for who attaches to it */
enum fw_tells {
	FW_TELLS_TABLE,		/* the truth */
	FW_TELLS_NONE,		/* that there is none */
	FW_TELLS_ASTRAY,	/* an address where there is no memory */
	FW_TELLS_SHORT,		/* a size that is less than its header */
};

/* What an image may refuse to do; all true in a good one */
struct fw_policy {
	bool feeds_watchdog;
	bool obeys_commands;
	bool reports_faults;
	bool heeds_requests;	/* of the mailbox: ends, answers a detach */
	enum fw_tells tells;
};

/**
 * fw_start() - enable watchdog, tick, mailbox and commands; say that we are up
 * @name:   image, for its ready line
 * @table:  resource table, NULL if there is none
 * @size:   its bytes
 * @policy: borrowed for ever
 */
void fw_start(const char *name, const void *table, uint32_t size,
	      const struct fw_policy *policy);

/**
 * fw_wait() - sleep until something happens
 *
 * Returns: a set of enum fw_event, never empty.
 */
uint32_t fw_wait(void);

/* Notifyids of the kicks since the last call: bit n for n, n + 32, ... */
uint32_t fw_kicked(void);

/**
 * fw_command() - obey the command if it is one that any image can
 * @arg: out: its argument
 *
 * Returns: AMP_CMD_NONE when it is done; otherwise the command, for the image
 * to obey and then to call fw_command_done().
 */
uint32_t fw_command(uint32_t *arg);
void fw_command_done(void);

/* A word to the A side: waits while the mailbox is full */
void fw_send_word(uint32_t word);

/* Did the life of this core before this one end in a crash that it knew of? */
bool fw_crashed_before(void);

_Noreturn void fw_fail(enum fw_fault code, int detail);

#endif
