/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Guests of the fuzzer: a machine that begins again from memory, without end
 *
 * QEMU interface:
 *  + machine property "guests": on maps the registers below at AMP_FUZZ_REGS;
 *    the descriptors of abi/amp_fuzz.h must be open then
 *
 * The guest names the memory that it shares with the host, and where each
 * guest begins: there RAM and devices are kept in this process.  A guest that
 * has ended, by its own word or the host's, is followed by the one that was
 * kept: RAM is mapped copy on write, so that going back means to drop what was
 * written.  A word of the host is waited for with the whole machine standing.
 *
 * Translated code is kept, too: a guest may not write to its code after
 * AMP_FUZZ_SERVE (kernel-config/fuzz-machine.config).
 * Leaves out: the remote cores' memories, which must stay as they are; a guest
 * that never asks for a case; its process is the host's to kill.
 */
#include "qemu/osdep.h"
#include "qemu/cutils.h"
#include "qemu/error-report.h"
#include "qemu/log.h"
#include "qapi/error.h"
#include "hw/boards.h"
#include "hw/core/cpu.h"
#include "io/channel-buffer.h"
#include "migration/global_state.h"
#include "migration/qemu-file.h"
#include "migration/savevm.h"
#include "compat.h"
#include "amp_sim.h"
#include "amp_profile.h"
#include "abi/amp_fuzz.h"

typedef struct AmpGuests {
    MemoryRegion regs;
    MemoryRegion *ram;
    QEMUBH *work;
    uint64_t area;          /* offset of struct amp_fuzz in RAM */
    uint64_t area_size;     /* 0: not named yet */
    int kept_ram;           /* -1: nothing was kept yet */
    QIOChannelBuffer *kept;
} AmpGuests;

static bool keeps_code;     /* QEMU drops all translations when devices are loaded */

/* (-Wl,--wrap=tb_flush) */
void __real_tb_flush(CPUState *cpu);
void __wrap_tb_flush(CPUState *cpu);

void __wrap_tb_flush(CPUState *cpu)
{
    if (!keeps_code) {
        __real_tb_flush(cpu);
    }
}

static void give_up(const char *what)
{
    error_report("guests: %s: %s", what, strerror(errno));
    exit(EXIT_FAILURE);
}

static void say(enum amp_fuzz_what what)
{
    struct amp_fuzz_word word = { what, getpid() };

    if (write(AMP_FUZZ_FD_DONE, &word, sizeof(word)) != sizeof(word)) {
        exit(EXIT_SUCCESS);     /* the fuzzer is gone */
    }
}

static void *host_ram(AmpGuests *g)
{
    return memory_region_get_ram_ptr(g->ram);
}

static void map(void *at, uint64_t size, int flags, int fd)
{
    if (mmap(at, size, PROT_READ | PROT_WRITE, flags | MAP_FIXED, fd, 0) != at) {
        give_up("memory");
    }
}

/* The same bytes, from a file that nobody writes to any more, holes for zeros */
static void keep_ram(AmpGuests *g)
{
    uint64_t size = memory_region_size(g->ram), page = qemu_real_host_page_size();
    uint8_t *ram = host_ram(g);

    g->kept_ram = memfd_create("amp-guests", MFD_CLOEXEC);
    if (g->kept_ram < 0 || ftruncate(g->kept_ram, size)) {
        give_up("memory");
    }
    for (uint64_t at = 0; at < size; at += page) {
        bool is_zero = buffer_is_zero(ram + at, page);

        if (!is_zero && pwrite(g->kept_ram, ram + at, page, at) != page) {
            give_up("memory");
        }
    }
    map(ram, size, MAP_PRIVATE | MAP_NORESERVE, g->kept_ram);
    map(ram + g->area, g->area_size, MAP_SHARED, AMP_FUZZ_FD_MEMORY);
}

static void keep_devices(AmpGuests *g)
{
    QEMUFile *f;

    g->kept = qio_channel_buffer_new(0);
    f = qemu_file_new_output(QIO_CHANNEL(g->kept));
    global_state_store_running();
    if (qemu_save_device_state(f) < 0 || qemu_file_get_error(f)) {
        give_up("devices");
    }
    qemu_fflush(f);     /* the file stays open: its end would be the buffer's */
}

static void drop_ram(AmpGuests *g)
{
    uint64_t end = g->area + g->area_size;
    uint8_t *ram = host_ram(g);

    if (madvise(ram, g->area, MADV_DONTNEED) ||
        madvise(ram + end, memory_region_size(g->ram) - end, MADV_DONTNEED)) {
        give_up("memory");
    }
}

