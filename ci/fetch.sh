#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# fetch.sh - the distribution's sources, downloaded and unpacked
#
# Usage: ci/fetch.sh qemu | ci/fetch.sh linux VERSION | ci/fetch.sh busybox
# Result: $O/src/qemu, $O/src/linux-VERSION, $O/guest/busybox
#
# Downloads stay in $DOWNLOADS, each item with the SHA-256 of its files in
# ITEM.sha256: what is there and unharmed is not downloaded again, so a copy of
# that directory is enough to build without network.  What is unpacked stays
# until "make distclean"; so does its version.
#
# Leaves out: looking for newer versions; "make distclean" asks for them.
set -eu
# shellcheck source=ci/lib.sh
. "$(dirname "$0")/lib.sh"

# $O/src/X is renamed into place when complete: it exists or it does not
unpack_qemu()
{
	step unpack-qemu "unpack QEMU" dpkg-source --no-copy -x "$(cached '*.dsc')" "$new"
}

unpack_linux()
{
	step unpack-linux-deb "unpack $package" dpkg-deb -x "$(cached '*.deb')" "$new.deb"
	mkdir "$new"
	step unpack-linux "unpack Linux $version" tar -C "$new" --strip-components=1 \
		-xf "$new.deb/usr/src/$package.tar.xz"
	rm -rf "$new.deb"
}

unpack_busybox()
{
	step unpack-busybox "unpack busybox" dpkg-deb -x "$(cached '*.deb')" "$new.deb"
	mv "$new.deb/bin/busybox" "$new"
	rm -rf "$new.deb"
}

# the one file of the item that matches
cached()
{
	find "$DOWNLOADS/$item" -name "$1"
}

unharmed()
{
	[ -e "$DOWNLOADS/$item.sha256" ] &&
		(cd "$DOWNLOADS/$item" && sha256sum --quiet -c "../$item.sha256" >/dev/null 2>&1)
}

download()
{
	if unharmed; then
		return
	fi
	have apt-get || die "no apt-get to download $package with; fetching needs Debian (QEMU_SRC= and KERNEL_SRC= take trees of yours)"
	rm -rf "${DOWNLOADS:?}/$item" "$DOWNLOADS/$item.sha256"
	mkdir "$DOWNLOADS/$item"
	hint 'is there a network? the mirrors are those of /etc/apt'
	step "fetch-$item" "download $package" \
		env O="$O" DOWNLOADS="$DOWNLOADS/$item" ci/apt.sh "$kind" "$package" "$suite"
	hint ''
	(cd "$DOWNLOADS/$item" && sha256sum -- *) >"$DOWNLOADS/$item.sha256.new"
	mv "$DOWNLOADS/$item.sha256.new" "$DOWNLOADS/$item.sha256"
}

# column $2 of Linux $1 in the table of kernels
of_kernel()
{
	awk -v v="$1" -v c="$2" '$1 "" == v { print $c }' kernel-config/versions
}

version=
suite=-
case ${1:-} in
qemu) item=qemu kind=source package=qemu size_mb=600 out=$O/src/qemu ;;
linux)
	version=$2 item=linux-$2 kind=deb size_mb=1800 out=$O/src/linux-$2
	package=$(of_kernel "$2" 2) suite=$(of_kernel "$2" 3)
	;;
busybox) item=busybox kind=deb package=busybox-static:armhf size_mb=10 out=$O/guest/busybox ;;
*) die "usage: ci/fetch.sh qemu | linux VERSION | busybox" ;;
esac

[ ! -e "$out" ] || exit 0
need_space "$size_mb" "the source of $package"
download
mkdir -p "$(dirname "$out")"
new=$out.new
rm -rf "$new" "$new.deb"
"unpack_$1"
mv "$new" "$out"
