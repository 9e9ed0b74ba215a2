// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The resource table of an image, from the numbers that fw_table.h names.
 *
 * Order: carveouts first, as the kernel wants them before what lies in them;
 * then what the core needs to see through its MMU.
 */
#include "amp_map.h"
#include "board.h"
#include "fw_table.h"
#include "fw_trace.h"
#include "fw_vring.h"

/* The largest that a region vdev0vring<n> of the machine holds is 1024 */
#define VRING_NUM	64u

#define JOIN_(a, b)	a##b
#define JOIN(a, b)	JOIN_(a, b)
#define REPEAT_0(item)
#define REPEAT_1(item)	item(0)
#define REPEAT_2(item)	REPEAT_1(item) item(1)
#define REPEAT_4(item)	REPEAT_2(item) item(2) item(3)
#define REPEAT_8(item)	REPEAT_4(item) item(4) item(5) item(6) item(7)
#define REPEAT(n, item)	JOIN(REPEAT_, n)(item)

/* Items of an initializer, each with its comma */
#define CARVEOUT_OFFSET(n)	offsetof(struct fw_table, carveout[n]),
#define BUFFER_OFFSET(n)	offsetof(struct fw_table, buffer[n]),
#define DEVMEM_OFFSET(n)	offsetof(struct fw_table, devmem[n]),
#define TRACE_OFFSET(n)		offsetof(struct fw_table, trace[n]),
#define VDEV_OFFSET(n)		offsetof(struct fw_table, vdev[n]),
#define NET_OFFSET(n)		offsetof(struct fw_table, net[n]),
#define CONSOLE_OFFSET(n)	offsetof(struct fw_table, console[n]),
#define RNG_OFFSET(n)		offsetof(struct fw_table, rng[n]),

#define CARVEOUT(n) {						\
	.type = FW_RSC_CARVEOUT,				\
	.da = BOARD_FWRAM,					\
	.pa = FW_RSC_ADDR_ANY,					\
	.len = AMP_FWRAM_SIZE,					\
	.name = "fwram",					\
},

/* anywhere; twice what 64 buffers of 512 bytes in each direction take */
#define BUFFER(n) {						\
	.type = FW_RSC_CARVEOUT,				\
	.da = FW_RSC_ADDR_ANY,					\
	.pa = FW_RSC_ADDR_ANY,					\
	.len = 128 * 1024,					\
	.name = "vdev0buffer",					\
},

/* Devices that are no rpmsg bus have their buffers anywhere in DRAM */
#if FW_NETS + FW_CONSOLES + FW_RNGS > 0
#define BOARD_MAP_MEMORY	BOARD_MAP_DRAM
#else
#define BOARD_MAP_MEMORY	BOARD_MAP_POOL
#endif
#define MAP_0			BOARD_MAP_MBOX
#define MAP_1			BOARD_MAP_MEMORY

#define MAP(at, phys, size, called) {				\
	.type = FW_RSC_DEVMEM,					\
	.da = at,						\
	.pa = phys,						\
	.len = size,						\
	.name = called,						\
},
#define MAP_OF(...)		MAP(__VA_ARGS__)
#define DEVMEM(n)		MAP_OF(JOIN(MAP_, n))

#define TRACE(n) {						\
	.type = FW_RSC_TRACE,					\
	.da = (uintptr_t)fw_trace_buffer,			\
	.len = FW_TRACE_SIZE,					\
	.name = "trace" #n,					\
},

#define VRING() {						\
	.da = FW_RSC_ADDR_ANY,					\
	.align = BOARD_VRING_ALIGN,				\
	.num = VRING_NUM,					\
	.notifyid = FW_RSC_ADDR_ANY,				\
}

#define ANY_VDEV(device, features, config, rings, ...)		\
	.type = FW_RSC_VDEV,					\
	.id = device,						\
	.dfeatures = features,					\
	.config_len = config,					\
	.num_of_vrings = rings,					\
	.vring = { __VA_ARGS__ }

#define CONSOLE_ID		JOIN(FW_VIRTIO_ID_, FW_CONSOLE)

#define VDEV(n) { ANY_VDEV(FW_VIRTIO_ID_RPMSG, FW_RPMSG_F_NS, 0, 2, VRING(), VRING()) },
#define CONSOLE(n) { ANY_VDEV(CONSOLE_ID, 0, 0, 2, VRING(), VRING()) },
#define RNG(n) { ANY_VDEV(FW_VIRTIO_ID_RNG, 0, 0, 1, VRING()) },

/* An address of our own making: locally administered, one for each vdev */
#define NET(n) {						\
	.vdev = { ANY_VDEV(FW_VIRTIO_ID_NET, FW_NET_F_MAC,	\
			   sizeof(struct fw_rsc_net) - sizeof(struct fw_rsc_vdev), \
			   2, VRING(), VRING()) },		\
	.mac = { 2, 0, 0, 0, 1, n },				\
},

/* Read through fw_shared.h only: the A side writes it while we run */
__attribute__((section(".resource_table"), used, aligned(16)))
struct fw_table fw_table = {
	.ver = 1,
	.num = FW_CARVEOUTS + FW_BUFFERS + FW_DEVMEMS + FW_TRACES + FW_VDEVS + FW_NETS +
	       FW_CONSOLES + FW_RNGS,
	.offset = {
		REPEAT(FW_CARVEOUTS, CARVEOUT_OFFSET)
		REPEAT(FW_BUFFERS, BUFFER_OFFSET)
		REPEAT(FW_DEVMEMS, DEVMEM_OFFSET)
		REPEAT(FW_TRACES, TRACE_OFFSET)
		REPEAT(FW_VDEVS, VDEV_OFFSET)
		REPEAT(FW_NETS, NET_OFFSET)
		REPEAT(FW_CONSOLES, CONSOLE_OFFSET)
		REPEAT(FW_RNGS, RNG_OFFSET)
	},
	.carveout = { REPEAT(FW_CARVEOUTS, CARVEOUT) },
	.buffer = { REPEAT(FW_BUFFERS, BUFFER) },
	.devmem = { REPEAT(FW_DEVMEMS, DEVMEM) },
	.trace = { REPEAT(FW_TRACES, TRACE) },
	.vdev = { REPEAT(FW_VDEVS, VDEV) },
	.net = { REPEAT(FW_NETS, NET) },
	.console = { REPEAT(FW_CONSOLES, CONSOLE) },
	.rng = { REPEAT(FW_RNGS, RNG) },
};
