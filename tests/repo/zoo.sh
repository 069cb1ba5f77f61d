#!/bin/sh
# zoo.sh: every shape and state a repository can have, and `log` in it
#
# Each is made by git itself. Where a commit can be made, it holds the entry and
# nothing else; where it cannot, the reason is told, the entry is saved, and the
# next command commits it once the state has ended. In both nothing of the
# user's changes by a byte: work tree, index, HEAD, refs, config, and what git
# keeps of a merge, a rebase or a bisect.
. "$(dirname "$0")/../lib.sh"

day=notes/daily/2026-11-23.md
entry='^### 20:58–21:28 도커: 층$'
git config --global core.quotePath false
# libgit2 forgets what a pattern that does not match was matched by, for each
# name of a setting that it looks through; the leak is none of ours.
echo leak:libpcre2 >"$T/leaks"
LSAN_OPTIONS=$LSAN_OPTIONS:suppressions=$T/leaks:print_suppressions=0
export LSAN_OPTIONS

# fill: in a repository of its own, a wiki with a note in each Unicode form.
fill() {
	mkdir -p notes/daily
	: >halfhour.yaml
	echo '# 도커' >notes/도커.md
	printf '# NFD\n' >"notes/$(printf '\341\204\216\341\205\263\341\206\274').md"
	printf '# 2026-11-22\n' >notes/daily/2026-11-22.md
	git add -A && git commit -qm "처음"
}

# stir: what the user has not finished: a change that is staged, one that is
# half staged, one that is not, and a file that git does not know.
stir() {
	echo '스테이지' >>notes/도커.md
	echo '새로' >notes/새것.md
	git add notes/도커.md notes/새것.md
	echo '더' >>notes/새것.md
	echo '어제' >>notes/daily/2026-11-22.md
	echo '모름' >notes/모름.md
}

# users: all that is the user's, but for the day file and its row.
users() {
	find . -path '*/.git' -prune -o -type f ! -path "./$day" -print0 |
		sort -z | xargs -0 -r sha256sum
	git ls-files -s --debug -- . ":(exclude)$day" | sed 's/flags: .*//'
	git diff --cached -- . ":(exclude)$day"
	git symbolic-ref -q HEAD
	lib_g=$(git rev-parse --absolute-git-dir)
	(cd "$lib_g" && find . -type f ! -path './objects/*' ! -path './logs/*' \
		! -path './halfhour/*' ! -name COMMIT_EDITMSG ! -path './refs/heads/*' ! -name index \
		! -name 'sharedindex.*' ! -name '*.lock' \
		! -path './modules/*' ! -path './worktrees/*' -print0 |
		sort -z | xargs -0 -r sha256sum)
	git for-each-ref --format='%(refname) %(objectname)' |
		grep -v "^$(git symbolic-ref -q HEAD) "
}

# file_has: how often the file has the entry, whatever its ends of line.
file_has() {
	tr -d '\r' <"$day" | grep -c "$entry"
}

# index_is: the bytes of the index.
index_is() {
	sha256sum <"$(git rev-parse --git-path index)"
}

# commits NAME: `log` commits, and nothing but the entry.
commits() {
	before=$(users)
	was=$(git rev-parse -q --verify HEAD)
	exits 0 "$1: an entry" "$HALFHOUR" log '도커: 층' -b '레이어'
	is "$(git rev-parse -q --verify HEAD^)" "$was" "$1: one commit on top"
	is "$(git show --format= --name-only HEAD)" "${2:-}$day" \
		"$1: with the day alone"
	is "$(git show "HEAD:./$day" | grep -c "$entry")" 1 "$1: HEAD has it"
	is "$(git show ":./$day" | grep -c "$entry")" 1 "$1: the index has it"
	is "$(file_has)" 1 "$1: the file has it"
	is "$(git diff --cached --name-only -- "$day")" "" \
		"$1: nothing of it is staged"
	is "$(users)" "$before" "$1: nothing of the user's has changed"
	is "$(git fsck --no-dangling 2>&1 | grep -v '^Checking\|^notice')" "" \
		"$1: fsck"
}

