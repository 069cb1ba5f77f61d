#!/bin/sh
# start.sh: a timebox begins, counts down, rings
. "$(dirname "$0")/../lib.sh"

box=.git/halfhour/box
# soon FILE: wait until it is there and not empty.
soon() {
	lib_i=0
	while [ ! -s "$1" ] && [ "$lib_i" -lt 100 ]; do
		sleep 0.1
		lib_i=$((lib_i + 1))
	done
	test -s "$1"
}

HALFHOUR_NOW=2026-11-23T21:00:40+09:00
wiki --lang ko
exits 0 "start" "$HALFHOUR" start "도커: 레이어 캐시"
is "$(cat "$T/out")" "2026-11-23 21:00–21:30 도커: 레이어 캐시 (30 min)" \
	"says until when"
is "$(sed 's/^id [0-9a-f]\{16\}$/id/' "$box")" "halfhour-box 1
id
start 2026-11-23T21:00:40+09:00
boot none
minutes 30
topic 6
도커
title 16
레이어 캐시
lines 0
end" "it is all in one file"
is "$(git status --porcelain)" "" "which git does not see"
before=$(cat "$box")
exits 4 "a second one" "$HALFHOUR" start "ipc"
like "$(cat "$T/err")" "running since 21:00: 도커: 레이어 캐시; 'halfhour status'.*'halfhour stop'.*'halfhour cancel'" \
	"is refused, with the ways out"
is "$(cat "$box")" "$before" "and changes nothing"
ok "it ends" "$HALFHOUR" cancel

exits 0 "words without quotes" "$HALFHOUR" start 성경: 3장 읽기 --minutes 12
is "$(cat "$T/out")" "2026-11-23 21:00–21:12 성경: 3장 읽기 (12 min)" "are one"
ok "it ends" "$HALFHOUR" cancel
exits 0 "without a topic" "$HALFHOUR" start
is "$(cat "$T/out")" "2026-11-23 21:00–21:30 공부 (30 min)" "it has a name"
ok "it ends" "$HALFHOUR" cancel
exits 0 "--at" "$HALFHOUR" start "도커" --at "밤 8시 50분"
is "$(cat "$T/out")" "2026-11-23 20:50–21:20 도커 (30 min)" "tells the time"
is "$("$HALFHOUR" status)" "도커: 19:20 left (30 min since 20:50)" "and counts"
ok "it ends" "$HALFHOUR" cancel
exits 0 "after midnight" env HALFHOUR_NOW=2026-11-24T00:40:00+09:00 \
	"$HALFHOUR" start "밤"
is "$(cat "$T/out")" "2026-11-23 00:40–01:10 밤 (30 min)" "is of the day before"
ok "it ends" "$HALFHOUR" cancel
exits 0 "--json" "$HALFHOUR" start "도커" --json
ok "is JSON" python3 -m json.tool "$T/out" "$T/json"
like "$(cat "$T/out")" '"state": "running"' "as status has it"
ok "it ends" "$HALFHOUR" cancel
exits 0 "--quiet" "$HALFHOUR" start "도커" --quiet
is "$(cat "$T/out")" "" "says nothing"
ok "it ends" "$HALFHOUR" cancel
printf 'timebox: 25\n' >halfhour.yaml
exits 0 "timebox of the settings" "$HALFHOUR" start "도커"
like "$(cat "$T/out")" "21:00–21:25 도커 \(25 min\)" "is used"
ok "it ends" "$HALFHOUR" cancel

# ---- a pause ---------------------------------------------------------------

rm halfhour.yaml
at() {
	HALFHOUR_NOW=2026-11-$1+09:00
}
at 22T09:00:00
exits 3 "--again, and nothing was there" "$HALFHOUR" start --again
like "$(cat "$T/err")" "no entry yet; 'halfhour start TOPIC'" "says what begins"
exits 2 "--again and a topic" "$HALFHOUR" start --again "도커"
exits 3 "nothing has begun" "$HALFHOUR" status
ok "the day before" "$HALFHOUR" log "어제: 것" --minutes 20
at 23T21:00:00
exits 0 "--again, a day later" "$HALFHOUR" start --again
is "$(cat "$T/out")" "2026-11-23 21:00–21:30 어제: 것 (30 min)" \
	"is the name, and a whole timebox"
