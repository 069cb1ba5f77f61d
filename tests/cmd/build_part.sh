#!/bin/sh
# build_part.sh: where few notes have changed, the others are not joined
. "$(dirname "$0")/../lib.sh"

# Files are known once they are older than a tick of the clock.
settle() {
	i=0
	while [ $((i += 1)) -lt 100 ]; do
		"$HALFHOUR" build --allow-broken --profile >"$T/out" 2>/dev/null
		if ! grep -qE ' s  (kept|graph)$' "$T/out"; then
			break
		fi
		sleep 0.05
	done
	sleep 0.05
}

# built DESC: which way a build goes, and whether what it leaves is right.
built() {
	sleep 0.05
	"$HALFHOUR" build --allow-broken --profile >"$T/out" 2>"$T/err"
	cp "$T/out" "$T/built"
	cp "$T/err" "$T/said"
	if grep -q ' s  graph$' "$T/out"; then
		how=all
	elif grep -q ' s  pages that changed$' "$T/out"; then
		how=some
	else
		how=none
	fi
	exits 0 "$1" "$HALFHOUR" build --allow-broken --verify
	same "$T/err" "$T/said" "and all that is wrong is said"
	settle
}

# some DESC: few notes were joined. all DESC: all of them.
some() {
	built "$1"
	is "$how" some "and the other notes are not joined"
}
all() {
	built "$1"
	is "$how" all "with all notes"
}

# How many files the build has written.
written() {
	sed -n 's/.* \([0-9,]*\) written, .*/\1/p' "$T/built"
}

commit() {
	git add -A notes
	git commit -q -m "$1"
}

log() {
	"$HALFHOUR" --quiet log "$@" 2>/dev/null
}

wiki --lang ko
echo 'base_url: https://example.org/w/' >>halfhour.yaml
mkdir notes/ipc
printf '# 집\n\n[[ipc/파이프]]에서 시작한다.\n' >notes/index.md
printf '%s\n' '---' 'tags: [통신]' 'aliases: [관]' '---' '' '# 파이프' '' \
	'커널의 **버퍼(buffer)**는 [[소켓]]과 다르다.' '' '## 읽기' '' '막힌다. ^막힘' \
	>notes/ipc/파이프.md
printf '# 소켓\n\n[[파이프#읽기]]와 견준다. [[없는 쪽]]\n' >notes/소켓.md
printf '# 도커\n\n층 ![[층]]\n' >notes/도커.md
printf '# 층\n\n겹겹이 쌓인다.\n' >notes/층.md
log '파이프: 처음' --minutes 20 -t '다시 읽는다 #통신'
log '캐시: 층' --minutes 5 -k '[[소켓]]을 읽었다'
commit 노트
settle

# ---- words --------------------------------------------------------------------

echo '더 쓴다.' >>notes/ipc/파이프.md
some "words at the end"
like "$(cat site/ipc/파이프.html)" '더 쓴다' "are in the page"
like "$(cat site/preview/note/ipc/파이프.htm)" 막힌다 "whose card is there"
sed -i 's/커널의/운영 체제의/' notes/ipc/파이프.md
some "words before a link"
like "$(cat site/소켓.html)" '운영 체제의' "are what the page quotes that it leads to"
sed -i 's/^# 소켓/# 소켓\n\n먼저 이것부터./' notes/소켓.md
some "a line above a link that leads nowhere"
like "$(cat "$T/said")" '^notes/소켓.md:5:.*없는 쪽' "moves what is said of it"
echo '한 줄 더' >>notes/층.md
all "a note that another shows"
echo '시작한다, 다시.' >>notes/index.md
some "the home page"
like "$(cat site/index.html)" '다시' "shows it"
for note in 소켓 index ipc/파이프; do
	echo '셋을 한꺼번에.' >>"notes/$note.md"
done
some "three notes at once"
echo '되돌린다.' >>notes/소켓.md
"$HALFHOUR" --quiet build --allow-broken 2>/dev/null
sed -i '$d' notes/소켓.md
some "a line that is taken back"
# shellcheck disable=SC2016 # a block of code is no command
printf '\n```c\nint y;\n```\n\n| a |\n|---|\n| 1 |\n' >>notes/소켓.md
some "code and a table"
touch notes/소켓.md
some "a note as it was"
is "$(written)" 0 "of which nothing is written"
touch notes/층.md
some "a note as it was that another shows"
is "$(written)" 0 "of which nothing is written, either"

# ---- days and commits ------------------------------------------------------------

