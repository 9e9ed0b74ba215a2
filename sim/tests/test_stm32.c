/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Register test of profile stm32 through qtest: RCC, TAMP, memories
 *
 * What stm32_rproc does to start and stop the core is what the hold and reset
 * tests follow; our control block shows what came of it.
 * Leaves out: a core that executes; the scenarios have one.
 */
#include "amp_stm32.h"
#include "tests.h"

#define STM32 "profile=stm32," PLAIN
#define A_RCC (AMP_CORE(0) + AMP_STM32_OFF_RCC)
#define M_RCC (A_RCC + 0x80000u)
#define A_TAMP (AMP_CORE(0) + AMP_STM32_OFF_TAMP)
#define M_TAMP (A_TAMP + 0x80000u)

#define RCC(n, off, access, write, after) \
    { n, A_RCC + (off), M_RCC + (off), 0, access, write, after }
#define TAMP(n, off) \
    { n, A_TAMP + (off), M_TAMP + (off), 0, "rAM", 0x5a5a1234, 0x5a5a1234 }

static const struct reg_case regs[] = {
    RCC("TZCR", AMP_RCC_TZCR, "r", 1, 0),
    RCC("MP_GCR", AMP_RCC_MP_GCR, "rAM", 1, 1),
    RCC("MP_GRSTCSETR", AMP_RCC_MP_GRSTCSETR, "rAM", AMP_RCC_MCURST, 0),
    TAMP("BKP0R", AMP_TAMP_BKP(0)),
    TAMP("RSC_TABLE", AMP_TAMP_RSC_TABLE),
    TAMP("M4_STATE", AMP_TAMP_M4_STATE),
    TAMP("BKP31R", AMP_TAMP_BKP(31)),
};
#define REGS (sizeof(regs) / sizeof(regs[0]))

static struct vm *vm;

static void start(void)
{
    vm = vm_start(VM_QTEST, STM32, NULL);
}

static void end(void)
{
    vm_end(vm);
}

static void boot_mcu(uint32_t value)
{
    vm_put(vm, A_RCC + AMP_RCC_MP_GCR, value);
}

static void mcurst(void)
{
    vm_put(vm, A_RCC + AMP_RCC_MP_GRSTCSETR, AMP_RCC_MCURST);
}

static uint32_t state(void)
{
    return vm_get(vm, A_CTRL + AMP_CTRL_STATE);
}

/* What became of the core, once it has had time to start */
static void expect(uint32_t want_state, uint32_t releases)
{
    vm_step(vm, START_NS);
    ck_assert_uint_eq(state(), want_state);
    ck_assert_uint_eq(vm_get(vm, A_CTRL + AMP_CTRL_RELEASES), releases);
}

START_TEST(register_keeps_its_contract)
{
    check_register(&regs[_i], STM32);
}
END_TEST

START_TEST(no_register_beside_them)
{
    static const uint32_t holes[] = {
        A_RCC + 4, A_RCC + AMP_RCC_MP_GCR + 4, A_RCC + AMP_STM32_RCC_SIZE - 4,
        A_TAMP, A_TAMP + AMP_TAMP_BKP(0) - 4, A_TAMP + AMP_TAMP_BKP(32),
    };

    for (size_t i = 0; i < sizeof(holes) / sizeof(holes[0]); i++) {
        uint32_t errors = errors_of(vm);

        ck_assert_uint_eq(vm_get(vm, holes[i]), 0);
        vm_put(vm, holes[i], 1);
        ck_assert_msg(errors_of(vm) - errors == 2, "at 0x%x", holes[i]);
    }
}
END_TEST

START_TEST(bits_without_a_model_are_refused)
{
    uint32_t errors = errors_of(vm);

    boot_mcu(3);
    vm_put(vm, A_RCC + AMP_RCC_MP_GRSTCSETR, 1 | AMP_RCC_MCURST);
    ck_assert_uint_eq(errors_of(vm) - errors, 2);
    expect(AMP_STATE_HELD, 0);
}
END_TEST

START_TEST(driver_starts_and_stops_the_core)
{
    for (uint32_t life = 1; life <= 3; life++) {
        boot_mcu(1);
        boot_mcu(0);
        expect(AMP_STATE_RUNNING, life);
        mcurst();
        expect(AMP_STATE_HELD, life);
    }
}
END_TEST

