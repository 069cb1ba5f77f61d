#!/bin/sh
# cast.sh: beside each record is the recording of a terminal, as asciicast
. "$(dirname "$0")/../lib.sh"
RUNS=notes/.runs

note() {
	mkdir -p "notes/$(dirname "$1")"
	cat >"notes/$1.md"
}

# good PAGE/ID DESC: its recording is one, and fits its record.
good() {
	ok "$2" python3 "$TOP/tests/run/cast.py" "$RUNS/$1.cast" \
		"$RUNS/$1.json"
}

# count PATTERN FILE: so many lines.
count() {
	grep -c -e "$1" "$2"
}

wiki --lang ko
note 예제/하나 <<'END'
# 하나

```sh {#two .run}
echo 하나
sleep 0.2
echo 오류 >&2
sleep 0.2
echo 둘
```

```sh {#odd .run expect=exit:7}
printf '\352'
sleep 0.1
printf '\260\200 \033[31m빨강\033[0m\302\233\r\n\\ " '
exit 7
```

```sh {#bytes .run}
printf '\377\000\n'
```

```sh {#none .run}
:
```

```sh {#long .run timeout=1s expect=timeout}
echo 앞
sleep 3629
```

```console {#shell .run}
$ echo 안녕
안녕
$ cat <<END
> 하나
> END
하나
$ false
$ printf '끝'; sleep 0.1
```
END
"$HALFHOUR" run 예제/하나#two --check >"$T/out" 2>"$T/err"
if grep -q '#two .*skipped' "$T/out"; then
	[ -z "${CI:-}" ] || fail "examples can run here"
	skip_all "$(sed -n 2p "$T/out")"
fi
ok "--check makes none" not test -e $RUNS
exits 0 "examples" "$HALFHOUR" run 예제/하나
for id in two odd bytes none long; do
	good "예제/하나/$id" "$id.cast is an asciicast of all that it printed"
done
good 예제/하나/shell "so is that of a session"
is "$(cat "$T/ok.log")" "echo 안녕
cat <<END
하나
END
false
printf '끝'; sleep 0.1" "which has what was typed"
c=$RUNS/예제/하나/two.cast
for wrong in 's/하나/둘/' 's/"x", "0"/"x", "zero"/' 's/\\u000d//' 's/, "x"/, "o"/' \
	'1s/: 3/: 2/' '3s/^\[/[-/' 's/\]/],/'; do
	mkdir -p "$RUNS/wrong"
	sed "$wrong" $c >$RUNS/wrong/two.cast
	cp ${c%.cast}.json $RUNS/wrong/
	ok "the test sees $wrong" not python3 "$TOP/tests/run/cast.py" \
		$RUNS/wrong/two.cast $RUNS/wrong/two.json
done
rm -r $RUNS/wrong
is "$(sed -n 's/^{.*"timestamp": \([0-9]*\), "title": \(.*\)}/\1 \2/p' $c)" \
	'1795436880 "two"' "when it was, and what"
is "$(sed -n 's/^\[[0-9.]*, //p' $c)" '"o", "하나\u000d\n"]
"m", "stderr"]
"o", "오류\u000d\n"]
"m", "stdout"]
"o", "둘\u000d\n"]
"x", "0"]' "errors stand in their place, and are marked"
ok "the times are those of the run" python3 - $c <<'END'
import json
import sys
lines = open(sys.argv[1]).read().splitlines()[1:]
sys.exit(not sum(json.loads(line)[0] for line in lines) >= 0.4)
END
is "$(sed -n 's/^\[[0-9.]*, //p' $RUNS/예제/하나/odd.cast)" \
	'"o", "가 \u001b[31m빨강\u001b[0m\u009b\u000d\n\\ \" "]
"x", "7"]' "a character is whole, and what steers a terminal is escaped"
is "$(sed -n '$p' $RUNS/예제/하나/long.cast | sed 's/^\[[0-9.]*, //')" \
	'"m", "timeout"]' "one that was ended has no exit status"

# ---- what git sees --------------------------------------------------------------

