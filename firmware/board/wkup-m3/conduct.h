/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * conduct.h - what images of profile wkup-m3 differ in: the CONDUCT of their
 * line in images.mk
 */
#ifndef BOARD_CONDUCT_H
#define BOARD_CONDUCT_H

#include <stdbool.h>
#include <stdint.h>

#include "amp_wkup.h"

struct wkup_conduct {
	uint32_t version;	/* that it tells */
	bool is_mute;		/* raises no event, ever */
};

extern const struct wkup_conduct wkup_conduct;

#define PM		{ .version = AMP_WKUP_VERSION_MIN + 2 }
#define SIN_PM_OLD	{ .version = AMP_WKUP_VERSION_MIN - 1 }
#define SIN_PM_MUTE	{ .version = AMP_WKUP_VERSION_MIN + 2, .is_mute = true }

#endif
