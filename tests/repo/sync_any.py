"""sync_any.py: three clones do whatever one does, and sync, in random order

usage: sync_any.py HALFHOUR DIR ROUNDS SEED

Prints TAP. In the end all clones have to be one, with every word that any of
them has written and nobody has removed or edited since.
"""

import os
import random
import re
import subprocess
import sys
from pathlib import Path

PROGRAM, ROOT, ROUNDS, SEED = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
DAYS = ["2026-11-20", "2026-11-21", "2026-11-22"]
MORE = ["2026-11-17", "2026-11-18", "2026-11-19"]  # where days are moved to
TOPICS = ["도커", "파이프", "시그널", "소켓", "메모리", "스레드"]
pick = random.Random(SEED)
words = 0
alive = set()  # words that must be there in the end
maybe = set()  # words of which an edit or a removal is on its way
notes = {}  # a word, and the clone that made the note of it, and alone renames it


def run(clone, *args, ok=(0,)):
    done = subprocess.run([PROGRAM, "-C", ROOT / clone, *args], capture_output=True, text=True)
    if done.returncode not in ok:
        sys.exit(f"Bail out! {clone} {args}: {done.returncode} {done.stderr}")
    return done


def git(clone, *args):
    return subprocess.run(["git", "-C", ROOT / clone, *args], check=True, capture_output=True,
                          text=True).stdout


def word():
    global words
    words += 1
    return f"낱말{words}끝"


def texts(clone):
    return sorted((ROOT / clone / "notes/daily").glob("*.md"))


def log(clone):
    mine = [word() for _ in range(3)]
    at = f"{pick.choice(DAYS)} {pick.randrange(4, 24):02d}:{pick.randrange(0, 50):02d}"
    args = ["--quiet", "log", pick.choice(TOPICS), "--at", at, "--minutes", "5", "-b", mine[0]]
    if pick.random() < 0.6:
        args += [pick.choice(["-k", "-p"]), mine[1]]
    else:
        mine.remove(mine[1])
    if pick.random() < 0.5:
        args += ["-t", f"{mine[-1]}을 10분 동안 읽는다"]
    else:
        mine.pop()
    run(clone, *args)
    alive.update(mine)


def line(clone):
    """A line with a word of ours, of some day."""
    files = texts(clone)
    if not files:
        return None
    path = pick.choice(files)
    lines = path.read_text().split("\n")
    mine = [i for i, s in enumerate(lines) if "낱말" in s and "[x]" not in s]
    return (path, lines, pick.choice(mine)) if mine else None


def commit(clone):
    git(clone, "commit", "-q", "-a", "-m", "고침", "--allow-empty")


def forget(text):
    for w in re.findall("낱말[0-9]+끝", text):
        alive.discard(w)
        maybe.add(w)


def edit(clone):
    """More words on a line: those that are there stay."""
    found = line(clone)
    if found is None:
        return
    path, lines, i = found
    new = word()
    m = re.search(r" \^t[0-9a-z]+$", lines[i])
    at = m.start() if m else len(lines[i])
    lines[i] = lines[i][:at] + " " + new + lines[i][at:]
    path.write_text("\n".join(lines))
    commit(clone)
    alive.add(new)


def remove(clone):
    """An item, or the text of an entry."""
    found = line(clone)
    if found is None:
        return
    path, lines, i = found
    forget(lines[i])
    del lines[i]
    path.write_text("\n".join(lines))
    commit(clone)


def tries(clone):
    ids = [m for p in texts(clone) for m in re.findall(r"^- \[ \] .* \^(t[0-9a-z]+)$", p.read_text(), re.M)]
    if not ids:
        return
    one = pick.choice(ids)
    how = pick.choice([["done", one], ["drop", one, "--why", "시간이 없다"]])
    # Of two tries of one id that were kept only the first is changed.
    run(clone, "--quiet", "try", *how, ok=(0, 3, 4))


def close(clone):
    """The same try on two sides, in two ways."""
    ids = [set(re.findall(r"^- \[ \] .* \^(t[0-9a-z]+)$", p.read_text(), re.M))
           for p in texts(clone)]
    other = pick.choice(clones)
    there = {m for p in texts(other) for m in re.findall(r"^- \[ \] .* \^(t[0-9a-z]+)$",
                                                         p.read_text(), re.M)}
    both = sorted(set().union(*ids) & there)
    if not both or other == clone:
        return
    one = pick.choice(both)
    run(clone, "--quiet", "try", "done", one, ok=(0, 3, 4))
    run(other, "--quiet", "try", "drop", one, "--why", "시간이 없다", ok=(0, 3, 4))


def taken(clone, was):
    """The words that the commits since then have taken away."""
    diff = git(clone, "diff", "-U0", was, "HEAD", "--", "notes").split("\n")
    gone = "\n".join(s for s in diff if s.startswith("-"))
    come = "\n".join(s for s in diff if s.startswith("+"))
    forget("\n".join(set(re.findall("낱말[0-9]+끝", gone)) - set(re.findall("낱말[0-9]+끝", come))))


def back(clone):
    was = git(clone, "rev-parse", "HEAD").strip()
    run(clone, "--quiet", pick.choice(["undo", "undo", "redo"]), ok=(0, 3, 4))
    taken(clone, was)


