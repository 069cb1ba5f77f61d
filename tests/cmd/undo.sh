#!/bin/sh
# undo.sh: the last commit of halfhour taken back, by a new one
. "$(dirname "$0")/../lib.sh"

wiki --lang ko
day=notes/daily/2026-11-23.md
log() {
	"$HALFHOUR" log "$@" >"$T/log" 2>&1 || exit 1
}
sound() {
	is "$(git fsck --strict --no-dangling 2>&1)" "" "$1: git fsck is clean"
	is "$(find .git -name '*.lock'; ls .git/halfhour/pending 2>/dev/null)" "" \
		"$1: nothing is left behind"
}

log "도커: 레이어 캐시" --minutes 28 -k "작은 예제로 확인했다"
cp $day "$T/one.md"
first=$(git rev-parse HEAD)
log "파이프: 64 KiB" --minutes 12 --at 20:00 -t "책 3쪽 읽기"
second=$(git rev-parse HEAD)
cp $day "$T/two.md"

# Three entries, in a wiki of their own.
three() {
	cd "$T" && rm -rf "$T/three" || exit 1
	"$HALFHOUR" init --lang ko "$T/three" >"$T/log" 2>&1 || exit 1
	cd "$T/three" || exit 1
	log "하나" --at 09:00 --minutes 5
	log "둘" --at 10:00 --minutes 5
	log "셋" --at 11:00 --minutes 5
}

# ---- the newest, then the one before ---------------------------------------

exits 0 "undo" "$HALFHOUR" undo
like "$(cat "$T/out")" "^undone: log: 파이프 12m \[$(git rev-parse --short=7 HEAD)\]$" \
	"says what, and in which commit"
is "$(cat "$T/err")" "" "and nothing else"
same $day "$T/one.md" "the day is as it was before, byte for byte"
is "$(git log -1 --format=%s)" "undo: log: 파이프 12m" "the subject says it"
is "$(git log -1 --format='%(trailers:key=Halfhour-Undo,valueonly)')" \
	"$second" "the trailer names the commit"
is "$(git rev-parse HEAD^)" "$second" "it is a new commit, not a reset"
is "$(git status --porcelain)" "" "nothing is left uncommitted"
exits 0 "undo once more" "$HALFHOUR" undo
ok "the day that it had made is gone" not test -e $day
is "$(git log -1 --format='%(trailers:key=Halfhour-Undo,valueonly)')" \
	"$first" "that was the first one"
is "$(git ls-tree -r --name-only HEAD notes/daily)" "" "git has it no more"
is "$(git status --porcelain)" "" "nothing is left uncommitted"
exits 3 "of init there is no undo" "$HALFHOUR" undo
like "$(cat "$T/err")" "nothing to undo but 'init: .*not taken back" "it says why"
sound "empty"

# ---- several steps ---------------------------------------------------------

log "하나" --minutes 5 --at 18:00
cp $day "$T/a.md"
other=notes/daily/2026-11-18.md
log "둘" --minutes 5 --at "2026-11-18 18:10"
log "셋" --minutes 5 --at 18:20
cp $day "$T/c.md"
n=$(git rev-list --count HEAD)
exits 0 "two steps" "$HALFHOUR" undo 2
is "$(sed 's/ \[.*//' "$T/out")" "undone: log: 셋 5m
undone: log: 둘 5m" "the newest first, a line of each"
is "$(sed 's/.*\[\(.*\)\]/\1/' "$T/out")" \
	"$(git log -2 --reverse --format=%h --abbrev=7)" "each is a commit"
same $day "$T/a.md" "to the byte"
exits 0 "forth again" "$HALFHOUR" redo 2
is "$(sed 's/ \[.*//' "$T/out")" "redone: log: 둘 5m
redone: log: 셋 5m" "in the other order"
same $day "$T/c.md" "to the byte"
exits 3 "more steps forth than there are" "$HALFHOUR" redo 2
sed -i 's/ 둘$/ 두울/' $other
cp $other "$T/hand.md"
exits 4 "a step that cannot be done" "$HALFHOUR" undo 3
is "$(sed 's/ \[.*//' "$T/out")" "undone: log: 셋 5m" "ends it"
like "$(cat "$T/err")" "^halfhour: after 1 of 3 steps: $other: .*'log: 둘 5m'" \
	"and the message says where"
