/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * guesterrors.c - what the simulator logged about its guest; see guesterrors.h
 */
#include <string.h>

#include "guesterrors.h"

/* QEMU speaking of itself; its exit status says whether it matters */
#define SELF	"qemu-system-amp: "

/* lines that say nothing about the subject, each with its reason */
static const struct {
	const char *text;	/* anywhere in the line */
	const char *reason;
} allowed[] = {
	{ SELF, "a message about the simulator, not about its guest" },
	/*
	 * At the reset of the machine QEMU reads a remote core's first two vectors
	 * before the core's memory is in place; a release reads them again.
	 */
	{ "Invalid read at addr 0x0, size 4, region '(null)', reason: rejected",
	  "initial stack pointer, power-on only" },
	{ "Invalid read at addr 0x4, size 4, region '(null)', reason: rejected",
	  "initial program counter, power-on only" },
	{ "Invalid read at addr 0x100000000, size 4, region '(null)', reason: rejected",
	  "initial stack pointer behind an MMU that is off, power-on only" },
	{ "Invalid read at addr 0x100000004, size 4, region '(null)', reason: rejected",
	  "initial program counter behind an MMU that is off, power-on only" },
};

static bool is_allowed(const char *line)
{
	for (unsigned int i = 0; i < HX_ARRAY_SIZE(allowed); i++)
		if (strstr(line, allowed[i].text))
			return true;
	return false;
}

const char *hx_guest_error_find(struct hx_arena *arena, const char *log)
{
	while (*log) {
		size_t len = strcspn(log, "\r\n");
		const char *line = hx_strndup(arena, log, len);

		if (len && !is_allowed(line))
			return line;
		log += len;
		log += strspn(log, "\r\n");
	}
	return NULL;
}
