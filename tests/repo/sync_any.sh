#!/bin/sh
# sync_any.sh: whatever three clones do, they become one, and nothing is lost
. "$(dirname "$0")/../lib.sh"

# libgit2 forgets what a pattern that does not match was matched by, for each
# name of a setting that it looks through; the leak is none of ours.
echo leak:libpcre2 >"$T/leaks"
LSAN_OPTIONS=$LSAN_OPTIONS:suppressions=$T/leaks:print_suppressions=0
export LSAN_OPTIONS

# SYNC_ROUNDS=2000 takes longer, SYNC_SEED=2 other steps.
mkdir "$T/any"
tap python3 "$TOP/tests/repo/sync_any.py" "$HALFHOUR" "$T/any" \
	"${SYNC_ROUNDS:-300}" "${SYNC_SEED:-1}"
