#!/usr/bin/env python3
"""pool.py: what it costs a build that notes are parsed in child processes

usage: pool.py HALFHOUR BARE

BARE is the same program with the parser in its own process (bare.c). The two
build the same wiki in turn, as new and again with nothing to do; the ratios
are the medians of those of the pairs: of the time on the wall, of the time of
the processor, and of its part outside of the kernel, which does not depend on
how busy the disk is. Nothing is passed or failed. NOTES and
ROUNDS change the numbers.
"""
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

NOTES = int(os.environ.get("NOTES", "10000"))
ROUNDS = int(os.environ.get("ROUNDS", "11"))

PARAGRAPH = """[[note-%05d]]에서 이어진 **문단(paragraph)**이고, some *text* with
`code()` and a [link](note-%05d.md#절) as notes have them. 도커의 층은 아래에서
위로 쌓인다.

"""


def generate(root):
    os.makedirs(os.path.join(root, "notes"))
    open(os.path.join(root, "halfhour.yaml"), "w").close()
    for i in range(NOTES):
        path = os.path.join(root, "notes", "note-%05d.md" % i)
        with open(path, "w", encoding="utf-8") as f:
            f.write("---\ntags: [t%d]\n---\n\n# 노트 %d\n\n## 절\n\n"
                    % (i % 17, i))
            for k in range(i % 9 + 1):
                f.write(PARAGRAPH % ((i * 31 + k * 7) % NOTES,
                                     (i * 17 + k) % NOTES))
            f.write("| a | b |\n|---|---|\n| 1 | 2 |\n\n"
                    "- [ ] 할 일\n- 목록\n  - 안쪽\n\n```c\nint x;\n```\n")


def build(program, root, fresh, *more):
    """Wall, processor and user seconds of one build, its children included.

    A new site goes into a new folder each time. Where many files have just
    been removed ext4 looks long for an inode that was not, which takes more
    time than all else.
    """
    if fresh:
        more += ("--out", tempfile.mkdtemp(prefix="site.", dir=root))
    env = dict(os.environ, LC_ALL="C", TZ="UTC",
               HALFHOUR_NOW="2026-11-23T21:28:00+09:00")
    begin = time.perf_counter()
    p = subprocess.Popen([program, "build", "--quiet", "--allow-broken",
                          *more], cwd=root, env=env,
                         stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(p.pid, 0)
    wall = time.perf_counter() - begin
    p.returncode = os.waitstatus_to_exitcode(status)
    if p.returncode != 0:
        sys.exit("pool: %s: exit %d" % (program, p.returncode))
    return wall, used.ru_utime + used.ru_stime, used.ru_utime


def main():
    halfhour, bare = (os.path.abspath(p) for p in sys.argv[1:3])
    work = tempfile.mkdtemp(prefix="halfhour-bench.")
    try:
        root = os.path.join(work, "wiki")
        generate(root)
        build(halfhour, root, False)
        build(bare, root, False)
        print("%d notes, %d rounds: builds with parser processes against "
              "without" % (NOTES, ROUNDS))
        print("%-28s  %9s  %9s  %7s  %7s  %7s" % (
            "", "without", "with", "time", "CPU", "user"))
        for name, fresh, jobs in (
                ("a new site, --jobs 1", True, "1"),
                ("nothing to do, --jobs 1", False, "1"),
                ("a new site, --jobs 2", True, "2"),
                ("nothing to do, --jobs 2", False, "2")):
            pairs = []
            for n in range(ROUNDS):
                pair = {}
                for which in ((halfhour, bare) if n % 2 else
                              (bare, halfhour)):
                    pair[which] = build(which, root, fresh, "--jobs", jobs)
                pairs.append((pair[bare], pair[halfhour]))
            print("%-28s  %6.0f ms  %6.0f ms  %7.3f  %7.3f  %7.3f" % (
                name, statistics.median(p[0][0] for p in pairs) * 1e3,
                statistics.median(p[1][0] for p in pairs) * 1e3,
                statistics.median(p[1][0] / p[0][0] for p in pairs),
                statistics.median(p[1][1] / p[0][1] for p in pairs),
                statistics.median(p[1][2] / p[0][2] for p in pairs)))
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
