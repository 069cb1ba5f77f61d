#!/bin/sh
# build.sh: notes/ to site/, whole, safe, and no byte more often than needed
. "$(dirname "$0")/../lib.sh"

# The four numbers of the last line: notes, pages, written, removed.
numbers() {
	sed -n 's/^\([0-9]*\) notes\{0,1\}, \(.* days\{0,1\}, \)\{0,1\}[0-9,]* links\{0,1\}, \([0-9]*\) pages, \([0-9]*\) written, \([0-9]*\) removed, .*/\1 \3 \4 \5/p' "$T/out"
}

written() {
	numbers | cut -d' ' -f3
}

# The text that a reader sees, without the markup and the stylesheet.
page() {
	cat "site/$1.html"
}

note() {
	mkdir -p "notes/$(dirname "$1")"
	cat >"notes/$1.md"
}

wiki --lang ko

# ---- a wiki as it is made --------------------------------------------------

exits 0 "a new wiki builds" "$HALFHOUR" build
like "$(cat "$T/out")" \
	"^1 notes?, [0-9]+ links?, [0-9]+ pages, [0-9]+ written, 0 removed, [0-9.]+ s → site/index\.html$" \
	"and says what came of it"
is "$(cat "$T/err")" "" "without a word of warning"
ok "there is a home page" test -s site/index.html
like "$(page index)" "나의 30분" "with the title"
like "$(page index)" "Content-Security-Policy" "and a policy for scripts"
is "$(git status --porcelain)" "" "git sees nothing of the site"
exits 0 "once more" "$HALFHOUR" build
is "$(written)" 0 "nothing is written"

# Only what has a page is counted, and days by themselves.
note 초안 <<'END_NOTE'
---
draft: true
---
END_NOTE
note 비밀 <<'END_NOTE'
---
private: true
---
END_NOTE
echo '# 2026-11-20' | note daily/2026-11-20
exits 0 "a draft, a private note and a day" "$HALFHOUR" build
like "$(cat "$T/out")" '^1 note, 1 day, 0 links, [0-9]+ pages, ' "are one note and one day"
exits 0 "with drafts" "$HALFHOUR" build --drafts
like "$(cat "$T/out")" '^2 notes, 1 day, 0 links, [0-9]+ pages, ' "the draft counts"
rm notes/초안.md notes/비밀.md notes/daily/2026-11-20.md

# ---- links and backlinks ---------------------------------------------------

note ipc/파이프 <<'END'
---
title: 파이프
aliases: [pipe, 관]
tags: [ipc, 리눅스]
description: 파이프에는 64 KiB가 들어간다
---

# 파이프

