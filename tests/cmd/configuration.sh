#!/bin/sh
# configuration.sh: settings that do not hold are told by each command
. "$(dirname "$0")/../lib.sh"

wiki --lang ko
HALFHOUR_TIMEBOX=30
export HALFHOUR_TIMEBOX
EDITOR=true
export EDITOR

# told CODE COMMAND…: the command tells it, once, and with --quiet if it is an
# error.
told() {
	lib_told=$1
	shift
	exits "$lib_told" "$*" "$HALFHOUR" "$@"
	is "$(cat "$T/out" "$T/err" | grep -c "$said")" 1 "tells it once"
}

# ---- a value ---------------------------------------------------------------

"$HALFHOUR" --quiet log "처음: 설정" --at 20:00 --minutes 5 -t "책을 3쪽 읽는다"
printf 'lang: ko\nday_ends: "25:00"\n' >halfhour.yaml
said="^halfhour.yaml:2:1: warning: '25:00' is no value for 'day_ends'.*\[conf\]$"
told 0 log "도커: 레이어" --at 20:10 --minutes 5
told 0 start "도커" --at -5m
told 0 add "한 줄"
told 0 stop
told 0 list
told 0 show
told 0 edit
told 0 try
told 0 stats
told 0 undo
told 0 redo
told 0 export --csv
told 0 new 노트
told 0 mv 노트 쪽지
told 0 search 도커
told 0 check
told 0 build
told 0 init .
exits 0 "--quiet" "$HALFHOUR" --quiet log "조용히" --at 20:20 --minutes 5
is "$(cat "$T/out" "$T/err")" "" "leaves out a warning"
exits 0 "--json" "$HALFHOUR" log "셋" --at 20:30 --minutes 5 --json
ok "is JSON all the same" python3 -m json.tool "$T/out" "$T/json"
exits 0 "check --json" "$HALFHOUR" check --json
is "$(grep -c '"code": "conf"' "$T/out")" 1 "has it among the others"
is "$(cat "$T/err")" "" "and nowhere else"

# ---- the environment -------------------------------------------------------

printf 'lang: ko\n' >halfhour.yaml
HALFHOUR_DAY_ENDS=99
export HALFHOUR_DAY_ENDS
said="^HALFHOUR_DAY_ENDS: warning: '99' cannot be used"
told 0 log "환경" --at 20:40 --minutes 5
told 0 list
unset HALFHOUR_DAY_ENDS

# ---- no YAML at all --------------------------------------------------------

printf 'lang: ko\nday_ends: "05:00\n' >halfhour.yaml
said="^halfhour.yaml:[0-9]*:[0-9]*: error: not YAML, so the defaults are used.*\[conf-broken\]$"
told 0 log "넷" --at 20:50 --minutes 5
told 0 --quiet log "다섯" --at 20:55 --minutes 5
told 1 check
exits 1 "doctor" "$HALFHOUR" doctor --quiet
like "$(cat "$T/out")" "^error *configuration: halfhour.yaml:.*not YAML" \
	"has it among what does not work"
printf -- '- day_ends\n' >halfhour.yaml
said="^halfhour.yaml:1:1: error: here must be lines of 'key: value'"
told 0 list
done_testing
