#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# apt.sh - packages downloaded without touching the system's apt
#
# Usage: ci/apt.sh source PACKAGE | ci/apt.sh deb PACKAGE[:ARCH] [SUITE]
#
# Downloads a source package (.dsc and tarballs) or one .deb into the current
# directory; apt checks every file against the archive's signed index.  Lists,
# cache and state are those of $O/apt; the sources list there is made from the
# system's own (/etc/apt, one-line and deb822 files), so that a local mirror is
# used, with deb-src and, where missing, the security suite added.  /etc/apt/apt.conf.d is read (proxies), not written.
#
# With a SUITE other than "-" that one is looked at instead of this release's, on
# the same mirrors, with lists and state of its own in $O/apt/SUITE.
#
# Leaves out: archives that are not Debian's own; their entries are not taken.
set -eu
# shellcheck source=ci/lib.sh
. "$(dirname "$0")/lib.sh"

KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg
HOST_ARCH=$(dpkg --print-architecture)
APT=$O/apt

# one line "URI SUITE" for every entry of the system that is Debian's own: a
# suite of this release, component main, and no signing key but Debian's
system_entries()
{
	codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
	for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list \
		/etc/apt/sources.list.d/*.sources; do
		[ -r "$list" ] || continue
		# a blank line ends the last deb822 stanza of each file
		awk -v codename="$codename" -v keyring="$KEYRING" \
			-v deb822="${list##*.}" -f ci/apt-entries.awk "$list"
	done
}

# the release and its corrections: a system that leaves the latter out would get
# another kernel and another QEMU than all others
complete_entries()
{
	codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-bookworm}")
	grep -q " $codename\$" "$APT/entries" ||
		echo "http://deb.debian.org/debian $codename" >>"$APT/entries"
	grep -q " $codename-security\$" "$APT/entries" ||
		echo "http://deb.debian.org/debian-security $codename-security" >>"$APT/entries"
}

# the mirrors of this release, or of its security updates, with $suite instead
other_suite()
{
	awk -v suite="$suite" '
		($2 ~ /-security$/) == (suite ~ /-security$/) { print $1, suite }' |
		sort -u
}

write_sources()
{
	system_entries | sort -u >"$APT/entries"
	complete_entries
	if [ "$suite" != - ]; then
		other_suite <"$APT/entries" >"$APT/entries.new"
		mv "$APT/entries.new" "$APT/entries"
		[ -s "$APT/entries" ] || die "no mirror for $suite among those of /etc/apt"
	fi
	# armhf (the guest's busybox) from the release itself only: apt drops all of
	# a suite of which one list cannot be had.  From another suite only packages
	# for all architectures are taken
	awk -v suite="$suite" -v arch="$HOST_ARCH" -v keyring="$KEYRING" '{
			archs = ($2 ~ /-/ || suite != "-") ? arch : arch ",armhf"
			print "deb [arch=" archs " signed-by=" keyring "] " $0 " main"
			if (suite == "-")
				print "deb-src [signed-by=" keyring "] " $0 " main"
		}' "$APT/entries" >"$APT/sources.list.new"
}

write_conf()
{
	cat >"$APT/apt.conf" <<-EOT
		#clear APT::Architectures;
		APT::Architectures { "$HOST_ARCH"; "armhf"; };
		#clear APT::Update::Post-Invoke;
		#clear APT::Update::Post-Invoke-Success;
		#clear DPkg::Post-Invoke;
		APT::Sandbox::User "root";
		Acquire::Languages "none";
		Acquire::Retries "3";
		Dir::Cache "$APT/cache";
		Dir::Etc::SourceList "$APT/sources.list";
		Dir::Etc::SourceParts "/dev/null";
		Dir::State "$APT/state";
		Dir::State::Status "$APT/state/status";
	EOT
}

set_up()
{
	[ -r "$KEYRING" ] || die "no $KEYRING: is debian-archive-keyring installed?"
	mkdir -p "$APT/cache/archives/partial" "$APT/state/lists/partial"
	: >"$APT/state/status"
	write_conf
	write_sources
	if ! cmp -s "$APT/sources.list.new" "$APT/sources.list"; then
		mv "$APT/sources.list.new" "$APT/sources.list"
		rm -f "$APT/updated"
	fi
}

get()
{
	case $1 in
	source) apt-get -q -c "$APT/apt.conf" source --download-only --only-source "$2" ;;
	deb) apt-get -q -c "$APT/apt.conf" download "$2" ;;
	*) die "apt.sh: what is '$1'?" ;;
	esac
}

[ $# -eq 2 ] || [ $# -eq 3 ] || die "usage: ci/apt.sh source|deb PACKAGE [SUITE]"
suite=${3:--}
[ "$suite" = - ] || APT=$APT/$suite
set_up
cd "$DOWNLOADS"
# the lists as they are, while they serve
if [ -e "$APT/updated" ] && get "$1" "$2"; then
	exit 0
fi
# a list that is missing would mean another version, so it is an error
apt-get -q -c "$APT/apt.conf" update --error-on=any
get "$1" "$2"
: >"$APT/updated"
