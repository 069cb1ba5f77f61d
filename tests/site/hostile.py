#!/usr/bin/env python3
"""hostile.py: notes whose HTML is wrong in every way that browsers put up with

usage: hostile.py DIR

Writes them into DIR/notes. What tests what stands beside it.
"""
import os
import random
import sys

NOTES = {
    # what is not closed, not opened, or in the wrong order
    "열고": "<div><p><b>굵게\n\n# 제목\n\n<ul><li><b>닫지 않은 것\n",
    "닫고": "</div></p></b></li></ul></table></body></html>\n\n글\n",
    "엇갈려": "<b><i>하나</b></i> <p><span>둘</p></span>\n\n"
              "<div>\n\n- 목록\n\n</span></div>\n",
    # the same name twice
    "같은이름": "# 같은\n\n## 같은\n\n## 같은\n\n글 ^같은\n\n글 ^a\n\n글 ^a\n\n"
                "[^a] [^a] [^b]\n\n[^a]: 하나\n[^b]: 둘\n\n## fn-a\n\n"
                "## fnref-a\n\n```sh {#a}\n:\n```\n\n```sh {#a}\n:\n```\n\n"
                '<p id="a"><a id="a" name="a">글</a></p>\n\n'
                "## _main\n\n## _toc\n\n![[같은이름2]] ![[같은이름2]]\n\n"
                "![[같은이름2]]\n\n![[같은이름2]]\n",
    "같은이름2": "# 같은\n\n## 같은\n\n글[^a] ^a\n\n[^a]: 하나\n",
    # what stands where it must not
    "자리": "글 <ul><li>줄 안의 목록</li></ul> 글\n\n"
            "<p>하나<p>둘<div>셋</div>넷</p>\n\n"
            "<li>목록 없이</li>\n\n<td>표 없이</td>\n\n"
            "<table><p>표 안</p><tr><td>1<td>2<tr><td>3</table>\n\n"
            "<table><tbody><tr><td>1</td></tr></tbody><thead><tr><th>늦은"
            "</th></tr></thead><caption>늦은</caption></table>\n\n"
            "<table><tr><th><h2>머리</h2></th></tr></table>\n\n"
            "<h2><p>제목 안</p></h2>\n\n<span><h3>글 안</h3></span>\n\n"
            "<ul><ul><li>하나</li></ul></ul>\n\n<ul>\n\n- 목록\n\n</ul>\n\n"
            "<p>\n\n문단\n\n</p>\n\n<b>\n\n- 목록\n\n</b>\n\n"
            "<dl><dt>하나<dd>둘<p>셋</dl>\n\n<dd>밖</dd>\n\n"
            "<details>말없이</details>\n\n<details></details>\n\n"
            "<details><summary>하나</summary><summary>둘</summary></details>"
            "\n\n<summary>밖</summary>\n\n<figcaption>밖</figcaption>\n\n"
            "<pre><div>글</div></pre>\n\n<ruby><rt>둘<div>x</div></ruby>\n",
    "링크속": '<a href="https://example.org/">https://example.org/ [x](y)</a>'
              ' <a href="#a">하나 <a href="#b">둘</a></a> [바깥 <a href="x">'
              '안</a>](https://example.org/)\n\n<a href="https://example.org/">'
              "\n\n문단 [[자리]]\n\n</a>\n",
    # what says nothing
    "빈": "#\n\n##\n\n글\n\n### <b></b>\n\n[](https://example.org/)\n\n"
          '<a href="https://example.org/"></a>\n\n<img src="x.png">\n\n'
          "![](https://example.org/x.png) "
          "[![](https://example.org/x.png)](https://example.org/)\n\n"
          "<h2></h2>\n\n- [ ]\n- \n\n| |\n|-|\n| |\n\n> [!note]\n\n> [!tip]-\n",
    # headings in any order
    "순서": "### 셋\n\n# 하나\n\n##### 다섯\n\n# 하나 더\n\n<h1>또</h1>\n\n"
            "###### 여섯\n\n> # 안\n",
    # what is out of date, and what is not for notes
    "옛것": '<center>가운데 <font color="red">글</font></center>\n\n'
            '<p align="right">글</p> <h2 align="center">제목</h2>\n\n'
            '<table width="3" border="1"><tr valign="top"><td align="center" '
            'width="1" height="2" bgcolor="red">1</td></tr></table>\n\n'
            "<strike>글</strike> <tt>x</tt> <ul type=\"square\"><li>x</li>"
            "</ul> <hr width=\"3\">\n\n"
            '<p style="color: red" onclick="x()" class="top" id="_main">글</p>'
            '\n\n<script>x()</script> <style>p{}</style> <iframe src="x">'
            '</iframe> <form><input name="x"><button>x</button></form>\n',
}

# And tags at random, the same each time.
TAGS = ("a abbr b blockquote br caption center code col colgroup dd del details "
        "div dl dt em figcaption figure h1 h2 h3 h4 hr i img ins kbd li ol p pre "
        "q rp rt ruby s span strike strong sub summary sup table tbody td tfoot "
        "th thead tr tt u ul var wbr").split()
ATTRS = ["", " align=center", " href=x", " width=3", ' title="a>b"', " open"]
TEXTS = ["x", "글 [l](y) ", "\n\n", "\n- a\n", "\n\n> q\n\n",
         "\n\n| a |\n|-|\n| b |\n\n", "`c`", "**b**", "a > b "]


def thrown(dice):
    part = dice.random()
    if part < 0.45:
        return f"<{dice.choice(TAGS)}{dice.choice(ATTRS)}>"
    if part < 0.8:
        return f"</{dice.choice(TAGS)}>"
    return dice.choice(TEXTS) if part < 0.9 else "t "


for seed in range(12):
    numbers = random.Random(seed)
    NOTES[f"주사위{seed}"] = "".join(thrown(numbers) for _ in range(400))

for name, text in NOTES.items():
    path = os.path.join(sys.argv[1], "notes", name + ".md")
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
