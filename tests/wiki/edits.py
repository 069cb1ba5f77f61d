#!/usr/bin/env python3
"""edits.py: random edits of a random wiki; after each one the build that knows
of the builds before must leave what a build of a copy makes from nothing

SEED and EDITS change what is tried; HALFHOUR is the program. Prints TAP. What
fails is told with the seed, and with the edit that broke it.
"""
import os
import random
import shutil
import subprocess
import sys
import time

HALFHOUR = os.environ["HALFHOUR"]
TOP = os.environ["TOP"]
T = os.environ["T"]
SEED = int(os.environ.get("SEED", "10"))
EDITS = int(os.environ.get("EDITS", "50"))
WIKI = os.path.join(T, "wiki")
COLD = os.path.join(T, "cold")
LINK = os.path.join(WIKI, "notes", "이음.md")
WORDS = ("파이프 도커 층 이미지 프로세스 신호 잠금 큐 기다림 fork exec wait "
         "overlayfs 공유 메모리 **굵게**는 `code()`를").split()
TAGS = ["도커", "ipc", "C", "c++", "파이썬"]
EXAMPLE = "process/fork-buffer"


class Wiki:
    """The wiki, and the state of chance."""

    def __init__(self, rng):
        self.rng = rng
        self.minute = 0
        self.drafts = False
        self.n = 0

    def env(self):
        """The clock goes on with each edit, over days."""
        day, minute = divmod(self.minute, 720)
        return dict(os.environ, HALFHOUR_NOW="2026-11-%02dT%02d:%02d:00+09:00"
                    % (1 + day % 30, 10 + minute // 60, minute % 60))

    def call(self, *argv):
        return subprocess.run(argv, cwd=WIKI, env=self.env(),
                              stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def notes(self, days=False):
        found = []
        for at, dirs, files in os.walk(os.path.join(WIKI, "notes")):
            dirs[:] = sorted(d for d in dirs if not d.startswith("."))
            if os.path.basename(at) == "daily" and not days:
                continue
            found += [os.path.join(at, f) for f in sorted(files)
                      if f.endswith(".md") and not f.startswith(".")]
        return found

    def pick(self):
        return self.rng.choice(self.notes())

    def name(self):
        self.n += 1
        folder = self.rng.choice(["", "ipc/", "도커/", "도커/깊은/"])
        return "%s%s%d" % (folder, self.rng.choice(["노트", "note", "글"]),
                           self.n)

    def target(self):
        """What a link may name: an id, a name, an alias, a day, nothing."""
        some = self.pick()
        page = os.path.relpath(some, os.path.join(WIKI, "notes"))[:-3]
        return self.rng.choice([page, os.path.basename(page), "별명",
                                "2026-11-0%d" % self.rng.randint(1, 9),
                                "도커", "없는 쪽", page + "#절",
                                page + "#^b1"])

    def text(self):
        rng = self.rng
        line = " ".join(rng.choices(WORDS, k=rng.randint(2, 9)))
        kind = rng.randrange(9)
        if kind < 3:
            return "%s [[%s]]에서 이어진다. #%s\n\n" % (
                line, self.target(), rng.choice(TAGS))
        if kind == 3:
            return "![[%s]]\n\n" % self.target()
        if kind == 4:
            return "## %s\n\n%s ^b1\n\n" % (rng.choice(["절", "다른 절"]),
                                            line)
        if kind == 5:
            return "```c\nint %s;\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n" \
                % rng.choice("xyz")
        if kind == 6:
            return "![그림](그림.png) [파일](../그림.png)\n\n"
        if kind == 7:
            return "> [!note] %s\n> %s[^1]\n\n[^1]: 각주\n\n" % (line, line)
        return "- [ ] %s\n- %s\n\n" % (line, line)

    def front(self):
        rng = self.rng
        lines = []
        if rng.random() < .3:
            lines.append("title: 제목 %d" % rng.randrange(5))
        if rng.random() < .4:
            lines.append("tags: [%s]" % ", ".join(
                '"%s"' % t for t in rng.sample(TAGS, 2)))
        if rng.random() < .3:
            lines.append("aliases: [별명%s]" % rng.choice(["", "2", "/안"]))
        if rng.random() < .15:
            lines.append("private: true")
        if rng.random() < .15:
            lines.append("draft: true")
        if rng.random() < .2:
            lines.append("date: 2026-10-%02d" % rng.randint(1, 28))
        if rng.random() < .2:
            lines.append("lang: %s" % rng.choice(["en", "ja", "ko"]))
        if rng.random() < .2:
            lines.append("description: %s" % rng.choice(WORDS))
        if rng.random() < .05:
            lines.append("tags: [열린")
        return "---\n%s\n---\n\n" % "\n".join(lines) if lines else ""

    def body(self):
        return "# 머리 %d\n\n" % self.rng.randrange(4) + "".join(
            self.text() for _ in range(self.rng.randint(1, 5)))

    # ---- edits: each returns what it did ---------------------------------

    def edit_add(self):
        path = os.path.join(WIKI, "notes", self.name() + ".md")
        write(path, self.front() + self.body())
        return path

    def edit_text(self):
        path = self.pick()
        write(path, read(path) + "\n\n" + self.text())
        return path

    def edit_words(self):
        """Other words in some lines, and nothing else: few pages show that."""
        for _ in range(self.rng.randint(1, 2)):
            path = self.pick()
            lines = read(path).split("\n")
            at = self.rng.randrange(len(lines))
            if lines[0] == "---" and at <= lines.index("---", 1):
                at = len(lines) - 1
            lines[at] += " " + " ".join(self.rng.choices(WORDS, k=2))
            write(path, "\n".join(lines))
        return path

    edit_line = edit_paragraph = edit_words

    def edit_log_again(self):
        """Another entry of the same topic on the same day, as most are."""
        self.call(HALFHOUR, "log", "x", "--minutes", "5",
                  "-k", " ".join(self.rng.choices(WORDS, k=2)))
        return "an entry"

    edit_log_more = edit_log_again

    def edit_commit_words(self):
        self.edit_words()
        return self.edit_commit()

    def edit_same_size(self):
        """Another text of as many bytes, and the old time of the file."""
        path = self.rng.choice(self.notes(days=True))
        was = os.stat(path)
        old = read(path)
        for a, b in (("파이프", "도커층"), ("도커층", "파이프"), ("절", "철"),
                     ("철", "절"), ("code", "text"), ("1", "2")):
            if a in old:
                old = old.replace(a, b, 1)
                break
        with open(path, "w", encoding="utf-8") as f:
            f.write(old)
        os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
        return path

    def edit_delete(self):
        path = self.pick()
        if len(self.notes()) > 6:
            os.remove(path)
        return path

    def edit_rename(self):
        old = self.pick()
        new = os.path.join(WIKI, "notes", self.name() + ".md")
        os.makedirs(os.path.dirname(new), exist_ok=True)
        os.rename(old, new)
        return "%s to %s" % (old, new)

    def edit_mv(self):
        old = os.path.relpath(self.pick(), os.path.join(WIKI, "notes"))[:-3]
        new = self.name()
        self.call(HALFHOUR, "mv", old, new)
        return "%s to %s" % (old, new)

    def edit_folder(self):
        old = os.path.join(WIKI, "notes", self.rng.choice(["ipc", "도커"]))
        new = old + "-2"
        if os.path.isdir(new):
            old, new = new, old
        if os.path.isdir(old) and not os.path.exists(new):
            os.rename(old, new)
        return "%s to %s" % (old, new)

    def edit_front(self):
        path = self.pick()
        text = read(path)
        if text.startswith("---\n") and "\n---\n" in text[4:]:
            text = text[text.index("\n---\n", 4) + 5:].lstrip("\n")
        write(path, self.front() + text)
        return path

    def edit_private(self):
        path = self.pick()
        text = read(path)
        if "private: true" in text:
            text = text.replace("private: true", "private: false")
        elif "private: false" in text:
            text = text.replace("private: false", "private: true")
        elif not text.startswith("---"):
            text = "---\nprivate: true\n---\n\n" + text
        write(path, text)
        return path

    def edit_template(self):
        path = os.path.join(WIKI, "templates", "footer.html")
        if os.path.exists(path) and self.rng.random() < .5:
            os.remove(path)
        else:
            write(path, "<footer>%s {{site}}</footer>\n"
                  % self.rng.choice(WORDS[:4]))
        return path

    def edit_style(self):
        path = os.path.join(WIKI, "templates", "assets", "style.css")
        if os.path.exists(path):
            shutil.rmtree(os.path.join(WIKI, "templates", "assets"))
        else:
            write(path, "body { color: #%03x }\n" % self.rng.randrange(4096))
        return path

    def edit_config(self):
        write(os.path.join(WIKI, "halfhour.yaml"),
              "title: 나의 %d\nlang: %s\nweek_starts: %s\ntimebox: %d\n%s" % (
                  self.rng.randrange(3), self.rng.choice(["ko", "en", "ja"]),
                  self.rng.choice(["monday", "sunday"]),
                  self.rng.choice([25, 30]), self.rng.choice(
                      ["", "base_url: https://example.org/w/\n"])))
        return "halfhour.yaml"

    def edit_record(self):
        path = os.path.join(WIKI, "notes", ".runs", EXAMPLE)
        if os.path.isdir(path) and self.rng.random() < .4:
            shutil.rmtree(path)
            return "no record"
        if not os.path.isdir(path):
            shutil.copytree(os.path.join(TOP, "notes", ".runs", EXAMPLE), path)
            return "a record"
        one = os.path.join(path, sorted(os.listdir(path))[0])
        write(one, read(one).replace("\"exit\"", "\"exit \"", 1)
              if self.rng.random() < .5 else read(one).replace("e", "a", 1))
        return one

    def edit_home(self):
        """A home page, which lists days and shows other notes."""
        path = os.path.join(WIKI, "notes", "index.md")
        if os.path.exists(path) and self.rng.random() < .3:
            os.remove(path)
        else:
            write(path, "# 집\n\n![[%s]]\n\n%s" % (
                self.rng.choice([EXAMPLE, self.target()]), self.text()))
        return path

    def edit_example(self):
        """A note with examples that have records."""
        path = os.path.join(WIKI, "notes", EXAMPLE + ".md")
        if not os.path.exists(path):
            write(path, read(os.path.join(TOP, "notes", EXAMPLE + ".md")))
        else:
            write(path, read(path).replace("int main", "int  main", 1))
        return path

    def edit_log(self):
        self.call(HALFHOUR, "log", "%s: %s" % (
            self.target().split("#")[0] or "x", self.rng.choice(WORDS)),
            "--minutes", str(self.rng.randint(3, 30)), "-b", self.text(),
            "-k", self.rng.choice(WORDS), "-t", "%s #%s" % (
                self.rng.choice(WORDS), self.rng.choice(TAGS)))
        return "an entry"

    def edit_try(self):
        listed = self.call(HALFHOUR, "try", "list").stdout.decode()
        ids = [w.strip("^") for w in listed.split() if len(w.strip("^")) == 4]
        for one in ids[:8]:
            done = self.call(HALFHOUR, "try", *self.rng.choice(
                [("done", one), ("drop", one, "--why", "그만"),
                 ("retry", one, "다시 한 번")]))
            if done.returncode == 0:
                return "a try: " + one
        return "no try"

    def edit_day(self):
        path = os.path.join(WIKI, "notes", "daily", "2026-11-0%d.md"
                            % self.rng.randint(1, 9))
        if os.path.exists(path) and self.rng.random() < .3:
            os.remove(path)
        else:
            write(path, "%s# 하루\n\n## 리뷰\n\n### 21:00–21:%d %s: 글\n\n%s\n\n"
                  "## 회고\n\n### TRY\n\n- %s\n" % (
                      self.rng.choice(["", "", "---\nprivate: true\n---\n"]),
                      self.rng.randint(10, 29), self.rng.choice(TAGS),
                      self.text(), self.rng.choice(WORDS)))
        return path

    def edit_file(self):
        path = os.path.join(WIKI, "notes", self.rng.choice(
            ["그림.png", "도커/그림.png", "ipc/그림.png"]))
        if os.path.exists(path) and self.rng.random() < .4:
            os.remove(path)
        else:
            write(path, "png %d" % self.rng.randrange(10))
        return path

    def edit_link(self):
        """A symbolic link among the notes."""
        if os.path.islink(LINK):
            os.remove(LINK)
        else:
            os.symlink(os.path.relpath(self.pick(), os.path.dirname(LINK)),
                       LINK)
        return LINK

    def edit_site(self):
        """Somebody's hand in the site."""
        files = [os.path.join(at, f) for at, _, names in
                 os.walk(os.path.join(WIKI, "site")) for f in names
                 if not f.startswith(".")]
        if not files:
            return "no site yet"
        path = self.rng.choice(sorted(files))
        was = os.stat(path)
        kind = self.rng.randrange(3)
        if kind == 0:
            os.remove(path)
            return path + ", gone"
        # In its place, as editors write: a build that has nothing to do looks
        # at folders.
        new = os.path.join(WIKI, "site", ".new")
        if kind == 1:
            write(new, "손")
        else:
            shutil.copy(path, new)
            with open(new, "r+b") as f:
                f.write(b"#")
            os.utime(new, ns=(was.st_atime_ns, was.st_mtime_ns))
        os.replace(new, path)
        return "%s, %s" % (path, ("gone", "other", "one byte")[kind])

    def edit_kept(self):
        """A byte in what is kept of earlier builds."""
        state = os.path.join(WIKI, ".git", "halfhour")
        files = sorted(f for f in os.listdir(state)
                       if f in ("looks.cache", "joined.cache",
                                "joined.more", "days.cache", "notes.cache", "notes.more", "notes.seen",
                                "site.cache",
                                "pages.cache", "words.cache", "words.more",
                                "history"))
        if not files:
            return "nothing kept"
        path = os.path.join(state, self.rng.choice(files))
        with open(path, "r+b") as f:
            data = f.read()
            if self.rng.random() < .3:
                f.truncate(self.rng.randrange(len(data)))
            else:
                f.seek(self.rng.randrange(len(data)))
                f.write(bytes([self.rng.randrange(256)]))
        return path

    def edit_commit(self):
        self.call("git", "add", "-A", "notes", "halfhour.yaml")
        self.call("git", "commit", "-q", "-m", self.rng.choice(WORDS))
        return "a commit"

    def edit_reset(self):
        self.call("git", "reset", "-q", "--soft", "HEAD~1")
        return "the last commit taken back"

    def edit_drafts(self):
        self.drafts = not self.drafts
        return "drafts"

    def edit_tomorrow(self):
        self.minute += 720
        return "the next day"

    def edit_nothing(self):
        return "nothing"


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def read(path):
    with open(path, encoding="utf-8", errors="surrogateescape") as f:
        return f.read()


def build(wiki, root, jobs):
    """The site, and what is said of the notes."""
    argv = [HALFHOUR, "-C", root, "build", "--allow-broken", "--profile",
            "--jobs", str(jobs)] + (["--drafts"] if wiki.drafts else [])
    done = subprocess.run(argv, env=wiki.env(), stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    said = [line for line in done.stderr.decode().splitlines()
            if "it is made anew" not in line]
    files = {}
    for at, _, names in os.walk(os.path.join(root, "site")):
        for name in names:
            path = os.path.join(at, name)
            with open(path, "rb") as f:
                files[os.path.relpath(path, root)] = f.read()
    return done.returncode, said, files, done.stdout.decode()


def known():
    """Whether the next build would know that it has nothing to do."""
    path = os.path.join(WIKI, ".git", "halfhour", "site.cache")
    if not os.path.exists(path):
        return False
    with open(path, "rb") as f:
        return f.read().split(b"\n")[2] != b"-"


def cold(wiki):
    """A copy that was never built, built."""
    shutil.rmtree(COLD, ignore_errors=True)
    shutil.copytree(WIKI, COLD, symlinks=True, ignore=lambda at, names: [
        n for n in names if (at == WIKI and n == "site") or
        (os.path.basename(at) == ".git" and n == "halfhour")])
    os.makedirs(os.path.join(COLD, "site"))
    shutil.copy(os.path.join(WIKI, "site", ".gitignore"),
                os.path.join(COLD, "site", ".gitignore"))
    return build(wiki, COLD, 1)


def compare(warm, want):
    """What is wrong; [] for nothing."""
    wrong = []
    if warm[0] != want[0]:
        wrong.append("exit code %d, cold %d" % (warm[0], want[0]))
    if warm[1] != want[1]:
        wrong += ["said only warm: " + x for x in warm[1] if x not in want[1]]
        wrong += ["said only cold: " + x for x in want[1] if x not in warm[1]]
    for path in sorted(set(warm[2]) | set(want[2])):
        if path not in warm[2]:
            wrong.append(path + " is missing")
        elif path not in want[2]:
            wrong.append(path + " should not be there")
        elif warm[2][path] != want[2][path]:
            wrong.append(path + " differs")
    return wrong


def small(wiki):
    """An edit that few pages show."""
    which = wiki.rng.choice(["edit_words", "edit_log_again", "edit_commit",
                             "edit_commit_words", "edit_try"])
    return which, getattr(wiki, which)()


def run(rng):
    wiki = Wiki(rng)
    counts = {}
    subprocess.run([HALFHOUR, "--quiet", "init", "--lang", "ko", WIKI],
                   check=True)
    for _ in range(12):
        wiki.edit_add()
    wiki.edit_example()
    wiki.edit_record()
    edits = sorted(x for x in dir(Wiki) if x.startswith("edit_"))
    # Each kind once at least, in an order of chance, then any.
    todo = rng.sample(edits, len(edits))
    changed = kept = some = 0
    quiet = False
    for i in range(EDITS):
        wiki.minute += rng.choice([1, 1, 2, 30])
        # While there is a link, all is read each time.
        if os.path.islink(LINK) and rng.random() < .6:
            os.remove(LINK)
        if quiet and rng.random() < .6:
            which, what = small(wiki)
        else:
            which = todo.pop() if todo else rng.choice(edits)
            what = getattr(wiki, which)()
        counts[which] = counts.get(which, 0) + 1
        # Files are known once they are older than a tick of the clock.
        if rng.random() < .5:
            time.sleep(.03)
        warm = build(wiki, WIKI, rng.choice([1, 2, 3]))
        some += ("  pages that changed\n" in warm[3] and
                 "  graph\n" not in warm[3])
        want = cold(wiki)
        wrong = compare(warm, want)
        quiet = False
        if not wrong and rng.random() < .3:
            # Somebody's hand in the site right behind the build, maybe in the
            # same tick of the clock.
            what += ", then " + wiki.edit_site()
            wrong = compare(build(wiki, WIKI, 2), want)
        if not wrong and rng.random() < .6:
            # Once the files are older than a tick of the clock, what came of
            # the build is kept, and the next edit must be seen in spite of it.
            time.sleep(.03)
            again = build(wiki, WIKI, 2)
            wrong = compare(again, want)
            quiet = True
            kept += known()
        changed += ", 0 written, 0 removed" not in warm[3]
        if wrong:
            return counts, changed, kept, some, ["edit %d, %s: %s" % (i + 1, which, what)
                                     ] + wrong[:20]
    return counts, changed, kept, some, []


def main():
    print("# SEED=%d EDITS=%d" % (SEED, EDITS), flush=True)
    counts, changed, kept, some, wrong = run(random.Random(SEED))
    print("%sok 1 - %d edits, each built as from nothing" % (
        "not " if wrong else "", EDITS))
    for line in (["SEED=%d EDITS=%d" % (SEED, EDITS)] + wrong if wrong else []):
        print("# " + line, file=sys.stderr)
    # What changes no page proves nothing.
    moved = changed * 2 > sum(counts.values())
    print("%sok 2 - most of them change the site (%d of %d)" % (
        "" if moved else "not ", changed, sum(counts.values())))
    print("%sok 3 - and many are made where nothing was left to do (%d)" % (
        "" if kept * 8 > EDITS else "not ", kept))
    print("%sok 4 - and some without joining all notes (%d)" % (
        "" if some * 25 > EDITS else "not ", some))
    print("1..4")
    sys.exit(1 if wrong or not moved or kept * 8 <= EDITS or
             some * 25 <= EDITS else 0)


main()
