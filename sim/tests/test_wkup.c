/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Register test of profile wkup-m3 through qtest: IPC registers, reset line,
 * memories, and the mailbox as its driver uses it without interrupts
 *
 * Leaves out: a core that executes; the scenarios have one.
 */
#include "amp_wkup.h"
#include "tests.h"

#define WKUP "profile=wkup-m3," PLAIN
#define A_IPC (AMP_CORE(0) + AMP_WKUP_OFF_IPC)
#define M_IPC (A_IPC + 0x80000u)

#define MSG(n) \
    { "IPC_MSG" #n, A_IPC + AMP_WKUP_IPC_MSG(n), M_IPC + AMP_WKUP_IPC_MSG(n), \
      0, "rAM", 0x5a5a1234, 0x5a5a1234 }

static const struct reg_case regs[] = {
    { "TXEV_EOI", A_IPC + AMP_WKUP_IPC_TXEV_EOI, M_IPC + AMP_WKUP_IPC_TXEV_EOI,
      0, "rA", 1, 1 },
    MSG(0), MSG(1), MSG(2), MSG(3), MSG(4), MSG(5), MSG(6), MSG(7),
    { "SEV", A_IPC + AMP_WKUP_IPC_SEV, M_IPC + AMP_WKUP_IPC_SEV, 0, "M", 1, 0 },
};
#define REGS (sizeof(regs) / sizeof(regs[0]))

static const unsigned int txev = AMP_SPI(0, AMP_WKUP_SPI_TXEV);
static struct vm *vm;

static void start(void)
{
    vm = vm_start(VM_QTEST, WKUP, NULL);
}

static void end(void)
{
    vm_end(vm);
}

static void sev(void)
{
    vm_put(vm, M_IPC + AMP_WKUP_IPC_SEV, 1);
}

static void eoi(uint32_t value)
{
    vm_put(vm, A_IPC + AMP_WKUP_IPC_TXEV_EOI, value);
}

START_TEST(register_keeps_its_contract)
{
    check_register(&regs[_i], WKUP);
}
END_TEST

START_TEST(values_without_a_meaning_are_refused)
{
    uint32_t errors = errors_of(vm);

    eoi(2);
    vm_put(vm, M_IPC + AMP_WKUP_IPC_SEV, 0);
    vm_put(vm, M_IPC + AMP_WKUP_IPC_SEV, 2);
    ck_assert_uint_eq(errors_of(vm) - errors, 3);
    ck_assert(!vm_spi(vm, txev));
    ck_assert_uint_eq(vm_get(vm, A_IPC + AMP_WKUP_IPC_TXEV_EOI), 0);
}
END_TEST

START_TEST(event_stays_until_it_is_taken_back)
{
    ck_assert(!vm_spi(vm, txev));
    sev();
    ck_assert(vm_spi(vm, txev));
    eoi(0);
    ck_assert_msg(vm_spi(vm, txev), "0 lets events in, it takes none back");
    eoi(1);
    ck_assert(!vm_spi(vm, txev));
    sev();
    ck_assert_msg(!vm_spi(vm, txev), "an event while they are held off");
    eoi(0);
    ck_assert_msg(!vm_spi(vm, txev), "is lost");
    sev();
    ck_assert(vm_spi(vm, txev));
}
END_TEST

START_TEST(lost_event_raises_nothing)
{
    vm_end(vm);
    vm = vm_start(VM_QTEST, WKUP ",faults=drop-m2a@0:count=1", NULL);
    sev();
    ck_assert(!vm_spi(vm, txev));
    sev();
    ck_assert(vm_spi(vm, txev));
}
END_TEST

/* The reset line is RUN, which reset-simple writes with a read before */
START_TEST(reset_line_holds_and_releases_the_core)
{
    for (uint32_t life = 1; life <= 3; life++) {
        vm_put(vm, A_CTRL + AMP_CTRL_RUN, 1);
        vm_step(vm, START_NS);
        ck_assert_uint_eq(vm_get(vm, A_CTRL + AMP_CTRL_STATE),
                          AMP_STATE_RUNNING);
        ck_assert_uint_eq(vm_get(vm, A_CTRL + AMP_CTRL_RELEASES), life);
        vm_put(vm, A_CTRL + AMP_CTRL_RUN, 0);
        ck_assert_uint_eq(vm_get(vm, A_CTRL + AMP_CTRL_STATE), AMP_STATE_HELD);
    }
}
END_TEST

/* What omap-mailbox does for ti,mbox-send-noirq: the core keeps the interrupt */
START_TEST(word_that_its_sender_takes_back_wakes_the_core)
{
    vm_watch(vm, "/machine/remote0/cluster/armv7m");
    vm_put(vm, A_MBOX + AMP_MBOX_IRQENABLE_SET(AMP_MBOX_USER_M),
           AMP_MBOX_NEWMSG(AMP_MBOX_FIFO_A2M));
    vm_put(vm, A_MBOX + AMP_MBOX_MESSAGE(AMP_MBOX_FIFO_A2M), 0);
    ck_assert(vm_line(vm, AMP_NVIC_MBOX));
    ck_assert_uint_eq(vm_get(vm, A_MBOX + AMP_MBOX_MSGSTATUS(AMP_MBOX_FIFO_A2M)),
                      1);
    vm_put(vm, A_MBOX + AMP_MBOX_IRQENABLE_CLR(AMP_MBOX_USER_M),
           AMP_MBOX_NEWMSG(AMP_MBOX_FIFO_A2M));
    ck_assert(!vm_line(vm, AMP_NVIC_MBOX));
    ck_assert_uint_eq(vm_get(vm, A_MBOX + AMP_MBOX_MESSAGE(AMP_MBOX_FIFO_A2M)),
                      0);
    ck_assert_uint_eq(vm_get(vm, A_MBOX + AMP_MBOX_MSGSTATUS(AMP_MBOX_FIFO_A2M)),
                      0);
}
END_TEST

START_TEST(memories_are_where_the_driver_computes_them)
{
    uint32_t umem = AMP_CORE(0) + AMP_WKUP_OFF_UMEM;
    uint32_t dmem = umem + AMP_WKUP_M_DMEM;

    vm_put(vm, umem + AMP_WKUP_UMEM_SIZE - 4, 1);
    vm_put(vm, dmem + AMP_WKUP_DMEM_SIZE - 4, 2);
    ck_assert_uint_eq(vm_get(vm, umem + AMP_WKUP_UMEM_SIZE - 4), 1);
    ck_assert_uint_eq(vm_get(vm, dmem + AMP_WKUP_DMEM_SIZE - 4), 2);
    ck_assert_uint_eq(vm_get(vm, dmem), 0);
}
END_TEST

START_TEST(part_has_one_core)
{
    ck_assert(vm_fails("profile=wkup-m3,remotes=2", NULL,
                       "profile wkup-m3 has at most 1"));
}
END_TEST

Suite *suite_wkup(void)
{
    Suite *s = suite_create("wkup");
    TCase *tc = tcase_create("wkup");
    const TTest *const tests[] = {
        values_without_a_meaning_are_refused, event_stays_until_it_is_taken_back,
        lost_event_raises_nothing, reset_line_holds_and_releases_the_core,
        word_that_its_sender_takes_back_wakes_the_core,
        memories_are_where_the_driver_computes_them, part_has_one_core,
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
