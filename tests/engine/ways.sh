#!/bin/sh
# ways.sh: how an engine is found, one that hangs, and what it does not reach
. "$(dirname "$0")/../lib.sh"
. "$TOP/tests/dockerd.sh"
RUNS=notes/.runs
real=$DOCKER_HOST

# there PATH: wait for a file or a socket.
there() {
	n=0
	until [ -e "$1" ]; do
		n=$((n + 1))
		[ $n -lt 600 ] || return 1
		sleep 0.1
	done
}
# What was started here ends with the script; dock_leave is dockerd.sh's.
behind=
leave() {
	for pid in $behind; do
		kill -CONT "$pid"
		kill "$pid"
	done 2>/dev/null
}
trap 'leave; dock_leave; lib_end' EXIT
# behind COMMAND…: start it, with none of the locks of dockerd.sh.
behind() {
	"$@" >>"$T/behind.log" 2>&1 7>&- 8>&- 9>&- &
	behind="$behind $!"
}
relay() {
	behind python3 "$TOP/tests/engine/relay.py" "$1" "${real#unix://}"
	there "${1#tcp:}"
}
line() {
	sed -n "s|^$1  *||p" "$T/out" | sed 's/, [0-9]* ms)/)/'
}
# record ID KEY
record() {
	sed -n "s/^  \"$2\": \"\(.*\)\",\$/\1/p" "$RUNS/길/$1.json"
}

