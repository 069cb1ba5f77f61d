#!/bin/sh
# session.sh: a session in a container, from the note to the record
. "$(dirname "$0")/../lib.sh"
. "$TOP/tests/dockerd.sh"
RUNS=notes/.runs

# The line of one example, without how long it took.
line() {
	sed -n "s|^$1  *||p" "$T/out" | sed 's/, [0-9]* ms)/)/'
}

# left: nothing that has our label is in the engine.
left() {
	is "$(dock_left)" "" "$1: no container, network or volume is left"
}

wiki --lang ko
cat >notes/도커.md <<'END'
# 도커

```console {#first .run needs=docker expect=exit:3}
$ id -un; hostname
root
halfhour
$ mkdir -p /opt/hadoop; cd /opt/hadoop
$ export JAVA_HOEM=/usr/lib/jvm HADOOP_HOME="/opt/한 '글' \$x"
$ export 줄= LINES_2=$'가\n나'
bash: export: `줄=': not a valid identifier
$ echo "$JAVA_HOME/bin"
/bin
$ unset JAVA_HOEM; PATH=/없음:$PATH
$ cat >/etc/설정 <<E
> 하나
> E
$ test -t 0 && test -t 1 && stty size && echo 터미널
24 80
터미널
$ nosuch
$ declare -f __prompt | grep -c 'builtin declare'
1
$ sleep 0.1 &
...
$ wait
...
$ exit 3
```
END
git add -A
git commit -qm "노트"

# ---- who lets it run ---------------------------------------------------------

exits 1 "a session in a container does not run" "$HALFHOUR" run 도커
is "$(line 도커#first)" "refused" "it is refused"
like "$(cat "$T/out")" "read the example, then: halfhour run --trust '도커#first'" \
	"and the way out is named"
is "$("$HALFHOUR" --json run 도커 | python3 -c '
import json, sys
print(json.load(sys.stdin)[0]["status"])')" "refused" "JSON says so, too"
ok "nothing was recorded" not test -e $RUNS/도커
exits 0 "it runs when it is trusted" "$HALFHOUR" run 도커 --trust
is "$(line 도커#first)" "as expected (exit 3), recorded" "and does what it says"
left "afterwards"
exits 0 "from then on it runs" "$HALFHOUR" run 도커
is "$(line 도커#first)" "as expected (exit 3)" "and the same happens"
is "$(git status --porcelain)" "" "nothing is written"
git clone -q . "$T/clone"
exits 1 "in a clone nobody has let it run" "$HALFHOUR" -C "$T/clone" run 도커
sed -i 's/grep -c /grep --count /' notes/도커.md
exits 1 "nor a changed one here" "$HALFHOUR" run 도커
is "$(line 도커#first)" "refused" "it is refused again"
git checkout -q notes/도커.md

# ---- the record ---------------------------------------------------------------

python3 - $RUNS/도커/first.json >"$T/record" <<'END'
import json, sys
r = json.load(open(sys.argv[1], encoding="utf-8"))
for s in r["session"]:
    print(s["command"].split("\n")[0][:25], s["exit"], s.get("cwd"),
          json.dumps(s.get("env"), ensure_ascii=False))
c = r["container"]
print(list(c))
print(c["engine"].split()[0], c["image"], c["image_id"].split(":")[0])
print(c["env"]["HOSTNAME"], c["env"]["HOME"], "PWD" in c["env"])
print([d for d in c["diff"] if "설정" in d or "hadoop" in d], c["diff"] == sorted(c["diff"]))
print(r["key"]["profile"], repr(r["key"]["tool"]), r["rung"].split()[0])
END
none='{"set": {}, "unset": []}'
cat >"$T/want" <<END
\$ id -un; hostname 0 / $none
\$ mkdir -p /opt/hadoop; c 0 /opt/hadoop $none
\$ export JAVA_HOEM=/usr/l 0 /opt/hadoop {"set": {"HADOOP_HOME": "/opt/한 '글' \$x", "JAVA_HOEM": "/usr/lib/jvm"}, "unset": []}
\$ export 줄= LINES_2=\$'가\\n 1 /opt/hadoop {"set": {"LINES_2": "가\\n나"}, "unset": []}
\$ echo "\$JAVA_HOME/bin" 0 /opt/hadoop $none
\$ unset JAVA_HOEM; PATH=/ 0 /opt/hadoop {"set": {"PATH": "/없음:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}, "unset": ["JAVA_HOEM"]}
\$ cat >/etc/설정 <<E 0 /opt/hadoop $none
\$ test -t 0 && test -t 1  0 /opt/hadoop $none
\$ nosuch 127 /opt/hadoop $none
\$ declare -f __prompt | g 0 /opt/hadoop $none
\$ sleep 0.1 & 0 /opt/hadoop $none
\$ wait 0 /opt/hadoop $none
\$ exit 3 3 None null
['engine', 'image', 'image_id', 'env', 'diff', 'bytes']
docker debian:bookworm sha256
halfhour /root False
['A /etc/설정', 'A /opt/hadoop'] True
docker/1 '' docker
END
same "$T/record" "$T/want" "each command tells what it did to the shell"
ok "the recording is there" grep -q '터미널.u000d' $RUNS/도커/first.cast
exits 0 "the site" "$HALFHOUR" build
is "$(cat "$T/err")" "" "has nothing to say"
ok "and shows the session without an engine" \
	grep -q '<kbd>declare -f __prompt' site/도커.html
is "$(sed -n '/id="first"/,/<\/figure>/p' site/도커.html | tr '\n' '~' |
	grep -o '<span class="moved">[^<]*' | sed 's/<[^>]*>//')" \
	"→ /opt/hadoop~
+HADOOP_HOME=/opt/한 &#39;글&#39; \$x~+JAVA_HOEM=/usr/lib/jvm~
+LINES_2=가…~
+PATH=/없음:/usr/local/sbin:/usr/local/bin:/usr/…~-JAVA_HOEM~" \
	"with what each command did to the shell, in short"
is "$(sed -n '/id="first"/,/<\/figure>/p' site/도커.html | tr '\n' '~' |
	grep -o '<li value="[0-9]*"><code>[^~]*' | sed 's/<[^>]*>//3g; s/<li value="\([0-9]*\)">/\1 /; s/<code>//')" \
	"3 HADOOP_HOME — → /opt/한 &#39;글&#39; \$x
3 JAVA_HOEM — → /usr/lib/jvm
4 LINES_2 — → 가
6 PATH /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin → /없음:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
6 JAVA_HOEM /usr/lib/jvm → —" "and whole, before and after"

# A change of the environment alone is a difference.
sed -i 's/"JAVA_HOEM": "/"JAVA_HOME": "/' $RUNS/도커/first.json
exits 1 "another variable" "$HALFHOUR" run 도커 --check
like "$(cat "$T/out")" '^ *\+\[3: set JAVA_HOEM=/usr/lib/jvm\]' "is told"
git checkout -q notes

# ---- what goes wrong -----------------------------------------------------------

# outcome ID: the outcome in its record, and why.
outcome() {
	sed -n 's/^  "\(outcome\|why\)": "\(.*\)",$/\2/p' "$RUNS/나쁨/$1.json" |
		paste -sd' '
}

cat >notes/나쁨.md <<'END'
# 나쁨

```console {#image .run needs=docker image=halfhour.invalid/없는-그림:1}
$ true
```

```console {#nobash .run needs=docker image=halfhour-empty}
$ true
```

```console {#asks .run needs=docker timeout=2s}
$ echo 앞
앞
$ read -p 'Do you want to continue? [Y/n] ' x
$ echo 뒤
```

```console {#full .run needs=docker expect=exit:1 options="--tmpfs /작은:size=64k"}
$ head -c 1M /dev/zero >/작은/파일
head: error writing 'standard output': No space left on device
```

```console {#flood .run needs=docker timeout=60s}
$ yes
```

```console {#dies .run needs=docker}
$ kill -KILL 1; kill -TERM 1; echo 하나는 남의 신호를 모른다
하나는 남의 신호를 모른다
```

```console {#option .run needs=docker options="--no-such-option"}
$ true
```
END
docker build -q --network none -t halfhour-empty - >"$T/build.log" 2>&1 <<END
FROM $base
RUN rm /bin/bash /usr/bin/bash || true
END
exits 1 "much goes wrong" "$HALFHOUR" run 나쁨 --trust
like "$(outcome image)" '^unstarted docker run: .*halfhour\.invalid|^unstarted docker run: .*invalid reference' \
	"an image that is not there"
like "$(outcome nobash)" '^unstarted a session needs bash and stty, and halfhour-empty gives no shell: .*bash: not found' \
	"an image without bash"
is "$(outcome asks)" \
	"timeout '\$ read -p 'Do you want to continue? [Y/n] ' x' was still running after 2 s; it may wait for an answer to \\\"Do you want to continue? [Y/n]\\\"" \
	"a session that asks"
is "$(line 나쁨#full)" "as expected (exit 1), recorded" "a full disk" ||
	diag "$(outcome full)"
like "$(outcome flood)" '^limit output: it printed more than 16 MiB' "no end of output"
is "$(line 나쁨#dies)" "as expected (ok), recorded" "process 1 is not killed"
like "$(outcome option)" '^unstarted docker run: unknown flag: --no-such-option' \
	"an option that there is not"
left "after all that"

cat >notes/틀림.md <<'END'
# 틀림

```console {#a .run needs=podman}
$ true
```

```c {#b .run needs=docker}
int main(void) { return 0; }
```

```console {#c .run image=x}
$ true
```

```console {#d .run needs=docker image="-v /:/host"}
$ true
```

```console {#e .run needs=docker profile=container}
$ true
```

```console {#f .run needs=docker}
$ true
```

```text {file=x of=f}
y
```
END
exits 1 "attributes that cannot be" "$HALFHOUR" run 틀림 --trust
is "$(grep -c '^틀림#.* refused$' "$T/out")" 6 "are refused, each" || diag "$(cat "$T/out")"
like "$(cat "$T/out")" 'needs= is only needs=docker' "with the reason"
like "$(cat "$T/out")" 'image= is no name of an image' "an image is no option"
done_testing