unlike "$(cat $day)" "셋" "what was before it is done"
same $other "$T/hand.md" "that one is not, at all"
git checkout -q -- $other
exits 3 "more steps than there are" "$HALFHOUR" undo 9
like "$(cat "$T/err")" "after 2 of 9 steps: nothing to undo" "is told"
is "$(git ls-tree -r --name-only HEAD notes/daily)" "" "and the others are done"
is "$(git rev-list --count HEAD)" $((n + 7)) "nothing was rewritten"
for steps in 0 -1 1001 2x "" "$(printf '\033[31m')"; do
	exits 2 "no number: $(printf %s "$steps" | tr -d '\033')" \
		"$HALFHOUR" undo -- "$steps"
done
ok "no escape sequence is sent" not grep -q "$(printf '\033')" "$T/err"
sound "several"

# ---- what the user has going on --------------------------------------------

log "리눅스: 시그널" --minutes 20
log "셸: 따옴표" --minutes 10 --at 19:00
echo "내 메모" >memo.md
git add memo.md
echo "아직" >>notes/index.md
printf '\n끝에 쓴 글\n' >>$day
exits 0 "undo beside work of one's own" "$HALFHOUR" undo
unlike "$(cat $day)" "따옴표" "the entry is out"
like "$(cat $day)" "끝에 쓴 글" "what was written by hand stays"
is "$(git status --porcelain)" "A  memo.md
 M $day
 M notes/index.md" "staged stays staged, changed stays changed"
unlike "$(git show HEAD:$day)" "끝에 쓴 글" "and is in no commit"
git commit -qam "내 커밋"
exits 4 "an entry with text below it is not taken away" "$HALFHOUR" undo
like "$(cat "$T/err")" "^halfhour: $day: .*'log: 리눅스 20m'.*nothing is changed; see 'git show" \
	"the file, the commit and the way out"
is "$(git log -1 --format=%s)" "내 커밋" "no commit is made"
is "$(git status --porcelain)" "" "and nothing changes"
log "ipc: 큐" --minutes 5 --at "어제 21:00"
git commit -q --allow-empty -m "또 내 커밋"
exits 0 "a commit of the user in between" "$HALFHOUR" undo
is "$(git log --format=%s -3)" "undo: log: ipc 5m
또 내 커밋
log: ipc 5m" "stays where it is"
sound "beside"

# ---- done by hand already --------------------------------------------------

log "ipc: 파이프" --minutes 7 --at "어제 20:00"
git revert --no-edit HEAD >"$T/log" 2>&1
exits 4 "what git revert has taken back is passed over" "$HALFHOUR" undo
like "$(cat "$T/err")" "리눅스 20m" "the next older one is looked at"

# An undo that its user has taken back is none.
three
cp $day "$T/three.md"
"$HALFHOUR" --quiet undo
git revert --no-edit HEAD >"$T/log" 2>&1
exits 0 "what was taken back and is there again" "$HALFHOUR" undo
like "$(cat "$T/out")" "^undone: log: 셋 5m" "is the newest"
like "$(cat $day)" "둘$" "the one before stays"
exits 0 "redo" "$HALFHOUR" redo
same $day "$T/three.md" "brings it back"
exits 3 "and no more" "$HALFHOUR" redo
"$HALFHOUR" --quiet undo
git revert --no-edit HEAD >"$T/log" 2>&1
printf '\n### 13:00–13:05 손으로\n' >>$day
git commit -qam "손으로"
exits 0 "with an entry behind it" "$HALFHOUR" undo
like "$(cat "$T/out")" "^undone: log: 셋 5m" "the same"
like "$(cat $day)" "손으로$" "and that entry stays"
exits 0 "when it is gone again" "$HALFHOUR" undo
like "$(cat "$T/out")" "^undone: log: 둘 5m" "the one before is next"
three
"$HALFHOUR" --quiet undo
git revert --no-edit HEAD >"$T/log" 2>&1
echo "
더 쓴 글" >>$day
cp $day "$T/hand.md"
exits 4 "with more text in it" "$HALFHOUR" undo
like "$(cat "$T/err")" "'log: 셋 5m'" "it is named"
same $day "$T/hand.md" "and nothing older is taken back"
three
log -k "같은 말"
log "넷" --at 12:00 --minutes 5 -k "다른 말"
"$HALFHOUR" --quiet undo
sed -i 's/^- 같은 말$/&\n- 다른 말/' $day
git commit -qam "손으로"
exits 0 "half of it, written by hand" "$HALFHOUR" undo
like "$(cat "$T/out")" "^undone: log: .*" "is not it"
like "$(cat $day)" "^- 다른 말$" "and stays"
unlike "$(cat $day)" "^- 같은 말$" "what was not taken back goes"
three
EDITOR='sed -i s/둘/두울/' "$HALFHOUR" --quiet edit
"$HALFHOUR" --quiet undo
git revert --no-edit HEAD >"$T/log" 2>&1
exits 0 "an edit that is there again" "$HALFHOUR" undo
like "$(cat "$T/out")" "^undone: edit: 2026-11-23" "is the newest, too"
same $day "$T/three.md" "to the byte"
cd "$T/wiki" || exit 1

