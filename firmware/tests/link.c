// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tests of fw_link.c.
 */
#include <stdlib.h>
#include <string.h>

#include "ring.h"
#include "suites.h"

#define MESSAGE_MAX	(BUF_SIZE - 16)
#define DRIVER_OK	7	/* with ACKNOWLEDGE and DRIVER, as Linux sets it */

static struct fw_window *window;
static struct fw_rsc_vdev vdev;
static struct fw_link link;
static struct ring tx, rx;
static uint32_t kicks[8];
static unsigned int num_kicks;

static void kick(uint32_t notifyid)
{
	ck_assert_uint_lt(num_kicks, ARRAY_SIZE(kicks));
	kicks[num_kicks++] = notifyid;
}

static void setup(void)
{
	window = window_new(WINDOW_SIZE);
	tx = (struct ring){ window, WINDOW_DA, RING_NUM, RING_ALIGN };
	rx = (struct ring){ window, WINDOW_DA + 0x1000, RING_NUM, RING_ALIGN };
	vdev = (struct fw_rsc_vdev){
		.type = FW_RSC_VDEV,
		.id = FW_VIRTIO_ID_RPMSG,
		.gfeatures = FW_RPMSG_F_NS,
		.num_of_vrings = 2,
		.vring = {
			{ .da = tx.da, .align = RING_ALIGN, .num = RING_NUM, .notifyid = 6 },
			{ .da = rx.da, .align = RING_ALIGN, .num = RING_NUM, .notifyid = 7 },
		},
	};
	num_kicks = 0;
	fw_link_init(&link, window, &vdev, kick);
}

static void teardown(void)
{
	window_free(window);
}

static void bring_up(void)
{
	vdev.status = DRIVER_OK;
	ck_assert_int_eq(fw_link_update(&link), FW_LINK_CAME_UP);
}

/* Buffer number @n of the window, behind the rings */
static uint32_t buf_da(unsigned int n)
{
	return WINDOW_DA + 0x2000 + n * BUF_SIZE;
}

static uint8_t *buf(unsigned int n)
{
	return window->va + 0x2000 + n * BUF_SIZE;
}

static void put_header(unsigned int n, uint32_t src, uint32_t dst, uint16_t len)
{
	memset(buf(n), 0, 16);
	memcpy(buf(n), &src, 4);
	memcpy(buf(n) + 4, &dst, 4);
	memcpy(buf(n) + 12, &len, 2);
}

static const struct {
	uint8_t status;
	bool is_up;
} statuses[] = {
	{ 0, false }, { 1, false }, { 3, false }, { 7, true }, { 4, true },
	{ 0x87, false }, { 0x83, false }, { 0xfb, false }, { 0xff, false },
};

START_TEST(the_link_is_up_while_the_driver_is_ready)
{
	vdev.status = statuses[_i].status;
	ck_assert_int_eq(fw_link_update(&link),
			 statuses[_i].is_up ? FW_LINK_CAME_UP : FW_LINK_SAME);
	ck_assert_int_eq(link.is_up, statuses[_i].is_up);
}
END_TEST

START_TEST(the_link_follows_the_driver_away_and_back)
{
	bring_up();
	ck_assert_int_eq(fw_link_update(&link), FW_LINK_SAME);
	vdev.status = 0;
	ck_assert_int_eq(fw_link_update(&link), FW_LINK_WENT_DOWN);
	ck_assert_int_eq(fw_link_update(&link), FW_LINK_SAME);
	ring_reset(&tx);
	ring_reset(&rx);
	bring_up();
}
END_TEST

START_TEST(a_driver_that_went_and_came_unseen_is_noticed)
{
	struct fw_message msg;
	uint8_t data[MESSAGE_MAX];

	bring_up();
	put_header(0, 1, 2, 0);
	ring_give(&rx, 0, buf_da(0), 16, 0);
	ck_assert_int_eq(fw_link_recv(&link, &msg, data, sizeof(data)), 1);
	ck_assert_int_eq(fw_link_update(&link), FW_LINK_SAME);
	ring_reset(&tx);
	ring_reset(&rx);
	ck_assert_int_eq(fw_link_update(&link), FW_LINK_CAME_UP);
}
END_TEST

static const struct {
	unsigned int vring;
	uint32_t da, num, align;
	int want;
} bad_vrings[] = {
	{ 0, 0xffffffff, RING_NUM, RING_ALIGN, -FW_EGEOMETRY },	/* not filled in yet */
	{ 0, 0, RING_NUM, RING_ALIGN, -FW_ERANGE },
	{ 1, WINDOW_DA + WINDOW_SIZE, RING_NUM, RING_ALIGN, -FW_ERANGE },
	{ 1, WINDOW_DA, 3, RING_ALIGN, -FW_EGEOMETRY },
	{ 0, WINDOW_DA, RING_NUM, 0, -FW_EGEOMETRY },
};

