/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Profile omap: registers of MMU and reset manager, and a core behind the MMU
 *
 * Registers through qtest; translations with the image walker.c under TCG, for
 * which the test is the kernel: it writes page tables and the MMU's registers.
 * Leaves out: what Linux' drivers do with it; the scenarios have them.
 */
#include <string.h>

#include "amp_omap.h"
#include "amp_omap_mmu.h"
#include "tests.h"
#include "walker.h"

#define OMAP "profile=omap," PLAIN
#define A_MMU (AMP_CORE(0) + AMP_OMAP_OFF_MMU)
#define M_MMU (A_MMU + 0x80000u)
#define A_PRM (AMP_CORE(0) + AMP_OMAP_OFF_PRM)
#define M_PRM (A_PRM + 0x80000u)
#define A_L2RAM (AMP_CORE(0) + AMP_OMAP_OFF_L2RAM)
#define A_WORD(n) (A_L2RAM + AMP_OMAP_L2RAM_HALF + 4 * (n))

/* Page tables and pages, in RAM that nothing else here uses */
#define TABLE 0x41000000u
#define TABLE2 0x41004000u
#define PAGES 0x42000000u

#define MMU(n, off, reset, access, write, after) \
    { n, A_MMU + (off), M_MMU + (off), reset, access, write, after }
#define PRM(n, off, reset, write) \
    { n, A_PRM + (off), M_PRM + (off), reset, "rA", write, write }

static const struct reg_case regs[] = {
    MMU("REVISION", AMP_MMU_REVISION, AMP_MMU_REVISION_VALUE, "r", 1, 0),
    MMU("IRQSTATUS", AMP_MMU_IRQSTATUS, 0, "rA", 0x1f, 0),
    MMU("IRQENABLE", AMP_MMU_IRQENABLE, 0, "rA", 0x1f, 0x1f),
    MMU("WALKING_ST", AMP_MMU_WALKING_ST, 0, "r", 1, 0),
    MMU("CNTL", AMP_MMU_CNTL, 0, "rA", 6, 6),
    MMU("FAULT_AD", AMP_MMU_FAULT_AD, 0, "r", 1, 0),
    MMU("TTB", AMP_MMU_TTB, 0, "rA", TABLE, TABLE),
    MMU("LOCK", AMP_MMU_LOCK, 0, "rA", 0x4450, 0x4450),
    MMU("LD_TLB", AMP_MMU_LD_TLB, 0, "rA", 1, 0),
    MMU("CAM", AMP_MMU_CAM, 0, "rA", 0x12345006, 0x12345006),
    MMU("RAM", AMP_MMU_RAM, 0, "rA", 0x12345000, 0x12345000),
    MMU("GFLUSH", AMP_MMU_GFLUSH, 0, "rA", 1, 0),
    MMU("FLUSH_ENTRY", AMP_MMU_FLUSH_ENTRY, 0, "rA", 1, 0),
    MMU("READ_CAM", AMP_MMU_READ_CAM, 0, "r", 1, 0),
    MMU("READ_RAM", AMP_MMU_READ_RAM, 0, "r", 1, 0),
    MMU("EMU_FAULT_AD", AMP_MMU_EMU_FAULT_AD, 0, "r", 1, 0),
    MMU("GP_REG", AMP_MMU_GP_REG, 0, "rA", 1, 1),
    PRM("RSTCTRL", AMP_PRM_RSTCTRL, AMP_PRM_RST_ALL, 5),
    PRM("BOOTADDR", AMP_PRM_BOOTADDR, 0, 0x20000400),
};
#define REGS (sizeof(regs) / sizeof(regs[0]))

extern const uint8_t walker[], walker_end[];

static struct vm *vm;

static void end(void)
{
    vm_end(vm);
}

static void put(uint32_t reg, uint32_t value)
{
    vm_put(vm, A_MMU + reg, value);
}

static uint32_t get(uint32_t reg)
{
    return vm_get(vm, A_MMU + reg);
}

static void reset_lines(uint32_t value)
{
    vm_put(vm, A_PRM + AMP_PRM_RSTCTRL, value);
}

/* Registers alone */

static void start_registers(void)
{
    vm = vm_start(VM_QTEST, OMAP, NULL);
}

