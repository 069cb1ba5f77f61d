#!/bin/sh
# stop.sh: the timebox ends, its entry is written and committed, once
. "$(dirname "$0")/../lib.sh"

box=.git/halfhour/box
# begin DAY-AND-TIME WORD…: a timebox that begins then, at +09:00.
begin() {
	lib_at=$1
	shift
	env HALFHOUR_NOW="$lib_at+09:00" "$HALFHOUR" start "$@" >"$T/start.log" 2>&1
}
at() {
	HALFHOUR_NOW=$1
}
heading() {
	"$HALFHOUR" list --topic "$1"
}

wiki --lang ko
exits 3 "without a timebox" "$HALFHOUR" stop
like "$(cat "$T/err")" "no timebox is running" "is told"
ok "there is nothing to keep" test ! -d .git/halfhour/drafts
exits 3 "with texts" "$HALFHOUR" stop -b - -k "남길 것" -t "해볼 것" <<'END2'
긴 본문
END2
is "$(sed 1,2d "$(sed -n 's/.*kept in //p' "$T/err")")" "긴 본문

### KEEP

- 남길 것

### TRY

- 해볼 것" "they are kept"
# kept ARG…: the draft of texts that are refused.
kept() {
	"$HALFHOUR" stop "$@" >"$T/out" 2>"$T/err"
	sed -n 's/^- //p' "$(sed -n 's/.*your text is kept in //p' "$T/err")"
}
is "$(kept --cap 10 -k "하나" --keep-all -t "둘")" "하나
둘" "two options that exclude each other lose no text"
is "$(kept -k "하나" --cpa 10 -t "둘")" "하나
둘" "nor does one that there is not"
is "$(kept --discard -t "둘")" "둘" "nor texts that nothing would be written of"
"$HALFHOUR" start 도커 --minutes 30 >"$T/log" 2>&1
is "$(kept -k "하나" -p " " -t "둘")" "하나
둘" "nor an empty one beside them"
like "$(cat "$T/err")" "the timebox runs on; your text is kept" "the timebox runs on"
"$HALFHOUR" cancel >"$T/log" 2>&1

# ---- the entry -------------------------------------------------------------

at 2026-11-23T21:28:00+09:00
ok "a timebox" begin 2026-11-23T21:00:00 "도커: 레이어 캐시"
ok "a line" "$HALFHOUR" add "레이어는 쌓인다" -k "작게 시작했다"
printf '본문\n' >"$T/piped"
is "$({
	"$HALFHOUR" stop -b - -k "" >"$T/log" 2>&1
	cat
} <"$T/piped")" "본문" "before an empty KEEP is refused, nothing is read"
ok "and the timebox runs on" test -f .git/halfhour/box
exits 2 "two texts from one standard input" "$HALFHOUR" stop -b - -p - \
	</dev/null
like "$(cat "$T/err")" "- stands in 2 places.*the timebox runs on" "are refused"
exits 0 "stop" "$HALFHOUR" stop -b - -b "그래서 순서를 바꾼다." -k "끝냈다" \
	-p "늦었다" -t "overlayfs를 읽는다 #도커" <<'END2'
캐시는 위에서부터 깨진다.
END2
oid=$(git rev-parse --short=7 HEAD)
is "$(cat "$T/out")" "2026-11-23 21:00–21:28 도커: 레이어 캐시 (28 min) → notes/daily/2026-11-23.md [$oid]" \
	"is one line"
is "$(sed 's/\^t.*/^t/' notes/daily/2026-11-23.md)" "# 2026-11-23

## 리뷰

### 21:00–21:28 도커: 레이어 캐시

레이어는 쌓인다

캐시는 위에서부터 깨진다.

그래서 순서를 바꾼다.

## 회고

### KEEP

- 작게 시작했다
- 끝냈다

### PROBLEM

- 늦었다

### TRY

- [ ] overlayfs를 읽는다 #도커 ^t" "what was added, then what was given"
is "$(git log -1 --format=%B)" "log: 도커 28m

