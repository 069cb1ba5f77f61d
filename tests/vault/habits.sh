#!/bin/sh
# habits.sh: what people write in Obsidian, as they write it
. "$(dirname "$0")/../lib.sh"

mkdir -p 금고/.obsidian 금고/첨부 && cd 금고 || exit 1
for f in 그림.png 그림.bmp 영상.mp4 소리.mp3 문서.pdf; do
	echo x >"첨부/$f"
done
cat >쪽.md <<'END'
---
aliases: 한 이름
tags: 리눅스, 도커/이미지
cssclasses: wide
---
# 제목

## 아랫제목

글 ^blk

## 다른 제목

### 아랫제목
END
printf -- '---\npublish: false\n---\n카나리아\n' >비공개.md
printf -- '---\npublish: true\ntags:\n  - "#태그"\n  - a/b\n---\n# 공개\n' >공개.md
cat >글.md <<'END'
# 글

첫 문단 %%카나리아%%

[[쪽#제목#아랫제목]] [[쪽#다른 제목#아랫제목]] [[쪽#^blk]] [[한 이름]] [[#글]] [[공개]]

![[그림.png|30x20]] ![[그림.bmp|40]] ![멀리|50x60](https://example.org/a.png "제목") ![70](https://example.org/b.png?a&b)

![[영상.mp4|300]] ![[소리.mp3|듣기]] ![[문서.pdf#page=3]] [[문서.pdf#page=4&zoom=2|넷째 쪽]] [다섯째](첨부/문서.pdf#page=5)

%%
카나리아 [[카나리아]] #카나리아

## 카나리아
%%
END
exits 0 "a vault of these builds" "$HALFHOUR" build
is "$(cat "$T/err")" "" "without a word"
unlike "$(grep -rl 카나리아 site)" . "comments and what is not to be published are nowhere"
ok "what is to be is" test -f site/공개.html -a ! -e site/비공개.html
is "$(grep -o '<a class="link[^>]*>[^<]*</a>' site/글.html | sed 's/<a class="link[^"]*" //' |
	python3 -c 'import sys, urllib.parse
sys.stdout.write(urllib.parse.unquote(sys.stdin.read()))')" \
	'href="쪽.html#아랫제목">쪽#제목#아랫제목</a>
href="쪽.html#아랫제목-1">쪽#다른 제목#아랫제목</a>
href="쪽.html#^blk">쪽#^blk</a>
href="쪽.html">한 이름</a>
href="#글">글</a>
href="공개.html">공개</a>
href="첨부/영상.mp4">영상.mp4</a>
href="첨부/소리.mp3">듣기</a>
href="첨부/문서.pdf#page=3">문서.pdf#page=3</a>
href="첨부/문서.pdf#page=4&amp;zoom=2">넷째 쪽</a>
href="첨부/문서.pdf#page=5">다섯째</a>' "links, films, sounds and pages of a PDF"
is "$(grep -o '<img [^>]*>' site/글.html | sed 's/src="%[^"]*" \| loading="lazy"//g')" \
	'<img alt="" width="30" height="20">
<img alt="" width="40">
<img src="https://example.org/a.png" alt="멀리" title="제목" width="50" height="60">
<img src="https://example.org/b.png?a&amp;b" alt="" width="70">' \
	"pictures have their sizes, those of elsewhere too"
is "$(grep -ho 'class="tag"[^>]*>[^<]*' site/쪽.html site/공개.html | cut -d'>' -f2)" \
	"리눅스
도커/이미지
태그
a/b" "tags as a list and as text"

printf -- '---\ntags: 하나 둘,셋  넷\n---\n# 꼬리\n' >꼬리.md
printf -- '---\ntags: "#가 #나"\ntag:\n  - 다 라\n---\n# 꼬리\n' >꼬리2.md
exits 0 "tags of a text" "$HALFHOUR" build
is "$(grep -ho 'class="tag"[^>]*>[^<]*' site/꼬리.html site/꼬리2.html | cut -d'>' -f2 |
	paste -sd/)" '하나/둘/셋/넷/가/나/다 라' \
	"are parted by blanks; in a list a blank is part of one"
rm 꼬리.md 꼬리2.md

# A query, as GitHub has it.
echo '# 왜' >'왜?.md'
cat >질의.md <<'END'
[가](쪽.md?raw=true#제목) ![나](첨부/그림.png?raw=true) <img src="첨부/그림.png?raw=true"> <a href="쪽.md?plain=1">다</a> [라](왜?.md) [마](왜%3F.md)

[바](쪼.md?raw=true) [사](쪽%3Fraw.md)
END
exits 0 "links with a query" "$HALFHOUR" build --allow-broken
is "$(cat "$T/err")" \
	"질의.md:3:1: error: there is no page or file 쪼.md [link-broken]
질의.md:3:24: error: there is no page or file 쪽?raw.md [link-broken]" \
	"are told by their names, and %3F is no mark of one"
is "$(sed -n 's/.*<p>//; /다<\/a>/p' site/질의.html | grep -o '\(href\|src\)="[^"]*"' |
	python3 -c 'import sys, urllib.parse
sys.stdout.write(urllib.parse.unquote(sys.stdin.read()))')" \
	'href="쪽.html#제목"
src="첨부/그림.png"
src="첨부/그림.png"
href="쪽.html"
href="왜?.html"
href="왜?.html"' "and lead to the page and the picture"
is "$("$HALFHOUR" render 질의.md | grep -o 'href="%EC%AA%BD[^"]*"')" \
	'href="%EC%AA%BD.html#%EC%A0%9C%EB%AA%A9"
href="%EC%AA%BD.html"
href="%EC%AA%BD?raw.html"' "as render has them, too"
rm 질의.md '왜?.md'

# A place in a comment, and one behind it.
printf '가 %%%%숨김 [[없음]]%%%% 나 [[쪽^blk]] [[비공개]]\n' >틀린것.md
exits 1 "mistakes behind a comment" "$HALFHOUR" build
is "$(grep '틀린것' "$T/err")" \
	"틀린것.md:1:31: error: there is no page 쪽^blk; is it 쪽#^blk? [link-broken]
틀린것.md:1:43: error: there is no page 비공개; is it 공개? [link-broken]" \
	"have their places, and none is told of what is hidden"
printf -- '---\npublish: no\nfoo: [\n---\n카나리아\n' >틀린것.md
exits 1 "front matter that cannot be read" "$HALFHOUR" build
unlike "$(grep -rl 카나리아 site)" . "still keeps a note back"

# ---- callouts ---------------------------------------------------------------

# The titles of these types in a wiki of that language.
titles() {
	"$HALFHOUR" init --lang "$1" "$T/$1" >/dev/null
	for type in $types; do
		printf '> [!%s]\n> 글\n\n' "$type"
	done >"$T/$1/notes/콜아웃.md"
	"$HALFHOUR" -C "$T/$1" build >/dev/null
	grep -o 'class="callout-title">[^<]*' "$T/$1/site/콜아웃.html" |
		cut -d'>' -f2 | tr '\n' ' '
}
types="note abstract summary tldr info todo tip hint important success check done
	question help faq warning caution attention failure fail missing danger error
	bug example quote cite"
is "$(titles ko)" "참고 요약 요약 요약 정보 할 일 도움말 도움말 중요 성공 성공 성공 질문 질문 질문 주의 주의 주의 실패 실패 실패 위험 위험 버그 예시 인용 인용 " \
	"each type has its title in Korean"
is "$(titles en)" "Note Abstract Summary Tldr Info Todo Tip Hint Important Success Check Done Question Help Faq Warning Caution Attention Failure Fail Missing Danger Error Bug Example Quote Cite " \
	"in English"
is "$(titles ja)" "メモ 要約 要約 要約 情報 やること ヒント ヒント 重要 成功 成功 成功 質問 質問 質問 注意 注意 注意 失敗 失敗 失敗 危険 危険 バグ 例 引用 引用 " \
	"and in Japanese"
cat >"$T/ko/notes/콜아웃.md" <<'END'
>[!TIP]+ **굵은** 제목 [[index|집]]
>글
>> [!bug]
>> > [!faq]- 더 안쪽
>> > 물음

> [!note]-
> 접힘

끝
END
"$HALFHOUR" -C "$T/ko" build >/dev/null
is "$(sed -n '/<details/,/^<p>끝/p' "$T/ko/site/콜아웃.html" | sed 's/<a [^>]*>/<a>/')" \
	'<details class="callout callout-tip" open>
<summary class="callout-title"><strong>굵은</strong> 제목 <a>집</a></summary>
<p>글</p>
<div class="callout callout-bug">
<p class="callout-title">버그</p>
<details class="callout callout-question">
<summary class="callout-title">더 안쪽</summary>
<p>물음</p>
</details>
</div>
</details>
<details class="callout callout-note">
<summary class="callout-title">참고</summary>
<p>접힘</p>
</details>
<p>끝</p>' "folded and in each other, with titles of their own"
done_testing