START_TEST(hold_bit_alone_does_not_stop_the_core)
{
    boot_mcu(1);
    expect(AMP_STATE_RUNNING, 1);
    boot_mcu(0);
    boot_mcu(1);
    expect(AMP_STATE_RUNNING, 1);
}
END_TEST

START_TEST(reset_of_a_core_that_may_boot_starts_it_again)
{
    boot_mcu(1);
    expect(AMP_STATE_RUNNING, 1);
    mcurst();
    expect(AMP_STATE_RUNNING, 2);
}
END_TEST

START_TEST(reset_of_a_held_core_changes_nothing)
{
    mcurst();
    expect(AMP_STATE_HELD, 0);
}
END_TEST

START_TEST(ignored_hold_leaves_the_core_running)
{
    vm_end(vm);
    vm = vm_start(VM_QTEST, STM32 ",faults=hold-ignored@0:count=1", NULL);
    boot_mcu(1);
    boot_mcu(0);
    expect(AMP_STATE_RUNNING, 1);
    mcurst();
    expect(AMP_STATE_RUNNING, 1);
    mcurst();
    expect(AMP_STATE_HELD, 1);
}
END_TEST

START_TEST(watchdog_line_is_high_until_the_reset)
{
    unsigned int spi = AMP_SPI(0, AMP_STM32_SPI_WDOG);

    boot_mcu(1);
    boot_mcu(0);
    expect(AMP_STATE_RUNNING, 1);
    vm_put(vm, M_CTRL + AMP_CTRL_WDOG_PERIOD, 100);
    vm_put(vm, M_CTRL + AMP_CTRL_WDOG_CTRL, 1);
    vm_step(vm, 99000);
    ck_assert(!vm_spi(vm, spi));
    vm_step(vm, 2000);
    ck_assert(vm_spi(vm, spi));
    ck_assert_uint_eq(vm_get(vm, A_CTRL + AMP_CTRL_CAUSE), AMP_CAUSE_WDOG);
    mcurst();
    ck_assert(!vm_spi(vm, spi));
}
END_TEST

START_TEST(reset_of_the_core_keeps_backup_registers)
{
    vm_put(vm, M_TAMP + AMP_TAMP_M4_STATE, AMP_M4_RUNNING);
    boot_mcu(1);
    mcurst();
    ck_assert_uint_eq(vm_get(vm, A_TAMP + AMP_TAMP_M4_STATE), AMP_M4_RUNNING);
}
END_TEST

START_TEST(memories_are_where_the_part_has_them)
{
    uint32_t last = AMP_STM32_SRAM_SIZE - 4;

    vm_put(vm, AMP_STM32_RETRAM, 1);
    vm_put(vm, AMP_STM32_SRAM + last, 2);
    ck_assert_uint_eq(vm_get(vm, AMP_STM32_RETRAM), 1);
    ck_assert_uint_eq(vm_get(vm, AMP_STM32_SRAM_ALIAS + last), 2);
    ck_assert_uint_eq(vm_get(vm, AMP_STM32_SRAM), 0);
}
END_TEST

START_TEST(part_has_one_core)
{
    ck_assert(vm_fails("profile=stm32,remotes=2", NULL,
                       "profile stm32 has at most 1"));
}
END_TEST

Suite *suite_stm32(void)
{
    Suite *s = suite_create("stm32");
    TCase *tc = tcase_create("stm32");
    const TTest *const tests[] = {
        no_register_beside_them, bits_without_a_model_are_refused,
        driver_starts_and_stops_the_core, hold_bit_alone_does_not_stop_the_core,
        reset_of_a_core_that_may_boot_starts_it_again,
        reset_of_a_held_core_changes_nothing,
        ignored_hold_leaves_the_core_running,
        watchdog_line_is_high_until_the_reset,
        reset_of_the_core_keeps_backup_registers,
        memories_are_where_the_part_has_them, part_has_one_core,
    };

    tcase_set_timeout(tc, TEST_LIMIT_S);
    tcase_add_checked_fixture(tc, start, end);
    tcase_add_loop_test(tc, register_keeps_its_contract, 0, (int)REGS);
    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        tcase_add_test(tc, tests[i]);
    }
    suite_add_tcase(s, tc);
    return s;
}
