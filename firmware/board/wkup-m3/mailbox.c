// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Mailbox and IPC registers of profile wkup-m3; see board.h.
 *
 * The protocol is that of Linux' wkup_m3_ipc.c: at start the version goes to an
 * IPC register and the event is raised.  A mailbox word only wakes us (Linux
 * takes it out again by itself): the command is in an IPC register, the answer
 * beside it, and the event says that it is there.
 */
#include "board.h"
#include "conduct.h"

#define STATUS_GOOD	0u
#define STATUS_BAD	1u

#define wkup_mbox(reg)			(AMP_WKUP_M_MBOX + (reg))
#define ipc_read(n)			board_read(AMP_WKUP_M_IPC + AMP_WKUP_IPC_MSG(n))
#define ipc_write(n, value)		board_write(AMP_WKUP_M_IPC + AMP_WKUP_IPC_MSG(n), (value))

static void raise_event(void)
{
	if (!wkup_conduct.is_mute)
		board_write(AMP_WKUP_M_IPC + AMP_WKUP_IPC_SEV, 1);
}

void board_mbox_start(uint32_t table, uint32_t size)
{
	(void)table;
	(void)size;
	ipc_write(AMP_WKUP_MSG_VERSION, wkup_conduct.version);
	board_write(wkup_mbox(AMP_MBOX_IRQENABLE_SET(AMP_MBOX_USER_M)),
		    AMP_MBOX_NEWMSG(AMP_MBOX_FIFO_A2M));
	raise_event();
}

bool board_mbox_is_full(uint32_t word)
{
	(void)word;
	return false;
}

void board_mbox_send(uint32_t word)
{
	(void)word;
}

static uint32_t status_of(uint32_t command)
{
	switch (command) {
	case AMP_WKUP_CMD_DS0:
	case AMP_WKUP_CMD_STANDBY:
	case AMP_WKUP_CMD_RESET:
	case AMP_WKUP_CMD_IDLE:
		return STATUS_GOOD;
	default:
		return STATUS_BAD;
	}
}

uint32_t board_mbox_take(uint32_t *kicked)
{
	uint32_t command = ipc_read(AMP_WKUP_MSG_CMD) & 0xffffu;

	(void)kicked;
	while (board_read(wkup_mbox(AMP_MBOX_MSGSTATUS(AMP_MBOX_FIFO_A2M))))
		board_read(wkup_mbox(AMP_MBOX_MESSAGE(AMP_MBOX_FIFO_A2M)));
	board_write(wkup_mbox(AMP_MBOX_IRQSTATUS_CLR(AMP_MBOX_USER_M)),
		    AMP_MBOX_NEWMSG(AMP_MBOX_FIFO_A2M));
	ipc_write(AMP_WKUP_MSG_CMD, status_of(command) << 16 | command);
	ipc_write(AMP_WKUP_MSG_VERSION, wkup_conduct.version);
	raise_event();
	return 0;
}

void board_mbox_done(enum board_mbox_event event)
{
	(void)event;
}
