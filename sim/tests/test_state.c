/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The machine's state as a whole: system reset, saved to a file and restored,
 * saved when the guest is ready and begun anew (sim/amp_state.c)
 *
 * Leaves out: a damaged or older file.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "probe_vm.h"

#define A2M AMP_MBOX_FIFO_A2M
#define M2A AMP_MBOX_FIFO_M2A

static struct vm *vm;

/* Everything a reset must undo, on core @n */
static void disturb(uint32_t n)
{
    uint32_t ctrl = AMP_CORE(n) + AMP_OFF_CTRL;
    uint32_t mbox = AMP_CORE(n) + AMP_OFF_MBOX;

    probe_load(vm, n);
    probe_run(vm, n, PROBE_SPIN);
    vm_await(vm, ctrl + AMP_CTRL_STATE, AMP_STATE_RUNNING);
    vm_put(vm, ctrl + AMP_CTRL_IRQ_ENABLE, 3);
    vm_put(vm, ctrl + AMP_CTRL_RSC_TABLE, 0x40);
    vm_put(vm, ctrl + AMP_CTRL_CMD_ARG, 5);
    vm_put(vm, ctrl + AMP_CTRL_CMD, AMP_CMD_SLEEP);
    vm_put(vm, mbox + AMP_MBOX_IRQENABLE_SET(AMP_MBOX_USER_A),
           AMP_MBOX_NEWMSG(M2A));
    vm_put(vm, mbox + AMP_MBOX_MESSAGE(M2A), 1);
    vm_put(vm, mbox + AMP_MBOX_MESSAGE(A2M), 2);
    vm_await(vm, mbox + AMP_MBOX_MSGSTATUS(M2A), 1);
}

static void check_power_on(uint32_t n)
{
    static const struct { uint32_t reg, value; } want[] = {
        { AMP_OFF_CTRL + AMP_CTRL_RUN, 0 },
        { AMP_OFF_CTRL + AMP_CTRL_STATE, AMP_STATE_HELD },
        { AMP_OFF_CTRL + AMP_CTRL_RELEASES, 0 },
        { AMP_OFF_CTRL + AMP_CTRL_IRQ_ENABLE, 0 },
        { AMP_OFF_CTRL + AMP_CTRL_RSC_TABLE, 0 },
        { AMP_OFF_CTRL + AMP_CTRL_SCRATCH, 0 },
        { AMP_OFF_CTRL + AMP_CTRL_CMD, 0 },
        { AMP_OFF_CTRL + AMP_CTRL_CMD_ARG, 0 },
        { AMP_OFF_CTRL + AMP_CTRL_CMD_PENDING, 0 },
        { AMP_OFF_MBOX + AMP_MBOX_MSGSTATUS(A2M), 0 },
        { AMP_OFF_MBOX + AMP_MBOX_MSGSTATUS(M2A), 0 },
        { AMP_OFF_MBOX + AMP_MBOX_IRQENABLE_SET(AMP_MBOX_USER_A), 0 },
        { AMP_OFF_MBOX + AMP_MBOX_IRQSTATUS_RAW(AMP_MBOX_USER_A), 0xaa },
    };

    for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
        uint32_t got = vm_get(vm, AMP_CORE(n) + want[i].reg);

        ck_assert_msg(got == want[i].value, "core %u +0x%x: 0x%x after reset",
                      n, want[i].reg, got);
    }
    for (uint32_t line = 0; line < 3; line++) {
        ck_assert(!vm_spi(vm, AMP_SPI(n, line)));
    }
}

START_TEST(system_reset_brings_everything_to_power_on)
{
    uint32_t random, count;

    vm = vm_start(_i ? VM_MTTCG : VM_ICOUNT,
                  "remotes=2,faults=cmd-lost@1:skip=1", NULL);
    random = vm_get(vm, A_LAB + AMP_LAB_RANDOM);
    for (int round = 0; round < 5; round++) {
        disturb(0);
        disturb(1);
        vm_get(vm, A_LAB + 0x800);
        vm_qmp(vm, "{\"execute\": \"system_reset\"}");
        vm_await(vm, A_LAB + AMP_LAB_GUEST_ERRORS, 0);
        ck_assert_uint_eq(vm_get(vm, A_LAB + AMP_LAB_EVENTS), 1);
        ck_assert_uint_eq(vm_get(vm, A_LAB + AMP_LAB_RANDOM), random);
        vm_put(vm, A_LAB + AMP_LAB_FAULT_SELECT,
               AMP_FAULT_INDEX(1, AMP_FAULT_CMD_LOST));
        ck_assert_uint_eq(vm_get(vm, A_LAB + AMP_LAB_FAULT_SKIP), 1);
        check_power_on(0);
        check_power_on(1);
        count = vm_get(vm, A_DTCM);
        for (int i = 0; i < 100; i++) {
            ck_assert_uint_eq(vm_get(vm, A_DTCM), count);
        }
    }
    vm_end(vm);
}
END_TEST

