#!/bin/sh
# browser.sh: every page of this repository's own site, in Chromium
. "$(dirname "$0")/../lib.sh"
# The notes of this repository, somewhere else: nothing is written into it.
mkdir wiki
cp -r "$TOP/notes" "$TOP/.halfhour.yaml" wiki/
git init -q wiki
git -C wiki add .
git -C wiki commit -qm "notes"
exits 0 "the notes of this repository build" "$HALFHOUR" -C wiki build

# shellcheck source=../chromium.sh
. "$TOP/tests/chromium.sh"

# A page that sends the reader on at once is no page to look at.
(cd wiki/site && find . -name '*.html' -exec \
	grep -L 'http-equiv="refresh"' {} + | sed 's,^\./,,' | sort) >pages
isnt "$(wc -l <pages)" 0 "there are pages"

# shellcheck disable=SC2046
exits 0 "Chromium opens them" \
	node "$TOP/tests/site/browser.js" "$MODULES" "$T/wiki/site" $(cat pages)
cp "$T/out" facts
is "$(grep -cv ': fine$' facts)" 0 "they are fine at 1280 and 360, light and dark"
grep -v ': fine$' facts | head -20 | while read -r line; do diag "$line"; done
is "$(wc -l <facts)" "$(($(wc -l <pages) * 4))" "each page was looked at"
done_testing
