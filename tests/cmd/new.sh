#!/bin/sh
# new.sh: a note from a template, which never takes the place of another
# The editors of these tests are scripts, whose "$1" is not ours.
# shellcheck disable=SC2016
. "$(dirname "$0")/../lib.sh"

wiki --lang ko

# editor BODY: EDITOR becomes a script that gets the file as $1.
editor() {
	printf '#!/bin/sh\n%s\n' "$1" >"$T/editor"
	chmod +x "$T/editor"
	EDITOR=$T/editor
	export EDITOR
}
commits() {
	git rev-list --count HEAD
}

# ---- one note --------------------------------------------------------------

n=$(commits)
exits 0 "a new note" "$HALFHOUR" new "ipc/공유 메모리"
is "$(cat "$T/out")" \
	"ipc/공유 메모리 → notes/ipc/공유 메모리.md [$(git rev-parse --short=7 HEAD)]" \
	"is told"
is "$(cat "notes/ipc/공유 메모리.md")" "---
date: 2026-11-23
tags: []
---

# 공유 메모리" "has a title and the day"
is "$(commits)" $((n + 1)) "is one commit"
is "$(git log -1 --format=%B)" "new: ipc/공유 메모리

Halfhour-Page: ipc/공유 메모리" "whose message names it"
is "$(git status --porcelain)" "" "nothing is left over"
exits 0 "--title" "$HALFHOUR" new notes/파이프.md --title "파이프: 64 KiB와 \"그 뒤\""
ok "is the heading" grep -qxF '# 파이프: 64 KiB와 "그 뒤"' notes/파이프.md
exits 0 "the first page of a folder" "$HALFHOUR" --quiet new 도커/index
ok "is called as the folder" grep -qx '# 도커' notes/도커/index.md
is "$(cat "$T/out")" "" "--quiet says nothing"
printf '표준 입력에서\n' >"$T/title"
ok "a title from standard input" sh -c '"$HALFHOUR" new 입력 --title - <"$T/title"'
ok "is the heading, too" grep -qx '# 표준 입력에서' notes/입력.md
exits 0 "a name of a Mac" "$HALFHOUR" new \
	"$(printf '\341\204\212\341\205\263\341\204\205\341\205\246\341\204\203\341\205\263')"
ok "is composed" test -f notes/쓰레드.md
exits 0 "after midnight" env HALFHOUR_NOW=2026-11-24T00:40:00+09:00 \
	"$HALFHOUR" new 늦은글
ok "the day is the one before" grep -qx "date: 2026-11-23" notes/늦은글.md
exits 0 "undo" "$HALFHOUR" undo
ok "takes the note back" not test -e notes/늦은글.md
"$HALFHOUR" check >"$T/out" 2>&1
unlike "$(cat "$T/out")" " (error|warning): " "check finds nothing in them"

# ---- what is there stays ---------------------------------------------------

echo "내 글" >notes/파이프.md
head=$(git rev-parse HEAD)
exits 4 "a page that is there" "$HALFHOUR" new 파이프
is "$(cat "$T/err")" "halfhour: notes/파이프.md is there already" "is told"
exits 4 "in another normal form" "$HALFHOUR" new \
	"$(printf '\341\204\221\341\205\241\341\204\213\341\205\265\341\204\221\341\205\263')"
echo hello >notes/Readme.md
exits 4 "in another case" "$HALFHOUR" new README
is "$(cat notes/파이프.md notes/Readme.md)" "내 글
hello" "neither is touched"
is "$(git rev-parse HEAD)" "$head" "there is no commit"
git checkout -q notes/파이프.md
rm notes/Readme.md
echo "file" >notes/막힘
exits 4 "a file in place of a folder" "$HALFHOUR" new 막힘/글
is "$(cat notes/막힘)" file "stays"
rm notes/막힘
mkdir "$T/elsewhere"
ln -s "$T/elsewhere" notes/밖
exits 4 "a folder that leads out of the wiki" "$HALFHOUR" new 밖/글
is "$(ls "$T/elsewhere")" "" "is not followed"
rm notes/밖

