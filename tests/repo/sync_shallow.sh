#!/bin/sh
# sync_shallow.sh: sync of a clone whose history has an end
. "$(dirname "$0")/../lib.sh"
# shellcheck source=../clones.sh
. "$TOP/tests/clones.sh"

s() {
	"$HALFHOUR" -C "$T/shallow" "$@"
}

a --quiet log "처음" --at "2026-11-20 20:00" --minutes 5
a --quiet sync
git clone -q --depth 1 "file://$T/there.git" "$T/shallow"
ok "a clone is shallow" test -s "$T/shallow/.git/shallow"
exits 0 "one that has nothing new" s sync
like "$(cat "$T/out")" '^nothing to sync' "says so"
a --quiet log "깊이" --at "2026-11-21 20:00" --minutes 5
a --quiet sync
exits 0 "what comes in" s sync
like "$(cat "$T/out")" '^synced: 1 in, 0 out' "is counted"
s --quiet log "얕게" --at "2026-11-21 21:00" --minutes 5
exits 3 "what waits" s status --json
like "$(cat "$T/out")" '"unsynced": 1' "is counted"
exits 0 "what goes out" s sync
is "$(there rev-parse main)" "$(git -C "$T/shallow" rev-parse HEAD)" "goes there"
a --quiet sync
a --quiet log "이쪽" --at "2026-11-21 22:00" --minutes 5
s --quiet log "저쪽" --at "2026-11-21 23:00" --minutes 5
a --quiet sync
exits 0 "both" s sync
like "$(cat "$T/out")" '^synced: 1 in, 2 out, 1 file merged' "are merged"
is "$(grep -c '^### [0-9]' "$T/shallow/notes/daily/2026-11-21.md")" 4 "by entry"
is "$(git -C "$T/shallow" status --porcelain)" "" "and nothing differs"
is "$(there rev-parse main)" "$(git -C "$T/shallow" rev-parse HEAD)" "it is pushed"
ok "it is shallow still" test -s "$T/shallow/.git/shallow"
a --quiet sync
is "$(git rev-parse HEAD)" "$(git -C "$T/shallow" rev-parse HEAD)" "both are one"
printf '# 글\n' >notes/글.md
git add -A
git commit -q -m 글
a --quiet sync
s --quiet sync
echo 이쪽 >>notes/글.md
git commit -q -a -m 이쪽
a --quiet sync
echo 저쪽 >>"$T/shallow/notes/글.md"
git -C "$T/shallow" commit -q -a -m 저쪽
before=$(state "$T/shallow")
exits 4 "a note changed on both sides" s sync
like "$(cat "$T/err")" 'both sides have changed notes/글\.md' "is told"
is "$(state "$T/shallow")" "$before" "and nothing is touched"
git -C "$T/shallow" reset -q --hard HEAD^
s --quiet sync

git -C "$T/shallow" worktree add -q -b 나무 "$T/tree" 2>/dev/null
"$HALFHOUR" -C "$T/tree" --quiet log "나무" --at "2026-11-20 20:00" --minutes 5
exits 0 "a linked work tree of it" "$HALFHOUR" -C "$T/tree" sync
is "$(there rev-parse 나무)" "$(git -C "$T/tree" rev-parse HEAD)" "syncs, too"
like "$(cat "$T/out")" '^synced: 0 in, ' "by git"

# One that has no files but those that are checked out.
there config uploadpack.allowFilter true
there config uploadpack.allowAnySHA1InWant true
git clone -q --filter=blob:none "file://$T/there.git" "$T/part"
"$HALFHOUR" -C "$T/part" --quiet log "반쪽" --at "2026-11-19 20:00" --minutes 5
a --quiet log "온쪽" --at "2026-11-19 21:00" --minutes 5
a --quiet sync
exits 0 "a partial clone" "$HALFHOUR" -C "$T/part" sync
is "$(grep -c '^### [0-9]' "$T/part/notes/daily/2026-11-19.md")" 2 "merges, too"
is "$(there rev-parse main)" "$(git -C "$T/part" rev-parse HEAD)" "and pushes"
a --quiet sync
s --quiet sync

# A branch that left the history before the clone begins.
git worktree add -q -b 옛 "$T/old" "$(git rev-list --max-parents=0 HEAD)"
echo 옛 >"$T/old/옛.txt"
git -C "$T/old" add 옛.txt
git -C "$T/old" commit -q -m 옛
there fetch -q "$T/wiki" 옛:옛
git -C "$T/shallow" config branch.main.merge refs/heads/옛
git -C "$T/shallow" config branch.main.remote origin
before=$(state "$T/shallow")
exits 4 "one that left the history before the clone begins" s sync
like "$(cat "$T/err")" 'what both came from is not in this clone, which is shallow; get the rest: git fetch --unshallow origin' "is told, with the way out"
is "$(state "$T/shallow")" "$before" "and nothing is touched"
git -C "$T/shallow" fetch -q --unshallow origin
exits 0 "with the rest" s sync
ok "it goes" test -f "$T/shallow/옛.txt"
is "$(there rev-parse 옛)" "$(git -C "$T/shallow" rev-parse HEAD)" "there, too"
ok "the other side is whole" there fsck --strict --full
ok "and this one" git -C "$T/shallow" fsck --strict --full

done_testing
