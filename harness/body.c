/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * body.c - the body verbs that do something; see verbs.h for the table
 */
#include <string.h>

#include "../sim/abi/amp_ctrl.h"
#include "compile.h"

/* how long `boot` waits for a core; the kernel's own limits are a second or less */
#define BOOT_NS		2000000000ull

static int fails(const struct hx_args *args)
{
	const struct hx_arg *error = hx_arg(args, "ERRNO");

	return error ? (int)error->n : 0;
}

int hx_body_step(struct hx_place *at, const struct hx_args *args)
{
	(void)args;
	hx_emit(at, HX_STEP)->s0 = hx_emit_string(at, at->line->rest);
	return 0;
}

int hx_body_fresh(struct hx_place *at, const struct hx_args *args)
{
	(void)args;
	if (at->compiler->depth)
		return hx_place_error(at, "fresh cannot stand inside a block");
	hx_emit(at, HX_FRESH)->s0 = hx_emit_string(at, at->line->rest);
	return 0;
}

static void emit_install(struct hx_place *at, const char *image, const char *file)
{
	struct hx_op *op = hx_emit(at, HX_INSTALL);

	if (image)
		op->s0 = hx_emit_string(at, hx_printf(at->arena, "%s.elf",
						       hx_image_name(at->arena, image)));
	op->s1 = hx_emit_string(at, file);
}

static void install_on(struct hx_place *at, const char *image, unsigned int core)
{
	emit_install(at, hx_take_image(at->compiler, image, core),
		     hx_profile_file(at->arena, at->compiler->env->profile, core));
}

static int emit_stack(struct hx_place *at)
{
	const struct hx_env *env = at->compiler->env;
	int ret = 0;

	for (const struct hx_stack_module *m = env->profile->stack; m->module && !ret; m++) {
		const char *name = hx_profile_role(env->profile, m->module);
		bool is_here = !env->kernel || hx_kernel_module(env->kernel, name);

		if (!is_here && (m->is_optional || hx_kernel_config(env->kernel, m->config) == 'y'))
			continue;
		ret = hx_emit_module(at, name, NULL, 0, true);
	}
	return ret;
}

int hx_body_boot(struct hx_place *at, const struct hx_args *args)
{
	const struct hx_arg *image = hx_arg(args, "IMAGE");
	unsigned int remotes = at->compiler->out->machine.remotes;
	int ret;

	for (unsigned int core = 0; image && core < remotes; core++)
		install_on(at, image->text, core);
	ret = emit_stack(at);
	for (unsigned int core = 0; core < remotes && !ret; core++) {
		struct hx_op *op = hx_emit(at, HX_EXPECT_RPROC);

		op->n0 = core;
		op->s0 = hx_emit_string(at, "state");
		op->s1 = hx_emit_string(at, at->compiler->out->running[core] ? "attached"
									     : "running");
		op->within_ns = BOOT_NS;
	}
	return ret;
}

static const char *parameters(struct hx_place *at, const struct hx_args *args)
{
	const struct hx_arg *params = hx_arg(args, "PARAM");
	const char *text;

	if (!params)
		return NULL;
	text = params->words[0].text;
	for (unsigned int i = 1; i < params->num_words; i++)
		text = hx_printf(at->arena, "%s %s", text, params->words[i].text);
	return text;
}

int hx_body_insmod(struct hx_place *at, const struct hx_args *args)
{
	return hx_emit_module(at, hx_arg(args, "MODULE")->text, parameters(at, args), fails(args),
			      false);
}

int hx_body_modprobe(struct hx_place *at, const struct hx_args *args)
{
	return hx_emit_module(at, hx_arg(args, "MODULE")->text, parameters(at, args), fails(args),
			      true);
}

int hx_body_rmmod(struct hx_place *at, const struct hx_args *args)
{
	const char *module = hx_profile_role(at->compiler->env->profile,
					     hx_arg(args, "MODULE")->text);
	struct hx_op *op = hx_emit(at, HX_RMMOD);

	op->s0 = hx_emit_string(at, module);
	op->error = fails(args);
	return 0;
}

