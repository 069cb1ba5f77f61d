#!/bin/sh
# mustache.sh: the core modules of the Mustache specification
. "$(dirname "$0")/../lib.sh"

spec=$TOP/build/spec/mustache
if [ ! -s "$spec/sections.json" ]; then
	[ -z "${CI:-}" ] || {
		diag "$spec is not there; make test-deps fetches it"
		exit 1
	}
	skip_all "no suites of the specification; make test-deps fetches them"
fi
tap python3 "$TOP/tests/spec/mustache.py" "$spec" "$(dirname "$HALFHOUR")/mustache"