ok "it ends" "$HALFHOUR" cancel
ok "a timebox" "$HALFHOUR" start "파이프: 64 KiB: 끝"
at 23T21:12:00
ok "called away" "$HALFHOUR" stop
at 23T21:32:00
exits 0 "back again" "$HALFHOUR" start --again
is "$(cat "$T/out")" "2026-11-23 21:32–21:50 파이프: 64 KiB: 끝 (18 min)" \
	"it goes on with what is left"
at 23T21:45:00
ok "called away" "$HALFHOUR" stop
at 23T23:50:00
exits 0 "again" "$HALFHOUR" start --again --at -5m --minutes 40
is "$(cat "$T/out")" "2026-11-23 23:45–00:25 파이프: 64 KiB: 끝 (40 min)" \
	"--minutes and --at say otherwise"
at 24T00:10:00
ok "called away" "$HALFHOUR" stop
at 24T01:00:00
exits 0 "after midnight, and all is used" "$HALFHOUR" start --again
is "$(cat "$T/out")" "2026-11-23 01:00–01:30 파이프: 64 KiB: 끝 (30 min)" \
	"it is a whole timebox"
at 24T01:05:00
ok "the end" "$HALFHOUR" stop
exits 0 "they are intervals" "$HALFHOUR" list --topic 파이프
is "$(cat "$T/out")" "2026-11-23  21:00–21:12   12 min  파이프: 64 KiB: 끝
2026-11-23  21:32–21:45   13 min  파이프: 64 KiB: 끝
2026-11-23  23:45–00:10   25 min  파이프: 64 KiB: 끝
2026-11-23  01:00–01:05    5 min  파이프: 64 KiB: 끝" "with their true times"
exits 0 "stats" "$HALFHOUR" stats --json
is "$(python3 -c '
import json, sys
print([t["minutes"] for t in json.load(open(sys.argv[1]))["topics"]
    if t["topic"] == "파이프"])' "$T/out")" "[55]" "add them up"
exits 0 "export" "$HALFHOUR" export --csv
is "$(grep -c 파이프 "$T/out")" 4 "has each of them"
mv notes/daily/2026-11-23.md "$T/day"
printf '### 9시에 시작\n### 21:00–21:10 [[a]] b`\n' >notes/daily/2026-11-23.md
exits 0 "the name in a day written by hand" "$HALFHOUR" start --again
like "$(cat "$T/out")" ' \[\[a\]\] b` \(20 min\)$' "is as it stands there"
ok "it ends" "$HALFHOUR" cancel
# A name that nobody could give to a command.
printf '### 11:00-11:10 #1234 이상한: 하나\n' >notes/daily/2026-11-23.md
exits 0 "a name that 'start' would not take" "$HALFHOUR" start --again
like "$(cat "$T/out")" ' #1234 이상한: 하나 \(20 min\)$' "goes on as it stands there"
exits 0 "and through an editor" env EDITOR=true "$HALFHOUR" stop --edit --cap 5
is "$("$HALFHOUR" list | grep -c '#1234 이상한: 하나$')" 2 "into the day"
git reset -q --hard HEAD~1
printf '글\n\n### 11:00-11:10 \033[31m빨강\n' >notes/daily/2026-11-23.md
exits 4 "one that no terminal can show" "$HALFHOUR" start --again
like "$(cat "$T/err")" \
	'^halfhour: --again: notes/daily/2026-11-23\.md:3: the last entry has a name .*halfhour start TOPIC$' \
	"is told with its line, and the way out"
mv "$T/day" notes/daily/2026-11-23.md
at 23T21:00:40