static void expect(uint32_t want_state, uint32_t releases)
{
    vm_step(vm, START_NS);
    ck_assert_uint_eq(vm_get(vm, A_CTRL + AMP_CTRL_STATE), want_state);
    ck_assert_uint_eq(vm_get(vm, A_CTRL + AMP_CTRL_RELEASES), releases);
}

START_TEST(register_keeps_its_contract)
{
    check_register(&regs[_i], OMAP);
}
END_TEST

START_TEST(bits_without_a_model_are_refused)
{
    static const struct { uint32_t at, value; } bad[] = {
        { A_MMU + AMP_MMU_IRQENABLE, 0x20 }, { A_MMU + AMP_MMU_CNTL, 1 },
        { A_MMU + AMP_MMU_TTB, 0x2000 }, { A_MMU + AMP_MMU_LOCK, 1 },
        { A_MMU + AMP_MMU_GP_REG, 2 }, { A_PRM + AMP_PRM_RSTCTRL, 8 },
        { A_PRM + AMP_PRM_BOOTADDR, 0x200 },
    };
    uint32_t errors = errors_of(vm);

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        uint32_t before = vm_get(vm, bad[i].at);

        vm_put(vm, bad[i].at, bad[i].value);
        ck_assert_uint_eq(vm_get(vm, bad[i].at), before);
        ck_assert_uint_eq(errors_of(vm) - errors, i + 1);
    }
}
END_TEST

START_TEST(reset_line_holds_and_releases_the_core)
{
    for (uint32_t life = 1; life <= 3; life++) {
        reset_lines(AMP_PRM_RST_ALL & ~1u);
        expect(AMP_STATE_RUNNING, life);
        reset_lines(AMP_PRM_RST_ALL);
        expect(AMP_STATE_HELD, life);
    }
}
END_TEST

START_TEST(second_core_and_mmu_have_no_effect)
{
    reset_lines(1);
    expect(AMP_STATE_HELD, 0);
    reset_lines(0);
    expect(AMP_STATE_RUNNING, 1);
    reset_lines(6);
    expect(AMP_STATE_RUNNING, 1);
}
END_TEST

START_TEST(ignored_hold_leaves_the_core_running)
{
    vm_end(vm);
    vm = vm_start(VM_QTEST, OMAP ",faults=hold-ignored@0:count=1", NULL);
    reset_lines(0);
    expect(AMP_STATE_RUNNING, 1);
    reset_lines(1);
    expect(AMP_STATE_RUNNING, 1);
    reset_lines(1);
    expect(AMP_STATE_HELD, 1);
}
END_TEST

/* A core that executes */

static void start_core(void)
{
    vm = vm_start(VM_ICOUNT, "profile=omap", NULL);
    vm_load(vm, A_L2RAM, walker, (size_t)(walker_end - walker));
    put(AMP_MMU_TTB, TABLE);
    put(AMP_MMU_GP_REG, 1);
    put(AMP_MMU_IRQENABLE, AMP_MMU_IRQ_ALL);
    put(AMP_MMU_CNTL, AMP_MMU_CNTL_ENABLE | AMP_MMU_CNTL_TWL);
    vm_put(vm, A_PRM + AMP_PRM_BOOTADDR, AMP_OMAP_M_L2RAM);
    reset_lines(0);
}

/* One access of the core; false: it ended in a fault */
static bool access_by_core(uint32_t op, uint32_t da, uint32_t *value)
{
    uint32_t done = vm_get(vm, A_WORD(WALKER_DONE));
    uint32_t faults = vm_get(vm, A_WORD(WALKER_FAULTS));

    vm_put(vm, A_WORD(WALKER_ADDR), da);
    vm_put(vm, A_WORD(WALKER_VALUE), *value);
    vm_put(vm, A_WORD(WALKER_OP), op);
    vm_await(vm, A_WORD(WALKER_DONE), done + 1);
    *value = vm_get(vm, A_WORD(WALKER_VALUE));
    return vm_get(vm, A_WORD(WALKER_FAULTS)) == faults;
}

static uint32_t read_by_core(uint32_t da)
{
    uint32_t value = 0;

    ck_assert_msg(access_by_core(WALKER_READ, da, &value), "0x%x is refused",
                  da);
    return value;
}

