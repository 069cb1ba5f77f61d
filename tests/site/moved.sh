#!/bin/sh
# moved.sh: an old address leads on, to the section that was asked for
. "$(dirname "$0")/../lib.sh"

wiki --lang ko
mkdir notes/통신
{
	printf -- '---\naliases: [옛것/파이프]\n---\n# 파이프\n\n'
	awk 'BEGIN { for (i = 0; i < 60; i++) print "글\n" }'
	printf '## 용량 & 한도\n\n65536\n'
} >notes/통신/파이프.md
exits 0 "a wiki builds" "$HALFHOUR" build
page=$(cat site/옛것/파이프.html)
like "$page" '<noscript><meta http-equiv="refresh" content="0; url=[^"]*"></noscript>' \
	"without script the browser leads on"
like "$page" '<a href="../%ED%86%B5%EC%8B%A0/%ED%8C%8C%EC%9D%B4%ED%94%84.html" data-moved>' \
	"and a link stands there"
unlike "$(cat site/통신/파이프.html)" 'refresh\|data-moved' "other pages stay"

# shellcheck source=../chromium.sh
. "$TOP/tests/chromium.sh"
exits 0 "Chromium opens it" node "$TOP/tests/site/moved.js" "$MODULES" \
	"$T/wiki/site" 옛것/파이프.html 통신/파이프.html 용량-한도
is "$(grep -v ': fine$' "$T/out")" "" "it leads to the place"
is "$(wc -l <"$T/out")" 6 "from files and from a server, with script or not"
done_testing
