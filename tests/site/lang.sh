#!/bin/sh
# lang.sh: what is in another language than the wiki says so, wherever it stands
. "$(dirname "$0")/../lib.sh"

wiki --lang en
mkdir -p notes/ipc notes/sync notes/os
cat >notes/ipc/index.md <<'END'
---
lang: ko
aliases: [프로세스 사이]
---
# 통신

글
END
cat >notes/ipc/pipe.md <<'END'
---
lang: ko
description: 커널 안의 버퍼
tags: [ipc]
---
# 파이프는 막힌다

[[ipc/index]]

## 용량

## 잰 방법

## 더 읽을 것

```sh {#say .run}
echo '안녕' # 인사
```

```console {#term .run}
$ echo '안녕'
안녕
$ sh -c 'exit 3'
```
END
printf '# English\n\n[[ipc/pipe]]\n\n![[ipc/pipe#용량]]\n' >notes/english.md
for folder in sync os; do
	printf -- '---\nlang: ko\n---\n# 폴더\n' >notes/$folder/index.md
done
git add -A
ok "git commits" git commit -qm "notes"
# Without a sandbox there is no output, and the code is still to be looked at.
"$HALFHOUR" run --all >run.log 2>&1
exits 0 "the wiki builds" "$HALFHOUR" build --allow-broken

# stray PAGE…: Hangul that is said to be English, and the other way round. The
# title of a document is both of the note and of the wiki.
cat >stray.py <<'END'
import re
import sys
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "img", "input", "hr", "path"}


class Page(HTMLParser):
    def handle_starttag(self, tag, attrs):
        lang = dict(attrs).get("lang") or (self.open and self.open[-1][1])
        if tag not in VOID:
            self.open.append((tag, lang))

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, text):
        if re.search("[가-힣]", text) and self.open[-1][0] != "title" and \
                self.open[-1][1] != "ko":
            print(self.name, self.open[-1][0], text.strip())
        if re.search("^Output$|^Session$|exit status|Not recorded|Linked", text) and \
                self.open[-1][1] != "en":
            print(self.name, self.open[-1][0], text.strip())


for name in sys.argv[1:]:
    page = Page()
    page.name, page.open = name, []
    page.feed(open(name, encoding="utf-8").read())
END
for page in changes notes graph english ipc/index ipc/pipe tags/ipc; do
	like "$(cat "site/$page.html")" '통신|파이프|용량' "$page: it has Korean"
	is "$(python3 stray.py "site/$page.html")" "" "$page: it says so"
done
done_testing
