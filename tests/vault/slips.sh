#!/bin/sh
# slips.sh: spaces around the # of a link
. "$(dirname "$0")/../lib.sh"

wiki --lang ko
printf '# 파이프\n\n## 용량\n\n64 KiB ^id1\n' >notes/파이프.md
cat >notes/쪽.md <<'END'
[[파이프 #용량]] [[파이프 # 용량|글]] [[ 파이프	#^id1 ]]

![[파이프 # ^id1]]
END
git add -A
git commit -q -m notes
exits 0 "spaces before and behind the #" "$HALFHOUR" build
unlike "$(cat "$T/err")" link- "are none of the names"
is "$(grep -o '<a class="link" href="[^"]*"' site/쪽.html | grep -c '#')" 4 \
	"each leads to its place"
exits 0 "mv" "$HALFHOUR" mv 파이프 관로
is "$(cat notes/쪽.md)" "[[관로 #용량]] [[관로 # 용량|글]] [[ 관로	#^id1 ]]

![[관로 # ^id1]]" "leaves the spaces"

done_testing
