#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# tally-test.sh - what ci/tally.awk must count
#
# Usage: ci/tally-test.sh.  Prints TAP.  A row: exit status of the program,
# result wanted (passed failed skipped), what it shows, the program's output
# ("/" ends a line).
set -eu
cd "$(dirname "$0")/.."

ROWS='0|1 0 0|a passed test is counted|1..1/ok 1 - a
1|1 1 0|a failed test is counted|1..2/ok 1 - a/not ok 2 - b
0|0 0 1|a skipped test is no pass|1..1/ok 1 - a # SKIP no kernel
0|1 0 0|a known bug is no failure|1..1/not ok 1 - a # TODO known
0|1 0 0|subtests do not count beside their test|1..1/    1..2/    not ok 1 - x/    ok 2 - y/ok 1 - a
0|2 0 0|a plan may come last|ok 1 - a/ok 2 - b/1..2
0|1 1 0|a missing plan fails|ok 1 - a
139|1 1 0|a crash before the plan fails|ok 1 - a
0|1 1 0|a plan that was not met fails|1..2/ok 1 - a
0|2 1 0|more tests than planned fail|1..1/ok 1 - a/ok 2 - b
1|1 1 0|a status that no test explains fails|1..1/ok 1 - a
0|0 1 0|no output fails|
77|0 0 1|status 77 is all skipped|1..1/ok 1 - a # SKIP b'

test=0
bad=0
while IFS='|' read -r status want claim output; do
	test=$((test + 1))
	got=$(printf '%s\n' "$output" | tr / '\n' | awk -v status="$status" -f ci/tally.awk | sed -n 1p)
	if [ "$got" = "$want" ]; then
		printf 'ok %d - %s\n' "$test" "$claim"
	else
		bad=1
		printf 'not ok %d - %s\n# got %s, want %s\n' "$test" "$claim" "$got" "$want"
	fi
done <<EOT
$ROWS
EOT
printf '1..%d\n' "$test"
exit "$bad"