exits 2 "the future" "$HALFHOUR" start "도커" --at 23:00
like "$(cat "$T/err")" "2026-11-23T23:00 is in the future.*'yesterday 23:00'" \
	"is refused"
exits 2 "the night before, just after it has ended" env TZ=Asia/Seoul \
	HALFHOUR_NOW=2026-11-24T04:20:00+09:00 "$HALFHOUR" start "도커" --at 03:50
like "$(cat "$T/err")" "--at 'today 03:50'" "is told how to say it"
exits 2 "three days ago" "$HALFHOUR" start "도커" --at "2026-11-20 21:00"
like "$(cat "$T/err")" "'halfhour log' writes" "too"
exits 2 "no time" "$HALFHOUR" start "도커" --at "언젠가"
exits 2 "more than twelve hours" "$HALFHOUR" start "도커" --minutes 721
like "$(cat "$T/err")" "--minutes: 721 minutes are more than twelve hours" \
	"says why not"
exits 2 "a path out of here" "$HALFHOUR" start "../도커"
exits 2 "an escape sequence" "$HALFHOUR" start "$(printf 'a\033[31mb')"
ok "does not reach the terminal" not grep -q "$(printf '\033')" "$T/err"
exits 2 "not UTF-8" "$HALFHOUR" start "$(printf '\377')"
exits 3 "nothing has begun" "$HALFHOUR" status
exits 1 "no wiki here" "$HALFHOUR" -C "$T" start "도커"

# Ten at once: one begins.
for i in 1 2 3 4 5 6 7 8 9 10; do
	{ "$HALFHOUR" start "동시 $i" --quiet 2>/dev/null && echo "$i" >>"$T/won"; } &
done
wait
is "$(wc -l <"$T/won" | tr -d ' ')" 1 "of ten at once, one begins"
ok "it ends" "$HALFHOUR" cancel

# ---- hooks and the bell ----------------------------------------------------

cat >halfhour.yaml <<'END2'
hooks:
  start: 'env | grep ^HALFHOUR_ | sort >start.env; ls /proc/self/fd | wc -l >fds'
  stop: 'printf "%s\n" "$HALFHOUR_HOOK $HALFHOUR_MINUTES" >>stops; exit 3'
  bell: 'printf "%s\n" "$HALFHOUR_TOPIC $HALFHOUR_ENTRY" >>bells'
END2
hostile="\$(touch evil) \`touch evil\`; touch evil"
exits 0 "a topic for a shell" "$HALFHOUR" start "도커: $hostile"
like "$(cat start.env)" "^HALFHOUR_HOOK=start$" "the hook has run"
is "$(sed -n 's/^HALFHOUR_ENTRY=//p' start.env)" "$hostile" "the text is text"
like "$(cat start.env)" "^HALFHOUR_START=2026-11-23T21:00:40\+09:00$" "the start"
like "$(cat start.env)" "^HALFHOUR_MINUTES=30$" "the minutes"
ok "nothing of it was obeyed" not test -e evil
is "$(tr -d ' ' <fds)" 4 "no descriptor of ours is left to it"
exits 0 "stop" env HALFHOUR_NOW=2026-11-23T21:12:40+09:00 "$HALFHOUR" stop
like "$(cat "$T/err")" "the hook 'stop' ended with exit code 3" \
	"a hook that fails is told"
ok "another" "$HALFHOUR" start "도커"
exits 0 "cancel" "$HALFHOUR" cancel
is "$(cat stops)" "stop 12
stop 0" "both ends have their hook"
ok "with \$HALFHOUR_NOW nothing rings" not test -e bells

# deaf ARG…: halfhour, whose output goes into a pipe that nobody reads.
deaf() {
	python3 -c 'import os, subprocess, sys
r, w = os.pipe()
os.close(r)
sys.exit(subprocess.run(sys.argv[1:], stdout=w).returncode)' "$HALFHOUR" "$@"
}
rm -f start.env stops
exits 1 "a start that nobody listens to" deaf start "닫힌 관"
like "$(cat "$T/err")" "cannot write to standard output" "says that"
ok "and has its hook" test -e start.env
exits 1 "a stop" deaf stop
ok "has its hook, too" test -e stops
is "$(git log -1 --format=%s)" "log: 닫힌 관 1m" "and its entry"
exits 1 "two steps back" deaf undo 2
is "$(git log -2 --format=%s | grep -c "^undo: ")" 2 "are two steps"