static int emit_rproc(struct hx_place *at, const struct hx_args *args, const char *attr,
		      const char *text)
{
	uint32_t number;
	int ret = hx_remote_number(at, args, "rprocN", &number);
	struct hx_op *op;

	if (ret)
		return ret;
	/* crash is in debugfs */
	if (strcmp(attr, "crash"))
		hx_imply(at->compiler, "sysfs", "writable");
	op = hx_emit(at, HX_RPROC);
	op->n0 = number;
	op->s0 = hx_emit_string(at, attr);
	op->s1 = hx_emit_string(at, text);
	op->error = fails(args);
	return 0;
}

int hx_body_start(struct hx_place *at, const struct hx_args *args)
{
	return emit_rproc(at, args, "state", "start");
}

int hx_body_stop(struct hx_place *at, const struct hx_args *args)
{
	return emit_rproc(at, args, "state", "stop");
}

int hx_body_set(struct hx_place *at, const struct hx_args *args)
{
	const struct hx_arg *attr = hx_arg(args, "ATTR");

	return emit_rproc(at, args, attr ? attr->text : "state", hx_arg(args, "VALUE")->text);
}

int hx_body_crash(struct hx_place *at, const struct hx_args *args)
{
	const struct hx_arg *type = hx_arg(args, "TYPE");

	return emit_rproc(at, args, "crash", hx_printf(at->arena, "%u", type ? (unsigned int)type->n
								: 0));
}

int hx_body_install(struct hx_place *at, const struct hx_args *args)
{
	const struct hx_arg *file = hx_arg(args, "FILE"), *core = hx_arg(args, "coreN");
	const char *image = hx_arg(args, "IMAGE")->text;
	uint32_t number;
	int ret = hx_remote_number(at, args, "coreN", &number);

	if (ret)
		return ret;
	if (file) {
		emit_install(at, hx_take_image(at->compiler, image, core ? number : HX_ALL_CORES),
			     file->text);
		return 0;
	}
	if (core)
		install_on(at, image, number);
	else
		for (number = 0; number < at->compiler->out->machine.remotes; number++)
			install_on(at, image, number);
	return 0;
}

int hx_body_write(struct hx_place *at, const struct hx_args *args)
{
	const char *path = hx_arg(args, "PATH")->text;
	struct hx_op *op;

	if (*path != '/')
		return hx_place_error(at, "\"%s\" is no path from the root", path);
	op = hx_emit(at, HX_WRITE);
	op->s0 = hx_emit_string(at, path);
	op->s1 = hx_emit_string(at, hx_arg(args, "\"TEXT\"")->text);
	op->error = fails(args);
	return 0;
}

/* a new op on endpoint eN */
static struct hx_op *emit_endpoint(struct hx_place *at, const struct hx_args *args,
				   unsigned int kind)
{
	const struct hx_arg *within = hx_arg(args, "T");
	struct hx_op *op = hx_emit(at, kind);

	op->n0 = (uint32_t)hx_arg(args, "eN")->n;
	op->within_ns = within ? within->n : HX_AT_ONCE;
	op->error = fails(args);
	return op;
}

/* user space has endpoints through rpmsg_char, or before 5.13 our amp_echo */
static void imply_endpoints(struct hx_compiler *c)
{
	hx_imply(c, "vdev", "any");
	if (c->env->kernel && hx_kernel_module(c->env->kernel, "amp_echo"))
		hx_imply(c, "module", "amp_echo");
	else
		hx_imply(c, "kconfig", "RPMSG_CHAR");
}

int hx_body_open(struct hx_place *at, const struct hx_args *args)
{
	uint32_t number;
	int ret = hx_remote_number(at, args, "rprocN", &number);
	struct hx_op *op;

	if (ret)
		return ret;
	imply_endpoints(at->compiler);
	op = emit_endpoint(at, args, HX_OPEN);
	op->n1 = number;
	op->s0 = hx_emit_string(at, hx_arg(args, "CHANNEL")->text);
	return 0;
}

int hx_body_close(struct hx_place *at, const struct hx_args *args)
{
	emit_endpoint(at, args, HX_CLOSE);
	return 0;
}

static int check_size_to(struct hx_place *at, const struct hx_arg *size, uint32_t max)
{
	if (!size->n || size->n_end > max)
		return hx_place_error(at, "size is 1 to %u", max);
	return 0;
}

/* a size that can travel: not 0, at most what fits a buffer */
static int check_size(struct hx_place *at, const struct hx_arg *size)
{
	return check_size_to(at, size, HX_MAX_MESSAGE);
}

