/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_store.c - what a fuzzer leaves on the disk; see fuzz_store.h
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nettle/sha2.h>

#include "files.h"
#include "fuzz_finding.h"
#include "fuzz_scenario.h"
#include "fuzz_store.h"

static void hash_of(const struct hx_text *text, char hash[HX_HASH_TEXT])
{
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx ctx;

	sha256_init(&ctx);
	sha256_update(&ctx, text->len, (const uint8_t *)text->s);
	sha256_digest(&ctx, sizeof(digest), digest);
	for (unsigned int i = 0; i < sizeof(digest); i++)
		sprintf(hash + 2 * i, "%02x", digest[i]);
}

int hx_store_case(const char *dir, const struct hx_case *c, struct hx_error *err)
{
	struct hx_text text = { 0 }, path = { 0 }, part = { 0 };
	char hash[HX_HASH_TEXT];
	int ret;

	hx_text_add(&text, "%s", "");
	hx_case_print(c, &text);
	hash_of(&text, hash);
	hx_text_add(&path, "%s/%.16s.table", dir, hash);
	hx_text_add(&part, "%s/.%.16s.%d", dir, hash, (int)getpid());
	ret = hx_write_file(part.s, text.s, text.len, 0666, err);
	if (!ret && rename(part.s, path.s))
		ret = hx_error(err, HX_EIO, "%s: %s", path.s, strerror(errno));
	hx_text_free(&text);
	hx_text_free(&path);
	hx_text_free(&part);
	return ret;
}

static int write_text(const char *dir, const char *name, const struct hx_text *text,
		      struct hx_error *err)
{
	struct hx_text path = { 0 };
	int ret;

	hx_text_add(&path, "%s/%s", dir, name);
	ret = hx_write_file(path.s, text->s, text->len, 0666, err);
	hx_text_free(&path);
	return ret;
}

/* @one is done with */
static int write_image(const char *path, struct hx_case *one, struct hx_error *err)
{
	struct hx_text text = { 0 };
	int ret;

	hx_text_add(&text, "%s", "");
	hx_case_print(one, &text);
	ret = hx_write_file(path, text.s, text.len, 0666, err);
	hx_text_free(&text);
	hx_case_free(one);
	return ret;
}

/* a file for each image, and the scenario that uses them when there can be one */
static int write_scenario(const char *dir, const struct amp_fuzz *answer, const struct hx_case *c,
			  const char *title, struct hx_error *err)
{
	struct hx_arena arena = { 0 };
	const char *path[HX_IMAGES] = { NULL };
	const char *running = hx_printf(&arena, "%s/running.table", dir);
	int early = hx_scenario_running_image(answer);
	struct hx_text scenario = { 0 };
	int ret = 0;

	for (unsigned int i = 0; i < hx_case_images(c) && i < HX_IMAGES; i++)
		path[i] = hx_printf(&arena, "%s/image%u.table", dir, i);
	if (!hx_scenario_print(answer, title, path, running, &scenario))
		goto out;
	for (unsigned int i = 0; i < HX_IMAGES && path[i] && !ret; i++) {
		struct hx_case one = { 0 };

		hx_scenario_image(c, answer, i, &one);
		ret = write_image(path[i], &one, err);
	}
	if (!ret && early >= 0) {
		struct hx_case one = { 0 };

		hx_scenario_running(c, (unsigned int)early, &one);
		ret = write_image(running, &one, err);
	}
	if (!ret)
		ret = write_text(dir, "scenario", &scenario, err);
out:
	hx_text_free(&scenario);
	hx_arena_free(&arena);
	return ret;
}

int hx_store_finding(const char *findings, const struct amp_fuzz *answer, const struct hx_case *c,
		     const char *title, const struct hx_text *log, struct hx_error *err)
{
	struct hx_text dir = { 0 }, text = { 0 };
	char slug[HX_TITLE];
	int ret = 0;

	hx_finding_slug(title, slug);
	hx_text_add(&dir, "%s/%s", findings, slug);
	if (mkdir(dir.s, 0777)) {
		hx_text_free(&dir);
		return errno == EEXIST ? 0 : hx_error(err, HX_EIO, "%s: %s", slug, strerror(errno));
	}
	hx_text_add(&text, "# %s\n", title);
	hx_case_print(c, &text);
	ret = write_text(dir.s, "case.table", &text, err);
	if (!ret)
		ret = write_text(dir.s, "log", log, err);
	if (!ret)
		ret = write_scenario(dir.s, answer, c, title, err);
	hx_text_free(&dir);
	hx_text_free(&text);
	return ret;
}
