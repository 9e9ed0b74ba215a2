/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Register test of the lab block, through qtest; its trace and report channel
 *
 * Leaves out: the faults' effects; those are with the device that has them.
 */
#include <stdlib.h>
#include <string.h>

#include "tests.h"

#define LAB PLAIN ",seed=0x1122334455667788"
#define REG(n, reset, access, write, after) \
    { #n, A_LAB + AMP_LAB_##n, M_LAB + AMP_LAB_##n, reset, access, write, \
      after }

static const struct reg_case regs[] = {
    REG(ID, AMP_LAB_ID_VALUE, "r", 0, 0),
    REG(VERSION, AMP_LAB_VERSION_VALUE, "r", 0, 0),
    REG(TIME_LO, 0, "r", 1, 0),
    REG(TIME_HI, 0, "r", 1, 0),
    REG(SEED, 0x55667788, "r", 1, 0),
    REG(REPORT, 0, "A", 0x30303030, 0),
    REG(DUMP, 0, "A", 0x30303030, 0),
    REG(MARK, 0, "AM", 1, 0),
    REG(EVENTS, 1, "rv", 0, 0),
    REG(GUEST_ERRORS, 0, "rv", 0, 0),
    REG(CORES, 1, "r", 2, 0),
    REG(FAULT_SELECT, 0, "rA", AMP_FAULT_CMD_LOST, AMP_FAULT_CMD_LOST),
    REG(FAULT_SKIP, 0, "rA", 5, 5),
    REG(FAULT_COUNT, 0, "rA", ~0u, ~0u),
    REG(FAULT_ARG, 0, "rA", 6, 6),
    REG(FAULT_HITS, 0, "r", 7, 0),
    REG(LIMIT_MS, 0, "rA", 100000, 100000),
    REG(READY, 0, "A", 1, 0),
    REG(BUNDLE, 0, "r", 1, 0),
    REG(FAULT_CHANCE, 0, "rA", 9, 9),
};
#define REGS (sizeof(regs) / sizeof(regs[0]))

static struct vm *vm;
static struct lab_files files;

static void start(const char *machine)
{
    lab_files_open(&files);
    vm = vm_start(VM_QTEST, machine, files.args);
}

static uint32_t get(uint32_t reg)
{
    return vm_get(vm, A_LAB + reg);
}

static void put(uint32_t reg, uint32_t value)
{
    vm_put(vm, A_LAB + reg, value);
}

START_TEST(register_keeps_its_contract)
{
    check_register(&regs[_i], LAB);
}
END_TEST

START_TEST(no_register_beyond_the_last)
{
    start(PLAIN);
    ck_assert_uint_eq(get(AMP_LAB_FAULT_CHANCE + 4), 0);
    put(AMP_LAB_FAULT_CHANCE + 4, 1);
    ck_assert_uint_eq(get(0x2000 - 4), 0);
    ck_assert_uint_eq(errors_of(vm), 2);
    vm_end(vm);
}
END_TEST

START_TEST(time_is_virtual_and_its_halves_belong_together)
{
    uint64_t when = 0x123456789aull;

    start(PLAIN);
    vm_step(vm, when);
    ck_assert_uint_eq(get(AMP_LAB_TIME_LO), (uint32_t)when);
    vm_step(vm, 0x100000000ull);
    ck_assert_uint_eq(get(AMP_LAB_TIME_HI), when >> 32);
    ck_assert_uint_eq(get(AMP_LAB_TIME_LO), (uint32_t)when);
    ck_assert_uint_eq(get(AMP_LAB_TIME_HI), (when >> 32) + 1);
    ck_assert_msg(vm_get(vm, M_LAB + AMP_LAB_TIME_HI) == 0,
                  "each side latches for itself");
    vm_end(vm);
}
END_TEST

