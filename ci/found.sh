#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# found.sh - docs/found.md: every kernel bug of scenarios/found and fuzz/known
#
# Usage: ci/found.sh [--check].  Writes the file; with --check it is compared
# with what would be written.  Exit status: 0; 1 when a report lacks a part, or
# --check finds a difference.
#
# Leaves out: known lines elsewhere in scenarios; those are no finds of their own.
set -eu
cd "$(dirname "$0")/.."

doc=docs/found.md
made=$(awk -f ci/found.awk scenarios/found/* fuzz/known)
case ${1:-} in
'') printf '%s\n' "$made" >"$doc" ;;
--check)
	[ "$made" = "$(cat "$doc")" ] || {
		echo "$doc is not what the comments say: ci/found.sh writes it" >&2
		exit 1
	}
	;;
*)
	echo "usage: ci/found.sh [--check]" >&2
	exit 2
	;;
esac
