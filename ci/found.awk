# SPDX-License-Identifier: GPL-2.0-or-later
#
# found.awk - docs/found.md out of scenarios/found and fuzz/known
#
# Input: files of scenarios/found, then fuzz/known.  The comment above a scenario's title,
# or above patterns of fuzz/known, is a report in parts:
#
#   # text that says what happens in the source (a scenario without has it in its
#   # known line)
#   # Consequence: text
#   # Fix: text                  a direction, no patch
#   # Title: text                fuzz/known only; a scenario has its known line
#   # Machine: text              fuzz/known only: why the machine cannot show it
#   # Scenario: FILE             fuzz/known only, instead of all that: what does show it
#
# Exit status 1 and a line on standard error for each report that lacks a part.

function start(path)
{
	part = "Mechanism"
	delete text
	title = known = holds = range = profile = config = above = ""
	patterns = 0
	file = path
}

function add(line)
{
	if (match(line, /^(Consequence|Fix|Title|Machine|Scenario): /)) {
		part = substr(line, 1, RLENGTH - 2)
		line = substr(line, RLENGTH + 1)
	}
	text[part] = text[part] (text[part] ? " " : "") line
}

function demand(name)
{
	if (text[name])
		return
	print file ": " (title ? title ": " : "") "no line \"# " name ": ...\"" >"/dev/stderr"
	bad = 1
}

function show(heading, facts)
{
	demand("Mechanism")
	demand("Consequence")
	demand("Fix")
	printf "## %s\n\n%s\n\n%s\n\n*Consequence.* %s\n\n*Direction of a fix.* %s\n\n",
		heading, facts, text["Mechanism"], text["Consequence"], text["Fix"]
}

function show_scenario(	command)
{
	if (!text["Mechanism"])
		text["Mechanism"] = toupper(substr(known, 1, 1)) substr(known, 2) "."
	command = "make scenarios" (config ? " CONFIG=debug" : "") \
		(profile ? " PROFILE=" profile : "") " SCENARIOS=" file
	show(known, "| | |\n|---|---|\n| does not hold | " holds " |\n| kernels | " \
		(range ? range : "all that were run: 4.9 or later, as far as they have the driver") \
		" |\n| reproduce | `" command "` |")
}

# known [profile:NAME] [kconfig:NAME] [kernel>=X.Y] [kernel<X.Y] TEXT
function read_known(line,	word)
{
	sub(/^known +/, "", line)
	while (match(line, /^(profile:|kernel(>=|<))[^ ]* /)) {
		word = substr(line, 1, RLENGTH - 1)
		line = substr(line, RLENGTH + 1)
		if (word ~ /^profile:/)
			profile = substr(word, 9)
		else if (word ~ />=/)
			range = "from " substr(word, 9) (range ? ", " range : "")
		else
			range = range (range ? ", " : "") "before " substr(word, 8)
	}
	known = line
}

function read_needs(	i)
{
	for (i = 2; i <= NF; i++) {
		if ($i ~ /^profile:/)
			profile = substr($i, 9)
		if ($i == "crash:mmu")
			profile = "omap"
		if ($i ~ /^kconfig:(KASAN|DEBUG_ATOMIC_SLEEP)$/)
			config = "debug"
	}
}

function show_patterns(	line)
{
	if (!patterns)
		return
	if (text["Scenario"]) {
		if ((getline line <text["Scenario"]) <= 0) {
			print file ": no scenario " text["Scenario"] >"/dev/stderr"
			bad = 1
		}
		close(text["Scenario"])
		return
	}
	title = text["Title"]
	demand("Title")
	demand("Machine")
	show(title, "| | |\n|---|---|\n| found by | `make fuzz` |\n| shows as | " above " |\n| not on the machine | " text["Machine"] " |")
}

BEGIN {
	print "# Found\n"
	print "What the scenarios and the fuzzer have found in kernels, each as a report. Made by `ci/found.sh` out of the comments in"
	print "`scenarios/found` and `fuzz/known`; `make lint` fails when this is not what they say.\n"
}

FNR == 1 {
	if (file ~ /found\//)
		show_scenario()
	start(FILENAME)
}

FILENAME ~ /found\// {
	if (/^#/ && !holds) {
		sub(/^# ?/, "")
		add($0)
	} else if (/^title/) {
		sub(/^title +/, "")
		holds = $0
	} else if (/^needs/)
		read_needs()
	else if (/^known/ && !known)
		read_known($0)
	next
}

# fuzz/known: paragraphs
/^$/ { show_patterns(); start(FILENAME); next }
/^#/ { sub(/^# ?/, ""); add($0); next }
{
	gsub(/\|/, "\\|")
	above = above (patterns++ ? ", " : "") "`" $0 "`"
}

END {
	show_patterns()
	exit bad
}
