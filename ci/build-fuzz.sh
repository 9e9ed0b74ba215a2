#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# build-fuzz.sh - the kernel that the fuzzer runs, as a process or on the machine
#
# Usage: ci/build-fuzz.sh [--machine | MUTANT]; KERNEL= or KERNEL_SRC= choose the tree.
# Result: $O/fuzz/ID/linux, User-Mode Linux with sim/uml in it, and the symbolic
# link $O/fuzz/linux to it.  With MUTANT, kernel-config/fuzz-mutants/MUTANT.patch:
# $O/fuzz/ID/MUTANT/linux; the build tree is then taken back to what it was.
# With --machine: $O/fuzz/ID-machine/vmlinux and zImage, ARCH=arm with the same
# loop, and the link $O/fuzz/machine to that directory.
#
# The tree is never written to.  Six of remoteproc's files are compiled with a
# file of ours in front, and where UML maps memory, handles its own faults and
# notes a stack it calls a function of ours (see sim/uml).  A mutant's files are patched copies,
# compiled with the command that the kernel's own build has recorded.
#
# Files with coverage are compiled without KASAN's constructors for globals: in
# UML those run before there is a task that KCOV could ask.  And with short calls,
# so that harness/fuzz_cover.c can count them.
#
# Leaves out: other architectures than that of this machine, modules.
set -eu
# shellcheck source=ci/lib.sh
. "$(dirname "$0")/lib.sh"

COVERED='remoteproc_core remoteproc_elf_loader remoteproc_virtio remoteproc_debugfs
remoteproc_coredump virtio_rpmsg_bus rpmsg_core rpmsg_ns virtio_ring virtio'

# The reads that sim/uml/redirect_reads.h redirects are calls, behind the flags of a KASAN
# whose checks are inline
# shellcheck disable=SC2016 # make's
outline='$(if $(filter remoteproc_core remoteproc_virtio,$(target-stem)),--param asan-instrumentation-with-call-threshold=0)'

# CROSS_COMPILE and ARCH of the environment are those of the other kernel
kmake()
{
	case $engine in
	native)
		guests=amp_guests.c
		set -- "$@" ARCH=um SUBARCH=x86_64 CROSS_COMPILE= CC="$cc" \
			CFLAGS_KCOV="-fsanitize-coverage=trace-pc $outline --param asan-globals=0 -mcmodel=small" \
			CFLAGS_physmem.o=-Dos_map_memory=amp_guests_map_memory \
			CFLAGS_tlb.o=-Dos_map_memory=amp_guests_map_memory \
			CFLAGS_trap.o='-Dflush_tlb_kernel_vm=amp_guests_flush -Dum_tlb_sync=amp_guests_sync'
		;;
	machine)
		guests=amp_guests_machine.c
		set -- "$@" ARCH=arm CROSS_COMPILE="$cross" CC="$cc" \
			CFLAGS_KCOV="-fsanitize-coverage=trace-pc $outline"
		;;
	esac
	reads="-include $TOP/sim/uml/redirect_reads.h"
	include="-I$TOP/sim/abi -I$TOP/sim/uml -I$src/arch/um/include/shared -include $TOP/sim/uml"
	set -- "$@" CFLAGS_stacktrace.o=-Dstack_trace_save=amp_guests_trace \
		CFLAGS_remoteproc_sysfs.o="$include/$guests" \
		CFLAGS_remoteproc_coredump.o="$include/amp_running.c" \
		CFLAGS_remoteproc_cdev.o="$include/amp_flip.c -include $TOP/sim/uml/amp_core.c" \
		CFLAGS_remoteproc_core.o="$reads -include $TOP/sim/uml/redirect.h" \
		CFLAGS_remoteproc_virtio.o="$reads" \
		CFLAGS_remoteproc_debugfs.o="$include/amp_fuzz.c"
	for file in $COVERED; do
		set -- "$@" "KCOV_INSTRUMENT_$file.o=y"
	done
	make --no-print-directory -C "$src" O="$out/build" V="$V" -j "$JOBS" "$@"
}

configure()
{
	# shellcheck disable=SC2086 # a list
	awk -v version="$version" -f ci/config-lines.awk kernel-config/ranges $fragments >"$out/requested"
	kmake allnoconfig KCONFIG_ALLCONFIG="$out/requested"
	while read -r line; do
		case $line in
		CONFIG_*) grep -qxF "$line" "$out/build/.config" || {
			echo "not in .config: $line"
			return 1
		} ;;
		esac
	done <"$out/requested"
}

build()
{
	configure
	# shellcheck disable=SC2086 # words
	kmake $programs
}

