#!/bin/sh
# sync_git.sh: sync of what only git can bring in
. "$(dirname "$0")/../lib.sh"
# shellcheck source=../clones.sh
. "$TOP/tests/clones.sh"

# ---- modes -----------------------------------------------------------------

printf '#!/bin/sh\necho 하나\n\n\n\necho 둘\n' >go.sh
printf '# 글\n' >notes/글.md
git add -A
git commit -q -m 프로그램
a --quiet sync
b --quiet sync
chmod +x go.sh notes/글.md
both "실행"
merged "a note and a program that have become executable"
ok "it can be run" test -x "$T/b/go.sh"
chmod -x notes/글.md
both "실행 안 함"
merged "one that is not any more"
chmod -x go.sh
sed -i 's/둘/둘!/' "$T/b/go.sh"
git -C "$T/b" commit -q -a -m 고침
sed -i 's/하나/하나!/' go.sh
git commit -q -a -m "고치고 실행 안 함"
a --quiet sync
exits 0 "a mode and a line on one side, a line on the other" b sync
is "$(sed -n '2p;6p' "$T/b/go.sh")" "echo 하나!
echo 둘!" "both lines are there"
ok "with the mode of the side that changed it" test ! -x "$T/b/go.sh"
as_git "$T/b" "a mode"
a --quiet sync
chmod +x "$T/b/$day"
git -C "$T/b" commit -q -a -m "실행되는 날"
a --quiet log "이쪽" --at "2026-11-23 18:00" --minutes 1
a --quiet sync
b --quiet log "저쪽" --at "2026-11-23 17:00" --minutes 1
exits 0 "a day with another mode here, and entries on both sides" b sync
ok "keeps the mode" test -x "$T/b/$day"
like "$(cat "$T/b/$day")" '이쪽$' "and has both"
as_git "$T/b" "a day"
a --quiet sync
chmod -x "$T/wiki/$day"
git commit -q -a -m "실행되지 않는 날"
a --quiet log "이쪽" --at "2026-11-23 17:30" --minutes 1
a --quiet sync
b --quiet log "저쪽" --at "2026-11-23 17:40" --minutes 1
exits 0 "and there" b sync
ok "takes the other's" test ! -x "$T/b/$day"
a --quiet sync

# ---- symbolic links --------------------------------------------------------

ln -s 글.md notes/고리.md
mkdir -p notes/방
printf '# 안\n' >notes/방/안.md
ln -s 방 notes/문
both "고리"
merged "links"
is "$(readlink "$T/b/notes/고리.md")" "글.md" "a link is a link"
ln -sfn 방/안.md notes/고리.md
both "다른 고리"
merged "one that leads elsewhere"
rm notes/고리.md
printf '# 이제 글\n' >notes/고리.md
rm notes/글.md
ln -s 고리.md notes/글.md
both "서로 바뀜"
merged "a link that is a file, and a file that is a link"
rm notes/문
mkdir notes/문
printf '# 문 안\n' >notes/문/하나.md
both "문"
merged "a folder in the place of a link"
is "$(ls "$T/b/notes/방")" "안.md" "and nothing went through the link"
rm -r notes/문
ln -s 방 notes/문
both "다시 문"
merged "a link in the place of a folder"
# Where the same link is on both sides, it does not matter.
printf '# 둘\n' >notes/방/둘.md
both "둘"
merged "a link that stays"
ln -sfn 글.md notes/문
git commit -q -a -m 이쪽
a --quiet sync
ln -sfn 고리.md "$T/b/notes/문"
git -C "$T/b" commit -q -a -m 저쪽
before=$(state "$T/b")
on_remote=$(there rev-parse main)
exits 4 "a link changed on both sides" b sync
like "$(cat "$T/err")" 'both sides have changed notes/문; nothing is changed here' "is told"
is "$(state "$T/b")" "$before" "and nothing is touched"
is "$(there rev-parse main)" "$on_remote" "on either side"
git -C "$T/b" reset -q --hard origin/main

# A link that leads out of the wiki is taken as one, and nothing is written
# through it.
mkdir "$T/outside"
ln -s "$T/outside" notes/밖
git add -A
git commit -q -m 밖
a --quiet sync
exits 0 "a link to the outside" b sync
git rm -q notes/밖
mkdir notes/밖
printf '# 밖\n' >notes/밖/글.md
git add -A
git commit -q -m "밖은 방"
a --quiet sync
exits 0 "a folder in its place" b sync
ok "is one" test -f "$T/b/notes/밖/글.md" -a ! -L "$T/b/notes/밖"
is "$(ls "$T/outside")" "" "nothing is written through it"
as_git "$T/b" "outside"
# The user has put a link where the folder is.
rm -r "$T/b/notes/밖"
ln -s "$T/outside" "$T/b/notes/밖"
chmod +x notes/밖/글.md
printf '# 새\n' >notes/밖/새.md
git add -A
git commit -q -m 새
a --quiet sync
before=$(state "$T/b")
exits 4 "a link of the user's in the place of a folder" b sync
like "$(cat "$T/err")" 'nothing is changed: .*notes/밖' "is told"
is "$(state "$T/b")" "$before" "and nothing is touched"
is "$(ls "$T/outside")" "" "nor written through"
rm "$T/b/notes/밖"
git -C "$T/b" checkout -q -- .
exits 0 "without it" b sync
as_git "$T/b" "without it"

