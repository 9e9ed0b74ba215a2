// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tests of fw_vring.c.
 */
#include <stdlib.h>
#include <string.h>

#include "ring.h"
#include "suites.h"

static struct ring ring;
static struct fw_vring vring;

static void setup(void)
{
	ring = (struct ring){ window_new(WINDOW_SIZE), WINDOW_DA, RING_NUM, RING_ALIGN };
	ring_reset(&ring);
	ck_assert_int_eq(fw_vring_init(&vring, ring.window, ring.da, ring.num, ring.align), 0);
}

static void teardown(void)
{
	window_free(ring.window);
}

static const uint32_t buf_da = WINDOW_DA + 0x8000;

/* bytes of a ring of RING_NUM: 16 * 8, 6 + 2 * 8 rounded up to 256, 6 + 8 * 8 */
#define RING_BYTES	(256u + 4 + 8 * RING_NUM)

static const struct {
	uint32_t da;
	uint32_t num;
	uint32_t align;
	int want;
} geometries[] = {
	{ WINDOW_DA, RING_NUM, RING_ALIGN, 0 },
	{ WINDOW_DA, 1, 4, 0 },
	{ WINDOW_DA, 0, RING_ALIGN, -FW_EGEOMETRY },
	{ WINDOW_DA, 7, RING_ALIGN, -FW_EGEOMETRY },
	{ WINDOW_DA, 65536, RING_ALIGN, -FW_EGEOMETRY },
	{ WINDOW_DA, 0x80000000, RING_ALIGN, -FW_EGEOMETRY },
	{ WINDOW_DA, RING_NUM, 0, -FW_EGEOMETRY },
	{ WINDOW_DA, RING_NUM, 2, -FW_EGEOMETRY },
	{ WINDOW_DA, RING_NUM, 3 * RING_ALIGN, -FW_EGEOMETRY },
	{ WINDOW_DA, RING_NUM, 0x80000000, -FW_EGEOMETRY },
	{ WINDOW_DA + 8, RING_NUM, RING_ALIGN, -FW_EGEOMETRY },
	{ WINDOW_DA - 16, RING_NUM, RING_ALIGN, -FW_ERANGE },
	{ 0, RING_NUM, RING_ALIGN, -FW_ERANGE },
	{ 0xffffffff, RING_NUM, RING_ALIGN, -FW_EGEOMETRY },
	{ 0xfffffff0, RING_NUM, RING_ALIGN, -FW_ERANGE },
	{ WINDOW_DA + WINDOW_SIZE - 336, RING_NUM, RING_ALIGN, 0 },
	{ WINDOW_DA + WINDOW_SIZE - 320, RING_NUM, RING_ALIGN, -FW_ERANGE },
	{ WINDOW_DA, 32768, 4096, -FW_ERANGE },
};

START_TEST(a_ring_is_refused_unless_it_can_be_one_and_lies_in_the_window)
{
	struct fw_vring fresh = { .num = 4711 };
	int got = fw_vring_init(&fresh, ring.window, geometries[_i].da, geometries[_i].num,
				geometries[_i].align);

	ck_assert_int_eq(got, geometries[_i].want);
	if (got)
		ck_assert_int_eq(fresh.num, 4711);
}
END_TEST

START_TEST(a_ring_that_is_one_byte_too_long_is_refused)
{
	struct fw_window *exact = window_new(RING_BYTES);
	struct fw_vring fresh;

	ck_assert_int_eq(fw_vring_init(&fresh, exact, WINDOW_DA, RING_NUM, RING_ALIGN), 0);
	exact->size--;
	ck_assert_int_eq(fw_vring_init(&fresh, exact, WINDOW_DA, RING_NUM, RING_ALIGN), -FW_ERANGE);
	window_free(exact);
}
END_TEST