git add -A
git commit -qm "노트"
exits 0 "once more" "$HALFHOUR" run 예제/하나
is "$(git status --porcelain)" "" "nothing is written"
exits 0 "--accept" "$HALFHOUR" run --accept 예제/하나
is "$(git status --porcelain)" "" "or then"
cp $c "$T/cast"
sed -i 's/^echo 하나$/echo "하나"/' notes/예제/하나.md
HALFHOUR_NOW=2026-11-24T21:28:00+09:00
export HALFHOUR_NOW
exits 0 "other code that prints the same" "$HALFHOUR" run 예제/하나#two
like "$(cat "$T/out")" "recorded again" "has a new record"
same $c "$T/cast" "and the recording that was there"
sed -i 's/^echo "하나"$/echo 다른/' notes/예제/하나.md
exits 0 "code that prints something else" "$HALFHOUR" run 예제/하나#two
is "$(count 다른 $c)" 1 "has a new recording"
like "$(sed -n 1p $c)" '"timestamp": 1795523280' "of that day"
good 예제/하나/two "which is good"
sed -i 's/다른/딴판/' $RUNS/예제/하나/two.json
cp $c "$T/cast"
exits 1 "a run that differs" "$HALFHOUR" run 예제/하나#two
same $c "$T/cast" "changes no recording"
exits 0 "--accept" "$HALFHOUR" run --accept 예제/하나#two
isnt "$(cat $c)" "$(cat "$T/cast")" "then it does"
git commit -qam "노트"

# Records that were there before there were recordings.
rm $RUNS/예제/하나/*.cast
git commit -qam "없던 때"
exits 0 "a record without one" "$HALFHOUR" run 예제/하나
unlike "$(cat "$T/out")" " recorded" "is as good as it was"
like "$(tail -1 "$T/out")" "6 as expected; 6 terminal recordings \[" \
	"but gets a recording"
is "$(git log -1 --format=%s)" "run: 6 terminal recordings" "by a commit"
is "$(git show --format= --name-only | grep -cv 'cast"*$')" 0 \
	"that has nothing else"

# ---- the site -------------------------------------------------------------------

note 비밀 <<'END'
---
private: true
---
```sh {#secret .run}
echo 비밀
```
END
exits 0 "a private note" "$HALFHOUR" run 비밀
exits 0 "the site" "$HALFHOUR" build
is "$(cat "$T/err")" "" "has nothing to say"
same site/예제/하나/two.cast $c "has the recordings"
is "$(find site -name '*.cast' | sort)" "site/예제/하나/bytes.cast
site/예제/하나/long.cast
site/예제/하나/odd.cast
site/예제/하나/shell.cast
site/예제/하나/two.cast" "those that show something, and that all may see"
like "$(cat site/예제/하나.html)" \
	'<a href="[^"]*/two\.cast" download>터미널 기록 내려받기 \(asciicast\)</a>' \
	"each page leads to its own"
is "$(count 'download>' site/예제/하나.html)" 5 "and to no other"
cp -r site "$T/site"
exits 0 "the site once more" "$HALFHOUR" build
ok "is the same" diff -r site "$T/site"
note 끼움 <<'END'
![[예제/하나]]
END
exits 0 "a page that embeds it" "$HALFHOUR" build
like "$(cat site/끼움.html)" \
	'<a href="%EC%98%88%EC%A0%9C/%ED%95%98%EB%82%98/two\.cast" download>' \
	"leads there, too"

# ---- a note that moves, and one that goes ------------------------------------------

git add -A
git commit -qm "노트"
exits 0 "mv" "$HALFHOUR" mv 예제/하나 옮김/둘
ok "takes the recordings along" cmp $RUNS/옮김/둘/shell.cast \
	"$T/site/예제/하나/shell.cast"
ok "and leaves none" not test -e $RUNS/예제
good 옮김/둘/two "they fit their records"
exits 0 "run" "$HALFHOUR" run 옮김/둘
is "$(git status --porcelain)" "" "and are not made anew"
rm notes/옮김/둘.md notes/끼움.md
exits 0 "check" "$HALFHOUR" check
like "$(cat "$T/out" "$T/err")" \
	"^notes/\.runs/옮김/둘/shell\.cast: warning: this is the recording of no example any more" \
	"tells of those without an example"

# ---- much -----------------------------------------------------------------------

note 많음 <<'END'
```sh {#much .run}
seq -w 99999
```
END
exits 0 "more output than is kept" "$HALFHOUR" run 많음
good 많음/much "the recording has what is kept"
is "$(sed -n 's/^\[[0-9.]*, "m", //p' $RUNS/많음/much.cast)" \
	'"534458 bytes were not kept"]' "and says how much is not"
done_testing
