/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What QEMU renames after 7.2, in one place
 *
 * Every source of sim/ includes this right after qemu/osdep.h and uses the
 * spelling of 7.2.  Leaves out: changes of behaviour; only names are bridged.
 * Only 7.2 is built and tested.
 */
#ifndef AMP_COMPAT_H
#define AMP_COMPAT_H

#include "qemu-version.h"
#include "qemu/main-loop.h"

#if QEMU_VERSION_MAJOR >= 10
#include "system/address-spaces.h"
#include "system/cpu-timers.h"
#include "system/cpus.h"
#include "system/device_tree.h"
#include "system/reset.h"
#include "system/runstate.h"
#include "system/system.h"
#include "system/tcg.h"
#else
#include "exec/address-spaces.h"
#include "sysemu/cpu-timers.h"
#include "sysemu/cpus.h"
#include "sysemu/device_tree.h"
#include "sysemu/reset.h"
#include "sysemu/runstate.h"
#include "sysemu/sysemu.h"
#include "sysemu/tcg.h"
#endif

#if QEMU_VERSION_MAJOR >= 9
#define qemu_mutex_lock_iothread() bql_lock()
#define qemu_mutex_unlock_iothread() bql_unlock()
#endif

#if QEMU_VERSION_MAJOR >= 10
#define amp_class_set_reset(dc, fn) device_class_set_legacy_reset(dc, fn)
#define AMP_PROP_END
#else
#define amp_class_set_reset(dc, fn) ((dc)->reset = (fn))
#define AMP_PROP_END DEFINE_PROP_END_OF_LIST()
#endif

#endif
