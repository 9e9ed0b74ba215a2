/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the devices of amp-virt offer each other
 *
 * The lab block is the one place for chance, faults, trace and counted guest
 * errors; every other device has a link to it.  The remote core knows nothing
 * of control registers: a control block (ours, or another profile's) releases
 * and holds it and hears from it through a listener.
 *
 * All functions run under the big QEMU lock.  Times are virtual nanoseconds.
 * Leaves out: registers and addresses; those are in abi/.
 */
#ifndef AMP_SIM_H
#define AMP_SIM_H

#include "exec/memory.h"
#include "hw/sysbus.h"
#include "qom/object.h"

#include "abi/amp_map.h"
#include "abi/amp_ctrl.h"
#include "abi/amp_lab.h"
#include "abi/amp_mbox.h"

#define TYPE_AMP_LAB "amp-lab"
OBJECT_DECLARE_SIMPLE_TYPE(AmpLabState, AMP_LAB)

#define TYPE_AMP_REMOTE "amp-remote"
OBJECT_DECLARE_SIMPLE_TYPE(AmpRemoteState, AMP_REMOTE)

#define TYPE_AMP_MBOX "amp-mbox"
OBJECT_DECLARE_SIMPLE_TYPE(AmpMboxState, AMP_MBOX)

#define TYPE_AMP_CTRL "amp-ctrl"
OBJECT_DECLARE_SIMPLE_TYPE(AmpCtrlState, AMP_CTRL)

#define TYPE_AMP_IPCC "amp-ipcc"
OBJECT_DECLARE_SIMPLE_TYPE(AmpIpccState, AMP_IPCC)

#define TYPE_AMP_RCC "amp-rcc"
OBJECT_DECLARE_SIMPLE_TYPE(AmpRccState, AMP_RCC)

#define TYPE_AMP_TAMP "amp-tamp"
OBJECT_DECLARE_SIMPLE_TYPE(AmpTampState, AMP_TAMP)

#define TYPE_AMP_WKUP_IPC "amp-wkup-ipc"
OBJECT_DECLARE_SIMPLE_TYPE(AmpWkupIpcState, AMP_WKUP_IPC)

#define TYPE_AMP_OMAP_MMU "amp-omap-mmu"
OBJECT_DECLARE_SIMPLE_TYPE(AmpOmapMmuState, AMP_OMAP_MMU)

#define TYPE_AMP_OMAP_PRM "amp-omap-prm"
OBJECT_DECLARE_SIMPLE_TYPE(AmpOmapPrmState, AMP_OMAP_PRM)

#define TYPE_AMP_HSEM "amp-hsem"
OBJECT_DECLARE_SIMPLE_TYPE(AmpHsemState, AMP_HSEM)

#define TYPE_AMP_USART "amp-usart"
OBJECT_DECLARE_SIMPLE_TYPE(AmpUsartState, AMP_USART)

#define TYPE_AMP_PCT "amp-pct"
OBJECT_DECLARE_SIMPLE_TYPE(AmpPctState, AMP_PCT)

#define TYPE_AMP_WORDS "amp-words"
OBJECT_DECLARE_SIMPLE_TYPE(AmpWordsState, AMP_WORDS)

/* Line of a remote: level interrupts into its NVIC */
#define AMP_REMOTE_NVIC_IN "nvic-in"

/*
 * One side's window on a device's registers: the memory region's opaque.
 * Owned by the device; constant after realize.
 */
typedef struct AmpView {
    MemoryRegion iomem;
    void *dev;
    uint8_t side;    /* AMP_SIDE_A or AMP_SIDE_M */
    uint8_t core;    /* core the accesses stand for, or AMP_EV_NO_CORE */
} AmpView;

/*
 * Makes @view[0], the A side's, and @view[1], the M side's, of a register block
 * of @core and hands them to @dev as its MMIO regions 0 and 1; @opaque is what
 * AmpView.dev will be.
 */
void amp_views_init(SysBusDevice *dev, AmpView *view,
                    const MemoryRegionOps *ops, void *opaque, uint8_t core,
                    const char *name, uint64_t size);

/*
 * Register access of any size and alignment reaches the device, which refuses
 * what it does not take as a counted guest error (reads 0, write ignored).
 */
#define AMP_ANY_SIZE                                              \
    .endianness = DEVICE_LITTLE_ENDIAN,                           \
    .valid = { .min_access_size = 1, .max_access_size = 8, .unaligned = true }, \
    .impl = { .min_access_size = 1, .max_access_size = 8, .unaligned = true }

/* One stream of chance; migrated by its owner with VMSTATE_UINT64 */
typedef struct AmpRng {
    uint64_t state;
} AmpRng;

enum amp_rng_stream {
    AMP_RNG_GUEST = 1,
    AMP_RNG_SLICE,
    AMP_RNG_START,
    AMP_RNG_MBOX,
    AMP_RNG_PCT,
    AMP_RNG_FAULT,
};

/* Starts @rng anew: a function of the machine's seed, @core and @stream only */
void amp_lab_seed_rng(AmpLabState *s, AmpRng *rng, uint32_t core,
                      enum amp_rng_stream stream);
uint32_t amp_rng_next(AmpRng *rng);
/* Uniform in @lo..@hi, both included */
uint32_t amp_rng_range(AmpRng *rng, uint32_t lo, uint32_t hi);

/*
 * Saved states (amp_state.c).  @notifier is told once, when the guest is ready
 * for its bundle, or when it has been restored to that moment.
 */
void amp_lab_on_ready(AmpLabState *s, Notifier *notifier);
void amp_lab_set_bundle(AmpLabState *s, uint32_t size);
/* What of this command line the run had used before it was ready, or NULL */
const char *amp_lab_used(const AmpLabState *s);
/* From here on the run is this command line's, whoever saved it */
void amp_lab_begin(AmpLabState *s);
/* The current core's turn ends and the first core has the next (amp_sched.c) */
void amp_sched_restart(void);
/* A page that is flushed is so at once, and the turn goes on (amp_flush.c) */
void amp_flush_at_once(bool yes);
/*
 * Looks of the machine at processors that spin with interrupts off (amp_spin.c).
 * Zero before the first; returns in how many ns to look again, 0: look no more.
 */
typedef struct AmpSpin {
    uint32_t looks;
    uint32_t cpus;          /* of the A side, found by every look so far */
} AmpSpin;
int64_t amp_spin_look(AmpSpin *spin, AmpLabState *lab);

/* False: by priority it is another core's turn (amp_pct.c) */
bool amp_pct_lets(CPUState *cpu);

/* False: every seeded delay is left out or takes its shortest value */
bool amp_lab_jitter(AmpLabState *s);

/* Appends to the trace; nothing is recorded after the run has ended */
void amp_lab_event(AmpLabState *s, enum amp_event_kind kind, uint8_t core,
                   uint8_t side, uint32_t a, uint32_t b);

/* True if this occasion of @fault is to be hit; counts and traces the hit */
bool amp_lab_fault(AmpLabState *s, uint32_t core, enum amp_fault fault);

/* May some occasion be hit?  None itself */
bool amp_lab_fault_is_armed(AmpLabState *s, uint32_t core, enum amp_fault fault);
/* Is it armed, so that the next occasion may be hit?  No occasion itself */
bool amp_lab_fault_is_on(AmpLabState *s, uint32_t core, enum amp_fault fault);
uint32_t amp_lab_fault_arg(AmpLabState *s, uint32_t core, enum amp_fault fault);
/* @fn is called when the guest has armed or disarmed a fault of @core; two a core */
typedef void AmpFaultsFn(void *opaque);
void amp_lab_on_faults(AmpLabState *s, uint32_t core, AmpFaultsFn *fn,
                       void *opaque);

/* True if somebody wants what the cores' memories hold, see abi/amp_lab.h */
bool amp_lab_keeps_memory(AmpLabState *s);
void amp_lab_memory(AmpLabState *s, uint32_t core, uint32_t life,
                    uint32_t addr, const void *bytes, uint32_t size);

/* Counts, traces and logs a mistake of the guest at register @offset */
void amp_lab_guest_error(AmpLabState *s, const AmpView *view,
                         const char *what, hwaddr offset, uint64_t value);

/*
 * Who may touch a register.  A table of these ends with an entry without
 * AMP_REG_READ and AMP_REG_BY_*.
 */
#define AMP_REG_READ   (1u << AMP_SIDE_MACHINE)
#define AMP_REG_BY_A   (1u << AMP_SIDE_A)    /* writable by this side */
#define AMP_REG_BY_M   (1u << AMP_SIDE_M)
#define AMP_REG_BYTES  (1u << 3)             /* accesses of 1 byte too */

typedef struct AmpReg {
    uint16_t offset;
    uint16_t access;
} AmpReg;

/* False, and a guest error, if the access is not one that @regs allows */
bool amp_reg_allows(AmpLabState *s, const AmpView *view, const AmpReg *regs,
                    hwaddr offset, unsigned size, bool write, uint64_t value);

/* A mailbox says how many words are on their way to @core, and not there yet */
void amp_lab_set_words_underway(AmpLabState *s, uint32_t core, uint32_t words);
uint32_t amp_lab_words_underway(AmpLabState *s, uint32_t core);

/* The current core gives way to the others; no effect with one thread each */
void amp_lab_yield(void);

/* A remote is, or may soon be, executing: run the slice timer */
void amp_lab_slice(AmpLabState *s);

/* The lab asks the cores that it knows of whether they are awake */
void amp_lab_add_remote(AmpLabState *s, uint32_t core, AmpRemoteState *remote);

/*
 * What control blocks hear of their core, whoever of them did it; @opaque is
 * the control block.  A call may be NULL.  A profile can have two: ours, for
 * the lab, and the SoC's own.
 */
typedef struct AmpRemoteListener {
    /* at power-on, an image is in place; its resource table, 0: it has none */
    void (*loaded)(void *opaque, uint32_t table, uint32_t size);
    void (*released)(void *opaque);     /* before the core starts */
    void (*held)(void *opaque);
    void (*lockup)(void *opaque, uint32_t pc);
    void (*bark)(void *opaque);         /* the watchdog's line, not lost */
} AmpRemoteListener;

#define AMP_REMOTE_LISTENERS 3

void amp_remote_listen(AmpRemoteState *s, const AmpRemoteListener *listener,
                       void *opaque);

/* HELD -> STARTING -> RUNNING at @boot_addr, M-side, after the start latency */
void amp_remote_release(AmpRemoteState *s, uint32_t boot_addr);
/*
 * Releases it as a boot loader does that has loaded an image; @table is the
 * image's resource table, M-side
 */
void amp_remote_boot(AmpRemoteState *s, uint32_t boot_addr, uint32_t table,
                     uint32_t size);
/* The same at every power-on from now on */
void amp_remote_run_early(AmpRemoteState *s, uint32_t boot_addr,
                          uint32_t table, uint32_t size);
/*
 * A piece of what the core sees at @addr, read at @from, for a dump to be
 * compared with when the core is held
 */
void amp_remote_keep(AmpRemoteState *s, uint32_t addr, uint32_t from,
                     uint32_t size);
/* What the core itself sees, for loaders */
AddressSpace *amp_remote_address_space(AmpRemoteState *s);
/* Any state -> HELD; false if a fault lost the request */
bool amp_remote_hold(AmpRemoteState *s);
/* For the block that has the watchdog */
void amp_remote_bark(AmpRemoteState *s);
uint32_t amp_remote_state(const AmpRemoteState *s);    /* AMP_STATE_* */
uint32_t amp_remote_pc(AmpRemoteState *s);
/* Released and not asleep in WFI with nothing that could wake it unseen */
bool amp_remote_awake(const AmpRemoteState *s);
uint32_t amp_remote_quiet_us(AmpRemoteState *s);       /* AMP_CTRL_QUIET_US */
/* Is it this core whose access it is? */
bool amp_remote_is_current(const AmpRemoteState *s);
/* M-side address space of the core, empty: the machine fills it */
MemoryRegion *amp_remote_view(AmpRemoteState *s);

/*
 * The core's memories, for the machine to map into both sides.  Profile stm32
 * has RETRAM for the ITCM and SRAM for the DTCM.
 */
enum amp_memory {
    AMP_MEM_ITCM,       /* property "itcm-size" */
    AMP_MEM_DTCM,       /* property "dtcm-size" */
    AMP_MEM_WINDOW,     /* DRAM as the core sees it, checked: M side only */
    AMP_MEM_EXEC,       /* DRAM to execute from, not checked: M side only */
    AMP_MEMORIES,
};
MemoryRegion *amp_remote_memory(AmpRemoteState *s, enum amp_memory memory);
/* DRAM that the core's image, and so its resource table, can lie in as well */
void amp_remote_add_image_memory(AmpRemoteState *s, uint64_t offset,
                                 uint64_t size);

/*
 * For an MMU in front of the core.  What lies behind it, at the A side's
 * addresses, is the bus: empty, the machine fills it.
 */
MemoryRegion *amp_remote_bus(AmpRemoteState *s);
/* The core translates anew; needed after each change of a translation */
void amp_remote_flush(AmpRemoteState *s);
/* True if a carveout gives all of it for good, so that no access is checked */
bool amp_remote_is_code(AmpRemoteState *s, uint64_t pa, unsigned size);
/* @where says what a device address stands for; false: it is not mapped */
typedef bool AmpWhere(void *opaque, uint32_t da, uint32_t *pa);
void amp_remote_set_mmu(AmpRemoteState *s, AmpWhere *where, void *opaque);

#endif
