#!/usr/bin/env python3
"""history.py: what it costs to know when notes were committed

usage: history.py HALFHOUR DATES

A wiki with a history of 10,000 commits, made by git fast-import: entries of
days, edits of notes, renames, and merges of two machines. Prints the first walk
over it, one that finds what was kept, and one with a single commit more, beside
what git needs to list the same names: the time that passes, and the processor
time, which says more where others are at work. Nothing is passed or failed.

COMMITS and ROUNDS change the numbers.
"""
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HALFHOUR, DATES = (os.path.abspath(x) for x in sys.argv[1:])
COMMITS = int(os.environ.get("COMMITS", "10000"))
ROUNDS = int(os.environ.get("ROUNDS", "7"))
NOTES = 1000
KEPT = ".git/halfhour/history"


def text(name, n):
    return "".join("%s의 %d번째 줄은 이렇게 쓴다.\n" % (name, k)
                   for k in range(n % 20 + 10))


class Stream:
    """The input of git fast-import."""

    def __init__(self, out):
        self.out = out
        self.n = 0

    def data(self, s):
        raw = s.encode()
        self.out.write(b"data %d\n%s\n" % (len(raw), raw))

    def commit(self, branch, changes, *parents):
        self.n += 1
        self.out.write(b"commit refs/heads/%s\nmark :%d\n"
                       % (branch.encode(), self.n))
        who = "Ada Bench <ada@example.org> %d +0900" % (
            1600000000 + 3600 * self.n)
        self.out.write(("author %s\ncommitter %s\n" % (who, who)).encode())
        self.data("log: %d" % self.n)
        for kind, parent in zip(("from", "merge"), parents):
            self.out.write(b"%s :%d\n" % (kind.encode(), parent))
        for path, body in changes:
            if body is None:
                self.out.write(("R %s\n" % path).encode())
                continue
            self.out.write(("M 644 inline %s\n" % path).encode())
            self.data(body)
        self.out.write(b"\n")
        return self.n


def day(i):
    return "notes/daily/%04d-%02d-%02d.md" % (
        2016 + i // 336, i // 28 % 12 + 1, i % 28 + 1)


def generate(s):
    names = ["notes/topic-%02d/note-%04d.md" % (i // 50, i)
             for i in range(NOTES)]
    body = [text(n, i) for i, n in enumerate(names)]
    head = s.commit("main", list(zip(names, body)))
    entries = ""
    while s.n < COMMITS:
        i = s.n
        k = i * 37 % NOTES
        if i % 100 == 0:
            old, names[k] = names[k], names[k].replace("/note", "/again-note")
            head = s.commit("main", [(old + " " + names[k], None)], head)
        elif i % 50 == 7:
            other = s.commit("other", [(day(i // 5) + ".x.md", "x\n")], head)
            head = s.commit("main", [(day(i // 5), entries)], head)
            head = s.commit("main", [(day(i // 5) + ".x.md", "x\n")], head,
                            other)
        elif i % 3 == 0:
            body[k] += "고친다 %d\n" % i
            head = s.commit("main", [(names[k], body[k])], head)
        else:
            entries = "" if i % 5 == 0 else entries
            entries += "### 도커: %d\n\n본문\n\n" % i
            head = s.commit("main", [(day(i // 5), entries)], head)


def used():
    """Processor time of all children that have ended."""
    t = os.times()
    return t.children_user + t.children_system


def clock(root, env, *argv):
    """Milliseconds, those of the processor, and what was printed."""
    begin, cpu = time.perf_counter(), used()
    done = subprocess.run(argv, cwd=root, env=env, stdout=subprocess.PIPE)
    if done.returncode != 0:
        sys.exit("history: %s: exit %d" % (" ".join(argv), done.returncode))
    return ((time.perf_counter() - begin) * 1e3, (used() - cpu) * 1e3,
            done.stdout.decode())


def main():
    work = tempfile.mkdtemp(prefix="halfhour-bench.")
    try:
        env = {k: v for k, v in os.environ.items()
               if not k.startswith(("GIT_", "HALFHOUR_"))}
        env.update(HOME=work, GIT_CONFIG_NOSYSTEM="1", TZ="UTC", LC_ALL="C",
                   GIT_AUTHOR_NAME="Ada", GIT_AUTHOR_EMAIL="a@example.org",
                   GIT_COMMITTER_NAME="Ada",
                   GIT_COMMITTER_EMAIL="a@example.org")
        root = os.path.join(work, "wiki")
        clock(work, env, "git", "init", "-q", "-b", "main", root)
        with subprocess.Popen(["git", "fast-import", "--quiet"], cwd=root,
                              env=env, stdin=subprocess.PIPE) as p:
            generate(Stream(p.stdin))
        clock(root, env, "git", "repack", "-adq")
        clock(root, env, "git", "reset", "-q", "--hard")
        rows = {"first": [], "again": [], "one more": [], "git": [],
                "history": []}
        known = ""
        for n in range(ROUNDS + 1):
            if os.path.exists(os.path.join(root, KEPT)):
                os.remove(os.path.join(root, KEPT))
            got = clock(root, env, DATES, root)
            known = "%s files, %s of the latest commits" % tuple(
                got[2].split()[1:])
            again = clock(root, env, DATES, root)
            with open(os.path.join(root, day(n)), "a") as f:
                f.write("더 %d\n" % n)
            clock(root, env, "git", "commit", "-qam", "more")
            more = clock(root, env, DATES, root)
            git = clock(root, env, "git", "log", "--name-status", "-m",
                        "--no-renames", "--format=%at", "--", "notes")
            page = clock(root, env, HALFHOUR, "history", "--quiet",
                         day(0)[6:-3])
            if n > 0:  # the first round fills the caches
                for key, t in zip(rows, (got, again, more, git, page)):
                    rows[key].append(t)
        print("%d commits, %d rounds: %s" % (COMMITS, ROUNDS, known))
        print("%-36s  %9s  %9s  %s" % ("", "median", "processor", "range"))
        for name, key in (
                ("dates of all notes, the first time", "first"),
                ("the same again", "again"),
                ("with one commit more", "one more"),
                ("git log --name-status --no-renames", "git"),
                ("halfhour history of a day", "history")):
            ms, cpu = ([t[k] for t in rows[key]] for k in (0, 1))
            print("%-36s  %6.0f ms  %6.0f ms  (%.0f to %.0f)" % (
                name, statistics.median(ms), statistics.median(cpu),
                min(ms), max(ms)))
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
