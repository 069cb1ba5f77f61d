#!/bin/sh
# become.sh: a folder of Markdown that is to be changed, and becomes a wiki
. "$(dirname "$0")/../lib.sh"

# vault DIR: three notes that link to each other, as Obsidian keeps them.
vault() {
	mkdir -p "$1/.obsidian" "$1/리눅스"
	echo '# 파이프' >"$1/리눅스/파이프.md"
	printf '[[파이프]]와 [길](리눅스/파이프.md)\n' >"$1/글.md"
	echo '# 대문' >"$1/README.md"
}
# kept DIR: all files in it and what they say.
kept() {
	(cd "$1" && find . -path ./.git -prune -o -type f -print | sort |
		while read -r file; do
			echo "$file: $(cat "$file")"
		done)
}
vault "$T/홀로"
vault "$T/깃"
git init -q "$T/깃"
git -C "$T/깃" add -A
git -C "$T/깃" commit -qm vault

for dir in 홀로 깃; do
	cd "$T/$dir" || exit 1
	kept . >"$T/before"
	for command in "mv 파이프 관로" "new 새글" "log 도커"; do
		# shellcheck disable=SC2086
		exits 1 "$command in $dir" "$HALFHOUR" $command
		is "$(cat "$T/err")" \
			"halfhour: $T/$dir is a folder of Markdown and no wiki: build, check and search read it, and no command changes it; 'halfhour init $T/$dir' makes it a wiki, whose notes are those that you move to notes/ then" \
			"says what it is, and the way out"
	done
	kept . >"$T/after"
	same "$T/after" "$T/before" "and nothing is changed"
	exits 0 "while check" "$HALFHOUR" check
	exits 0 "init" "$HALFHOUR" init . --lang ko
	is "$(cat "$T/err")" \
		"halfhour: 2 Markdown files are not in notes/, where the notes of a wiki are: move those that are notes there, as in 'git mv FILE notes/'" \
		"tells what is no note now"
	exits 0 "--quiet" "$HALFHOUR" --quiet init "$T/다른$dir"
	is "$(cat "$T/err")" "" "says nothing"
	git add -A
	git commit -qm all
	git mv 글.md 리눅스 notes/
	git commit -qm moved
	exits 0 "when they are moved" "$HALFHOUR" mv 리눅스/파이프 리눅스/관로
	is "$(cat notes/글.md)" '[[관로]]와 [길](리눅스/관로.md)' "mv does"
	exits 0 "init again" "$HALFHOUR" init .
	is "$(cat "$T/err")" "" "has nothing to tell"
done

# A README alone is that of a program.
mkdir "$T/도구"
echo '# 도구' >"$T/도구/README.md"
exits 0 "a repository of a program" "$HALFHOUR" init "$T/도구"
is "$(cat "$T/err")" "" "has no notes beside"
done_testing
