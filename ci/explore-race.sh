#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# explore-race.sh - a planted race, by the search for schedules and by chance
#
# Usage: ci/explore-race.sh [RUNS [REPLAYS]]; default 20 and 100.  Builds the
# mutant unlocked-tx-buffer, which leaves out a lock and widens nothing, and
# runs scenarios/messages/two-senders on it with the seeds 1 to RUNS, once with
# turns by priority (pct=3) and once with uniform slices (pct=0).  Prints in how
# many runs each has found it and in which one first; then replays the first find
# REPLAYS times.  The same on the kernel as it is must find nothing.  Exit status
# 1 when that is not so, when the search needs no fewer runs than chance, or
# when a replay takes another way.
#
# Leaves out: other depths and races (--with-machine of rproctest run).
set -eu
# shellcheck source=ci/lib.sh
. "$(dirname "$0")/lib.sh"

MUTANT=unlocked-tx-buffer
SCENARIO=scenarios/messages/two-senders
runs=${1:-20}
replays=${2:-100}
work=$O/explore-race

# sets $status; the run directories of what fails stay in $work/NAME
run_seeds()	# NAME KERNEL MACHINE-WORD
{
	status=0
	"$O/rproctest" run -j "$JOBS" --seeds "$runs" --kernel "$O/kernel/$2" \
		--with-machine "$3" -o "$work/$1" --report "$work/$1.report" --ktap \
		"$SCENARIO" >"$work/$1.log" || status=$?
	[ "$status" -le 1 ] || die "the run broke: $work/$1.log"
}

# "FOUND FIRST" of a log; FIRST is RUNS + 1 when nothing was found
finds()	# NAME
{
	awk -v runs="$runs" '/^not ok/ { found++; if (!first || $3 < first) first = $3 }
		END { printf "%d %d\n", found, first ? first : runs + 1 }' "$work/$1.log"
}

show()	# NAME TITLE
{
	finds "$1" | { read -r found first
		printf '%-46s %3d of %d runs, the first is run %s\n' "$2" "$found" "$runs" \
			"$([ "$first" -le "$runs" ] && echo "$first" || echo -)"; }
}

case $runs$replays in
*[!0-9]*) die "usage: ci/explore-race.sh [RUNS [REPLAYS]]" ;;
esac
rm -rf "$work"
mkdir -p "$work"
ci/build-mutant.sh "$MUTANT"
run_seeds right "$(readlink "$O/kernel/default")" pct=3
[ "$status" -eq 0 ] || die "the kernel as it is fails: $work/right.log"
run_seeds search "mutant-$MUTANT" pct=3
run_seeds chance "mutant-$MUTANT" pct=0
show search 'turns by priority (pct=3)'
show chance 'uniform slices (pct=0)'
show right 'turns by priority, the kernel as it is'
found=$(finds search)
by_chance=$(finds chance)
if [ "${found% *}" -le "${by_chance% *}" ] || [ "${found#* }" -gt "${by_chance#* }" ]; then
	echo "the search is not ahead"
	exit 1
fi
set -- "$work/search"/*
exec "$O/rproctest" replay --times "$replays" "$1"
