#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# reproduce.sh - Suman Anna's three issues of 2016-08-31, side by side
#
# Usage: ci/reproduce.sh, PROFILE= is the SoC profile (ref; or omap, the
# drivers of the thread).  For each issue: what he saw, what a kernel with the
# behaviour of 2016 does here (a mutant of the packaged kernel), what the
# packaged kernel does, with KERNEL_SRC= what the kernel of that tree does (one of
# 4.9 has issues 2 and 3), and the command that runs each alone.  The table is also
# in $O/report/reproduce, the runs with their traces are kept in
# $O/runs/reproduce.  Exit status: 0 when all three are reproduced on the
# kernels with the old behaviour, 1 when not, 2 when a run broke.
#
# "Reproduced" means: the verdict that the row names, for the reason that the row
# names.  What other kernels do is reported, it does not decide.
#
# Leaves out: a tree of the user's before issue 1 was fixed, which is before 4.9.
set -eu
# shellcheck source=ci/lib.sh
. "$(dirname "$0")/lib.sh"

profile=${PROFILE:-ref}
RUNS=$O/runs/reproduce
TABLE=$O/report/reproduce
WIDTH=108

# issue | mutant | scenario | observer | verdict and what it or the observer says, the symptom |
# what it is about
# mutant "-": for trees of the user's only
ROWS='1|self-reference|issue-1-driver-goes|references|fail|_remoteproc: EAGAIN|rmmod of the platform driver while its core runs
2|vrings-in-find-vqs|issue-2-bus-late|rings|fail|start 1: unset unset; start 2: 0x|ring addresses in the resource table at the first instruction of the core, virtio_rpmsg_bus absent at start 1, loaded at start 2
3|vrings-freed-with-bus|issue-3-bus-goes|strays|fail|want in it "vdev0vring0"|firmware echo, which watches the vdev status and announces again: rmmod and modprobe of virtio_rpmsg_bus under the running core
3|-|issue-3-rings-again|strays|||firmware echo: where rings come and go with the driver, as before 4.10, the kernel is heard to allocate them again
3|vrings-freed-with-bus|issue-3-other-firmware@IMAGE=echo-nowatch|strays|known|stray|firmware echo-nowatch, which does not watch the vdev status
3|vrings-freed-with-bus|issue-3-other-firmware@IMAGE=echo-noreannounce|channels|known|channel rproctest-echo on remoteproc0 is absent|firmware echo-noreannounce, which watches the status but announces its channels once'

# what Suman saw
SAW_1='With auto-boot the platform driver cannot be removed: the remoteproc core holds a reference on its module for as long as the core runs, and nobody but the driver itself could shut it down.'
SAW_2='The vrings are allocated when virtio_rpmsg_bus probes (find_vqs). A core that is started before that finds no ring addresses in its resource table, so the order of modules decides whether it can talk.'
SAW_3='rmmod virtio_rpmsg_bus frees vrings and buffers under the running core, which is not told and goes on to use them; after insmod the channels do not come back unless the firmware announces them again.'

# what the source of the packaged kernel says about it
TODAY_1='The reference moved to rproc_get_by_phandle(): only a consumer holds the driver.'
TODAY_2='The vrings are allocated with the other resources, before the start, but their addresses are still written into the table by find_vqs(), and virtio devices are registered after ops->start(): unset at the first instruction in both orders. Firmware has to wait for the vdev status.'
TODAY_3='The vrings stay allocated until the core stops, the buffers are still freed with virtio_rpmsg_bus, and the status byte in the resource table, 7 before and 1 after, is all that a core is told: firmware that watches it and announces again is safe, other firmware is not.'

# the first value of a member of results.json, written by rproctest, one a line
member()	# NAME
{
	sed -n "s/^      \"$1\": \"\(.*\)\",*\$/\1/p" "$RUNS/report/results.json" |
		sed -n '1{s/\\[nt]/ /g;s/  */ /g;s/\\"/"/g;p;}'
}

trace()
{
	"$O/rproctest" trace "$run" >"$RUNS/trace"
}

# ---- observers: what a run shows besides its verdict, one line ----

observe_references()
{
	held=$(sed -n 's/^check cleanup fail //p' "$run/report.log")
	printf 'modules that did not go: %s' "${held:-none}"
}

observe_rings()
{
	trace
	awk '$4 == "start" { n++; list[n] = "" }
		$4 == "table" { sub("da=", "", $5); list[n] = list[n] " " ($5 == "0xffffffff" ? "unset" : $5) }
		END { for (i = 1; i <= n; i++) printf("%sstart %d:%s", (i > 1) ? "; " : "", i, list[i]) }' \
		"$RUNS/trace"
}

observe_strays()
{
	trace
	awk '$4 == "stray" { strays++ } $4 == "start" { starts++ }
		END { printf("%d stray accesses, core started %d time%s", strays, starts, (starts > 1) ? "s" : "") }' \
		"$RUNS/trace"
}

observe_channels()
{
	observe_strays
	printf ', channels created: %d' "$(grep -c 'creating channel' "$run/report.log")"
}

# ---- the table ----

say()	# LABEL TEXT: folded, the lines that follow are indented
{
	printf '%s\n' "$2" | fold -s -w $((WIDTH - 16)) | awk -v label="$1" \
		'{ sub(/ $/, ""); printf "  %-13s %s\n", NR == 1 ? label : "", $0 }'
}

