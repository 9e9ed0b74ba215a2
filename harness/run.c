/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * run.c - run the points of a plan, several at a time; see run.h
 *
 * Children are waited for by pidfd, signals come through a signalfd, deadlines
 * are the time-out of poll().
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "results.h"
#include "run.h"
#include "rundir.h"

#define PROGRESS_MS	200u

/* one slot of -j: a child and its run */
struct slot {
	pid_t pid;			/* 0: free */
	int pidfd;
	uint64_t begin_ms;
	bool is_killed;
	struct hx_facts facts;
	struct hx_point *point;		/* NULL: hx_run_one() */
	struct hx_rundir dir;
};

struct loop {
	const struct hx_options *opt;
	struct hx_plan *plan;
	const struct hx_sink *sink;
	struct hx_states states;
	struct slot *slot;
	unsigned int num_slots;
	unsigned int num_running;
	unsigned int next;		/* point to start */
	bool has_failure;
	int signal_fd;
	int signal_number;		/* 0: nobody wants us to end */
	sigset_t old_mask;
};

static int open_signals(struct loop *loop, struct hx_error *err)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction action;
	sigset_t mask;

	sigemptyset(&mask);
	/* what was ignored when we began (nohup, a shell's background job) stays so */
	for (unsigned int i = 0; i < HX_ARRAY_SIZE(numbers); i++)
		if (!sigaction(numbers[i], NULL, &action) && action.sa_handler != SIG_IGN)
			sigaddset(&mask, numbers[i]);
	sigprocmask(SIG_BLOCK, &mask, &loop->old_mask);
	loop->signal_fd = signalfd(-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK);
	if (loop->signal_fd < 0)
		return hx_error(err, HX_ERIG, "signalfd: %s", strerror(errno));
	return 0;
}

static void close_signals(struct loop *loop)
{
	if (loop->signal_fd >= 0)
		close(loop->signal_fd);
	sigprocmask(SIG_SETMASK, &loop->old_mask, NULL);
}

static void kill_slot(struct slot *slot, enum hx_ending why)
{
	if (!slot->pid || slot->is_killed)
		return;
	slot->is_killed = true;
	slot->facts.ending = why;
	kill(-slot->pid, SIGKILL);
}

/* the child is a zombie: take its status, kill what it may have left behind */
static void reap(struct slot *slot)
{
	siginfo_t info = { 0 };

	waitid(P_PID, (id_t)slot->pid, &info, WEXITED | WNOWAIT);
	kill(-slot->pid, SIGKILL);
	waitid(P_PID, (id_t)slot->pid, &info, WEXITED);
	slot->facts.exit_status = info.si_status;
	if (!slot->is_killed)
		slot->facts.ending = info.si_code == CLD_EXITED ? HX_EXITED : HX_SIGNALLED;
	close(slot->pidfd);
	slot->pid = 0;
}

static struct hx_arena *arena_of(struct loop *loop, const struct hx_point *point)
{
	return point->arena ? point->arena : &loop->plan->arena;
}

static void publish(struct loop *loop, struct hx_point *point)
{
	loop->has_failure |= point->result.is_done && point->result.verdict == HX_FAIL;
	loop->sink->done(loop->sink->context, point);
}

/* judge, write verdict.json, keep or remove the directory, tell */
static void finish(struct loop *loop, struct slot *slot)
{
	struct hx_point *point = slot->point;
	struct hx_arena *arena = arena_of(loop, point);
	struct hx_error err;
	bool keeps;

	hx_rundir_judge(arena, &slot->dir, &slot->facts, point);
	point->result.is_restored = slot->dir.is_restored;
	point->result.wall_ms = hx_now_ms() - slot->begin_ms;
	keeps = loop->opt->keeps || point->result.verdict != HX_PASS;
	point->result.dir = keeps ? slot->dir.path : NULL;
	if (keeps && hx_verdict_write(loop->opt, loop->plan, point, slot->dir.command,
				      slot->dir.path, &err) &&
	    point->result.verdict == HX_PASS) {
		/* what cannot be written down did not happen */
		point->result.verdict = point->result.raw = HX_BROKEN;
		point->result.text = hx_strdup(arena, err.text);
	}
	hx_rundir_close(&slot->dir, keeps);
	publish(loop, point);
}

