# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# tree.sh - a kernel tree of the user's under test (sourced by gate and bisect)
#
# Interface: after ci/lib.sh, with the caller's directory in $FROM:
#
#   build_rig              simulator, agent, firmware and rproctest, what is missing
#   find_tree TREE         sets $tree (absolute path) and $kernel (directory with
#                          zImage, modules/, config, release once it is built)
#   build_tree             builds the kernel of $tree
#   scenario_paths NAME... prints each as rproctest takes it: a name below
#                          scenarios/, or a path from the caller's directory
#
# Kernels are built in $TREES, one build directory for each tree, which stays: the
# next build of the same tree compiles what has changed.  $O/kernel/default is
# left alone, and nothing is written into the tree.

: "${TREES:=$O/trees}"		# build directories of the user's trees

build_rig()
{
	ci/deps.sh && ci/build-qemu.sh && ci/build-part.sh agent firmware harness
}

find_tree()
{
	tree=$(cd "$FROM" && tree_path "$1") || return
	# shellcheck disable=SC2034 # for the script that sources this
	kernel=$TREES/kernel/$(basename "$tree")-$(hash_of "$tree")-$CONFIG
}

build_tree()
{
	env O="$TREES" DOWNLOADS="$DOWNLOADS" KERNEL_SRC="$tree" ci/build-kernel.sh
}

scenario_paths()
{
	for path in "$@"; do
		file=${path%@*}
		if [ -e "scenarios/$file" ]; then
			printf 'scenarios/%s\n' "$path"
		elif [ -e "$FROM/$file" ]; then
			printf '%s/%s\n' "$FROM" "$path"
		elif [ -e "$file" ]; then
			printf '%s\n' "$path"
		else
			die "$path: no such scenario"
		fi
	done
}