# Two branches have each added an entry in one place, and a merge has left out
# the one that was made last.
merged=notes/daily/2026-11-17.md
log "밑" --minutes 5 --at "2026-11-17 09:00"
git switch -q -c side
HALFHOUR_NOW=2026-11-23T21:40:00+09:00
log "빠진 것" --minutes 5 --at "2026-11-17 20:00" -k "빠진 KEEP"
git switch -q main
HALFHOUR_NOW=2026-11-23T21:35:00+09:00
log "남은 것" --minutes 5 --at "2026-11-17 21:00" -k "그대로 간다"
git merge -q side >"$T/log" 2>&1
git checkout -q --ours $merged
git commit -qam "합침"
HALFHOUR_NOW=2026-11-23T21:50:00+09:00
exits 0 "what a merge has left out is passed over" "$HALFHOUR" undo
like "$(cat "$T/out")" "^undone: log: 남은 것 5m" "the one before is taken back"
is "$(grep '^### [0-9]' $merged)" "### 09:00–09:05 밑" "and that is all"
exits 0 "redo" "$HALFHOUR" redo
like "$(cat "$T/out")" "^redone: log: 남은 것 5m" "brings that one back"
sed -i 's/^### 21:00.*/### 20:02–20:05 빠지지 않은 것/' $merged
git commit -qam "고침"
exits 4 "what it may have become" "$HALFHOUR" undo
like "$(cat "$T/err")" "'log: 빠진 것 5m'" "is not passed over"
git reset -q --hard HEAD^
sed -i 's/^- 그대로 간다/- 빠진 KEEP 둘/' $merged
git commit -qam "고침"
exits 4 "nor is a KEEP that is alike" "$HALFHOUR" undo
like "$(cat "$T/err")" "'log: 빠진 것 5m'" "that may be it, changed"
git reset -q --hard HEAD^
exits 0 "taken back again" "$HALFHOUR" undo 2
is "$(sed 's/ \[.*//' "$T/out")" "undone: log: 남은 것 5m
undone: log: 밑 5m" "and the one below it"
sound "merged"

# The lines it had changed are others now.
log "python: 큐" --minutes 9 --at "2026-11-20 20:00"
other=notes/daily/2026-11-20.md
log "python: 락" --minutes 9 --at "2026-11-20 21:00" -b "첫째 줄"
sed -i 's/^첫째 줄$/고친 줄/' $other
cp $other "$T/other.md"
head=$(git rev-parse HEAD)
exits 4 "a changed entry" "$HALFHOUR" undo
like "$(cat "$T/err")" "^halfhour: $other: .*in the file" "names the file"
same $other "$T/other.md" "which stays to the byte"
is "$(git rev-parse HEAD)" "$head" "and there is no commit"
git add $other
exits 4 "staged" "$HALFHOUR" undo
like "$(cat "$T/err")" "what is staged|in the file" "too"
git reset -q --hard
exits 0 "put back, it is taken back" "$HALFHOUR" undo

# ---- what the writer has around an entry -----------------------------------

