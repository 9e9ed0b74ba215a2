/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Register test of the mailbox, through qtest
 *
 * The driver's use of it (drain, then acknowledge) is what the interrupt tests
 * follow.  Leaves out: a core that executes; see test_remote.c.
 */
#include <stdio.h>

#include "tests.h"

#define REG(n, off, reset, access, write, after) \
    { n, A_MBOX + (off), M_MBOX + (off), reset, access, write, after }
#define NOTFULL_ALL 0xaau

static const struct reg_case regs[] = {
    REG("REVISION", AMP_MBOX_REVISION, AMP_MBOX_REVISION_VALUE, "r", 0, 0),
    REG("SYSCONFIG", AMP_MBOX_SYSCONFIG, 0, "r", 1, 0),
    REG("FIFOSTATUS0", AMP_MBOX_FIFOSTATUS(0), 0, "r", 1, 0),
    REG("FIFOSTATUS3", AMP_MBOX_FIFOSTATUS(3), 0, "r", 1, 0),
    REG("MSGSTATUS0", AMP_MBOX_MSGSTATUS(0), 0, "r", 1, 0),
    REG("MSGSTATUS3", AMP_MBOX_MSGSTATUS(3), 0, "r", 1, 0),
    REG("IRQSTATUS_RAW0", AMP_MBOX_IRQSTATUS_RAW(0), NOTFULL_ALL, "rAM",
        0xffffff01, NOTFULL_ALL | 1),
    REG("IRQSTATUS_RAW1", AMP_MBOX_IRQSTATUS_RAW(1), NOTFULL_ALL, "rAM",
        0xffffff01, NOTFULL_ALL | 1),
    REG("IRQSTATUS_CLR0", AMP_MBOX_IRQSTATUS_CLR(0), 0, "rAM", ~0u, 0),
    REG("IRQSTATUS_CLR1", AMP_MBOX_IRQSTATUS_CLR(1), 0, "rAM", ~0u, 0),
    REG("IRQENABLE_SET0", AMP_MBOX_IRQENABLE_SET(0), 0, "rAM", ~0u, 0xff),
    REG("IRQENABLE_SET1", AMP_MBOX_IRQENABLE_SET(1), 0, "rAM", 0x3, 0x3),
    REG("IRQENABLE_CLR0", AMP_MBOX_IRQENABLE_CLR(0), 0, "rAM", ~0u, 0),
    REG("IRQENABLE_CLR1", AMP_MBOX_IRQENABLE_CLR(1), 0, "rAM", ~0u, 0),
};
#define REGS (sizeof(regs) / sizeof(regs[0]))

#define A2M AMP_MBOX_FIFO_A2M
#define M2A AMP_MBOX_FIFO_M2A

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
    return vm_get(vm, A_MBOX + reg);
}

static void put(uint32_t reg, uint32_t value)
{
    vm_put(vm, A_MBOX + reg, value);
}

START_TEST(register_keeps_its_contract)
{
    check_register(&regs[_i], PLAIN);
}
END_TEST

START_TEST(no_register_between_the_banks)
{
    static const uint32_t holes[] = {
        0x004, 0x00c, 0x014, 0x03c, 0x050, 0x07c, 0x090, 0x0bc, 0x0d0, 0x0fc,
        0x120, 0x1fc,
    };

    for (size_t i = 0; i < sizeof(holes) / sizeof(holes[0]); i++) {
        uint32_t errors = errors_of(vm);

        ck_assert_uint_eq(get(holes[i]), 0);
        put(holes[i], 1);
        ck_assert_msg(errors_of(vm) - errors == 2, "offset 0x%x", holes[i]);
    }
}
END_TEST

