#!/bin/sh
# log.sh: an entry after the fact, whole, in order, once, and nothing else
. "$(dirname "$0")/../lib.sh"
DAY=notes/daily/2026-11-23.md
PENDING=.git/halfhour/pending

pending() {
	find $PENDING -mindepth 1 -maxdepth 1 2>/dev/null | wc -l | tr -d ' '
}

subject() {
	git log -1 --format=%s
}

# Whether every byte of the first file stands in the second, in order.
only_inserts() {
	python3 - "$1" "$2" <<'END'
import sys
old, new = (open(p, "rb").read() for p in sys.argv[1:])
at = 0
for i in range(len(old)):
    at = new.find(old[i:i + 1], at) + 1
    if at == 0:
        sys.exit(f"byte {i} of {sys.argv[1]} is gone")
END
}

wiki --lang ko

# ---- the line, the file, the commit ----------------------------------------

exits 0 "an entry" "$HALFHOUR" log "도커: 레이어 캐시" --minutes 28
like "$(cat "$T/out")" \
	"^2026-11-23 21:00–21:28 도커: 레이어 캐시 \(28 min\) → $DAY \[[0-9a-f]{7}\]$" \
	"one line tells what, where and which commit"
is "$(wc -l <"$T/out" | tr -d ' ')" 1 "and only one"
is "$(cat "$T/err")" "" "nothing is complained of"
is "$(cat $DAY)" "# 2026-11-23

## 리뷰

### 21:00–21:28 도커: 레이어 캐시" "the file is as the manual has it"
is "$(sed 's/.*\[\(.*\)\]$/\1/' "$T/out")" "$(git rev-parse --short=7 HEAD)" \
	"the commit is HEAD"
is "$(git log -1 --format=%B)" "log: 도커 28m

Halfhour-Day: 2026-11-23
Halfhour-Entry: 21:00–21:28 도커: 레이어 캐시
Halfhour-Minutes: 28" "the message carries the facts"
is "$(git log -1 --format='%an <%ae> %ad' --date=iso)" \
	"Ada Test <ada@example.org> 2026-11-23 21:28:00 +0900" \
	"the author's time is the entry's"
is "$(git status --porcelain)" "" "nothing is left over"
is "$(pending)" 0 "and nothing is owed"

exits 0 "KEEP, PROBLEM and TRY alone" "$HALFHOUR" log \
	-k "작은 예제로 확인했다" -k "바로 적었다" -p "캐시가 왜 깨졌는지" \
	-t "overlayfs 읽기 #도커"
like "$(cat "$T/out")" "^2026-11-23 KEEP 2, PROBLEM 1, TRY 1 → $DAY \[" \
	"the line counts them"
is "$(sed '/\^t/s/ \^t[0-9a-z]*$/ ^ID/' $DAY)" "# 2026-11-23

## 리뷰

### 21:00–21:28 도커: 레이어 캐시

## 회고

### KEEP

- 작은 예제로 확인했다
- 바로 적었다

### PROBLEM

- 캐시가 왜 깨졌는지

### TRY

- [ ] overlayfs 읽기 #도커 ^ID" "they stand in the order of the manual"
like "$(cat $DAY)" '\^t[0-9a-hj-km-np-z]{4}$' "the try has an id"
exits 0 "the same try again" "$HALFHOUR" log -t "overlayfs 읽기 #도커"
is "$(grep -o '\^t[0-9a-z]*$' $DAY | sort -u | wc -l | tr -d ' ')" 2 \
	"has an id of its own"

exits 0 "a body" "$HALFHOUR" log "ipc: 파이프" --at 20:00 --minutes 20 \
	-b "64 KiB에서 **막힌다**."
like "$(cat $DAY)" '^64 KiB에서 \*\*막힌다\*\*\.$' "is there as given"
is "$(grep '^### [0-9]' $DAY)" "### 20:00–20:20 ipc: 파이프
### 21:00–21:28 도커: 레이어 캐시" "entries stand in the order of time"

printf 'python: 큐\n첫 줄\n\n- 목록\n' >"$T/in"
exits 0 "all from standard input" "$HALFHOUR" log - --at 19:00 --minutes 5 \
	<"$T/in"
is "$(sed -n '/19:00/,/20:00/p' $DAY | sed '$d')" "### 19:00–19:05 python: 큐

첫 줄

- 목록" "the first line is the topic, the rest the body"
printf '본문은\n두 줄\n' >"$T/in"
exits 0 "a body from standard input" "$HALFHOUR" log "python: 큐" --at 19:10 \
	--minutes 5 -b - <"$T/in"
like "$(cat $DAY)" "^두 줄$" "is there"
printf '\357\273\277빵: 표\n본문\n' >"$T/in"
exits 0 "with a byte order mark" "$HALFHOUR" log - --at 18:40 --minutes 5 \
	<"$T/in"
like "$(cat $DAY)" "^### 18:40–18:45 빵: 표$" "it is no part of the topic"
printf '\357\273\277표 없이\n' >"$T/in"
exits 0 "a body with one" "$HALFHOUR" log "python: 큐" --at 18:50 \
	--minutes 5 -b - <"$T/in"
like "$(cat $DAY)" "^표 없이$" "nor of the text"
printf '표준 입력\n' >"$T/in"
exits 0 "several bodies, one of them from there" "$HALFHOUR" log "문단" \
	--at 18:20 --minutes 5 -b "첫째
" -b - -b " " -b "셋째" <"$T/in"
is "$(sed -n '/ 문단$/,/^### 18:4/p' $DAY | sed '$d')" "### 18:20–18:25 문단

첫째

표준 입력

셋째" "are its paragraphs"
printf '옵션: 함께\n표준 입력의 본문\n' >"$T/in"
exits 0 "all from standard input, and a body" "$HALFHOUR" log - --at 18:30 \
	--minutes 5 -b "옵션의 본문" <"$T/in"
is "$(sed -n '/ 옵션: 함께$/,/^### 18:4/p' $DAY | sed '$d')" "### 18:30–18:35 옵션: 함께

표준 입력의 본문

