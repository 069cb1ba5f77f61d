#!/bin/sh
# lists.sh: tags, folders, topics and tries: what leads where on the site
. "$(dirname "$0")/../lib.sh"

page() {
	cat "site/$1.html"
}

note() {
	mkdir -p "notes/$(dirname "$1")"
	cat >"notes/$1.md"
}

# A path as it stands in an address.
href() {
	python3 -c 'import sys, urllib.parse
print(urllib.parse.quote(sys.argv[1]))' "$1"
}

wiki --lang ko

# ---- tags ------------------------------------------------------------------

exits 0 "without a tag" "$HALFHOUR" build
ok "there is no page of tags" not test -e site/tags.html
unlike "$(page notes)" "tags" "and nothing leads there"

note 통신/파이프 <<'END_NOTE'
---
title: 파이프
tags: [통신, "C++", 리눅스/커널]
description: 64 KiB에서 막힌다
---
본문에도 #통신 과 #EOF 가 있다.
END_NOTE
note 통신/깊이/소켓 <<'END_NOTE'
---
title: 소켓
tags: [통신, c, "<b>&", "../../밖"]
---
END_NOTE
note 통신/깊이-둘/공유 </dev/null
python3 -c 'print("---\ntags: [" + "긴태그" * 60 + "]\n---")' >notes/긴태그.md
exits 0 "notes with tags" "$HALFHOUR" build
is "$(cat "$T/err")" "" "have nothing to complain of"
t=$(page tags)
like "$(page notes)" '<a href="tags.html">태그 모두 보기</a>' \
	"the list of notes leads to the tags"
like "$t" "href=\"tags/$(href 통신).html\">통신</a> <span class=\"num\">2편" \
	"which have their notes counted, a tag of the text among them"
is "$(printf '%s\n' "$t" | grep -c 'class="tag"')" 8 "each stands there once"
like "$t" 'href="tags/c.html">c</a>' "c has a page"
like "$t" 'href="tags/c-[0-9a-f]{8}.html">C\+\+</a>' "and C++ another"
like "$t" '>&lt;b&gt;&amp;</a>' "a tag is no markup"
ok "and no way out of the site" not test -e site/밖.html -o -e 밖.html
is "$(find site/tags -type f | wc -l)" 8 "each tag has a page, a long one too"
t=$(page tags/통신)
like "$t" '<h1>#통신 <span class="num">2편</span></h1>' "a tag has a page"
like "$t" "href=\"../$(href 통신/파이프).html\">파이프</a>.*64 KiB에서" \
	"with its notes, and what they are about"
like "$t" '<li><a href="../tags.html">태그</a></li>' "that leads to all tags"
p=$(page 통신/파이프)
like "$p" "<a class=\"tag\" href=\"../tags/$(href 통신).html\">통신</a>" \
	"a note leads to its tags"
like "$p" "본문에도 <a class=\"tag\" href=\"../tags/$(href 통신).html\">#통신</a>" \
	"and so does the text"
like "$p" '<a class="tag" href="../tags/eof.html">#EOF</a>' "in any case"

# ---- folders ---------------------------------------------------------------

f=$(page 통신/index)
like "$f" '<h1>통신 <span class="num">3편</span></h1>' "a folder has a page"
like "$f" "<a href=\"$(href 깊이)/index.html\">깊이/</a> <span class=\"num\">1편" \
	"with the folders in it"
like "$f" "<a href=\"$(href 깊이-둘)/index.html\">깊이-둘/</a>" "all of them"
like "$f" "<a href=\"$(href 파이프).html\">파이프</a>" "and its notes"
unlike "$f" "소켓" "and not those of other folders"
like "$(page 통신/깊이/소켓)" '<li><a href="../index.html">통신</a></li>' \
	"breadcrumbs lead there"
like "$(page 통신/깊이/소켓)" '<li><a href="index.html">깊이</a></li>' \
	"from folder to folder"
like "$(page notes)" "<h2 id=\"통신\"><a href=\"$(href 통신)/index.html\">통신/</a>" \
	"the list of notes does, too"
note 통신/README <<'END_NOTE'
# 통신이란
END_NOTE
exits 0 "a README in it" "$HALFHOUR" build
like "$(page 통신/index)" '>통신이란</h1>' "is the page of the folder"
ok "days have no folder of their own" not test -e site/daily/index.html

# ---- topics ----------------------------------------------------------------

