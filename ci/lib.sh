# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# lib.sh - what every script of ci/ starts with (sourced, never run)
#
# Interface: a script does ". ci/lib.sh" after changing to the top of the
# project, or ". "$(dirname "$0")/lib.sh"" from anywhere; it then has
#
#   die TEXT...            one clear error on standard error, exit status 2
#   note TEXT...           a line for the person who waits
#   step NAME TITLE CMD... run CMD under the progress display (see below)
#   try NAME TITLE CMD...  the same, but a failure is returned, not fatal
#   hint TEXT              what to look at when a step fails; "" = nothing
#   need_space MB WHAT     die unless the build directory has room
#   tree_path PATH         a source tree of the user's as an absolute path
#   hash_of TEXT           first 12 hex digits of the SHA-256 of TEXT
#   is_built FILE TEXT     true when FILE is the mark of a build from TEXT
#   mark_built FILE TEXT   make it so
#   copy_if_changed A B    B keeps its time when it is A already
#   have CMD               true when CMD can be run
#
# and these variables, from the environment or with the value given here.
# Sizes are MiB, times seconds.  Exit status of every script: 0, or 2 when the
# rig broke (a missing tool, no network, no space, a build that fails); the
# scripts that run tests add 1 for a failed test.
#
# A step's output goes to $O/log/NAME.log.  On a terminal one line moves while
# it runs: title, elapsed time, last line of that log.  Elsewhere there is a
# line at its start and one at its end.  V=1 shows the output itself.
#
# Names that begin with step_ belong to this file.
#
# Leaves out: jobs in parallel.  Steps follow each other; each uses $JOBS.

LC_ALL=C
export LC_ALL
# make's command-line variables reach this script as environment already; the
# same MAKEFLAGS would make them variables of the kernel's and QEMU's makefiles
unset MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL
# the user's source trees stay as they are: no __pycache__ in them
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE

TOP=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
# a relative path of the user's starts here: make runs its recipes here
cd "$TOP" || exit 2

: "${O:=build}"			# build directory
: "${KERNEL:=6.1}"		# row of kernel-config/versions
: "${KERNEL_SRC:=}"		# kernel tree of the user's, read only
: "${CONFIG:=base}"		# row of kernel-config/configs
: "${ARCH:=arm}"		# architecture of the guest
: "${CROSS_COMPILE:=}"		# toolchain prefix; empty: the row's
: "${QEMU_SRC:=}"		# QEMU tree of the user's, read only
: "${JOBS:=$(nproc)}"		# compilers at a time
: "${V:=0}"			# 1: show every command's output
: "${DOWNLOADS:=$O/downloads}"	# packages, kept by "make clean"

if [ ! -e "$O" ]; then
	# the mark says that "make clean" may empty it
	if ! mkdir -p "$O" || ! : >"$O/.rproctest"; then
		printf 'error: cannot make the build directory %s\n' "$O" >&2
		exit 2
	fi
fi
O=$(CDPATH='' cd -- "$O" && pwd -P)
mkdir -p "$O/log" "$DOWNLOADS" || exit 2
DOWNLOADS=$(CDPATH='' cd -- "$DOWNLOADS" && pwd -P)

have()
{
	command -v "$1" >/dev/null 2>&1
}

note()
{
	printf '%s\n' "$*" >&2
}

die()
{
	printf 'error: %s\n' "$*" >&2
	exit 2
}

hint_text=
hint()
{
	hint_text=$1
}

# path as the user would type it
short()
{
	printf '%s' "${1#"$TOP/"}"
}

