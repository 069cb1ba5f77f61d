#!/bin/sh
# graph.sh: what links to what, as a list and drawn
. "$(dirname "$0")/../lib.sh"

note() {
	mkdir -p "notes/$(dirname "$1")"
	cat >"notes/$1.md"
}

rows() {
	python3 "$TOP/tests/site/graph.py" "$1" <site/graph.html
}

wiki --lang ko
rm -r notes
mkdir notes
exits 0 "no notes" "$HALFHOUR" build
unlike "$(cat site/graph.html)" '<div class="net"' "have no graph to be drawn"
like "$(cat site/graph.html)" '<p>아직 노트가 없다.</p>' "and the page says so"

note 가운데 <<'END_NOTE'
# 가운데

[[하나]] [[둘]] [[둘#절]] [[셋]] ![[넷]] [[가운데]] [밖](https://example.org) [파일](표.csv)
END_NOTE
echo 1 >notes/표.csv
note 하나 <<'END_NOTE'
[[가운데]]
END_NOTE
printf '# 둘\n\n## 절\n\n[[하나]] [[영어]]\n' >notes/둘.md
echo '<a href="하나.md">셋에서</a>' | note 셋
echo '# 넷' | note 넷
note 영어 <<'END_NOTE'
---
lang: en
---
# In English

[[둘]]
END_NOTE
note 폴더/나쁜것 <<'END_NOTE'
---
title: "<b>나쁜 것 & \"말\""
tags: [컨테이너]
---
[[가운데]]
END_NOTE
echo '# 외톨이' | note 외톨이
note 비밀 <<'END_NOTE'
---
title: 카나리아
private: true
---
[[가운데]]
END_NOTE
printf -- '---\ndraft: true\n---\n# 카나리아초안\n\n[[가운데]]\n' >notes/초안.md
mkdir notes/daily
printf '# 2026-11-23\n\n### 9:00–9:20 컨테이너\n\n[[가운데]] [[컨테이너]]\n\n### 10:00–10:20 컨테이너: 또\n' \
	>notes/daily/2026-11-23.md
printf '# 2026-11-20\n\n### 9:00–9:20 하나: 처음\n' >notes/daily/2026-11-20.md
exits 0 "notes with links" "$HALFHOUR" build

# ---- the list ---------------------------------------------------------------

is "$(rows note)" "가운데: 하나, 둘, 셋, 넷
하나: 가운데
둘: 하나, In English
셋: 하나
In English: 둘
<b>나쁜 것 & \"말\": 가운데
넷:
외톨이:" "each note, with what it links to, the most linked first"
is "$(rows topic)" '컨테이너: <b>나쁜 것 & "말"' \
	"a topic that is no note has the notes with its tag"
is "$(rows day)" "11월 23일 (월): 가운데, 컨테이너
11월 20일 (금): 하나" "a day what it links to, and what was studied, each once"
unlike "$(cat site/graph.html)" "카나리아" "nothing private, and no draft"
is "$(grep -c ' lang="en">In English</a>' site/graph.html)" 2 \
	"a title is marked where it is in another language, as a row and a link"
is "$(grep -c '<a [^>]*lang=' site/graph.html)" 2 "and only there"
like "$(cat site/notes.html)" '<a href="graph.html">그래프로 보기</a>' \
	"the list of notes leads there"
like "$(cat site/가운데.html)" '<a href="notes.html"' "a page does not"
unlike "$(cat site/가운데.html)" 'graph' "nor does it have the script"
bytes=$(cat site/assets/graph-*.js | wc -c)
ok "which has at most 6 kB: $bytes" test "$bytes" -le 6144
for lang in en:Graph ja:グラフ; do
	HALFHOUR_LANG=${lang%:*} "$HALFHOUR" build >"$T/out" 2>&1
	like "$(cat site/graph.html)" "<h1>${lang#*:}</h1>" "in ${lang%:*}"
done
exits 0 "and again" "$HALFHOUR" build
cp -r site "$T/kept"
echo '[[외톨이]]' >>notes/넷.md
exits 0 "one more link" "$HALFHOUR" build
is "$(diff -rq -x search site "$T/kept" | sed 's/.* and .*kept\/\(.*\) differ/\1/' | sort)" \
	"graph.html
preview/note/넷.htm
넷.html
외톨이.html" "changes what shows it, and the graph"

mkdir -p "$T/none/notes/daily" "$T/one/notes"
printf '# 2026-11-20\n' >"$T/none/notes/daily/2026-11-20.md"
echo '# 하나' >"$T/one/notes/하나.md"
for few in none one; do
	"$HALFHOUR" init "$T/$few" >"$T/out" 2>&1
	rm -f "$T/$few/notes/index.md"
	exits 0 "$few: is built" "$HALFHOUR" -C "$T/$few" build
	is "$(grep -c '<canvas\|<script src="assets/graph' \
		"$T/$few/site/graph.html")" 0 "$few: no empty box is drawn"
done

# ---- many -------------------------------------------------------------------

mkdir "$T/many"
awk 'BEGIN {
	for (i = 0; i < 2300; i++) {
		file = sprintf("%s/many/note %d.md", ENVIRON["T"], i)
		printf "# 노트 %d\n\n", i >file
		for (k = 1; k <= 3; k++)
			printf "[[note %d]] ", int(i * i * k / 7 + k * 13) % 2300 >file
		close(file)
	}
}'
exits 0 "2,300 notes" "$HALFHOUR" -C "$T/many" build --out "$T/many/site"
g=$(cat "$T/many/site/graph.html")
is "$(printf '%s\n' "$g" | python3 "$TOP/tests/site/graph.py" note | wc -l)" 2000 \
	"2,000 are on the page"
like "$g" '<p class="lead">.*2000.*</p>' "which says so"
is "$(printf '%s\n' "$g" | python3 "$TOP/tests/site/graph.py" day | wc -l)" 0 \
	"without days there is no list of them"
diag "2,000 notes are $(wc -c <"$T/many/site/graph.html") bytes"

# ---- in a browser -----------------------------------------------------------

# shellcheck source=../chromium.sh
. "$TOP/tests/chromium.sh"
shots=$TOP/build/shots
mkdir -p "$shots"
exits 0 "Chromium opens it" \
	node "$TOP/tests/site/graph.js" "$MODULES" "$T/kept" "$shots"
is "$(cat "$T/out")" "drawn: fine
pointer: fine
days: fine
dark: fine
still: fine
phone: fine
keys: fine
no script: fine
print: fine" "it is drawn, and the list leads"

# hub NAME N LINKS: N notes that index.md links to, each with links to others.
hub() {
	mkdir -p "$T/$1/notes"
	awk -v dir="$T/$1/notes" -v n="$2" -v links="$3" 'BEGIN {
		hub = dir "/index.md"
		print "# 모두\n" >hub
		for (i = 0; i < n; i++) {
			printf "[[n%d]]\n", i >hub
			file = dir "/n" i ".md"
			printf "# 노트 %d\n\n글\n\n", i >file
			for (k = 1; k <= links; k++)
				printf "[[n%d]]\n", int(i * i * k / 7 + k * 13) % n >file
			close(file)
		}
	}'
}

# shape NAME [days]: it is built, drawn, and holds together.
shape() {
	exits 0 "$1: is built" "$HALFHOUR" -C "$T/$1" build
	exits 0 "$1: is opened" node "$TOP/tests/site/shape.js" "$MODULES" \
		"$T/$1/site" "$shots/graph-$1.png" ${2:+"$2"}
	is "$(cat "$T/out")" "shape: fine" "$1: does not fly apart"
}

hub star-70 70 0
shape star-70
hub star-400 400 0
shape star-400
hub web-2000 1999 3
shape web-2000
mkdir -p "$T/year/notes/daily"
echo '# docker' >"$T/year/notes/docker.md"
i=0
while [ $i -lt 360 ]; do
	day=$(date -u -d "2025-11-28 + $i days" +%F)
	printf '# %s\n\n### 21:00–21:28 docker: x\n' "$day" \
		>"$T/year/notes/daily/$day.md"
	i=$((i + 1))
done
shape year days

# How long a frame takes is told, and decides nothing.
exits 0 "2,000 notes are drawn" \
	node "$TOP/tests/site/frames.js" "$MODULES" "$T/many/site" "$shots"
diag "$(cat "$T/out")"
done_testing