# What the user has staged and changed stays so.
echo "고친 글" >>notes/파이프.md
echo "넣은 글" >notes/staged.md
git add notes/staged.md
exits 0 "beside other changes" "$HALFHOUR" new 곁
is "$(git status --porcelain | sort)" "$(printf ' M "notes/\\355\\214\\214\\354\\235\\264\\355\\224\\204.md"\nA  notes/staged.md')" \
	"only the note is committed"
git checkout -q notes/파이프.md
git rm -qf notes/staged.md

# ---- names that are none ---------------------------------------------------

for name in "" / a//b a/ /a ../a a/../b .a a/.git "가#나" "가^1" "[가]" \
	"가|나" 'a\b' "a:b" "a?" "a*" 'a"' "<a>" " a" "a " ".md" daily/2026-11-23 2026-11-23 \
	CON con "con.메모" nul/가 가/AUX 가/prn.b/나 com1 LPT9.a "COM¹" 'conin$' "con .a" 가./나 \
	"$(printf 'a\nb')" "$(printf 'a\033[31m')" "$(printf 'a\377')" \
	"$(printf '가%.0s' $(seq 70))"; do
	code=0
	"$HALFHOUR" new "$name" >"$T/out" 2>"$T/err" || code=$?
	[ $code -eq 2 ] || echo "$name: $code"
done >"$T/wrong"
is "$(cat "$T/wrong")" "" "names that cannot be linked or written are refused"
is "$(git status --porcelain)" "" "and nothing is made"
exits 2 "a name that Windows cannot have" "$HALFHOUR" new 가/CON
is "$(cat "$T/err")" "halfhour: no page may be called '가/CON': Windows has no file of the name of a device, such as CON or COM1, whatever its ending, and could not clone the wiki" \
	"is refused with the reason"
for name in console com com10 lpt0 nulls 가.con "con가" 나.; do
	exits 0 "$name" "$HALFHOUR" --quiet new "이름/$name"
done
git reset -q --hard HEAD~8
exits 2 "no name" "$HALFHOUR" new
exits 2 "two names" "$HALFHOUR" new 하나 둘
exits 2 "two titles" "$HALFHOUR" new 하나 --title 가 --title 나
exits 2 "an empty title" "$HALFHOUR" new 하나 --title " "
exits 2 "a title of two lines" "$HALFHOUR" new 하나 --title "$(printf 'a\nb')"

# ---- templates -------------------------------------------------------------

mkdir templates
printf -- '---\ntags: [책]\n---\r\n# {{title}} ({{date}} {{time}})\r\n\r\n[[{{page}}]] {{other}} {{ title }} {{title' \
	>templates/책.md
exits 0 "--template" "$HALFHOUR" new 읽기/리눅스 --template 책
printf -- '---\ntags: [책]\n---\r\n# 리눅스 (2026-11-23 21:28)\r\n\r\n[[읽기/리눅스]] {{other}} {{ title }} {{title' \
	>"$T/want"
same notes/읽기/리눅스.md "$T/want" "its words are filled in, the rest is as it was"
echo '{{title}}: 내 틀' >templates/note.md
exits 0 "the wiki's own note.md" "$HALFHOUR" new 하나
is "$(cat notes/하나.md)" "하나: 내 틀" "goes before the built-in one"
exits 3 "no such template" "$HALFHOUR" new 둘 --template 없음
like "$(cat "$T/err")" "templates/없음\.md" "names the file"
exits 2 "a template elsewhere" "$HALFHOUR" new 둘 --template ../halfhour
ok "makes nothing" not test -e notes/둘.md
exits 0 "build" "$HALFHOUR" build

# A word that is a value of the front matter stays what it is.
cat >templates/틀.md <<'END'
---
title: {{title}}
aliases: [{{title}}, "둘 {{title}}"]
tags:
  - 책 # {{title}}
'외': '{{title}}'
description: {{title}} — {{date}}
list:
- {{title}}
- "여러 줄에 걸친 {{title}}
  글 {{title}}"
- [한,
  {{title}},
  {{title}}]
- {a: {{title}}, {{title}}: b}
{{page}}: {{time}}
date: {{date}}
글: |
  "{{title}}"

  {{title}}
