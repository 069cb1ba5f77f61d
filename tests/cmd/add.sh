#!/bin/sh
# add.sh: lines into the running timebox
. "$(dirname "$0")/../lib.sh"

box=.git/halfhour/box
wiki --lang ko
exits 3 "without a timebox" "$HALFHOUR" add "레이어"
like "$(cat "$T/err")" "no timebox is running; 'halfhour start TOPIC'" \
	"says how to begin"
# kept: the draft that the last message names.
kept() {
	cat "$(sed -n 's/.*your text is kept in //p' "$T/err")"
}
is "$(kept)" "# 2026-11-23

레이어" "and keeps the text"
exits 3 "a bullet is no option" "$HALFHOUR" add "- 목록" "-	탭" "-　넓은 빈칸"
is "$(kept)" "# 2026-11-23

- 목록 -	탭 -　넓은 빈칸" "but text"
exits 2 "an empty KEEP" "$HALFHOUR" add "배운 것" -k " " -t "또 하기"
is "$(kept)" "# 2026-11-23

배운 것

### TRY

- 또 하기" "loses none of the others"
exits 2 "nor does an option that there is not" "$HALFHOUR" add 두 낱말 --kep "글" -t "그 뒤"
like "$(kept)" "^두 낱말 글$" "the words"
like "$(kept)" "^- 그 뒤$" "and the TRY"
exits 2 "a letter is one" "$HALFHOUR" add "-목록"
like "$(cat "$T/err")" "there is no option -목" "and there is none of that name"
printf '첫 줄\n\n둘째 줄\n' >"$T/in"
exits 3 "a text from standard input" "$HALFHOUR" add - -k "작게" -t "다시" \
	<"$T/in"
is "$(kept)" "# 2026-11-23

첫 줄

둘째 줄

### KEEP

- 작게

### TRY

- 다시" "is kept, all of it"
is "$({
	"$HALFHOUR" add - -k "" >"$T/log" 2>&1
	cat
} <"$T/in")" "$(cat "$T/in")" "before an empty KEEP is refused, nothing is read"
ok "a timebox" env HALFHOUR_NOW=2026-11-23T21:00:00+09:00 "$HALFHOUR" start \
	"도커: 레이어" --minutes 45

exits 0 "a line" "$HALFHOUR" add "레이어는 쌓인다"
is "$(cat "$T/out")" "도커: 레이어: 1 added, 17:00 left" "is counted"
exits 0 "without quotes" "$HALFHOUR" add 캐시는 위에서부터 깨진다
exits 0 "several at once" "$HALFHOUR" add -k "작게 시작했다" -p "늦게 시작했다" \
	-t "overlayfs를 읽는다 #도커" -t "내일 한다"
