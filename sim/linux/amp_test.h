/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What amp_remoteproc.c does for tests only: crashes and errors where it is told to
 *
 * Crashes, each a parameter with the number of them that are still to come: the
 * driver reports one, of type RPROC_FATAL_ERROR, whenever it passes that point.
 *
 *	crash_at_subdev_stop	the vdevs are stopped, the core not yet
 *	crash_at_stop		the core has just been held
 *	crash_at_load		the first access to its memory after that
 *	crash_at_prepare	it is loaded, and still held
 *	crash_at_start		it runs, its vdevs are not there yet
 *
 * Sub-devices: each core has two that do nothing.  fail_subdev_prepare and
 * fail_subdev_start, an errno each, make that operation of the second one fail
 * as long as they are set.  subdevs_prepared and subdevs_started say how many are
 * so at the moment, of all cores.
 *
 * Core dumps: with dump_unnamed they are of no ELF class that the driver would have
 * said; with dump_astray they have a segment where the core has no memory.
 *
 * Buffers of a vdev in a region of their own (the device tree says so): with buffers
 * "plain" the core declares them by their address, with "absent" they are in a region
 * that the device tree does not have, else in a pool that is found by its number.
 *
 * Included by amp_remoteproc.c behind struct amp_rproc.
 */
#ifndef AMP_TEST_H
#define AMP_TEST_H

enum amp_point {
	AMP_AT_SUBDEV_STOP,
	AMP_AT_STOP,
	AMP_AT_LOAD,
	AMP_AT_PREPARE,
	AMP_AT_START,
	AMP_POINTS,
};

static int amp_crash_at[AMP_POINTS];
module_param_named(crash_at_subdev_stop, amp_crash_at[AMP_AT_SUBDEV_STOP], int, 0644);
MODULE_PARM_DESC(crash_at_subdev_stop, "Crashes to report when sub-devices are stopped (default: 0)");
module_param_named(crash_at_stop, amp_crash_at[AMP_AT_STOP], int, 0644);
MODULE_PARM_DESC(crash_at_stop, "Crashes to report when a core was held (default: 0)");
module_param_named(crash_at_load, amp_crash_at[AMP_AT_LOAD], int, 0644);
MODULE_PARM_DESC(crash_at_load, "Crashes to report when a core that was held is loaded (default: 0)");
module_param_named(crash_at_prepare, amp_crash_at[AMP_AT_PREPARE], int, 0644);
MODULE_PARM_DESC(crash_at_prepare, "Crashes to report when sub-devices are prepared (default: 0)");
module_param_named(crash_at_start, amp_crash_at[AMP_AT_START], int, 0644);
MODULE_PARM_DESC(crash_at_start, "Crashes to report when a core was started (default: 0)");

static bool dump_unnamed;
module_param(dump_unnamed, bool, 0444);
MODULE_PARM_DESC(dump_unnamed, "Core dumps have no ELF class (default: false)");

static bool dump_astray;
module_param(dump_astray, bool, 0444);
MODULE_PARM_DESC(dump_astray, "Core dumps have a segment without memory (default: false)");

static char *buffers = "pool";
module_param(buffers, charp, 0444);
MODULE_PARM_DESC(buffers, "Where buffers of a vdev are said to be: pool, plain or absent (default: pool)");

static void amp_pass(struct amp_rproc *amp, enum amp_point point)
{
	if (amp_crash_at[point] <= 0)
		return;
	amp_crash_at[point]--;
	amp_report(amp, RPROC_FATAL_ERROR);
}

#ifdef AMP_HAVE_SUBDEVS
static int fail_subdev_prepare;
module_param(fail_subdev_prepare, int, 0644);
MODULE_PARM_DESC(fail_subdev_prepare, "Errno of preparing a sub-device, 0: none (default: 0)");

static int fail_subdev_start;
module_param(fail_subdev_start, int, 0644);
MODULE_PARM_DESC(fail_subdev_start, "Errno of starting a sub-device, 0: none (default: 0)");

static int subdevs_prepared;
module_param(subdevs_prepared, int, 0444);
MODULE_PARM_DESC(subdevs_prepared, "Sub-devices that are prepared at the moment");

static int subdevs_started;
module_param(subdevs_started, int, 0444);
MODULE_PARM_DESC(subdevs_started, "Sub-devices that are started at the moment");

static struct amp_subdev *to_amp_subdev(struct rproc_subdev *subdev)
{
	return container_of(subdev, struct amp_subdev, subdev);
}

/* The one that fails, and passes points */
static bool amp_is_second(struct rproc_subdev *subdev)
{
	struct amp_subdev *sub = to_amp_subdev(subdev);

	return sub == &sub->amp->subdevs[1];
}

static int amp_subdev_prepare(struct rproc_subdev *subdev)
{
	if (fail_subdev_prepare && amp_is_second(subdev))
		return -fail_subdev_prepare;
	subdevs_prepared++;
	if (amp_is_second(subdev))
		amp_pass(to_amp_subdev(subdev)->amp, AMP_AT_PREPARE);
	return 0;
}

static int amp_subdev_start(struct rproc_subdev *subdev)
{
	if (fail_subdev_start && amp_is_second(subdev))
		return -fail_subdev_start;
	subdevs_started++;
	return 0;
}

static void amp_subdev_stop(struct rproc_subdev *subdev, bool crashed)
{
	subdevs_started--;
	if (amp_is_second(subdev))
		amp_pass(to_amp_subdev(subdev)->amp, AMP_AT_SUBDEV_STOP);
}

static void amp_subdev_unprepare(struct rproc_subdev *subdev)
{
	subdevs_prepared--;
}

static void amp_remove_subdevs(void *data)
{
	struct amp_rproc *amp = data;
	int i;

	for (i = 0; i < ARRAY_SIZE(amp->subdevs); i++)
		rproc_remove_subdev(amp->rproc, &amp->subdevs[i].subdev);
}

static int amp_add_subdevs(struct amp_rproc *amp)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(amp->subdevs); i++) {
		struct amp_subdev *sub = &amp->subdevs[i];

		sub->amp = amp;
		sub->subdev.prepare = amp_subdev_prepare;
		sub->subdev.start = amp_subdev_start;
		sub->subdev.stop = amp_subdev_stop;
		sub->subdev.unprepare = amp_subdev_unprepare;
		rproc_add_subdev(amp->rproc, &sub->subdev);
	}
	return devm_add_action_or_reset(amp->dev, amp_remove_subdevs, amp);
}
#else
static int amp_add_subdevs(struct amp_rproc *amp)
{
	return 0;
}
#endif

#endif