i=1
for day in 10 11 12 13 14 15 16; do
	HALFHOUR_NOW=2026-11-${day}T21:30:00+09:00 "$HALFHOUR" log \
		"도커: 캐시 $i" --minutes 2$i >/dev/null 2>&1 || exit 1
	i=$((i + 1))
done
"$HALFHOUR" log "통신/파이프: 용량" --minutes 20 \
	-t "배압을 만들어 본다 #도커" -t "버릴 것 #통신" \
	>/dev/null 2>&1 || exit 1
exits 0 "days of two topics" "$HALFHOUR" build
like "$(page topics)" "<a href=\"topics/$(href 도커).html\">도커</a>" \
	"the list of topics leads to a page of each"
like "$(page topics)" "<a href=\"topics/$(href 도커).html\">그 밖에 2번</a>" \
	"which has the days that are too many for the list"
t=$(page topics/도커)
like "$t" '<p class="total">7번 · 2시간 48분</p>' "how often, and how long"
is "$(printf '%s\n' "$t" | grep -c 'class="when" href="../daily/')" 7 \
	"all its days"
like "$t" "배압을 만들어 본다" "and the tries about it"
unlike "$t" "버릴 것" "no others"
like "$t" '본다 <span class="hash">#도커</span></a>' \
	"where no line ends between the sign and the name"
like "$(cat site/topics/통신파이프-*.html)" "노트: <a href=\"../$(href 통신/파이프).html\">" \
	"a topic that is a note leads there"
like "$(page daily/2026-11-16)" "<a href=\"../topics/$(href 도커).html\">도커</a>" \
	"a day leads to its topic"
like "$(page daily/2026-11-23)" "<a href=\"../$(href 통신/파이프).html\">통신/파이프" \
	"or to the note that it is"

# ---- tries -----------------------------------------------------------------

note daily/2026-11-20 <<'END_NOTE'
### TRY

