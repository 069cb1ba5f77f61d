#!/usr/bin/env python3
"""wiki.py: a wiki with a page of every kind, in Korean, English or Japanese

usage: wiki.py LANG DIR

Writes notes and records into DIR/notes, which `halfhour init` has made. The
day of the tests is 2026-11-23. Between them the notes hold whatever a note
may hold; there are days of a year, tries of every state, tags, topics,
folders, an old address, examples of every outcome, and some commits.
"""
import hashlib
import json
import os
import subprocess
import sys
from datetime import date, timedelta

LANG, NOTES = sys.argv[1], os.path.join(sys.argv[2], "notes")
TODAY = date(2026, 11, 23)

# What differs: names and a few sentences, so that a page in a language is in
# that language.
TEXT = {
    "ko": {
        "folder": "통신", "deep": "깊이", "pipe": "파이프", "socket": "소켓",
        "docker": "도커", "tag": "리눅스", "all": "모든 것", "moved": "옛이름",
        "about": "파이프에는 64 KiB가 들어가고, 그보다 많으면 읽는 쪽을 기다린다",
        "text": "파이프는 커널 안의 버퍼이고, 한쪽에서 쓰면 다른 쪽에서 읽는다. ",
        "head": "용량", "sub": "잰 방법", "last": "더 읽을 것",
        "item": "버퍼가 가득 차면 쓰는 쪽이 멈춘다", "entry": "레이어 캐시",
        "review": "리뷰", "retro": "회고", "said": "안녕, 세상",
        "foreign": "en", "foreign_text": "This note is written in English.",
    },
    "en": {
        "folder": "ipc", "deep": "deep", "pipe": "pipe", "socket": "socket",
        "docker": "docker", "tag": "linux", "all": "everything",
        "moved": "old-name",
        "about": "A pipe holds 64 KiB, and what is more waits for a reader",
        "text": "A pipe is a buffer in the kernel; one end writes, the other "
                "one reads. ",
        "head": "Capacity", "sub": "How it was measured", "last": "Reading on",
        "item": "The writer stops when the buffer is full",
        "entry": "layer cache", "review": "Review", "retro": "Retrospective",
        "said": "hello, world",
        "foreign": "ko", "foreign_text": "이 노트는 한국어로 쓰였다.",
    },
    "ja": {
        "folder": "通信", "deep": "深い所", "pipe": "パイプ",
        "socket": "ソケット", "docker": "ドッカー", "tag": "リナックス",
        "all": "すべて", "moved": "古い名前",
        "about": "パイプには64 KiBが入り、それを超えると読む側を待つ",
        "text": "パイプはカーネルの中のバッファで、片方が書き、もう片方が読む。",
        "head": "容量", "sub": "測り方", "last": "次に読むもの",
        "item": "バッファがいっぱいになると書く側が止まる",
        "entry": "レイヤーキャッシュ", "review": "レビュー",
        "retro": "ふりかえり", "said": "こんにちは、世界",
        "foreign": "en", "foreign_text": "This note is written in English.",
    },
}[LANG]

