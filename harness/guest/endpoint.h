/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * endpoint.h - requests of /dev/rpmsg_ctrlN and /dev/rpmsgN
 *
 * The kernel's include/uapi/linux/rpmsg.h, which libc headers may lack.
 */
#ifndef AG_ENDPOINT_H
#define AG_ENDPOINT_H

#include <linux/ioctl.h>
#include <stdint.h>

struct ag_endpoint_info {
	char name[32];
	uint32_t src;
	uint32_t dst;
};

_Static_assert(sizeof(struct ag_endpoint_info) == 40, "rpmsg_endpoint_info is 40 bytes");

#define AG_CREATE_EPT	_IOW(0xb5, 0x1, struct ag_endpoint_info)
#define AG_DESTROY_EPT	_IO(0xb5, 0x2)
#define AG_CREATE_DEV	_IOW(0xb5, 0x3, struct ag_endpoint_info)
#define AG_RELEASE_DEV	_IOW(0xb5, 0x4, struct ag_endpoint_info)
#define AG_ADDR_ANY	0xffffffffu

#endif
