#!/bin/sh
# sync_filter.sh: sync of files that are others in git than in the work tree
. "$(dirname "$0")/../lib.sh"
# shellcheck source=../clones.sh
. "$TOP/tests/clones.sh"

# ---- filters ---------------------------------------------------------------

# One that turns the letters, and one that fails. The text in git cannot be
# merged by lines, nor by entry: it is one line.
cat >"$T/clean" <<'END'
#!/bin/sh
printf 'CRYPT:'
base64 -w 0
END
cat >"$T/smudge" <<'END'
#!/bin/sh
IFS= read -r line || :
case $line in
CRYPT:*) printf %s "${line#CRYPT:}" | base64 -d ;;
*) exit 1 ;;
esac
END
chmod +x "$T/clean" "$T/smudge"
crypt() {
	git -C "$1" config filter.crypt.clean "$T/clean"
	git -C "$1" config filter.crypt.smudge "$T/smudge"
	git -C "$1" config filter.crypt.required true
}
crypt "$T/wiki"
crypt "$T/b"
printf 'notes/daily/*.md filter=crypt\nnotes/secret/** filter=crypt\n' >.gitattributes
git add .gitattributes
git add --renormalize notes
mkdir notes/secret
printf '# 비밀\n\n하나\n\n\n\n둘\n' >notes/secret/글.md
git add -A
git commit -q -m 비밀
a --quiet sync
is "$(git cat-file blob "HEAD:notes/secret/글.md" | head -c 6)" "CRYPT:" "the text is not in git"
exits 0 "files that go through a filter" b sync
is "$(cat "$T/b/notes/secret/글.md")" "$(cat notes/secret/글.md)" "are as they are in the work tree"
is "$(git -C "$T/b" status --porcelain)" "" "and nothing differs"
a --quiet log "몰래" --at "2026-11-22 20:00" --minutes 5
b --quiet log "가만히" --at "2026-11-22 21:00" --minutes 5
a --quiet sync
exits 0 "a day of both that goes through one" b sync
is "$(grep '^### 2' "$T/b/notes/daily/2026-11-22.md")" "### 20:00–20:05 몰래
### 21:00–21:05 가만히" "is merged by entry"
is "$(git -C "$T/b" cat-file blob HEAD:notes/daily/2026-11-22.md | head -c 6)" "CRYPT:" "and goes into git through it"
is "$(git -C "$T/b" status --porcelain)" "" "nothing differs"
is "$(there rev-parse main)" "$(git -C "$T/b" rev-parse HEAD)" "and it is pushed"
a --quiet sync
is "$(cat notes/daily/2026-11-22.md)" "$(cat "$T/b/notes/daily/2026-11-22.md")" "and comes out again"
sed -i 's/하나/하나!/' notes/secret/글.md
git commit -q -a -m 하나
a --quiet sync
sed -i 's/둘/둘!/' "$T/b/notes/secret/글.md"
git -C "$T/b" commit -q -a -m 둘
exits 0 "a note of both" b sync
is "$(cat "$T/b/notes/secret/글.md")" "# 비밀

하나!



둘!" "is merged by lines"
a --quiet sync
sed -i 's/하나!/하나?/' notes/secret/글.md
git commit -q -a -m 하나
a --quiet sync
sed -i 's/하나!/하나./' "$T/b/notes/secret/글.md"
git -C "$T/b" commit -q -a -m 둘
before=$(state "$T/b")
exits 4 "in one place" b sync
like "$(cat "$T/err")" 'both sides have changed notes/secret/글\.md' "it is told"
is "$(state "$T/b")" "$before" "and nothing is touched"
git -C "$T/b" reset -q --hard HEAD^
git -C "$T/b" config filter.crypt.smudge false
before=$(state "$T/b")
exits 1 "a filter that fails" b sync
like "$(cat "$T/err")" "nothing is changed: notes/secret/글.md goes through the filter 'crypt', which fails: " "is told"
is "$(state "$T/b")" "$before" "and nothing is touched"
crypt "$T/b"
exits 0 "when it works again" b sync
printf '# 공개\n' >notes/공개.md
git add notes/공개.md
git commit -q -m 공개
a --quiet sync
git -C "$T/b" config filter.crypt.smudge false
exits 0 "a note that goes through none" b sync
is "$(cat "$T/b/notes/공개.md")" "# 공개" "needs none"
crypt "$T/b"

# ---- ends of line ----------------------------------------------------------

git init -q --bare "$T/lines.git"
"$HALFHOUR" --quiet init --lang ko "$T/lines"
git -C "$T/lines" config core.safecrlf false
printf '*.md text eol=crlf\n' >"$T/lines/.gitattributes"
git -C "$T/lines" add -A
git -C "$T/lines" commit -q -m 줄끝
git -C "$T/lines" remote add origin "$T/lines.git"
"$HALFHOUR" -C "$T/lines" --quiet sync
git clone -q "$T/lines.git" "$T/lines_b"
printf '# 줄\r\n\r\n하나\r\n' >"$T/lines/notes/줄.md"
git -C "$T/lines" add -A
git -C "$T/lines" commit -q -m 줄
"$HALFHOUR" -C "$T/lines" --quiet log "이쪽" --at "2026-11-23 19:00" --minutes 1
"$HALFHOUR" -C "$T/lines_b" --quiet log "저쪽" --at "2026-11-23 18:00" --minutes 1
"$HALFHOUR" -C "$T/lines" --quiet sync
exits 0 "other ends of line in the work tree than in git" "$HALFHOUR" -C "$T/lines_b" sync
is "$(tr -cd '\r' <"$T/lines_b/notes/줄.md" | wc -c)" 3 "the files have them"
is "$(git -C "$T/lines_b" cat-file blob HEAD:notes/줄.md | tr -cd '\r' | wc -c)" 0 "the blobs do not"
is "$(git -C "$T/lines_b" cat-file blob "HEAD:$day" | grep '^### [0-9]')" "### 18:00–18:01 저쪽
### 19:00–19:01 이쪽" "a day of both is merged by entry"
is "$(tr -d '\r' <"$T/lines_b/$day" | sha256sum)" "$(git -C "$T/lines_b" cat-file blob "HEAD:$day" | sha256sum)" "and is the same in the work tree"
is "$(git -C "$T/lines_b" status --porcelain)" "" "nothing differs"
is "$(git --git-dir="$T/lines.git" rev-parse main)" "$(git -C "$T/lines_b" rev-parse HEAD)" "and it is pushed"

