#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# lint.sh - the look of the sources, as far as a program can see it
#
# Usage: ci/lint.sh.  Prints TAP: for each rule, that the project's files keep
# it, and that the rule catches its bad sample in ci/samples (rule-NAME.*, kept
# out of the first).  Exit status 1 when a rule fails.
#
# Leaves out: what only a reader sees.  checkpatch comes with the kernel's
# source; without one its two tests are skipped.
set -eu
# shellcheck source=ci/lib.sh
. "$(dirname "$0")/lib.sh"

CHECKPATCH=
for script in "$O"/src/linux-*/scripts/checkpatch.pl; do
	[ ! -f "$script" ] || CHECKPATCH=$script
done
FILES=$O/log/lint-files

# one row a rule: name, files it reads (names are matched by grep -E), claim
RULES='shellcheck|\.sh$|^ci/(bisect|gate)$|scripts pass shellcheck
spdx|\.(c|h|S|ld|sh|awk|mak|mk|config|yaml)$|(^|/)(Makefile|Kbuild)$|^ci/(bisect|gate)$|sources name their licence in the first two lines
header|^(sim|harness|firmware|ci)/.*\.(c|sh|awk)$|^ci/(bisect|gate)$|sources open with a comment that says what they are
tabs|^(ci|harness|firmware|sim/linux)/.*\.(c|h|sh)$|^ci/(bisect|gate)$|kernel-style sources and scripts indent with tabs
spaces|^sim/[^/]*\.[ch]$|sim/tests/.*\.[ch]$|QEMU-style sources indent with spaces
trailing|\.(c|h|S|sh|md|config|mk|mak)$|^scenarios/|^ci/(bisect|gate)$|lines have no blanks at their end
paths|.|no file names a path of one machine
sorted|\.config$|configuration fragments are sorted, each symbol once
found|^scenarios/found/|^fuzz/known$|docs/found.md has every find, and each has a mechanism, a consequence and a fix
checkpatch|^sim/linux/.*\.[ch]$|the driver passes checkpatch'

rule_shellcheck()
{
	shellcheck -x "$@"
}

rule_spdx()
{
	awk 'FNR == 1 { if (NR > 1 && !found) { print last; bad = 1 }; found = 0; last = FILENAME }
		FNR <= 2 && /SPDX-License-Identifier: / { found = 1 }
		END { if (!found) { print last; bad = 1 }; exit bad }' "$@"
}

rule_header()
{
	awk 'FNR == 1 { if (NR > 1 && !found) { print last; bad = 1 }; found = 0; last = FILENAME }
		FNR <= 6 && !/SPDX|^#!/ && /^(\/\*| \*|#) .*[[:alpha:]]/ { found = 1 }
		END { if (!found) { print last; bad = 1 }; exit bad }' "$@"
}

rule_tabs()
{
	! grep -nE '^ {8}|^	* {8}' "$@"
}

rule_spaces()
{
	! grep -n '	' "$@"
}

rule_trailing()
{
	! grep -nE '[[:blank:]]$' "$@"
}

# a home or a work directory; the scripts of /bin and /usr are on every machine
rule_paths()
{
	! grep -nIE '(^|[^[:alnum:]_./-])/(home|root|work|farm)/' "$@"
}

rule_sorted()
{
	awk '/CONFIG_[A-Z0-9_]+(=| is not set)/ {
			symbol = $0; sub(/^# /, "", symbol); sub(/[= ].*/, "", symbol)
			if (FILENAME == last && symbol <= before) { print FILENAME ": " symbol; bad = 1 }
			last = FILENAME; before = symbol
		}
		END { exit bad }' "$@"
}

# the script takes the files of the project itself
rule_found()
{
	case $1 in
	ci/samples/*) awk -f ci/found.awk "$@" ;;
	*) ci/found.sh --check ;;
	esac
}

rule_checkpatch()
{
	# kzalloc_obj(), which newer ones ask for, is not in the kernels that build this
	perl "$CHECKPATCH" --no-tree --quiet --terse --show-types \
		--ignore ALLOC_WITH_SIZEOF -f "$@"
}

tests=0
failed=0
result()	# STATUS NAME LOG
{
	tests=$((tests + 1))
	if [ "$1" -eq 0 ]; then
		printf 'ok %d - %s\n' "$tests" "$2"
	else
		failed=$((failed + 1))
		printf 'not ok %d - %s\n' "$tests" "$2"
		head -n 20 "$3" | sed 's/^/# /'
	fi
}

skip()
{
	tests=$((tests + 1))
	printf 'ok %d - %s # SKIP %s\n' "$tests" "$1" "$2"
}

# the rule holds for the project, and does not for its sample
check_rule()	# NAME PATTERN CLAIM
{
	log=$O/log/lint-$1.log
	if [ "$1" = checkpatch ] && [ -z "$CHECKPATCH" ]; then
		skip "$3" 'no kernel source'
		skip "rule $1 catches its bad sample" 'no kernel source'
		return
	fi
	status=0
	grep -E "$2" "$FILES" >"$FILES.rule" || :
	if [ -s "$FILES.rule" ]; then
		# shellcheck disable=SC2046 # no name of ours has a blank
		"rule_$1" $(cat "$FILES.rule") >"$log" 2>&1 || status=1
	fi
	result "$status" "$3" "$log"
	status=0
	"rule_$1" ci/samples/"rule-$1".* >"$log" 2>&1 && status=1
	result "$status" "rule $1 catches its bad sample" "$log"
}

git ls-files --cached --others --exclude-standard ':!ci/samples' >"$FILES.all" ||
	die "lint.sh: not a git checkout"
# deleted files are still in the index
while read -r file; do
	[ ! -f "$file" ] || printf '%s\n' "$file"
done <"$FILES.all" >"$FILES"

echo 'TAP version 13'
while IFS= read -r rule; do
	pattern=${rule#*|}
	check_rule "${rule%%|*}" "${pattern%|*}" "${rule##*|}"
done <<EOT
$RULES
EOT
printf '1..%d\n' "$tests"
[ "$failed" -eq 0 ] || exit 1
