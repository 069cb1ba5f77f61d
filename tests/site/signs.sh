#!/bin/sh
# signs.sh: characters that no page may hold, or that turn what follows them
. "$(dirname "$0")/../lib.sh"

wiki --lang ko
mkdir -p notes/daily
cat >notes/벨.md <<'END_NOTE'
---
title: "벨 \u0007\u001b[31m\u0001"
tags: ["태그\u0001"]
description: "\u0085 설명"
---
글 &#7; [[거꾸로]] ￾끝

## 절 &#1;
END_NOTE
cat >notes/거꾸로.md <<'END_NOTE'
---
title: "거꾸로 \u202ecba"
---
[[벨]]
END_NOTE
# shellcheck disable=SC2016
printf '# 줄\n\n깨끗하다 `a\033[1mb` [[거꾸로]]\n' >notes/줄.md
printf '### 21:00–21:28 [[거꾸로]]: 하나\001\n\n### TRY\n\n- 둘\002\n' \
	>notes/daily/2026-11-23.md
exits 0 "notes with odd characters" "$HALFHOUR" build

# What the HTML standard calls an error, 13.2.3.5.
cat >odd.py <<'END_PY'
import glob
import re

ODD = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
n = 0
for path in sorted(glob.glob("site/**/*.htm*", recursive=True)):
    text = open(path, encoding="utf-8", newline="").read()
    n += text.count("\ufffd")
    for at in ODD.finditer(text):
        print(path, ascii(text[max(0, at.start() - 20):at.end()]))
print(n > 20)
END_PY
is "$(python3 odd.py)" True "no page holds a control character, but what tells of it"
like "$(cat site/벨.html)" '<h1>벨 ��\[31m�</h1>' "as its title does"
like "$(cat site/preview/note/벨.htm)" '<p class="h">벨 �' "and its preview"

turned=$(python3 -c 'print("거꾸로 \u202ecba")')
ended=$(python3 -c 'print("\u202c", end="")')
for page in notes graph 벨; do
	like "$(cat "site/$page.html")" ">$turned$ended</a>" \
		"a title that turns text turns no more than itself: $page"
done
like "$(cat site/거꾸로.html)" "<title>$turned$ended · " \
	"nor the name of the wiki behind it"
done_testing
