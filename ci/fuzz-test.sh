#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# fuzz-test.sh - the fuzzer finds what it must and nothing else
#
# Usage: ci/fuzz-test.sh [MUTANT...]; needs what `make harness` builds, and builds
# the packaged kernel and the mutants itself.  Prints TAP: the stored corpus and some executions of a
# fixed seed find nothing on the packaged kernel that fuzz/known does not have;
# a run that is interrupted leaves whole cases, with which the next one begins;
# shards have cases of their own, and what they keep joins;
# a table changes while it is read;
# the machine's kernel, when it was built, stands the same;
# and for each mutant (default: those below; `all`: every one of
# kernel-config/fuzz-mutants), which lacks one check, that it is found within
# the executions that its header states.
#
# Leaves out: KERNEL_SRC=; the mutants are patches for the packaged source of the
# default kernel.
set -eu
# shellcheck source=ci/lib.sh
. "$(dirname "$0")/lib.sh"

COUNT=8000	# executions, after and with the stored corpus
MACHINE_COUNT=800
MUTANTS='trace-truncated vring-count segment-end table-offset'

tests=0
failed=0
fuzz()	# KERNEL COUNT OPTION...
{
	native=$1
	count=$2
	shift 2
	rm -rf "$O/fuzz/test"
	"$O/rproctest" fuzz --native "$native" -o "$O/fuzz/test" --seeds-dir fuzz/corpus \
		--known fuzz/known --seed 1 --count "$count" "$@" >"$O/log/fuzz-test.out" 2>&1
}

result()	# STATUS NAME
{
	tests=$((tests + 1))
	if [ "$1" -eq 0 ]; then
		printf 'ok %d - %s\n' "$tests" "$2"
	else
		failed=$((failed + 1))
		printf 'not ok %d - %s\n' "$tests" "$2"
	fi
	sed 's/^/# /' "$O/log/fuzz-test.out"
}

# until there is a case in the corpus
interrupted_run()	# STATUS-OF-INTERRUPTION
{
	rm -rf "$O/fuzz/test"
	"$O/rproctest" fuzz --native "$dir/linux" -o "$O/fuzz/test" --known fuzz/known --seed 1 \
		>"$O/log/fuzz-test.out" 2>&1 &
	run=$!
	for try in $(seq 600); do
		[ -z "$(find "$O/fuzz/test/corpus" -name '*.table' 2>/dev/null | head -n 1)" ] || break
		sleep 0.1
	done
	note "a case after $try looks"
	kill -INT "$run"
	status=0
	wait "$run" || status=$?
	[ "$status" -eq "$1" ]
}

# every file of the corpus is whole, and the next run begins with them
test_stop_and_resume()
{
	missed=0
	interrupted_run 130 || missed=1
	kept=$(find "$O/fuzz/test/corpus" -name '*.table' | wc -l)
	"$O/rproctest" fuzz --native "$dir/linux" -o "$O/fuzz/test" --known fuzz/known --seed 2 \
		--count "$kept" >>"$O/log/fuzz-test.out" 2>&1 || missed=1
	# each is read, as a whole, and nothing new is made before
	"$O/rproctest" fuzz --native "$dir/linux" "$O"/fuzz/test/corpus/*.table \
		>"$O/log/fuzz-test.cases" 2>&1 || missed=1
	[ "$(grep -c ': nothing wrong$' "$O/log/fuzz-test.cases")" -eq "$kept" ] || missed=1
	result "$missed" "a run that was interrupted loses nothing: $kept cases"
}

# two machines: the Ith's cases are its own, and their directories join by copying
run_shard()	# I
{
	"$O/rproctest" fuzz --native "$dir/linux" -o "$O/fuzz/test/shard$1" --known fuzz/known \
		--seed 1 --shard "$1/2" --count 300 >>"$O/log/fuzz-test.out" 2>&1
}

# a case is named by its own content
is_named_by_content()	# FILE
{
	hash=$(sha256sum "$1")
	[ "$(basename "$1" .table)" = "$(printf '%.16s' "$hash")" ]
}

test_shards()
{
	missed=0
	rm -rf "$O/fuzz/test"
	: >"$O/log/fuzz-test.out"
	for shard in 1 2; do
		run_shard "$shard" || missed=1
	done
	joined=$O/fuzz/test/joined
	mkdir -p "$joined"
	for shard in 1 2; do
		for file in "$O/fuzz/test/shard$shard"/corpus/*.table; do
			is_named_by_content "$file" || missed=1
			printf '%s\n' "${file##*/}"
			cp "$file" "$joined"
		done
	done | sort >"$O/fuzz/test/names"
	all=$(wc -l <"$O/fuzz/test/names")
	same=$(uniq -d "$O/fuzz/test/names" | wc -l)
	kept=$(find "$joined" -name '*.table' | wc -l)
	# some short case may come to both
	[ "$kept" -eq $((all - same)) ] && [ $((same * 10)) -lt "$all" ] || missed=1
	"$O/rproctest" fuzz --native "$dir/linux" -o "$O/fuzz/test" --corpus "$joined" \
		--known fuzz/known --seed 1 --count "$kept" >>"$O/log/fuzz-test.out" 2>&1 || missed=1
	result "$missed" "two shards have $all cases, $same in both, and join by copying"
}