옵션의 본문" "both are there"
count=$(git rev-list --count HEAD)
for twice in "-b - -b -" "-b - -k -" "-k - -t -"; do
	# shellcheck disable=SC2086
	exits 2 "$twice" "$HALFHOUR" log 두번 $twice <"$T/in"
	like "$(cat "$T/err")" "- stands in 2 places, and standard input" \
		"has one standard input to read"
done
exits 2 "- as topic and as body" "$HALFHOUR" log - -b - <"$T/in"
is "$(git rev-list --count HEAD)" "$count" "and nothing is written"
exits 0 "words without quotes" "$HALFHOUR" log 리눅스: 네임스페이스 두 가지 \
	--at 18:00 --minutes 10
like "$(cat "$T/out")" " 리눅스: 네임스페이스 두 가지 \(10 min\)" "are one topic"
exits 0 "--quiet" "$HALFHOUR" --quiet log "조용히" --at 17:00 --minutes 5
is "$(cat "$T/out" "$T/err")" "" "says nothing"
ok "git finds nothing wrong" git fsck --strict
is "$(git log --format= --name-only 'HEAD~7..HEAD' | sort -u)" "$DAY" \
	"no commit has another file in it"

# Compose the same word in two ways: an input method's, and a Mac's.
nfd=$(printf '\341\204\203\341\205\251\341\204\217\341\205\245')
exits 0 "a topic in another normal form" "$HALFHOUR" log "$nfd" --at 16:00 \
	--minutes 5
exits 0 "is found" "$HALFHOUR" list --topic 도커
is "$(wc -l <"$T/out" | tr -d ' ')" 2 "as the same topic"

# ---- three entries, three commits ------------------------------------------

"$HALFHOUR" init "$T/three" --lang ko >"$T/out" || exit 1
cd "$T/three" || exit 1
for n in 1 2 3; do
	exits 0 "entry $n" "$HALFHOUR" log "도커: 번째 $n" --at "1$n:00" \
		--minutes 30
done
ok "git finds nothing wrong after three" git fsck --strict
is "$(git log -3 --format='%s' --stat | sed -n 's/ *|.*//p')" " $DAY
 $DAY
 $DAY" "each commit has the one file"
is "$(git log -3 --format= --shortstat | sed 's/, [0-9]* insert.*//')" \
	" 1 file changed
 1 file changed
 1 file changed" "and removes no line"

# ---- the clock -------------------------------------------------------------

exits 0 "half past midnight" env HALFHOUR_NOW=2026-11-24T00:40:00+09:00 \
	"$HALFHOUR" log "자정: 넘어서"
like "$(cat "$T/out")" "^2026-11-23 00:10–00:40 자정: 넘어서 \(30 min\)" \
	"belongs to the day before"
is "$(grep '^### ' $DAY | tail -1)" "### 00:10–00:40 자정: 넘어서" \
	"and stands last in it"
exits 0 "over midnight" env HALFHOUR_NOW=2026-11-25T00:10:00+09:00 \
	"$HALFHOUR" log "자정" --minutes 30
like "$(cat "$T/out")" "^2026-11-24 23:40–00:10 자정 \(30 min\)" \
	"the times wrap round"
exits 0 "some time ago" "$HALFHOUR" log x --at -3h --minutes 10
like "$(cat "$T/out")" "^2026-11-23 18:28–18:38 " "is reckoned from now"
exits 0 "어제 밤 9시" "$HALFHOUR" log "어제" --at "어제 밤 9시" --minutes 20
like "$(cat "$T/out")" "^2026-11-22 21:00–21:20 어제 .*2026-11-22.md" \
	"is 21:00 of the day before"
exits 0 "yesterday" "$HALFHOUR" log y --at "yesterday 20:00" --minutes 20
like "$(cat "$T/out")" "^2026-11-22 20:00–20:20 " "is understood"
exits 0 "--at without --minutes" "$HALFHOUR" log z --at 21:20
like "$(cat "$T/out")" "^2026-11-23 21:20–21:28 z \(8 min\)" "reaches until now"
exits 0 "long ago, without --minutes" "$HALFHOUR" log z --at "2026-11-01 09:00"
like "$(cat "$T/out")" "^2026-11-01 09:00–09:30 z \(30 min\)" \
	"is a timebox long"
exits 0 "another timebox" env HALFHOUR_TIMEBOX=25 "$HALFHOUR" log z \
	--at "2026-11-02 09:00"
like "$(cat "$T/out")" "\(25 min\)" "is what the settings say"

cp $DAY "$T/before"
head=$(git rev-parse HEAD)
exits 2 "a time that git cannot have" "$HALFHOUR" log x --at "1969-12-31 10:00"
like "$(cat "$T/err")" "before 1970.*halfhour edit" "is told, with the way out"
exits 2 "a time in the future" "$HALFHOUR" log x --at 23:00
like "$(cat "$T/err")" "in the future: it is 2026-11-23T21:28; .*--at 'yesterday 23:00'" \
	"is refused"
night=2026-11-24T04:20:00+09:00
exits 2 "the night before, just after the day has ended" env TZ=Asia/Seoul \
	HALFHOUR_NOW=$night "$HALFHOUR" log x --at 03:50
like "$(cat "$T/err")" "--at 'today 03:50'" "is told how to say it"
exits 0 "which works" env TZ=Asia/Seoul HALFHOUR_NOW=$night "$HALFHOUR" log x \
	--at "today 03:50"
like "$(cat "$T/out")" "^2026-11-23 03:50–04:20 x" "and is of the day before"
exits 0 "undo" "$HALFHOUR" undo
cp $DAY "$T/before"
exits 2 "an end in the future" "$HALFHOUR" log x --at 21:00 --minutes 90
exits 2 "a day in the future" "$HALFHOUR" log x --at "2027-01-01 10:00"
exits 2 "a day without a time" "$HALFHOUR" log x --at yesterday
exits 2 "no time at all" "$HALFHOUR" log x --at 언젠가
like "$(cat "$T/err")" "어제 밤 9시" "the message shows what a time is"
for part in "오늘 저녁" 밤 "昨日の夜"; do
	exits 2 "$part" "$HALFHOUR" log x --at "$part"
	like "$(cat "$T/err")" "part of the day, add an hour, as in 저녁 7시" \
		"is told what it lacks"
