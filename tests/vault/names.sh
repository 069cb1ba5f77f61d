#!/bin/sh
# names.sh: links to notes and headings whose names Markdown would read
# Backticks between single quotes are Markdown.
# shellcheck disable=SC2016
. "$(dirname "$0")/../lib.sh"

wiki --lang ko
mkdir -p notes/언어
printf '# 씨 언어\n\n## `fork()` 호출\n\n## `C`\n\n## `C++`\n\n## R&D\n' >notes/언어/C.md
echo '# 연구' >"notes/R&D.md"
echo '# 메일' >"notes/사람@example.org.md"
echo '# 벡터' >"notes/vector<int>.md"
echo '# 틱' >'notes/a`b.md'
cat >notes/글.md <<'END'
# 글

[[C#`fork()` 호출]] [[C#`C++`|`C++`의 절]] [[언어/C#R&amp;D]]
가 [[R&amp;D]] [[R&D|연구]] ![[R&amp;D]] [[사람@example.org]] [[vector<int>]] [[vector<in>]] [[a`b]] `[[코드`

| 표 | 둘 |
|---|---|
| [[R&amp;D\|a`b]] | [[C#`C`]] `c` |
END
echo '[[글]]' >>notes/index.md
exits 1 "check" "$HALFHOUR" check
is "$(cat "$T/out")" \
	'notes/글.md:4:84: error: there is no page vector<in>; is it vector<int>? [link-broken]' \
	"knows them, and where they stand"
"$HALFHOUR" --quiet build --allow-broken 2>/dev/null
is "$(grep -o '<a class="link"[^>]*>[^<]*</a>' site/글.html | sed 's/.*#\([^"]*\)">/#\1 /; s/<.*//' |
	grep '^#' | python3 -c 'import sys, urllib.parse
sys.stdout.write(urllib.parse.unquote(sys.stdin.read()))')" \
	'#fork-호출 C#`fork()` 호출
#c-1 `C++`의 절
#rd 언어/C#R&amp;D
#c C#`C`' "each leads to its heading"

git add -A
git commit -q -m names
exits 0 "mv of a name with an entity" "$HALFHOUR" mv 'R&D' 연구
exits 0 "of one with backticks" "$HALFHOUR" mv 'a`b' 틱
exits 0 "of an address" "$HALFHOUR" mv 사람@example.org 'AT&T'
exits 0 "of one that no page may have" "$HALFHOUR" mv 'vector<int>' 벡터
exits 2 "to such a one" "$HALFHOUR" mv 벡터 '벡터<int>'
exits 0 "of what has such headings" "$HALFHOUR" mv 언어/C 언어/씨
cat >"$T/want" <<'END'
# 글

[[씨#`fork()` 호출]] [[씨#`C++`|`C++`의 절]] [[언어/씨#R&amp;D]]
가 [[연구]] [[연구|연구]] ![[연구]] [[AT&T]] [[벡터]] [[vector<in>]] [[틱]] `[[코드`

| 표 | 둘 |
|---|---|
| [[연구\|a`b]] | [[씨#`C`]] `c` |
END
same notes/글.md "$T/want" "rewrites them all, and no byte around them"
exits 0 "and back" "$HALFHOUR" mv 연구 'R&D'
like "$(cat notes/글.md)" '^가 \[\[R&D\]\] \[\[R&D\|연구\]\] !\[\[R&D\]\]' "an ampersand needs no entity"

# ---- ids of callouts ---------------------------------------------------------

cat >notes/콜아웃.md <<'END'
# 콜아웃

> [!note] 제목 ^전체
> [!note] 아님

> [!tip]- 접힌 것 ^whole
> 본문 글

[[#^whole]]
END
printf '![[콜아웃#^whole]]\n' >notes/담는글.md
"$HALFHOUR" check >"$T/out" 2>&1
unlike "$(cat "$T/out")" '(콜아웃|담는글)\.md:[0-9]' "the id of a callout is one"
"$HALFHOUR" --quiet build --allow-broken 2>/dev/null
like "$(tr '\n' ' ' <site/담는글.html)" \
	'<details class="callout callout-tip">.*접힌 것</summary> <p>본문 글</p>.*</details>' \
	"and an embed shows all of it"
done_testing