START_TEST(fifo_keeps_order_and_depth)
{
    uint32_t errors = errors_of(vm);

    for (uint32_t n = 0; n < AMP_MBOX_DEPTH; n++) {
        ck_assert_uint_eq(get(AMP_MBOX_FIFOSTATUS(_i)), 0);
        ck_assert_uint_eq(get(AMP_MBOX_MSGSTATUS(_i)), n);
        put(AMP_MBOX_MESSAGE(_i), 0x100 + n);
    }
    ck_assert_uint_eq(get(AMP_MBOX_FIFOSTATUS(_i)), 1);
    ck_assert_uint_eq(errors_of(vm), errors);
    for (uint32_t n = 0; n < AMP_MBOX_DEPTH; n++) {
        ck_assert_uint_eq(get(AMP_MBOX_MSGSTATUS(_i)), AMP_MBOX_DEPTH - n);
        ck_assert_uint_eq(get(AMP_MBOX_MESSAGE(_i)), 0x100 + n);
    }
    ck_assert_uint_eq(get(AMP_MBOX_MSGSTATUS(_i)), 0);
}
END_TEST

START_TEST(full_fifo_refuses_a_word)
{
    uint32_t errors = errors_of(vm);

    for (uint32_t n = 0; n < AMP_MBOX_DEPTH + 1; n++) {
        put(AMP_MBOX_MESSAGE(A2M), n);
    }
    ck_assert_uint_eq(errors_of(vm) - errors, 1);
    for (uint32_t n = 0; n < AMP_MBOX_DEPTH; n++) {
        ck_assert_uint_eq(get(AMP_MBOX_MESSAGE(A2M)), n);
    }
    ck_assert_uint_eq(get(AMP_MBOX_MSGSTATUS(A2M)), 0);
}
END_TEST

START_TEST(empty_fifo_reads_zero)
{
    uint32_t errors = errors_of(vm);

    put(AMP_MBOX_MESSAGE(A2M), 5);
    ck_assert_uint_eq(get(AMP_MBOX_MESSAGE(A2M)), 5);
    ck_assert_uint_eq(errors_of(vm), errors);
    ck_assert_uint_eq(get(AMP_MBOX_MESSAGE(A2M)), 0);
    ck_assert_uint_eq(errors_of(vm) - errors, 1);
}
END_TEST

START_TEST(message_takes_words_of_four_bytes_only)
{
    static const unsigned int sizes[] = { 1, 2, 8 };

    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        uint32_t errors = errors_of(vm);

        vm_write(vm, A_MBOX + AMP_MBOX_MESSAGE(A2M), sizes[i], 1);
        ck_assert_uint_eq(errors_of(vm) - errors, 1);
        ck_assert_uint_eq(get(AMP_MBOX_MSGSTATUS(A2M)), 0);
    }
}
END_TEST

START_TEST(word_from_the_core_interrupts_linux)
{
    unsigned int spi = AMP_SPI(0, AMP_SPI_MBOX);
    uint32_t newmsg = AMP_MBOX_NEWMSG(M2A);

    vm_put(vm, M_MBOX + AMP_MBOX_MESSAGE(M2A), 7);
    ck_assert(!vm_spi(vm, spi));
    put(AMP_MBOX_IRQENABLE_SET(AMP_MBOX_USER_A), newmsg);
    ck_assert(vm_spi(vm, spi));
    ck_assert_uint_eq(get(AMP_MBOX_IRQSTATUS_CLR(AMP_MBOX_USER_A)), newmsg);
    put(AMP_MBOX_IRQENABLE_CLR(AMP_MBOX_USER_A), newmsg);
    ck_assert(!vm_spi(vm, spi));
}
END_TEST

START_TEST(word_from_linux_interrupts_the_core)
{
    vm_watch(vm, "/machine/remote0/cluster/armv7m");
    vm_put(vm, M_MBOX + AMP_MBOX_IRQENABLE_SET(AMP_MBOX_USER_M),
           AMP_MBOX_NEWMSG(A2M));
    ck_assert(!vm_line(vm, AMP_NVIC_MBOX));
    put(AMP_MBOX_MESSAGE(A2M), 7);
    ck_assert(vm_line(vm, AMP_NVIC_MBOX));
    vm_get(vm, M_MBOX + AMP_MBOX_MESSAGE(A2M));
    ck_assert(vm_line(vm, AMP_NVIC_MBOX));
    vm_put(vm, M_MBOX + AMP_MBOX_IRQSTATUS_CLR(AMP_MBOX_USER_M),
           AMP_MBOX_NEWMSG(A2M));
    ck_assert(!vm_line(vm, AMP_NVIC_MBOX));
}
END_TEST