done
exits 2 "no such time" "$HALFHOUR" log x --at 25:00
head=$(git rev-parse HEAD)
exits 2 "a body without a topic" "$HALFHOUR" log -k "작게" -b "본문"
like "$(cat "$T/err")" "name its TOPIC, too" "is refused, not left out"
is "$(git rev-parse HEAD)" "$head" "and nothing is written"
exits 2 "more than twelve hours" "$HALFHOUR" log x --at "2026-11-01 00:00" \
	--minutes 721
like "$(cat "$T/err")" "--minutes: 721 minutes are more than twelve hours" \
	"says why not"
for minutes in 0 -5 열 3.5 999999; do
	exits 2 "--minutes $minutes" "$HALFHOUR" log x --minutes "$minutes"
done
exits 2 "a clock that is none" env HALFHOUR_NOW=soon "$HALFHOUR" log x

# ---- several in a row ------------------------------------------------------

"$HALFHOUR" init "$T/row" --lang ko >"$T/out" || exit 1
cd "$T/row" || exit 1
# at TIME ARG…: log at this time of the 23rd.
at() {
	now=2026-11-23T$1+09:00
	shift
	env HALFHOUR_NOW="$now" "$HALFHOUR" log "$@"
}
exits 0 "one" at 21:30:20 "도커: 레이어" -b "쌓인다"
like "$(cat "$T/out")" "^2026-11-23 21:00–21:30 도커: 레이어 \(30 min\)" \
	"is the last half an hour"
exits 0 "ten minutes later another" at 21:40:50 "도커: 캐시"
like "$(cat "$T/out")" "^2026-11-23 21:30–21:40 도커: 캐시 \(10 min\)" \
	"begins where the first one ends"
is "$(cat "$T/err")" "" "and nothing is complained of"
exits 0 "a third one at once" at 21:40:55 "도커: 볼륨" -b "남는다"
like "$(cat "$T/out")" "^2026-11-23 21:40 도커: 볼륨 \(0 min\)" \
	"has its time, and no minutes are made up"
like "$(cat "$T/err")" "21:30–21:40 도커: 캐시 lasts until now, .*no minutes.*undo" \
	"which is told, with the way out"
exits 0 "with --quiet" at 21:40:56 --quiet "도커: 또"
is "$(cat "$T/err")" "" "nothing is"
is "$(grep '^### ' notes/daily/2026-11-23.md)" "### 21:00–21:30 도커: 레이어
### 21:30–21:40 도커: 캐시
### 21:40 도커: 볼륨
### 21:40 도커: 또" "they adjoin, in their order"
exits 0 "a check" "$HALFHOUR" check
unlike "$(cat "$T/out")" "overlaps" "finds none in another"
exits 0 "with the minutes" at 21:45:00 "파이프" --minutes 20
like "$(cat "$T/out")" "^2026-11-23 21:25–21:45 파이프 \(20 min\)" \
	"it is as asked"
is "$(cat "$T/err")" "halfhour: it overlaps 21:00–21:30 도커: 레이어, and 1 more" \
	"the overlap is told, once"
exits 0 "with a start" at 21:45:00 "큐" --at 21:10
like "$(cat "$T/out")" "^2026-11-23 21:10–21:40 큐 \(30 min\)" "too"
like "$(cat "$T/err")" "it overlaps 21:00–21:30 도커: 레이어, and 2 more" "likewise"
exits 0 "a KEEP alone" at 21:45:00 -k "셋을 이어서 적었다"
is "$(cat "$T/err")" "" "overlaps nothing"
exits 0 "a timebox" env HALFHOUR_NOW=2026-11-23T22:30:00+09:00 "$HALFHOUR" \
	start "소켓: 백로그"
exits 0 "an entry while it runs" at 22:50:00 "전화"
like "$(cat "$T/out")" "^2026-11-23 22:50 전화 \(0 min\)" \
	"takes none of its minutes"
like "$(cat "$T/err")" "22:30–22:50 소켓: 백로그 lasts until now" "and says why"
exits 0 "with the minutes" at 22:50:00 "전화: 둘" --minutes 5
like "$(cat "$T/err")" "it overlaps 22:30–22:50 소켓: 백로그" "it is as asked, and told"
exits 0 "before it began" at 22:50:00 "전화: 셋" --at 22:10 --minutes 20
is "$(cat "$T/err")" "" "nothing overlaps"
exits 0 "cancel" "$HALFHOUR" cancel
exits 0 "over the end of the day" env HALFHOUR_NOW=2026-11-24T04:05:00+09:00 \
	"$HALFHOUR" log "밤: 끝" --minutes 20
exits 0 "the first one of the next" env HALFHOUR_NOW=2026-11-24T04:20:00+09:00 \
	"$HALFHOUR" log "새벽: 시작"
like "$(cat "$T/out")" "^2026-11-24 04:05–04:20 새벽: 시작 \(15 min\)" \
	"begins behind the last of the night"
printf '# 2026-11-25\n\n### 21:00–22:00 계획\n\n### 20:00–21:10 지금\n' \
	>notes/daily/2026-11-25.md
exits 0 "within another one" env HALFHOUR_NOW=2026-11-25T20:40:30+09:00 \
	"$HALFHOUR" log "끼어든 것"
like "$(cat "$T/out")" "^2026-11-25 20:40 끼어든 것 \(0 min\)" \
	"there is no time; what has not begun does not matter"
ok "a timebox in Seoul" env HALFHOUR_NOW=2026-11-26T21:00:00+09:00 \
	"$HALFHOUR" start "비행"
exits 0 "an entry at the other end of the flight" \
	env HALFHOUR_NOW=2026-11-26T07:20:00-05:00 "$HALFHOUR" log "뉴욕"
like "$(cat "$T/out")" "^2026-11-26 07:20 뉴욕 \(0 min\)" \
	"counts none of the minutes that the timebox has"
ok "which goes" env HALFHOUR_NOW=2026-11-26T07:20:00-05:00 \
	"$HALFHOUR" stop --discard
# An hour that the clock shows twice: without a fixed clock, for that is in no
# zone. These are the rules of New York.
zone() {
	env -u HALFHOUR_NOW TZ=EST5EDT,M3.2.0,M11.1.0 "$HALFHOUR" log "$@"
}
exits 0 "the first time" zone "밤: 하나" --at 2025-11-02T01:30:00-04:00 \
	--minutes 10
