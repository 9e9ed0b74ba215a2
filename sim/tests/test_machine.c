/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The board: properties, memory map and lines of every core, device tree
 *
 * Leaves out: what the devices do; each has a file of its own.
 */
#include <libfdt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests.h"

static const struct refusal {
    const char *machine;
    const char *said;
} refusals[] = {
    { "remotes=0", "remotes=0: want 1..4" },
    { "remotes=9", "remotes=9: want 1..4" },
    { "profile=pdp11", "profile=pdp11: no such profile" },
    { "vdev-memory=heap", "vdev-memory=heap: want pool or named" },
    { "jitter=maybe", "jitter" },
    { "pct=9", "pct=9: want 1..8" },
    { "faults=drop", "fault 'drop': want NAME@CORE, core 0..0" },
    { "faults=drop-a2m@1", "want NAME@CORE, core 0..0" },
    { "faults=drop-a2m@0x", "want NAME@CORE" },
    { "faults=nope@0", "fault 'nope': no such fault" },
    { "faults=drop-a2m@0:skip", "want skip=, count=, arg= or chance=" },
    { "faults=drop-a2m@0:skip=x", "want skip=, count=, arg= or chance=" },
    { "faults=drop-a2m@0+", "fault ''" },
    { "no-such-property=1", "no-such-property" },
};
#define REFUSALS (sizeof(refusals) / sizeof(refusals[0]))

START_TEST(bad_property_is_one_clear_error)
{
    ck_assert(vm_fails(refusals[_i].machine, NULL, refusals[_i].said));
}
END_TEST

START_TEST(too_little_memory_is_refused)
{
    static const char *const args[] = { "-m", "64M", NULL };

    ck_assert(vm_fails("", args, "at least 128 MiB"));
}
END_TEST

/* Every core's block: its own devices at its own place, on its own lines */
START_TEST(four_cores_are_apart)
{
    struct vm *vm = vm_start(VM_QTEST, "remotes=4,jitter=off", NULL);

    ck_assert_uint_eq(vm_get(vm, A_LAB + AMP_LAB_CORES), 4);
    for (uint32_t n = 0; n < 4; n++) {
        uint32_t base = AMP_CORE(n);

        ck_assert_uint_eq(vm_get(vm, base + AMP_OFF_CTRL), AMP_CTRL_ID_VALUE);
        ck_assert_uint_eq(vm_get(vm, base + AMP_OFF_MBOX),
                          AMP_MBOX_REVISION_VALUE);
        vm_put(vm, base + AMP_OFF_CTRL + AMP_CTRL_SCRATCH, n + 1);
        vm_put(vm, base + AMP_OFF_ITCM + AMP_ITCM_SIZE - 4, n + 2);
        vm_put(vm, base + AMP_OFF_DTCM + AMP_DTCM_SIZE - 4, n + 3);
    }
    for (uint32_t n = 0; n < 4; n++) {
        uint32_t base = AMP_CORE(n);

        ck_assert_uint_eq(vm_get(vm, base + AMP_OFF_CTRL + AMP_CTRL_SCRATCH),
                          n + 1);
        ck_assert_uint_eq(vm_get(vm, base + AMP_OFF_ITCM + AMP_ITCM_SIZE - 4),
                          n + 2);
        ck_assert_uint_eq(vm_get(vm, base + AMP_OFF_DTCM + AMP_DTCM_SIZE - 4),
                          n + 3);
    }
    vm_end(vm);
}
END_TEST

START_TEST(every_core_has_lines_of_its_own)
{
    struct vm *vm = vm_start(VM_QTEST, "remotes=4,jitter=off", NULL);

    for (uint32_t n = 0; n < 4; n++) {
        uint32_t mbox = AMP_CORE(n) + AMP_OFF_MBOX;

        vm_put(vm, mbox + AMP_MBOX_IRQENABLE_SET(AMP_MBOX_USER_A),
               AMP_MBOX_NEWMSG(AMP_MBOX_FIFO_M2A));
        vm_put(vm, mbox + AMP_MBOX_MESSAGE(AMP_MBOX_FIFO_M2A), 1);
        for (uint32_t m = 0; m < 4; m++) {
            ck_assert_msg(vm_spi(vm, AMP_SPI(m, AMP_SPI_MBOX)) == (m <= n),
                          "line of core %u after word of core %u", m, n);
        }
    }
    vm_end(vm);
}
END_TEST