static int emit_message(struct hx_place *at, const struct hx_args *args, unsigned int kind)
{
	const struct hx_arg *number = hx_arg(args, "number"), *size = hx_arg(args, "size");
	struct hx_op *op;

	if (number->n > UINT32_MAX)
		return hx_place_error(at, "number is too large");
	op = emit_endpoint(at, args, kind);
	op->n1 = (uint32_t)size->n;
	op->n2 = (uint32_t)number->n;
	return 0;
}

int hx_body_send(struct hx_place *at, const struct hx_args *args)
{
	const struct hx_arg *size = hx_arg(args, "size");

	/* too large a message may be sent on purpose, when it must fail */
	if (!fails(args) || size->n > 2 * HX_MAX_MESSAGE) {
		int ret = check_size(at, size);

		if (ret)
			return ret;
	}
	return emit_message(at, args, HX_SEND);
}

int hx_body_recv(struct hx_place *at, const struct hx_args *args)
{
	int ret = check_size(at, hx_arg(args, "size"));

	return ret ? ret : emit_message(at, args, HX_RECV);
}

/* sizes and count of something that is sent and comes back */
static int set_exchange(struct hx_place *at, const struct hx_args *args, struct hx_op *op,
			uint32_t max_size)
{
	const struct hx_arg *size = hx_arg(args, "size"), *count = hx_arg(args, "count");
	int ret = check_size_to(at, size, max_size);

	if (ret)
		return ret;
	if (!count->n || count->n > UINT32_MAX)
		return hx_place_error(at, "count is 1 or more");
	op->n1 = (uint32_t)size->n;
	op->n2 = (uint32_t)size->n_end;
	op->n3 = (uint32_t)count->n;
	return 0;
}

int hx_body_exchange(struct hx_place *at, const struct hx_args *args)
{
	return set_exchange(at, args, emit_endpoint(at, args, HX_EXCHANGE), HX_MAX_MESSAGE);
}

int hx_body_frames(struct hx_place *at, const struct hx_args *args)
{
	struct hx_op *op = hx_emit(at, HX_FRAMES);

	op->s0 = hx_emit_string(at, hx_arg(args, "NETDEV")->text);
	op->within_ns = hx_arg(args, "T")->n;
	return set_exchange(at, args, op, HX_MAX_FRAME);
}

int hx_body_chars(struct hx_place *at, const struct hx_args *args)
{
	const char *path = hx_arg(args, "PATH")->text;
	struct hx_op *op;

	if (*path != '/')
		return hx_place_error(at, "\"%s\" is no path from the root", path);
	op = hx_emit(at, HX_CHARS);
	op->s0 = hx_emit_string(at, path);
	op->within_ns = hx_arg(args, "T")->n;
	return set_exchange(at, args, op, HX_MAX_FRAME);
}

int hx_body_fetch(struct hx_place *at, const struct hx_args *args)
{
	const struct hx_arg *life = hx_arg(args, "life");
	uint32_t number;
	int ret = hx_remote_number(at, args, "rprocN", &number);
	struct hx_op *op;

	if (ret)
		return ret;
	op = hx_emit(at, HX_FETCH);
	op->n0 = number;
	op->n1 = life ? (uint32_t)life->n : 0;
	op->within_ns = hx_arg(args, "T")->n;
	at->compiler->out->fetches = true;
	return 0;
}

int hx_body_command(struct hx_place *at, const struct hx_args *args)
{
	const struct hx_arg *value = hx_arg(args, "N"), *command = hx_arg(args, "COMMAND");
	uint32_t number;
	int ret = hx_remote_number(at, args, "coreN", &number);
	struct hx_op *op;

	if (ret)
		return ret;
	if (command->n == AMP_CMD_NONE || (value && value->n > UINT32_MAX))
		return hx_place_error(at, "command: nothing to command");
	op = hx_emit(at, HX_COMMAND);
	op->n0 = number;
	op->n1 = (uint32_t)command->n;
	op->n2 = value ? (uint32_t)value->n : 0;
	return 0;
}

int hx_body_release(struct hx_place *at, const struct hx_args *args)
{
	uint32_t number;
	int ret = hx_remote_number(at, args, "coreN", &number);

	if (ret)
		return ret;
	hx_emit(at, HX_RELEASE)->n0 = number;
	return 0;
}

