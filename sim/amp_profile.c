/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The table of SoC profiles
 *
 * `ref`: OMAP4 mailbox, our control block, our platform driver.  `stm32`: IPCC,
 * RCC and backup registers of the STM32MP157, for mainline's stm32-ipcc and
 * stm32_rproc.  `wkup-m3`: memories and IPC registers of the AM335x' WKUP M3 and
 * the OMAP4 mailbox, for mainline's wkup_m3_rproc and wkup_m3_ipc.  `omap`: OMAP4
 * mailbox, MMU and reset manager, for mainline's omap-mailbox, omap-iommu and
 * omap_remoteproc.  A further SoC is a further row, with devices of its own that
 * follow the conventions of amp_profile.h.
 * Leaves out: how a row becomes a board (amp_virt.c) or nodes (amp_dt.c).
 */
#include "qemu/osdep.h"
#include "amp_profile.h"
#include "abi/amp_ipcc.h"
#include "abi/amp_omap.h"
#include "abi/amp_omap_mmu.h"
#include "abi/amp_stm32.h"
#include "abi/amp_wkup.h"

#define STRINGS(n, s) \
    { .name = n, .kind = AMP_PROP_STRINGS, .text = s, .text_size = sizeof(s) }
#define CELLS(n, ...)                                                   \
    { .name = n, .kind = AMP_PROP_CELLS, .cell = { __VA_ARGS__ },       \
      .count = sizeof((uint32_t[]){ __VA_ARGS__ }) / sizeof(uint32_t) }
/* Cells of which those with a bit in @mask are labels */
#define MIXED(n, mask, ...)                                             \
    { .name = n, .kind = AMP_PROP_CELLS, .cell = { __VA_ARGS__ },       \
      .count = sizeof((uint32_t[]){ __VA_ARGS__ }) / sizeof(uint32_t),  \
      .labels = mask }
#define LABELS(n, ...) MIXED(n, AMP_ALL_CELLS, __VA_ARGS__)
#define FLAG(n) { .name = n, .kind = AMP_PROP_CELLS }
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

/* An address of the A side, as an offset in core 0's block */
#define AT(addr) ((addr) - AMP_CORE_BASE)

static const AmpMemoryMap stm32_memories[] = {
    { AMP_TO_A, AMP_MEM_ITCM, AT(AMP_STM32_RETRAM) },
    { AMP_TO_A, AMP_MEM_DTCM, AT(AMP_STM32_SRAM) },
    { AMP_TO_A, AMP_MEM_DTCM, AT(AMP_STM32_SRAM_ALIAS) },
    { AMP_TO_M, AMP_MEM_ITCM, AMP_STM32_M_RETRAM },
    { AMP_TO_M, AMP_MEM_DTCM, AMP_STM32_SRAM },
    { AMP_TO_M, AMP_MEM_DTCM, AMP_STM32_SRAM_ALIAS },
    { AMP_TO_M, AMP_MEM_WINDOW, AMP_M_DRAM },
    { }
};

static const AmpDevice stm32_devices[] = {
    {
        .name = "ipcc", .type = TYPE_AMP_IPCC,
        .a_offset = AMP_STM32_OFF_IPCC, .m_addr = AMP_STM32_M_IPCC,
        .wires = {
            { AMP_TO_A, AMP_STM32_SPI_RX },
            { AMP_TO_A, AMP_STM32_SPI_TX },
            { AMP_TO_M, AMP_STM32_NVIC_RX },
            { AMP_TO_M, AMP_STM32_NVIC_TX },
        },
    }, {
        /* no driver knows it: the lab's view of the core */
        .name = "ctrl", .type = TYPE_AMP_CTRL, .has_remote = true,
        .a_offset = AMP_OFF_CTRL, .m_addr = AMP_M_CTRL,
        .wires = {
            { AMP_TO_NOBODY },
            { AMP_TO_NOBODY },
            { AMP_TO_M, AMP_STM32_NVIC_CMD },
        },
    }, {
        .name = "rcc", .type = TYPE_AMP_RCC, .has_remote = true,
        .a_offset = AMP_STM32_OFF_RCC, .m_addr = AMP_STM32_M_RCC,
        .wires = { { AMP_TO_A, AMP_STM32_SPI_WDOG, .is_edge = true } },
    }, {
        .name = "tamp", .type = TYPE_AMP_TAMP, .has_remote = true,
        .a_offset = AMP_STM32_OFF_TAMP, .m_addr = AMP_STM32_M_TAMP,
    }, {
        .name = "hsem", .type = TYPE_AMP_HSEM,
        .a_offset = AMP_STM32_OFF_HSEM, .m_addr = AMP_STM32_M_HSEM,
    }, {
        .name = "usart", .type = TYPE_AMP_USART,
        .a_offset = AMP_STM32_OFF_USART3, .m_addr = AMP_STM32_M_USART3,
        .chardev = "amp-uart",
        .wires = { { AMP_TO_M, AMP_STM32_NVIC_USART3 } },
    },
    { }
};

