#!/bin/sh
# run_compare.sh: what counts as the same output, and what a note wants of one
. "$(dirname "$0")/../lib.sh"
RUNS=notes/.runs

note() {
	mkdir -p "notes/$(dirname "$1")"
	cat >"notes/$1.md"
}

# The line of one example, without how long it took.
line() {
	sed -n "s|^$1  *||p" "$T/out" | sed 's/, [0-9]* ms)/)/'
}

wiki --lang ko
note 셸 <<'END'
```sh {#probe .run}
echo "안녕"
```
END
"$HALFHOUR" run 셸 --check >"$T/out" 2>"$T/err"
if grep -q '^셸#probe .*skipped' "$T/out"; then
	[ -z "${CI:-}" ] || fail "examples can run here"
	skip_all "$(sed -n 2p "$T/out")"
fi

# ---- a run and its record ----------------------------------------------------

note 기록 <<'END'
# 기록

```sh {#names .run}
echo "부모 pid $(($(date +%N | sed 's/^0*//') % 30000 + 2))"
echo "주소 0x7ffd$(od -An -N4 -tx4 /dev/urandom | tr -d ' ')"
echo "포트 127.0.0.1:$(($(date +%N | sed 's/^0*//') % 20000 + 32768))"
echo "지금 $(date '+%Y-%m-%d %H:%M:%S'), 0.$(date +%N) s 걸림"
echo "둘 다 같다: 7"
```

```sh {#exact .run compare=exact}
echo "$(date +%N) ns"
```

```sh {#any .run order=any}
seq 1 40 | shuf
```

```python {#process .run order=per-process}
import random
left = {n: [1, 2, 3] for n in ("자식 1", "자식 2", "자식 3")}
while left:
    name = random.choice(list(left))
    print(f"{name}: {left[name].pop(0)}")
    if not left[name]:
        del left[name]
```
END
exits 0 "output that is another each time" "$HALFHOUR" run 기록
git add -A
git commit -qm "노트"
cp -r $RUNS/기록 "$T/before"
exits 0 "a second run" "$HALFHOUR" run 기록#names 기록#any 기록#process
unlike "$(cat "$T/out")" "recorded|DIFFERS" "is the same"
exits 0 "--check" "$HALFHOUR" run --check 기록#names 기록#any 기록#process
exits 0 "--accept" "$HALFHOUR" run --accept 기록#names 기록#any 기록#process
ok "has nothing to store" diff -r $RUNS/기록 "$T/before"
exits 0 "--accept once more" "$HALFHOUR" run --accept 기록#names 기록#any \
	기록#process
ok "has nothing to store either" diff -r $RUNS/기록 "$T/before"
is "$(git status --porcelain)" "" "nor to commit"
exits 1 "compare=exact" "$HALFHOUR" run --check 기록#exact
like "$(line 기록#exact)" "^DIFFERS" "sees every byte"

sed -i 's/둘 다 같다: 7/둘 다 같다: 8/' $RUNS/기록/names.json
exits 1 "one letter that is another" "$HALFHOUR" run --check 기록#names
is "$(sed -n '/^    [-+?]/p' "$T/out")" "    -둘 다 같다: 8
    +둘 다 같다: 7
    ?            ^" "is all that is shown, and where it is"
like "$(cat "$T/out")" "^    notes/기록\.md:3: - as recorded, \+ as it ran$" \
	"and of which example"
exits 0 "--accept" "$HALFHOUR" run --accept 기록#names
like "$(line 기록#names)" "recorded, as you accept it" "stores it"
like "$(cat $RUNS/기록/names.json)" '둘 다 같다: 7\\n"' "as it is now"
exits 0 "--check" "$HALFHOUR" run --check 기록#names
sed -i '/"out"/s/\\n3\\n/\\n77\\n/' $RUNS/기록/any.json
exits 1 "a line that is another" "$HALFHOUR" run --check 기록#any
sed -i '/"out"/s/자식 2: 1/자식 2: 2/' $RUNS/기록/process.json
exits 1 "another order of one process" "$HALFHOUR" run --check 기록#process

# ---- a stale record -----------------------------------------------------------

exits 0 "a fresh record" "$HALFHOUR" run 기록#process --accept
sed -i 's/"tool": "Python [0-9.]*,/"tool": "Python 3.9.2,/
	s/"hash": "......../"hash": "00000000/' $RUNS/기록/process.json
exits 0 "check" "$HALFHOUR" check
like "$(cat "$T/out")" \
	"^notes/기록\.md:[0-9]+:1: warning: the record of #process is stale: Python 3\.9\.2 → 3\.[0-9.]+; 'halfhour run 기록#process' makes a new one \[record-stale\]$" \
	"says which version it was, and which it is"
exits 0 "--check" "$HALFHOUR" run --check 기록#process
like "$(line 기록#process)" "the record is stale: Python 3\.9\.2 → 3\." \
	"says so, too"
exits 0 "a run" "$HALFHOUR" run 기록#process
like "$(line 기록#process)" "recorded again: Python 3\.9\.2 → 3\." "records it"

# ---- what a note wants --------------------------------------------------------

note 적힘 <<'END'
# 적힘

