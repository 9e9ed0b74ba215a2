/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SoC profiles: what the machine builds for each remote core, as tables
 *
 * A profile is a row of the table in amp_profile.c.  The board walks it to
 * create and wire devices, amp_dt.c walks the same one to write the device
 * tree, so that the two cannot disagree.
 *
 * Conventions a device type must follow to stand in a profile: properties
 * "core", link "lab" and, with has_remote, link "remote"; sysbus MMIO region 0
 * is the A side's view, region 1 the M side's, region 2, if there is one, lies
 * under everything in the core's address space; sysbus IRQ i goes where wire i
 * says.  All tables end with an empty entry.
 */
#ifndef AMP_PROFILE_H
#define AMP_PROFILE_H

#include "hw/arm/virt.h"
#include "amp_sim.h"

#define AMP_MAX_WIRES 5
#define AMP_MAX_REGS 4
#define AMP_MAX_CELLS 12
#define AMP_ALL_CELLS UINT32_MAX

/*
 * Test-only views of the M side's registers, see property m-side-window: those
 * of a device as far into it as the A side's lie behind AMP_OFF_MBOX
 */
#define AMP_TEST_WINDOW(core) (AMP_CORE(core) + 0x00180000u)
#define AMP_TEST_LAB (AMP_M_LAB - AMP_M_MBOX)
/* The first part of row @i of the profile's words */
#define AMP_TEST_WORDS(core, i) \
    (AMP_TEST_WINDOW(core) + (1 + (i)) * AMP_TEST_WORDS_SIZE)
#define AMP_TEST_WORDS_SIZE 0x00010000u

typedef enum AmpTo {
    AMP_TO_NONE,
    AMP_TO_A,       /* GIC, system memory */
    AMP_TO_M,       /* NVIC, the core's own address space */
    AMP_TO_NOBODY,  /* a line that the profile leaves open */
    AMP_TO_BUS,     /* behind the core's MMU, at the A side's address */
} AmpTo;

typedef struct AmpMemoryMap {
    AmpTo to;
    enum amp_memory memory;
    uint32_t addr;          /* A side: offset in the core's block */
} AmpMemoryMap;

typedef struct AmpWire {
    AmpTo to;
    uint8_t line;           /* AMP_SPI_* or AMP_NVIC_* */
    bool is_edge;           /* A side: rising edge, else level */
} AmpWire;

typedef struct AmpDevice {
    const char *name;       /* QOM child name, the core's number is appended */
    const char *type;
    bool has_remote;
    bool behind_mmu;        /* for the core at the A side's address */
    uint32_t a_offset;      /* in the core's block */
    uint32_t m_addr;        /* if it is not behind the MMU */
    const char *chardev;    /* property "chardev" is that of this id and the
                               core's number, if there is one */
    AmpWire wires[AMP_MAX_WIRES];
} AmpDevice;

/* Peripherals without a model, see amp_words.c; what has one lies over them */
typedef struct AmpWords {
    const char *name;
    uint32_t m_addr;
    uint32_t size;
} AmpWords;

/* Labels: nodes of one core that others point to */
typedef enum AmpLabel {
    AMP_NO_LABEL,
    AMP_L_MAILBOX,
    AMP_L_CHANNEL,
    AMP_L_REMOTEPROC,
    AMP_L_POOL,
    AMP_L_FWRAM,
    AMP_L_VRING0,
    AMP_L_VRING1,
    AMP_L_VBUFFER,
    AMP_L_RETRAM,
    AMP_L_SRAM,
    AMP_L_SRAM_ALIAS,
    AMP_L_RCC,
    AMP_L_RESET,
    AMP_L_TAMP,
    AMP_L_MMU,
    AMP_L_BOOTREG,
    AMP_LABELS,
} AmpLabel;

typedef struct AmpReserved {
    const char *name;
    AmpLabel label;
    const char *compatible; /* NULL: a plain carveout */
    bool named_only;        /* with vdev-memory=named */
    uint32_t offset;        /* in the core's reserved block */
    uint32_t size;
    bool is_reusable;       /* by the kernel, until it is asked for: CMA */
} AmpReserved;

typedef struct AmpDt AmpDt;

typedef enum AmpPropKind {
    AMP_PROP_STRINGS = 1,   /* "a\0b"; text_size bytes */
    AMP_PROP_CELLS,         /* those in labels are phandles */
    AMP_PROP_CALL,
} AmpPropKind;