def unlog(clone):
    """What was logged last is taken back at once, as when it was a mistake."""
    log(clone)
    was = git(clone, "rev-parse", "HEAD").strip()
    run(clone, "--quiet", "undo")
    taken(clone, was)


def drop(clone):
    """A whole day."""
    files = texts(clone)
    if not files:
        return
    path = pick.choice(files)
    forget(path.read_text())
    git(clone, "rm", "-q", path)
    commit(clone)


def move(clone):
    """A day that was written on the wrong date."""
    files = texts(clone)
    free = [d for d in DAYS + MORE if not (ROOT / clone / f"notes/daily/{d}.md").exists()]
    if files and free:
        git(clone, "mv", pick.choice(files), f"notes/daily/{pick.choice(free)}.md")
        commit(clone)


def take_in(clone):
    w = word()
    file = ROOT / "들일 것.txt"
    file.write_text(f"[{pick.choice(DAYS)} {pick.randrange(4, 23):02d}:00] 들인 것: {w}.\n{w}\n")
    run(clone, "--quiet", "import", "--from", "jrnl", file)
    alive.add(w)


def note(clone):
    w = word()
    body = "\n\n".join(f"{i}째 문단은 늘 같은 말이다." for i in range(12))
    (ROOT / clone / "notes" / f"글-{w}.md").write_text(f"# {w}\n\n{body}\n")
    git(clone, "add", "notes")
    commit(clone)
    alive.add(w)
    notes[w] = clone


def rename(clone):
    mine = [w for w in sorted(notes) if notes[w] == clone]
    if mine:
        w = pick.choice(mine)
        new = f"방{word()}/글-{w}"
        old = next((ROOT / clone / "notes").rglob(f"글-{w}.md"))
        run(clone, "--quiet", "mv", str(old.relative_to(ROOT / clone / "notes"))[:-3], new)


def private(clone):
    mine = [w for w in sorted(notes) if notes[w] == clone]
    if not mine:
        return
    # An undo may have moved it back.
    path = next((ROOT / clone / "notes").rglob(f"글-{pick.choice(mine)}.md"))
    text = path.read_text()
    if "private: true" in text:
        text = text.replace("private: true\n", "")
    elif text.startswith("---\n"):
        text = text.replace("---\n", "---\nprivate: true\n", 1)
    else:
        text = "---\nprivate: true\n---\n\n" + text
    path.write_text(text)
    commit(clone)


def more(clone):
    """Another one writes on at the end of a note."""
    w = [p for p in sorted((ROOT / clone / "notes").rglob("글-*.md"))]
    w = [p for p in w if clones[clones.index(notes[p.stem[2:]]) - 1] == clone]
    if w:
        new = word()
        with pick.choice(w).open("a") as f:
            f.write(f"\n{new}\n")
        commit(clone)
        alive.add(new)


def sync(clone):
    run(clone, "--quiet", "sync")


def whole(clone):
    return "\n".join(p.read_text() for p in sorted((ROOT / clone / "notes").rglob("*.md")))


clones = ["하나", "둘", "셋"]
subprocess.run(["git", "init", "-q", "--bare", ROOT / "there.git"], check=True)
subprocess.run([PROGRAM, "--quiet", "init", "--lang", "ko", ROOT / clones[0]], check=True)
git(clones[0], "remote", "add", "origin", "../there.git")
sync(clones[0])
for c in clones[1:]:
    subprocess.run(["git", "clone", "-q", ROOT / "there.git", ROOT / c], check=True)
steps = [log] * 5 + [edit] * 3 + [remove] + [tries] * 2 + [note, close, back, unlog]
steps += [drop, move, take_in, rename, private, more] + [sync] * 5
for _ in range(ROUNDS):
    pick.choice(steps)(pick.choice(clones))
for c in clones + clones[:2]:
    sync(c)

bad = 0


def tell(n, good, name, why=""):
    global bad
    print(f"{'' if good else 'not '}ok {n} - {name}")
    if not good:
        bad += 1
        print(f"# {why}", file=sys.stderr)


heads = {git(c, "rev-parse", "HEAD") for c in clones}
heads.add(subprocess.run(["git", "--git-dir", ROOT / "there.git", "rev-parse", "main"], check=True,
                         capture_output=True, text=True).stdout)
tell(1, len(heads) == 1, f"after {ROUNDS} steps three clones are one", heads)
text = whole(clones[0])
lost = [w for w in sorted(alive) if w not in text]
tell(2, not lost, f"with each of {len(alive)} words of theirs", f"seed {SEED}: lost {lost[:9]}")
tell(3, not re.search("^(<<<<<<<|=======|>>>>>>>)", text, re.M), "and no marker of a conflict")
state = "".join(git(c, "status", "--porcelain") for c in clones)
tell(4, state == "", "and nothing that is not committed", state)
order = []
for p in texts(clones[0]):
    times = re.findall(r"^### ([0-9]{2}:[0-9]{2})", p.read_text(), re.M)
    if times != sorted(times):
        order.append(f"{p.name}: {times}")
tell(5, not order, "entries stand in the order of time", order)
merges = git(clones[0], "rev-list", "--count", "--merges", "HEAD").strip()
tell(6, int(merges) > 0, f"{merges} merges, {text.count('> [!sync]')} marks")
print("1..6")
sys.exit(bad > 0)
