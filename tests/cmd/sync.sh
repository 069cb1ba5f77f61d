#!/bin/sh
# sync.sh: fetch, merge the days by entry, push
. "$(dirname "$0")/../lib.sh"

# libgit2 forgets what a pattern that does not match was matched by, for each
# name of a setting that it looks through; the leak is none of ours.
echo leak:libpcre2 >"$T/leaks"
LSAN_OPTIONS=$LSAN_OPTIONS:suppressions=$T/leaks:print_suppressions=0
export LSAN_OPTIONS

# Two clones, each a wiki with a name of its own, and what both push to.
there() {
	git --git-dir="$T/there.git" "$@"
}
a() {
	"$HALFHOUR" -C "$T/wiki" "$@"
}
b() {
	"$HALFHOUR" -C "$T/b" "$@"
}
day=notes/daily/2026-11-23.md
# The bytes of index, work tree and HEAD, for what must not be touched.
state() {
	git -C "$1" rev-parse HEAD
	git -C "$1" ls-files -s
	git -C "$1" status --porcelain=v2
	find "$1/notes" -type f | sort | xargs sha256sum
}

wiki --lang ko
exits 1 "without a remote" "$HALFHOUR" sync
like "$(cat "$T/err")" 'there is no remote to sync with; name one by git remote add origin' "there is a way out"
git init -q --bare "$T/there.git"
git remote add origin "$T/there.git"
exits 3 "status before any sync" "$HALFHOUR" status --json
unlike "$(cat "$T/out")" unsynced "counts nothing"
exits 0 "into an empty repository" "$HALFHOUR" sync
like "$(cat "$T/out")" '^synced: 0 in, 1 out, 0 files changed ↔ origin main \[[0-9a-f]{7}\]$' "it says what went"
is "$(there rev-parse main)" "$(git rev-parse HEAD)" "the branch is there"
is "$(git rev-parse origin/main)" "$(git rev-parse HEAD)" "and git knows of it"
exits 0 "again" "$HALFHOUR" sync
like "$(cat "$T/out")" '^nothing to sync: origin main is the same \[' "there is nothing"
git clone -q "$T/there.git" "$T/b"
git -C "$T/b" config user.name "Bob Test"

# ---- both log --------------------------------------------------------------

a --quiet log "도커: 레이어 캐시" --at "2026-11-23 21:00" --minutes 20 -k "작은 예제로 확인했다"
b --quiet log "파이프" --at "2026-11-23 20:00" --minutes 10 -k "그림을 그렸다" -t "PIPE_BUF를 30분 동안 읽는다"
exits 0 "the one who comes first" a sync
exits 0 "the other" b sync --json
is "$(python3 -c 'import json,sys
d = json.load(open(sys.argv[1]))
print(d["schema"], d["state"], d["remote"], d["branch"], d["in"], d["out"], d["merged"],
	d["waiting"], d["changed"], d["both"], d["conflicts"])' "$T/out")" \
	"1 synced origin main 1 2 True 0 ['$day'] [] []" "says what it did in JSON"
exits 0 "and the first once more" a sync
is "$(git rev-parse HEAD)" "$(git -C "$T/b" rev-parse HEAD)" "both have one branch"
cat >"$T/want" <<END
# 2026-11-23

## 리뷰

### 20:00–20:10 파이프

### 21:00–21:20 도커: 레이어 캐시

## 회고

### KEEP

- 작은 예제로 확인했다
- 그림을 그렸다

### TRY

END
grep -v '^- \[ \]' "$day" >"$T/got"
same "$T/got" "$T/want" "with both entries, in the order of time"
is "$(git status --porcelain)" "" "the index and the files are those of the commit"
is "$(git -C "$T/b" status --porcelain)" "" "on both sides"
is "$(git log -1 --format='%an: %s; %P' | sed 's/[0-9a-f]\{40\}/X/g')" \
	"Bob Test: sync: 1 here, 1 from origin; X X" "the merge is a commit of two"