log '캐시: 다시' --minutes 7 -k '하나 더'
some "one more entry of a topic"
for page in index days topics stats changes feed.xml topics/캐시; do
	file=site/$page
	[ "$page" = feed.xml ] || file=$file.html
	ok "$page knows of it" grep -q '12\|다시' "$file"
done
log '파이프: 둘째' --minutes 3
some "one of a topic that is a note"
like "$(cat site/ipc/파이프.html)" '23분' "which shows its minutes"
log '캐시: 길다' --minutes 90
some "one that changes the order of topics"
log -t '또 하나'
some "a new try"
"$HALFHOUR" --quiet try "done" \
	"$("$HALFHOUR" try list 2>/dev/null | awk '$1 == 1 { print $2 }')"
some "a try that is done"
commit '노트 여럿'
some "a commit of what was built"
like "$(cat site/changes.html)" '노트 여럿' "is among the changes"
echo '고친다.' >>notes/소켓.md
commit '소켓을 고친다'
some "an edit and its commit"
like "$(cat site/changes.html)" '소켓을 고친다' "are there, too"
like "$(cat site/sitemap.xml)" '<loc>https://example.org/w/%EC%86%8C.*<lastmod>' \
	"with the date of the page"
git commit -q --amend -m '소켓을 또 고친다' --date 2026-11-20T10:00:00+09:00
some "another date of a commit"

# ---- what others show ----------------------------------------------------------------

sed -i 's/^# 소켓/# 소켓들/' notes/소켓.md
all "a title"
sed -i 's/통신/소통/' notes/ipc/파이프.md
all "a tag"
sed -i 's/별명\|\[관\]/[통로]/' notes/ipc/파이프.md
all "an alias"
sed -i 's/^## 읽기/## 쓰기/' notes/ipc/파이프.md
all "a heading that is linked to"
echo '[[층]]' >>notes/소켓.md
all "a link more"
printf '# 새 글\n' >notes/새글.md
all "a note more"
rm notes/새글.md
all "a note less"
log '처음 듣는 것: 하나' --minutes 5
all "a topic that no day had"
HALFHOUR_NOW=2026-11-24T21:28:00+09:00
export HALFHOUR_NOW
cp site/ipc/파이프.html "$T/page"
some "the next day"
same "$T/page" site/ipc/파이프.html "which changes no page of a note"
unlike "$(cat "$T/built")" ' topic.html' "nor one of a topic without tries"
log '캐시: 내일' --minutes 5
all "the first entry of a day, where a link leads nowhere"
log '파이프: 모레' --minutes 1
some "the second"
like "$(cat "$T/built")" ' topic.html, 2 pages$' "and pages of topics of that day are made"
log '캐시: 글피' --minutes 200
some "the longest topic of all"
like "$(cat "$T/built")" ' topic.html, 3 pages$' "which shortens all bars"
log -t '층을 센다 #캐시'
settle
log '파이프: 셋째' --minutes 1
some "an entry above a try"
like "$(cat "$T/built")" ' topic.html, 2 pages$' "which is on the page of its topic"
mkdir templates
echo '<footer>발</footer>' >templates/footer.html
all "a template"
for n in 1 2 3 4 5 6 7 8 9; do
	echo "# 글 $n" >"notes/글$n.md"
done
settle
for n in 1 2 3 4 5 6 7 8 9; do
	echo 더 >>"notes/글$n.md"
done
all "many notes at once"

HALFHOUR_NOW=2027-01-01T21:28:00+09:00
all "the next year, of which dates do not have the year"
HALFHOUR_NOW=2026-11-24T21:28:00+09:00
all "and back"

# ---- a day that was not there ----------------------------------------------------------

# day N: it is that day of December.
day() {
	HALFHOUR_NOW=2026-12-${1}T21:28:00+09:00
}
day 01
sed -i 's/ \[\[없는 쪽\]\]//' notes/소켓.md
rm notes/글?.md
settle
log '캐시: 하나' --minutes 7
some "the first entry of a day"
for page in index days topics stats changes feed.xml sitemap.xml topics/캐시; do
	file=site/$page
	case $page in *.xml) ;; *) file=$file.html ;; esac
	ok "$page knows of it" grep -q '12-01\|12월 1일\|0:07\|7분' "$file"
done
like "$(cat site/daily/2026-12-01.html)" 'rel="prev" href="2026-11-24.html"' \
	"whose page leads back"
like "$(cat site/daily/2026-11-24.html)" 'rel="next" href="2026-12-01.html"' \
	"as the page before it leads there"
