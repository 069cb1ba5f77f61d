#!/bin/sh
# stats.sh: the plots of the site, and the same numbers for who cannot see them
. "$(dirname "$0")/../lib.sh"

cat >plots.py <<'END_PY'
"""The bars of the plots of a page and the tables below them, a line each."""
import sys
from html.parser import HTMLParser


class Plots(HTMLParser):
    svg = link = title = cell = None
    row = []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "svg" and attrs.get("class") == "plot":
            self.svg = attrs["aria-label"]
        elif self.svg and tag == "a":
            self.link = attrs["href"]
        elif self.link and tag == "rect":
            self.bar = attrs["class"], float(attrs["height"])
        elif self.link and tag == "title":
            self.title = ""
        elif tag in ("td", "th"):
            self.cell = ""

    def handle_data(self, text):
        if self.title is not None:
            self.title += text
        elif self.cell is not None:
            self.cell += text

    def handle_endtag(self, tag):
        if tag == "svg":
            self.svg = None
        elif tag == "title" and self.title is not None:
            print("bar", self.svg, *self.bar, self.title, self.link, sep="|")
            self.title = None
        elif tag == "a":
            self.link = None
        elif tag in ("td", "th") and self.cell is not None:
            self.row.append(self.cell)
            self.cell = None
        elif tag == "tr":
            print("row", *self.row, sep="|")
            self.row.clear()


Plots().feed(open(sys.argv[1], encoding="utf-8").read())
END_PY

plots() {
	python3 "$T/plots.py" site/stats.html
}

day() {
	cat >"notes/daily/$1.md"
}

wiki --lang ko
exits 0 "a new wiki" "$HALFHOUR" build
is "$(plots)" "" "has nothing to draw"
like "$(cat site/stats.html)" "오늘 공부하면 새 연속이 시작된다" "and says how to begin"

mkdir -p notes/daily
day 2026-11-23 <<'END_DAY'
### 21:00–21:42 도커: <캐시>

### TRY

- 다시 적은 것 ^taaa
END_DAY
day 2026-11-22 <<'END_DAY'
### 21:00–21:20 파이프

### TRY

- [ ] 남은 것 ^taaa
- [x] 해낸 것 ^tbbb (done 2026-11-23)
END_DAY
day 2026-11-16 <<'END_DAY'
### 21:00–21:30 도커
END_DAY
day 2026-09-01 <<'END_DAY'
### 21:00–22:10 도커

### TRY

- [x] 오래된 것 ^tccc (done 2026-11-02)
- [x] ~~접은 것~~ ^tddd (dropped 2026-11-03: 왜)
END_DAY
day 2024-01-01 <<'END_DAY'
### 21:00–21:30 옛날

### TRY

- [x] 아주 오래된 것 ^teee (done 2024-01-02)
END_DAY
exits 0 "days of some weeks" "$HALFHOUR" build
is "$(plots | grep '^bar|주')" \
	"bar|주마다 공부한 시간(분)|minutes|131.2|8월 31일부터 한 주: 1시간 10분|days.html#2026-09
bar|주마다 공부한 시간(분)|minutes|93.8|11월 16일부터 한 주: 50분|days.html#2026-11
bar|주마다 공부한 시간(분)|minutes|78.8|11월 23일부터 한 주: 42분|days.html#2026-11" \
	"a bar for each week of the last year: its length, its name, its month"
is "$(plots | grep '^row|\(주\|.*한 주\)')" "row|주|모두
row|8월 31일부터 한 주|1시간 10분
row|11월 16일부터 한 주|50분
row|11월 23일부터 한 주|42분" "and the same in a table"
is "$(plots | grep '^bar|달')" \
	"bar|달마다 시작하고 해낸 시도|born|75.0|2026년 9월, 시작: 2|tries.html
bar|달마다 시작하고 해낸 시도|born|75.0|2026년 11월, 시작: 2|tries.html
bar|달마다 시작하고 해낸 시도|done|75.0|2026년 11월, 해냄: 2|tries.html#_done" \
	"tries born and done: each once, and a dropped one is not done"
is "$(plots | grep '^row|\(달\|2026\)')" "row|달|시작|해냄
row|2026년 9월|2|0
row|2026년 11월|2|2" "with a table, too"
s=$(cat site/stats.html)
like "$s" '<a href="topics/[^"]*.html">도커</a></span> <span class="num">2시간 22분' \
	"minutes by topic"
like "$s" '<dt>연속</dt><dd>2일</dd>' "the streak"
like "$s" '<dt>가장 긴 연속</dt><dd>2일</dd>' "the longest"
like "$s" '<dt>습관 점수</dt><dd>[0-9]+</dd>' "the score"
like "$s" '<p class="figures-text">이번 주에는 2일 더 쉬어도 연속이 이어진다. [^<]+다.</p>' \
	"and both in words"
is "$("$HALFHOUR" stats --json | python3 -c 'import json, sys
s = json.load(sys.stdin)
print(s["streak"], s["longest_streak"], round(s["score"]), s["days"])')" \
	"$(printf '%s\n' "$s" | sed -n 's/.*<dt>[^<]*<\/dt><dd>\([0-9]*\)\(일\)\{0,1\}<\/dd>.*/\1/p' |
		tr '\n' ' ' | sed 's/ $//')" "they are the numbers of 'stats'"
like "$(cat site/index.html)" '<p class="figures-text">' "the home page has them"
like "$(cat site/index.html)" '<a href="stats.html">통계</a>' "and leads there"
unlike "$s" '<캐시>| style=|<script>' "nothing of a note is markup"
cp site/stats.html "$T/kept.html"
rm site/stats.html
exits 0 "once more" "$HALFHOUR" build --jobs 1
same site/stats.html "$T/kept.html" "same days, same bytes"

# ---- weeks and words -------------------------------------------------------

for lang in en ja; do
	HALFHOUR_LANG=$lang "$HALFHOUR" build >"$T/out" 2>&1
	plots | awk '/minutes/ && !n++' >>first
done
is "$(cat first)" \
	"bar|Minutes per week|minutes|131.2|week of 31 Aug: 1 h 10 min|days.html#2026-09
bar|週ごとの学習時間(分)|minutes|131.2|8月31日からの週: 1時間10分|days.html#2026-09" \
	"in English and Japanese"
HALFHOUR_WEEK_STARTS=sunday "$HALFHOUR" build >"$T/out" 2>&1
is "$(plots | grep -c '^bar|주.*11월 22일부터 한 주: 1시간 2분')" 1 \
	"a week that begins on Sunday"

# ---- what is not for everyone ----------------------------------------------

{
	printf -- '---\nprivate: true\n---\n'
	printf '### 9:00–12:00 카나리아\n\n### TRY\n\n- 카나리아\n'
} >notes/daily/2026-11-21.md
exits 0 "a private day" "$HALFHOUR" build
same site/stats.html "$T/kept.html" "is in no number"

# ---- Japanese --------------------------------------------------------------

exits 0 "in Japanese" env HALFHOUR_LANG=ja "$HALFHOUR" build
like "$(cat site/stats.html)" '<p class="figures-text">[^< ]+。[^< ]+。</p>' \
	"no space is between sentences"
like "$(cat site/stats.html)" '<title>20[0-9]*年[0-9]*月、完了: [0-9]*<' \
	"nor a comma of another script in the name of a bar"
unlike "$(cat site/stats.html)" '<title>[^<]*, ' "in none of them"
done_testing
