#!/bin/sh
# list.sh: the entries, one a line or as JSON
. "$(dirname "$0")/../lib.sh"

topics() {
	grep -o '"topic": "[^"]*"' "$T/out" | sed 's/.*: "\(.*\)"/\1/'
}

wiki --lang ko
exits 3 "no entries" "$HALFHOUR" list
is "$(cat "$T/out")" "" "print nothing"
exits 3 "no entries as JSON" "$HALFHOUR" list --json
is "$(cat "$T/out")" "[]" "are an empty list"

log() {
	"$HALFHOUR" log "$@" >"$T/log" || exit 1
}
log "도커: 레이어" --minutes 28
log "ipc: 파이프" --at "2026-11-22 21:00" --minutes 12
log "Docker" --at "2026-11-21 09:05" --minutes 105
log "자정" --at "2026-11-21 23:50" --minutes 30

exits 0 "entries" "$HALFHOUR" list
is "$(cat "$T/out")" "2026-11-21  09:05–10:50  105 min  Docker
2026-11-21  23:50–00:20   30 min  자정
2026-11-22  21:00–21:12   12 min  ipc: 파이프
2026-11-23  21:00–21:28   28 min  도커: 레이어" "are one a line, in order"
is "$(cat "$T/err")" "" "without a word"

exits 0 "--since" "$HALFHOUR" list --since 2026-11-22
is "$(wc -l <"$T/out" | tr -d ' ')" 2 "that day belongs to it"
exits 0 "--until" "$HALFHOUR" list --until 어제
is "$(wc -l <"$T/out" | tr -d ' ')" 3 "that day, too"
exits 0 "both" "$HALFHOUR" list --since -1 --until yesterday
is "$(cat "$T/out")" "2026-11-22  21:00–21:12   12 min  ipc: 파이프" "one day"
exits 3 "the wrong way round" "$HALFHOUR" list --since today --until yesterday
exits 0 "--topic" "$HALFHOUR" list --topic docker
is "$(cat "$T/out")" "2026-11-21  09:05–10:50  105 min  Docker" \
	"case does not matter"
exits 0 "a Korean topic" "$HALFHOUR" list --topic 도커
is "$(wc -l <"$T/out" | tr -d ' ')" 1 "is found"
exits 0 "in another normal form" "$HALFHOUR" list \
	--topic "$(printf '\341\204\203\341\205\251\341\204\217\341\205\245')"
is "$(wc -l <"$T/out" | tr -d ' ')" 1 "too"
exits 3 "a part of a topic" "$HALFHOUR" list --topic 도
exits 3 "a topic that there is not" "$HALFHOUR" list --topic 없음

exits 0 "JSON" "$HALFHOUR" list --json --until 2026-11-21
ok "is JSON" python3 -m json.tool "$T/out" "$T/json"
is "$(cat "$T/out")" '[
  {
    "schema": 1,
    "day": "2026-11-21",
    "start": "2026-11-21T09:05:00+09:00",
    "end": "2026-11-21T10:50:00+09:00",
    "minutes": 105,
    "topic": "Docker",
    "title": "",
    "path": "notes/daily/2026-11-21.md",
    "line": 5
  },
  {
    "schema": 1,
    "day": "2026-11-21",
    "start": "2026-11-21T23:50:00+09:00",
    "end": "2026-11-22T00:20:00+09:00",
    "minutes": 30,
    "topic": "자정",
    "title": "",
    "path": "notes/daily/2026-11-21.md",
    "line": 7
  }
]' "times have their offset, after midnight the next date"
exits 0 "-C, from elsewhere" "$HALFHOUR" -C "$T/wiki/notes" --json list
ok "is JSON, too" python3 -m json.tool "$T/out" "$T/json"

exits 0 "--names" "$HALFHOUR" list --names
is "$(cat "$T/out")" "도커
ipc
자정
Docker" "are the topics, the latest first"
log "docker: once more" --at "2026-11-22 22:00" --minutes 5
exits 0 "--names --json" "$HALFHOUR" list --names --json --since 2026-11-21
is "$(cat "$T/out")" '[
  "도커",
  "docker",
  "ipc",
  "자정"
]' "each is there once, whatever its case"
exits 3 "--names of nothing" "$HALFHOUR" list --names --topic 없음
exits 0 "undo it" git reset -q --hard HEAD^

# ---- days as people write them ---------------------------------------------

printf '## 리뷰\n### docker\n- 첫째\n\t1. 안쪽\n\t2. 둘째\n- 셋째\n\t- 안쪽\n### python multiprocessing\n글\n1. 하나\n\t1. 둘\n## 회고\n### KEEP\n- 다시 만들어 보았다.\n### PROBELM\n- \n### TRY\n- 하루에 30분씩 공부한다.' \
	>notes/daily/2026-11-20.md
exits 0 "a day written by hand" "$HALFHOUR" list --until 2026-11-20
is "$(cat "$T/out")" "2026-11-20                        docker
2026-11-20                        python multiprocessing" \
	"has its two topics, without times"
