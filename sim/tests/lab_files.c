/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Trace and report channel of a machine under test; see tests.h
 */
#include <stdio.h>

#include "tests.h"

static void chardev_arg(char *arg, size_t size, const char *id,
                        struct vm_file *file)
{
    vm_file_open(file);
    snprintf(arg, size, "file,id=%s,path=%s", id, file->path);
}

void lab_files_open(struct lab_files *files)
{
    chardev_arg(files->arg[0], sizeof(files->arg[0]), "amp-trace",
                &files->trace);
    chardev_arg(files->arg[1], sizeof(files->arg[1]), "amp-report",
                &files->report);
    files->args[0] = files->args[2] = "-chardev";
    files->args[1] = files->arg[0];
    files->args[3] = files->arg[1];
    files->args[4] = NULL;
}

struct amp_event *lab_events(struct lab_files *files, size_t *count)
{
    size_t size;
    struct amp_event *events = vm_file_read(&files->trace, &size);

    ck_assert_uint_eq(size % sizeof(*events), 0);
    *count = size / sizeof(*events);
    return events;
}
