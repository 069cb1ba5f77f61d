#!/bin/sh
# hooks.sh: what a hook makes of a commit, and of what is committed
#
# The entry is in the commit, or it is told that it is not; and what the hook
# put into the commit is in the index afterwards as it is in HEAD, while all
# that the user has staged stays staged.
. "$(dirname "$0")/../lib.sh"

day=notes/daily/2026-11-23.md
git config --global core.quotePath false

# at NAME: a wiki, and something of its user's that is staged, half staged and
# not staged. `hook` reads one that runs before each commit.
at() {
	git init -q "$T/$1" && cd "$T/$1" || exit 1
	mkdir -p notes/daily
	: >halfhour.yaml
	for f in 도커 관로 표; do echo "# $f" >notes/$f.md; done
	printf '# 2026-11-23\n\n## 리뷰\n' >$day
	git add -A && git commit -qm '처음'
}
stir() {
	echo '스테이지' >>notes/도커.md && git add notes/도커.md
	echo '반' >>notes/관로.md && git add notes/관로.md && echo '더' >>notes/관로.md
	echo '아직' >>notes/표.md
	echo '모름' >notes/모름.md
}
hook() {
	{ echo '#!/bin/sh' && cat; } >.git/hooks/pre-commit
	chmod +x .git/hooks/pre-commit
}

# has WHERE: how often that version of the day has the entry.
has() {
	git show "$1:$day" 2>/dev/null | grep -c "하나$"
}
sound() {
	is "$(ls .git/halfhour/pending 2>/dev/null)" "" "$1: nothing is owed"
	is "$(git fsck --no-dangling 2>&1 | grep -v '^Checking\|^notice')" "" \
		"$1: fsck"
}

# ---- the entry is in the commit ---------------------------------------------

# One that puts away what is not staged, and takes all of it back but the index.
stash='git stash -q && git stash pop -q'
for born in yes no; do
	at "stash-$born"
	[ $born = yes ] || git checkout -q --orphan 새가지
	[ $born = yes ] || git rm -rqf --cached .
	[ $born = no ] || stir
	echo "$stash" | hook
	[ $born = yes ] || echo 'git rm -rqf --cached .' | hook
	was=$(git rev-parse -q --verify HEAD)
	exits 4 "a hook that takes the entry out ($born)" "$HALFHOUR" log '가: 하나' \
		--minutes 5
	like "$(cat "$T/err")" \
		"saved, not committed: .*hook.* $day .*git commit --no-verify" \
		"the reason and the way out"
	unlike "$(cat "$T/out")" '\[' "no commit is named"
	is "$(git rev-parse -q --verify HEAD)" "$was" "there is none"
	is "$(grep -c '하나$' $day)" 1 "the file has the entry"
	exits 0 "who only reads" "$HALFHOUR" list
	like "$(cat "$T/err")" "saved, not committed" "is told that it waits"
	rm .git/hooks/pre-commit
	exits 0 "without the hook" "$HALFHOUR" list
	is "$(has HEAD) $(has '') $(grep -c '하나$' $day)" "1 1 1" \
		"it is committed, once"
	is "$(git log --format=%s | grep -c '^log: ')" 1 "by one commit"
	is "$(git status --porcelain -- $day)" "" "nothing of it is left"
	sound "a hook that takes the entry out"
done

# One that keeps the index is fine.
at keep && stir
echo 'git stash -q --keep-index && git stash pop -q' | hook
exits 0 "a hook that keeps the index" "$HALFHOUR" log '가: 하나' --minutes 5
is "$(has HEAD) $(has '')" "1 1" "has the entry"
# One that puts something else into it, too: that is a commit of the hook's.
at other && stir
cat <<'END2' | hook
git stash -q && git stash pop -q
echo 차례 >notes/차례.md && git add notes/차례.md
END2
exits 4 "a hook that commits something else" "$HALFHOUR" log '가: 하나' --minutes 5
like "$(cat "$T/err")" "saved, not committed: .*$day" "is told"
is "$(git log -1 --format= --name-only) $(git status --porcelain -- notes/차례.md)" \
	"notes/차례.md " "and its commit stays"
rm .git/hooks/pre-commit
exits 0 "later" "$HALFHOUR" list
is "$(has HEAD) $(has '')" "1 1" "has the entry"
sound "a hook that commits something else"

# ---- what the hook adds ------------------------------------------------------

at adds && stir
cat <<'END2' | hook
ls notes >notes/차례.md
echo x >>notes/표.md
mkdir -p out && echo 쪽 >out/쪽.html
git add notes/차례.md notes/표.md out
END2
staged=$(git diff --cached)
exits 0 "a hook that makes pages" "$HALFHOUR" log '가: 하나' --minutes 5
is "$(git log -1 --format= --name-only | sort)" "$(printf '%s\n' $day \
	notes/차례.md notes/표.md out/쪽.html | sort)" "has them in the commit"
for f in notes/차례.md notes/표.md out/쪽.html; do
	is "$(git status --porcelain -- $f)" "" "$f: nothing of it is left"
done
is "$(git diff --cached)" "$staged" "what was staged is staged, and nothing else"
exits 0 "and again" "$HALFHOUR" log '나: 둘' --minutes 5
is "$(git diff --cached)" "$staged" "so it is"
sound "a hook that makes pages"

# Killed between the commit and the index: the next command goes on.
at killed && stir
echo 'echo 쪽 >notes/차례.md && git add notes/차례.md' | hook
cat >.git/hooks/post-commit <<'END2'
#!/bin/sh
rm "$0"
kill -9 "$(awk '{ print $4 }' /proc/$PPID/stat)"
END2
chmod +x .git/hooks/post-commit
staged=$(git diff --cached)
exits 137 "killed behind the commit" "$HALFHOUR" log '가: 하나' --minutes 5
until git log -1 --format=%s | grep -q '^log: '; do sleep 0.05; done
exits 0 "the next command" "$HALFHOUR" list
is "$(git diff --cached)" "$staged" "stages what the hook added"
is "$(git log --format=%s | grep -c '^log: ')" 1 "and commits nothing more"
sound "killed behind the commit"

# What it takes out, and what the user has staged a version of.
at takes && stir
cat <<'END2' | hook
git rm -qf notes/표.md 2>/dev/null
git add notes/관로.md
END2
exits 0 "a hook that removes a page" "$HALFHOUR" log '가: 하나' --minutes 5
is "$(git log -1 --format= --name-status -- notes/표.md)" "D	notes/표.md" \
	"has it removed"
is "$(git ls-files notes/표.md)" "" "also in the index"
is "$(git show :notes/관로.md | tail -n 1)" "반" \
	"one that the user has staged stays as it was staged"
sound "a hook that removes a page"

# Of the first commit there is.
at first && git update-ref -d HEAD
cat <<'END2' | hook
echo 쪽 >쪽.html && git add 쪽.html
END2
exits 0 "in the first commit" "$HALFHOUR" log '가: 하나' --minutes 5
is "$(git log -1 --format= --name-only | sort)" "$(printf '%s\n' $day 쪽.html |
	sort)" "too"
is "$(git status --porcelain | sort | head -n 3)" "A  halfhour.yaml
A  notes/관로.md
A  notes/도커.md" "and nothing is staged that was not"
sound "in the first commit"
done_testing
