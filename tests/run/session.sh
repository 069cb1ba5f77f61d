#!/bin/sh
# session.sh: a session of a shell is run command by command
#
# How it is typed is tested in C; here is what its user sees.
. "$(dirname "$0")/../lib.sh"
RUNS=notes/.runs

note() {
	cat >"notes/$1.md"
}

# The line of one example, without how long it took.
line() {
	sed -n "s|^$1  *||p" "$T/out" | sed 's/, [0-9]* ms)/)/'
}

wiki --lang ko
note 세션 <<'END'
# 세션

```console {#shell .run expect=exit:3 env=누구=둘리}
$ cd /tmp; pwd
/tmp
$ printenv 누구
둘리
$ cat /work/낱말.txt <<E
> 안 보이는 줄
> E
$ nosuch
$ printf '\033]0;속임\007\033[31m빨강\n'; false
$ echo "<b>$?"
<b>1
$ exit 3
```

```text {file=낱말.txt of=shell}
가
```

```console {#root .run timeout=20s}
# echo 관리자
```
END
"$HALFHOUR" run 세션#root --check >"$T/out" 2>"$T/err"
if grep -q '^세션#root .*skipped' "$T/out"; then
	[ -z "${CI:-}" ] || fail "examples can run here"
	skip_all "$(sed -n 2p "$T/out")"
fi
exits 0 "sessions" "$HALFHOUR" run 세션
is "$(cat "$T/err")" "" "nothing is complained of"
is "$(line 세션#shell)" "as expected (exit 3), recorded" "the shell's end is it"
is "$(line 세션#root)" "as expected (ok), recorded" "# may be the prompt, too"
ok "the record is JSON" python3 -m json.tool $RUNS/세션/shell.json "$T/json"
is "$(grep '^    {"command"' $RUNS/세션/shell.json)" \
	'    {"command": "$ cd /tmp; pwd", "exit": 0, "bytes": 5},
    {"command": "$ printenv 누구", "exit": 0, "bytes": 7},
    {"command": "$ cat /work/낱말.txt <<E\n> 안 보이는 줄\n> E", "exit": 0, "bytes": 4},
    {"command": "$ nosuch", "exit": 127, "bytes": 32},
    {"command": "$ printf '"'\\\\033]0;속임\\\\007\\\\033[31m빨강\\\\n'"'; false", "exit": 1, "bytes": 23},
    {"command": "$ echo \"<b>$?\"", "exit": 0, "bytes": 5},
    {"command": "$ exit 3", "exit": 3, "bytes": 5}' \
	"each command is in it, with its end and its output"
git add -A
git commit -qm "노트"
exits 0 "once more" "$HALFHOUR" run 세션
unlike "$(cat "$T/out")" "recorded" "nothing is recorded"
is "$(git status --porcelain)" "" "or written"

# ---- the page ----------------------------------------------------------------

exits 0 "the site" "$HALFHOUR" build
is "$(cat "$T/err")" "" "has nothing to say"
sed -n '/id="shell"/,/<\/figure>/p' site/세션.html >"$T/card"
is "$(sed -n '/<div class="stream session">/,/<\/div>/p' "$T/card" |
	sed 's/<span class="took">[0-9.]*[^0-9a-z]*m*s<\/span>$//')" \
	'<div class="stream session">
<p>세션</p>
<pre tabindex="0"><span class="prompt">$ </span><kbd>cd /tmp; pwd</kbd>
<samp>/tmp
</samp><span class="prompt">$ </span><kbd>printenv 누구</kbd>
<samp>둘리
</samp><span class="prompt">$ </span><kbd>cat /work/낱말.txt &lt;&lt;E</kbd>
<span class="prompt">&gt; </span><kbd>안 보이는 줄</kbd>
<span class="prompt">&gt; </span><kbd>E</kbd>
<samp>가
</samp><span class="prompt">$ </span><kbd>nosuch</kbd>
<samp>bash: nosuch: command not found
</samp><span class="exit">종료 코드 127</span>
<span class="prompt">$ </span><kbd>printf &#39;\033]0;속임\007\033[31m빨강\n&#39;; false</kbd>
<samp>빨강
</samp><span class="exit">종료 코드 1</span>
<span class="prompt">$ </span><kbd>echo &quot;&lt;b&gt;$?&quot;</kbd>
<samp>&lt;b&gt;1
</samp><span class="prompt">$ </span><kbd>exit 3</kbd>
<samp>exit
</samp><span class="exit">종료 코드 3</span>
</pre>
</div>' "shows it as it went"
is "$(grep -c '<pre class="code"' "$T/card")" 0 "and nothing twice"
steers() {
	LC_ALL=C grep -q "$(printf '[\001-\010\013-\037\177]')" "$1"
}
ok "no escape sequence is in it" not steers site/세션.html
ok "nor in the record" not steers $RUNS/세션/shell.json

# ---- what is not as it is written ----------------------------------------------

