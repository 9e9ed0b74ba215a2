/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A remote core that executes: the image probe.c under TCG
 *
 * The A side's core sleeps; the test is in its place.  Waits are for a value
 * with a deadline in host time, vm_await().
 * Leaves out: saving and resetting the machine; see test_state.c.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "probe_vm.h"

static struct vm *vm;
static struct lab_files files;

static void start(enum vm_accel accel, const char *machine)
{
    lab_files_open(&files);
    vm = vm_start(accel, machine, files.args);
    probe_load(vm, 0);
}

static uint32_t ctrl(uint32_t reg)
{
    return vm_get(vm, A_CTRL + reg);
}

static uint32_t word(uint32_t n)
{
    return vm_get(vm, A_DTCM + 4 * n);
}

static size_t events_of(enum amp_event_kind kind)
{
    size_t count, found = 0;
    struct amp_event *events = lab_events(&files, &count);

    for (size_t i = 0; i < count; i++) {
        found += events[i].kind == kind;
    }
    free(events);
    return found;
}

START_TEST(core_executes_after_the_release_only)
{
    start(VM_ICOUNT, "");
    ck_assert_uint_eq(word(PROBE_COUNTER), 0);
    probe_run(vm, 0, PROBE_COUNT);
    vm_await(vm, A_DTCM, 1);
    probe_hold(vm, 0);
    vm_end(vm);
    ck_assert_uint_eq(events_of(AMP_EV_START), 1);
    ck_assert_uint_eq(events_of(AMP_EV_HOLD), 1);
}
END_TEST

START_TEST(held_core_stands_still)
{
    start(_i ? VM_MTTCG : VM_ICOUNT, "");
    for (int round = 0; round < 100; round++) {
        uint32_t count = word(PROBE_COUNTER);

        probe_run(vm, 0, PROBE_SPIN);
        while (word(PROBE_COUNTER) == count) {
            /* not yet */
        }
        probe_hold(vm, 0);
        count = word(PROBE_COUNTER);
        for (int i = 0; i < 50; i++) {
            ck_assert_uint_eq(word(PROBE_COUNTER), count);
        }
    }
    vm_end(vm);
}
END_TEST

static const struct { enum vm_accel accel; int cycles; } cycles[] = {
    { VM_ICOUNT, 1000 }, { VM_MTTCG, 1000 },
};

START_TEST(a_thousand_releases_and_holds)
{
    int n = cycles[_i].cycles;

    start(cycles[_i].accel, "");
    for (int i = 1; i <= n; i++) {
        probe_run(vm, 0, PROBE_COUNT);
        vm_await(vm, A_DTCM, i);
        probe_hold(vm, 0);
    }
    ck_assert_uint_eq(ctrl(AMP_CTRL_RELEASES), n);
    ck_assert_uint_eq(errors_of(vm), 0);
    vm_end(vm);
}
END_TEST

START_TEST(lockup_is_reported_and_qemu_lives)
{
    start(_i ? VM_MTTCG : VM_ICOUNT, "");
    vm_put(vm, A_CTRL + AMP_CTRL_IRQ_ENABLE, AMP_IRQ_CRASH);
    probe_run(vm, 0, PROBE_LOCKUP);
    vm_await(vm, A_CTRL + AMP_CTRL_STATE, AMP_STATE_LOCKUP);
    ck_assert_uint_eq(ctrl(AMP_CTRL_CAUSE), AMP_CAUSE_LOCKUP);
    ck_assert_msg(ctrl(AMP_CTRL_CAUSE_ARG) < AMP_ITCM_SIZE,
                  "pc 0x%x is not in the image", ctrl(AMP_CTRL_CAUSE_ARG));
    ck_assert_uint_eq(ctrl(AMP_CTRL_IRQ_STATUS), AMP_IRQ_CRASH);
    ck_assert(vm_spi(vm, AMP_SPI(0, AMP_SPI_CRASH)));
    vm_put(vm, A_CTRL + AMP_CTRL_RUN, 1);
    ck_assert_uint_eq(ctrl(AMP_CTRL_STATE), AMP_STATE_LOCKUP);
    probe_hold(vm, 0);
    probe_run(vm, 0, PROBE_COUNT);
    vm_await(vm, A_DTCM, 1);
    ck_assert_uint_eq(ctrl(AMP_CTRL_CAUSE), AMP_CAUSE_NONE);
    ck_assert(!vm_spi(vm, AMP_SPI(0, AMP_SPI_CRASH)));
    vm_end(vm);
}
END_TEST

