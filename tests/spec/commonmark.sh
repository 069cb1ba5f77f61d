#!/bin/sh
# commonmark.sh: the examples of CommonMark's specification come out as it says
. "$(dirname "$0")/../lib.sh"

spec=$TOP/build/spec/commonmark.txt
if [ ! -s "$spec" ]; then
	[ -z "${CI:-}" ] || {
		diag "$spec is not there; make test-deps fetches it"
		exit 1
	}
	skip_all "no text of the specification; make test-deps fetches it"
fi
tap python3 "$TOP/tests/spec/examples.py" "$spec" "$HALFHOUR"
