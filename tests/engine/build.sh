#!/bin/sh
# build.sh: a Dockerfile is built, changed and built again, layer by layer
. "$(dirname "$0")/../lib.sh"
# It counts what has our label.
dock_alone=1
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

# ---- each layer, in the record ------------------------------------------------

# layers ID: of each step of each build its cache, its bytes, and why; and
# whether its times are those of a clock.
layers() {
	python3 -c 'import json, sys
r = json.load(open("notes/.runs/캐시/%s.json" % sys.argv[1], encoding="utf8"))
for b, ms in zip(r["builds"], r["timings"]["builds_ms"]):
    print("build", b.get("edit"), b.get("broke"), sum(ms["steps"]) <= ms["all"],
          len(ms["steps"]) == len(b["steps"]))
    for s, t in zip(b["steps"], ms["steps"]):
        print(s["step"].split()[0], s["cache"], s["bytes"], s.get("why"),
              s["step"].startswith("RUN") and s["cache"] == "miss" and t == 0)
assert len(r["builds"]) == len(r["timings"]["builds_ms"])
print(sum(b["all"] for b in r["timings"]["builds_ms"]) ==
      r["timings"]["wall_ms"])' "$1"
}
is "$(layers late)" "build None None True True
FROM None None None False
RUN miss 100000 None False
COPY miss 7 None False
RUN miss 2 None False
build 안녕.txt:s/하나/둘/ 3 True True
FROM None None None False
RUN hit 100000 None False
COPY miss 4 file False
RUN miss 2 before False
True" "a file that was changed"
is "$(layers early)" "build None None True True
FROM None None None False
ENV miss 0 None False
RUN miss 2 None False
FROM None None None False
COPY miss 2 None False
build s/=1/=2/ 2 True True
FROM None None None False
ENV miss 0 instruction False
RUN miss 2 before False
FROM None None None False
COPY miss 2 source False
True" "an instruction that was changed, and what another stage has of it"
is "$(layers fails)" "build None None True True
FROM None None None False
RUN miss None None False
True" "a build that failed"
python3 - <<'END_PY'
import json
path = "notes/.runs/캐시/fails.json"
r = json.load(open(path, encoding="utf8"))
assert r["timings"]["builds_ms"][0]["steps"][1] > 0
del r["builds"], r["timings"]["builds_ms"]
json.dump(r, open(path, "w", encoding="utf8"))
END_PY
exits 0 "a record of before layers were told" "$HALFHOUR" run '캐시#fails'
like "$(cat "$T/out")" "recorded again: it tells nothing of the layers" "gets them"
is "$(layers fails | sed -n 1p)" "build None None True True" "when it is run again"

exits 0 "the same again is as recorded" "$HALFHOUR" run --check 캐시
exits 0 "one that takes too long" "$HALFHOUR" run --trust '캐시#slow'
like "$(record slow why)" "still being built: RUN sleep 60" "is ended, and its step named"
is "$(ours)" "" "no image is left, and no container"
is "$(find "${TMPDIR:-/tmp}" -maxdepth 1 -name 'halfhour-build.*')" "" "and no folder"

# ---- against a session --------------------------------------------------------

# shellcheck disable=SC2016
printf '%s\n' '# 견주기' '' \
	'```console {#hand .run needs=docker options="--network none"}' \
	'$ head -c 100000 /dev/zero >/halfhour-layer' '$ export A=1' \
	'$ test "$B" = 1' '$ unset A; export B=1' '```' '' \
	'```dockerfile {#file .run needs=docker edit="s/A=/B=/" against=hand options="--network none"}' \
	'FROM debian:bookworm' \
	'RUN head -c 100000 /dev/zero >/halfhour-layer' 'ENV A=1' '```' \
	>notes/견주기.md
exits 0 "a session, and a Dockerfile of the same" "$HALFHOUR" run --trust 견주기
is "$(python3 -c 'import json
print(json.load(open("notes/.runs/견주기/hand.json"))["container"]["bytes"])')" \
	100000 "what the container holds"
exits 0 "it builds" "$HALFHOUR" build
sed 's/<tr>/\n&/g; s/<[^>]*>/ /g; s/[0-9.]*\xc2\xa0m*s/TIME/g; s/  */ /g' \
	site/견주기.html | sed 's/\xc2\xa0/ /g; s/ $//' >text
# shellcheck disable=SC2016
like "$(awk '/<figure/ { on = /id="slow"/ } on && /class="badge/' site/캐시.html)" \
	"시간 초과" "one that only its name runs shows what it did, too"
like "$(cat text)" '^ 걸린 시간 TIME TIME TIME$' "both are timed"
like "$(cat text)" '^ 명령과 단계 명령 4개 단계 2개 단계 2개$' "both are counted"
like "$(cat text)" '^ 기반에 더한 크기 100.0 kB 100.0 kB 100.0 kB$' "both are as large"
like "$(cat text)" '^ 그 변화로 되풀이한 것 명령 2개, TIME — 단계 1개, TIME$' \
	"and what the mistake cost"
is "$(ours)" "" "nothing of it is left"

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
like "$(try 'sh {#x .run against=y}')" "against= is for a Dockerfile" "a comparison of what is none"
done_testing
