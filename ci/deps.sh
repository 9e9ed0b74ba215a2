#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# deps.sh - install the distribution's packages of ci/deps.list that are missing
#
# Usage: ci/deps.sh [LIST], a file in the form of ci/deps.list.  Does nothing, and needs no rights, when none is missing;
# otherwise runs apt-get install, through sudo when not root.  The package lists
# are updated only when apt does not know a package or cannot get it.
#
# Leaves out: distributions without apt; it says what they need.
set -eu
# shellcheck source=ci/lib.sh
. "$(dirname "$0")/lib.sh"

list=${1:-ci/deps.list}

wanted()
{
	awk '/^[^#]/ { print $1 }' "$list"
}

missing()
{
	# dpkg-query names what it knows and fails for the rest
	# shellcheck disable=SC2046 # package names are words
	dpkg-query -W -f '${Package} ${db:Status-Status}\n' $(wanted) \
		>"$O/log/deps-state" 2>/dev/null || :
	wanted | awk 'NR == FNR { if ($2 == "installed") have[$1]; next }
		!($1 in have) { print }' "$O/log/deps-state" -
}

for tool in apt-get dpkg-query; do
	have "$tool" || die "no $tool: install what ci/deps.list names in this system's own way, then call the scripts of ci/ that the Makefile names"
done
packages=$(missing | paste -sd ' ' -)
[ -n "$packages" ] || exit 0

sudo=
if [ "$(id -u)" -ne 0 ]; then
	by_hand="as root: apt-get install --no-install-recommends $packages"
	have sudo || die "packages are missing and there is no sudo; $by_hand"
	sudo -v || die "sudo refused; $by_hand"
	sudo=sudo
fi

# shellcheck disable=SC2086 # sudo may be nothing, packages are words
install_packages()	# step or try
{
	"$1" deps "install packages" $sudo env DEBIAN_FRONTEND=noninteractive \
		apt-get -q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 \
		install --no-install-recommends $packages
}

need_space 2500 'the toolchains'
if ! install_packages try; then
	hint 'is there a network? the mirrors are those of /etc/apt'
	# shellcheck disable=SC2086
	step deps-update "update package lists" $sudo apt-get -q -o DPkg::Lock::Timeout=300 update
	install_packages step
fi
