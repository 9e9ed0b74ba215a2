#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# prove.sh - every mutant against the scenarios, every scenario against its words
#
# Usage: ci/prove.sh.  Prints which scenario catches which mutant first, the
# share of mutants that are caught, who survives and why, what was not run for
# want of what, and what makes each scenario fail; also $O/report/prove.json
# (docs/running.md).  Everything in between is in $O/prove.
#
# Every SoC profile is asked: a mutant runs on the one that its patch names, a
# scenario's words on the first that can run the scenario.
#
# MUTANTS="NAME..."    only these; no scenario's words, no demand on the score
# SCENARIOS="PATH..."  only these, with the mutants that their caught-by lines name
# JOBS=                runs, and mutants built, at a time (mutants: at most 4)
#
# Mutants that want CONFIG=debug are run when that kernel has been built.  Exit
# status: 0; 1 when something is not as it must be; 2 when the rig broke.
#
# Leaves out: mutants of other kernels than the packaged one.
set -eu
# shellcheck source=ci/lib.sh
. "$(dirname "$0")/lib.sh"

: "${MUTANTS:=}"
: "${SCENARIOS:=}"
export PROVE_WALL_S=600	# a debug kernel on a busy host takes minutes
work=$O/prove
patches=kernel-config/mutants
workers=$JOBS
[ "$workers" -le 4 ] || workers=4
part=
[ -z "$MUTANTS$SCENARIOS" ] || part=--part

has_debug()
{
	[ -e "$O/kernel/$KERNEL-debug/zImage" ]
}

# the mutants that are wanted, one patch a line
list_patches()
{
	names=$MUTANTS
	if [ -z "$names" ] && [ -n "$SCENARIOS" ]; then
		names=$(xargs sed -n 's/^caught-by//p' <"$work/files" | tr ' ' '\n' |
			sed -n 's/^mutant://p' | sort -u)
	elif [ -z "$names" ]; then
		names=$(for patch in "$patches"/*.patch; do basename "$patch" .patch; done)
	fi
	for name in $names; do
		[ -e "$patches/$name.patch" ] ||
			die "no mutant $name: $patches/$name.patch does not exist"
		printf '%s\n' "$patches/$name.patch"
	done
}

list_mutants()
{
	debug=0
	! has_debug || debug=1
	list_patches >"$work/patches"
	[ ! -s "$work/patches" ] ||
		xargs awk -v debug="$debug" -v profiles="$(paste -sd ' ' "$work/profiles")" \
			-f ci/mutants.awk "$patches/needs" <"$work/patches"
}

# a failed scenario is the score's affair, a broken rig is not
judge_later()	# NAME TITLE CMD...
{
	title=$2
	try "$@" || status=$?
	case ${status:-0} in
	0 | 1 | 77) status=0 ;;
	*) die "$title: ended with status $status; see $(short "$O/log/$1.log")" ;;
	esac
}

# Does a mutant want this?  Then its scenarios are run there, all of them
is_wanted()	# CONFIG PROFILE
{
	awk -F '\t' -v config="$1" -v profile="$2" '
		$2 == config && $3 == profile && $4 == "" { found = 1 }
		END { exit !found }' "$work/mutants"
}

# The scenarios for a kernel and a profile.  The debug kernel takes six times as
# long, so it gets those that name one of its mutants; a profile that no mutant
# wants gets those that no profile before it could run.
list_files()	# CONFIG PROFILE
{
	if [ "$1" = base ]; then
		sort "$work/files" >"$work/sorted"
		if is_wanted "$1" "$2"; then
			cat "$work/sorted"
		else
			comm -23 "$work/sorted" "$work/spoken"
		fi
		return
	fi
	awk -F '\t' -v config="$1" '$2 == config { print "^caught-by.* mutant:" $1 "( |$)" }' \
		"$work/mutants" >"$work/names-$1"
	xargs grep -lEf "$work/names-$1" <"$work/files" || :
}

# the scenarios on the kernel as it is: nothing else proves that a mutant failed
run_control()	# CONFIG PROFILE
{
	kind=$1-$2
	[ ! -e "$work/quickest-$kind" ] || return 0
	list_files "$1" "$2" >"$work/control-$kind.files"
	: >"$work/quickest-$kind"
	[ -s "$work/control-$kind.files" ] || return 0
	# shellcheck disable=SC2046 # no name of ours has a blank
	judge_later "prove-control-$kind" "run the scenarios on the kernel as it is ($1, $2)" \
		"$O/rproctest" run -j "$JOBS" --wall-limit "$PROVE_WALL_S" \
		--kernel "$O/kernel/$KERNEL-$1" --profile "$2" \
		--report "$work/control-$kind" -o "$work/runs/control-$kind" \
		$(cat "$work/control-$kind.files")
	awk -f ci/quickest.awk "$work/control-$kind/results.json" | sort -n |
		sed 's/^[^ ]* //' >"$work/quickest-$kind"
}

# the words of the scenarios that run here and on no profile before
run_words()	# PROFILE
{
	sort "$work/quickest-base-$1" | comm -23 - "$work/spoken" >"$work/words-$1.files"
	[ -s "$work/words-$1.files" ] || return 0
	# shellcheck disable=SC2046 # as above
	judge_later "prove-words-$1" "run the scenarios against their faults and firmware ($1)" \
		"$O/rproctest" prove -j "$JOBS" --wall-limit "$PROVE_WALL_S" \
		--kernel "$O/kernel/$KERNEL-base" --profile "$1" \
		--report "$work/words-$1" -o "$work/runs/words-$1" $(cat "$work/words-$1.files")
	sort -o "$work/spoken" "$work/spoken" "$work/words-$1.files"
}

run_mutants()
{
	awk -F '\t' '$4 == "" { print $1, $2, $3 }' "$work/mutants" >"$work/to-run"
	[ -s "$work/to-run" ] || return 0
	while read -r _ config profile; do
		CONFIG=$config ci/build-kernel.sh --no-default
		run_control "$config" "$profile"
	done <"$work/to-run"
	# one that cannot be built is named in the table
	try prove-mutants "build and run $(wc -l <"$work/to-run") mutants" \
		xargs -a "$work/to-run" -L 1 -P "$workers" --process-slot-var=PROVE_SLOT \
		ci/prove-mutant.sh "$work" || :
}

rm -rf "$work"
mkdir -p "$work"
# shellcheck disable=SC2086 # paths are words
find ${SCENARIOS:-scenarios} -type f | sort >"$work/files"
[ -s "$work/files" ] || die "SCENARIOS=$SCENARIOS: no such scenario"
"$O/rproctest" list --profiles >"$work/profiles"
list_mutants >"$work/mutants"

: >"$work/spoken"
while read -r profile && [ -z "$MUTANTS" ]; do
	run_control base "$profile"
	run_words "$profile"
done <"$work/profiles"
run_mutants
exec "$O/rproctest" score $part "$work"
