#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# clean.sh - remove what was built
#
# Usage: ci/clean.sh [--all].  Without --all, downloads and unpacked sources
# stay.  Only a directory that these scripts made is touched (it holds the file
# .rproctest).
set -eu
# shellcheck source=ci/lib.sh
. "$(dirname "$0")/lib.sh"

[ -e "$O/.rproctest" ] || die "$O was not made by this project; it stays as it is"
if [ "${1:-}" = --all ]; then
	rm -rf "$O"
	exit 0
fi
for entry in "$O"/*; do
	case ${entry##*/} in
	apt | downloads | src) ;;
	*) rm -rf "$entry" ;;
	esac
done
