#!/usr/bin/env python3
"""models.py: what the manual says of templates, and what the program gives them

usage: models.py MANUAL.md TEMPLATES_DIR MODELS

MODELS has what build/models wrote. Prints a line for each difference: a key
that is not documented, is of another type, is missing though nothing says so;
one that is documented and never there, or never missing; and one that a
template of the theme asks for and nobody knows.
"""
import collections
import json
import pathlib
import re
import sys

Key = collections.namedtuple("Key", "type missing")
wrong = []


def say(*words):
    line = ": ".join(words)
    if line not in wrong:
        wrong.append(line)


def manual(path):
    """{"note.html": {"title": Key("text", ""), …}, "A tag": …}"""
    sections, name = {}, None
    for line in open(path, encoding="utf-8"):
        if line.startswith("#"):
            name = line.lstrip("#").strip()
        row = [c.strip() for c in line.replace("\\|", "\0").split("|")[1:-1]]
        if len(row) != 4 or not row[0].startswith("`"):
            continue
        for key in re.findall(r"`([a-z_]+)`", row[0]):
            sections.setdefault(name, {})[key] = Key(
                re.sub(r"\[\[#(.*?)\]\]", r"<\1>", row[1]), row[3])
    return sections


SPEC = manual(sys.argv[1])
there, lacking = set(), set()


def check(where, name, model, spec):
    """An object and what is said of it; `name` is the section of that."""
    for key, value in model.items():
        if key not in spec:
            say(where, f"{key} is not documented")
    for key, known in spec.items():
        value = model.get(key, "false")
        at = f"{where} {key}"
        if known.type == "yes or no":
            if value not in ("true", "false"):
                say(at, f"is {value}, no yes or no")
            if key in model:
                there.add((name, key, value))
        elif value in ("false", "empty", []):
            if not known.missing:
                say(at, "is missing, and nothing says when")
            lacking.add((name, key))
        else:
            there.add((name, key))
            typed(at, value, known.type)


def typed(at, value, kind):
    part = re.fullmatch(r"<(.*)>", kind)
    if kind.startswith("list of "):
        if not isinstance(value, list):
            say(at, "is no list")
            return
        for element in value:
            typed(at, element, kind[len("list of "):])
    elif part:
        if part[1] not in SPEC:
            say(at, f"there is no section {part[1]}")
        elif not isinstance(value, dict):
            say(at, "is no object")
        else:
            check(part[1], part[1], value, SPEC[part[1]])
    elif kind == "kind":
        if list(value.values()) != ["true"]:
            say(at, "is no kind")
    elif value not in (("text", "true") if kind == "text or yes" else (kind,)):
        say(at, f"is {value}, not {kind}")


def rendered(path):
    for line in open(path, encoding="utf-8"):
        one = json.loads(line)
        name = one["template"]
        spec = dict(SPEC.get(name, {}))
        model = one["model"]
        if name not in SPEC:
            say(name, "is not documented")
        if name != "example.html":
            spec.update(SPEC["Every page"])
        check(name, name, model, spec)


def covered():
    """What is documented is there, and is missing, somewhere."""
    names = collections.defaultdict(set)
    for entry in there:
        names[entry[0]].add(entry[1:])
    common = SPEC["Every page"]
    for name, keys in SPEC.items():
        for key, known in keys.items():
            seen = set().union(*names.values()) if keys is common \
                else names[name]
            if known.type == "yes or no":
                if (key, "true") not in seen:
                    say(name, f"{key} is never yes")
            elif (key,) not in seen:
                say(name, f"{key} is never there")
            if known.missing and keys is not common and \
                    (name, key) not in lacking:
                say(name, f"{key} is never missing")


def asked(folder):
    known = {key for keys in SPEC.values() for key in keys}
    known |= {name[:-5] for name in SPEC if name.endswith(".html")}
    for path in sorted(pathlib.Path(folder).glob("*.html")):
        for name in re.findall(r"\{\{[{#^&]?([a-z_0-9.]+)\}?\}\}",
                               path.read_text(encoding="utf-8")):
            if name.startswith("words.") or name == ".":
                continue
            for part in name.split("."):
                if part not in known:
                    say(path.name, f"nobody knows {name}")


rendered(sys.argv[3])
covered()
asked(sys.argv[2])
print("\n".join(wrong))
