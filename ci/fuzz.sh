#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# fuzz.sh - look for tables and images that the kernel cannot stand
#
# Usage: ci/fuzz.sh [OPTION...] of `rproctest fuzz`.  TIME= (seconds), JOBS=,
# SEED=, SHARD= (I/N) and CORPUS= become options.  Corpus, findings and coverage
# are below $O/fuzz/KERNEL and stay; a second run goes on from there.
# Exit status: rproctest's, 1 when there is a finding that fuzz/known has not.
#
# Leaves out: building; the Makefile does that before.
set -eu
# shellcheck source=ci/lib.sh
. "$(dirname "$0")/lib.sh"

dir=$(dirname "$(readlink -f "$O/fuzz/linux")")
set -- --native "$dir/linux" -o "$dir" --seeds-dir fuzz/corpus --known fuzz/known -j "$JOBS" "$@"
[ -z "${TIME:-}" ] || set -- "$@" --time "$TIME"
[ -z "${SEED:-}" ] || set -- "$@" --seed "$SEED"
[ -z "${SHARD:-}" ] || set -- "$@" --shard "$SHARD"
[ -z "${CORPUS:-}" ] || set -- "$@" --corpus "$CORPUS"
exec "$O/rproctest" fuzz "$@"