Halfhour-Day: 2026-11-23
Halfhour-Entry: 21:00–21:28 도커: 레이어 캐시
Halfhour-Minutes: 28" "the commit says the same"
is "$(git log -1 --format=%aI)" "2026-11-23T21:28:00+09:00" "at its end"
ok "the timebox is gone" not test -e "$box"
exits 3 "a second stop" "$HALFHOUR" stop
is "$(git status --porcelain)" "" "nothing is left over"

# ---- over time -------------------------------------------------------------

at 2026-11-23T22:42:30+09:00
ok "forgotten" begin 2026-11-23T22:00:00 "넘김"
exits 0 "without a terminal" "$HALFHOUR" stop </dev/null
like "$(cat "$T/out")" "22:00–22:30 넘김 \(30 min\)" "the planned time is written"
is "$(cat "$T/err")" "halfhour: +12:30 over 30 min is not written; --keep-all writes it" \
	"and what is not is told"
ok "again" begin 2026-11-23T22:00:00 "모두"
exits 0 "--keep-all" "$HALFHOUR" stop --keep-all </dev/null
like "$(cat "$T/out")" "22:00–22:43 모두 \(43 min\)" "rounded to the nearest"
ok "again" begin 2026-11-23T22:00:00 "줄임"
exits 0 "--cap" "$HALFHOUR" stop --cap 35 </dev/null
like "$(cat "$T/out")" "22:00–22:35 줄임 \(35 min\)" "is a ceiling"
ok "again" begin 2026-11-23T22:30:00 "짧음"
exits 0 "--cap above it" "$HALFHOUR" stop --cap 35 </dev/null
like "$(cat "$T/out")" "22:30–22:43 짧음 \(13 min\)" "adds nothing"
ok "again" begin 2026-11-23T22:42:25 "잠깐"
exits 0 "five seconds" "$HALFHOUR" stop
like "$(cat "$T/out")" "22:42–22:43 잠깐 \(1 min\)" "are a minute"
ok "a week ago" begin 2026-11-16T22:00:00 "지난주"
exits 2 "--keep-all of a week" "$HALFHOUR" stop --keep-all
like "$(cat "$T/err")" "[0-9]+ minutes are more than twelve hours, .*; give --cap N" "is refused"
exits 0 "but a cap" "$HALFHOUR" stop --cap 25
like "$(cat "$T/out")" "^2026-11-16 22:00–22:25 지난주" "goes to its day"
# Twelve hours are the most that can be read back.
ok "overnight" begin 2026-11-23T09:42:30 "밤샘"
exits 2 "--keep-all of thirteen hours" "$HALFHOUR" stop --keep-all
like "$(cat "$T/err")" "^halfhour: --keep-all: 780 minutes are more than twelve hours" \
	"says why not"
exits 2 "--cap of more" "$HALFHOUR" stop --cap 721
like "$(cat "$T/err")" "^halfhour: --cap: 721 minutes are more than twelve hours" \
	"says why not"
exits 0 "and it runs" "$HALFHOUR" status
exits 0 "--cap of twelve hours" "$HALFHOUR" stop --cap 720
like "$(cat "$T/out")" "09:42–21:42 밤샘 \(720 min\)" "is written"
ok "overnight" begin 2026-11-23T09:42:30 "밤샘 버림"
exits 0 "to discard it" "$HALFHOUR" stop --discard
like "$(cat "$(sed -n 's/.*kept in //p' "$T/out")")" "밤샘 버림" "keeps a draft"
ok "again" begin 2026-11-23T22:00:00 "버림"
ok "a line" "$HALFHOUR" add "글은 남는다"
head=$(git rev-parse HEAD)
exits 2 "--discard with a text" "$HALFHOUR" stop --discard -k "글"
exits 0 "--discard" "$HALFHOUR" stop --discard
is "$(git rev-parse HEAD)" "$head" "commits nothing"
like "$(cat "$(sed -n 's/.*kept in //p' "$T/out")")" "글은 남는다" "keeps a draft"
ok "again" begin 2026-11-23T22:00:00 "하나만"
exits 2 "two of them" "$HALFHOUR" stop --cap 5 --keep-all
exits 2 "a word" "$HALFHOUR" stop 도커
exits 2 "an empty KEEP" "$HALFHOUR" stop --cap 5 -k ""
exits 2 "a heading in the body" "$HALFHOUR" stop --cap 5 -b "## 회고"
like "$(cat "$T/err")" "the timebox runs on" "is told"
exits 0 "and it runs" "$HALFHOUR" status
ok "it ends" "$HALFHOUR" stop --cap 5

