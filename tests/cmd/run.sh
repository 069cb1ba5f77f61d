#!/bin/sh
# run.sh: examples run, are compared, and are recorded
#
# What the sandbox keeps out is tested in C; here it is only seen to be there.
. "$(dirname "$0")/../lib.sh"
RUNS=notes/.runs

note() {
	mkdir -p "notes/$(dirname "$1")"
	cat >"notes/$1.md"
}

commits() {
	git rev-list --count HEAD
}

# The line of one example, without how long it took.
line() {
	sed -n "s|^$1  *||p" "$T/out" | sed 's/, [0-9]* ms)/)/'
}

wiki --lang ko
note 셸 <<'END'
# 셸

```sh {#probe .run}
echo "안녕"
```
END
"$HALFHOUR" run 셸 --check >"$T/out" 2>"$T/err"
if grep -q '^셸#probe .*skipped' "$T/out"; then
	[ -z "${CI:-}" ] || fail "examples can run here"
	skip_all "$(sed -n 2p "$T/out")"
fi

# ---- the first run ---------------------------------------------------------

note 예제/하나 <<'END'
# 예제

```c {#hello .run}
#include <stdio.h>

int main(void) { puts("안녕, 파이프"); }
```

```python {#args .run args="하나 둘"}
import sys
print(sys.argv[1:])
```

```sh {#input .run stdin="한 줄"}
read -r line
echo "받음: $line"
echo "오류도" >&2
```

```sh {#three .run expect=exit:3}
exit 3
```

```c {#segv .run expect=signal:SEGV}
int main(void) { volatile int *p = 0; return *p; }
```

```sh {#hang .run timeout=1s expect=timeout}
echo "멈추기 전"
sleep 3617
```

```sh {#files .run}
cat 낱말.txt
```

```text {file=낱말.txt of=files}
가
나
```

```sh {#byhand}
echo "부를 때만"
```
END
count=$(commits)
exits 0 "all examples of a page" "$HALFHOUR" run 예제/하나
is "$(line 예제/하나#hello)" "as expected (ok), recorded" "c"
is "$(line 예제/하나#args)" "as expected (ok), recorded" "python"
is "$(line 예제/하나#input)" "as expected (ok), recorded" "sh"
is "$(line 예제/하나#three)" "as expected (exit 3), recorded" "an exit status"
is "$(line 예제/하나#segv)" "as expected (SIGSEGV), recorded" "a signal"
is "$(line 예제/하나#hang)" "as expected (timeout), recorded" "a hang"
is "$(line 예제/하나#files)" "as expected (ok), recorded" "a second file"
is "$(line 예제/하나#byhand)" "" "one without .run does not run with its page"
like "$(tail -1 "$T/out")" \
	"^7 examples: 7 as expected; 7 recorded \[[0-9a-f]{7}\]$" "then the sum"
is "$(cat "$T/err")" "" "nothing is complained of"
is "$(commits)" $((count + 1)) "all records are one commit"
is "$(git log -1 --format=%s)" "run: 7 records" "that says so"
is "$(git -c core.quotePath=false show --format= --name-only | sort)" \
	"$RUNS/예제/하나/args.cast
$RUNS/예제/하나/args.json
$RUNS/예제/하나/files.cast
$RUNS/예제/하나/files.json
$RUNS/예제/하나/hang.cast
$RUNS/예제/하나/hang.json
$RUNS/예제/하나/hello.cast
$RUNS/예제/하나/hello.json
$RUNS/예제/하나/input.cast
$RUNS/예제/하나/input.json
$RUNS/예제/하나/segv.cast
$RUNS/예제/하나/segv.json
$RUNS/예제/하나/three.cast
$RUNS/예제/하나/three.json" "each example has its files"
ok "git finds nothing wrong" git fsck --strict
for id in args files hang hello input segv three; do
	ok "$id.json is JSON" python3 -m json.tool $RUNS/예제/하나/$id.json \
		"$T/json"
done
like "$(cat $RUNS/예제/하나/hello.json)" '"out": "안녕, 파이프\\n"' \
	"the output is in the record"
like "$(cat $RUNS/예제/하나/args.json)" "\['하나', '둘'\]" "so are arguments"
like "$(cat $RUNS/예제/하나/input.json)" '"out": "받음: 한 줄\\n"' "and input"
like "$(cat $RUNS/예제/하나/input.json)" '"err": "오류도\\n"' "and errors"
like "$(cat $RUNS/예제/하나/hang.json)" '"out": "멈추기 전\\n"' \
	"and what was printed before it hung"
