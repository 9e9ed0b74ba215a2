// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * mem* for code without a C library; the compiler calls them by itself.
 *
 * DRAM is device memory to the core (ARMv7-M default map, 0x40000000 up), where
 * an access that is not aligned faults: words are used only where both ends are
 * aligned.
 */
#include <string.h>

typedef uint32_t __attribute__((may_alias)) word;

void *memcpy(void *restrict to, const void *restrict from, size_t len)
{
	const uint8_t *src = from;
	uint8_t *dst = to;

	if (!(((uintptr_t)to | (uintptr_t)from) % sizeof(word)))
		for (; len >= sizeof(word); len -= sizeof(word)) {
			*(word *)dst = *(const word *)src;
			dst += sizeof(word);
			src += sizeof(word);
		}
	while (len--)
		*dst++ = *src++;
	return to;
}

void *memset(void *to, int byte, size_t len)
{
	uint8_t *dst = to;

	while (len--)
		*dst++ = byte;
	return to;
}

void *memmove(void *to, const void *from, size_t len)
{
	const uint8_t *src = from;
	uint8_t *dst = to;

	if (dst <= src || dst >= src + len)
		return memcpy(to, from, len);
	while (len--)
		dst[len] = src[len];
	return to;
}

int memcmp(const void *a, const void *b, size_t len)
{
	const uint8_t *p = a, *q = b;

	for (; len; len--, p++, q++)
		if (*p != *q)
			return *p - *q;
	return 0;
}