sed -i 's/^둘리$/또치/; s/^<b>1$/<b>2/' notes/세션.md
exits 0 "a build of another session" "$HALFHOUR" build
like "$(cat "$T/err")" "the record of #shell is of older code" "says it is old"
sed -n '/id="shell"/,/<\/figure>/p' site/세션.html >"$T/card"
is "$(grep -c '<pre class="code"' "$T/card")" 1 "the page has what is new"
like "$(cat "$T/card")" "<samp>둘리" "and what was"
exits 1 "a run of it" "$HALFHOUR" run 세션#shell
is "$(line 세션#shell)" \
	"UNEXPECTED (output), recorded again: the code has changed" "is unexpected"
is "$(sed 1d "$T/out" | grep -v '^1 example')" \
	"    expected exit:3: '\$ printenv 누구' printed something else than the note says
    @@ \$ printenv 누구 @@
    -또치
    +둘리
    @@ \$ echo \"<b>\$?\" @@
    -<b>2
    +<b>1
    ?   ^" "it tells which commands, and how"
exits 1 "as JSON" "$HALFHOUR" run --json 세션#shell
like "$(cat "$T/out")" '"outcome": "output"' "the outcome is output"
exits 0 "the site" "$HALFHOUR" build
like "$(cat site/세션.html)" \
	"적은 것과 다름<span class=\"verdict\">기대와 다름 · 기대한 것: 오류 종료 3" \
	"says so"
like "$(grep -A 1 '노트에는' site/세션.html)" "<del>또치" \
	"and shows what was written"
sed -i 's/^또치$/둘리/; s/^<b>2$/<b>1/' notes/세션.md

# ---- what hangs ------------------------------------------------------------------

note 멈춤 <<'END'
```console {#hang .run timeout=3s}
$ echo 앞
$ echo 물음; read -r x
$ echo 뒤
```

```console {#want .run timeout=3s expect=timeout}
$ sleep 3623
```
END
exits 1 "sessions that hang" "$HALFHOUR" run 멈춤
is "$(line 멈춤#hang)" "UNEXPECTED (timeout), recorded" "are ended"
like "$(cat "$T/out")" \
	"^    expected ok: '\\\$ echo 물음; read -r x' was still running after 3 s$" \
	"and the command is named"
is "$(sed -n 's/^    out: //p' "$T/out")" "\$ echo 앞
앞
\$ echo 물음; read -r x
물음
[not ended]" "with what came before"
is "$(line 멈춤#want)" "as expected (timeout), recorded" "unless they are to"
ok "nothing of it runs on" not pgrep -f "sleep 3623"
exits 0 "the site" "$HALFHOUR" build
like "$(cat site/멈춤.html)" '<span class="exit">끝나지 않음</span>' \
	"says what has not ended"

# ---- a record that differs ---------------------------------------------------------

sed -i 's/"out": "관리자/"out": "다른이/' $RUNS/세션/root.json
exits 1 "another output in the record" "$HALFHOUR" run --check 세션#root
is "$(line 세션#root)" "DIFFERS (ok), --accept stores the new outcome" "differs"
like "$(cat "$T/out")" "^     # echo 관리자$" "the command is shown"
like "$(cat "$T/out")" "^    -다른이$" "and what was"
exits 0 "--accept" "$HALFHOUR" run --accept 세션#root
sed -i 's/"exit": 0, "bytes"/"exit": 7, "bytes"/' $RUNS/세션/root.json
exits 1 "another status" "$HALFHOUR" run --check 세션#root
like "$(cat "$T/out")" "^    -\[exit 7\]$" "differs, too"

# ---- what is no session ------------------------------------------------------------

note 거절 <<'END'
```console {#none .run}
echo 하나
```

```console {#in .run stdin=x}
$ cat
```

```console {#args .run args=x}
$ echo $1
```

```console {#pipe .run stdio=pipe}
$ echo 하나
```

```console
$ 보이기만 한다
```
END
note 무늬 <<'END'
```console {#glob .run order=any}
$ echo 가나; echo $$
pid (regex)
```

```console {#bad .run}
$ seq 2; echo 셋 \
> 넷
1
( (regex)
```
END
exits 1 "patterns" "$HALFHOUR" run 무늬
is "$(line 무늬#glob)" "UNEXPECTED (output), recorded" "are looked for"
is "$(line 무늬#bad)" "refused" "if they are some"
like "$(cat "$T/out" "$T/err")" \
	'^notes/무늬\.md:10:1: error: this line cannot be a regular expression' \
	"the line is told"
sed -i 's/^pid (regex)/[0-9]+ (regex)\n?나 (glob)/' notes/무늬.md
exits 0 "patterns that fit" "$HALFHOUR" run 무늬#glob

exits 1 "sessions that cannot be" "$HALFHOUR" run 거절
is "$(grep -c "^거절#.* refused$" "$T/out")" 4 "are refused"
exits 1 "check" "$HALFHOUR" check
like "$(cat "$T/out" "$T/err")" \
	'^notes/거절\.md:1:1: error: a session begins with a command: write "\$ "' \
	"tells where, and what to write"
like "$(cat "$T/out" "$T/err")" '^notes/거절\.md:5:1: error: stdin= is for' \
	"what a session has not"
done_testing