```sh {#good .run}
echo "부모 pid 12"
echo "하나"; echo "둘"; echo "셋"
echo "파일 $(mktemp -u XXXXXX).c"
echo "끝 42"
```

적힌 대로 나온다.

```text {output-of=good}
부모 pid 4711
하나
...
파일 ??????.c (glob)
끝 [0-9]+ (regex)
```

```sh {#bad .run}
echo "하나"
echo "셋"
```

```text {output-of=bad}
하나
둘
```

```sh {#more .run}
echo "하나"; echo "둘"
```

```text {output-of=more}
하나
```

```sh {#fails .run}
echo "하나"; exit 3
```

```text {output-of=fails}
둘
```
END
exits 1 "output that a note says" "$HALFHOUR" run 적힘
is "$(line 적힘#good)" "as expected (ok), recorded" "with patterns"
like "$(line 적힘#bad)" "^UNEXPECTED \(ok\)" "another output is unexpected"
is "$(sed -n '/^적힘#bad/,/+셋/p' "$T/out" | sed 1d)" \
	"    notes/적힘.md:27: this line was not printed
     하나
    -둘
    +셋" "and how it differs, and where the note says so"
like "$(cat "$T/out")" \
	"^    notes/적힘\.md:34: more was printed than stands here$" \
	"what is too much is told"
like "$(cat "$T/out")" "^    expected ok: it ended with exit status 3$" \
	"the outcome comes first"
is "$(git -c core.quotePath=false ls-files "$RUNS/적힘/*.json" | wc -l)" 4 \
	"all are recorded, and the text is no example"
exits 1 "as JSON" "$HALFHOUR" run --json 적힘#bad
like "$(tr -d '\n' <"$T/out")" \
	'"status": "unexpected".*"why": "notes/적힘\.md:27: this line was not printed"' \
	"the reason is the line"
exits 0 "check" "$HALFHOUR" check
like "$(cat "$T/out")" "^notes/적힘\.md:27:1: warning: this line is not in the recorded output of #bad; 'halfhour run 적힘#bad --check' shows the difference \[output\]$" \
	"knows it from the record"
exits 0 "the site" "$HALFHOUR" build
like "$(cat site/적힘.html)" "기대와 다름 · 기대한 것: 적힌 출력" \
	"says so, too"
like "$(cat site/적힘.html)" '<figure class="example" id="good-output">' \
	"and shows the text as a card of its own"
sed -i 's/^둘$/셋/' notes/적힘.md
exits 0 "mended" "$HALFHOUR" run 적힘#bad
is "$(line 적힘#bad)" "as expected (ok)" \
	"it is as expected, and its record still fits"
exits 0 "check" "$HALFHOUR" check
unlike "$(cat "$T/out")" "of #bad" "has nothing to say of it"

note 틀림 <<'END'
```sh {#a .run order=sorted}
:
```

```sh {#b .run compare=loose}
:
```

```sh {#c .run}
:
```

```text {output-of=c}
가
(a*)\1 (regex)
```

```text {output-of=cc}
가
```

```sh {#d .run}
echo 가
```

```text {output-of=d}
가
```

```text {output-of=d}
가
```
END
exits 1 "words that are none" "$HALFHOUR" run 틀림
is "$(grep -c '^틀림#. .* refused$' "$T/out")" 4 "are refused"
like "$(cat "$T/err")" "^notes/틀림\.md:1:1: error: order=sorted is none of any and per-process" \
	"an order"
like "$(cat "$T/err")" "^notes/틀림\.md:5:1: error: compare=loose is not compare=exact" \
	"a comparison"
like "$(cat "$T/err")" "^notes/틀림\.md:15:1: error: this line cannot be a regular expression: it refers back" \
	"a pattern that could take for ever"
like "$(cat "$T/err")" "^notes/틀림\.md:18:1: error: this is the output of #cc, and there is no such example" \
	"an example"
like "$(cat "$T/err")" "^notes/틀림\.md:30:1: error: the output of #d stands above already, on line 26" \
	"and a second text"
rm notes/틀림.md

# ---- a session -------------------------------------------------------------------

note 세션 <<'END'
```console {#s .run}
$ echo "내 pid $$, $(date +%H:%M:%S)"
내 pid 4711, 21:28:00
$ seq 5
1
...
5
$ echo 파일.c
*.? (glob)
```
END
exits 0 "what stands below a command has patterns, too" "$HALFHOUR" run 세션
sed -i 's/^5$/6/' notes/세션.md
exits 1 "and is compared" "$HALFHOUR" run 세션
like "$(cat "$T/out")" "^    -6$" "as ever"

# ---- colours ----------------------------------------------------------------------

if python3 -c 'import pty' 2>/dev/null; then
	esc=$(printf '\033')
	sed -i 's/^셋$/넷/' notes/적힘.md
	env -u NO_COLOR TERM=xterm python3 "$TOP/tests/cmd/terminal.py" \
		"$HALFHOUR" run --check 적힘#bad -- >"$T/out"
	like "$(cat "$T/out")" "^    $esc\[31m-넷$esc\[m$" "red is missing"
	like "$(cat "$T/out")" "^    $esc\[32m\+셋$esc\[m$" "green is new"
else
	skip "colours" "there is no pty module"
fi
done_testing
