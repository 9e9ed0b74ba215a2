/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The table of SoC profiles
 *
 * `ref` is the only row so far: OMAP4 mailbox, our control block, our platform
 * driver.  A further SoC is a further row, with devices of its own that follow
 * the conventions of amp_profile.h.
 * Leaves out: how a row becomes a board (amp_virt.c) or nodes (amp_dt.c).
 */
#include "qemu/osdep.h"
#include "amp_profile.h"

#define STRINGS(n, s) \
    { .name = n, .kind = AMP_PROP_STRINGS, .text = s, .text_size = sizeof(s) }
#define CELLS(n, ...)                                                   \
    { .name = n, .kind = AMP_PROP_CELLS, .cell = { __VA_ARGS__ },       \
      .count = sizeof((uint32_t[]){ __VA_ARGS__ }) / sizeof(uint32_t) }
#define LABELS(n, ...)                                                  \
    { .name = n, .kind = AMP_PROP_LABELS, .cell = { __VA_ARGS__ },      \
      .count = sizeof((uint32_t[]){ __VA_ARGS__ }) / sizeof(uint32_t) }
#define CALL(n, f) { .name = n, .kind = AMP_PROP_CALL, .call = f }

static const AmpMemoryMap ref_memories[] = {
    { AMP_TO_A, AMP_MEM_ITCM, AMP_OFF_ITCM },
    { AMP_TO_A, AMP_MEM_DTCM, AMP_OFF_DTCM },
    { AMP_TO_M, AMP_MEM_ITCM, AMP_M_ITCM },
    { AMP_TO_M, AMP_MEM_DTCM, AMP_M_DTCM },
    { AMP_TO_M, AMP_MEM_WINDOW, AMP_M_DRAM },
    { AMP_TO_M, AMP_MEM_EXEC, AMP_M_DRAM_EXEC },
    { }
};

static const AmpDevice ref_devices[] = {
    {
        .name = "mbox", .type = TYPE_AMP_MBOX,
        .a_offset = AMP_OFF_MBOX, .m_addr = AMP_M_MBOX,
        .wires = {
            [AMP_MBOX_USER_A] = { AMP_TO_A, AMP_SPI_MBOX },
            [AMP_MBOX_USER_M] = { AMP_TO_M, AMP_NVIC_MBOX },
        },
    }, {
        .name = "ctrl", .type = TYPE_AMP_CTRL, .has_remote = true,
        .a_offset = AMP_OFF_CTRL, .m_addr = AMP_M_CTRL,
        .wires = {
            { AMP_TO_A, AMP_SPI_CRASH },
            { AMP_TO_A, AMP_SPI_WDOG },
            { AMP_TO_M, AMP_NVIC_CMD },
        },
    },
    { }
};

/* The pool comes first: remoteproc gives index 0 to vdevs without a buffer */
static const AmpReserved ref_reserved[] = {
    { "amp-pool", AMP_L_POOL, "shared-dma-pool", false,
      AMP_OFF_POOL, AMP_POOL_SIZE },
    { "fwram", AMP_L_FWRAM, NULL, false, AMP_OFF_FWRAM, AMP_FWRAM_SIZE },
    { "vdev0vring0", AMP_L_VRING0, NULL, true,
      AMP_OFF_VRING0, AMP_VRING_SIZE },
    { "vdev0vring1", AMP_L_VRING1, NULL, true,
      AMP_OFF_VRING1, AMP_VRING_SIZE },
    { "vdev0buffer", AMP_L_VBUFFER, "shared-dma-pool", true,
      AMP_OFF_VBUFFER, AMP_VBUFFER_SIZE },
    { }
};

static const AmpProp ref_mailbox[] = {
    STRINGS("compatible", "ti,omap4-mailbox"),
    CELLS("#mbox-cells", 1),
    CELLS("ti,mbox-num-users", AMP_MBOX_USERS),
    CELLS("ti,mbox-num-fifos", AMP_MBOX_FIFOS),
    { }
};

static const AmpProp ref_channel[] = {
    CELLS("ti,mbox-tx", AMP_MBOX_FIFO_A2M, 0, AMP_MBOX_USER_A),
    CELLS("ti,mbox-rx", AMP_MBOX_FIFO_M2A, 0, AMP_MBOX_USER_A),
    { }
};

static const AmpProp ref_remoteproc[] = {
    STRINGS("compatible", "rproctest,amp-remoteproc"),
    STRINGS("reg-names", "ctrl\0itcm\0dtcm"),
    STRINGS("interrupt-names", "crash\0watchdog"),
    LABELS("mboxes", AMP_L_MAILBOX, AMP_L_CHANNEL),
    CALL("memory-region", amp_dt_memory_region),
    CALL("rproctest,da-map", amp_dt_da_map),
    CALL("firmware-name", amp_dt_firmware_name),
    { }
};

static const AmpProp ref_consumer[] = {
    STRINGS("compatible", "rproctest,amp-consumer"),
    LABELS("rproc", AMP_L_REMOTEPROC),
    { }
};

static const AmpNode ref_nodes[] = {
    {
        .name = "mailbox", .label = AMP_L_MAILBOX, .device = "mbox",
        .props = ref_mailbox,
        .reg = { { AMP_OFF_MBOX, AMP_MBOX_SIZE } },
    }, {
        .name = "mailbox", .child = "mbox-core", .label = AMP_L_CHANNEL,
        .props = ref_channel,
        .reg = { { AMP_OFF_MBOX, AMP_MBOX_SIZE } },
    }, {
        .name = "remoteproc", .label = AMP_L_REMOTEPROC, .device = "ctrl",
        .props = ref_remoteproc,
        .reg = {
            { AMP_OFF_CTRL, AMP_CTRL_SIZE },
            { AMP_OFF_ITCM, AMP_ITCM_SIZE },
            { AMP_OFF_DTCM, AMP_DTCM_SIZE },
        },
    }, {
        .name = "consumer", .props = ref_consumer,
    },
    { }
};

static const AmpProfile profiles[] = {
    {
        .name = "ref",
        .offers = "crash:mailbox crash:watchdog crash:lockup crash:typed "
                  "crash:soft multi-vdev multi-core trace named-memory fwram",
        .core_base = AMP_CORE_BASE,
        .core_stride = AMP_CORE_STRIDE,
        .lab_base = AMP_LAB_BASE,
        .m_lab = AMP_M_LAB,
        .resv_base = AMP_RESV_BASE,
        .resv_stride = AMP_RESV_STRIDE,
        .memories = ref_memories,
        .devices = ref_devices,
        .reserved = ref_reserved,
        .nodes = ref_nodes,
    },
};

const AmpProfile *amp_profile_find(const char *name)
{
    for (size_t i = 0; i < ARRAY_SIZE(profiles); i++) {
        if (!strcmp(profiles[i].name, name)) {
            return &profiles[i];
        }
    }
    return NULL;
}
