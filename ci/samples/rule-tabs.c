/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bad sample: spaces where kernel style has tabs */
int one(void)
{
        return 1;
}
