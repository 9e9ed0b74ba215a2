# SPDX-License-Identifier: GPL-2.0-or-later
#
# matrix.awk - a table of groups of scenarios out of rproctest's results.json
#
# Usage: awk [-v by=kernel] [-v only=PROFILE] -f ci/matrix.awk RESULTS...  A row for
# each folder of scenarios/, a column for each profile, or with by=kernel for each
# kernel's release, in the order they come; with only=, of one profile.  A cell is the runs that passed and, behind
# them, what else there was.  Prints Markdown.

function value(line)
{
	sub(/^[^:]*: *"/, "", line)
	sub(/",?$/, "", line)
	return line
}

function note(list, seen, name)
{
	if (name in seen)
		return
	seen[name] = ++list[0]
	list[list[0]] = name
}

function cell(group, column,	i, n, text)
{
	text = num[group, column, "pass"] + 0
	for (i = 1; i <= words; i++) {
		n = num[group, column, word[i]]
		if (n)
			rest[group, column] = rest[group, column] ", " n " " said[word[i]]
	}
	if (rest[group, column])
		text = text " (" substr(rest[group, column], 3) ")"
	return text
}

function print_row(group,	i, line)
{
	line = "| " group " |"
	for (i = 1; i <= columns[0]; i++)
		line = line " " cell(group, columns[i]) " |"
	print line
}

BEGIN {
	words = split("known skip fail broken", word)
	said["known"] = "known"
	said["skip"] = "skipped"
	said["fail"] = "failed"
	said["broken"] = "broken"
}

/^    "release":/ { release = value($0) }
/^      "name":/ { group = value($0); sub(/^[^ ]*: /, "", group); sub(/\/.*/, "", group) }
/^      "profile":/ { profile = value($0) }
/^      "verdict":/ && (only == "" || only == profile) {
	column = by == "kernel" ? release : profile
	note(groups, seen_group, group)
	note(columns, seen_column, column)
	num[group, column, value($0)]++
	num["all", column, value($0)]++
}

END {
	line = "| |"
	rule = "|---|"
	for (i = 1; i <= columns[0]; i++) {
		line = line " " columns[i] " |"
		rule = rule "---|"
	}
	print line
	print rule
	for (i = 1; i <= groups[0]; i++)
		print_row(groups[i])
	print_row("all")
}