unset HALFHOUR_NOW
exits 1 "with a clock, a start that nobody listens to" deaf start "닫힌 관" \
	--minutes 1 --at -1m
ok "rings" soon bells
rm -f bells
ok "it ends" "$HALFHOUR" cancel --quiet
exits 0 "a timebox whose time is up" "$HALFHOUR" start "벨: 하나" --minutes 1 \
	--at -1m
ok "rings" soon bells
is "$(cat bells)" "벨 하나" "once, with its name"
exits 0 "and runs on" "$HALFHOUR" status
ok "it ends" "$HALFHOUR" cancel --quiet

# A boot of the machine: the process that waits is gone, and .git/halfhour/bell
# is of another boot.
rm -f bells
exits 0 "a timebox of half an hour" "$HALFHOUR" start "부팅" --quiet
bell=.git/halfhour/bell
is "$(cut -d' ' -f1,2 $bell)" "$(sed -n 's/^id //p' $box) $(cat /proc/sys/kernel/random/boot_id)" \
	"for which a process waits, in this boot"
is "$(cat "/proc/$(cut -d' ' -f3 $bell)/comm")" "halfhour-bell" "which is named"
one=$(stat -c %i $bell)
exits 0 "another command" "$HALFHOUR" stats
is "$(stat -c %i $bell)" "$one" "leaves no second one"
other=00000000-0000-4000-8000-000000000000
sed -i "s/^boot .*/boot $other 1 1/; s/^minutes .*/minutes 1/
	s/^start .*/start $(date -d '-2 minutes' +%Y-%m-%dT%H:%M:%S+00:00)/" $box
sed -i "s/ .*/ $other/" $bell
exits 0 "status, after a boot" "$HALFHOUR" status
like "$(cat $bell)" " $other$" "only looks"
exits 0 "a command after a boot" "$HALFHOUR" stats
ok "rings, for the time is up" soon bells
is "$(cat bells)" "부팅 " "with its name"
isnt "$(cat $bell)" "$(sed -n 's/^id //p' $box) $other" "and remembers this boot"
one=$(stat -c %i $bell)
exits 0 "the next command" "$HALFHOUR" stats
is "$(stat -c %i $bell)/$(wc -l <bells | tr -d ' ')" "$one/1" "does not ring again"
like "$(cat $bell)" " rung$" "for it has rung"
ok "it ends" "$HALFHOUR" cancel --quiet

# Someone ends the process that waits.
rm -f bells
exits 0 "a timebox of half an hour" "$HALFHOUR" start "죽음" --quiet
one=$(cat $bell)
ok "its process is killed" kill -9 "$(cut -d' ' -f3 $bell)"
exits 0 "status, after that" "$HALFHOUR" status
is "$(cat $bell)" "$one" "only looks"
exits 0 "a command after that" "$HALFHOUR" stats
isnt "$(cat $bell)" "$one" "leaves a new one"
is "$(cat "/proc/$(cut -d' ' -f3 $bell)/comm")" "halfhour-bell" "which waits"
one=$(cat $bell)
exits 0 "the next command" "$HALFHOUR" stats
is "$(cat $bell)" "$one" "lets it wait"
ok "that is killed too" kill -9 "$(cut -d' ' -f3 $bell)"
sed -i "s/^boot .*/boot $other 1 1/; s/^minutes .*/minutes 1/
	s/^start .*/start $(date -d '-2 minutes' +%Y-%m-%dT%H:%M:%S+00:00)/" $box
