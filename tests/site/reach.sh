#!/bin/sh
# reach.sh: every page is reached, by clicks without script and by keyboard
. "$(dirname "$0")/../lib.sh"
# shellcheck source=../chromium.sh
. "$TOP/tests/chromium.sh"

site_wiki wiki ko
exits 0 "Chromium goes from page to page" \
	node "$TOP/tests/site/reach.js" "$MODULES" "$T/wiki/site"
is "$(grep -v ': fine$' "$T/out")" "" "nothing is in the way"
for what in file: http: keyboard; do
	ok "$what pages of every kind" test "$(grep -c "^$what .*html: fine$" \
		"$T/out")" -gt "$(find wiki/site -maxdepth 1 -name '*.html' \
		! -name today.html | wc -l)"
done
done_testing
