#!/bin/sh
# gone.sh: an engine that is not there, goes away, or is left alone
. "$(dirname "$0")/../lib.sh"
dock_alone=1
. "$TOP/tests/dockerd.sh"
RUNS=notes/.runs

# The line of one example, without how long it took.
line() {
	sed -n "s|^$1  *||p" "$T/out" | sed 's/, [0-9]* ms)/)/'
}

ours() {
	docker ps -aq --filter label=halfhour.run
}

# sleeps TEXT [--filter F]: wait until that runs in one of these containers.
sleeps() {
	text=$1 n=0
	shift
	until docker ps -q "$@" | while read -r id; do
		docker top "$id"
	done 2>/dev/null | grep -q "$text"; do
		n=$((n + 1))
		[ $n -lt 600 ] || return 1
		sleep 0.1
	done
}

wiki --lang ko
cat >notes/도커.md <<'END'
# 도커

```console {#short .run needs=docker}
$ echo 하나
하나
```
END
cat >notes/길게.md <<'END'
# 길게

```console {#a .run needs=docker timeout=90s}
$ echo 앞
앞
$ sleep 4321
$ echo 뒤
```
END
exits 0 "one that is recorded" "$HALFHOUR" run 도커 --trust
git add -A
git commit -qm "노트"

# ---- none, and a dead one -------------------------------------------------------

mkdir "$T/bin"
for tool in git bwrap; do
	ln -s "$(command -v $tool)" "$T/bin/$tool"
done
exits 1 "without an engine" env PATH="$T/bin" "$HALFHOUR" run 도커
is "$(line 도커#short)" "skipped" "it is skipped"
like "$(cat "$T/out")" 'no docker and no podman in PATH: apt-get install docker\.io' \
	"with the way out"
exits 0 "with --all that is no failure" env PATH="$T/bin" "$HALFHOUR" run --all
exits 1 "with a dead one" env DOCKER_HOST="unix://$T/nobody.sock" \
	"$HALFHOUR" run 도커
is "$(line 도커#short)" "skipped" "it is skipped, too"
like "$(cat "$T/out")" "nobody\.sock.*systemctl start docker" \
	"with the engine's reason and the way out"
is "$(git status --porcelain)" "" "the record stays as it was"
exits 0 "and is shown" env PATH="$T/bin" "$HALFHOUR" build
ok "without an engine" grep -q '<samp>하나' site/도커.html

# ---- one that goes away in the middle ----------------------------------------------

# relay: an engine that can be taken away, at $T/relay.sock.
relay() {
	rm -f "$T/relay.sock"
	python3 "$TOP/tests/engine/relay.py" "$T/relay.sock" \
		"${DOCKER_HOST#unix://}" &
	relay=$!
	n=0
	until [ -S "$T/relay.sock" ] || [ $n -gt 100 ]; do
		n=$((n + 1))
		sleep 0.1
	done
}
relay
DOCKER_HOST=unix://$T/relay.sock "$HALFHOUR" run 길게 --trust \
	>"$T/out" 2>"$T/err" &
run=$!
ok "a session is under way" sleeps 'sleep 4321' --filter label=halfhour.run
kill "$relay"
wait "$run"
is $? 1 "its engine goes away"
is "$(line 길게#a)" "UNEXPECTED (limit), recorded" "that is its outcome" ||
	diag "$(cat "$T/out" "$T/err")"
like "$(grep '"why"' $RUNS/길게/a.json)" \
	"engine: it was gone during '\\$ sleep 4321': .*relay\.sock" "and it says when"
like "$(grep '"command"' $RUNS/길게/a.json | head -n 1)" 'echo 앞", "exit": 0' \
	"what came before is kept"
isnt "$(ours)" "" "nobody could remove the container"
exits 0 "the next run" "$HALFHOUR" run 도커
is "$(ours)" "" "does"

# What builds has no label, and is known by what it runs.
cat >notes/짓기.md <<'END'
# 짓기

```dockerfile {#a .run needs=docker timeout=90s}
FROM debian:bookworm
RUN sleep 4322
```
END
relay
DOCKER_HOST=unix://$T/relay.sock "$HALFHOUR" run 짓기 --trust \
	>"$T/out" 2>"$T/err" &
run=$!
ok "a build is under way" sleeps "sleep 4322"
kill "$relay"
wait "$run"
is $? 1 "its engine goes away, too"
is "$(line 짓기#a)" "UNEXPECTED (limit), recorded" "that is no exit of its own" ||
	diag "$(cat "$T/out" "$T/err")"
like "$(grep '"why"' $RUNS/짓기/a.json)" \
	"engine: it was gone during the build: .*relay\.sock" "and it says what"
docker ps -q | xargs -r docker kill >/dev/null 2>&1

# ---- a halfhour that is stopped, and one that is killed ---------------------------------

rm -r $RUNS/길게
"$HALFHOUR" run 길게 >"$T/out" 2>"$T/err" &
run=$!
ok "a session is under way" sleeps 'sleep 4321' --filter label=halfhour.run
kill -TERM "$run"
wait "$run"
is $? 143 "a signal stops it"
is "$(ours)" "" "and nothing is left"
ok "and nothing is recorded" not test -e $RUNS/길게

"$HALFHOUR" run 길게 >"$T/out" 2>"$T/err" &
run=$!
ok "a session is under way" sleeps 'sleep 4321' --filter label=halfhour.run
kill -KILL "$run"
wait "$run" 2>/dev/null
docker run -d --rm --label halfhour.run=00000000-00000000-1-1-0 "$base" \
	sleep 600 >"$T/other"
exits 0 "the run after one that was killed" "$HALFHOUR" run 도커
is "$(docker ps -q --no-trunc --filter label=halfhour.run)" "$(cat "$T/other")" \
	"removes what that one left, and nothing of another machine"
docker rm -f "$(cat "$T/other")" >/dev/null
done_testing
