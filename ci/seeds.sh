#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# seeds.sh - the quick scenarios with many seeds, on the kernel as it is
#
# Usage: ci/seeds.sh; SEEDS= runs in all (2000), SEED= the first seed (1),
# PROFILE= (ref), SCENARIOS= (all), JOBS=.  All scenarios are run once; those
# that passed, whose machine has jitter, and that took no longer than twice the
# median are then run with as many seeds each as it takes.  Prints what failed,
# with the command that runs it again, and last the number of runs.
#
# Exit status: 0; 1 when a run failed or is broken; 2 when the rig does not start.
#
# Leaves out: scenarios that list a known bug; what a seed changes in those is
# whether the bug shows.
set -eu
# shellcheck source=ci/lib.sh
. "$(dirname "$0")/lib.sh"

: "${SEEDS:=2000}"
: "${SEED:=1}"
: "${PROFILE:=ref}"
work=$O/seeds
kernel=$O/kernel/default

run()	# NAME TITLE OPTION...
{
	name=$1
	title=$2
	shift 2
	ran=0
	try "seeds-$name" "$title" "$O/rproctest" run -j "$JOBS" --kernel "$kernel" \
		--profile "$PROFILE" --report "$work/$name" -o "$work/runs" "$@" || ran=$?
	[ -e "$work/$name/results.json" ] || die "$title: see $(short "$O/log/seeds-$name.log")"
}

# files of which every variant passed, without those that take long
list_quick()
{
	awk -f ci/quickest.awk "$work/once/results.json" | sort -n >"$work/times"
	limit=$(awk '{ ms[NR] = $1 } END { print 2 * ms[int((NR + 1) / 2)] }' "$work/times")
	awk '/^      "scenario":/ { gsub(/[",]/, ""); path = $2 }
		/^      "verdict":/ && !/"pass"/ { print path }' "$work/once/results.json" >"$work/not"
	awk -v limit="$limit" '$1 <= limit { print $2 }' "$work/times" | grep -vxFf "$work/not" |
		xargs grep -LE '^known|^machine.* jitter=off' >"$work/quick"
}

rm -rf "$work"
mkdir -p "$work"
# shellcheck disable=SC2086 # paths are words
run once "run all scenarios once" --seed "$SEED" ${SCENARIOS:-scenarios}
list_quick
[ -s "$work/quick" ] || die "no scenario is quick and passes"
each=$(((SEEDS + $(wc -l <"$work/quick") - 1) / $(wc -l <"$work/quick")))
# shellcheck disable=SC2046 # no name of ours has a blank
run many "run $(wc -l <"$work/quick") scenarios with $each seeds" \
	--seed "$SEED" --seeds "$each" $(cat "$work/quick")
sed -n '/^not ok/,/^# kept/p' "$O/log/seeds-many.log"
printf '%d runs, %d failed\n' "$(grep -cE '^(not )?ok ' "$O/log/seeds-many.log")" \
	"$(grep -c '^not ok ' "$O/log/seeds-many.log")"
[ "$ran" -eq 0 ] || exit 1
