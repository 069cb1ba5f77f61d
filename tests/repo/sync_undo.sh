#!/bin/sh
# sync_undo.sh: undo and redo of what another clone has made, and after merges
. "$(dirname "$0")/../lib.sh"

# libgit2 forgets what a pattern that does not match was matched by, for each
# name of a setting that it looks through; the leak is none of ours.
echo leak:libpcre2 >"$T/leaks"
LSAN_OPTIONS=$LSAN_OPTIONS:suppressions=$T/leaks:print_suppressions=0
export LSAN_OPTIONS

a() {
	"$HALFHOUR" -C "$T/wiki" "$@"
}
b() {
	"$HALFHOUR" -C "$T/b" "$@"
}
sync() {
	if ! a --quiet sync || ! b --quiet sync || ! a --quiet sync; then
		fail "sync"
	fi
}
# at TIME: the moment at which the next command is given.
at() {
	HALFHOUR_NOW=2026-11-23T$1:00+09:00
	export HALFHOUR_NOW
}
day=notes/daily/2026-11-23.md
entries() {
	sed -n 's/^### //p' "$T/$1/$day" | grep '^[0-9]'
}

wiki --lang ko
git init -q --bare "$T/there.git"
git remote add origin "$T/there.git"
a --quiet sync
git clone -q "$T/there.git" "$T/b"

# ---- across a merge ------------------------------------------------------------

at 21:01
a --quiet log "하나" --at 09:00 --minutes 5
at 21:02
b --quiet log "둘" --at 10:00 --minutes 5
sync
is "$(git rev-list --merges --count HEAD)" 1 "two entries, and a merge"
exits 0 "undo" a undo
like "$(cat "$T/out")" "^undone: log: 둘 5m" "takes the newest, whoever made it: the branch is one"
is "$(entries wiki)" "09:00–09:05 하나" "and nothing else"
exits 0 "undo, once more" a undo
like "$(cat "$T/out")" "^undone: log: 하나 5m" "goes on beyond the merge"
ok "nothing is left of the day" test ! -e "$day"
sync
ok "nor there" test ! -e "$T/b/$day"

# ---- an undo of another clone ---------------------------------------------------

exits 0 "redo of what another clone has taken back" b redo
like "$(cat "$T/out")" "^redone: log: 하나 5m" "brings it back"
sync
is "$(entries wiki)" "09:00–09:05 하나" "for all"
exits 0 "undo of that, at the first" a undo
exits 0 "and redo" a redo 2
is "$(entries wiki)" "09:00–09:05 하나
10:00–10:05 둘" "bring back both"
sync

# ---- the same one taken back by two ---------------------------------------------

at 21:05
a --quiet log "셋" --at 11:00 --minutes 5
sync
at 21:06
a --quiet undo
at 21:07
b --quiet undo
sync
is "$(entries b)" "09:00–09:05 하나
10:00–10:05 둘" "taken back by both, it is gone once"
exits 0 "one redo" a redo
like "$(cat "$T/out")" "^redone: log: 셋 5m" "brings it back"
is "$(grep -c ' 셋$' "$day")" 1 "once"
exits 3 "a second one" a redo
is "$(grep -c ' 셋$' "$day")" 1 "finds nothing"
sync

# ---- taken back here, edited there ------------------------------------------------

at 21:10
a --quiet undo
sed -i 's/ 셋$/ 셋: 제목/' "$T/b/$day"
git -C "$T/b" commit -q -a -m "고침"
sync
like "$(cat "$day")" '^### 11:00–11:05 셋: 제목$' "taken back here and edited there, it is kept"
like "$(cat "$day")" '^> \[!sync\]' "and marked"
sed -i '/^### 11:00/,/^> /d' "$day"
git commit -q -a -m "정리"
exits 0 "when that is settled" a redo
like "$(cat "$T/out")" "^redone: log: 셋 5m" "it goes"

# ---- refused, and then ------------------------------------------------------------

echo "더 쓴 글" >>"$day"
exits 4 "an undo that is refused" a undo
exits 3 "leaves nothing to redo" a redo
git checkout -q -- "$day"
exits 0 "and undo goes on when it can" a undo
sync
is "$(git rev-parse HEAD)" "$(git -C "$T/b" rev-parse HEAD)" "all are one"
is "$(git status --porcelain)$(git -C "$T/b" status --porcelain)" "" "and nothing differs"
is "$(git fsck --strict --no-dangling 2>&1)" "" "git fsck is clean"
done_testing