exits 0 "as JSON" "$HALFHOUR" list --until 2026-11-20 --json
is "$(topics)" "docker
python multiprocessing" "the same"

cat >notes/daily/2026-11-19.md <<'END'
# 어느 날

### 9:00~9:20 docker
### 10:00 - 10:30: ipc: 파이프
### 11:00～11:05 [[python/queue-empty]]
### 12:00 리눅스
### 셸 (13:00-13:10)
### 25:00–26:00 시계

```
### 14:00–14:10 코드 안
```

<!--
### 15:00–15:10 주석 안
-->
END
exits 0 "times in many ways" "$HALFHOUR" list --since 2026-11-19 \
	--until 2026-11-19
is "$(cat "$T/out")" "2026-11-19  09:00–09:20   20 min  docker
2026-11-19  10:00–10:30   30 min  ipc: 파이프
2026-11-19  11:00–11:05    5 min  python/queue-empty
2026-11-19  12:00          0 min  리눅스
2026-11-19  13:00–13:10   10 min  셸
2026-11-19                        시계" "are read"
is "$(cat "$T/err")" "" "a list does not nag"
exits 0 "the day itself" "$HALFHOUR" show 2026-11-19
like "$(cat "$T/err")" "^notes/daily/2026-11-19\.md:8:[0-9]+: warning: .*times" \
	"tells those that cannot be"

cat >notes/daily/2026-11-16.md <<'END'
### 9:30 AM - 10 AM docker
### 오전 11:30–오후 1시 도커: 캐시
### 14시~15시 셸
### 오후 3시 30분～4시 커널
### 9시 뉴스
### 9 - 9 PM 어느 쪽
END
cp notes/daily/2026-11-16.md "$T/said"
exits 0 "times as they are said" "$HALFHOUR" list --since 2026-11-16 \
	--until 2026-11-16
is "$(cat "$T/out")" "2026-11-16  09:30–10:00   30 min  docker
2026-11-16  11:30–13:00   90 min  도커: 캐시
2026-11-16  14:00–15:00   60 min  셸
2026-11-16  15:30–16:00   30 min  커널
2026-11-16                        9시 뉴스
2026-11-16                        어느 쪽" "are read"
exits 0 "the day itself" "$HALFHOUR" show 2026-11-16
like "$(cat "$T/err")" "2026-11-16\.md:6:5: warning: .* no time or twelve hours" \
	"tells those that may be either"
exits 0 "one more between them" "$HALFHOUR" log "사이" --at "2026-11-16 13:30" \
	--minutes 10
is "$(grep -n 사이 notes/daily/2026-11-16.md)" "4:### 13:30–13:40 사이" \
	"stands at its place in time"
grep -v -e 사이 -e '^$' notes/daily/2026-11-16.md >"$T/stayed"
same "$T/stayed" "$T/said" "and the others are as they were written"
exits 0 "undo it" git reset -q --hard HEAD^
rm -f notes/daily/2026-11-16.md

printf '## \270\256\n### docker\n' >notes/daily/2026-11-18.md
exits 0 "a day that is not UTF-8" "$HALFHOUR" list --until 2026-11-18 --json
like "$(cat "$T/err")" "^notes/daily/2026-11-18\.md:1:4: error: .*UTF-8" \
	"is told with its place"
ok "and is JSON all the same" python3 -m json.tool "$T/out" "$T/json"

rm notes/daily/2026-11-18.md

# Many entries in one day, two in the same minutes: one line, one object each.
{
	echo "## 리뷰"
	i=0
	while [ "$i" -lt 200 ]; do
		m=$((i / 2 % 60))
		printf '### 1%d:%02d–1%d:%02d 많이: 항목 %d\n글\n' $((i / 120)) \
			"$m" $((i / 120)) "$m" "$i"
		i=$((i + 1))
	done
	printf '### %s 많이: %s\n' "20:00–20:30" "겹친 것" "20:10–20:20" "겹친 것"
} >notes/daily/2026-11-15.md
exits 0 "200 entries in a day, and two that overlap" "$HALFHOUR" list \
	--until 2026-11-15
is "$(wc -l <"$T/out" | tr -d ' ')/$(grep -o "많이: .*" "$T/out" | sort -u | wc -l)" \
	202/201 "are a line each"
is "$(cat "$T/err")" "" "and no line of a warning"
exits 0 "as JSON" "$HALFHOUR" list --until 2026-11-15 --json
is "$(python3 -c 'import json, sys; print(len(json.load(open(sys.argv[1]))))' \
	"$T/out")" 202 "an object each"
rm notes/daily/2026-11-15.md

# Files that are no days.
echo "### 9:00–9:10 아님" >notes/daily/메모.md
echo "### 9:00–9:10 아님" >notes/daily/2026-02-30.md
echo "### 9:00–9:10 아님" >notes/daily/2026-11-17.txt
exits 3 "files of other names" "$HALFHOUR" list --topic 아님

# ---- notes -----------------------------------------------------------------

