/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A QEMU of our own for a test: started, driven by qtest and QMP, ended
 *
 * The qtest protocol (QEMU's docs/devel/qtest.rst) reads and writes the A
 * side's physical memory, steps the virtual clock and reports interrupt lines;
 * QMP does the rest.  Both run over socket pairs.  What is wrong with QEMU
 * itself fails the test that uses it, with QEMU's own words; no call returns
 * an error.  QEMU dies with the process that started it.
 *
 * A vm is used by one thread.  Addresses are the A side's, times virtual ns.
 * Leaves out: parsing JSON; answers of QMP are looked through as text.
 */
#ifndef VM_H
#define VM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vm;

enum vm_accel {
    VM_QTEST,           /* executes nothing, the test owns the clock */
    VM_ICOUNT,          /* TCG, one thread, virtual time */
    VM_MTTCG,           /* TCG, a thread a core, host time */
};

/*
 * vm_start() - start QEMU and wait until it answers
 * @accel: who executes
 * @machine: properties of amp-virt, "" or "a=b,c=d"
 * @args: further words, NULL-terminated, or NULL
 *
 * With TCG the A side's core sleeps for ever.
 */
struct vm *vm_start(enum vm_accel accel, const char *machine,
                    const char *const *args);

/* vm_fails() - start QEMU; true if it ends with 1 and one line with @text */
bool vm_fails(const char *machine, const char *const *args, const char *text);

/* vm_dtb() - device tree of the machine; malloc'ed, size in @size */
void *vm_dtb(const char *machine, size_t *size);

/* vm_end() - quit and wait; fails the test if the status is not 0 */
void vm_end(struct vm *vm);

/* vm_gone() - wait until QEMU has ended by itself; its exit status */
int vm_gone(struct vm *vm);

uint64_t vm_read(struct vm *vm, uint64_t addr, unsigned int size);
void vm_write(struct vm *vm, uint64_t addr, unsigned int size, uint64_t value);
uint32_t vm_get(struct vm *vm, uint64_t addr);
void vm_put(struct vm *vm, uint64_t addr, uint32_t value);
void vm_load(struct vm *vm, uint64_t addr, const void *bytes, size_t size);

/* vm_await() - read @addr until it is @value; fails the test after a while */
void vm_await(struct vm *vm, uint64_t addr, uint32_t value);

/* vm_step() - move the clock by @ns; VM_QTEST only */
void vm_step(struct vm *vm, uint64_t ns);

/* vm_next() - move the clock to the next timer; the time then; VM_QTEST only */
uint64_t vm_next(struct vm *vm);

/* vm_watch() - watch the unnamed interrupt inputs of the device at QOM @path */
void vm_watch(struct vm *vm, const char *path);
bool vm_line(struct vm *vm, unsigned int line);

/* vm_spi() - level of shared interrupt @spi as the GIC sees it */
bool vm_spi(struct vm *vm, unsigned int spi);

/* vm_qmp() - one command, JSON; the line of its answer, valid until the next */
const char *vm_qmp(struct vm *vm, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* A file in memory that QEMU can be given by name */
struct vm_file {
    int fd;
    char path[64];
};
void vm_file_open(struct vm_file *file);
void *vm_file_read(struct vm_file *file, size_t *size);    /* malloc'ed */

#endif
