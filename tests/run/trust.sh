#!/bin/sh
# trust.sh: an example that makes containers runs when someone has read it
. "$(dirname "$0")/../lib.sh"

wiki --lang ko
# note WORD: an example that says it.
note() {
	cat >notes/상자.md <<END
\`\`\`sh {#box .run profile=container}
hostname box
hostname
echo $1
\`\`\`

\`\`\`sh {#plain .run profile=plain}
hostname box 2>/dev/null || echo 못함
\`\`\`
END
}
line() {
	sed -n "s|^상자#$1  *||p" "$T/out" | sed 's/, [0-9]* ms)/)/'
}

note 하나
"$HALFHOUR" run --trust --check 상자 >"$T/out" 2>"$T/err"
if [ "$(line box)" = skipped ]; then
	skip_all "$(sed -n 2p "$T/out")"
fi
rm -f .git/halfhour/trusted

exits 0 "all examples" "$HALFHOUR" run --all
is "$(line box)" skipped "one that makes a container is not run"
like "$(cat "$T/out")" "read the example, then: halfhour run --trust '상자#box'$" \
	"it is told what to do"
is "$(line plain)" "as expected (ok), recorded" "a plain one runs"
like "$(cat notes/.runs/상자/plain.json)" '"out": "못함\\n"' \
	"and has no name to give"
ok "there is no record of the other" not test -e notes/.runs/상자/box.json
exits 1 "one that was named" "$HALFHOUR" run 상자#box
exits 1 "as JSON" "$HALFHOUR" run --json 상자#box
like "$(cat "$T/out")" '"status": "skipped"' "it is skipped"

exits 0 "--trust" "$HALFHOUR" run --trust 상자#box
is "$(line box)" "as expected (ok), recorded" "runs it"
like "$(cat notes/.runs/상자/box.json)" '"out": "box\\n하나\\n"' \
	"and it is root in there"
like "$(cat notes/.runs/상자/box.json)" '"profile": "container/1"' \
	"the record says what it could do"
exits 0 "from then on" "$HALFHOUR" run 상자
is "$(line box)" "as expected (ok)" "it runs without"
is "$(git status --porcelain .git notes/.runs)" "" "which no commit tells"

note 둘
exits 1 "when it is another" "$HALFHOUR" run 상자#box
is "$(line box)" skipped "it is not run"
exits 0 "--trust once more" "$HALFHOUR" run --trust 상자#box
is "$(line box)" "as expected (ok), recorded again: the code has changed" \
	"runs it"
note 하나
exits 0 "one that was trusted before" "$HALFHOUR" run 상자#box

# What the profile is, is part of what it says.
sed -i 's/{#plain .run profile=plain}/{#plain .run profile=container}/' \
	notes/상자.md
exits 1 "a plain one that becomes a container" "$HALFHOUR" run 상자#plain
is "$(line plain)" skipped "has to be read, too"
sed -i 's/{#plain .run profile=container}/{#plain .run}/' notes/상자.md
exits 0 "a plain one need not say so" "$HALFHOUR" run 상자#plain
is "$(line plain)" "as expected (ok)" "and has the same record"
sed -i 's/profile=container/profile=docker/' notes/상자.md
exits 1 "a profile that there is not" "$HALFHOUR" run 상자#box
is "$(line box)" refused "is refused"
like "$(cat "$T/out")" "profile=docker is none of plain and container" \
	"and named"

# A clone has been trusted by nobody.
note 하나
git add -A
git commit -qm "상자"
git clone -q . "$T/clone"
exits 1 "in a clone" "$HALFHOUR" -C "$T/clone" run 상자#box
is "$(line box)" skipped "it has to be read again"
mkdir -p "$T/plain/notes"
touch "$T/plain/halfhour.yaml"
cp notes/상자.md "$T/plain/notes/"
exits 0 "in no repository" "$HALFHOUR" -C "$T/plain" run --trust 상자#box
exits 1 "nothing is kept" "$HALFHOUR" -C "$T/plain" run 상자#box
done_testing
