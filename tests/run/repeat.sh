#!/bin/sh
# repeat.sh: examples that are run many times, from the note to the page
. "$(dirname "$0")/../lib.sh"
RUNS=notes/.runs

line() {
	sed -n "s|^$1  *||p" "$T/out" | sed 's/, [0-9]* ms)/)/'
}

wiki --lang ko
# With 60 runs a coin falls on one side only by a wonder.
cat >notes/운.md <<'END'
# 운

```sh {#coin .run runs=60 expect=ok,exit:1 count="<뒷면>"}
x=$(od -An -N1 -tu1 /dev/urandom)
test "$x" -lt 128 || { echo "<뒷면>이다"; exit 1; }
```
END
"$HALFHOUR" run 운 --check >"$T/out" 2>"$T/err"
if grep -q '^운#coin .*skipped' "$T/out"; then
	[ -z "${CI:-}" ] || fail "examples can run here"
	skip_all "$(sed -n 2p "$T/out")"
fi
exits 0 "an example that is run many times" "$HALFHOUR" run 운
like "$(line 운#coin)" \
	"^as expected \([0-9]+ of 60 (ok|<뒷면>), [0-9]+ of 60 (ok|<뒷면>)\), recorded$" \
	"tells how many were of which kind"
record=$RUNS/운/coin.json
ok "its record is JSON" python3 -m json.tool $record "$T/json"
is "$(python3 - $record <<'END'
import json
import sys

r = json.load(open(sys.argv[1], encoding="utf-8"))
print(r["runs"], sum(k["n"] for k in r["kinds"]), r["out"] == "")
print(sorted((k["name"], k["outcome"], k["exit"], k["out"])
             for k in r["kinds"]))
END
)" "60 60 True
[('<뒷면>', 'exit', 1, '<뒷면>이다\\n'), ('ok', 'ok', 0, '')]" "with each kind"
exits 0 "--check" "$HALFHOUR" run --check 운
sed -i 's/"n": [0-9]*/"n": 1/' $record
exits 0 "how many there are of a kind does not count" "$HALFHOUR" run --check 운
sed -i 's/"name": "<뒷면>"/"name": "SIGSEGV"/; s/"n": 1/"n": 30/' $record
exits 1 "another kind does" "$HALFHOUR" run --check 운
like "$(cat "$T/out")" "^ +-SIGSEGV \(30 of 60\)$" "what was"
like "$(cat "$T/out")" "^ +\+<뒷면> \([0-9]+ of 60\)$" "and what is"
exits 0 "--accept" "$HALFHOUR" run --accept 운
exits 0 "as JSON" "$HALFHOUR" run --json 운
is "$(python3 - "$T/out" <<'END'
import json
import sys

(one,) = json.load(open(sys.argv[1], encoding="utf-8"))
print(one["runs"], sum(k["n"] for k in one["kinds"]),
      *sorted(k["name"] for k in one["kinds"]))
END
)" "60 60 <뒷면> ok" "has the kinds"
exits 0 "the site" "$HALFHOUR" build
page=$(cat site/운.html)
like "$page" '<span class="badge good">60번 돌렸다<span class="verdict">기대한 대로' \
	"has the number in the bar of the card"
like "$page" '<p class="runs">60번 돌렸다: (정상 종료|&lt;뒷면&gt;) [0-9]+번, (정상 종료|&lt;뒷면&gt;) [0-9]+번</p>' \
	"a sentence"
like "$page" '<p class="who"><code>&lt;뒷면&gt;</code> · <span class="badge good">오류 종료 <span class="detail">1</span></span> · <span class="num">[0-9]+번' \
	"a part for each kind"
like "$page" '<rect class="fill" width="[0-9.]+" height="4"/>' "with a bar"
like "$page" '<samp>&lt;뒷면&gt;이다' "and what the first of it printed"
exits 0 "check" "$HALFHOUR" check

cat >notes/잘못.md <<'END'
```sh {#zero .run runs=0}
:
```

```sh {#many .run runs=1001}
:
```

```sh {#count .run count=가}
:
```

```sh {#empty .run runs=2 count=""}
:
```

```sh {#list .run expect=ok,exit}
:
```

```console {#session .run runs=2}
$ true
```
END
exits 1 "check" "$HALFHOUR" check
said() {
	like "$(cat "$T/out")" "^notes/잘못\.md:$1:1: error: $2 \[example\]$" "$3"
}
said 1 "runs=0 is no number from 1 to 1000" "none"
said 5 "runs=1001 is no number from 1 to 1000" "too many"
said 9 "count= is for an example that is run many times, with runs=N" \
	"what cannot be counted"
said 13 'count= is no text: write count="queue.Empty"' "what is no text"
said 21 "runs= is for programs: a session is run once" "a session"
said 17 "expect is one of .*" "a list with what is no outcome"
done_testing