START_TEST(an_empty_ring_has_nothing_to_take)
{
	struct fw_chain chain;

	ck_assert(!fw_vring_pending(&vring));
	ck_assert_int_eq(fw_vring_get(&vring, &chain), 0);
}
END_TEST

START_TEST(a_buffer_is_taken_and_given_back)
{
	struct fw_chain chain;

	ring_give(&ring, 5, buf_da, BUF_SIZE, F_WRITE);
	ck_assert(fw_vring_pending(&vring));
	ck_assert_int_eq(fw_vring_get(&vring, &chain), 1);
	ck_assert_uint_eq(chain.num, 1);
	ck_assert_uint_eq(chain.head, 5);
	ck_assert_ptr_eq(chain.buf[0].va, ring.window->va + 0x8000);
	ck_assert_uint_eq(chain.buf[0].len, BUF_SIZE);
	ck_assert(chain.buf[0].is_writable);
	ck_assert_uint_eq(ring_used_idx(&ring), 0);

	fw_vring_put(&vring, chain.head, 77);
	ck_assert_uint_eq(ring_used_idx(&ring), 1);
	ck_assert_uint_eq(ring_used_id(&ring, 0), 5);
	ck_assert_uint_eq(ring_used_len(&ring, 0), 77);
	ck_assert_int_eq(fw_vring_get(&vring, &chain), 0);
}
END_TEST

START_TEST(a_full_ring_is_taken_in_order)
{
	struct fw_chain chain;

	for (uint16_t i = 0; i < RING_NUM; i++)
		ring_give(&ring, RING_NUM - 1 - i, buf_da + i * BUF_SIZE, BUF_SIZE, 0);
	for (uint16_t i = 0; i < RING_NUM; i++) {
		ck_assert_int_eq(fw_vring_get(&vring, &chain), 1);
		ck_assert_uint_eq(chain.head, RING_NUM - 1 - i);
		ck_assert_ptr_eq(chain.buf[0].va, ring.window->va + 0x8000 + i * BUF_SIZE);
	}
	ck_assert_int_eq(fw_vring_get(&vring, &chain), 0);
}
END_TEST

START_TEST(both_indices_wrap_after_65536_buffers)
{
	struct fw_chain chain;

	for (uint32_t i = 0; i < 70000; i++) {
		ring_give(&ring, i % RING_NUM, buf_da, BUF_SIZE, 0);
		ck_assert_int_eq(fw_vring_get(&vring, &chain), 1);
		fw_vring_put(&vring, chain.head, i);
		ck_assert_uint_eq(ring_used_idx(&ring), (uint16_t)(i + 1));
		ck_assert_uint_eq(ring_used_len(&ring, i), i);
	}
	ck_assert(!fw_vring_restarted(&vring));
}
END_TEST

static const uint16_t bad_indices[] = { RING_NUM + 1, 0x7fff, 0x8000, 0xffff };

START_TEST(an_index_that_moved_too_far_is_refused)
{
	struct fw_chain chain;

	ring_set_idx(&ring, bad_indices[_i]);
	ck_assert_int_eq(fw_vring_get(&vring, &chain), -FW_EINDEX);

	/* nothing was taken: once it is right again the ring works */
	ring_set_idx(&ring, 0);
	ring_give(&ring, 0, buf_da, BUF_SIZE, 0);
	ck_assert_int_eq(fw_vring_get(&vring, &chain), 1);
}
END_TEST

static const uint16_t bad_heads[] = { RING_NUM, 0x7fff, 0xffff };

START_TEST(a_head_outside_the_ring_is_refused)
{
	struct fw_chain chain;

	ring_offer(&ring, bad_heads[_i]);
	ring_set_idx(&ring, 1);
	ck_assert_int_eq(fw_vring_get(&vring, &chain), -FW_EINDEX);
	ck_assert_uint_eq(ring_used_idx(&ring), 0);
}
END_TEST