START_TEST(reset_while_starting_and_in_lockup)
{
    vm = vm_start(VM_ICOUNT, "faults=start-dead@0:count=1", NULL);
    probe_load(vm, 0);
    probe_run(vm, 0, PROBE_COUNT);
    ck_assert_uint_eq(vm_get(vm, A_CTRL + AMP_CTRL_STATE), AMP_STATE_STARTING);
    vm_qmp(vm, "{\"execute\": \"system_reset\"}");
    vm_await(vm, A_CTRL + AMP_CTRL_STATE, AMP_STATE_HELD);
    vm_put(vm, A_LAB + AMP_LAB_FAULT_COUNT, 0);
    vm_put(vm, A_LAB + AMP_LAB_FAULT_SELECT,
           AMP_FAULT_INDEX(0, AMP_FAULT_START_DEAD));
    vm_put(vm, A_LAB + AMP_LAB_FAULT_COUNT, 0);
    probe_run(vm, 0, PROBE_LOCKUP);
    vm_await(vm, A_CTRL + AMP_CTRL_STATE, AMP_STATE_LOCKUP);
    vm_qmp(vm, "{\"execute\": \"system_reset\"}");
    vm_await(vm, A_CTRL + AMP_CTRL_STATE, AMP_STATE_HELD);
    vm_end(vm);
}
END_TEST

/* Saved and restored */

static const char *const machine = "remotes=2,seed=11,limit-ms=100000,"
    "m-side-window=on,faults=cmd-lost@0:skip=1+dup-m2a@1:count=3";

/* Every register of ours that a read does not change */
static const struct range { uint32_t base, first, last; } ranges[] = {
    { A_CTRL, AMP_CTRL_ID, AMP_CTRL_SCRATCH },
    { A_CTRL, AMP_CTRL_WDOG_CTRL, AMP_CTRL_WDOG_PERIOD },
    { A_CTRL, AMP_CTRL_CMD, AMP_CTRL_CMD_PENDING },
    { AMP_CORE(1) + AMP_OFF_CTRL, AMP_CTRL_ID, AMP_CTRL_SCRATCH },
    { A_MBOX, AMP_MBOX_FIFOSTATUS(0), AMP_MBOX_FIFOSTATUS(3) },
    { A_MBOX, AMP_MBOX_MSGSTATUS(0), AMP_MBOX_MSGSTATUS(3) },
    { A_MBOX, AMP_MBOX_IRQSTATUS_RAW(0), AMP_MBOX_IRQENABLE_CLR(1) },
    { A_LAB, AMP_LAB_SEED, AMP_LAB_SEED },
    { A_LAB, AMP_LAB_EVENTS, AMP_LAB_LIMIT_MS },
    { A_DTCM, 0, 0x40 },
    { AMP_CORE(1) + AMP_OFF_DTCM, 0, 0x40 },
};
#define WORDS 256

static size_t snapshot(uint32_t *words)
{
    size_t n = 0;

    for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
        for (uint32_t r = ranges[i].first; r <= ranges[i].last; r += 4) {
            ck_assert_uint_lt(n, WORDS);
            words[n++] = vm_get(vm, ranges[i].base + r);
        }
    }
    return n;
}

static void await_qmp(const char *command, const char *text)
{
    while (!strstr(vm_qmp(vm, "{\"execute\": \"%s\"}", command), text)) {
        /* the test's own time limit ends this */
    }
}

static void save(struct vm_file *file)
{
    vm_file_open(file);
    vm_qmp(vm, "{\"execute\": \"migrate\", \"arguments\": "
           "{\"uri\": \"exec:cat >%s\"}}", file->path);
    await_qmp("query-migrate", "completed");
}

/*
 * With nothing to do the virtual clock jumps to the next timer, in the end to
 * the limit: the cores are set going before the machine is.
 */
static void start_stopped(enum vm_accel accel)
{
    vm = vm_start(accel, machine, (const char *[]) { "-S", NULL });
}