START_TEST(a_driver_that_is_ready_with_bad_rings_leaves_the_link_down)
{
	struct fw_rsc_vring *vring = &vdev.vring[bad_vrings[_i].vring];

	vring->da = bad_vrings[_i].da;
	vring->num = bad_vrings[_i].num;
	vring->align = bad_vrings[_i].align;
	vdev.status = DRIVER_OK;
	ck_assert_int_eq(fw_link_update(&link), bad_vrings[_i].want);
	ck_assert(!link.is_up);
}
END_TEST

START_TEST(nothing_is_sent_or_received_while_the_link_is_down)
{
	struct fw_message msg = { .src = 1, .dst = 2, .len = 0 };
	uint8_t data[MESSAGE_MAX];

	ring_give(&tx, 0, buf_da(0), BUF_SIZE, F_WRITE);
	ring_give(&rx, 0, buf_da(1), BUF_SIZE, 0);
	ck_assert(!fw_link_can_send(&link));
	ck_assert_int_eq(fw_link_send(&link, &msg, data), 0);
	ck_assert_int_eq(fw_link_recv(&link, &msg, data, sizeof(data)), 0);
	fw_link_flush(&link);
	ck_assert_uint_eq(num_kicks, 0);
}
END_TEST

static const struct {
	uint32_t desc_len;
	uint16_t flags;
	uint16_t msg_len;
	uint32_t size;		/* of the receiver's buffer */
	int want;
} received[] = {
	{ 16, 0, 0, MESSAGE_MAX, 1 },
	{ 17, 0, 1, MESSAGE_MAX, 1 },
	{ BUF_SIZE, 0, MESSAGE_MAX, MESSAGE_MAX, 1 },
	{ BUF_SIZE, 0, 5, MESSAGE_MAX, 1 },
	{ 0, 0, 0, MESSAGE_MAX, -FW_ELENGTH },
	{ 15, 0, 0, MESSAGE_MAX, -FW_ELENGTH },
	{ 16, 0, 1, MESSAGE_MAX, -FW_ELENGTH },
	{ BUF_SIZE, 0, MESSAGE_MAX + 1, MESSAGE_MAX, -FW_ELENGTH },
	{ BUF_SIZE, 0, 0xffff, MESSAGE_MAX, -FW_ELENGTH },
	{ 2 * BUF_SIZE, 0, MESSAGE_MAX + 1, MESSAGE_MAX, -FW_ELENGTH },
	{ BUF_SIZE, 0, 100, 99, -FW_ELENGTH },
	{ BUF_SIZE, F_WRITE, 5, MESSAGE_MAX, -FW_EDIRECTION },
	{ 0xfffffff0, 0, 5, MESSAGE_MAX, -FW_ERANGE },
};

START_TEST(a_message_is_received_whole_or_refused)
{
	uint8_t *data = malloc(received[_i].size);
	struct fw_message msg;
	int got;

	bring_up();
	put_header(0, 0x400, 1024, received[_i].msg_len);
	for (unsigned int i = 0; i < MESSAGE_MAX; i++)
		buf(0)[16 + i] = i * 7;
	ring_give(&rx, 3, buf_da(0), received[_i].desc_len, received[_i].flags);

	got = fw_link_recv(&link, &msg, data, received[_i].size);
	ck_assert_int_eq(got, received[_i].want);
	ck_assert_uint_eq(ring_used_idx(&rx), got == 1);
	if (got == 1) {
		ck_assert_uint_eq(msg.src, 0x400);
		ck_assert_uint_eq(msg.dst, 1024);
		ck_assert_uint_eq(msg.len, received[_i].msg_len);
		ck_assert_mem_eq(data, buf(0) + 16, msg.len);
		ck_assert_uint_eq(ring_used_id(&rx, 0), 3);
	} else {
		/* it is still there, as bad as before */
		ck_assert_int_eq(fw_link_recv(&link, &msg, data, received[_i].size), got);
	}
	free(data);
}
END_TEST

static const struct {
	uint32_t desc_len;
	uint16_t flags;
	uint32_t msg_len;
	int want;
} sent[] = {
	{ BUF_SIZE, F_WRITE, 0, 1 },
	{ BUF_SIZE, F_WRITE, 1, 1 },
	{ BUF_SIZE, F_WRITE, MESSAGE_MAX, 1 },
	{ 116, F_WRITE, 100, 1 },
	{ 115, F_WRITE, 100, -FW_ELENGTH },
	{ 15, F_WRITE, 0, -FW_ELENGTH },
	{ 0, F_WRITE, 0, -FW_ELENGTH },
	{ BUF_SIZE, F_WRITE, MESSAGE_MAX + 1, -FW_ELENGTH },
	{ BUF_SIZE, 0, 1, -FW_EDIRECTION },
};