# waits NAME CODE REASON: `log` saves, commits nothing and says why.
waits() {
	before=$(users) index=$(index_is)
	was=$(git rev-parse -q --verify HEAD)
	exits "$2" "$1: an entry" "$HALFHOUR" log '도커: 층' -b '레이어'
	like "$(cat "$T/out" "$T/err")" "saved, not committed.*$3" \
		"$1: is saved, and the reason told"
	is "$(git rev-parse -q --verify HEAD)" "$was" "$1: HEAD stays"
	is "$(index_is)" "$index" "$1: the index, byte for byte"
	is "$(file_has)" 1 "$1: the file has it"
	is "$(users)" "$before" "$1: nothing of the user's has changed"
}

# ends NAME: the state is over, and the next command commits what waited.
ends() {
	exits 0 "$1: the next command" "$HALFHOUR" list
	is "$(git show "HEAD:./$day" | grep -c "$entry")" 1 "$1: commits it"
	is "$(file_has)" 1 "$1: once"
	is "$(git diff --name-only HEAD -- "$day")" "" "$1: the file is HEAD's"
	is "$(git diff --cached --name-only -- "$day")" "" "$1: so is the index"
	exits 0 "$1: and again" "$HALFHOUR" list
	is "$(git log --format=%s | grep -c '^log: ')" 1 "$1: one commit"
	is "$(git fsck --no-dangling 2>&1 | grep -v '^Checking\|^notice')" "" \
		"$1: fsck"
}

# at NAME [GIT-INIT-OPTION…]: an empty repository of that name, to work in.
at() {
	lib_name=$1
	shift
	git init -q "$@" "$T/$lib_name" && cd "$T/$lib_name" || exit 1
}

# ---- shapes ---------------------------------------------------------------

at plain && fill && stir
commits "changes of every kind"

at unborn && mkdir notes && : >halfhour.yaml
echo '스테이지' >notes/도커.md && git add notes/도커.md && echo '더' >>notes/도커.md
commits "an unborn branch"

at orphan && fill && git checkout -q --orphan 새가지 && echo 더 >>notes/도커.md
before=$(users)
exits 0 "an orphan branch" "$HALFHOUR" log '도커: 층'
is "$(git log --format=%s | grep -c .) $(git show --format= --name-only HEAD)" \
	"1 $day" "has one commit of the day alone"
is "$(users)" "$before" "an orphan branch: what was staged is staged"

at linked && fill && git worktree add -q -b 다른 ../옆 && cd ../옆 && stir
commits "a linked worktree"
is "$(git -C "$T/linked" status --porcelain)" "" "the other one is as it was"

at inner && fill && at outer && fill
git -c protocol.file.allow=always submodule --quiet add ../inner 안 &&
	git commit -qm 안 && stir
commits "a submodule inside"
cd 안 && stir
git config user.name Ada
commits "inside a submodule"
is "$(git -C .. diff --cached --name-only)" "notes/도커.md
notes/새것.md" "the outer one is as it was"

mkdir "$T/below" && at below/repo && mkdir -p 위키 && cd 위키 && fill && stir
commits "a wiki below the repository's root" 위키/

at four && fill && git update-index --index-version 4 && stir
commits "an index of version 4"
is "$(head -c 8 .git/index | od -An -tu1 | tr -s ' ')" " 68 73 82 67 0 0 0 4" \
	"it stays one"

at fsmon && fill && git config core.untrackedCache true &&
	git update-index --untracked-cache && git status >/dev/null && stir
commits "an untracked cache"

at crlf && git config core.autocrlf true && git config core.safecrlf false && fill && stir
printf '# 2026-11-23\r\n' >"$day" && git add "$day" 2>/dev/null && git commit -qm day -- "$day"
echo 더 >>notes/새것.md
commits "core.autocrlf"
is "$(git show "HEAD:$day" | grep -c "$(printf '\r')")" 0 "HEAD has LF alone"
at attr && git config core.safecrlf false && echo '*.md text eol=crlf' >.gitattributes && fill && stir
commits "eol=crlf"
is "$(git show "HEAD:$day" | grep -c "$(printf '\r')")" 0 "HEAD has LF alone"
is "$(git status --porcelain -- "$day")" "" "git sees no difference"

at shallow-of && fill && echo 더 >>notes/도커.md && git commit -qam 둘 &&
	git clone -q --depth 1 "file://$T/shallow-of" "$T/shallow" && cd ../shallow && stir