ok "nothing rings" not test -e bells
exits 0 "a command when the time is up" "$HALFHOUR" stats
ok "rings" soon bells
is "$(cat bells)" "죽음 " "with its name"
exits 0 "the next command" "$HALFHOUR" stats
like "$(cat $bell)" " rung$" "finds that it has rung"
# A number that another process has by now is not believed.
sed -i "s/ rung$/ $$ 1/" $bell
exits 0 "a command that finds a process of that number" "$HALFHOUR" stats
unlike "$(cat $bell)" " $$ 1$" "looks when it began"
ok "it ends" "$HALFHOUR" cancel --quiet
sed -i "s/ .*/ $other/" $bell
exits 0 "a boot without a timebox" "$HALFHOUR" stats
like "$(cat $bell)" " $other$" "is none of its affairs"

# notify-send, when there is a session that would show it. The hook comes last,
# so when it has run, nothing more is to ring.
mkdir "$T/bin"
cat >"$T/bin/notify-send" <<'END2'
#!/bin/sh
printf '%s\n' "$@" -- >>"$T/notes"
END2
chmod +x "$T/bin/notify-send"
# rings DESC WORD…: a timebox whose time is up, with the variables before it.
rings() {
	lib_desc=$1
	shift
	rm -f bells "$T/notes"
	exits 0 "$lib_desc" env PATH="$T/bin:$PATH" "$@" --minutes 1 --at -1m
	ok "rings" soon bells
	ok "and ends" "$HALFHOUR" cancel --quiet
}
for session in DISPLAY=:77 WAYLAND_DISPLAY=wayland-7 \
	DBUS_SESSION_BUS_ADDRESS=unix:path=/nowhere; do
	rings "with $session" "$session" "$HALFHOUR" start "벨: $hostile"
	is "$(cat "$T/notes")" "--app-name=halfhour
--
halfhour
1 min of 벨: $hostile
--" "notify-send is called once, and the text is text"
done
ok "nothing of it was obeyed" not test -e evil
rings "with what is markup" DISPLAY=:77 "$HALFHOUR" start 'C++: <vector> a & b \n'
like "$(cat "$T/notes")" '^1 min of C\+\+: &lt;vector&gt; a &amp; b \\\\n$' \
	"it is text there, too"
rings "without a session" "$HALFHOUR" start "벨"
ok "there is no notification" not test -e "$T/notes"
printf '#!/bin/sh\nexit 1\n' >"$T/bin/notify-send"
rings "a notify-send that fails" DISPLAY=:77 "$HALFHOUR" start "벨"
rm "$T/bin/notify-send"
rings "without notify-send" DISPLAY=:77 PATH="$T/bin" "$HALFHOUR" start "벨"

# late CMD…: how it rings when its time is up only after these commands: the
# process is held when it begins to wait, and the one that left it behind has
# looked after the bell and is gone. strace ends when it has ended.
# shellcheck disable=SC2016
late() {
	rm -f bells "$T/notes" "$T/trace"
	DISPLAY=:77 PATH="$T/bin:$PATH" timeout 60 strace -f -qq -o "$T/trace" \
		-e trace=timerfd_create \
		-e inject=timerfd_create:signal=STOP:when=1 \
		sh -c 'echo $$ >"$0" && exec "$@"' "$T/pid" \
		"$HALFHOUR" start "벨: 늦게" --minutes 1 --at -1m \
		>"$T/late.log" 2>&1 &
	lib_late=$!
	until { grep -q 'stopped by SIGSTOP' "$T/trace" &&
		! kill -0 "$(cat "$T/pid")"; } 2>/dev/null ||
		! kill -0 $lib_late 2>/dev/null; do
		sleep 0.02
	done
	"$@"
	kill -CONT "$(sed -n 's/^\([0-9]*\) .*stopped by SIGSTOP.*/\1/p' "$T/trace")"
	wait $lib_late
	cat bells "$T/notes" 2>/dev/null
}
end() {
	"$HALFHOUR" "$@" >"$T/end.log" 2>&1 || cat "$T/end.log"
}
replace() {
	end cancel
	HALFHOUR_NOW=2026-11-23T21:00:40+09:00 end start "다른 것"
}
box_is_gone() {
	mv "$box" "$T/gone"
}
if [ "${HALFHOUR#*san/}" = "$HALFHOUR" ] && command -v strace >/dev/null &&
	strace -qq -o /dev/null -e inject=getpid:signal=STOP:when=99 true 2>/dev/null
