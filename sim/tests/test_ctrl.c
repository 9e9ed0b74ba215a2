/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Register test of the control block, through qtest
 *
 * Leaves out: what a core that executes does with it; see test_remote.c.
 */
#include <stdio.h>

#include "tests.h"

#define REG(n, reset, access, write, after) \
    { #n, A_CTRL + AMP_CTRL_##n, M_CTRL + AMP_CTRL_##n, reset, access, \
      write, after }

static const struct reg_case regs[] = {
    REG(ID, AMP_CTRL_ID_VALUE, "r", 0, 0),
    REG(VERSION, AMP_CTRL_VERSION_VALUE, "r", 0, 0),
    REG(RUN, 0, "rA", 0xfffffffe, 0),
    REG(BOOT_ADDR, 0, "rA", 0x80000080, 0x80000080),
    REG(STATE, AMP_STATE_HELD, "r", 2, 0),
    REG(CAUSE, AMP_CAUSE_NONE, "r", 1, 0),
    REG(CAUSE_ARG, 0, "r", 1, 0),
    REG(RELEASES, 0, "r", 1, 0),
    REG(IRQ_STATUS, 0, "rA", ~0u, 0),
    REG(IRQ_ENABLE, 0, "rA", ~0u, AMP_IRQ_CRASH | AMP_IRQ_WDOG),
    REG(RSC_TABLE, 0, "rAM", 0x12345678, 0x12345678),
    REG(SCRATCH, 0, "rAM", 0x87654321, 0x87654321),
    REG(WDOG_CTRL, 0, "rM", 1, 1),
    REG(WDOG_PERIOD, AMP_WDOG_PERIOD_MAX, "rM", 1, 1),
    REG(WDOG_FEED, 0, "M", AMP_WDOG_FEED_VALUE, 0),
    REG(WDOG_LEFT, 0, "r", 1, 0),
    REG(CRASH, 0, "M", 1, 0),
    REG(CMD, 0, "rA", AMP_CMD_TOUCH, AMP_CMD_TOUCH),
    REG(CMD_ARG, 0, "rA", ~0u, ~0u),
    REG(CMD_PENDING, 0, "rM", ~0u, 0),
    REG(RSC_SIZE, 0, "rAM", 0x55aa55aa, 0x55aa55aa),
    REG(QUIET_US, 0, "r", 1, 0),
};
#define REGS (sizeof(regs) / sizeof(regs[0]))

static struct vm *vm;

static void start_plain(void)
{
    vm = vm_start(VM_QTEST, PLAIN, NULL);
}

static void start_with(const char *machine)
{
    vm_end(vm);
    vm = vm_start(VM_QTEST, machine, NULL);
}

static void end(void)
{
    vm_end(vm);
}

static uint32_t get(uint32_t reg)
{
    return vm_get(vm, A_CTRL + reg);
}

static void put_a(uint32_t reg, uint32_t value)
{
    vm_put(vm, A_CTRL + reg, value);
}

static void put_m(uint32_t reg, uint32_t value)
{
    vm_put(vm, M_CTRL + reg, value);
}

static void release(void)
{
    put_a(AMP_CTRL_RUN, 1);
    vm_step(vm, START_NS);
    ck_assert_uint_eq(get(AMP_CTRL_STATE), AMP_STATE_RUNNING);
}

START_TEST(register_keeps_its_contract)
{
    check_register(&regs[_i], PLAIN);
}
END_TEST

START_TEST(no_register_beyond_the_last)
{
    uint32_t errors = errors_of(vm);

    ck_assert_uint_eq(get(AMP_CTRL_QUIET_US + 4), 0);
    put_a(AMP_CTRL_QUIET_US + 4, 1);
    ck_assert_uint_eq(get(AMP_CTRL_SIZE - 4), 0);
    ck_assert_uint_eq(errors_of(vm) - errors, 3);
}
END_TEST

