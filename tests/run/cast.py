"""cast.py FILE RECORD: read an asciicast of version 3, strictly

What of the format is used here has to be right, and all output of the record
has to be in it: docs.asciinema.org/manual/asciicast/v3. Prints what was typed.
"""

import json
import sys


def bad(what):
    sys.exit(f"{sys.argv[1]}: {what}")


def once(pairs):
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        bad("a key comes twice")
    return dict(pairs)


def number(name):
    bad(f"{name} is no number of JSON")


def read(line):
    return json.loads(line, object_pairs_hook=once, parse_constant=number)


raw = open(sys.argv[1], "rb").read()
text = raw.decode("utf-8")
if any(c < 0x20 and c != 0x0a or c == 0x7f for c in raw):
    bad("there is a control character in it")
if any(0x80 <= ord(c) < 0xa0 for c in text):
    bad("there is a control character of C1 in it")
if not text.endswith("\n"):
    bad("the last line has no end")
header, *lines = text[:-1].split("\n")
header = read(header)
if list(header) != ["version", "term", "timestamp", "title"]:
    bad(f"the header has {list(header)}")
if header["version"] != 3 or type(header["timestamp"]) is not int:
    bad("the header is of no version 3")
if header["term"] != {"cols": 80, "rows": 24}:
    bad(f"the terminal is {header['term']}")
if not isinstance(header["title"], str):
    bad("the title is no text")

out, err, typed, to_err, last = "", "", "", False, None
for line in lines:
    event = read(line)
    if not isinstance(event, list) or len(event) != 3:
        bad(f"{line} is no event")
    seconds, code, data = event
    if type(seconds) not in (int, float) or seconds < 0:
        bad(f"{seconds} is no time")
    if not isinstance(data, str) or code not in ("o", "i", "m", "x"):
        bad(f"{line} is no event that we make")
    if last == "x":
        bad("there is something after the end")
    if code == "o":
        if "\n" in data.replace("\r\n", ""):
            # The "\r" may have come in the event before.
            if not data.startswith("\n") or "\n" in data[1:].replace(
                    "\r\n", ""):
                bad(f"{line} has a bare newline")
        if to_err:
            err += data
        else:
            out += data
    elif code == "i":
        typed += data
    elif code == "m" and data in ("stderr", "stdout"):
        to_err = data == "stderr"
    elif code == "x" and not (data.isdigit() and int(data) < 256):
        bad(f"{data} is no exit status")
    last = code

record = json.load(open(sys.argv[2], encoding="utf-8"))
want = record.get("out", "")
if "session" in record:
    want, rest = "", record["out"].encode()
    for command in record["session"]:
        n = command["bytes"]
        want += command["command"] + "\n" + rest[:n].decode()
        rest = rest[n:]
if "out" in record and out.replace("\r\n", "\n") != want.replace("\r\n", "\n"):
    bad(f"its output is {out!r}, not {want!r}")
if "err" in record and \
        err.replace("\r\n", "\n") != record["err"].replace("\r\n", "\n"):
    bad(f"its errors are {err!r}, not {record['err']!r}")
print(typed, end="")