static void restore(enum vm_accel accel, struct vm_file *file)
{
    char incoming[128];

    snprintf(incoming, sizeof(incoming), "exec:cat %s", file->path);
    vm = vm_start(accel, machine, (const char *[]) {
        "-S", "-incoming", incoming, NULL });
    await_qmp("query-status", "paused");
}

/* Core 0 spins with words in its FIFOs, core 1 is locked up */
static void make_state(enum vm_accel accel)
{
    start_stopped(accel);
    probe_load(vm, 0);
    probe_load(vm, 1);
    probe_run(vm, 0, PROBE_SPIN);
    probe_run(vm, 1, PROBE_LOCKUP);
    vm_qmp(vm, "{\"execute\": \"cont\"}");
    vm_await(vm, AMP_CORE(1) + AMP_OFF_CTRL + AMP_CTRL_STATE,
             AMP_STATE_LOCKUP);
    while (vm_get(vm, A_DTCM) == 0) {
        /* core 0 has begun */
    }
    vm_put(vm, A_CTRL + AMP_CTRL_CMD_ARG, 77);
    vm_put(vm, A_CTRL + AMP_CTRL_CMD, AMP_CMD_TRACE);
    vm_put(vm, M_CTRL + AMP_CTRL_WDOG_PERIOD, 40000000);
    vm_put(vm, M_CTRL + AMP_CTRL_WDOG_CTRL, 1);
    vm_get(vm, A_LAB + AMP_LAB_RANDOM);
    vm_put(vm, A_LAB + AMP_LAB_LIMIT_MS, 90000);
    vm_put(vm, A_LAB + AMP_LAB_FAULT_SELECT, 3);
    vm_get(vm, A_LAB + AMP_LAB_LIMIT_MS + 4);
    vm_qmp(vm, "{\"execute\": \"stop\"}");
    /* With the clock stopped: words that are still on their way */
    vm_put(vm, A_MBOX + AMP_MBOX_IRQENABLE_SET(AMP_MBOX_USER_A),
           AMP_MBOX_NEWMSG(M2A));
    for (uint32_t word = 1; word <= 3; word++) {
        vm_put(vm, A_MBOX + AMP_MBOX_MESSAGE(A2M), word);
        vm_put(vm, A_MBOX + AMP_MBOX_MESSAGE(M2A), 0x10 + word);
    }
}

static void check_goes_on(uint32_t count)
{
    vm_qmp(vm, "{\"execute\": \"cont\"}");
    while (vm_get(vm, A_DTCM) == count) {
        /* core 0 spins on */
    }
    vm_await(vm, A_MBOX + AMP_MBOX_MSGSTATUS(M2A), 3);
    ck_assert(vm_spi(vm, AMP_SPI(0, AMP_SPI_MBOX)));
    for (uint32_t word = 1; word <= 3; word++) {
        ck_assert_uint_eq(vm_get(vm, A_MBOX + AMP_MBOX_MESSAGE(A2M)), word);
        ck_assert_uint_eq(vm_get(vm, A_MBOX + AMP_MBOX_MESSAGE(M2A)),
                          0x10 + word);
    }
    vm_put(vm, A_LAB + AMP_LAB_LIMIT_MS, 0);
    probe_hold(vm, 0);
    probe_hold(vm, 1);
    vm_put(vm, A_DTCM, 0);
    probe_run(vm, 0, PROBE_COUNT);
    vm_await(vm, A_DTCM, 1);
}

START_TEST(saved_state_is_restored)
{
    enum vm_accel accel = _i ? VM_MTTCG : VM_ICOUNT;
    uint32_t before[WORDS], after[WORDS];
    uint32_t random, left_us, count;
    struct vm_file file;
    size_t n;

    make_state(accel);
    save(&file);
    n = snapshot(before);
    left_us = vm_get(vm, A_CTRL + AMP_CTRL_WDOG_LEFT);
    ck_assert_uint_gt(left_us, 0);
    count = vm_get(vm, A_DTCM);
    random = vm_get(vm, A_LAB + AMP_LAB_RANDOM);
    vm_end(vm);

    restore(accel, &file);
    ck_assert_uint_eq(snapshot(after), n);
    for (size_t i = 0; i < n; i++) {
        ck_assert_msg(before[i] == after[i], "word %zu: 0x%x, was 0x%x", i,
                      after[i], before[i]);
    }
    ck_assert_uint_eq(vm_get(vm, A_CTRL + AMP_CTRL_WDOG_LEFT), left_us);
    ck_assert_uint_eq(vm_get(vm, A_LAB + AMP_LAB_RANDOM), random);
    check_goes_on(count);
    vm_end(vm);
}
END_TEST