#define WORDS(n, bus) { n, AMP_STM32_M_##bus, AMP_STM32_##bus##_SIZE }

/* What firmware for the part touches beside the above */
static const AmpWords stm32_words[] = {
    WORDS("apb1", APB1), WORDS("ahb2", AHB2), WORDS("ahb3", AHB3),
    WORDS("ahb4", AHB4), WORDS("ahb5", AHB5), WORDS("apb5", APB5),
    { }
};

/* stm32_rproc makes a carveout of each, named as the node */
static const AmpReserved stm32_reserved[] = {
    { "retram", AMP_L_RETRAM, NULL, false,
      AMP_STM32_RETRAM, AMP_STM32_RETRAM_SIZE },
    { "mcuram", AMP_L_SRAM_ALIAS, NULL, false,
      AMP_STM32_SRAM_ALIAS, AMP_STM32_MCURAM2_SIZE },
    { "mcuram2", AMP_L_SRAM, NULL, false,
      AMP_STM32_SRAM + AMP_STM32_OFF_MCURAM2, AMP_STM32_MCURAM2_SIZE },
    { "vdev0vring0", AMP_L_VRING0, NULL, false,
      AMP_STM32_SRAM + AMP_STM32_OFF_VRING0, AMP_STM32_VRING_SIZE },
    { "vdev0vring1", AMP_L_VRING1, NULL, false,
      AMP_STM32_SRAM + AMP_STM32_OFF_VRING1, AMP_STM32_VRING_SIZE },
    { "vdev0buffer", AMP_L_VBUFFER, "shared-dma-pool", false,
      AMP_STM32_SRAM + AMP_STM32_OFF_VBUFFER, AMP_STM32_VBUFFER_SIZE },
    { }
};

static const AmpProp stm32_mailbox[] = {
    STRINGS("compatible", "st,stm32mp1-ipcc"),
    STRINGS("interrupt-names", "rx\0tx"),
    CELLS("#mbox-cells", 1),
    CELLS("st,proc-id", AMP_IPCC_A),
    CALL("clocks", amp_dt_clock),
    { }
};

/* The part's own compatibles would bring its clock driver */
static const AmpProp stm32_syscon[] = {
    STRINGS("compatible", "syscon"),
    { }
};

/* One register of the RCC, which sets bits: what this driver does to assert */
static const AmpProp stm32_reset[] = {
    STRINGS("compatible", "snps,dw-high-reset"),
    CELLS("#reset-cells", 1),
    { }
};

/* <da pa size>, as the driver reads it: one cell each */
static const AmpProp stm32_bus[] = {
    STRINGS("compatible", "simple-bus"),
    CELLS("#address-cells", 1),
    CELLS("#size-cells", 1),
    FLAG("ranges"),
    CELLS("dma-ranges",
          AMP_STM32_M_RETRAM, AMP_STM32_RETRAM, AMP_STM32_RETRAM_SIZE,
          AMP_STM32_SRAM, AMP_STM32_SRAM, AMP_STM32_SRAM_SIZE,
          AMP_STM32_SRAM_ALIAS, AMP_STM32_SRAM_ALIAS, AMP_STM32_SRAM_SIZE),
    { }
};