끝: 그대로 {{other}}
---
# {{title}}

title: {{title}}
END
cat >"$T/titles" <<'END'
따옴표 "x": #y
- 목록
[대괄호], {중괄호}
끝에 #해시
'작은 따옴표'
역\슬래시 C:\새\n
콜론: 둘
끝 콜론:
#해시
@골뱅이 % & * ! | > `코드`
? 물음
null
true
~
{{date}} {{title}}
🎉 파티 — 한글, 쉼표
---
"
\
가	나
END
n=0
while IFS= read -r title; do
	n=$((n + 1))
	"$HALFHOUR" --quiet new "제목/$n" --template 틀 --title "$title" || break
	printf '%s\n' "$title" >>"$T/made"
done <"$T/titles"
same "$T/made" "$T/titles" "titles with all that means something in YAML"
"$HALFHOUR" check >"$T/out" 2>&1
unlike "$(cat "$T/out")" " (error|warning): " "are front matter that can be read"
cat >"$T/read.py" <<'END'
import html, re, sys
for i, title in enumerate(open(sys.argv[1], encoding="utf-8"), 1):
    title = title[:-1]
    page = open(f"site/제목/{i}.html", encoding="utf-8").read()
    page = html.unescape(re.sub("<[^>]*>", "\n", page))
    for want in [title, "둘 " + title, title + " — 2026-11-23"]:
        if f"\n{want}\n" not in page:
            print(i, want)
    note = open(f"notes/제목/{i}.md", encoding="utf-8").read()
    for want in [f"# {title}\n\ntitle: {title}\n",
                 f'  "{title}"\n\n  {title}\n끝: 그대로 {{{{other}}}}\n']:
        if f"\n{want}" not in note:
            print(i, want)
END
"$HALFHOUR" --quiet build
is "$(python3 "$T/read.py" "$T/titles")" "" "and say the same there and in the text"
head -16 notes/제목/16.md >"$T/got"
cat >"$T/want" <<'END'
---
title: 🎉 파티 — 한글, 쉼표
aliases: ["🎉 파티 — 한글, 쉼표", "둘 🎉 파티 — 한글, 쉼표"]
tags:
  - 책 # 🎉 파티 — 한글, 쉼표
'외': '🎉 파티 — 한글, 쉼표'
description: 🎉 파티 — 한글, 쉼표 — 2026-11-23
list:
- 🎉 파티 — 한글, 쉼표
- "여러 줄에 걸친 🎉 파티 — 한글, 쉼표
  글 🎉 파티 — 한글, 쉼표"
- [한,
  "🎉 파티 — 한글, 쉼표",
  "🎉 파티 — 한글, 쉼표"]
- {a: "🎉 파티 — 한글, 쉼표", "🎉 파티 — 한글, 쉼표": b}
제목/16: 21:28
END
same "$T/got" "$T/want" "what needs no quotation marks gets none"
like "$(cat notes/제목/1.md)" '^title: "따옴표 \\"x\\": #y"$' "what does has them"
like "$(cat notes/제목/5.md)" "^'외': '''작은 따옴표'''$" \
	"and those of the template are heeded"
rm -r templates

# ---- where no file can be --------------------------------------------------

n=$(commits)
mkdir notes/자리.md
echo x >notes/규칙
ln -s . notes/고리
editor 'echo 글 >>"$1"'
for page in 자리 규칙/글 규칙/더/글 고리/글; do
	exits 4 "$page" "$HALFHOUR" new "$page"
	like "$(cat "$T/err")" "^halfhour: notes/[^ ]* is (a|no) (folder|symbolic)" \
		"is told"
	exits 4 "with an editor" "$HALFHOUR" new "$page" --edit
done
rm -r notes/자리.md notes/규칙 notes/고리
"$HALFHOUR" list >"$T/out" 2>&1
unlike "$(cat "$T/out")" "earlier command" "another command has nothing to finish"
is "$(commits)" "$n" "and commits nothing"

# ---- the editor ------------------------------------------------------------