was=$(git rev-parse HEAD)
exits 0 "a shallow clone: an entry" "$HALFHOUR" log '도커: 층'
is "$(git rev-parse HEAD^)" "$was" "a shallow clone: one commit on top"
git -C "$T/shallow-of" config uploadpack.allowFilter true
if git clone -q --filter=blob:none "file://$T/shallow-of" "$T/partial" 2>/dev/null
then
	cd "$T/partial" && stir
	was=$(git rev-parse HEAD)
	exits 0 "a partial clone: an entry" "$HALFHOUR" log '도커: 층'
	is "$(git rev-parse HEAD^)" "$was" "a partial clone: one commit on top"
fi

at packed && fill && git gc -q && git pack-refs --all && stir
commits "all packed"

# ---- ignored, sparse, another's, another hash -------------------------------

at ignored && echo 'notes/' >.gitignore && mkdir -p notes/daily && : >halfhour.yaml &&
	git add -A && git commit -qm 하나
before=$(users) index=$(index_is) was=$(git rev-parse HEAD)
exits 0 "ignored notes: an entry" "$HALFHOUR" log '도커: 층'
cat "$T/out" "$T/err" >"$T/seen"
is "$(file_has)" 1 "the file has it"
like "$(cat "$T/seen")" 'ignore' "it is told that git ignores it"
is "$(users)" "$before" "ignored notes: nothing of the user's has changed"

at sparse && fill && mkdir 다른 && echo x >다른/x && git add -A && git commit -qm x &&
	git sparse-checkout set --cone notes 2>/dev/null && stir
commits "a sparse checkout"
is "$(ls)" "halfhour.yaml
notes" "it stays sparse"
at sparser && fill && mkdir 다른 && echo x >다른/x && git add -A && git commit -qm x
if git sparse-checkout set --cone --sparse-index notes 2>/dev/null; then
	stir
	commits "a sparse index"
	is "$(git ls-files --sparse | grep -c '/$')" 1 "it stays sparse"
fi

at split && fill && git update-index --split-index && stir
commits "a split index"
ok "it stays split" grep -q link .git/index

if (at sha --object-format=sha256) >/dev/null 2>&1; then
	cd "$T/sha" && fill && stir
	commits "SHA-256"
	exits 0 "SHA-256: a second" "$HALFHOUR" log 'ipc: 관로' --at -5m --minutes 5
	is "$(git log --format=%s | head -2)" "log: ipc 5m
log: 도커 30m" "SHA-256: on top"
	git checkout -q --detach
	day_sum=$(git rev-parse HEAD)
	exits 4 "SHA-256, detached" "$HALFHOUR" log '셋' --minutes 5
	like "$(cat "$T/err")" "saved, not committed: HEAD is detached" "is told"
	is "$(git rev-parse HEAD)" "$day_sum" "HEAD stays"
	git switch -q main
	exits 0 "SHA-256: the next entry" "$HALFHOUR" log '넷' --minutes 5
	is "$(git log --format=%s | head -2)" "log: 넷 5m
log: 셋 5m" "commits both"
fi

if [ "$(id -u)" -eq 0 ]; then
	at foreign && fill && stir && chown -R 12345:12345 "$T/foreign"
	before=$(find . -type f -exec sha256sum {} +)
	exits 1 "of another owner" "$HALFHOUR" log '도커: 층'
	like "$(cat "$T/err")" "belongs to another user.*safe.directory" \
		"is refused, with the way out"
	is "$(find . -type f -exec sha256sum {} +)" "$before" "nothing has changed"
	git config --global --add safe.directory "$T/foreign"
	commits "of another owner, trusted"
else
	skip "of another owner" "only root can give files away"
fi

# ---- states -----------------------------------------------------------------

at detached && fill && git checkout -q --detach && stir
waits "detached" 4 "HEAD is detached"
git switch -q -c 가지
ends "detached"

