#!/bin/sh
# search.sh: the search of the site: its index, and its page in Chromium
. "$(dirname "$0")/../lib.sh"

wiki --lang ko
mkdir notes/ipc
cat >notes/도커.md <<'END'
---
title: 컨테이너 <b>층</b>
aliases: [Docker]
tags: [리눅스]
---

# 컨테이너 <b>층</b>

처음 문단이다.

## 캐시

도커를 쓰면 층마다 캐시가 남는다. 데드락은 없다.

## 지우기

여기서는 `docker system prune`을 쓴다.
END
cat >notes/ipc/공유.md <<'END'
# 공유 메모리

`shm_open("/x", O_RDWR)`과 `fork()`를 쓴다. C++ 예제도 있다.

```python {#queue}
item = Queue.get_nowait()
print("<img src=x onerror=alert(1)>")
```

> ![다이어그램 그림](그림.png)

[[비밀]]과 ![[비밀]], [[초안]]과 ![[초안]].
END
mkdir notes/daily
printf -- '---\nlang: ja\n---\n# 첫눈\n\n### 21:00–21:28 雪だるま: 一つ\n\n雪が降った。\n' \
	>notes/daily/2025-12-05.md
printf -- '---\nlang: en\n---\n# Snowman\n\n## Carrots\n\nA nose of snow.\n' \
	>notes/snow.md
printf '# 컴파일러\n\ngcc 12의 C 예제. 도커\n' >notes/컴파일러.md
printf -- '---\ntitle: %s\n---\n\n"도커" & <i>도커</i>\n' \
	"'<img src=x onerror=\"window.hit=1\">도커 이름'" \
	>'notes/나쁜 "이름" <img src=x onerror=hit()>.md'
printf -- '---\nprivate: true\n---\n\n# 비밀\n\n아무도모를낱말\n' >notes/비밀.md
printf -- '---\ndraft: true\n---\n\n# 초안\n\n아직모를낱말\n' >notes/초안.md
{
	printf '# 긴 글\n\n## 처음\n\n유니콘이 나온다.\n'
	awk 'BEGIN { for (i = 1; i <= 400; i++)
		printf "\n## 마디 %d\n\n아주 긴 글의 %d번째 문단이다.\n", i, i }'
	printf '\n## 마지막 절\n\n페가수스가 나온다.\n'
} >notes/긴글.md
i=0
while [ "$i" -lt 30 ]; do
	i=$((i + 1))
	printf '# 많은 글 %d\n\n모두에 있는 낱말: 흔한말.\n' "$i" >"notes/ipc/많은$i.md"
done
# Days that say the same.
i=0
while [ "$i" -lt 24 ]; do
	i=$((i + 1))
	printf '### 21:00–21:28 날마다: 같은일\n\n글\n' \
		>"notes/daily/$(date -d "2026-01-05 + $((i * 7)) days" +%F).md"
done
exits 0 "a wiki builds" "$HALFHOUR" build --allow-broken

# ---- the files --------------------------------------------------------------

all() {
	(cd "$1" && find search -type f | sort | xargs cat)
}

# How many lines of the index have this.
has() {
	all site | grep -ac "$1"
}

ok "there is an index" test -s site/search/index.json
is "$(has '아무도모를낱말\|아직모를낱말\|%EB%B9%84%EB%B0%80.html')" 0 \
	"private notes and drafts are in no file of it"
is "$(has '도커를 쓰면')" 1 "a text is in one"
exits 0 "with drafts" "$HALFHOUR" build --allow-broken --drafts
is "$(has '아직모를낱말')" 1 "these are in it, too"
exits 0 "without again" "$HALFHOUR" build --allow-broken
is "$(has '아직모를낱말')" 0 "they are gone"
all site >"$T/before"
exits 0 "a build that is made anew" "$HALFHOUR" build --allow-broken \
	--out "$T/again"
all "$T/again" >"$T/after"
same "$T/after" "$T/before" "has the same index"
cp -R site "$T/kept"
sed -i 's/처음 문단/첫 문단/' notes/도커.md
exits 0 "a note changes" "$HALFHOUR" build --allow-broken
diff -rq "$T/kept/search" site/search >"$T/changed"
ok "few files do: $(wc -l <"$T/changed")" test "$(wc -l <"$T/changed")" -le 5
mv notes/컴파일러.md notes/gcc.md
exits 0 "a note gets another name" "$HALFHOUR" build --allow-broken
is "$(has '%EC%BB%B4%ED%8C%8C%EC%9D%BC%EB%9F%AC.html')" 0 "the old one is not found"
is "$(has 'gcc.html')" 1 "the new one is"

page=$(cat site/search.html)
like "$page" "connect-src 'self'" "the page may fetch from its site"
unlike "$(cat site/404.html)" "connect-src" "the error page may not"
like "$page" '<script src="assets/search-[0-9a-f]*\.js" defer>' \
	"it has a script of its own"
unlike "$(cat site/index.html)" "assets/search-" "that others do not load"
like "$(cat site/ipc/공유.html)" '<a href="../search.html">찾기</a>' \
	"every page leads to it"

# ---- the same words in C and in JavaScript ----------------------------------

if ! command -v node >/dev/null; then
	skip "the words of both" "node is not there"
	done_testing
	exit 0
fi
mkdir -p "$T/words/.obsidian"
exits 0 "notes of random text" node "$TOP/tests/site/search_words.js" make \
	"$T/words"
exits 0 "they build" "$HALFHOUR" -C "$T/words" build
exits 0 "are looked for" node "$TOP/tests/site/search_words.js" check \
	"$T/words/site" "$TOP/tests/unit/search_words.txt"
is "$(cat "$T/out")" "0 wrong" "and found: $(cat "$T/err")"

# ---- in a browser -----------------------------------------------------------

# shellcheck source=../chromium.sh
. "$TOP/tests/chromium.sh"
for lang in en ja; do
	HALFHOUR_LANG=$lang
	export HALFHOUR_LANG
	exits 0 "the page in $lang" "$HALFHOUR" build --allow-broken \
		--out "$T/$lang"
done
exits 0 "Chromium opens it" \
	node "$TOP/tests/site/search.js" "$MODULES" "$T/wiki/site" "$T/en" "$T/ja"
grep -v ': fine$' "$T/out" >"$T/wrong"
is "$(cat "$T/wrong")" "" "a search finds, shows and leads on"
is "$(wc -l <"$T/out")" 21 "everything was looked at"
done_testing