n=$(commits)
editor 'cp "$1" "$T/given"; printf "\n본문을 쓴다.\n" >>"$1"'
exits 0 "--edit" "$HALFHOUR" new 편집 --edit
like "$(cat "$T/given")" "^# 편집$" "the editor gets the template"
is "$(git show HEAD:notes/편집.md | tail -1)" "본문을 쓴다." \
	"what it saved is committed"
is "$(commits)" $((n + 1)) "in one commit"
is "$(git status --porcelain)" "" "wholly"
editor 'exit 3'
exits 1 "an editor that fails" "$HALFHOUR" new 새폴더/실패 --edit
like "$(cat "$T/err")" "no note is made: the editor .* ended with 3" "is told"
ok "leaves no note, and no folder" not test -e notes/새폴더
editor 'printf "아까운 글\n" >"$1"; exit 3'
exits 1 "one that fails after saving" "$HALFHOUR" new 실패 --edit
is "$(cat notes/실패.md)" "아까운 글" "leaves what it saved"
like "$(cat "$T/err")" "notes/실패\.md, not committed" "and says where"
is "$(commits)" $((n + 1)) "without a commit"
rm notes/실패.md
editor 'kill -9 "$(cut -d" " -f4 /proc/$PPID/stat)"'
"$HALFHOUR" new 죽음 --edit >"$T/out" 2>&1
ok "killed, the file is there" test -s notes/죽음.md
rm notes/죽음.md
editor 'rm "$1"'
exits 1 "one that removes the file" "$HALFHOUR" new 없앰 --edit
is "$(git status --porcelain)" "" "commits nothing"
exits 1 "no editor" env -u EDITOR "$HALFHOUR" new 없음 --edit </dev/null
ok "makes nothing" not test -e notes/없음.md

# ---- without a repository, and in one that is busy -------------------------

mkdir -p "$T/plain/notes"
: >"$T/plain/halfhour.yaml"
exits 0 "in no repository" "$HALFHOUR" -C "$T/plain" new 글
is "$(cat "$T/out")" "글 → notes/글.md" "it is made"
ok "and no repository is" not test -e "$T/plain/.git"

touch .git/index.lock
exits 5 "another git at work" "$HALFHOUR" new 잠김
like "$(cat "$T/err")" "saved" "it is saved"
rm .git/index.lock
"$HALFHOUR" list >"$T/out" 2>&1
is "$(git log -1 --format=%s)" "new: 잠김" "the next command commits it"

# ---- a folder that is there under another spelling ---------------------------

# 폴더 as macOS writes it.
nfd=$(printf '\341\204\221\341\205\251\341\206\257\341\204\203\341\205\245')
mkdir -p "notes/$nfd" notes/dev/Sub
echo 글 >"notes/$nfd/글.md"
echo 글 >notes/dev/Sub/글.md
git add -A
git commit -qm folders
exits 0 "a note in a folder of a Mac" "$HALFHOUR" new 폴더/새글
like "$(cat "$T/out")" '^폴더/새글 → ' "is told by its id"
ok "it is in that folder" test -f "notes/$nfd/새글.md"
ok "and there is no other one" not test -e notes/폴더
exits 0 "in a folder in another case" "$HALFHOUR" new Dev/sub/새글
like "$(cat "$T/out")" '^dev/Sub/새글 → notes/dev/Sub/새글\.md' "it is the one that is there"
ok "of which there is one" not test -e notes/Dev
ok "at each depth" not test -e notes/dev/sub
echo '# 옮길 글' >notes/옮길글.md
echo '[[옮길글]] [x](옮길글.md)' >notes/가리킴.md
git add -A
git commit -qm move
exits 0 "mv does so, too" "$HALFHOUR" mv 옮길글 DEV/SUB/옮긴글
ok "into the folder" test -f notes/dev/Sub/옮긴글.md
ok "and no other" not test -e notes/DEV
is "$(cat notes/가리킴.md)" '[[옮긴글]] [x](dev/Sub/옮긴글.md)' "links say how it is called"
exits 0 "also into that of a Mac" "$HALFHOUR" mv dev/Sub/옮긴글 폴더/옮긴글
ok "which is one" test -f "notes/$nfd/옮긴글.md"
is "$(git status --porcelain)" "" "all of it is committed"
done_testing
