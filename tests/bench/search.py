#!/usr/bin/env python3
"""search.py: what a search on the site fetches in a wiki of 10,000 notes

Makes the wiki, builds it, and lets templates/search.js look for words of all
kinds in it, with files in place of the network. Prints what the build took and
how large the index is, then one table: the bytes fetched for each search,
which are to stay below 100 kB, and the pages found.

HALFHOUR is the program; NOTES changes the number.
"""
import itertools
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
HALFHOUR = os.path.abspath(os.environ.get(
    "HALFHOUR", os.path.join(TOP, "build", "halfhour")))
NOTES = int(os.environ.get("NOTES", "10000"))
LONG = 20  # notes of 100 kB

SYLLABLES = [chr(0xac00 + i) for i in range(0, 11172, 13)]
PARTICLES = ["", "", "을", "를", "이", "가", "은", "는", "에", "에서", "으로",
             "와", "의", "도", "까지"]
ENDINGS = ["한다.", "된다.", "이다.", "있다.", "없다.", "했다."]
QUERIES = ["도커", "도커를", "컨테이너 이미지", "네트워크", "락", "fork()", "C++",
           "shm_open", "Queue.get_nowait", "cont", "container network", "가",
           "2026-11-23", "이미지 네트워크 컨테이너 도커 레이어 캐시 파이프 공유 메모리 "
           "세마포어 시그널 프로세스 스레드 뮤텍스 교착 경쟁 조건 버퍼 소켓 메시지 큐"]
TERMS = QUERIES[-1].split() + [
    "fork()", "C++", "shm_open", "Queue.get_nowait", "락", "container",
    "network", "context", "continue", "content"]


def vocabulary(rng):
    """Words of two scripts, the first of them in most notes."""
    korean = ["".join(rng.choices(SYLLABLES, k=rng.choice([2, 2, 2, 3, 3, 4])))
              for _ in range(12000)]
    letters = "etaoinshrdlucmfwypvbgk"
    english = ["".join(rng.choices(letters, range(len(letters), 0, -1),
                                   k=rng.randint(3, 10)))
               for _ in range(8000)]
    both = [w for pair in itertools.zip_longest(korean, english)
            for w in pair if w]
    rng.shuffle(both)
    for i, term in enumerate(TERMS):  # from each second note to few
        both.insert(6 + i * i, term)
    return both


def text(rng, words, weights, size):
    out, n, line = [], 0, []
    for word in rng.choices(words, cum_weights=weights, k=size // 6):
        hangul = "가" <= word[0] <= "힣"
        line.append(word + rng.choice(PARTICLES) if hangul else word)
        n += len(word.encode()) + 4
        if len(line) > rng.randint(6, 60):
            out.append(" ".join(line) + " " + rng.choice(ENDINGS))
            line = []
            if rng.random() < 0.2:
                out.append("## " + " ".join(rng.choices(
                    words, cum_weights=weights, k=3)))
        if n > size:
            break
    return "\n\n".join(out + [" ".join(line)])


def generate(root):
    rng = random.Random(20261123)
    words = vocabulary(rng)
    weights = list(itertools.accumulate(
        1 / (i + 8) for i in range(len(words))))
    for i in range(NOTES):
        folder = os.path.join(root, "notes", "t%03d" % (i // 50))
        os.makedirs(folder, exist_ok=True)
        size = 100000 if i % (NOTES // LONG) == 7 else min(
            20000, int(rng.lognormvariate(7.2, 0.9)))
        with open(os.path.join(folder, "n%05d.md" % i), "w") as f:
            f.write("# %s %d\n\n%s\n" % (
                " ".join(rng.choices(words, cum_weights=weights, k=2)), i,
                text(rng, words, weights, size)))


def build(root, program, *more):
    begin = time.perf_counter()
    done = subprocess.run([program, "build", "--allow-broken", "--quiet",
                           *more], cwd=root, stdout=subprocess.DEVNULL)
    if done.returncode != 0:
        sys.exit("search.py: the build failed")
    return time.perf_counter() - begin


def size(folder):
    """How many files are below it, and their bytes."""
    paths = [os.path.join(at, name) for at, _, names in os.walk(folder)
             for name in names]
    return len(paths), sum(map(os.path.getsize, paths))


def main():
    root = tempfile.mkdtemp(prefix="halfhour-search.")
    try:
        os.mkdir(os.path.join(root, ".obsidian"))
        generate(root)
        print("%d notes, %.1f MB" % (
            NOTES, size(os.path.join(root, "notes"))[1] / 1e6))
        print("build, cold %.2f s, again %.2f s" % (
            build(root, HALFHOUR), build(root, HALFHOUR)))
        for part in ("words", "text"):
            n, total = size(os.path.join(root, "site", "search", part))
            print("search/%s: %d files, %.1f MB" % (part, n, total / 1e6))
        sys.stdout.flush()
        subprocess.run(["node", os.path.join(TOP, "tests/bench/search.js"),
                        os.path.join(root, "site"), *QUERIES], check=True)
    finally:
        if "KEEP" in os.environ:
            print("kept: " + root)
        else:
            shutil.rmtree(root)


if __name__ == "__main__":
    main()
