#!/bin/sh
# symlinks.sh: a note that is reached on two ways is one note
. "$(dirname "$0")/../lib.sh"

wiki --lang ko
mkdir -p notes/도커/안 notes/다른 밖
printf '# 이미지\n\n## 절\n\n![[그림.png]] [[별명]]\n' >notes/도커/이미지.md
printf '# 깊은\n' >notes/도커/안/깊은.md
echo png >notes/도커/그림.png
echo '# 밖의 글' >밖/글.md
echo 비밀 >밖/비밀.txt
ln -s ../도커/이미지.md notes/다른/별명.md
ln -s "$PWD/notes/도커" notes/둘
ln -s ../도커/그림.png notes/다른/사진.png
ln -s . notes/도커/자기
ln -s .. notes/도커/위
ln -s ../밖 notes/밖
ln -s ../밖/글.md notes/밖글.md
ln -s 없음.md notes/없는.md
ln -s 빙.md notes/글.md
ln -s 글.md notes/빙.md
ln -s .runs notes/기록
mkdir notes/.runs
cat >notes/index.md <<'END'
[[다른/별명]] [[별명#절]] [가](다른/별명.md) <a href="다른/별명.md">나</a> [[둘/이미지]] [[둘/안/깊은]] [다](둘/이미지.md)

![[사진.png]] ![라](다른/사진.png) ![마](둘/그림.png) [[둘/자기/자기/안/깊은]] [[도커/위/도커/자기/이미지]]
END
exits 0 "check" "$HALFHOUR" check
is "$(cat "$T/out")" \
	"notes/글.md: warning: this is a symbolic link: it leads nowhere [symlink]
notes/기록: warning: this is a symbolic link: it leads to what is hidden, and that is not read [symlink]
notes/밖: warning: this is a symbolic link: it leads out of the notes, so what is there is not read; put the file itself here [symlink]
notes/밖글.md: warning: this is a symbolic link: it leads out of the notes, so what is there is not read; put the file itself here [symlink]
notes/빙.md: warning: this is a symbolic link: it leads nowhere [symlink]
notes/없는.md: warning: this is a symbolic link: it leads nowhere [symlink]
3 notes: 0 errors, 6 warnings, 0 hints" "tells those that lead out, nowhere, or in circles"
exits 0 "build" "$HALFHOUR" build
is "$(find site -name '*.html' | grep -c '이미지\|깊은\|별명')" 2 "a note has one page"
is "$(grep -o '\(href\|src\)="[^"#]*\(html\|png\)[#"]' site/index.html |
	grep -e '%EB%8F%84%EC%BB%A4' | sort | uniq -c | sed 's/^ *//')" \
	'2 href="%EB%8F%84%EC%BB%A4/%EC%95%88/%EA%B9%8A%EC%9D%80.html"
6 href="%EB%8F%84%EC%BB%A4/%EC%9D%B4%EB%AF%B8%EC%A7%80.html"
1 href="%EB%8F%84%EC%BB%A4/%EC%9D%B4%EB%AF%B8%EC%A7%80.html#
3 src="%EB%8F%84%EC%BB%A4/%EA%B7%B8%EB%A6%BC.png"' \
	"to which all of its names lead"
ok "a file is there once" test "$(find site -name '*.png' | grep -c .)" -eq 1
is "$(grep -rl '밖의 글\|비밀' site)" "" "what is outside is not on the site"

# Links through a link are links to the note.
git add -A
git commit -q -m links
ln -s "../도커/이미지.md" "notes/다른/it's.md"
git add -A
git commit -q -m quote
exits 0 "mv --dry-run" "$HALFHOUR" mv 도커/이미지 그릇 --dry-run
like "$(cat "$T/err")" "별명\.md is a symbolic link to the note, and would lead nowhere;" \
	"says what would become of links"
exits 0 "mv" "$HALFHOUR" mv 도커/이미지 도커/그릇
is "$(cat "$T/err")" \
	"halfhour: notes/다른/it's.md is a symbolic link to the note, and now leads nowhere; this points it to the new place: ln -sfn '../도커/그릇.md' 'notes/다른/it'\\''s.md'
halfhour: notes/다른/별명.md is a symbolic link to the note, and now leads nowhere; this points it to the new place: ln -sfn '../도커/그릇.md' 'notes/다른/별명.md'" \
	"tells the links to it, with the way out"
sed -n 's/.*new place: //p' "$T/err" >"$T/mend"
cp -P notes/다른/별명.md "$T/link"
ok "which is a command" sh "$T/mend"
ok "that points them there" cmp -s "notes/다른/it's.md" notes/도커/그릇.md
rm "notes/다른/it's.md" notes/다른/별명.md
cp -P "$T/link" notes/다른/별명.md
"$HALFHOUR" check >"$T/out"
like "$(cat "$T/out")" "^notes/다른/별명\.md: warning: this is a symbolic link: it leads nowhere" \
	"a link to a note that was renamed is told"
is "$(grep -c error "$T/out")" 1 "and the links of the notes lead there"
exits 4 "a name that a link has" "$HALFHOUR" mv 도커/그릇 다른/별명
git reset -q --hard HEAD~2

# ---- notes/ itself ---------------------------------------------------------

mv notes 진짜
ln -s 진짜 notes
for command in check build "log 글" list "mv 도커/이미지 글"; do
	# shellcheck disable=SC2086
	exits 1 "$command" "$HALFHOUR" $command
	like "$(cat "$T/err")" \
		"^halfhour: .*/notes is a symbolic link, and git would keep the link.*in its place\$" \
		"says what is in the way, and the way out"
done
rm notes
mv 진짜 notes

# A vault that is no wiki.
mkdir -p "$T/금고/.obsidian" "$T/금고/node_modules"
cd "$T/금고" || exit 1
printf '# 글\n\n[[이름]] [[밖]]\n' >글.md
ln -s 글.md 이름.md
ln -s "$T/wiki/notes/도커/이미지.md" 밖.md
ln -s /etc/passwd node_modules/비밀
exits 1 "a vault" "$HALFHOUR" check
is "$(grep -v orphan "$T/out")" \
	"글.md:3:12: error: there is no page or file 밖 [link-broken]
밖.md: warning: this is a symbolic link: it leads out of the notes, so what is there is not read; put the file itself here [symlink]" "is no other"
rm -r .obsidian node_modules 이름.md 밖.md 글.md
ln -s "$T/wiki/notes" notes
exits 0 "one of which notes/ is a link" "$HALFHOUR" check
like "$(cat "$T/out")" "^notes: warning: this is a symbolic link: it leads out" "says so"
done_testing