like "$(cat $RUNS/예제/하나/files.json)" '"out": "가\\n나\\n"' \
	"and what stood in the second file"
like "$(cat $RUNS/예제/하나/hello.json)" '"when": "2026-11-23T21:28:00' \
	"and when it was"
exits 0 "one by its name" "$HALFHOUR" run 예제/하나#byhand
is "$(line 예제/하나#byhand)" "as expected (ok), recorded" "runs without .run"

# ---- the second run --------------------------------------------------------

count=$(commits)
git add -A
git commit -qm "노트"
count=$(commits)
exits 0 "once more" "$HALFHOUR" run 예제/하나
is "$(grep -c 'as expected' "$T/out")" 8 "all is as expected"
unlike "$(cat "$T/out")" "recorded" "nothing is recorded"
is "$(commits)" "$count" "or committed"
is "$(git status --porcelain)" "" "or written"
exits 0 "the page by another writing" "$HALFHOUR" run 예제/하나.md
exits 0 "--all" "$HALFHOUR" run --all
is "$(line 셸#probe)" "as expected (ok), recorded" "runs those of all pages"
exits 0 "--jobs 1" "$HALFHOUR" run --all --jobs 1
exits 0 "--jobs 8" "$HALFHOUR" run --all --jobs 8
exits 0 "--quiet" "$HALFHOUR" --quiet run --all
is "$(cat "$T/out" "$T/err")" "" "says nothing when all is well"

# ---- JSON ------------------------------------------------------------------

exits 0 "JSON" "$HALFHOUR" run --json 예제/하나
ok "is JSON" python3 -m json.tool "$T/out" "$T/json"
like "$(tr -d '\n' <"$T/out")" '\{ *"schema": 1, *"example": "예제/하나#three", *"status": "as-expected", *"outcome": "exit", *"exit": 3, *"signal": null, *"ms": [0-9]+, *"record": "notes/\.runs/예제/하나/three\.json", *"why": ' \
	"with all of an example"
like "$(tr -d '\n' <"$T/out")" '"outcome": "signal", *"exit": null, *"signal": "SEGV"' \
	"a signal"
like "$(tr -d '\n' <"$T/out")" '"outcome": "timeout", *"exit": null, *"signal": null' \
	"a timeout"

# ---- the page --------------------------------------------------------------

exits 0 "the site" "$HALFHOUR" build
is "$(cat "$T/err")" "" "has no stale record"
p=$(cat site/예제/하나.html)
like "$p" "<samp>안녕, 파이프" "shows the output"
like "$p" "<samp>오류도" "and the errors"
like "$p" "SIGSEGV" "and the signal"
like "$p" 'id="hello"' "each example has its address"

# ---- the code changes ------------------------------------------------------

count=$(commits)
sed -i 's/안녕, 파이프/또 안녕/' notes/예제/하나.md
exits 0 "a build with changed code" "$HALFHOUR" build
like "$(cat "$T/err")" \
	"^notes/예제/하나\.md:3:1: warning: the record of #hello is of older code; 'halfhour run 예제/하나#hello'" \
	"tells that the record is stale"
like "$(cat site/예제/하나.html)" "<samp>안녕, 파이프" "and shows the old output"
exits 1 "--check" "$HALFHOUR" run 예제/하나#hello --check
is "$(line 예제/하나#hello)" \
	"DIFFERS (ok), the record is stale: the code has changed" "says why"
like "$(cat "$T/out")" "^ +-안녕, 파이프" "shows what was"
like "$(cat "$T/out")" "^ +\+또 안녕" "and what is"
is "$(commits)" "$count" "and commits nothing"
is "$(git status --porcelain -- $RUNS)" "" "or writes"
exits 0 "a run" "$HALFHOUR" run 예제/하나#hello
is "$(line 예제/하나#hello)" \
	"as expected (ok), recorded again: the code has changed" "records it again"
is "$(commits)" $((count + 1)) "with one commit"
is "$(git show --format= --name-only HEAD -- notes/예제)" "" \
	"the note itself is the user's to commit"
exits 0 "--check" "$HALFHOUR" run 예제/하나#hello --check
exits 0 "the site" "$HALFHOUR" build
like "$(cat site/예제/하나.html)" "<samp>또 안녕" "shows the new output"
sed -i 's/expect=exit:3/expect=exit:4/' notes/예제/하나.md
exits 1 "another outcome is expected" "$HALFHOUR" run 예제/하나#three
like "$(line 예제/하나#three)" "^UNEXPECTED \(exit 3\)" "so this one is not"
sed -i 's/expect=exit:4/expect=exit:3/' notes/예제/하나.md

