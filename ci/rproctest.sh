#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# rproctest.sh - call rproctest with what make's variables say
#
# Usage: ci/rproctest.sh COMMAND [OPTION...].  FIRMWARE=, PROFILE=, SEED=, JOBS=
# and SCENARIOS= become options and paths, where COMMAND takes them.  Without
# PROFILE= `run` takes ref and stm32, `check` all; with FIRMWARE=, which is linked
# for one part, ref.  Exit status: rproctest's.
#
# Leaves out: building; the Makefile does that before.
set -eu
# shellcheck source=ci/lib.sh
. "$(dirname "$0")/lib.sh"

command=$1
shift
if [ -z "${FIRMWARE:-}" ]; then
	case $command in
	run) : "${PROFILE:=ref,stm32}" ;;
	check) : "${PROFILE:=all}" ;;
	esac
fi
[ -z "${FIRMWARE:-}" ] || set -- "$@" --firmware "$FIRMWARE"
[ -z "${PROFILE:-}" ] || set -- "$@" --profile "$PROFILE"
case $command in
run | prove | shell) [ -z "${SEED:-}" ] || set -- "$@" --seed "$SEED" ;;
esac
case $command in
run | prove) set -- "$@" -j "$JOBS" ;;
esac
# shellcheck disable=SC2086 # paths are words
[ "$command" = shell ] || set -- "$@" ${SCENARIOS:-scenarios}

exec "$O/rproctest" "$command" "$@"
