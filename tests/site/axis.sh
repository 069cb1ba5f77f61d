#!/bin/sh
# axis.sh: when: the entries of a day, and the days of a note, on a line
. "$(dirname "$0")/../lib.sh"

cat >marks.py <<'END_PY'
"""The marks of a line: where, how wide, how high, what and whereto."""
import re
import sys

text = open(sys.argv[1], encoding="utf-8").read()
for svg in re.findall(r'<svg class="axis".*?</svg>', text, re.S):
    print(*re.findall(r'<text [^>]*>(.*?)</text>', svg), sep="|")
    for mark in re.findall(r'<a href="([^"]*)"><rect class="minutes" '
                           r'x="(.*?)" y=".*?" width="(.*?)" height="(.*?)">'
                           r'<title>(.*?)</title></rect></a>', svg):
        print(*mark[1:], mark[0], sep="|")
END_PY

marks() {
	python3 "$T/marks.py" "site/$1.html"
}

day() {
	cat >"notes/daily/$1.md"
}

wiki --lang ko
mkdir notes/daily notes/통신
printf -- '---\ntitle: 파이프\ndate: 2026-10-30\n---\n' >notes/통신/파이프.md

# ---- a day -----------------------------------------------------------------

day 2026-11-20 <<'END_DAY'
### 08:00–08:30 통신/파이프: 용량 & <끝>

### 시각 없는 것

글

### 00:20–00:50 파이프

## 회고

### KEEP

- 좋았다

### PROBLEM

- 나빴다

### TRY

- 해 본다
END_DAY
day 2026-11-21 <<'END_DAY'
### 파이프

글
END_DAY
exits 0 "days" "$HALFHOUR" build
is "$(marks daily/2026-11-20)" "4|8|12|16|20|0|4
68.0|7.0|16.0|08:00–08:30 통신/파이프: 용량 &amp; &lt;끝&gt;|#0800-0830-%ED%86%B5%EC%8B%A0%ED%8C%8C%EC%9D%B4%ED%94%84-%EC%9A%A9%EB%9F%89-%EB%81%9D
296.7|7.0|16.0|00:20–00:50 파이프|#0020-0050-%ED%8C%8C%EC%9D%B4%ED%94%84" \
	"entries stand on the study day, the night behind the evening"
is "$(marks daily/2026-11-21)" "" "a day without times has no line"
d=$(cat site/daily/2026-11-20.html)
like "$d" '<svg class="axis" [^>]*role="group" aria-label="이날 한 것">' \
	"the line has a name"
is "$(printf '%s\n' "$d" | grep -o '<section class="kpt [a-z]*"')" \
	'<section class="kpt keep"
<section class="kpt problem"
<section class="kpt try"' "the retrospective is three blocks"
like "$d" 'class="next" rel="next" href="2026-11-21.html"' "the next day"
like "$(cat site/daily/2026-11-21.html)" \
	'class="prev" rel="prev" href="2026-11-20.html"' "leads back"
HALFHOUR_DAY_ENDS=06:00 "$HALFHOUR" build >"$T/out" 2>&1
is "$(marks daily/2026-11-20 | sed -n 1p)" "8|12|16|20|0|4" \
	"the line begins when the study day does"

# ---- a note ----------------------------------------------------------------

exits 0 "a build" "$HALFHOUR" build
p=$(cat site/통신/파이프.html)
like "$p" '<dt>쓴 날</dt><dd><time datetime="2026-10-30">10월 30일 \(금\)</time>' \
	"a note with a date shows it"
is "$(marks 통신/파이프)" "11월 20일 (금)|11월 27일 (금)
10.0|4.0|30.0|11월 20일 (금), 1시간|../daily/2026-11-20.html#0800-0830-%ED%86%B5%EC%8B%A0%ED%8C%8C%EC%9D%B4%ED%94%84-%EC%9A%A9%EB%9F%89-%EB%81%9D
58.0|4.0|6.0|11월 21일 (토)|../daily/2026-11-21.html" \
	"and the days that it was studied on, each once, from the oldest"
like "$p" '<h2 id="_studied">공부한 날 <span class="num">1시간</span></h2>' \
	"with the time in all"
for n in $(seq -w 1 30); do
	echo "### 9:00–9:10 파이프" >"notes/daily/2026-09-$n.md"
done
exits 0 "many days" "$HALFHOUR" build
is "$(marks 통신/파이프 | wc -l)" 24 "the latest 24 entries are on the line"
like "$(cat site/통신/파이프.html)" '<a href="../topics/[^"]*">그 밖에 28일</a>' \
	"and the topic has all"
topic=$(sed -n 's/.*<a href="\.\.\/\(topics\/[^"]*\)">그 밖에.*/\1/p' \
	site/통신/파이프.html | python3 -c 'import sys, urllib.parse
print(urllib.parse.unquote(sys.stdin.read().strip()))')
is "$(grep -c 'class="when"' "site/$topic")" 33 "every one"
cp site/통신/파이프.html "$T/kept.html"
rm site/통신/파이프.html
exits 0 "once more" "$HALFHOUR" build --jobs 1
same site/통신/파이프.html "$T/kept.html" "same days, same bytes"

# ---- what is not for everyone ----------------------------------------------

printf -- '---\nprivate: true\n---\n### 9:00–9:20 파이프: 카나리아\n' \
	>notes/daily/2026-11-22.md
exits 0 "a private day" "$HALFHOUR" build
same site/통신/파이프.html "$T/kept.html" "is not on the line of its note"
unlike "$(cat site/daily/2026-11-21.html)" "2026-11-22" "nor is it next"
done_testing