wiki --lang ko
port=$(python3 -c 'import socket
s = socket.create_server(("127.0.0.1", 0))
print(s.getsockname()[1])')
cat >notes/길.md <<END
# 길

\`\`\`console {#short .run needs=docker options="--network none"}
\$ echo 하나 | wc -c
7
\`\`\`

\`\`\`console {#waits needs=docker options="--network none" timeout=4s}
\$ sleep 4324
\`\`\`

\`\`\`dockerfile {#builds needs=docker options="--network none" timeout=4s}
FROM debian:bookworm
RUN sleep 4325
\`\`\`

\`\`\`console {#reached needs=docker reach=127.0.0.1:$port options="--network none"}
\$ true
\`\`\`

\`\`\`console {#unknown needs=docker reach=halfhour.invalid}
\$ true
\`\`\`
END
git add -A && git commit -qm notes
exits 0 "one that is let run" "$HALFHOUR" run --trust '길#short' ||
	diag "$(cat "$T/out")"

# ---- the ways to an engine -------------------------------------------------------

# way DESC [NAME=VALUE…]: it runs, with the engine that this leads to.
way() {
	way_name=$1
	shift
	exits 0 "$way_name" env -u DOCKER_HOST "$@" "$HALFHOUR" run --check '길#short'
	is "$(line '길#short')" "as expected (ok)" "$way_name: it runs there" ||
		diag "$(cat "$T/out" "$T/err")"
}
# No engine is where docker looks for one by itself: what follows leads there.
nobody=unix://$T/nobody.sock
mkdir "$T/config"
export DOCKER_CONFIG="$T/config"
context() {
	env -u DOCKER_HOST docker context "$@" >>"$T/context.log" 2>&1
}
context create hh --docker "host=$real"
context create none --docker "host=$nobody"
way "a context by its name" DOCKER_CONTEXT=hh
context use hh
like "$(cat "$T/config/config.json")" '"currentContext": *"hh"' "a context is chosen"
way "the context that was chosen" A=
exits 1 "a context of nobody" env -u DOCKER_HOST DOCKER_CONTEXT=none \
	"$HALFHOUR" run '길#short'
is "$(line '길#short')" "skipped" "is skipped"
like "$(cat "$T/out")" "nobody\.sock" "and it says whom it asked"
like "$(env -u DOCKER_HOST DOCKER_CONTEXT=none "$HALFHOUR" doctor)" "nobody\.sock" \
	"so does doctor"
like "$(env -u DOCKER_HOST "$HALFHOUR" doctor)" "needs=docker: docker [0-9.]*.* answers" \
	"which finds the chosen one"

relay "tcp:$T/port"
way "an engine at a port" DOCKER_HOST="tcp://127.0.0.1:$(cat "$T/port")"
# What ssh would do on the other machine, here.
mkdir "$T/bin"
cat >"$T/bin/ssh" <<END
#!/bin/sh
echo "\$*" >>"$T/ssh.log"
while [ "\$1" != docker ]; do shift; done
DOCKER_HOST=$real exec "\$@"
END
chmod +x "$T/bin/ssh"
way "an engine by ssh" DOCKER_HOST=ssh://somebody@halfhour.invalid PATH="$T/bin:$PATH"
like "$(head -n 1 "$T/ssh.log")" "somebody.*halfhour\.invalid.*dial-stdio" \
	"which is asked for that machine"
unset DOCKER_CONFIG

# ---- one that hangs ---------------------------------------------------------------

behind python3 "$TOP/tests/engine/hang.py" "$T/hang.sock"
there "$T/hang.sock"
exits 1 "an engine that never answers" env DOCKER_HOST="unix://$T/hang.sock" \
	"$HALFHOUR" run '길#short'
is "$(line '길#short')" "skipped" "is not waited for"
like "$(cat "$T/out")" "does not answer \(docker version: no end after 15 s\)" \
	"and it says how long that was tried"
like "$(DOCKER_HOST=unix://$T/hang.sock "$HALFHOUR" doctor)" \
	"needs=docker: .*does not answer \(docker version: no end after 15 s\)" \
	"doctor says the same"

# stops ID SLEEP: the engine of that example hangs when this runs.
stops() {
	rm -f "$T/relay.sock"
	relay "$T/relay.sock"
	relay=${behind##* }
	DOCKER_HOST=unix://$T/relay.sock "$HALFHOUR" run --trust "길#$1" \
		>"$T/out" 2>"$T/err" &
	run=$!
	n=0
	until docker ps -q | while read -r id; do
		docker top "$id"
	done 2>/dev/null | grep -q "sleep $2"; do
		n=$((n + 1))
		[ $n -lt 600 ] || break
		sleep 0.1
	done
	kill -STOP "$relay"
	wait "$run"
	is $? 1 "$1: an engine that hangs in the middle"
	is "$(record "$1" outcome)" limit "$1: is the outcome" ||
		diag "$(cat "$T/out" "$T/err")"
	kill -CONT "$relay"
}
stops waits 4324
like "$(record waits why)" \
	"engine: it did not answer any more during '. sleep 4324': .*no end after 15 s" \
	"and says during what"
stops builds 4325
like "$(record builds why)" "engine: it did not answer any more during the build: " \
	"also of a build"

# ---- what it does not reach ---------------------------------------------------------

exits 1 "a port where nobody is" "$HALFHOUR" run --trust '길#reached'
like "$(cat "$T/out")" "127\.0\.0\.1:$port cannot be reached: Connection refused$" \
	"is skipped, with the reason"
exits 1 "a name that nobody knows" "$HALFHOUR" run --trust '길#unknown'
like "$(cat "$T/out")" "halfhour\.invalid cannot be reached: halfhour\.invalid: .*(not known|resolution)" \
	"is told as that"
behind python3 -m http.server --bind 127.0.0.1 "$port"
n=0
until python3 -c "import socket
socket.create_connection(('127.0.0.1', $port)).close()" 2>/dev/null || [ $n -gt 300 ]; do
	n=$((n + 1))
	sleep 0.1
done
exits 0 "a port where somebody is" "$HALFHOUR" run --trust '길#reached'
is "$(line '길#reached')" "as expected (ok), recorded" "is reached, and the example runs"

# ---- who lets it run -----------------------------------------------------------------

sed -i '/#short/s/none/host/' notes/길.md
exits 1 "with another option" "$HALFHOUR" run '길#short'
is "$(line '길#short')" "refused" "it is asked for again"
sed -i '/#short/s/host/none/' notes/길.md
exits 0 "as it was" "$HALFHOUR" run '길#short'
is "$(line '길#short')" "as expected (ok)" "it is still let"
done_testing
