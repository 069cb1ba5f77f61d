#!/usr/bin/env python3
"""site.py: what it costs to build a site, beside Hugo and beside the floor

usage: site.py HALFHOUR FLOOR

One table for each size of a wiki: seconds, processor seconds and memory of
whole processes, their children included, and the ratios. The programs are run
in turn, in another order each round; a ratio is the median of those of the
rounds, so what else the machine does meets both sides of it. Memory is that of
all processes of one run together, as the kernel shares it out (Pss), looked at
50 times a second in a run that is not timed.

  one note edited   a line is added to a note that no other time was edited, so
          that its page and what shows it are written; the line is not timed
  log, then build   an entry of the log, committed, and the build behind it;
          and the same of the first entry of a day

  hugo    reads the same notes, with a template of one line: no links between
          notes, no backlinks, no lists, no search, no feeds, no drawing
  floor   floor.c: reads, parses and writes as many bytes into one file for each
          note; and the same into as many files as the site has

Nothing is passed or failed. ROUNDS changes their number, NOTES the sizes
("1000 10000"); BIG=1 adds 100,000 notes.
"""
import datetime
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

import corpus

ROUNDS = int(os.environ.get("ROUNDS", "5"))
SIZES = [int(n) for n in os.environ.get("NOTES", "1000 10000").split()]
if os.environ.get("BIG"):
    SIZES.append(100000)
JOBS = len(os.sched_getaffinity(0))
HUGO = """baseURL = "https://example.org/"
contentDir = "notes"
disableKinds = ["taxonomy", "term", "RSS", "sitemap", "robotsTXT", "404"]
[markup.highlight]
codeFences = false
"""


class Run:
    """One process, to its end."""

    def __init__(self, argv, cwd, env, look=False):
        begin = time.perf_counter()
        p = subprocess.Popen(argv, cwd=cwd, env=env,
                             stdout=subprocess.DEVNULL,
                             stderr=subprocess.PIPE)
        self.peak = 0
        self.over = threading.Event()
        said = []
        reader = threading.Thread(
            target=lambda: said.append(p.stderr.read()))
        reader.start()
        looker = threading.Thread(target=self.look, args=(p.pid,))
        if look:
            looker.start()
        _, status, used = os.wait4(p.pid, 0)
        self.wall = time.perf_counter() - begin
        self.cpu = used.ru_utime + used.ru_stime
        self.over.set()
        reader.join()
        if look:
            looker.join()
        p.returncode = os.waitstatus_to_exitcode(status)
        if p.returncode != 0:
            sys.exit("site: %s: exit %d: %s" % (
                " ".join(argv), p.returncode, said[0].decode()[-2000:]))

    def look(self, pid):
        while not self.over.wait(0.02):
            self.peak = max(self.peak, sum(map(pss, family(pid))))


def family(pid):
    """The process and all below it."""
    out, i = [pid], 0
    while i < len(out):
        try:
            for t in os.listdir("/proc/%d/task" % out[i]):
                with open("/proc/%d/task/%s/children" % (out[i], t)) as f:
                    out.extend(map(int, f.read().split()))
        except OSError:
            pass
        i += 1
    return out


def pss(pid):
    """Kilobytes."""
    try:
        with open("/proc/%d/smaps_rollup" % pid) as f:
            for line in f:
                if line.startswith("Pss:"):
                    return int(line.split()[1])
    except OSError:
        pass
    return 0


def size_of(folder):
    """Bytes and files below it."""
    sizes = [os.lstat(os.path.join(d, f)).st_size
             for d, _, files in os.walk(folder) for f in files]
    return sum(sizes), len(sizes)


class Both:
    """Two processes, one after the other."""

    def __init__(self, first, second):
        self.wall = first.wall + second.wall
        self.cpu = first.cpu + second.cpu
        self.peak = max(first.peak, second.peak)


