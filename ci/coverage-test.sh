#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# coverage-test.sh - what ci/coverage.awk must say of a small tracefile
#
# Usage: ci/coverage-test.sh.  Prints TAP.  A row: exit status wanted, least
# percent of the file, the reason given for its lines ("-": none), what must be
# in the output, what it shows.
set -eu
cd "$(dirname "$0")/.."

# shellcheck disable=SC2016 # `...` is the reasons' own
ROWS='0@-@-@drivers/a.c | 6 | 3 | 50.0 %@lines and covered lines are counted
1@60@-@(below 60)@a file with less than it must fails
1@60@-@no reason for drivers/a.c:4 one: broken = 1;@its lines without a reason are named
1@50@-@no reason for drivers/a.c:4 one: broken = 1;@so are those of a file that has enough
0@50@one `broken` no memory\ndrivers/a.c two * never called@6 | 3 | 50.0 % | 3 |@a file that has enough, and a reason for the rest, passes
1@50@one `return` no memory\ndrivers/a.c two * never called@6 | 3 | 50.0 % | 2 |@a reason may fit a line that was executed beside one that was not
1@60@one `broken` no memory@6 | 3 | 50.0 % (below 60) | 2 |@a reason holds for the line and those behind it
0@-@-@50.0 %@a file that nothing is demanded of passes
1@50@one `good` never called@was executed: drivers/a.c:3@a reason for an executed line is an error
1@50@one `absent` never called@no such line@a reason for no line is an error
1@50@two * never called@6 | 3 | 50.0 % | 1 |@a star is for a whole function
1@50@one * never called@was executed@a star for a function that was called is an error
1@50@one never called@not understood@a reason without a place is an error'

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/drivers"
printf '%s\n' 'int one(void)' '{' 'good = 1;' 'broken = 1;' 'return 1;' 'return 0;' '}' \
	'int two(void)' '{ return 2; }' >"$dir/drivers/a.c"
printf '%s\n' "SF:$dir/drivers/a.c" 'FN:1,one' 'FN:8,two' 'DA:1,7' 'DA:3,7' 'DA:4,0' 'DA:5,0' \
	'DA:6,7' 'DA:9,0' end_of_record >"$dir/some.info"

test=0
bad=0
while IFS='@' read -r status least reason want claim; do
	test=$((test + 1))
	printf 'drivers/a.c %s\n' "$least" >"$dir/coverage.files"
	: >"$dir/coverage.reasons"
	[ "$reason" = - ] || printf 'drivers/a.c %b\n' "$reason" >"$dir/coverage.reasons"
	got=0
	awk -v src="$dir" -v missed="$dir/missed" -f ci/coverage.awk "$dir/coverage.files" \
		"$dir/coverage.reasons" "$dir/some.info" >"$dir/out" || got=$?
	if [ "$got" = "$status" ] && grep -qF -- "$want" "$dir/out"; then
		printf 'ok %d - %s\n' "$test" "$claim"
	else
		bad=1
		printf 'not ok %d - %s\n# status %s\n' "$test" "$claim" "$got"
		sed 's/^/# /' "$dir/out"
	fi
done <<EOT
$ROWS
EOT
printf '1..%d\n' "$test"
exit "$bad"