is "$(git reflog -1 --format=%gs)" "pull: sync: 1 here, 1 from origin" "the reflog tells of it"
ok "the repository is whole" git fsck --strict --full
ok "and the other side" there fsck --strict --full

# ---- the same entry, and the same try --------------------------------------

edit() {
	sed -i "$2" "$1/$day"
	git -C "$1" commit -q -a -m 고침
}
edit "$T/wiki" 's/^### 21:00.*/&\n\n하나를 배웠다./'
edit "$T/b" 's/^### 21:00.*/&\n\n둘을 배웠다./'
a --quiet sync
exits 0 "an entry that both have edited" b sync
like "$(cat "$T/err")" "$day: edited on both sides, so both are kept and marked; 'halfhour check'" "is told"
a --quiet sync
like "$(cat "$day")" '^하나를 배웠다\.$' "the one is there"
like "$(cat "$day")" '^둘을 배웠다\.$' "and the other"
unlike "$(git show HEAD:"$day")" '^(<<<<<<<|=======|>>>>>>>)' "and no marker of git's"
exits 0 "check" a check
mark=$(grep -n '^> \[!sync\]' "$day" | cut -d : -f 1)
like "$(cat "$T/out")" "^$day:$mark:1: warning: .*settle it, and remove this line \[sync\]$" "tells where"
exits 0 "the site" a build
like "$(cat site/changes.html)" '<h2 id="_marked">정리할 것</h2>' "lists it"
like "$(cat site/changes.html)" '<li><a href="daily/2026-11-23\.html">' "with its day"
like "$(cat site/daily/2026-11-23.html)" 'callout-warning' "and shows it there"
sed -i '/^> \[!sync\]/d' "$day"
git commit -q -a -m 정리
exits 0 "when it is settled" a check
unlike "$(cat "$T/out")" '\[sync\]' "nothing is told"
exits 0 "the site then" a build
unlike "$(cat site/changes.html)" '_marked' "lists nothing"
a --quiet sync
b --quiet sync
id=$(sed -n 's/.*\(\^t[0-9a-z]*\)$/\1/p' "$day")
a --quiet try "done" "${id#^}"
b --quiet try "done" "${id#^}"
a --quiet sync
exits 0 "a try that both have done" b sync
is "$(cat "$T/err")" "" "is done"
is "$(grep -cF "$id (done 2026-11-23)" "$T/b/$day")" 1 "once"
a --quiet sync

# ---- merges that crossed ---------------------------------------------------

printf '# 가\n' >notes/가.md
git add notes
git commit -q -m 가
printf '# 나\n' >"$T/b/notes/나.md"
git -C "$T/b" add notes
git -C "$T/b" commit -q -m 나
ours=$(git rev-parse HEAD)
git fetch -q "$T/b" main
git merge -q -m "이쪽에서" FETCH_HEAD
git -C "$T/b" fetch -q "$T/wiki" main
git -C "$T/b" merge -q -m "저쪽에서" "$ours"
a --quiet log "가" --at "2026-11-22 21:00" --minutes 10
b --quiet log "나" --at "2026-11-22 22:00" --minutes 10
git fetch -q "$T/b" main
is "$(git merge-base --all HEAD FETCH_HEAD | wc -l)" 2 "two commits that both came from"
a --quiet sync
exits 0 "two that have merged each other" b sync
a --quiet sync
is "$(grep -c '^### [0-9]' notes/daily/2026-11-22.md)" 2 "are made one"

# ---- other notes -----------------------------------------------------------

