/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * guesterrors.h - what the simulator logged about its guest
 */
#ifndef HX_GUESTERRORS_H
#define HX_GUESTERRORS_H

#include "base.h"

/*
 * The first line of the simulator's log that is a guest error, in the arena;
 * NULL: none.  Messages of QEMU about itself and the lines of the allow table
 * are none.
 */
const char *hx_guest_error_find(struct hx_arena *arena, const char *log);

#endif
