/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Images that run before a driver looks: property "running"
 *
 * The image is an ELF file of one segment, made here.  Leaves out what a core
 * does with it; the scenarios show that.
 */
#include <elf.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "amp_stm32.h"
#include "tests.h"

#define TABLE 0x20000040u
#define TABLE_SIZE 68u
#define ENTRY 0x80u
/* stack and reset vector, then something to know it by */
static const uint32_t words[] = { 0x20001000, 0x000000c1, 0x12345678 };

static struct vm_file image;

static void make_image(uint32_t entry)
{
    struct {
        Elf32_Ehdr head;
        Elf32_Phdr segment;
        uint32_t word[3];
    } elf = {
        .head = {
            .e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS32,
                         ELFDATA2LSB, EV_CURRENT },
            .e_type = ET_EXEC, .e_machine = EM_ARM, .e_version = EV_CURRENT,
            .e_entry = entry, .e_ehsize = sizeof(Elf32_Ehdr),
            .e_phoff = sizeof(Elf32_Ehdr), .e_phentsize = sizeof(Elf32_Phdr),
            .e_phnum = 1,
        },
        .segment = {
            .p_type = PT_LOAD, .p_offset = sizeof(elf.head) + sizeof(elf.segment),
            .p_vaddr = entry & ~1u, .p_paddr = entry & ~1u,
            .p_filesz = sizeof(words), .p_memsz = sizeof(words),
        },
    };

    memcpy(elf.word, words, sizeof(words));
    vm_file_open(&image);
    ck_assert_int_eq(write(image.fd, &elf, sizeof(elf)), sizeof(elf));
}

static struct vm *start_at(const char *machine, uint32_t core, const char *at)
{
    char text[256];

    snprintf(text, sizeof(text), "%s,running=%s@%u:table=0x%x:size=%u:at=%s",
             machine, image.path, core, TABLE, TABLE_SIZE, at);
    return vm_start(VM_QTEST, text, NULL);
}

static struct vm *start_with(const char *machine, uint32_t core)
{
    return start_at(machine, core, "power-on");
}

static void check_core(struct vm *vm, uint32_t itcm, uint32_t releases)
{
    vm_step(vm, 0);
    vm_step(vm, START_NS);
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        ck_assert_uint_eq(vm_get(vm, itcm + ENTRY + 4 * i), words[i]);
    }
    ck_assert_uint_eq(vm_get(vm, A_CTRL + AMP_CTRL_STATE), AMP_STATE_RUNNING);
    ck_assert_uint_eq(vm_get(vm, A_CTRL + AMP_CTRL_RELEASES), releases);
    ck_assert_uint_eq(vm_get(vm, A_CTRL + AMP_CTRL_RSC_TABLE), TABLE);
    ck_assert_uint_eq(vm_get(vm, A_CTRL + AMP_CTRL_RSC_SIZE), TABLE_SIZE);
}

START_TEST(image_is_there_and_the_core_runs)
{
    struct vm *vm;

    make_image(ENTRY);
    vm = start_with(PLAIN, 0);
    check_core(vm, A_ITCM, 1);
    vm_end(vm);
}
END_TEST

START_TEST(reset_of_the_machine_is_a_power_on)
{
    struct vm *vm;

    make_image(ENTRY);
    vm = start_with(PLAIN, 0);
    check_core(vm, A_ITCM, 1);
    vm_put(vm, A_ITCM + ENTRY, 0);
    vm_put(vm, A_CTRL + AMP_CTRL_RUN, 0);
    vm_qmp(vm, "{'execute': 'system_reset'}");
    check_core(vm, A_ITCM, 1);
    vm_end(vm);
}
END_TEST

START_TEST(image_waits_until_the_guest_is_ready)
{
    struct vm *vm;

    make_image(ENTRY);
    vm = start_at(PLAIN, 0, "ready");
    for (int boot = 0; boot < 2; boot++) {
        vm_step(vm, 0);
        vm_step(vm, START_NS);
        ck_assert_uint_eq(vm_get(vm, A_CTRL + AMP_CTRL_STATE), AMP_STATE_HELD);
        ck_assert_uint_eq(vm_get(vm, A_ITCM + ENTRY), 0);
        vm_put(vm, A_LAB + AMP_LAB_READY, 1);
        check_core(vm, A_ITCM, 1);
        vm_put(vm, A_ITCM + ENTRY, 0);
        vm_put(vm, A_CTRL + AMP_CTRL_RUN, 0);
        vm_qmp(vm, "{'execute': 'system_reset'}");
    }
    vm_end(vm);
}
END_TEST

START_TEST(backup_registers_say_that_it_runs)
{
    struct vm *vm;
    uint32_t tamp = AMP_CORE(0) + AMP_STM32_OFF_TAMP;

    make_image(ENTRY);
    vm = start_with("profile=stm32," PLAIN, 0);
    check_core(vm, AMP_STM32_RETRAM, 1);
    ck_assert_uint_eq(vm_get(vm, tamp + AMP_TAMP_RSC_TABLE), TABLE);
    ck_assert_uint_eq(vm_get(vm, tamp + AMP_TAMP_M4_STATE), AMP_M4_RUNNING);
    /* held by its reset, as one that the driver has started */
    vm_put(vm, AMP_CORE(0) + AMP_STM32_OFF_RCC + AMP_RCC_MP_GRSTCSETR,
           AMP_RCC_MCURST);
    ck_assert_uint_eq(vm_get(vm, A_CTRL + AMP_CTRL_STATE), AMP_STATE_HELD);
    vm_end(vm);
}
END_TEST

START_TEST(other_cores_are_held)
{
    struct vm *vm;

    make_image(ENTRY);
    vm = start_with(PLAIN ",remotes=2", 1);
    vm_step(vm, 0);
    vm_step(vm, START_NS);
    ck_assert_uint_eq(vm_get(vm, A_CTRL + AMP_CTRL_STATE), AMP_STATE_HELD);
    ck_assert_uint_eq(vm_get(vm, AMP_CORE(1) + AMP_OFF_CTRL + AMP_CTRL_STATE),
                      AMP_STATE_RUNNING);
    vm_end(vm);
}
END_TEST

START_TEST(bad_word_is_one_clear_error)
{
    ck_assert(vm_fails("running=x.elf", NULL, "want FILE@CORE"));
    ck_assert(vm_fails("running=x.elf@1", NULL, "core 0..0"));
    ck_assert(vm_fails("running=x.elf@0:speed=1", NULL, "want FILE@CORE"));
    ck_assert(vm_fails("running=x.elf@0:at=noon", NULL, "want FILE@CORE"));
    ck_assert(vm_fails("running=/nowhere.elf@0", NULL, "No such file"));
}
END_TEST

Suite *suite_boot(void)
{
    const TTest *const tests[] = {
        image_is_there_and_the_core_runs, reset_of_the_machine_is_a_power_on,
        image_waits_until_the_guest_is_ready,
        backup_registers_say_that_it_runs, other_cores_are_held,
        bad_word_is_one_clear_error,
    };
    Suite *suite = suite_create("boot");
    TCase *tc = tcase_create("running");

    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        tcase_add_test(tc, tests[i]);
    }
    tcase_set_timeout(tc, TEST_LIMIT_S);
    suite_add_tcase(suite, tc);
    return suite;
}