EVERYTHING = """---
title: {all}
aliases: [{moved}]
tags: [{tag}, "C++"]
date: 2026-10-30
description: {about}
---

{text} [[{pipe}]] [[{folder}/{pipe}#{head}|{head}]] [[#{last}]]
#{tag} https://example.org/ [example](https://example.org/ "example.org")[^1]

## {head}

{text} **{item}** *{item}* ~~{item}~~ `read(2)`

- {item}
  1. {item}
  2. {item}
- [ ] {item}
- [x] {item}

> {text}

### {sub}

| {head} | {sub} | {last} | - |
|:---|:---:|---:|---|
| {item} | 65536 | 4096 | `{longest}` |
| [[{pipe}\\|{item}]] | **1** | 2 | ![{pipe}](../img/dot.png) |

![{pipe}](../img/dot.png)

![[dot.png|40]]

```c {{.numberLines startFrom=7}}
#include <stdio.h>
int main(void) {{ puts("{said}"); return 0; }} /* {longest} */
```

```console
$ echo {said}
{said}
```

> [!note]
> {text}

> [!warning] {item}
> - {item}

> [!tip]- {head}
> {text}

> [!question]+ {head}
> > [!quote]
> > {text}

### {last}

![[{folder}/{pipe}#{head}]]

![[{pipe}]]

<details><summary>{head}</summary>

{text} <kbd>Ctrl</kbd> <mark>{item}</mark> H<sub>2</sub>O

</details>

<p align="center">{item}<br><img src="../img/dot.png" alt="{pipe}" width="16"></p>

<table><tr><th>{head}</th></tr><tr><td align="right">{item}</td></tr></table>

[[{nowhere}]] [x]({nowhere}.md) ![{pipe}]({nowhere}.png)

Term{{.numberLines}} H~2~O x^2 <https://example.org/{longest}>

---

## {last}

{text} {longest}{longest}{longest} [^1] [^two]

[^1]: {text}
[^two]: {item}

{examples}
"""

PROGRAM = {"lang": "sh", "expect": "ok", "exit": 0, "signal": "", "why": "",
           "out": "", "out_cut": 0, "err": "", "err_cut": 0, "build": ""}
KIND = {k: v for k, v in PROGRAM.items() if k not in
        ("lang", "expect", "build")}
HANG = {
    "sentence": "This is a deadlock: 2 tasks wait for each other, and nobody "
                "else can wake them.",
    "cycle": 2,
    "tasks": [
        {"pid": 2, "tid": 2, "name": TEXT["said"],
         "what": "waits for the end of process 3", "waits": [
             {"object": "process 3", "because": "wait4(0x3, 0x0, 0x0, …)",
              "for": [{"pid": 3, "tid": 0, "how": "a child of it"}]}]},
        {"pid": 3, "tid": 4, "name": "prog",
         "what": "writes into pipe 1, which is full", "waits": [
             {"object": "pipe 1", "because": "write on fd 4", "for": [
                 {"pid": 2, "tid": 0, "how": "its fd 3 is the reading end"},
                 {"pid": 3, "tid": 0,
                  "how": "its fd 3 is the reading end"}]}]},
        {"pid": 3, "tid": 3, "name": "prog",
         "what": "waits for a lock, semaphore or condition variable",
         "waits": [{"object": "futex 1", "for": [],
                    "because": "the futex holds 0: it names no owner"}]}]}
BUILDS = [
    {"steps": [
        {"step": "ARG BASE=debian", "cache": None, "bytes": None},
        {"step": "FROM $BASE", "cache": None, "bytes": None},
        {"step": f"RUN echo '{TEXT['said']} <b>&amp;\"' " + "a" * 90,
         "cache": "miss", "bytes": 251234567},
        {"step": "ENV JAVA_HOEM=/opt/jdk", "cache": "miss", "bytes": 0}]},
    {"edit": "s/HOEM/HOME/", "broke": 4, "steps": [
        {"step": "ARG BASE=debian", "cache": None, "bytes": None},
        {"step": "FROM $BASE", "cache": None, "bytes": None},
        {"step": f"RUN echo '{TEXT['said']} <b>&amp;\"' " + "a" * 90,
         "cache": "hit", "bytes": 251234567},
        {"step": "ENV JAVA_HOME=/opt/jdk", "cache": "miss", "bytes": 0,
         "why": "instruction"},
        {"step": "COPY --from=0 /a /b", "cache": "miss", "bytes": 999,
         "why": "before"}]}]
CONTAINER = {"engine": "docker 20.10.24", "image": "debian:bookworm",
             "image_id": "sha256:1", "env": {}, "diff": [], "bytes": 251300000}
