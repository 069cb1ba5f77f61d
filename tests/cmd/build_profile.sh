#!/bin/sh
# build_profile.sh: what took long, and that only what changed is made again
. "$(dirname "$0")/../lib.sh"

kept=.git/halfhour

# The lines of one part of the profile.
part() {
	sed -n "/^$1/,/^[^ ]/{/^ /p;}" "$T/out"
}

# How many pages were made with this template; nothing for none.
made() {
	part templates | sed -n "s/^ *[0-9.]* s  $1, \([0-9]*\) pages\{0,1\}$/\1/p"
}

wiki --lang ko
mkdir -p notes/ipc
printf '# 파이프\n\n본문 [[도커]]\n' >notes/ipc/파이프.md
printf '# 도커\n\n층이 있다.\n' >notes/도커.md
printf '# 모음\n\n![[도커]]\n' >notes/모음.md
printf '# 딴 글\n\n아무 데도 안 간다.\n' >notes/딴.md

# ---- what it tells ------------------------------------------------------------

exits 0 "--profile" "$HALFHOUR" build --profile
like "$(cat "$T/out")" '^phases, by the clock:$' "tells of phases"
for phase in look dates notes graph plan search pages; do
	like "$(part phases)" "^ +[0-9]+\.[0-9]{3} s  $phase$" "of $phase"
done
like "$(cat "$T/out")" '^templates, by the processor' "of templates"
is "$(made note.html)" 4 "each with its pages"
like "$(cat "$T/out")" '^notes, by the processor' "and of notes"
like "$(part notes)" ' s  notes/ipc/파이프\.md$' "by their files"
like "$(tail -n 1 "$T/out")" ' written, ' "before the summary"
sorted=$(part notes | sed -n 's/^ *\([0-9.]*\) s .*/\1/p')
is "$(echo "$sorted" | sort -rn)" "$sorted" "the slowest note is the first"
sorted=$(part templates | sed -n 's/^ *\([0-9.]*\) s .*/\1/p')
is "$(echo "$sorted" | sort -rn)" "$sorted" "and so is the slowest template"
exits 0 "without it" "$HALFHOUR" build
is "$(grep -c . "$T/out")" 1 "there is only the summary"
for i in 1 2 3 4 5 6 7 8 9; do
	echo "# 글 $i" >"notes/글-$i.md"
done
exits 0 "with many notes" "$HALFHOUR" build --profile --force
is "$(part notes | grep -c ' s  ')" 10 "ten are told"
like "$(part notes)" '^ +and 4 more$' "and how many more there are"
ok "of templates all" test "$(part templates | grep -c ' s  ')" -gt 10
rm notes/글-?.md
"$HALFHOUR" --quiet build

# ---- what is made again -----------------------------------------------------

echo '한 줄 더.' >>notes/딴.md
exits 0 "one note is edited" "$HALFHOUR" build --profile
is "$(made note.html)" 1 "its page is made, and no other"
is "$(made preview)" 1 "and its preview"
like "$(cat site/딴.html)" "한 줄 더" "they are new"
echo '층이 더 있다.' >>notes/도커.md
exits 0 "one that another embeds" "$HALFHOUR" build --profile
is "$(made note.html)" 2 "both pages are made"
like "$(cat site/모음.html)" "층이 더 있다" "the other one, too"
printf '# 도커 새로\n\n층이 있다.\n' >notes/도커.md
exits 0 "a title" "$HALFHOUR" build --verify --profile
like "$(cat site/모음.html)" "도커 새로" "is on the page that embeds it"
printf '# 파이프\n\n본문은 [[딴]]\n' >notes/ipc/파이프.md
exits 0 "a link" "$HALFHOUR" build --verify --profile
is "$(made note.html)" 3 "the pages that it leads to and from are made"
like "$(cat site/딴.html)" "파이프" "the backlink is there"
unlike "$(cat site/도커.html)" "파이프" "and the old one is not"
echo '손' >site/ipc/파이프.html
exits 0 "somebody else writes to a page" "$HALFHOUR" build --verify --profile
is "$(made note.html)" 1 "which is made good"
rm site/딴.html
exits 0 "or removes one" "$HALFHOUR" build --verify --profile
is "$(made note.html)" 1 "which comes back"
mkdir templates
echo '<footer>발</footer>' >templates/footer.html
exits 0 "a template" "$HALFHOUR" build --verify --profile
is "$(made note.html)" 4 "is in every page"
rm -r templates

# ---- what is kept, and damaged ------------------------------------------------

# A note that comes or goes: then all that is kept is read.
other() {
	if [ -e notes/새.md ]; then
		rm notes/새.md
	else
		echo "# 새 글" >notes/새.md
	fi
}

for file in pages.cache words.cache notes.cache notes.seen; do
	"$HALFHOUR" --quiet build
	other
	printf xyz | dd of="$kept/$file" bs=1 conv=notrunc 2>/dev/null \
		seek=$(($(stat -c %s "$kept/$file") - 40))
	exits 0 "a damaged $file" "$HALFHOUR" build --verify
	like "$(cat "$T/err")" "damaged; it is made anew" "is told"
	other
	printf x >"$kept/$file"
	exits 0 "a cut $file" "$HALFHOUR" build --verify
	like "$(cat "$T/err")" "damaged; it is made anew" "is told, too"
	other
	exits 0 "one that is whole" "$HALFHOUR" build --verify
	unlike "$(cat "$T/err")" "damaged" "is not"
done
# What was parsed of a note that has not changed.
for how in --verify --force; do
	"$HALFHOUR" --quiet build --force
	other
	printf xyz | dd of="$kept/notes.cache" bs=1 conv=notrunc 2>/dev/null \
		seek="$(grep -abo '층이 있다' "$kept/notes.cache" |
			sed -n '1s/:.*//p')"
	exits 0 "a damaged body, and $how" "$HALFHOUR" build "$how"
	if [ "$how" = --force ]; then
		unlike "$(cat "$T/err")" "damaged" "which does not look, is not told"
	else
		like "$(cat "$T/err")" "damaged; it is made anew" "is told"
	fi
	other
	exits 0 "then" "$HALFHOUR" build --verify
	unlike "$(cat "$T/err")" "damaged" "it is mended"
done
rm -f notes/새.md
"$HALFHOUR" --quiet build
echo '열린 문' >>notes/딴.md
chmod o+w "$kept/pages.cache"
exits 0 "one that others may write" "$HALFHOUR" build --profile
is "$(made note.html)" 4 "is not taken"
exits 2 "--profile takes nothing" "$HALFHOUR" build --profile=3
done_testing
