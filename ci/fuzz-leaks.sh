#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# fuzz-leaks.sh - do cases of the fuzzer leave memory behind that nobody points to?
#
# Usage: ci/fuzz-leaks.sh [FILE.table...]; default: the stored corpus.  JOBS= runs
# at once; SHARD= (I/N) takes every Nth.  Needs what `make fuzz` builds, and the
# debug kernel with `make build CONFIG=debug`.
#
# Each case becomes a scenario for the whole machine, as a finding's does, and
# kmemleak of the debug kernel looks in each.  Leaks alone count: how a step ends
# depends on the driver and the architecture.  Prints them, and exits with 1 then.
#
# Leaves out: cases without a scenario (docs/fuzzing.md), and those with a start
# that is refused, which leaks in every kernel (scenarios/found/carveouts-of-refused-image).
set -eu
# shellcheck source=ci/lib.sh
. "$(dirname "$0")/lib.sh"

[ $# -gt 0 ] || set -- fuzz/corpus/*.table
debug=$O/kernel/$KERNEL-debug
dir=$O/fuzz/leaks
[ -e "$O/fuzz/linux" ] || die "no fuzzing kernel: make fuzz TIME=1"
[ -e "$debug/key" ] || die "no debug kernel: make build CONFIG=debug"
rm -rf "$dir"
"$O/rproctest" fuzz --native "$O/fuzz/linux" --known fuzz/known --scenarios "$dir" "$@" \
	>"$O/log/fuzz-leaks-cases.log" 2>&1 || die "a case is a finding: $(short "$O")/log/fuzz-leaks-cases.log"
find "$dir" -name scenario -exec grep -L ' fails ' {} + | sort >"$dir/list"
[ -s "$dir/list" ] || die "no case has a scenario without a refused start"
# shellcheck disable=SC2046 # no name of ours has a blank
set -- $(cat "$dir/list")
[ -z "${SHARD:-}" ] || set -- --shard "$SHARD" "$@"
status=0
"$O/rproctest" run -j "$JOBS" --leaks all --kernel "$debug" "$@" >"$O/log/fuzz-leaks.log" || status=$?
[ "$status" -le 1 ] || die "broken: $(short "$O")/log/fuzz-leaks.log"
leaks=$(grep -c 'kmemleak: ' "$O/log/fuzz-leaks.log" || :)
grep 'kmemleak: ' "$O/log/fuzz-leaks.log" || :
printf '%d leak%s in %d runs\n' "$leaks" "$([ "$leaks" -eq 1 ] || echo s)" \
	"$(grep -c '^\(not \)*ok ' "$O/log/fuzz-leaks.log")"
[ "$leaks" -eq 0 ]
