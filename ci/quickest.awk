# SPDX-License-Identifier: GPL-2.0-or-later
#
# quickest.awk - the scenarios of a results.json, each with the time it took
#
# Prints "WALL_MS PATH" for each scenario file of which a variant has run, all of
# its variants and seeds together.  Reads the file as rproctest writes it: one
# member a line.
#
# Leaves out: any other JSON; the order, which is sort's.

function value(line)
{
	sub(/^[^:]*: */, "", line)
	gsub(/[",]/, "", line)
	return line
}

/^      "scenario":/ { path = value($0) }
/^      "verdict":/ { has_run = value($0) != "skip" }
/^      "wall_ms":/ && has_run { wall_ms[path] += value($0) }
END {
	for (path in wall_ms)
		print wall_ms[path], path
}