# On a terminal it asks. ask KEYS [OPTION…]: what is typed, and its answer.
cat >"$T/ask.py" <<'END2'
import os, pty, select, sys, time
pid, fd = pty.fork()
if pid == 0:
    os.execv(os.environ['HALFHOUR'], ['halfhour', 'stop'] + sys.argv[2:])
out, keys, end = b'', sys.argv[1].encode(), time.time() + 20
while time.time() < end:
    if keys and (b': ' in out[-3:] or b'] ' in out[-3:]):
        line, _, keys = keys.partition(b'/')
        os.write(fd, line + (b'' if line == b'\x04' else b'\n') if line
                 else b'\n')
        out += b'|'
    if select.select([fd], [], [], 0.1)[0]:
        try:
            got = os.read(fd, 65536)
        except OSError:
            break
        if not got:
            break
        out += got
sys.stdout.write(out.decode().replace('\r', ''))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
END2
if python3 -c 'import pty' 2>/dev/null; then
	at 2026-11-23T23:42:30+09:00
	for way in "/:30" "c:30" "k:43" "20:20" "99:43" "뭐/12:12"; do
		want=${way##*:}
		ok "again" begin 2026-11-23T23:00:00 "물음 $want"
		exits 0 "the answer '${way%:*}'" python3 "$T/ask.py" "${way%:*}"
		like "$(cat "$T/out")" "\+12:30 over 30 min\. \[k\]eep all 43 min" \
			"it asks"
		like "$(cat "$T/out")" "물음 $want \($want min\)" "is $want minutes"
	done
	ok "again" begin 2026-11-23T23:00:00 "물음"
	exits 1 "no answer" python3 "$T/ask.py" "$(printf '\004')"
	like "$(cat "$T/out")" "runs on; 'halfhour stop --cap N', '--keep-all' or" \
		"ends nothing"
	exits 0 "d" python3 "$T/ask.py" d
	like "$(cat "$T/out")" "not written; kept in" "discards"
	exits 3 "and none runs" "$HALFHOUR" status
	ok "thirteen hours" begin 2026-11-23T10:00:00 "긴 것"
	exits 1 "no answer" python3 "$T/ask.py" "$(printf '\004')"
	like "$(cat "$T/out")" "runs on; 'halfhour stop --cap N' or '--discard'" \
		"what would be refused is not advised"
	exits 0 "d" python3 "$T/ask.py" d
	ok "again" begin 2026-11-23T23:00:00 "버리는 것"
	ok "with lines" "$HALFHOUR" add "먼저 쓴 줄" -k "먼저 것"
	exits 0 "d, with texts" python3 "$T/ask.py" d -b "본문 글" -b "둘째" \
		-k "남길 것" -p "막힌 것" -t "해볼 것"
	is "$(sed 1,2d "$(sed -n 's/.*kept in //p' "$T/out")")" \
		"### 23:00–23:43 버리는 것

먼저 쓴 줄

본문 글

둘째

### KEEP

- 먼저 것
- 남길 것

### PROBLEM

- 막힌 것

### TRY

- 해볼 것" "the draft has them behind the lines"
	exits 3 "and none runs" "$HALFHOUR" status
	ok "overnight" begin 2026-11-23T10:42:00 "물음 긴 밤"
	exits 0 "the answer k after thirteen hours, then 700" \
		python3 "$T/ask.py" k/700
	like "$(cat "$T/out")" \
		"over 30 min\. an entry has twelve hours at most: \[c\]ap at 30" \
		"k is not offered"
	like "$(cat "$T/out")" "물음 긴 밤 \(700 min\)" "and not taken"
else
	skip "a terminal" "there is no pty module"
fi

# ---- an editor -------------------------------------------------------------

# editor LINES: a program that is an editor.
editor() {
	printf '#!/bin/sh\n%s\n' "$1" >"$T/an editor"
	chmod +x "$T/an editor"
	# The shell that runs it takes it apart, as git's does.
	# shellcheck disable=SC2089
	EDITOR="'$T/an editor' --wait"
	# shellcheck disable=SC2090
	export EDITOR
}
at 2026-11-23T20:20:00+09:00
# shellcheck disable=SC2016
editor 'cp "$2" "$T/seen"; sed -i -e "s/쌓인다/쌓이고 나뉜다/" \
	-e "s/^### TRY/&\n\n- [ ] 다시 읽는다 #도커/" "$2"'
ok "a timebox" begin 2026-11-23T20:00:00 "편집: 하나"
ok "with lines" "$HALFHOUR" add "레이어는 쌓인다" -k "작게"
exits 0 "--edit" "$HALFHOUR" stop --edit -t "먼저 것"
is "$(cat "$T/seen")" "### 20:00–20:20 편집: 하나

레이어는 쌓인다

### KEEP

- 작게

### PROBLEM

- 

### TRY

- 먼저 것" "shows all of it"
is "$(cat "$T/err")" "" "and says nothing"
day=notes/daily/2026-11-23.md
ok "what was changed is written" grep -qx "레이어는 쌓이고 나뉜다" "$day"
ok "and a TRY more" grep -q "^- \[ \] 다시 읽는다 #도커 ^t" "$day"
ok "beside the first" grep -q "^- \[ \] 먼저 것 ^t" "$day"
is "$(find .git/halfhour/drafts -name 'stop-*' | wc -l | tr -d ' ')" 0 \
	"the file is gone"
# shellcheck disable=SC2016
editor 'sed -i -e "s/20:00–20:20/19:50–20:15/" -e "1i 글" "$2"'
ok "again" begin 2026-11-23T20:00:00 "편집: 둘"
exits 0 "with text that is no entry" "$HALFHOUR" stop --edit
like "$(cat "$T/out")" "19:50–20:15 편집: 둘 \(25 min\)" "the times are taken"
kept=$(sed -n 's/.*kept in \([^,]*\), because .*/\1/p' "$T/err")
ok "and the text is kept" grep -q "^글$" "$kept"
for way in "# 오늘은 힘들었다" "# 2026-11-23 힘든 날"; do
	# shellcheck disable=SC2016
	editor 'sed -i "1i '"$way"'\n" "$2"'
	ok "again" begin 2026-11-23T20:00:00 "편집: 머리"
	exits 0 "with a heading that says something" "$HALFHOUR" stop --edit
	kept=$(sed -n 's/.*kept in \([^,]*\), because .*/\1/p' "$T/err")
	ok "$way is kept, or in the day" grep -qxF "$way" \
		"${kept:-/dev/null}" "$day"
done
# shellcheck disable=SC2016
editor 'sed -i -e "1i # 2026-11-23\n\n## 리뷰\n" -e "s/^### KEEP/## 회고\n\n&/" "$2"'
ok "again" begin 2026-11-23T20:00:00 "편집: 꼴"
exits 0 "with the headings of a day" "$HALFHOUR" stop --edit
is "$(cat "$T/err")" "" "nothing is missing"
# Text typed below the bullet that waits for it, as it comes and set in.
for way in "아래에 쓴 것" "  들여 쓴 것" "\t탭으로 쓴 것" "두 줄로\n쓴 것"; do
	# shellcheck disable=SC2016
	editor 'sed -i "/^### TRY/,\$s/^- \$/&\n'"$way"'/" "$2"'
	ok "again" begin 2026-11-23T20:00:00 "편집: 아래 $way"
	exits 0 "a TRY below its bullet" "$HALFHOUR" stop --edit
	unlike "$(cat "$T/err")" "is kept" "is not said to be missing"
	ok "and is not" grep -q "^- \[ \] $(printf %b "$way" | sed 's/^[ 	]*//' |
		tr '\n' ' ') *^t" "$day"
