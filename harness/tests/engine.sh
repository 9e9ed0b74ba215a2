#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# engine.sh - does the engine come to the right verdict?
#
# Usage: engine.sh BUILD [NAME...].  Runs `rproctest run` on each file of
# tests/engine and compares verdict, exit status and output with what the
# comments at its head say:
#
#   # expect: pass|fail|broken|skip|known|error|nothing   error: no verdict at all;
#                                                         nothing: not run by itself
#   # status: N          exit status
#   # text: TEXT         must stand in the output; may come several times
#   # args: ARG...       for rproctest
#
# Then the tests that one file cannot say: killed simulators, Ctrl-C, full
# disks, hashes, replays, proofs.  Prints TAP; NAME chooses tests by a part of
# their name.  Exit status 0, 1 when a test failed, 77 when nothing can be run.
#
# A process belongs to a test when its working directory is below the test's
# run directories; nothing else is ever looked at or ended.
set -eu

BUILD=$1
shift
ONLY=$*
HERE=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
WORK=$BUILD/tests/engine
RUN=$BUILD/rproctest
DEADLINE_S=60
tests=0
failed=0
why=

# ---- what a test is made of ----

result()	# STATUS NAME
{
	tests=$((tests + 1))
	if [ "$1" -eq 0 ]; then
		printf 'ok %d - %s\n' "$tests" "$2"
		return
	fi
	failed=$((failed + 1))
	printf 'not ok %d - %s\n' "$tests" "$2"
	printf '%s\n' "$why" | sed 's/^/# /'
	sed 's/^/# | /' "$WORK/out"
}

skip()	# NAME REASON
{
	tests=$((tests + 1))
	printf 'ok %d - %s # SKIP %s\n' "$tests" "$1" "$2"
}

is_wanted()	# NAME
{
	[ -n "$ONLY" ] || return 0
	for part in $ONLY; do
		case $1 in
		*"$part"*) return 0 ;;
		esac
	done
	return 1
}

# run a test function in a clean directory; it returns 1 with a reason in $why
check()	# NAME FUNCTION ARG...
{
	name=$1
	shift
	is_wanted "$name" || return 0
	rm -rf "$WORK"
	mkdir -p "$WORK/runs"
	: >"$WORK/out"
	why=
	outcome=0
	"$@" || outcome=1
	result "$outcome" "$name"
}

no()	# REASON
{
	why=$1
	return 1
}

# rproctest with its files in the test's directory; output and status are kept
run()	# COMMAND ARG...
{
	command=$1
	shift
	status=0
	[ "$command" = replay ] || set -- --report "$WORK/report" "$@"
	"$RUN" "$command" -o "$WORK/runs" "$@" >"$WORK/out" 2>&1 || status=$?
}

says()	# TEXT
{
	grep -qF -e "$1" "$WORK/out" || no "the output lacks: $1"
}

ends_with()	# STATUS
{
	[ "$status" -eq "$1" ] || no "exit status $status, want $1"
}

verdict()
{
	if [ -f "$WORK/report/results.json" ]; then
		sed -n 's/.*"verdict": "\(.*\)".*/\1/p' "$WORK/report/results.json"
	else
		echo error
	fi
}

has_verdict()	# VERDICT
{
	got=$(verdict)
	[ "$got" = "$1" ] || no "verdict $got, want $1"
}

# ---- processes ----

simulators()
{
	for process in /proc/[0-9]*; do
		case $(readlink "$process/cwd" 2>/dev/null || :) in
		"$WORK"/runs/*) echo "${process#/proc/}" ;;
		esac
	done
}

no_simulator()
{
	[ -z "$(simulators)" ]
}

guest_works()
{
	grep -q '^begin' "$WORK"/runs/*/report.log 2>/dev/null
}

# poll for an event; the deadline is for a rig that never gets there
wait_for()	# COMMAND...
{
	end=$(($(date +%s) + DEADLINE_S))
	until "$@"; do
		[ "$(date +%s)" -lt "$end" ] || return 1
		sleep 0.05
	done
}

# ---- the tests ----

head_says()	# FILE KEY
{
	sed -n "s/^# $2: //p" "$1"
}

