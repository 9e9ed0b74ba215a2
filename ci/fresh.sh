#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# fresh.sh - the same commands on a Debian that has none of it
#
# Usage: ci/fresh.sh [--user] [TARGET...]; needs root and debootstrap.  Makes a
# minimal Debian 12 with git and make in $O/fresh/root, clones the last commit of
# this checkout into it and runs "make TARGET" there for each TARGET (default:
# scenarios check), from nothing; then each once more, to show that nothing is
# rebuilt.  With --user the commands are an ordinary user's, who has sudo.
# Prints the time of each.  Exit status: that of the first that fails.
#
# The Debian itself is kept as $O/fresh/base and copied for every call.
# Leaves out: uncommitted changes.
set -eu
# shellcheck source=ci/lib.sh
. "$(dirname "$0")/lib.sh"

MIRROR=${MIRROR:-http://deb.debian.org/debian}
fresh=$O/fresh
root=$fresh/root

make_base()
{
	[ ! -d "$fresh/base" ] || return 0
	rm -rf "$fresh/base.new"
	step fresh-base "install a minimal Debian 12" debootstrap --variant=minbase \
		--include=git,make,ca-certificates bookworm "$fresh/base.new" "$MIRROR"
	mv "$fresh/base.new" "$fresh/base"
}

make_root()
{
	rm -rf --one-file-system "$root"
	step fresh-copy "copy it" cp -a "$fresh/base" "$root"
	copy_if_changed /etc/resolv.conf "$root/etc/resolv.conf"
	# as an installation image has it: no package lists
	find "$root/var/lib/apt/lists" -type f -delete
	step fresh-clone "clone this checkout" git clone -q --no-hardlinks "$TOP" "$root/rproctest"
}

make_user()
{
	inside useradd -m builder
	inside chown -R builder: /rproctest
	step fresh-sudo "install sudo" env -C "$root" unshare --mount chroot . sh -c '
		mount -t proc proc /proc
		apt-get -q update
		DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends sudo
		find /var/lib/apt/lists -type f -delete'
	printf 'builder ALL=(ALL) NOPASSWD: ALL\n' >"$root/etc/sudoers.d/builder"
}

# /proc and terminals are mounted in a namespace of its own: nothing is left when it ends
inside()
{
	# shellcheck disable=SC2016 # expanded by the inner shell
	unshare --mount sh -c 'mount -t proc proc "$0/proc" &&
		mount -t devpts -o newinstance,ptmxmode=0666 devpts "$0/dev/pts" && exec chroot "$0" "$@"' "$root" \
		env -i HOME=/ PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

[ "$(id -u)" -eq 0 ] || die "fresh.sh needs root: it makes a chroot"
have debootstrap || die "no debootstrap: apt-get install debootstrap"
become=
if [ "${1:-}" = --user ]; then
	become='runuser -u builder --'
	shift
fi
[ $# -gt 0 ] || set -- scenarios check
mkdir -p "$fresh"
# a second call would take the first one's Debian away from under it
exec 9>"$fresh/lock"
flock -n 9 || die "another ci/fresh.sh is running in $(short "$fresh")"
make_base
make_root
[ -z "$become" ] || make_user
for pass in first second; do
	for target in "$@"; do
		note "== make $target, $pass time"
		start=$(date +%s)
		status=0
		# shellcheck disable=SC2086 # words
		inside $become make -C /rproctest "$target" </dev/null || status=$?
		note "== make $target, $pass time: status $status, $(duration $(($(date +%s) - start)))"
		[ "$status" -eq 0 ] || exit "$status"
	done
done