/* Chain of @length descriptors 0, 1, 2... whose last goes on to @next */
static void give_chain(unsigned int length, bool goes_on, uint16_t next)
{
	for (unsigned int i = 0; i < length; i++)
		ring_desc(&ring, i, buf_da + i * BUF_SIZE, BUF_SIZE,
			  i + 1 < length || goes_on ? F_NEXT : 0,
			  i + 1 < length ? i + 1 : next);
	ring_offer(&ring, 0);
	ring_set_idx(&ring, 1);
}

static const struct {
	unsigned int length;
	bool goes_on;
	uint16_t next;
	int want;
} chains[] = {
	{ 1, false, 0, 1 },
	{ FW_CHAIN_MAX, false, 0, 1 },
	{ FW_CHAIN_MAX + 1, false, 0, -FW_ECHAIN },
	{ RING_NUM, false, 0, -FW_ECHAIN },
	{ 1, true, 0, -FW_ECHAIN },	/* a loop of one */
	{ 2, true, 0, -FW_ECHAIN },
	{ 3, true, 1, -FW_ECHAIN },	/* a tail, then a loop */
	{ 1, true, RING_NUM, -FW_EINDEX },
	{ 2, true, 0xffff, -FW_EINDEX },
};

START_TEST(a_chain_ends_or_is_refused)
{
	struct fw_chain chain;
	int got;

	give_chain(chains[_i].length, chains[_i].goes_on, chains[_i].next);
	got = fw_vring_get(&vring, &chain);
	ck_assert_int_eq(got, chains[_i].want);
	if (got == 1)
		ck_assert_uint_eq(chain.num, chains[_i].length);
}
END_TEST

START_TEST(an_indirect_descriptor_is_refused)
{
	struct fw_chain chain;

	ring_give(&ring, 0, buf_da, BUF_SIZE, F_INDIRECT);
	ck_assert_int_eq(fw_vring_get(&vring, &chain), -FW_ECHAIN);
}
END_TEST

static const struct {
	uint64_t addr;
	uint32_t len;
	int want;
} buffers[] = {
	{ WINDOW_DA, WINDOW_SIZE, 1 },
	{ WINDOW_DA + WINDOW_SIZE - 1, 1, 1 },
	{ WINDOW_DA + WINDOW_SIZE, 0, 1 },
	{ WINDOW_DA, WINDOW_SIZE + 1, -FW_ERANGE },
	{ WINDOW_DA + 1, WINDOW_SIZE, -FW_ERANGE },
	{ WINDOW_DA + WINDOW_SIZE, 1, -FW_ERANGE },
	{ WINDOW_DA - 1, 1, -FW_ERANGE },
	{ WINDOW_DA - 1, 2, -FW_ERANGE },
	{ 0, BUF_SIZE, -FW_ERANGE },
	{ WINDOW_DA, 0xffffffff, -FW_ERANGE },
	{ 0x100000000ull + WINDOW_DA, BUF_SIZE, -FW_ERANGE },
	{ 0xffffffffffffffffull, 1, -FW_ERANGE },
	{ 0xffffffff00000000ull + WINDOW_DA, BUF_SIZE, -FW_ERANGE },
};

START_TEST(a_buffer_outside_the_window_is_refused)
{
	struct fw_chain chain;

	ring_give(&ring, 0, buffers[_i].addr, buffers[_i].len, 0);
	ck_assert_int_eq(fw_vring_get(&vring, &chain), buffers[_i].want);
}
END_TEST

START_TEST(the_second_buffer_of_a_chain_is_checked_like_the_first)
{
	struct fw_chain chain;

	ring_desc(&ring, 1, WINDOW_DA - 64, BUF_SIZE, 0, 0);
	ring_desc(&ring, 0, buf_da, BUF_SIZE, F_NEXT, 1);
	ring_offer(&ring, 0);
	ring_set_idx(&ring, 1);
	ck_assert_int_eq(fw_vring_get(&vring, &chain), -FW_ERANGE);
}
END_TEST

