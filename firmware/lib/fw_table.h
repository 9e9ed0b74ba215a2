/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fw_table.h - resource table of an image
 *
 * Entry layouts are those that the kernel's include/linux/rsc_table.h gives;
 * each begins with its type word here.  The table is built from three numbers
 * of the image's line in the Makefile:
 *
 *	FW_VDEVS	rpmsg vdevs: 0, 1, 2, 4 or 8
 *	FW_TRACES	trace buffers: 0 or 1
 *	FW_CARVEOUTS	1: ask for "fwram", where the code lies; else 0
 *
 * Linux fills in vring addresses, notifyids, negotiated features and the status
 * byte of each vdev while we run; all else is ours alone.
 */
#ifndef FW_TABLE_H
#define FW_TABLE_H

#include <stddef.h>
#include <stdint.h>

#define FW_RSC_CARVEOUT		0u
#define FW_RSC_TRACE		2u
#define FW_RSC_VDEV		3u
#define FW_RSC_ADDR_ANY		0xffffffffu
#define FW_RSC_NAME_SIZE	32

#define FW_VIRTIO_ID_RPMSG	7u
#define FW_RPMSG_F_NS		(1u << 0)	/* name service */

struct fw_rsc_carveout {
	uint32_t type;
	uint32_t da;
	uint32_t pa;
	uint32_t len;
	uint32_t flags;
	uint32_t reserved;
	char name[FW_RSC_NAME_SIZE];
};

struct fw_rsc_trace {
	uint32_t type;
	uint32_t da;
	uint32_t len;
	uint32_t reserved;
	char name[FW_RSC_NAME_SIZE];
};

struct fw_rsc_vring {
	uint32_t da;
	uint32_t align;
	uint32_t num;
	uint32_t notifyid;
	uint32_t reserved;
};

struct fw_rsc_vdev {
	uint32_t type;
	uint32_t id;
	uint32_t notifyid;
	uint32_t dfeatures;
	uint32_t gfeatures;
	uint32_t config_len;
	uint8_t status;
	uint8_t num_of_vrings;
	uint8_t reserved[2];
	struct fw_rsc_vring vring[2];
};

_Static_assert(sizeof(struct fw_rsc_carveout) == 56, "carveout entry");
_Static_assert(sizeof(struct fw_rsc_trace) == 48, "trace entry");
_Static_assert(offsetof(struct fw_rsc_vdev, status) == 24, "vdev entry");
_Static_assert(sizeof(struct fw_rsc_vdev) == 68, "vdev entry");

#ifdef FW_VDEVS
struct fw_table {
	uint32_t ver;
	uint32_t num;
	uint32_t reserved[2];
	uint32_t offset[FW_CARVEOUTS + FW_TRACES + FW_VDEVS];
	struct fw_rsc_carveout carveout[FW_CARVEOUTS];
	struct fw_rsc_trace trace[FW_TRACES];
	struct fw_rsc_vdev vdev[FW_VDEVS];
};

extern struct fw_table fw_table;
#endif

#endif
