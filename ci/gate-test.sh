#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# gate-test.sh - does ci/gate let the right trees in?
#
# Usage: ci/gate-test.sh.  Runs ci/gate on a copy of the packaged kernel's source:
# with a mutant in it, as packaged, and with a line that does not compile.  Prints
# TAP; exit status 1 when a status or an artefact is not as promised.
#
# Leaves out: what rproctest's own tests cover (verdicts, the lines of the KTAP).
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=ci/lib.sh
. ci/lib.sh

WORK=$O/gate-test
TREE=$WORK/linux
FILE=drivers/remoteproc/remoteproc_core.c
LOG=$O/log/gate-test.log
SCENARIO=suman/issue-1-driver-goes

# The packaged source is linked: a file is replaced, never written.
packaged_file()
{
	rm -f "$TREE/$FILE"
	cp "$O/src/linux-$KERNEL/$FILE" "$TREE/$FILE"
}

gate()	# STATUS ARGUMENT...; what it prints is in $WORK/out
{
	want=$1
	shift
	got=0
	(cd "$WORK" && TREES=$WORK/trees "$TOP/ci/gate" linux "$@") >"$WORK/out" 2>>"$LOG" || got=$?
	cat "$WORK/out" >>"$LOG"
	[ "$got" -eq "$want" ] || { echo "# status $got, want $want"; false; }
}

says()	# TEXT
{
	grep -qF -e "$1" "$WORK/out" || { echo "# the output lacks: $1"; false; }
}

has()	# FILE...: in the artefacts
{
	for part in "$@"; do
		[ -s "$WORK/out.d/$part" ] || { echo "# no $part"; return 1; }
	done
}

tests=0
failed=0
result()	# NAME COMMAND...
{
	tests=$((tests + 1))
	claim=$1
	shift
	if "$@"; then
		printf 'ok %d - %s\n' "$tests" "$claim"
	else
		failed=$((failed + 1))
		printf 'not ok %d - %s\n' "$tests" "$claim"
	fi
}

new_failure()
{
	gate 1 -o out.d "$SCENARIO" && says "not ok 1 - $SCENARIO" &&
		has ktap results.json junit.xml reproduce tree kernel/zImage kernel/config \
			kernel/release runs/suman-issue-1-driver-goes-seed1/initrd.cpio \
			runs/suman-issue-1-driver-goes-seed1/console.log
}

reproducer()
{
	got=0
	sh -c "$(cat "$WORK/out.d/reproduce")" >"$WORK/out" 2>>"$LOG" || got=$?
	[ "$got" -eq 1 ] && says "not ok 1 - $SCENARIO"
}

known_failure()
{
	gate 0 -o out.d --baseline known "$SCENARIO" && says "ok 1 - $SCENARIO # XFAIL" &&
		says "ok 2 - stm32: $SCENARIO # XFAIL" && has baseline
}

stale_entry()
{
	gate 0 -o out.d --baseline known "$SCENARIO" && says "# baseline:2: $SCENARIO passes now" &&
		says '# baseline:3: boot/nothing was not run' &&
		says "# baseline:4: stm32: $SCENARIO passes now"
}

somebody_elses_files()
{
	gate 2 -o theirs "$SCENARIO" && [ -f "$WORK/theirs/file" ]
}

does_not_build()
{
	gate 2 -o out.d "$SCENARIO" && has build.log && [ ! -e "$WORK/out.d/results.json" ]
}

: >"$LOG"
rm -rf "$WORK"
ci/copy-kernel.sh "$TREE" "$WORK/trees"
mkdir "$WORK/theirs"
: >"$WORK/theirs/file"
printf '# known\n%s  ticket 1\nboot/nothing\nstm32: %s ticket 1\n' "$SCENARIO" "$SCENARIO" >"$WORK/known"
echo 'TAP version 13'
packaged_file
patch -s -p1 -d "$TREE" -i "$TOP/kernel-config/mutants/self-reference.patch"
result 'a new failure is status 1, with artefacts' new_failure
result 'the command of the artefacts shows the failure' reproducer
result 'a failure of the baseline does not count' known_failure
packaged_file
result 'entries of the baseline that can go are named' stale_entry
result 'a directory with files of others is refused' somebody_elses_files
printf '#error\n' >>"$TREE/$FILE"
result 'a tree that does not build is status 2, with its log' does_not_build
printf '1..%d\n' "$tests"
if [ "$failed" -gt 0 ]; then
	echo "# log: $(short "$LOG")"
	exit 1
fi
rm -rf "$WORK"
