#!/bin/sh
# pack.sh: the stylesheet of a site says what templates/style.css does
. "$(dirname "$0")/../lib.sh"
wiki --lang ko
exits 0 "a wiki builds" "$HALFHOUR" build
set -- site/assets/style-*.css
whole=$(wc -c <"$TOP/templates/style.css")
packed=$(wc -c <"$1")
ok "it has $packed of $whole bytes, less than nine in ten" \
	test "$((packed * 10))" -lt "$((whole * 9))"
isnt "$(grep -c '/\*' "$1")" 1 "and no comments"

# shellcheck source=../chromium.sh
. "$TOP/tests/chromium.sh"
exits 0 "Chromium reads both" node "$TOP/tests/site/pack.js" "$MODULES" \
	"$TOP/templates/style.css" "$1"
is "$(sed '$d' "$T/out")" "" "as the same rules"
ok "of which there are some hundred" test "$(sed -n '$s/ rules//p' "$T/out")" \
	-gt 200
done_testing
