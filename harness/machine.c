/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * machine.c - the words of the machine and power-on faults; see machine.h
 */
#include <stdlib.h>
#include <string.h>

#include "../sim/abi/amp_map.h"
#include "machine.h"
#include "syntax.h"

#define MAX_SMP		4u	/* what the base kernel is built for */
#define MAX_RAM_MIB	1024u

const struct hx_machine hx_machine_default = {
	.remotes = 1,
	.smp = 1,
	.ram_mib = AMP_DRAM_MIN_SIZE >> 20,
	.has_jitter = true,
	.has_auto_boot = true,
	.faults = "",
};

struct property {
	const char *key;
	const char *const *words;	/* the value is one of these, NULL: a number */
	unsigned int min, max;
	size_t offset;			/* of an unsigned int, or a bool when @words is set */
	/* a value of another kind; NULL, or what it must be */
	const char *(*set)(struct hx_machine *machine, const char *value);
};

/* IMAGE@CORE; the value outlives the machine */
static const char *set_running(struct hx_machine *machine, const char *value)
{
	const char *at = strrchr(value, '@');
	uint64_t core;

	if (!at || at == value || !hx_parse_u64(at + 1, &core) || core >= AMP_MAX_CORES)
		return "IMAGE@CORE";
	machine->running[core] = value;
	return NULL;
}

static const char *const on_off[] = { "off", "on", NULL };
static const char *const memory[] = { "pool", "named", NULL };

static const struct property properties[] = {
	{ "remotes", NULL, 1, AMP_MAX_CORES, offsetof(struct hx_machine, remotes), NULL },
	{ "smp", NULL, 1, MAX_SMP, offsetof(struct hx_machine, smp), NULL },
	{ "ram", NULL, AMP_DRAM_MIN_SIZE >> 20, MAX_RAM_MIB, offsetof(struct hx_machine, ram_mib), NULL },
	{ "jitter", on_off, 0, 0, offsetof(struct hx_machine, has_jitter), NULL },
	{ "pct", NULL, 0, 8, offsetof(struct hx_machine, pct), NULL },
	{ "vdev-memory", memory, 0, 0, offsetof(struct hx_machine, has_named_memory), NULL },
	{ "auto-boot", on_off, 0, 0, offsetof(struct hx_machine, has_auto_boot), NULL },
	{ "quick-flush", on_off, 0, 0, offsetof(struct hx_machine, has_quick_flush), NULL },
	{ "running", NULL, 0, 0, 0, set_running },
};

static int set_property(const struct property *p, struct hx_machine *machine,
			const char *word, const char *value, struct hx_error *err)
{
	char *field = (char *)machine + p->offset;
	const char *want;
	uint64_t number;
	int index;

	if (p->set) {
		want = p->set(machine, value);
		return want ? hx_error(err, HX_ESCENARIO, "machine word \"%s\": %s is %s", word,
				       p->key, want) : 0;
	}
	if (p->words) {
		index = hx_index(value, p->words);
		if (index < 0)
			return hx_error(err, HX_ESCENARIO, "machine word \"%s\": %s is %s or %s",
					word, p->key, p->words[0], p->words[1]);
		*(bool *)field = index == 1;
		return 0;
	}
	if (!hx_parse_u64(value, &number) || number < p->min || number > p->max)
		return hx_error(err, HX_ESCENARIO, "machine word \"%s\": %s is %u to %u", word,
				p->key, p->min, p->max);
	*(unsigned int *)field = (unsigned int)number;
	return 0;
}

int hx_machine_word(struct hx_machine *machine, const char *word, struct hx_error *err)
{
	const char *keys[HX_ARRAY_SIZE(properties) + 1] = { NULL };
	const char *nearest;
	char key[24];
	size_t len = strcspn(word, "=");

	for (unsigned int i = 0; i < HX_ARRAY_SIZE(properties); i++) {
		keys[i] = properties[i].key;
		if (word[len] == '=' && strlen(keys[i]) == len && !strncmp(word, keys[i], len))
			return set_property(&properties[i], machine, word, word + len + 1, err);
	}
	if (len >= sizeof(key))
		len = sizeof(key) - 1;
	memcpy(key, word, len);
	key[len] = '\0';
	nearest = hx_nearest(key, keys);
	return hx_error(err, HX_ESCENARIO, "unknown machine word \"%s\"%s%s%s", word,
			nearest ? ", did you mean \"" : "", nearest ? nearest : "",
			nearest ? "=\"?" : "");
}

static int check_option(const char *fault, const char *option, struct hx_error *err)
{
	static const char *const keys[] = { "skip=", "count=", "arg=", "chance=" };
	uint64_t number;

	for (unsigned int i = 0; i < HX_ARRAY_SIZE(keys); i++) {
		size_t len = strlen(keys[i]);

		if (strncmp(option, keys[i], len))
			continue;
		if (hx_parse_u64(option + len, &number) && number <= UINT32_MAX)
			return 0;
	}
	return hx_error(err, HX_ESCENARIO, "fault \"%s\": \"%s\" is not skip=N, count=N, arg=N or chance=N",
			fault, option);
}

int hx_fault_check(const char *fault, unsigned int remotes, struct hx_error *err)
{
	char copy[128], *name, *core, *option, *save;
	const char *nearest;
	uint64_t number;
	int ret = 0;

	if (strlen(fault) >= sizeof(copy))
		return hx_error(err, HX_ESCENARIO, "fault \"%s\" is too long", fault);
	strcpy(copy, fault);
	name = strtok_r(copy, ":", &save);
	core = name ? strchr(name, '@') : NULL;
	if (!core)
		return hx_error(err, HX_ESCENARIO, "fault \"%s\" is not NAME@CORE", fault);
	*core++ = '\0';
	if (hx_index(name, hx_fault_words) < 0) {
		nearest = hx_nearest(name, hx_fault_words);
		return hx_error(err, HX_ESCENARIO, "unknown fault \"%s\"%s%s%s", name,
				nearest ? ", did you mean \"" : "", nearest ? nearest : "",
				nearest ? "\"?" : "");
	}
	if (!hx_parse_u64(core, &number) || number >= (remotes ? remotes : AMP_MAX_CORES))
		return hx_error(err, HX_ESCENARIO, "fault \"%s\": no such core", fault);
	while (!ret && (option = strtok_r(NULL, ":", &save)))
		ret = check_option(fault, option, err);
	return ret;
}

const char *hx_machine_running(struct hx_arena *arena, const struct hx_machine *machine,
			       unsigned int core)
{
	const char *value = machine->running[core];

	return value ? hx_strndup(arena, value, (size_t)(strrchr(value, '@') - value)) : NULL;
}
