#!/bin/sh
# podman.sh: where there is no docker, podman does the same
#
# Its data, its networks and its image, which comes from the engine of the
# tests, are in a folder of this test: no podman of the machine is changed.
. "$(dirname "$0")/../lib.sh"
. "$TOP/tests/dockerd.sh"
command -v podman >/dev/null ||
	skip_all "podman is not there: apt-get install podman"

# All of PATH but docker.
mkdir "$T/bin" "$T/podman"
for dir in $(echo "$PATH" | tr : ' '); do
	ln -s "$dir"/* "$T/bin/" 2>/dev/null
done
held=$(docker create --label halfhour.test=$$ "$base")
docker export "$held" >"$T/base.tar"
docker rm "$held" >/dev/null
rm -f "$T/bin/docker" "$T/bin/docker"?*
PATH=$T/bin

# What it gives a container by default may be more than we have ourselves.
cat >"$T/podman/containers.conf" <<END
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
[network]
network_config_dir = "$T/podman/net"
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
tmp_dir = "$T/podman/tmp"
END
cat >"$T/podman/storage.conf" <<END
[storage]
driver = "overlay"
graphroot = "$T/podman/data"
runroot = "$T/podman/run"
END
CONTAINERS_CONF=$T/podman/containers.conf
CONTAINERS_STORAGE_CONF=$T/podman/storage.conf
export CONTAINERS_CONF CONTAINERS_STORAGE_CONF

clean() {
	podman rm --all --force
	podman rmi --all --force
	umount "$T/podman/data/overlay"
}
trap 'clean >/dev/null 2>&1; dock_leave; lib_end' EXIT

podman import --change 'CMD ["bash"]' "$T/base.tar" "$base" >"$T/import.log" 2>&1 &&
	podman run --rm --network none "$base" true >"$T/import.log" 2>&1 ||
	skip_all "podman runs no container here: $(tail -n 1 "$T/import.log")"
rm "$T/base.tar"

left() {
	is "$(
		podman ps --all --quiet --filter label=halfhour.run
		podman volume ls --quiet
		podman images --all --quiet --filter label=halfhour.run
		podman network ls --quiet --filter label=halfhour.run
	)" "" "$1: nothing is left"
}
# field ID KEY: of a record.
field() {
	python3 -c 'import json, sys
r = json.load(open("notes/.runs/팟/%s.json" % sys.argv[1], encoding="utf8"))
print(r.get(sys.argv[2]), end="")' "$1" "$2"
}

wiki --lang ko
cat >notes/팟.md <<'END'
# 팟

```console {#session .run needs=docker options="--network none"}
$ hostname; id -un
halfhour
root
$ mkdir -p /opt/x; cd /opt/x
$ export A='한 글'
$ test -t 0 && stty size
24 80
$ echo 하나 >/etc/설정
```

```console {#ends .run needs=docker expect=limit options="--network none --memory 32m --memory-swap 32m"}
$ echo 1000 >/proc/1/oom_score_adj
$ head -c 60M /dev/zero >/dev/shm/큰파일
```

```console {#option .run needs=docker options="--no-such-option"}
$ true
```

```console {#late .run needs=docker timeout=3s expect=timeout options="--network none"}
$ read -p '그래? ' x
```

```dockerfile {#build .run needs=docker edit="s/=1/=2/" options="--network none"}
FROM debian:bookworm AS build
RUN head -c 100000 /dev/zero >/layer
ENV A=1
RUN echo $A >/b
FROM debian:bookworm
COPY --from=build /b /c
```

```dockerfile {#fails .run needs=docker expect=exit:3 options="--network none"}
FROM debian:bookworm
RUN echo 셋 >&2 && exit 3
```

```console {#two .run needs=docker shell=host}
$ a=$(docker run -d --network none --ipc shareable -v hh-test-v:/v debian:bookworm sleep 100)
$ docker run --rm --network none --ipc container:$a -v hh-test-v:/v debian:bookworm bash -c 'echo 둘 >/dev/shm/x'
$ docker exec $a cat /dev/shm/x
둘
$ docker network create hh-test-n >/dev/null; docker volume create hh-test-w >/dev/null
$ docker commit $a hh-test-image >/dev/null 2>&1
$ cat /proc/$(docker inspect -f '{{.State.Pid}}' $a)/comm
sleep
$ docker volume ls -q
hh-test-v
hh-test-w
```
END
git add -A && git commit -qm notes

exits 0 "a session" "$HALFHOUR" run --trust '팟#session' || diag "$(cat "$T/out")"
like "$(field session rung)" "^podman [0-9]" "is in a container of podman"
is "$(python3 -c 'import json
r = json.load(open("notes/.runs/팟/session.json", encoding="utf8"))
print(r["session"][2]["env"], [d for d in r["container"]["diff"] if d[0] == "A"])')" \
	"{'set': {'A': '한 글'}, 'unset': []} ['A /etc/설정', 'A /opt/x']" \
	"and tells what it did"
left "then"
exits 0 "it drafts a Dockerfile" "$HALFHOUR" dockerfile '팟#session' --out draft
like "$(cat draft/Dockerfile)" '^ENV A="한 글"' "with its variable"
exits 0 "a container over its memory" "$HALFHOUR" run --trust '팟#ends' ||
	diag "$(cat "$T/out")"
like "$(field ends why)" "^container: it ended during|^memory: .*OOMKilled" \
	"is told, as far as podman knows"
exits 1 "an option that there is not" "$HALFHOUR" run --trust '팟#option'
like "$(field option why)" "^podman run: .*--no-such-option" "is told of by podman"
exits 0 "a session that asks" "$HALFHOUR" run --trust '팟#late'
left "after these"
exits 0 "a Dockerfile is built twice" "$HALFHOUR" run --trust '팟#build' ||
	diag "$(cat "$T/out")"
like "$(field build out)" "^ 2  made    cached   10[0-9].[0-9] kB  RUN head -c 100000" \
	"the layer above the change comes from the cache"
like "$(field build out)" "^the change breaks the cache at step 3: 1 from the cache, 3 made again" \
	"and those below it do not"
exits 0 "one that fails" "$HALFHOUR" run --trust '팟#fails'
like "$(field fails err)" "^셋$" "says what its step said"
left "after the builds"
exits 0 "two containers" "$HALFHOUR" run --trust '팟#two' || diag "$(cat "$T/out")"
left "after two"
exits 0 "all is as recorded" "$HALFHOUR" run --check '팟#session' '팟#build' '팟#two'
done_testing
