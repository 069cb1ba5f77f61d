#!/bin/sh
# dockerfile.sh: the command itself; what it drafts is in tests/golden/dockerfile
. "$(dirname "$0")/../lib.sh"
golden=$TOP/tests/golden/dockerfile

wiki --lang ko
mkdir -p notes/도커 notes/.runs/도커/하둡
cp "$golden/hadoop.md" notes/도커/하둡.md
record=notes/.runs/도커/하둡/session.json
# record [SPEC]: the record of the session, as that says it went
record() {
	python3 "$golden/make.py" notes/도커/하둡.md "${1:-$golden/hadoop.json}" $record
}

# ---- what is not there --------------------------------------------------------

exits 2 "without a name" "$HALFHOUR" dockerfile
exits 2 "without an id" "$HALFHOUR" dockerfile 도커/하둡
like "$(cat "$T/err")" "dockerfile docker/hadoop#base'" "it says how"
exits 3 "no such page" "$HALFHOUR" dockerfile '도커/스파크#session'
like "$(cat "$T/err")" "there is no page 도커/스파크" "it is named"
exits 3 "no such example" "$HALFHOUR" dockerfile '도커/하둡#다른'
exits 3 "no record" "$HALFHOUR" dockerfile '도커/하둡#session'
like "$(cat "$T/err")" "run --trust '도커/하둡#session'" "it says what makes one"
record
python3 - "$record" <<'END'
import json, sys
r = json.load(open(sys.argv[1], encoding="utf8"))
del r["container"]
json.dump(r, open(sys.argv[1], "w", encoding="utf8"))
END
exits 3 "a record of no container" "$HALFHOUR" dockerfile '도커/하둡#session'
like "$(cat "$T/err")" "needs=docker" "it says what would be one"
echo '{"schema": 1, "session": [' >$record
exits 1 "a damaged record" "$HALFHOUR" dockerfile '도커/하둡#session'
like "$(cat "$T/err")" "notes/.runs/도커/하둡/session.json: the record is damaged: line" "it is named"
sed 's/"ubuntu:22.04"/"ubuntu\\nRUN id"/' "$golden/hadoop.json" >spec
record spec
exits 1 "an image with a line of its own" "$HALFHOUR" dockerfile '도커/하둡#session'
is "$(cat "$T/out")" "" "nothing is drafted of it"

# ---- printed and written ---------------------------------------------------------

record
exits 0 "a draft" "$HALFHOUR" dockerfile '도커/하둡#session'
cp "$T/out" draft
sed 's/hadoop#session/도커\/하둡#session/' "$golden/hadoop.dockerfile" >want
same draft want "is printed, its steps with the page"
like "$(cat "$T/err")" "^notes/도커/하둡.md:22:10: warning: JAVA_HOEM is set; did you mean JAVA_HOME" \
	"the typo is told where it was typed"
like "$(cat "$T/err")" "^notes/도커/하둡.md:24:32: warning: .JAVA_HOME is used and nothing sets it" \
	"and where it is missed"
exits 0 "quietly" "$HALFHOUR" --quiet dockerfile '도커/하둡#session'
is "$(cat "$T/err")" "" "no warning"
exits 0 "into a folder" "$HALFHOUR" --quiet dockerfile '도커/하둡.md#session' --out 새
same 새/Dockerfile draft "the same"
is "$(sed -n 2p 새/core-site.xml)" "  <!-- '이름'은 \$그대로 -->" "the file beside it is as typed"
echo mine >새/Dockerfile
rm 새/core-site.xml
exits 4 "over a file that is there" "$HALFHOUR" dockerfile '도커/하둡#session' --out 새
is "$(cat 새/Dockerfile)" mine "it stays"
ok "and nothing is written beside it" not test -e 새/core-site.xml
ln -s /nowhere/at/all 새/core-site.xml
rm 새/Dockerfile
exits 4 "a link counts as one" "$HALFHOUR" dockerfile '도커/하둡#session' --out 새
exits 0 "slim" "$HALFHOUR" --quiet dockerfile '도커/하둡#session' --slim
like "$(cat "$T/out")" "^ && apt-get install -y --no-install-recommends " "as it says"
is "$(git status --porcelain -- notes/도커 | wc -l)" 1 "nothing of the notes is touched"

# ---- on the page of the session -------------------------------------------------------

exits 0 "the site" "$HALFHOUR" --quiet build
page=site/도커/하둡.html
grep -o 'id="session-[a-z]*-[0-9]*"' $page | cut -d'"' -f2 | sort >ids
grep -o 'href="#session-[a-z]*-[0-9]*"' $page | cut -d'#' -f2 | tr -d '"' | sort -u >hrefs
is "$(sort -u ids | wc -l)" "$(wc -l <ids)" "each anchor is there once"
is "$(comm -13 ids hrefs)" "" "each link leads to one"
is "$(grep -c '^session-step-' ids)" 17 "each command has one"
is "$(grep -c '^session-line-' ids)" \
	"$(sed '/^$/d; /^# A draft/d; /^# ubuntu/d; /^FROM/d' draft | wc -l)" "and so has each line"
line=$(grep -n '^WORKDIR /opt$' draft | cut -d: -f1)
like "$(cat $page)" "id=\"session-line-$line\" href=\"#session-step-6\">WORKDIR /opt<" \
	"a line leads to its command"
like "$(cat $page)" "id=\"session-step-6\" href=\"#session-line-$((line - 1))\"" "and that to its line"

# ---- a note that has changed since -------------------------------------------------

sed -i 's/^우분투를/한 줄 더.\n\n우분투를/; s/^# export HADOOP_HOME=/# export  HADOOP_HOME=/' notes/도커/하둡.md
exits 0 "the note is another one" "$HALFHOUR" dockerfile '도커/하둡#session'
is "$(grep -c '^# The block was changed after that' "$T/out")" 1 "the draft says so"
grep -v '^# The block was changed' "$T/out" >got
same got draft "and is that of the record"
like "$(cat "$T/err")" ":12:1: warning: the block is another one than was recorded" "it is told, too"
like "$(cat "$T/err")" ":24:10: warning: JAVA_HOEM" "places move with their lines"

# ---- what others wrote ---------------------------------------------------------------

python3 - "$record" <<'END'
import json, sys
r = json.load(open(sys.argv[1], encoding="utf8"))
r["session"] = [{"command": "# ls \x1b]0;evil\x07", "exit": 0, "bytes": 0},
                {"command": "# touch \x1b[2J", "exit": 0, "bytes": 0},
                {"command": "# export $(x)=1 A=1\n> RUN=2", "exit": 0, "bytes": 0,
                 "env": {"set": {"A B\nRUN id #": "x", "C": "a\nRUN id"}, "unset": []}}]
r["timings"]["session_ms"] = [0] * 3
json.dump(r, open(sys.argv[1], "w", encoding="utf8"))
END
exits 0 "hostile commands" "$HALFHOUR" --quiet dockerfile '도커/하둡#session'
esc=$(printf '\033')
unlike "$(cat "$T/out")" "$esc" "no byte steers a terminal"
unlike "$(cat "$T/out")" "^RUN id" "and no value is an instruction"
done_testing
