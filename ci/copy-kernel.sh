#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# copy-kernel.sh - the packaged kernel's source and build tree at another place
#
# Usage: ci/copy-kernel.sh TREE TREES; KERNEL= and CONFIG= as for
# build-kernel.sh, which must have built that kernel.  TREE becomes its source, by
# links: write a file anew, never into it.  TREES/kernel/ID becomes the build tree
# that build-kernel.sh has for KERNEL_SRC=TREE and O=TREES, so that only what is
# changed in TREE is compiled.  Whatever was at TREE and TREES is removed; TREE may
# lie in TREES.
#
# Leaves out: a cache; each call copies 150 MiB and 70000 links.
set -eu
# shellcheck source=ci/lib.sh
. "$(dirname "$0")/lib.sh"

[ $# -eq 2 ] || die "usage: ci/copy-kernel.sh TREE TREES"
src=$O/src/linux-$KERNEL
base=$O/kernel/$KERNEL-$CONFIG
[ -e "$base/key" ] || die "$(short "$base") is not built: make kernel"
need_space 500 "a copy of the kernel"
# build-kernel.sh's: nobody builds in what is copied
exec 8>"$base/lock"
flock -s 8
rm -rf "$1" "$2"
mkdir -p "$1" "$2"
: >"$2/.rproctest"
tree=$(cd "$1" && pwd -P)
trees=$(cd "$2" && pwd -P)
out=$trees/kernel/$(basename "$tree")-$(hash_of "$tree")-$CONFIG
mkdir -p "$out"
cp -al "$src/." "$tree"
cp -a "$base/build" "$base/requested" "$out"

# The products say where they come from; with another name in their commands make
# would build them all again.
grep -rlIF -e "$src" -e "$base/build" "$out/build" >"$out/moved" || :
while read -r file; do
	touch -r "$file" "$out/time"
	sed -i -e "s|$src|$tree|g" -e "s|$base/build|$out/build|g" "$file"
	touch -r "$out/time" "$file"
done <"$out/moved"
rm -f "$out/moved" "$out/time"