START_TEST(no_core_beyond_the_last)
{
    struct vm *vm = vm_start(VM_QTEST, "remotes=2", NULL);

    ck_assert_uint_eq(vm_get(vm, AMP_CORE(1) + AMP_OFF_CTRL),
                      AMP_CTRL_ID_VALUE);
    ck_assert_uint_ne(vm_get(vm, AMP_CORE(2) + AMP_OFF_CTRL),
                      AMP_CTRL_ID_VALUE);
    ck_assert_uint_ne(vm_get(vm, M_CTRL), AMP_CTRL_ID_VALUE);
    vm_end(vm);
}
END_TEST

START_TEST(plain_smp_leaves_room_for_the_remotes)
{
    static const char *const smp[][5] = {
        { "-smp", "1" }, { "-smp", "2" }, { "-smp", "2,maxcpus=6" },
    };

    for (size_t i = 0; i < sizeof(smp) / sizeof(smp[0]); i++) {
        static const enum vm_accel accel[] = { VM_ICOUNT, VM_MTTCG };

        for (int a = 0; a < 2; a++) {
            struct vm *vm = vm_start(accel[a], "remotes=4", smp[i]);

            ck_assert_uint_eq(vm_get(vm, A_LAB + AMP_LAB_CORES), 4);
            vm_end(vm);
        }
    }
}
END_TEST

START_TEST(offers_can_be_asked)
{
    struct vm *vm = vm_start(VM_QTEST, "", NULL);
    const char *offers = vm_qmp(vm, "{\"execute\": \"qom-get\", \"arguments\":"
        " {\"path\": \"/machine\", \"property\": \"offers\"}}");

    ck_assert_ptr_nonnull(strstr(offers, "crash:watchdog"));
    vm_end(vm);
}
END_TEST

/* Device tree */

static void *dt;

static int node(const char *path)
{
    int offset = fdt_path_offset(dt, path);

    ck_assert_msg(offset >= 0, "no node %s", path);
    return offset;
}

static void has_strings(const char *path, const char *name, const char *want,
                        size_t size)
{
    int len = 0;
    const void *got = fdt_getprop(dt, node(path), name, &len);

    ck_assert_msg(got && len == (int)size && !memcmp(got, want, size),
                  "%s: wrong %s", path, name);
}
#define HAS(path, name, want) has_strings(path, name, want, sizeof(want))

static uint32_t cell(const char *path, const char *name, int n)
{
    int len = 0;
    const fdt32_t *got = fdt_getprop(dt, node(path), name, &len);

    ck_assert_msg(got && len > 4 * n, "%s: %s has no cell %d", path, name, n);
    return fdt32_to_cpu(got[n]);
}

static void has_cells(const char *path, const char *name, int count,
                      const uint32_t *want)
{
    int len = 0;

    fdt_getprop(dt, node(path), name, &len);
    ck_assert_msg(len == 4 * count, "%s: %s has %d bytes", path, name, len);
    for (int n = 0; n < count; n++) {
        ck_assert_msg(cell(path, name, n) == want[n],
                      "%s: %s cell %d is 0x%x, want 0x%x", path, name, n,
                      cell(path, name, n), want[n]);
    }
}
#define CELLS(path, name, ...)                                          \
    has_cells(path, name, sizeof((uint32_t[]){ __VA_ARGS__ }) / 4,      \
              (const uint32_t[]){ __VA_ARGS__ })

static uint32_t handle(const char *path)
{
    return cell(path, "phandle", 0);
}

static char *path_of(const char *fmt, uint32_t addr)
{
    static char path[16][80];
    static int next;
    char *p = path[next++ % 16];

    snprintf(p, sizeof(path[0]), fmt, addr);
    return p;
}

static void check_reserved(const char *fmt, uint32_t addr, uint32_t size,
                           bool pool)
{
    const char *path = path_of(fmt, addr);

    CELLS(path, "reg", 0, addr, 0, size);
    ck_assert_ptr_nonnull(fdt_getprop(dt, node(path), "no-map", NULL));
    if (pool) {
        HAS(path, "compatible", "shared-dma-pool");
    } else {
        ck_assert_ptr_null(fdt_getprop(dt, node(path), "compatible", NULL));
    }
}

/* Linux names a class device after it, so every core's has a name of its own */
static char *channel_of(uint32_t n)
{
    char fmt[48];

    snprintf(fmt, sizeof(fmt), "/amp@b000000/mailbox@%%x/mbox-core%u", n);
    return path_of(fmt, AMP_CORE(n) + AMP_OFF_MBOX);
}

