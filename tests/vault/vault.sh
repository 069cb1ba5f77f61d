#!/bin/sh
# vault.sh: a folder of notes that never saw halfhour builds as it is
. "$(dirname "$0")/../lib.sh"

page() {
	cat "site/$1.html"
}

# The links of a page's text: where each leads and what it says.
links() {
	sed -n '/<div class="prose">/,/<\/article>/p' "site/$1.html" |
		grep -o '<a class="link[^>]*>[^<]*</a>' |
		sed 's/<a class="link[^"]*"\(.*\)>\(.*\)<\/a>/\2:\1/' |
		python3 -c 'import sys, urllib.parse
sys.stdout.write(urllib.parse.unquote(sys.stdin.read()))'
}

cp -R "$TOP/tests/vault/vault" "$T/나의 금고"
chmod -R u+w "$T/나의 금고"
cd "$T/나의 금고" || exit 1
mkdir -p .obsidian 첨부 node_modules/x templates
echo '{}' >.obsidian/app.json
echo png >첨부/그림.png
echo text >첨부/자료.txt
echo '# no note' >node_modules/x/README.md
echo '{{#broken' >templates/page.html
# 한글 as a Mac writes it: decomposed.
nfd=$(printf '\341\204\222\341\205\241\341\206\253\341\204\200\341\205\263\341\206\257')
printf '# 맥에서\n\n[[한글#둘째]]\n' >"파이썬/$nfd.md"
printf '\n[[한글]] [[%s]] [x](파이썬/한글.md) [[파이썬/%s]]\n' "$nfd" "$nfd" >>README.md

# ---- mistakes ---------------------------------------------------------------

exits 1 "a vault with mistakes" "$HALFHOUR" build
sed -i '/ errors\{0,1\} in the notes;/d' "$T/err"
{
	cat "$TOP/tests/vault/vault.diag"
	echo "파이썬/$nfd.md:3:1: warning: 파이썬/한글 has no place '둘째' [link-anchor]"
} >"$T/want"
same "$T/err" "$T/want" "each is told"
unlike "$(grep -rl 카나리아 site)" . "what is private is nowhere"
rm 틀린것.md "파이썬/$nfd.md"
printf '# 맥에서\n' >"파이썬/$nfd.md"
exits 0 "without them" "$HALFHOUR" build
like "$(cat "$T/err")" 'embed-cycle\]$' "only the circle of embeds is told"
is "$(wc -l <"$T/err")" 1 "and nothing else"

# ---- check and search --------------------------------------------------------

rm -r site
exits 0 "check" "$HALFHOUR" check
is "$(grep -v '\[orphan\]$' "$T/out")" \
	"임베드.md:9:1: warning: this embeds 둘러보기, which this is a part of; a link is shown instead [embed-cycle]
$(find . -name '*.md' ! -path './node_modules/*' | wc -l) notes: 0 errors, 1 warning, $(
	grep -c '\[orphan\]$' "$T/out") hints" "says the same of all notes"
unlike "$(cat "$T/out")" 'README\.md: .*orphan' \
	"and the README of a folder is its page"
exits 0 "search" "$HALFHOUR" search overlayfs
like "$(cat "$T/out")" '^도커/이미지\.md:[0-9]+: .*overlayfs' "finds"
exits 0 "search --json" "$HALFHOUR" search overlayfs --json
like "$(cat "$T/out")" '^ *"page": "도커/이미지",$' "and names the page"
exits 3 "packages" "$HALFHOUR" search "no note"
like "$(cat "$T/err")" "no note has" "are not searched"
is "$(ls -A)" "$(printf '%s\n' .obsidian README.md node_modules templates 도커 \
	둘러보기.md 일기.md 임베드.md 첨부 초안.md 파이썬)" "nothing is written"
exits 0 "a build again" "$HALFHOUR" build

# ---- home, folders, sections -----------------------------------------------

like "$(page index)" 'class="site-name">나의 금고<' "its name is the site's"
like "$(page index)" '<h1 id="배운-것">배운 것</h1>' "its README is the home"
unlike "$(page index)" 'halfhour log|today\.html' "nothing is said of a log"
ok "so no page of one is made" not test -e site/today.html
like "$(page 도커/index)" '도커에서 배운 것' "a README is the page of its folder"
ok "and not a second one" not test -e site/도커/README.html
like "$(page notes)" '<h2 id="파이썬"><a href="%ED%8C%8C[^"]*/index.html">파이썬/</a></h2>' \
	"folders are sections"
like "$(page 파이썬/큐)" '<a href="index.html">파이썬</a>' "and have a page"
like "$(page 파이썬/index)" 'href="%ED%81%90.html">' "with its notes"
like "$(page 파이썬/index)" 'href="%EA%B9%8A%EC%9D%B4/index.html">깊이/</a>' \
	"and its folders"
ok "but a folder of days and files has none" not test -e site/첨부/index.html
unlike "$(page notes)" 'no note' "packages are no notes"
ok "nor is the site itself" not test -e site/site
is "$(ls -A)" "$(printf '%s\n' .obsidian README.md node_modules site templates 도커 \
	둘러보기.md 일기.md 임베드.md 첨부 초안.md 파이썬)" \
	"nothing is made but the site"
"$HALFHOUR" build >"$T/out" 2>"$T/err"
like "$(cat "$T/out")" " 0 written, 0 removed" "twice gives the same"

# ---- where links lead -------------------------------------------------------