mkdir -p notes/ipc notes/.숨은
touch notes/ipc/파이프.md "notes/두 낱말.md" notes/그림.png notes/.숨은/x.md \
	"notes/$(printf '\341\204\203\341\205\251').md" "notes/$(printf 'a\nb').md"
exits 0 "--pages" "$HALFHOUR" list --pages
is "$(sort "$T/out")" "$(printf '%s\n' index ipc/파이프 도 "두 낱말" | sort)" \
	"are the names of the notes, without the days"
exits 0 "--pages --json" "$HALFHOUR" list --pages --json
is "$(python3 -c 'import json, sys
print(len(json.load(open(sys.argv[1]))))' "$T/out")" 4 "as a list"
exits 2 "--pages and --since" "$HALFHOUR" list --pages --since today

# ---- a narrow window -------------------------------------------------------

# narrow COLUMNS WORDS: what a window of so many columns shows.
narrow() {
	python3 "$TOP/tests/cmd/terminal.py" sh -c \
		"stty cols $1; exec \"\$HALFHOUR\" $2" -- | sed '/^$/d; /^\[exit/d'
}
cat >"$T/width.py" <<'END'
import sys, unicodedata
w = lambda c: 0 if unicodedata.combining(c) else \
    2 if unicodedata.east_asian_width(c) in "WF" else 1
print(max(sum(map(w, l.rstrip("\n"))) for l in open(sys.argv[1], encoding="utf8")))
END
printf '### %s 도커: %s\n### %s\n' "21:00–21:28" \
	"레이어 캐시가 왜 무효화되는지 한국어로 길게 적어 본 제목" \
	"$(printf '아주긴낱말아주긴낱말아주긴낱말아주긴낱말 \033[31mcafe\314\201')" \
	>notes/daily/2026-11-14.md
if python3 -c 'import pty' 2>/dev/null; then
	for cols in 80 54 40 12 3; do
		narrow "$cols" "list --until 2026-11-14" >"$T/seen"
		ok "in $cols columns no line is wider" \
			test "$(python3 "$T/width.py" "$T/seen")" -lt "$cols"
		is "$(tr -d ' \n' <"$T/seen" | grep -c \
			"도커:레이어캐시가왜무효화되는지한국어로길게적어본제목")" 1 \
			"and nothing of the title is lost"
		ok "nor an escape sequence sent" not grep -q \
			"$(printf '\033')" "$T/seen"
	done
	narrow 40 "list --until 2026-11-14" >"$T/seen"
	is "$(grep -A 2 21:00 "$T/seen")" "2026-11-14  21:00–21:28   28 min
    도커: 레이어 캐시가 왜 무효화되는지
    한국어로 길게 적어 본 제목" "a title stands below its times"
	narrow 60 "list --until 2026-11-14" >"$T/seen"
	like "$(grep -A 1 21:00 "$T/seen" | tail -n 1)" "^ {34}[^ ]" \
		"or beside them, on several lines"
	narrow 200 "list --until 2026-11-14" >"$T/seen"
	like "$(cat "$T/seen")" "28 min  도커: 레이어 .* 적어 본 제목$" \
		"in a wide window it is one line"
else
	skip "a narrow window" "there is no pty module"
fi
exits 0 "in a pipe" "$HALFHOUR" list --until 2026-11-14
like "$(cat "$T/out")" "28 min  도커: 레이어 .* 적어 본 제목$" "it is, too"
rm notes/daily/2026-11-14.md

# ---- what goes wrong -------------------------------------------------------

exits 2 "--since what is no day" "$HALFHOUR" list --since 언젠가
like "$(cat "$T/err")" "^halfhour: --since: '언젠가' is not a day" "is told"
exits 2 "--until what is no day" "$HALFHOUR" list --until 21:00
like "$(cat "$T/err")" "^halfhour: --until: " "is told"
exits 2 "a word too many" "$HALFHOUR" list docker
exits 2 "an option that there is not" "$HALFHOUR" list --tag x
exits 1 "no wiki here" "$HALFHOUR" -C "$T" list

# ---- a day that cannot be read ---------------------------------------------

# Longer than any day may be, which not even root can read.
mkdir "$T/unread" && cd "$T/unread" || exit 1
"$HALFHOUR" init --quiet --lang ko .
"$HALFHOUR" log "도커" --at 10:00 --minutes 5 -t "레이어 읽기" --quiet
truncate -s 1G notes/daily/2026-11-20.md
exits 1 "list with a day that cannot be read" "$HALFHOUR" list --json
like "$(cat "$T/err")" "^notes/daily/2026-11-20.md: error: " "tells it"
like "$(cat "$T/out")" "도커" "and prints the others"
rm notes/daily/2026-11-23.md
exits 1 "list with no other day" "$HALFHOUR" list --json
like "$(cat "$T/err")" "^notes/daily/2026-11-20.md: error: " "tells it, too"
unlike "$(cat "$T/err")" "no entry|no open|no day" "and not that there is none"


done_testing
