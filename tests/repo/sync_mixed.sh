#!/bin/sh
# sync_mixed.sh: three clones, and what only git can bring in, at random
. "$(dirname "$0")/../lib.sh"

git config --global core.quotePath false
# libgit2 forgets what a pattern that does not match was matched by, for each
# name of a setting that it looks through; the leak is none of ours.
echo leak:libpcre2 >"$T/leaks"
LSAN_OPTIONS=$LSAN_OPTIONS:suppressions=$T/leaks:print_suppressions=0
export LSAN_OPTIONS

for seed in ${SEEDS:-1 2}; do
	rm -rf "$T/0" "$T/1" "$T/2" "$T/there.git"
	exits 0 "at random, $seed" python3 "$TOP/tests/repo/sync_mixed.py" "$seed" "${STEPS:-60}"
done

done_testing