START_TEST(a_message_is_sent_whole_or_refused)
{
	struct fw_message msg = { .src = 1025, .dst = 0x401, .len = sent[_i].msg_len };
	uint8_t data[2 * BUF_SIZE];
	uint8_t want[16] = { 0x01, 4, 0, 0, 0x01, 4, 0, 0 };
	int got;

	for (unsigned int i = 0; i < sizeof(data); i++)
		data[i] = i * 5;
	want[12] = msg.len;
	want[13] = msg.len >> 8;
	bring_up();
	ring_give(&tx, 2, buf_da(0), sent[_i].desc_len, sent[_i].flags);
	ck_assert(fw_link_can_send(&link));

	got = fw_link_send(&link, &msg, data);
	ck_assert_int_eq(got, sent[_i].want);
	ck_assert_uint_eq(ring_used_idx(&tx), got == 1);
	if (got == 1) {
		ck_assert_mem_eq(buf(0), want, sizeof(want));
		ck_assert_mem_eq(buf(0) + 16, data, msg.len);
		ck_assert_uint_eq(ring_used_id(&tx, 0), 2);
		ck_assert_uint_eq(ring_used_len(&tx, 0), 16 + msg.len);
		ck_assert(!fw_link_can_send(&link));
		ck_assert_int_eq(fw_link_send(&link, &msg, data), 0);
	}
}
END_TEST

START_TEST(a_chained_message_is_refused)
{
	struct fw_message msg;
	uint8_t data[MESSAGE_MAX];

	bring_up();
	ring_desc(&rx, 0, buf_da(0), 16, F_NEXT, 1);
	ring_desc(&rx, 1, buf_da(1), 100, 0, 0);
	ring_offer(&rx, 0);
	ring_set_idx(&rx, 1);
	ck_assert_int_eq(fw_link_recv(&link, &msg, data, sizeof(data)), -FW_ECHAIN);
	ck_assert_uint_eq(ring_used_idx(&rx), 0);
}
END_TEST

START_TEST(a_service_is_announced_and_destroyed)
{
	const uint8_t header[16] = { 0, 4, 0, 0, 53, 0, 0, 0, 0, 0, 0, 0, 40, 0, 0, 0 };
	uint8_t body[40] = "svc";

	body[33] = 4;
	bring_up();
	ring_give(&tx, 0, buf_da(0), BUF_SIZE, F_WRITE);
	ring_give(&tx, 1, buf_da(1), BUF_SIZE, F_WRITE);

	ck_assert_int_eq(fw_link_announce(&link, "svc", 0x400, true), 1);
	ck_assert_mem_eq(buf(0), header, 16);
	ck_assert_mem_eq(buf(0) + 16, body, 40);
	ck_assert_int_eq(fw_link_announce(&link, "svc", 0x400, false), 1);
	body[36] = 1;
	ck_assert_mem_eq(buf(1) + 16, body, 40);
	ck_assert_int_eq(fw_link_announce(&link, "svc", 0x400, true), 0);
}
END_TEST

START_TEST(a_name_too_long_is_cut_and_terminated)
{
	bring_up();
	ring_give(&tx, 0, buf_da(0), BUF_SIZE, F_WRITE);
	ck_assert_int_eq(fw_link_announce(&link, "0123456789012345678901234567890123456789",
					  1, true), 1);
	ck_assert_str_eq((char *)buf(0) + 16, "0123456789012345678901234567890");
}
END_TEST

START_TEST(a_sinful_message_says_that_it_is_longer_than_it_is)
{
	struct fw_message msg = { .src = 1, .dst = 2, .len = 3, .lie = 600 };

	bring_up();
	ring_give(&tx, 0, buf_da(0), BUF_SIZE, F_WRITE);
	ck_assert_int_eq(fw_link_send(&link, &msg, (const uint8_t *)"abc"), 1);
	ck_assert_uint_eq(buf(0)[12] | buf(0)[13] << 8, 603);
	ck_assert_uint_eq(ring_used_len(&tx, 0), 16 + 3);
}
END_TEST

START_TEST(nothing_is_announced_when_no_name_service_was_agreed_on)
{
	bring_up();
	vdev.gfeatures = 0;
	ring_give(&tx, 0, buf_da(0), BUF_SIZE, F_WRITE);
	ck_assert_int_eq(fw_link_announce(&link, "svc", 1, true), 1);
	ck_assert_uint_eq(ring_used_idx(&tx), 0);
}
END_TEST