START_TEST(acknowledged_message_is_set_again_while_words_wait)
{
    unsigned int spi = AMP_SPI(0, AMP_SPI_MBOX);
    uint32_t clr = AMP_MBOX_IRQSTATUS_CLR(AMP_MBOX_USER_A);
    uint32_t newmsg = AMP_MBOX_NEWMSG(M2A);

    put(AMP_MBOX_IRQENABLE_SET(AMP_MBOX_USER_A), newmsg);
    put(AMP_MBOX_MESSAGE(M2A), 1);
    put(AMP_MBOX_MESSAGE(M2A), 2);
    get(AMP_MBOX_MESSAGE(M2A));
    put(clr, newmsg);
    ck_assert_uint_eq(get(clr), newmsg);
    ck_assert(vm_spi(vm, spi));
    get(AMP_MBOX_MESSAGE(M2A));
    ck_assert_msg(vm_spi(vm, spi), "latched until acknowledged");
    put(clr, newmsg);
    ck_assert_uint_eq(get(clr), 0);
    ck_assert(!vm_spi(vm, spi));
}
END_TEST

START_TEST(acknowledge_clears_the_bits_written_only)
{
    uint32_t both = AMP_MBOX_NEWMSG(0) | AMP_MBOX_NEWMSG(1);

    for (uint32_t user = 0; user < AMP_MBOX_USERS; user++) {
        put(AMP_MBOX_IRQSTATUS_RAW(user), both);
        put(AMP_MBOX_IRQSTATUS_CLR(user), AMP_MBOX_NEWMSG(0));
        ck_assert_uint_eq(get(AMP_MBOX_IRQSTATUS_RAW(user)) & both,
                          AMP_MBOX_NEWMSG(1));
    }
    put(AMP_MBOX_IRQENABLE_SET(0), both);
    put(AMP_MBOX_IRQENABLE_CLR(0), AMP_MBOX_NEWMSG(0));
    ck_assert_uint_eq(get(AMP_MBOX_IRQENABLE_SET(0)), AMP_MBOX_NEWMSG(1));
}
END_TEST

START_TEST(notfull_follows_the_free_slots)
{
    unsigned int spi = AMP_SPI(0, AMP_SPI_MBOX);
    uint32_t clr = AMP_MBOX_IRQSTATUS_CLR(AMP_MBOX_USER_A);
    uint32_t notfull = AMP_MBOX_NOTFULL(A2M);

    put(AMP_MBOX_IRQENABLE_SET(AMP_MBOX_USER_A), notfull);
    ck_assert(vm_spi(vm, spi));
    put(clr, notfull);
    ck_assert_msg(vm_spi(vm, spi), "still not full");
    for (uint32_t n = 0; n < AMP_MBOX_DEPTH; n++) {
        put(AMP_MBOX_MESSAGE(A2M), n);
    }
    put(clr, notfull);
    ck_assert(!vm_spi(vm, spi));
    get(AMP_MBOX_MESSAGE(A2M));
    ck_assert(vm_spi(vm, spi));
}
END_TEST