is "$(cat "$T/err")" "" "is what a day file says"
exits 0 "the second time" zone "밤: 둘" --at 2025-11-02T01:45:00-05:00 \
	--minutes 10
like "$(cat "$T/out")" "^2025-11-01 01:45–01:55 밤: 둘" "is shown as the clock did"
like "$(cat "$T/err")" "01:45 twice on 2025-11-02, .*as of the first time" \
	"and what cannot be said is told"
exits 0 "with --quiet" zone --quiet "밤: 셋" --at 2025-11-02T01:55:00-05:00 \
	--minutes 2
is "$(cat "$T/err")" "" "it is not"
exits 0 "an hour later" zone "밤: 넷" --at 2025-11-02T02:10:00-05:00 --minutes 10
is "$(cat "$T/err")" "" "there is one such time"

cd "$T/three" || exit 1

# ---- topics ----------------------------------------------------------------

long=$(printf '가%.0s' 1 2 3 4 5 6 7 8 9 10)
long=$long$long$long$long$long$long$long$long$long$long
for topic in ../../etc/passwd ipc/.. ./x a//b /a a/ . .. "" "  " ": 제목" \
	"$(printf 'a\nb')" "$(printf 'a\033[31mb')" "$long$long$long" \
	"도커: $long$long$long" "# 도커" "21:00–21:30 도커" \
	"$(printf '\270\256')"; do
	exits 2 "not a topic: $(printf %.20s "$topic" | tr '\n\033' '??')" \
		"$HALFHOUR" log "$topic"
	like "$(cat "$T/err")" "^halfhour: .{20}" "and it is said why"
done
same $DAY "$T/before" "none of these has changed the day"
is "$(git rev-parse HEAD)" "$head" "or made a commit"
is "$(pending)" 0 "or is owed"
is "$(git status --porcelain)" "" "or has left a file"

at=600
# shellcheck disable=SC2016
for topic in ipc/pipe '"도커": "따옴표"' "it's" '$HOME `x`' 'a\b' '*별*' \
	'<b>' '&amp;' '[[ipc/pipe]]' 'C++' '커밋 -m' "$long"; do
	at=$((at + 5))
	exits 0 "a topic: $(printf %.20s "$topic")" "$HALFHOUR" log \
		--minutes 4 --at "2026-10-01 $((at / 60)):$(printf %02d \
			$((at % 60)))" -- "$topic"
done
exits 0 "all of them are listed" "$HALFHOUR" list --since 2026-10-01 \
	--until 2026-10-01 --json
ok "as JSON" python3 -m json.tool "$T/out" "$T/json"
is "$(grep -c '"topic"' "$T/out")" 12 "each one"
ok "git finds nothing wrong with them" git fsck --strict

# ---- texts -----------------------------------------------------------------

head=$(git rev-parse HEAD)
exits 2 "nothing to log" "$HALFHOUR" log
like "$(cat "$T/err")" "log what\?" "it asks"
exits 2 "an empty KEEP" "$HALFHOUR" log -k ""
exits 2 "a KEEP that is no UTF-8" "$HALFHOUR" log -k "$(printf '\270\256')"
printf '\270\256\n' >"$T/in"
exits 1 "standard input without an end" timeout 20 "$HALFHOUR" log x -b - \
	</dev/zero
like "$(cat "$T/err")" "standard input is longer than 4 MiB$" \
	"is read no further than it may be"
{
	echo "첫 줄"
	head -c 5000000 /dev/zero | tr '\0' x
	echo "끝 줄"
} >"$T/big"
piped() {
	# shellcheck disable=SC2002 # a file would not be kept
	cat "$T/big" | "$HALFHOUR" log x -b -
}
exits 1 "a pipe that is too long" piped
like "$(cat "$T/err")" "longer than 4 MiB; what was read is kept in .git" \
	"and the message says where it is"
same "$(sed -n 's/.* is kept in //p' "$T/err")" "$T/big" "to the byte"
exits 1 "standard input that is no UTF-8" "$HALFHOUR" log x -b - <"$T/in"
like "$(cat "$T/err")" "not UTF-8 at byte 1; .*iconv" "with the way out"
printf 'a\000b\n' >"$T/in"
exits 1 "a NUL byte" "$HALFHOUR" log x -b - <"$T/in"
exits 2 "a heading behind a carriage return" "$HALFHOUR" log x --at 09:50 \
	--minutes 5 -b "$(printf 'a\r### 13:00-13:10 숨은')"
like "$(cat "$T/err")" "####" "is one"
exits 2 "an option that there is not" "$HALFHOUR" log x --minuten 5
like "$(cat "$T/err")" "no option --minuten; usage: halfhour log" \
	"the usage is shown"
exits 2 "a body with a heading that ends the entry" "$HALFHOUR" log x \
	--at 10:00 --minutes 5 -b "## 회고"
like "$(cat "$T/err")" "####" "deeper ones are advised"
is "$(git rev-parse HEAD)" "$head" "nothing was committed"
is "$(pending)" 0 "nothing is owed"
exits 0 "a body with a deeper heading" "$HALFHOUR" log x --at 10:00 \
	--minutes 5 -b "#### 작은 제목

