// SPDX-License-Identifier: GPL-2.0-only
/*
 * A remote core without a core; see amp_core.h
 *
 * The compiler reads this before remoteproc_cdev.c of a fuzzing kernel.
 */
#include <linux/firmware.h>
#include <linux/kernel.h>
#include <linux/remoteproc.h>
#include <linux/slab.h>

#include "amp_core.h"
#include "amp_flip.h"
#include "amp_guests.h"
#include "amp_running.h"
#include "redirect.h"

static struct amp_fuzz *const fuzz = AMP_GUESTS_SHARED;
struct amp_core amp_core;

/* memory, allocated anew for each case */
static void *tcm;
/* tables of a core that runs already; what was given stays until the end of a case */
static void *loaded[AMP_FUZZ_STEPS];
static u32 num_loaded;

NO_COVER int amp_fuzz_request_firmware(const struct firmware **out, const char *name,
				       struct device *dev)
{
	u32 size = min_t(u32, fuzz->image_bytes[amp_core.image], AMP_FUZZ_IMAGE_BYTES);
	struct firmware *fw = kzalloc(sizeof(*fw), GFP_KERNEL);

	*out = NULL;
	if (!fw)
		return -ENOMEM;
	fw->data = kmemdup(fuzz->image[amp_core.image], size, GFP_KERNEL);
	fw->size = size;
	if (!fw->data) {
		kfree(fw);
		return -ENOMEM;
	}
	*out = fw;
	return 0;
}

NO_COVER void amp_fuzz_release_firmware(const struct firmware *fw)
{
	if (!fw)
		return;
	kfree(fw->data);
	kfree(fw);
}

static NO_COVER int core_nothing(struct rproc *rproc)
{
	return 0;
}

static NO_COVER void core_kick(struct rproc *rproc, int vqid)
{
}

static NO_COVER void *core_da_to_va(struct rproc *rproc, u64 da, size_t len, bool *is_iomem)
{
	u64 at = da - AMP_FUZZ_TCM_BASE;

	if (da < AMP_FUZZ_TCM_BASE || at > AMP_FUZZ_TCM_BYTES || len > AMP_FUZZ_TCM_BYTES - at)
		return NULL;
	return tcm + at;
}

static NO_COVER struct resource_table *core_table(struct rproc *rproc, size_t *size)
{
	u32 bytes = min_t(u32, fuzz->table_bytes[amp_core.table], AMP_FUZZ_TABLE_BYTES);
	void *table;

	*size = bytes;
	if (!bytes || num_loaded == AMP_FUZZ_STEPS)
		return NULL;
	table = kmemdup(fuzz->table[amp_core.table], bytes, GFP_KERNEL);
	loaded[num_loaded++] = table;
	if (table)
		amp_flip_arm(table, bytes);
	return table;
}

const struct rproc_ops amp_core_ops = {
	.start = core_nothing,
	.stop = core_nothing,
	.attach = core_nothing,
	.detach = core_nothing,
	.kick = core_kick,
	.da_to_va = core_da_to_va,
	.get_loaded_rsc_table = core_table,
};

NO_COVER int amp_core_begin(void)
{
	tcm = kzalloc(AMP_FUZZ_TCM_BYTES, GFP_KERNEL);
	return tcm ? 0 : -ENOMEM;
}

NO_COVER void amp_core_end(void)
{
	amp_flip_end();
	kfree(tcm);
	tcm = NULL;
	while (num_loaded)
		kfree(loaded[--num_loaded]);
}

/* the file that follows has names of its own */
#undef request_firmware
#undef release_firmware
