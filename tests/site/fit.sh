#!/bin/sh
# fit.sh: pages on a phone, on paper, at rest, and in their languages
. "$(dirname "$0")/../lib.sh"
# shellcheck source=../chromium.sh
. "$TOP/tests/chromium.sh"

for lang in ko en ja; do
	site_wiki $lang $lang
	exits 0 "$lang: Chromium opens pages" node "$TOP/tests/site/fit.js" \
		"$MODULES" "$T/$lang/site" $lang
	is "$(grep -v ': fine$' "$T/out" | head -40)" "" "$lang: they fit"
	for what in narrow narrower paper still language; do
		ok "$lang: pages of every kind: $what" test \
			"$(grep -c "^$what .*html: fine$" "$T/out")" -gt \
			"$(find $lang/site -maxdepth 1 -name '*.html' \
				! -name today.html | wc -l)"
	done
done
done_testing
