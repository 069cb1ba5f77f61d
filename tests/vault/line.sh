#!/bin/sh
# line.sh: embeds within a line of text and in the cells of a table
. "$(dirname "$0")/../lib.sh"

# The line of the page that begins so, and holds what a note says.
line() {
	grep "^<[a-z]*>$1" site/글.html
}

mkdir -p 금고/.obsidian && cd 금고 || exit 1
echo png >그림.png
cat >쪽.md <<'END'
# 쪽

파이프는 **한 방향**이다[^1]. ^dir

- 용량은 [[쪽#제목 하나|64 KiB]]다 ^cap

## 제목 하나 ^head

| 표 | 둘 |
|---|---|
| ㄱ | ㄴ |

^table

돌고 도는 ![[글#^loop]] ^loop

[^1]: 각주
END
cat >글.md <<'END'
# 글

가 ![[쪽#^dir]] 나 ![[쪽#^cap]].

다 ![[쪽]] 나, ![[쪽#제목 하나|그 절]]과 ![[쪽#^table]].

라 ![[쪽#^head]], 그리고 **![[쪽#^cap]]**.

| 칸 | 그림 |
|---|---|
| ![[쪽#^cap]] | ![[그림.png\|30x20]] |
| ![[쪽]] | ![그림\|40](그림.png) |
| 글 ![[쪽#^dir]] 끝 | 글 ![[그림.png\|설명\|50]] 끝 |

마 ![[그림.png|60]] 바.

사 ![[쪽#^loop]] ^loop

아 ![[쪽#^없음]] ![[없는 쪽]] [![[쪽#^cap]]](쪽.md) `![[쪽#^cap]]`

## 반복 ![[쪽#^cap]]

![[쪽#^cap]]
END
exits 0 "a vault with embeds in lines" "$HALFHOUR" build --allow-broken
is "$(cat "$T/err")" \
	"글.md:17:5: warning: this embeds 쪽, which this is a part of; a link is shown instead [embed-cycle]
글.md:19:5: warning: 쪽 has no place '^없음' [link-anchor]
글.md:19:22: error: there is no page or file 없는 쪽 [link-broken]" \
	"what is wrong with them is told"
cap='<span class="embed-line">용량은 <a class="link" href="[^"]*">64 KiB</a>다</span>'
like "$(line 가)" "^<p>가 <span class=\"embed-line\">파이프는 <strong>한 방향</strong>이다<sup class=\"footnote-ref\"><a href=\"%EC%AA%BD.html#fn-1\" id=\"e1\^fnref-1\" data-footnote-ref>1</a></sup>\.</span> 나 $cap\.</p>$" \
	"a paragraph and an item read on"
like "$(line 다)" '^<p>다 <a [^>]*>쪽</a> 나, <a [^>]*>그 절</a>과 <a [^>]*>쪽#\^table</a>\.</p>$' \
	"pages, sections and tables are links"
like "$(line 라)" "<span class=\"embed-line\">제목 하나</span>, 그리고 <strong>$cap</strong>\.</p>" \
	"so does a heading, and in bold text"
like "$(cat site/글.html)" "^<td>$cap</td>$" "and in a cell"
like "$(cat site/글.html)" '^<td><a class="link" href="[^"]*">쪽</a></td>$' \
	"that has a link for a page"
is "$(grep -o '<img [^>]*>' site/글.html | sed 's/src="[^"]*" \| loading="lazy"//g')" \
	'<img alt="" width="30" height="20">
<img alt="그림" width="40">
<img alt="설명" width="50">
<img alt="" width="60">' "pictures have their sizes there too"
like "$(line .*사)" '<span class="embed-line">돌고 도는 <a class="link" href="#%5Eloop">글#\^loop</a></span></p>' \
	"a circle ends in a link"
like "$(line 아)" '<a class="link" href="%EC%AA%BD.html">!\[\[쪽#\^cap\]\]</a> <code>!\[\[쪽#\^cap\]\]</code></p>$' \
	"what is a link's text or code stays so"
like "$(cat site/글.html)" "^<h2 id=\"반복\">반복 $cap</h2>$" "a heading has one"
is "$(grep -c 'class="embed"' site/글.html)" 1 \
	"where a paragraph would stand it has its frame"
done_testing