done
is "$(find .git/halfhour/drafts -name 'stop-*' -newer "$kept" | wc -l |
	tr -d ' ')" 0 "no draft is left of it"
# What `stop` writes of an item is what it writes after an editor that changes
# nothing.
# shellcheck disable=SC2016 # a fence of Markdown
item="$(printf '그대로 두기\n\n- 까닭 하나\n  - 더 깊은 까닭\n\n  ```sh\n  ls  -l\n  ```\n- 까닭 둘')"
tight="$(printf '붙여 쓰기\n- 바로 아래')"
for edit in "" --edit; do
	editor :
	on=2026-11-20
	[ -z "$edit" ] || on=2026-11-21
	at ${on}T20:20:00+09:00
	ok "a timebox${edit:+, to be edited}" begin ${on}T20:00:00 "여러 줄"
	ok "with items of several lines" "$HALFHOUR" add -k "$item" \
		-p "$tight" -t "$item"
	exits 0 "stop $edit" "$HALFHOUR" stop $edit
	is "$(cat "$T/err")" "" "says nothing"
	sed -e 1d -e 's/\^t.*/^t/' notes/daily/$on.md \
		>"$T/several$edit"
done
same "$T/several--edit" "$T/several" "an item of several lines goes through an editor"
ok "all of it" grep -q "^    - 더 깊은 까닭$" "$T/several--edit"
at 2026-11-23T20:20:00+09:00
ok "again" begin 2026-11-23T20:00:00 "편집: 셋"
for list in KEEP PROBLEM TRY; do
	# shellcheck disable=SC2016
	editor 'sed -i "s/^### '"$list"'/&\n\n- [x] 이미 한 것/" "$2"'
	exits 2 "a $list that is ticked" "$HALFHOUR" stop --edit
	like "$(cat "$T/err")" "the $list \"이미 한 것\" is ticked.*kept in \.git/.*; the timebox runs on" \
		"is refused, as log does"
	ok "and kept" grep -q "^- \[x\] 이미 한 것" \
		".git/halfhour/$(sed -n 's/.*halfhour\/\(drafts\/[^ ;]*\); the .*/\1/p' "$T/err")"
