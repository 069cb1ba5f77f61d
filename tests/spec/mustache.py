"""Run the suites of the Mustache specification and print TAP.

usage: python3 mustache.py DIR MUSTACHE

DIR holds the specification's modules as JSON; each test has its data, its
template, perhaps partials, and what is expected, byte for byte.
"""

import json
import os
import subprocess
import sys
import tempfile

MODULES = ["comments", "delimiters", "interpolation", "inverted", "partials",
           "sections"]


def render(program, test):
    """What the program prints, or its message."""
    with tempfile.TemporaryDirectory() as work:
        def put(name, text):
            path = os.path.join(work, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8", newline="") as f:
                f.write(text)
            return path

        os.mkdir(os.path.join(work, "partials"))
        for name, text in test.get("partials", {}).items():
            put("partials/%s.mustache" % name, text)
        done = subprocess.run(
            [program, put("data.json", json.dumps(test["data"])),
             put("template", test["template"]),
             os.path.join(work, "partials")], capture_output=True)
        if done.returncode != 0:
            return "exit %d: %s" % (done.returncode, done.stderr.decode())
        return done.stdout.decode()


def main():
    n = failed = 0
    for module in MODULES:
        with open(os.path.join(sys.argv[1], module + ".json"),
                  encoding="utf-8") as f:
            tests = json.load(f)["tests"]
        for test in tests:
            n += 1
            got = render(sys.argv[2], test)
            same = got == test["expected"]
            failed += not same
            print("%sok %d - %s: %s" % ("" if same else "not ", n, module,
                                        test["name"]))
            if not same:
                print("# want %r\n# got  %r" % (test["expected"], got))
    print("1..%d" % n)
    return 1 if failed else 0


sys.exit(main())
