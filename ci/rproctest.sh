#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# rproctest.sh - call rproctest with what make's variables say
#
# Usage: ci/rproctest.sh COMMAND [OPTION...].  FIRMWARE=, PROFILE=, SEED=, JOBS=
# and SCENARIOS= become options and paths, where COMMAND takes them.  Without
# PROFILE= `run` takes ref and stm32; with FIRMWARE=, which is linked for one
# part, ref.  Exit status: rproctest's.
#
# Leaves out: building; the Makefile does that before.
set -eu
# shellcheck source=ci/lib.sh
. "$(dirname "$0")/lib.sh"

command=$1
shift
if [ "$command" = run ] && [ -z "${FIRMWARE:-}" ]; then
	: "${PROFILE:=ref,stm32}"
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
