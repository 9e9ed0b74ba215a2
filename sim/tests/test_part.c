/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Register test of what firmware made for the STM32MP157 needs beside the
 * mailbox: HSEM, USART3, RCC's other words, peripherals without a model
 *
 * Leaves out: a core that executes such firmware (docs/firmware.md).
 */
#include <stdio.h>
#include <stdlib.h>

#include "amp_stm32.h"
#include "tests.h"

#define STM32 "profile=stm32," PLAIN
#define AT_A(off) (AMP_CORE(0) + (off))
#define AT_M(off) (AT_A(off) + 0x80000u)
#define A_HSEM AT_A(AMP_STM32_OFF_HSEM)
#define M_HSEM AT_M(AMP_STM32_OFF_HSEM)
#define M_USART AT_M(AMP_STM32_OFF_USART3)
#define A_RCC AT_A(AMP_STM32_OFF_RCC)
#define M_RCC AT_M(AMP_STM32_OFF_RCC)
/* see AMP_TEST_WORDS in amp_profile.h; row 3 is AHB4 */
#define M_AHB4 (AMP_CORE(0) + 0x180000u + 4 * 0x10000u)

#define HSEM(n, off, access, write, after) \
    { n, A_HSEM + (off), M_HSEM + (off), 0, access, write, after }