- [ ] 기다리는 것 ^taaa
- [x] 해낸 것 ^tbbb (done 2026-11-23)
- [x] ~~접은 것~~ ^tccc (dropped 2026-11-21: <재미>가 없다)
- [x] ~~또~~ ^tccd (dropped 2026-11-21: [[통신/파이프|파이프]]가 **더** 낫고 `ls <b>` [[x 열린)
- [x] 다시 한 것 ^tddd (retried as ^teee)
- [x] 언제인지 모르는 것 ^tfff
END_NOTE
note daily/2026-11-22 <<'END_NOTE'
### TRY

- [ ] 더 작게 다시 한다 ^teee
- 어제의 ^taaa 를 아직 못 했다 ^taaa
END_NOTE
exits 0 "tries of every state" "$HALFHOUR" build
t=$(page tries)
is "$(printf '%s\n' "$t" | grep -o '<h2 id="[a-z_]*">[^<]*<span class="num">[0-9]*')" \
	'<h2 id="_open">해 볼 것 <span class="num">4
<h2 id="_done">해낸 것 <span class="num">2
<h2 id="_dropped">접은 것 <span class="num">2
<h2 id="_retried">다시 해 보는 것 <span class="num">1' \
	"stand by state, each once"
like "$t" 'href="daily/2026-11-20.html#%5Etaaa">기다리는 것' \
	"an open one leads to its day, not to a later one that refers to it"
like "$t" '>11월 20일 \(금\)</time> · 3일 전 · <code>taaa' "and has its age"
like "$t" '해냄</span> <a href="daily/2026-11-23.html"><time datetime="2026-11-23">11월 23일 \(월\)</time></a>, 3일 만에' \
	"one that is done leads to the day that was, and says how long it took"
like "$t" '접음</span> <time datetime="2026-11-21">[^<]*</time>, 1일 만에: &lt;재미&gt;가 없다' \
	"a dropped one says why, and links to no day that is not there"
like "$t" '만에: 파이프가 더 낫고 ls &lt;b&gt; \[\[x 열린</p>' \
	"in the words of its Markdown"
like "$t" '다시 함</span> <a href="daily/2026-11-22.html">.*<a href="daily/2026-11-22.html#%5Eteee">다음 시도</a>' \
	"a retried one leads to the next"
like "$t" '<a href="daily/2026-11-20.html#%5Etddd">앞선 시도</a>' "and back"
d=$(page daily/2026-11-23)
like "$d" "이날 닫은 시도" "a day knows what was closed on it"
like "$d" 'href="2026-11-20.html#%5Etbbb">해낸 것' "and leads to where it began"
like "$(page daily/2026-11-22)" 'href="2026-11-20.html#%5Etddd">다시 한 것' \
	"so does the day of a retry"
unlike "$(page daily/2026-11-20)" "이날 닫은 시도" "others do not"

for id in taaa tbbb tccc tddd tfff; do
	like "$(page daily/2026-11-20)" "<span id=\"\^$id\">" "^$id is a place"
done
unlike "$(page daily/2026-11-20)" '[^"]\^t[a-d]' "and is not to be read"

# How often a try was shown is of this machine, and on no page.
cp -r site "$T/before"
exits 0 "a timebox shows open tries" "$HALFHOUR" start 도커
exits 0 "and is cancelled" "$HALFHOUR" cancel
ok "which is counted" grep -q '^taaa 1 ' .git/halfhour/seen
exits 0 "then a build" "$HALFHOUR" build
ok "changes nothing" diff -r "$T/before" site

# ---- what is not for everyone ----------------------------------------------

note 비밀/가 <<'END_NOTE'
---
private: true
tags: [카나리아]
---
#카나리아
END_NOTE
note 초안 <<'END_NOTE'
---
draft: true
tags: [카나리아]
---
END_NOTE
note daily/2026-11-19 <<'END_NOTE'
---
private: true
tags: [카나리아]
---
### 9:00–9:20 카나리아

### TRY

- [ ] 카나리아 ^tzzz
- [x] 카나리아 ^tyyy (done 2026-11-23)
- [x] 카나리아 ^txxx (retried as ^teee)
END_NOTE
exits 0 "private notes, and a draft" "$HALFHOUR" build
is "$(grep -rl '카나리아\|tzzz\|tyyy\|txxx' site; find site -name '*카나리아*' -o -name 비밀)" \
	"" "are on no page, and have none"

# ---- one number --------------------------------------------------------------

cd "$T" || exit 1
"$HALFHOUR" init --lang ko few >init.log 2>&1
cd few || exit 1
printf -- '---\ntitle: 처음 글\ntags: [함께]\n---\n[[둘]]\n' | note index
printf -- '---\ntags: [함께, 노트만]\n---\n' | note 둘
printf -- '---\ntags: [함께, 날만]\n---\n### 리눅스\n\n글\n' | note daily/2026-11-20
printf '### 21:00–21:01 도커: 하나\n' | note daily/2026-11-21
"$HALFHOUR" log "파이프: 용량" --minutes 205 >init.log 2>&1
exits 0 "a home page, a note and days" "$HALFHOUR" build
like "$(page notes)" '<h1>노트 <span class="num">2편</span></h1>' \
	"the home page is one of the notes"
like "$(page notes)" '<li><a href="index.html">처음 글</a>' "and in the list of them"
like "$(page graph)" '>노트 <span class="num">2</span>' "as in the graph"
is "$(sed -n 's/.*class="tag"[^>]*>\([^<]*\).*num">\([^<]*\).*/\1 \2/p' site/tags.html)" \
	"날만 1일
노트만 1편
함께 2편 · 1일" "a day with a tag is no note"
like "$(page tags/함께)" '<h1>#함께 <span class="num">2편 · 1일</span></h1>' \
	"nor on the page of the tag"

# bar TOPIC PAGE: what a list says of it, and how long its bar is.
bar() {
	python3 - "$1" "site/$2.html" <<'END_PY'
import re
import sys

name, path = sys.argv[1:]
text = open(path, encoding="utf-8").read()
for row in re.findall(r'<li><span class="what">.*?</li>'
                      r'|<section class="topic">.*?</h2>.*?<ol', text, re.S):
    if f">{name}</a>" in row:
        fill = re.findall(r'class="fill" width="(\d+)"', row.split("<ol")[0])
        print(re.search(r'class="num">([^<]*)', row)[1], *fill)
END_PY
}

like "$(page stats)" '<text class="scale" x="28.0" y="12.0">240<' \
	"a plot is not much higher than its bars"
is "$(for in in index topics stats; do bar 리눅스 $in; done | sort -u)" "1번" \
	"a topic without times has no bar: it says how often"
is "$(for in in index topics stats; do bar 도커 $in; done | sort -u)" "1분 1" \
	"and one of a minute has one that is seen"
done_testing