# What is written below an entry is the entry's.
body='
손으로 쓴 본문'
three
log "엑스" --at 12:05 --minutes 3
echo "$body" >>$day
cp $day "$T/hand.md"
head=$(git rev-parse HEAD)
exits 4 "an entry with text of its writer" "$HALFHOUR" undo
like "$(cat "$T/err")" "^halfhour: $day: .*'log: 엑스 3m'.*in the file" "is named"
same $day "$T/hand.md" "it stays to the byte"
git add $day
exits 4 "with text that is staged" "$HALFHOUR" undo
git commit -qm "본문"
head=$(git rev-parse HEAD)
exits 4 "and with text that is committed" "$HALFHOUR" undo
same $day "$T/hand.md" "stays, too"
is "$(git rev-parse HEAD)" "$head" "there is no commit"
three
log "엑스" --at 12:05 --minutes 3 -b "처음 본문"
echo "$body" >>$day
exits 4 "an entry with more text than it had" "$HALFHOUR" undo
three
log "사이" --at 09:30 --minutes 3
sed -i '/사이$/a\
\
손으로 쓴 본문' $day
cp $day "$T/hand.md"
exits 4 "one in the middle of the day" "$HALFHOUR" undo
same $day "$T/hand.md" "is not taken apart"
three
log -k "킵"
printf '  - 더 깊이\n' >>$day
cp $day "$T/hand.md"
exits 4 "a KEEP with something below it" "$HALFHOUR" undo
same $day "$T/hand.md" "is not taken apart, either"

# What is written below the entry before it is no hindrance.
three
echo "$body" >>$day
cp $day "$T/hand.md"
log "엑스" --at 12:05 --minutes 3
exits 0 "text below the entry before" "$HALFHOUR" undo
like "$(cat "$T/out")" "^undone: log: 엑스 3m" "the entry is taken back"
same $day "$T/hand.md" "the text stays where it was"
is "$(git status --porcelain)" " M $day" "not committed, as it was"
unlike "$(git show HEAD:$day)" "엑스|손으로" "the commit has neither"
git add $day
log "엑스" --at 12:05 --minutes 3
exits 0 "staged text" "$HALFHOUR" undo
same $day "$T/hand.md" "stays, too"
is "$(git status --porcelain)" "M  $day" "staged, as it was"
exits 0 "redo" "$HALFHOUR" redo
is "$(tail -n 3 $day)" "손으로 쓴 본문

### 12:05–12:08 엑스" "puts the entry behind it"
exits 0 "undo" "$HALFHOUR" undo
same $day "$T/hand.md" "and back"
log "엑스" --at 12:05 --minutes 3
git commit -qam "본문"
exits 0 "text that was committed after the log" "$HALFHOUR" undo
same $day "$T/hand.md" "stays, and the entry goes"
is "$(git status --porcelain)" "" "all is committed"
three
printf '\n## 회고\n\n### KEEP\n\n- 손으로\n' >>$day
cp $day "$T/hand.md"
log -k "킵"
exits 0 "a KEEP beside one that is not committed" "$HALFHOUR" undo
same $day "$T/hand.md" "goes alone"
unlike "$(git show HEAD:$day)" "회고|KEEP" "with the headings that it needed"
# The entry that its day began with goes from a day that has become more.
cd "$T" && rm -rf "$T/began" && "$HALFHOUR" init --lang ko began >"$T/log" 2>&1 &&
	cd began || exit 1
log "하나" --at 09:00 --minutes 5 -k "킵"
cp $day "$T/began.md"
printf -- '- 손으로\n' >>$day
exits 0 "the entry that its day began with" "$HALFHOUR" undo
is "$(grep . $day)" "# 2026-11-23
## 회고
### KEEP
- 손으로" "goes, and a KEEP that is not committed stays"
is "$(git ls-files $day)" "" "git has the day no more"
exits 0 "redo" "$HALFHOUR" redo
is "$(grep '^[-#]' $day)" "$(grep '^[-#]' "$T/began.md")
- 손으로" "brings it back, beside that KEEP"
sed -i '3i ---\n' $day
sed -i 's/^## 리뷰/### 08:00–08:10 앞\n\n글\n\n&/' $day
git commit -qam "손으로"
exits 0 "and also when all that is committed" "$HALFHOUR" undo
is "$(grep . $day)" "# 2026-11-23
---
### 08:00–08:10 앞
글
## 회고
### KEEP
- 손으로" "it alone goes"
is "$(git status --porcelain)" "" "and that is a commit"
git reset -q --hard HEAD~2
cp "$T/began.md" $day
sed -i 's/하나/하나 둘/' $day
git commit -qam "고침"
head=$(git rev-parse HEAD)
exits 4 "one whose heading is another now" "$HALFHOUR" undo
is "$(git rev-parse HEAD)" "$head" "stays"
sed -i '/^### 09/d; /^- /d' $day
git commit -qam "지움"
cp $day "$T/hand.md"
exits 3 "one that is removed by hand, but for its headings" "$HALFHOUR" undo
same $day "$T/hand.md" "is passed over"
sound "around"
cd "$T/wiki" || exit 1

