#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# fuzz.sh - look for tables and images that the kernel cannot stand
#
# Usage: ci/fuzz.sh [OPTION...] of `rproctest fuzz`.  TIME= (seconds), JOBS=,
# SEED=, SHARD= (I/N) and CORPUS= become options.  Corpus, findings and coverage
# are below $O/fuzz/KERNEL and stay; a second run goes on from there.
#
# ENGINE=native looks on the kernel that runs as a process, ENGINE=machine on the
# one for the machine; both grow the same corpus.  After a look the scenario of
# each finding is run on the machine, on the debug kernel when it is built, and
# what came of it is the finding's file `machine`; ENGINE=native leaves that out.
# Exit status: rproctest's, 1 when there is a finding that fuzz/known has not.
#
# Leaves out: building; the Makefile does that before.
set -eu
# shellcheck source=ci/lib.sh
. "$(dirname "$0")/lib.sh"

look()
{
	set -- -o "$dir" --corpus "${CORPUS:-$O/fuzz/$id/corpus}" --seeds-dir fuzz/corpus \
		--known fuzz/known -j "$JOBS" "$@"
	if [ "$engine" = machine ]; then
		set -- --machine "$dir" "$@"
	else
		set -- --native "$dir/linux" "$@"
	fi
	[ -z "${TIME:-}" ] || set -- "$@" --time "$TIME"
	[ -z "${SEED:-}" ] || set -- "$@" --seed "$SEED"
	[ -z "${SHARD:-}" ] || set -- "$@" --shard "$SHARD"
	"$O/rproctest" fuzz "$@"
}

# what the kernel says counts; a step that ends otherwise may be the other architecture's way
confirm()	# SCENARIO
{
	finding=$(dirname "$1")
	status=0
	"$O/rproctest" run --kernel "$kernel" "$1" >"$finding/machine" 2>&1 || status=$?
	case $status in
	0) verdict="does not show on" ;;
	1) verdict="ends otherwise on" ;;
	*) verdict="cannot be run on" ;;
	esac
	! grep -q ': kernel: ' "$finding/machine" || verdict="confirmed by"
	printf '%s the machine: %s\n' "$verdict" "$(short "$finding")"
}

confirm_all()
{
	kernel=$O/kernel/$id-debug
	[ -e "$kernel/key" ] || kernel=$O/kernel/$id-base
	if [ ! -e "$kernel/key" ] || [ ! -e "$O/agent" ] && [ ! -d "$O/guest" ]; then
		note "the machine confirms nothing: make build KERNEL=$id"
		return
	fi
	for scenario in "$dir"/findings/*/scenario; do
		[ ! -e "$scenario" ] || [ -e "$(dirname "$scenario")/machine" ] || confirm "$scenario"
	done
}

engine=${ENGINE:-both}
found=0
case $engine in
machine) dir=$(readlink -f "$O/fuzz/machine") ;;
native | both) dir=$(dirname "$(readlink -f "$O/fuzz/linux")") ;;
*) die "ENGINE=$engine: native or machine" ;;
esac
id=$(basename "${dir%-machine}")
look "$@" || found=$?
[ "$engine" = native ] || confirm_all
exit "$found"
