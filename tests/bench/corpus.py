#!/usr/bin/env python3
"""corpus.py: a wiki of N notes, the same bytes each time it is made

usage: corpus.py DIR N

Notes as people have them, in Korean and in English by turns: front matter with
tags and aliases, headings, prose of words that are as frequent as words are
(Zipf), emphasis, lists and tasks, code, tables, and links by path, by name and
by alias, most to notes near by and some to a few that all link to. One file in
fifty is a day of the log. No file is like another, so nothing is gained by
compression or by luck; a wiki of ten times as many notes has ten times as much
of everything, and links per note stay the same.
"""
import os
import random
import sys

FOLDER = 50  # notes in a folder
INITIAL = "가나다라마바사아자차카타파하거너더러머버서어저커터퍼허고노도로모보소오조초코토포호구누두루무부수우주추쿠투푸후기니디리미비시이지치키티피히관층막선점판각념동작통신공유메모파일"
PARTICLES = ["", "", "은", "를", "에서", "의", "가", "로", "와", "에", "도", "부터"]
ENDINGS = ["다.", "한다.", "된다.", "이다.", "있다.", "않는다."]
ENGLISH = ("b c d f g h l m n p r s t v st tr pl cr".split(),
           "a e i o u ea ou".split(),
           "n r t l s m d ck ng".split())
CODE = ["int fd[2]; /* %d */", "if (pipe(fd) == -1)", "\treturn -1;",
        "n = read(fd[0], buf, %d);", "for (i = 0; i < %d; i++)",
        "\tsum += v[i] * %d;", "printf(\"%d\\n\", sum);", "close(fd[1]);"]


class Words:
    """Words of both languages, each with its weight."""

    def __init__(self):
        r = random.Random("words")
        self.ko = ["".join(r.choices(INITIAL, k=r.choice((2, 2, 3))))
                   for _ in range(4000)]
        self.en = ["".join(r.choice(p) for _ in range(r.choice((1, 2, 2)))
                           for p in ENGLISH) for _ in range(6000)]
        self.weights = []
        total = 0.0
        for i in range(6000):
            total += 1 / (i + 3)
            self.weights.append(total)

    def pick(self, r, korean, k):
        if not korean:
            return r.choices(self.en, cum_weights=self.weights, k=k)
        words = r.choices(self.ko, cum_weights=self.weights[:4000], k=k)
        return [w + p for w, p in zip(words, r.choices(PARTICLES, k=k))]


def folder_of(i):
    return "topic-%04d" % (i // FOLDER)


def link(r, i, notes):
    """A link as it may stand in note i: near by, or to what all link to."""
    if r.random() < 0.7:
        to = min(notes - 1, max(0, i + r.randrange(-FOLDER, FOLDER)))
    elif r.random() < 0.5:
        to = r.randrange(notes)
    else:  # one hub for every two hundred notes
        to = r.randrange(max(1, notes // 200)) * 200
    form = r.randrange(5)
    if form == 0:
        return "[[%s/note-%06d]]" % (folder_of(to), to)
    if form == 1:
        return "[[note-%06d|다른 이름]]" % to
    if form == 2:
        return "[[note-%06d#예]]" % to
    if form == 3:
        return "[a link](../%s/note-%06d.md)" % (folder_of(to), to)
    return "[[별명 %d]]" % to


def sentence(r, words, korean):
    w = words.pick(r, korean, r.randrange(6, 14))
    k = r.randrange(len(w))
    kind = r.randrange(8)
    if kind == 0:
        w[k] = "**%s**" % w[k]
    elif kind == 1:
        w[k] = "*%s*" % w[k]
    elif kind == 2:
        w[k] = "`%s()`" % r.choice(words.en)
    if korean:
        return " ".join(w) + r.choice(ENDINGS)
    return " ".join(w).capitalize() + "."


def paragraph(r, words, korean, i, notes):
    parts = [sentence(r, words, korean) for _ in range(r.randrange(2, 5))]
    parts.insert(r.randrange(len(parts) + 1), link(r, i, notes))
    return " ".join(parts) + "\n\n"


def block(r, words, korean):
    kind = r.randrange(4)
    if kind == 0:
        return "```c\n%s\n```\n\n" % "\n".join(
            line % r.randrange(9999) if "%d" in line else line
            for line in r.sample(CODE, r.randrange(3, 8)))
    if kind == 1:
        rows = "".join("| %s | %d |\n" % (sentence(r, words, korean),
                                          r.randrange(9999))
                       for _ in range(r.randrange(2, 6)))
        return "| 뜻 | 수 |\n|---|--:|\n%s\n" % rows
    mark = "- " if kind == 2 else "- [x] "
    return "".join("%s%s\n" % (mark, sentence(r, words, korean))
                   for _ in range(r.randrange(2, 6))) + "\n"


def note(words, i, notes):
    r = random.Random(i)
    korean = i % 2 == 0
    title = " ".join(words.pick(r, korean, 3))
    out = ["---\ntitle: %s %d\ntags: [t%d, 갈래%d]\naliases: [별명 %d]\n---\n\n"
           "# %s %d\n\n" % (title, i, i % 40, i % 23, i, title, i)]
    for name in ["처음", "예"][:1 + (i % 4 > 0)] + ["끝"]:
        out.append("## %s\n\n" % name)
        for _ in range(r.randrange(1, 4)):
            out.append(paragraph(r, words, korean, i, notes))
        out.append(block(r, words, korean))
    # The heading that links ask for is in each note.
    if i % 4 == 0:
        out.append("## 예\n\n" + paragraph(r, words, korean, i, notes))
    return "".join(out)


def day_name(i):
    """The i-th of many days, of 28 in each month."""
    return "%04d-%02d-%02d" % (2018 + i // 336, i // 28 % 12 + 1, i % 28 + 1)


def day(words, i, notes):
    r = random.Random("day %d" % i)
    name = day_name(i)
    return ("# %s\n\n## 리뷰\n\n### 21:00–21:%02d note-%06d: %s\n\n%s"
            "## 회고\n\n### KEEP\n\n- %s\n\n### TRY\n\n- [x] %s (done %s)\n"
            % (name, 10 + i % 20, r.randrange(notes),
               sentence(r, words, True), paragraph(r, words, True,
                                                   r.randrange(notes), notes),
               sentence(r, words, True), sentence(r, words, True), name))


def write(path, text):
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def make(root, n):
    """Fill root/notes with n files, and say in halfhour.yaml what a site with
    everything needs."""
    words = Words()
    days = n // 50
    notes = n - days - 1
    os.makedirs(os.path.join(root, "notes", "daily"))
    write(os.path.join(root, "halfhour.yaml"),
          "title: 말뭉치\nlang: ko\nbase_url: https://example.org/wiki/\n")
    # For Hugo an index.md would be one page with all else as its resources.
    write(os.path.join(root, "notes", "README.md"), "# 말뭉치\n\n" + "".join(
        "- [[note-%06d]]\n" % i for i in range(min(20, notes))))
    for i in range(notes):
        folder = os.path.join(root, "notes", folder_of(i))
        if i % FOLDER == 0:
            os.mkdir(folder)
        write(os.path.join(folder, "note-%06d.md" % i), note(words, i, notes))
    for i in range(days):
        write(os.path.join(root, "notes", "daily", day_name(i) + ".md"),
              day(words, i, notes))


if __name__ == "__main__":
    make(sys.argv[1], int(sys.argv[2]))