# ---- when git cannot commit ------------------------------------------------

git checkout -q --detach
head=$(git rev-parse HEAD)
exits 4 "on no branch" "$HALFHOUR" undo
like "$(cat "$T/err")" "HEAD is detached" "the reason"
is "$(git status --porcelain)$(git rev-parse HEAD)" "$head" \
	"nothing is put off, nothing changes"
git checkout -q main

# An entry that is saved, not committed, is newer than all of the history.
pending=notes/daily/2026-11-21.md
log "처음" --at "2026-11-21 15:00"
log "셋째" --at "2026-11-21 20:00"
touch .git/index.lock
exits 5 "an entry that git cannot take" "$HALFHOUR" log "잘못" \
	--at "2026-11-21 12:00"
cp $pending "$T/pending.md"
head=$(git rev-parse HEAD)
owed=$(ls .git/halfhour/pending)
exits 5 "is what undo would have to take back" "$HALFHOUR" undo
is "$(cat "$T/out")" "" "nothing older is taken back in its place"
like "$(cat "$T/err")" \
	"^halfhour: nothing is changed: 'log: 잘못 30m' is saved, not committed: .*index\.lock is in the way" \
	"the reason"
same $pending "$T/pending.md" "the file stays to the byte"
is "$(git rev-parse HEAD) $(ls .git/halfhour/pending)" "$head $owed" \
	"and nothing more is put off"
exits 5 "nor is anything brought back" "$HALFHOUR" redo
same $pending "$T/pending.md" "redo changes nothing"
rm .git/index.lock
exits 0 "when git can, it is committed first" "$HALFHOUR" undo
like "$(cat "$T/out")" "^undone: log: 잘못 30m" "and then taken back"
like "$(cat $pending)" "셋째" "and it only"
touch .git/index.lock
exits 5 "a redo that git cannot take" "$HALFHOUR" redo
exits 5 "is not done twice" "$HALFHOUR" redo
like "$(cat "$T/err")" "'redo: log: 잘못 30m' is saved, not committed" "but told"
rm .git/index.lock
exits 0 "and is the next to be taken back" "$HALFHOUR" undo
like "$(cat "$T/out")" "^undone: log: 잘못 30m" "as any other"
git checkout -q --detach
exits 4 "an entry on no branch" "$HALFHOUR" log "잘못" --at "2026-11-21 12:00"
cp $pending "$T/pending.md"
for command in undo redo; do
	exits 4 "keeps $command from it" "$HALFHOUR" $command
	like "$(cat "$T/err")" \
		"^halfhour: nothing is changed: 'log: 잘못 30m' is saved, not committed: HEAD is detached.*git switch" \
		"the reason, and the way out"
	same $pending "$T/pending.md" "the file stays to the byte"
done
git checkout -q main
exits 0 "on a branch it is committed first" "$HALFHOUR" undo
like "$(cat "$T/out")" "^undone: log: 잘못 30m" "and then taken back"

# One that only git can commit, which who reads does not call.
cat >"$T/gpg" <<'END'
#!/bin/sh
cat >/dev/null
echo '[GNUPG:] SIG_CREATED ' >&2
printf -- '-----BEGIN PGP SIGNATURE-----\n\nabcd\n-----END PGP SIGNATURE-----\n'
END
chmod +x "$T/gpg"
git config commit.gpgSign true && git config gpg.program false
exits 1 "an entry that cannot be signed" "$HALFHOUR" log "잘못" \
	--at "2026-11-21 12:00"
cp $pending "$T/pending.md"
head=$(git rev-parse HEAD)
exits 1 "keeps undo from it" "$HALFHOUR" undo
like "$(cat "$T/err")" \
	"^halfhour: nothing is changed: 'log: 잘못 30m' is saved, not committed: git commit failed: .*gpg" \
	"with what git says"
