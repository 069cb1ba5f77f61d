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

# ---- a "#" in a name --------------------------------------------------------

# leads DESC: where the links of 글.md lead, line by line, is on standard input.
leads() {
	cat >"$T/want"
	"$HALFHOUR" --quiet build --allow-broken 2>/dev/null
	grep -o '<a class="link[^>]*href[^>]*>[^<]*</a>' site/글.html |
		sed 's/<a class="link[^"]*" href="//; s/">/ /; s,</a>,,' |
		python3 -c 'import sys, urllib.parse
sys.stdout.write(urllib.parse.unquote(sys.stdin.read()))' >"$T/out"
	same "$T/out" "$T/want" "$1"
}

git rm -qr notes/언어 && git commit -q -m "no languages"
mkdir notes/언어
printf '# 씨샵\n\n## 문법\n' >'notes/언어/C#.md'
printf '# 씨\n\n## 문법\n\n## 샵\n' >notes/C.md
printf -- '---\naliases: ["씨 # 플랫"]\n---\n# 에프\n' >'notes/F# 노트.md'
echo '# 씨플플' >'notes/C++.md'
echo png >'notes/그림#1.png'
printf -- '---\nrelated: "[[C#]]"\n---\n# 글\n\n' >notes/글.md
cat >>notes/글.md <<'END'
[[C#]] [[c#|소문자]] [[언어/C#]] [[C##문법]] [[C# # 문법|띄어]] [[C#문법]] [[C # 샵]]
[[C++]] [[F# 노트]] [[씨 # 플랫]] [[#글]] [[F#]]
![[그림#1.png]]
END
leads "the longest name that there is goes first" <<'END'
언어/C#.html C#
언어/C#.html 소문자
언어/C#.html 언어/C#
언어/C#.html#문법 C##문법
언어/C#.html#문법 띄어
C.html#문법 C#문법
C.html#샵 C # 샵
C++.html C++
F# 노트.html F# 노트
F# 노트.html 씨 # 플랫
#글 글
END
sed -i 's/%23/#/g' site/글.html
like "$(cat site/글.html)" '<img src="[^"]*#1.png"' "so does a picture"
exits 1 "what leads nowhere" "$HALFHOUR" check
is "$(grep -o '글.md:[0-9:]* error.*' "$T/out")" \
	"글.md:7:49: error: there is no page F#; is it 언어/C#? [link-broken]" "is told"
exits 0 "the page of the note" "$HALFHOUR" build --allow-broken
like "$(sed -n '/class="backlinks"/,$p' 'site/언어/C#.html')" 'href="../%EA%B8%80.html"' \
	"lists what links to it"

git add -A && git commit -q -m sharps
exits 0 "mv of such a name" "$HALFHOUR" mv 언어/C# 언어/씨샵
sed -n 2p notes/글.md >"$T/out"
sed -n 6p notes/글.md >>"$T/out"
cat >"$T/want" <<'END'
related: "[[씨샵]]"
[[씨샵]] [[씨샵|소문자]] [[언어/씨샵]] [[씨샵#문법]] [[씨샵 # 문법|띄어]] [[C#문법]] [[C # 샵]]
END
same "$T/out" "$T/want" "rewrites its links"
exits 2 "to such a one" "$HALFHOUR" mv 언어/씨샵 언어/C#
git reset -q --hard HEAD~1
mkdir notes/둘 && echo '# 또' >'notes/둘/C#.md'
exits 1 "two of one name" "$HALFHOUR" check
like "$(cat "$T/out")" "글.md:6:1: error: C# may be one of: 둘/C#, 언어/C#; write which" \
	"are not guessed"
done_testing
