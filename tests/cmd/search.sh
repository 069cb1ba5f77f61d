#!/bin/sh
# search.sh: words in all notes, best first, fit for a terminal
. "$(dirname "$0")/../lib.sh"

note() {
	mkdir -p "notes/$(dirname "$1")"
	cat >"notes/$1.md"
}
# paths: of the notes in the output, best first, each once.
paths() {
	sed 's/\.md:.*//; s,^notes/,,' "$T/out" | uniq
}

wiki --lang ko
rm notes/index.md
note 도커/이미지 <<'END'
---
title: 도커 이미지
tags: [리눅스]
---

# 도커 이미지

도커를 쓰면 레이어가 쌓인다. 도커에서는 캐시가 중요하다.

## 레이어 캐시

C++로 쓴 fork() 예제, shm_open 다음에.
END
note 셸 <<'END'
# 셸

## 도커를 부르는 법

```sh
# 도커
docker run
```
END
note 일기 <<'END'
오늘은 도커에서 막혔다. C로 썼다.
END
note 무관 <<'END'
# 다른 글

cartoon fork shm open
END

# ---- finding ---------------------------------------------------------------

exits 0 "a word with its particles" "$HALFHOUR" search 도커
is "$(paths)" "도커/이미지
셸
일기" "title, heading, body, in this order"
is "$(grep -n . "$T/out" | head -3)" "1:notes/도커/이미지.md:2: title: 도커 이미지
2:notes/도커/이미지.md:6: # 도커 이미지
3:notes/도커/이미지.md:8: 도커를 쓰면 레이어가 쌓인다. 도커에서는 캐시가 중요하다." \
	"each with the path, the line and its text"
is "$(cat "$T/err")" "" "without another word"
exits 0 "a word of the query with a particle" "$HALFHOUR" search 도커에서
is "$(paths | sort)" "$(printf '%s\n' 도커/이미지 셸 일기 | sort)" "finds them too"
exits 0 "fork()" "$HALFHOUR" search 'fork()'
is "$(cat "$T/out")" "notes/도커/이미지.md:12: C++로 쓴 fork() 예제, shm_open 다음에." \
	"is found as it is written"
for word in C++ c++ shm_open; do
	exits 0 "$word" "$HALFHOUR" search "$word"
	is "$(paths)" "도커/이미지" "too"
done
exits 0 "C" "$HALFHOUR" search C
is "$(paths | sort)" "$(printf '%s\n' 도커/이미지 일기 | sort)" "is a word of its own"
exits 0 "several words" "$HALFHOUR" search 도커 막혔다
is "$(paths)" "일기" "are all in the note"
exits 0 "in one operand" "$HALFHOUR" search "막혔다 도커"
is "$(paths)" "일기" "as well"
exits 0 "a phrase" "$HALFHOUR" search '"레이어 캐시"'
is "$(cat "$T/out")" "notes/도커/이미지.md:10: ## 레이어 캐시" "stands in quotes"
exits 0 "a name" "$HALFHOUR" search 이미지 도커/
is "$(paths)" "도커/이미지" "with its folder counts as well"
echo 막혔다 >"$T/words"
search_stdin() {
	"$HALFHOUR" search - <"$T/words"
}
exits 0 "standard input" search_stdin
is "$(paths)" "일기" "may give the words"
exits 3 "a word that is nowhere" "$HALFHOUR" search 도커 없는말
is "$(cat "$T/out")" "" "prints nothing"
like "$(cat "$T/err")" "no note has all of these words" "and says so"

printf '# \341\204\212\341\205\263\341\204\205\341\205\246\341\204\203\341\205\263\r\n' \
	>notes/nfd.md
exits 0 "text of a Mac" "$HALFHOUR" search 쓰레드
is "$(cat "$T/out")" "notes/nfd.md:1: # 쓰레드" "is found, and shown composed"
exits 0 "words of a Mac" "$HALFHOUR" search \
	"$(printf '\341\204\203\341\205\251\341\204\217\341\205\245')"
is "$(paths | head -1)" "도커/이미지" "find composed text"
"$HALFHOUR" log "파이프: 용량" --minutes 5 -k "고래를 보았다" >"$T/log" || exit 1
exits 0 "a day" "$HALFHOUR" search 고래
is "$(paths)" "daily/2026-11-23" "is found, too"
exits 0 "from elsewhere" "$HALFHOUR" -C notes/도커 search 고래
is "$(paths)" "daily/2026-11-23" "all notes are looked at"

# What a reader sees is looked for, not the signs by which it is written.
cat >notes/표기.md <<'END'
shm\_open(3) 다음
fork\(\)와
C\+\+로
AT&amp;T에서
std::`vector`를
&#46020;롱뇽
END
for word in shm_open 'fork()' C++ 'AT&T' std::vector 도롱뇽; do
	exits 0 "$word with signs of Markdown in it" "$HALFHOUR" search "$word"
	like "$(paths)" '^표기$' "is found"
