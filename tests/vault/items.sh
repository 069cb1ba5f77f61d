#!/bin/sh
# items.sh: an item of a list embedded by the id of its first paragraph
. "$(dirname "$0")/../lib.sh"

# shown N: what the N-th embed of the page shows, its title apart.
shown() {
	awk -v n="$1" '/^<div class="embed">/ { k++; next }
		/^<\/div>$/ { on = k + 1 } k == n && on != k + 1' site/쪽.html |
		sed 1d
}

mkdir -p 금고/.obsidian && cd 금고 || exit 1
cat >날.md <<'END'
# 날

- [ ] 읽기 [[쪽]] ^t1aa
  - 첫째
  - [x] 둘째 ^t2bb
- [x] 끝 ^t3cc

1. 하나
2. 둘 ^n2

   문단

   ```text
   코드
   ```
3. 셋
   ^n3

- 그 자신 ^self

  ![[날#^self]]
END
cat >쪽.md <<'END'
# 쪽

![[날#^t1aa]]

![[날#^t2bb]]

![[날#^t3cc]]

![[날#^n2]]

![[날#^n3]]

줄 안 ![[날#^t1aa]] 끝.
END
exits 0 "build" "$HALFHOUR" build
is "$(grep -c 'embed-cycle' "$T/err")" 1 "an item that shows itself is told"
is "$(shown 1)" '<ul>
<li><input aria-label="To do" type="checkbox" disabled> <span id="e1^^t1aa"></span>읽기 <a class="link" href="%EC%AA%BD.html">쪽</a>
<ul>
<li>첫째</li>
<li><input aria-label="Done" type="checkbox" checked disabled> <span id="e1^^t2bb"></span>둘째</li>
</ul>
</li>
</ul>' "its box and what is below it"
is "$(shown 2)" '<ul>
<li><input aria-label="Done" type="checkbox" checked disabled> <span id="e2^^t2bb"></span>둘째</li>
</ul>' "one within another"
is "$(shown 3)" '<ul>
<li><input aria-label="Done" type="checkbox" checked disabled> <span id="e3^^t3cc"></span>끝</li>
</ul>' "one beside it"
is "$(shown 4)" '<ol start="2">
<li>
<p><span id="e4^^n2"></span>둘</p>
<p>문단</p>
<pre tabindex="0"><code class="language-text">코드
</code></pre>
</li>
</ol>' "its paragraphs, and its number"
is "$(shown 5)" '<ol start="3">
<li>
<p><span id="e5^^n3"></span>셋</p>
</li>
</ol>' "an id in a line of its own"
like "$(cat site/쪽.html)" \
	'^<p>줄 안 <span class="embed-line">읽기 <a [^>]*>쪽</a></span> 끝\.</p>$' \
	"within a line its words alone"
like "$(cat site/날.html)" '^<p><a class="link" href="[^"]*self">날#\^self</a></p>$' \
	"an item in itself is a link"

# A parsed note is kept: what comes out of the cache is the same.
cp site/쪽.html "$T/쪽.html"
echo >>쪽.md
exits 0 "built again" "$HALFHOUR" build
is "$(shown 4)" "$(awk '/^<ol start="2">/ { on = 1 } on; /^<\/ol>/ { on = 0 }' \
	"$T/쪽.html")" "with what was kept"

# ---- an embed in a line of its own ------------------------------------------

printf '# 조각\n\n조각의 글. ^p\n' >조각.md
printf '%s\n' '- 항목' '  ![[조각#^p]]' '  다음 ^it' '' '위' '![[조각#^p]]' '아래' \
	>줄.md
printf '%s\n' '앞' '![[줄#^it]]' '뒤 ![[조각#^p]] 끝' >모음.md
# embedded PAGE: its embeds, and the blocks around them, but for the titles.
embedded() {
	sed -n '/^<div class="prose">/,/^<\/article>/p' "site/$1.html" |
		sed '1d; /embed-title/d; /^$/,$d'
}
exits 0 "embeds below a line of text" "$HALFHOUR" build
is "$(embedded 줄)" '<ul>
<li>
<span id="^it"></span>항목
<div class="embed">
<p>조각의 글.</p>
</div>
다음
</li>
</ul>
<p>위</p>
<div class="embed">
<p>조각의 글.</p>
</div>
<p>아래</p>' "are shown between the text above and below"
is "$(embedded 모음)" '<p>앞</p>
<div class="embed">
<ul>
<li>
<span id="e1^^it"></span>항목
<div class="embed">
<p>조각의 글.</p>
</div>
다음
</li>
</ul>
</div>
<p>뒤 <span class="embed-line">조각의 글.</span> 끝</p>' "also in an item that is embedded"
done_testing
