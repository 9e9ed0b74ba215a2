#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# explore-test.sh - a small exploration, and that the explorer sees what is wrong
#
# Usage: ci/explore-test.sh.  Prints TAP.  Every transition of a small part of
# the model is taken on the kernel as it is; then with a core that runs on when
# it is told to hold, which must be found and cut to the three operations that
# it takes; one is merged from two shards, one interrupted and taken up again.  Then
# rules of the model are broken, which must be found: who never disagrees judges
# nothing.  Exit status 1 when one of them is not so.
#
# Leaves out: the rest of the model (make explore).
#
# shellcheck disable=SC2317 # ok() calls the functions by name
set -eu
# shellcheck source=ci/lib.sh
. "$(dirname "$0")/lib.sh"

OPS="insmod mailbox,rmmod mailbox,insmod driver,rmmod driver,start,stop,crash"
MORE="$OPS,insmod core,insmod ns,insmod bus,rmmod bus"
work=$O/explore-test
failed=0
number=0

ok()	# NAME CMD...: the command says whether
{
	number=$((number + 1))
	name=$1
	shift
	if "$@"; then
		echo "ok $number - $name"
	else
		echo "not ok $number - $name"
		sed 's/^/# /' "$work/log"
		failed=1
	fi
}

skip()	# NAME REASON
{
	number=$((number + 1))
	echo "ok $number - $1 # SKIP $2"
}

explore()	# DIR STATUS OPTION...: true when the status is that
{
	dir=$1
	want=$2
	shift 2
	status=0
	"$O/rproctest" explore -j "$JOBS" --tours -o "$work/$dir" "$@" >"$work/log" 2>&1 ||
		status=$?
	[ "$status" -eq "$want" ]
}

covers_all()
{
	explore whole 0 --ops "$MORE" &&
		awk '/^all transitions/ { good = $3 == $4 && $3 > 200 } END { exit !good }' "$work/log"
}

finds_fault()
{
	explore fault 1 --ops "$OPS" --with-fault hold-ignored@0 &&
		grep -q 'none of which can be left out: insmod mailbox, insmod driver, stop$' \
			"$work/log"
}

# a found scenario is one, and shows what was found
replays_finding()
{
	for file in "$work"/fault/found/*; do
		status=0
		"$O/rproctest" run -o "$work/runs" --report "$work/report" \
			--with-fault hold-ignored@0 "$file" >"$work/log" 2>&1 || status=$?
		[ "$status" -eq 1 ] || return 1
	done
}

merges_shards()
{
	explore one 0 --ops "$OPS" --shard 1/2 && explore two 0 --ops "$OPS" --shard 2/2 &&
		"$O/rproctest" report --ops "$OPS" "$work/one" "$work/two" >"$work/log" 2>&1 &&
		awk '/^all transitions/ { good = $3 == $4 } END { exit !good }' "$work/log"
}

# as from a keyboard, while the first guest runs
is_interrupted()
{
	"$O/rproctest" explore -j1 --tours --ops "$MORE" -o "$work/again" >"$work/log" 2>&1 &
	pid=$!
	until [ -e "$work/again/batch-1/report.log" ] || ! kill -0 "$pid" 2>/dev/null; do
		sleep 0.1
	done
	kill -TERM "$pid"
	status=0
	wait "$pid" || status=$?
	[ "$status" -eq 130 ] && [ -e "$work/again/state.json" ]
}

goes_on()
{
	is_interrupted && explore again 0 --ops "$MORE" &&
		awk '/^all transitions/ { good = $3 == $4 } END { exit !good }' "$work/log"
}

# all pairs that may run at once, in one boot, and what was raced is not raced again
races_all_pairs()
{
	small="insmod mailbox,rmmod mailbox,insmod core,rmmod core,insmod ns,rmmod ns"
	explore races 0 --races --ops "$small" --time 1 &&
		awk '/^pairs at once/ { good = $4 == $5 && $4 > 5 } END { exit !good }' "$work/log" &&
		"$O/rproctest" report --ops "$small" "$work/races" >"$work/log" 2>&1 &&
		awk '/^pairs at once/ { good = $4 == $5 } END { exit !good }' "$work/log"
}

# what a terminal is shown while it runs, which nobody else is
shows_live_line()
{
	rm -rf "$work/live"
	TERM=dumb script -q -e -c "stty cols 200; exec '$O/rproctest' explore -j1 --tours --ops '$OPS' \
		--time 600 -o '$work/live'" /dev/null >"$work/log" 2>&1 </dev/null || return 1
	tr '\r' '\n' <"$work/log" | sed 's/^\x1b\[K//' >"$work/lines"
	grep -Eq '^[0-9]+ states, [0-9]+ of [0-9]+ transitions, [0-9.]+ sequences/s, 0 findings, [0-9]+s left$' \
		"$work/lines" &&
		awk '/ left$/ { n++; if ($3 < last || $3 > $5 || $1 != 0 + $1) bad = 1; last = $3 }
			END { exit bad || !n }' "$work/lines"
}

# one that says success, one that says an errno, one without which much is out of reach
notices_wrong_rules()
{
	for rule in start:5 stop:2 "insmod driver:4"; do
		explore "wrong-$rule" 1 --ops "$OPS" --wrong-rule "$rule" --until-fail --long &&
			grep -q "^finding after .* ${rule%:*}: " "$work/log" || return 1
	done
}

rm -rf "$work"
mkdir -p "$work"
echo 1..8
ok "a small part of the model is covered, and the kernel agrees" covers_all
ok "a core that ignores its hold is found, in three operations" finds_fault
ok "the scenarios that were written show it again" replays_finding
ok "two shards make the whole" merges_shards
ok "what was interrupted goes on, to the whole" goes_on
ok "every pair of operations is raced, and that is kept" races_all_pairs
if script -q -e -c true /dev/null >"$work/log" 2>&1 </dev/null; then
	ok "a terminal has a line of how far it is" shows_live_line
else
	skip "a terminal has a line of how far it is" "$(head -1 "$work/log")"
fi
ok "a model with a wrong rule disagrees with the kernel there" notices_wrong_rules
exit "$failed"