printf '# 글\n\n하나\n\n둘\n\n셋\n' >notes/글.md
git add notes
git commit -q -m 글
a --quiet sync
b --quiet sync
note() {
	sed -i "$2" "$1/notes/글.md"
	git -C "$1" commit -q -a -m 고침
}
note "$T/wiki" 's/하나/하나!/'
note "$T/b" 's/셋/셋!/'
a --quiet sync
exits 0 "a note that both have edited in two places" b sync
is "$(sed -n '3p;7p' "$T/b/notes/글.md")" "하나!
셋!" "is merged by lines"
a --quiet sync
note "$T/wiki" 's/둘/둘 하나/'
note "$T/b" 's/둘/둘 둘/'
b --quiet log "시그널" --at "2026-11-23 19:00" --minutes 10
a --quiet sync
before=$(state "$T/b")
on_remote=$(there rev-parse main)
exits 4 "in one place" b sync
like "$(cat "$T/err")" 'both sides have changed notes/글\.md; nothing is changed here, and nothing is pushed\. Merge with git: git pull --no-rebase origin main' "is told, with the way out"
is "$(state "$T/b")" "$before" "and nothing is touched"
is "$(there rev-parse main)" "$on_remote" "on either side"
exits 4 "as JSON" b sync --json
like "$(cat "$T/out")" '"state": "conflict"' "it says so"
like "$(cat "$T/out")" '"notes/글\.md"' "and the file"
exits 3 "status" b status
like "$(cat "$T/err")" "2 commits wait to be synced: 'halfhour sync'" "counts what waits"
git -C "$T/b" pull -q --no-rebase origin main >"$T/pull.log" 2>&1
exits 4 "while git merges" b sync
like "$(cat "$T/err")" 'a merge is in progress; finish it with git commit' "it waits"
printf '# 글\n\n하나!\n\n둘 하나 둘\n\n셋!\n' >"$T/b/notes/글.md"
git -C "$T/b" commit -q -a -m 합침
exits 0 "and then it goes" b sync
a --quiet sync
is "$(git rev-parse HEAD)" "$(git -C "$T/b" rev-parse HEAD)" "both are one"
git rm -q notes/글.md
git commit -q -m 지움
note "$T/b" 's/셋!/셋?/'
a --quiet sync
exits 4 "a note removed here and edited there" b sync
like "$(cat "$T/err")" 'notes/글\.md' "is the user's to decide"
git -C "$T/b" reset -q --hard origin/main

# ---- what is not committed -------------------------------------------------

a --quiet log "소켓" --at "2026-11-23 18:00" --minutes 10
printf '# 새\n\n하나\n\n둘\n' >notes/새.md
git add notes/새.md
git commit -q -m 새
a --quiet sync
printf '\n아직 커밋하지 않은 줄.\n' >>"$T/b/$day"
printf '# 딴것\n' >"$T/b/notes/딴것.md"
git -C "$T/b" add notes/딴것.md
exits 0 "a day with a line that is not committed" b sync
is "$(tail -n 1 "$T/b/$day")" "아직 커밋하지 않은 줄." "keeps it"
like "$(cat "$T/b/$day")" '^### 18:00–18:10 소켓$' "and gets the entry"
is "$(git -C "$T/b" status --porcelain | sort)" " M $day
A  \"notes/\\353\\224\\264\\352\\262\\203.md\"" "what is staged stays staged, the line unstaged"
is "$(git -C "$T/b" diff --stat HEAD -- "$day" | tail -n 1)" " 1 file changed, 2 insertions(+)" "and is all that differs"
git -C "$T/b" checkout -q -- "$day"
sed -i 's/하나/하나 더/' notes/새.md
git commit -q -a -m 고침
a --quiet sync
sed -i 's/하나/하나 덜/' "$T/b/notes/새.md"
before=$(state "$T/b")
exits 4 "one edited in the same place" b sync
like "$(cat "$T/err")" 'notes/새\.md is changed on both sides, and what you have in it is not committed; commit it, or put it away: git stash -u' "is told"
is "$(state "$T/b")" "$before" "and nothing is touched"
git -C "$T/b" add notes/새.md
git -C "$T/b" show HEAD:notes/새.md >"$T/b/notes/새.md"
before=$(state "$T/b")
exits 4 "one staged so" b sync
like "$(cat "$T/err")" 'notes/새\.md is changed on both sides, and what you have staged of it' "too"
is "$(state "$T/b")" "$before" "and stays staged"
git -C "$T/b" reset -q --hard
printf '# 넷\n' >notes/넷.md
git add notes
git commit -q -m 넷
a --quiet sync
printf '# 내 것\n' >"$T/b/notes/넷.md"
exits 4 "a file that git does not know, where one is to come" b sync
is "$(cat "$T/b/notes/넷.md")" "# 내 것" "stays"
printf '# 넷\n' >"$T/b/notes/넷.md"
exits 0 "the same file" b sync
is "$(git -C "$T/b" status --porcelain -- notes/넷.md)" "" "is just that"
git rm -q notes/넷.md
git mv notes/새.md notes/옛.md
git commit -q -m 옮김
a --quiet sync
sed -i 's/둘/둘 셋/' "$T/b/notes/새.md"
git -C "$T/b" commit -q -a -m 고침
exits 0 "a note renamed here and edited there" b sync
like "$(cat "$T/b/notes/옛.md")" '^둘 셋$' "is both"
ok "what was removed is gone" test ! -e "$T/b/notes/넷.md" -a ! -e "$T/b/notes/새.md"
is "$(git -C "$T/b" status --porcelain)" "" "and nothing differs"
a --quiet sync