START_TEST(a_thousand_lockups)
{
    start(VM_ICOUNT, "");
    for (int i = 1; i <= 1000; i++) {
        probe_run(vm, 0, PROBE_LOCKUP);
        vm_await(vm, A_CTRL + AMP_CTRL_STATE, AMP_STATE_LOCKUP);
        probe_hold(vm, 0);
    }
    vm_end(vm);
    ck_assert_uint_eq(events_of(AMP_EV_LOCKUP), 1000);
}
END_TEST

START_TEST(empty_memory_locks_up)
{
    start(VM_ICOUNT, "");
    vm_put(vm, A_CTRL + AMP_CTRL_BOOT_ADDR, 0x10000);
    vm_put(vm, A_CTRL + AMP_CTRL_RUN, 1);
    vm_await(vm, A_CTRL + AMP_CTRL_STATE, AMP_STATE_LOCKUP);
    vm_end(vm);
}
END_TEST

START_TEST(watchdog_of_the_core_barks)
{
    start(VM_ICOUNT, "");
    vm_put(vm, A_CTRL + AMP_CTRL_IRQ_ENABLE, AMP_IRQ_WDOG);
    probe_run(vm, 0, PROBE_WDOG);
    vm_await(vm, A_CTRL + AMP_CTRL_CAUSE, AMP_CAUSE_WDOG);
    ck_assert(vm_spi(vm, AMP_SPI(0, AMP_SPI_WDOG)));
    ck_assert_uint_eq(ctrl(AMP_CTRL_STATE), AMP_STATE_RUNNING);
    vm_end(vm);
}
END_TEST

/* Time is the host's here: what is asked for must outlast its hiccups */
START_TEST(quiet_counts_since_the_last_call)
{
    const uint32_t long_us = 300000;

    start(VM_MTTCG, "");
    probe_run(vm, 0, PROBE_COUNT);
    while (ctrl(AMP_CTRL_QUIET_US) < long_us) {
        /* it is not asleep, or not for long */
    }
    vm_put(vm, A_CTRL + AMP_CTRL_CMD, AMP_CMD_TRACE);
    ck_assert_uint_lt(ctrl(AMP_CTRL_QUIET_US), long_us);
    while (ctrl(AMP_CTRL_QUIET_US) < long_us) {
        /* a line that the core does not look at wakes nobody */
    }
    vm_end(vm);
}
END_TEST

START_TEST(no_quiet_where_something_executes_or_ticks)
{
    static const uint32_t modes[] = { PROBE_SPIN, PROBE_ENGINES };

    start(VM_ICOUNT, "");
    ck_assert_uint_eq(ctrl(AMP_CTRL_QUIET_US), 0);
    probe_run(vm, 0, modes[_i]);
    vm_await(vm, A_CTRL + AMP_CTRL_STATE, AMP_STATE_RUNNING);
    for (int i = 0; i < 1000; i++) {
        ck_assert_uint_eq(ctrl(AMP_CTRL_QUIET_US), 0);
    }
    vm_end(vm);
}
END_TEST

START_TEST(mailbox_words_go_there_and_back)
{
    uint32_t m2a = AMP_MBOX_FIFO_M2A;

    start(_i ? VM_MTTCG : VM_ICOUNT, "seed=5");
    probe_run(vm, 0, PROBE_ECHO);
    for (uint32_t n = 0; n < 500; n++) {
        vm_put(vm, A_MBOX + AMP_MBOX_MESSAGE(AMP_MBOX_FIFO_A2M), n);
        vm_await(vm, A_MBOX + AMP_MBOX_MSGSTATUS(m2a), 1);
        ck_assert_uint_eq(vm_get(vm, A_MBOX + AMP_MBOX_MESSAGE(m2a)), n + 1);
    }
    ck_assert_uint_eq(word(PROBE_COUNTER), 500);
    ck_assert_uint_eq(errors_of(vm), 0);
    vm_end(vm);
}
END_TEST

/* A word sent to a held core waits in its FIFO; the line outlives the release */
START_TEST(word_sent_before_the_release_is_served)
{
    uint32_t m2a = AMP_MBOX_FIFO_M2A;

    start(VM_ICOUNT, "jitter=off");
    for (uint32_t round = 0; round < 3; round++) {
        vm_put(vm, A_MBOX + AMP_MBOX_MESSAGE(AMP_MBOX_FIFO_A2M), round);
        probe_run(vm, 0, PROBE_ECHO);
        vm_await(vm, A_MBOX + AMP_MBOX_MSGSTATUS(m2a), 1);
        ck_assert_uint_eq(vm_get(vm, A_MBOX + AMP_MBOX_MESSAGE(m2a)),
                          round + 1);
        probe_hold(vm, 0);
    }
    vm_end(vm);
}
END_TEST

