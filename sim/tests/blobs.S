/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * blobs - the test images as bytes in the tests: probe for ITCM and for DRAM,
 * walker for profile omap
 */
	.macro blob name, file
	.globl \name, \name\()_end
	.balign 4
\name:	.incbin "\file"
\name\()_end:
	.endm

	.section .rodata
	blob probe_itcm, "probe-itcm.bin"
	blob probe_dram, "probe-dram.bin"
	blob walker, "walker-l2ram.bin"
	.section .note.GNU-stack, "", %progbits
