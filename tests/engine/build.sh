#!/bin/sh
# build.sh: a Dockerfile is built, changed and built again, layer by layer
. "$(dirname "$0")/../lib.sh"
. "$TOP/tests/dockerd.sh"

# What others build at the same time is not ours.
ours() {
	docker images --all --quiet --no-trunc | sort -u |
		xargs -n 1 docker history --no-trunc --format '{{.CreatedBy}}' 2>/dev/null |
		grep 'halfhour-layer'
	docker ps --all --no-trunc --format '{{.Command}}' | grep 'halfhour-layer'
}
wiki --lang ko
cat >notes/캐시.md <<'END'
# 캐시

```dockerfile {#late .run needs=docker edit="안녕.txt:s/하나/둘/" options="--network none"}
FROM debian:bookworm
RUN head -c 100000 /dev/zero >/halfhour-layer && echo "-> Using"
COPY 안녕.txt /
RUN wc -c <안녕.txt >/two
```

```text {file=안녕.txt of=late}
하나
```

```dockerfile {#early .run needs=docker edit="s/=1/=2/" options="--network none"}
FROM debian:bookworm AS build
ENV A=1
RUN echo $A >/halfhour-layer
FROM debian:bookworm
COPY --from=build /halfhour-layer /b
```

```dockerfile {#fails .run needs=docker expect=exit:3 edit="s/3/4/" options="--network none"}
FROM debian:bookworm
RUN echo 셋 >&2 && exit 3 # halfhour-layer
```

```dockerfile {#slow needs=docker timeout=3s expect=timeout options="--network none"}
FROM debian:bookworm
RUN sleep 60 # halfhour-layer
```
END
git add -A && git commit -qm notes

exits 1 "nobody has let it" "$HALFHOUR" run '캐시#late'
like "$(cat "$T/out")" "refused" "it is refused"
exits 0 "it builds twice" "$HALFHOUR" run --trust 캐시
record() {
	python3 -c 'import json, sys
r = json.load(open("notes/.runs/캐시/%s.json" % sys.argv[1], encoding="utf8"))
print(r[sys.argv[2]], end="")' "$1" "$2"
}
is "$(record late out)" "    first   second       size  step
 1                             FROM debian:bookworm
 2  made    cached   100.0 kB  RUN head -c 100000 /dev/zero >/halfhour-layer && echo \"-> Us…
 3  made    made          4 B  COPY 안녕.txt /
 4  made    made          2 B  RUN wc -c <안녕.txt >/two

the change breaks the cache at step 3: 1 from the cache, 2 made again" \
	"what stands above the change comes from the cache"
is "$(record early out)" "    first   second       size  step
 1                             FROM debian:bookworm AS build
 2  made    made          0 B  ENV A=2
 3  made    made          2 B  RUN echo \$A >/halfhour-layer
 4                             FROM debian:bookworm
 5  made    made          2 B  COPY --from=build /halfhour-layer /b

the change breaks the cache at step 2: 0 from the cache, 3 made again" \
	"a change at the top costs all of it"
is "$(record fails outcome) $(record fails exit)" "exit 3" "one that fails says how"
like "$(record fails err)" "^셋$" "and what its step printed"
like "$(record fails out)" "^ 2  made            [?]  RUN echo 셋" "and where"
exits 0 "the same again is as recorded" "$HALFHOUR" run --check 캐시
exits 0 "one that takes too long" "$HALFHOUR" run --trust '캐시#slow'
like "$(record slow why)" "still being built: RUN sleep 60" "is ended, and its step named"
is "$(ours)" "" "no image is left, and no container"
is "$(find "${TMPDIR:-/tmp}" -maxdepth 1 -name 'halfhour-build.*')" "" "and no folder"

# ---- what a note may not say --------------------------------------------------

try() {
	# shellcheck disable=SC2016
	printf '# x\n\n```%s\nFROM debian:bookworm\n```\n' "$1" >notes/x.md
	"$HALFHOUR" run --trust 'x#x' 2>&1
}
like "$(try 'dockerfile {#x .run}')" "write needs=docker" "without an engine"
like "$(try 'dockerfile {#x needs=docker image=a}')" "has its FROM" "with another image"
like "$(try 'dockerfile {#x needs=docker edit=s/a}')" "edit= is no change" "a change that is none"
like "$(try 'dockerfile {#x needs=docker edit=s/이것/저것/}')" 'there is no "이것"' \
	"a change of what is not there"
like "$(try 'dockerfile {#x needs=docker edit=y:s/a/b/}')" "no block has file=y" "of a file that is not there"
done_testing
