#!/bin/sh
# stats.sh: what the days add up to
. "$(dirname "$0")/../lib.sh"

wiki --lang ko
exits 3 "no days" "$HALFHOUR" stats
is "$(cat "$T/out")" "" "print nothing"
like "$(cat "$T/err")" "no day counts yet" "and say so"
exits 3 "no days as JSON" "$HALFHOUR" stats --json
is "$(tr -d ' \n' <"$T/out")" '{"schema":1,"days":0,"entries":0,"minutes":0,"streak":0,"longest_streak":0,"score":0,"topics":[]}' \
	"are zeros"

log() {
	"$HALFHOUR" log "$@" >"$T/log" || exit 1
}
log "도커: 레이어" --minutes 28
log "ipc: 파이프" --at "2026-11-22 21:00" --minutes 12
log "도커" --at "2026-11-20 21:00" --minutes 40
log "성경 3장 읽기" --at "2026-11-09 21:00" --minutes 5

exits 0 "four days" "$HALFHOUR" stats
is "$(cat "$T/out")" "4 days, 4 entries, 85 min
streak 3 days, the longest 3; 2 free days left this week
score 21 of 100

    12월 1월 2월 3월  4월 5월 6월  7월 8월  9월 10월
월 ..................................................:.*
   ....................................................
수 ....................................................
   ....................................................
금 ...................................................#
   ....................................................
   ...................................................+

topic              min  entries  last
도커                68        2  2026-11-23
ipc                 12        1  2026-11-22
성경 3장 읽기        5        1  2026-11-09  untouched for 14 days" \
	"in a heatmap and a table"
is "$(cat "$T/err")" "" "without a word"
# The names of the months, of a wiki in this language, on this day.
months() {
	HALFHOUR_LANG=$1 HALFHOUR_NOW=$2T12:00:00+09:00 "$HALFHOUR" stats |
		sed -n 5p
}
like "$(months ko 2026-12-14)" " 9월 10월 +12월$" "a name that would touch is left out"
like "$(months ja 2026-12-14)" " 9月 10月 +12月$" "in Japanese, too"
like "$(months en 2026-12-14)" " Sep +Oct Nov +Dec$" "what has a space stays"

if python3 -c 'import pty' 2>/dev/null; then
	# What a window of so many columns shows.
	for cols in 200 40 8 1; do
		python3 "$TOP/tests/cmd/terminal.py" sh -c \
			"stty cols $cols; exec \"\$HALFHOUR\" stats" -- \
			>"$T/seen.$cols"
	done
	is "$(grep '^금 ' "$T/seen.200")" \
		"금 ...................................................#" \
		"a wide window has 53 weeks"
	is "$(grep '^금 ' "$T/seen.40")" "금 ...............................#" \
		"in 40 columns there are the latest 33"
	is "$(grep -h '^월 ' "$T/seen.8" "$T/seen.1")" "월 *
월 *" "and never less than one"
	is "$(LC_ALL=C.UTF-8 sed -n '/^score/,/^topic/p' "$T/seen.40" |
		LC_ALL=C.UTF-8 grep -c '^.\{40\}')" 0 "no line of it is wider"
else
	skip "a narrow window" "there is no pty module"
fi

exits 0 "JSON" "$HALFHOUR" stats --json
ok "is JSON" python3 -m json.tool "$T/out" "$T/json"
is "$(cat "$T/out")" '{
  "schema": 1,
  "days": 4,
  "entries": 4,
  "minutes": 85,
  "streak": 3,
  "longest_streak": 3,
  "score": 21,
  "topics": [
    {
      "topic": "도커",
      "minutes": 68,
      "entries": 2,
      "last": "2026-11-23"
    },
    {
      "topic": "ipc",
      "minutes": 12,
      "entries": 1,
      "last": "2026-11-22"
    },
    {
      "topic": "성경 3장 읽기",
      "minutes": 5,
      "entries": 1,
      "last": "2026-11-09"
    }
  ]
}' "of the documented shape"