START_TEST(release_passes_starting_and_hold_ends_it)
{
    put_a(AMP_CTRL_RUN, 1);
    ck_assert_uint_eq(get(AMP_CTRL_RUN), 1);
    vm_step(vm, START_NS - 1);
    ck_assert_uint_eq(get(AMP_CTRL_STATE), AMP_STATE_STARTING);
    vm_step(vm, 1);
    ck_assert_uint_eq(get(AMP_CTRL_STATE), AMP_STATE_RUNNING);
    put_a(AMP_CTRL_RUN, 1);
    ck_assert_uint_eq(get(AMP_CTRL_STATE), AMP_STATE_RUNNING);
    ck_assert_uint_eq(get(AMP_CTRL_RELEASES), 1);
    put_a(AMP_CTRL_RUN, 0);
    ck_assert_uint_eq(get(AMP_CTRL_STATE), AMP_STATE_HELD);
    ck_assert_uint_eq(get(AMP_CTRL_RUN), 0);
    ck_assert_uint_eq(get(AMP_CTRL_RELEASES), 1);
}
END_TEST

START_TEST(hold_while_starting_cancels_the_start)
{
    put_a(AMP_CTRL_RUN, 1);
    put_a(AMP_CTRL_RUN, 0);
    vm_step(vm, 10 * START_NS);
    ck_assert_uint_eq(get(AMP_CTRL_STATE), AMP_STATE_HELD);
    release();
    ck_assert_uint_eq(get(AMP_CTRL_RELEASES), 2);
}
END_TEST

START_TEST(start_latency_follows_the_seed)
{
    uint64_t latency[2];

    for (int seed = 0; seed < 2; seed++) {
        char machine[64];

        snprintf(machine, sizeof(machine), "jitter=on,seed=%d", 1 + seed);
        start_with(machine);
        put_a(AMP_CTRL_RUN, 1);
        for (latency[seed] = 0; get(AMP_CTRL_STATE) == AMP_STATE_STARTING;
             latency[seed] += 100) {
            vm_step(vm, 100);
        }
        ck_assert_uint_ge(latency[seed], START_NS);
        ck_assert_uint_le(latency[seed], 5 * START_NS);
    }
    ck_assert_uint_ne(latency[0], latency[1]);
}
END_TEST

START_TEST(boot_address_must_be_aligned)
{
    uint32_t errors = errors_of(vm);

    put_a(AMP_CTRL_BOOT_ADDR, 0x100);
    put_a(AMP_CTRL_BOOT_ADDR, 0x140);
    ck_assert_uint_eq(errors_of(vm) - errors, 1);
    ck_assert_uint_eq(get(AMP_CTRL_BOOT_ADDR), 0x100);
}
END_TEST

START_TEST(crash_report_keeps_the_first_cause)
{
    put_m(AMP_CTRL_CRASH, 0x1234);
    put_m(AMP_CTRL_CRASH, 0x5678);
    ck_assert_uint_eq(get(AMP_CTRL_CAUSE), AMP_CAUSE_SOFT);
    ck_assert_uint_eq(get(AMP_CTRL_CAUSE_ARG), 0x1234);
    ck_assert_uint_eq(get(AMP_CTRL_IRQ_STATUS), AMP_IRQ_CRASH);
}
END_TEST

START_TEST(crash_line_is_status_and_enable)
{
    unsigned int spi = AMP_SPI(0, AMP_SPI_CRASH);

    put_m(AMP_CTRL_CRASH, 1);
    ck_assert(!vm_spi(vm, spi));
    put_a(AMP_CTRL_IRQ_ENABLE, AMP_IRQ_WDOG);
    ck_assert(!vm_spi(vm, spi));
    put_a(AMP_CTRL_IRQ_ENABLE, AMP_IRQ_CRASH);
    ck_assert(vm_spi(vm, spi));
    put_a(AMP_CTRL_IRQ_STATUS, AMP_IRQ_WDOG);
    ck_assert(vm_spi(vm, spi));
    put_a(AMP_CTRL_IRQ_STATUS, AMP_IRQ_CRASH);
    ck_assert(!vm_spi(vm, spi));
    ck_assert_uint_eq(get(AMP_CTRL_IRQ_STATUS), 0);
}
END_TEST

