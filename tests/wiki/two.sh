#!/bin/sh
# two.sh: two wikis in one repository have nothing to do with each other
. "$(dirname "$0")/../lib.sh"

H=$HALFHOUR
git init -q "$T/repo"
cd "$T/repo" || exit 1
exits 0 "a wiki" "$H" init --lang ko a
exits 0 "and another in the same repository" "$H" init --lang ko b
a=a/notes/daily/2026-11-23.md
b=b/notes/daily/2026-11-23.md

# ---- the timebox -------------------------------------------------------------

exits 0 "a timebox of one" "$H" -C a start "가: 하나"
exits 3 "is none of the other" "$H" -C b status
exits 3 "and none that it can stop" "$H" -C b stop
exits 3 "or cancel" "$H" -C b cancel
exits 0 "which may have its own" "$H" -C b start "나: 하나"
exits 0 "a line" "$H" -C b/notes add "나의 줄"
like "$("$H" -C a status)" "^가: 하나: 30:00 left" "each shows its own"
like "$("$H" -C b status)" "^나: 하나: 30:00 left .*1 added" "from any folder in it"
ln -s b "$T/repo/link"
like "$("$H" -C link status)" "^나: 하나" "and through a link"
exits 0 "one is stopped" "$H" -C b stop
ok "its entry is in its day" grep -q "나의 줄" "$b"
ok "and the other has no day" not test -e "$a"
exits 0 "the other runs on" "$H" -C a status
exits 0 "until it is stopped" "$H" -C a stop
ok "into its own day" grep -q "가: 하나" "$a"
is "$(git status --porcelain)" "?? link" "nothing is left over"
rm link

# A `stop` that saved and did not end: who finishes it takes away the right one.
exits 0 "one more of each" "$H" -C a start "가: 둘"
exits 0 "at once" "$H" -C b start "나: 둘"
: >.git/index.lock
exits 5 "an entry that cannot be committed yet" "$H" -C a stop
rm .git/index.lock
exits 0 "is finished by a command of the other" "$H" -C b list
is "$(git log -1 --format=%s)" "log: 가 1m" "as its commit"
exits 3 "its timebox is gone" "$H" -C a status
exits 0 "and the other is not" "$H" -C b cancel

# ---- the copy of the day that an editor has ----------------------------------

# shellcheck disable=SC2016 # the shell that runs the editor expands it
printf '#!/bin/sh\nprintf "쓰다 만 글\\n" >>"$1"\nkill -9 $$\n' >"$T/killed"
chmod +x "$T/killed"
export EDITOR="$T/killed"
exits 1 "an editor that is killed" "$H" -C a edit
exits 3 "leaves nothing to the other" env EDITOR=true "$H" -C b edit --resume
exits 0 "which edits the same day of its own" env EDITOR=true "$H" -C b edit
exits 0 "and its text is there" env EDITOR=true "$H" -C a edit --resume
ok "in its own day" grep -qx "쓰다 만 글" "$a"
ok "alone" not grep -q "쓰다 만 글" "$b"

# ---- the counts of tries -----------------------------------------------------

for w in a b; do
	printf '### TRY\n\n- [ ] 열 쪽 읽기 ^t7k2\n' >$w/notes/daily/2026-11-20.md
done
git add . && git commit -qm "같은 이름의 시도"
exits 0 "a try is shown in one" "$H" -C a try review
like "$("$H" -C a try)" "seen 1" "and counted"
like "$("$H" -C b try)" "seen 0" "and in the other it is not"

# ---- what an earlier halfhour has left ---------------------------------------

# It kept all of it in the state folder itself.
state=.git/halfhour
old() {
	mkdir -p $state/edit
	for name in box seen edit/2026-11-23.md edit/2026-11-23.base; do
		for old in "$state"/wikis/*/"$name"; do
			[ ! -e "$old" ] || mv "$old" $state/$name
		done
	done
	rm -rf $state/wikis
}
exits 0 "a timebox" "$H" -C a start "가: 옛것"
exits 0 "with a line" "$H" -C a add "옛 줄"
exits 1 "and a text in an editor" "$H" -C a edit
rm -rf $state/seen
old
ok "as it was kept before" test -e $state/box
like "$("$H" -C a status)" "^가: 옛것.*1 added" "is seen without a change"
ok "which stays where it is" test -e $state/box
like "$("$H" -C a try)" "seen 1" "with the counts"
exits 0 "add takes it over" "$H" -C a add "새 줄"
ok "to its own place" not test -e $state/box
exits 3 "the other has it no more" "$H" -C b status
exits 0 "and stop writes it" "$H" -C a stop
ok "all of it" grep -qx "옛 줄" "$a"
exits 0 "the text is offered, too" env EDITOR=true "$H" -C a edit --resume
is "$(grep -c "^쓰다 만 글" "$a")" 2 "and goes into the day"

# ---- undo and redo -------------------------------------------------------------

exits 0 "an entry of one" "$H" -C a log "가: 셋" --at 09:00 --minutes 5
exits 0 "then one of the other" "$H" -C b log "나: 셋" --at 09:00 --minutes 5
exits 0 "undo in the first" "$H" -C a undo
like "$(cat "$T/out")" "^undone: log: 가 5m" "takes back its own"
ok "and leaves the other's" grep -q "나: 셋" "$b"
exits 0 "undo in the other" "$H" -C b undo
like "$(cat "$T/out")" "^undone: log: 나 5m" "takes back that one's"
exits 0 "redo in the first" "$H" -C a redo
like "$(cat "$T/out")" "^redone: log: 가 5m" "brings back its own"
ok "not the other's" not grep -q "나: 셋" "$b"
exits 0 "a new entry of one" "$H" -C a log "가: 넷" --at 09:30 --minutes 5
exits 0 "is no new entry of the other" "$H" -C b redo
like "$(cat "$T/out")" "^redone: log: 나 5m" "which brings back its own"
exits 3 "undo in the other, to the end" "$H" -C b undo 9
like "$(cat "$T/err")" "nothing to undo but 'init" "ends where it began"
exits 3 "undo in the first, to the end" "$H" -C a undo 9
like "$(cat "$T/err")" "nothing to undo but 'init" "does not stop where the other began"
like "$(git log -1 --format=%s)" "^undo: log: 가" "but where it began itself"

# ---- one around both ---------------------------------------------------------

# The root is a wiki of its own: what lies there is its own.
exits 0 "a wiki around both" "$H" init --lang ko .
exits 0 "with a timebox" "$H" start "뿌리"
ok "in the state folder" test -e $state/box
exits 3 "that is of none of them" "$H" -C a status
exits 3 "neither to stop" "$H" -C b stop
exits 0 "it goes on" "$H" status
exits 0 "and ends" "$H" cancel
exits 3 "nothing of the wikis in it is undone from there" "$H" undo
exits 0 "an entry of its own" "$H" log "뿌리: 하나" --minutes 5
exits 0 "then one of another" "$H" -C b log "나: 넷" --at 10:00 --minutes 5
exits 0 "is" "$H" undo
like "$(cat "$T/out")" "^undone: log: 뿌리 5m" "its own"
ok "git is content" git fsck --strict
done_testing
