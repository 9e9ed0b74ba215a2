#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# build-kernel.sh - the kernel under test, out of tree, with our modules
#
# Usage: ci/build-kernel.sh [--no-default]; KERNEL= or KERNEL_SRC=, CONFIG=,
# ARCH=, CROSS_COMPILE= choose.  Result: $O/kernel/ID/{zImage,modules/,config,
# release}, and the symbolic link $O/kernel/default to it unless --no-default is
# given; $O/kernel/ID/build is the build tree.  ID is the version, or the name and
# a hash of KERNEL_SRC's path, and the config.  Two calls for one ID follow each
# other; others may run at once.
#
# A packaged tree is built once; a tree of the user's is handed to its own make
# every time.  Neither is written to.
#
# A tree of the user's is built by the row of kernel-config/versions that its
# version falls in.  Leaves out: trees older than the first row.
set -eu
# shellcheck source=ci/lib.sh
. "$(dirname "$0")/lib.sh"

# value of column $1 in the row of $row
column()
{
	awk -v row="$row" -v c="$1" '$1 "" == row { print $c }' kernel-config/versions
}

packaged_tree()
{
	row=$KERNEL
	case $(column 2) in
	linux-*) ;;
	-) die "KERNEL=$KERNEL is in no package any more; KERNEL_SRC= takes a tree of it" ;;
	*) die "KERNEL=$KERNEL is not in kernel-config/versions (packaged: $(awk '$2 ~ /^linux-/ { print $1 }' kernel-config/versions | paste -sd ' ' -))" ;;
	esac
	ci/fetch.sh linux "$KERNEL"
	src=$O/src/linux-$KERNEL
	name=$KERNEL
	version=$KERNEL
}

# X.Y of the tree
tree_version()
{
	awk '$2 == "=" && ($1 == "VERSION" || $1 == "PATCHLEVEL") { v[$1] = $3 }
		END { print v["VERSION"] "." v["PATCHLEVEL"] }' "$src/Makefile"
}

# the last row that is not newer than $version
row_of_version()
{
	awk -v version="$version" '
		function number(text,	part) { split(text, part, "."); return part[1] * 1000 + part[2] }
		/^[0-9]/ && number($1) <= number(version) { row = $1 }
		END { print row }' kernel-config/versions
}

users_tree()
{
	src=$(tree_path "$KERNEL_SRC") || die "KERNEL_SRC=$KERNEL_SRC: no such directory"
	for part in Kbuild Kconfig kernel scripts/kconfig; do
		[ -e "$src/$part" ] ||
			die "KERNEL_SRC=$KERNEL_SRC: not the top of a Linux tree (no $part)"
	done
	for product in .config include/config "arch/$ARCH/include/generated"; do
		[ ! -e "$src/$product" ] ||
			die "KERNEL_SRC=$KERNEL_SRC is not clean ($product is there): Linux does not build out of such a tree. Give a clean one ('git worktree add'), or run 'make ARCH=$ARCH mrproper' in it, which deletes its .config"
	done
	name=$(basename "$src")-$(hash_of "$src")
	version=$(tree_version)
	row=$(row_of_version)
	[ -n "$row" ] ||
		die "KERNEL_SRC=$KERNEL_SRC is Linux $version, older than all of kernel-config/versions"
}

check_paths()
{
	case $src$O in
	*[[:space:]:]*) die "Linux does not build with a space or colon in a path: $src, $O" ;;
	esac
}

# the same tree gives the same image on any machine
KBUILD_BUILD_TIMESTAMP='2026-01-01 00:00:00 UTC'
KBUILD_BUILD_USER=rproctest
KBUILD_BUILD_HOST=rproctest
KBUILD_BUILD_VERSION=1
export KBUILD_BUILD_TIMESTAMP KBUILD_BUILD_USER KBUILD_BUILD_HOST KBUILD_BUILD_VERSION

kmake()
{
	# shellcheck disable=SC2086 # flags are words
	step "$1" "$2" make --no-print-directory -C "$src" O="$out/build" ARCH="$ARCH" \
		CROSS_COMPILE="$cross" CC="$cc" $flags V="$V" -j "$JOBS" "$3" ${4+"$4"}
}

# the fragments in one, symbols and the lines that say what is off
merge_config()
{
	added=$(column 6)
	set -- kernel-config/ranges
	for fragment in $fragments $(printf '%s' "${added#-}" | tr ',' ' '); do
		set -- "$@" "kernel-config/$fragment.config"
	done
	awk -v version="$version" -f ci/config-lines.awk "$@"
}

