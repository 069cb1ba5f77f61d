#!/bin/sh
# code.sh: code on the site: its lines, its colours, its weight, its button
. "$(dirname "$0")/../lib.sh"

wiki --lang ko
cat >notes/코드.md <<'END'
# 코드

```c {.numberLines startFrom=7}
#include <stdio.h>
int main(void) { puts("안녕 & <세상>"); } /* 한 줄 */
```

```console
$ echo "하나"
하나
```

## 절

```python {#일꾼}
print("이름이 아니다")
```

```python {#worker .numberLines}
print("둘")
```
END
printf '# 담은 글\n\n![[코드]]\n\n![[코드#절]]\n\n![[코드#절]]\n' >notes/담은글.md
printf '# 또 담은 글\n\n![[담은글]]\n' >notes/또담은글.md
exits 0 "a wiki with code builds" "$HALFHOUR" build
page=$(cat site/코드.html)
like "$page" '<i>/\* 한 줄 \*/</i>' "a block has colours"
like "$page" 'id="worker-L1" href="#worker-L1"' "an example has lines"
like "$page" '<span class="r">\$ </span><span class="f">echo</span>' "a prompt"

# ---- lines of what is embedded ----------------------------------------------

for name in 담은글 또담은글; do
	grep -o '<a class="l" id="[^"]*" href="[^"]*"' "site/$name.html" |
		sed 's/%5E/^/' >anchors
	is "$(wc -l <anchors)" 5 "$name: lines are embedded with their code"
	is "$(sed -n 's/.*id="\(.*\)" href="#\1"$/fine/p' anchors | wc -l)" 5 \
		"$name: each leads to itself"
	is "$(grep -o ' id="[^"]*"' "site/$name.html" | sort | uniq -d)" "" \
		"$name: no id is there twice"
done

# ---- weight -----------------------------------------------------------------

is "$(cat site/assets/*.js | wc -c | awk '{ print $1 <= 20480 }')" 1 \
	"all scripts have at most 20 kB"
{
	echo '# 천 낱말'
	awk 'BEGIN { for (i = 1; i <= 1000; i++)
		printf "%s%s", "가나다", i % 50 ? " " : "\n\n" }'
	sed -n '/^```c$/,$p' "$TOP/tests/golden/note/code-c.md"
	sed -n '/^```sh$/,$p' "$TOP/tests/golden/note/code-sh.md"
} >notes/천낱말.md
exits 0 "a note of a thousand words" "$HALFHOUR" build
weight=$(wc -c <site/천낱말.html)
ok "and two programs: $weight bytes, at most 20 kB" test "$weight" -le 20480

# ---- contrast ---------------------------------------------------------------

# What the site has is packed, and says the same: see pack.sh.
awk -f "$TOP/tests/site/contrast.awk" "$TOP/templates/style.css" >contrast
like "$(cat contrast)" '^light key tint [0-9.]+$' "colours are found"
like "$(cat contrast)" '^dark var page [0-9.]+$' "and those of the dark"
is "$(sed -n 's/ mark .*//p' contrast | sort | tr '\n' ' ')" \
	"dark accent dark bad dark ink light accent light bad light ink " \
	"and those of marked text"
is "$(awk '$4 < 4.5' contrast)" "" "no colour has less contrast than 4.5 : 1"
is "$(printf ':root {\n\t--page: #fff;\n\t--tint: #777777;\n\t--x: #767676;\n}\npre .s { color: var(--x); }\n' |
	awk -f "$TOP/tests/site/contrast.awk" | grep '^light x' | sort)" \
	"light x page 4.54
light x tint 1.01" "they are computed as WCAG says"

# ---- in a browser -----------------------------------------------------------

# shellcheck source=../chromium.sh
. "$TOP/tests/chromium.sh"
exits 0 "Chromium opens it" \
	node "$TOP/tests/site/code.js" "$MODULES" "$T/wiki/site" "코드.html"
is "$(cat "$T/out")" "file: fine
server: fine
no clipboard: fine
no script: fine
touch: fine
line: fine" "the button copies, wherever the page is, and only if there is script"
done_testing