done
exits 0 "an escaped word" env -u NO_COLOR "$HALFHOUR" search AT\&T
is "$(cat "$T/out")" "notes/표기.md:4: AT&amp;T에서" "is shown as it is written"
rm notes/표기.md

# ---- private notes ---------------------------------------------------------

note 비밀 <<'END'
---
private: true
---
고래의 비밀
END
note 열린비밀 <<'END'
---
private: true
고래의 비밀 둘
END
note 사생활 <<'END'
고래와 private: true
END
exits 0 "with a private note" "$HALFHOUR" search 고래
is "$(paths | sort)" "$(printf '%s\n' daily/2026-11-23 사생활 | sort)" \
	"it is left out, even when its front matter is open"
is "$(cat "$T/err")" \
	"halfhour: 2 private notes have it, too; --private shows them" "and counted"
exits 0 "--private" "$HALFHOUR" search --private 고래
is "$(paths | wc -l)" 4 "shows them"
printf -- '---\npublish: false\n---\n# 비밀\n' >notes/비공개.md
exits 3 "only private notes" "$HALFHOUR" --quiet search 비밀
is "$(cat "$T/out")" "" "nothing is shown"
rm notes/비밀.md notes/열린비밀.md notes/사생활.md

# ---- how it is shown -------------------------------------------------------

exits 0 "--json" "$HALFHOUR" search --json 도커 캐시
python3 - "$T/out" >"$T/compare" 2>&1 <<'END'
import json, sys

rows = json.load(open(sys.argv[1], encoding="utf-8"))
assert len(rows) == 1, rows
row = rows[0]
assert list(row) == ["schema", "page", "title", "path", "score", "lines"], row
assert row["schema"] == 1 and row["page"] == "도커/이미지", row
assert row["title"] == "도커 이미지" and row["score"] > 0, row
assert row["path"] == "notes/도커/이미지.md", row
assert [l["line"] for l in row["lines"]] == [2, 6, 8], row
assert row["lines"][1]["text"] == "# 도커 이미지", row
END
is "$(cat "$T/compare")" "" "has the page, its title and lines"
exits 3 "--json without a hit" "$HALFHOUR" search --json 없는말
is "$(cat "$T/out")" "[]" "is an empty list"
for i in 1 2 3 4 5 6 7 8 9; do
	echo "많은 글 $i" >notes/많음$i.md
done
exits 0 "--limit" "$HALFHOUR" search 많은 --limit 4
is "$(paths)" "많음1
많음2
많음3
많음4" "shows so many, equal ones by name"
is "$(cat "$T/err")" "halfhour: 9 notes have it, 4 are shown; --limit N shows more" \
	"and says how many there are"
exits 0 "--quiet" "$HALFHOUR" --quiet search 많은 --limit 4
is "$(cat "$T/err")" "" "does not say so"
rm notes/많음*.md

printf '위험한 \033]0;x\007 글 \033[31m빨강 \342\200\256 \377\n' >notes/위험.md
# terminal COMMAND…: what it puts out there, its escape sequences as text.
terminal() {
	python3 "$TOP/tests/cmd/terminal.py" "$@" -- >"$T/out" 2>"$T/err"
	sed 's/\x1b/ESC/g; s/\r$//' "$T/out" | grep '^.*위험'
}
is "$(terminal env -u NO_COLOR "$HALFHOUR" search 위험한 글)" \
	"ESC[35mnotes/위험.mdESC[m:ESC[36m1ESC[m: ESC[1;32m위험한ESC[m ^[]0;x^G ESC[1;32m글ESC[m ^[[31m빨강 � �" \
	"on a terminal words have colours, and what could steer it is visible"
is "$(terminal "$HALFHOUR" search 위험한)" \
	"notes/위험.md:1: 위험한 ^[]0;x^G 글 ^[[31m빨강 � �" "none with NO_COLOR"
is "$(terminal env -u NO_COLOR "$HALFHOUR" search 위험한 --no-color)" \
	"notes/위험.md:1: 위험한 ^[]0;x^G 글 ^[[31m빨강 � �" "nor with --no-color"
rm notes/위험.md
python3 -c 'print("가" * 5000 + " 도마뱀 " + "나" * 5000)' >notes/길다.md
exits 0 "a very long line" "$HALFHOUR" search 도마뱀
is "$(LC_ALL=C.UTF-8 wc -m <"$T/out")" 178 "is cut around the word"
rm notes/길다.md

# ---- as it is typed ----------------------------------------------------------

printf -- '---\ntags: [리눅스/커널, "c"]\n---\nＤＯＣＫＥＲ로부터도\n' >notes/입력.md
for word in docker ＤＯＣＫＥＲ docker로부터도 "DOCKER까지도 로부터"; do
	exits 0 "$word" "$HALFHOUR" search "$word"
	like "$(cat "$T/out")" '^notes/입력\.md:4: ＤＯＣＫＥＲ로부터도$' \
		"is found, whatever its width and its particles are"
done
for word in '#리눅스' '#리눅스/커널' '#c'; do
	exits 0 "$word" "$HALFHOUR" search "$word"
	like "$(cat "$T/out")" '^notes/입력\.md:2: tags: ' "is found among the tags"