START_TEST(release_resets_nvic_and_systick)
{
    start(VM_ICOUNT, "");
    for (int round = 0; round < 3; round++) {
        vm_put(vm, A_DTCM + 4 * PROBE_ISER, ~0u);
        vm_put(vm, A_DTCM + 4 * PROBE_TICKS, 0);
        probe_run(vm, 0, PROBE_ENGINES);
        vm_await(vm, A_DTCM + 4 * PROBE_ISER, 0);
        ck_assert_uint_eq(word(PROBE_SYST) & 3, 0);
        while (word(PROBE_TICKS) < 3) {
            /* SysTick wakes the core from WFI */
        }
        probe_hold(vm, 0);
    }
    vm_end(vm);
}
END_TEST

START_TEST(code_in_dram_runs_in_its_executable_window)
{
    struct amp_event *events;
    size_t count;

    start(VM_ICOUNT, "");
    vm_load(vm, AMP_RESV(0) + AMP_OFF_FWRAM, probe_dram, PROBE_SIZE(dram));
    vm_put(vm, A_CTRL + AMP_CTRL_BOOT_ADDR, PROBE_DRAM_BASE);
    vm_put(vm, A_CTRL + AMP_CTRL_SCRATCH, PROBE_COUNT);
    vm_put(vm, A_CTRL + AMP_CTRL_RUN, 1);
    vm_await(vm, A_DTCM, 1);
    vm_end(vm);
    events = lab_events(&files, &count);
    ck_assert_uint_eq(count, 3);
    ck_assert_uint_eq(events[2].kind, AMP_EV_START);
    ck_assert_uint_gt(events[2].a, PROBE_DRAM_BASE);
    ck_assert_uint_lt(events[2].a, PROBE_DRAM_BASE + AMP_FWRAM_SIZE);
    ck_assert_uint_eq(events[2].b, AMP_M_DTCM + AMP_DTCM_SIZE);
    free(events);
}
END_TEST

START_TEST(code_in_dram_does_not_run_at_the_a_sides_address)
{
    uint32_t at = AMP_RESV(0) + AMP_OFF_FWRAM;

    start(VM_ICOUNT, "");
    vm_load(vm, at, probe_dram, PROBE_SIZE(dram));
    vm_put(vm, at + 4, (vm_get(vm, at + 4) - PROBE_DRAM_BASE) + at);
    vm_put(vm, A_CTRL + AMP_CTRL_BOOT_ADDR, at);
    vm_put(vm, A_CTRL + AMP_CTRL_RUN, 1);
    vm_await(vm, A_DTCM + 4 * PROBE_COUNTER, 0);
    vm_await(vm, A_CTRL + AMP_CTRL_STATE, AMP_STATE_LOCKUP);
    vm_end(vm);
}
END_TEST

START_TEST(reset_request_of_the_core_is_a_guest_error)
{
    start(VM_ICOUNT, "");
    probe_run(vm, 0, PROBE_RESET);
    vm_await(vm, A_DTCM, 1);
    ck_assert_uint_eq(errors_of(vm), 1);
    ck_assert_uint_eq(ctrl(AMP_CTRL_STATE), AMP_STATE_RUNNING);
    vm_end(vm);
}
END_TEST

static const struct { enum vm_accel accel; uint32_t remotes; } beside[] = {
    { VM_ICOUNT, 2 }, { VM_ICOUNT, 3 }, { VM_ICOUNT, 4 }, { VM_MTTCG, 4 },
};
#define BESIDE (sizeof(beside) / sizeof(beside[0]))

START_TEST(cores_run_beside_each_other)
{
    char machine[32];

    snprintf(machine, sizeof(machine), "remotes=%u", beside[_i].remotes);
    start(beside[_i].accel, machine);
    for (uint32_t n = 0; n < beside[_i].remotes; n++) {
        probe_load(vm, n);
        probe_run(vm, n, PROBE_SPIN);
    }
    for (uint32_t n = 0; n < beside[_i].remotes; n++) {
        while (vm_get(vm, AMP_CORE(n) + AMP_OFF_DTCM) < 1000) {
            /* each must get its turns */
        }
    }
    vm_end(vm);
}
END_TEST

/* Trace of four cores that compete, up to a limit of virtual time */
static struct amp_event *competition(const char *seed, size_t *count)
{
    struct amp_event *events;
    char machine[64];

