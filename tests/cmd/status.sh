#!/bin/sh
# status.sh: the running timebox, its time, and what is odd about it
. "$(dirname "$0")/../lib.sh"

at() {
	HALFHOUR_NOW=$1
}
status() {
	"$HALFHOUR" status 2>"$T/err"
}
seconds() {
	"$HALFHOUR" status --json | sed -n "s/.*\"$1_seconds\": \([0-9]*\).*/\1/p"
}

wiki --lang ko
exits 3 "before anything" "$HALFHOUR" status
is "$(cat "$T/out")" "" "there is nothing on standard output"
like "$(cat "$T/err")" "no timebox is running; 'halfhour start" "but a way out"
exits 3 "with --quiet" "$HALFHOUR" status --quiet
is "$(cat "$T/err")" "" "not even that"
exits 3 "as JSON" "$HALFHOUR" status --json
ok "is JSON" python3 -m json.tool "$T/out" "$T/json"
like "$(cat "$T/out")" '"state": "idle"' "idle"
like "$(cat "$T/out")" '"topic": null' "without a topic"

at 2026-11-23T21:00:00+09:00
ok "a timebox" "$HALFHOUR" start "성경: 3장 읽기"
at 2026-11-23T21:12:30+09:00
exits 0 "while it runs" "$HALFHOUR" status
is "$(cat "$T/out")" "성경: 3장 읽기: 17:30 left (30 min since 21:00)" \
	"it says what and how long"
is "$(cat "$T/err")" "" "and nothing else"
exits 0 "as JSON" "$HALFHOUR" --json status
is "$(cat "$T/out")" '{
  "schema": 1,
  "state": "running",
  "topic": "성경",
  "title": "3장 읽기",
  "start": "2026-11-23T21:00:00+09:00",
  "minutes": 30,
  "elapsed_seconds": 750,
  "left_seconds": 1050,
  "over_seconds": 0
}' "all of it"
exits 0 "with --quiet" "$HALFHOUR" status --quiet
is "$(cat "$T/out")" "" "only the exit code"
at 2026-11-23T21:42:30+09:00
is "$(status)" "성경: 3장 읽기: +12:30 over (30 min since 21:00)" "over time"
is "$(seconds over)" 750 "in JSON, too"
at 2026-11-23T23:00:05+09:00
is "$(status)" "성경: 3장 읽기: +1:30:05 over (30 min since 21:00)" "by hours"

# ---- other clocks ----------------------------------------------------------

at 2026-11-23T07:10:00-05:00
is "$(status)" "성경: 3장 읽기: 20:00 left (30 min since 21:00)" \
	"on another continent"
at 2026-11-23T20:30:00+09:00
is "$(status)" "성경: 3장 읽기: 30:00 left (30 min since 21:00)" \
	"a clock that was set back"
like "$(cat "$T/err")" "shows a time before the start.*--cap N" "is told"
is "$(seconds elapsed)" 0 "nothing is below zero"
ok "it ends" "$HALFHOUR" stop --cap 10

# The real clock: the file says when it began, by each of them.
unset HALFHOUR_NOW
ok "by the clock" "$HALFHOUR" start "도커" --at -10m
box=.git/halfhour/box
read -r boot here asleep <<EOF
$(sed -n 's/^boot //p' "$box")
EOF
is "$boot" "$(cat /proc/sys/kernel/random/boot_id)" "the boot is remembered"
if [ "$here" -gt 3600000 ] 2>/dev/null; then
	sed -i "s/^boot .*/boot $boot $here $((asleep + 120000))/" "$box"
	like "$(status)" "도커: (20:00|19:5[0-9]) left" "suspended"
	like "$(cat "$T/err")" "the machine slept (1:5[0-9]|2:00) of it" "is told"
	sed -i "s/^boot .*/boot $boot $((here + 300000)) $((asleep + 300000))/" \
		"$box"
	like "$(status)" "도커: (25:00|24:5[0-9]) left" "a clock set forward"
	like "$(cat "$T/err")" "set forward by (4:5[0-9]|5:0[0-9]) mean" "is told"
