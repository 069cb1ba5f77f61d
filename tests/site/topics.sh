#!/bin/sh
# topics.sh: a link to what was studied and is no note leads to its page
. "$(dirname "$0")/../lib.sh"

wiki --lang ko
mkdir -p notes/daily
printf '# 2026-11-20\n\n### 9:00–9:20 도커: 레이어\n\n### 10:00–10:20 C++\n\n### 11:00–11:20 비밀\n' \
	>notes/daily/2026-11-20.md
printf -- '---\nprivate: true\n---\n# 비밀\n' >notes/비밀.md
cat >notes/글.md <<'END'
[[도커]] [[C++|씨]] ![[도커]] [[DOCKER]]
[[도커#레이어]]

![[도커]]
END
# hrefs: where the links in the text of the note lead.
hrefs() {
	sed -n '/^<div class="prose">/,/^<\/article>/p' site/글.html |
		grep -o '<a [^>]*>[^<]*' | sed 's/ href="\([^"]*\)"/ \1/'
}
exits 1 "links to topics" "$HALFHOUR" check
is "$(grep '^notes/글.md:[0-9]' "$T/out")" \
	"notes/글.md:1:36: error: there is no page or file DOCKER; 'halfhour new DOCKER' makes it [link-broken]
notes/글.md:2:1: warning: 도커 has no place '레이어' [link-anchor]" \
	"are no mistake, and others may become notes"
exits 1 "what is none" "$HALFHOUR" build
ok "the page of a topic" test -f site/topics/도커.html
is "$(hrefs)" '<a class="link" topics/%EB%8F%84%EC%BB%A4.html>도커
<a class="link" topics/c-0dae8bb0.html>씨
<a class="link" topics/%EB%8F%84%EC%BB%A4.html>도커
<a class="link broken" title="가리키는 글이나 파일이 없다">DOCKER
<a class="link" topics/%EB%8F%84%EC%BB%A4.html>도커#레이어
<a class="link" topics/%EB%8F%84%EC%BB%A4.html>도커' "is where they lead"
ok "that of C++, too" test -f site/topics/c-0dae8bb0.html

printf '어제 배운 [[도커]]를 다시 읽었다.\n' >notes/daily/2026-11-21.md
"$HALFHOUR" --quiet build --allow-broken 2>"$T/err"
is "$(sed -n '/class="backlinks"/,/<\/section>/p' site/topics/도커.html | sed 1,2d)" '<ul>
<li><a href="../%EA%B8%80.html">글</a> <span class="path">글</span>
<p><mark>도커</mark> 씨  DOCKER 도커#레이어</p>
</li>
<li><a href="../daily/2026-11-21.html">2026년 11월 21일 토요일</a> <span class="path">daily/2026-11-21</span>
<p>어제 배운 <mark>도커</mark>를 다시 읽었다.</p>
</li>
</ul>
</section>' "the page lists what links to it, each once"
rm notes/daily/2026-11-21.md

# Only a name is a topic: no path, no particle, and no note that is private.
cat >notes/글.md <<'END'
[[도커를]] [도커](도커.md) [[./도커]] [[비밀]] [[2026-11-21]] [[가/나다]] [[a"b]]
END
exits 1 "other links" "$HALFHOUR" check
is "$(grep '^notes/글.md:[0-9]' "$T/out")" \
	"notes/글.md:1:1: error: there is no page or file 도커를; 'halfhour new 도커를' makes it [link-broken]
notes/글.md:1:15: error: there is no page or file 도커.md [link-broken]
notes/글.md:1:35: error: there is no page or file ./도커 [link-broken]
notes/글.md:1:48: error: there is no page or file 비밀 [link-broken]
notes/글.md:1:59: error: there is no page 2026-11-21; is it daily/2026-11-20? [link-broken]
notes/글.md:1:74: error: there is no page or file 가/나다; 'halfhour new 가/나다' makes it [link-broken]
notes/글.md:1:89: error: there is no page or file a\"b [link-broken]" \
	"lead nowhere, and what to do is only said where it does it"

# A note of that name comes first.
printf '[[도커]]\n' >notes/글.md
exits 0 "a note of the name" "$HALFHOUR" new 도커
exits 0 "when it is there" "$HALFHOUR" build
is "$(hrefs)" '<a class="link" %EB%8F%84%EC%BB%A4.html>도커' "is where the link leads"
unlike "$(cat site/topics/도커.html)" 'class="backlinks"' "and is what links lead to"
done_testing
