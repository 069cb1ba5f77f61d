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
가 [[R&amp;D]] [[R&#38;D]] [[R&#x26;D|연구]] ![[R&amp;D]] [[사람@example.org]] [[vector<int>]] [[vector<in>]] [[a`b]] `[[코드`

| 표 | 둘 |
|---|---|
| [[R&amp;D\|a`b]] | [[C#`C`]] `c` |
END
echo '[[글]]' >>notes/index.md
exits 1 "check" "$HALFHOUR" check
is "$(cat "$T/out")" \
	'notes/글.md:4:101: error: there is no page vector<in>; is it vector<int>? [link-broken]' \
	"knows them, and where they stand"
"$HALFHOUR" --quiet build --allow-broken 2>/dev/null
is "$(grep -o '<a class="link"[^>]*>\(<code>[^<]*</code>\)*[^<]*</a>' site/글.html |
	sed 's/.*#\([^"]*\)">/#\1 /; s/<[^>]*>//g' |
	grep '^#' | python3 -c 'import sys, urllib.parse
sys.stdout.write(urllib.parse.unquote(sys.stdin.read()))')" \
	'#fork-호출 C#`fork()` 호출
#c-1 C++의 절
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
가 [[연구]] [[연구]] [[연구|연구]] ![[연구]] [[AT&T]] [[벡터]] [[vector<in>]] [[틱]] `[[코드`

| 표 | 둘 |
|---|---|
| [[연구\|a`b]] | [[씨#`C`]] `c` |
END
same notes/글.md "$T/want" "rewrites them all, and no byte around them"
exits 0 "and back" "$HALFHOUR" mv 연구 'R&D'
like "$(cat notes/글.md)" '^가 \[\[R&D\]\] \[\[R&D\]\] \[\[R&D\|연구\]\] !\[\[R&D\]\]' "an ampersand needs no entity"

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

# ---- endings as other systems write them -------------------------------------

mkdir -p "$T/옛것/도커" && cd "$T/옛것" || exit 1
printf '# 집\n\n[가](도커/층.MD) [[층.MD]] [[도커/층]] [나](도커/층.md) [[데몬]]\n' >README.MD
printf '# 층\n\n[집](../README.MD) [다](데몬.Md#데몬) ![[데몬.Md]]\n' >도커/층.MD
printf '# 데몬\n\n[집](../README.MD)\n' >도커/데몬.Md
printf -- '---\nprivate: true\n---\n카나리아\n' >비밀.MD
exits 0 "a vault of .MD and .Md builds" "$HALFHOUR" build
is "$(cat "$T/err")" "" "without a word"
is "$(cd site && find . -iname '*.md' -o -name '층.html' -o -name '데몬.html' | sort)" \
	"./도커/데몬.html
./도커/층.html" "each note is a page, and no file beside it"
unlike "$(grep -rl 카나리아 site)" . "a private one is nowhere"
is "$("$HALFHOUR" search 데몬 | cut -d: -f1 | sort -u)" \
	"README.MD
도커/데몬.Md
도커/층.MD" "search finds them"
is "$("$HALFHOUR" render 도커/층.MD | grep -o 'href="[^#"]*')" \
	'href="../README.html
href="%EB%8D%B0%EB%AA%AC.html
href="%EB%8D%B0%EB%AA%AC.html' "render knows their pages"
echo '[가](도커/충.MD)' >글.md
"$HALFHOUR" check >"$T/out" 2>&1
like "$(cat "$T/out")" '^글\.md:1:1: error: there is no page 도커/충\.MD; is it 도커/층' \
	"a misspelt one is a page that is not there"

rm -r site 글.md
wiki="$T/wiki/notes/옛것"
cp -R "$T/옛것" "$wiki" && cd "$T/wiki" || exit 1
git add -A
git commit -q -m old
exits 4 "a page of such a name" "$HALFHOUR" new 옛것/도커/층
is "$(cat "$T/err")" "halfhour: notes/옛것/도커/층.MD is there already" "is there"
exits 0 "mv" "$HALFHOUR" mv 옛것/도커/층.MD 옛것/겹
is "$(tail -1 notes/옛것/README.MD)" \
	'[가](겹.md) [[겹.md]] [[겹]] [나](겹.md) [[데몬]]' "the new file ends in .md"
is "$(tail -1 notes/옛것/겹.md)" \
	'[집](README.MD) [다](도커/데몬.Md#데몬) ![[데몬.Md]]' "and others as they do"
is "$("$HALFHOUR" history 옛것/도커/데몬 | wc -l)" 1 "git knows when they changed"
done_testing
