#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# build-part.sh - build one of the project's own programs with its makefile
#
# Usage: ci/build-part.sh firmware|agent|harness|sim-tests.  Silent when nothing
# is to be done.  The makefiles get O= (absolute); CROSS_COMPILE and ARCH are
# the kernel's and not for them.
#
# Leaves out: kernel, QEMU and machine, which have scripts of their own.
set -eu
# shellcheck source=ci/lib.sh
. "$(dirname "$0")/lib.sh"

# part  directory  target
PARTS='agent      harness/guest  all
firmware   firmware       all
harness    harness        all'

row=$(printf '%s\n' "$PARTS" | awk -v part="${1:-}" '$1 == part { print $2, $3 }')
[ -n "$row" ] || die "build-part.sh: no part '${1:-}'"
unset ARCH CROSS_COMPILE
set -- "$1" make --no-print-directory -C "${row% *}" O="$O" "${row#* }"
if "$@" -q >/dev/null 2>&1; then
	exit 0
fi
part=$1
shift
need_space 100 "$part"
step "$part" "build $part" "$@" -j "$JOBS"
