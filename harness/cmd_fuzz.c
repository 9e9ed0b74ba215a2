/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cmd_fuzz.c - `fuzz`: jobs that look for cases the kernel cannot stand; or given cases, one by one
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmd.h"
#include "files.h"
#include "fuzz.h"
#include "fuzz_store.h"

#define SHOW_MS		500u	/* between two looks on a terminal */
#define TELL_MS		30000u	/* elsewhere */

static volatile bool *is_over;	/* shared: a signal to any process ends all of them */

static void on_signal(int number)
{
	(void)number;
	*is_over = true;
}

static void catch_signals(void)
{
	const struct sigaction action = { .sa_handler = on_signal };
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };

	for (unsigned int i = 0; i < HX_ARRAY_SIZE(numbers); i++)
		sigaction(numbers[i], &action, NULL);
}

/* patterns of titles that are no news: lines of a file, `#` begins a comment */
static int read_known(struct hx_options *opt, struct hx_list *known, struct hx_error *err)
{
	struct hx_text text = { 0 };
	int ret = 0;

	if (!opt->known || !hx_is_file(opt->known))
		return 0;
	ret = hx_read_file(opt->known, &text, err);
	for (char *at = text.s, *line; !ret && (line = strsep(&at, "\n"));)
		if (*line && *line != '#')
			hx_list_add(&opt->arena, known, line, 0);
	hx_text_free(&text);
	return ret;
}

struct sum {
	uint64_t executions, num_starts, first_finding;
	uint32_t num_edges, num_blocks, num_reached, num_corpus, num_findings, num_known;
};

static uint32_t more(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

static struct sum add_up(const struct hx_fuzz_stats *stats, unsigned int jobs)
{
	struct sum sum = { 0 };

	for (unsigned int i = 0; i < jobs; i++) {
		const struct hx_fuzz_stats *s = &stats[i];

		sum.executions += s->executions;
		sum.num_starts += s->num_starts;
		sum.num_edges = more(sum.num_edges, s->num_edges);
		sum.num_blocks = more(sum.num_blocks, s->num_blocks);
		sum.num_reached = more(sum.num_reached, s->num_reached);
		sum.num_corpus = more(sum.num_corpus, s->num_corpus);
		sum.num_findings += s->num_findings;
		sum.num_known = more(sum.num_known, s->num_known);
		if (s->first_finding && (!sum.first_finding || s->first_finding < sum.first_finding))
			sum.first_finding = s->first_finding;
	}
	return sum;
}

static void print_sum(const struct sum *sum, uint64_t ms, const char *end)
{
	printf("%lu executions in %lu s (%lu/s), %u edges, %u of %u blocks, corpus %u, "
	       "%u findings, %u known, %lu boots%s", (unsigned long)sum->executions,
	       (unsigned long)(ms / 1000),
	       (unsigned long)(ms ? sum->executions * 1000 / ms : 0), sum->num_edges,
	       sum->num_reached, sum->num_blocks, sum->num_corpus, sum->num_findings,
	       sum->num_known, (unsigned long)sum->num_starts, end);
	fflush(stdout);
}

/* blocks by function, beside the findings */
static int write_cover(const struct hx_options *opt, struct hx_fuzz *fuzz, unsigned int job,
		       struct hx_error *err)
{
	struct hx_text text = { 0 }, path = { 0 };
	int ret;

	hx_cover_report(&fuzz->cover, &text);
	hx_text_add(&path, "%s/cover.%u", opt->fuzz_dir, job);
	ret = hx_write_file(path.s, text.s, text.len, 0666, err);
	hx_text_free(&text);
	hx_text_free(&path);
	return ret;
}

static int one_job(const struct hx_options *opt, const struct hx_fuzz_setup *setup,
		   unsigned int job, struct hx_fuzz_stats *stats)
{
	struct hx_error err = { 0 };
	struct hx_fuzz fuzz;
	int ret = hx_fuzz_run(&fuzz, setup, stats, &err);

	if (!ret)
		ret = write_cover(opt, &fuzz, job, &err);
	hx_fuzz_close(&fuzz);
	if (ret)
		fprintf(stderr, "rproctest: %s\n", err.text);
	return ret ? HX_STATUS_RIG : HX_STATUS_GOOD;
}

static pid_t start_job(const struct hx_options *opt, struct hx_fuzz_setup setup, unsigned int job,
		       struct hx_fuzz_stats *stats)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	setup.seed = hx_fuzz_seed(opt->seed, opt->jobs, opt->num_shards, opt->shard, job);
	_exit(one_job(opt, &setup, job, stats));
}

