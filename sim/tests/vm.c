/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A QEMU of our own for a test; see vm.h
 */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "vm.h"

#define MAX_ARGS 64
#define MAX_LINES 160
#define AWAIT_MS 20000
#define GICD_ISPENDR(spi) (0x08000200u + 4 * (((spi) + 32) / 32))

/* One line-based conversation */
struct line_io {
    int fd;
    size_t used;
    size_t taken;           /* bytes of the line that was returned last */
    char buf[65536];
};

struct vm {
    pid_t pid;
    struct line_io qtest;
    struct line_io qmp;
    struct vm_file errors;  /* QEMU's standard error */
    struct vm_file kernel;
    bool line[MAX_LINES];
};

void vm_file_open(struct vm_file *file)
{
    file->fd = memfd_create("vm", 0);
    ck_assert_int_ge(file->fd, 0);
    snprintf(file->path, sizeof(file->path), "/proc/%d/fd/%d", getpid(),
             file->fd);
}

void *vm_file_read(struct vm_file *file, size_t *size)
{
    struct stat st;
    char *bytes;

    ck_assert_int_eq(fstat(file->fd, &st), 0);
    bytes = malloc(st.st_size + 1);
    ck_assert_ptr_nonnull(bytes);
    ck_assert_int_eq(pread(file->fd, bytes, st.st_size, 0), st.st_size);
    bytes[st.st_size] = '\0';
    *size = st.st_size;
    return bytes;
}

static _Noreturn void vm_broken(struct vm *vm, const char *what)
{
    size_t size;

    ck_abort_msg("%s; QEMU said: %s", what,
                 (char *)vm_file_read(&vm->errors, &size));
}

/* Next line without its end; NULL when the other side has gone */
static char *line_get(struct line_io *io)
{
    char *end;

    memmove(io->buf, io->buf + io->taken, io->used - io->taken);
    io->used -= io->taken;
    io->taken = 0;
    while (!(end = memchr(io->buf, '\n', io->used))) {
        ssize_t got;

        ck_assert_uint_lt(io->used, sizeof(io->buf));
        got = read(io->fd, io->buf + io->used, sizeof(io->buf) - io->used);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return NULL;
        }
        io->used += got;
    }
    *end = '\0';
    io->taken = end + 1 - io->buf;
    return io->buf;
}

static bool line_put(struct line_io *io, const char *text)
{
    size_t left = strlen(text);

    while (left > 0) {
        ssize_t put = send(io->fd, text, left, MSG_NOSIGNAL);

        if (put < 0) {
            return false;
        }
        text += put;
        left -= put;
    }
    return true;
}

/* The answer to a command without its "OK"; lines that tell of IRQs between */
static const char *qtest(struct vm *vm, const char *fmt, ...)
{
    char command[256];
    unsigned int n;
    va_list ap;
    char *line;

    va_start(ap, fmt);
    vsnprintf(command, sizeof(command), fmt, ap);
    va_end(ap);
    if (!line_put(&vm->qtest, command)) {
        vm_broken(vm, "QEMU is gone");
    }
    while ((line = line_get(&vm->qtest)) != NULL) {
        if (sscanf(line, "IRQ raise %u", &n) == 1 && n < MAX_LINES) {
            vm->line[n] = true;
        } else if (sscanf(line, "IRQ lower %u", &n) == 1 && n < MAX_LINES) {
            vm->line[n] = false;
        } else if (strncmp(line, "OK", 2) == 0) {
            return line + 2;
        } else {
            vm_broken(vm, line);
        }
    }
    vm_broken(vm, "QEMU is gone");
}

const char *vm_qmp(struct vm *vm, const char *fmt, ...)
{
    char command[1024];
    va_list ap;
    char *line;

    va_start(ap, fmt);
    vsnprintf(command, sizeof(command) - 1, fmt, ap);
    va_end(ap);
    strcat(command, "\n");
    if (!line_put(&vm->qmp, command)) {
        vm_broken(vm, "QEMU is gone");
    }
    while ((line = line_get(&vm->qmp)) != NULL) {
        if (strncmp(line, "{\"error\"", 8) == 0) {
            vm_broken(vm, line);
        }
        if (strncmp(line, "{\"return\"", 9) == 0) {
            return line;
        }
    }
    vm_broken(vm, "QEMU is gone");
}

uint64_t vm_read(struct vm *vm, uint64_t addr, unsigned int size)
{
    static const char letter[] = { [1] = 'b', [2] = 'w', [4] = 'l', [8] = 'q' };

    return strtoull(qtest(vm, "read%c 0x%" PRIx64 "\n", letter[size], addr),
                    NULL, 0);
}