done
# shellcheck disable=SC2016
for way in 'exit 1' 'kill -9 $$' ': >"$2"' 'echo "### 둘째" >>"$2"' \
	'printf "\377" >>"$2"' 'sed -i "s/편집/..\/편집/" "$2"'; do
	editor "$way"
	"$HALFHOUR" stop --edit >"$T/out" 2>"$T/err"
	isnt $? 0 "an editor that does: $way"
	like "$(cat "$T/err")" "kept in \.git/.*; the timebox runs on" \
		"ends nothing and loses nothing"
done
exits 0 "it runs" "$HALFHOUR" status
# Times that `log` would not take.
for heading in "23:00–23:50 편집" "20:00–19:00 편집" "20:00–08:10 편집" "20:00 편집" \
	"편집"; do
	# shellcheck disable=SC2016
	editor 'sed -i "s/^### 20.*/### '"$heading"'/; s/^### KEEP/고친 글\n\n&/" "$2"'
	exits 2 "an editor that makes of it: $heading" "$HALFHOUR" stop --edit
	like "$(cat "$T/err")" "kept in \.git/.*; the timebox runs on" \
		"ends nothing"
	ok "and loses nothing" grep -q "고친 글" \
		".git/halfhour/$(sed -n 's/.*halfhour\/\(drafts\/[^ ;]*\); the .*/\1/p' "$T/err")"
done
# shellcheck disable=SC2016
editor 'sed -i "s/^### 20.*/### 19:00–19:20 편집/" "$2"'
exits 0 "an earlier time" "$HALFHOUR" stop --edit
like "$(cat "$T/out")" "19:00–19:20 편집 \(20 min\)" "is taken"
is "$(git log -1 --format=%ad --date=format:%H:%M)" 19:20 \
	"and the commit has it, too"
