# SPDX-License-Identifier: GPL-2.0-or-later
# One line for each image: what it is built of, and in what it differs.
#
#	IMAGE_<name> := DIRECTORY VDEVS TRACES CARVEOUTS CONDUCT
#			[NETS [CONSOLES [RNGS [KIND [BUFFERS]]]]]
#
# The images of board wkup-m3 are those that begin with pm or sin-pm, other boards
# have the rest.
#
# VDEVS "-": no resource table at all.  CARVEOUTS 1: the code lies in core 0's
# FWRAM.  CONDUCT: entry of echo/conduct.c or
# board/wkup-m3/conduct.h, "-" for idle.  VDEVS are rpmsg
# buses; NETS, CONSOLES and RNGS (0) further vdevs behind them.  KIND of console:
# CONSOLE (VIRTIO_ID_CONSOLE) if not given, or SERIAL (VIRTIO_ID_RPROC_SERIAL).
# BUFFERS 1: a carveout "vdev0buffer".

IMAGE_echo		:= echo 1 1 0 ECHO
IMAGE_echo-dram		:= echo 1 1 1 ECHO
IMAGE_echo-2vdev	:= echo 2 1 0 ECHO
IMAGE_echo-4vdev	:= echo 4 1 0 ECHO
IMAGE_echo-8vdev	:= echo 8 1 0 ECHO
IMAGE_echo-noreannounce	:= echo 1 1 0 ECHO_NOREANNOUNCE
IMAGE_echo-nowatch	:= echo 1 1 0 ECHO_NOWATCH
IMAGE_echo-2vdev-strict	:= echo 2 1 0 ECHO_STRICT
IMAGE_echo-4vdev-strict	:= echo 4 1 0 ECHO_STRICT
IMAGE_echo-8vdev-strict	:= echo 8 1 0 ECHO_STRICT
IMAGE_sin-mute		:= echo 1 1 0 SIN_MUTE
IMAGE_sin-once		:= echo 1 1 0 SIN_ONCE
IMAGE_sin-crashloop	:= echo 1 1 0 SIN_CRASHLOOP
IMAGE_sin-late		:= echo 1 1 0 SIN_LATE
IMAGE_sin-flip		:= echo 1 1 0 SIN_FLIP
IMAGE_sin-drop		:= echo 1 1 0 SIN_DROP
IMAGE_sin-swap		:= echo 1 1 0 SIN_SWAP
IMAGE_sin-dup		:= echo 1 1 0 SIN_DUP
IMAGE_sin-short		:= echo 1 1 0 SIN_SHORT
IMAGE_sin-long		:= echo 1 1 0 SIN_LONG
IMAGE_sin-deaf		:= echo 1 1 0 SIN_DEAF
IMAGE_sin-nofeed	:= echo 1 1 0 SIN_NOFEED
IMAGE_sin-quiet-fault	:= echo 1 1 0 SIN_QUIET_FAULT
IMAGE_sin-noend		:= echo 1 1 0 SIN_NOEND
IMAGE_sin-table-none	:= echo 1 1 0 SIN_TABLE_NONE
IMAGE_sin-table-astray	:= echo 1 1 0 SIN_TABLE_ASTRAY
IMAGE_sin-table-short	:= echo 1 1 0 SIN_TABLE_SHORT
IMAGE_sin-notrace	:= echo 1 0 0 ECHO
IMAGE_sin-flip-2vdev	:= echo 2 1 0 SIN_FLIP
IMAGE_sin-flip-4vdev	:= echo 4 1 0 SIN_FLIP
IMAGE_sin-flip-8vdev	:= echo 8 1 0 SIN_FLIP
IMAGE_echo-noreannounce-2vdev := echo 2 1 0 ECHO_NOREANNOUNCE
IMAGE_echo-net		:= echo 1 1 0 ECHO 1
IMAGE_sin-flip-net	:= echo 1 1 0 SIN_FLIP 1
IMAGE_echo-mixed	:= echo 2 1 0 ECHO 1 1
IMAGE_sin-flip-mixed	:= echo 2 1 0 SIN_FLIP 1 1
IMAGE_net-1		:= net 0 1 0 ECHO 1
IMAGE_net-2		:= net 0 1 0 ECHO 2
IMAGE_net-4		:= net 0 1 0 ECHO 4
IMAGE_net-8		:= net 0 1 0 ECHO 8
IMAGE_sin-net-flip	:= net 0 1 0 SIN_FLIP 8
IMAGE_console		:= net 0 1 0 ECHO 0 1
IMAGE_sin-console-flip	:= net 0 1 0 SIN_FLIP 0 1
IMAGE_echo-buffer	:= echo 1 1 0 ECHO 0 0 0 CONSOLE 1
IMAGE_serial		:= net 0 1 0 ECHO 0 1 0 SERIAL
IMAGE_sin-serial-flip	:= net 0 1 0 SIN_FLIP 0 1 0 SERIAL
IMAGE_idle		:= idle 0 1 0 -
IMAGE_idle-buffer	:= idle 0 1 0 - 0 0 0 CONSOLE 1
IMAGE_one-ring		:= idle 0 1 0 - 0 0 1
IMAGE_no-table		:= idle - 0 0 -
IMAGE_sin-hoard		:= echo 1 1 0 SIN_HOARD
IMAGE_sin-kick-early	:= echo 1 1 0 SIN_KICK_EARLY
IMAGE_sin-kick-late	:= echo 1 1 0 SIN_KICK_LATE
IMAGE_sin-kick-late-4vdev := echo 4 1 0 SIN_KICK_LATE
IMAGE_sin-kick-late-8vdev := echo 8 1 0 SIN_KICK_LATE
IMAGE_sin-status-late	:= echo 1 1 0 SIN_STATUS_LATE
IMAGE_sin-rx-id		:= echo 1 1 0 SIN_RX_ID
IMAGE_sin-tx-id		:= echo 1 1 0 SIN_TX_ID
IMAGE_sin-rx-twice	:= echo 1 1 0 SIN_RX_TWICE
IMAGE_sin-rx-idx	:= echo 1 1 0 SIN_RX_IDX
IMAGE_sin-rx-loop	:= echo 1 1 0 SIN_RX_LOOP
IMAGE_sin-used-len	:= echo 1 1 0 SIN_USED_LEN
IMAGE_sin-used-len-lie	:= echo 1 1 0 SIN_USED_LEN_LIE
IMAGE_sin-dst		:= echo 1 1 0 SIN_DST
IMAGE_sin-header-len	:= echo 1 1 0 SIN_HEADER_LEN
IMAGE_sin-ns-flood	:= echo 1 1 0 SIN_NS_FLOOD
IMAGE_sin-ns-again	:= echo 1 1 0 SIN_NS_AGAIN
IMAGE_sin-ns-unknown	:= echo 1 1 0 SIN_NS_UNKNOWN
IMAGE_sin-ns-endless-name	:= echo 1 1 0 SIN_NS_ENDLESS_NAME
IMAGE_sin-ns-no-name	:= echo 1 1 0 SIN_NS_NO_NAME
IMAGE_sin-ns-size	:= echo 1 1 0 SIN_NS_SIZE
IMAGE_sin-kick-word	:= echo 1 1 0 SIN_KICK_WORD
IMAGE_sin-kick-storm	:= echo 1 1 0 SIN_KICK_STORM
IMAGE_sin-kick-storm-4vdev := echo 4 1 0 SIN_KICK_STORM
IMAGE_sin-kick-storm-8vdev := echo 8 1 0 SIN_KICK_STORM
IMAGE_sin-kick-endless	:= echo 1 1 0 SIN_KICK_ENDLESS
IMAGE_sin-table-wiped	:= echo 1 1 0 SIN_TABLE_WIPED
IMAGE_sin-table-status	:= echo 1 1 0 SIN_TABLE_STATUS
IMAGE_pm		:= idle 0 1 0 PM
IMAGE_pm-no-table	:= idle - 0 0 PM
IMAGE_pm-vdev		:= idle 1 1 0 PM
IMAGE_sin-pm-old	:= idle 0 1 0 SIN_PM_OLD
IMAGE_sin-pm-mute	:= idle 0 1 0 SIN_PM_MUTE
