/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * compile.c - from a scenario to the program of the guest; see compile.h
 */
#include <stdlib.h>
#include <string.h>

#include "compile.h"
#include "files.h"
#include "permute.h"
#include "table.h"

struct hx_op *hx_emit(struct hx_place *at, unsigned int kind)
{
	struct hx_compiled *out = at->compiler->out;
	struct hx_op *op;

	out->op = hx_grow(at->arena, out->op, out->num_ops, sizeof(*out->op));
	op = &out->op[out->num_ops++];
	*op = (struct hx_op){ .kind = (uint16_t)kind, .line = at->line->number,
			      .s0 = HX_NO_STRING, .s1 = HX_NO_STRING };
	return op;
}

uint32_t hx_emit_string(struct hx_place *at, const char *text)
{
	struct hx_text *strings = &at->compiler->strings;
	size_t len = strlen(text) + 1, offset = 0;

	while (offset < strings->len) {
		if (!strcmp(strings->s + offset, text))
			return (uint32_t)offset;
		offset += strlen(strings->s + offset) + 1;
	}
	hx_text_add_bytes(strings, text, len);
	return (uint32_t)offset;
}

static void emit_insmod(struct hx_place *at, const char *stem, const char *params, int error,
			bool if_absent)
{
	struct hx_op *op = hx_emit(at, HX_INSMOD);

	op->flags = if_absent ? HX_IF_ABSENT : 0;
	op->error = error;
	op->s0 = hx_emit_string(at, stem);
	op->s1 = params ? hx_emit_string(at, params) : HX_NO_STRING;
}

int hx_remote_number(struct hx_place *at, const struct hx_args *args, const char *token,
		     uint32_t *number)
{
	unsigned int remotes = at->compiler->out->machine.remotes;
	const struct hx_arg *arg = hx_arg(args, token);

	*number = arg ? (uint32_t)arg->n : 0;
	if (*number < remotes)
		return 0;
	return hx_place_error(at, "%s: the machine has %u remote core%s", arg->text, remotes,
			      remotes > 1 ? "s" : "");
}

void hx_imply(struct hx_compiler *c, const char *kind, const char *name)
{
	const char *need = hx_printf(c->arena, "%s:%s", kind, name);

	if (!hx_list_has(&c->out->implied, need))
		hx_list_add(c->arena, &c->out->implied, need, 0);
}

/* what `machine auto-boot=off` adds to the parameters of the driver */
static const char *with_manual_boot(struct hx_compiler *c, const char *module, const char *params)
{
	const char *manual = c->env->profile->manual_param;

	if (c->out->machine.has_auto_boot || !manual || strcmp(module, c->env->profile->driver))
		return params;
	return params ? hx_printf(c->arena, "%s %s", params, manual) : manual;
}

/* what gives user space endpoints: the first of these that the kernel has */
static const char *endpoints_module(const struct hx_env *env)
{
	static const char *const modules[] = { "amp_echo", "rpmsg_ctrl", "rpmsg_char" };
	unsigned int i = 0;

	while (i < HX_ARRAY_SIZE(modules) - 1 && env->kernel &&
	       !hx_kernel_module(env->kernel, modules[i]))
		i++;
	return modules[i];
}

int hx_emit_module(struct hx_place *at, const char *module, const char *params, int error,
		   bool with_depends)
{
	struct hx_compiler *c = at->compiler;
	const struct hx_module *found = NULL;
	struct hx_list list = { 0 };
	int ret = 0;

	module = !strcmp(module, "endpoints") ? endpoints_module(c->env)
					      : hx_profile_role(c->env->profile, module);
	params = with_manual_boot(c, module, params);
	if (c->env->kernel)
		found = hx_kernel_module(c->env->kernel, module);
	if (!found) {
		/* skipped later for want of it, or nobody wants to run it */
		hx_imply(c, "module", module);
		emit_insmod(at, module, params, error, with_depends && !error);
		return 0;
	}
	if (with_depends)
		ret = hx_kernel_closure(at->arena, c->env->kernel, found, &list, at->err);
	else
		hx_list_add(at->arena, &list, found->stem, 0);
	for (unsigned int i = 0; i < list.num && !ret; i++) {
		const char *stem = list.item[i].text;
		bool is_last = i == list.num - 1;

		emit_insmod(at, stem, is_last ? params : NULL, is_last ? error : 0,
			    with_depends && !(is_last && error));
		if (!hx_list_has(&c->out->modules, stem))
			hx_list_add(at->arena, &c->out->modules, stem, 0);
	}
	return ret;
}