static const AmpProp stm32_remoteproc[] = {
    STRINGS("compatible", "st,stm32mp1-m4"),
    CALL("memory-region", amp_dt_memory_region),
    MIXED("resets", 1, AMP_L_RESET, AMP_RCC_MCURST_BIT),
    MIXED("st,syscfg-tz", 1, AMP_L_RCC, AMP_RCC_TZCR, 1),
    MIXED("st,syscfg-holdboot", 1, AMP_L_RCC, AMP_RCC_MP_GCR,
          AMP_RCC_BOOT_MCU),
    MIXED("st,syscfg-rsc-tbl", 1, AMP_L_TAMP, AMP_TAMP_RSC_TABLE, UINT32_MAX),
    MIXED("st,syscfg-m4-state", 1, AMP_L_TAMP, AMP_TAMP_M4_STATE, UINT32_MAX),
    MIXED("mboxes", 0x55, AMP_L_MAILBOX, AMP_IPCC_VQ0, AMP_L_MAILBOX,
          AMP_IPCC_VQ1, AMP_L_MAILBOX, AMP_IPCC_SHUTDOWN, AMP_L_MAILBOX,
          AMP_IPCC_DETACH),
    STRINGS("mbox-names", "vq0\0vq1\0shutdown\0detach"),
    CALL("st,auto-boot", amp_dt_auto_boot),
    { }
};

static const AmpNode stm32_nodes[] = {
    {
        .name = "mailbox", .label = AMP_L_MAILBOX, .device = "ipcc",
        .props = stm32_mailbox,
        .reg = { { AMP_STM32_OFF_IPCC, AMP_IPCC_SIZE } },
    }, {
        .name = "syscon", .label = AMP_L_RCC, .props = stm32_syscon,
        .reg = { { AMP_STM32_OFF_RCC, AMP_STM32_RCC_SIZE } },
    }, {
        .name = "reset-controller", .label = AMP_L_RESET,
        .props = stm32_reset,
        .reg = { { AMP_STM32_OFF_RCC + AMP_RCC_MP_GRSTCSETR, 4 } },
    }, {
        .name = "syscon", .label = AMP_L_TAMP, .props = stm32_syscon,
        .reg = { { AMP_STM32_OFF_TAMP, AMP_STM32_TAMP_SIZE } },
    }, {
        .name = "ahb", .props = stm32_bus,
    }, {
        .name = "ahb", .child = "m4@10000000", .label = AMP_L_REMOTEPROC,
        .device = "rcc", .props = stm32_remoteproc,
        .reg = {
            { AT(AMP_STM32_SRAM), AMP_STM32_SRAM_SIZE },
            { AT(AMP_STM32_SRAM_ALIAS), AMP_STM32_SRAM_SIZE },
            { AT(AMP_STM32_RETRAM), AMP_STM32_RETRAM_SIZE },
        },
    }, {
        .name = "consumer", .props = ref_consumer,
    },
    { }
};

static const AmpMemoryMap wkup_memories[] = {
    { AMP_TO_A, AMP_MEM_ITCM, AMP_WKUP_OFF_UMEM },
    { AMP_TO_A, AMP_MEM_DTCM, AMP_WKUP_OFF_DMEM },
    { AMP_TO_M, AMP_MEM_ITCM, AMP_WKUP_M_UMEM },
    { AMP_TO_M, AMP_MEM_DTCM, AMP_WKUP_M_DMEM },
    { }
};

static const AmpDevice wkup_devices[] = {
    {
        .name = "mbox", .type = TYPE_AMP_MBOX,
        .a_offset = AMP_OFF_MBOX, .m_addr = AMP_WKUP_M_MBOX,
        .wires = {
            [AMP_MBOX_USER_A] = { AMP_TO_A, AMP_SPI_MBOX },
            [AMP_MBOX_USER_M] = { AMP_TO_M, AMP_NVIC_MBOX },
        },
    }, {
        /* its RUN bit is the reset line; else the lab's view of the core */
        .name = "ctrl", .type = TYPE_AMP_CTRL, .has_remote = true,
        .a_offset = AMP_OFF_CTRL, .m_addr = AMP_M_CTRL,
        .wires = {
            { AMP_TO_NOBODY },
            { AMP_TO_NOBODY },
            { AMP_TO_M, AMP_NVIC_CMD },
        },
    }, {
        .name = "ipc", .type = TYPE_AMP_WKUP_IPC,
        .a_offset = AMP_WKUP_OFF_IPC, .m_addr = AMP_WKUP_M_IPC,
        .wires = { { AMP_TO_A, AMP_WKUP_SPI_TXEV } },
    },
    { }
};

