#!/bin/sh
# full.sh: an engine whose disk is full
#
# It is a second dockerd, whose data is on a file system of its own: only that
# can be filled. Its image comes from the engine of the tests.
. "$(dirname "$0")/../lib.sh"
. "$TOP/tests/dockerd.sh"

small=/run/halfhour-full-$$
disk=$T/disk
first=$DOCKER_HOST
mkdir "$disk" "$small"

stop() {
	[ ! -s "$small/docker.pid" ] || {
		pid=$(cat "$small/docker.pid")
		kill "$pid" 2>/dev/null
		n=0
		while kill -0 "$pid" 2>/dev/null && [ $n -lt 300 ]; do
			n=$((n + 1))
			sleep 0.1
		done
	}
	umount "$disk" 2>/dev/null || umount -l "$disk" 2>/dev/null
	rm -rf "$small"
}
trap 'stop; dock_leave; lib_end' EXIT

mount -t tmpfs -o size=420m halfhour-full "$disk" 2>"$T/mount.log" ||
	skip_all "no file system of our own: $(cat "$T/mount.log")"
DOCKER_HOST=unix://$small/docker.sock
setsid dockerd --host "$DOCKER_HOST" --data-root "$disk/data" \
	--exec-root "$small/exec" --pidfile "$small/docker.pid" \
	--iptables=false --ip6tables=false --bridge=none \
	>"$T/dockerd.log" 2>&1 </dev/null 7>&- 8>&- 9>&- &
n=0
until dock_up || [ $n -ge 600 ]; do
	n=$((n + 1))
	sleep 0.1
done
ok "an engine on a small disk" docker version || diag "$(tail -n 3 "$T/dockerd.log")"
held=$(DOCKER_HOST=$first docker create --label halfhour.test=$$ "$base")
DOCKER_HOST=$first docker export "$held" |
	docker import --change 'CMD ["bash"]' - "$base" >"$T/import.log" 2>&1
DOCKER_HOST=$first docker rm "$held" >/dev/null
ok "has the image" docker image inspect "$base"

# fill LEFT: until there is only so much of it.
fill() {
	rm -f "$disk/filler"
	free=$(df -B1 --output=avail "$disk" | tail -n 1)
	[ "$free" -le "$1" ] || head -c $((free - $1)) /dev/zero >"$disk/filler"
}
# said ID: the outcome in its record, and why.
said() {
	sed -n 's/^  "\(outcome\|why\)": "\(.*\)",$/\2/p' "notes/.runs/가득/$1.json" |
		paste -sd' '
}
left() {
	is "$({
		docker ps -aq --filter label=halfhour.run
		docker volume ls -q --filter label=halfhour.run
		docker images -q --filter label=halfhour.run
	} 2>&1)" "" "$1: nothing is left"
}

wiki --lang ko
cat >notes/가득.md <<'END'
# 가득

```console {#start .run needs=docker options="--network none"}
$ echo 하나
```

```console {#write .run needs=docker expect=exit:1 options="--network none"}
$ echo 앞
앞
$ head -c 400M /dev/zero >/파일
head: error writing 'standard output': No space left on device
```

```dockerfile {#build .run needs=docker expect=exit:1 options="--network none"}
FROM debian:bookworm
RUN echo 하나 >/하나
RUN head -c 400M /dev/zero >/파일
```

```console {#beside .run needs=docker shell=host expect=exit:1}
$ docker run --rm --network none -v hh-full:/v debian:bookworm head -c 400M /dev/zero >파일 && rm 파일
$ docker run --rm --network none -v hh-full:/v debian:bookworm bash -c 'head -c 400M /dev/zero >/v/파일'
head: error writing 'standard output': No space left on device
```
END
git add -A && git commit -qm notes

fill 0
exits 1 "a session where nothing is free" "$HALFHOUR" run --trust '가득#start'
like "$(said start)" '^unstarted docker run: .*no space left on device' \
	"does not start, and says why"
left "then"
fill 8000000
exits 0 "one that fills the disk" "$HALFHOUR" run --trust '가득#write' ||
	diag "$(cat "$T/out")"
left "after it"
exits 0 "a build that does" "$HALFHOUR" run --trust '가득#build' ||
	diag "$(cat "$T/out")"
like "$(cat notes/.runs/가득/build.json)" '"err": ".*[Nn]o space left on device' \
	"says so, too"
left "after that"
exits 0 "a volume that does" "$HALFHOUR" run --trust '가득#beside' ||
	diag "$(cat "$T/out")"
left "and then"
rm -f "$disk/filler"
exits 0 "with room again it runs" "$HALFHOUR" run --accept '가득#start'
done_testing
