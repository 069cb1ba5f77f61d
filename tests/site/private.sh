#!/bin/sh
# private.sh: what says that it is private is nowhere, however it says so
. "$(dirname "$0")/../lib.sh"

wiki --lang ko

# note TEXT: one more note, which has the word that must not be anywhere.
n=0
note() {
	n=$((n + 1))
	printf '%b' "$1" >"notes/비밀$n.md"
}
nbsp=$(printf '\302\240')
note '---\nprivate:true\n---\n# 카나리아\n\n카나리아글\n'
note "---\nprivate:${nbsp}true\n---\n카나리아글\n"
note '---\nprivate： true\n---\n카나리아글\n'
note '---\n- private: true\n---\n카나리아글\n'
note '---\n[private: true]\n---\n카나리아글\n'
note "---\ntitle: 카나리아\n${nbsp}private: true\n---\n카나리아글\n"
note '---\n{title: 카나리아, private:true}\n---\n카나리아글\n'
note '---\ntitle: 카나리아\nprivate　: true\n---\n카나리아글\n'
note '---\npublish：false\n---\n카나리아글\n'
note '---\n"private"： "true"\n---\n카나리아글\n'
note '---\ntitle: "카나리아\nprivate： true\n---\n카나리아글\n'
note '\n---\nprivate: true\n---\n카나리아글\n'
note '\n \n---\ntitle: 카나리아\n\nprivate: true\n---\n카나리아글\n'
note '---\ntitle: 카나리아\nprivate:true\n\n카나리아글\n'
told=$n
note '---\rtitle: 제목\rprivate: true\r---\r\r# 카나리아\r\r카나리아글\r'
note '\0357\0273\0277---\rprivate: true\r---\r카나리아글\r'

exits 1 "front matter that says private as no YAML does" "$HALFHOUR" check
is "$(grep -c '비밀[0-9]*\.md:[0-9]*:[0-9]*: error: .*\[meta\]$' "$T/out" "$T/err" |
	awk -F: '{ n += $2 } END { print n }')" "$told" "is told, each once"
unlike "$(cat "$T/out" "$T/err")" '비밀1[56]\.md' "and a CR ends a line of it as well as any"
exits 0 "build" "$HALFHOUR" --quiet build --allow-broken
unlike "$(grep -rl '카나리아\|비밀[0-9]' site)" . "no file of the site has a word of it"
ok "and there is one" test -e site/index.html
exits 3 "nor does the search find it" "$HALFHOUR" --quiet search 카나리아글
exits 0 "but where it is asked for" "$HALFHOUR" --quiet search --private --limit 99 카나리아글
is "$(cut -d: -f1 "$T/out" | sort -u | grep -c 비밀)" "$n" "and there all are found"

# ---- what says no such thing ------------------------------------------------

rm notes/비밀*.md
printf '\n---\n\nprivate: 열쇠말\n\n---\n\n보이는글\n' >notes/가로줄.md
printf -- '---\nprivate： false\n---\n보이는글\n' >notes/아니오.md
printf -- '---\n설명: |\n  private: true\nprivately: true\n메모: "한 줄\n\n  private: true"\n---\n보이는글\n' >notes/안쪽.md
printf -- '---\rtitle: 보이는 제목\r---\r\r# 다른 제목\r\r[[없는 글]]\r' >notes/줄끝.md
"$HALFHOUR" --quiet build --allow-broken >"$T/out" 2>&1
for name in 가로줄 아니오 안쪽; do
	like "$(cat "site/$name.html")" 보이는글 "$name is shown"
done
like "$(cat site/줄끝.html)" '<title>보이는 제목' "front matter with CR is read"
unlike "$(cat site/줄끝.html)" 'title: 보이는' "and is not shown"
like "$(cat "$T/out")" '줄끝\.md:7:1: error: there is no page' "and lines are counted on behind it"
done_testing