ok "again" begin 2026-11-23T20:00:00 "편집: 넷"
ok "and ends" "$HALFHOUR" cancel --quiet

# The editor is open, and in another terminal one goes on.
ok "again" begin 2026-11-23T20:00:00 "편집: 넷"
ok "with lines" "$HALFHOUR" add "첫째" -k "작게"
# shellcheck disable=SC2016
editor 'cp "$2" "$T/seen"; sed -i "s/첫째/첫째를 고쳤다/" "$2"
	"$HALFHOUR" add "둘째" && "$HALFHOUR" add -k "끝냈다" -t "더 읽는다"'
exits 0 "lines are added meanwhile" "$HALFHOUR" stop --edit
unlike "$(cat "$T/seen")" "둘째" "which the editor does not show"
is "$(grep -A 4 '편집: 넷$' "$day")" "### 20:00–20:20 편집: 넷

첫째를 고쳤다

둘째" "they come behind the text"
ok "and behind the KEEP" grep -qx -- "- 끝냈다" "$day"
ok "and are a TRY" grep -q "^- \[ \] 더 읽는다 ^t" "$day"
exits 3 "the timebox has ended" "$HALFHOUR" status
is "$(find .git/halfhour/drafts -newer "$T/seen" -name 'stop-*')" "" \
	"the file is gone"

# ended CODE WORDS…: the timebox is ended while the editor is open, by these
# words of its script.
ended() {
	ok "again" begin 2026-11-23T20:00:00 "편집: 다섯"
	# shellcheck disable=SC2016
	editor 'echo "열린 편집기의 글" >>"$2"; '"$2"
	commits=$(git rev-list --count HEAD)
	exits "$1" "while the editor is open: $2" "$HALFHOUR" stop --edit
	left=$(sed -n 's/.*; the text is kept in \(\.git[^;]*\)$/\1/p' "$T/err")
	ok "the text is kept" grep -q "열린 편집기의 글" "${left:-/dev/null}"
}
why="nothing is written: the timebox was ended while the editor was open"
# shellcheck disable=SC2016
ended 4 '"$HALFHOUR" stop'
like "$(cat "$T/err")" "^halfhour: $why" "is told"
is "$(git rev-list --count HEAD)" $((commits + 1)) "it is written once"
exits 3 "and has ended" "$HALFHOUR" status
# shellcheck disable=SC2016
ended 4 '"$HALFHOUR" cancel'
like "$(cat "$T/err")" "^halfhour: $why" "is told"
is "$(git rev-list --count HEAD)" "$commits" "it is written by nobody"
# shellcheck disable=SC2016
ended 4 '"$HALFHOUR" cancel; "$HALFHOUR" start "다른 것"'
is "$(git rev-list --count HEAD)" "$commits" "nor is the other one"
exits 0 "which runs on" "$HALFHOUR" status
like "$(cat "$T/out")" "다른 것" "as it was"
ok "and ends" "$HALFHOUR" cancel --quiet
# shellcheck disable=SC2016
ended 1 '"$HALFHOUR" stop; exit 1'
is "$(git rev-list --count HEAD)" $((commits + 1)) "it is written once"
ok "again" begin 2026-11-23T20:00:00 "편집: 여섯"
# shellcheck disable=SC2016
editor 'sed -i "s/^lines 1/lines 0/; /^text/,/^줄/d" .git/halfhour/box'
ok "with a line" "$HALFHOUR" add "줄"
exits 4 "the timebox is changed by hand meanwhile" "$HALFHOUR" stop --edit
like "$(cat "$T/err")" "was changed while .*; the timebox runs on$" "is told"

# shellcheck disable=SC2016
editor 'echo "죽은 편집기의 글" >>"$2"; kill -9 "$(cut -d" " -f4 /proc/$PPID/stat)"'
"$HALFHOUR" stop --edit >"$T/out" 2>"$T/err"
is $? 137 "halfhour is killed while the editor is open"
editor 'exit 1'
exits 1 "the next one" "$HALFHOUR" stop --edit
left=$(sed -n 's/.*an earlier editor .* its text in //p' "$T/err")
like "$(cat "${left:-/dev/null}")" "죽은 편집기의 글" "says where its text is"
EDITOR=/없는/편집기
exits 1 "an editor that there is not" "$HALFHOUR" stop --edit
unset EDITOR
exits 0 "it runs" "$HALFHOUR" status
ok "and ends" "$HALFHOUR" stop

