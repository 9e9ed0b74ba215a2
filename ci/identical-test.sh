#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# identical-test.sh - the kernel under test is the packaged one, to the byte
#
# Usage: ci/identical-test.sh; KERNEL= and CONFIG= choose among the
# packaged kernels that are built.  Prints TAP.  What it shows: the source tree
# is what the package holds, no more and no less; nothing that the compiler read
# for the kernel is a file of this project; building our modules changes nothing
# in the kernel's build tree; the guest of a run gets the modules and the image
# of that tree.  Exit status: 0; 1 when a test failed; 77 without such a kernel.
#
# Leaves out: kernels of the user's (KERNEL_SRC=), of whose source nothing is
# known; a second build to compare with.
# shellcheck disable=SC2317 # functions are called by their names
set -eu
# shellcheck source=ci/lib.sh
. "$(dirname "$0")/lib.sh"

src=$O/src/linux-$KERNEL
out=$O/kernel/$KERNEL-$CONFIG
work=$O/identical
tests=0
bad=0

# TEXT FUNCTION; what the function prints is shown when it fails
check()
{
	tests=$((tests + 1))
	if "$2" >"$work/said" 2>&1; then
		printf 'ok %d - %s\n' "$tests" "$1"
		return
	fi
	bad=1
	printf 'not ok %d - %s\n' "$tests" "$1"
	head -20 "$work/said" | sed 's/^/# /'
}

# the archive within the package
archive()
{
	dpkg-deb --fsys-tarfile "$(find "$DOWNLOADS/linux-$KERNEL" -name '*.deb')" >"$work/package.tar"
	tar -xOf "$work/package.tar" --wildcards './usr/src/linux-source-*.tar.xz' >"$work/source.tar.xz"
	rm "$work/package.tar"
}

# tar says what differs in content, or is missing
source_is_the_package()
{
	tar -d --strip-components=1 -C "$src" -f "$work/source.tar.xz" >"$work/differs" 2>&1 || :
	! grep -vE ': (Uid|Gid|Mode|Mod time) differs$|^tar: : Warning: ' "$work/differs"
}

# files of the tree, sorted
nothing_was_added()
{
	tar -tf "$work/source.tar.xz" | sed -n 's|^[^/]*/\(.*[^/]\)$|\1|p' | sort >"$work/packaged"
	(cd "$src" && find . ! -type d | sed 's|^\./||' | sort) >"$work/there"
	comm -13 "$work/packaged" "$work/there" >"$work/added"
	! grep . "$work/added"
}

# The commands of kbuild list what the compiler was given and every header that
# it read.  Of all absolute paths below this project only those of source and
# build tree may stand there.
inputs_are_the_kernels()
{
	find "$out/build" -name '.*.cmd' -exec cat {} + | tr ' \t=:"(),' '\n' |
		sed -n "s|^\(-[A-Za-z]*\)\{0,1\}\($TOP/.*\)|\2|p" | sort -u >"$work/inputs"
	grep -qF "$src/" "$work/inputs" || {
		echo 'no path of the source in any command'
		return 1
	}
	! grep -vE "^($src|$out/build)(/|\$)" "$work/inputs"
}

products()
{
	(cd "$out/build" && find . -name '*.ko' -o -name vmlinux -o -name zImage -o -name Module.symvers \
		-o -name .config -o -path './include/generated/*' -type f | sort | xargs sha256sum)
}

driver_changes_nothing()
{
	products >"$work/before"
	rm -f "$out/driver-key"
	rm -rf "$out/driver"
	ci/build-kernel.sh
	products >"$work/after"
	grep -q '\.ko$' "$work/before" && diff "$work/before" "$work/after"
}

# a module that the guest is given is one of the build tree or one of ours
same_module()	# FILE
{
	case ${1##*/} in
	amp_*) cmp "$1" "$out/driver/${1##*/}" ;;
	*) cmp "$1" "$(find "$out/build" -name "${1##*/}")" ;;
	esac
}

installed_modules_are_the_kernels()
{
	cmp "$out/zImage" "$out/build/arch/$ARCH/boot/zImage" || return 1
	for module in "$out"/modules/*.ko; do
		same_module "$module" || return 1
	done
}

# every SoC profile: between them they load all drivers under test
guest_gets_the_kernels_modules()
{
	"$O/rproctest" run --keep --profile all --kernel "$out" -o "$work/runs" --report "$work/report" \
		scenarios/boot/announce scenarios/wkup/boots || return 1
	num=0
	for run in "$work"/runs/*/; do
		rm -rf "$work/guest"
		mkdir "$work/guest"
		(cd "$work/guest" && cpio -idm --quiet) <"$run/initrd.cpio" || return 1
		grep -qF -e "-kernel $out/zImage" "$run/command" || return 1
		find "$work/guest" -name '*.ko' >"$work/given"
		while read -r module; do
			same_module "$module" || return 1
			num=$((num + 1))
		done <"$work/given"
	done
	echo "$num modules"
	[ "$num" -gt 10 ]
}

if [ -n "$KERNEL_SRC" ] || [ ! -e "$out/key" ]; then
	printf '1..0 # SKIP no packaged kernel %s (%s) is built\n' "$KERNEL" "$CONFIG"
	exit 77
fi
rm -rf "$work"
mkdir -p "$work"
archive
check 'the source tree holds what the package holds' source_is_the_package
check 'the source tree holds nothing else' nothing_was_added
check 'nothing of this project was compiled into the kernel' inputs_are_the_kernels
check 'building our modules changes nothing of the kernel' driver_changes_nothing
check 'image and modules are those of the build tree' installed_modules_are_the_kernels
check 'a guest gets the image and modules of the build tree' guest_gets_the_kernels_modules
printf '1..%d\n' "$tests"
rm -rf "$work/source.tar.xz" "$work/guest" "$work/runs"
exit "$bad"
