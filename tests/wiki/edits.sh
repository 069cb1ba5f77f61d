#!/bin/sh
# edits.sh: after any edit a build makes what a build from nothing makes
. "$(dirname "$0")/../lib.sh"

tap python3 "$TOP/tests/wiki/edits.py"