# ---- time ------------------------------------------------------------------

at 2026-11-24T00:15:00+09:00
ok "over midnight" begin 2026-11-23T23:50:00 "자정"
exits 0 "stop" "$HALFHOUR" stop
like "$(cat "$T/out")" "^2026-11-23 23:50–00:15 자정" "is of the day it began"
at 2026-11-24T04:10:00+09:00
ok "over the end of a study day" begin 2026-11-24T03:50:00 "새벽"
exits 0 "stop" "$HALFHOUR" stop
like "$(cat "$T/out")" "^2026-11-23 03:50–04:10 새벽" "too"
ok "after it" begin 2026-11-24T04:00:00 "아침"
exits 0 "stop" "$HALFHOUR" stop
like "$(cat "$T/out")" "^2026-11-24 04:00–04:10 아침" "is of the next"

ok "before a flight" begin 2026-11-24T10:00:00 "여행"
at 2026-11-23T20:20:00-05:00
exits 0 "behind the ocean" "$HALFHOUR" stop
like "$(cat "$T/out")" "^2026-11-24 10:00–10:20 여행 \(20 min\)" \
	"it began where it began"
HALFHOUR_NOW=2026-03-08T01:50:00-05:00 "$HALFHOUR" start "봄" >/dev/null
at 2026-03-08T03:15:00-04:00
exits 0 "over the hour that spring skips" "$HALFHOUR" stop
like "$(cat "$T/out")" "01:50–02:15 봄 \(25 min\)" "25 minutes are 25"
HALFHOUR_NOW=2026-11-01T01:50:00-04:00 "$HALFHOUR" start "가을" >/dev/null
at 2026-11-01T01:15:00-05:00
exits 0 "over the hour that autumn has twice" "$HALFHOUR" stop
like "$(cat "$T/out")" "01:50–02:15 가을 \(25 min\)" "so they are"

at 2026-11-24T11:00:00+09:00
ok "a clock" begin 2026-11-24T11:30:00 "시계"
exits 4 "that was set back" "$HALFHOUR" stop
like "$(cat "$T/err")" "it is 2026-11-24T11:00, but .* 2026-11-24T11:30.*--cap N" \
	"is told, with a way out"
exits 0 "which is" "$HALFHOUR" stop --cap 15
like "$(cat "$T/out")" "11:30–11:45 시계 \(15 min\)" "the minutes"

# The real clock and the real zone, in a gap and in a fold of it.
unset HALFHOUR_NOW
ok "in Seoul" env TZ=Asia/Seoul "$HALFHOUR" start "이동" --at -12m --quiet
exits 0 "stopped in New York" env TZ=America/New_York "$HALFHOUR" stop
like "$(cat "$T/out")" "이동 \(12 min\)" "is as long"
ok "asleep" "$HALFHOUR" start "잠" --at -20m --quiet
read -r boot here asleep <<EOF
$(sed -n 's/^boot //p' "$box")
EOF
if [ "$here" -gt 3600000 ] 2>/dev/null; then
	sed -i "s/^boot .*/boot $boot $here $((asleep + 600000))/" "$box"
	cp "$box" "$T/asleep"
	exits 0 "for ten minutes, and nobody to ask" "$HALFHOUR" stop </dev/null
	like "$(cat "$T/out")" "잠 \(20 min\)" "nothing is subtracted"
	like "$(cat "$T/err")" "the machine slept (10:00|9:5[0-9]) of it" "it is told"
	if python3 -c 'import pty' 2>/dev/null; then
		cp "$T/asleep" "$box"
		exits 0 "yes" python3 "$T/ask.py" y
		like "$(cat "$T/out")" "잠 \(10 min\)" "it is"
	fi
	rm -f "$box"
