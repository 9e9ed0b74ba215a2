// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Events, watchdog, mailbox, commands, faults; see fw_run.h.
 */
#include <stddef.h>

#include "board.h"
#include "fw_run.h"
#include "fw_trace.h"

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

/* Spins that a report of a crash waits for room in the mailbox */
#define REPORT_PATIENCE	100000u

/* Outlives a restart, not a power-on, which leaves anything here but the magic */
static struct {
	uint32_t magic;
	uint32_t crashed;
} kept __attribute__((section(".kept")));

/* What FW_TELLS_ASTRAY and FW_TELLS_SHORT say */
#define ASTRAY		0x6fff0000u	/* no board has memory there */
#define SHORT_TABLE	12u

#define KEPT_MAGIC	0x4b455054u	/* "KEPT" */

static const struct fw_policy *policy;
static volatile uint32_t events;	/* handlers set, main takes with interrupts off */
static volatile uint32_t kicked;	/* the same */
static bool crashed_before;
static volatile bool wants_lockup;

static void note_crash(void)
{
	kept.magic = KEPT_MAGIC;
	kept.crashed = true;
}

bool fw_crashed_before(void)
{
	return crashed_before;
}

static void watchdog_start(void)
{
	board_ctrl_write(AMP_CTRL_WDOG_PERIOD, FW_WATCHDOG_US);
	board_ctrl_write(AMP_CTRL_WDOG_CTRL, 1);
}

static void tell_table(uint32_t table, uint32_t size)
{
	switch (policy->tells) {
	case FW_TELLS_TABLE:
		break;
	case FW_TELLS_NONE:
		table = 0;
		size = 0;
		break;
	case FW_TELLS_ASTRAY:
		table = ASTRAY;
		break;
	case FW_TELLS_SHORT:
		size = SHORT_TABLE;
		break;
	}
	board_mbox_start(table, size);
}

void fw_start(const char *name, const void *table, uint32_t size,
	      const struct fw_policy *the_policy)
{
	policy = the_policy;
	crashed_before = kept.magic == KEPT_MAGIC && kept.crashed;
	kept.magic = KEPT_MAGIC;
	kept.crashed = false;

	watchdog_start();
	board_tick_start(FW_TICK_US);
	tell_table((uintptr_t)table, size);
	board_line_on(BOARD_LINE_MBOX);
	if (policy->obeys_commands)
		board_line_on(BOARD_LINE_COMMAND);

	fw_send_word(AMP_MSG_READY);
	fw_trace(name);
}

/* Ours alone: unanswered requests of the A side */
#define EV_ECHO		(1u << 31)
#define EV_SHUTDOWN	(1u << 30)
#define EV_DETACH	(1u << 29)

/* The A side holds the core when it hears that we are done */
_Noreturn static void shut_down(void)
{
	fw_trace("shutdown");
	board_ctrl_write(AMP_CTRL_WDOG_CTRL, 0);
	board_irqs_off();
	board_mbox_done(BOARD_MBOX_SHUTDOWN);
	for (;;)
		board_sleep();
}

static void answer(uint32_t requests)
{
	if (requests & EV_ECHO)
		fw_send_word(AMP_MSG_ECHO_REPLY);
	if (requests & EV_DETACH && policy->heeds_requests) {
		fw_trace("detach");
		board_mbox_done(BOARD_MBOX_DETACH);
	}
	if (requests & EV_SHUTDOWN && policy->heeds_requests)
		shut_down();
}

uint32_t fw_wait(void)
{
	uint32_t got;

	for (;;) {
		board_irqs_off();
		got = events;
		events = 0;
		if (!got)
			board_sleep();
		board_irqs_on();

		answer(got);
		got &= ~(EV_ECHO | EV_SHUTDOWN | EV_DETACH);
		if (got)
			return got;
	}
}

void board_on_tick(void)
{
	if (policy->feeds_watchdog)
		board_ctrl_write(AMP_CTRL_WDOG_FEED, AMP_WDOG_FEED_VALUE);
	events |= FW_EV_TICK;
}

/* Mailbox */

void fw_send_word(uint32_t word)
{
	while (board_mbox_is_full(word))
		;
	board_mbox_send(word);
}

uint32_t fw_kicked(void)
{
	uint32_t got;

	board_irqs_off();
	got = kicked;
	kicked = 0;
	board_irqs_on();
	return got;
}

void board_on_mbox(void)
{
	static const struct {
		uint32_t said, event;
	} meaning[] = {
		{ BOARD_MBOX_KICK, FW_EV_KICK },
		{ BOARD_MBOX_ECHO, EV_ECHO },
		{ BOARD_MBOX_SHUTDOWN, EV_SHUTDOWN },
		{ BOARD_MBOX_DETACH, EV_DETACH },
	};
	uint32_t rings = 0;
	uint32_t said = board_mbox_take(&rings);

	kicked |= rings;
	for (unsigned int i = 0; i < ARRAY_SIZE(meaning); i++)
		if (said & meaning[i].said)
			events |= meaning[i].event;
}

