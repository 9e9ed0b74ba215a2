/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bad sample: a tab where QEMU style has spaces */
int one(void)
{
	return 1;
}
