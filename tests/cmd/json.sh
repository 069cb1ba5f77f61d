#!/bin/sh
# json.sh: what each command that writes says with --json
. "$(dirname "$0")/../lib.sh"

wiki --lang ko
day=notes/daily/2026-11-23.md

# said DESC KEY=VALUE…: the object in $T/out has these; @ stands for HEAD.
said() {
	lib_desc=$1
	shift
	is "$(python3 - "$T/out" "$(git rev-parse HEAD)" "$@" <<'END'
import json, sys
got = json.load(open(sys.argv[1], encoding="utf8"))
for pair in ["schema=1"] + sys.argv[3:]:
    key, _, want = pair.partition("=")
    if str(got.get(key)) != (sys.argv[2] if want == "@" else want):
        print(key, got.get(key))
END
	)" "" "$lib_desc"
}

exits 0 "log" "$HALFHOUR" --json log '도커: "하나"' --minutes 20 -t "책을 3쪽 읽는다"
said "says the entry and its commit" did=logged day=2026-11-23 minutes=20 \
	topic=도커 'title="하나"' path=$day commit=@
id=$(sed -n 's/.*\^\(t....\).*/\1/p' $day)
exits 0 "try done" "$HALFHOUR" try "done" "$id" --keep "좋았다" --json
said "says the TRY" did="done" id="$id" keep=좋았다 "what=책을 3쪽 읽는다" commit=@
exits 0 "undo" "$HALFHOUR" undo --json
said "says what it took back" did=undone "what=try: done $id" commit=@
exits 0 "redo" "$HALFHOUR" redo --json
said "says what it brought back" did=redone commit=@
# With a number it is one document, too: a list, whatever the number.
steps() {
	python3 -c 'import json, sys
got = json.load(open(sys.argv[1], encoding="utf8"))
print([(d["schema"], d["did"], d["what"][:5], len(d["commit"])) for d in got])
' "$T/out" 2>&1
}
exits 0 "undo 2" "$HALFHOUR" undo 2 --json
is "$(steps)" "[(1, 'undone', 'try: ', 40), (1, 'undone', 'log: ', 40)]" \
	"is a list of what it took back"
exits 3 "redo of more than there is" "$HALFHOUR" redo 3 --json
is "$(steps)" "[(1, 'redone', 'log: ', 40), (1, 'redone', 'try: ', 40)]" \
	"is a list of what it could bring back"
exits 3 "redo 1 of nothing" "$HALFHOUR" redo 1 --json
is "$(steps)" "[]" "is an empty list"
exits 3 "redo of nothing" "$HALFHOUR" redo --json
is "$(cat "$T/out")" "" "prints nothing"
exits 0 "undo 1" "$HALFHOUR" undo 1 --json
is "$(steps)" "[(1, 'undone', 'try: ', 40)]" "is a list of one"
exits 0 "redo" "$HALFHOUR" redo --quiet
exits 0 "undo again" "$HALFHOUR" undo --quiet
exits 0 "try drop" "$HALFHOUR" try drop "$id" --why "너무 크다" --json
said "says so" did=dropped id="$id" commit=@
exits 0 "start" "$HALFHOUR" start "셋: 넷" --at -5m --quiet
exits 0 "add" "$HALFHOUR" add "글" --json
said "says to which timebox" did=added topic=셋 title=넷
exits 0 "stop" "$HALFHOUR" stop --json
said "says the entry" did=logged topic=셋 title=넷 minutes=5 commit=@
exits 0 "start" "$HALFHOUR" start "다섯" --quiet
exits 0 "add" "$HALFHOUR" add "글" --quiet
exits 0 "cancel" "$HALFHOUR" cancel --json
said "says where it is kept" did=cancelled topic=다섯
cat >"$T/editor" <<'END'
#!/bin/sh
echo "손으로" >>"$1"
END
chmod +x "$T/editor"
exits 0 "edit" env EDITOR="$T/editor" "$HALFHOUR" edit --json
said "says the day" did=edited day=2026-11-23 path=$day commit=@
exits 0 "an edit of nothing" env EDITOR=true "$HALFHOUR" edit --json
said "says so" did=nothing day=2026-11-23 path=$day commit=None
echo 'exit 1' >>"$T/editor"
exits 1 "an editor that fails" env EDITOR="$T/editor" "$HALFHOUR" edit --json
exits 0 "edit --discard" "$HALFHOUR" edit --discard --json
said "says where the text is" did="put away" day=2026-11-23 \
	path=.git/halfhour/drafts/2026-11-23-edit-2026-11-23T21:28:00-00.md
# What cannot be committed yet has no commit, and is told all the same.
: >.git/MERGE_HEAD
exits 4 "in the middle of a merge" "$HALFHOUR" log "여섯" --minutes 1 --json
said "the entry is there, its commit is not" did=logged topic=여섯 commit=None
rm .git/MERGE_HEAD
done_testing