# ---- states of a repository ------------------------------------------------

git checkout -q --detach
exits 4 "a detached HEAD" "$HALFHOUR" sync
like "$(cat "$T/err")" 'HEAD is detached' "is told"
git checkout -q main
git checkout -q -b 딴가지
exits 0 "a branch that is only here" "$HALFHOUR" sync
ok "is pushed by its name" there rev-parse -q --verify refs/heads/딴가지
git config branch.딴가지.remote origin
git config branch.딴가지.merge refs/heads/main
a --quiet log "스레드" --at "2026-11-23 17:00" --minutes 10
exits 0 "one that follows another" "$HALFHOUR" sync
is "$(there rev-parse main)" "$(git rev-parse HEAD)" "goes there"
git checkout -q main
exits 0 "back" "$HALFHOUR" sync
b --quiet sync
mkdir "$T/new"
git init -q "$T/new"
mkdir "$T/new/notes"
: >"$T/new/halfhour.yaml"
git -C "$T/new" remote add origin "$T/there.git"
exits 4 "a repository without a commit, and other settings in it" "$HALFHOUR" -C "$T/new" sync
like "$(cat "$T/err")" 'halfhour\.yaml is changed on both sides' "is told"
rm "$T/new/halfhour.yaml"
exits 0 "without them" "$HALFHOUR" -C "$T/new" sync
is "$(git -C "$T/new" rev-parse HEAD)" "$(git rev-parse HEAD)" "gets the branch"
is "$(git -C "$T/new" status --porcelain)" "" "and its files"
"$HALFHOUR" --quiet init --lang ko --title 남의것 "$T/stranger"
git -C "$T/stranger" remote add origin "$T/there.git"
exits 4 "another history" "$HALFHOUR" -C "$T/stranger" sync
like "$(cat "$T/err")" 'no commit in common.*--allow-unrelated-histories' "is told"
git worktree add -q -b 나무 "$T/tree"
"$HALFHOUR" -C "$T/tree" --quiet log "트리" --at "2026-11-23 16:00" --minutes 10
exits 0 "a linked work tree" "$HALFHOUR" -C "$T/tree" sync
is "$(there rev-parse 나무)" "$(git -C "$T/tree" rev-parse HEAD)" "syncs its branch"
printf '#!/bin/sh\n' >go.sh
chmod +x go.sh
git add go.sh
git commit -q -m 프로그램
a --quiet sync
exits 0 "a new program" b sync
ok "can be run" test -x "$T/b/go.sh"
is "$(git -C "$T/b" status --porcelain)" "" "as the commit has it"
mkdir 밖
echo 하나 >밖/글.txt
git add 밖
git commit -q -m 밖
a --quiet sync
b --quiet sync
git -C "$T/b" sparse-checkout set --no-cone '/*' '!/밖/' 2>"$T/sparse.log"
echo 둘 >밖/글.txt
git commit -q -a -m 밖
a --quiet sync
exits 0 "a file that a sparse checkout leaves out" b sync
is "$(git -C "$T/b" show HEAD:밖/글.txt)" "둘" "is changed in the branch"
ok "and stays out" test ! -e "$T/b/밖/글.txt"
is "$(git -C "$T/b" status --porcelain)" "" "and is no difference"
git -C "$T/b" sparse-checkout disable
a --quiet log "끝" --at "2026-11-23 15:00" --minutes 10
a --quiet sync
b --quiet sync