# two NAME: two branches that changed one line.
two() {
	at "$1" && fill
	git checkout -q -b 저쪽 && echo 저쪽 >>notes/도커.md && git commit -qam 저쪽
	git checkout -q main && echo 이쪽 >>notes/도커.md && git commit -qam 이쪽
	echo 모름 >notes/모름.md
}
two merge && git merge -q 저쪽 >/dev/null 2>&1
waits "a merge" 4 "a merge is in progress"
echo 둘 >notes/도커.md && git add notes/도커.md && git commit -qm 합침
ends "a merge"
two abort && git merge -q 저쪽 >/dev/null 2>&1
waits "a merge, given up" 4 "a merge is in progress"
git merge --abort
ends "a merge, given up"
two rebase && git rebase -q 저쪽 >/dev/null 2>&1
waits "a rebase" 4 "a rebase is in progress"
git rebase --abort
ends "a rebase"
two pick && git cherry-pick 저쪽 >/dev/null 2>&1
waits "a cherry-pick" 4 "a cherry-pick is in progress"
echo 둘 >notes/도커.md && git add notes/도커.md &&
	git -c core.editor=true cherry-pick --continue >/dev/null 2>&1
ends "a cherry-pick"
two revert && git revert --no-edit HEAD~1 >/dev/null 2>&1
waits "a revert" 4 "a revert is in progress"
git revert --abort
ends "a revert"
at bisect && fill && for i in 1 2 3 4; do
	echo "$i" >>notes/도커.md && git commit -qam "$i"
done
git bisect start HEAD HEAD~4 >/dev/null 2>&1
waits "a bisect" 4 "a bisect is in progress"
git bisect reset >/dev/null 2>&1
ends "a bisect"
two am && git format-patch -q --stdout main..저쪽 >"$T/patch" &&
	git am -q "$T/patch" >/dev/null 2>&1
waits "git am" 4 "(git am|a rebase) is in progress"
git am --abort
ends "git am"

# ---- locks --------------------------------------------------------------------

for lock in index.lock refs/heads/main.lock; do
	at "lock-$(basename $lock)" && fill && stir
	: >".git/$lock"
	waits "$lock, left behind" 5 "$lock"
	ok "$lock stays: it is not ours" test -f ".git/$lock"
	rm ".git/$lock"
	ends "$lock, left behind"
done
at head-lock && fill && stir && : >.git/HEAD.lock
commits "HEAD.lock, which is not of the branch"
ok "it stays" test -f .git/HEAD.lock
at live && fill && stir
python3 -c 'import os, sys, time
os.open(".git/index.lock", os.O_CREAT | os.O_EXCL | os.O_RDWR)
open(sys.argv[1], "w").close(); time.sleep(300)' "$T/held" &
holder=$!
until [ -e "$T/held" ]; do sleep 0.05; done
waits "index.lock, held" 5 "index.lock"
like "$(cat "$T/out" "$T/err")" "$holder" "it names who holds it"
kill $holder
wait $holder 2>/dev/null
rm .git/index.lock
ends "index.lock, held"

# ---- what only git does ---------------------------------------------------------

cat >"$T/gpg" <<'END2'
#!/bin/sh
cat >/dev/null
echo '[GNUPG:] SIG_CREATED ' >&2
printf -- '-----BEGIN PGP SIGNATURE-----\n\nabcd\n-----END PGP SIGNATURE-----\n'
END2
chmod +x "$T/gpg"
at sign && git config gpg.program "$T/gpg" && fill && stir &&
	git config commit.gpgSign true
commits "signing"
like "$(git cat-file commit HEAD)" '^gpgsig -----BEGIN PGP SIGNATURE-----$' \
	"the commit is signed"
is "$(git log -1 --format='%an %ad %s' --date=iso)" \
	"Ada Test 2026-11-23 21:28:00 +0900 log: 도커 30m" \
	"its author and time are the entry's"
like "$(git log -1 --format=%b)" '^Halfhour-Minutes: 30$' "it has the trailers"
git config gpg.program false
exits 1 "a key that is not there" "$HALFHOUR" log 'ipc' --minutes 5
like "$(cat "$T/err")" "saved, not committed: git commit failed: .*gpg" \
	"what git says is told"
exits 0 "who only reads" "$HALFHOUR" list
like "$(cat "$T/err")" "saved, not committed: commit.gpgSign is on.*next entry" \
	"is told that it waits"
git config gpg.program "$T/gpg"
exits 0 "the next entry" "$HALFHOUR" log 'mmap' --minutes 5
is "$(git log -2 --format=%s)" "log: mmap 5m
log: ipc 5m" "commits both"
is "$(git log --format=%B | grep -c '^Halfhour-Entry')" 3 "each once"

