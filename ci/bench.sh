#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# bench.sh - the figures that the project holds itself to
#
# Usage: ci/bench.sh [REPEATS]; default 9.  Runs the scenarios of ci/bench, one
# at a time, REPEATS times each, and prints a table of medians; it is also in
# $O/report/bench.  Wall time is the host's, from the start of the simulator,
# which boots or begins from a saved state, to the verdict; virtual time the
# guest's.  Round trips per wall second leave out the rest of the run: the median
# of the restored boot scenario is taken off.  Exit status 1 when a run fails or the same
# seed gives two trace hashes.
#
# Leaves out: the debug kernel when it was not built ("make kernel
# CONFIG=debug"); the time of a cold build (ci/fresh.sh prints it).
set -eu
# shellcheck source=ci/lib.sh
. "$(dirname "$0")/lib.sh"

REPEATS=${1:-9}
FUZZ_CASES=3000
rows=$O/log/bench-rows

# one run of everything in PATH on the kernel KERNEL-ID, appended to the rows
measure()	# KERNEL-ID PATH OPTION...
{
	out=$O/log/bench
	kernel=$1
	path=$2
	shift 2
	try bench "measure $path on $kernel" "$O/rproctest" run --kernel "$O/kernel/$kernel" \
		--report "$out" -o "$out/runs" "$@" "$path" || measured=1
	awk -f ci/bench-rows.awk "$out/results.json" >"$rows.new"
	sed "s|^|$kernel |" "$rows.new" >>"$rows"
}

# the second run of a machine saves its state: what is measured is restored
save_states()	# KERNEL-ID PATH
{
	for run in 1 2; do
		measure "$1" "$2"
	done
	: >"$rows"
}

# median of an awk expression over the rows that an awk condition picks
median()	# CONDITION EXPRESSION
{
	awk "{ kernel = \$1; name = \$2; wall_ms = \$5; count = \$6; ns = \$7; restored = \$8 }
		$1 { print $2 }" "$rows" >"$rows.values"
	sort -n "$rows.values" |
		awk '{ v[NR] = $1 } END { if (NR) printf "%.0f", (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'
}

wall_line()	# KERNEL-ID TITLE SCENARIO RESTORED
{
	wall=$(median "kernel == \"$1\" && name ~ /bench.$3$/ && restored == $4" wall_ms)
	[ -z "$wall" ] || printf '%-42s kernel %-12s %6s ms\n' "$2" "$1" "$wall"
}

boot_lines()	# KERNEL-ID
{
	wall_line "$1" 'power-on to verdict, a message there and back' boot 0
	wall_line "$1" 'saved state to verdict, the same' boot 1
	wall_line "$1" 'saved state to verdict, one step' first-step 1
}

trip_line()	# SIZE
{
	pick="name ~ /SIZE=$1$/"
	printf '%7s %16s %20s %17s\n' "$1" "$(median "$pick" 'ns / count')" \
		"$(median "$pick" 'count * 1e9 / ns')" \
		"$(median "$pick && restored && wall_ms > $boot_ms" "count * 1000 / (wall_ms - $boot_ms)")"
}

hash_line()
{
	awk '{ runs[$2 " " $1]++ } !(($1, $2, $4) in seen) { seen[$1, $2, $4]; kinds[$2 " " $1]++ }
		END { for (n in runs) { all += runs[n]; if (kinds[n] > 1) other += runs[n] }
			printf "runs with the trace hash of their like  %d of %d\n", all - other, all
			exit other > 0 }' "$rows"
}

# short walks: a boot has some hundred of them, and is counted too
explore_line()
{
	rm -rf "$O/log/bench-explored"
	try bench-explore "explore for 20 s" "$O/rproctest" explore --walks --length 6 --time 20 \
		-j "$JOBS" -o "$O/log/bench-explored" || measured=1
	sed -n 's|.*, \(.*\) sequences/s, \(.*\) operations/s$|sequences of 6 operations, explored      \1 a second, with their ways home \2 operations|p' \
		"$O/log/bench-explore.log"
	sed -n 's|.* s of processor, \(.*\) ms a sequence$|processor time of one, boots included    \1 ms|p' \
		"$O/log/bench-explore.log"
}

# one case over and over in one guest, its boot included
fuzz_line()	# ENGINE KERNEL CASE TITLE
{
	engine=$1
	kernel=$2
	case=fuzz/corpus/$3.table
	title=$4
	[ -e "$kernel" ] || return 0
	# shellcheck disable=SC2046 # no name of ours has a blank
	set -- $(yes "$case" | head -n "$FUZZ_CASES")
	begin=$(date +%s%N)
	try bench-fuzz "fuzz: $title" "$O/rproctest" fuzz "--$engine" "$kernel" "$@" || measured=1
	printf 'fuzz: %-55s %6d a second\n' "$title" \
		$((FUZZ_CASES * 1000000000 / ($(date +%s%N) - begin)))
}

# the stored corpus, then what comes out of it; known bugs and their new guests included
fuzz_rate_line()	# ENGINE KERNEL
{
	[ -e "$2" ] || return 0
	rm -rf "$O/log/bench-fuzzed"
	try bench-fuzz-rate "fuzz for 20 s" "$O/rproctest" fuzz "--$1" "$2" \
		--seeds-dir fuzz/corpus --known fuzz/known --time 20 -j "$JOBS" \
		-o "$O/log/bench-fuzzed" || measured=1
	printf 'fuzz: %-55s %6d a second\n' "$1: looking, on $JOBS processors" \
		"$(sed -n 's|.* in 2[0-9] s (\([0-9]*\)/s).*|\1|p' "$O/log/bench-fuzz-rate.log" | tail -n 1)"
}

table()
{
	printf 'medians of %s runs, %s processors\n\n' "$REPEATS" "$(nproc)"
	boot_lines "$base"
	boot_lines "${KERNEL}-debug"
	hash_line || measured=1
	explore_line
	for engine in native machine; do
		kernel=$O/fuzz/linux
		[ "$engine" = native ] || kernel=$O/fuzz/machine
		fuzz_line "$engine" "$kernel" good "$engine: carveout, trace and rpmsg: start, show, stop"
		fuzz_line "$engine" "$kernel" trace-truncated "$engine: a table that is refused"
		fuzz_rate_line "$engine" "$kernel"
	done
	printf '\nrpmsg round trips, one at a time\n'
	printf '%7s %16s %20s %17s\n' bytes 'virtual ns each' 'per virtual second' 'per wall second'
	for size in 1 16 64 128 256 496; do
		trip_line "$size"
	done
}

case $REPEATS in
'' | *[!0-9]* | 0) die "usage: ci/bench.sh [REPEATS]" ;;
esac
base=$(readlink "$O/kernel/default") || die "no kernel: make kernel"
measured=0
debug=
[ "$base" = "$KERNEL-debug" ] || [ ! -e "$O/kernel/$KERNEL-debug/zImage" ] || debug=$KERNEL-debug
for id in "$base" $debug; do
	save_states "$id" ci/bench/first-step
done
for run in $(seq "$REPEATS"); do
	note "run $run of $REPEATS"
	measure "$base" ci/bench
	measure "$base" ci/bench/boot --cold
	[ -z "$debug" ] || measure "$debug" ci/bench/boot --cold
	for path in boot first-step; do
		[ -z "$debug" ] || measure "$debug" "ci/bench/$path"
	done
done
boot_ms=$(median "kernel == \"$base\" && name ~ /bench.boot$/ && restored" wall_ms)
mkdir -p "$O/report"
table >"$O/report/bench"
cat "$O/report/bench"
exit "$measured"
