#!/bin/sh
# folders.sh: a link to a folder leads to its page, also without an index
. "$(dirname "$0")/../lib.sh"

# hrefs PAGE: where its links lead, in the text.
hrefs() {
	sed -n '/<article/,/<\/article>/p' "site/$1" | grep -o '<a class="link[^>]* href="[^"]*' |
		sed -e 's/.*href="//'
}

wiki --lang ko
rm notes/index.md
mkdir -p notes/linux/kernel notes/그림 notes/숨김
cat >notes/글.md <<'END'
# 글

[a](linux/) [b](./linux) [c](linux/kernel/) [d](./) [e](.)
[[linux]] [[linux/kernel|kernel]] [[/linux]] ![[linux]]
END
cat >notes/linux/관.md <<'END'
# 관

[a](./) [b](../linux) [c](kernel) [d](../) [e](../linux/kernel/) [[linux]]
END
printf '# 일\n' >notes/linux/kernel/일.md
printf -- '---\nprivate: true\n---\n' >notes/숨김/글.md
printf '<a href="linux/">노트</a>\n\n[관](관로/)\n' >notes/raw.md
mkdir notes/관로
printf '# 굴\n' >notes/관로/굴.md
printf 'x\n' >notes/그림/a.txt
exits 0 "links to folders are fine" "$HALFHOUR" check
exits 0 "build" "$HALFHOUR" --quiet build
is "$(hrefs 글.html)" "$(printf '%s\n' linux/index.html linux/index.html linux/kernel/index.html \
	index.html index.html linux/index.html linux/kernel/index.html linux/index.html linux/index.html)" \
	"they lead to the pages of the folders"
is "$(hrefs linux/관.html)" "$(printf '%s\n' index.html index.html kernel/index.html ../index.html \
	kernel/index.html index.html)" "also from below"
is "$(hrefs raw.html)" %EA%B4%80%EB%A1%9C/index.html "also to one of another script"
like "$(cat site/raw.html)" '<a href="linux/index.html">' "also in HTML"
like "$(cat site/linux/index.html)" '관' "which are there"

printf '[a](그림/) [b](숨김/) [c](없음/) [d](../) [e](linux/#절) ![f](linux)\n' >notes/잘못.md
exits 1 "what has no page" "$HALFHOUR" check
is "$(grep -o '잘못\.md:1:[0-9]*: .*' "$T/out" | grep -v orphan)" \
	"잘못.md:1:1: error: there is no page or file 그림/ [link-broken]
잘못.md:1:14: error: there is no page or file 숨김/ [link-broken]
잘못.md:1:27: error: there is no page or file 없음/ [link-broken]
잘못.md:1:40: error: there is no page or file ../ [link-broken]
잘못.md:1:49: warning: linux/ has no place '절' [link-anchor]
잘못.md:1:65: error: there is no file linux [file-missing]" "is told"
rm notes/잘못.md

# ---- a rename --------------------------------------------------------------

git add -A
git commit -qm folders
exits 0 "a note with such links moves" "$HALFHOUR" mv 글 둘/셋/글
is "$(tail -n 2 notes/둘/셋/글.md)" \
	"[a](../../linux/) [b](../../linux) [c](../../linux/kernel/) [d](../../) [e](../../)
[[linux]] [[linux/kernel|kernel]] [[/linux]] ![[linux]]" "and they lead where they led"
exits 0 "one moves out of the folder" "$HALFHOUR" mv linux/관 관
is "$(tail -n 1 notes/관.md)" \
	"[a](./linux/) [b](linux) [c](linux/kernel) [d](./) [e](linux/kernel/) [[linux]]" "too"
