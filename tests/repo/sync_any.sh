#!/bin/sh
# sync_any.sh: whatever three clones do, they become one, and nothing is lost
. "$(dirname "$0")/../lib.sh"

# SYNC_ROUNDS=2000 takes longer, SYNC_SEED=2 other steps.
mkdir "$T/any"
tap python3 "$TOP/tests/repo/sync_any.py" "$HALFHOUR" "$T/any" \
	"${SYNC_ROUNDS:-120}" "${SYNC_SEED:-1}"