START_TEST(random_follows_the_seed_and_starts_anew_at_reset)
{
    uint32_t word[3];

    start(PLAIN ",seed=1");
    word[0] = get(AMP_LAB_RANDOM);
    word[1] = vm_get(vm, M_LAB + AMP_LAB_RANDOM);
    ck_assert_uint_ne(word[0], word[1]);
    vm_qmp(vm, "{\"execute\": \"system_reset\"}");
    vm_await(vm, A_LAB + AMP_LAB_RANDOM, word[0]);
    vm_end(vm);
    start(PLAIN ",seed=2");
    ck_assert_uint_ne(get(AMP_LAB_RANDOM), word[0]);
    vm_end(vm);
}
END_TEST

START_TEST(report_takes_bytes_and_words_lowest_first)
{
    size_t size;
    char *report;

    start(PLAIN);
    vm_write(vm, A_LAB + AMP_LAB_REPORT, 1, 'a');
    put(AMP_LAB_REPORT, 0x65646362);
    vm_write(vm, A_LAB + AMP_LAB_REPORT, 2, 0x7878);
    vm_put(vm, M_LAB + AMP_LAB_REPORT, 0x78787878);
    vm_write(vm, A_LAB + AMP_LAB_REPORT, 1, 'f');
    ck_assert_uint_eq(errors_of(vm), 2);
    vm_end(vm);
    report = vm_file_read(&files.report, &size);
    ck_assert_str_eq(report, "abcdef");
    free(report);
}
END_TEST

START_TEST(trace_tells_what_happened_when_and_by_whom)
{
    static const struct amp_event want[] = {
        { .time_ns = 0, .kind = AMP_EV_RESET, .core = AMP_EV_NO_CORE,
          .side = AMP_SIDE_MACHINE, .a = 9 },
        { .time_ns = 5, .kind = AMP_EV_MARK, .core = AMP_EV_NO_CORE,
          .side = AMP_SIDE_A, .a = 0x11 },
        { .time_ns = 5, .kind = AMP_EV_MARK, .core = 0,
          .side = AMP_SIDE_M, .a = 0x22 },
        { .time_ns = 6, .kind = AMP_EV_MBOX_PUSH, .core = 0,
          .side = AMP_SIDE_A, .a = 0x33, .b = AMP_MBOX_FIFO_A2M },
        { .time_ns = 6, .kind = AMP_EV_MBOX_POP, .core = 0,
          .side = AMP_SIDE_M, .a = 0x33, .b = AMP_MBOX_FIFO_A2M },
        { .time_ns = 6, .kind = AMP_EV_CMD, .core = 0,
          .side = AMP_SIDE_A, .a = AMP_CMD_TRACE, .b = 0x44 },
        { .time_ns = 6, .kind = AMP_EV_CRASH, .core = 0,
          .side = AMP_SIDE_M, .a = 0x55 },
        { .time_ns = 6, .kind = AMP_EV_GUEST_ERROR, .core = 0,
          .side = AMP_SIDE_M, .a = AMP_CTRL_RUN, .b = 1 },
        { .time_ns = 6, .kind = AMP_EV_EXIT, .core = AMP_EV_NO_CORE,
          .side = AMP_SIDE_A, .a = 0x66 },
    };
    struct amp_event *got;
    size_t count;

    start(PLAIN ",seed=9");
    vm_step(vm, 5);
    put(AMP_LAB_MARK, 0x11);
    vm_put(vm, M_LAB + AMP_LAB_MARK, 0x22);
    vm_step(vm, 1);
    vm_put(vm, A_MBOX + AMP_MBOX_MESSAGE(AMP_MBOX_FIFO_A2M), 0x33);
    vm_get(vm, M_MBOX + AMP_MBOX_MESSAGE(AMP_MBOX_FIFO_A2M));
    vm_put(vm, A_CTRL + AMP_CTRL_CMD_ARG, 0x44);
    vm_put(vm, A_CTRL + AMP_CTRL_CMD, AMP_CMD_TRACE);
    vm_put(vm, M_CTRL + AMP_CTRL_CRASH, 0x55);
    vm_put(vm, M_CTRL + AMP_CTRL_RUN, 1);
    ck_assert_uint_eq(get(AMP_LAB_EVENTS), 8);
    put(AMP_LAB_EXIT, 0x66);
    ck_assert_int_eq(vm_gone(vm), 0);
    got = lab_events(&files, &count);
    ck_assert_uint_eq(count, sizeof(want) / sizeof(want[0]));
    ck_assert_mem_eq(got, want, sizeof(want));
    free(got);
}
END_TEST

