#!/bin/sh
# slips.sh: spaces around the # of a link, and files that are misspelt
. "$(dirname "$0")/../lib.sh"

wiki --lang ko
mkdir notes/자료
echo pdf >notes/자료/설계도.pdf
echo mp4 >notes/자료/강연회.mp4
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

echo '[[설게도.pdf]] ![[강연희.mp4]] [[설게도.txt]] [[판 1.0]]' >notes/틀림.md
exits 1 "misspelt files" "$HALFHOUR" check
is "$(grep '^notes/틀림\.md:[0-9]' "$T/out")" \
	"notes/틀림.md:1:1: error: there is no page or file 설게도.pdf; is it 자료/설계도.pdf? [link-broken]
notes/틀림.md:1:19: error: there is no page or file 강연희.mp4; is it 자료/강연회.mp4? [link-broken]
notes/틀림.md:1:38: error: there is no page or file 설게도.txt [link-broken]
notes/틀림.md:1:56: error: there is no page or file 판 1.0 [link-broken]" \
	"have the nearest name, of the same ending"
done_testing