EXAMPLES = [
    # name, attributes, outcome, and what is in the record besides
    ("ok", "", "ok", {"out": TEXT["said"] + "\n"}),
    ("fails", "", "exit", {"exit": 3, "err": "3\n", "out": "1\n2\n"}),
    ("expected", " expect=signal:SEGV", "signal", {"signal": "SEGV"}),
    ("slow", " timeout=1s expect=timeout", "timeout",
     {"out": "a" * 200 + "\n", "out_cut": 12345,
      "leaks": [{"kind": "zombie", "what": TEXT["said"], "n": 2},
                {"kind": "pipe", "what": "", "n": 65536}]}),
    ("stuck", " timeout=1s", "timeout", {}),
    ("hung", " expect=deadlock", "deadlock", {"hang": HANG}),
    ("typo", "", "build", {"build": "main.sh:1: " + TEXT["said"] + "\n"}),
    ("big", "", "limit", {"build": "main.c:1: warning\n", "err_cut": 1}),
    ("stale", "", "ok", {"out": "old\n", "stale": True}),
    ("several", "", "exit", {"exit": 3, "stale": True, "programs": [
        {**PROGRAM, "name": "server", "expect": "stop", "outcome": "stop",
         "out": TEXT["said"] + "\n" + "a" * 200 + "\n", "out_cut": 12345},
        {**PROGRAM, "name": "several", "outcome": "exit", "exit": 3}]}),
    ("often", " expect=ok,exit:1", "ok", {"stale": True, "runs": 50, "kinds": [
        {**KIND, "name": "ok", "n": 43, "outcome": "ok", "out": "1\n"},
        {**KIND, "name": TEXT["said"], "n": 7, "outcome": "exit", "exit": 1,
         "err": "a" * 200 + "\n"}]}),
    ("session", "", "output", {
        "out": TEXT["said"] + "\n1\n", "out_cut": 5,
        "code": f'$ echo "{TEXT["said"]}" \\\n  | cat\n'
                "$ cat <<END\n>\n> 1\n> END\n2\n$ false\n$ cat\n",
        "session": [(f'$ echo "{TEXT["said"]}" \\\n  | cat', 0,
                     len(TEXT["said"].encode()) + 1),
                    ("$ cat <<END\n>\n> 1\n> END", 0, 2),
                    ("$ false", 1, 0), ("$ cat", None, 0)]}),
    ("hand", " needs=docker", "ok", {
        "code": "$ export JAVA_HOEM=/opt/jdk\n$ false\n"
                "$ export JAVA_HOME=/opt/jdk\n", "stale": True,
        "session": [("$ export JAVA_HOEM=/opt/jdk", 0, 0), ("$ false", 1, 0),
                    ("$ export JAVA_HOME=/opt/jdk", 0, 0)],
        "env": ["JAVA_HOEM", None, "JAVA_HOME"], "container": CONTAINER}),
    ("layers", ' needs=docker edit="s/HOEM/HOME/" against=hand', "ok", {
        "code": "ARG BASE=debian\nFROM $BASE\nENV JAVA_HOEM=/opt/jdk\n",
        "lang": "dockerfile", "stale": True, "builds": BUILDS,
        "builds_ms": [{"all": 61234, "steps": [0, 12, 60000, 345]},
                      {"all": 1234, "steps": [0, 2, 1, 333, 456]}]}),
    ("once", " needs=docker", "exit", {
        "code": "FROM debian\nRUN exit 3\n", "lang": "dockerfile",
        "exit": 3, "err": "3\n", "stale": True, "builds": [{"steps": [
            {"step": "FROM debian", "cache": None, "bytes": None},
            {"step": "RUN exit 3", "cache": "miss", "bytes": None}]}],
        "builds_ms": [{"all": 999, "steps": [3, 700]}]}),
]


