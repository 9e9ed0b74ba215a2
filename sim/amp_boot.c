/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a boot loader does before Linux: images that run before a driver looks
 *
 * The machine's property "running" is a list of
 * FILE@CORE[:table=N][:size=N][:at=power-on|ready] with '+' between them: an ELF
 * file, the core that runs it, the resource table in it (M-side address and
 * bytes) and when.  At every power-on, or when the guest is ready for its work
 * and has been saved (amp_state.c), the segments are in what the core sees, the
 * profile's devices hear of the table, and the core is released at the ELF
 * entry where that can be a vector table, else at its 0, the rule that the
 * reference driver follows too.
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
#define WANT "FILE@CORE[:table=N][:size=N][:at=power-on|ready]"

typedef struct AmpEarly {
    const char *file;
    uint32_t core;
    uint32_t table;
    uint32_t size;
    bool is_late;           /* when the guest is ready */
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
              !qemu_strtoui(number, NULL, 0, &early->size)) &&
            strcmp(*w, "at=power-on")) {
            if (strcmp(*w, "at=ready")) {
                return false;
            }
            early->is_late = true;
        }
    }
    text[at - word[0]] = '\0';
    return true;
}

/* At power-on QEMU's loader puts the segments there, at each one anew */
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
    size = load_elf_ram(early->file, NULL, NULL, NULL, &entry, NULL, NULL, NULL,
                        0, EM_ARM, 1, 0, amp_remote_address_space(remote),
                        !early->is_late);
    if (size < 0) {
        error_setg(errp, "running: %s: %s", early->file,
                   load_elf_strerror(size));
        return false;
    }
    entry = entry % VECTORS_ALIGN ? 0 : entry;
    if (early->is_late) {
        amp_remote_boot(remote, entry, early->table, early->size);
    } else {
        amp_remote_run_early(remote, entry, early->table, early->size);
    }
    return true;
}

/* Those that are @late, or those that are not */
static bool load_all(AmpVirtMachineState *s, bool late, Error **errp)
{
    g_auto(GStrv) word = g_strsplit(s->running ?: "", "+", -1);
    AmpEarly early;

    for (char **w = word; *w; w++) {
        if (!parse(*w, &early) || early.core >= s->remotes) {
            error_setg(errp, "running '%s': want " WANT ", core 0..%u", *w,
                       s->remotes - 1);
            return false;
        }
        if (early.is_late == late && !load(s, &early, errp)) {
            return false;
        }
    }
    return true;
}

bool amp_boot_load(AmpVirtMachineState *s, Error **errp)
{
    return load_all(s, false, errp);
}

void amp_boot_ready(AmpVirtMachineState *s)
{
    load_all(s, true, &error_fatal);
}

bool amp_boot_is_early(const AmpVirtMachineState *s)
{
    g_auto(GStrv) word = g_strsplit(s->running ?: "", "+", -1);
    AmpEarly early;

    for (char **w = word; *w; w++) {
        if (parse(*w, &early) && !early.is_late) {
            return true;
        }
    }
    return false;
}
