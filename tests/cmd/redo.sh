#!/bin/sh
# redo.sh: what undo took back, brought back by a new commit
. "$(dirname "$0")/../lib.sh"

wiki --lang ko
day=notes/daily/2026-11-23.md
log() {
	"$HALFHOUR" log "$@" >"$T/log" 2>&1 || exit 1
}

exits 3 "nothing was undone" "$HALFHOUR" redo
like "$(cat "$T/err")" "nothing to redo" "it says so"
log "도커: 레이어 캐시" --minutes 28
first=$(git rev-parse HEAD)
cp $day "$T/one.md"
log "파이프: 64 KiB" --minutes 12 --at 20:00 -p "까닭을 몰랐다"
second=$(git rev-parse HEAD)
cp $day "$T/two.md"
exits 3 "no undo came last" "$HALFHOUR" redo

# ---- back and forth --------------------------------------------------------

"$HALFHOUR" --quiet undo
"$HALFHOUR" --quiet undo
exits 0 "redo" "$HALFHOUR" redo
is "$(cat "$T/out")" "redone: log: 도커 28m [$(git rev-parse --short=7 HEAD)]" \
	"brings back what was taken back last"
same $day "$T/one.md" "byte for byte"
is "$(git log -1 --format=%s)" "redo: log: 도커 28m" "the subject says it"
is "$(git log -1 --format='%(trailers:key=Halfhour-Redo,valueonly)')" \
	"$first" "the trailer names the commit"
exits 0 "redo once more" "$HALFHOUR" redo
same $day "$T/two.md" "brings back the one before"
is "$(git log -1 --format='%(trailers:key=Halfhour-Redo,valueonly)')" \
	"$second" "the trailer, too"
exits 3 "then there is nothing more" "$HALFHOUR" redo
exits 0 "undo takes back what redo brought" "$HALFHOUR" undo
same $day "$T/one.md" "that is the second"
exits 0 "and redo brings it" "$HALFHOUR" redo
same $day "$T/two.md" "as often as one likes"
exits 0 "undo" "$HALFHOUR" undo
exits 0 "undo" "$HALFHOUR" undo
exits 0 "redo" "$HALFHOUR" redo
exits 0 "undo" "$HALFHOUR" undo
exits 0 "redo" "$HALFHOUR" redo
exits 0 "redo" "$HALFHOUR" redo
same $day "$T/two.md" "in any order"
is "$(git status --porcelain)" "" "and nothing is left uncommitted"
is "$(git fsck --strict --no-dangling 2>&1)" "" "git fsck is clean"

# ---- what is in between ----------------------------------------------------

"$HALFHOUR" --quiet undo
git commit -q --allow-empty -m "내 커밋"
echo "내 메모" >memo.md
git add memo.md
exits 0 "a commit of the user in between" "$HALFHOUR" redo
same $day "$T/two.md" "is no hindrance"
is "$(git status --porcelain)" "A  memo.md" "what is staged stays staged"
"$HALFHOUR" --quiet undo
log "리눅스: 시그널" --minutes 5 --at 19:00
exits 3 "a later entry" "$HALFHOUR" redo
like "$(cat "$T/err")" "no undo came last" "ends what could be redone"
exits 0 "but undo goes on" "$HALFHOUR" undo
like "$(cat "$T/out")" "^undone: log: 리눅스 5m" "with the entry"
exits 0 "and its redo" "$HALFHOUR" redo
exits 0 "undo" "$HALFHOUR" undo
same $day "$T/one.md" "is as before"

# The day was made anew by hand.
"$HALFHOUR" --quiet undo
ok "the day is gone" not test -e $day
printf '# 2026-11-23\n\n손으로 쓴 글\n' >$day
cp $day "$T/hand.md"
exits 0 "a day that is there by hand" "$HALFHOUR" redo
is "$(head -n 3 $day)" "$(cat "$T/hand.md")" "keeps its text"
is "$(grep '^##' $day)" "## 리뷰
### 21:00–21:28 도커: 레이어 캐시" "and gets the entry"
is "$(git status --porcelain -- $day)" "" "as with log, git knows it then"
exits 0 "taken back" "$HALFHOUR" undo
same $day "$T/hand.md" "the text is as it was"
git rm -q --cached $day
git commit -qm "손으로"
printf '# 2026-11-23\n\n## 리뷰\n\n### 21:00–21:28 도커: 레이어 캐시\n\n손으로\n' >$day
cp $day "$T/hand.md"
head=$(git rev-parse HEAD)
exits 4 "the same entry with other text in the way" "$HALFHOUR" redo
like "$(cat "$T/err")" "^halfhour: $day: .*in the file" "is named"
same $day "$T/hand.md" "and stays to the byte"
is "$(git rev-parse HEAD)" "$head" "there is no commit"
rm $day
exits 0 "out of the way" "$HALFHOUR" redo
same $day "$T/one.md" "it is there again"

exits 2 "a word" "$HALFHOUR" redo all
exits 2 "a word too many" "$HALFHOUR" redo 2 2
exits 2 "an option" "$HALFHOUR" redo --hard
# What is there already is not put in once more.
cd "$T" && "$HALFHOUR" init --lang ko "$T/again" >"$T/log" 2>&1 &&
	cd "$T/again" || exit 1
log "하나" --at 09:00 --minutes 5
log "둘" --at 10:00 --minutes 5
log "셋" --at 11:00 --minutes 5
cp $day "$T/three.md"
"$HALFHOUR" --quiet undo 2
git revert --no-edit HEAD >"$T/log" 2>&1
exits 0 "an undo that was reverted is passed over" "$HALFHOUR" redo
like "$(cat "$T/out")" "^redone: log: 셋 5m" "the one before is brought back"
same $day "$T/three.md" "each entry is there once"
exits 3 "then there is nothing more" "$HALFHOUR" redo
same $day "$T/three.md" "and nothing changes"
"$HALFHOUR" --quiet undo
git revert --no-edit HEAD >"$T/log" 2>&1
printf '\n### 12:00–12:05 손으로\n' >>$day
git commit -qam "손으로"
cp $day "$T/hand.md"
exits 3 "with an entry behind it" "$HALFHOUR" redo
same $day "$T/hand.md" "it is the same"
log -k "좋다"
"$HALFHOUR" --quiet undo
printf '\n## 회고\n\n### KEEP\n\n- 좋다\n- 더\n' >>$day
git commit -qam "회고"
cp $day "$T/hand.md"
exits 3 "a KEEP that its writer has put in" "$HALFHOUR" redo
same $day "$T/hand.md" "is there once, and its headings are"
git reset -q --hard HEAD^
printf '\n## 회고\n\n### KEEP\n\n- 좋다\n  - 더\n' >>$day
git commit -qam "회고"
cp $day "$T/hand.md"
exits 4 "one that says more" "$HALFHOUR" redo
same $day "$T/hand.md" "is not doubled, either"
is "$(git fsck --strict --no-dangling 2>&1)" "" "git fsck is clean"
done_testing
