#!/bin/sh
# sparse.sh: a sparse checkout that leaves days out of the work tree
#
# git knows them, and so does who reads the log. Who writes into one gets the
# whole of it into the work tree, as git does with a file that it needs there;
# so nothing is lost by whatever the user's git does next.
. "$(dirname "$0")/../lib.sh"

day=notes/daily/2026-11-23.md
old=notes/daily/2026-11-20.md
git config --global core.quotePath false

# at NAME: a wiki with two days, one page beside them, and one in a folder.
at() {
	git init -q "$T/$1" && cd "$T/$1" || exit 1
	mkdir -p notes/daily notes/lab notes/딴
	: >halfhour.yaml
	echo '# 도커' >notes/도커.md
	echo '# 실험' >notes/lab/실험.md
	printf '# 딴\n\n[[2026-11-20]]\n' >notes/딴/것.md
	"$HALFHOUR" init . >/dev/null 2>&1
	"$HALFHOUR" log '가: 하나' --at '2026-11-20 10:00' --minutes 10 \
		-t '읽기를 마친다' >/dev/null 2>&1
	"$HALFHOUR" log '나: 둘' --at '2026-11-23 10:00' --minutes 10 >/dev/null
	git add -A && git commit -qm '손으로'
	eval "$2" || exit 1
}

# heads TEXT: how many entries it has.
heads() {
	printf '%s\n' "$1" | grep -c '^### [0-9]'
}

# whole NAME N: all three versions of the day have N entries, and git sees no
# difference, nor does a commit of all that it sees.
whole() {
	for v in "git show HEAD:$day" "git show :$day" "cat $day"; do
		is "$(heads "$($v)")" "$2" "$1: ${v%%:*} has $2 entries"
	done
	is "$(git status --porcelain)" "" "$1: git sees nothing left"
	git commit -qam '모두' >/dev/null
	echo 더 >>notes/도커.md && git commit -qam '모두'
	is "$(git show --format= --name-only HEAD) $(heads "$(git show "HEAD:$day")")" \
		"notes/도커.md $2" "$1: git commit -a takes nothing away"
}

# sound NAME: nothing is owed, and the repository is sound.
sound() {
	is "$(ls .git/halfhour/pending 2>/dev/null)" "" "$1: nothing is owed"
	is "$(git fsck --no-dangling 2>&1 | grep -v '^Checking\|^notice')" "" \
		"$1: fsck"
}

