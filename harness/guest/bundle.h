/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * bundle.h - the archive that makes a run of a booted guest
 */
#ifndef AG_BUNDLE_H
#define AG_BUNDLE_H

#include <stddef.h>

/**
 * ag_bundle_unpack() - write the files of a newc archive below ag_root
 * @bytes: the archive, borrowed; directories in it are made, too
 *
 * Returns: 0; -EINVAL when it is cut short or no such archive; -errno.
 */
int ag_bundle_unpack(const void *bytes, size_t len);

#endif
