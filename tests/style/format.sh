#!/bin/sh
# format.sh: the layout is what clang-format makes of it
. "$(dirname "$0")/../lib.sh"
cd "$TOP" || exit 1

for file in $(find src tests/unit tests/fuzz tests/site -name '*.[ch]' 2>/dev/null |
	sort); do
	clang-format --dry-run -Werror "$file" >"$T/format" 2>&1 ||
		sed -n '/error:/{p;q}' "$T/format"
done >"$T/all"
is "$(cat "$T/all")" "" "the code is laid out by .clang-format" ||
	diag "make format mends it"

done_testing