#define ROUNDS 400

/* What happens next, and when: words, chance, every timer of the machine */
static void what_follows(uint64_t *seen)
{
    vm_qmp(vm, "{\"execute\": \"cont\"}");
    for (int i = 0; i < ROUNDS; i++) {
        uint64_t words = vm_get(vm, A_MBOX + AMP_MBOX_MSGSTATUS(A2M));

        seen[4 * i] = vm_next(vm);
        seen[4 * i + 1] = words;
        seen[4 * i + 2] = vm_get(vm, A_LAB + AMP_LAB_RANDOM);
        seen[4 * i + 3] = vm_get(vm, A_CTRL + AMP_CTRL_STATE);
        if (words) {
            vm_get(vm, A_MBOX + AMP_MBOX_MESSAGE(A2M));
            vm_put(vm, A_MBOX + AMP_MBOX_MESSAGE(A2M), i);
        }
        vm_put(vm, A_CTRL + AMP_CTRL_RUN, i % 128 != 127);
    }
}

/* The clock of VM_QTEST is the test's: it is not in the file */
START_TEST(chance_and_timers_go_on_where_they_were)
{
    uint64_t first[4 * ROUNDS], second[4 * ROUNDS], now;
    struct vm_file file;

    vm = vm_start(VM_QTEST, machine, NULL);
    vm_get(vm, A_LAB + AMP_LAB_RANDOM);
    vm_put(vm, A_CTRL + AMP_CTRL_RUN, 1);
    vm_next(vm);
    vm_next(vm);
    vm_put(vm, M_CTRL + AMP_CTRL_WDOG_PERIOD, 100);
    vm_put(vm, M_CTRL + AMP_CTRL_WDOG_CTRL, 1);
    for (int i = 0; i < 3; i++) {
        vm_put(vm, A_MBOX + AMP_MBOX_MESSAGE(A2M), i);
    }
    vm_put(vm, AMP_CORE(1) + AMP_OFF_CTRL + AMP_CTRL_RUN, 1);
    vm_qmp(vm, "{\"execute\": \"stop\"}");
    now = vm_get(vm, A_LAB + AMP_LAB_TIME_LO);
    save(&file);
    what_follows(first);
    vm_end(vm);

    restore(VM_QTEST, &file);
    vm_step(vm, now);
    what_follows(second);
    vm_end(vm);
    for (int i = 0; i < 4 * ROUNDS; i++) {
        ck_assert_msg(first[i] == second[i],
                      "value %d of round %d: %lu went on, %lu restored",
                      i % 4, i / 4, (unsigned long)first[i],
                      (unsigned long)second[i]);
    }
    ck_assert_msg(first[4 * ROUNDS - 4] > now, "time must have gone on");
}
END_TEST

START_TEST(word_waiting_for_a_held_core_outlives_the_save)
{
    struct vm_file file;

    start_stopped(VM_ICOUNT);
    vm_put(vm, A_LAB + AMP_LAB_LIMIT_MS, 0);
    vm_qmp(vm, "{\"execute\": \"cont\"}");
    probe_load(vm, 0);
    for (uint32_t round = 1; round <= 2; round++) {
        if (round == 2) {
            save(&file);
            vm_end(vm);
            restore(VM_ICOUNT, &file);
            vm_qmp(vm, "{\"execute\": \"cont\"}");
        }
        probe_run(vm, 0, PROBE_ECHO);
        if (round == 1) {
            vm_put(vm, A_MBOX + AMP_MBOX_MESSAGE(A2M), round);
        }
        vm_await(vm, A_MBOX + AMP_MBOX_MSGSTATUS(M2A), 1);
        vm_get(vm, A_MBOX + AMP_MBOX_MESSAGE(M2A));
        probe_hold(vm, 0);
        vm_put(vm, A_MBOX + AMP_MBOX_MESSAGE(A2M), round);
        vm_await(vm, A_MBOX + AMP_MBOX_MSGSTATUS(A2M), 1);
    }
    vm_end(vm);
}
END_TEST

