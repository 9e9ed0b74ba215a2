#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# explore.sh - call `rproctest explore` with what make's variables say
#
# Usage: ci/explore.sh [OPTION...].  TIME= (seconds, 300 if not given), SEED=,
# JOBS= become options.  Exit status: rproctest's; 1 when something was found.
#
# Leaves out: building; the Makefile does that before.
set -eu
# shellcheck source=ci/lib.sh
. "$(dirname "$0")/lib.sh"

[ -z "${SEED:-}" ] || set -- "$@" --seed "$SEED"
exec "$O/rproctest" explore -j "$JOBS" --time "${TIME:-300}" "$@"
