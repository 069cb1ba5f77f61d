#!/bin/sh
# mv.sh: a note renamed, and the links to it in every form that they have
. "$(dirname "$0")/../lib.sh"

note() {
	mkdir -p "notes/$(dirname "$1")"
	cat >"notes/$1.md"
}
commit() {
	git add -A
	git commit -q -m "$1"
}
# wanted PATH: the note is byte for byte what stands on standard input.
wanted() {
	cat >"$T/want"
	same "$1" "$T/want" "$2"
}

wiki --lang ko

# ---- every form ------------------------------------------------------------

note ipc/파이프 <<'END'
---
title: 파이프
aliases: [관]
---

# 파이프

[[#용량]] [[파이프]] [이웃](공유%20메모리.md#잠금) ![그림](../그림/관.png) [[./공유 메모리]] ![[관.png]]

## 용량

64 KiB ^id1
END
note "ipc/공유 메모리" <<'END'
# 공유 메모리

## 잠금

[[파이프]] [[ipc/파이프|글]] [[ ipc/파이프.md#용량 | 글]] ![[파이프#^id1]] [[관]] [[/ipc/파이프]] [[./파이프]]
[md](파이프.md) [둘](./파이프.md#용량 "제목") [셋](<파이프.md>) [넷][ref] [다섯](../ipc/%ED%8C%8C%EC%9D%B4%ED%94%84.md) [여섯](/ipc/파이프.md) [일곱] [여덟](/ipc/파이프) ![그림](/그림/관.png)

`[[파이프]]` \[[파이프]] `[x](파이프.md)` \[x](파이프.md)

```md
[[파이프]] [x](파이프.md)
[ref2]: 파이프.md
```

| 표 | 둘 |
|---|---|
| [[파이프\|표 안]] | [x](파이프.md) |

> [인용](파이프.md)
> [[파이프]]

[[없는 글]] <!-- [[파이프]] --> [[PIPE]]

[ref]: 파이프.md#용량
[일곱]: <../ipc/파이프.md> '제목'
END
mkdir notes/그림
echo png >notes/그림/관.png
printf '\357\273\277[[파이프]]\r\n[[관]]  \r\n[md](../../ipc/파이프.md)\t[root](ipc/파이프.md)' \
	>"$T/deep"
note 깊은/곳/글 <"$T/deep"
note 비밀 <<'END'
---
private: true
---
[[파이프]]
END
printf '[[\341\204\221\341\205\241\341\204\213\341\205\265\341\204\221\341\205\263]] [a](ipc/\341\204\221\341\205\241\341\204\213\341\205\265\341\204\221\341\205\263.md)\n' |
	note 맥
commit notes
"$HALFHOUR" --quiet log "ipc/파이프: 용량" --minutes 10 || exit 1
"$HALFHOUR" --quiet log "파이프: 이름" --minutes 5 --at 20:00 || exit 1
cp -R notes "$T/notes"
head=$(git rev-parse HEAD)

exits 0 "--dry-run" "$HALFHOUR" mv ipc/파이프 리눅스/관로 --dry-run
like "$(cat "$T/out")" "^notes/ipc/공유 메모리\.md:5:15: ipc/파이프 → 리눅스/관로$" \
	"shows each link"
like "$(cat "$T/out")" \
	"^notes/ipc/파이프\.md → notes/리눅스/관로\.md, 27 links in 5 notes, redirect from ipc/파이프 \(nothing is changed yet\)$" \
	"and how many there are"
ok "and changes nothing" diff -r notes "$T/notes"
is "$(git rev-parse HEAD)" "$head" "nor commits"

exits 0 "mv" "$HALFHOUR" mv ipc/파이프 리눅스/관로
is "$(cat "$T/out")" \
	"notes/ipc/파이프.md → notes/리눅스/관로.md, 27 links in 5 notes, redirect from ipc/파이프 [$(git rev-parse --short=7 HEAD)]" \
	"says what it did"
wanted notes/리눅스/관로.md "the note's own links lead where they led" <<'END'
---
title: 파이프
aliases: ["ipc/파이프", "파이프", 관]
---

# 파이프

[[#용량]] [[관로]] [이웃](../ipc/공유%20메모리.md#잠금) ![그림](../그림/관.png) [[../ipc/공유 메모리]] ![[관.png]]

## 용량

64 KiB ^id1
END
wanted "notes/ipc/공유 메모리.md" "each form stays what it is" <<'END'
# 공유 메모리

## 잠금

[[관로]] [[리눅스/관로|글]] [[ 리눅스/관로.md#용량 | 글]] ![[관로#^id1]] [[관]] [[/리눅스/관로]] [[../리눅스/관로]]
[md](../리눅스/관로.md) [둘](../리눅스/관로.md#용량 "제목") [셋](<../리눅스/관로.md>) [넷][ref] [다섯](../%EB%A6%AC%EB%88%85%EC%8A%A4/%EA%B4%80%EB%A1%9C.md) [여섯](/리눅스/관로.md) [일곱] [여덟](/리눅스/관로) ![그림](/그림/관.png)

`[[파이프]]` \[[파이프]] `[x](파이프.md)` \[x](파이프.md)

```md
[[파이프]] [x](파이프.md)
[ref2]: 파이프.md
```

| 표 | 둘 |
|---|---|
| [[관로\|표 안]] | [x](../리눅스/관로.md) |

> [인용](../리눅스/관로.md)
> [[관로]]

[[없는 글]] <!-- [[파이프]] --> [[PIPE]]

[ref]: ../리눅스/관로.md#용량
[일곱]: <../리눅스/관로.md> '제목'
END
printf '\357\273\277[[관로]]\r\n[[관]]  \r\n[md](../../리눅스/관로.md)\t[root](리눅스/관로.md)' \
	>"$T/want"
same notes/깊은/곳/글.md "$T/want" "a byte order mark, CRLF and tabs stay"
is "$(tail -1 notes/비밀.md)" "[[관로]]" "private notes count"
is "$(cat notes/맥.md)" "[[관로]] [a](리눅스/관로.md)" "and links of a Mac"
ok "the old file is gone" not test -e notes/ipc/파이프.md
is "$(git rev-list --count "$head"..HEAD)" 1 "it is one commit"
is "$(git log -1 --format=%B)" "mv: ipc/파이프 to 리눅스/관로

Halfhour-Page: 리눅스/관로" "that says what it did"
is "$(git status --porcelain)" "" "nothing is left over"
"$HALFHOUR" check --json >"$T/checked" 2>"$T/err"
is "$(grep -c '"link-\|"file-' "$T/checked")" 2 \
	"check finds the links that were broken before, and no other"
like "$("$HALFHOUR" build --allow-broken 2>&1)" "notes" "the site is built"
like "$(cat site/daily/2026-11-23.html)" \
	'href="../%EB%A6%AC%EB%88%85%EC%8A%A4/%EA%B4%80%EB%A1%9C.html"' \
	"days still lead to the note, by the topics they have"
like "$(cat site/ipc/파이프.html)" \
	'refresh" content="0; url=../%EB%A6%AC%EB%88%85%EC%8A%A4/%EA%B4%80%EB%A1%9C.html"' \
	"the old address leads on"
exits 0 "undo" "$HALFHOUR" undo
find notes -type d -empty -delete
ok "takes all of it back" diff -r notes "$T/notes"
exits 0 "redo" "$HALFHOUR" redo
ok "brings it back" test -f notes/리눅스/관로.md
exits 0 "back again" "$HALFHOUR" mv 리눅스/관로 ipc/파이프 --no-redirect
is "$(sed -n 5p "notes/ipc/공유 메모리.md")" \
	"$(sed -n 5p "$T/notes/ipc/공유 메모리.md")" "gives the old links"
is "$(sed -n 2,4p notes/ipc/파이프.md)" 'title: 파이프
aliases: ["파이프", 관]
---' "and no further redirect; nor does it lead on to itself"
git reset -q --hard "$head"

# ---- raw HTML --------------------------------------------------------------

cat >notes/원시.md <<'END'
<a href="ipc/파이프.md">하나</a> <A HREF='ipc/파이프.md#용량' title=x>둘</A> <a href=ipc/파이프.md>셋</a> <a href = "ipc/%ED%8C%8C%EC%9D%B4%ED%94%84.md">넷</a>
<a title="파이프.md" href="&#105;pc/&#xD30C;이프&period;md&num;용량">다섯</a> <a href="/ipc/파이프.md">여섯</a> <a href='./ipc/파이프'>일곱</a> <q cite=" ipc/파이프.md ">여덟</q>

<div>
<p><a title=x
   href="ipc/파이프.md">아홉</a>
<!-- <a href="ipc/파이프.md"> -->
</div>

`<a href="ipc/파이프.md">` \<a href="ipc/파이프.md"> <b href="ipc/파이프.md">굵게</b> <a href="ipc/파이프.md" href="ipc/파이프.md">둘 다</a>

> <a href="ipc/파이프.md">열</a> [글](ipc/파이프.md)

| 표 |
|---|
| <a href="ipc/파이프.md">열하나</a> |

    <a href="ipc/파이프.md">

<a href="파이프.md">이름만</a> <script>x = "<a href=ipc/파이프.md>"</script> <img src="그림/관.png">
END
echo '<p><img width=30 src=../그림/관.png></p> <a href="../원시.md" title="x">글</a>' \
	>>notes/ipc/파이프.md
commit html
cp notes/원시.md "$T/raw"
exits 0 "a note that raw HTML leads to" "$HALFHOUR" mv ipc/파이프 "리눅스/관 로"
wanted notes/원시.md "its addresses change, and nothing around them" <<'END'
<a href="리눅스/관%20로.md">하나</a> <A HREF='리눅스/관%20로.md#용량' title=x>둘</A> <a href=리눅스/관%20로.md>셋</a> <a href = "%EB%A6%AC%EB%88%85%EC%8A%A4/%EA%B4%80%20%EB%A1%9C.md">넷</a>
<a title="파이프.md" href="리눅스/관%20로.md&num;용량">다섯</a> <a href="/리눅스/관%20로.md">여섯</a> <a href='./리눅스/관%20로'>일곱</a> <q cite=" 리눅스/관%20로.md ">여덟</q>

<div>
<p><a title=x
   href="리눅스/관%20로.md">아홉</a>
<!-- <a href="ipc/파이프.md"> -->
</div>

`<a href="ipc/파이프.md">` \<a href="ipc/파이프.md"> <b href="ipc/파이프.md">굵게</b> <a href="리눅스/관%20로.md" href="ipc/파이프.md">둘 다</a>

> <a href="리눅스/관%20로.md">열</a> [글](리눅스/관%20로.md)

| 표 |
|---|
| <a href="리눅스/관%20로.md">열하나</a> |

    <a href="ipc/파이프.md">

<a href="파이프.md">이름만</a> <script>x = "<a href=ipc/파이프.md>"</script> <img src="그림/관.png">
END
is "$(tail -1 "notes/리눅스/관 로.md")" \
	'<p><img width=30 src=../그림/관.png></p> <a href="../원시.md" title="x">글</a>' \
	"those in it lead where they led"
exits 0 "two folders down" "$HALFHOUR" mv "리눅스/관 로" 하나/둘/관
is "$(tail -1 "notes/하나/둘/관.md")" \
	'<p><img width=30 src=../../그림/관.png></p> <a href="../../원시.md" title="x">글</a>' \
	"they are rewritten"
exits 0 "back again" "$HALFHOUR" mv 하나/둘/관 ipc/파이프
sed -i 's/&#105;pc\/&#xD30C;이프&period;md&num;/ipc\/파이프.md\&num;/' "$T/raw"
same notes/원시.md "$T/raw" "gives the old bytes, but for entities"
echo 'html: trusted' >>halfhour.yaml
cat >notes/원시.md <<'END'
<div class="x" onclick='y("href=ipc/파이프.md")'><a  class=z
href="ipc/파이프.md" >a</a><video poster="그림/관.png" src='그림/관.png'></video></div>

<script>
x = '<a href="ipc/파이프.md">';
</script>
END
commit trusted
exits 0 "trusted HTML" "$HALFHOUR" mv ipc/파이프 관로
wanted notes/원시.md "is changed there only" <<'END'
<div class="x" onclick='y("href=ipc/파이프.md")'><a  class=z
href="관로.md" >a</a><video poster="그림/관.png" src='그림/관.png'></video></div>

<script>
x = '<a href="ipc/파이프.md">';
</script>
END
git reset -q --hard "$head"
# An address says a name by entities, as Markdown has them.
note café <<'END'
# café
END
note 메뉴 <<'END'
<a href="caf&eacute;.md">가</a> <a href='caf&#xe9;.md#caf&eacute;'>나</a> [다](café.md)
[라](caf&eacute;.md) [마](<caf&#233;.md#caf&eacute;>) [바] [사](caf&amp;eacute;.md) `[아](caf&eacute;.md)`

[바]: caf&#xE9;.md "caf&eacute;"
END
commit entities
exits 0 "a note that entities name" "$HALFHOUR" mv café 커피
wanted notes/메뉴.md "is found by them" <<'END'
<a href="커피.md">가</a> <a href='커피.md#caf&eacute;'>나</a> [다](커피.md)
[라](커피.md) [마](<커피.md#caf&eacute;>) [바] [사](caf&amp;eacute;.md) `[아](caf&eacute;.md)`

[바]: 커피.md "caf&eacute;"
END
git reset -q --hard "$head"

# A query, as GitHub has it, is no part of the name, unless a name has it.
echo '# 질문' >'notes/왜?.md'
cat >notes/질의.md <<'END'
[가](ipc/파이프.md?raw=true#용량) [나](<ipc/파이프.md?a b> "제목") <a href="ipc/파이프.md?plain=1">다</a> <a href=ipc/파이프.md?x>라</a> [마] [바](왜?.md) [사](ipc/%ED%8C%8C%EC%9D%B4%ED%94%84.md?raw=true)

[마]: ipc/파이프.md?raw=true
END
cp notes/질의.md "$T/query"
commit queries
exits 0 "a note with queries behind its name" "$HALFHOUR" mv ipc/파이프 관로
wanted notes/질의.md "is renamed before them" <<'END'
[가](관로.md?raw=true#용량) [나](<관로.md?a b> "제목") <a href="관로.md?plain=1">다</a> <a href=관로.md?x>라</a> [마] [바](왜?.md) [사](%EA%B4%80%EB%A1%9C.md?raw=true)

[마]: 관로.md?raw=true
END
exits 0 "and back" "$HALFHOUR" mv 관로 ipc/파이프
same notes/질의.md "$T/query" "gives the old bytes"
exits 0 "a name that has a ?" "$HALFHOUR" mv '왜?' 왜
like "$(cat notes/질의.md)" '\[바\]\(왜\.md\)' "is all of it renamed"
git reset -q --hard "$head"

# Names that Windows cannot have are none to be given, and are to be taken away.
echo '[[nul]]' >notes/가리킴.md
echo '# nul' >notes/nul.md
commit windows
exits 2 "a name that Windows cannot have" "$HALFHOUR" mv ipc/파이프 ipc/aux
like "$(cat "$T/err")" "'ipc/aux': Windows has no file of the name of a device" "is refused"
exits 0 "one that has such a name" "$HALFHOUR" mv nul 널 --no-redirect
is "$(cat notes/가리킴.md)" '[[널]]' "is renamed"
git reset -q --hard "$head"

# Without quotation marks some characters end a value, or are none of one.
mkdir -p notes/폴더
echo '# 맨값' >notes/폴더/맨값.md
cat >notes/맨.md <<'END'
<a href=폴더/맨값.md>하나</a> <a href="폴더/맨값.md">둘</a> <a title=x href=폴더/맨값.md#맨값>셋</a> [넷](폴더/맨값.md)
END
commit bare
exits 0 "a name with = and more" "$HALFHOUR" mv 폴더/맨값 "폴더/a=b'\`c&d"
is "$(cat notes/맨.md)" "<a href=폴더/a%3Db%27%60c%26d.md>하나</a> <a href=\"폴더/a=b%27%60c%26d.md\">둘</a> <a title=x href=폴더/a%3Db%27%60c%26d.md#맨값>셋</a> [넷](폴더/a=b'%60c%26d.md)" \
	"is written so that it is one value"
exits 0 "the other way" "$HALFHOUR" mv "폴더/a=b'\`c&d" 폴더/맨값
is "$(cat notes/맨.md)" '<a href=폴더/맨값.md>하나</a> <a href="폴더/맨값.md">둘</a> <a title=x href=폴더/맨값.md#맨값>셋</a> [넷](폴더/맨값.md)' \
	"all is as it was"
git reset -q --hard "$head"
# Links in headings, to which others lead.
note 머리 <<'END'
# 머리

## [[파이프]]에 대해

## [[ipc/파이프#용량]]과 [[파이프|관]]

[[#파이프에 대해]] [[파이프]]
END
note 손님 <<'END'
[[머리#파이프에 대해]] [글](머리.md#파이프에-대해)
END
commit headings
exits 0 "a note that headings lead to" "$HALFHOUR" mv ipc/파이프 ipc/관로
wanted notes/머리.md "they go on saying what they say" <<'END'
# 머리

## [[관로|파이프]]에 대해

## [[ipc/관로#용량|ipc/파이프#용량]]과 [[관로|관]]

[[#파이프에 대해]] [[관로]]
END
"$HALFHOUR" check >"$T/out" 2>&1
unlike "$(cat "$T/out")" '(머리|손님)\.md:[0-9]' "so what leads to them still does"
git reset -q --hard "$head"

# What only looks like a link, before one that is.
cat >notes/겉.md <<'END'
# 겉

가 <!-- [[파이프]] --> [[파이프]] <?php [[파이프]] ?> [[파이프]]

[글](https://example.org/[[파이프]] "[[파이프]]") [[파이프]]를 ![그림](https://example.org/가.png "[[파이프]]") [[파이프]]

<b>[[파이프]]</b> <b id="[[파이프]]"></b> [[파이프]] `[[파이프]]` [[파이프]]

- 나 <!-- 할 일 [[파이프]] -->
  보기 [[파이프]]
- [[파이프]]

| 표 |
|---|
| <!-- [[파이프]] --> [[파이프\|관]] ![[[파이프]]](https://example.org/나.png) [[파이프]] |
END
commit looks
exits 0 "a note that much only seems to lead to" "$HALFHOUR" mv ipc/파이프 ipc/관
wanted notes/겉.md "what leads to it is changed" <<'END'
# 겉

가 <!-- [[파이프]] --> [[관]] <?php [[파이프]] ?> [[관]]

[글](https://example.org/[[파이프]] "[[파이프]]") [[관]]를 ![그림](https://example.org/가.png "[[파이프]]") [[관]]

<b>[[관]]</b> <b id="[[파이프]]"></b> [[관]] `[[파이프]]` [[관]]

- 나 <!-- 할 일 [[파이프]] -->
  보기 [[관]]
- [[관]]

| 표 |
|---|
| <!-- [[파이프]] --> [[관\|관]] ![[[파이프]]](https://example.org/나.png) [[관]] |
END
git reset -q --hard "$head"

# The old name in notes that are written later.
note 옛날/우물 <<'END'
# 우물
END
commit well
"$HALFHOUR" --quiet mv 옛날/우물 새집/샘
note 나중 <<'END'
[[우물]] [[옛날/우물]] [글](새집/샘.md)
END
commit later
"$HALFHOUR" check >"$T/out" 2>&1
unlike "$(cat "$T/out")" '나중\.md:[0-9]' "finds the note, alone and with its folder"
"$HALFHOUR" --quiet mv 새집/샘 새집/샘물
is "$(cat notes/나중.md)" "[[우물]] [[옛날/우물]] [글](새집/샘물.md)" \
	"and stays when it is renamed again"
"$HALFHOUR" --quiet new 마당/우물
"$HALFHOUR" --quiet build --allow-broken 2>/dev/null
is "$(grep -o 'href="[^"]*">[^<]*우물</a>' site/나중.html | python3 -c 'import sys, urllib.parse
sys.stdout.write(urllib.parse.unquote(sys.stdin.read()))')" 'href="마당/우물.html">우물</a>
href="새집/샘물.html">옛날/우물</a>' "a new note of that name has it"
git reset -q --hard HEAD~5

# ---- names that come to mean something else --------------------------------

note 하나/이야기 <<'END'
# 하나
END
note 둘/이름 <<'END'
# 둘
END
note 셋 <<'END'
[[이야기]] [[이름]] [글](하나/이야기.md)
END
commit names
exits 0 "a name that another note has already" "$HALFHOUR" mv 둘/이름 둘/이야기
is "$(cat notes/셋.md)" "[[하나/이야기]] [[둘/이야기]] [글](하나/이야기.md)" \
	"links to both are written out"
git reset -q --hard HEAD~1
exits 0 "to the root" "$HALFHOUR" mv 둘/이름 이름
is "$(cat notes/셋.md)" "[[이야기]] [[이름]] [글](하나/이야기.md)" "a name alone stays"
ok "and its empty folder is gone" not test -e notes/둘
exits 0 "into a folder" "$HALFHOUR" mv 이름 하나/
ok "it keeps its name there" test -f notes/하나/이름.md
exits 0 "another case" "$HALFHOUR" mv notes/하나/이름.md 하나/Name
exits 0 "of the same name" "$HALFHOUR" mv 하나/name 하나/NAME
is "$(find notes/하나 -name '[nN]*')" "notes/하나/NAME.md" "is a new name, too"
is "$(head -3 notes/하나/NAME.md)" '---
aliases: ["하나/이름", "이름", "둘/이름"]
---' "and needs no redirect"
note 폴더/index <<'END'
# 폴더
END
note 넷 <<'END'
[[폴더]] [[폴더/]] [[폴더/index]] [a](폴더/) [b](폴더/index.md)
END
commit folder
exits 0 "the first note of a folder" "$HALFHOUR" mv 폴더/index 다른곳/index
is "$(cat notes/넷.md)" \
	"[[다른곳]] [[다른곳/]] [[다른곳/index]] [a](다른곳/) [b](다른곳/index.md)" \
	"links to the folder stay such"
note "괄호 (하나)" <<'END'
# 괄호
END
cat >notes/다섯.md <<'END'
[a](괄호%20(하나).md) [b](<괄호 (하나).md>) [c](괄호%20\(하나\).md) [[괄호 (하나)]]

`](<괄호 (하나).md>)` [d]: <괄호 (하나).md>
END
commit paren
exits 0 "a name with spaces and parentheses" "$HALFHOUR" mv "괄호 (하나)" "새 (둘) & 50%"
is "$(head -1 notes/다섯.md)" \
	"[a](새%20%28둘%29%20%26%2050%25.md) [b](<새 (둘) %26 50%25.md>) [c](새%20%28둘%29%20%26%2050%25.md) [[새 (둘) & 50%]]" \
	"is encoded where Markdown needs it"
"$HALFHOUR" check >"$T/out" 2>&1
unlike "$(cat "$T/out")" "^notes/다섯.*error" "and leads there"
exits 0 "back" "$HALFHOUR" mv "새 (둘) & 50%" 괄호

# ---- front matter ----------------------------------------------------------

# front TEXT WANT DESC: the front matter of a note, and what it becomes.
front() {
	printf '%b' "$1" >notes/앞.md
	commit front
	exits 0 "$3" "$HALFHOUR" mv 앞 뒤
	printf '%b' "$2" >"$T/want"
	same notes/뒤.md "$T/want" "$3: the alias, and nothing else"
	git rm -qf notes/뒤.md
	commit away
}
front '글' '---\naliases: ["앞"]\n---\n\n글' "none"
front '\0357\0273\0277글\r\n' '\0357\0273\0277---\r\naliases: ["앞"]\r\n---\r\n\r\n글\r\n' "a mark and CRLF"
front '---\n---\n글\n' '---\naliases: ["앞"]\n---\n글\n' "an empty one"
front '---\ntitle: x # 주석\nfoo: [1]\n---\n글\n' '---\ntitle: x # 주석\nfoo: [1]\naliases: ["앞"]\n---\n글\n' "one without aliases"
front '---\naliases: []\n---\n' '---\naliases: ["앞"]\n---\n' "an empty list"
front '---\naliases: [ 하나,\n  둘 ]\n---\n' '---\naliases: ["앞",  하나,\n  둘 ]\n---\n' "a list of two lines"
front '---\naliases:\n  - 하나\n  - 둘\ntags: [a]\n---\n' '---\naliases:\n  - "앞"\n  - 하나\n  - 둘\ntags: [a]\n---\n' "a list of items"
front '---\naliases:\n- 하나\n---\n' '---\naliases:\n- "앞"\n- 하나\n---\n' "items that are not indented"
front '---\naliases:\ntags: a\n---\n' '---\naliases: ["앞"]\ntags: a\n---\n' "no value"
front '---\r\nalias: 하나 # 주석\r\n---\r\n' '---\r\nalias:\r\n  - 하나 # 주석\r\n  - "앞"\r\n---\r\n' "one name"
front '---\n"aliases": [q]\n---\n' '---\n"aliases": ["앞", q]\n---\n' "a key in quotation marks"
front "---\n'alias' :\n- q\n---\n" "---\n'alias' :\n- \"앞\"\n- q\n---\n" "in single ones"
front '---\nprivate: true\n...\n글' '---\nprivate: true\naliases: ["앞"]\n...\n글' "a private note"
echo 글 >notes/앞.md
commit forth
"$HALFHOUR" --quiet mv 앞 뒤 && "$HALFHOUR" --quiet mv 뒤 앞 || exit 1
exits 0 "back and forth" "$HALFHOUR" mv 앞 뒤
is "$(cat notes/뒤.md)" '---
aliases: ["앞"]
---

글' "no alias comes twice, and none is its own name"
git rm -qf notes/뒤.md
commit away

# ---- a name that three notes have had ----------------------------------------

# chain FRONT WANT DESC: the first note of the name, after the second one moved.
chain() {
	printf '%b글\n' "$1" >notes/처음.md
	echo 둘째 >notes/이름.md
	echo '[[이름]] [[처음]]' >notes/여섯.md
	commit chain
	exits 0 "$3" "$HALFHOUR" mv 이름 나중
	like "$(cat "$T/out")" \
		"redirect from 이름, which is no alias of notes/처음\.md any more" "$3: it is said"
	printf '%b글\n' "$2" >"$T/want"
	same notes/처음.md "$T/want" "$3: the older note gives it away"
	is "$(cat notes/여섯.md)" '[[나중]] [[처음]]' "$3: links are right"
	echo '[[이름]]' >notes/여섯.md
	"$HALFHOUR" check >"$T/out" 2>&1
	unlike "$(cat "$T/out")" 'alias-twice|notes/여섯.*(error|ambig)' "$3: the name has one meaning"
	is "$(git -c core.quotePath=false status --porcelain)" " M notes/여섯.md" "$3: all of it is committed"
	git rm -qf notes/처음.md notes/나중.md notes/여섯.md
	commit away
}
echo 글 >notes/이름.md
commit first
exits 0 "the first note of a name" "$HALFHOUR" mv 이름 처음
cp notes/처음.md "$T/first"
is "$(sed '$d' "$T/first")" '---
aliases: ["이름"]
---' "has it as an alias"
chain '---\naliases: ["이름"]\n---\n\n' '' "the only alias"
chain '---\ntitle: x\naliases: [하나, "이름"]\n---\n' '---\ntitle: x\naliases: [하나]\n---\n' "one of two"
chain '---\naliases: 이름\ntags: a\n---\n' '---\ntags: a\n---\n' "a text"
chain '---\nprivate: true\naliases:\n- 이름\n- 둘\n---\n' \
	'---\nprivate: true\naliases:\n- 둘\n---\n' "a private note"
chain '---\ncreated: {{date}}\naliases: ["이름", 둘]\ntitle: {{title}}\n---\n' \
	'---\ncreated: {{date}}\naliases: [둘]\ntitle: {{title}}\n---\n' "words that are yet to be filled in"
printf -- '---\naliases: # 주석\n  - 이름\n---\n' >notes/처음.md
echo 둘째 >notes/이름.md
commit hard
exits 4 "one that cannot be taken out" "$HALFHOUR" mv 이름 나중
like "$(cat "$T/err")" "^halfhour: notes/처음\.md has the alias 이름, too.*--no-redirect" "is told"
is "$(git status --porcelain)" "" "and nothing is changed"
exits 0 "--no-redirect" "$HALFHOUR" mv 이름 나중 --no-redirect
git rm -qf notes/처음.md notes/나중.md
commit away
for text in '---\ntags: [a, b\n---\n' '---\naliases: |\n  하나\n---\n' \
	'---\n"\\x61liases": [q]\n---\n' '---\n? aliases\n: [q]\n---\n' \
	'---\n{title: x}\n---\n'; do
	printf '%b' "$text" >notes/앞.md
	commit bad
	exits 4 "front matter that cannot be added to" "$HALFHOUR" mv 앞 뒤
	like "$(cat "$T/err")" "^halfhour: notes/앞\.md: an alias cannot be added.*--no-redirect" \
		"is told"
	is "$(git status --porcelain)" "" "and left alone"
done
exits 0 "--no-redirect" "$HALFHOUR" mv 앞 뒤 --no-redirect
printf '%b' '---\n{title: x}\n---\n' >"$T/want"
same notes/뒤.md "$T/want" "moves it as it is"

# ---- what is refused -------------------------------------------------------

git reset -q --hard "$head"
cp -R notes "$T/again"
exits 3 "a note that is not there" "$HALFHOUR" mv 없음 있음
exits 4 "a name that is taken" "$HALFHOUR" mv ipc/파이프 "ipc/공유 메모리"
like "$(cat "$T/err")" "notes/ipc/공유 메모리\.md is there already" "is told"
exits 4 "in another case and form" "$HALFHOUR" mv 맥 \
	"IPC/$(printf '\341\204\221\341\205\241\341\204\213\341\205\265\341\204\221\341\205\263')"
exits 2 "a folder" "$HALFHOUR" mv 맥 ipc
like "$(cat "$T/err")" "ipc is a folder; write ipc/" "has to be called one"
exits 2 "the same name" "$HALFHOUR" mv 맥 맥
exits 2 "a day" "$HALFHOUR" mv daily/2026-11-23 어제
exits 2 "to a day" "$HALFHOUR" mv 맥 daily/2026-11-22
exits 2 "or to what its links say" "$HALFHOUR" mv 맥 2026-11-22
for name in ../밖 /밖 a//b .숨김 "가#나" "가|나" "[가]" ""; do
	exits 2 "'$name'" "$HALFHOUR" mv 맥 "$name"
done
exits 2 "one name" "$HALFHOUR" mv 맥
exits 2 "three names" "$HALFHOUR" mv 맥 하나 둘
ok "nothing is changed by any of these" diff -r notes "$T/again"

# A place where no file can be. Nothing is saved that would come true later.
echo x >notes/규칙
ln -s ipc notes/고리
mkdir notes/자리.md
printf 'x\n' >notes/사라진
git add -f notes/규칙 notes/사라진
commit places
rm notes/사라진
before=$(git rev-parse HEAD)
# nowhere NEW WHY
nowhere() {
	for how in --dry-run ""; do
		# shellcheck disable=SC2086
		exits 4 "to $1 $how" "$HALFHOUR" mv $how 맥 "$1"
		like "$(cat "$T/err")" "^halfhour: $2" "is told"
	done
}
nowhere 규칙/맥 "notes/규칙 is no folder, so .* nothing is changed"
nowhere 규칙/더/맥 "notes/규칙 is no folder"
nowhere 고리/맥 "notes/고리 is a symbolic link"
nowhere 자리 "notes/자리\.md is a folder"
nowhere 사라진/맥 "notes/사라진 is a file for git"
git rm -q --cached notes/사라진
nowhere 사라진/맥 "notes/사라진 is a file for git"
git commit -q -m gone
git update-index --add --cacheinfo "100644,$(git hash-object notes/규칙),notes/사라진"
nowhere 사라진/맥 "notes/사라진 is a file for git"
git update-index --force-remove notes/사라진
git update-index --add --cacheinfo "100644,$(git hash-object notes/규칙),notes/찬.md/글"
nowhere 찬 "notes/찬\.md is a folder for git"
git update-index --force-remove notes/찬.md/글
ok "nothing is pending" not ls .git/halfhour/pending/2*
git rm -q notes/규칙
git commit -q -m gone2
exits 0 "another command" "$HALFHOUR" list
is "$(git rev-list "$before..HEAD" | wc -l) $(cat "$T/err")" "2 " \
	"has nothing to finish"
git reset -q --hard "$head"
rmdir notes/자리.md

# A place that git is told to ignore.
echo /notes/숨은/ >.gitignore
commit ignore
before=$(git rev-parse HEAD)
exits 4 "to where git looks away" "$HALFHOUR" mv 맥 숨은/맥
like "$(cat "$T/err")" "told to ignore notes/숨은/맥\.md, .* take notes/맥\.md away; nothing is changed" \
	"is told"
exits 4 "that a rename would not do either" "$HALFHOUR" mv 맥 숨은/ --dry-run
is "$(git rev-parse HEAD) $(git status --porcelain)" "$before " "nothing is changed"
echo "새 글" >notes/새글.md
exits 0 "a note that git does not know" "$HALFHOUR" mv 새글 숨은/글
like "$(cat "$T/err")" "told to ignore notes/숨은/글\.md" "may go there, and that is told"
exits 0 "and come back" "$HALFHOUR" mv 숨은/글 새글
is "$(cat "$T/err") $(git show HEAD:notes/새글.md | tail -1)" " 새 글" \
	"into a commit, and nothing is told"
git reset -q --hard "$head"
git clean -qfd notes

# A target with an entity in it is not rewritten. The place that is told is that
# of the link, and not of another one to the same note.
lost() {
	printf %b "$1" >notes/가리킴.md
	commit lost
	exits 4 "$3" "$HALFHOUR" mv 가리키는 가리켰던
	like "$(cat "$T/err")" "^halfhour: notes/가리킴\.md:$2: the target 가리키는\.md is not found" \
		"is told with its place"
}
echo '# 가리키는' >notes/가리키는.md
# White space to the parser of Markdown, and to nobody else.
e='\f가리키는.md'
lost "[a](가리키는.md) [i]($e)\n" 1:22 "a link behind another one"
lost "글 [i]($e) [a](가리키는.md)\n" 1:5 "one before it"
lost "| ㄱ | ㄴ |\n|-|-|\n| [a](가리키는.md) | 글 [i]($e) |\n" 3:30 "in a table"
lost "---\ntitle: 글\n---\n\`[i]($e)\` \\\\[i](가리키는.md) [[가리키는]] [i]($e)\n" 4:64 \
	"behind what only looks like it"
lost "- [a](가리키는.md)\n  글 ![i]($e)\n" 2:7 "a picture"
lost "글\n  글 [&copy; x]($e)\n" 2:7 "an entity in its text"
lost "글 [&#44032; - &] [&copy;&copy;]($e) [a](가리키는.md)" 1:20 "in all of its text"
lost "[a](가리키는.md)\n\n> 글 [참조]\n>\n> [참조]:\n> 가리키는.md\n" 3:7 "a reference"
git reset -q --hard "$head"

echo "고친 줄" >>notes/ipc/파이프.md
exits 4 "a note with changes that are not committed" "$HALFHOUR" mv ipc/파이프 관로
like "$(cat "$T/err")" "notes/ipc/파이프\.md has changes that are not committed" \
	"has to be committed first"
git checkout -q .
sed -i 's/^\[\[파이프\]\] \[\[ipc/고침 &/' "notes/ipc/공유 메모리.md"
exits 4 "so has a link in a line that is changed" "$HALFHOUR" mv ipc/파이프 관로
git checkout -q .
sed -i '1a 머리에 더한 줄' "notes/ipc/공유 메모리.md"
printf '[[파이프]] 아직 git에 없는 글\n' >notes/새글.md
exits 0 "changes elsewhere" "$HALFHOUR" mv ipc/파이프 관로
is "$(sed -n '2p; 6s/ .*//p' "notes/ipc/공유 메모리.md")" "머리에 더한 줄
[[관로]]" "stay beside the new links"
is "$(git show "HEAD:notes/ipc/공유 메모리.md" | sed -n '2p; 5s/ .*//p')" "
[[관로]]" "uncommitted"
is "$(cat notes/새글.md)" "[[관로]] 아직 git에 없는 글" \
	"a note that git does not know is rewritten"
is "$(git status --porcelain | sed 's/ ".*//' | sort)" " M" \
	"and committed as it is, as all that we write into"
git reset -q --hard "$head"
printf '새 글\n' >notes/새글.md
exits 0 "a note that git does not know yet" "$HALFHOUR" mv 새글 옛글
is "$(git show HEAD:notes/옛글.md | tail -1)" "새 글" "is committed under its new name"

# A merge in progress, another git at work: nothing happens.
git reset -q --hard "$head"
touch .git/index.lock
exits 5 "another git at work" "$HALFHOUR" mv 맥 윈도
like "$(cat "$T/err")" "saved, not committed" "it is saved"
rm .git/index.lock
"$HALFHOUR" list >"$T/out"
is "$(git log -1 --format=%s) $(git status --porcelain)" "mv: 맥 to 윈도 " \
	"the next command commits it"
git rev-parse HEAD >.git/MERGE_HEAD
exits 4 "a merge in progress" "$HALFHOUR" mv 윈도 맥
rm .git/MERGE_HEAD
is "$(git status --porcelain)" "" "nothing is changed"

# ---- examples --------------------------------------------------------------

note 예제 <<'END'
# 예제

```sh {#a .run}
echo 안녕
```
END
commit example
"$HALFHOUR" run 예제 >"$T/run" 2>&1
if test -f notes/.runs/예제/a.json; then
	exits 0 "a note with a record" "$HALFHOUR" mv 예제 셸/예제
	ok "takes it along" test -f notes/.runs/셸/예제/a.json
	ok "and leaves none" not test -e notes/.runs/예제
	like "$(cat notes/.runs/셸/예제/a.json)" '"example": "셸/예제#a"' \
		"which has the new name"
	is "$(git status --porcelain)" "" "in the same commit"
	"$HALFHOUR" check >"$T/out" 2>&1
	unlike "$(cat "$T/out")" "record" "and is not stale"
else
	skip "records" "nothing runs here: $(cat "$T/run")"
fi

# ---- ended in the middle ---------------------------------------------------

git reset -q --hard "$head"
git clean -qfd notes
cat >"$T/killer.py" <<'END'
import os, signal, subprocess, sys, time

# Kill the program after so many thousandths of a second.
p = subprocess.Popen(sys.argv[2:], stdout=subprocess.DEVNULL,
                     stderr=subprocess.DEVNULL)
time.sleep(int(sys.argv[1]) / 1000)
p.kill()
p.wait()
END
bad=
for ms in 1 4 8 12 16 20 24 28 32 40 50 60 80; do
	python3 "$T/killer.py" $ms "$HALFHOUR" mv ipc/파이프 리눅스/관로
	# The next command finishes what was begun; wholly or not at all.
	"$HALFHOUR" list >/dev/null 2>&1
	if test -e notes/ipc/파이프.md; then
		grep -q 관로 "notes/ipc/공유 메모리.md" && bad="$bad $ms:half"
		rm -f notes/리눅스/관로.md
		git diff --quiet HEAD || bad="$bad $ms:changed"
	else
		test -s notes/리눅스/관로.md || bad="$bad $ms:lost"
		[ -z "$(git status --porcelain)" ] || bad="$bad $ms:open"
		git reset -q --hard "$head"
	fi
	rmdir notes/리눅스 2>/dev/null
	rm -f .git/index.lock
done
is "$bad" "" "killed at any time, it is done or it is not"

# died TOKEN…: a rename that died before it had done these work files, 0 the new
# note and 1 the old one.
died() {
	git reset -q --hard "$head"
	git clean -qfd notes
	touch .git/index.lock
	exits 5 "saved" "$HALFHOUR" mv 맥 윈도/창
	rm .git/index.lock
	for token in "$@"; do
		touch "$(echo .git/halfhour/pending/2*)/work-$token"
		[ "$token" = 1 ] || rm -r notes/윈도
	done
	case " $* " in *" 1 "*) git checkout -q notes/맥.md ;; esac
}
# given_up WANT DESC: the next command makes no commit, and the files are WANT.
given_up() {
	rm -rf .git/halfhour/drafts
	last=$(git rev-parse HEAD)
	"$HALFHOUR" list >"$T/out" 2>"$T/err"
	like "$(cat "$T/err")" "^halfhour: of an earlier command: 'mv: 맥 to 윈도/창' is given up, .* kept in \.git/halfhour/drafts/[0-9TZ-]*\.txt$" \
		"$2: the rename is given up"
	is "$(git rev-parse HEAD)" "$last" "without a commit"
	is "$(find notes/맥.md notes/윈도 -type f 2>/dev/null)" "$1" \
		"the files are as they were meant"
	ok "what it was is kept" grep -q '^aliases: \["맥"\]$' .git/halfhour/drafts/2*.txt
	ok "nothing is pending" not ls .git/halfhour/pending/2*
	"$HALFHOUR" list >"$T/out" 2>"$T/err"
	is "$(cat "$T/err")" "" "it is said once"
}
died 0 1
"$HALFHOUR" list >"$T/out" 2>"$T/err"
is "$(cat "$T/err") $(git log -1 --format=%s) $(git status --porcelain)" \
	" mv: 맥 to 윈도/창 " "died before anything, it is finished"
died 1
"$HALFHOUR" list >"$T/out" 2>"$T/err"
is "$(cat "$T/err") $(git log -1 --format=%s) $(git status --porcelain)" \
	" mv: 맥 to 윈도/창 " "died with the new note there"
died 1
echo "더 쓴 글" >>notes/윈도/창.md
"$HALFHOUR" list >"$T/out" 2>"$T/err"
is "$(cat "$T/err") $(git log -1 --format=%s) $(tail -1 notes/윈도/창.md)" \
	" mv: 맥 to 윈도/창 더 쓴 글" "what is written into that stays"
died 0 1
echo "더 쓴 글" >>notes/맥.md
given_up notes/맥.md "the old note is written to"
is "$(tail -1 notes/맥.md)" "더 쓴 글" "nothing of it is lost"
died 1
echo "더 쓴 글" >>notes/맥.md
given_up notes/맥.md "the same with the new one there"
died 1
echo "더 쓴 글" | tee -a notes/윈도/창.md >>notes/맥.md
given_up "notes/맥.md
notes/윈도/창.md" "both are written to"
died 0 1
git mv notes/맥.md notes/다른.md
given_up "" "the old note is moved by hand"
died 0 1
mkdir notes/윈도
echo "내 글" >notes/윈도/창.md
given_up "notes/맥.md
notes/윈도/창.md" "the new name is taken"
is "$(cat notes/윈도/창.md)" "내 글" "by what stays"
died
git checkout -q HEAD notes/맥.md
echo "더 쓴 글" >>notes/맥.md
git commit -q -m more notes/맥.md
given_up "notes/맥.md
notes/윈도/창.md" "the old note is another in HEAD"
git reset -q --hard "$head"
git clean -qfd notes

# A note that can be run stays so, also when another command makes it.
runs() {
	lib_f=${2:-notes/윈도/창.md}
	is "$(stat -c %A "$lib_f" | cut -c4) $(git ls-files -s "$lib_f" | cut -c1-6) $(git ls-tree HEAD "$lib_f" | cut -c1-6)" \
		"x 100755 100755" "$1"
}
mode_head=$head
git reset -q --hard "$head"
chmod +x notes/맥.md
commit mode
head=$(git rev-parse HEAD)
exits 0 "a note that can be run" "$HALFHOUR" mv 맥 윈도/창
runs "it can be run on the disk, in the index and in HEAD"
is "$(git ls-tree HEAD notes/ipc/파이프.md | cut -c1-6)" 100644 "others cannot"
ok "undo" "$HALFHOUR" undo
runs "so can the old one again" notes/맥.md
ok "redo" "$HALFHOUR" redo
runs "and the new one"
died
"$HALFHOUR" list >"$T/out"
runs "put off"
died 0 1
chmod +x .git/halfhour/pending/2*/work-0
"$HALFHOUR" list >"$T/out"
runs "died before it"
head=$mode_head
git reset -q --hard "$head"
git clean -qfd notes

# A new note has no name before it is whole: nothing lies about in notes/.
if [ "${HALFHOUR#*san/}" = "$HALFHOUR" ] && command -v strace >/dev/null &&
	strace -qq -o /dev/null -e inject=getpid:signal=KILL:when=99 true 2>/dev/null
then
	for call in fsync linkat; do
		strace -qq -o "$T/trace" -e trace=$call \
			-e inject=$call:signal=KILL:when=1 \
			"$HALFHOUR" mv ipc/파이프 리눅스/관로 >/dev/null 2>&1
		ok "killed at $call" grep -q 'killed by SIGKILL' "$T/trace"
		is "$(find notes -name '.halfhour*')" "" "it leaves no file behind"
		"$HALFHOUR" list >/dev/null 2>&1
		git reset -q --hard "$head"
		git clean -qfd notes
	done
else
	skip "killed in the middle of a file" "there is no strace that can"
fi

# ---- a name that is the alias of two notes -----------------------------------

mkdir -p notes/집 notes/들
printf -- '---\naliases: [별칭]\n---\n# 하나\n' >notes/집/하나.md
printf -- '---\naliases: [별칭]\n---\n# 둘\n' >notes/들/둘.md
echo '[[별칭]]' >notes/집/이웃.md
echo '# 셋' >notes/셋.md
commit aliases
exits 0 "onto an alias of two notes" "$HALFHOUR" mv 셋 별칭
is "$(cat notes/집/이웃.md)" '[[하나]]' "a link by it goes on to the note that it led to"
"$HALFHOUR" check >"$T/out" 2>&1
is "$(grep -c '별칭 is an alias of .* and the name of another page' "$T/out")" 2 \
	"check tells of both"
exits 0 "and away again" "$HALFHOUR" mv 별칭 셋
is "$(grep -l 별칭 notes/집/*.md notes/들/*.md notes/셋.md)" "notes/셋.md" \
	"the last who was called so has the alias alone"

# ---- a note that is not UTF-8 ------------------------------------------------

# 가나 in CP949, before and within links.
printf '# \260\241\n\n\260\241\263\252 [[옛글]] [[\260\241]] [x](옛글.md)\n' >notes/완성형.md
cp notes/완성형.md "$T/cp949"
echo '# 옛글' >notes/옛글.md
echo '[[옛글]]' >notes/새로.md
commit cp949
exits 0 "beside a note in CP949" "$HALFHOUR" mv 옛글 새글 --no-redirect
like "$(cat "$T/err")" 'notes/완성형\.md is not UTF-8: links in it are as they were' "that is told"
same notes/완성형.md "$T/cp949" "and stays as it is"
is "$(cat notes/새로.md)" '[[새글]]' "others are rewritten"
is "$(git status --porcelain)" "" "in one commit"
done_testing