# ---- a folder for a file ---------------------------------------------------

printf '# 자리\n' >notes/자리
git add -A
git commit -q -m 자리
a --quiet sync
b --quiet sync
rm notes/자리
mkdir notes/자리
printf '# 안\n' >notes/자리/안.md
both "방이 됨"
merged "a folder in the place of a file"
git rm -q -r notes/자리
printf '# 자리\n' >notes/자리
printf '내 것\n' >"$T/b/notes/자리/내것.txt"
both "글이 됨"
before=$(state "$T/b")
exits 4 "a file in the place of a folder with something in it" b sync
like "$(cat "$T/err")" 'nothing is changed: notes/자리/내것.txt is not in git, and something of that name comes in' "is told"
is "$(state "$T/b")" "$before" "and nothing is touched"
mkdir -p "$T/b/.git/info"
printf '*.txt\n' >"$T/b/.git/info/exclude"
exits 4 "nor is it if git ignores it" b sync
is "$(state "$T/b")" "$before" "nothing is touched"
rm "$T/b/notes/자리/내것.txt"
merged "a file in the place of a folder"

# ---- what is not committed -------------------------------------------------

printf '*.txt\n' >"$T/b/.git/info/exclude"
chmod +x go.sh
printf '온 것\n' >새.txt
both "새 것"
printf '내 것\n' >"$T/b/새.txt"
before=$(state "$T/b")
exits 4 "a file that git ignores, where one is to come" b sync
like "$(cat "$T/err")" 'nothing is changed: 새.txt is not in git' "is told"
is "$(state "$T/b")" "$before" "and stays"
rm "$T/b/새.txt"
echo 내줄 >>"$T/b/go.sh"
before=$(state "$T/b")
exits 4 "an edit in a file that only git brings in" b sync
like "$(cat "$T/err")" "nothing is changed: go.sh has become executable, or is not any more, so git brings in what is new, and it says: .*go.sh.*; commit what you have changed, or put it away: git stash -u" "is told"
is "$(state "$T/b")" "$before" "and stays"
git -C "$T/b" add go.sh
before=$(state "$T/b")
exits 4 "one that is staged" b sync
is "$(state "$T/b")" "$before" "stays, too"
git -C "$T/b" reset -q --hard
printf '# 딴\n' >"$T/b/notes/딴.md"
echo 딴 >"$T/b/딴.dat"
git -C "$T/b" add 딴.dat
echo 더 >>"$T/b/halfhour.yaml"
exits 0 "edits elsewhere" b sync
is "$(git -C "$T/b" status --porcelain)" " M halfhour.yaml
A  딴.dat
?? notes/딴.md" "stay as they are"
is "$(tail -n 1 "$T/b/halfhour.yaml")" "더" "with their bytes"
git -C "$T/b" reset -q --hard
rm "$T/b/notes/딴.md"
a --quiet sync

# ---- submodules ------------------------------------------------------------

git init -q "$T/sub"
echo 하나 >"$T/sub/글"
git -C "$T/sub" add 글
git -C "$T/sub" commit -q -m 하나
git submodule --quiet add "$T/sub" 딸
both "딸"
exits 0 "a submodule" b sync
is "$(git -C "$T/b" ls-files -s 딸)" "160000 $(git -C "$T/sub" rev-parse HEAD) 0	딸" "is in the index"
is "$(ls -A "$T/b/딸")" "" "an empty folder, as git has it"
is "$(git -C "$T/b" status --porcelain)" "" "and nothing differs"
a --quiet sync
git -C "$T/b" submodule --quiet update --init
echo 둘 >"$T/sub/글"
git -C "$T/sub" commit -q -a -m 둘
git -C 딸 pull -q
git commit -q -a -m "딸이 감"
a --quiet sync
b --quiet log "딸" --at "2026-11-23 16:00" --minutes 1
exits 0 "one that has gone on" b sync
is "$(git -C "$T/b" ls-files -s 딸 | cut -d ' ' -f 2)" "$(git -C "$T/sub" rev-parse HEAD)" "has the new commit"
is "$(cat "$T/b/딸/글")" "하나" "and its files are for git submodule update"
is "$(there rev-parse main)" "$(git -C "$T/b" rev-parse HEAD)" "and it is pushed"
git -C "$T/b" submodule --quiet update
is "$(git -C "$T/b" status --porcelain)" "" "which leaves nothing"
a --quiet sync
git -C 딸 checkout -q HEAD^
git commit -q -a -m 이쪽
a --quiet sync
git -C "$T/b/딸" -c user.name=b -c user.email=b@example.org commit -q --allow-empty -m 셋
git -C "$T/b" commit -q -a -m 저쪽
before=$(state "$T/b")
exits 4 "one that has gone two ways" b sync
like "$(cat "$T/err")" 'both sides have changed 딸; nothing is changed here' "is told"
is "$(state "$T/b")" "$before" "and nothing is touched"
git -C "$T/b" reset -q --hard origin/main
git rm -q 딸
git commit -q -m "딸 없음"
a --quiet sync
exits 0 "one that went" b sync
is "$(git -C "$T/b" ls-files 딸)" "" "is not in the index"
rm -rf "$T/b/딸"
as_git "$T/b" "one that went"