test_file()	# FILE
{
	rm -f "$WORK/missing"
	# shellcheck disable=SC2046 # several words
	run run $(head_says "$1" args) "$1"
	head_says "$1" text | while IFS= read -r text; do
		says "$text" || printf '%s\n' "$why" >"$WORK/missing"
	done
	[ ! -f "$WORK/missing" ] || no "$(cat "$WORK/missing")" || return 1
	ends_with "$(head_says "$1" status)" && has_verdict "$(head_says "$1" expect)"
}

# rproctest in the background of this test, its process id in $runner
start_long()
{
	"$RUN" run -o "$WORK/runs" --report "$WORK/report" "$HERE/engine/works-long" \
		>"$WORK/out" 2>&1 &
	runner=$!
	wait_for guest_works || no "the guest never came to its first line"
}

finish_long()
{
	status=0
	wait "$runner" || status=$?
}

test_killed_simulator()
{
	start_long || return 1
	# shellcheck disable=SC2046 # one word a process
	kill -9 $(simulators)
	finish_long
	ends_with 2 && has_verdict broken && says 'killed by signal 9 (SIGKILL)'
}

test_killed_runner()
{
	start_long || return 1
	kill -9 "$runner"
	finish_long
	wait_for no_simulator || no "orphans: $(simulators)"
}

test_terminated()
{
	start_long || return 1
	kill -TERM "$runner"
	finish_long
	ends_with 130 && says 'Bail out! SIGTERM' && says '# interrupted: ' && has_verdict broken &&
		{ no_simulator || no "orphans: $(simulators)"; }
}

# as from a keyboard: to a program in the foreground, which does not ignore it
test_interrupted()
{
	(
		wait_for guest_works && kill -INT "$(cat "$WORK/pid")"
	) &
	status=0
	sh -c 'echo $$ >"$1/pid"; exec "$2" run -o "$1/runs" --report "$1/report" "$3" "$4"' sh \
		"$WORK" "$RUN" "$HERE/engine/works-long" "$HERE/engine/pass-plain" \
		>"$WORK/out" 2>&1 || status=$?
	wait
	ends_with 130 && says 'Bail out! SIGINT' && says '# not run: 1' && has_verdict broken &&
		{ no_simulator || no "orphans: $(simulators)"; }
}

limited_run()	# BLOCKS FILE: no file may have more than so many blocks of 512 bytes
{
	status=0
	(
		ulimit -f "$1"
		exec "$RUN" run -o "$WORK/runs" --report "$WORK/report" "$2"
	) >"$WORK/all" 2>&1 || status=$?
	cp "$WORK/all" "$WORK/out"
}

test_no_room_for_inputs()
{
	limited_run 100 "$HERE/engine/pass-plain"
	ends_with 2 && says 'File too large' && has_verdict broken
}

test_no_room_for_logs()
{
	limited_run 3000 "$HERE/engine/writes-much"
	ends_with 2 && has_verdict broken
}

test_full_disk()	# KIB FILE
{
	mkdir "$WORK/runs/small"
	mount -t tmpfs -o size="$1"k tmpfs "$WORK/runs/small"
	status=0
	"$RUN" run -o "$WORK/runs/small" --report "$WORK/report" "$2" >"$WORK/out" 2>&1 || status=$?
	umount "$WORK/runs/small"
	ends_with 2 && has_verdict broken
}

hash_of()	# ARG...
{
	run run "$@"
	sed -n 's/^# trace //p' "$WORK/out"
}

