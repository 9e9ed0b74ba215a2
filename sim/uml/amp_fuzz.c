// SPDX-License-Identifier: GPL-2.0-only
/*
 * The loop of a fuzzing kernel: steps of the host with a remote core (amp_core.h)
 *
 * The compiler reads this before remoteproc_debugfs.c of a User-Mode Linux or of
 * a kernel for the machine, so that it is built in without a change to the
 * kernel's sources and sees the functions behind the debugfs files.  It runs
 * instead of init, in copies of all there is (amp_guests.h), and never ends; no
 * process of user space is needed.  The host's side is harness/fuzz_guest.c,
 * what lies between them sim/abi/amp_fuzz.h.
 *
 * Coverage is KCOV's, of the loop's task.  What a case leaves behind in struct
 * rproc is reported, and removed for the next one.
 *
 * Leaves out: work of other tasks has no coverage; traces are not read.
 */
#include <linux/console.h>
#include <linux/dma-mapping.h>
#include <linux/idr.h>
#include <linux/kcov.h>
#include <linux/mm.h>
#include <linux/platform_device.h>
#include <linux/remoteproc.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

#include "remoteproc_internal.h"
#include "amp_core.h"
#include "amp_guests.h"
#include "amp_running.h"

#define SHOW_BYTES	PAGE_SIZE

static int rproc_rsc_table_show(struct seq_file *seq, void *p);
static int rproc_carveouts_show(struct seq_file *seq, void *p);

static struct amp_fuzz *const fuzz = AMP_GUESTS_SHARED;
static struct platform_device *fuzz_parent;
static struct rproc *fuzz_rproc;

static NO_COVER void fuzz_console(struct console *con, const char *text, unsigned int len)
{
	u32 room = AMP_FUZZ_LOG_BYTES - min_t(u32, fuzz->log_bytes, AMP_FUZZ_LOG_BYTES);

	len = min(len, room);
	memcpy(fuzz->log + fuzz->log_bytes, text, len);
	fuzz->log_bytes += len;
}

static struct console fuzz_log = {
	.name = "fuzz",
	.write = fuzz_console,
	.flags = CON_ENABLED | CON_ANYTIME,
	.index = -1,
};

static NO_COVER int do_crash(void)
{
	struct rproc *rproc = fuzz_rproc;
	bool is_up;

	mutex_lock(&rproc->lock);
	is_up = rproc->state == RPROC_RUNNING || rproc->state == RPROC_ATTACHED;
	if (is_up)
		rproc->state = RPROC_CRASHED;
	mutex_unlock(&rproc->lock);
	return is_up ? rproc_trigger_recovery(rproc) : -EINVAL;
}

static NO_COVER int do_show(void)
{
	struct seq_file seq = { .size = SHOW_BYTES, .private = fuzz_rproc };

	seq.buf = kzalloc(seq.size, GFP_KERNEL);
	if (!seq.buf)
		return -ENOMEM;
	rproc_rsc_table_show(&seq, NULL);
	rproc_carveouts_show(&seq, NULL);
	kfree(seq.buf);
	return 0;
}

static NO_COVER int do_attach(u32 image)
{
	struct rproc *rproc = fuzz_rproc;

	if (atomic_read(&rproc->power) ||
	    (rproc->state != RPROC_OFFLINE && rproc->state != RPROC_DETACHED))
		return -EBUSY;
	amp_core.table = image;
	rproc->state = RPROC_DETACHED;
	return rproc_boot(rproc);
}

static NO_COVER int do_step(const struct amp_fuzz_step *step)
{
	u32 image = min(step->image, AMP_FUZZ_IMAGES - 1);

	switch (step->op) {
	case AMP_FUZZ_START:
		amp_core.image = image;
		if (atomic_read(&fuzz_rproc->power))
			return -EBUSY;
		fuzz_rproc->state = RPROC_OFFLINE;
		return rproc_boot(fuzz_rproc);
	case AMP_FUZZ_STOP:
		return rproc_shutdown(fuzz_rproc);
	case AMP_FUZZ_CRASH:
		return do_crash();
	case AMP_FUZZ_SWAP:
		amp_core.image = image;
		return 0;
	case AMP_FUZZ_SHOW:
		return do_show();
	case AMP_FUZZ_ATTACH:
		return do_attach(image);
	case AMP_FUZZ_DETACH:
		return rproc_detach(fuzz_rproc);
	case AMP_FUZZ_CHANGE:
		return amp_running_change(fuzz_rproc, step);
	case AMP_FUZZ_MESSAGE:
		return amp_running_message(fuzz_rproc, step);
	case AMP_FUZZ_FLIP:
		return amp_running_flip(fuzz_rproc, step);
	}
	return -EINVAL;
}

