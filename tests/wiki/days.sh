#!/bin/sh
# days.sh: entries, tries and commits, day by day, and the site is never stale
. "$(dirname "$0")/../lib.sh"

tap python3 "$TOP/tests/wiki/days.py"
