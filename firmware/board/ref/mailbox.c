// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The OMAP mailbox of profiles ref and omap: words, FIFO 0 to us, FIFO 1 from us; see
 * board.h.  Nobody asks for a shutdown or detaches here.
 */
#include "board.h"

void board_mbox_start(uint32_t table, uint32_t size)
{
	board_ctrl_write(AMP_CTRL_RSC_TABLE, table);
	board_ctrl_write(AMP_CTRL_RSC_SIZE, size);
	board_mbox_write(AMP_MBOX_IRQENABLE_SET(AMP_MBOX_USER_M),
			 AMP_MBOX_NEWMSG(AMP_MBOX_FIFO_A2M));
}

bool board_mbox_is_full(uint32_t word)
{
	(void)word;
	return board_mbox_read(AMP_MBOX_FIFOSTATUS(AMP_MBOX_FIFO_M2A));
}

void board_mbox_send(uint32_t word)
{
	board_mbox_write(AMP_MBOX_MESSAGE(AMP_MBOX_FIFO_M2A), word);
}

uint32_t board_mbox_take(uint32_t *kicked)
{
	uint32_t got = 0, word;

	while (board_mbox_read(AMP_MBOX_MSGSTATUS(AMP_MBOX_FIFO_A2M))) {
		word = board_mbox_read(AMP_MBOX_MESSAGE(AMP_MBOX_FIFO_A2M));
		if (word < AMP_MSG_KICK_END) {
			got |= BOARD_MBOX_KICK;
			*kicked |= 1u << word % 32;
		} else if (word == AMP_MSG_ECHO_REQUEST) {
			got |= BOARD_MBOX_ECHO;
		}
	}
	/* a word that comes before this write raises the line again */
	board_mbox_write(AMP_MBOX_IRQSTATUS_CLR(AMP_MBOX_USER_M),
			 AMP_MBOX_NEWMSG(AMP_MBOX_FIFO_A2M));
	return got;
}

void board_mbox_done(enum board_mbox_event event)
{
	(void)event;
}
