# SPDX-License-Identifier: GPL-2.0-or-later
#
# mutants.awk - one line a mutant, out of the words above its patch
#
# Usage: awk -v debug=0|1 -v profiles="NAME..." -f ci/mutants.awk
# kernel-config/mutants/needs PATCH...  Prints
# "NAME<tab>CONFIG<tab>PROFILE<tab>UNMET<tab>SURVIVES" for each patch: CONFIG is
# what it must be built with (base or debug), PROFILE the SoC profile that shows
# it (ref, or what its need profile:NAME says), UNMET what its Needs: line asks
# for and this rig does not have (empty: nothing), SURVIVES the text of its
# Survives: line.  debug: there is a kernel with CONFIG=debug; profiles: those
# that rproctest has.
#
# The needs of a patch are the words before the first ":" or ";" that ends one;
# what follows is for readers.  A need is unmet when the file needs has a row
# for it; config:debug is met when debug is 1, profile:NAME when there is one.
#
# Leaves out: everything from the line "---" on.

# why @word is not met, "" when it is
function lack(word)
{
	if (word == "config:debug" && debug)
		return ""
	if (sub(/^profile:/, "", word))
		return index(" " profiles " ", " " word " ") ? "" : "there is no such SoC profile"
	return (word in why) ? why[word] : ""
}

function finish_row(    words, count, i, word, unmet, config, profile)
{
	if (name == "")
		return
	config = "base"
	profile = "ref"
	count = split(text["Needs"], words, " ")
	for (i = 1; i <= count; i++) {
		word = words[i]
		sub(/[:;,]$/, "", word)
		if (word == "config:debug")
			config = "debug"
		if (word ~ /^profile:/)
			profile = substr(word, length("profile:") + 1)
		if (lack(word) != "")
			unmet = unmet (unmet == "" ? "" : "; ") word ": " lack(word)
		if (words[i] ~ /;$/ || (words[i] ~ /:$/ && words[i + 1] !~ /:$/))
			break
	}
	printf "%s\t%s\t%s\t%s\t%s\n", name, config, profile, unmet, text["Survives"]
	split("", text)
	name = ""
}

FNR == 1 && FILENAME !~ /\.patch$/ { reads_needs = 1 }
FNR == 1 && FILENAME ~ /\.patch$/ {
	finish_row()
	reads_needs = 0
	is_over = 0
	name = FILENAME
	sub(/.*\//, "", name)
	sub(/\.patch$/, "", name)
}
reads_needs {
	if ($0 !~ /^#/ && NF > 1) {
		word = $1
		sub(/^[^ \t]+[ \t]+/, "")
		why[word] = $0
	}
	next
}
/^---/ { is_over = 1 }
is_over { next }
/^[A-Z][A-Za-z-]*:/ {
	key = $1
	sub(/:$/, "", key)
	sub(/^[^:]*: */, "")
	text[key] = $0
	next
}
/^  / { sub(/^ +/, " "); text[key] = text[key] $0 }
END { finish_row() }
