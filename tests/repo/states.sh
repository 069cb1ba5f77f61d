#!/bin/sh
# states.sh: more states of a repository, each with log, edit, undo and build
#
# As in zoo.sh, each is made by git itself, and nothing of the user's changes.
. "$(dirname "$0")/../lib.sh"

day=notes/daily/2026-11-23.md
git config --global core.quotePath false
git config --global advice.graftFileDeprecated false
# libgit2 forgets what a pattern that does not match was matched by, for each
# name of a setting that it looks through; the leak is none of ours.
echo leak:libpcre2 >"$T/leaks"
LSAN_OPTIONS=$LSAN_OPTIONS:suppressions=$T/leaks:print_suppressions=0
export LSAN_OPTIONS
cat >"$T/editor" <<'END'
#!/bin/sh
sed -i 's/하나$/둘/' "$1"
END
chmod +x "$T/editor"
EDITOR=$T/editor
export EDITOR

# at NAME [GIT-INIT-OPTION…]: a wiki, with a day, and a note that is staged.
at() {
	lib_name=$1
	shift
	git init -q "$@" "$T/$lib_name" && cd "$T/$lib_name" && fill
}
fill() {
	mkdir -p notes/daily
	: >halfhour.yaml
	echo '# 도커' >notes/도커.md
	printf '# 2026-11-23\n' >$day
	git add -A && git commit -qm '처음'
	stir
}
stir() {
	echo '더' >>notes/도커.md && git add notes/도커.md
}
users() {
	git diff --cached --raw
	git ls-files -v -- .
	sha256sum notes/도커.md
}
# works NAME: all commands do what they are for.
works() {
	before=$(users) was=$(git rev-parse HEAD)
	exits 0 "$1: log" "$HALFHOUR" log '가: 하나' --minutes 5
	is "$(git show "HEAD:$day" 2>/dev/null | tail -n 1)" \
		"### 21:23–21:28 가: 하나" "$1: HEAD has it"
	is "$(git rev-parse HEAD^)" "$was" "$1: by one commit on top"
	exits 0 "$1: edit" "$HALFHOUR" edit 2026-11-23
	is "$(git show "HEAD:$day" | tail -n 1)" "### 21:23–21:28 가: 둘" \
		"$1: HEAD has that"
	exits 0 "$1: undo" "$HALFHOUR" undo
	is "$(git show "HEAD:$day" | tail -n 1)" "### 21:23–21:28 가: 하나" \
		"$1: HEAD has it back"
	is "$(tail -n 1 $day)" "### 21:23–21:28 가: 하나" "$1: and the file"
	exits 0 "$1: history" "$HALFHOUR" history 2026-11-23
	ok "$1: has them all" test "$(wc -l <"$T/out")" -ge 3
	exits 0 "$1: build" "$HALFHOUR" build --out "$T/site"
	is "$(git diff --name-only HEAD -- $day 2>/dev/null)" "" \
		"$1: nothing of the day is left"
	is "$(users)" "$before" "$1: nothing of the user's has changed"
	ok "$1: the branch is whole" git -c core.commitGraph=false \
		-c core.multiPackIndex=false fsck --connectivity-only
}

# ---- what git is told of files ----------------------------------------------

printf '#!/bin/sh\nprintf "token\\0"\n' >"$T/monitor"
chmod +x "$T/monitor"
at fsmonitor && git config core.fsmonitor "$T/monitor" && git status >/dev/null
works "core.fsmonitor, which says that nothing changes"
at assume && git update-index --assume-unchanged $day
works "assume-unchanged"
at skip && git update-index --skip-worktree $day
works "skip-worktree"
at mac && git config core.ignoreCase true && git config core.precomposeUnicode true &&
	git config core.fileMode false && git config core.symlinks false && chmod +x $day
