// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The IPCC of profile stm32: a channel for each vring, for a shutdown and for a
 * detach; see board.h.
 *
 * A kick is acknowledged before the ring is looked at, so that a late one rings
 * again; a shutdown or detach stays occupied, and masked, until it is done: the
 * A side waits for that.  Words that are no kick have no channel and are lost.
 */
#include "board.h"

#define KICKS		(AMP_IPCC_RX(AMP_IPCC_VQ0) | AMP_IPCC_RX(AMP_IPCC_VQ1))
#define REQUESTS	(AMP_IPCC_RX(AMP_IPCC_SHUTDOWN) | AMP_IPCC_RX(AMP_IPCC_DETACH))

#define ipcc_read(reg)		board_read(AMP_STM32_M_IPCC + (reg))
#define ipcc_write(reg, value)	board_write(AMP_STM32_M_IPCC + (reg), (value))

static uint32_t masked = ~(KICKS | REQUESTS);

static void set_mask(uint32_t mask)
{
	masked = mask;
	ipcc_write(AMP_IPCC_MR(AMP_IPCC_M), masked);
}

void board_mbox_start(uint32_t table, uint32_t size)
{
	/* the driver takes every table for one of AMP_STM32_TABLE_SIZE */
	(void)size;
	board_write(AMP_STM32_M_TAMP + AMP_TAMP_RSC_TABLE, table);
	board_write(AMP_STM32_M_TAMP + AMP_TAMP_M4_STATE, AMP_M4_RUNNING);
	/* a request that nobody answered in the life before outlives the reset */
	ipcc_write(AMP_IPCC_SCR(AMP_IPCC_M), REQUESTS);
	set_mask(masked);
	ipcc_write(AMP_IPCC_CR(AMP_IPCC_M), AMP_IPCC_CR_RXO);
}

static bool is_kick(uint32_t word)
{
	return word == AMP_IPCC_VQ0 || word == AMP_IPCC_VQ1;
}

/* Occupied is not enough: the A side may have looked at the ring already */
bool board_mbox_is_full(uint32_t word)
{
	return is_kick(word) && ipcc_read(AMP_IPCC_TOSR(AMP_IPCC_M)) & AMP_IPCC_RX(word);
}

void board_mbox_send(uint32_t word)
{
	if (is_kick(word))
		ipcc_write(AMP_IPCC_SCR(AMP_IPCC_M), AMP_IPCC_TX(word));
}

uint32_t board_mbox_take(uint32_t *kicked)
{
	uint32_t occupied = ipcc_read(AMP_IPCC_TOSR(AMP_IPCC_A)) & ~masked;
	uint32_t got = 0;

	ipcc_write(AMP_IPCC_SCR(AMP_IPCC_M), occupied & KICKS);
	set_mask(masked | (occupied & REQUESTS));
	*kicked |= occupied & KICKS;
	if (occupied & KICKS)
		got |= BOARD_MBOX_KICK;
	if (occupied & AMP_IPCC_RX(AMP_IPCC_SHUTDOWN))
		got |= BOARD_MBOX_SHUTDOWN;
	if (occupied & AMP_IPCC_RX(AMP_IPCC_DETACH))
		got |= BOARD_MBOX_DETACH;
	return got;
}

void board_mbox_done(enum board_mbox_event event)
{
	uint32_t channel = event == BOARD_MBOX_SHUTDOWN ? AMP_IPCC_SHUTDOWN : AMP_IPCC_DETACH;

	ipcc_write(AMP_IPCC_SCR(AMP_IPCC_M), AMP_IPCC_RX(channel));
	set_mask(masked & ~AMP_IPCC_RX(channel));
}