START_TEST(kicks_name_the_ring_that_moved_once)
{
	struct fw_message msg = { .src = 1, .dst = 2, .len = 0 };
	uint8_t data[MESSAGE_MAX];

	bring_up();
	for (unsigned int i = 0; i < 3; i++) {
		put_header(4 + i, 1, 2, 0);
		ring_give(&tx, i, buf_da(i), BUF_SIZE, F_WRITE);
		ring_give(&rx, i, buf_da(4 + i), 16, 0);
	}
	fw_link_flush(&link);
	ck_assert_uint_eq(num_kicks, 0);

	ck_assert_int_eq(fw_link_send(&link, &msg, data), 1);
	ck_assert_int_eq(fw_link_send(&link, &msg, data), 1);
	fw_link_flush(&link);
	ck_assert_uint_eq(num_kicks, 1);
	ck_assert_uint_eq(kicks[0], 6);

	ck_assert_int_eq(fw_link_recv(&link, &msg, data, sizeof(data)), 1);
	fw_link_flush(&link);
	ck_assert_uint_eq(num_kicks, 2);
	ck_assert_uint_eq(kicks[1], 7);

	/* rpmsg does not want to hear that its messages were taken */
	ring_set_avail_flags(&rx, 1);
	ck_assert_int_eq(fw_link_recv(&link, &msg, data, sizeof(data)), 1);
	fw_link_flush(&link);
	ck_assert_uint_eq(num_kicks, 2);
}
END_TEST

START_TEST(random_rings_cause_no_access_outside_the_window)
{
	struct fw_message msg = { .src = 1, .dst = 2, .len = 100 };
	uint8_t *data = malloc(MESSAGE_MAX);
	unsigned int good = 0;

	memset(data, 0, MESSAGE_MAX);
	srand(_i);
	for (unsigned int round = 0; round < 5000; round++) {
		for (uint32_t i = 0; i < 0x400; i++)
			buf(0)[i] = rand() % 4 ? 0 : rand();
		for (uint32_t i = 0; i < RING_NUM; i++) {
			ring_desc(&rx, i, buf_da(0) + rand() % WINDOW_SIZE, rand() % 1024,
				  rand() % 16 ? 0 : rand(), rand());
			ring_desc(&tx, i, buf_da(0) + rand() % WINDOW_SIZE, rand() % 1024,
				  rand() % 16 ? (int)F_WRITE : rand(), rand());
		}
		if (!link.is_up)
			bring_up();
		ring_offer(&rx, rand() % (RING_NUM + 1));
		ring_set_idx(&rx, link.rx.next_avail + rand() % 4);
		ring_offer(&tx, rand() % (RING_NUM + 1));
		ring_set_idx(&tx, link.tx.next_avail + rand() % 4);
		good += fw_link_recv(&link, &msg, data, MESSAGE_MAX) == 1;
		msg.len = rand() % 600;
		if (msg.len > MESSAGE_MAX)
			msg.len = MESSAGE_MAX;
		good += fw_link_send(&link, &msg, data) == 1;
	}
	ck_assert_msg(good > 100, "seed %d: only %u messages were ever good", _i, good);
	free(data);
}
END_TEST

Suite *link_suite(void)
{
	Suite *suite = suite_create("link");
	TCase *tc = tcase_create("link");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, the_link_is_up_while_the_driver_is_ready, 0, ARRAY_SIZE(statuses));
	tcase_add_test(tc, the_link_follows_the_driver_away_and_back);
	tcase_add_test(tc, a_driver_that_went_and_came_unseen_is_noticed);
	tcase_add_loop_test(tc, a_driver_that_is_ready_with_bad_rings_leaves_the_link_down,
			    0, ARRAY_SIZE(bad_vrings));
	tcase_add_test(tc, nothing_is_sent_or_received_while_the_link_is_down);
	tcase_add_loop_test(tc, a_message_is_received_whole_or_refused, 0, ARRAY_SIZE(received));
	tcase_add_loop_test(tc, a_message_is_sent_whole_or_refused, 0, ARRAY_SIZE(sent));
	tcase_add_test(tc, a_chained_message_is_refused);
	tcase_add_test(tc, a_service_is_announced_and_destroyed);
	tcase_add_test(tc, a_name_too_long_is_cut_and_terminated);
	tcase_add_test(tc, a_sinful_message_says_that_it_is_longer_than_it_is);
	tcase_add_test(tc, nothing_is_announced_when_no_name_service_was_agreed_on);
	tcase_add_test(tc, kicks_name_the_ring_that_moved_once);
	tcase_add_loop_test(tc, random_rings_cause_no_access_outside_the_window, 1, 5);
	suite_add_tcase(suite, tc);
	return suite;
}
