"""sync_mixed.py SEED STEPS: three clones that log, edit, and change what only git brings in

In a random order they log, edit lines of their own in files of all three, make these executable or not, lead links
elsewhere, put folders in the place of files and files in the place of folders, and sync. No sync may be refused nor
leave a difference behind; in the end all are one, with every entry, line and link.
"""
import os
import random
import subprocess
import sys

ROOT = os.environ["T"]
HALFHOUR = os.environ["HALFHOUR"]
SHARED = ["go.sh", "notes/공유.md"]


def run(*argv, cwd, codes=(0,)):
    done = subprocess.run(argv, cwd=cwd, capture_output=True, text=True)
    if done.returncode not in codes:
        sys.exit(f"{argv} in {cwd}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def commit(clone):
    run("git", "add", "-A", cwd=clone)
    run("git", "commit", "-q", "-m", "바꿈", cwd=clone, codes=(0, 1))


def start():
    run("git", "init", "-q", "--bare", "there.git", cwd=ROOT)
    first = f"{ROOT}/0"
    run(HALFHOUR, "--quiet", "init", "--lang", "ko", first, cwd=ROOT)
    for name in SHARED:
        with open(f"{first}/{name}", "w", encoding="utf-8") as f:
            f.write("".join(f"{i}번 줄\n" for i in range(40)))
    commit(first)
    run("git", "remote", "add", "origin", f"{ROOT}/there.git", cwd=first)
    run(HALFHOUR, "--quiet", "sync", cwd=first)
    for i in "12":
        run("git", "clone", "-q", "there.git", i, cwd=ROOT)
    return [f"{ROOT}/{i}" for i in "012"]


def sync(clone):
    run(HALFHOUR, "--quiet", "sync", cwd=clone)
    if status := run("git", "status", "--porcelain", cwd=clone):
        sys.exit(f"{clone} differs after a sync:\n{status}")


def remove(path):
    if os.path.isdir(path) and not os.path.islink(path):
        for name in os.listdir(path):
            os.remove(f"{path}/{name}")
        os.rmdir(path)
    elif os.path.lexists(path):
        os.remove(path)


def change(rng, clone, who, step, want):
    kind = rng.randrange(6)
    name = rng.choice(SHARED)
    if kind < 2:
        time = f"2026-11-{rng.randrange(20, 23)} {rng.randrange(6, 22):02}:{rng.randrange(60):02}"
        run(HALFHOUR, "--quiet", "log", f"항목{step}", "--at", time, "--minutes", "1", cwd=clone)
        want.append(f"항목{step}\n")
    elif kind == 2:
        os.chmod(f"{clone}/{name}", rng.choice([0o644, 0o755]))
    elif kind == 3:
        with open(f"{clone}/{name}", encoding="utf-8") as f:
            lines = f.read().split("\n")
        # Lines of others are not beside it, so that git has no conflict.
        lines[rng.randrange(4) * 9 + who * 3] += f" 고침{step}."
        with open(f"{clone}/{name}", "w", encoding="utf-8") as f:
            f.write("\n".join(lines))
        want.append(f" 고침{step}.")
    else:
        path = f"{clone}/notes/자리{who}"
        remove(path)
        if kind == 4:
            os.symlink(f"고리{step}", path)
        elif step % 2:
            os.mkdir(path)
            with open(f"{path}/안.md", "w", encoding="utf-8") as f:
                f.write(f"# {step}\n")
        else:
            with open(path, "w", encoding="utf-8") as f:
                f.write(f"{step}\n")
    commit(clone)


def place(clone, who):
    path = f"{clone}/notes/자리{who}"
    if os.path.islink(path):
        return os.readlink(path)
    if os.path.isdir(path):
        path += "/안.md"
    return open(path, encoding="utf-8").read() if os.path.exists(path) else None


def main():
    rng, want, clones = random.Random(int(sys.argv[1])), [], start()
    for step in range(int(sys.argv[2])):
        who = rng.randrange(3)
        if rng.randrange(3) == 0:
            sync(clones[who])
        else:
            change(rng, clones[who], who, step, want)
    places = [place(clones[who], who) for who in range(3)]
    for clone in clones * 2:
        sync(clone)
    texts = [run("git", "grep", "-h", "", "HEAD", cwd=clone) for clone in clones]
    heads = {run("git", "rev-parse", "HEAD", cwd=clone) for clone in clones}
    lost = [text for text in want if text not in texts[0]]
    for clone in clones:
        run("git", "fsck", "--strict", cwd=clone)
        if [place(clone, who) for who in range(3)] != places:
            sys.exit(f"{clone} has other links, folders or files")
    if len(heads) != 1 or lost:
        sys.exit(f"heads: {heads}, lost: {lost}")
    print(f"{len(want)} changes")


main()