is "$(links 파이썬/큐)" "도커/이미지: href=\"../도커/이미지.html\"
/도커/이미지: href=\"../도커/이미지.html\"
../도커/이미지: href=\"../도커/이미지.html\"
이미지.md: href=\"../도커/이미지.html\"
image: href=\"../도커/이미지.html\"
도커 이미지: href=\"../도커/이미지.html\"
IMAGE: href=\"../도커/이미지.html\"
이미지: href=\"../도커/이미지.html\"
같은 이름: href=\"같은 이름.html\"
깊이/안쪽: href=\"깊이/안쪽.html\"
도커: href=\"../도커/index.html\"
이미지#순서: href=\"../도커/이미지.html#순서\"
이미지#지우기#순서: href=\"../도커/이미지.html#순서-1\"
이미지#^layer: href=\"../도커/이미지.html#^layer\"
큐: href=\"#큐\"
그림.png: href=\"../첨부/그림.png\"
자료: href=\"../첨부/자료.txt\"" "by path, alias, name, nearness and place"
is "$(links 파이썬/깊이/안쪽)" "같은 이름: href=\"../같은 이름.html\"
큐: href=\"../큐.html\"" "a name in a folder above is nearer than one beside"
is "$(sed -n '/맥\|한글/p' site/index.html |
	grep -o 'href="%ED%8C%8C[^"]*%ED%95%9C%EA%B8%80.html"' | wc -l)" 4 \
	"a decomposed name is found in each form, and its page is composed"
like "$(page 파이썬/큐)" '<img src="[^"]*" alt="" width="120"' "a picture"
ok "is copied" test -f site/첨부/그림.png -a -f site/첨부/자료.txt
like "$(page 도커/이미지)" '도커</a>.*리눅스/컨테이너</a>.*overlayfs</a>' \
	"tags of the front matter and of the text"
like "$(page 도커/이미지)" '<strong>레이어\(layer\)</strong>는' "and bold text"

# ---- embeds -----------------------------------------------------------------

e=$(page 임베드)
like "$e" '컨테이너가 먼저다' "a section is shown"
unlike "$e" 'FROM이' "not the one of the same name"
like "$e" '<td>rmi</td>' "so is a block"
like "$e" '<p>.*레이어\(layer\).*쌓인다' "and a paragraph"
like "$e" '^<p>경로: <a' "and what an embed embeds"
is "$(printf '%s\n' "$e" | grep -o ' id="[^"]*"' | sort | uniq -d)" "" \
	"no id is there twice"
like "$e" '<p><a class="link" href="임베드.html">|<p><a class="link" href="">|<p><a class="link" href="[^"]*">임베드</a></p>' \
	"the circle ends in a link"
i=0
while [ $i -lt 9 ]; do
	printf '# 깊이 %s\n\n![[깊이%s]]\n\n![[깊이%s]]\n' $i $((i + 1)) $((i + 1)) \
		>"깊이$i.md"
	i=$((i + 1))
done
echo '# 바닥' >"깊이9.md"
exits 0 "embeds nine deep, each twice" "$HALFHOUR" build
is "$(page 깊이0 | grep -c 'class="embed"')" 62 "are shown five deep"
unlike "$(page 깊이0)" '바닥' "and no further"
is "$(page 깊이8 | grep -c 'class="embed-title">.*>바닥<')" 2 \
	"the last ones are shown whole"
rm 깊이*.md

# ---- other folders ----------------------------------------------------------

rm README.md
exits 0 "without a README" "$HALFHOUR" build
like "$(page index)" 'href="%ED%8C%8C[^"]*%ED%81%90.html">큐</a>' \
	"the home page lists the notes"
git init -q .
exits 0 "in a repository" "$HALFHOUR" build --out "$T/out.site"
ok "that is left alone" not test -e .git/halfhour
mkdir "$T/빈곳"
exits 1 "a folder without notes" "$HALFHOUR" -C "$T/빈곳" build
like "$(cat "$T/err")" "is in no wiki" "is none"
is "$(ls "$T/빈곳")" "" "and nothing is written there"
mkdir "$T/빈곳/notes"
echo '# 처음' >"$T/빈곳/notes/README.md"
exits 0 "notes/ alone" "$HALFHOUR" -C "$T/빈곳" build
like "$(cat "$T/빈곳/site/index.html")" '처음' "is enough"
mkdir "$T/빈곳/일기"
echo '# 하나' >"$T/빈곳/일기/하나.md"
echo '[[하나]]' >"$T/빈곳/notes/둘.md"
rm -r "$T/빈곳/site"
exits 0 "notes/ beside another folder" "$HALFHOUR" -C "$T/빈곳" build
like "$(cat "$T/out")" "^3 notes" "is one of the two"
ok "that one is on the site" test -f "$T/빈곳/site/일기/하나.html" -a \
	-f "$T/빈곳/site/notes/둘.html"
exits 0 "search" "$HALFHOUR" -C "$T/빈곳" search 하나
like "$(cat "$T/out")" '^일기/하나\.md:1: ' "finds there"
rm -r "$T/빈곳/site" "$T/빈곳/일기"
echo '[[README]]' >"$T/빈곳/notes/둘.md"
exits 0 "without that one" "$HALFHOUR" -C "$T/빈곳" build
ok "notes/ is the root again" test -f "$T/빈곳/site/둘.html"
mkdir "$T/빈곳/.obsidian"
echo png >"$T/빈곳/그림.png"
echo '![[그림.png]]' >"$T/빈곳/notes/둘.md"
exits 0 "a vault with notes/ only" "$HALFHOUR" -C "$T/빈곳" build
ok "has pictures beside it" test -f "$T/빈곳/site/그림.png"
exits 1 "log" "$HALFHOUR" -C "$T/빈곳" log x
like "$(cat "$T/err")" "halfhour init" "still wants a wiki"
done_testing
