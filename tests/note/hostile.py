#!/usr/bin/env python3
"""hostile.py: texts that Markdown parsers run away on

usage: hostile.py list             names, and the CVE or "-"
       hostile.py write DIR        each as DIR/NAME.md
       hostile.py print NAME       one to standard output

Each is a shape that took cmark-gfm 0.29.0.gfm.6 seconds, gigabytes or the
process, at a size of some kilobytes; where it is from stands beside it.
Those without a CVE are not known to be bad: they test the wall behind the
filter, or are linear and have to stay so.
"""
import os
import sys

# What shows whether the source of a note was escaped.
CANARY = "<script>alert(1)</script>\n\n"


def table(columns, rows):
    return "|x" * columns + "\n" + "|-" * columns + "\n" + "|x\n" * rows


def nested(n):
    return "- " * n + "x" + "\n" * n


# The filter takes this for the beginning of a code block, and the library
# does not: an HTML block ends with the empty line. So what follows gets
# through to the parser.
BLIND = "<div>\n```\n\n"

SHAPES = [
    # GHSA-29g3-96g3-jg6c
    ("autolink-parens", "CVE-2023-22483", lambda: "http://a.b/(" + ")" * 78000),
    ("autolink-www", "CVE-2023-22483", lambda: "www._" * 10000),
    ("emphasis", "CVE-2023-22483", lambda: "*a " * 31000 + "_a*_ " * 31000),
    ("references", "CVE-2023-22483",
     lambda: "[a]: /" + "x" * 130000 + "\n\n" + "[a]" * 130000),
    ("mailto", "CVE-2023-22483", lambda: "mailto:s@p.com/" * 80000),
    # GHSA-24f7-9frr-5h2r
    ("instructions", "CVE-2023-22484", lambda: "a <?x" * 39000),
    ("declarations", "CVE-2023-22484", lambda: "a <!A " * 50000),
    ("cdata", "CVE-2023-22484", lambda: "a <![CDATA[" * 39000),
    # GHSA-r572-jvj2-3m8p
    ("images", "CVE-2023-22486", lambda: "![[]()" * 39000),
    # GHSA-66g8-4hjf-77xh
    ("lists", "CVE-2023-24824", lambda: nested(9700)),
    ("quoted-lists", "CVE-2023-24824",
     lambda: "> " + "- " * 9700 + "x\n" + ">\n" * 9700),
    ("quotes", "CVE-2023-24824", lambda: ">" * 9700 + "a*" * 9700),
    ("footnotes", "CVE-2023-24824",
     lambda: "[^1]:" * 9700 + "x" + "\n" * 9700),
    # GHSA-w4qg-3vf7-m9x5
    ("cells", "CVE-2023-37463", lambda: table(2500, 2500)),
    ("columns", "CVE-2023-37463", lambda: table(29000, 1)),

    # GHSA-c944-cv5f-hpvr reads one byte too many; nothing runs away.
    ("protocol", "-", lambda: "o:b@c.dd\n" * 2000),
    # GHSA-r8vr-c48j-fcc5 is in writers that are not used.
    ("underscores", "-", lambda: "_" * 30000 + "." + "_" * 30000),
    # GHSA-mc3g-88wq-6f4x, mended in gfm.3
    ("columns-65536", "-", lambda: table(65600, 1)),
    # GHSA-cgh3-p57x-9q7q, mended in gfm.6
    ("image-text", "-", lambda: "![l" * 60000),
    ("backticks", "-", lambda: "".join(
        "e" + "`" * i for i in range(1, 400))),
    ("brackets", "-", lambda: "[" * 50000 + "a" + "]" * 50000),
    ("footnote-uses", "-", lambda: "[^a] " * 20000 + "\n\n[^a]: x\n"),
    ("entities", "-", lambda: "&a" * 60000),
    ("wiki-links", "-", lambda: "[[a" * 30000 + "[[b]]" * 3000),
    ("embeds", "-", lambda: "![[" * 30000),
    ("headings", "-", lambda: "# a\n" * 5000),
    ("raw", "-", lambda: "<b><i a='" * 8000),
    ("yaml", "-", lambda: "---\na: " + "[" * 60000 + "\n---\ntext\n"),
    ("callouts", "-", lambda: "> [!note] x\n\n" * 3000),
    ("block-ids", "-", lambda: "".join(
        "a ^b%d\n\n" % i for i in range(4000))),

    # The wall behind the filter.
    ("blind-time", "blind", lambda: BLIND + nested(9700)),
    ("blind-memory", "blind", lambda: BLIND + table(2600, 2600)),
    ("blind-output", "blind",
     lambda: BLIND + "[a]: /" + "x" * 9000 + "\n\n" + "[a]" * 9000),
]


def text(make):
    made = make()
    return made if made.startswith("---") else CANARY + made


def main():
    if sys.argv[1:] == ["list"]:
        for name, cve, _ in SHAPES:
            print(name, cve)
    elif len(sys.argv) == 3 and sys.argv[1] == "write":
        for name, _, make in SHAPES:
            path = os.path.join(sys.argv[2], name + ".md")
            with open(path, "w", encoding="utf-8") as f:
                f.write(text(make))
    elif len(sys.argv) == 3 and sys.argv[1] == "print":
        for name, _, make in SHAPES:
            if name == sys.argv[2]:
                sys.stdout.write(text(make))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
