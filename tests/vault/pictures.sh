#!/bin/sh
# pictures.sh: what is written like a picture of Markdown, and is a note or film
. "$(dirname "$0")/../lib.sh"

# line PATTERN DESC: a line of the page matches.
line() {
	like "$(cat site/쪽.html)" "$1" "$2"
}

wiki --lang ko
mkdir notes/글 notes/파일
echo mp4 >notes/파일/강연.mp4
echo pdf >notes/파일/논문.pdf
echo png >notes/파일/그림.png
cat >notes/글/파이프.md <<'END'
# 파이프

**한 방향**이다.

## 용량

64 KiB다.
END
cat >notes/쪽.md <<'END'
# 쪽

![](글/파이프.md)

![용량만](글/파이프.md#용량)

![강연](파일/강연.mp4) ![](파일/강연.mp4#t=5) ![논문](파일/논문.pdf#page=2)

![관](파일/그림.png) ![작게|300](파일/그림.png)

[![강연](파일/강연.mp4)](글/파이프.md)

글 ![쪽](글/파이프.md "제목") 안.
END
git add -A
git commit -q -m notes
exits 0 "build" "$HALFHOUR" build
unlike "$(cat "$T/err")" error "finds all of them"
is "$(grep -c '<div class="embed">' site/쪽.html)" 2 "two notes are embedded"
line '^<p><strong>한 방향</strong>이다\.</p>$' "all of one"
line '<p class="embed-title"><a class="link" href="[^"]*#[^"]*">용량만</a></p>' \
	"a section of one"
line '^<p><a class="link file" href="[^"]*\.mp4">강연</a> <a class="link file" href="[^"]*\.mp4#t=5">강연\.mp4</a> <a class="link file" href="[^"]*\.pdf#page=2">논문</a></p>$' \
	"other files are links"
line '^<p><img [^>]*alt="관"[^>]*> <img [^>]*width="300"[^>]*></p>$' \
	"pictures stay pictures"
line '^<p><a class="link" [^>]*><img [^>]*></a></p>$' "no link is in a link"
line '^<p>글 <a class="link" [^>]*>쪽</a> 안\.</p>$' \
	"a note within a line is a link"
like "$(cat site/글/파이프.html)" 'class="backlinks"' "the note knows of it"
is "$(printf '%s\n' '![](a%20b.md)' | "$HALFHOUR" render)" \
	'<p><a href="a%20b.html">a b</a></p>' "rendered alone"

exits 0 "mv" "$HALFHOUR" mv 글/파이프 리눅스/관로
is "$(grep '관로' notes/쪽.md)" '![](리눅스/관로.md)
![용량만](리눅스/관로.md#용량)
[![강연](파일/강연.mp4)](리눅스/관로.md)
글 ![쪽](리눅스/관로.md "제목") 안.' "rewrites each"

echo '![](리눅스/관.md#용량) ![](파일/강.mp4)' >notes/틀림.md
exits 1 "check" "$HALFHOUR" check
like "$(cat "$T/out" "$T/err")" \
	'틀림\.md:1:1: error: there is no page 리눅스/관\.md; is it 리눅스/관로\.md\? \[link-broken\]$' \
	"a note that is not there is told as one"

# A picture that is not there, of which only the size is said.
echo '![[없음.png|100x200]] ![](없음.png) ![|50](없음.png) ![이름|50](없음.png)' >notes/틀림.md
exits 0 "built all the same" "$HALFHOUR" --quiet build --allow-broken
is "$(grep -o '>[^<>]*\(없음\|이름\)[^<>]*<' site/틀림.html)" ">없음.png<
>없음.png<
>없음.png<
>이름<" "its name stands there"
done_testing