class Wiki:
    def __init__(self, work, n, halfhour, floor):
        self.root = os.path.join(work, "wiki-%d" % n)
        self.n = n
        self.halfhour, self.floor = halfhour, floor
        self.sites = 0
        self.env = dict(os.environ, LC_ALL="C.UTF-8", TZ="UTC", HOME=work,
                        GIT_CONFIG_NOSYSTEM="1", NO_COLOR="1")
        self.day = datetime.date(2026, 11, 23)
        self.begun = False  # the day has an entry, and a note
        self.notes = n
        self.tell_time()
        corpus.make(self.root, n)
        self.edits = 0
        for argv in (["init", "-q"], ["config", "user.name", "Ada Bench"],
                     ["config", "user.email", "ada@example.org"],
                     ["add", "."],
                     ["commit", "-q", "-m", "notes"], ["repack", "-adq"]):
            subprocess.run(["git", "-c", "user.name=Ada Bench", "-c",
                            "user.email=ada@example.org", *argv],
                           cwd=self.root, env=self.env, check=True)
        os.makedirs(os.path.join(self.root, "layouts", "_default"))
        for name in ("single", "list"):
            corpus.write(os.path.join(self.root, "layouts", "_default",
                                      name + ".html"), "{{ .Content }}\n")
        corpus.write(os.path.join(self.root, "config.toml"), HUGO)

    def fresh(self):
        """A folder that is not there: where many files have just been removed
        ext4 looks long for an inode that was not."""
        self.sites += 1
        return os.path.join(self.root, "site-%d" % self.sites)

    def cold(self, look=False):
        """Neither a site nor anything that was kept; what is kept for the
        site that stays comes back."""
        kept = os.path.join(self.root, ".git", "halfhour")
        if os.path.isdir(kept):
            os.rename(kept, kept + "-aside")
        run = self.build(self.fresh(), look)
        if os.path.isdir(kept + "-aside"):
            shutil.rmtree(kept)
            os.rename(kept + "-aside", kept)
        return run

    def build(self, out, look=False):
        self.last = out
        return Run([self.halfhour, "build", "--quiet", "--allow-broken",
                    "--out", out], self.root, self.env, look)

    def settle(self):
        """Files are known once they are older than a tick of the clock."""
        time.sleep(0.1)
        self.build(self.warm)

    def still(self, look=False):
        self.settle()
        return self.build(self.warm, look)

    def edited(self, look=False):
        self.settle()
        notes = sorted(os.listdir(os.path.join(self.root, "notes",
                                               "topic-0003")))
        path = os.path.join(self.root, "notes", "topic-0003",
                            notes[self.edits % len(notes)])
        self.edits += 1
        with open(path, "a", encoding="utf-8") as f:
            f.write("\nOne more line, number %d.\n" % self.edits)
        return self.build(self.warm, look)

    def tell_time(self):
        self.env["HALFHOUR_NOW"] = self.day.isoformat() + "T21:28:00+09:00"

    def entry(self, look=False):
        self.edits += 1
        self.notes += not self.begun
        self.begun = True
        first = Run([self.halfhour, "--quiet", "log", "ipc: bench",
                     "--minutes", "5", "-k", "line %d" % self.edits],
                    self.root, self.env, look)
        return Both(first, self.build(self.warm, look))

    def logged(self, look=False):
        if not self.begun:
            self.entry()
        self.settle()
        return self.entry(look)

    def begins(self, look=False):
        self.settle()
        self.day += datetime.timedelta(days=1)
        self.begun = False
        self.tell_time()
        return self.entry(look)

    def hugo(self, look=False):
        return Run(["hugo", "--quiet", "--destination", self.fresh()],
                   self.root, self.env, look)

    def least(self, look=False, many=False):
        """The floor, with as many bytes as halfhour has written."""
        return Run([self.floor, "notes", self.fresh(), str(JOBS),
                    str(self.bytes),
                    str(self.files if many else self.notes)],
                   self.root, self.env, look)

    def rows(self):
        """The last site stays for the runs that find nothing to do."""
        self.cold()
        self.warm = self.last
        self.bytes, self.files = size_of(self.warm)
        rows = [("halfhour build, cold", self.cold),
                ("halfhour build, nothing changed", self.still),
                ("halfhour build, one note edited", self.edited),
                ("halfhour log, then build", self.logged),
                ("halfhour log on a new day, build", self.begins),
                ("floor, a file a note", self.least),
                ("floor, as many files",
                 lambda look=False: self.least(look, True))]
        if shutil.which("hugo"):
            rows.append(("hugo", self.hugo))
        return rows


def ratio(of, to, what):
    return statistics.median(getattr(a, what) / getattr(b, what)
                             for a, b in zip(of, to))


def table(wiki, rows, runs, peaks):
    print("%d notes: %.1f MB in %d files; %d rounds, %d threads" % (
        wiki.n, wiki.bytes / 1e6, wiki.files, ROUNDS, JOBS))
    print("%-32s %9s %9s %8s  %19s %15s" % (
        "", "wall", "CPU", "memory", "wall,CPU/floor", "hugo/wall,CPU"))
    names = [name for name, _ in rows]
    floor = runs[names.index("floor, a file a note")]
    hugo = runs[names.index("hugo")] if "hugo" in names else None
    for (name, _), all_, peak in zip(rows, runs, peaks):
        print("%-32s %7.2f s %7.2f s %5.0f MB  %9.2f %9.2f %s" % (
            name, statistics.median(r.wall for r in all_),
            statistics.median(r.cpu for r in all_), peak / 1000,
            ratio(all_, floor, "wall"), ratio(all_, floor, "cpu"),
            "%7.1f %7.1f" % (ratio(hugo, all_, "wall"),
                             ratio(hugo, all_, "cpu")) if hugo else ""))


def measure(wiki):
    rows = wiki.rows()
    runs = [[] for _ in rows]
    for n in range(ROUNDS):
        for i in random.Random(n).sample(range(len(rows)), len(rows)):
            runs[i].append(rows[i][1]())
    peaks = [row[1](look=True).peak for row in rows]
    table(wiki, rows, runs, peaks)


def main():
    halfhour, floor = (os.path.abspath(p) for p in sys.argv[1:3])
    work = tempfile.mkdtemp(prefix="halfhour-bench.")
    try:
        # All stay to the end: see fresh().
        for n in SIZES:
            measure(Wiki(work, n, halfhour, floor))
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
