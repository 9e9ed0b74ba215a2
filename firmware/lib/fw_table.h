/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fw_table.h - resource table of an image
 *
 * Entry layouts are those that the kernel's include/linux/rsc_table.h gives;
 * each begins with its type word here.  The table is built from the numbers of
 * the image's line in images.mk:
 *
 *	FW_VDEVS	rpmsg vdevs: 0, 1, 2, 4 or 8
 *	FW_TRACES	trace buffers: 0 or 1
 *	FW_CARVEOUTS	1: ask for "fwram", where the code lies; else 0
 *	FW_BUFFERS	1: ask for a carveout "vdev0buffer", for vdev 0's buffers; else 0
 *	FW_NETS		network vdevs, behind the rpmsg ones: 0, 1, 2, 4 or 8
 *	FW_CONSOLES	console vdevs, behind those: 0 or 1
 *	FW_CONSOLE	what they are: CONSOLE or SERIAL
 *	FW_RNGS		entropy vdevs, which have one ring, behind those: 0 or 1
 *	FW_DEVMEMS	device memory, of a board with an MMU: 2, else 0
 *
 * Linux fills in vring addresses, notifyids, negotiated features and the status
 * byte of each vdev while we run; all else is ours alone.
 */
#ifndef FW_TABLE_H
#define FW_TABLE_H

#include <stddef.h>
#include <stdint.h>

#define FW_RSC_CARVEOUT		0u
#define FW_RSC_DEVMEM		1u
#define FW_RSC_TRACE		2u
#define FW_RSC_VDEV		3u
#define FW_RSC_ADDR_ANY		0xffffffffu
#define FW_RSC_NAME_SIZE	32

/* virtio 1.1, 5, 5.1.3 and 5.4.2 */
#define FW_VIRTIO_ID_NET	1u
#define FW_VIRTIO_ID_CONSOLE	3u
#define FW_VIRTIO_ID_RNG	4u
#define FW_VIRTIO_ID_RPMSG	7u
#define FW_VIRTIO_ID_SERIAL	11u	/* of a remote processor, one port */
#define FW_NET_F_MAC		(1u << 5)	/* its address is in the config space */
#define FW_RPMSG_F_NS		(1u << 0)	/* name service */

/* of a device memory entry as well */
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
	struct fw_rsc_vring vring[2];	/* num_of_vrings of them; the rest is nobody's */
};

/* config space behind the rings, virtio 1.1, 5.1.4; status is not offered */
struct fw_rsc_net {
	struct fw_rsc_vdev vdev;
	uint8_t mac[6];
	uint16_t status;
};

_Static_assert(sizeof(struct fw_rsc_carveout) == 56, "carveout entry");
_Static_assert(sizeof(struct fw_rsc_trace) == 48, "trace entry");
_Static_assert(offsetof(struct fw_rsc_vdev, status) == 24, "vdev entry");
_Static_assert(sizeof(struct fw_rsc_vdev) == 68, "vdev entry");
_Static_assert(sizeof(struct fw_rsc_net) == 76, "net vdev entry");

#ifdef FW_VDEVS
struct fw_table {
	uint32_t ver;
	uint32_t num;
	uint32_t reserved[2];
	uint32_t offset[FW_CARVEOUTS + FW_BUFFERS + FW_DEVMEMS + FW_TRACES + FW_VDEVS +
			FW_NETS + FW_CONSOLES + FW_RNGS];
	struct fw_rsc_carveout carveout[FW_CARVEOUTS];
	struct fw_rsc_carveout buffer[FW_BUFFERS];
	struct fw_rsc_carveout devmem[FW_DEVMEMS];
	struct fw_rsc_trace trace[FW_TRACES];
	struct fw_rsc_vdev vdev[FW_VDEVS];
	struct fw_rsc_net net[FW_NETS];
	struct fw_rsc_vdev console[FW_CONSOLES];
	struct fw_rsc_vdev rng[FW_RNGS];
};

extern struct fw_table fw_table;
#endif

#endif
