#!/bin/sh
# properties.sh: wiki links in front matter are links of the note
. "$(dirname "$0")/../lib.sh"

wanted() {
	cat >"$T/want"
	same "$1" "$T/want" "$2"
}
commit() {
	git add -A
	git commit -q -m "$1"
}

wiki --lang ko
mkdir -p notes/도구
printf '# 도커\n\n## 레이어\n' >notes/도구/도커.md
cat >notes/글.md <<'END'
---
title: "[[제목은 아님]]"
aliases: ["[[별명도 아님]]"]
related: "[[도커]]"
up:
  - '[[도구/도커#레이어|층]]'
  - "[[없는 글]]" # [[주석]]
  - 앞 [[도커]] 뒤 [[도거]]
깊이: { 안: ["[[/도구/도커]]"] }
긴글: |
  첫 줄
  [[도커#레이아]]와 "[[도구/도커]]"
escaped: "[[\uB3C4\uCEE4]]"
목록: [[도커|별명]]
맨: [ [[도커#레이어]], 글, [[도거, 둘]] ]
쪽:
  - [[없는 쪽]]
별명: "[[도커|별명]]"
절: "[[도커#레이어]]"
아님: [[ [도커] ]]
둘: [[도커], [도커]]
---

# 글
END
"$HALFHOUR" check >"$T/out" 2>&1
is "$(grep '글\.md:[0-9]' "$T/out")" \
	"notes/글.md:7:6: error: there is no page or file 없는 글; 'halfhour new \"없는 글\"' makes it [link-broken]
notes/글.md:8:24: error: there is no page 도거; is it 도구/도커? [link-broken]
notes/글.md:12:3: warning: 도구/도커 has no place '레이아'; is it 레이어? [link-anchor]
notes/글.md:15:35: error: there is no page or file 도거, 둘; 'halfhour new \"도거, 둘\"' makes it [link-broken]
notes/글.md:17:5: error: there is no page or file 없는 쪽; 'halfhour new \"없는 쪽\"' makes it [link-broken]" \
	"each is checked where it stands"
unlike "$(cat "$T/out")" 'orphan.*도커|도커.*orphan' "and counts as a link to the note"
"$HALFHOUR" --quiet build --allow-broken 2>/dev/null
like "$(cat site/도구/도커.html)" 'related: (<mark>)?도커' "which its page lists"
unlike "$(cat site/글.html)" '\[\[도커' "the property itself is not shown"
printf '\n본문의 [[도커]] 링크.\n' >>notes/글.md
"$HALFHOUR" --quiet build --allow-broken 2>/dev/null
like "$(cat site/도구/도커.html)" '본문의 <mark>도커' "by the words of the text where there are any"

# ---- a rename --------------------------------------------------------------

commit properties
exits 4 "a link with an escape in it" "$HALFHOUR" mv 도구/도커 도구/컨테이너
like "$(cat "$T/err")" '^halfhour: notes/글\.md:13:1: the link 도커 is not found' "is told"
is "$(git status --porcelain)" "" "and nothing is changed"
sed -i '/^escaped/d' notes/글.md
commit properties
exits 0 "mv" "$HALFHOUR" mv 도구/도커 도구/컨테이너
wanted notes/글.md "rewrites them, and no byte around them" <<'END'
---
title: "[[제목은 아님]]"
aliases: ["[[별명도 아님]]"]
related: "[[컨테이너]]"
up:
  - '[[도구/컨테이너#레이어|층]]'
  - "[[없는 글]]" # [[주석]]
  - 앞 [[컨테이너]] 뒤 [[도거]]
깊이: { 안: ["[[/도구/컨테이너]]"] }
긴글: |
  첫 줄
  [[컨테이너#레이아]]와 "[[도구/컨테이너]]"
목록: [[컨테이너|별명]]
맨: [ [[컨테이너#레이어]], 글, [[도거, 둘]] ]
쪽:
  - [[없는 쪽]]
별명: "[[컨테이너|별명]]"
절: "[[컨테이너#레이어]]"
아님: [[ [도커] ]]
둘: [[도커], [도커]]
---

# 글

본문의 [[컨테이너]] 링크.
END
exits 0 "a name that YAML has to escape" "$HALFHOUR" mv 도구/컨테이너 "it's"
like "$(cat notes/글.md)" "^  - '\[\[it''s#레이어\|층\]\]'\$" "is escaped"
like "$(cat notes/글.md)" '^related: "\[\[it.s\]\]"$' "where it has to be"
exits 0 "and back" "$HALFHOUR" mv "it's" 도구/도커

# A private note, and one with a byte order mark and CRLF.
printf '\357\273\277---\r\nprivate: true\r\nup: "[[도커]]"\r\n---\r\n글\r\n' >notes/비밀.md
commit private
exits 0 "a private note" "$HALFHOUR" mv 도구/도커 도구/그릇
printf '\357\273\277---\r\nprivate: true\r\nup: "[[그릇]]"\r\n---\r\n글\r\n' >"$T/want"
same notes/비밀.md "$T/want" "is rewritten, and stays what it is"

# ---- there and back --------------------------------------------------------

# back TEXT MIDDLE END DESC: a note that is moved away and back.
back() {
	printf '%b' "$1" >notes/가.md
	commit there
	exits 0 "$4: there" "$HALFHOUR" mv 가 나
	printf '%b' "$2" >"$T/want"
	same notes/나.md "$T/want" "$4: the alias is there"
	exits 0 "$4: and back" "$HALFHOUR" mv 나 가
	printf '%b' "$3" >"$T/want"
	same notes/가.md "$T/want" "$4: the note is not its own alias"
	exits 0 "$4: once more" "$HALFHOUR" mv 가 나
	printf '%b' "$2" >"$T/want"
	same notes/나.md "$T/want" "$4: as before"
	exits 0 "$4: and back for good" "$HALFHOUR" mv 나 가 --no-redirect
	printf '%b' "$1" >"$T/want"
	same notes/가.md "$T/want" "$4: without a redirect it is what it was"
	git rm -qf notes/가.md
	commit away
}
back '글\n' '---\naliases: ["가"]\n---\n\n글\n' '---\naliases: ["나"]\n---\n\n글\n' "no front matter"
back '\0357\0273\0277글\r\n' '\0357\0273\0277---\r\naliases: ["가"]\r\n---\r\n\r\n글\r\n' \
	'\0357\0273\0277---\r\naliases: ["나"]\r\n---\r\n\r\n글\r\n' "a mark and CRLF"
back '---\ntags: [a]\n---\n글\n' '---\ntags: [a]\naliases: ["가"]\n---\n글\n' \
	'---\ntags: [a]\naliases: ["나"]\n---\n글\n' "one without aliases"
back '---\naliases: [하나, "둘"]\n---\n글\n' '---\naliases: ["가", 하나, "둘"]\n---\n글\n' \
	'---\naliases: ["나", 하나, "둘"]\n---\n글\n' "a list"
back '글\r' '---\raliases: ["가"]\r---\r\r글\r' '---\raliases: ["나"]\r---\r\r글\r' "CR, no front matter"
back '---\raliases:\r  - 하나\r---\r글\r' '---\raliases:\r  - "가"\r  - 하나\r---\r글\r' \
	'---\raliases:\r  - "나"\r  - 하나\r---\r글\r' "CR and items"
back '---\naliases:\n  - 하나\n  - 둘 # 주석\n---\n글\n' \
	'---\naliases:\n  - "가"\n  - 하나\n  - 둘 # 주석\n---\n글\n' \
	'---\naliases:\n  - "나"\n  - 하나\n  - 둘 # 주석\n---\n글\n' "items"
back '---\naliases:\n- 하나\n---\n글\n' '---\naliases:\n- "가"\n- 하나\n---\n글\n' \
	'---\naliases:\n- "나"\n- 하나\n---\n글\n' "items that are not indented"

# One text with several names, below a key as Obsidian writes it.
printf -- '---\nAliases: 하나 말, 둘\n---\n글\n' >notes/가.md
echo '[[하나 말]] [[둘]]' >notes/둘다.md
commit there
exits 0 "a text with commas" "$HALFHOUR" mv 가 나
printf -- '---\nAliases:\n  - 하나 말\n  - 둘\n  - "가"\n---\n글\n' >"$T/want"
same notes/나.md "$T/want" "becomes a list with one more"
is "$("$HALFHOUR" check | grep '^notes/둘다\.md:[0-9]')" "" "and all its names lead on"
git rm -qf notes/나.md notes/둘다.md
commit away

# One that stands last, in another case and quotes, or alone on its lines.
gone() {
	printf '%b' "$1" >notes/Page.md
	commit there
	exits 0 "$3" "$HALFHOUR" mv Page 옛이름 --no-redirect
	exits 0 "$3" "$HALFHOUR" mv 옛이름 page --no-redirect
	printf '%b' "$2" >"$T/want"
	same notes/page.md "$T/want" "$3"
	git rm -qf notes/page.md
	commit away
}
gone "---\naliases: [하나, 'PAGE']\n---\n" '---\naliases: [하나]\n---\n' "the last of a list"
gone '---\ntitle: 글\naliases:\n  - Page\ntags: a\n---\n' '---\ntitle: 글\ntags: a\n---\n' "the only item"
gone '---\naliases: [하나, Page, 둘]\n---\n' '---\naliases: [하나, 둘]\n---\n' "one between others"
gone '---\naliases: # 주석\n  - Page\n---\n' '---\naliases: # 주석\n  - Page\n---\n' "one beside a comment stays"

# ---- templates ----------------------------------------------------------------

mkdir -p "$T/틀금고/.obsidian" "$T/틀금고/틀" && cd "$T/틀금고" || exit 1
cat >틀/일기.md <<'END'
---
created: {{date}}
date: {{date:YYYY-MM-DD}}
title: {{title}} ((둘))
tags: [일기, {{title}}]
aliases:
  - {{title}} {{time}}
up: "[[집]]"
{{title}}: x
---
# {{title}}
END
printf -- '---\ncreated: {{date}}\nprivate: {{title}}\n---\n카나리아\n' >틀/비밀.md
printf -- '---\ncreated: <%% tp.date.now() %%>\n---\n# 틀\n' >틀/글.md
printf '# 집\n\n[[일기]] [[{{title}} {{time}}]]\n' >집.md
"$HALFHOUR" check >"$T/out" 2>&1
unlike "$(cat "$T/out")" ' (error|warning): ' "words to be filled in are text of the front matter"
exits 0 "build" "$HALFHOUR" build
like "$(cat site/틀/일기.html)" '<title>\{\{title\}\} \(\(둘\)\)' "as they are written"
unlike "$(grep -rl 카나리아 site)" . "a template that may be private is"
printf -- '---\ncreated: {{date}}\na: [b\n---\n# 틀\n' >틀/글.md
"$HALFHOUR" check >"$T/out" 2>&1
like "$(cat "$T/out")" '^틀/글\.md:[0-9:]* error: the front matter is not YAML' "other mistakes are told"

# ---- dates of other programs -------------------------------------------------

# dated NAME VALUE: a note with this date, as its YAML has it.
dated() {
	printf -- '---\ndate: %s\n---\n\n# %s\n' "$2" "$1" >"$T/날/$1.md"
}
mkdir "$T/날"
dated 하루 2026-01-02
dated 시각 2026-01-02T10:00:00
dated 지역 2026-01-02T23:30:00.5+09:00
dated 세계 2026-01-02T10:00Z
dated 빈칸 '2026-01-02 10:00:00 +0900'
dated 짧게 '2026-01-02 10:00'
dated 빗금 2026/01/02
dated 빗금시각 '"2026/01/02 9:00"'
dated 링크 '"[[2026-01-02]]"'
dated 맨링크 '[[2026-01-02]]'
dated 별명 '"[[daily/2026-01-02|그날]]"'
exits 0 "dates as other programs write them" "$HALFHOUR" -C "$T/날" build
is "$(cat "$T/err")" "" "say nothing"
for name in 하루 시각 지역 세계 빈칸 짧게 빗금 빗금시각 링크 맨링크 별명; do
	like "$(cat "$T/날/site/$name.html")" 'datetime="2026-01-02"' "$name is a day"
done
dated 말 '내년 봄'
dated 달 2026-13-01T10:00:00
dated 뒤 '2026-01-02 봄'
dated 목록 '{ 봄: 2026-01-02 }'
exits 0 "what is no date stops nothing" "$HALFHOUR" -C "$T/날" build
is "$(grep -c 'date: .* is no date such as 2026-11-23.*\[meta-date\]' "$T/err")" 4 "and is told"
like "$(cat "$T/err")" "^말\.md:2:1: warning: date: '내년 봄' is no date" "where it stands"
done_testing
