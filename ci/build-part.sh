#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# build-part.sh - build one of the project's own programs with its makefile
#
# Usage: ci/build-part.sh PART...; the parts are in the table below.  Silent when
# nothing is to be done.  The makefiles get O= (absolute); CROSS_COMPILE and ARCH are
# the kernel's and not for them.
#
# Leaves out: kernel, QEMU and machine, which have scripts of their own.
set -eu
# shellcheck source=ci/lib.sh
. "$(dirname "$0")/lib.sh"

# part  directory  its O, below ours  target
PARTS='agent           harness/guest  .         agent
agent-tests     harness/guest  .         tests
firmware        firmware       firmware  all
firmware-tests  firmware       firmware  tests
harness         harness        .         rproctest
harness-tests   harness        .         tests
sim-tests       sim/tests      .         all'

build()	# PART DIRECTORY O TARGET
{
	part=$1
	set -- make --no-print-directory -C "$2" O="$3" "$4"
	if "$@" -q >/dev/null 2>&1; then
		return
	fi
	need_space 100 "$part"
	step "$part" "build $part" "$@" -j "$JOBS"
}

unset ARCH CROSS_COMPILE
[ $# -gt 0 ] || die "usage: ci/build-part.sh PART..."
for part in "$@"; do
	row=$(printf '%s\n' "$PARTS" | awk -v part="$part" -v o="$O" \
		'$1 == part { print $1, $2, ($3 == ".") ? o : o "/" $3, $4 }')
	[ -n "$row" ] || die "build-part.sh: no part '$part'"
	# shellcheck disable=SC2086 # four words
	build $row
done
