#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# check.sh - every test there is, counted
#
# Usage: ci/check.sh [SUITE...].  Suites: lint, each program in $O/tests (TAP of
# its own, or libcheck's), parse (scenarios without booting), identical (the
# kernel is the packaged one), scenarios, prove, explore.
# Prints one line a suite, the failed tests with their diagnostics, and last, on
# a line of its own, "N passed, N failed, N skipped"; that line is also in
# $O/report/check.  Exit status: 0, or 1 when a test failed.  A program that
# crashes, hangs or prints no plan is a failed test.
#
# The counting itself is tested first (suites tally and coverage).
# Leaves out: building; the Makefile does that before.
set -eu
# shellcheck source=ci/lib.sh
. "$(dirname "$0")/lib.sh"

TIMEOUT_S=1500	# of one suite
total_passed=0
total_failed=0
total_skipped=0
only=" $* "

wants()
{
	[ "$only" = "  " ] || case $only in
	*" $1 "*) ;;
	*) false ;;
	esac
}

count()	# SUITE STATUS TAP
{
	awk -v status="$2" -f ci/tally.awk "$3" >"$O/log/check-$1.tally"
	{
		read -r passed failed skipped
		printf '%-16s %4d passed, %d failed, %d skipped\n' "$1" "$passed" "$failed" "$skipped"
		if [ "$failed" -gt 0 ]; then
			sed 's/^/  /'
			grep -q '^not ok' "$3" || last_line "$O/log/check-$1.log" | sed 's/^/  # /'
			printf '  log: %s\n' "$(short "$O/log/check-$1.log")"
		fi
	} <"$O/log/check-$1.tally"
	total_passed=$((total_passed + passed))
	total_failed=$((total_failed + failed))
	total_skipped=$((total_skipped + skipped))
}

suite()	# NAME CMD...
{
	suite=$1
	shift
	wants "$suite" || return 0
	tap=$O/log/check-$suite.tap
	rm -f "$tap"
	status=0
	try "check-$suite" "test $suite" \
		env CK_TAP_LOG_FILE_NAME="$tap" timeout -k 10 "$TIMEOUT_S" "$@" || status=$?
	[ -s "$tap" ] || cp "$O/log/check-$suite.log" "$tap"
	count "$suite" "$status" "$tap"
}

mkdir -p "$O/report"
suite tally ci/tally-test.sh
suite coverage ci/coverage-test.sh
suite lint ci/lint.sh
for program in "$O"/tests/*-tests; do
	[ ! -x "$program" ] || suite "$(basename "$program")" "$program"
done
suite parse ci/rproctest.sh check
suite identical ci/identical-test.sh
suite scenarios ci/rproctest.sh run
suite fuzz ci/fuzz-test.sh
suite prove ci/rproctest.sh prove
suite explore ci/explore-test.sh

printf '%d passed, %d failed, %d skipped\n' \
	"$total_passed" "$total_failed" "$total_skipped" | tee "$O/report/check"
[ "$total_failed" -eq 0 ] || exit 1