static bool is_refused(uint32_t da)
{
    uint32_t value = 0;

    return !access_by_core(WALKER_READ, da, &value);
}

static void map_section(uint32_t da, uint32_t pa)
{
    vm_put(vm, TABLE + 4 * AMP_MMU_L1_INDEX(da), pa | AMP_MMU_L1_SECTION);
}

static void map_page(uint32_t da, uint32_t pa)
{
    vm_put(vm, TABLE + 4 * AMP_MMU_L1_INDEX(da), TABLE2 | AMP_MMU_L1_TABLE);
    vm_put(vm, TABLE2 + 4 * AMP_MMU_L2_INDEX(da), pa | AMP_MMU_L2_SMALL);
}

static const struct {
    uint32_t l1, l2;        /* descriptors; l2 only if l1 names the table */
    uint32_t size;
} sizes[] = {
    { PAGES | AMP_MMU_L1_SUPER, 0, 0x01000000 },
    { PAGES | AMP_MMU_L1_SECTION, 0, 0x00100000 },
    { TABLE2 | AMP_MMU_L1_TABLE, PAGES | AMP_MMU_L2_LARGE, 0x00010000 },
    { TABLE2 | AMP_MMU_L1_TABLE, PAGES | AMP_MMU_L2_SMALL, 0x00001000 },
};

/* As the kernel does: 16 equal words where the page is larger than one's share */
START_TEST(page_of_each_size_leads_where_the_tables_say)
{
    const uint32_t da = 0x63000000, last = da + sizes[_i].size - 4;
    uint32_t value = 0x600dda7a;

    for (uint32_t i = 0; i < 16; i++) {
        if (i == 0 || sizes[_i].size == 0x01000000) {
            vm_put(vm, TABLE + 4 * (AMP_MMU_L1_INDEX(da) + i), sizes[_i].l1);
        }
        if (i == 0 || sizes[_i].size == 0x00010000) {
            vm_put(vm, TABLE2 + 4 * (AMP_MMU_L2_INDEX(da) + i), sizes[_i].l2);
        }
    }
    vm_put(vm, PAGES, 0x11111111);
    vm_put(vm, PAGES + sizes[_i].size - 4, 0x22222222);
    ck_assert_uint_eq(read_by_core(da), 0x11111111);
    ck_assert_uint_eq(read_by_core(last), 0x22222222);
    ck_assert(access_by_core(WALKER_WRITE, last, &value));
    ck_assert_uint_eq(vm_get(vm, PAGES + sizes[_i].size - 4), value);
    ck_assert(is_refused(last + 4));
}
END_TEST

START_TEST(fault_says_where_and_raises_the_line)
{
    unsigned int spi = AMP_SPI(0, AMP_OMAP_SPI_MMU);

    ck_assert(is_refused(0x70001234));
    ck_assert_uint_eq(get(AMP_MMU_IRQSTATUS), AMP_MMU_IRQ_TRANSLATION);
    ck_assert_uint_eq(get(AMP_MMU_FAULT_AD), 0x70001234);
    ck_assert(vm_spi(vm, spi));
    /* the first one is kept */
    ck_assert(is_refused(0x7000abc0));
    ck_assert_uint_eq(get(AMP_MMU_FAULT_AD), 0x70001234);
    put(AMP_MMU_IRQENABLE, 0);
    ck_assert(!vm_spi(vm, spi));
    put(AMP_MMU_IRQENABLE, AMP_MMU_IRQ_ALL);
    ck_assert(vm_spi(vm, spi));
    put(AMP_MMU_IRQSTATUS, AMP_MMU_IRQ_TRANSLATION);
    ck_assert(!vm_spi(vm, spi));
    ck_assert(is_refused(0x7000abc0));
    ck_assert_uint_eq(get(AMP_MMU_FAULT_AD), 0x7000abc0);
}
END_TEST

START_TEST(tables_that_cannot_be_read_are_a_fault)
{
    put(AMP_MMU_TTB, 0xf0000000);
    ck_assert(is_refused(0x60000000));
    ck_assert_uint_eq(get(AMP_MMU_IRQSTATUS), AMP_MMU_IRQ_TABLEWALK);
}
END_TEST