static void wdog_on(uint32_t period_us)
{
    put_m(AMP_CTRL_WDOG_PERIOD, period_us);
    put_m(AMP_CTRL_WDOG_CTRL, 1);
}

START_TEST(watchdog_barks_on_time_once)
{
    unsigned int spi = AMP_SPI(0, AMP_SPI_WDOG);

    put_a(AMP_CTRL_IRQ_ENABLE, AMP_IRQ_WDOG);
    wdog_on(1000);
    ck_assert_uint_eq(get(AMP_CTRL_WDOG_LEFT), 1000);
    vm_step(vm, 400000);
    ck_assert_uint_eq(get(AMP_CTRL_WDOG_LEFT), 600);
    vm_step(vm, 599999);
    ck_assert(!vm_spi(vm, spi));
    vm_step(vm, 1);
    ck_assert(vm_spi(vm, spi));
    ck_assert_uint_eq(get(AMP_CTRL_IRQ_STATUS), AMP_IRQ_WDOG);
    ck_assert_uint_eq(get(AMP_CTRL_CAUSE), AMP_CAUSE_WDOG);
    ck_assert_uint_eq(get(AMP_CTRL_WDOG_LEFT), 0);
    put_a(AMP_CTRL_IRQ_STATUS, AMP_IRQ_WDOG);
    vm_step(vm, 100000000);
    ck_assert(!vm_spi(vm, spi));
}
END_TEST

START_TEST(watchdog_is_fed_by_the_right_word_only)
{
    uint32_t errors;

    wdog_on(1000);
    vm_step(vm, 900000);
    put_m(AMP_CTRL_WDOG_FEED, AMP_WDOG_FEED_VALUE);
    ck_assert_uint_eq(get(AMP_CTRL_WDOG_LEFT), 1000);
    vm_step(vm, 900000);
    errors = errors_of(vm);
    put_m(AMP_CTRL_WDOG_FEED, AMP_WDOG_FEED_VALUE + 1);
    ck_assert_uint_eq(errors_of(vm) - errors, 1);
    ck_assert_uint_eq(get(AMP_CTRL_WDOG_LEFT), 100);
    vm_step(vm, 100000);
    ck_assert_uint_eq(get(AMP_CTRL_CAUSE), AMP_CAUSE_WDOG);
}
END_TEST

START_TEST(watchdog_off_stays_off)
{
    put_m(AMP_CTRL_WDOG_PERIOD, 1000);
    put_m(AMP_CTRL_WDOG_FEED, AMP_WDOG_FEED_VALUE);
    ck_assert_uint_eq(get(AMP_CTRL_WDOG_LEFT), 0);
    wdog_on(1000);
    put_m(AMP_CTRL_WDOG_CTRL, 0);
    vm_step(vm, 10000000);
    ck_assert_uint_eq(get(AMP_CTRL_CAUSE), AMP_CAUSE_NONE);
}
END_TEST

START_TEST(watchdog_stops_when_the_core_is_held)
{
    release();
    wdog_on(1000);
    put_a(AMP_CTRL_RUN, 0);
    vm_step(vm, 10000000);
    ck_assert_uint_eq(get(AMP_CTRL_CAUSE), AMP_CAUSE_NONE);
    ck_assert_uint_eq(get(AMP_CTRL_WDOG_CTRL), 0);
}
END_TEST

START_TEST(watchdog_period_has_bounds)
{
    static const struct { uint32_t period; bool ok; } cases[] = {
        { 0, false }, { 1, true }, { AMP_WDOG_PERIOD_MAX, true },
        { AMP_WDOG_PERIOD_MAX + 1, false }, { ~0u, false },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        uint32_t errors = errors_of(vm);

        put_m(AMP_CTRL_WDOG_PERIOD, cases[i].period);
        ck_assert_uint_eq(errors_of(vm) - errors, !cases[i].ok);
        ck_assert(!cases[i].ok ||
                  get(AMP_CTRL_WDOG_PERIOD) == cases[i].period);
    }
    ck_assert_uint_eq(get(AMP_CTRL_WDOG_PERIOD), AMP_WDOG_PERIOD_MAX);
}
END_TEST

