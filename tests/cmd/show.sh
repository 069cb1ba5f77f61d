#!/bin/sh
# show.sh: a day of the log, as it is written or as JSON
. "$(dirname "$0")/../lib.sh"

wiki --lang ko
exits 3 "nothing is logged today" "$HALFHOUR" show
like "$(cat "$T/err")" "there is no notes/daily/2026-11-23\.md" "it says so"
is "$(cat "$T/out")" "" "and prints nothing"

"$HALFHOUR" log "도커: 레이어" --minutes 28 -b "본문 **한** 줄" -k "좋았다" \
	-t "읽기 #도커" >"$T/log" || exit 1
"$HALFHOUR" log "ipc: 파이프" --at "어제 21:00" --minutes 12 >"$T/log" || exit 1
exits 0 "today" "$HALFHOUR" show
same "$T/out" notes/daily/2026-11-23.md "is printed byte for byte"
is "$(cat "$T/err")" "" "without a word"
for day in today 오늘 今日 2026-11-23 -0; do
	exits 0 "$day" "$HALFHOUR" show "$day"
	same "$T/out" notes/daily/2026-11-23.md "is today"
done
for day in yesterday 어제 昨日 2026-11-22 -1 "1일 전"; do
	exits 0 "$day" "$HALFHOUR" show "$day"
	same "$T/out" notes/daily/2026-11-22.md "is yesterday"
done
exits 0 "half past midnight, today" env \
	HALFHOUR_NOW=2026-11-24T00:30:00+09:00 "$HALFHOUR" show
same "$T/out" notes/daily/2026-11-23.md "is the day before"
exits 3 "at five it is not" env HALFHOUR_NOW=2026-11-24T05:00:00+09:00 \
	"$HALFHOUR" show
exits 0 "day_ends decides" env HALFHOUR_DAY_ENDS=06:00 \
	HALFHOUR_NOW=2026-11-24T05:00:00+09:00 "$HALFHOUR" show
exits 0 "from a folder below" "$HALFHOUR" -C notes/daily show
exits 3 "another day" "$HALFHOUR" show 2026-01-01

# ---- JSON ------------------------------------------------------------------

exits 0 "JSON" "$HALFHOUR" show --json
ok "is JSON" python3 -m json.tool "$T/out" "$T/json"
is "$(sed 's/"\([^"]*\) #도커"/"\1 #도커"/' "$T/out")" '{
  "schema": 1,
  "day": "2026-11-23",
  "path": "notes/daily/2026-11-23.md",
  "minutes": 28,
  "entries": [
    {
      "schema": 1,
      "day": "2026-11-23",
      "start": "2026-11-23T21:00:00+09:00",
      "end": "2026-11-23T21:28:00+09:00",
      "minutes": 28,
      "topic": "도커",
      "title": "레이어",
      "path": "notes/daily/2026-11-23.md",
      "line": 5
    }
  ],
  "keep": [
    "좋았다"
  ],
  "problem": [],
  "try": [
    "읽기 #도커"
  ],
  "markdown": "'"$(sed ':a;N;$!ba;s/\n/\\n/g' notes/daily/2026-11-23.md)"'\n"
}' "with all of the day"

# ---- days as people write them ---------------------------------------------

printf '## 리뷰\n### docker\n- 첫째\n\t1. 안쪽\n### python multiprocessing\n글\n## 회고\n### KEEP\n- 다시 만들어 보았다.\n### PROBELM\n- \n### TRY\n- 하루에 30분씩 공부한다.' \
	>notes/daily/2026-11-20.md
exits 0 "a day written by hand" "$HALFHOUR" show 2026-11-20
same "$T/out" notes/daily/2026-11-20.md "is printed as it is"
like "$(cat "$T/err")" \
	"^notes/daily/2026-11-20\.md:10:5: warning: 'PROBELM' is read as PROBLEM" \
	"the slip is told with its place"
exits 0 "--quiet" "$HALFHOUR" --quiet show 2026-11-20
is "$(cat "$T/err")" "" "does not tell it"
exits 0 "as JSON" "$HALFHOUR" show --json 2026-11-20
ok "it is JSON" python3 -m json.tool "$T/out" "$T/json"
day=$(tr -d '\n' <"$T/out")
is "$(printf %s "$day" | grep -o '"topic": "[^"]*"')" '"topic": "docker"
"topic": "python multiprocessing"' "the topics are docker and python multiprocessing"
like "$day" '"keep": \[ *"다시 만들어 보았다\." *\]' "there is one KEEP"
like "$day" '"problem": \[\]' "no PROBLEM, for an empty bullet is none"
like "$day" '"try": \[ *"하루에 30분씩 공부한다\." *\]' "and one TRY"
like "$day" '"start": null, *"end": null, *"minutes": 0' "no times, no minutes"

printf '# \270\256\n\n### 9:00-9:10 도\377커 "x"\\\n\n### KEEP\n\n- \001\n' \
	>notes/daily/2026-11-19.md
exits 0 "a day that is not UTF-8" "$HALFHOUR" show 2026-11-19
same "$T/out" notes/daily/2026-11-19.md "is printed as it is"
like "$(cat "$T/err")" "^notes/daily/2026-11-19\.md:1:3: error: .*UTF-8" \
	"and told with its place"
exits 0 "as JSON" "$HALFHOUR" show --json 2026-11-19
ok "it is JSON all the same" python3 -m json.tool "$T/out" "$T/json"

# A control character is two bytes as UTF-8, and steers some terminals.
printf '### 9:00-9:10 도커\n\n### KEEP\n\n- 앞\302\233뒤\n' >notes/daily/2026-11-16.md
exits 0 "JSON of a control character" "$HALFHOUR" show --json 2026-11-16
like "$(cat "$T/out")" '"앞\\u009b뒤"' "has it as an escape"
if python3 -c 'import pty' 2>/dev/null; then
	for json in "" --json; do
		# shellcheck disable=SC2086
		python3 "$TOP/tests/cmd/terminal.py" "$HALFHOUR" show $json \
			2026-11-16 -- >"$T/out"
		unlike "$(LC_ALL=C od -An -tx1 "$T/out" | tr -d '\n')" "c2 9b" \
			"show $json sends none to a terminal"
	done
else
	skip "nor to a terminal" "there is no pty module"
fi

: >notes/daily/2026-11-18.md
exits 0 "an empty file" "$HALFHOUR" show 2026-11-18
is "$(cat "$T/out" "$T/err")" "" "is an empty day"
exits 0 "as JSON" "$HALFHOUR" show --json 2026-11-18
ok "too" python3 -m json.tool "$T/out" "$T/json"

# ---- what goes wrong -------------------------------------------------------

for day in 내일 tomorrow 2026-13-01 2026-02-30 21:00 "" -x ../2026-11-23; do
	exits 2 "not a day: '$day'" "$HALFHOUR" show "$day"
done
like "$(cat "$T/err")" "is not a day: write 2026-11-23, today" \
	"the message shows what a day is"
exits 2 "two days" "$HALFHOUR" show today yesterday
mkdir notes/daily/2026-11-17.md
exits 1 "a folder in place of the file" "$HALFHOUR" show 2026-11-17
exits 1 "no wiki here" "$HALFHOUR" -C "$T" show
done_testing