START_TEST(lost_fault_raises_nothing)
{
    vm_put(vm, A_LAB + AMP_LAB_FAULT_SELECT,
           AMP_FAULT_INDEX(0, AMP_FAULT_CRASH_LOST));
    vm_put(vm, A_LAB + AMP_LAB_FAULT_COUNT, 1);
    ck_assert(is_refused(0x70000000));
    ck_assert_uint_eq(get(AMP_MMU_IRQSTATUS), 0);
    ck_assert(is_refused(0x70000000));
    ck_assert_uint_eq(get(AMP_MMU_IRQSTATUS), AMP_MMU_IRQ_TRANSLATION);
}
END_TEST

START_TEST(page_that_was_refused_is_seen_once_it_is_mapped)
{
    vm_put(vm, PAGES + 0x10, 0x33333333);
    ck_assert(is_refused(0x60000010));
    map_section(0x60000000, PAGES);
    ck_assert_uint_eq(read_by_core(0x60000010), 0x33333333);
}
END_TEST

/* How the TLB forgets: one entry, all of them, a change of the tables' place */
static const struct {
    uint32_t reg, value;
    bool forgets;
} flushes[] = {
    { AMP_MMU_FLUSH_ENTRY, 1, true },
    { AMP_MMU_FLUSH_ENTRY, 0, false },
    { AMP_MMU_GFLUSH, 1, true },
    { AMP_MMU_IRQSTATUS, 1, false },
};

START_TEST(translation_lives_until_it_is_flushed)
{
    map_page(0x60000000, PAGES);
    vm_put(vm, PAGES, 1);
    vm_put(vm, PAGES + 0x1000, 2);
    ck_assert_uint_eq(read_by_core(0x60000000), 1);
    ck_assert_uint_eq(get(AMP_MMU_LOCK), 1 << AMP_MMU_LOCK_VICT_SHIFT);
    put(AMP_MMU_LOCK, 0);
    ck_assert_uint_eq(get(AMP_MMU_READ_CAM),
                      0x60000000 | AMP_MMU_CAM_V | AMP_MMU_4K);
    ck_assert_uint_eq(get(AMP_MMU_READ_RAM), PAGES);

    map_page(0x60000000, PAGES + 0x1000);
    put(AMP_MMU_CAM, 0x60000000 | AMP_MMU_CAM_V | AMP_MMU_4K);
    put(flushes[_i].reg, flushes[_i].value);
    ck_assert_uint_eq(get(AMP_MMU_READ_CAM) & AMP_MMU_CAM_V,
                      flushes[_i].forgets ? 0 : AMP_MMU_CAM_V);
    ck_assert_uint_eq(read_by_core(0x60000000), flushes[_i].forgets ? 2 : 1);
}
END_TEST

START_TEST(entry_makes_room_for_the_33rd)
{
    for (uint32_t i = 0; i <= AMP_MMU_ENTRIES; i++) {
        map_page(0x60000000 + i * 0x1000, PAGES + i * 0x1000);
        vm_put(vm, PAGES + i * 0x1000, i);
    }
    for (uint32_t i = 0; i < AMP_MMU_ENTRIES; i++) {
        ck_assert_uint_eq(read_by_core(0x60000000 + i * 0x1000), i);
    }
    map_page(0x60000000, PAGES + 0x1000);
    ck_assert_uint_eq(read_by_core(0x60000000), 0);
    read_by_core(0x60000000 + AMP_MMU_ENTRIES * 0x1000);
    ck_assert_uint_eq(read_by_core(0x60000000), 1);
}
END_TEST

START_TEST(entry_that_is_loaded_needs_no_tables)
{
    put(AMP_MMU_CNTL, AMP_MMU_CNTL_ENABLE);
    put(AMP_MMU_CAM, 0x60000000 | AMP_MMU_CAM_P | AMP_MMU_CAM_V | AMP_MMU_64K);
    put(AMP_MMU_RAM, PAGES);
    put(AMP_MMU_LD_TLB, 1);
    put(AMP_MMU_GFLUSH, 1);
    vm_put(vm, PAGES + 0x4000, 0x44444444);
    ck_assert_uint_eq(read_by_core(0x60004000), 0x44444444);
    ck_assert(is_refused(0x60010000));
    ck_assert_uint_eq(get(AMP_MMU_IRQSTATUS), AMP_MMU_IRQ_TLBMISS);
}
END_TEST