void vm_write(struct vm *vm, uint64_t addr, unsigned int size, uint64_t value)
{
    static const char letter[] = { [1] = 'b', [2] = 'w', [4] = 'l', [8] = 'q' };

    qtest(vm, "write%c 0x%" PRIx64 " 0x%" PRIx64 "\n", letter[size], addr,
          value);
}

uint32_t vm_get(struct vm *vm, uint64_t addr)
{
    return vm_read(vm, addr, 4);
}

void vm_put(struct vm *vm, uint64_t addr, uint32_t value)
{
    vm_write(vm, addr, 4, value);
}

void vm_load(struct vm *vm, uint64_t addr, const void *bytes, size_t size)
{
    const uint8_t *byte = bytes;

    for (size_t i = 0; i < size; i += 4) {
        uint32_t word = 0;

        memcpy(&word, byte + i, size - i < 4 ? size - i : 4);
        vm_put(vm, addr + i, word);
    }
}

static int64_t host_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000ll + now.tv_nsec / 1000000;
}

void vm_await(struct vm *vm, uint64_t addr, uint32_t value)
{
    int64_t deadline = host_ms() + AWAIT_MS;
    uint32_t got;

    while ((got = vm_get(vm, addr)) != value) {
        ck_assert_msg(host_ms() < deadline,
                      "waited for 0x%" PRIx64 " to be 0x%x, it is 0x%x",
                      addr, value, got);
    }
}

void vm_step(struct vm *vm, uint64_t ns)
{
    qtest(vm, "clock_step %" PRIu64 "\n", ns);
}

uint64_t vm_next(struct vm *vm)
{
    return strtoull(qtest(vm, "clock_step\n"), NULL, 0);
}

void vm_watch(struct vm *vm, const char *path)
{
    qtest(vm, "irq_intercept_in %s\n", path);
}

bool vm_line(struct vm *vm, unsigned int line)
{
    return vm->line[line];
}

bool vm_spi(struct vm *vm, unsigned int spi)
{
    return vm_get(vm, GICD_ISPENDR(spi)) >> (spi % 32) & 1;
}

/* build/tests/sim-tests -> build/qemu/qemu-system-amp */
static const char *qemu_path(void)
{
    static char path[PATH_MAX + 32];
    const char *given = getenv("SIM_QEMU");
    ssize_t size;

    if (given) {
        return given;
    }
    size = readlink("/proc/self/exe", path, PATH_MAX);
    ck_assert_int_gt(size, 0);
    path[size] = '\0';
    for (int up = 0; up < 2; up++) {
        *strrchr(path, '/') = '\0';
    }
    return strcat(path, "/qemu/qemu-system-amp");
}

struct words {
    const char *word[MAX_ARGS];
    int count;
};

static void words_add(struct words *w, const char *const *words)
{
    for (; words && *words; words++) {
        ck_assert_int_lt(w->count, MAX_ARGS - 1);
        w->word[w->count++] = *words;
    }
}

/* @keep: descriptors that QEMU inherits, closed here; -1 ends */
static pid_t spawn(const struct words *w, int err, const int *keep)
{
    pid_t parent = getpid();
    pid_t pid = fork();

    ck_assert_int_ge(pid, 0);
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent) {
            _exit(127);
        }
        dup2(err, STDERR_FILENO);
        dup2(err, STDOUT_FILENO);
        execv(w->word[0], (char *const *)w->word);
        perror(w->word[0]);
        _exit(127);
    }
    for (; *keep >= 0; keep++) {
        close(*keep);
    }
    return pid;
}

