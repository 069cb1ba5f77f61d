#!/usr/bin/env python3
# make.py: the record of a session in a note, as a run with an engine leaves it
#
# usage: make.py NOTE.md SPEC.json RECORD.json
# The commands are those of the console block; the spec has what the container
# said: "container", and for each step, from 1, what is not exit 0 and nothing
# changed: {"exit": 1, "set": {…}, "unset": […], "cwd": "/opt", "out": "0\n"}. A
# folder holds until the next one.
import json
import sys

note, spec, record = sys.argv[1:]
lines = open(note, encoding="utf8").read().split("```console")[1]
lines = lines.split("\n```")[0].split("\n")[1:]
root = lines[0].startswith("# ")
spec = json.load(open(spec, encoding="utf8"))

steps, cwd, more = [], spec.get("cwd", "/"), False
for line in lines:
    if line.startswith("$ ") or (root and line.startswith("# ")):
        steps.append([line])
    elif more or line.startswith(">"):
        steps[-1].append(line)
    else:
        continue
    more = line.endswith("\\")

session = []
for i, step in enumerate(steps, 1):
    what = spec["steps"].get(str(i), {})
    cwd = what.get("cwd", cwd)
    session.append({"command": "\n".join(step), "exit": what.get("exit", 0),
                    "bytes": len(what.get("out", "").encode()),
                    "env": {"set": what.get("set", {}), "unset": what.get("unset", [])},
                    "cwd": cwd})
record_of = {
    "schema": 1, "example": "", "lang": "console", "expect": "ok", "outcome": "ok", "exit": 0,
    "signal": "", "why": "", "rung": spec["container"]["engine"],
    "out": "".join(spec["steps"].get(str(i), {}).get("out", "")
                   for i in range(1, len(session) + 1)), "out_cut": 0, "err": "", "err_cut": 0, "build": "",
    "session": session, "container": spec["container"],
    "key": {"hash": "0" * 64, "source": "0" * 64, "tool": "", "machine": "x86_64",
            "profile": "docker/1"},
    "timings": {"when": "2026-11-23T21:28:00+09:00", "wall_ms": 0, "cpu_ms": 0,
                "peak_memory": 0, "session_ms": [0] * len(session)}}
json.dump(record_of, open(record, "w", encoding="utf8"), ensure_ascii=False, indent=1)
