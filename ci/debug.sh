#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# debug.sh - gdb on the application processor and the first remote core
#
# Usage: ci/debug.sh [GDB-ARGUMENT...].  The machine waits before its first
# instruction; "continue" starts both.  Inferior 1 is the remote core (symbols and
# lines of FIRMWARE=, or of the image echo), inferior 2 Linux (symbols of vmlinux;
# lines too with CONFIG=debug): QEMU numbers clusters first, and the application
# processor is in none.  The guest's console goes to
# $O/debug/console.log.  Leaving gdb ends the machine.
#
# Leaves out: symbols of modules (add-symbol-file with the addresses that
# /proc/modules in the guest shows); more than one remote core.
set -eu
# shellcheck source=ci/lib.sh
. "$(dirname "$0")/lib.sh"

have gdb-multiarch || die "no gdb-multiarch ('make deps' installs it)"
firmware=${FIRMWARE:-$O/firmware/echo.elf}
[ -r "$firmware" ] || die "FIRMWARE=$firmware: cannot be read"
mkdir -p "$O/debug"
cat >"$O/debug/start.gdb" <<EOT
set confirm off
set pagination off
set schedule-multiple on
file $firmware
target extended-remote localhost:1234
add-inferior
inferior 2
file $O/kernel/default/build/vmlinux
attach 2
EOT

console=$O/debug/console.log
: >"$console"
start_step "$console" ci/rproctest.sh shell --gdb
note "console: tail -f $(short "$console")"
# Ctrl-C is for gdb, which stops the machine with it
trap : INT
gdb-multiarch -q -x "$O/debug/start.gdb" "$@"