[[ipc/공유 메모리]]와 [[shm|이것]], [[공유 메모리#잠금|잠금]], [[#용량]].

[같은 폴더](공유%20메모리.md#잠금) ![그림](../그림/관.png) ![[관.png]]

| 표 | 안 |
|---|---|
| [[shm\|표 안]] | \[[shm]] |

## 용량

64 KiB.
END
note "ipc/공유 메모리" <<'END'
---
aliases: shm
---

# 공유 메모리

## 잠금

`[[파이프]]`가 아니라 [[관|파이프]]를 본다.
END
mkdir -p notes/그림
echo png >notes/그림/관.png
echo secret >notes/그림/안씀.png
exits 0 "notes with links" "$HALFHOUR" build
is "$(cat "$T/err")" "" "lead somewhere"
shm=%EA%B3%B5%EC%9C%A0%20%EB%A9%94%EB%AA%A8%EB%A6%AC.html
p=$(page ipc/파이프)
like "$p" "href=\"$shm\">ipc/공유 메모리</a>" "a link by its path"
like "$p" "href=\"$shm\">이것</a>" "by an alias, with a text"
like "$p" "href=\"$shm#%EC%9E%A0%EA%B8%88\">잠금</a>" "to a heading"
like "$p" 'href="#%EC%9A%A9%EB%9F%89">용량</a>' "to one of the same note"
like "$p" "href=\"$shm#%EC%9E%A0%EA%B8%88\">같은 폴더</a>" "by Markdown's way"
like "$p" "href=\"$shm\">표 안</a>" "in a table, with an escaped bar"
like "$p" '\[\[shm\]\]' "an escaped one is text"
like "$p" 'src="../[^"]*\.png" alt="그림"' "an image"
ok "is copied" test -f site/그림/관.png
ok "one that no page shows is not" not test -e site/그림/안씀.png
b=$(page "ipc/공유 메모리")
like "$b" 'href="%ED%8C%8C%EC%9D%B4%ED%94%84.html">파이프</a>' "links back"
like "$b" "이 글로 오는 링크" "are under their heading"
like "$b" "와.*이것.*잠금" "with the text around them"
like "$p" "리눅스" "tags are shown"
like "$p" "파이프에는 64 KiB가 들어간다" "so is the description"

r=$(page shm)
like "$r" '<meta http-equiv="refresh" content="0; url=ipc/%EA%B3%B5[^"]*\.html">' \
	"the address of an alias leads on"
like "$r" "href=\"ipc/$shm\"" "with a link, too"

# ---- broken links ----------------------------------------------------------

note broken <<'END'
# 끊긴 링크

처음은 [[ipc/파이프]], 다음은 [[없는 글]].

[[ipc/파이프#없는 절]] [글](없음.md) ![그림](없음.png)
END
exits 1 "broken links" "$HALFHOUR" build
is "$(grep -o '^notes/broken.md:[0-9]*:[0-9]*: [a-z]*' "$T/err")" \
	"notes/broken.md:3:40: error
notes/broken.md:5:1: warning
notes/broken.md:5:30: error
notes/broken.md:5:47: error" "are told with line and column"
like "$(cat "$T/err")" "없는 글; 'halfhour new \"없는 글\"' makes it \[link-broken\]$" "and what they want"
like "$(cat "$T/err")" "3 errors in the notes; .*--allow-broken" "then how many"
ok "the page is there all the same" test -f site/broken.html
exits 0 "--allow-broken" "$HALFHOUR" build --allow-broken
like "$(cat "$T/err")" "link-broken" "tells them, too"
exits 1 "--quiet" "$HALFHOUR" --quiet build
is "$(cat "$T/out")" "" "prints nothing"
like "$(cat "$T/err")" "error: .*없는 글" "but errors"
unlike "$(cat "$T/err")" "warning" "only"
note broken <<'END'
[[ipc/파이브]]
END
exits 1 "a slip in a name" "$HALFHOUR" build
like "$(cat "$T/err")" "is it ipc/파이프\?" "gets a hint"
note 하나/같은이름 </dev/null
note 둘/같은이름 </dev/null
note broken <<'END'
[[같은이름]]
END
exits 1 "a name that two notes have" "$HALFHOUR" build
like "$(cat "$T/err")" "하나/같은이름.*link-ambiguous|둘/같은이름.*link-ambiguous" \
	"is not guessed"
note 하나/이웃 <<'END'
[[같은이름]]
END
rm notes/broken.md
exits 0 "from a note beside one of them" "$HALFHOUR" build
like "$(page 하나/이웃)" 'href="%EA%B0%99[^/]*\.html"' "that one is meant"
rm -r notes/하나 notes/둘

# ---- only what changes -----------------------------------------------------

exits 0 "a build" "$HALFHOUR" build
ok "folders without pages are gone" not test -e site/하나
find site -type d -empty -delete
exits 0 "a second one" "$HALFHOUR" build
is "$(written)" 0 "writes nothing"
printf '\n## 덧붙임\n\n글.\n' >>"notes/ipc/공유 메모리.md"
exits 0 "one note changes" "$HALFHOUR" build
is "$(written)" 4 "a page, its preview, its text and the words of the search"
cp -R site "$T/kept"
rm -rf site/ipc
exits 0 "pages that are lost" "$HALFHOUR" build
ok "come back as they were" diff -r site "$T/kept"
rm -rf site
exits 0 "a whole site that is lost" "$HALFHOUR" build
rm -f "$T/kept/.gitignore"
ok "comes back as it was, to the byte" diff -r site "$T/kept"
git checkout -q site
for jobs in 1 3; do
	exits 0 "--jobs $jobs" "$HALFHOUR" build --jobs $jobs
	is "$(written)" 0 "gives the same bytes"
done

# ---- what is not ours ------------------------------------------------------

echo mine >site/내것.txt
mkdir site/내폴더
echo mine >site/내폴더/x.html
exits 0 "files put into site/ by hand" "$HALFHOUR" build
ok "stay" test -f site/내것.txt -a -f site/내폴더/x.html
mv notes/ipc/파이프.md notes/ipc/관로.md
sed -i 's/\[\[관|/[[ipc\/관로|/' "notes/ipc/공유 메모리.md"
exits 0 "a note gets another name" "$HALFHOUR" build
ok "the new page is there" test -f site/ipc/관로.html
ok "the old one is not" not test -e site/ipc/파이프.html
is "$(numbers | cut -d' ' -f4)" 3 \
	"the page was removed, its preview, and its text for the search"
ok "and none of the user's" test -f site/내것.txt -a -f site/내폴더/x.html
note 내폴더/x <<'END'
# 가로막힌 글
END
exits 4 "a page in the place of the user's file" "$HALFHOUR" build
like "$(cat "$T/err")" "내폴더/x\.html is there and no build wrote it" "is told"
is "$(cat site/내폴더/x.html)" mine "and does not take it"
rm -r notes/내폴더
ln -s "$T/elsewhere" site/밖
mkdir "$T/elsewhere"
note 밖/글 <<'END'
# 밖으로
END
"$HALFHOUR" build >"$T/out" 2>"$T/err"
is "$(ls "$T/elsewhere")" "" "a link out of the site is not followed"
rm -r notes/밖 site/밖

# ---- nothing from outside of notes/ ----------------------------------------

mkdir "$T/folder"
echo "카나리아: private" >"$T/folder/outside.md"
echo 카나리아 >카나리아.txt
echo 카나리아 >"$T/folder/안.png"
ln -s "$T/folder/outside.md" notes/밖글.md
ln -s ../카나리아.txt notes/밖파일.txt
ln -s "$T/folder" notes/밖폴더
note 나가기 <<'END'
[하나](../카나리아.txt) [[../카나리아.txt]] ![[../../folder/outside.md]]

![](../카나리아.txt) [둘](밖파일.txt) ![[밖글]] ![](밖폴더/안.png)

[셋](/../카나리아.txt) [[/../카나리아.txt]] [넷](..%2f카나리아.txt) ![[밖폴더/안.png]]

[다섯](ipc/../../카나리아.txt)

<a href="../카나리아.txt">여섯</a> <img src=..&sol;카나리아.txt> <a href=밖파일.txt>일곱</a>
<a href="%2e%2e/카나리아.txt">여덟</a> <img src="/밖폴더/안.png"> <img src="밖폴더/안.png">
END
exits 1 "links out of notes/" "$HALFHOUR" build
is "$(grep -c 'notes/나가기.md:.*\(link-broken\|file-missing\)' "$T/err")" 17 \
	"by .. and by symbolic links are broken"
unlike "$(find site -type f -exec grep -l '^카나리아' {} +)" . \
	"and nothing from there is on the site"
rm -r notes/나가기.md notes/밖글.md notes/밖파일.txt notes/밖폴더 카나리아.txt
note 큰것 <<'END'
[너무 크다](큰것.bin) [작다](작은것.bin)
END
truncate -s 65M notes/큰것.bin
echo small >notes/작은것.bin
exits 1 "a file that cannot be read" "$HALFHOUR" build
like "$(cat "$T/err")" "^notes/큰것.bin: error: .*\[file\]$" "is told"
ok "and costs nothing else" test -f site/작은것.bin -a -f site/큰것.html
ok "than itself" not test -e site/큰것.bin
rm notes/큰것.bin notes/작은것.bin notes/큰것.md

# ---- what is not for everyone ----------------------------------------------

note 비밀/일기 <<'END'
---
title: 카나리아제목
aliases: [카나리아별명]
tags: [카나리아태그]
description: 카나리아설명
private: true
---

# 카나리아머리

카나리아본문 [[ipc/관로]] ![[카나리아.png]]

```c {#canary .run}
int canary;
```
END
echo 카나리아그림 >notes/비밀/카나리아.png
note 이름둘 <<'END'
---
aliases: [옛이름, 둘다, index, ../밖, .숨김, 그림/관, "a#b", "index.html/x", IPC/관로]
---
END
note 이름셋 <<'END'
---
aliases: [둘다, 옛이름2/글]
---
END
exits 0 "aliases of many kinds" "$HALFHOUR" build
is "$(grep -rl 'http-equiv="refresh"' site | sort)" \
	"$(printf 'site/%s.html\n' pipe shm 관 그림/관 옛이름 옛이름2/글)" \
	"lead on where no page is, and one note is meant"
like "$(cat site/관.html)" '<a href="ipc/[^"]*" data-moved>옮긴 곳: 파이프</a>' \
	"to the note"
rm notes/이름둘.md notes/이름셋.md
note 초안 <<'END'
---
title: 초안제목
draft: true
---

초안본문 [[ipc/관로]]
END
exits 0 "a private note and a draft" "$HALFHOUR" build
unlike "$(grep -rl '카나리아\|canary' site)" . "the private one is in no file"
unlike "$(find site -name '*카나리아*' -o -name '일기*' -o -name '비밀')" . \
	"nor in the name of one"
unlike "$(grep -rl '초안제목\|초안본문' site)" . "the draft isn't, either"
exits 0 "--drafts" "$HALFHOUR" build --drafts
like "$(page 초안)" "초안본문" "shows the draft"
unlike "$(grep -rl '카나리아\|canary' site)" . "but nothing private"
exits 0 "without it" "$HALFHOUR" build
ok "the draft is gone again" not test -e site/초안.html
note 폭로 <<'END'
[[비밀/일기]]
END
exits 1 "a link to a private note" "$HALFHOUR" build
like "$(cat "$T/err")" "no page or file 비밀/일기" "is broken"
unlike "$(cat "$T/err")" "카나리아" "and tells no more than was written"
rm notes/폭로.md
mkdir -p notes/daily
printf -- '---\nprivate: true\n---\n### 9:00–9:30 카나리아주제\n\n### TRY\n\n- 카나리아시도\n' \
	>notes/daily/2026-11-10.md
exits 0 "a private day" "$HALFHOUR" build
unlike "$(grep -rl '카나리아' site)" . "is in no file, either"
rm -r notes/비밀 notes/초안.md notes/daily/2026-11-10.md

# ---- days ------------------------------------------------------------------

"$HALFHOUR" log "ipc/관로: 용량" --minutes 28 -b "64 KiB [[ipc/관로]]" \
	-k "좋았다" -t "overlayfs 읽기 #도커" >"$T/log" || exit 1
{
	printf '## 리뷰\n### docker\n- 처음으로 이미지를 만들어 보았다.\n'
	printf '\t1. 베이스 이미지를 받는다.\n\t2. 셸로 들어간다.\n'
	printf -- '- 레이어는 다시 쓰인다.\n\t- 그래서 두 번째는 빠르다.\n'
	printf '### python multiprocessing\n계획은 달랐다.\n'
	printf '1. 큐가 비었다고 한다.\n\t1. 잠금을 얻지 못한 것이다.\n'
	printf '\t2. 기다리면 된다.\n2. 멈춘다.\n\t1. 파이프가 찼다.\n'
	printf '## 회고\n### KEEP\n- 작게 다시 만들어 보았다.\n'
	printf '### PROBELM\n- \n### TRY\n- 하루에 30분씩 공부한다.'
} >notes/daily/2026-11-22.md
exits 0 "days" "$HALFHOUR" build
like "$(cat "$T/err")" \
	"^notes/daily/2026-11-22\.md:[0-9]+:5: warning: 'PROBELM' is read as PROBLEM" \
	"a slip is told with its place"
cat >lists.py <<'END'
import sys
from html.parser import HTMLParser


# Each list that stands in an item of another: "ul>ol" and so on, in order.
class Lists(HTMLParser):
    open, found = [], []

    def handle_starttag(self, tag, attrs):
        if tag in ("ul", "ol", "li", "article"):
            if tag in ("ul", "ol") and self.open[-1:] == ["li"]:
                self.found.append(self.open[-2] + ">" + tag)
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in ("ul", "ol", "li", "article"):
            while self.open.pop() != tag:
                pass


lists = Lists()
text = open(sys.argv[1], encoding="utf-8").read()
lists.feed(text[text.index("<article"):text.index("</article")])
print(" ".join(lists.found))
END
is "$(python3 lists.py site/daily/2026-11-22.html)" "ul>ol ul>ul ol>ol ol>ol" \
	"lists that are nested by tabs are nested on the page"
d=$(page daily/2026-11-22)
like "$d" 'class="kpt keep"' "KEEP is a section of the day"
like "$d" 'class="kpt problem"' "so is PROBELM"
like "$d" 'class="kpt try"' "and TRY"
like "$(page index)" "2026-11-23|11월 23일" "the home page has the latest day"
like "$(page tries)" "overlayfs 읽기" "the page of tries has the try"
like "$(page tries)" "하루에 30분씩 공부한다" "and the one written by hand"
like "$(page topics)" "python multiprocessing" "the topics are listed"
like "$(page ipc/관로)" "daily/2026-11-23\.html" "the note knows its day"
like "$(page daily/2026-11-23)" 'href="../ipc/[^"]*\.html"' "the day its note"
rm lists.py

# ---- notes that are hostile or broken --------------------------------------

note 나쁨 <<'END'
# 나쁜 글 <script>alert("위험")</script>

<script>위험()</script> <b onclick="위험()">굵게</b>
<a href="java&#115;cript:위험()">링크</a> [링크](JaVaScRiPt:위험) <img src=x onerror=위험()>

[[ipc/관로|<img src=x onerror=위험()>]] [[ipc/관로" onclick="위험()]]

<div><ul><li>닫지 않은 것
END
exits 1 "a hostile note" "$HALFHOUR" build
n=$(page 나쁨)
unlike "$n" "<script>(alert|위험)" "has no script"
unlike "$(printf %s "$n" | sed 's/"[^"]*"/""/g')" "<[^>]* on[a-z]+=" \
	"no handler"
unlike "$n" "(href|src)=\"[^\"]*[jJ][aA][vV][aA]" "no address that runs"
like "$n" "<footer" "and the page goes on behind what it leaves open"
like "$n" "</div>" "which is closed"
rm notes/나쁨.md

python3 - <<'END'
n = 2500
with open("notes/표.md", "w") as f:
    f.write("|" + "a|" * n + "\n|" + "-|" * n + "\n" + "a\n" * n)
END
exits 1 "a table that would take gigabytes" "$HALFHOUR" build
like "$(cat "$T/err")" "^notes/표\.md:1:1: error: .*\(CVE-2023-37463\).*\[budget\]" \
	"is told"
like "$(page 표)" '<pre class="failed">\|a\|a\|' "and shown as its source"
like "$(page ipc/관로)" "64 KiB" "the other notes are as they were"
rm notes/표.md

printf '# \270\256\272\344\n' >notes/깨짐.md
printf -- '---\ntitle: 열린\ntags: [a, b\n---\n\n# 본문제목\n' >notes/머리.md
printf -- '---\ntitle: "콜론: 하나\n---\n\n글\n' >notes/따옴표.md
exits 1 "notes with bad bytes and bad front matter" "$HALFHOUR" build
like "$(cat "$T/err")" "^notes/깨짐\.md:1:3: error: .*UTF-8.*\[encoding\]$" \
	"the byte is told with its place"
like "$(cat "$T/err")" "^notes/머리\.md:[34]:[0-9]+: error: .*\[meta\]$" \
	"so is the front matter"
like "$(cat "$T/err")" "^notes/따옴표\.md:[234]:[0-9]+: error: .*\[meta\]$" \
	"and a quote that is open"
like "$(page 머리)" "본문제목" "the text is shown"
ok "every page is UTF-8" sh -c 'find site -name "*.html" -exec iconv -f UTF-8 -t UTF-8 {} + >/dev/null'
rm notes/깨짐.md notes/머리.md notes/따옴표.md
printf '# \270\256\n\n### docker\n' >notes/daily/2026-11-20.md
exits 1 "a day that is not UTF-8" "$HALFHOUR" build
is "$(grep -c '^notes/daily/2026-11-20\.md:1:3: error' "$T/err")" 1 \
	"is told once, with its place"
rm notes/daily/2026-11-20.md
printf 'a\000b' >notes/널.md
: >notes/빈.md
printf -- '---\n' >notes/줄.md
exits 0 "a NUL byte, an empty note, a lone line" "$HALFHOUR" build
rm notes/널.md notes/빈.md notes/줄.md
mkdir notes/폴더.md
"$HALFHOUR" build >"$T/out" 2>"$T/err"
ok "a folder with a note's name does no harm" test $? -le 1
rmdir notes/폴더.md

note A/가 </dev/null
note a/가 </dev/null
"$HALFHOUR" build >"$T/out" 2>"$T/err"
ok "two notes that differ by case come to an end" test $? -le 1
rm -r notes/A notes/a

echo '<p>파일</p>' >notes/같은.html
echo '[파일](같은.html) [글](같은.md)' >notes/같은.md
exits 1 "a file in the place of a page" "$HALFHOUR" build
like "$(cat "$T/err")" '^notes/같은\.html: error: a page .*\[file\]$' "is told"
like "$(page 같은)" 'class="prose"' "and the page is there"
rm notes/같은.*

# ---- what cannot be read ----------------------------------------------------

# Root reads everything; without these capabilities it does not.
kept_out() {
	if [ "$(id -u)" -eq 0 ]; then
		setpriv --bounding-set=-dac_override,-dac_read_search "$@"
	else
		"$@"
	fi
}
mkdir -p notes/잠김/속 notes/그림
echo png >notes/그림/잠긴.png
echo png >notes/그림/열린.png
echo '# 속' >notes/잠김/속/글.md
note 못읽음 <<'END'
![가](그림/잠긴.png) ![나](그림/열린.png)
END
chmod 0 notes/잠김 notes/그림/잠긴.png
if kept_out sh -c '! ls notes/잠김' >/dev/null 2>&1; then
	exits 1 "a folder and a file that may not be read" \
		kept_out "$HALFHOUR" build
	is "$(grep '\[file\]$' "$T/err")" \
		"notes/그림/잠긴.png: error: cannot read notes/그림/잠긴.png: Permission denied [file]
notes/잠김: error: cannot read the folder notes/잠김: Permission denied [file]" \
		"are told"
	ok "what can be read is built" test -f site/그림/열린.png \
		-a -f site/못읽음.html -a -f site/ipc/관로.html
	cp "$T/err" "$T/err.build"
	exits 0 "--allow-broken" kept_out "$HALFHOUR" build --allow-broken
	exits 1 "check" kept_out "$HALFHOUR" check
	is "$(grep '\[file\]$' "$T/out")" "$(grep '\[file\]$' "$T/err.build")" \
		"tells them, too"
	unlike "$(cat "$T/out")" "record of no example" \
		"and takes no record for one of nothing"
	exits 0 "search" kept_out "$HALFHOUR" search 못읽음
	like "$(cat "$T/err")" '^notes/잠김: error: ' "goes on"
else
	skip "what may not be read" "there is no setpriv that can"
fi
chmod 755 notes/잠김 notes/그림/잠긴.png
rm -r notes/잠김 notes/못읽음.md notes/그림/잠긴.png notes/그림/열린.png

# ---- where, and templates --------------------------------------------------

exits 0 "a build" "$HALFHOUR" build
exits 0 "--out" "$HALFHOUR" build --out "$T/out-dir"
ok "is where the site goes" test -f "$T/out-dir/index.html"
rm -f "$T/out-dir/.gitignore"
exits 0 "a relative one" "$HALFHOUR" -C notes build --out other
ok "is below the wiki's root" test -f other/index.html
rm -r other
exits 0 "from elsewhere" "$HALFHOUR" -C "$T/wiki/notes/ipc" build
is "$(written)" 0 "it is the same site"
exits 1 "a file in place of the folder" "$HALFHOUR" build --out halfhour.yaml
exits 2 "a word too many" "$HALFHOUR" build notes
exits 2 "--jobs 0" "$HALFHOUR" build --jobs 0
exits 2 "--out without its folder" "$HALFHOUR" build --out
exits 1 "no wiki here" "$HALFHOUR" -C "$T" build

mkdir templates
echo '<footer class="foot">내 꼬리말 {{site}}</footer>' >templates/footer.html
exits 0 "a template of the wiki's own" "$HALFHOUR" build
like "$(page index)" "내 꼬리말 나의 30분" "is used"
echo '{{#열림}}' >templates/footer.html
exits 1 "one that does not parse" "$HALFHOUR" build
like "$(cat "$T/err")" "templates/footer\.html:[0-9]+:[0-9]+" \
	"is told with its place"
printf '<p>꼬리</p>\n{{>없는 것}}\n' >templates/footer.html
exits 1 "a fault in a template" "$HALFHOUR" build
like "$(cat "$T/err")" "templates/footer\.html:2:1" "a name is one word"
printf '<p>꼬리</p>\n{{>foter.html}}\n' >templates/footer.html
exits 1 "a fault in a template" "$HALFHOUR" build
like "$(cat "$T/err")" 'templates/footer\.html:2:1: "foter\.html" is no template' \
	"a partial whose name is typed wrong is told with its place"
printf '<p>꼬리</p>\n{{title}} {{nav}}\n' >templates/footer.html
exits 1 "a list where a text is wanted" "$HALFHOUR" build
like "$(cat "$T/err")" \
	'templates/footer\.html:2:11: "nav" is a list or an object, not a text \(on 404\.html\)' \
	"is told with its place, and the page"
printf '<p>꼬리</p>\n<p>\261\n' >templates/footer.html
exits 1 "a template that is not UTF-8" "$HALFHOUR" build
like "$(cat "$T/err")" 'templates/footer\.html:2:4: this is no UTF-8' \
	"is told with its place"
printf '<p>\000</p>\n' >templates/footer.html
exits 1 "nor is a NUL" "$HALFHOUR" build
like "$(cat "$T/err")" 'templates/footer\.html:1:4: this is no UTF-8' "text"
printf '\357\273\277{{#site}}\n내 꼬리말\n{{/site}}\n' >templates/footer.html
exits 0 "a mark of its byte order" "$HALFHOUR" build
unlike "$(page index)" "$(printf '\357\273\277')" "is not on the pages"
rm templates/footer.html
ln -s "$T/is.want" templates/footer.html
exits 1 "a link in the place of a template" "$HALFHOUR" build
like "$(cat "$T/err")" \
	'templates/footer\.html: this is a symbolic link, .*put the file itself here' \
	"is told, since it is not followed"
rm templates/footer.html
mkdir templates/footer.html
exits 1 "a folder in its place" "$HALFHOUR" build
like "$(cat "$T/err")" 'templates/footer\.html: this is no file; put' "likewise"
mv templates "$T/templates"
ln -s "$T/templates" templates
exits 1 "a link to the folder of them" "$HALFHOUR" build
like "$(cat "$T/err")" 'templates: this is a symbolic link' "likewise"
rm templates
exits 0 "without it" "$HALFHOUR" build
unlike "$(page index)" "꼬리말" "the theme's is back"

mv notes/index.md "$T/index.md"
exits 0 "without notes/index.md" "$HALFHOUR" build
like "$(page index)" 'href="ipc/%EA%B4%80%EB%A1%9C.html">파이프</a>' \
	"the home page lists the notes"
like "$(page index)" 'id="_grass"' "beside what was studied"
mv "$T/index.md" notes/README.md
exits 0 "with notes/README.md" "$HALFHOUR" build
unlike "$(page index)" 'ipc/%EA%B4%80%EB%A1%9C.html">파이프</a>' "that is it"
ok "and has no other page" not test -e site/README.html
mv notes/README.md notes/index.md

# ---- what is kept ----------------------------------------------------------

kept=.git/halfhour/notes.cache
done=.git/halfhour/site.cache
exits 0 "a build" "$HALFHOUR" build
ok "keeps what was parsed" test -s "$kept"
is "$(stat -c %a "$kept")" 600 "for its owner"
is "$(git status --porcelain --ignored | grep cache)" "" "where git does not look"
cp -r site "$T/warm"
exits 0 "all of it anew" "$HALFHOUR" build --force
is "$(written)" 0 "is the same"
is "$(diff -r site "$T/warm")" "" "to the byte"
stat -c %i "$kept" >"$T/before"
exits 0 "nothing changed" "$HALFHOUR" build
is "$(stat -c %i "$kept")" "$(cat "$T/before")" "nothing is kept anew"
printf '# 새로 쓴 쪽\n\n본문이다\n' >notes/새쪽.md
exits 0 "one note more" "$HALFHOUR" build
like "$(page 새쪽)" "본문이다" "is shown"
printf '# 새로 쓴 쪽\n\n고쳤다\n' >notes/새쪽.md
exits 0 "and changed" "$HALFHOUR" build
like "$(page 새쪽)" "고쳤다" "is shown as it is"
rm notes/새쪽.md
exits 0 "and removed" "$HALFHOUR" build
ok "is gone" not test -e site/새쪽.html
unlike "$(strings "$kept" | grep 고쳤다)" . "from there, too"
rm -f "$done"
printf x | dd of="$kept" bs=1 seek=500 conv=notrunc 2>/dev/null
exits 0 "a damaged byte" "$HALFHOUR" build
like "$(cat "$T/err")" "damaged; it is made anew" "is told"
is "$(written)" 0 "and costs nothing but time"
exits 0 "once" "$HALFHOUR" build
unlike "$(cat "$T/err")" "damaged" "only"
# A folder that came from elsewhere brings pages that nobody here has made.
cp -r . "$T/carried"
exits 0 "a copy builds" "$HALFHOUR" -C "$T/carried" build
unlike "$(sed -n 2p "$T/carried/$kept" | head -c 64)" \
	"$(sed -n 2p "$kept" | head -c 64)" "and does not take what it brought"

# ---- a second build from nothing --------------------------------------------

printf '# 견줄 쪽\n\n옛글이다 [[ipc/관로]]\n' >notes/견줌.md
exits 0 "--verify" "$HALFHOUR" build --verify
like "$(cat "$T/out")" '^[0-9]+ files, each as a build from nothing makes it$' \
	"compares all files"
is "$(sed -n 's/ files, each.*//p' "$T/out")" "$(grep -vc '^halfhour site 1$' site/.halfhour)" \
	"each of the site"
unlike "$(cat "$T/err")" "^halfhour" "and finds nothing"
cp "$kept" "$T/cache"
exits 0 "--verify" "$HALFHOUR" --quiet build --verify
is "$(cat "$T/out")" "" "may be quiet"
same "$kept" "$T/cache" "and keeps nothing of its own"
# What is kept is made a lie that nothing can see: its sums are right.
PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$TOP/tests" python3 - "$kept" <<'END'
import struct
import sys
from xxh64 import xxh64
data = open(sys.argv[1], "rb").read()
data = data.replace("옛글이다".encode(), "거짓이다".encode())
size = 64 + 8 + 8 + 24
n, = struct.unpack_from("=Q", data, len(data) - 16)
first = len(data) - 16 - n * size
rows = b""
for at in range(first, first + n * size, size):
    row = bytearray(data[at:at + size])
    begin, _, length = struct.unpack_from("=QQQ", row, 64)
    struct.pack_into("=Q", row, 72, xxh64(data[begin:begin + length]))
    rows += row
rows += data[-16:-8]
open(sys.argv[1], "wb").write(data[:first] + rows
                              + xxh64(rows).to_bytes(8, sys.byteorder))
END
# Of a note that has not changed no page is made anew, whatever is said of it.
rm -f "$done" .git/halfhour/pages.cache
exits 1 "a stale page" "$HALFHOUR" build --verify
like "$(page 견줌)" "거짓이다" "that a build has made"
like "$(cat "$T/err")" '^halfhour: site/견줌\.html differs$' "is told"
like "$(cat "$T/err")" \
	"^halfhour: [0-9]+ of [0-9]+ files are not as a build from nothing" "at the end"
exits 0 "which --force mends" "$HALFHOUR" build --force --verify
like "$(page 견줌)" "옛글이다" "as it says"
rm notes/견줌.md
exits 0 "and it is gone" "$HALFHOUR" build

# Two wikis in one repository: neither drops what the other has kept.
git init -q "$T/two"
for name in 하나 둘; do
	"$HALFHOUR" --quiet init --lang ko "$T/two/$name"
	"$HALFHOUR" -C "$T/two/$name" --quiet build
done
find "$T/two/.git/halfhour" -name notes.cache -printf '%i %p\n' | sort >"$T/before"
is "$(grep -c . "$T/before")" 2 "two wikis in one repository have one each"
for name in 하나 둘; do
	"$HALFHOUR" -C "$T/two/$name" --quiet build
done
is "$(find "$T/two/.git/halfhour" -name notes.cache -printf '%i %p\n' | sort)" \
	"$(cat "$T/before")" "and make none anew for the other"

# Of what takes long a terminal shows how far it is; it cannot take less here.
mkdir -p "$T/slow/notes"
: >"$T/slow/halfhour.yaml"
n=0
while [ $n -lt 40 ]; do
	n=$((n + 1))
	printf '# 글 %d\n\n[[%d]]\n' $n $((n % 40 + 1)) >"$T/slow/notes/$n.md"
done
if strace -f -qq -o /dev/null -e trace=write -e inject=write:delay_enter=1 \
	true 2>/dev/null; then
	out=$(TERM=xterm python3 "$TOP/tests/cmd/terminal.py" strace -f -qq \
		-o /dev/null -e trace=write \
		-e inject=write:delay_enter=10000 \
		"$HALFHOUR" -C "$T/slow" build --jobs 1 --)
	like "$out" "writing \[[#.]{30}\] [0-9]+/[0-9]+" \
		"a slow build shows how far it is"
	like "$out" "40 notes, 40 links, [0-9]+ pages" "and what it was"
	out=$(TERM=xterm python3 "$TOP/tests/cmd/terminal.py" \
		"$HALFHOUR" -C "$T/slow" --quiet build --force --)
	unlike "$out" "writing|reading" "unless it is to be quiet"
	# The search for leaks would trace the process, too.
	exits 0 "without a terminal" env \
		ASAN_OPTIONS="${ASAN_OPTIONS:-}:detect_leaks=0" \
		strace -f -qq -o /dev/null -e trace=write \
		-e inject=write:delay_enter=10000 \
		"$HALFHOUR" -C "$T/slow" build --jobs 1 --out again
	is "$(cat "$T/err")" "" "nothing but the last line is said"
else
	skip "how far a build is" "there is no strace that can wait"
fi

# Many links are told as they are read.
n=0
while [ $n -lt 1100 ]; do
	n=$((n + 1))
	echo "[[1]]"
done >>"$T/slow/notes/2.md"
exits 0 "many links" "$HALFHOUR" -C "$T/slow" build --out again
like "$(cat "$T/out")" "^40 notes, 1,140 links, [0-9]+ pages, .* → again/" \
	"have a comma"

# A site can be made again, so nobody waits for the disk.
if strace -qq -o /dev/null true 2>/dev/null; then
	strace -f -qq -y -o "$T/syncs" -e trace=fsync,fdatasync \
		"$HALFHOUR" --quiet build --out "$T/synced"
	ok "a site has folders" test -d "$T/synced/preview/note/ipc"
	unlike "$(cat "$T/syncs")" "synced" "that are not waited for"
else
	skip "a site is not synced" "there is no strace that can"
fi

mkdir -p "$T/plain/notes"
printf 'lang: ko\n' >"$T/plain/halfhour.yaml"
printf '# 처음\n\n[[둘]]\n' >"$T/plain/notes/index.md"
printf '# 둘\n' >"$T/plain/notes/둘.md"
exits 0 "a wiki in no repository" "$HALFHOUR" -C "$T/plain" build
ok "builds, too" test -f "$T/plain/site/둘.html"
ok "and gets none" not test -e "$T/plain/.git"
done_testing
