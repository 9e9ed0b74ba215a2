#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# bisect-test.sh - does `git bisect run ci/bisect` find the guilty commit?
#
# Usage: ci/bisect-test.sh.  Makes a git repository of the packaged kernel's
# source with the commits of the table below, lets git look for the first bad one
# and prints TAP.  Exit status 1 when it lands elsewhere, when ci/bisect has
# written into the tree, or when its statuses are not those it promises.
#
# Git knows only the files that the commits touch; the rest of the tree is there
# and ignored.  That makes the repository in a second instead of minutes, and is
# the same for a build.
#
# Leaves out: a tree that git knows as a whole.
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=ci/lib.sh
. ci/lib.sh

WORK=$O/bisect-test
TREE=$WORK/linux
LOG=$O/log/bisect-test.log
SCENARIO=modules/driver-under-running-core

# the history, oldest first: what it does, file, subject
COMMITS='base|drivers/remoteproc/remoteproc_core.c|the source as packaged
comment|drivers/remoteproc/remoteproc_virtio.c|remoteproc: virtio: add a comment
comment|drivers/mailbox/omap-mailbox.c|mailbox: omap: add a comment
comment|drivers/rpmsg/rpmsg_core.c|rpmsg: add a comment
broken|drivers/rpmsg/rpmsg_ns.c|rpmsg: ns: does not compile
fixed|drivers/rpmsg/rpmsg_ns.c|rpmsg: ns: compiles again
mutant self-reference|drivers/remoteproc/remoteproc_core.c|remoteproc: hold the platform driver while its core runs
comment|drivers/rpmsg/virtio_rpmsg_bus.c|rpmsg: virtio: add a comment
comment|drivers/net/loopback.c|loopback: add a comment
comment|drivers/remoteproc/remoteproc_sysfs.c|remoteproc: sysfs: add a comment'

unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
GIT_CONFIG_NOSYSTEM=1
GIT_CONFIG_GLOBAL=/dev/null
export GIT_CONFIG_NOSYSTEM GIT_CONFIG_GLOBAL
in_tree()
{
	git -C "$TREE" -c user.name=test -c user.email=test@localhost "$@"
}

# The packaged source is linked: a file is replaced, never written.
replace()	# FILE COMMAND...: with what the command makes of it
{
	replaced=$TREE/$1
	shift
	"$@" <"$replaced" >"$WORK/file"
	mv "$WORK/file" "$replaced"
}

and()	# LINE: behind standard input
{
	cat
	printf '%s\n' "$1"
}

change()	# WHAT FILE
{
	case $1 in
	comment) replace "$2" and '/* nothing changes */' ;;
	broken) replace "$2" and '#error does not compile' ;;
	fixed) replace "$2" grep -v '#error does not compile' ;;
	mutant*) in_tree apply "$TOP/kernel-config/mutants/${1#mutant }.patch" ;;
	esac
}

make_history()
{
	in_tree init -q -b main
	printf '*\n' >"$TREE/.git/info/exclude"
	printf '%s\n' "$COMMITS" >"$WORK/commits"
	cut -d '|' -f 2 "$WORK/commits" | sort -u >"$WORK/files"
	in_tree add -f --pathspec-from-file="$WORK/files"
	while IFS='|' read -r what file subject; do
		change "$what" "$file"
		in_tree commit -q -a --allow-empty -m "$subject"
	done <"$WORK/commits"
}

# every file of the tree but git's own, with its size
list_tree()
{
	find "$TREE" -name .git -prune -o -type f -printf '%P %s\n' | sort
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
		tail -n 20 "$LOG" | sed 's/^/# /'
	fi
}

# ci/bisect as git calls it: in the tree, through its absolute path
bisect_here()	# STATUS ARGUMENT...
{
	want=$1
	shift
	got=0
	(cd "$TREE/drivers" && TREES=$WORK/trees "$TOP/ci/bisect" "$@") >>"$LOG" 2>&1 || got=$?
	[ "$got" -eq "$want" ] || { echo "# status $got, want $want"; false; }
}

lands_on_the_guilty()
{
	bad=$(in_tree log -1 --format=%s refs/bisect/bad)
	[ "$bad" = 'remoteproc: hold the platform driver while its core runs' ] ||
		{ echo "# landed on: $bad"; false; }
}

bisection_ends()
{
	in_tree bisect start main "$(in_tree rev-list --max-parents=0 main)" >>"$LOG" 2>&1
	(cd "$TREE" && TREES=$WORK/trees git bisect run "$TOP/ci/bisect" "$SCENARIO") >>"$LOG" 2>&1
}

says_first_bad()
{
	grep -q 'is the first bad commit' "$LOG"
}

tree_is_as_it_was()
{
	in_tree bisect reset >>"$LOG" 2>&1
	list_tree >"$WORK/after"
	cmp -s "$WORK/before" "$WORK/after" || { diff "$WORK/before" "$WORK/after" | sed 's/^/# /'; false; }
}

: >"$LOG"
ci/copy-kernel.sh "$TREE" "$WORK/trees"
make_history
list_tree >"$WORK/before"
echo 'TAP version 13'
result 'the newest commit is bad: 1' bisect_here 1 "$SCENARIO"
in_tree checkout -q ':/does not compile'
result 'a commit that does not compile is skipped: 125' bisect_here 125 "$SCENARIO"
result 'a scenario that does not exist is skipped: 125' bisect_here 125 no/such-scenario
in_tree checkout -q ':/rpmsg: add a comment'
result 'an innocent commit is good: 0' bisect_here 0 "$SCENARIO"
in_tree checkout -q main
result 'git bisect run ends by itself' bisection_ends
result 'it names the first bad commit' says_first_bad
result 'that is the guilty one' lands_on_the_guilty
result 'nothing was written into the tree' tree_is_as_it_was
printf '1..%d\n' "$tests"
in_tree log --oneline main | sed 's/^/# /'
sed -n 's/^.*is the first bad commit/# first bad: &/p' "$LOG"
if [ "$failed" -gt 0 ]; then
	echo "# log: $(short "$LOG")"
	exit 1
fi
rm -rf "$WORK"