static const AmpReserved wkup_reserved[] = {
    { }
};

/* The core's user of the mailbox is driven from the A side, as on the part */
static const AmpProp wkup_channel[] = {
    FLAG("ti,mbox-send-noirq"),
    CELLS("ti,mbox-tx", AMP_MBOX_FIFO_A2M, 0, AMP_MBOX_USER_A),
    CELLS("ti,mbox-rx", AMP_MBOX_FIFO_A2M, 0, AMP_MBOX_USER_M),
    { }
};

static const AmpProp wkup_reset[] = {
    STRINGS("compatible", "snps,dw-low-reset"),
    CELLS("#reset-cells", 1),
    { }
};

static const AmpProp wkup_remoteproc[] = {
    STRINGS("compatible", "ti,am3352-wkup-m3"),
    STRINGS("reg-names", "umem\0dmem"),
    STRINGS("ti,pm-firmware", "am335x-pm-firmware.elf"),
    MIXED("resets", 1, AMP_L_RESET, 0),
    STRINGS("reset-names", "rstctrl"),
    { }
};

static const AmpProp wkup_consumer[] = {
    STRINGS("compatible", "ti,am3352-wkup-m3-ipc"),
    LABELS("ti,rproc", AMP_L_REMOTEPROC),
    LABELS("mboxes", AMP_L_MAILBOX, AMP_L_CHANNEL),
    { }
};

static const AmpNode wkup_nodes[] = {
    {
        .name = "mailbox", .label = AMP_L_MAILBOX, .device = "mbox",
        .props = ref_mailbox,
        .reg = { { AMP_OFF_MBOX, AMP_MBOX_SIZE } },
    }, {
        .name = "mailbox", .child = "wkup-m3-", .label = AMP_L_CHANNEL,
        .props = wkup_channel,
        .reg = { { AMP_OFF_MBOX, AMP_MBOX_SIZE } },
    }, {
        .name = "reset-controller", .label = AMP_L_RESET,
        .props = wkup_reset,
        .reg = { { AMP_OFF_CTRL + AMP_CTRL_RUN, 4 } },
    }, {
        .name = "cpu", .label = AMP_L_REMOTEPROC, .props = wkup_remoteproc,
        .reg = {
            { AMP_WKUP_OFF_UMEM, AMP_WKUP_UMEM_SIZE },
            { AMP_WKUP_OFF_DMEM, AMP_WKUP_DMEM_SIZE },
        },
    }, {
        .name = "ipc", .device = "ipc", .props = wkup_consumer,
        .reg = { { AMP_WKUP_OFF_IPC, AMP_WKUP_IPC_SEV } },
    }, {
        .name = "consumer", .props = ref_consumer,
    },
    { }
};

/* Vrings, buffers and carveouts come out of it, as on the part's boards */
static const AmpReserved omap_reserved[] = {
    { "ipu-memory", AMP_L_POOL, "shared-dma-pool", false,
      AMP_OFF_POOL, AMP_OMAP_POOL_SIZE, .is_reusable = true },
    { }
};

static const AmpMemoryMap omap_memories[] = {
    { AMP_TO_A, AMP_MEM_ITCM, AMP_OMAP_OFF_L2RAM },
    { AMP_TO_A, AMP_MEM_DTCM, AMP_OMAP_OFF_L2RAM + AMP_OMAP_L2RAM_HALF },
    { AMP_TO_M, AMP_MEM_ITCM, AMP_OMAP_M_L2RAM },
    { AMP_TO_M, AMP_MEM_DTCM, AMP_OMAP_M_L2RAM + AMP_OMAP_L2RAM_HALF },
    { AMP_TO_BUS, AMP_MEM_WINDOW, AMP_M_DRAM },
    { }
};

