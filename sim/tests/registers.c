/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Checks that every register of every device must pass; see tests.h
 *
 * Leaves out: what a register does; that is in the device's own suite.
 */
#include <string.h>

#include "tests.h"

static bool may(const struct reg_case *r, char who)
{
    return strchr(r->access, who) != NULL;
}

static void check_reset_value(struct vm *vm, const struct reg_case *r)
{
    uint32_t view[] = { r->a, r->m };
    uint32_t errors = errors_of(vm);

    for (int v = 0; v < 2; v++) {
        uint32_t got = vm_get(vm, view[v]);
        uint32_t want = may(r, 'r') ? r->reset : 0;

        ck_assert_msg(got == want, "%s side %d: reads 0x%x, want 0x%x",
                      r->name, v, got, want);
    }
    ck_assert_msg(errors_of(vm) - errors == (may(r, 'r') ? 0 : 2),
                  "%s: reads gave %u guest errors", r->name,
                  errors_of(vm) - errors);
}

/* A refused write is a guest error and leaves the register as it was */
static void check_who_writes(struct vm *vm, const struct reg_case *r)
{
    static const char side[] = "AM";
    uint32_t view[] = { r->a, r->m };

    for (int v = 0; v < 2; v++) {
        uint32_t before = may(r, 'r') ? vm_get(vm, r->a) : 0;
        uint32_t errors = errors_of(vm);
        bool ok = may(r, side[v]);
        uint32_t got;

        vm_put(vm, view[v], r->write);
        ck_assert_msg(errors_of(vm) - errors == !ok,
                      "%s: write by %c gave %u guest errors", r->name, side[v],
                      errors_of(vm) - errors);
        if (!may(r, 'r')) {
            continue;
        }
        got = vm_get(vm, r->a);
        ck_assert_msg(may(r, 'v') || got == (ok ? r->after : before),
                      "%s: reads 0x%x after a write by %c", r->name, got,
                      side[v]);
    }
}

/* Sizes and addresses that no register takes: guest error, no effect */
static void check_sizes(struct vm *vm, const struct reg_case *r)
{
    static const struct { unsigned int offset, size; } wrong[] = {
        { 0, 2 }, { 0, 8 }, { 1, 2 }, { 2, 4 }, { 3, 1 },
    };
    uint32_t before = may(r, 'r') ? vm_get(vm, r->a) : 0;

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        uint32_t errors = errors_of(vm);
        uint64_t got = vm_read(vm, r->a + wrong[i].offset, wrong[i].size);

        ck_assert_msg(got == 0, "%s: %u bytes at +%u read 0x%lx", r->name,
                      wrong[i].size, wrong[i].offset, (unsigned long)got);
        vm_write(vm, r->a + wrong[i].offset, wrong[i].size, ~0ull);
        ck_assert_msg(errors_of(vm) - errors == 2,
                      "%s: %u bytes at +%u gave %u guest errors", r->name,
                      wrong[i].size, wrong[i].offset, errors_of(vm) - errors);
    }
    if (may(r, 'r') && !may(r, 'v')) {
        ck_assert_uint_eq(vm_get(vm, r->a), before);
    }
}

void check_register(const struct reg_case *r, const char *machine)
{
    struct vm *vm = vm_start(VM_QTEST, machine, NULL);

    check_reset_value(vm, r);
    check_sizes(vm, r);
    check_who_writes(vm, r);
    vm_end(vm);
}