/* IMAGE or IMAGE@coreN: the image when it is meant for @core */
static const char *change_for_core(struct hx_compiler *c, const char *word, unsigned int core)
{
	const char *at_core = strstr(word, "@core");
	uint64_t number;

	if (!at_core)
		return word;
	if (!hx_parse_u64(at_core + 5, &number) || (core != HX_ALL_CORES && number != core))
		return NULL;
	return hx_strndup(c->arena, word, (size_t)(at_core - word));
}

const char *hx_take_image(struct hx_compiler *c, const char *image, unsigned int core)
{
	for (unsigned int i = 0; c->change && i < c->change->firmware.num; i++) {
		const char *word = change_for_core(c, c->change->firmware.item[i].text, core);

		if (word && strcmp(image, "none"))
			image = word;
	}
	if (!strcmp(image, "none"))
		return NULL;
	if (!hx_list_has(&c->out->images, image))
		hx_list_add(c->arena, &c->out->images, image, 0);
	hx_imply(c, "firmware", image);
	return image;
}

static int set_machine(struct hx_compiler *c, struct hx_error *err)
{
	const struct hx_list *lists[] = { &c->sc->machine, c->change ? &c->change->machine : NULL };
	struct hx_machine *machine = &c->out->machine;
	struct hx_text faults = { 0 };
	struct hx_error why;
	int ret = 0;

	*machine = hx_machine_default;
	for (unsigned int i = 0; i < HX_ARRAY_SIZE(lists); i++)
		for (unsigned int j = 0; lists[i] && j < lists[i]->num && !ret; j++)
			if (hx_machine_word(machine, lists[i]->item[j].text, &why))
				ret = hx_line_error(err, c->sc->path, lists[i]->item[j].line, "%s",
						    why.text);
	for (unsigned int i = 0; c->change && i < c->change->faults.num && !ret; i++) {
		const struct hx_item *fault = &c->change->faults.item[i];

		if (hx_fault_check(fault->text, machine->remotes, &why))
			ret = hx_line_error(err, c->sc->path, fault->line, "%s", why.text);
		hx_text_add(&faults, "%s%s", i ? "+" : "", fault->text);
	}
	if (faults.s)
		machine->faults = hx_strdup(c->arena, faults.s);
	hx_text_free(&faults);
	return ret;
}

static int set_images(struct hx_compiler *c, struct hx_error *err)
{
	unsigned int remotes = c->out->machine.remotes;

	for (unsigned int core = 0; core < remotes; core++) {
		const char *image = c->env->profile->image;

		for (unsigned int i = 0; i < c->sc->num_firmware; i++) {
			const struct hx_image *line = &c->sc->firmware[i];

			if (line->core == HX_ALL_CORES || line->core == core)
				image = line->image;
			else if (line->core >= remotes)
				return hx_line_error(err, c->sc->path, line->line,
						     "core%u: the machine has %u remote core%s",
						     line->core, remotes, remotes > 1 ? "s" : "");
		}
		c->out->image[core] = hx_take_image(c, image, core);
	}
	return 0;
}

static int set_running(struct hx_compiler *c, struct hx_error *err)
{
	for (unsigned int core = 0; core < AMP_MAX_CORES; core++) {
		const char *image = hx_machine_running(c->arena, &c->out->machine, core);

		if (!image)
			continue;
		if (core >= c->out->machine.remotes)
			return hx_line_error(err, c->sc->path, 1, "machine running=%s@%u: the machine "
					     "has %u remote core%s", image, core,
					     c->out->machine.remotes,
					     c->out->machine.remotes > 1 ? "s" : "");
		c->out->running[core] = hx_take_image(c, image, core);
		if (!hx_list_has(&c->out->implied, "attach"))
			hx_list_add(c->arena, &c->out->implied, "attach", 0);
	}
	return 0;
}

static int check_demands(struct hx_compiler *c, struct hx_error *err)
{
	unsigned int remotes = c->out->machine.remotes;

	for (unsigned int i = 0; i < c->sc->num_demands; i++)
		if (c->sc->demand[i].core >= remotes)
			return hx_line_error(err, c->sc->path, c->sc->demand[i].line,
					     "core%u: the machine has %u remote core%s",
					     c->sc->demand[i].core, remotes,
					     remotes > 1 ? "s" : "");
	return 0;
}