# run a scenario on a kernel: sets $verdict $text $run $observed
run_on()	# KERNEL-DIRECTORY SCENARIO OBSERVER
{
	: >"$RUNS/report/results.json"
	note "$2 on $(basename "$1") ..."
	# most of these are meant to fail; what counts is in the results
	"$O/rproctest" run --keep --kernel "$1" -o "$RUNS/$(basename "$1")" --report "$RUNS/report" \
		--profile "$profile" "scenarios/suman/$2" >"$O/log/reproduce.log" 2>&1 || :
	verdict=$(member verdict)
	text=$(member text)
	run=$(member run_dir)
	case $verdict in
	pass | fail | known) observed=$("observe_$3") ;;
	skip) observed= ;;
	*) die "scenarios/suman/$2 on $1: ${verdict:-no verdict}: $text; see $(short "$O/log/reproduce.log")" ;;
	esac
}

command_line()	# KERNEL-DIRECTORY SCENARIO
{
	# the user's shell is at the top of the project
	printf '  %-13s %s run --profile %s --kernel %s scenarios/suman/%s\n' '' \
		"$(short "$O/rproctest")" "$profile" "$(short "$1")" "$2"
}

outcome()	# LABEL KERNEL-DIRECTORY SCENARIO
{
	say "$1" "$verdict${text:+: $text}"
	[ -z "$observed" ] || say '' "($observed)"
	command_line "$2" "$3"
}

# what the verdict of the packaged kernel means
today()
{
	case $verdict in
	pass) echo 'gone' ;;
	known) echo 'still so' ;;
	*) echo 'still so, and not listed' ;;
	esac
}

lost=
row_of_mutant()	# ISSUE MUTANT SCENARIO OBSERVER VERDICT TEXT ABOUT
{
	run_on "$O/kernel/mutant-$2" "$3" "$4"
	outcome 'as in 2016' "$O/kernel/mutant-$2" "$3"
	case "$verdict:$text ($observed)" in
	"$5:"*"$6"*) reproduced=yes ;;
	*) reproduced=no lost="$lost $1" ;;
	esac
	say reproduced "$reproduced"
	run_on "$packaged" "$3" "$4"
	outcome "$linux" "$packaged" "$3"
	printf '%s|%s|%s|%s\n' "$1" "$reproduced" "$(today)" "$7" >>"$RUNS/summary"
}

heading()
{
	say 'as in 2016' "$linux with the behaviour of 2016 put back: kernel-config/mutants/NAME.patch, built as build/kernel/mutant-NAME"
	say "$linux" "the packaged kernel as it is"
	say 'verdicts' "pass; fail: the scenario saw it; known: it saw a bug that is listed, because the packaged kernel has it"
	printf '\n'
}

# a line for each case, below what it is about
summary()
{
	printf 'issue  reproduced  %s\n' "$linux"
	while IFS='|' read -r number reproduced now about; do
		printf '%-6s %-11s %s\n' "$number" "$reproduced" "$now"
		say '' "$about"
	done <"$RUNS/summary"
	printf '\n'
}

row()	# ISSUE MUTANT SCENARIO OBSERVER VERDICT TEXT ABOUT
{
	[ "$2" != - ] || [ -n "$yours" ] || return 0
	say 'case' "$7"
	[ "$2" = - ] || row_of_mutant "$@"
	[ -n "$yours" ] || return 0
	run_on "$yours" "$3" "$4"
	outcome "your $(cat "$yours/release")" "$yours" "$3"
}

issue()	# NUMBER SAW TODAY
{
	printf 'issue %s\n' "$1"
	say 'Suman saw' "$2"
	say "$KERNEL, source" "$3"
	printf '%s\n' "$ROWS" >"$RUNS/rows"
	while IFS='|' read -r number mutant scenario observer want symptom about; do
		[ "$number" != "$1" ] ||
			row "$number" "$mutant" "$scenario" "$observer" "$want" "$symptom" "$about"
	done <"$RUNS/rows"
	printf '\n'
}

yours=
if [ -n "$KERNEL_SRC" ]; then
	ci/build-kernel.sh
	yours=$O/kernel/$(readlink "$O/kernel/default")
	# the kernels with the old behaviour are patches of the packaged one
	KERNEL_SRC=
fi
packaged=$O/kernel/$KERNEL-$CONFIG
mkdir -p "$RUNS/report" "$O/report"
: >"$RUNS/summary"
for mutant in $(printf '%s\n' "$ROWS" | cut -d '|' -f 2 | grep -v '^-$' | sort -u); do
	ci/build-mutant.sh "$mutant"
done
linux="Linux $(cat "$packaged/release")"
{
	heading
	issue 1 "$SAW_1" "$TODAY_1"
	issue 2 "$SAW_2" "$TODAY_2"
	issue 3 "$SAW_3" "$TODAY_3"
	summary
} >"$TABLE.new"
if [ -z "$lost" ]; then
	printf 'reproduced with the behaviour of 2016: 3 of 3\n' >>"$TABLE.new"
else
	printf 'not reproduced: issue%s\n' "$lost" >>"$TABLE.new"
fi
mv "$TABLE.new" "$TABLE"
cat "$TABLE"
[ -z "$lost" ] || exit 1