START_TEST(start_event_names_pc_and_stack)
{
    struct amp_event *got;
    size_t count;

    start(PLAIN);
    vm_put(vm, A_ITCM + 0x200, 0x20001000);
    vm_put(vm, A_ITCM + 0x204, 0x00000321);
    vm_put(vm, A_CTRL + AMP_CTRL_BOOT_ADDR, 0x200);
    vm_put(vm, A_CTRL + AMP_CTRL_RUN, 1);
    vm_step(vm, START_NS);
    vm_put(vm, A_CTRL + AMP_CTRL_RUN, 0);
    vm_end(vm);
    got = lab_events(&files, &count);
    ck_assert_uint_eq(count, 4);
    ck_assert_uint_eq(got[1].kind, AMP_EV_RELEASE);
    ck_assert_uint_eq(got[1].a, 0x200);
    ck_assert_uint_eq(got[2].kind, AMP_EV_START);
    ck_assert_uint_eq(got[2].time_ns, START_NS);
    ck_assert_uint_eq(got[2].a, 0x320);
    ck_assert_uint_eq(got[2].b, 0x20001000);
    ck_assert_uint_eq(got[3].kind, AMP_EV_HOLD);
    free(got);
}
END_TEST

START_TEST(exit_is_refused_to_the_core)
{
    start(PLAIN);
    vm_put(vm, M_LAB + AMP_LAB_EXIT, 1);
    ck_assert_uint_eq(errors_of(vm), 1);
    vm_end(vm);
}
END_TEST

static void expect_limit(void)
{
    struct amp_event *got;
    size_t count;

    ck_assert_int_eq(vm_gone(vm), 0);
    got = lab_events(&files, &count);
    ck_assert_uint_eq(got[count - 1].kind, AMP_EV_LIMIT);
    ck_assert_uint_eq(got[count - 1].time_ns, 20000000);
    free(got);
}

START_TEST(limit_ends_the_run)
{
    start(PLAIN ",limit-ms=20");
    ck_assert_uint_eq(get(AMP_LAB_LIMIT_MS), 20);
    vm_step(vm, 19999999);
    ck_assert_uint_eq(get(AMP_LAB_ID), AMP_LAB_ID_VALUE);
    vm_step(vm, 1);
    expect_limit();
}
END_TEST

START_TEST(limit_can_be_moved_by_the_guest)
{
    start(PLAIN ",limit-ms=10");
    put(AMP_LAB_LIMIT_MS, 20);
    vm_step(vm, 19999999);
    ck_assert_uint_eq(get(AMP_LAB_ID), AMP_LAB_ID_VALUE);
    vm_step(vm, 1);
    expect_limit();
}
END_TEST

START_TEST(limit_zero_is_none)
{
    start(PLAIN ",limit-ms=10");
    put(AMP_LAB_LIMIT_MS, 0);
    vm_step(vm, 1000000000000ull);
    vm_end(vm);
}
END_TEST

START_TEST(fault_armed_by_register_skips_hits_and_stops)
{
    uint32_t cmd = A_CTRL + AMP_CTRL_CMD;
    uint32_t pending = A_CTRL + AMP_CTRL_CMD_PENDING;

    start(PLAIN ",remotes=2");
    put(AMP_LAB_FAULT_SELECT, AMP_FAULT_INDEX(0, AMP_FAULT_CMD_LOST));
    put(AMP_LAB_FAULT_SKIP, 1);
    put(AMP_LAB_FAULT_COUNT, 1);
    for (int n = 0; n < 3; n++) {
        vm_put(vm, cmd, 1);
        ck_assert_uint_eq(vm_get(vm, pending), n != 1);
        vm_put(vm, M_CTRL + AMP_CTRL_CMD_PENDING, 1);
    }
    ck_assert_uint_eq(get(AMP_LAB_FAULT_HITS), 1);
    ck_assert_uint_eq(get(AMP_LAB_FAULT_COUNT), 0);
    put(AMP_LAB_FAULT_SELECT, AMP_FAULT_INDEX(1, AMP_FAULT_CMD_LOST));
    ck_assert_uint_eq(get(AMP_LAB_FAULT_HITS), 0);
    vm_end(vm);
}
END_TEST