/* the worst status of all jobs; shows the sum while they run */
static int watch(const struct hx_fuzz_stats *stats, unsigned int jobs, uint64_t begin)
{
	bool is_terminal = isatty(1);
	uint64_t next = begin + (is_terminal ? SHOW_MS : TELL_MS);
	int worst = HX_STATUS_GOOD, status;
	unsigned int left = jobs;

	while (left) {
		pid_t pid = waitpid(-1, &status, WNOHANG);

		if (pid > 0) {
			left--;
			if (!WIFEXITED(status) || WEXITSTATUS(status))
				worst = HX_STATUS_RIG;
			continue;
		}
		usleep(20000);
		if (hx_now_ms() >= next) {
			struct sum sum = add_up(stats, jobs);

			if (is_terminal)
				printf("\r\033[K");
			print_sum(&sum, hx_now_ms() - begin, is_terminal ? "" : "\n");
			next = hx_now_ms() + (is_terminal ? SHOW_MS : TELL_MS);
		}
	}
	printf(is_terminal ? "\r\033[K" : "");
	return worst;
}

static void print_findings(const char *dir)
{
	struct hx_arena arena = { 0 };
	struct hx_list files = { 0 };
	struct hx_error err;

	if (!hx_list_files(&arena, dir, &files, &err))
		for (unsigned int i = 0; i < files.num; i++)
			if (strstr(files.item[i].text, "/case.table"))
				printf("finding: %s\n", files.item[i].text);
	hx_arena_free(&arena);
}

static int fuzz_all(struct hx_options *opt, struct hx_fuzz_setup *setup, struct hx_error *err)
{
	struct shared {
		volatile bool is_over;
		struct hx_fuzz_stats stats[];
	} *shared;
	size_t size = sizeof(*shared) + opt->jobs * sizeof(shared->stats[0]);
	struct hx_fuzz_stats *stats;
	uint64_t begin = hx_now_ms();
	struct sum sum;
	int status;

	shared = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED) {
		hx_error(err, HX_ERIG, "no memory for %u jobs", opt->jobs);
		return HX_STATUS_RIG;
	}
	stats = shared->stats;
	setup->is_over = is_over = &shared->is_over;
	catch_signals();
	fflush(stdout);
	for (unsigned int i = 0; i < opt->jobs; i++)
		if (start_job(opt, *setup, i, &stats[i]) < 0)
			*is_over = true;
	status = watch(stats, opt->jobs, begin);
	sum = add_up(stats, opt->jobs);
	if (sum.num_findings)
		print_findings(setup->findings);
	print_sum(&sum, hx_now_ms() - begin, "\n");
	if (sum.first_finding)
		printf("first finding at execution %lu\n", (unsigned long)sum.first_finding);
	if (status == HX_STATUS_GOOD && *is_over)
		status = HX_STATUS_INTERRUPTED;
	munmap(shared, size);
	if (status == HX_STATUS_GOOD && sum.num_findings)
		status = HX_STATUS_FAILED;
	return status;
}

/* as of a finding, though nothing may be wrong: the machine's kernels look for more */
static int store_case(const struct amp_fuzz *answer, const char *dir, const char *path,
		      const struct hx_case *c, struct hx_error *err)
{
	const char *slash = strrchr(path, '/');
	struct hx_text title = { 0 }, log = { 0 };
	int ret;

	hx_text_add(&title, "case %s", slash ? slash + 1 : path);
	hx_text_add_bytes(&log, answer->log, answer->log_bytes);
	ret = hx_store_finding(dir, answer, c, title.s, &log, err);
	hx_text_free(&title);
	hx_text_free(&log);
	return ret;
}

