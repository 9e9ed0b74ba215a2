/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Saved states: the machine as it stands when its guest asks for its work
 *
 * Up to the guest's write to AMP_LAB_READY a run depends on kernel, initramfs
 * and the shape of the machine alone.  What makes it a run of its own comes then:
 * the bundle, which the guest reads at AMP_BUNDLE_BASE, seed, faults, limit, and
 * the images that cores run from there on (amp_boot.c).
 *  + machine property "bundle": the file that lies there
 *  + "save": at that write the machine is written to a directory of this name,
 *    which is there whole or not at all, and the run goes on.  Nothing is saved
 *    if chance, a remote core or a channel to the host was in use before; why
 *    is a line on standard error, as is an error.
 *  + "restore" (with -incoming defer): the run begins there instead, with this
 *    command line's seed, faults, limit and images.
 *
 * A state is "ram", the machine's RAM with holes for zeros, which is mapped
 * copy on write, "devices", QEMU's own format, and "console", what the chardev
 * amp-console had been sent.
 *
 * Saved, restored and neither are the same run from there on: each way the
 * first core has the next turn (amp_sched.c).  Only with icount.
 * Leaves out: the remote cores' memories, which must be as at power-on.
 */
#include "qemu/osdep.h"
#include "qemu/config-file.h"
#include "qemu/cutils.h"
#include "qemu/error-report.h"
#include "qemu/option.h"
#include "qemu/units.h"
#include "qapi/error.h"
#include "chardev/char.h"
#include "hw/boards.h"
#include "hw/core/cpu.h"
#include "io/channel-file.h"
#include "migration/global_state.h"
#include "migration/qemu-file.h"
#include "migration/savevm.h"
#include <sys/file.h>
#include <sys/resource.h>
#include "compat.h"
#include "amp_sim.h"
#include "amp_profile.h"

#define CONSOLE "amp-console"
#define CHUNK (64 * KiB)

typedef struct AmpSaved {
    AmpVirtMachineState *machine;
    MemoryRegion bundle;
    Notifier ready;
    Notifier done;
    QEMUBH *work;
    off_t log_size;         /* when the first core began, -1 before */
} AmpSaved;

static char *file_in(const char *dir, const char *name)
{
    return g_build_filename(dir, name, NULL);
}

/* Errors are the caller's to see in errno */
static bool write_all(int fd, const void *bytes, size_t size, off_t at)
{
    for (size_t done = 0; done < size; ) {
        ssize_t n = pwrite(fd, (const char *)bytes + done, size - done,
                           at + done);

        if (n <= 0) {
            errno = n ? errno : ENOSPC;
            return false;
        }
        done += n;
    }
    return true;
}

static bool write_sparse(int fd, const uint8_t *bytes, uint64_t size)
{
    for (uint64_t at = 0; at < size; at += CHUNK) {
        size_t len = MIN(CHUNK, size - at);

        if (!buffer_is_zero(bytes + at, len) &&
            !write_all(fd, bytes + at, len, at)) {
            return false;
        }
    }
    return ftruncate(fd, size) == 0;
}