static const AmpDevice omap_devices[] = {
    {
        .name = "mbox", .type = TYPE_AMP_MBOX, .behind_mmu = true,
        .a_offset = AMP_OFF_MBOX,
        .wires = {
            [AMP_MBOX_USER_A] = { AMP_TO_A, AMP_OMAP_SPI_MBOX },
            [AMP_MBOX_USER_M] = { AMP_TO_M, AMP_NVIC_MBOX },
        },
    }, {
        /* no driver knows it: the lab's view of the core */
        .name = "ctrl", .type = TYPE_AMP_CTRL, .has_remote = true,
        .a_offset = AMP_OFF_CTRL, .m_addr = AMP_M_CTRL,
        .wires = {
            { AMP_TO_NOBODY },
            { AMP_TO_NOBODY },
            { AMP_TO_M, AMP_NVIC_CMD },
        },
    }, {
        .name = "mmu", .type = TYPE_AMP_OMAP_MMU, .has_remote = true,
        .a_offset = AMP_OMAP_OFF_MMU, .m_addr = AMP_OMAP_M_MMU,
        .wires = { { AMP_TO_A, AMP_OMAP_SPI_MMU } },
    }, {
        .name = "prm", .type = TYPE_AMP_OMAP_PRM, .has_remote = true,
        .behind_mmu = true, .a_offset = AMP_OMAP_OFF_PRM,
    },
    { }
};

/* A fault is answered by a bus error: GP_REG bit 0 */
static const AmpProp omap_mmu[] = {
    STRINGS("compatible", "ti,omap4-iommu"),
    CELLS("#iommu-cells", 0),
    FLAG("ti,iommu-bus-err-back"),
    { }
};

static const AmpProp omap_syscon[] = {
    STRINGS("compatible", "syscon"),
    { }
};

/* One register; a bit that is set holds: what this driver does to assert */
static const AmpProp omap_reset[] = {
    STRINGS("compatible", "snps,dw-high-reset"),
    CELLS("#reset-cells", 1),
    { }
};

static const AmpProp omap_remoteproc[] = {
    STRINGS("compatible", "ti,omap4-ipu"),
    STRINGS("reg-names", "l2ram"),
    LABELS("iommus", AMP_L_MMU),
    LABELS("mboxes", AMP_L_MAILBOX, AMP_L_CHANNEL),
    MIXED("resets", 5, AMP_L_RESET, AMP_PRM_RST_CPU0,
          AMP_L_RESET, AMP_PRM_RST_CPU1),
    MIXED("ti,bootreg", 1, AMP_L_BOOTREG, 0, 0),
    /* no clock here says that the core sleeps: asking goes on for ever */
    CELLS("ti,autosuspend-delay-ms", UINT32_MAX),
    CALL("clocks", amp_dt_clock),
    CALL("memory-region", amp_dt_memory_region),
    CALL("firmware-name", amp_dt_firmware_name),
    { }
};

static const AmpNode omap_nodes[] = {
    {
        .name = "mailbox", .label = AMP_L_MAILBOX, .device = "mbox",
        .props = ref_mailbox,
        .reg = { { AMP_OFF_MBOX, AMP_MBOX_SIZE } },
    }, {
        .name = "mailbox", .child = "mbox-core", .label = AMP_L_CHANNEL,
        .props = ref_channel,
        .reg = { { AMP_OFF_MBOX, AMP_MBOX_SIZE } },
    }, {
        .name = "mmu", .label = AMP_L_MMU, .device = "mmu",
        .props = omap_mmu,
        .reg = { { AMP_OMAP_OFF_MMU, AMP_MMU_SIZE } },
    }, {
        .name = "syscon", .label = AMP_L_BOOTREG, .props = omap_syscon,
        .reg = { { AMP_OMAP_OFF_PRM + AMP_PRM_BOOTADDR, 4 } },
    }, {
        .name = "reset-controller", .label = AMP_L_RESET,
        .props = omap_reset,
        .reg = { { AMP_OMAP_OFF_PRM + AMP_PRM_RSTCTRL, 4 } },
    }, {
        .name = "ipu", .label = AMP_L_REMOTEPROC, .props = omap_remoteproc,
        .reg = { { AMP_OMAP_OFF_L2RAM, AMP_OMAP_L2RAM_SIZE } },
    }, {
        .name = "consumer", .props = ref_consumer,
    },
    { }
};