typedef struct AmpProp {
    const char *name;
    AmpPropKind kind;
    const char *text;
    size_t text_size;
    unsigned count;
    uint32_t cell[AMP_MAX_CELLS];
    uint32_t labels;        /* a bit for each cell */
    void (*call)(AmpDt *dt, const char *path, const char *name);
} AmpProp;

typedef struct AmpNode {
    const char *name;       /* "@address of reg[0]" is appended, or the core's
                               number if it has no reg */
    const char *child;      /* a node below it, or NULL: the core's number is
                               appended, or it has an "@address" and the reg */
    AmpLabel label;
    const char *device;     /* whose wires to the A side are its interrupts */
    const AmpProp *props;
    struct {
        uint32_t offset;    /* in the core's block */
        uint32_t size;
    } reg[AMP_MAX_REGS];
} AmpNode;

typedef struct AmpProfile {
    const char *name;
    const char *offers;     /* words that scenarios can need, space-separated */
    uint32_t core_base;     /* A side: first core's block */
    uint32_t core_stride;
    uint32_t lab_base;
    uint32_t m_lab;
    unsigned max_cores;
    uint32_t core_hz;       /* what a core's SysTick counts; 0: AMP_M_CLOCK_HZ */
    uint32_t nvic_lines;    /* of a core */
    uint32_t itcm_size;
    uint32_t dtcm_size;
    uint32_t more_base;     /* A side: what the bus shows beside the blocks */
    uint32_t more_size;
    uint32_t resv_base;     /* A side: first core's reserved memory */
    uint32_t resv_stride;
    const AmpMemoryMap *memories;
    const AmpDevice *devices;
    const AmpWords *words;  /* NULL: none */
    const AmpReserved *reserved;
    const AmpNode *nodes;
} AmpProfile;

#define TYPE_AMP_VIRT_MACHINE MACHINE_TYPE_NAME("amp-virt")
OBJECT_DECLARE_SIMPLE_TYPE(AmpVirtMachineState, AMP_VIRT_MACHINE)

struct AmpVirtMachineState {
    VirtMachineState parent_obj;

    AmpLabState *lab;
    AmpRemoteState *remote[AMP_MAX_CORES];

    const AmpProfile *profile;      /* properties, constant after init */
    uint32_t remotes;
    uint64_t seed;
    uint32_t pct;
    uint32_t limit_ms;
    bool jitter;
    bool named_memory;
    bool auto_boot;
    bool quick_flush;
    bool m_side_window;
    bool guests;
    char *faults;
    char *running;
    char *bundle;
    char *save;
    char *restore;
};

/* The bundle, and what the machine is saved to or restored from (amp_state.c) */
bool amp_state_create(AmpVirtMachineState *s, Error **errp);

/* What the fuzzer drives, property "guests" (amp_guests.c) */
bool amp_guests_create(AmpVirtMachineState *s, Error **errp);

/* NULL if there is no profile @name */
const AmpProfile *amp_profile_find(const char *name);

/*
 * Images that a boot loader has started, property "running": loads those of
 * power-on into what their cores see.  False with @errp when a word or a file
 * is no good.
 */
bool amp_boot_load(AmpVirtMachineState *s, Error **errp);
/* The same for those that wait until the guest is ready; a bad file ends QEMU */
void amp_boot_ready(AmpVirtMachineState *s);
/* A core runs from power-on */
bool amp_boot_is_early(const AmpVirtMachineState *s);

/* The device tree of one core while it is being written */
struct AmpDt {
    AmpVirtMachineState *machine;
    void *fdt;
    unsigned core;
    uint32_t phandle[AMP_LABELS];
};

/* Adds reserved memory, devices and lab block to the machine's device tree */
void amp_dt_create(AmpVirtMachineState *s);

/* Calls for AMP_PROP_CALL */
void amp_dt_memory_region(AmpDt *dt, const char *path, const char *name);
void amp_dt_firmware_name(AmpDt *dt, const char *path, const char *name);
void amp_dt_da_map(AmpDt *dt, const char *path, const char *name);
/* A property without a value, if the machine has auto-boot=on */
void amp_dt_auto_boot(AmpDt *dt, const char *path, const char *name);
void amp_dt_clock(AmpDt *dt, const char *path, const char *name);

#endif