# ---- what differs ----------------------------------------------------------

note 다름 <<'END'
# 다름

```sh {#same .run}
echo 하나
```
END
exits 0 "an example" "$HALFHOUR" run 다름
sed -i 's/하나/다른 것/' $RUNS/다름/same.json
count=$(commits)
cp $RUNS/다름/same.json "$T/record"
exits 1 "a run that differs from a valid record" "$HALFHOUR" run 다름
like "$(line 다름#same)" "^DIFFERS \(ok\), --accept stores" "says what to do"
like "$(cat "$T/out")" "^ +-다른 것" "shows what was"
like "$(cat "$T/out")" "^ +\+하나" "and what is"
same $RUNS/다름/same.json "$T/record" "and stores nothing"
exits 1 "--check" "$HALFHOUR" run --check 다름
exits 1 "as JSON" "$HALFHOUR" run --json 다름
like "$(cat "$T/out")" '"status": "differs"' "the status is differs"
exits 0 "--accept" "$HALFHOUR" run --accept 다름
like "$(line 다름#same)" "recorded" "stores it"
like "$(cat $RUNS/다름/same.json)" '"out": "하나\\n"' "as it is now"
exits 0 "--check" "$HALFHOUR" run --check 다름
echo '{' >$RUNS/다름/same.json
exits 0 "a damaged record" "$HALFHOUR" run 다름
like "$(line 다름#same)" "^as expected \(ok\), recorded in place of a damaged" \
	"is replaced"
ok "by a good one" python3 -m json.tool $RUNS/다름/same.json "$T/json"

# ---- what is unexpected ----------------------------------------------------

note 실패 <<'END'
# 실패

```sh {#fail .run}
echo 나온다
echo 틀렸다 >&2
exit 1
```

```c {#build .run}
int main(void) { return x; }
```

```sh {#long .run timeout=200ms}
sleep 3617
```

```sh {#ends .run expect=timeout}
exit 0
```

```sh {#flood .run timeout=2s}
while :; do echo 넘친다; done
```
END
count=$(commits)
exits 1 "examples that fail" "$HALFHOUR" run 실패
like "$(line 실패#fail)" "^UNEXPECTED \(exit 1\)" "an exit status"
like "$(cat "$T/out")" "^    out: 나온다$" "with what it printed"
like "$(cat "$T/out")" "^    err: 틀렸다$" "and said"
like "$(line 실패#build)" "^UNEXPECTED \(build\)" "one that does not compile"
like "$(cat "$T/out")" "^    build: main\.c:1:[0-9]+: error: .*x" \
	"with what the compiler says"
like "$(line 실패#long)" "^UNEXPECTED \(timeout\)" "one that takes too long"
like "$(line 실패#ends)" "^UNEXPECTED \(ok\)" "one that ends, but should not"
like "$(line 실패#flood)" "^UNEXPECTED \((limit|timeout)\)" "one without end"
like "$(tail -1 "$T/out")" \
	"^5 examples: 5 unexpected; 5 recorded \[[0-9a-f]{7}\]$" "and the sum"
is "$(commits)" $((count + 1)) "they are recorded, with one commit"
ok "as what they are" test -f $RUNS/실패/fail.json
exits 1 "once more" "$HALFHOUR" run 실패#fail
exits 1 "--check" "$HALFHOUR" run --check 실패#fail
is "$(commits)" $((count + 1)) "it is as bad as recorded: nothing is stored"
exits 1 "--quiet" "$HALFHOUR" --quiet run 실패#fail
like "$(cat "$T/out")" "UNEXPECTED" "shows what fails"
exits 0 "the site" "$HALFHOUR" build
like "$(cat site/실패.html)" "오류 종료 .*기대와 다름 · 기대한 것: 정상 종료" \
	"says that it is unexpected, and what was expected"
like "$(cat site/실패.html)" \
	'직접 돌려 보기 <code>halfhour run 실패#fail</code>' \
	"and how to run it oneself"

# ---- attributes --------------------------------------------------------------

note 속성 <<'END'
# 속성

```sh {#env .run env=WHO=둘리 env="GREET=안녕, 또"}
echo "$GREET $WHO"
```

```sh {#in .run stdin=@낱말.txt}
cat
```

```text {file=낱말.txt of=in}
가
나
```