test_hashes()
{
	first=$(hash_of --seed 7 "$HERE/engine/pass-plain")
	[ ${#first} -eq 64 ] || no "no hash" || return 1
	for again in 1 2 3; do
		next=$(hash_of --seed 7 "$HERE/engine/pass-plain")
		[ "$next" = "$first" ] || no "run $again of seed 7: $next, want $first" || return 1
	done
	other=$(hash_of --seed 8 "$HERE/engine/pass-plain")
	[ "$other" != "$first" ] || no "seed 8 gives the hash of seed 7"
}

# as hash_of, with states of the test's own; @restored: how many runs began from one
state_hash()	# RESTORED ARG...
{
	want_restored=$1
	shift
	got=$(hash_of --state "$WORK/state" "$@")
	[ ${#got} -eq 64 ] || no 'no hash' || return 1
	count=$(grep -c '"restored": true' "$WORK/report/results.json" || :)
	[ "$count" -eq "$want_restored" ] || no "$count restored, want $want_restored"
}

states()
{
	find "$WORK/state" -mindepth 1 -type d
}

# booted, booted and saved with another seed, restored: the same run
test_states()	# ARG...
{
	state_hash 0 --cold --seed 7 "$@" || return 1
	cold=$got
	state_hash 0 --seed 9 "$@" || return 1
	[ -z "$(states)" ] || no 'saved what was booted once' || return 1
	state_hash 0 --seed 8 "$@" || return 1
	[ -n "$(states)" ] || no 'nothing was saved' || return 1
	state_hash 1 --seed 7 "$@" || return 1
	[ "$got" = "$cold" ] || no "restored $got, booted $cold" || return 1
	state_hash 1 --seed 8 "$@"
	[ "$got" != "$cold" ] || no 'two seeds, one hash'
}

test_replay_of_restored()
{
	for pass in 1 2 3; do
		rm -rf "$WORK/runs"
		state_hash $((pass / 3)) --keep "$HERE/engine/pass-plain" || return 1
	done
	dir=$(echo "$WORK"/runs/*)
	rm -rf "$WORK/state"
	run replay "$dir"
	ends_with 0
}

# a faulted run leaves a state that is as good as any
test_state_of_a_failure()
{
	for pass in 1 2; do
		run run --state "$WORK/state" --with-fault start-dead@0 "$HERE/engine/pass-boot"
		ends_with 1 || return 1
	done
	state_hash 1 "$HERE/engine/pass-boot" && has_verdict pass
}

test_state_on_full_disk()
{
	mkdir "$WORK/state"
	mount -t tmpfs -o size=6000k tmpfs "$WORK/state"
	full=0
	for pass in 1 2 3; do
		state_hash 0 "$HERE/engine/pass-plain" || full=1
	done
	left=$(states)
	umount "$WORK/state"
	[ "$full" -eq 0 ] && { [ -z "$left" ] || no "left: $left"; }
}

# the mark of the first boot is there: both save, one state stays
test_states_of_two_programs()
{
	state_hash 0 "$HERE/engine/pass-plain" || return 1
	"$RUN" run -o "$WORK/runs" --report "$WORK/other" --state "$WORK/state" \
		"$HERE/engine/pass-plain" >/dev/null 2>&1 &
	run run --state "$WORK/state" "$HERE/engine/pass-plain"
	wait $! || no 'the other program failed' || return 1
	ends_with 0 || return 1
	[ "$(states | wc -l)" -eq 1 ] || no "states: $(states)" || return 1
	state_hash 1 "$HERE/engine/pass-plain"
}

# what a killed simulator left goes, what one may still be writing stays
test_unfinished_states()
{
	mkdir -p "$WORK/state/aaaa.XyZ123" "$WORK/state/bbbb.XyZ123"
	touch -d '1 hour ago' "$WORK/state/aaaa.XyZ123"
	state_hash 0 "$HERE/engine/pass-plain" || return 1
	[ "$(states)" = "$WORK/state/bbbb.XyZ123" ] || no "left: $(states)"
}

test_replay()
{
	run run --keep --seed 3 "$HERE/engine/pass-plain"
	ends_with 0 || return 1
	dir=$(echo "$WORK"/runs/*)
	run replay "$dir"
	ends_with 0 && says "1 of 1 replays met $(sed -n 's/.*"trace_hash": "\(.*\)".*/\1/p' "$dir/verdict.json")"
}

test_replay_of_another_run()
{
	run run --keep --seed 3 "$HERE/engine/pass-plain"
	dir=$(echo "$WORK"/runs/*)
	sed 's/seed=3,/seed=4,/' "$dir/verdict.json" >"$WORK/changed"
	mv "$WORK/changed" "$dir/verdict.json"
	run replay "$dir"
	ends_with 1 && says 'alike up to byte'
}

test_replay_of_nothing()
{
	run replay "$WORK"
	ends_with 2 && says 'not the directory of a run'
}

test_parallel()
{
	run run -j 2 --keep --seeds 4 "$HERE/engine/pass-plain"
	ends_with 0 && says '1..4' && says 'ok 4 - ' && says '4 passed, 0 failed, 0 skipped'
}

# the verdicts of a shard and its rest are those of the whole
test_shards()
{
	run run --shard 2/3 --seeds 4 "$HERE/engine/pass-plain"
	ends_with 0 && says '1..1' && says 'seed=2'
}

test_mixture()
{
	run run "$HERE/engine/pass-plain" "$HERE/engine/fail-taint" "$HERE/engine/broken-hang" \
		"$HERE/engine/skip-module" "$HERE/engine/known-bug"
	ends_with 1 && says '1 passed, 1 failed, 1 skipped, 1 known, 1 broken'
}

test_passing_run_leaves_nothing()
{
	run run "$HERE/engine/pass-plain"
	[ -z "$(ls "$WORK/runs")" ] || no "left: $(ls "$WORK/runs")"
}

test_two_programs()
{
	"$RUN" run -o "$WORK/runs" --report "$WORK/other" "$HERE/engine/fail-taint" >/dev/null 2>&1 &
	run run "$HERE/engine/fail-taint"
	wait || :
	ends_with 1 && has_verdict fail
}

test_mttcg()
{
	run run --mode mttcg "$HERE/engine/pass-plain"
	ends_with 0 && has_verdict pass
}

proof()	# CAUGHT-BY BODY
{
	printf 'title a proof\n%s\n%s\n' "$1" "$2" >"$WORK/proof"
	run prove "$WORK/proof"
}

test_proof_holds()
{
	proof 'caught-by fault:start-dead@0' "boot
expect core0 running within 100ms"
	ends_with 0 && says 'ok 1 - ' && says '1 passed, 0 failed, 0 skipped'
}

test_proof_does_not_hold()
{
	proof 'caught-by machine:jitter=off' 'modprobe mailbox'
	ends_with 1 && says 'not ok 1 - ' && says 'verdict pass'
}

test_proof_needs_a_failure_not_a_broken_rig()
{
	proof 'caught-by machine:jitter=off
timeout 400ms' 'expect dmesg "this is never logged" within 60s'
	ends_with 1 && says 'not ok 1 - ' && says 'verdict broken'
}

test_proof_is_not_named()
{
	proof 'tags x' 'modprobe mailbox'
	ends_with 1 && says 'not ok 1 - ' && says 'names nothing'
}

test_proof_is_not_possible()
{
	proof 'caught-by mutant:something' 'modprobe mailbox'
	ends_with 77 && says '# SKIP'
}

test_empty_firmware()
{
	: >"$WORK/empty.elf"
	run run --firmware "$WORK/empty.elf" "$HERE/engine/pass-plain"
	ends_with 2 && says 'the file is empty'
}

test_firmware_that_is_text()
{
	echo hello >"$WORK/text.elf"
	run run --firmware "$WORK/text.elf" "$HERE/engine/pass-plain"
	ends_with 2 && says 'not an ELF file'
}

test_matrix()
{
	"$RUN" list --matrix "$HERE/engine/pass-plain" "$HERE/engine/skip-module" \
		"$HERE/engine/known-bug" >"$WORK/out" 2>&1 || no 'the status is not 0' || return 1
	grep -q '^    ref  *run  *[0-9]' "$WORK/out" || no 'ref runs nothing' || return 1
	grep -q '^    wkup-m3  *skip .*: ' "$WORK/out" || no 'wkup-m3 skips nothing' || return 1
	grep -q '^    ref  *skip .*: module:' "$WORK/out" || no 'no reason for a skip' || return 1
	grep -q '^    ref  *known .*: ' "$WORK/out" || no 'no known bug'
}

test_no_kernel()
{
	run run --kernel "$WORK/none" "$HERE/engine/pass-plain"
	ends_with 2 && says 'no such kernel directory' && says 'make kernel'
}

test_no_simulator()
{
	run run --qemu "$WORK/none" "$HERE/engine/pass-plain"
	ends_with 2 && says 'make qemu'
}

test_broken_simulator()
{
	printf '#!/bin/sh\nexit 3\n' >"$WORK/qemu"
	chmod +x "$WORK/qemu"
	run run --qemu "$WORK/qemu" "$HERE/engine/pass-plain"
	ends_with 2 && has_verdict broken && says 'status 3'
}

# ---- all of them ----

for part in "$RUN" "$BUILD/qemu/qemu-system-amp" "$BUILD/guest/agent" \
	"$BUILD/kernel/default/zImage" "$BUILD/firmware/echo.elf"; do
	if [ ! -e "$part" ]; then
		printf '1..1\nok 1 - the engine # SKIP needs %s\n' "$part"
		exit 77
	fi
done

for file in "$HERE"/engine/*; do
	[ "$(head_says "$file" expect)" = nothing ] ||
		check "$(basename "$file"): $(sed -n 's/^title *//p' "$file")" test_file "$file"
done
check 'a simulator that is killed is a broken rig' test_killed_simulator
check 'no simulator outlives a runner that is killed' test_killed_runner
check 'SIGTERM ends everything and says what was interrupted' test_terminated
check 'Ctrl-C ends everything and says what was not run' test_interrupted
check 'no room for the inputs of a run is a broken rig' test_no_room_for_inputs
check 'no room for the logs of a run is a broken rig' test_no_room_for_logs
for size in 200 1500; do
	name="a disk of $size KiB that runs full is a broken rig"
	if unshare -m true 2>/dev/null; then
		check "$name" test_full_disk "$size" "$HERE/engine/writes-much"
	else
		skip "$name" 'needs the right to mount'
	fi
done
name='a disk with no room for a state does no harm'
if unshare -m true 2>/dev/null; then
	check "$name" test_state_on_full_disk
else
	skip "$name" 'needs the right to mount'
fi
check 'the same seed gives the same hash, another seed another' test_hashes
check 'a replay meets the hash' test_replay
check 'a saved state is the run from power-on' test_states "$HERE/engine/pass-boot"
check 'so it is with two processors' test_states --with-machine smp=2 "$HERE/engine/pass-boot"
check 'so it is with turns by priority' test_states --with-machine smp=2 --with-machine pct=3 \
	"$HERE/engine/pass-boot"
check 'so it is with a core that runs already' test_states "$HERE/engine/pass-attach"
check 'so it is on stm32' test_states --profile stm32 "$HERE/engine/pass-boot"
check 'so it is on omap' test_states --profile omap "$HERE/engine/pass-boot"
check 'a restored run is replayed from power-on' test_replay_of_restored
check 'a run that fails saves a good state' test_state_of_a_failure
check 'two programs that save the same state' test_states_of_two_programs
check 'unfinished states are removed' test_unfinished_states
check 'a replay of something else fails' test_replay_of_another_run
check 'a replay of no run is an error' test_replay_of_nothing
check 'runs at the same time come out in the order of the plan' test_parallel
check 'a shard takes its share' test_shards
check 'a failure counts more than a broken rig, and all are counted' test_mixture
check 'a run that passed leaves nothing' test_passing_run_leaves_nothing
check 'two programs that run the same do not disturb each other' test_two_programs
check 'host threads for the cores work too' test_mttcg
check 'a proof that holds' test_proof_holds
check 'a proof that does not hold is a failure' test_proof_does_not_hold
check 'a broken rig proves nothing' test_proof_needs_a_failure_not_a_broken_rig
check 'a scenario that names nothing that makes it fail is a failure' test_proof_is_not_named
check 'a proof that needs another kernel is skipped' test_proof_is_not_possible
check 'firmware of zero bytes is an error' test_empty_firmware
check 'firmware that is no ELF file is an error' test_firmware_that_is_text
check 'the matrix says what runs where on the kernels that are built' test_matrix
check 'a kernel directory that does not exist is an error' test_no_kernel
check 'a simulator that does not exist is an error' test_no_simulator
check 'a simulator that does not start is a broken rig' test_broken_simulator

printf '1..%d\n' "$tests"
rm -rf "$WORK"
[ "$failed" -eq 0 ]
