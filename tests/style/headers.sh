#!/bin/sh
# headers.sh: each header compiles alone and only once
. "$(dirname "$0")/../lib.sh"
cd "$TOP" || exit 1

ok "each header compiles alone" make -s check-headers

for header in $(find src -name '*.h' | sort); do
	awk '/^#ifndef [A-Z0-9_]+_H$/ && !guard { guard = $2; next }
		guard && /^#define/ && $2 == guard { found = 1 }
		/^#/ { exit }
		END { exit !found }' "$header" || echo "$header"
done >"$T/unguarded"
is "$(cat "$T/unguarded")" "" "each header has a guard"

done_testing
