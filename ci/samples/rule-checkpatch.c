/* SPDX-License-Identifier: GPL-2.0-only */
/* Bad sample: a brace where kernel style has none */
int one(void) {
	return 1;
}