static void restore_devices(AmpGuests *g)
{
    QIOChannelBuffer *copy = qio_channel_buffer_new(g->kept->usage);
    QEMUFile *f;
    bool ok;

    memcpy(copy->data, g->kept->data, g->kept->usage);
    copy->usage = g->kept->usage;
    f = qemu_file_new_input(QIO_CHANNEL(copy));
    object_unref(OBJECT(copy));
    keeps_code = true;
    ok = qemu_get_be32(f) == QEMU_VM_FILE_MAGIC &&
         qemu_get_be32(f) == QEMU_VM_FILE_VERSION &&
         qemu_load_device_state(f) >= 0;
    keeps_code = false;
    qemu_fclose(f);
    if (!ok) {
        give_up("devices");
    }
}

/* No core runs: the guest is kept, or the one that was kept begins */
static void work(void *opaque)
{
    AmpGuests *g = opaque;

    if (g->kept_ram < 0) {
        vm_stop(RUN_STATE_SAVE_VM);
        keep_ram(g);
        keep_devices(g);
    } else {
        vm_stop(RUN_STATE_RESTORE_VM);
        say(AMP_FUZZ_ENDED);
        drop_ram(g);
        restore_devices(g);
    }
    say(AMP_FUZZ_BORN);
    vm_start();
}

/* The write that led here is the last thing that a core does before */
static void schedule_work(AmpGuests *g)
{
    CPUState *cs;

    CPU_FOREACH(cs) {
        cs->stop = true;
        cpu_exit(cs);
    }
    qemu_bh_schedule(g->work);
}

static void wait_for_case(AmpGuests *g)
{
    uint8_t byte;
    ssize_t n;

    do {
        n = read(AMP_FUZZ_FD_GO, &byte, 1);
    } while (n < 0 && errno == EINTR);
    if (n != 1) {
        exit(EXIT_SUCCESS);
    }
    if (byte == AMP_FUZZ_GO_END) {
        schedule_work(g);
    }
}

/* From here on the host sees what the guest has there */
static void set_area(AmpGuests *g, uint32_t addr)
{
    uint64_t size = ROUND_UP(sizeof(struct amp_fuzz), qemu_real_host_page_size());
    uint64_t at = addr - AMP_DRAM_BASE;

    if (addr < AMP_DRAM_BASE || at > memory_region_size(g->ram) - size ||
        !QEMU_IS_ALIGNED(at, qemu_real_host_page_size())) {
        qemu_log_mask(LOG_GUEST_ERROR, "guests: no memory at 0x%x\n", addr);
        return;
    }
    g->area = at;
    g->area_size = size;
    map((uint8_t *)host_ram(g) + at, size, MAP_SHARED, AMP_FUZZ_FD_MEMORY);
}

static uint64_t guests_read(void *opaque, hwaddr offset, unsigned size)
{
    qemu_log_mask(LOG_GUEST_ERROR, "guests: read of 0x%" HWADDR_PRIx "\n",
                  offset);
    return 0;
}

static void guests_write(void *opaque, hwaddr offset, uint64_t value,
                         unsigned size)
{
    AmpGuests *g = opaque;

    if (offset == AMP_FUZZ_REG_AREA && !g->area_size) {
        set_area(g, value);
    } else if (offset == AMP_FUZZ_REG_SERVE && g->area_size &&
               g->kept_ram < 0) {
        schedule_work(g);
    } else if (offset == AMP_FUZZ_REG_DONE) {
        say(AMP_FUZZ_DONE);
    } else if (offset == AMP_FUZZ_REG_END && g->kept_ram >= 0) {
        schedule_work(g);
    } else if (offset == AMP_FUZZ_REG_NEXT && g->kept_ram >= 0) {
        wait_for_case(g);
    } else {
        qemu_log_mask(LOG_GUEST_ERROR, "guests: write of 0x%" HWADDR_PRIx
                      " at a wrong time or place\n", offset);
    }
}

static const MemoryRegionOps guests_ops = {
    .read = guests_read,
    .write = guests_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 4, .max_access_size = 4 },
    .impl = { .min_access_size = 4, .max_access_size = 4 },
};

bool amp_guests_create(AmpVirtMachineState *s, Error **errp)
{
    AmpGuests *g;
    struct stat st;

    if (!s->guests) {
        return true;
    }
    if (fstat(AMP_FUZZ_FD_MEMORY, &st) ||
        st.st_size < sizeof(struct amp_fuzz) ||
        fcntl(AMP_FUZZ_FD_GO, F_GETFD) < 0 ||
        fcntl(AMP_FUZZ_FD_DONE, F_GETFD) < 0) {
        error_setg(errp, "guests=on: the descriptors %d to %d are the fuzzer's",
                   AMP_FUZZ_FD_GO, AMP_FUZZ_FD_MEMORY);
        return false;
    }
    g = g_new0(AmpGuests, 1);   /* the machine's, to its end */
    g->ram = MACHINE(s)->ram;
    g->kept_ram = -1;
    g->work = qemu_bh_new(work, g);
    memory_region_init_io(&g->regs, OBJECT(s), &guests_ops, g, "amp-guests",
                          AMP_FUZZ_REGS_SIZE);
    memory_region_add_subregion(get_system_memory(), AMP_FUZZ_REGS, &g->regs);
    return true;
}
