/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fake.c - see fake.h */
#define _GNU_SOURCE
#include <check.h>
#include <ftw.h>
#include <pthread.h>
#include <sched.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "amp_map.h"
#include "fake.h"
#include "lab.h"
#include "util.h"

struct fake fake;
static char root[] = P_tmpdir "/agent-test-XXXXXX";
static atomic_ullong now_ns;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

uint32_t ag_lab_cores(void)
{
	return 2;
}

uint64_t ag_lab_now_ns(void)
{
	return atomic_load(&now_ns);
}

/* Time passes by waiting only. */
void ag_pause(uint64_t ns)
{
	atomic_fetch_add(&now_ns, ns);
	sched_yield();
}

uint32_t ag_lab_guest_errors(void)
{
	return fake.guest_errors;
}

void ag_lab_set_limit_ms(uint32_t limit_ms)
{
}

void ag_lab_exit(uint32_t value)
{
}

void ag_lab_report(const char *bytes, size_t len)
{
	pthread_mutex_lock(&lock);
	ck_assert_uint_lt(fake.len + len, sizeof(fake.report));
	memcpy(fake.report + fake.len, bytes, len);
	fake.len += len;
	pthread_mutex_unlock(&lock);
}

void ag_lab_dump(uint32_t core, uint32_t life, const void *bytes, uint32_t size)
{
}

uint32_t ag_core_read(uint32_t core, uint32_t offset)
{
	return fake.core[core][offset / 4];
}

void ag_core_write(uint32_t core, uint32_t offset, uint32_t value)
{
	fake.core[core][offset / 4] = value;
}

void ag_fault_arm(uint32_t core, uint32_t fault, uint32_t skip, uint32_t count, uint32_t arg,
		  uint32_t chance)
{
	const uint32_t all[6] = { core, fault, skip, count, arg, chance };

	memcpy(fake.armed, all, sizeof(all));
}

uint32_t ag_fault_hits(uint32_t core, uint32_t fault)
{
	return fake.hits;
}

void ag_die(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	abort();
}

/* Every thread is gone at once, as by a power-off; what was said goes to stderr. */
void ag_end(enum ag_result result)
{
	fputs(fake.report, stderr);
	_exit(FAKE_END + (int)result);
}

void fake_start(void)
{
	memset(&fake, 0, sizeof(fake));
	memcpy(root + sizeof(root) - 7, "XXXXXX", 6);
	ck_assert_ptr_nonnull(mkdtemp(root));
	ag_root = root;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	return remove(path);
}

void fake_stop(void)
{
	ck_assert_int_eq(nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

static const char *place(char out[AG_PATH], const char *path)
{
	ag_path(out, "%s", path);
	ck_assert_int_eq(ag_make_parents(out), 0);
	return out;
}

void fake_file(const char *path, const char *text)
{
	char full[AG_PATH];
	FILE *file = fopen(place(full, path), "w");

	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	fclose(file);
}

void fake_link(const char *path, const char *target)
{
	char full[AG_PATH];

	ck_assert_int_eq(symlink(target, place(full, path)), 0);
}

void fake_dir(const char *path)
{
	char full[AG_PATH];

	ck_assert_int_eq(mkdir(place(full, path), 0755), 0);
}

void build_start(struct build *b)
{
	memset(b, 0, sizeof(*b));
	b->head.magic = HX_MAGIC;
	b->head.version = HX_VERSION;
	b->head.scale_percent = 100;
}

uint32_t build_string(struct build *b, const char *text)
{
	uint32_t offset = b->head.string_bytes;

	strcpy(b->strings + offset, text);
	b->head.string_bytes += (uint32_t)strlen(text) + 1;
	return offset;
}

struct hx_op *build_op(struct build *b, unsigned int kind)
{
	struct hx_op *op = &b->ops[b->head.num_ops++];

	op->kind = (uint16_t)kind;
	op->line = 10 * b->head.num_ops;
	op->s0 = HX_NO_STRING;
	op->s1 = HX_NO_STRING;
	return op;
}

void build_finish(struct build *b)
{
	char *at = (char *)b->file;
	size_t ops = b->head.num_ops * sizeof(b->ops[0]);

	memcpy(at, &b->head, sizeof(b->head));
	memcpy(at + sizeof(b->head), b->ops, ops);
	memcpy(at + sizeof(b->head) + ops, b->strings, b->head.string_bytes);
	b->len = sizeof(b->head) + ops + b->head.string_bytes;
	ck_assert_uint_le(b->len, sizeof(b->file));
}

enum ag_result build_run(struct build *b)
{
	struct ag_program prog;
	char why[AG_TEXT] = "";

	build_finish(b);
	ck_assert_msg(!ag_program_check(&prog, b->file, b->len, why), "refused: %s", why);
	return ag_exec(&prog);
}