def write(path, text):
    path = os.path.join(NOTES, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    mode = "wb" if isinstance(text, bytes) else "w"
    with open(path, mode, **({} if mode == "wb" else {"encoding": "utf-8"})) as f:
        f.write(text)


def source(lang, code, timeout, expect):
    """What decides whether a record is of this code: see run_source()."""
    parts = [("lang", lang), ("code", code), ("expect", expect)]
    text = b""
    for name, value in parts:
        raw = value.encode()
        text += b"%s %d\n%s\n" % (name.encode(), len(raw), raw)
    return hashlib.sha256(text + b"timeout %d\n" % timeout).hexdigest()


def example(page, name, attrs, outcome, more):
    """The block, and its record."""
    code = more.get("code", f'echo "{TEXT["said"]}"  # {name}\n')
    lang = more.get("lang", "console" if "session" in more else "sh")
    env = more.get("env", [None] * len(more.get("session", [])))
    expect = attrs.split("expect=")[1] if "expect=" in attrs else "ok"
    record = {
        "schema": 1, "example": f"{page}#{name}", "lang": lang,
        "expect": expect, "outcome": outcome, "exit": more.get("exit", 0),
        "signal": more.get("signal", ""), "why": "", "rung": "bubblewrap",
        "out": more.get("out", ""), "out_cut": more.get("out_cut", 0),
        "err": more.get("err", ""), "err_cut": more.get("err_cut", 0),
        "build": more.get("build", ""),
        **({"session": [{"command": c, "exit": end, "bytes": n,
                         **({"env": {"set": {v: "/opt/jdk"}, "unset": []}}
                            if v else {})}
                        for (c, end, n), v in zip(more["session"], env)]}
           if "session" in more else {}),
        **{key: more[key] for key in ("container", "builds") if key in more},
        **({"leaks": more["leaks"]} if "leaks" in more else {}),
        **({"hang": more["hang"]} if "hang" in more else {}),
        **{key: more[key] for key in ("programs", "runs", "kinds")
           if key in more},
        "key": {
            "hash": "0" * 64,
            "source": "0" * 64 if "stale" in more else source(
                lang, code, 1000 if "timeout=" in attrs else 0, expect),
            "tool": "dash, glibc 2.36", "machine": "x86_64",
            "profile": "plain/1"},
        "timings": {"when": "2026-11-22T21:28:00+09:00", "wall_ms": 1234,
                    "cpu_ms": 5, "peak_memory": 1589248,
                    **({"programs_ms": [1200, 34]} if "programs" in more
                       else {}),
                    **({"session_ms": [7] * len(more["session"])}
                       if "session" in more else {}),
                    **({"builds_ms": more["builds_ms"]}
                       if "builds" in more else {})}}
    write(f".runs/{page}/{name}.json", json.dumps(record, indent=2))
    if name in ("ok", "session"):
        write(f".runs/{page}/{name}.cast",
              '{"version": 3, "term": {"cols": 80, "rows": 24}}\n')
    return f"```{lang} {{#{name} .run{attrs}}}\n{code}```\n"


def everything():
    page = f"{TEXT['folder']}/{TEXT['all']}"
    blocks = [example(page, *x) for x in EXAMPLES]
    blocks.append("```sh {proc=server of=several expect=stop}\n:\n```\n")
    blocks.append("```sh {#unrun .run}\ncat <words.txt\n```\n")
    blocks.append("```text {file=words.txt of=unrun}\n1\n```\n")
    write(page + ".md", EVERYTHING.format(
        longest="long_" * 24, nowhere="nowhere", examples="\n".join(blocks),
        **TEXT))


def home(end):
    t = TEXT
    write("index.md", f"---\ndescription: {t['about']}\n---\n"
          f"# {t['all']}\n\n{t['text']} [[{t['all']}]] [[{t['pipe']}]]"
          f"{end}\n")


def notes():
    t = TEXT
    home("")
    write(f"{t['folder']}/{t['pipe']}.md",
          f"---\ntags: [{t['tag']}]\n---\n# {t['pipe']}\n\n{t['text']}\n\n"
          f"## {t['head']}\n\n{t['text']} [[{t['socket']}]]\n\n"
          f"## {t['sub']}\n\n{t['text']}\n\n## {t['last']}\n\n{t['text']}\n")
    write(f"{t['folder']}/{t['deep']}/{t['socket']}.md",
          f"---\nlang: {t['foreign']}\ndescription: {t['foreign_text']}\n"
          f"tags: [{t['tag']}]\ndate: 2025-01-02\n---\n# Socket\n\n"
          f"{t['foreign_text']}[^1]\n\n- [ ] {t['foreign_text']}\n\n"
          f"> [!note]\n> {t['foreign_text']}\n\n"
          f"## 1\n\n## 2\n\n## 3\n\n[^1]: {t['foreign_text']}\n\n"
          + example(f"{t['folder']}/{t['deep']}/{t['socket']}", *EXAMPLES[0]))
    for i in range(12):
        write(f"{t['folder']}/{t['deep']}/{i:02}.md",
              f"# {t['item']} {i}\n\n{t['text']} [[{t['pipe']}]] {t['text']}\n")
    # The smallest PNG that a browser takes: one transparent pixel.
    write("img/dot.png", bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4"
        "890000000d49444154789c6360000000000500017a5eab3f0000000049454e44"
        "ae426082"))