/* What follows a restore is decided by the file, to the last event */
START_TEST(restored_runs_are_the_same)
{
    struct amp_event *first = NULL;
    size_t first_count = 0;
    struct vm_file file;

    start_stopped(VM_ICOUNT);
    for (uint32_t n = 0; n < 2; n++) {
        probe_load(vm, n);
        probe_run(vm, n, PROBE_MARKS);
    }
    vm_qmp(vm, "{\"execute\": \"cont\"}");
    for (uint32_t n = 0; n < 2; n++) {
        while (vm_get(vm, AMP_CORE(n) + AMP_OFF_DTCM) == 0) {
            /* both cores have begun */
        }
    }
    vm_qmp(vm, "{\"execute\": \"stop\"}");
    save(&file);
    vm_end(vm);
    for (int round = 0; round < 10; round++) {
        struct lab_files files;
        struct amp_event *events;
        char incoming[128];
        size_t count;

        lab_files_open(&files);
        snprintf(incoming, sizeof(incoming), "exec:cat %s", file.path);
        vm = vm_start(VM_ICOUNT, machine, (const char *[]) {
            "-S", "-incoming", incoming, files.args[0], files.args[1], NULL });
        await_qmp("query-status", "paused");
        vm_get(vm, A_LAB + AMP_LAB_TIME_LO);
        vm_put(vm, A_LAB + AMP_LAB_LIMIT_MS,
               vm_get(vm, A_LAB + AMP_LAB_TIME_LO) / 1000000 + 40);
        vm_qmp(vm, "{\"execute\": \"cont\"}");
        ck_assert_int_eq(vm_gone(vm), 0);
        events = lab_events(&files, &count);
        ck_assert_uint_gt(count, 100);
        if (first) {
            ck_assert_uint_eq(count, first_count);
            ck_assert_mem_eq(events, first, count * sizeof(*events));
            free(events);
        } else {
            first = events;
            first_count = count;
        }
    }
    free(first);
}
END_TEST

/* Ready for its bundle, saved to a directory and begun from there */

#define RAM_WORD (AMP_DRAM_BASE + 0x123400)
static const char *const begun[] = { "-S", "-incoming", "defer", NULL };

/* The machine's properties with @key=DIR/s; the directory is the caller's */
static char *with_dir(const char *properties, const char *key, const char *dir)
{
    char *text = malloc(256);

    snprintf(text, 256, "%s,%s=%s/s", properties, key, dir);
    return text;
}

static void remove_state(const char *dir)
{
    static const char *const files[] = {
        "/s/ram", "/s/devices", "/s/console", "/s", "", NULL
    };
    char path[256];

    for (int i = 0; files[i]; i++) {
        snprintf(path, sizeof(path), "%s%s", dir, files[i]);
        ck_assert_int_eq(remove(path), 0);
    }
}

/* Before a core has begun: with nothing to do QEMU warns, and that is a log */
static void make_ready(const char *properties)
{
    vm = vm_start(VM_ICOUNT, properties, (const char *[]) { "-S", NULL });
    vm_put(vm, RAM_WORD, 0x12345678);
    vm_put(vm, A_LAB + AMP_LAB_READY, 1);
}

static void await_file(const char *dir)
{
    char path[256];

    snprintf(path, sizeof(path), "%s/s/devices", dir);
    while (access(path, R_OK)) {
        vm_get(vm, A_LAB + AMP_LAB_ID);
    }
}

START_TEST(a_ready_machine_begins_anew_with_another_command_line)
{
    char dir[] = "/tmp/sim-tests-XXXXXX";
    char *properties;

    ck_assert_ptr_nonnull(mkdtemp(dir));
    properties = with_dir("seed=1,limit-ms=0", "save", dir);
    make_ready(properties);
    await_file(dir);
    ck_assert_uint_eq(vm_get(vm, A_LAB + AMP_LAB_SEED), 1);
    vm_end(vm);
    free(properties);
    properties = with_dir("seed=2,limit-ms=0,faults=rot@0:count=5", "restore",
                          dir);
    /* twice: what a run writes is its own */
    for (int i = 0; i < 2; i++) {
        vm = vm_start(VM_ICOUNT, properties, begun + 1);
        vm_await(vm, RAM_WORD, 0x12345678);
        vm_put(vm, RAM_WORD, 0);
        ck_assert_uint_eq(vm_get(vm, A_LAB + AMP_LAB_SEED), 2);
        ck_assert_uint_eq(vm_get(vm, A_LAB + AMP_LAB_EVENTS), 1);
        vm_put(vm, A_LAB + AMP_LAB_FAULT_SELECT,
               AMP_FAULT_INDEX(0, AMP_FAULT_ROT));
        ck_assert_uint_eq(vm_get(vm, A_LAB + AMP_LAB_FAULT_COUNT), 5);
        vm_end(vm);
    }
    free(properties);
    properties = with_dir("limit-ms=50", "restore", dir);
    vm = vm_start(VM_ICOUNT, properties, begun + 1);
    ck_assert_int_eq(vm_gone(vm), 0);
    free(properties);
    remove_state(dir);
}
END_TEST