```c {#pipe .run stdio=pipe}
#include <stdio.h>
#include <unistd.h>
int main(void) { puts("두 번"); fork(); return 0; }
```

```sh {#left .run}
printf 12345 >/dev/shm/공유
sleep 60 &
```

```sh {#noin .run stdin=@없음}
:
```

```sh {#noenv .run env=없음}
:
```

```sh {#nostdio .run stdio=file}
:
```
END
exits 1 "attributes" "$HALFHOUR" run 속성
is "$(grep -c ' refused$' "$T/out")" 3 "three that are wrong are refused"
like "$(cat "$T/out")" "no block has file=없음 of=noin" "a file that is not there"
like "$(cat "$T/out")" "env=없음 is no variable" "a variable without a value"
like "$(cat "$T/out")" "none of pty and pipe" "and no way of output"
like "$(cat $RUNS/속성/env.json)" '"out": "안녕, 또 둘리\\n"' "variables"
like "$(cat $RUNS/속성/in.json)" '"out": "가\\n나\\n"' "input from a file"
like "$(cat $RUNS/속성/pipe.json)" '"out": "두 번\\n두 번\\n"' \
	"through a pipe, fork() doubles the buffer"
like "$(cat "$T/out")" "^    left: process sleep \(1\)$" "what is left is told"
like "$(cat $RUNS/속성/left.json)" \
	'^    \{"kind": "shm", "what": "공유", "n": 5\}' "and recorded"
ok "as JSON" python3 -m json.tool $RUNS/속성/left.json "$T/json"
sed -i '/"kind": "shm"/s/5/6/' $RUNS/속성/left.json
exits 0 "--check" "$HALFHOUR" run --check 속성#left
exits 0 "the site" "$HALFHOUR" build --allow-broken
like "$(cat site/속성.html)" "<li>/dev/shm의 이름 <code>공유</code> · 6바이트</li>" \
	"has it, too"
rm notes/속성.md

# ---- what steers a terminal --------------------------------------------------

note 조종 <<'END'
```sh {#steer .run expect=exit:1}
printf '제목\033]0;속임\007끝 \033[31m빨강\033[2J \033P1;q비밀\033\\뒤 \302\233 \233 \r\b'
printf '\033]8;;http://x\033\\오류\302\235' >&2
touch "/dev/shm/$(printf '\033[7m\302\233')"
exit 0
```
END
exits 1 "output that steers a terminal" "$HALFHOUR" run 조종
steers() {
	LC_ALL=C grep -q "$(printf '[\001-\010\013-\037\177]\|\302[\200-\237]')" "$1" ||
		! iconv -f UTF-8 -t UTF-8 "$1" >"$T/conv" 2>&1
}
ok "is shown" grep -q 제목 "$T/out"
ok "but steers none" not steers "$T/out"
ok "nor does its record" not steers $RUNS/조종/steer.json
exits 0 "the site" "$HALFHOUR" build --allow-broken
ok "nor its page" not steers site/조종.html
like "$(cat site/조종.html)" "<samp>제목끝 빨강 뒤 " "which has the text alone"
ok "the test sees what would" steers /proc/self/cmdline
rm notes/조종.md

# ---- what cannot run -------------------------------------------------------

note 거절 <<'END'
# 거절

```cobol {#cobol .run}
DISPLAY "X".
```

```sh {#attr .run timeuot=5s}
:
```

```sh {#time .run timeout=곧}
:
```

```sh {#expect .run expect=happy}
:
```

```sh {#good .run}
:
```
END
exits 1 "examples that nobody can run" "$HALFHOUR" run 거절
for id in cobol attr time expect; do
	is "$(line 거절#$id)" "refused" "$id is refused"
done
is "$(line 거절#good)" "as expected (ok), recorded" "the good one runs"
like "$(cat "$T/out")" "c, python, sh, console" "the languages are named"
like "$(cat "$T/out" "$T/err")" "timeuot" "so is the attribute"
like "$(cat "$T/out" "$T/err")" "deadlock and limit" "and what a hang is called"
exits 1 "as JSON" "$HALFHOUR" run --json 거절#cobol
ok "is JSON" python3 -m json.tool "$T/out" "$T/json"
like "$(tr -d '\n' <"$T/out")" '"status": "refused", *"outcome": null' \
	"with the status refused"
note 거절 <<'END'
```sh {#twice .run}
echo 하나
```

```sh {#twice .run}
echo 둘
```