then
	printf '#!/bin/sh\necho "note" >>"%s"\n' "$T/notes" >"$T/bin/notify-send"
	chmod +x "$T/bin/notify-send"
	is "$(late end status)" "벨 늦게
note" "of a timebox that runs still, it rings in each way once"
	ok "and ends" "$HALFHOUR" cancel --quiet
	is "$(late end stop)" "" "of one that was stopped it does not"
	is "$(late end cancel)" "" "nor of one that was cancelled"
	is "$(late replace)" "" "nor of one in whose place another one runs"
	like "$("$HALFHOUR" list)" "벨: 늦게" "the one that was stopped is written"
	exits 0 "the other one runs" "$HALFHOUR" status
	ok "and ends" "$HALFHOUR" cancel --quiet
	is "$(late box_is_gone)" "" "nor when the file was taken away"
else
	skip "it rings for its own timebox only" "there is no strace that can"
fi

# The countdown, on a terminal. wait.py COLUMNS ACTION WORD…: what is drawn.
cat >"$T/wait.py" <<'END2'
import fcntl, os, pty, select, signal, struct, subprocess, sys, termios, time
cols, action, args = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
half = os.environ['HALFHOUR']
def size(n):
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack('HHHH', 24, n, 0, 0))
pid, fd = pty.fork()
if pid == 0:
    time.sleep(0.3)
    os.execv(half, [half, 'start', '--wait'] + args)
size(cols)
out, end, acted = b'', time.time() + 20, False
while time.time() < end:
    if select.select([fd], [], [], 0.1)[0]:
        try:
            got = os.read(fd, 65536)
        except OSError:
            break
        if not got:
            break
        out += got
    if not acted and out.count(b'\033[J') >= 2:
        acted = True
        if action == 'int':
            os.write(fd, b'\x03')
        elif action == 'cancel':
            subprocess.run([half, 'cancel'], stdout=subprocess.DEVNULL)
        elif action == 'wider':
            size(70)
            action = 'int'
            acted = False
            out += b'<WIDER>'
        elif action == 'hup':
            os.close(fd)
            break
code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
# A process of its own rings, in its own time. What it sends it sends at once.
end = time.time() + (20 if action == 'none' else 0.5)
while b'\007' not in out and time.time() < end:
    try:
        if select.select([fd], [], [], 0.1)[0]:
            out += os.read(fd, 65536)
    except OSError:
        time.sleep(0.1)