static void check_mailbox(uint32_t n)
{
    const char *mbox = path_of("/amp@b000000/mailbox@%x",
                               AMP_CORE(n) + AMP_OFF_MBOX);
    const char *child = channel_of(n);

    HAS(mbox, "compatible", "ti,omap4-mailbox");
    CELLS(mbox, "reg", AMP_CORE(n) + AMP_OFF_MBOX, AMP_MBOX_SIZE);
    CELLS(mbox, "interrupts", 0, AMP_SPI(n, AMP_SPI_MBOX), 4);
    CELLS(mbox, "#mbox-cells", 1);
    CELLS(mbox, "ti,mbox-num-users", AMP_MBOX_USERS);
    CELLS(mbox, "ti,mbox-num-fifos", AMP_MBOX_FIFOS);
    CELLS(child, "ti,mbox-tx", AMP_MBOX_FIFO_A2M, 0, AMP_MBOX_USER_A);
    CELLS(child, "ti,mbox-rx", AMP_MBOX_FIFO_M2A, 0, AMP_MBOX_USER_A);
}

static void check_remoteproc(uint32_t n, uint32_t window)
{
    uint32_t base = AMP_CORE(n);
    const char *rproc = path_of("/amp@b000000/remoteproc@%x",
                                base + AMP_OFF_CTRL);
    char file[16];

    HAS(rproc, "compatible", "rproctest,amp-remoteproc");
    CELLS(rproc, "reg", base + AMP_OFF_CTRL, AMP_CTRL_SIZE,
          base + AMP_OFF_ITCM, AMP_ITCM_SIZE,
          base + AMP_OFF_DTCM, AMP_DTCM_SIZE);
    HAS(rproc, "reg-names", "ctrl\0itcm\0dtcm");
    CELLS(rproc, "interrupts", 0, AMP_SPI(n, AMP_SPI_CRASH), 4,
          0, AMP_SPI(n, AMP_SPI_WDOG), 4);
    HAS(rproc, "interrupt-names", "crash\0watchdog");
    CELLS(rproc, "mboxes",
          handle(path_of("/amp@b000000/mailbox@%x", base + AMP_OFF_MBOX)),
          handle(channel_of(n)));
    CELLS(rproc, "rproctest,da-map",
          AMP_M_ITCM, base + AMP_OFF_ITCM, AMP_ITCM_SIZE,
          AMP_M_DTCM, base + AMP_OFF_DTCM, AMP_DTCM_SIZE,
          AMP_M_DRAM_EXEC, AMP_DRAM_BASE, window);
    snprintf(file, sizeof(file), "amp-core%u.elf", n);
    has_strings(rproc, "firmware-name", file, strlen(file) + 1);
}

static void check_consumer(uint32_t n)
{
    const char *consumer = path_of("/amp@b000000/consumer%x", n);

    HAS(consumer, "compatible", "rproctest,amp-consumer");
    CELLS(consumer, "rproc",
          handle(path_of("/amp@b000000/remoteproc@%x",
                         AMP_CORE(n) + AMP_OFF_CTRL)));
    ck_assert(!fdt_getprop(dt, node(consumer), "reg", NULL));
}

START_TEST(device_tree_describes_the_bus)
{
    size_t size;

    dt = vm_dtb("", &size);
    ck_assert_int_eq(fdt_check_full(dt, size), 0);
    HAS("/amp@b000000", "compatible", "simple-bus");
    CELLS("/amp@b000000", "#address-cells", 1);
    CELLS("/amp@b000000", "#size-cells", 1);
    CELLS("/amp@b000000", "ranges", AMP_CORE_BASE, 0, AMP_CORE_BASE,
          0x01000000);
    HAS("/amp@b000000/lab@bf00000", "compatible", "rproctest,amp-lab");
    CELLS("/amp@b000000/lab@bf00000", "reg", AMP_LAB_BASE, AMP_LAB_SIZE);
    HAS("/", "compatible", "linux,dummy-virt");
    free(dt);
}
END_TEST

