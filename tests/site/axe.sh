#!/bin/sh
# axe.sh: pages of every kind as axe-core judges them, in three languages
#
# What they look like stays in build/screenshots.
. "$(dirname "$0")/../lib.sh"
# shellcheck source=../chromium.sh
. "$TOP/tests/chromium.sh"

shots=$TOP/build/screenshots
rm -rf "$shots"
mkdir -p "$shots"
for lang in ko en ja; do
	all=all
	[ $lang = ko ] || all=
	site_wiki $lang $lang
	exits 0 "$lang: Chromium opens pages" node "$TOP/tests/site/axe.js" \
		"$MODULES" "$T/$lang/site" "$shots" $lang ${all:+"$all"}
	is "$(grep -v ': fine$' "$T/out" | head -40)" "" \
		"$lang: axe-core has nothing to say of them"
	pages=$(find "$lang/site" -maxdepth 1 -name '*.html' ! -name today.html |
		wc -l)
	ok "$lang: pages of every kind were looked at" test \
		"$(grep -c ' 360 dark: ' "$T/out")" -gt "$pages"
done
done_testing
