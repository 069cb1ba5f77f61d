#!/usr/bin/env python3
"""days.py: a log that is kept day by day, in random steps; after each one, or
two or three, the build must leave what --verify makes from nothing

In the wikis of edits.py some link always leads nowhere; here every link has its
page, so that the first entry of a day is one page more. SEED and EDITS change
what is tried; HALFHOUR is the program. Prints TAP.
"""
import datetime
import os
import random
import re
import subprocess
import sys
import time

HALFHOUR = os.environ["HALFHOUR"]
WIKI = os.path.join(os.environ["T"], "wiki")
SEED = int(os.environ.get("SEED", "10"))
EDITS = int(os.environ.get("EDITS", "40"))
NOTES = ["README", "ipc/파이프", "ipc/소켓", "docker/층", "docker/컨테이너",
         "python/queue", "hadoop", "캐시"]
TOPICS = ["ipc/파이프", "소켓", "별명2", "도커 학습", "queue", "캐시",
          "프로세스와 스레드", "HADOOP"]


class Log:
    """The wiki, the clock and the state of chance."""

    def __init__(self, rng):
        self.rng = rng
        self.now = datetime.datetime(2026, 11, 2, 9, 0)
        self.n = 0

    def call(self, *argv):
        env = dict(os.environ,
                   HALFHOUR_NOW=self.now.strftime("%Y-%m-%dT%H:%M:00+09:00"))
        return subprocess.run(argv, cwd=WIKI, env=env, text=True,
                              stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def halfhour(self, *argv):
        return self.call(HALFHOUR, *argv)

    def git(self, *argv):
        return self.call("git", *argv)

    def build(self, *more):
        return self.halfhour("build", "--allow-broken", *more)

    def pick(self, folder):
        found = []
        for at, _, files in os.walk(os.path.join(WIKI, "notes")):
            if (os.path.basename(at) == "daily") == (folder == "daily"):
                found += [os.path.join(at, f) for f in files
                          if f.endswith(".md")]
        return self.rng.choice(sorted(found))

    def commit(self):
        self.n += 1
        self.git("add", "-A")
        self.git("commit", "-qm", "%d번째" % self.n)

    # ---- steps -----------------------------------------------------------

    def step_entry(self):
        self.now += datetime.timedelta(minutes=self.rng.choice([1, 6, 31]))
        self.n += 1
        more = []
        if self.rng.random() < .3:
            more += ["-k", "적는다 %d" % self.n]
        if self.rng.random() < .1:
            more += ["-k", "[[%s]]을 읽는다" % self.rng.choice(NOTES)]
        if self.rng.random() < .15:
            more += ["-t", "해 본다 %d%s" % (
                self.n, self.rng.choice(["", " #캐시", " #queue"]))]
        self.halfhour("log", "%s: %d번째" % (self.rng.choice(TOPICS), self.n),
                      "--minutes", self.rng.choice(["1", "5", "30"]), *more)

    def step_day(self):
        self.now = (self.now + datetime.timedelta(days=1)).replace(
            hour=self.rng.choice([1, 9]))

    def step_first(self):
        self.step_day()
        self.step_entry()

    def step_try(self):
        open_ = re.findall(r"^ *\d+ +(t\w+)", self.halfhour("try").stdout,
                           re.M)
        if open_:
            self.halfhour("try", *self.rng.choice([
                ["done", open_[0]], ["drop", open_[-1], "--why", "그만"],
                ["retry", open_[0], "다시 %d" % self.n]]))

    def step_words(self):
        self.n += 1
        with open(self.pick(""), "a", encoding="utf-8") as f:
            f.write("\n더 쓴다 %d\n" % self.n)

    def step_hand(self):
        """What somebody writes into a day by hand."""
        path = self.pick("daily")
        with open(path, encoding="utf-8") as f:
            lines = f.read().split("\n")
        entries = [i for i, s in enumerate(lines) if s.startswith("### ")]
        kind = self.rng.randrange(3)
        if kind == 0 or not entries:
            lines.append("\n끝말 %d" % self.n)
        elif kind == 1:
            lines[self.rng.choice(entries)] += "!"
        elif len(entries) > 1:
            del lines[self.rng.choice(entries)]
        with open(path, "w", encoding="utf-8") as f:
            f.write("\n".join(lines))

    def step_hide(self):
        """A day is private, or no longer."""
        path = self.pick("daily")
        head = "---\nprivate: true\n---\n"
        with open(path, encoding="utf-8") as f:
            text = f.read()
        with open(path, "w", encoding="utf-8") as f:
            f.write(text[len(head):] if text.startswith(head)
                    else head + text)

    def step_touch(self):
        os.utime(self.pick(self.rng.choice(["", "daily"])))

    def step_commit(self):
        self.commit()

    def step_amend(self):
        self.git("commit", "-q", "--amend", "-m", "고친 것", "--date",
                 "2026-11-%02dT10:00:00+09:00" % self.rng.randint(1, 28))

    def step_reset(self):
        self.commit()
        self.git("reset", "-q", self.rng.choice(["--hard", "--mixed"]),
                 "HEAD~1")

    def step_merge(self):
        self.commit()
        self.git("checkout", "-qb", "곁%d" % self.n)
        self.step_words()
        self.git("commit", "-qam", "곁")
        self.git("checkout", "-q", "-")
        self.step_hand()
        self.git("commit", "-qam", "본")
        self.git("merge", "-q", "--no-edit", "-X", "ours", "곁%d" % self.n)

    def step_again(self):
        """A note gets another name, and another one has its name and text."""
        self.commit()
        path = self.pick("")
        other = "%s-%d.md" % (path[:-3], self.n)
        with open(path, encoding="utf-8") as f:
            text = f.read()
        self.git("mv", path, other)
        self.git("commit", "-qm", "옮김")
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        self.commit()
        self.git("rm", "-q", other)
        self.git("commit", "-qm", "지움")

    def step_undo(self):
        self.halfhour(self.rng.choice(["undo", "redo"]))


STEPS = ([Log.step_entry] * 8 + [Log.step_first] * 8 + [Log.step_try] * 3 +
         [Log.step_words] * 3 + [Log.step_hand] * 3 + [Log.step_commit] * 3 +
         [Log.step_hide] * 2 +
         [Log.step_touch, Log.step_day, Log.step_amend, Log.step_reset,
          Log.step_merge, Log.step_again, Log.step_undo])


def begin(rng):
    os.mkdir(WIKI)
    log = Log(rng)
    log.git("init", "-q")
    log.halfhour("init", "--lang", "ko")
    with open(os.path.join(WIKI, "halfhour.yaml"), "a",
              encoding="utf-8") as f:
        f.write("base_url: https://example.org/w/\n")
    for i, name in enumerate(NOTES):
        path = os.path.join(WIKI, "notes", name + ".md")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as f:
            f.write("---\ntags: [t%d]\naliases: [별명%d]\n---\n# %s\n\n"
                    "글 [[%s]]\n" % (i % 3, i, name, NOTES[(i + 3) % 8]))
    for topic in TOPICS:
        log.halfhour("log", topic + ": 처음", "--minutes", "5")
        log.now += datetime.timedelta(hours=9)
    log.commit()
    return log


def settle(log):
    """Files are known once they are older than a tick of the clock."""
    time.sleep(.06)
    log.build()


def counts(out):
    found = re.findall(r"^(.* pages), ", out, re.M)
    return found[-1] if found else out


def run(log):
    """How many first entries were one page more; and what went wrong."""
    more = 0
    for i in range(EDITS):
        did = [log.rng.choice(STEPS) for _ in range(log.rng.choice([1, 1, 3]))]
        for step in did:
            step(log)
        if log.rng.random() < .5:
            time.sleep(.06)
        out = log.build("--profile").stdout
        few = " s  pages that changed\n" in out and " s  graph\n" not in out
        more += few and Log.step_first in did
        verify = log.build("--verify")
        wrong = verify.stdout + verify.stderr if verify.returncode else ""
        if i % 4 == 0 and counts(log.build("--force").stdout) != counts(out):
            wrong += "other counts: " + counts(out)
        if wrong:
            return more, "edit %d of seed %d, %s: %s" % (
                i, SEED, ", ".join(s.__name__ for s in did), wrong)
        settle(log)
    return more, ""


def main():
    log = begin(random.Random(SEED))
    settle(log)
    settle(log)
    more, wrong = run(log)
    for line in wrong.splitlines():
        print("# " + line)
    print("%s 1 - each build is as one from nothing" %
          ("not ok" if wrong else "ok"))
    print("%s 2 - first entries are one page more (%d)" %
          ("ok" if more > 0 else "not ok", more))
    print("1..2")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