START_TEST(words_arrive_in_order_within_the_delay)
{
    uint32_t seen = 0;
    uint32_t next = 0;

    start_with("m-side-window=on,jitter=on,seed=3");
    for (uint32_t n = 0; n < AMP_MBOX_DEPTH; n++) {
        put(AMP_MBOX_MESSAGE(A2M), n);
    }
    ck_assert_msg(get(AMP_MBOX_FIFOSTATUS(A2M)) == 1,
                  "a word on its way fills its slot");
    ck_assert_uint_lt(get(AMP_MBOX_MSGSTATUS(A2M)), AMP_MBOX_DEPTH);
    for (int step = 0; step <= 50; step++) {
        ck_assert_uint_ge(get(AMP_MBOX_MSGSTATUS(A2M)), seen);
        seen = get(AMP_MBOX_MSGSTATUS(A2M));
        vm_step(vm, 100);
    }
    ck_assert_uint_eq(seen, AMP_MBOX_DEPTH);
    while (next < AMP_MBOX_DEPTH) {
        ck_assert_uint_eq(get(AMP_MBOX_MESSAGE(A2M)), next++);
    }
}
END_TEST

/* Delay of 8 words one after the other, 100 ns a digit of the answer */
static uint64_t delays(const char *machine)
{
    uint64_t all = 0;

    start_with(machine);
    for (int n = 0; n < 8; n++) {
        uint32_t steps = 0;

        put(AMP_MBOX_MESSAGE(A2M), n);
        while (get(AMP_MBOX_MSGSTATUS(A2M)) == 0) {
            vm_step(vm, 100);
            steps++;
        }
        ck_assert_uint_le(steps, 51);
        all = all << 8 | steps;
        get(AMP_MBOX_MESSAGE(A2M));
    }
    return all;
}

START_TEST(delay_is_a_function_of_the_seed)
{
    uint64_t once = delays("jitter=on,seed=1");

    ck_assert_uint_ne(once, 0);
    ck_assert_uint_eq(once, delays("jitter=on,seed=1"));
    ck_assert_uint_ne(once, delays("jitter=on,seed=2"));
    ck_assert_uint_eq(0, delays("jitter=off,seed=1"));
}
END_TEST

START_TEST(interrupt_waits_for_the_delay)
{
    unsigned int spi = AMP_SPI(0, AMP_SPI_MBOX);
    uint32_t steps = 0;

    start_with("m-side-window=on,jitter=on,seed=1");
    put(AMP_MBOX_IRQENABLE_SET(AMP_MBOX_USER_A), AMP_MBOX_NEWMSG(M2A));
    vm_put(vm, M_MBOX + AMP_MBOX_MESSAGE(M2A), 1);
    while (!vm_spi(vm, spi)) {
        ck_assert_uint_eq(get(AMP_MBOX_MSGSTATUS(M2A)), 0);
        vm_step(vm, 100);
        steps++;
    }
    ck_assert_uint_gt(steps, 0);
    ck_assert_uint_eq(get(AMP_MBOX_MSGSTATUS(M2A)), 1);
}
END_TEST

static const struct fault_case {
    const char *machine;
    enum amp_fault fault;
    uint32_t hits;
    unsigned int fifo;
    uint32_t got[AMP_MBOX_DEPTH + 1];    /* of the words 1, 2, 3; 0 ends */
} faults[] = {
    { PLAIN ",faults=drop-a2m@0:skip=1:count=1", AMP_FAULT_DROP_A2M, 1, A2M,
      { 1, 3 } },
    { PLAIN ",faults=drop-a2m@0", AMP_FAULT_DROP_A2M, 0, M2A, { 1, 2, 3 } },
    { PLAIN ",faults=drop-m2a@0:count=2", AMP_FAULT_DROP_M2A, 2, M2A, { 3 } },
    { PLAIN ",faults=drop-m2a@0", AMP_FAULT_DROP_M2A, 0, A2M, { 1, 2, 3 } },
    { PLAIN ",faults=dup-m2a@0:count=1", AMP_FAULT_DUP_M2A, 1, M2A,
      { 1, 1, 2, 3 } },
    { PLAIN ",faults=dup-m2a@0:skip=2", AMP_FAULT_DUP_M2A, 1, M2A,
      { 1, 2, 3, 3 } },
    { PLAIN ",faults=dup-a2m@0:count=1", AMP_FAULT_DUP_A2M, 1, A2M,
      { 1, 1, 2, 3 } },
    { PLAIN ",faults=swap-a2m@0:count=1", AMP_FAULT_SWAP_A2M, 1, A2M,
      { 2, 1, 3 } },
    { PLAIN ",faults=swap-m2a@0:skip=1", AMP_FAULT_SWAP_M2A, 1, M2A,
      { 1, 3, 2 } },
    { PLAIN ",faults=swap-m2a@0", AMP_FAULT_SWAP_M2A, 0, A2M, { 1, 2, 3 } },
};
#define FAULTS (sizeof(faults) / sizeof(faults[0]))

