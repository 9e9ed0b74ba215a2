/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a boot loader does before Linux: images that run from power-on
 *
 * The machine's property "running" is a list of FILE@CORE[:table=N][:size=N]
 * with '+' between them: an ELF file, the core that runs it, and the resource
 * table in it (M-side address and bytes).  At every power-on the segments are
 * in what the core sees, the profile's devices hear of the table, and the core
 * is released at the ELF entry where that can be a vector table, else at its 0,
 * the rule that the reference driver follows too.
 *
 * Leaves out: a check of the image.  What cannot be loaded ends QEMU; what does
 * not run is the scenario's business.
 */
#include "qemu/osdep.h"
#include "qemu/cutils.h"
#include "qapi/error.h"
#include "hw/loader.h"
#include "elf.h"
#include "compat.h"
#include "amp_profile.h"

#define VECTORS_ALIGN 128u

typedef struct AmpEarly {
    const char *file;
    uint32_t core;
    uint32_t table;
    uint32_t size;
} AmpEarly;

/* @text is cut up and @early points into it */
static bool parse(char *text, AmpEarly *early)
{
    g_auto(GStrv) word = g_strsplit(text, ":", -1);
    char *at = strrchr(word[0], '@');

    *early = (AmpEarly) { .file = text };
    if (!at || qemu_strtoui(at + 1, NULL, 10, &early->core)) {
        return false;
    }
    for (char **w = word + 1; *w; w++) {
        const char *number;

        if (!(strstart(*w, "table=", &number) &&
              !qemu_strtoui(number, NULL, 0, &early->table)) &&
            !(strstart(*w, "size=", &number) &&
              !qemu_strtoui(number, NULL, 0, &early->size))) {
            return false;
        }
    }
    text[at - word[0]] = '\0';
    return true;
}

static bool load(AmpVirtMachineState *s, const AmpEarly *early, Error **errp)
{
    AmpRemoteState *remote = s->remote[early->core];
    uint64_t entry;
    ssize_t size;

    /* the loader would say so itself, as a second error */
    if (access(early->file, R_OK)) {
        error_setg_errno(errp, errno, "running: %s", early->file);
        return false;
    }
    size = load_elf_as(early->file, NULL, NULL, NULL, &entry, NULL, NULL, NULL,
                       0, EM_ARM, 1, 0, amp_remote_address_space(remote));
    if (size < 0) {
        error_setg(errp, "running: %s: %s", early->file,
                   load_elf_strerror(size));
        return false;
    }
    amp_remote_run_early(remote, entry % VECTORS_ALIGN ? 0 : entry,
                         early->table, early->size);
    return true;
}

bool amp_boot_load(AmpVirtMachineState *s, Error **errp)
{
    g_auto(GStrv) word = g_strsplit(s->running ?: "", "+", -1);
    AmpEarly early;

    for (char **w = word; *w; w++) {
        if (!parse(*w, &early) || early.core >= s->remotes) {
            error_setg(errp, "running '%s': want FILE@CORE[:table=N][:size=N], "
                       "core 0..%u", *w, s->remotes - 1);
            return false;
        }
        if (!load(s, &early, errp)) {
            return false;
        }
    }
    return true;
}