#define USART(n, reset, access) \
    { #n, AT_A(AMP_STM32_OFF_USART3) + AMP_USART_##n, \
      M_USART + AMP_USART_##n, reset, access, 0x2468, 0x2468 }

static const struct reg_case regs[] = {
    HSEM("R0 of nobody", AMP_HSEM_R(0), "rAM", AMP_HSEM_LOCK, 0),
    HSEM("KEYR", AMP_HSEM_KEYR, "rAM", 0x5a5a0000, 0x5a5a0000),
    HSEM("CR", AMP_HSEM_CR, "AM", 0, 0),
    USART(CR2, 0, "rAM"), USART(CR3, 0, "rAM"), USART(BRR, 0, "rAM"),
    USART(GTPR, 0, "rAM"), USART(RTOR, 0, "rAM"), USART(PRESC, 0, "rAM"),
    USART(CR1, 0, "rAM"), USART(RQR, 0, "AM"), USART(ICR, 0, "AM"),
    USART(ISR, AMP_USART_ISR_TXE | AMP_USART_ISR_TC, "r"), USART(RDR, 0, "r"),
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

START_TEST(register_keeps_its_contract)
{
    check_register(&regs[_i], STM32);
}
END_TEST

START_TEST(read_takes_a_semaphore_for_its_reader)
{
    uint32_t m = AMP_HSEM_LOCK | AMP_HSEM_CORE(AMP_HSEM_CORE_M);

    for (unsigned n = 0; n < AMP_HSEM_SEMAPHORES; n += 31) {
        ck_assert_uint_eq(vm_get(vm, M_HSEM + AMP_HSEM_RLR(n)), m);
        ck_assert_uint_eq(vm_get(vm, A_HSEM + AMP_HSEM_RLR(n)), m);
        ck_assert_uint_eq(vm_get(vm, A_HSEM + AMP_HSEM_R(n)), m);
    }
    ck_assert_uint_eq(vm_get(vm, A_HSEM + AMP_HSEM_R(1)), 0);
}
END_TEST

START_TEST(only_the_owner_frees_a_semaphore)
{
    uint32_t m = AMP_HSEM_CORE(AMP_HSEM_CORE_M);
    uint32_t a = AMP_HSEM_CORE(AMP_HSEM_CORE_A);

    vm_get(vm, M_HSEM + AMP_HSEM_RLR(3));
    vm_put(vm, A_HSEM + AMP_HSEM_R(3), a);
    vm_put(vm, A_HSEM + AMP_HSEM_R(3), m);
    vm_put(vm, M_HSEM + AMP_HSEM_R(3), m | 1);
    ck_assert_uint_eq(vm_get(vm, A_HSEM + AMP_HSEM_R(3)), AMP_HSEM_LOCK | m);
    vm_put(vm, M_HSEM + AMP_HSEM_R(3), m);
    ck_assert_uint_eq(vm_get(vm, A_HSEM + AMP_HSEM_R(3)), 0);
}
END_TEST

START_TEST(write_takes_a_semaphore_for_a_process)
{
    uint32_t m = AMP_HSEM_LOCK | AMP_HSEM_CORE(AMP_HSEM_CORE_M) | 0x42;

    vm_put(vm, M_HSEM + AMP_HSEM_R(5), m);
    vm_put(vm, M_HSEM + AMP_HSEM_R(5), m + 1);
    ck_assert_uint_eq(vm_get(vm, M_HSEM + AMP_HSEM_R(5)), m);
}
END_TEST

START_TEST(key_frees_all_of_one_core)
{
    uint32_t a = AMP_HSEM_CORE(AMP_HSEM_CORE_A);
    uint32_t m = AMP_HSEM_CORE(AMP_HSEM_CORE_M);

    vm_put(vm, A_HSEM + AMP_HSEM_KEYR, 0x1234ffff);
    vm_get(vm, M_HSEM + AMP_HSEM_RLR(0));
    vm_get(vm, A_HSEM + AMP_HSEM_RLR(1));
    vm_put(vm, A_HSEM + AMP_HSEM_CR, 0x43210000 | m);
    ck_assert_uint_eq(vm_get(vm, A_HSEM + AMP_HSEM_R(0)), AMP_HSEM_LOCK | m);
    vm_put(vm, A_HSEM + AMP_HSEM_CR, 0x12340000 | m);
    ck_assert_uint_eq(vm_get(vm, A_HSEM + AMP_HSEM_R(0)), 0);
    ck_assert_uint_eq(vm_get(vm, A_HSEM + AMP_HSEM_R(1)), AMP_HSEM_LOCK | a);
}
END_TEST

START_TEST(uart_sends_what_is_written)
{
    static const char sent[] = "hello";
    struct vm_file uart;
    char arg[128], *got;
    const char *const args[] = { "-chardev", arg, NULL };
    size_t size;

    vm_file_open(&uart);
    snprintf(arg, sizeof(arg), "file,id=amp-uart0,path=%s", uart.path);
    vm_end(vm);
    vm = vm_start(VM_QTEST, STM32, args);
    for (size_t i = 0; sent[i]; i++) {
        vm_put(vm, M_USART + AMP_USART_TDR, (uint8_t)sent[i]);
    }
    got = vm_file_read(&uart, &size);
    ck_assert_uint_eq(size, sizeof(sent) - 1);
    ck_assert_mem_eq(got, sent, size);
    free(got);
}
END_TEST

START_TEST(uart_acknowledges_what_is_enabled)
{
    uint32_t acks = AMP_USART_ISR_TEACK | AMP_USART_ISR_REACK;

    vm_put(vm, M_USART + AMP_USART_CR1, AMP_USART_CR1_TE | AMP_USART_CR1_RE);
    ck_assert_uint_eq(vm_get(vm, M_USART + AMP_USART_ISR) & acks, 0);
    vm_put(vm, M_USART + AMP_USART_CR1, AMP_USART_CR1_UE | AMP_USART_CR1_TE);
    ck_assert_uint_eq(vm_get(vm, M_USART + AMP_USART_ISR) & acks,
                      AMP_USART_ISR_TEACK);
}
END_TEST

START_TEST(core_keeps_the_other_words_of_the_rcc)
{
    uint32_t enable = 0xa98, errors = errors_of(vm);

    vm_put(vm, M_RCC + enable, 0x800);
    ck_assert_uint_eq(vm_get(vm, M_RCC + enable), 0x800);
    ck_assert_uint_eq(errors_of(vm), errors);
    ck_assert_uint_eq(vm_get(vm, A_RCC + enable), 0);
    ck_assert_uint_eq(errors_of(vm), errors + 1);
}
END_TEST

START_TEST(peripherals_without_a_model_keep_words)
{
    uint32_t errors = errors_of(vm);

    vm_put(vm, M_AHB4 + 0x2000, 0x12345678);
    ck_assert_uint_eq(vm_read(vm, M_AHB4 + 0x2002, 2), 0x1234);
    ck_assert_uint_eq(vm_get(vm, M_AHB4 + 0x2004), 0);
    ck_assert_uint_eq(errors_of(vm), errors);
}
END_TEST

START_TEST(first_access_to_each_kib_is_traced)
{
    struct lab_files files;
    struct amp_event *events;
    size_t count, found = 0;

    lab_files_open(&files);
    vm_end(vm);
    vm = vm_start(VM_QTEST, STM32, files.args);
    vm_put(vm, M_AHB4 + 0x2000, 1);
    vm_get(vm, M_AHB4 + 0x23fc);
    vm_get(vm, M_AHB4 + 0x2404);
    events = lab_events(&files, &count);
    for (size_t i = 0; i < count; i++) {
        if (events[i].kind == AMP_EV_UNMODELLED) {
            ck_assert_uint_eq(events[i].a,
                              AMP_STM32_M_AHB4 + (found ? 0x2404 : 0x2000));
            found++;
        }
    }
    free(events);
    ck_assert_uint_eq(found, 2);
}
END_TEST

Suite *suite_part(void)
{
    Suite *s = suite_create("part");
    TCase *tc = tcase_create("part");
    const TTest *const tests[] = {
        read_takes_a_semaphore_for_its_reader, only_the_owner_frees_a_semaphore,
        write_takes_a_semaphore_for_a_process, key_frees_all_of_one_core,
        uart_sends_what_is_written, uart_acknowledges_what_is_enabled,
        core_keeps_the_other_words_of_the_rcc,
        peripherals_without_a_model_keep_words,
        first_access_to_each_kib_is_traced,
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