sys.stdout.buffer.write(out)
sys.exit(code if code >= 0 else 100 - code)
END2
# How wide the lines that were drawn are, the widest.
widest() {
	python3 -c '
import re, sys, unicodedata
s = open(sys.argv[1], "rb").read().decode()
lines = re.findall("\r\033\\[J([^\r\n\033\007]*)", s)
print(max(sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in l)
    for l in (l.removesuffix("^C") for l in lines)))' "$T/out"
}
if python3 -c 'import pty, termios' 2>/dev/null; then
	TERM=xterm
	export TERM
	for cols in 80 40 20 9 5; do
		exits 0 "--wait, $cols columns" python3 "$T/wait.py" "$cols" int \
			"도커: 레이어 캐시와 그 밖의 긴 제목" --at -15m
		cp "$T/out" "$T/out.seen"
		ok "no line is wider" test "$(widest)" -lt "$cols"
		like "$(cat "$T/out")" "runs on until [0-9:]{5}; 'halfhour status'" \
			"Ctrl-C says that it runs on"
		exits 0 "and it does" "$HALFHOUR" status
		ok "it ends" "$HALFHOUR" cancel
		[ "$cols" -ge 9 ] || continue
		like "$(cat "$T/out.seen")" "(15:00|14:5[0-9])" "the time is there"
	done
	exits 0 "a window made wider" python3 "$T/wait.py" 30 wider "도커" --at -15m
	like "$(cat "$T/out")" "도커 \[#+\.+\] 1[45]:" "has a bar"
	ok "which follows" test "$(widest)" -gt 40
	ok "it ends" "$HALFHOUR" cancel
	exits 0 "ended by another command" python3 "$T/wait.py" 80 cancel "도커"
	like "$(cat "$T/out")" "ended by another command" "is told"
	exits 0 "a closed terminal" python3 "$T/wait.py" 80 hup "도커"
	exits 0 "ends nothing" "$HALFHOUR" status
	ok "it ends" "$HALFHOUR" cancel

	rm -f bells
	exits 0 "the time is up" python3 "$T/wait.py" 80 none "벨: 둘; 셋" \
		--minutes 1 --at -1m
	like "$(cat "$T/out")" "the time is up; it runs on until" "it is told"
	ok "the hook has run" soon bells
	cat -v "$T/out" >"$T/seen"
	like "$(cat "$T/seen")" '\^G' "BEL"
	like "$(cat "$T/seen")" '\^\[\]9;halfhour: 1 min of .*, .*\^G' "OSC 9"
	like "$(cat "$T/seen")" '\^\[\]777;notify;halfhour;1 min of [^;]*\^G' \
		"OSC 777, without a field too many"
	ok "it ends" "$HALFHOUR" cancel
	exits 0 "inside tmux" env TMUX=/tmp/tmux,1,0 python3 "$T/wait.py" 80 none \
		"벨" --minutes 1 --at -1m
	cat -v "$T/out" >"$T/seen"
	like "$(cat "$T/seen")" '\^\[Ptmux;\^\[\^\[\]9;.*\^G\^\[.' "it is wrapped"
	ok "it ends" "$HALFHOUR" cancel
	exits 0 "a console without such sequences" env TERM=linux \
		python3 "$T/wait.py" 80 none "벨" --minutes 1 --at -1m
	cat -v "$T/out" >"$T/seen"
	like "$(cat "$T/seen")" '\^G' "has the BEL"
	unlike "$(cat "$T/seen")" '\]9;' "alone"
	ok "it ends" "$HALFHOUR" cancel
else
	skip "--wait" "there is no pty module"
fi

# Without a terminal it waits, and draws nothing.
HALFHOUR_NOW=2026-11-23T21:00:59+09:00
export HALFHOUR_NOW
exits 0 "--wait without a terminal" "$HALFHOUR" start "도커" --minutes 1 \
	--at 21:00 --wait
is "$(cat "$T/out")" "2026-11-23 21:00–21:01 도커 (1 min)" "draws nothing"
like "$(cat "$T/err")" "the time is up" "and ends with the time"
ok "it ends" "$HALFHOUR" cancel
exits 0 "--quiet --wait" "$HALFHOUR" start "도커" --minutes 1 --at 21:00 --wait \
	--quiet
is "$(cat "$T/out")$(cat "$T/err")" "" "says nothing at all"

# The process ends with its timebox, and holds nothing of the disk until then.
unset HALFHOUR_NOW
"$HALFHOUR" cancel --quiet
for end in stop cancel; do
	exits 0 "a timebox of half an hour" "$HALFHOUR" start "끝" --quiet
	pid=$(cut -d' ' -f3 $bell)
	is "$(cat "/proc/$pid/comm")" "halfhour-bell" "for which one waits"
	is "$(grep -F "$PWD" "/proc/$pid/maps")" "" "with no file of it mapped"
	exits 0 "$end" "$HALFHOUR" $end
	lib_i=0
	while [ -e "/proc/$pid" ] && [ "$lib_i" -lt 100 ]; do
		sleep 0.1
		lib_i=$((lib_i + 1))
	done
	ok "nobody waits any more" test ! -e "/proc/$pid"
done
done_testing