static const AmpProfile profiles[] = {
    {
        .name = "ref",
        .offers = "crash:mailbox crash:watchdog crash:lockup crash:typed "
                  "crash:soft mailbox:fifo multi-vdev multi-core trace "
                  "named-memory fwram memory:checked start:checked "
                  "table:required manual-boot coredump sysfs:writable vdev:any attach",
        .core_base = AMP_CORE_BASE,
        .core_stride = AMP_CORE_STRIDE,
        .lab_base = AMP_LAB_BASE,
        .m_lab = AMP_M_LAB,
        .max_cores = AMP_MAX_CORES,
        .nvic_lines = AMP_NVIC_LINES,
        .itcm_size = AMP_ITCM_SIZE,
        .dtcm_size = AMP_DTCM_SIZE,
        .resv_base = AMP_RESV_BASE,
        .resv_stride = AMP_RESV_STRIDE,
        .memories = ref_memories,
        .devices = ref_devices,
        .reserved = ref_reserved,
        .nodes = ref_nodes,
    }, {
        .name = "stm32",
        .offers = "crash:watchdog trace named-memory shutdown "
                  "manual-boot coredump sysfs:writable vdev:any attach",
        .core_base = AMP_CORE_BASE,
        .core_stride = AMP_CORE_STRIDE,
        .lab_base = AMP_LAB_BASE,
        .m_lab = AMP_M_LAB,
        .max_cores = 1,
        .core_hz = AMP_STM32_CORE_HZ,
        .nvic_lines = AMP_STM32_NVIC_LINES,
        .itcm_size = AMP_STM32_RETRAM_SIZE,
        .dtcm_size = AMP_STM32_SRAM_SIZE,
        .more_base = AMP_STM32_SRAM,
        .more_size = AMP_STM32_RETRAM + AMP_STM32_RETRAM_SIZE - AMP_STM32_SRAM,
        .memories = stm32_memories,
        .devices = stm32_devices,
        .words = stm32_words,
        .reserved = stm32_reserved,
        .nodes = stm32_nodes,
    }, {
        .name = "wkup-m3",
        .offers = "trace manual-boot",
        .core_base = AMP_CORE_BASE,
        .core_stride = AMP_CORE_STRIDE,
        .lab_base = AMP_LAB_BASE,
        .m_lab = AMP_M_LAB,
        .max_cores = 1,
        .nvic_lines = AMP_NVIC_LINES,
        .itcm_size = AMP_WKUP_UMEM_SIZE,
        .dtcm_size = AMP_WKUP_DMEM_SIZE,
        .memories = wkup_memories,
        .devices = wkup_devices,
        .reserved = wkup_reserved,
        .nodes = wkup_nodes,
    }, {
        .name = "omap",
        .offers = "crash:mailbox crash:mmu mailbox:fifo multi-vdev trace "
                  "fwram memory:checked table:required sysfs:writable vdev:any",
        .core_base = AMP_CORE_BASE,
        .core_stride = AMP_CORE_STRIDE,
        .lab_base = AMP_LAB_BASE,
        .m_lab = AMP_M_LAB,
        .max_cores = 1,
        .nvic_lines = AMP_NVIC_LINES,
        .itcm_size = AMP_OMAP_L2RAM_HALF,
        .dtcm_size = AMP_OMAP_L2RAM_HALF,
        .resv_base = AMP_RESV_BASE,
        .resv_stride = AMP_RESV_STRIDE,
        .memories = omap_memories,
        .devices = omap_devices,
        .reserved = omap_reserved,
        .nodes = omap_nodes,
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