static int wait_status(pid_t pid)
{
    int status;

    while (waitpid(pid, &status, 0) < 0) {
        ck_assert_int_eq(errno, EINTR);
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static const char *const accel_args[][10] = {
    [VM_QTEST] = { "-accel", "qtest" },
    [VM_ICOUNT] = { "-accel", "tcg,thread=single", "-icount",
                    "shift=1,sleep=off", "-rtc",
                    "base=2026-01-01T00:00:00,clock=vm" },
    [VM_MTTCG] = { "-accel", "tcg,thread=multi" },
};

static const char *const common_args[] = {
    "-nodefaults", "-display", "none", "-m", "128M", "-cpu", "cortex-a15",
    NULL
};

static int chardev(struct line_io *io, char *arg, size_t size, const char *id)
{
    int pair[2];

    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    fcntl(pair[0], F_SETFD, FD_CLOEXEC);
    io->fd = pair[0];
    snprintf(arg, size, "socket,id=%s,fd=%d", id, pair[1]);
    return pair[1];
}

/* The A side's program: wfi, again and again */
static void write_kernel(struct vm_file *file)
{
    static const uint32_t code[] = { 0xe320f003, 0xeafffffd };

    vm_file_open(file);
    ck_assert_int_eq(write(file->fd, code, sizeof(code)), sizeof(code));
}

struct vm *vm_start(enum vm_accel accel, const char *machine,
                    const char *const *args)
{
    struct vm *vm = calloc(1, sizeof(*vm));
    char m[512], qtest_arg[64], qmp_arg[64];
    struct words w = { .word = { qemu_path(), "-M", m }, .count = 3 };
    int keep[3] = { -1, -1, -1 };

    ck_assert_ptr_nonnull(vm);
    snprintf(m, sizeof(m), "amp-virt%s%s", *machine ? "," : "", machine);
    vm_file_open(&vm->errors);
    write_kernel(&vm->kernel);
    keep[0] = chardev(&vm->qtest, qtest_arg, sizeof(qtest_arg), "qtest");
    keep[1] = chardev(&vm->qmp, qmp_arg, sizeof(qmp_arg), "qmp");
    words_add(&w, common_args);
    words_add(&w, accel_args[accel]);
    words_add(&w, (const char *[]) {
        "-chardev", qtest_arg, "-qtest", "chardev:qtest", "-qtest-log", "none",
        "-chardev", qmp_arg, "-mon", "chardev=qmp,mode=control",
        "-kernel", vm->kernel.path, NULL });
    words_add(&w, args);
    vm->pid = spawn(&w, vm->errors.fd, keep);
    if (!line_get(&vm->qmp)) {
        vm_broken(vm, "QEMU did not start");
    }
    vm_qmp(vm, "{\"execute\": \"qmp_capabilities\"}");
    return vm;
}

int vm_gone(struct vm *vm)
{
    int status;

    while (line_get(&vm->qmp)) {
        /* events on its way out */
    }
    status = wait_status(vm->pid);
    close(vm->qmp.fd);
    close(vm->qtest.fd);
    close(vm->errors.fd);
    close(vm->kernel.fd);
    free(vm);
    return status;
}

void vm_end(struct vm *vm)
{
    vm_qmp(vm, "{\"execute\": \"quit\"}");
    ck_assert_int_eq(vm_gone(vm), 0);
}

/* A QEMU that ends by itself: exit status, and what it said */
static int run(const char *machine, const char *const *args, char **said)
{
    char m[512];
    struct words w = { .word = { qemu_path(), "-M", m }, .count = 3 };
    struct vm_file errors;
    size_t size;
    int status;

    snprintf(m, sizeof(m), "amp-virt%s%s", *machine ? "," : "", machine);
    words_add(&w, common_args);
    words_add(&w, args);
    vm_file_open(&errors);
    status = wait_status(spawn(&w, errors.fd, (const int[]) { -1 }));
    *said = vm_file_read(&errors, &size);
    close(errors.fd);
    return status;
}

bool vm_fails(const char *machine, const char *const *args, const char *text)
{
    char *said, *end;
    int status = run(machine, args, &said);
    bool ok;

    end = strchr(said, '\n');
    ok = status == 1 && strstr(said, text) && end && end[1] == '\0';
    if (!ok) {
        fprintf(stderr, "status %d, said: %s\n", status, said);
    }
    free(said);
    return ok;
}

void *vm_dtb(const char *machine, size_t *size)
{
    const char *tmp = getenv("TMPDIR");
    char path[PATH_MAX], m[PATH_MAX + 256];
    char *said;
    void *dtb;
    FILE *f;
    int fd;

    snprintf(path, sizeof(path), "%s/sim-tests-XXXXXX", tmp ? tmp : P_tmpdir);
    fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    close(fd);
    snprintf(m, sizeof(m), "%s%sdumpdtb=%s", machine, *machine ? "," : "",
             path);
    ck_assert_int_eq(run(m, NULL, &said), 0);
    free(said);
    f = fopen(path, "rb");
    ck_assert_ptr_nonnull(f);
    unlink(path);
    dtb = malloc(2 << 20);
    ck_assert_ptr_nonnull(dtb);
    *size = fread(dtb, 1, 2 << 20, f);
    fclose(f);
    return dtb;
}
