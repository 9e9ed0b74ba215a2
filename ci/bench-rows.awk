# SPDX-License-Identifier: GPL-2.0-or-later
#
# bench-rows.awk - one line a run out of rproctest's results.json
#
# Prints "NAME VERDICT HASH WALL_MS COUNT NS RESTORED": COUNT messages exchanged
# in NS of virtual time (0 0 for a run without exchange); RESTORED is 1 for a run
# that began from a saved state, else 0.  Reads the file as rproctest
# writes it: one member a line.
#
# Leaves out: any other JSON.

function value(line)
{
	sub(/^[^:]*: */, "", line)
	gsub(/[",]/, "", line)
	return line
}

function row()
{
	if (name != "")
		print name, verdict, hash, wall_ms, count + 0, ns + 0, restored == "true"
	count = ns = 0
}

/^      "name":/ { row(); name = value($0) }
/^      "verdict":/ { verdict = value($0) }
/^      "trace_hash":/ { hash = value($0) }
/^      "wall_ms":/ { wall_ms = value($0) }
/^      "restored":/ { restored = value($0) }
/^        "[^"]*": \{/ { metric = $1 }
/^          "value":/ {
	if (metric ~ /exchange-[0-9]+-count/)
		count = value($0)
	else if (metric ~ /exchange-[0-9]+-time/)
		ns = value($0)
}
END { row() }