is "$(git rev-parse HEAD)" "$head" "nothing older is taken back"
same $pending "$T/pending.md" "the file stays to the byte"
git config gpg.program "$T/gpg"
exits 0 "when it can be signed, it is committed first" "$HALFHOUR" undo
like "$(cat "$T/out")" "^undone: log: 잘못 30m" "and then taken back"
is "$(git log -2 --format=%s)" "undo: log: 잘못 30m
log: 잘못 30m" "by two commits"
exits 0 "redo" "$HALFHOUR" redo
exits 0 "undo" "$HALFHOUR" undo
git config --unset commit.gpgSign
if [ "$(id -u)" -ne 0 ]; then
	chmod a-w .git
	exits 1 "a .git that cannot be written" "$HALFHOUR" log "잘못" \
		--at "2026-11-21 12:00"
	exits 1 "keeps undo from it too" "$HALFHOUR" undo
	chmod u+w .git
	like "$(cat "$T/err")" \
		"'log: 잘못 30m' is saved, not committed: .*index\.lock: Permission denied" \
		"and the entry is named, with the reason"
	exits 0 "later it is taken back" "$HALFHOUR" undo
	like "$(cat "$T/out")" "^undone: log: 잘못 30m" "first of all"
else
	skip "a .git that cannot be written" "root writes everywhere"
fi
sound "saved, not committed"

# ---- Windows ends of line --------------------------------------------------

git config core.autocrlf true
printf '# 2026-11-19\r\n\r\n## 리뷰\r\n\r\n### 09:00–09:10 가\r\n' \
	>notes/daily/2026-11-19.md
git add notes/daily/2026-11-19.md 2>/dev/null
git commit -qm crlf
cp notes/daily/2026-11-19.md "$T/crlf.md"
log "나" --minutes 10 --at "2026-11-19 10:00"
exits 0 "CRLF in the work file" "$HALFHOUR" undo
same notes/daily/2026-11-19.md "$T/crlf.md" "is there again"
is "$(git status --porcelain)" "" "and the commit agrees"
git config --unset core.autocrlf
git checkout -q -- notes/daily/2026-11-19.md
git reset -q --hard

# ---- several files at once -------------------------------------------------

mkdir -p notes/lab
# shellcheck disable=SC2016
printf '# 실험\n\n```sh {#a .run}\necho 하나\n```\n\n```sh {#b .run}\necho 둘\n```\n' \
	>notes/lab/try.md
