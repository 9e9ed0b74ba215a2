/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Guests of the fuzzer: the machine begins again from memory, what it shares stays
 *
 * Leaves out: a core that runs; harness and ci/fuzz-test.sh have one.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "amp_fuzz.h"
#include "tests.h"

#define AREA (AMP_DRAM_BASE + 0x100000)
#define RAM_WORD (AMP_DRAM_BASE + 0x123400 + 0x400000)
#define STEPS_AT (AREA + offsetof(struct amp_fuzz, num_steps))
#define DEVICE_WORD (A_LAB + AMP_LAB_FAULT_ARG)

static int go[2], done[2];
static struct amp_fuzz *shared;

/* as harness/fuzz_guest.c leaves them; the test's process ends with the test */
static void open_descriptors(void)
{
    int memory = memfd_create("guests", 0);

    ck_assert_int_eq(ftruncate(memory, 4 << 20), 0);
    shared = mmap(NULL, 4 << 20, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
    ck_assert_ptr_ne(shared, MAP_FAILED);
    ck_assert_int_eq(pipe(go) | pipe(done), 0);
    ck_assert_int_eq(dup2(go[0], AMP_FUZZ_FD_GO), AMP_FUZZ_FD_GO);
    ck_assert_int_eq(dup2(done[1], AMP_FUZZ_FD_DONE), AMP_FUZZ_FD_DONE);
    ck_assert_int_eq(dup2(memory, AMP_FUZZ_FD_MEMORY), AMP_FUZZ_FD_MEMORY);
}

static void expect_word(enum amp_fuzz_what what)
{
    struct amp_fuzz_word word;

    ck_assert_int_eq(read(done[0], &word, sizeof(word)), sizeof(word));
    ck_assert_uint_eq(word.what, what);
}

static struct vm *start_served(void)
{
    struct vm *vm;

    open_descriptors();
    vm = vm_start(VM_ICOUNT, "guests=on", NULL);
    vm_put(vm, AMP_FUZZ_REGS + AMP_FUZZ_REG_AREA, AREA);
    vm_put(vm, RAM_WORD, 0x12345678);
    vm_put(vm, AMP_FUZZ_REGS + AMP_FUZZ_REG_SERVE, 0);
    expect_word(AMP_FUZZ_BORN);
    return vm;
}

START_TEST(a_guest_that_ends_is_followed_by_what_was_kept)
{
    struct vm *vm = start_served();

    for (int i = 0; i < 3; i++) {
        ck_assert_uint_eq(vm_get(vm, RAM_WORD), 0x12345678);
        ck_assert_uint_eq(vm_get(vm, DEVICE_WORD), 0);
        vm_put(vm, RAM_WORD, i);
        vm_put(vm, DEVICE_WORD, 7);
        vm_put(vm, AMP_FUZZ_REGS + AMP_FUZZ_REG_END, 0);
        expect_word(AMP_FUZZ_ENDED);
        expect_word(AMP_FUZZ_BORN);
    }
    vm_end(vm);
}
END_TEST

START_TEST(the_host_sees_the_memory_that_is_shared_and_it_stays)
{
    struct vm *vm = start_served();

    shared->num_steps = 7;
    ck_assert_uint_eq(vm_get(vm, STEPS_AT), 7);
    vm_put(vm, STEPS_AT, 8);
    ck_assert_uint_eq(shared->num_steps, 8);
    vm_put(vm, AMP_FUZZ_REGS + AMP_FUZZ_REG_END, 0);
    expect_word(AMP_FUZZ_ENDED);
    expect_word(AMP_FUZZ_BORN);
    ck_assert_uint_eq(vm_get(vm, STEPS_AT), 8);
    shared->num_steps = 9;
    ck_assert_uint_eq(vm_get(vm, STEPS_AT), 9);
    vm_end(vm);
}
END_TEST

START_TEST(a_case_is_waited_for_and_the_host_may_end_a_guest_instead)
{
    static const char words[] = { AMP_FUZZ_GO_CASE, AMP_FUZZ_GO_END };
    struct vm *vm = start_served();

    ck_assert_int_eq(write(go[1], words, sizeof(words)), sizeof(words));
    vm_put(vm, RAM_WORD, 5);
    vm_put(vm, AMP_FUZZ_REGS + AMP_FUZZ_REG_NEXT, 0);
    vm_put(vm, AMP_FUZZ_REGS + AMP_FUZZ_REG_DONE, 0);
    expect_word(AMP_FUZZ_DONE);
    ck_assert_uint_eq(vm_get(vm, RAM_WORD), 5);
    vm_put(vm, AMP_FUZZ_REGS + AMP_FUZZ_REG_NEXT, 0);
    expect_word(AMP_FUZZ_ENDED);
    expect_word(AMP_FUZZ_BORN);
    ck_assert_uint_eq(vm_get(vm, RAM_WORD), 0x12345678);
    vm_end(vm);
}
END_TEST

/* nothing is kept, said or shared: the machine goes on as it was */
START_TEST(what_comes_at_a_wrong_time_or_place_does_nothing)
{
    struct vm *vm;

    open_descriptors();
    vm = vm_start(VM_ICOUNT, "guests=on", NULL);
    vm_put(vm, AMP_FUZZ_REGS + AMP_FUZZ_REG_SERVE, 0);
    vm_put(vm, AMP_FUZZ_REGS + AMP_FUZZ_REG_END, 0);
    vm_put(vm, AMP_FUZZ_REGS + AMP_FUZZ_REG_NEXT, 0);
    vm_put(vm, AMP_FUZZ_REGS + AMP_FUZZ_REG_AREA, AMP_DRAM_BASE + 1);
    vm_put(vm, AMP_FUZZ_REGS + AMP_FUZZ_REG_AREA, AMP_DRAM_BASE - 0x1000);
    vm_put(vm, AMP_FUZZ_REGS + AMP_FUZZ_REG_AREA, 0xfffff000);
    vm_put(vm, AMP_FUZZ_REGS + 0x40, 1);
    shared->num_steps = 7;
    ck_assert_uint_eq(vm_get(vm, STEPS_AT), 0);
    ck_assert_uint_eq(vm_get(vm, AMP_FUZZ_REGS + AMP_FUZZ_REG_AREA), 0);
    /* the first word of all is this one */
    vm_put(vm, AMP_FUZZ_REGS + AMP_FUZZ_REG_DONE, 0);
    expect_word(AMP_FUZZ_DONE);
    vm_end(vm);
}
END_TEST

START_TEST(without_a_fuzzer_there_are_no_guests)
{
    ck_assert(vm_fails("guests=on", NULL, "are the fuzzer's"));
}
END_TEST

Suite *suite_guests(void)
{
    Suite *s = suite_create("guests");
    TCase *guests = tcase_create("guests");

    tcase_set_timeout(guests, TEST_LIMIT_S);
    tcase_add_test(guests, a_guest_that_ends_is_followed_by_what_was_kept);
    tcase_add_test(guests, the_host_sees_the_memory_that_is_shared_and_it_stays);
    tcase_add_test(guests, a_case_is_waited_for_and_the_host_may_end_a_guest_instead);
    tcase_add_test(guests, what_comes_at_a_wrong_time_or_place_does_nothing);
    tcase_add_test(guests, without_a_fuzzer_there_are_no_guests);
    suite_add_tcase(s, guests);
    return s;
}
