/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Register test of the IPCC, through qtest
 *
 * The driver's use of it (clear bits that are read back as 0, mask what is
 * free) is what the interrupt tests follow.
 * Leaves out: a core that executes.
 */
#include <stdio.h>

#include "amp_ipcc.h"
#include "amp_stm32.h"
#include "tests.h"

#define STM32 "profile=stm32," PLAIN
#define A_IPCC (AMP_CORE(0) + AMP_STM32_OFF_IPCC)
#define M_IPCC (A_IPCC + 0x80000u)
#define MR_RESET (AMP_IPCC_ALL | AMP_IPCC_ALL << 16)

#define REG(n, off, reset, access, write, after) \
    { n, A_IPCC + (off), M_IPCC + (off), reset, access, write, after }
#define PROC(p) \
    REG("CR" #p, AMP_IPCC_CR(p), 0, "rAM", ~0u, 0x00010001), \
    REG("MR" #p, AMP_IPCC_MR(p), MR_RESET, "rAM", 0xfff0fff1, 0x00300031), \
    REG("SCR" #p, AMP_IPCC_SCR(p), 0, "rAM", 0xffc0ffc0, 0), \
    REG("TOSR" #p, AMP_IPCC_TOSR(p), 0, "r", 1, 0)

static const struct reg_case regs[] = {
    PROC(0), PROC(1),
    REG("HWCFGR", AMP_IPCC_HWCFGR, AMP_IPCC_CHANNELS, "r", 1, 0),
    REG("VERR", AMP_IPCC_VERR, AMP_IPCC_VERR_VALUE, "r", 1, 0),
    REG("IPIDR", AMP_IPCC_IPIDR, AMP_IPCC_IPIDR_VALUE, "r", 1, 0),
    REG("SIDR", AMP_IPCC_SIDR, AMP_IPCC_SIDR_VALUE, "r", 1, 0),
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

static uint32_t get_a(uint32_t reg)
{
    return vm_get(vm, A_IPCC + reg);
}

static void put_a(uint32_t reg, uint32_t value)
{
    vm_put(vm, A_IPCC + reg, value);
}

static void put_m(uint32_t reg, uint32_t value)
{
    vm_put(vm, M_IPCC + reg, value);
}

START_TEST(register_keeps_its_contract)
{
    check_register(&regs[_i], STM32);
}
END_TEST

START_TEST(no_register_in_the_holes)
{
    static const uint32_t holes[] = { 0x020, 0x03c, 0x3ec };

    for (size_t i = 0; i < sizeof(holes) / sizeof(holes[0]); i++) {
        uint32_t errors = errors_of(vm);

        ck_assert_uint_eq(get_a(holes[i]), 0);
        put_a(holes[i], 1);
        ck_assert_msg(errors_of(vm) - errors == 2, "offset 0x%x", holes[i]);
    }
}
END_TEST

/* Each channel and direction: the sender sets, only the receiver clears */
START_TEST(flag_is_set_by_one_side_and_cleared_by_the_other)
{
    unsigned int from = _i & 1, n = _i / 2;

    put_a(AMP_IPCC_SCR(from), AMP_IPCC_TX(n));
    ck_assert_uint_eq(get_a(AMP_IPCC_TOSR(from)), AMP_IPCC_RX(n));
    ck_assert_uint_eq(get_a(AMP_IPCC_TOSR(!from)), 0);
    put_a(AMP_IPCC_SCR(from), AMP_IPCC_RX(n));
    ck_assert_uint_eq(get_a(AMP_IPCC_TOSR(from)), AMP_IPCC_RX(n));
    put_a(AMP_IPCC_SCR(!from), AMP_IPCC_RX(n));
    ck_assert_uint_eq(get_a(AMP_IPCC_TOSR(from)), 0);
}
END_TEST

START_TEST(occupied_channel_interrupts_linux)
{
    unsigned int spi = AMP_SPI(0, AMP_STM32_SPI_RX);

    put_m(AMP_IPCC_SCR(AMP_IPCC_M), AMP_IPCC_TX(1));
    put_a(AMP_IPCC_CR(AMP_IPCC_A), AMP_IPCC_CR_RXO);
    ck_assert_msg(!vm_spi(vm, spi), "masked after reset");
    put_a(AMP_IPCC_MR(AMP_IPCC_A), MR_RESET & ~AMP_IPCC_RX(0));
    ck_assert_msg(!vm_spi(vm, spi), "another channel");
    put_a(AMP_IPCC_MR(AMP_IPCC_A), MR_RESET & ~AMP_IPCC_RX(1));
    ck_assert(vm_spi(vm, spi));
    put_a(AMP_IPCC_CR(AMP_IPCC_A), 0);
    ck_assert(!vm_spi(vm, spi));
    put_a(AMP_IPCC_CR(AMP_IPCC_A), AMP_IPCC_CR_RXO);
    put_a(AMP_IPCC_SCR(AMP_IPCC_A), AMP_IPCC_RX(1));
    ck_assert(!vm_spi(vm, spi));
}
END_TEST

START_TEST(free_channel_interrupts_linux)
{
    unsigned int spi = AMP_SPI(0, AMP_STM32_SPI_TX);

    put_a(AMP_IPCC_CR(AMP_IPCC_A), AMP_IPCC_CR_TXF);
    put_a(AMP_IPCC_SCR(AMP_IPCC_A), AMP_IPCC_TX(2));
    put_a(AMP_IPCC_MR(AMP_IPCC_A), MR_RESET & ~AMP_IPCC_TX(2));
    ck_assert(!vm_spi(vm, spi));
    put_m(AMP_IPCC_SCR(AMP_IPCC_M), AMP_IPCC_RX(2));
    ck_assert(vm_spi(vm, spi));
    put_a(AMP_IPCC_MR(AMP_IPCC_A), MR_RESET);
    ck_assert(!vm_spi(vm, spi));
}
END_TEST

START_TEST(occupied_channel_interrupts_the_core)
{
    vm_watch(vm, "/machine/remote0/cluster/armv7m");
    put_m(AMP_IPCC_MR(AMP_IPCC_M), 0);
    put_m(AMP_IPCC_CR(AMP_IPCC_M), AMP_IPCC_CR_RXO);
    ck_assert(!vm_line(vm, AMP_STM32_NVIC_RX));
    put_a(AMP_IPCC_SCR(AMP_IPCC_A), AMP_IPCC_TX(0));
    ck_assert(vm_line(vm, AMP_STM32_NVIC_RX));
    ck_assert(!vm_line(vm, AMP_STM32_NVIC_TX));
    put_m(AMP_IPCC_SCR(AMP_IPCC_M), AMP_IPCC_RX(0));
    ck_assert(!vm_line(vm, AMP_STM32_NVIC_RX));
    put_m(AMP_IPCC_CR(AMP_IPCC_M), AMP_IPCC_CR_TXF);
    ck_assert(vm_line(vm, AMP_STM32_NVIC_TX));
}
END_TEST

START_TEST(flag_takes_its_time_to_the_receiver_only)
{
    bool was_late = false;

    vm_end(vm);
    vm = vm_start(VM_QTEST, "profile=stm32,m-side-window=on,seed=7", NULL);
    for (unsigned int n = 0; n < AMP_IPCC_CHANNELS; n++) {
        put_a(AMP_IPCC_SCR(AMP_IPCC_A), AMP_IPCC_TX(n));
        ck_assert(get_a(AMP_IPCC_TOSR(AMP_IPCC_A)) & AMP_IPCC_RX(n));
        was_late |= !(vm_get(vm, M_IPCC + AMP_IPCC_TOSR(AMP_IPCC_A)) &
                      AMP_IPCC_RX(n));
    }
    ck_assert(was_late);
    vm_step(vm, 5000);
    ck_assert_uint_eq(vm_get(vm, M_IPCC + AMP_IPCC_TOSR(AMP_IPCC_A)),
                      AMP_IPCC_ALL);
}
END_TEST

START_TEST(delayed_flag_is_seen_later)
{
    vm_end(vm);
    vm = vm_start(VM_QTEST, STM32 ",faults=delay-a2m@0:count=1:arg=100", NULL);
    put_a(AMP_IPCC_SCR(AMP_IPCC_A), AMP_IPCC_TX(0));
    put_a(AMP_IPCC_SCR(AMP_IPCC_A), AMP_IPCC_TX(1));
    vm_step(vm, 99999);
    ck_assert_uint_eq(vm_get(vm, M_IPCC + AMP_IPCC_TOSR(AMP_IPCC_A)),
                      AMP_IPCC_RX(1));
    vm_step(vm, 1);
    ck_assert_uint_eq(vm_get(vm, M_IPCC + AMP_IPCC_TOSR(AMP_IPCC_A)),
                      AMP_IPCC_RX(0) | AMP_IPCC_RX(1));
}
END_TEST

static const struct { const char *fault; unsigned int from; } drops[] = {
    { "drop-a2m@0:count=1", AMP_IPCC_A },
    { "drop-m2a@0:count=1", AMP_IPCC_M },
};

START_TEST(dropped_flag_leaves_the_channel_free)
{
    char machine[96];

    vm_end(vm);
    snprintf(machine, sizeof(machine), STM32 ",faults=%s", drops[_i].fault);
    vm = vm_start(VM_QTEST, machine, NULL);
    put_a(AMP_IPCC_SCR(drops[_i].from), AMP_IPCC_TX(0));
    ck_assert_uint_eq(get_a(AMP_IPCC_TOSR(drops[_i].from)), 0);
    put_a(AMP_IPCC_SCR(drops[_i].from), AMP_IPCC_TX(0));
    ck_assert_uint_eq(get_a(AMP_IPCC_TOSR(drops[_i].from)), 1);
}
END_TEST

START_TEST(channel_of_linux_stays_occupied_until_full_is_disarmed)
{
    unsigned int spi = AMP_SPI(0, AMP_STM32_SPI_TX);

    arm_fault(vm, AMP_FAULT_FULL_A2M, ~0u);
    put_a(AMP_IPCC_CR(AMP_IPCC_A), AMP_IPCC_CR_TXF);
    put_a(AMP_IPCC_SCR(AMP_IPCC_A), AMP_IPCC_TX(1));
    put_a(AMP_IPCC_MR(AMP_IPCC_A), MR_RESET & ~AMP_IPCC_TX(1));
    put_m(AMP_IPCC_SCR(AMP_IPCC_M), AMP_IPCC_RX(1));
    put_m(AMP_IPCC_SCR(AMP_IPCC_M), AMP_IPCC_RX(1));
    put_a(AMP_IPCC_SCR(AMP_IPCC_A), AMP_IPCC_TX(1));
    ck_assert_uint_eq(get_a(AMP_IPCC_TOSR(AMP_IPCC_A)), AMP_IPCC_RX(1));
    ck_assert_uint_eq(vm_get(vm, M_IPCC + AMP_IPCC_TOSR(AMP_IPCC_A)), 0);
    ck_assert_uint_eq(hits_of(vm, AMP_FAULT_FULL_A2M), 1);
    ck_assert(!vm_spi(vm, spi));
    arm_fault(vm, AMP_FAULT_DROP_M2A, 0);
    ck_assert(!vm_spi(vm, spi));
    arm_fault(vm, AMP_FAULT_FULL_A2M, 0);
    ck_assert(vm_spi(vm, spi));
    ck_assert_uint_eq(get_a(AMP_IPCC_TOSR(AMP_IPCC_A)), 0);
}
END_TEST

START_TEST(core_that_looks_finds_its_channels_occupied)
{
    arm_fault(vm, AMP_FAULT_FULL_M2A, 1);
    ck_assert_uint_eq(get_a(AMP_IPCC_TOSR(AMP_IPCC_M)), 0);
    ck_assert_uint_eq(vm_get(vm, M_IPCC + AMP_IPCC_TOSR(AMP_IPCC_M)),
                      AMP_IPCC_ALL);
    ck_assert_uint_eq(vm_get(vm, M_IPCC + AMP_IPCC_TOSR(AMP_IPCC_M)), 0);
    ck_assert_uint_eq(hits_of(vm, AMP_FAULT_FULL_M2A), 1);
}
END_TEST

START_TEST(spurious_interrupt_ends_when_linux_has_looked)
{
    unsigned int spi = AMP_SPI(0, AMP_STM32_SPI_RX);

    arm_fault(vm, AMP_FAULT_IRQ_SPURIOUS, 1);
    put_m(AMP_IPCC_SCR(AMP_IPCC_M), AMP_IPCC_TX(0));
    ck_assert(vm_spi(vm, spi));
    get_a(AMP_IPCC_TOSR(AMP_IPCC_M));
    ck_assert(!vm_spi(vm, spi));
    put_m(AMP_IPCC_SCR(AMP_IPCC_M), AMP_IPCC_TX(1));
    ck_assert(!vm_spi(vm, spi));
    ck_assert_uint_eq(hits_of(vm, AMP_FAULT_IRQ_SPURIOUS), 1);
}
END_TEST

/* An unmasked flag is a reason: who finds one has not looked in vain */
START_TEST(stuck_line_counts_who_looks_in_vain)
{
    unsigned int spi = AMP_SPI(0, AMP_STM32_SPI_RX);

    arm_fault(vm, AMP_FAULT_IRQ_STUCK, 3);
    put_a(AMP_IPCC_MR(AMP_IPCC_A), MR_RESET & ~AMP_IPCC_RX(0));
    put_m(AMP_IPCC_SCR(AMP_IPCC_M), AMP_IPCC_TX(0));
    ck_assert_uint_eq(get_a(AMP_IPCC_TOSR(AMP_IPCC_M)), AMP_IPCC_RX(0));
    put_a(AMP_IPCC_SCR(AMP_IPCC_A), AMP_IPCC_RX(0));
    for (int look = 0; look < 3; look++) {
        ck_assert(vm_spi(vm, spi));
        ck_assert_uint_eq(get_a(AMP_IPCC_TOSR(AMP_IPCC_M)), 0);
    }
    ck_assert(!vm_spi(vm, spi));
    ck_assert_uint_eq(hits_of(vm, AMP_FAULT_IRQ_STUCK), 3);
}
END_TEST

START_TEST(reset_frees_and_masks_all)
{
    put_a(AMP_IPCC_SCR(AMP_IPCC_A), AMP_IPCC_TX(0));
    put_a(AMP_IPCC_MR(AMP_IPCC_A), 0);
    vm_qmp(vm, "{\"execute\": \"system_reset\"}");
    vm_await(vm, A_IPCC + AMP_IPCC_TOSR(AMP_IPCC_A), 0);
    ck_assert_uint_eq(get_a(AMP_IPCC_MR(AMP_IPCC_A)), MR_RESET);
}
END_TEST

Suite *suite_ipcc(void)
{
    Suite *s = suite_create("ipcc");
    TCase *tc = tcase_create("ipcc");

    tcase_set_timeout(tc, TEST_LIMIT_S);
    tcase_add_checked_fixture(tc, start, end);
    tcase_add_loop_test(tc, register_keeps_its_contract, 0, (int)REGS);
    tcase_add_test(tc, no_register_in_the_holes);
    tcase_add_loop_test(tc, flag_is_set_by_one_side_and_cleared_by_the_other,
                        0, 2 * AMP_IPCC_CHANNELS);
    tcase_add_test(tc, occupied_channel_interrupts_linux);
    tcase_add_test(tc, free_channel_interrupts_linux);
    tcase_add_test(tc, occupied_channel_interrupts_the_core);
    tcase_add_test(tc, flag_takes_its_time_to_the_receiver_only);
    tcase_add_test(tc, delayed_flag_is_seen_later);
    tcase_add_loop_test(tc, dropped_flag_leaves_the_channel_free, 0, 2);
    tcase_add_test(tc, channel_of_linux_stays_occupied_until_full_is_disarmed);
    tcase_add_test(tc, core_that_looks_finds_its_channels_occupied);
    tcase_add_test(tc, spurious_interrupt_ends_when_linux_has_looked);
    tcase_add_test(tc, stuck_line_counts_who_looks_in_vain);
    tcase_add_test(tc, reset_frees_and_masks_all);
    suite_add_tcase(s, tc);
    return s;
}
