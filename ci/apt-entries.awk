# SPDX-License-Identifier: GPL-2.0-or-later
#
# apt-entries.awk - "URI SUITE" of the entries of an apt sources file
#
# Variables: codename (of the release), keyring (path of Debian's), deb822
# ("sources" for a deb822 file, anything else for one-line format).  Only
# entries that are Debian's own are printed: suite CODENAME, CODENAME-updates or
# CODENAME-security, component main, signed by no other key than Debian's.
#
# Leaves out: inline keys, Architectures:, suites that are exact paths.

function ours(suite)
{
	return suite == codename || suite == codename "-updates" ||
	       suite == codename "-security"
}

function entry(uris, suites, components, key,	u, s, i, j)
{
	if (key != "" && key != keyring)
		return
	if ((" " components " ") !~ / main /)
		return
	for (i = split(uris, u); i > 0; i--)
		for (j = split(suites, s); j > 0; j--)
			if (ours(s[j]))
				print u[i], s[j]
}

function stanza()
{
	if ((" " field["types"] " ") ~ / deb / && field["enabled"] != "no")
		entry(field["uris"], field["suites"], field["components"],
		      field["signed-by"])
	delete field
}

/^[[:space:]]*#/ { next }

deb822 == "sources" && /^[[:space:]]*$/ { stanza(); next }

deb822 == "sources" && /^[^[:space:]]+:/ {
	name = tolower($1)
	sub(/:$/, "", name)
	$1 = ""
	sub(/^ /, "")
	field[name] = $0
	next
}

deb822 == "sources" && /^[[:space:]]/ {
	sub(/^[[:space:]]+/, "")
	field[name] = field[name] " " $0
	next
}

deb822 != "sources" && $1 == "deb" {
	key = ""
	sub(/^deb[[:space:]]+/, "")
	if (match($0, /^\[[^]]*\][[:space:]]*/)) {
		options = substr($0, 1, RLENGTH)
		$0 = substr($0, RLENGTH + 1)
		if (match(options, /signed-by=[^] ]+/))
			key = substr(options, RSTART + 10, RLENGTH - 10)
	}
	components = ""
	for (i = 3; i <= NF; i++)
		components = components " " $i
	entry($1, $2, components, key)
}

END {
	if (deb822 == "sources")
		stanza()
}