    snprintf(machine, sizeof(machine), "remotes=4,seed=%s,limit-ms=20", seed);
    lab_files_open(&files);
    vm = vm_start(VM_ICOUNT, machine, (const char *[]) {
        "-S", files.args[0], files.args[1], NULL });
    for (uint32_t n = 0; n < 4; n++) {
        probe_load(vm, n);
        vm_put(vm, AMP_CORE(n) + AMP_OFF_CTRL + AMP_CTRL_SCRATCH, PROBE_MARKS);
        vm_put(vm, AMP_CORE(n) + AMP_OFF_CTRL + AMP_CTRL_RUN, 1);
    }
    vm_qmp(vm, "{\"execute\": \"cont\"}");
    ck_assert_int_eq(vm_gone(vm), 0);
    events = lab_events(&files, count);
    ck_assert_msg(events[*count - 1].kind == AMP_EV_LIMIT,
                  "nothing is recorded after the end");
    return events;
}

/* Where QEMU puts a kernel (its hw/arm/boot.c), and a branch to itself there */
#define A_KERNEL 0x40010000u
#define BRANCH_TO_SELF 0xeafffffeu

/* The A side's program has interrupts off; it waits if it does not spin */
static bool is_told(bool spins, bool is_ready)
{
    struct amp_event *events;
    bool found = false;
    size_t count;

    lab_files_open(&files);
    vm = vm_start(VM_ICOUNT, "limit-ms=20", (const char *[]) {
        "-S", files.args[0], files.args[1], NULL });
    if (spins) {
        vm_put(vm, A_KERNEL, BRANCH_TO_SELF);
    }
    if (is_ready) {
        vm_put(vm, A_LAB + AMP_LAB_READY, 1);
    }
    vm_qmp(vm, "{\"execute\": \"cont\"}");
    ck_assert_int_eq(vm_gone(vm), 0);
    events = lab_events(&files, &count);
    ck_assert_uint_eq(events[count - 1].kind, AMP_EV_LIMIT);
    for (size_t i = 0; i < count; i++) {
        found |= events[i].kind == AMP_EV_SPIN && events[i].a == A_KERNEL;
    }
    free(events);
    return found;
}

START_TEST(processor_that_spins_with_interrupts_off_is_told)
{
    ck_assert(is_told(true, true));
    ck_assert(!is_told(false, true));
    ck_assert(!is_told(true, false));
}
END_TEST

START_TEST(seed_decides_every_turn)
{
    size_t count, again;
    struct amp_event *first = competition("1", &count);
    struct amp_event *other;

    ck_assert_uint_gt(count, 1000);
    for (int i = 0; i < 10; i++) {
        struct amp_event *same = competition("1", &again);

        ck_assert_uint_eq(again, count);
        ck_assert_mem_eq(same, first, count * sizeof(*first));
        free(same);
    }
    other = competition("2", &again);
    ck_assert(again != count ||
              memcmp(first, other, count * sizeof(*first)) != 0);
    for (uint32_t core = 0; core < 4; core++) {
        size_t marks = 0;

        for (size_t i = 0; i < count; i++) {
            marks += first[i].kind == AMP_EV_MARK && first[i].core == core;
        }
        ck_assert_msg(marks > count / 10, "core %u had %zu of %zu", core,
                      marks, count);
    }
    free(first);
    free(other);
}
END_TEST

Suite *suite_remote(void)
{
    const TTest *const tests[] = {
        core_executes_after_the_release_only,
        a_thousand_lockups,
        empty_memory_locks_up,
        watchdog_of_the_core_barks,
        quiet_counts_since_the_last_call,
        word_sent_before_the_release_is_served,
        release_resets_nvic_and_systick,
        code_in_dram_runs_in_its_executable_window,
        code_in_dram_does_not_run_at_the_a_sides_address,
        reset_request_of_the_core_is_a_guest_error,
        seed_decides_every_turn,
        processor_that_spins_with_interrupts_off_is_told,
    };
    /* Once with icount, once with a thread a core */
    const TTest *const both[] = {
        held_core_stands_still,
        a_thousand_releases_and_holds,
        lockup_is_reported_and_qemu_lives,
        mailbox_words_go_there_and_back,
        no_quiet_where_something_executes_or_ticks,
    };
    Suite *s = suite_create("remote");
    TCase *core = tcase_create("core");

    tcase_set_timeout(core, TEST_LIMIT_S);
    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        tcase_add_test(core, tests[i]);
    }
    tcase_add_loop_test(core, cores_run_beside_each_other, 0, BESIDE);
    for (size_t i = 0; i < sizeof(both) / sizeof(both[0]); i++) {
        tcase_add_loop_test(core, both[i], 0, 2);
    }
    suite_add_tcase(s, core);
    return s;
}
