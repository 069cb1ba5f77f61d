#!/bin/sh
# check.sh: each mistake with its place, its code, and the exit code it earns
. "$(dirname "$0")/../lib.sh"

note() {
	mkdir -p "notes/$(dirname "$1")"
	cat >"notes/$1.md"
}
# told LINE: check says exactly this, anywhere in its output.
told() {
	ok "$2" grep -qxF -- "$1" "$T/out" || diag "$(cat "$T/out" "$T/err")"
}

wiki --lang ko

# ---- nothing wrong ---------------------------------------------------------

exits 0 "a new wiki" "$HALFHOUR" check
is "$(cat "$T/out")" "1 note: 0 errors, 0 warnings, 0 hints" "has no mistakes"
exits 0 "--json" "$HALFHOUR" check --json
is "$(cat "$T/out")" "[]" "an empty list"
exits 0 "--quiet" "$HALFHOUR" --quiet check
is "$(cat "$T/out" "$T/err")" "" "silence"

# ---- links -----------------------------------------------------------------

echo "[[링크]]" >notes/index.md
note ipc/파이프 <<'END'
---
aliases: [관]
---

# 파이프

## 용량

[[ipc/공유 메모리]]
END
note "ipc/공유 메모리" </dev/null
note 하나/같은이름 </dev/null
note 둘/같은이름 </dev/null
mkdir -p notes/그림
echo png >notes/그림/구조.png
note 링크 <<'END'
# 링크