exits 0 "a note becomes the page of a folder" "$HALFHOUR" mv linux/kernel/일 linux/README
exits 0 "and links to the folder are links to it" "$HALFHOUR" --quiet build --allow-broken
like "$(hrefs 관.html)" 'linux/' "as before"
git add -A
git commit -qm more
exits 0 "the last note leaves a folder" "$HALFHOUR" mv raw 방/raw
printf '# 관 둘\n\n[방](방/)\n' >notes/관둘.md
git add -A
git commit -qm more
exits 0 "to which a link leads" "$HALFHOUR" mv 방/raw raw
exits 1 "that is broken then" "$HALFHOUR" check
like "$(cat "$T/out")" '관둘\.md:3:1: error: there is no page or file 방/' "and told"

# ---- beside a note of the same name ------------------------------------------

mkdir -p notes/도커/층 notes/목록 notes/읽기
printf '# 도커 노트\n\n## 절\n' >notes/도커.md
printf '# 도커 폴더\n\n[a](./) [b](.) [c](../도커/)\n' >notes/도커/index.md
printf '# 볼륨\n\n[a](../도커/) [b](./) [c](.) [d](../도커) [e](층/..)\n' >notes/도커/볼륨.md
printf '# 층\n\n[a](../) [b](..) [[../]] [[../../도커]]\n' >notes/도커/층/층.md
printf '# 목록 노트\n\n## 절\n' >notes/목록.md
printf '# 하나\n' >notes/목록/하나.md
cat >notes/둘.md <<'END'
# 둘

[a](도커/) [[도커/]] <a href="도커/">b</a> [c](/도커/) [d](./도커/) [e](도커/?x=1)
[f](도커) [[도커]] [g](도커.md) [h](/도커) [[/도커/]] [i](목록/) [[목록/]] [j](목록) [k](목록/#절) [l](읽기/) [[읽기/]] [m](읽기)
END
printf '# 읽기 노트\n' >notes/읽기.md
printf '# 읽기 폴더\n' >notes/읽기/README.md
exits 0 "a folder and a note of one name" "$HALFHOUR" --quiet build --allow-broken
decoded() {
	hrefs "$1" | python3 -c 'import sys, urllib.parse
sys.stdout.write(urllib.parse.unquote(sys.stdin.read()))'
}
like "$(cat site/둘.html)" '<a href="[%0-9A-Z]*/index\.html">b</a>' "also in HTML"
is "$(decoded 둘.html | tr '\n' ' ')" "도커/index.html 도커/index.html \
도커/index.html 도커/index.html 도커/index.html 도커.html 도커.html 도커.html 도커.html \
도커/index.html 목록/index.html 목록/index.html 목록.html 목록.html#절 \
읽기/index.html 읽기/index.html 읽기.html " \
	"a slash at the end leads to the folder"
is "$(decoded 도커/볼륨.html | tr '\n' ' ')" \
	"index.html index.html index.html ../도커.html index.html " "and so do dots"
is "$(decoded 도커/층/층.html | tr '\n' ' ')" \
	"../index.html ../index.html ../index.html ../../도커.html " "also from below"
git add -A
git commit -qm both
exits 0 "the note is renamed" "$HALFHOUR" mv 도커 도크
is "$(tail -n 2 notes/둘.md)" "[a](도커/) [[도커/]] <a href=\"도커/\">b</a> [c](/도커/) [d](./도커/) [e](도커/?x=1)
[f](도크) [[도크]] [g](도크.md) [h](/도크) [[/도커/]] [i](목록/) [[목록/]] [j](목록) [k](목록/#절) [l](읽기/) [[읽기/]] [m](읽기)" \
	"links to the folder stay"
is "$(tail -n 1 notes/도커/볼륨.md)" \
	"[a](../도커/) [b](./) [c](.) [d](../도크) [e](층/..)" "also from within it"
exits 0 "a note leaves the folder" "$HALFHOUR" mv 도커/층/층 먼/층
is "$(tail -n 1 notes/먼/층.md)" \
	"[a](../도커/) [b](../도커/) [[../도커/]] [[../도크]]" \
	"and still links to it"
exits 0 "also from the list of one" "$HALFHOUR" mv 목록/하나 목록/더/하나
done_testing
