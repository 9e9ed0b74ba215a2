#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# build-qemu.sh - QEMU with our machine in it, from unpatched source
#
# Usage: ci/build-qemu.sh; QEMU_SRC= takes a tree of the user's.  Result:
# $O/qemu/qemu-system-amp, a symbolic link to the binary of the tree in use;
# $O/qemu/ID holds its shadow tree (src), build tree (build) and binary.
#
# QEMU looks for lists of devices in its source tree only, so what is configured
# is a shadow: a tree of symbolic links to the source, with our list added.  The
# source itself is never written to.
#
# Leaves out: QEMU's own tests, documentation, firmware blobs, every device that
# the virt board and a Cortex-M core do not need.
set -eu
# shellcheck source=ci/lib.sh
. "$(dirname "$0")/lib.sh"

# no -g: half the time to build; no -Werror: the tree may be newer than its compiler
CONFIGURE='--target-list=aarch64-softmmu --without-default-features
	--without-default-devices --enable-tcg --enable-fdt=system
	--with-devices-aarch64=amp --disable-docs --disable-debug-info --disable-werror'

packaged_tree()
{
	ci/fetch.sh qemu
	src=$O/src/qemu
	id=packaged
}

users_tree()
{
	src=$(tree_path "$QEMU_SRC") || die "QEMU_SRC=$QEMU_SRC: no such directory"
	for part in configure hw/arm/virt.c configs/devices; do
		[ -e "$src/$part" ] || die "QEMU_SRC=$QEMU_SRC: not the top of a QEMU tree (no $part)"
	done
	id=$(basename "$src")-$(hash_of "$src")
}

# a link for every file of the source, none for files that are gone from it
shadow_tree()
{
	mkdir -p "$out/src"
	for entry in "$src"/*; do
		case ${entry##*/} in
		build | roms) ;;
		*) cp -Rs --remove-destination "$entry" "$out/src/" ;;
		esac
	done
	find "$out/src" -xtype l -delete
	# not through a link: a list of that name in the source stays as it is
	devices=$out/src/configs/devices/aarch64-softmmu/amp.mak
	[ ! -L "$devices" ] || rm "$devices"
	copy_if_changed ci/qemu-devices.mak "$devices"
}

configure()
{
	rm -rf "$out/build"
	mkdir "$out/build"
	# shellcheck disable=SC2086 # options are words
	step qemu-configure "configure QEMU" env -C "$out/build" CC="$cc" ../src/configure $CONFIGURE
	mark_built "$out/configured" "$key"
}

build_qemu()
{
	key="$CONFIGURE $src $cc $(gcc --version) $(cat ci/qemu-devices.mak)"
	if [ -z "$QEMU_SRC" ] && is_built "$out/built" "$key"; then
		return
	fi
	need_space 700 QEMU
	rm -f "$out/built"
	shadow_tree
	is_built "$out/configured" "$key" || configure
	step qemu "build QEMU" ninja -C "$out/build" -j "$JOBS" qemu-system-aarch64
	mark_built "$out/built" "$key"
}

build_machine()
{
	machine=$out/qemu-system-amp
	key=$(stat -c '%n %Y %s' "$out/build/qemu-system-aarch64" sim/*.[ch] sim/build.sh sim/abi/*.h)
	if [ -x "$machine" ] && is_built "$out/machine" "$key"; then
		return
	fi
	step sim "build the machine amp-virt" sim/build.sh "$out/build" "$machine"
	mark_built "$out/machine" "$key"
}

for tool in gcc meson ninja pkg-config python3; do
	have "$tool" || die "no $tool to build QEMU with ('make deps' installs it)"
done
cc=gcc
! have ccache || cc='ccache gcc'
if [ -n "$QEMU_SRC" ]; then
	users_tree
else
	packaged_tree
fi
out=$O/qemu/$id
build_qemu
build_machine
ln -sfn "$id/qemu-system-amp" "$O/qemu/qemu-system-amp"