# ---- what a merge is called -------------------------------------------------

# All who have the branch read it, so there is no path of this machine in it.
ln -s "$T/there.git" "$T/내 방.git"
for remote in "$T/there.git" "$T/내 방.git"; do
	a --quiet sync
	a --quiet log "가" --at "2026-11-21 21:00" --minutes 10
	a --quiet sync
	b --quiet log "나" --at "2026-11-21 22:00" --minutes 10
	exits 0 "a merge by a path" b sync --remote "$remote"
	git -C "$T/b" log -1 --format='%s' >>"$T/subjects"
	git -C "$T/b" reflog -1 --format='%gs' >>"$T/subjects"
done
is "$(cat "$T/subjects")" "sync: 1 here, 1 from origin
pull: sync: 1 here, 1 from origin
sync: 1 here, 1 from another repository
pull: sync: 1 here, 1 from another repository" "names no path"
a --quiet sync

# ---- others at the same time -----------------------------------------------

# The other one pushes between our look and our push, once.
mkdir "$T/bin"
cat >"$T/bin/git" <<END
#!/bin/sh
if [ "\$1" = receive-pack ]; then
	n=\$(cat "$T/calls" 2>/dev/null || echo 0)
	echo \$((n + 1)) >"$T/calls"
	[ "\$n" != 1 ] || PATH=$PATH "$HALFHOUR" -C "$T/wiki" --quiet sync
fi
PATH=$PATH exec git "\$@"
END
chmod +x "$T/bin/git"
a --quiet log "먼저" --at "2026-11-23 14:00" --minutes 10
b --quiet log "나중" --at "2026-11-23 13:00" --minutes 10
PATH=$T/bin:$PATH exits 0 "somebody who is faster" b sync
a --quiet sync
like "$(cat "$day")" '먼저' "loses nothing"
like "$(cat "$day")" '나중' "nor do we"
is "$(git rev-parse HEAD)" "$(git -C "$T/b" rev-parse HEAD)" "and both are one"
a --quiet log "또" --at "2026-11-23 12:00" --minutes 10
printf '#!/bin/sh\necho "밤에는 안 됩니다" >&2\nexit 1\n' >"$T/there.git/hooks/pre-receive"
chmod +x "$T/there.git/hooks/pre-receive"
exits 1 "a hook of theirs that refuses" a sync
like "$(cat "$T/err")" 'origin refuses it: pre-receive hook declined; it says: .*밤에는 안 됩니다' "is told"
rm "$T/there.git/hooks/pre-receive"

# ---- offline ---------------------------------------------------------------