START_TEST(mmu_that_is_off_lets_everything_through)
{
    put(AMP_MMU_CNTL, 0);
    vm_put(vm, PAGES, 0x55555555);
    ck_assert_uint_eq(read_by_core(PAGES), 0x55555555);
    put(AMP_MMU_CNTL, AMP_MMU_CNTL_ENABLE | AMP_MMU_CNTL_TWL);
    ck_assert(is_refused(PAGES));
}
END_TEST

START_TEST(registers_behind_the_mmu_are_the_cores_own_view)
{
    uint32_t value = AMP_MSG_READY;
    uint32_t errors = errors_of(vm);

    map_page(AMP_OMAP_DA_MBOX, A_MBOX);
    ck_assert(access_by_core(WALKER_WRITE, AMP_OMAP_DA_MBOX +
                             AMP_MBOX_MESSAGE(AMP_MBOX_FIFO_M2A), &value));
    vm_await(vm, A_MBOX + AMP_MBOX_MSGSTATUS(AMP_MBOX_FIFO_M2A), 1);
    ck_assert_uint_eq(vm_get(vm, A_MBOX + AMP_MBOX_MESSAGE(AMP_MBOX_FIFO_M2A)),
                      AMP_MSG_READY);
    /* RSTCTRL is the A side's: its page would not know who writes */
    map_page(0x60006000, A_PRM);
    ck_assert(access_by_core(WALKER_WRITE, 0x60006000 + AMP_PRM_RSTCTRL,
                             &value));
    ck_assert_uint_eq(errors_of(vm) - errors, 1);
}
END_TEST

START_TEST(code_behind_the_mmu_is_executed)
{
    static const uint16_t code[] = { 0x2063, 0x4770 };  /* return 99 */
    uint32_t value = 0;

    map_section(0x60000000, PAGES);
    vm_load(vm, PAGES + 0x100, code, sizeof(code));
    ck_assert(access_by_core(WALKER_CALL, 0x60000100, &value));
    ck_assert_uint_eq(value, 99);
    ck_assert(!access_by_core(WALKER_CALL, 0x60100100, &value));
    ck_assert_uint_eq(get(AMP_MMU_FAULT_AD), 0x60100100);
}
END_TEST

START_TEST(part_has_one_core)
{
    ck_assert(vm_fails("profile=omap,remotes=2", NULL,
                       "profile omap has at most 1"));
}
END_TEST

static void add(TCase *tc, const TTest *const *tests)
{
    for (; *tests; tests++) {
        tcase_add_test(tc, *tests);
    }
}

Suite *suite_omap(void)
{
    Suite *s = suite_create("omap");
    TCase *registers = tcase_create("registers");
    TCase *core = tcase_create("core");
    const TTest *const of_registers[] = {
        bits_without_a_model_are_refused, reset_line_holds_and_releases_the_core,
        second_core_and_mmu_have_no_effect,
        ignored_hold_leaves_the_core_running, part_has_one_core, NULL
    };
    const TTest *const of_core[] = {
        fault_says_where_and_raises_the_line,
        tables_that_cannot_be_read_are_a_fault, lost_fault_raises_nothing,
        page_that_was_refused_is_seen_once_it_is_mapped,
        entry_makes_room_for_the_33rd, entry_that_is_loaded_needs_no_tables,
        mmu_that_is_off_lets_everything_through,
        registers_behind_the_mmu_are_the_cores_own_view,
        code_behind_the_mmu_is_executed, NULL
    };

    tcase_set_timeout(registers, TEST_LIMIT_S);
    tcase_add_checked_fixture(registers, start_registers, end);
    tcase_add_loop_test(registers, register_keeps_its_contract, 0, (int)REGS);
    add(registers, of_registers);
    suite_add_tcase(s, registers);
    tcase_set_timeout(core, TEST_LIMIT_S);
    tcase_add_checked_fixture(core, start_core, end);
    tcase_add_loop_test(core, page_of_each_size_leads_where_the_tables_say, 0,
                        (int)(sizeof(sizes) / sizeof(sizes[0])));
    tcase_add_loop_test(core, translation_lives_until_it_is_flushed, 0,
                        (int)(sizeof(flushes) / sizeof(flushes[0])));
    add(core, of_core);
    suite_add_tcase(s, core);
    return s;
}
