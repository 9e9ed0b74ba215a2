# SPDX-License-Identifier: GPL-2.0-or-later
#
# Makefile - an index; what each line does is in the script it names
#
# Variables (make VAR=value; the scripts read them from the environment and
# have the defaults):
#
#   KERNEL_SRC=     kernel tree of yours, never written to
#   KERNEL=         packaged kernel, a row of kernel-config/versions [6.1]
#   CONFIG=         base debug (KASAN, lockdep, kmemleak), faults, coverage [base]
#   CROSS_COMPILE=  toolchain prefix for the kernel [arm-linux-gnueabihf-]
#   QEMU_SRC=       QEMU tree of yours, never written to
#   FIRMWARE=       ELF file in place of the image echo
#   SCENARIOS=      files or directories to run [scenarios]
#   MUTANTS=        mutant kernels that prove builds [all]
#   PROFILE=        SoC profiles, a,b or all [ref,stm32 for scenarios, else ref]
#   SEED=           seed of the runs
#   SEEDS=          runs that seeds makes [2000]
#   TIME=           seconds that explore [300] and fuzz [until Ctrl-C] take
#   O=              build directory [build]
#   CORPUS=         directory that fuzz grows [below the build directory]
#   ENGINE=         where fuzz looks: native (alone) or machine [native, then confirm]
#   SHARD=          I/N: the Ith of N machines that fuzz [1/1]
#   JOBS=           compilers and runs at a time [processors]
#   V=1             show what is run

export KERNEL_SRC KERNEL CONFIG ARCH CROSS_COMPILE QEMU_SRC FIRMWARE SCENARIOS MUTANTS PROFILE SEED SEEDS TIME O JOBS V CORPUS SHARD ENGINE

.PHONY: help scenarios check kernels prove explore reproduce coverage seeds check-bisect check-gate check-identical fuzz fuzz-kernel fuzz-machine bench shell debug \
	build tests deps qemu kernel \
	firmware harness agent busybox lint clean distclean
.NOTPARALLEL:

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile
	@awk '/^#   [A-Z_]+=/ { sub(/^#/, ""); print }' Makefile

scenarios: build ## the main job: set up what is missing, run every scenario, write build/report
	@ci/rproctest.sh run

check: build tests ## the tests: unit, registers, the engine's verdicts, scenarios and their proofs
	@ci/check.sh

kernels: qemu firmware agent harness ## the scenarios on every packaged kernel and on the trees KERNEL_SRC=, and a table
	@ci/kernels.sh

prove: build ## every mutant kernel against the scenarios, every scenario against its words
	@ci/prove.sh

explore: build ## sequences without end, with a model as the judge
	@ci/explore.sh

reproduce: build ## Suman's three issues on a kernel as it was and as it is
	@ci/reproduce.sh

coverage: qemu firmware agent harness ## lines of the stack that the scenarios execute, and why not the others
	@ci/coverage.sh

seeds: build ## SEEDS= runs of the quick scenarios, each with another seed
	@ci/seeds.sh

check-bisect: build ## git bisect run ci/bisect on a history with a guilty commit
	@ci/bisect-test.sh

check-gate: build ## ci/gate on trees with and without a bug
	@ci/gate-test.sh

check-identical: build ## the packaged kernel is unmodified, source and modules
	@ci/identical-test.sh

fuzz: harness $(if $(filter machine,$(ENGINE)),qemu) fuzz-kernel ## tables and images against the kernel's parser, until Ctrl-C or TIME=
	@ci/fuzz.sh

fuzz-leaks: build fuzz-kernel ## the stored cases against kmemleak; needs CONFIG=debug's kernel
	@ci/fuzz-leaks.sh

fuzz-machine: deps
	@ci/build-fuzz.sh --machine

fuzz-kernel: deps
	@ci/build-fuzz.sh $(if $(filter machine,$(ENGINE)),--machine)

bench: build fuzz-kernel fuzz-machine ## the figures: boot, round trips, time per scenario
	@ci/bench.sh

shell: build busybox ## a prompt in the guest, everything loaded
	@ci/rproctest.sh shell

debug: build busybox ## gdb on both processors
	@ci/debug.sh

build: kernel qemu firmware agent harness ## all that the above need

deps: ## install the distribution's packages of ci/deps.list that are missing
	@ci/deps.sh

qemu: deps ## QEMU with our machine in it
	@ci/build-qemu.sh

kernel: deps ## the kernel under test and our driver
	@ci/build-kernel.sh

firmware: deps ## firmware images
	@ci/build-part.sh firmware

agent: deps ## the guest's init
	@ci/build-part.sh agent

harness: deps ## the program rproctest
	@ci/build-part.sh harness

tests: qemu agent firmware harness ## the test programs, not run
	@ci/build-part.sh agent-tests firmware-tests harness-tests sim-tests

busybox: deps
	@ci/fetch.sh busybox

lint: deps ## style of scripts, sources and configuration
	@ci/lint.sh

clean: ## remove what was built, keep what was downloaded
	@ci/clean.sh

distclean: ## remove the build directory
	@ci/clean.sh --all
