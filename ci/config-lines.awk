# SPDX-License-Identifier: GPL-2.0-or-later
#
# config-lines.awk - the lines of configuration fragments that a kernel knows
#
# Input: kernel-config/ranges, then fragments.  Variable: version (X.Y).  Prints
# assignments and the lines that say what is off, but none of a symbol that is
# out of its range; the last line for a symbol is the one that counts.
#
# Leaves out: more than one range for a symbol.

function number(text,	part)
{
	split(text, part, ".")
	return part[1] * 1000 + part[2]
}

/^#/ && !/^# CONFIG_.* is not set$/ { next }

NR == FNR {
	if ($2 != "-" && number(version) < number($2) ||
	    $3 != "-" && number(version) >= number($3))
		unknown["CONFIG_" $1]
	next
}

/CONFIG_/ {
	symbol = ($1 == "#") ? $2 : $1
	sub(/=.*/, "", symbol)
	if (symbol in unknown)
		next
	if (!(symbol in line))
		order[++num] = symbol
	line[symbol] = $0
}

END {
	for (i = 1; i <= num; i++)
		print line[order[i]]
}
