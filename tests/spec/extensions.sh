#!/bin/sh
# extensions.sh: extensions that no specification has examples for, and how
# they meet each other and Korean text, come out as the library prints them
. "$(dirname "$0")/../lib.sh"

tap python3 "$TOP/tests/spec/examples.py" "$TOP/tests/spec/extensions.txt" \
	"$HALFHOUR"
