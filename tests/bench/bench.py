#!/usr/bin/env python3
"""bench.py: what a command costs in a wiki of 10,000 notes, beside git

Prints one table. The rows are run in turn, round by round, so that whatever
else the machine does meets all of them alike; the ratios are those of the
medians. Nothing here is passed or failed: a time is no test.

HALFHOUR is the program; NOTES and ROUNDS change the numbers.
"""
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
HALFHOUR = os.path.abspath(os.environ.get(
    "HALFHOUR", os.path.join(TOP, "build", "halfhour")))
NOTES = int(os.environ.get("NOTES", "10000"))
ROUNDS = max(15, int(os.environ.get("ROUNDS", "21")))
DAYS = NOTES // 10
NOW = "2026-11-23T21:28:00+09:00"
DURABLE = ["-c", "core.fsync=all", "-c", "core.fsyncMethod=fsync"]


def environment(home):
    """The same git and the same clock everywhere."""
    env = {k: v for k, v in os.environ.items()
           if not k.startswith(("GIT_", "HALFHOUR_"))}
    env.update(HOME=home, GIT_CONFIG_NOSYSTEM="1", TZ="UTC", LC_ALL="C",
               GIT_CONFIG_GLOBAL=os.path.join(home, ".gitconfig"),
               HALFHOUR_NOW=NOW, NO_COLOR="1")
    with open(env["GIT_CONFIG_GLOBAL"], "w") as f:
        f.write("[user]\n\tname = Ada Bench\n\temail = ada@example.org\n"
                "[init]\n\tdefaultBranch = main\n[gc]\n\tauto = 0\n"
                "[core]\n\tfsync = none\n")
    return env


def day_name(i):
    """The i-th of many days, of 28 in each month."""
    return "%04d-%02d-%02d" % (2023 + i // 336, i // 28 % 12 + 1, i % 28 + 1)


def generate(root):
    """Notes that link each other, and days with two entries each."""
    for i in range(NOTES - DAYS):
        folder = os.path.join(root, "notes", "topic-%03d" % (i // 50))
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "note-%05d.md" % i), "w") as f:
            f.write("---\ntitle: 노트 %d\ntags: [t%d]\n---\n\n# 노트 %d\n\n"
                    % (i, i % 17, i))
            for k in range(i % 7 + 1):
                f.write("[[note-%05d]]에서 이어진 %d번째 문단. A paragraph "
                        "of some length, as notes have them.\n\n"
                        % ((i * 31 + k * 7) % (NOTES - DAYS), k + 1))
    os.makedirs(os.path.join(root, "notes", "daily"), exist_ok=True)
    for i in range(DAYS):
        day = day_name(i)
        path = os.path.join(root, "notes", "daily", day + ".md")
        with open(path, "w") as f:
            f.write("# %s\n\n## 리뷰\n\n### 09:00–09:%02d 도커: %d\n\n본문\n\n"
                    "### 21:00–21:28 파이프: %d\n\n본문\n\n## 회고\n\n### TRY"
                    "\n\n- [x] %d쪽 읽기 ^t%s (done %s)\n"
                    % (day, 10 + i % 20, i, i, i % 90 + 1, code(i), day))


def code(i):
    """An id of four, another for each i."""
    letters = "23456789abcdefghjkmnpqrstuvwxyz"
    out = ""
    for _ in range(4):
        out += letters[i % len(letters)]
        i //= len(letters)
    return out


class Bench:
    def __init__(self, root, env):
        self.root = root
        self.env = env
        self.n = 0

    def call(self, *argv):
        done = subprocess.run(argv, cwd=self.root, env=self.env,
                              stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE)
        if done.returncode not in (0, 3):
            sys.exit("bench: %s: exit %d: %s" % (
                " ".join(argv), done.returncode, done.stderr.decode()))

    def halfhour(self, *argv):
        begin = time.perf_counter()
        self.call(HALFHOUR, *argv)
        return time.perf_counter() - begin

    def nothing(self):
        """What it costs to start any program from here."""
        begin = time.perf_counter()
        self.call("/bin/true")
        return time.perf_counter() - begin

    def log(self, *more):
        self.n += 1
        return self.halfhour("log", "벤치: %d" % self.n, "--minutes", "5",
                             *more)

    def git(self, *conf):
        """An entry written by hand, outside the time; add and commit."""
        self.n += 1
        path = "notes/daily/2026-11-2%d.md" % (self.n % 3)
        with open(os.path.join(self.root, path), "a") as f:
            f.write("\n### 손으로 %d\n" % self.n)
        begin = time.perf_counter()
        self.call("git", *conf, "add", path)
        self.call("git", *conf, "commit", "-q", "-m", "log: %d" % self.n)
        return time.perf_counter() - begin

    def rows(self):
        rows = [
            ("git add + git commit, core.fsync=all",
             lambda: self.git(*DURABLE)),
            ("git add + git commit, nothing synced",
             lambda: self.git("-c", "core.fsync=none")),
            ("halfhour log", self.log),
            ("halfhour log -t (reads all days)",
             lambda: self.log("-t", "%d쪽 읽기" % self.n)),
            ("halfhour list --since today",
             lambda: self.halfhour("list", "--since", "today")),
            ("halfhour search 도커 (reads all notes)",
             lambda: self.halfhour("search", "도커")),
            ("halfhour --version", lambda: self.halfhour("--version")),
            ("/bin/true, an empty program", self.nothing),
        ]
        listed = subprocess.run([HALFHOUR, "help"], stdout=subprocess.PIPE,
                                env=self.env).stdout.decode()
        if "\n  status " in listed:
            rows.append(("halfhour status",
                         lambda: self.halfhour("status")))
        return rows


def table(rows, times):
    base = statistics.median(times[0])
    width = max(len(name) for name, _ in rows)
    print("%-*s  %9s  %9s  %9s  %7s" % (
        width, "%d notes, %d rounds" % (NOTES, ROUNDS), "median", "least",
        "most", "ratio"))
    for (name, _), t in zip(rows, times):
        print("%-*s  %6.1f ms  %6.1f ms  %6.1f ms  %7.2f" % (
            width, name, statistics.median(t) * 1e3, min(t) * 1e3,
            max(t) * 1e3, statistics.median(t) / base))


def main():
    work = tempfile.mkdtemp(prefix="halfhour-bench.")
    try:
        env = environment(work)
        root = os.path.join(work, "wiki")
        subprocess.run([HALFHOUR, "init", "--lang", "ko", root], env=env,
                       check=True, stdout=subprocess.DEVNULL)
        generate(root)
        bench = Bench(root, env)
        bench.call("git", "add", ".")
        bench.call("git", "commit", "-q", "-m", "notes")
        bench.call("git", "repack", "-adq")
        rows = bench.rows()
        times = [[] for _ in rows]
        for n in range(ROUNDS + 1):
            # Each comes behind each: what one leaves unwritten, as git does
            # by itself, is written by the next that waits for the disk.
            for i in random.Random(n).sample(range(len(rows)), len(rows)):
                t = rows[i][1]()
                # The first round fills the caches.
                if n > 0:
                    times[i].append(t)
        table(rows, times)
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