START_TEST(command_raises_its_line_until_taken)
{
    vm_watch(vm, "/machine/remote0/cluster/armv7m");
    put_a(AMP_CTRL_CMD_ARG, 42);
    ck_assert_uint_eq(get(AMP_CTRL_CMD_PENDING), 0);
    put_a(AMP_CTRL_CMD, AMP_CMD_BURST);
    ck_assert_uint_eq(get(AMP_CTRL_CMD_PENDING), 1);
    ck_assert(vm_line(vm, AMP_NVIC_CMD));
    ck_assert_uint_eq(vm_get(vm, M_CTRL + AMP_CTRL_CMD), AMP_CMD_BURST);
    ck_assert_uint_eq(vm_get(vm, M_CTRL + AMP_CTRL_CMD_ARG), 42);
    put_m(AMP_CTRL_CMD_PENDING, 0);
    ck_assert_uint_eq(get(AMP_CTRL_CMD_PENDING), 1);
    put_m(AMP_CTRL_CMD_PENDING, 1);
    ck_assert_uint_eq(get(AMP_CTRL_CMD_PENDING), 0);
    ck_assert(!vm_line(vm, AMP_NVIC_CMD));
}
END_TEST

START_TEST(release_clears_what_the_last_run_left)
{
    release();
    put_m(AMP_CTRL_RSC_TABLE, 0x20);
    put_m(AMP_CTRL_CRASH, 7);
    wdog_on(1000);
    put_a(AMP_CTRL_CMD, AMP_CMD_HANG);
    put_a(AMP_CTRL_IRQ_ENABLE, AMP_IRQ_CRASH);
    put_a(AMP_CTRL_RUN, 0);
    ck_assert_uint_eq(get(AMP_CTRL_CAUSE), AMP_CAUSE_SOFT);
    put_a(AMP_CTRL_RUN, 1);
    ck_assert_uint_eq(get(AMP_CTRL_CAUSE), AMP_CAUSE_NONE);
    ck_assert_uint_eq(get(AMP_CTRL_CAUSE_ARG), 0);
    ck_assert_uint_eq(get(AMP_CTRL_IRQ_STATUS), 0);
    ck_assert_uint_eq(get(AMP_CTRL_CMD_PENDING), 0);
    ck_assert_uint_eq(get(AMP_CTRL_WDOG_PERIOD), AMP_WDOG_PERIOD_MAX);
    ck_assert_uint_eq(get(AMP_CTRL_IRQ_ENABLE), AMP_IRQ_CRASH);
    ck_assert_uint_eq(get(AMP_CTRL_RSC_TABLE), 0x20);
}
END_TEST

START_TEST(fault_start_dead_leaves_it_starting)
{
    start_with(PLAIN ",faults=start-dead@0:count=1");
    put_a(AMP_CTRL_RUN, 1);
    vm_step(vm, 1000 * START_NS);
    ck_assert_uint_eq(get(AMP_CTRL_STATE), AMP_STATE_STARTING);
    ck_assert_uint_eq(hits_of(vm, AMP_FAULT_START_DEAD), 1);
    put_a(AMP_CTRL_RUN, 0);
    ck_assert_uint_eq(get(AMP_CTRL_STATE), AMP_STATE_HELD);
    release();
}
END_TEST

START_TEST(fault_start_late_keeps_it_starting_for_longer)
{
    start_with(PLAIN ",faults=start-late@0:count=1:arg=100000");
    put_a(AMP_CTRL_RUN, 1);
    vm_step(vm, 99 * 1000 * 1000);
    ck_assert_uint_eq(get(AMP_CTRL_STATE), AMP_STATE_STARTING);
    vm_step(vm, 1000 * 1000 + START_NS);
    ck_assert_uint_eq(get(AMP_CTRL_STATE), AMP_STATE_RUNNING);
    ck_assert_uint_eq(hits_of(vm, AMP_FAULT_START_LATE), 1);
    put_a(AMP_CTRL_RUN, 0);
    release();
}
END_TEST

