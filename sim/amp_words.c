/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Registers of a part that have no model: words that keep what is written
 *
 * QEMU interface:
 *  + sysbus MMIO region 0: the words as the core sees them
 *  + properties "core", "base" (M-side address), "size" (at most 1 MiB), links
 *    "lab" and "remote"
 *
 * Firmware made for the real part sets up pins, clocks and interrupts that
 * mean nothing here; with words it goes on as it would there, and the first
 * access to each KiB is a trace event that says what it has relied on.  They
 * are 0 at power-on; a reset of the core keeps them.
 * Not modelled: everything.  A bit that hardware would set stays as it is.
 */
#include "qemu/osdep.h"
#include "qapi/error.h"
#include "qemu/bitops.h"
#include "qemu/units.h"
#include "migration/vmstate.h"
#include "hw/qdev-properties.h"
#include "compat.h"
#include "amp_sim.h"

#define BLOCK KiB
#define BLOCKS (MiB / BLOCK)

struct AmpWordsState {
    SysBusDevice parent_obj;

    MemoryRegion iomem;
    MemoryRegion store;         /* in no address space: the words */

    uint32_t seen[BLOCKS / 32]; /* a bit for each block that was touched */

    AmpLabState *lab;           /* properties, constant */
    AmpRemoteState *remote;
    uint32_t core;
    uint32_t base;
    uint32_t size;
};

static void *words_at(AmpWordsState *s, hwaddr offset)
{
    uint32_t block = offset / BLOCK;

    amp_lab_yield();
    if (!(s->seen[block / 32] & BIT(block % 32))) {
        s->seen[block / 32] |= BIT(block % 32);
        amp_lab_event(s->lab, AMP_EV_UNMODELLED, s->core, AMP_SIDE_M,
                      s->base + offset, amp_remote_pc(s->remote));
    }
    return (char *)memory_region_get_ram_ptr(&s->store) + offset;
}

static uint64_t words_read(void *opaque, hwaddr offset, unsigned size)
{
    return ldn_le_p(words_at(opaque, offset), size);
}

static void words_write(void *opaque, hwaddr offset, uint64_t value,
                        unsigned size)
{
    stn_le_p(words_at(opaque, offset), size, value);
}

static const MemoryRegionOps words_ops = {
    .read = words_read,
    .write = words_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 1, .max_access_size = 4 },
};

static void words_reset(DeviceState *dev)
{
    AmpWordsState *s = AMP_WORDS(dev);

    memset(s->seen, 0, sizeof(s->seen));
    memset(memory_region_get_ram_ptr(&s->store), 0, s->size);
}

static void words_realize(DeviceState *dev, Error **errp)
{
    AmpWordsState *s = AMP_WORDS(dev);
    g_autofree char *name = g_strdup_printf("amp-words-%u-%x", s->core,
                                            s->base);
    ERRP_GUARD();

    if (!s->lab || !s->remote || !s->size || s->size > MiB ||
        s->size % BLOCK) {
        error_setg(errp, "links 'lab', 'remote' must be set, "
                   "and 'size' a number of KiB up to 1 MiB");
        return;
    }
    memory_region_init_ram(&s->store, OBJECT(s), name, s->size, errp);
    if (*errp) {
        return;
    }
    memory_region_init_io(&s->iomem, OBJECT(s), &words_ops, s, "amp-words",
                          s->size);
    sysbus_init_mmio(SYS_BUS_DEVICE(s), &s->iomem);
}

static const VMStateDescription vmstate_words = {
    .name = "amp-words",
    .version_id = 1,
    .minimum_version_id = 1,
    .fields = (VMStateField[]) {
        VMSTATE_UINT32_ARRAY(seen, AmpWordsState, BLOCKS / 32),
        VMSTATE_END_OF_LIST()
    }
};

static Property words_properties[] = {
    DEFINE_PROP_LINK("lab", AmpWordsState, lab, TYPE_AMP_LAB, AmpLabState *),
    DEFINE_PROP_LINK("remote", AmpWordsState, remote, TYPE_AMP_REMOTE,
                     AmpRemoteState *),
    DEFINE_PROP_UINT32("core", AmpWordsState, core, 0),
    DEFINE_PROP_UINT32("base", AmpWordsState, base, 0),
    DEFINE_PROP_UINT32("size", AmpWordsState, size, 0),
    AMP_PROP_END
};

static void words_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    dc->realize = words_realize;
    dc->vmsd = &vmstate_words;
    dc->user_creatable = false;
    amp_class_set_reset(dc, words_reset);
    device_class_set_props(dc, words_properties);
}

static const TypeInfo words_types[] = {
    {
        .name = TYPE_AMP_WORDS,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(AmpWordsState),
        .class_init = words_class_init,
    },
};
DEFINE_TYPES(words_types)
