#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# build-mutant.sh - the packaged kernel with one bug brought back
#
# Usage: ci/build-mutant.sh NAME [SLOT]; KERNEL=, CONFIG=, ARCH= and
# CROSS_COMPILE= as for build-kernel.sh.  NAME is kernel-config/mutants/NAME.patch.
# Result: $O/kernel/mutant-NAME/{zImage,modules/,config,release}, laid out as
# build-kernel.sh does; a CONFIG other than base is appended to that name.  What
# is there and was made of the same patch, kernel and driver stays.
#
# A slot is a copy of the packaged kernel's source (by links) and build tree in
# which one mutant follows the other, so that only what a patch touches is
# compiled.  Callers that run at once take different slots (default 1; one in
# use is waited for).  Each is a pair of trees, for patches that touch modules
# only and for others: the first never link vmlinux.  A tree takes 150 MiB and
# some ten seconds once.
#
# A patch that does not apply or compile: error with patch and log, status 2.
# Leaves out: KERNEL_SRC=; the patches are made for the packaged source.
set -eu
# shellcheck source=ci/lib.sh
. "$(dirname "$0")/lib.sh"

patched_files()
{
	sed -n 's|^--- a/||p' "$patch"
}

# sets $kind: modules when no file of the patch is compiled into the kernel
kind_of_patch()
{
	kind=modules
	for file in $(patched_files); do
		command=$base/build/$(dirname "$file")/.$(basename "$file" .c).o.cmd
		grep -qs -e -DMODULE "$command" || kind=kernel
	done
}

# what a mutant is made of; the words above the patch are for readers
key_of_mutant()
{
	sed -n '/^--- a\//,$p' "$patch"
	cat "$base/key" sim/linux/*.[ch] sim/linux/Kbuild sim/abi/*.h "$0"
}

seed_slot()
{
	if cmp -s "$base/key" "$slot/base-key"; then
		return
	fi
	need_space 1500 "a slot for mutants"
	note "prepare slot $number ($kind) for mutants of Linux $KERNEL ($CONFIG) ..."
	ci/copy-kernel.sh "$slot/linux" "$slot"
	cp "$base/key" "$slot/base-key"
}

# The last mutant's files as they were, with a new time: make compiles them.
# A link would bring the time of the original, and change that if touched.
take_patch_back()
{
	[ -e "$slot/patched" ] || return 0
	while read -r file; do
		rm -f "$slot/linux/$file"
		cp "$src/$file" "$slot/linux/$file"
	done <"$slot/patched"
	rm "$slot/patched"
}

apply_patch()
{
	patched_files >"$slot/patched"
	while read -r file; do
		cp "$src/$file" "$slot/linux/$file.own"
		mv "$slot/linux/$file.own" "$slot/linux/$file"
	done <"$slot/patched"
	step "mutant-$name-patch" "apply kernel-config/mutants/$name.patch to Linux $KERNEL" \
		patch -p1 -F0 --no-backup-if-mismatch -r - -d "$slot/linux" -i "$patch"
}

install_mutant()
{
	built=$slot/kernel/default
	rm -rf "$out" "$out.new"
	mkdir -p "$out.new/modules"
	cp "$built/zImage" "$built/config" "$built/release" "$out.new"
	cp "$built/modules"/*.ko "$out.new/modules"
	printf '%s\n' "$key" >"$out.new/key"
	mv "$out.new" "$out"
}

name=${1:-}
number=${2:-1}
patch=$TOP/kernel-config/mutants/$name.patch
[ -n "$name" ] || die "usage: ci/build-mutant.sh NAME [SLOT]"
[ -e "$patch" ] || die "no mutant $name: kernel-config/mutants/$name.patch does not exist"
case $number in
*[!0-9]* | '') die "SLOT=$number: not a number" ;;
esac
[ -z "$KERNEL_SRC" ] || die "a mutant is a patch for the packaged source: leave KERNEL_SRC= out"

mkdir -p "$O/mutant"
ci/build-kernel.sh --no-default
src=$O/src/linux-$KERNEL
base=$O/kernel/$KERNEL-$CONFIG
out=$O/kernel/mutant-$name
[ "$CONFIG" = base ] || out=$out-$CONFIG
key=$(hash_of "$(key_of_mutant)")
if [ "$(cat "$out/key" 2>/dev/null)" = "$key" ]; then
	exit 0
fi

kind_of_patch
slot=$O/mutant/$number-$kind-$CONFIG
exec 9>"$slot.lock"
flock 9
seed_slot
take_patch_back
apply_patch
step "mutant-$name" "build the kernel with kernel-config/mutants/$name.patch" \
	env O="$slot" DOWNLOADS="$DOWNLOADS" KERNEL_SRC="$slot/linux" ci/build-kernel.sh
install_mutant