def day(d, body):
    write(f"daily/{d}.md", f"# {d}\n\n## {TEXT['review']}\n\n{body}")


def days():
    t = TEXT
    for i in range(1, 380, 6):
        d = TODAY - timedelta(days=i)
        topic = (t["docker"], t["pipe"], t["tag"], f"{t['docker']} {i % 19}")
        day(d, f"### 21:00–21:{10 + i % 45:02} {topic[i % 4]}: {t['entry']} {i}"
            f"\n\n{t['text']}\n")
    tries = "".join(line + "\n" for line in (
        f"- [ ] {t['item']} `x` #{t['docker']} ^taaa",
        f"- [x] {t['item']} ^tbbb (done 2026-11-22)",
        f"- [x] ~~{t['item']}~~ ^tccc (dropped 2026-11-21: {t['item']})",
        f"- [x] {t['item']} ^tddd (retried as ^teee)",
        f"- {t['item']} [[{t['pipe']}]]"))
    day(TODAY - timedelta(days=4),
        f"### 09:00–09:30 {t['pipe']}: {t['entry']}\n\n{t['text']}\n\n"
        f"## {t['retro']}\n\n### TRY\n\n{tries}")
    day(TODAY,
        f"### 08:00–08:30 {t['docker']}: {t['entry']}\n\n{t['text']}\n\n"
        f"### {t['pipe']}\n\n{t['text']}\n\n"
        f"### 21:00–21:42 {t['folder']}/{t['pipe']}: {t['entry']}\n\n"
        f"{t['text']} [[{t['pipe']}]]\n\n"
        f"### 00:20–00:50 {t['docker']}: {t['entry']}\n\n{t['text']}\n\n"
        f"## {t['retro']}\n\n### KEEP\n\n- {t['item']}\n\n### PROBLEM\n\n"
        f"- {t['item']}\n\n### TRY\n\n- [ ] {t['item']} ^teee\n")


def commit(when, subject):
    day = f"{when}T10:00:00+09:00"
    for words in (["add", "-A"], ["commit", "-q", "-m", subject]):
        subprocess.run(
            ["git", "-C", sys.argv[2], "-c", "user.name=Ada",
             "-c", "user.email=ada@example.org", *words], check=True,
            env={**os.environ, "GIT_AUTHOR_DATE": day,
                 "GIT_COMMITTER_DATE": day})


everything()
notes()
days()
commit("2026-11-20", TEXT["all"])
for name in (f"{TEXT['folder']}/{TEXT['pipe']}", "daily/2026-11-19"):
    with open(os.path.join(NOTES, name + ".md"), "a", encoding="utf-8") as f:
        f.write(f"\n{TEXT['text']}\n")
commit("2026-11-22", TEXT["item"])
write("private.md", "---\nprivate: true\n---\n")
home("!")
commit("2026-11-23", TEXT["head"])