```sh {#open .run
echo 셋
```
END
exits 1 "ids that come twice, braces that are open" "$HALFHOUR" build
like "$(cat "$T/err")" "^notes/거절\.md:5:1: error: #twice .*\[example-twice\]" \
	"the first is told"
like "$(cat "$T/err")" "^notes/거절\.md:9:1: error: .*closing \}.*\[example\]" \
	"the second, too"
rm notes/거절.md

# Only inside a mount namespace of its own can a compiler be missing.
cc=$(readlink -f /usr/bin/cc)
without_cc() {
	bwrap --dev-bind / / --ro-bind /dev/null "$cc" "$@"
}
if without_cc true 2>"$T/err"; then
	exits 1 "without a compiler" without_cc "$HALFHOUR" run 예제/하나#hello
	is "$(line 예제/하나#hello)" "skipped" "a C example is skipped"
	like "$(cat "$T/out")" "apt-get install gcc" "with the way out"
	exits 1 "as JSON" without_cc "$HALFHOUR" run --json 예제/하나#hello
	like "$(tr -d '\n' <"$T/out")" '"status": "skipped", *"outcome": null' \
		"the status is skipped"
else
	skip "without a compiler" "bwrap cannot hide it here"
fi

# ---- names -----------------------------------------------------------------

exits 3 "a page that there is not" "$HALFHOUR" run 없음
like "$(cat "$T/err")" "no page 없음" "is named"
exits 3 "an example that there is not" "$HALFHOUR" run 예제/하나#없음
like "$(cat "$T/err")" "no example #없음" "is named"
exits 3 "a page without examples" "$HALFHOUR" run index
exits 2 "no page" "$HALFHOUR" run
like "$(cat "$T/err")" "--all" "it says what to give"
exits 2 "an option that there is not" "$HALFHOUR" run --al
exits 1 "no wiki here" "$HALFHOUR" -C "$T" run --all
"$HALFHOUR" init "$T/none" >"$T/log" || exit 1
exits 3 "a wiki without examples" "$HALFHOUR" -C "$T/none" run --all

# ---- the sandbox is there --------------------------------------------------

echo 카나리아 >"$HOME/secret"
note 상자 <<END
\`\`\`sh {#box .run}
cat "$HOME/secret" "$T/wiki/notes/index.md" /etc/passwd 2>/dev/null
ls /proc/self/fd | wc -l
id -u
echo x 2>/dev/null >/usr/x || echo 못 씀
\`\`\`
END
exits 0 "an example that looks around" "$HALFHOUR" run 상자
like "$(cat $RUNS/상자/box.json)" '"out": "4\\n1000\\n못 씀\\n"' \
	"sees nothing of the user's"
ok "what it started is gone" not pgrep -f "sleep 3617"

# ---- what the user has going on --------------------------------------------

echo 하나 >staged.md
git add staged.md
note 셸 <<'END'
```sh {#probe .run}
echo "다시"
```
END
exits 0 "a record while other things are staged" "$HALFHOUR" run 셸
is "$(git -c core.quotePath=false show --format= --name-only)" \
	"$RUNS/셸/probe.cast
$RUNS/셸/probe.json" "only the record is in the commit"
is "$(git status --porcelain -- staged.md)" "A  staged.md" \
	"what was staged is so still"

mkdir -p "$T/plain/notes"
printf 'lang: ko\n' >"$T/plain/halfhour.yaml"
cp notes/셸.md "$T/plain/notes/"
exits 0 "a wiki in no repository" "$HALFHOUR" -C "$T/plain" run 셸
ok "keeps records, too" test -f "$T/plain/$RUNS/셸/probe.json"

# ---- names on a terminal ---------------------------------------------------

# A name of a file may hold what steers a terminal.
esc=$(printf '\033')
note "빨강${esc}[31m" <<'END'
```sh {#one .run}
exit 1
```

```sh {#two .run}
:
```
END
if python3 -c 'import pty' 2>/dev/null; then
	python3 "$TOP/tests/cmd/terminal.py" "$HALFHOUR" run --all --check -- \
		>"$T/out"
	like "$(cat "$T/out")" "^빨강.*#one +UNEXPECTED" "a name is shown"
	like "$(cat "$T/out")" "^빨강.*#two +as expected" "and so is the next"
	ok "no escape sequence of it is sent" not grep -q "$esc" "$T/out"
else
	skip "no escape sequence of a name is sent" "there is no pty module"
fi
exits 1 "names into a pipe" "$HALFHOUR" run --all --check
like "$(cat "$T/out")" "^셸#probe {29}as expected" "stand in cells of one width"
done_testing