/* On the disk before the state gets its name: also a power cut leaves none half */
static bool save_file(const char *dir, const char *name, const void *bytes,
                      uint64_t size, Error **errp)
{
    g_autofree char *path = file_in(dir, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    bool ok = fd >= 0 && write_sparse(fd, bytes, size) && fdatasync(fd) == 0;

    if (!ok) {
        error_setg_errno(errp, errno, "%s", path);
    }
    if (fd >= 0) {
        close(fd);
    }
    return ok;
}

/* What the console was sent so far is in its file */
static bool save_console(const char *dir, Error **errp)
{
    QemuOpts *opts = qemu_opts_find(qemu_find_opts("chardev"), CONSOLE);
    const char *path = opts ? qemu_opt_get(opts, "path") : NULL;
    g_autofree char *text = NULL;
    gsize size = 0;

    if (path && !g_file_get_contents(path, &text, &size, NULL)) {
        error_setg(errp, "%s: cannot be read", path);
        return false;
    }
    return save_file(dir, "console", text, size, errp);
}

/* All but RAM, in QEMU's own format */
static bool save_devices(const char *dir, Error **errp)
{
    g_autofree char *path = file_in(dir, "devices");
    QIOChannelFile *channel = qio_channel_file_new_path(path,
        O_RDWR | O_CREAT | O_TRUNC, 0666, errp);
    QEMUFile *f;
    bool ok;

    if (!channel) {
        return false;
    }
    f = qemu_file_new_output(QIO_CHANNEL(channel));
    global_state_store_running();
    ok = qemu_save_device_state(f) >= 0;
    qemu_fflush(f);
    ok = ok && !qemu_file_get_error(f) && fdatasync(channel->fd) == 0;
    object_unref(OBJECT(channel));
    if (qemu_fclose(f) < 0 || !ok) {
        error_setg(errp, "%s: cannot be written", path);
        return false;
    }
    return true;
}

static bool restore_devices(AmpVirtMachineState *s, Error **errp)
{
    g_autofree char *path = file_in(s->restore, "devices");
    QIOChannelFile *channel = qio_channel_file_new_path(path, O_RDONLY, 0,
                                                        errp);
    QEMUFile *f;
    bool ok;

    if (!channel) {
        return false;
    }
    f = qemu_file_new_input(QIO_CHANNEL(channel));
    object_unref(OBJECT(channel));
    ok = qemu_get_be32(f) == QEMU_VM_FILE_MAGIC &&
         qemu_get_be32(f) == QEMU_VM_FILE_VERSION &&
         qemu_load_device_state(f) >= 0;
    qemu_fclose(f);
    if (!ok) {
        error_setg(errp, "%s: not the state of this machine", path);
    }
    return ok;
}

static void remove_dir(const char *dir)
{
    static const char *const files[] = { "ram", "console", "devices" };

    for (int i = 0; i < ARRAY_SIZE(files); i++) {
        g_autofree char *path = file_in(dir, files[i]);

        unlink(path);
    }
    rmdir(dir);
}

/* Of standard error, where -d logs go, if that is a file */
static off_t log_size(void)
{
    struct stat log;

    return !fstat(STDERR_FILENO, &log) && S_ISREG(log.st_mode) ? log.st_size
                                                               : 0;
}

/* Resets log, too */
static void first_run(void *opaque, bool running, RunState state)
{
    AmpSaved *saved = opaque;

    if (running && saved->log_size < 0) {
        saved->log_size = log_size();
    }
}

/* NULL, or what a restored run could not have had */
static const char *why_not(const AmpSaved *saved)
{
    AmpVirtMachineState *s = saved->machine;
    struct rlimit limit;

    if (!icount_enabled()) {
        return "time is not counted in instructions";
    }
    if (amp_boot_is_early(s)) {
        return "a core runs from power-on";
    }
    for (unsigned core = 0; core < s->remotes; core++) {
        for (int m = AMP_MEM_ITCM; m <= AMP_MEM_DTCM; m++) {
            MemoryRegion *mr = amp_remote_memory(s->remote[core], m);

            if (!buffer_is_zero(memory_region_get_ram_ptr(mr),
                                memory_region_size(mr))) {
                return "a remote core's memory is in use";
            }
        }
    }
    if (saved->log_size >= 0 && log_size() != saved->log_size) {
        return "something was logged";
    }
    if (!getrlimit(RLIMIT_FSIZE, &limit) &&
        limit.rlim_cur < memory_region_size(MACHINE(s)->ram)) {
        return "the size of files is limited";
    }
    return amp_lab_used(s->lab);
}

/* The directory's lock says that somebody still writes it */
static bool save_to(AmpVirtMachineState *s, const char *dir, Error **errp)
{
    MemoryRegion *ram = MACHINE(s)->ram;
    int lock = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok;

    if (lock < 0 || flock(lock, LOCK_SH)) {
        error_setg_errno(errp, errno, "%s", dir);
        return false;
    }
    ok = save_file(dir, "ram", memory_region_get_ram_ptr(ram),
                   memory_region_size(ram), errp) &&
         save_console(dir, errp) && save_devices(dir, errp);
    /* somebody was quicker: theirs is as good */
    if (ok && rename(dir, s->save) && errno != EEXIST && errno != ENOTEMPTY) {
        error_setg_errno(errp, errno, "%s", s->save);
        ok = false;
    }
    close(lock);
    return ok;
}

static void save_work(void *opaque)
{
    AmpSaved *saved = opaque;
    AmpVirtMachineState *s = saved->machine;
    g_autofree char *dir = g_strdup_printf("%s.XXXXXX", s->save);
    const char *why = why_not(saved);
    Error *err = NULL;

    vm_stop(RUN_STATE_SAVE_VM);
    if (why) {
        info_report("state not saved: %s", why);
    } else if (!g_mkdtemp(dir)) {
        error_setg_errno(&err, errno, "%s", dir);
    } else {
        save_to(s, dir, &err);
        remove_dir(dir);
    }
    if (err) {
        info_report("state not saved: %s", error_get_pretty(err));
        error_free(err);
    }
    amp_boot_ready(s);
    vm_start();
}

/* No core goes on before the main loop has saved */
static void ready_to_save(Notifier *notifier, void *data)
{
    AmpSaved *saved = container_of(notifier, AmpSaved, ready);
    CPUState *cs;

    CPU_FOREACH(cs) {
        cs->stop = true;
        cpu_exit(cs);
    }
    qemu_bh_schedule(saved->work);
}

static void ready_to_go_on(Notifier *notifier, void *data)
{
    amp_boot_ready(container_of(notifier, AmpSaved, ready)->machine);
}

static bool restore_ram(AmpVirtMachineState *s, Error **errp)
{
    g_autofree char *path = file_in(s->restore, "ram");
    MemoryRegion *ram = MACHINE(s)->ram;
    uint64_t size = memory_region_size(ram);
    void *at = memory_region_get_ram_ptr(ram);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;

    if (fd < 0 || fstat(fd, &st)) {
        error_setg_errno(errp, errno, "%s", path);
        return false;
    }
    if (st.st_size != size) {
        error_setg(errp, "%s: not of a machine with this memory", path);
        return false;
    }
    if (mmap(at, size, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_FIXED | MAP_NORESERVE, fd, 0) != at) {
        error_setg_errno(errp, errno, "%s", path);
        return false;
    }
    close(fd);
    return true;
}

static bool restore_console(AmpVirtMachineState *s, Error **errp)
{
    g_autofree char *path = file_in(s->restore, "console");
    g_autofree char *text = NULL;
    Chardev *chr = qemu_chr_find(CONSOLE);
    gsize size;

    if (!g_file_get_contents(path, &text, &size, NULL)) {
        error_setg(errp, "%s: cannot be read", path);
        return false;
    }
    if (chr) {
        qemu_chr_write_all(chr, (const uint8_t *)text, size);
    }
    return true;
}

static void restore_work(void *opaque)
{
    AmpSaved *saved = opaque;
    AmpVirtMachineState *s = saved->machine;
    Error *err = NULL;

    if (restore_ram(s, &err) && restore_console(s, &err)) {
        restore_devices(s, &err);
    }
    if (err) {
        error_reportf_err(err, "restore: ");
        exit(EXIT_FAILURE);
    }
    amp_lab_begin(s->lab);
    vm_start();
}

/* After the last device's reset, and before anything could run */
static void machine_done(Notifier *notifier, void *data)
{
    qemu_bh_schedule(container_of(notifier, AmpSaved, done)->work);
}

/* Read-only RAM of its own, which no state has: it is the command line's */
static bool map_bundle(AmpVirtMachineState *s, AmpSaved *saved, Error **errp)
{
    g_autofree char *bytes = NULL;
    gsize size = 0;
    ERRP_GUARD();

    if (s->bundle && *s->bundle &&
        !g_file_get_contents(s->bundle, &bytes, &size, NULL)) {
        error_setg(errp, "bundle=%s: cannot be read", s->bundle);
        return false;
    }
    if (size > AMP_BUNDLE_MAX) {
        error_setg(errp, "bundle=%s: more than %u MiB", s->bundle,
                   (unsigned)(AMP_BUNDLE_MAX / MiB));
        return false;
    }
    memory_region_init_ram_nomigrate(&saved->bundle, OBJECT(s), "amp-bundle",
                                     AMP_BUNDLE_MAX, errp);
    if (*errp) {
        return false;
    }
    memory_region_set_readonly(&saved->bundle, true);
    if (size) {
        memcpy(memory_region_get_ram_ptr(&saved->bundle), bytes, size);
    }
    memory_region_add_subregion_overlap(get_system_memory(), AMP_BUNDLE_BASE,
                                        &saved->bundle, 1);
    amp_lab_set_bundle(s->lab, size);
    return true;
}

bool amp_state_create(AmpVirtMachineState *s, Error **errp)
{
    AmpSaved *saved = g_new0(AmpSaved, 1);    /* the machine's, to its end */
    bool saves = s->save && *s->save, restores = s->restore && *s->restore;

    saved->machine = s;
    if (!map_bundle(s, saved, errp)) {
        return false;
    }
    if (restores && (saves || !runstate_check(RUN_STATE_INMIGRATE) ||
                     !icount_enabled() || amp_boot_is_early(s))) {
        error_setg(errp, "restore=%s: wants -incoming defer and -icount, and "
                   "neither save= nor a core that runs from power-on",
                   s->restore);
        return false;
    }
    saved->ready.notify = ready_to_go_on;
    if (restores) {
        saved->work = qemu_bh_new(restore_work, saved);
        saved->done.notify = machine_done;
        qemu_add_machine_init_done_notifier(&saved->done);
    } else if (saves) {
        saved->work = qemu_bh_new(save_work, saved);
        saved->ready.notify = ready_to_save;
        saved->log_size = -1;
        qemu_add_vm_change_state_handler(first_run, saved);
    }
    amp_lab_on_ready(s->lab, &saved->ready);
    return true;
}
