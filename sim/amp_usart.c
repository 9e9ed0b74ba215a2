/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * USART of the STM32MP157 as a console that firmware prints on
 *
 * QEMU interface:
 *  + sysbus MMIO region 0: registers as the A side sees them, region 1: the
 *    same as the core sees them; 4-byte accesses only
 *  + sysbus IRQ 0: an enabled event, to the core
 *  + property "core", link "lab", property "chardev": gets what is sent; none:
 *    it is dropped
 *
 * A word written to TDR is out at once, so TXE and TC are always set.
 * Registers are in abi/amp_stm32.h; source: RM0436.
 * Not modelled: reception, FIFOs, DMA, baud rates, every other mode.
 */
#include "qemu/osdep.h"
#include "qapi/error.h"
#include "migration/vmstate.h"
#include "chardev/char-fe.h"
#include "hw/irq.h"
#include "hw/qdev-properties.h"
#include "hw/qdev-properties-system.h"
#include "compat.h"
#include "amp_sim.h"
#include "abi/amp_stm32.h"

#define WORDS (AMP_USART_PRESC / 4 + 1)

struct AmpUsartState {
    SysBusDevice parent_obj;

    AmpView view[2];            /* A side, M side */
    qemu_irq irq;

    uint32_t reg[WORDS];        /* those that keep what is written */

    AmpLabState *lab;           /* properties, constant */
    uint32_t core;
    CharBackend chr;
};

#define READ AMP_REG_READ
#define BOTH (AMP_REG_BY_A | AMP_REG_BY_M)

static const AmpReg usart_regs[] = {
    { AMP_USART_CR1, READ | BOTH },
    { AMP_USART_CR2, READ | BOTH },
    { AMP_USART_CR3, READ | BOTH },
    { AMP_USART_BRR, READ | BOTH },
    { AMP_USART_GTPR, READ | BOTH },
    { AMP_USART_RTOR, READ | BOTH },
    { AMP_USART_RQR, BOTH },
    { AMP_USART_ISR, READ },
    { AMP_USART_ICR, BOTH },
    { AMP_USART_RDR, READ },
    { AMP_USART_TDR, READ | BOTH },
    { AMP_USART_PRESC, READ | BOTH },
    { }
};

static uint32_t usart_status(const AmpUsartState *s)
{
    uint32_t cr1 = s->reg[AMP_USART_CR1 / 4];
    uint32_t status = AMP_USART_ISR_TC | AMP_USART_ISR_TXE;

    if (cr1 & AMP_USART_CR1_UE) {
        status |= cr1 & AMP_USART_CR1_TE ? AMP_USART_ISR_TEACK : 0;
        status |= cr1 & AMP_USART_CR1_RE ? AMP_USART_ISR_REACK : 0;
    }
    return status;
}

static void usart_update(AmpUsartState *s)
{
    uint32_t cr1 = s->reg[AMP_USART_CR1 / 4];

    qemu_set_irq(s->irq, cr1 & AMP_USART_CR1_UE &&
                         cr1 & (AMP_USART_CR1_TCIE | AMP_USART_CR1_TXEIE));
}

static uint64_t usart_read(void *opaque, hwaddr offset, unsigned size)
{
    AmpView *view = opaque;
    AmpUsartState *s = view->dev;

    amp_lab_yield();
    if (!amp_reg_allows(s->lab, view, usart_regs, offset, size, false, 0)) {
        return 0;
    }
    return offset == AMP_USART_ISR ? usart_status(s) : s->reg[offset / 4];
}

static void usart_write(void *opaque, hwaddr offset, uint64_t value,
                        unsigned size)
{
    AmpView *view = opaque;
    AmpUsartState *s = view->dev;
    uint8_t sent = value;

    amp_lab_yield();
    if (!amp_reg_allows(s->lab, view, usart_regs, offset, size, true, value) ||
        offset == AMP_USART_RQR || offset == AMP_USART_ICR) {
        return;
    }
    s->reg[offset / 4] = value;
    if (offset == AMP_USART_TDR) {
        qemu_chr_fe_write_all(&s->chr, &sent, 1);
    }
    usart_update(s);
}

static const MemoryRegionOps usart_ops = {
    .read = usart_read,
    .write = usart_write,
    AMP_ANY_SIZE
};

static void usart_reset(DeviceState *dev)
{
    AmpUsartState *s = AMP_USART(dev);

    memset(s->reg, 0, sizeof(s->reg));
    usart_update(s);
}

static void usart_realize(DeviceState *dev, Error **errp)
{
    AmpUsartState *s = AMP_USART(dev);

    if (!s->lab || s->core >= AMP_MAX_CORES) {
        error_setg(errp, "link 'lab' and core 0..%d must be set",
                   AMP_MAX_CORES - 1);
        return;
    }
    amp_views_init(SYS_BUS_DEVICE(s), s->view, &usart_ops, s, s->core,
                   "amp-usart", AMP_STM32_USART_SIZE);
    sysbus_init_irq(SYS_BUS_DEVICE(s), &s->irq);
}

static const VMStateDescription vmstate_usart = {
    .name = "amp-usart",
    .version_id = 1,
    .minimum_version_id = 1,
    .fields = (VMStateField[]) {
        VMSTATE_UINT32_ARRAY(reg, AmpUsartState, WORDS),
        VMSTATE_END_OF_LIST()
    }
};

static Property usart_properties[] = {
    DEFINE_PROP_LINK("lab", AmpUsartState, lab, TYPE_AMP_LAB, AmpLabState *),
    DEFINE_PROP_UINT32("core", AmpUsartState, core, 0),
    DEFINE_PROP_CHR("chardev", AmpUsartState, chr),
    AMP_PROP_END
};

static void usart_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    dc->realize = usart_realize;
    dc->vmsd = &vmstate_usart;
    dc->user_creatable = false;
    amp_class_set_reset(dc, usart_reset);
    device_class_set_props(dc, usart_properties);
}

static const TypeInfo usart_types[] = {
    {
        .name = TYPE_AMP_USART,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(AmpUsartState),
        .class_init = usart_class_init,
    },
};
DEFINE_TYPES(usart_types)