done
"$HALFHOUR" search "#커널" >"$T/out" 2>&1
unlike "$(cat "$T/out")" "입력" "but not by a part that is none"
rm notes/입력.md

# ---- files that are odd ----------------------------------------------------

printf '\357\273\277---\r\ntitle: 보온병\r\n---\r\n글\r\n' >notes/bom.md
printf '보온병' >notes/끝없음.md
printf 'a\000b 보온병\n' >notes/널.md
: >notes/빈글.md
mkdir -p notes/.숨김
echo 보온병 >notes/.숨김/글.md
echo 보온병 >notes/글.txt
exits 0 "odd files" "$HALFHOUR" search 보온병
is "$(paths)" "bom
끝없음
널" "are searched; hidden ones and others are not"
is "$(sed -n 1p "$T/out")" "notes/bom.md:2: title: 보온병" "lines are counted"
ln -s /etc/passwd notes/밖.md
"$HALFHOUR" search root >"$T/out" 2>"$T/err"
is "$(cat "$T/out")" "" "a link out of the wiki is not followed"
rm notes/밖.md
truncate -s 70M notes/크다.md
exits 0 "a file that is too large" "$HALFHOUR" search 보온병
like "$(cat "$T/err")" "^notes/크다\.md: error: .*more than" "is told"
rm notes/크다.md

# ---- what earlier commands have left ---------------------------------------

# loads: whether the library of git is loaded, which takes a while.
loads() {
	LD_DEBUG=files "$HALFHOUR" search 보온병 2>&1 | grep -c 'init: .*libgit2'
}
sleep 2.1 # until the commit of init has not to be looked at again
"$HALFHOUR" list >"$T/out"
is "$(loads)" 0 "with nothing to be finished no repository is opened"
git rev-parse HEAD >.git/MERGE_HEAD
exits 4 "an entry during a merge" "$HALFHOUR" log "도커: 층" --minutes 5
rm .git/MERGE_HEAD
exits 0 "the next search" "$HALFHOUR" search 보온병
is "$(git log -1 --format=%s)" "log: 도커 5m" "commits it"
sleep 2.1
is "$(loads)" 1 "which is looked at again"
is "$(loads)" 0 "and then it is well"
mark=$(grep -l '^index\.lock$' .git/halfhour/held/*)
ln "$mark" .git/index.lock
exits 0 "with a lock that a dead process has left" "$HALFHOUR" search 보온병
ok "it is gone" not test -e .git/index.lock
touch .git/index.lock
is "$(loads)" 0 "a lock of git"
ok "stays" test -e .git/index.lock
rm .git/index.lock
exits 0 "while a timebox runs" "$HALFHOUR" start 도커
is "$(loads)" 1 "it is looked after"
exits 0 "and when it has ended" "$HALFHOUR" cancel
is "$(loads)" 0 "it is not"

exits 2 "no words" "$HALFHOUR" search
exits 2 "only spaces" "$HALFHOUR" search "  "
exits 2 "--limit 0" "$HALFHOUR" search --limit 0 글
mkdir -p "$T/plain/notes"
: >"$T/plain/halfhour.yaml"
echo 보온병 >"$T/plain/notes/글.md"
exits 0 "in no repository" "$HALFHOUR" -C "$T/plain" search 보온병
# ---- lines that end in CR --------------------------------------------------

printf '# 줄끝\r\r첫 줄\r너구리가 있는 줄\r\n끝 줄\n' >notes/줄끝.md
exits 0 "a note with CR at the end of its lines" "$HALFHOUR" search 너구리
like "$(cat "$T/out")" '^notes/줄끝\.md:4: 너구리가 있는 줄$' "has lines all the same"
# ---- notes that are not there -----------------------------------------------

mv notes "$T/away"
for command in check build "search 도커"; do
	# shellcheck disable=SC2086
	exits 1 "$command without notes/" "$HALFHOUR" $command
	like "$(cat "$T/err")" "lacks notes/; 'halfhour init .*git restore notes'\$" \
		"names the ways out"
done
echo 글 >notes
for command in check build "search 도커" "check --json"; do
	# shellcheck disable=SC2086
	exits 1 "$command where notes is a file" "$HALFHOUR" $command
	is "$(cat "$T/err")" \
		"halfhour: notes in $T/wiki is no folder, where the notes are to be; give it another name, and 'git restore notes' brings back what was committed" \
		"names the way out"
	is "$(cat "$T/out")" "" "and prints nothing else"
done
is "$(cat notes)" 글 "the file stays"
rm notes
mv "$T/away" notes
chmod 0 notes
if [ -r notes ]; then
	skip "notes/ that cannot be read" "root reads all"
else
	for command in check build "search 도커"; do
		# shellcheck disable=SC2086
		exits 1 "$command of what cannot be read" "$HALFHOUR" $command
		like "$(cat "$T/err")" \
			"cannot read the folder notes: Permission denied; 'chmod u\+rwx notes' in .*\$" \
			"names the way out"
	done
fi
chmod 755 notes
done_testing