tree_path()
{
	case $1 in
	[~]/*) tree=$HOME/${1#[~]/} ;;	# a plain sh leaves VAR=~/x as it is
	*) tree=$1 ;;
	esac
	(CDPATH='' cd -- "$tree" 2>/dev/null && pwd -P)
}

hash_of()
{
	sum=$(printf '%s' "$*" | sha256sum)
	printf '%.12s' "$sum"
}

is_built()
{
	[ "$(cat "$1" 2>/dev/null)" = "$(hash_of "$2")" ]
}

mark_built()
{
	hash_of "$2" >"$1"
}

copy_if_changed()
{
	cmp -s "$1" "$2" || cp "$1" "$2"
}

need_space()
{
	free_mb=$(($(stat -f -c '%a * %S / 1048576' "$O")))
	[ "$free_mb" -ge "$1" ] ||
		die "no space: $2 needs $1 MiB in $(short "$O"), $free_mb MiB are free"
}

duration()
{
	if [ "$1" -ge 60 ]; then
		printf '%dm%02ds' $(($1 / 60)) $(($1 % 60))
	else
		printf '%ds' "$1"
	fi
}

step_pid=
step_end()
{
	[ -z "$step_pid" ] || kill -TERM -- "-$step_pid" 2>/dev/null ||
		kill -TERM "$step_pid" 2>/dev/null || :
	step_pid=
}
trap step_end EXIT
trap 'step_end; printf "\n" >&2; exit 130' INT
trap 'step_end; exit 143' TERM
trap 'step_end; exit 129' HUP

# last line of the log that says something, without control characters
last_line()
{
	tail -c 2000 "$1" 2>/dev/null |
		awk '{ gsub(/[[:cntrl:]]/, " ") } NF { line = $0 } END { print line }'
}

show_line()	# TITLE SECONDS LOG COLUMNS
{
	step_line=$(printf '%s: %s  %s' "$1" "$(duration "$2")" "$(last_line "$3")")
	printf '\r\033[K%.*s' $(($4 - 1)) "$step_line" >&2
}

watch_step()	# TITLE START LOG: until the step's process ends
{
	step_columns=$(stty size 2>/dev/null </dev/tty) || step_columns='24 80'
	step_columns=${step_columns#* }
	# a terminal that does not know its size says 0
	[ "$step_columns" -gt 20 ] || step_columns=80
	step_pause=0.1
	while kill -0 "$step_pid" 2>/dev/null; do
		step_elapsed=$(($(date +%s) - $2))
		show_line "$1" "$step_elapsed" "$3" "$step_columns"
		[ "$step_elapsed" -lt 2 ] || step_pause=0.5
		sleep "$step_pause"
	done
	printf '\r\033[K' >&2
}

# a command as it can be typed again
quoted()
{
	for step_word in "$@"; do
		case $step_word in
		*[!A-Za-z0-9_=+:,./@%-]*) printf " '%s'" "$step_word" ;;
		*) printf ' %s' "$step_word" ;;
		esac
	done
}

# the end of a log; before it, what looks like the cause (make -j goes on a while)
log_lines()
{
	awk '{ line[NR % 12] = $0 }
		(/ error: / || /undefined reference/ || /No space left/) && causes < 3 { cause[++causes] = $0; at[causes] = NR }
		END {
			for (i = 1; i <= causes && at[i] <= NR - 12; i++) print "  | " cause[i]
			if (i > 1) print "  | ..."
			for (i = (NR > 12) ? NR - 11 : 1; i <= NR; i++) print "  | " line[i % 12]
		}' "$1"
}

explain()	# TITLE STATUS LOG CMD...
{
	printf 'error: %s failed with status %s\n' "$1" "$2" >&2
	step_log=$3
	shift 3
	printf '  command:%s\n' "$(quoted "$@")" >&2
	[ -z "$hint_text" ] || printf '  hint: %s\n' "$hint_text" >&2
	printf '  log: %s, its last lines:\n' "$(short "$step_log")" >&2
	log_lines "$step_log" >&2
}

# a process group of its own, so that an interrupt ends all of it; sudo stays in
# ours: it knows its user by the terminal
start_step()	# LOG CMD...
{
	step_log=$1
	shift
	case $1 in
	sudo) "$@" >"$step_log" 2>&1 </dev/null & ;;
	*) setsid "$@" >"$step_log" 2>&1 </dev/null & ;;
	esac
	step_pid=$!
}

try()
{
	step_log=$O/log/$1.log
	step_title=$2
	shift 2
	: >"$step_log" || die "cannot write $step_log"
	step_start=$(date +%s)
	if [ "$V" != 0 ] || ! [ -t 2 ]; then
		note "$step_title ..."
	fi
	start_step "$step_log" "$@"
	if [ "$V" != 0 ]; then
		tail -n +1 -f --pid="$step_pid" "$step_log" >&2
	elif [ -t 2 ]; then
		watch_step "$step_title" "$step_start" "$step_log"
	fi
	step_status=0
	wait "$step_pid" || step_status=$?
	step_pid=
	step_word="done"
	[ "$step_status" -eq 0 ] || step_word=failed
	note "$step_title: $step_word in $(duration $(($(date +%s) - step_start)))"
	return "$step_status"
}

step()
{
	if try "$@"; then
		return
	fi
	shift 2
	explain "$step_title" "$step_status" "$step_log" "$@"
	exit 2
}
