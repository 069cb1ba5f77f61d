#!/bin/sh
# crowd.sh: many log at once into one wiki, and git commits beside them
#
# Eight processes log 25 entries each (SOAK=1: 200 each) into the same three
# days, while somebody adds and commits files of their own. Then every entry
# is there once, in HEAD, in the index and in the files, git finds nothing
# wrong, and no file of the other one is lost.
. "$(dirname "$0")/../lib.sh"

WRITERS=8
EACH=25
[ -z "${SOAK:-}" ] || EACH=200

wiki --lang ko
mkdir "$T/codes"
echo "내 것" >kept.md
git add kept.md

# writer I: entries until there are enough. Saved counts, not yet committed or
# not: the next one commits it.
writer() {
	n=0
	while [ "$n" -lt "$EACH" ]; do
		n=$((n + 1))
		"$HALFHOUR" --quiet log "주제$1: 항목-$1-$n-" --minutes 1 \
			--at "2026-11-2$((n % 3)) 1$1:$((10 + n % 50))" \
			2>"$T/codes/$1.err"
		code=$?
		[ "$code" = 0 ] ||
			echo "$1 $n: $code $(cat "$T/codes/$1.err")" >>"$T/codes/$1"
	done
}

# retry CMD…: as one does who finds the index locked.
retry() {
	tries=0
	until "$@" >"$T/codes/git.log" 2>&1; do
		tries=$((tries + 1))
		if [ "$tries" -gt 400 ]; then
			echo "$*: $(cat "$T/codes/git.log")" >>"$T/codes/git"
			return 1
		fi
		sleep 0.02
	done
}

# beside: files added and committed, alone or with all that is staged.
beside() {
	n=0
	while [ ! -e "$T/over" ]; do
		n=$((n + 1))
		echo "파일 $n" >"mine-$n.md"
		retry git add "mine-$n.md" || return
		if [ $((n % 3)) = 0 ]; then
			retry git commit -qm "mine $n" || return
		else
			retry git commit -qm "mine $n" -- "mine-$n.md" || return
		fi
		echo "$n" >"$T/codes/mine"
		sleep 0.05
	done
}

beside &
other=$!
writers=
i=0
while [ "$i" -lt "$WRITERS" ]; do
	writer "$i" &
	writers="$writers $!"
	i=$((i + 1))
done
# shellcheck disable=SC2086
wait $writers
touch "$T/over"
wait "$other"

# One that could not be committed at once is by the next command.
ok "the next command" "$HALFHOUR" list --since 2026-11-20
total=$((WRITERS * EACH))
is "$(grep -c . "$T/ok.log")" "$total" "it lists $total entries"
is "$(cat "$T/codes/"[0-9] 2>/dev/null | grep -v ': 5 .*saved, not committed')" "" \
	"nobody was refused"
is "$(cat "$T/codes/git" 2>/dev/null)" "" "nor was git kept waiting for long"

# once WHERE: each entry is there once in the texts on standard input.
once() {
	grep -o '항목-[0-9]*-[0-9]*-' >"$T/entries"
	is "$(wc -l <"$T/entries")/$(sort -u "$T/entries" | wc -l)" \
		"$total/$total" "each entry is in $1 once"
}
for d in 0 1 2; do
	cat "notes/daily/2026-11-2$d.md"
done >"$T/work"
for d in 0 1 2; do
	git show "HEAD:notes/daily/2026-11-2$d.md"
done >"$T/head"
for d in 0 1 2; do
	git show ":notes/daily/2026-11-2$d.md"
done >"$T/index"
once "the files" <"$T/work"
once HEAD <"$T/head"
once "the index" <"$T/index"
# A commit of all that is staged takes an entry with it that is on its way, so
# there may be fewer than entries; or more, where git has taken one out again
# (repo_again.c) and it was committed once more.
own=$(git log --format=%s | grep -c '^log: ')

mine=$(cat "$T/codes/mine")
ok "git has made commits, too" test "$mine" -gt 3
is "$(git log --format=%s | grep -c '^mine ')" "$mine" "they are all there"
is "$(git ls-tree --name-only HEAD | grep -c '^mine-')" "$mine" \
	"with their files"
is "$(git show :kept.md)" "내 것" "what was staged before is not lost"
is "$(git status --porcelain | grep -v '^A  kept\.md$')" "" \
	"nothing else is changed"
is "$(git fsck --strict --no-dangling 2>&1)" "" "git fsck is clean"
is "$(find .git -name '*.lock'; ls .git/halfhour/pending)" "" \
	"and nothing is left behind"
echo "# $total entries, $own commits of theirs, beside $mine commits of git"
done_testing