/* one file: what each step gave, what the kernel said, what is wrong */
static int show_case(struct hx_guest *guest, const char *path, struct hx_list *known,
		     const char *scenarios, bool *is_bad, struct hx_error *err)
{
	const struct amp_fuzz *s = guest->shared;
	struct hx_text text = { 0 };
	struct hx_finding finding;
	struct hx_case c = { 0 };
	int ret = hx_read_file(path, &text, err);

	if (!ret)
		ret = hx_case_parse(path, text.s ? text.s : "", &c, err);
	if (!ret)
		ret = hx_fuzz_try(guest, &c, &finding, err);
	/* again, with the stacks that cost too much time for all */
	guest->with_stacks = true;
	if (!ret && *finding.title)
		ret = hx_fuzz_try(guest, &c, &finding, err);
	guest->with_stacks = false;
	if (!ret) {
		printf("%s: %s%s\n", path, *finding.title ? finding.title : "nothing wrong",
		       hx_fuzz_is_known(known, finding.title) ? " (known)" : "");
		for (uint32_t i = 0; i < s->num_steps && i < s->at_step; i++)
			printf("  %s: %d\n", hx_kinds[HX_START + s->step[i].op].word,
			       s->result[i]);
		printf("%.*s", (int)s->log_bytes, s->log);
		*is_bad |= *finding.title && !hx_fuzz_is_known(known, finding.title);
	}
	if (!ret && scenarios)
		ret = store_case(s, scenarios, path, &c, err);
	hx_case_free(&c);
	hx_text_free(&text);
	return ret;
}

static int show_cases(struct hx_options *opt, struct hx_fuzz_setup *setup, struct hx_list *known,
		      struct hx_error *err)
{
	struct hx_guest guest;
	bool is_bad = false;
	int ret = opt->case_scenarios ? hx_make_dirs(opt->case_scenarios, err) : 0;

	if (ret)
		return HX_STATUS_RIG;
	ret = hx_guest_open(&guest, &setup->engine, err);

	for (unsigned int i = 0; i < opt->paths.num && !ret; i++)
		ret = show_case(&guest, opt->paths.item[i].text, known, opt->case_scenarios, &is_bad,
				err);
	hx_guest_close(&guest);
	return ret ? HX_STATUS_RIG : is_bad ? HX_STATUS_FAILED : HX_STATUS_GOOD;
}

int hx_cmd_fuzz(struct hx_options *opt, struct hx_error *err)
{
	struct hx_list known = { 0 };
	struct hx_fuzz_setup setup = {
		.engine.kernel = opt->native,
		.corpus = opt->corpus,
		.seeds = opt->seeds_dir,
		.findings = hx_printf(&opt->arena, "%s/findings", opt->fuzz_dir),
		.known = &known,
		.end_ms = opt->time_s ? hx_now_ms() + 1000ull * opt->time_s : 0,
		.max_executions = opt->count,
		.ends_at_finding = opt->ends_at_failure,
	};

	if (opt->fuzz_machine)
		setup.engine = (struct hx_engine){
			.kernel = hx_printf(&opt->arena, "%s/vmlinux", opt->fuzz_machine),
			.image = hx_printf(&opt->arena, "%s/zImage", opt->fuzz_machine),
			.qemu = opt->qemu,
		};
	if (read_known(opt, &known, err))
		return HX_STATUS_RIG;
	if (opt->paths.num)
		return show_cases(opt, &setup, &known, err);
	if (!setup.corpus)
		setup.corpus = hx_printf(&opt->arena, "%s/corpus", opt->fuzz_dir);
	if (hx_make_dirs(setup.corpus, err) || hx_make_dirs(setup.findings, err))
		return HX_STATUS_RIG;
	return fuzz_all(opt, &setup, err);
}
