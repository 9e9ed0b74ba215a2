/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stray.c - where in the firmware a stray access came from; see stray.h
 */
#include <stdio.h>
#include <string.h>

#include "../sim/abi/amp_lab.h"
#include "firmware.h"
#include "stray.h"

struct stray {
	unsigned int core;
	uint32_t addr;
	uint32_t pc;
};

static bool read_line(const char *line, struct stray *stray)
{
	return sscanf(line, "core%u: stray %*s of %*u bytes at 0x%x, pc 0x%x:", &stray->core,
		      &stray->addr, &stray->pc) == 3;
}

/* an op names the file of an image, IMAGE.elf */
static const char *without_suffix(struct hx_arena *arena, const char *file)
{
	const char *dot = strrchr(file, '.');

	return dot ? hx_strndup(arena, file, (size_t)(dot - file)) : file;
}

/* NULL: none was ever there */
static const char *image_of(struct hx_arena *arena, const struct hx_compiled *compiled,
			    const struct hx_report *report, unsigned int core)
{
	const char *file = hx_profile_file(arena, compiled->env->profile, core), *image;

	image = core < AMP_MAX_CORES ? compiled->image[core] : NULL;
	if (core < AMP_MAX_CORES && compiled->running[core])
		image = compiled->running[core];
	for (uint32_t i = 0; report->has_begun && i <= report->last_op && i < compiled->num_ops;
	     i++) {
		const struct hx_op *op = &compiled->op[i];

		if (op->kind == HX_INSTALL && op->s0 != HX_NO_STRING &&
		    !strcmp(compiled->strings + op->s1, file))
			image = without_suffix(arena, compiled->strings + op->s0);
	}
	return image;
}

/* virtual time of the access, 0 when the trace does not have it */
static uint64_t time_of(const struct stray *stray, const void *bytes, size_t len)
{
	struct amp_event event;

	for (size_t at = 0; at + sizeof(event) <= len; at += sizeof(event)) {
		memcpy(&event, (const char *)bytes + at, sizeof(event));
		if (event.kind == AMP_EV_STRAY && event.core == stray->core &&
		    event.a == stray->addr && event.b == stray->pc)
			return event.time_ns;
	}
	return 0;
}

const char *hx_stray_explain(struct hx_arena *arena, const struct hx_compiled *compiled,
			     const struct hx_report *report, const void *bytes, size_t len,
			     const char *line)
{
	const char *image, *symbol = NULL;
	struct stray stray;
	uint64_t ns;

	if (!line || !read_line(line, &stray))
		return line;
	image = image_of(arena, compiled, report, stray.core);
	if (image)
		symbol = hx_firmware_symbol(arena, hx_image_path(arena, compiled->env, image), stray.pc);
	ns = time_of(&stray, bytes, len);
	if (symbol)
		line = hx_printf(arena, "%s; in %s of %s", line, symbol, image);
	if (ns)
		line = hx_printf(arena, "%s, at %llu.%09llu s", line,
				 (unsigned long long)(ns / 1000000000u),
				 (unsigned long long)(ns % 1000000000u));
	return line;
}
