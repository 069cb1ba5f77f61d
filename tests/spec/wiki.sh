#!/bin/sh
# wiki.sh: with the rules of a wiki on, the examples of both specifications
# change only where that is meant
. "$(dirname "$0")/../lib.sh"

cat "$TOP/build/spec/commonmark.txt" "$TOP/build/spec/gfm.txt" >spec 2>err ||
	{
		[ -z "${CI:-}" ] || {
			diag "a text is not there; make test-deps fetches it"
			exit 1
		}
		skip_all "no text of the specifications; make test-deps fetches it"
	}
tap python3 "$TOP/tests/spec/examples.py" "$PWD/spec" "$HALFHOUR" \
	"$TOP/tests/spec/wiki.txt"