static void begin(struct loop *loop, struct slot *slot, struct hx_point *point)
{
	struct hx_arena *arena = arena_of(loop, point);
	struct hx_error err;
	int ret;

	*slot = (struct slot){ .point = point, .begin_ms = hx_now_ms(), .pidfd = -1 };
	slot->facts.wall_limit_s = loop->opt->wall_limit_s;
	ret = hx_rundir_open(arena, loop->opt->out_dir, point->label, &slot->dir, &err);
	if (!ret)
		ret = hx_rundir_fill(arena, &loop->states, point, &slot->dir, &err);
	if (!ret) {
		slot->pidfd = hx_qemu_spawn(slot->dir.started, slot->dir.path, &slot->pid, &err);
		ret = slot->pidfd < 0 ? slot->pidfd : 0;
	}
	if (!ret) {
		loop->num_running++;
		return;
	}
	slot->pid = 0;
	slot->facts.ending = HX_NOT_STARTED;
	slot->facts.rig_text = hx_strdup(arena, err.text);
	finish(loop, slot);
}

static void skip(struct loop *loop, struct hx_point *point, const char *text)
{
	point->result.verdict = point->result.raw = HX_SKIP;
	point->result.text = text;
	point->result.is_done = true;
	publish(loop, point);
}

static struct slot *free_slot(struct loop *loop)
{
	for (unsigned int i = 0; i < loop->num_slots; i++)
		if (!loop->slot[i].pid)
			return &loop->slot[i];
	return NULL;
}

static struct hx_point *next_point(struct loop *loop)
{
	if (loop->sink && loop->sink->next)
		return loop->sink->next(loop->sink->context);
	if (!loop->plan || loop->next >= loop->plan->num_points)
		return NULL;
	return &loop->plan->point[loop->next++];
}

static void start_what_can(struct loop *loop)
{
	struct hx_point *point;
	struct slot *slot;

	while (!loop->signal_number && (slot = free_slot(loop)) && (point = next_point(loop))) {
		if (loop->sink->wants && !loop->sink->wants(loop->sink->context, point)) {
			point->is_dropped = true;
			publish(loop, point);
		} else if (point->unmet) {
			skip(loop, point, hx_printf(&loop->plan->arena, "needs %s", point->unmet));
		} else if (loop->opt->ends_at_failure && loop->has_failure) {
			skip(loop, point, "not run after a failure");
		} else {
			begin(loop, slot, point);
		}
	}
}

static void take_signal(struct loop *loop)
{
	struct signalfd_siginfo info;

	if (read(loop->signal_fd, &info, sizeof(info)) != sizeof(info))
		return;
	loop->signal_number = (int)info.ssi_signo;
	for (unsigned int i = 0; i < loop->num_slots; i++)
		kill_slot(&loop->slot[i], HX_INTERRUPTED);
}

/* kill those whose time is up; milliseconds until the next one's is, or -1 */
static int next_deadline(struct loop *loop)
{
	uint64_t now = hx_now_ms(), limit = (uint64_t)loop->opt->wall_limit_s * 1000;
	uint64_t nearest = loop->sink && loop->sink->progress ? PROGRESS_MS : UINT64_MAX;

	for (unsigned int i = 0; i < loop->num_slots; i++) {
		struct slot *slot = &loop->slot[i];
		uint64_t age = now - slot->begin_ms;

		if (!slot->pid || slot->is_killed)
			continue;
		if (age >= limit)
			kill_slot(slot, HX_WALL_LIMIT);
		else if (limit - age < nearest)
			nearest = limit - age;
	}
	return nearest == UINT64_MAX ? -1 : (int)nearest;
}

