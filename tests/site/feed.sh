#!/bin/sh
# feed.sh: Atom, JSON Feed, the sitemap, and what else programs read of a site
. "$(dirname "$0")/../lib.sh"

base=https://example.org/%EC%9C%84%ED%82%A4/

# The feeds, held to their specifications; the entries are in $T/out.
feeds() {
	exits 0 "$1: they can be read" \
		python3 "$TOP/tests/site/feed.py" site "$base"
	is "$(grep '^wrong' "$T/out")" "" "$1: and are as they are specified"
}

note() {
	mkdir -p "notes/$(dirname "$1")"
	cat >"notes/$1.md"
}

wiki --lang ko
note ipc/파이프 <<'END_NOTE'
---
title: "파이프 <&> ]]> \"끝\""
date: 2026-11-20
tags: [ipc, "a<b"]
description: 64 KiB에서 막힌다
---
# 파이프

[호스트](/다른/곳) [[index|처음]]으로, [[#용량]], ![[그림.png]] <script>x</script> ]]>

## 용량

글
END_NOTE
printf '\033[31m \001 \007\n' >>notes/ipc/파이프.md
echo png >notes/ipc/그림.png
note 날짜없음 </dev/null
note 앞날 <<'END_NOTE'
---
date: 2026-12-24
---
아직 아니다.
END_NOTE
"$HALFHOUR" log "도커: 레이어 캐시" --minutes 28 -b "[[ipc/파이프]]를 본다" \
	-k "좋았다" >/dev/null || exit 1

# ---- without an address ----------------------------------------------------

exits 0 "a wiki without base_url" "$HALFHOUR" build
for file in feed.xml feed.json sitemap.xml robots.txt; do
	ok "has no $file" not test -e "site/$file"
done
unlike "$(cat site/index.html)" 'rel="alternate"|og:url|canonical' \
	"and its pages name none"
n=$(find site -name '*.html' | wc -l)

# ---- with one --------------------------------------------------------------

echo 'base_url: https://example.org/위키' >>halfhour.yaml
exits 0 "with base_url" "$HALFHOUR" build
is "$(grep -v 'link-root' "$T/err")" "" "there is nothing to complain of"
like "$(cat "$T/out")" ", $n pages," "feeds are not counted as pages"
mv site/feed.xml "$T/kept.xml"
mv site/feed.json "$T/kept.json"
mv site/sitemap.xml "$T/kept.map"
exits 0 "files that are lost" "$HALFHOUR" build --jobs 1
same site/feed.xml "$T/kept.xml" "Atom: same wiki, same bytes"
same site/feed.json "$T/kept.json" "JSON Feed: the same"
same site/sitemap.xml "$T/kept.map" "sitemap: the same"
feeds "a day and a note"
like "$(cat "$T/out")" "^2 entries" "what has a day is in the feeds"
like "$(sed -n 2p "$T/out")" \
	"^tag:example.org,2026-11-23:/%EC.*/daily/2026-11-23.html	${base}daily/2026-11-23.html	2026년 11월 23일 월요일: 도커	2026-11-23T12:28:00Z$" \
	"a day comes first, by its date and topics, updated when it was committed"
like "$(cat "$T/out")" '파이프 <&> \]\]> "끝"' "a title is escaped, and whole"
like "$(cat site/feed.json)" '"tags": \[' "tags are in the feed"
like "$(cat site/feed.xml)" 'href=&quot;https://example.org/%EB%8B%A4%EB%A5%B8/' \
	"an address of the host is whole, too"
unlike "$(cat site/feed.xml site/feed.json)" "<script|앞날" \
	"no script, and nothing that is dated ahead"
unlike "$(LC_ALL=C tr -d '\11\12\40-\377' <site/feed.xml | wc -c)" "[1-9]" \
	"XML has no control character"

is "$(cat site/robots.txt)" "User-agent: *
Allow: /

Sitemap: https://example.org/%EC%9C%84%ED%82%A4/sitemap.xml" \
	"robots.txt leads to the sitemap"
unlike "$(cat site/sitemap.xml)" "404|today|feed" \
	"which has pages for readers only"
p=$(cat site/ipc/파이프.html)
like "$p" '<link rel="alternate" type="application/atom\+xml" title="나의 30분" href="../feed.xml">' \
	"every page leads to the feed"
like "$p" 'type="application/feed\+json".*href="../feed.json"' "and the other"
like "$p" 'property="og:description" content="64 KiB에서 막힌다"' \
	"a note is described"
like "$p" 'property="og:url" content="https://example.org/%EC%9C%84' \
	"by its whole address"
like "$p" 'property="og:locale" content="ko_KR"' "and its language"
for page in days topics tries notes index today; do
	like "$(cat "site/$page.html")" \
		'property="og:description" content="[^"]+"' \
		"$page.html is described, too"
done

# ---- what does not change --------------------------------------------------

sed 's/	.*//' "$T/out" >ids
sed -i 's/title: .*/title: 딴 이름/' notes/ipc/파이프.md
printf -- '---\nlang: en\n---\nMore.\n' >notes/날짜없음.md
exits 0 "other titles and texts" "$HALFHOUR" build
feeds "changed"
is "$(sed 's/	.*//' "$T/out")" "$(cat ids)" "the entries have the ids they had"
rm ids

# ---- what is not for everyone ----------------------------------------------

note 비밀 <<'END_NOTE'
---
title: 카나리아
private: true
date: 2026-11-21
tags: [카나리아]
---
카나리아
END_NOTE
note 초안 <<'END_NOTE'
---
title: 카나리아
draft: true
date: 2026-11-22
tags: [카나리아]
---
카나리아
END_NOTE
for drafts in "" --drafts; do
	# shellcheck disable=SC2086
	exits 0 "a private note and a draft $drafts" "$HALFHOUR" build $drafts
	unlike "$(cat site/feed.xml site/feed.json site/sitemap.xml)" \
		"카나리아|$(printf 초안 | od -An -tx1 | tr -d ' \n' |
			tr a-f A-F | sed 's/../%&/g')" \
		"are in no feed and no sitemap"
done
rm notes/비밀.md notes/초안.md

# ---- many, and long ones ---------------------------------------------------

for day in $(seq -w 5 29); do
	echo "### 9:00–9:20 주제$day" >"notes/daily/2026-09-$day.md"
done
note 긴글 <<'END_NOTE'
---
date: 2026-11-23
description: 길다
---
END_NOTE
python3 -c 'print("긴 글이다. " * 4000)' >>notes/긴글.md
exits 0 "many days" "$HALFHOUR" build
feeds "many"
like "$(cat "$T/out")" "^20 entries" "the latest twenty are in the feed"
ok "and a long note with its summary only" \
	test "$(wc -c <site/feed.xml)" -lt 40000
like "$(cat site/feed.json)" '"content_text": "길다"' "which is its text then"

# ---- what the writer has ---------------------------------------------------

printf 'User-agent: *\nDisallow: /\n' >notes/robots.txt
note 로봇 <<'END_NOTE'
[로봇에게](robots.txt)
END_NOTE
exits 0 "a robots.txt of the writer's own" "$HALFHOUR" build
same site/robots.txt notes/robots.txt "takes the place of ours"
exits 0 "once more" "$HALFHOUR" build
like "$(cat "$T/out")" ", 0 written" "and stays there"

for url in example.org "javascript:x" "https://" "https://a b/" \
	"https://x.y/?a=1" "https://x.y/#a" "https://u@x.y/" "ftp://x.y/"; do
	sed -i '/^base_url/d' halfhour.yaml
	echo "base_url: \"$url\"" >>halfhour.yaml
	"$HALFHOUR" build >"$T/out" 2>"$T/err"
	like "$(cat "$T/err")" "no value for 'base_url'" "'$url' is no address"
	ok "and makes no feed" not test -e site/feed.xml
done

# ---- nothing yet -----------------------------------------------------------

HALFHOUR_BASE_URL=https://example.org/위키/
export HALFHOUR_BASE_URL
rm -r "$T/wiki"
wiki --lang ja
exits 0 "a new wiki" "$HALFHOUR" build
feeds "new"
like "$(cat "$T/out")" "^0 entries" "nothing is in its feeds"
sed -i '/^base_url/d' halfhour.yaml
echo 'base_url: https://example.org' >>halfhour.yaml
printf -- '---\naliases: [옛 이름]\n---\n# 새 이름\n' >notes/새이름.md
exits 0 "a note with an older name" "$HALFHOUR" build --allow-broken
like "$(cat "site/옛 이름.html")" \
	'<link rel="canonical" href="[^"]*/%EC%83%88%EC%9D%B4%EB%A6%84.html">' \
	"an old address says which one is the right one"
done_testing
