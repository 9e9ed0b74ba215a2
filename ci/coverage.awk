# SPDX-License-Identifier: GPL-2.0-or-later
#
# coverage.awk - lines that were executed, file by file, and why others were not
#
# Input, in this order: the table of files (kernel-config/coverage.files), the
# reasons (kernel-config/coverage.reasons), lcov's tracefile.  Variables: src, the
# top of the kernel's tree (its sources are read); missed, a file that gets
#
#   FILE:LINE FUNCTION: SOURCE LINE -- REASON
#
# for each line that was not executed ("no reason" where there is none).  Prints
# the table; below it, for each file that must have some percent, its lines without
# a reason; and what is wrong with the reasons: one for lines that were all executed,
# one that fits no line.  Exit status 1 when there is any of that, or a file has less
# than it must.
#
# Leaves out: branches; files that the tracefile has and the table has not.

function path_of(name)	# as in the table
{
	sub(/^.*\/drivers\//, "drivers/", name)
	return name
}

function read_source(path,	n, line)
{
	while ((getline line < (src "/" path)) > 0) {
		sub(/^[ \t]+/, "", line)
		text[path, ++n] = line
	}
	close(src "/" path)
}

# the function that line LINE of PATH is in: the last one that begins before it
function function_of(path, line,	i, best)
{
	for (i = 1; i <= functions[path]; i++)
		if (begin[path, i] <= line && (!best || begin[path, i] > begin[path, best]))
			best = i
	return best ? name[path, best] : "-"
}

# a reason names a line that was not executed, and what follows it unexecuted
function apply_reason(r,	path, i, line, on, hits, missed_hits, executed)
{
	path = reason_path[r]
	for (i = 1; i <= lines[path]; i++) {
		line = number[path, i]
		if (function_of(path, line) != reason_function[r]) {
			on = 0
			continue
		}
		if (reason_text[r] == "*" || index(text[path, line], reason_text[r])) {
			hits++
			on = 1
			missed_hits += !count[path, i]
			executed = count[path, i] ? line : executed
		}
		if (count[path, i])
			on = 0
		else if (on)
			why[path, line] = reason[r]
	}
	# the same text may stand in a function several times; all of "*" must be unexecuted
	if (executed && (!missed_hits || reason_text[r] == "*"))
		complain("reason given, was executed: " path ":" executed " (" reason[r] ")")
	else if (!hits)
		complain("reason given, no such line: " path " " reason_function[r] " " reason_text[r] " (" reason[r] ")")
}

function complain(what)
{
	bad = 1
	complaints = complaints what "\n"
}

function show_missed(path,	i, line, shown)
{
	for (i = 1; i <= lines[path]; i++) {
		if (count[path, i])
			continue
		line = number[path, i]
		shown = path ":" line " " function_of(path, line) ": " text[path, line] " -- "
		if ((path, line) in why)
			explained[path]++
		else if (least[path] != "-")
			complain("no reason for " shown)
		print shown ((path, line) in why ? why[path, line] : "no reason") >missed
	}
}

function show_file(path,	percent, is_short)
{
	percent = lines[path] ? 100 * covered[path] / lines[path] : 0
	is_short = least[path] != "-" && percent < least[path]
	show_missed(path)
	if (is_short)
		bad = 1
	printf "| %s | %d | %d | %.1f %%%s | %d |\n", path, lines[path], covered[path], percent,
		is_short ? " (below " least[path] ")" : "", explained[path]
}

/^#/ { next }

FILENAME ~ /coverage\.files$/ && NF {
	order[++files] = $1
	least[$1] = $2
	next
}

# FILE FUNCTION `TEXT` or *, REASON
FILENAME ~ /coverage\.reasons$/ && NF {
	if (!match($0, /`.*`|\*/)) {
		complain("reason given, not understood: " $0)
		next
	}
	reason_path[++reasons] = $1
	reason_function[reasons] = $2
	reason_text[reasons] = substr($0, RSTART, RLENGTH)
	gsub(/`/, "", reason_text[reasons])
	reason[reasons] = substr($0, RSTART + RLENGTH)
	sub(/^[ \t]+/, "", reason[reasons])
	next
}

/^SF:/ { path = path_of(substr($0, 4)) }
/^FN:/ {
	split(substr($0, 4), part, ",")
	begin[path, ++functions[path]] = part[1] + 0
	name[path, functions[path]] = part[2]
}
/^DA:/ {
	split(substr($0, 4), part, ",")
	number[path, ++lines[path]] = part[1] + 0
	count[path, lines[path]] = part[2] + 0
	covered[path] += part[2] > 0
}

END {
	printf "" >missed
	for (i = 1; i <= files; i++)
		read_source(order[i])
	for (r = 1; r <= reasons; r++)
		apply_reason(r)
	print "| file | lines | covered | percent | of the others with a reason |\n|---|---|---|---|---|"
	for (i = 1; i <= files; i++)
		show_file(order[i])
	if (complaints)
		printf "\n%s", complaints
	exit bad
}
