/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The part of <string.h> that lib/fw_mem.c provides; host builds use the host's. */
#ifndef FW_STRING_H
#define FW_STRING_H

#include <stddef.h>
#include <stdint.h>

void *memcpy(void *restrict to, const void *restrict from, size_t len);
void *memset(void *to, int byte, size_t len);
void *memmove(void *to, const void *from, size_t len);
int memcmp(const void *a, const void *b, size_t len);

#endif
