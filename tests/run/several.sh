#!/bin/sh
# several.sh: examples of several programs, from the note to the page
. "$(dirname "$0")/../lib.sh"
RUNS=notes/.runs

line() {
	sed -n "s|^$1  *||p" "$T/out" | sed 's/, [0-9]* ms)/)/'
}

wiki --lang ko
cat >notes/둘.md <<'END'
# 둘

```sh {proc=서버 of=문답 expect=stop env=GREET=안녕}
mkfifo 문
echo 열었다
while :; do read -r x <문 && echo "$GREET, $x"; done
```

```text {file=이름.txt of=문답}
둘리
```

```python {#문답 .run proc=손님 after=서버}
```
END
sed -i 's/#문답/#talk/; s/of=문답/of=talk/' notes/둘.md
sed -i '/{#talk/a open("문", "w").write(open("이름.txt").read())\nprint("말했다 <b>")' \
	notes/둘.md
"$HALFHOUR" run 둘 --check >"$T/out" 2>"$T/err"
if grep -q '^둘#talk .*skipped' "$T/out"; then
	[ -z "${CI:-}" ] || fail "examples can run here"
	skip_all "$(sed -n 2p "$T/out")"
fi

# ---- the record ------------------------------------------------------------

exits 0 "an example of two programs" "$HALFHOUR" run 둘
is "$(line 둘#talk)" "as expected (ok), recorded" "is one example"
like "$(tail -1 "$T/out")" "^1 example: 1 as expected; 1 recorded" \
	"and not two"
record=$RUNS/둘/talk.json
ok "its record is JSON" python3 -m json.tool $record "$T/json"
is "$(python3 - $record <<'END'
import json
import sys

record = json.load(open(sys.argv[1], encoding="utf-8"))
for p in record["programs"]:
    print(p["name"], p["lang"], p["expect"], p["outcome"], repr(p["out"]))
print(len(record["timings"]["programs_ms"]), repr(record["out"]))
END
)" "서버 sh stop stop '열었다\\n안녕, 둘리\\n'
손님 python ok ok '말했다 <b>\\n'
2 ''" "with both, in the order of the note"
exits 0 "--check" "$HALFHOUR" run 둘 --check
is "$(line 둘#talk)" "as expected (ok)" "it is the same again"
is "$(git status --porcelain $RUNS)" "" "and nothing is written"
sed -i 's/안녕, 둘리/안녕, 도우너/' $record
exits 1 "a record that differs" "$HALFHOUR" run 둘 --check
like "$(cat "$T/out")" "^ +@@ 서버 out @@" "says which program's"
like "$(cat "$T/out")" "^ +-안녕, 도우너" "and how"
exits 0 "--accept" "$HALFHOUR" run 둘 --accept
exits 0 "check finds nothing" "$HALFHOUR" check
sed -i 's/열었다/열렸다/' notes/둘.md
exits 0 "code of a further program that changes" "$HALFHOUR" build
like "$(cat "$T/err")" "^notes/둘\.md:13:1: warning: .*#talk is of older code" \
	"makes the record stale"
exits 0 "a run" "$HALFHOUR" run 둘
like "$(line 둘#talk)" "recorded again: the code has changed" "mends that"

# ---- the page --------------------------------------------------------------

exits 0 "the site" "$HALFHOUR" build
page=$(cat site/둘.html)
like "$page" '<p class="who"><a href="#sh-1">서버</a> sh · <span class="badge good">다른 것이 끝나 멈춤' \
	"has a part for the server, with a link to its code"
like "$page" '<a href="#talk">손님</a> python · <span class="badge good">정상 종료' \
	"and one for the client"
like "$page" "<samp>열렸다" "with its output"
like "$page" "<samp>말했다 &lt;b&gt;" "which is escaped"
is "$(grep -c '<figcaption>' site/둘.html)" 3 "each block has its card"
like "$page" '이 예제의 일부:' "which says what it is a part of"

# ---- inputs, and the recording ---------------------------------------------

cat >notes/줄.md <<'END'
```sh {#lanes .run proc=읽기 stdin=본문}
cat; echo
echo 잘못 >&2
```

```sh {proc=b of=lanes after=읽기 stdin=@b.txt}
cat
```

```text {file=b.txt of=lanes}
비
이
```
END
exits 0 "an example whose programs have inputs" "$HALFHOUR" run 줄
is "$(sed -n 's/^.*"o", //p' $RUNS/줄/lanes.cast)" '"읽기 │ 본문\u000d\n"]
"읽기 err │ 잘못\u000d\n"]
"b    │ 비\u000d\n"]
"b    │ 이\u000d\n"]' "its recording has the lines of each, in their order"
is "$(tail -1 $RUNS/줄/lanes.cast | sed 's/^[^,]*, //')" '"x", "0"]' "and an end"
printf '{}' >"$T/none.json"
ok "it is a recording" python3 "$TOP/tests/run/cast.py" $RUNS/줄/lanes.cast \
	"$T/none.json"
