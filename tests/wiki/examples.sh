#!/bin/sh
# examples.sh: the notes of this repository teach what they show
#
# Every example does what its record says, no compiler complains of one, and
# the index of each folder leads to all pages in it.
. "$(dirname "$0")/../lib.sh"
FOLDERS="process ipc sync python docker container"

# The notes, somewhere else: nothing is written into the repository.
mkdir wiki
cp -r "$TOP/notes" "$TOP/.halfhour.yaml" wiki/
git init -q wiki
git -C wiki add .
git -C wiki commit -qm "notes"
cd wiki || exit 1

# ---- without running them --------------------------------------------------

exits 0 "check has nothing to say" "$HALFHOUR" check
is "$(cat "$T/err")" "" "and no link is broken"
# In a table, a link with words of its own needs a backslash: [[page\|words]].
exits 0 "the site is built" "$HALFHOUR" build --out "$T/site"
python3 - "$T/site" "$FOLDERS" <<'END_PY' >"$T/raw"
import pathlib
import re
import sys

for folder in sys.argv[2].split():
    for path in sorted(pathlib.Path(sys.argv[1], folder).glob("*.html")):
        text = path.read_text(encoding="utf-8")
        for tag in ("pre", "code"):
            text = re.sub(rf"<{tag}\b.*?</{tag}>", "", text, flags=re.S)
        for line in text.splitlines():
            if "[[" in line:
                print(f"{folder}/{path.name}: {line}")
END_PY
is "$(cat "$T/raw")" "" "no link is left as it was written"
for folder in $FOLDERS; do
	missing=
	for page in notes/"$folder"/*.md; do
		name=${page#notes/}
		name=${name%.md}
		[ "$name" = "$folder/index" ] ||
			grep -q "\[\[${name}[]|#]" "notes/$folder/index.md" ||
			missing="$missing $name"
	done
	is "$missing" "" "the index of $folder leads to all its pages"
done
# Where to read on is the last thing that a page says.
is "$(grep -L '참고: ' notes/process/*.md notes/ipc/*.md notes/sync/*.md \
	notes/python/*.md notes/container/*.md | grep -v 'index\.md$')" "" \
	"each page has references"

is "$(for folder in $FOLDERS; do
	grep -L '^## 해 볼 것$' notes/"$folder"/*.md
done | grep -v 'index\.md$')" "" "and something to try"

# Each example as a file, c/PAGE#ID.c, and a line of its own in the list.
mkdir "$T/c"
python3 - "$T/c" "$FOLDERS" <<'END_PY' >"$T/list"
import pathlib
import re
import sys

FENCE = re.compile(r"^```(\w+) \{#([\w-]+) \.run([^}]*)\}\n(.*?)^```$", re.M | re.S)
for folder in sys.argv[2].split():
    for path in sorted(pathlib.Path("notes", folder).glob("*.md")):
        for lang, name, rest, code in FENCE.findall(
                path.read_text(encoding="utf-8")):
            # What only some machines can reach may never have run on ours.
            if " reach=" in rest:
                continue
            print(lang, f"{folder}/{path.stem}/{name}")
            if lang == "c":
                file = f"{folder}-{path.stem}-{name}.c"
                pathlib.Path(sys.argv[1], file).write_text(code, encoding="utf-8")
END_PY
ok "there are examples" test "$(wc -l <"$T/list")" -ge 80
while read -r _ name; do
	[ -e "notes/.runs/$name.json" ] || echo "$name"
done <"$T/list" >"$T/unrecorded"
is "$(cat "$T/unrecorded")" "" "each has a record"
is "$(find notes/.runs -name '*.json' -exec grep -L '"build": ""' {} +)" "" \
	"the compiler said nothing of any"
if command -v clang >/dev/null; then
	(cd "$T/c" && clang -std=gnu11 -O2 -Wall -Wextra -Wshadow -pthread \
		-fsyntax-only ./*.c) >"$T/clang.log" 2>&1
	is "$(cat "$T/clang.log")" "" "nor does clang"
else
	skip "nor does clang" "clang is not there"
fi

# ---- running them ----------------------------------------------------------

"$HALFHOUR" run 'index#hello' --check >"$T/out" 2>"$T/err"
if grep -q 'skipped' "$T/out"; then
	[ -z "${CI:-}" ] || fail "examples can run here"
	skip "they run" "$(sed -n 2p "$T/out")"
	done_testing
	exit 0
fi
# Those that make containers are read by who wrote them, and so trusted here.
# For those in a container of an engine see tests/engine/notes.sh.
"$HALFHOUR" run --all --check --trust >"$T/out" 2>"$T/err"
is $? 0 "all of them do what their records say"
grep -Ev ' as expected \(|^[0-9]+ examples|^docker/.* skipped$|needs=docker' \
	"$T/out" | head -30 |
	while read -r line; do
		diag "$line"
	done
is "$(git status --porcelain)" "" "nothing is written"
done_testing
