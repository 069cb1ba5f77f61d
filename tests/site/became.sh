#!/bin/sh
# became.sh: a day says what became of its tries, in the language of the site
. "$(dirname "$0")/../lib.sh"

wiki --lang ko
mkdir -p notes/daily
cat >notes/daily/2026-11-19.md <<'END_NOTE'
# 2026-11-19

## 회고

### KEEP

- (done 2026-11-22)

### TRY

- [ ] 열린 것 (done 2026-11-22) 이라고 썼다 ^taaa
- [x] 해낸 것 ^tbbb (done 2026-11-22)
- [x] ~~접은 것~~ ^tccc (dropped 2026-11-21: **지루하다** <b & (괄호))
- [x] 손으로 접은 `것` ^tddd (dropped 2026-11-21)
- [x] 다시 하는 것 ^tggg (retried as ^teee)
- [x] 없는 것으로 ^tfff (retried as ^tzzz)
- [x] 날짜 없이 ^thhh (done 어제)
- [x] 느슨한 것 ^tjjj (done 2026-11-22)

  그 아래 글 (done 2026-11-22)
- [x] 두 줄로
  쓴 것 ^tmmm (done 2026-11-22)
- [x] 아이디 없이 (done 2026-11-22)
END_NOTE
printf '# 2026-11-22\n\n### 21:00–21:28 도커: 하나\n' >notes/daily/2026-11-22.md
printf '# 2026-11-23\n\n### TRY\n\n- [ ] 다시 ^teee\n' >notes/daily/2026-11-23.md
printf -- '---\nlang: en\n---\n# 2026-11-18\n\n### TRY\n\n- [x] one ^tkkk (done 2026-11-22)\n' \
	>notes/daily/2026-11-18.md
printf '# 2026-11-17\n\n### TRY\n\n- [x] ~~링크를 [[링크]]로~~ ^tnnn (dropped 2026-11-21: [[링크]]도 좋다)\n- [x] 링크만 [[링크|그]] ^tppp (done 2026-11-22)\n' \
	>notes/daily/2026-11-17.md
echo '# 링크' >notes/링크.md
printf '# 2026-11-16\n\n### TRY\n\n- [x] ~~이유에~~ ^tqqq (dropped 2026-11-21: 좋은 [[다른]] 다른 것)\n' \
	>notes/daily/2026-11-16.md
echo '# 다른' >notes/다른.md
printf '# 옮겨 싣기\n\n![[2026-11-19#TRY]]\n' >notes/싣기.md
cp -R notes "$T/kept"
exits 0 "a wiki builds" "$HALFHOUR" build --allow-broken

# line ID [PAGE]: the line of that try, as it is on the page.
line() {
	sed -n "s,.*<span id=\"^$1\"></span>,,p" "site/${2:-daily/2026-11-19.html}" |
		sed 's,</\(li\|p\)>$,,'
}

is "$(line tbbb)" '해낸 것 <span class="became"><span><span class="state done">해냄</span> <a class="link" href="2026-11-22.html"><time datetime="2026-11-22">11월 22일 (일)</time></a>, 3일 만에</span></span>' \
	"done: the word, and the day, which it leads to"
is "$(line tccc)" '<del>접은 것</del> <span class="became"><span><span class="state dropped">접음</span> <time datetime="2026-11-21">11월 21일 (토)</time>, 2일 만에</span>: <strong>지루하다</strong> &lt;b &amp; (괄호)</span>' \
	"dropped: the reason stays as it was written"
like "$(line tddd)" '^<del>손으로 접은 <code>것</code></del> <span class="became">.*접음' \
	"what was dropped by hand is struck, too"
like "$(line tggg)" '다시 함</span> <a class="link" href="2026-11-23.html#%5Eteee"><time datetime="2026-11-23">' \
	"retried: it leads to the try"
like "$(line tfff)" '다시 함</span> <code>\^tzzz</code></span></span>$' \
	"if there is such a try"
like "$(line thhh)" '해냄</span></span>: 어제</span>$' "a state without a date"
like "$(line taaa)" '^열린 것 \(done 2026-11-22\) 이라고 썼다' "an open one stays"
is "$(grep -o '(done 2026-11-22)' site/daily/2026-11-19.html | wc -l)" 4 \
	"and so does whatever is no state of a try"
like "$(line tjjj)" '해냄</span>.*</span>$' "an item of several paragraphs"
like "$(grep '^쓴 것' site/daily/2026-11-19.html)" '^쓴 것 <span class="became">.*해냄' \
	"an item of two lines"
like "$(line tkkk daily/2026-11-18.html)" '<span class="became"><span lang="ko">' \
	"in a note of another language, these words say theirs"
like "$(cat site/싣기.html)" '해냄</span> <a class="link" href="daily/2026-11-22.html">' \
	"so it is where the list is embedded"

like "$(cat site/preview/note/daily/2026-11-19.htm)" \
	'<p>해낸 것 · 해냄 11월 22일 \(일\), 3일 만에</p>' \
	"a preview says it in words"
like "$(cat site/preview/note/daily/2026-11-19.htm)" \
	'<del>접은 것</del> · 접음 11월 21일 \(토\), 2일 만에: <strong>지루하다</strong>' \
	"with the reason"
# What the search has of that day, as it is shown.
grep -rh '해낸 것' site/search/text >found
like "$(cat found)" '해낸 것 · 해냄 11월 22일 \(일\), 3일 만에' \
	"so do the texts of the search"
like "$(cat found)" '손으로 접은 것 · 접음 11월 21일 \(토\), 2일 만에' "of what was dropped"
like "$(cat found)" '다시 하는 것 · 다시 함 11월 23일 \(월\), 4일 만에' "of what was retried"
like "$(cat found)" '없는 것으로 · 다시 함 \^tzzz' "as what is not there"
like "$(cat found)" '날짜 없이 · 해냄: 어제' "on no date"
like "$(cat found)" '열린 것 \(done 2026-11-22\) 이라고 썼다' "an open one stays there"
like "$(cat site/링크.html)" \
	'<p>링크를 <mark>링크</mark>로 · 접음 11월 21일 \(토\), 4일 만에: 링크도 좋다</p>' \
	"so do backlinks"
like "$(cat site/다른.html)" \
	'<p>이유에 · 접음 11월 21일 \(토\), 5일 만에: 좋은 <mark>다른</mark> 다른 것</p>' \
	"with the link in the reason"
for lang in 'en:done</span> .*Sun, 22 Nov.*after 3 days' \
	'ja:完了</span> .*11月22日（日）</time></a>、3日後<'; do
	exits 0 "${lang%%:*}" env HALFHOUR_LANG="${lang%%:*}" "$HALFHOUR" build \
		--allow-broken
	like "$(line tbbb)" "${lang#*:}" "in ${lang%%:*}"
done
ok "not a byte of the notes is another" diff -r notes "$T/kept"
done_testing
