#!/usr/bin/env python3
"""seeds.py: the examples of specifications, one file each, to fuzz from

usage: seeds.py DIR SPEC…

Each begins with the byte that chooses the options: see fuzz_note.c.
"""
import hashlib
import os
import re
import sys

EXAMPLE = re.compile(r"^`{32} example.*?\n(.*?)^\.$", re.M | re.S)
OWN = [
    "[[a#b|c]] ![[d]] [x](y.md) ^id\n",
    "---\ntitle: a\ntags: [b, c]\nprivate: yes\n---\n# d\n",
    "> [!note]- 제목\n> 글 **강조**를\n",
    "```c {#x .run k=\"v\"}\nint x;\n```\n",
    "# 2026-11-23\n\n## 회고\n\n### TRY\n\n- [ ] a #b ^t7k2 (done 2026-11-25)\n",
    "<div>\n<a href=\"x\" onclick='y'>z</a> <!-- c --> <script>s</script>\n",
    "|a|b|\n|-|:-|\n|[[x\\|y]]|z|\n\n[^1]\n\n[^1]: n\n",
]


def main():
    texts = list(OWN)
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as f:
            texts += [m.replace("→", "\t") for m in EXAMPLE.findall(f.read())]
    for text in texts:
        data = b"\0" + text.encode()
        name = hashlib.sha256(data).hexdigest()[:16]
        with open(os.path.join(sys.argv[1], name), "wb") as f:
            f.write(data)


if __name__ == "__main__":
    main()