works "core.ignoreCase, precomposeUnicode, fileMode and symlinks"
is "$(git ls-files -s $day | cut -c 1-6)" 100644 "a mode that git is not to see stays"
at intent && git rm -q --cached $day && git commit -qm 없이 && stir && git add -N $day
before=$(git diff --cached --raw -- notes/도커.md)
exits 0 "intent-to-add: log" "$HALFHOUR" log '가: 하나' --minutes 5
is "$(git status --porcelain -- $day) $(git show "HEAD:$day" | grep -c '가: 하나$')" \
	" 1" "the day is committed"
is "$(git diff --cached --raw -- notes/도커.md)" "$before" "what is staged stays"

# ---- where it is -------------------------------------------------------------

at other && other=$PWD && others=$(git log --format=%H; git status --porcelain)
at env
before=$(git rev-parse HEAD)
for hook in no yes; do
	[ $hook = no ] || printf '#!/bin/sh\n' >.git/hooks/pre-commit
	[ $hook = no ] || chmod +x .git/hooks/pre-commit
	exits 0 "the variables of another repository, with a hook: $hook" \
		env GIT_DIR="$other/.git" GIT_WORK_TREE="$other" \
		GIT_INDEX_FILE="$other/.git/index" \
		GIT_OBJECT_DIRECTORY="$other/.git/objects" \
		"$HALFHOUR" log "가: $hook" --minutes 5
	ok "are not followed" git fsck --connectivity-only
done
is "$(git rev-list --count "$before..HEAD")" 2 "there are two commits"
is "$(git -C "$other" log --format=%H; git -C "$other" status --porcelain)" \
	"$others" "the other is as it was"
at separate --separate-git-dir "$T/separate.git"
works "a git folder elsewhere"
git clone -q --bare "$other" "$T/bare.git"
git -C "$T/bare.git" worktree add -q "$T/of-bare" 2>/dev/null
cd "$T/of-bare" && stir
works "a work tree of a bare repository"

# ---- objects that are elsewhere, or are not ------------------------------------

git clone -q --shared "$other" "$T/shared" && cd "$T/shared" && stir
works "git clone --shared"
git clone -q --shared "$other" "$T/alone" && cd "$T/alone" || exit 1
mv "$other" "$other.away"
exits 1 "the other is gone" "$HALFHOUR" log '나: 둘' --minutes 5
like "$(cat "$T/err")" "saved, not committed: .*part of this repository is in $other/.git/objects: bring that back" \
	"it is saved, with the way out"
mv "$other.away" "$other"
exits 0 "it is there again" "$HALFHOUR" list
is "$(git show "HEAD:$day" | grep -c '나: 둘$')" 1 "it is committed"
at partial-of && echo 옛말 >>$day && git commit -qam 둘 && git mv notes/도커.md notes/층.md &&
	echo 새말 >$day && git commit -qam 셋 && git config uploadpack.allowFilter true
git clone -q --filter=blob:none "file://$T/partial-of" "$T/partial" 2>/dev/null
cd "$T/partial" || exit 1
mv "$T/partial-of" "$T/away"
exits 0 "a partial clone, without a network: log" "$HALFHOUR" log '가: 하나' --minutes 5
exits 0 "undo" "$HALFHOUR" undo
exits 1 "history, of which something is not here" "$HALFHOUR" history 2026-11-23
like "$(cat "$T/err")" "the blob [0-9a-f]* is not in this repository: .*git fetch" \
	"is told, with the way out"
exits 0 "build" "$HALFHOUR" build --out "$T/site"
mv "$T/away" "$T/partial-of"
exits 0 "history, with the other side" "$HALFHOUR" history 2026-11-23 --diff
like "$(cat "$T/out")" '\[-옛말-\]|\{\+옛말\+\}' "has what git gets from there"
is "$(git status --porcelain)" "" "and nothing has changed"

# ---- what git keeps beside ------------------------------------------------------

at replaced && git commit -qm 둘 &&
	git replace HEAD "$(git commit-tree 'HEAD^{tree}' -p HEAD^ -m 바꾼)" && stir
