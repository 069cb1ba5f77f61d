#!/bin/sh
# host.sh: a session beside the engine, and what is left of it
. "$(dirname "$0")/../lib.sh"
# It counts what has our label.
dock_alone=1
. "$TOP/tests/dockerd.sh"
RUNS=notes/.runs

# field ID KEY: of a record.
field() {
	python3 -c 'import json, sys
r = json.load(open("notes/.runs/여럿/%s.json" % sys.argv[1], encoding="utf8"))
print(r.get(sys.argv[2]), end="")' "$1" "$2"
}
# What is in the engine beside the image of the tests.
all() {
	docker ps --all --quiet
	docker volume ls --quiet
	docker network ls --quiet --filter type=custom
	docker images --format '{{.Repository}}:{{.Tag}}' | grep hh-test
}

wiki --lang ko
cat >notes/여럿.md <<'END'
# 여럿

```console {#two .run needs=docker shell=host}
$ a=$(docker run -d --name hh-test-a --network none debian:bookworm sleep 100)
$ docker --log-level error container run --rm --network none --mount type=volume,source=hh-test-m,target=/m -v hh-test-v:/v debian:bookworm bash -c 'echo 하나 >/m/글; echo 둘 >/v/글'
$ docker run --rm --network none -vhh-test-w:/w -v=hh-test-x:/x --volume=hh-test-v:/v:ro debian:bookworm cat /v/글
둘
$ docker network create --internal hh-test-n >/dev/null
$ docker create --name hh-test-b --network hh-test-n debian:bookworm true >/dev/null
$ docker commit $a hh-test-commit >/dev/null
$ printf 'FROM debian:bookworm\nENV A=1\n' | DOCKER_BUILDKIT=0 docker image build --quiet --tag hh-test-build - >/dev/null
$ docker volume create hh-test-c
hh-test-c
$ tar -cf - -T /dev/null | docker import - hh-test-import >/dev/null
$ for kind in container volume network image; do docker $kind ls -q --filter label=halfhour.run | wc -l; done
1
4
1
3
$ cat /proc/$(docker inspect -f '{{.State.Pid}}' $a)/comm
sleep
$ mkdir 폴더; cd 폴더
$ export A=1
$ env | grep -c '^SECRET=\|^HALFHOUR_'
0
$ test -d "$HOME" && test -t 0 && stty size
24 80
```

```console {#long .run needs=docker shell=host timeout=4s expect=timeout}
$ docker run -d --network none -v hh-test-l:/v debian:bookworm sleep 100 >/dev/null
$ bash -c 'exec -a hh-test-sleeps sleep 6543' &
...
$ sleep 60
```

```console {#early .run needs=docker shell=host expect=exit:3}
$ docker run -d --network none debian:bookworm sleep 100 >/dev/null
$ exit 3
```

```console {#memory .run needs=docker expect=limit options="--network none --memory 32m --memory-swap 32m"}
$ echo 1000 >/proc/1/oom_score_adj
$ head -c 60M /dev/zero >/dev/shm/파일
...
```
END
git add -A && git commit -qm notes

exits 1 "nobody has let it" "$HALFHOUR" run '여럿#two'
like "$(cat "$T/out")" "refused" "it is refused"
docker volume create hh-test-v >/dev/null
exits 0 "several containers" env SECRET=비밀 "$HALFHOUR" run --trust '여럿#two' ||
	diag "$(cat "$T/out")"
is "$(all)" "hh-test-v" "all that it made is gone, and what was there is not"
is "$(field two container)" "None" "its record has no container"
is "$(grep -c '비밀' $RUNS/여럿/two.json)" 0 "and no environment of its user"
is "$(python3 -c 'import json
s = json.load(open("notes/.runs/여럿/two.json", encoding="utf8"))["session"]
print(s[0]["cwd"], s[11]["cwd"], s[12]["env"]["set"])')" ". ./폴더 {'A': '1'}" \
	"its folders are told from where it starts"
exits 0 "the same again" "$HALFHOUR" run --check '여럿#two'
docker volume rm hh-test-v >/dev/null
exits 3 "no Dockerfile is drafted from it" "$HALFHOUR" dockerfile '여럿#two'
exits 0 "its page" "$HALFHOUR" build
is "$(sed -n '/id="two"/,/<\/figure>/p' site/여럿.html | tr '\n' '~' |
	grep -o '<span class="moved">[^<]*' | sed 's/<[^>]*>//' | tr -d '~')" \
	"→ ./폴더
+A=1" "tells what its commands did to the shell"

exits 0 "one that takes too long" "$HALFHOUR" run --trust '여럿#long'
like "$(field long why)" "'. sleep 60' was still running after 4 s" "is ended"
is "$(all)" "" "with its container and its volume"
is "$(pgrep -f hh-test-sleeps)" "" "and what it has started"
exits 0 "one that leaves" "$HALFHOUR" run --trust '여럿#early'
is "$(field early outcome) $(field early exit)" "exit 3" "says how"
is "$(all)" "" "and leaves nothing"
is "$(find "${TMPDIR:-/tmp}" -maxdepth 1 -name 'halfhour-host.*')" "" "no folder either"

exits 0 "a container over its memory" "$HALFHOUR" run --trust '여럿#memory' ||
	diag "$(cat "$T/out")"
like "$(field memory why)" "^memory: process 1 of the container was killed during '. head -c 60M.*OOMKilled" \
	"is told as what it is"

# ---- what a note may not say --------------------------------------------------

try() {
	# shellcheck disable=SC2016
	printf '# x\n\n```%s\n$ true\n```\n' "$1" >notes/x.md
	"$HALFHOUR" run --trust 'x#x' 2>&1
}
like "$(try 'console {#x needs=docker shell=there}')" "shell= is only shell=host" "another place"
like "$(try 'console {#x shell=host}')" "write needs=docker as well" "without an engine"
like "$(try 'console {#x needs=docker shell=host image=a}')" "words of its docker run" "an image"
like "$(try 'dockerfile {#x needs=docker shell=host}')" "shell= are for sessions" "a Dockerfile"
done_testing
