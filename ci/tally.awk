# SPDX-License-Identifier: GPL-2.0-or-later
#
# tally.awk - count the results of one TAP or KTAP stream
#
# Variable: status, the exit status of the program that printed it.  Prints
# "PASSED FAILED SKIPPED" on the first line, then one line for each failure:
# the failed test with the comment lines that follow it, and what else is wrong
# with the stream: no plan, a plan that was not met, a status that no test
# explains.  Each of those is a failure.  Subtests (indented) are the business
# of their test line.  A test marked TODO is a known bug: it counts as passed.
#
# Leaves out: YAML blocks.

/^1\.\.[0-9]+/ {
	plan = substr($1, 4) + 0
	have_plan = 1
}

/^(not )?ok / {
	results++
	in_failure = 0
	if (/# *(SKIP|skip)/)
		skipped++
	else if (/^ok / || /# *(TODO|todo)/)
		passed++
	else {
		failed++
		in_failure = 1
		failures = failures $0 "\n"
	}
	next
}

in_failure && /^ *#/ { failures = failures $0 "\n" }

function wrong(what)
{
	failed++
	failures = failures "not ok - " what "\n"
}

END {
	ended = "status " status (status == 124 ? ", out of time" : "")
	if (!have_plan)
		wrong("no plan, the program ended early (" ended ")")
	else if (plan != results)
		wrong(plan " tests planned, " results + 0 " ran (" ended ")")
	else if (status != 0 && status != 77 && failed == 0)
		wrong("exit status " status ", though no test failed")
	print passed + 0, failed + 0, skipped + 0
	printf "%s", failures
}