works "a replaced commit"
at grafted && git commit -qm 둘 && git rev-parse HEAD >.git/info/grafts && stir
works "a graft"
for file in info/commit-graph pack/multi-pack-index; do
	at "damaged-$(basename $file)" && git commit -qm 둘 && git gc -q && stir
	git commit-graph write --no-progress && git multi-pack-index write --no-progress
	chmod u+w .git/objects/$file
	printf garbage >.git/objects/$file
	works "a damaged $file"
done
at link && ln -sf refs/heads/main .git/HEAD && was=$(git rev-parse main)
exits 4 "HEAD is a symbolic link" "$HALFHOUR" log '가: 하나' --minutes 5
like "$(cat "$T/err")" "saved, not committed: .*HEAD is a symbolic link.*git symbolic-ref HEAD refs/heads/main" \
	"is told, with the way out"
is "$(git rev-parse main)" "$was" "the branch stays"
git symbolic-ref HEAD refs/heads/main
exits 0 "then" "$HALFHOUR" list
is "$(git rev-parse main^)" "$was" "it is committed"

# ---- what cannot be written ------------------------------------------------------

if command -v bwrap >/dev/null &&
	bwrap --bind / / --ro-bind "$T" "$T" true 2>/dev/null; then
	at read-only
	before=$(find . -type f -exec sha256sum {} + | sort)
	for what in "log 가" "new 글" "start 가"; do
		# shellcheck disable=SC2086 # they are words
		exits 1 "a .git that is read only: $what" bwrap --bind / / --dev /dev \
			--ro-bind "$PWD/.git" "$PWD/.git" "$HALFHOUR" $what
		like "$(cat "$T/err")" "Read-only file system" "is told"
	done
	exits 0 "and to read is no matter" bwrap --bind / / --dev /dev \
		--ro-bind "$PWD/.git" "$PWD/.git" "$HALFHOUR" history 도커
	is "$(find . -type f -exec sha256sum {} + | sort)" "$before" \
		"nothing has changed"
else
	skip "a .git that is read only" "bwrap cannot"
fi

# ---- mv, where only git can read ----------------------------------------------------

if (at sha --object-format=sha256) >/dev/null 2>&1; then
	cd "$T/sha" || exit 1
	echo '[[도커]]를 보라.' >notes/파이프.md
	git add notes/파이프.md && git commit -qm 둘 && stir
	exits 4 "SHA-256: a note that is staged" "$HALFHOUR" mv 도커 층
	git reset -q --hard && echo '스테이지' >>halfhour.yaml && git add halfhour.yaml
	exits 0 "SHA-256: mv" "$HALFHOUR" mv 도커 층
	is "$(git show HEAD:notes/파이프.md)" '[[층]]를 보라.' "the link is written anew"
	is "$(git show --format= --name-only --no-renames HEAD | sort)" \
	"$(printf '%s\n' notes/도커.md notes/층.md notes/파이프.md | LC_ALL=C sort)" \
	"by one commit"
is "$(git status --porcelain)" "M  halfhour.yaml" "what is staged stays so"
	git checkout -q --orphan 새가지
	exits 0 "SHA-256, an unborn branch: mv" "$HALFHOUR" mv 층 벽
	ok "the note is there" test -f notes/벽.md
	ok "SHA-256: the repository is whole" git fsck --no-dangling
fi

# ---- a hook that refuses an undo ------------------------------------------------------

at refused
exits 0 "an entry" "$HALFHOUR" log '가: 하나' --minutes 5
printf '#!/bin/sh\necho 안 돼 >&2\nexit 1\n' >.git/hooks/pre-commit
chmod +x .git/hooks/pre-commit
exits 1 "undo, and a hook that refuses" "$HALFHOUR" undo
like "$(cat "$T/err")" "saved, not committed: git commit failed: 안 돼" "is told"
is "$(grep -c '가: 하나$' $day) $(git show "HEAD:$day" | grep -c '가: 하나$')" "0 1" \
	"it is taken back in the file, and not in HEAD"
rm .git/hooks/pre-commit
exits 3 "the next command" "$HALFHOUR" list
is "$(git log -1 --format=%s)" "undo: log: 가 5m" "commits it"
done_testing