START_TEST(fault_select_has_bounds)
{
    start(PLAIN ",remotes=2");
    put(AMP_LAB_FAULT_SELECT, 2 * AMP_FAULT_KINDS - 1);
    ck_assert_uint_eq(errors_of(vm), 0);
    put(AMP_LAB_FAULT_SELECT, 2 * AMP_FAULT_KINDS);
    put(AMP_LAB_FAULT_SELECT, ~0u);
    ck_assert_uint_eq(errors_of(vm), 2);
    ck_assert_uint_eq(get(AMP_LAB_FAULT_SELECT), 2 * AMP_FAULT_KINDS - 1);
    vm_end(vm);
}
END_TEST

START_TEST(faults_property_arms_at_power_on)
{
    start(PLAIN ",remotes=2,"
          "faults=drop-a2m@1:skip=2:count=3:arg=0x10+wdog-lost@0");
    put(AMP_LAB_FAULT_SELECT, AMP_FAULT_INDEX(1, AMP_FAULT_DROP_A2M));
    ck_assert_uint_eq(get(AMP_LAB_FAULT_SKIP), 2);
    ck_assert_uint_eq(get(AMP_LAB_FAULT_COUNT), 3);
    ck_assert_uint_eq(get(AMP_LAB_FAULT_ARG), 0x10);
    put(AMP_LAB_FAULT_SELECT, AMP_FAULT_INDEX(0, AMP_FAULT_WDOG_LOST));
    ck_assert_uint_eq(get(AMP_LAB_FAULT_COUNT), ~0u);
    put(AMP_LAB_FAULT_SELECT, AMP_FAULT_INDEX(1, AMP_FAULT_WDOG_LOST));
    ck_assert_uint_eq(get(AMP_LAB_FAULT_COUNT), 0);
    vm_end(vm);
}
END_TEST

START_TEST(chardevs_are_optional)
{
    vm = vm_start(VM_QTEST, PLAIN, NULL);
    put(AMP_LAB_REPORT, 1);
    put(AMP_LAB_MARK, 1);
    ck_assert_uint_eq(get(AMP_LAB_EVENTS), 2);
    vm_end(vm);
}
END_TEST

Suite *suite_lab(void)
{
    const TTest *const tests[] = {
        no_register_beyond_the_last,
        time_is_virtual_and_its_halves_belong_together,
        random_follows_the_seed_and_starts_anew_at_reset,
        report_takes_bytes_and_words_lowest_first,
        trace_tells_what_happened_when_and_by_whom,
        start_event_names_pc_and_stack,
        exit_is_refused_to_the_core,
        limit_ends_the_run,
        limit_can_be_moved_by_the_guest,
        limit_zero_is_none,
        fault_armed_by_register_skips_hits_and_stops,
        fault_select_has_bounds,
        faults_property_arms_at_power_on,
        chardevs_are_optional,
    };
    Suite *s = suite_create("lab");
    TCase *registers = tcase_create("registers");
    TCase *behaviour = tcase_create("behaviour");

    tcase_set_timeout(registers, TEST_LIMIT_S);
    tcase_add_loop_test(registers, register_keeps_its_contract, 0, REGS);
    suite_add_tcase(s, registers);

    tcase_set_timeout(behaviour, TEST_LIMIT_S);
    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        tcase_add_test(behaviour, tests[i]);
    }
    suite_add_tcase(s, behaviour);
    return s;
}
