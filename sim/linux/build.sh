#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Build the modules of this directory against a kernel, with no product in the
# source tree.
#
#	build.sh KERNEL_BUILD_DIR OUT_DIR
#
# KERNEL_BUILD_DIR is where that kernel was built (its O=, or the tree itself);
# OUT_DIR is made when absent and holds amp_*.ko in the end.  ARCH,
# CROSS_COMPILE, CC and V come from the environment, as for any kernel build.
# A second run compiles only what has changed.  Exit status: that of make, or 2
# when called wrongly.
set -eu

if [ $# -ne 2 ] || [ ! -f "$1/Module.symvers" ]; then
	echo "usage: $0 KERNEL_BUILD_DIR OUT_DIR  (a kernel built with modules)" >&2
	exit 2
fi

here=$(cd "$(dirname "$0")" && pwd)
kernel=$(cd "$1" && pwd)
mkdir -p "$2"
out=$(cd "$2" && pwd)

# copy what differs only, so that make sees unchanged files as old
for file in "$here"/Kbuild "$here"/*.[ch] "$here"/../abi/*.h; do
	copy=$out/$(basename "$file")
	cmp -s "$file" "$copy" || cp "$file" "$copy"
done

set -- -C "$kernel" M="$out"
[ -z "${ARCH:-}" ] || set -- "$@" ARCH="$ARCH"
[ -z "${CROSS_COMPILE:-}" ] || set -- "$@" CROSS_COMPILE="$CROSS_COMPILE"
[ -z "${CC:-}" ] || set -- "$@" CC="$CC"
[ -n "${V:-}" ] || set -- -s "$@"
exec make "$@" modules