static void show_progress(struct loop *loop)
{
	const struct hx_point *running[64];
	unsigned int num = 0;

	if (!loop->sink || !loop->sink->progress)
		return;
	for (unsigned int i = 0; i < loop->num_slots && num < HX_ARRAY_SIZE(running); i++)
		if (loop->slot[i].pid)
			running[num++] = loop->slot[i].point;
	loop->sink->progress(loop->sink->context, running, num);
}

/* until one child at least has ended, a signal came or a deadline passed */
static void wait_once(struct loop *loop, struct pollfd *fds)
{
	int timeout = next_deadline(loop);

	fds[0] = (struct pollfd){ .fd = loop->signal_fd, .events = POLLIN };
	for (unsigned int i = 0; i < loop->num_slots; i++)
		fds[i + 1] = (struct pollfd){
			.fd = loop->slot[i].pid ? loop->slot[i].pidfd : -1, .events = POLLIN,
		};
	if (poll(fds, loop->num_slots + 1, timeout) <= 0)
		return;
	if (fds[0].revents)
		take_signal(loop);
	for (unsigned int i = 0; i < loop->num_slots; i++) {
		if (!fds[i + 1].revents)
			continue;
		reap(&loop->slot[i]);
		loop->num_running--;
		if (loop->slot[i].point)
			finish(loop, &loop->slot[i]);
	}
}

int hx_run_check(const struct hx_options *opt, struct hx_error *err)
{
	const struct {
		const char *path;
		const char *make;
	} parts[] = { { opt->qemu, "qemu" }, { opt->agent, "agent" } };

	for (unsigned int i = 0; i < HX_ARRAY_SIZE(parts); i++)
		if (!hx_is_file(parts[i].path))
			return hx_error(err, HX_ERIG, "%s: no such file: run `make %s`",
					parts[i].path, parts[i].make);
	return hx_make_dirs(opt->out_dir, err);
}

int hx_run_points(const struct hx_options *opt, struct hx_plan *plan,
		  const struct hx_sink *sink, int *signal_number, struct hx_error *err)
{
	struct loop loop = {
		.opt = opt, .plan = plan, .sink = sink, .num_slots = opt->jobs, .signal_fd = -1,
	};
	struct pollfd *fds = hx_alloc(&plan->arena, (opt->jobs + 1) * sizeof(*fds));
	int ret = open_signals(&loop, err);

	loop.slot = hx_alloc(&plan->arena, opt->jobs * sizeof(*loop.slot));
	hx_states_open(&loop.states, opt, &plan->kernel);
	if (!ret)
		start_what_can(&loop);
	while (loop.num_running) {
		show_progress(&loop);
		wait_once(&loop, fds);
		start_what_can(&loop);
	}
	hx_states_close(&loop.states);
	close_signals(&loop);
	*signal_number = loop.signal_number;
	return ret;
}

int hx_run_one(const struct hx_options *opt, const char *const *command, const char *dir,
	       struct hx_facts *facts, int *signal_number, struct hx_error *err)
{
	struct slot slot = { .begin_ms = hx_now_ms() };
	struct loop loop = { .opt = opt, .slot = &slot, .num_slots = 1, .signal_fd = -1 };
	struct pollfd fds[2];
	int ret = open_signals(&loop, err);

	if (!ret) {
		slot.pidfd = hx_qemu_spawn(command, dir, &slot.pid, err);
		ret = slot.pidfd < 0 ? slot.pidfd : 0;
	}
	loop.num_running = !ret;
	while (loop.num_running)
		wait_once(&loop, fds);
	close_signals(&loop);
	facts->ending = slot.facts.ending;
	facts->exit_status = slot.facts.exit_status;
	*signal_number = loop.signal_number;
	return ret;
}
