#!/bin/sh
# render.sh: one Markdown text to an HTML fragment, without a wiki
# shellcheck disable=SC2016
. "$(dirname "$0")/../lib.sh"

# render TEXT [OPTION…]: what comes of it; its warnings are in ./err.
render() {
	printf '%s' "$1" >in.md
	shift
	"$HALFHOUR" render "$@" in.md 2>err
}

exits 0 "a file" sh -c 'printf "# 제목\n" >a.md; "$HALFHOUR" render a.md'
is "$(cat out)" '<h1 id="제목">제목</h1>' "is rendered"
is "$(cat err)" "" "without a word"
exits 0 "standard input" sh -c 'echo "**굵게**" | "$HALFHOUR" render'
is "$(cat out)" '<p><strong>굵게</strong></p>' "too"
exits 0 "by its name" sh -c 'echo "*기울임*" | "$HALFHOUR" render -'
is "$(cat out)" '<p><em>기울임</em></p>' "too"
exits 0 "nothing" "$HALFHOUR" render /dev/null
is "$(cat out)" "" "gives nothing"

# ---- links -----------------------------------------------------------------

is "$(render '[[ipc/pipe]]')" '<p><a href="ipc/pipe.html">ipc/pipe</a></p>' \
	"a wiki link"
is "$(render '[[ipc/pipe|파이프]]')" \
	'<p><a href="ipc/pipe.html">파이프</a></p>' "with a text"
is "$(render '[[#절 하나]]')" '<p><a href="#%EC%A0%88-%ED%95%98%EB%82%98">절 하나</a></p>' \
	"to a heading of the same note"
is "$(render '[글](pipe.md#eof)')" '<p><a href="pipe.html#eof">글</a></p>' \
	"a link by path"
is "$(render '\[[x]] `[[y]]`')" '<p>[[x]] <code>[[y]]</code></p>' \
	"an escaped one, and one in code, are none"
is "$(render '[[]] [[ ] [[a]')" '<p>[[]] [[ ] [[a]</p>' \
	"nor is one that is not whole"
is "$(render '[[x]]' --no-wiki)" '<p>[[x]]</p>' "--no-wiki knows none"

# ---- examples --------------------------------------------------------------