# ---- a program that merges -------------------------------------------------

printf '*.list merge=mine\n' >>"$T/b/.git/info/attributes"
git -C "$T/b" config merge.mine.driver 'cp %B %A'
printf '하나\n\n\n\n둘\n' >a.list
git add a.list
git commit -q -m 목록
a --quiet sync
b --quiet sync
sed -i 's/하나/하나!/' a.list
git commit -q -a -m 하나
a --quiet sync
sed -i 's/둘/둘!/' "$T/b/a.list"
git -C "$T/b" commit -q -a -m 둘
exits 4 "a file that a program of the user's merges" b sync
like "$(cat "$T/err")" 'both sides have changed a\.list.*git pull --no-rebase origin main' "is left to that"
git -C "$T/b" pull -q --no-rebase --no-edit origin main
exits 0 "and then it goes" b sync
is "$(sed -n '1p;5p' "$T/b/a.list")" "하나!
둘" "with what that made"
a --quiet sync
rm "$T/b/.git/info/attributes"

# ---- an index that is split, a hook that looks at references ---------------

git -C "$T/b" update-index --split-index
printf '# 쪼갬\n' >notes/쪼갬.md
both "쪼갬"
exits 0 "a split index" b sync
is "$(git -C "$T/b" log -1 --format=%P | wc -w)" 2 "merges, too"
is "$(git -C "$T/b" status --porcelain)" "" "and nothing differs"
git -C "$T/b" update-index --no-split-index
a --quiet sync
mkdir 먼곳
echo 하나 >먼곳/글.txt
git add -A
git commit -q -m 먼곳
a --quiet sync
b --quiet sync
git -C "$T/b" sparse-checkout set --cone --sparse-index notes 2>"$T/sparse.log"
echo 둘 >먼곳/글.txt
printf '# 성김\n' >notes/성김.md
both "성김"
exits 0 "a sparse index" b sync
is "$(git -C "$T/b" show HEAD:먼곳/글.txt)" "둘" "has what is left out in the branch"
ok "and not in the work tree" test ! -e "$T/b/먼곳"
is "$(git -C "$T/b" log -1 --format=%P | wc -w)" 2 "it merges"
is "$(git -C "$T/b" status --porcelain)" "" "and nothing differs"
git -C "$T/b" sparse-checkout disable
a --quiet sync
cat >"$T/b/.git/hooks/reference-transaction" <<'END'
#!/bin/sh
while read -r old new ref; do
	echo "$1 $ref" >>../refs
done
END
chmod +x "$T/b/.git/hooks/reference-transaction"
printf '# 갈고리\n' >notes/갈고리.md
both "갈고리"
: >"$T/refs"
exits 0 "a hook that looks at references" b sync
like "$(cat "$T/refs")" '^committed refs/heads/main$' "sees the branch move"
is "$(git -C "$T/b" status --porcelain)" "" "and nothing differs"
a --quiet sync
cat >"$T/b/.git/hooks/reference-transaction" <<'END'
#!/bin/sh
[ "$1" != prepared ]
END
printf '# 안 됨\n' >notes/안됨.md
git add -A
git commit -q -m "안 됨"
a --quiet sync
before=$(state "$T/b")
exits 1 "one that refuses" b sync
is "$(state "$T/b")" "$before" "leaves all as it was"
is "$(git -C "$T/b" status --porcelain)" "" "with nothing staged"
rm "$T/b/.git/hooks/reference-transaction"
exits 0 "without" b sync
is "$(git -C "$T/b" status --porcelain)" "" "nothing differs"

# ---- a branch without a commit ---------------------------------------------

ln -s 공개.md notes/첫고리.md
git add -A
git commit -q -m 첫고리
a --quiet sync
git init -q "$T/new"
git -C "$T/new" remote add origin "$T/there.git"
mkdir "$T/new/notes"
crypt "$T/new"
echo "내 것" >"$T/new/notes/공개.md"
exits 4 "a repository without a commit, and a file in the way" "$HALFHOUR" -C "$T/new" sync
is "$(cat "$T/new/notes/공개.md")" "내 것" "leaves it there"
rm "$T/new/notes/공개.md"
exits 0 "without that" "$HALFHOUR" -C "$T/new" sync
is "$(git -C "$T/new" rev-parse HEAD)" "$(git rev-parse HEAD)" "gets the branch"
is "$(git -C "$T/new" status --porcelain)" "" "and its files"
is "$(readlink "$T/new/notes/첫고리.md")" "공개.md" "links as links"
ok "the other side is whole" there fsck --strict --full

done_testing