/* Faults */

/* When nobody empties the mailbox there is still the crash interrupt */
static void tell_crash(void)
{
	uint32_t left = REPORT_PATIENCE;

	while (left && board_mbox_is_full(AMP_MSG_CRASH))
		left--;
	if (left)
		board_mbox_send(AMP_MSG_CRASH);
	else
		board_ctrl_write(AMP_CTRL_CRASH, AMP_MSG_CRASH);
	board_ctrl_write(AMP_CTRL_WDOG_CTRL, 0);
}

_Noreturn void board_on_fault(const uint32_t *frame)
{
	if (wants_lockup)
		board_undefined_instruction();

	note_crash();
	fw_trace_hex("hardfault at", frame[BOARD_FRAME_PC]);
	if (!policy || !policy->reports_faults || BOARD_FAULT_IS_TOLD())
		board_ctrl_write(AMP_CTRL_WDOG_CTRL, 0);
	else if (BOARD_TELLS_CRASHES)
		tell_crash();
	for (;;)
		board_sleep();
}

_Noreturn void fw_fail(enum fw_fault code, int detail)
{
	fw_trace_number("fail, code", code);
	fw_trace_number("fail, detail", detail < 0 ? -detail : detail);
	board_undefined_instruction();
}

/* Commands */

static void do_hardfault(uint32_t arg)
{
	(void)arg;
	board_undefined_instruction();
}

static void do_lockup(uint32_t arg)
{
	(void)arg;
	note_crash();
	wants_lockup = true;
	board_undefined_instruction();
}

static void do_hang(uint32_t arg)
{
	(void)arg;
	note_crash();
	board_irqs_off();
	for (;;)
		;
}

static void do_msg_crash(uint32_t arg)
{
	(void)arg;
	note_crash();
	fw_send_word(AMP_MSG_CRASH);
}

static void do_msg_type(uint32_t arg)
{
	note_crash();
	fw_send_word(AMP_MSG_CRASH_TYPE(arg & ~AMP_MSG_CRASH_TYPE_MASK));
}

static void do_soft_crash(uint32_t arg)
{
	note_crash();
	board_ctrl_write(AMP_CTRL_CRASH, arg);
}

/* Whatever lies there: a fault is the handler's */
static void do_touch(uint32_t arg)
{
	(void)board_read(arg);
	fw_trace_hex("touched", arg);
}

static void do_trace(uint32_t arg)
{
	fw_trace_number("command", arg);
}

typedef void (*command)(uint32_t arg);

/* Obeyed in the handler, and never returning */
static const command at_once[] = {
	[AMP_CMD_HARDFAULT] = do_hardfault,
	[AMP_CMD_LOCKUP] = do_lockup,
	[AMP_CMD_HANG] = do_hang,
};

static const command in_main[] = {
	[AMP_CMD_MSG_CRASH] = do_msg_crash,
	[AMP_CMD_MSG_TYPE] = do_msg_type,
	[AMP_CMD_SOFT_CRASH] = do_soft_crash,
	[AMP_CMD_TRACE] = do_trace,
	[AMP_CMD_TOUCH] = do_touch,
};

static command find_command(const command *commands, uint32_t num, uint32_t cmd)
{
	return cmd < num ? commands[cmd] : NULL;
}

void fw_command_done(void)
{
	board_ctrl_write(AMP_CTRL_CMD_PENDING, 1);
	board_line_on(BOARD_LINE_COMMAND);
}

void board_on_command(void)
{
	uint32_t cmd = board_ctrl_read(AMP_CTRL_CMD);
	command now = find_command(at_once, ARRAY_SIZE(at_once), cmd);

	/* the NVIC latches the level once more while the line is masked below */
	if (!board_ctrl_read(AMP_CTRL_CMD_PENDING))
		return;

	/* the line stays raised, and masked, until main has obeyed */
	board_line_off(BOARD_LINE_COMMAND);
	if (now) {
		board_ctrl_write(AMP_CTRL_CMD_PENDING, 1);
		now(board_ctrl_read(AMP_CTRL_CMD_ARG));
	}
	events |= FW_EV_COMMAND;
}

uint32_t fw_command(uint32_t *arg)
{
	uint32_t cmd = board_ctrl_read(AMP_CTRL_CMD);
	command common = find_command(in_main, ARRAY_SIZE(in_main), cmd);

	*arg = board_ctrl_read(AMP_CTRL_CMD_ARG);
	if (!common)
		return cmd;

	common(*arg);
	fw_command_done();
	return AMP_CMD_NONE;
}
