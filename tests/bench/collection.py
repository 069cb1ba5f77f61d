#!/usr/bin/env python3
"""collection.py: what it costs to run all example notes, beside the slowest

usage: collection.py HALFHOUR

In a new wiki with the example notes, all examples that need no container
engine are compiled and recorded once. Then, in turn, the one that takes longest
is run alone, and all of them with --jobs 2, 8 and 60. Times are on the wall and
of the processor; the last number is how many times the slowest one that is.
Nothing is passed or failed. ROUNDS changes the number.
"""
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = int(os.environ.get("ROUNDS", "5"))
JOBS = ("2", "8", "60")


def spent():
    r = resource.getrusage(resource.RUSAGE_CHILDREN)
    return r.ru_utime + r.ru_stime


def main():
    halfhour = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as top:
        config = os.path.join(top, ".gitconfig")
        with open(config, "w", encoding="utf-8") as f:
            f.write("[user]\nname = a\nemail = a@example.org\n")
        env = {**os.environ, "HOME": top, "GIT_CONFIG_GLOBAL": config,
               "DOCKER_HOST": "unix://" + os.path.join(top, "no-engine.sock")}
        wiki = os.path.join(top, "wiki")

        def call(*words):
            start, cpu = time.monotonic(), spent()
            p = subprocess.run((halfhour,) + words, env=env,
                               stdout=subprocess.PIPE, check=False)
            return time.monotonic() - start, spent() - cpu, p.stdout

        call("init", "--examples", "--lang", "ko", wiki)
        run = ("-C", wiki, "run", "--trust")
        out = call(*run, "--json", "--all", "--jobs", "2")[2]
        ran = [x for x in json.loads(out) if x["status"] != "skipped"]
        slowest = max(ran, key=lambda x: x["ms"])["example"]
        ways = [("%s alone" % slowest, (slowest,))]
        ways += [("all %d, --jobs %s" % (len(ran), n), ("--all", "--jobs", n))
                 for n in JOBS]
        took = [[] for _ in ways]
        for _ in range(ROUNDS):
            for times, (_, words) in zip(took, ways):
                times.append(call(*run, "--check", *words)[:2])
    print("%-46s  %9s  %9s  %9s" % ("all example notes", "wall", "processor",
                                    "× slowest"))
    for times, (name, _) in zip(took, ways):
        wall, cpu = (statistics.median(t[i] for t in times) for i in (0, 1))
        ratio = statistics.median(t[0] / s[0] for t, s in zip(times, took[0]))
        print("%-46s  %7.2f s  %7.2f s  %9.2f" % (name, wall, cpu, ratio))


main()