else
	skip "asleep" "this machine has just booted"
	rm -f "$box"
fi

# ---- saved, and once -------------------------------------------------------

HALFHOUR_NOW=2026-11-25T21:20:00+09:00
export HALFHOUR_NOW
ok "a timebox" begin 2026-11-25T21:00:00 "병합"
git rev-parse HEAD >.git/MERGE_HEAD
exits 4 "during a merge" "$HALFHOUR" stop -k "저장"
like "$(cat "$T/err")" "saved, not committed" "is saved"
unlike "$(cat "$T/err")" "runs on" "and over"
exits 3 "it runs no more" "$HALFHOUR" status
ok "the next one begins" begin 2026-11-25T21:10:00 "다음"
rm .git/MERGE_HEAD
exits 0 "then" "$HALFHOUR" stop
is "$(git log -2 --format=%s)" "log: 다음 10m
log: 병합 20m" "both are committed"
is "$(git status --porcelain)" "" "whole"

# Killed at each call that changes the disk: the entry is there once, whatever
# the next command is, and no text is lost.
sweep() {
	kinds=$1
	n=1
	while [ "$n" -le 60 ]; do
		ok_begin=$(begin 2026-11-25T21:00:00 "죽음 $kinds $n" && echo yes)
		[ -n "$ok_begin" ] || { echo "start failed at $kinds $n"; return; }
		"$HALFHOUR" add "줄 $kinds $n" --quiet || echo "add $kinds $n"
		strace -f -qq -o "$T/trace" -e trace="$kinds" \
			-e inject="$kinds:signal=KILL:when=$n" \
			"$HALFHOUR" stop -k "끝 $kinds $n" >"$T/out" 2>"$T/err"
		rc=$?
		"$HALFHOUR" stop -k "끝 $kinds $n" >/dev/null 2>&1
		[ -e "$box" ] && echo "the box is left at $kinds $n"
		[ "$(grep -c "^줄 $kinds $n\$" notes/daily/2026-11-25.md)" = 1 ] ||
			echo "the line at $kinds $n is not there once"
		[ "$(grep -c "^- 끝 $kinds $n\$" notes/daily/2026-11-25.md)" = 1 ] ||
			echo "the KEEP at $kinds $n is not there once"
		[ "$rc" = 137 ] || break
		n=$((n + 1))
	done
	echo "$n" >"$T/swept"
}
# Not with sanitizers: they and strace are in each other's way.
if [ "${HALFHOUR#*san/}" = "$HALFHOUR" ] && command -v strace >/dev/null &&
	strace -qq -o /dev/null -e inject=getpid:signal=KILL:when=99 true 2>/dev/null
then
	for kinds in fsync renameat unlinkat openat2 mkdirat; do
		is "$(sweep "$kinds")" "" "killed at each $kinds"
		ok "there were some" test "$(cat "$T/swept")" -gt 1
	done
	is "$(git status --porcelain)" "" "all of it is committed"
	ok "git fsck" git fsck --strict
else
	skip "killed at each call" "there is no strace that can"
fi

# ---- what is told ----------------------------------------------------------

ok "a timebox" begin 2026-11-21T20:00:00 "잊음"
exits 0 "is stopped days later" "$HALFHOUR" stop
like "$(cat "$T/err")" "over 30 min is not written; an entry has twelve hours" \
	"what is not written"
unlike "$(cat "$T/err")" "keep-all" "no way is told that is refused"

if [ "$(id -u)" -ne 0 ]; then
	ok "a timebox" begin 2026-11-23T20:00:00 "남은 상자"
	chmod 500 .git/halfhour
	exits 1 "whose file cannot be removed" "$HALFHOUR" stop
	chmod 700 .git/halfhour
	like "$(cat "$T/err")" "saved, not committed" "is saved"
	unlike "$(cat "$T/err")" "runs on" "and does not run on"
	exits 0 "the next command" "$HALFHOUR" list
	like "$(cat "$T/out")" "남은 상자" "shows its entry"
else
	skip "a box that cannot be removed" "root removes everything"
fi

done_testing
