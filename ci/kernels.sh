#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# kernels.sh - the scenarios on every kernel, and the table of what came of it
#
# Usage: ci/kernels.sh [--table].  Builds and runs, one after the other, the rows
# KERNEL= of kernel-config/versions (default: each that is a package) and the trees
# KERNEL_SRC= (none), every profile of PROFILE= (ref,stm32) on each; both are lists
# with blanks in between.  SCENARIOS=, SEED= and JOBS= as for "make scenarios".
#
# Prints Markdown, for each profile a table of groups of scenarios x kernels; it is
# also in $O/report/kernels/table.  The results of each kernel are in
# $O/report/kernels/ID and stay until all are run again (no KERNEL=), so that one
# kernel can be measured alone; --table makes the table of what is there and runs
# nothing.
#
# Exit status: 0; 1 when a scenario failed; 2 when a kernel does not build or the
# rig broke.  What did not pass is in $O/log/kernels-ID.log.
#
# Leaves out: the simulator and the programs; the Makefile builds them before.
set -eu
kernels=${KERNEL:-}
trees=${KERNEL_SRC:-}
# shellcheck source=ci/lib.sh
. "$(dirname "$0")/lib.sh"

REPORT=$O/report/kernels
: "${PROFILE:=ref,stm32}"
export PROFILE
status=0

worse()	# STATUS
{
	[ "$1" -le "$status" ] || status=$1
}

# the kernel that was built last
run_kernel()
{
	id=$(readlink "$O/kernel/default")
	rm -rf "${REPORT:?}/$id"
	ran=0
	try "kernels-$id" "run the scenarios on $id" ci/rproctest.sh run \
		--kernel "$O/kernel/$id" --report "$REPORT/$id" -o "$O/runs/$id" || ran=$?
	sed -n '/^not ok/p;$p' "$O/log/kernels-$id.log" >&2
	case $ran in
	0 | 77) ;;
	1) worse 1 ;;
	*) worse 2 ;;
	esac
}

build_and_run()	# KERNEL KERNEL_SRC
{
	if KERNEL=$1 KERNEL_SRC=$2 ci/build-kernel.sh; then
		run_kernel
	else
		worse 2
	fi
}

run_all()
{
	default=$(readlink "$O/kernel/default") || default=
	[ -n "$kernels" ] || rm -rf "$REPORT"
	for kernel in ${kernels:-$(awk '$2 ~ /^linux-/ { print $1 }' kernel-config/versions)}; do
		build_and_run "$kernel" ''
	done
	for tree in $trees; do
		build_and_run "$KERNEL" "$tree"
	done
	[ -z "$default" ] || ln -sfn "$default" "$O/kernel/default"
}

# results of each kernel, the oldest first
list_results()
{
	for file in "$REPORT"/*/results.json; do
		[ ! -e "$file" ] || printf '%s %s\n' \
			"$(sed -n 's/^    "release": "\(.*\)",*$/\1/p' "$file")" "$file"
	done | sort -V | sed 's/^[^ ]* //'
}

print_table()
{
	list_results >"$REPORT/list"
	[ -s "$REPORT/list" ] || die "nothing was run yet: $(short "$REPORT") is empty"
	for profile in $(xargs sed -n 's/^      "profile": "\(.*\)",*$/\1/p' <"$REPORT/list" | sort -u); do
		printf '%s:\n\n' "$profile"
		xargs awk -v by=kernel -v only="$profile" -f ci/matrix.awk <"$REPORT/list"
		printf '\n'
	done
}

mkdir -p "$REPORT"
case ${1:-} in
'')
	run_all
	mkdir -p "$REPORT"
	;;
--table) ;;
*) die "usage: ci/kernels.sh [--table]" ;;
esac
print_table >"$REPORT/table"
cat "$REPORT/table"
exit "$status"
