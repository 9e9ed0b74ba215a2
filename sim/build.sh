#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# build.sh - compile the machine amp-virt and link it into QEMU
#
# Usage: sim/build.sh QEMU-BUILD-DIR OUTPUT
#
# QEMU-BUILD-DIR is a configured tree in which `ninja qemu-system-aarch64` has
# run, for a device list with CONFIG_ARM_VIRT=y and CONFIG_ARM_V7M=y.  Objects
# go to OUTPUT.d; neither QEMU's sources nor its build tree are written to.
# Only what changed is compiled.  The flags are those that QEMU's build gives
# hw/arm/virt.c, the link command is that of qemu-system-aarch64.
#
# Environment: V=1 shows the commands.
# Leaves out: getting, configuring and building QEMU.
set -eu

# Calls that our sources stand in for, see amp_remote.c, amp_virt.c, amp_sched.c,
# amp_guests.c, amp_flush.c
WRAPS='cpu_abort tcg_init icount_prepare_for_run rcu_add_force_rcu_notifier
	qemu_clock_deadline_ns_all cpu_can_run tb_flush
	tlb_flush_page_all_cpus_synced'

die() {
	echo "sim/build.sh: $*" >&2
	exit 2
}

run() {
	if [ "${V:-0}" = 1 ]; then
		printf '%s\n' "$*" >&2
	fi
	(cd "$qemu" && eval "$*") || die "failed: $*"
}

# A word for eval, whatever is in it
quote() {
	printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")"
}

[ $# -eq 2 ] || die "usage: sim/build.sh QEMU-BUILD-DIR OUTPUT"
[ -f "$1/compile_commands.json" ] || die "$1: not a configured QEMU build tree"
[ -x "$1/qemu-system-aarch64" ] || die "$1: qemu-system-aarch64 is not built"

sim=$(cd "$(dirname "$0")" && pwd)
qemu=$(cd "$1" && pwd)
mkdir -p "$2.d"
objs=$(cd "$2.d" && pwd)
out=${objs%.d}

# The compiler's command line for virt.c up to its dependency and output words
compile=$(sed -n 's|.*"command": "\(.*\) -MD -MQ .*hw/arm/virt\.c",*$|\1|p' \
	"$qemu/compile_commands.json" | sed 's/\\\(["\\]\)/\1/g')
[ -n "$compile" ] || die "$qemu: no command for hw/arm/virt.c"
link=$(cd "$qemu" && ninja -t commands qemu-system-aarch64 | tail -n 1)
case $link in
*" -o qemu-system-aarch64 "*) ;;
*) die "$qemu: no link command for qemu-system-aarch64" ;;
esac

# A change of flags or of QEMU makes everything old
stamp="$compile
$link
$WRAPS"
if [ "$(cat "$objs/stamp" 2>/dev/null || :)" != "$stamp" ]; then
	rm -f "$objs"/*.o
	printf '%s\n' "$stamp" >"$objs/stamp"
fi

# True if a file of the rest of the list is missing or newer than $1
is_older() {
	object=$1
	shift
	[ -z "$(cd "$qemu" && find "$@" -newer "$object" 2>&1)" ] || return 0
	return 1
}

# True if $1.o is missing or older than anything that its last build read
is_old() {
	[ -f "$1.o" ] && [ -f "$1.d" ] || return 0
	# shellcheck disable=SC2046 # the compiler's list: words
	is_older "$1.o" $(sed -e 's/^[^:]*://' -e 's/\\$//' "$1.d")
}

changed=0
ours=
for src in "$sim"/*.c; do
	obj=$objs/$(basename "$src" .c)
	ours="$ours $(quote "$obj.o")"
	if is_old "$obj"; then
		changed=1
		echo "  CC   sim/$(basename "$src")"
		run "$compile -Werror -iquote $(quote "$sim")" \
			"-MD -MF $(quote "$obj.d") -o $(quote "$obj.o")" \
			"-c $(quote "$src")"
	fi
done

if [ "$changed" = 0 ] && [ -x "$out" ] &&
	! is_older "$out" qemu-system-aarch64; then
	exit 0
fi
wrapped=
for name in $WRAPS; do
	wrapped="$wrapped -Wl,--wrap=$name"
done
echo "  LD   $(basename "$out")"
before=${link%% -o qemu-system-aarch64 *}
after=${link#* -o qemu-system-aarch64 }
run "$before -o $(quote "$out.tmp") $ours $wrapped $after"
mv "$out.tmp" "$out"
