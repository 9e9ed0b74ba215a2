#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Bad sample: an unquoted expansion
rm -r $1