static NO_COVER u32 what_is_left(void)
{
	struct rproc *rproc = fuzz_rproc;
	u32 left = 0;

	if (atomic_read(&rproc->power))
		left |= AMP_FUZZ_LEFT_POWER;
	if (rproc->state != RPROC_OFFLINE && rproc->state != RPROC_DETACHED)
		left |= AMP_FUZZ_LEFT_STATE;
	if (!list_empty(&rproc->carveouts))
		left |= AMP_FUZZ_LEFT_CARVEOUT;
	if (!list_empty(&rproc->traces))
		left |= AMP_FUZZ_LEFT_TRACE;
	if (!list_empty(&rproc->rvdevs))
		left |= AMP_FUZZ_LEFT_VDEV;
	if (!list_empty(&rproc->mappings))
		left |= AMP_FUZZ_LEFT_MAPPING;
	if (!idr_is_empty(&rproc->notifyids))
		left |= AMP_FUZZ_LEFT_NOTIFYID;
	if (!list_empty(&rproc->subdevs))
		left |= AMP_FUZZ_LEFT_SUBDEV;
	return left;
}

/* a core that is in use is stopped, as its users would do it */
static NO_COVER void end_case(void)
{
	if (atomic_read(&fuzz_rproc->power) &&
	    (fuzz_rproc->state == RPROC_RUNNING || fuzz_rproc->state == RPROC_ATTACHED))
		rproc_shutdown(fuzz_rproc);
}

/* by force: the next case finds a core that nobody has used */
static NO_COVER void make_pristine(void)
{
	struct rproc *rproc = fuzz_rproc;

	if (what_is_left()) {
		rproc_resource_cleanup(rproc);
		atomic_set(&rproc->power, 0);
		kfree(rproc->cached_table);
	}
	rproc->cached_table = NULL;
	rproc->clean_table = NULL;
	rproc->table_ptr = NULL;
	rproc->table_sz = 0;
	rproc->state = RPROC_OFFLINE;
	rproc->nb_vdev = 0;
}

static NO_COVER void start_cover(void)
{
	fuzz->num_pcs = 0;
	fuzz->word_bytes = sizeof(long);
	current->kcov_size = AMP_FUZZ_PCS + 1;
	current->kcov_area = (void *)&fuzz->num_pcs;
	barrier();
	WRITE_ONCE(current->kcov_mode, KCOV_MODE_TRACE_PC);
}

static NO_COVER void stop_cover(void)
{
	WRITE_ONCE(current->kcov_mode, KCOV_MODE_DISABLED);
	barrier();
	current->kcov_area = NULL;
	current->kcov_size = 0;
}

static NO_COVER void do_steps(void)
{
	u32 num = min(fuzz->num_steps, AMP_FUZZ_STEPS);

	if (amp_core_begin())
		return;
	for (fuzz->at_step = 0; fuzz->at_step < num; fuzz->at_step++)
		fuzz->result[fuzz->at_step] = do_step(&fuzz->step[fuzz->at_step]);
	end_case();
	fuzz->left |= what_is_left();
	make_pristine();
	amp_core_end();
}

static NO_COVER void do_case(void)
{
	fuzz->left = 0;
	fuzz->too_long = AMP_FUZZ_FITS;
	fuzz->log_bytes = 0;
	if (fuzz->with_cover)
		start_cover();
	do_steps();
	if (fuzz->with_cover)
		stop_cover();
}

static NO_COVER int make_core(void)
{
	fuzz_parent = platform_device_register_simple("amp-fuzz", -1, NULL, 0);
	if (IS_ERR(fuzz_parent))
		return PTR_ERR(fuzz_parent);
	dma_coerce_mask_and_coherent(&fuzz_parent->dev, DMA_BIT_MASK(64));
	fuzz_rproc = rproc_alloc(&fuzz_parent->dev, "fuzz", &amp_core_ops, "fuzz", 0);
	if (!fuzz_rproc)
		return -ENOMEM;
	fuzz_rproc->auto_boot = false;
	return rproc_add(fuzz_rproc) ?: amp_running_open();
}

/* instead of init */
static NO_COVER int __init fuzz_loop(void)
{
	int ret;

	if (amp_guests_open()) {
		pr_err("amp-fuzz: there is no fuzzer\n");
		return 0;
	}
	register_console(&fuzz_log);
	ret = make_core();
	if (ret)
		panic("amp-fuzz: no remote core: %d", ret);
	console_loglevel = LOGLEVEL_DEBUG;
	fuzz->magic = AMP_FUZZ_MAGIC;
	amp_guests_serve();
	for (;;) {
		amp_guests_next();
		do_case();
		amp_guests_done();
		cond_resched();
	}
}
late_initcall_sync(fuzz_loop);

/* the file that follows has one of its own */
#undef pr_fmt
