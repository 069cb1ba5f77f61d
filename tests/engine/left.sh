#!/bin/sh
# left.sh: nothing is left of a run, whatever made it, and if it was killed
. "$(dirname "$0")/../lib.sh"
# It counts what has our label, and what dead runs have left.
dock_alone=1
. "$TOP/tests/dockerd.sh"
TMPDIR=$T/tmp
mkdir "$TMPDIR"
export TMPDIR

# What is in the engine beside the base image, one a line.
all() {
	docker ps --all --format '{{.Names}}'
	docker volume ls --quiet
	docker network ls --quiet --filter type=custom
	docker images --format "{{.Repository}}:{{.Tag}}" | grep hh-left
}
# still WORD: whether a process of that name runs.
still() {
	pgrep -f "hh-left-$1" >/dev/null
}
# comes COMMAND…: wait until it succeeds.
comes() {
	n=0
	until "$@" >/dev/null 2>&1; do
		n=$((n + 1))
		[ $n -lt 600 ] || return 1
		sleep 0.1
	done
}

wiki --lang ko
cat >notes/남김.md <<'END_MD'
# 남김

```console {#volumes .run needs=docker options="--network none -v hh-left-a:/a --mount type=volume,source=hh-left-b,target=/b --volume=hh-left-kept:/k -vhh-left-c:/c --mount=type=tmpfs,target=/t -v /tmp:/host:ro"}
$ touch /a/x /b/x /c/x; ls /k
kept
```

```console {#setsid .run needs=docker shell=host}
$ setsid -f bash -c 'exec -a hh-left-one sleep 4321'
$ env -i setsid -f bash -c 'exec -a hh-left-two sleep 4321'
```

```console {#names .run needs=docker shell=host}
$ docker tag debian:bookworm hh-left-tag:1
$ docker image tag debian:bookworm hh-left-had
$ docker=$(type -P -a docker | tail -n 1); test "${docker##*/}" = docker
$ /usr/bin/docker run -d --name hh-left-path --network none debian:bookworm sleep 100 >/dev/null
$ docker run -d --name hh-left-web-1 --network none --label com.docker.compose.project=$COMPOSE_PROJECT_NAME debian:bookworm sleep 100 >/dev/null
$ for kind in container volume network; do docker $kind ls -q --filter label=halfhour.run | wc -l; done
2
0
0
```

```console {#long .run needs=docker shell=host timeout=300s}
$ docker run -d --name hh-left-long --network none -v hh-left-v:/v debian:bookworm sleep 4321 >/dev/null
$ docker tag debian:bookworm hh-left-long
$ setsid -f bash -c 'exec -a hh-left-three sleep 4321'
$ touch ready; sleep 4321
```

```dockerfile {#build .run needs=docker timeout=300s options="--network none"}
FROM debian:bookworm
RUN sleep 4323
```

```console {#short .run needs=docker options="--network none"}
$ echo 하나
하나
```
END_MD
git add -A && git commit -qm notes

# ---- by whatever way it is made ---------------------------------------------------

docker volume create hh-left-kept >/dev/null
docker run --rm --network none -v hh-left-kept:/k "$base" touch /k/kept
exits 0 "volumes of options=" "$HALFHOUR" run --trust '남김#volumes' ||
	diag "$(cat "$T/out")"
is "$(all)" "hh-left-kept" "go, and the one that was there stays"
docker volume rm hh-left-kept >/dev/null

exits 0 "processes with a session of their own" "$HALFHOUR" run --trust '남김#setsid' ||
	diag "$(cat "$T/out")"
ok "end with their example" not still one
ok "and so does one without its environment" not still two
docker tag "$base" hh-left-had
exits 0 "names, whole paths and compose" "$HALFHOUR" run --trust '남김#names' ||
	diag "$(cat "$T/out")"
is "$(all)" "hh-left-had:latest" "all goes, and the name that was there stays"
docker rmi hh-left-had >/dev/null
is "$(ls "$TMPDIR")" "" "and no folder is left"

# ---- of a run that was killed ------------------------------------------------------

"$HALFHOUR" run --trust '남김#long' >"$T/long" 2>&1 &
long=$!
ok "a session is under way" comes sh -c "ls '$TMPDIR'/halfhour-host.*/work/ready" ||
	diag "$(cat "$T/long")"
exits 0 "another run" "$HALFHOUR" run --trust '남김#short' || diag "$(cat "$T/out")"
is "$(all)" "hh-left-long
hh-left-v
hh-left-long:latest" "takes nothing of one that lives"
ok "nor ends what that has started" still three
like "$("$HALFHOUR" doctor)" "needs=docker: .*answers$" "nothing is told of it either"
kill -KILL "$long"
wait "$long" 2>/dev/null
like "$("$HALFHOUR" doctor)" "a run that was killed has left 2 things in the engine and 1 folder in $TMPDIR" \
	"doctor tells what a killed one has left" || diag "$("$HALFHOUR" doctor)"
ok "of which nothing is gone by that" test -n "$(all)"
mkdir "$TMPDIR/halfhour-host.abcdef" # of nobody that is known
exits 0 "the next run" "$HALFHOUR" run '남김#short' || diag "$(cat "$T/out")"
is "$(all)" "" "removes containers, volumes and names"
ok "and ends what was started" not still three
is "$(ls "$TMPDIR")" "halfhour-host.abcdef" "the folder goes, and what is not known stays"
rmdir "$TMPDIR/halfhour-host.abcdef"

"$HALFHOUR" run --trust '남김#build' >"$T/long" 2>&1 &
long=$!
ok "a build is under way" comes sh -c \
	"docker ps -q | while read -r id; do docker top \$id; done | grep 'sleep 4323'"
ok "in a folder" test -d "$TMPDIR"/halfhour-build.*
kill -KILL "$long"
wait "$long" 2>/dev/null
exits 0 "the run after that" "$HALFHOUR" run '남김#short' || diag "$(cat "$T/out")"
is "$(ls "$TMPDIR")" "" "removes it"
ok "and the engine builds no more" comes sh -c "test -z \"\$(docker ps -q)\""
done_testing
