#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# coverage.sh - which lines of the stack the scenarios execute
#
# Usage: ci/coverage.sh [--again]; KERNEL= and PROFILE= (all) choose.  Runs
# SCENARIOS= (all) on the packaged kernel built with CONFIG=coverage, adds up the
# counters that each guest reports at the end of its run, and prints a table of
# the files in kernel-config/coverage.files.  --again: no runs, the sums of the
# last ones.
#
# $O/report/coverage/table         the table
# $O/report/coverage/missed        each line that was not executed, and why: the
#                                  reasons are in kernel-config/coverage.reasons
# $O/report/coverage/html          the sources with their counts
#
# Exit status: 0; 1 when a file has less than it must, a line of such a file has no
# reason, or a reason is not true;
# 2 when the rig broke.  What a scenario fails at is no error here.
#
# A guest that does not come to the end of its run reports nothing.
# Leaves out: branches; kernels that are not packaged.
set -eu
CONFIG=coverage
# shellcheck source=ci/lib.sh
. "$(dirname "$0")/lib.sh"

: "${PROFILE:=all}"
work=$O/coverage
report=$O/report/coverage
# shellcheck disable=SC2153 # KERNEL is ci/lib.sh's
kernel=$O/kernel/$KERNEL-$CONFIG
gcov=$(awk -v row="$KERNEL" '$1 "" == row { print $4 }' kernel-config/versions)gcov

counted_files()
{
	awk '/^drivers/ { print $1 }' kernel-config/coverage.files
}

# "cover PATH HEX" lines of a report to files below a directory
unpack()	# REPORT DIR
{
	perl -e 'my ($from, $to, $tree) = @ARGV;
		use File::Path; use File::Basename;
		open(my $in, "<", $from) or die "$from: $!\n";
		while (<$in>) {
			/^cover \Q$tree\E\/([\w\/-]+\.gcda) ([0-9a-f]+)$/ or next;
			mkpath(dirname("$to/$1"));
			open(my $out, ">>", "$to/$1") or die "$to/$1: $!\n";
			print $out pack("H*", $2);
			close($out);
		}' "$1" "$2" "$(cd "$kernel/build" && pwd -P)"
}

add()	# REPORT
{
	rm -rf "$work/one" "$work/new"
	unpack "$1" "$work/one"
	[ -d "$work/one" ] || return 0
	if [ -d "$work/sum" ]; then
		"$gcov-tool" merge -o "$work/new" "$work/sum" "$work/one"
		rm -rf "$work/sum"
		mv "$work/new" "$work/sum"
	else
		mv "$work/one" "$work/sum"
	fi
}

run_profile()	# PROFILE
{
	ran=0
	# shellcheck disable=SC2086 # paths are words
	try "coverage-$1" "run the scenarios on $KERNEL-$CONFIG, profile $1" \
		"$O/rproctest" run -k -j "$JOBS" --kernel "$kernel" --profile "$1" \
		--report "$work/report-$1" -o "$work/runs" ${SCENARIOS:-scenarios} || ran=$?
	case $ran in
	0 | 1 | 77) ;;
	*) die "the runs ended with status $ran; see $(short "$O/log/coverage-$1.log")" ;;
	esac
	find "$work/runs" -name report.log >"$work/list"
	while read -r file; do
		add "$file"
	done <"$work/list"
	rm -rf "$work/runs"
}

run_all()
{
	rm -rf "$work"
	mkdir -p "$work"
	if [ "$PROFILE" = all ]; then
		"$O/rproctest" list --profiles >"$work/profiles"
	else
		printf '%s\n' "$PROFILE" | tr , '\n' >"$work/profiles"
	fi
	while read -r profile; do
		run_profile "$profile"
	done <"$work/profiles"
	[ -d "$work/sum" ] || die "no guest reported a counter: was it built with CONFIG=$CONFIG?"
}

# the compiler's notes beside the counters; a file that nothing of ran has none
prepare()
{
	rm -rf "$work/data" "$report"
	mkdir -p "$report"
	cp -r "$work/sum" "$work/data"
	counted_files | while read -r file; do
		notes=${file%.c}.gcno
		[ ! -e "$kernel/build/$notes" ] || {
			mkdir -p "$work/data/$(dirname "$notes")"
			cp "$kernel/build/$notes" "$work/data/$notes"
		}
	done
}

capture()
{
	lcov --quiet --gcov-tool "$gcov" --rc lcov_function_coverage=1 \
		--base-directory "$kernel/build" --directory "$work/data" \
		--capture --initial --output-file "$work/none.info"
	lcov --quiet --gcov-tool "$gcov" --base-directory "$kernel/build" \
		--directory "$work/data" --capture --output-file "$work/some.info"
	lcov --quiet --add-tracefile "$work/none.info" --add-tracefile "$work/some.info" \
		--output-file "$work/all.info"
	set -f	# patterns for lcov
	# shellcheck disable=SC2046 # no name of these has a blank
	lcov --quiet --extract "$work/all.info" $(counted_files | sed 's|^|*/|') \
		--output-file "$work/files.info"
	genhtml --quiet --legend --prefix "$src" --title "Linux $KERNEL, ${SCENARIOS:-scenarios}" \
		--output-directory "$report/html" "$work/files.info"
}

# this script again, as a step with a log
if [ -n "${COVERAGE_PART:-}" ]; then
	src=$(cd "$O/src/linux-$KERNEL" && pwd -P)
	capture
	exit
fi
ci/deps.sh ci/deps-coverage.list
CONFIG=$CONFIG ci/build-kernel.sh --no-default
case ${1:-} in
'') run_all ;;
--again) [ -d "$work/sum" ] || die "no sums of an earlier run" ;;
*) die "usage: ci/coverage.sh [--again]" ;;
esac
prepare
step coverage "count the lines" env COVERAGE_PART=capture "$0"
status=0
awk -v src="$O/src/linux-$KERNEL" -v missed="$report/missed" -f ci/coverage.awk \
	kernel-config/coverage.files kernel-config/coverage.reasons "$work/files.info" \
	>"$report/table" || status=$?
cat "$report/table"
exit "$status"
