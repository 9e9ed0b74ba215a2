/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * splats.c - the table of kernel splats; see splats.h
 *
 * Texts are those that the kernel's own sources print, 4.9 to today; what only
 * one version prints stays in the table, since kernels of any version are run.
 * A row matches as little as will do: drivers print "warning" and "error" too.
 */
#include <ctype.h>
#include <string.h>

#include "splats.h"

const struct hx_splat hx_splats[] = {
	{ "bug", "BUG: ", true },	/* KASAN, sleeping in atomic, spinlocks, page tables */
	{ "bug-at", "kernel BUG at ", true },
	{ "slub", "BUG ", true },	/* "BUG kmalloc-64 (Tainted...): Redzone overwritten" */
	{ "warning", "WARNING: ", true },	/* WARN(), lockdep, RCU */
	{ "oops", "Internal error: ", true },
	{ "oops-fault", "Unable to handle kernel ", true },
	{ "unhandled", "Unhandled fault: ", true },
	{ "unhandled-abort", "Unhandled prefetch abort: ", true },
	{ "panic", "Kernel panic - not syncing", true },
	{ "lockdep-old", "[ INFO: ", true },	/* up to 4.10: "[ INFO: possible ... ]" */
	{ "lockdep-info", "INFO: possible ", true },
	{ "lockdep-key", "INFO: trying to register non-static key", true },
	{ "hung-task", " blocked for more than ", false },
	{ "rcu-stall", "detected stall", false },
	{ "soft-lockup", "soft lockup - CPU", false },
	{ "workqueue", "workqueue lockup - pool", false },
	{ "refcount", "refcount_t: ", true },
	{ "kobject", "tried to init an initialized object", false },
	{ "kobject-add", "kobject_add_internal failed for ", false },
	{ "kobject-release", "does not have a release() function", false },
	{ "sysfs-twice", "cannot create duplicate filename", false },
	{ "list-add", "list_add corruption", true },
	{ "list-del", "list_del corruption", true },
	{ "dma-debug", ": DMA-API: ", false },
	{ "debug-objects", "ODEBUG: free ", true },
	{ "debug-objects-init", "ODEBUG: init ", true },
	{ "debug-objects-active", "ODEBUG: activate ", true },
	{ "debug-objects-assert", "ODEBUG: assert_init ", true },
	{ "ubsan", "UBSAN: ", true },
	{ "kmemleak", "new suspected memory leaks", false },
	{ "allocation", "page allocation failure: order:", false },
	{ "nobody-cared", ": nobody cared (try booting with", false },
	{ "irq-flags", "genirq: Flags mismatch irq ", true },
	{ "atomic", "scheduling while atomic: ", false },
	{ "backtrace", "Backtrace:", true },
	{ "call-trace", "Call trace:", true },
	{ "call-trace-x86", "Call Trace:", true },
};

const unsigned int hx_num_splats = HX_ARRAY_SIZE(hx_splats);

/* behind "[    0.123456] " and "[    T12] " of CONFIG_PRINTK_CALLER */
static const char *skip_stamps(const char *line)
{
	while (*line == '[') {
		const char *end = line + 1 + strspn(line + 1, " .0123456789CT");

		if (*end != ']' || end == line + 1)
			break;
		line = end + 1;
		line += *line == ' ';
	}
	return line;
}

const struct hx_splat *hx_splat_of(const char *line)
{
	const char *message = skip_stamps(line);

	/* kobject_add_internal() was short of memory (ENOMEM), as scenarios make it */
	if (strstr(message, "(error: -12 parent: "))
		return NULL;
	for (unsigned int i = 0; i < hx_num_splats; i++) {
		const struct hx_splat *splat = &hx_splats[i];

		if (splat->is_at_start ? !strncmp(message, splat->text, strlen(splat->text))
				       : strstr(message, splat->text) != NULL)
			return splat;
	}
	return NULL;
}

const char *hx_splat_find(struct hx_arena *arena, const char *text)
{
	while (*text) {
		size_t len = strcspn(text, "\r\n");
		struct hx_text line = { 0 };
		const char *found = NULL;

		hx_text_add_bytes(&line, text, len);
		if (hx_splat_of(line.s))
			found = hx_strdup(arena, skip_stamps(line.s));
		hx_text_free(&line);
		if (found)
			return found;
		text += len;
		text += strspn(text, "\r\n");
	}
	return NULL;
}