at hook && fill && stir
mkdir "$T/hooks" && git config core.hooksPath "$T/hooks"
cat >"$T/hooks/pre-commit" <<'END2'
#!/bin/sh
git diff --cached --name-only >../hooked
END2
cat >"$T/hooks/commit-msg" <<'END2'
#!/bin/sh
echo 'Signed-off-by: Ada' >>"$1"
END2
chmod +x "$T/hooks/pre-commit" "$T/hooks/commit-msg"
commits "hooks"
is "$(cat ../hooked)" "$day" "pre-commit sees the day alone"
like "$(git log -1 --format=%b)" '^Signed-off-by: Ada$' "commit-msg has its word"
# One that formats, as prettier does: the index follows, so nothing is staged.
cat >"$T/hooks/pre-commit" <<'END2'
#!/bin/sh
sed -i 's/ *$//; s/옛말/새말/' notes/daily/2026-11-23.md
git add notes/daily/2026-11-23.md
END2
exits 0 "a hook that changes the file" "$HALFHOUR" log '둘' --minutes 5 -b 옛말
is "$(git show "HEAD:$day" | grep -c 새말) $(git diff HEAD --name-only -- "$day")" \
	"1 " "all three have what it made of it"
# One that refuses.
printf '#!/bin/sh\necho 안 돼 >&2\nexit 1\n' >"$T/hooks/pre-commit"
before=$(users) was=$(git rev-parse HEAD)
exits 1 "a hook that refuses" "$HALFHOUR" log '셋' --minutes 5
like "$(cat "$T/err")" "saved, not committed: git commit failed: 안 돼" \
	"its words are told"
is "$(git rev-parse HEAD)" "$was" "HEAD stays"
is "$(users)" "$before" "nothing of the user's has changed"
: >"$T/ran" && printf '#!/bin/sh\necho x >>"%s"\nexit 1\n' "$T/ran" >"$T/hooks/pre-commit"
exits 0 "who only reads" "$HALFHOUR" list
is "$(cat "$T/ran")" "" "runs no hook"
printf '#!/bin/sh\n' >"$T/hooks/pre-commit"
exits 0 "the next entry" "$HALFHOUR" log '넷' --minutes 5
is "$(git log -2 --format=%s)" "log: 넷 5m
log: 셋 5m" "commits both"
is "$(git status --porcelain -- "$day")" "" "git sees nothing left"
printf '#!/bin/sh\nexit 1\n' >"$T/hooks/pre-commit"
exits 1 "one more" "$HALFHOUR" log '도커: 층' --minutes 5
entry='도커: 층$'
git add "$day" && git commit -qnm '내 손으로' -- "$day"
exits 0 "committed by hand" "$HALFHOUR" list
is "$(ls .git/halfhour/pending 2>/dev/null)" "" "nothing is owed"
entry='^### 20:58–21:28 도커: 층$'

at filter && fill && stir
git config filter.crypt.clean 'tr a-z n-za-m'
git config filter.crypt.smudge 'tr a-z n-za-m'
echo '*.md filter=crypt' >.git/info/attributes
before=$(users)
exits 0 "a filter" "$HALFHOUR" log 'docker: layers'
is "$(git show "HEAD:$day" | grep -c 'qbpxre: ynlref$')" 1 \
	"what is committed went through it"
is "$(git cat-file --filters "HEAD:$day" | grep -c 'docker: layers$')" 1 \
	"and comes back"
is "$(git status --porcelain -- "$day")" "" "git sees nothing left"
is "$(users)" "$before" "nothing of the user's has changed"
exits 0 "a filter: a second" "$HALFHOUR" log 'ipc' --minutes 5
is "$(git cat-file --filters "HEAD:$day" | grep -c '^### ')" 2 "both are there"
exits 0 "who only reads" "$HALFHOUR" list
is "$(git log --format=%s | grep -c '^log: ')" 2 "finds nothing to do"