START_TEST(a_kick_is_wanted_unless_the_driver_says_not)
{
	ck_assert(fw_vring_wants_kick(&vring));
	ring_set_avail_flags(&ring, 1);
	ck_assert(!fw_vring_wants_kick(&vring));
}
END_TEST

START_TEST(a_ring_that_was_zeroed_behind_our_back_is_noticed)
{
	struct fw_chain chain;

	ring_give(&ring, 0, buf_da, BUF_SIZE, 0);
	ck_assert_int_eq(fw_vring_get(&vring, &chain), 1);
	fw_vring_put(&vring, chain.head, 0);
	ck_assert(!fw_vring_restarted(&vring));
	ring_reset(&ring);
	ck_assert(fw_vring_restarted(&vring));
}
END_TEST

/* Not one byte of the window is trusted; AddressSanitizer is the judge */
START_TEST(random_rings_cause_no_access_outside_the_window)
{
	struct fw_chain chain;
	unsigned int taken = 0;

	srand(_i);
	for (unsigned int round = 0; round < 2000; round++) {
		for (uint32_t i = 0; i < RING_BYTES; i++)
			ring.window->va[i] = rand();
		/* wholly random ones are refused at once: half of them are nearly right */
		for (uint32_t i = 0; i < RING_NUM; i++) {
			ring_set_idx(&ring, i);
			ring_offer(&ring, rand() % (RING_NUM + 1));
			if (i % 2)
				ring_desc(&ring, i, buf_da + rand() % WINDOW_SIZE, rand() % 2048,
					  rand() % 8, rand() % (RING_NUM + 1));
		}
		ring_set_idx(&ring, vring.next_avail + rand() % (RING_NUM + 2));
		while (fw_vring_get(&vring, &chain) == 1) {
			for (unsigned int i = 0; i < chain.num; i++)
				memset(chain.buf[i].va, 0x5a, chain.buf[i].len);
			fw_vring_put(&vring, chain.head, 0);
			taken++;
			if (taken % 64 == 0)
				break;
		}
	}
	ck_assert_msg(taken > 50, "seed %d: only %u buffers were ever good", _i, taken);
}
END_TEST

Suite *vring_suite(void)
{
	Suite *suite = suite_create("vring");
	TCase *tc = tcase_create("vring");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, a_ring_is_refused_unless_it_can_be_one_and_lies_in_the_window,
			    0, ARRAY_SIZE(geometries));
	tcase_add_test(tc, a_ring_that_is_one_byte_too_long_is_refused);
	tcase_add_test(tc, an_empty_ring_has_nothing_to_take);
	tcase_add_test(tc, a_buffer_is_taken_and_given_back);
	tcase_add_test(tc, a_full_ring_is_taken_in_order);
	tcase_add_test(tc, both_indices_wrap_after_65536_buffers);
	tcase_add_loop_test(tc, an_index_that_moved_too_far_is_refused, 0, ARRAY_SIZE(bad_indices));
	tcase_add_loop_test(tc, a_head_outside_the_ring_is_refused, 0, ARRAY_SIZE(bad_heads));
	tcase_add_loop_test(tc, a_chain_ends_or_is_refused, 0, ARRAY_SIZE(chains));
	tcase_add_test(tc, an_indirect_descriptor_is_refused);
	tcase_add_loop_test(tc, a_buffer_outside_the_window_is_refused, 0, ARRAY_SIZE(buffers));
	tcase_add_test(tc, the_second_buffer_of_a_chain_is_checked_like_the_first);
	tcase_add_test(tc, a_kick_is_wanted_unless_the_driver_says_not);
	tcase_add_test(tc, a_ring_that_was_zeroed_behind_our_back_is_noticed);
	tcase_add_loop_test(tc, random_rings_cause_no_access_outside_the_window, 1, 5);
	suite_add_tcase(suite, tc);
	return suite;
}
