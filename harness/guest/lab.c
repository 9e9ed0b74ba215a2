/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lab.c - see lab.h
 *
 * @lock guards what takes more than one register access: the latch of the time
 * and the fault window.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "lab.h"
#include "amp_ctrl.h"
#include "amp_lab.h"
#include "amp_map.h"

static volatile uint8_t *lab;
static const void *bundle;
static volatile uint8_t *ctrl[AMP_MAX_CORES];
static uint32_t cores;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static uint32_t get(volatile uint8_t *block, uint32_t offset)
{
	return *(volatile uint32_t *)(block + offset);
}

static void set(volatile uint8_t *block, uint32_t offset, uint32_t value)
{
	*(volatile uint32_t *)(block + offset) = value;
}

static int map_block(int fd, uint32_t base, uint32_t size, uint32_t id, uint32_t version,
		     volatile uint8_t **out)
{
	void *va = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, (off_t)base);

	/* Both kinds of block have ID and version in the same place. */
	_Static_assert(AMP_LAB_ID == AMP_CTRL_ID && AMP_LAB_VERSION == AMP_CTRL_VERSION,
		       "identification registers differ");
	if (va == MAP_FAILED)
		return -errno;
	if (get(va, AMP_LAB_ID) != id || get(va, AMP_LAB_VERSION) != version)
		return -ENODEV;
	*out = va;
	return 0;
}

static int map_all(int fd)
{
	int err = map_block(fd, AMP_LAB_BASE, AMP_LAB_SIZE, AMP_LAB_ID_VALUE,
			    AMP_LAB_VERSION_VALUE, &lab);
	uint32_t i;

	if (err)
		return err;
	bundle = mmap(NULL, AMP_BUNDLE_MAX, PROT_READ, MAP_SHARED, fd, (off_t)AMP_BUNDLE_BASE);
	if (bundle == MAP_FAILED)
		return -errno;
	cores = get(lab, AMP_LAB_CORES);
	if (cores > AMP_MAX_CORES)
		return -ENODEV;
	for (i = 0; i < cores && !err; i++)
		err = map_block(fd, AMP_CORE(i) + AMP_OFF_CTRL, AMP_CTRL_SIZE,
				AMP_CTRL_ID_VALUE, AMP_CTRL_VERSION_VALUE, &ctrl[i]);
	return err;
}

int ag_lab_open(void)
{
	/* O_SYNC makes /dev/mem map without the cache. */
	int fd = open("/dev/mem", O_RDWR | O_SYNC | O_CLOEXEC);
	int err;

	if (fd < 0)
		return -errno;
	err = map_all(fd);
	close(fd);
	return err;
}

const void *ag_lab_bundle(size_t *len)
{
	set(lab, AMP_LAB_READY, 1);
	*len = get(lab, AMP_LAB_BUNDLE);
	return bundle;
}

uint32_t ag_lab_cores(void)
{
	return cores;
}

uint64_t ag_lab_now_ns(void)
{
	uint32_t lo, hi;

	pthread_mutex_lock(&lock);
	lo = get(lab, AMP_LAB_TIME_LO);
	hi = get(lab, AMP_LAB_TIME_HI);
	pthread_mutex_unlock(&lock);
	return (uint64_t)hi << 32 | lo;
}

void ag_pause(uint64_t ns)
{
	struct timespec left = {
		.tv_sec = (time_t)(ns / AG_NS_PER_S),
		.tv_nsec = (long)(ns % AG_NS_PER_S),
	};

	while (clock_nanosleep(CLOCK_MONOTONIC, 0, &left, &left) == EINTR)
		;
}

uint32_t ag_lab_guest_errors(void)
{
	return get(lab, AMP_LAB_GUEST_ERRORS);
}

void ag_lab_set_limit_ms(uint32_t limit_ms)
{
	set(lab, AMP_LAB_LIMIT_MS, limit_ms);
}

void ag_lab_exit(uint32_t value)
{
	set(lab, AMP_LAB_EXIT, value);
}

static void put_bytes(uint32_t offset, const char *bytes, size_t len)
{
	uint32_t word;

	/* The guest is little-endian, so a word in memory order has its lowest byte first. */
	_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "bytes are packed lowest first");
	for (; len >= sizeof(word); bytes += sizeof(word), len -= sizeof(word)) {
		memcpy(&word, bytes, sizeof(word));
		set(lab, offset, word);
	}
	for (; len; bytes++, len--)
		lab[offset] = (uint8_t)*bytes;
}

void ag_lab_report(const char *bytes, size_t len)
{
	put_bytes(AMP_LAB_REPORT, bytes, len);
}

void ag_lab_dump(uint32_t core, uint32_t life, const void *bytes, uint32_t size)
{
	const struct amp_piece piece = {
		.magic = AMP_PIECE_DUMP, .core = core, .life = life, .size = size,
	};

	put_bytes(AMP_LAB_DUMP, (const char *)&piece, sizeof(piece));
	put_bytes(AMP_LAB_DUMP, bytes, size);
}

uint32_t ag_core_read(uint32_t core, uint32_t offset)
{
	return get(ctrl[core], offset);
}

void ag_core_write(uint32_t core, uint32_t offset, uint32_t value)
{
	set(ctrl[core], offset, value);
}

void ag_fault_arm(uint32_t core, uint32_t fault, uint32_t skip, uint32_t count, uint32_t arg,
		  uint32_t chance)
{
	pthread_mutex_lock(&lock);
	set(lab, AMP_LAB_FAULT_SELECT, AMP_FAULT_INDEX(core, fault));
	set(lab, AMP_LAB_FAULT_COUNT, 0);
	set(lab, AMP_LAB_FAULT_SKIP, skip);
	set(lab, AMP_LAB_FAULT_ARG, arg);
	set(lab, AMP_LAB_FAULT_CHANCE, chance);
	/* Last: from here on it is armed. */
	set(lab, AMP_LAB_FAULT_COUNT, count);
	pthread_mutex_unlock(&lock);
}

uint32_t ag_fault_hits(uint32_t core, uint32_t fault)
{
	uint32_t hits;

	pthread_mutex_lock(&lock);
	set(lab, AMP_LAB_FAULT_SELECT, AMP_FAULT_INDEX(core, fault));
	hits = get(lab, AMP_LAB_FAULT_HITS);
	pthread_mutex_unlock(&lock);
	return hits;
}