mv "$T/there.git" "$T/away.git"
exits 1 "when nobody answers" a sync
like "$(cat "$T/err")" 'cannot reach origin' "it is told"
like "$(cat "$T/err")" "1 commit waits to be synced; nothing is lost" "with what waits"
exits 0 "to log is no matter" a log "오프라인" --at "2026-11-23 11:00" --minutes 10
exits 3 "status" a status --json
like "$(cat "$T/out")" '"unsynced": 2' "counts it"
a --quiet start "지금"
exits 0 "with a timebox, too" a status
like "$(cat "$T/err")" '2 commits wait' "it says so"
a --quiet cancel 2>/dev/null
mv "$T/away.git" "$T/there.git"
exits 0 "and then it goes" a sync
like "$(cat "$T/out")" '^synced: 0 in, 2 out' "all of it"
exits 3 "status then" a status
unlike "$(cat "$T/err")" 'wait' "has nothing to tell"
exits 0 "by a URL" a sync --remote "file://$T/there.git"
like "$(cat "$T/out")" '^nothing to sync: file://' "is the same branch"
exits 1 "a remote that there is not" a sync --remote 없다
like "$(cat "$T/err")" "there is no remote '없다'" "is told"
exits 2 "an operand" a sync main
# As one that was killed while it noted where the other side is has left it.
for half in .git/refs/halfhour/synced/* .git/refs/remotes/origin; do
	: >"$half/.halfhour-4242.tmp"
done
a --quiet log "남은 것" --at "2026-11-23 10:30" --minutes 5
exits 0 "what a killed one left below refs/" a sync
is "$(find .git/refs -name '.halfhour-*')" "" "is no hindrance, and goes"
mkfifo "$T/fifo"
flock .git/halfhour/sync.lock sh -c "echo held; cat '$T/fifo'" >"$T/held" &
while [ ! -s "$T/held" ]; do sleep 0.05; done
exits 5 "two at a time" a sync
echo go >"$T/fifo"
wait
ok "the other side is whole" there fsck --strict --full
ok "and this one" git fsck --strict --full

# ---- what nobody should push -----------------------------------------------

a --quiet sync
b --quiet sync
good=$(there rev-parse main)
hook=$(printf '#!/bin/sh\ntouch "%s"\n' "$T/ran" | there hash-object -w --stdin)
for name in .git .GIT; do
	hooks=$(printf '100755 blob %s\tpost-commit\n' "$hook" | there mktree)
	dot=$(printf '040000 tree %s\thooks\n' "$hooks" | there mktree)
	bad=$({
		there ls-tree main
		printf '040000 tree %s\t%s\n' "$dot" "$name"
	} | there mktree)
	there update-ref refs/heads/main \
		"$(there commit-tree -p "$good" -m "나쁜 것" "$bad")"
	before=$(state "$T/b")
	exits 1 "a file in $name" b sync
	like "$(cat "$T/err")" 'hooks/post-commit is not a path that a wiki may have' "is refused"
	is "$(state "$T/b")" "$before" "and nothing is taken"
	ok "none is there" test ! -e "$T/b/.git/hooks/post-commit" -a ! -e "$T/b/.GIT"
done
there update-ref refs/heads/main "$good"

# ---- several wikis in one repository ---------------------------------------

git init -q "$T/many"
for name in 하나 둘; do
	"$HALFHOUR" --quiet init --lang ko "$T/many/$name"
done
git init -q --bare "$T/many.git"
git -C "$T/many" remote add origin "$T/many.git"
exits 0 "from one wiki of two" "$HALFHOUR" -C "$T/many/하나" sync
git clone -q "$T/many.git" "$T/more"
"$HALFHOUR" -C "$T/many/둘" --quiet log "이쪽" --at "2026-11-23 09:00" --minutes 5 -k "하나"
"$HALFHOUR" -C "$T/more/둘" --quiet log "저쪽" --at "2026-11-23 08:00" --minutes 5 -k "둘"
"$HALFHOUR" -C "$T/many/하나" --quiet sync
exits 0 "a day of the other" "$HALFHOUR" -C "$T/more/하나" sync
is "$(grep '^### [0-9]\|^- ' "$T/more/둘/$day")" "### 08:00–08:05 저쪽
### 09:00–09:05 이쪽
- 하나
- 둘" "is merged by entry, too"

done_testing