START_TEST(fault_hold_ignored_leaves_it_running)
{
    start_with(PLAIN ",faults=hold-ignored@0:count=1");
    release();
    put_a(AMP_CTRL_RUN, 0);
    ck_assert_uint_eq(get(AMP_CTRL_STATE), AMP_STATE_RUNNING);
    ck_assert_uint_eq(get(AMP_CTRL_RUN), 1);
    ck_assert_uint_eq(hits_of(vm, AMP_FAULT_HOLD_IGNORED), 1);
    put_a(AMP_CTRL_RUN, 0);
    ck_assert_uint_eq(get(AMP_CTRL_STATE), AMP_STATE_HELD);
}
END_TEST

START_TEST(fault_crash_lost_loses_the_interrupt)
{
    start_with(PLAIN ",faults=crash-lost@0:skip=1:count=1");
    put_m(AMP_CTRL_CRASH, 1);
    ck_assert_uint_eq(get(AMP_CTRL_IRQ_STATUS), AMP_IRQ_CRASH);
    put_a(AMP_CTRL_IRQ_STATUS, AMP_IRQ_CRASH);
    put_m(AMP_CTRL_CRASH, 1);
    ck_assert_uint_eq(get(AMP_CTRL_IRQ_STATUS), 0);
    ck_assert_uint_eq(get(AMP_CTRL_CAUSE), AMP_CAUSE_SOFT);
    put_m(AMP_CTRL_CRASH, 1);
    ck_assert_uint_eq(get(AMP_CTRL_IRQ_STATUS), AMP_IRQ_CRASH);
    ck_assert_uint_eq(hits_of(vm, AMP_FAULT_CRASH_LOST), 1);
}
END_TEST

START_TEST(fault_wdog_lost_loses_the_interrupt)
{
    start_with(PLAIN ",faults=wdog-lost@0");
    wdog_on(1000);
    vm_step(vm, 1000000);
    ck_assert_uint_eq(get(AMP_CTRL_IRQ_STATUS), 0);
    ck_assert_uint_eq(get(AMP_CTRL_CAUSE), AMP_CAUSE_WDOG);
    ck_assert_uint_eq(hits_of(vm, AMP_FAULT_WDOG_LOST), 1);
}
END_TEST

START_TEST(fault_cmd_lost_loses_the_command)
{
    start_with(PLAIN ",faults=cmd-lost@0:count=2");
    put_a(AMP_CTRL_CMD, 1);
    put_a(AMP_CTRL_CMD, 1);
    ck_assert_uint_eq(get(AMP_CTRL_CMD_PENDING), 0);
    put_a(AMP_CTRL_CMD, 1);
    ck_assert_uint_eq(get(AMP_CTRL_CMD_PENDING), 1);
    ck_assert_uint_eq(hits_of(vm, AMP_FAULT_CMD_LOST), 2);
}
END_TEST

/* Where the tests of table-flips have a table, and the fault's argument */
#define TABLE 0x100u
#define FLIP "faults=table-flips@0:arg=0x0309"

static uint32_t table_byte(uint32_t offset)
{
    return vm_read(vm, A_DTCM + TABLE + offset, 1);
}

static void put_table(const char *faults)
{
    char machine[128];

    snprintf(machine, sizeof(machine), "%s,%s", PLAIN, faults);
    start_with(machine);
    vm_put(vm, A_DTCM + TABLE, 0x44332211);
    put_a(AMP_CTRL_RSC_TABLE, AMP_M_DTCM + TABLE);
}