code='```c {#hello .run}
int x = 1 < 2;
```
'
is "$(render "$code")" '<pre><code class="language-c"><span class="t">int</span> x = <span class="n">1</span> &lt; <span class="n">2</span>;
</code></pre>' "an example shows its code, in colours"
is "$(render '```c
int x = 1 < 2;
```
')" "$(render "$code")" "so does a plain block"
is "$(render "$code" --no-wiki)" '<pre><code class="language-c">int x = 1 &lt; 2;
</code></pre>' "--no-wiki knows no colours"

# ---- front matter ----------------------------------------------------------

is "$(render '---
title: 파이프
---
글')" "<p>글</p>" "front matter is not shown"
render '---
title: 파이프
tags: [a
---
글' >out
like "$(cat err)" "^in\.md:[34]:[0-9]+: error: the front matter is not YAML" \
	"if it does not parse, line and column are told"
is "$(cat out)" "<p>글</p>" "and the rest is shown"
render '---
date: 언젠가
---
글' >out
like "$(cat err)" "^in\.md:2:1: warning: date: '언젠가' is no date" "a date that is none"
is "$(render '---

글')" "<hr />
<p>글</p>" "a line that is never closed is a line"

# ---- raw HTML --------------------------------------------------------------

is "$(render '<kbd>Ctrl</kbd> <mark title="t">표시</mark> H<sub>2</sub>O')" \
	'<p><kbd>Ctrl</kbd> <mark title="t">표시</mark> H<sub>2</sub>O</p>' \
	"what is allowed stays"
is "$(render '가 <b onclick="x()" style="y" title="z">나</b> 다')" \
	'<p>가 <b title="z">나</b> 다</p>' "what is not allowed goes"
is "$(render '<details open><summary>더</summary>

글')" '<details open=""><summary>더</summary>
<p>글</p>
</details>' "what is not closed is closed"

# Prints what of an HTML file a browser would run, load or obey.
cat >harm.py <<'END'
import re, sys
from html.parser import HTMLParser

GOOD = """a abbr b bdi bdo blockquote br caption center cite code col colgroup dd
del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins
kbd li mark ol p pre q rp rt ruby s samp small span strike strong sub summary
sup table tbody td tfoot th thead time tr tt u ul var wbr""".split()


class Harm(HTMLParser):
    def handle_starttag(self, tag, attrs):
        if tag not in GOOD:
            print("element", tag)
        for key, value in attrs:
            value = re.sub(r"[\0- ]", "", value or "").lower()
            scheme = re.match(r"([^:/?#]*):", value)
            if key.startswith("on") or key in ("style", "srcdoc", "xlink:href"):
                print("attribute", key)
            if key in ("href", "src", "cite") and scheme and \
                    scheme[1] not in ("http", "https", "mailto", "tel"):
                print("address", value)

    def handle_comment(self, data):
        print("comment", data)

    handle_decl = handle_pi = unknown_decl = handle_comment


for path in sys.argv[1:]:
    harm = Harm()
    harm.feed(open(path, encoding="utf-8").read())
    harm.close()
END

# What could run, in its disguises: inside a paragraph, and as a block.
n=0
while read -r html; do
	n=$((n + 1))
	render "앞 $html 뒤" >inline.html
	render "$html" >block.html
	is "$(python3 harm.py inline.html block.html)" "" "hostile $n is harmless"
done <<'END'
<script>alert("위험")</script>
<SCRIPT SRC=//x.example/위험.js></SCRIPT>
<scr<script>ipt>위험</scr</script>ipt></script>
<img src=x onerror="위험">
<img src="x"onerror="위험">
<img/src=x/onerror=위험>
<img src=x ONERROR = '위험'>
<a href="javascript:위험">j</a>
<a href=javascript:위험>j</a>
<a href=" JaVaScRiPt:위험">j</a>
<a href="java&#115;cript:위험">j</a>
<a href="&#106;avascript:위험">j</a>
<a href="javascript&colon;위험">j</a>
<a href="jav&Tab;ascript:위험">j</a>
<a href="&#x1;javascript:위험">j</a>
<a href="vbscript:위험">j</a>
<a href="data:text/html,위험">j</a>
<img src="data:image/svg+xml,위험">
<iframe src="https://x.example/위험"></iframe>
<svg onload="위험"><text>위험</text></svg>
<math><a xlink:href="javascript:위험">m</a></math>
<style>위험{}</style>
<div style="background:url(위험)">d</div>
<form action="/위험"><input autofocus onfocus=위험></form>
<object data="위험"></object>
<embed src="위험">
<base href="https://x.example/위험/">
<meta http-equiv="refresh" content="0;url=위험">
<link rel="stylesheet" href="위험">
<video src="위험" onerror="위험"></video>
<a title='"' onmouseover='위험'>t</a>
<a title="a>b" onmouseover="위험">t</a>
<noscript><p title="</noscript><img src=x onerror=위험>"></noscript>
<!-- 위험 -->
<?php 위험 ?>
[j](javascript:위험)
[j](JAVASCRIPT:위험)
[j](java&#x73;cript:위험)
[j](<java script:위험>)
![j](javascript:위험)
![j](data:text/html;base64,위험)
<javascript:위험>
<https://x.example/?"onclick=위험>
!["onerror="위험](x.png)
[a](b "\"onclick=\"위험")
[[x" onclick="위험]]
![[x.png" onerror="위험]]
END
is "$(render '[r][1]

[1]: javascript:alert(1)')" '<p>r</p>' "nor a reference"
is "$(render '<b onclick="x">굵게</b>' --unsafe)" \
	'<p><b onclick="x">굵게</b></p>' "--unsafe leaves it as it is"
is "$(render '[j](javascript:x)' --unsafe)" \
	'<p><a href="javascript:x">j</a></p>' "and all URLs"
unlike "$(render '<script>x</script>' --no-wiki)" '<script' \
	"--no-wiki alone is not unsafe"

# ---- what is too much ------------------------------------------------------

python3 - <<'END'
n = 2500
with open("table.md", "w") as f:
    f.write("|" + "a|" * n + "\n|" + "-|" * n + "\n" + "a\n" * n)
with open("deep.md", "w") as f:
    f.write("> " * 100000 + "글\n")
with open("brackets.md", "w") as f:
    f.write("[" * 50000 + "글" + "]" * 50000 + "\n")
END
exits 1 "a table of 15 kB that would take gigabytes" "$HALFHOUR" render table.md
like "$(cat err)" "^table\.md:1:1: error: .*\(CVE-2023-37463\).*\[budget\]" \
	"is told"
like "$(head -c 60 out)" '^<pre class="failed">\|a\|a\|' "and shown as its source"
for name in deep brackets; do
	"$HALFHOUR" render $name.md >out 2>err
	ok "$name comes to an end" test $? -le 1
done

# ---- addresses that leave ----------------------------------------------------

cat >나감.md <<'END'
[가](////etc/passwd) [나](/\\other.example) [다](///etc/passwd) [라](\\\\other.example) [마](/&#9;/other.example) ![바](////etc/passwd.png) [사](<&#1;//other.example>) [아](&sol;&bsol;other.example) [자](/C|/windows)
<a href="/\other.example">가</a> <a href="\\other.example">나</a> <a href="/&Tab;/other.example">다</a> <a href="////etc/passwd">라</a> <a href="&bsol;&sol;other.example">마</a> <img src="\/other.example/x.png"> <a href="/&NewLine;\other.example">바</a> <a href="&#1;/\other.example">사</a> <a href="C|/windows">아</a> <a href=" //other.example">자</a>
[[//other.example]] [차](%2F/other.example) ![[//other.example/x.png]] [카](//host.example/가) <a href="//host.example/">타</a> [파](/%5cother.example)
END
"$HALFHOUR" render 나감.md >out 2>err
is "$(grep -o '\(href\|src\)="[^"]*"' out)" 'href="/other.example"
href="/other.example"
src="/other.example/x.png"
href="https://host.example/%EA%B0%80"
href="https://host.example/"
href="/%5cother.example"' "lead to no other host and no other file, however they are disguised"
is "$(grep -c 'warning: browsers take this' err)" 19 "each is told"
mkdir -p 나가는
cp 나감.md 나가는/
"$HALFHOUR" -C 나가는 build --allow-broken >build.out 2>&1
is "$(grep -o '\(href\|src\)="[^"]*\(other\|etc\|windows\|host\)[^"]*"' 나가는/site/나감.html)" \
	'href="https://host.example/%EA%B0%80"
href="https://host.example/"
href="/%5cother.example"' "nor on a site"
printf '[가](////etc) <a href="/\\host">나</a>' >in.md
is "$("$HALFHOUR" render --unsafe in.md)" \
	'<p><a href="////etc">가</a> <a href="/\host">나</a></p>' "trusted ones are as they are"

# ---- what goes wrong -------------------------------------------------------

printf '글\n\n\270\256\n' >in.md
exits 1 "a text that is not UTF-8" "$HALFHOUR" render in.md
like "$(cat err)" "^in\.md:3:1: error: .*UTF-8" "is told with its place"
ok "what comes out is UTF-8" iconv -f UTF-8 -t UTF-8 out
printf 'a\000b\n' >in.md
exits 0 "a NUL byte" "$HALFHOUR" render in.md
exits 1 "a file that there is not" "$HALFHOUR" render 없음.md
like "$(cat err)" "cannot read 없음\.md" "is named"
exits 1 "a folder" "$HALFHOUR" render .
exits 1 "a device without an end" timeout 60 "$HALFHOUR" render /dev/zero
like "$(cat err)" "/dev/zero is longer than 64 MiB" "is refused"
exits 1 "standard input without an end" timeout 60 "$HALFHOUR" render - \
	</dev/zero
like "$(cat err)" "longer than 64 MiB" "is read no further than it may be"
exits 2 "two files" "$HALFHOUR" render in.md in.md
exits 2 "an option that there is not" "$HALFHOUR" render --trusted
done_testing