START_TEST(device_tree_describes_every_core)
{
    size_t size;

    dt = vm_dtb("remotes=4", &size);
    for (uint32_t n = 0; n < 4; n++) {
        const char *rproc = path_of("/amp@b000000/remoteproc@%x",
                                    AMP_CORE(n) + AMP_OFF_CTRL);

        check_mailbox(n);
        check_remoteproc(n, AMP_DRAM_MIN_SIZE);
        check_consumer(n);
        check_reserved("/reserved-memory/amp-pool@%x",
                       AMP_RESV(n) + AMP_OFF_POOL, AMP_POOL_SIZE, true);
        check_reserved("/reserved-memory/fwram@%x",
                       AMP_RESV(n) + AMP_OFF_FWRAM, AMP_FWRAM_SIZE, false);
        CELLS(rproc, "memory-region",
              handle(path_of("/reserved-memory/amp-pool@%x",
                             AMP_RESV(n) + AMP_OFF_POOL)),
              handle(path_of("/reserved-memory/fwram@%x",
                             AMP_RESV(n) + AMP_OFF_FWRAM)));
    }
    free(dt);
}
END_TEST

START_TEST(device_tree_names_vdev_memory_when_asked)
{
    const char *rproc = "/amp@b000000/remoteproc@b101000";
    size_t size;

    dt = vm_dtb("vdev-memory=named", &size);
    check_reserved("/reserved-memory/vdev0vring0@%x",
                   AMP_RESV(0) + AMP_OFF_VRING0, AMP_VRING_SIZE, false);
    check_reserved("/reserved-memory/vdev0vring1@%x",
                   AMP_RESV(0) + AMP_OFF_VRING1, AMP_VRING_SIZE, false);
    check_reserved("/reserved-memory/vdev0buffer@%x",
                   AMP_RESV(0) + AMP_OFF_VBUFFER, AMP_VBUFFER_SIZE, true);
    CELLS(rproc, "memory-region",
          handle("/reserved-memory/amp-pool@46000000"),
          handle("/reserved-memory/fwram@46400000"),
          handle("/reserved-memory/vdev0vring0@46500000"),
          handle("/reserved-memory/vdev0vring1@46508000"),
          handle("/reserved-memory/vdev0buffer@46540000"));
    free(dt);
    dt = vm_dtb("vdev-memory=pool", &size);
    ck_assert_int_lt(fdt_path_offset(dt, "/reserved-memory/"
                                     "vdev0buffer@46540000"), 0);
    free(dt);
}
END_TEST

/* Drivers probe in the order of the nodes: cores count up, mailbox first */
START_TEST(device_tree_is_in_the_order_of_the_cores)
{
    static const char *const want[] = {
        "mailbox@b100000", "remoteproc@b101000", "consumer0",
        "mailbox@b300000", "remoteproc@b301000", "consumer1", "lab@bf00000",
    };
    size_t size, n = 0;
    int child;

    dt = vm_dtb("remotes=2", &size);
    fdt_for_each_subnode(child, dt, node("/amp@b000000")) {
        ck_assert_uint_lt(n, sizeof(want) / sizeof(want[0]));
        ck_assert_str_eq(fdt_get_name(dt, child, NULL), want[n]);
        n++;
    }
    ck_assert_uint_eq(n, sizeof(want) / sizeof(want[0]));
    free(dt);
}
END_TEST

START_TEST(device_tree_is_the_same_every_time)
{
    size_t size[2];
    void *tree[2];

    for (int i = 0; i < 2; i++) {
        tree[i] = vm_dtb("remotes=4,dtb-randomness=off", &size[i]);
    }
    ck_assert_uint_eq(size[0], size[1]);
    ck_assert_mem_eq(tree[0], tree[1], size[0]);
    free(tree[0]);
    free(tree[1]);
}
END_TEST

Suite *suite_machine(void)
{
    const TTest *const tests[] = {
        too_little_memory_is_refused,
        four_cores_are_apart,
        every_core_has_lines_of_its_own,
        no_core_beyond_the_last,
        plain_smp_leaves_room_for_the_remotes,
        offers_can_be_asked,
        device_tree_describes_the_bus,
        device_tree_describes_every_core,
        device_tree_names_vdev_memory_when_asked,
        device_tree_is_in_the_order_of_the_cores,
        device_tree_is_the_same_every_time,
    };
    Suite *s = suite_create("machine");
    TCase *board = tcase_create("board");

    tcase_set_timeout(board, TEST_LIMIT_S);
    tcase_add_loop_test(board, bad_property_is_one_clear_error, 0, REFUSALS);
    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        tcase_add_test(board, tests[i]);
    }
    suite_add_tcase(s, board);
    return s;
}