# ---- killed on the way -----------------------------------------------------

if [ "${HALFHOUR#*san/}" = "$HALFHOUR" ] && command -v strace >/dev/null &&
	strace -qq -o /dev/null -e inject=getpid:signal=KILL:when=99 true 2>/dev/null
then
	n=1
	while [ "$n" -lt 40 ]; do
		ln -sfn "고리 $n" notes/고리.md
		printf '# %s\n' "$n" >notes/고침.md
		printf '# 새 %s\n' "$n" >"notes/새 $n.md"
		both "고리 $n"
		strace -qq -o "$T/trace" -e trace=wait4 \
			-e inject=wait4:signal=KILL:when=$n \
			"$HALFHOUR" -C "$T/b" sync >/dev/null 2>&1
		grep -q 'killed by SIGKILL' "$T/trace" || break
		b --quiet sync || echo "$n" >>"$T/stuck"
		[ "$(there rev-parse main)" = "$(git -C "$T/b" rev-parse HEAD)" ] &&
			grep -q "저쪽 $minute\$" "$T/b/$day" &&
			[ "$(readlink "$T/b/notes/고리.md")" = "고리 $n" ] &&
			[ -z "$(git -C "$T/b" status --porcelain)" ] || echo "$n" >>"$T/stuck"
		a --quiet sync
		n=$((n + 1))
	done
	ok "it was killed at each of $n calls of git" test "$n" -gt 4
	ok "and the next one has gone on, every time" test ! -e "$T/stuck"
else
	skip "killed while git works" "there is no strace that can"
fi
# git itself is killed between two files, or in one: some are there, the index
# is not. The clock goes on, so that the next merge is another commit.
a --quiet sync
b --quiet sync
printf '# 갈 것\n' >notes/갈것.md
printf '# 둘\n\n첫 줄\n' >notes/자란.md
git add -A
git commit -q -m "갈 것"
a --quiet sync
b --quiet sync
mkdir "$T/bin"
cat >"$T/bin/git" <<'END'
#!/bin/sh
case " $* " in
*" --no-dry-run "*)
	touch "$T/reached"
	ln -sfn 반쯤 notes/고리.md
	printf '# 반\n' >notes/반.md
	printf '# 반' >notes/반반.md
	: >notes/고침.md
	rm notes/갈것.md
	exit 1
	;;
esac
PATH=$PATH_WAS exec git "$@"
END
chmod +x "$T/bin/git"
ln -sfn 반쯤 notes/고리.md
printf '# 반\n' >notes/고침.md
printf '# 반\n' >notes/반.md
printf '# 반의 반\n' >notes/반반.md
echo "둘째 줄" >>notes/자란.md
git rm -q notes/갈것.md
git add -A
git commit -q -m 반쯤
a --quiet sync
b --quiet log "반쯤" --at "2026-11-23 12:00" --minutes 1
before=$(state "$T/b")
export PATH_WAS="$PATH"
PATH=$T/bin:$PATH exits 1 "git ends between two files" b sync
ok "it was called" test -e "$T/reached"
like "$(cat "$T/err")" 'git has brought in a part of what is new, then: git read-tree failed; sync again' "it is told"
exits 3 "the next command" b status
exits 0 "one that looks at the history" b history index
is "$(state "$T/b")" "$before" "has taken it back"
is "$(git -C "$T/b" status --porcelain)" "" "and nothing differs"
ok "the note of it is gone" test ! -e "$T/b/.git/halfhour/sync-step"
PATH=$T/bin:$PATH exits 1 "and once more" b sync
HALFHOUR_NOW=2026-11-23T22:00:00+09:00 exits 0 "the next sync" b sync
as_git "$T/b" "git killed"
ok "the note of it is gone" test ! -e "$T/b/.git/halfhour/sync-step"
PATH=$T/bin:$PATH exits 0 "where nothing comes in, git is not called" b sync
ok "this side is whole" git -C "$T/b" fsck --strict --full
ok "and the other" there fsck --strict --full

done_testing