\`\`\`sh
# 제목이 아니다
## 회고
\`\`\`"
exits 0 "is one entry" "$HALFHOUR" list --since 2026-11-23 --topic x --json
is "$(grep -c '"start"' "$T/out")" 2 "and no more than that"

# ---- standard input, which is nowhere else ---------------------------------

printf '본문 한 줄\n둘째 줄\n' >"$T/in"
rm -rf .git/halfhour/drafts
# left ARG…: what log leaves unread of it.
left() {
	{
		"$HALFHOUR" log "$@" >"$T/log" 2>&1
		cat
	} <"$T/in"
}
long_topic=$long$long$long
for topic in ../x "$long_topic"; do
	is "$(left "$topic" -b -)" "$(cat "$T/in")" \
		"before a bad topic is refused, nothing is read"
done
is "$(left x -b - -k "")" "$(cat "$T/in")" "nor before an empty KEEP is"
is "$(left -t - -p " ")" "$(cat "$T/in")" "nor before an empty PROBLEM is"
is "$(left x -k - -b "$(printf '\270\256')")" "$(cat "$T/in")" \
	"nor before a text that is no UTF-8 is"
is "$(left x -b - --at 25:00)" "$(cat "$T/in")" "nor before a bad time is"
is "$(left -b - -k "작게")" "$(cat "$T/in")" "nor before a body without a topic is"
is "$(grep -rl "본문 한 줄" .git/halfhour/drafts)" "" "so there is no draft of it"

# draft: the newest one that the message names.
draft() {
	sed -n 's/.* is kept in \(\.git[^;]*\)$/\1/p' "$T/err"
}
exits 2 "texts of the command line, with a bad time" "$HALFHOUR" log "도커: 층" \
	-k "작게" -b "배운 것" --at 25:00 -t "다시 읽기"
is "$(sed 1,2d "$(draft)")" "도커: 층

배운 것

### KEEP

- 작게

### TRY

- 다시 읽기" "are kept as well, all of them"
exits 2 "or with an option that there is not" "$HALFHOUR" log 도커 -k "앞의 글" \
	--minuten 5 -p "뒤의 글"
like "$(cat "$(draft)")" "^- 앞의 글$" "the one before it"
like "$(cat "$(draft)")" "^- 뒤의 글$" "and the one behind it"
exits 2 "a topic alone" "$HALFHOUR" log 도커 --at 25:00
is "$(draft)" "" "is no text"
printf '../x: 제목\n본문 한 줄\n' >"$T/in"
exits 2 "a bad topic in it" "$HALFHOUR" log - -k "작게 했다" <"$T/in"
like "$(cat "$(draft)")" "^- 작게 했다$" "and the KEEP beside it"
like "$(cat "$(draft)")" "^\.\./x: 제목$" "is kept as a draft"
like "$(cat "$(draft)")" "^본문 한 줄$" "with what is behind it"
exits 2 "a heading in it" "$HALFHOUR" log x --at 10:20 --minutes 5 -b - <<'END'
본문
## 회고
END
like "$(cat "$(draft)")" "^## 회고$" "is kept, too"
printf '\270\256\272\344\n' >"$T/in"
exits 1 "what is no UTF-8" "$HALFHOUR" log x -b - <"$T/in"
same "$(draft)" "$T/in" "is kept to the byte"
exits 1 "beside a KEEP" "$HALFHOUR" log x -b - -k "곁의 글" <"$T/in"
like "$(cat "$(draft)")" "^- 곁의 글$" "that is kept, too"
printf 'a\000b' >"$T/in"
exits 1 "a NUL byte" "$HALFHOUR" log x -k - <"$T/in"
same "$(draft)" "$T/in" "as well"
exits 2 "nothing at all" "$HALFHOUR" log - </dev/null
is "$(draft)" "" "is not"
rm -r .git/halfhour/drafts

# ---- a day written by hand -------------------------------------------------

"$HALFHOUR" init "$T/hand" --lang ko >"$T/out" || exit 1
cd "$T/hand" || exit 1
mkdir -p notes/daily
DAY=notes/daily/2026-11-22.md
{
	printf '## 리뷰\n### docker\n- 처음으로 이미지를 만들어 보았다.\n'
	printf '\t1. 베이스 이미지를 받는다.\n\t2. 셸로 들어간다.\n'
	printf -- '- 레이어는 다시 쓰인다.\n\t- 그래서 두 번째는 빠르다.\n'
	printf '### python multiprocessing\n계획은 달랐다.\n'
	printf '1. 큐가 비었다고 한다.\n\t1. 잠금을 얻지 못한 것이다.\n'
	printf '## 회고\n### KEEP\n- 작게 다시 만들어 보았다.\n'
	printf '### PROBELM\n- \n### TRY\n- 하루에 30분씩 공부한다.'
} >$DAY
cp $DAY "$T/old"
exits 0 "an entry for a day written by hand" "$HALFHOUR" log "docker: 한 번 더" \
	--at "어제 21:00" --minutes 20 -b "빠르다." -k "이어서 했다" \
	-p "커피가 식었다" -t "Dockerfile 줄이기"
ok "every old byte is in its place" only_inserts "$T/old" $DAY
is "$(grep -v -x -F -f "$T/old" $DAY | grep . | sed 's/ \^t.*/ ^ID/')" \
	"### 21:00–21:20 docker: 한 번 더
빠르다.
- 이어서 했다
- 커피가 식었다
- [ ] Dockerfile 줄이기 ^ID" "what is new is what was given"
exits 0 "the day is read back" "$HALFHOUR" --quiet show --json "어제"
is "$(tr -d '\n' <"$T/out" | grep -o '"topic": "[^"]*"' | tr '\n' ' ')" \
	'"topic": "docker" "topic": "python multiprocessing" "topic": "docker" ' \
	"with three entries"
like "$(tr -d '\n' <"$T/out")" '"problem": \[ *"커피가 식었다" *\]' \
	"and one problem"

# Windows line ends, a byte order mark, and no newline at the end.
DAY=notes/daily/2026-11-21.md
printf '\357\273\277# 메모\r\n\r\n## Review\r\n\r\n### 9:00~9:20 docker\r\n\r\n글\r\n\r\n## Retro\r\n\r\n### Keep\r\n- 하나' >$DAY
cp $DAY "$T/old"
exits 0 "an entry for a day from Windows" "$HALFHOUR" log "ipc" \
	--at "2026-11-21 10:00" --minutes 10 -k "둘"
ok "every old byte is in its place there, too" only_inserts "$T/old" $DAY
is "$(grep -c . $DAY)" "$(grep -c "$(printf '\r')\$" $DAY)" \
	"new lines end as the old ones do"

# Bytes that are not UTF-8 are the user's, too.
DAY=notes/daily/2026-11-20.md
printf '# \270\256\272\344\n\n## 리뷰\n\n### docker\n\n\377\n' >$DAY
cp $DAY "$T/old"
exits 0 "an entry for a day that is not UTF-8" "$HALFHOUR" log "ipc" \
	--at "2026-11-20 10:00" --minutes 10
ok "its bytes stay as they are" only_inserts "$T/old" $DAY

# ---- what the user has going on --------------------------------------------

git add -A
git commit -qm "손으로 쓴 것" >"$T/commit.log"
DAY=notes/daily/2026-11-23.md
echo 하나 >staged.md
git add staged.md
echo 둘 >>staged.md
echo 셋 >untracked.md
echo 넷 >>notes/index.md
git rm -q --cached halfhour.yaml
git status --porcelain >"$T/status"
git diff --cached >"$T/cached"
exits 0 "an entry while other things are staged" "$HALFHOUR" log "도커" \
	--minutes 5
is "$(git show --format= --name-only)" "$DAY" "only the day is in the commit"
git status --porcelain >"$T/got"
same "$T/got" "$T/status" "what was staged is so still, and nothing else"
git diff --cached >"$T/got"
same "$T/got" "$T/cached" "to the byte"
git reset -q --hard
rm untracked.md

# The day itself is half staged.
exits 0 "a day" "$HALFHOUR" log "도커" --at 10:00 --minutes 10
printf '\n<!-- 스테이지 -->\n' >>$DAY
git add $DAY
printf '\n<!-- 아직 -->\n' >>$DAY
exits 0 "an entry for a day that is half staged" "$HALFHOUR" log "ipc" \
	--at 11:00 --minutes 10
unlike "$(git show --format= HEAD -- $DAY)" "스테이지|아직" \
	"the commit has the entry only"
like "$(git diff --cached -- $DAY)" '^\+<!-- 스테이지' "what was staged is so"
unlike "$(git diff --cached -- $DAY)" '^[-+].*(ipc|아직)' "alone"
like "$(git diff -- $DAY)" '^\+<!-- 아직' "what was not staged is not"
git reset -q --hard

# ---- what keeps it from being committed ------------------------------------

count=$(git rev-list --count HEAD)
mv "$GIT_CONFIG_GLOBAL" "$T/gitconfig"
exits 1 "git knows no name" "$HALFHOUR" log "신원: 없음" --at 12:00 --minutes 10
like "$(cat "$T/err")" "saved, not committed: .*git config .*user\.name" \
	"it is saved, and the way out is named"
like "$(cat $DAY)" "^### 12:00–12:10 신원: 없음$" "it is in the day"
is "$(git rev-list --count HEAD)" "$count" "there is no commit"
is "$(pending)" 1 "one is owed"
git config user.name "김하나"
exits 1 "git knows no address" "$HALFHOUR" log "주소: 없음" --at 12:10 \
	--minutes 10
like "$(cat "$T/err")" "git config .*user\.email" "the way out is named, too"
git config user.email "hana@example.org"
exits 0 "with both, the next command" "$HALFHOUR" list
unlike "$(cat "$T/err")" "not committed" "owes nothing more"
is "$(git log -2 --format='%an %s')" "김하나 log: 주소 10m
김하나 log: 신원 10m" "it has committed both"
is "$(git status --porcelain)" "" "nothing is left over"
is "$(pending)" 0 "nothing is owed"
is "$(grep -c '신원' $DAY)" 1 "the entry is there once"
mv "$T/gitconfig" "$GIT_CONFIG_GLOBAL"

: >.git/index.lock
exits 5 "another git holds the index" "$HALFHOUR" log "잠김" --at 12:20 \
	--minutes 10
like "$(cat "$T/err")" "saved, not committed: .*index\.lock" "the lock is named"
rm .git/index.lock
exits 0 "the next command" "$HALFHOUR" show
is "$(subject)" "log: 잠김 10m" "commits it"
is "$(git status --porcelain)" "" "and nothing is left over"

git switch -q -c side
echo 가 >conflict
git add conflict
git commit -qm 가
git switch -q main
echo 나 >conflict
git add conflict
git commit -qm 나
git merge -q side >"$T/merge.log" 2>&1
exits 4 "a merge is in progress" "$HALFHOUR" log "병합" --at 12:30 --minutes 10
like "$(cat "$T/err")" "saved, not committed: a merge .*git merge --abort" \
	"it says how to end it"
like "$(git status --porcelain conflict)" "^AA " "the conflict is as it was"
git add conflict
git commit -qm "합침"
exits 0 "after it, the next command" "$HALFHOUR" list
is "$(subject)" "log: 병합 10m" "commits the entry"

git checkout -q --detach
exits 4 "HEAD is on no branch" "$HALFHOUR" log "떨어짐" --at 12:40 --minutes 10
like "$(cat "$T/err")" "saved, not committed: .*git switch" \
	"it says how to get to one"
git checkout -q main
exits 0 "back on it, the next command" "$HALFHOUR" list
is "$(subject)" "log: 떨어짐 10m" "commits the entry"

mkdir -p .git/hooks
printf '#!/bin/sh\necho "안 돼" >&2\nexit 1\n' >.git/hooks/pre-commit
chmod +x .git/hooks/pre-commit
exits 1 "a hook refuses" "$HALFHOUR" log "훅" --at 12:50 --minutes 10
like "$(cat "$T/err")" "saved, not committed: git commit failed: 안 돼; the next entry tries it again, or do it with git: git add 'notes/daily/2026-11-23\.md' && git commit$" \
	"its words are told"
rm .git/hooks/pre-commit
exits 0 "without it, the next command" "$HALFHOUR" list
is "$(subject)" "log: 훅 10m" "commits the entry"
cp .git/index "$T/index" && printf 'x' | dd of=.git/index bs=1 conv=notrunc 2>/dev/null
exits 1 "the index is damaged" "$HALFHOUR" log "나눔" --at 13:05 --minutes 5
like "$(cat "$T/err")" "it is damaged; .*git reset$" "the way out is told"
exits 0 "while it is, the next command" "$HALFHOUR" list
like "$(cat "$T/err")" "it is damaged; .*git reset$" "tells it, too"
cp "$T/index" .git/index
exits 0 "once it is whole, the next command" "$HALFHOUR" list
is "$(subject)" "log: 나눔 5m" "commits the entry"
ok "git finds nothing wrong after all that" git fsck --strict

# Several that wait, and a file that git puts back: all are there again.
head=$(git rev-parse HEAD)
: >.git/index.lock
echo "손으로" >>$DAY
exits 5 "the first waits" "$HALFHOUR" log "하나: 기다림" --at 13:10 --minutes 5
exits 5 "the second, too" "$HALFHOUR" log "둘: 기다림" --at 13:15 --minutes 5
exits 5 "and a KEEP" "$HALFHOUR" log -k "셋째 기다림"
rm .git/index.lock
git reset -q --hard
is "$(grep -c 기다림 $DAY)" 0 "git has put back an older file"
exits 0 "the next command" "$HALFHOUR" list
is "$(grep -c 기다림 $DAY) $(git show "HEAD:$DAY" | grep -c 기다림)" "3 3" \
	"has all three in the file and in HEAD"
is "$(git rev-list --count "$head..HEAD") $(git status --porcelain $DAY)" "3 " \
	"a commit each"

# ---- two at once -----------------------------------------------------------

count=$(git rev-list --count HEAD)
for n in 0 1 2 3; do
	"$HALFHOUR" log "함께: $n" --at "09:${n}0" --minutes 5 \
		>"$T/out.$n" 2>"$T/err.$n" &
done
wait
is "$(git rev-list --count HEAD)" $((count + 4)) "four at once: four commits"
is "$(grep -c '함께: ' $DAY)" 4 "and four entries"
is "$(cat "$T"/err.?)" "" "none of them complains"
is "$(git status --porcelain)" "" "nothing is left over"

# ---- bullets in front of a KEEP, PROBLEM or TRY -----------------------------

marks=notes/daily/2026-11-10.md
exits 0 "texts as they stand in a list" "$HALFHOUR" log "목록" \
	--at "2026-11-10 20:00" --minutes 5 -k "- 하나" -k "- [ ] 둘" -p "* 셋" \
	-t "- [ ] 넷" -t "[ ] 다섯" -t "- 여섯 - 일곱"
is "$(sed -n '/KEEP/,$s/ \^t....$//p; /KEEP/,$p' $marks | grep '^- ' |
	sed 's/ \^t....$//' | uniq)" "- 하나
- 둘
- 셋
- [ ] 넷
- [ ] 다섯
- [ ] 여섯 - 일곱" "lose the marks that the day writes itself"
cp $marks "$T/marks"
for kind in -k -p -t; do
	for text in "- - 하나" "[x] 하나" "- [x] 하나"; do
		exits 2 "$kind '$text' is refused" "$HALFHOUR" log "목록" \
			--at "2026-11-10 21:00" --minutes 5 $kind "$text"
		like "$(cat "$T/err")" "without a bullet or a box.*kept in .git/" \
			"and kept"
	done
done
same $marks "$T/marks" "nothing of that is in the day"

# ---- the same TRY at once ---------------------------------------------------

# Each has read the days and chosen an id for its TRY, the same for all of
# them, before the first can write: they wait for a lock that is held here.
ids() {
	sed -n 's/^- \[ \] 열 쪽 읽기 ^\(t....\)$/\1/p' "$1" | sort
}
rm -rf .git/halfhour/drafts
mkdir .git/halfhour/drafts
: >"$T/codes"
for i in 1 2 3 4; do
	mkfifo "$T/pipe$i"
	{
		code=0
		"$HALFHOUR" log -t - <"$T/pipe$i" >"$T/log$i" 2>&1 9>&- ||
			code=$?
		echo "$code" >>"$T/codes"
	} &
done
(
	exec 5>"$T/pipe1" 6>"$T/pipe2" 7>"$T/pipe3" 8>"$T/pipe4"
	tries=0
	until [ "$(find .git/halfhour/drafts -type f | wc -l)" -eq 4 ] ||
		[ "$tries" -gt 500 ]; do
		sleep 0.02
		tries=$((tries + 1))
	done
	exec 9>>.git/halfhour/lock
	flock 9
	for fd in 5 6 7 8; do
		printf '열 쪽 읽기\n' >&"$fd"
	done
	exec 5>&- 6>&- 7>&- 8>&-
	until [ "$(find /proc/[0-9]*/fd -lname "$PWD/.git/halfhour/lock" \
		2>/dev/null | cut -d/ -f3 | sort -u | wc -l)" -ge 5 ] ||
		[ "$tries" -gt 500 ]; do
		sleep 0.02
		tries=$((tries + 1))
	done
	echo "$tries" >"$T/waited"
)
wait
ok "all four waited for the lock" test "$(cat "$T/waited")" -lt 500
is "$(sort "$T/codes" | tr '\n' ' ')" "0 0 0 0 " "four logs of one TRY succeed" ||
	diag "$(cat "$T"/log?)"
is "$(ids $DAY | wc -l | tr -d ' ')" 4 "each is in the day"
is "$(ids $DAY | uniq -d)" "" "with an id of its own"
is "$(git status --porcelain)$(pending)" "0" "and nothing is owed"
: >"$T/codes"
for i in 1 2 3 4; do
	{
		code=0
		env -u HALFHOUR_NOW "$HALFHOUR" log -t "열 쪽 읽기" \
			>"$T/log$i" 2>&1 || code=$?
		echo "$code" >>"$T/codes"
	} &
done
wait
is "$(sort "$T/codes" | tr '\n' ' ')" "0 0 0 0 " "so do four by the real clock" ||
	diag "$(cat "$T"/log?)"
is "$(cat notes/daily/*.md | sed -n 's/^- \[ \] 열 쪽 읽기 ^\(t....\)$/\1/p' |
	sort -u | wc -l | tr -d ' ')" 8 "and eight tries have eight ids"

# ---- a wiki that is not ours to write ---------------------------------------

if [ "$(id -u)" -ne 0 ]; then
	left() {
		printf '글 하나\n둘\n' | {
			"$HALFHOUR" "$@"
			code=$?
			cat
			return $code
		}
	}
	chmod -R a-w .git/halfhour
	exits 1 "a text for a .git/halfhour that cannot be written" left \
		log "셸" --at "2026-11-09 20:00" --minutes 5 -b -
	is "$(cat "$T/out")" "글 하나
둘" "is not read"
	is "$(grep -c . "$T/err")" 1 "the reason is told once"
	like "$(cat "$T/err")" "^halfhour: .*$T/.*/\.git/halfhour/.*: Permission denied; .*chmod" \
		"with the file and a way out"
	exits 1 "a timebox" "$HALFHOUR" start "셸"
	like "$(cat "$T/err")" "^halfhour: cannot open the lock $T/.*/\.git/halfhour/box\.lock: Permission denied; .*chmod" \
		"names its file in full, too"
	is "$(grep -c . "$T/err")" 1 "and once"
	exits 0 "reading goes on" "$HALFHOUR" show 2026-11-10
	is "$(cat "$T/err")" "" "without a word"
	chmod -R u+w .git/halfhour
else
	skip "a .git/halfhour that cannot be written" "root writes everywhere"
fi

# ---- hooks of git that call halfhour ---------------------------------------

cd "$T" || exit 1
"$HALFHOUR" init --lang ko hooked >"$T/out" 2>&1 && cd hooked || exit 1
cat >.git/hooks/post-commit <<'END'
#!/bin/sh
exec >"$T/$STEP.said" 2>&1
"$HALFHOUR" list --topic 훅
"$HALFHOUR" build --quiet
echo "build: $?"
END
cat >.git/hooks/pre-commit <<'END'
#!/bin/sh
exec >"$T/pre.said" 2>&1
"$HALFHOUR" list --topic 훅
test "$STEP" != again || "$HALFHOUR" log 안에서 --at 09:00 --minutes 5
exit 0
END
chmod +x .git/hooks/p*-commit
export STEP=once
exits 0 "an entry, with a hook that lists and builds" \
	"$HALFHOUR" log "훅: 사이트" --at 12:00 --minutes 10
is "$(cat "$T/pre.said")" "2026-11-23  12:00–12:10   10 min  훅: 사이트" \
	"the one before the commit has the entry already, and no complaint"
is "$(cat "$T/once.said")" "2026-11-23  12:00–12:10   10 min  훅: 사이트
build: 0" "nor has the one behind it, which builds the site"
ok "with the entry on the page of its day" \
	grep -q 사이트 site/daily/2026-11-23.html
is "$(git status --porcelain)" "" "all is committed"
STEP=again
exits 0 "with a hook that would log" \
	"$HALFHOUR" log "훅: 다시" --at 12:20 --minutes 10
like "$(cat "$T/pre.said")" "a hook of the commit that another halfhour makes" \
	"that is told why it cannot"
ok "its text is a draft" grep -q 안에서 .git/halfhour/drafts/*
is "$(git log --format=%s -2)" "log: 훅 10m
log: 훅 10m" "the commit is made, and no other"
cat >>.git/hooks/post-commit <<'END'
env | grep ^HALFHOUR_BELOW >"$T/below"
END
exits 0 "another" "$HALFHOUR" log "훅: 셋" --at 12:40 --minutes 10
like "$(cat "$T/below")" "^HALFHOUR_BELOW=[0-9 ]+$" "a hook sees who waits"
rm .git/hooks/p*-commit
exits 0 "who has that from one that has ended" env "$(cat "$T/below")" \
	"$HALFHOUR" log "밖에서" --at 13:00 --minutes 10
is "$(git log --format=%s -1)" "log: 밖에서 10m" "commits as ever"

# ---- a day that git keeps in another encoding ------------------------------

cd "$T" || exit 1
"$HALFHOUR" init --lang ko wide >"$T/out" 2>&1 && cd wide || exit 1
exits 0 "an entry" "$HALFHOUR" log "하나" --at 12:00 --minutes 5
code=UTF-16LE
echo "*.md text working-tree-encoding=$code eol=crlf" >.gitattributes
git add .gitattributes && git commit -qm "$code"
rm $DAY && git checkout -q -- $DAY
cp $DAY "$T/day"
head=$(git rev-parse HEAD)
exits 1 "a day in $code" "$HALFHOUR" log "둘" --at 12:10 --minutes 5
like "$(cat "$T/err")" "$DAY: nothing is written, for git is told to keep it as $code .*rm '$DAY' && git checkout -- '$DAY'; your text is kept in " \
	"is refused, with the way out"
ok "the file is as it was" cmp $DAY "$T/day"
is "$(git rev-parse HEAD)$(pending)" "${head}0" "so is the branch"
git rm -q .gitattributes && git commit -qm "$code 없이"
rm $DAY && git checkout -q -- $DAY
exits 0 "without it" "$HALFHOUR" log "$code 뒤" --at 12:20 --minutes 5
is "$(git status --porcelain)" "" "all is committed"
is "$(grep -c '^### ' $DAY)" 2 "and both are there"

# ---- where -----------------------------------------------------------------

cd "$T" || exit 1
exits 1 "no wiki here" "$HALFHOUR" log x
like "$(cat err)" "is in no wiki: .*halfhour init" "the way out is named"
exits 0 "-C DIR" "$HALFHOUR" -C hand/notes/daily log "밖에서" --at 08:00 \
	--minutes 5
like "$(git -C hand log -1 --format=%s)" "^log: 밖에서 5m$" "goes to that wiki"
mkdir -p bare/notes
: >bare/halfhour.yaml
exits 1 "a wiki in no repository" "$HALFHOUR" -C bare log x
like "$(cat err)" "not in a git repository; .*halfhour init " "the way out is named"
ok "nothing is written there" not test -e bare/notes/daily
git init -q empty
exits 1 "a repository that is no wiki" "$HALFHOUR" -C empty log x
like "$(cat err)" "lacks notes/; 'halfhour init " "the way out is named"
exits 1 "a folder that there is not" "$HALFHOUR" -C nowhere log x
# ---- names that no commit can have ------------------------------------------

cd "$T" && "$HALFHOUR" --quiet init named && cd named || exit 1
echo 'author: 김하나 <hana@example.org>' >halfhour.yaml
git config user.name '하나 <하나>'
exits 0 "an author with an address, and a name with signs" \
	"$HALFHOUR" log 하나 --at 12:00 --minutes 3
like "$(cat "$T/err")" "halfhour.yaml:1:1: .*author" "the setting is told"
is "$(git log -1 --format=%an)" "하나 하나" "git's name is taken, as git takes it"
done_testing