static int check_dumps(struct hx_compiler *c, struct hx_error *err)
{
	for (unsigned int i = 0; i < c->sc->num_dumps; i++)
		if (!c->out->fetches || c->sc->dump[i].core >= c->out->machine.remotes)
			return hx_line_error(err, c->sc->path, c->sc->dump[i].line,
					     c->out->fetches ? "the machine has no core%u" :
					     "no line fetches a dump of core%u",
					     c->sc->dump[i].core);
	return 0;
}

static int check_sizes(struct hx_compiler *c, struct hx_error *err)
{
	const struct hx_compiled *out = c->out;

	if (c->depth)
		return hx_line_error(err, c->sc->path, out->op[c->block[c->depth - 1]].line,
				     "this block has no end");
	if (out->num_ops > HX_MAX_OPS)
		return hx_line_error(err, c->sc->path, 1, "more than %u operations", HX_MAX_OPS);
	if (out->string_bytes > HX_MAX_STRINGS)
		return hx_line_error(err, c->sc->path, 1, "more than %u bytes of text",
				     HX_MAX_STRINGS);
	return 0;
}

/* a boot counts in a time limit, and takes up to 5 s where checks stand in all of the code */
static uint64_t slow_boot_ns(const struct hx_env *env)
{
	return env->kernel && hx_kernel_config(env->kernel, "KASAN") ? 6000000000 : 0;
}

int hx_compile(struct hx_arena *arena, struct hx_scenario *sc, const struct hx_env *env,
	       const struct hx_change *change, struct hx_compiled *out,
	       struct hx_error *err)
{
	struct hx_compiler c = { .arena = arena, .sc = sc, .env = env, .change = change,
				 .out = out };
	struct hx_place at = { arena, sc, NULL, err, &c };
	int ret;

	*out = (struct hx_compiled){
		.env = env, .timeout_ns = slow_boot_ns(env) + sc->timeout_ns / 100 * env->scale_percent,
	};
	ret = set_machine(&c, err);
	if (!out->machine.has_auto_boot)
		hx_list_add(arena, &out->implied, "manual-boot", 0);
	if (sc->num_dumps)
		hx_list_add(arena, &out->implied, "coredump", 0);
	if (!ret)
		ret = set_images(&c, err);
	if (!ret)
		ret = set_running(&c, err);
	if (!ret)
		ret = check_demands(&c, err);
	if (!ret)
		ret = hx_permute_body(&at);
	out->string_bytes = (uint32_t)c.strings.len;
	out->strings = hx_strndup(arena, c.strings.len ? c.strings.s : "", c.strings.len);
	hx_text_free(&c.strings);
	if (!ret)
		ret = check_dumps(&c, err);
	return ret ? ret : check_sizes(&c, err);
}

void hx_program_write(const struct hx_compiled *compiled, const struct hx_env *env,
		      uint32_t flags, struct hx_text *out)
{
	const struct hx_program head = {
		.magic = HX_MAGIC,
		.version = HX_VERSION,
		.num_ops = compiled->num_ops,
		.string_bytes = compiled->string_bytes,
		.scale_percent = env->scale_percent,
		.flags = flags,
	};

	_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
		       "the program is little-endian and written as it is");
	hx_text_add_bytes(out, &head, sizeof(head));
	hx_text_add_bytes(out, compiled->op, compiled->num_ops * sizeof(*compiled->op));
	hx_text_add_bytes(out, compiled->strings, compiled->string_bytes);
}

bool hx_image_is_text(const char *image)
{
	size_t len = strlen(image);

	return len > 6 && !strcmp(image + len - 6, ".table");
}

const char *hx_image_path(struct hx_arena *arena, const struct hx_env *env, const char *image)
{
	if (env->firmware_elf && !strcmp(image, "echo"))
		return env->firmware_elf;
	if (hx_image_is_text(image))
		return image;
	return hx_printf(arena, "%s/%s.elf", env->firmware_dir, image);
}

const char *hx_image_name(struct hx_arena *arena, const char *image)
{
	char *name = hx_strdup(arena, image);

	for (char *at = name; (at = strchr(at, '/'));)
		*at = '-';
	return name;
}

int hx_image_read(const char *path, struct hx_text *bytes, struct hx_error *err)
{
	struct hx_text text = { 0 };
	struct hx_case c = { 0 };
	int ret;

	if (!hx_image_is_text(path))
		return hx_read_file(path, bytes, err);
	ret = hx_read_file(path, &text, err);
	if (!ret)
		ret = hx_case_parse(path, text.s ? text.s : "", &c, err);
	if (!ret)
		hx_case_image(&c, 0, bytes);
	hx_case_free(&c);
	hx_text_free(&text);
	return ret;
}