처음은 [[관]], 다음은 [[ipc/파이브]].
[[ipc/파이프#용량]] [[ipc/파이프#없는 절]] [[ipc/파이프#^없음]]

둘째 줄에도 [글](없는글.md)
이어진 줄 [[같은이름]] 그리고 ![[구조.png]] ![그림](그림/구죠.png) [표](자료/표.csv)

[[하나/같은이름]] [[둘/같은이름]]

첫째 블록 ^같은 ^id1

둘째 블록 ^id1
END
exits 1 "notes with mistakes" "$HALFHOUR" check
is "$(grep -c . "$T/out")" 8 "each is told once"
told "notes/링크.md:3:30: error: there is no page ipc/파이브; is it ipc/파이프? [link-broken]" \
	"a broken link, with what may be meant"
told "notes/링크.md:4:26: warning: ipc/파이프 has no place '없는 절' [link-anchor]" \
	"a heading that is not there"
told "notes/링크.md:4:55: warning: ipc/파이프 has no place '^없음' [link-anchor]" \
	"a block that is not there"
told "notes/링크.md:6:18: error: there is no page or file 없는글.md [link-broken]" \
	"a broken link of Markdown"
like "$(cat "$T/out")" \
	"^notes/링크\.md:7:15: error: 같은이름 may be one of: 둘/같은이름, 하나/같은이름; write which \[link-ambiguous\]$" \
	"an ambiguous one, with the candidates"
told "notes/링크.md:7:58: error: there is no file 그림/구죠.png; is it 그림/구조.png? [file-missing]" \
	"an image that is not there"
told "notes/링크.md:7:87: error: there is no file 자료/표.csv [file-missing]" \
	"an attached file"
told "notes/링크.md:13:15: warning: ^id1 is the id of another block already; links lead to that one [id-twice]" \
	"a second block of one id"
is "$(cat "$T/err")" \
	"halfhour: 5 errors, 3 warnings, 0 hints in 6 notes" "and how many"
cp "$T/out" "$T/lines"

exits 1 "--json" "$HALFHOUR" check --json
python3 - "$T/out" "$T/lines" >"$T/compare" 2>&1 <<'END'
import json, re, sys

rows = json.load(open(sys.argv[1], encoding="utf-8"))
keys = ["schema", "level", "code", "path", "line", "col", "message"]
assert all(list(r) == keys and r["schema"] == 1 for r in rows), rows
lines = ["%(path)s:%(line)d:%(col)d: %(level)s: %(message)s [%(code)s]" % r
         for r in rows]
assert lines == open(sys.argv[2], encoding="utf-8").read().splitlines(), lines
END
is "$(cat "$T/compare")" "" "says the same"
exits 1 "--quiet" "$HALFHOUR" --quiet check
is "$(grep -c ' error: ' "$T/out") $(grep -cv ' error: ' "$T/out")" "5 0" \
	"shows errors only"
exits 1 "build finds" "$HALFHOUR" build
is "$(grep '\]$' "$T/err")" "$(cat "$T/lines")" "the same"
exits 0 "build --allow-broken goes on" "$HALFHOUR" build --allow-broken
rm -r notes/링크.md notes/하나 notes/둘 notes/그림

# An alias that two notes have.
mkdir -p notes/하나 notes/둘
printf -- '---\ntitle: 하나\naliases:\n  - 별명\n---\n[[별명]]\n' >notes/하나/가.md
printf -- '---\nalias: "별명"\n---\n' >notes/둘/나.md
printf '[[별명]] [[하나/가]]\n' >notes/index.md
exits 1 "an alias of two notes" "$HALFHOUR" check
is "$(cat "$T/out")" \
	"notes/index.md:1:1: error: 별명 may be one of: 둘/나, 하나/가; write which [link-ambiguous]
notes/ipc/파이프.md: hint: no other note links to ipc/파이프, and no day is about it [orphan]
notes/둘/나.md: hint: no other note links to 둘/나, and no day is about it [orphan]
notes/둘/나.md:2:1: warning: 별명 is an alias of 하나/가, too; a link by it goes to the nearer note, or is ambiguous [alias-twice]
notes/하나/가.md:4:5: warning: 별명 is an alias of 둘/나, too; a link by it goes to the nearer note, or is ambiguous [alias-twice]" \
	"is told where it stands, and where a link does not know which"
echo '# 별명' >notes/별명.md
"$HALFHOUR" check >"$T/out" 2>&1
is "$(grep 별명 "$T/out")" \
	"notes/둘/나.md:2:1: warning: 별명 is an alias of 둘/나 and the name of another page, to which links by it go [alias-twice]
notes/하나/가.md:4:5: warning: 별명 is an alias of 하나/가 and the name of another page, to which links by it go [alias-twice]" \
	"so is one that is the name of a note"
rm notes/별명.md
printf '[[별명]]\n' >notes/하나/다.md
exits 1 "a nearer one" "$HALFHOUR" check
unlike "$(cat "$T/out")" "^notes/하나/다\.md:.*ambiguous" "is the one"
echo "[[링크]]" >notes/index.md
rm -r notes/하나 notes/둘

# A path from the root of the notes, and addresses of the host.
mkdir -p notes/그림 notes/하위
echo png >notes/그림/가.png
note 하위/글 <<'END'
![가](/그림/가.png) [쪽](/ipc/파이프) [나](/그림/나.png) [host](/about "소개") ![host](/logo.png)
END
exits 1 "paths from the root" "$HALFHOUR" check
is "$(grep -v orphan "$T/out")" \
	"notes/index.md:1:1: error: there is no page or file 링크; 'halfhour new 링크' makes it [link-broken]
notes/하위/글.md:1:47: error: there is no file /그림/나.png [file-missing]
notes/하위/글.md:1:70: warning: there is no page or file /about; it stays an address of the site's host; if that is meant, write the whole URL [link-root]
notes/하위/글.md:1:94: warning: there is no file /logo.png; it stays an address of the site's host; if that is meant, write the whole URL [link-root]" \
	"are told when nothing is there"
"$HALFHOUR" --quiet build --allow-broken 2>"$T/err"
is "$(grep -o '<p><img.*' site/하위/글.html)" \
	'<p><img src="../%EA%B7%B8%EB%A6%BC/%EA%B0%80.png" alt="가" loading="lazy"> <a class="link" href="../ipc/%ED%8C%8C%EC%9D%B4%ED%94%84.html">쪽</a> <a class="link broken" title="가리키는 글이나 파일이 없다">나</a> <a href="/about" title="소개">host</a> <img src="/logo.png" alt="host" loading="lazy"></p>' \
	"and lead there when it is"
ok "with its file" test -f site/그림/가.png
rm -r notes/그림 notes/하위

# Raw HTML.
mkdir -p notes/그림 notes/하위
echo png >notes/그림/가.png
note 하위/글 <<'END'
# 글

<img src="../그림/가.png" width=300> 그리고 <a title='t' href='../ipc/파이프.md#용량'>관</a>
<img src="없음.png"> <a href=../ipc/없음.md>없음</a> <a href="../ipc/파이프#없음">절</a>

<p>
<a href="../../halfhour.yaml">밖</a> <a href="%2e%2e/&#46;./halfhour.yaml">밖</a>
</p>
END
exits 1 "addresses in raw HTML" "$HALFHOUR" check
is "$(grep -v 'orphan\|index' "$T/out")" \
	"notes/하위/글.md:4:1: error: there is no file 없음.png [file-missing]
notes/하위/글.md:4:24: error: there is no page or file ../ipc/없음.md [link-broken]
notes/하위/글.md:4:60: warning: ipc/파이프 has no place '없음' [link-anchor]
notes/하위/글.md:7:1: error: there is no file ../../halfhour.yaml [file-missing]
notes/하위/글.md:7:39: error: there is no file ../../halfhour.yaml [file-missing]" \
	"are told like links"
"$HALFHOUR" --quiet build --allow-broken 2>"$T/err"
is "$(sed -n '/<img/,/^<\/p>/p' site/하위/글.html)" \
	'<p><img src="../%EA%B7%B8%EB%A6%BC/%EA%B0%80.png" width="300" alt=""> 그리고 <a title="t" href="../ipc/%ED%8C%8C%EC%9D%B4%ED%94%84.html#%EC%9A%A9%EB%9F%89">관</a>
<span class="broken"></span> <a class="broken">없음</a> <a href="../ipc/%ED%8C%8C%EC%9D%B4%ED%94%84.html">절</a></p>
<p>
<a class="broken">밖</a> <a class="broken">밖</a>
</p>' "and lead to pages and files of the site, or nowhere"
ok "with their files" test -f site/그림/가.png
like "$(cat site/ipc/파이프.html)" '<p> 그리고 <mark>관</mark>' "and link back"
rm -r notes/그림 notes/하위

# A file name of a Mac is decomposed; so may a link be.
nfd=$(printf '\341\204\212\341\205\263\341\204\205\341\205\246\341\204\203\341\205\263')
note "$nfd" </dev/null
note 링크 <<END
[[쓰레드]] [[ipc/파이프]] [글]($nfd.md)
END
: >notes/index.md
exits 0 "names in both normal forms" "$HALFHOUR" check
is "$(cat "$T/out")" \
	"notes/링크.md: hint: no other note links to 링크, and no day is about it [orphan]
5 notes: 0 errors, 0 warnings, 1 hint" "are the same name"
rm notes/링크.md "notes/$nfd.md"

# ---- orphans ---------------------------------------------------------------

note index <<'END'
[[ipc/파이프]]
END
note 외톨이 <<'END'
자기 자신만 [[외톨이]]
END
note 폴더/index </dev/null
note 비밀 <<'END'
---
private: true
---
[[없는 곳]]
END
note 초안 <<'END'
---
draft: true
---
[[없는 초안]]
END
exits 0 "an orphan is no error" "$HALFHOUR" check
is "$(grep '\[' "$T/out")" \
	"notes/외톨이.md: hint: no other note links to 외톨이, and no day is about it [orphan]" \
	"but told; nothing private is"
exits 0 "build does not tell" "$HALFHOUR" build
unlike "$(cat "$T/err")" "orphan" "orphans"
exits 1 "--drafts" "$HALFHOUR" check --drafts
like "$(cat "$T/out")" "^notes/초안\.md:4:1: error: .*없는 초안" "looks into drafts"
rm notes/초안.md notes/비밀.md
"$HALFHOUR" log "외톨이: 읽기" --minutes 12 >"$T/log" || exit 1
exits 0 "a note that was studied" "$HALFHOUR" check
unlike "$(cat "$T/out")" orphan "is no orphan"

# ---- days ------------------------------------------------------------------

mkdir -p notes/daily
printf '# 2026-11-20\n\n### 25:00–26:00 시계\n\n### TRY\n\n- [ ] 읽기 ^t7k2\n' \
	>notes/daily/2026-11-20.md
printf '# 2026-11-21\n\n### PROBELM\n\n- 문제\n\n### TRY\n\n- [ ] 쓰기 ^t7k2\n' \
	>notes/daily/2026-11-21.md
exits 0 "days with mistakes" "$HALFHOUR" check
like "$(cat "$T/out")" "^notes/daily/2026-11-20\.md:3:[0-9]*: warning: .*\[day\]$" \
	"a time that there is not"
like "$(cat "$T/out")" "^notes/daily/2026-11-21\.md:3:[0-9]*: warning: .*PROBLEM.*\[day\]$" \
	"a slip in a heading"
told "notes/daily/2026-11-21.md:9:1: warning: ^t7k2 is the id of a try in notes/daily/2026-11-20.md already; give one of them another id [id-twice]" \
	"two tries of one id"
rm notes/daily/2026-11-2[01].md

entry='## 리뷰

### 21:00–21:28 도커: 층
'
printf '# 2026-11-22\n\n%s' "$entry" >notes/daily/2026-11-21.md
printf '# 2026-11-20 (금)\n\n%s' "$entry" >notes/daily/2026-11-20.md
printf '# 2026-11-191\n\n%s' "$entry" >notes/daily/2026-11-19.md
for name in 2026-13-45 2026-1-5 2026.11.17 20261116 "2026-11-15 사본" 2026-11 \
	2026-W47 "30일 계획" 규칙; do
	printf '# 제목\n\n%s' "$entry" >"notes/daily/$name.md"
done
exits 0 "days of other names and titles" "$HALFHOUR" check
is "$(grep '\[day\]$' "$T/out")" \
	"notes/daily/2026-1-5.md: warning: this is no day file, and its entries are in no list; is it 2026-01-05.md? [day]
notes/daily/2026-11-15 사본.md: warning: this is no day file, and its entries are in no list; is it 2026-11-15.md? [day]
notes/daily/2026-11-21.md:1:3: warning: the title is 2026-11-22, but by its name the file is the day 2026-11-21; its entries count for that one [day]
notes/daily/2026-13-45.md: warning: this is no day file, and its entries are in no list: there is no day 2026-13-45 [day]
notes/daily/2026.11.17.md: warning: this is no day file, and its entries are in no list; is it 2026-11-17.md? [day]
notes/daily/20261116.md: warning: this is no day file, and its entries are in no list; is it 2026-11-16.md? [day]" \
	"are told; weeks, months and words are not"
exits 0 "list" "$HALFHOUR" list --since 2026-11-15 --until 2026-11-22
is "$(grep -c 도커 "$T/out")" 3 "has the entries of day files only"
rm notes/daily/20*.md notes/daily/규칙.md "notes/daily/30일 계획.md"

# A day says how long the night was when it was written, by its order.
printf '# 2026-11-20\n\n### 21:00–21:28 도커\n\n### 03:10–03:30 파이프\n' \
	>notes/daily/2026-11-20.md
printf '# 2026-11-21\n\n### 03:40–03:50 큐\n\n### 21:00–21:28 도커\n' \
	>notes/daily/2026-11-21.md
printf '# 2026-11-22\n\n### 21:00–21:28 도커\n\n### 09:00–09:10 아침\n' \
	>notes/daily/2026-11-22.md
exits 0 "days in order, and one that is backwards" "$HALFHOUR" check
is "$(grep '\[day-ends\]$' "$T/out")" \
	"notes/daily/2026-11-21.md:3:1: hint: with day_ends 04:00 this entry is of the night that follows, but it stands among those of the morning: was day_ends changed? then set it back, or move the entry to the day before [day-ends]" \
	"only what stands in the morning is told"
exits 0 "with a shorter night" env HALFHOUR_DAY_ENDS=03:00 "$HALFHOUR" check
is "$(grep '\[day-ends\]$' "$T/out")" \
	"notes/daily/2026-11-20.md:5:1: hint: with day_ends 03:00 this entry is of the morning, but it stands among those of the night that follows: was day_ends changed? then set it back, or move the entry to the day after [day-ends]" \
	"only what stands in the night is told"
rm notes/daily/2026-11-2[012].md

# ---- examples --------------------------------------------------------------

note 예제 <<'END'
[[외톨이]] [[예제]]

```sh {#안녕 .run}
```

```sh {#sh-a .run timout=5s}
echo 1
```

```sh {#sh-a .run expect=maybe}
echo 2
```

```cobol {#cob .run}
DISPLAY 1.
```
END
exits 1 "examples that cannot be used" "$HALFHOUR" check
like "$(cat "$T/out")" "^notes/예제\.md:3:1: error: #안녕 is no id.*\[example\]$" "an id"
told "notes/예제.md:6:1: error: there is no attribute timout=; did you mean timeout=? [example]" \
	"an unknown attribute, with what may be meant"
like "$(cat "$T/out")" "^notes/예제\.md:10:1: error: #sh-a is an example already.*\[example-twice\]$" \
	"an id twice"
like "$(cat "$T/out")" "^notes/예제\.md:10:1: error: expect is one of .*\[example\]$" \
	"an outcome that there is not"
like "$(cat "$T/out")" "^notes/예제\.md:14:1: error: .*cobol.*\[example\]$" \
	"a language that nothing runs"
exits 1 "build finds" "$HALFHOUR" build
like "$(cat "$T/err")" "^notes/예제\.md:6:1: error: .*timout" "them too, unrun"

note 예제 <<'END'
[[외톨이]]

```sh {#a .run}
echo 안녕
```
END
note index <<'END'
[[ipc/파이프]] [[예제]]
END
"$HALFHOUR" run 예제 >"$T/run" 2>&1
record=notes/.runs/예제/a.json
if test -f $record; then
	exits 0 "an example with its record" "$HALFHOUR" check
	unlike "$(cat "$T/out")" "record" "is fine"
	cp $record "$T/record"
	sed -i 's/"machine": "[^"]*"/"machine": "pdp11"/; s/"hash": "./"hash": "f/; t; s/"hash": "f/"hash": "0/' $record
	sed -i '/"hash"/s/: "[0-9a-f]\{4\}/: "0000/' $record
	exits 0 "a record of another machine" "$HALFHOUR" check
	like "$(cat "$T/out")" "^notes/예제\.md:3:1: warning: the record of #a is stale: it ran on pdp11, and this is .*; 'halfhour run 예제#a' makes a new one \[record-stale\]$" \
		"is stale, with the reason"
	exits 0 "build asks no compiler" "$HALFHOUR" build
	unlike "$(cat "$T/err")" "record-stale" "and does not tell"
	cp "$T/record" $record
	sed -i 's/안녕/또 안녕/' notes/예제.md
	exits 0 "code that has changed" "$HALFHOUR" check
	is "$(grep -c 'record-stale' "$T/out")" 1 "is told once"
	like "$(cat "$T/out")" "older code" "as that"
	echo '{' >$record
	exits 0 "a damaged record" "$HALFHOUR" check
	like "$(cat "$T/out")" "^notes/예제\.md:3:1: warning: .*damaged" "is told"
	printf '[[외톨이]]\n' >notes/예제.md
	exits 0 "a record of no example" "$HALFHOUR" check
	told "$record: warning: this is the record of no example any more; remove it with 'git rm' [record-stale]" \
		"is told"
	rm -r notes/.runs
else
	skip "records" "nothing runs here: $(cat "$T/run")"
fi

# ---- files, settings, places -----------------------------------------------

printf '# \270\256\272\344\n' >notes/깨짐.md
printf -- '---\ntags: [a, b\n---\n' >notes/머리.md
printf 'titel: 나의 30분\n' >>halfhour.yaml
note 끝/글 </dev/null
printf '\033[31m[[색\033[0m]]\n' >notes/색.md
exits 1 "broken files and settings" "$HALFHOUR" check
like "$(cat "$T/out")" "^notes/깨짐\.md:1:3: error: .*\[encoding\]$" "bad bytes"
like "$(cat "$T/out")" "^notes/머리\.md:[23]:[0-9]+: error: .*\[meta\]$" "front matter"
like "$(cat "$T/out")" "^halfhour\.yaml:[0-9]+:1: warning: .*titel.*\[conf\]$" \
	"a setting"
is "$(cut -d: -f1 "$T/out" | sort -c 2>&1)" "" "all in the order of the paths"
rm notes/깨짐.md notes/머리.md notes/색.md
git checkout -q halfhour.yaml

# ---- links by path ---------------------------------------------------------

# checked DESC: what check says of notes/경로.md, line by line, is on standard
# input.
checked() {
	cat >"$T/want"
	"$HALFHOUR" check >"$T/all"
	sed -n 's/^notes\/경로\.md:\([0-9].*\)/\1/p' "$T/all" >"$T/out"
	same "$T/out" "$T/want" "$1"
}

printf '# C#\n\n## 절 하나\n' >'notes/C#.md'
mkdir -p notes/그림
echo png >'notes/그림/그림#1.png'
note 경로 <<'END'
[가](C%23.md) [나](C%23.md#절%20하나) ![다](그림/그림%231.png) [라](C%23.md#절%23)
END
checked "a # that is encoded belongs to the name" <<'END'
1:74: warning: C# has no place '절#'; is it c? [link-anchor]
END
# shellcheck disable=SC2016
printf '# m\n\n[가](나.md "제목") 어떤 [여러\n줄](나.md)과 `코드\n둘` [끝](없음.md)\n' >notes/경로.md
checked "a link is told where it stands, whatever is before it" <<'END'
3:1: error: there is no page or file 나.md [link-broken]
3:31: error: there is no page or file 나.md [link-broken]
5:6: error: there is no page or file 없음.md [link-broken]
END
note 경로 <<'END'
[a](둘.md "제목
이 둘") `[b](둘.md)` \[b](둘.md) [참조][r] **[b](<둘.md>)**는
> - 인용의
>   [[경로]] [![그림](없다.png) 글](둘.md) ![그림](없다.png)

| [c](둘.md) | 표 [d*e*](둘.md) |
|---|---|
| 가 | [f&amp;](둘.md) [g](<a b&amp;c.md>) |

글[^1]과 [r].

[^1]: 각주의
    [h](둘.md)

[r]: 셋.md
END
cut -d: -f1,2 >"$T/want" <<'END'
1:1
2:38
2:52
4:16
4:17
4:52
6:3
6:21
8:9
8:26
10:12
13:5
END
"$HALFHOUR" check | sed -n 's/^notes\/경로\.md:\([0-9]*:[0-9]*\):.*/\1/p' >"$T/out"
same "$T/out" "$T/want" "in quotes, tables, footnotes and links too"
rm 'notes/C#.md' notes/경로.md notes/그림/*

# The place in a page that may be meant.
note 도커 <<'END'
# 도커

## 이미지

### 레이어 캐시

### C|C++ 비교

한 덩이 ^t7k2
END
note 경로 <<'END'
[[도커#레이어 캐쉬]] [[도커#이미지#레이어캐시]] [가](도커.md#레이어-캐쉬) <a href="도커.md#레이어캐시">나</a>

[[도커#^t7k3]] [[도커#CC++ 비교르]] [[도커#아주 다른 것]] [[도커#^zzzz]] [[도커#레이어 캐쉬]] [[#경료]]

# 경로
END
checked "a misspelt heading or block gets the nearest one of its page" <<'END'
1:1: warning: 도커 has no place '레이어 캐쉬'; is it 레이어 캐시? [link-anchor]
1:29: warning: 도커 has no place '이미지#레이어캐시'; is it 레이어 캐시? [link-anchor]
1:66: warning: 도커 has no place '레이어-캐쉬'; is it 레이어-캐시? [link-anchor]
1:100: warning: 도커 has no place '레이어캐시'; is it 레이어-캐시? [link-anchor]
3:1: warning: 도커 has no place '^t7k3'; is it ^t7k2? [link-anchor]
3:18: warning: 도커 has no place 'CC++ 비교르'; is it cc-비교? [link-anchor]
3:44: warning: 도커 has no place '아주 다른 것' [link-anchor]
3:73: warning: 도커 has no place '^zzzz' [link-anchor]
3:90: warning: 도커 has no place '레이어 캐쉬'; is it 레이어 캐시? [link-anchor]
3:118: warning: 경로 has no place '경료'; is it 경로? [link-anchor]
END
rm notes/도커.md notes/경로.md

# An address in HTML says what one of Markdown does.
note café <<'END'
# café
END
note 경로 <<'END'
[가](caf&eacute;.md) <a href="caf&eacute;.md">나</a> <a href="caf&Eacute;.md#caf&eacute;">다</a> <a href="caf&eacut;.md">라</a> <a href="caf&eacute.md">마</a>
END
checked "entities of any name are read in raw HTML" <<'END'
1:101: error: there is no page or file caf&eacut;.md [link-broken]
1:133: error: there is no page or file caf&eacute.md [link-broken]
END
rm notes/café.md notes/경로.md

# A name cannot say something of another note.
rm -r notes && mkdir notes
for name in 가 나; do
	printf -- '---\naliases: ["별\\nnotes/다.md:1:1: error: 거짓"]\n---\n[[줄&#10;끝]] [글](자&#13;바&#10;:x)\n' \
		>notes/$name.md
done
mkdir "notes/라
notes"
printf '[[없는 것]]\n' >"notes/라
notes/마.md"
exits 1 "names with the end of a line in them" "$HALFHOUR" check
is "$(grep -c -v '^notes/[가나라]' "$T/out")" 0 "have one line each"
like "$(cat "$T/out")" '^notes/가\.md:2:11: warning: 별\^Jnotes/다\.md:1:1: error: 거짓 is an alias' \
	"in which it is shown"
like "$(cat "$T/out")" '^notes/라\^Jnotes/마\.md:1:1: error: there is no page' \
	"in the name of a file, too"
"$HALFHOUR" check --json >"$T/out" 2>/dev/null
ok "JSON has it as it is" grep -q '"path": "notes/라\\nnotes/마.md"' "$T/out"
git checkout -q -f HEAD
git clean -qfd

exits 2 "a word too many" "$HALFHOUR" check notes
exits 2 "--jobs 0" "$HALFHOUR" check --jobs 0
exits 1 "no wiki here" "$HALFHOUR" -C "$T" check
git status --porcelain >"$T/before"
exits 0 "a last check" "$HALFHOUR" check --jobs 2
is "$(find . -type f -newer "$T/before" ! -path './.git/*')" "" "writes nothing"
done_testing
