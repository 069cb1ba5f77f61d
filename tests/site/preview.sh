#!/bin/sh
# preview.sh: the start of a note, beside a link that leads to it
. "$(dirname "$0")/../lib.sh"

# The fragment of a place, in the file of its note; "" is the note.
card() {
	awk -v name="$(python3 -c 'import sys, urllib.parse
print(urllib.parse.quote(sys.argv[1]))' "$1")" '
		BEGIN { on = name == "" }
		/^<!--/ { on = $0 == "<!--" name "-->"; next }
		on' "site/preview/note/$2.htm"
}

note() {
	mkdir -p "notes/$(dirname "$1")"
	cat >"notes/$1.md"
}

wiki --lang ko
note 글/하나 <<'END_NOTE'
# 하나

[[둘|둘로]] 가고 [[둘#셋째 절|절로]] 가고 [[둘#^blk|토막으로]] 간다.
[[#여기|여기]], [[긴글|긴 글로]], [[나쁜글|나쁜 글]], [[속임|속인 글]], [파일](표.csv).

![[둘#넷째 절]]

## 여기

END_NOTE
i=0
while [ $((i += 1)) -le 40 ]; do echo "줄 $i."; echo; done >>notes/글/하나.md
echo '[[긴글|맨 아래]]' >>notes/글/하나.md
echo '1,2' >notes/글/표.csv
note 둘 <<'END_NOTE'
---
title: 둘째
description: 둘을 설명한다
---
둘째 글의 처음. [[글/하나]]

![[그림.png]]

## 셋째 절

셋째 절의 글.

이름 있는 문단 ^blk

## 넷째 절

[[English#How & why|건너]]
END_NOTE
echo x >notes/그림.png
note English <<'END_NOTE'
---
lang: en
---
# English

## How & why

Because.
END_NOTE
{
	echo '# 긴 글'
	echo
	awk 'BEGIN { for (i = 1; i < 3000; i++) printf "%s ", "가나다라" }'
} >notes/긴글.md
note 나쁜글 <<'END_NOTE'
---
title: "<img src=x onerror=alert(1)>"
---
<b onmouseover="alert(2)" style="x">굵게</b> <script>alert(3)</script>

<div><p>열린 <i>채로
END_NOTE
echo '# 속임' >notes/속임.md
# More places than one file has: the last in the order of their names are left.
{
	echo '# 많은 글'
	for i in 0 1 2 3 4 5 6 7 8 9; do printf '\n## 절 %s\n\n글 %s\n' $i $i; done
} >notes/많은글.md
for i in 0 1 2 3 4 5 6 7 8 9; do echo "[[많은글#절 $i|많은 글의 $i]]"; done \
	>notes/많은길.md
echo '[[많은글#없는 절|없는 절로]]' >>notes/많은길.md
# A folder that is called as that of the fragments.
echo '# 같은 이름' | note preview/둘
echo '# 같은 이름' | note preview/place/둘
echo '# 같은 이름' | note preview/note/둘
note 비밀 <<'END_NOTE'
---
private: true
---
카나리아
END_NOTE
printf '# 담은 글\n\n앞\n\n![[비밀]]\n\n![[둘]]\n\n뒤\n' >notes/담은글.md
printf -- '---\ndraft: true\n---\n# 초안\n\n카나리아 [[둘#셋째 절]]\n' >notes/초안.md
printf '# 초안으로\n\n[[초안]] [[초안#초안]]\n' >notes/초안으로.md
mkdir -p notes/daily
printf '# 2026-11-23\n\n## 리뷰\n\n### 21:00–21:28 둘: 처음\n\n오늘의 글\n' \
	>notes/daily/2026-11-23.md
printf '# 2026-11-24\n\n## 리뷰\n\n### 21:00–21:28 없는 글: 다음\n\n### 22:00–22:10 둘: 또\n\n글\n' \
	>notes/daily/2026-11-24.md
git add notes/둘.md && git commit -q -m "둘째 글"
exits 0 "a wiki of links" "$HALFHOUR" build --allow-broken

# ---- the fragments ----------------------------------------------------------

is "$(card "" 둘)" '<p class="h">둘째</p><p>둘을 설명한다</p><p>둘째 글의 처음. 글/하나</p><p class="h">셋째 절</p><p>셋째 절의 글.</p><p>이름 있는 문단</p><p class="h">넷째 절</p><p>건너</p>' \
	"title, description and text, and no picture"
is "$(card 셋째-절 둘)" '<p class="h">둘째</p><p class="h">셋째 절</p><p>셋째 절의 글.</p><p>이름 있는 문단</p>' \
	"a section that is linked to"
is "$(card ^blk 둘)" \
	'<p class="h">둘째</p><p>이름 있는 문단</p>' "and a block"
is "$(grep -rh '^<!--' site/preview | grep -v '%EC%A0%88-[0-7]-' | sort)" "$(printf '<!--%s-->\n' \
	%5Eblk %EB%84%B7%EC%A7%B8-%EC%A0%88 %EC%85%8B%EC%A7%B8-%EC%A0%88 how-why |
	sort)" "and no other"
is "$(card "" English)" \
	'<div lang="en"><p class="h">English</p><p class="h">How &amp; why</p><p>Because.</p></div>' \
	"a note in another language says which"
is "$(card how-why English)" "$(card "" English)" "so does its section"
is "$(cat site/preview/note/나쁜글.htm)" '<p class="h">&lt;img src=x onerror=alert(1)&gt;</p><p><b>굵게</b></p><p>열린 <i>채로</i></p>' \
	"a hostile one is text, and whole"
is "$(cat site/preview/note/daily/2026-11-23.htm)" '<p class="h">2026년 11월 23일 월요일</p><p class="h">리뷰</p><p class="h">21:00–21:28 둘: 처음</p><p>오늘의 글</p>' \
	"a day is called by its date"
is "$(cat site/preview/note/담은글.htm)" '<p class="h">담은 글</p><p>앞</p><p>비밀</p><p>둘</p><p>뒤</p>' \
	"an embed is the words of the link"
is "$(cat site/preview/note/preview/둘.htm)" '<p class="h">같은 이름</p>' \
	"a folder of that name is no trouble"
ok "nor are its pages" grep -q '<h1.*같은 이름' site/preview/place/둘.html
# Each up to the next, its end of line with it.
longest() {
	find site/preview -name '*.htm' -exec awk 'FNR == 1 || /^<!--/ { n = 0 }
		!/^<!--/ { n += length($0) + 1 } n > most { most = n }
		END { print most }' {} + | sort -n | tail -1
}
most=$(LC_ALL=C longest)
ok "none is over 2 kB: $most" test "$most" -gt 500 -a "$most" -le 2048
is "$(wc -l <site/preview/note/많은글.htm)" 17 "eight places are with their note"
is "$(cd site/preview/place && find . -name '*.htm' | sort)" "./많은글/절-8.htm
./많은글/절-9.htm" "those behind them have their own files"
is "$(cat site/preview/place/많은글/절-9.htm)" \
	'<p class="h">많은 글</p><p class="h">절 9</p><p>글 9</p>' "and are as the others"
like "$(cat site/preview/note/긴글.htm)" '^<p class="h">긴 글</p><p>가나다라 .* 가나다라…</p>$' \
	"a long note is cut at a word"
unlike "$(grep -rl 카나리아 site/preview)" . "nothing private, and no draft"
unlike "$(find site/preview -name '비밀*' -o -name '초안.*')" . \
	"nor the name of one"
exits 0 "--drafts" "$HALFHOUR" build --allow-broken --drafts
ok "a draft that is shown" test -f site/초안.html
ok "has a preview" test -f site/preview/note/초안.htm
like "$(card 초안 초안)" . "as has its section"
exits 0 "again" "$HALFHOUR" build --allow-broken
find site -type f -exec sha256sum {} + | sort >before
rm -r site
exits 0 "from the beginning" "$HALFHOUR" build --allow-broken --jobs 1
git checkout -q site
find site -type f -exec sha256sum {} + | sort >after
same after before "same notes, same bytes"

# ---- the pages --------------------------------------------------------------

page=$(cat site/글/하나.html)
like "$page" '<script src="../assets/preview-[0-9a-f]*.js" defer data-previews="../preview/">' \
	"a page has the script, and where the fragments are"
like "$page" "Policy\" content=\"default-src 'none'; [^\"]*; connect-src 'self'\">" \
	"and may fetch from its own site, no more"
unlike "$(cat site/404.html)" "preview|connect-src" "the error page has none"
unlike "$(cat site/sitemap.xml 2>/dev/null)" "\.htm<" "no fragment is a page"
bytes=$(cat site/assets/preview-*.js | wc -c)
ok "the script has at most 3 kB: $bytes" test "$bytes" -le 3072

# ---- in a browser -----------------------------------------------------------

# shellcheck source=../chromium.sh
. "$TOP/tests/chromium.sh"
shots=$TOP/build/shots
mkdir -p "$shots"
# What the build takes out of scripts means nothing in them.
for script in site/assets/*.js; do
	node --check "$script" || echo "$script"
done >wrong 2>&1
is "$(cat wrong)" "" "each script is one"
is "$(grep -n '^[[:space:]]\|^//\|^$' site/assets/*.js)" "" \
	"without what only readers of its source need"
is "$(awk '{ n = gsub(/`/, "") } n % 2 { print FILENAME ": " FNR }' \
	"$TOP"/templates/*.js)" "" "no text in ours goes over several lines"
exits 0 "Chromium opens it" \
	node "$TOP/tests/site/preview.js" "$MODULES" "$T/wiki/site" "$shots"
is "$(cat "$T/out")" "hover: fine
keys: fine
touch: fine
narrow: fine
dark: fine
file: fine
no script: fine
hostile: fine
fallback: fine
many: fine
lists: fine" "the card is there for pointer, keyboard and finger"
done_testing