START_TEST(fault_table_flips_changes_the_byte_at_the_nth_read)
{
    put_table(FLIP ":skip=2:count=1");
    ck_assert_uint_eq(table_byte(3), 0x44);
    ck_assert_uint_eq(table_byte(2), 0x33);
    ck_assert_uint_eq(vm_get(vm, A_DTCM + TABLE), 0x44332211);
    ck_assert_uint_eq(hits_of(vm, AMP_FAULT_TABLE_FLIPS), 0);
    ck_assert_uint_eq(vm_get(vm, A_DTCM + TABLE), 0x09332211);
    ck_assert_uint_eq(hits_of(vm, AMP_FAULT_TABLE_FLIPS), 1);
    /* for good, and what is written to it stays */
    ck_assert_uint_eq(table_byte(3), 9);
    vm_write(vm, A_DTCM + TABLE + 3, 1, 0x55);
    ck_assert_uint_eq(table_byte(3), 0x55);
    ck_assert_uint_eq(hits_of(vm, AMP_FAULT_TABLE_FLIPS), 1);
}
END_TEST

START_TEST(fault_table_flips_follows_table_and_arming)
{
    put_table(FLIP ":count=1");
    put_a(AMP_CTRL_RSC_TABLE, 0);
    ck_assert_uint_eq(table_byte(3), 0x44);
    put_a(AMP_CTRL_RSC_TABLE, AMP_M_DTCM + TABLE + 1);
    ck_assert_uint_eq(table_byte(3), 0x44);
    ck_assert_uint_eq(table_byte(4), 9);
    vm_put(vm, A_LAB + AMP_LAB_FAULT_SELECT,
           AMP_FAULT_INDEX(0, AMP_FAULT_TABLE_FLIPS));
    vm_put(vm, A_LAB + AMP_LAB_FAULT_ARG, 0x0107);
    vm_put(vm, A_LAB + AMP_LAB_FAULT_COUNT, 1);
    ck_assert_uint_eq(table_byte(2), 7);
    ck_assert_uint_eq(hits_of(vm, AMP_FAULT_TABLE_FLIPS), 2);
    /* no memory of the core's own there */
    put_a(AMP_CTRL_RSC_TABLE, AMP_M_DRAM);
    vm_put(vm, A_LAB + AMP_LAB_FAULT_COUNT, 1);
    ck_assert_uint_eq(table_byte(3), 0x44);
}
END_TEST

Suite *suite_ctrl(void)
{
    const TTest *const tests[] = {
        no_register_beyond_the_last,
        release_passes_starting_and_hold_ends_it,
        hold_while_starting_cancels_the_start,
        start_latency_follows_the_seed,
        boot_address_must_be_aligned,
        crash_report_keeps_the_first_cause,
        crash_line_is_status_and_enable,
        watchdog_barks_on_time_once,
        watchdog_is_fed_by_the_right_word_only,
        watchdog_off_stays_off,
        watchdog_stops_when_the_core_is_held,
        watchdog_period_has_bounds,
        command_raises_its_line_until_taken,
        release_clears_what_the_last_run_left,
        fault_start_dead_leaves_it_starting,
        fault_start_late_keeps_it_starting_for_longer,
        fault_hold_ignored_leaves_it_running,
        fault_crash_lost_loses_the_interrupt,
        fault_wdog_lost_loses_the_interrupt,
        fault_cmd_lost_loses_the_command,
        fault_table_flips_changes_the_byte_at_the_nth_read,
        fault_table_flips_follows_table_and_arming,
    };
    Suite *s = suite_create("ctrl");
    TCase *registers = tcase_create("registers");
    TCase *behaviour = tcase_create("behaviour");

    tcase_set_timeout(registers, TEST_LIMIT_S);
    tcase_add_loop_test(registers, register_keeps_its_contract, 0, REGS);
    suite_add_tcase(s, registers);

    tcase_set_timeout(behaviour, TEST_LIMIT_S);
    tcase_add_checked_fixture(behaviour, start_plain, end);
    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        tcase_add_test(behaviour, tests[i]);
    }
    suite_add_tcase(s, behaviour);
    return s;
}