static uint32_t option(const struct hx_args *args, const char *key, uint32_t otherwise)
{
	const struct hx_arg *arg = hx_arg(args, key);

	return arg ? (uint32_t)arg->n : otherwise;
}

int hx_body_inject(struct hx_place *at, const struct hx_args *args)
{
	uint32_t number;
	int ret = hx_remote_number(at, args, "coreN", &number);
	struct hx_op *op;

	if (ret)
		return ret;
	for (unsigned int i = 0; i < args->num; i++)
		if (args->v[i].n > UINT32_MAX)
			return hx_place_error(at, "%s is too large", args->v[i].text);
	if (option(args, "chance", 0) > UINT16_MAX)
		return hx_place_error(at, "a chance of 1 in %u is none", option(args, "chance", 0));
	op = hx_emit(at, HX_INJECT);
	op->flags = (uint16_t)option(args, "chance", 0);
	op->n0 = number;
	op->n1 = (uint32_t)hx_arg(args, "FAULT")->n;
	op->n2 = option(args, "skip", 0);
	op->n3 = option(args, "count", UINT32_MAX);
	op->n4 = option(args, "arg", 0);
	return 0;
}

static int open_block(struct hx_place *at, unsigned int kind, uint32_t times)
{
	struct hx_compiler *c = at->compiler;

	for (unsigned int i = 0; i < c->depth && kind == HX_RACE; i++)
		if (c->out->op[c->block[i]].kind == HX_RACE)
			return hx_place_error(at, "a race has lines and repeats only, no race");
	if (c->depth == HX_MAX_DEPTH)
		return hx_place_error(at, "blocks are nested more than %u deep", HX_MAX_DEPTH);
	hx_emit(at, kind)->n0 = times;
	c->block[c->depth++] = c->out->num_ops - 1;
	return 0;
}

int hx_body_repeat(struct hx_place *at, const struct hx_args *args)
{
	const struct hx_kernel *kernel = at->compiler->env->kernel;
	const struct hx_arg *slow = hx_arg(args, "slow");
	uint64_t times = hx_arg(args, "N")->n;

	if (slow && kernel && hx_kernel_config(kernel, "KASAN"))
		times = slow->n;
	if (!times || times > UINT32_MAX)
		return hx_place_error(at, "repeat 1 time or more");
	return open_block(at, HX_REPEAT, (uint32_t)times);
}

int hx_body_walk(struct hx_place *at, const struct hx_args *args)
{
	uint64_t most = hx_arg(args, "N")->n;

	if (!most || most > UINT32_MAX)
		return hx_place_error(at, "walk 1 pass or more");
	if (at->compiler->depth)
		return hx_place_error(at, "walk cannot stand inside a block");
	return open_block(at, HX_WALK, (uint32_t)most);
}

int hx_body_failing(struct hx_place *at, const struct hx_args *args)
{
	struct hx_compiler *c = at->compiler;

	if (!c->depth || c->out->op[c->block[c->depth - 1]].kind != HX_WALK)
		return hx_place_error(at, "failing stands in a walk, not in a block inside it");
	hx_imply(c, "kconfig", "FAILSLAB");
	hx_imply(c, "kconfig", "FAIL_PAGE_ALLOC");
	hx_emit(at, HX_FAILING)->n0 = hx_arg(args, "workers") ? 1 : 0;
	return 0;
}

int hx_body_race(struct hx_place *at, const struct hx_args *args)
{
	(void)args;
	return open_block(at, HX_RACE, 0);
}

/* the one that can stand there was taken out by permute.c */
int hx_body_permute(struct hx_place *at, const struct hx_args *args)
{
	(void)args;
	return hx_place_error(at, "one permute in a scenario, and in no other block");
}

int hx_body_end(struct hx_place *at, const struct hx_args *args)
{
	struct hx_compiler *c = at->compiler;
	struct hx_op *op;

	(void)args;
	if (!c->depth)
		return hx_place_error(at, "end of nothing");
	op = &c->out->op[c->block[--c->depth]];
	op->n1 = c->out->num_ops - c->block[c->depth] - 1;
	if (!op->n1)
		return hx_place_error(at, "nothing stands between line %u and here", op->line);
	return 0;
}