# every line asked for is in the result; what must be off may be unknown to it
verify_config()
{
	if ! awk 'NR == FNR { have[$0]; symbol = $0; sub(/=.*/, "", symbol); set[symbol]; next }
		/ is not set$/ { if ($2 in set) { print; bad = 1 }; next }
		!($0 in have) { print; bad = 1 }
		END { exit bad }' "$out/build/.config" "$out/requested" >"$out/missing"
	then
		rm -f "$out/requested"
		die "$(short "$out/build/.config") lacks what kernel-config asks for (renamed, or a dependency is off): $(paste -sd ' ' "$out/missing")"
	fi
}

configure()
{
	merge_config >"$out/requested.new"
	if [ -e "$out/build/.config" ] && cmp -s "$out/requested.new" "$out/requested"; then
		return
	fi
	mv "$out/requested.new" "$out/requested"
	rm -f "$out/build/.config"
	kmake "kernel-config-$id" "configure Linux $name ($CONFIG)" allnoconfig \
		KCONFIG_ALLCONFIG="$out/requested"
	verify_config
}

install_kernel()
{
	mkdir -p "$out/modules"
	copy_if_changed "$out/build/arch/$ARCH/boot/zImage" "$out/zImage"
	copy_if_changed "$out/build/.config" "$out/config"
	copy_if_changed "$out/build/include/config/kernel.release" "$out/release"
	# modules.order names them as .ko, from 6.2 on as .o; that of samples/ is
	# not part of the top one in old trees
	cat "$out/build/modules.order" "$out/build/samples/modules.order" |
		sed 's/\.o$/.ko/' | sort -u >"$out/modules.list"
	while read -r module; do
		module=${module#kernel/}
		copy_if_changed "$out/build/$module" "$out/modules/${module##*/}"
	done <"$out/modules.list"
}

key_of_kernel()
{
	merge_config | sort
	"${cross}gcc" --version
	printf '%s\n' "$flags"
	stat -c '%n %Y' "$src"
}

key_of_driver()
{
	cat "$out/key"
	stat -c '%n %Y %s' sim/linux/* sim/abi/*
}

build_kernel()
{
	key=$(key_of_kernel)
	if [ -z "$KERNEL_SRC" ] && is_built "$out/key" "$key"; then
		return
	fi
	need_space 1500 "Linux $name"
	rm -f "$out/key"
	configure
	kmake "kernel-$id" "build Linux $name ($CONFIG)" zImage modules
	install_kernel
	mark_built "$out/key" "$key"
}

build_driver()
{
	key=$(key_of_driver)
	if [ -z "$KERNEL_SRC" ] && is_built "$out/driver-key" "$key"; then
		return
	fi
	step "driver-$id" "build our modules for $id" env ARCH="$ARCH" \
		CROSS_COMPILE="$cross" CC="$cc" sim/linux/build.sh "$out/build" "$out/driver"
	for module in "$out"/driver/amp_*.ko; do
		copy_if_changed "$module" "$out/modules/${module##*/}"
	done
	mark_built "$out/driver-key" "$key"
}

# until this script ends
lock_build_tree()
{
	exec 8>"$out/lock"
	flock -n 8 || {
		note "wait for another build of $id ..."
		flock 8
	}
}

# in one step: the link is there at any time
switch_default()
{
	ln -sfn "$id" "$O/kernel/default.$$"
	mv -fT "$O/kernel/default.$$" "$O/kernel/default"
}

fragments=$(awk -v c="$CONFIG" '$1 == c { $1 = ""; print }' kernel-config/configs)
[ -n "$fragments" ] || die "CONFIG=$CONFIG is not in kernel-config/configs"
[ "$ARCH" = arm ] || die "ARCH=$ARCH is not supported yet (supported: arm)"
if [ -n "$KERNEL_SRC" ]; then
	users_tree
else
	packaged_tree
fi
check_paths
cross=${CROSS_COMPILE:-$(column 4)}
have "${cross}gcc" || die "no ${cross}gcc: is CROSS_COMPILE right? ('make deps' installs the default)"
cc=${cross}gcc
! have ccache || cc="ccache $cc"
flags=$(column 5)
flags=$(printf '%s' "${flags#-}" | tr ',' ' ')
# kmemleak reads megabytes under its own lock in every run: the checkers go unchecked
case " $fragments " in
*" kasan "*)
	for checker in kmemleak lockdep debugobjects stacktrace; do
		flags="$flags KASAN_SANITIZE_$checker.o=n"
	done
	;;
esac
case " $fragments " in
*" coverage "*) flags="$flags $(sed -n 's|^drivers/.*/\(.*\)\.c .*|GCOV_PROFILE_\1.o=y|p' kernel-config/coverage.files | paste -sd ' ' -)" ;;
esac
id=$name-$CONFIG
out=$O/kernel/$id

mkdir -p "$out/build"
lock_build_tree
build_kernel
build_driver
[ "${1:-}" = --no-default ] || switch_default
