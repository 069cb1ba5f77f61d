"""Run the examples of a Markdown specification and print TAP.

usage: python3 examples.py FILE HALFHOUR [DIFFERENCES]

FILE is in the form of the CommonMark specification's own text: an example
stands between fences of 32 backticks, its input and its output are parted by
a line with a single dot, and U+2192 stands for a tab. An example without an
output part (no dot) only has to come out as the peer has it.

The peer is the program cmark-gfm with the extensions that are always on here.
Where it prints what the specification says, so must we. Where it does not (an
extension changes the example, or the example needs one that is off), we must
print what the peer prints, and the test is marked as skipped with the reason.
Nothing is normalised: the bytes are compared.

With DIFFERENCES, the wiki's own rules are on, and this is the list of the
examples that they are meant to change: a file of the same form, where each
output is ours, under a heading that says why. Two things change everywhere and
are not listed: headings get an id, and pictures of the wiki have no slash.
"""

import difflib
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

FENCE = "`" * 32
EXTENSIONS = ["footnotes", "table", "strikethrough", "autolink", "tasklist"]
PEER = ["cmark-gfm", "--unsafe"]
for extension in EXTENSIONS:
    PEER += ["-e", extension]

REASONS = {
    "disabled": "the specification leaves it out of its own test",
    "tagfilter": "the example is for tagfilter, which is off",
}


def examples(path):
    """Yield (number, line, section, kind, input, output or None)."""
    number = 0
    section = ""
    state = None
    with open(path, encoding="utf-8") as spec:
        for at, line in enumerate(spec, 1):
            if state is None:
                heading = re.match(r"#+ +(.*)", line)
                if line.startswith(FENCE + " example"):
                    kind = line[len(FENCE + " example"):].strip()
                    start, state = at, "input"
                    parts = {"input": [], "output": None}
                    number += 1
                elif heading:
                    section = heading.group(1).strip()
            elif line.rstrip("\n") == FENCE:
                output = parts["output"]
                yield (number, start, section, kind, "".join(parts["input"]),
                       None if output is None else "".join(output))
                state = None
            elif state == "input" and line == ".\n":
                parts["output"] = []
                state = "output"
            else:
                parts[state].append(line.replace("\u2192", "\t"))


def run(command, text):
    done = subprocess.run(command, input=text.encode(), capture_output=True)
    out = done.stdout.decode(errors="replace")
    if done.returncode != 0:
        out += f"[exit {done.returncode}] " + done.stderr.decode(
            errors="replace")
    return out


def plain(html):
    """Our HTML without the two things that the rules of a wiki always add."""
    html = re.sub(r'<(h[1-6]) id="[^"]*">', r"<\1>", html)
    return re.sub(r"(<img [^<>]*[^<>/ ])>", r"\1 />", html)


def judge(example, ours, listed):
    number, line, section, kind, text, want = example
    name = f"{section}, example {number} at line {line}"
    got = run(ours, text)
    peer = run(PEER, text)
    if listed is not None:
        got = plain(got)
        if text in listed:
            why, want = listed[text]
            peer = want
            name += f": {why}"
    expected = peer if want is None or peer != want else want
    if got == want or (want is None and got == peer):
        return True, name, ""
    if got == expected:
        why = REASONS.get(kind, "an extension is on")
        return True, f"{name} # SKIP {why}, and cmark-gfm prints the same", ""
    diff = difflib.unified_diff(
        expected.splitlines(), got.splitlines(), "expected", "printed",
        lineterm="")
    return False, name, "\n".join(["input:", text.rstrip("\n"), *diff])


def main():
    path, program = sys.argv[1:3]
    ours = [program, "render", "--unsafe"]
    listed = None
    if len(sys.argv) > 3:
        listed = {text: (why, want)
                  for _, _, why, _, text, want in examples(sys.argv[3])}
    else:
        ours.append("--no-wiki")
    failed = 0
    count = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for passed, name, why in pool.map(
                lambda example: judge(example, ours, listed),
                examples(path)):
            count += 1
            failed += not passed
            print(f"{'ok' if passed else 'not ok'} {count} - {name}")
            # After ten the reader has seen what is wrong.
            if not passed and failed <= 10:
                sys.stdout.flush()
                print("# " + f"{name}\n{why}".replace("\n", "\n# "),
                      file=sys.stderr)
    print(f"1..{count}")
    return 1 if failed or not count else 0


sys.exit(main())