exits 0 "--since" "$HALFHOUR" stats --since -1
like "$(cat "$T/out")" "^2 days, 2 entries, 40 min$" "counts from there"
like "$(cat "$T/out")" "^streak 3 days" "but the streak is of all days"
exits 3 "--since what is to come" "$HALFHOUR" stats --since 2026-11-24
like "$(cat "$T/err")" "no day counts since then" "is told"

# ---- the study day ---------------------------------------------------------

night() {
	HALFHOUR_NOW=2026-11-$1+09:00 "$HALFHOUR" stats | sed -n 2p
}
like "$(night 24T03:59:00)" "^streak 3 days.* 2 free" "the night belongs to it"
like "$(night 24T23:00:00)" "^streak 3 days.* 2 free" "a day is not missed yet"
like "$(night 25T04:00:00)" "^streak 3 days.* 1 free" "now it is, and free"
like "$(night 26T12:00:00)" "^streak 3 days.* 0 free" "as is the next one"
like "$(night 27T12:00:00)" "^streak 0 days, the longest 3$" "the third breaks"

# ---- empty entries ---------------------------------------------------------

printf '### 도커\n\n### 21:00–21:00 ipc\n' >notes/daily/2026-11-21.md
exits 0 "entries with nothing in them" "$HALFHOUR" stats --json
like "$(cat "$T/out")" '"entries": 4' "earn nothing"
like "$(cat "$T/out")" '"days": 4' "and are no day"
printf '### 도커\n\n배운 것.\n' >notes/daily/2026-11-21.md
exits 0 "a text without times" "$HALFHOUR" stats --json
like "$(cat "$T/out")" '"streak": 4' "is a day of study"

# ---- other settings --------------------------------------------------------

printf 'lang: en\nweek_starts: sunday\n' >halfhour.yaml
exits 0 "weeks from Sunday, in English" "$HALFHOUR" stats
is "$(sed -n '5,7p' "$T/out")" "     Dec Jan Feb Mar  Apr May  Jun Jul Aug  Sep Oct Nov
   ....................................................+
Mo ..................................................:.*" "the rows follow"
printf 'lang: ja\n' >halfhour.yaml
exits 0 "in Japanese" "$HALFHOUR" stats
like "$(cat "$T/out")" "^月 \.+" "the days"

# A terminal, by script(1) or python's pty.
NO_COLOR='' python3 - "$HALFHOUR" >"$T/tty" <<'END'
import os, pty, sys
os.environ.pop("NO_COLOR")
pty.spawn([sys.argv[1], "stats"])
END
like "$(cat "$T/tty")" "38;5;34m▐" "colours on a terminal"
unlike "$(cat "$T/tty")" "\^\[" "which it gets as they are"
printf '### 21:00–21:10 a\033[31mb\n' >notes/daily/2026-11-21.md
python3 - "$HALFHOUR" >"$T/tty" <<'END'
import pty, sys
pty.spawn([sys.argv[1], "stats"])
END
unlike "$(cat "$T/tty")" "$(printf '\033')" "no escape sequence of a topic"
like "$(cat "$T/tty")" 'a\^\[' "it is made visible"

exits 2 "--since what is no day" "$HALFHOUR" stats --since 언젠가
exits 2 "a word too many" "$HALFHOUR" stats docker

# ---- a day that cannot be read ---------------------------------------------

# Longer than any day may be, which not even root can read.
mkdir "$T/unread" && cd "$T/unread" || exit 1
"$HALFHOUR" init --quiet --lang ko .
"$HALFHOUR" log "도커" --at 10:00 --minutes 5 -t "레이어 읽기" --quiet
truncate -s 1G notes/daily/2026-11-20.md
exits 1 "stats with a day that cannot be read" "$HALFHOUR" stats --json
like "$(cat "$T/err")" "^notes/daily/2026-11-20.md: error: " "tells it"
like "$(cat "$T/out")" "도커" "and prints the others"
rm notes/daily/2026-11-23.md
exits 1 "stats with no other day" "$HALFHOUR" stats --json
like "$(cat "$T/err")" "^notes/daily/2026-11-20.md: error: " "tells it, too"
unlike "$(cat "$T/err")" "no entry|no open|no day" "and not that there is none"


done_testing