is "$(cat "$T/out")" "도커: 레이어: 6 added, 17:00 left" "are counted"
echo '```
docker history
```' >"$T/in"
exits 0 "from standard input" "$HALFHOUR" add - --quiet <"$T/in"
is "$(cat "$T/out")" "" "--quiet"
echo "  이것도 해 본다  " >"$T/in"
exits 0 "a TRY from there" "$HALFHOUR" add -t - <"$T/in"
exits 0 "what looks like an option" "$HALFHOUR" add -- "--json은 출력이다"
head -c 10240 /dev/zero | tr '\0' x >"$T/long"
exits 0 "10 kB in one line" "$HALFHOUR" add - <"$T/long"
exits 0 "emoji and marks" "$HALFHOUR" add "👩‍👩‍👧 é 각"

before=$(cat "$box")
exits 2 "nothing" "$HALFHOUR" add
exits 2 "white space" "$HALFHOUR" add "  "
exits 2 "two texts from one standard input" "$HALFHOUR" add - -k - <"$T/in"
exits 2 "an empty KEEP" "$HALFHOUR" add -k ""
exits 2 "not UTF-8" "$HALFHOUR" add "$(printf '\377')"
printf 'a\0b' >"$T/in"
exits 1 "a NUL" "$HALFHOUR" add - <"$T/in"
exits 2 "a heading of another entry" "$HALFHOUR" add "### 21:00–21:30 가짜"
like "$(cat "$T/err")" "line 1 of the text is a heading" "is told at its line"
like "$(kept)" "^### 21:00–21:30 가짜$" "and kept"
is "$(cat "$box")" "$before" "none of it changed the timebox"

exits 0 "it is all written" "$HALFHOUR" stop
day=notes/daily/2026-11-23.md
tr -d x <"$day" >"$T/day"
cat >"$T/want" <<'END2'
# 2026-11-23

## 리뷰

### 21:00–21:28 도커: 레이어

레이어는 쌓인다

캐시는 위에서부터 깨진다

```
docker history
```

--json은 출력이다



👩‍👩‍👧 é 각

## 회고

### KEEP

- 작게 시작했다

### PROBLEM

- 늦게 시작했다

### TRY

END2
sed '/^- \[ \]/d' "$T/day" >"$T/got"
same "$T/got" "$T/want" "as it was typed, in order"
is "$(grep -c '^- \[ \] .* ^t[0-9a-z]*$' "$day")" 3 "three tries have ids"
is "$(git log --format=%s -1)" "log: 도커 28m" "in one commit"
is "$(git status --porcelain)" "" "and nothing else"

# Eight at once.
ok "another" "$HALFHOUR" start "동시에"
for i in 1 2 3 4 5 6 7 8; do
	"$HALFHOUR" add "줄 $i" --quiet &
done
wait
is "$(grep -c '^줄 ' "$box")" 8 "eight at once are eight lines"

# One that another holds, as an editor of 'stop --edit' does.
printf '기다린 글\n' >"$T/in"
exits 5 "while another is at work on it" flock .git/halfhour/box.lock \
	"$HALFHOUR" add - <"$T/in"
like "$(kept)" "^기다린 글$" "the text is kept"

# A damaged one: its bytes are kept, and the way is free.
sed -i 's/^minutes .*/minutes many/' "$box"
cp "$box" "$T/damaged"
exits 1 "a damaged timebox" "$HALFHOUR" add "또"
like "$(cat "$T/err")" "kept in \.git/halfhour/drafts/2026.*\.box" "is told"
ok "its file is moved" not test -e "$box"
same .git/halfhour/drafts/*.box "$T/damaged" "byte for byte"
exits 0 "and a new one" "$HALFHOUR" start "다시"

# One that cannot be read, because an earlier halfhour let it grow.
truncate -s 65M "$box"
exits 1 "a timebox larger than any day" "$HALFHOUR" stop
like "$(cat "$T/err")" "kept in \.git/halfhour/drafts/2026.*\.box" \
	"is moved away like a damaged one"
ok "with all of it" test "$(find .git/halfhour/drafts -name '*.box' -size 65M |
	wc -l)" -eq 1
exits 0 "and a new one" "$HALFHOUR" start "큰 글"

# ---- more than a day can hold ------------------------------------------------

yes '한 줄의 글' | head -n 266000 >"$T/in"
for i in 1 2 3 4; do
	exits 0 "4 MB, $i of 4" "$HALFHOUR" add - <"$T/in"
done
cp "$box" "$T/before"
yes '넘치는 글' | head -n 285000 >"$T/in"
exits 1 "more than 16 MiB" "$HALFHOUR" add - <"$T/in"
like "$(cat "$T/err")" "larger than 16 MiB; 'halfhour stop' writes what it has" \
	"is refused with a way out"
is "$(kept | grep -c '^넘치는 글')" "$(grep -c . "$T/in")" "and kept"
same "$box" "$T/before" "the timebox is as it was"
exits 0 "and it can be written" "$HALFHOUR" stop
is "$(grep -c '^한 줄의 글' $day)" $((4 * 266000)) "all of it"
rm -f .git/halfhour/drafts/*
git reset -q --hard HEAD~1
exits 0 "the next" "$HALFHOUR" start "다시"

# ---- reading that is interrupted --------------------------------------------

# Waits until a draft has this line, but not for ever.
drafted() {
	lib_i=0
	until grep -qx "$1" .git/halfhour/drafts/*.txt 2>/dev/null ||
		[ "$lib_i" -gt 500 ]; do
		sleep 0.02
		lib_i=$((lib_i + 1))
	done
}
read_so_far() {
	cat "$(sed -n 's/.*what was read is kept in \([^ ]*\.txt\).*/\1/p' "$T/err")"
}
rm -rf .git/halfhour/drafts
mkfifo "$T/pipe"
"$HALFHOUR" add - <"$T/pipe" >"$T/out" 2>"$T/err" &
reader=$!
exec 5>"$T/pipe"
printf '반쯤 온 글\n' >&5
drafted "반쯤 온 글"
kill -9 "$reader"
wait "$reader" 2>/dev/null
exec 5>&-
printf '반쯤 온 글\n' >"$T/want"
same .git/halfhour/drafts/*.txt "$T/want" "killed, it leaves what was read and no more"
cp .git/halfhour/drafts/*.txt "$T/in"
exits 0 "which can be added" "$HALFHOUR" add - <"$T/in"
rm -rf .git/halfhour/drafts
for signal in INT TERM HUP; do
	# The shell ignores SIGINT for what it runs in the background.
	python3 -c 'import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])' "$HALFHOUR" log "타자" --minutes 5 -b - \
		<"$T/pipe" >"$T/out" 2>"$T/err" &
	reader=$!
	exec 5>"$T/pipe"
	printf '치다 만 글\n' >&5
	drafted "치다 만 글"
	kill -s "$signal" "$reader"
	code=0
	wait "$reader" 2>/dev/null || code=$?
	exec 5>&-
	is "$(kill -l "$code")" "$signal" "SIG$signal ends it"
	is "$(read_so_far)" "치다 만 글" "and where the text is has been said"
	rm -rf .git/halfhour/drafts
done
"$HALFHOUR" add - <"$T/pipe" >"$T/out" 2>"$T/err" &
reader=$!
exec 5>"$T/pipe"
printf '앞' >&5
drafted "앞"
kill -s INT "$reader"
printf '과 뒤\n' >&5
exec 5>&-
wait "$reader"
is $? 0 "a signal that is ignored interrupts nothing"
ok "it is whole" grep -qx "앞과 뒤" "$box"
if python3 -c 'import pty' 2>/dev/null; then
	# shellcheck disable=SC2016
	python3 "$TOP/tests/cmd/terminal.py" "$HALFHOUR" log "타자" \
		--minutes 5 -b - -- "" "손으로 친 글
" "글" 'RUN:until grep -q "손으로 친 글" .git/halfhour/drafts/*.txt; do
	sleep 0.02
done' "" SIG:INT >"$T/err" 2>&1
	is "$(read_so_far)" "손으로 친 글" "Ctrl-C on a terminal says where the text is"
	like "$(cat "$T/err")" "^\[exit -2, terminal as it was\]" "and ends it"
else
	skip "a terminal" "there is no pty module"
fi
done_testing