key_of_kernel()
{
	# shellcheck disable=SC2086 # a list
	cat $fragments sim/uml/* sim/abi/amp_fuzz.h "$0"
	"${cross}gcc" --version
	stat -c '%n %Y' "$src"
}

# patched copies of the files, and of the headers that lie beside them
copy_sources()
{
	rm -rf "$copy"
	mkdir -p "$copy/drivers" "$copy/include/linux"
	cp -R "$src/drivers/remoteproc" "$src/drivers/rpmsg" "$copy/drivers"
	[ ! -e "$src/include/linux/rsc_table.h" ] ||
		cp "$src/include/linux/rsc_table.h" "$copy/include/linux"
	patch -p1 -F0 --no-backup-if-mismatch -r - -d "$copy" -i "$patch"
}

# the files to compile: a header counts for the one that reads it
patched_objects()
{
	sed -n 's|^--- a/||p' "$patch" |
		sed -e 's|^include/.*|drivers/remoteproc/remoteproc_core.c|' -e 's|\.c$||' | sort -u
}

compile_patched()	# OBJECT without .o
{
	command=$(sed -n 's/^\(saved\)*cmd_[^ ]* := //p' "$out/build/$(dirname "$1")/.$(basename "$1").o.cmd" |
		sed -e "s|$src/$1.c|$copy/$1.c|" -e "s| -c -o | -I$copy/include&|" \
			-e "s| -I$src/include | -I$copy/include&|" -e 's/;.*//')
	(cd "$out/build" && eval "$command")
}

build_mutant()
{
	copy_sources
	patched_objects >"$out/$mutant/objects"
	while read -r object; do
		cp -p "$out/build/$object.o" "$out/$mutant/${object##*/}.o"
		compile_patched "$object"
	done <"$out/$mutant/objects"
	status=0
	kmake linux && cp "$out/build/linux" "$out/$mutant/linux.new" || status=$?
	# as it was, but newer than what was linked from the mutant
	while read -r object; do
		cp "$out/$mutant/${object##*/}.o" "$out/build/$object.o"
	done <"$out/$mutant/objects"
	return "$status"
}

make_mutant()
{
	[ -e "$patch" ] || die "no mutant $mutant: $(short "$patch") does not exist"
	key=$(cat "$out/key" "$patch")
	mkdir -p "$out/$mutant"
	! is_built "$out/$mutant/key" "$key" || return 0
	step "fuzz-$mutant" "build the fuzzing kernel with $(short "$patch")" \
		env FUZZ_PART=build_mutant "$0" "$mutant"
	mv "$out/$mutant/linux.new" "$out/$mutant/linux"
	mark_built "$out/$mutant/key" "$key"
}

engine=native
mutant=${1:-}
cross=
fragments=kernel-config/fuzz.config
programs=linux
if [ "$mutant" = --machine ]; then
	engine=machine
	mutant=
	cross=${CROSS_COMPILE:-arm-linux-gnueabihf-}
	fragments='kernel-config/arm.config kernel-config/kasan.config kernel-config/fuzz-machine.config'
	programs='vmlinux zImage'
fi
if [ -n "$KERNEL_SRC" ]; then
	src=$(tree_path "$KERNEL_SRC") || die "KERNEL_SRC=$KERNEL_SRC: no such directory"
	id=$(basename "$src")-$(hash_of "$src")
else
	ci/fetch.sh linux "$KERNEL"
	src=$(cd "$O/src/linux-$KERNEL" && pwd -P)
	id=$KERNEL
fi
version=$(awk '$2 == "=" && ($1 == "VERSION" || $1 == "PATCHLEVEL") { v[$1] = $3 }
	END { print v["VERSION"] "." v["PATCHLEVEL"] }' "$src/Makefile")
cc=${cross}gcc
! have ccache || cc="ccache $cc"
[ "$engine" = native ] || id=$id-machine
out=$O/fuzz/$id
patch=$TOP/kernel-config/fuzz-mutants/$mutant.patch
copy=$out/$mutant/source

# this script again, as a step with a log
if [ -n "${FUZZ_PART:-}" ]; then
	"$FUZZ_PART"
	exit
fi
mkdir -p "$out/build"
exec 9>"$out/lock"
flock 9

key=$(key_of_kernel)
if [ -n "$KERNEL_SRC" ] || ! is_built "$out/key" "$key"; then
	need_space 500 "the fuzzing kernel"
	rm -f "$out/key"
	step "fuzz-kernel-$id" "build Linux $id for the fuzzer" env FUZZ_PART=build "$0" "$@"
	for program in $programs; do
		[ "$program" != zImage ] || program=arch/arm/boot/zImage
		copy_if_changed "$out/build/$program" "$out/${program##*/}"
	done
	mark_built "$out/key" "$key"
fi
[ -z "$mutant" ] || make_mutant
if [ "$engine" = native ]; then
	ln -sfn "$id/linux" "$O/fuzz/linux"
else
	ln -sfn "$id" "$O/fuzz/machine"
fi
