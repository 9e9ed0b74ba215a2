// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The image's line in images.mk; see conduct.h.  Compiled for each image.
 */
#include "conduct.h"

const struct wkup_conduct wkup_conduct = ECHO_CONDUCT;