ok "it has a card" test -s site/preview/note/daily/2026-12-01.htm
is "$(sed 1d site/.halfhour | LC_ALL=C sort -c 2>&1)" "" \
	"and stands in the list of files in its place"
"$HALFHOUR" --quiet build --allow-broken --force 2>/dev/null
settle
day 02
log '파이프: 둘' --minutes 3
log '캐시: 둘' --minutes 4
echo '그날 고친다.' >>notes/소켓.md
some "two entries of a day, and an edit"
like "$(cat site/ipc/파이프.html)" '2026-12-02' "on the page of the note, too"
day 03
log '캐시: 셋' --minutes 3 -t '새로 해 본다'
some "one with a try"
id=$("$HALFHOUR" try list 2>/dev/null | awk '/새로/ { print $2 }')
day 04
"$HALFHOUR" --quiet try "done" "$id" 2>/dev/null
some "a try that is done on a day without entries"
log '캐시: 넷' --minutes 2
some "which comes to have one"
like "$(cat site/daily/2026-12-03.html)" 'href="2026-12-04.html' \
	"and the try leads there"
day 05
log '캐시: [[소켓]]을 읽는다' --minutes 2
all "one with a link"
log -t '센다 #캐시'
all "a tag more"
HALFHOUR_NOW=2026-12-06T08:00:00+09:00
some "a day later"
like "$(cat "$T/built")" ' topic.html, 1 page$' "whose page tells how old it is"
log '캐시: 여섯' --minutes 2 -t '또 센다 #캐시'
all "a day with a tag"
day 07
log '처음 듣는 것 둘: 하나' --minutes 2
all "one of a topic that no day had"
day 08
echo '[[2026-12-08]]' >>notes/층.md
settle
log '캐시: 여덟' --minutes 2
all "a day that a link has waited for"
sed -i '$d' notes/층.md
day 09
settle
log '캐시: 아홉' --minutes 2
some "a day more"
"$HALFHOUR" --quiet undo 2>/dev/null
all "a day that is gone again"
day 10
echo 남의 >site/daily/2026-12-10.html
log '캐시: 열' --minutes 2
exits 4 "a file of somebody else in its place" "$HALFHOUR" build --allow-broken
is "$(cat site/daily/2026-12-10.html)" 남의 "which stays"
rm site/daily/2026-12-10.html
built "and makes room"
settle

# hide N KEY: a day that is not shown.
hide() {
	printf -- '---\n%s: true\n---\n# 2026-12-%s\n\n## 리뷰\n\n### 21:00–21:20 캐시: 몰래\n' \
		"$2" "$1" >"notes/daily/2026-12-$1.md"
}
day 14
log '캐시: 열넷' --minutes 2
hide 15 private
hide 17 draft
day 18
log '캐시: 열여덟' --minutes 2
commit '숨은 날'
settle
settle
day 16
log '캐시: 열여섯' --minutes 2
some "between days that are not shown"
like "$(cat site/daily/2026-12-14.html)" 'rel="next" href="2026-12-16.html"' \
	"to which the one before them leads"
like "$(cat site/daily/2026-12-18.html)" 'rel="prev" href="2026-12-16.html"' \
	"and the one behind them"

# ---- what a run has printed ---------------------------------------------------------

mkdir -p notes/process notes/.runs/process
cp "$TOP/notes/process/fork-buffer.md" notes/process/
cp -r "$TOP/notes/.runs/process/fork-buffer" notes/.runs/process/
printf '# 집\n\n![[process/fork-buffer]]\n' >notes/index.md
settle
log '캐시: 기록' --minutes 2
all "where the home page shows what a run has printed"

# ---- the site ----------------------------------------------------------------------

rm notes/index.md
settle
echo '손이 닿은 뒤' >>notes/소켓.md
echo 손 >site/.new
mv site/.new site/층.html
all "a page that somebody has put there"
rm site/소켓.html
mkdir site/소켓.html
echo '폴더가 있다' >>notes/소켓.md
"$HALFHOUR" build --allow-broken >/dev/null 2>&1
rmdir site/소켓.html
built "a folder in the place of a page"
settle
for file in looks.cache joined.cache joined.more days.cache; do
	echo "$file" >>notes/소켓.md
	printf xyz | dd of=".git/halfhour/$file" bs=1 conv=notrunc 2>/dev/null \
		seek=$(($(stat -c %s ".git/halfhour/$file") / 2))
	built "a damaged $file"
done
done_testing
