#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# prove-mutant.sh - build one mutant and let the scenarios catch it
#
# Usage: ci/prove-mutant.sh DIR NAME CONFIG PROFILE; PROVE_SLOT= is the number of
# a build slot, from 0, that nobody else has now, PROVE_WALL_S= the host's time
# for one run.  First all scenarios of DIR/files whose caught-by lines name the
# mutant; when none of them fails, the others, in the order of
# DIR/quickest-CONFIG-PROFILE, until one does.  Results: DIR/mutant/NAME/{named,rest}.
# What a mutant fails at is no error here; `rproctest score` judges.
#
# Leaves out: mutants whose needs are not met; the caller knows them.
set -eu
# shellcheck source=ci/lib.sh
. "$(dirname "$0")/lib.sh"

work=$1
name=$2
config=$3
profile=$4
kernel=$O/kernel/mutant-$name
[ "$config" = base ] || kernel=$kernel-$config
out=$work/mutant/$name

run()	# WHICH OPTION... : the paths of the file $out/WHICH.paths; true: one failed
{
	which=$1
	shift
	[ -s "$out/$which.paths" ] || return 1
	status=0
	# shellcheck disable=SC2046 # no name of ours has a blank
	"$O/rproctest" run --kernel "$kernel" --profile "$profile" --report "$out/$which" \
		--wall-limit "$PROVE_WALL_S" \
		-o "$work/runs/$name" "$@" $(cat "$out/$which.paths") >"$out/$which.log" 2>&1 || status=$?
	[ "$status" -eq 1 ]
}

mkdir -p "$out"
CONFIG=$config JOBS=1 ci/build-mutant.sh "$name" $((PROVE_SLOT + 1))
xargs grep -lE "^caught-by.* mutant:$name( |\$)" <"$work/files" >"$out/named.paths" || :
grep -vxFf "$out/named.paths" "$work/quickest-$config-$profile" >"$out/rest.paths" || :
if run named; then
	note "mutant $name: caught by what names it"
elif run rest --until-fail; then
	note "mutant $name: caught"
else
	note "mutant $name: survives"
fi