# sparse NAME COMMAND: all of it, with days left out by this command of git.
sparse() {
	at "$1" "$2"
	ok "$1: the days are left out" not test -e "$day"

	# ---- who reads
	exits 0 "$1: show" "$HALFHOUR" show 2026-11-20
	like "$(tr -d '\r' <"$T/out")" '^### 10:00–10:10 가: 하나$' \
		"$1: prints it"
	exits 0 "$1: list" "$HALFHOUR" list --since 2026-11-01
	is "$(wc -l <"$T/out")" 2 "$1: has both"
	exits 0 "$1: stats" "$HALFHOUR" stats --json
	like "$(cat "$T/out")" '"entries": ?2\b' "$1: counts both"
	exits 0 "$1: try" "$HALFHOUR" try
	like "$(cat "$T/out")" '읽기를 마친다' "$1: has the open one"
	id=$(awk '$2 ~ /^t/ { print $2 }' "$T/out")
	exits 0 "$1: search" "$HALFHOUR" search '읽기를'
	exits 0 "$1: build" "$HALFHOUR" build
	ok "$1: a page of each day" test -n \
		"$(find site -path '*2026-11-20*' -name '*.html')"
	exits 0 "$1: build again" "$HALFHOUR" build --verify
	exits 0 "$1: check" "$HALFHOUR" check
	is "$(ls notes/daily 2>/dev/null)" "" "$1: who reads writes nothing"
	is "$(git status --porcelain)" "" "$1: nor stages anything"

	# ---- who writes
	exits 0 "$1: log" "$HALFHOUR" log '다: 셋' --at '2026-11-23 12:00' \
		--minutes 10
	whole "$1: log" 2
	ok "$1: the other day stays out" not test -e "$old"
	exits 0 "$1: log again" "$HALFHOUR" log '라: 넷' --at '2026-11-23 13:00' \
		--minutes 10
	whole "$1: log again" 3
	git sparse-checkout reapply 2>/dev/null
	ok "$1: git takes it out once more" not test -e "$day"
	exits 0 "$1: undo" "$HALFHOUR" undo
	like "$(cat "$T/out")" '^undone: log: 라' "$1: of the last"
	whole "$1: undo" 2
	git sparse-checkout reapply 2>/dev/null
	exits 0 "$1: redo" "$HALFHOUR" redo
	whole "$1: redo" 3
	git sparse-checkout reapply 2>/dev/null
	# shellcheck disable=SC2016
	printf '#!/bin/sh\nsed -i "s/다: 셋/다: 고침/" "$1"\n' >"$T/ed"
	chmod +x "$T/ed"
	exits 0 "$1: edit" env EDITOR="$T/ed" "$HALFHOUR" edit 2026-11-23
	like "$(git show "HEAD:$day")" '다: 고침$' "$1: has it"
	whole "$1: edit" 3
	git sparse-checkout reapply 2>/dev/null
	exits 0 "$1: try done" "$HALFHOUR" try "done" "$id"
	is "$(git show "HEAD:$old" | grep -c '^- \[x\] 읽기를')" 1 "$1: is done"
	day=$old
	whole "$1: try done" 1
	day=notes/daily/2026-11-23.md
	git sparse-checkout reapply 2>/dev/null
	printf '# 2026-11-20\n\n## 9:00-9:10 다른\n' >"$T/2026-11-20.md"
	exits 4 "$1: another day of that name" "$HALFHOUR" import "$T/2026-11-20.md"
	git cat-file --filters "HEAD:$old" >"$T/2026-11-20.md"
	exits 0 "$1: the same day" "$HALFHOUR" import "$T/2026-11-20.md"
	is "$(heads "$(git show HEAD:$old)") $(git status --porcelain)" "1 " \
		"$1: changes nothing"
	git sparse-checkout disable 2>/dev/null
	is "$(heads "$(cat $day)") $(heads "$(cat $old)")" "3 1" \
		"$1: all come back"
	is "$(git status --porcelain)" "" "$1: as they were committed"
	exits 0 "$1: and again" "$HALFHOUR" list
	sound "$1"
}

sparse "by folders" 'git sparse-checkout set --cone notes/lab 2>/dev/null'
sparse "by patterns" \
	"git sparse-checkout set --no-cone '/*' '!/notes/daily/' 2>/dev/null"
sparse "a sparse index" \
	'git sparse-checkout set --cone --sparse-index notes/lab 2>/dev/null'
sparse "with a hook" 'git sparse-checkout set --cone notes/lab 2>/dev/null &&
	printf "#!/bin/sh\n" >.git/hooks/pre-commit && chmod +x .git/hooks/pre-commit'
sparse "ends of line" 'git config core.autocrlf true && git config core.safecrlf false &&
	git sparse-checkout set --cone notes/lab 2>/dev/null'

# ---- put off, and left out in the meantime ----------------------------------

at later 'git sparse-checkout set --cone notes/lab 2>/dev/null'
git checkout -q --detach
exits 4 "put off" "$HALFHOUR" log '다: 셋' --at '2026-11-23 12:00' --minutes 10
is "$(heads "$(cat $day)")" 2 "the file is whole"
git stash -q
git switch -q main 2>/dev/null
exits 0 "git has put it away" "$HALFHOUR" list
whole "put off" 2
git stash drop -q
sound "put off"

# ---- a page -----------------------------------------------------------------

at pages 'git sparse-checkout set --cone notes/lab 2>/dev/null'
exits 4 "a new page of a name that is left out" "$HALFHOUR" new 딴/것
is "$(git status --porcelain)" "" "nothing is made of it"
exits 0 "a day that pages left out lead to" "$HALFHOUR" check
sound "pages"

# ---- no notes at all --------------------------------------------------------

at none 'mkdir 밖 && echo x >밖/x && git add -A && git commit -qm x &&
	git sparse-checkout set --cone 밖 2>/dev/null'
exits 1 "no notes" "$HALFHOUR" log '다: 셋'
like "$(cat "$T/err")" 'git sparse-checkout add notes' "has its way out"
is "$(git status --porcelain)" "" "and nothing is made"
done_testing