else
	skip "suspended" "this machine has just booted"
fi
sed -i "s/^boot .*/boot 00000000-0000-4000-8000-000000000000 1 1/" "$box"
like "$(status)" "도커: (20:00|19:5[0-9]) left" "after a boot of the machine"
is "$(cat "$T/err")" "" "nothing is odd"

# ---- where -----------------------------------------------------------------

mkdir -p notes/깊은/곳
cd notes/깊은/곳 || exit 1
like "$(status)" "^도커: " "from a folder below"
cd "$T/wiki" || exit 1
ok "a second work tree" git worktree add -q "$T/둘째"
like "$("$HALFHOUR" -C "$T/둘째" status)" "^도커: " "has the same timebox"
mkdir "$T/맨몸"
mkdir "$T/맨몸/notes"
touch "$T/맨몸/halfhour.yaml"
exits 3 "a wiki in no repository" "$HALFHOUR" -C "$T/맨몸" status
exits 1 "no wiki" "$HALFHOUR" -C "$T" status
exits 2 "a word too many" "$HALFHOUR" status 도커
exits 2 "an option that there is not" "$HALFHOUR" status --all

# It opens no repository and makes nothing.
if [ "${HALFHOUR#*san/}" = "$HALFHOUR" ] && command -v strace >/dev/null &&
	strace -o "$T/trace" "$HALFHOUR" status >/dev/null 2>&1; then
	unlike "$(grep '^open' "$T/trace")" \
		'\.git/(HEAD|config|index|refs|objects)' "git is not read"
	unlike "$(cat "$T/trace")" 'O_CREAT|mkdir|unlink|rename' \
		"nothing is written"
else
	skip "git is not read" "there is no strace"
fi

# ---- a stop that died -------------------------------------------------------

# What a crash leaves between the entry that is saved and the timebox that is
# removed: both.
cp "$box" "$T/box"
: >.git/index.lock
exits 5 "a stop that cannot commit" "$HALFHOUR" stop --cap 10
ok "has ended the timebox" not test -e "$box"
cp "$T/box" "$box"
exits 3 "with the timebox there again" "$HALFHOUR" status
is "$(cat "$T/out")" "" "it does not run"
like "$(cat "$T/err")" "no timebox is running: 도커 has ended and is saved, not committed; the next command" \
	"and what it is about is told"
exits 3 "as JSON" "$HALFHOUR" status --json
like "$(cat "$T/out")" '"state": "idle"' "idle"
exits 3 "with --quiet" "$HALFHOUR" status --quiet
is "$(cat "$T/err")" "" "not a word"
same "$box" "$T/box" "status has removed nothing"
sed 's/^minutes .*/minutes 31/' "$T/box" >"$box"
exits 0 "another timebox" "$HALFHOUR" status
cp "$T/box" "$box"
echo x >>"$(find .git/halfhour/pending -name intent)"
exits 0 "what is saved is damaged" "$HALFHOUR" status
sed -i '$d' "$(find .git/halfhour/pending -name intent)"
exits 3 "and mended" "$HALFHOUR" status
rm .git/index.lock
exits 0 "the next command" "$HALFHOUR" list
is "$(git log --format=%s -1)" "log: 도커 10m" "commits it"
is "$(cat notes/daily/*.md | grep -c 도커)" 1 "once"
ok "and removes the timebox" not test -e "$box"
exits 3 "so it is as ever" "$HALFHOUR" status
like "$(cat "$T/err")" "no timebox is running; 'halfhour start" "idle"

echo "halfhour-box 9" >"$box"
exits 1 "a damaged one" "$HALFHOUR" status
like "$(cat "$T/err")" "\.git/halfhour/box: it does not begin" "is told"
is "$(cat "$box")" "halfhour-box 9" "and left where it is"
done_testing