START_TEST(fault_hits_the_words_it_names)
{
    const struct fault_case *c = &faults[_i];

    start_with(c->machine);
    for (uint32_t word = 1; word <= 3; word++) {
        put(AMP_MBOX_MESSAGE(c->fifo), word);
    }
    for (const uint32_t *word = c->got; *word; word++) {
        ck_assert_uint_eq(get(AMP_MBOX_MESSAGE(c->fifo)), *word);
    }
    ck_assert_uint_eq(get(AMP_MBOX_MSGSTATUS(c->fifo)), 0);
    ck_assert_uint_eq(hits_of(vm, c->fault), c->hits);
}
END_TEST

START_TEST(delayed_word_holds_up_those_behind_it)
{
    start_with(PLAIN ",faults=delay-a2m@0:count=1:arg=100");
    put(AMP_MBOX_MESSAGE(A2M), 1);
    put(AMP_MBOX_MESSAGE(A2M), 2);
    vm_step(vm, 99999);
    ck_assert_uint_eq(get(AMP_MBOX_MSGSTATUS(A2M)), 0);
    vm_step(vm, 1);
    ck_assert_uint_eq(get(AMP_MBOX_MSGSTATUS(A2M)), 2);
    ck_assert_uint_eq(get(AMP_MBOX_MESSAGE(A2M)), 1);
    ck_assert_uint_eq(hits_of(vm, AMP_FAULT_DELAY_A2M), 1);
}
END_TEST

START_TEST(full_is_told_to_the_sender_until_it_is_disarmed)
{
    uint32_t notfull = AMP_MBOX_NOTFULL(A2M);
    uint32_t clr = AMP_MBOX_IRQSTATUS_CLR(AMP_MBOX_USER_A);

    arm_fault(vm, AMP_FAULT_FULL_A2M, ~0u);
    put(AMP_MBOX_IRQENABLE_SET(AMP_MBOX_USER_A), notfull);
    put(clr, notfull);
    ck_assert_uint_eq(get(clr), 0);
    ck_assert_uint_eq(get(AMP_MBOX_FIFOSTATUS(A2M)), 1);
    ck_assert_uint_eq(get(AMP_MBOX_FIFOSTATUS(A2M)), 1);
    ck_assert_uint_eq(vm_get(vm, M_MBOX + AMP_MBOX_FIFOSTATUS(A2M)), 0);
    ck_assert_uint_eq(get(AMP_MBOX_FIFOSTATUS(M2A)), 0);
    ck_assert_uint_eq(hits_of(vm, AMP_FAULT_FULL_A2M), 2);
    arm_fault(vm, AMP_FAULT_FULL_A2M, 0);
    ck_assert_uint_eq(get(AMP_MBOX_FIFOSTATUS(A2M)), 0);
    ck_assert_uint_eq(get(clr), notfull);
    ck_assert(vm_spi(vm, AMP_SPI(0, AMP_SPI_MBOX)));
}
END_TEST

START_TEST(spurious_interrupt_ends_when_linux_has_looked)
{
    uint32_t clr = AMP_MBOX_IRQSTATUS_CLR(AMP_MBOX_USER_A);
    unsigned int spi = AMP_SPI(0, AMP_SPI_MBOX);

    arm_fault(vm, AMP_FAULT_IRQ_SPURIOUS, 1);
    put(AMP_MBOX_MESSAGE(M2A), 1);
    ck_assert(vm_spi(vm, spi));
    ck_assert_uint_eq(get(clr), 0);
    ck_assert(!vm_spi(vm, spi));
    put(AMP_MBOX_MESSAGE(M2A), 2);
    ck_assert(!vm_spi(vm, spi));
    ck_assert_uint_eq(hits_of(vm, AMP_FAULT_IRQ_SPURIOUS), 1);
}
END_TEST