exits 0 "the site" "$HALFHOUR" build
like "$(cat site/줄.html)" 'href="[^"]*/lanes\.cast" download' "which the page offers"
same site/줄/lanes.cast $RUNS/줄/lanes.cast "and has"
sed -i 's/^이$/삼/' notes/줄.md
exits 0 "another input" "$HALFHOUR" run 줄
is "$(line 줄#lanes)" "as expected (ok), recorded again: the code has changed" \
	"makes the record stale"
sed -i 's/@b.txt/@c.txt/' notes/줄.md
exits 1 "an input that there is not" "$HALFHOUR" check
like "$(cat "$T/out")" \
	"^notes/줄\.md:6:1: error: stdin=@c\.txt: no block has file=c\.txt of=lanes \[example\]$" \
	"is an error of that program"
rm -r notes/줄.md $RUNS/줄

# ---- what is unexpected ----------------------------------------------------

cat >notes/틀림.md <<'END'
```sh {#main .run}
echo 본문; echo 틀렸다 >&2; exit 3
```

```sh {proc=더 of=main after="main:끝"}
:
```
END
exits 1 "a program that fails" "$HALFHOUR" run 틀림
is "$(line 틀림#main)" "UNEXPECTED (exit 3), recorded" "is the outcome"
like "$(cat "$T/out")" "^    main: it ended with exit status 3$" "and whose it is"
like "$(cat "$T/out")" "^    main err: 틀렸다$" "what it said"
like "$(cat $RUNS/틀림/main.json)" '"outcome": "unstarted"' \
	"the other was not started"
exits 1 "as JSON" "$HALFHOUR" run --json 틀림
like "$(cat "$T/out")" '"why": "main: it ended with exit status 3"' "why"
exits 0 "the site" "$HALFHOUR" build
like "$(cat site/틀림.html)" "시작하지 않음.*기대와 다름 · 기대한 것: 정상 종료" \
	"tells it, too"
rm -r notes/틀림.md $RUNS/틀림

# ---- how it can be written wrong -------------------------------------------

cat >notes/잘못.md <<'END'
```sh {#none .run after=없음}
:
```

```sh {#misspelt .run proc=손님 after=서벼}
:
```

```sh {proc=서버 of=misspelt}
:
```

```sh {#circle .run after=나}
:
```

```sh {proc=가 of=circle after=circle}
:
```

```sh {proc=나 of=circle after=가}
:
```

```sh {#twice .run proc=가}
:
```

```sh {proc=가 of=twice}
:
```

```sh {#name .run}
:
```

```sh {proc=a/b of=name}
:
```

```sh {#stop .run expect=stop}
:
```

```sh {#stops .run expect=stop}
:
```

```sh {proc=가 of=stops expect=stop}
:
```

```sh {#time .run}
:
```

```sh {proc=가 of=time timeout=5s}
:
```

```sh {#attr .run}
:
```

```sh {proc=가 of=attr expekt=ok}
:
```

```sh {#file .run}
:
```

```sh {of=file}
:
```

```sh {#many .run}
:
```
END
for i in 1 2 3 4 5 6 7 8; do
	cat >>notes/잘못.md <<END

\`\`\`sh {proc=p$i of=many}
:
\`\`\`
END
done
cat >>notes/잘못.md <<'END'

```sh {#talks .run}
:
```

```console {proc=가 of=talks}
$ true
```
END
exits 1 "check" "$HALFHOUR" check
said() {
	like "$(cat "$T/out")" "^notes/잘못\.md:$1:1: error: $2 \[example\]$" "$3"
}
said 1 "after=없음: the example has no other program: no block has proc=NAME of=none" \
	"one that waits for nobody"
said 5 "after=서벼: the example has no program of that name; did you mean 서버\?" \
	"a name that there is not"
said 13 "after= goes in a circle, and none would be started: circle → 나 → 가 → circle" \
	"a circle"
said 29 "two programs of the example are called 가" "a name that comes twice"
said 37 "proc=a/b is no name for a program: it is one word, without / : , #" \
	"what is no name"
said 41 "expect=stop ends a program when the others have ended, and here are no others" \
	"one that waits for the others, and is alone"
said 45 "expect=stop ends a program when the others have ended, and here are no others" \
	"or is with its like"
said 57 "timeout= is for the block #time, not for a further program of it" \
	"what is of the whole example"
said 65 "there is no attribute expekt=; did you mean expect=\?" \
	"a misspelt attribute of a further program"
said 73 "a block with of=file needs file=NAME, a plain file name, or proc=NAME, if it is a program" \
	"a block that is neither"
said 109 "the example has more than 8 programs" "too many"
said 117 "a session is no program among several: proc= is for programs" \
	"a session among programs"
exits 1 "a run" "$HALFHOUR" run 잘못
is "$(grep -c '^잘못#.* refused$' "$T/out")" 12 "runs none of them"
done_testing