# Settings of this work tree alone, and those of a file in place of ~/.gitconfig.
at only && fill && stir
git worktree add -q ../linked 2>"$T/linked.log"
git config extensions.worktreeConfig true
git config --worktree filter.crypt.clean 'tr a-z n-za-m'
git config --worktree filter.crypt.smudge 'tr a-z n-za-m'
echo '*.md filter=crypt' >.git/info/attributes
exits 0 "a filter of this work tree" "$HALFHOUR" log 'docker: layers'
is "$(git show "HEAD:$day" | grep -c 'qbpxre: ynlref$')" 1 \
	"what is committed went through it"
is "$(git status --porcelain -- "$day")" "" "git sees nothing left"
git config --worktree user.name "Only Here"
exits 0 "an author of this work tree" "$HALFHOUR" log 'ipc' --minutes 5
is "$(git log -1 --format=%an)" "Only Here" "is the one of the commit"
exits 0 "another work tree" "$HALFHOUR" -C ../linked log 'mmap' --minutes 5
is "$(git -C ../linked log -1 --format=%an)" "Ada Test" "has its own"
is "$(git -C ../linked show "HEAD:$day" | grep -c '^###.* mmap$')" 1 \
	"and no filter"

at global && fill && stir
{
	cat "$GIT_CONFIG_GLOBAL"
	printf '[filter "crypt"]\n\tclean = tr a-z n-za-m\n\tsmudge = tr a-z n-za-m\n'
} >"$T/other"
echo '*.md filter=crypt' >.git/info/attributes
exits 0 "a filter of GIT_CONFIG_GLOBAL" \
	env GIT_CONFIG_GLOBAL="$T/other" "$HALFHOUR" log 'docker: layers'
is "$(git show "HEAD:$day" | grep -c 'qbpxre: ynlref$')" 1 \
	"what is committed went through it"
exits 0 "none of it" env GIT_CONFIG_GLOBAL= "$HALFHOUR" list

at encoding && fill && stir
echo '*.md working-tree-encoding=UTF-16' >.git/info/attributes
exits 1 "an encoding that is not ours" "$HALFHOUR" log '도커: 층'
like "$(cat "$T/err")" "nothing is written, .* as UTF-16 in the work tree" \
	"is told"
ok "there is no such file" not test -e "$day"
printf '# 2026-11-23\n\n손으로\n' >"$day"
exits 1 "an encoding that is not the file's" "$HALFHOUR" log '도커: 층'
like "$(cat "$T/err")" "saved, not committed: git [a-z-]* failed: .*UTF-16" \
	"what git says is told"
is "$(grep -c "$entry" "$day")" 1 "the file has it"

# Killed at each program that git is called for: the next entry finishes it.
if [ "${HALFHOUR#*san/}" = "$HALFHOUR" ] && command -v strace >/dev/null &&
	strace -qq -o /dev/null -e inject=getpid:signal=KILL:when=99 true 2>/dev/null
then
	at killed && fill && stir
	printf '#!/bin/sh\n' >.git/hooks/pre-commit && chmod +x .git/hooks/pre-commit
	before=$(users) n=1
	while [ "$n" -lt 40 ]; do
		strace -qq -o "$T/trace" -e trace=wait4 \
			-e inject=wait4:signal=KILL:when=$n \
			"$HALFHOUR" log "하나 $n" --minutes 1 >/dev/null 2>&1
		grep -q 'killed by SIGKILL' "$T/trace" || break
		"$HALFHOUR" log "둘 $n" --minutes 1 >/dev/null 2>"$T/err" ||
			cat "$T/err" >>"$T/refused"
		n=$((n + 1))
	done
	ok "it was killed at each of $n calls" test "$n" -gt 8
	"$HALFHOUR" log "끝" --minutes 1 >/dev/null 2>&1
	for where in "git show HEAD:$day" "git show :$day" "cat $day"; do
		is "$($where | grep -c '^### ')" \
			"$($where | grep '^### ' | sort -u | grep -c .)" \
			"${where%% "$day"}: none is there twice"
		is "$($where | grep -c '^### ')" $((2 * n)) "and all are"
	done
	is "$(git log --format=%s | grep -c '^log: ')" $((2 * n)) \
		"a commit for each"
	is "$(users)" "$before" "nothing of the user's has changed"
	is "$(git fsck --no-dangling 2>&1 | grep -v '^Checking\|^notice')" "" "fsck"
else
	skip "killed while git works" "there is no strace that can"
fi
done_testing