git add notes/lab/try.md
git commit -qm "실험"
if "$HALFHOUR" run lab/try >"$T/log" 2>&1; then
	exits 0 "records" "$HALFHOUR" undo
	is "$(sed "s/ \[.*//" "$T/out")" "undone: run: 2 records" \
		"are taken back"
	is "$(find notes/.runs -type f 2>/dev/null; git ls-files notes/.runs)" "" "both"
	is "$(git status --porcelain)" "" "and nothing is left"
else
	skip "records are taken back" "examples cannot run here"
fi
sound "at the end"

# Two that have found the same commit, and wait for the lock: it is taken back
# once, and the other one does not take what it has not looked at.
log "하나" --at 10:00 --minutes 5
log "둘" --at 11:00 --minutes 5
head=$(git rev-parse HEAD)
rmdir .git/halfhour/pending
waits() {
	lib_i=0
	until find "/proc/$1/fd" -lname '*/halfhour/lock' | grep -q .; do
		sleep 0.02
		lib_i=$((lib_i + 1))
		[ "$lib_i" -lt 500 ] || return
	done
}
exec 9>>.git/halfhour/lock
flock 9
"$HALFHOUR" undo >"$T/one" 2>&1 9>&- &
one=$!
"$HALFHOUR" undo >"$T/two" 2>&1 9>&- &
two=$!
ok "one waits" waits $one
ok "and another" waits $two
exec 9>&-
wait $one
codes=$?
wait $two
codes="$codes $?"
like "$codes" "^(0 4|4 0)$" "of two undos at once, one takes back"
is "$(git rev-parse HEAD^)" "$head" "one commit"
like "$(cat "$T/one" "$T/two")" "^undone: log: 둘" "the newest"
like "$(cat "$T/one" "$T/two")" "another command came in between.*'log: 하나 5m'" \
	"the other one says what would be the next"
sound "two at once"

# ---- a shallow clone -------------------------------------------------------

log "얕은 것" --minutes 5 --at "2026-11-12 20:00"
log "깊은 것" --minutes 5 --at "2026-11-13 20:00"
git clone -q --depth 2 "file://$T/wiki" "$T/shallow" 2>"$T/log"
exits 0 "in a shallow clone" "$HALFHOUR" -C "$T/shallow" undo
like "$(cat "$T/out")" "^undone: log: 깊은 것" "what is there is taken back"
exits 3 "what has nothing before it" "$HALFHOUR" -C "$T/shallow" undo
like "$(cat "$T/err")" "nothing to undo but 'log: 얕은 것 5m'.*git fetch --unshallow" \
	"is not, with the way out"
exits 0 "redo there" "$HALFHOUR" -C "$T/shallow" redo
exits 3 "and again" "$HALFHOUR" -C "$T/shallow" redo
git -C "$T/shallow" fetch -q --unshallow
exits 0 "when all is there" "$HALFHOUR" -C "$T/shallow" undo 2
like "$(cat "$T/out")" "^undone: log: 얕은 것" "it is taken back, too"
exits 0 "undo" "$HALFHOUR" undo 2

exits 2 "a word too many" "$HALFHOUR" undo 2 2
exits 0 "--quiet" "$HALFHOUR" --quiet undo
is "$(cat "$T/out")" "" "says nothing"
mkdir "$T/plain" "$T/plain/notes"
touch "$T/plain/halfhour.yaml"
exits 1 "no repository" "$HALFHOUR" -C "$T/plain" undo

# What its user has amended a commit of ours with is not taken back.
cd "$T" && wiki=$T/amended
ok "another wiki" "$HALFHOUR" init "$wiki"
cd "$wiki" || exit 1
echo v1 >main.c && echo '# 책' >notes/책.md && git add -A && git commit -qm base
ok "an entry" "$HALFHOUR" log 도커 --minutes 20
echo v2 >main.c && echo n >new.c && echo 더 >>notes/책.md && git add -A &&
	git commit -q --amend --no-edit
exits 0 "undo" "$HALFHOUR" undo
is "$(cat main.c new.c notes/책.md)" "v2
n
# 책
더" "the user's files stay"
is "$(git show --format= --name-only HEAD)" "notes/daily/2026-11-23.md" \
	"the day alone is taken back"
exits 0 "redo" "$HALFHOUR" redo
is "$(git show --format= --name-only HEAD)" "notes/daily/2026-11-23.md" \
	"and brought back"

# ---- hooks that write to the message ----------------------------------------

cd "$T" || exit 1
"$HALFHOUR" init --lang ko hooked >"$T/out" 2>&1 && cd hooked || exit 1
exits 0 "an entry" "$HALFHOUR" log "하나" --at 09:00 --minutes 5
cat >.git/hooks/prepare-commit-msg <<'END'
#!/bin/sh
printf '\nSigned-off-by: 가 <a@example.org>\n' >>"$1"
END
chmod +x .git/hooks/prepare-commit-msg
exits 0 "another, whose message a hook signs off" \
	"$HALFHOUR" log "둘" --at 12:00 --minutes 3
is "$(cat "$T/err")" "" "without a word"
like "$(git log -1 --format=%B)" "^Signed-off-by: 가 " "in a paragraph of its own"
exits 0 "undo" "$HALFHOUR" undo
like "$(cat "$T/out")" "^undone: log: 둘 3m" "takes that one"
exits 0 "redo" "$HALFHOUR" redo
like "$(cat "$T/out")" "^redone: log: 둘 3m" "brings it back"
exits 0 "undo, once more" "$HALFHOUR" undo
exits 0 "and again" "$HALFHOUR" undo
like "$(cat "$T/out")" "^undone: log: 하나 5m" "takes the one before"
rm .git/hooks/prepare-commit-msg
cat >.git/hooks/commit-msg <<'END'
#!/bin/sh
echo "바꾼 말" >"$1"
END
chmod +x .git/hooks/commit-msg
exits 0 "a hook that writes another message" \
	"$HALFHOUR" log "셋" --at 13:00 --minutes 3
like "$(cat "$T/err")" "a hook of git has taken the lines that begin with Halfhour- .*'undo' does not know it" \
	"is told, with what comes of it"
is "$(git log -1 --format=%B)" "바꾼 말" "and has its way"
exits 0 "a try, with that hook" "$HALFHOUR" log "넷" --at 14:00 --minutes 3 -t "해 볼 것"
id=$("$HALFHOUR" try --json | sed -n 's/.*"id": *"\([^"]*\)".*/\1/p' | head -n 1)
exits 0 "is done" "$HALFHOUR" try "done" "$id"
like "$(cat "$T/err")" "'undo' does not know it" "and that is told"
EDITOR='sed -i s/셋/세번째/' exits 0 "an edit" "$HALFHOUR" edit
like "$(cat "$T/err")" "'undo' does not know it" "is told, too"

# ---- a note that was moved, and edited since --------------------------------

cd "$T" || exit 1
"$HALFHOUR" init --lang ko moved >"$T/out" 2>&1 && cd moved || exit 1
printf '# 글\n\n하나\n\n둘\n\n셋\n' >notes/글.md
printf '# 딴글\n\n[[글]]을 보라.\n' >notes/딴글.md
git add notes
git commit -qm "글"
cp notes/딴글.md "$T/other.md"
exits 0 "a note" "$HALFHOUR" mv 글 방/새글
sed -i 's/^둘$/둘째/' notes/방/새글.md
exits 4 "undo, with an edit that is not committed" "$HALFHOUR" undo
like "$(cat "$T/err")" "새글.md: .*'mv: 글 to 방/새글'.*in the last commit|새글.md: .*in the file" "is told"
git commit -qam "고침"
echo '끝에' >>notes/딴글.md
git commit -qam "더"
exits 0 "undo, when it is" "$HALFHOUR" undo
like "$(cat "$T/out")" "^undone: mv: 글 to 방/새글" "takes it back"
is "$(cat notes/글.md)" "# 글

하나

둘째

셋" "with what was edited since, and without the redirect"
is "$(cat notes/딴글.md)" "$(cat "$T/other.md")
끝에" "and the links to it"
ok "its new place is free" test ! -e notes/방
is "$(git status --porcelain)" "" "all of it is committed"
sed -i 's/^셋$/셋째/' notes/글.md
git commit -qam "또 고침"
exits 0 "redo" "$HALFHOUR" redo
is "$(grep -c '째$' notes/방/새글.md)" 2 "moves it, with both edits"
like "$(cat notes/방/새글.md)" "^aliases:" "and the redirect"
ok "and all of it" test ! -e notes/글.md
sed -i 's/^# 글/# 새 글/; s/^aliases:.*/aliases: [딴 이름]/' notes/방/새글.md
git commit -qam "머리를 고침"
cp notes/방/새글.md "$T/hand.md"
exits 4 "undo, when the same lines are others" "$HALFHOUR" undo
like "$(cat "$T/err")" "새글.md: .*'mv: 글 to 방/새글'" "is refused"
same notes/방/새글.md "$T/hand.md" "and changes nothing"
is "$(git status --porcelain)" "" "at all"
sound "moved"

# stays HOW: the entry that came back, and has another title by hand since,
# is not taken out of HEAD once more by whatever command is next.
stays() {
	sed -i 's/11:05 셋/11:05 셋: 더 정확한 제목/' notes/daily/*.md
	"$HALFHOUR" list >"$T/log" 2>&1
	like "$(git show HEAD:notes/daily/2026-11-23.md)" "11:05 셋$" \
		"$1, and changed by hand: HEAD has it"
	is "$(git status --porcelain)" " M notes/daily/2026-11-23.md" \
		"$1: the change is the user's to commit"
}
three
"$HALFHOUR" --quiet undo && "$HALFHOUR" --quiet redo
stays "redone"
three
"$HALFHOUR" --quiet undo && git revert --no-edit HEAD >"$T/log"
stays "an undo that git reverts"
three
git revert --no-edit HEAD >"$T/log"
git show HEAD~1:notes/daily/2026-11-23.md >notes/daily/2026-11-23.md
head=$(git rev-parse HEAD)
"$HALFHOUR" list >"$T/log"
is "$(git rev-parse HEAD)" "$head" "an entry reverted by git, and written again by hand, waits for its user"
done_testing
