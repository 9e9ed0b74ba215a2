# SPDX-License-Identifier: GPL-2.0-or-later
#
# QEMU devices built in: the virt board and the ARMv7-M container, nothing more
#
# Read by QEMU's configure as configs/devices/aarch64-softmmu/amp.mak.

CONFIG_ARM_V7M=y
CONFIG_ARM_VIRT=y