START_TEST(stuck_line_counts_who_looks_in_vain)
{
    uint32_t clr = AMP_MBOX_IRQSTATUS_CLR(AMP_MBOX_USER_A);
    unsigned int spi = AMP_SPI(0, AMP_SPI_MBOX);

    arm_fault(vm, AMP_FAULT_IRQ_STUCK, 3);
    for (int look = 0; look < 3; look++) {
        ck_assert(vm_spi(vm, spi));
        ck_assert_uint_eq(get(clr), 0);
    }
    ck_assert(!vm_spi(vm, spi));
    ck_assert_uint_eq(hits_of(vm, AMP_FAULT_IRQ_STUCK), 3);
}
END_TEST

/* Of 40 words, 1 in 4: not none, not all, and the same ones for a seed */
START_TEST(chance_is_a_function_of_the_seed)
{
    uint64_t hit[3] = { 0 };

    for (int run = 0; run < 3; run++) {
        start_with(run == 2 ? PLAIN ",seed=2,faults=drop-a2m@0:chance=4" :
                   PLAIN ",seed=1,faults=drop-a2m@0:chance=4");
        for (int n = 0; n < 40; n++) {
            put(AMP_MBOX_MESSAGE(A2M), 1);
            if (get(AMP_MBOX_MSGSTATUS(A2M))) {
                get(AMP_MBOX_MESSAGE(A2M));
            } else {
                hit[run] |= 1ull << n;
            }
        }
        ck_assert_uint_eq(hits_of(vm, AMP_FAULT_DROP_A2M),
                          __builtin_popcountll(hit[run]));
        ck_assert(hit[run] && hit[run] != (1ull << 40) - 1);
    }
    ck_assert_uint_eq(hit[0], hit[1]);
    ck_assert_uint_ne(hit[0], hit[2]);
}
END_TEST

Suite *suite_mbox(void)
{
    const TTest *const tests[] = {
        no_register_between_the_banks,
        full_fifo_refuses_a_word,
        empty_fifo_reads_zero,
        message_takes_words_of_four_bytes_only,
        word_from_the_core_interrupts_linux,
        word_from_linux_interrupts_the_core,
        acknowledged_message_is_set_again_while_words_wait,
        acknowledge_clears_the_bits_written_only,
        notfull_follows_the_free_slots,
        words_arrive_in_order_within_the_delay,
        delay_is_a_function_of_the_seed,
        interrupt_waits_for_the_delay,
        delayed_word_holds_up_those_behind_it,
        full_is_told_to_the_sender_until_it_is_disarmed,
        spurious_interrupt_ends_when_linux_has_looked,
        stuck_line_counts_who_looks_in_vain,
        chance_is_a_function_of_the_seed,
    };
    Suite *s = suite_create("mbox");
    TCase *registers = tcase_create("registers");
    TCase *behaviour = tcase_create("behaviour");

    tcase_set_timeout(registers, TEST_LIMIT_S);
    tcase_add_loop_test(registers, register_keeps_its_contract, 0, REGS);
    suite_add_tcase(s, registers);

    tcase_set_timeout(behaviour, TEST_LIMIT_S);
    tcase_add_checked_fixture(behaviour, start_plain, end);
    tcase_add_loop_test(behaviour, fifo_keeps_order_and_depth, 0,
                        AMP_MBOX_FIFOS);
    tcase_add_loop_test(behaviour, fault_hits_the_words_it_names, 0, FAULTS);
    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        tcase_add_test(behaviour, tests[i]);
    }
    suite_add_tcase(s, behaviour);
    return s;
}