# a table that changes while it is read: between two reads of the same byte, or before them
test_flip()
{
	missed=0
	case=fuzz/found/vring-count-read-twice.table
	"$O/rproctest" fuzz --native "$dir/linux" "$case" >"$O/log/fuzz-test.out" 2>&1 && missed=1
	grep -q 'KASAN: slab-out-of-bounds in rproc_parse_vring' "$O/log/fuzz-test.out" || missed=1
	sed 's/read=3/read=1/' "$case" >"$O/log/fuzz-test.table"
	"$O/rproctest" fuzz --native "$dir/linux" "$O/log/fuzz-test.table" \
		>"$O/log/fuzz-test.out" 2>&1 || missed=1
	grep -q 'too many vrings' "$O/log/fuzz-test.out" || missed=1
	result "$missed" "a byte of a table changes at the read that a case says"
}

# the other engine, where its kernel is there: guests end and begin again there, too
test_machine()
{
	title="$MACHINE_COUNT executions on the machine find nothing that is not listed"
	if [ ! -e "$O/fuzz/$KERNEL-machine/key" ]; then
		: >"$O/log/fuzz-test.out"
		result 0 "$title # SKIP make fuzz ENGINE=machine builds its kernel"
		return
	fi
	rm -rf "$O/fuzz/test"
	status=0
	"$O/rproctest" fuzz --machine "$O/fuzz/$KERNEL-machine" -o "$O/fuzz/test" \
		--seeds-dir fuzz/corpus --known fuzz/known --seed 1 --count "$MACHINE_COUNT" \
		>"$O/log/fuzz-test.out" 2>&1 || status=$?
	result "$status" "$title"
}

test_mutant()
{
	within=$(sed -n 's/^Found-within: //p' "kernel-config/fuzz-mutants/$1.patch")
	status=0
	fuzz "$dir/$1/linux" "$within" --until-fail || status=$?
	# 1 is what is wanted, 0 and a broken rig are not
	[ "$status" -eq 1 ] && missed=0 || missed=1
	result "$missed" "a kernel without a check is found within $within executions: $1"
}

KERNEL_SRC=
export KERNEL_SRC
dir=$O/fuzz/$KERNEL
ci/build-fuzz.sh >&2
if [ "${1:-}" = all ]; then
	MUTANTS=$(cd kernel-config/fuzz-mutants && printf '%s ' *.patch | sed 's/\.patch//g')
elif [ $# -gt 0 ]; then
	MUTANTS=$*
fi
echo 'TAP version 13'
status=0
fuzz "$dir/linux" "$COUNT" || status=$?
result "$status" "$COUNT executions find nothing that is not listed"
test_stop_and_resume
test_shards
test_flip
test_machine
for mutant in $MUTANTS; do
	ci/build-fuzz.sh "$mutant" >&2
	test_mutant "$mutant"
done
printf '1..%d\n' "$tests"
[ "$failed" -eq 0 ] || exit 1