/* Each would be lost, or another's, in a run that begins there */
START_TEST(a_machine_that_was_used_is_not_saved)
{
    static const uint32_t uses[][2] = {
        { A_LAB + AMP_LAB_RANDOM, 0 },
        { A_LAB + AMP_LAB_MARK, 1 },
        { A_LAB + AMP_LAB_REPORT, 1 },
        { A_DTCM, 1 },
    };
    char dir[] = "/tmp/sim-tests-XXXXXX";
    char path[64];
    char *properties;

    ck_assert_ptr_nonnull(mkdtemp(dir));
    properties = with_dir("limit-ms=0", "save", dir);
    vm = vm_start(VM_ICOUNT, properties, (const char *[]) { "-S", NULL });
    if (uses[_i][1]) {
        vm_put(vm, uses[_i][0], uses[_i][1]);
    } else {
        vm_get(vm, uses[_i][0]);
    }
    vm_put(vm, A_LAB + AMP_LAB_READY, 1);
    await_qmp("query-status", "running");
    snprintf(path, sizeof(path), "%s/s", dir);
    ck_assert(access(path, F_OK));
    vm_end(vm);
    free(properties);
    ck_assert_int_eq(rmdir(dir), 0);
}
END_TEST

START_TEST(the_bundle_is_a_file_of_the_host)
{
    struct vm_file file;
    char text[128];

    vm_file_open(&file);
    ck_assert_int_eq(write(file.fd, "abcdefg", 7), 7);
    snprintf(text, sizeof(text), "bundle=%s", file.path);
    vm = vm_start(VM_QTEST, text, NULL);
    ck_assert_uint_eq(vm_get(vm, A_LAB + AMP_LAB_BUNDLE), 7);
    ck_assert_uint_eq(vm_get(vm, AMP_BUNDLE_BASE), 0x64636261);
    vm_put(vm, AMP_BUNDLE_BASE, 0);
    ck_assert_uint_eq(vm_get(vm, AMP_BUNDLE_BASE + 4), 0x676665);
    ck_assert_uint_eq(vm_get(vm, AMP_BUNDLE_BASE), 0x64636261);
    vm_end(vm);
    ck_assert_int_eq(ftruncate(file.fd, AMP_BUNDLE_MAX + 1), 0);
    ck_assert(vm_fails(text, NULL, "more than 16 MiB"));
}
END_TEST

START_TEST(what_cannot_be_restored_is_an_error)
{
    ck_assert(vm_fails("bundle=/nonexistent", NULL, "cannot be read"));
    ck_assert(vm_fails("restore=/nonexistent", NULL, "wants -incoming defer"));
    ck_assert(vm_fails("restore=/nonexistent", begun + 1,
                       "wants -incoming defer and -icount"));
}
END_TEST

Suite *suite_state(void)
{
    Suite *s = suite_create("state");
    TCase *whole = tcase_create("whole");
    TCase *ready = tcase_create("ready");

    tcase_set_timeout(whole, TEST_LIMIT_S);
    tcase_add_loop_test(whole, system_reset_brings_everything_to_power_on,
                        0, 2);
    tcase_add_test(whole, reset_while_starting_and_in_lockup);
    tcase_add_loop_test(whole, saved_state_is_restored, 0, 2);
    tcase_add_test(whole, chance_and_timers_go_on_where_they_were);
    tcase_add_test(whole, word_waiting_for_a_held_core_outlives_the_save);
    tcase_add_test(whole, restored_runs_are_the_same);
    suite_add_tcase(s, whole);

    tcase_set_timeout(ready, TEST_LIMIT_S);
    tcase_add_test(ready, a_ready_machine_begins_anew_with_another_command_line);
    tcase_add_loop_test(ready, a_machine_that_was_used_is_not_saved, 0, 4);
    tcase_add_test(ready, the_bundle_is_a_file_of_the_host);
    tcase_add_test(ready, what_cannot_be_restored_is_an_error);
    suite_add_tcase(s, ready);
    return s;
}
